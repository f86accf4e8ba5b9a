/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Views of some of the elements: select, slice, narrow, diagonal. The gradient of a window is zero
 * around it. Windows that may show an element twice (unfold, as_strided) are in overlap.c. */
#include "engine/ops/formula.h"

#include <string.h>

static void
remove_dim (TnsMeta *meta, int64_t dim)
{
  size_t n_behind = (size_t) (meta->rank - dim - 1) * sizeof (int64_t);
  memmove (meta->sizes + dim, meta->sizes + dim + 1, n_behind);
  memmove (meta->strides + dim, meta->strides + dim + 1, n_behind);
  meta->rank--;
}

/* ---- the three windows, on any layout ---- */

static bool
select_window (TnsMeta *meta, int64_t dim, int64_t index, GError **error)
{
  if (meta->rank == 0)
    return tns_fail (error, TNS_ERROR_INDEX, "select() cannot be applied to a 0-dim tensor.");
  if (!tns_wrap_dim (&dim, meta->rank, error))
    return false;
  int64_t size = meta->sizes[dim];
  if (index < -size || index >= size)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (meta->sizes, meta->rank);
      return tns_fail (error, TNS_ERROR_INDEX,
                       "select(): index %" G_GINT64_FORMAT
                       " out of range for tensor of size %s at dimension %" G_GINT64_FORMAT,
                       index, text, dim);
    }
  meta->offset_elems += (index < 0 ? index + size : index) * meta->strides[dim];
  remove_dim (meta, dim);
  return true;
}

static int64_t
clamp_index (int64_t index, int64_t low, int64_t size)
{
  if (index < 0)
    index += size;
  return CLAMP (index, low, size);
}

static bool
slice_window (TnsMeta *meta, int64_t dim, const TnsValue *start, const TnsValue *end, int64_t step,
              GError **error)
{
  if (meta->rank == 0)
    return tns_fail (error, TNS_ERROR_INDEX, "slice() cannot be applied to a 0-dim tensor.");
  if (!tns_wrap_dim (&dim, meta->rank, error))
    return false;
  if (step <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "slice step must be positive");
  int64_t size = meta->sizes[dim];
  int64_t from = start->kind == TNS_INT ? clamp_index (start->i, 0, size) : 0;
  int64_t to = end->kind == TNS_INT ? clamp_index (end->i, from, size) : size;
  meta->offset_elems += from * meta->strides[dim];
  meta->sizes[dim] = (to - from) / step + ((to - from) % step != 0);
  if (__builtin_mul_overflow (meta->strides[dim], step, &meta->strides[dim]))
    meta->strides[dim] = 1; /* a step beyond the end: at most one element is left */
  return true;
}

static bool
diagonal_window (TnsMeta *meta, int64_t offset, int64_t dim1, int64_t dim2, GError **error)
{
  int64_t given1 = dim1, given2 = dim2;
  if (!tns_wrap_dim (&dim1, meta->rank, error) || !tns_wrap_dim (&dim2, meta->rank, error))
    return false;
  if (dim1 == dim2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "diagonal dimensions cannot be identical %" G_GINT64_FORMAT
                     ", %" G_GINT64_FORMAT,
                     given1, given2);
  /* Beyond either edge there is nothing, however far. */
  int64_t skip = ABS (CLAMP (offset, -G_MAXINT64, G_MAXINT64));
  int64_t skipped = offset >= 0 ? dim2 : dim1, other = offset >= 0 ? dim1 : dim2;
  int64_t size = MAX (MIN (meta->sizes[other], meta->sizes[skipped] - skip), 0);
  int64_t stride = meta->strides[dim1] + meta->strides[dim2];
  if (size > 0)
    meta->offset_elems += skip * meta->strides[skipped];
  remove_dim (meta, MAX (dim1, dim2));
  remove_dim (meta, MIN (dim1, dim2));
  meta->sizes[meta->rank] = size;
  meta->strides[meta->rank++] = stride;
  return true;
}

/* ---- their gradients: upstream inside the window, zeros around it ---- */

/* Result 0: dense zeros of the sizes in argument 1. */
static bool
infer_embedded (TnsCall *call, GError **error)
{
  TnsMeta upstream = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  tns_call_add_dense (call, upstream.dtype, upstream.device, sizes.ints.n, sizes.ints.items);
  return true;
}

/* @window: the place for the upstream gradient inside the dense result. */
static bool
embed (TnsCall *call, const TnsMeta *window, GError **error)
{
  TnsMeta upstream = tns_call_get_meta (call, 0);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_fill (out, tns_scalar_int (0), error)
         && tns_window_copy (out, window, call->args[0].tensor, &upstream, error);
}

static bool
forward_select_backward (TnsCall *call, GError **error)
{
  TnsMeta window = call->outs[0];
  return select_window (&window, call->args[2].i, call->args[3].i, error)
         && embed (call, &window, error);
}

static bool
forward_slice_backward (TnsCall *call, GError **error)
{
  TnsMeta window = call->outs[0];
  return slice_window (&window, call->args[2].i, &call->args[3], &call->args[4], call->args[5].i,
                       error)
         && embed (call, &window, error);
}

static bool
forward_diagonal_backward (TnsCall *call, GError **error)
{
  TnsMeta window = call->outs[0];
  return diagonal_window (&window, call->args[2].i, call->args[3].i, call->args[4].i, error)
         && embed (call, &window, error);
}

static TnsValue
old_sizes (TnsGrad *g)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  return tns_value_ints (meta->sizes, meta->rank);
}

static void
select_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, select_backward, T (upstream), old_sizes (g),
                        tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2)));
}

static void
select_grad_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, select, T (upstream), tns_grad_get_arg (g, 2),
                        tns_grad_get_arg (g, 3)));
}

static void
slice_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, slice_backward, T (upstream), old_sizes (g),
                        tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3),
                        tns_grad_get_arg (g, 4)));
}

static void
slice_grad_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, slice, T (upstream), tns_grad_get_arg (g, 2),
                        tns_grad_get_arg (g, 3), tns_grad_get_arg (g, 4), tns_grad_get_arg (g, 5)));
}

static void
diagonal_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, diagonal_backward, T (upstream), old_sizes (g),
                        tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3)));
}

static void
diagonal_grad_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, diagonal, T (upstream), tns_grad_get_arg (g, 2),
                        tns_grad_get_arg (g, 3), tns_grad_get_arg (g, 4)));
}

#define WINDOW_OP                                                                                  \
  .category = TNS_CATEGORY_INDEX,                                                                  \
  .derivative = "∂y/∂x = 1 for the elements that are shown, 0 for the others"

#define EMBED_OP                                                                                   \
  .category = TNS_CATEGORY_INDEX, .flags = TNS_INTERNAL, .infer = infer_embedded,                  \
  .formula = "y = x inside the window, 0 around it", .derivative = "∂y/∂x = 1 inside the window",  \
  .narration = "puts {self} back where it was taken from, zeros around it"

TNS_OP (select_backward) = {
  EMBED_OP,
  .schema = "select_backward(Tensor self, int[] input_sizes, int dim, int index) -> Tensor",
  .forward = forward_select_backward,
  .node = "SelectBackwardBackward0",
  .backward = select_grad_grad,
  .doc = "torch.select.html",
};

TNS_OP (slice_backward) = {
  EMBED_OP,
  .schema
  = "slice_backward(Tensor self, int[] input_sizes, int dim, int? start, int? end, int step) "
    "-> Tensor",
  .forward = forward_slice_backward,
  .node = "SliceBackwardBackward0",
  .backward = slice_grad_grad,
  .doc = "torch.narrow.html",
};

TNS_OP (diagonal_backward) = {
  EMBED_OP,
  .schema
  = "diagonal_backward(Tensor self, int[] input_sizes, int offset, int dim1, int dim2) -> Tensor",
  .forward = forward_diagonal_backward,
  .node = "DiagonalBackwardBackward0",
  .backward = diagonal_grad_grad,
  .doc = "torch.diagonal.html",
};

/* ---- select, slice, narrow ---- */

static bool
infer_select (TnsCall *call, GError **error)
{
  return select_window (tns_call_add_view (call, 0), call->args[1].i, call->args[2].i, error);
}

TNS_OP (select) = {
  WINDOW_OP,
  .schema = "select(Tensor self, int dim, int index) -> Tensor",
  .infer = infer_select,
  .node = "SelectBackward0",
  .backward = select_grad,
  .formula = "y = x[…, index, …]",
  .narration = "looks at index {index} of dim {dim} of {self} {shape:self}: {shape:result}",
  .doc = "torch.select.html",
};

static bool
infer_slice (TnsCall *call, GError **error)
{
  return slice_window (tns_call_add_view (call, 0), call->args[1].i, &call->args[2], &call->args[3],
                       call->args[4].i, error);
}

TNS_OP (slice) = {
  WINDOW_OP,
  .schema = "slice(Tensor self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor",
  .flags = TNS_INTERNAL,
  .infer = infer_slice,
  .node = "SliceBackward0",
  .backward = slice_grad,
  .formula = "y = x[…, start:end:step, …]",
  .narration = "looks at {start}:{end}:{step} of dim {dim} of {self} {shape:self}: {shape:result}",
  .doc = "torch.narrow.html",
};

static bool
infer_narrow (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  int64_t dim = call->args[1].i, start = call->args[2].i, length = call->args[3].i;
  if (out->rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "narrow() cannot be applied to a 0-dim tensor.");
  if (length < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "narrow(): length must be non-negative.");
  if (!tns_wrap_dim (&dim, out->rank, error))
    return false;
  int64_t size = out->sizes[dim];
  if (start < -size || start > size)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "start out of range (expected to be in range of [%" G_GINT64_FORMAT
                     ", %" G_GINT64_FORMAT "], but got %" G_GINT64_FORMAT ")",
                     -size, size, start);
  if (start < 0)
    start += size;
  if (length > size - start)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "start (%" G_GINT64_FORMAT ") + length (%" G_GINT64_FORMAT
                     ") exceeds dimension size (%" G_GINT64_FORMAT ").",
                     start, length, size);
  out->offset_elems += start * out->strides[dim];
  out->sizes[dim] = length;
  return true;
}

static bool
forward_narrow (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[1].i, start = call->args[2].i, length = call->args[3].i;
  TnsScope scope;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (start < 0)
    start += self.sizes[dim];
  tns_scope_init (&scope);
  TnsTensor *result
      = tns_do (&scope, slice, call->args[0], I (dim), I (start), I (start + length), I (1));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (narrow) = {
  WINDOW_OP,
  .schema = "narrow(Tensor self, int dim, int start, int length) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_narrow,
  .forward = forward_narrow,
  .formula = "y = x[…, start : start + length, …]",
  .narration
  = "looks at {length} elements from {start} on along dim {dim} of {self}: {shape:result}",
  .doc = "torch.narrow.html",
  .signatures
  = "narrow(Tensor self, int dim, Tensor start, int length) -> Tensor\n"
    "narrow(Tensor self, int dim, int start, int length) -> Tensor",
};

static bool
forward_narrow_tensor (TnsCall *call, GError **error)
{
  TnsTensor *start = call->args[2].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (start);
  TnkScalar place;
  TnsScope scope;
  if (tns_tensor_get_rank (start) > 0 || dtype == TNK_BOOL || !tnk_dtype_is_integral (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME, "start must be an 0-dim integral Tensor.");
  if (!tns_tensor_get_item (start, &place, error))
    return false;
  tns_scope_init (&scope);
  TnsTensor *result
      = tns_do (&scope, narrow, call->args[0], call->args[1], I (place.i), call->args[3]);
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (narrow_tensor) = {
  WINDOW_OP,
  .schema = "narrow.Tensor(Tensor self, int dim, Tensor start, int length) -> Tensor",
  .flags = TNS_NO_OUT,
  .forward = forward_narrow_tensor,
  .formula = "y = x[…, start : start + length, …]",
  .narration
  = "looks at {length} elements from {start} on along dim {dim} of {self}: {shape:result}",
  .doc = "torch.narrow.html",
};

/* The checks are narrow's but for the order and wording of two. */
static bool
infer_narrow_copy (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[1].i, start = call->args[2].i, length = call->args[3].i;
  if (self.rank > 0 && dim >= self.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected dim < static_cast<int64_t>(self_sizes.size()) to be true, but got "
                     "false.  (Could this error message be improved?  If so, please report an "
                     "enhancement request to PyTorch.)");
  if (self.rank > 0 && !tns_wrap_dim (&dim, self.rank, error))
    return false;
  TnsValue nothing[] = { call->args[0], call->args[1], call->args[2], I (0) };
  TnsMeta before;
  int n_before = 1;
  if (!tns_op_infer (&tns_op_narrow, false, nothing, 4, &before, &n_before, error))
    return false;
  if (length < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "start (%" G_GINT64_FORMAT ") + length (%" G_GINT64_FORMAT
                     ") exceeds dimension size (%" G_GINT64_FORMAT ").",
                     start < 0 ? start + self.sizes[dim] : start, length, self.sizes[dim]);
  int n;
  g_autofree TnsMeta *window = tns_call_dup_metas_of (call, &tns_op_narrow, &n, error);
  if (window == NULL)
    return false;
  tns_call_add_dense (call, self.dtype, self.device, window->rank, window->sizes);
  return true;
}

static bool
forward_narrow_copy (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  tns_scope_init (&scope);
  TnsTensor *window = tns_do (&scope, narrow, call->args[0], call->args[1], call->args[2],
                              call->args[3]);
  if (window != NULL)
    tns_tensor_copy_from (out, window, &scope.error);
  return tns_scope_finish (&scope, error);
}

/* PyTorch slices with start and end as they are: a window that counts from behind up to the last
 * element ends at 0, so it is empty. It takes one row for none, and refuses more. */
static void
narrow_copy_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *zeros = tns_formula_zeros_of (g, 0);
  int64_t start = tns_grad_get_arg (g, 2).i, end = start + tns_grad_get_arg (g, 3).i;
  TnsTensor *window = tns_do (s, slice, T (zeros), tns_grad_get_arg (g, 1), I (start), I (end));
  tns_do (s, copy, T (window), T (tns_grad_get_upstream (g, 0)));
  tns_grad_set (g, 0, zeros);
}

TNS_OP (narrow_copy) = {
  WINDOW_OP,
  .schema = "narrow_copy(Tensor self, int dim, int start, int length) -> Tensor",
  .infer = infer_narrow_copy,
  .forward = forward_narrow_copy,
  .node = "NarrowCopyBackward0",
  .backward = narrow_copy_grad,
  .formula = "y = a copy of x[…, start : start + length, …]",
  .narration = "copies {length} elements from {start} on along dim {dim} of {self}: {shape:result}",
  .doc = "torch.narrow.html",
};

/* ---- diagonal ---- */

static bool
infer_diagonal (TnsCall *call, GError **error)
{
  return diagonal_window (tns_call_add_view (call, 0), call->args[1].i, call->args[2].i,
                          call->args[3].i, error);
}

TNS_OP (diagonal) = {
  WINDOW_OP,
  .schema = "diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  .infer = infer_diagonal,
  .node = "DiagonalBackward0",
  .backward = diagonal_grad,
  .formula = "y[…, i] = x[…, i, i + offset]",
  .narration = "looks at the diagonal of {self} {shape:self}: {shape:result}",
  .doc = "torch.diagonal.html",
};
