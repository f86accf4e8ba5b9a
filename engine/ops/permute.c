/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Dims in another order: permute, transpose, movedim … Only strides move; gradients go back by the
 * inverse order. */
#include "engine/ops/layout.h"

#define MOVES_DIMS                                                                                 \
  .category = TNS_CATEGORY_SHAPE,                                                                  \
  .derivative = "∂y/∂x = 1 for the element that moved here"

/* Dim k of the result is dim @order[k] of the argument. */
static void
reorder (TnsMeta *meta, const int64_t *order)
{
  TnsMeta from = *meta;
  for (int k = 0; k < meta->rank; k++)
    {
      meta->sizes[k] = from.sizes[order[k]];
      meta->strides[k] = from.strides[order[k]];
    }
}

static void
swap_dims (TnsMeta *meta, int64_t a, int64_t b)
{
  if (meta->rank == 0)
    return;
  int64_t size = meta->sizes[a], stride = meta->strides[a];
  meta->sizes[a] = meta->sizes[b];
  meta->strides[a] = meta->strides[b];
  meta->sizes[b] = size;
  meta->strides[b] = stride;
}

/* ---- permute ---- */

static bool
resolve_order (const TnsValue *dims, int rank, int64_t *order, GError **error)
{
  bool is_set[TNK_MAX_RANK] = { false };
  if (dims->ints.n != rank)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "permute(sparse_coo): number of dimensions in the tensor input does not match "
        "the length of the desired ordering of dimensions i.e. input.dim() = %d is not "
        "equal to len(dims) = %d",
        rank, dims->ints.n);
  for (int k = 0; k < rank; k++)
    {
      order[k] = dims->ints.items[k];
      if (!tns_wrap_dim (&order[k], rank, error))
        return false;
      if (is_set[order[k]])
        return tns_fail (error, TNS_ERROR_RUNTIME, "permute(): duplicate dims are not allowed.");
      is_set[order[k]] = true;
    }
  return true;
}

static bool
infer_permute (TnsCall *call, GError **error)
{
  int64_t order[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  if (!resolve_order (&call->args[1], out->rank, order, error))
    return false;
  reorder (out, order);
  return true;
}

static void
permute_backward (TnsGrad *g)
{
  TnsValue dims = tns_grad_get_arg (g, 1);
  int64_t order[TNK_MAX_RANK], inverse[TNK_MAX_RANK];
  int rank = dims.ints.n;
  if (!resolve_order (&dims, rank, order, &g->scope->error))
    return;
  for (int k = 0; k < rank; k++)
    inverse[order[k]] = k;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0, tns_do (g->scope, permute, T (upstream), tns_value_ints (inverse, rank)));
}

TNS_OP (permute) = {
  MOVES_DIMS,
  .schema = "permute(Tensor self, int[] dims) -> Tensor",
  .infer = infer_permute,
  .node = "PermuteBackward0",
  .backward = permute_backward,
  .formula = "dim k of y = dim dims[k] of x",
  .narration = "orders the dims of {self} {shape:self} as {dims}: {shape:result}",
  .doc = "torch.permute.html",
};

/* A composition that is one permute of its argument. */
static bool
finish_permute (TnsCall *call, const int64_t *order, int rank, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *result = tns_do (&scope, permute, call->args[0], tns_value_ints (order, rank));
  return tns_call_finish (call, &scope, result, error);
}

static bool
infer_numpy_t (TnsCall *call, GError **error)
{
  int64_t order[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  for (int k = 0; k < out->rank; k++)
    order[k] = out->rank - 1 - k;
  reorder (out, order);
  return true;
}

static bool
forward_numpy_t (TnsCall *call, GError **error)
{
  int64_t order[TNK_MAX_RANK];
  int rank = call->outs[0].rank;
  for (int k = 0; k < rank; k++)
    order[k] = rank - 1 - k;
  return finish_permute (call, order, rank, error);
}

TNS_OP (numpy_T) = {
  MOVES_DIMS,
  .schema = "T(Tensor self) -> Tensor",
  .flags = TNS_AS_PROPERTY,
  .infer = infer_numpy_t,
  .forward = forward_numpy_t,
  .formula = "y[…, j, i] = x[i, j, …]",
  .narration = "reverses the order of the dims of {self} {shape:self}: {shape:result}",
  .doc = "torch.Tensor.T.html",
};

/* ---- movedim ---- */

static bool
wrap_distinct (const TnsValue *dims, const char *which, int rank, int64_t *wrapped, GError **error)
{
  bool is_set[TNK_MAX_RANK] = { false };
  for (int k = 0; k < dims->ints.n; k++)
    {
      int64_t dim = dims->ints.items[k];
      if (!tns_wrap_dim (&dim, rank, error))
        return false;
      if (is_set[dim])
        {
          g_autofree char *text = tns_layout_dup_sizes_text (dims->ints.items, dims->ints.n);
          return tns_fail (error, TNS_ERROR_RUNTIME, "movedim: repeated dim in `%s` (%s)", which,
                           text);
        }
      is_set[dim] = true;
      wrapped[k] = dim;
    }
  return true;
}

static bool
check_range (const TnsValue *dims, int rank, GError **error)
{
  for (int k = 0; k < dims->ints.n; k++)
    {
      int64_t dim = dims->ints.items[k];
      if (!tns_wrap_dim (&dim, rank, error))
        return false;
    }
  return true;
}

static bool
resolve_moves (const TnsCall *call, int rank, int64_t *order, GError **error)
{
  const TnsValue *source = &call->args[1], *destination = &call->args[2];
  int n = source->ints.n;
  if (n != destination->ints.n)
    {
      g_autofree char *from = tns_layout_dup_sizes_text (source->ints.items, n);
      g_autofree char *to
          = tns_layout_dup_sizes_text (destination->ints.items, destination->ints.n);
      return tns_fail (
          error, TNS_ERROR_RUNTIME,
          "movedim: Invalid source or destination dims: source (%s dims) should contain "
          "the same number of dims as destination (%s dims)",
          from, to);
    }
  if (!check_range (source, rank, error) || !check_range (destination, rank, error))
    return false;
  int64_t from[TNK_MAX_RANK], to[TNK_MAX_RANK];
  if (n > MAX (rank, 1))
    n = MAX (rank, 1) + 1; /* one too many is enough to find the repetition */
  TnsValue short_source = tns_value_ints (source->ints.items, n);
  TnsValue short_destination = tns_value_ints (destination->ints.items, n);
  if (!wrap_distinct (n == source->ints.n ? source : &short_source, "source", rank, from, error)
      || !wrap_distinct (n == source->ints.n ? destination : &short_destination, "destination",
                         rank, to, error))
    return false;
  bool is_moved[TNK_MAX_RANK] = { false };
  for (int d = 0; d < rank; d++)
    order[d] = -1;
  for (int k = 0; k < n && rank > 0; k++)
    {
      order[to[k]] = from[k];
      is_moved[from[k]] = true;
    }
  int next = 0;
  for (int d = 0; d < rank; d++)
    {
      if (order[d] >= 0)
        continue;
      while (is_moved[next])
        next++;
      order[d] = next++;
    }
  return true;
}

static bool
infer_movedim (TnsCall *call, GError **error)
{
  int64_t order[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_view (call, 0);
  if (!resolve_moves (call, out->rank, order, error))
    return false;
  reorder (out, order);
  return true;
}

static bool
forward_movedim (TnsCall *call, GError **error)
{
  int64_t order[TNK_MAX_RANK];
  int rank = call->outs[0].rank;
  if (rank == 0)
    {
      TnsScope scope;
      tns_scope_init (&scope);
      return tns_call_finish (call, &scope, tns_do (&scope, alias, call->args[0]), error);
    }
  return resolve_moves (call, rank, order, error) && finish_permute (call, order, rank, error);
}

TNS_OP (movedim) = {
  MOVES_DIMS,
  .schema = "movedim(Tensor self, int[1] source, int[1] destination) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_movedim,
  .forward = forward_movedim,
  .formula = "dim source of x becomes dim destination of y, the others keep their order",
  .narration
  = "moves dim {source} of {self} to place {destination}: {shape:self} becomes {shape:result}",
  .doc = "torch.movedim.html",
  .aliases = "moveaxis",
  .signatures
  = "movedim(Tensor self, int source, int destination) -> Tensor\n"
    "movedim(Tensor self, int[] source, int[] destination) -> Tensor\n"
    "moveaxis(Tensor self, int source, int destination) -> Tensor\n"
    "moveaxis(Tensor self, int[] source, int[] destination) -> Tensor",
};

/* ---- transpose ---- */

static bool
infer_transpose (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  int64_t a = call->args[1].i, b = call->args[2].i;
  if (!tns_wrap_dim (&a, out->rank, error) || !tns_wrap_dim (&b, out->rank, error))
    return false;
  swap_dims (out, a, b);
  return true;
}

static void
transpose_backward (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  tns_grad_set (g, 0,
                tns_do (g->scope, transpose, T (upstream), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2)));
}

TNS_OP (transpose) = {
  MOVES_DIMS,
  .schema = "transpose(Tensor self, int dim0, int dim1) -> Tensor",
  .infer = infer_transpose,
  .node = "TransposeBackward0",
  .backward = transpose_backward,
  .formula = "y[…, j, …, i, …] = x[…, i, …, j, …]",
  .narration = "swaps dims {dim0} and {dim1} of {self}: {shape:self} becomes {shape:result}",
  .doc = "torch.transpose.html",
  .aliases = "swapaxes swapdims",
  .signatures
  = "transpose(Tensor self, int dim0, int dim1) -> Tensor\n"
    "swapaxes(Tensor self, int axis0, int axis1) -> Tensor",
};

TNS_OP (transpose_inplace) = {
  MOVES_DIMS,
  .schema = "transpose_(Tensor self, int dim0, int dim1) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_transpose,
  .forward = tns_call_relayout_self,
  .node = "TransposeBackward1",
  .backward = transpose_backward,
  .formula = "y[…, j, …, i, …] = x[…, i, …, j, …]",
  .narration = "swaps dims {dim0} and {dim1} of {self} itself: now {shape:result}",
  .doc = "torch.Tensor.transpose_.html",
  .aliases = "swapaxes_ swapdims_",
  .signatures
  = "transpose_(Tensor self, int dim0, int dim1) -> Tensor\n"
    "swapaxes_(Tensor self, int axis0, int axis1) -> Tensor",
};

static bool
infer_t (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (out->rank > 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s() expects a tensor with <= 2 dimensions, but self is %dD",
                     call->schema->name, out->rank);
  if (out->rank == 2)
    swap_dims (out, 0, 1);
  return true;
}

static void
t_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, t, T (tns_grad_get_upstream (g, 0))));
}

TNS_OP (t) = {
  MOVES_DIMS,
  .schema = "t(Tensor self) -> Tensor",
  .infer = infer_t,
  .node = "TBackward0",
  .backward = t_backward,
  .formula = "y[j, i] = x[i, j]",
  .narration = "transposes {self}: {shape:self} becomes {shape:result}",
  .doc = "torch.t.html",
};

TNS_OP (t_inplace) = {
  MOVES_DIMS,
  .schema = "t_(Tensor self) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE | TNS_ONLY_LAYOUT,
  .infer = infer_t,
  .forward = tns_call_relayout_self,
  .node = "TBackward1",
  .backward = t_backward,
  .formula = "y[j, i] = x[i, j]",
  .narration = "transposes {self} itself: now {shape:result}",
  .doc = "torch.Tensor.t_.html",
};

/* ---- matrices at the end of a batch ---- */

static bool
infer_matrix_transpose (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (out->rank == 1)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "tensor.%s is only supported on matrices or batches of matrices. Got 1-D tensor.",
        call->schema->name);
  if (out->rank >= 2)
    swap_dims (out, out->rank - 2, out->rank - 1);
  return true;
}

static bool
forward_matrix_transpose (TnsCall *call, GError **error)
{
  TnsScope scope;
  if (call->outs[0].rank < 2)
    {
      tns_call_return (call, 0, call->args[0].tensor);
      return true;
    }
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope,
                          tns_do (&scope, transpose, call->args[0], I (-2), I (-1)), error);
}

TNS_OP (mT) = {
  MOVES_DIMS,
  .schema = "mT(Tensor self) -> Tensor",
  .flags = TNS_AS_PROPERTY,
  .infer = infer_matrix_transpose,
  .forward = forward_matrix_transpose,
  .formula = "y[…, j, i] = x[…, i, j]",
  .narration = "transposes every matrix of {self}: {shape:self} becomes {shape:result}",
  .doc = "torch.Tensor.mT.html",
};

static bool
infer_adjoint (TnsCall *call, GError **error)
{
  TnsMeta *out = tns_call_add_view (call, 0);
  if (out->rank == 1)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D "
        "tensor.");
  if (out->rank >= 2)
    swap_dims (out, out->rank - 2, out->rank - 1);
  return true;
}

static bool
forward_adjoint (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *result = call->args[0].tensor;
  tns_scope_init (&scope);
  if (tns_tensor_get_rank (result) >= 2)
    result = tns_do (&scope, transpose, T (result), I (-2), I (-1));
  if (result != NULL && tnk_dtype_is_complex (tns_tensor_get_dtype (result)))
    result = tns_do (&scope, conj, T (result));
  return tns_call_finish (call, &scope, result, error);
}

TNS_OP (adjoint) = {
  MOVES_DIMS,
  .schema = "adjoint(Tensor self) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_adjoint,
  .forward = forward_adjoint,
  .formula = "y[…, j, i] = conj (x[…, i, j])",
  .narration = "transposes every matrix of {self} and conjugates it: {shape:result}",
  .doc = "torch.adjoint.html",
};
