/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Whole rows along one dim by a vector of indices: index_select, index_add, index_copy, index_fill.
 */
#include "engine/ops/formula.h"
#include "engine/ops/scatter.h"

#include <string.h>

/* ---- what an index out of bounds says, op by op ---- */

static bool
fail_select (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_INDEX, "index out of range in self");
}

static bool
fail_select_inside (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "INDICES element is out of DATA bounds, id=%" G_GINT64_FORMAT
                   " axis_dim=%" G_GINT64_FORMAT,
                   index, size);
}

static bool
fail_add (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "index %" G_GINT64_FORMAT " is out of bounds for dimension %" G_GINT64_FORMAT
                   " with size %" G_GINT64_FORMAT,
                   index, dim, size);
}

static bool
fail_copy (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_INDEX,
                   "index_copy_(): index %" G_GINT64_FORMAT
                   " is out of bounds for dimension %" G_GINT64_FORMAT
                   " with size %" G_GINT64_FORMAT,
                   index, dim, size);
}

static bool
fail_fill (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_INDEX,
                   "index %" G_GINT64_FORMAT " is out of bounds for dimension %" G_GINT64_FORMAT
                   " with size %" G_GINT64_FORMAT,
                   index, dim, size);
}

static bool
fail_empty (int64_t index, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "index_select(): self indexing axis dim should be positive");
}

static const TnsRowRules select_rules = { false, fail_select };
static const TnsRowRules select_inside_rules = { false, fail_select_inside };
static const TnsRowRules select_nothing_rules = { false, fail_empty };
static const TnsRowRules add_rules = { false, fail_add };
static const TnsRowRules copy_rules = { false, fail_copy };
static const TnsRowRules fill_rules = { true, fail_fill };

/* ---- shared ---- */

/* Offsets of the named rows inside @tensor; arguments 1 and 2 are dim and index. */
static TnsTensor *
new_row_offsets (const TnsCall *call, TnsTensor *tensor, const TnsRowRules *rules, GError **error)
{
  TnsMeta meta;
  int64_t dim = call->args[1].i;
  tns_tensor_get_meta (tensor, &meta);
  if (!tns_wrap_dim (&dim, meta.rank, error))
    return NULL;
  return tns_offsets_new_rows (&meta, dim, call->args[2].tensor, rules, error);
}

/* The source window in the shape of the offsets: a 0-d source stands for one row of a 1-d tensor. A
 * 0-d tensor takes the last of the rows, of which there is one. */
static bool
put_rows (TnsTensor *out, TnsTensor *offsets, TnsTensor *source, bool accumulate, GError **error)
{
  TnkArray values = tns_tensor_get_array (source);
  const int64_t one = 1, repeat = 0;
  if (values.rank == 0 && tns_tensor_get_rank (offsets) == 1)
    {
      values.rank = 1;
      values.sizes = &one;
      values.strides = &repeat;
    }
  if (values.rank == 1 && tns_tensor_get_rank (offsets) == 0)
    {
      const int64_t last = (values.sizes[0] - 1) * values.strides[0];
      values.data = (char *) values.data + last * (int64_t) tnk_dtype_size (values.dtype);
      values.rank = 0;
    }
  return tns_offsets_put (out, offsets, values, accumulate, error);
}

/* PyTorch lays a window over the tensor @out that it writes into, with as many rows as there are
 * indices, each of them row 0. Without elements in it (@is_empty) nothing looks at the index. */
static bool
check_window_of_rows (const TnsCall *call, TnsTensor *out, bool *is_empty, GError **error)
{
  TnsMeta rows;
  int64_t dim = call->args[1].i, n = tns_tensor_get_numel (call->args[2].tensor);
  tns_tensor_get_meta (out, &rows);
  if (!tns_wrap_dim (&dim, rows.rank, error))
    return false;
  if (rows.rank > 0)
    {
      rows.sizes[dim] = n;
      rows.strides[dim] = 0;
    }
  *is_empty = n == 0 || tns_layout_count (rows.sizes, rows.rank) == 0;
  return tns_layout_check_bounds (&rows, tns_tensor_get_storage (out), error);
}

/* The upstream gradient's rows that the source went to, in the source's shape. */
static TnsTensor *
rows_of_upstream (TnsGrad *g, int arg)
{
  TnsMeta source = *tns_grad_get_meta (g, arg, 0);
  TnsTensor *rows = tns_do (g->scope, index_select, T (tns_grad_get_upstream (g, 0)),
                            tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2));
  return tns_do (g->scope, reshape, T (rows), tns_value_ints (source.sizes, source.rank));
}

/* ---- index_select ---- */

static bool
infer_index_select (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  int64_t dim = call->args[1].i, n = tns_layout_count (index.sizes, index.rank);
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (index.rank > 1)
    return tns_fail (error, TNS_ERROR_INDEX, "index_select(): Index is supposed to be a vector");
  if (self.rank == 0 && n != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "index_select(): Index to scalar can have only 1 value, got %" G_GINT64_FORMAT
                     " value(s)",
                     n);
  if (index.dtype != TNK_INT64 && index.dtype != TNK_INT32)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "index_select(): Expected dtype int32 or int64 for index");
  if (self.rank > 0)
    self.sizes[dim] = n;
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

static bool
forward_index_select (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error), *self = call->args[0].tensor;
  int64_t dim = call->args[1].i;
  if (out == NULL || !tns_wrap_dim (&dim, tns_tensor_get_rank (self), error))
    return false;
  /* PyTorch has a loop of its own for dim 1 and for matrices without elements. */
  TnsMeta meta = tns_call_get_meta (call, 0);
  const TnsRowRules *rules = &select_rules;
  if (meta.rank > 1 && meta.sizes[dim] == 0)
    rules = &select_nothing_rules;
  else if (dim == 1 || (meta.rank > 1 && tns_tensor_get_numel (self) == 0))
    rules = &select_inside_rules;
  g_autoptr (TnsTensor) offsets = new_row_offsets (call, self, rules, error);
  return offsets != NULL && tns_offsets_take (out, call->args[0].tensor, offsets, error);
}

static void
index_select_grad (TnsGrad *g)
{
  TnsMeta self = *tns_grad_get_meta (g, 0, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *zeros
      = tns_do (g->scope, new_zeros, T (upstream), tns_value_ints (self.sizes, self.rank));
  tns_grad_set (g, 0,
                tns_do (g->scope, index_add, T (zeros), tns_grad_get_arg (g, 1),
                        tns_grad_get_arg (g, 2), T (upstream)));
}

TNS_OP (index_select) = {
  .schema = "index_select(Tensor self, int dim, Tensor index) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .infer = infer_index_select,
  .forward = forward_index_select,
  .node = "IndexSelectBackward0",
  .saves = "index for self",
  .backward = index_select_grad,
  .out_error = "index_select(): self and result must have the same scalar type",
  .formula = "y[…, k, …] = x[…, index[k], …]",
  .derivative = "∂y/∂x = 1 for every time the row was picked: the gradient is the sum",
  .narration = "picks rows of {self} along dim {dim}: {shape:result}",
  .doc = "torch.index_select.html",
};

/* ---- index_add ---- */

static bool
check_rows (const TnsCall *call, int64_t dim, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), source = tns_call_get_meta (call, 3);
  int64_t n = tns_tensor_get_numel (call->args[2].tensor);
  const char *name = call->schema->name;
  if (dim > 0 && dim >= source.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s_(): Indexing dim %" G_GINT64_FORMAT
                     " is out of bounds of the source tensor with dim %d",
                     name, dim, source.rank);
  if (n != (source.rank == 0 ? 1 : source.sizes[dim]))
    return source.rank == 0
               ? tns_fail (error, TNS_ERROR_INDEX,
                           "Dimension specified as %" G_GINT64_FORMAT
                           " but tensor has no dimensions",
                           dim)
               : tns_fail (error, TNS_ERROR_RUNTIME,
                           "%s_(): Number of indices (%" G_GINT64_FORMAT
                           ") should be equal to source.size(dim): (%" G_GINT64_FORMAT
                           "), for dim: %" G_GINT64_FORMAT,
                           name, n, source.sizes[dim], dim);
  bool fits = self.rank == source.rank;
  for (int d = 0; fits && d < self.rank; d++)
    fits = d == dim || self.sizes[d] == source.sizes[d];
  if (fits)
    return true;
  g_autofree char *own = tns_layout_dup_sizes_text (self.sizes, self.rank);
  g_autofree char *other = tns_layout_dup_sizes_text (source.sizes, source.rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "source tensor shape must match self tensor shape, excluding the specified "
                   "dimension. Got self.shape = %s source.shape = %s",
                   own, other);
}

bool
tns_rows_infer_fold (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  TnkDtype source = tns_tensor_get_dtype (call->args[3].tensor);
  const char *name = call->schema->name;
  int64_t dim = call->args[1].i;
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (index.rank > 1)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (index.sizes, index.rank);
      return tns_fail (
          error, TNS_ERROR_INDEX,
          "%s_(): Index is supposed to be a vector, but got dim: %d with type: %s and size: %s",
          name, index.rank, tns_dtype_get_scalar_type_name (index.dtype), text);
    }
  if (index.dtype != TNK_INT64 && index.dtype != TNK_INT32)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s_(): Expected dtype int32/int64 for index but got: %s", name,
                     tns_dtype_get_scalar_type_name (index.dtype));
  if (self.dtype != source)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s_(): self (%s) and source (%s) must have the same scalar type", name,
                     tns_dtype_get_scalar_type_name (self.dtype),
                     tns_dtype_get_scalar_type_name (source));
  if (!check_rows (call, dim, error))
    return false;
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

static bool
infer_index_add (TnsCall *call, GError **error)
{
  return tns_rows_infer_fold (call, error)
         && tns_scalar_check_fits (call->args[4].scalar, call->outs[0].dtype, error);
}

/* PyTorch has two loops, one of them for rows of the first or last dim that are added as they are; it
 * adds halves up as float32. */
static bool
adds_plain_rows (const TnsCall *call)
{
  int last = call->outs[0].rank - 1;
  int64_t dim = call->args[1].i;
  return last > 0 && (dim == 0 || dim == last || dim == -1 || dim == -1 - last)
         && tns_value_is_one (&call->args[4])
         && tns_tensor_get_dtype (call->args[2].tensor) == TNK_INT64;
}

static bool
forward_index_add (TnsCall *call, GError **error)
{
  TnkScalar alpha = call->args[4].scalar;
  bool is_plain = adds_plain_rows (call);
  if (is_plain && tns_formula_inner_dtype (call->outs[0].dtype) != call->outs[0].dtype)
    return tns_formula_forward_widened (call, error);
  TnsTensor *out = tns_call_begin_write (call, error);
  const TnsRowRules *rules = is_plain ? &add_rules : &select_rules;
  g_autoptr (TnsTensor) offsets = out != NULL ? new_row_offsets (call, out, rules, error) : NULL;
  if (offsets == NULL)
    return false;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *source = call->args[3].tensor;
  /* PyTorch leaves a factor of 1 out of whole rows only; an infinite complex number is NaN in part
   * after it. */
  if (!tns_value_is_one (&call->args[4])
      || (!is_plain && tnk_dtype_is_complex (call->outs[0].dtype)))
    {
      TnsTensor *factor = tns_scope_take (
          &scope, tns_tensor_new_scalar (alpha, tns_tensor_get_dtype (source),
                                         tns_tensor_get_device (source), &scope.error));
      source = tns_do (&scope, mul, T (source), T (factor));
    }
  if (scope.error == NULL)
    put_rows (out, offsets, source, true, &scope.error);
  return tns_scope_finish (&scope, error);
}

static void
index_add_grad (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
  if (!tns_grad_wants (g, 3))
    return;
  TnsValue alpha = tns_grad_get_arg (g, 4);
  TnsTensor *rows = rows_of_upstream (g, 3);
  if (!tns_value_is_one (&alpha))
    rows = tns_do (g->scope, mul, T (rows), alpha);
  tns_grad_set (g, 3, rows);
}

TNS_OP (index_add) = {
  .schema
  = "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE,
  .infer = infer_index_add,
  .forward = forward_index_add,
  .node = "IndexAddBackward0",
  .saves = "index for source",
  .backward = index_add_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x with y[…, index[k], …] += α · source[…, k, …]",
  .derivative = "∂y/∂x = 1, ∂y/∂source = α",
  .narration = "adds the rows of {source} to rows of {self} along dim {dim}",
  .doc = "torch.Tensor.index_add_.html",
};

/* ---- index_copy ---- */

/* The sizes without @dim, as PyTorch names a slice: "3" or "2 3". */
static char *
dup_slice_text (const TnsMeta *meta, int64_t dim)
{
  GString *text = g_string_new (NULL);
  for (int d = 0; d < meta->rank; d++)
    if (d != dim)
      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, text->len > 0 ? " " : "",
                              meta->sizes[d]);
  return g_string_free (text, FALSE);
}

static bool
check_slices (const TnsMeta *self, const TnsMeta *source, int64_t dim, GError **error)
{
  g_autofree char *own = dup_slice_text (self, dim);
  g_autofree char *other = dup_slice_text (source, dim);
  if (strcmp (own, other) == 0)
    return true;
  return tns_fail (
      error, TNS_ERROR_RUNTIME,
      "index_copy_(): Source/destination tensor must have same slice shapes. Destination "
      "slice shape: %s at dimension %" G_GINT64_FORMAT
      " and source slice shape: %s at dimension 0.",
      own, dim, other);
}

static bool
infer_index_copy (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  TnsMeta source = tns_call_get_meta (call, 3);
  int64_t dim = call->args[1].i, n = tns_layout_count (index.sizes, index.rank);
  if (!tns_wrap_dim (&dim, self.rank, error)
      || (call->is_inplace && !tns_check_no_overlap (call->args[0].tensor, error)))
    return false;
  if (index.rank > 1)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "index_copy_(): Index should have dimension 1 or 0 (got %d)", index.rank);
  if (source.rank == 0 && n != 1)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "index_copy_(): When source is scalar, index should have one element (got "
                     "%" G_GINT64_FORMAT ")",
                     n);
  if (source.rank != self.rank && source.rank != 0 && self.rank != 0)
    return tns_fail (
        error, TNS_ERROR_INDEX,
        "index_copy_(): When source and destination are not scalars, their dimensionality "
        "must match. Source dimensionality (%d), destination dimensionality (%d)",
        source.rank, self.rank);
  if (index.dtype != TNK_INT64)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "index_copy_(): Expected a long tensor for index, but got %s",
                     tns_dtype_get_scalar_type_name (index.dtype));
  if (self.dtype != source.dtype)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "index_copy_(): self and source expected to have the same dtype, but got (self) "
        "%s and (source) %s",
        tns_dtype_get_scalar_type_name (self.dtype), tns_dtype_get_scalar_type_name (source.dtype));
  if (!check_slices (&self, &source, dim, error))
    return false;
  if (source.rank > 0 && n != source.sizes[dim])
    return tns_fail (error, TNS_ERROR_INDEX,
                     "index_copy_(): Number of indices (%" G_GINT64_FORMAT
                     ") should be equal to source.size(dim) (%" G_GINT64_FORMAT ")",
                     n, source.sizes[dim]);
  tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);
  return true;
}

static bool
forward_index_copy (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_begin_write (call, error);
  bool is_empty;
  if (out == NULL || !check_window_of_rows (call, out, &is_empty, error))
    return false;
  if (is_empty)
    return true;
  g_autoptr (TnsTensor) offsets = new_row_offsets (call, out, &copy_rules, error);
  return offsets != NULL && put_rows (out, offsets, call->args[3].tensor, false, error);
}

static void
index_copy_grad (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (g->scope, index_fill, T (tns_grad_get_upstream (g, 0)),
                          tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 2),
                          tns_value_scalar (tns_scalar_int (0))));
  if (tns_grad_wants (g, 3))
    tns_grad_set (g, 3, rows_of_upstream (g, 3));
}

TNS_OP (index_copy) = {
  .schema = "index_copy(Tensor self, int dim, Tensor index, Tensor source) -> Tensor",
  .category = TNS_CATEGORY_INDEX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE,
  .infer = infer_index_copy,
  .forward = forward_index_copy,
  .node = "IndexCopyBackward0",
  .saves = "index for self; index for source",
  .backward = index_copy_grad,
  .out_error = TNS_OUT_EXACT,
  .formula = "y = x with y[…, index[k], …] = source[…, k, …]",
  .derivative = "∂y/∂source = 1 at its row; ∂y/∂x = 0 there, 1 elsewhere",
  .narration = "writes the rows of {source} into rows of {self} along dim {dim}",
  .doc = "torch.Tensor.index_copy_.html",
};

/* ---- index_fill ---- */

static bool
infer_index_fill (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), index = tns_call_get_meta (call, 2);
  TnsValue value = call->args[3];
  int64_t dim = call->args[1].i;
  if (value.kind == TNS_TENSOR && tns_tensor_get_rank (value.tensor) > 0)
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "index_fill_ only supports a 0-dimensional value tensor, but got tensor with %d "
        "dimension(s).",
        tns_tensor_get_rank (value.tensor));
  if (index.dtype != TNK_INT64)
    return tns_fail (error, TNS_ERROR_INDEX, "index_fill_(): Expected dtype int64 for index.");
  if (tnk_dtype_is_complex (tns_result_type (&value, 1)) && !tnk_dtype_is_complex (self.dtype))
    return tns_fail (
        error, TNS_ERROR_RUNTIME,
        "index_fill_(): Converting complex Scalar to non-complex type is not supported");
  if (!tns_wrap_dim (&dim, self.rank, error))
    return false;
  if (index.rank > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Index has to be a vector/scalar");
  TnkScalar number = value.scalar;
  if (value.kind == TNS_TENSOR && !tns_tensor_get_item (value.tensor, &number, error))
    return false;
  if (!tns_scalar_check_fits (number, self.dtype, error))
    return false;
  tns_layout_preserve_strides (tns_call_add_view (call, 0));
  return true;
}

static bool
forward_index_fill (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_begin_write (call, error);
  bool is_empty;
  if (out == NULL || !check_window_of_rows (call, out, &is_empty, error))
    return false;
  if (is_empty)
    return true;
  g_autoptr (TnsTensor) offsets = new_row_offsets (call, out, &fill_rules, error);
  if (offsets == NULL)
    return false;
  TnkScalar number = { 0 };
  if (call->args[3].kind == TNS_SCALAR)
    number = call->args[3].scalar;
  else if (!tns_tensor_get_item (call->args[3].tensor, &number, error))
    return false;
  g_autoptr (TnsTensor) value
      = tns_tensor_new_scalar (number, call->outs[0].dtype, call->outs[0].device, error);
  if (value == NULL)
    return false;
  /* One element, repeated with stride 0 in the shape of the offsets. */
  static const int64_t repeat[TNK_MAX_RANK];
  TnkArray values = tns_tensor_get_array (offsets);
  values.data = tns_tensor_get_data (value);
  values.dtype = call->outs[0].dtype;
  values.strides = repeat;
  return tns_offsets_put (out, offsets, values, false, error);
}

static void
index_fill_grad (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *kept = tns_do (g->scope, index_fill, T (upstream), tns_grad_get_arg (g, 1),
                            tns_grad_get_arg (g, 2), tns_value_scalar (tns_scalar_int (0)));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, kept);
  /* What did not stay went to the value; tns_grad_set() sums it. */
  if (tns_grad_wants (g, 3))
    tns_formula_set_as_it_is (g, 3, tns_do (g->scope, sub, T (upstream), T (kept)));
}

#define INDEX_FILL_OP                                                                              \
  .category = TNS_CATEGORY_INDEX,                                                                  \
  .flags                                                                                           \
  = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_OUT | TNS_MAY_OVERLAP,              \
  .infer = infer_index_fill,                                                                       \
  .forward = forward_index_fill, .backward = index_fill_grad,                                      \
  .formula = "y = x with y[…, index[k], …] = value",                                               \
  .derivative = "∂y/∂x = 0 in the named rows, 1 elsewhere",                                        \
  .narration = "writes {value} into rows of {self} along dim {dim}",                               \
  .doc = "torch.Tensor.index_fill_.html"

TNS_OP (index_fill_tensor) = {
  INDEX_FILL_OP,
  .schema = "index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor",
  .node = "IndexFillBackward1",
  .saves = "index for self; index for value",
};

TNS_OP (index_fill) = {
  INDEX_FILL_OP,
  .schema = "index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
  .node = "IndexFillBackward0",
  .saves = "index for self",
};
