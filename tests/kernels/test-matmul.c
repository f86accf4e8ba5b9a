/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

/* [2, 2, 3] x [2, 3, 2] */
static const double a_values[12] = { 1, 2, 3, 4, 5, 6, 1, 0, 2, 0, 3, 1 };
static const double b_values[12] = { 1, 2, 3, 4, 5, 6, 2, 1, 0, 1, 3, 2 };
static const double products[8] = { 22, 28, 49, 64, 8, 5, 3, 5 };

static void
test_every_dtype_and_layout (void)
{
  const int64_t a_sizes[] = { 2, 2, 3 }, b_sizes[] = { 2, 3, 2 }, sizes[] = { 2, 2, 2 };
  const double truth[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < 27; layout++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 3, a_sizes, layout % 3, a_values);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 3, b_sizes, layout / 3 % 3, b_values);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 3, sizes, layout / 9, NULL);

        g_assert_cmpint (tnk_backend_cpu ()->matmul (out->array, a->array, b->array), ==, TNK_OK);
        tnt_assert_values (out, dtype == TNK_BOOL ? truth : products, 0);
      }
}

/* A batch of transposed matrices: the strides BLAS takes without a copy. */
static void
test_batch_of_transposed (void)
{
  const int64_t a_sizes[] = { 2, 3, 2 }, b_sizes[] = { 2, 3, 2 }, sizes[] = { 2, 2, 2 };
  const int64_t swapped_sizes[] = { 2, 2, 3 }, swapped_strides[] = { 6, 1, 2 };
  const double a_transposed[12] = { 1, 4, 2, 5, 3, 6, 1, 0, 0, 3, 2, 1 };
  g_autoptr (TntArray) a = tnt_array_new (TNK_FLOAT32, 3, a_sizes, TNT_ROW_MAJOR, a_transposed);
  g_autoptr (TntArray) b = tnt_array_new (TNK_FLOAT32, 3, b_sizes, TNT_ROW_MAJOR, b_values);
  g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT32, 3, sizes, TNT_ROW_MAJOR, NULL);

  a->array.sizes = swapped_sizes;
  a->array.strides = swapped_strides;
  tnk_backend_cpu ()->matmul (out->array, a->array, b->array);
  tnt_assert_values (out, products, 0);
}

static void
test_broadcast_batch (void)
{
  const int64_t a_sizes[] = { 1, 2, 3 }, b_sizes[] = { 2, 3, 2 }, sizes[] = { 2, 2, 2 };
  const double expected[8] = { 22, 28, 49, 64, 11, 9, 26, 21 };
  g_autoptr (TntArray) a = tnt_array_new (TNK_FLOAT64, 3, a_sizes, TNT_ROW_MAJOR, a_values);
  g_autoptr (TntArray) b = tnt_array_new (TNK_FLOAT64, 3, b_sizes, TNT_ROW_MAJOR, b_values);
  g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT64, 3, sizes, TNT_ROW_MAJOR, NULL);
  int64_t wide_sizes[4], wide_strides[4];

  tnk_backend_cpu ()->matmul (out->array, tnt_array_expand (a, 0, 2, wide_sizes, wide_strides),
                              b->array);
  tnt_assert_values (out, expected, 0);
}

/* An outer product of expanded vectors: strides of 0 in both matrices. */
static void
test_expanded_matrices (void)
{
  const int64_t sizes[] = { 1, 3, 3 }, strides[] = { 0, 1, 0 };
  const float x[] = { 1, 2, 3 };
  const double expected[] = { 6, 6, 6, 12, 12, 12, 18, 18, 18 };
  const TnkArray a = { (void *) x, TNK_FLOAT32, 3, sizes, strides };
  const float ones = 2;
  const int64_t zero_strides[] = { 0, 0, 0 };
  const TnkArray b = { (void *) &ones, TNK_FLOAT32, 3, sizes, zero_strides };
  g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT32, 3, sizes, TNT_ROW_MAJOR, NULL);

  tnk_backend_cpu ()->matmul (out->array, a, b);
  tnt_assert_values (out, expected, 0);
}

/* (i + j) summed against ones: rows of K i + K (K - 1) / 2. */
static void
test_large_by_formula (void)
{
  const int64_t M = 130, K = 257, N = 66;
  const int64_t a_sizes[] = { 1, 130, 257 }, b_sizes[] = { 1, 257, 66 }, sizes[] = { 1, 130, 66 };
  g_autofree double *a_large = g_new (double, M * K);
  g_autofree double *ones = g_new (double, K * N);
  g_autofree double *expected = g_new (double, M * N);
  static const TnkDtype dtypes[] = { TNK_INT32, TNK_INT64, TNK_FLOAT32, TNK_FLOAT64,
                                     TNK_COMPLEX64 };

  for (int64_t i = 0; i < M * K; i++)
    a_large[i] = (double) (i / K + i % K);
  for (int64_t i = 0; i < K * N; i++)
    ones[i] = 1;
  for (int64_t i = 0; i < M * N; i++)
    expected[i] = (double) (K * (i / N) + K * (K - 1) / 2);
  for (guint d = 0; d < G_N_ELEMENTS (dtypes); d++)
    {
      g_autoptr (TntArray) a = tnt_array_new (dtypes[d], 3, a_sizes, TNT_TRANSPOSED, a_large);
      g_autoptr (TntArray) b = tnt_array_new (dtypes[d], 3, b_sizes, TNT_ROW_MAJOR, ones);
      g_autoptr (TntArray) out = tnt_array_new (dtypes[d], 3, sizes, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->matmul (out->array, a->array, b->array);
      tnt_assert_values (out, expected, 0);
    }
}

/* More than one tile each way and an odd number of products, which halves are exact for. */
static void
test_halves_in_every_layout (void)
{
  const int64_t M = 29, K = 7, N = 75;
  const int64_t a_sizes[] = { 1, 29, 7 }, b_sizes[] = { 1, 7, 75 }, sizes[] = { 1, 29, 75 };
  double left[29 * 7], right[7 * 75], expected[29 * 75] = { 0 };

  for (int64_t i = 0; i < M * K; i++)
    left[i] = (double) (i % 5) - 2;
  for (int64_t i = 0; i < K * N; i++)
    right[i] = (double) (i % 11) - 5;
  for (int64_t i = 0; i < M * K * N; i++)
    expected[i / (K * N) * N + i % N] += left[i / N] * right[i / N % K * N + i % N];
  for (int layout = 0; layout < 27; layout++)
    for (int dtype = TNK_FLOAT16; dtype <= TNK_BFLOAT16; dtype++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 3, a_sizes, layout % 3, left);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 3, b_sizes, layout / 3 % 3, right);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 3, sizes, layout / 9, NULL);

        g_assert_cmpint (tnk_backend_cpu ()->matmul (out->array, a->array, b->array), ==, TNK_OK);
        tnt_assert_values (out, expected, 0);
      }
}

static void
test_complex_is_not_conjugated (void)
{
  const int64_t sizes[] = { 1, 1, 1 };
  g_autoptr (TntArray) a = tnt_array_new (TNK_COMPLEX128, 3, sizes, TNT_ROW_MAJOR, NULL);
  g_autoptr (TntArray) out = tnt_array_new (TNK_COMPLEX128, 3, sizes, TNT_ROW_MAJOR, NULL);

  tnt_array_set_complex (a, 0, 0, 1);
  tnk_backend_cpu ()->matmul (out->array, a->array, a->array);
  g_assert_cmpfloat (tnt_array_get (out, 0), ==, -1);
  g_assert_cmpfloat (tnt_array_get_imag (out, 0), ==, 0);
}

static void
test_nothing_to_add (void)
{
  const int64_t a_sizes[] = { 2, 2, 0 }, b_sizes[] = { 2, 0, 2 }, sizes[] = { 2, 2, 2 };
  const double zeros[8] = { 0 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    {
      g_autoptr (TntArray) a = tnt_array_new (dtype, 3, a_sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) b = tnt_array_new (dtype, 3, b_sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 3, sizes, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->matmul (out->array, a->array, b->array);
      tnt_assert_values (out, zeros, 0);
      g_assert_cmpint (tnk_backend_cpu ()->matmul (a->array, out->array, a->array), ==, TNK_OK);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/matmul/every-dtype-and-layout", test_every_dtype_and_layout);
  g_test_add_func ("/kernels/matmul/batch-of-transposed", test_batch_of_transposed);
  g_test_add_func ("/kernels/matmul/broadcast-batch", test_broadcast_batch);
  g_test_add_func ("/kernels/matmul/expanded-matrices", test_expanded_matrices);
  g_test_add_func ("/kernels/matmul/large-by-formula", test_large_by_formula);
  g_test_add_func ("/kernels/matmul/halves-in-every-layout", test_halves_in_every_layout);
  g_test_add_func ("/kernels/matmul/complex-is-not-conjugated", test_complex_is_not_conjugated);
  g_test_add_func ("/kernels/matmul/nothing-to-add-gives-zeros", test_nothing_to_add);
  return g_test_run ();
}
