/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shapes made of rows and columns: eye, tril, triu and the places in a triangle. */
#include "engine/ops/create.h"
#include "engine/ops/formula.h"

/* ---- eye ---- */

static bool
add_eye (TnsCall *call, int64_t n, int64_t m, int at, GError **error)
{
  if (n < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "n must be greater or equal to 0, got %" G_GINT64_FORMAT, n);
  if (m < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "m must be greater or equal to 0, got %" G_GINT64_FORMAT, m);
  tns_call_add_dense (call, tns_call_get_dtype (call, at, tns_dtype_get_default ()),
                      tns_call_get_device (call, at, tns_device_get_default ()), 2, (int64_t[]) { n, m });
  return true;
}

static bool
infer_eye (TnsCall *call, GError **error)
{
  return add_eye (call, call->args[0].i, call->args[0].i, 1, error);
}

static bool
infer_eye_m (TnsCall *call, GError **error)
{
  return add_eye (call, call->args[0].i, call->args[1].i, 2, error);
}

static bool
forward_eye (TnsCall *call, GError **error)
{
  const TnsMeta *meta = &call->outs[0];
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_tensor_fill (out, tns_scalar_int (0), error))
    return false;
  TnsMeta diagonal = *meta;
  diagonal.rank = 1;
  diagonal.sizes[0] = MIN (meta->sizes[0], meta->sizes[1]);
  diagonal.strides[0] = meta->strides[0] + meta->strides[1];
  if (diagonal.sizes[0] == 0 || meta->device.type == TNS_DEVICE_META)
    return true;
  const TnkBackend *backend = tns_device_get_backend (meta->device, error);
  return backend != NULL
         && tns_check_status (backend->fill (tns_window (out, &diagonal), tns_scalar_int (1)),
                              "eye", meta->dtype, error);
}

#define EYE_OP                                                                                     \
  .category = TNS_CATEGORY_CREATE, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD, .forward = forward_eye, \
  .formula = "y[i, j] = 1 where i = j, else 0",                                                    \
  .narration = "makes a matrix {shape:result} with ones on its diagonal", .doc = "torch.eye.html"

TNS_OP (eye) = {
  EYE_OP,
  .schema = "eye(int n, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_eye,
};

TNS_OP (eye_m) = {
  EYE_OP,
  .schema = "eye.m(int n, int m, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_eye_m,
};

/* ---- tril, triu ---- */

static bool
infer_triangle (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  if (self.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "%s: input tensor must have at least 2 dimensions",
                     call->schema->name);
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

/* Zeroes columns @from up to @to of row @row in every matrix of the batch. */
static bool
clear_row (TnsTensor *out,
           const TnsMeta *meta,
           const TnkBackend *backend,
           int64_t row,
           int64_t from,
           int64_t to,
           GError **error)
{
  TnsMeta window = *meta;
  int rows = meta->rank - 2, columns = meta->rank - 1;
  from = CLAMP (from, 0, meta->sizes[columns]);
  to = CLAMP (to, from, meta->sizes[columns]);
  if (from == to)
    return true;
  window.offset_elems += row * meta->strides[rows] + from * meta->strides[columns];
  window.sizes[rows] = 1;
  window.sizes[columns] = to - from;
  return tns_check_status (backend->fill (tns_window (out, &window), tns_scalar_int (0)),
                           "triu_tril", meta->dtype, error);
}

static bool
keep_triangle (TnsCall *call, bool lower, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  const TnsMeta *meta = call->is_inplace ? &self : &call->outs[0];
  int64_t diagonal = call->args[1].i;
  if (call->is_inplace)
    tns_call_return (call, 0, call->args[0].tensor);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !(call->is_inplace || tns_tensor_copy_from (out, call->args[0].tensor, error)))
    return false;
  if (tns_tensor_get_numel (out) == 0 || meta->device.type == TNS_DEVICE_META)
    return true;
  const TnkBackend *backend = tns_device_get_backend (meta->device, error);
  if (backend == NULL)
    return false;
  int64_t n_columns = meta->sizes[meta->rank - 1], n_rows = meta->sizes[meta->rank - 2];
  diagonal = CLAMP (diagonal, -n_rows, n_columns);
  for (int64_t row = 0; row < n_rows; row++)
    {
      int64_t at = row + diagonal;
      if (!clear_row (out, meta, backend, row, lower ? at + 1 : 0, lower ? n_columns : at, error))
        return false;
    }
  return true;
}

static bool
forward_tril (TnsCall *call, GError **error)
{
  return keep_triangle (call, true, error);
}

static bool
forward_triu (TnsCall *call, GError **error)
{
  return keep_triangle (call, false, error);
}

static void
tril_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, tril, T (upstream), tns_grad_get_arg (g, 1)));
}

static void
triu_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, triu, T (upstream), tns_grad_get_arg (g, 1)));
}

#define TRIANGLE_FLAGS (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_MAY_OVERLAP)

TNS_OP (tril) = {
  .schema = "tril(Tensor self, int diagonal=0) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TRIANGLE_FLAGS,
  .infer = infer_triangle,
  .forward = forward_tril,
  .node = "TrilBackward0",
  .backward = tril_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[i, j] = x[i, j] where j ≤ i + diagonal, else 0",
  .derivative = "∂y/∂x = 1 in the lower triangle, 0 above it",
  .narration = "keeps the lower triangle of {self}, zeros above it",
  .doc = "torch.tril.html",
};

TNS_OP (triu) = {
  .schema = "triu(Tensor self, int diagonal=0) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TRIANGLE_FLAGS,
  .infer = infer_triangle,
  .forward = forward_triu,
  .node = "TriuBackward0",
  .backward = triu_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[i, j] = x[i, j] where j ≥ i + diagonal, else 0",
  .derivative = "∂y/∂x = 1 in the upper triangle, 0 below it",
  .narration = "keeps the upper triangle of {self}, zeros below it",
  .doc = "torch.triu.html",
};

/* ---- tril_indices, triu_indices ---- */

/* Columns of row @row inside the triangle. */
static void
get_columns (int64_t row, int64_t n_columns, int64_t offset, bool lower, int64_t *from, int64_t *to)
{
  int64_t at = row + offset;
  *from = lower ? 0 : CLAMP (at, 0, n_columns);
  *to = lower ? CLAMP (at + 1, 0, n_columns) : n_columns;
}

static bool
infer_indices (TnsCall *call, bool lower, GError **error)
{
  int64_t n_rows = call->args[0].i, n_columns = call->args[1].i, count = 0, from, to;
  if (n_rows < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "row must be non-negative, got%" G_GINT64_FORMAT,
                     n_rows);
  if (n_columns < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "col must be non-negative, got%" G_GINT64_FORMAT,
                     n_columns);
  TnkDtype dtype = tns_call_get_dtype (call, 3, TNK_INT64);
  if (dtype != TNK_INT32 && dtype != TNK_INT64)
    return tns_refuse_dtype (call->schema->name, dtype, error);
  int64_t offset = CLAMP (call->args[2].i, -n_rows, n_columns);
  for (int64_t row = 0; row < n_rows; row++)
    {
      get_columns (row, n_columns, offset, lower, &from, &to);
      if (__builtin_add_overflow (count, to - from, &count))
        return tns_fail (error, TNS_ERROR_RUNTIME, "%s: too many indices", call->schema->name);
    }
  tns_call_add_dense (call, dtype, tns_call_get_device (call, 3, tns_device_get_default ()), 2,
                      (int64_t[]) { 2, count });
  return true;
}

static bool
fill_indices (TnsCall *call, bool lower, GError **error)
{
  int64_t n_rows = call->args[0].i, n_columns = call->args[1].i, from, to, next = 0;
  int64_t offset = CLAMP (call->args[2].i, -n_rows, n_columns), n = call->outs[0].sizes[1];
  int64_t *places = g_try_new (int64_t, MAX (2 * n, 1));
  if (places == NULL)
    return tns_check_status (TNK_OUT_OF_MEMORY, call->schema->name, TNK_INT64, error);
  for (int64_t row = 0; row < n_rows; row++)
    {
      get_columns (row, n_columns, offset, lower, &from, &to);
      for (int64_t column = from; column < to; column++, next++)
        {
          places[next] = row;
          places[n + next] = column;
        }
    }
  bool ok = tns_call_fill_from_host (call, places, TNK_INT64, error);
  g_free (places);
  return ok;
}

#define INDICES_OP(id, lower, text)                                                                \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_indices (call, lower, error);                                                     \
  }                                                                                                \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return fill_indices (call, lower, error);                                                      \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = #id "(int row, int col, int offset=0, *, " TNS_FACTORY_PARAMS ") -> Tensor",         \
    .category = TNS_CATEGORY_CREATE,                                                               \
    .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,                                                        \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .formula = "y[:, k] = row and column of the k-th place in the " text " triangle",              \
    .narration = "lists the places of the " text " triangle of a {row} × {col} matrix",            \
    .doc = "torch." #id ".html",                                                                   \
  };

INDICES_OP (tril_indices, true, "lower")
INDICES_OP (triu_indices, false, "upper")
