/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Saved tensors
 *
 * A node keeps the tensors that its formula needs together with their versions: a tensor written
 * since then would give a wrong gradient. Hooks may keep something else in the tensor's place. */
#include <string.h>

#include "engine/autograd/node-private.h"

/* The hooks are copied into every tensor they packed, because the stack is popped long before
 * backward unpacks; their data is counted. */
typedef struct
{
  gint ref_count;
  TnsSavedHooks hooks;
} SharedHooks;

/**
 * TnsPacked:
 * @content: what pack gave
 * @edge: where the tensor stood in the graph; no node for a result, whose node is the saver
 */
struct _TnsPacked
{
  SharedHooks *hooks;
  void *content;
  TnsEdge edge;
};

static __thread GPtrArray *stack; /* (element-type SharedHooks) */

static void
shared_unref (SharedHooks *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (self->hooks.free_data != NULL)
    self->hooks.free_data (self->hooks.data);
  g_free (self);
}

void
tns_saved_hooks_push (const TnsSavedHooks *hooks)
{
  if (stack == NULL)
    stack = g_ptr_array_new ();
  SharedHooks *shared = g_new (SharedHooks, 1);
  *shared = (SharedHooks) { .ref_count = 1, .hooks = *hooks };
  g_ptr_array_add (stack, shared);
}

void
tns_saved_hooks_pop (void)
{
  if (stack == NULL || stack->len == 0)
    return;
  shared_unref (g_ptr_array_steal_index (stack, stack->len - 1));
  if (stack->len == 0)
    g_clear_pointer (&stack, g_ptr_array_unref);
}

/* ---- packing ---- */

static bool
pack (TnsSaved *saved, TnsTensor *tensor, GError **error)
{
  SharedHooks *shared = stack->pdata[stack->len - 1];
  bool grad_mode = tns_grad_mode_set (false);
  void *content = shared->hooks.pack (tensor, shared->hooks.data, error);
  tns_grad_mode_set (grad_mode);
  if (content == NULL)
    return false;
  TnsPacked *packed = g_new (TnsPacked, 1);
  g_atomic_int_inc (&shared->ref_count);
  *packed = (TnsPacked) { .hooks = shared, .content = content };
  if (saved->arg >= 0)
    packed->edge = tns_tensor_get_gradient_edge (tensor);
  saved->packed = packed;
  g_clear_pointer (&saved->tensor, tns_tensor_unref);
  if (tns_tensor_get_version (tensor) == saved->version)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "A saved tensor pack hook is modifying its input in place. Tensors provided as "
                   "input to pack hook cannot be modified by in-place operations as this can lead "
                   "to unexpected side-effects. Please open an issue if you need to perform in-place "
                   "operations on the input to a pack hook.");
}

bool
tns_node_save (TnsNode *self, TnsTensor *tensor, const char *name, int arg, int item,
               GError **error)
{
  if (tensor->is_inference)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Inference tensors cannot be saved for backward. Please do not use Tensors "
                     "created in inference mode in computation tracked by autograd. To work around "
                     "this, you can make a clone to get a normal tensor and use it in autograd, or "
                     "use `torch.no_grad()` instead of `torch.inference_mode()`.");
  self->saved = g_renew (TnsSaved, self->saved, self->n_saved + 1);
  TnsSaved *saved = &self->saved[self->n_saved++];
  *saved = (TnsSaved) {
    .tensor = arg < 0 ? tns_tensor_new_alias (tensor) : tns_tensor_ref (tensor),
    .version = tns_tensor_get_version (tensor),
    .name = name,
    .arg = arg,
    .item = item,
  };
  return stack == NULL || pack (saved, tensor, error);
}

void
tns_saved_clear (TnsSaved *saved)
{
  g_clear_pointer (&saved->tensor, tns_tensor_unref);
  TnsPacked *packed = g_steal_pointer (&saved->packed);
  if (packed == NULL)
    return;
  if (packed->hooks->hooks.free_packed != NULL)
    packed->hooks->hooks.free_packed (packed->content);
  shared_unref (packed->hooks);
  g_clear_pointer (&packed->edge.node, tns_node_unref);
  g_free (packed);
}

/* ---- unpacking ---- */

GError *
tns_node_new_released_error (void)
{
  GError *error = NULL;
  tns_node_fail_released (&error);
  return error;
}

bool
tns_node_fail_released (GError **error)
{
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Trying to backward through the graph a second time (or directly access saved "
                   "tensors after they have already been freed). Saved intermediate values of the "
                   "graph are freed when you call .backward() or autograd.grad(). Specify "
                   "retain_graph=True if you need to backward through the graph a second time or "
                   "if you need to access saved tensors after calling backward.");
}

static bool
check_version (const TnsSaved *saved, const TnsNode *node, GError **error)
{
  TnsTensor *tensor = saved->tensor;
  uint32_t version = tns_tensor_get_version (tensor);
  if (saved->version == version)
    return true;
  g_autofree char *sizes = tns_sizes_dup_text (tensor->rank, tensor->sizes);
  const TnsNode *maker = saved->arg < 0 ? node : tns_tensor_get_grad_fn (tensor);
  g_autofree char *function = maker != NULL ? tns_node_dup_function_name (maker) : NULL;
  int output = saved->arg < 0 ? saved->item : tns_tensor_get_output_nr (tensor);
  g_autofree char *origin
      = maker != NULL ? g_strdup_printf (", which is output %d of %s,", output, function)
                      : g_strdup ("");
  const char *hint
      = tns_anomaly_is_enabled ()
            ? "Hint: the backtrace further above shows the operation that failed to compute its "
              "gradient. The variable in question was changed in there or anywhere later. Good luck!"
            : "Hint: enable anomaly detection to find the operation that failed to compute its "
              "gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).";
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "one of the variables needed for gradient computation has been modified by an "
                   "inplace operation: [torch.%sTensor %s]%s is at version %u; expected version %u "
                   "instead. %s",
                   tns_dtype_get_scalar_type_name (tensor->dtype), sizes, origin, version,
                   saved->version, hint);
}

/* What the hook kept, as the tensor that was given to it, with that tensor's place in the graph. */
static TnsTensor *
unpack (TnsPacked *packed, TnsNode *node, int result, bool with_graph, GError **error)
{
  TnsTensor *tensor
      = packed->hooks->hooks.unpack (packed->content, packed->hooks->hooks.data, error);
  if (tensor == NULL || !with_graph || tnk_dtype_is_integral (tensor->dtype)
      || (result < 0 && packed->edge.node == NULL))
    return tensor;
  TnsTensor *placed = tns_tensor_new_alias (tensor);
  if (result >= 0)
    tns_tensor_set_grad_fn (placed, node, result);
  else if (packed->edge.node->kind != TNS_NODE_ACCUMULATE)
    tns_tensor_set_grad_fn (placed, packed->edge.node, packed->edge.input);
  else
    tns_tensor_set_accumulator (placed, packed->edge.node);
  tns_tensor_unref (tensor);
  return placed;
}

TnsTensor *
tns_saved_unpack (TnsSaved *saved, TnsNode *node, bool with_graph, GError **error)
{
  int result = saved->arg < 0 ? saved->item : -1;
  if (saved->packed != NULL)
    return unpack (saved->packed, node, result, with_graph, error);
  if (saved->tensor == NULL)
    {
      tns_node_fail_released (error);
      return NULL;
    }
  if (!check_version (saved, node, error))
    return NULL;
  if (result < 0 || !with_graph || tnk_dtype_is_integral (saved->tensor->dtype))
    return tns_tensor_ref (saved->tensor);
  TnsTensor *placed = tns_tensor_new_alias (saved->tensor);
  tns_tensor_set_grad_fn (placed, node, result);
  return placed;
}

TnsTensor *
tns_node_unpack_saved (TnsNode *self, int index, GError **error)
{
  return tns_saved_unpack (&self->saved[index], self, true, error);
}
