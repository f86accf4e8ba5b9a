/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/tensor.h"

G_BEGIN_DECLS

/* How an index becomes a place in the storage, and back. */

/* Σ index[dim] · stride[dim] + offset, in elements. */
int64_t tnu_address_get_offset (const TnsMeta *meta, const int64_t *index);

/**
 * tnu_address_find_index:
 * @index: (out): rank entries
 *
 * The element that lies at a place of the storage; of several (expanded dims) the first.
 *
 * Returns: false when no element of the tensor lies there
 */
bool tnu_address_find_index (const TnsMeta *meta, int64_t offset, int64_t *index);

/**
 * tnu_address_dup_sum:
 * @get_color: (nullable): "#rrggbb" of a dim, for Pango markup; NULL gives plain text
 *
 * Returns: (transfer full): "0 + 1·24 + 2·6 + 3·1 = 39"
 */
char *tnu_address_dup_sum (const TnsMeta *meta, const int64_t *index,
                           char *(*get_color) (int dim, void *data), void *data);

/* (transfer full): "contiguous, offset 0"; "strided, offset 3", "expanded, offset 0". */
char *tnu_address_dup_layout (const TnsMeta *meta);

/* (transfer full): in a sentence whether memory is read in order, and if not, what stands in the
 * way: "Not contiguous: along j the next element lies 2 places on; in order it would be 1." */
char *tnu_address_dup_contiguity (const TnsMeta *meta);

G_END_DECLS
