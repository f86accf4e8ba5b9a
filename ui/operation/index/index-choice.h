/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-derivation.h"
#include "ui/operation/index/index-edit.h"

G_BEGIN_DECLS

/* What pointer and keys do to an index. Pure: the same gestures give the same expression. */

typedef enum
{
  TNU_INDEX_WAY_ALL,
  TNU_INDEX_WAY_ONE,
  TNU_INDEX_WAY_RANGE,
  TNU_INDEX_WAY_FROM_END,
  TNU_INDEX_WAY_LIST,
  TNU_INDEX_WAY_MASK,
  TNU_N_INDEX_WAYS
} TnuIndexWay;

/* A painted mask over at most this many cells: it has to be written down. */
#define TNU_INDEX_MAX_PAINTED 1024

/**
 * tnu_index_choose_box:
 * @a, @b: two corners, places in the source
 * @whole: a bit for each axis that is taken as a whole
 *
 * Takes the box between two places on the last three axes and, where there are more, the place of
 * @a on the others. An axis keeps its step. One place alone is taken by single indices, which drop
 * their axes.
 */
void tnu_index_choose_box (TnuIndex *index, const TnuIndexSource *source, const gint64 *a,
                           const gint64 *b, unsigned whole);

/**
 * tnu_index_choose_way:
 * @result: what @index takes now
 *
 * Takes axis @dim in another way, as nearly the same places as that way can name.
 */
void tnu_index_choose_way (TnuIndex *index, const TnuIndexSource *source,
                           const TnuIndexResult *result, int dim, TnuIndexWay way);

/* Every k-th, @by more; at least 1. An axis that is not a slice becomes one. */
void tnu_index_change_step (TnuIndex *index, const TnuIndexSource *source, int dim, int by);

/* Adds @place to the list on axis @dim, which becomes one if it is none. */
void tnu_index_add_to_list (TnuIndex *index, int rank, int dim, gint64 place);

/**
 * tnu_index_paint:
 * @at: place in the source
 *
 * Sets the cell of the mask over the last two axes (the one axis of a vector), which is made when
 * there is none.
 *
 * Returns: false when the tensor is too large, or a single number
 */
bool
tnu_index_paint (TnuIndex *index, const TnuIndexSource *source, const gint64 *at, bool is_true);

/* Whether the painted mask is True there. */
bool tnu_index_is_painted (const TnuIndex *index, const TnuIndexSource *source, const gint64 *at);

/* The whole tensor compared with numbers. */
void tnu_index_set_condition (TnuIndex *index, const TnuCondition *condition);

/* Whether @tensor may stand for axis @dim; how large its numbers are is not asked. */
bool tnu_index_tensor_fits (const TnuIndexTensor *tensor, const TnuIndexSource *source, int dim);

/* Axis @dim is taken by what has a name. False when there is no room for it. */
bool tnu_index_place_tensor (TnuIndex *index, const TnuIndexSource *source,
                             const TnuIndexTensor *tensor, int dim);

G_END_DECLS
