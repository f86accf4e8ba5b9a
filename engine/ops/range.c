/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Numbers in rows: arange, range, linspace, logspace. */
#include "engine/ops/formula.h"
#include "engine/ops/create.h"

#include "kernels/scalar.h"

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
  if (dtype == TNK_BOOL || tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype (kernel_name, dtype, error);
  if (row->start.kind == TNK_SCALAR_COMPLEX || row->end.kind == TNK_SCALAR_COMPLEX
      || row->step.kind == TNK_SCALAR_COMPLEX)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "value cannot be converted to type double without overflow");
  if (!isfinite (row->step.re))
    return tns_fail (error, TNS_ERROR_RUNTIME, "step must be finite but got %g", row->step.re);
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
         && add_row (call, &row, dtype, floor ((row.end.re - row.start.re) / row.step.re) + 1,
                     error);
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
  if (tnk_dtype_is_integral (call->outs[0].dtype))
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
  .signatures = "arange(Scalar start, Scalar end, *, " TNS_FACTORY_PARAMS ") -> Tensor",
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
  if (dtype == TNK_BOOL && n > 1)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"%s_cpu\" not implemented for 'Bool'",
                     call->schema->name);
  tns_call_add_dense (call, dtype, tns_call_get_device (call, at, tns_device_get_default ()), 1, &n);
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

/* a + b · i, as PyTorch's kernels have it: that of linspace computes in the type of the result and
 * is compiled to fuse, that of logspace computes in double and is not. */
static double
step_from (double a, double b, int64_t i, bool is_single, bool is_log)
{
  if (is_log)
    return a + b * (double) i;
  return is_single ? fmaf ((float) b, (float) i, (float) a) : fma (b, (double) i, a);
}

/* Counted from both ends, so that the last number is exactly the end. */
static double
space_at (double start, double end, int64_t i, int64_t n, TnkDtype dtype, bool is_log)
{
  if (n == 1)
    return start;
  bool is_single = dtype == TNK_FLOAT32;
  if (is_single)
    {
      start = (float) start;
      end = (float) end;
    }
  double length = is_single ? (float) end - (float) start : end - start;
  double step = is_single && !is_log ? (float) length / (float) (n - 1) : length / (double) (n - 1);
  return i < n / 2 ? step_from (start, step, i, is_single, is_log)
                   : step_from (end, -step, n - i - 1, is_single, is_log);
}

/* Steps of complex numbers are multiplied as complex numbers: an infinite part spoils the other. */
static TnkComplex128
complex_space_at (TnkComplex128 start, TnkComplex128 end, int64_t i, int64_t n)
{
  if (n == 1)
    return start;
  TnkComplex128 step = tnk_div_complex128 (tnk_sub_complex128 (end, start),
                                           tnk_make_complex128 ((double) (n - 1), 0));
  if (i < n / 2)
    return tnk_add_complex128 (start,
                               tnk_mul_complex128 (step, tnk_make_complex128 ((double) i, 0)));
  return tnk_sub_complex128 (
    end, tnk_mul_complex128 (step, tnk_make_complex128 ((double) (n - i - 1), 0)));
}

/* base ^ z; PyTorch takes base for a real number where z is the only one. */
static TnkComplex128
raise_to (double base, TnkComplex128 z, bool is_only)
{
  if (!is_only || !(base > 0))
    return tnk_pow_complex128 (tnk_make_complex128 (base, 0), z);
  double size = pow (base, z.re), turn = z.im * log (base);
  return tnk_make_complex128 (size * cos (turn), size * sin (turn));
}

/* Rows count in their own type; of a single number only the first end is looked at. */
static bool
check_ends_fit (TnkScalar start, TnkScalar end, int64_t n, TnkDtype dtype, const double *base,
                GError **error)
{
  if (n == 0)
    return true;
  if (n > 1)
    return tns_scalar_check_fits (start, dtype, error) && tns_scalar_check_fits (end, dtype, error);
  if (base != NULL && start.kind != TNK_SCALAR_COMPLEX)
    start = tns_scalar_float (pow (*base, tns_scalar_to_double (start)));
  return tns_scalar_check_fills (start, dtype, 1, error);
}

/* An end as the rows of @dtype count from it; negative ones wrap into uint8. */
static double
end_in (TnkScalar end, TnkDtype dtype)
{
  if (!tnk_dtype_is_integral (dtype))
    return end.re;
  return dtype == TNK_UINT8 ? (double) (uint8_t) (int64_t) end.re : trunc (end.re);
}

static bool
fill_space (TnsCall *call, bool has_base, double base, GError **error)
{
  TnkScalar start, end;
  TnkDtype dtype = call->outs[0].dtype;
  int64_t n = call->outs[0].sizes[0];
  if (!get_end (call, 0, &start, error) || !get_end (call, 1, &end, error))
    return false;
  if (!check_ends_fit (start, end, n, dtype, has_base ? &base : NULL, error))
    return false;
  bool is_complex = tnk_dtype_is_complex (dtype);
  double *values = g_try_new (double, MAX (n, 1) * (is_complex ? 2 : 1));
  if (values == NULL)
    return tns_check_status (TNK_OUT_OF_MEMORY, call->schema->name, dtype, error);
  double from = n > 1 ? end_in (start, dtype) : start.re;
  double to = n > 1 ? end_in (end, dtype) : end.re;
  for (int64_t i = 0; i < n; i++)
    {
      if (is_complex && has_base)
        {
          TnkComplex128 z = complex_space_at (tnk_make_complex128 (start.re, start.im),
                                              tnk_make_complex128 (end.re, end.im), i, n);
          ((TnkComplex128 *) values)[i] = raise_to (base, z, n == 1);
          continue;
        }
      double x = space_at (from, to, i, n, dtype, has_base);
      if (is_complex)
        {
          values[2 * i] = x;
          values[2 * i + 1] = space_at (start.im, end.im, i, n, dtype, has_base);
          continue;
        }
      values[i] = has_base ? pow (base, x) : x;
    }
  bool ok
      = tns_call_fill_from_host (call, values, is_complex ? TNK_COMPLEX128 : TNK_FLOAT64, error);
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
