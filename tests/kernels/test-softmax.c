/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <math.h>

#define N_ROWS 3
#define N_COLUMNS 37 /* more than two whole vectors, and some left over */

static const int64_t sizes[] = { N_ROWS, N_COLUMNS };
/* An element near 1600 has lost its last places before it comes here. */
static const double tolerances[] = { [TNK_FLOAT32] = 2e-4, [TNK_FLOAT64] = 2e-13 };

/* Numbers whose exponentials overflow unless the greatest is taken off first. */
static void
fill (double *values, double shift)
{
  for (int i = 0; i < N_ROWS * N_COLUMNS; i++)
    values[i] = sin (i + shift) * 4 + (i / N_COLUMNS) * 800;
}

static void
expect_softmax (bool is_log, const double *in, double *out)
{
  for (int row = 0; row < N_ROWS; row++)
    {
      const double *x = in + row * N_COLUMNS;
      double total = 0;

      for (int k = 0; k < N_COLUMNS; k++)
        total += exp (x[k] - x[0]);
      for (int k = 0; k < N_COLUMNS; k++)
        out[row * N_COLUMNS + k]
            = is_log ? x[k] - x[0] - log (total) : exp (x[k] - x[0]) / total;
    }
}

/* The definition: the sum over j of g[j] times the derivative of result j at element i. */
static void
expect_gradient (bool is_log, const double *g, const double *y, double *out)
{
  for (int row = 0; row < N_ROWS; row++)
    for (int i = 0; i < N_COLUMNS; i++)
      {
        const int first = row * N_COLUMNS;
        double sum = 0;

        for (int j = 0; j < N_COLUMNS; j++)
          {
            double local = (i == j) - (is_log ? exp (y[first + i]) : y[first + i]);
            sum += g[first + j] * (is_log ? 1 : y[first + j]) * local;
          }
        out[first + i] = sum;
      }
}

static void
test_rows (gconstpointer data)
{
  const bool is_log = GPOINTER_TO_INT (data);
  double in[N_ROWS * N_COLUMNS], y[N_ROWS * N_COLUMNS], g[N_ROWS * N_COLUMNS],
      expected[N_ROWS * N_COLUMNS];

  fill (in, 0);
  fill (g, 2);
  for (int i = 0; i < N_ROWS * N_COLUMNS; i++)
    g[i] -= (i / N_COLUMNS) * 800;
  expect_softmax (is_log, in, y);
  expect_gradient (is_log, g, y, expected);
  for (int dtype = TNK_FLOAT32; dtype <= TNK_FLOAT64; dtype++)
    {
      g_autoptr (TntArray) x = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, in);
      g_autoptr (TntArray) upstream = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, g);
      g_autoptr (TntArray) result = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) gradient = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);

      g_assert_cmpint (tnk_backend_cpu ()->softmax (is_log, result->array, x->array), ==, TNK_OK);
      tnt_assert_values (result, y, tolerances[dtype]);
      g_assert_cmpint (tnk_backend_cpu ()->softmax_backward (is_log, gradient->array,
                                                             upstream->array, result->array),
                       ==, TNK_OK);
      for (int64_t i = 0; i < gradient->n_elems; i++)
        g_assert_cmpfloat_with_epsilon (tnt_array_get (gradient, i), expected[i],
                                        tolerances[dtype]);
    }
}

static void
test_other_types (void)
{
  const double values[N_ROWS * N_COLUMNS] = { 0 };
  g_autoptr (TntArray) x = tnt_array_new (TNK_FLOAT16, 2, sizes, TNT_ROW_MAJOR, values);

  g_assert_cmpint (tnk_backend_cpu ()->softmax (false, x->array, x->array), ==, TNK_UNSUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/kernels/softmax/shares", GINT_TO_POINTER (false), test_rows);
  g_test_add_data_func ("/kernels/softmax/logarithms", GINT_TO_POINTER (true), test_rows);
  g_test_add_func ("/kernels/softmax/refuses-other-types", test_other_types);
  return g_test_run ();
}
