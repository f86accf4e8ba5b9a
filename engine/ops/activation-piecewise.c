/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Activation functions made of straight pieces. */

#include "engine/ops/formula.h"

static double
number_of (const TnsValue *value)
{
  return tns_scalar_to_double (value->scalar);
}

/* The upstream gradient times @slope where @mask is set, 0 elsewhere. */
static void
pass_where (TnsGrad *g, TnsTensor *mask, double slope)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);

  if (slope != 1)
    upstream = tns_do (s, mul, T (upstream), N (slope));
  tns_grad_set (g, 0, tns_do (s, where, T (mask), T (upstream), N (0)));
}

/* The upstream gradient, 0 where @mask is set. */
static void
block_where (TnsGrad *g, TnsTensor *mask)
{
  tns_grad_set (g, 0,
                tns_do (g->scope, where, T (mask), N (0), T (tns_grad_get_upstream (g, 0))));
}

/* Strictly between; NaN counts, so that it is passed on. */
static TnsTensor *
is_between (TnsScope *s, TnsTensor *x, double low, double high)
{
  TnsTensor *is_out = tns_do (s, logical_or, T (tns_do (s, le, T (x), N (low))),
                              T (tns_do (s, ge, T (x), N (high))));

  return tns_do (s, logical_not, T (is_out));
}

static bool
infer_floating (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  const char *name = call->schema->name;
  g_autofree char *kernel_name
      = g_strconcat (name, strcmp (name, "softshrink") == 0 ? "_check" : "_cpu", NULL);

  return tns_infer_like_self (call, error)
         && (tnk_dtype_is_floating (dtype) || tns_refuse_dtype (kernel_name, dtype, error));
}

static bool
infer_hardshrink (TnsCall *call, GError **error)
{
  return infer_floating (call, error)
         && tns_scalar_check_fits (call->args[1].scalar, call->outs[0].dtype, error);
}

static bool
infer_softshrink (TnsCall *call, GError **error)
{
  double bound = number_of (&call->args[1]), highest;

  if (!tns_scalar_check_fits (call->args[1].scalar, TNK_FLOAT64, error)
      || !infer_floating (call, error))
    return false;
  highest = tns_dtype_get_max (call->outs[0].dtype);
  if (bound >= 0 && bound <= highest)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "lambda must be in range [0, %g] for input dtype %s, but found %g", highest,
                   tns_dtype_get_scalar_type_name (call->outs[0].dtype), bound);
}

#define PIECEWISE(signature, name, op_flags, node_name)                                            \
  .schema = signature, .category = TNS_CATEGORY_NETWORK, .flags = TNS_AS_NN_FUNCTION | (op_flags), \
  .node = node_name, .saves = "self for self", .doc = "torch.nn.functional." name ".html"

/* ---- hardtanh, relu6 ---- */

static bool
infer_hardtanh (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "Bool inputs not supported for hardtanh");
  if (tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "clamp is not supported for complex types");
  if (call->schema->n_params == 3 && number_of (&call->args[1]) > number_of (&call->args[2]))
    return tns_fail (error, TNS_ERROR_VALUE, "min_val cannot be greater than max_val");
  if (!tns_infer_like_self (call, error))
    return false;
  if (!tnk_dtype_is_integral (dtype))
    return true;
  for (int arg = 1; arg < call->schema->n_params; arg++)
    if (!tns_scalar_check_fits (call->args[arg].scalar, TNK_INT64, error))
      return false;
  return true;
}

static bool
hardtanh_forward (TnsCall *call, GError **error)
{
  TnsValue bounds[2] = { call->args[1], call->args[2] };
  TnsScope scope, *s = &scope;
  TnsTensor *y;

  /* Integers have whole bounds. */
  for (int k = 0; k < 2 && tnk_dtype_is_integral (call->outs[0].dtype); k++)
    bounds[k] = tns_value_scalar (tns_scalar_int ((int64_t) number_of (&bounds[k])));
  tns_scope_init (s);
  y = tns_do (s, clamp, call->args[0], bounds[0], bounds[1]);
  return tns_call_finish (call, s, tns_formula_cast (s, y, call->outs[0].dtype), error);
}

static void
hardtanh_backward (TnsGrad *g)
{
  TnsValue low = tns_grad_get_arg (g, 1), high = tns_grad_get_arg (g, 2);

  pass_where (
      g, is_between (g->scope, tns_grad_get_arg (g, 0).tensor, number_of (&low), number_of (&high)),
      1);
}

static bool
relu6_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue x = call->args[0];

  tns_scope_init (s);
  return tns_call_finish (call, s,
                          call->is_inplace ? tns_do_inplace (s, hardtanh, x, N (0), N (6))
                                           : tns_do (s, hardtanh, x, N (0), N (6)),
                          error);
}

TNS_OP (hardtanh) = {
  PIECEWISE ("hardtanh(Tensor self, Scalar min_val=-1, Scalar max_val=1) -> Tensor",
             "hardtanh",
             TNS_HAS_INPLACE,
             "HardtanhBackward0"),
  .infer = infer_hardtanh,
  .forward = hardtanh_forward,
  .backward = hardtanh_backward,
  .formula = "y = min (max (x, low), high)",
  .derivative = "∂y/∂x = 1 between the bounds, else 0",
  .narration = "cuts {self} off at {min_val} and {max_val}",
};

TNS_OP (relu6) = {
  .schema = "relu6(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
  .infer = infer_hardtanh,
  .forward = relu6_forward,
  .formula = "y = min (max (x, 0), 6)",
  .derivative = "∂y/∂x = 1 between 0 and 6, else 0",
  .narration = "cuts {self} off at 0 and 6",
  .doc = "torch.nn.functional.relu6.html",
};

/* ---- hardsigmoid, hardswish ---- */

static TnsTensor *
hard_sigmoid_of (TnsScope *s, TnsTensor *x)
{
  TnsTensor *shifted = tns_do (s, clamp, T (tns_do (s, add, T (x), N (3))), N (0), N (6));

  return tns_do (s, div, T (shifted), N (6));
}

static bool
hardsigmoid_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, hard_sigmoid_of (&scope, call->args[0].tensor), error);
}

/* PyTorch keeps this slope in single precision for every dtype. */
static void
hardsigmoid_backward (TnsGrad *g)
{
  pass_where (g, is_between (g->scope, tns_grad_get_arg (g, 0).tensor, -3, 3), 1.f / 6.f);
}

static bool
hardswish_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor;

  tns_scope_init (s);
  return tns_call_finish (call, s, tns_do (s, mul, T (x), T (hard_sigmoid_of (s, x))), error);
}

static void
hardswish_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *slope;

  slope = tns_do (s, add, T (tns_do (s, div, T (x), N (3))), N (0.5));
  slope = tns_do (s, where, T (tns_do (s, lt, T (x), N (3))), T (slope), N (1));
  slope = tns_do (s, where, T (tns_do (s, gt, T (x), N (-3))), T (slope), N (0));
  tns_formula_chain (g, 0, slope);
}

TNS_OP (hardsigmoid) = {
  PIECEWISE (
      "hardsigmoid(Tensor self) -> Tensor", "hardsigmoid", TNS_HAS_INPLACE, "HardsigmoidBackward0"),
  .infer = infer_floating,
  .forward = hardsigmoid_forward,
  .backward = hardsigmoid_backward,
  .formula = "y = min (max (x + 3, 0), 6) / 6",
  .derivative = "∂y/∂x = 1/6 between −3 and 3, else 0",
  .narration = "squashes {self} between 0 and 1 along a straight line",
};

TNS_OP (hardswish) = {
  PIECEWISE (
      "hardswish(Tensor self) -> Tensor", "hardswish", TNS_HAS_INPLACE, "HardswishBackward0"),
  .infer = infer_floating,
  .forward = hardswish_forward,
  .backward = hardswish_backward,
  .formula = "y = x · min (max (x + 3, 0), 6) / 6",
  .derivative = "∂y/∂x = x/3 + ½ between −3 and 3, 0 below, 1 above",
  .narration = "weighs every element of {self} by its hard sigmoid",
};

/* ---- softshrink, hardshrink, threshold ---- */

static TnsTensor *
is_within (TnsScope *s, TnsTensor *x, double bound)
{
  return tns_do (s, le, T (tns_do (s, abs, T (x))), N (bound));
}

static bool
softshrink_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *moved;
  double bound = number_of (&call->args[1]);
  tns_scope_init (s);
  moved = tns_do (s, sub, T (x), T (tns_do (s, clamp, T (x), N (-bound), N (bound))));
  return tns_call_finish (call, s, moved, error);
}

static bool
hardshrink_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor;

  tns_scope_init (s);
  return tns_call_finish (
      call, s,
      tns_do (s, where, T (is_within (s, x, number_of (&call->args[1]))), N (0), T (x)), error);
}

static void
shrink_backward (TnsGrad *g)
{
  TnsValue bound = tns_grad_get_arg (g, 1);

  block_where (g, is_within (g->scope, tns_grad_get_arg (g, 0).tensor, number_of (&bound)));
}

static bool
infer_threshold (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (dtype == TNK_BOOL || tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype ("threshold_cpu", dtype, error);
  return tns_infer_like_self (call, error)
         && tns_scalar_check_fits (call->args[1].scalar, tns_formula_inner_dtype (dtype), error)
         && tns_scalar_check_fits (call->args[2].scalar, dtype, error);
}

/* Both numbers count in the type of the input. */
static TnsValue
number_in (TnkDtype dtype, TnsValue number)
{
  return tnk_dtype_is_integral (dtype)
             ? tns_value_scalar (tns_scalar_int (tns_scalar_to_int (number.scalar)))
             : number;
}

/* Half types are compared in float32, so that the threshold is not rounded. */
static TnsTensor *
is_at_most (TnsScope *s, TnsTensor *x, TnsValue threshold)
{
  TnkDtype dtype = tns_formula_inner_dtype (tns_tensor_get_dtype (x));

  return tns_do (s, le, T (tns_formula_cast (s, x, dtype)), threshold);
}

static bool
threshold_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *y;

  tns_scope_init (s);
  y = is_at_most (s, call->args[0].tensor, number_in (call->outs[0].dtype, call->args[1]));
  y = tns_do (s, where, T (y), number_in (call->outs[0].dtype, call->args[2]), call->args[0]);
  return tns_call_finish (call, s, tns_formula_cast (s, y, call->outs[0].dtype), error);
}

static void
threshold_backward (TnsGrad *g)
{
  block_where (
      g, is_at_most (g->scope, tns_grad_get_arg (g, 0).tensor, tns_grad_get_arg (g, 1)));
}

TNS_OP (softshrink) = {
  PIECEWISE ("softshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
             "softshrink",
             0,
             "SoftshrinkBackward0"),
  .infer = infer_softshrink,
  .forward = softshrink_forward,
  .backward = shrink_backward,
  .formula = "y = x − λ above λ, x + λ below −λ, else 0",
  .derivative = "∂y/∂x = 1 where |x| > λ, else 0",
  .narration = "moves every element of {self} towards 0 by {lambd}",
};

TNS_OP (hardshrink) = {
  .schema = "hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_AS_NN_FUNCTION,
  .infer = infer_hardshrink,
  .forward = hardshrink_forward,
  .node = "HardshrinkBackward0",
  .saves = "self for self",
  .backward = shrink_backward,
  .formula = "y = x where |x| > λ, else 0",
  .derivative = "∂y/∂x = 1 where |x| > λ, else 0",
  .narration = "sets the elements of {self} within {lambd} of 0 to 0",
  .doc = "torch.nn.functional.hardshrink.html",
};

TNS_OP (threshold) = {
  .schema = "threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
  .infer = infer_threshold,
  .forward = threshold_forward,
  .node = "ThresholdBackward0",
  .saves = "self for self",
  .backward = threshold_backward,
  .formula = "y = x where x > threshold, else value",
  .derivative = "∂y/∂x = 1 where x > threshold, else 0",
  .narration = "replaces the elements of {self} up to {threshold} by {value}",
  .doc = "torch.nn.functional.threshold.html",
};
