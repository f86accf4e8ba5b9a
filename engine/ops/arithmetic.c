/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Arithmetic: + - * and the sign. Division is in quotient.c, powers are in power.c. */
#include <math.h>
#include <string.h>

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

/* ---- helpers of this family ---- */

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

/* PyTorch multiplies complex numbers by 1 too, which makes NaN of the other part of an infinite
 * one. */
static bool
scales_nothing (const TnsCall *call)
{
  return tns_value_is_one (&call->args[2]) && !tnk_dtype_is_complex (call->compute_dtype);
}

static bool
forward_add (TnsCall *call, GError **error)
{
  if (scales_nothing (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_ADD, call->args, 2, error);
  return run_scaled (call, call->args[0], call->args[1], call->args[2].scalar, error);
}

static bool
forward_sub (TnsCall *call, GError **error)
{
  if (scales_nothing (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_SUB, call->args, 2, error);
  return run_scaled (call, call->args[0], call->args[1], negated (call->args[2].scalar), error);
}

static bool
forward_rsub (TnsCall *call, GError **error)
{
  TnsValue swapped[2] = { call->args[1], call->args[0] };
  if (scales_nothing (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_SUB, swapped, 2, error);
  return run_scaled (call, swapped[0], swapped[1], negated (call->args[2].scalar), error);
}

/* alpha · upstream, without a multiplication where alpha is 1. */
static TnsTensor *
scaled_upstream (TnsGrad *g, bool is_negative)
{
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue alpha = tns_grad_get_arg (g, 2);
  if (tns_value_is_one (&alpha))
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

/* ---- mul ---- */

static void
backward_mul (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, mul, T (upstream),
                                tns_formula_conj_value (s, tns_grad_get_arg (g, 1))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, mul, T (upstream),
                                tns_formula_conj_value (s, tns_grad_get_arg (g, 0))));
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
