/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A = L · Lᴴ of Hermitian, positive-definite matrices, or Uᴴ · U, and what is solved with it. */
#include "engine/ops/matrices.h"

static TnsTensor *
multiply (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  return tns_do (s, matmul, T (a), T (b));
}

/* The triangle of @x that @upper names, from the diagonal at @offset (inwards) on. */
static TnsTensor *
triangle_of (TnsScope *s, TnsTensor *x, bool upper, int offset)
{
  return upper ? tns_do (s, triu, T (x), I (offset)) : tns_do (s, tril, T (x), I (-offset));
}

/* ---- cholesky ---- */

static bool
infer_cholesky (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "linalg.cholesky", "A", error)
      || !tns_check_inexact (meta.dtype, "linalg.cholesky", error)
      || !tns_check_lapack_dtype (&meta, "cholesky_cpu", error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
infer_cholesky_ex (TnsCall *call, GError **error)
{
  if (!infer_cholesky (call, error))
    return false;
  tns_call_add_info (call);
  return true;
}

static void
check_definite (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);
  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "%s: %sThe factorization could not be completed because the input is not "
              "positive-definite (the leading minor of order %d is not positive-definite).",
              op, failure.place, failure.order);
}

static bool
forward_cholesky_ex (TnsCall *call, GError **error)
{
  const bool upper = call->args[1].b;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *triangle = triangle_of (s, call->args[0].tensor, upper, 0);
  TnsTensor *factor = tns_call_copy_into (call, 0, triangle, &s->error);
  TnsTensor *info = factor != NULL ? tns_call_allocate_zeros (call, 1, &s->error) : NULL;
  if (info != NULL && tns_tensor_get_numel (factor) > 0)
    tns_check_status (
        tnk_lapack_potrf (upper, tns_matrices_get (factor), tns_tensor_get_data (info)),
        "cholesky_cpu", call->outs[0].dtype, &s->error);
  if (call->args[2].b)
    check_definite (s, info, "linalg.cholesky_ex");
  return tns_scope_finish (s, error);
}

/* dL = L · Φ (L⁻¹ · dA · L⁻ᴴ), where Φ takes the lower triangle with half the diagonal (Murray,
 * Differentiation of the Cholesky decomposition, 2016). A's gradient is shared out between the two
 * triangles, so that Φ is mirrored. */
static void
cholesky_ex_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *l = tns_grad_get_result (g, 0), *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_get_arg (g, 1).b)
    {
      l = tns_formula_adjoint (s, l);
      upstream = tns_formula_adjoint (s, upstream);
    }
  TnsTensor *adjoint = tns_formula_adjoint (s, l);
  TnsTensor *phi = tns_do (s, tril, T (multiply (s, adjoint, upstream)), I (0));
  TnsTensor *mirror = tns_formula_adjoint (s, tns_do (s, tril, T (phi), I (-1)));
  phi = tns_do (s, mul, T (tns_do (s, add, T (phi), T (mirror))), N (0.5));
  phi = tns_do (s, linalg_solve_triangular, T (adjoint), T (phi), B (true), B (true), B (false));
  phi = tns_do (s, linalg_solve_triangular, T (l), T (phi), B (false), B (false), B (false));
  tns_grad_set (g, 0, phi);
}

#define CHOLESKY_OP                                                                                \
  .category = TNS_CATEGORY_MATRIX, .formula = "A = L · Lᵀ",                                        \
  .derivative = "∂L/∂A = ½ L⁻ᵀ · (Φ + Φᵀ) · L⁻¹, Φ = the lower half of Lᵀ · G"

TNS_OP (linalg_cholesky_ex) = {
  CHOLESKY_OP,
  .schema = "linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> "
            "(Tensor L, Tensor info)",
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_cholesky_ex,
  .forward = forward_cholesky_ex,
  .node = "LinalgCholeskyExBackward0",
  .saves = "result0 for self",
  .backward = cholesky_ex_grad,
  .narration = "splits {self} into a triangle and its transpose and says whether it could",
  .doc = "torch.linalg.cholesky_ex.html",
};

static bool
forward_cholesky (TnsCall *call, GError **error)
{
  TnsTensor *results[2];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_cholesky_ex, call->args, 2, results, 2);
  check_definite (&scope, results[1], "linalg.cholesky");
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_cholesky) = {
  CHOLESKY_OP,
  .schema = "linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_cholesky,
  .forward = forward_cholesky,
  .narration = "splits {self} into a triangle and its transpose",
  .doc = "torch.linalg.cholesky.html",
};

/* ---- cholesky_solve ---- */

static bool
infer_cholesky_solve (TnsCall *call, GError **error)
{
  TnsMeta b = tns_call_get_meta (call, 0), factor = tns_call_get_meta (call, 1), solution;
  for (int arg = 0; arg < 2; arg++)
    if ((arg == 0 ? b : factor).rank < 2)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "%s should have at least 2 dimensions, but has %d dimensions instead",
                       arg == 0 ? "b" : "u", (arg == 0 ? b : factor).rank);
  if (!tns_check_solver_of_old (&b, &factor, "cholesky_solve", error)
      || !tns_broadcast_batches (&solution, &b, &factor, error)
      || !tns_require_lapack_dtype (solution.dtype, "cholesky_solve_cpu", error))
    return false;
  tns_call_add_matrices (call, b.dtype, b.device, solution.rank, solution.sizes);
  return true;
}

static bool
forward_cholesky_solve (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *b = tns_expand_batches (s, call->args[0].tensor, 2, out);
  b = tns_call_copy_into (call, 0, b, &s->error);
  TnsTensor *factor = tns_expand_batches (s, call->args[1].tensor, 2, out);
  factor = tns_matrices_take_copy (s, factor);
  if (s->error == NULL && tns_tensor_get_numel (b) > 0)
    tns_check_status (
        tnk_lapack_potrs (call->args[2].b, tns_matrices_get (factor), tns_matrices_get (b)),
        "cholesky_solve_cpu", out->dtype, &s->error);
  return tns_scope_finish (s, error);
}

/* From dA = dL · Lᴴ + L · dLᴴ and the gradient −Ḡ_B · Xᴴ of A. */
static void
cholesky_solve_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *factor = tns_grad_get_arg (g, 1).tensor;
  const bool upper = tns_grad_get_arg (g, 2).b;
  TnsTensor *b_grad = tns_do (s, cholesky_solve, T (tns_grad_get_upstream (g, 0)), T (factor),
                              B (upper));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, b_grad);
  if (!tns_grad_wants (g, 1))
    return;
  TnsTensor *a_grad = multiply (s, b_grad, tns_formula_adjoint (s, tns_grad_get_result (g, 0)));
  a_grad = tns_do (s, add, T (a_grad), T (tns_formula_adjoint (s, a_grad)));
  TnsTensor *product
      = upper ? multiply (s, factor, a_grad) : multiply (s, a_grad, factor);
  tns_grad_set (g, 1, tns_do (s, neg, T (product)));
}

TNS_OP (cholesky_solve) = {
  .schema = "cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_ON_HOST,
  .infer = infer_cholesky_solve,
  .forward = forward_cholesky_solve,
  .node = "CholeskySolveBackward0",
  .saves = "input2 for self; input2 for input2; result for input2",
  .backward = cholesky_solve_grad,
  .formula = "L · Lᵀ · X = B",
  .derivative = "∂L/∂B = (L · Lᵀ)⁻¹ · G",
  .narration = "solves for {self} with the triangle {input2}",
  .doc = "torch.cholesky_solve.html",
};

/* ---- cholesky_inverse ---- */

static bool
infer_cholesky_inverse (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "cholesky_inverse", "A", error)
      || !tns_require_lapack_dtype (meta.dtype, "cholesky_inverse_out_cpu", error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* LAPACK gives one triangle of the inverse; the other is its mirror. */
static bool
forward_cholesky_inverse (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  const bool upper = call->args[1].b;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *half = tns_matrices_take_copy (s, call->args[0].tensor);
  TnsTensor *info = tns_scope_take (
      s, tns_tensor_new_zeros (TNK_INT32, TNS_CPU, out->rank - 2, out->sizes, &s->error));
  if (s->error == NULL && tns_tensor_get_numel (half) > 0)
    tns_check_status (
        tnk_lapack_potri (upper, tns_matrices_get (half), tns_tensor_get_data (info)),
        "cholesky_inverse_out_cpu", out->dtype, &s->error);
  tns_check_inverted (s, info, "cholesky_inverse");
  TnsTensor *mirror = tns_formula_adjoint (s, triangle_of (s, half, upper, 1));
  half = triangle_of (s, half, upper, 0);
  tns_call_copy_into (call, 0, tns_do (s, add, T (half), T (mirror)), &s->error);
  return tns_scope_finish (s, error);
}

/* From dA = dL · Lᴴ + L · dLᴴ and dA⁻¹ = −A⁻¹ · dA · A⁻¹. */
static void
cholesky_inverse_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *inverse = tns_grad_get_result (g, 0), *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *factor = tns_grad_get_arg (g, 0).tensor;
  TnsTensor *both = tns_do (s, add, T (upstream), T (tns_formula_adjoint (s, upstream)));
  TnsTensor *a_grad = multiply (s, multiply (s, inverse, both), inverse);
  TnsTensor *product = tns_grad_get_arg (g, 1).b ? multiply (s, factor, a_grad)
                                                 : multiply (s, a_grad, factor);
  tns_grad_set (g, 0, tns_do (s, neg, T (product)));
}

TNS_OP (cholesky_inverse) = {
  .schema = "cholesky_inverse(Tensor self, bool upper=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_ON_HOST,
  .infer = infer_cholesky_inverse,
  .forward = forward_cholesky_inverse,
  .node = "CholeskyInverseBackward0",
  .saves = "self for self; result for self",
  .backward = cholesky_inverse_grad,
  .formula = "Y = (L · Lᵀ)⁻¹",
  .derivative = "∂L/∂L = −Y · (G + Gᵀ) · Y · L",
  .narration = "inverts the matrix whose triangle is {self}",
  .doc = "torch.cholesky_inverse.html",
};
