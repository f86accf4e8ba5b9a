/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Plain writes into a tensor: fill_, zero_, copy_. Only fill has a form that makes a new one. */
#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"
#include "engine/ops/layout.h"

static bool
infer_write (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_out (call);
  tns_tensor_get_meta (call->args[0].tensor, out);
  return true;
}

/* A number may be written to the same memory several times; of tensors PyTorch looks at the shape
 * first. */
static bool
infer_fill (TnsCall *call, GError **error)
{
  call->may_overlap = call->args[1].kind == TNS_SCALAR
                      || tns_tensor_get_rank (call->args[1].tensor) > 0;
  return infer_write (call, error);
}

static bool
fill_self (TnsCall *call, TnkScalar value, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  tns_call_return (call, 0, self);
  if (tns_tensor_get_numel (self) == 0 || tns_tensor_get_device (self).type == TNS_DEVICE_META)
    return true;
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (self), error);
  return backend != NULL
         && tns_check_status (backend->fill (tns_tensor_get_array (self), value), "fill_",
                              tns_tensor_get_dtype (self), error);
}

/* The number to fill with, from argument 1. One element of a tensor is converted as it comes, a
 * Python number must have a place in the type. */
static bool
get_filling (const TnsCall *call, TnkScalar *value, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  *value = call->args[1].scalar;
  if (call->args[1].kind == TNS_TENSOR)
    {
      int rank = tns_tensor_get_rank (call->args[1].tensor);
      if (rank > 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "fill_ only supports 0-dimension value tensor but got tensor with %d "
                         "dimensions.",
                         rank);
      return tns_tensor_get_item (call->args[1].tensor, value, error);
    }
  return tns_scalar_check_fills (*value, tns_tensor_get_dtype (self), tns_tensor_get_numel (self),
                                 error);
}

static bool
forward_fill (TnsCall *call, GError **error)
{
  TnkScalar value;
  return get_filling (call, &value, error) && fill_self (call, value, error);
}

static void
backward_fill (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, mul, T (upstream), N (0)));
  if (tns_grad_wants (g, 1))
    tns_formula_set_as_it_is (g, 1, tns_do (s, sum, T (upstream)));
}

TNS_OP (fill) = {
  .schema = "fill_(Tensor self, Tensor|Scalar value) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_AS_METHOD | TNS_AS_FUNCTION | TNS_ONLY_INPLACE,
  .infer = infer_fill,
  .forward = forward_fill,
  .node = "FillBackward2",
  .node_with_tensor = "FillBackward3",
  .backward = backward_fill,
  .formula = "x ← v",
  .derivative = "∂x/∂v = 1",
  .narration = "writes {value} into every element of {self}",
  .doc = "torch.Tensor.fill_.html",
};

static bool
infer_filled (TnsCall *call, G_GNUC_UNUSED GError **error)
{
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  return true;
}

static bool
forward_filled (TnsCall *call, GError **error)
{
  TnkScalar value;
  TnsTensor *out;
  if (!get_filling (call, &value, error))
    return false;
  out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_fill (out, value, error);
}

TNS_OP (filled) = {
  .schema = "fill(Tensor self, Tensor|Scalar value) -> Tensor",
  .category = TNS_CATEGORY_CREATE,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_filled,
  .forward = forward_filled,
  .node = "FillBackward0",
  .node_with_tensor = "FillBackward1",
  .backward = backward_fill,
  .formula = "y = v",
  .derivative = "∂y/∂v = 1, ∂y/∂x = 0",
  .narration = "makes a tensor shaped like {self} full of {value}",
  .doc = "torch.Tensor.fill_.html",
};

static bool
forward_zero (TnsCall *call, GError **error)
{
  return fill_self (call, tns_scalar_int (0), error);
}

static void
backward_zero (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), N (0)));
}

TNS_OP (zero) = {
  .schema = "zero_(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_AS_METHOD | TNS_AS_FUNCTION | TNS_ONLY_INPLACE | TNS_MAY_OVERLAP,
  .infer = infer_write,
  .forward = forward_zero,
  .node = "ZeroBackward0",
  .backward = backward_zero,
  .formula = "x ← 0",
  .derivative = "nothing of the old x is left",
  .narration = "writes 0 into every element of {self}",
  .doc = "torch.Tensor.zero_.html",
};

static bool
infer_copy (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor, *src = call->args[1].tensor;
  if (!tns_call_check_no_overlap (call, error))
    return false;
  TnsMeta *out = tns_call_add_out (call);
  tns_tensor_get_meta (self, out);
  if (call->args[1].kind == TNS_SCALAR)
    return true;
  TnsMeta broadcast;
  tns_tensor_get_meta (self, &broadcast);
  bool fits = tns_broadcast_sizes (&broadcast, tns_tensor_get_sizes (src),
                                   tns_tensor_get_rank (src), error);
  if (!fits)
    return false;
  for (int d = 0; d < broadcast.rank; d++)
    if (broadcast.rank != out->rank || broadcast.sizes[d] != out->sizes[d])
      return tns_fail_for_output_shape (error, out, &broadcast);
  return true;
}

/* Between devices the bytes go through the host, dense and in the source's type. */
static bool
copy_between_devices (TnsTensor *self, TnsTensor *src, GError **error)
{
  TnsScope s;
  tns_scope_init (&s);
  const TnkBackend *from = tns_device_get_backend (tns_tensor_get_device (src), &s.error);
  const TnkBackend *to = s.error == NULL
                             ? tns_device_get_backend (tns_tensor_get_device (self), &s.error)
                             : NULL;
  TnsTensor *dense = tns_do (&s, contiguous, T (src));
  if (dense != NULL && to != NULL)
    {
      size_t n_bytes = (size_t) tns_tensor_get_numel (dense)
                       * tnk_dtype_size (tns_tensor_get_dtype (dense));
      g_autofree void *bytes = g_try_malloc (MAX (n_bytes, 1));
      TnsTensor *landed = tns_scope_take (
          &s, tns_tensor_new_dense (tns_tensor_get_dtype (dense), tns_tensor_get_device (self),
                                    tns_tensor_get_rank (dense), tns_tensor_get_sizes (dense),
                                    &s.error));
      TnkStatus status = bytes != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
      int from_index = MAX (tns_tensor_get_device (src).index, 0);
      int to_index = MAX (tns_tensor_get_device (self).index, 0);
      if (landed != NULL && status == TNK_OK && n_bytes > 0)
        status = from->copy_to_host (from_index, bytes, tns_tensor_get_data (dense), n_bytes);
      if (landed != NULL && status == TNK_OK && n_bytes > 0)
        status = to->copy_from_host (to_index, tns_tensor_get_data (landed), bytes, n_bytes);
      if (s.error == NULL)
        tns_check_status (status, "copy_", tns_tensor_get_dtype (src), &s.error);
      TnsTensor *wide = tns_do (&s, expand_as, T (landed), T (self));
      if (wide != NULL)
        tns_check_status (to->copy (tns_tensor_get_array (self), tns_tensor_get_array (wide)),
                          "copy_", tns_tensor_get_dtype (src), &s.error);
    }
  return tns_scope_finish (&s, error);
}

/* A number is copied as a tensor of the type that it has by itself: what does not fit is cut off. */
static TnsTensor *
number_to_copy (TnkScalar number, TnsDevice device, GError **error)
{
  static const TnkDtype dtypes[] = {
    [TNK_SCALAR_BOOL] = TNK_BOOL,
    [TNK_SCALAR_INT] = TNK_INT64,
    [TNK_SCALAR_FLOAT] = TNK_FLOAT64,
    [TNK_SCALAR_COMPLEX] = TNK_COMPLEX128,
  };

  return tns_tensor_new_scalar (number, dtypes[number.kind], device, error);
}

static bool
forward_copy (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor, *src = call->args[1].tensor;
  g_autoptr (TnsTensor) number = NULL;
  tns_call_return (call, 0, self);
  if (call->args[1].kind == TNS_SCALAR)
    {
      src = number = number_to_copy (call->args[1].scalar, tns_tensor_get_device (self), error);
      if (number == NULL)
        return false;
    }
  if (self == src || tns_tensor_get_numel (self) == 0)
    return true;
  if (!tns_device_equal (tns_tensor_get_device (self), tns_tensor_get_device (src)))
    return copy_between_devices (self, src, error);
  TnsScope s;
  tns_scope_init (&s);
  TnsTensor *wide = tns_do (&s, expand_as, T (src), T (self));
  /* A source that lies in self's own storage is read whole before the first write. */
  if (wide != NULL && tns_tensor_get_storage (src) == tns_tensor_get_storage (self))
    wide = tns_do (&s, clone, T (wide));
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (self), error);
  if (wide != NULL && backend != NULL)
    tns_check_status (backend->copy (tns_tensor_get_array (self), tns_tensor_get_array (wide)),
                      "copy_", tns_tensor_get_dtype (src), &s.error);
  return tns_scope_finish (&s, error);
}

static void
backward_copy (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (g->scope, mul, T (upstream), N (0)));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, upstream);
}

TNS_OP (copy) = {
  .schema = "copy_(Tensor self, Tensor|Scalar other, bool non_blocking=False) -> Tensor",
  .category = TNS_CATEGORY_MEMORY,
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE,
  .infer = infer_copy,
  .forward = forward_copy,
  .node = "CopyBackwards",
  .backward = backward_copy,
  .formula = "x ← s",
  .derivative = "∂x/∂s = 1",
  .narration = "copies the numbers of {other} into {self}",
  .doc = "torch.Tensor.copy_.html",
  .signatures = "copy_(Tensor self, Tensor|Scalar other, bool non_blocking=False) -> Tensor",
};
