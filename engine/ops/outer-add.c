/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A matrix plus an outer product: β · self + α · (v₁ ⊗ v₂). */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

enum
{
  ARG_SELF,
  ARG_FIRST,
  ARG_SECOND,
  ARG_BETA,
  ARG_ALPHA,
};

static bool
check_vectors (const TnsCall *call, GError **error)
{
  int arg;

  for (arg = ARG_FIRST; arg <= ARG_SECOND; arg++)
    if (tns_tensor_get_rank (call->args[arg].tensor) != 1)
      return tns_fail (error, TNS_ERROR_RUNTIME, "addr: Expected 1-D argument vec%d, but got %d-D",
                       arg, tns_tensor_get_rank (call->args[arg].tensor));
  return true;
}

/* As for add: a factor must be of the kind of the result. */
static bool
check_kind (const TnsValue *factor, const char *name, TnkDtype dtype, GError **error)
{
  if (factor->scalar.kind == TNK_SCALAR_BOOL && dtype != TNK_BOOL)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Boolean %s only supported for Boolean results.",
                     name);
  if (factor->scalar.kind >= TNK_SCALAR_FLOAT && tnk_dtype_is_integral (dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "For integral input tensors, argument %s must not be a floating point number.",
                     name);
  return true;
}

static bool
check_inplace (const TnsCall *call, int64_t n, int64_t m, GError **error)
{
  const TnsTensor *self = call->args[ARG_SELF].tensor;
  const int64_t *sizes = tns_tensor_get_sizes (self);
  g_autofree char *text = tns_layout_dup_sizes_text (sizes, tns_tensor_get_rank (self));

  if (!call->is_inplace || (tns_tensor_get_rank (self) == 2 && sizes[0] == n && sizes[1] == m))
    return true;
  if (tns_tensor_get_rank (self) != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "2D tensor expected, got %dD tensor for input",
                     tns_tensor_get_rank (self));
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "size mismatch, input: %s, v1: [%" G_GINT64_FORMAT "], v2: [%" G_GINT64_FORMAT
                   "]",
                   text, n, m);
}

static bool
infer_addr (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[ARG_SELF].tensor;
  TnkDtype dtype = tns_result_type (call->args, ARG_BETA);
  int64_t sizes[2];

  if (!check_vectors (call, error))
    return false;
  sizes[0] = tns_tensor_get_sizes (call->args[ARG_FIRST].tensor)[0];
  sizes[1] = tns_tensor_get_sizes (call->args[ARG_SECOND].tensor)[0];
  if (!check_inplace (call, sizes[0], sizes[1], error)
      || !tns_check_expandable (self, 2, sizes, error)
      || !tns_call_check_no_overlap (call, error)
      || !check_kind (&call->args[ARG_BETA], "beta", dtype, error)
      || !check_kind (&call->args[ARG_ALPHA], "alpha", dtype, error)
      || !tns_scalar_check_fits (call->args[ARG_BETA].scalar, dtype, error)
      || !tns_scalar_check_fits (call->args[ARG_ALPHA].scalar, dtype, error))
    return false;
  tns_call_add_dense (call, dtype, tns_tensor_get_device (call->args[ARG_FIRST].tensor), 2, sizes);
  return true;
}

static bool
is_zero (const TnsValue *factor)
{
  return factor->scalar.re == 0 && factor->scalar.im == 0;
}

/* With β = 0 the content of self does not count, not even NaN. */
static bool
addr_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnkDtype dtype = call->outs[0].dtype;
  /* Numbers of the result's type: bools multiply as "and" and add as "or". */
  TnsValue beta = tns_value_scalar (tns_scalar_cast (call->args[ARG_BETA].scalar, dtype));
  TnsValue alpha = tns_value_scalar (tns_scalar_cast (call->args[ARG_ALPHA].scalar, dtype));
  TnsTensor *self, *column, *row, *sum;

  tns_scope_init (s);
  self = tns_formula_cast (s, call->args[ARG_SELF].tensor, dtype);
  column = tns_formula_cast (s, call->args[ARG_FIRST].tensor, dtype);
  row = tns_formula_cast (s, call->args[ARG_SECOND].tensor, dtype);
  column = tns_do (s, unsqueeze, T (tns_do (s, mul, T (column), alpha)), I (1));
  sum = tns_do (s, mul, T (column), T (row));
  if (!is_zero (&beta))
    sum = tns_formula_add (s, tns_do (s, mul, T (self), beta), sum);
  else if (tns_tensor_get_rank (self) == 2)
    /* Its layout counts. */
    sum = tns_do (s, where,
                  T (tns_do (s, new_zeros, T (self), tns_value_ints (NULL, 0),
                             tns_value_dtype (TNK_BOOL))),
                  T (self), T (sum));
  return tns_call_finish (call, s, sum, error);
}

static void
addr_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *product;
  TnsValue alpha = tns_formula_conj_value (s, tns_grad_get_arg (g, ARG_ALPHA));
  int arg;

  if (tns_grad_wants (g, ARG_SELF))
    tns_grad_set (g, ARG_SELF,
                  tns_do (s, mul, T (upstream),
                          tns_formula_conj_value (s, tns_grad_get_arg (g, ARG_BETA))));
  for (arg = ARG_FIRST; arg <= ARG_SECOND; arg++)
    {
      TnsTensor *other;

      if (!tns_grad_wants (g, arg))
        continue;
      other = tns_formula_conj (s, tns_grad_get_arg (g, ARG_FIRST + ARG_SECOND - arg).tensor);
      product = tns_do (s, mv, T (arg == ARG_FIRST ? upstream : tns_do (s, t, T (upstream))),
                        T (other));
      tns_grad_set (g, arg, tns_do (s, mul, T (product), alpha));
    }
}

TNS_OP (addr) = {
  .schema = "addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) "
            "-> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_addr,
  .forward = addr_forward,
  .node = "AddrBackward0",
  .saves = "vec2 for vec1; vec1 for vec2",
  .backward = addr_backward,
  .formula = "y[i, j] = β·x[i, j] + α·v₁[i]·v₂[j]",
  .derivative = "∂y/∂x = β, ∂y[i, j]/∂v₁[i] = α·v₂[j], ∂y[i, j]/∂v₂[j] = α·v₁[i]",
  .narration = "adds the outer product of {vec1} and {vec2} to {self}",
  .doc = "torch.addr.html",
};
