/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/off-record.h"
#include "ui/operation/reduce/reduce-fold.h"

G_BEGIN_DECLS

/* Tensors up to this size are followed number by number. */
#define TNU_REDUCE_MAX_ELEMENTS 20000

/**
 * TnuReduceNumbers:
 * @x: the tensor's numbers
 * @y: the results; of max, min and median along a dim the values
 * @x_imaginary, @y_imaginary: (nullable): of complex ones
 * @places: (nullable): their second result
 * @gradient: (nullable): what comes back to every element when every result gets 1; NULL: none does
 *
 * Everything a picture of a call shows; in row-major order.
 */
typedef struct
{
  double *x;
  double *y;
  double *x_imaginary;
  double *y_imaginary;
  double *places;
  double *gradient;
} TnuReduceNumbers;

/* Reads and runs on the calling thread: (transfer full) (nullable). @sample: the part of the tensor
 * that is looked at: the first so many along every dim. */
TnuReduceNumbers *tnu_reduce_numbers_compute (const TnuReduceCall *call, TnsMoment *moment,
                                              const TnuShape *sample, GCancellable *cancellable,
                                              GError **error);
void tnu_reduce_numbers_free (TnuReduceNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuReduceNumbers, tnu_reduce_numbers_free)

G_END_DECLS
