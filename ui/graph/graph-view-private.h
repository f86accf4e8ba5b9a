/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/graph/graph-scene.h"
#include "ui/graph/graph-view.h"

G_BEGIN_DECLS

/* Shared by graph-view.c and graph-hand.c only. */

struct _TnuGraphView
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuGraphScene *scene;
  TnuText *text;
  double text_scale;
  char *title;
  char *summary;
  char *needle;

  double zoom;
  double x, y; /* scene px at the widget's top left corner */
  double drag_x, drag_y;
  double pointer_x, pointer_y;
  double pinch_zoom;
  bool is_placed; /* the user has moved the view: new scenes do not move it again */

  guint notify_id;
  guint generation;
  GCancellable *cancellable;
  int graph_key; /* first step of the segment drawn, to know when another graph is due */
  TnsTimeline *shown_timeline;
};

/* ---- graph-view.c ---- */

/* Widget px per scene px. */
double tnu_graph_view_get_magnification (TnuGraphView *self);
void tnu_graph_view_to_scene (TnuGraphView *self, double wx, double wy, double *x, double *y);
/* The place under (@wx, @wy) stays there. */
void tnu_graph_view_zoom_around (TnuGraphView *self, double zoom, double wx, double wy);
/* Moves as little as needed until @item is in sight. */
void tnu_graph_view_show_item (TnuGraphView *self, int item);
/* The item of the current step, -1: none. */
int tnu_graph_view_find_current (TnuGraphView *self);

/* ---- graph-hand.c ---- */

void tnu_graph_view_add_controllers (TnuGraphView *self);

G_END_DECLS
