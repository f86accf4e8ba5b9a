/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Logarithms of two operands, written so that they do not overflow, and the unit step. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

#include <math.h>

static const double ln_2 = 0.693147180559945309417232121458176568;

/* ---- x · log y ---- */

/* Gradients of x · log y, which @weighted is: upstream · log y, but 0 where x is 0 and y not above
 * @pole, where the logarithm has no value; and x / (y − pole). */
static void
weighted_log_backward (TnsGrad *g, const TnsOp *weighted, double pole)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *is_void, *gradient;
  TnsValue x = tns_grad_get_arg (g, 0), y = tns_grad_get_arg (g, 1);

  if (x.kind == TNS_TENSOR && tns_grad_wants (g, 0))
    {
      gradient = tns_scope_call (s, weighted, false, (TnsValue[]){ T (upstream), y }, 2);
      is_void = tns_do (s, eq, x, N (0));
      if (y.kind == TNS_TENSOR)
        is_void = tns_do (s, logical_and, T (is_void), T (tns_do (s, le, y, N (pole))));
      if (y.kind == TNS_TENSOR || !(y.scalar.re > pole))
        gradient = tns_do (s, where, T (is_void), N (0), T (gradient));
      tns_grad_set (g, 0, gradient);
    }
  if (y.kind == TNS_TENSOR && tns_grad_wants (g, 1))
    {
      if (pole != 0)
        y = T (tns_do (s, sub, y, N (pole)));
      tns_grad_set (g, 1, tns_do (s, div, T (tns_do (s, mul, T (upstream), x)), y));
    }
}

static void
xlogy_backward (TnsGrad *g)
{
  weighted_log_backward (g, &tns_op_xlogy, 0);
}

static void
special_xlog1py_backward (TnsGrad *g)
{
  weighted_log_backward (g, &tns_op_special_xlog1py, -1);
}

#define XLOGY(signature, node_name)                                                                \
  .schema = signature, .category = TNS_CATEGORY_MATHS, .infer = tns_infer_special,                 \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_XLOGY }, .node = node_name,                            \
  .backward = xlogy_backward, .formula = "y = a · ln b, 0 where a is 0",                           \
  .derivative = "∂y/∂a = ln b, ∂y/∂b = a / b",                                                     \
  .narration = "multiplies {self} by the logarithm of {other}",                                    \
  .doc = "torch.special.html#torch.special.xlogy"

TNS_OP (xlogy) = {
  XLOGY ("xlogy.Tensor(Tensor self, Tensor other) -> Tensor", "XlogyBackward0"),
  .flags = TNS_HAS_INPLACE,
  .saves = "self for self; other for self; self for other; other for other",
};

TNS_OP (xlogy_self) = {
  XLOGY ("xlogy.Scalar_Self(Scalar self, Tensor other) -> Tensor", "XlogyBackward1"),
  .flags = TNS_AS_FUNCTION,
  .saves = "other for other",
};

TNS_OP (xlogy_other) = {
  XLOGY ("xlogy.Scalar_Other(Tensor self, Scalar other) -> Tensor", "XlogyBackward2"),
  .flags = TNS_HAS_INPLACE,
  .saves = "self for self",
};

#define XLOG1PY(signature, node_name)                                                              \
  .schema = signature, .category = TNS_CATEGORY_MATHS, .flags = TNS_AS_FUNCTION,                   \
  .infer = tns_infer_special, .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_XLOG1PY },                 \
  .node = node_name, .backward = special_xlog1py_backward,                                         \
  .formula = "y = a · ln (1 + b), 0 where a is 0",                                                 \
  .derivative = "∂y/∂a = ln (1 + b), ∂y/∂b = a / (1 + b)",                                         \
  .narration = "multiplies {self} by the logarithm of 1 plus {other}",                             \
  .doc = "torch.special.html"

TNS_OP (special_xlog1py) = {
  XLOG1PY ("special_xlog1py(Tensor self, Tensor other) -> Tensor", "SpecialXlog1PyBackward0"),
  .saves = "self for self; other for self; self for other; other for other",
};

TNS_OP (special_xlog1py_self) = {
  XLOG1PY ("special_xlog1py.self_scalar(Scalar self, Tensor other) -> Tensor",
           "SpecialXlog1PyBackward1"),
  .saves = "other for other",
};

TNS_OP (special_xlog1py_other) = {
  XLOG1PY ("special_xlog1py.other_scalar(Tensor self, Scalar other) -> Tensor",
           "SpecialXlog1PyBackward2"),
  .saves = "self for self",
};

/* ---- log (eᵃ + eᵇ) ---- */

static bool
infer_floating (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);

  if (!tns_infer_same (call, error))
    return false;
  return tnk_dtype_is_floating (call->compute_dtype)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_logaddexp (TnsCall *call, GError **error)
{
  if (!tns_infer_same (call, error))
    return false;
  return !tnk_dtype_is_integral (call->compute_dtype)
         || tns_refuse_dtype ("logaddexp_cpu", call->compute_dtype, error);
}

/* Both operands in the type that the result is computed in. */
static void
cast_both (TnsScope *s, const TnsCall *call, TnsTensor **both)
{
  int k;

  for (k = 0; k < 2; k++)
    both[k] = tns_formula_cast (s, call->args[k].tensor, call->compute_dtype);
}

/* @part (cos or sin) of the sum of e^x over both operands where their real parts are ∞: infinite in
 * each direction that their angles have a part in. */
static TnsTensor *
add_infinite_parts (TnsScope *s, TnsTensor *const *both, const TnsOp *part)
{
  TnsTensor *sum = NULL, *direction, *infinite;
  int k;

  for (k = 0; k < 2; k++)
    {
      direction
          = tns_scope_call (s, part, false, (TnsValue[]){ T (tns_do (s, imag, T (both[k]))) }, 1);
      infinite = tns_do (s, where, T (tns_do (s, eq, T (direction), N (0))), N (0),
                         T (tns_do (s, mul, T (direction), N (INFINITY))));
      sum = k == 0 ? infinite : tns_do (s, add, T (sum), T (infinite));
    }
  return sum;
}

/* NaN in both parts where either operand has it in one. */
static TnsTensor *
spread_nan (TnsScope *s, TnsTensor *sum, TnsTensor *const *both)
{
  TnsTensor *is_nan = tns_do (s, logical_or, T (tns_do (s, isnan, T (both[0]))),
                              T (tns_do (s, isnan, T (both[1]))));
  TnsTensor *nan = tns_do (s, full_like, T (tns_do (s, real, T (sum))), N (NAN));

  return tns_do (s, where, T (is_nan), T (tns_do (s, complex, T (nan), T (nan))), T (sum));
}

/* @sum, but where the real parts of both operands are the same infinity: of two that vanish the
 * second stays, of two that do not their directions are added. */
static TnsTensor *
mend_infinite (TnsScope *s, TnsTensor *sum, TnsTensor *const *both)
{
  TnsTensor *real = tns_do (s, real, T (both[0])), *infinite;
  TnsTensor *is_tied = tns_do (s, logical_and, T (tns_do (s, isinf, T (real))),
                               T (tns_do (s, eq, T (real), T (tns_do (s, real, T (both[1]))))));

  if (tns_formula_item (s, tns_do (s, any_full, T (is_tied))) == 0)
    return sum;
  infinite = tns_do (s, log,
                     T (tns_do (s, complex, T (add_infinite_parts (s, both, &tns_op_cos)),
                                T (add_infinite_parts (s, both, &tns_op_sin)))));
  infinite = tns_do (s, where, T (tns_do (s, lt, T (real), N (0))), T (both[1]), T (infinite));
  return tns_do (s, where, T (is_tied), T (infinite), T (sum));
}

/* Complex operands have no kernel: the one with the greater real part is taken out of the sum. */
static bool
logaddexp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *both[2], *greater, *lesser, *is_first, *sum;

  if (!tnk_dtype_is_complex (call->compute_dtype))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_LOGADDEXP, call->args, 2,
                                error);
  tns_scope_init (s);
  cast_both (s, call, both);
  is_first = tns_do (s, ge, T (tns_do (s, real, T (both[0]))), T (tns_do (s, real, T (both[1]))));
  greater = tns_do (s, where, T (is_first), T (both[0]), T (both[1]));
  lesser = tns_do (s, where, T (is_first), T (both[1]), T (both[0]));
  sum = tns_do (s, log1p, T (tns_do (s, exp, T (tns_do (s, sub, T (lesser), T (greater))))));
  sum = mend_infinite (s, tns_do (s, add, T (greater), T (sum)), both);
  sum = spread_nan (s, sum, both);
  return tns_call_finish_laid_out (call, s, sum, error);
}

/* Argument @arg's share of the sum: 1 / (1 + e^(other − self)). */
static void
share_backward (TnsGrad *g, int arg, const TnsOp *power)
{
  TnsScope *s = g->scope;
  TnsValue self = tns_grad_get_arg (g, arg), other = tns_grad_get_arg (g, 1 - arg);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *ratio;

  if (!tns_grad_wants (g, arg))
    return;
  ratio = tns_do (s, sub, other, T (tns_formula_cast (s, self.tensor, tns_tensor_get_dtype (upstream))));
  ratio = tns_scope_call (s, power, false, (TnsValue[]){ T (ratio) }, 1);
  ratio = tns_formula_conj (s, tns_do (s, add, T (ratio), N (1)));
  tns_formula_set_as_it_is (g, arg, tns_do (s, div, T (upstream), T (ratio)));
}

static void
logaddexp_backward (TnsGrad *g)
{
  share_backward (g, 0, &tns_op_exp);
  share_backward (g, 1, &tns_op_exp);
}

static void
logaddexp2_backward (TnsGrad *g)
{
  share_backward (g, 0, &tns_op_exp2);
  share_backward (g, 1, &tns_op_exp2);
}

static bool
logaddexp2_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *both[2], *a, *b;
  bool ok;

  tns_scope_init (s);
  cast_both (s, call, both);
  a = tns_do (s, mul, T (both[0]), N (ln_2));
  b = tns_do (s, mul, T (both[1]), N (ln_2));
  a = tns_do (s, logaddexp, T (a), T (b));
  ok = a != NULL
       && tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_DIV,
                               (TnsValue[]){ T (a), N (ln_2) }, 2, &s->error);
  return tns_scope_finish (s, error) && ok;
}

TNS_OP (logaddexp) = {
  .schema = "logaddexp(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .infer = infer_logaddexp,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_LOGADDEXP },
  .forward = logaddexp_forward,
  .node = "LogaddexpBackward0",
  .saves = "self for self; other for self; self for other; other for other",
  .backward = logaddexp_backward,
  .formula = "y = ln (eᵃ + eᵇ)",
  .derivative = "∂y/∂a = eᵃ / (eᵃ + eᵇ), ∂y/∂b = eᵇ / (eᵃ + eᵇ)",
  .narration = "adds {self} and {other} as logarithms",
  .doc = "torch.logaddexp.html",
};

TNS_OP (logaddexp2) = {
  .schema = "logaddexp2(Tensor self, Tensor other) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .infer = infer_floating,
  .forward = logaddexp2_forward,
  .node = "Logaddexp2Backward0",
  .saves = "self for self; other for self; self for other; other for other",
  .backward = logaddexp2_backward,
  .formula = "y = log₂ (2ᵃ + 2ᵇ)",
  .derivative = "∂y/∂a = 2ᵃ / (2ᵃ + 2ᵇ), ∂y/∂b = 2ᵇ / (2ᵃ + 2ᵇ)",
  .narration = "adds {self} and {other} as logarithms to base 2",
  .doc = "torch.logaddexp2.html",
};

/* ---- unit step ---- */

static bool
infer_heaviside (TnsCall *call, GError **error)
{
  TnkDtype self = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype values = tns_tensor_get_dtype (call->args[1].tensor);

  if (tnk_dtype_is_complex (self) || tnk_dtype_is_complex (values))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "heaviside is not yet implemented for complex tensors.");
  if (self != values)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "heaviside is not yet implemented for tensors with different dtypes.");
  return tns_infer_same (call, error);
}

static bool
heaviside_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *is_zero, *step;
  bool ok;

  tns_scope_init (s);
  is_zero = tns_do (s, eq, call->args[0], N (0));
  step = tns_formula_cast (s, tns_do (s, gt, call->args[0], N (0)), call->outs[0].dtype);
  ok = step != NULL
       && tns_call_run_kernel (call, TNS_KERNEL_TERNARY, TNK_TERNARY_WHERE,
                               (TnsValue[]){ T (is_zero), call->args[1], T (step) }, 3, &s->error);
  return tns_scope_finish (s, error) && ok;
}

TNS_OP (heaviside) = {
  .schema = "heaviside(Tensor self, Tensor values) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_heaviside,
  .forward = heaviside_forward,
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .out_error = "heaviside is not yet implemented for tensors with different dtypes.",
  .formula = "y = 0 below 0, 1 above, v at 0",
  .derivative = "PyTorch has none",
  .narration = "turns {self} into steps from 0 to 1, with {values} at 0",
  .doc = "torch.heaviside.html",
};
