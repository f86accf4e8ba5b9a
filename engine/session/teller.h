/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"

G_BEGIN_DECLS

/**
 * TnsTeller:
 *
 * Makes timelines of a trace as it grows: in a worker, one at a time, at most twenty a second, and
 * hands them over in the main context of the thread that made it.
 */
typedef struct _TnsTeller TnsTeller;

/* @told: gets a new timeline, (transfer none). @get_sources: (transfer full) a table cell id →
 * source, asked before each timeline, on the teller's thread. */
TnsTeller *tns_teller_new (TnsTrace *trace,
                           void (*told) (TnsTimeline *timeline, void *data),
                           GHashTable *(*get_sources) (void *data), void *data);
/* After it nothing is told any more. */
void tns_teller_free (TnsTeller *self);

/* The trace was cleared, or must be read again for another reason. */
void tns_teller_restart (TnsTeller *self);

G_END_DECLS
