/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Bessel functions of order 0 and 1. Derivatives lead from one order to the other. */

#include "engine/ops/unary.h"

#include <float.h>
#include <math.h>

#define BESSEL(ID, node_name, infer_function)                                                      \
  UNARY_OP (ID, "special", node_name, TNS_AS_FUNCTION, infer_function)
#define BESSEL_WITHOUT_GRADIENT(ID)                                                                \
  UNARY_OP (ID, "special", NULL, TNS_AS_FUNCTION | TNS_NO_GRAD, tns_infer_special_single)

/* @zeroth − y / x for a first-order function y of x: ½ at 0, where the quotient has no value. */
static TnsTensor *
first_order_slope (TnsScope *s, TnsTensor *x, TnsTensor *y, const TnsOp *zeroth)
{
  double smallest
      = x != NULL && tns_tensor_get_dtype (x) == TNK_FLOAT64 ? DBL_EPSILON : FLT_EPSILON;
  TnsTensor *is_near = tns_do (s, le, T (tns_do (s, abs, T (x))), N (smallest));
  TnsTensor *safe = tns_do (s, where, T (is_near), N (smallest), T (x));
  TnsTensor *slope = tns_scope_call (s, zeroth, false, (TnsValue[]){ T (safe) }, 1);

  slope = tns_do (s, sub, T (slope), T (tns_do (s, div, T (y), T (safe))));
  return tns_do (s, where, T (is_near), N (0.5), T (slope));
}

/* first_order_slope() as the derivative of a function that saves both x and y. */
#define FIRST_ORDER(id, zeroth)                                                                    \
  static void id##_backward (TnsGrad *g)                                                           \
  {                                                                                                \
    tns_formula_chain (g, 0,                                                                       \
                       first_order_slope (g->scope, tns_grad_get_arg (g, 0).tensor,                \
                                          tns_grad_get_result (g, 0), &tns_op_##zeroth));          \
  }

/* ---- modified, first kind ---- */

FROM_INPUT (i0, tns_do (s, special_i1, T (x)))
FIRST_ORDER (special_i1, i0)

static bool
infer_i0 (TnsCall *call, GError **error)
{
  if (!tns_infer_float (call, error))
    return false;
  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype ("i0_vml_cpu", call->compute_dtype, error);
}

/* The factor e^−|x| adds − sgn x · y. */
static void
special_i0e_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y = tns_grad_get_result (g, 0);
  TnsTensor *decay = tns_do (s, mul, T (tns_do (s, sgn, T (x))), T (y));

  tns_formula_chain (g, 0, tns_do (s, sub, T (tns_do (s, special_i1e, T (x))), T (decay)));
}

static void
special_i1e_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y = tns_grad_get_result (g, 0);
  TnsTensor *decay = tns_do (s, mul, T (tns_do (s, sgn, T (x))), T (y));

  tns_formula_chain (
      g, 0, tns_do (s, sub, T (first_order_slope (s, x, y, &tns_op_special_i0e)), T (decay)));
}

TNS_OP (i0) = {
  .schema = "i0(Tensor self) -> Tensor",
  UNARY_OP (I0, "i0", "I0Backward0", TNS_HAS_INPLACE, infer_i0),
  .saves = "self for self",
  .backward = i0_backward,
  .formula = "y = I₀(x)",
  .derivative = "∂y/∂x = I₁(x)",
  .narration = "takes the modified Bessel function of order 0 of every element of {self}",
};

TNS_OP (special_i0e) = {
  .schema = "special_i0e(Tensor self) -> Tensor",
  BESSEL (I0E, "SpecialI0EBackward0", tns_infer_special),
  .saves = "self for self; result for self",
  .backward = special_i0e_backward,
  .formula = "y = e^(−|x|) · I₀(x)",
  .derivative = "∂y/∂x = e^(−|x|) · I₁(x) − sgn x · y",
  .narration = "takes the scaled modified Bessel function of order 0 of every element of {self}",
};

TNS_OP (special_i1) = {
  .schema = "special_i1(Tensor self) -> Tensor",
  BESSEL (I1, "SpecialI1Backward0", tns_infer_special),
  .saves = "self for self; result for self",
  .backward = special_i1_backward,
  .formula = "y = I₁(x)",
  .derivative = "∂y/∂x = I₀(x) − y / x, ½ at 0",
  .narration = "takes the modified Bessel function of order 1 of every element of {self}",
};

TNS_OP (special_i1e) = {
  .schema = "special_i1e(Tensor self) -> Tensor",
  BESSEL (I1E, "SpecialI1EBackward0", tns_infer_special),
  .saves = "self for self; result for self",
  .backward = special_i1e_backward,
  .formula = "y = e^(−|x|) · I₁(x)",
  .derivative = "∂y/∂x = e^(−|x|) · I₀(x) − y · (sgn x + 1 / x), ½ at 0",
  .narration = "takes the scaled modified Bessel function of order 1 of every element of {self}",
};

/* The same two functions, without half precision. */
FROM_INPUT (special_modified_bessel_i0, tns_do (s, special_modified_bessel_i1, T (x)))
FIRST_ORDER (special_modified_bessel_i1, special_modified_bessel_i0)

TNS_OP (special_modified_bessel_i0) = {
  .schema = "special_modified_bessel_i0(Tensor self) -> Tensor",
  BESSEL (I0, "SpecialModifiedBesselI0Backward0", tns_infer_special_single),
  .saves = "self for self",
  .backward = special_modified_bessel_i0_backward,
  .formula = "y = I₀(x)",
  .derivative = "∂y/∂x = I₁(x)",
  .narration = "takes the modified Bessel function I₀ of every element of {self}",
};

TNS_OP (special_modified_bessel_i1) = {
  .schema = "special_modified_bessel_i1(Tensor self) -> Tensor",
  BESSEL (I1, "SpecialModifiedBesselI1Backward0", tns_infer_special_single),
  .saves = "self for self; result for self",
  .backward = special_modified_bessel_i1_backward,
  .formula = "y = I₁(x)",
  .derivative = "∂y/∂x = I₀(x) − y / x, ½ at 0",
  .narration = "takes the modified Bessel function I₁ of every element of {self}",
};

/* ---- modified, second kind ---- */

/* The kernel is scaled: e^−x takes the factor away again. */
static bool
unscale (TnsCall *call, const TnsOp *scaled, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x, *y;

  tns_scope_init (s);
  x = tns_formula_cast (s, call->args[0].tensor, call->outs[0].dtype);
  y = tns_scope_call (s, scaled, false, (TnsValue[]){ T (x) }, 1);
  y = tns_do (s, mul, T (tns_do (s, exp, T (tns_do (s, neg, T (x))))), T (y));
  return tns_call_finish (call, s, y, error);
}

static bool
special_modified_bessel_k0_forward (TnsCall *call, GError **error)
{
  return unscale (call, &tns_op_special_scaled_modified_bessel_k0, error);
}

static bool
special_modified_bessel_k1_forward (TnsCall *call, GError **error)
{
  return unscale (call, &tns_op_special_scaled_modified_bessel_k1, error);
}

FROM_INPUT (special_modified_bessel_k0,
            tns_do (s, neg, T (tns_do (s, special_modified_bessel_k1, T (x)))))

static void
special_modified_bessel_k1_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *slope;

  slope = tns_do (s, div, T (tns_grad_get_result (g, 0)), T (x));
  slope = tns_do (s, add, T (tns_do (s, special_modified_bessel_k0, T (x))), T (slope));
  tns_formula_chain (g, 0, tns_do (s, neg, T (slope)));
}

TNS_OP (special_modified_bessel_k0) = {
  .schema = "special_modified_bessel_k0(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = tns_infer_special_single,
  .forward = special_modified_bessel_k0_forward,
  .node = "SpecialModifiedBesselK0Backward0",
  .saves = "self for self",
  .backward = special_modified_bessel_k0_backward,
  .formula = "y = K₀(x)",
  .derivative = "∂y/∂x = −K₁(x)",
  .narration = "takes the modified Bessel function K₀ of every element of {self}",
  .doc = "torch.special.html",
};

TNS_OP (special_modified_bessel_k1) = {
  .schema = "special_modified_bessel_k1(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = tns_infer_special_single,
  .forward = special_modified_bessel_k1_forward,
  .node = "SpecialModifiedBesselK1Backward0",
  .saves = "self for self; result for self",
  .backward = special_modified_bessel_k1_backward,
  .formula = "y = K₁(x)",
  .derivative = "∂y/∂x = −K₀(x) − y / x",
  .narration = "takes the modified Bessel function K₁ of every element of {self}",
  .doc = "torch.special.html",
};

/* PyTorch has no derivatives of these. */
TNS_OP (special_scaled_modified_bessel_k0) = {
  .schema = "special_scaled_modified_bessel_k0(Tensor x) -> Tensor",
  BESSEL_WITHOUT_GRADIENT (K0E),
  .formula = "y = eˣ · K₀(x)",
  .narration = "takes the scaled modified Bessel function K₀ of every element of {x}",
};

TNS_OP (special_scaled_modified_bessel_k1) = {
  .schema = "special_scaled_modified_bessel_k1(Tensor x) -> Tensor",
  BESSEL_WITHOUT_GRADIENT (K1E),
  .formula = "y = eˣ · K₁(x)",
  .narration = "takes the scaled modified Bessel function K₁ of every element of {x}",
};

/* ---- first and second kind ---- */

FROM_INPUT (special_bessel_j0, tns_do (s, neg, T (tns_do (s, special_bessel_j1, T (x)))))
FIRST_ORDER (special_bessel_j1, special_bessel_j0)
FROM_INPUT (special_bessel_y0, tns_do (s, neg, T (tns_do (s, special_bessel_y1, T (x)))))

static void
special_bessel_y1_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *slope;

  slope = tns_do (s, div, T (tns_grad_get_result (g, 0)), T (x));
  slope = tns_do (s, sub, T (tns_do (s, special_bessel_y0, T (x))), T (slope));
  /* At 0 two infinities meet, of which the quotient's is the greater. */
  tns_formula_chain (
      g, 0,
      tns_do (s, where, T (tns_do (s, eq, T (x), N (0))), N ((double) INFINITY), T (slope)));
}

TNS_OP (special_bessel_j0) = {
  .schema = "special_bessel_j0(Tensor self) -> Tensor",
  BESSEL (J0, "SpecialBesselJ0Backward0", tns_infer_special_single),
  .saves = "self for self",
  .backward = special_bessel_j0_backward,
  .formula = "y = J₀(x)",
  .derivative = "∂y/∂x = −J₁(x)",
  .narration = "takes the Bessel function J₀ of every element of {self}",
};

TNS_OP (special_bessel_j1) = {
  .schema = "special_bessel_j1(Tensor self) -> Tensor",
  BESSEL (J1, "SpecialBesselJ1Backward0", tns_infer_special_single),
  .saves = "self for self; result for self",
  .backward = special_bessel_j1_backward,
  .formula = "y = J₁(x)",
  .derivative = "∂y/∂x = J₀(x) − y / x, ½ at 0",
  .narration = "takes the Bessel function J₁ of every element of {self}",
};

TNS_OP (special_bessel_y0) = {
  .schema = "special_bessel_y0(Tensor self) -> Tensor",
  BESSEL (Y0, "SpecialBesselY0Backward0", tns_infer_special_single),
  .saves = "self for self",
  .backward = special_bessel_y0_backward,
  .formula = "y = Y₀(x)",
  .derivative = "∂y/∂x = −Y₁(x)",
  .narration = "takes the Bessel function Y₀ of every element of {self}",
};

TNS_OP (special_bessel_y1) = {
  .schema = "special_bessel_y1(Tensor self) -> Tensor",
  BESSEL (Y1, "SpecialBesselY1Backward0", tns_infer_special_single),
  .saves = "self for self; result for self",
  .backward = special_bessel_y1_backward,
  .formula = "y = Y₁(x)",
  .derivative = "∂y/∂x = Y₀(x) − y / x",
  .narration = "takes the Bessel function Y₁ of every element of {self}",
};

/* ---- spherical ---- */

/* Infinity has no sine, but the quotient has a limit there. */
static bool
special_spherical_bessel_j0_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x, *y;

  tns_scope_init (s);
  x = tns_formula_cast (s, call->args[0].tensor, call->outs[0].dtype);
  y = tns_do (s, div, T (tns_do (s, sin, T (x))), T (x));
  y = tns_do (s, where, T (tns_do (s, eq, T (x), N (0))), N (1), T (y));
  y = tns_do (s, where, T (tns_do (s, isinf, T (x))), N (0), T (y));
  return tns_call_finish (call, s, y, error);
}

TNS_OP (special_spherical_bessel_j0) = {
  .schema = "special_spherical_bessel_j0(Tensor x) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION | TNS_NO_GRAD,
  .infer = tns_infer_special_single,
  .forward = special_spherical_bessel_j0_forward,
  .formula = "y = sin x / x, 1 at 0",
  .narration = "takes the spherical Bessel function of order 0 of every element of {x}",
  .doc = "torch.special.html",
};
