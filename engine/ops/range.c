/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Numbers in rows: arange, range, linspace, logspace; and shapes made of rows and columns: eye, tril,
 * triu and their indices. */
#include "engine/ops/create.h"

#include <math.h>

/* ---- arange, range ---- */

/* The three numbers of a row, whichever overload gave them. */
typedef struct
{
  TnkScalar start, end, step;
  int at; /* first factory keyword */
} Row;

static Row
get_row (const TnsCall *call)
{
  const TnsValue *args = call->args;
  int n = tns_schema_find_param (call->schema, "dtype");
  return (Row) {
    .start = n > 1 ? args[0].scalar : tns_scalar_int (0),
    .end = n > 1 ? args[1].scalar : args[0].scalar,
    .step = n > 2 ? args[2].scalar : tns_scalar_int (1),
    .at = n,
  };
}

static bool
is_whole (TnkScalar number)
{
  return number.kind == TNK_SCALAR_INT || number.kind == TNK_SCALAR_BOOL;
}

static bool
check_row (const Row *row, TnkDtype dtype, const char *kernel_name, GError **error)
{
  if (row->start.kind == TNK_SCALAR_COMPLEX || row->end.kind == TNK_SCALAR_COMPLEX
      || row->step.kind == TNK_SCALAR_COMPLEX)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "value cannot be converted to type double without overflow");
  if (dtype == TNK_BOOL || tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"%s\" not implemented for '%s'", kernel_name,
                     tns_dtype_get_scalar_type_name (dtype));
  if (row->step.re == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "step must be nonzero");
  if (!isfinite (row->start.re) || !isfinite (row->end.re))
    return tns_fail (error, TNS_ERROR_RUNTIME, "unsupported range: %g -> %g", row->start.re,
                     row->end.re);
  if (row->step.re > 0 ? row->end.re < row->start.re : row->end.re > row->start.re)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "upper bound and lower bound inconsistent with step sign");
  return true;
}

static bool
add_row (TnsCall *call, const Row *row, TnkDtype dtype, double count, GError **error)
{
  if (!(count >= 0 && count <= (double) G_MAXINT64))
    return tns_fail (error, TNS_ERROR_RUNTIME, "invalid size, possible overflow?");
  int64_t n = count >= (double) G_MAXINT64 ? G_MAXINT64 : (int64_t) count;
  tns_call_add_dense (call, dtype, tns_call_get_device (call, row->at, TNS_CPU), 1, &n);
  return true;
}

static bool
infer_arange (TnsCall *call, GError **error)
{
  Row row = get_row (call);
  bool whole = is_whole (row.start) && is_whole (row.end) && is_whole (row.step);
  TnkDtype dtype = tns_call_get_dtype (call, row.at, whole ? TNK_INT64 : tns_dtype_get_default ());
  if (!check_row (&row, dtype, "arange_cpu", error))
    return false;
  /* The count is taken before the numbers are cut to whole ones: 0, 5, 2.5 gives 0 and 2. */
  if (whole)
    {
      __int128 span = (__int128) row.end.i - row.start.i;
      __int128 sign = row.step.i > 0 ? 1 : -1;
      return add_row (call, &row, dtype, (double) ((span + row.step.i - sign) / row.step.i), error);
    }
  return add_row (call, &row, dtype, ceil ((row.end.re - row.start.re) / row.step.re), error);
}

static bool
infer_range (TnsCall *call, GError **error)
{
  Row row = get_row (call);
  TnkDtype dtype = tns_call_get_dtype (call, row.at, tns_dtype_get_default ());
  return check_row (&row, dtype, "range_cpu", error)
         && add_row (call, &row, dtype, floor ((row.end.re - row.start.re) / row.step.re) + 1, error);
}

static bool
forward_row (TnsCall *call, GError **error)
{
  Row row = get_row (call);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  TnsDevice device = tns_tensor_get_device (out);
  if (device.type == TNS_DEVICE_META || tns_tensor_get_numel (out) == 0)
    return true;
  if (call->outs[0].dtype == TNK_INT64)
    {
      row.start = tns_scalar_int (tns_scalar_to_int (row.start));
      row.step = tns_scalar_int (tns_scalar_to_int (row.step));
    }
  const TnkBackend *backend = tns_device_get_backend (device, error);
  if (backend == NULL)
    return false;
  return tns_check_status (backend->arange (tns_tensor_get_array (out), row.start, row.step),
                           "arange_cpu", call->outs[0].dtype, error);
}

#define ROW_OP                                                                                     \
  .category = TNS_CATEGORY_CREATE, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD, .forward = forward_row, \
  .formula = "y[i] = start + i · step"

TNS_OP (arange) = {
  ROW_OP,
  .schema = "arange(Scalar end, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_arange,
  .narration = "counts from 0 up to, but not including, {end}",
  .doc = "torch.arange.html",
};

TNS_OP (arange_start) = {
  ROW_OP,
  .schema = "arange.start(Scalar start, Scalar end, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_arange,
  .narration = "counts from {start} up to, but not including, {end}",
  .doc = "torch.arange.html",
};

TNS_OP (arange_start_step) = {
  ROW_OP,
  .schema = "arange.start_step(Scalar start, Scalar end, Scalar step=1, *, " TNS_FACTORY_PARAMS
            ") -> Tensor",
  .infer = infer_arange,
  .narration = "counts from {start} towards {end} in steps of {step}, without {end}",
  .doc = "torch.arange.html",
};

TNS_OP (range) = {
  ROW_OP,
  .schema = "range(Scalar start, Scalar end, Scalar step=1, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .infer = infer_range,
  .narration = "counts from {start} to {end} in steps of {step}, {end} included",
  .doc = "torch.range.html",
};

/* ---- linspace, logspace ---- */

/* End points are numbers or tensors of one element. */
static bool
check_ends (const TnsCall *call, GError **error)
{
  int ranks[2] = { 0, 0 };
  for (int k = 0; k < 2; k++)
    if (call->args[k].kind == TNS_TENSOR)
      ranks[k] = tns_tensor_get_rank (call->args[k].tensor);
  if (ranks[0] == 0 && ranks[1] == 0)
    return true;
  if (call->args[0].kind == TNS_TENSOR && call->args[1].kind == TNS_TENSOR)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s only supports 0-dimensional start and end tensors, but got start with %d "
                     "dimension(s) and end with %d dimension(s).",
                     call->schema->name, ranks[0], ranks[1]);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "%s only supports 0-dimensional start and end tensors, but got %s with %d "
                   "dimension(s).",
                   call->schema->name, ranks[0] > 0 ? "start" : "end", MAX (ranks[0], ranks[1]));
}

static bool
get_end (const TnsCall *call, int arg, TnkScalar *number, GError **error)
{
  TnsValue value = call->args[arg];
  if (value.kind == TNS_TENSOR)
    return tns_tensor_get_item (value.tensor, number, error);
  *number = value.scalar;
  return true;
}

static bool
add_space (TnsCall *call, int at, GError **error)
{
  TnkScalar start, end;
  int64_t n = call->args[2].i;
  if (!check_ends (call, error) || !get_end (call, 0, &start, error)
      || !get_end (call, 1, &end, error))
    return false;
  if (n < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "number of steps must be non-negative");
  bool is_complex = start.kind == TNK_SCALAR_COMPLEX || end.kind == TNK_SCALAR_COMPLEX;
  TnkDtype own = tns_dtype_get_default ();
  if (is_complex)
    own = tns_dtype_get_complex (own);
  TnkDtype dtype = tns_call_get_dtype (call, at, own);
  if (is_complex && !tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.%s(): inferred dtype %s can't be safely cast to passed dtype %s",
                     call->schema->name, tns_dtype_get_c_name (own),
                     tns_dtype_get_scalar_type_name (dtype));
  if (dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"%s_cpu\" not implemented for 'Bool'",
                     call->schema->name);
  tns_call_add_dense (call, dtype, tns_call_get_device (call, at, TNS_CPU), 1, &n);
  return true;
}

static bool
infer_linspace (TnsCall *call, GError **error)
{
  return add_space (call, 3, error);
}

static bool
infer_logspace (TnsCall *call, GError **error)
{
  return add_space (call, 4, error);
}

/* Counted from both ends, so that the last number is exactly the end; in float for float32, as
 * PyTorch's kernel does. */
static double
space_at (double start, double end, int64_t i, int64_t n, TnkDtype dtype)
{
  if (n == 1)
    return start;
  if (dtype == TNK_FLOAT32)
    {
      float from = (float) start, to = (float) end, step = (to - from) / (float) (n - 1);
      return i < n / 2 ? from + step * (float) i : to - step * (float) (n - i - 1);
    }
  double step = (end - start) / (double) (n - 1);
  return i < n / 2 ? start + step * (double) i : end - step * (double) (n - i - 1);
}

/* base ^ z for z = [re, im], in place: exp (z · ln base) with the principal logarithm. */
static void
raise_to (double base, double *z)
{
  double length = log (fabs (base)), angle = base < 0 ? G_PI : 0;
  double size = exp (z[0] * length - z[1] * angle), turn = z[1] * length + z[0] * angle;
  z[0] = size * cos (turn);
  z[1] = size * sin (turn);
}

static bool
fill_space (TnsCall *call, bool has_base, double base, GError **error)
{
  TnkScalar start, end;
  TnkDtype dtype = call->outs[0].dtype;
  int64_t n = call->outs[0].sizes[0];
  if (!get_end (call, 0, &start, error) || !get_end (call, 1, &end, error))
    return false;
  bool is_complex = tnk_dtype_is_complex (dtype);
  double *values = g_try_new (double, MAX (n, 1) * (is_complex ? 2 : 1));
  if (values == NULL)
    return tns_check_status (TNK_OUT_OF_MEMORY, call->schema->name, dtype, error);
  bool is_whole_type = tnk_dtype_is_integral (dtype);
  double from = is_whole_type ? trunc (start.re) : start.re;
  double to = is_whole_type ? trunc (end.re) : end.re;
  for (int64_t i = 0; i < n; i++)
    {
      double re = space_at (from, to, i, n, dtype);
      if (!is_complex)
        {
          values[i] = has_base ? pow (base, re) : re;
          continue;
        }
      values[2 * i] = re;
      values[2 * i + 1] = space_at (start.im, end.im, i, n, dtype);
      if (has_base)
        raise_to (base, &values[2 * i]);
    }
  bool ok = tns_call_fill_from_host (call, values, is_complex ? TNK_COMPLEX128 : TNK_FLOAT64, error);
  g_free (values);
  return ok;
}

static bool
forward_linspace (TnsCall *call, GError **error)
{
  return fill_space (call, false, 0, error);
}

static bool
forward_logspace (TnsCall *call, GError **error)
{
  return fill_space (call, true, call->args[3].f, error);
}

TNS_OP (linspace) = {
  .schema = "linspace(Tensor|Scalar start, Tensor|Scalar end, int steps, *, " TNS_FACTORY_PARAMS
            ") -> Tensor",
  .category = TNS_CATEGORY_CREATE,
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_linspace,
  .forward = forward_linspace,
  .formula = "y[i] = start + i · (end − start) / (steps − 1)",
  .narration = "goes from {start} to {end} in {steps} equal steps",
  .doc = "torch.linspace.html",
};

TNS_OP (logspace) = {
  .schema = "logspace(Tensor|Scalar start, Tensor|Scalar end, int steps, float base=10.0, *, "
            TNS_FACTORY_PARAMS ") -> Tensor",
  .category = TNS_CATEGORY_CREATE,
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_logspace,
  .forward = forward_logspace,
  .formula = "y[i] = base ^ (start + i · (end − start) / (steps − 1))",
  .narration = "goes from {base}^{start} to {base}^{end} in {steps} equal ratios",
  .doc = "torch.logspace.html",
};

/* ---- eye ---- */

static bool
add_eye (TnsCall *call, int64_t n, int64_t m, int at, GError **error)
{
  if (n < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "n must be greater or equal to 0, got %" G_GINT64_FORMAT,
                     n);
  if (m < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "m must be greater or equal to 0, got %" G_GINT64_FORMAT,
                     m);
  tns_call_add_dense (call, tns_call_get_dtype (call, at, tns_dtype_get_default ()),
                      tns_call_get_device (call, at, TNS_CPU), 2, (int64_t[]) { n, m });
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
         && tns_check_status (backend->fill (tns_window (out, &diagonal), tns_scalar_int (1)), "eye",
                              meta->dtype, error);
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
clear_row (TnsTensor *out, const TnsMeta *meta, const TnkBackend *backend, int64_t row, int64_t from,
           int64_t to, GError **error)
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
  return tns_check_status (backend->fill (tns_window (out, &window), tns_scalar_int (0)), "triu_tril",
                           meta->dtype, error);
}

static bool
keep_triangle (TnsCall *call, bool lower, GError **error)
{
  const TnsMeta *meta = &call->outs[0];
  int64_t diagonal = call->args[1].i;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_tensor_copy_from (out, call->args[0].tensor, error))
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

#define TRIANGLE_FLAGS (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE)

TNS_OP (tril) = {
  .schema = "tril(Tensor self, int diagonal=0) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TRIANGLE_FLAGS,
  .infer = infer_triangle,
  .forward = forward_tril,
  .node = "TrilBackward0",
  .backward = tril_backward,
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
  int64_t offset = CLAMP (call->args[2].i, -n_rows, n_columns);
  for (int64_t row = 0; row < n_rows; row++)
    {
      get_columns (row, n_columns, offset, lower, &from, &to);
      if (__builtin_add_overflow (count, to - from, &count))
        return tns_fail (error, TNS_ERROR_RUNTIME, "%s: too many indices", call->schema->name);
    }
  TnkDtype dtype = tns_call_get_dtype (call, 3, TNK_INT64);
  tns_call_add_dense (call, dtype, tns_call_get_device (call, 3, TNS_CPU), 2,
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
