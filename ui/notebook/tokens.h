/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stretch of text, in characters from its beginning. */
typedef struct
{
  int start;
  int length;
} TnuTokenSpan;

/**
 * tnu_tokens_find:
 * @source: Python, complete or not
 * @name: a variable
 *
 * Where @source speaks of the variable @name: not in strings and comments, not as an attribute
 * (`.name`) and not as a keyword of a call (`f(name=1)`).
 *
 * Returns: (transfer full) (element-type TnuTokenSpan): in order, empty when it never does
 */
GArray *tnu_tokens_find (const char *source, const char *name);

/**
 * tnu_tokens_dup_name_at:
 * @offset: in characters
 *
 * Returns: (transfer full) (nullable): the variable whose name covers @offset, NULL when there is
 *   something else
 */
char *tnu_tokens_dup_name_at (const char *source, int offset);

G_END_DECLS
