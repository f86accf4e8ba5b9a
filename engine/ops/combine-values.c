/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Element-wise functions of two or three operands beyond arithmetic: interpolation, fused
 * multiply-adds, angles and lengths, logarithms of sums. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

static TnkDtype
dtype_of (const TnsValue *value)
{
  return tns_tensor_get_dtype (value->tensor);
}

/* ---- lerp ---- */

static bool
infer_lerp (TnsCall *call, GError **error)
{
  static const char *const names[] = { "self", "end", "weight" };
  TnkDtype dtype = dtype_of (&call->args[0]);
  bool has_tensor = call->args[2].kind == TNS_TENSOR;
  bool has_weights = has_tensor && tns_tensor_get_rank (call->args[2].tensor) > 0;
  int arg;

  /* A weight without dims promotes like a number. */
  for (arg = 1; arg <= 1 + has_weights; arg++)
    if (dtype_of (&call->args[arg]) != dtype)
      return tns_fail (error, TNS_ERROR_RUNTIME, "expected dtype %s for `%s` but got dtype %s",
                       tns_dtype_get_c_name (dtype), names[arg],
                       tns_dtype_get_c_name (dtype_of (&call->args[arg])));
  if (!tns_infer_over (call, 0, 2 + has_tensor, error))
    return false;
  dtype = call->compute_dtype;
  if (tnk_dtype_is_integral (dtype))
    return tns_refuse_dtype (has_tensor ? "lerp_kernel_tensor" : "lerp_kernel_scalar", dtype,
                             error);
  return has_tensor
         || tns_scalar_check_fits (call->args[2].scalar, tns_formula_inner_dtype (dtype), error);
}

static void
lerp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue weight = tns_grad_get_arg (g, 2);

  if (weight.kind == TNS_TENSOR)
    weight = T (tns_formula_conj (s, weight.tensor));
  /* 1 − w in w's own type, in which it may wrap. */
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0,
                  tns_do (s, mul, T (upstream),
                          T (tns_do (s, rsub, weight, tns_value_scalar (tns_scalar_int (1))))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, mul, T (upstream), weight));
  if (tns_grad_wants (g, 2))
    tns_formula_chain (g, 2, tns_do (s, sub, tns_grad_get_arg (g, 1), tns_grad_get_arg (g, 0)));
}

static void
lerp_scalar_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue weight = tns_grad_get_arg (g, 2), rest = weight;

  weight.scalar.im = -weight.scalar.im;
  rest = tns_value_scalar (weight.scalar.kind == TNK_SCALAR_COMPLEX
                               ? tns_scalar_complex (1 - weight.scalar.re, -weight.scalar.im)
                               : tns_scalar_float (1 - weight.scalar.re));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, mul, T (upstream), rest));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, mul, T (upstream), weight));
}

TNS_OP (lerp) = {
  .schema = "lerp.Tensor(Tensor self, Tensor end, Tensor weight) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_lerp,
  .kernel = { TNS_KERNEL_TERNARY, TNK_TERNARY_LERP },
  .node = "LerpBackward1",
  .saves = "weight for self; weight for end; self for weight; end for weight",
  .backward = lerp_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = a + w · (b − a)",
  .derivative = "∂y/∂a = 1 − w, ∂y/∂b = w, ∂y/∂w = b − a",
  .narration = "goes from {self} towards {end} by the share {weight}",
  .doc = "torch.lerp.html",
};

TNS_OP (lerp_scalar) = {
  .schema = "lerp.Scalar(Tensor self, Tensor end, Scalar weight) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_lerp,
  .kernel = { TNS_KERNEL_TERNARY, TNK_TERNARY_LERP },
  .node = "LerpBackward0",
  .backward = lerp_scalar_backward,
  .formula = "y = a + w · (b − a)",
  .derivative = "∂y/∂a = 1 − w, ∂y/∂b = w",
  .narration = "goes from {self} towards {end} by the share {weight}",
  .doc = "torch.lerp.html",
};

/* ---- addcmul, addcdiv ---- */

enum
{
  ARG_SELF,
  ARG_FIRST,
  ARG_SECOND,
  ARG_VALUE,
};

/* The factor counts in the type of the result. */
static TnsValue
factor_for (TnkDtype dtype, TnsValue value)
{
  if (tnk_dtype_is_integral (dtype))
    return tns_value_scalar (tns_scalar_int (tns_scalar_to_int (value.scalar)));
  return value;
}

static bool
infer_addc (TnsCall *call, GError **error)
{
  if (!tns_infer_over (call, 0, 3, error))
    return false;
  if (call->compute_dtype == TNK_BOOL)
    return tns_refuse_dtype ("addcmul_cpu_out", TNK_BOOL, error);
  return tns_scalar_check_fits (call->args[ARG_VALUE].scalar,
                                tns_formula_inner_dtype (call->compute_dtype), error);
}

static bool
infer_addcdiv (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_integral (dtype_of (&call->args[ARG_FIRST]))
      && tnk_dtype_is_integral (dtype_of (&call->args[ARG_SECOND])))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Integer division with addcdiv is no longer supported, and in a future  "
                     "release addcdiv will perform a true division of tensor1 and tensor2. The "
                     "historic addcdiv behavior can be implemented as (input + value * "
                     "torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as "
                     "(input + value * tensor1 / tensor2) for float inputs. The future addcdiv "
                     "behavior is just the latter implementation: (input + value * tensor1 / "
                     "tensor2), for all dtypes.");
  return infer_addc (call, error);
}

/* An operand as the inside of the loop has it: halves are rounded once, in the end. */
static TnsTensor *
operand (TnsScope *s, const TnsCall *call, int arg)
{
  return tns_formula_cast (s, tns_formula_cast (s, call->args[arg].tensor, call->compute_dtype),
                           tns_formula_inner_dtype (call->compute_dtype));
}

/* Ends the composition: self + @summand, laid out as infer said. */
static bool
add_to_self (TnsCall *call, TnsScope *s, TnsTensor *summand, GError **error)
{
  TnsValue operands[] = { call->args[ARG_SELF], T (summand) };
  TnsTensor *sum;
  bool ok;

  if (tns_formula_inner_dtype (call->compute_dtype) != call->compute_dtype)
    {
      sum = tns_do (s, add, T (operand (s, call, ARG_SELF)), T (summand));
      return tns_call_finish_laid_out (call, s, sum, error);
    }
  ok = summand != NULL
       && tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_ADD, operands, 2, &s->error);
  return tns_scope_finish (s, error) && ok;
}

static bool
addcmul_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *product;
  TnsValue value = factor_for (call->outs[0].dtype, call->args[ARG_VALUE]);

  tns_scope_init (s);
  product = tns_do (s, mul, T (operand (s, call, ARG_FIRST)), value);
  product = tns_do (s, mul, T (product), T (operand (s, call, ARG_SECOND)));
  return add_to_self (call, s, product, error);
}

static bool
addcdiv_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *quotient;

  tns_scope_init (s);
  quotient = tns_do (s, mul, T (operand (s, call, ARG_FIRST)), call->args[ARG_VALUE]);
  quotient = tns_do (s, div, T (quotient), T (operand (s, call, ARG_SECOND)));
  return add_to_self (call, s, quotient, error);
}

static void
addcmul_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue value = tns_formula_conj_value (s, tns_grad_get_arg (g, ARG_VALUE));
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  int arg;

  if (tns_grad_wants (g, ARG_SELF))
    tns_grad_set (g, ARG_SELF, upstream);
  for (arg = ARG_FIRST; arg <= ARG_SECOND; arg++)
    if (tns_grad_wants (g, arg))
      {
        TnsTensor *other = tns_grad_get_arg (g, ARG_FIRST + ARG_SECOND - arg).tensor;

        /* In the other's own type, even where the factor does not fit into that. */
        other = tns_do (s, mul, T (tns_formula_conj (s, other)), value);
        tns_grad_set (g, arg, tns_do (s, mul, T (upstream), T (other)));
      }
}

/* PyTorch divides value by tensor2 in the memory of a tensor of that type. */
static bool
check_divisor_dtype (TnsGrad *g)
{
  TnkDtype dtype = tns_grad_get_meta (g, ARG_SECOND, 0)->dtype;

  return !tnk_dtype_is_integral (dtype)
         || tns_fail (&g->scope->error, TNS_ERROR_RUNTIME,
                      "result type %s can't be cast to the desired output type %s",
                      tns_dtype_get_scalar_type_name (tns_dtype_get_default ()),
                      tns_dtype_get_scalar_type_name (dtype));
}

static void
addcdiv_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *second, *local;

  second = tns_grad_get_arg (g, ARG_SECOND).tensor;
  if (tns_grad_wants (g, ARG_SELF))
    tns_grad_set (g, ARG_SELF, tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, ARG_FIRST) && check_divisor_dtype (g))
    tns_formula_chain (g, ARG_FIRST,
                       tns_do (s, div, tns_grad_get_arg (g, ARG_VALUE), T (second)));
  if (tns_grad_wants (g, ARG_SECOND))
    {
      /* The factor is rounded to tensor1's type. */
      local = tns_do (s, mul, tns_grad_get_arg (g, ARG_FIRST), tns_grad_get_arg (g, ARG_VALUE));
      local = tns_do (s, div, T (local), T (tns_do (s, mul, T (second), T (second))));
      tns_formula_chain (g, ARG_SECOND, tns_do (s, neg, T (local)));
    }
}

TNS_OP (addcmul) = {
  .schema = "addcmul(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addc,
  .forward = addcmul_forward,
  .node = "AddcmulBackward0",
  .saves = "tensor2 for tensor1; tensor1 for tensor2",
  .backward = addcmul_backward,
  .formula = "y = c + v · a · b",
  .derivative = "∂y/∂c = 1, ∂y/∂a = v · b, ∂y/∂b = v · a",
  .narration = "multiplies {tensor1} by {tensor2} and adds {self}",
  .doc = "torch.addcmul.html",
};

TNS_OP (addcdiv) = {
  .schema = "addcdiv(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addcdiv,
  .forward = addcdiv_forward,
  .node = "AddcdivBackward0",
  .saves = "tensor2 for tensor1; tensor1 for tensor2; tensor2 for tensor2",
  .backward = addcdiv_backward,
  .formula = "y = c + v · a / b",
  .derivative = "∂y/∂c = 1, ∂y/∂a = v / b, ∂y/∂b = −v · a / b²",
  .narration = "divides {tensor1} by {tensor2} and adds {self}",
  .doc = "torch.addcdiv.html",
};

/* ---- pairs of reals ---- */

/* Integers become floats in some of these ops and are refused in others; none takes complex. */
static bool
refuse_complex (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);

  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_promoting (TnsCall *call, GError **error)
{
  return tns_infer_float (call, error) && refuse_complex (call, error);
}

static bool
infer_floating (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);

  if (!tns_infer_same (call, error))
    return false;
  return tnk_dtype_is_floating (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

#define PAIR(ID, name, op_flags, node_name, infer_function)                                        \
  .category = TNS_CATEGORY_MATHS, .flags = (op_flags), .infer = infer_function,                    \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .node = node_name,                             \
  .doc = "torch." name ".html"

static void
atan2_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue y = tns_grad_get_arg (g, 0), x = tns_grad_get_arg (g, 1);
  TnsTensor *square = tns_do (s, add, T (tns_do (s, mul, y, y)), T (tns_do (s, mul, x, x)));
  TnsTensor *scaled = tns_do (s, div, T (tns_grad_get_upstream (g, 0)), T (square));

  scaled = tns_do (s, where, T (tns_do (s, eq, T (square), N (0))), N (0), T (scaled));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, mul, T (scaled), x));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_do (s, mul, T (scaled), T (tns_do (s, neg, y))));
}

static void
hypot_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  int arg;

  for (arg = 0; arg < 2; arg++)
    if (tns_grad_wants (g, arg))
      tns_formula_chain (
          g, arg, tns_do (s, div, tns_grad_get_arg (g, arg), T (tns_grad_get_result (g, 0))));
}

static void
copysign_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue x = tns_grad_get_arg (g, 0);
  TnsTensor *ratio;

  if (tns_grad_wants (g, 0))
    {
      ratio = tns_do (s, div, T (tns_grad_get_result (g, 0)), x);
      ratio = tns_do (s, where, T (tns_do (s, eq, x, N (0))), N (0), T (ratio));
      tns_grad_set (g, 0, tns_do (s, mul, T (tns_grad_get_upstream (g, 0)), T (ratio)));
    }
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_formula_zeros_of (g, 1));
}

static void
nextafter_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 0))
    {
      TnsTensor *is_same = tns_do (s, eq, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));
      tns_grad_set (g, 0, tns_do (s, where, T (is_same), N (0), T (upstream)));
    }
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1, tns_formula_zeros_of (g, 1));
}

TNS_OP (atan2) = {
  .schema = "atan2(Tensor self, Tensor other) -> Tensor",
  PAIR (ATAN2, "atan2", TNS_HAS_INPLACE, "Atan2Backward0", infer_promoting),
  .saves = "self for self; other for self; self for other; other for other",
  .backward = atan2_backward,
  .formula = "y = the angle of the point (b, a)",
  .derivative = "∂y/∂a = b / (a² + b²), ∂y/∂b = −a / (a² + b²)",
  .narration = "measures the angle of the points with height {self} and width {other}",
  .aliases = "arctan2",
};

TNS_OP (hypot) = {
  .schema = "hypot(Tensor self, Tensor other) -> Tensor",
  PAIR (HYPOT, "hypot", TNS_HAS_INPLACE, "HypotBackward0", infer_floating),
  .saves = "self for self; other for other; result for self; result for other",
  .backward = hypot_backward,
  .formula = "y = √(a² + b²)",
  .derivative = "∂y/∂a = a / y, ∂y/∂b = b / y",
  .narration = "measures the hypotenuse over {self} and {other}",
};

TNS_OP (copysign) = {
  .schema = "copysign.Tensor(Tensor self, Tensor other) -> Tensor",
  PAIR (COPYSIGN, "copysign", TNS_HAS_INPLACE, "CopysignBackward0", infer_promoting),
  .saves = "self for self; result for self",
  .backward = copysign_backward,
  .formula = "y = |a| with the sign of b",
  .derivative = "∂y/∂a = y / a, ∂y/∂b = 0",
  .narration = "gives {self} the signs of {other}",
};

TNS_OP (copysign_scalar) = {
  .schema = "copysign.Scalar(Tensor self, Scalar other) -> Tensor",
  PAIR (COPYSIGN, "copysign", TNS_HAS_INPLACE, "CopysignBackward1", infer_promoting),
  .saves = "self for self; result for self",
  .backward = copysign_backward,
  .formula = "y = |a| with the sign of b",
  .derivative = "∂y/∂a = y / a",
  .narration = "gives {self} the sign of {other}",
};

TNS_OP (nextafter) = {
  .schema = "nextafter(Tensor self, Tensor other) -> Tensor",
  PAIR (NEXTAFTER, "nextafter", TNS_HAS_INPLACE, "NextafterBackward0", infer_floating),
  .saves = "self for self; other for self",
  .backward = nextafter_backward,
  .formula = "y = the number next to a towards b",
  .derivative = "∂y/∂a = 1 where a ≠ b, ∂y/∂b = 0",
  .narration = "steps from {self} to the next number that can be stored, towards {other}",
};
