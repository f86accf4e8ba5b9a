/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Windows written instead of read: a copy of self with one part replaced (select_scatter,
 * slice_scatter, diagonal_scatter, as_strided_scatter), and matrices made from their diagonal
 * (diag_embed, diag). */
#include "engine/ops/layout.h"

/* ---- a part of self replaced ---- */

static bool
check_part (const TnsMeta *window, const TnsMeta *src, GError **error)
{
  bool fits = window->rank == src->rank;
  for (int d = 0; fits && d < src->rank; d++)
    fits = window->sizes[d] == src->sizes[d];
  if (fits)
    return true;
  g_autofree char *given = tns_layout_dup_sizes_text (src->sizes, src->rank);
  g_autofree char *wanted = tns_layout_dup_sizes_text (window->sizes, window->rank);
  return tns_fail (
      error, TNS_ERROR_RUNTIME,
      "expected src to have a size equal to the slice of self. src size = %s, slice size "
      "= %s",
      given, wanted);
}

/* The window op @op on @tensor with the arguments behind src: a view. */
static TnsTensor *
open_window (TnsScope *scope, const TnsOp *op, TnsTensor *tensor, const TnsValue *args, int n)
{
  TnsValue all[TNS_MAX_PARAMS] = { T (tensor) };
  for (int k = 0; k < n; k++)
    all[k + 1] = args[k];
  return tns_scope_call (scope, op, false, all, n + 1);
}

static bool
check_strided (TnsTensor *self, GError **error)
{
  return !tns_tensor_get_requires_grad (self) || tns_tensor_is_contiguous (self)
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "!self.requires_grad() || self.is_contiguous() INTERNAL ASSERT FAILED at "
                      "\"/__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp\":4747, please "
                      "report a bug to PyTorch. as_strided_scatter is currently only supported for "
                      "contiguous inputs");
}

static bool
infer_part (TnsCall *call, const TnsOp *op, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnsMeta src = tns_call_get_meta (call, 1), window, plain;
  TnsValue all[TNS_MAX_PARAMS] = { T (self) };
  g_autoptr (TnsTensor) stand_in = NULL;
  int n = call->schema->n_params - 2, n_windows = 1;
  if (op == &tns_op_as_strided && !check_strided (self, error))
    return false;
  TnsMeta *out = tns_call_add_view (call, 0);
  out->alias_of = -1;
  if (!tns_check_no_overlap (self, NULL))
    {
      /* The window is on a copy without shared places: here on one without memory. */
      tns_layout_preserve_strides (out);
      plain = *out;
      plain.device = (TnsDevice) { .type = TNS_DEVICE_META };
      stand_in = tns_tensor_new (&plain, error);
      if (stand_in == NULL)
        return false;
      all[0] = T (stand_in);
    }
  for (int k = 0; k < n; k++)
    all[k + 1] = call->args[k + 2];
  return tns_op_infer (op, false, all, n + 1, &window, &n_windows, error)
         && check_part (&window, &src, error);
}

/* Result 0: self under its own strides in a copy of its whole storage, as PyTorch makes it; where
 * elements share their place, plainly a copy. */
static TnsTensor *
copy_storage (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnsMeta layout, whole;
  if (!tns_check_no_overlap (self, NULL))
    {
      TnsTensor *out = tns_call_allocate (call, 0, error);
      return out != NULL && tns_tensor_copy_from (out, self, error) ? out : NULL;
    }
  tns_tensor_get_meta (self, &layout);
  layout.alias_of = -1;
  int64_t n = (int64_t) (tns_storage_get_n_bytes (tns_tensor_get_storage (self))
                         / tnk_dtype_size (layout.dtype));
  tns_meta_init_dense (&whole, layout.dtype, layout.device, 1, &n);
  g_autoptr (TnsTensor) from = tns_tensor_new_on_storage (tns_tensor_get_storage (self), &whole);
  g_autoptr (TnsTensor) copy = tns_tensor_new (&whole, error);
  if (copy == NULL || !tns_tensor_copy_from (copy, from, error))
    return NULL;
  g_autoptr (TnsTensor) out = tns_tensor_new_on_storage (tns_tensor_get_storage (copy), &layout);
  tns_call_return (call, 0, out);
  return call->results[0];
}

static bool
forward_part (TnsCall *call, const TnsOp *op, GError **error)
{
  TnsScope scope;
  TnsTensor *out = copy_storage (call, error);
  if (out == NULL)
    return false;
  tns_scope_init (&scope);
  TnsTensor *window = open_window (&scope, op, out, call->args + 2, call->schema->n_params - 2);
  if (window != NULL && tns_check_no_overlap (window, &scope.error))
    tns_tensor_copy_from (window, call->args[1].tensor, &scope.error);
  return tns_scope_finish (&scope, error);
}

/* Self gets nothing through the part, src what flowed through it. */
static void
part_grad (TnsGrad *g, const TnsOp *scatter, const TnsOp *op)
{
  TnsValue args[TNS_MAX_PARAMS];
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  int n = tns_op_get_schema (scatter)->n_params - 2;
  for (int k = 0; k < n; k++)
    args[k] = tns_grad_get_arg (g, k + 2);
  TnsTensor *part = open_window (g->scope, op, upstream, args, n);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, part);
  if (!tns_grad_wants (g, 0))
    return;
  TnsValue all[TNS_MAX_PARAMS] = { T (upstream), T (tns_do (g->scope, zeros_like, T (part))) };
  for (int k = 0; k < n; k++)
    all[k + 2] = args[k];
  tns_grad_set (g, 0, tns_scope_call (g->scope, scatter, false, all, n + 2));
}

#define PART_OP(id, window, op_flags, params, node_name, grad_function)                            \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_part (call, &tns_op_##window, error);                                             \
  }                                                                                                \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return forward_part (call, &tns_op_##window, error);                                           \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = #id "(Tensor self, Tensor src, " params ") -> Tensor",                               \
    .category = TNS_CATEGORY_INDEX,                                                                \
    .flags = op_flags,                                                                             \
    .infer = infer_##id,                                                                           \
    .forward = forward_##id,                                                                       \
    .node = node_name,                                                                             \
    .backward = grad_function,                                                                     \
    .formula = "y = x with the part that " #window " shows replaced by src",                       \
    .derivative = "∂y/∂src = 1 in the part, ∂y/∂x = 1 around it",                                  \
    .narration = "copies {self} with a part replaced by {src}",                                    \
    .doc = "torch." #id ".html",                                                                   \
  };

#define PLAIN_PART_OP(id, window, op_flags, params, node_name)                                     \
  static void id##_grad (TnsGrad *g)                                                               \
  {                                                                                                \
    part_grad (g, &tns_op_##id, &tns_op_##window);                                                 \
  }                                                                                                \
  PART_OP (id, window, op_flags, params, node_name, id##_grad)

PLAIN_PART_OP (select_scatter, select, TNS_NO_OUT | TNS_NO_COMPLEX_GRAD, "int dim, int index",
               "SelectScatterBackward0")
PLAIN_PART_OP (slice_scatter, slice, TNS_NO_COMPLEX_GRAD,
               "int dim=0, int? start=None, int? end=None, int step=1", "SliceScatterBackward0")
PLAIN_PART_OP (diagonal_scatter, diagonal, TNS_NO_OUT, "int offset=0, int dim1=0, int dim2=1",
               "DiagonalScatterBackward0")

/* PyTorch's own gradient, for the sake of equality: self gets what flows through the window instead
 * of what flows around it. Strides as an argument are meant for dense memory. */
static void
as_strided_part_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_do (s, contiguous, T (tns_grad_get_upstream (g, 0)));
  TnsValue args[] = { tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3), tns_grad_get_arg (g, 4) };
  TnsTensor *part = open_window (s, &tns_op_as_strided, upstream, args, 3);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, part);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (s, as_strided_scatter, T (tns_do (s, zeros_like, T (upstream))), T (part),
                          args[0], args[1], args[2]));
}

PART_OP (as_strided_scatter, as_strided, TNS_NO_OUT,
         "int[] size, int[] stride, int? storage_offset=None", "AsStridedScatterBackward0",
         as_strided_part_grad)

/* ---- diag_embed ---- */

static bool
infer_diag_embed (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t offset = call->args[1].i, dim1 = call->args[2].i, dim2 = call->args[3].i;
  int64_t given1 = dim1, given2 = dim2, sizes[TNK_MAX_RANK];
  int rank = self.rank + 1;
  if (rank > TNK_MAX_RANK)
    return tns_layout_check_sizes (self.sizes, rank, error);
  if (!tns_wrap_dim (&dim1, rank, error) || !tns_wrap_dim (&dim2, rank, error))
    return false;
  if (dim1 == dim2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "diagonal dimensions cannot be identical %" G_GINT64_FORMAT
                     ", %" G_GINT64_FORMAT,
                     given1, given2);
  int64_t side = self.sizes[self.rank - 1] + ABS (offset);
  for (int d = 0, from = 0; d < rank; d++)
    sizes[d] = d == dim1 || d == dim2 ? side : self.sizes[from++];
  tns_call_add_dense (call, self.dtype, self.device, rank, sizes);
  return true;
}

static bool
forward_diag_embed (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_tensor_fill (out, tns_scalar_int (0), error))
    return false;
  tns_scope_init (&scope);
  TnsTensor *diagonal
      = tns_do (&scope, diagonal, T (out), call->args[1], call->args[2], call->args[3]);
  if (diagonal != NULL)
    tns_tensor_copy_from (diagonal, call->args[0].tensor, &scope.error);
  return tns_scope_finish (&scope, error);
}

static void
diag_embed_grad (TnsGrad *g)
{
  tns_grad_set (g, 0,
                tns_do (g->scope, diagonal, T (tns_grad_get_upstream (g, 0)),
                        tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2), tns_grad_get_arg (g, 3)));
}

#define DIAGONAL_OP                                                                                \
  .category = TNS_CATEGORY_SHAPE, .derivative = "∂y/∂x = 1 on the diagonal"

TNS_OP (diag_embed) = {
  DIAGONAL_OP,
  .schema = "diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_diag_embed,
  .forward = forward_diag_embed,
  .node = "DiagEmbedBackward0",
  .backward = diag_embed_grad,
  .formula = "y[…, i, i + offset] = x[…, i], 0 elsewhere",
  .narration = "puts {self} on the diagonal of matrices {shape:result}",
  .doc = "torch.diag_embed.html",
};

/* ---- diag, diagflat ---- */

static bool
forward_diag (TnsCall *call, GError **error)
{
  int rank = tns_tensor_get_rank (call->args[0].tensor);
  TnsTensor *result = NULL;
  TnsScope scope;
  if (rank != 1 && rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "diag(): Supports 1D or 2D tensors. Got %dD", rank);
  tns_scope_init (&scope);
  if (rank == 1)
    result = tns_do (&scope, diag_embed, call->args[0], call->args[1]);
  else
    result = tns_do (&scope, diagonal_copy, call->args[0], call->args[1]);
  return tns_call_finish (call, &scope, result, error);
}

static bool
infer_square (TnsCall *call, int64_t n)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  int64_t side = n + ABS (call->args[1].i);
  tns_call_add_dense (call, self.dtype, self.device, 2, (int64_t[]) { side, side });
  return true;
}

static bool
infer_diag (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), diagonal;
  int n = 1;
  if (self.rank != 1 && self.rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "diag(): Supports 1D or 2D tensors. Got %dD",
                     self.rank);
  if (self.rank == 1)
    return infer_square (call, self.sizes[0]);
  if (!tns_op_infer (&tns_op_diagonal, false, call->args, 2, &diagonal, &n, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, 1, diagonal.sizes);
  return true;
}

TNS_OP (diag) = {
  DIAGONAL_OP,
  .schema = "diag(Tensor self, int diagonal=0) -> Tensor",
  .infer = infer_diag,
  .forward = forward_diag,
  .out_error = TNS_OUT_EXACT,
  .formula = "a row becomes the diagonal of a matrix, a matrix gives its diagonal",
  .narration = "goes between {self} {shape:self} and a diagonal: {shape:result}",
  .doc = "torch.diag.html",
};

static bool
infer_diagflat (TnsCall *call, GError **error)
{
  return infer_square (call, tns_tensor_get_numel (call->args[0].tensor));
}

static bool
forward_diagflat (TnsCall *call, GError **error)
{
  const int64_t all = -1;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *row = tns_do (&scope, contiguous, call->args[0]);
  row = tns_do (&scope, view, T (row), tns_value_ints (&all, 1));
  return tns_call_finish (call, &scope, tns_do (&scope, diag_embed, T (row), call->args[1]), error);
}

TNS_OP (diagflat) = {
  DIAGONAL_OP,
  .schema = "diagflat(Tensor self, int offset=0) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_diagflat,
  .forward = forward_diagflat,
  .formula = "y[i, i + offset] = x, flat, at i",
  .narration = "puts the elements of {self} on the diagonal of a matrix {shape:result}",
  .doc = "torch.diagflat.html",
};

/* ---- block_diag ---- */

/* Rows and columns of a block: a vector is one row. */
static void
get_block (TnsTensor *item, int64_t *rows, int64_t *columns)
{
  int rank = tns_tensor_get_rank (item);
  const int64_t *sizes = tns_tensor_get_sizes (item);
  *rows = rank == 2 ? sizes[0] : 1;
  *columns = rank > 0 ? sizes[rank - 1] : 1;
}

static bool
infer_block_diag (TnsCall *call, GError **error)
{
  TnsValue list = call->args[0];
  int64_t sizes[2] = { list.tensors.n > 0 ? 0 : 1, 0 };
  TnkDtype dtype = list.tensors.n > 0 ? tns_tensor_get_dtype (list.tensors.items[0])
                                      : tns_dtype_get_default ();
  TnsDevice device
      = list.tensors.n > 0 ? tns_tensor_get_device (list.tensors.items[0]) : TNS_CPU;
  for (int k = 0; k < list.tensors.n; k++)
    {
      TnsTensor *item = list.tensors.items[k];
      int64_t rows, columns;
      if (tns_tensor_get_rank (item) > 2)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "torch.block_diag: Input tensors must have 2 or fewer dimensions. Input "
                         "%d has %d dimensions",
                         k, tns_tensor_get_rank (item));
      dtype = tns_dtype_promote (dtype, tns_tensor_get_dtype (item));
      get_block (item, &rows, &columns);
      sizes[0] += rows;
      sizes[1] += columns;
    }
  tns_call_add_dense (call, dtype, device, 2, sizes);
  return true;
}

/* The window on @matrix where a block of the given size begins at @row and @column. */
static TnsTensor *
open_block (TnsScope *s, TnsTensor *matrix, int64_t row, int64_t n_rows, int64_t column,
            int64_t n_columns)
{
  TnsTensor *window = tns_do (s, narrow, T (matrix), I (0), I (row), I (n_rows));
  return tns_do (s, narrow, T (window), I (1), I (column), I (n_columns));
}

static bool
forward_block_diag (TnsCall *call, GError **error)
{
  TnsValue list = call->args[0];
  int64_t row = 0, column = 0, n_rows, n_columns;
  TnsScope scope, *s = &scope;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  if (out == NULL || !tns_tensor_fill (out, tns_scalar_int (0), error))
    return false;
  tns_scope_init (s);
  for (int k = 0; k < list.tensors.n && s->error == NULL; k++)
    {
      get_block (list.tensors.items[k], &n_rows, &n_columns);
      TnsTensor *window = open_block (s, out, row, n_rows, column, n_columns);
      TnsTensor *block = tns_do (s, expand, T (list.tensors.items[k]),
                                 tns_value_ints ((int64_t[]) { n_rows, n_columns }, 2));
      if (window != NULL && block != NULL)
        tns_tensor_copy_from (window, block, &s->error);
      row += n_rows;
      column += n_columns;
    }
  return tns_scope_finish (s, error);
}

static void
block_diag_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  int64_t row = 0, column = 0;
  int n = tns_grad_get_arg (g, 0).tensors.n;
  for (int k = 0; k < n; k++)
    {
      TnsMeta item = *tns_grad_get_meta (g, 0, k);
      int64_t n_rows = item.rank == 2 ? item.sizes[0] : 1;
      int64_t n_columns = item.rank > 0 ? item.sizes[item.rank - 1] : 1;
      TnsTensor *block = open_block (s, upstream, row, n_rows, column, n_columns);
      if (tns_grad_wants_item (g, 0, k))
        tns_grad_set_item (
            g, 0, k, tns_do (s, reshape, T (block), tns_value_ints (item.sizes, item.rank)));
      row += n_rows;
      column += n_columns;
    }
}

TNS_OP (block_diag) = {
  DIAGONAL_OP,
  .schema = "block_diag(Tensor[] tensors) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_block_diag,
  .forward = forward_block_diag,
  .node = "BlockDiagBackward0",
  .backward = block_diag_grad,
  .formula = "y = a matrix with the tensors along its diagonal, 0 elsewhere",
  .narration = "puts {tensors} along the diagonal of a matrix {shape:result}",
  .doc = "torch.block_diag.html",
};
