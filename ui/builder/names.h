/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Names for a new variable. Pure text. */

typedef enum
{
  TNU_NAME_FREE,
  TNU_NAME_TAKEN,   /* a variable of the notebook: it would be replaced */
  TNU_NAME_BUILTIN, /* Python's own: it would be hidden */
  TNU_NAME_KEYWORD, /* cannot be a name: a word of the language */
  TNU_NAME_INVALID  /* cannot be a name */
} TnuNameState;

/* @taken: (nullable) (array zero-terminated=1): names that the notebook uses */
TnuNameState tnu_name_judge (const char *name, const char *const *taken);

/* (transfer full): the first of x, y, z, a, b, c, then x2, x3 …, that is free. */
char *tnu_name_choose (const char *const *taken);

/* (transfer full) (nullable): what to say of @name; NULL when there is nothing to say. */
char *tnu_name_dup_notice (const char *name, TnuNameState state);

/* Whether a variable may be called so, if need be at the cost of another. */
bool tnu_name_is_possible (TnuNameState state);

G_END_DECLS
