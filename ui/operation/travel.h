/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * TnuTravel:
 * @rank: dims that the result is counted in; 1 when the call keeps the row-major order
 * @sizes: of the result
 * @steps: elements of the tensor from one index of the dim to the next, in row-major order
 * @periods: indices after which the dim reads the same element again: sizes, 1 for an expanded dim
 * @shifts: added to the index before it is taken modulo the period
 * @is_reversed: the dim is read from its end
 * @keeps_order: row-major order is the same before and after
 *
 * Where every element goes: place p of the result, in row-major order, holds the element of the
 * tensor at the sum over the dims of step · ((p_d, or size - 1 - p_d) + shift) mod period.
 */
typedef struct
{
  int rank;
  gint64 sizes[TNU_SHAPE_MAX_RANK];
  gint64 steps[TNU_SHAPE_MAX_RANK];
  gint64 periods[TNU_SHAPE_MAX_RANK];
  gint64 shifts[TNU_SHAPE_MAX_RANK];
  bool is_reversed[TNU_SHAPE_MAX_RANK];
  bool keeps_order;
} TnuTravel;

/* @call must be legal on @before and give @after. */
void tnu_travel_init (TnuTravel *self, const TnuShapeCall *call, const TnuShape *before,
                      const TnuShape *after);

/**
 * tnu_travel_get_source:
 * @place: in the result, row-major
 * @is_copy: (out) (optional): the element stands at an earlier place as well
 *
 * Returns: the element of the tensor that stands there, row-major
 */
gint64 tnu_travel_get_source (const TnuTravel *self, gint64 place, bool *is_copy);

/* How often every element stands in the result. */
gint64 tnu_travel_count_copies (const TnuTravel *self);

/**
 * tnu_travel_get_place:
 * @copy: which of tnu_travel_count_copies(), from 0
 *
 * Returns: where @source stands in the result; the way back of tnu_travel_get_source()
 */
gint64 tnu_travel_get_place (const TnuTravel *self, gint64 source, gint64 copy);

G_END_DECLS
