/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/draw/paint.h"
#include "ui/graph/graph-layout.h"

G_BEGIN_DECLS

/**
 * TnuGraphNumbers:
 * @block: (nullable): read so far; NULL while it is on its way
 * @is_asked: a read is under way or done
 *
 * The numbers shown inside one item.
 */
typedef struct
{
  TnsBlock *block;
  bool is_asked;
} TnuGraphNumbers;

/**
 * TnuGraphScene:
 * @graph, @layout: owned
 * @numbers: (array length=n): per item
 * @cursor: steps done; the item of step cursor − 1 is the current one
 * @selected: item ringed as selected, -1: none
 * @found: (nullable) (array length=n): items that a search found; others are drawn back
 * @value_max, @gradient_max: one scale for all values, one for all gradients
 *
 * What the graph view shows, apart from any widget: the same scene is drawn on the screen and into
 * a file.
 */
typedef struct
{
  TnsGraph *graph;
  TnuGraphLayout *layout;
  TnuGraphNumbers *numbers;
  int cursor;
  int selected;
  bool *found;
  double value_max, gradient_max;
} TnuGraphScene;

typedef enum
{
  TNU_GRAPH_WAITING,
  TNU_GRAPH_DONE,
  TNU_GRAPH_NOW,
} TnuGraphState;

/* Below this zoom items are plain shapes without words and numbers. */
#define TNU_GRAPH_READING_ZOOM .45

/**
 * tnu_graph_scene_new:
 * @graph: (transfer full)
 * @text: measures the words; scale 1
 * @cancellable: (nullable)
 *
 * Returns: (transfer full) (nullable): NULL when cancelled
 */
TnuGraphScene *tnu_graph_scene_new (TnsGraph *graph, TnuText *text, GCancellable *cancellable);
void tnu_graph_scene_free (TnuGraphScene *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuGraphScene, tnu_graph_scene_free)

/* Where @item stands in the run of the steps. */
TnuGraphState tnu_graph_scene_get_state (const TnuGraphScene *self, int item);

/* Rows and columns of numbers that fit into @item, and how many elements each cell stands for. */
void tnu_graph_scene_plan_block (const TnuGraphScene *self, int item, TnsBlockRequest *request);

/* @block: (transfer full) (nullable). Widens the shared scale. */
void tnu_graph_scene_set_block (TnuGraphScene *self, int item, TnsBlock *block);

/* Items that touch the window, in the order they are drawn; the callback may ask for their
 * numbers. */
void tnu_graph_scene_foreach_visible (const TnuGraphScene *self, double x0, double x1,
                                      void (*visit) (int item, void *data), void *data);

/**
 * tnu_graph_scene_draw:
 * @x0, @y0, @x1, @y1: window in the scene's px; only what touches it is drawn
 * @zoom: of the canvas's matrix, to choose the detail
 */
void tnu_graph_scene_draw (const TnuGraphScene *self, const TnuCanvas *canvas, double x0, double y0,
                           double x1, double y1, double zoom);

/* Marks the items whose title, subtitle or kind holds @needle; NULL or "" ends the search. Returns
 * how many were found. */
int tnu_graph_scene_search (TnuGraphScene *self, const char *needle);

G_END_DECLS
