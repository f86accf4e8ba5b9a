/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* unsafe_split and relatives: pieces that share memory with what they were cut from, but are no
 * views for the rules of autograd. Layout and gradient are those of the safe ops. */
#include "engine/ops/layout.h"

static bool
infer_pieces (TnsCall *call, const TnsOp *safe, GError **error)
{
  int n;
  g_autofree TnsMeta *metas = tns_call_dup_metas_of (call, safe, &n, error);
  if (metas == NULL)
    return false;
  for (int k = 0; k < n; k++)
    {
      TnsMeta *out = tns_call_add_out (call);
      *out = metas[k];
      out->alias_of = -1;
    }
  return true;
}

static bool
forward_pieces (TnsCall *call, G_GNUC_UNUSED GError **error)
{
  TnsStorage *storage = tns_tensor_get_storage (call->args[0].tensor);
  for (int k = 0; k < call->n_outs; k++)
    {
      g_autoptr (TnsTensor) piece = tns_tensor_new_on_storage (storage, &call->outs[k]);
      tns_call_return (call, k, piece);
    }
  return true;
}

#define UNSAFE_OP(id, safe, params, node_name)                                                     \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_pieces (call, &tns_op_##safe, error);                                             \
  }                                                                                                \
  static void id##_grad (TnsGrad *g)                                                               \
  {                                                                                                \
    tns_op_split.backward (g);                                                                     \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = #id "(Tensor self, " params ", int dim=0) -> Tensor[]",                              \
    .category = TNS_CATEGORY_SHAPE,                                                                \
    .infer = infer_##id,                                                                           \
    .forward = forward_pieces,                                                                     \
    .node = node_name,                                                                             \
    .backward = id##_grad,                                                                         \
    .formula = "yₖ = the k-th piece of x along dim",                                               \
    .derivative = "∂y/∂x = 1 for the piece that y shows",                                          \
    .narration = "cuts {self} {shape:self} along dim {dim} into pieces that count as their own",   \
    .doc = "torch." #safe ".html",                                                                 \
  };

UNSAFE_OP (unsafe_split, split, "int split_size", "UnsafeSplitBackward0")
UNSAFE_OP (unsafe_split_with_sizes, split_with_sizes, "int[] split_sizes",
           "UnsafeSplitWithSizesBackward0")
UNSAFE_OP (unsafe_chunk, chunk, "int chunks", "UnsafeSplitBackward0")
