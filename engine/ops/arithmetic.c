/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Arithmetic: + - * / // % ** and the sign. */
#include <math.h>
#include <string.h>

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

/* ---- helpers of this family ---- */

static bool
is_one (const TnsValue *alpha)
{
  return alpha->kind == TNS_SCALAR && alpha->scalar.kind != TNK_SCALAR_COMPLEX
         && alpha->scalar.re == 1;
}

static bool
is_bool (const TnsValue *value)
{
  return value->kind == TNS_TENSOR ? tns_tensor_get_dtype (value->tensor) == TNK_BOOL
                                   : value->scalar.kind == TNK_SCALAR_BOOL;
}

/* PyTorch's check of alpha against the type of the result. */
static bool
check_alpha (TnsCall *call, GError **error)
{
  const TnsValue *alpha = &call->args[2];
  if (alpha->scalar.kind == TNK_SCALAR_BOOL && call->compute_dtype != TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Boolean alpha only supported for Boolean results.");
  if ((alpha->scalar.kind == TNK_SCALAR_FLOAT || alpha->scalar.kind == TNK_SCALAR_COMPLEX)
      && tnk_dtype_is_integral (call->compute_dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "For integral input tensors, argument alpha must not be a floating point "
                     "number.");
  if (alpha->scalar.kind == TNK_SCALAR_COMPLEX && !tnk_dtype_is_complex (call->compute_dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "For non-complex input tensors, argument alpha must not be a complex number.");
  return tns_scalar_check_fits (alpha->scalar, call->compute_dtype, error);
}

/* Operands alone decide the type; alpha does not. */
static bool
infer_with_alpha (TnsCall *call, GError **error)
{
  return tns_infer_over (call, 0, 2, error) && check_alpha (call, error);
}

static bool
infer_sub (TnsCall *call, GError **error)
{
  bool a = is_bool (&call->args[0]), b = is_bool (&call->args[1]);
  if (a && b)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "Subtraction, the `-` operator, with two bool tensors is not supported. Use "
                     "the `^` or `logical_xor()` operator instead.");
  if (a || b)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "Subtraction, the `-` operator, with a bool tensor is not supported. If you "
                     "are trying to invert a mask, use the `~` or `logical_not()` operator "
                     "instead.");
  return infer_with_alpha (call, error);
}

/* The difference is taken the other way round. */
static bool
infer_rsub (TnsCall *call, GError **error)
{
  const TnsValue *args = call->args;
  TnsValue swapped[3] = { args[1], args[0], args[2] };
  call->args = swapped;
  bool ok = infer_sub (call, error);
  call->args = args;
  return ok;
}

static TnkScalar
negated (TnkScalar alpha)
{
  if (alpha.kind == TNK_SCALAR_BOOL || alpha.kind == TNK_SCALAR_INT)
    return tns_scalar_int ((int64_t) (0 - (uint64_t) alpha.i));
  TnkScalar result = alpha;
  result.re = -alpha.re;
  result.im = -alpha.im;
  return result;
}

static bool
run_scaled (TnsCall *call, TnsValue a, TnsValue b, TnkScalar alpha, GError **error)
{
  TnsValue operands[3] = { a, b, tns_value_scalar (alpha) };
  return tns_call_run_kernel (call, TNS_KERNEL_TERNARY, TNK_TERNARY_ADD_SCALED, operands, 3, error);
}

/* ---- add, sub ---- */

static bool
forward_add (TnsCall *call, GError **error)
{
  if (is_one (&call->args[2]))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_ADD, call->args, 2, error);
  return run_scaled (call, call->args[0], call->args[1], call->args[2].scalar, error);
}

static bool
forward_sub (TnsCall *call, GError **error)
{
  if (is_one (&call->args[2]))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_SUB, call->args, 2, error);
  return run_scaled (call, call->args[0], call->args[1], negated (call->args[2].scalar), error);
}

static bool
forward_rsub (TnsCall *call, GError **error)
{
  TnsValue swapped[2] = { call->args[1], call->args[0] };
  if (is_one (&call->args[2]))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_SUB, swapped, 2, error);
  return run_scaled (call, swapped[0], swapped[1], negated (call->args[2].scalar), error);
}

/* alpha · upstream, without a multiplication where alpha is 1. */
static TnsTensor *
scaled_upstream (TnsGrad *g, bool is_negative)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue alpha = tns_grad_get_arg (g, 2);
  if (is_one (&alpha))
    return is_negative ? tns_do (g->scope, neg, T (upstream)) : upstream;
  TnkScalar factor = is_negative ? negated (alpha.scalar) : alpha.scalar;
  return tns_do (g->scope, mul, T (upstream), tns_value_scalar (factor));
}

static void
backward_add (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, scaled_upstream (g, false));
}

static void
backward_sub (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, scaled_upstream (g, true));
}

static void
backward_rsub (TnsGrad *g)
{
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, scaled_upstream (g, true));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_grad_get_upstream (g, 0));
}

TNS_OP (add) = {
  .schema = "add(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_with_alpha,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_ADD },
  .forward = forward_add,
  .node = "AddBackward0",
  .node_with_number_inside = "AddBackward1",
  .backward = backward_add,
  .formula = "y = a + α·b",
  .derivative = "∂y/∂a = 1, ∂y/∂b = α",
  .narration = "adds {other} to {self}, element by element",
  .doc = "torch.add.html",
  .signatures
  = "add(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) -> Tensor",
};

TNS_OP (sub) = {
  .schema = "sub(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_sub,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_SUB },
  .forward = forward_sub,
  .node = "SubBackward0",
  .node_with_number_inside = "SubBackward1",
  .backward = backward_sub,
  .formula = "y = a − α·b",
  .derivative = "∂y/∂a = 1, ∂y/∂b = −α",
  .narration = "subtracts {other} from {self}, element by element",
  .doc = "torch.sub.html",
  .aliases = "subtract",
  .signatures
  = "sub(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) -> Tensor\n"
    "subtract(Tensor|Scalar self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) "
    "-> Tensor\n"
    "subtract(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
};

TNS_OP (rsub) = {
  .schema = "rsub(Tensor self, Tensor|Scalar other, *, Scalar alpha=1) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_rsub,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_SUB },
  .forward = forward_rsub,
  .node = "RsubBackward1",
  .node_with_tensor = "RsubBackward0",
  .backward = backward_rsub,
  .formula = "y = b − α·a",
  .derivative = "∂y/∂a = −α, ∂y/∂b = 1",
  .narration = "subtracts {self} from {other}, element by element",
  .doc = "torch.sub.html",
  .signatures
  = "rsub(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor\n"
    "rsub(Tensor self, Scalar other, Scalar alpha=1) -> Tensor",
};

/* ---- mul, div ---- */

/* Complex gradients carry the conjugate of the local derivative. */
static TnsValue
conjugate (TnsGrad *g, TnsValue value)
{
  if (value.kind == TNS_SCALAR)
    {
      value.scalar.im = -value.scalar.im;
      return value;
    }
  if (value.kind != TNS_TENSOR || !tnk_dtype_is_complex (tns_tensor_get_dtype (value.tensor)))
    return value;
  return T (tns_do (g->scope, conj, value));
}

static void
backward_mul (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (g->scope, mul, T (upstream), conjugate (g, tns_grad_get_arg (g, 1))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (g->scope, mul, T (upstream), conjugate (g, tns_grad_get_arg (g, 0))));
}

TNS_OP (mul) = {
  .schema = "mul(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = tns_infer_same,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_MUL },
  .node = "MulBackward0",
  .node_with_number_inside = "MulBackward1",
  .saves = "self for other; other for self",
  .backward = backward_mul,
  .formula = "y = a · b",
  .derivative = "∂y/∂a = b, ∂y/∂b = a",
  .narration = "multiplies {self} by {other}, element by element",
  .doc = "torch.mul.html",
  .aliases = "multiply",
  .signatures
  = "mul(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "multiply(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "multiply(Tensor self, Scalar other) -> Tensor",
};

typedef enum
{
  ROUND_NONE,
  ROUND_TRUNC,
  ROUND_FLOOR,
  ROUND_UNKNOWN,
} Rounding;

static Rounding
rounding_of (const TnsValue *mode)
{
  if (mode->kind != TNS_STRING)
    return ROUND_NONE;
  if (g_str_equal (mode->string, "trunc"))
    return ROUND_TRUNC;
  return g_str_equal (mode->string, "floor") ? ROUND_FLOOR : ROUND_UNKNOWN;
}

/* None of the divisions with a whole result takes complex numbers or truths. */
static bool
infer_whole (TnsCall *call, const char *kernel_name, GError **error)
{
  if (!tns_infer_same (call, error))
    return false;
  return (!tnk_dtype_is_complex (call->compute_dtype) && call->compute_dtype != TNK_BOOL)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_div_rounded (TnsCall *call, GError **error)
{
  switch (rounding_of (&call->args[2]))
    {
    case ROUND_NONE:
      return tns_infer_float (call, error);
    case ROUND_UNKNOWN:
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found "
                       "'%s'",
                       call->args[2].string);
    case ROUND_TRUNC:
      return infer_whole (call, "div_trunc_cpu", error);
    case ROUND_FLOOR:
      return infer_whole (call, "div_floor_cpu", error);
    }
  return false;
}

/* PyTorch rounds the quotient of two half tensors to their type before it cuts it. */
static bool
cuts_rounded_quotient (const TnsCall *call)
{
  return rounding_of (&call->args[2]) == ROUND_TRUNC
         && (call->compute_dtype == TNK_FLOAT16 || call->compute_dtype == TNK_BFLOAT16)
         && call->args[1].kind == TNS_TENSOR && tns_tensor_get_rank (call->args[1].tensor) > 0;
}

static bool
forward_div_rounded (TnsCall *call, GError **error)
{
  TnsScope scope;
  static const TnkBinary kernels[] = {
    [ROUND_NONE] = TNK_BINARY_DIV,
    [ROUND_TRUNC] = TNK_BINARY_TRUNC_DIVIDE,
    [ROUND_FLOOR] = TNK_BINARY_FLOOR_DIVIDE,
  };
  if (!cuts_rounded_quotient (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, kernels[rounding_of (&call->args[2])],
                                call->args, 2, error);
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope,
      tns_do (&scope, trunc, T (tns_do (&scope, div, call->args[0], call->args[1]))), error);
}

static void
set_quotient_gradients (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue other = conjugate (g, tns_grad_get_arg (g, 1));
  TnsTensor *quotient = tns_do (s, div, T (upstream), other);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, quotient);
  if (tns_grad_wants (g, 1))
    {
      TnsTensor *ratio = tns_do (s, div, conjugate (g, tns_grad_get_arg (g, 0)), other);
      tns_grad_set (g, 1, tns_do (s, neg, T (tns_do (s, mul, T (upstream),
                                                     T (tns_do (s, div, T (ratio), other))))));
    }
}

static void
backward_div_rounded (TnsGrad *g)
{
  TnsValue mode = tns_grad_get_arg (g, 2);
  if (rounding_of (&mode) == ROUND_NONE)
    {
      set_quotient_gradients (g);
      return;
    }
  TnsTensor *flat = tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), N (0));
  for (int k = 0; k < 2; k++)
    if (tns_grad_wants (g, k))
      tns_grad_set (g, k, flat);
}

#define QUOTIENT_OP                                                                                \
  .category = TNS_CATEGORY_ARITHMETIC, .flags = TNS_HAS_INPLACE,                                   \
  .saves = "self for other; other for self; other for other",                                      \
  .narration = "divides {self} by {other}, element by element"

#define EXACT_QUOTIENT_OP                                                                          \
  QUOTIENT_OP, .infer = tns_infer_float, .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_DIV },          \
  .node = "DivBackward0", .node_with_number_inside = "DivBackward1",                               \
  .backward = set_quotient_gradients, .formula = "y = a / b",                                      \
  .derivative = "∂y/∂a = 1/b, ∂y/∂b = −a/b²"

TNS_OP (div) = {
  EXACT_QUOTIENT_OP,
  .schema = "div(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .doc = "torch.div.html",
  .aliases = "divide",
  .signatures
  = "div(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor",
};

TNS_OP (true_divide) = {
  EXACT_QUOTIENT_OP,
  .schema = "true_divide(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .doc = "torch.true_divide.html",
  .signatures
  = "true_divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "true_divide(Tensor self, Scalar other) -> Tensor",
};

TNS_OP (div_rounded) = {
  QUOTIENT_OP,
  .schema = "div.Tensor_mode(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode) "
            "-> Tensor",
  .infer = infer_div_rounded,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_DIV },
  .forward = forward_div_rounded,
  .node = "DivBackward2",
  .backward = backward_div_rounded,
  .formula = "y = a / b, rounded down or towards 0",
  .derivative = "∂y/∂a = ∂y/∂b = 0 where it is rounded",
  .doc = "torch.div.html",
  .aliases = "divide",
  .signatures
  = "div(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode, "
    "Tensor? out=None) -> Tensor\n"
    "div(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor\n"
    "divide(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode, "
    "Tensor? out=None) -> Tensor\n"
    "divide(Tensor self, Scalar other) -> Tensor\n"
    "divide(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
};

/* ---- integer-like division ---- */

static bool
infer_floor_divide (TnsCall *call, GError **error)
{
  return infer_whole (call, "div_floor_cpu", error);
}

static bool
infer_remainder (TnsCall *call, GError **error)
{
  return infer_whole (call, "remainder_cpu", error);
}

static bool
infer_fmod (TnsCall *call, GError **error)
{
  return infer_whole (call, "fmod_cpu", error);
}

TNS_OP (floor_divide) = {
  .schema = "floor_divide(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_floor_divide,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_FLOOR_DIVIDE },
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .formula = "y = ⌊a / b⌋",
  .derivative = "PyTorch has none",
  .narration = "divides {self} by {other} and rounds down, element by element",
  .doc = "torch.floor_divide.html",
  .signatures
  = "floor_divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "floor_divide(Tensor self, Scalar other) -> Tensor",
};

/* a − b · round (a / b): the quotient is flat, so that only b's gradient needs it. */
static void
backward_modulo (TnsGrad *g, const char *rounding_mode)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, upstream);
  if (tns_grad_wants (g, 1))
    {
      TnsTensor *n = tns_do (s, div_rounded, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1),
                             tns_value_string (rounding_mode));
      tns_grad_set (g, 1, tns_do (s, neg, T (tns_do (s, mul, T (upstream), T (n)))));
    }
}

static void
backward_remainder (TnsGrad *g)
{
  backward_modulo (g, "floor");
}

#define REMAINDER_OP                                                                               \
  .category = TNS_CATEGORY_ARITHMETIC, .infer = infer_remainder,                                   \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_REMAINDER }, .formula = "y = a − b·⌊a / b⌋",           \
  .narration                                                                                       \
  = "takes what is left of {self} after dividing by {other}, with the sign of {other}",            \
  .doc = "torch.remainder.html"

TNS_OP (remainder) = {
  REMAINDER_OP,
  .schema = "remainder(Tensor self, Tensor|Scalar other) -> Tensor",
  .flags = TNS_HAS_INPLACE,
  .node = "RemainderBackward0",
  .node_with_tensor = "RemainderBackward1",
  .saves = "self for other; other for other",
  .backward = backward_remainder,
  .derivative = "∂y/∂a = 1, ∂y/∂b = −⌊a / b⌋",
  .signatures
  = "remainder(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor\n"
    "remainder(Scalar self, Tensor other) -> Tensor\n"
    "remainder(Tensor self, Scalar other, *, Tensor? out=None) -> Tensor",
};

TNS_OP (remainder_of_number) = {
  REMAINDER_OP,
  .schema = "remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .derivative = "PyTorch has none",
};

static void
backward_fmod (TnsGrad *g)
{
  backward_modulo (g, "trunc");
}

TNS_OP (fmod) = {
  .schema = "fmod(Tensor self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_fmod,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_FMOD },
  .node = "FmodBackward0",
  .node_with_tensor = "FmodBackward1",
  .saves = "self for other; other for other",
  .backward = backward_fmod,
  .formula = "y = a − b·trunc(a / b)",
  .derivative = "∂y/∂a = 1, ∂y/∂b = −trunc(a / b)",
  .narration = "takes what is left of {self} after dividing by {other}, with the sign of {self}",
  .doc = "torch.fmod.html",
};

/* ---- pow ---- */

static bool
has_negative_integer_exponent (const TnsCall *call)
{
  return call->args[1].scalar.kind == TNK_SCALAR_INT && call->args[1].scalar.i < 0
         && tnk_dtype_is_integral (tns_tensor_get_dtype (call->args[0].tensor));
}

/* To the powers 0 and 1, which alone leave truths what they are, nothing is computed. */
static bool
infer_pow (TnsCall *call, GError **error)
{
  if (call->args[1].kind == TNS_TENSOR)
    return tns_infer_same (call, error)
           && (call->compute_dtype != TNK_BOOL || tns_refuse_dtype ("pow", TNK_BOOL, error));
  if (has_negative_integer_exponent (call))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Integers to negative integer powers are not allowed.");
  return tns_infer_same (call, error)
         && (!tnk_dtype_is_integral (call->compute_dtype)
             || tns_scalar_check_fits (call->args[1].scalar, call->compute_dtype, error));
}

/* PyTorch lays the powers of a number out densely, however the exponents lie. */
static bool
infer_power_of_number (TnsCall *call, GError **error)
{
  if (!tns_infer_same (call, error))
    return false;
  tns_meta_set_dense_strides (&call->outs[0]);
  return call->compute_dtype != TNK_BOOL || tns_refuse_dtype ("pow", TNK_BOOL, error);
}

/* What PyTorch computes for these exponents; on an infinity a root is not what the power is. */
static const struct
{
  double exponent;
  TnkUnary op;
} powers[] = {
  { 0.5, TNK_UNARY_SQRT },   { 2, TNK_UNARY_SQUARE },      { 3, TNK_UNARY_CUBE },
  { -0.5, TNK_UNARY_RSQRT }, { -1, TNK_UNARY_RECIPROCAL }, { -2, TNK_UNARY_INVERSE_SQUARE },
};

static bool
forward_pow (TnsCall *call, GError **error)
{
  const TnsValue *exponent = &call->args[1];
  bool is_number = exponent->kind == TNS_SCALAR && !tnk_dtype_is_integral (call->compute_dtype)
                   && (exponent->scalar.kind != TNK_SCALAR_COMPLEX || exponent->scalar.im == 0);
  /* Truths to the power of a truth: x itself, or 1. */
  if (exponent->kind == TNS_SCALAR && call->compute_dtype == TNK_BOOL)
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_LOGICAL_OR,
                                (TnsValue[]){ call->args[0], N (exponent->scalar.i == 0) }, 2,
                                error);
  if (is_number && tnk_dtype_is_complex (call->compute_dtype)
      && tns_scalar_to_double (exponent->scalar) == 2)
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_MUL,
                                (TnsValue[]){ call->args[0], call->args[0] }, 2, error);
  for (guint k = 0; is_number && k < G_N_ELEMENTS (powers); k++)
    if (tns_scalar_to_double (exponent->scalar) == powers[k].exponent)
      return tns_call_run_kernel (call, TNS_KERNEL_UNARY, (int) powers[k].op, call->args, 1, error);
  return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_POW, call->args, 2, error);
}

/* exponent · self^(exponent − 1), and 0 where the exponent is 0: 0 · 0⁻¹ is not NaN. */
static TnsTensor *
pow_gradient_of_base (TnsGrad *g, TnsTensor *upstream)
{
  TnsScope *s = g->scope;
  TnsValue self = tns_grad_get_arg (g, 0), exponent = tns_grad_get_arg (g, 1);
  if (exponent.kind == TNS_SCALAR)
    {
      if (exponent.scalar.kind != TNK_SCALAR_COMPLEX && exponent.scalar.re == 0)
        return tns_do (s, mul, T (upstream), N (0));
      TnkScalar less = exponent.scalar;
      less.re -= 1;
      less.i -= 1;
      TnsTensor *power = tns_do (s, pow, self, tns_value_scalar (less));
      TnsTensor *local = tns_do (s, mul, T (power), exponent);
      return tns_do (s, mul, T (upstream), conjugate (g, T (local)));
    }
  TnsTensor *power = tns_do (s, pow, self, T (tns_do (s, sub, exponent, N (1))));
  TnsTensor *local = tns_do (s, mul, exponent, T (power));
  TnsTensor *product = tns_do (s, mul, T (upstream), conjugate (g, T (local)));
  TnsTensor *is_zero = tns_do (s, eq, exponent, N (0));
  return tns_do (s, where, T (is_zero), N (0), T (product));
}

/* result · log self, and 0 where 0 is raised to a power that is not negative. */
static TnsTensor *
pow_gradient_of_exponent (TnsGrad *g, TnsTensor *upstream)
{
  TnsScope *s = g->scope;
  TnsValue self = tns_grad_get_arg (g, 0), exponent = tns_grad_get_arg (g, 1);
  TnsTensor *result = tns_grad_get_result (g, 0);
  self = T (tns_formula_cast (s, self.tensor, tns_tensor_get_dtype (result)));
  TnsTensor *local = tns_do (s, mul, T (result), T (tns_do (s, log, self)));
  TnsTensor *product = tns_do (s, mul, T (upstream), conjugate (g, T (local)));
  if (tnk_dtype_is_complex (tns_grad_get_meta (g, 1, 0)->dtype))
    return product;
  TnsTensor *is_safe = tns_do (s, logical_and, T (tns_do (s, eq, self, N (0))),
                               T (tns_do (s, ge, exponent, N (0))));
  return tns_do (s, where, T (is_safe), N (0), T (product));
}

static void
backward_pow (TnsGrad *g)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, pow_gradient_of_base (g, upstream));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, pow_gradient_of_exponent (g, upstream));
}

/* 1 to any power is 1, to NaN too. */
static bool
forward_power_of_number (TnsCall *call, GError **error)
{
  if (!is_one (&call->args[0]))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_POW, call->args, 2, error);
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_fill (out, tns_scalar_int (1), error);
}

/* result · ln base; a base of 0 has no slope where the power is not negative. */
static void
backward_power_of_number (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnkScalar base = tns_grad_get_arg (g, 0).scalar;
  TnsTensor *result = tns_grad_get_result (g, 0), *slope, *is_safe;

  if (base.re == 0 && base.im == 0)
    {
      is_safe = tns_do (s, ge, tns_grad_get_arg (g, 1), N (0));
      slope = tns_do (s, mul, T (result), N (-INFINITY));
      slope = tns_do (s, where, T (is_safe), N (0), T (slope));
    }
  else
    {
      slope = tns_do (s, full_like, T (result), tns_value_scalar (base));
      slope = tns_do (s, mul, T (result), T (tns_do (s, log, T (slope))));
    }
  tns_formula_chain (g, 1, slope);
}

#define POWER_OP                                                                                   \
  .category = TNS_CATEGORY_ARITHMETIC, .formula = "y = aᵇ",                                        \
  .narration = "raises {self} to the power {exponent}, element by element",                        \
  .doc = "torch.pow.html"

TNS_OP (pow) = {
  POWER_OP,
  .schema = "pow(Tensor self, Tensor|Scalar exponent) -> Tensor",
  .flags = TNS_HAS_INPLACE,
  .infer = infer_pow,
  .forward = forward_pow,
  .node = "PowBackward0",
  .node_with_tensor = "PowBackward1",
  .saves = "self for self; self for exponent; exponent for self; exponent for exponent; "
           "result for exponent",
  .backward = backward_pow,
  .derivative = "∂y/∂a = b·aᵇ⁻¹, ∂y/∂b = aᵇ·ln a",
  .signatures
  = "pow(Tensor self, Tensor exponent, *, Tensor? out=None) -> Tensor\n"
    "pow(Scalar self, Tensor exponent, *, Tensor? out=None) -> Tensor\n"
    "pow(Tensor self, Scalar exponent, *, Tensor? out=None) -> Tensor",
};

TNS_OP (power_of_number) = {
  POWER_OP,
  .schema = "pow.Scalar(Scalar self, Tensor exponent) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .infer = infer_power_of_number,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_POW },
  .forward = forward_power_of_number,
  .node = "PowBackward2",
  .saves = "exponent for exponent; result for exponent",
  .backward = backward_power_of_number,
  .derivative = "∂y/∂b = aᵇ·ln a",
};

/* ---- neg ---- */

static bool
infer_neg (TnsCall *call, GError **error)
{
  if (tns_tensor_get_dtype (call->args[0].tensor) == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "Negation, the `-` operator, on a bool tensor is not supported. If you are "
                     "trying to invert a mask, use the `~` or `logical_not()` operator instead.");
  return tns_infer_same (call, error);
}

static void
backward_neg (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, neg, T (tns_grad_get_upstream (g, 0))));
}

TNS_OP (neg) = {
  .schema = "neg(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_neg,
  .kernel = { TNS_KERNEL_UNARY, TNK_UNARY_NEG },
  .node = "NegBackward0",
  .backward = backward_neg,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = −x",
  .derivative = "∂y/∂x = −1",
  .narration = "turns the sign of every element of {self}",
  .doc = "torch.neg.html",
  .aliases = "negative",
};
