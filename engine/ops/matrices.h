/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/formula.h"
#include "kernels/lapack.h"

G_BEGIN_DECLS

/* What the ops over LAPACK share: PyTorch's checks of their arguments, batches of column-major
 * matrices, and the errors that a routine's info stands for. An op that calls LAPACK has the flag
 * TNS_ON_HOST. */

/* ---- checks, @op in front of the message ---- */

/* At least two dims; @name is the argument's in the message. */
bool tns_check_matrices (const TnsMeta *meta, const char *op, const char *name, GError **error);
/* … and the last two are equal. */
bool tns_check_square (const TnsMeta *meta, const char *op, const char *name, GError **error);
/* Floating or complex, float16 and bfloat16 included. */
bool tns_check_inexact (TnkDtype dtype, const char *op, GError **error);
/* … and not of these two. */
bool tns_check_precise (TnkDtype dtype, const char *op, GError **error);

/* One of the types that LAPACK has; else @kernel is what PyTorch misses. */
bool tns_require_lapack_dtype (TnkDtype dtype, const char *kernel, GError **error);
/* One of the types that LAPACK has, or nothing to compute; else @kernel is what PyTorch misses. */
bool tns_check_lapack_dtype (const TnsMeta *meta, const char *kernel, GError **error);
/* Square matrices A whose size fits the right side B of A · X = B, or of X · A = B unless @left. */
bool tns_check_solver (const TnsMeta *a, const TnsMeta *b, bool left, const char *op,
                       GError **error);
/* The same for A · X = B in the words of PyTorch's older functions, one dtype included. */
bool tns_check_solver_of_old (const TnsMeta *b, const TnsMeta *a, const char *op, GError **error);

/* What addmm and mm ask of the types of their operands, and bmm where there is something to
 * compute; @sizes: matrices, rows, terms, columns. */
bool tns_check_addmm_dtypes (TnkDtype self, TnkDtype a, TnkDtype b, GError **error);
bool tns_check_mm_dtypes (TnkDtype a, TnkDtype b, GError **error);
bool tns_check_bmm_dtypes (TnkDtype a, TnkDtype b, const int64_t *sizes, GError **error);

/* ---- batches ---- */

/* Batch dims of @b and @a broadcast, in front of b's last two: into @into (rank and sizes). */
bool tns_broadcast_batches (TnsMeta *into, const TnsMeta *b, const TnsMeta *a, GError **error);

/* @x with the batch dims of @like, matrices; @n_own dims of x's own stay behind them. */
TnsTensor *tns_expand_batches (TnsScope *scope, TnsTensor *x, int n_own, const TnsMeta *like);

/* A result of column-major matrices one behind the other, as LAPACK leaves them. */
TnsMeta *tns_call_add_matrices (TnsCall *call, TnkDtype dtype, TnsDevice device, int rank,
                                const int64_t *sizes);

/* The result called info: int32, one number per matrix of argument 0. */
void tns_call_add_info (TnsCall *call);

/* A copy of @x laid out like that, owned by the scope, on @x's device. */
TnsTensor *tns_matrices_take_copy (TnsScope *scope, TnsTensor *x);

/* Result @index of an op that works in place: fresh memory with @x's numbers; NULL for NULL. */
TnsTensor *tns_call_copy_into (TnsCall *call, int index, TnsTensor *x, GError **error);

/* Result @index full of zeros. */
TnsTensor *tns_call_allocate_zeros (TnsCall *call, int index, GError **error);

/* A tensor laid out like that, as LAPACK sees it. */
TnkMatrices tns_matrices_get (TnsTensor *x);

/* m × n zeros with ones on the diagonal, of @like's dtype, in its batches. */
TnsTensor *tns_matrices_take_identity (TnsScope *scope, TnsTensor *like, int64_t m, int64_t n);

/* @a and @b one behind the other along @dim. */
TnsTensor *tns_formula_append (TnsScope *scope, TnsTensor *a, TnsTensor *b, int64_t dim);

/* ---- what LAPACK said ---- */

/**
 * TnsFailure:
 * @order: the first number other than 0 in info; 0 when all went well
 * @place: "(Batch element 3): ", or "" for a single matrix; for messages
 */
typedef struct
{
  int order;
  char place[48];
} TnsFailure;

/* @info: int32, one number per matrix. After an error in the scope nothing has failed. */
TnsFailure tns_info_find_failure (TnsScope *scope, TnsTensor *info);

/* Fails in the name of @op when an inversion broke off. */
void tns_check_inverted (TnsScope *scope, TnsTensor *info, const char *op);

/* ---- LU ---- */

/**
 * TnsFactors:
 * @lu: both triangles in one
 * @pivots: of its rows
 * @info: of the factorization
 * @is_transposed: they are the factors of Aᵀ
 *
 * Square matrices whose numbers lie row by row are those of Aᵀ column by column, and LAPACK need
 * not have them turned. PyTorch's choice; it is seen where a singular matrix is reported.
 */
typedef struct
{
  TnsTensor *lu, *pivots, *info;
  bool is_transposed;
} TnsFactors;

TnsFactors tns_formula_factorize (TnsScope *scope, TnsTensor *a);

G_END_DECLS
