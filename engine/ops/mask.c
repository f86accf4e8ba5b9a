/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Masks: masked_fill, masked_select, masked_scatter. */
#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"
#include "engine/ops/offsets.h"

/* Adds a dense result of the shape that self and the mask broadcast to; PyTorch names the mask first
 * unless it writes into self. */
static bool
add_masked (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), mask = tns_call_get_meta (call, 1);
  TnsMeta shape = call->is_inplace ? self : mask, *other = call->is_inplace ? &mask : &self;
  if (!tns_broadcast_sizes (&shape, other->sizes, other->rank, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, shape.rank, shape.sizes);
  call->compute_dtype = self.dtype;
  return true;
}

/* ---- masked_fill ---- */

static bool
infer_masked_fill (TnsCall *call, GError **error)
{
  TnkDtype mask = tns_tensor_get_dtype (call->args[1].tensor);
  TnkDtype self = tns_tensor_get_dtype (call->args[0].tensor);
  /* In place the shapes are looked at last. */
  if (!call->is_inplace && !add_masked (call, error))
    return false;
  if (call->args[2].kind == TNS_TENSOR && tns_tensor_get_rank (call->args[2].tensor) > 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with %d "
        "dimension(s).",
        tns_tensor_get_rank (call->args[2].tensor));
  if (mask != TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "masked_fill_ only supports boolean masks, but got mask with dtype %s",
                     tns_dtype_get_c_name (mask));
  TnkScalar value = call->args[2].scalar;
  if (call->args[2].kind == TNS_TENSOR
      && !tns_tensor_get_item (call->args[2].tensor, &value, error))
    return false;
  return (!call->is_inplace || add_masked (call, error))
         && tns_scalar_check_fits (value, self, error);
}

static bool
forward_masked_fill (TnsCall *call, GError **error)
{
  TnsValue operands[3] = { call->args[1], call->args[2], call->args[0] };
  return tns_call_run_kernel (call, TNS_KERNEL_TERNARY, TNK_TERNARY_WHERE, operands, 3, error);
}

static void
masked_fill_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue mask = tns_grad_get_arg (g, 1);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (g->scope, masked_fill, T (upstream), mask,
                          tns_value_scalar (tns_scalar_int (0))));
  if (tns_grad_wants (g, 2))
    tns_formula_set_as_it_is (
        g, 2, tns_do (g->scope, where, mask, T (upstream), tns_value_scalar (tns_scalar_int (0))));
}

#define MASKED_FILL_OP                                                                             \
  .category = TNS_CATEGORY_INDEX,                                                                  \
  .flags                                                                                           \
  = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_OUT | TNS_MAY_OVERLAP,              \
  .infer = infer_masked_fill,                                                                      \
  .forward = forward_masked_fill, .backward = masked_fill_grad,                                    \
  .formula = "y = value where the mask holds, else x",                                             \
  .derivative = "∂y/∂x = 0 where the mask holds, else 1",                                          \
  .narration = "writes {value} into {self} where {mask} holds",                                    \
  .doc = "torch.Tensor.masked_fill.html"

TNS_OP (masked_fill_tensor) = {
  MASKED_FILL_OP,
  .schema = "masked_fill.Tensor(Tensor self, Tensor mask, Tensor value) -> Tensor",
  .node = "MaskedFillBackward1",
  .saves = "mask for self; mask for value",
};

TNS_OP (masked_fill) = {
  MASKED_FILL_OP,
  .schema = "masked_fill.Scalar(Tensor self, Tensor mask, Scalar value) -> Tensor",
  .node = "MaskedFillBackward0",
  .saves = "mask for self",
};

/* ---- masked_select ---- */

static bool
infer_masked_select (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[1].tensor);
  int64_t count;
  if (dtype != TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME, "masked_select: expected BoolTensor for mask");
  if (!add_masked (call, error))
    return false;
  TnsMeta *out = &call->outs[0];
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *mask = tns_do (&scope, expand, call->args[1], tns_value_ints (out->sizes, out->rank));
  if (mask != NULL && tns_tensor_count_nonzero (mask, &count, &scope.error))
    tns_meta_init_dense (out, out->dtype, out->device, 1, &count);
  return tns_scope_finish (&scope, error);
}

/* Self and the mask in the shape they share. */
static bool
expand_both (TnsScope *scope, TnsValue self, TnsValue mask, TnsTensor **wide_self,
             TnsTensor **wide_mask)
{
  TnsTensor *pair[] = { self.tensor, mask.tensor }, *wide[2];
  tns_scope_call_many (scope, &tns_op_broadcast_tensors,
                       (TnsValue[]) { tns_value_tensors (pair, 2) }, 1, wide, 2);
  *wide_self = wide[0];
  *wide_mask = wide[1];
  return scope->error == NULL;
}

static bool
forward_masked_select (TnsCall *call, GError **error)
{
  TnsTensor *self, *mask, *result = NULL;
  TnsScope scope;
  tns_scope_init (&scope);
  bool is_wide = expand_both (&scope, call->args[0], call->args[1], &self, &mask);
  if (is_wide && tns_tensor_get_rank (self) == 0)
    {
      /* What is picked from a number is a row as well. */
      self = tns_do (&scope, unsqueeze, T (self), I (0));
      mask = tns_do (&scope, unsqueeze, T (mask), I (0));
    }
  if (scope.error == NULL)
    result = tns_do (&scope, index, T (self), tns_value_tensors (&mask, 1));
  return tns_call_finish (call, &scope, result, error);
}

static void
masked_select_grad (TnsGrad *g)
{
  TnsMeta self = *tns_grad_get_meta (g, 0, 0), shape;
  TnsTensor *mask = tns_grad_get_arg (g, 1).tensor;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (mask == NULL || upstream == NULL)
    return;
  tns_tensor_get_meta (mask, &shape);
  if (!tns_broadcast_sizes (&shape, self.sizes, self.rank, &g->scope->error))
    return;
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (shape.sizes, shape.rank));
  tns_grad_set (g, 0, tns_do (g->scope, masked_scatter, T (zeros), T (mask), T (upstream)));
}

TNS_OP (masked_select) = {
  .schema = "masked_select(Tensor self, Tensor mask) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_masked_select,
  .forward = forward_masked_select,
  .node = "MaskedSelectBackward0",
  .saves = "mask for self",
  .backward = masked_select_grad,
  .out_error = "masked_select(): self and result must have the same scalar type",
  .formula = "y = the elements of x where the mask holds, in row-major order",
  .derivative = "∂y/∂x = 1 where the mask holds, else 0",
  .narration = "picks the elements of {self} where {mask} holds: {shape:result}",
  .doc = "torch.masked_select.html",
};

/* ---- masked_scatter ---- */

static bool
infer_masked_scatter (TnsCall *call, GError **error)
{
  TnkDtype self = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype mask = tns_tensor_get_dtype (call->args[1].tensor);
  TnkDtype source = tns_tensor_get_dtype (call->args[2].tensor);
  /* Out of place the shapes are brought together before anything else is looked at. */
  if (call->is_inplace ? !tns_check_no_overlap (call->args[0].tensor, error)
                       : !add_masked (call, error))
    return false;
  if (self != source)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "masked_scatter: expected self and source to have same dtypes but got%s and %s",
        tns_dtype_get_scalar_type_name (self), tns_dtype_get_scalar_type_name (source));
  TnsMeta own = tns_call_get_meta (call, 0);
  if (call->is_inplace && !tns_check_expandable (call->args[1].tensor, own.rank, own.sizes, error))
    return false;
  if (mask != TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "masked_scatter_ only supports boolean masks, but got mask with dtype %s",
                     tns_dtype_get_scalar_type_name (mask));
  return !call->is_inplace || add_masked (call, error);
}

static bool
put_under_mask (TnsScope *scope, TnsTensor *out, TnsTensor *mask, TnsTensor *source)
{
  TnsMeta layout;
  const int64_t all = -1;
  g_auto (TnsIndexing) indexing = { 0 };
  TnsValue indices = tns_value_tensors (&mask, 1);
  tns_tensor_get_meta (out, &layout);
  /* A mask of a 0-d tensor indexes nothing: look at both as rows. */
  if (layout.rank == 0)
    {
      mask = tns_do (scope, reshape, T (mask), tns_value_ints (&all, 1));
      layout.rank = 1;
      layout.sizes[0] = layout.strides[0] = 1;
    }
  if (mask == NULL || !tns_indexing_init (&indexing, &layout, &indices, &scope->error))
    return false;
  int64_t n = indexing.out_sizes[0];
  if (tns_tensor_get_numel (source) < n)
    return tns_fail (&scope->error, TNS_ERROR_RUNTIME,
                     "Number of elements of source < number of ones in mask");
  TnsTensor *row = tns_do (scope, reshape, T (source), tns_value_ints (&all, 1));
  row = tns_do (scope, slice, T (row), I (0), I (0), I (n), I (1));
  g_autoptr (TnsTensor) offsets
      = row != NULL ? tns_indexing_new_offsets (&indexing, &layout, &scope->error) : NULL;
  return offsets != NULL
         && tns_offsets_put (out, offsets, tns_tensor_get_array (row), false, &scope->error);
}

static bool
forward_masked_scatter (TnsCall *call, GError **error)
{
  TnsTensor *self, *mask;
  TnsScope scope;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  tns_scope_init (&scope);
  if (expand_both (&scope, call->args[0], call->args[1], &self, &mask)
      && tns_tensor_copy_from (out, self, &scope.error))
    put_under_mask (&scope, out, mask, call->args[2].tensor);
  return tns_scope_finish (&scope, error);
}

static void
masked_scatter_grad (TnsGrad *g)
{
  TnsValue mask = tns_grad_get_arg (g, 1);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (g->scope, masked_fill, T (upstream), mask,
                          tns_value_scalar (tns_scalar_int (0))));
  if (!tns_grad_wants (g, 2))
    return;
  /* What was taken from the source, then zeros for the elements that were not needed. */
  TnsMeta source = *tns_grad_get_meta (g, 2, 0);
  TnsTensor *taken = tns_do (g->scope, masked_select, T (upstream), mask);
  if (taken == NULL)
    return;
  int64_t rest = tns_layout_count (source.sizes, source.rank) - tns_tensor_get_numel (taken);
  TnsTensor *parts[]
      = { taken, tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (&rest, 1)) };
  if (parts[1] == NULL)
    return;
  TnsTensor *whole = tns_do (g->scope, cat, tns_value_tensors (parts, 2), I (0));
  tns_grad_set (g, 2,
                tns_do (g->scope, reshape, T (whole), tns_value_ints (source.sizes, source.rank)));
}

TNS_OP (masked_scatter) = {
  .schema = "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_OUT,
  .infer = infer_masked_scatter,
  .forward = forward_masked_scatter,
  .node = "MaskedScatterBackward0",
  .saves = "mask for self; mask for source",
  .backward = masked_scatter_grad,
  .formula = "y = x with the places under the mask taken from source, one after the other",
  .derivative = "∂y/∂x = 0 where the mask holds, else 1; ∂y/∂source = 1 for the elements used",
  .narration = "writes the elements of {source} into {self} where {mask} holds",
  .doc = "torch.Tensor.masked_scatter_.html",
};
