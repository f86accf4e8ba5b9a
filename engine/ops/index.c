/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Advanced indexing, x[i, j] and x[i, j] = v with tensors as indices, and its flat relatives take,
 * put and nonzero. All of them work on lists of offsets (offsets.h). */
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- index ---- */

/* Strides of a result as PyTorch's iterator over self (indexed dims repeated), the values that are
 * written (NULL for none; they have the result's shape) and the index tensors lays it out. */
static void
set_index_strides (TnsMeta *out, const TnsIndexing *indexing, const TnsMeta *self,
                   const TnsTensor *values)
{
  int n = 0;
  g_autofree int64_t (*operands)[TNK_MAX_RANK]
      = g_malloc0 (sizeof *operands * (size_t) (indexing->n + 2));
  for (int d = 0, rest = 0; d < self->rank; d++)
    {
      if (d < indexing->n && indexing->items[d] != NULL)
        continue;
      operands[0][rest < indexing->first ? rest : rest + indexing->index_rank] = self->strides[d];
      rest++;
    }
  if (values != NULL)
    memcpy (operands[++n], tns_tensor_get_strides (values),
            (size_t) out->rank * sizeof (int64_t));
  for (int k = 0; k < indexing->n; k++)
    {
      if (indexing->items[k] == NULL)
        continue;
      n++;
      int rank = tns_tensor_get_rank (indexing->items[k]);
      const int64_t *sizes = tns_tensor_get_sizes (indexing->items[k]);
      const int64_t *strides = tns_tensor_get_strides (indexing->items[k]);
      int place = indexing->first + indexing->index_rank - rank;
      for (int d = 0; d < rank; d++)
        operands[n][place + d] = sizes[d] == 1 ? 0 : strides[d];
    }
  tns_layout_set_iterator_strides (out, operands, n + 1);
}

static void
free_indexing (gpointer indexing)
{
  tns_indexing_clear (indexing);
  g_free (indexing);
}

/* Leaves the indexing with the call: going through a mask once is dear enough. */
static const TnsIndexing *
prepare_indexing (TnsCall *call, const TnsMeta *self, GError **error)
{
  TnsIndexing *indexing = g_new0 (TnsIndexing, 1);
  call->prepared = indexing;
  call->free_prepared = free_indexing;
  return tns_indexing_init (indexing, self, &call->args[1], error) ? indexing : NULL;
}

static bool
infer_index (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  const TnsIndexing *indexing = prepare_indexing (call, &self, error);
  if (indexing == NULL)
    return false;
  TnsMeta *out = tns_call_add_dense (call, self.dtype, self.device, indexing->out_rank,
                                     indexing->out_sizes);
  set_index_strides (out, indexing, &self, NULL);
  return true;
}

static bool
forward_index (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL)
    return false;
  g_autoptr (TnsTensor) offsets = tns_indexing_new_offsets (call->prepared, &self, error);
  return offsets != NULL && tns_offsets_take (out, call->args[0].tensor, offsets, error);
}

/* The saved items of list argument @arg; free with g_free. */
static TnsTensor **
dup_saved_items (TnsGrad *g, int arg, int *n)
{
  *n = tns_grad_get_arg (g, arg).tensors.n;
  TnsTensor **items = g_new (TnsTensor *, MAX (*n, 1));
  for (int k = 0; k < *n; k++)
    items[k] = tns_grad_get_item (g, arg, k);
  return items;
}

static void
index_grad (TnsGrad *g)
{
  int n;
  g_autofree TnsTensor **items = dup_saved_items (g, 1, &n);
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (self.sizes, self.rank));
  tns_grad_set (g, 0,
                tns_do (g->scope, index_put, T (zeros), tns_value_tensors (items, n), T (upstream),
                        B (true)));
}

TNS_OP (index) = {
  .schema = "index(Tensor self, Tensor?[] indices) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_INTERNAL,
  .infer = infer_index,
  .forward = forward_index,
  .node = "IndexBackward0",
  .saves = "indices for self",
  .backward = index_grad,
  .formula = "y[k] = x[i[k], j[k], …]",
  .derivative = "∂y/∂x = 1 for every time the element was picked: the gradient is the sum",
  .narration = "picks elements of {self} by index: {shape:result}",
  .doc = "torch.Tensor.index_select.html",
};

/* ---- index_put ---- */

static bool
infer_index_put (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), values = tns_call_get_meta (call, 2), target;
  const TnsIndexing *indexing = prepare_indexing (call, &self, error);
  if (indexing == NULL)
    return false;
  target.rank = indexing->out_rank;
  memcpy (target.sizes, indexing->out_sizes, (size_t) target.rank * sizeof (int64_t));
  bool fits
      = tns_broadcast_sizes (&target, values.sizes, values.rank, NULL)
        && target.rank == indexing->out_rank
        && memcmp (target.sizes, indexing->out_sizes, (size_t) target.rank * sizeof (int64_t)) == 0;
  if (!fits)
    {
      g_autofree char *own = tns_layout_dup_sizes_text (values.sizes, values.rank);
      g_autofree char *place = tns_layout_dup_sizes_text (indexing->out_sizes, indexing->out_rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "shape mismatch: value tensor of shape %s cannot be broadcast to indexing "
                       "result of shape %s",
                       own, place);
    }
  if (self.dtype != values.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Index put requires the source and destination dtypes match, got %s for the "
                     "destination and %s for the source.",
                     tns_dtype_get_scalar_type_name (self.dtype),
                     tns_dtype_get_scalar_type_name (values.dtype));
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  return true;
}

static bool
forward_index_put (TnsCall *call, GError **error)
{
  const TnsIndexing *indexing = call->prepared;
  TnsMeta self = tns_call_get_meta (call, 0), layout;
  TnsScope scope;
  TnsTensor *out = tns_call_begin_write (call, error);
  if (out == NULL)
    return false;
  tns_tensor_get_meta (out, &layout);
  g_autoptr (TnsTensor) offsets = tns_indexing_new_offsets (indexing, &layout, error);
  if (offsets == NULL)
    return false;
  tns_scope_init (&scope);
  TnsValue sizes = tns_value_ints (indexing->out_sizes, indexing->out_rank);
  TnsTensor *given = tns_do (&scope, expand, call->args[2], sizes);
  TnsTensor *values = tns_do (&scope, to_copy, call->args[2], TNS_VALUE_NONE,
                              tns_value_device (self.device));
  values = tns_do (&scope, expand, T (values), sizes);
  if (values != NULL)
    {
      TnsMeta order;
      tns_tensor_get_meta (given, &order);
      set_index_strides (&order, indexing, &layout, given);
      tns_offsets_put_ordered (out, offsets, tns_tensor_get_array (values), &order,
                               call->args[3].b, &scope.error);
    }
  return tns_scope_finish (&scope, error);
}

static void
index_put_grad (TnsGrad *g)
{
  int n;
  g_autofree TnsTensor **items = dup_saved_items (g, 1, &n);
  TnsValue indices = tns_value_tensors (items, n);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  bool accumulate = tns_grad_get_arg (g, 3).b;
  if (tns_grad_wants (g, 0) && accumulate)
    tns_grad_set (g, 0, upstream);
  else if (tns_grad_wants (g, 0))
    {
      TnsTensor *zero = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (NULL, 0));
      tns_grad_set (g, 0, tns_do (g->scope, index_put, T (upstream), indices, T (zero)));
    }
  if (tns_grad_wants (g, 2))
    tns_grad_set (g, 2, tns_do (g->scope, index, T (upstream), indices));
}

TNS_OP (index_put) = {
  .schema
  = "index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_OUT | TNS_MAY_OVERLAP,
  .infer = infer_index_put,
  .forward = forward_index_put,
  .node = "IndexPutBackward0",
  .saves = "indices for self; indices for values",
  .backward = index_put_grad,
  .formula = "y = x with y[i[k], j[k], …] = values[k]",
  .derivative = "∂y/∂values = 1 at its place; ∂y/∂x = 0 there, 1 elsewhere",
  .narration = "writes {values} into {self} at the indexed places",
  .doc = "torch.Tensor.index_put_.html",
};

/* ---- take, put ---- */

static bool
check_long_index (const TnsCall *call, const char *name, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[1].tensor);
  if (dtype == TNK_INT64)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s(): Expected a long tensor for index, but got %s",
                   name, tns_dtype_get_scalar_type_name (dtype));
}

static bool
infer_take (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 1);
  if (!check_long_index (call, "take", error))
    return false;
  if (tns_layout_count (self.sizes, self.rank) == 0
      && tns_layout_count (index.sizes, index.rank) != 0)
    return tns_fail (error, TNS_ERROR_INDEX, "take(): tried to take from an empty tensor");
  tns_call_add_dense (call, self.dtype, self.device, index.rank, index.sizes);
  return true;
}

static bool
forward_take (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  g_autoptr (TnsTensor) offsets
      = out != NULL ? tns_offsets_new_flat (&self, call->args[1].tensor, error) : NULL;
  return offsets != NULL && tns_offsets_take (out, call->args[0].tensor, offsets, error);
}

static void
take_grad (TnsGrad *g)
{
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (self.sizes, self.rank));
  tns_grad_set (g, 0,
                tns_do (g->scope, put, T (zeros), tns_grad_get_arg (g, 1), T (upstream), B (true)));
}

TNS_OP (take) = {
  .schema = "take(Tensor self, Tensor index) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_take,
  .forward = forward_take,
  .node = "TakeBackward0",
  .saves = "index for self",
  .backward = take_grad,
  .out_error = "take(): self and out expected to have the same dtype, but got self.dtype = {Expected} and "
               "out.dtype = {Given}",
  .formula = "y[k] = x, flat in row-major order, at index[k]",
  .derivative = "∂y/∂x = 1 for every time the element was picked: the gradient is the sum",
  .narration = "picks elements of {self} by their row-major position: {shape:result}",
  .doc = "torch.take.html",
};

static bool
infer_put (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 1);
  TnsMeta source = tns_call_get_meta (call, 2);
  int64_t n_index = tns_layout_count (index.sizes, index.rank);
  int64_t n_source = tns_layout_count (source.sizes, source.rank);
  if (!check_long_index (call, "put_", error))
    return false;
  if (self.dtype != source.dtype)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "put_(): self and source expected to have the same dtype, but got self.dtype = %s "
        "and source.dtype = %s",
        tns_dtype_get_scalar_type_name (self.dtype), tns_dtype_get_scalar_type_name (source.dtype));
  if (n_index != n_source)
    return tns_fail (
        error, TNS_ERROR_INDEX,
        "put_(): Expected source and index to have the same number of elements, but got "
        "source.numel() = %" G_GINT64_FORMAT ", index.numel() = %" G_GINT64_FORMAT,
        n_source, n_index);
  if (tns_layout_count (self.sizes, self.rank) == 0 && n_index != 0)
    return tns_fail (error, TNS_ERROR_INDEX, "put_(): Tried to put elements into an empty tensor");
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  return true;
}

static bool
forward_put (TnsCall *call, GError **error)
{
  TnsMeta layout, order;
  TnsTensor *out = tns_call_begin_write (call, error);
  if (out == NULL)
    return false;
  tns_tensor_get_meta (out, &layout);
  tns_tensor_get_meta (call->args[2].tensor, &order);
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *index
      = tns_do (&scope, reshape, call->args[1], tns_value_ints (order.sizes, order.rank));
  TnsTensor *source = tns_do (&scope, clone, call->args[2]);
  if (scope.error == NULL)
    {
      int64_t operands[2][TNK_MAX_RANK];
      const size_t n_bytes = (size_t) order.rank * sizeof (int64_t);
      memcpy (operands[0], order.strides, n_bytes);
      memcpy (operands[1], tns_tensor_get_strides (index), n_bytes);
      tns_layout_set_iterator_strides (&order, operands, 2);
      g_autoptr (TnsTensor) offsets = tns_offsets_new_flat (&layout, index, &scope.error);
      if (offsets != NULL)
        tns_offsets_put_ordered (out, offsets, tns_tensor_get_array (source), &order,
                                 call->args[3].b, &scope.error);
    }
  return tns_scope_finish (&scope, error);
}

static void
put_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue index = tns_grad_get_arg (g, 1);
  bool accumulate = tns_grad_get_arg (g, 3).b;
  if (tns_grad_wants (g, 0) && accumulate)
    tns_grad_set (g, 0, upstream);
  else if (tns_grad_wants (g, 0))
    {
      TnsTensor *zeros = tns_do (g->scope, zeros_like, index);
      zeros = tns_do (g->scope, to, T (zeros), tns_value_dtype (tns_tensor_get_dtype (upstream)));
      tns_grad_set (g, 0, tns_do (g->scope, put, T (upstream), index, T (zeros)));
    }
  if (tns_grad_wants (g, 2))
    {
      TnsMeta source = *tns_grad_get_meta (g, 2, 0);
      TnsTensor *taken = tns_do (g->scope, take, T (upstream), index);
      tns_grad_set (
          g, 2, tns_do (g->scope, reshape, T (taken), tns_value_ints (source.sizes, source.rank)));
    }
}

TNS_OP (put) = {
  .schema = "put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_METHOD | TNS_AS_FUNCTION | TNS_HAS_INPLACE | TNS_NO_OUT,
  .infer = infer_put,
  .forward = forward_put,
  .node = "PutBackward0",
  .saves = "index for self; index for source",
  .backward = put_grad,
  .formula = "y = x with the row-major positions index[k] replaced by source[k]",
  .derivative = "∂y/∂source = 1 at its place; ∂y/∂x = 0 there, 1 elsewhere",
  .narration = "writes {source} into {self} at row-major positions",
  .doc = "torch.Tensor.put_.html",
};

/* ---- nonzero ---- */

static bool
infer_nonzero (TnsCall *call, GError **error)
{
  int64_t count;
  TnsTensor *self = call->args[0].tensor;
  if (!tns_tensor_count_nonzero (self, &count, error))
    return false;
  TnsMeta *out = tns_call_add_dense (call, TNK_INT64, tns_tensor_get_device (self), 2,
                                     (int64_t[]) { count, tns_tensor_get_rank (self) });
  out->strides[0] = 1;
  out->strides[1] = MAX (count, 1);
  return true;
}

static bool
forward_nonzero (TnsCall *call, GError **error)
{
  g_autoptr (TnsTensor) found = tns_tensor_new_nonzero (call->args[0].tensor, error);
  if (found == NULL)
    return false;
  tns_call_return (call, 0, found);
  return true;
}

#define NONZERO_OP                                                                                 \
  .category = TNS_CATEGORY_INDEX, .flags = TNS_NO_GRAD, .infer = infer_nonzero,                    \
  .forward = forward_nonzero, .formula = "y[k] = the place of the k-th element that is not 0",     \
  .narration = "lists where {self} is not zero: {shape:result}"

TNS_OP (nonzero) = {
  NONZERO_OP,
  .schema = "nonzero(Tensor self) -> Tensor",
  .doc = "torch.nonzero.html",
  .out_error = "nonzero: Expected out tensor to have scalar type Long but got scalar type{Given}",
};

TNS_OP (argwhere) = {
  NONZERO_OP,
  .schema = "argwhere(Tensor self) -> Tensor",
  .doc = "torch.argwhere.html",
};

/* As many rows as asked for: the first ones, or all and then rows of the filling number. */
static bool
infer_nonzero_static (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  int64_t size = call->args[1].i;
  if (size < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "nonzero_static: 'size' must be an non-negative integer");
  tns_call_add_dense (call, TNK_INT64, tns_tensor_get_device (self), 2,
                      (int64_t[]) { size, tns_tensor_get_rank (self) });
  return true;
}

static bool
forward_nonzero_static (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *out = tns_call_allocate (call, 0, error), *found, *rows;
  tns_scope_init (s);
  if (out == NULL)
    return false;
  found = tns_scope_take (s, tns_tensor_new_nonzero (call->args[0].tensor, &s->error));
  if (found == NULL || !tns_tensor_fill (out, tns_scalar_int (call->args[2].i), &s->error))
    return tns_scope_finish (s, error);
  TnsValue n = I (MIN (call->args[1].i, tns_tensor_get_sizes (found)[0]));
  rows = tns_do (s, narrow, T (out), I (0), I (0), n);
  found = tns_do (s, narrow, T (found), I (0), I (0), n);
  if (rows != NULL && found != NULL)
    tns_tensor_copy_from (rows, found, &s->error);
  return tns_scope_finish (s, error);
}

TNS_OP (nonzero_static) = {
  .schema = "nonzero_static(Tensor self, *, int size, int fill_value=-1) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_GRAD,
  .infer = infer_nonzero_static,
  .forward = forward_nonzero_static,
  .formula = "y[k] = the place of the k-th element that is not 0",
  .narration = "lists {size} places where {self} is not zero",
  .doc = "torch.nonzero.html",
};
