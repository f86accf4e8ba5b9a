/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Small systems solved by hand, in each of LAPACK's types. Matrices stand column by column. */

#include "kernels/lapack.h"
#include "tests/kernels/arrays.h"

/* Batches of 2 × 2 matrices, or of n_cols columns. */
static TntArray *
new_columns (TnkDtype dtype, int64_t n_batches, int64_t n_cols, const double *values)
{
  const int64_t sizes[] = { n_batches, n_cols, 2 };

  return tnt_array_new (dtype, 3, sizes, TNT_ROW_MAJOR, values);
}

static TnkMatrices
matrices (const TntArray *columns)
{
  return (TnkMatrices){ columns->array.data, columns->array.dtype, columns->sizes[0], 2,
                        columns->sizes[1] };
}

#define FOR_EACH_TYPE(dtype)                                                                       \
  for (TnkDtype dtype = TNK_FLOAT32; dtype <= TNK_COMPLEX128; dtype++)

/* [0 2; 1 3] · [1; 2] = [4; 7], which needs an exchange; a matrix of zeros has no first pivot. */
static void
test_lu (void)
{
  const double values[] = { 0, 1, 2, 3, 0, 0, 0, 0 }, right[] = { 4, 7 }, solution[] = { 1, 2 };

  FOR_EACH_TYPE (dtype)
  {
    g_autoptr (TntArray) a = new_columns (dtype, 2, 2, values);
    g_autoptr (TntArray) b = new_columns (dtype, 1, 1, right);
    TnkMatrices first = matrices (a);
    int32_t pivots[4], info[2];

    g_assert_cmpint (tnk_lapack_getrf (matrices (a), pivots, info), ==, TNK_OK);
    g_assert_cmpint (info[0], ==, 0);
    g_assert_cmpint (info[1], ==, 1);
    g_assert_cmpint (pivots[0], ==, 2);
    first.n_batches = 1;
    g_assert_cmpint (tnk_lapack_getrs ('N', first, pivots, matrices (b)), ==, TNK_OK);
    tnt_assert_values (b, solution, tnt_tolerance (dtype));
  }
}

/* [4 2; 2 5] = L · Lᵀ with L = [2 0; 1 2]; [1 2; 2 1] is not definite from its second row on. */
static void
test_cholesky (void)
{
  const double values[] = { 4, 2, 2, 5, 1, 2, 2, 1 }, right[] = { 8, 12 }, solution[] = { 1, 2 };
  const double first_column[] = { 2, 1 };

  FOR_EACH_TYPE (dtype)
  {
    g_autoptr (TntArray) a = new_columns (dtype, 2, 2, values);
    g_autoptr (TntArray) b = new_columns (dtype, 1, 1, right);
    TnkMatrices first = matrices (a);
    int32_t info[2];

    g_assert_cmpint (tnk_lapack_potrf (false, matrices (a), info), ==, TNK_OK);
    g_assert_cmpint (info[0], ==, 0);
    g_assert_cmpint (info[1], ==, 2);
    g_assert_true (tnt_is_close (tnt_array_get (a, 0), first_column[0], tnt_tolerance (dtype)));
    g_assert_true (tnt_is_close (tnt_array_get (a, 1), first_column[1], tnt_tolerance (dtype)));
    first.n_batches = 1;
    g_assert_cmpint (tnk_lapack_potrs (false, first, matrices (b)), ==, TNK_OK);
    tnt_assert_values (b, solution, 4 * tnt_tolerance (dtype));
    g_assert_cmpint (tnk_lapack_potri (false, first, info), ==, TNK_OK);
    g_assert_true (tnt_is_close (tnt_array_get (a, 3), 0.25, 4 * tnt_tolerance (dtype)));
  }
}

/* [2 1; 0 4] · [1; 2] = [4; 8]; what stands below the diagonal is not read. */
static void
test_triangle (void)
{
  const double values[] = { 2, 9, 1, 4 }, right[] = { 4, 8 }, solution[] = { 1, 2 };
  const TnkTriangle upper = { .is_left = true, .is_upper = true, .op = 'N' };

  FOR_EACH_TYPE (dtype)
  {
    g_autoptr (TntArray) a = new_columns (dtype, 1, 2, values);
    g_autoptr (TntArray) b = new_columns (dtype, 1, 1, right);

    g_assert_cmpint (tnk_lapack_trsm (upper, matrices (a), matrices (b)), ==, TNK_OK);
    tnt_assert_values (b, solution, tnt_tolerance (dtype));
  }
}

/* The first column [3; 4] has length 5, and Q · R gives the matrix back. */
static void
test_qr (void)
{
  const double values[] = { 3, 4, 1, 2 };

  FOR_EACH_TYPE (dtype)
  {
    g_autoptr (TntArray) a = new_columns (dtype, 1, 2, values);
    g_autoptr (TntArray) r = new_columns (dtype, 1, 2, (const double[]){ 0, 0, 0, 0 });
    g_autoptr (TntArray) tau = new_columns (dtype, 1, 1, NULL);
    const double rtol = 8 * tnt_tolerance (dtype);

    g_assert_cmpint (tnk_lapack_geqrf (matrices (a), tau->array.data), ==, TNK_OK);
    g_assert_true (tnt_is_close (ABS (tnt_array_get (a, 0)), 5, rtol));
    tnt_array_set_complex (r, 0, tnt_array_get (a, 0), 0);
    tnt_array_set_complex (r, 2, tnt_array_get (a, 2), 0);
    tnt_array_set_complex (r, 3, tnt_array_get (a, 3), 0);
    g_assert_cmpint (
        tnk_lapack_ormqr (true, 'N', matrices (a), 2, tau->array.data, matrices (r)), ==, TNK_OK);
    tnt_assert_values (r, values, rtol);
    g_assert_cmpint (tnk_lapack_orgqr (matrices (a), 2, tau->array.data), ==, TNK_OK);
    g_assert_true (tnt_is_close (ABS (tnt_array_get (a, 0)), 0.6, rtol));
    g_assert_true (tnt_is_close (ABS (tnt_array_get (a, 1)), 0.8, rtol));
  }
}

/* [0 1; 1 0] is symmetric and not definite. */
static void
test_ldl (void)
{
  const double values[] = { 0, 1, 1, 0 }, right[] = { 2, 3 }, solution[] = { 3, 2 };

  FOR_EACH_TYPE (dtype)
  for (int is_hermitian = 0; is_hermitian < 2; is_hermitian++)
    {
      g_autoptr (TntArray) a = new_columns (dtype, 1, 2, values);
      g_autoptr (TntArray) b = new_columns (dtype, 1, 1, right);
      int32_t pivots[2], info;

      g_assert_cmpint (tnk_lapack_sytrf (is_hermitian, matrices (a), pivots, &info), ==, TNK_OK);
      g_assert_cmpint (info, ==, 0);
      g_assert_cmpint (tnk_lapack_sytrs (is_hermitian, matrices (a), pivots, matrices (b)), ==,
                       TNK_OK);
      tnt_assert_values (b, solution, tnt_tolerance (dtype));
    }
}

static void
test_other_types_are_refused (void)
{
  for (TnkDtype dtype = TNK_BOOL; dtype < TNK_FLOAT32; dtype++)
    {
      g_autoptr (TntArray) a = new_columns (dtype, 1, 2, NULL);
      int32_t info;

      g_assert_cmpint (tnk_lapack_potrf (true, matrices (a), &info), ==, TNK_UNSUPPORTED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/lapack/lu/exchanges-rows", test_lu);
  g_test_add_func ("/kernels/lapack/cholesky/says-where-it-breaks-off", test_cholesky);
  g_test_add_func ("/kernels/lapack/triangle/reads-one-half", test_triangle);
  g_test_add_func ("/kernels/lapack/qr/gives-the-matrix-back", test_qr);
  g_test_add_func ("/kernels/lapack/ldl/needs-no-definite-matrix", test_ldl);
  g_test_add_func ("/kernels/lapack/refuses-other-types", test_other_types_are_refused);
  return g_test_run ();
}
