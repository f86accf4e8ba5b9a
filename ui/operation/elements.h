/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"

G_BEGIN_DECLS

/* Single numbers of a tensor at a moment, by their place in row-major order. */

/**
 * tnu_elements_load:
 * @flats: (nullable) (array length=n): which elements; NULL: the first @n
 * @values: (out) (array length=n): real parts
 * @imaginary: (out) (nullable) (array length=n): NULL: not wanted; 0 for real numbers
 *
 * Reads on the calling thread, neighbours at once.
 *
 * Returns: false with @error set as tns_block_read() does
 */
bool tnu_elements_load (TnsMoment *moment, const int64_t *flats, int64_t n, double *values,
                        double *imaginary, GCancellable *cancellable, GError **error);

/* The same on a thread of its own, for @source; real parts only. */
void tnu_elements_load_async (GObject *source, TnsMoment *moment, const int64_t *flats, int64_t n,
                              GCancellable *cancellable, GAsyncReadyCallback callback);
/* (transfer full) (nullable) (array length=n) */
double *tnu_elements_load_finish (GAsyncResult *result, GError **error);

/* Tensors up to this size are read as a whole. */
#define TNU_ELEMENTS_MAX_WHOLE 65536

/**
 * TnuElements:
 *
 * The numbers wherever a picture needs them: what is not there yet is noted and read in a worker by
 * the next tnu_elements_read(). Main thread only.
 */
typedef struct _TnuElements TnuElements;

/**
 * tnu_elements_new:
 * @arrived: called when numbers have come
 *
 * Small tensors begin to be read at once.
 */
TnuElements *tnu_elements_new (TnsMoment *moment, void (*arrived) (void *data), void *data);

/* Nothing arrives any more. */
void tnu_elements_free (TnuElements *self);

/**
 * tnu_elements_get:
 * @flat: in row-major order
 * @imaginary: (out): 0 for real numbers
 *
 * Returns: false when the number is not there yet
 */
bool tnu_elements_get (TnuElements *self, int64_t flat, double *value, double *imaginary);

/* Reads what was asked for in vain since the last time. */
void tnu_elements_read (TnuElements *self);

/* (nullable) (transfer none): all numbers in row-major order; NULL when they are not there, or too
 * many. */
const double *tnu_elements_get_all (TnuElements *self);

/* Largest finite magnitude seen so far. */
double tnu_elements_get_largest (TnuElements *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuElements, tnu_elements_free)

G_END_DECLS
