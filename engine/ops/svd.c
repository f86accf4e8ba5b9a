/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Singular values: A = U · diag (S) · Vᴴ by LAPACK's gesdd. One op computes; the public ones choose
 * what they want of its results. */

#include "engine/autograd/autograd.h"
#include "engine/ops/spectrum.h"

enum
{
  ARG_A,
  ARG_FULL,
  ARG_VECTORS,
  ARG_DRIVER,
};

/* ---- _linalg_svd ---- */

static bool
check_svd (const TnsMeta *meta, const TnsValue *driver, GError **error)
{
  if (!tns_check_matrices (meta, "linalg.svd", "A", error)
      || !tns_check_inexact (meta->dtype, "linalg.svd", error))
    return false;
  if (driver->kind == TNS_STRING && tns_layout_count (meta->sizes, meta->rank) > 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.svd: keyword argument `driver=` is only supported on CUDA "
                     "inputs with cuSOLVER backend.");
  return tns_check_lapack_dtype (meta, "linalg_svd_cpu", error);
}

/* Without vectors U and Vᴴ have no elements. */
static bool
infer_svd_inner (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A);
  int64_t *last, m, n, k;
  bool is_full = call->args[ARG_FULL].b, wants_vectors = call->args[ARG_VECTORS].b;

  if (!check_svd (&meta, &call->args[ARG_DRIVER], error))
    return false;
  last = &meta.sizes[meta.rank - 1];
  m = last[-1];
  n = last[0];
  k = MIN (m, n);
  *last = wants_vectors ? (is_full ? m : k) : 0;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  last[-1] = k;
  tns_call_add_dense (call, tns_dtype_get_real (meta.dtype), meta.device, meta.rank - 1,
                      meta.sizes);
  last[-1] = wants_vectors ? (is_full ? n : k) : 0;
  *last = n;
  tns_call_add_matrices (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static void
check_converged (TnsScope *s, TnsTensor *info)
{
  TnsFailure failure = tns_info_find_failure (s, info);

  if (failure.order < 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "linalg.svd: %sThe algorithm failed to converge because the input matrix contained "
              "non-finite values.",
              failure.place);
  else if (failure.order > 0)
    tns_fail (&s->error, TNS_ERROR_LINALG,
              "linalg.svd: %sThe algorithm failed to converge because the input matrix is "
              "ill-conditioned or has too many repeated singular values (error code: %d).",
              failure.place, failure.order);
}

static bool
decompose (const TnsCall *call, TnsTensor *const *results, GError **error)
{
  TnsTensor *a = call->args[ARG_A].tensor, *copy, *info;
  char job = !call->args[ARG_VECTORS].b ? 'N' : call->args[ARG_FULL].b ? 'A' : 'S';
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  copy = tns_matrices_take_copy (s, a);
  info = tns_scope_take (s, tns_tensor_new_zeros (TNK_INT32, TNS_CPU, tns_tensor_get_rank (a) - 2,
                                                  tns_tensor_get_sizes (a), error));
  if (copy != NULL && info != NULL
      && tns_check_status (tnk_lapack_gesdd (job, tns_matrices_get (copy),
                                             tns_tensor_get_data (results[1]),
                                             tns_matrices_get (results[0]),
                                             tns_matrices_get (results[2]),
                                             tns_tensor_get_data (info)),
                           "linalg.svd", tns_tensor_get_dtype (a), &s->error))
    check_converged (s, info);
  return tns_scope_finish (s, error) && info != NULL;
}

/* Of matrices without elements all vectors are as good: those of the identity. */
static bool
fill_identity (TnsTensor *x, GError **error)
{
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  tns_do (s, fill, T (x), N (0));
  tns_do (s, fill, T (tns_matrix_diagonal (s, x)), N (1));
  return tns_scope_finish (s, error);
}

static bool
svd_inner_forward (TnsCall *call, GError **error)
{
  TnsTensor *results[3];
  int k;

  for (k = 0; k < 3; k++)
    {
      results[k] = tns_call_allocate (call, k, error);
      if (results[k] == NULL)
        return false;
    }
  if (tns_tensor_get_numel (call->args[ARG_A].tensor) == 0)
    return fill_identity (results[0], error) && fill_identity (results[2], error);
  return decompose (call, results, error);
}

/* ---- its gradient ---- */

/* Complex vectors may be turned by e^iφ, one angle per pair; what depends on it has no gradient. */
static void
check_gauge (TnsScope *s, TnsTensor *left, TnsTensor *right)
{
  TnsTensor *parts[2] = { left, right };
  int k;

  for (k = 0; k < 2; k++)
    parts[k] = tns_do (s, imag, T (tns_matrix_diagonal (s, parts[k])));
  parts[1] = tns_do (s, neg, T (parts[1]));
  if (tns_formula_item (
          s, tns_do (s, allclose, T (parts[0]), T (parts[1]), tns_value_float (1e-2),
                     tns_value_float (1e-2)))
          == 0
      && s->error == NULL)
    tns_fail (&s->error, TNS_ERROR_RUNTIME,
              "svd_backward: The singular vectors in the complex case are specified up to "
              "multiplication by e^{i phi}. The specified loss function depends on this phase "
              "term, making it ill-defined.");
}

/**
 * Svd:
 * @u: [m, k]
 * @v: [n, k]
 * @grad_u: upstream gradient of @u, likewise @grad_v
 */
typedef struct
{
  TnsTensor *u, *values, *v, *grad_u, *grad_v;
} Svd;

/* The gradient between U and Vᴴ that comes from turning vectors among each other: with
 * Eᵢⱼ = σⱼ² − σᵢ², (skew (Uᴴ·gU) / E) · S + S · (skew (Vᴴ·gV) / E). */
static TnsTensor *
turn_backward (TnsScope *s, const Svd *d)
{
  TnsTensor *left = tns_skew (s, tns_times (s, tns_formula_adjoint (s, d->u), d->grad_u));
  TnsTensor *right = tns_skew (s, tns_times (s, tns_formula_adjoint (s, d->v), d->grad_v));
  TnsTensor *gaps = tns_pair_gaps (s, tns_do (s, square, T (d->values))), *inner, *phase;

  inner = tns_do (s, add, T (tns_scale_columns (s, tns_do (s, div, T (left), T (gaps)), d->values)),
                  T (tns_scale_rows (s, d->values, tns_do (s, div, T (right), T (gaps)))));
  if (left == NULL || !tnk_dtype_is_complex (tns_tensor_get_dtype (left)))
    return inner;
  check_gauge (s, left, right);
  /* The diagonals, imaginary and equal up to sign, count once, as turning U alone. */
  phase = tns_matrix_diagonal (s, left);
  phase = tns_do (s, div, T (phase), T (tns_do (s, mul, T (d->values), N (2))));
  return tns_do (s, diagonal_scatter, T (inner), T (phase), I (0), I (-2), I (-1));
}

/* U · inner · Vᴴ, with what leaves the span of too few vectors. */
static TnsTensor *
assemble (TnsScope *s, const Svd *d, TnsTensor *inner)
{
  TnsTensor *vh = tns_formula_adjoint (s, d->v), *result, *outside;
  int64_t m, n, k;

  if (s->error != NULL)
    return NULL;
  m = tns_tensor_get_sizes (d->u)[tns_tensor_get_rank (d->u) - 2];
  n = tns_tensor_get_sizes (d->v)[tns_tensor_get_rank (d->v) - 2];
  k = MIN (m, n);
  if (d->grad_u != NULL && m > k)
    {
      outside = tns_do (s, div, T (tns_project_off (s, d->u, d->grad_u)),
                        T (tns_do (s, unsqueeze, T (d->values), I (-2))));
      return tns_times (s, tns_do (s, add, T (tns_times (s, d->u, inner)), T (outside)), vh);
    }
  result = tns_times (s, inner, vh);
  if (d->grad_v != NULL && n > k)
    {
      outside = tns_do (s, div, T (tns_project_off (s, d->v, d->grad_v)),
                        T (tns_do (s, unsqueeze, T (d->values), I (-2))));
      result = tns_do (s, add, T (result), T (tns_formula_adjoint (s, outside)));
    }
  return tns_times (s, d->u, result);
}

static TnsTensor *
keep_columns (TnsScope *s, TnsTensor *x, int64_t k)
{
  return tns_do (s, narrow, T (x), I (-1), I (0), I (k));
}

static void
svd_inner_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *values = tns_grad_get_result (g, 1), *inner = NULL, *along;
  Svd d = { .values = values };
  int64_t k;

  if (values == NULL)
    return;
  if (!tns_grad_get_arg (g, ARG_VECTORS).b)
    {
      tns_fail (&s->error, TNS_ERROR_RUNTIME,
                "linalg_svd: Setting compute_uv=False does not allow a gradient.");
      return;
    }
  k = tns_tensor_get_sizes (values)[tns_tensor_get_rank (values) - 1];
  d.u = keep_columns (s, tns_grad_get_result (g, 0), k);
  d.v = keep_columns (s, tns_formula_adjoint (s, tns_grad_get_result (g, 2)), k);
  if (g->upstream[0] != NULL || g->upstream[2] != NULL)
    {
      d.grad_u = keep_columns (s, tns_grad_get_upstream (g, 0), k);
      d.grad_v = keep_columns (s, tns_formula_adjoint (s, tns_grad_get_upstream (g, 2)), k);
      inner = turn_backward (s, &d);
    }
  if (g->upstream[1] != NULL)
    {
      along = tns_do (s, diag_embed, T (g->upstream[1]), I (0), I (-2), I (-1));
      inner = inner == NULL ? along : tns_do (s, add, T (inner), T (along));
      inner = tns_formula_cast (s, inner, tns_grad_get_meta (g, ARG_A, 0)->dtype);
    }
  tns_grad_set (g, ARG_A, assemble (s, &d, inner));
}

#define SVD_OP                                                                                     \
  .category = TNS_CATEGORY_MATRIX, .formula = "A = U · diag (S) · Vᵀ",                             \
  .derivative = "∂L/∂A = U · (diag (gₛ) + terms of 1 / (σⱼ² − σᵢ²)) · Vᵀ"

TNS_OP (linalg_svd_inner) = {
  SVD_OP,
  .schema = "_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True, *, "
            "str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)",
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_svd_inner,
  .forward = svd_inner_forward,
  .node = "LinalgSvdBackward0",
  .saves = "result0 for A; result1 for A; result2 for A",
  .backward = svd_inner_backward,
  .narration = "takes the matrix {A} apart into singular values and vectors",
  .doc = "torch.linalg.svd.html",
};

/* ---- the public ops ---- */

static bool
infer_svd (TnsCall *call, GError **error)
{
  TnsValue args[] = { call->args[0], call->args[1], B (true), call->args[2] };

  return tns_call_infer_as (call, &tns_op_linalg_svd_inner, args, 4, error);
}

static bool
svd_forward (TnsCall *call, GError **error)
{
  TnsValue args[] = { call->args[0], call->args[1], B (true) };
  TnsTensor *results[3];
  TnsScope scope;

  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_svd_inner, args, 3, results, 3);
  return tns_call_finish_many (call, &scope, results, 3, error);
}

TNS_OP (linalg_svd) = {
  SVD_OP,
  .schema = "linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> "
            "(Tensor U, Tensor S, Tensor Vh)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_svd,
  .forward = svd_forward,
  .narration = "takes the matrix {A} apart into singular values and vectors",
  .doc = "torch.linalg.svd.html",
};

static bool
infer_svdvals (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  int64_t *sizes;

  if (!check_svd (&meta, &call->args[1], error))
    return false;
  sizes = &meta.sizes[meta.rank - 2];
  sizes[0] = MIN (sizes[0], sizes[1]);
  tns_call_add_dense (call, tns_dtype_get_real (meta.dtype), meta.device, meta.rank - 1,
                      meta.sizes);
  return true;
}

/* The singular values of @x; the vectors are only taken where a gradient may ask for them. */
static TnsTensor *
take_values (TnsScope *s, TnsTensor *x)
{
  bool wants_vectors = tns_grad_mode_get () && tns_tensor_get_requires_grad (x);
  TnsValue args[] = { T (x), B (false), B (wants_vectors) };
  TnsTensor *results[3] = { NULL };

  tns_scope_call_many (s, &tns_op_linalg_svd_inner, args, 3, results, 3);
  return s->error != NULL ? NULL : results[1];
}

static bool
svdvals_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, take_values (&scope, call->args[0].tensor), error);
}

TNS_OP (linalg_svdvals) = {
  SVD_OP,
  .schema = "linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_svdvals,
  .forward = svdvals_forward,
  .narration = "takes the singular values of the matrix {A}",
  .doc = "torch.linalg.svdvals.html",
};

enum
{
  OLD_SOME = 1,
  OLD_VECTORS,
};

static bool
infer_old_svd (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  bool is_full = !call->args[OLD_SOME].b || !call->args[OLD_VECTORS].b;
  TnsValue args[] = { call->args[0], B (is_full) };
  int64_t *sizes;

  if (meta.rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.svd: input should have at least 2 dimensions, but has %d dimensions "
                     "instead",
                     meta.rank);
  if (!tns_call_infer_as (call, &tns_op_linalg_svd, args, 2, error))
    return false;
  sizes = &call->outs[2].sizes[meta.rank - 2];
  meta.sizes[0] = sizes[0];
  sizes[0] = sizes[1];
  sizes[1] = meta.sizes[0];
  tns_meta_set_dense_strides (&call->outs[2]);
  return true;
}

/* Without vectors U and V are full of zeros. */
static bool
old_svd_forward (TnsCall *call, GError **error)
{
  const TnsMeta *u = &call->outs[0], *v = &call->outs[2];
  TnsValue args[] = { call->args[0], B (!call->args[OLD_SOME].b) };
  TnsTensor *results[3];
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  if (call->args[OLD_VECTORS].b)
    {
      tns_scope_call_many (s, &tns_op_linalg_svd, args, 2, results, 3);
      if (s->error == NULL)
        results[2] = tns_formula_adjoint (s, results[2]);
    }
  else
    {
      results[0] = tns_scope_take (
          s, tns_tensor_new_zeros (u->dtype, u->device, u->rank, u->sizes, &s->error));
      results[1] = take_values (s, call->args[0].tensor);
      results[2] = tns_scope_take (
          s, tns_tensor_new_zeros (v->dtype, v->device, v->rank, v->sizes, &s->error));
      results[2] = tns_do (s, transpose, T (results[2]), I (-2), I (-1));
    }
  return tns_call_finish_many (call, s, results, 3, error);
}

TNS_OP (svd) = {
  SVD_OP,
  .schema = "svd(Tensor self, bool some=True, bool compute_uv=True) -> "
            "(Tensor U, Tensor S, Tensor V)",
  .infer = infer_old_svd,
  .forward = old_svd_forward,
  .narration = "takes the matrix {self} apart into singular values and vectors",
  .doc = "torch.svd.html",
};
