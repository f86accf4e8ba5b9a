/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* How rows vary together: cov, and scaled to -1 … 1: corrcoef. A row is a variable, a column an
 * observation; observations may be repeated (fweights) or weighed (aweights). */
#include "engine/ops/formula.h"

#include <string.h>

enum
{
  ARG_SELF,
  ARG_CORRECTION,
  ARG_FWEIGHTS,
  ARG_AWEIGHTS,
};

static bool
check_weights (TnsTensor *weights,
               const char *name,
               bool is_integral,
               int64_t n_observations,
               GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (weights);
  bool has_kind = is_integral ? tnk_dtype_is_integral (dtype) && dtype != TNK_BOOL
                              : tnk_dtype_is_floating (dtype);
  if (tns_tensor_get_rank (weights) > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "cov(): expected %s to have one or fewer dimensions but got %s with %d "
                     "dimensions",
                     name, name, tns_tensor_get_rank (weights));
  if (!has_kind)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "cov(): expected %s to have %s dtype but got %s with %s dtype", name,
                     is_integral ? "integral" : "floating point", name,
                     tns_dtype_get_scalar_type_name (dtype));
  if (tns_tensor_get_numel (weights) != n_observations)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "cov(): expected %s to have the same numel as there are observations in the "
                     "input but got %" G_GINT64_FORMAT " != %" G_GINT64_FORMAT,
                     name, tns_tensor_get_numel (weights), n_observations);
  return true;
}

static bool
check_not_negative (TnsScope *s, TnsTensor *weights, const char *name)
{
  TnsTensor *negative;
  if (tns_tensor_get_numel (weights) == 0)
    return true;
  negative = tns_do (s, lt, T (tns_do (s, min_full, T (weights))), N (0));
  if (tns_formula_item (s, negative) != 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME, "cov(): %s cannot be negative", name);
  return s->error == NULL;
}

/* Product of the weights that are given, NULL without any. */
static TnsTensor *
get_weights (TnsScope *s, const TnsCall *call, int64_t n_observations)
{
  TnsTensor *repeats = NULL, *weights = NULL;
  if (call->args[ARG_FWEIGHTS].kind == TNS_TENSOR)
    {
      repeats = call->args[ARG_FWEIGHTS].tensor;
      if (!check_weights (repeats, "fweights", true, n_observations, &s->error)
          || !check_not_negative (s, repeats, "fweights"))
        return NULL;
    }
  if (call->args[ARG_AWEIGHTS].kind == TNS_TENSOR)
    {
      weights = call->args[ARG_AWEIGHTS].tensor;
      if (!check_weights (weights, "aweights", false, n_observations, &s->error)
          || !check_not_negative (s, weights, "aweights"))
        return NULL;
    }
  if (repeats == NULL || weights == NULL)
    return repeats != NULL ? repeats : weights;
  return tns_do (s, mul, T (repeats), T (weights));
}

/* What the sum of products is divided by: Σ w − correction · Σ w a / Σ w, where a are the aweights;
 * 0 when nothing is left. */
static TnsTensor *
degrees_of_freedom (TnsScope *s, const TnsCall *call, TnsTensor *weights, TnsTensor *total)
{
  double correction = (double) call->args[ARG_CORRECTION].i;
  bool has_aweights = call->args[ARG_AWEIGHTS].kind == TNS_TENSOR;
  TnsTensor *lost;
  if (!has_aweights || correction == 0)
    return tns_do (s, sub, T (total), N (correction));
  lost = tns_do (s, sum, T (tns_do (s, mul, T (weights), call->args[ARG_AWEIGHTS])));
  lost = tns_do (s, div, T (tns_do (s, mul, T (lost), N (correction))), T (total));
  return tns_do (s, sub, T (total), T (lost));
}

static TnsTensor *
covariance (TnsScope *s, const TnsCall *call, TnsTensor *rows)
{
  int64_t n_observations = tns_tensor_get_sizes (rows)[1];
  TnsTensor *weights = get_weights (s, call, n_observations), *mean, *freedom, *scaled;
  if (s->error != NULL)
    return NULL;
  if (weights != NULL)
    {
      TnsTensor *total = tns_do (s, sum, T (weights));
      if (tns_formula_item (s, total) == 0)
        tns_fail (&s->error, TNS_ERROR_RUNTIME,
                  "cov(): weights sum to zero, can't be normalized");
      mean = tns_do (s, sum, T (tns_do (s, mul, T (rows), T (weights))), I (1), B (true));
      mean = tns_do (s, div, T (mean), T (total));
      freedom = degrees_of_freedom (s, call, weights, total);
    }
  else
    {
      mean = tns_do (s, sum, T (rows), I (1), B (true));
      mean = tns_do (s, div, T (mean), N ((double) n_observations));
      freedom = tns_do (s, new_full, T (mean), tns_value_ints (NULL, 0),
                        N ((double) (n_observations - call->args[ARG_CORRECTION].i)),
                        tns_value_dtype (TNK_FLOAT64));
    }
  rows = tns_do (s, sub, T (rows), T (mean));
  if (rows == NULL)
    return NULL;
  scaled = weights != NULL ? tns_do (s, mul, T (rows), T (weights)) : rows;
  freedom = tns_do (s, clamp_min, T (freedom), N (0));
  return tns_do (s, squeeze,
                 T (tns_do (s, div,
                            T (tns_do (s, mm, T (rows), T (tns_formula_adjoint (s, scaled)))),
                            T (tns_formula_cast (s, freedom, tns_tensor_get_dtype (rows))))));
}

static bool
check_self (const TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, ARG_SELF);
  if (self.rank > 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "%s(): expected input to have two or fewer dimensions but got an input with "
                     "%d dimensions",
                     call->schema->name, self.rank);
  if (self.dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "cov(): bool dtype is not supported for input");
  return true;
}

static bool
forward_cov (TnsCall *call, GError **error)
{
  TnsTensor *rows = call->args[ARG_SELF].tensor;
  TnsScope scope, *s = &scope;
  if (!check_self (call, error))
    return false;
  tns_scope_init (s);
  if (tns_tensor_get_rank (rows) < 2)
    rows = tns_do (s, view, T (rows), tns_value_ints ((int64_t[]) { 1, -1 }, 2));
  return tns_call_finish (call, s, rows != NULL ? covariance (s, call, rows) : NULL, error);
}

TNS_OP (cov) = {
  .schema = "cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor? aweights=None) "
            "-> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .forward = forward_cov,
  .formula = "C = Σ (x − mean) (x − mean)ᴴ / (n − correction)",
  .derivative = "∂C/∂x: both factors of the product move",
  .narration = "measures how the rows of {self} vary together: {shape:result}",
  .doc = "torch.cov.html",
};

/* ---- corrcoef ---- */

/* Rounding may leave the interval; both parts of a complex number are put back. */
static TnsTensor *
clip_to_one (TnsScope *s, TnsTensor *x)
{
  if (x == NULL || !tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    return tns_do (s, clamp, T (x), N (-1), N (1));
  return tns_do (s, complex, T (tns_do (s, clamp, T (tns_do (s, real, T (x))), N (-1), N (1))),
                 T (tns_do (s, clamp, T (tns_do (s, imag, T (x))), N (-1), N (1))));
}

static bool
forward_corrcoef (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *c, *deviation;
  if (!check_self (call, error))
    return false;
  tns_scope_init (s);
  c = tns_do (s, cov, call->args[0]);
  if (c != NULL && tns_tensor_get_rank (c) == 0)
    return tns_call_finish (call, s, tns_do (s, div, T (c), T (c)), error);
  deviation = tns_do (s, sqrt, T (tns_do (s, diagonal, T (c))));
  if (deviation != NULL && tnk_dtype_is_complex (tns_tensor_get_dtype (deviation)))
    deviation = tns_do (s, real, T (deviation));
  c = tns_do (s, div, T (c), T (tns_do (s, unsqueeze, T (deviation), I (1))));
  c = tns_do (s, div, T (c), T (tns_do (s, unsqueeze, T (deviation), I (0))));
  return tns_call_finish (call, s, clip_to_one (s, c), error);
}

TNS_OP (corrcoef) = {
  .schema = "corrcoef(Tensor self) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .forward = forward_corrcoef,
  .formula = "Rᵢⱼ = Cᵢⱼ / √(Cᵢᵢ Cⱼⱼ)",
  .derivative = "the quotient rule on C",
  .narration = "measures how the rows of {self} vary together, from -1 to 1",
  .doc = "torch.corrcoef.html",
};
