/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Reductions to truth and counts, and the trace. */

#include "engine/ops/formula.h"

/* ---- all and any ---- */

/* An empty list of dims folds nothing here, unlike in sums. */
static bool
folds_nothing (const TnsValue *dims)
{
  return dims->kind == TNS_INTS && dims->ints.n == 0;
}

/* bool, but uint8 stays uint8: what masks were before PyTorch had bool. */
static bool
infer_truth (TnsCall *call, const TnsValue *dims, bool keeps_dims, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_fold_init (&fold, &meta, dims, keeps_dims, error))
    return false;
  if (folds_nothing (dims))
    memset (fold.is_folded, 0, sizeof fold.is_folded);
  tns_fold_add_out (&fold, call, &meta, meta.dtype == TNK_UINT8 ? TNK_UINT8 : TNK_BOOL);
  return true;
}

static bool
infer_truth_full (TnsCall *call, GError **error)
{
  TnsValue none = TNS_VALUE_NONE;

  return infer_truth (call, &none, false, error);
}

static bool
infer_truth_dim (TnsCall *call, GError **error)
{
  return infer_truth (call, &call->args[1], call->args[2].b, error);
}

static bool
truth_forward (TnsCall *call, TnkReduce reduce, const TnsOp *op, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  TnsValue dims = call->schema->n_params > 1 ? call->args[1] : TNS_VALUE_NONE;
  bool keeps_dims = call->schema->n_params > 1 && call->args[2].b;
  TnsScope scope;
  TnsTensor *is_set, *result;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_fold_init (&fold, &meta, &dims, keeps_dims, error))
    return false;
  if (meta.dtype != TNK_UINT8 && !folds_nothing (&dims))
    return tns_fold_run (&fold, call, 0, reduce, call->args[0].tensor, meta.dtype, error);
  tns_scope_init (&scope);
  is_set = tns_do (&scope, ne, call->args[0], N (0));
  if (folds_nothing (&dims))
    {
      result = tns_call_allocate (call, 0, &scope.error);
      if (result != NULL && is_set != NULL)
        tns_tensor_copy_from (result, is_set, &scope.error);
      return tns_scope_finish (&scope, error);
    }
  result = tns_scope_call (&scope, op, false, (TnsValue[]){ T (is_set), dims, B (keeps_dims) }, 3);
  return tns_call_finish (call, &scope, tns_formula_cast (&scope, result, TNK_UINT8), error);
}

static bool
all_forward (TnsCall *call, GError **error)
{
  return truth_forward (call, TNK_REDUCE_ALL, &tns_op_all, error);
}

static bool
any_forward (TnsCall *call, GError **error)
{
  return truth_forward (call, TNK_REDUCE_ANY, &tns_op_any, error);
}

TNS_OP (all_full) = {
  .schema = "all(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_GRAD,
  .infer = infer_truth_full,
  .forward = all_forward,
  .formula = "y = x₁ ∧ x₂ ∧ …",
  .derivative = "not differentiable",
  .narration = "asks whether every element of {self} is true",
  .doc = "torch.all.html",
};

TNS_OP (all) = {
  .schema = "all.dim(Tensor self, int[1]? dim=None, bool keepdim=False) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_GRAD,
  .infer = infer_truth_dim,
  .forward = all_forward,
  .formula = "yⱼ = x₁ⱼ ∧ x₂ⱼ ∧ …",
  .derivative = "not differentiable",
  .narration = "asks whether every element of {self} along dim {dim} is true",
  .doc = "torch.all.html",
  .signatures
  = "all(Tensor self, int[]? dim=None, bool keepdim=False, *, Tensor? out=None) -> Tensor\n"
    "all(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> Tensor",
};

TNS_OP (any_full) = {
  .schema = "any(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_GRAD,
  .infer = infer_truth_full,
  .forward = any_forward,
  .formula = "y = x₁ ∨ x₂ ∨ …",
  .derivative = "not differentiable",
  .narration = "asks whether some element of {self} is true",
  .doc = "torch.any.html",
};

TNS_OP (any) = {
  .schema = "any.dim(Tensor self, int[1]? dim=None, bool keepdim=False) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_GRAD,
  .infer = infer_truth_dim,
  .forward = any_forward,
  .formula = "yⱼ = x₁ⱼ ∨ x₂ⱼ ∨ …",
  .derivative = "not differentiable",
  .narration = "asks whether some element of {self} along dim {dim} is true",
  .doc = "torch.any.html",
  .signatures
  = "any(Tensor self, int[]? dim=None, bool keepdim=False, *, Tensor? out=None) -> Tensor\n"
    "any(Tensor self, int dim, bool keepdim=False, *, Tensor? out=None) -> Tensor",
};

/* ---- counting ---- */

static bool
infer_count_nonzero (TnsCall *call, GError **error)
{
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_fold_init (&fold, &meta, &call->args[1], false, error))
    return false;
  tns_fold_add_out (&fold, call, &meta, TNK_INT64);
  return true;
}

static bool
count_nonzero_forward (TnsCall *call, GError **error)
{
  TnsTensor *x = call->args[0].tensor;
  TnsMeta meta;
  TnsFold fold;

  tns_tensor_get_meta (x, &meta);
  return tns_fold_init (&fold, &meta, &call->args[1], false, error)
         && tns_fold_run (&fold, call, 0, TNK_REDUCE_COUNT_NONZERO, x, meta.dtype, error);
}

TNS_OP (count_nonzero) = {
  .schema = "count_nonzero(Tensor self, int[1]? dim=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_GRAD | TNS_NO_OUT,
  .infer = infer_count_nonzero,
  .forward = count_nonzero_forward,
  .formula = "y = how many xᵢ are not 0",
  .derivative = "not differentiable",
  .narration = "counts the elements of {self} that are not 0",
  .doc = "torch.count_nonzero.html",
  .signatures
  = "count_nonzero(Tensor self, int? dim=None) -> Tensor\n"
    "count_nonzero(Tensor self, int[] dim) -> Tensor",
};

/* ---- trace ---- */

static bool
infer_trace (TnsCall *call, GError **error)
{
  TnsMeta meta;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (meta.dtype == TNK_BOOL)
    return tns_refuse_dtype ("trace", meta.dtype, error);
  if (meta.rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "trace: expected a matrix, but got tensor with dim %d", meta.rank);
  tns_call_add_dense (call, tnk_dtype_is_integral (meta.dtype) ? TNK_INT64 : meta.dtype,
                      meta.device, 0, NULL);
  return true;
}

static bool
trace_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, sum, T (tns_do (&scope, diagonal, call->args[0]))), error);
}

static void
trace_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *zeros = tns_formula_zeros_of (g, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *ones;

  ones = zeros == NULL ? NULL : tns_do (s, diagonal, T (zeros));
  if (ones != NULL)
    tns_do_inplace (s, fill, T (ones), N (1));
  tns_grad_set (g, 0, tns_do (s, mul, T (upstream), T (zeros)));
}

TNS_OP (trace) = {
  .schema = "trace(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_OUT,
  .infer = infer_trace,
  .forward = trace_forward,
  .node = "TraceBackward0",
  .backward = trace_backward,
  .formula = "y = Σ xᵢᵢ",
  .derivative = "∂y/∂xᵢⱼ = 1 on the diagonal, else 0",
  .narration = "adds up the diagonal of {self}",
  .doc = "torch.trace.html",
};
