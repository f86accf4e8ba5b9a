/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

/**
 * TnsBefore:
 *
 * A tensor's numbers and its place in the graph before in-place writes, to undo them. The bytes are
 * those that the trace keeps when the writes come: nothing is copied for a tensor that nobody
 * writes. On the computing thread.
 */
typedef struct _TnsBefore TnsBefore;

TNS_EXPORT TnsBefore *tns_before_new (TnsTensor *tensor);
TNS_EXPORT void tns_before_free (TnsBefore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsBefore, tns_before_free)

/* Borrowed. */
TNS_EXPORT TnsTensor *tns_before_get_tensor (const TnsBefore *self);

/**
 * tns_before_put_back:
 * @has_written: (out): whether there was anything to put back
 * @error: set on failure
 *
 * Writes the storage's bytes as they were, so that every tensor that shares them has its numbers
 * again. It is a write like any other: versions go up, readers of the moment before keep it.
 *
 * Errors: RuntimeError when the numbers were let go (budget), or the storage has another size.
 */
TNS_EXPORT bool tns_before_put_back (TnsBefore *self, bool *has_written, GError **error);

G_END_DECLS
