/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The inverse of matrices: A · Y = I solved by LAPACK's LU factorization. */

#include "engine/ops/matrices.h"

static bool
infer_inv (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);

  if (!tns_check_square (&meta, "linalg.inv", "A", error)
      || !tns_check_precise (meta.dtype, "linalg.inv", error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
infer_inv_ex (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);

  if (!infer_inv (call, error))
    return false;
  tns_call_add_dense (call, TNK_INT32, meta.device, meta.rank - 2, meta.sizes);
  return true;
}

static void
check_inverted (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);

  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "%s: %sThe diagonal element %d is zero, the inversion could not be completed because "
              "the input matrix is singular.",
              op, failure.place, failure.order);
}

static bool
inv_ex_forward (TnsCall *call, GError **error)
{
  TnsTensor *inverse = tns_call_allocate (call, 0, error), *info = NULL, *lu;
  TnkMatrices matrices;
  g_autofree int32_t *pivots = NULL;
  TnsScope scope, *s = &scope;

  if (inverse != NULL)
    info = tns_call_allocate (call, 1, error);
  if (info == NULL || !tns_tensor_fill (inverse, tns_scalar_int (0), error))
    return false;
  tns_scope_init (s);
  tns_do (s, fill, T (tns_do (s, diagonal, T (inverse), I (0), I (-2), I (-1))), N (1));
  lu = tns_matrices_take_copy (s, call->args[0].tensor);
  if (lu != NULL)
    {
      matrices = tns_matrices_get (lu);
      pivots = g_new (int32_t, matrices.n_batches * matrices.n_rows);
      if (tns_check_status (tnk_lapack_getrf (matrices, pivots, tns_tensor_get_data (info)),
                            "linalg.inv", matrices.dtype, &s->error))
        tns_check_status (tnk_lapack_getrs ('N', matrices, pivots, tns_matrices_get (inverse)),
                          "linalg.inv", matrices.dtype, &s->error);
    }
  if (call->args[1].b)
    check_inverted (s, info, "linalg.inv_ex");
  return tns_scope_finish (s, error);
}

/* dA⁻¹ = −A⁻¹ · dA · A⁻¹ */
static void
inv_ex_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *adjoint = tns_formula_adjoint (s, tns_grad_get_result (g, 0)), *gradient;

  gradient = tns_do (s, matmul, T (adjoint), T (tns_grad_get_upstream (g, 0)));
  gradient = tns_do (s, matmul, T (gradient), T (adjoint));
  tns_grad_set (g, 0, tns_do (s, neg, T (gradient)));
}

#define INVERSE_OP                                                                                 \
  .category = TNS_CATEGORY_MATRIX, .formula = "Y · A = I",                                         \
  .derivative = "∂L/∂A = −Yᵀ · G · Yᵀ"

TNS_OP (linalg_inv_ex) = {
  INVERSE_OP,
  .schema = "linalg_inv_ex(Tensor A, *, bool check_errors=False) -> "
            "(Tensor inverse, Tensor info)",
  .flags = TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_inv_ex,
  .forward = inv_ex_forward,
  .node = "LinalgInvExBackward0",
  .saves = "result0 for A",
  .backward = inv_ex_backward,
  .narration = "inverts the matrix {A} and says whether it could",
  .doc = "torch.linalg.inv_ex.html",
};

static bool
inv_forward (TnsCall *call, GError **error)
{
  TnsTensor *results[2];
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_inv_ex, call->args, 1, results, 2);
  check_inverted (&scope, results[1], "linalg.inv");
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_inv) = {
  INVERSE_OP,
  .schema = "linalg_inv(Tensor A) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_inv,
  .forward = inv_forward,
  .narration = "inverts the matrix {A}",
  .doc = "torch.linalg.inv.html",
};

TNS_OP (inverse) = {
  INVERSE_OP,
  .schema = "inverse(Tensor self) -> Tensor",
  .infer = infer_inv,
  .forward = inv_forward,
  .narration = "inverts the matrix {self}",
  .doc = "torch.inverse.html",
};
