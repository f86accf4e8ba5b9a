/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <math.h>

static void
test_along_each_dim (void)
{
  const int64_t sizes[] = { 2, 4 };
  const double values[] = { 3, 1, 3, 2, 0, 1, 5, 1 };
  static const struct
  {
    int dim;
    bool descending;
    double values[8], places[8];
  } cases[] = {
    { 1, false, { 1, 2, 3, 3, 0, 1, 1, 5 }, { 1, 3, 0, 2, 0, 1, 3, 2 } },
    { 1, true, { 3, 3, 2, 1, 5, 1, 1, 0 }, { 0, 2, 3, 1, 2, 1, 3, 0 } },
    { 0, false, { 0, 1, 3, 1, 3, 1, 5, 2 }, { 1, 0, 0, 1, 0, 1, 1, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int dtype = TNK_UINT8; dtype <= TNK_FLOAT64; dtype++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        {
          g_autoptr (TntArray) in = tnt_array_new (dtype, 2, sizes, layout, values);
          g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);
          g_autoptr (TntArray) places = tnt_array_new (TNK_INT64, 2, sizes, layout, NULL);

          g_assert_cmpint (tnk_backend_cpu ()->sort (out->array, places->array, in->array,
                                                     cases[i].dim, cases[i].descending),
                           ==, TNK_OK);
          tnt_assert_values (out, cases[i].values, 0);
          tnt_assert_values (places, cases[i].places, 0);
        }
}

static void
test_nan_is_greatest (void)
{
  const int64_t n = 5;
  const double values[] = { 1, NAN, INFINITY, NAN, -INFINITY };
  const double up[] = { 4, 0, 2, 1, 3 }, down[] = { 1, 3, 2, 0, 4 };

  for (int dtype = TNK_FLOAT16; dtype <= TNK_FLOAT64; dtype++)
    {
      g_autoptr (TntArray) in = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, values);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) places = tnt_array_new (TNK_INT64, 1, &n, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->sort (out->array, places->array, in->array, 0, false);
      tnt_assert_values (places, up, 0);
      tnk_backend_cpu ()->sort (out->array, places->array, in->array, 0, true);
      tnt_assert_values (places, down, 0);
    }
}

/* 7919 i mod 10007 visits every residue once (both are prime); in place, many merges. */
static void
test_long_in_place (void)
{
  const int64_t n = 10007, one = 1;
  g_autofree int32_t *x = g_new (int32_t, n);
  g_autofree int64_t *places = g_new (int64_t, n);
  const TnkArray array = { x, TNK_INT32, 1, &n, &one };

  for (int64_t i = 0; i < n; i++)
    x[i] = (int32_t) (7919 * i % n);
  tnk_backend_cpu ()->sort (array, (TnkArray){ places, TNK_INT64, 1, &n, &one }, array, 0, false);
  for (int64_t i = 0; i < n; i++)
    {
      g_assert_cmpint (x[i], ==, i);
      g_assert_cmpint (7919 * places[i] % n, ==, i);
    }
}

static void
test_stable (void)
{
  const int64_t n = 1000;
  g_autofree double *values = g_new (double, n);

  for (int64_t i = 0; i < n; i++)
    values[i] = (double) (i % 3);
  for (int descending = 0; descending < 2; descending++)
    {
      g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 1, &n, TNT_ROW_MAJOR, values);
      g_autoptr (TntArray) places = tnt_array_new (TNK_INT64, 1, &n, TNT_ROW_MAJOR, NULL);

      tnk_backend_cpu ()->sort (in->array, places->array, in->array, 0, descending != 0);
      for (int64_t i = 1; i < n; i++)
        if (tnt_array_get (in, i) == tnt_array_get (in, i - 1))
          g_assert_cmpfloat (tnt_array_get (places, i - 1), <, tnt_array_get (places, i));
    }
}

static void
test_edges (void)
{
  const int64_t sizes[] = { 3, 0 };
  const double x = 5, place = 0;
  g_autoptr (TntArray) empty = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_ROW_MAJOR, NULL);
  g_autoptr (TntArray) none = tnt_array_new (TNK_INT64, 2, sizes, TNT_ROW_MAJOR, NULL);
  g_autoptr (TntArray) scalar = tnt_array_new (TNK_FLOAT32, 0, NULL, TNT_ROW_MAJOR, &x);
  g_autoptr (TntArray) places = tnt_array_new (TNK_INT64, 0, NULL, TNT_ROW_MAJOR, NULL);

  for (int dim = 0; dim < 2; dim++)
    g_assert_cmpint (
        tnk_backend_cpu ()->sort (empty->array, none->array, empty->array, dim, false), ==, TNK_OK);
  tnk_backend_cpu ()->sort (scalar->array, places->array, scalar->array, 0, false);
  tnt_assert_values (scalar, &x, 0);
  tnt_assert_values (places, &place, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/sort/along-each-dim", test_along_each_dim);
  g_test_add_func ("/kernels/sort/nan-is-greatest", test_nan_is_greatest);
  g_test_add_func ("/kernels/sort/long-in-place", test_long_in_place);
  g_test_add_func ("/kernels/sort/equal-elements-keep-their-order", test_stable);
  g_test_add_func ("/kernels/sort/empty-and-0-d", test_edges);
  return g_test_run ();
}
