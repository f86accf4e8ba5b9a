/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/lapack.h"

#include <stdlib.h>

/* What the files over LAPACK share. */

/**
 * TNK_LAPACK_ROUTINE:
 * @name: of the table
 * @real: routine of the real types, without s or d in front
 * @complex: routine of the complex types, without c or z in front
 * @params: parameters that the four have in common; elements are void *
 *
 * Declares the four Fortran routines of one name as OpenBLAS exports them, and a table of them by
 * dtype. Fortran takes every argument by address, and the length of each string behind the last.
 */
#define TNK_LAPACK_ROUTINE(name, real, complex, params)                                            \
  extern void s##real##_ params;                                                                   \
  extern void d##real##_ params;                                                                   \
  extern void c##complex##_ params;                                                                \
  extern void z##complex##_ params;                                                                \
  static void (*const name[TNK_N_DTYPES]) params = {                                               \
    [TNK_FLOAT32] = s##real##_,                                                                    \
    [TNK_FLOAT64] = d##real##_,                                                                    \
    [TNK_COMPLEX64] = c##complex##_,                                                               \
    [TNK_COMPLEX128] = z##complex##_,                                                              \
  };

/* The same for the real types alone, and for the complex ones, where their parameters differ. */
#define TNK_LAPACK_REAL_ROUTINE(name, routine, params)                                             \
  extern void s##routine##_ params;                                                                \
  extern void d##routine##_ params;                                                                \
  static void (*const name[TNK_N_DTYPES]) params = {                                               \
    [TNK_FLOAT32] = s##routine##_,                                                                 \
    [TNK_FLOAT64] = d##routine##_,                                                                 \
  };

#define TNK_LAPACK_COMPLEX_ROUTINE(name, routine, params)                                          \
  extern void c##routine##_ params;                                                                \
  extern void z##routine##_ params;                                                                \
  static void (*const name[TNK_N_DTYPES]) params = {                                               \
    [TNK_COMPLEX64] = c##routine##_,                                                               \
    [TNK_COMPLEX128] = z##routine##_,                                                              \
  };

typedef const char *TnkLetter;
typedef const int *TnkCount;

/* Whether LAPACK has the type, and its integers the sizes. */
static inline bool
tnk_lapack_takes (const TnkMatrices *a)
{
  return a->dtype >= TNK_FLOAT32 && a->n_rows <= INT32_MAX && a->n_cols <= INT32_MAX;
}

/* Sends OpenBLAS's threads home when the matrices are small: waking them takes longer than they
 * save. How many to call back later, 0 when nothing was changed. */
int tnk_lapack_limit_threads (const TnkMatrices *a);
void tnk_lapack_restore_threads (const int *n_threads);

/* … until the end of the block. */
#define TNK_LAPACK_LIMIT_THREADS(a)                                                                \
  __attribute__ ((cleanup (tnk_lapack_restore_threads), unused)) const int n_threads_before        \
      = tnk_lapack_limit_threads (a)

/* The type of singular values. */
static inline TnkDtype
tnk_lapack_get_real (TnkDtype dtype)
{
  return dtype == TNK_FLOAT32 || dtype == TNK_COMPLEX64 ? TNK_FLOAT32 : TNK_FLOAT64;
}

/* Distance of the columns of a matrix with @n_rows rows: LAPACK refuses 0. */
static inline int
tnk_lapack_leading (int64_t n_rows)
{
  return n_rows > 0 ? (int) n_rows : 1;
}

static inline void *
tnk_lapack_at (const TnkMatrices *a, int64_t batch)
{
  const int64_t n = a->n_rows * a->n_cols;

  return (char *) a->data + (size_t) (batch * n) * tnk_dtype_size (a->dtype);
}

/* Batch @batch of vectors of @n elements. */
static inline void *
tnk_lapack_vector_at (const void *data, TnkDtype dtype, int64_t n, int64_t batch)
{
  return (char *) data + (size_t) (batch * n) * tnk_dtype_size (dtype);
}

/* The size of work memory that a query left as a number of type @dtype in @answer. */
static inline int
tnk_lapack_read_size (const void *answer, TnkDtype dtype)
{
  const bool is_single = tnk_lapack_get_real (dtype) == TNK_FLOAT32;
  const double n = is_single ? *(const float *) answer : *(const double *) answer;

  return n < 1 ? 1 : (int) n;
}

static inline void *
tnk_lapack_new_work (const void *answer, TnkDtype dtype, int *n_work)
{
  *n_work = tnk_lapack_read_size (answer, dtype);
  return malloc ((size_t) *n_work * tnk_dtype_size (dtype));
}
