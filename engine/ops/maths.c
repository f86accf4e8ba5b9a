/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Element-wise functions of one argument: signs, powers, exponentials, logarithms and rounding.
 * A local derivative is a formula of the input x or of the result y, whichever is cheaper to keep;
 * tns_formula_chain() multiplies its conjugate by the upstream gradient, which is right for real
 * and for holomorphic functions alike. */

#include "engine/ops/unary.h"

#include <math.h>

static const double ln_2 = 0.693147180559945309417232121458176568;
static const double ln_10 = 2.30258509299404568401799145468436421;

/* ---- which types ---- */

static bool
infer_abs (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (call->is_inplace && tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "In-place abs is not supported for complex tensors.");
  return tns_infer_real (call, error)
         && (dtype != TNK_BOOL || tns_refuse_dtype ("abs_cpu", dtype, error));
}

static bool
infer_sign (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "Unlike NumPy, torch.sign is not intended to support complex numbers. "
                     "Please use torch.sgn instead.");
  return tns_infer_same (call, error);
}

static bool
infer_rounding (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_vml_cpu", NULL);

  if (tnk_dtype_is_complex (dtype) && strcmp (call->schema->name, "round") != 0)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "%s is not supported for complex inputs",
                     call->schema->name);
  if (!tns_infer_same (call, error))
    return false;
  return (!tnk_dtype_is_complex (dtype) && dtype != TNK_BOOL)
         || tns_refuse_dtype (kernel_name, dtype, error);
}

static bool
infer_frac (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  return tns_infer_same (call, error)
         && (tnk_dtype_is_floating (dtype) || tns_refuse_dtype ("frac_cpu", dtype, error));
}

static bool
infer_round_decimals (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  const char *kernel_name = call->args[1].i == 0 ? "round_vml_cpu" : "round_cpu";

  return tns_infer_same (call, error)
         && (tnk_dtype_is_floating (dtype) || tns_refuse_dtype (kernel_name, dtype, error));
}

static bool
infer_square (TnsCall *call, GError **error)
{
  if (!tns_infer_same (call, error))
    return false;
  /* x², like x to an integer power, counts in integers. */
  if (call->outs[0].dtype == TNK_BOOL)
    call->outs[0].dtype = call->compute_dtype = TNK_INT64;
  return true;
}

static bool
infer_positive (TnsCall *call, GError **error)
{
  if (tns_tensor_get_dtype (call->args[0].tensor) == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "The `+` operator, on a bool tensor is not supported.");
  return tns_infer_same (call, error);
}

static bool
infer_bitwise_not (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  return tns_infer_same (call, error)
         && (tnk_dtype_is_integral (dtype) || tns_refuse_dtype ("bitwise_not_cpu", dtype, error));
}

/* ---- signs ---- */

/* Not holomorphic: the upstream gradient, which is real, goes along z / |z| itself. */
static void
abs_backward (TnsGrad *g)
{
  TnsTensor *direction = tns_do (g->scope, sgn, tns_grad_get_arg (g, 0));

  tns_grad_set (g, 0, tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), T (direction)));
}

ZERO_DERIVATIVE (sign)

/* y = z / |z|: the part of the gradient along z itself is lost, the rest is divided by |z|. */
static void
sgn_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *z = tns_grad_get_arg (g, 0).tensor, *length, *sgn, *along, *gradient;

  if (!tnk_dtype_is_complex (tns_grad_get_meta (g, 0, 0)->dtype))
    {
      tns_grad_set (g, 0, tns_formula_zeros_of (g, 0));
      return;
    }
  length = tns_do (s, abs, T (z));
  sgn = tns_do (s, sgn, T (z));
  along
      = tns_do (s, mul, T (tns_do (s, real, T (tns_do (s, div, T (upstream), T (sgn))))), T (sgn));
  gradient = tns_do (s, div, T (tns_do (s, sub, T (upstream), T (along))), T (length));
  tns_grad_set (g, 0,
                tns_do (s, where, T (tns_do (s, eq, T (length), N (0))), N (0), T (gradient)));
}

static bool
positive_forward (TnsCall *call, GError **error)
{
  tns_call_return (call, 0, call->args[0].tensor);
  return true;
}

TNS_OP (abs) = {
  .schema = "abs(Tensor self) -> Tensor",
  UNARY_OP (ABS, "abs", "AbsBackward0", TNS_HAS_INPLACE, infer_abs),
  .saves = "self for self",
  .backward = abs_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = |x|",
  .derivative = "∂y/∂x = sign(x)",
  .narration = "takes the absolute value of every element of {self}",
  .aliases = "absolute",
};

TNS_OP (sign) = {
  .schema = "sign(Tensor self) -> Tensor",
  UNARY_OP (SIGN, "sign", "SignBackward0", TNS_HAS_INPLACE, infer_sign),
  .backward = sign_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = −1, 0 or 1, the sign of x",
  .derivative = "∂y/∂x = 0",
  .narration = "replaces every element of {self} by its sign",
};

TNS_OP (sgn) = {
  .schema = "sgn(Tensor self) -> Tensor",
  UNARY_OP (SIGN, "sgn", "SgnBackward0", TNS_HAS_INPLACE, tns_infer_same),
  .saves = "self for self",
  .backward = sgn_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = x / |x|, 0 at 0",
  .derivative = "∂y/∂x = 0 for real x",
  .narration = "replaces every element of {self} by its sign or, if complex, its direction",
};

TNS_OP (positive) = {
  .schema = "positive(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_NO_OUT,
  .infer = infer_positive,
  .forward = positive_forward,
  .formula = "y = x",
  .derivative = "∂y/∂x = 1",
  .narration = "gives {self} back as it is",
  .doc = "torch.positive.html",
};

TNS_OP (bitwise_not) = {
  .schema = "bitwise_not(Tensor self) -> Tensor",
  UNARY_OP (BITWISE_NOT, "bitwise_not", NULL, TNS_HAS_INPLACE | TNS_NO_GRAD, infer_bitwise_not),
  .formula = "y = ~x",
  .derivative = "not differentiable",
  .narration = "flips every bit of {self}",
};

/* ---- powers and roots ---- */

FROM_RESULT (sqrt, tns_do (s, reciprocal, T (tns_do (s, mul, T (y), N (2)))))
FROM_RESULT (rsqrt, tns_do (s, mul, T (tns_do (s, pow, T (y), N (3))), N (-0.5)))
FROM_RESULT (reciprocal, tns_do (s, neg, T (tns_do (s, mul, T (y), T (y)))))

static bool
square_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsValue x = call->args[0], two = tns_value_scalar (tns_scalar_int (2));

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope,
                          call->is_inplace ? tns_do_inplace (&scope, pow, x, two)
                                           : tns_do (&scope, pow, x, two),
                          error);
}

TNS_OP (square) = {
  .schema = "square(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_square,
  .forward = square_forward,
  .formula = "y = x²",
  .derivative = "∂y/∂x = 2 · x",
  .narration = "squares every element of {self}",
  .doc = "torch.square.html",
};

TNS_OP (sqrt) = {
  .schema = "sqrt(Tensor self) -> Tensor",
  UNARY_OP (SQRT, "sqrt", "SqrtBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = sqrt_backward,
  .formula = "y = √x",
  .derivative = "∂y/∂x = 1 / (2 · √x) = 1 / (2 · y)",
  .narration = "takes the square root of every element of {self}",
};

TNS_OP (rsqrt) = {
  .schema = "rsqrt(Tensor self) -> Tensor",
  UNARY_OP (RSQRT, "rsqrt", "RsqrtBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = rsqrt_backward,
  .formula = "y = 1 / √x",
  .derivative = "∂y/∂x = −½ · y³",
  .narration = "divides 1 by the square root of every element of {self}",
};

TNS_OP (reciprocal) = {
  .schema = "reciprocal(Tensor self) -> Tensor",
  UNARY_OP (RECIPROCAL, "reciprocal", "ReciprocalBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = reciprocal_backward,
  .formula = "y = 1 / x",
  .derivative = "∂y/∂x = −1 / x² = −y²",
  .narration = "divides 1 by every element of {self}",
};

/* ---- exponentials and logarithms ---- */

FROM_RESULT (exp, y)
FROM_RESULT (exp2, tns_do (s, mul, T (y), N (ln_2)))
FROM_RESULT (expm1, tns_do (s, add, T (y), N (1)))
FROM_INPUT (log, tns_do (s, reciprocal, T (x)))
FROM_INPUT (log2, tns_do (s, reciprocal, T (tns_do (s, mul, T (x), N (ln_2)))))
FROM_INPUT (log10, tns_do (s, reciprocal, T (tns_do (s, mul, T (x), N (ln_10)))))
FROM_INPUT (log1p, tns_do (s, reciprocal, T (tns_do (s, add, T (x), N (1)))))

TNS_OP (exp) = {
  .schema = "exp(Tensor self) -> Tensor",
  UNARY_OP (EXP, "exp", "ExpBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = exp_backward,
  .formula = "y = eˣ",
  .derivative = "∂y/∂x = eˣ = y",
  .narration = "raises e to the power of every element of {self}",
};

TNS_OP (exp2) = {
  .schema = "exp2(Tensor self) -> Tensor",
  UNARY_OP (EXP2, "exp2", "Exp2Backward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = exp2_backward,
  .formula = "y = 2ˣ",
  .derivative = "∂y/∂x = ln 2 · 2ˣ = ln 2 · y",
  .narration = "raises 2 to the power of every element of {self}",
};

TNS_OP (expm1) = {
  .schema = "expm1(Tensor self) -> Tensor",
  UNARY_OP (EXPM1, "expm1", "Expm1Backward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = expm1_backward,
  .formula = "y = eˣ − 1",
  .derivative = "∂y/∂x = eˣ = y + 1",
  .narration = "raises e to the power of every element of {self} and takes 1 off, exact near 0",
};

TNS_OP (log) = {
  .schema = "log(Tensor self) -> Tensor",
  UNARY_OP (LOG, "log", "LogBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "self for self",
  .backward = log_backward,
  .formula = "y = ln x",
  .derivative = "∂y/∂x = 1 / x",
  .narration = "takes the natural logarithm of every element of {self}",
};

TNS_OP (log2) = {
  .schema = "log2(Tensor self) -> Tensor",
  UNARY_OP (LOG2, "log2", "Log2Backward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "self for self",
  .backward = log2_backward,
  .formula = "y = log₂ x",
  .derivative = "∂y/∂x = 1 / (x · ln 2)",
  .narration = "takes the logarithm to base 2 of every element of {self}",
};

TNS_OP (log10) = {
  .schema = "log10(Tensor self) -> Tensor",
  UNARY_OP (LOG10, "log10", "Log10Backward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "self for self",
  .backward = log10_backward,
  .formula = "y = log₁₀ x",
  .derivative = "∂y/∂x = 1 / (x · ln 10)",
  .narration = "takes the logarithm to base 10 of every element of {self}",
};

TNS_OP (log1p) = {
  .schema = "log1p(Tensor self) -> Tensor",
  UNARY_OP (LOG1P, "log1p", "Log1PBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "self for self",
  .backward = log1p_backward,
  .formula = "y = ln (1 + x)",
  .derivative = "∂y/∂x = 1 / (1 + x)",
  .narration = "takes the natural logarithm of 1 plus every element of {self}, exact near 0",
};

/* ---- rounding ---- */

ZERO_DERIVATIVE (floor)
ZERO_DERIVATIVE (ceil)
ZERO_DERIVATIVE (trunc)
ZERO_DERIVATIVE (round)

static void
frac_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
}

static bool
frac_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsValue x = call->args[0];

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, sub, x, T (tns_do (&scope, trunc, x))),
                          error);
}

/* Negative decimals divide before rounding: a power of ten below one would not be exact. */
static bool
round_decimals_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  int64_t decimals = call->args[1].i;
  double factor = pow (10, (double)ABS (decimals));
  TnsTensor *x = call->args[0].tensor, *result;
  TnkDtype dtype = call->outs[0].dtype;

  tns_scope_init (&scope);
  result = x = tns_formula_cast (&scope, x, tns_formula_inner_dtype (dtype));
  if (decimals > 0)
    result = tns_do (&scope, mul, T (x), N (factor));
  else if (decimals < 0)
    result = tns_do (&scope, div, T (x), N (factor));
  result = tns_do (&scope, round, T (result));
  if (decimals > 0)
    result = tns_do (&scope, div, T (result), N (factor));
  else if (decimals < 0)
    result = tns_do (&scope, mul, T (result), N (factor));
  return tns_call_finish (call, &scope, tns_formula_cast (&scope, result, dtype), error);
}

TNS_OP (floor) = {
  .schema = "floor(Tensor self) -> Tensor",
  UNARY_OP (FLOOR, "floor", "FloorBackward0", TNS_HAS_INPLACE, infer_rounding),
  .backward = floor_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = ⌊x⌋",
  .derivative = "∂y/∂x = 0",
  .narration = "rounds every element of {self} down",
};

TNS_OP (ceil) = {
  .schema = "ceil(Tensor self) -> Tensor",
  UNARY_OP (CEIL, "ceil", "CeilBackward0", TNS_HAS_INPLACE, infer_rounding),
  .backward = ceil_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = ⌈x⌉",
  .derivative = "∂y/∂x = 0",
  .narration = "rounds every element of {self} up",
};

TNS_OP (trunc) = {
  .schema = "trunc(Tensor self) -> Tensor",
  UNARY_OP (TRUNC, "trunc", "TruncBackward0", TNS_HAS_INPLACE, infer_rounding),
  .backward = trunc_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = x without its fraction",
  .derivative = "∂y/∂x = 0",
  .narration = "cuts the fraction off every element of {self}",
  .aliases = "fix",
};

TNS_OP (round) = {
  .schema = "round(Tensor self) -> Tensor",
  UNARY_OP (ROUND, "round", "RoundBackward0", TNS_HAS_INPLACE, infer_rounding),
  .backward = round_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = the whole number nearest to x, halves to even",
  .derivative = "∂y/∂x = 0",
  .narration = "rounds every element of {self} to the nearest whole number, halves to even",
};

TNS_OP (round_decimals) = {
  .schema = "round.decimals(Tensor self, *, int decimals) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_round_decimals,
  .forward = round_decimals_forward,
  .node = "RoundBackward1",
  .backward = round_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = x rounded to a number of decimals",
  .derivative = "∂y/∂x = 0",
  .narration = "rounds every element of {self} to {decimals} decimals",
  .doc = "torch.round.html",
};

TNS_OP (frac) = {
  .schema = "frac(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_frac,
  .forward = frac_forward,
  .node = "FracBackward0",
  .backward = frac_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = x − trunc(x)",
  .derivative = "∂y/∂x = 1",
  .narration = "keeps only the fraction of every element of {self}",
  .doc = "torch.frac.html",
};

/* ---- repairs ---- */

static void
nan_to_num_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor;

  tns_grad_set (g, 0,
                tns_do (s, mul, T (tns_grad_get_upstream (g, 0)), T (tns_do (s, isfinite, T (x)))));
}

static TnsTensor *
repair (TnsScope *s, TnsTensor *x, const TnsValue *args)
{
  double largest = tns_dtype_get_max (tns_tensor_get_dtype (x));
  double nan = args[1].kind == TNS_NONE ? 0 : args[1].f;
  double above = args[2].kind == TNS_NONE ? largest : args[2].f;
  double below = args[3].kind == TNS_NONE ? -largest : args[3].f;
  TnsTensor *y;

  y = tns_do (s, where, T (tns_do (s, isnan, T (x))), N (nan), T (x));
  y = tns_do (s, where, T (tns_do (s, eq, T (x), N (INFINITY))), N (above), T (y));
  return tns_do (s, where, T (tns_do (s, eq, T (x), N (-INFINITY))), N (below), T (y));
}

/* Integers have nothing to repair, and then PyTorch does not look at where they lie. */
static bool
infer_nan_to_num (TnsCall *call, GError **error)
{
  call->may_overlap = tnk_dtype_is_integral (tns_tensor_get_dtype (call->args[0].tensor));
  return tns_infer_same (call, error);
}

static bool
nan_to_num_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *y;
  TnkDtype dtype = tns_tensor_get_dtype (x);

  tns_scope_init (s);
  if (tnk_dtype_is_integral (dtype))
    y = tns_do (s, clone, T (x));
  else if (tnk_dtype_is_complex (dtype))
    y = tns_do (s, view_as_complex, T (repair (s, tns_do (s, view_as_real, T (x)), call->args)));
  else
    y = repair (s, x, call->args);
  return tns_call_finish (call, s, y, error);
}

TNS_OP (nan_to_num) = {
  .schema = "nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None)"
            " -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_nan_to_num,
  .forward = nan_to_num_forward,
  .node = "NanToNumBackward0",
  .saves = "self for self",
  .backward = nan_to_num_backward,
  .out_error = "nan_to_num: dtype of out: {Given} should be same as input: {Expected}",
  .formula = "y = x, with NaN, ∞ and −∞ replaced by numbers",
  .derivative = "∂y/∂x = 1 where x is finite, else 0",
  .narration = "replaces NaN and infinities in {self} by numbers",
  .doc = "torch.nan_to_num.html",
};
