/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Views that may show an element several times: unfold and as_strided. Their gradients are added up
 * through lists of offsets. */
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- unfold ---- */

static bool
unfold_window (TnsMeta *meta, int64_t dim, int64_t size, int64_t step, GError **error)
{
  if (!tns_wrap_dim (&dim, meta->rank, error))
    return false;
  int64_t max_size = meta->rank == 0 ? 1 : meta->sizes[dim];
  if (size < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "size is %" G_GINT64_FORMAT " but must be >= 0",
                     size);
  if (size > max_size)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "maximum size for tensor at dimension %" G_GINT64_FORMAT
                     " is %" G_GINT64_FORMAT " but size is %" G_GINT64_FORMAT,
                     dim, max_size, size);
  if (step <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "step is %" G_GINT64_FORMAT " but must be > 0",
                     step);
  if (meta->rank == TNK_MAX_RANK)
    return tns_layout_check_sizes (meta->sizes, meta->rank + 1, error);
  meta->sizes[meta->rank] = size;
  meta->strides[meta->rank] = meta->rank == 0 ? 1 : meta->strides[dim];
  if (meta->rank > 0)
    {
      meta->sizes[dim] = (meta->sizes[dim] - size) / step + 1;
      if (__builtin_mul_overflow (meta->strides[dim], step, &meta->strides[dim]))
        meta->strides[dim] = 1;
    }
  meta->rank++;
  int64_t numel;
  return tns_meta_count (meta, &numel, error);
}

static bool
infer_unfold (TnsCall *call, GError **error)
{
  return unfold_window (tns_call_add_view (call, 0), call->args[1].i, call->args[2].i,
                        call->args[3].i, error);
}

static void
unfold_grad (TnsGrad *g)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, unfold_backward, T (upstream),
                        tns_value_ints (meta->sizes, meta->rank), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3)));
}

TNS_OP (unfold) = {
  .schema = "unfold(Tensor self, int dimension, int size, int step) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD,
  .infer = infer_unfold,
  .node = "UnfoldBackward0",
  .backward = unfold_grad,
  .formula = "y[…, i, …, k] = x[…, i · step + k, …]",
  .derivative = "∂y/∂x = 1 in every window that shows the element: the gradient is their sum",
  .narration = "slides a window of {size} along dim {dimension} of {self} in steps of {step}: "
               "{shape:result}",
  .doc = "torch.Tensor.unfold.html",
};

static bool
infer_unfold_backward (TnsCall *call, GError **error)
{
  TnsMeta upstream = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  tns_call_add_dense (call, upstream.dtype, upstream.device, sizes.ints.n, sizes.ints.items);
  return true;
}

static bool
forward_unfold_backward (TnsCall *call, GError **error)
{
  TnsMeta window = call->outs[0];
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_tensor_fill (out, tns_scalar_int (0), error)
      || !unfold_window (&window, call->args[2].i, call->args[3].i, call->args[4].i, error))
    return false;
  g_autoptr (TnsTensor) offsets = tns_offsets_new (&window, error);
  return offsets != NULL
         && tns_offsets_put (out, offsets, tns_tensor_get_array (call->args[0].tensor), true,
                             error);
}

static void
unfold_grad_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, unfold, T (upstream), tns_grad_get_arg (g, 2),
                        tns_grad_get_arg (g, 3), tns_grad_get_arg (g, 4)));
}

TNS_OP (unfold_backward) = {
  .schema
  = "unfold_backward(Tensor self, int[] input_sizes, int dim, int size, int step) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_INTERNAL,
  .infer = infer_unfold_backward,
  .forward = forward_unfold_backward,
  .node = "UnfoldBackwardBackward0",
  .backward = unfold_grad_grad,
  .formula = "y[…, i · step + k, …] = Σ x[…, i, …, k]",
  .derivative = "∂y/∂x = 1 in every window that shows the element",
  .narration = "adds the windows in {self} up where they were taken from",
  .doc = "torch.Tensor.unfold.html",
};

/* ---- as_strided ---- */

/* Elements from the start of the storage to the last one; 0 without any. Sizes below 0 count as huge
 * ones, except where their stride is 0. */
static bool
count_reached (const TnsMeta *meta, int64_t *n_reached, GError **error)
{
  uint64_t sum = 1, part, n_bytes;
  bool overflows = false;
  *n_reached = 0;
  for (int d = 0; d < meta->rank; d++)
    {
      if (meta->sizes[d] == 0)
        return true;
      overflows |= __builtin_mul_overflow ((uint64_t) meta->sizes[d] - 1,
                                           (uint64_t) meta->strides[d], &part);
      overflows |= __builtin_add_overflow (sum, part, &sum);
    }
  overflows |= __builtin_add_overflow (sum, (uint64_t) meta->offset_elems, &sum);
  overflows |= __builtin_mul_overflow (sum, (uint64_t) tnk_dtype_size (meta->dtype), &n_bytes);
  if (!overflows && n_bytes <= G_MAXINT64)
    {
      *n_reached = (int64_t) sum;
      return true;
    }
  g_autofree char *sizes = tns_layout_dup_sizes_text (meta->sizes, meta->rank);
  g_autofree char *strides = tns_layout_dup_sizes_text (meta->strides, meta->rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Storage size calculation overflowed with sizes=%s and strides=%s", sizes,
                   strides);
}

bool
tns_layout_check_bounds (const TnsMeta *meta, TnsStorage *storage, GError **error)
{
  int64_t needed, itemsize = (int64_t) tnk_dtype_size (meta->dtype);
  int64_t available = (int64_t) tns_storage_get_n_bytes (storage);
  if (meta->offset_elems < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Tensor: invalid storage offset %" G_GINT64_FORMAT,
                     meta->offset_elems);
  if (!count_reached (meta, &needed, error))
    return false;
  if (needed * itemsize <= available)
    return true;
  g_autofree char *sizes = tns_layout_dup_sizes_text (meta->sizes, meta->rank);
  g_autofree char *strides = tns_layout_dup_sizes_text (meta->strides, meta->rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "setStorage: sizes %s, strides %s, storage offset %" G_GINT64_FORMAT
                   ", and itemsize %" G_GINT64_FORMAT
                   " requiring a storage size of %" G_GINT64_FORMAT
                   " are out of bounds for storage of size %" G_GINT64_FORMAT,
                   sizes, strides, meta->offset_elems, itemsize, needed * itemsize, available);
}

static bool
infer_as_strided (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  TnsValue size = call->args[1], stride = call->args[2];
  if (size.ints.n != stride.ints.n)
    return tns_fail (error, TNS_ERROR_RUNTIME, "mismatch in length of strides and shape");
  if (size.ints.n > TNK_MAX_RANK)
    return tns_layout_check_sizes (size.ints.items, size.ints.n, error);
  out->rank = size.ints.n;
  for (int d = 0; d < out->rank; d++)
    {
      out->sizes[d] = size.ints.items[d];
      out->strides[d] = stride.ints.items[d];
    }
  if (call->args[3].kind == TNS_INT)
    out->offset_elems = call->args[3].i;
  for (int d = 0; d < out->rank; d++)
    if (out->strides[d] < 0)
      {
        g_autofree char *text = tns_layout_dup_sizes_text (out->strides, out->rank);
        return tns_fail (
            error, TNS_ERROR_RUNTIME,
            "as_strided: Negative strides are not supported at the moment, got strides: "
            "%s",
            text);
      }
  return tns_layout_check_bounds (out, tns_tensor_get_storage (call->args[0].tensor), error)
         && tns_layout_check_view (out, error);
}

static void
as_strided_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsValue offset = tns_grad_get_arg (g, 3), sizes = tns_value_ints (self.sizes, self.rank);
  TnsValue strides = tns_value_ints (self.strides, self.rank), own = I (self.offset_elems);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *gradient, *ones;
  if (offset.kind != TNS_INT)
    offset = own;
  gradient = tns_do (s, as_strided_backward, T (upstream), sizes, strides, own,
                     tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2), offset);
  /* Elements that lie on one place share its gradient. */
  if (!tns_layout_is_dense (&self))
    {
      ones = tns_do (s, new_ones, T (upstream), sizes);
      gradient = tns_do (s, div, T (gradient),
                         T (tns_do (s, as_strided_backward, T (ones), sizes, strides, own, sizes,
                                    strides, own)));
    }
  tns_grad_set (g, 0, gradient);
}

TNS_OP (as_strided) = {
  .schema = "as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .infer = infer_as_strided,
  .node = "AsStridedBackward0",
  .backward = as_strided_grad,
  .formula = "y[i, j, …] = storage[offset + i · stride0 + j · stride1 + …]",
  .derivative = "∂y/∂x = 1 wherever y shows the element: the gradient is the sum",
  .narration = "lays a window {shape:result} with strides {stride} over the storage of {self}",
  .doc = "torch.as_strided.html",
};

/* Layout @sizes, @strides, @offset of arguments @at, @at + 1 and @at + 2. */
static TnsMeta
meta_from_args (const TnsCall *call, int at)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  meta.rank = call->args[at].ints.n;
  memcpy (meta.sizes, call->args[at].ints.items, (size_t) meta.rank * sizeof (int64_t));
  memcpy (meta.strides, call->args[at + 1].ints.items, (size_t) meta.rank * sizeof (int64_t));
  meta.offset_elems = call->args[at + 2].i;
  return meta;
}

static bool
infer_as_strided_backward (TnsCall *call, GError **error)
{
  TnsMeta input = meta_from_args (call, 1);
  tns_call_add_dense (call, input.dtype, input.device, input.rank, input.sizes);
  return true;
}

/* Both windows on one stretch of zeros as long as the storage they shared: what was added through
 * the one is read through the other. */
static bool
forward_as_strided_backward (TnsCall *call, GError **error)
{
  TnsMeta input = meta_from_args (call, 1), window = meta_from_args (call, 4);
  int64_t first = MIN (input.offset_elems, window.offset_elems), n, n_of_window;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  input.offset_elems -= first;
  window.offset_elems -= first;
  if (out == NULL || !count_reached (&input, &n, error)
      || !count_reached (&window, &n_of_window, error))
    return false;
  n = MAX (n, n_of_window);
  g_autoptr (TnsTensor) stretch = tns_tensor_new_zeros (input.dtype, input.device, 1, &n, error);
  g_autoptr (TnsTensor) to = stretch != NULL ? tns_offsets_new (&window, error) : NULL;
  g_autoptr (TnsTensor) from = to != NULL ? tns_offsets_new (&input, error) : NULL;
  return from != NULL
         && tns_offsets_put (stretch, to, tns_tensor_get_array (call->args[0].tensor), true, error)
         && tns_offsets_take (out, stretch, from, error);
}

/* A linear map between the two windows; its transpose swaps them. */
static void
as_strided_grad_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, as_strided_backward, T (upstream), tns_grad_get_arg (g, 4),
                        tns_grad_get_arg (g, 5), tns_grad_get_arg (g, 6), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3)));
}

TNS_OP (as_strided_backward) = {
  .schema
  = "as_strided_backward(Tensor self, int[] input_size, int[] input_stride, int input_offset, "
    "int[] size, int[] stride, int offset) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_INTERNAL,
  .infer = infer_as_strided_backward,
  .forward = forward_as_strided_backward,
  .node = "AsStridedBackwardBackward0",
  .backward = as_strided_grad_grad,
  .formula = "storage[offset + …] += x[…], then y is read with its own strides",
  .derivative = "∂y/∂x = 1 where both show the same slot",
  .narration = "adds {self} to the storage slots it was taken from",
  .doc = "torch.as_strided.html",
};
