/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"
#include "ui/operation/turn.h"

G_BEGIN_DECLS

/**
 * TnuNumbers:
 * @real: (array)
 * @imaginary: (nullable) (array): of complex numbers
 *
 * Numbers of one tensor, row-major.
 */
typedef struct
{
  double *real;
  double *imaginary;
} TnuNumbers;

/* All of them 0. */
TnuNumbers tnu_numbers_new (gint64 n, bool are_complex);
void tnu_numbers_clear (TnuNumbers *self);

/**
 * tnu_numbers_read:
 * @turns: (array length=n_turns): done to the tensor, one after the other
 *
 * All numbers of a tensor, on the calling thread.
 *
 * Returns: false, and nothing to clear, with @error set
 */
bool tnu_numbers_read (TnuNumbers *self,
                       TnsMoment *moment,
                       const TnuTurn *turns,
                       int n_turns,
                       bool are_complex,
                       GCancellable *cancellable,
                       GError **error);

/* The larger one of @max and the finite magnitudes. */
double tnu_numbers_grow_max (double max, const double *numbers, gint64 n);

G_END_DECLS
