/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* CUDA ≡ CPU: every kernel of every list, over the dtypes and layouts, on the same numbers. The CPU
 * kernels are themselves held against PyTorch elsewhere. Skipped where no CUDA device is. */

#include "tests/kernels/arrays.h"

#include <math.h>
#include <string.h>

#define MAX_OPERANDS 4

static const TnkBackend *
get_cuda (void)
{
  const TnkBackend *cuda = tnk_backend_cuda ();
  if (cuda == NULL)
    g_test_skip ("no CUDA device");
  return cuda;
}

static size_t
storage_bytes (const TntArray *array)
{
  return (size_t) array->n_elems * 2 * tnk_dtype_size (array->array.dtype);
}

/* The array with its storage on the device. */
static TnkArray
upload (const TnkBackend *cuda, const TntArray *array)
{
  TnkArray there = array->array;

  g_assert_cmpint (cuda->allocate (0, storage_bytes (array), &there.data), ==, TNK_OK);
  g_assert_cmpint (cuda->copy_from_host (0, there.data, array->storage, storage_bytes (array)), ==,
                   TNK_OK);
  return there;
}

/* Takes the device's storage back into array. */
static void
download (const TnkBackend *cuda, TntArray *array, TnkArray there)
{
  g_assert_cmpint (cuda->copy_to_host (0, array->storage, there.data, storage_bytes (array)), ==,
                   TNK_OK);
  cuda->release (0, there.data, storage_bytes (array));
}

/* Both parts of a complex number are as exact as the number; a zero is as exact as the numbers
 * around it, which are of the order of one. */
static gboolean
is_same (TnkComplex128 cuda, TnkComplex128 cpu, double rtol)
{
  const double allowed = rtol * (1 + fabs (cpu.re) + fabs (cpu.im));

  if (!isfinite (cpu.re) || !isfinite (cpu.im) || !isfinite (cuda.re) || !isfinite (cuda.im))
    return tnt_is_close (cuda.re, cpu.re, rtol) && tnt_is_close (cuda.im, cpu.im, rtol);
  return fabs (cuda.re - cpu.re) <= allowed && fabs (cuda.im - cpu.im) <= allowed;
}

static void
assert_same (const char *what, const TntArray *cuda, const TntArray *cpu, double rtol)
{
  for (int64_t i = 0; i < cpu->n_elems; i++)
    {
      const TnkComplex128 x = { tnt_array_get (cuda, i), tnt_array_get_imag (cuda, i) };
      const TnkComplex128 y = { tnt_array_get (cpu, i), tnt_array_get_imag (cpu, i) };

      if (!is_same (x, y, rtol))
        g_error ("%s on %s, element %d: CUDA %.17g %+.17gi, CPU %.17g %+.17gi", what,
                 tnt_dtype_name (cpu->array.dtype), (int) i, x.re, x.im, y.re, y.im);
    }
}

/* A call on one back end; n inputs follow the output. */
typedef TnkStatus (*Call) (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in);

static TnkStatus
call_unary (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->unary (op, out, in[0]);
}

static TnkStatus
call_binary (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->binary (op, out, in[0], in[1]);
}

static TnkStatus
call_ternary (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->ternary (op, out, in[0], in[1], in[2]);
}

static TnkStatus
call_reduce (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->reduce (op, out, in[0]);
}

static TnkStatus
call_scan (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->scan (op, out, in[0], 1);
}

static TnkStatus
call_copy (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->copy (out, in[0]);
}

static TnkStatus
call_matmul (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->matmul (out, in[0], in[1]);
}

/* Runs the call on both and compares; out is left as the CPU has it. */
static void
compare (const TnkBackend *cuda, const char *what, Call call, int op, TntArray *out,
         TntArray *const *in, int n_in, double rtol)
{
  g_autoptr (TntArray) result = NULL;
  TnkArray here[MAX_OPERANDS], there[MAX_OPERANDS], out_there;
  TnkStatus status;

  for (int k = 0; k < n_in; k++)
    here[k] = in[k]->array;
  status = call (tnk_backend_cpu (), op, out->array, here);
  if (status == TNK_UNSUPPORTED)
    return;
  g_assert_cmpint (status, ==, TNK_OK);
  result = tnt_array_new (out->array.dtype, out->array.rank, out->sizes, TNT_ROW_MAJOR, NULL);
  memcpy (result->strides, out->strides, sizeof result->strides);
  out_there = upload (cuda, result);
  for (int k = 0; k < n_in; k++)
    there[k] = upload (cuda, in[k]);
  g_assert_cmpint (call (cuda, op, out_there, there), ==, TNK_OK);
  download (cuda, result, out_there);
  for (int k = 0; k < n_in; k++)
    cuda->release (0, there[k].data, storage_bytes (in[k]));
  assert_same (what, result, out, rtol);
}

/* libm, SLEEF and CUDA's library differ in the last places. */
static double
function_tolerance (TnkDtype dtype)
{
  return tnk_dtype_is_integral (dtype) ? 0 : tnt_tolerance (dtype) * 20;
}

/* Numbers of both signs and none, without ties between functions that jump. */
static TntArray *
sample (TnkDtype dtype, int rank, const int64_t *sizes, TntLayout layout, double phase)
{
  TntArray *array = tnt_array_new (dtype, rank, sizes, layout, NULL);

  for (int64_t i = 0; i < array->n_elems; i++)
    {
      double re = 3 * sin (1.7 * (double) i + phase), im = 2 * cos (2.3 * (double) i + phase);
      if (tnk_dtype_is_integral (dtype))
        re = floor (5 * fabs (re)) + 1;
      tnt_array_set_complex (array, i, dtype == TNK_BOOL ? re > 8 : re, im);
    }
  return array;
}

static TnkDtype
real_of (TnkDtype dtype)
{
  return dtype == TNK_COMPLEX64 ? TNK_FLOAT32
                                : (dtype == TNK_COMPLEX128 ? TNK_FLOAT64 : dtype);
}

static TnkDtype
unary_out (TnkUnary op, TnkDtype dtype)
{
  if (op >= TNK_UNARY_LOGICAL_NOT)
    return TNK_BOOL;
  if (op == TNK_UNARY_ABS || op == TNK_UNARY_REAL || op == TNK_UNARY_IMAG || op == TNK_UNARY_ANGLE)
    return real_of (dtype);
  return dtype;
}

static TnkDtype
binary_out (TnkBinary op, TnkDtype dtype)
{
  if (op >= TNK_BINARY_EQ)
    return TNK_BOOL;
  if (op == TNK_BINARY_COMPLEX)
    return dtype == TNK_FLOAT32 ? TNK_COMPLEX64 : TNK_COMPLEX128;
  return dtype;
}

static const char *const unary_names[] = {
#define X(ID, name) #name,
  TNK_UNARY_LIST (X)
#undef X
};
static const char *const binary_names[] = {
#define X(ID, name) #name,
  TNK_BINARY_LIST (X)
#undef X
};
static const char *const ternary_names[] = {
#define X(ID, name) #name,
  TNK_TERNARY_LIST (X)
#undef X
};
static const char *const reduce_names[] = {
#define X(ID, name) #name,
  TNK_REDUCE_LIST (X)
#undef X
};
static const char *const scan_names[] = {
#define X(ID, name) #name,
  TNK_SCAN_LIST (X)
#undef X
};

/* Large enough for several blocks and a part of one. */
static const int64_t shape[] = { 37, 61 };

static void
test_elementwise (void)
{
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = 0; cuda != NULL && dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) a = sample (dtype, 2, shape, TNT_ROW_MAJOR, 0.1);
        g_autoptr (TntArray) b = sample (dtype, 2, shape, layout, 0.7);
        g_autoptr (TntArray) c = sample (dtype, 2, shape, TNT_ROW_MAJOR, 1.3);
        g_autoptr (TntArray) mask = sample (TNK_BOOL, 2, shape, TNT_ROW_MAJOR, 0.4);
        TntArray *const in[] = { a, b, c }, *const chosen[] = { mask, b, c };

        for (int op = 0; op < TNK_N_UNARY; op++)
          {
            g_autoptr (TntArray) out
                = tnt_array_new (unary_out (op, dtype), 2, shape, TNT_ROW_MAJOR, NULL);
            compare (cuda, unary_names[op], call_unary, op, out, in + 1, 1,
                     function_tolerance (dtype));
          }
        for (int op = 0; op < TNK_N_BINARY; op++)
          {
            g_autoptr (TntArray) out
                = tnt_array_new (binary_out (op, dtype), 2, shape, TNT_ROW_MAJOR, NULL);
            if (dtype == TNK_BOOL && op == TNK_BINARY_COMPLEX)
              continue;
            compare (cuda, binary_names[op], call_binary, op, out, in, 2,
                     function_tolerance (dtype));
          }
        for (int op = 0; op < TNK_N_TERNARY; op++)
          {
            g_autoptr (TntArray) out = tnt_array_new (dtype, 2, shape, layout, NULL);
            compare (cuda, ternary_names[op], call_ternary, op, out,
                     op == TNK_TERNARY_WHERE ? chosen : in, 3, function_tolerance (dtype));
          }
      }
}

static void
test_rounding (void)
{
  static const TnkBinary exact[] = { TNK_BINARY_ADD, TNK_BINARY_SUB, TNK_BINARY_MUL,
                                     TNK_BINARY_DIV };
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = TNK_FLOAT16; cuda != NULL && dtype <= TNK_FLOAT64; dtype++)
    {
      g_autoptr (TntArray) a = sample (dtype, 2, shape, TNT_ROW_MAJOR, 0.1);
      g_autoptr (TntArray) b = sample (dtype, 2, shape, TNT_ROW_MAJOR, 0.7);
      g_autoptr (TntArray) c = sample (dtype, 2, shape, TNT_ROW_MAJOR, 1.3);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 2, shape, TNT_ROW_MAJOR, NULL);
      TntArray *const in[] = { a, b, c };

      for (guint i = 0; i < G_N_ELEMENTS (exact); i++)
        compare (cuda, binary_names[exact[i]], call_binary, exact[i], out, in, 2, 0);
      compare (cuda, "add_scaled", call_ternary, TNK_TERNARY_ADD_SCALED, out, in, 3, 0);
      compare (cuda, "sqrt", call_unary, TNK_UNARY_SQRT, out, in, 1, 0);
    }
}

/* The exponent zero gives one, zero to the zero too: the logarithm of zero must not come in. */
static void
test_complex_power (void)
{
  const double bases[] = { 0, 2, -3 }, zeros[] = { 0, 0, 0 };
  const int64_t n = 3;
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = TNK_COMPLEX64; cuda != NULL && dtype <= TNK_COMPLEX128; dtype++)
    {
      g_autoptr (TntArray) a = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, bases);
      g_autoptr (TntArray) b = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, zeros);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, NULL);
      TntArray *const in[] = { a, b };
      compare (cuda, "pow", call_binary, TNK_BINARY_POW, out, in, 2, 0);
    }
}

static void
test_copy (void)
{
  const TnkBackend *cuda = get_cuda ();

  for (int to = 0; cuda != NULL && to < TNK_N_DTYPES; to++)
    for (int from = 0; from < TNK_N_DTYPES; from++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        {
          g_autoptr (TntArray) in = sample (from, 2, shape, layout, 0.1);
          g_autoptr (TntArray) out = tnt_array_new (to, 2, shape, TNT_ROW_MAJOR, NULL);
          compare (cuda, tnt_dtype_name (from), call_copy, 0, out, &in, 1, 0);
        }
}

static TnkDtype
reduce_out (TnkReduce op, TnkDtype dtype)
{
  switch (op)
    {
    case TNK_REDUCE_ANY:
    case TNK_REDUCE_ALL:
      return TNK_BOOL;
    case TNK_REDUCE_COUNT_NONZERO:
    case TNK_REDUCE_ARGMIN:
    case TNK_REDUCE_ARGMAX:
      return TNK_INT64;
    case TNK_REDUCE_NORM2:
      return real_of (dtype);
    default:
      return tnk_dtype_is_integral (dtype) && op <= TNK_REDUCE_PROD ? TNK_INT64 : dtype;
    }
}

/* Near one, so that neither a long product nor a long sum loses its digits. */
static TntArray *
sample_near_one (TnkDtype dtype, const int64_t *sizes, TntLayout layout)
{
  TntArray *array = sample (dtype, 2, sizes, layout, 0.1);

  for (int64_t i = 0; !tnk_dtype_is_integral (dtype) && i < array->n_elems; i++)
    tnt_array_set_complex (array, i, 1 + tnt_array_get (array, i) / 300,
                           tnt_array_get_imag (array, i) / 300);
  return array;
}

static void
compare_reductions (const TnkBackend *cuda, const TntArray *in, const int64_t *folded)
{
  const TnkDtype dtype = in->array.dtype;

  for (int op = 0; op < TNK_N_REDUCE; op++)
    {
      g_autoptr (TntArray) out
          = tnt_array_new (reduce_out (op, dtype), 2, folded, TNT_ROW_MAJOR, NULL);
      TntArray *operand = (TntArray *) in;

      if (op == TNK_REDUCE_PROD && in->n_elems > 10000 && !tnk_dtype_is_integral (dtype))
        continue; /* out of range in one order of factors and not in the other */
      compare (cuda, reduce_names[op], call_reduce, op, out, &operand, 1,
               tnk_dtype_is_integral (out->array.dtype)
                   ? 0
                   : tnt_tolerance (dtype) * (op == TNK_REDUCE_PROD ? 4000 : 20));
    }
}

static void
test_reduce (void)
{
  static const struct
  {
    int64_t sizes[2], folded[2];
  } cases[] = {
    { { 37, 61 }, { 37, 1 } },    { { 37, 61 }, { 1, 61 } }, { { 37, 61 }, { 1, 1 } },
    { { 2, 70001 }, { 2, 1 } },   { { 2, 70001 }, { 1, 1 } }, { { 70001, 3 }, { 1, 3 } },
    { { 3000, 3 }, { 3000, 1 } }, { { 1, 1 }, { 1, 1 } },     { { 40, 300 }, { 1, 300 } },
  };
  const TnkBackend *cuda = get_cuda ();

  for (guint i = 0; cuda != NULL && i < G_N_ELEMENTS (cases); i++)
    for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        {
          g_autoptr (TntArray) in = sample_near_one (dtype, cases[i].sizes, layout);
          compare_reductions (cuda, in, cases[i].folded);
        }
}

static void
test_empty_reduce (void)
{
  const int64_t sizes[] = { 3, 0 }, folded[] = { 3, 1 };
  const TnkBackend *cuda = get_cuda ();

  for (int op = TNK_REDUCE_SUM; cuda != NULL && op <= TNK_REDUCE_PROD; op++)
    {
      g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT32, 2, folded, TNT_ROW_MAJOR, NULL);
      compare (cuda, reduce_names[op], call_reduce, op, out, &in, 1, 0);
    }
}

static void
test_nan (void)
{
  const double values[] = { 1, NAN, -INFINITY, NAN, INFINITY, 0 };
  const int64_t sizes[] = { 1, 6 }, folded[] = { 1, 1 };
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = TNK_FLOAT16; cuda != NULL && dtype <= TNK_FLOAT64; dtype++)
    {
      g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, values);
      compare_reductions (cuda, in, folded);
    }
}

static void
test_scan (void)
{
  static const int64_t shapes[][2] = { { 37, 61 }, { 3, 1000 }, { 300, 5 }, { 2, 1 } };
  const TnkBackend *cuda = get_cuda ();

  for (guint s = 0; cuda != NULL && s < G_N_ELEMENTS (shapes); s++)
    for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        for (int op = 0; op < TNK_N_SCAN; op++)
          {
            g_autoptr (TntArray) in = sample_near_one (dtype, shapes[s], layout);
            g_autoptr (TntArray) out
                = tnt_array_new (dtype, 2, shapes[s], TNT_ROW_MAJOR, NULL);
            compare (cuda, scan_names[op], call_scan, op, out, &in, 1,
                     tnt_tolerance (dtype) * 40);
          }
}

static void
test_matmul (void)
{
  static const int64_t a_sizes[] = { 3, 17, 23 }, b_sizes[] = { 3, 23, 19 };
  static const int64_t sizes[] = { 3, 17, 19 };
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = 0; cuda != NULL && dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS * TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) a = sample (dtype, 3, a_sizes, layout % TNT_N_LAYOUTS, 0.1);
        g_autoptr (TntArray) b = sample (dtype, 3, b_sizes, layout / TNT_N_LAYOUTS, 0.7);
        g_autoptr (TntArray) out
            = tnt_array_new (dtype, 3, sizes, layout % TNT_N_LAYOUTS, NULL);
        TntArray *const in[] = { a, b };
        compare (cuda, "matmul", call_matmul, 0, out, in, 2, tnt_tolerance (dtype) * 40);
      }
}

/* Calls whose operands are of several kinds. */

static TnkStatus
call_fill (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  static const TnkScalar values[] = { { TNK_SCALAR_INT, -3, 0, 0 },
                                      { TNK_SCALAR_FLOAT, 0, 2.75, 0 },
                                      { TNK_SCALAR_COMPLEX, 0, 1.5, -2.5 } };
  return backend->fill (out, values[op]);
}

static TnkStatus
call_arange (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  static const TnkScalar starts[] = { { TNK_SCALAR_INT, 2, 0, 0 },
                                      { TNK_SCALAR_FLOAT, 0, 0.5, 0 } };
  static const TnkScalar steps[] = { { TNK_SCALAR_INT, 3, 0, 0 }, { TNK_SCALAR_FLOAT, 0, 0.1, 0 } };
  return backend->arange (out, starts[op], steps[op]);
}

/* in: the elements, then the offsets. */
static TnkStatus
call_take (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->take (out, in[0].data, in[1]);
}

/* out is cleared first; op says whether to accumulate. */
static TnkStatus
call_put (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  const TnkScalar one = { TNK_SCALAR_INT, 1, 0, 0 };
  TnkStatus status = backend->fill (out, one);
  return status == TNK_OK ? backend->put (out.data, in[1], in[0], op) : status;
}

static TnkStatus
call_nonzero (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  return backend->nonzero (out, in[0]);
}

/* op: bit 0 falling, bit 1 whether out takes the indices; in[1] takes the other result. */
static TnkStatus
call_sort (const TnkBackend *backend, int op, TnkArray out, const TnkArray *in)
{
  if (op & 2)
    return backend->sort (in[1], out, in[0], 1, op & 1);
  return backend->sort (out, in[1], in[0], 1, op & 1);
}

static void
test_fill_and_arange (void)
{
  const TnkBackend *cuda = get_cuda ();
  const int64_t n = 30;

  for (int dtype = 0; cuda != NULL && dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) out = tnt_array_new (dtype, 2, shape, layout, NULL);
        g_autoptr (TntArray) range = tnt_array_new (dtype, 1, &n, layout, NULL);

        for (int op = 0; op < 3; op++)
          compare (cuda, "fill", call_fill, op, out, NULL, 0, 0);
        for (int op = 0; op < 2; op++)
          compare (cuda, "arange", call_arange, op, range, NULL, 0, 0);
      }
}

/* Each offset comes several times; the sums are of small whole numbers, exact in any order. */
static void
test_take_and_put (void)
{
  const TnkBackend *cuda = get_cuda ();
  const int64_t n_elems = shape[0] * shape[1], n_places = 700;

  for (int dtype = 0; cuda != NULL && dtype < TNK_N_DTYPES; dtype++)
    {
      g_autoptr (TntArray) x = sample (dtype, 2, shape, TNT_ROW_MAJOR, 0.1);
      g_autoptr (TntArray) ones = tnt_array_new (dtype, 2, shape, TNT_STEPPED, NULL);
      g_autoptr (TntArray) offsets = tnt_array_new (TNK_INT64, 2, shape, TNT_TRANSPOSED, NULL);
      g_autoptr (TntArray) spread = tnt_array_new (TNK_INT64, 2, shape, TNT_TRANSPOSED, NULL);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 2, shape, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) sums = tnt_array_new (dtype, 1, &n_places, TNT_ROW_MAJOR, NULL);
      TntArray *const taken[] = { x, offsets }, *const put[] = { x, spread };
      TntArray *const added[] = { ones, offsets };

      for (int64_t i = 0; i < n_elems; i++)
        {
          tnt_array_set_complex (ones, i, 1, 2);
          tnt_array_set_complex (offsets, i, (double) (i * 13 % n_places), 0);
          tnt_array_set_complex (spread, i, (double) (i * 13 % n_elems), 0);
        }
      compare (cuda, "take", call_take, 0, out, taken, 2, 0);
      compare (cuda, "put", call_put, false, out, put, 2, 0);
      compare (cuda, "put and add", call_put, true, sums, added, 2, 0);
    }
}

static void
test_nonzero (void)
{
  static const int64_t sizes[] = { 111, 97 };
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = 0; cuda != NULL && dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, layout, NULL);
        g_autoptr (TntArray) out = NULL;
        int64_t rows[] = { 0, 2 };

        for (int64_t i = 0; i < in->n_elems; i++)
          {
            tnt_array_set_complex (in, i, i % 7 == 3 || i % 11 == 5, 0);
            rows[0] += i % 7 == 3 || i % 11 == 5;
          }
        out = tnt_array_new (TNK_INT64, 2, rows, TNT_ROW_MAJOR, NULL);
        compare (cuda, "nonzero", call_nonzero, 0, out, &in, 1, 0);
      }
}

static void
test_sort (void)
{
  static const int64_t shapes[][2] = { { 37, 61 }, { 1, 3000 }, { 5, 1 } };
  const TnkBackend *cuda = get_cuda ();

  for (guint s = 0; cuda != NULL && s < G_N_ELEMENTS (shapes); s++)
    for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
      for (int op = 0; op < 4; op++)
        {
          g_autoptr (TntArray) in = sample (dtype, 2, shapes[s], TNT_TRANSPOSED, 0.1);
          g_autoptr (TntArray) values = tnt_array_new (dtype, 2, shapes[s], TNT_STEPPED, NULL);
          g_autoptr (TntArray) places
              = tnt_array_new (TNK_INT64, 2, shapes[s], TNT_ROW_MAJOR, NULL);
          TntArray *operands[] = { in, op & 2 ? values : places };

          if (tnk_dtype_is_floating (dtype) && in->n_elems > 10)
            {
              tnt_array_set_complex (in, 4, NAN, 0);
              tnt_array_set_complex (in, 7, -0.0, 0);
              tnt_array_set_complex (in, 9, 0.0, 0);
            }
          compare (cuda, "sort", call_sort, op, op & 2 ? places : values, operands, 2, 0);
        }
}

static void
test_division_by_zero (void)
{
  const TnkBackend *cuda = get_cuda ();

  for (int dtype = TNK_UINT8; cuda != NULL && dtype <= TNK_INT64; dtype++)
    {
      g_autoptr (TntArray) a = sample (dtype, 2, shape, TNT_ROW_MAJOR, 0.1);
      g_autoptr (TntArray) b = sample (dtype, 2, shape, TNT_TRANSPOSED, 0.1);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 2, shape, TNT_ROW_MAJOR, NULL);
      TnkArray there[3];

      tnt_array_set_complex (b, 1000, 0, 0);
      there[0] = upload (cuda, out);
      there[1] = upload (cuda, a);
      there[2] = upload (cuda, b);
      g_assert_cmpint (cuda->binary (TNK_BINARY_REMAINDER, there[0], there[1], there[2]), ==,
                       TNK_DIVISION_BY_ZERO);
      download (cuda, out, there[0]);
      download (cuda, a, there[1]);
      download (cuda, b, there[2]);
    }
}

/* A block that was released comes back for the next allocation of its size. */
static void
test_memory (void)
{
  const TnkBackend *cuda = get_cuda ();
  void *first = NULL, *second = NULL;

  if (cuda == NULL)
    return;
  g_assert_cmpint (cuda->allocate (0, 1000, &first), ==, TNK_OK);
  cuda->release (0, first, 1000);
  g_assert_cmpint (cuda->allocate (0, 900, &second), ==, TNK_OK);
  g_assert_true (first == second);
  cuda->release (0, second, 900);
  g_assert_cmpint (cuda->allocate (0, (size_t) 1 << 60, &first), ==, TNK_OUT_OF_MEMORY);
  g_assert_null (first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/cuda-values/element-wise-equals-cpu", test_elementwise);
  g_test_add_func ("/kernels/cuda-values/arithmetic-rounds-as-cpu", test_rounding);
  g_test_add_func ("/kernels/cuda-values/complex-to-the-zero-is-one", test_complex_power);
  g_test_add_func ("/kernels/cuda-values/copy-equals-cpu", test_copy);
  g_test_add_func ("/kernels/cuda-values/reduce-equals-cpu", test_reduce);
  g_test_add_func ("/kernels/cuda-values/empty-reduce-gives-identity", test_empty_reduce);
  g_test_add_func ("/kernels/cuda-values/nan-wins-as-on-cpu", test_nan);
  g_test_add_func ("/kernels/cuda-values/scan-equals-cpu", test_scan);
  g_test_add_func ("/kernels/cuda-values/matmul-equals-cpu", test_matmul);
  g_test_add_func ("/kernels/cuda-values/fill-and-arange-equal-cpu", test_fill_and_arange);
  g_test_add_func ("/kernels/cuda-values/take-and-put-equal-cpu", test_take_and_put);
  g_test_add_func ("/kernels/cuda-values/nonzero-equals-cpu", test_nonzero);
  g_test_add_func ("/kernels/cuda-values/sort-equals-cpu", test_sort);
  g_test_add_func ("/kernels/cuda-values/division-by-zero-is-said", test_division_by_zero);
  g_test_add_func ("/kernels/cuda-values/released-memory-is-used-again", test_memory);
  return g_test_run ();
}
