/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/trace.h"

#include "engine/trace/diagnosis.h"
#include "engine/trace/event.h"
#include "engine/trace/fold.h"
#include "engine/trace/moment.h"

#include <string.h>

/* Events are appended by the computing thread under the trace's lock and never change afterwards.
 * Locks of contents are taken before the
 * trace's or without it, never inside it. */

#define MAX_NESTED_WRITES 16
/* Also what fits a processor's cache: with five times as many, letting go of the folded ones costs
 * more than everything else the trace does. */
#define DEFAULT_MAX_EVENTS 20000
/* Loops tell the same few tensors over and over. */
#define N_RECENT_MOMENTS 16

struct _TnsTrace
{
  gatomicrefcount n_refs;
  size_t budget;

  GMutex lock;
  GPtrArray *events;
  TnsFold *fold;
  guint n_appended;
  guint max_events;
  int n_cells;
  GHashTable *names; /* name → storage id, for those bound to a tensor */
  bool is_notified;

  /* computing thread */
  TnsLocator locator;
  void *locator_data;
  TnsEvent *failed_op; /* the last op that failed in this cell; not in the log */

  GMutex recent_lock;
  TnsMoment *recent[N_RECENT_MOMENTS]; /* at tensor id % N_RECENT_MOMENTS */

  GMutex notify_lock; /* held while notifying */
  void (*notify) (void *data);
  void *notify_data;
};

static TnsTrace *active_trace;
/* Whoever computes may still be telling the trace that was active last. */
static TnsTrace *retired_trace;
static _Thread_local bool is_thread_muted;

/* In-place writes that this thread is inside of, and the last one it finished: an in-place op is
 * told after its write, but shows what its argument was before. */
static _Thread_local struct
{
  TnsStorage *storages[MAX_NESTED_WRITES];
  TnsContent *contents[MAX_NESTED_WRITES];
  int n;
  TnsContent *last;
} writes;

/* (transfer full) (nullable): @tensor (nullable) as it is now. */
static TnsMoment *
dup_moment (TnsTrace *self, TnsTensor *tensor)
{
  g_autoptr (TnsMoment) displaced = NULL;
  TnsMoment **recent, *moment;

  if (tensor == NULL)
    return NULL;
  g_mutex_lock (&self->recent_lock);
  recent = &self->recent[tns_tensor_get_id (tensor) % N_RECENT_MOMENTS];
  if (*recent == NULL || !tns_moment_still_shows (*recent, tensor))
    {
      displaced = *recent;
      *recent = tns_moment_new (tensor);
    }
  moment = tns_moment_ref (*recent);
  g_mutex_unlock (&self->recent_lock);
  return moment;
}

static void
forget_moments (TnsTrace *self)
{
  TnsMoment *moments[N_RECENT_MOMENTS];

  g_mutex_lock (&self->recent_lock);
  memcpy (moments, self->recent, sizeof moments);
  memset (self->recent, 0, sizeof self->recent);
  g_mutex_unlock (&self->recent_lock);
  for (int i = 0; i < N_RECENT_MOMENTS; i++)
    g_clear_pointer (&moments[i], tns_moment_unref);
}

/* ---- the trace ---- */

TnsTrace *
tns_trace_new (size_t budget_bytes)
{
  TnsTrace *self = g_new0 (TnsTrace, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->budget = budget_bytes;
  self->max_events = DEFAULT_MAX_EVENTS;
  g_mutex_init (&self->lock);
  g_mutex_init (&self->recent_lock);
  g_mutex_init (&self->notify_lock);
  self->events = g_ptr_array_new_with_free_func (tns_event_free);
  self->fold = tns_fold_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

TnsTrace *
tns_trace_ref (TnsTrace *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
unpin_names (GHashTable *names)
{
  GHashTableIter iter;
  gpointer storage_id;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, NULL, &storage_id))
    tns_content_unpin (*(uint64_t *) storage_id);
}

void
tns_trace_unref (TnsTrace *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  unpin_names (self->names);
  g_hash_table_unref (self->names);
  forget_moments (self);
  g_ptr_array_unref (self->events);
  tns_fold_free (self->fold);
  g_clear_pointer (&self->failed_op, tns_event_free);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->recent_lock);
  g_mutex_clear (&self->notify_lock);
  g_free (self);
}

void
tns_trace_activate (TnsTrace *self)
{
  TnsTrace *old;

  if (self != NULL)
    {
      tns_trace_ref (self);
      tns_content_set_budget (self->budget);
    }
  old = g_atomic_pointer_exchange (&active_trace, self);
  if (old == NULL)
    return;
  old = g_atomic_pointer_exchange (&retired_trace, old);
  g_clear_pointer (&old, tns_trace_unref);
}

TnsTrace *
tns_trace_get_active (void)
{
  TnsTrace *trace = __atomic_load_n (&active_trace, __ATOMIC_RELAXED);

  if (G_LIKELY (trace == NULL) || is_thread_muted)
    return NULL;
  /* Pairs with the exchange that published it. */
  __atomic_thread_fence (__ATOMIC_ACQUIRE);
  return trace;
}

bool
tns_trace_set_muted (bool is_muted)
{
  const bool was_muted = is_thread_muted;

  is_thread_muted = is_muted;
  return was_muted;
}

guint
tns_trace_get_n_events (TnsTrace *self)
{
  guint n_events;

  g_mutex_lock (&self->lock);
  n_events = self->events->len;
  self->is_notified = false;
  g_mutex_unlock (&self->lock);
  return n_events;
}

const TnsEvent *
tns_trace_get_event (TnsTrace *self, guint position)
{
  const TnsEvent *event = NULL;

  g_mutex_lock (&self->lock);
  if (position < self->events->len)
    event = self->events->pdata[position];
  g_mutex_unlock (&self->lock);
  return event;
}

GPtrArray *
tns_trace_dup_events (TnsTrace *self)
{
  GPtrArray *events;

  g_mutex_lock (&self->lock);
  events = g_ptr_array_new_full (self->events->len, tns_event_free);
  for (guint i = 0; i < self->events->len; i++)
    g_ptr_array_add (events, (gpointer) tns_event_ref (self->events->pdata[i]));
  self->is_notified = false;
  g_mutex_unlock (&self->lock);
  return events;
}

static void
tell_listener (TnsTrace *self)
{
  g_mutex_lock (&self->notify_lock);
  if (self->notify != NULL)
    self->notify (self->notify_data);
  g_mutex_unlock (&self->notify_lock);
}

void
tns_trace_clear (TnsTrace *self)
{
  GPtrArray *events;
  GHashTable *names;

  g_mutex_lock (&self->lock);
  events = self->events;
  names = self->names;
  self->events = g_ptr_array_new_with_free_func (tns_event_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tns_fold_free (self->fold);
  self->fold = tns_fold_new ();
  self->n_cells = 0;
  g_mutex_unlock (&self->lock);

  forget_moments (self);
  unpin_names (names);
  g_hash_table_unref (names);
  g_ptr_array_unref (events);
  tell_listener (self);
}

void
tns_trace_set_max_events (TnsTrace *self, guint max_events)
{
  g_mutex_lock (&self->lock);
  self->max_events = MAX (max_events, 2);
  g_mutex_unlock (&self->lock);
}

void
tns_trace_set_locator (TnsTrace *self, TnsLocator locator, void *data)
{
  self->locator = locator;
  self->locator_data = data;
}

void
tns_trace_set_notify (TnsTrace *self, void (*notify) (void *data), void *data)
{
  g_mutex_lock (&self->notify_lock);
  self->notify = notify;
  self->notify_data = data;
  g_mutex_unlock (&self->notify_lock);
}

/* ---- appending ---- */

static void
locate (TnsTrace *self, TnsEvent *event)
{
  if (self->locator != NULL)
    self->locator (&event->position, self->locator_data);
}

/* Takes @event. */
static void
append (TnsTrace *self, TnsEvent *event)
{
  g_autoptr (GPtrArray) dropped = NULL;
  bool must_notify;

  if (event->kind != TNS_EVENT_CELL && event->kind != TNS_EVENT_ERROR)
    locate (self, event);

  g_mutex_lock (&self->lock);
  /* Called from no code of a cell, but while one runs. */
  if (event->position.cell < 0)
    event->position.cell = self->n_cells - 1;
  event->index = self->n_appended++;
  tns_fold_note (self->fold, event);
  g_ptr_array_add (self->events, event);
  dropped = tns_fold_drop (self->fold, self->events, self->max_events);
  must_notify = !self->is_notified;
  self->is_notified = true;
  g_mutex_unlock (&self->lock);

  if (must_notify)
    tell_listener (self);
}

int
tns_trace_begin_cell (TnsTrace *self, const char *cell_id)
{
  TnsEvent *event = tns_event_new (TNS_EVENT_CELL, 0, 0, 0, NULL, cell_id);
  int cell;

  g_clear_pointer (&self->failed_op, tns_event_free);
  g_mutex_lock (&self->lock);
  cell = self->n_cells++;
  g_mutex_unlock (&self->lock);
  event->position.cell = cell;
  append (self, event);
  return cell;
}

/* Named values stay whatever the budget says. */
static void
remember_name (TnsTrace *self, const char *name, TnsTensor *tensor)
{
  uint64_t *was = NULL;
  uint64_t storage_id = 0;
  char *old_name = NULL;

  if (tensor != NULL)
    {
      storage_id = tns_storage_get_id (tns_tensor_get_storage (tensor));
      tns_content_pin (storage_id);
    }
  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->names, name, (gpointer *) &old_name, (gpointer *) &was);
  if (tensor != NULL)
    g_hash_table_insert (self->names, g_strdup (name),
                         g_memdup2 (&storage_id, sizeof storage_id));
  g_mutex_unlock (&self->lock);
  if (was != NULL)
    tns_content_unpin (*was);
  g_free (was);
  g_free (old_name);
}

void
tns_trace_bind (TnsTrace *self, const char *name, TnsTensor *tensor)
{
  TnsEvent *event = tns_event_new (TNS_EVENT_BIND, 0, tensor != NULL, 0, name, NULL);

  if (event->n_outputs > 0)
    event->outputs[0] = dup_moment (self, tensor);
  remember_name (self, name, tensor);
  append (self, event);
}

void
tns_trace_bind_array (TnsTrace *self, const char *name, TnsTensor *array)
{
  TnsEvent *event = tns_event_new (TNS_EVENT_BIND, 1, 0, 0, name, NULL);

  event->inputs[0] = dup_moment (self, array);
  remember_name (self, name, array);
  append (self, event);
}

const TnsEvent *
tns_trace_get_failed_op (TnsTrace *self, const char *message)
{
  return self->failed_op != NULL && g_str_has_suffix (message, self->failed_op->text)
           ? self->failed_op
           : NULL;
}

void
tns_trace_fail (TnsTrace *self, const char *message, TnsDiagnosis *diagnosis,
                TnsTensor *const *operands, int n_operands)
{
  TnsEvent *event;

  if (n_operands == 0 && tns_trace_get_failed_op (self, message) != NULL)
    event = g_steal_pointer (&self->failed_op);
  else
    {
      event = tns_event_new (TNS_EVENT_ERROR, n_operands, 0, 0, NULL, message);
      for (int i = 0; i < n_operands; i++)
        event->inputs[i] = tns_moment_new (operands[i]);
    }
  event->diagnosis = diagnosis;
  append (self, event);
}

/* ---- told by the call path ---- */

static int
count_tensors (const TnsValue *value)
{
  if (value->kind == TNS_TENSOR)
    return 1;
  return value->kind == TNS_TENSORS ? value->tensors.n : 0;
}

/* As it was before the op: what the op overwrote comes from its content then. */
static TnsMoment *
input_moment (TnsTrace *self, const TnsCall *call, TnsTensor *tensor)
{
  TnsContent *last = writes.last;

  if (tensor != NULL && call->is_inplace && last != NULL
      && tns_content_get_storage_id (last) == tns_storage_get_id (tns_tensor_get_storage (tensor)))
    return tns_moment_new_on_content (tensor, last);
  return dup_moment (self, tensor);
}

static void
add_inputs (TnsTrace *self, TnsEvent *event, const TnsCall *call)
{
  int n = 0;

  for (int i = 0; i < call->schema->n_params; i++)
    {
      const TnsValue *arg = &call->args[i];

      event->args[i] = tns_value_copy (arg, false);
      if (arg->kind == TNS_TENSOR)
        event->inputs[n++] = input_moment (self, call, arg->tensor);
      for (int k = 0; arg->kind == TNS_TENSORS && k < arg->tensors.n; k++)
        event->inputs[n++] = input_moment (self, call, arg->tensors.items[k]);
    }
}

static TnsEventEdge
get_edge (const TnsNode *node, int index)
{
  const TnsEdge edge = tns_node_get_edge (node, index);

  if (edge.node == NULL)
    return (TnsEventEdge) { 0 };
  if (tns_node_get_kind (edge.node) == TNS_NODE_ACCUMULATE)
    return (TnsEventEdge) { tns_tensor_get_id (tns_node_get_leaf (edge.node)), true, 0 };
  return (TnsEventEdge) { tns_node_get_sequence (edge.node), false, edge.input };
}

static void
describe_node (TnsTrace *self, TnsEvent *event, const TnsNode *node)
{
  const int n_saved = tns_node_get_n_saved (node);

  event->node = tns_node_get_sequence (node);
  event->n_edges = tns_node_get_n_edges (node);
  event->edges = g_new (TnsEventEdge, event->n_edges);
  for (int i = 0; i < event->n_edges; i++)
    event->edges[i] = get_edge (node, i);

  event->saved = g_new (TnsMoment *, n_saved);
  for (int i = 0; i < n_saved; i++)
    {
      const char *name;
      TnsTensor *saved = tns_node_get_saved (node, i, &name);

      if (saved != NULL)
        event->saved[event->n_saved++] = dup_moment (self, saved);
    }
}

/* With its inputs and arguments. */
static TnsEvent *
call_event_new (TnsTrace *self, TnsEventKind kind, const TnsCall *call, int n_results, const char *text)
{
  TnsEvent *event;
  int n_inputs = 0;

  for (int i = 0; i < call->schema->n_params; i++)
    n_inputs += count_tensors (&call->args[i]);
  event = tns_event_new (kind, n_inputs, n_results, call->schema->n_params,
                         call->is_inplace ? tns_call_get_name (call) : call->schema->name, text);
  event->op = call->op;
  event->is_inplace = call->is_inplace;
  add_inputs (self, event, call);
  g_clear_pointer (&writes.last, tns_content_unref);
  return event;
}

void
tns_trace_op_failed (const TnsCall *call, const GError *error)
{
  TnsTrace *self = tns_trace_get_active ();

  if (self == NULL)
    return;
  g_clear_pointer (&self->failed_op, tns_event_free);
  self->failed_op = call_event_new (self, TNS_EVENT_ERROR, call, 0, error->message);
  locate (self, self->failed_op);
}

void
tns_trace_op (const TnsCall *call, TnsTensor *const *results, int n_results, TnsNode *node,
              int64_t duration_ns)
{
  TnsTrace *self = tns_trace_get_active ();
  TnsEvent *event;

  if (self == NULL)
    return;
  event = call_event_new (self, TNS_EVENT_OP, call, n_results, NULL);
  if (node != NULL)
    describe_node (self, event, node);
  event->duration_ns = duration_ns;
  for (int i = 0; i < n_results; i++)
    event->outputs[i] = dup_moment (self, results[i]);
  append (self, event);
}

void
tns_trace_before_write (TnsStorage *storage)
{
  if (tns_trace_get_active () == NULL || writes.n == MAX_NESTED_WRITES)
    return;
  writes.contents[writes.n] = tns_content_before_write (storage);
  writes.storages[writes.n] = storage;
  writes.n++;
}

void
tns_trace_after_write (TnsStorage *storage)
{
  /* Not ours when tracing began, or the nesting grew too deep, since the write began. */
  if (writes.n == 0 || writes.storages[writes.n - 1] != storage)
    return;
  writes.n--;
  g_clear_pointer (&writes.last, tns_content_unref);
  writes.last = writes.contents[writes.n];
  tns_content_after_write (storage);
}

void
tns_trace_seed (TnsTensor *root, TnsTensor *gradient)
{
  TnsTrace *self = tns_trace_get_active ();
  TnsEvent *event;

  if (self == NULL)
    return;
  event = tns_event_new (TNS_EVENT_SEED, 1, 1, 0, NULL, NULL);
  event->inputs[0] = dup_moment (self, root);
  event->outputs[0] = dup_moment (self, gradient);
  append (self, event);
}

void
tns_trace_node (TnsNode *node, TnsTensor *const *upstream, int n_upstream,
                TnsTensor *const *gradients, int n_gradients, int64_t duration_ns)
{
  TnsTrace *self = tns_trace_get_active ();
  TnsEvent *event;

  if (self == NULL)
    return;
  event = tns_event_new (TNS_EVENT_NODE, n_upstream, n_gradients, 0, tns_node_get_name (node),
                         NULL);
  event->op = tns_node_get_op (node);
  event->node = tns_node_get_sequence (node);
  event->duration_ns = duration_ns;
  for (int i = 0; i < n_upstream; i++)
    event->inputs[i] = dup_moment (self, upstream[i]);
  for (int i = 0; i < n_gradients; i++)
    event->outputs[i] = dup_moment (self, gradients[i]);
  append (self, event);
}

void
tns_trace_accumulate (TnsNode *node, TnsTensor *leaf, TnsTensor *gradient)
{
  TnsTrace *self = tns_trace_get_active ();
  TnsEvent *event;

  if (self == NULL)
    return;
  event = tns_event_new (TNS_EVENT_ACCUMULATE, 1, 1, 0,
                     node != NULL ? tns_node_get_name (node) : "AccumulateGrad", NULL);
  event->inputs[0] = dup_moment (self, gradient);
  event->outputs[0] = dup_moment (self, tns_tensor_get_grad (leaf));
  event->leaf = tns_tensor_get_id (leaf);
  append (self, event);
}

void
tns_trace_set_grad (TnsTensor *leaf)
{
  TnsTrace *self = tns_trace_get_active ();
  TnsEvent *event;

  if (self == NULL)
    return;
  event = tns_event_new (TNS_EVENT_ACCUMULATE, 0, 1, 0, NULL, NULL);
  event->outputs[0] = dup_moment (self, tns_tensor_get_grad (leaf));
  event->leaf = tns_tensor_get_id (leaf);
  append (self, event);
}

void
tns_trace_backward_end (void)
{
  TnsTrace *self = tns_trace_get_active ();

  if (self != NULL)
    append (self, tns_event_new (TNS_EVENT_BACKWARD_END, 0, 0, 0, NULL, NULL));
}
