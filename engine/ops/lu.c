/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A = P · L · U by Gauss's elimination with the greatest element of each column as its pivot: the
 * two triangles in one (lu_factor), or all three (lu, lu_unpack). Matrices are m × n and
 * k = min (m, n). */
#include "engine/ops/matrices.h"

#include <string.h>

#include "engine/autograd/autograd.h"

/* ---- shapes ---- */

static bool
check_matrix (const TnsMeta *meta, const char *op, GError **error)
{
  if (meta->rank >= 2)
    return true;
  g_autofree char *sizes = tns_sizes_dup_text (meta->rank, meta->sizes);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "%s: Expected tensor with 2 or more dimensions. Got size: %s instead", op,
                   sizes);
}

static bool
infer_lu_factor (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!check_matrix (&meta, "torch.lu_factor", error)
      || !tns_check_lapack_dtype (&meta, "lu_cpu", error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  meta.rank--;
  meta.sizes[meta.rank - 1] = MIN (meta.sizes[meta.rank - 1], meta.sizes[meta.rank]);
  tns_call_add_dense (call, TNK_INT32, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
infer_lu_factor_ex (TnsCall *call, GError **error)
{
  if (!infer_lu_factor (call, error))
    return false;
  tns_call_add_info (call);
  return true;
}

/* P, L and U of matrices like @meta; what is not asked for has no elements. */
static void
add_unpacked (TnsCall *call, const TnsMeta *meta, bool with_data, bool with_pivots)
{
  const int64_t m = meta->sizes[meta->rank - 2], n = meta->sizes[meta->rank - 1], k = MIN (m, n);
  const int64_t shapes[3][2] = { { m, m }, { m, k }, { k, n } }, none = 0;
  for (int index = 0; index < 3; index++)
    {
      TnsMeta out = *meta;
      out.sizes[out.rank - 2] = shapes[index][0];
      out.sizes[out.rank - 1] = shapes[index][1];
      if (index == 0 ? with_pivots : with_data)
        tns_call_add_dense (call, meta->dtype, meta->device, meta->rank, out.sizes);
      else
        tns_call_add_dense (call, meta->dtype, meta->device, 1, &none);
    }
}

/* ---- the gradient, for all of them ---- */

typedef struct
{
  TnsTensor *p, *l, *u;
} Unpacked;

static TnsTensor *
block_of (TnsScope *s, TnsTensor *x, int64_t dim, int64_t start, int64_t length)
{
  return tns_do (s, narrow, T (x), I (dim), I (start), I (length));
}

/* @x · A⁻ᴴ, or A⁻ᴴ · @x when on the left, for a triangle A; the lower one has a unit diagonal. */
static TnsTensor *
divide (TnsScope *s, TnsTensor *triangle, TnsTensor *x, bool left)
{
  return tns_do (s, linalg_solve_triangular, T (tns_formula_adjoint (s, triangle)), T (x), B (left),
                 B (left), B (left));
}

static TnsTensor *
sub_product (TnsScope *s, TnsTensor *x, TnsTensor *a, TnsTensor *b)
{
  return tns_do (s, sub, T (x), T (tns_do (s, matmul, T (a), T (b))));
}

/* From Pᵀ dA = dL · U + L · dU, split into blocks: [L₁; L₂] and [U₁ U₂] with square L₁ and U₁.
 * L⁻¹ dL is a strictly lower triangle and dU · U⁻¹ an upper one, so that each sees its part of
 *   L₁ᴴ · Ḡ_L₁ − Ḡ_U₂ · U₂ᴴ   and   Ḡ_U₁ · U₁ᴴ − L₂ᴴ · Ḡ_L₂. */
static TnsTensor *
lu_gradient (TnsScope *s, const Unpacked *of, TnsTensor *l_grad, TnsTensor *u_grad)
{
  if (s->error != NULL)
    return NULL;
  const int rank = tns_tensor_get_rank (of->l);
  const int64_t m = tns_tensor_get_sizes (of->l)[rank - 2];
  const int64_t n = tns_tensor_get_sizes (of->u)[rank - 1], k = MIN (m, n);
  TnsTensor *l1 = block_of (s, of->l, -2, 0, k), *u1 = block_of (s, of->u, -1, 0, k);
  TnsTensor *lower = tns_do (s, matmul, T (tns_formula_adjoint (s, l1)),
                             T (block_of (s, l_grad, -2, 0, k)));
  TnsTensor *upper = tns_do (s, matmul, T (block_of (s, u_grad, -1, 0, k)),
                             T (tns_formula_adjoint (s, u1)));
  TnsTensor *l2_grad = block_of (s, l_grad, -2, k, m - k);
  TnsTensor *u2_grad = block_of (s, u_grad, -1, k, n - k);
  if (n > k)
    lower = sub_product (s, lower, u2_grad,
                         tns_formula_adjoint (s, block_of (s, of->u, -1, k, n - k)));
  if (m > k)
    upper = sub_product (s, upper, tns_formula_adjoint (s, block_of (s, of->l, -2, k, m - k)),
                         l2_grad);
  TnsTensor *middle = tns_do (s, add, T (tns_do (s, tril, T (lower), I (-1))),
                              T (tns_do (s, triu, T (upper), I (0))));
  middle = divide (s, u1, divide (s, l1, middle, true), false);
  if (n > k)
    middle = tns_formula_append (s, middle, divide (s, l1, u2_grad, true), -1);
  if (m > k)
    middle = tns_formula_append (s, middle, divide (s, u1, l2_grad, false), -2);
  return tns_do (s, matmul, T (of->p), T (middle));
}

/* ---- lu_factor_ex ---- */

static void
check_divisible (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);
  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "%s: %sU[%d,%d] is zero and using it on lu_solve would result in a division by zero. "
              "If you still want to perform the factorization, consider calling linalg.lu(A, "
              "pivot) or linalg.lu_factor_ex(A, pivot)",
              op, failure.place, failure.order, failure.order);
}

static bool
forward_lu_factor_ex (TnsCall *call, GError **error)
{
  TnsTensor *lu = tns_call_copy_into (call, 0, call->args[0].tensor, error);
  TnsTensor *pivots = lu != NULL ? tns_call_allocate (call, 1, error) : NULL;
  TnsTensor *info = pivots != NULL ? tns_call_allocate_zeros (call, 2, error) : NULL;
  if (info == NULL || tns_tensor_get_numel (lu) == 0)
    return info != NULL;
  if (!call->args[1].b)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.lu_factor: LU without pivoting is not implemented on the CPU");
  if (!tns_check_status (tnk_lapack_getrf (tns_matrices_get (lu), tns_tensor_get_data (pivots),
                                           tns_tensor_get_data (info)),
                         "lu_cpu", tns_tensor_get_dtype (lu), error))
    return false;
  TnsScope scope;
  tns_scope_init (&scope);
  if (call->args[2].b)
    check_divisible (&scope, info, "torch.linalg.lu_factor_ex");
  return tns_scope_finish (&scope, error);
}

static Unpacked
unpack (TnsScope *s, TnsTensor *lu, TnsTensor *pivots)
{
  TnsTensor *parts[3];
  tns_scope_call_many (s, &tns_op_lu_unpack, (TnsValue[]){ T (lu), T (pivots) }, 2, parts, 3);
  return (Unpacked){ parts[0], parts[1], parts[2] };
}

/* Where L has no numbers of its own, its gradient does not count, and U's neither: the whole one
 * serves as both. */
static void
lu_factor_ex_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *lu_grad = tns_grad_get_upstream (g, 0);
  Unpacked of = unpack (s, tns_grad_get_result (g, 0), tns_grad_get_result (g, 1));
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  const int64_t *sizes = meta->sizes + meta->rank - 2, k = MIN (sizes[0], sizes[1]);
  tns_grad_set (g, 0,
                lu_gradient (s, &of, block_of (s, lu_grad, -1, 0, k),
                             block_of (s, lu_grad, -2, 0, k)));
}

#define LU_OP                                                                                      \
  .category = TNS_CATEGORY_MATRIX, .formula = "A = P · L · U",                                     \
  .derivative = "∂L/∂A = P · L⁻ᵀ · (tril₋₁ (Lᵀ · G_L) + triu (G_U · Uᵀ)) · U⁻ᵀ"

TNS_OP (linalg_lu_factor_ex) = {
  LU_OP,
  .schema = "linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> "
            "(Tensor LU, Tensor pivots, Tensor info)",
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_lu_factor_ex,
  .forward = forward_lu_factor_ex,
  .node = "LinalgLuFactorExBackward0",
  .saves = "result0 for A; result1 for A",
  .backward = lu_factor_ex_grad,
  .narration = "splits {A} into a lower and an upper triangle and says whether it could",
  .doc = "torch.linalg.lu_factor_ex.html",
};

static bool
forward_lu_factor (TnsCall *call, GError **error)
{
  TnsTensor *results[3];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_lu_factor_ex, call->args, 2, results, 3);
  check_divisible (&scope, results[2], "torch.linalg.lu_factor");
  if (scope.error == NULL)
    tns_call_return (call, 1, results[1]);
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_lu_factor) = {
  LU_OP,
  .schema = "linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_lu_factor,
  .forward = forward_lu_factor,
  .narration = "splits {A} into a lower and an upper triangle, kept in one matrix",
  .doc = "torch.linalg.lu_factor.html",
};

static bool
forward_lu_with_info (TnsCall *call, GError **error)
{
  TnsTensor *results[3];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_lu_factor_ex, call->args, 2, results, 3);
  for (int k = 0; k < 3 && scope.error == NULL; k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (&scope, error);
}

TNS_OP (lu_with_info) = {
  LU_OP,
  .schema = "_lu_with_info(Tensor self, bool pivot=True, bool check_errors=True) -> "
            "(Tensor LU, Tensor pivots, Tensor info)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_lu_factor_ex,
  .forward = forward_lu_with_info,
  .narration = "splits {self} into a lower and an upper triangle and says whether it could",
  .doc = "torch.lu.html",
};

TnsFactors
tns_formula_factorize (TnsScope *scope, TnsTensor *a)
{
  TnsFactors factors = { 0 };
  if (a == NULL || scope->error != NULL)
    return factors;
  factors.is_transposed
      = tns_tensor_is_contiguous (a) && !tnk_dtype_is_complex (tns_tensor_get_dtype (a));
  if (factors.is_transposed)
    a = tns_do (scope, transpose, T (a), I (-2), I (-1));
  TnsTensor *results[3];
  tns_scope_call_many (scope, &tns_op_linalg_lu_factor_ex, (TnsValue[]){ T (a) }, 1, results, 3);
  factors.lu = results[0];
  factors.pivots = results[1];
  factors.info = results[2];
  return factors;
}

/* ---- lu_unpack ---- */

static bool
infer_lu_unpack (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0), pivots = tns_call_get_meta (call, 1);
  const bool with_pivots = call->args[3].b;
  /* What the backward pass will need is written down first: both sizes. */
  if (tns_grad_mode_get () && tns_tensor_get_requires_grad (call->args[0].tensor))
    for (int64_t dim = -1; dim >= -2; dim--)
      if (!tns_wrap_dim_with_size (&(int64_t){ dim }, meta.rank, error))
        return false;
  if (!check_matrix (&meta, "torch.lu_unpack", error))
    return false;
  if (with_pivots && pivots.dtype != TNK_INT32)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of "
                     "torch.int32 dtype.\nNote: this function is intended to be used with the "
                     "output produced by torch.linalg.lu_factor");
  TnsMeta expected = meta;
  expected.rank--;
  expected.sizes[expected.rank - 1] = MIN (meta.sizes[meta.rank - 2], meta.sizes[meta.rank - 1]);
  g_autofree char *wanted = tns_sizes_dup_text (expected.rank, expected.sizes);
  g_autofree char *given = tns_sizes_dup_text (pivots.rank, pivots.sizes);
  if (with_pivots && strcmp (wanted, given) != 0)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "Expected LU_pivots to have shape %s but got %s instead.", wanted, given);
  add_unpacked (call, &meta, call->args[2].b, with_pivots);
  return true;
}

/* Exchanges 0 … n_rows − 1 as the pivots say, one after the other. */
static bool
permute_rows (int64_t *rows, int64_t n_rows, const int32_t *pivots, int64_t n_pivots,
              GError **error)
{
  for (int64_t k = 0; k < n_rows; k++)
    rows[k] = k;
  for (int64_t k = 0; k < n_pivots; k++)
    {
      if (pivots[k] < 1 || pivots[k] > n_rows)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive."
                         "Did you properly pass the result of lu_factor?");
      const int64_t row = rows[k];
      rows[k] = rows[pivots[k] - 1];
      rows[pivots[k] - 1] = row;
    }
  return true;
}

/* P has a one where column j says that row i of A went to row j. */
static TnsTensor *
permutation_from (TnsScope *s, TnsTensor *pivots, const TnsMeta *out)
{
  const int64_t n_rows = out->sizes[out->rank - 1];
  const int64_t n_batches = tns_layout_count (out->sizes, out->rank - 2);
  pivots = tns_do (s, contiguous, T (pivots));
  TnsTensor *rows = tns_scope_take (
      s, tns_tensor_new_dense (TNK_INT64, TNS_CPU, out->rank - 1, out->sizes, &s->error));
  TnsTensor *places = tns_scope_take (
      s, tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &n_rows, &s->error));
  if (s->error != NULL)
    return NULL;
  const int n_pivots = (int) tns_tensor_get_sizes (pivots)[out->rank - 2];
  for (int64_t b = 0; b < n_batches; b++)
    if (!permute_rows ((int64_t *) tns_tensor_get_data (rows) + b * n_rows, n_rows,
                       (int32_t *) tns_tensor_get_data (pivots) + b * n_pivots, n_pivots,
                       &s->error))
      return NULL;
  permute_rows (tns_tensor_get_data (places), n_rows, NULL, 0, NULL);
  return tns_do (s, eq, T (tns_do (s, unsqueeze, T (places), I (-1))),
                 T (tns_do (s, unsqueeze, T (rows), I (-2))));
}

static bool
forward_lu_unpack (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  for (int index = 0; index < 3; index++)
    if (tns_call_allocate (call, index, &s->error) == NULL)
      return tns_scope_finish (s, error);
  if (call->args[3].b && tns_tensor_get_numel (call->results[0]) > 0)
    tns_call_copy_into (call, 0, permutation_from (s, call->args[1].tensor, &call->outs[0]),
                        &s->error);
  if (call->args[2].b && s->error == NULL)
    {
      TnsTensor *lu = call->args[0].tensor;
      const int64_t *sizes = call->outs[1].sizes + call->outs[1].rank - 2, k = sizes[1];
      TnsTensor *ones = tns_matrices_take_identity (s, lu, sizes[0], k);
      TnsTensor *l = tns_do (s, tril, T (block_of (s, lu, -1, 0, k)), I (-1));
      tns_call_copy_into (call, 1, tns_do (s, add, T (l), T (ones)), &s->error);
      TnsTensor *u = tns_do (s, triu, T (block_of (s, lu, -2, 0, k)), I (0));
      tns_call_copy_into (call, 2, u, &s->error);
    }
  return tns_scope_finish (s, error);
}

/* The two triangles side by side again, with what the wider of the two has over. */
static void
lu_unpack_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  const int64_t m = meta->sizes[meta->rank - 2], n = meta->sizes[meta->rank - 1], k = MIN (m, n);
  if (!tns_grad_get_arg (g, 2).b)
    {
      tns_grad_set (g, 0, tns_formula_zeros_of (g, 0));
      return;
    }
  TnsTensor *l = tns_grad_get_upstream (g, 1), *u = tns_grad_get_upstream (g, 2);
  TnsTensor *both = tns_do (s, add, T (tns_do (s, tril, T (block_of (s, l, -2, 0, k)), I (-1))),
                            T (tns_do (s, triu, T (block_of (s, u, -1, 0, k)), I (0))));
  if (m > k)
    both = tns_formula_append (s, both, block_of (s, l, -2, k, m - k), -2);
  if (n > k)
    both = tns_formula_append (s, both, block_of (s, u, -1, k, n - k), -1);
  tns_grad_set (g, 0, both);
}

TNS_OP (lu_unpack) = {
  .schema = "lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, "
            "bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_lu_unpack,
  .forward = forward_lu_unpack,
  .node = "LuUnpackBackward0",
  .constant_results = 1 << 0,
  .backward = lu_unpack_grad,
  .formula = "L = tril₋₁ (LU) + I, U = triu (LU), P = the exchanges of rows",
  .derivative = "∂L/∂LU = tril₋₁ (G_L) + triu (G_U)",
  .narration = "takes apart the triangles in {LU_data}",
  .doc = "torch.lu_unpack.html",
};

/* ---- lu ---- */

static bool
infer_lu (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!check_matrix (&meta, "linalg.lu", error))
    return false;
  add_unpacked (call, &meta, true, call->args[1].b);
  return true;
}

static bool
forward_lu (TnsCall *call, GError **error)
{
  TnsTensor *factors[2];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_lu_factor_ex, call->args, 2, factors, 2);
  Unpacked parts = unpack (&scope, factors[0], factors[1]);
  if (scope.error == NULL)
    {
      /* Without pivots, of which only empty matrices have none to miss, P has no elements. */
      if (call->args[1].b)
        tns_call_return (call, 0, parts.p);
      else if (tns_call_allocate (call, 0, &scope.error) == NULL)
        return tns_scope_finish (&scope, error);
      tns_call_return (call, 1, parts.l);
      tns_call_return (call, 2, parts.u);
    }
  return tns_scope_finish (&scope, error);
}

static void
lu_grad (TnsGrad *g)
{
  const Unpacked of = { tns_grad_get_result (g, 0), tns_grad_get_result (g, 1),
                        tns_grad_get_result (g, 2) };
  tns_grad_set (g, 0,
                lu_gradient (g->scope, &of, tns_grad_get_upstream (g, 1),
                             tns_grad_get_upstream (g, 2)));
}

TNS_OP (linalg_lu) = {
  LU_OP,
  .schema = "linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_lu,
  .forward = forward_lu,
  .node = "LinalgLuBackward0",
  .constant_results = 1 << 0,
  .saves = "result0 for A; result1 for A; result2 for A",
  .backward = lu_grad,
  .narration = "splits {A} into exchanges of rows, a lower and an upper triangle",
  .doc = "torch.linalg.lu.html",
};
