/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Least squares, by LAPACK's four drivers. */

#include "kernels/cpu/lapack.h"

#include <string.h>

TNK_LAPACK_ROUTINE (gels, gels, gels,
                    (TnkLetter op, TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda,
                     void *b, TnkCount ldb, void *work, TnkCount n_work, int *info, size_t))
TNK_LAPACK_REAL_ROUTINE (real_gelsy, gelsy,
                         (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                          TnkCount ldb, int *pivots, const void *rcond, int *rank, void *work,
                          TnkCount n_work, int *info))
TNK_LAPACK_COMPLEX_ROUTINE (complex_gelsy, gelsy,
                            (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                             TnkCount ldb, int *pivots, const void *rcond, int *rank, void *work,
                             TnkCount n_work, void *real_work, int *info))
TNK_LAPACK_REAL_ROUTINE (real_gelsd, gelsd,
                         (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                          TnkCount ldb, void *s, const void *rcond, int *rank, void *work,
                          TnkCount n_work, int *int_work, int *info))
TNK_LAPACK_COMPLEX_ROUTINE (complex_gelsd, gelsd,
                            (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                             TnkCount ldb, void *s, const void *rcond, int *rank, void *work,
                             TnkCount n_work, void *real_work, int *int_work, int *info))
TNK_LAPACK_REAL_ROUTINE (real_gelss, gelss,
                         (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                          TnkCount ldb, void *s, const void *rcond, int *rank, void *work,
                          TnkCount n_work, int *info))
TNK_LAPACK_COMPLEX_ROUTINE (complex_gelss, gelss,
                            (TnkCount m, TnkCount n, TnkCount n_rhs, void *a, TnkCount lda, void *b,
                             TnkCount ldb, void *s, const void *rcond, int *rank, void *work,
                             TnkCount n_work, void *real_work, int *info))

/**
 * Solver:
 * @rcond_single: rcond as the single precision routines read it
 * @work: of the size the query asked for
 * @real_work: of the complex routines; while asking, the answer
 * @int_work: of gelsd, and the pivots of gelsy; while asking, the answer
 */
typedef struct
{
  const TnkLeastSquares *problem;
  float rcond_single;
  void *work, *real_work;
  int *int_work;
  int n_work;
} Solver;

/* One matrix; @s are its singular values. */
static void
solve (Solver *w, TnkMatrices a, TnkMatrices b, void *s, int *rank, int *info)
{
  const int m = (int) a.n_rows, n = (int) a.n_cols, n_rhs = (int) b.n_cols;
  const int lda = tnk_lapack_leading (m), ldb = tnk_lapack_leading (b.n_rows);
  const bool is_complex = tnk_dtype_is_complex (a.dtype);
  const bool is_single = tnk_lapack_get_real (a.dtype) == TNK_FLOAT32;
  const void *rcond = is_single ? (const void *) &w->rcond_single : &w->problem->rcond;
  const char *driver = w->problem->driver;

  if (strcmp (driver, "gels") == 0)
    gels[a.dtype]("N", &m, &n, &n_rhs, a.data, &lda, b.data, &ldb, w->work, &w->n_work, info, 1);
  else if (strcmp (driver, "gelsy") == 0 && is_complex)
    complex_gelsy[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, w->int_work, rcond, rank,
                           w->work, &w->n_work, w->real_work, info);
  else if (strcmp (driver, "gelsy") == 0)
    real_gelsy[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, w->int_work, rcond, rank,
                        w->work, &w->n_work, info);
  else if (strcmp (driver, "gelsd") == 0 && is_complex)
    complex_gelsd[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, s, rcond, rank, w->work,
                           &w->n_work, w->real_work, w->int_work, info);
  else if (strcmp (driver, "gelsd") == 0)
    real_gelsd[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, s, rcond, rank, w->work,
                        &w->n_work, w->int_work, info);
  else if (is_complex)
    complex_gelss[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, s, rcond, rank, w->work,
                           &w->n_work, w->real_work, info);
  else
    real_gelss[a.dtype](&m, &n, &n_rhs, a.data, &lda, b.data, &ldb, s, rcond, rank, w->work,
                        &w->n_work, info);
}

/* Work memory for @a and @b: what a query says, with what the pages ask for where it says none. */
static bool
solver_init (Solver *w, const TnkLeastSquares *problem, TnkMatrices a, TnkMatrices b)
{
  const TnkDtype real = tnk_lapack_get_real (a.dtype);
  const size_t n_least = 5 * (size_t) (a.n_rows + a.n_cols) + 1;
  TnkComplex128 answer = { 0 }, real_answer = { 0 };
  int int_answer = 0, rank, info;
  size_t n_real, n_int;

  *w = (Solver){ problem, (float) problem->rcond, &answer, &real_answer, &int_answer, -1 };
  solve (w, a, b, problem->s, &rank, &info);
  w->work = tnk_lapack_new_work (&answer, a.dtype, &w->n_work);
  n_real = n_least + (size_t) tnk_lapack_read_size (&real_answer, real);
  n_int = n_least + (size_t) (int_answer > 0 ? int_answer : 0);
  w->real_work = malloc (n_real * tnk_dtype_size (real));
  /* gelsy reads the pivots: 0 leaves a column free to move. */
  w->int_work = calloc (n_int, sizeof (int));
  return w->work != NULL && w->real_work != NULL && w->int_work != NULL;
}

TnkStatus
tnk_lapack_gels (const TnkLeastSquares *problem, TnkMatrices a, TnkMatrices b)
{
  const TnkDtype real = tnk_lapack_get_real (a.dtype);
  const int64_t k = a.n_rows < a.n_cols ? a.n_rows : a.n_cols;
  const bool has_ranks = strcmp (problem->driver, "gels") != 0;
  Solver w;
  bool is_there;
  int rank = 0;

  if (!tnk_lapack_takes (&a) || !tnk_lapack_takes (&b))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  if (a.n_batches == 0)
    return TNK_OK;
  is_there = solver_init (&w, problem, a, b);
  for (int64_t i = 0; i < a.n_batches && is_there; i++)
    {
      TnkMatrices one = a, right = b;

      one.data = tnk_lapack_at (&a, i);
      right.data = tnk_lapack_at (&b, i);
      memset (w.int_work, 0, (size_t) a.n_cols * sizeof (int));
      solve (&w, one, right, tnk_lapack_vector_at (problem->s, real, k, i), &rank,
             problem->info + i);
      if (has_ranks)
        problem->ranks[i] = rank;
    }
  free (w.work);
  free (w.real_work);
  free (w.int_work);
  return is_there ? TNK_OK : TNK_OUT_OF_MEMORY;
}
