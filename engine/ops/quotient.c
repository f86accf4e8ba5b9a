/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Division: exact, rounded, and what is left over. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

typedef enum
{
  ROUND_NONE,
  ROUND_TRUNC,
  ROUND_FLOOR,
  ROUND_UNKNOWN,
} Rounding;

static Rounding
rounding_of (const TnsValue *mode)
{
  if (mode->kind != TNS_STRING)
    return ROUND_NONE;
  if (g_str_equal (mode->string, "trunc"))
    return ROUND_TRUNC;
  return g_str_equal (mode->string, "floor") ? ROUND_FLOOR : ROUND_UNKNOWN;
}

/* None of the divisions with a whole result takes complex numbers or truths. */
static bool
infer_whole (TnsCall *call, const char *kernel_name, GError **error)
{
  if (!tns_infer_same (call, error))
    return false;
  return (!tnk_dtype_is_complex (call->compute_dtype) && call->compute_dtype != TNK_BOOL)
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
infer_div_rounded (TnsCall *call, GError **error)
{
  switch (rounding_of (&call->args[2]))
    {
    case ROUND_NONE:
      return tns_infer_float (call, error);
    case ROUND_UNKNOWN:
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found "
                       "'%s'",
                       call->args[2].string);
    case ROUND_TRUNC:
      return infer_whole (call, "div_trunc_cpu", error);
    case ROUND_FLOOR:
      return infer_whole (call, "div_floor_cpu", error);
    }
  return false;
}

/* One number, however often it is repeated. */
static bool
is_one_number (const TnsValue *value)
{
  bool is_one = true;
  if (value->kind != TNS_TENSOR)
    return true;
  for (int d = 0; d < tns_tensor_get_rank (value->tensor); d++)
    is_one = is_one
             && (tns_tensor_get_sizes (value->tensor)[d] == 1
                 || tns_tensor_get_strides (value->tensor)[d] == 0);
  return is_one;
}

/* PyTorch rounds the quotient of two half tensors to their type before it cuts it. */
static bool
cuts_rounded_quotient (const TnsCall *call)
{
  return rounding_of (&call->args[2]) == ROUND_TRUNC
         && (call->compute_dtype == TNK_FLOAT16 || call->compute_dtype == TNK_BFLOAT16)
         && !is_one_number (&call->args[1]);
}

static bool
forward_div_rounded (TnsCall *call, GError **error)
{
  TnsScope scope;
  static const TnkBinary kernels[] = {
    [ROUND_NONE] = TNK_BINARY_DIV,
    [ROUND_TRUNC] = TNK_BINARY_TRUNC_DIVIDE,
    [ROUND_FLOOR] = TNK_BINARY_FLOOR_DIVIDE,
  };
  if (!cuts_rounded_quotient (call))
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, kernels[rounding_of (&call->args[2])],
                                call->args, 2, error);
  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope,
      tns_do (&scope, trunc, T (tns_do (&scope, div, call->args[0], call->args[1]))), error);
}

static void
set_quotient_gradients (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsValue other = tns_formula_conj_value (g->scope, tns_grad_get_arg (g, 1));
  TnsTensor *quotient = tns_do (s, div, T (upstream), other);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, quotient);
  if (tns_grad_wants (g, 1))
    {
      TnsTensor *ratio = tns_do (s, div, tns_formula_conj_value (g->scope, tns_grad_get_arg (g, 0)), other);
      tns_grad_set (g, 1, tns_do (s, neg, T (tns_do (s, mul, T (upstream),
                                                     T (tns_do (s, div, T (ratio), other))))));
    }
}

static void
backward_div_rounded (TnsGrad *g)
{
  TnsValue mode = tns_grad_get_arg (g, 2);
  if (rounding_of (&mode) == ROUND_NONE)
    {
      set_quotient_gradients (g);
      return;
    }
  TnsTensor *flat = tns_do (g->scope, mul, T (tns_grad_get_upstream (g, 0)), N (0));
  for (int k = 0; k < 2; k++)
    if (tns_grad_wants (g, k))
      tns_grad_set (g, k, flat);
}

#define QUOTIENT_OP                                                                                \
  .category = TNS_CATEGORY_ARITHMETIC, .flags = TNS_HAS_INPLACE,                                   \
  .saves = "self for other; other for self; other for other",                                      \
  .narration = "divides {self} by {other}, element by element"

#define EXACT_QUOTIENT_OP                                                                          \
  QUOTIENT_OP, .infer = tns_infer_float, .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_DIV },          \
  .node = "DivBackward0", .node_with_number_inside = "DivBackward1",                               \
  .backward = set_quotient_gradients, .formula = "y = a / b",                                      \
  .derivative = "∂y/∂a = 1/b, ∂y/∂b = −a/b²"

TNS_OP (div) = {
  EXACT_QUOTIENT_OP,
  .schema = "div(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .doc = "torch.div.html",
  .aliases = "divide",
  .signatures
  = "div(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor",
};

TNS_OP (true_divide) = {
  EXACT_QUOTIENT_OP,
  .schema = "true_divide(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .doc = "torch.true_divide.html",
  .signatures
  = "true_divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "true_divide(Tensor self, Scalar other) -> Tensor",
};

TNS_OP (div_rounded) = {
  QUOTIENT_OP,
  .schema = "div.Tensor_mode(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode) "
            "-> Tensor",
  .infer = infer_div_rounded,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_DIV },
  .forward = forward_div_rounded,
  .node = "DivBackward2",
  .backward = backward_div_rounded,
  .formula = "y = a / b, rounded down or towards 0",
  .derivative = "∂y/∂a = ∂y/∂b = 0 where it is rounded",
  .doc = "torch.div.html",
  .aliases = "divide",
  .signatures
  = "div(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode, "
    "Tensor? out=None) -> Tensor\n"
    "div(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor\n"
    "divide(Tensor|Scalar self, Tensor|Scalar other, *, str? rounding_mode, "
    "Tensor? out=None) -> Tensor\n"
    "divide(Tensor self, Scalar other) -> Tensor\n"
    "divide(Tensor self, Scalar other, *, str? rounding_mode) -> Tensor",
};

/* ---- integer-like division ---- */

static bool
infer_floor_divide (TnsCall *call, GError **error)
{
  return infer_whole (call, "div_floor_cpu", error);
}

static bool
infer_remainder (TnsCall *call, GError **error)
{
  return infer_whole (call, "remainder_cpu", error);
}

static bool
infer_fmod (TnsCall *call, GError **error)
{
  return infer_whole (call, "fmod_cpu", error);
}

TNS_OP (floor_divide) = {
  .schema = "floor_divide(Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_floor_divide,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_FLOOR_DIVIDE },
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .formula = "y = ⌊a / b⌋",
  .derivative = "PyTorch has none",
  .narration = "divides {self} by {other} and rounds down, element by element",
  .doc = "torch.floor_divide.html",
  .signatures
  = "floor_divide(Tensor|Scalar self, Tensor|Scalar other, *, Tensor? out=None) -> Tensor\n"
    "floor_divide(Tensor self, Scalar other) -> Tensor",
};

/* a − b · round (a / b): the quotient is flat, so that only b's gradient needs it. */
static void
backward_modulo (TnsGrad *g, const char *rounding_mode)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, upstream);
  if (tns_grad_wants (g, 1))
    {
      TnsTensor *n = tns_do (s, div_rounded, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1),
                             tns_value_string (rounding_mode));
      tns_grad_set (g, 1, tns_do (s, neg, T (tns_do (s, mul, T (upstream), T (n)))));
    }
}

static void
backward_remainder (TnsGrad *g)
{
  backward_modulo (g, "floor");
}

#define REMAINDER_OP                                                                               \
  .category = TNS_CATEGORY_ARITHMETIC, .infer = infer_remainder,                                   \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_REMAINDER }, .formula = "y = a − b·⌊a / b⌋",           \
  .narration                                                                                       \
  = "takes what is left of {self} after dividing by {other}, with the sign of {other}",            \
  .doc = "torch.remainder.html"

TNS_OP (remainder) = {
  REMAINDER_OP,
  .schema = "remainder(Tensor self, Tensor|Scalar other) -> Tensor",
  .flags = TNS_HAS_INPLACE,
  .node = "RemainderBackward0",
  .node_with_tensor = "RemainderBackward1",
  .saves = "self for other; other for other",
  .backward = backward_remainder,
  .derivative = "∂y/∂a = 1, ∂y/∂b = −⌊a / b⌋",
  .signatures
  = "remainder(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor\n"
    "remainder(Scalar self, Tensor other) -> Tensor\n"
    "remainder(Tensor self, Scalar other, *, Tensor? out=None) -> Tensor",
};

TNS_OP (remainder_of_number) = {
  REMAINDER_OP,
  .schema = "remainder.Scalar_Tensor(Scalar self, Tensor other) -> Tensor",
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .derivative = "PyTorch has none",
};

static void
backward_fmod (TnsGrad *g)
{
  backward_modulo (g, "trunc");
}

TNS_OP (fmod) = {
  .schema = "fmod(Tensor self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_ARITHMETIC,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_fmod,
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_FMOD },
  .node = "FmodBackward0",
  .node_with_tensor = "FmodBackward1",
  .saves = "self for other; other for other",
  .backward = backward_fmod,
  .formula = "y = a − b·trunc(a / b)",
  .derivative = "∂y/∂a = 1, ∂y/∂b = −trunc(a / b)",
  .narration = "takes what is left of {self} after dividing by {other}, with the sign of {self}",
  .doc = "torch.fmod.html",
};
