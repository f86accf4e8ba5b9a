/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Powers that are always taken in double precision. */

#include "engine/ops/formula.h"

static bool
infer_float_power (TnsCall *call, GError **error)
{
  TnkDtype promoted = tns_result_type (call->args, 2);
  TnkDtype dtype = tnk_dtype_is_complex (promoted) ? TNK_COMPLEX128 : TNK_FLOAT64;

  if (call->is_inplace && tns_tensor_get_dtype (call->args[0].tensor) != dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "the base given to float_power_ has dtype %s but the operation's result "
                     "requires dtype %s",
                     tns_dtype_get_scalar_type_name (tns_tensor_get_dtype (call->args[0].tensor)),
                     tns_dtype_get_scalar_type_name (dtype));
  if (!tns_infer_same (call, error))
    return false;
  call->outs[0].dtype = call->compute_dtype = dtype;
  return true;
}

static TnsValue
widen (TnsScope *s, TnsValue operand, TnkDtype dtype)
{
  if (operand.kind == TNS_TENSOR)
    return T (tns_formula_cast (s, operand.tensor, dtype));
  if (operand.scalar.kind == TNK_SCALAR_COMPLEX)
    return operand;
  return N (tns_scalar_to_double (operand.scalar));
}

static bool
float_power_self_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue base, exponent;

  tns_scope_init (s);
  base = widen (s, call->args[0], call->compute_dtype);
  exponent = widen (s, call->args[1], call->compute_dtype);
  return tns_call_finish (call, s, tns_do (s, power_of_number, base, exponent), error);
}

static bool
float_power_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue base, exponent;
  TnsTensor *power;

  tns_scope_init (s);
  base = widen (s, call->args[0], call->compute_dtype);
  exponent = widen (s, call->args[1], call->compute_dtype);
  power = call->is_inplace ? tns_do_inplace (s, pow, base, exponent)
                           : tns_do (s, pow, base, exponent);
  return tns_call_finish (call, s, power, error);
}

#define FLOAT_POWER(signature)                                                                     \
  .schema = signature, .category = TNS_CATEGORY_ARITHMETIC, .infer = infer_float_power,            \
  .out_error = "the output given to float_power has dtype {Given} but the operation's result "     \
               "requires dtype {Expected}",                                                        \
  .formula = "y = aᵇ",                                                                             \
  .derivative = "∂y/∂a = b·aᵇ⁻¹, ∂y/∂b = aᵇ·ln a",                                                 \
  .narration = "raises {self} to the power {exponent} in double precision",                        \
  .doc = "torch.float_power.html"

TNS_OP (float_power) = {
  FLOAT_POWER ("float_power.Tensor_Tensor(Tensor self, Tensor exponent) -> Tensor"),
  .forward = float_power_forward,
  .flags = TNS_HAS_INPLACE,
};

TNS_OP (float_power_self) = {
  FLOAT_POWER ("float_power.Scalar(Scalar self, Tensor exponent) -> Tensor"),
  .forward = float_power_self_forward,
  .flags = TNS_AS_FUNCTION,
};

TNS_OP (float_power_exponent) = {
  FLOAT_POWER ("float_power.Tensor_Scalar(Tensor self, Scalar exponent) -> Tensor"),
  .forward = float_power_forward,
  .flags = TNS_HAS_INPLACE,
};
