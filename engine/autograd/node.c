/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Node
 *
 * Ownership runs one way: a tensor owns its grad_fn, a node owns the nodes after it on the way back
 * and its saved tensors. A leaf's accumulator is the exception: the node owns the leaf, the leaf only
 * remembers the node. Freeing a node may free the next through an edge or through a saved tensor's
 * grad_fn; nodes to free are queued per thread, so that the depth of the graph never becomes the
 * depth of the stack. */
#include "engine/autograd/node-private.h"

#include <string.h>

#include "engine/core/tensor-private.h"

static uint64_t last_sequence;

/* ---- modes ---- */

static __thread bool grad_mode_is_off;
static __thread bool inference_mode_is_on;

bool
tns_grad_mode_get (void)
{
  return !grad_mode_is_off;
}

bool
tns_grad_mode_set (bool is_enabled)
{
  bool was = !grad_mode_is_off;
  grad_mode_is_off = !is_enabled;
  return was;
}

bool
tns_inference_mode_get (void)
{
  return inference_mode_is_on;
}

bool
tns_inference_mode_set (bool is_enabled)
{
  bool was = inference_mode_is_on;
  inference_mode_is_on = is_enabled;
  return was;
}

/* ---- life ---- */

TnsNode *
tns_node_new (TnsNodeKind kind, const char *name)
{
  TnsNode *self = g_new0 (TnsNode, 1);
  self->ref_count = 1;
  self->kind = kind;
  self->name = name;
  self->sequence = kind == TNS_NODE_ACCUMULATE
                       ? G_MAXUINT64
                       : __atomic_add_fetch (&last_sequence, 1, __ATOMIC_RELAXED);
  for (int k = 0; k < TNS_MAX_PARAMS; k++)
    self->first_edge[k] = -1;
  tns_anomaly_note_node (self);
  return self;
}

TnsNode *
tns_node_ref (TnsNode *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
tns_node_release (TnsNode *self)
{
  for (int k = 0; k < self->n_saved; k++)
    tns_saved_clear (&self->saved[k]);
  if (self->inner != NULL)
    tns_node_release (self->inner);
  self->is_released = true;
}

static void
node_free (TnsNode *self)
{
  tns_node_release (self);
  for (int k = 0; k < self->n_edges; k++)
    g_clear_pointer (&self->edges[k].node, tns_node_unref);
  for (int k = 0; k < self->n_args; k++)
    tns_value_clear (&self->args[k]);
  if (self->leaf != NULL)
    {
      self->leaf->autograd->accumulator = NULL;
      tns_tensor_unref (self->leaf);
    }
  g_clear_pointer (&self->inner, tns_node_unref);
  if (self->free_custom_data != NULL)
    self->free_custom_data (self->custom_data);
  for (guint k = 0; self->retaining != NULL && k < self->retaining->len; k++)
    ((TnsTensor *) self->retaining->pdata[k])->autograd->retains_grad = false;
  g_clear_pointer (&self->retaining, g_ptr_array_unref);
  tns_hooks_clear (&self->hooks);
  tns_hooks_clear (&self->before_hooks);
  tns_hooks_clear (&self->after_hooks);
  if (self->free_metadata != NULL)
    self->free_metadata (self->metadata);
  g_clear_pointer (&self->dims, g_array_unref);
  g_free (self->edges);
  g_free (self->edge_shapes);
  g_free (self->args);
  g_free (self->result_shapes);
  g_free (self->saved);
  g_free (self->base_meta);
  g_free (self->view_meta);
  g_free (self->custom_name);
  g_free (self);
}

void
tns_node_unref (TnsNode *self)
{
  static __thread GPtrArray *queue;
  static __thread bool is_freeing;
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (is_freeing)
    {
      if (queue == NULL)
        queue = g_ptr_array_new ();
      g_ptr_array_add (queue, self);
      return;
    }
  is_freeing = true;
  node_free (self);
  while (queue != NULL && queue->len > 0)
    node_free (g_ptr_array_steal_index_fast (queue, queue->len - 1));
  g_clear_pointer (&queue, g_ptr_array_unref);
  is_freeing = false;
}

void
tns_autograd_state_free (TnsTensor *tensor)
{
  TnsAutogradState *state = tensor->autograd;
  if (state->retains_grad && state->grad_fn != NULL && state->grad_fn->retaining != NULL)
    g_ptr_array_remove_fast (state->grad_fn->retaining, tensor);
  g_clear_pointer (&state->grad, tns_tensor_unref);
  g_clear_pointer (&state->grad_fn, tns_node_unref);
  g_clear_pointer (&state->shared_accumulator, tns_node_unref);
  tns_hooks_clear (&state->hooks);
  tns_hooks_clear (&state->accumulated_hooks);
  g_free (state);
  tensor->autograd = NULL;
}

/* ---- building ---- */

void
tns_node_add_shape (TnsNode *self, TnsShape *shape, const TnsTensor *tensor)
{
  if (self->dims == NULL)
    self->dims = g_array_sized_new (FALSE, FALSE, sizeof (int64_t), 8);
  shape->dtype = tensor->dtype;
  shape->device = tns_tensor_get_device (tensor);
  shape->rank = tensor->rank;
  shape->first_dim = (int) self->dims->len;
  shape->offset_elems = tensor->offset_elems;
  g_array_append_vals (self->dims, tensor->sizes, tensor->rank);
  g_array_append_vals (self->dims, tensor->strides, tensor->rank);
}

void
tns_node_copy_shape (TnsNode *self, TnsShape *shape, const TnsNode *from, const TnsShape *other)
{
  *shape = *other;
  shape->first_dim = (int) self->dims->len;
  if (other->rank > 0)
    g_array_append_vals (self->dims, &g_array_index (from->dims, int64_t, other->first_dim),
                         2 * (guint) other->rank);
}

void
tns_tensor_set_grad_fn (TnsTensor *tensor, TnsNode *node, int output_nr)
{
  TnsAutogradState *state = tns_tensor_ensure_autograd (tensor);
  if (state->retains_grad && state->grad_fn != NULL && state->grad_fn->retaining != NULL)
    g_ptr_array_remove_fast (state->grad_fn->retaining, tensor);
  tns_node_ref (node);
  g_clear_pointer (&state->grad_fn, tns_node_unref);
  state->grad_fn = node;
  state->output_nr = output_nr;
  state->requires_grad = false;
  tensor->graph_version = tns_tensor_get_version (tensor);
  if (state->retains_grad)
    {
      state->retains_grad = false;
      tns_tensor_retain_grad (tensor);
    }
}

/* ---- getters ---- */

const char *
tns_node_get_name (const TnsNode *self)
{
  return self->name;
}

char *
tns_node_dup_function_name (const TnsNode *self)
{
  if (self->kind == TNS_NODE_COPY_SLICES)
    return g_strdup ("torch::autograd::CopySlices");
  const char *suffix = strstr (self->name, "Backward");
  return suffix != NULL ? g_strndup (self->name, (gsize) (suffix - self->name))
                        : g_strdup (self->name);
}

TnsNodeKind
tns_node_get_kind (const TnsNode *self)
{
  return self->kind;
}

bool
tns_node_is_inplace (const TnsNode *self)
{
  return self->is_inplace;
}

const TnsOp *
tns_node_get_op (const TnsNode *self)
{
  return self->op;
}

uint64_t
tns_node_get_sequence (const TnsNode *self)
{
  return self->sequence;
}

int
tns_node_get_n_edges (const TnsNode *self)
{
  return self->n_edges;
}

TnsEdge
tns_node_get_edge (const TnsNode *self, int index)
{
  return self->edges[index];
}

TnsTensor *
tns_node_new_result (TnsNode *self, int index, GError **error)
{
  if (self->leaf != NULL)
    return tns_tensor_ref (self->leaf);
  const TnsShape *shape = &self->result_shapes[index];
  const int64_t *sizes
      = shape->rank > 0 ? &g_array_index (self->dims, int64_t, shape->first_dim) : NULL;
  TnsTensor *tensor
      = tns_tensor_new_dense (shape->dtype, shape->device, shape->rank, sizes, error);
  if (tensor != NULL)
    tns_tensor_set_grad_fn (tensor, self, index);
  return tensor;
}

/* Arguments that say where or what, not how much: PyTorch gives them no edge. */
static bool
is_index_like (const char *name)
{
  static const char *const names[] = { "index", "indices", "condition", "mask" };
  for (size_t k = 0; k < G_N_ELEMENTS (names); k++)
    if (strcmp (name, names[k]) == 0)
      return true;
  return false;
}

int
tns_node_list_edges (const TnsNode *self, int *indices)
{
  const TnsNode *recorded = self->inner != NULL ? self->inner : self;
  const TnsSchema *schema = recorded->op != NULL ? tns_op_get_schema (recorded->op) : NULL;
  int n = 0;
  for (int k = 0; schema == NULL && k < self->n_edges; k++)
    indices[n++] = k;
  for (int arg = 0; schema != NULL && arg < recorded->n_args; arg++)
    {
      const TnsValue *value = &recorded->args[arg];
      int n_tensors = value->kind == TNS_TENSORS ? value->tensors.n : 1;
      int first = recorded->first_edge[arg];
      bool is_missing = value->kind == TNS_NONE && schema->params[arg].kind == TNS_TENSOR;
      if (is_index_like (schema->params[arg].name)
          || !(first >= 0 || is_missing || tns_node_wraps_number (recorded, arg)))
        continue;
      for (int k = 0; k < n_tensors; k++)
        indices[n++] = first >= 0 ? first + k : -1;
    }
  return n;
}

TnsTensor *
tns_node_get_leaf (const TnsNode *self)
{
  return self->leaf;
}

int
tns_node_get_n_saved (const TnsNode *self)
{
  return self->n_saved;
}

TnsTensor *
tns_node_get_saved (const TnsNode *self, int index, const char **name)
{
  if (name != NULL)
    *name = self->saved[index].name;
  return self->saved[index].tensor;
}

bool
tns_node_is_released (const TnsNode *self)
{
  return self->is_released;
}

void *
tns_node_get_metadata (const TnsNode *self)
{
  return self->metadata;
}

void
tns_node_set_metadata (TnsNode *self, void *metadata, GDestroyNotify free_metadata)
{
  if (self->free_metadata != NULL)
    self->free_metadata (self->metadata);
  self->metadata = metadata;
  self->free_metadata = free_metadata;
}

bool
tns_node_get_arg_sizes (const TnsNode *self, int arg, const int64_t **sizes, int *rank)
{
  if (arg >= self->n_args || self->first_edge[arg] < 0 || self->args[arg].kind == TNS_TENSORS)
    return false;
  const TnsShape *shape = &self->edge_shapes[self->first_edge[arg]];
  *rank = shape->rank;
  *sizes = shape->rank > 0 ? &g_array_index (self->dims, int64_t, shape->first_dim) : NULL;
  return true;
}

const TnsValue *
tns_node_get_args (const TnsNode *self)
{
  return self->args;
}

void *
tns_node_get_wrapper (const TnsNode *self)
{
  return self->wrapper;
}

void
tns_node_set_wrapper (TnsNode *self, void *wrapper)
{
  self->wrapper = wrapper;
}

int
tns_tensor_get_output_nr (const TnsTensor *tensor)
{
  return tensor->autograd != NULL ? tensor->autograd->output_nr : 0;
}

static TnsNode *
get_accumulator (TnsTensor *leaf)
{
  TnsAutogradState *state = tns_tensor_ensure_autograd (leaf);
  if (state->shared_accumulator != NULL)
    return tns_node_ref (state->shared_accumulator);
  if (state->accumulator != NULL)
    return tns_node_ref (state->accumulator);
  TnsNode *node = tns_node_new (TNS_NODE_ACCUMULATE, "AccumulateGrad");
  node->leaf = tns_tensor_ref (leaf);
  node->n_results = 1;
  node->result_shapes = g_new0 (TnsShape, 1);
  tns_node_add_shape (node, &node->result_shapes[0], leaf);
  state->accumulator = node;
  return node;
}

void
tns_tensor_set_accumulator (TnsTensor *tensor, TnsNode *accumulator)
{
  TnsAutogradState *state = tns_tensor_ensure_autograd (tensor);
  state->requires_grad = true;
  state->shared_accumulator = tns_node_ref (accumulator);
}

TnsEdge
tns_tensor_get_gradient_edge (TnsTensor *tensor)
{
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  if (node != NULL)
    return (TnsEdge) { tns_node_ref (node), tensor->autograd->output_nr };
  if (tensor->autograd != NULL && tensor->autograd->requires_grad)
    return (TnsEdge) { get_accumulator (tensor), 0 };
  return (TnsEdge) { NULL, 0 };
}

void
tns_tensor_retain_grad (TnsTensor *tensor)
{
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  if (node == NULL || tensor->autograd->retains_grad)
    return;
  if (node->retaining == NULL)
    node->retaining = g_ptr_array_new ();
  g_ptr_array_add (node->retaining, tensor);
  tensor->autograd->retains_grad = true;
}

void
tns_tensor_leave_graph (TnsTensor *tensor)
{
  TnsAutogradState *state = tensor->autograd;
  if (state == NULL)
    return;
  if (state->retains_grad && state->grad_fn != NULL && state->grad_fn->retaining != NULL)
    g_ptr_array_remove_fast (state->grad_fn->retaining, tensor);
  g_clear_pointer (&state->grad_fn, tns_node_unref);
  state->retains_grad = false;
  state->requires_grad = false;
  state->output_nr = 0;
}

TnsTensor *
tns_tensor_detach (TnsTensor *tensor)
{
  return tns_tensor_new_alias (tensor);
}
