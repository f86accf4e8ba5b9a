/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* One tensor cut into a list of views: split, chunk, unbind, tensor_split, hsplit … */
#include "engine/ops/offsets.h"

#include <string.h>

#define LIST_OP                                                                                    \
  .category = TNS_CATEGORY_SHAPE,                                                                  \
  .derivative = "∂y/∂x = 1 for the piece that y shows"

/* ---- cutting along one dim ---- */

/* A view of @length elements from @start on along @dim. The starts stay with the call: along a dim of
 * stride 0 the layout does not tell them. */
static void
add_piece (TnsCall *call, int64_t dim, int64_t start, int64_t length)
{
  if (call->prepared == NULL)
    {
      call->prepared = g_array_new (FALSE, FALSE, sizeof (int64_t));
      call->free_prepared = (GDestroyNotify) g_array_unref;
    }
  g_array_append_val ((GArray *) call->prepared, start);
  TnsMeta *out = tns_call_add_view (call, 0);
  out->offset_elems += start * out->strides[dim];
  out->sizes[dim] = length;
}

static bool
add_equal_pieces (TnsCall *call, int64_t dim, int64_t split_size, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  if (split_size < 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "split expects split_size be non-negative, but got split_size=%" G_GINT64_FORMAT,
        split_size);
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  int64_t size = self.sizes[dim];
  if (split_size == 0 && size != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "split_size can only be 0 if dimension size is 0, but got dimension size of "
                     "%" G_GINT64_FORMAT,
                     size);
  int64_t n = split_size == 0 ? 1 : MAX (size / split_size + (size % split_size != 0), 1);
  for (int64_t k = 0; k < n; k++)
    add_piece (call, dim, k * split_size, MIN (split_size, size - k * split_size));
  return true;
}

static bool
infer_split (TnsCall *call, GError **error)
{
  if (tns_tensor_get_rank (call->args[0].tensor) == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "split expects at least a 1-dimensional tensor");
  return add_equal_pieces (call, call->args[2].i, call->args[1].i, error);
}

static bool
infer_split_with_sizes (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue sizes = call->args[1];
  int64_t dim = call->args[2].i, sum = 0;
  if (self.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "split expects at least a 1-dimensional tensor");
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  g_autofree char *text = tns_layout_dup_sizes_text (sizes.ints.items, sizes.ints.n);
  for (int k = 0; k < sizes.ints.n; k++)
    {
      if (sizes.ints.items[k] < 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "split_with_sizes expects split_sizes have only non-negative entries, but "
                         "got split_sizes=%s",
                         text);
      if (__builtin_add_overflow (sum, sizes.ints.items[k], &sum))
        sum = -1;
    }
  if (sum != self.sizes[dim])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "split_with_sizes expects split_sizes to sum exactly to %" G_GINT64_FORMAT
                     " (input tensor's size at dimension %" G_GINT64_FORMAT
                     "), but got split_sizes=%s",
                     self.sizes[dim], call->args[2].i, text);
  sum = 0;
  for (int k = 0; k < sizes.ints.n; k++)
    {
      add_piece (call, dim, sum, sizes.ints.items[k]);
      sum += sizes.ints.items[k];
    }
  return true;
}

/* The pieces' gradients put together again; the dim is argument 2. */
static void
split_backward (TnsGrad *g)
{
  g_autofree TnsTensor **parts = g_new (TnsTensor *, MAX (g->n_upstream, 1));
  for (int k = 0; k < g->n_upstream; k++)
    parts[k] = tns_grad_get_upstream (g, k);
  tns_grad_set (g, 0,
                tns_do (g->scope, cat, tns_value_tensors (parts, g->n_upstream),
                        tns_grad_get_arg (g, 2)));
}

TNS_OP (split) = {
  LIST_OP,
  .schema = "split(Tensor self, int split_size, int dim=0) -> Tensor[]",
  .infer = infer_split,
  .node = "SplitBackward0",
  .backward = split_backward,
  .formula = "yₖ = x[…, k · size : (k + 1) · size, …]",
  .narration = "cuts {self} {shape:self} along dim {dim} into pieces of {split_size}",
  .doc = "torch.split.html",
};

#define SPLIT_WITH_SIZES_OP                                                                        \
  LIST_OP, .infer = infer_split_with_sizes, .node = "SplitWithSizesBackward0",                     \
  .backward = split_backward, .formula = "yₖ = the next size[k] elements along dim",               \
  .doc = "torch.split.html"

TNS_OP (split_sizes) = {
  SPLIT_WITH_SIZES_OP,
  .schema = "split.sizes(Tensor self, int[] split_size, int dim=0) -> Tensor[]",
  .narration = "cuts {self} {shape:self} along dim {dim} into pieces of {split_size}",
};

TNS_OP (split_with_sizes) = {
  SPLIT_WITH_SIZES_OP,
  .schema = "split_with_sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]",
  .narration = "cuts {self} {shape:self} along dim {dim} into pieces of {split_sizes}",
};

/* A composition whose results are those of one op on the scope. */
static bool
finish_list (TnsCall *call, TnsScope *scope, TnsTensor **parts, GError **error)
{
  for (int k = 0; k < call->n_outs && scope->error == NULL; k++)
    tns_call_return (call, k, parts[k]);
  return tns_scope_finish (scope, error);
}

/* ---- chunk ---- */

static bool
get_chunk_size (const TnsCall *call, int64_t *split_size, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t chunks = call->args[1].i, dim = call->args[2].i;
  if (self.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "chunk expects at least a 1-dimensional tensor");
  if (chunks <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "chunk expects `chunks` to be greater than 0, got: %" G_GINT64_FORMAT, chunks);
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  *split_size = self.sizes[dim] / chunks + (self.sizes[dim] % chunks != 0);
  return true;
}

static bool
infer_chunk (TnsCall *call, GError **error)
{
  int64_t split_size, dim = call->args[2].i;
  if (!get_chunk_size (call, &split_size, error))
    return false;
  /* Nothing to divide: as many empty pieces as were asked for. */
  if (split_size == 0 && tns_wrap_dim (&dim, tns_tensor_get_rank (call->args[0].tensor), NULL))
    {
      for (int64_t k = 0; k < call->args[1].i; k++)
        add_piece (call, dim, 0, 0);
      return true;
    }
  return add_equal_pieces (call, call->args[2].i, split_size, error);
}

static bool
forward_chunk (TnsCall *call, GError **error)
{
  int64_t split_size;
  if (!get_chunk_size (call, &split_size, error))
    return false;
  g_autofree TnsTensor **parts = g_new0 (TnsTensor *, call->n_outs);
  g_autofree int64_t *zeros = g_new0 (int64_t, call->n_outs);
  TnsScope scope;
  tns_scope_init (&scope);
  if (split_size == 0)
    tns_scope_call_many (&scope, &tns_op_split_with_sizes,
                         (TnsValue[]) { call->args[0], tns_value_ints (zeros, call->n_outs),
                                        call->args[2] },
                         3, parts, call->n_outs);
  else
    tns_scope_call_many (&scope, &tns_op_split,
                         (TnsValue[]) { call->args[0], I (split_size), call->args[2] }, 3, parts,
                         call->n_outs);
  return finish_list (call, &scope, parts, error);
}

TNS_OP (chunk) = {
  LIST_OP,
  .schema = "chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
  .infer = infer_chunk,
  .forward = forward_chunk,
  .formula = "yₖ = the k-th of `chunks` pieces along dim",
  .narration = "cuts {self} {shape:self} along dim {dim} into {chunks} pieces",
  .doc = "torch.chunk.html",
};

/* ---- unbind ---- */

static bool
infer_unbind (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (self.rank == 0)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension specified as 0 but tensor has no dimensions");
  for (int64_t k = 0; k < self.sizes[dim]; k++)
    {
      TnsMeta *out = tns_call_add_view (call, 0);
      size_t n_behind = (size_t) (out->rank - dim - 1) * sizeof (int64_t);
      out->offset_elems += k * out->strides[dim];
      memmove (out->sizes + dim, out->sizes + dim + 1, n_behind);
      memmove (out->strides + dim, out->strides + dim + 1, n_behind);
      out->rank--;
    }
  return true;
}

static void
unbind_backward (TnsGrad *g)
{
  g_autofree TnsTensor **parts = g_new (TnsTensor *, MAX (g->n_upstream, 1));
  for (int k = 0; k < g->n_upstream; k++)
    parts[k] = tns_grad_get_upstream (g, k);
  tns_grad_set (g, 0,
                tns_do (g->scope, stack, tns_value_tensors (parts, g->n_upstream),
                        tns_grad_get_arg (g, 1)));
}

TNS_OP (unbind) = {
  LIST_OP,
  .schema = "unbind(Tensor self, int dim=0) -> Tensor[]",
  .infer = infer_unbind,
  .node = "UnbindBackward0",
  .backward = unbind_backward,
  .formula = "yₖ = x[…, k, …]",
  .narration = "takes {self} {shape:self} apart along dim {dim}",
  .doc = "torch.unbind.html",
};

/* ---- tensor_split, hsplit, vsplit, dsplit ---- */

/* Python's slice start:end of a dim. */
static void
add_slice (TnsCall *call, int64_t dim, int64_t start, int64_t end)
{
  int64_t size = tns_tensor_get_sizes (call->args[0].tensor)[dim];
  start = CLAMP (start < 0 ? start + size : start, 0, size);
  end = CLAMP (end < 0 ? end + size : end, start, size);
  add_piece (call, dim, start, end - start);
}

static bool
add_sections (TnsCall *call, int64_t dim, int64_t sections, GError **error)
{
  int64_t size = tns_tensor_get_sizes (call->args[0].tensor)[dim];
  if (sections <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "number of sections must be larger than 0, got %" G_GINT64_FORMAT, sections);
  int64_t start = 0;
  for (int64_t k = 0; k < sections; k++)
    {
      int64_t length = size / sections + (k < size % sections);
      add_piece (call, dim, start, length);
      start += length;
    }
  return true;
}

static void
add_between (TnsCall *call, int64_t dim, const TnsValue *indices)
{
  int64_t size = tns_tensor_get_sizes (call->args[0].tensor)[dim], start = 0;
  for (int k = 0; k < indices->ints.n; k++)
    {
      add_slice (call, dim, start, indices->ints.items[k]);
      start = indices->ints.items[k];
    }
  add_slice (call, dim, start, size);
}

/* The views are slices, recorded one by one, as PyTorch does it. @dim is where infer cut. */
static bool
forward_slices (TnsCall *call, int64_t dim, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  for (int k = 0; k < call->n_outs && scope.error == NULL; k++)
    {
      int64_t start = g_array_index ((GArray *) call->prepared, int64_t, k);
      int64_t end = start + call->outs[k].sizes[dim];
      tns_call_return (call, k,
                       tns_do (&scope, slice, call->args[0], I (dim), I (start), I (end), I (1)));
    }
  return tns_scope_finish (&scope, error);
}

static bool
wrap_split_dim (const TnsCall *call, int64_t *dim, GError **error)
{
  int rank = tns_tensor_get_rank (call->args[0].tensor);
  *dim = call->args[2].i;
  if (rank == 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 "
        "dims");
  return tns_wrap_dim (dim, rank, error);
}

static bool
infer_tensor_split (TnsCall *call, GError **error)
{
  int64_t dim = 0;
  if (!wrap_split_dim (call, &dim, error))
    return false;
  if (call->args[1].kind == TNS_INT)
    return add_sections (call, dim, call->args[1].i, error);
  add_between (call, dim, &call->args[1]);
  return true;
}

static bool
forward_tensor_split (TnsCall *call, GError **error)
{
  int64_t dim = 0;
  return wrap_split_dim (call, &dim, error) && forward_slices (call, dim, error);
}

#define TENSOR_SPLIT_OP                                                                            \
  LIST_OP, .forward = forward_tensor_split,                                                        \
  .formula = "yₖ = the k-th piece along dim, sizes as equal as can be",                            \
  .doc = "torch.tensor_split.html"

TNS_OP (tensor_split) = {
  TENSOR_SPLIT_OP,
  .infer = infer_tensor_split,
  .schema = "tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]",
  .narration = "cuts {self} {shape:self} along dim {dim} into {sections} pieces",
};

TNS_OP (tensor_split_indices) = {
  TENSOR_SPLIT_OP,
  .infer = infer_tensor_split,
  .schema = "tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]",
  .narration = "cuts {self} {shape:self} along dim {dim} at {indices}",
};

/* A number of sections, or places to cut at, given as a tensor on the CPU. */
static bool
read_cuts (const TnsCall *call, TnsTensor **host, TnsValue *cuts, GError **error)
{
  TnsTensor *given = call->args[1].tensor;
  int rank = tns_tensor_get_rank (given);
  if (tns_tensor_get_dtype (given) != TNK_INT64)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "tensor_split expected tensor_indices_or_sections to have dtype of long, but got "
        "%s",
        tns_dtype_get_scalar_type_name (tns_tensor_get_dtype (given)));
  if (rank > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or "
                     "one-dimensional tensor, but got a tensor with %d dims",
                     rank);
  *host = tns_tensor_to_host_int64 (given, error);
  if (*host == NULL)
    return false;
  const int64_t *items = tns_tensor_get_data (*host);
  *cuts = rank == 0 ? I (items[0]) : tns_value_ints (items, (int) tns_tensor_get_numel (*host));
  return true;
}

static bool
infer_tensor_split_tensor (TnsCall *call, GError **error)
{
  int64_t dim = 0;
  TnsValue cuts = TNS_VALUE_NONE;
  g_autoptr (TnsTensor) host = NULL;
  if ((tns_tensor_get_rank (call->args[0].tensor) > 0 && !read_cuts (call, &host, &cuts, error))
      || !wrap_split_dim (call, &dim, error))
    return false;
  if (cuts.kind == TNS_INT)
    return add_sections (call, dim, cuts.i, error);
  add_between (call, dim, &cuts);
  return true;
}

TNS_OP (tensor_split_tensor) = {
  TENSOR_SPLIT_OP,
  .schema
  = "tensor_split.tensor_indices_or_sections(Tensor self, Tensor tensor_indices_or_sections, "
    "int dim=0) -> Tensor[]",
  .infer = infer_tensor_split_tensor,
  .narration = "cuts {self} {shape:self} along dim {dim} as {tensor_indices_or_sections} says",
};

/* hsplit, vsplit, dsplit: a fixed dim, and sections that must divide it. */
static bool
get_named_dim (const TnsCall *call, int least_rank, int64_t *dim, GError **error)
{
  int rank = tns_tensor_get_rank (call->args[0].tensor);
  if (rank < least_rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.%s requires a tensor with at least %d dimension, but got a tensor with "
                     "%d dimensions!",
                     call->schema->name, least_rank, rank);
  *dim = least_rank == 1 ? (rank == 1 ? 0 : 1) : least_rank == 2 ? 0 : 2;
  return true;
}

static bool
infer_named_split (TnsCall *call, int least_rank, GError **error)
{
  int64_t dim = 0;
  if (!get_named_dim (call, least_rank, &dim, error))
    return false;
  if (call->args[1].kind != TNS_INT)
    {
      add_between (call, dim, &call->args[1]);
      return true;
    }
  int64_t size = tns_tensor_get_sizes (call->args[0].tensor)[dim], sections = call->args[1].i;
  if (sections == 0 || size % sections != 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.%s attempted to split along dimension %" G_GINT64_FORMAT
                     ", but the size of the dimension %" G_GINT64_FORMAT
                     " is not divisible by the split_size %" G_GINT64_FORMAT "!",
                     call->schema->name, dim, size, sections);
  return add_sections (call, dim, sections, error);
}

static bool
forward_named_split (TnsCall *call, int least_rank, GError **error)
{
  int64_t dim = 0;
  return get_named_dim (call, least_rank, &dim, error) && forward_slices (call, dim, error);
}

#define NAMED_SPLIT_OP(id, least_rank, text)                                                       \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_named_split (call, least_rank, error);                                            \
  }                                                                                                \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return forward_named_split (call, least_rank, error);                                          \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    LIST_OP,                                                                                       \
    .schema = #id ".int(Tensor self, int sections) -> Tensor[]",                                   \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .formula = "yₖ = the k-th piece " text,                                                        \
    .narration = "cuts {self} {shape:self} " text " into {sections} pieces",                       \
    .doc = "torch." #id ".html",                                                                   \
  };                                                                                               \
  TNS_OP (id##_indices) = {                                                                        \
    LIST_OP,                                                                                       \
    .schema = #id ".array(Tensor self, int[] indices) -> Tensor[]",                                \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .formula = "yₖ = the k-th piece " text,                                                        \
    .narration = "cuts {self} {shape:self} " text " at {indices}",                                 \
    .doc = "torch." #id ".html",                                                                   \
  };

NAMED_SPLIT_OP (hsplit, 1, "from left to right")
NAMED_SPLIT_OP (vsplit, 2, "from top to bottom")
NAMED_SPLIT_OP (dsplit, 3, "from front to back")
