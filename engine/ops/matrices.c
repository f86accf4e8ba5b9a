/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/matrices.h"

/* ---- checks ---- */

bool
tns_check_matrices (const TnsMeta *meta, const char *op, const char *name, GError **error)
{
  return meta->rank >= 2
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s: The input tensor %s must have at least 2 dimensions.", op, name);
}

bool
tns_check_square (const TnsMeta *meta, const char *op, const char *name, GError **error)
{
  if (!tns_check_matrices (meta, op, name, error))
    return false;
  const int64_t *sizes = meta->sizes + meta->rank - 2;
  return sizes[0] == sizes[1]
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s: %s must be batches of square matrices, but they are %" G_GINT64_FORMAT
                      " by %" G_GINT64_FORMAT " matrices",
                      op, name, sizes[0], sizes[1]);
}

bool
tns_check_inexact (TnkDtype dtype, const char *op, GError **error)
{
  return !tnk_dtype_is_integral (dtype)
         || tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                      "%s: Expected a floating point or complex tensor as input. Got %s", op,
                      tns_dtype_get_scalar_type_name (dtype));
}

bool
tns_check_precise (TnkDtype dtype, const char *op, GError **error)
{
  if (!tns_check_inexact (dtype, op, error))
    return false;
  return (dtype != TNK_FLOAT16 && dtype != TNK_BFLOAT16)
         || tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                      "%s: Low precision dtypes not supported. Got %s", op,
                      tns_dtype_get_scalar_type_name (dtype));
}

/* ---- batches ---- */

/* Row-major batches of column-major matrices. */
static void
set_column_major (TnsMeta *meta)
{
  tns_meta_set_dense_strides (meta);
  meta->strides[meta->rank - 2] = 1;
  meta->strides[meta->rank - 1] = MAX (meta->sizes[meta->rank - 2], 1);
}

TnsMeta *
tns_call_add_matrices (
    TnsCall *call, TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes)
{
  TnsMeta *out = tns_call_add_dense (call, dtype, device, rank, sizes);
  set_column_major (out);
  return out;
}

TnsTensor *
tns_matrices_take_copy (TnsScope *scope, TnsTensor *x)
{
  if (x == NULL || scope->error != NULL)
    return NULL;
  TnsMeta meta;
  tns_tensor_get_meta (x, &meta);
  set_column_major (&meta);
  TnsTensor *copy = tns_scope_take (scope, tns_tensor_new (&meta, &scope->error));
  return copy != NULL && tns_tensor_copy_from (copy, x, &scope->error) ? copy : NULL;
}

TnsTensor *
tns_call_copy_into (TnsCall *call, int index, TnsTensor *x, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, index, error);
  return out != NULL && tns_tensor_copy_from (out, x, error) ? out : NULL;
}

TnkMatrices
tns_matrices_get (TnsTensor *x)
{
  const int rank = tns_tensor_get_rank (x);
  const int64_t *sizes = tns_tensor_get_sizes (x);
  return (TnkMatrices){
    .data = tns_tensor_get_data (x),
    .dtype = tns_tensor_get_dtype (x),
    .n_batches = tns_layout_count (sizes, rank - 2),
    .n_rows = sizes[rank - 2],
    .n_cols = sizes[rank - 1],
  };
}

/* ---- what LAPACK said ---- */

TnsFailure
tns_info_find_failure (TnsScope *scope, TnsTensor *info)
{
  TnsFailure failure = { 0 };
  if (info == NULL || scope->error != NULL)
    return failure;
  TnsMeta meta;
  tns_tensor_get_meta (info, &meta);
  meta.device = TNS_CPU;
  TnsTensor *host = tns_scope_take (scope, tns_tensor_new (&meta, &scope->error));
  if (host == NULL || !tns_tensor_copy_from (host, info, &scope->error))
    return failure;
  const int32_t *numbers = tns_tensor_get_data (host);
  for (int64_t k = 0; k < tns_tensor_get_numel (host); k++)
    if (numbers[k] != 0)
      {
        failure.order = numbers[k];
        if (meta.rank > 0)
          g_snprintf (failure.place, sizeof failure.place,
                      "(Batch element %" G_GINT64_FORMAT "): ", k);
        break;
      }
  return failure;
}
