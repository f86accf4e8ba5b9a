/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* gelu: by the normal distribution, with kernels of its own for the function and its gradient, or
 * by an approximation with tanh, composed of element-wise ops. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

#include <string.h>

static const double root_two_over_pi = 0.797884560802865355879892119868763737;
static const double one_over_root_two_pi = 0.398942280401432677939946059934381868;

static bool
is_tanh_form (const TnsValue *approximate)
{
  return strcmp (approximate->string, "tanh") == 0;
}

static bool
infer_gelu (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (strcmp (call->args[1].string, "none") != 0 && !is_tanh_form (&call->args[1]))
    return tns_fail (error, TNS_ERROR_RUNTIME, "approximate argument must be either none or tanh.");
  return tns_infer_like_self (call, error)
         && (tnk_dtype_is_floating (dtype) || tns_refuse_dtype ("GeluKernelImpl", dtype, error));
}

/* tanh (√(2/π) · (x + 0.044715 · x³)) */
static TnsTensor *
tanh_of (TnsScope *s, TnsTensor *x)
{
  TnsTensor *cube = tns_do (s, mul, T (tns_do (s, mul, T (x), T (x))), T (x));

  cube = tns_do (s, add, T (x), T (tns_do (s, mul, T (cube), N (0.044715))));
  return tns_do (s, tanh, T (tns_do (s, mul, T (cube), N (root_two_over_pi))));
}

/* The share of x that passes: (tanh + 1) / 2. */
static TnsTensor *
share_of (TnsScope *s, TnsTensor *tanh)
{
  return tns_do (s, mul, T (tns_do (s, add, T (tanh), N (1))), N (0.5));
}

/* share + x · d share/dx */
static TnsTensor *
tanh_slope (TnsScope *s, TnsTensor *x)
{
  TnsTensor *tanh = tanh_of (s, x), *square = tns_do (s, mul, T (x), T (x)), *inner, *outer;

  inner = tns_do (s, add, T (tns_do (s, mul, T (square), N (3 * 0.044715))), N (1));
  inner = tns_do (s, mul, T (inner), N (0.5 * root_two_over_pi));
  outer = tns_do (s, rsub, T (tns_do (s, mul, T (tanh), T (tanh))), N (1));
  inner = tns_do (s, mul, T (x), T (tns_do (s, mul, T (inner), T (outer))));
  return tns_do (s, add, T (share_of (s, tanh)), T (inner));
}

static bool
gelu_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor;

  if (!is_tanh_form (&call->args[1]))
    return tns_call_run_kernel (call, TNS_KERNEL_UNARY, TNK_UNARY_GELU, call->args, 1, error);
  tns_scope_init (s);
  return tns_call_finish (call, s, tns_do (s, mul, T (x), T (share_of (s, tanh_of (s, x)))),
                          error);
}

static void
gelu_backward (TnsGrad *g)
{
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor;
  TnsValue approximate = tns_grad_get_arg (g, 1);

  if (is_tanh_form (&approximate))
    tns_formula_chain (g, 0, tanh_slope (g->scope, x));
  else
    tns_grad_set (g, 0,
                  tns_do (g->scope, gelu_gradient, T (tns_grad_get_upstream (g, 0)), T (x)));
}

/* The slope Φ(x) + x · φ(x) has the derivative φ(x) · (2 − x²). */
static void
gelu_gradient_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 1).tensor, *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *square, *density;

  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, gelu_gradient, T (upstream), T (x)));
  if (!tns_grad_wants (g, 1))
    return;
  square = tns_do (s, mul, T (x), T (x));
  density = tns_do (s, exp, T (tns_do (s, mul, T (square), N (-0.5))));
  density = tns_do (s, mul, T (density), N (one_over_root_two_pi));
  density = tns_do (s, mul, T (density), T (tns_do (s, rsub, T (square), N (2))));
  upstream = tns_do (s, mul, T (upstream), tns_grad_get_arg (g, 0));
  tns_grad_set (g, 1, tns_do (s, mul, T (upstream), T (density)));
}

TNS_OP (gelu) = {
  .schema = "gelu(Tensor self, *, str approximate='none') -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
  .infer = infer_gelu,
  .forward = gelu_forward,
  .node = "GeluBackward0",
  .saves = "self for self",
  .backward = gelu_backward,
  .formula = "y = x · Φ(x)",
  .derivative = "∂y/∂x = Φ(x) + x · φ(x)",
  .narration = "weighs every element of {self} by the share of a normal distribution below it",
  .doc = "torch.nn.functional.gelu.html",
};

TNS_OP (gelu_gradient) = {
  .schema = "gelu_backward(Tensor grad_output, Tensor self) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_INTERNAL,
  .infer = tns_infer_same,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_GELU_BACKWARD },
  .node = "GeluBackwardBackward0",
  .saves = "self for grad_output; self for self; grad_output for self",
  .backward = gelu_gradient_backward,
  .formula = "x' = g · (Φ(x) + x · φ(x))",
  .derivative = "∂x'/∂g = Φ(x) + x · φ(x), ∂x'/∂x = g · φ(x) · (2 − x²)",
  .narration = "multiplies {grad_output} by the slope of gelu at {self}",
  .doc = "torch.nn.functional.gelu.html",
};
