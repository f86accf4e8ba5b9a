/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* permute_copy and its relatives: what a view op shows, in memory of its own. Layout and gradient
 * are the view op's; nothing else differs. */
#include "engine/ops/layout.h"

/* Dense results of the sizes that @view would give for the same arguments. */
static bool
infer_copies (TnsCall *call, const TnsOp *view, GError **error)
{
  int n;
  g_autofree TnsMeta *metas = tns_call_dup_metas_of (call, view, &n, error);
  if (metas == NULL)
    return false;
  for (int k = 0; k < n; k++)
    tns_call_add_dense (call, metas[k].dtype, metas[k].device, metas[k].rank, metas[k].sizes);
  return true;
}

static bool
forward_copies (TnsCall *call, const TnsOp *view, GError **error)
{
  g_autofree TnsTensor **views = g_new0 (TnsTensor *, MAX (call->n_outs, 1));
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, view, call->args, call->schema->n_params, views, call->n_outs);
  for (int k = 0; k < call->n_outs && scope.error == NULL; k++)
    {
      TnsTensor *out = tns_call_allocate (call, k, &scope.error);
      if (out != NULL)
        tns_tensor_copy_from (out, views[k], &scope.error);
    }
  return tns_scope_finish (&scope, error);
}

#define COPY_OP_WITH(id, view, public_name, params, returns, node_name, more_flags)                \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_copies (call, &tns_op_##view, error);                                             \
  }                                                                                                \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return forward_copies (call, &tns_op_##view, error);                                           \
  }                                                                                                \
  static void id##_grad (TnsGrad *g)                                                               \
  {                                                                                                \
    tns_op_##view.backward (g);                                                                    \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = public_name "(Tensor self" params ") -> " returns,                                   \
    .category = TNS_CATEGORY_SHAPE,                                                                \
    .flags = TNS_AS_FUNCTION | (more_flags),                                                       \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .node = node_name "_copy",                                                                     \
    .backward = id##_grad,                                                                         \
    .formula = "y = a copy of what " #view " shows",                                               \
    .derivative = "∂y/∂x = 1 for the elements that are shown",                                     \
    .narration = "copies what " #view " shows of {self}: {shape:result}",                          \
    .doc = "torch." #view ".html",                                                                 \
  };

#define COPY_OP(...) COPY_OP_WITH (__VA_ARGS__, 0)

COPY_OP (alias_copy, alias, "alias_copy", "", "Tensor", "AliasBackward0")
COPY_OP (as_strided_copy, as_strided, "as_strided_copy",
         ", int[] size, int[] stride, int? storage_offset=None", "Tensor", "AsStridedBackward0")
COPY_OP (diagonal_copy, diagonal, "diagonal_copy", ", int offset=0, int dim1=0, int dim2=1",
         "Tensor", "DiagonalBackward0")
COPY_OP (expand_copy, expand, "expand_copy", ", int[] size, *, bool implicit=False", "Tensor",
         "ExpandBackward0")
COPY_OP (permute_copy, permute, "permute_copy", ", int[] dims", "Tensor", "PermuteBackward0")
COPY_OP_WITH (select_copy, select, "select_copy", ", int dim, int index", "Tensor",
              "SelectBackward0", TNS_NO_COMPLEX_GRAD)
COPY_OP (squeeze_copy, squeeze, "squeeze_copy", "", "Tensor", "SqueezeBackward0")
COPY_OP (squeeze_copy_dim, squeeze_dim, "squeeze_copy.dim", ", int dim", "Tensor",
         "SqueezeBackward1")
COPY_OP (squeeze_copy_dims, squeeze_dims, "squeeze_copy.dims", ", int[] dim", "Tensor",
         "SqueezeBackward2")
COPY_OP (t_copy, t, "t_copy", "", "Tensor", "TBackward0")
COPY_OP (transpose_copy, transpose, "transpose_copy", ", int dim0, int dim1", "Tensor",
         "TransposeBackward0")
COPY_OP (unfold_copy, unfold, "unfold_copy", ", int dimension, int size, int step", "Tensor",
         "UnfoldBackward0")
COPY_OP (unsqueeze_copy, unsqueeze, "unsqueeze_copy", ", int dim", "Tensor", "UnsqueezeBackward0")
COPY_OP (split_with_sizes_copy, split_with_sizes, "split_with_sizes_copy",
         ", int[] split_sizes, int dim=0", "Tensor[]", "SplitWithSizesBackward0")
COPY_OP (unbind_copy, unbind, "unbind_copy", ", int dim=0", "Tensor[]", "UnbindBackward0")

/* view_copy takes what view would not: the sizes need not fit the strides. */
static bool
infer_view_copy (TnsCall *call, GError **error)
{
  return infer_copies (call, &tns_op_reshape, error);
}

static bool
forward_view_copy (TnsCall *call, GError **error)
{
  return forward_copies (call, &tns_op_reshape, error);
}

static void
view_copy_grad (TnsGrad *g)
{
  tns_op_view.backward (g);
}

TNS_OP (view_copy) = {
  .schema = "view_copy(Tensor self, int[] size) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_view_copy,
  .forward = forward_view_copy,
  .node = "ViewBackward0_copy",
  .backward = view_copy_grad,
  .formula = "y = a copy of x under another shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "copies {self} {shape:self} as {shape:result}",
  .doc = "torch.Tensor.view.html",
};
