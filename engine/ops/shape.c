/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The same elements in the same order under other sizes: view, reshape, flatten, squeeze … Their
 * gradients go back by taking the old sizes again. */
#include "engine/core/tensor-private.h"
#include "engine/ops/layout.h"

#include <string.h>

/* ---- shared by the backward formulas ---- */

/* The upstream gradient in the sizes that self had. */
static void
reshape_back (TnsGrad *g)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, reshape, T (upstream), tns_value_ints (meta->sizes, meta->rank)));
}

/* ---- view ---- */

static bool
set_view_sizes (TnsMeta *out, const int64_t *asked, int rank, GError **error)
{
  TnsMeta from = *out;
  int64_t numel = tns_layout_count (from.sizes, from.rank);
  if (!tns_layout_resolve_sizes (asked, rank, numel, out->sizes, error))
    return false;
  out->rank = rank;
  if (tns_layout_restride (&from, rank, out->sizes, out->strides))
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "view size is not compatible with input tensor's size and stride (at least one "
                   "dimension spans across two contiguous subspaces). Use .reshape(...) instead.");
}

static bool
infer_view (TnsCall *call, GError **error)
{
  TnsValue size = call->args[1];
  return set_view_sizes (tns_call_add_view (call, 0), size.ints.items, size.ints.n, error);
}

TNS_OP (view) = {
  .schema = "view(Tensor self, int[] size) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD,
  .infer = infer_view,
  .node = "ViewBackward0",
  .backward = reshape_back,
  .formula = "y = x, read in row-major order under another shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "looks at {self} {shape:self} as {shape:result}, sharing its storage",
  .doc = "torch.Tensor.view.html",
};

/* Reading the bytes as another type; sizes along the last dim grow or shrink with the width. */
static bool
check_last_stride (const TnsMeta *meta, TnkDtype to, GError **error)
{
  int64_t stride = meta->strides[meta->rank - 1];
  return stride == 1
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "self.stride(-1) must be 1 to view %s as %s (different element sizes), but "
                      "got %" G_GINT64_FORMAT,
                      tns_dtype_get_scalar_type_name (meta->dtype),
                      tns_dtype_get_scalar_type_name (to), stride);
}

static bool
infer_view_dtype (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsMeta *out = tns_call_add_view (call, 0);
  TnkDtype from = out->dtype, to = call->args[1].dtype;
  int64_t from_size = (int64_t) tnk_dtype_size (from), to_size = (int64_t) tnk_dtype_size (to);
  const char *from_name = tns_dtype_get_scalar_type_name (from);
  const char *to_name = tns_dtype_get_scalar_type_name (to);
  int last = out->rank - 1;
  out->dtype = to;
  if (from_size == to_size)
    return true;
  if (out->rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "self.dim() cannot be 0 to view %s as %s (different element sizes)", from_name,
                     to_name);
  if (to_size < from_size)
    {
      int64_t ratio = from_size / to_size;
      if (!check_last_stride (&self, to, error))
        return false;
      for (int d = 0; d < last; d++)
        out->strides[d] *= ratio;
      out->sizes[last] *= ratio;
      out->offset_elems *= ratio;
      return true;
    }
  int64_t ratio = to_size / from_size;
  if (out->sizes[last] % ratio != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "self.size(-1) must be divisible by %" G_GINT64_FORMAT
                     " to view %s as %s (different element sizes), but got %" G_GINT64_FORMAT,
                     ratio, from_name, to_name, out->sizes[last]);
  if (out->offset_elems % ratio != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "self.storage_offset() must be divisible by %" G_GINT64_FORMAT
                     " to view %s as %s (different element sizes), but got %" G_GINT64_FORMAT,
                     ratio, from_name, to_name, out->offset_elems);
  if (!check_last_stride (&self, to, error))
    return false;
  for (int d = 0; d < last; d++)
    {
      if (out->strides[d] % ratio != 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "self.stride(%d) must be divisible by %" G_GINT64_FORMAT
                         " to view %s as %s (different element sizes), but got %" G_GINT64_FORMAT,
                         d, ratio, from_name, to_name, out->strides[d]);
      out->strides[d] /= ratio;
    }
  out->sizes[last] /= ratio;
  out->offset_elems /= ratio;
  return true;
}

/* Without a base: PyTorch does not follow gradients from one type's bytes to another's. */
static bool
forward_view_dtype (TnsCall *call, GError **error)
{
  g_autoptr (TnsTensor) view = tns_tensor_new_beside (call->args[0].tensor, &call->outs[0]);
  tns_call_return (call, 0, view);
  return true;
}

TNS_OP (view_dtype) = {
  .schema = "view.dtype(Tensor self, ScalarType dtype) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_view_dtype,
  .forward = forward_view_dtype,
  .formula = "y = the bytes of x, read as another type",
  .narration = "reads the bytes of {self} as another type, sharing its storage",
  .doc = "torch.Tensor.view.html",
};

static bool
infer_view_as (TnsCall *call, GError **error)
{
  TnsMeta other = tns_call_get_meta (call, 1);
  return set_view_sizes (tns_call_add_view (call, 0), other.sizes, other.rank, error);
}

static bool
forward_view_as (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsMeta *out = &call->outs[0];
  tns_scope_init (&scope);
  TnsTensor *result = tns_do (&scope, view, call->args[0], tns_value_ints (out->sizes, out->rank));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (view_as) = {
  .schema = "view_as(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD,
  .infer = infer_view_as,
  .forward = forward_view_as,
  .formula = "y = x, read in row-major order under other's shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "looks at {self} in the shape of {other}, sharing its storage",
  .doc = "torch.Tensor.view_as.html",
};

/* ---- reshape ---- */

static bool
infer_internal_view (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  TnsValue size = call->args[1], stride = call->args[2];
  out->rank = size.ints.n;
  memcpy (out->sizes, size.ints.items, (size_t) out->rank * sizeof (int64_t));
  memcpy (out->strides, stride.ints.items, (size_t) out->rank * sizeof (int64_t));
  return true;
}

TNS_OP (reshape_alias) = {
  .schema = "_reshape_alias(Tensor self, int[] size, int[] stride) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_INTERNAL,
  .infer = infer_internal_view,
  .node = "ReshapeAliasBackward0",
  .backward = reshape_back,
  .formula = "y = x, read in row-major order under another shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "looks at {self} {shape:self} as {shape:result}, sharing its storage",
  .doc = "torch.reshape.html",
};

static bool
infer_unsafe_view (TnsCall *call, GError **error)
{
  TnsMeta view = tns_call_get_meta (call, 0);
  if (!set_view_sizes (&view, call->args[1].ints.items, call->args[1].ints.n, error))
    return false;
  TnsMeta *out = tns_call_add_dense (call, view.dtype, view.device, view.rank, view.sizes);
  memcpy (out->strides, view.strides, (size_t) view.rank * sizeof (int64_t));
  out->offset_elems = view.offset_elems;
  return true;
}

/* Only for fresh memory that nobody else sees: the result is no view for the rules of autograd. */
static bool
forward_unsafe_view (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  g_autoptr (TnsTensor) result
      = tns_tensor_new_on_storage (tns_tensor_get_storage (self), &call->outs[0]);
  tns_call_return (call, 0, result);
  return true;
}

TNS_OP (unsafe_view) = {
  .schema = "_unsafe_view(Tensor self, int[] size) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_INTERNAL,
  .infer = infer_unsafe_view,
  .forward = forward_unsafe_view,
  .node = "UnsafeViewBackward0",
  .backward = reshape_back,
  .formula = "y = x, read in row-major order under another shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "gives {self} {shape:self} the shape {shape:result}",
  .doc = "torch.reshape.html",
};

/* A view where strides allow it, else fresh memory. */
static bool
add_reshaped (TnsCall *call, const int64_t *asked, int rank, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsMeta *out = tns_call_add_view (call, 0);
  int64_t numel = tns_layout_count (self.sizes, self.rank);
  if (!tns_layout_resolve_sizes (asked, rank, numel, out->sizes, error))
    return false;
  out->rank = rank;
  if (tns_layout_restride (&self, rank, out->sizes, out->strides))
    return true;
  tns_meta_set_dense_strides (out);
  out->offset_elems = 0;
  out->alias_of = -1;
  return true;
}

static bool
infer_reshape (TnsCall *call, GError **error)
{
  return add_reshaped (call, call->args[1].ints.items, call->args[1].ints.n, error);
}

static bool
infer_reshape_as (TnsCall *call, GError **error)
{
  TnsMeta other = tns_call_get_meta (call, 1);
  return add_reshaped (call, other.sizes, other.rank, error);
}

/* As PyTorch: view of a contiguous tensor, alias of one whose strides allow it, copy of any other.
 */
static bool
forward_reshape (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnsValue self = call->args[0];
  TnsValue size = tns_value_ints (out->sizes, out->rank);
  TnsTensor *result;
  TnsScope scope;
  tns_scope_init (&scope);
  if (out->alias_of < 0)
    {
      TnsTensor *copy = tns_do (&scope, clone, self, tns_value_string ("contiguous_format"));
      result = tns_do (&scope, unsafe_view, T (copy), size);
    }
  else if (tns_tensor_is_contiguous (self.tensor))
    result = tns_do (&scope, view, self, size);
  else
    result = tns_do (&scope, reshape_alias, self, size, tns_value_ints (out->strides, out->rank));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (reshape) = {
  .schema = "reshape(Tensor self, int[] shape) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_NO_OUT,
  .infer = infer_reshape,
  .forward = forward_reshape,
  .formula = "y = x, read in row-major order under another shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration
  = "puts the elements of {self} {shape:self} in the shape {shape:result}, in row-major order",
  .doc = "torch.reshape.html",
};

TNS_OP (reshape_as) = {
  .schema = "reshape_as(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD,
  .infer = infer_reshape_as,
  .forward = forward_reshape,
  .formula = "y = x, read in row-major order under other's shape",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "puts the elements of {self} in the shape of {other}, in row-major order",
  .doc = "torch.Tensor.reshape_as.html",
};

/* ---- flatten, unflatten, ravel ---- */

static bool
infer_flatten (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t start = call->args[1].i, end = call->args[2].i;
  if (!tns_wrap_dim (&start, self.rank, error) || !tns_wrap_dim (&end, self.rank, error))
    return false;
  if (start > end)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "flatten() has invalid args: start_dim cannot come after end_dim");
  if (self.rank > 0 && start == end)
    {
      tns_call_add_view (call, 0);
      return true;
    }
  int64_t sizes[TNK_MAX_RANK];
  int n = 0;
  for (int d = 0; d < start; d++)
    sizes[n++] = self.sizes[d];
  sizes[n] = 1;
  for (int64_t d = start; self.rank > 0 && d <= end; d++)
    sizes[n] *= self.sizes[d];
  n++;
  for (int64_t d = end + 1; d < self.rank; d++)
    sizes[n++] = self.sizes[d];
  return add_reshaped (call, sizes, n, error);
}

static bool
forward_flatten (TnsCall *call, GError **error)
{
  if (call->outs[0].rank != tns_tensor_get_rank (call->args[0].tensor))
    return forward_reshape (call, error);
  tns_call_return (call, 0, call->args[0].tensor);
  return true;
}

TNS_OP (flatten) = {
  .schema = "flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_NO_OUT,
  .infer = infer_flatten,
  .forward = forward_flatten,
  .formula = "y = x with the dims from start_dim to end_dim as one",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "flattens {self} {shape:self} to {shape:result}",
  .doc = "torch.flatten.html",
};

static bool
infer_unflatten (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[2];
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (sizes.ints.n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "unflatten: sizes must be non-empty");
  if (self.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "unflatten got an unexpected error:\nDimension specified as %" G_GINT64_FORMAT
                     " but tensor has no dimensions",
                     dim);
  if (self.rank - 1 + sizes.ints.n > TNK_MAX_RANK)
    return tns_layout_resolve_sizes (sizes.ints.items, sizes.ints.n, 1,
                                     tns_call_add_view (call, 0)->sizes, error);
  g_autoptr (GError) inner = NULL;
  int64_t resolved[TNK_MAX_RANK];
  int64_t size = self.sizes[dim];
  if (!tns_layout_resolve_sizes (sizes.ints.items, sizes.ints.n, size, resolved, &inner))
    {
      if (!g_str_has_prefix (inner->message, "shape '"))
        return tns_fail (error, TNS_ERROR_RUNTIME, "unflatten got an unexpected error:\n%s",
                         inner->message);
      g_autofree char *text = tns_layout_dup_sizes_text (sizes.ints.items, sizes.ints.n);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "unflatten: Provided sizes %s don't multiply up to the size of dim "
                       "%" G_GINT64_FORMAT " (%" G_GINT64_FORMAT ") in the input tensor",
                       text, dim, size);
    }
  int64_t whole[TNK_MAX_RANK];
  int n = 0;
  for (int d = 0; d < dim; d++)
    whole[n++] = self.sizes[d];
  for (int k = 0; k < sizes.ints.n; k++)
    whole[n++] = resolved[k];
  for (int64_t d = dim + 1; d < self.rank; d++)
    whole[n++] = self.sizes[d];
  return set_view_sizes (tns_call_add_view (call, 0), whole, n, error);
}

static bool
forward_as_view (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *result = tns_do (&scope, view, call->args[0], tns_value_ints (out->sizes, out->rank));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (unflatten) = {
  .schema = "unflatten(Tensor self, int dim, int[] sizes) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_NO_OUT,
  .infer = infer_unflatten,
  .forward = forward_as_view,
  .formula = "y = x with one dim split into several",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "splits dim {dim} of {self} {shape:self}: {shape:result}",
  .doc = "torch.unflatten.html",
};

static bool
infer_ravel (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t numel = tns_layout_count (self.sizes, self.rank);
  TnsMeta *out = tns_call_add_dense (call, self.dtype, self.device, 1, &numel);
  if (!tns_layout_is_contiguous (&self))
    return true;
  out->alias_of = 0;
  out->offset_elems = self.offset_elems;
  return true;
}

static bool
forward_ravel (TnsCall *call, GError **error)
{
  const int64_t all = -1;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *packed = tns_do (&scope, contiguous, call->args[0]);
  return tns_call_finish (call, &scope, tns_do (&scope, view, T (packed), tns_value_ints (&all, 1)),
                          error);
}

TNS_OP (ravel) = {
  .schema = "ravel(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_NO_OUT,
  .infer = infer_ravel,
  .forward = forward_ravel,
  .formula = "y = x as one row, in row-major order",
  .derivative = "∂y/∂x = 1 for the element with the same row-major position",
  .narration = "lays the elements of {self} {shape:self} in one row",
  .doc = "torch.ravel.html",
};

/* ---- squeeze, unsqueeze ---- */

static void
drop_dims (TnsMeta *meta, const bool *is_dropped)
{
  int n = 0;
  for (int d = 0; d < meta->rank; d++)
    {
      if (is_dropped[d] && meta->sizes[d] == 1)
        continue;
      meta->sizes[n] = meta->sizes[d];
      meta->strides[n++] = meta->strides[d];
    }
  meta->rank = n;
}

static bool
infer_squeeze (TnsCall *call, GError **error)
{
  bool is_dropped[TNK_MAX_RANK];
  memset (is_dropped, true, sizeof is_dropped);
  drop_dims (tns_call_add_view (call, 0), is_dropped);
  return true;
}

static bool
infer_squeeze_dim (TnsCall *call, GError **error)
{
  bool is_dropped[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  if (!tns_layout_wrap_dims (&call->args[1].i, 1, out->rank, is_dropped, error))
    return false;
  drop_dims (out, is_dropped);
  return true;
}

static bool
infer_squeeze_dims (TnsCall *call, GError **error)
{
  bool is_dropped[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  TnsValue dims = call->args[1];
  if (!tns_layout_wrap_dims (dims.ints.items, dims.ints.n, out->rank, is_dropped, error))
    return false;
  drop_dims (out, is_dropped);
  return true;
}

static bool
infer_unsqueeze (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, out->rank + 1, error))
    return false;
  if (out->rank == TNK_MAX_RANK)
    return tns_layout_check_sizes (out->sizes, out->rank + 1, error);
  int64_t stride = dim < out->rank ? out->sizes[dim] * out->strides[dim] : 1;
  size_t n_behind = (size_t) (out->rank - dim) * sizeof (int64_t);
  memmove (out->sizes + dim + 1, out->sizes + dim, n_behind);
  memmove (out->strides + dim + 1, out->strides + dim, n_behind);
  out->sizes[dim] = 1;
  out->strides[dim] = stride;
  out->rank++;
  return true;
}

static void
unsqueeze_backward (TnsGrad *g)
{
  int64_t dim = tns_grad_get_arg (g, 1).i;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, squeeze_dim, T (upstream), I (dim)));
}

/* What the three forms of squeeze and their in-place twins share. */
#define SQUEEZE_OP                                                                                 \
  .category = TNS_CATEGORY_SHAPE, .backward = reshape_back,                                        \
  .formula = "y = x without its dims of size 1",                                                   \
  .derivative = "∂y/∂x = 1 for the same element", .doc = "torch.squeeze.html"

TNS_OP (squeeze) = {
  SQUEEZE_OP,
  .schema = "squeeze(Tensor self) -> Tensor",
  .infer = infer_squeeze,
  .node = "SqueezeBackward0",
  .narration = "drops the dims of size 1 from {self}: {shape:self} becomes {shape:result}",
};

TNS_OP (squeeze_dim) = {
  SQUEEZE_OP,
  .schema = "squeeze.dim(Tensor self, int dim) -> Tensor",
  .infer = infer_squeeze_dim,
  .node = "SqueezeBackward1",
  .narration = "drops dim {dim} of {self} if it has size 1: {shape:self} becomes {shape:result}",
};

TNS_OP (squeeze_dims) = {
  SQUEEZE_OP,
  .schema = "squeeze.dims(Tensor self, int[] dim) -> Tensor",
  .infer = infer_squeeze_dims,
  .node = "SqueezeBackward2",
  .narration
  = "drops the dims {dim} of {self} that have size 1: {shape:self} becomes {shape:result}",
};

TNS_OP (squeeze_inplace) = {
  SQUEEZE_OP,
  .schema = "squeeze_(Tensor self) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_squeeze,
  .forward = tns_call_relayout_self,
  .node = "SqueezeBackward3",
  .narration = "drops the dims of size 1 from {self} itself: now {shape:result}",
};

TNS_OP (squeeze_inplace_dim) = {
  SQUEEZE_OP,
  .schema = "squeeze_.dim(Tensor self, int dim) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_squeeze_dim,
  .forward = tns_call_relayout_self,
  .node = "SqueezeBackward4",
  .narration = "drops dim {dim} of {self} itself if it has size 1: now {shape:result}",
};

TNS_OP (squeeze_inplace_dims) = {
  SQUEEZE_OP,
  .schema = "squeeze_.dims(Tensor self, int[] dim) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_squeeze_dims,
  .forward = tns_call_relayout_self,
  .node = "SqueezeBackward5",
  .narration
  = "drops the dims {dim} of {self} itself that have size 1: now {shape:result}",
};

TNS_OP (unsqueeze) = {
  .schema = "unsqueeze(Tensor self, int dim) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .infer = infer_unsqueeze,
  .node = "UnsqueezeBackward0",
  .backward = unsqueeze_backward,
  .formula = "y = x with a new dim of size 1",
  .derivative = "∂y/∂x = 1 for the same element",
  .narration = "gives {self} a new dim {dim} of size 1: {shape:self} becomes {shape:result}",
  .doc = "torch.unsqueeze.html",
};

TNS_OP (unsqueeze_inplace) = {
  .schema = "unsqueeze_(Tensor self, int dim) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_unsqueeze,
  .forward = tns_call_relayout_self,
  .node = "UnsqueezeBackward1",
  .backward = unsqueeze_backward,
  .formula = "y = x with a new dim of size 1",
  .derivative = "∂y/∂x = 1 for the same element",
  .narration = "gives {self} itself a new dim {dim} of size 1: now {shape:result}",
  .doc = "torch.Tensor.unsqueeze_.html",
};
