/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Circular and hyperbolic functions, their inverses, and angles. */

#include "engine/ops/unary.h"

/* 1 + sign · x² */
static TnsTensor *
one_plus_square (TnsScope *s, TnsTensor *x, double sign)
{
  TnsTensor *square = tns_do (s, mul, T (x), T (x));

  return tns_do (s, add, T (sign < 0 ? tns_do (s, neg, T (square)) : square), N (1));
}

/* √(x² − 1) would choose the wrong branch for complex x; the product of two roots does not. */
static TnsTensor *
acosh_local (TnsScope *s, TnsTensor *x)
{
  TnsTensor *below = tns_do (s, rsqrt, T (tns_do (s, sub, T (x), N (1))));
  TnsTensor *above = tns_do (s, rsqrt, T (tns_do (s, add, T (x), N (1))));

  if (x != NULL && tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    return tns_do (s, mul, T (below), T (above));
  return tns_do (s, rsqrt, T (tns_do (s, sub, T (tns_do (s, mul, T (x), T (x))), N (1))));
}

FROM_INPUT (sin, tns_do (s, cos, T (x)))
FROM_INPUT (cos, tns_do (s, neg, T (tns_do (s, sin, T (x)))))
FROM_RESULT (tan, one_plus_square (s, y, 1))
FROM_INPUT (asin, tns_do (s, rsqrt, T (one_plus_square (s, x, -1))))
FROM_INPUT (acos, tns_do (s, neg, T (tns_do (s, rsqrt, T (one_plus_square (s, x, -1))))))
FROM_INPUT (atan, tns_do (s, reciprocal, T (one_plus_square (s, x, 1))))
FROM_INPUT (sinh, tns_do (s, cosh, T (x)))
FROM_INPUT (cosh, tns_do (s, sinh, T (x)))
FROM_RESULT (tanh, one_plus_square (s, y, -1))
FROM_INPUT (asinh, tns_do (s, rsqrt, T (one_plus_square (s, x, 1))))
FROM_INPUT (acosh, acosh_local (s, x))
FROM_INPUT (atanh, tns_do (s, reciprocal, T (one_plus_square (s, x, -1))))

#define TRIGONOMETRIC(ID, name, node_name)                                                         \
  .schema = name "(Tensor self) -> Tensor",                                                        \
  UNARY_OP (ID, name, node_name, TNS_HAS_INPLACE, tns_infer_float)

TNS_OP (sin) = {
  TRIGONOMETRIC (SIN, "sin", "SinBackward0"),
  .saves = "self for self",
  .backward = sin_backward,
  .formula = "y = sin x",
  .derivative = "∂y/∂x = cos x",
  .narration = "takes the sine of every element of {self}",
};

TNS_OP (cos) = {
  TRIGONOMETRIC (COS, "cos", "CosBackward0"),
  .saves = "self for self",
  .backward = cos_backward,
  .formula = "y = cos x",
  .derivative = "∂y/∂x = −sin x",
  .narration = "takes the cosine of every element of {self}",
};

TNS_OP (tan) = {
  TRIGONOMETRIC (TAN, "tan", "TanBackward0"),
  .saves = "result for self",
  .backward = tan_backward,
  .formula = "y = tan x",
  .derivative = "∂y/∂x = 1 + tan² x = 1 + y²",
  .narration = "takes the tangent of every element of {self}",
};

TNS_OP (asin) = {
  TRIGONOMETRIC (ASIN, "asin", "AsinBackward0"),
  .saves = "self for self",
  .backward = asin_backward,
  .formula = "y = arcsin x",
  .derivative = "∂y/∂x = 1 / √(1 − x²)",
  .narration = "finds the angle whose sine is each element of {self}",
  .aliases = "arcsin",
};

TNS_OP (acos) = {
  TRIGONOMETRIC (ACOS, "acos", "AcosBackward0"),
  .saves = "self for self",
  .backward = acos_backward,
  .formula = "y = arccos x",
  .derivative = "∂y/∂x = −1 / √(1 − x²)",
  .narration = "finds the angle whose cosine is each element of {self}",
  .aliases = "arccos",
};

TNS_OP (atan) = {
  TRIGONOMETRIC (ATAN, "atan", "AtanBackward0"),
  .saves = "self for self",
  .backward = atan_backward,
  .formula = "y = arctan x",
  .derivative = "∂y/∂x = 1 / (1 + x²)",
  .narration = "finds the angle whose tangent is each element of {self}",
  .aliases = "arctan",
};

TNS_OP (sinh) = {
  TRIGONOMETRIC (SINH, "sinh", "SinhBackward0"),
  .saves = "self for self",
  .backward = sinh_backward,
  .formula = "y = (eˣ − e⁻ˣ) / 2",
  .derivative = "∂y/∂x = cosh x",
  .narration = "takes the hyperbolic sine of every element of {self}",
};

TNS_OP (cosh) = {
  TRIGONOMETRIC (COSH, "cosh", "CoshBackward0"),
  .saves = "self for self",
  .backward = cosh_backward,
  .formula = "y = (eˣ + e⁻ˣ) / 2",
  .derivative = "∂y/∂x = sinh x",
  .narration = "takes the hyperbolic cosine of every element of {self}",
};

TNS_OP (tanh) = {
  TRIGONOMETRIC (TANH, "tanh", "TanhBackward0"),
  .saves = "result for self",
  .backward = tanh_backward,
  .formula = "y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
  .derivative = "∂y/∂x = 1 − tanh² x = 1 − y²",
  .narration = "squashes every element of {self} between −1 and 1 with the hyperbolic tangent",
};

TNS_OP (asinh) = {
  TRIGONOMETRIC (ASINH, "asinh", "AsinhBackward0"),
  .node_inplace = "AsinhBackward1",
  .saves = "self for self",
  .backward = asinh_backward,
  .formula = "y = ln (x + √(x² + 1))",
  .derivative = "∂y/∂x = 1 / √(x² + 1)",
  .narration = "undoes the hyperbolic sine on every element of {self}",
  .aliases = "arcsinh",
};

TNS_OP (acosh) = {
  TRIGONOMETRIC (ACOSH, "acosh", "AcoshBackward0"),
  .node_inplace = "AcoshBackward1",
  .saves = "self for self",
  .backward = acosh_backward,
  .formula = "y = ln (x + √(x² − 1))",
  .derivative = "∂y/∂x = 1 / √(x² − 1)",
  .narration = "undoes the hyperbolic cosine on every element of {self}",
  .aliases = "arccosh",
};

TNS_OP (atanh) = {
  TRIGONOMETRIC (ATANH, "atanh", "AtanhBackward0"),
  .node_inplace = "AtanhBackward1",
  .saves = "self for self",
  .backward = atanh_backward,
  .formula = "y = ½ · ln ((1 + x) / (1 − x))",
  .derivative = "∂y/∂x = 1 / (1 − x²)",
  .narration = "undoes the hyperbolic tangent on every element of {self}",
  .aliases = "arctanh",
};

/* ---- degrees and radians ---- */

static const double degree = 0.017453292519943295769236907684886;
static const double radian = 57.295779513082320876798154814105;

static bool
infer_angle_unit (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "%s is not supported for complex tensors.",
                     call->schema->name);
  return tns_infer_float (call, error);
}

static bool
scale_forward (TnsCall *call, double factor, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, mul, call->args[0], N (factor)), error);
}

static bool
deg2rad_forward (TnsCall *call, GError **error)
{
  return scale_forward (call, degree, error);
}

static bool
rad2deg_forward (TnsCall *call, GError **error)
{
  return scale_forward (call, radian, error);
}

static void
deg2rad_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), N (degree)));
}

static void
rad2deg_backward (TnsGrad *g)
{
  tns_grad_set (g, 0, tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), N (radian)));
}

TNS_OP (deg2rad) = {
  .schema = "deg2rad(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_angle_unit,
  .forward = deg2rad_forward,
  .node = "Deg2RadBackward0",
  .backward = deg2rad_backward,
  .formula = "y = x · π / 180",
  .derivative = "∂y/∂x = π / 180",
  .narration = "turns degrees in {self} into radians",
  .doc = "torch.deg2rad.html",
};

TNS_OP (rad2deg) = {
  .schema = "rad2deg(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_angle_unit,
  .forward = rad2deg_forward,
  .node = "Rad2DegBackward0",
  .backward = rad2deg_backward,
  .formula = "y = x · 180 / π",
  .derivative = "∂y/∂x = 180 / π",
  .narration = "turns radians in {self} into degrees",
  .doc = "torch.rad2deg.html",
};
