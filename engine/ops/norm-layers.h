/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/formula.h"

G_BEGIN_DECLS

/**
 * TnsNormView:
 * @sizes: (array length=rank): shape in which the input is normalised
 * @dims: (array length=n_dims): dims of that shape over which mean and variance are taken
 * @weight_sizes: (array length=weight_rank): shape in which weight and bias meet it
 * @is_dense: channels whose input, parameters and statistics all lie without gaps: PyTorch has a
 *   loop of its own for them, which rounds otherwise
 *
 * What makes layer, group and batch normalisation different from each other.
 */
typedef struct
{
  int rank;
  int64_t sizes[TNK_MAX_RANK];
  int n_dims;
  int64_t dims[TNK_MAX_RANK];
  int weight_rank;
  int64_t weight_sizes[TNK_MAX_RANK];
  bool is_dense;
} TnsNormView;

/**
 * tns_norm_run:
 * @op: one of the ops of normalize.c
 * @parameters: (array length=2): weight and bias, tensors or NONE
 * @statistics: (nullable) (array length=2): mean and variance to use instead of the input's own
 * @results: (out) (array length=3): the result, and mean and 1 / √(variance + ε) with size 1 at the
 *   dims; those of groups are without the dims, and carry a gradient
 */
void tns_norm_run (TnsScope *scope,
                   const TnsOp *op,
                   const TnsNormView *view,
                   TnsTensor *x,
                   const TnsValue *parameters,
                   const TnsValue *statistics,
                   double eps,
                   TnsTensor **results);

/* Checks weight and bias (arguments 2 and 3, where they are tensors) against normalized_shape
 * (argument 1). */
bool tns_norm_check_parameters (const TnsCall *call, GError **error);

/* Checks normalized_shape against the input; @any is how the message writes the leading dims. */
bool tns_norm_check_rows (const TnsCall *call, const char *any, GError **error);

/* Whether parameters have another dtype than the input: the first one decides. */
bool tns_norm_is_mixed (const TnsValue *parameters, int n, TnkDtype dtype);

/* Parameters are of the input's dtype or, mixed, all float32 for an input of a half type. */
bool tns_norm_check_dtypes (const TnsValue *parameters, int n, TnkDtype dtype, GError **error);

/* Where dtypes are not mixed, those behind the first parameter are as the first. */
bool tns_norm_check_unmixed (const TnsValue *parameters, int n, TnkDtype dtype, GError **error);

G_END_DECLS
