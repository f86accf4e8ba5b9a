/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* One index per element: gather reads along a dim, scatter writes, scatter_add adds up. */
#include "engine/ops/formula.h"
#include "engine/ops/scatter.h"

#include <string.h>

/* ---- checks that all three share ---- */

static bool
check_index (const TnsCall *call, const char *other_name, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  if (tns_layout_count (index.sizes, index.rank) == 0)
    return true;
  if (MAX (self.rank, 1) != MAX (index.rank, 1))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Index tensor must have the same number of dimensions as %s tensor",
                     other_name);
  return true;
}

static bool
check_index_dtype (const TnsCall *call, GError **error)
{
  TnsMeta index = tns_call_get_meta (call, 2);
  if (tns_layout_count (index.sizes, index.rank) == 0 || index.dtype == TNK_INT64
      || index.dtype == TNK_INT32)
    return true;
  /* PyTorch's scatters all speak as one. */
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s(): Expected dtype int32/int64 for index",
                   strcmp (call->schema->name, "gather") == 0 ? "gather" : "scatter");
}

static TnsTensor *
new_offsets_in (const TnsCall *call, TnsTensor *tensor, TnsTensor *index, GError **error)
{
  TnsMeta meta;
  int64_t dim = call->args[1].i;
  tns_tensor_get_meta (tensor, &meta);
  if (!tns_wrap_dim (&dim, meta.rank, error))
    return NULL;
  return tns_offsets_new_along (&meta, dim, index, TNS_ERROR_RUNTIME, error);
}

/* ---- gather ---- */

static bool
infer_gather (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, self.rank, error) || !check_index_dtype (call, error)
      || !check_index (call, "input", error))
    return false;
  if (tns_layout_count (index.sizes, index.rank) > 0)
    for (int d = 0; d < MIN (self.rank, index.rank); d++)
      if (d != dim && index.sizes[d] > self.sizes[d])
        {
          g_autofree char *own = tns_layout_dup_sizes_text (self.sizes, self.rank);
          g_autofree char *other = tns_layout_dup_sizes_text (index.sizes, index.rank);
          return tns_fail (error, TNS_ERROR_RUNTIME,
                           "Size does not match at dimension %d expected index %s to be no larger "
                           "than self %s apart from dimension %" G_GINT64_FORMAT,
                           d, other, own, dim);
        }
  tns_call_add_dense (call, self.dtype, self.device, index.rank, index.sizes);
  return true;
}

static bool
forward_gather (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || tns_tensor_get_numel (out) == 0)
    return out != NULL;
  g_autoptr (TnsTensor) offsets
      = new_offsets_in (call, call->args[0].tensor, call->args[2].tensor, error);
  return offsets != NULL && tns_offsets_take (out, call->args[0].tensor, offsets, error);
}

static void
gather_grad (TnsGrad *g)
{
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (self.sizes, self.rank));
  tns_grad_set (g, 0,
                tns_do (g->scope, scatter_add, T (zeros), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2), T (upstream)));
}

TNS_OP (gather) = {
  .schema = "gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_gather,
  .forward = forward_gather,
  .node = "GatherBackward0",
  .saves = "index for self",
  .backward = gather_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[i, j] = x[index[i, j], j] along dim 0, x[i, index[i, j]] along dim 1",
  .derivative = "∂y/∂x = 1 for every time the element was picked: the gradient is the sum",
  .narration = "picks along dim {dim} of {self} by {index}: {shape:result}",
  .doc = "torch.gather.html",
};

/* ---- scatter, scatter_add ---- */

/* Size of a dim; a tensor without dims counts as a row of one. */
static int64_t
get_size (const TnsMeta *meta, int dim)
{
  return meta->rank == 0 ? 1 : meta->sizes[dim];
}

static bool
check_scatter_sizes (const TnsCall *call, int64_t dim, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  bool has_src = call->args[3].kind == TNS_TENSOR;
  TnsMeta src = has_src ? tns_call_get_meta (call, 3) : index;
  bool fits = true;
  if (tns_layout_count (index.sizes, index.rank) == 0)
    return true;
  for (int d = 0; fits && d < MAX (self.rank, 1); d++)
    fits = d == dim || get_size (&index, d) <= get_size (&self, d);
  for (int64_t d = 0; fits && has_src && d < MAX (self.rank, 1); d++)
    {
      int64_t own = d;
      if (src.rank > 0 && !tns_wrap_dim (&own, src.rank, error))
        return false;
      fits = get_size (&index, (int) d) <= get_size (&src, (int) d);
    }
  if (has_src && MAX (src.rank, 1) != MAX (index.rank, 1))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Index tensor must have the same number of dimensions as src tensor");
  if (fits)
    return true;
  g_autofree char *index_text = tns_layout_dup_sizes_text (index.sizes, index.rank);
  g_autofree char *self_text = tns_layout_dup_sizes_text (self.sizes, self.rank);
  g_autofree char *src_text = tns_layout_dup_sizes_text (src.sizes, src.rank);
  if (!has_src)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected index %s to be no larger than self %s apart from dimension "
                     "%" G_GINT64_FORMAT,
                     index_text, self_text, dim);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected index %s to be no larger than self %s apart from dimension "
                   "%" G_GINT64_FORMAT " and to be no larger size than src %s",
                   index_text, self_text, dim, src_text);
}

bool
tns_scatter_infer (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, self.rank, error) || !check_index_dtype (call, error))
    return false;
  if (call->args[3].kind == TNS_TENSOR
      && tns_tensor_get_dtype (call->args[3].tensor) != self.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "scatter(): Expected self.dtype to be equal to src.dtype");
  if (!check_index (call, "self", error) || !check_scatter_sizes (call, dim, error))
    return false;
  if (call->is_inplace && !tns_check_no_overlap (call->args[0].tensor, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

bool
tns_scatter_check_number (const TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  return dtype == TNK_BOOL || tns_tensor_get_numel (call->args[2].tensor) == 0
         || tns_scalar_check_fits (call->args[3].scalar, dtype, error);
}

static bool
infer_scatter_value (TnsCall *call, GError **error)
{
  return tns_scatter_infer (call, error) && tns_scatter_check_number (call, error);
}

/* The part of src that index names, as a window; a number repeats with stride 0. */
static bool
scatter (TnsCall *call, bool accumulate, GError **error)
{
  static const int64_t repeat[TNK_MAX_RANK];
  TnsTensor *index = call->args[2].tensor;
  TnsTensor *out = tns_call_begin_write (call, error);
  if (out == NULL || tns_tensor_get_numel (index) == 0)
    return out != NULL;
  g_autoptr (TnsTensor) offsets = new_offsets_in (call, out, index, error);
  g_autoptr (TnsTensor) number = NULL;
  if (offsets == NULL)
    return false;
  TnkArray values = tns_tensor_get_array (offsets);
  values.dtype = call->outs[0].dtype;
  if (call->args[3].kind == TNS_TENSOR)
    {
      TnkArray src = tns_tensor_get_array (call->args[3].tensor);
      values.data = src.data;
      values.strides = src.rank == values.rank ? src.strides : repeat;
      return tns_offsets_put (out, offsets, values, accumulate, error);
    }
  number = tns_tensor_new_scalar (call->args[3].scalar, call->outs[0].dtype, call->outs[0].device,
                                  error);
  if (number == NULL)
    return false;
  values.data = tns_tensor_get_data (number);
  values.strides = repeat;
  return tns_offsets_put (out, offsets, values, accumulate, error);
}

static bool
forward_scatter (TnsCall *call, GError **error)
{
  return scatter (call, false, error);
}

/* Halves are added up as float32. */
static bool
forward_scatter_add (TnsCall *call, GError **error)
{
  TnkDtype dtype = call->outs[0].dtype;
  if (tns_formula_inner_dtype (dtype) != dtype)
    return tns_formula_forward_widened (call, error);
  return scatter (call, true, error);
}

static TnsTensor *
gather_upstream (TnsGrad *g)
{
  return tns_do (g->scope, gather, T (tns_grad_get_upstream (g, 0)), tns_grad_get_arg (g, 1),
                 tns_grad_get_arg (g, 2));
}

static void
scatter_grad (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (g->scope, scatter_value, T (tns_grad_get_upstream (g, 0)),
                          tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2),
                          tns_value_scalar (tns_scalar_int (0))));
  if (tns_grad_wants (g, 3))
    tns_grad_set (g, 3, gather_upstream (g));
}

static void
scatter_value_grad (TnsGrad *g)
{
  tns_grad_set (g, 0,
                tns_do (g->scope, scatter_value, T (tns_grad_get_upstream (g, 0)),
                        tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2),
                        tns_value_scalar (tns_scalar_int (0))));
}

static void
scatter_add_grad (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, 3))
    tns_grad_set (g, 3, gather_upstream (g));
}

#define SCATTER_OP                                                                                 \
  .category = TNS_CATEGORY_INDEX,                                                                  \
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE

TNS_OP (scatter) = {
  SCATTER_OP,
  .infer = tns_scatter_infer,
  .schema = "scatter.src(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
  .forward = forward_scatter,
  .node = "ScatterBackward0",
  .saves = "index for self; index for src",
  .backward = scatter_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x with y[index[i, j], j] = src[i, j] along dim 0",
  .derivative = "∂y/∂src = 1 at its place; ∂y/∂x = 0 there, 1 elsewhere",
  .narration = "writes {src} into {self} along dim {dim} where {index} says",
  .doc = "torch.Tensor.scatter_.html",
};

TNS_OP (scatter_value) = {
  SCATTER_OP,
  .infer = infer_scatter_value,
  .schema = "scatter.value(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
  .forward = forward_scatter,
  .node = "ScatterBackward1",
  .saves = "index for self",
  .backward = scatter_value_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x with y[index[i, j], j] = value along dim 0",
  .derivative = "∂y/∂x = 0 where a value was written, 1 elsewhere",
  .narration = "writes {value} into {self} along dim {dim} where {index} says",
  .doc = "torch.Tensor.scatter_.html",
};

TNS_OP (scatter_add) = {
  SCATTER_OP,
  .infer = tns_scatter_infer,
  .schema = "scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
  .forward = forward_scatter_add,
  .node = "ScatterAddBackward0",
  .saves = "index for src",
  .backward = scatter_add_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x with y[index[i, j], j] += src[i, j] along dim 0",
  .derivative = "∂y/∂x = 1, ∂y/∂src = 1",
  .narration = "adds {src} to {self} along dim {dim} where {index} says",
  .doc = "torch.Tensor.scatter_add_.html",
};

/* ---- take_along_dim ---- */

static bool
check_along (const TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), indices = tns_call_get_meta (call, 1);
  int64_t dim = call->args[2].i;
  if (self.rank != indices.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.take_along_dim(): input and indices should have the same number of "
                     "dimensions, but got %d dimensions for input, and %d dimensions for indices",
                     self.rank, indices.rank);
  if (indices.dtype != TNK_INT64)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.take_along_dim(): dtype of indices should be Long but got %s",
                     tns_dtype_get_scalar_type_name (indices.dtype));
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (self.rank == 0)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                     dim);
  if (self.sizes[dim] == 0 && tns_tensor_get_numel (call->args[1].tensor) > 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "ZeroDivisionError");
  return true;
}

/* Sizes to which self and indices are expanded: broadcast, but each keeps its own dim. */
static bool
broadcast_along (const TnsCall *call, TnsMeta *self, TnsMeta *indices, GError **error)
{
  int64_t dim = call->args[2].i;
  *self = tns_call_get_meta (call, 0);
  *indices = tns_call_get_meta (call, 1);
  if (!tns_wrap_dim (&dim, self->rank, error))
    return false;
  TnsMeta shape = *self;
  shape.sizes[dim] = indices->sizes[dim];
  if (!tns_broadcast_sizes (&shape, indices->sizes, indices->rank, error))
    return false;
  int64_t n_self = self->sizes[dim], n_indices = indices->sizes[dim];
  for (int d = 0; d < self->rank; d++)
    self->sizes[d] = indices->sizes[d] = shape.sizes[d];
  self->sizes[dim] = n_self;
  indices->sizes[dim] = n_indices;
  return true;
}

static bool
infer_take_along_dim (TnsCall *call, GError **error)
{
  TnsMeta self, indices;
  if (call->args[2].kind == TNS_INT)
    {
      if (!check_along (call, error) || !broadcast_along (call, &self, &indices, error))
        return false;
      tns_call_add_dense (call, self.dtype, self.device, indices.rank, indices.sizes);
      return true;
    }
  self = tns_call_get_meta (call, 0);
  int64_t n = tns_tensor_get_numel (call->args[1].tensor);
  tns_call_add_dense (call, self.dtype, self.device, 1, &n);
  return true;
}

/* Along a dim places go round, from the end and beyond it; without one they are taken as they are. */
static bool
forward_take_along_dim (TnsCall *call, GError **error)
{
  const int64_t all = -1;
  TnsMeta self, indices;
  TnsTensor *wide, *places;
  TnsScope scope;
  tns_scope_init (&scope);
  if (call->args[2].kind != TNS_INT)
    {
      wide = tns_do (&scope, view, call->args[0], tns_value_ints (&all, 1));
      places = tns_do (&scope, view, call->args[1], tns_value_ints (&all, 1));
      return tns_call_finish (call, &scope, tns_do (&scope, gather, T (wide), I (0), T (places)),
                              error);
    }
  int64_t dim = call->args[2].i;
  if (!broadcast_along (call, &self, &indices, &scope.error)
      || !tns_wrap_dim (&dim, self.rank, &scope.error))
    return tns_scope_finish (&scope, error);
  wide = tns_do (&scope, expand, call->args[0], tns_value_ints (self.sizes, self.rank));
  places = tns_do (&scope, expand, call->args[1], tns_value_ints (indices.sizes, indices.rank));
  places = tns_do (&scope, remainder, T (places),
                   tns_value_scalar (tns_scalar_int (self.sizes[dim])));
  return tns_call_finish (call, &scope,
                          tns_do (&scope, gather, T (wide), call->args[2], T (places)), error);
}

TNS_OP (take_along_dim) = {
  .schema = "take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_take_along_dim,
  .forward = forward_take_along_dim,
  .out_error = TNS_OUT_EXACT,
  .formula = "y[i, j] = x[indices[i, j], j] along dim 0; without dim, flat",
  .derivative = "∂y/∂x = 1 for every time the element was picked: the gradient is the sum",
  .narration = "picks along dim {dim} of {self} by {indices}: {shape:result}",
  .doc = "torch.take_along_dim.html",
};
