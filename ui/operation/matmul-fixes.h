/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/matmul-plan.h"

G_BEGIN_DECLS

/* How an operand is turned before it is multiplied, and which turns make a product that does not
 * fit fit. Pure arithmetic. */

typedef enum
{
  TNU_TURN_NONE,
  TNU_TURN_TRANSPOSE, /* .T of a matrix, .mT of a stack of them */
  TNU_TURN_UNSQUEEZE, /* a dim of 1 at @dim */
  TNU_TURN_RESHAPE    /* @shape, which may hold one -1 */
} TnuTurnKind;

typedef struct
{
  TnuTurnKind kind;
  int dim;
  TnuShape shape;
} TnuTurn;

/**
 * tnu_turn_apply:
 * @result: (out): the shape after it
 *
 * Returns: whether @shape can be turned so
 */
bool tnu_turn_apply (const TnuTurn *self, const TnuShape *shape, TnuShape *result);

/* "W.T", "v.unsqueeze(1)". @rank: of the tensor called @name. */
char *tnu_turn_dup_code (const TnuTurn *self, const char *name, int rank);

/**
 * tnu_turn_parse:
 * @code: "W", "W.T", "W.mT", "W.t()", "v.unsqueeze(1)", "W.reshape(4, -1)"
 * @name: (out) (transfer full): "W"
 *
 * Returns: whether @code is one of these
 */
bool tnu_turn_parse (const char *code, TnuTurn *turn, char **name);

/* Row-major numbers of @shape put in the order after @self: (transfer full). */
double *
tnu_turn_apply_to_numbers (const TnuTurn *self, const TnuShape *shape, const double *numbers);

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
