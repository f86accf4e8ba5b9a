/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Graph scene
 *
 * Items and edges of one graph with their places and numbers. Drawing is in graph-paint.c; here is
 * what does not draw. */
#include "ui/graph/graph-scene.h"

#include <math.h>
#include <string.h>

#define CARD_WIDTH 168
#define CARD_HEIGHT 84
#define NODE_WIDTH 96
#define NODE_HEIGHT 48
#define GAP 21
#define LANE_GAP 108
/* Room for numbers inside a card. */
#define TABLE_WIDTH 136
#define TABLE_HEIGHT 28
#define NUMBER_CELL 40
#define SMALL_CELL 4

static const TnsGraphItem *
item_at (const TnuGraphScene *self, int index)
{
  return &g_array_index (self->graph->items, TnsGraphItem, index);
}

static double
node_width (TnuText *text, const TnsGraphItem *item)
{
  TnuFont title = item->kind == TNS_GRAPH_OP ? TNU_MONO (15, 700) : TNU_SANS (10.5, 600);
  double width = tnu_text_get_width (text, title, item->title) + 16;
  if (item->kind == TNS_GRAPH_BACKWARD_NODE && item->subtitle != NULL)
    width = MAX (width, tnu_text_get_width (text, TNU_MONO (11.5, 400), item->subtitle) + 16);
  return MAX (NODE_WIDTH, ceil (width));
}

TnuGraphScene *
tnu_graph_scene_new (TnsGraph *graph, TnuText *text, GCancellable *cancellable)
{
  guint n = graph->items->len;
  g_autofree TnuGraphPlace *sizes = g_new0 (TnuGraphPlace, MAX (n, 1));
  for (guint k = 0; k < n; k++)
    {
      const TnsGraphItem *item = &g_array_index (graph->items, TnsGraphItem, k);
      bool is_card = item->kind == TNS_GRAPH_TENSOR || item->kind == TNS_GRAPH_GRADIENT;
      sizes[k].w = is_card ? CARD_WIDTH : node_width (text, item);
      sizes[k].h = is_card ? CARD_HEIGHT : NODE_HEIGHT;
    }
  TnuGraphLayout *layout = tnu_graph_layout_new (graph, sizes, GAP, LANE_GAP, cancellable);
  if (layout == NULL)
    {
      tns_graph_free (graph);
      return NULL;
    }
  TnuGraphScene *self = g_new0 (TnuGraphScene, 1);
  self->graph = graph;
  self->layout = layout;
  self->numbers = g_new0 (TnuGraphNumbers, MAX (n, 1));
  self->selected = -1;
  return self;
}

void
tnu_graph_scene_free (TnuGraphScene *self)
{
  for (int k = 0; k < self->layout->n; k++)
    g_clear_pointer (&self->numbers[k].block, tns_block_free);
  g_free (self->numbers);
  g_free (self->found);
  tnu_graph_layout_free (self->layout);
  tns_graph_free (self->graph);
  g_free (self);
}

TnuGraphState
tnu_graph_scene_get_state (const TnuGraphScene *self, int item)
{
  TnsGraphItemKind kind = item_at (self, item)->kind;
  int step = item_at (self, item)->step;
  /* A tensor from before the trace is there; a backward step that was never run is still to come.
   */
  if (step < 0)
    return kind == TNS_GRAPH_TENSOR || kind == TNS_GRAPH_OP ? TNU_GRAPH_DONE : TNU_GRAPH_WAITING;
  if (step == self->cursor - 1)
    return TNU_GRAPH_NOW;
  return step < self->cursor ? TNU_GRAPH_DONE : TNU_GRAPH_WAITING;
}

/* As many cells as can be read where that shows everything, else as many as can be told apart. */
static void
plan_axis (gint64 size, double room, double cell, int *n_cells, int64_t *step)
{
  int fits = MAX (1, (int) (room / cell));
  if (size <= fits)
    {
      *n_cells = (int) size;
      *step = 1;
      return;
    }
  fits = MAX (1, (int) (room / SMALL_CELL));
  *step = (size + fits - 1) / fits;
  *n_cells = (int) ((size + *step - 1) / *step);
}

void
tnu_graph_scene_plan_block (const TnuGraphScene *self, int item, TnsBlockRequest *request)
{
  const TnsMeta *meta = tns_moment_get_meta (item_at (self, item)->moment);
  memset (request, 0, sizeof *request);
  request->column_dim = meta->rank - 1;
  request->row_dim = meta->rank - 2 >= 0 ? meta->rank - 2 : -1;
  request->n_rows = request->n_columns = 1;
  request->row_step = request->column_step = 1;
  if (request->column_dim >= 0)
    plan_axis (meta->sizes[request->column_dim], TABLE_WIDTH, NUMBER_CELL, &request->n_columns,
               &request->column_step);
  if (request->row_dim >= 0)
    plan_axis (meta->sizes[request->row_dim], TABLE_HEIGHT, TABLE_HEIGHT, &request->n_rows,
               &request->row_step);
}

static void
widen (double *max, const TnsBlock *block)
{
  int n = block->n_rows * block->n_columns;
  for (int k = 0; k < n; k++)
    {
      double high = block->max != NULL ? MAX (fabs (block->max[k]), fabs (block->min[k]))
                                       : fabs (block->mean[k]);
      if (isfinite (high))
        *max = MAX (*max, high);
    }
}

void
tnu_graph_scene_set_block (TnuGraphScene *self, int item, TnsBlock *block)
{
  g_clear_pointer (&self->numbers[item].block, tns_block_free);
  self->numbers[item].block = block;
  if (block != NULL)
    widen (item_at (self, item)->kind == TNS_GRAPH_GRADIENT ? &self->gradient_max
                                                            : &self->value_max,
           block);
}

void
tnu_graph_scene_foreach_visible (const TnuGraphScene *self, double x0, double x1,
                                 void (*visit) (int item, void *data), void *data)
{
  int first, last;
  tnu_graph_layout_find_layers (self->layout, x0, x1, &first, &last);
  for (int layer = first; layer <= last; layer++)
    for (int k = self->layout->layer_first[layer]; k < self->layout->layer_first[layer + 1]; k++)
      visit (self->layout->order[k], data);
}

static bool
holds (const char *text, const char *folded_needle)
{
  if (text == NULL)
    return false;
  g_autofree char *folded = g_utf8_casefold (text, -1);
  return strstr (folded, folded_needle) != NULL;
}

int
tnu_graph_scene_search (TnuGraphScene *self, const char *needle)
{
  g_clear_pointer (&self->found, g_free);
  if (needle == NULL || *needle == '\0')
    return 0;
  g_autofree char *folded = g_utf8_casefold (needle, -1);
  self->found = g_new0 (bool, MAX (self->layout->n, 1));
  int n_found = 0;
  for (int k = 0; k < self->layout->n; k++)
    {
      const TnsGraphItem *item = item_at (self, k);
      self->found[k] = holds (item->title, folded) || holds (item->subtitle, folded);
      n_found += self->found[k];
    }
  return n_found;
}
