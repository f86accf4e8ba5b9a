/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Graph layout (after Sugiyama, Tagawa and Toda 1981)
 *
 * Only the forward items are laid out; a backward item takes the place of its mirror, one lane
 * lower. Long edges get a waypoint in every layer they cross, so that they keep a free path among
 * the items. Everything works on flat arrays and is linear in items plus waypoints per sweep. */
#include "ui/graph/graph-layout.h"

#include <math.h>
#include <string.h>

/* A vertex of the layered graph: an item, or a waypoint of a long edge. */
typedef struct
{
  int item; /* -1: waypoint */
  int layer;
  double h;
  double y;  /* middle */
  double key;
} Vertex;

typedef struct
{
  int from, to;
} Link;

typedef struct
{
  int n_items;
  int n_layers;
  int *vertex_of; /* item → vertex, -1 for backward items */
  GArray *vertices;
  GArray *links; /* between neighbouring layers */
  int *out_first, *out_to; /* links by source */
  int *in_first, *in_from; /* links by target */
  int **layers;  /* vertices of a layer from top to bottom */
  int *layer_sizes;
} Work;

#define SWEEPS 4
/* Beyond this many waypoints long edges go straight. */
#define MAX_WAYPOINTS 60000
#define WAYPOINT_HEIGHT 10

static bool
is_forward (const TnsGraphItem *item)
{
  return item->kind == TNS_GRAPH_TENSOR || item->kind == TNS_GRAPH_OP;
}

static const TnsGraphItem *
item_at (const TnsGraph *graph, int index)
{
  return &g_array_index (graph->items, TnsGraphItem, index);
}

static bool
is_flow (const TnsGraph *graph, const TnsGraphEdge *edge)
{
  return !edge->is_saved && is_forward (item_at (graph, edge->from))
         && is_forward (item_at (graph, edge->to)) && edge->from != edge->to;
}

/* ---- layers ---- */

/* Adjacency of the forward flow as one flat list per direction. */
static void
index_links (int n, const Link *links, guint n_links, bool by_source, int **first, int **other)
{
  *first = g_new0 (int, n + 1);
  *other = g_new (int, MAX (n_links, 1));
  for (guint k = 0; k < n_links; k++)
    (*first)[(by_source ? links[k].from : links[k].to) + 1]++;
  for (int k = 0; k < n; k++)
    (*first)[k + 1] += (*first)[k];
  g_autofree int *fill = g_memdup2 (*first, (size_t) (n + 1) * sizeof (int));
  for (guint k = 0; k < n_links; k++)
    {
      int key = by_source ? links[k].from : links[k].to;
      (*other)[fill[key]++] = by_source ? links[k].to : links[k].from;
    }
}

/* Longest path from the sources; then every source moves next to its first use. */
static int *
rank_items (int n, const Link *links, guint n_links)
{
  g_autofree int *out_first = NULL, *out_to = NULL;
  index_links (n, links, n_links, true, &out_first, &out_to);
  int *rank = g_new0 (int, n);
  g_autofree int *waits = g_new0 (int, n);
  g_autofree int *queue = g_new (int, MAX (n, 1));
  int head = 0, tail = 0;
  for (guint k = 0; k < n_links; k++)
    waits[links[k].to]++;
  g_autofree bool *is_source = g_new (bool, MAX (n, 1));
  for (int k = 0; k < n; k++)
    {
      is_source[k] = waits[k] == 0;
      if (waits[k] == 0)
        queue[tail++] = k;
    }
  while (head < tail)
    {
      int from = queue[head++];
      for (int k = out_first[from]; k < out_first[from + 1]; k++)
        {
          int to = out_to[k];
          rank[to] = MAX (rank[to], rank[from] + 1);
          if (--waits[to] == 0)
            queue[tail++] = to;
        }
    }
  for (int from = 0; from < n; from++)
    {
      int nearest = G_MAXINT;
      for (int k = out_first[from]; k < out_first[from + 1]; k++)
        nearest = MIN (nearest, rank[out_to[k]]);
      if (is_source[from] && nearest != G_MAXINT)
        rank[from] = MAX (nearest - 1, 0);
    }
  return rank;
}

static int
add_vertex (Work *work, int item, int layer, double h)
{
  Vertex vertex = { .item = item, .layer = layer, .h = h };
  g_array_append_val (work->vertices, vertex);
  return (int) work->vertices->len - 1;
}

static void
add_link (Work *work, int from, int to)
{
  Link link = { from, to };
  g_array_append_val (work->links, link);
}

static Vertex *
vertex_at (const Work *work, int index)
{
  return &g_array_index (work->vertices, Vertex, index);
}

static void
add_path (Work *work, int from, int to)
{
  int last = from;
  int first_layer = vertex_at (work, from)->layer, last_layer = vertex_at (work, to)->layer;
  for (int layer = first_layer + 1; layer < last_layer; layer++)
    {
      int waypoint = add_vertex (work, -1, layer, WAYPOINT_HEIGHT);
      add_link (work, last, waypoint);
      last = waypoint;
    }
  add_link (work, last, to);
}

static void
build_vertices (Work *work, const TnsGraph *graph, const TnuGraphPlace *sizes)
{
  g_autoptr (GArray) flow = g_array_new (FALSE, FALSE, sizeof (Link));
  for (guint k = 0; k < graph->edges->len; k++)
    {
      const TnsGraphEdge *edge = &g_array_index (graph->edges, TnsGraphEdge, k);
      Link link = { edge->from, edge->to };
      if (is_flow (graph, edge))
        g_array_append_val (flow, link);
    }
  g_autofree int *rank = rank_items (work->n_items, (Link *) flow->data, flow->len);
  for (int k = 0; k < work->n_items; k++)
    {
      bool is_in = is_forward (item_at (graph, k));
      work->vertex_of[k] = is_in ? add_vertex (work, k, rank[k], sizes[k].h) : -1;
      if (is_in)
        work->n_layers = MAX (work->n_layers, rank[k] + 1);
    }
  gint64 n_waypoints = 0;
  for (guint k = 0; k < flow->len; k++)
    {
      Link link = g_array_index (flow, Link, k);
      int span = rank[link.to] - rank[link.from];
      if (span < 1)
        continue;
      n_waypoints += span - 1;
      if (n_waypoints <= MAX_WAYPOINTS)
        add_path (work, work->vertex_of[link.from], work->vertex_of[link.to]);
    }
}

static void
fill_layers (Work *work)
{
  work->layer_sizes = g_new0 (int, work->n_layers + 1);
  work->layers = g_new0 (int *, work->n_layers + 1);
  for (guint k = 0; k < work->vertices->len; k++)
    work->layer_sizes[vertex_at (work, (int) k)->layer]++;
  for (int layer = 0; layer < work->n_layers; layer++)
    {
      work->layers[layer] = g_new (int, MAX (work->layer_sizes[layer], 1));
      work->layer_sizes[layer] = 0;
    }
  for (guint k = 0; k < work->vertices->len; k++)
    {
      int layer = vertex_at (work, (int) k)->layer;
      work->layers[layer][work->layer_sizes[layer]++] = (int) k;
    }
}

/* ---- order within layers ---- */

static int
compare_keys (const void *a, const void *b, void *data)
{
  const Work *work = data;
  int x = *(const int *) a, y = *(const int *) b;
  double key_x = vertex_at (work, x)->key, key_y = vertex_at (work, y)->key;
  return key_x < key_y ? -1 : key_x > key_y ? 1 : x - y;
}

/* Orders a layer by the mean position of its neighbours on one side; vertices without neighbours
 * there keep their place. */
static void
order_layer (Work *work, int layer, bool by_sources, const int *position)
{
  const int *first = by_sources ? work->in_first : work->out_first;
  const int *other = by_sources ? work->in_from : work->out_to;
  for (int k = 0; k < work->layer_sizes[layer]; k++)
    {
      int v = work->layers[layer][k];
      double sum = 0;
      int n = first[v + 1] - first[v];
      for (int j = first[v]; j < first[v + 1]; j++)
        sum += position[other[j]];
      vertex_at (work, v)->key = n > 0 ? sum / n : position[v];
    }
  g_qsort_with_data (work->layers[layer], work->layer_sizes[layer], sizeof (int), compare_keys,
                     work);
}

static void
note_positions (const Work *work, int layer, int *position)
{
  for (int k = 0; k < work->layer_sizes[layer]; k++)
    position[work->layers[layer][k]] = k;
}

static void
reduce_crossings (Work *work, GCancellable *cancellable)
{
  g_autofree int *position = g_new (int, MAX (work->vertices->len, 1));
  for (int layer = 0; layer < work->n_layers; layer++)
    note_positions (work, layer, position);
  for (int sweep = 0; sweep < SWEEPS && !g_cancellable_is_cancelled (cancellable); sweep++)
    for (int k = 1; k < work->n_layers; k++)
      {
        bool is_down = sweep % 2 == 0;
        int layer = is_down ? k : work->n_layers - 1 - k;
        order_layer (work, layer, is_down, position);
        note_positions (work, layer, position);
      }
}

/* ---- rows ---- */

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

/* Median of the neighbours' middles; @fallback without neighbours. */
static double
neighbour_median (const Work *work, int v, bool by_sources, double fallback, GArray *scratch)
{
  const int *first = by_sources ? work->in_first : work->out_first;
  const int *other = by_sources ? work->in_from : work->out_to;
  g_array_set_size (scratch, 0);
  for (int j = first[v]; j < first[v + 1]; j++)
    g_array_append_val (scratch, vertex_at (work, other[j])->y);
  guint n = scratch->len;
  if (n == 0)
    return fallback;
  double *ys = (double *) scratch->data;
  qsort (ys, n, sizeof *ys, compare_doubles);
  return n % 2 ? ys[n / 2] : (ys[n / 2 - 1] + ys[n / 2]) / 2;
}

/* Keeps the order and the distances: what wants too little room pushes down, and the whole run is
 * moved back by its mean push, so that it stays centred on what was wanted. */
static void
spread_layer (Work *work, int layer, double gap)
{
  int n = work->layer_sizes[layer];
  double floor = -HUGE_VAL, pushed = 0;
  for (int k = 0; k < n; k++)
    {
      Vertex *v = vertex_at (work, work->layers[layer][k]);
      double y = MAX (v->key, floor + v->h / 2);
      pushed += y - v->key;
      v->y = y;
      floor = y + v->h / 2 + gap;
    }
  double shift = n > 0 ? pushed / n : 0;
  for (int k = 0; k < n; k++)
    vertex_at (work, work->layers[layer][k])->y -= shift;
}

static void
align_rows (Work *work, double gap, GCancellable *cancellable)
{
  g_autoptr (GArray) scratch = g_array_new (FALSE, FALSE, sizeof (double));
  for (int layer = 0; layer < work->n_layers; layer++)
    {
      for (int k = 0; k < work->layer_sizes[layer]; k++)
        vertex_at (work, work->layers[layer][k])->key = 0;
      spread_layer (work, layer, gap);
    }
  for (int sweep = 0; sweep < SWEEPS && !g_cancellable_is_cancelled (cancellable); sweep++)
    for (int k = 0; k < work->n_layers; k++)
      {
        bool is_down = sweep % 2 == 0;
        int layer = is_down ? k : work->n_layers - 1 - k;
        for (int j = 0; j < work->layer_sizes[layer]; j++)
          {
            int index = work->layers[layer][j];
            Vertex *v = vertex_at (work, index);
            v->key = neighbour_median (work, index, is_down, v->y, scratch);
          }
        spread_layer (work, layer, gap);
      }
}

/* ---- places ---- */

static void
place_columns (const Work *work, TnuGraphLayout *self, double gap)
{
  g_autofree double *width = g_new0 (double, MAX (work->n_layers, 1));
  double top = HUGE_VAL, bottom = -HUGE_VAL;
  for (guint k = 0; k < work->vertices->len; k++)
    {
      const Vertex *v = vertex_at (work, (int) k);
      if (v->item < 0)
        continue;
      width[v->layer] = MAX (width[v->layer], self->places[v->item].w);
      top = MIN (top, v->y - v->h / 2);
      bottom = MAX (bottom, v->y + v->h / 2);
    }
  self->n_layers = work->n_layers;
  self->layer_x = g_new0 (double, MAX (work->n_layers, 1));
  double x = 0;
  for (int layer = 0; layer < work->n_layers; layer++)
    {
      self->layer_x[layer] = x;
      x += width[layer] + gap;
    }
  self->width = MAX (x - gap, 0);
  self->forward_height = work->vertices->len > 0 ? bottom - top : 0;
  for (guint k = 0; k < work->vertices->len; k++)
    {
      const Vertex *v = vertex_at (work, (int) k);
      if (v->item < 0)
        continue;
      TnuGraphPlace *place = &self->places[v->item];
      place->layer = v->layer;
      place->x = round (self->layer_x[v->layer] + (width[v->layer] - place->w) / 2);
      place->y = round (v->y - v->h / 2 - top);
    }
}

/* A backward item without a mirror (a node met only on the way back) goes beside a neighbour. */
static int
find_anchor (const TnsGraph *graph, int item)
{
  for (guint k = 0; k < graph->edges->len; k++)
    {
      const TnsGraphEdge *edge = &g_array_index (graph->edges, TnsGraphEdge, k);
      int other = edge->from == item ? edge->to : edge->to == item ? edge->from : -1;
      if (other >= 0 && item_at (graph, other)->mirror >= 0)
        return item_at (graph, other)->mirror;
    }
  return -1;
}

static void
place_mirrors (const TnsGraph *graph, TnuGraphLayout *self, double lane_gap)
{
  bool has_lane = false;
  double bottom = self->forward_height;
  self->backward_top = self->forward_height + lane_gap;
  for (int k = 0; k < self->n; k++)
    {
      const TnsGraphItem *item = item_at (graph, k);
      if (is_forward (item))
        continue;
      has_lane = true;
      int anchor = item->mirror >= 0 ? item->mirror : find_anchor (graph, k);
      TnuGraphPlace *place = &self->places[k];
      if (anchor < 0 || !is_forward (item_at (graph, anchor)))
        continue;
      const TnuGraphPlace *over = &self->places[anchor];
      place->layer = over->layer;
      place->x = round (over->x + (over->w - place->w) / 2);
      place->y = round (self->backward_top + over->y + (over->h - place->h) / 2);
      bottom = MAX (bottom, place->y + place->h);
    }
  if (!has_lane)
    self->backward_top = self->forward_height;
  self->height = bottom;
}

static int
compare_places (const void *a, const void *b, void *data)
{
  const TnuGraphPlace *places = data;
  const TnuGraphPlace *x = &places[*(const int *) a], *y = &places[*(const int *) b];
  if (x->layer != y->layer)
    return x->layer - y->layer;
  return x->y < y->y ? -1 : x->y > y->y;
}

static void
sort_places (TnuGraphLayout *self)
{
  self->order = g_new (int, MAX (self->n, 1));
  for (int k = 0; k < self->n; k++)
    self->order[k] = k;
  g_qsort_with_data (self->order, self->n, sizeof (int), compare_places, self->places);
  self->layer_first = g_new0 (int, self->n_layers + 1);
  int at = 0;
  for (int layer = 0; layer <= self->n_layers; layer++)
    {
      while (at < self->n && self->places[self->order[at]].layer < layer)
        at++;
      self->layer_first[layer] = at;
    }
}

static void
work_clear (Work *work)
{
  for (int layer = 0; work->layers != NULL && layer < work->n_layers; layer++)
    g_free (work->layers[layer]);
  g_free (work->layers);
  g_free (work->layer_sizes);
  g_free (work->vertex_of);
  g_free (work->out_first);
  g_free (work->out_to);
  g_free (work->in_first);
  g_free (work->in_from);
  g_array_unref (work->vertices);
  g_array_unref (work->links);
}

TnuGraphLayout *
tnu_graph_layout_new (const TnsGraph *graph, const TnuGraphPlace *sizes, double gap,
                      double lane_gap, GCancellable *cancellable)
{
  int n = (int) graph->items->len;
  Work work = {
    .n_items = n,
    .vertex_of = g_new (int, MAX (n, 1)),
    .vertices = g_array_new (FALSE, FALSE, sizeof (Vertex)),
    .links = g_array_new (FALSE, FALSE, sizeof (Link)),
  };
  build_vertices (&work, graph, sizes);
  int n_vertices = (int) work.vertices->len;
  index_links (n_vertices, (Link *) work.links->data, work.links->len, true, &work.out_first,
               &work.out_to);
  index_links (n_vertices, (Link *) work.links->data, work.links->len, false, &work.in_first,
               &work.in_from);
  fill_layers (&work);
  reduce_crossings (&work, cancellable);
  align_rows (&work, gap, cancellable);

  TnuGraphLayout *self = g_new0 (TnuGraphLayout, 1);
  self->n = n;
  self->places = g_memdup2 (sizes, (size_t) MAX (n, 1) * sizeof *sizes);
  for (int k = 0; k < n; k++)
    self->places[k].x = self->places[k].y = self->places[k].layer = 0;
  place_columns (&work, self, gap);
  place_mirrors (graph, self, lane_gap);
  sort_places (self);
  work_clear (&work);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, tnu_graph_layout_free);
  return self;
}

void
tnu_graph_layout_free (TnuGraphLayout *self)
{
  g_free (self->places);
  g_free (self->order);
  g_free (self->layer_first);
  g_free (self->layer_x);
  g_free (self);
}

void
tnu_graph_layout_find_layers (const TnuGraphLayout *self, double x0, double x1, int *first,
                              int *last)
{
  int low = 0, high = self->n_layers;
  while (low < high)
    {
      int middle = (low + high) / 2;
      if (self->layer_x[middle] <= x1)
        low = middle + 1;
      else
        high = middle;
    }
  *last = low - 1;
  low = 0, high = MAX (*last, 0);
  while (low < high)
    {
      int middle = (low + high) / 2;
      if (self->layer_x[middle + 1] <= x0)
        low = middle + 1;
      else
        high = middle;
    }
  *first = low;
}

int
tnu_graph_layout_hit (const TnuGraphLayout *self, double x, double y)
{
  int first, last;
  tnu_graph_layout_find_layers (self, x, x, &first, &last);
  for (int layer = first; layer <= last; layer++)
    for (int k = self->layer_first[layer]; k < self->layer_first[layer + 1]; k++)
      {
        const TnuGraphPlace *place = &self->places[self->order[k]];
        if (x >= place->x && x < place->x + place->w && y >= place->y && y < place->y + place->h)
          return self->order[k];
      }
  return -1;
}

char *
tnu_graph_layout_dup_text (const TnuGraphLayout *self, const TnsGraph *graph)
{
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    {
      const TnuGraphPlace *place = &self->places[self->order[k]];
      g_string_append_printf (text, "%s layer %d at %g,%g\n",
                              item_at (graph, self->order[k])->title, place->layer, place->x,
                              place->y);
    }
  return g_string_free (text, FALSE);
}
