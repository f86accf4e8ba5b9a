/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* Any einsum of one tensor or more as sums of products. Pure arithmetic. */

#define TNU_EINSUM_MAX_OPERANDS 5
#define TNU_EINSUM_MAX_AXES 24

/**
 * TnuEinsumAxis:
 * @label: its letter; "…" for a dim that only the dots stand for, "…₀", "…₁" for one of several
 * @letter: '\0' under the dots
 * @size: the larger one where it is 1 in some operands
 * @place: its dim of the result; -1: it is summed away
 * @color: whose colour it has: its dim of the result, and for a summed one the next free one
 */
typedef struct
{
  char label[8];
  char letter;
  gint64 size;
  int place;
  int color;
} TnuEinsumAxis;

/* A tensor of the equation: @axes says of each of its dims which axis it is. */
typedef struct
{
  TnuShape shape;
  int axes[TNU_SHAPE_MAX_RANK];
} TnuEinsumSide;

/**
 * TnuEinsumPlan:
 * @axes: in the order in which the equation names them
 * @n_terms: products behind each number of the result
 */
typedef struct
{
  TnuEinsumAxis axes[TNU_EINSUM_MAX_AXES];
  int n_axes;
  TnuEinsumSide operands[TNU_EINSUM_MAX_OPERANDS];
  int n_operands;
  TnuEinsumSide result;
  gint64 n_results, n_terms;
} TnuEinsumPlan;

/* How many operands @equation names: one more than its commas. */
int tnu_einsum_count_operands (const char *equation);

/**
 * tnu_einsum_plan_init:
 * @equation: one that PyTorch takes for tensors of these shapes
 *
 * Returns: false when it has more operands, letters or dims than can be shown
 */
bool tnu_einsum_plan_init (TnuEinsumPlan *self,
                           const char *equation,
                           const TnuShape *shapes,
                           int n_shapes);

/**
 * tnu_einsum_plan_get_index:
 * @result: a number of the result, row-major
 * @term: one of the products behind it; the last summed axis runs first
 * @index: (out) (array length=n_axes): where every axis stands
 */
void
tnu_einsum_plan_get_index (const TnuEinsumPlan *self, gint64 result, gint64 term, gint64 *index);

/* Which element of @side is read there, row-major; a size of 1 is read again and again. */
gint64 tnu_einsum_side_get_element (const TnuEinsumSide *self, const gint64 *index);

/* Whether @element of @side enters the number of the result that has @index. */
bool tnu_einsum_plan_enters (const TnuEinsumPlan *self,
                             const TnuEinsumSide *side,
                             gint64 element,
                             const gint64 *index);

/* The operands in their order, then the result. */
const TnuEinsumSide *tnu_einsum_plan_get_side (const TnuEinsumPlan *self, int k);

/* How often @axis stands in @side: twice where only the diagonal is read. */
int tnu_einsum_side_count (const TnuEinsumSide *self, int axis);

/* (nullable): the axis that @letter names. */
const TnuEinsumAxis *tnu_einsum_plan_find (const TnuEinsumPlan *self, char letter);

G_END_DECLS
