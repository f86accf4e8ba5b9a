/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

static void
check (TnkScan op, int dim, const double *expected)
{
  const int64_t sizes[] = { 2, 3 };
  const double values[] = { 1, 2, 3, 4, 2, 1 };

  for (int dtype = TNK_UINT8; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, layout, values);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);

        g_assert_cmpint (tnk_backend_cpu ()->scan (op, out->array, in->array, dim), ==, TNK_OK);
        tnt_assert_values (out, expected, 0);
        tnk_backend_cpu ()->scan (op, in->array, in->array, dim);
        tnt_assert_values (in, expected, 0);
      }
}

static void
test_sums (void)
{
  check (TNK_SCAN_CUMSUM, 0, (const double[]){ 1, 2, 3, 5, 4, 4 });
  check (TNK_SCAN_CUMSUM, 1, (const double[]){ 1, 3, 6, 4, 6, 7 });
}

static void
test_products (void)
{
  check (TNK_SCAN_CUMPROD, 0, (const double[]){ 1, 2, 3, 4, 4, 3 });
  check (TNK_SCAN_CUMPROD, 1, (const double[]){ 1, 2, 6, 4, 8, 8 });
}

/* The error does not build up: element i is (i + 1) times 0.1f, rounded once. */
static void
test_float_sums_in_double (void)
{
  const int64_t n = 100000, one = 1;
  g_autofree float *x = g_new (float, n);
  const TnkArray array = { x, TNK_FLOAT32, 1, &n, &one };

  for (int64_t i = 0; i < n; i++)
    x[i] = 0.1f;
  tnk_backend_cpu ()->scan (TNK_SCAN_CUMSUM, array, array, 0);
  for (int64_t i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (x[i] / ((double) (i + 1) * 0.1f), 1, 1e-7);
}

static void
test_edges (void)
{
  const int64_t sizes[] = { 0, 3 };
  const double x = 5;
  g_autoptr (TntArray) empty = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_ROW_MAJOR, NULL);
  g_autoptr (TntArray) scalar = tnt_array_new (TNK_FLOAT32, 0, NULL, TNT_ROW_MAJOR, &x);

  g_assert_cmpint (tnk_backend_cpu ()->scan (TNK_SCAN_CUMSUM, empty->array, empty->array, 0), ==,
                   TNK_OK);
  tnk_backend_cpu ()->scan (TNK_SCAN_CUMPROD, scalar->array, scalar->array, 0);
  tnt_assert_values (scalar, &x, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/scan/sums-along-each-dim", test_sums);
  g_test_add_func ("/kernels/scan/products-along-each-dim", test_products);
  g_test_add_func ("/kernels/scan/float-sums-in-double", test_float_sums_in_double);
  g_test_add_func ("/kernels/scan/empty-and-0-d", test_edges);
  return g_test_run ();
}
