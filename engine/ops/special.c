/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Special functions: sigmoid and its inverse, the error function's family, the gamma function's
 * family, sinc. */

#include "engine/ops/unary.h"

#include <math.h>

static const double two_over_root_pi = 1.12837916709551257389615890312154517;
static const double half_root_pi = 0.886226925452758013649083741670572591;

/* As PyTorch's vector maths library: real input only. */
static bool
infer_real_only (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);
  const char *name = call->schema->name;
  g_autofree char *kernel_name = g_strconcat (name, "_vml_cpu", NULL);

  if (tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype (strcmp (name, "digamma") == 0 ? name : kernel_name, dtype, error);
  return tns_infer_float (call, error);
}

/* ---- sigmoid and logit ---- */

FROM_RESULT (sigmoid, tns_do (s, mul, T (y), T (tns_do (s, sub, N (1), T (y)))))

static bool
infer_logit (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype ("logit_cpu", dtype, error);
  return tns_infer_float (call, error);
}

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

/* Clamped elements do not move the result; without clamping those outside [0, 1] have no result. */
static void
logit_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *inside, *slope;
  TnsValue eps = tns_grad_get_arg (g, 1);
  double low = eps.kind == TNS_NONE ? 0 : eps.f;

  inside = tns_do (s, logical_and, T (tns_do (s, ge, T (x), N (low))),
                   T (tns_do (s, le, T (x), N (1 - low))));
  slope = tns_do (s, div, T (tns_grad_get_upstream (g, 0)),
                  T (tns_do (s, mul, T (x), T (tns_do (s, sub, N (1), T (x))))));
  tns_grad_set (g, 0, tns_do (s, where, T (inside), T (slope), N (eps.kind == TNS_NONE ? NAN : 0)));
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
  .infer = infer_logit,
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
  UNARY_OP (ERF, "erf", "ErfBackward0", TNS_HAS_INPLACE, infer_real_only),
  .saves = "self for self",
  .backward = erf_backward,
  .formula = "y = 2/√π · ∫₀ˣ e^(−t²) dt",
  .derivative = "∂y/∂x = 2/√π · e^(−x²)",
  .narration = "takes the error function of every element of {self}",
};

TNS_OP (erfc) = {
  .schema = "erfc(Tensor self) -> Tensor",
  UNARY_OP (ERFC, "erfc", "ErfcBackward0", TNS_HAS_INPLACE, infer_real_only),
  .saves = "self for self",
  .backward = erfc_backward,
  .formula = "y = 1 − erf x",
  .derivative = "∂y/∂x = −2/√π · e^(−x²)",
  .narration = "takes 1 minus the error function of every element of {self}",
};

TNS_OP (erfinv) = {
  .schema = "erfinv(Tensor self) -> Tensor",
  UNARY_OP (ERFINV, "erfinv", "ErfinvBackward0", TNS_HAS_INPLACE, infer_real_only),
  .saves = "result for self",
  .backward = erfinv_backward,
  .formula = "erf y = x",
  .derivative = "∂y/∂x = √π/2 · e^(y²)",
  .narration = "undoes the error function on every element of {self}",
};

/* ---- gamma function ---- */

/* Second derivative of ln Γ. Below ½ by reflection; then six steps of the recurrence
 * ψ'(x) = ψ'(x + 1) + 1/x² and the asymptotic series, as in Cephes and PyTorch. */
static TnsTensor *
trigamma (TnsScope *s, TnsTensor *x)
{
  TnsTensor *is_left = tns_do (s, lt, T (x), N (0.5));
  TnsTensor *mirrored = tns_do (s, where, T (is_left), T (tns_do (s, sub, N (1), T (x))), T (x));
  TnsTensor *sine = tns_do (s, sin, T (tns_do (s, mul, T (x), N (G_PI))));
  TnsTensor *sum = NULL, *inverse, *square, *series;
  int step;

  for (step = 0; step < 6; step++)
    {
      TnsTensor *term = tns_do (s, reciprocal, T (tns_do (s, mul, T (mirrored), T (mirrored))));

      sum = sum == NULL ? term : tns_do (s, add, T (sum), T (term));
      mirrored = tns_do (s, add, T (mirrored), N (1));
    }
  inverse = tns_do (s, reciprocal, T (mirrored));
  square = tns_do (s, mul, T (inverse), T (inverse));
  /* 1 + 1/(2x) + 1/x² · (1/6 − 1/x² · (1/30 − 1/x² · 1/42)) */
  series = tns_do (s, sub, N (1. / 30), T (tns_do (s, mul, T (square), N (1. / 42))));
  series = tns_do (s, sub, N (1. / 6), T (tns_do (s, mul, T (square), T (series))));
  series = tns_do (s, mul, T (square), T (series));
  series = tns_do (s, add, T (series), T (tns_do (s, mul, T (inverse), N (0.5))));
  series = tns_do (s, mul, T (tns_do (s, add, T (series), N (1))), T (inverse));
  sum = tns_do (s, add, T (sum), T (series));
  /* Reflection: ψ'(1 − x) + ψ'(x) = π² / sin² πx. */
  return tns_do (
      s, where, T (is_left),
      T (tns_do (s, sub,
                 T (tns_do (s, div, N (G_PI * G_PI), T (tns_do (s, mul, T (sine), T (sine))))),
                 T (sum))),
      T (sum));
}

FROM_INPUT (lgamma, tns_do (s, digamma, T (x)))
FROM_INPUT (digamma, trigamma (s, x))

TNS_OP (lgamma) = {
  .schema = "lgamma(Tensor self) -> Tensor",
  UNARY_OP (LGAMMA, "lgamma", "LgammaBackward0", TNS_HAS_INPLACE, infer_real_only),
  .saves = "self for self",
  .backward = lgamma_backward,
  .formula = "y = ln |Γ(x)|",
  .derivative = "∂y/∂x = ψ(x)",
  .narration = "takes the logarithm of the gamma function of every element of {self}",
};

TNS_OP (digamma) = {
  .schema = "digamma(Tensor self) -> Tensor",
  UNARY_OP (DIGAMMA, "digamma", "DigammaBackward0", TNS_HAS_INPLACE, infer_real_only),
  .saves = "self for self",
  .backward = digamma_backward,
  .formula = "y = ψ(x) = Γ′(x) / Γ(x)",
  .derivative = "∂y/∂x = ψ′(x)",
  .narration = "takes the digamma function of every element of {self}",
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
