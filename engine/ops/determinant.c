/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Determinants: the product of the diagonal of U, with the sign of the exchanges of rows. */
#include "engine/autograd/autograd.h"
#include "engine/ops/matrices.h"

#include <float.h>
#include <math.h>

/* A number of @dtype per matrix. */
static void
add_numbers (TnsCall *call, const TnsMeta *matrices, TnkDtype dtype)
{
  tns_call_add_dense (call, dtype, matrices->device, matrices->rank - 2, matrices->sizes);
}

/* +1 or −1 per matrix: every pivot that is not the row's own number is one exchange. */
static TnsTensor *
sign_of_exchanges (TnsScope *s, TnsTensor *pivots)
{
  const int64_t last = -1;
  if (pivots == NULL)
    return NULL;
  TnsTensor *own = tns_formula_full_like (s, pivots, TNK_INT64, 1);
  own = tns_do (s, cumsum, T (own), I (-1));
  TnsTensor *exchanges = tns_do (s, ne, T (pivots), T (own));
  exchanges = tns_do (s, sum, T (exchanges), tns_value_ints (&last, 1));
  TnsTensor *odd = tns_do (s, remainder, T (exchanges), tns_value_scalar (tns_scalar_int (2)));
  return tns_do (s, rsub, T (odd), tns_value_scalar (tns_scalar_int (1)),
                 tns_value_scalar (tns_scalar_int (2)));
}

static TnsTensor *
diagonal_of (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, diagonal, T (x), I (0), I (-2), I (-1));
}

/* The solution of Aᴴ · X = @number · I, one number per matrix; that of a singular matrix is not
 * finite. */
static TnsTensor *
scaled_inverse (TnsScope *s, TnsTensor *a, TnsTensor *number)
{
  number = tns_do (s, unsqueeze, T (number), I (-1));
  TnsTensor *diagonal = tns_do (s, expand_as, T (number), T (diagonal_of (s, a)));
  return tns_do (s, linalg_solve_ex, T (tns_formula_adjoint (s, a)),
                 T (tns_do (s, diag_embed, T (diagonal))));
}

/* ---- det ---- */

static bool
infer_det (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "linalg.det", "A", error)
      || !tns_check_inexact (meta.dtype, "linalg.det", error))
    return false;
  add_numbers (call, &meta, meta.dtype);
  return true;
}

static bool
forward_linalg_det (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsFactors factors = tns_formula_factorize (s, call->args[0].tensor);
  TnsTensor *product = tns_do (s, prod, T (diagonal_of (s, factors.lu)), I (-1));
  return tns_call_finish (
      call, s, tns_do (s, mul, T (product), T (sign_of_exchanges (s, factors.pivots))), error);
}

/* Whether a determinant among @det is nearly 0, by PyTorch's measure. */
static bool
has_singular (TnsScope *s, TnsTensor *det)
{
  const bool is_single = tns_dtype_get_real (tns_tensor_get_dtype (det)) == TNK_FLOAT32;
  const double limit = 100 * (is_single ? FLT_EPSILON : DBL_EPSILON);
  TnsTensor *is_small = tns_do (s, lt, T (tns_do (s, abs, T (det))), N (limit));
  return tns_formula_item (s, tns_do (s, any_full, T (is_small))) != 0;
}

/* det (A) · A⁻ᴴ without dividing by what may be 0: with A = U · S · Vᴴ it is
 * det (U · Vᴴ) · U · C · Vᴴ, where cᵢ is the product of all singular values but the i-th (Higham,
 * What is the adjugate of a matrix, 2020). */
static TnsTensor *
cofactors (TnsScope *s, TnsTensor *a, TnsTensor *upstream)
{
  TnsTensor *parts[3];
  tns_scope_call_many (s, &tns_op_linalg_svd, (TnsValue[]){ T (a), B (false) }, 2, parts, 3);
  TnsTensor *turn = tns_do (s, mul, T (tns_do (s, linalg_det, T (parts[0]))),
                            T (tns_do (s, linalg_det, T (parts[2]))));
  TnsTensor *number = tns_do (s, mul, T (upstream), T (tns_formula_conj (s, turn)));
  TnsTensor *ones = tns_do (s, ones_like, T (parts[1]));
  TnsTensor *is_own = tns_do (s, ne, T (tns_do (s, diag_embed, T (ones))), N (0));
  TnsTensor *others = tns_do (s, unsqueeze, T (parts[1]), I (-2));
  others = tns_do (s, where, T (is_own), N (1), T (others));
  TnsTensor *scale = tns_do (s, mul, T (tns_do (s, unsqueeze, T (number), I (-1))),
                             T (tns_do (s, prod, T (others), I (-1))));
  scale = tns_do (s, unsqueeze, T (scale), I (-2));
  return tns_do (s, matmul, T (tns_do (s, mul, T (parts[0]), T (scale))), T (parts[2]));
}

/* ∂ det (A)/∂A is det (A) · A⁻ᴴ. A determinant of 0 gives 0, as in PyTorch, unless a derivative of
 * the gradient is wanted. */
static void
linalg_det_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *det = tns_grad_get_result (g, 0), *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *a = tns_grad_get_arg (g, 0).tensor;
  if (tns_grad_mode_get () && has_singular (s, det))
    {
      tns_grad_set (g, 0, cofactors (s, a, upstream));
      return;
    }
  TnsTensor *number = tns_do (s, mul, T (upstream), T (tns_formula_conj (s, det)));
  TnsTensor *gradient = scaled_inverse (s, a, number);
  TnsTensor *is_zero = tns_do (s, eq, T (det), N (0));
  is_zero = tns_do (s, unsqueeze, T (tns_do (s, unsqueeze, T (is_zero), I (-1))), I (-1));
  tns_grad_set (g, 0, tns_do (s, masked_fill, T (gradient), T (is_zero), N (0)));
}

#define DET_OP                                                                                     \
  .category = TNS_CATEGORY_MATRIX, .infer = infer_det, .formula = "y = det A = ± Π uᵢᵢ",           \
  .derivative = "∂y/∂A = y · A⁻ᵀ"

TNS_OP (linalg_det) = {
  DET_OP,
  .schema = "linalg_det(Tensor A) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .forward = forward_linalg_det,
  .node = "LinalgDetBackward0",
  .saves = "A for A; result for A",
  .backward = linalg_det_grad,
  .narration = "takes the determinant of {A}",
  .doc = "torch.linalg.det.html",
};

static bool
forward_det (TnsCall *call, GError **error)
{
  TnsScope scope;
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, linalg_det, call->args[0]), error);
}

TNS_OP (det) = {
  DET_OP,
  .schema = "det(Tensor self) -> Tensor",
  .forward = forward_det,
  .narration = "takes the determinant of {self}",
  .doc = "torch.det.html",
};

/* ---- slogdet ---- */

static bool
infer_slogdet (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "linalg.slogdet", "A", error)
      || !tns_check_precise (meta.dtype, "linalg.slogdet", error))
    return false;
  add_numbers (call, &meta, meta.dtype);
  add_numbers (call, &meta, tns_dtype_get_real (meta.dtype));
  return true;
}

static bool
forward_linalg_slogdet (TnsCall *call, GError **error)
{
  const int64_t last = -1;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  TnsFactors factors = tns_formula_factorize (s, call->args[0].tensor);
  TnsTensor *diagonal = diagonal_of (s, factors.lu);
  TnsTensor *sign = tns_do (s, prod, T (tns_do (s, sgn, T (diagonal))), I (-1));
  sign = tns_do (s, mul, T (sign), T (sign_of_exchanges (s, factors.pivots)));
  TnsTensor *logs = tns_do (s, log, T (tns_do (s, abs, T (diagonal))));
  logs = tns_do (s, sum, T (logs), tns_value_ints (&last, 1));
  if (s->error == NULL)
    tns_call_return (call, 1, logs);
  return tns_call_finish (call, s, sign, error);
}

/* With log det = l + iθ and sign = e^(iθ): d log det = tr (A⁻¹ dA), of which l sees the real and θ
 * the imaginary part; θ's own gradient is Im (Ḡ_sign · conj (sign)). */
static void
linalg_slogdet_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *number = tns_grad_get_upstream (g, 1), *sign = tns_grad_get_result (g, 0);
  if (tnk_dtype_is_complex (tns_grad_get_meta (g, 0, 0)->dtype))
    {
      TnsTensor *turned
          = tns_do (s, mul, T (tns_grad_get_upstream (g, 0)), T (tns_formula_conj (s, sign)));
      number = tns_do (s, complex, T (number), T (tns_do (s, imag, T (turned))));
    }
  tns_grad_set (g, 0, scaled_inverse (s, tns_grad_get_arg (g, 0).tensor, number));
}

#define SLOGDET_OP                                                                                 \
  .category = TNS_CATEGORY_MATRIX, .infer = infer_slogdet,                                         \
  .formula = "det A = sign · exp (logabsdet)", .derivative = "∂ logabsdet/∂A = A⁻ᵀ"

TNS_OP (linalg_slogdet) = {
  SLOGDET_OP,
  .schema = "linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)",
  .flags = TNS_AS_FUNCTION,
  .forward = forward_linalg_slogdet,
  .node = "LinalgSlogdetBackward0",
  .saves = "A for A; result0 for A",
  .backward = linalg_slogdet_grad,
  .narration = "takes the sign and the logarithm of the determinant of {A}",
  .doc = "torch.linalg.slogdet.html",
};

static bool
forward_slogdet (TnsCall *call, GError **error)
{
  TnsTensor *results[2];
  TnsScope scope;
  tns_scope_init (&scope);
  tns_scope_call_many (&scope, &tns_op_linalg_slogdet, call->args, 1, results, 2);
  if (scope.error == NULL)
    tns_call_return (call, 1, results[1]);
  return tns_call_finish (call, &scope, results[0], error);
}

TNS_OP (slogdet) = {
  SLOGDET_OP,
  .schema = "slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)",
  .forward = forward_slogdet,
  .narration = "takes the sign and the logarithm of the determinant of {self}",
  .doc = "torch.slogdet.html",
};

/* ---- logdet ---- */

static bool
infer_logdet (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  if (!tns_check_square (&meta, "logdet", "A", error)
      || !tns_check_precise (meta.dtype, "logdet", error))
    return false;
  add_numbers (call, &meta, meta.dtype);
  return true;
}

static bool
forward_logdet (TnsCall *call, GError **error)
{
  TnsTensor *parts[2], *result;
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  tns_scope_call_many (s, &tns_op_linalg_slogdet, call->args, 1, parts, 2);
  if (tnk_dtype_is_complex (call->outs[0].dtype))
    result = tns_do (s, add, T (tns_do (s, log, T (parts[0]))), T (parts[1]));
  else
    result = tns_do (s, where, T (tns_do (s, eq, T (parts[0]), N (-1))), N (NAN), T (parts[1]));
  return tns_call_finish (call, s, result, error);
}

TNS_OP (logdet) = {
  .schema = "logdet(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .infer = infer_logdet,
  .forward = forward_logdet,
  .formula = "y = log (det A)",
  .derivative = "∂y/∂A = A⁻ᵀ",
  .narration = "takes the logarithm of the determinant of {self}",
  .doc = "torch.logdet.html",
};
