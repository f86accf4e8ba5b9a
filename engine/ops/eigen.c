/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Eigenvalues and eigenvectors, of symmetric (Hermitian) matrices by LAPACK's syevd (heevd), of any
 * by geev, and the square root that follows from the former. */

#include "engine/autograd/autograd.h"
#include "engine/ops/spectrum.h"

#include <string.h>

static bool
wants_vectors (TnsTensor *x)
{
  return tns_grad_mode_get () && tns_tensor_get_requires_grad (x);
}

static void
check_converged (TnsScope *s, TnsTensor *info, const char *op)
{
  TnsFailure failure = tns_info_find_failure (s, info);

  if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "%s: %sThe algorithm failed to converge because the input matrix is ill-conditioned "
              "or has too many repeated eigenvalues (error code: %d).",
              op, failure.place, failure.order);
}

/* int32 zeros, one per matrix of @x. */
static TnsTensor *
take_info (TnsScope *s, TnsTensor *x)
{
  return tns_scope_take (s, tns_tensor_new_zeros (TNK_INT32, TNS_CPU, tns_tensor_get_rank (x) - 2,
                                                  tns_tensor_get_sizes (x), &s->error));
}

/* Complex vectors may be turned by e^iφ; a gradient that depends on it is none. */
static void
check_gauge (TnsScope *s, TnsTensor *product, const char *name)
{
  TnsTensor *phases = tns_do (s, imag, T (tns_matrix_diagonal (s, product)));
  TnsTensor *zero = tns_do (s, mul, T (phases), N (0));

  if (tns_formula_item (s, tns_do (s, allclose, T (phases), T (zero), tns_value_float (1e-2),
                                   tns_value_float (1e-2)))
          == 0
      && s->error == NULL)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "%s: The eigenvectors in the complex case are specified up to multiplication by "
              "e^{i phi}. The specified loss function depends on this quantity, so it is "
              "ill-defined.",
              name);
}

/* @product divided by λⱼ − λᵢ, conjugated, with @diagonal (nullable: 0) in its diagonal. */
static TnsTensor *
divide_by_gaps (TnsScope *s, TnsTensor *product, TnsTensor *values, TnsTensor *diagonal)
{
  TnsTensor *result = tns_do (s, div, T (product),
                              T (tns_pair_gaps (s, tns_formula_conj (s, values))));

  if (result == NULL)
    return NULL;
  if (diagonal == NULL)
    diagonal = tns_do (s, mul, T (values), N (0));
  diagonal = tns_formula_cast (s, diagonal, tns_tensor_get_dtype (result));
  return tns_do (s, diagonal_scatter, T (result), T (diagonal), I (0), I (-2), I (-1));
}

/* ---- symmetric and Hermitian ---- */

enum
{
  ARG_A,
  ARG_UPLO,
  ARG_VECTORS,
};

static bool
is_upper (const TnsValue *uplo)
{
  return g_ascii_toupper (uplo->string[0]) == 'U';
}

static bool
infer_eigh_inner (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A);
  const char *uplo = call->args[ARG_UPLO].string;

  if (!tns_check_square (&meta, "linalg.eigh", "A", error))
    return false;
  if (strlen (uplo) != 1 || strchr ("LUlu", uplo[0]) == NULL)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected UPLO argument to be 'L' or 'U', but got %s", uplo);
  if (!tns_check_lapack_dtype (&meta, "linalg_eigh_cpu", error))
    return false;
  tns_call_add_dense (call, tns_dtype_get_real (meta.dtype), meta.device, meta.rank - 1,
                      meta.sizes);
  if (call->args[ARG_VECTORS].b)
    tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  else
    tns_call_add_dense (call, meta.dtype, meta.device, 1, (int64_t[]){ 0 });
  return true;
}

static bool
eigh_inner_forward (TnsCall *call, GError **error)
{
  TnsTensor *a = call->args[ARG_A].tensor, *values = tns_call_allocate (call, 0, error), *matrices;
  bool wants_vectors = call->args[ARG_VECTORS].b;
  TnsScope scope, *s = &scope;
  TnsTensor *info;

  if (values == NULL)
    return false;
  tns_scope_init (s);
  if (wants_vectors)
    matrices = tns_call_copy_into (call, 1, a, &s->error);
  else if (tns_call_allocate (call, 1, &s->error) != NULL)
    matrices = tns_matrices_take_copy (s, a);
  else
    matrices = NULL;
  info = take_info (s, a);
  if (matrices != NULL && info != NULL && tns_tensor_get_numel (a) > 0
      && tns_check_status (tnk_lapack_syevd (wants_vectors, is_upper (&call->args[ARG_UPLO]),
                                             tns_matrices_get (matrices),
                                             tns_tensor_get_data (values),
                                             tns_tensor_get_data (info)),
                           "linalg.eigh", tns_tensor_get_dtype (a), &s->error))
    check_converged (s, info, "linalg.eigh");
  return tns_scope_finish (s, error);
}

/* dV = V · ((Vᴴ · dA · V) / (λⱼ − λᵢ)) off the diagonal, dλ = diag (Vᴴ · dA · V). */
static void
eigh_inner_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *values = tns_grad_get_result (g, 0), *v = tns_grad_get_result (g, 1), *vh, *inner;

  if (s->error != NULL)
    return;
  vh = tns_formula_adjoint (s, v);
  if (g->upstream[1] == NULL)
    inner = tns_scale_rows (s, g->upstream[0], vh);
  else
    {
      inner = tns_times (s, vh, g->upstream[1]);
      if (tnk_dtype_is_complex (tns_tensor_get_dtype (v)))
        check_gauge (s, inner, "linalg_eigh_backward");
      /* Half of what is Hermitian in the gradient: A cannot move otherwise. */
      inner = tns_do (s, div, T (tns_skew (s, inner)), N (2));
      inner = tns_times (s, divide_by_gaps (s, inner, values, g->upstream[0]), vh);
    }
  tns_grad_set (g, ARG_A, tns_times (s, v, inner));
}

#define EIGEN_OP                                                                                   \
  .category = TNS_CATEGORY_MATRIX, .formula = "A · V = V · diag (λ)",                              \
  .derivative = "∂L/∂A = V⁻ᵀ · (diag (gλ) + (Vᵀ · gᵥ) / (λⱼ − λᵢ)) · Vᵀ"

TNS_OP (linalg_eigh_inner) = {
  EIGEN_OP,
  .schema = "_linalg_eigh(Tensor A, str UPLO=\"L\", bool compute_v=True) -> "
            "(Tensor eigenvalues, Tensor eigenvectors)",
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_eigh_inner,
  .forward = eigh_inner_forward,
  .node = "LinalgEighBackward0",
  .saves = "result0 for A; result1 for A",
  .backward = eigh_inner_backward,
  .narration = "takes the eigenvalues and eigenvectors of the symmetric matrix {A}",
  .doc = "torch.linalg.eigh.html",
};

static bool
infer_eigh (TnsCall *call, GError **error)
{
  return tns_call_infer_as (call, &tns_op_linalg_eigh_inner, call->args, 2, error);
}

static bool
eigh_forward (TnsCall *call, GError **error)
{
  TnsTensor *results[2] = { NULL };
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_eigh_inner, call->args, 2, results, 2);
  return tns_call_finish_many (call, &scope, results, 2, error);
}

TNS_OP (linalg_eigh) = {
  EIGEN_OP,
  .schema = "linalg_eigh(Tensor self, str UPLO=\"L\") -> "
            "(Tensor eigenvalues, Tensor eigenvectors)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_eigh,
  .forward = eigh_forward,
  .narration = "takes the eigenvalues and eigenvectors of the symmetric matrix {self}",
  .doc = "torch.linalg.eigh.html",
};

static bool
infer_eigvalsh (TnsCall *call, GError **error)
{
  TnsMeta outs[2];
  int n = 2;

  if (!tns_op_infer (&tns_op_linalg_eigh_inner, false, call->args, 2, outs, &n, error))
    return false;
  *tns_call_add_out (call) = outs[0];
  return true;
}

static bool
eigvalsh_forward (TnsCall *call, GError **error)
{
  TnsValue args[] = { call->args[0], call->args[1], B (wants_vectors (call->args[0].tensor)) };
  TnsTensor *results[2] = { NULL };
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_eigh_inner, args, 3, results, 2);
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_eigvalsh) = {
  EIGEN_OP,
  .schema = "linalg_eigvalsh(Tensor self, str UPLO=\"L\") -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_eigvalsh,
  .forward = eigvalsh_forward,
  .narration = "takes the eigenvalues of the symmetric matrix {self}",
  .doc = "torch.linalg.eigvalsh.html",
};

/* ---- any matrices ---- */

static bool
check_has_complex (TnkDtype dtype, GError **error)
{
  return !tnk_dtype_is_integral (dtype)
         || tns_fail (error, TNS_ERROR_RUNTIME, "Unknown Complex ScalarType for %s",
                      tns_dtype_get_scalar_type_name (dtype));
}

static bool
infer_eig_inner (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  TnkDtype dtype;

  if (!check_has_complex (meta.dtype, error) || !tns_check_square (&meta, "linalg.eig", "A", error))
    return false;
  if (meta.dtype == TNK_FLOAT16 || meta.dtype == TNK_BFLOAT16)
    return tns_refuse_dtype ("linalg_eig_out_cpu", meta.dtype, error);
  dtype = tns_dtype_get_complex (meta.dtype);
  tns_call_add_dense (call, dtype, meta.device, meta.rank - 1, meta.sizes);
  if (call->args[1].b)
    tns_call_add_matrices (call, dtype, meta.device, meta.rank, meta.sizes);
  else
    tns_call_add_dense (call, dtype, meta.device, 1, (int64_t[]){ 0 });
  return true;
}

static bool
check_finite (TnsScope *s, TnsTensor *x)
{
  if (tns_formula_item (s, tns_do (s, all_full, T (tns_do (s, isfinite, T (x))))) != 0)
    return true;
  if (s->error == NULL)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "torch.linalg.eig: input tensor should not contain infs or NaNs.");
  return false;
}

static bool
eig_inner_forward (TnsCall *call, GError **error)
{
  TnsTensor *a = call->args[0].tensor, *values = tns_call_allocate (call, 0, error), *vectors;
  TnkMatrices no_matrices = { 0 };
  TnsScope scope, *s = &scope;
  TnsTensor *copy, *info;

  vectors = values == NULL ? NULL : tns_call_allocate (call, 1, error);
  if (vectors == NULL || tns_tensor_get_numel (a) == 0)
    return vectors != NULL;
  tns_scope_init (s);
  copy = tns_matrices_take_copy (s, a);
  info = take_info (s, a);
  if (info != NULL && check_finite (s, copy)
      && tns_check_status (
          tnk_lapack_geev (tns_matrices_get (copy), tns_tensor_get_data (values),
                           call->args[1].b ? tns_matrices_get (vectors) : no_matrices,
                           tns_tensor_get_data (info)),
          "linalg.eig", tns_tensor_get_dtype (a), &s->error))
    check_converged (s, info, "linalg.eig");
  return tns_scope_finish (s, error);
}

/* V⁻ᴴ · (diag (gλ) + (Vᴴ·gV − Vᴴ·V · diag (Re (Vᴴ·gV))) / conj (λⱼ − λᵢ)) · Vᴴ: what is taken off
 * keeps the vectors' length at 1. */
static void
eig_inner_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *values = tns_grad_get_result (g, 0), *v = tns_grad_get_result (g, 1);
  TnsTensor *vh = tns_formula_adjoint (s, v), *inner, *lengths, *gradient;

  if (s->error != NULL)
    return;
  if (g->upstream[1] == NULL)
    inner = tns_scale_rows (s, g->upstream[0], vh);
  else
    {
      inner = tns_times (s, vh, g->upstream[1]);
      check_gauge (s, inner, "linalg_eig_backward");
      lengths = tns_do (s, real, T (tns_matrix_diagonal (s, inner)));
      lengths = tns_scale_columns (s, tns_times (s, vh, v), lengths);
      inner = tns_do (s, sub, T (inner), T (lengths));
      inner = tns_times (s, divide_by_gaps (s, inner, values, g->upstream[0]), vh);
    }
  gradient = tns_times (s, tns_formula_adjoint (s, tns_do (s, linalg_inv, T (v))), inner);
  if (!tnk_dtype_is_complex (tns_grad_get_meta (g, 0, 0)->dtype))
    gradient = tns_do (s, real, T (gradient));
  tns_grad_set (g, 0, gradient);
}

TNS_OP (linalg_eig_inner) = {
  EIGEN_OP,
  .schema = "_linalg_eig(Tensor self, bool compute_v=True) -> "
            "(Tensor eigenvalues, Tensor eigenvectors)",
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_eig_inner,
  .forward = eig_inner_forward,
  .node = "LinalgEigBackward0",
  .saves = "result0 for self; result1 for self",
  .backward = eig_inner_backward,
  .narration = "takes the eigenvalues and eigenvectors of the matrix {self}",
  .doc = "torch.linalg.eig.html",
};

static bool
infer_eig (TnsCall *call, GError **error)
{
  return tns_call_infer_as (call, &tns_op_linalg_eig_inner, call->args, 1, error);
}

static bool
eig_forward (TnsCall *call, GError **error)
{
  TnsTensor *results[2] = { NULL };
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_eig_inner, call->args, 1, results, 2);
  return tns_call_finish_many (call, &scope, results, 2, error);
}

TNS_OP (linalg_eig) = {
  EIGEN_OP,
  .schema = "linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_eig,
  .forward = eig_forward,
  .narration = "takes the eigenvalues and eigenvectors of the matrix {self}",
  .doc = "torch.linalg.eig.html",
};

static bool
infer_eigvals (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0), outs[2];
  /* With a gradient to come the vectors are computed too, as by the other op. */
  const char *name = wants_vectors (call->args[0].tensor) ? "linalg.eig" : "linalg.eigvals";
  int n = 2;

  if (!check_has_complex (meta.dtype, error)
      || !tns_check_square (&meta, name, "A", error)
      || !tns_op_infer (&tns_op_linalg_eig_inner, false, call->args, 1, outs, &n, error))
    return false;
  *tns_call_add_out (call) = outs[0];
  return true;
}

static bool
eigvals_forward (TnsCall *call, GError **error)
{
  TnsValue args[] = { call->args[0], B (wants_vectors (call->args[0].tensor)) };
  TnsTensor *results[2] = { NULL };
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_eig_inner, args, 2, results, 2);
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (linalg_eigvals) = {
  EIGEN_OP,
  .schema = "linalg_eigvals(Tensor self) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_eigvals,
  .forward = eigvals_forward,
  .narration = "takes the eigenvalues of the matrix {self}",
  .doc = "torch.linalg.eigvals.html",
};

/* ---- square root ---- */

static bool
infer_matrix_sqrth (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);

  if (!tns_check_square (&meta, "linalg.matrix_sqrth", "A", error)
      || !tns_check_precise (meta.dtype, "linalg.matrix_sqrth", error))
    return false;
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* V · diag (√λ) · Vᴴ; eigenvalues below 0 are rounding, and count as 0. */
static bool
matrix_sqrth_forward (TnsCall *call, GError **error)
{
  TnsTensor *parts[2] = { NULL }, *roots, *scaled;
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_linalg_eigh, call->args, 1, parts, 2);
  roots = tns_do (s, sqrt, T (tns_do (s, clamp_min, T (parts[0]), N (0))));
  scaled = tns_scale_columns (s, parts[1], roots);
  return tns_call_finish (call, s, tns_times (s, scaled, tns_formula_adjoint (s, parts[1])), error);
}

/* dX · X + X · dX = dA, in the basis of X's eigenvectors solved by dividing by ξᵢ + ξⱼ. */
static void
matrix_sqrth_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *parts[2] = { NULL }, *inner, *vh, *upstream = tns_grad_get_upstream (g, 0);

  tns_scope_call_many (s, &tns_op_linalg_eigh, (TnsValue[]){ T (tns_grad_get_result (g, 0)) }, 1,
                       parts, 2);
  vh = tns_formula_adjoint (s, parts[1]);
  upstream = tns_do (s, add, T (upstream), T (tns_formula_adjoint (s, upstream)));
  inner = tns_times (s, tns_times (s, vh, tns_do (s, div, T (upstream), N (2))), parts[1]);
  inner = tns_do (s, div, T (inner),
                  T (tns_do (s, add, T (tns_do (s, unsqueeze, T (parts[0]), I (-2))),
                             T (tns_do (s, unsqueeze, T (parts[0]), I (-1))))));
  tns_grad_set (g, 0, tns_times (s, tns_times (s, parts[1], inner), vh));
}

TNS_OP (linalg_matrix_sqrth) = {
  .schema = "linalg_matrix_sqrth(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_matrix_sqrth,
  .forward = matrix_sqrth_forward,
  .node = "LinalgMatrixSqrthBackward0",
  .saves = "result for self",
  .backward = matrix_sqrth_backward,
  .formula = "Y · Y = A",
  .derivative = "∂L/∂A = X with Y · X + X · Y = G",
  .narration = "takes the square root of the matrix {self}",
  .doc = "torch.linalg.matrix_sqrth.html",
};
