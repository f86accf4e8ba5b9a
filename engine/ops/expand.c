/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The same elements several times: expand repeats without copying (stride 0), repeat and tile copy.
 * Gradients are summed over the repetitions. */
#include "engine/ops/layout.h"

#include <string.h>

/* ---- expand ---- */

static bool
fail_expand (const TnsMeta *self, const int64_t *asked, int rank, int dim, GError **error)
{
  g_autofree char *target = tns_layout_dup_sizes_text (asked, rank);
  g_autofree char *own = tns_layout_dup_sizes_text (self->sizes, self->rank);
  int own_dim = dim - (rank - self->rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "The expanded size of the tensor (%" G_GINT64_FORMAT
                   ") must match the existing size (%" G_GINT64_FORMAT
                   ") at non-singleton dimension %d.  Target sizes: %s.  Tensor sizes: %s",
                   asked[dim], self->sizes[own_dim], dim, target, own);
}

static bool
expand_meta (TnsMeta *out, const int64_t *asked, int rank, GError **error)
{
  TnsMeta self = *out;
  int shift = rank - self.rank;
  if (rank > TNK_MAX_RANK)
    return tns_layout_check_sizes (asked, rank, error);
  if (shift < 0)
    {
      g_autofree char *own = tns_layout_dup_sizes_text (self.sizes, self.rank);
      g_autofree char *target = tns_layout_dup_sizes_text (asked, rank);
      return tns_fail_for_few_sizes (self.dtype, own, self.rank, target, rank, error);
    }
  out->rank = rank;
  for (int d = rank - 1; d >= 0; d--)
    {
      int64_t own = d >= shift ? self.sizes[d - shift] : 1;
      int64_t stride = d >= shift ? self.strides[d - shift] : 0;
      if (asked[d] == -1 && d < shift && self.rank > 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "The expanded size of the tensor (-1) isn't allowed in a leading, "
                         "non-existing dimension %d",
                         d);
      int64_t size = asked[d] == -1 && d >= shift ? own : asked[d];
      if (size != own && own != 1)
        return fail_expand (&self, asked, rank, d, error);
      /* A new leading dim of size 1 has the stride of the block behind it, as in PyTorch. */
      if (d < shift)
        stride = size == 1 && self.rank > 0 ? out->sizes[d + 1] * out->strides[d + 1] : 0;
      else if (size != own)
        stride = 0;
      out->sizes[d] = size;
      out->strides[d] = stride;
    }
  return tns_layout_check_view (out, error);
}

static bool
infer_expand (TnsCall *call, GError **error)
{
  TnsValue size = call->args[1];
  return expand_meta (tns_call_add_view (call, 0), size.ints.items, size.ints.n, error);
}

static bool
infer_expand_as (TnsCall *call, GError **error)
{
  TnsMeta other = tns_call_get_meta (call, 1);
  return expand_meta (tns_call_add_view (call, 0), other.sizes, other.rank, error);
}

static bool
forward_expand (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *result
      = tns_do (&scope, expand, call->args[0], tns_value_ints (out->sizes, out->rank));
  return tns_call_finish (call, &scope, result, error);
}

/* Summing over the repeated dims is what tns_grad_set() does. */
static void
expand_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
}

#define EXPAND_OP                                                                                  \
  .category = TNS_CATEGORY_SHAPE, .formula = "y[…, i] = x[i], and x[0] where x has size 1",        \
  .derivative = "∂y/∂x = 1 for every repetition: the gradient is their sum"

TNS_OP (expand) = {
  EXPAND_OP,
  .schema = "expand(Tensor self, int[] size, *, bool implicit=False) -> Tensor",
  .flags = TNS_AS_METHOD,
  .infer = infer_expand,
  .node = "ExpandBackward0",
  .backward = expand_backward,
  .narration = "repeats {self} {shape:self} without copying until it is {shape:result}",
  .doc = "torch.Tensor.expand.html",
};

TNS_OP (expand_as) = {
  EXPAND_OP,
  .schema = "expand_as(Tensor self, Tensor other) -> Tensor",
  .flags = TNS_AS_METHOD,
  .infer = infer_expand_as,
  .forward = forward_expand,
  .narration = "repeats {self} {shape:self} without copying to the shape of {other}",
  .doc = "torch.Tensor.expand_as.html",
};

TNS_OP (broadcast_to) = {
  EXPAND_OP,
  .schema = "broadcast_to(Tensor self, int[] size) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_expand,
  .forward = forward_expand,
  .narration = "broadcasts {self} {shape:self} without copying to {shape:result}",
  .doc = "torch.broadcast_to.html",
};

/* ---- repeat ---- */

static bool
repeat_meta (TnsCall *call, const int64_t *repeats, int n, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t sizes[TNK_MAX_RANK];
  if (n < self.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Number of dimensions of repeat dims can not be smaller than number of "
                     "dimensions of tensor");
  if (n > TNK_MAX_RANK)
    return tns_layout_check_sizes (repeats, n, error);
  int shift = n - self.rank;
  for (int d = 0; d < n; d++)
    if (__builtin_mul_overflow (repeats[d], d < shift ? 1 : self.sizes[d - shift], &sizes[d]))
      return tns_fail (error, TNS_ERROR_RUNTIME, "repeat: size of dimension %d overflows", d);
  if (!tns_layout_check_sizes (sizes, n, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, n, sizes);
  return true;
}

static bool
infer_repeat (TnsCall *call, GError **error)
{
  return repeat_meta (call, call->args[1].ints.items, call->args[1].ints.n, error);
}

/**
 * split_repeats:
 * @small: layout of one copy, right-aligned
 * @large: dense layout of all of them
 * @small_window: (out): @small with a dim of size 1 and stride 0 before each repeated dim
 * @large_window: (out): @large with each repeated dim split in [repetition, index]
 *
 * Errors: RuntimeError when the two need more dims than a kernel takes.
 */
static bool
split_repeats (const TnsMeta *small, const TnsMeta *large, const int64_t *repeats,
               TnsMeta *small_window, TnsMeta *large_window, GError **error)
{
  int shift = large->rank - small->rank;
  *small_window = *small;
  *large_window = *large;
  int n = 0;
  for (int d = 0; d < large->rank; d++)
    {
      bool is_own = d >= shift;
      int64_t own = is_own ? small->sizes[d - shift] : 1;
      if (n + (repeats[d] != 1) + is_own > TNK_MAX_RANK)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "repeat: tensors of more than %d dimensions are not supported",
                         TNK_MAX_RANK);
      if (repeats[d] != 1)
        {
          small_window->sizes[n] = 1;
          small_window->strides[n] = 0;
          large_window->sizes[n] = repeats[d];
          large_window->strides[n++] = own * large->strides[d];
        }
      if (!is_own)
        continue;
      small_window->sizes[n] = large_window->sizes[n] = own;
      small_window->strides[n] = small->strides[d - shift];
      large_window->strides[n++] = large->strides[d];
    }
  small_window->rank = large_window->rank = n;
  return true;
}

static bool
forward_repeat (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), from, to;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL
      || !split_repeats (&self, &call->outs[0], call->args[1].ints.items, &from, &to, error))
    return false;
  memcpy (from.sizes, to.sizes, (size_t) to.rank * sizeof (int64_t));
  return tns_window_copy (out, &to, call->args[0].tensor, &from, error);
}

static void
repeat_backward (TnsGrad *g)
{
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, fold_repeats, T (upstream),
                        tns_value_ints (meta->sizes, meta->rank), tns_grad_get_arg (g, 1)));
}

#define REPEAT_OP                                                                                  \
  .category = TNS_CATEGORY_SHAPE,                                                                  \
  .formula = "y[i] = x[i mod size of x]",                                                          \
  .derivative = "∂y/∂x = 1 for every copy: the gradient is their sum"

TNS_OP (repeat) = {
  REPEAT_OP,
  .schema = "repeat(Tensor self, int[] repeats) -> Tensor",
  .flags = TNS_AS_METHOD,
  .infer = infer_repeat,
  .forward = forward_repeat,
  .node = "RepeatBackward0",
  .backward = repeat_backward,
  .narration = "copies {self} {repeats} times along its dims: {shape:self} becomes {shape:result}",
  .doc = "torch.Tensor.repeat.html",
};

/* The way back of repeat: adds up the copies. */

static bool
infer_fold_repeats (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  tns_call_add_dense (call, self.dtype, self.device, sizes.ints.n, sizes.ints.items);
  return true;
}

static bool
forward_fold_repeats (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), to, from;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL
      || !split_repeats (&call->outs[0], &self, call->args[2].ints.items, &to, &from, error))
    return false;
  if (tns_layout_count (self.sizes, self.rank) == 0)
    return tns_tensor_fill (out, tns_scalar_int (0), error);
  const TnkBackend *backend = tns_device_get_backend (self.device, error);
  if (backend == NULL)
    return false;
  TnkStatus status = backend->reduce (TNK_REDUCE_SUM, tns_window (out, &to),
                                      tns_window (call->args[0].tensor, &from));
  return tns_check_status (status, "repeat", self.dtype, error);
}

static void
fold_repeats_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, repeat, T (upstream), tns_grad_get_arg (g, 2)));
}

TNS_OP (fold_repeats) = {
  .schema = "_fold_repeats(Tensor self, int[] size, int[] repeats) -> Tensor",
  .category = TNS_CATEGORY_SHAPE,
  .flags = TNS_INTERNAL,
  .infer = infer_fold_repeats,
  .forward = forward_fold_repeats,
  .node = "SumBackward1",
  .backward = fold_repeats_backward,
  .formula = "y[i] = Σ of x over the copies of i",
  .derivative = "∂y/∂x = 1 for every copy",
  .narration = "adds up the copies in {self} {shape:self}: {shape:result}",
  .doc = "torch.Tensor.repeat.html",
};

/* ---- tile ---- */

/* Missing leading repetitions are 1. Returns how many there are then; -1: more than a tensor can
 * have. */
static int
pad_repeats (const TnsCall *call, int64_t *repeats)
{
  TnsValue given = call->args[1];
  int rank = tns_tensor_get_rank (call->args[0].tensor);
  int n = MAX (rank, given.ints.n);
  if (n > TNK_MAX_RANK)
    return -1;
  for (int d = 0; d < n; d++)
    repeats[d] = d < n - given.ints.n ? 1 : given.ints.items[d - (n - given.ints.n)];
  return n;
}

static bool
infer_tile (TnsCall *call, GError **error)
{
  int64_t repeats[TNK_MAX_RANK];
  int n = pad_repeats (call, repeats);
  if (n < 0)
    return tns_layout_check_sizes (call->args[1].ints.items, call->args[1].ints.n, error);
  return repeat_meta (call, repeats, n, error);
}

static bool
forward_tile (TnsCall *call, GError **error)
{
  int64_t repeats[TNK_MAX_RANK];
  int n = pad_repeats (call, repeats);
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, repeat, call->args[0], tns_value_ints (repeats, n)), error);
}

TNS_OP (tile) = {
  REPEAT_OP,
  .schema = "tile(Tensor self, int[] dims) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_tile,
  .forward = forward_tile,
  .narration
  = "copies {self} {dims} times along its last dims: {shape:self} becomes {shape:result}",
  .doc = "torch.tile.html",
};

/* ---- sum_to_size ---- */

/* Whether @self has the shape of something broadcast from @sizes. */
static bool
is_broadcast_of (const TnsMeta *self, const TnsValue *sizes)
{
  int n_leading = self->rank - sizes->ints.n;
  for (int d = MAX (n_leading, 0); d < self->rank; d++)
    if (sizes->ints.items[d - n_leading] != self->sizes[d] && sizes->ints.items[d - n_leading] != 1)
      return false;
  return n_leading >= 0;
}

static bool
infer_sum_to_size (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  if (!is_broadcast_of (&self, &sizes))
    {
      g_autofree char *to = tns_layout_dup_sizes_text (sizes.ints.items, sizes.ints.n);
      g_autofree char *from = tns_layout_dup_sizes_text (self.sizes, self.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME, "size {%s} is not expandable to size {%s}.", to,
                       from);
    }
  tns_call_add_dense (call, self.dtype, self.device, sizes.ints.n, sizes.ints.items);
  return true;
}

/* Repeated dims are summed away, leading ones leave. */
static bool
forward_sum_to_size (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  TnsTensor *result = call->args[0].tensor;
  int64_t dims[TNK_MAX_RANK];
  int n = 0, n_leading = self.rank - sizes.ints.n;
  TnsScope scope;
  for (int d = 0; d < self.rank; d++)
    if (d < n_leading || (sizes.ints.items[d - n_leading] == 1 && self.sizes[d] != 1))
      dims[n++] = d;
  tns_scope_init (&scope);
  if (sizes.ints.n == 0)
    result = tns_do (&scope, sum_full, T (result));
  else if (n > 0)
    result = tns_do (&scope, sum, T (result), tns_value_ints (dims, n), B (true));
  if (sizes.ints.n > 0 && n_leading > 0)
    result = tns_do (&scope, view, T (result), sizes);
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (sum_to_size) = {
  .schema = "sum_to_size(Tensor self, int[] size) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_METHOD,
  .infer = infer_sum_to_size,
  .forward = forward_sum_to_size,
  .formula = "y = Σ of x over the dims along which size is 1 or missing",
  .derivative = "∂y/∂x = 1 for every element that was added",
  .narration = "adds {self} {shape:self} up to {shape:result}",
  .doc = "torch.Tensor.sum_to_size.html",
};
