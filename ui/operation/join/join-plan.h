/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/join/join-call.h"

G_BEGIN_DECLS

/* What does not fit, in the order in which PyTorch looks. */
typedef enum
{
  TNU_JOIN_FITS,
  TNU_JOIN_NOTHING, /* no tensor is given */
  TNU_JOIN_SCALAR,  /* a number without an axis cannot be joined along one */
  TNU_JOIN_DIM,     /* there is no such dim */
  TNU_JOIN_RANK,    /* different numbers of dims */
  TNU_JOIN_SIZE,    /* a size differs where all must agree */
  TNU_JOIN_NUMBERS, /* sizes that do not add up, pieces of no size */
} TnuJoinTrouble;

/**
 * TnuJoinPart:
 * @own: its shape as a tensor
 * @seen: its shape as it stands in the whole: as many dims as that has
 * @axes: for every dim of @own the dim of the whole that it is
 * @offset: where it begins on the axis
 */
typedef struct
{
  TnuShape own;
  TnuShape seen;
  int axes[TNU_SHAPE_MAX_RANK];
  gint64 offset;
} TnuJoinPart;

/**
 * TnuJoinPlan:
 * @splits: the whole is given, not the parts
 * @trouble: what does not fit
 * @guilty: the part that does not fit, -1: none
 * @wrong_dim: the dim of the whole in which it does not, -1: none
 * @whole: shape of all parts together; where they do not fit, the box around them
 * @agreed: the sizes that a part must have, but along the axis
 * @axis: dim of @whole along which the parts follow each other, -1: none
 * @is_new_axis: parts do not have the axis themselves: stack, unbind
 * @parts: (element-type TnuJoinPart)
 *
 * One whole and its parts: what goes together, or falls apart, and which number is which. stack is
 * a cat along an axis of size 1 that every part gets first, unbind the way back; vstack, hstack and
 * dstack give axes to the parts that have too few. Pure arithmetic.
 */
typedef struct
{
  bool splits;
  TnuJoinTrouble trouble;
  int guilty;
  int wrong_dim;
  TnuShape whole;
  TnuShape agreed;
  int axis;
  bool is_new_axis;
  GArray *parts;
} TnuJoinPlan;

/* Takes the shapes as they are turned. Of a trouble in the dim or the numbers there are no parts
 * but those given. */
void tnu_join_plan_init (TnuJoinPlan *self, const TnuJoinCall *call);
void tnu_join_plan_clear (TnuJoinPlan *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuJoinPlan, tnu_join_plan_clear)

/* (transfer none) */
const TnuJoinPart *tnu_join_plan_get_part (const TnuJoinPlan *self, int part);

/* Where element @flat of a part stands in the whole, both row-major. */
gint64 tnu_join_plan_get_place (const TnuJoinPlan *self, int part, gint64 flat);

/* Dims that @call can be given: of the result of stack, of the tensor otherwise. */
int tnu_join_plan_count_dims (const TnuJoinPlan *self);

/**
 * tnu_join_find_cuts:
 * @size: of the axis
 *
 * Sizes of the pieces: as the numbers of @call say. A call that is illegal gives the pieces up to
 * where it goes wrong.
 *
 * Returns: (transfer full) (element-type gint64)
 */
GArray *tnu_join_find_cuts (const TnuJoinCall *call, gint64 size);

/**
 * tnu_join_call_cut:
 * @sizes: (array length=n): of the pieces
 *
 * Writes @sizes as numbers of the call: as a list of sizes, or of places for tensor_split. A word
 * that cannot say it becomes split.
 */
void tnu_join_call_cut (TnuJoinCall *call, const gint64 *sizes, int n);

G_END_DECLS
