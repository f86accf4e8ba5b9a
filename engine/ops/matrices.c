/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/matrices.h"

#include <string.h>

/* ---- checks ---- */

static const int64_t *
matrix_sizes (const TnsMeta *meta)
{
  return meta->sizes + meta->rank - 2;
}

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
  const int64_t *sizes = matrix_sizes (meta);
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

bool
tns_require_lapack_dtype (TnkDtype dtype, const char *kernel, GError **error)
{
  return dtype >= TNK_FLOAT32 || tns_refuse_dtype (kernel, dtype, error);
}

bool
tns_check_lapack_dtype (const TnsMeta *meta, const char *kernel, GError **error)
{
  return tns_layout_count (meta->sizes, meta->rank) == 0
         || tns_require_lapack_dtype (meta->dtype, kernel, error);
}

bool
tns_check_solver (const TnsMeta *a, const TnsMeta *b, bool left, const char *op, GError **error)
{
  if (!tns_check_square (a, op, "A", error) || !tns_check_matrices (b, op, "B", error))
    return false;
  const int64_t *m = matrix_sizes (a), *n = matrix_sizes (b);
  return m[0] == n[left ? 0 : 1]
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "%s: Incompatible shapes of A and B for the equation %s (%" G_GINT64_FORMAT
                      "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                      op, left ? "AX = B" : "XA = B", m[0], m[1], n[0], n[1]);
}

bool
tns_check_solver_of_old (const TnsMeta *b, const TnsMeta *a, const char *op, GError **error)
{
  if (b->dtype != a->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected b and A to have the same dtype, but found b of type %s and A of "
                     "type %s instead.",
                     tns_dtype_get_scalar_type_name (b->dtype),
                     tns_dtype_get_scalar_type_name (a->dtype));
  const int64_t *m = matrix_sizes (a), *n = matrix_sizes (b);
  if (m[0] != m[1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "A must be batches of square matrices, but they are %" G_GINT64_FORMAT
                     " by %" G_GINT64_FORMAT " matrices",
                     m[0], m[1]);
  return m[0] == n[0]
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "Incompatible matrix sizes for %s: each A matrix is %" G_GINT64_FORMAT
                      " by %" G_GINT64_FORMAT " but each b matrix is %" G_GINT64_FORMAT
                      " by %" G_GINT64_FORMAT,
                      op, m[0], m[1], n[0], n[1]);
}

/* ---- batches ---- */

bool
tns_broadcast_batches (TnsMeta *into, const TnsMeta *b, const TnsMeta *a, GError **error)
{
  *into = *b;
  into->rank -= 2;
  if (!tns_broadcast_sizes (into, a->sizes, a->rank - 2, error))
    return false;
  memcpy (into->sizes + into->rank, matrix_sizes (b), 2 * sizeof (int64_t));
  into->rank += 2;
  return true;
}

TnsTensor *
tns_expand_batches (TnsScope *scope, TnsTensor *x, int n_own, const TnsMeta *like)
{
  if (x == NULL)
    return NULL;
  int64_t sizes[TNK_MAX_RANK];
  const int n_batch_dims = like->rank - 2;
  memcpy (sizes, like->sizes, (size_t) n_batch_dims * sizeof *sizes);
  memcpy (sizes + n_batch_dims, tns_tensor_get_sizes (x) + tns_tensor_get_rank (x) - n_own,
          (size_t) n_own * sizeof *sizes);
  return tns_do (scope, expand, T (x), tns_value_ints (sizes, n_batch_dims + n_own));
}

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

void
tns_call_add_info (TnsCall *call)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  tns_call_add_dense (call, TNK_INT32, meta.device, meta.rank - 2, meta.sizes);
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
  TnsTensor *out = x != NULL ? tns_call_allocate (call, index, error) : NULL;
  return out != NULL && tns_tensor_copy_from (out, x, error) ? out : NULL;
}

TnsTensor *
tns_call_allocate_zeros (TnsCall *call, int index, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, index, error);
  return out != NULL && tns_tensor_fill (out, tns_scalar_int (0), error) ? out : NULL;
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

TnsTensor *
tns_matrices_take_identity (TnsScope *scope, TnsTensor *like, int64_t m, int64_t n)
{
  if (like == NULL)
    return NULL;
  TnsMeta meta;
  tns_tensor_get_meta (like, &meta);
  meta.sizes[meta.rank - 2] = m;
  meta.sizes[meta.rank - 1] = n;
  TnsTensor *identity
      = tns_do (scope, new_zeros, T (like), tns_value_ints (meta.sizes, meta.rank));
  tns_do (scope, fill, T (tns_do (scope, diagonal, T (identity), I (0), I (-2), I (-1))), N (1));
  return identity;
}

TnsTensor *
tns_formula_append (TnsScope *scope, TnsTensor *a, TnsTensor *b, int64_t dim)
{
  return tns_do (scope, cat, tns_value_tensors ((TnsTensor *[]){ a, b }, 2), I (dim));
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

void
tns_check_inverted (TnsScope *scope, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (scope, info);
  if (failure.order > 0)
    tns_fail (&scope->error, TNS_ERROR_LINALG,
              "%s: %sThe diagonal element %d is zero, the inversion could not be completed because "
              "the input matrix is singular.",
              op, failure.place, failure.order);
}
