/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The X that makes ‖A · X − B‖ least, by one of LAPACK's four drivers. */

#include "engine/ops/pseudo-inverse.h"

#include <string.h>

enum
{
  ARG_A,
  ARG_B,
  ARG_RCOND,
  ARG_DRIVER,
};

enum
{
  SOLUTION,
  RESIDUALS,
  RANK,
  VALUES,
};

static const char *
driver_of (const TnsValue *value)
{
  return value->kind == TNS_STRING ? value->string : "gelsy";
}

static bool
is_driver (const TnsValue *value, const char *name)
{
  return strcmp (driver_of (value), name) == 0;
}

static bool
gives_values (const TnsValue *driver)
{
  return is_driver (driver, "gelsd") || is_driver (driver, "gelss");
}

/* ---- shapes ---- */

/**
 * Problem:
 * @batch: broadcast sizes in front of the matrices
 * @n_dims: how many of them
 * @m: rows of A and of B
 * @n: columns of A, rows of X
 * @n_rhs: columns of B
 * @is_vector: B and X have no dim of columns
 */
typedef struct
{
  TnsMeta batch;
  int n_dims;
  int64_t m, n, n_rhs;
  bool is_vector;
} Problem;

static bool
check_kinds (const TnsMeta *a, const TnsMeta *b, GError **error)
{
  if (a->rank < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: input must have at least 2 dimensions.");
  if (b->rank < 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: other must have at least 1 dimension.");
  if (a->dtype != b->dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: Expected input and other to have the same dtype, but got "
                     "input's dtype %s and other's dtype %s",
                     tns_dtype_get_scalar_type_name (a->dtype),
                     tns_dtype_get_scalar_type_name (b->dtype));
  if (b->rank > a->rank || b->rank < a->rank - 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: input.dim() must be greater or equal to other.dim() and "
                     "(input.dim() - other.dim()) <= 1");
  return true;
}

/* One right side per matrix: all of A's sizes but the last. */
static bool
is_vector (const TnsMeta *a, const TnsMeta *b)
{
  return b->rank == 1
         || (b->rank == a->rank - 1
             && memcmp (a->sizes, b->sizes, (size_t) b->rank * sizeof *b->sizes) == 0);
}

static bool
problem_init (Problem *p, const TnsCall *call, GError **error)
{
  TnsMeta a = tns_call_get_meta (call, ARG_A), b = tns_call_get_meta (call, ARG_B);

  if (!check_kinds (&a, &b, error))
    return false;
  p->n_dims = a.rank - 2;
  p->is_vector = is_vector (&a, &b);
  p->m = a.sizes[a.rank - 2];
  p->n = a.sizes[a.rank - 1];
  p->n_rhs = p->is_vector ? 1 : b.sizes[b.rank - 1];
  p->batch.rank = 0;
  if (b.sizes[b.rank - (p->is_vector ? 1 : 2)] != p->m)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: input.size(-2) should match other.size(%d)",
                     p->is_vector ? -1 : -2);
  return tns_broadcast_sizes (&p->batch, a.sizes, p->n_dims, error)
         && tns_broadcast_sizes (&p->batch, b.sizes, b.rank - (b.rank == a.rank ? 2 : 1), error);
}

static bool
check_driver (const TnsCall *call, TnkDtype dtype, GError **error)
{
  static const char *const names[] = { "gels", "gelsy", "gelsd", "gelss", NULL };

  if (!g_strv_contains (names, driver_of (&call->args[ARG_DRIVER])))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "torch.linalg.lstsq: parameter `driver` should be one of (gels, gelsy, gelsd, "
                     "gelss)");
  if (call->args[ARG_RCOND].kind == TNS_NONE && !tns_check_real_precise (dtype, error))
    return false;
  return dtype >= TNK_FLOAT32 || tns_refuse_dtype ("linalg_lstsq_cpu", dtype, error);
}

/* X lies in the memory of a B with room for the greater of its own rows and B's. */
static void
add_solution (TnsCall *call, const Problem *p, TnkDtype dtype, TnsDevice device)
{
  TnsMeta meta = p->batch;
  TnsMeta *out;

  meta.sizes[p->n_dims] = MAX (p->m, p->n);
  meta.sizes[p->n_dims + 1] = p->n_rhs;
  out = tns_call_add_matrices (call, dtype, device, p->n_dims + 2, meta.sizes);
  out->sizes[p->n_dims] = p->n;
  if (p->is_vector)
    out->rank--;
}

static void
add_or_empty (
    TnsCall *call, bool is_there, TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes)
{
  static const int64_t nothing = 0;

  tns_call_add_dense (call, dtype, device, is_there ? rank : 1, is_there ? sizes : &nothing);
}

/* Residuals are expected to be there: without full rank, which numbers decide, they are not. */
static bool
infer_lstsq (TnsCall *call, GError **error)
{
  const TnsValue *driver = &call->args[ARG_DRIVER];
  TnsMeta a;
  TnkDtype real;
  Problem p;

  if (!problem_init (&p, call, error))
    return false;
  a = tns_call_get_meta (call, ARG_A);
  if (!check_driver (call, a.dtype, error))
    return false;
  real = tns_dtype_get_real (a.dtype);
  add_solution (call, &p, a.dtype, a.device);
  p.batch.sizes[p.n_dims] = p.n_rhs;
  add_or_empty (call, p.m > p.n && !is_driver (driver, "gelsy"), real, a.device,
                p.n_dims + 1, p.batch.sizes);
  add_or_empty (call, !is_driver (driver, "gels"), TNK_INT64, a.device, p.n_dims, a.sizes);
  a.sizes[p.n_dims] = MIN (p.m, p.n);
  add_or_empty (call, gives_values (driver), real, a.device, p.n_dims + 1, a.sizes);
  return true;
}

/* ---- solution ---- */

/* For every matrix of the batch, A's repeated where it is broadcast. */
typedef struct
{
  TnsTensor *solution; /* B on the way in, with rows to spare */
  TnsTensor *ranks, *values;
} Solution;

static TnsTensor *
take_zeros (
    TnsScope *s, const Problem *p, TnkDtype dtype, int n_more, int64_t first, int64_t second)
{
  TnsMeta meta = p->batch;

  if (s->error != NULL)
    return NULL;
  meta.sizes[p->n_dims] = first;
  meta.sizes[p->n_dims + 1] = second;
  return tns_scope_take (s, tns_tensor_new_zeros (dtype, TNS_CPU, p->n_dims + n_more, meta.sizes,
                                                  &s->error));
}

static void
solve (TnsScope *s, const TnsCall *call, const Problem *p, Solution *x)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A);
  TnsMeta shape = p->batch;
  TnsTensor *a, *b = call->args[ARG_B].tensor;
  const bool has_matrix = tns_tensor_get_numel (call->args[ARG_A].tensor) > 0;
  TnkLeastSquares problem = { driver_of (&call->args[ARG_DRIVER]) };
  g_autofree int32_t *info = NULL;

  x->solution = take_zeros (s, p, meta.dtype, 2, MAX (p->m, p->n), p->n_rhs);
  x->solution = tns_matrices_take_copy (s, x->solution);
  x->ranks = take_zeros (s, p, TNK_INT64, 0, 0, 0);
  x->values = take_zeros (s, p, tns_dtype_get_real (meta.dtype), 1, MIN (p->m, p->n), 0);
  /* Without a matrix that driver writes zeros for B, the others leave it alone. */
  if (s->error != NULL || tns_tensor_get_numel (b) == 0
      || (!has_matrix && is_driver (&call->args[ARG_DRIVER], "gels")))
    return;
  if (p->is_vector)
    b = tns_do (s, unsqueeze, T (b), I (-1));
  tns_do (s, copy, T (tns_do (s, narrow, T (x->solution), I (-2), I (0), I (p->m))), T (b));
  if (!has_matrix)
    return;
  shape.sizes[p->n_dims] = p->m;
  shape.sizes[p->n_dims + 1] = p->n;
  a = tns_do (s, expand, call->args[ARG_A], tns_value_ints (shape.sizes, p->n_dims + 2));
  a = tns_matrices_take_copy (s, a);
  if (a == NULL || s->error != NULL)
    return;
  info = g_new (int32_t, tns_layout_count (shape.sizes, p->n_dims));
  problem.rcond = call->args[ARG_RCOND].kind == TNS_FLOAT ? call->args[ARG_RCOND].f
                                                          : tns_get_default_rtol (&meta);
  problem.ranks = tns_tensor_get_data (x->ranks);
  problem.s = tns_tensor_get_data (x->values);
  problem.info = info;
  tns_check_status (
      tnk_lapack_gels (&problem, tns_matrices_get (a), tns_matrices_get (x->solution)),
      "linalg.lstsq", meta.dtype, &s->error);
}

/* What lies in the rows below X is what A could not reach: Σ |r|² over them. */
static TnsTensor *
sum_residuals (TnsScope *s, const TnsCall *call, const Problem *p, const Solution *x)
{
  TnsTensor *rest;
  int64_t rows = -2;
  bool is_full = is_driver (&call->args[ARG_DRIVER], "gels")
                 || tns_formula_item (s, tns_do (s, all_full,
                                                 T (tns_do (s, eq, T (x->ranks), N (p->n)))))
                        != 0;

  if (p->m <= p->n || is_driver (&call->args[ARG_DRIVER], "gelsy") || !is_full)
    return NULL;
  rest = tns_do (s, narrow, T (x->solution), I (-2), I (p->n), I (p->m - p->n));
  rest = tns_do (s, square, T (tns_do (s, abs, T (rest))));
  return tns_do (s, sum, T (rest), tns_value_ints (&rows, 1));
}

/* @x of the broadcast batch, once for each of A's own matrices. */
static TnsTensor *
keep_own (TnsScope *s, const TnsCall *call, const Problem *p, TnsTensor *x)
{
  const int64_t *sizes = tns_tensor_get_sizes (call->args[ARG_A].tensor);
  int dim;

  for (dim = 0; dim < p->n_dims; dim++)
    if (sizes[dim] != p->batch.sizes[dim])
      x = tns_do (s, narrow, T (x), I (dim), I (0), I (1));
  return tns_do (s, contiguous, T (x));
}

static bool
lstsq_forward (TnsCall *call, GError **error)
{
  const TnsValue *driver = &call->args[ARG_DRIVER];
  TnsTensor *results[4] = { NULL };
  TnsScope scope, *s = &scope;
  Problem p;
  Solution x;
  TnsMeta meta;
  int k;

  if (!problem_init (&p, call, error))
    return false;
  tns_scope_init (s);
  solve (s, call, &p, &x);
  if (s->error == NULL)
    {
      tns_tensor_get_meta (x.solution, &meta);
      meta.sizes[p.n_dims] = p.n;
      meta.rank -= p.is_vector;
      results[SOLUTION] = tns_scope_take (
          s, tns_tensor_new_on_storage (tns_tensor_get_storage (x.solution), &meta));
      results[RESIDUALS] = sum_residuals (s, call, &p, &x);
      if (!is_driver (driver, "gels"))
        results[RANK] = keep_own (s, call, &p, x.ranks);
      if (gives_values (driver))
        results[VALUES] = keep_own (s, call, &p, x.values);
    }
  for (k = 0; k < 4 && s->error == NULL; k++)
    {
      if (results[k] == NULL)
        results[k] = tns_scope_take (
            s, tns_tensor_new_dense (call->outs[k].dtype, TNS_CPU, 1, (int64_t[]){ 0 }, &s->error));
      if (results[k] != NULL)
        tns_tensor_get_meta (results[k], &call->outs[k]);
      tns_call_return (call, k, results[k]);
    }
  return tns_scope_finish (s, error);
}

/* ---- gradient ---- */

/* X = A⁺ · B, and of full rank the residuals are Σ |A · X − B|², whose gradient does not see X. */
static void
lstsq_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *a = tns_grad_get_arg (g, ARG_A).tensor, *b = tns_grad_get_arg (g, ARG_B).tensor;
  TnsTensor *x = tns_grad_get_result (g, SOLUTION), *upstream = tns_grad_get_upstream (g, SOLUTION);
  TnsTensor *p = tns_do (s, linalg_pinv, T (a)), *gradients[2], *misfit;
  TnsMeta metas[2];
  bool has_one;

  if (s->error != NULL)
    return;
  tns_tensor_get_meta (a, &metas[0]);
  tns_tensor_get_meta (b, &metas[1]);
  has_one = is_vector (&metas[0], &metas[1]);
  if (has_one)
    {
      b = tns_do (s, unsqueeze, T (b), I (-1));
      x = tns_do (s, unsqueeze, T (x), I (-1));
      upstream = tns_do (s, unsqueeze, T (upstream), I (-1));
    }
  gradients[0] = tns_pinv_backward (
      s, tns_do (s, matmul, T (upstream), T (tns_formula_adjoint (s, b))), p, a);
  gradients[1] = tns_do (s, matmul, T (tns_formula_adjoint (s, p)), T (upstream));
  if (g->upstream[RESIDUALS] != NULL && tns_tensor_get_numel (g->upstream[RESIDUALS]) > 0)
    {
      misfit = tns_do (s, sub, T (tns_do (s, matmul, T (a), T (x))), T (b));
      upstream = tns_do (s, mul, T (g->upstream[RESIDUALS]), N (2));
      misfit = tns_do (s, mul, T (misfit), T (tns_do (s, unsqueeze, T (upstream), I (-2))));
      gradients[0]
          = tns_do (s, add, T (gradients[0]),
                    T (tns_do (s, matmul, T (misfit), T (tns_formula_adjoint (s, x)))));
      gradients[1] = tns_do (s, sub, T (gradients[1]), T (misfit));
    }
  if (has_one)
    gradients[1] = tns_do (s, squeeze_dim, T (gradients[1]), I (-1));
  tns_grad_set (g, ARG_A, gradients[0]);
  tns_grad_set (g, ARG_B, gradients[1]);
}

#define LSTSQ_OP                                                                                   \
  .category = TNS_CATEGORY_MATRIX, .formula = "X makes Σ |A · X − B|² least",                      \
  .derivative = "∂L/∂B = A⁺ᵀ · G, ∂L/∂A by the rule of the pseudo-inverse",                        \
  .narration = "fits {self} · X to {b}, with the least sum of squares",                            \
  .doc = "torch.linalg.lstsq.html"

TNS_OP (linalg_lstsq_inner) = {
  LSTSQ_OP,
  .schema = "_linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> "
            "(Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION | TNS_ON_HOST,
  .infer = infer_lstsq,
  .forward = lstsq_forward,
  .node = "LinalgLstsqBackward0",
  .saves = "self for self; b for self; result0 for self; self for b; b for b; result0 for b",
  .backward = lstsq_backward,
};

/* The singular values have no gradient. */
static bool
lstsq_public_forward (TnsCall *call, GError **error)
{
  TnsTensor *results[4] = { NULL };
  TnsScope scope, *s = &scope;
  TnsMeta meta;

  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_linalg_lstsq_inner, call->args, 4, results, 4);
  if (s->error == NULL)
    {
      tns_tensor_get_meta (results[VALUES], &meta);
      results[VALUES] = tns_scope_take (
          s, tns_tensor_new_on_storage (tns_tensor_get_storage (results[VALUES]), &meta));
    }
  return tns_call_finish_many (call, s, results, 4, error);
}

TNS_OP (linalg_lstsq) = {
  LSTSQ_OP,
  .schema = "linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> "
            "(Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_lstsq,
  .forward = lstsq_public_forward,
};
