/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Ops that choose between values, element by element: where, clamp, maximum, minimum and their NaN
 * passing forms. Gradients go to the operand that was chosen. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

static TnsTensor *
chosen (TnsScope *s, TnsTensor *mask, TnsTensor *upstream)
{
  return tns_do (s, where, T (mask), T (upstream), N (0));
}

static TnsTensor *
not_chosen (TnsScope *s, TnsTensor *mask, TnsTensor *upstream)
{
  return tns_do (s, where, T (mask), N (0), T (upstream));
}

/* ---- where ---- */

static bool
check_condition (const TnsValue *condition, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (condition->tensor);

  if (dtype == TNK_BOOL || dtype == TNK_UINT8)
    return true;
  return tns_fail (
      error, TNS_ERROR_RUNTIME,
      "where expected condition to be a boolean tensor, but got a tensor with dtype %s",
      tns_dtype_get_scalar_type_name (dtype));
}

static bool
infer_where (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_result_type (call->args + 1, 2);
  int arg;

  for (arg = 1; arg <= 2; arg++)
    if (call->args[arg].kind == TNS_SCALAR
        && !tns_scalar_check_fills (call->args[arg].scalar, dtype, 1, error))
      return false;
  return check_condition (&call->args[0], error) && tns_infer_over (call, 1, 2, error);
}

/* Beside a number a tensor is converted before it is chosen from, which finds its way back. */
static void
set_choice (TnsGrad *g, int arg, int other, TnsTensor *gradient)
{
  if (tns_grad_get_arg (g, other).kind == TNS_SCALAR)
    tns_grad_set (g, arg, gradient);
  else
    tns_formula_set_as_it_is (g, arg, gradient);
}

static void
where_backward (TnsGrad *g)
{
  TnsTensor *condition = tns_grad_get_arg (g, 0).tensor, *upstream = tns_grad_get_upstream (g, 0);

  if (tns_grad_wants (g, 1))
    set_choice (g, 1, 2, chosen (g->scope, condition, upstream));
  if (tns_grad_wants (g, 2))
    set_choice (g, 2, 1, not_chosen (g->scope, condition, upstream));
}

/* The arguments in the order of the function. */
static bool
infer_where_method (TnsCall *call, GError **error)
{
  const TnsValue *args = call->args;
  TnsValue ordered[3] = { args[1], args[0], args[2] };
  bool ok;

  call->args = ordered;
  ok = infer_where (call, error);
  call->args = args;
  return ok;
}

static bool
where_method_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_do (&scope, where, call->args[1], call->args[0], call->args[2]), error);
}

TNS_OP (where) = {
  .schema = "where(Tensor condition, Tensor|Scalar self, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_where,
  .kernel = { TNS_KERNEL_TERNARY, TNK_TERNARY_WHERE },
  .node = "WhereBackward0",
  .saves = "condition for self; condition for other",
  .backward = where_backward,
  .out_error = "Expected out type to be {Expected} but got {Given}",
  .formula = "y = a where the condition holds, else b",
  .derivative = "∂y/∂a = 1 where it holds, ∂y/∂b = 1 where it does not",
  .narration = "takes {self} where {condition} holds and {other} where it does not",
  .doc = "torch.where.html",
  .signatures
  = "where(Tensor condition) -> Tensor\n"
    "where(Tensor condition, Tensor self, Tensor other, *, Tensor? out=None) -> Tensor\n"
    "where(Tensor condition, Scalar self, Tensor other) -> Tensor\n"
    "where(Tensor condition, Tensor self, Scalar other) -> Tensor\n"
    "where(Tensor condition, Scalar self, Scalar other) -> Tensor",
};

TNS_OP (where_method) = {
  .schema = "where.method(Tensor self, Tensor condition, Tensor|Scalar other) -> Tensor",
  .category = TNS_CATEGORY_COMPARE,
  .flags = TNS_AS_METHOD,
  .infer = infer_where_method,
  .forward = where_method_forward,
  .formula = "y = a where the condition holds, else b",
  .derivative = "∂y/∂a = 1 where it holds, ∂y/∂b = 1 where it does not",
  .narration = "keeps {self} where {condition} holds and takes {other} where it does not",
  .doc = "torch.Tensor.where.html",
};

/* ---- clamp ---- */

enum
{
  ARG_SELF,
  ARG_MIN,
  ARG_MAX,
};

/* Number @arg, if there is one, as a bound in the type that is computed in. A bound beyond an integer
 * type's numbers changes nothing (and becomes the last of them) or leaves none. */
static bool
fit_bound (const TnsCall *call, int arg, bool is_min, TnsValue *bound, GError **error)
{
  TnkDtype dtype = call->compute_dtype;
  TnkScalar number = call->args[arg].scalar;
  int64_t lowest, highest;

  *bound = call->args[arg];
  if (bound->kind != TNS_SCALAR)
    return true;
  if (dtype == TNK_BOOL)
    return tns_refuse_dtype (is_min ? "clamp_min_scalar_cpu" : "clamp_max_scalar_cpu", dtype,
                             error);
  if (!tnk_dtype_is_integral (dtype))
    return tns_scalar_check_fits (number, dtype, error);
  tns_dtype_get_int_range (dtype, &lowest, &highest);
  if (is_min ? number.i > highest : number.i < lowest)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Clamp %s value %g is outside the representable range of %s",
                     is_min ? "min" : "max", (double)number.i,
                     tns_dtype_get_scalar_type_name (dtype));
  bound->scalar = tns_scalar_int (CLAMP (number.i, lowest, highest));
  return true;
}

static bool
refuse_complex_clamp (GError **error)
{
  return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "clamp is not supported for complex types");
}

static bool
check_any_bound (const TnsCall *call, GError **error)
{
  return call->args[ARG_MIN].kind != TNS_NONE || call->args[ARG_MAX].kind != TNS_NONE
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "torch.clamp: At least one of 'min' or 'max' must not be None");
}

static bool
is_complex_number (const TnsValue *value)
{
  return value->kind == TNS_SCALAR && value->scalar.kind == TNK_SCALAR_COMPLEX;
}

/* Shape and type for bounds that are numbers. Floats keep their type whatever the bounds are; of the
 * others PyTorch promotes by hand, before it looks at where self lies, and names the type that self
 * should have as C++ does. */
static bool
infer_number_bounds (TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[ARG_SELF].tensor);
  TnkDtype promoted = tns_result_type (call->args, call->schema->n_params);

  if (tnk_dtype_is_complex (own))
    return refuse_complex_clamp (error);
  if (tnk_dtype_is_floating (own))
    return tns_infer_over (call, ARG_SELF, 1, error);
  if (call->is_inplace && promoted != own)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "result type %s can't be cast to the desired output type %s",
                     tns_dtype_get_scalar_type_name (promoted), tns_dtype_get_c_name (own));
  return tnk_dtype_is_complex (promoted) ? refuse_complex_clamp (error)
                                         : tns_infer_same (call, error);
}

static bool
infer_clamp (TnsCall *call, GError **error)
{
  TnsValue bound;
  int arg;

  if (!check_any_bound (call, error) || !infer_number_bounds (call, error))
    return false;
  for (arg = ARG_MIN; arg <= ARG_MAX; arg++)
    if (is_complex_number (&call->args[arg])
        && !tns_scalar_check_fits (call->args[arg].scalar, TNK_FLOAT64, error))
      return false;
  if (call->compute_dtype == TNK_BOOL && call->args[ARG_MIN].kind != TNS_NONE
      && call->args[ARG_MAX].kind != TNS_NONE)
    return tns_refuse_dtype ("clamp_scalar_cpu", TNK_BOOL, error);
  return fit_bound (call, ARG_MIN, true, &bound, error)
         && fit_bound (call, ARG_MAX, false, &bound, error);
}

static bool
infer_clamp_tensor (TnsCall *call, GError **error)
{
  bool has_min = call->args[ARG_MIN].kind != TNS_NONE;
  bool has_max = call->args[ARG_MAX].kind != TNS_NONE;
  const char *kernel_name = !has_max   ? "maximum_cpu"
                            : !has_min ? "minimum_cpu"
                                       : "clamp_cpu";

  if (!check_any_bound (call, error))
    return false;
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (call->args[ARG_SELF].tensor)))
    return refuse_complex_clamp (error);
  if (!tns_infer_same (call, error))
    return false;
  return (!tnk_dtype_is_complex (call->compute_dtype)
          && !(call->compute_dtype == TNK_BOOL && has_min && has_max))
         || tns_refuse_dtype (kernel_name, call->compute_dtype, error);
}

static bool
clamp_forward (TnsCall *call, GError **error)
{
  TnsValue operands[3] = { call->args[ARG_SELF] }, upper[2];

  if (!fit_bound (call, ARG_MIN, true, &operands[ARG_MIN], error)
      || !fit_bound (call, ARG_MAX, false, &operands[ARG_MAX], error))
    return false;
  if (operands[ARG_MAX].kind == TNS_NONE)
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_MAXIMUM, operands, 2, error);
  upper[0] = operands[ARG_SELF];
  upper[1] = operands[ARG_MAX];
  if (operands[ARG_MIN].kind == TNS_NONE)
    return tns_call_run_kernel (call, TNS_KERNEL_BINARY, TNK_BINARY_MINIMUM, upper, 2, error);
  return tns_call_run_kernel (call, TNS_KERNEL_TERNARY, TNK_TERNARY_CLAMP, operands, 3, error);
}

/* At a bound PyTorch counts the number as the one that was taken: strictly within is 1, else 0. */
static void
clamp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, ARG_SELF).tensor, *gradient = tns_grad_get_upstream (g, 0);
  TnsValue min = tns_grad_get_arg (g, ARG_MIN), max = tns_grad_get_arg (g, ARG_MAX);

  if (min.kind != TNS_NONE)
    gradient = chosen (s, tns_do (s, gt, T (x), min), gradient);
  if (max.kind != TNS_NONE)
    gradient = chosen (s, tns_do (s, lt, T (x), max), gradient);
  tns_grad_set (g, ARG_SELF, gradient);
}

/* Between arguments 0 and @other: where both are equal each takes half. */
static void
share_extreme (TnsGrad *g, int other, bool is_max)
{
  TnsScope *s = g->scope;
  TnsValue a = tns_grad_get_arg (g, 0), b = tns_grad_get_arg (g, other);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *half = tns_do (s, div, T (upstream), N (2));
  TnsTensor *shared = tns_do (s, where, T (tns_do (s, eq, a, b)), T (half), T (upstream));
  TnsTensor *less = tns_do (s, lt, a, b), *greater = tns_do (s, gt, a, b);

  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, not_chosen (s, is_max ? less : greater, shared));
  if (tns_grad_wants (g, other))
    tns_grad_set (g, other, not_chosen (s, is_max ? greater : less, shared));
}

/* Masks of a clamp between two tensors. */
typedef struct
{
  TnsTensor *below, *above;   /* outside */
  TnsTensor *at_min, *at_max; /* on one bound that lies apart from the other */
  TnsTensor *ordered;         /* min not above max, neither is NaN */
  TnsTensor *crossed;         /* min above max: max wins whatever x is */
} Reach;

static void
find_reach (TnsScope *s, TnsTensor *x, TnsValue min, TnsValue max, Reach *reach)
{
  TnsTensor *is_open = tns_do (s, lt, min, max);

  reach->below = tns_do (s, lt, T (x), min);
  reach->above = tns_do (s, gt, T (x), max);
  reach->at_min = tns_do (s, logical_and, T (tns_do (s, eq, T (x), min)), T (is_open));
  reach->at_max = tns_do (s, logical_and, T (tns_do (s, eq, T (x), max)), T (is_open));
  reach->ordered = tns_do (s, le, min, max);
  reach->crossed = tns_do (s, gt, min, max);
}

/* On a bound x and the bound take half each; on both at once x takes all. */
static void
clamp_tensor_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, ARG_SELF).tensor, *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *half, *gradient, *is_taken;
  TnsValue min = tns_grad_get_arg (g, ARG_MIN), max = tns_grad_get_arg (g, ARG_MAX);
  Reach reach;

  if (min.kind != TNS_TENSOR || max.kind != TNS_TENSOR)
    {
      share_extreme (g, min.kind == TNS_TENSOR ? ARG_MIN : ARG_MAX, min.kind == TNS_TENSOR);
      return;
    }
  half = tns_do (s, div, T (upstream), N (2));
  find_reach (s, x, min, max, &reach);
  if (tns_grad_wants (g, ARG_SELF))
    {
      gradient = tns_do (s, logical_or, T (reach.at_min), T (reach.at_max));
      gradient = tns_do (s, where, T (gradient), T (half), T (upstream));
      gradient = not_chosen (s, reach.below, gradient);
      tns_grad_set (g, ARG_SELF, not_chosen (s, reach.above, gradient));
    }
  if (tns_grad_wants (g, ARG_MIN))
    {
      is_taken = tns_do (s, logical_and, T (reach.below), T (reach.ordered));
      gradient = chosen (s, reach.at_min, half);
      tns_grad_set (g, ARG_MIN, tns_do (s, where, T (is_taken), T (upstream), T (gradient)));
    }
  if (tns_grad_wants (g, ARG_MAX))
    {
      is_taken = tns_do (s, logical_and, T (reach.above), T (reach.ordered));
      is_taken = tns_do (s, logical_or, T (is_taken), T (reach.crossed));
      gradient = chosen (s, reach.at_max, half);
      tns_grad_set (g, ARG_MAX, tns_do (s, where, T (is_taken), T (upstream), T (gradient)));
    }
}

TNS_OP (clamp_tensor) = {
  .schema = "clamp.Tensor(Tensor self, Tensor? min=None, Tensor? max=None) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_clamp_tensor,
  .forward = clamp_forward,
  .node = "ClampBackward0",
  .saves = "self for self; min for self; max for self; self for min; min for min; max for min; "
           "self for max; min for max; max for max",
  .backward = clamp_tensor_backward,
  .formula = "y = min (max (x, low), high)",
  .derivative = "∂y/∂x = 1 within the bounds, ½ on one of them, else 0",
  .narration = "limits every element of {self} to between {min} and {max}",
  .doc = "torch.clamp.html",
  .aliases = "clip",
};

TNS_OP (clamp) = {
  .schema = "clamp(Tensor self, Scalar? min=None, Scalar? max=None) -> Tensor",
  .category = TNS_CATEGORY_MATHS,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_clamp,
  .forward = clamp_forward,
  .node = "ClampBackward1",
  .saves = "self for self",
  .backward = clamp_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = min (max (x, low), high)",
  .derivative = "∂y/∂x = 1 within the bounds, else 0",
  .narration = "limits every element of {self} to between {min} and {max}",
  .doc = "torch.clamp.html",
  .aliases = "clip",
};

/* ---- clamp_min, clamp_max ---- */

static bool
infer_one_bound (TnsCall *call, GError **error)
{
  bool is_min = strcmp (call->schema->name, "clamp_min") == 0;
  TnsValue bound;

  if (call->args[1].kind == TNS_SCALAR)
    return is_complex_number (&call->args[1])
               ? refuse_complex_clamp (error)
               : infer_number_bounds (call, error)
                     && fit_bound (call, 1, is_min, &bound, error);
  if (!tns_infer_same (call, error))
    return false;
  return !tnk_dtype_is_complex (call->compute_dtype)
         || tns_refuse_dtype (is_min ? "maximum_cpu" : "minimum_cpu", call->compute_dtype, error);
}

static bool
one_bound_forward (TnsCall *call, GError **error)
{
  bool is_min = strcmp (call->schema->name, "clamp_min") == 0;
  TnsValue operands[2] = { call->args[0] };

  return fit_bound (call, 1, is_min, &operands[1], error)
         && tns_call_run_kernel (call, TNS_KERNEL_BINARY,
                                 is_min ? TNK_BINARY_MAXIMUM : TNK_BINARY_MINIMUM, operands, 2,
                                 error);
}

static void
maximum_backward (TnsGrad *g)
{
  share_extreme (g, 1, true);
}

static void
minimum_backward (TnsGrad *g)
{
  share_extreme (g, 1, false);
}

static void
clamp_min_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *is_kept = tns_do (s, gt, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));

  tns_grad_set (g, 0, chosen (s, is_kept, tns_grad_get_upstream (g, 0)));
}

static void
clamp_max_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *is_kept = tns_do (s, lt, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1));

  tns_grad_set (g, 0, chosen (s, is_kept, tns_grad_get_upstream (g, 0)));
}

#define ONE_BOUND(ID, name, node_name)                                                             \
  .category = TNS_CATEGORY_MATHS, .flags = TNS_HAS_INPLACE, .infer = infer_one_bound,              \
  .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .forward = one_bound_forward,                  \
  .node = node_name, .doc = "torch." name ".html"

TNS_OP (clamp_min_tensor) = {
  .schema = "clamp_min.Tensor(Tensor self, Tensor min) -> Tensor",
  ONE_BOUND (MAXIMUM, "clamp", "ClampMinBackward1"),
  .saves = "self for self; min for self; self for min; min for min",
  .backward = maximum_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = max (x, low)",
  .derivative = "∂y/∂x = 1 where x > low, ½ where equal, else 0",
  .narration = "raises every element of {self} to at least {min}",
};

TNS_OP (clamp_min) = {
  .schema = "clamp_min(Tensor self, Scalar min) -> Tensor",
  ONE_BOUND (MAXIMUM, "clamp", "ClampMinBackward0"),
  .saves = "self for self",
  .backward = clamp_min_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = max (x, low)",
  .derivative = "∂y/∂x = 1 where x > low, else 0",
  .narration = "raises every element of {self} to at least {min}",
};

TNS_OP (clamp_max_tensor) = {
  .schema = "clamp_max.Tensor(Tensor self, Tensor max) -> Tensor",
  ONE_BOUND (MINIMUM, "clamp", "ClampMaxBackward1"),
  .saves = "self for self; max for self; self for max; max for max",
  .backward = minimum_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = min (x, high)",
  .derivative = "∂y/∂x = 1 where x < high, ½ where equal, else 0",
  .narration = "lowers every element of {self} to at most {max}",
};

TNS_OP (clamp_max) = {
  .schema = "clamp_max(Tensor self, Scalar max) -> Tensor",
  ONE_BOUND (MINIMUM, "clamp", "ClampMaxBackward0"),
  .saves = "self for self",
  .backward = clamp_max_backward,
  .out_error = TNS_OUT_FOUND,
  .formula = "y = min (x, high)",
  .derivative = "∂y/∂x = 1 where x < high, else 0",
  .narration = "lowers every element of {self} to at most {max}",
};

/* ---- maximum, minimum, fmax, fmin ---- */

static bool
infer_extreme (TnsCall *call, GError **error)
{
  if (tnk_dtype_is_complex (tns_result_type (call->args, 2)))
    return tns_fail (error, TNS_ERROR_TYPE, "%s not implemented for complex tensors.",
                     call->schema->name);
  return tns_infer_same (call, error);
}

/* A tie is shared; where one operand is NaN the other takes all, where both are the first does. */
static void
pass_nan_backward (TnsGrad *g, bool is_max)
{
  TnsScope *s = g->scope;
  TnsValue a = tns_grad_get_arg (g, 0), b = tns_grad_get_arg (g, 1);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0);
  TnsTensor *half = tns_do (s, div, T (upstream), N (2)), *ties = tns_do (s, eq, a, b);
  TnsTensor *is_first = is_max ? tns_do (s, gt, a, b) : tns_do (s, lt, a, b);

  is_first = tns_do (s, logical_or, T (is_first), T (tns_do (s, isnan, b)));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, where, T (ties), T (half), T (chosen (s, is_first, upstream))));
  if (tns_grad_wants (g, 1))
    tns_grad_set (g, 1,
                  tns_do (s, where, T (ties), T (half), T (not_chosen (s, is_first, upstream))));
}

static void
fmax_backward (TnsGrad *g)
{
  pass_nan_backward (g, true);
}

static void
fmin_backward (TnsGrad *g)
{
  pass_nan_backward (g, false);
}

#define EXTREME(ID, name, node_name)                                                               \
  .schema = name "(Tensor self, Tensor other) -> Tensor", .category = TNS_CATEGORY_MATHS,          \
  .infer = infer_extreme, .kernel = { TNS_KERNEL_BINARY, TNK_BINARY_##ID }, .node = node_name,     \
  .saves = "self for self; other for self; self for other; other for other",                       \
  .doc = "torch." name ".html"

TNS_OP (maximum) = {
  EXTREME (MAXIMUM, "maximum", "MaximumBackward0"),
  .backward = maximum_backward,
  .formula = "y = the greater of a and b; NaN if either is",
  .derivative = "∂y/∂a = 1 where a > b, ½ where equal, else 0",
  .narration = "keeps the greater of {self} and {other}, element by element",
};

TNS_OP (minimum) = {
  EXTREME (MINIMUM, "minimum", "MinimumBackward0"),
  .backward = minimum_backward,
  .formula = "y = the lesser of a and b; NaN if either is",
  .derivative = "∂y/∂a = 1 where a < b, ½ where equal, else 0",
  .narration = "keeps the lesser of {self} and {other}, element by element",
};

TNS_OP (fmax) = {
  EXTREME (FMAX, "fmax", "FmaxBackward0"),
  .backward = fmax_backward,
  .formula = "y = the greater of a and b; the other one where one is NaN",
  .derivative = "∂y/∂a = 1 where a is taken, ½ where equal, else 0",
  .narration = "keeps the greater of {self} and {other}, passing over NaN",
};

TNS_OP (fmin) = {
  EXTREME (FMIN, "fmin", "FminBackward0"),
  .backward = fmin_backward,
  .formula = "y = the lesser of a and b; the other one where one is NaN",
  .derivative = "∂y/∂a = 1 where a is taken, ½ where equal, else 0",
  .narration = "keeps the lesser of {self} and {other}, passing over NaN",
};
