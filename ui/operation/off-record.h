/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "engine/trace/block.h"

G_BEGIN_DECLS

/* Ops run for a picture: on copies, in a worker, without a trace of it. */

/**
 * tnu_copy_new:
 * @sizes: (nullable): the first so many along every dim; NULL: all
 *
 * Returns: (transfer full) (nullable): the numbers of @moment in dense memory of the host, in their
 *   own dtype; NULL with @error set as tns_block_read() does
 */
TnsTensor *tnu_copy_new (TnsMoment *moment, const int64_t *sizes, GCancellable *cancellable,
                         GError **error);

/* (transfer full): the numbers of @tensor in row-major order; real parts. */
double *tnu_tensor_dup_numbers (TnsTensor *tensor);
/* (transfer full) (nullable): their imaginary parts; NULL of real ones. */
double *tnu_tensor_dup_imaginary (TnsTensor *tensor);

/* A tensor of @meta's layout that has no numbers: what inference works on. */
TnsTensor *tnu_shadow_new (const TnsMeta *meta, TnkDtype dtype, GError **error);

/**
 * TnuOffRecord:
 *
 * While it lasts, ops of this thread are not told; gradients are recorded if asked for.
 */
typedef struct
{
  bool was_muted, was_recording;
} TnuOffRecord;

TnuOffRecord tnu_off_record_begin (bool records_gradients);
void tnu_off_record_end (const TnuOffRecord *self);

/**
 * tnu_gradient_new:
 * @result: made while gradients were recorded
 * @input: what it was made from, with requires_grad
 *
 * Returns: (transfer full) (nullable): gradient of the sum of @result; NULL when it has none
 */
TnsTensor *tnu_gradient_new (TnsTensor *result, TnsTensor *input);

G_END_DECLS
