/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Backward
 *
 * Reference counting over the graph first (how many gradients each node waits for), then nodes by
 * falling sequence number from a heap. Both walks keep their own stacks. */
#include <string.h>

#include "engine/autograd/node-private.h"
#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"
#include "engine/trace/trace.h"

/**
 * Task: a node of this run
 * @n_waiting: gradients still to come
 * @is_needed: leads to one of the asked inputs (all are, when none is asked)
 * @buffers: gradient per result so far, owned
 */
typedef struct
{
  int n_waiting;
  bool is_needed;
  TnsTensor **buffers;
} Task;

typedef struct
{
  bool retain_graph;
  GHashTable *tasks; /* TnsNode (owned) → Task */
  GPtrArray *heap;   /* ready nodes, borrowed from tasks */
  TnsTensor *const *inputs;
  int n_inputs;
  TnsEdge *input_edges;      /* owned nodes */
  TnsTensor **input_gradients; /* where captured gradients go */
} Run;

static void
task_free (TnsNode *node, Task *task)
{
  for (int k = 0; task->buffers != NULL && k < node->n_results; k++)
    if (task->buffers[k] != NULL)
      tns_tensor_unref (task->buffers[k]);
  g_free (task->buffers);
  g_free (task);
}

/* ---- heap by sequence ---- */

static bool
goes_before (const TnsNode *a, const TnsNode *b)
{
  return a->sequence > b->sequence;
}

static void
heap_push (GPtrArray *heap, TnsNode *node)
{
  g_ptr_array_add (heap, node);
  guint at = heap->len - 1;
  while (at > 0 && goes_before (node, heap->pdata[(at - 1) / 2]))
    {
      heap->pdata[at] = heap->pdata[(at - 1) / 2];
      at = (at - 1) / 2;
    }
  heap->pdata[at] = node;
}

static TnsNode *
heap_pop (GPtrArray *heap)
{
  TnsNode *top = heap->pdata[0];
  TnsNode *last = g_ptr_array_steal_index (heap, heap->len - 1);
  guint at = 0;
  while (heap->len > 0)
    {
      guint child = 2 * at + 1;
      if (child >= heap->len)
        break;
      if (child + 1 < heap->len && goes_before (heap->pdata[child + 1], heap->pdata[child]))
        child++;
      if (!goes_before (heap->pdata[child], last))
        break;
      heap->pdata[at] = heap->pdata[child];
      at = child;
    }
  if (heap->len > 0)
    heap->pdata[at] = last;
  return top;
}

/* ---- planning ---- */

static Task *
ensure_task (Run *run, TnsNode *node, bool *is_new)
{
  Task *task = g_hash_table_lookup (run->tasks, node);
  *is_new = task == NULL;
  if (task == NULL)
    {
      task = g_new0 (Task, 1);
      task->is_needed = run->n_inputs == 0;
      g_hash_table_insert (run->tasks, tns_node_ref (node), task);
    }
  return task;
}

static bool
is_input_node (const Run *run, const TnsNode *node)
{
  for (int k = 0; k < run->n_inputs; k++)
    if (run->input_edges[k].node == node)
      return true;
  return false;
}

/* Counts what every reachable node waits for. @order gets the nodes, each before those behind it. */
static void
count_waits (Run *run, GPtrArray *stack, GPtrArray *order)
{
  while (stack->len > 0)
    {
      TnsNode *node = g_ptr_array_steal_index_fast (stack, stack->len - 1);
      g_ptr_array_add (order, node);
      for (int k = 0; k < node->n_edges; k++)
        {
          TnsNode *next = node->edges[k].node;
          if (next == NULL)
            continue;
          bool is_new;
          ensure_task (run, next, &is_new)->n_waiting++;
          if (is_new)
            g_ptr_array_add (stack, next);
        }
    }
}

static int
compare_sequence (const void *a, const void *b)
{
  const TnsNode *x = *(TnsNode *const *) a, *y = *(TnsNode *const *) b;
  return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* A node is needed when it is an input or leads to one: an edge always goes to a smaller sequence,
 * except to accumulators, which lead nowhere. */
static void
mark_needed (Run *run, GPtrArray *order)
{
  g_ptr_array_sort (order, compare_sequence);
  for (int pass = 0; pass < 2; pass++)
    for (guint n = 0; n < order->len; n++)
      {
        TnsNode *node = order->pdata[n];
        Task *task = g_hash_table_lookup (run->tasks, node);
        if (node->kind == TNS_NODE_ACCUMULATE)
          {
            task->is_needed = is_input_node (run, node);
            continue;
          }
        bool is_needed = is_input_node (run, node);
        for (int k = 0; k < node->n_edges && !is_needed; k++)
          if (node->edges[k].node != NULL)
            is_needed = ((Task *) g_hash_table_lookup (run->tasks, node->edges[k].node))->is_needed;
        task->is_needed = is_needed;
      }
}

/* ---- moving gradients ---- */

/* Adds @gradient (taken) to what is already there. */
static bool
add_into (TnsTensor **buffer, TnsTensor *gradient, GError **error)
{
  if (*buffer == NULL)
    {
      *buffer = gradient;
      return true;
    }
  TnsScope s;
  tns_scope_init (&s);
  tns_scope_take (&s, gradient);
  TnsTensor *sum = tns_do (&s, add, T (*buffer), T (gradient));
  if (sum != NULL)
    {
      tns_tensor_unref (*buffer);
      *buffer = tns_tensor_ref (sum);
    }
  return tns_scope_finish (&s, error);
}

static bool
deliver (Run *run, TnsEdge to, TnsTensor *gradient, GError **error)
{
  Task *task = g_hash_table_lookup (run->tasks, to.node);
  if (task->buffers == NULL)
    task->buffers = g_new0 (TnsTensor *, MAX (to.node->n_results, 1));
  return add_into (&task->buffers[to.input], gradient, error);
}

static bool
send_gradients (Run *run, TnsNode *node, TnsTensor **gradients, GError **error)
{
  bool ok = true;
  for (int k = 0; k < node->n_edges; k++)
    {
      TnsEdge to = node->edges[k];
      TnsTensor *gradient = g_steal_pointer (&gradients[k]);
      if (to.node != NULL)
        {
          Task *task = g_hash_table_lookup (run->tasks, to.node);
          task->n_waiting--;
          if (ok && gradient != NULL && task->is_needed)
            ok = deliver (run, to, g_steal_pointer (&gradient), error);
          if (task->n_waiting == 0 && task->is_needed)
            heap_push (run->heap, to.node);
        }
      g_clear_pointer (&gradient, tns_tensor_unref);
    }
  return ok;
}

/* ---- one node ---- */

static __thread TnsNode *running;
static __thread const Run *current;

TnsNode *
tns_backward_get_running (void)
{
  return running;
}

bool
tns_backward_will_run (TnsNode *node)
{
  const Task *task = current != NULL ? g_hash_table_lookup (current->tasks, node) : NULL;
  return task != NULL && task->is_needed;
}

static void
keep_retained (TnsNode *node, TnsTensor **upstream)
{
  for (guint k = 0; node->retaining != NULL && k < node->retaining->len; k++)
    {
      TnsTensor *tensor = node->retaining->pdata[k];
      TnsTensor *gradient = upstream[tensor->autograd->output_nr];
      if (gradient == NULL)
        continue;
      g_autoptr (GError) error = NULL;
      if (tns_tensor_get_grad (tensor) == NULL)
        tns_tensor_set_grad (tensor, gradient);
      else
        tns_tensor_accumulate_grad (tensor, gradient, &error);
    }
}

/* The hooks of the results, or of the leaf. */
static bool
run_tensor_hooks (TnsNode *node, TnsTensor **upstream, GError **error)
{
  GArray *hooks = node->leaf != NULL ? node->leaf->autograd->hooks : node->hooks;
  for (int k = 0; hooks != NULL && k < node->n_results; k++)
    if (!tns_hooks_run (hooks, k, &upstream[k], error))
      return false;
  return true;
}

static void
capture (Run *run, TnsNode *node, TnsTensor **upstream)
{
  for (int k = 0; k < run->n_inputs; k++)
    if (run->input_edges[k].node == node && upstream[run->input_edges[k].input] != NULL)
      run->input_gradients[k] = tns_tensor_ref (upstream[run->input_edges[k].input]);
}

static bool
has_something_saved (const TnsNode *node)
{
  return node->n_saved > 0 || node->saves_number
         || (node->inner != NULL && has_something_saved (node->inner));
}

static bool
is_any_wanted (const Run *run, const TnsNode *node)
{
  for (int k = 0; k < node->n_edges; k++)
    if (node->edges[k].node != NULL
        && ((Task *) g_hash_table_lookup (run->tasks, node->edges[k].node))->is_needed)
      return true;
  return false;
}

static bool
run_traced (TnsNode *node, TnsTensor **upstream, TnsTensor **gradients, GError **error)
{
  bool is_traced = tns_trace_get_active () != NULL && tns_call_get_depth () == 1;
  int64_t start_us = is_traced ? g_get_monotonic_time () : 0;
  if (!tns_node_run (node, upstream, gradients, error))
    return false;
  if (is_traced && node->kind == TNS_NODE_ACCUMULATE && upstream[0] != NULL)
    tns_trace_accumulate (node, node->leaf, upstream[0]);
  else if (is_traced && node->kind != TNS_NODE_ACCUMULATE)
    tns_trace_node (node, upstream, node->n_results, gradients, node->n_edges,
                    (g_get_monotonic_time () - start_us) * 1000);
  return true;
}

static bool
fit_gradients (TnsNode *node, TnsTensor **gradients, GError **error)
{
  for (int k = 0; k < node->n_edges; k++)
    {
      if (gradients[k] == NULL)
        continue;
      gradients[k] = tns_node_fit_gradient (node, k, gradients[k], error);
      if (gradients[k] == NULL)
        return false;
    }
  return true;
}

/* Hooks see the gradients as PyTorch lists them. */
static bool
run_after_hooks (TnsNode *node, TnsTensor *const *upstream, TnsTensor **gradients, GError **error)
{
  if (node->after_hooks == NULL)
    return true;
  g_autofree int *indices = g_new (int, node->n_edges + TNS_MAX_PARAMS);
  int n = tns_node_list_edges (node, indices);
  g_autofree TnsTensor **listed = g_new0 (TnsTensor *, MAX (n, 1));
  for (int k = 0; k < n; k++)
    listed[k] = indices[k] >= 0 ? gradients[indices[k]] : NULL;
  bool ok = tns_node_hooks_run (node->after_hooks, listed, n, upstream, node->n_results, error);
  for (int k = 0; k < n; k++)
    if (indices[k] >= 0)
      gradients[indices[k]] = listed[k];
  return ok;
}

/* The node between its hooks. */
static bool
run_node (TnsNode *node, TnsTensor **upstream, TnsTensor **gradients, GError **error)
{
  return tns_node_hooks_run (node->before_hooks, upstream, node->n_results, NULL, 0, error)
         && run_traced (node, upstream, gradients, error) && fit_gradients (node, gradients, error)
         && tns_anomaly_check (node, gradients, error)
         && run_after_hooks (node, upstream, gradients, error);
}

static bool
any_gradient (TnsTensor *const *upstream, int n)
{
  for (int k = 0; k < n; k++)
    if (upstream[k] != NULL)
      return true;
  return false;
}

/* Whether @node does its work in this run; otherwise its gradients were only looked at. */
static bool
is_run (const Run *run, const TnsNode *node, TnsTensor *const *upstream)
{
  if (!any_gradient (upstream, node->n_results))
    return false;
  if (run->input_gradients != NULL)
    return node->kind != TNS_NODE_ACCUMULATE && is_any_wanted (run, node);
  return node->kind == TNS_NODE_ACCUMULATE || is_any_wanted (run, node)
         || is_input_node (run, node);
}

static bool
execute (Run *run, TnsNode *node, GError **error)
{
  Task *task = g_hash_table_lookup (run->tasks, node);
  if (task->buffers == NULL)
    task->buffers = g_new0 (TnsTensor *, MAX (node->n_results, 1));
  TnsTensor **upstream = task->buffers;
  if (!run_tensor_hooks (node, upstream, error))
    return false;
  keep_retained (node, upstream);
  if (run->input_gradients != NULL)
    capture (run, node, upstream);
  g_autofree TnsTensor **gradients = g_new0 (TnsTensor *, MAX (node->n_edges, 1));
  if (is_run (run, node, upstream))
    {
      TnsNode *outer = running;
      running = node;
      bool ok = !node->is_released || !has_something_saved (node) || tns_node_fail_released (error);
      ok = ok && run_node (node, upstream, gradients, error);
      if (!ok)
        tns_anomaly_note_failure (node);
      running = outer;
      for (int k = 0; !ok && k < node->n_edges; k++)
        g_clear_pointer (&gradients[k], tns_tensor_unref);
      if (!ok)
        return false;
      if (!run->retain_graph)
        tns_node_release (node);
    }
  return send_gradients (run, node, gradients, error);
}

/* ---- the whole run ---- */

/* (transfer full): the gradient that starts at @root. */
static TnsTensor *
make_root_gradient (TnsTensor *root, TnsTensor *given, int index, GError **error)
{
  if (given == NULL && root->numel != 1)
    {
      tns_fail (error, TNS_ERROR_RUNTIME, "grad can be implicitly created only for scalar outputs");
      return NULL;
    }
  if (given == NULL)
    {
      TnsTensor *ones = tns_tensor_new_dense (root->dtype, tns_tensor_get_device (root), root->rank,
                                              root->sizes, error);
      TnsScope s;
      tns_scope_init (&s);
      if (ones != NULL)
        tns_do (&s, fill, T (ones), N (1));
      if (!tns_scope_finish (&s, error))
        g_clear_pointer (&ones, tns_tensor_unref);
      return ones;
    }
  if (!tns_tensor_same_sizes (root, given))
    {
      g_autofree char *got = tns_sizes_dup_text (given->rank, given->sizes);
      g_autofree char *expected = tns_sizes_dup_text (root->rank, root->sizes);
      tns_fail (error, TNS_ERROR_RUNTIME,
                "Mismatch in shape: grad_output[%d] has a shape of torch.Size(%s) and output[%d] has "
                "a shape of torch.Size(%s).",
                index, got, index, expected);
      return NULL;
    }
  return tns_tensor_ref (given);
}

static bool
plan (Run *run, TnsEdge *edges, int n_roots)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  for (int k = 0; k < n_roots; k++)
    {
      bool is_new;
      ensure_task (run, edges[k].node, &is_new);
      if (is_new)
        g_ptr_array_add (stack, edges[k].node);
    }
  count_waits (run, stack, order);
  if (run->n_inputs > 0)
    mark_needed (run, order);
  return true;
}

static bool
start (Run *run, TnsEdge *edges, TnsTensor *const *roots, TnsTensor *const *given, int n_roots,
       GError **error)
{
  for (int k = 0; k < n_roots; k++)
    {
      TnsTensor *gradient
          = make_root_gradient (roots[k], given != NULL ? given[k] : NULL, k, error);
      if (gradient == NULL)
        return false;
      if (tns_call_get_depth () == 1)
        tns_trace_seed (roots[k], gradient);
      if (!deliver (run, edges[k], gradient, error))
        return false;
    }
  for (int k = 0; k < n_roots; k++)
    {
      Task *task = g_hash_table_lookup (run->tasks, edges[k].node);
      bool is_queued = false;
      for (guint n = 0; n < run->heap->len; n++)
        is_queued |= run->heap->pdata[n] == edges[k].node;
      if (task->n_waiting == 0 && task->is_needed && !is_queued)
        heap_push (run->heap, edges[k].node);
    }
  return true;
}

static bool
collect_edges (TnsTensor *const *roots, TnsEdge *edges, int n_roots, GError **error)
{
  for (int k = 0; k < n_roots; k++)
    {
      if (!tns_tensor_check_view (roots[k], false, error))
        return false;
      edges[k] = tns_tensor_get_gradient_edge (roots[k]);
      if (edges[k].node == NULL)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "element %d of tensors does not require grad and does not have a grad_fn",
                         k);
    }
  return true;
}

static bool
collect_inputs (Run *run, GError **error)
{
  for (int k = 0; k < run->n_inputs; k++)
    {
      run->input_edges[k] = tns_tensor_get_gradient_edge (run->inputs[k]);
      /* backward (inputs=…) adds into just these, leaves or not. */
      if (run->input_gradients == NULL)
        tns_tensor_retain_grad (run->inputs[k]);
      if (run->input_edges[k].node == NULL)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "One of the differentiated Tensors does not require grad");
    }
  return true;
}

static bool
execute_all (Run *run, GError **error)
{
  while (run->heap->len > 0)
    {
      TnsNode *node = heap_pop (run->heap);
      if (!execute (run, node, error))
        return false;
      /* Gradients that were passed on are not kept until the end of the run. */
      Task *task = g_hash_table_lookup (run->tasks, node);
      for (int k = 0; k < node->n_results; k++)
        g_clear_pointer (&task->buffers[k], tns_tensor_unref);
    }
  return true;
}

static void
run_clear (Run *run)
{
  GHashTableIter iter;
  void *node, *task;
  g_hash_table_iter_init (&iter, run->tasks);
  while (g_hash_table_iter_next (&iter, &node, &task))
    task_free (node, task);
  g_hash_table_remove_all (run->tasks);
  g_hash_table_unref (run->tasks);
  g_ptr_array_unref (run->heap);
  for (int k = 0; k < run->n_inputs; k++)
    g_clear_pointer (&run->input_edges[k].node, tns_node_unref);
  g_free (run->input_edges);
}

bool
tns_backward (TnsTensor *const *roots, TnsTensor *const *gradients, int n_roots, bool retain_graph,
              bool create_graph, TnsTensor *const *inputs, int n_inputs,
              TnsTensor **input_gradients, GError **error)
{
  g_autofree TnsTensor **captured = g_new0 (TnsTensor *, MAX (n_inputs, 1));
  g_autofree TnsEdge *edges = g_new0 (TnsEdge, MAX (n_roots, 1));
  Run run = {
    .retain_graph = retain_graph || create_graph,
    .tasks = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) tns_node_unref, NULL),
    .heap = g_ptr_array_new (),
    .inputs = inputs,
    .n_inputs = n_inputs,
    .input_edges = g_new0 (TnsEdge, MAX (n_inputs, 1)),
    .input_gradients = input_gradients != NULL ? captured : NULL,
  };
  bool grad_mode = tns_grad_mode_set (create_graph);
  const Run *outer = current;
  current = &run;
  tns_call_enter ();
  bool ok = collect_edges (roots, edges, n_roots, error) && collect_inputs (&run, error)
            && plan (&run, edges, n_roots)
            && start (&run, edges, roots, gradients, n_roots, error)
            && execute_all (&run, error);
  if (tns_call_get_depth () == 1)
    tns_trace_backward_end ();
  tns_call_leave ();
  current = outer;
  tns_grad_mode_set (grad_mode);
  for (int k = 0; k < n_inputs; k++)
    if (ok && input_gradients != NULL)
      input_gradients[k] = g_steal_pointer (&captured[k]);
    else
      g_clear_pointer (&captured[k], tns_tensor_unref);
  for (int k = 0; k < n_roots; k++)
    g_clear_pointer (&edges[k].node, tns_node_unref);
  run_clear (&run);
  return ok;
}
