/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A · X = B by LU factors, and X · A = B: solve, lu_solve, inv, tensorsolve and tensorinv. */
#include "engine/ops/matrices.h"

#include <string.h>

static TnsTensor *
multiply (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  return tns_do (s, matmul, T (a), T (b));
}

/* ---- lu_solve ---- */

static bool
check_lu_solve (const TnsMeta *lu, const TnsMeta *pivots, const TnsMeta *b, bool left,
                GError **error)
{
  if (!tns_check_inexact (lu->dtype, "torch.linalg.lu_solve", error))
    return false;
  if (lu->dtype != b->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of "
                     "type %s and B of type %s instead",
                     tns_dtype_get_scalar_type_name (lu->dtype),
                     tns_dtype_get_scalar_type_name (b->dtype));
  if (pivots->dtype != TNK_INT32)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32");
  if (!tns_check_square (lu, "torch.linalg.lu_solve", "A", error)
      || !tns_check_solver (lu, b, left, "linalg.lu_solve", error))
    return false;
  if (pivots->rank == 0 || pivots->sizes[pivots->rank - 1] != lu->sizes[lu->rank - 1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.lu_solve: Number of pivots per batch should be same as the dimension "
                     "of the matrix");
  if (pivots->rank == lu->rank - 1
      && memcmp (pivots->sizes, lu->sizes, (size_t) pivots->rank * sizeof (int64_t)) == 0)
    return true;
  g_autofree char *sizes = tns_sizes_dup_text (pivots->rank, pivots->sizes);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "linalg.lu_solve: Expected LU.shape[:-1] and pivots.shape to be the same, but "
                   "got pivots with shape %s instead",
                   sizes);
}

/* A solution in @sizes: as LAPACK leaves it, which for X · A = B is row by row. */
static void
add_solution (TnsCall *call, const TnsMeta *like, int rank, bool left)
{
  if (left && rank >= 2)
    tns_call_add_matrices (call, like->dtype, like->device, rank, like->sizes);
  else
    tns_call_add_dense (call, like->dtype, like->device, rank, like->sizes);
}

static bool
infer_linalg_lu_solve (TnsCall *call, GError **error)
{
  TnsMeta lu = tns_call_get_meta (call, 0), pivots = tns_call_get_meta (call, 1);
  TnsMeta b = tns_call_get_meta (call, 2), solution;
  const bool left = call->args[3].b;
  if (!tns_check_constant (&call->args[1], "pivots", "linalg_lu_solve", error)
      || !check_lu_solve (&lu, &pivots, &b, left, error)
      || !tns_broadcast_batches (&solution, &b, &lu, error)
      || !tns_check_lapack_dtype (&solution, "linalg.lu_solve_cpu", error))
    return false;
  add_solution (call, &solution, solution.rank, left);
  return true;
}

static bool
check_pivots (TnsTensor *pivots, GError **error)
{
  const int32_t *numbers = tns_tensor_get_data (pivots);
  const int64_t n = tns_tensor_get_sizes (pivots)[tns_tensor_get_rank (pivots) - 1];
  for (int64_t k = 0; k < tns_tensor_get_numel (pivots); k++)
    if (numbers[k] < 1 || numbers[k] > n)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Pivots given to lu_solve must all be %s. Did you properly pass the result "
                       "of lu_factor?",
                       numbers[k] < 1 ? "greater or equal to 1"
                                      : "smaller or equal to LU.size(-2)");
  return true;
}

/* X · A = B is solved as Aᴴ · Xᴴ = Bᴴ. */
static bool
forward_linalg_lu_solve (TnsCall *call, GError **error)
{
  const bool left = call->args[3].b, adjoint = call->args[4].b;
  const TnsMeta *out = &call->outs[0];
  TnsTensor *solution = tns_call_allocate (call, 0, error);
  if (solution == NULL || tns_tensor_get_numel (solution) == 0)
    return solution != NULL;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *lu = tns_expand_batches (s, call->args[0].tensor, 2, out);
  lu = tns_matrices_take_copy (s, lu);
  TnsTensor *pivots = tns_expand_batches (s, call->args[1].tensor, 1, out);
  pivots = tns_do (s, contiguous, T (pivots));
  TnsTensor *b = tns_expand_batches (s, call->args[2].tensor, 2, out);
  b = tns_matrices_take_copy (s, left ? b : tns_formula_adjoint (s, b));
  if (s->error == NULL && check_pivots (pivots, &s->error)
      && tns_check_status (tnk_lapack_getrs (left == adjoint ? 'C' : 'N', tns_matrices_get (lu),
                                             tns_tensor_get_data (pivots), tns_matrices_get (b)),
                           "linalg.lu_solve_cpu", out->dtype, &s->error))
    tns_call_copy_into (call, 0, left ? b : tns_formula_adjoint (s, b), &s->error);
  return tns_scope_finish (s, error);
}

/* The gradient of A from that of B: −Ḡ_B · Xᴴ, or −Xᴴ · Ḡ_B for X · A = B. */
static TnsTensor *
gradient_of_matrix (TnsScope *s, TnsTensor *b_grad, TnsTensor *solution, bool left)
{
  TnsTensor *adjoint = tns_formula_adjoint (s, solution);
  return tns_do (
      s, neg, T (left ? multiply (s, b_grad, adjoint) : multiply (s, adjoint, b_grad)));
}

/* From dA = P · (dL · U + L · dU). */
static void
linalg_lu_solve_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue lu = tns_grad_get_arg (g, 0), pivots = tns_grad_get_arg (g, 1);
  const bool left = tns_grad_get_arg (g, 3).b, adjoint = tns_grad_get_arg (g, 4).b;
  TnsTensor *b_grad = tns_do (s, linalg_lu_solve, lu, pivots, T (tns_grad_get_upstream (g, 0)),
                              B (left), B (!adjoint));
  if (tns_grad_wants (g, 2))
    tns_grad_set (g, 2, b_grad);
  if (!tns_grad_wants (g, 0))
    return;
  TnsTensor *parts[3];
  tns_scope_call_many (s, &tns_op_lu_unpack, (TnsValue[]){ lu, pivots }, 2, parts, 3);
  TnsTensor *a_grad = gradient_of_matrix (s, b_grad, tns_grad_get_result (g, 0), left);
  if (adjoint)
    a_grad = tns_formula_adjoint (s, a_grad);
  a_grad = multiply (s, tns_formula_adjoint (s, parts[0]), a_grad);
  TnsTensor *lower = multiply (s, a_grad, tns_formula_adjoint (s, parts[2]));
  TnsTensor *upper = multiply (s, tns_formula_adjoint (s, parts[1]), a_grad);
  tns_grad_set (g, 0,
                tns_do (s, add, T (tns_do (s, tril, T (lower), I (-1))),
                        T (tns_do (s, triu, T (upper), I (0)))));
}

TNS_OP (linalg_lu_solve) = {
  .schema = "linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, "
            "bool adjoint=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_linalg_lu_solve,
  .forward = forward_linalg_lu_solve,
  .node = "LinalgLuSolveBackward0",
  .saves = "LU for LU; pivots for LU; result for LU; LU for B; pivots for B",
  .backward = linalg_lu_solve_grad,
  .formula = "P · L · U · X = B",
  .derivative = "∂L/∂B = A⁻ᵀ · G",
  .narration = "solves for {B} with the triangles in {LU}",
  .doc = "torch.linalg.lu_solve.html",
};

static bool
infer_lu_solve (TnsCall *call, GError **error)
{
  const TnsValue turned[]
      = { call->args[1], call->args[2], call->args[0], B (true), B (false) };
  const TnsValue *args = call->args;
  call->args = turned;
  const bool is_legal = infer_linalg_lu_solve (call, error);
  call->args = args;
  return is_legal;
}

static bool
forward_lu_solve (TnsCall *call, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope,
      tns_do (&scope, linalg_lu_solve, call->args[1], call->args[2], call->args[0]), error);
}

TNS_OP (lu_solve) = {
  .schema = "lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_lu_solve,
  .forward = forward_lu_solve,
  .formula = "P · L · U · X = B",
  .derivative = "∂L/∂B = A⁻ᵀ · G",
  .narration = "solves for {self} with the triangles in {LU_data}",
  .doc = "torch.lu_solve.html",
};

/* ---- solve ---- */

/* Whether B holds a vector per matrix instead of a matrix. */
static bool
is_vector (const TnsMeta *a, const TnsMeta *b)
{
  return b->rank == 1
         || (b->rank == a->rank - 1
             && memcmp (a->sizes, b->sizes, (size_t) b->rank * sizeof (int64_t)) == 0);
}

static bool
infer_solve (TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0), b = tns_call_get_meta (call, 1), solution;
  const bool left = call->args[2].b, has_vectors = is_vector (&a, &b);
  if (!tns_check_inexact (a.dtype, "linalg.solve", error))
    return false;
  if (a.dtype != b.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.solve: Expected A and B to have the same dtype, but found A of type "
                     "%s and B of type %s instead",
                     tns_dtype_get_scalar_type_name (a.dtype),
                     tns_dtype_get_scalar_type_name (b.dtype));
  if (has_vectors)
    b.sizes[b.rank++] = 1;
  if (!tns_check_solver (&a, &b, left, "linalg.solve", error)
      || !tns_broadcast_batches (&solution, &b, &a, error))
    return false;
  if (has_vectors && !left)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.solve: Vector broadcasting of the left hand side is not supported for "
                     "left=False. In this case linalg.solve is equivalent to B / A.squeeze(-1)");
  add_solution (call, &solution, solution.rank - has_vectors, left);
  return true;
}

static bool
infer_solve_ex (TnsCall *call, GError **error)
{
  if (!infer_solve (call, error))
    return false;
  tns_call_add_info (call);
  return true;
}

static void
check_solved (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);
  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "%s: %sThe solver failed because the input matrix is singular.", op, failure.place);
}

static bool
forward_solve_ex (TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0), b = tns_call_get_meta (call, 1);
  const bool has_vectors = is_vector (&a, &b);
  TnsTensor *right = call->args[1].tensor;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsFactors factors = tns_formula_factorize (s, call->args[0].tensor);
  if (call->args[3].b)
    check_solved (s, factors.info, "torch.linalg.solve_ex");
  if (has_vectors)
    right = tns_do (s, unsqueeze, T (right), I (-1));
  TnsTensor *solution = tns_do (s, linalg_lu_solve, T (factors.lu), T (factors.pivots), T (right),
                                call->args[2], B (factors.is_transposed));
  if (has_vectors)
    solution = tns_do (s, squeeze_dim, T (solution), I (-1));
  tns_call_copy_into (call, 0, solution, &s->error);
  if (s->error == NULL)
    tns_call_return (call, 1, factors.info);
  return tns_scope_finish (s, error);
}

static void
solve_ex_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  const bool left = tns_grad_get_arg (g, 2).b;
  const bool has_vectors = is_vector (tns_grad_get_meta (g, 0, 0), tns_grad_get_meta (g, 1, 0));
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *solution = tns_grad_get_result (g, 0);
  if (has_vectors)
    upstream = tns_do (s, unsqueeze, T (upstream), I (-1));
  TnsTensor *adjoint = tns_formula_adjoint (s, tns_grad_get_arg (g, 0).tensor);
  TnsTensor *b_grad = tns_do (s, linalg_solve_ex, T (adjoint), T (upstream), B (left));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, has_vectors ? tns_do (s, squeeze_dim, T (b_grad), I (-1)) : b_grad);
  if (!tns_grad_wants (g, 0))
    return;
  if (has_vectors)
    solution = tns_do (s, unsqueeze, T (solution), I (-1));
  tns_grad_set (g, 0, gradient_of_matrix (s, b_grad, solution, left));
}

#define SOLVE_OP                                                                                   \
  .category = TNS_CATEGORY_MATRIX, .flags = TNS_AS_FUNCTION, .formula = "A · X = B",               \
  .derivative = "∂L/∂B = A⁻ᵀ · G, ∂L/∂A = −∂L/∂B · Xᵀ"

TNS_OP (linalg_solve_ex) = {
  SOLVE_OP,
  .schema = "linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> "
            "(Tensor result, Tensor info)",
  .infer = infer_solve_ex,
  .forward = forward_solve_ex,
  .node = "LinalgSolveExBackward0",
  .saves = "A for A; result0 for A; A for B",
  .backward = solve_ex_grad,
  .narration = "solves {A} · X = {B} and says whether it could",
  .doc = "torch.linalg.solve_ex.html",
};

static bool
forward_solve (TnsCall *call, GError **error)
{
  TnsTensor *results[2];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_solve_ex, call->args, 3, results, 2);
  check_solved (&scope, results[1], "torch.linalg.solve");
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_solve) = {
  SOLVE_OP,
  .schema = "linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor",
  .infer = infer_solve,
  .forward = forward_solve,
  .narration = "solves {A} · X = {B}",
  .doc = "torch.linalg.solve.html",
};

/* ---- tensorsolve ---- */

/* The dims of A with those in @dims moved behind the others; the errors are movedim's. */
static bool
order_dims (const TnsCall *call, const TnsMeta *a, int64_t *order, GError **error)
{
  const TnsValue *dims = &call->args[2];
  bool is_moved[TNK_MAX_RANK] = { false };
  int64_t destination[TNK_MAX_RANK];
  TnsMeta moved;
  int n = 0, n_moved = 1;
  if (dims->kind == TNS_INTS)
    {
      const int n_dims = MIN (dims->ints.n, TNK_MAX_RANK);
      for (int k = 0; k < n_dims; k++)
        destination[k] = a->rank - dims->ints.n + k;
      if (!tns_op_infer (&tns_op_movedim, false,
                         (TnsValue[]){ call->args[0], *dims, tns_value_ints (destination, n_dims) },
                         3, &moved, &n_moved, error))
        return false;
    }
  /* A tensor without dims takes any, and has none to move. */
  for (int k = 0; dims->kind == TNS_INTS && a->rank > 0 && k < dims->ints.n; k++)
    {
      int64_t dim = dims->ints.items[k];
      if (!tns_wrap_dim (&dim, a->rank, error))
        return false;
      is_moved[dim] = true;
      order[a->rank - dims->ints.n + k] = dim;
    }
  for (int dim = 0; dim < a->rank; dim++)
    if (!is_moved[dim])
      order[n++] = dim;
  return true;
}

typedef struct
{
  int64_t order[TNK_MAX_RANK];
  int64_t sizes[TNK_MAX_RANK]; /* of A's dims in that order */
  int n_rows_dims;             /* as many as B has */
  int64_t n_rows, n_cols;
} Flattened;

static bool
flatten_matrix (const TnsCall *call, Flattened *flat, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0), b = tns_call_get_meta (call, 1);
  if (!order_dims (call, &a, flat->order, error))
    return false;
  /* PyTorch takes the rest of A's dims, of which there are fewer than none. */
  if (b.rank > a.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME, "cannot create std::vector larger than max_size()");
  for (int k = 0; k < a.rank; k++)
    flat->sizes[k] = a.sizes[flat->order[k]];
  flat->n_rows_dims = b.rank;
  flat->n_rows = tns_layout_count (b.sizes, b.rank);
  flat->n_cols = tns_layout_count (flat->sizes + flat->n_rows_dims, a.rank - flat->n_rows_dims);
  return flat->n_rows == flat->n_cols
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == "
                      "prod(self.shape[:other.ndim]), but got %" G_GINT64_FORMAT
                      " != %" G_GINT64_FORMAT,
                      flat->n_cols, flat->n_rows);
}

static bool
infer_tensorsolve (TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0);
  Flattened flat;
  if (!flatten_matrix (call, &flat, error))
    return false;
  tns_call_add_dense (call, a.dtype, a.device, a.rank - flat.n_rows_dims,
                      flat.sizes + flat.n_rows_dims);
  return true;
}

static bool
forward_tensorsolve (TnsCall *call, GError **error)
{
  const int rank = tns_tensor_get_rank (call->args[0].tensor);
  Flattened flat;
  if (!flatten_matrix (call, &flat, error))
    return false;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *a = tns_do (s, permute, call->args[0], tns_value_ints (flat.order, rank));
  a = tns_do (s, reshape, T (a), tns_value_ints ((int64_t[]){ flat.n_rows, flat.n_cols }, 2));
  TnsTensor *b = tns_do (s, reshape, call->args[1], tns_value_ints (&flat.n_rows, 1));
  TnsTensor *x = tns_do (s, linalg_solve, T (a), T (b));
  x = tns_do (s, reshape, T (x),
              tns_value_ints (flat.sizes + flat.n_rows_dims, rank - flat.n_rows_dims));
  return tns_call_finish (call, s, x, error);
}

TNS_OP (linalg_tensorsolve) = {
  .schema = "linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_tensorsolve,
  .forward = forward_tensorsolve,
  .formula = "Σ A · x = B over the dims that B does not have",
  .derivative = "∂L/∂B = A⁻ᵀ · G",
  .narration = "solves for {other} with {self} as a matrix of its dims",
  .doc = "torch.linalg.tensorsolve.html",
};
