/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Activation functions. Most have no kernel of their own: forward and derivative are written with
 * element-wise ops. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

#include <math.h>

static const double selu_alpha = 1.6732632423543772848170429916717;
static const double selu_scale = 1.0507009873554804934193349852946;

/* ---- shared by the family ---- */

static bool
infer_floating (TnsCall *call, const char *kernel_name, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  return tns_infer_like_self (call, error)
         && (tnk_dtype_is_floating (dtype) || tns_refuse_dtype (kernel_name, dtype, error));
}

/* The same for an op whose arguments after the first are numbers: they must have a place in the type
 * that the kernel computes in. */
static bool
infer_with_numbers (TnsCall *call, const char *kernel_name, GError **error)
{
  int arg;

  if (!infer_floating (call, kernel_name, error))
    return false;
  for (arg = 1; arg < call->schema->n_params; arg++)
    if (!tns_scalar_check_fits (call->args[arg].scalar,
                                tns_formula_inner_dtype (call->outs[0].dtype), error))
      return false;
  return true;
}

#define INFER_FLOATING(id, kernel_name)                                                            \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_floating (call, kernel_name, error);                                              \
  }

/* x in the type that a formula computes in: halves are widened, and rounded once at the end. */
static TnsTensor *
widen (TnsScope *s, TnsTensor *x)
{
  return tns_formula_cast (s, x, tns_formula_inner_dtype (tns_tensor_get_dtype (x)));
}

/* id_forward: y as a formula of the widened x. */
#define FORWARD(id, formula)                                                                       \
  static bool id##_forward (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    TnsScope scope, *s = &scope;                                                                   \
    TnsTensor *x, *y;                                                                              \
    tns_scope_init (s);                                                                            \
    x = widen (s, call->args[0].tensor);                                                           \
    y = tns_formula_cast (s, formula, call->outs[0].dtype);                                        \
    return tns_call_finish (call, s, y, error);                                                    \
  }

/* id_backward: the local derivative as a formula of the saved input x, widened. */
#define BACKWARD(id, local)                                                                        \
  static void id##_backward (TnsGrad *g)                                                           \
  {                                                                                                \
    TnsScope *s = g->scope;                                                                        \
    TnsTensor *x = widen (s, tns_grad_get_arg (g, 0).tensor);                                      \
    tns_formula_chain (g, 0, local);                                                               \
  }

#define ACTIVATION(signature, name, op_flags, id, node_name)                                       \
  .schema = signature, .category = TNS_CATEGORY_NETWORK, .flags = (op_flags), .infer = infer_##id, \
  .forward = id##_forward, .node = node_name, .saves = "self for self", .backward = id##_backward, \
  .doc = "torch.nn.functional." name ".html"

static double
number_of (const TnsValue *value)
{
  return tns_scalar_to_double (value->scalar);
}

#define INFER_WITH_NUMBERS(id, kernel_name)                                                        \
  static bool infer_##id (TnsCall *call, GError **error)                                           \
  {                                                                                                \
    return infer_with_numbers (call, kernel_name, error);                                          \
  }

static double
grad_number (TnsGrad *g, int arg)
{
  TnsValue value = tns_grad_get_arg (g, arg);

  return number_of (&value);
}

/* ---- relu and its relatives ---- */

static bool
infer_relu (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "Boolean inputs not supported for relu");
  if (tnk_dtype_is_complex (dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "clamp is not supported for complex types");
  return tns_infer_like_self (call, error);
}

static bool
relu_forward (TnsCall *call, GError **error)
{
  const TnsValue operands[] = { call->args[0], tns_value_scalar (tns_scalar_int (0)) };

  call->compute_dtype = call->outs[0].dtype;
  return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_MAXIMUM, operands, 2, error);
}

static void
relu_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *is_cut = tns_do (s, le, T (tns_grad_get_result (g, 0)), N (0));

  tns_grad_set (g, 0, tns_do (s, where, T (is_cut), N (0), T (tns_grad_get_upstream (g, 0))));
}

TNS_OP (relu) = {
  .schema = "relu(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_HAS_INPLACE | TNS_NO_OUT,
  .infer = infer_relu,
  .forward = relu_forward,
  .node = "ReluBackward0",
  .saves = "result for self",
  .backward = relu_backward,
  .formula = "y = max (x, 0)",
  .derivative = "∂y/∂x = 1 where x > 0, else 0",
  .narration = "cuts {self} off below 0",
  .doc = "torch.nn.functional.relu.html",
};

INFER_WITH_NUMBERS (leaky_relu, "leaky_relu_cpu")

static bool
leaky_relu_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue x = call->args[0];
  TnsTensor *small;

  tns_scope_init (s);
  small = tns_do (s, mul, x, call->args[1]);
  return tns_call_finish (call, s, tns_do (s, where, T (tns_do (s, gt, x, N (0))), x, T (small)),
                          error);
}

static void
leaky_relu_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *is_above = tns_do (s, gt, tns_grad_get_arg (g, 0), N (0));
  TnsTensor *small = tns_do (s, mul, T (upstream), tns_grad_get_arg (g, 1));

  tns_grad_set (g, 0, tns_do (s, where, T (is_above), T (upstream), T (small)));
}

TNS_OP (leaky_relu) = {
  ACTIVATION ("leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor",
              "leaky_relu",
              TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
              leaky_relu,
              "LeakyReluBackward0"),
  .formula = "y = x where x > 0, else slope · x",
  .derivative = "∂y/∂x = 1 where x > 0, else slope",
  .narration = "shrinks the negative elements of {self} by {negative_slope}",
};

/* ---- exponential units ---- */

/* x · scale from 0 on, (e^(x · input_scale) − 1) · alpha · scale below. */
static TnsTensor *
exponential_unit (TnsScope *s, TnsTensor *x, double alpha, double scale, double input_scale)
{
  TnsTensor *below = tns_do (s, expm1, T (tns_do (s, mul, T (x), N (input_scale))));

  return tns_do (s, where, T (tns_do (s, lt, T (x), N (0))),
                 T (tns_do (s, mul, T (below), N (alpha * scale))),
                 T (tns_do (s, mul, T (x), N (scale))));
}

static TnsTensor *
exponential_slope (TnsScope *s, TnsTensor *x, double alpha, double scale, double input_scale)
{
  TnsTensor *below = tns_do (s, exp, T (tns_do (s, mul, T (x), N (input_scale))));

  below = tns_do (s, mul, T (below), N (alpha * scale * input_scale));
  return tns_do (s, where, T (tns_do (s, gt, T (x), N (0))), N (scale), T (below));
}

INFER_WITH_NUMBERS (elu, "elu_cpu")
FORWARD (elu,
         exponential_unit (s,
                           x,
                           number_of (&call->args[1]),
                           number_of (&call->args[2]),
                           number_of (&call->args[3])))
BACKWARD (elu, exponential_slope (s, x, grad_number (g, 1), grad_number (g, 2), grad_number (g, 3)))

static bool
infer_celu (TnsCall *call, GError **error)
{
  if (!tns_scalar_check_fits (call->args[1].scalar, TNK_FLOAT64, error))
    return false;
  if (number_of (&call->args[1]) == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "ZeroDivisionError: alpha cannot be 0 for CELU");
  return infer_elu (call, error);
}

FORWARD (celu,
         exponential_unit (s, x, number_of (&call->args[1]), 1, 1 / number_of (&call->args[1])))
/* PyTorch's derivative rounds alpha to float32 before it divides by it. */
BACKWARD (celu, exponential_slope (s, x, grad_number (g, 1), 1, 1.0 / (float) grad_number (g, 1)))

static bool
selu_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsValue x = call->args[0];

  tns_scope_init (s);
  return tns_call_finish (call, s,
                          call->is_inplace
                              ? tns_do_inplace (s, elu, x, N (selu_alpha), N (selu_scale))
                              : tns_do (s, elu, x, N (selu_alpha), N (selu_scale)),
                          error);
}

TNS_OP (elu) = {
  ACTIVATION ("elu(Tensor self, Scalar alpha=1, Scalar scale=1, Scalar input_scale=1) -> Tensor",
              "elu",
              TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
              elu,
              "EluBackward0"),
  .formula = "y = x where x > 0, else α · (eˣ − 1)",
  .derivative = "∂y/∂x = 1 where x > 0, else α · eˣ",
  .narration = "bends the negative elements of {self} towards −{alpha}",
};

TNS_OP (celu) = {
  ACTIVATION ("celu(Tensor self, Scalar alpha=1.0) -> Tensor",
              "celu",
              TNS_AS_FUNCTION | TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
              celu,
              "CeluBackward0"),
  .formula = "y = x where x > 0, else α · (e^(x/α) − 1)",
  .derivative = "∂y/∂x = 1 where x > 0, else e^(x/α)",
  .narration = "bends the negative elements of {self} smoothly towards −{alpha}",
};

TNS_OP (selu) = {
  .schema = "selu(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION | TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
  .infer = infer_elu,
  .forward = selu_forward,
  .formula = "y = 1.0507 · (x where x > 0, else 1.6733 · (eˣ − 1))",
  .derivative = "∂y/∂x = 1.0507 where x > 0, else 1.7581 · eˣ",
  .narration = "bends the negative elements of {self}, keeping mean 0 and variance 1",
  .doc = "torch.nn.functional.selu.html",
};

/* ---- silu, mish, softplus, logsigmoid ---- */

static bool
infer_silu (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  if (!tns_infer_like_self (call, error)
      || !tns_formula_check_real_graph (call, "silu", error))
    return false;
  return !tnk_dtype_is_integral (dtype) || tns_refuse_dtype ("silu_cpu", dtype, error);
}

/* σ(x) · (1 + x · (1 − σ(x))) */
static TnsTensor *
silu_slope (TnsScope *s, TnsTensor *x)
{
  TnsTensor *sigmoid = tns_do (s, sigmoid, T (x));
  TnsTensor *rest = tns_do (s, mul, T (x), T (tns_do (s, rsub, T (sigmoid), N (1))));

  return tns_do (s, mul, T (sigmoid), T (tns_do (s, add, T (rest), N (1))));
}

FORWARD (silu, tns_do (s, mul, T (x), T (tns_do (s, sigmoid, T (x)))))
BACKWARD (silu, silu_slope (s, x))

/* ln (1 + e^(βx)) / β, and x itself where the exponential would swallow the 1. */
static TnsTensor *
softplus_of (TnsScope *s, TnsTensor *x, double beta, double threshold)
{
  TnsTensor *scaled = tns_do (s, mul, T (x), N (beta));
  TnsTensor *y = tns_do (s, div, T (tns_do (s, log1p, T (tns_do (s, exp, T (scaled))))), N (beta));

  return tns_do (s, where, T (tns_do (s, gt, T (scaled), N (threshold))), T (x), T (y));
}

static TnsTensor *
softplus_slope (TnsScope *s, TnsTensor *x, double beta, double threshold)
{
  TnsTensor *scaled = tns_do (s, mul, T (x), N (beta));

  return tns_do (s, where, T (tns_do (s, gt, T (scaled), N (threshold))), N (1),
                 T (tns_do (s, sigmoid, T (scaled))));
}

INFER_WITH_NUMBERS (softplus, "softplus_cpu")
FORWARD (softplus, softplus_of (s, x, number_of (&call->args[1]), number_of (&call->args[2])))
BACKWARD (softplus, softplus_slope (s, x, grad_number (g, 1), grad_number (g, 2)))

/* t + x · σ(x) · (1 − t²) with t = tanh (softplus (x)) */
static TnsTensor *
mish_slope (TnsScope *s, TnsTensor *x)
{
  TnsTensor *t = tns_do (s, tanh, T (softplus_of (s, x, 1, INFINITY)));
  TnsTensor *rest = tns_do (s, rsub, T (tns_do (s, mul, T (t), T (t))), N (1));

  rest = tns_do (s, mul, T (rest), T (tns_do (s, mul, T (x), T (tns_do (s, sigmoid, T (x))))));
  return tns_do (s, add, T (t), T (rest));
}

INFER_FLOATING (mish, "mish_cpu")
FORWARD (mish, tns_do (s, mul, T (x), T (tns_do (s, tanh, T (softplus_of (s, x, 1, INFINITY))))))
BACKWARD (mish, mish_slope (s, x))

/* min (x, 0) − ln (1 + e^−|x|) */
static TnsTensor *
log_sigmoid_of (TnsScope *s, TnsTensor *x)
{
  TnsTensor *tail = tns_do (s, exp, T (tns_do (s, neg, T (tns_do (s, abs, T (x))))));

  return tns_do (s, sub, T (tns_do (s, clamp_max, T (x), N (0))), T (tns_do (s, log1p, T (tail))));
}

static bool
infer_log_sigmoid (TnsCall *call, GError **error)
{
  if (!infer_floating (call, "log_sigmoid_cpu", error))
    return false;
  tns_meta_set_dense_strides (&call->outs[0]);
  return true;
}

FORWARD (log_sigmoid, tns_do (s, contiguous, T (log_sigmoid_of (s, x))))
BACKWARD (log_sigmoid, tns_do (s, sigmoid, T (tns_do (s, neg, T (x)))))

TNS_OP (silu) = {
  ACTIVATION ("silu(Tensor self) -> Tensor",
              "silu",
              TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
              silu,
              "SiluBackward0"),
  .formula = "y = x · σ(x)",
  .derivative = "∂y/∂x = σ(x) · (1 + x · (1 − σ(x)))",
  .narration = "weighs every element of {self} by its sigmoid",
};

TNS_OP (mish) = {
  ACTIVATION ("mish(Tensor self) -> Tensor",
              "mish",
              TNS_AS_NN_FUNCTION | TNS_HAS_INPLACE,
              mish,
              "MishBackward0"),
  .formula = "y = x · tanh (ln (1 + eˣ))",
  .derivative = "∂y/∂x = t + x · σ(x) · (1 − t²), t = tanh (ln (1 + eˣ))",
  .narration = "weighs every element of {self} by the tanh of its softplus",
};

TNS_OP (softplus) = {
  ACTIVATION ("softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor",
              "softplus",
              TNS_AS_NN_FUNCTION,
              softplus,
              "SoftplusBackward0"),
  .formula = "y = ln (1 + e^(β·x)) / β",
  .derivative = "∂y/∂x = σ(β · x)",
  .narration = "bends {self} smoothly to 0 below 0",
};

TNS_OP (log_sigmoid) = {
  ACTIVATION ("log_sigmoid(Tensor self) -> Tensor",
              "logsigmoid",
              TNS_AS_NN_FUNCTION,
              log_sigmoid,
              "LogSigmoidBackward0"),
  .formula = "y = ln σ(x)",
  .derivative = "∂y/∂x = σ(−x)",
  .narration = "takes the logarithm of the sigmoid of every element of {self}",
};
