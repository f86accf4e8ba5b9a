/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"

G_BEGIN_DECLS

/**
 * tnu_flat_numbers_read:
 * @n: at most the number of elements
 *
 * The first @n elements in row-major order, on the calling thread.
 *
 * Returns: (transfer full) (nullable): NULL with @error set as tns_block_read() does
 */
double *tnu_flat_numbers_read (TnsMoment *moment, gint64 n, GCancellable *cancellable,
                               GError **error);

G_END_DECLS
