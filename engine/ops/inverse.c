/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The inverse of matrices, by Gauss and Jordan's elimination on [A | I] with the greatest element
 * of each column as its pivot (Golub and Van Loan, Matrix Computations, 3.4), all matrices of a
 * batch at once. Single precision is computed in double. */

#include "engine/ops/formula.h"

static bool
infer_inv (TnsCall *call, GError **error)
{
  TnsMeta meta, *out;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (meta.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.inv: The input tensor A must have at least 2 dimensions.");
  if (meta.sizes[meta.rank - 1] != meta.sizes[meta.rank - 2])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.inv: A must be batches of square matrices, but they are "
                     "%" G_GINT64_FORMAT " by %" G_GINT64_FORMAT " matrices",
                     meta.sizes[meta.rank - 2], meta.sizes[meta.rank - 1]);
  if (tnk_dtype_is_integral (meta.dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "linalg.inv: Expected a floating point or complex tensor as input. Got %s",
                     tns_dtype_get_scalar_type_name (meta.dtype));
  if (meta.dtype == TNK_FLOAT16 || meta.dtype == TNK_BFLOAT16)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.inv: Low precision dtypes not supported. Got %s",
                     tns_dtype_get_scalar_type_name (meta.dtype));
  out = tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  /* Columns lie together, as LAPACK leaves them. */
  out->strides[meta.rank - 2] = 1;
  out->strides[meta.rank - 1] = MAX (meta.sizes[meta.rank - 1], 1);
  return true;
}

/* ---- elimination ---- */

typedef struct
{
  TnsScope *s;
  TnsTensor *rows;     /* [b, n, 2n]: what is left of [A | I] */
  TnsTensor *position; /* [1, n, 1] int64: 0 … n − 1 */
  int64_t n_batches, n;
  bool is_batched;
} Elimination;

static TnsValue
whole (int64_t number)
{
  return tns_value_scalar (tns_scalar_int (number));
}

/* Exchanges row @k with the row below it, or itself, that has the greatest element in column @k. */
static void
bring_up_pivot (Elimination *e, int64_t k)
{
  TnsScope *s = e->s;
  TnsTensor *column, *pivot, *order;
  int64_t sizes[3] = { e->n_batches, e->n, 2 * e->n };

  column = tns_do (s, narrow, T (e->rows), I (2), I (k), I (1));
  column = tns_do (s, abs, T (tns_do (s, narrow, T (column), I (1), I (k), I (e->n - k))));
  pivot = tns_do (s, add, T (tns_do (s, argmax, T (column), I (1), B (true))), whole (k));
  order = tns_do (s, where, T (tns_do (s, eq, T (e->position), T (pivot))), whole (k),
                  T (e->position));
  order = tns_do (s, where, T (tns_do (s, eq, T (e->position), whole (k))), T (pivot), T (order));
  order = tns_do (s, expand, T (order), tns_value_ints (sizes, 3));
  e->rows = tns_do (s, gather, T (e->rows), I (1), T (order));
}

/* Fails in LAPACK's words as PyTorch repeats them: which matrix, which diagonal element. */
static void
check_pivot (Elimination *e, TnsTensor *pivot, int64_t k)
{
  TnsScope *s = e->s;
  TnsTensor *is_zero = tns_do (s, eq, T (pivot), N (0));
  g_autofree char *place = NULL;

  if (tns_formula_item (s, tns_do (s, any_full, T (is_zero))) == 0)
    return;
  is_zero = tns_formula_cast (s, is_zero, TNK_UINT8);
  place = e->is_batched ? g_strdup_printf ("(Batch element %.0f): ",
                                           tns_formula_item (s, tns_do (s, argmax, T (is_zero))))
                        : g_strdup ("");
  if (s->error == NULL)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "linalg.inv: %sThe diagonal element %" G_GINT64_FORMAT
              " is zero, the inversion could not be completed because the input matrix is "
              "singular.",
              place, k + 1);
}

/* Column @k becomes that of the identity: row k divided by its pivot, and taken off the others. */
static void
eliminate (Elimination *e, int64_t k)
{
  TnsScope *s = e->s;
  TnsTensor *row, *pivot, *factors, *others;

  bring_up_pivot (e, k);
  row = tns_do (s, narrow, T (e->rows), I (1), I (k), I (1));
  pivot = tns_do (s, narrow, T (row), I (2), I (k), I (1));
  check_pivot (e, pivot, k);
  row = tns_do (s, div, T (row), T (pivot));
  factors = tns_do (s, narrow, T (e->rows), I (2), I (k), I (1));
  others = tns_do (s, sub, T (e->rows), T (tns_do (s, mul, T (factors), T (row))));
  e->rows = tns_do (s, where, T (tns_do (s, eq, T (e->position), whole (k))), T (row), T (others));
}

static TnsTensor *
invert (TnsScope *s, TnsTensor *x)
{
  int rank = tns_tensor_get_rank (x);
  const int64_t *sizes = tns_tensor_get_sizes (x);
  Elimination e = { .s = s, .n = sizes[rank - 1], .is_batched = rank > 2 };
  int64_t shape[3] = { 1, e.n, e.n }, positions[3] = { 1, e.n, 1 }, k;
  TnsTensor *parts[2], *ones;

  e.n_batches = shape[0] = tns_layout_count (sizes, rank - 2);
  parts[0] = tns_do (s, reshape, T (x), tns_value_ints (shape, 3));
  parts[1] = tns_formula_full_like (s, parts[0], tns_tensor_get_dtype (x), 0);
  tns_do (s, fill, T (tns_do (s, diagonal, T (parts[1]), I (0), I (1), I (2))), N (1));
  if (s->error != NULL)
    return NULL;
  e.rows = tns_do (s, cat, tns_value_tensors (parts, 2), I (2));
  ones = tns_do (s, select, T (tns_do (s, select, T (parts[1]), I (0), I (0))), I (0), I (0));
  ones = tns_formula_full_like (s, ones, TNK_INT64, 1);
  e.position = tns_do (s, sub, T (tns_do (s, cumsum, T (ones), I (0))), whole (1));
  e.position = tns_do (s, reshape, T (e.position), tns_value_ints (positions, 3));
  for (k = 0; k < e.n && s->error == NULL; k++)
    eliminate (&e, k);
  x = tns_do (s, narrow, T (e.rows), I (2), I (e.n), I (e.n));
  return tns_do (s, reshape, T (x), tns_value_ints (sizes, rank));
}

static bool
inv_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *out = tns_call_allocate (call, 0, error), *inverse;
  TnkDtype dtype = call->outs[0].dtype;

  if (out == NULL || tns_tensor_get_numel (x) == 0)
    return out != NULL;
  tns_scope_init (s);
  x = tns_formula_cast (s, x, tnk_dtype_is_complex (dtype) ? TNK_COMPLEX128 : TNK_FLOAT64);
  inverse = x == NULL ? NULL : invert (s, x);
  if (inverse != NULL && s->error == NULL)
    tns_tensor_copy_from (out, inverse, &s->error);
  return tns_scope_finish (s, error);
}

/* dA⁻¹ = −A⁻¹ · dA · A⁻¹ */
static void
inv_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *adjoint = tns_formula_adjoint (s, tns_grad_get_result (g, 0)), *gradient;

  gradient = tns_do (s, matmul, T (adjoint), T (tns_grad_get_upstream (g, 0)));
  gradient = tns_do (s, matmul, T (gradient), T (adjoint));
  tns_grad_set (g, 0, tns_do (s, neg, T (gradient)));
}

TNS_OP (linalg_inv) = {
  .schema = "linalg_inv(Tensor A) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_inv,
  .forward = inv_forward,
  .node = "LinalgInvExBackward0",
  .saves = "result for A",
  .backward = inv_backward,
  .formula = "Y · A = I",
  .derivative = "∂L/∂A = −Yᵀ · G · Yᵀ",
  .narration = "inverts the matrix {A}",
  .doc = "torch.linalg.inv.html",
};

static bool
inverse_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, linalg_inv, call->args[0]), error);
}

TNS_OP (inverse) = {
  .schema = "inverse(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_inv,
  .forward = inverse_forward,
  .formula = "Y · A = I",
  .derivative = "∂L/∂A = −Yᵀ · G · Yᵀ",
  .narration = "inverts the matrix {self}",
  .doc = "torch.inverse.html",
};
