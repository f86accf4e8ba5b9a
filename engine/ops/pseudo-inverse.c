/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The pseudo-inverse and the rank of matrices: singular values at most max (atol, rtol · greatest)
 * count as 0. */

#include "engine/ops/pseudo-inverse.h"
#include "engine/ops/spectrum.h"

#include <float.h>

enum
{
  ARG_A,
  ARG_ATOL,
  ARG_RTOL,
  ARG_HERMITIAN,
};

/* ---- tolerances ---- */

bool
tns_check_real_precise (TnkDtype dtype, GError **error)
{
  TnkDtype real = tns_dtype_get_real (dtype);

  return real == TNK_FLOAT32 || real == TNK_FLOAT64
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "This function doesn't handle types other than float and double");
}

double
tns_get_default_rtol (const TnsMeta *meta)
{
  const int64_t *sizes = &meta->sizes[meta->rank - 2];
  bool is_single = tns_dtype_get_real (meta->dtype) == TNK_FLOAT32;

  return (is_single ? FLT_EPSILON : DBL_EPSILON) * (double) MAX (sizes[0], sizes[1]);
}

static bool
check_tolerance (const TnsValue *value, const char *op, const char *name, GError **error)
{
  TnkDtype dtype;

  if (value->kind != TNS_TENSOR)
    return true;
  dtype = tns_tensor_get_dtype (value->tensor);
  return !tnk_dtype_is_complex (dtype)
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "torch.linalg.%s: %s tensor of complex type is not supported. Got %s", op,
                      name, tns_dtype_get_scalar_type_name (dtype));
}

static bool
check_tolerances (const TnsCall *call, const TnsMeta *meta, const char *op, GError **error)
{
  return check_tolerance (&call->args[ARG_ATOL], op, "atol", error)
         && check_tolerance (&call->args[ARG_RTOL], op, "rtol", error)
         && (call->args[ARG_RTOL].kind != TNS_NONE || tns_check_real_precise (meta->dtype, error));
}

/* float64 without dims. */
static TnsTensor *
take_number (TnsScope *s, TnsTensor *beside, double number)
{
  TnsDevice device = tns_tensor_get_device (beside);

  if (s->error != NULL)
    return NULL;
  return tns_scope_take (
      s, tns_tensor_new_scalar (tns_scalar_float (number), TNK_FLOAT64, device, &s->error));
}

/* What counts as 0 in each matrix, with one dim more than the batch, of size 1. Asking for an
 * absolute tolerance alone turns the relative one off. */
static TnsTensor *
take_tolerance (TnsScope *s, const TnsCall *call, TnsTensor *greatest)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A);
  TnsTensor *a = call->args[ARG_A].tensor;
  TnsTensor *atol = call->args[ARG_ATOL].tensor, *rtol = call->args[ARG_RTOL].tensor;
  bool has_atol = call->args[ARG_ATOL].kind == TNS_TENSOR;

  if (!has_atol)
    atol = take_number (s, a, 0);
  if (call->args[ARG_RTOL].kind != TNS_TENSOR)
    {
      rtol = take_number (s, a, tns_get_default_rtol (&meta));
      if (has_atol)
        rtol = tns_do (s, where, T (tns_do (s, gt, T (atol), N (0))), T (take_number (s, a, 0)),
                       T (rtol));
    }
  rtol = tns_do (s, mul, T (tns_do (s, unsqueeze, T (rtol), I (-1))), T (greatest));
  return tns_do (s, maximum, T (tns_do (s, unsqueeze, T (atol), I (-1))), T (rtol));
}

/* ---- pinv ---- */

static bool
infer_pinv (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A), outs[2];
  int64_t *last = &meta.sizes[MAX (meta.rank - 1, 1)], n = last[0];
  int n_outs = 2;

  if (!tns_check_constant (&call->args[ARG_ATOL], "atol", "linalg_pinv", error)
      || !tns_check_constant (&call->args[ARG_RTOL], "rtol", "linalg_pinv", error))
    return false;
  if (meta.rank < 2 || meta.dtype < TNK_FLOAT32)
    {
      g_autofree char *sizes = tns_layout_dup_sizes_text (meta.sizes, meta.rank);

      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "linalg.pinv(%s{%s}): expected a tensor with 2 or more dimensions of float, "
                       "double, cfloat or cdouble types",
                       tns_dtype_get_scalar_type_name (meta.dtype), sizes);
    }
  if (!check_tolerances (call, &meta, "pinv", error))
    return false;
  if (call->args[ARG_HERMITIAN].b && tns_layout_count (meta.sizes, meta.rank) > 0
      && !tns_op_infer (&tns_op_linalg_eigh, false, call->args, 1, outs, &n_outs, error))
    return false;
  last[0] = last[-1];
  last[-1] = n;
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

/* V · diag (1 / σ, or 0) · Uᴴ */
static bool
pinv_forward (TnsCall *call, GError **error)
{
  TnsTensor *a = call->args[ARG_A].tensor, *parts[3] = { NULL }, *sizes, *inverse, *left, *right;
  bool is_hermitian = call->args[ARG_HERMITIAN].b;
  int64_t last = -1;
  TnsScope scope, *s = &scope;

  if (tns_tensor_get_numel (a) == 0)
    return tns_call_allocate (call, 0, error) != NULL;
  tns_scope_init (s);
  if (is_hermitian)
    {
      tns_scope_call_many (s, &tns_op_linalg_eigh, call->args, 1, parts, 2);
      left = right = parts[1];
      inverse = parts[0];
    }
  else
    {
      tns_scope_call_many (s, &tns_op_svd, call->args, 1, parts, 3);
      left = parts[2];
      right = parts[0];
      inverse = parts[1];
    }
  sizes = tns_do (s, abs, T (inverse));
  inverse = tns_do (
      s, where,
      T (tns_do (s, gt, T (sizes),
                 T (take_tolerance (
                     s, call, tns_do (s, amax, T (sizes), tns_value_ints (&last, 1), B (true)))))),
      T (tns_do (s, reciprocal, T (inverse))), N (0));
  left = tns_scale_columns (s, left, inverse);
  return tns_call_finish (call, s, tns_times (s, left, tns_formula_adjoint (s, right)), error);
}

/* dP = −P · dA · P + P · Pᴴ · dAᴴ · (I − A · P) + (I − P · A) · dAᴴ · Pᴴ · P (Golub and Pereyra,
 * The Differentiation of Pseudo-Inverses, 1973, 4.12), turned round. */
TnsTensor *
tns_pinv_backward (TnsScope *s, TnsTensor *upstream, TnsTensor *p, TnsTensor *a)
{
  TnsTensor *ph = tns_formula_adjoint (s, p), *gh = tns_formula_adjoint (s, upstream);
  TnsTensor *inner, *left, *right;

  inner = tns_times (s, tns_times (s, ph, upstream), ph);
  left = tns_times (s, gh, tns_times (s, p, ph));
  left = tns_do (s, sub, T (left), T (tns_times (s, a, tns_times (s, p, left))));
  right = tns_times (s, tns_times (s, ph, p), gh);
  right = tns_do (s, sub, T (right), T (tns_times (s, tns_times (s, right, p), a)));
  return tns_do (s, sub, T (tns_do (s, add, T (left), T (right))), T (inner));
}

static void
pinv_backward (TnsGrad *g)
{
  tns_grad_set (g, ARG_A,
                tns_pinv_backward (g->scope, tns_grad_get_upstream (g, 0),
                                   tns_grad_get_result (g, 0), tns_grad_get_arg (g, ARG_A).tensor));
}

#define PINV_OP                                                                                    \
  .category = TNS_CATEGORY_MATRIX, .formula = "Y = V · diag (1 / σ) · Uᵀ",                        \
  .derivative = "∂L/∂A = −Yᵀ · G · Yᵀ + terms off the span of A",                                  \
  .narration = "takes the pseudo-inverse of the matrix {self}", .doc = "torch.linalg.pinv.html"

TNS_OP (linalg_pinv) = {
  PINV_OP,
  .schema = "linalg_pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, "
            "bool hermitian=False) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_pinv,
  .forward = pinv_forward,
  .node = "LinalgPinvBackward0",
  .saves = "self for self; result for self",
  .backward = pinv_backward,
};

/* ---- other ways to say the tolerances ---- */

/**
 * Tolerances:
 * @values: arguments of the op that takes tensors
 *
 * The forms with numbers and with the old rcond or tol come to it.
 */
typedef struct
{
  TnsValue values[4];
} Tolerances;

static TnsValue
number_to_tensor (TnsScope *s, TnsTensor *a, TnsValue value)
{
  return value.kind == TNS_FLOAT ? T (take_number (s, a, value.f)) : value;
}

/* atol and rtol as numbers. */
static void
from_numbers (TnsScope *s, const TnsCall *call, Tolerances *t)
{
  int k;

  for (k = 0; k < 4; k++)
    t->values[k] = number_to_tensor (s, call->args[0].tensor, call->args[k]);
}

/* One tolerance, a number or a tensor, which becomes argument @place; the other is 0. */
static void
from_one (TnsScope *s, const TnsCall *call, int place, Tolerances *t)
{
  TnsTensor *a = call->args[0].tensor;

  t->values[ARG_A] = call->args[0];
  t->values[place] = number_to_tensor (s, a, call->args[1]);
  t->values[ARG_ATOL + ARG_RTOL - place] = T (take_number (s, a, 0));
  t->values[ARG_HERMITIAN] = call->schema->n_params > 2 ? call->args[2] : B (false);
}

static bool
infer_converted (TnsCall *call, TnsScope *s, const TnsOp *op, const Tolerances *t, GError **error)
{
  bool ok = s->error == NULL && tns_call_infer_as (call, op, t->values, 4, &s->error);

  return tns_scope_finish (s, error) && ok;
}

static bool
run_converted (TnsCall *call, TnsScope *s, const TnsOp *op, const Tolerances *t, GError **error)
{
  return tns_call_finish (
      call, s, s->error != NULL ? NULL : tns_scope_call (s, op, false, t->values, 4), error);
}

static bool
infer_pinv_float (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;
  TnsMeta a = tns_call_get_meta (call, ARG_A);

  /* The relative tolerance beside an absolute one follows from sizes and type, asked for first. */
  if (call->args[ARG_ATOL].kind != TNS_NONE && call->args[ARG_RTOL].kind == TNS_NONE
      && (!tns_wrap_dim_with_size (&(int64_t){ -2 }, a.rank, error)
          || !tns_check_real_precise (a.dtype, error)))
    return false;
  tns_scope_init (&scope);
  from_numbers (&scope, call, &t);
  return infer_converted (call, &scope, &tns_op_linalg_pinv, &t, error);
}

static bool
pinv_float_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_numbers (&scope, call, &t);
  return run_converted (call, &scope, &tns_op_linalg_pinv, &t, error);
}

TNS_OP (linalg_pinv_float) = {
  PINV_OP,
  .schema = "linalg_pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, "
            "bool hermitian=False) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_pinv_float,
  .forward = pinv_float_forward,
};

static bool
infer_pinv_rcond (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  if (!check_tolerance (&call->args[1], "pinv", "rcond", error))
    return false;
  tns_scope_init (&scope);
  from_one (&scope, call, ARG_RTOL, &t);
  return infer_converted (call, &scope, &tns_op_linalg_pinv, &t, error);
}

static bool
pinv_rcond_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_one (&scope, call, ARG_RTOL, &t);
  return run_converted (call, &scope, &tns_op_linalg_pinv, &t, error);
}

TNS_OP (linalg_pinv_rcond) = {
  PINV_OP,
  .schema = "linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_pinv_rcond,
  .forward = pinv_rcond_forward,
};

TNS_OP (linalg_pinv_rcond_float) = {
  PINV_OP,
  .schema = "linalg_pinv(Tensor self, float rcond, bool hermitian=False) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_pinv_rcond,
  .forward = pinv_rcond_forward,
};

TNS_OP (pinverse) = {
  PINV_OP,
  .schema = "pinverse(Tensor self, float rcond=1e-15) -> Tensor",
  .flags = TNS_NO_OUT,
  .infer = infer_pinv_rcond,
  .forward = pinv_rcond_forward,
};

/* ---- matrix_rank ---- */

static bool
infer_rank (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, ARG_A), outs[3];
  const TnsOp *op = call->args[ARG_HERMITIAN].b ? &tns_op_linalg_eigh : &tns_op_linalg_svd;
  int n = 3;

  if (!tns_check_matrices (&meta, "torch.linalg.matrix_rank", "input", error)
      || !check_tolerances (call, &meta, "matrix_rank", error))
    return false;
  if (tns_tensor_get_numel (call->args[ARG_A].tensor) > 0
      && !tns_op_infer (op, false, call->args, 1, outs, &n, error))
    return false;
  tns_call_add_dense (call, TNK_INT64, meta.device, meta.rank - 2, meta.sizes);
  return true;
}

static bool
rank_forward (TnsCall *call, GError **error)
{
  TnsTensor *sizes, *greatest;
  int64_t last = -1;
  TnsScope scope, *s = &scope;

  if (tns_tensor_get_numel (call->args[ARG_A].tensor) == 0)
    {
      sizes = tns_call_allocate (call, 0, error);
      return sizes != NULL && tns_tensor_fill (sizes, tns_scalar_int (0), error);
    }
  tns_scope_init (s);
  sizes = call->args[ARG_HERMITIAN].b
              ? tns_do (s, abs, T (tns_do (s, linalg_eigvalsh, call->args[ARG_A])))
              : tns_do (s, linalg_svdvals, call->args[ARG_A]);
  greatest = tns_do (s, amax, T (sizes), tns_value_ints (&last, 1), B (true));
  sizes = tns_do (s, gt, T (sizes), T (take_tolerance (s, call, greatest)));
  return tns_call_finish (call, s, tns_do (s, sum, T (sizes), tns_value_ints (&last, 1)), error);
}

#define RANK_OP                                                                                    \
  .category = TNS_CATEGORY_MATRIX, .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,                         \
  .formula = "y = number of singular values above the tolerance",                                  \
  .narration = "counts the independent rows of the matrix {self}",                                 \
  .doc = "torch.linalg.matrix_rank.html"

TNS_OP (linalg_matrix_rank) = {
  RANK_OP,
  .schema = "linalg_matrix_rank.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, "
            "Tensor? rtol=None, bool hermitian=False) -> Tensor",
  .infer = infer_rank,
  .forward = rank_forward,
};

static bool
infer_rank_float (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_numbers (&scope, call, &t);
  return infer_converted (call, &scope, &tns_op_linalg_matrix_rank, &t, error);
}

static bool
rank_float_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_numbers (&scope, call, &t);
  return run_converted (call, &scope, &tns_op_linalg_matrix_rank, &t, error);
}

TNS_OP (linalg_matrix_rank_float) = {
  RANK_OP,
  .schema = "linalg_matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, "
            "float? rtol=None, bool hermitian=False) -> Tensor",
  .infer = infer_rank_float,
  .forward = rank_float_forward,
};

static bool
infer_rank_tol (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_one (&scope, call, ARG_ATOL, &t);
  return infer_converted (call, &scope, &tns_op_linalg_matrix_rank, &t, error);
}

static bool
rank_tol_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  Tolerances t;

  tns_scope_init (&scope);
  from_one (&scope, call, ARG_ATOL, &t);
  return run_converted (call, &scope, &tns_op_linalg_matrix_rank, &t, error);
}

TNS_OP (linalg_matrix_rank_tol) = {
  RANK_OP,
  .schema = "linalg_matrix_rank.tol_tensor(Tensor self, Tensor tol, bool hermitian=False) -> "
            "Tensor",
  .infer = infer_rank_tol,
  .forward = rank_tol_forward,
};

TNS_OP (linalg_matrix_rank_tol_float) = {
  RANK_OP,
  .schema = "linalg_matrix_rank(Tensor self, float tol, bool hermitian=False) -> Tensor",
  .infer = infer_rank_tol,
  .forward = rank_tol_forward,
};
