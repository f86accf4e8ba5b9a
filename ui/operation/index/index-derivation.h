/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-part.h"

G_BEGIN_DECLS

/* What an index does to a tensor, axis by axis, as PyTorch does it. Pure arithmetic. */

/* Axes of the result: those of the tensor, new ones, and those of what indexes it. */
#define TNU_INDEX_MAX_RESULT (2 * TNU_INDEX_MAX_RANK + TNU_INDEX_MAX_PARTS)

/**
 * TnuIndexHits:
 * @count: numbers that a condition holds for
 * @flats: (array length=n_flats): the first of them, in row-major order
 */
typedef struct
{
  gint64 count;
  const gint64 *flats;
  int n_flats;
} TnuIndexHits;

/**
 * TnuIndexSource:
 * @offset: elements
 * @dtype: numbers are compared in it
 * @values: (nullable): all numbers in row-major order, for conditions; NULL: not known
 * @imaginary: (nullable): of complex numbers
 * @hits: (nullable): of the condition that is asked, where @values are not known
 * @tensors: (array length=n_tensors): what the index may name
 *
 * The tensor that is indexed; borrowed.
 */
typedef struct
{
  int rank;
  gint64 sizes[TNU_INDEX_MAX_RANK];
  gint64 strides[TNU_INDEX_MAX_RANK];
  gint64 offset;
  const double *values;
  TnkDtype dtype;
  const double *imaginary;
  const TnuIndexHits *hits;
  const TnuIndexTensor *tensors;
  int n_tensors;
} TnuIndexSource;

typedef enum
{
  TNU_STEP_KEEP,   /* ":" or not spoken of */
  TNU_STEP_SLICE,
  TNU_STEP_DROP,   /* one index */
  TNU_STEP_NEW,    /* None */
  TNU_STEP_PICK,   /* a list */
  TNU_STEP_MASK,   /* a mask over n_dims axes */
  TNU_STEP_PAIR    /* a list or mask read together with an earlier one: no axis of its own */
} TnuIndexStepKind;

/**
 * TnuIndexStep:
 * @part: place in the index, -1: the axis is not spoken of
 * @dim, @n_dims: axes of the source; n_dims 0 for a new one
 * @start, @stop, @step: of a slice, normalised: 0 <= start <= stop <= size; for DROP start is the
 *   index, from 0
 * @count: places that are taken; -1: not known yet
 * @result_dim: axis of the result, the first one of several; -1: none
 * @n_result_dims: axes of the result: more than one for lists of several axes
 */
typedef struct
{
  TnuIndexStepKind kind;
  int part;
  int dim;
  int n_dims;
  gint64 start;
  gint64 stop;
  gint64 step;
  gint64 count;
  int result_dim;
  int n_result_dims;
} TnuIndexStep;

/**
 * TnuIndexList:
 * @items: (element-type gint64) (nullable): the indices from 0, in row-major order, or the first of
 *   them; NULL: not known
 *
 * What a list says of one axis; a mask says it of each of its axes.
 */
typedef struct
{
  bool is_there;
  int rank;
  gint64 sizes[TNU_INDEX_MAX_RANK]; /* -1: not known */
  GArray *items;
} TnuIndexList;

/**
 * TnuIndexResult:
 * @steps: in the order in which they are written, every axis once
 * @sizes: of the result; -1: known when the line has run
 * @strides, @offset: of a view, elements
 * @source: axis of the source that each axis of the result comes from, -1: a new one
 * @has_places: whether all that indexes is known, and with it which element comes from where
 * @is_apart: an axis stands between the lists, so that theirs come first
 * @picked_dim, @n_picked_dims: axes of the result that the lists make together, first: -1 without
 * @lists: what lists and masks say, per axis of the source
 * @n_picked, @n_told: places that the lists name together, and the first of them that are told one
 *   by one; -1: none, or not known
 * @picked: (element-type gint64): the lists laid over each other, per axis of the source that one
 *   speaks of, @n_told of them; NULL for the others
 */
typedef struct
{
  int n_steps;
  TnuIndexStep steps[TNU_INDEX_MAX_RESULT];
  int rank;
  gint64 sizes[TNU_INDEX_MAX_RESULT];
  gint64 strides[TNU_INDEX_MAX_RESULT];
  gint64 offset;
  int source[TNU_INDEX_MAX_RESULT];
  bool is_view;
  bool has_places;
  bool is_apart;
  int picked_dim;
  int n_picked_dims;
  TnuIndexList lists[TNU_INDEX_MAX_RANK];
  gint64 n_picked;
  gint64 n_told;
  GArray *picked[TNU_INDEX_MAX_RANK];
  /* private */
  int source_rank;
  gint64 source_sizes[TNU_INDEX_MAX_RANK];
  TnuIndexStep by_dim[TNU_INDEX_MAX_RANK];
  GHashTable *chosen; /* first pick of each chosen place */
  gint64 *next;       /* pick of the same place that follows, -1: none */
} TnuIndexResult;

void tnu_index_result_clear (TnuIndexResult *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuIndexResult, tnu_index_result_clear)

/**
 * tnu_index_derive:
 * @index: bound to the names of @source
 * @result: (out caller-allocates): untouched on error
 *
 * Errors: PyTorch's, with the exception's name in front: "IndexError: too many indices for tensor
 *   of dimension 2".
 */
bool tnu_index_derive (const TnuIndex *index, const TnuIndexSource *source, TnuIndexResult *result,
                       GError **error);

/* Whether there are elements, and it is known where each one comes from. */
bool tnu_index_result_has_places (const TnuIndexResult *self);

/* Elements of the result; -1: not known. */
gint64 tnu_index_result_count (const TnuIndexResult *self);

/* Whether it is told where the element at place @at of the result comes from. */
bool tnu_index_result_tells (const TnuIndexResult *self, const gint64 *at);

/**
 * tnu_index_result_locate:
 * @at: (array length=rank): place in the result, one that is told
 * @source: (out): place in the tensor, one entry per axis
 */
void tnu_index_result_locate (const TnuIndexResult *self, const gint64 *at, gint64 *source);

/**
 * tnu_index_result_find:
 * @source: place in the tensor
 * @at: (out) (optional): the first place of the result that shows it
 *
 * Returns: whether the element is taken
 */
bool tnu_index_result_find (const TnuIndexResult *self, const gint64 *source, gint64 *at);

/**
 * tnu_index_result_find_pick:
 * @source: place in the tensor; only what lists speak of counts
 * @after: the pick before it, -1: none
 *
 * Returns: the next pick of that place, counted along the lists; -1: none
 */
gint64 tnu_index_result_find_pick (const TnuIndexResult *self, const gint64 *source, gint64 after);

/* Where @pick lies on the picked axes: (array length=n_picked_dims). */
void tnu_index_result_unravel_pick (const TnuIndexResult *self, gint64 pick, gint64 *at);

/**
 * tnu_index_check_value:
 * @sizes: (array length=rank): of a tensor that is assigned to what the index takes
 * @type: its scalar type in PyTorch's spelling: "Float"
 *
 * Errors: PyTorch's, when the tensor cannot be broadcast to the result.
 */
bool tnu_index_check_value (const TnuIndexResult *self, const gint64 *sizes, int rank,
                            const char *type, GError **error);

G_END_DECLS
