/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <math.h>

static const double values[12] = { 1, 0, 3, 2, 5, 1, 7, 2, 9, 4, 6, 8 };

typedef struct
{
  TnkReduce op;
  TnkDtype result; /* TNK_N_DTYPES: the operand's */
  double all, rows[3], columns[4];
} Case;

static const Case cases[] = {
  { TNK_REDUCE_SUM, TNK_N_DTYPES, 48, { 6, 15, 27 }, { 15, 5, 16, 12 } },
  { TNK_REDUCE_PROD, TNK_N_DTYPES, 0, { 0, 70, 1728 }, { 45, 0, 126, 32 } },
  { TNK_REDUCE_MIN, TNK_N_DTYPES, 0, { 0, 1, 4 }, { 1, 0, 3, 2 } },
  { TNK_REDUCE_MAX, TNK_N_DTYPES, 9, { 3, 7, 9 }, { 9, 4, 7, 8 } },
  { TNK_REDUCE_ANY, TNK_BOOL, 1, { 1, 1, 1 }, { 1, 1, 1, 1 } },
  { TNK_REDUCE_ALL, TNK_BOOL, 0, { 0, 1, 1 }, { 1, 0, 1, 1 } },
  { TNK_REDUCE_COUNT_NONZERO, TNK_INT64, 11, { 3, 4, 4 }, { 3, 2, 3, 3 } },
  { TNK_REDUCE_ARGMIN, TNK_INT64, 1, { 1, 1, 1 }, { 0, 0, 0, 0 } },
  { TNK_REDUCE_ARGMAX, TNK_INT64, 8, { 2, 2, 0 }, { 2, 2, 1, 2 } },
  { TNK_REDUCE_M2, TNK_N_DTYPES, 98, { 5, 22.75, 14.75 },
    { 32, 8.666666666666666, 8.666666666666666, 24 } },
  { TNK_REDUCE_NORM2, TNK_N_DTYPES, 17.029386365926403,
    { 3.7416573867739413, 8.888194417315589, 14.035668847618199 },
    { 10.344080432788601, 4.123105625617661, 9.695359714832659, 8.48528137423857 } },
};

static gboolean
applies (const Case *c, TnkDtype dtype)
{
  gboolean real = !tnk_dtype_is_complex (dtype);

  switch (c->op)
    {
    case TNK_REDUCE_M2:
      return tnk_dtype_is_floating (dtype);
    case TNK_REDUCE_NORM2:
      return tnk_dtype_is_floating (dtype) || !real;
    case TNK_REDUCE_MIN:
    case TNK_REDUCE_MAX:
    case TNK_REDUCE_ARGMIN:
    case TNK_REDUCE_ARGMAX:
      return real && dtype != TNK_BOOL;
    case TNK_REDUCE_SUM:
    case TNK_REDUCE_PROD:
      return dtype != TNK_BOOL;
    default:
      return TRUE;
    }
}

static TnkDtype
result_of (const Case *c, TnkDtype dtype)
{
  if (c->op == TNK_REDUCE_NORM2 && tnk_dtype_is_complex (dtype))
    return dtype == TNK_COMPLEX64 ? TNK_FLOAT32 : TNK_FLOAT64;
  if ((c->op == TNK_REDUCE_SUM || c->op == TNK_REDUCE_PROD) && tnk_dtype_is_integral (dtype))
    return TNK_INT64;
  return c->result == TNK_N_DTYPES ? dtype : c->result;
}

static void
check (const Case *c, TnkDtype dtype, TntLayout layout, int64_t out_rows, int64_t out_columns,
       const double *expected)
{
  const int64_t sizes[] = { 3, 4 }, out_sizes[] = { out_rows, out_columns };
  g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, layout, values);
  g_autoptr (TntArray) out
      = tnt_array_new (result_of (c, dtype), 2, out_sizes, TNT_ROW_MAJOR, NULL);

  g_assert_cmpint (tnk_backend_cpu ()->reduce (c->op, out->array, in->array), ==, TNK_OK);
  tnt_assert_values (out, expected, tnt_tolerance (out->array.dtype));
}

static void
test_every_dtype_and_layout (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
      for (int layout = 0; applies (&cases[i], dtype) && layout < TNT_N_LAYOUTS; layout++)
        {
          check (&cases[i], dtype, layout, 1, 1, &cases[i].all);
          check (&cases[i], dtype, layout, 3, 1, cases[i].rows);
          check (&cases[i], dtype, layout, 1, 4, cases[i].columns);
        }
}

static void
test_empty_fold (void)
{
  static const struct
  {
    TnkReduce op;
    TnkDtype result;
    double identity;
  } identities[] = { { TNK_REDUCE_SUM, TNK_FLOAT32, 0 },
                     { TNK_REDUCE_PROD, TNK_FLOAT32, 1 },
                     { TNK_REDUCE_ANY, TNK_BOOL, 0 },
                     { TNK_REDUCE_ALL, TNK_BOOL, 1 },
                     { TNK_REDUCE_COUNT_NONZERO, TNK_INT64, 0 },
                     { TNK_REDUCE_NORM2, TNK_FLOAT32, 0 },
                     { TNK_REDUCE_M2, TNK_FLOAT32, 0 } };
  const int64_t sizes[] = { 2, 0 }, out_sizes[] = { 2, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      const double expected[] = { identities[i].identity, identities[i].identity };
      g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) out
          = tnt_array_new (identities[i].result, 2, out_sizes, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->reduce (identities[i].op, out->array, in->array);
      tnt_assert_values (out, expected, 0);
    }
}

static void
test_nan_wins (void)
{
  const int64_t n = 40, one = 1;
  double x[40];
  static const struct
  {
    TnkReduce op;
    TnkDtype result;
    double expected;
  } expectations[] = { { TNK_REDUCE_MIN, TNK_FLOAT32, NAN },
                       { TNK_REDUCE_MAX, TNK_FLOAT32, NAN },
                       { TNK_REDUCE_ARGMIN, TNK_INT64, 21 },
                       { TNK_REDUCE_ARGMAX, TNK_INT64, 21 },
                       { TNK_REDUCE_SUM, TNK_FLOAT32, NAN } };

  for (int i = 0; i < 40; i++)
    x[i] = i == 21 || i == 30 ? NAN : i;
  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    {
      g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 1, &n, TNT_ROW_MAJOR, x);
      g_autoptr (TntArray) out
          = tnt_array_new (expectations[i].result, 1, &one, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->reduce (expectations[i].op, out->array, in->array);
      tnt_assert_values (out, &expectations[i].expected, 0);
    }
}

static void
test_first_of_equals (void)
{
  const int64_t n = 40, one = 1;
  const double expected = 0, zeros[40] = { 0 };
  g_autoptr (TntArray) in = tnt_array_new (TNK_INT32, 1, &n, TNT_ROW_MAJOR, zeros);
  g_autoptr (TntArray) out = tnt_array_new (TNK_INT64, 1, &one, TNT_ROW_MAJOR, NULL);

  tnk_backend_cpu ()->reduce (TNK_REDUCE_ARGMAX, out->array, in->array);
  tnt_assert_values (out, &expected, 0);
}

/* A running float32 sum of ten million 0.1 would end at 1087937. Expected: PyTorch 2.15.0 with as
 * many threads, torch.full ((10000000,), 0.1).sum (). */
static void
test_long_sum_is_pytorchs (void)
{
  static const float expected[] = { 999999.4375f, 999999.5625f, 999999.875f };
  const int64_t n = 10000000;
  g_autofree float *x = g_new (float, n);
  float sum = 0;
  const int64_t one = 1;
  const TnkArray in = { x, TNK_FLOAT32, 1, &n, &one };
  const TnkArray out = { &sum, TNK_FLOAT32, 1, &one, &one };

  for (int64_t i = 0; i < n; i++)
    x[i] = 0.1f;
  for (int threads = 1; threads <= 3; threads++)
    {
      tnk_set_n_threads (threads);
      tnk_backend_cpu ()->reduce (TNK_REDUCE_SUM, out, in);
      g_assert_cmpfloat (sum, ==, expected[threads - 1]);
    }
  tnk_set_n_threads (0);
}

/* Known by formula: rows of i + j in a matrix large enough for threads and blocks of rows. */
static void
test_large_matrix (void)
{
  const int64_t M = 700, N = 301, sizes[] = { 700, 301 };
  const int64_t row_sizes[] = { 700, 1 }, column_sizes[] = { 1, 301 };
  g_autofree double *x = g_new (double, M * N);
  g_autofree double *rows = g_new0 (double, M);
  g_autofree double *columns = g_new0 (double, N);

  for (int64_t i = 0; i < M; i++)
    for (int64_t j = 0; j < N; j++)
      x[i * N + j] = (double) (i + j);
  for (int64_t i = 0; i < M; i++)
    rows[i] = (double) (N * i + N * (N - 1) / 2);
  for (int64_t j = 0; j < N; j++)
    columns[j] = (double) (M * j + M * (M - 1) / 2);
  for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
    {
      g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 2, sizes, layout, x);
      g_autoptr (TntArray) by_row = tnt_array_new (TNK_FLOAT32, 2, row_sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) by_column
          = tnt_array_new (TNK_FLOAT32, 2, column_sizes, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->reduce (TNK_REDUCE_SUM, by_row->array, in->array);
      tnk_backend_cpu ()->reduce (TNK_REDUCE_SUM, by_column->array, in->array);
      tnt_assert_values (by_row, rows, 0);
      tnt_assert_values (by_column, columns, 0);
    }
}

/* 1e8 + {0, 1, 2}: the textbook formula for the squared distances loses every digit in float32. */
static void
test_m2_keeps_digits (void)
{
  const int64_t n = 3, one = 1;
  const double x[] = { 1e8, 1e8 + 1, 1e8 + 2 }, expected = 2;
  g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT64, 1, &n, TNT_ROW_MAJOR, x);
  g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT64, 1, &one, TNT_ROW_MAJOR, NULL);

  tnk_backend_cpu ()->reduce (TNK_REDUCE_M2, out->array, in->array);
  tnt_assert_values (out, &expected, 0);
}

static void
test_zero_dims (void)
{
  const double x = 5;
  g_autoptr (TntArray) in = tnt_array_new (TNK_INT64, 0, NULL, TNT_ROW_MAJOR, &x);
  g_autoptr (TntArray) out = tnt_array_new (TNK_INT64, 0, NULL, TNT_ROW_MAJOR, NULL);

  tnk_backend_cpu ()->reduce (TNK_REDUCE_SUM, out->array, in->array);
  tnt_assert_values (out, &x, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/reduce/every-dtype-and-layout", test_every_dtype_and_layout);
  g_test_add_func ("/kernels/reduce/empty-fold-gives-identity", test_empty_fold);
  g_test_add_func ("/kernels/reduce/nan-wins", test_nan_wins);
  g_test_add_func ("/kernels/reduce/first-of-equals-wins", test_first_of_equals);
  g_test_add_func ("/kernels/reduce/long-sum-is-pytorchs", test_long_sum_is_pytorchs);
  g_test_add_func ("/kernels/reduce/large-matrix-by-formula", test_large_matrix);
  g_test_add_func ("/kernels/reduce/m2-keeps-digits", test_m2_keeps_digits);
  g_test_add_func ("/kernels/reduce/zero-dims", test_zero_dims);
  return g_test_run ();
}
