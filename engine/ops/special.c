/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Special functions: sigmoid and its inverse, the error function's family, entropy, sinc. */

#include "engine/ops/unary.h"

#include <math.h>

static const double two_over_root_pi = 1.12837916709551257389615890312154517;
static const double half_root_pi = 0.886226925452758013649083741670572591;
static const double root_2_pi = 2.50662827463100050241576528481104525;

/* As PyTorch's vector maths library: real input only. */
static bool
infer_vector_maths (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_vml_cpu", NULL);

  if (!tns_infer_float (call, error))
    return false;
  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

/* ---- sigmoid and logit ---- */

FROM_RESULT (sigmoid, tns_do (s, mul, T (y), T (tns_do (s, sub, N (1), T (y)))))

static bool
logit_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *y;

  tns_scope_init (s);
  y = tns_formula_cast (s, x, call->outs[0].dtype);
  /* Below eps comes first: an eps above ½ makes the bounds cross. */
  if (call->args[1].kind != TNS_NONE)
    y = tns_do (s, where, T (tns_do (s, lt, T (y), N (call->args[1].f))), N (call->args[1].f),
                T (tns_do (s, clamp_max, T (y), N (1 - call->args[1].f))));
  y = tns_do (s, log, T (tns_do (s, div, T (y), T (tns_do (s, sub, N (1), T (y))))));
  return tns_call_finish (call, s, y, error);
}

/* A negative eps clamps nothing, like none. */
static bool
clamps (const TnsValue *eps)
{
  return eps->kind != TNS_NONE && eps->f >= 0;
}

/* Clamped elements do not move the result; without clamping those outside [0, 1] have no result. */
static void
logit_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *inside, *is_end, *slope;
  TnsValue eps = tns_grad_get_arg (g, 1);
  double low = clamps (&eps) ? eps.f : 0;

  inside = tns_do (s, logical_and, T (tns_do (s, ge, T (x), N (low))),
                   T (tns_do (s, le, T (x), N (1 - low))));
  slope = tns_do (s, div, T (tns_grad_get_upstream (g, 0)),
                  T (tns_do (s, mul, T (x), T (tns_do (s, sub, N (1), T (x))))));
  /* At 0 and 1 the slope is infinite, whatever the sign of the zero. */
  is_end = tns_do (s, logical_or, T (tns_do (s, eq, T (x), N (0))),
                   T (tns_do (s, eq, T (x), N (1))));
  slope = tns_do (s, where, T (is_end),
                  T (tns_do (s, mul, T (tns_grad_get_upstream (g, 0)), N (INFINITY))), T (slope));
  tns_grad_set (g, 0, tns_do (s, where, T (inside), T (slope), N (clamps (&eps) ? 0 : NAN)));
}

TNS_OP (sigmoid) = {
  .schema = "sigmoid(Tensor self) -> Tensor",
  UNARY_OP (SIGMOID, "sigmoid", "SigmoidBackward0", TNS_HAS_INPLACE, tns_infer_float),
  .saves = "result for self",
  .backward = sigmoid_backward,
  .formula = "y = 1 / (1 + e⁻ˣ)",
  .derivative = "∂y/∂x = y · (1 − y)",
  .narration = "squashes every element of {self} between 0 and 1",
};

TNS_OP (logit) = {
  .schema = "logit(Tensor self, float? eps=None) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = tns_infer_special,
  .forward = logit_forward,
  .node = "LogitBackward0",
  .saves = "self for self",
  .backward = logit_backward,
  .formula = "y = ln (x / (1 − x))",
  .derivative = "∂y/∂x = 1 / (x · (1 − x))",
  .narration = "undoes the sigmoid on every element of {self}",
  .doc = "torch.logit.html",
};

/* ---- error function ---- */

/* e^(sign · x²) · factor */
static TnsTensor *
bell (TnsScope *s, TnsTensor *x, double sign, double factor)
{
  TnsTensor *square = tns_do (s, mul, T (x), T (x));

  return tns_do (s, mul, T (tns_do (s, exp, T (tns_do (s, mul, T (square), N (sign))))),
                 N (factor));
}

FROM_INPUT (erf, bell (s, x, -1, two_over_root_pi))
FROM_INPUT (erfc, bell (s, x, -1, -two_over_root_pi))
FROM_RESULT (erfinv, bell (s, y, 1, half_root_pi))

TNS_OP (erf) = {
  .schema = "erf(Tensor self) -> Tensor",
  UNARY_OP (ERF, "erf", "ErfBackward0", TNS_HAS_INPLACE, infer_vector_maths),
  .saves = "self for self",
  .backward = erf_backward,
  .formula = "y = 2/√π · ∫₀ˣ e^(−t²) dt",
  .derivative = "∂y/∂x = 2/√π · e^(−x²)",
  .narration = "takes the error function of every element of {self}",
};

TNS_OP (erfc) = {
  .schema = "erfc(Tensor self) -> Tensor",
  UNARY_OP (ERFC, "erfc", "ErfcBackward0", TNS_HAS_INPLACE, infer_vector_maths),
  .saves = "self for self",
  .backward = erfc_backward,
  .formula = "y = 1 − erf x",
  .derivative = "∂y/∂x = −2/√π · e^(−x²)",
  .narration = "takes 1 minus the error function of every element of {self}",
};

TNS_OP (erfinv) = {
  .schema = "erfinv(Tensor self) -> Tensor",
  UNARY_OP (ERFINV, "erfinv", "ErfinvBackward0", TNS_HAS_INPLACE, infer_vector_maths),
  .saves = "result for self",
  .backward = erfinv_backward,
  .formula = "erf y = x",
  .derivative = "∂y/∂x = √π/2 · e^(y²)",
  .narration = "undoes the error function on every element of {self}",
};

/* e^(x²) · erfc x has the slope 2x · y − 2/√π. */
static void
special_erfcx_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *product = tns_do (s, mul, tns_grad_get_arg (g, 0), T (tns_grad_get_result (g, 0)));

  product = tns_do (s, mul, T (product), N (2));
  tns_formula_chain (g, 0, tns_do (s, sub, T (product), N (two_over_root_pi)));
}

TNS_OP (special_erfcx) = {
  .schema = "special_erfcx(Tensor self) -> Tensor",
  UNARY_OP (ERFCX, "special", "SpecialErfcxBackward0", TNS_AS_FUNCTION, tns_infer_special_single),
  .saves = "self for self; result for self",
  .backward = special_erfcx_backward,
  .formula = "y = e^(x²) · erfc x",
  .derivative = "∂y/∂x = 2x · y − 2/√π",
  .narration = "takes the scaled complementary error function of every element of {self}",
};

/* ---- normal distribution ---- */

static bool
infer_ndtr (TnsCall *call, GError **error)
{
  if (!tns_infer_float (call, error))
    return false;
  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype ("erf_vml_cpu", call->compute_dtype, error);
}

static bool
special_ndtr_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *y;

  tns_scope_init (s);
  y = tns_do (s, erf, T (tns_do (s, mul, call->args[0], N (G_SQRT2 / 2))));
  y = tns_do (s, mul, T (tns_do (s, add, T (y), N (1))), N (0.5));
  return tns_call_finish (call, s, y, error);
}

/* Below −1 the share itself would vanish: ln (½ erfcx t) − t² with t = −x/√2. */
static bool
special_log_ndtr_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *t, *far, *near;

  tns_scope_init (s);
  t = tns_formula_cast (s, call->args[0].tensor, call->outs[0].dtype);
  t = tns_do (s, mul, T (t), N (-G_SQRT2 / 2));
  far = tns_do (s, log, T (tns_do (s, mul, T (tns_do (s, special_erfcx, T (t))), N (0.5))));
  far = tns_do (s, sub, T (far), T (tns_do (s, mul, T (t), T (t))));
  near = tns_do (s, mul, T (tns_do (s, erfc, T (tns_do (s, neg, T (t))))), N (-0.5));
  near = tns_do (s, log1p, T (near));
  return tns_call_finish (
      call, s,
      tns_do (s, where, T (tns_do (s, lt, call->args[0], N (-1))), T (far), T (near)), error);
}

FROM_INPUT (special_ndtr, bell (s, x, -0.5, 1 / root_2_pi))
/* φ(x) / Φ(x) = e^(−x²/2 − ln Φ(x)) / √2π, which has no value where x is −∞. */
FROM_INPUT (special_log_ndtr,
            tns_do (s, mul,
                    T (tns_do (s, exp,
                               T (tns_do (s, sub,
                                          T (tns_do (s, mul, T (tns_do (s, mul, T (x), T (x))),
                                                     N (-0.5))),
                                          T (tns_grad_get_result (g, 0)))))),
                    N (1 / root_2_pi)))
/* √2π · e^(y²/2) */
FROM_RESULT (special_ndtri,
             tns_do (s, mul,
                     T (tns_do (s, exp, T (tns_do (s, mul, T (tns_do (s, mul, T (y), T (y))),
                                                   N (0.5))))),
                     N (root_2_pi)))

TNS_OP (special_ndtr) = {
  .schema = "special_ndtr(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_ndtr,
  .forward = special_ndtr_forward,
  .node = "MulBackward1", /* PyTorch composes it */
  .saves = "self for self",
  .backward = special_ndtr_backward,
  .formula = "y = Φ(x) = ½ · (1 + erf (x/√2))",
  .derivative = "∂y/∂x = e^(−x²/2) / √2π",
  .narration = "tells what share of the normal distribution lies below every element of {self}",
  .doc = "torch.special.html",
};

TNS_OP (special_log_ndtr) = {
  .schema = "special_log_ndtr(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = tns_infer_special_single,
  .forward = special_log_ndtr_forward,
  .node = "SpecialLogNdtrBackward0",
  .saves = "self for self; result for self",
  .backward = special_log_ndtr_backward,
  .formula = "y = ln Φ(x)",
  .derivative = "∂y/∂x = e^(−x²/2) / (√2π · Φ(x))",
  .narration = "takes the logarithm of the share of the normal distribution below every element of "
               "{self}",
  .doc = "torch.special.html",
};

TNS_OP (special_ndtri) = {
  .schema = "special_ndtri(Tensor self) -> Tensor",
  UNARY_OP (NDTRI, "special", "SpecialNdtriBackward0", TNS_AS_FUNCTION, tns_infer_special_single),
  .saves = "result for self",
  .backward = special_ndtri_backward,
  .formula = "Φ(y) = x",
  .derivative = "∂y/∂x = √2π · e^(y²/2)",
  .narration = "finds below which number the share {self} of the normal distribution lies",
};

/* ---- entropy ---- */

static bool
special_entr_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x, *y;

  tns_scope_init (s);
  x = tns_formula_cast (s, call->args[0].tensor, call->outs[0].dtype);
  y = tns_do (s, neg, T (tns_do (s, mul, T (x), T (tns_do (s, log, T (x))))));
  y = tns_do (s, where, T (tns_do (s, eq, T (x), N (0))), N (0), T (y));
  y = tns_do (s, where, T (tns_do (s, lt, T (x), N (0))), N (-INFINITY), T (y));
  return tns_call_finish (call, s, y, error);
}

FROM_INPUT (special_entr, tns_do (s, sub, N (-1), T (tns_do (s, log, T (x)))))

TNS_OP (special_entr) = {
  .schema = "special_entr(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_AS_FUNCTION,
  .infer = tns_infer_special,
  .forward = special_entr_forward,
  .node = "SpecialEntrBackward0",
  .saves = "self for self",
  .backward = special_entr_backward,
  .formula = "y = −x · ln x, 0 at 0, −∞ below",
  .derivative = "∂y/∂x = −1 − ln x",
  .narration = "takes the entropy of every element of {self}",
  .doc = "torch.special.html",
};

/* ---- sinc ---- */

static bool
sinc_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *angle, *y;

  tns_scope_init (s);
  angle = tns_do (s, mul, T (x), N (G_PI));
  y = tns_do (s, div, T (tns_do (s, sin, T (angle))), T (angle));
  y = tns_do (s, where, T (tns_do (s, eq, T (x), N (0))), N (1), T (y));
  return tns_call_finish (call, s, y, error);
}

/* (πx · cos πx − sin πx) / (πx²), 0 at 0 where the quotient has no value. */
static TnsTensor *
sinc_local (TnsScope *s, TnsTensor *x)
{
  TnsTensor *angle = tns_do (s, mul, T (x), N (G_PI));
  TnsTensor *above = tns_do (s, mul, T (angle), T (tns_do (s, cos, T (angle))));
  TnsTensor *slope;

  above = tns_do (s, sub, T (above), T (tns_do (s, sin, T (angle))));
  slope = tns_do (s, div, T (above), T (tns_do (s, mul, T (angle), T (x))));
  return tns_do (s, where, T (tns_do (s, eq, T (x), N (0))), N (0), T (slope));
}

FROM_INPUT (sinc, sinc_local (s, x))

TNS_OP (sinc) = {
  .schema = "sinc(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = tns_infer_float,
  .forward = sinc_forward,
  .node = "SincBackward0",
  .saves = "self for self",
  .backward = sinc_backward,
  .formula = "y = sin πx / πx, 1 at 0",
  .derivative = "∂y/∂x = (πx · cos πx − sin πx) / πx²",
  .narration = "takes the sinc function of every element of {self}",
  .doc = "torch.sinc.html",
};
