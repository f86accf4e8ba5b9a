/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"

G_BEGIN_DECLS

/**
 * tnu_elements_read_async:
 * @source: the object that asks
 * @indices: (nullable) (array length=n): which elements, row-major; NULL: the first @n
 *
 * Reads single elements on a thread of its own; neighbours in a row are read at once.
 */
void tnu_elements_read_async (GObject *source, TnsMoment *moment, const gint64 *indices, int n,
                              GCancellable *cancellable, GAsyncReadyCallback callback);

/* (transfer full) (array length=n): complex numbers give their real parts. */
double *tnu_elements_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
