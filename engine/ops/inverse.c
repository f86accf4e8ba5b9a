/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The inverse of matrices: the solution of A · Y = I. */
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
  if (!infer_inv (call, error))
    return false;
  tns_call_add_info (call);
  return true;
}

static bool
forward_inv_ex (TnsCall *call, GError **error)
{
  TnsTensor *a = call->args[0].tensor, *results[2];
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  const int64_t n = tns_tensor_get_sizes (a)[tns_tensor_get_rank (a) - 1];
  TnsTensor *identity = tns_matrices_take_identity (s, a, n, n);
  tns_scope_call_many (s, &tns_op_linalg_solve_ex, (TnsValue[]){ T (a), T (identity) }, 2, results,
                       2);
  if (call->args[1].b)
    tns_check_inverted (s, results[1], "linalg.inv_ex");
  if (s->error == NULL)
    tns_call_return (call, 1, results[1]);
  return tns_call_finish (call, s, results[0], error);
}

/* dA⁻¹ = −A⁻¹ · dA · A⁻¹ */
static void
inv_ex_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *adjoint = tns_formula_adjoint (s, tns_grad_get_result (g, 0));
  TnsTensor *gradient = tns_do (s, matmul, T (adjoint), T (tns_grad_get_upstream (g, 0)));
  gradient = tns_do (s, matmul, T (gradient), T (adjoint));
  tns_grad_set (g, 0, tns_do (s, neg, T (gradient)));
}

#define INVERSE_OP                                                                                 \
  .category = TNS_CATEGORY_MATRIX, .formula = "Y · A = I", .derivative = "∂L/∂A = −Yᵀ · G · Yᵀ"

TNS_OP (linalg_inv_ex) = {
  INVERSE_OP,
  .schema = "linalg_inv_ex(Tensor A, *, bool check_errors=False) -> "
            "(Tensor inverse, Tensor info)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_inv_ex,
  .forward = forward_inv_ex,
  .node = "LinalgInvExBackward0",
  .saves = "result0 for A",
  .backward = inv_ex_grad,
  .narration = "inverts the matrix {A} and says whether it could",
  .doc = "torch.linalg.inv_ex.html",
};

/* @a's inverse; the error of a singular matrix names @op. */
static TnsTensor *
invert (TnsScope *s, TnsTensor *a, const char *op)
{
  TnsTensor *results[2];
  tns_scope_call_many (s, &tns_op_linalg_inv_ex, (TnsValue[]){ T (a) }, 1, results, 2);
  tns_check_inverted (s, results[1], op);
  return results[0];
}

static bool
forward_inv (TnsCall *call, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, invert (&scope, call->args[0].tensor, "linalg.inv"), error);
}

TNS_OP (linalg_inv) = {
  INVERSE_OP,
  .schema = "linalg_inv(Tensor A) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_inv,
  .forward = forward_inv,
  .out_error = TNS_OUT_EXACT,
  .narration = "inverts the matrix {A}",
  .doc = "torch.linalg.inv.html",
};

TNS_OP (inverse) = {
  INVERSE_OP,
  .schema = "inverse(Tensor self) -> Tensor",
  .infer = infer_inv,
  .forward = forward_inv,
  .out_error = TNS_OUT_EXACT,
  .narration = "inverts the matrix {self}",
  .doc = "torch.inverse.html",
};

/* ---- tensorinv ---- */

static bool
infer_tensorinv (TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, 0);
  const int64_t ind = call->args[1].i;
  if (ind <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected a strictly positive integer for 'ind', but got %" G_GINT64_FORMAT,
                     ind);
  if (ind > a.rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "ArrayRef: invalid slice, N = %" G_GINT64_FORMAT "; size = %d", ind, a.rank);
  const int n = (int) ind;
  const int64_t rows = tns_layout_count (a.sizes, n);
  const int64_t cols = tns_layout_count (a.sizes + n, a.rank - n);
  if (rows != cols)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected self to satisfy the requirement prod(self.shape[ind:]) == "
                     "prod(self.shape[:ind]), but got %" G_GINT64_FORMAT " != %" G_GINT64_FORMAT,
                     cols, rows);
  TnsMeta *out = tns_call_add_dense (call, a.dtype, a.device, 0, NULL);
  out->rank = a.rank;
  for (int k = 0; k < a.rank; k++)
    out->sizes[k] = a.sizes[(n + k) % a.rank];
  tns_meta_set_dense_strides (out);
  return true;
}

static bool
forward_tensorinv (TnsCall *call, GError **error)
{
  const TnsMeta *out = &call->outs[0];
  const int n_cols_dims = out->rank - (int) call->args[1].i;
  const int64_t n = tns_layout_count (out->sizes, n_cols_dims);
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsTensor *a = tns_do (s, reshape, call->args[0], tns_value_ints ((int64_t[]){ n, n }, 2));
  TnsTensor *inverse = invert (s, a, "inv");
  return tns_call_finish (
      call, s, tns_do (s, reshape, T (inverse), tns_value_ints (out->sizes, out->rank)), error);
}

TNS_OP (linalg_tensorinv) = {
  INVERSE_OP,
  .schema = "linalg_tensorinv(Tensor self, int ind=2) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_tensorinv,
  .forward = forward_tensorinv,
  .narration = "inverts {self} as a matrix of its first {ind} dims and the others",
  .doc = "torch.linalg.tensorinv.html",
};
