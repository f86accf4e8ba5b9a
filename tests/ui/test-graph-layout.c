/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The graph's layout against what a person would draw: lanes, mirrors, no overlaps, and speed by
 * size, not by clock. */
#include "ui/graph/graph-layout.h"

typedef struct
{
  TnsGraph *graph;
  GArray *sizes;
} Sketch;

static Sketch
sketch_new (void)
{
  Sketch sketch = { g_new0 (TnsGraph, 1), g_array_new (FALSE, TRUE, sizeof (TnuGraphPlace)) };
  sketch.graph->items = g_array_new (FALSE, TRUE, sizeof (TnsGraphItem));
  sketch.graph->edges = g_array_new (FALSE, TRUE, sizeof (TnsGraphEdge));
  sketch.graph->title = g_strdup ("sketch");
  return sketch;
}

static int
add_item (Sketch *sketch, TnsGraphItemKind kind, const char *title, int mirror)
{
  bool is_card = kind == TNS_GRAPH_TENSOR || kind == TNS_GRAPH_GRADIENT;
  TnuGraphPlace size = { .w = is_card ? 168 : 96, .h = is_card ? 84 : 48 };
  TnsGraphItem item = { .kind = kind, .title = g_strdup (title), .step = -1, .mirror = mirror };
  g_array_append_val (sketch->graph->items, item);
  g_array_append_val (sketch->sizes, size);
  int index = (int) sketch->graph->items->len - 1;
  if (mirror >= 0)
    g_array_index (sketch->graph->items, TnsGraphItem, mirror).mirror = index;
  return index;
}

static void
add_edge (Sketch *sketch, int from, int to, bool is_saved)
{
  TnsGraphEdge edge = { from, to, is_saved };
  g_array_append_val (sketch->graph->edges, edge);
}

static TnuGraphLayout *
lay_out (Sketch *sketch)
{
  return tnu_graph_layout_new (sketch->graph, (TnuGraphPlace *) sketch->sizes->data, 21, 108, NULL);
}

static void
sketch_clear (Sketch *sketch)
{
  for (guint k = 0; k < sketch->graph->items->len; k++)
    g_free (g_array_index (sketch->graph->items, TnsGraphItem, k).title);
  g_array_unref (sketch->graph->items);
  g_array_unref (sketch->graph->edges);
  g_free (sketch->graph->title);
  g_free (sketch->graph);
  g_array_unref (sketch->sizes);
}

/* x → +2 → a, with the backward lane under it. */
static void
test_chain (void)
{
  Sketch sketch = sketch_new ();
  int x = add_item (&sketch, TNS_GRAPH_TENSOR, "x", -1);
  int op = add_item (&sketch, TNS_GRAPH_OP, "+ 2", -1);
  int a = add_item (&sketch, TNS_GRAPH_TENSOR, "a", -1);
  int da = add_item (&sketch, TNS_GRAPH_GRADIENT, "da", a);
  int node = add_item (&sketch, TNS_GRAPH_BACKWARD_NODE, "AddBackward0", op);
  int dx = add_item (&sketch, TNS_GRAPH_GRADIENT, "x.grad", x);
  add_edge (&sketch, x, op, false);
  add_edge (&sketch, op, a, false);
  add_edge (&sketch, da, node, false);
  add_edge (&sketch, node, dx, false);
  g_autoptr (TnuGraphLayout) layout = lay_out (&sketch);
  g_autofree char *text = tnu_graph_layout_dup_text (layout, sketch.graph);
  g_assert_cmpstr (text, ==,
                   "x layer 0 at 0,0\n"
                   "x.grad layer 0 at 0,192\n"
                   "+ 2 layer 1 at 189,18\n"
                   "AddBackward0 layer 1 at 189,210\n"
                   "a layer 2 at 306,0\n"
                   "da layer 2 at 306,192\n");
  g_assert_cmpint (tnu_graph_layout_hit (layout, 200, 40), ==, op);
  g_assert_cmpint (tnu_graph_layout_hit (layout, 180, 40), ==, -1);
  sketch_clear (&sketch);
}

static void
assert_no_overlap (const TnuGraphLayout *layout)
{
  for (int layer = 0; layer < layout->n_layers; layer++)
    for (int k = layout->layer_first[layer] + 1; k < layout->layer_first[layer + 1]; k++)
      {
        const TnuGraphPlace *above = &layout->places[layout->order[k - 1]];
        const TnuGraphPlace *below = &layout->places[layout->order[k]];
        g_assert_cmpfloat (below->y, >=, above->y + above->h);
      }
}

/* A weight used late stands next to its use, not at the far left. */
static void
test_source_near_use (void)
{
  Sketch sketch = sketch_new ();
  int last = add_item (&sketch, TNS_GRAPH_TENSOR, "x", -1);
  for (int k = 0; k < 4; k++)
    {
      int op = add_item (&sketch, TNS_GRAPH_OP, "op", -1);
      add_edge (&sketch, last, op, false);
      last = op;
    }
  int weight = add_item (&sketch, TNS_GRAPH_TENSOR, "w", -1);
  add_edge (&sketch, weight, last, false);
  g_autoptr (TnuGraphLayout) layout = lay_out (&sketch);
  g_assert_cmpint (layout->places[weight].layer, ==, 3);
  assert_no_overlap (layout);
  sketch_clear (&sketch);
}

/* Ten thousand items with long edges: every item has a place of its own. */
static void
test_large (void)
{
  Sketch sketch = sketch_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  for (int k = 0; k < 10000; k++)
    {
      add_item (&sketch, k % 2 ? TNS_GRAPH_OP : TNS_GRAPH_TENSOR, "v", -1);
      for (int j = 0; j < 2 && k > 0; j++)
        {
          int back = 1 + g_rand_int_range (random, 0, 30);
          add_edge (&sketch, MAX (0, k - back), k, false);
        }
    }
  g_autoptr (TnuGraphLayout) layout = lay_out (&sketch);
  assert_no_overlap (layout);
  for (guint k = 0; k < sketch.graph->edges->len; k++)
    {
      const TnsGraphEdge *edge = &g_array_index (sketch.graph->edges, TnsGraphEdge, k);
      g_assert_cmpint (layout->places[edge->from].layer, <, layout->places[edge->to].layer);
    }
  sketch_clear (&sketch);
}

static void
test_empty (void)
{
  Sketch sketch = sketch_new ();
  g_autoptr (TnuGraphLayout) layout = lay_out (&sketch);
  g_assert_cmpint (layout->n, ==, 0);
  g_assert_cmpint (tnu_graph_layout_hit (layout, 0, 0), ==, -1);
  int first, last;
  tnu_graph_layout_find_layers (layout, 0, 100, &first, &last);
  g_assert_cmpint (last, <, first);
  sketch_clear (&sketch);
}

static void
test_cancelled (void)
{
  Sketch sketch = sketch_new ();
  add_item (&sketch, TNS_GRAPH_TENSOR, "x", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (tnu_graph_layout_new (sketch.graph, (TnuGraphPlace *) sketch.sizes->data, 21, 108,
                                       cancellable));
  sketch_clear (&sketch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/graph-layout/chain/mirrors-under-forward", test_chain);
  g_test_add_func ("/ui/graph-layout/source/stands-next-to-first-use", test_source_near_use);
  g_test_add_func ("/ui/graph-layout/large/no-overlap-and-edges-go-right", test_large);
  g_test_add_func ("/ui/graph-layout/empty/has-no-items", test_empty);
  g_test_add_func ("/ui/graph-layout/cancelled/gives-nothing", test_cancelled);
  return g_test_run ();
}
