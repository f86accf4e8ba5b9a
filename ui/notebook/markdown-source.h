/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private-use characters that mark a formula on its way through the CommonMark parser. */
#define TNU_MATH_START "\356\200\200" /* U+E000 */
#define TNU_MATH_END "\356\200\201"   /* U+E001 */

/**
 * tnu_markdown_protect_math:
 * @source: CommonMark with formulas between `$` or `$$`
 *
 * Escapes what stands in a formula, so that `_` and `*` there are not taken for emphasis, and puts
 * it between TNU_MATH_START and TNU_MATH_END. Code and money ("costs $5 and $6") stay as they are.
 *
 * Returns: (transfer full): text for the CommonMark parser
 */
char *tnu_markdown_protect_math (const char *source);

/**
 * tnu_markdown_dup_table:
 * @source: (transfer none): lines of a paragraph
 *
 * CommonMark has no tables, notebooks do.
 *
 * Returns: (transfer full) (nullable): the table in columns of monospace characters; NULL when the
 *   lines are not a table
 */
char *tnu_markdown_dup_table (const char *source);

G_END_DECLS
