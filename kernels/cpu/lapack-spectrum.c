/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Singular values, eigenvalues and their vectors. */

#include "kernels/cpu/lapack.h"
#include "kernels/cpu/tridiagonal.h"

#include <string.h>

static const int asks_size = -1;

static int
lesser_of (int64_t a, int64_t b)
{
  return (int) (a < b ? a : b);
}

static double
real_at (TnkDtype dtype, const void *numbers, int64_t k)
{
  return dtype == TNK_FLOAT32 ? ((const float *) numbers)[k] : ((const double *) numbers)[k];
}

static void
write_complex (TnkDtype real, void *numbers, int64_t k, double re, double im)
{
  if (real == TNK_FLOAT32)
    {
      ((float *) numbers)[2 * k] = (float) re;
      ((float *) numbers)[2 * k + 1] = (float) im;
    }
  else
    {
      ((double *) numbers)[2 * k] = re;
      ((double *) numbers)[2 * k + 1] = im;
    }
}

/* ---- singular values ---- */

TNK_LAPACK_REAL_ROUTINE (real_gesdd, gesdd,
                         (TnkLetter job, TnkCount m, TnkCount n, void *a, TnkCount lda, void *s,
                          void *u, TnkCount ldu, void *vh, TnkCount ldvh, void *work,
                          TnkCount n_work, int *int_work, int *info, size_t))
TNK_LAPACK_COMPLEX_ROUTINE (complex_gesdd, gesdd,
                            (TnkLetter job, TnkCount m, TnkCount n, void *a, TnkCount lda, void *s,
                             void *u, TnkCount ldu, void *vh, TnkCount ldvh, void *work,
                             TnkCount n_work, void *real_work, int *int_work, int *info, size_t))

/**
 * Work:
 * @work: what the query asked for; NULL while asking
 * @real_work: of the complex routines
 */
typedef struct
{
  void *work, *real_work;
  int *int_work;
  int n_work;
} Work;

static bool
work_is_there (const Work *w)
{
  return w->work != NULL && w->real_work != NULL && w->int_work != NULL;
}

static void
work_free (Work *w)
{
  free (w->work);
  free (w->real_work);
  free (w->int_work);
}

static void
call_gesdd (
    char job, TnkMatrices a, void *s, TnkMatrices u, TnkMatrices vh, const Work *w, int32_t *info)
{
  const int m = (int) a.n_rows, n = (int) a.n_cols, lda = tnk_lapack_leading (m);
  const int ldu = tnk_lapack_leading (m);
  const int ldvh = tnk_lapack_leading (job == 'S' ? lesser_of (m, n) : n);

  if (tnk_dtype_is_complex (a.dtype))
    complex_gesdd[a.dtype](&job, &m, &n, a.data, &lda, s, u.data, &ldu, vh.data, &ldvh, w->work,
                           &w->n_work, w->real_work, w->int_work, info, 1);
  else
    real_gesdd[a.dtype](&job, &m, &n, a.data, &lda, s, u.data, &ldu, vh.data, &ldvh, w->work,
                        &w->n_work, w->int_work, info, 1);
}

/* The matrix @batch alone; without data stays so. */
static TnkMatrices
pick (TnkMatrices a, int64_t batch)
{
  if (a.data != NULL)
    a.data = tnk_lapack_at (&a, batch);
  return a;
}

TnkStatus
tnk_lapack_gesdd (
    char job, TnkMatrices a, void *s, TnkMatrices u, TnkMatrices vh, int32_t *info)
{
  const size_t k = (size_t) lesser_of (a.n_rows, a.n_cols);
  const size_t greater = (size_t) (a.n_rows > a.n_cols ? a.n_rows : a.n_cols);
  /* The greater of what gesdd's pages give for its jobs. */
  const size_t n_real = 5 * k * k + 7 * k + 2 * greater * k + 2 * k * k + k + 1;
  const TnkDtype real = tnk_lapack_get_real (a.dtype);
  TnkComplex128 answer = { 0 };
  Work w = { &answer, &answer, NULL, asks_size };
  int no_integers = 0;
  bool is_there;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  if (a.n_batches == 0)
    return TNK_OK;
  w.int_work = &no_integers;
  call_gesdd (job, a, s, u, vh, &w, info);
  w.work = tnk_lapack_new_work (&answer, a.dtype, &w.n_work);
  w.real_work = malloc (n_real * tnk_dtype_size (real));
  w.int_work = malloc ((8 * k + 1) * sizeof (int));
  is_there = work_is_there (&w);
  for (int64_t b = 0; b < a.n_batches && is_there; b++)
    call_gesdd (job, pick (a, b), tnk_lapack_vector_at (s, real, (int64_t) k, b), pick (u, b),
                pick (vh, b), &w, info + b);
  work_free (&w);
  return is_there ? TNK_OK : TNK_OUT_OF_MEMORY;
}

/* ---- eigenvalues of symmetric and Hermitian matrices ---- */

TNK_LAPACK_REAL_ROUTINE (real_syevd, syevd,
                         (TnkLetter job, TnkLetter uplo, TnkCount n, void *a, TnkCount lda, void *w,
                          void *work, TnkCount n_work, int *int_work, TnkCount n_int_work,
                          int *info, size_t, size_t))
TNK_LAPACK_COMPLEX_ROUTINE (complex_heevd, heevd,
                            (TnkLetter job, TnkLetter uplo, TnkCount n, void *a, TnkCount lda,
                             void *w, void *work, TnkCount n_work, void *real_work,
                             TnkCount n_real_work, int *int_work, TnkCount n_int_work, int *info,
                             size_t, size_t))

typedef struct
{
  Work w;
  int n_real, n_int;
} EigenWork;

static void
call_syevd (
    bool wants_vectors, bool upper, TnkMatrices a, void *values, const EigenWork *e, int32_t *info)
{
  const int n = (int) a.n_rows, lda = tnk_lapack_leading (n);
  const char *job = wants_vectors ? "V" : "N", *uplo = upper ? "U" : "L";

  if (tnk_dtype_is_complex (a.dtype))
    complex_heevd[a.dtype](job, uplo, &n, a.data, &lda, values, e->w.work, &e->w.n_work,
                           e->w.real_work, &e->n_real, e->w.int_work, &e->n_int, info, 1, 1);
  else
    real_syevd[a.dtype](job, uplo, &n, a.data, &lda, values, e->w.work, &e->w.n_work, e->w.int_work,
                        &e->n_int, info, 1, 1);
}

/* Up to this size syevd would take no halves, but turn the tridiagonal form into the diagonal one
 * as a whole. The signs of the vectors then hang on those of the rotations, which differ between
 * releases of LAPACK: for PyTorch's signs that step is our own. */
#define SMALL 25

TNK_LAPACK_ROUTINE (sytrd, sytrd, hetrd,
                    (TnkLetter uplo, TnkCount n, void *a, TnkCount lda, void *d, void *e, void *tau,
                     void *work, TnkCount n_work, int *info, size_t))
TNK_LAPACK_ROUTINE (ormtr, ormtr, unmtr,
                    (TnkLetter side, TnkLetter uplo, TnkLetter op, TnkCount m, TnkCount n,
                     const void *a, TnkCount lda, const void *tau, void *c, TnkCount ldc,
                     void *work, TnkCount n_work, int *info, size_t, size_t, size_t))

/* Room for one matrix of any type. */
typedef struct
{
  double beside[SMALL], z[SMALL * SMALL];
  TnkComplex128 tau[SMALL], vectors[SMALL * SMALL], work[64 * SMALL];
} SmallWork;

/* @n real numbers as elements of @dtype. */
static void
copy_real (TnkDtype dtype, void *to, const void *from, int n)
{
  const TnkDtype real = tnk_lapack_get_real (dtype);

  if (!tnk_dtype_is_complex (dtype))
    memcpy (to, from, (size_t) n * tnk_dtype_size (real));
  for (int k = 0; k < n && tnk_dtype_is_complex (dtype); k++)
    write_complex (real, to, k, real_at (real, from, k), 0);
}

/* V of the tridiagonal form, then turned back into A's. */
static void
solve_small (bool upper, TnkMatrices a, void *values, SmallWork *w, int *info)
{
  const int n = (int) a.n_rows, n_work = 64 * SMALL;
  const char *uplo = upper ? "U" : "L";

  sytrd[a.dtype](uplo, &n, a.data, &n, values, w->beside, w->tau, w->work, &n_work, info, 1);
  if (!tnk_tridiagonal_solve (tnk_lapack_get_real (a.dtype), n, values, w->beside, w->z))
    {
      *info = 1;
      return;
    }
  copy_real (a.dtype, w->vectors, w->z, n * n);
  ormtr[a.dtype]("L", uplo, "N", &n, &n, a.data, &n, w->tau, w->vectors, &n, w->work, &n_work, info,
                 1, 1, 1);
  memcpy (a.data, w->vectors, (size_t) (n * n) * tnk_dtype_size (a.dtype));
}

static TnkStatus
solve_all_small (bool upper, TnkMatrices a, void *values, int32_t *info)
{
  SmallWork *w = malloc (sizeof *w);

  for (int64_t b = 0; b < a.n_batches && w != NULL; b++)
    solve_small (upper, pick (a, b),
                 tnk_lapack_vector_at (values, tnk_lapack_get_real (a.dtype), a.n_rows, b), w,
                 info + b);
  free (w);
  return w != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

TnkStatus
tnk_lapack_syevd (bool wants_vectors, bool upper, TnkMatrices a, void *w, int32_t *info)
{
  const TnkDtype real = tnk_lapack_get_real (a.dtype);
  TnkComplex128 answer = { 0 }, real_answer = { 0 };
  int n_int = 0;
  EigenWork e = { { &answer, &real_answer, &n_int, asks_size }, asks_size, asks_size };
  bool is_there;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  if (a.n_batches == 0)
    return TNK_OK;
  if (wants_vectors && a.n_rows > 1 && a.n_rows <= SMALL)
    return solve_all_small (upper, a, w, info);
  call_syevd (wants_vectors, upper, a, w, &e, info);
  e.w.work = tnk_lapack_new_work (&answer, a.dtype, &e.w.n_work);
  e.w.real_work = tnk_lapack_new_work (&real_answer, real, &e.n_real);
  e.n_int = n_int < 1 ? 1 : n_int;
  e.w.int_work = malloc ((size_t) e.n_int * sizeof (int));
  is_there = work_is_there (&e.w);
  for (int64_t b = 0; b < a.n_batches && is_there; b++)
    call_syevd (wants_vectors, upper, pick (a, b), tnk_lapack_vector_at (w, real, a.n_rows, b), &e,
                info + b);
  work_free (&e.w);
  return is_there ? TNK_OK : TNK_OUT_OF_MEMORY;
}

/* ---- eigenvalues of any matrices ---- */

TNK_LAPACK_REAL_ROUTINE (real_geev, geev,
                         (TnkLetter left, TnkLetter right, TnkCount n, void *a, TnkCount lda,
                          void *w_re, void *w_im, void *vl, TnkCount ldvl, void *vr, TnkCount ldvr,
                          void *work, TnkCount n_work, int *info, size_t, size_t))
TNK_LAPACK_COMPLEX_ROUTINE (complex_geev, geev,
                            (TnkLetter left, TnkLetter right, TnkCount n, void *a, TnkCount lda,
                             void *w, void *vl, TnkCount ldvl, void *vr, TnkCount ldvr, void *work,
                             TnkCount n_work, void *real_work, int *info, size_t, size_t))

/**
 * GeevWork:
 * @values: n of the real routine's real parts, then n imaginary ones
 * @vectors: n × n of the real routine
 * @work: what the query asked for
 * @real_work: of the complex routine
 */
typedef struct
{
  void *values, *vectors, *work, *real_work;
  int n_work;
} GeevWork;

/* The real routine leaves a pair of conjugate vectors as two columns, real and imaginary part. */
static void
unpack_pairs (TnkDtype real, int64_t n, const GeevWork *w, void *values, void *vectors)
{
  const void *imaginary = (const char *) w->values + (size_t) n * tnk_dtype_size (real);

  for (int64_t j = 0; j < n; j++)
    write_complex (real, values, j, real_at (real, w->values, j), real_at (real, imaginary, j));
  for (int64_t j = 0; j < n && vectors != NULL; j++)
    {
      const bool is_pair = real_at (real, imaginary, j) != 0 && j + 1 < n;

      for (int64_t i = 0; i < n; i++)
        {
          const double re = real_at (real, w->vectors, j * n + i);
          const double im = is_pair ? real_at (real, w->vectors, (j + 1) * n + i) : 0;

          write_complex (real, vectors, j * n + i, re, im);
          if (is_pair)
            write_complex (real, vectors, (j + 1) * n + i, re, -im);
        }
      j += is_pair;
    }
}

static void
call_geev (TnkMatrices a, void *w, void *v, const GeevWork *g, int32_t *info)
{
  const int n = (int) a.n_rows, ld = tnk_lapack_leading (n);
  const char *right = v != NULL ? "V" : "N";

  if (tnk_dtype_is_complex (a.dtype))
    complex_geev[a.dtype]("N", right, &n, a.data, &ld, w, NULL, &ld, v, &ld, g->work, &g->n_work,
                          g->real_work, info, 1, 1);
  else
    real_geev[a.dtype]("N", right, &n, a.data, &ld, g->values,
                       (char *) g->values + (size_t) n * tnk_dtype_size (a.dtype), NULL, &ld,
                       g->vectors, &ld, g->work, &g->n_work, info, 1, 1);
}

TnkStatus
tnk_lapack_geev (TnkMatrices a, void *w, TnkMatrices v, int32_t *info)
{
  const bool is_complex = tnk_dtype_is_complex (a.dtype);
  const bool is_single = tnk_lapack_get_real (a.dtype) == TNK_FLOAT32;
  const TnkDtype complex = is_single ? TNK_COMPLEX64 : TNK_COMPLEX128;
  const size_t n = (size_t) a.n_rows, size = tnk_dtype_size (complex);
  TnkComplex128 answer = { 0 };
  GeevWork g = { .n_work = asks_size };
  bool is_there;

  if (!tnk_lapack_takes (&a))
    return TNK_UNSUPPORTED;
  TNK_LAPACK_LIMIT_THREADS (&a);
  if (a.n_batches == 0 || n == 0)
    return TNK_OK;
  g.values = malloc (n * size);
  g.vectors = malloc (n * n * size);
  g.real_work = malloc (n * size);
  g.work = &answer;
  call_geev (a, w, v.data, &g, info);
  g.work = tnk_lapack_new_work (&answer, a.dtype, &g.n_work);
  is_there = g.values != NULL && g.vectors != NULL && g.real_work != NULL && g.work != NULL;
  for (int64_t b = 0; b < a.n_batches && is_there; b++)
    {
      void *values = tnk_lapack_vector_at (w, complex, a.n_rows, b), *vectors = pick (v, b).data;

      call_geev (pick (a, b), values, vectors, &g, info + b);
      if (!is_complex)
        unpack_pairs (a.dtype, a.n_rows, &g, values, vectors);
    }
  free (g.values);
  free (g.vectors);
  free (g.real_work);
  free (g.work);
  return is_there ? TNK_OK : TNK_OUT_OF_MEMORY;
}
