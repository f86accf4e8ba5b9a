/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Recording
 *
 * What the call path does to the graph around a forward op: the node with its edges, the saved
 * tensors, the grad_fn of the results, and the rules for writes in place. */
#include <stdio.h>
#include <string.h>

#include "engine/autograd/node-private.h"
#include "engine/core/tensor-private.h"
#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

static bool
can_carry_gradient (TnkDtype dtype)
{
  return tnk_dtype_is_floating (dtype) || tnk_dtype_is_complex (dtype);
}

static bool
any_requires_grad (const TnsValue *value)
{
  if (value->kind == TNS_TENSOR)
    return tns_tensor_get_requires_grad (value->tensor);
  if (value->kind != TNS_TENSORS)
    return false;
  for (int k = 0; k < value->tensors.n; k++)
    if (value->tensors.items[k] != NULL && tns_tensor_get_requires_grad (value->tensors.items[k]))
      return true;
  return false;
}

/* An index has no slope, though without elements it may be of any type. */
static bool
needs_grad (const TnsCall *call)
{
  for (int k = 0; k < call->schema->n_params; k++)
    if (any_requires_grad (&call->args[k]) && strcmp (call->schema->params[k].name, "index") != 0)
      return true;
  return false;
}

bool
tns_record_is_wanted (const TnsCall *call)
{
  bool has_node = (call->op->flags & TNS_NO_GRAD) == 0
                  || (call->is_inplace && call->op->backward != NULL);
  return tns_grad_mode_get () && !tns_inference_mode_get () && has_node && needs_grad (call);
}

bool
tns_record_check_inplace (const TnsCall *call, TnsTensor *self, GError **error)
{
  if (self->is_inference && !tns_inference_mode_get ())
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Inplace update to inference tensor outside InferenceMode is not allowed.You "
                     "can make a clone to get a normal tensor before doing inplace update.See "
                     "https://github.com/pytorch/rfcs/pull/17 for more details.");
  if (!tns_grad_mode_get () || !needs_grad (call))
    return true;
  if (!tns_tensor_check_view (self, true, error))
    return false;
  bool requires_grad = tns_tensor_get_requires_grad (self);
  if (requires_grad && self->base != NULL && tns_tensor_is_leaf (self->base))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "a view of a leaf Variable that requires grad is being used in an in-place "
                     "operation.");
  if (requires_grad && tns_tensor_is_leaf (self))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "a leaf Variable that requires grad is being used in an in-place operation.");
  return true;
}

void
tns_record_mark_view (const TnsCall *call, TnsTensor *view)
{
  bool is_one_of_several = call->op->backward != NULL && call->schema->return_kind == TNS_TENSORS;
  if (tns_inference_mode_get () && !view->is_inference)
    view->creation = TNS_VIEW_INFERENCE;
  else if (!tns_grad_mode_get ())
    view->creation = TNS_VIEW_NO_GRAD;
  else if (is_one_of_several)
    view->creation = TNS_VIEW_MULTI_OUTPUT;
}

/* ---- what to save ---- */

/* `saves` is a list of "what for whom": the tensor `what` is needed when the gradient of `whom` is
 * wanted. Parsed anew for each node would cost more than the node, so the masks are kept. */
typedef struct
{
  uint32_t needed_by_arg[TNS_MAX_PARAMS]; /* bit per parameter whose gradient needs this argument */
  uint32_t needed_by_result[4];
} Saves;

static int
result_index_of (const char *word)
{
  if (!g_str_has_prefix (word, "result"))
    return -1;
  return word[6] == '\0' ? 0 : word[6] - '0';
}

static void
read_saves (const TnsOp *op, const TnsSchema *schema, Saves *saves)
{
  memset (saves, 0, sizeof *saves);
  if (op->saves == NULL)
    return;
  g_auto (GStrv) items = g_strsplit (op->saves, ";", -1);
  for (char **item = items; *item != NULL; item++)
    {
      char what[32], whom[32];
      if (sscanf (*item, " %31s for %31s", what, whom) != 2)
        continue;
      int target = tns_schema_find_param (schema, whom);
      int result = result_index_of (what);
      int source = tns_schema_find_param (schema, what);
      g_return_if_fail (target >= 0 && (result >= 0 || source >= 0));
      if (result >= 0)
        saves->needed_by_result[result] |= 1u << target;
      else
        saves->needed_by_arg[source] |= 1u << target;
    }
}

static const Saves *
get_saves (const TnsOp *op, const TnsSchema *schema)
{
  static Saves table[TNS_N_OPS];
  static gsize is_read[TNS_N_OPS];
  TnsOpId id = tns_op_get_id (op);
  if (g_once_init_enter (&is_read[id]))
    {
      read_saves (op, schema, &table[id]);
      g_once_init_leave (&is_read[id], 1);
    }
  return &table[id];
}

/* Bit per parameter whose gradient is wanted. */
static uint32_t
wanted_mask (const TnsNode *node)
{
  uint32_t mask = 0;
  for (int arg = 0; arg < node->n_args; arg++)
    {
      if (node->first_edge[arg] < 0)
        continue;
      int n = node->args[arg].kind == TNS_TENSORS ? node->args[arg].tensors.n : 1;
      for (int k = 0; k < n; k++)
        if (node->edges[node->first_edge[arg] + k].node != NULL)
          mask |= 1u << arg;
    }
  return mask;
}

/* ---- the node ---- */

static int
count_tensors (const TnsCall *call)
{
  int n = 0;
  for (int k = 0; k < call->schema->n_params; k++)
    if (call->args[k].kind == TNS_TENSOR)
      n++;
    else if (call->args[k].kind == TNS_TENSORS)
      n += call->args[k].tensors.n;
  return n;
}

static bool
link_tensor (TnsNode *node, int edge, TnsTensor *tensor, GError **error)
{
  if (tensor == NULL)
    return true;
  tns_node_add_shape (node, &node->edge_shapes[edge], tensor);
  if (!can_carry_gradient (tensor->dtype))
    return true;
  node->edges[edge] = tns_tensor_get_gradient_edge (tensor);
  return tns_tensor_check_view (tensor, false, error);
}

static bool
link_args (TnsNode *node, const TnsCall *call, GError **error)
{
  node->n_edges = count_tensors (call);
  node->edges = g_new0 (TnsEdge, node->n_edges);
  node->edge_shapes = g_new0 (TnsShape, node->n_edges);
  node->n_args = call->schema->n_params;
  node->args = g_new0 (TnsValue, node->n_args);
  int edge = 0;
  bool ok = true;
  for (int k = 0; ok && k < node->n_args; k++)
    {
      const TnsValue *arg = &call->args[k];
      node->args[k] = tns_value_copy (arg, false);
      if (arg->kind != TNS_TENSOR && arg->kind != TNS_TENSORS)
        continue;
      node->first_edge[k] = edge;
      if (arg->kind == TNS_TENSOR)
        ok = link_tensor (node, edge++, arg->tensor, error);
      else
        for (int j = 0; ok && j < arg->tensors.n; j++)
          ok = link_tensor (node, edge++, arg->tensors.items[j], error);
    }
  return ok;
}

/* Self is about to be overwritten: what backward needs of it is copied, and the copy stands in the
 * graph where self stood. */
static TnsTensor *
copy_before_write (TnsTensor *self, GError **error)
{
  g_auto (TnsResults) results = { 0 };
  TnsValue arg = tns_value_tensor (self);
  if (!tns_op_call (&tns_op_clone, false, &arg, 1, &results, error))
    return NULL;
  return g_steal_pointer (&results.items[0]);
}

static bool
save_arg (TnsNode *node, const TnsCall *call, int k, GError **error)
{
  const TnsValue *arg = &call->args[k];
  const char *name = call->schema->params[k].name;
  if (arg->kind == TNS_TENSOR && k == 0 && call->is_inplace)
    {
      tns_call_enter ();
      g_autoptr (TnsTensor) kept = copy_before_write (arg->tensor, error);
      tns_call_leave ();
      return kept != NULL && tns_node_save (node, kept, name, k, 0, error);
    }
  if (arg->kind == TNS_TENSOR)
    return tns_node_save (node, arg->tensor, name, k, 0, error);
  if (tns_node_wraps_number (node, k))
    node->saves_number = true;
  for (int j = 0; arg->kind == TNS_TENSORS && j < arg->tensors.n; j++)
    if (arg->tensors.items[j] != NULL
        && !tns_node_save (node, arg->tensors.items[j], name, k, j, error))
      return false;
  return true;
}

static bool
save_args (TnsNode *node, const TnsCall *call, GError **error)
{
  const Saves *saves = get_saves (call->op, call->schema);
  uint32_t wanted = wanted_mask (node);
  for (int k = 0; k < node->n_args; k++)
    if ((saves->needed_by_arg[k] & wanted) != 0 && !save_arg (node, call, k, error))
      return false;
  return true;
}

static const char *
get_node_name (const TnsCall *call)
{
  const TnsOp *op = call->op;
  if (op->node_with_tensor != NULL && call->args[1].kind == TNS_TENSOR)
    return op->node_with_tensor;
  if (op->node_with_number_inside != NULL && call->args[1].kind == TNS_SCALAR
      && tns_call_get_depth () > 0)
    return op->node_with_number_inside;
  return op->node;
}

TnsNode *
tns_record_begin (const TnsCall *call, GError **error)
{
  const TnsOp *op = call->op;
  bool is_one_way = call->is_inplace && op->node_inplace != NULL;
  g_autoptr (TnsNode) node = is_one_way ? tns_node_new (TNS_NODE_ERROR, op->node_inplace)
                                        : tns_node_new (TNS_NODE_OP, get_node_name (call));
  node->op = op;
  node->is_inplace = call->is_inplace;
  if (!link_args (node, call, error) || !save_args (node, call, error))
    return NULL;
  return g_steal_pointer (&node);
}

/* A number stands in for a tensor where the op has one node for both. */
bool
tns_node_wraps_number (const TnsNode *self, int arg)
{
  const TnsValue *value = &self->args[arg];
  return value->kind == TNS_SCALAR && self->op->node_with_tensor == NULL
         && tns_op_get_schema (self->op)->params[arg].accepts_scalar;
}

/* ---- views of the base ---- */

static TnsMeta *
dup_meta (const TnsTensor *tensor)
{
  TnsMeta *meta = g_new (TnsMeta, 1);
  tns_tensor_get_meta (tensor, meta);
  return meta;
}

/* A write into a view is, for its base, a new value: part of it goes through @inner, the rest is the
 * old one. */
static void
rebase_on_copy_slices (TnsTensor *self, TnsNode *inner)
{
  TnsTensor *base = self->base;
  TnsNode *node = tns_node_new (TNS_NODE_COPY_SLICES, "CopySlices");
  node->inner = tns_node_ref (inner);
  node->base_meta = dup_meta (base);
  node->view_meta = dup_meta (self);
  node->n_edges = inner->n_edges;
  node->edges = g_new0 (TnsEdge, node->n_edges);
  node->edge_shapes = g_new0 (TnsShape, node->n_edges);
  node->edges[0] = tns_tensor_get_gradient_edge (base);
  tns_node_add_shape (node, &node->edge_shapes[0], base);
  /* A node that cannot be gone through lists the tensors that require grad only: the first of them
   * then stands where the base does, and is lost, as in PyTorch. */
  bool is_lost = inner->op != NULL && inner->op->backward == tns_formula_not_differentiable
                 && inner->edges[0].node == NULL;
  for (int k = 1; !is_lost && k < node->n_edges; k++)
    {
      TnsEdge edge = inner->edges[k];
      node->edges[k] = (TnsEdge) { edge.node != NULL ? tns_node_ref (edge.node) : NULL,
                                   edge.input };
      if (edge.node != NULL)
        tns_node_copy_shape (node, &node->edge_shapes[k], inner, &inner->edge_shapes[k]);
    }
  node->n_results = 1;
  node->result_shapes = g_new0 (TnsShape, 1);
  tns_node_add_shape (node, &node->result_shapes[0], base);
  tns_tensor_set_grad_fn (base, node, 0);
  tns_node_unref (node);
}

void
tns_record_write (TnsTensor *tensor, TnsNode *node, int output_nr)
{
  if (tensor->base == NULL)
    {
      tns_tensor_set_grad_fn (tensor, node, output_nr);
      return;
    }
  rebase_on_copy_slices (tensor, node);
  /* One version behind: the next look makes a fresh grad_fn from the base's. */
  tensor->graph_version = tns_tensor_get_version (tensor) - 1;
}

/* The name in the schema ("indices"), else "result", with its number when the op gives several. */
static const char *
get_result_name (const TnsCall *call, int index)
{
  static const char *const names[] = { "result0", "result1", "result2", "result3" };
  if (call->schema->return_names[index] != NULL)
    return call->schema->return_names[index];
  return call->schema->n_returns > 1 ? names[index] : "result";
}

bool
tns_record_finish (TnsNode *node, const TnsCall *call, GError **error)
{
  const Saves *saves = get_saves (call->op, call->schema);
  uint32_t wanted = wanted_mask (node);
  node->n_results = call->n_outs;
  node->result_shapes = g_new0 (TnsShape, call->n_outs);
  for (int k = 0; k < call->n_outs; k++)
    {
      TnsTensor *result = call->results[k];
      tns_node_add_shape (node, &node->result_shapes[k], result);
      if (((call->op->constant_results >> k) & 1) != 0)
        continue;
      if (!can_carry_gradient (result->dtype)
          && (k > 0 || call->op == &tns_op_to_copy || call->op == &tns_op_copy
              || call->op == &tns_op_view_dtype
              || call->op->backward == tns_formula_not_differentiable))
        continue;
      /* Written in place, a number without a slope keeps its node all the same. */
      if (!can_carry_gradient (result->dtype) && !call->is_inplace)
        return tns_fail (error, TNS_ERROR_RUNTIME, "Autograd not support dtype: %s",
                         tns_dtype_get_scalar_type_name (result->dtype));
      if (call->is_inplace && result == call->args[0].tensor
          && (call->op->flags & TNS_ONLY_LAYOUT) == 0)
        tns_record_write (result, node, k);
      else
        tns_tensor_set_grad_fn (result, node, k);
    }
  for (int k = 0; k < MIN (call->n_outs, (int) G_N_ELEMENTS (saves->needed_by_result)); k++)
    if ((saves->needed_by_result[k] & wanted) != 0
        && !tns_node_save (node, call->results[k], get_result_name (call, k), -1, k, error))
      return false;
  return true;
}

/* A view whose base was written: its new place in the graph is a window on the base's. */
static void
renew_view (TnsTensor *view)
{
  TnsNode *node = tns_node_new (TNS_NODE_OP, "AsStridedBackward0");
  node->op = &tns_op_as_strided;
  const TnsSchema *schema = tns_op_get_schema (node->op);
  TnsValue given[] = {
    tns_value_tensor (view->base),
    tns_value_ints (view->sizes, view->rank),
    tns_value_ints (view->strides, view->rank),
    tns_value_int (view->offset_elems),
  };
  TnsCall call = { .op = node->op, .schema = schema, .args = given };
  g_return_if_fail (schema->n_params == G_N_ELEMENTS (given));
  link_args (node, &call, NULL);
  node->n_results = 1;
  node->result_shapes = g_new0 (TnsShape, 1);
  tns_node_add_shape (node, &node->result_shapes[0], view);
  tns_tensor_set_grad_fn (view, node, 0);
  tns_node_unref (node);
}

/* What PyTorch says of a write that it cannot follow: how the view came about, and what to do. */
static bool
fail_for_view (const TnsTensor *view, bool is_written, GError **error)
{
  static const char *const advice = " Given that this use case is ambiguous and error-prone, it is "
      "forbidden. You can clarify your code by moving both the view and the inplace either both "
      "inside the %s block (if you don't want the inplace to be tracked) or both outside (if you "
      "want the inplace to be tracked).";
  const TnsNode *node = view->autograd != NULL ? view->autograd->grad_fn : NULL;
  const char *target = is_written ? "is being" : "its base or another view of its base has been";
  bool is_of_mode = view->creation == TNS_VIEW_NO_GRAD || view->creation == TNS_VIEW_INFERENCE;
  bool is_inference = view->creation == TNS_VIEW_INFERENCE;
  g_autofree char *function = node != NULL ? tns_node_dup_function_name (node) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  if (node != NULL)
    g_string_append_printf (text, "Output %d of %s is a view ", view->autograd->output_nr, function);
  if (is_of_mode || node == NULL)
    g_string_append_printf (text, "%s %s mode and %s modified inplace %s.",
                            node != NULL ? "of a view which was created in" : "A view was created in",
                            is_inference ? "inference" : "no_grad", target,
                            is_inference ? "in normal mode" : "with grad mode enabled");
  else
    g_string_append_printf (text, "and %s modified inplace.", target);
  if (is_of_mode)
    g_string_append_printf (text, advice, is_inference ? "inference_mode" : "no_grad");
  else if (view->creation == TNS_VIEW_MULTI_OUTPUT)
    g_string_append (text, " This view is the output of a function that returns multiple views. Such "
                           "functions do not allow the output views to be modified inplace. You "
                           "should replace the inplace operation by an out-of-place one.");
  else
    g_string_append (text, " This view was created inside a custom Function (or because an input was "
                           "returned as-is) and the autograd logic to handle view+inplace would "
                           "override the custom backward associated with the custom Function, "
                           "leading to incorrect gradients. This behavior is forbidden. You can fix "
                           "this by cloning the output of the custom Function.");
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s", text->str);
}

bool
tns_tensor_check_view (const TnsTensor *tensor, bool is_written, GError **error)
{
  if (tensor->creation == TNS_VIEW_DEFAULT || tensor->base == NULL
      || !(is_written || tns_tensor_is_outdated_view (tensor)))
    return true;
  return fail_for_view (tensor, is_written, error);
}

TnsNode *
tns_tensor_get_grad_fn (TnsTensor *tensor)
{
  if (tns_tensor_is_outdated_view (tensor))
    {
      if (tensor->creation != TNS_VIEW_DEFAULT)
        return NULL;
      renew_view (tensor);
    }
  return tensor->autograd != NULL ? tensor->autograd->grad_fn : NULL;
}
