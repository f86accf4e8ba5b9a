/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The gamma function's family: its logarithm, that one's derivatives, the incomplete functions and
 * the zeta function. */

#include "engine/ops/call-private.h"
#include "engine/ops/unary.h"

#include <math.h>

/* Real input only, refused in the name of @kernel_name. */
static bool
infer_real (TnsCall *call, const char *kernel_name, GError **error)
{
  if (!tns_infer_float (call, error))
    return false;
  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_lgamma (TnsCall *call, GError **error)
{
  return infer_real (call, "lgamma_vml_cpu", error);
}

static bool
infer_digamma (TnsCall *call, GError **error)
{
  return infer_real (call, "digamma", error);
}

/* ---- logarithm and derivatives ---- */

FROM_INPUT (lgamma, tns_do (s, digamma, T (x)))
FROM_INPUT (digamma, tns_do (s, polygamma, I (1), T (x)))

TNS_OP (lgamma) = {
  .schema = "lgamma(Tensor self) -> Tensor",
  UNARY_OP (LGAMMA, "lgamma", "LgammaBackward0", TNS_HAS_INPLACE, infer_lgamma),
  .saves = "self for self",
  .backward = lgamma_backward,
  .formula = "y = ln |Γ(x)|",
  .derivative = "∂y/∂x = ψ(x)",
  .narration = "takes the logarithm of the gamma function of every element of {self}",
};

TNS_OP (digamma) = {
  .schema = "digamma(Tensor self) -> Tensor",
  UNARY_OP (DIGAMMA, "digamma", "DigammaBackward0", TNS_HAS_INPLACE, infer_digamma),
  .saves = "self for self",
  .backward = digamma_backward,
  .formula = "y = ψ(x) = Γ′(x) / Γ(x)",
  .derivative = "∂y/∂x = ψ′(x)",
  .narration = "takes the digamma function of every element of {self}",
};

/* The function and the method have their arguments in different places. */
static bool
infer_polygamma (TnsCall *call, int64_t n, GError **error)
{
  static const char *const names[] = { "digamma", "trigamma", "polygamma" };

  if (n < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "polygamma(n, x) does not support negative n.");
  return infer_real (call, names[MIN (n, 2)], error);
}

static bool
infer_polygamma_function (TnsCall *call, GError **error)
{
  return infer_polygamma (call, call->args[0].i, error);
}

static bool
infer_polygamma_method (TnsCall *call, GError **error)
{
  return infer_polygamma (call, call->args[1].i, error);
}

/* From n = 2 on (−1)ⁿ⁺¹ · n! · ζ(n + 1, x), Abramowitz and Stegun 6.4.10. */
static bool
run_polygamma (TnsCall *call, int64_t n, TnsValue x, GError **error)
{
  TnsScope scope, *s = &scope;
  double factor = (n % 2 == 1 ? 1 : -1) * exp (lgamma (n + 1.0));
  TnsTensor *zeta;

  if (n <= 1)
    return tns_call_run_kernel (call, TNS_KERNEL_UNARY,
                                n == 0 ? TNK_UNARY_DIGAMMA : TNK_UNARY_TRIGAMMA, &x, 1, error);
  tns_scope_init (s);
  /* The zeta function has no half precision of its own. */
  if (call->compute_dtype != TNK_FLOAT64)
    x = T (tns_formula_cast (s, x.tensor, TNK_FLOAT32));
  zeta = tns_do (s, special_zeta_self, N (n + 1), x);
  zeta = tns_formula_cast (s, tns_do (s, mul, T (zeta), N (factor)), call->outs[0].dtype);
  return tns_call_finish (call, s, zeta, error);
}

static bool
polygamma_forward (TnsCall *call, GError **error)
{
  return run_polygamma (call, call->args[0].i, call->args[1], error);
}

static bool
polygamma_method_forward (TnsCall *call, GError **error)
{
  return run_polygamma (call, call->args[1].i, call->args[0], error);
}

static void
run_polygamma_backward (TnsGrad *g, int n_arg, int x_arg)
{
  int64_t n = tns_grad_get_arg (g, n_arg).i;

  tns_formula_chain (g, x_arg,
                     tns_do (g->scope, polygamma, I (n + 1), tns_grad_get_arg (g, x_arg)));
}

static void
polygamma_backward (TnsGrad *g)
{
  run_polygamma_backward (g, 0, 1);
}

static void
polygamma_method_backward (TnsGrad *g)
{
  run_polygamma_backward (g, 1, 0);
}

#define POLYGAMMA                                                                                  \
  .category = TNS_CATEGORY_MATHS, .saves = "self for self",                                        \
  .formula = "y = ψ⁽ⁿ⁾(x)", .derivative = "∂y/∂x = ψ⁽ⁿ⁺¹⁾(x)",                                     \
  .narration = "takes derivative {n} of the digamma function at every element of {self}",          \
  .doc = "torch.polygamma.html"

TNS_OP (polygamma) = {
  POLYGAMMA,
  .schema = "polygamma(int n, Tensor self) -> Tensor",
  .flags = TNS_AS_FUNCTION,
  .node = "PolygammaBackward0",
  .infer = infer_polygamma_function,
  .forward = polygamma_forward,
  .backward = polygamma_backward,
};

TNS_OP (polygamma_method) = {
  POLYGAMMA,
  .schema = "polygamma.method(Tensor self, int n) -> Tensor",
  .flags = TNS_AS_METHOD,
  .node = "PolygammaBackward0",
  .infer = infer_polygamma_method,
  .forward = polygamma_method_forward,
  .backward = polygamma_method_backward,
};

TNS_OP (polygamma_inplace) = {
  POLYGAMMA,
  .schema = "polygamma_(Tensor self, int n) -> Tensor",
  .flags = TNS_AS_METHOD | TNS_ONLY_INPLACE,
  .node = "PolygammaBackward1",
  .infer = infer_polygamma_method,
  .forward = polygamma_method_forward,
  .backward = polygamma_method_backward,
};

/* ---- multivariate ---- */

static bool
infer_mvlgamma (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME, "The input tensor may not be a boolean tensor.");
  if (call->args[1].i < 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "p has to be greater than or equal to 1");
  if (call->is_inplace && tnk_dtype_is_integral (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "mvlgamma: result type %s can't be cast to the desired output type %s",
                     tns_dtype_get_scalar_type_name (dtype),
                     tns_dtype_get_scalar_type_name (tns_dtype_get_default ()));
  if (tnk_dtype_is_complex (dtype))
    return tns_refuse_dtype ("arange_cpu", dtype, error);
  return tns_infer_float (call, error);
}

/* x, x − ½, …, x − (p − 1)/2 along a new last dim. */
static TnsTensor *
arguments_of (TnsScope *s, TnsTensor *x, int64_t p, TnkDtype dtype)
{
  TnsTensor *steps = tns_do (s, arange_start_step, N ((1 - p) / 2.0), N (0.5), N (0.5),
                             tns_value_dtype (dtype));

  return tns_do (s, add, T (tns_do (s, unsqueeze, T (x), I (-1))), T (steps));
}

static bool
mvlgamma_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int64_t p = call->args[1].i, last = -1;
  TnsTensor *y;

  tns_scope_init (s);
  y = arguments_of (s, call->args[0].tensor, p, call->outs[0].dtype);
  y = tns_do (s, sum, T (tns_do (s, lgamma, T (y))), tns_value_ints (&last, 1));
  y = tns_do (s, add, T (y), N (p * (p - 1) / 4.0 * log (G_PI)));
  return tns_call_finish (call, s, y, error);
}

static void
mvlgamma_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *local;
  int64_t last = -1;

  local = arguments_of (s, x, tns_grad_get_arg (g, 1).i, tns_tensor_get_dtype (x));
  local = tns_do (s, sum, T (tns_do (s, digamma, T (local))), tns_value_ints (&last, 1));
  tns_formula_chain (g, 0, local);
}

TNS_OP (mvlgamma) = {
  .schema = "mvlgamma(Tensor self, int p) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_mvlgamma,
  .forward = mvlgamma_forward,
  .node = "MvlgammaBackward0",
  .saves = "self for self",
  .backward = mvlgamma_backward,
  .formula = "y = p(p − 1)/4 · ln π + Σ ln |Γ(x − i/2)|, i from 0 to p − 1",
  .derivative = "∂y/∂x = Σ ψ(x − i/2)",
  .narration = "takes the logarithm of the {p}-dimensional gamma function of every element of "
               "{self}",
  .doc = "torch.mvlgamma.html",
};

/* ---- incomplete ---- */

static bool
infer_igamma (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);

  if (!tns_infer_same (call, error))
    return false;
  return tnk_dtype_is_floating (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

/* x^(a − 1) · e^(−x) / Γ(a), written as one power; @sign is −1 for the upper function. */
static void
run_igamma_backward (TnsGrad *g, const char *no_derivative, double sign)
{
  TnsScope *s = g->scope;
  TnsTensor *power;
  TnsValue a = tns_grad_get_arg (g, 0), x = tns_grad_get_arg (g, 1);

  if (tns_grad_wants (g, 0))
    tns_formula_not_implemented (g, no_derivative);
  power = tns_do (s, mul, T (tns_do (s, sub, a, N (1))), T (tns_do (s, log, x)));
  power = tns_do (s, sub, T (tns_do (s, sub, T (power), x)), T (tns_do (s, lgamma, a)));
  tns_formula_chain (g, 1, tns_do (s, mul, T (tns_do (s, exp, T (power))), N (sign)));
}

static void
igamma_backward (TnsGrad *g)
{
  run_igamma_backward (g, "igamma: input", 1);
}

static void
igammac_backward (TnsGrad *g)
{
  run_igamma_backward (g, "igammac: input", -1);
}

TNS_OP (igamma) = {
  .schema = "igamma(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_igamma,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_IGAMMA },
  .node = "IgammaBackward0",
  .saves = "self for other; other for other",
  .backward = igamma_backward,
  .formula = "y = 1/Γ(a) · ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt",
  .derivative = "∂y/∂x = xᵃ⁻¹ e⁻ˣ / Γ(a)",
  .narration = "takes the lower incomplete gamma function of {self} up to {other}",
  .doc = "torch.igamma.html",
};

TNS_OP (igammac) = {
  .schema = "igammac(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_igamma,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_IGAMMAC },
  .node = "IgammacBackward0",
  .saves = "self for other; other for other",
  .backward = igammac_backward,
  .formula = "y = 1/Γ(a) · ∫ₓ^∞ tᵃ⁻¹ e⁻ᵗ dt",
  .derivative = "∂y/∂x = −xᵃ⁻¹ e⁻ˣ / Γ(a)",
  .narration = "takes the upper incomplete gamma function of {self} from {other} on",
  .doc = "torch.igammac.html",
};

/* ---- zeta ---- */

/* −s · ζ(s + 1, q); the derivative in s is not there. */
static void
special_zeta_backward (TnsGrad *g)
{
  TnsScope *scope = g->scope;
  TnsValue s = tns_grad_get_arg (g, 0), q = tns_grad_get_arg (g, 1), next;
  TnsTensor *zeta;

  if (tns_grad_wants (g, 0))
    tns_formula_not_implemented (g, "zeta");
  if (q.kind != TNS_TENSOR || !tns_grad_wants (g, 1))
    return;
  if (s.kind == TNS_TENSOR)
    {
      next = T (tns_do (scope, add, s, N (1)));
      zeta = tns_do (scope, special_zeta, next, q);
      s = T (tns_do (scope, neg, s));
    }
  else if (s.scalar.kind == TNK_SCALAR_BOOL)
    {
      tns_fail (&scope->error, TNS_ERROR_RUNTIME,
                "torch boolean negative, the `-` operator, is not supported.");
      return;
    }
  else
    {
      zeta = tns_do (scope, special_zeta_self, N (s.scalar.re + 1), q);
      s = N (-s.scalar.re);
    }
  tns_formula_chain (g, 1, tns_do (scope, mul, T (zeta), s));
}

#define ZETA(signature, node_name)                                                                 \
  .schema = signature, .category = TNS_CATEGORY_MATHS, .flags = TNS_AS_FUNCTION,                   \
  .infer = tns_infer_special_single, .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_ZETA },             \
  .node = node_name, .backward = special_zeta_backward,                                            \
  .formula = "y = Σ (q + k)⁻ˢ, k from 0", .derivative = "∂y/∂q = −s · ζ(s + 1, q)",                \
  .narration = "takes the Hurwitz zeta function of {self} from {other} on",                        \
  .doc = "torch.special.html"

TNS_OP (special_zeta) = {
  ZETA ("special_zeta(Tensor self, Tensor other) -> Tensor", "SpecialZetaBackward0"),
  .saves = "self for other; other for other",
};

TNS_OP (special_zeta_self) = {
  ZETA ("special_zeta.self_scalar(Scalar self, Tensor other) -> Tensor", "SpecialZetaBackward1"),
  .saves = "other for other",
};

TNS_OP (special_zeta_other) = {
  ZETA ("special_zeta.other_scalar(Tensor self, Scalar other) -> Tensor", "SpecialZetaBackward2"),
};
