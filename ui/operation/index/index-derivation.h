/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-expression.h"

G_BEGIN_DECLS

/* What an index does to a tensor, axis by axis, as PyTorch does it. Pure arithmetic. */

#define TNU_INDEX_MAX_RANK 8                                            /* of the tensor */
#define TNU_INDEX_MAX_RESULT (TNU_INDEX_MAX_RANK + TNU_INDEX_MAX_PARTS) /* of the result */
/* Elements whose numbers are looked at for a comparison. */
#define TNU_INDEX_MAX_COMPARED 65536

/**
 * TnuIndexSource:
 * @offset: elements
 * @values: (nullable): all numbers in row-major order, for comparisons; NULL: not known
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
 * @start, @step: of a slice, normalised: 0 <= start <= size; for DROP start is the index, from 0
 * @count: places that are taken; of a comparison whose numbers are not known -1
 * @result_dim: axis of the result, -1: none
 */
typedef struct
{
  TnuIndexStepKind kind;
  int part;
  int dim;
  int n_dims;
  gint64 start;
  gint64 step;
  gint64 count;
  int result_dim;
} TnuIndexStep;

/**
 * TnuIndexResult:
 * @steps: in the order in which they are written, every axis once
 * @sizes: of the result; -1: known when the line has run
 * @strides, @offset: of a view, elements
 * @source: axis of the source that each axis of the result comes from, -1: a new one
 * @n_picked: length of the lists, read together; -1: none, or not known
 * @picked: (element-type gint64): per axis of the source that a list or mask speaks of, the
 *   indices from 0; NULL for the others
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
  int picked_dim; /* axis of the result that the lists make, -1: none */
  gint64 n_picked;
  GArray *picked[TNU_INDEX_MAX_RANK];
  /* private */
  int source_rank;
  gint64 source_sizes[TNU_INDEX_MAX_RANK];
  TnuIndexStep by_dim[TNU_INDEX_MAX_RANK];
  GHashTable *chosen;
} TnuIndexResult;

void tnu_index_result_clear (TnuIndexResult *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuIndexResult, tnu_index_result_clear)

/**
 * tnu_index_derive:
 * @result: (out caller-allocates): untouched on error
 *
 * Errors: PyTorch's, with the exception's name in front: "IndexError: too many indices for tensor
 *   of dimension 2".
 */
bool tnu_index_derive (const TnuIndex *index, const TnuIndexSource *source, TnuIndexResult *result,
                       GError **error);

/* Elements of the result; -1: not known. */
gint64 tnu_index_result_count (const TnuIndexResult *self);

/**
 * tnu_index_result_locate:
 * @at: (array length=rank): place in the result
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
 * tnu_index_check_value:
 * @sizes: (array length=rank): of a tensor that is assigned to what the index takes
 * @type: its scalar type in PyTorch's spelling: "Float"
 *
 * Errors: PyTorch's, when the tensor cannot be broadcast to the result.
 */
bool tnu_index_check_value (const TnuIndexResult *self, const gint64 *sizes, int rank,
                            const char *type, GError **error);

/**
 * tnu_index_step_dup_words:
 * @index: the one that was derived
 * @detail: (out) (nullable): a second, quieter line
 *
 * What a step does, in words: "rows 1, 2" and "3 is the stop, left out".
 */
char *tnu_index_step_dup_words (const TnuIndexResult *self, const TnuIndexStep *step,
                                const TnuIndex *index, char **detail);

/* Where slice @part begins and ends on an axis of @size, from 0, and how many it takes. */
void tnu_index_slice_normalise (const TnuIndexPart *part, gint64 size, gint64 *start, gint64 *stop,
                                gint64 *count);

G_END_DECLS
