/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* How an operand is turned before it is multiplied or joined. Pure arithmetic. */

typedef enum
{
  TNU_TURN_NONE,
  TNU_TURN_TRANSPOSE, /* .T of a matrix, .mT of a stack of them */
  TNU_TURN_UNSQUEEZE, /* a dim of 1 at @dim */
  TNU_TURN_RESHAPE,   /* @shape, which may hold one -1 */
  TNU_TURN_ORDER      /* dims in the order of @order, then @shape; never parsed */
} TnuTurnKind;

typedef struct
{
  TnuTurnKind kind;
  int dim;
  TnuShape shape;
  int order[TNU_SHAPE_MAX_RANK];
} TnuTurn;

/**
 * tnu_turn_apply:
 * @result: (out): the shape after it
 *
 * Returns: whether @shape can be turned so
 */
bool tnu_turn_apply (const TnuTurn *self, const TnuShape *shape, TnuShape *result);

/* "W.T", "v.unsqueeze(1)", "W.permute(1, 2, 0).reshape(6, 4)". @rank: of the tensor @name. */
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

/* Which number of @shape stands at @flat after @self, both row-major. */
gint64 tnu_turn_find_source (const TnuTurn *self, const TnuShape *shape, gint64 flat);

G_END_DECLS
