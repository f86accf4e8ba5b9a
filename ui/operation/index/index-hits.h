/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/block.h"
#include "ui/operation/index/index-derivation.h"

G_BEGIN_DECLS

/* First places that are remembered. */
#define TNU_INDEX_MAX_HITS 4096

/**
 * tnu_index_hits_count:
 * @flats: (out) (array length=TNU_INDEX_MAX_HITS): the first places, in row-major order
 * @n_flats: (out)
 *
 * Counts, block by block on the calling thread, the numbers that @condition holds for.
 *
 * Returns: how many; -1 with @error set as tns_block_read() does
 */
gint64 tnu_index_hits_count (TnsMoment *moment, const TnuCondition *condition, gint64 *flats,
                             int *n_flats, GCancellable *cancellable, GError **error);

/**
 * TnuIndexCounter:
 *
 * Counts in a worker where a condition holds on a tensor that is too large to be read as a whole;
 * a condition that is asked for later takes its place. Main thread only.
 */
typedef struct _TnuIndexCounter TnuIndexCounter;

/* @counted: called when a count has come */
TnuIndexCounter *tnu_index_counter_new (TnsMoment *moment, void (*counted) (void *data),
                                        void *data);
/* Nothing comes any more. */
void tnu_index_counter_free (TnuIndexCounter *self);

/* (transfer none) (nullable): NULL while @condition is being counted. */
const TnuIndexHits *tnu_index_counter_get (TnuIndexCounter *self, const TnuCondition *condition);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuIndexCounter, tnu_index_counter_free)

G_END_DECLS
