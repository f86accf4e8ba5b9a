/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Sums, means, products and truth: many elements become one. Each has PyTorch's two forms, over all
 * elements and over some dims, because their backward nodes have different names. */

#include "engine/ops/formula.h"

/* Where an overload keeps its arguments; -1: it has no such argument. */
typedef struct
{
  int dim, keepdim, dtype;
} Places;

static const Places full_places = { -1, -1, 1 };
static const Places dim_places = { 1, 2, 3 };

static bool
fold_call (TnsCall *call, Places places, TnsFold *fold, TnsMeta *meta, GError **error)
{
  TnsValue dims = places.dim < 0 ? TNS_VALUE_NONE : call->args[places.dim];
  bool keeps_dims = places.keepdim >= 0 && call->args[places.keepdim].b;

  tns_tensor_get_meta (call->args[0].tensor, meta);
  return tns_fold_init (fold, meta, &dims, keeps_dims, error);
}

/* The dtype asked for, else int64 for integers, else the operand's own. */
static TnkDtype
pick_total_dtype (const TnsMeta *meta, const TnsValue *asked)
{
  if (asked->kind == TNS_DTYPE)
    return asked->dtype;
  return tnk_dtype_is_integral (meta->dtype) ? TNK_INT64 : meta->dtype;
}

static bool
infer_total (TnsCall *call, Places places, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  if (!fold_call (call, places, &fold, &meta, error))
    return false;
  tns_fold_add_out (&fold, call, &meta, pick_total_dtype (&meta, &call->args[places.dtype]));
  return true;
}

static bool
infer_total_full (TnsCall *call, GError **error)
{
  return infer_total (call, full_places, error);
}

static bool
infer_total_dim (TnsCall *call, GError **error)
{
  return infer_total (call, dim_places, error);
}

static bool
total_forward (TnsCall *call, Places places, TnkReduce reduce, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  return fold_call (call, places, &fold, &meta, error)
         && tns_fold_run (&fold, call, 0, reduce, call->args[0].tensor, call->outs[0].dtype, error);
}

/* The upstream gradient, repeated along the folded dims. */
static TnsTensor *
spread_upstream (TnsGrad *g, Places places)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  TnsFold fold;
  TnsTensor *upstream;

  if (!tns_fold_init_grad (&fold, g, places.dim, places.keepdim))
    return NULL;
  upstream = tns_fold_restore (&fold, g->scope, tns_grad_get_upstream (g, 0));
  return tns_do (g->scope, expand, T (upstream), tns_value_ints (meta->sizes, meta->rank));
}

/* ---- sum ---- */

static bool
sum_full_forward (TnsCall *call, GError **error)
{
  return total_forward (call, full_places, TNK_REDUCE_SUM, error);
}

static bool
sum_forward (TnsCall *call, GError **error)
{
  return total_forward (call, dim_places, TNK_REDUCE_SUM, error);
}

static void
sum_full_backward (TnsGrad *g)
{
  tns_formula_set_as_it_is (g, 0, spread_upstream (g, full_places));
}

static void
sum_backward (TnsGrad *g)
{
  tns_formula_set_as_it_is (g, 0, spread_upstream (g, dim_places));
}

TNS_OP (sum_full) = {
  .schema = "sum(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT,
  .infer = infer_total_full,
  .forward = sum_full_forward,
  .node = "SumBackward0",
  .backward = sum_full_backward,
  .formula = "y = Σ xᵢ",
  .derivative = "∂y/∂xᵢ = 1",
  .narration = "adds up all elements of {self}",
  .doc = "torch.sum.html",
};

TNS_OP (sum) = {
  .schema = "sum.dim_IntList(Tensor self, int[1]? dim, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_total_dim,
  .forward = sum_forward,
  .node = "SumBackward1",
  .backward = sum_backward,
  .formula = "yⱼ = Σᵢ xᵢⱼ",
  .derivative = "∂yⱼ/∂xᵢⱼ = 1",
  .narration = "adds up the elements of {self} along dim {dim}",
  .doc = "torch.sum.html",
};

/* ---- mean ---- */

static bool
infer_mean (TnsCall *call, Places places, GError **error)
{
  TnsValue asked = call->args[places.dtype];
  TnkDtype own = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype dtype = asked.kind == TNS_DTYPE ? asked.dtype : own;

  if (tnk_dtype_is_integral (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "mean(): could not infer output dtype. %s dtype must be either a floating "
                     "point or complex dtype. Got: %s",
                     asked.kind == TNS_DTYPE ? "Optional" : "Input",
                     tns_dtype_get_scalar_type_name (dtype));
  return infer_total (call, places, error);
}

static bool
infer_mean_full (TnsCall *call, GError **error)
{
  return infer_mean (call, full_places, error);
}

static bool
infer_mean_dim (TnsCall *call, GError **error)
{
  return infer_mean (call, dim_places, error);
}

/* Half precision is summed and divided in single precision and rounded once. */
static bool
mean_places_forward (TnsCall *call, Places places, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsMeta meta;
  TnsFold fold;
  TnkDtype dtype = call->outs[0].dtype;
  bool is_half = dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;
  TnsValue wide = tns_value_dtype (is_half ? TNK_FLOAT32 : dtype);
  TnsValue dims = places.dim < 0 ? TNS_VALUE_NONE : call->args[places.dim];
  TnsTensor *total;

  if (!fold_call (call, places, &fold, &meta, error))
    return false;
  tns_scope_init (s);
  total = tns_do (s, sum, call->args[0], dims, B (fold.keeps_dims), wide);
  total = tns_do (s, div, T (total), N ((double)fold.n_items));
  return tns_call_finish (call, s, tns_formula_cast (s, total, dtype), error);
}

static bool
mean_full_forward (TnsCall *call, GError **error)
{
  return mean_places_forward (call, full_places, error);
}

static bool
mean_forward (TnsCall *call, GError **error)
{
  return mean_places_forward (call, dim_places, error);
}

static void
mean_places_backward (TnsGrad *g, Places places)
{
  TnsFold fold;
  TnsTensor *spread = spread_upstream (g, places);

  if (tns_fold_init_grad (&fold, g, places.dim, places.keepdim))
    tns_formula_set_as_it_is (g, 0,
                              tns_do (g->scope, div, T (spread), N ((double) fold.n_items)));
}

static void
mean_full_backward (TnsGrad *g)
{
  mean_places_backward (g, full_places);
}

static void
mean_backward (TnsGrad *g)
{
  mean_places_backward (g, dim_places);
}

TNS_OP (mean_full) = {
  .schema = "mean(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_mean_full,
  .forward = mean_full_forward,
  .node = "MeanBackward0",
  .backward = mean_full_backward,
  .formula = "y = 1/n · Σ xᵢ",
  .derivative = "∂y/∂xᵢ = 1/n",
  .narration = "averages all elements of {self}",
  .doc = "torch.mean.html",
};

TNS_OP (mean) = {
  .schema = "mean.dim(Tensor self, int[1]? dim, bool keepdim=False, *, ScalarType? dtype=None)"
            " -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_mean_dim,
  .forward = mean_forward,
  .node = "MeanBackward1",
  .backward = mean_backward,
  .formula = "yⱼ = 1/n · Σᵢ xᵢⱼ",
  .derivative = "∂yⱼ/∂xᵢⱼ = 1/n",
  .narration = "averages the elements of {self} along dim {dim}",
  .doc = "torch.mean.html",
};

/* ---- product ---- */

static bool
prod_full_forward (TnsCall *call, GError **error)
{
  return total_forward (call, full_places, TNK_REDUCE_PROD, error);
}

static bool
prod_forward (TnsCall *call, GError **error)
{
  return total_forward (call, dim_places, TNK_REDUCE_PROD, error);
}

/* Product of the elements before each element along @dim. */
static TnsTensor *
product_before (TnsScope *s, TnsTensor *x, int64_t dim, int64_t n)
{
  TnsTensor *first = tns_do (s, narrow, T (x), I (dim), I (0), I (1));
  TnsTensor *ones
      = first == NULL ? NULL : tns_formula_full_like (s, first, tns_tensor_get_dtype (x), 1);
  TnsTensor *parts[2];

  parts[0] = ones;
  parts[1] = tns_do (s, cumprod, T (tns_do (s, narrow, T (x), I (dim), I (0), I (n - 1))), I (dim));
  return s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts, 2), I (dim));
}

/* Product of all other elements along @dim; right with zeros among them, where result / x is not.
 */
static TnsTensor *
product_of_others (TnsScope *s, TnsTensor *x, int64_t dim)
{
  int64_t n = tns_tensor_get_sizes (x)[dim];
  TnsValue dims = tns_value_ints (&dim, 1);
  TnsTensor *after;

  if (n == 1)
    return tns_formula_full_like (s, x, tns_tensor_get_dtype (x), 1);
  after = product_before (s, tns_do (s, flip, T (x), dims), dim, n);
  return tns_do (s, mul, T (product_before (s, x, dim, n)), T (tns_do (s, flip, T (after), dims)));
}

static bool
has_zero (TnsScope *s, TnsTensor *x)
{
  return tns_formula_item (s, tns_do (s, any, T (tns_do (s, eq, T (x), N (0))))) != 0;
}

static bool
has_two_zeros (TnsScope *s, TnsTensor *x)
{
  return tns_formula_item (s, tns_do (s, sum, T (tns_do (s, eq, T (x), N (0))))) > 1;
}

static void
prod_places_backward (TnsGrad *g, Places places)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y, *local;
  TnsFold fold;
  int64_t dim = 0, minus_one = -1;

  if (!tns_fold_init_grad (&fold, g, places.dim, places.keepdim))
    return;
  x = tns_formula_cast (s, x, tns_tensor_get_dtype (tns_grad_get_result (g, 0)));
  y = tns_fold_restore (&fold, s, tns_grad_get_result (g, 0));
  if (fold.rank == 0)
    local = tns_formula_full_like (s, x, tns_tensor_get_dtype (x), 1);
  else if (!has_zero (s, x))
    local = tns_do (s, div, T (y), T (x));
  else if (places.dim < 0 && has_two_zeros (s, x))
    {
      /* All other products have a zero in them, NaN and infinities beside it or not. */
      tns_formula_set_as_it_is (g, 0, tns_do (s, zeros_like, T (x)));
      return;
    }
  else if (places.dim < 0)
    local = tns_do (
        s, reshape,
        T (product_of_others (s, tns_do (s, reshape, T (x), tns_value_ints (&minus_one, 1)), 0)),
        tns_value_ints (tns_tensor_get_sizes (x), fold.rank));
  else
    {
      while (!fold.is_folded[dim])
        dim++;
      local = product_of_others (s, x, dim);
    }
  local = tns_do (s, mul, T (spread_upstream (g, places)), T (tns_formula_conj (s, local)));
  tns_formula_set_as_it_is (g, 0, local);
}

static void
prod_full_backward (TnsGrad *g)
{
  prod_places_backward (g, full_places);
}

static void
prod_backward (TnsGrad *g)
{
  prod_places_backward (g, dim_places);
}

TNS_OP (prod_full) = {
  .schema = "prod(Tensor self, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT,
  .infer = infer_total_full,
  .forward = prod_full_forward,
  .node = "ProdBackward0",
  .saves = "self for self; result for self",
  .backward = prod_full_backward,
  .formula = "y = Π xᵢ",
  .derivative = "∂y/∂xᵢ = Π of the other elements = y / xᵢ",
  .narration = "multiplies all elements of {self}",
  .doc = "torch.prod.html",
};

TNS_OP (prod) = {
  .schema = "prod.dim_int(Tensor self, int dim, bool keepdim=False, *, ScalarType? dtype=None)"
            " -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_total_dim,
  .forward = prod_forward,
  .node = "ProdBackward1",
  .saves = "self for self; result for self",
  .backward = prod_backward,
  .formula = "yⱼ = Πᵢ xᵢⱼ",
  .derivative = "∂yⱼ/∂xᵢⱼ = Π of the others = yⱼ / xᵢⱼ",
  .narration = "multiplies the elements of {self} along dim {dim}",
  .doc = "torch.prod.html",
};

/* ---- sums that pass over NaN ---- */

static bool
infer_nansum (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnkDtype own = tns_tensor_get_dtype (self), dtype;
  TnsMeta meta = tns_call_get_meta (call, 0);
  TnsFold fold;

  if (!tns_fold_init_in_turn (&fold, &meta, &call->args[dim_places.dim], false, error)
      || !infer_total (call, dim_places, error))
    return false;
  if (tnk_dtype_is_complex (own))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "nansum on CPU does not support complex inputs");
  dtype = call->outs[0].dtype;
  if (tnk_dtype_is_complex (dtype) && tnk_dtype_is_floating (own)
      && tns_tensor_get_numel (self) > 0)
    return tns_refuse_dtype ("nansum_cpu", dtype, error);
  return true;
}

static bool
nansum_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor;

  tns_scope_init (s);
  if (tnk_dtype_is_floating (tns_tensor_get_dtype (x)))
    x = tns_do (s, where, T (tns_do (s, isnan, T (x))), N (0), T (x));
  return tns_call_finish (
      call, s, tns_do (s, sum, T (x), call->args[1], call->args[2], call->args[3]), error);
}

static void
nansum_backward (TnsGrad *g)
{
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor;
  TnsTensor *is_number = tns_do (g->scope, logical_not, T (tns_do (g->scope, isnan, T (x))));

  tns_grad_set (g, 0, tns_do (g->scope, mul, T (spread_upstream (g, dim_places)), T (is_number)));
}

static bool
infer_nanmean (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  TnsMeta meta;
  TnsFold fold;

  if (tnk_dtype_is_integral (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "nanmean(): expected input to have floating point or complex dtype but got %s",
                     tns_dtype_get_scalar_type_name (dtype));
  if (call->args[3].kind == TNS_DTYPE && tnk_dtype_is_integral (call->args[3].dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "nanmean(): could not infer output dtype. Optional dtype must be either a "
                     "floating point or complex dtype. Got: %s",
                     tns_dtype_get_scalar_type_name (call->args[3].dtype));
  tns_tensor_get_meta (call->args[0].tensor, &meta);
  return tns_fold_init (&fold, &meta, &call->args[1], false, error) && infer_nansum (call, error);
}

static bool
nanmean_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *total, *count;

  tns_scope_init (s);
  total = tns_do (s, nansum, call->args[0], call->args[1], call->args[2], call->args[3]);
  count = tns_do (s, logical_not, T (tns_do (s, isnan, call->args[0])));
  count = tns_do (s, sum, T (count), call->args[1], call->args[2]);
  return tns_call_finish (call, s, tns_do (s, div, T (total), T (count)), error);
}

TNS_OP (nansum) = {
  .schema = "nansum(Tensor self, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_nansum,
  .forward = nansum_forward,
  .node = "NansumBackward0",
  .saves = "self for self",
  .backward = nansum_backward,
  .formula = "y = Σ xᵢ over the xᵢ that are numbers",
  .derivative = "∂y/∂xᵢ = 1, 0 where xᵢ is NaN",
  .narration = "adds up the elements of {self}, taking NaN as 0",
  .doc = "torch.nansum.html",
};

TNS_OP (nanmean) = {
  .schema = "nanmean(Tensor self, int[1]? dim=None, bool keepdim=False, *, "
            "ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_nanmean,
  .forward = nanmean_forward,
  .formula = "y = mean of the xᵢ that are numbers",
  .derivative = "∂y/∂xᵢ = 1 / how many are numbers, 0 where xᵢ is NaN",
  .narration = "averages the elements of {self}, passing over NaN",
  .doc = "torch.nanmean.html",
};
