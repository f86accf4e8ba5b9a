/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine/trace/rule.h"
#include "engine/trace/timeline-private.h"

/* First the ops that belong together, in order: those whose nodes one backward run visits, else
 * those that the op at the cursor hangs together with. Then two lanes: every op with its
 * tensors, and under it its node with the gradients of the same tensors. */

#define MAX_OPS 2000

typedef struct
{
  const TnsTimeline *timeline;
  TnsGraph *graph;
  int run_start, run_end;  /* steps of the backward run; equal: none */
  GArray *ops;             /* int: steps of the forward ops */
  GHashTable *tensors;     /* "id:version" → item + 1 */
  GHashTable *gradients;   /* tensor item + 1 → gradient item + 1 */
  GHashTable *edge_ends;   /* "node:input" → tensor item + 1 */
  char *root;
} Builder;

static void
clear_item (gpointer data)
{
  TnsGraphItem *item = data;

  g_free (item->title);
  g_free (item->subtitle);
  g_clear_pointer (&item->moment, tns_moment_unref);
}

void
tns_graph_free (TnsGraph *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_array_unref (self->edges);
  g_free (self->title);
  g_free (self);
}

static TnsGraphItem *
get_item (Builder *self, int index)
{
  return &g_array_index (self->graph->items, TnsGraphItem, index);
}

/* Takes @title. */
static int
add_item (Builder *self, TnsGraphItemKind kind, char *title, int step)
{
  const TnsGraphItem item = { .kind = kind, .title = title, .step = step, .mirror = -1 };

  g_array_append_val (self->graph->items, item);
  return (int) self->graph->items->len - 1;
}

static void
connect_items (Builder *self, int from, int to, bool is_saved)
{
  const guint n_edges = self->graph->edges->len;

  /* The same pair comes twice only from one op (x * x): the newest edges are enough to look at. */
  for (guint i = n_edges > 64 ? n_edges - 64 : 0; i < n_edges; i++)
    {
      const TnsGraphEdge *edge = &g_array_index (self->graph->edges, TnsGraphEdge, i);

      if (edge->from == from && edge->to == to && edge->is_saved == is_saved)
        return;
    }
  g_array_append_val (self->graph->edges, ((TnsGraphEdge) { from, to, is_saved }));
}

/* ---- which ops ---- */

static void
find_run (Builder *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self->timeline, step);
  const TnsSegment *segment;

  if (at == NULL || at->kind == TNS_STEP_OP)
    return;
  segment = tns_timeline_get_segment (self->timeline, at->segment);
  self->run_start = segment->first_step;
  self->run_end = segment->first_step + segment->n_steps;
}

/* The first backward run after the op at @step that its node takes part in. */
static void
find_run_of_op (Builder *self, int step)
{
  const TnsStep *op = tns_timeline_get_step (self->timeline, step);
  const int n_steps = tns_timeline_get_n_steps (self->timeline);

  for (int i = step + 1; op != NULL && op->kind == TNS_STEP_OP && i < n_steps; i++)
    {
      const TnsStep *later = tns_timeline_get_step (self->timeline, i);

      if (later->kind != TNS_STEP_NODE && later->kind != TNS_STEP_ACCUMULATE)
        continue;
      if ((op->event->node != 0 && later->event->node == op->event->node)
          || (later->kind == TNS_STEP_ACCUMULATE && op->event->n_outputs > 0
              && op->event->outputs[0] != NULL
              && tns_moment_get_tensor_id (op->event->outputs[0]) == later->event->leaf))
        {
          find_run (self, i);
          return;
        }
    }
}

static int
compare_ints (const void *a, const void *b)
{
  return *(const int *) a - *(const int *) b;
}

static void
collect_ops_of_run (Builder *self)
{
  for (int i = self->run_start; i < self->run_end && self->ops->len < MAX_OPS; i++)
    {
      const TnsStep *step = tns_timeline_get_step (self->timeline, i);
      const int forward = tns_timeline_find_forward (self->timeline, step->event->node);

      if (step->kind == TNS_STEP_NODE && forward >= 0)
        g_array_append_val (self->ops, forward);
    }
  g_array_sort (self->ops, compare_ints);
}

static bool
touches (const TnsEvent *event, GHashTable *ids)
{
  for (int i = 0; i < event->n_inputs + event->n_outputs; i++)
    {
      TnsMoment *moment = i < event->n_inputs ? event->inputs[i]
                                              : event->outputs[i - event->n_inputs];
      uint64_t id;

      if (moment == NULL)
        continue;
      id = tns_moment_get_tensor_id (moment);
      if (g_hash_table_contains (ids, &id))
        return true;
    }
  return false;
}

static void
add_ids (const TnsEvent *event, GHashTable *ids)
{
  for (int i = 0; i < event->n_inputs + event->n_outputs; i++)
    {
      TnsMoment *moment = i < event->n_inputs ? event->inputs[i]
                                              : event->outputs[i - event->n_inputs];
      uint64_t id;

      if (moment == NULL)
        continue;
      id = tns_moment_get_tensor_id (moment);
      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
}

/* Ops of the cursor's segment that hang together with the one at @step: back, then forward. */
static void
collect_connected (Builder *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self->timeline, step);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  const TnsSegment *segment;

  if (at == NULL || at->kind != TNS_STEP_OP)
    return;
  segment = tns_timeline_get_segment (self->timeline, at->segment);
  add_ids (at->event, ids);
  for (int i = step; i >= segment->first_step; i--)
    if (touches (tns_timeline_get_step (self->timeline, i)->event, ids))
      add_ids (tns_timeline_get_step (self->timeline, i)->event, ids);
  for (int i = segment->first_step;
       i < segment->first_step + segment->n_steps && self->ops->len < MAX_OPS; i++)
    {
      const TnsEvent *event = tns_timeline_get_step (self->timeline, i)->event;

      if (!touches (event, ids))
        continue;
      add_ids (event, ids);
      g_array_append_val (self->ops, i);
    }
}

/* ---- forward lane ---- */

static char *
get_key (uint64_t id, int64_t second)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GINT64_FORMAT, id, second);
}

static int
find_tensor (Builder *self, TnsMoment *moment)
{
  g_autofree char *key = get_key (tns_moment_get_tensor_id (moment),
                                  tns_moment_get_version (moment));

  int index = GPOINTER_TO_INT (g_hash_table_lookup (self->tensors, key)) - 1;

  /* requires_grad is often set just after the tensor was made: the later look at it counts. */
  if (index >= 0 && tns_moment_requires_grad (moment))
    {
      get_item (self, index)->requires_grad = true;
      get_item (self, index)->is_leaf = tns_moment_is_leaf (moment);
    }
  return index;
}

static int
ensure_tensor (Builder *self, TnsMoment *moment, const char *name, int step)
{
  int index = find_tensor (self, moment);
  TnsGraphItem *item;

  if (index >= 0)
    return index;
  index = add_item (self, TNS_GRAPH_TENSOR, g_strdup (name), step);
  item = get_item (self, index);
  item->moment = tns_moment_ref (moment);
  item->is_leaf = tns_moment_is_leaf (moment);
  item->requires_grad = tns_moment_requires_grad (moment);
  item->tensor_id = tns_moment_get_tensor_id (moment);
  g_hash_table_insert (self->tensors,
                       get_key (item->tensor_id, tns_moment_get_version (moment)),
                       GINT_TO_POINTER (index + 1));
  return index;
}

/* The step that made a tensor before the graph's first op, -1 if unknown. */
static int
find_maker (Builder *self, TnsMoment *moment, int before)
{
  for (int i = before - 1; i >= 0; i--)
    {
      const TnsStep *step = tns_timeline_get_step (self->timeline, i);

      for (int k = 0; step->kind == TNS_STEP_OP && k < step->event->n_outputs; k++)
        if (step->event->outputs[k] != NULL
            && tns_moment_get_tensor_id (step->event->outputs[k])
                   == tns_moment_get_tensor_id (moment))
          return i;
    }
  return -1;
}

static void
remember_edge_end (Builder *self, const TnsEventEdge *edge, int tensor)
{
  if (edge->node != 0)
    g_hash_table_insert (self->edge_ends,
                         get_key (edge->node, edge->is_leaf ? -1 : edge->input),
                         GINT_TO_POINTER (tensor + 1));
}

static void
add_forward_op (Builder *self, int step)
{
  const TnsTold *told = tns_timeline_get_told (self->timeline, step);
  const TnsEvent *event = told->step.event;
  const int n_inputs = event->n_inputs;
  g_autofree int *inputs = g_new (int, MAX (n_inputs, 1));
  int op = -1;

  for (int i = 0; i < n_inputs; i++)
    {
      inputs[i] = -1;
      if (event->inputs[i] == NULL)
        continue;
      inputs[i] = find_tensor (self, event->inputs[i]);
      if (inputs[i] < 0)
        inputs[i] = ensure_tensor (self, event->inputs[i], told->inputs[i],
                                   find_maker (self, event->inputs[i], step));
      if (i < event->n_edges)
        remember_edge_end (self, &event->edges[i], inputs[i]);
    }
  /* What makes a tensor from nothing is no op of the graph: the tensor is its start. */
  if (n_inputs > 0)
    {
      op = add_item (self, TNS_GRAPH_OP, g_strdup (told->op_title), step);
      get_item (self, op)->subtitle = g_strdup (told->step.label);
    }
  for (int i = 0; i < n_inputs; i++)
    if (inputs[i] >= 0)
      connect_items (self, inputs[i], op, false);
  for (int k = 0; k < event->n_outputs; k++)
    {
      g_autofree char *name = event->n_outputs > 1 && told->step.result_name == NULL
                                  ? g_strdup_printf ("%s [%d]", told->result, k)
                                  : g_strdup (told->result);
      int output;

      if (event->outputs[k] == NULL)
        continue;
      output = ensure_tensor (self, event->outputs[k], name, step);
      if (event->node != 0)
        remember_edge_end (self, &(TnsEventEdge) { event->node, false, k }, output);
      /* An op that found nothing to do gives back its very argument: no arrow leads back there. */
      bool is_argument = false;
      for (int i = 0; i < n_inputs; i++)
        is_argument |= inputs[i] == output;
      if (op >= 0 && !is_argument)
        connect_items (self, op, output, false);
    }
}

/* ---- backward lane ---- */

/* Where the gradient of one tensor of the forward lane is found in the run. */
typedef struct
{
  int step;
  TnsMoment *moment;
} Flow;

static bool
is_edge_to (const TnsEventEdge *edge, uint64_t node, int input)
{
  if (edge->node != node || edge->is_leaf != (input < 0))
    return false;
  return edge->is_leaf || edge->input == input;
}

static void
look_at_contribution (Builder *self, int step, const TnsEvent *event, uint64_t node, int input,
                      Flow *flow)
{
  const TnsTold *forward = tns_timeline_get_forward (self->timeline, event->node);
  const TnsEvent *op = forward != NULL ? forward->step.event : NULL;

  for (int i = 0; op != NULL && i < MIN (op->n_edges, event->n_outputs); i++)
    if (event->outputs[i] != NULL && is_edge_to (&op->edges[i], node, input))
      {
        flow->step = step;
        if (flow->moment == NULL)
          flow->moment = event->outputs[i];
      }
}

/* @input: -1 for a leaf, whose "node" is its tensor's id. */
static Flow
find_flow (Builder *self, uint64_t node, int input)
{
  Flow flow = { -1, NULL };

  for (int i = self->run_start; i < self->run_end; i++)
    {
      const TnsStep *step = tns_timeline_get_step (self->timeline, i);
      const TnsEvent *event = step->event;

      if (step->kind == TNS_STEP_NODE)
        look_at_contribution (self, i, event, node, input, &flow);
      /* The sum of everything that arrived. */
      if (step->kind == TNS_STEP_NODE && input >= 0 && event->node == node
          && input < event->n_inputs && event->inputs[input] != NULL)
        {
          flow.moment = event->inputs[input];
          if (flow.step < 0)
            flow.step = self->run_start;
        }
      if (step->kind == TNS_STEP_ACCUMULATE && input < 0 && event->leaf == node)
        flow = (Flow) { i, event->outputs[0] };
    }
  return flow;
}

static int
ensure_gradient (Builder *self, int tensor, uint64_t node, int input)
{
  int index = GPOINTER_TO_INT (g_hash_table_lookup (self->gradients,
                                                    GINT_TO_POINTER (tensor + 1))) - 1;
  const char *name = get_item (self, tensor)->title;
  const bool is_leaf = input < 0;
  TnsGraphItem *item;
  Flow flow;

  if (index >= 0)
    return index;
  flow = find_flow (self, node, input);
  index = add_item (self, TNS_GRAPH_GRADIENT,
                    is_leaf ? g_strdup_printf ("%s.grad", name)
                            : g_strdup_printf ("∂%s/∂%s", self->root, name),
                    flow.step);
  item = get_item (self, index);
  item->subtitle = is_leaf ? g_strdup ("AccumulateGrad") : NULL;
  item->moment = flow.moment != NULL ? tns_moment_ref (flow.moment) : NULL;
  item->mirror = tensor;
  item->is_leaf = is_leaf;
  item->tensor_id = get_item (self, tensor)->tensor_id;
  get_item (self, tensor)->mirror = index;
  g_hash_table_insert (self->gradients, GINT_TO_POINTER (tensor + 1), GINT_TO_POINTER (index + 1));
  return index;
}

static int
find_node_step (Builder *self, uint64_t node)
{
  for (int i = self->run_start; i < self->run_end; i++)
    {
      const TnsStep *step = tns_timeline_get_step (self->timeline, i);

      if (step->kind == TNS_STEP_NODE && step->event->node == node)
        return i;
    }
  return -1;
}

static char *
dup_node_factor (const TnsTold *told, int input)
{
  g_autofree char *local = tns_rule_dup_local (told->step.event, told->inputs, told->result,
                                               input);

  return local != NULL ? tns_rule_dup_factor (local) : NULL;
}

static int
find_op_item (Builder *self, int step)
{
  for (guint i = 0; i < self->graph->items->len; i++)
    if (get_item (self, (int) i)->kind == TNS_GRAPH_OP && get_item (self, (int) i)->step == step)
      return (int) i;
  return -1;
}

/* By the step at which it ran, if it did: an op made of others, such as matmul, has the node of one
 * of them. */
static char *
dup_node_name (Builder *self, const TnsEvent *event, int node_step)
{
  if (node_step >= 0)
    return g_strdup (tns_timeline_get_step (self->timeline, node_step)->op_label);
  if (event->op != NULL && event->op->node != NULL)
    return g_strdup (event->op->node);
  return g_strdup_printf ("%sBackward", event->name);
}

static void
add_saved (Builder *self, const TnsEvent *event, int node_item)
{
  for (int i = 0; i < event->n_saved; i++)
    {
      int tensor = find_tensor (self, event->saved[i]);

      /* A saved result is an alias: same storage, another tensor. */
      for (guint k = 0; tensor < 0 && k < self->graph->items->len; k++)
        {
          const TnsGraphItem *item = get_item (self, (int) k);

          if (item->kind == TNS_GRAPH_TENSOR
              && tns_moment_get_storage_id (item->moment)
                     == tns_moment_get_storage_id (event->saved[i])
              && tns_moment_get_version (item->moment)
                     == tns_moment_get_version (event->saved[i]))
            tensor = (int) k;
        }
      if (tensor >= 0)
        connect_items (self, tensor, node_item, true);
    }
}

static int
get_edge_end (Builder *self, uint64_t node, int input)
{
  g_autofree char *key = get_key (node, input);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->edge_ends, key)) - 1;
}

static void
add_backward_node (Builder *self, int step)
{
  const TnsTold *told = tns_timeline_get_told (self->timeline, step);
  const TnsEvent *event = told->step.event;
  const int op = find_op_item (self, step);
  const int node_step = find_node_step (self, event->node);
  int first_edge = -1;
  int node;

  if (event->node == 0 || op < 0)
    return;
  for (int k = 0; k < event->n_outputs; k++)
    if (get_edge_end (self, event->node, k) >= 0)
      ensure_gradient (self, get_edge_end (self, event->node, k), event->node, k);

  for (int i = 0; i < event->n_edges && first_edge < 0; i++)
    if (event->edges[i].node != 0)
      first_edge = i;
  node = add_item (self, TNS_GRAPH_BACKWARD_NODE, dup_node_name (self, event, node_step),
                   node_step);
  if (first_edge >= 0 && first_edge < event->n_inputs)
    get_item (self, node)->subtitle = dup_node_factor (told, first_edge);
  get_item (self, node)->mirror = op;
  get_item (self, op)->mirror = node;

  for (int k = 0; k < event->n_outputs; k++)
    {
      const int tensor = get_edge_end (self, event->node, k);

      if (tensor >= 0)
        connect_items (self, ensure_gradient (self, tensor, event->node, k), node, false);
    }
  for (int i = 0; i < event->n_edges; i++)
    {
      const TnsEventEdge *edge = &event->edges[i];
      const int input = edge->is_leaf ? -1 : edge->input;
      const int tensor = edge->node != 0 ? get_edge_end (self, edge->node, input) : -1;

      if (tensor >= 0)
        connect_items (self, node, ensure_gradient (self, tensor, edge->node, input), false);
    }
  add_saved (self, event, node);
}

/* The root's gradient is the seed's. */
static void
mark_root (Builder *self)
{
  const TnsStep *seed = tns_timeline_get_step (self->timeline, self->run_start);
  int tensor, gradient;

  if (self->run_start == self->run_end || seed->kind != TNS_STEP_SEED)
    return;
  tensor = find_tensor (self, seed->event->inputs[0]);
  gradient = tensor >= 0 ? GPOINTER_TO_INT (g_hash_table_lookup (self->gradients,
                                                                 GINT_TO_POINTER (tensor + 1))) - 1
                         : -1;
  if (gradient < 0)
    return;
  get_item (self, gradient)->step = self->run_start;
  g_clear_pointer (&get_item (self, gradient)->moment, tns_moment_unref);
  get_item (self, gradient)->moment = tns_moment_ref (seed->event->outputs[0]);
}

static char *
dup_title (Builder *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self->timeline, step);

  if (self->run_start < self->run_end)
    return g_strdup_printf ("%s.backward()", self->root);
  return g_strdup (at != NULL ? tns_timeline_get_segment (self->timeline, at->segment)->label : "");
}

/* What the gradients are of when no backward run has told it: the last result. */
static char *
dup_root (Builder *self)
{
  if (self->run_start < self->run_end)
    return tns_timeline_dup_root_name (self->timeline, self->run_start);
  if (self->ops->len > 0)
    return g_strdup (tns_timeline_get_told (self->timeline,
                                            g_array_index (self->ops, int, self->ops->len - 1))
                         ->result);
  return g_strdup ("y");
}

TnsGraph *
tns_timeline_dup_graph (const TnsTimeline *self, int cursor)
{
  const int n_steps = tns_timeline_get_n_steps (self);
  const int step = CLAMP (cursor - 1, 0, MAX (n_steps - 1, 0));
  Builder builder = {
    .timeline = self,
    .graph = g_new0 (TnsGraph, 1),
    .ops = g_array_new (FALSE, FALSE, sizeof (int)),
    .tensors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .gradients = g_hash_table_new (NULL, NULL),
    .edge_ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };

  builder.graph->items = g_array_new (FALSE, FALSE, sizeof (TnsGraphItem));
  g_array_set_clear_func (builder.graph->items, clear_item);
  builder.graph->edges = g_array_new (FALSE, FALSE, sizeof (TnsGraphEdge));

  find_run (&builder, step);
  if (builder.run_start == builder.run_end)
    find_run_of_op (&builder, step);
  if (builder.run_start < builder.run_end)
    collect_ops_of_run (&builder);
  else
    collect_connected (&builder, step);
  builder.root = dup_root (&builder);

  for (guint i = 0; i < builder.ops->len; i++)
    add_forward_op (&builder, g_array_index (builder.ops, int, i));
  for (guint i = builder.ops->len; i > 0; i--)
    add_backward_node (&builder, g_array_index (builder.ops, int, i - 1));
  mark_root (&builder);
  builder.graph->title = dup_title (&builder, step);

  g_array_unref (builder.ops);
  g_hash_table_unref (builder.tensors);
  g_hash_table_unref (builder.gradients);
  g_hash_table_unref (builder.edge_ends);
  g_free (builder.root);
  return builder.graph;
}
