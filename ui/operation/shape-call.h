/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* The ops that only change which element stands where, as the shape panel writes them. */

typedef enum
{
  TNU_SHAPE_RESHAPE,
  TNU_SHAPE_VIEW,
  TNU_SHAPE_FLATTEN,
  TNU_SHAPE_SQUEEZE,
  TNU_SHAPE_UNSQUEEZE,
  TNU_SHAPE_TRANSPOSE,
  TNU_SHAPE_PERMUTE,
  TNU_SHAPE_T,
  TNU_SHAPE_EXPAND,
  TNU_SHAPE_REPEAT,
  TNU_SHAPE_FLIP,
  TNU_SHAPE_ROLL,
  TNU_N_SHAPE_WORDS,
} TnuShapeWord;

/**
 * TnuShapeCall:
 * @numbers: the first argument: sizes, dims, repeats or shifts; flatten: start and end; squeeze:
 *   none means every dim of size 1
 * @dims: the second argument of roll; none: rolled as one row
 *
 * One call of one word.
 */
typedef struct
{
  TnuShapeWord word;
  TnuShape numbers;
  TnuShape dims;
} TnuShapeCall;

/* "reshape", "T": as it stands in the code. */
const char *tnu_shape_word_get_name (TnuShapeWord word);
/* What it does, in a few words. */
const char *tnu_shape_word_get_tooltip (TnuShapeWord word);
/* False when @name is no word of the family. */
bool tnu_shape_word_find (const char *name, TnuShapeWord *word);

/* The call the panel begins with: one on which something happens. */
void tnu_shape_call_init (TnuShapeCall *self, TnuShapeWord word, const TnuShape *before);

bool tnu_shape_call_equal (const TnuShapeCall *a, const TnuShapeCall *b);

/* What follows the variable: ".permute(1, 0, 2)". */
char *tnu_shape_call_dup_text (const TnuShapeCall *self);

/**
 * tnu_shape_call_parse:
 * @code: "y = x.permute(1, 0, 2)", as Python takes it: lists, tuples and keywords too
 * @source: the variable that must be called upon
 * @target: (out) (transfer full): "y"
 *
 * Returns: whether @code is a call of the family on @source
 */
bool tnu_shape_call_parse (const char *code, const char *source, char **target,
                           TnuShapeCall *call);

/**
 * tnu_shape_call_infer:
 * @tensor: a tensor of the layout, numbers are not needed
 * @out: (out): the result's layout; alias_of -1: a copy
 *
 * The op table's verdict, with PyTorch's words in @error.
 */
bool tnu_shape_call_infer (const TnuShapeCall *self, TnsTensor *tensor, TnsMeta *out,
                           GError **error);

/**
 * tnu_shape_call_get_axes:
 * @before: sizes of the tensor
 * @axes: (out) (array length=after_rank): for every dim of the result the dim of the tensor that it
 *   is; new dims count on from the tensor's rank
 *
 * Which axis keeps its letter and colour. Where the order of elements alone is kept (reshape, view,
 * flatten) axes have no history, and every dim is its own.
 */
void tnu_shape_call_get_axes (const TnuShapeCall *self, const TnuShape *before, int after_rank,
                              int *axes);

/* @dim made positive; 0-d counts as rank 1. */
gint64 tnu_shape_wrap_dim (gint64 dim, int rank);

G_END_DECLS
