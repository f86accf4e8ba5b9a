/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/* What the trace and the fold know about events beyond trace.h. */

/* With empty inputs, outputs and args, position unknown; @name and @text (both nullable) are
 * copied. */
TnsEvent *tns_event_new (TnsEventKind kind, int n_inputs, int n_outputs, int n_args,
                         const char *name, const char *text);
/* tns_event_unref() as a GDestroyNotify; @data is nullable. */
void tns_event_free (gpointer data);
/* @self stands for so many more. */
void tns_event_add_repeats (const TnsEvent *self, int n_more);

G_END_DECLS
