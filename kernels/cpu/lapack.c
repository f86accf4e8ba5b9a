/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Factorizations of dense matrices and what is solved with them: LU, Cholesky, triangles, QR, LDL.
 * The signatures are those of LAPACK's reference, https://www.netlib.org/lapack. */

#include "kernels/cpu/lapack.h"

#include <cblas.h>
#include <math.h>

typedef TnkLetter Letter;
typedef TnkCount Size;

static int
lesser_of (int64_t a, int64_t b)
{
  return (int) (a < b ? a : b);
}

/* ---- threads ---- */

/* Elements of a matrix from which OpenBLAS gains by its threads. */
#define MANY_ELEMENTS 16384

int
tnk_lapack_limit_threads (const TnkMatrices *a)
{
  const int n_threads = openblas_get_num_threads ();

  if (n_threads == 1 || a->n_rows * a->n_cols >= MANY_ELEMENTS)
    return 0;
  openblas_set_num_threads (1);
  return n_threads;
}

void
tnk_lapack_restore_threads (const int *n_threads)
{
  if (*n_threads > 0)
    openblas_set_num_threads (*n_threads);
}

/* ---- LU ---- */

TNK_LAPACK_ROUTINE (getrf, getrf, getrf,
                    (Size m, Size n, void *a, Size lda, int *pivots, int *info))
TNK_LAPACK_ROUTINE (getrs, getrs, getrs,
                    (Letter op, Size n, Size n_rhs, const void *lu, Size lda, const int *pivots,
                     void *b, Size ldb, int *info, size_t))

TnkStatus
tnk_lapack_getrf (TnkMatrices a, int32_t *pivots, int32_t *info)
{
  const int m = (int) a.n_rows, n = (int) a.n_cols, lda = tnk_lapack_leading (m);

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  for (int64_t b = 0; b < a.n_batches; b++)
    getrf[a.dtype](&m, &n, tnk_lapack_at (&a, b), &lda, pivots + b * lesser_of (m, n), info + b);
  return TNK_OK;
}

TnkStatus
tnk_lapack_getrs (char op, TnkMatrices lu, const int32_t *pivots, TnkMatrices b)
{
  const int n = (int) lu.n_rows, n_rhs = (int) b.n_cols, ld = tnk_lapack_leading (n);
  int info;

  if (!tnk_lapack_takes (&lu) || !tnk_lapack_takes (&b))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&lu);
  for (int64_t k = 0; k < b.n_batches; k++)
    getrs[lu.dtype](&op, &n, &n_rhs, tnk_lapack_at (&lu, k), &ld, pivots + k * n,
                    tnk_lapack_at (&b, k), &ld, &info, 1);
  return TNK_OK;
}

/* ---- Cholesky ---- */

TNK_LAPACK_ROUTINE (potrf, potrf, potrf,
                    (Letter uplo, Size n, void *a, Size lda, int *info, size_t))
TNK_LAPACK_ROUTINE (potrs, potrs, potrs,
                    (Letter uplo, Size n, Size n_rhs, const void *a, Size lda, void *b, Size ldb,
                     int *info, size_t))
TNK_LAPACK_ROUTINE (potri, potri, potri,
                    (Letter uplo, Size n, void *a, Size lda, int *info, size_t))

static const char *
letter_of (bool upper)
{
  return upper ? "U" : "L";
}

/* Row of the first NaN on a diagonal, counted from 1; 0 without one. */
static int
find_nan (const void *matrix, TnkDtype dtype, int n)
{
  const bool is_single = dtype == TNK_FLOAT32 || dtype == TNK_COMPLEX64;
  const int n_parts = tnk_dtype_is_complex (dtype) ? 2 : 1;

  for (int k = 0; k < n; k++)
    {
      const int64_t place = (int64_t) k * (n + 1) * n_parts;

      if (isnan (is_single ? ((const float *) matrix)[place] : ((const double *) matrix)[place]))
        return k + 1;
    }
  return 0;
}

TnkStatus
tnk_lapack_potrf (bool upper, TnkMatrices a, int32_t *info)
{
  const int n = (int) a.n_rows, lda = tnk_lapack_leading (n);

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  for (int64_t b = 0; b < a.n_batches; b++)
    {
      potrf[a.dtype](letter_of (upper), &n, tnk_lapack_at (&a, b), &lda, info + b, 1);
      /* OpenBLAS goes on with a NaN; for LAPACK's reference it is not positive. */
      if (info[b] == 0)
        info[b] = find_nan (tnk_lapack_at (&a, b), a.dtype, n);
    }
  return TNK_OK;
}

TnkStatus
tnk_lapack_potrs (bool upper, TnkMatrices factor, TnkMatrices b)
{
  const int n = (int) factor.n_rows, n_rhs = (int) b.n_cols, ld = tnk_lapack_leading (n);
  int info;

  if (!tnk_lapack_takes (&factor) || !tnk_lapack_takes (&b))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&factor);
  for (int64_t k = 0; k < b.n_batches; k++)
    potrs[b.dtype](letter_of (upper), &n, &n_rhs, tnk_lapack_at (&factor, k), &ld,
                   tnk_lapack_at (&b, k), &ld, &info, 1);
  return TNK_OK;
}

TnkStatus
tnk_lapack_potri (bool upper, TnkMatrices factor, int32_t *info)
{
  const int n = (int) factor.n_rows, lda = tnk_lapack_leading (n);

  if (!tnk_lapack_takes (&factor))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&factor);
  for (int64_t b = 0; b < factor.n_batches; b++)
    potri[factor.dtype](letter_of (upper), &n, tnk_lapack_at (&factor, b), &lda, info + b, 1);
  return TNK_OK;
}

/* ---- triangles ---- */

TNK_LAPACK_ROUTINE (trsm, trsm, trsm,
                    (Letter side, Letter uplo, Letter op, Letter diag, Size m, Size n,
                     const void *alpha, const void *a, Size lda, void *b, Size ldb, size_t, size_t,
                     size_t, size_t))

TnkStatus
tnk_lapack_trsm (TnkTriangle triangle, TnkMatrices a, TnkMatrices b)
{
  static const float one_single[2] = { 1, 0 };
  static const double one_double[2] = { 1, 0 };
  const bool is_single = a.dtype == TNK_FLOAT32 || a.dtype == TNK_COMPLEX64;
  const void *one = is_single ? (const void *) one_single : one_double;
  const int m = (int) b.n_rows, n = (int) b.n_cols;
  const int lda = tnk_lapack_leading (a.n_rows), ldb = tnk_lapack_leading (m);

  if (!tnk_lapack_takes (&a) || !tnk_lapack_takes (&b))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  for (int64_t k = 0; k < b.n_batches; k++)
    trsm[a.dtype](triangle.is_left ? "L" : "R", letter_of (triangle.is_upper), &triangle.op,
                  triangle.is_unit ? "U" : "N", &m, &n, one, tnk_lapack_at (&a, k), &lda,
                  tnk_lapack_at (&b, k), &ldb, 1, 1, 1, 1);
  return TNK_OK;
}

/* ---- QR ---- */

TNK_LAPACK_ROUTINE (geqrf, geqrf, geqrf,
                    (Size m, Size n, void *a, Size lda, void *tau, void *work, Size n_work,
                     int *info))
TNK_LAPACK_ROUTINE (orgqr, orgqr, ungqr,
                    (Size m, Size n, Size k, void *a, Size lda, const void *tau, void *work,
                     Size n_work, int *info))
TNK_LAPACK_ROUTINE (ormqr, ormqr, unmqr,
                    (Letter side, Letter op, Size m, Size n, Size k, const void *a, Size lda,
                     const void *tau, void *c, Size ldc, void *work, Size n_work, int *info, size_t,
                     size_t))

static const int asks_size = -1;

TnkStatus
tnk_lapack_geqrf (TnkMatrices a, void *tau)
{
  const int m = (int) a.n_rows, n = (int) a.n_cols, lda = tnk_lapack_leading (m);
  TnkComplex128 answer = { 0 };
  void *work;
  int info, n_work;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  geqrf[a.dtype](&m, &n, a.data, &lda, tau, &answer, &asks_size, &info);
  work = tnk_lapack_new_work (&answer, a.dtype, &n_work);
  for (int64_t b = 0; b < a.n_batches && work != NULL; b++)
    geqrf[a.dtype](&m, &n, tnk_lapack_at (&a, b), &lda,
                   tnk_lapack_vector_at (tau, a.dtype, lesser_of (m, n), b), work, &n_work, &info);
  free (work);
  return work != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

TnkStatus
tnk_lapack_orgqr (TnkMatrices a, int64_t n_reflectors, const void *tau)
{
  const int m = (int) a.n_rows, n = (int) a.n_cols, lda = tnk_lapack_leading (m);
  const int k = (int) n_reflectors;
  TnkComplex128 answer = { 0 };
  void *work;
  int info, n_work;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  orgqr[a.dtype](&m, &n, &k, a.data, &lda, tau, &answer, &asks_size, &info);
  work = tnk_lapack_new_work (&answer, a.dtype, &n_work);
  for (int64_t b = 0; b < a.n_batches && work != NULL; b++)
    orgqr[a.dtype](&m, &n, &k, tnk_lapack_at (&a, b), &lda,
                   tnk_lapack_vector_at (tau, a.dtype, k, b), work, &n_work, &info);
  free (work);
  return work != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

TnkStatus
tnk_lapack_ormqr (bool is_left, char op, TnkMatrices reflectors, int64_t n_reflectors,
                  const void *tau, TnkMatrices c)
{
  const int m = (int) c.n_rows, n = (int) c.n_cols, k = (int) n_reflectors;
  const int lda = tnk_lapack_leading (reflectors.n_rows), ldc = tnk_lapack_leading (m);
  const char *side = is_left ? "L" : "R";
  /* The real routines know no adjoint. */
  const char real_op = op == 'C' && !tnk_dtype_is_complex (c.dtype) ? 'T' : op;
  TnkComplex128 answer = { 0 };
  void *work;
  int info, n_work;

  if (!tnk_lapack_takes (&reflectors) || !tnk_lapack_takes (&c))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&reflectors);
  ormqr[c.dtype](side, &real_op, &m, &n, &k, reflectors.data, &lda, tau, c.data, &ldc, &answer,
                 &asks_size, &info, 1, 1);
  work = tnk_lapack_new_work (&answer, c.dtype, &n_work);
  for (int64_t b = 0; b < c.n_batches && work != NULL; b++)
    ormqr[c.dtype](side, &real_op, &m, &n, &k, tnk_lapack_at (&reflectors, b), &lda,
                   tnk_lapack_vector_at (tau, c.dtype, k, b), tnk_lapack_at (&c, b), &ldc, work,
                   &n_work, &info, 1, 1);
  free (work);
  return work != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

/* ---- LDL ---- */

TNK_LAPACK_ROUTINE (sytrf, sytrf, sytrf,
                    (Letter uplo, Size n, void *a, Size lda, int *pivots, void *work, Size n_work,
                     int *info, size_t))
TNK_LAPACK_ROUTINE (hetrf, sytrf, hetrf,
                    (Letter uplo, Size n, void *a, Size lda, int *pivots, void *work, Size n_work,
                     int *info, size_t))
TNK_LAPACK_ROUTINE (sytrs, sytrs, sytrs,
                    (Letter uplo, Size n, Size n_rhs, const void *a, Size lda, const int *pivots,
                     void *b, Size ldb, int *info, size_t))
TNK_LAPACK_ROUTINE (hetrs, sytrs, hetrs,
                    (Letter uplo, Size n, Size n_rhs, const void *a, Size lda, const int *pivots,
                     void *b, Size ldb, int *info, size_t))

TnkStatus
tnk_lapack_sytrf (bool is_hermitian, TnkMatrices a, int32_t *pivots, int32_t *info)
{
  const int n = (int) a.n_rows, lda = tnk_lapack_leading (n);
  TnkComplex128 answer = { 0 };
  void *work;
  int n_work;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  sytrf[a.dtype]("L", &n, a.data, &lda, pivots, &answer, &asks_size, &(int){ 0 }, 1);
  work = tnk_lapack_new_work (&answer, a.dtype, &n_work);
  for (int64_t b = 0; b < a.n_batches && work != NULL; b++)
    (is_hermitian ? hetrf : sytrf)[a.dtype]("L", &n, tnk_lapack_at (&a, b), &lda, pivots + b * n,
                                            work, &n_work, info + b, 1);
  free (work);
  return work != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

TnkStatus
tnk_lapack_sytrs (bool is_hermitian, TnkMatrices ldl, const int32_t *pivots, TnkMatrices b)
{
  const int n = (int) ldl.n_rows, n_rhs = (int) b.n_cols, ld = tnk_lapack_leading (n);
  int info;

  if (!tnk_lapack_takes (&ldl) || !tnk_lapack_takes (&b))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&ldl);
  for (int64_t k = 0; k < b.n_batches; k++)
    (is_hermitian ? hetrs : sytrs)[b.dtype]("L", &n, &n_rhs, tnk_lapack_at (&ldl, k), &ld,
                                            pivots + k * n, tnk_lapack_at (&b, k), &ld, &info, 1);
  return TNK_OK;
}
