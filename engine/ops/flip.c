/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Elements in another order along some dims: flip, roll, rot90. Kernels know no negative strides,
 * so these copy, as PyTorch's do. */
#include "engine/ops/offsets.h"

#define REORDERS                                                                                   \
  .category = TNS_CATEGORY_SHAPE,                                                                  \
  .derivative = "∂y/∂x = 1 for the element that moved here"

/* ---- flip ---- */

static bool
infer_flip (TnsCall *call, GError **error)
{
  bool is_set[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  TnsValue dims = call->args[1];
  if (!tns_layout_wrap_dims (dims.ints.items, dims.ints.n, out->rank, is_set, error))
    return false;
  tns_layout_preserve_strides (out);
  return true;
}

static bool
forward_flip (TnsCall *call, GError **error)
{
  bool is_set[TNK_MAX_RANK];
  TnsMeta from = tns_call_get_meta (call, 0);
  TnsValue dims = call->args[1];
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_layout_wrap_dims (dims.ints.items, dims.ints.n, from.rank, is_set, error))
    return false;
  from.offset_elems = 0;
  for (int d = 0; d < from.rank; d++)
    if (is_set[d])
      {
        from.offset_elems += (from.sizes[d] - 1) * from.strides[d];
        from.strides[d] = -from.strides[d];
      }
  g_autoptr (TnsTensor) offsets = tns_offsets_new (&from, error);
  return offsets != NULL && tns_offsets_take (out, call->args[0].tensor, offsets, error);
}

static void
flip_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, flip, T (upstream), tns_grad_get_arg (g, 1)));
}

TNS_OP (flip) = {
  REORDERS,
  .schema = "flip(Tensor self, int[] dims) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_flip,
  .forward = forward_flip,
  .node = "FlipBackward0",
  .backward = flip_backward,
  .formula = "y[…, i, …] = x[…, n - 1 - i, …]",
  .narration = "reverses {self} along the dims {dims}",
  .doc = "torch.flip.html",
};

static bool
infer_flip_fixed (TnsCall *call, int dim, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (out->rank <= dim)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Input must be >= %d-d.", dim + 1);
  tns_layout_preserve_strides (out);
  return true;
}

static bool
forward_flip_fixed (TnsCall *call, int64_t dim, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope,
                          tns_do (&scope, flip, call->args[0], tns_value_ints (&dim, 1)), error);
}

static bool
infer_fliplr (TnsCall *call, GError **error)
{
  return infer_flip_fixed (call, 1, error);
}

static bool
forward_fliplr (TnsCall *call, GError **error)
{
  return forward_flip_fixed (call, 1, error);
}

static bool
infer_flipud (TnsCall *call, GError **error)
{
  return infer_flip_fixed (call, 0, error);
}

static bool
forward_flipud (TnsCall *call, GError **error)
{
  return forward_flip_fixed (call, 0, error);
}

TNS_OP (fliplr) = {
  REORDERS,
  .schema = "fliplr(Tensor self) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_fliplr,
  .forward = forward_fliplr,
  .formula = "y[i, j] = x[i, n - 1 - j]",
  .narration = "reverses {self} from left to right",
  .doc = "torch.fliplr.html",
};

TNS_OP (flipud) = {
  REORDERS,
  .schema = "flipud(Tensor self) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_flipud,
  .forward = forward_flipud,
  .formula = "y[i, j] = x[n - 1 - i, j]",
  .narration = "turns {self} upside down",
  .doc = "torch.flipud.html",
};

/* ---- roll ---- */

static bool
infer_roll (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue shifts = call->args[1], dims = call->args[2];
  if (shifts.ints.n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "`shifts` required");
  if (!(dims.ints.n == 0 && shifts.ints.n == 1) && shifts.ints.n != dims.ints.n)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "shifts and dimensions must align. shifts: %d, dims:%d", shifts.ints.n,
                     dims.ints.n);
  /* Where there is nothing to roll, nobody looks at the dims. */
  for (int k = 0; tns_layout_count (self.sizes, self.rank) > 0 && k < dims.ints.n; k++)
    {
      int64_t dim = dims.ints.items[k];
      if (self.rank == 0)
        return tns_fail (error, TNS_ERROR_INDEX,
                         "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                         dim);
      if (!tns_wrap_dim (&dim, self.rank, error))
        return false;
    }
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

/* The last @shift elements come first. */
static TnsTensor *
roll_one (TnsScope *scope, TnsTensor *x, int64_t shift, int64_t dim)
{
  if (x == NULL || tns_tensor_get_numel (x) == 0)
    return x;
  int64_t size = tns_tensor_get_rank (x) > 0 ? tns_tensor_get_sizes (x)[dim] : 1;
  int64_t start = (size - shift % size) % size;
  if (tns_tensor_get_rank (x) == 0)
    return x;
  TnsTensor *parts[2];
  parts[0] = tns_do (scope, slice, T (x), I (dim), I (start), I (size), I (1));
  parts[1] = tns_do (scope, slice, T (x), I (dim), I (0), I (start), I (1));
  return tns_do (scope, cat, tns_value_tensors (parts, 2), I (dim));
}

static bool
forward_roll (TnsCall *call, GError **error)
{
  TnsValue shifts = call->args[1], dims = call->args[2];
  TnsMeta self = tns_call_get_meta (call, 0);
  const int64_t all = -1;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *x = call->args[0].tensor;
  int n_dims = tns_tensor_get_numel (x) > 0 ? dims.ints.n : 0;
  if (dims.ints.n == 0)
    {
      x = tns_do (&scope, reshape, T (x), tns_value_ints (&all, 1));
      x = roll_one (&scope, x, shifts.ints.items[0], 0);
      x = tns_do (&scope, reshape, T (x), tns_value_ints (self.sizes, self.rank));
    }
  for (int k = 0; k < n_dims; k++)
    {
      int64_t dim = dims.ints.items[k];
      if (tns_wrap_dim (&dim, self.rank, &scope.error))
        x = roll_one (&scope, x, shifts.ints.items[k], dim);
    }
  if (x == call->args[0].tensor)
    x = tns_do (&scope, clone, T (x));
  return tns_call_finish (call, &scope, x, error);
}

static void
roll_backward (TnsGrad *g)
{
  TnsValue shifts = tns_grad_get_arg (g, 1);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  g_autofree int64_t *back = g_new (int64_t, shifts.ints.n);
  for (int k = 0; k < shifts.ints.n; k++)
    back[k] = -shifts.ints.items[k];
  tns_grad_set (g, 0,
                tns_do (g->scope, roll, T (upstream), tns_value_ints (back, shifts.ints.n),
                        tns_grad_get_arg (g, 2)));
}

TNS_OP (roll) = {
  REORDERS,
  .schema = "roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_roll,
  .forward = forward_roll,
  .node = "RollBackward0",
  .backward = roll_backward,
  .formula = "y[…, (i + shift) mod n, …] = x[…, i, …]",
  .narration = "moves the elements of {self} by {shifts} along dims {dims}; what falls off the end "
               "comes in at the front",
  .doc = "torch.roll.html",
};

/* ---- rot90 ---- */

static bool
resolve_plane (const TnsCall *call, int rank, int64_t *a, int64_t *b, GError **error)
{
  TnsValue dims = call->args[2];
  if (dims.ints.n != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "expected total rotation dims == 2, but got dims = %d", dims.ints.n);
  if (rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "expected total dims >= 2, but got total dims = %d",
                     rank);
  *a = dims.ints.items[0];
  *b = dims.ints.items[1];
  int64_t first = *a, second = *b;
  if (!tns_wrap_dim (&first, rank, error) || !tns_wrap_dim (&second, rank, error))
    return false;
  if (first == second)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "expected rotation dims to be different, but got dim0 = %" G_GINT64_FORMAT
                     " and dim1 = %" G_GINT64_FORMAT,
                     *a, *b);
  *a = first;
  *b = second;
  return true;
}

static bool
infer_rot90 (TnsCall *call, GError **error)
{
  int64_t a, b;
  TnsMeta *out = tns_call_add_view (call, 0);
  if (!resolve_plane (call, out->rank, &a, &b, error))
    return false;
  tns_layout_preserve_strides (out);
  if (call->args[1].i % 2 == 0)
    return true;
  int64_t size = out->sizes[a], stride = out->strides[a];
  out->sizes[a] = out->sizes[b];
  out->strides[a] = out->strides[b];
  out->sizes[b] = size;
  out->strides[b] = stride;
  return true;
}

static bool
forward_rot90 (TnsCall *call, GError **error)
{
  int64_t plane[2];
  TnsValue self = call->args[0];
  TnsTensor *x = NULL;
  TnsScope scope;
  if (!resolve_plane (call, call->outs[0].rank, &plane[0], &plane[1], error))
    return false;
  tns_scope_init (&scope);
  switch (((call->args[1].i % 4) + 4) % 4)
    {
    case 0:
      x = tns_do (&scope, clone, self, tns_value_string ("contiguous_format"));
      break;
    case 1:
      x = tns_do (&scope, flip, self, tns_value_ints (&plane[1], 1));
      x = tns_do (&scope, transpose_inplace, T (x), I (plane[0]), I (plane[1]));
      break;
    case 2:
      x = tns_do (&scope, flip, self, tns_value_ints (plane, 2));
      break;
    case 3:
      x = tns_do (&scope, flip, self, tns_value_ints (&plane[0], 1));
      x = tns_do (&scope, transpose_inplace, T (x), I (plane[0]), I (plane[1]));
      break;
    }
  return tns_call_finish (call, &scope, x, error);
}

static void
rot90_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, rot90, T (upstream), I (-tns_grad_get_arg (g, 1).i),
                        tns_grad_get_arg (g, 2)));
}

TNS_OP (rot90) = {
  REORDERS,
  .schema = "rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_rot90,
  .forward = forward_rot90,
  .node = "Rot90Backward0",
  .backward = rot90_backward,
  .formula = "k = 1: y[i, j] = x[j, n - 1 - i]",
  .narration = "turns {self} by {k} quarter turns in the plane of the dims {dims}",
  .doc = "torch.rot90.html",
};
