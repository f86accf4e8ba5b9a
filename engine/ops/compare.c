/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Comparisons and logic, element by element: the results are true or false and have no gradient.
 * bits.c has their siblings on the bits of integers. */

#include "engine/ops/formula.h"

#include <math.h>

/* ---- order ---- */

static bool
infer_order (TnsCall *call, GError **error)
{
  g_autofree char *kernel_name = NULL;

  if (!tns_infer_bool (call, error))
    return false;
  if (!tnk_dtype_is_complex (call->compute_dtype))
    return true;
  kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);
  return tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

/* A result of truths carries no gradient; an in-place form writes 0 and 1 into numbers, which then
 * no longer depend on what they were. */
static void
compare_backward (TnsGrad *g)
{
  int arg;

  for (arg = 0; arg < 2; arg++)
    if (tns_grad_wants (g, arg))
      tns_grad_set (g, arg, tns_formula_zeros_of (g, arg));
}

#define COMPARISON(ID, name, node_name, infer_function)                                            \
  .schema = name "(Tensor self, Tensor|Scalar other) -> Tensor", .category = TNS_CATEGORY_COMPARE, \
  .flags = TNS_HAS_INPLACE | TNS_NO_GRAD, .infer = infer_function,                                 \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .node = node_name "Backward0",                 \
  .node_with_tensor = node_name "Backward1", .backward = compare_backward,                         \
  .derivative = "not differentiable; 0 in place", .doc = "torch." name ".html"

TNS_OP (eq) = {
  COMPARISON (EQ, "eq", "Eq", tns_infer_bool),
  .formula = "y = (a = b)",
  .narration = "asks where {self} and {other} are equal",
};

TNS_OP (ne) = {
  COMPARISON (NE, "ne", "Ne", tns_infer_bool),
  .formula = "y = (a ≠ b)",
  .narration = "asks where {self} and {other} differ",
  .aliases = "not_equal",
};

TNS_OP (lt) = {
  COMPARISON (LT, "lt", "Lt", infer_order),
  .formula = "y = (a < b)",
  .narration = "asks where {self} is less than {other}",
  .aliases = "less",
};

TNS_OP (le) = {
  COMPARISON (LE, "le", "Le", infer_order),
  .formula = "y = (a ≤ b)",
  .narration = "asks where {self} is at most {other}",
  .aliases = "less_equal",
};

TNS_OP (gt) = {
  COMPARISON (GT, "gt", "Gt", infer_order),
  .formula = "y = (a > b)",
  .narration = "asks where {self} is greater than {other}",
  .aliases = "greater",
};

TNS_OP (ge) = {
  COMPARISON (GE, "ge", "Ge", infer_order),
  .formula = "y = (a ≥ b)",
  .narration = "asks where {self} is at least {other}",
  .aliases = "greater_equal",
};

/* ---- logic ---- */

#define LOGIC(ID, name)                                                                            \
  .schema = name "(Tensor self, Tensor other) -> Tensor", .category = TNS_CATEGORY_COMPARE,        \
  .flags = TNS_HAS_INPLACE | TNS_NO_GRAD, .infer = tns_infer_bool,                                 \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .derivative = "not differentiable",            \
  .doc = "torch." name ".html"

TNS_OP (logical_and) = {
  LOGIC (LOGICAL_AND, "logical_and"),
  .formula = "y = a ∧ b",
  .narration = "asks where both {self} and {other} are true",
};

TNS_OP (logical_or) = {
  LOGIC (LOGICAL_OR, "logical_or"),
  .formula = "y = a ∨ b",
  .narration = "asks where {self} or {other} is true",
};

TNS_OP (logical_xor) = {
  LOGIC (LOGICAL_XOR, "logical_xor"),
  .formula = "y = a ⊕ b",
  .narration = "asks where exactly one of {self} and {other} is true",
};

/* ---- questions about one number ---- */

#define QUESTION(ID, name, op_flags, infer_function)                                               \
  .schema = name "(Tensor self) -> Tensor", .category = TNS_CATEGORY_COMPARE,                      \
  .flags = (op_flags) | TNS_NO_GRAD, .infer = infer_function,                                      \
  .kernel = { TNS_KERNEL_UNARY, TNK_UNARY_##ID }, .derivative = "not differentiable",              \
  .doc = "torch." name ".html"

static bool
infer_signbit (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "signbit is not implemented for complex tensors.");
  return tns_infer_bool (call, error);
}

TNS_OP (logical_not) = {
  QUESTION (LOGICAL_NOT, "logical_not", TNS_HAS_INPLACE, tns_infer_bool),
  .formula = "y = ¬x",
  .narration = "asks where {self} is zero or false",
};

TNS_OP (isnan) = {
  QUESTION (ISNAN, "isnan", TNS_NO_OUT, tns_infer_bool),
  .formula = "y = (x is NaN)",
  .narration = "asks where {self} is not a number",
};

TNS_OP (isinf) = {
  QUESTION (ISINF, "isinf", TNS_NO_OUT, tns_infer_bool),
  .formula = "y = (|x| = ∞)",
  .narration = "asks where {self} is infinite",
};

TNS_OP (isfinite) = {
  QUESTION (ISFINITE, "isfinite", TNS_NO_OUT, tns_infer_bool),
  .formula = "y = (|x| < ∞)",
  .narration = "asks where {self} is neither infinite nor NaN",
};

TNS_OP (signbit) = {
  QUESTION (SIGNBIT, "signbit", 0, infer_signbit),
  .out_error = "signbit does not support non-boolean outputs.",
  .formula = "y = (x has a minus sign, −0 too)",
  .narration = "asks where {self} carries a minus sign",
};

static bool
infer_signed_infinity (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[0].tensor)))
    return tns_fail (error, TNS_ERROR_TYPE, "%s does not support complex inputs.",
                     call->schema->name);
  return tns_infer_bool (call, error);
}

static bool
signed_infinity_forward (TnsCall *call, double infinity, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, eq, call->args[0], N (infinity)), error);
}

static bool
isposinf_forward (TnsCall *call, GError **error)
{
  return signed_infinity_forward (call, INFINITY, error);
}

static bool
isneginf_forward (TnsCall *call, GError **error)
{
  return signed_infinity_forward (call, -INFINITY, error);
}

TNS_OP (isposinf) = {
  .schema = "isposinf(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD,
  .infer = infer_signed_infinity,
  .forward = isposinf_forward,
  .out_error = "isposinf does not support non-boolean outputs.",
  .formula = "y = (x = ∞)",
  .derivative = "not differentiable",
  .narration = "asks where {self} is plus infinity",
  .doc = "torch.isposinf.html",
};

TNS_OP (isneginf) = {
  .schema = "isneginf(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD,
  .infer = infer_signed_infinity,
  .forward = isneginf_forward,
  .out_error = "isneginf does not support non-boolean outputs.",
  .formula = "y = (x = −∞)",
  .derivative = "not differentiable",
  .narration = "asks where {self} is minus infinity",
  .doc = "torch.isneginf.html",
};

/* ---- closeness ---- */

static bool
check_tolerances (TnsCall *call, GError **error)
{
  TnkDtype a = tns_tensor_get_dtype (call->args[0].tensor);
  TnkDtype b = tns_tensor_get_dtype (call->args[1].tensor);
  int arg;

  if (a != b)
    return tns_fail (error, TNS_ERROR_RUNTIME, "%s did not match %s",
                     tns_dtype_get_scalar_type_name (a), tns_dtype_get_scalar_type_name (b));
  for (arg = 2; arg <= 3; arg++)
    if (!(call->args[arg].f >= 0))
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "%s must be greater than or equal to zero, but got %g",
                       call->schema->params[arg].name, call->args[arg].f);
  return true;
}

static bool
infer_isclose (TnsCall *call, GError **error)
{
  return check_tolerances (call, error) && tns_infer_bool (call, error);
}

/* Equal, or finite and no further apart than atol + rtol · |b|; NaN with NaN if asked. */
static TnsTensor *
closeness (TnsScope *s, const TnsValue *args)
{
  TnsTensor *a = args[0].tensor, *b = args[1].tensor, *close, *allowed, *error;
  double rtol = args[2].f, atol = args[3].f;

  close = tns_do (s, eq, T (a), T (b));
  if (args[4].b && !tnk_dtype_is_integral (tns_tensor_get_dtype (a)))
    close = tns_do (
        s, logical_or, T (close),
        T (tns_do (s, logical_and, T (tns_do (s, isnan, T (a))), T (tns_do (s, isnan, T (b))))));
  if (rtol == 0 && atol == 0)
    return close;
  if (tnk_dtype_is_integral (tns_tensor_get_dtype (a)))
    {
      a = tns_formula_cast (s, a, tns_dtype_get_default ());
      b = tns_formula_cast (s, b, tns_dtype_get_default ());
    }
  error = tns_do (s, abs, T (tns_do (s, sub, T (a), T (b))));
  allowed = tns_do (s, abs, T (tns_do (s, mul, T (b), N (rtol))));
  allowed = tns_do (s, add, T (allowed), N (atol));
  close = tns_do (s, logical_or, T (close),
                  T (tns_do (s, logical_and, T (tns_do (s, isfinite, T (error))),
                             T (tns_do (s, le, T (error), T (allowed))))));
  return close;
}

static bool
isclose_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, closeness (&scope, call->args), error);
}

static bool
infer_one_bool (TnsCall *call, GError **error)
{
  tns_call_add_dense (call, TNK_BOOL, TNS_CPU, 0, NULL);
  return true;
}

static bool
infer_allclose (TnsCall *call, GError **error)
{
  return check_tolerances (call, error) && infer_one_bool (call, error);
}

static bool
allclose_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, all, T (closeness (&scope, call->args))),
                          error);
}

static bool
equal_forward (TnsCall *call, GError **error)
{
  TnsScope scope;
  TnsTensor *a = call->args[0].tensor, *b = call->args[1].tensor, *out;

  if (!tns_tensor_same_sizes (a, b))
    {
      out = tns_call_allocate (call, 0, error);
      return out != NULL && tns_tensor_fill (out, tns_scalar_bool (false), error);
    }
  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, tns_do (&scope, all, T (tns_do (&scope, eq, T (a), T (b)))),
                          error);
}

TNS_OP (isclose) = {
  .schema = "isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, "
            "bool equal_nan=False) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD | TNS_NO_OUT,
  .infer = infer_isclose,
  .forward = isclose_forward,
  .formula = "y = (|a − b| ≤ atol + rtol · |b|)",
  .derivative = "not differentiable",
  .narration = "asks where {self} and {other} are nearly equal",
  .doc = "torch.isclose.html",
};

TNS_OP (allclose) = {
  .schema = "allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, "
            "bool equal_nan=False) -> bool",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD,
  .infer = infer_allclose,
  .forward = allclose_forward,
  .formula = "y = (|a − b| ≤ atol + rtol · |b| everywhere)",
  .derivative = "not differentiable",
  .narration = "asks whether {self} and {other} are nearly equal everywhere",
  .doc = "torch.allclose.html",
};

TNS_OP (equal) = {
  .schema = "equal(Tensor self, Tensor other) -> bool",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_NO_GRAD,
  .infer = infer_one_bool,
  .forward = equal_forward,
  .formula = "y = (same shape, and a = b everywhere)",
  .derivative = "not differentiable",
  .narration = "asks whether {self} and {other} have the same shape and elements",
  .doc = "torch.equal.html",
};
