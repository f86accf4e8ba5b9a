/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A · X = B and X · A = B for a triangle A; the other triangle is not read. */
#include "engine/ops/matrices.h"

typedef struct
{
  bool is_left, is_upper, is_unit;
} Triangle;

/* Gradients of A · X = B into @a_grad and @b_grad; A's within its triangle. */
static void
solve_gradients (TnsScope *s, const Triangle *triangle, TnsTensor *a, TnsTensor *x,
                 TnsTensor *upstream, TnsTensor **a_grad, TnsTensor **b_grad)
{
  TnsTensor *adjoint = tns_formula_adjoint (s, x), *product;
  *b_grad = tns_do (s, linalg_solve_triangular, T (tns_formula_adjoint (s, a)), T (upstream),
                    B (!triangle->is_upper), B (triangle->is_left), B (triangle->is_unit));
  if (triangle->is_left)
    product = tns_do (s, matmul, T (*b_grad), T (adjoint));
  else
    product = tns_do (s, matmul, T (adjoint), T (*b_grad));
  product = tns_do (s, neg, T (product));
  *a_grad = triangle->is_upper ? tns_do (s, triu, T (product), I (triangle->is_unit))
                               : tns_do (s, tril, T (product), I (-triangle->is_unit));
}

/* ---- linalg.solve_triangular ---- */

static bool
infer_linalg_solve_triangular (TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0), b = tns_call_get_meta (call, 1), solution;
  if (!tns_check_solver (&a, &b, call->args[3].b, "linalg.solve_triangular", error)
      || !tns_broadcast_batches (&solution, &b, &a, error))
    return false;
  solution.dtype = a.dtype;
  if (!tns_require_lapack_dtype (solution.dtype, "triangular_solve_cpu", error))
    return false;
  tns_call_add_matrices (call, a.dtype, a.device, solution.rank, solution.sizes);
  return true;
}

static bool
forward_linalg_solve_triangular (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  TnkTriangle triangle = {
    .is_left = call->args[3].b,
    .is_upper = call->args[2].b,
    .is_unit = call->args[4].b,
    .op = 'N',
  };
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *b = tns_expand_batches (s, call->args[1].tensor, 2, out);
  b = tns_call_copy_into (call, 0, b, &s->error);
  TnsTensor *a = tns_expand_batches (s, call->args[0].tensor, 2, out);
  a = tns_matrices_take_copy (s, a);
  if (s->error == NULL && tns_tensor_get_numel (b) > 0)
    tns_check_status (tnk_lapack_trsm (triangle, tns_matrices_get (a), tns_matrices_get (b)),
                      "triangular_solve_cpu", out->dtype, &s->error);
  return tns_scope_finish (s, error);
}

static void
linalg_solve_triangular_grad (TnsGrad *g)
{
  const Triangle triangle = { .is_left = tns_grad_get_arg (g, 3).b,
                              .is_upper = tns_grad_get_arg (g, 2).b,
                              .is_unit = tns_grad_get_arg (g, 4).b };
  TnsTensor *a_grad, *b_grad;
  solve_gradients (g->scope, &triangle, tns_grad_get_arg (g, 0).tensor, tns_grad_get_result (g, 0),
                   tns_grad_get_upstream (g, 0), &a_grad, &b_grad);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, a_grad);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, b_grad);
}

TNS_OP (linalg_solve_triangular) = {
  .schema = "linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, "
            "bool unitriangular=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_linalg_solve_triangular,
  .forward = forward_linalg_solve_triangular,
  .node = "LinalgSolveTriangularBackward0",
  .saves = "self for self; result for self; self for B; result for B",
  .backward = linalg_solve_triangular_grad,
  .formula = "A · X = B",
  .derivative = "∂L/∂B = A⁻ᵀ · G, ∂L/∂A = −∂L/∂B · Xᵀ in A's triangle",
  .narration = "solves {self} · X = {B}, row after row of the triangle",
  .doc = "torch.linalg.solve_triangular.html",
};

/* ---- triangular_solve ---- */

static bool
infer_triangular_solve (TnsCall *call, GError **error)
{
  TnsMeta b = tns_call_get_meta (call, 0), a = tns_call_get_meta (call, 1), solution, matrix;
  for (int arg = 0; arg < 2; arg++)
    if ((arg == 0 ? b : a).rank < 2)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "torch.triangular_solve: Expected %s to have at least 2 dimensions, but it "
                       "has %d dimensions instead",
                       arg == 0 ? "b" : "A", (arg == 0 ? b : a).rank);
  if (!tns_check_solver_of_old (&b, &a, "triangular_solve", error)
      || !tns_broadcast_batches (&solution, &b, &a, error)
      || !tns_broadcast_batches (&matrix, &a, &b, error)
      || !tns_require_lapack_dtype (solution.dtype, "triangular_solve_cpu", error))
    return false;
  tns_call_add_matrices (call, b.dtype, b.device, solution.rank, solution.sizes);
  tns_call_add_matrices (call, a.dtype, a.device, matrix.rank, matrix.sizes);
  return true;
}

/* Aᵀ, not Aᴴ, for transpose=True. */
static TnsTensor *
turn (TnsScope *s, TnsTensor *a, bool is_transposed)
{
  return is_transposed ? tns_do (s, transpose, T (a), I (-2), I (-1)) : a;
}

static bool
forward_triangular_solve (TnsCall *call, GError **error)
{
  const bool is_upper = call->args[2].b, is_transposed = call->args[3].b;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *a = turn (s, call->args[1].tensor, is_transposed);
  TnsTensor *x = tns_do (s, linalg_solve_triangular, T (a), call->args[0],
                         B (is_upper != is_transposed), B (true), call->args[4]);
  TnsTensor *clone = tns_expand_batches (s, call->args[1].tensor, 2, &call->outs[1]);
  tns_call_copy_into (call, 1, clone, &s->error);
  return tns_call_finish (call, s, x, error);
}

static void
triangular_solve_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const bool is_transposed = tns_grad_get_arg (g, 3).b;
  const Triangle triangle = { .is_left = true,
                              .is_upper = tns_grad_get_arg (g, 2).b != is_transposed,
                              .is_unit = tns_grad_get_arg (g, 4).b };
  TnsTensor *a = turn (s, tns_grad_get_arg (g, 1).tensor, is_transposed), *a_grad, *b_grad;
  solve_gradients (s, &triangle, a, tns_grad_get_result (g, 0), tns_grad_get_upstream (g, 0),
                   &a_grad, &b_grad);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, b_grad);
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1,
                  tns_do (s, add, T (turn (s, a_grad, is_transposed)),
                          T (tns_grad_get_upstream (g, 1))));
}

TNS_OP (triangular_solve) = {
  .schema = "triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, "
            "bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_triangular_solve,
  .forward = forward_triangular_solve,
  .node = "TriangularSolveBackward0",
  .saves = "A for self; result0 for self; A for A; result0 for A",
  .backward = triangular_solve_grad,
  .formula = "A · X = B",
  .derivative = "∂L/∂B = A⁻ᵀ · G, ∂L/∂A = −∂L/∂B · Xᵀ in A's triangle",
  .narration = "solves {A} · X = {self}, row after row of the triangle",
  .doc = "torch.triangular_solve.html",
};
