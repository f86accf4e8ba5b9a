/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The greatest and the least: max, min, amax, amin, aminmax, argmax, argmin.
 *
 * Over all elements, and in amax and amin, elements that tie share the gradient evenly; max and min
 * along a dim name one index, and that element takes it all. */

#include "engine/ops/formula.h"

static bool
fold_call (
    TnsCall *call, int dim_arg, int keepdim_arg, TnsFold *fold, TnsMeta *meta, GError **error)
{
  TnsValue dims = dim_arg < 0 ? TNS_VALUE_NONE : call->args[dim_arg];
  bool keeps_dims = keepdim_arg >= 0 && call->args[keepdim_arg].b;

  tns_tensor_get_meta (call->args[0].tensor, meta);
  return tns_fold_init (fold, meta, &dims, keeps_dims, error);
}

static TnkDtype
own_dtype (const TnsCall *call)
{
  return tns_tensor_get_dtype (call->args[0].tensor);
}

/* ---- all elements ---- */

static bool
infer_extreme_full (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  if (!fold_call (call, -1, -1, &fold, &meta, error))
    return false;
  if (fold.n_items == 0)
    return tns_fold_check_not_empty (&fold, &meta, call->schema->name, true, error);
  if (tnk_dtype_is_complex (meta.dtype))
    return tns_refuse_dtype (call->op == &tns_op_max_full ? "max_all" : "min_all", meta.dtype,
                             error);
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  return true;
}

static bool
extreme_full_forward (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnkReduce reduce = call->op == &tns_op_max_full ? TNK_REDUCE_MAX : TNK_REDUCE_MIN;

  return fold_call (call, -1, -1, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, reduce, call->args[0].tensor, meta.dtype, error);
}

/* True where @x is the extreme @y; where that is NaN, true at every NaN. */
static TnsTensor *
winners (TnsScope *s, TnsTensor *x, TnsTensor *y)
{
  TnsTensor *both_nan
      = tns_do (s, logical_and, T (tns_do (s, isnan, T (x))), T (tns_do (s, isnan, T (y))));

  return tns_do (s, logical_or, T (tns_do (s, eq, T (x), T (y))), T (both_nan));
}

/* The gradient of result @result, shared among the elements that tie. Along dims a NaN ties with
 * nothing, as in PyTorch: the gradient is then divided by 0 and NaN everywhere. */
static TnsTensor *
share_upstream (TnsGrad *g, int dim_arg, int keepdim_arg, int result)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *mask, *n, *gradient;
  TnsTensor *upstream = tns_grad_get_upstream (g, result);
  TnsTensor *y = tns_grad_get_result (g, result);
  TnsFold fold;
  int64_t dims[TNK_MAX_RANK];
  int dim, n_dims = 0;

  if (!tns_fold_init_grad (&fold, g, dim_arg, keepdim_arg))
    return NULL;
  for (dim = 0; dim < fold.rank; dim++)
    if (fold.is_folded[dim])
      dims[n_dims++] = dim;
  y = tns_fold_restore (&fold, s, y);
  mask = dim_arg < 0 ? winners (s, x, y) : tns_do (s, eq, T (x), T (y));
  n = tns_do (s, sum, T (mask), tns_value_ints (dims, n_dims), B (true));
  gradient = tns_do (s, div, T (tns_fold_restore (&fold, s, upstream)), T (n));
  return tns_do (s, mul, T (gradient), T (mask));
}

static void
extreme_full_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, share_upstream (g, -1, -1, 0));
}

#define EXTREME_FULL(name, node_name)                                                              \
  .schema = name "(Tensor self) -> Tensor", .category = TNS_CATEGORY_REDUCE,                       \
  .infer = infer_extreme_full, .forward = extreme_full_forward, .node = node_name,                 \
  .saves = "self for self; result for self", .backward = extreme_full_backward,                    \
  .derivative = "∂y/∂xᵢ = 1/k for the k elements that tie, else 0", .doc = "torch." name ".html"

TNS_OP (max_full) = {
  EXTREME_FULL ("max", "MaxBackward1"),
  .formula = "y = the greatest xᵢ",
  .narration = "finds the greatest element of {self}",
};

TNS_OP (min_full) = {
  EXTREME_FULL ("min", "MinBackward1"),
  .formula = "y = the least xᵢ",
  .narration = "finds the least element of {self}",
};

/* ---- two tensors ---- */

static bool
infer_extreme_other (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_result_type (call->args, 2)))
    return tns_fail (error, TNS_ERROR_TYPE, "%simum not implemented for complex tensors.",
                     call->schema->name);
  return tns_infer_same (call, error);
}

static bool
max_other_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, maximum, call->args[0], call->args[1]),
                          error);
}

static bool
min_other_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, minimum, call->args[0], call->args[1]),
                          error);
}

TNS_OP (max_other) = {
  .schema = "max.other(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_extreme_other,
  .forward = max_other_forward,
  .formula = "y = the greater of a and b",
  .derivative = "∂y/∂a = 1 where a > b, ½ where equal, else 0",
  .narration = "keeps the greater of {self} and {other}, element by element",
  .doc = "torch.max.html",
};

TNS_OP (min_other) = {
  .schema = "min.other(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_extreme_other,
  .forward = min_other_forward,
  .formula = "y = the lesser of a and b",
  .derivative = "∂y/∂a = 1 where a < b, ½ where equal, else 0",
  .narration = "keeps the lesser of {self} and {other}, element by element",
  .doc = "torch.min.html",
};

/* ---- along a dim, with the index ---- */

static bool
infer_extreme_dim (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  if (!fold_call (call, 1, 2, &fold, &meta, error))
    return false;
  if (!tns_fold_check_not_empty (&fold, &meta, call->schema->name, false, error))
    return false;
  if (tnk_dtype_is_complex (meta.dtype))
    return tns_fail (error, TNS_ERROR_TYPE, "%s(): does not support complex input",
                     call->schema->name);
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  tns_fold_add_out (&fold, call, &meta, TNK_INT64);
  return true;
}

/* bool has an order but no kernel that finds places in it. */
static TnkDtype
place_dtype (TnkDtype dtype)
{
  return dtype == TNK_BOOL ? TNK_UINT8 : dtype;
}

static bool
extreme_dim_forward (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnsTensor *x = call->args[0].tensor;
  bool is_max = call->op == &tns_op_max;

  return fold_call (call, 1, 2, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, is_max ? TNK_REDUCE_MAX : TNK_REDUCE_MIN, x, meta.dtype,
                          error)
         && tns_fold_run (&fold, call, 1, is_max ? TNK_REDUCE_ARGMAX : TNK_REDUCE_ARGMIN, x,
                          place_dtype (meta.dtype), error);
}

static void
extreme_dim_backward (TnsGrad *g)
{
  tns_formula_select_backward (g, 1, 2);
}

#define EXTREME_DIM(name, node_name)                                                               \
  .schema = name ".dim(Tensor self, int dim, bool keepdim=False) -> "                              \
                 "(Tensor values, Tensor indices)",                                                \
  .category = TNS_CATEGORY_REDUCE, .infer = infer_extreme_dim, .forward = extreme_dim_forward,     \
  .node = node_name, .saves = "result1 for self", .backward = extreme_dim_backward,                \
  .derivative = "∂yⱼ/∂xᵢⱼ = 1 at the index found, else 0", .doc = "torch." name ".html"

TNS_OP (max) = {
  EXTREME_DIM ("max", "MaxBackward0"),
  .out_error = TNS_OUT_EXACT,
  .formula = "yⱼ = the greatest xᵢⱼ over i",
  .narration = "finds the greatest elements of {self} along dim {dim} and where they are",
};

TNS_OP (min) = {
  EXTREME_DIM ("min", "MinBackward0"),
  .out_error = TNS_OUT_EXACT,
  .formula = "yⱼ = the least xᵢⱼ over i",
  .narration = "finds the least elements of {self} along dim {dim} and where they are",
};

/* ---- amax, amin ---- */

/* Dims that are named are looked at one by one. */
static bool
check_named_dims (const TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  TnsValue dims = call->args[1];

  for (int k = 0; dims.kind == TNS_INTS && k < dims.ints.n; k++)
    {
      int64_t dim = dims.ints.items[k];

      if (!tns_wrap_dim (&dim, meta.rank, error))
        return false;
      if (meta.rank > 0 && meta.sizes[dim] == 0)
        return tns_fail (error, TNS_ERROR_INDEX,
                         "%s(): Expected reduction dim %" G_GINT64_FORMAT
                         " to have non-zero size.",
                         call->schema->name, dims.ints.items[k]);
    }
  return true;
}

static bool
infer_amax (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  bool is_max = call->op == &tns_op_amax;

  if ((tns_tensor_get_numel (call->args[0].tensor) == 0 && !check_named_dims (call, error))
      || !fold_call (call, 1, 2, &fold, &meta, error)
      || !tns_fold_check_not_empty (&fold, &meta, call->schema->name, call->args[1].ints.n == 0,
                                    error))
    return false;
  if (tnk_dtype_is_complex (meta.dtype) && tns_tensor_get_numel (call->args[0].tensor) > 0)
    return tns_refuse_dtype (is_max ? "max_values_cpu" : "min_values_cpu", meta.dtype, error);
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  return true;
}

static bool
amax_forward (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnkReduce reduce = call->op == &tns_op_amax ? TNK_REDUCE_MAX : TNK_REDUCE_MIN;

  return fold_call (call, 1, 2, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, reduce, call->args[0].tensor, meta.dtype, error);
}

static void
amax_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, share_upstream (g, 1, 2, 0));
}

#define AMAX(name, node_name)                                                                      \
  .schema = name "(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor",                     \
  .category = TNS_CATEGORY_REDUCE, .flags = TNS_NO_COMPLEX_GRAD, .infer = infer_amax,              \
  .forward = amax_forward,                                                                         \
  .node = node_name, .saves = "self for self; result for self", .backward = amax_backward,         \
  .derivative = "∂yⱼ/∂xᵢⱼ = 1/k for the k elements that tie, else 0", .doc = "torch." name ".html"

TNS_OP (amax) = {
  AMAX ("amax", "AmaxBackward0"),
  .out_error = "Expected the dtype for input and out to match, but got {Expected} for input's "
               "dtype and {Given} for out's dtype.",
  .formula = "yⱼ = the greatest xᵢⱼ over i",
  .narration = "finds the greatest elements of {self} along dim {dim}",
};

TNS_OP (amin) = {
  AMAX ("amin", "AminBackward0"),
  .out_error = "Expected the dtype for input and out to match, but got {Expected} for input's "
               "dtype and {Given} for out's dtype.",
  .formula = "yⱼ = the least xᵢⱼ over i",
  .narration = "finds the least elements of {self} along dim {dim}",
};

/* ---- aminmax ---- */

static bool
infer_aminmax (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  if (tnk_dtype_is_complex (own_dtype (call)))
    return tns_fail (error, TNS_ERROR_TYPE, "aminmax not implemented for %s",
                     tns_dtype_get_scalar_type_name (own_dtype (call)));
  if (!fold_call (call, 1, 2, &fold, &meta, error))
    return false;
  if (fold.n_items == 0 && call->args[1].kind == TNS_NONE)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "aminmax(): cannot compute aminmax over an empty dimension as the operation "
                     "has no identity.");
  if (fold.n_items == 0)
    {
      int64_t dim = call->args[1].i;

      return tns_wrap_dim (&dim, meta.rank, error)
             && tns_fail (error, TNS_ERROR_INDEX,
                          "aminmax: Expected reduction dim %" G_GINT64_FORMAT
                          " to have non-zero size.",
                          dim);
    }
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  tns_fold_add_out (&fold, call, &meta, meta.dtype);
  return true;
}

static bool
aminmax_forward (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnsTensor *x = call->args[0].tensor;

  return fold_call (call, 1, 2, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, TNK_REDUCE_MIN, x, meta.dtype, error)
         && tns_fold_run (&fold, call, 1, TNK_REDUCE_MAX, x, meta.dtype, error);
}

static void
aminmax_backward (TnsGrad *g)
{
  TnsTensor *of_min = share_upstream (g, 1, 2, 0), *of_max = share_upstream (g, 1, 2, 1);

  tns_grad_set (g, 0, tns_do (g->scope, add, T (of_min), T (of_max)));
}

TNS_OP (aminmax) = {
  .schema
  = "aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_aminmax,
  .forward = aminmax_forward,
  .node = "AminmaxBackward0",
  .saves = "self for self; result0 for self; result1 for self",
  .backward = aminmax_backward,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = the least and the greatest xᵢ",
  .derivative = "∂y/∂xᵢ = 1/k for the k elements that tie, else 0",
  .narration = "finds the least and the greatest elements of {self}",
  .doc = "torch.aminmax.html",
};

/* ---- argmax, argmin ---- */

static bool
infer_argmax (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  const char *name = call->schema->name;

  if (tnk_dtype_is_complex (own_dtype (call)))
    return tns_fail (error, TNS_ERROR_TYPE, "%s(): does not support complex input", name);
  if (own_dtype (call) == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "%s(): does not support bool input", name);
  if (!fold_call (call, 1, 2, &fold, &meta, error))
    return false;
  if (fold.n_items == 0 && call->args[1].kind == TNS_NONE)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "%s(): Expected reduction dim to be specified for input.numel() == 0.", name);
  if (!tns_fold_check_not_empty (&fold, &meta, name, false, error))
    return false;
  tns_fold_add_out (&fold, call, &meta, TNK_INT64);
  return true;
}

static bool
argmax_forward (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnkReduce reduce = call->op == &tns_op_argmax ? TNK_REDUCE_ARGMAX : TNK_REDUCE_ARGMIN;

  return fold_call (call, 1, 2, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, reduce, call->args[0].tensor, own_dtype (call), error);
}

#define ARGMAX(name)                                                                               \
  .schema = name "(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",                     \
  .category = TNS_CATEGORY_REDUCE, .flags = TNS_NO_GRAD, .infer = infer_argmax,                    \
  .forward = argmax_forward, .derivative = "not differentiable", .doc = "torch." name ".html"

TNS_OP (argmax) = {
  ARGMAX ("argmax"),
  .out_error = TNS_OUT_EXACT,
  .formula = "y = the index of the greatest xᵢ",
  .narration = "finds where the greatest element of {self} is",
};

TNS_OP (argmin) = {
  ARGMAX ("argmin"),
  .out_error = TNS_OUT_EXACT,
  .formula = "y = the index of the least xᵢ",
  .narration = "finds where the least element of {self} is",
};
