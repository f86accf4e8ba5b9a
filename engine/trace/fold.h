/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/**
 * TnsFold:
 *
 * Keeps a trace of an endless loop bounded. A round is one more visit of a code position; when
 * there are too many events, only the first rounds, the newest events and every so many rounds in
 * between stay, all positions alike, so that what stays are whole rounds of the loop.
 */
typedef struct _TnsFold TnsFold;

TnsFold *tns_fold_new (void);
void tns_fold_free (TnsFold *self);

/* @event is about to be appended. */
void tns_fold_note (TnsFold *self, const TnsEvent *event);

/* Takes out of @events, to which one was appended, what need not stay: when there are more than
 * @max_events, and, in loops that were thinned out before, what is no longer new. Returns (transfer
 * full) (nullable) what went, so that the caller frees it outside its lock. */
GPtrArray *tns_fold_drop (TnsFold *self, GPtrArray *events, guint max_events);

G_END_DECLS
