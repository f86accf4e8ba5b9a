/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

static const double source[6] = { 1, 2, 3, 4, 5, 6 };
static const int64_t six = 6, four = 4;

static void
test_take (void)
{
  const int64_t sizes[] = { 2, 3 };
  const double offsets[] = { 5, 0, 0, 3, 1, 2 }, expected[] = { 6, 1, 1, 4, 2, 3 };

  for (int dtype = TNK_UINT8; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) from = tnt_array_new (dtype, 1, &six, TNT_ROW_MAJOR, source);
        g_autoptr (TntArray) at = tnt_array_new (TNK_INT64, 2, sizes, layout, offsets);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);

        tnk_backend_cpu ()->take (out->array, from->array.data, at->array);
        tnt_assert_values (out, expected, 0);
      }
}

static void
test_put (void)
{
  const double offsets[] = { 2, 0, 2, 5 }, values[] = { 10, 20, 30, 40 };
  const double stored[] = { 20, 2, 30, 4, 5, 40 }, added[] = { 21, 2, 43, 4, 5, 46 };

  for (int dtype = TNK_UINT8; dtype < TNK_N_DTYPES; dtype++)
    {
      g_autoptr (TntArray) to = tnt_array_new (dtype, 1, &six, TNT_ROW_MAJOR, source);
      g_autoptr (TntArray) sum = tnt_array_new (dtype, 1, &six, TNT_ROW_MAJOR, source);
      g_autoptr (TntArray) at = tnt_array_new (TNK_INT64, 1, &four, TNT_STEPPED, offsets);
      g_autoptr (TntArray) in = tnt_array_new (dtype, 1, &four, TNT_ROW_MAJOR, values);

      tnk_backend_cpu ()->put (to->array.data, at->array, in->array, false);
      tnt_assert_values (to, stored, 0);
      tnk_backend_cpu ()->put (sum->array.data, at->array, in->array, true);
      tnt_assert_values (sum, added, 0);
    }
}

/* The last element in row-major order of the offsets, not of memory. */
static void
test_put_order (void)
{
  const int64_t sizes[] = { 2, 2 }, one = 1;
  const double offsets[4] = { 0 }, values[] = { 1, 2, 3, 4 }, expected = 4;
  g_autoptr (TntArray) to = tnt_array_new (TNK_FLOAT32, 1, &one, TNT_ROW_MAJOR, NULL);
  g_autoptr (TntArray) at = tnt_array_new (TNK_INT64, 2, sizes, TNT_TRANSPOSED, offsets);
  g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_TRANSPOSED, values);

  tnk_backend_cpu ()->put (to->array.data, at->array, in->array, false);
  tnt_assert_values (to, &expected, 0);
}

static void
test_nonzero (void)
{
  const int64_t sizes[] = { 2, 3 }, out_sizes[] = { 3, 2 };
  const double values[] = { 0, 1, 0, 1, 0, 1 }, expected[] = { 0, 1, 1, 0, 1, 2 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, layout, values);
        g_autoptr (TntArray) out = tnt_array_new (TNK_INT64, 2, out_sizes, TNT_ROW_MAJOR, NULL);

        tnk_backend_cpu ()->nonzero (out->array, in->array);
        tnt_assert_values (out, expected, 0);
      }
}

static void
test_nonzero_of_long_array (void)
{
  const int64_t n = 100000, out_sizes[] = { 50000, 1 };
  g_autofree double *values = g_new (double, n);
  g_autofree double *expected = g_new (double, n / 2);

  for (int64_t i = 0; i < n; i++)
    values[i] = (double) (i % 2);
  for (int64_t i = 0; i < n / 2; i++)
    expected[i] = (double) (2 * i + 1);
  g_autoptr (TntArray) in = tnt_array_new (TNK_INT8, 1, &n, TNT_STEPPED, values);
  g_autoptr (TntArray) out = tnt_array_new (TNK_INT64, 2, out_sizes, TNT_ROW_MAJOR, NULL);
  tnk_backend_cpu ()->nonzero (out->array, in->array);
  tnt_assert_values (out, expected, 0);
}

static void
test_arange (void)
{
  const int64_t n = 600;
  double whole[600], real[600];

  for (int i = 0; i < 600; i++)
    {
      whole[i] = 3 + 2 * i;
      real[i] = 0.5 + 0.25 * i;
    }
  for (int dtype = TNK_INT16; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) out = tnt_array_new (dtype, 1, &n, layout, NULL);
        double rtol = dtype == TNK_BFLOAT16 ? tnt_tolerance (dtype) : 0;

        tnk_backend_cpu ()->arange (out->array, (TnkScalar){ .kind = TNK_SCALAR_INT, .i = 3 },
                                    (TnkScalar){ .kind = TNK_SCALAR_INT, .i = 2 });
        tnt_assert_values (out, whole, rtol);
        if (tnk_dtype_is_integral (dtype))
          continue;
        tnk_backend_cpu ()->arange (out->array, (TnkScalar){ .kind = TNK_SCALAR_FLOAT, .re = 0.5 },
                                    (TnkScalar){ .kind = TNK_SCALAR_FLOAT, .re = 0.25 });
        tnt_assert_values (out, real, rtol);
      }
}

/* float64 cannot count past 2^53. */
static void
test_arange_is_exact_in_int64 (void)
{
  int64_t out[3];
  const int64_t n = 3, one = 1;

  tnk_backend_cpu ()->arange ((TnkArray){ out, TNK_INT64, 1, &n, &one },
                              (TnkScalar){ .kind = TNK_SCALAR_INT, .i = INT64_MAX - 2 },
                              (TnkScalar){ .kind = TNK_SCALAR_INT, .i = 1 });
  g_assert_cmpint (out[0], ==, INT64_MAX - 2);
  g_assert_cmpint (out[2], ==, INT64_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/index/take-reads-at-offsets", test_take);
  g_test_add_func ("/kernels/index/put-stores-or-adds", test_put);
  g_test_add_func ("/kernels/index/put-goes-row-major", test_put_order);
  g_test_add_func ("/kernels/index/nonzero-gives-coordinates", test_nonzero);
  g_test_add_func ("/kernels/index/nonzero-of-long-array", test_nonzero_of_long_array);
  g_test_add_func ("/kernels/index/arange-counts", test_arange);
  g_test_add_func ("/kernels/index/arange-is-exact-in-int64", test_arange_is_exact_in_int64);
  return g_test_run ();
}
