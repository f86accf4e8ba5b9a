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

/* ---- batches ---- */

/* A result of column-major matrices one behind the other, as LAPACK leaves them. */
TnsMeta *tns_call_add_matrices (TnsCall *call, TnkDtype dtype, TnsDevice device, int rank,
                                const int64_t *sizes);

/* A copy of @x laid out like that, owned by the scope, on @x's device. */
TnsTensor *tns_matrices_take_copy (TnsScope *scope, TnsTensor *x);

/* Result @index of an op that works in place: fresh memory with the numbers of @x. */
TnsTensor *tns_call_copy_into (TnsCall *call, int index, TnsTensor *x, GError **error);

/* A tensor laid out like that, as LAPACK sees it. */
TnkMatrices tns_matrices_get (TnsTensor *x);

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

G_END_DECLS
