/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuGraphView:
 *
 * The graph around the session's cursor, with pan, zoom and selection. Drag or scroll to move,
 * Ctrl+scroll or pinch to zoom, click an item to go to its step and select its tensor, arrows to
 * walk along the flow. Layout runs in a worker; numbers are read for what is on screen only.
 *
 * Properties: "zoom" (double, notify), "summary" (string, notify): "5 tensors, 4 ops, 5 backward
 * nodes", "title" (string, notify): "y.backward()".
 */
#define TNU_TYPE_GRAPH_VIEW (tnu_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuGraphView, tnu_graph_view, TNU, GRAPH_VIEW, GtkWidget)

GtkWidget *tnu_graph_view_new (TnsSession *session);

double tnu_graph_view_get_zoom (TnuGraphView *self);
/* Keeps the middle of the view in its place. */
void tnu_graph_view_set_zoom (TnuGraphView *self, double zoom);
/* Everything in sight, at most at zoom 1; of a graph too large for that the part around the current
 * step. */
void tnu_graph_view_fit (TnuGraphView *self);
/* Marks what holds @needle and brings the first of it into sight; returns how many. */
int tnu_graph_view_search (TnuGraphView *self, const char *needle);

G_END_DECLS
