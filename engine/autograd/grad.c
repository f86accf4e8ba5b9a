/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Running one node: the formulas see their saved arguments through TnsGrad, and what they give back
 * is brought to the argument's shape and dtype here, once for all ops. */
#include <string.h>

#include "engine/autograd/node-private.h"
#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"

/* ---- saved tensors ---- */

static TnsSaved *
find_saved (TnsNode *node, int arg, int item)
{
  for (int k = 0; k < node->n_saved; k++)
    if (node->saved[k].arg == arg && node->saved[k].item == item)
      return &node->saved[k];
  return NULL;
}

/* A result takes its place in the graph again when the backward pass is itself recorded. */
static TnsTensor *
unpack (TnsGrad *g, int arg, int item)
{
  TnsSaved *saved = find_saved (g->node, arg, item);
  if (saved == NULL || g->scope->error != NULL)
    return NULL;
  TnsTensor *tensor
      = tns_saved_unpack (saved, g->node, tns_grad_mode_get (), &g->scope->error);
  return tensor != NULL ? tns_scope_take (g->scope, tensor) : NULL;
}

/* ---- what formulas see ---- */

static TnsTensor *
zeros_for (TnsGrad *g, const TnsShape *shape)
{
  const int64_t *sizes = &g_array_index (g->node->dims, int64_t, shape->first_dim);
  TnsTensor *zeros = tns_tensor_new_dense (shape->dtype, shape->device, shape->rank, sizes,
                                           g->scope->error == NULL ? &g->scope->error : NULL);
  if (zeros == NULL)
    return NULL;
  tns_scope_take (g->scope, zeros);
  return tns_do_inplace (g->scope, zero, T (zeros));
}

TnsTensor *
tns_grad_get_upstream (TnsGrad *g, int index)
{
  if (g->upstream[index] != NULL)
    return g->upstream[index];
  return zeros_for (g, &g->node->result_shapes[index]);
}

static int
edge_of (const TnsNode *node, int arg, int item)
{
  return node->first_edge[arg] < 0 ? -1 : node->first_edge[arg] + item;
}

bool
tns_grad_wants_item (TnsGrad *g, int arg, int item)
{
  int edge = edge_of (g->node, arg, item);
  return edge >= 0 && g->node->edges[edge].node != NULL;
}

bool
tns_grad_wants (TnsGrad *g, int arg)
{
  const TnsValue *value = &g->node->args[arg];
  int n = value->kind == TNS_TENSORS ? value->tensors.n : 1;
  for (int k = 0; k < n; k++)
    if (tns_grad_wants_item (g, arg, k))
      return true;
  return false;
}

TnsValue
tns_grad_get_arg (TnsGrad *g, int arg)
{
  const TnsValue *value = &g->node->args[arg];
  if (value->kind == TNS_TENSOR)
    return tns_value_tensor (unpack (g, arg, 0));
  return *value;
}

TnsTensor *
tns_grad_get_item (TnsGrad *g, int arg, int item)
{
  return unpack (g, arg, item);
}

TnsTensor *
tns_grad_get_result (TnsGrad *g, int index)
{
  return unpack (g, -1, index);
}

const TnsMeta *
tns_grad_get_meta (TnsGrad *g, int arg, int item)
{
  const TnsShape *shape = &g->node->edge_shapes[edge_of (g->node, arg, item)];
  /* One slot per thread and nesting: callers read it before asking for the next. */
  static __thread TnsMeta slots[4];
  static __thread unsigned next;
  TnsMeta *meta = &slots[next++ % G_N_ELEMENTS (slots)];
  const int64_t *sizes
      = shape->rank > 0 ? &g_array_index (g->node->dims, int64_t, shape->first_dim) : NULL;
  tns_meta_init_dense (meta, shape->dtype, shape->device, shape->rank, sizes);
  meta->offset_elems = shape->offset_elems;
  if (shape->rank > 0)
    memcpy (meta->strides, sizes + shape->rank, (size_t) shape->rank * sizeof *sizes);
  return meta;
}

void
tns_grad_set_item (TnsGrad *g, int arg, int item, TnsTensor *gradient)
{
  int edge = edge_of (g->node, arg, item);
  if (gradient == NULL || edge < 0 || g->node->edges[edge].node == NULL)
    return;
  tns_tensor_ref (gradient);
  g_clear_pointer (&g->inputs[edge], tns_tensor_unref);
  g->inputs[edge] = gradient;
}

void
tns_grad_set (TnsGrad *g, int arg, TnsTensor *gradient)
{
  tns_grad_set_item (g, arg, 0, gradient);
}

/* ---- fitting ---- */

/* Dims that forward repeated are summed on the way back. */
static TnsTensor *
sum_to_shape (TnsScope *s, TnsTensor *gradient, int rank, const int64_t *sizes)
{
  int64_t dims[TNK_MAX_RANK];
  int n_dims = 0, lead = gradient->rank - rank;
  for (int d = 0; d < gradient->rank; d++)
    if (d < lead || (sizes[d - lead] == 1 && gradient->sizes[d] != 1))
      dims[n_dims++] = d;
  if (n_dims > 0)
    gradient = tns_do (s, sum, T (gradient), tns_value_ints (dims, n_dims), B (true));
  if (lead > 0)
    gradient = tns_do (s, reshape, T (gradient), tns_value_ints (sizes, rank));
  return gradient;
}

static bool
is_expandable_to (const TnsTensor *gradient, int rank, const int64_t *sizes)
{
  if (rank > gradient->rank)
    return false;
  int lead = gradient->rank - rank;
  for (int d = 0; d < rank; d++)
    if (sizes[d] != gradient->sizes[d + lead] && sizes[d] != 1)
      return false;
  return true;
}

/* PyTorch counts inputs that can have a gradient only: no indices, no masks. */
static int
count_differentiable_before (const TnsNode *self, int edge)
{
  int n = 0;
  for (int k = 0; k < edge; k++)
    n += tnk_dtype_is_floating (self->edge_shapes[k].dtype)
         || tnk_dtype_is_complex (self->edge_shapes[k].dtype);
  return n;
}

TnsTensor *
tns_node_fit_gradient (TnsNode *self, int edge, TnsTensor *gradient, GError **error)
{
  const TnsShape *shape = &self->edge_shapes[edge];
  const int64_t *sizes
      = shape->rank > 0 ? &g_array_index (self->dims, int64_t, shape->first_dim) : NULL;
  bool same_shape = gradient->rank == shape->rank
                    && (shape->rank == 0
                        || memcmp (gradient->sizes, sizes, (size_t) shape->rank * sizeof *sizes)
                               == 0);
  if (same_shape && gradient->dtype == shape->dtype)
    return gradient;
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *fitted = tns_scope_take (&s, gradient);
  if (!same_shape && !is_expandable_to (gradient, shape->rank, sizes))
    {
      g_autofree char *got = tns_sizes_dup_text (gradient->rank, gradient->sizes);
      g_autofree char *expected = tns_sizes_dup_text (shape->rank, sizes);
      tns_fail (&s.error, TNS_ERROR_RUNTIME,
                "Function %s%s returned an invalid gradient at index %d - got %s but expected "
                "shape compatible with %s",
                self->kind == TNS_NODE_COPY_SLICES ? "torch::autograd::" : "", self->name,
                count_differentiable_before (self, edge), got, expected);
    }
  else if (!same_shape)
    fitted = sum_to_shape (&s, fitted, shape->rank, sizes);
  if (fitted != NULL && fitted->dtype != shape->dtype)
    {
      if (tnk_dtype_is_complex (fitted->dtype) && !tnk_dtype_is_complex (shape->dtype))
        fitted = tns_do (&s, real, T (fitted));
      if (fitted != NULL && fitted->dtype != shape->dtype)
        fitted = tns_do (&s, to_copy, T (fitted), tns_value_dtype (shape->dtype));
    }
  if (s.error == NULL && fitted != NULL)
    tns_tensor_ref (fitted);
  return tns_scope_finish (&s, error) ? fitted : NULL;
}

/* ---- running ---- */

static bool
run_op (TnsNode *self, TnsTensor **upstream, TnsTensor **gradients, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  TnsGrad g = {
    .scope = &scope,
    .node = self,
    .n_upstream = self->n_results,
    .upstream = upstream,
    .inputs = gradients,
  };
  self->op->backward (&g);
  return tns_scope_finish (&scope, error);
}

static bool
run_accumulate (TnsNode *self, TnsTensor **upstream, GError **error)
{
  TnsTensor *leaf = self->leaf;
  if (upstream[0] == NULL)
    return true;
  /* The hooks see the leaf, and cannot replace it. */
  TnsTensor *seen = leaf;
  return tns_tensor_accumulate_grad (leaf, upstream[0], error)
         && tns_hooks_run (leaf->autograd->accumulated_hooks, 0, &seen, error);
}

/* The base's gradient laid out as the base was, so that the view's window fits it. */
static TnsTensor *
clone_as_base (TnsNode *self, TnsTensor *upstream, GError **error)
{
  TnsMeta meta = *self->base_meta;
  meta.dtype = upstream->dtype;
  meta.offset_elems = 0;
  TnsTensor *clone = tns_tensor_new (&meta, error);
  if (clone == NULL)
    return NULL;
  TnsScope s;
  tns_scope_init (&s);
  tns_do (&s, copy, T (clone), T (upstream));
  if (!tns_scope_finish (&s, error))
    g_clear_pointer (&clone, tns_tensor_unref);
  return clone;
}

static bool
run_copy_slices (TnsNode *self, TnsTensor **upstream, TnsTensor **gradients, GError **error)
{
  if (upstream[0] == NULL)
    return true;
  TnsTensor *whole = clone_as_base (self, upstream[0], error);
  if (whole == NULL)
    return false;
  gradients[0] = whole;
  const TnsMeta *view = self->view_meta;
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *window = tns_do (
      &s, as_strided, T (whole), tns_value_ints (view->sizes, view->rank),
      tns_value_ints (view->strides, view->rank),
      I (view->offset_elems - self->base_meta->offset_elems));
  TnsTensor *inner_upstream = window != NULL ? tns_do (&s, clone, T (window)) : NULL;
  g_autofree TnsTensor **inner = g_new0 (TnsTensor *, self->n_edges);
  /* The inner node asks for self's gradient only where self's edge leads somewhere. */
  bool ok = inner_upstream != NULL && tns_node_run (self->inner, &inner_upstream, inner, &s.error);
  if (ok && inner[0] != NULL)
    tns_do (&s, copy, T (window), T (tns_scope_take (&s, inner[0])));
  else if (ok)
    tns_do (&s, zero, T (window));
  for (int k = 1; k < self->n_edges; k++)
    gradients[k] = inner[k];
  return tns_scope_finish (&s, error);
}

bool
tns_node_run (TnsNode *self, TnsTensor **upstream, TnsTensor **gradients, GError **error)
{
  switch (self->kind)
    {
    case TNS_NODE_OP:
      return run_op (self, upstream, gradients, error);
    case TNS_NODE_ACCUMULATE:
      return run_accumulate (self, upstream, error);
    case TNS_NODE_COPY_SLICES:
      return run_copy_slices (self, upstream, gradients, error);
    case TNS_NODE_CUSTOM:
      return self->custom_backward (self->custom_data, upstream, self->n_results, gradients,
                                    self->n_edges, error);
    case TNS_NODE_ERROR:
      break;
    }
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                   "the derivative for 'inplace version of %s' is not implemented.",
                   tns_op_get_schema (self->op)->name);
}
