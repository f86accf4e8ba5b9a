/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Filling tensors with draws. Streams are bit-equal to PyTorch's on the CPU; other devices get the
 * same numbers by copy. */
#include "engine/ops/formula.h"
#include "engine/ops/random.h"

#include <float.h>
#include <math.h>

/* ---- checks ---- */

/* Below these bounds every whole number has a place of its own in the type. */
static void
get_range (TnkDtype dtype, double *lowest, double *highest)
{
  static const double ranges[][2] = {
    [TNK_BOOL] = { 0, 1 },
    [TNK_UINT8] = { 0, 255 },
    [TNK_INT8] = { -128, 127 },
    [TNK_INT16] = { -32768, 32767 },
    [TNK_INT32] = { G_MININT32, G_MAXINT32 },
    [TNK_INT64] = { (double) G_MININT64, (double) G_MAXINT64 },
    [TNK_FLOAT16] = { -65504, 65504 },
    [TNK_BFLOAT16] = { -FLT_MAX, FLT_MAX },
    [TNK_FLOAT32] = { -FLT_MAX, FLT_MAX },
    [TNK_FLOAT64] = { -DBL_MAX, DBL_MAX },
    [TNK_COMPLEX64] = { -FLT_MAX, FLT_MAX },
    [TNK_COMPLEX128] = { -DBL_MAX, DBL_MAX },
  };
  *lowest = ranges[dtype][0];
  *highest = ranges[dtype][1];
}

static bool
check_uniform (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  double lowest, highest;
  if (tnk_dtype_is_integral (dtype))
    return tns_refuse_dtype ("check_uniform_bounds", dtype, error);
  get_range (dtype, &lowest, &highest);
  if (!(draw->a >= lowest && draw->a <= highest))
    return tns_fail (error, TNS_ERROR_RUNTIME, "from is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if (!(draw->b >= lowest && draw->b <= highest))
    return tns_fail (error, TNS_ERROR_RUNTIME, "to is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if (draw->a > draw->b)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "uniform_ expects to return a [from, to) range, but found from=%g > to=%g",
                     draw->a, draw->b);
  if (draw->b - draw->a > highest)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "uniform_ expects to-from <= std::numeric_limits<%s>::max(), but found to=%g and "
        "from=%g which result in to-from to exceed the limit",
        tns_dtype_get_scalar_type_name (dtype), draw->b, draw->a);
  return true;
}

/* Bits of a floating type's significand; 63 for whole numbers, which never round. */
static int
get_digits (TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_FLOAT16:
      return 11;
    case TNK_BFLOAT16:
      return 8;
    case TNK_FLOAT32:
      return FLT_MANT_DIG;
    case TNK_FLOAT64:
      return DBL_MANT_DIG;
    default:
      return 63;
    }
}

/* What @number is after a way through a floating type; the half types are rounded from float. */
static int64_t
round_whole (int64_t number, TnkDtype dtype)
{
  int digits = get_digits (dtype), exponent;
  double real = dtype == TNK_FLOAT64 ? (double) number : (double) (float) number;
  double fraction = frexp (real, &exponent);
  real = ldexp (rint (ldexp (fraction, digits)), exponent - digits);
  /* The conversion back leaves int64: x86 gives its lowest number, and so does PyTorch there. */
  return real >= 0x1p63 ? G_MININT64 : (int64_t) real;
}

/* Distance of neighbours in a floating type around @number. */
static int64_t
get_spacing (int64_t number, TnkDtype dtype)
{
  return INT64_C (1) << (g_bit_storage ((gulong) ABS (number)) - get_digits (dtype));
}

/* Moves bounds that a floating type cannot tell from outside numbers inwards, as PyTorch does. */
static void
tighten_bounds (TnsDraw *draw, TnkDtype dtype)
{
  int64_t next = draw->low < G_MAXINT64 ? round_whole (draw->low + 1, dtype) : G_MAXINT64;
  if (next < draw->low)
    draw->low = next + get_spacing (draw->low + 1, dtype);
  if (draw->has_no_end)
    return;
  int64_t last = round_whole (draw->high - 1, dtype);
  if (last >= draw->high)
    draw->high = last - get_spacing (draw->high - 1, dtype);
}

/**
 * settle_bounds:
 * @draw: INTEGERS; @low and, unless it has no end, @high are settled for @dtype
 * @range: (out): numbers to choose from, 0 for all 2^64
 */
static bool
settle_bounds (TnsDraw *draw, TnkDtype dtype, uint64_t *range, GError **error)
{
  double lowest, highest;
  int64_t last = G_MAXINT64;
  if (tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "check_random_bounds handles only integral, floating-point and boolean types");
  get_range (dtype, &lowest, &highest);
  if (draw->has_no_end && tnk_dtype_is_floating (dtype))
    last = INT64_C (1) << get_digits (dtype);
  else if (draw->has_no_end && dtype != TNK_INT64)
    last = (int64_t) highest;
  if (draw->has_no_end && draw->low == G_MININT64)
    {
      draw->low = 0;
      *range = 0;
      if (dtype == TNK_INT64 || (tnk_dtype_is_floating (dtype) && dtype != TNK_FLOAT16))
        return true;
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "random_full_64_bits_range_kernel_cpu handles only int64, double, float and "
                       "bfloat16");
    }
  if (!draw->has_no_end && draw->low >= draw->high)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "random_ expects 'from' to be less than 'to', but got from=%" G_GINT64_FORMAT
                     " >= to=%" G_GINT64_FORMAT,
                     draw->low, draw->high);
  if (tnk_dtype_is_floating (dtype))
    tighten_bounds (draw, dtype);
  if (draw->has_no_end && tnk_dtype_is_floating (dtype) && draw->low >= last)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' "
                     "casted to dtype, but got from=%" G_GINT64_FORMAT
                     " > to_inc=%" G_GINT64_FORMAT,
                     draw->low, last);
  if (!draw->has_no_end)
    last = draw->high - 1;
  if ((double) draw->low < lowest || (double) draw->low > highest)
    return tns_fail (error, TNS_ERROR_RUNTIME, "from is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  if ((double) last < lowest || (double) last > highest)
    return tns_fail (error, TNS_ERROR_RUNTIME, "to - 1 is out of bounds for %s",
                     tns_dtype_get_c_name (dtype));
  *range = (uint64_t) last - (uint64_t) draw->low + 1;
  return true;
}

static bool
check_draw (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  switch (draw->kind)
    {
    case TNS_DRAW_UNIFORM:
      return check_uniform (draw, dtype, error);
    case TNS_DRAW_NORMAL:
      return draw->b >= 0
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "normal expects std >= 0.0, but found std %g", draw->b);
    case TNS_DRAW_EXPONENTIAL:
      return draw->a > 0
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "exponential_ expects lambda > 0.0, but found lambda=%g", draw->a);
    case TNS_DRAW_BERNOULLI:
      return (draw->a >= 0 && draw->a <= 1)
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "bernoulli_ expects p to be in [0, 1], but got p=%g", draw->a);
    case TNS_DRAW_GEOMETRIC:
      return (draw->a > 0 && draw->a < 1)
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "geometric_ expects p to be in (0, 1), but got p=%g", draw->a);
    case TNS_DRAW_CAUCHY:
      if (!(draw->b > 0))
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "cauchy_ expects sigma > 0.0, but found sigma=%g", draw->b);
      return tnk_dtype_is_floating (dtype)
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "Cauchy distribution is a continuous probability distribution. dtype "
                          "must be a floating point but you specified %s",
                          tns_dtype_get_c_name (dtype));
    case TNS_DRAW_LOG_NORMAL:
      return draw->b > 0
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "log_normal_ expects std > 0.0, but found std=%g", draw->b);
    case TNS_DRAW_INTEGERS:
    case TNS_DRAW_ANY:
      return true;
    }
  return true;
}

/* What is only refused where there is an element to draw. */
static bool
check_dtype (const TnsDraw *draw, TnkDtype dtype, GError **error)
{
  bool is_complex = tnk_dtype_is_complex (dtype), is_floating = tnk_dtype_is_floating (dtype);
  switch (draw->kind)
    {
    case TNS_DRAW_NORMAL:
      return is_floating || is_complex || tns_refuse_dtype ("normal_kernel_cpu", dtype, error);
    case TNS_DRAW_ANY:
      return !is_complex || tns_refuse_dtype ("random_kernel_cpu", dtype, error);
    case TNS_DRAW_EXPONENTIAL:
      return is_floating
             || tns_fail (error, TNS_ERROR_RUNTIME,
                          "Exponential distribution is a continuous probability distribution. "
                          "dtype must be a floating point but you specified %s",
                          tns_dtype_get_scalar_type_name (dtype));
    case TNS_DRAW_BERNOULLI:
      return !is_complex || tns_refuse_dtype ("bernoulli_scalar_cpu_", dtype, error);
    case TNS_DRAW_GEOMETRIC:
      return (!is_complex && dtype != TNK_BOOL) || tns_refuse_dtype ("geometric_cpu", dtype, error);
    case TNS_DRAW_LOG_NORMAL:
      return is_floating || tns_refuse_dtype ("log_normal_cpu", dtype, error);
    default:
      return true;
    }
}

/* ---- drawing into a row ---- */

/* The type in which the stream delivers: what the kernels take, wide enough for the rest. */
static TnkDtype
get_row_dtype (const TnsDraw *draw, TnkDtype dtype)
{
  switch (draw->kind)
    {
    case TNS_DRAW_UNIFORM:
    case TNS_DRAW_NORMAL:
    case TNS_DRAW_INTEGERS:
      return dtype;
    case TNS_DRAW_ANY:
      return TNK_INT64;
    default:
      return TNK_FLOAT64;
    }
}

/* PyTorch's uniform_int_distribution: the remainder that leaves every exact whole number. */
static int64_t
draw_any (TnkRandom *random, TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_INT64:
      return (int64_t) (tnk_random_next_u64 (random) % ((uint64_t) G_MAXINT64 + 1));
    case TNK_FLOAT64:
      return (int64_t) (tnk_random_next_u64 (random) % ((UINT64_C (1) << 53) + 1));
    case TNK_FLOAT32:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 24) + 1);
    case TNK_FLOAT16:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 11) + 1);
    case TNK_BFLOAT16:
      return tnk_random_next_u32 (random) % ((UINT32_C (1) << 8) + 1);
    case TNK_BOOL:
      return tnk_random_next_u32 (random) & 1;
    case TNK_UINT8:
      return tnk_random_next_u32 (random) % 256;
    case TNK_INT8:
      return tnk_random_next_u32 (random) % 128;
    case TNK_INT16:
      return tnk_random_next_u32 (random) % 32768;
    default:
      return tnk_random_next_u32 (random) % (UINT32_C (1) << 31);
    }
}

/* One draw after the other, in double: what PyTorch does for tensors that are not contiguous. Below
 * 16 elements the kernel does that. */
static TnkStatus
draw_normal_serially (TnkRandom *random, char *row, TnkDtype dtype, int64_t n, const TnsDraw *draw)
{
  TnkStatus status = TNK_OK;
  for (int64_t k = 0; k < n && status == TNK_OK; k += 15)
    status = tnk_random_normal (random, row + k * (int64_t) tnk_dtype_size (dtype), dtype,
                                MIN (n - k, 15), draw->a, draw->b);
  return status;
}

/* From a number of [0, 1) to the distribution. */
static double
transform_uniform (const TnsDraw *draw, double number)
{
  switch (draw->kind)
    {
    case TNS_DRAW_EXPONENTIAL:
      return -1 / draw->a * log1p (-number);
    case TNS_DRAW_BERNOULLI:
      return number < draw->a;
    case TNS_DRAW_GEOMETRIC:
      return ceil (log (number) / log1p (-draw->a));
    default:
      /* Cauchy; rounded once, as the processors PyTorch's binaries are built for do. */
      return fma (draw->b, tan (G_PI * (number - 0.5)), draw->a);
    }
}

/* @dtype: of the tensor that the row is for. */
static TnkStatus
draw_row (TnkRandom *random, void *row, TnkDtype dtype, int64_t n, const TnsDraw *draw,
          uint64_t range, bool is_contiguous)
{
  double *reals = row;
  int64_t *wholes = row;
  TnkStatus status;
  switch (draw->kind)
    {
    case TNS_DRAW_UNIFORM:
      return tnk_random_uniform (random, row, dtype, n, draw->a, draw->b);
    case TNS_DRAW_NORMAL:
      if (!is_contiguous)
        return draw_normal_serially (random, row, dtype, n, draw);
      return tnk_random_normal (random, row, dtype, n, draw->a, draw->b);
    case TNS_DRAW_INTEGERS:
      return tnk_random_integers (random, row, dtype, n, range, draw->low);
    case TNS_DRAW_ANY:
      for (int64_t k = 0; k < n; k++)
        wholes[k] = draw_any (random, dtype);
      return TNK_OK;
    case TNS_DRAW_LOG_NORMAL:
      status = draw_normal_serially (random, row, TNK_FLOAT64, n, draw);
      for (int64_t k = 0; k < n; k++)
        reals[k] = exp (reals[k]);
      return status;
    default:
      status = tnk_random_uniform (random, reals, TNK_FLOAT64, n, 0, 1);
      for (int64_t k = 0; k < n; k++)
        reals[k] = transform_uniform (draw, reals[k]);
      return status;
    }
}

/* ---- filling a tensor ---- */

TnsGenerator *
tns_random_get_generator (const TnsValue *generator)
{
  return generator->kind == TNS_GENERATOR && generator->generator != NULL
             ? generator->generator
             : tns_generator_get_default ();
}

/* Complex elements as pairs of reals along one more dim. */
static void
split_complex (TnsMeta *meta)
{
  meta->dtype = tns_dtype_get_real (meta->dtype);
  for (int d = 0; d < meta->rank; d++)
    meta->strides[d] *= 2;
  meta->offset_elems *= 2;
  meta->sizes[meta->rank] = 2;
  meta->strides[meta->rank++] = 1;
}

/* Dims from the largest stride to the smallest, as the iterator of PyTorch walks a tensor. */
static void
sort_dims_by_stride (TnsMeta *meta)
{
  for (int i = 1; i < meta->rank; i++)
    for (int at = i; at > 0 && meta->strides[at] > meta->strides[at - 1]; at--)
      {
        int64_t size = meta->sizes[at], stride = meta->strides[at];
        meta->sizes[at] = meta->sizes[at - 1];
        meta->strides[at] = meta->strides[at - 1];
        meta->sizes[at - 1] = size;
        meta->strides[at - 1] = stride;
      }
}

bool
tns_random_fill (TnsTensor *out, const TnsDraw *draw, const TnsValue *generator, GError **error)
{
  TnsMeta window;
  TnsDraw own = *draw;
  tns_tensor_get_meta (out, &window);
  int64_t n = tns_tensor_get_numel (out);
  uint64_t range = 0;
  if (!check_draw (draw, window.dtype, error)
      || (draw->kind == TNS_DRAW_INTEGERS && !settle_bounds (&own, window.dtype, &range, error)))
    return false;
  if (n == 0 || window.device.type == TNS_DEVICE_META)
    return true;
  if (!check_dtype (draw, window.dtype, error))
    return false;
  bool is_contiguous = tns_layout_is_contiguous (&window);
  if (tnk_dtype_is_complex (window.dtype))
    {
      if (window.rank == TNK_MAX_RANK)
        return tns_layout_check_sizes (window.sizes, window.rank + 1, error);
      split_complex (&window);
      n *= 2;
      /* Half of the variance for each part. */
      own.b = draw->kind == TNS_DRAW_NORMAL ? draw->b / sqrt (2) : draw->b;
    }
  if (!is_contiguous)
    sort_dims_by_stride (&window);
  TnkDtype row_dtype = get_row_dtype (draw, window.dtype);
  g_autoptr (TnsTensor) row
      = tns_tensor_new_dense (row_dtype, TNS_CPU, window.rank, window.sizes, error);
  if (row == NULL)
    return false;
  TnsGenerator *source = tns_random_get_generator (generator);
  TnkRandom *random = tns_generator_lock (source);
  TnkStatus status
      = draw_row (random, tns_tensor_get_data (row), window.dtype, n, &own, range, is_contiguous);
  tns_generator_unlock (source);
  TnsMeta row_meta;
  tns_tensor_get_meta (row, &row_meta);
  return tns_check_status (status, "random_", window.dtype, error)
         && tns_window_copy (out, &window, row, &row_meta, error);
}

