/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul/matmul-plan.h"
#include "ui/operation/turn.h"

G_BEGIN_DECLS

/* Which turns make a product that does not fit fit. Pure arithmetic. */

/**
 * TnuMatmulFix:
 * @swaps: B comes first
 * @a, @b: how A and B are turned, wherever they stand
 * @result: shape of the product then
 * @words: (transfer none): "transpose B" with {A} and {B} for the names
 */
typedef struct
{
  bool swaps;
  TnuTurn a, b;
  TnuShape result;
  const char *words;
} TnuMatmulFix;

/**
 * tnu_matmul_find_fixes:
 * @most: longest list wanted
 *
 * What can be done so that @a and @b multiply, the least change first: transposing one, swapping,
 * both, a dim of 1, another reading of the numbers. Of two ways to the same numbers only the first.
 *
 * Returns: (transfer full) (element-type TnuMatmulFix): empty when they fit already
 */
GArray *tnu_matmul_find_fixes (const TnuShape *a, const TnuShape *b, int most);

/* "A @ W.T" */
char *tnu_matmul_fix_dup_code (const TnuMatmulFix *self,
                               const char *a,
                               const TnuShape *shape_a,
                               const char *b,
                               const TnuShape *shape_b);
/* "transpose W" */
char *tnu_matmul_fix_dup_words (const TnuMatmulFix *self, const char *a, const char *b);

G_END_DECLS
