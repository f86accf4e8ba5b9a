/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The polar form of matrices, from their singular values. */

#include "engine/ops/spectrum.h"

static bool
infer_polar (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  int64_t *sizes;

  if (!tns_check_matrices (&meta, "linalg.polar", "A", error)
      || !tns_check_inexact (meta.dtype, "linalg.polar", error))
    return false;
  sizes = &meta.sizes[meta.rank - 2];
  if (sizes[0] < sizes[1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.polar: input must have at least as many rows as columns, but got "
                     "%" G_GINT64_FORMAT " by %" G_GINT64_FORMAT " matrices",
                     sizes[0], sizes[1]);
  if (!tns_check_lapack_dtype (&meta, "linalg_svd_cpu", error))
    return false;
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  sizes[0] = sizes[1];
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* U' = U · Vᴴ, H = V · diag (S) · Vᴴ */
static bool
polar_forward (TnsCall *call, GError **error)
{
  TnsValue args[] = { call->args[0], B (false) };
  TnsTensor *parts[3], *results[2] = { NULL };
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_linalg_svd, args, 2, parts, 3);
  if (s->error == NULL)
    {
      results[0] = tns_times (s, parts[0], parts[2]);
      results[1]
          = tns_times (s, tns_scale_columns (s, tns_formula_adjoint (s, parts[2]), parts[1]), parts[2]);
    }
  return tns_call_finish_many (call, s, results, 2, error);
}

/* dA = dU · H + U · dH with Uᴴ · dU = Ω skew and dH Hermitian, so that Ω solves
 * H · Ω + Ω · H = Uᴴ · dA − dAᴴ · U. With X the solution for skew (Uᴴ · gU − gH · H):
 * gA = U · (gH + X) + (I − U · Uᴴ) · gU · H⁻¹. In the basis of H's eigenvectors V, where H is
 * diag (σ), the equation is solved by dividing by σᵢ + σⱼ. */
static void
polar_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *u = tns_grad_get_result (g, 0), *h = tns_grad_get_result (g, 1), *basis[2] = { NULL };
  TnsTensor *grad_u = tns_grad_get_upstream (g, 0), *grad_h = tns_grad_get_upstream (g, 1);
  TnsTensor *v, *vh, *x, *outside;

  tns_scope_call_many (s, &tns_op_linalg_eigh, (TnsValue[]){ T (h) }, 1, basis, 2);
  if (s->error != NULL)
    return;
  v = basis[1];
  vh = tns_formula_adjoint (s, v);
  x = tns_times (s, tns_formula_adjoint (s, u), grad_u);
  x = tns_skew (s, tns_do (s, sub, T (x), T (tns_times (s, grad_h, h))));
  x = tns_times (s, tns_times (s, vh, x), v);
  x = tns_do (s, div, T (x),
              T (tns_do (s, add, T (tns_do (s, unsqueeze, T (basis[0]), I (-2))),
                         T (tns_do (s, unsqueeze, T (basis[0]), I (-1))))));
  x = tns_times (s, tns_times (s, v, x), vh);
  outside = tns_times (s, tns_project_off (s, u, grad_u), v);
  outside = tns_do (s, div, T (outside), T (tns_do (s, unsqueeze, T (basis[0]), I (-2))));
  tns_grad_set (g, 0,
                tns_do (s, add, T (tns_times (s, u, tns_do (s, add, T (grad_h), T (x)))),
                        T (tns_times (s, outside, vh))));
}

TNS_OP (linalg_polar) = {
  .schema = "linalg_polar(Tensor A) -> (Tensor U, Tensor H)",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_polar,
  .forward = polar_forward,
  .node = "LinalgPolarBackward0",
  .saves = "result0 for A; result1 for A",
  .backward = polar_backward,
  .formula = "A = U · H with orthonormal columns in U, H symmetric and not negative",
  .derivative = "∂L/∂A = U · (gₕ + X) + (I − U · Uᵀ) · gᵤ · H⁻¹",
  .narration = "takes the matrix {A} apart into a rotation and a stretch",
  .doc = "torch.linalg.polar.html",
};
