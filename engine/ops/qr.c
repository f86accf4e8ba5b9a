/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A = Q · R with orthonormal columns in Q and a triangle R, by reflections. */
#include "engine/ops/matrices.h"

/* ---- geqrf ---- */

static bool
infer_geqrf (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (meta.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.geqrf: input must have at least 2 dimensions.");
  if (!tns_require_lapack_dtype (meta.dtype, "geqrf_cpu", error))
    return false;
  if (!tns_formula_check_real_graph (call, call->schema->name, error))
    return false;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  meta.rank--;
  meta.sizes[meta.rank - 1] = MIN (meta.sizes[meta.rank - 1], meta.sizes[meta.rank]);
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
forward_geqrf (TnsCall *call, GError **error)
{
  TnsTensor *factor = tns_call_copy_into (call, 0, call->args[0].tensor, error);
  TnsTensor *tau = factor != NULL ? tns_call_allocate (call, 1, error) : NULL;
  if (tau == NULL || tns_tensor_get_numel (factor) == 0)
    return tau != NULL;
  return tns_check_status (
      tnk_lapack_geqrf (tns_matrices_get (factor), tns_tensor_get_data (tau)), "geqrf_cpu",
      call->outs[0].dtype, error);
}

TNS_OP (geqrf) = {
  .schema = "geqrf(Tensor self) -> (Tensor a, Tensor tau)",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_ON_HOST,
  .infer = infer_geqrf,
  .forward = forward_geqrf,
  .node = "GeqrfBackward0",
  .backward = tns_formula_no_derivative,
  .formula = "A = H₁ · … · H_k · R, H = I − τ · v · vᵀ",
  .derivative = "not implemented, as in PyTorch",
  .narration = "turns {self} into a triangle by reflections, kept below it",
  .doc = "torch.geqrf.html",
};

/* ---- linalg.qr ---- */

typedef enum
{
  MODE_REDUCED,
  MODE_COMPLETE,
  MODE_R,
} Mode;

static bool
parse_mode (const TnsValue *value, Mode *mode, GError **error)
{
  static const char *const names[] = { "reduced", "complete", "r" };
  for (size_t k = 0; k < G_N_ELEMENTS (names); k++)
    if (g_str_equal (value->string, names[k]))
      {
        *mode = (Mode) k;
        return true;
      }
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "qr received unrecognized mode '%s' but expected one of 'reduced' (default), "
                   "'r', or 'complete'",
                   value->string);
}

static bool
infer_qr (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  const int64_t none = 0;
  Mode mode = MODE_REDUCED;
  if (!tns_check_matrices (&meta, "linalg.qr", "A", error)
      || !tns_check_inexact (meta.dtype, "linalg.qr", error)
      || !parse_mode (&call->args[1], &mode, error)
      || !tns_require_lapack_dtype (meta.dtype, "geqrf_cpu", error))
    return false;
  int64_t *sizes = meta.sizes + meta.rank - 2;
  const int64_t m = sizes[0], n = sizes[1], n_kept = mode == MODE_COMPLETE ? m : MIN (m, n);
  sizes[1] = n_kept;
  if (mode == MODE_R)
    tns_call_add_dense (call, meta.dtype, meta.device, 1, &none);
  else
    tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  sizes[0] = n_kept;
  sizes[1] = n;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* The reflectors with as many columns as Q shall have: zeros behind them, or the last cut off. */
static TnsTensor *
fit_columns (TnsScope *s, TnsTensor *factor, const TnsMeta *q)
{
  if (factor == NULL)
    return NULL;
  const int64_t n = tns_tensor_get_sizes (factor)[q->rank - 1], wanted = q->sizes[q->rank - 1];
  if (n >= wanted)
    return tns_do (s, narrow, T (factor), I (-1), I (0), I (wanted));
  TnsMeta more = *q;
  more.sizes[q->rank - 1] = wanted - n;
  TnsTensor *zeros
      = tns_do (s, new_zeros, T (factor), tns_value_ints (more.sizes, more.rank));
  return tns_formula_append (s, factor, zeros, -1);
}

static bool
forward_qr (TnsCall *call, GError **error)
{
  const TnsMeta *q = &call->outs[0], *r = &call->outs[1];
  Mode mode = MODE_REDUCED;
  if (!parse_mode (&call->args[1], &mode, error) || tns_call_allocate (call, 0, error) == NULL)
    return false;
  TnsTensor *factors[2];
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_geqrf, call->args, 1, factors, 2);
  if (mode != MODE_R)
    {
      TnsTensor *product = tns_do (s, linalg_householder_product,
                                   T (fit_columns (s, factors[0], q)), T (factors[1]));
      if (product != NULL)
        tns_call_return (call, 0, product);
    }
  TnsTensor *rows
      = tns_do (s, narrow, T (factors[0]), I (-2), I (0), I (r->sizes[r->rank - 2]));
  tns_call_copy_into (call, 1, tns_do (s, triu, T (rows), I (0)), &s->error);
  return tns_scope_finish (s, error);
}

static TnsTensor *
multiply_adjoint (TnsScope *s, TnsTensor *a, TnsTensor *b)
{
  return tns_do (s, matmul, T (a), T (tns_formula_adjoint (s, b)));
}

/* @x with its strict upper triangle mirrored below, and the real part of the diagonal. */
static TnsTensor *
mirror_upper (TnsScope *s, TnsTensor *x)
{
  TnsTensor *upper = tns_do (s, triu, T (x), I (0)), *strict = tns_do (s, triu, T (x), I (1));
  TnsTensor *half = tns_do (s, mul, T (tns_do (s, add, T (upper), T (strict))), N (0.5));
  return tns_do (s, add, T (half), T (tns_formula_adjoint (s, half)));
}

/* Qᴴ dQ has a Hermitian part of zero and dR · R⁻¹ is an upper triangle with a real diagonal, so
 * that for square R: Ḡ_A = (Ḡ_Q + Q · mirror (Ḡ_R · Rᴴ − Qᴴ · Ḡ_Q)) · R⁻ᴴ. What R has to the
 * right of a square, Qᴴ · A₂, adds Q · Ḡ_R₂ for A₂ and −Q · Ḡ_R₂ · R₂ᴴ to Ḡ_Q. */
static TnsTensor *
qr_gradient (TnsScope *s, TnsTensor *q, TnsTensor *r, TnsTensor *q_grad, TnsTensor *r_grad)
{
  const int rank = tns_tensor_get_rank (r);
  const int64_t *sizes = tns_tensor_get_sizes (r) + rank - 2, m = sizes[0], n = sizes[1];
  TnsTensor *seen = tns_do (s, matmul, T (tns_formula_adjoint (s, q)), T (q_grad));
  TnsTensor *inner = tns_do (s, sub, T (multiply_adjoint (s, r_grad, r)), T (seen));
  inner = mirror_upper (s, inner);
  TnsTensor *r2_grad = tns_do (s, narrow, T (r_grad), I (-1), I (m), I (n - m));
  if (n > m)
    {
      TnsTensor *r2 = tns_do (s, narrow, T (r), I (-1), I (m), I (n - m));
      inner = tns_do (s, sub, T (inner), T (multiply_adjoint (s, r2_grad, r2)));
    }
  TnsTensor *sum = tns_do (s, add, T (q_grad), T (tns_do (s, matmul, T (q), T (inner))));
  TnsTensor *r1 = tns_do (s, narrow, T (r), I (-1), I (0), I (m));
  TnsTensor *a1_grad = tns_do (s, linalg_solve_triangular, T (tns_formula_adjoint (s, r1)), T (sum),
                               B (false), B (false));
  if (n == m)
    return a1_grad;
  TnsTensor *a2_grad = tns_do (s, matmul, T (q), T (r2_grad));
  return tns_formula_append (s, a1_grad, a2_grad, -1);
}

static void
qr_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue mode_value = tns_grad_get_arg (g, 1);
  const TnsMeta *meta = tns_grad_get_meta (g, 0, 0);
  const int64_t m = meta->sizes[meta->rank - 2], n = meta->sizes[meta->rank - 1];
  Mode mode = MODE_REDUCED;
  if (!parse_mode (&mode_value, &mode, &s->error))
    return;
  if (mode == MODE_R)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. "
              "Please use linalg.qr(A, mode='reduced') if you are going to differentiate through "
              "linalg.qr.");
  else if (mode == MODE_COMPLETE && m > n)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "The QR decomposition is not differentiable when mode='complete' and nrows > ncols.");
  else
    tns_grad_set (g, 0,
                  qr_gradient (s, tns_grad_get_result (g, 0), tns_grad_get_result (g, 1),
                               tns_grad_get_upstream (g, 0), tns_grad_get_upstream (g, 1)));
}

TNS_OP (linalg_qr) = {
  .schema = "linalg_qr(Tensor A, str mode=\"reduced\") -> (Tensor Q, Tensor R)",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_qr,
  .forward = forward_qr,
  .node = "LinalgQrBackward0",
  .saves = "result0 for A; result1 for A",
  .backward = qr_grad,
  .formula = "A = Q · R, Qᵀ · Q = I, R a triangle",
  .derivative = "∂L/∂A = (G_Q + Q · mirror (G_R · Rᵀ − Qᵀ · G_Q)) · R⁻ᵀ",
  .narration = "splits {A} into orthonormal columns and a triangle",
  .doc = "torch.linalg.qr.html",
};
