/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/timeline.h"

G_BEGIN_DECLS

/**
 * TnuGraphPlace:
 * @x, @y: top left corner, px at zoom 1
 * @w, @h: size
 * @layer: column, 0 at the left
 */
typedef struct
{
  double x, y, w, h;
  int layer;
} TnuGraphPlace;

/**
 * TnuGraphLayout:
 * @places: (array length=n): one per item of the graph
 * @order: (array length=n): items by falling x, then y: for keyboard walks and binary search
 * @layer_first: (array length=n_layers + 1): where each layer begins in @order
 * @layer_x: (array length=n_layers): left edge of each layer
 * @backward_top: where the mirrored lane begins; equals @height without one
 *
 * Forward items in layers from left to right; each backward item stands under the forward item that
 * it mirrors. Plain memory, made in any thread.
 */
typedef struct
{
  int n;
  TnuGraphPlace *places;
  int n_layers;
  int *order;
  int *layer_first;
  double *layer_x;
  double width, height;
  double forward_height;
  double backward_top;
} TnuGraphLayout;

/**
 * tnu_graph_layout_new:
 * @sizes: (array length=n): w and h wanted by each item; x and y are not read
 * @gap: px between neighbours in one row
 * @lane_gap: px between the forward and the backward lane
 * @cancellable: (nullable): looked at between passes
 *
 * Layers by longest path, sources drawn to their first use; crossings reduced by barycentres; rows
 * aligned with their neighbours' median. 10,000 items take well under a second.
 *
 * Returns: (transfer full) (nullable): NULL only when cancelled
 */
TnuGraphLayout *tnu_graph_layout_new (const TnsGraph *graph, const TnuGraphPlace *sizes, double gap,
                                      double lane_gap, GCancellable *cancellable);

void tnu_graph_layout_free (TnuGraphLayout *self);

/**
 * tnu_graph_layout_find_layers:
 * @first, @last: (out): layers that touch the span [x0, x1]; last < first when there are none
 */
void tnu_graph_layout_find_layers (const TnuGraphLayout *self, double x0, double x1, int *first,
                                   int *last);

/* Item under (x, y), -1 if none. */
int tnu_graph_layout_hit (const TnuGraphLayout *self, double x, double y);

/* One line per item, "x layer 0 at 0,0", for comparison in tests. */
char *tnu_graph_layout_dup_text (const TnuGraphLayout *self, const TnsGraph *graph);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuGraphLayout, tnu_graph_layout_free)

G_END_DECLS
