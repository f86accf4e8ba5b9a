/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Powers. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

#include <math.h>

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
         && ((!tnk_dtype_is_integral (call->compute_dtype) && call->compute_dtype != TNK_FLOAT16)
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
fill_with_one (TnsCall *call, GError **error)
{
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_fill (out, tns_scalar_int (1), error);
}

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
  if (is_number && tns_scalar_to_double (exponent->scalar) == 0)
    return fill_with_one (call, error);
  if (is_number && tns_scalar_to_double (exponent->scalar) == 1)
    {
      TnsTensor *out = tns_call_allocate (call, 0, error);
      return out != NULL && tns_tensor_copy_from (out, call->args[0].tensor, error);
    }
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
      return tns_do (s, mul, T (upstream), tns_formula_conj_value (g->scope, T (local)));
    }
  /* A whole number, which leaves whole exponents what they are. */
  TnsValue one = tns_value_scalar (tns_scalar_int (1));
  TnsTensor *power = tns_do (s, pow, self, T (tns_do (s, sub, exponent, one)));
  TnsTensor *local = tns_do (s, mul, exponent, T (power));
  TnsTensor *product = tns_do (s, mul, T (upstream), tns_formula_conj_value (g->scope, T (local)));
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
  TnsTensor *product = tns_do (s, mul, T (upstream), tns_formula_conj_value (g->scope, T (local)));
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
  return tns_value_is_one (&call->args[0])
             ? fill_with_one (call, error)
             : tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_POW, call->args, 2, error);
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
      TnsTensor *exponent = tns_grad_get_arg (g, 1).tensor;
      bool is_complex
          = exponent != NULL && tnk_dtype_is_complex (tns_tensor_get_dtype (exponent));

      is_safe = tns_do (s, ge, T (is_complex ? tns_do (s, real, T (exponent)) : exponent), N (0));
      if (is_complex)
        is_safe = tns_do (s, logical_and, T (is_safe),
                          T (tns_do (s, eq, T (tns_do (s, imag, T (exponent))), N (0))));
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
