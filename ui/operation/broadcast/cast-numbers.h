/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/broadcast/cast-call.h"

G_BEGIN_DECLS

/* Results up to this size are followed number by number. */
#define TNU_CAST_MAX_ELEMENTS 20000

/**
 * TnuCastNumbers:
 * @operands: of each operand as it is turned; of a number: one
 * @result: (nullable): numbers of the result; NULL when the call is illegal
 * @operands_imaginary, @result_imaginary: (nullable): of complex ones
 * @contributions: (nullable): per operand what comes back from every element of the result, when
 *   each of them gets 1; NULL: no gradient comes back
 * @gradients: (nullable): per operand their sum over the ghosts: its gradient
 *
 * Everything a picture shows; row-major.
 */
typedef struct
{
  double *operands[TNU_CAST_MAX_OPERANDS];
  double *result;
  double *operands_imaginary[TNU_CAST_MAX_OPERANDS];
  double *result_imaginary;
  double *contributions[TNU_CAST_MAX_OPERANDS];
  double *gradients[TNU_CAST_MAX_OPERANDS];
} TnuCastNumbers;

/**
 * TnuCastJob:
 *
 * A call as a worker needs it; owns what it holds.
 */
typedef struct
{
  TnuCastWord word;
  TnuCastOperand operands[TNU_CAST_MAX_OPERANDS];
  TnuShape sizes;
  TnuShape result;
  bool is_legal;
} TnuCastJob;

TnuCastJob *tnu_cast_job_new (const TnuCastCall *call);
void tnu_cast_job_free (TnuCastJob *self);

/* Reads and runs on the calling thread: (transfer full) (nullable). */
TnuCastNumbers *tnu_cast_numbers_compute (const TnuCastJob *job, GCancellable *cancellable,
                                          GError **error);
void tnu_cast_numbers_free (TnuCastNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuCastNumbers, tnu_cast_numbers_free)

G_END_DECLS
