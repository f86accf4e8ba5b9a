/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Order along a dim: sort, argsort, msort, and the few greatest or the k-th: topk, kthvalue. The
 * gradient of a value goes back to the place it came from. */
#include "engine/ops/ranks.h"

#include <string.h>

/* ---- shared ---- */

/* Result 0: chosen values, result 1: their places along argument @dim_arg's dim. */
static void
values_grad (TnsGrad *g, int dim_arg, bool keeps_dim)
{
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *places = tns_grad_get_result (g, 1);
  TnsValue dim = tns_grad_get_arg (g, dim_arg);
  if (!keeps_dim && self.rank > 0)
    {
      upstream = tns_do (g->scope, unsqueeze, T (upstream), dim);
      places = tns_do (g->scope, unsqueeze, T (places), dim);
    }
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (self.sizes, self.rank));
  tns_grad_set (g, 0, tns_do (g->scope, scatter, T (zeros), dim, T (places), T (upstream)));
}

static bool
check_sortable (TnkDtype dtype, const char *name, GError **error)
{
  if (!tnk_dtype_is_complex (dtype))
    return true;
  return tns_fail (error, TNS_ERROR_TYPE, " %s does not support complex dtypes on CPU", name);
}

/* Sorts @self along @dim into two fresh tensors laid out as @layout. */
static bool
sort_into (TnsTensor *self, int64_t dim, bool descending, TnsTensor *values, TnsTensor *places,
           GError **error)
{
  if (tns_tensor_get_numel (self) == 0)
    return true;
  if (tns_tensor_get_rank (self) == 0)
    return tns_tensor_copy_from (values, self, error)
           && tns_tensor_fill (places, tns_scalar_int (0), error);
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (self), error);
  if (backend == NULL)
    return false;
  TnkStatus status = backend->sort (tns_tensor_get_array (values), tns_tensor_get_array (places),
                                    tns_tensor_get_array (self), (int) dim, descending);
  return tns_check_status (status, "sort_stable", tns_tensor_get_dtype (self), error);
}

/* ---- sort ---- */

/* Arguments @dim_arg and the one behind it: dim and descending. */
static bool
infer_sort_at (TnsCall *call, int dim_arg, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[dim_arg].i;
  if (!tns_wrap_dim (&dim, self.rank, error) || !check_sortable (self.dtype, "Sort", error))
    return false;
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  TnsMeta *places = tns_call_add_view (call, 0);
  tns_layout_preserve_strides (places);
  places->dtype = TNK_INT64;
  return true;
}

static bool
forward_sort_at (TnsCall *call, int dim_arg, GError **error)
{
  int64_t dim = call->args[dim_arg].i;
  TnsTensor *self = call->args[0].tensor;
  TnsTensor *values = tns_call_allocate (call, 0, error);
  TnsTensor *places = values != NULL ? tns_call_allocate (call, 1, error) : NULL;
  return places != NULL && tns_wrap_dim (&dim, tns_tensor_get_rank (self), error)
         && sort_into (self, dim, call->args[dim_arg + 1].b, values, places, error);
}

static bool
infer_sort (TnsCall *call, GError **error)
{
  return infer_sort_at (call, 1, error);
}

static bool
forward_sort (TnsCall *call, GError **error)
{
  return forward_sort_at (call, 1, error);
}

static void
sort_grad (TnsGrad *g)
{
  values_grad (g, 1, true);
}

static bool
infer_sort_stable (TnsCall *call, GError **error)
{
  return infer_sort_at (call, 2, error);
}

static bool
forward_sort_stable (TnsCall *call, GError **error)
{
  return forward_sort_at (call, 2, error);
}

static void
sort_stable_grad (TnsGrad *g)
{
  values_grad (g, 2, true);
}

#define SORT_OP                                                                                    \
  .category = TNS_CATEGORY_INDEX, .saves = "result1 for self",                                     \
  .formula = "values = x in order along dim, indices = where each came from",                      \
  .derivative = "∂values/∂x = 1 for the element that stands there",                                \
  .narration = "sorts {self} along dim {dim}", .doc = "torch.sort.html"

TNS_OP (sort) = {
  SORT_OP,
  .schema
  = "sort(Tensor self, int dim=-1, bool descending=False) -> (Tensor values, Tensor indices)",
  .infer = infer_sort,
  .forward = forward_sort,
  .node = "SortBackward0",
  .backward = sort_grad,
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (sort_stable) = {
  SORT_OP,
  .schema = "sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False) -> "
            "(Tensor values, Tensor indices)",
  .infer = infer_sort_stable,
  .forward = forward_sort_stable,
  .node = "SortBackward1",
  .backward = sort_stable_grad,
  .out_error = TNS_OUT_EXACT,
};

/* ---- argsort, msort ---- */

static bool
infer_argsort_at (TnsCall *call, int dim_arg, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[dim_arg].i;
  if (!tns_wrap_dim (&dim, self.rank, error) || !check_sortable (self.dtype, "Sort", error))
    return false;
  TnsMeta *places = tns_call_add_view (call, 0);
  tns_layout_preserve_strides (places);
  places->dtype = TNK_INT64;
  return true;
}

static bool
forward_argsort_at (TnsCall *call, int dim_arg, GError **error)
{
  TnsTensor *both[2];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_sort,
                       (TnsValue[]){ call->args[0], call->args[dim_arg], call->args[dim_arg + 1] },
                       3, both, 2);
  return tns_call_finish (call, &scope, both[1], error);
}

static bool
infer_argsort (TnsCall *call, GError **error)
{
  return infer_argsort_at (call, 1, error);
}

static bool
forward_argsort (TnsCall *call, GError **error)
{
  return forward_argsort_at (call, 1, error);
}

static bool
infer_argsort_stable (TnsCall *call, GError **error)
{
  return infer_argsort_at (call, 2, error);
}

static bool
forward_argsort_stable (TnsCall *call, GError **error)
{
  return forward_argsort_at (call, 2, error);
}

#define ARGSORT_OP                                                                                 \
  .category = TNS_CATEGORY_INDEX, .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_GRAD,          \
  .formula = "y = indices that would sort x along dim",                                            \
  .narration = "finds the order of {self} along dim {dim}", .doc = "torch.argsort.html"

TNS_OP (argsort) = {
  ARGSORT_OP,
  .schema = "argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor",
  .infer = infer_argsort,
  .forward = forward_argsort,
  .signatures
  = "argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor",
};

TNS_OP (argsort_stable) = {
  ARGSORT_OP,
  .schema
  = "argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor",
  .infer = infer_argsort_stable,
  .forward = forward_argsort_stable,
};

static bool
infer_msort (TnsCall *call, GError **error)
{
  if (!check_sortable (tns_tensor_get_dtype (call->args[0].tensor), "Sort", error))
    return false;
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  return true;
}

static bool
forward_msort (TnsCall *call, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, sort, call->args[0], I (0), B (false)),
                          error);
}

TNS_OP (msort) = {
  .schema = "msort(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_msort,
  .forward = forward_msort,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x in order along dim 0",
  .derivative = "∂y/∂x = 1 for the element that stands there",
  .narration = "sorts {self} along its first dim",
  .doc = "torch.msort.html",
};

/* ---- topk ---- */

static bool
infer_topk (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t k = call->args[1].i, dim = call->args[2].i;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (k < 0 || k > (self.rank > 0 ? self.sizes[dim] : 1))
    return tns_fail (error, TNS_ERROR_RUNTIME, "selected index k out of range");
  if (!check_sortable (self.dtype, "topk", error))
    return false;
  if (self.dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "topk does not support bool dtypes on CPU");
  if (self.rank > 0)
    self.sizes[dim] = k;
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  tns_call_add_dense (call, TNK_INT64, self.device, self.rank, self.sizes);
  return true;
}

/* Values picked along @dim by @places, both results of @call. */
static bool
return_picked (TnsCall *call, TnsScope *scope, int64_t dim, TnsTensor *places, GError **error)
{
  TnsTensor *values = tns_do (scope, gather, call->args[0], I (dim), T (places));
  if (values != NULL)
    {
      tns_call_return (call, 0, values);
      tns_call_return (call, 1, places);
    }
  return tns_scope_finish (scope, error);
}

static bool
forward_topk (TnsCall *call, GError **error)
{
  int64_t dim = call->args[2].i;
  bool largest = call->args[3].b, sorted = call->args[4].b;
  TnsScope scope;
  if (!tns_wrap_dim (&dim, call->outs[0].rank, error))
    return false;
  tns_scope_init (&scope);
  /* A single number comes back even when none is asked for. */
  int64_t k = call->outs[0].rank == 0 ? 1 : call->args[1].i;
  TnsTensor *places = tns_scope_take (
      &scope,
      tns_ranks_new_topk (call->args[0].tensor, dim, k, largest, sorted, &scope.error));
  return return_picked (call, &scope, dim, places, error);
}

static void
topk_grad (TnsGrad *g)
{
  values_grad (g, 2, true);
}

TNS_OP (topk) = {
  .schema = "topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> "
            "(Tensor values, Tensor indices)",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_topk,
  .forward = forward_topk,
  .node = "TopkBackward0",
  .saves = "result1 for self",
  .backward = topk_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "values = the k greatest of x along dim, indices = where they stand",
  .derivative = "∂values/∂x = 1 for the element that was chosen",
  .narration = "picks the {k} greatest of {self} along dim {dim}",
  .doc = "torch.topk.html",
};

/* ---- kthvalue ---- */

static bool
infer_kthvalue (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t k = call->args[1].i, dim = call->args[2].i;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (self.rank > 0 && self.sizes[dim] == 0)
    return tns_fail (
        error, TNS_ERROR_INDEX,
        "kthvalue(): Expected reduction dim %" G_GINT64_FORMAT " to have non-zero size.", dim);
  if (k < 1 || k > (self.rank > 0 ? self.sizes[dim] : 1))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "kthvalue(): selected number k out of range for dimension %" G_GINT64_FORMAT,
                     dim);
  if (self.rank > 0 && (self.dtype == TNK_BOOL || tnk_dtype_is_complex (self.dtype)))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"kthvalue_cpu\" not implemented for '%s'",
                     tns_dtype_get_scalar_type_name (self.dtype));
  if (self.rank > 0 && call->args[3].b)
    self.sizes[dim] = 1;
  else if (self.rank > 0)
    {
      memmove (self.sizes + dim, self.sizes + dim + 1,
               (size_t) (self.rank - dim - 1) * sizeof (int64_t));
      self.rank--;
    }
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  tns_call_add_dense (call, TNK_INT64, self.device, self.rank, self.sizes);
  return true;
}

static bool
forward_kthvalue (TnsCall *call, GError **error)
{
  int64_t dim = call->args[2].i;
  TnsTensor *self = call->args[0].tensor;
  TnsScope scope;
  if (!tns_wrap_dim (&dim, tns_tensor_get_rank (self), error))
    return false;
  tns_scope_init (&scope);
  /* A single number is its own, whatever its type. */
  TnsTensor *places
      = tns_tensor_get_rank (self) == 0
            ? tns_do (&scope, zeros_like, T (self), tns_value_dtype (TNK_INT64))
            : tns_scope_take (&scope,
                              tns_ranks_new_kth (self, dim, call->args[1].i, &scope.error));
  TnsTensor *values = tns_do (&scope, gather, call->args[0], I (dim), T (places));
  if (!call->args[3].b && tns_tensor_get_rank (self) > 0)
    {
      values = tns_do (&scope, squeeze_dim, T (values), I (dim));
      places = tns_do (&scope, squeeze_dim, T (places), I (dim));
    }
  if (values != NULL && places != NULL)
    {
      tns_call_return (call, 0, values);
      tns_call_return (call, 1, places);
    }
  return tns_scope_finish (&scope, error);
}

static void
kthvalue_grad (TnsGrad *g)
{
  values_grad (g, 2, tns_grad_get_arg (g, 3).b);
}

TNS_OP (kthvalue) = {
  .schema = "kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) -> "
            "(Tensor values, Tensor indices)",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_COMPLEX_GRAD,
  .infer = infer_kthvalue,
  .forward = forward_kthvalue,
  .node = "KthvalueBackward0",
  .saves = "result1 for self",
  .backward = kthvalue_grad,
  .out_error = "output values must be of same type as input\n"
               "output indices must be of scalar type Long",
  .formula = "values = the k-th smallest of x along dim, indices = where it stands",
  .derivative = "∂values/∂x = 1 for the element that was chosen",
  .narration = "finds number {k} in the order of {self} along dim {dim}",
  .doc = "torch.kthvalue.html",
};
