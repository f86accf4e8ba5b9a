/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

/* LAPACK over batches, in host memory. Every function is named after the routine it calls for each
 * matrix, and works in place as that one does. TNK_UNSUPPORTED: the dtype is none of float32,
 * float64, complex64 and complex128, or a matrix has more than 2³¹ − 1 rows or columns. */

/**
 * TnkMatrices:
 * @data: element [0, 0] of the first matrix
 * @dtype: element type
 * @n_batches: how many matrices
 * @n_rows: of one matrix
 * @n_cols: of one matrix
 *
 * A batch of column-major matrices without gaps: element [b, i, j] stands at
 * (b · n_cols + j) · n_rows + i.
 *
 * Letters: B batches, M rows, N columns, K the lesser of the two or the reflectors given. What goes
 * with the matrices is dense: info is [B], what LAPACK said of each (0: done; k: it broke off at
 * the k-th diagonal element, counted from 1).
 */
typedef struct
{
  void *data;
  TnkDtype dtype;
  int64_t n_batches, n_rows, n_cols;
} TnkMatrices;

/* A = P · L · U, the two packed into a; pivots is [B, K], rows counted from 1. */
TNK_EXPORT TnkStatus tnk_lapack_getrf (TnkMatrices a, int32_t *pivots, int32_t *info);

/* X of op (A) · X = B into b, from getrf's results; op is 'N', 'T' or 'C'. */
TNK_EXPORT TnkStatus tnk_lapack_getrs (char op, TnkMatrices lu, const int32_t *pivots,
                                        TnkMatrices b);

/* A = L · Lᴴ, or Uᴴ · U when upper; the other triangle is neither read nor written. */
TNK_EXPORT TnkStatus tnk_lapack_potrf (bool upper, TnkMatrices a, int32_t *info);

/* X of A · X = B into b, from potrf's triangle. */
TNK_EXPORT TnkStatus tnk_lapack_potrs (bool upper, TnkMatrices factor, TnkMatrices b);

/* A⁻¹ in the given triangle, from potrf's triangle. */
TNK_EXPORT TnkStatus tnk_lapack_potri (bool upper, TnkMatrices factor, int32_t *info);

/**
 * TnkTriangle:
 * @is_left: solves op (A) · X = B, else X · op (A) = B
 * @is_upper: which triangle of A is read
 * @is_unit: the diagonal counts as ones and is not read
 * @op: 'N', 'T' or 'C'
 */
typedef struct
{
  bool is_left, is_upper, is_unit;
  char op;
} TnkTriangle;

/* X into b. */
TNK_EXPORT TnkStatus tnk_lapack_trsm (TnkTriangle triangle, TnkMatrices a, TnkMatrices b);

/* A = Q · R: R in the upper triangle, the reflectors that make Q below it; tau is [B, K]. */
TNK_EXPORT TnkStatus tnk_lapack_geqrf (TnkMatrices a, void *tau);

/* The first N columns of Q in a, from K reflectors in a and tau [B, K]. */
TNK_EXPORT TnkStatus tnk_lapack_orgqr (TnkMatrices a, int64_t n_reflectors, const void *tau);

/* op (Q) · C, or C · op (Q), into c; op is 'N', or 'C' for the adjoint. */
TNK_EXPORT TnkStatus tnk_lapack_ormqr (bool is_left, char op, TnkMatrices reflectors,
                                        int64_t n_reflectors, const void *tau, TnkMatrices c);

/* A = L · D · Lᵀ, or Lᴴ when hermitian, from and into the lower triangle; pivots is [B, N]. */
TNK_EXPORT TnkStatus tnk_lapack_sytrf (bool is_hermitian, TnkMatrices a, int32_t *pivots,
                                        int32_t *info);

/* X of A · X = B into b, from sytrf's results. */
TNK_EXPORT TnkStatus tnk_lapack_sytrs (bool is_hermitian, TnkMatrices ldl,
                                        const int32_t *pivots, TnkMatrices b);

/* A = U · diag (S) · Vᴴ: s is [B, K], real; job 'A' gives all columns of U [M, M] and rows of Vᴴ
 * [N, N], 'S' the first K, 'N' neither. a is lost. info: −4 for a NaN, above 0 without
 * convergence. */
TNK_EXPORT TnkStatus tnk_lapack_gesdd (char job, TnkMatrices a, void *s, TnkMatrices u,
                                       TnkMatrices vh, int32_t *info);

/* A = V · diag (W) · Vᴴ of a symmetric or Hermitian A in one triangle: w is [B, N], real,
 * ascending; V goes into a when wanted. */
TNK_EXPORT TnkStatus tnk_lapack_syevd (bool wants_vectors, bool upper, TnkMatrices a, void *w,
                                       int32_t *info);

/* A · V = V · diag (W): w [B, N] and v, without data when not wanted, are complex; a is lost. */
TNK_EXPORT TnkStatus tnk_lapack_geev (TnkMatrices a, void *w, TnkMatrices v, int32_t *info);

/**
 * TnkLeastSquares:
 * @driver: "gels" (QR, full rank), "gelsy" (QR with pivots), "gelsd" or "gelss" (singular values)
 * @rcond: singular values below this share of the greatest count as 0
 * @ranks: [B]; gels leaves them
 * @s: [B, K] singular values, real; gels and gelsy leave them
 * @info: [B]
 */
typedef struct
{
  const char *driver;
  double rcond;
  int64_t *ranks;
  void *s;
  int32_t *info;
} TnkLeastSquares;

/* The X that makes ‖A · X − B‖ least, and itself the shortest, into the first N rows of b, which
 * has max (M, N); a is lost. */
TNK_EXPORT TnkStatus tnk_lapack_gels (const TnkLeastSquares *problem, TnkMatrices a, TnkMatrices b);
