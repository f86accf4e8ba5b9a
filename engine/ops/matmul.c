/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* matmul and linear choose a product by the ranks of their operands; addmm and its siblings add a
 * product to a tensor: β · self + α · product. */

#include "engine/ops/matrices.h"

typedef struct
{
  TnsTensor *tensor;
  int rank;
  const int64_t *sizes;
} Operand;

static Operand
operand_of (TnsTensor *tensor)
{
  return (Operand){ tensor, tns_tensor_get_rank (tensor), tns_tensor_get_sizes (tensor) };
}

static int64_t
count (const int64_t *sizes, int rank)
{
  return tns_layout_count (sizes, rank);
}

/* ---- matmul ---- */

/* Leading dims that both operands have are broadcast; a vector has none. */
static bool
batch_of (Operand a, Operand b, TnsMeta *batch, GError **error)
{
  batch->rank = 0;
  return tns_broadcast_sizes (batch, a.sizes, MAX (a.rank - 2, 0), error)
         && tns_broadcast_sizes (batch, b.sizes, MAX (b.rank - 2, 0), error);
}

/* A stack of one matrix whose gradient is wanted is that matrix beside a stack of several. */
static void
unstack_single (Operand *a, Operand *b)
{
  Operand *single = a->sizes[0] == 1 ? a : b;

  if (a->rank != 3 || b->rank != 3 || a->sizes[0] == b->sizes[0] || single->sizes[0] != 1
      || !tns_tensor_get_requires_grad (single->tensor))
    return;
  single->sizes++;
  single->rank--;
}

/* Whether a stack of matrices times one matrix or vector is computed as one long matrix times it,
 * as PyTorch chooses: where the stack lies in memory as such a matrix, or where the gradient of the
 * other operand would otherwise be a stack. */
static bool
is_folded (Operand a, Operand b)
{
  const bool stack_is_first = a.rank >= b.rank;
  const Operand stack = stack_is_first ? a : b, other = stack_is_first ? b : a;
  TnsMeta rows;
  int64_t n_rows, stride;

  if (stack.rank < 3 || other.rank > 2)
    return false;
  if (tns_tensor_get_requires_grad (other.tensor))
    return true;
  if (a.rank == 2)
    return false;
  if (count (stack.sizes, stack.rank) == 0)
    return true;
  tns_tensor_get_meta (stack.tensor, &rows);
  rows.rank--;
  if (!stack_is_first)
    {
      /* B is folded transposed: its columns are the rows. */
      rows.sizes[rows.rank - 1] = rows.sizes[rows.rank];
      rows.strides[rows.rank - 1] = rows.strides[rows.rank];
    }
  n_rows = count (rows.sizes, rows.rank);
  return tns_layout_restride (&rows, 1, &n_rows, &stride);
}

/* Errors of the batched product, which sees operands of any rank as stacks. */
static bool
check_batched_size (Operand a, Operand b, int64_t k, int64_t n, GError **error)
{
  TnsMeta batch;

  if (!batch_of (a, b, &batch, error))
    return false;
  const int64_t n_batches = count (batch.sizes, batch.rank);
  return tns_fail (
      error, TNS_ERROR_RUNTIME,
      "Expected size for first two dimensions of batch2 tensor to be: [%" G_GINT64_FORMAT
      ", %" G_GINT64_FORMAT "] but got: [%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT "].",
      n_batches, k, n_batches, n);
}

static bool
check_inner_size (Operand a, Operand b, GError **error)
{
  int64_t k = a.sizes[a.rank - 1], rows = a.rank == 1 ? 1 : a.sizes[a.rank - 2];
  int64_t n = b.rank == 1 ? b.sizes[0] : b.sizes[b.rank - 2];

  if (k == n)
    return true;
  if (MAX (a.rank, b.rank) > 2 && !is_folded (a, b))
    return check_batched_size (a, b, k, n, error);
  if (b.rank <= 2)
    rows = count (a.sizes, a.rank - 1);
  if (b.rank == 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "size mismatch, got input (%" G_GINT64_FORMAT "), mat (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT "), vec (%" G_GINT64_FORMAT ")",
                     rows, rows, k, n);
  if (b.rank == 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "mm: mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                     rows, k, b.sizes[0], b.sizes[1]);
  const int64_t columns = count (b.sizes, b.rank - 2) * b.sizes[b.rank - 1];
  if (a.rank == 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "size mismatch, got input (%" G_GINT64_FORMAT "), mat (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT "), vec (%" G_GINT64_FORMAT ")",
                     columns, columns, n, k);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "mm: mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT
                   "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                   columns, n, k, rows);
}

static bool
check_dtypes (Operand a, Operand b, const TnsMeta *batch, GError **error)
{
  TnkDtype first = tns_tensor_get_dtype (a.tensor), second = tns_tensor_get_dtype (b.tensor);
  const int64_t rows = a.rank == 1 ? 1 : a.sizes[a.rank - 2], n_terms = a.sizes[a.rank - 1];
  const int64_t columns = b.rank == 1 ? 1 : b.sizes[b.rank - 1];

  if (MAX (a.rank, b.rank) > 2 && !is_folded (a, b))
    return tns_check_bmm_dtypes (
        first, second, (int64_t[]){ count (batch->sizes, batch->rank), rows, n_terms, columns },
        error);
  if (first == second)
    return true;
  if (a.rank < b.rank)
    {
      /* B comes first, transposed. */
      TnkDtype swapped = first;
      first = second;
      second = swapped;
    }
  if (MIN (a.rank, b.rank) == 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "addmv input tensors must have the same dtype, but got %s, %s, and %s",
                     tns_dtype_get_scalar_type_name (second),
                     tns_dtype_get_scalar_type_name (first),
                     tns_dtype_get_scalar_type_name (second));
  return tns_check_mm_dtypes (first, second, error);
}

static bool
infer_product (TnsCall *call, Operand a, Operand b, GError **error)
{
  int64_t sizes[TNK_MAX_RANK + 2];
  TnsMeta batch;
  int rank;

  if (a.rank == 1 && b.rank == 1)
    return tns_call_infer_as (call, &tns_op_dot, (TnsValue[]){ T (a.tensor), T (b.tensor) }, 2,
                              error);
  if (!batch_of (a, b, &batch, error) || !check_inner_size (a, b, error)
      || !check_dtypes (a, b, &batch, error))
    return false;
  rank = batch.rank;
  memcpy (sizes, batch.sizes, sizeof *sizes * rank);
  if (a.rank > 1)
    sizes[rank++] = a.sizes[a.rank - 2];
  if (b.rank > 1)
    sizes[rank++] = b.sizes[b.rank - 1];
  tns_call_add_dense (call, tns_tensor_get_dtype (b.tensor), tns_tensor_get_device (a.tensor), rank,
                      sizes);
  return true;
}

static bool
infer_matmul (TnsCall *call, GError **error)
{
  Operand a = operand_of (call->args[0].tensor), b = operand_of (call->args[1].tensor);

  if (a.rank == 0 || b.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "both arguments to matmul need to be at least 1D, but they are %dD and %dD",
                     a.rank, b.rank);
  unstack_single (&a, &b);
  return infer_product (call, a, b, error);
}

static TnsTensor *
multiply_small (TnsScope *s, Operand a, Operand b)
{
  TnsTensor *row;

  if (a.rank == 1 && b.rank == 1)
    return tns_do (s, dot, T (a.tensor), T (b.tensor));
  if (b.rank == 1)
    return tns_do (s, mv, T (a.tensor), T (b.tensor));
  if (a.rank == 2)
    return tns_do (s, mm, T (a.tensor), T (b.tensor));
  row = tns_do (s, unsqueeze, T (a.tensor), I (0));
  row = tns_do (s, mm, T (row), T (b.tensor));
  return tns_do (s, squeeze_inplace_dim, T (row), I (0));
}

/* @stack [d0, …, m, k] times @other [k, n] or [k]. */
static TnsTensor *
multiply_folded (TnsScope *s, TnsTensor *stack, TnsTensor *other)
{
  Operand a = operand_of (stack), b = operand_of (other);
  int64_t sizes[TNK_MAX_RANK];
  int64_t flat[2] = { count (a.sizes, a.rank - 1), a.sizes[a.rank - 1] };
  TnsTensor *folded = tns_do (s, reshape, T (stack), tns_value_ints (flat, 2));
  int rank = a.rank - 1;

  memcpy (sizes, a.sizes, sizeof *sizes * rank);
  if (b.rank == 1)
    return tns_do (s, unsafe_view, T (tns_do (s, mv, T (folded), T (other))),
                   tns_value_ints (sizes, rank));
  sizes[rank++] = b.sizes[1];
  return tns_do (s, unsafe_view, T (tns_do (s, mm, T (folded), T (other))),
                 tns_value_ints (sizes, rank));
}

/* @x repeated to the batch's dims, then those dims made one; [n, rows, columns]. */
static TnsTensor *
flatten_batch (TnsScope *s, TnsTensor *x, const TnsMeta *batch, int64_t rows, int64_t columns)
{
  int64_t sizes[TNK_MAX_RANK + 2], flat[3] = { count (batch->sizes, batch->rank), rows, columns };

  memcpy (sizes, batch->sizes, sizeof *sizes * batch->rank);
  sizes[batch->rank] = rows;
  sizes[batch->rank + 1] = columns;
  x = tns_do (s, expand, T (x), tns_value_ints (sizes, batch->rank + 2));
  return tns_do (s, reshape, T (x), tns_value_ints (flat, 3));
}

static TnsTensor *
multiply_batches (TnsScope *s, Operand a, Operand b, const TnsMeta *batch)
{
  int64_t rows = a.rank == 1 ? 1 : a.sizes[a.rank - 2], k = a.sizes[a.rank - 1];
  int64_t columns = b.rank == 1 ? 1 : b.sizes[b.rank - 1];
  int64_t sizes[TNK_MAX_RANK + 2];
  int rank = batch->rank;
  TnsTensor *first = a.tensor, *second = b.tensor, *product;

  if (b.rank == 1)
    second = tns_do (s, unsqueeze, T (second), I (1));
  first = flatten_batch (s, first, batch, rows, k);
  second = flatten_batch (s, second, batch, k, columns);
  product = tns_do (s, bmm, T (first), T (second));
  if (b.rank == 1)
    product = tns_do (s, squeeze_dim, T (product), I (-1));
  memcpy (sizes, batch->sizes, sizeof *sizes * rank);
  if (a.rank > 1)
    sizes[rank++] = rows;
  if (b.rank > 1)
    sizes[rank++] = columns;
  return tns_do (s, unsafe_view, T (product), tns_value_ints (sizes, rank));
}

/* The operand's tensor without the dim that unstack_single() took from it. */
static TnsTensor *
take_unstacked (TnsScope *s, Operand x)
{
  if (tns_tensor_get_rank (x.tensor) == x.rank)
    return x.tensor;
  return tns_do (s, squeeze_dim, T (x.tensor), I (0));
}

static bool
matmul_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  Operand a = operand_of (call->args[0].tensor), b = operand_of (call->args[1].tensor);
  TnsTensor *result;
  TnsMeta batch;

  unstack_single (&a, &b);
  if (!batch_of (a, b, &batch, error))
    return false;
  tns_scope_init (s);
  a.tensor = take_unstacked (s, a);
  b.tensor = take_unstacked (s, b);
  if (a.rank <= 2 && b.rank <= 2)
    result = multiply_small (s, a, b);
  else if (!is_folded (a, b))
    result = multiply_batches (s, a, b, &batch);
  else if (a.rank >= b.rank)
    result = multiply_folded (s, a.tensor, b.tensor);
  else
    {
      /* A · B = (Bᵀ · Aᵀ)ᵀ puts the stack first. */
      TnsTensor *stack = tns_do (s, transpose, T (b.tensor), I (-2), I (-1));
      TnsTensor *other = a.rank == 1 ? a.tensor : tns_do (s, t, T (a.tensor));

      result = s->error == NULL ? multiply_folded (s, stack, other) : NULL;
      if (a.rank == 2)
        result = tns_do (s, contiguous, T (tns_do (s, transpose, T (result), I (-2), I (-1))));
    }
  return tns_call_finish (call, s, result, error);
}

TNS_OP (matmul) = {
  .schema = "matmul(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_matmul,
  .forward = matmul_forward,
  .out_error = TNS_OUT_EXACT,
  .formula = "yᵢⱼ = Σₖ aᵢₖ · bₖⱼ",
  .derivative = "∂L/∂A = G · Bᵀ, ∂L/∂B = Aᵀ · G",
  .narration = "multiplies {self} {shape:self} and {other} {shape:other} into {shape:result}",
  .doc = "torch.matmul.html",
  .aliases = "linalg_matmul",
};

/* ---- linear ---- */

/* A vector, whatever dims of size 1 stand around it. */
static bool
is_vector_like (const TnsTensor *bias)
{
  int rank = tns_tensor_get_rank (bias), n_long = 0;

  for (int dim = 0; dim < rank; dim++)
    n_long += tns_tensor_get_sizes (bias)[dim] != 1;
  return rank == 1 || n_long == 1;
}

/* Whether the bias is added by the product: that of one matrix, or of what lies in memory as one. */
static bool
linear_is_addmm (const TnsCall *call)
{
  const TnsTensor *x = call->args[0].tensor, *bias = call->args[2].tensor;

  if (call->args[2].kind != TNS_TENSOR)
    return false;
  return tns_tensor_get_rank (x) == 2
         || (is_vector_like (bias) && tns_tensor_is_contiguous (x)
             && tns_tensor_is_contiguous (bias));
}

/* The errors of addmm on what lies in memory as one matrix. */
static bool
infer_linear_addmm (TnsCall *call, Operand x, Operand w, GError **error)
{
  int64_t sizes[TNK_MAX_RANK], k = x.sizes[x.rank - 1];

  if (!tns_check_addmm_dtypes (tns_tensor_get_dtype (call->args[2].tensor),
                               tns_tensor_get_dtype (x.tensor), tns_tensor_get_dtype (w.tensor),
                               error))
    return false;
  if (w.rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "addmm: mat2 must be a matrix, got %d-D tensor",
                     w.rank);
  if (k != w.sizes[1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "addmm: mat1 and mat2 shapes cannot be multiplied (%" G_GINT64_FORMAT
                     "x%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT "x%" G_GINT64_FORMAT ")",
                     count (x.sizes, x.rank - 1), k, w.sizes[1], w.sizes[0]);
  memcpy (sizes, x.sizes, sizeof *sizes * x.rank);
  sizes[x.rank - 1] = w.sizes[0];
  tns_call_add_dense (call, tns_tensor_get_dtype (x.tensor), tns_tensor_get_device (x.tensor),
                      x.rank, sizes);
  return true;
}

static bool
infer_linear (TnsCall *call, GError **error)
{
  Operand x = operand_of (call->args[0].tensor), w = operand_of (call->args[1].tensor);

  if (x.rank == 0 || w.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "both arguments to linear need to be at least 1D, but they are %dD and %dD",
                     x.rank, w.rank);
  if (w.rank > 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "t() expects a tensor with <= 2 dimensions, but self is %dD", w.rank);
  if (linear_is_addmm (call))
    return infer_linear_addmm (call, x, w, error);
  const int64_t turned[2] = { w.sizes[w.rank - 1], w.sizes[0] };
  w.sizes = turned;
  return infer_product (call, x, w, error);
}

static bool
linear_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *w, *result;
  TnsValue bias = call->args[2];
  int rank = tns_tensor_get_rank (x);

  tns_scope_init (s);
  w = tns_do (s, t, call->args[1]);
  if (linear_is_addmm (call))
    {
      int64_t flat[2]
          = { count (tns_tensor_get_sizes (x), rank - 1), tns_tensor_get_sizes (x)[rank - 1] };

      if (rank != 2)
        x = tns_do (s, reshape, T (x), tns_value_ints (flat, 2));
      result = tns_do (s, addmm, bias, T (x), T (w));
      if (rank != 2)
        result = tns_do (s, unsafe_view, T (result),
                         tns_value_ints (call->outs[0].sizes, call->outs[0].rank));
      return tns_call_finish (call, s, result, error);
    }
  result = tns_do (s, matmul, T (x), T (w));
  if (bias.kind == TNS_TENSOR)
    result = tns_do_inplace (s, add, T (result), bias);
  return tns_call_finish (call, s, result, error);
}

TNS_OP (linear) = {
  .schema = "linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION,
  .infer = infer_linear,
  .forward = linear_forward,
  .formula = "y = x · Wᵀ + b",
  .derivative = "∂L/∂x = g · W, ∂L/∂W = gᵀ · x, ∂L/∂b = Σ g",
  .narration = "multiplies {input} by the transposed {weight} and adds {bias}",
  .doc = "torch.nn.functional.linear.html",
};
