/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Tensors from nothing: empty, zeros, ones, full, each fresh, like another tensor, or as its
 * method. */
#include "engine/ops/create.h"

#include <string.h>

/* ---- the factory keywords ---- */

TnkDtype
tns_call_get_dtype (const TnsCall *call, int at, TnkDtype dtype)
{
  return call->args[at].kind == TNS_DTYPE ? call->args[at].dtype : dtype;
}

TnsDevice
tns_call_get_device (const TnsCall *call, int at, TnsDevice device)
{
  return call->args[at + 2].kind == TNS_DEVICE_VALUE ? call->args[at + 2].device : device;
}

bool
tns_call_add_fresh (TnsCall *call, int sizes, int at, TnkDtype dtype, GError **error)
{
  TnsValue size = call->args[sizes];
  if (!tns_layout_check_sizes (size.ints.items, size.ints.n, error))
    return false;
  tns_call_add_dense (call, tns_call_get_dtype (call, at, dtype),
                      tns_call_get_device (call, at, tns_device_get_default ()), size.ints.n, size.ints.items);
  return true;
}

bool
tns_call_add_like (TnsCall *call, int at, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  out->dtype = tns_call_get_dtype (call, at, out->dtype);
  out->device = tns_call_get_device (call, at, out->device);
  return tns_layout_apply_memory_format (out, &call->args[at + 5], error);
}

/* Argument 1 holds the sizes, keywords from @at on; silent ones are self's. */
static bool
add_new (TnsCall *call, int at, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue size = call->args[1];
  if (!tns_layout_check_sizes (size.ints.items, size.ints.n, error))
    return false;
  tns_call_add_dense (call, tns_call_get_dtype (call, at, self.dtype),
                      tns_call_get_device (call, at, self.device), size.ints.n, size.ints.items);
  return true;
}

bool
tns_call_fill_from_host (TnsCall *call, const void *values, TnkDtype dtype, GError **error)
{
  const TnsMeta *meta = &call->outs[0];
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  g_autoptr (TnsTensor) host
      = tns_tensor_new_dense (dtype, TNS_CPU, meta->rank, meta->sizes, error);
  if (host == NULL)
    return false;
  size_t n_bytes = (size_t) tns_tensor_get_numel (host) * tnk_dtype_size (dtype);
  if (n_bytes > 0)
    memcpy (tns_tensor_get_data (host), values, n_bytes);
  return tns_tensor_copy_from (out, host, error);
}

/* ---- empty, zeros, ones, full ---- */

static bool
infer_fresh (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 0, 1, tns_dtype_get_default (), error);
}

static bool
infer_zeros (TnsCall *call, GError **error)
{
  TnsValue size = call->args[0];
  for (int d = 0; d < size.ints.n; d++)
    if (size.ints.items[d] < 0)
      return tns_fail (error, TNS_ERROR_RUNTIME, "zeros: Dimension size must be non-negative.");
  return infer_fresh (call, error);
}

static bool
infer_empty (TnsCall *call, GError **error)
{
  return infer_fresh (call, error)
         && (call->args[6].kind != TNS_STRING
             || tns_layout_apply_memory_format (&call->outs[0], &call->args[6], error));
}

static bool
infer_full (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 0, 2, tns_scalar_get_dtype (call->args[1].scalar), error);
}

static bool
infer_new (TnsCall *call, GError **error)
{
  return add_new (call, 2, error);
}

static bool
infer_new_full (TnsCall *call, GError **error)
{
  return add_new (call, 3, error);
}

static bool
infer_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 1, error);
}

static bool
infer_full_like (TnsCall *call, GError **error)
{
  return tns_call_add_like (call, 2, error);
}

static bool
forward_empty (TnsCall *call, GError **error)
{
  return tns_call_allocate (call, 0, error) != NULL;
}

static bool
fill_result (TnsCall *call, TnkScalar value, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_fill (out, value, error);
}

static bool
forward_zeros (TnsCall *call, GError **error)
{
  return fill_result (call, tns_scalar_int (0), error);
}

static bool
forward_ones (TnsCall *call, GError **error)
{
  return fill_result (call, tns_scalar_int (1), error);
}

static bool
forward_full_from (TnsCall *call, int value, GError **error)
{
  TnkScalar number = call->args[value].scalar;
  const TnsMeta *out = &call->outs[0];
  return tns_scalar_check_fills (number, out->dtype, tns_layout_count (out->sizes, out->rank), error)
         && fill_result (call, number, error);
}

static bool
forward_full (TnsCall *call, GError **error)
{
  return forward_full_from (call, 1, error);
}

static bool
forward_new_full (TnsCall *call, GError **error)
{
  return forward_full_from (call, 2, error);
}

#define CREATE_OP .category = TNS_CATEGORY_CREATE

TNS_OP (empty) = {
  CREATE_OP,
  .schema = "empty(int[] size, *, " TNS_LIKE_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_empty,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration = "takes memory for a tensor {shape:result} and leaves it as it is",
  .doc = "torch.empty.html",
};

TNS_OP (zeros) = {
  CREATE_OP,
  .schema = "zeros(int[] size, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_zeros,
  .forward = forward_zeros,
  .formula = "y = 0",
  .narration = "makes a tensor {shape:result} of zeros",
  .doc = "torch.zeros.html",
};

TNS_OP (ones) = {
  CREATE_OP,
  .schema = "ones(int[] size, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_fresh,
  .forward = forward_ones,
  .formula = "y = 1",
  .narration = "makes a tensor {shape:result} of ones",
  .doc = "torch.ones.html",
};

TNS_OP (full) = {
  CREATE_OP,
  .schema = "full(int[] size, Scalar fill_value, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_full,
  .forward = forward_full,
  .formula = "y = value",
  .narration = "makes a tensor {shape:result} full of {fill_value}",
  .doc = "torch.full.html",
};

TNS_OP (empty_like) = {
  CREATE_OP,
  .schema = "empty_like(Tensor self, *, " TNS_LIKE_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_like,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration = "takes memory for a tensor like {self} and leaves it as it is",
  .doc = "torch.empty_like.html",
};

TNS_OP (zeros_like) = {
  CREATE_OP,
  .schema = "zeros_like(Tensor self, *, " TNS_LIKE_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_like,
  .forward = forward_zeros,
  .formula = "y = 0",
  .narration = "makes zeros in the shape of {self} {shape:self}",
  .doc = "torch.zeros_like.html",
};

TNS_OP (ones_like) = {
  CREATE_OP,
  .schema = "ones_like(Tensor self, *, " TNS_LIKE_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_like,
  .forward = forward_ones,
  .formula = "y = 1",
  .narration = "makes ones in the shape of {self} {shape:self}",
  .doc = "torch.ones_like.html",
};

TNS_OP (full_like) = {
  CREATE_OP,
  .schema = "full_like(Tensor self, Scalar fill_value, *, " TNS_LIKE_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_full_like,
  .forward = forward_full,
  .formula = "y = value",
  .narration = "fills the shape of {self} {shape:self} with {fill_value}",
  .doc = "torch.full_like.html",
};

TNS_OP (new_empty) = {
  CREATE_OP,
  .schema = "new_empty(Tensor self, int[] size, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_new,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration = "takes memory {shape:result} of the type of {self} and leaves it as it is",
  .doc = "torch.Tensor.new_empty.html",
};

TNS_OP (new_zeros) = {
  CREATE_OP,
  .schema = "new_zeros(Tensor self, int[] size, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_new,
  .forward = forward_zeros,
  .formula = "y = 0",
  .narration = "makes zeros {shape:result} of the type of {self}",
  .doc = "torch.Tensor.new_zeros.html",
};

TNS_OP (new_ones) = {
  CREATE_OP,
  .schema = "new_ones(Tensor self, int[] size, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_new,
  .forward = forward_ones,
  .formula = "y = 1",
  .narration = "makes ones {shape:result} of the type of {self}",
  .doc = "torch.Tensor.new_ones.html",
};

TNS_OP (new_full) = {
  CREATE_OP,
  .schema
  = "new_full(Tensor self, int[] size, Scalar fill_value, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_new_full,
  .forward = forward_new_full,
  .formula = "y = value",
  .narration = "makes a tensor {shape:result} of the type of {self} full of {fill_value}",
  .doc = "torch.Tensor.new_full.html",
};

/* ---- with strides of one's own ---- */

static bool
set_strides (TnsMeta *out, const TnsValue *stride, GError **error)
{
  if (out->rank != stride->ints.n)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "dimensionality of sizes (%d) must match dimensionality of strides (%d)",
                     out->rank, stride->ints.n);
  int64_t last = 0, part;
  bool fits = true;
  for (int d = 0; d < out->rank && fits; d++)
    fits = stride->ints.items[d] >= 0
           && !__builtin_mul_overflow (MAX (out->sizes[d] - 1, 0), stride->ints.items[d], &part)
           && !__builtin_add_overflow (last, part, &last) && last < G_MAXINT64 / 16;
  if (!fits)
    {
      g_autofree char *sizes = tns_layout_dup_sizes_text (out->sizes, out->rank);
      g_autofree char *strides = tns_layout_dup_sizes_text (stride->ints.items, out->rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Storage size calculation overflowed with sizes=%s and strides=%s", sizes,
                       strides);
    }
  memcpy (out->strides, stride->ints.items, (size_t) out->rank * sizeof (int64_t));
  return true;
}

static bool
infer_empty_strided (TnsCall *call, GError **error)
{
  return tns_call_add_fresh (call, 0, 2, tns_dtype_get_default (), error)
         && set_strides (&call->outs[0], &call->args[1], error);
}

static bool
infer_new_empty_strided (TnsCall *call, GError **error)
{
  return add_new (call, 3, error) && set_strides (&call->outs[0], &call->args[2], error);
}

static bool
infer_empty_permuted (TnsCall *call, GError **error)
{
  TnsValue layout = call->args[1];
  bool is_set[TNK_MAX_RANK] = { false };
  int64_t stride = 1;
  if (!tns_call_add_fresh (call, 0, 2, tns_dtype_get_default (), error))
    return false;
  TnsMeta *out = &call->outs[0];
  if (layout.ints.n != out->rank)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "Number of dimensions in size does not match the length of the "
        "physical_layout; i.e. len(size) = %d is not equal to len(physical_layout) = %d",
        out->rank, layout.ints.n);
  for (int k = out->rank - 1; k >= 0; k--)
    {
      int64_t dim = layout.ints.items[k];
      if (dim < 0 || dim >= out->rank)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "Dimension out of range (expected to be between 0 and %d, but got "
                         "%" G_GINT64_FORMAT " at index %d).  NB: negative dims not currently "
                         "supported; file an issue if you want it.",
                         out->rank - 1, dim, k);
      if (is_set[dim])
        return tns_fail (error, TNS_ERROR_RUNTIME, "Duplicate dim not allowed");
      is_set[dim] = true;
      out->strides[dim] = stride;
      if (__builtin_mul_overflow (stride, MAX (out->sizes[dim], 1), &stride))
        stride = 0;
    }
  return true;
}

TNS_OP (empty_strided) = {
  CREATE_OP,
  .schema = "empty_strided(int[] size, int[] stride, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_empty_strided,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration = "takes memory for a tensor {shape:result} with strides {stride}",
  .doc = "torch.empty_strided.html",
};

TNS_OP (new_empty_strided) = {
  CREATE_OP,
  .schema = "new_empty_strided(Tensor self, int[] size, int[] stride, *, " TNS_FACTORY_PARAMS
            ") -> Tensor",
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_new_empty_strided,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration = "takes memory {shape:result} with strides {stride} of the type of {self}",
  .doc = "torch.empty_strided.html",
};

TNS_OP (empty_permuted) = {
  CREATE_OP,
  .schema
  = "empty_permuted(int[] size, int[] physical_layout, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_empty_permuted,
  .forward = forward_empty,
  .formula = "y = whatever the memory holds",
  .narration
  = "takes memory for a tensor {shape:result} with its dims in memory as {physical_layout}",
  .doc = "torch.empty_permuted.html",
};

/* ---- one number ---- */

static bool
infer_scalar_tensor (TnsCall *call, GError **error)
{
  tns_call_add_dense (call, tns_call_get_dtype (call, 1, tns_dtype_get_default ()),
                      tns_call_get_device (call, 1, tns_device_get_default ()), 0, NULL);
  return true;
}

static bool
forward_scalar_tensor (TnsCall *call, GError **error)
{
  TnkScalar number = call->args[0].scalar;
  return tns_scalar_check_fills (number, call->outs[0].dtype, 1, error)
         && fill_result (call, number, error);
}

TNS_OP (scalar_tensor) = {
  CREATE_OP,
  .schema = "scalar_tensor(Scalar s, *, " TNS_FACTORY_PARAMS ") -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = infer_scalar_tensor,
  .forward = forward_scalar_tensor,
  .formula = "y = s",
  .narration = "makes a tensor of the one number {s}",
  .doc = "torch.tensor.html",
};
