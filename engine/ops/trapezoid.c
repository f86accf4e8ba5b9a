/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Integrals by the trapezoidal rule: trapezoid (trapz), and how they grow: cumulative_trapezoid.
 * Sample points are evenly dx apart, or given as x. */
#include "engine/ops/layout.h"

static bool
check_not_bool (TnsCall *call, bool has_x, GError **error)
{
  bool is_bool = tns_tensor_get_dtype (call->args[0].tensor) == TNK_BOOL;
  const char *name = call->schema->name[0] == 'c' ? "cumulative_trapezoid" : "trapezoid";
  if (has_x)
    is_bool |= tns_tensor_get_dtype (call->args[1].tensor) == TNK_BOOL;
  return !is_bool
         || tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                      "%s: received a bool input for %s`y`, but bool is not supported", name,
                      has_x ? "`x` or " : "");
}

static TnsTensor *
without_last (TnsScope *s, TnsTensor *x, int64_t dim)
{
  return tns_do (s, slice, T (x), I (dim), I (0), I (-1));
}

static TnsTensor *
without_first (TnsScope *s, TnsTensor *x, int64_t dim)
{
  return tns_do (s, slice, T (x), I (dim), I (1));
}

static bool
check_has_dim (const TnsMeta *y, int64_t dim, GError **error)
{
  return y->rank > 0
         || tns_fail (error, TNS_ERROR_INDEX,
                      "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                      dim);
}

/* yᵢ + yᵢ₊₁ */
static TnsTensor *
neighbour_sums (TnsScope *s, TnsTensor *y, int64_t dim)
{
  return tns_do (s, add, T (without_last (s, y, dim)), T (without_first (s, y, dim)));
}

/* x in a shape that broadcasts against @y's rank: a vector goes along @dim. */
static TnsTensor *
line_up (TnsScope *s, TnsTensor *x, const TnsMeta *y, int64_t dim, const char *name)
{
  int rank = tns_tensor_get_rank (x);
  int64_t sizes[TNK_MAX_RANK];
  if (rank != 1 && rank >= y->rank)
    return x;
  for (int d = 0; d < y->rank; d++)
    if (rank == 1)
      sizes[d] = d == dim ? tns_tensor_get_numel (x) : 1;
    else
      sizes[d] = d < y->rank - rank ? 1 : tns_tensor_get_sizes (x)[d - (y->rank - rank)];
  if (rank == 1 && tns_tensor_get_numel (x) != y->sizes[dim])
    {
      tns_fail (&s->error, TNS_ERROR_RUNTIME,
                "%s: There must be one `x` value for each sample point", name);
      return NULL;
    }
  return tns_do (s, view, T (x), tns_value_ints (sizes, y->rank));
}

/* (yᵢ + yᵢ₊₁) (xᵢ₊₁ − xᵢ) */
static TnsTensor *
double_areas (TnsScope *s, const TnsCall *call, const TnsMeta *y, int64_t dim, const char *name)
{
  TnsTensor *x = line_up (s, call->args[1].tensor, y, dim, name), *steps;
  steps = tns_do (s, sub, T (without_first (s, x, dim)), T (without_last (s, x, dim)));
  return tns_do (s, mul, T (neighbour_sums (s, call->args[0].tensor, dim)), T (steps));
}

static TnsTensor *
zeros_without_dim (TnsScope *s, const TnsMeta *y, int64_t dim)
{
  int64_t sizes[TNK_MAX_RANK];
  for (int d = 0, to = 0; d < y->rank; d++)
    if (d != dim)
      sizes[to++] = y->sizes[d];
  return tns_scope_take (
      s, tns_tensor_new_zeros (y->dtype, y->device, y->rank - 1, sizes, &s->error));
}

/* ---- the whole integral ---- */

static bool
forward_points (TnsCall *call, GError **error)
{
  TnsMeta y = tns_call_get_meta (call, 0);
  int64_t dim = call->args[2].i;
  TnsScope scope, *s = &scope;
  TnsTensor *result;
  if (!tns_wrap_dim (&dim, y.rank, error) || !check_has_dim (&y, dim, error))
    return false;
  tns_scope_init (s);
  if (y.sizes[dim] == 0)
    result = zeros_without_dim (s, &y, dim);
  else if (!check_not_bool (call, true, &s->error))
    result = NULL;
  else
    result = tns_do (s, div,
                     T (tns_do (s, sum, T (double_areas (s, call, &y, dim, "trapezoid")), I (dim))),
                     N (2));
  return tns_call_finish (call, s, result, error);
}

static double
step_of (const TnsValue *dx)
{
  return dx->kind == TNS_FLOAT ? dx->f : tns_scalar_to_double (dx->scalar);
}

static bool
check_step (const TnsCall *call, const char *name, GError **error)
{
  TnsValue dx = call->args[1];
  if (dx.kind == TNS_FLOAT || dx.scalar.kind == TNK_SCALAR_INT
      || dx.scalar.kind == TNK_SCALAR_FLOAT)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME, "%s: Currently, we only support dx as a real number.",
                   name);
}

/* dx (Σ y − (first + last) / 2) */
static bool
forward_even (TnsCall *call, GError **error)
{
  TnsMeta y = tns_call_get_meta (call, 0);
  TnsTensor *self = call->args[0].tensor, *result, *ends;
  int64_t dim = call->args[2].i;
  TnsScope scope, *s = &scope;
  if (!check_has_dim (&y, dim, error) || !tns_wrap_dim (&dim, y.rank, error))
    return false;
  tns_scope_init (s);
  if (y.sizes[dim] == 0)
    result = zeros_without_dim (s, &y, dim);
  else if (!check_not_bool (call, false, &s->error) || !check_step (call, "trapezoid", &s->error))
    result = NULL;
  else
    {
      ends = tns_do (s, add, T (tns_do (s, select, T (self), I (dim), I (0))),
                     T (tns_do (s, select, T (self), I (dim), I (-1))));
      result = tns_do (s, sub, T (tns_do (s, sum, T (self), I (dim))),
                       T (tns_do (s, mul, T (ends), N (0.5))));
      result = tns_do (s, mul, T (result), N (step_of (&call->args[1])));
    }
  return tns_call_finish (call, s, result, error);
}

#define TRAPEZOID_OP                                                                               \
  .category = TNS_CATEGORY_REDUCE, .flags = TNS_AS_FUNCTION | TNS_NO_OUT,                          \
  .formula = "Σ (yᵢ + yᵢ₊₁) / 2 · (xᵢ₊₁ − xᵢ)",                                                    \
  .derivative = "∂/∂yᵢ = half the two steps beside it; ∂/∂xᵢ = (yᵢ₋₁ − yᵢ₊₁) / 2",                 \
  .narration = "integrates {y} along dim {dim} by trapezoids", .doc = "torch.trapezoid.html"

TNS_OP (trapezoid) = {
  TRAPEZOID_OP,
  .schema = "trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  .forward = forward_points,
};

TNS_OP (trapezoid_even) = {
  TRAPEZOID_OP,
  .schema = "trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  .forward = forward_even,
};

TNS_OP (trapz) = {
  TRAPEZOID_OP,
  .schema = "trapz.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  .forward = forward_points,
  .signatures = "trapz(Tensor y, *, float dx=1, int dim=-1) -> Tensor\n"
                "trapz(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
};

TNS_OP (trapz_even) = {
  TRAPEZOID_OP,
  .schema = "trapz.dx(Tensor y, *, float dx=1., int dim=-1) -> Tensor",
  .forward = forward_even,
};

/* ---- the integral up to each point ---- */

static bool
forward_growing_points (TnsCall *call, GError **error)
{
  TnsMeta y = tns_call_get_meta (call, 0);
  int64_t dim = call->args[2].i;
  TnsScope scope, *s = &scope;
  TnsTensor *areas;
  if (!tns_wrap_dim (&dim, y.rank, error) || !check_not_bool (call, true, error)
      || (tns_tensor_get_rank (call->args[1].tensor) == 1 && !check_has_dim (&y, dim, error)))
    return false;
  tns_scope_init (s);
  areas = double_areas (s, call, &y, dim, "cumulative_trapezoid");
  areas = tns_do (s, cumsum, T (areas), I (dim));
  return tns_call_finish (call, s, tns_do (s, div, T (areas), N (2)), error);
}

static bool
forward_growing_even (TnsCall *call, GError **error)
{
  int64_t dim = call->args[2].i;
  TnsScope scope, *s = &scope;
  TnsTensor *areas;
  if (!check_not_bool (call, false, error) || !check_step (call, "cumulative_trapezoid", error))
    return false;
  tns_scope_init (s);
  areas = tns_do (s, mul, T (neighbour_sums (s, call->args[0].tensor, dim)),
                  N (step_of (&call->args[1]) / 2));
  return tns_call_finish (call, s, tns_do (s, cumsum, T (areas), I (dim)), error);
}

#define GROWING_OP                                                                                 \
  .category = TNS_CATEGORY_REDUCE, .flags = TNS_AS_FUNCTION | TNS_NO_OUT,                          \
  .formula = "zₖ = Σ (yᵢ + yᵢ₊₁) / 2 · (xᵢ₊₁ − xᵢ) over i ≤ k",                                    \
  .derivative = "∂zₖ/∂yᵢ = half the two steps beside it, as far as they lie before k",             \
  .narration = "integrates {y} along dim {dim} by trapezoids, up to each point",                   \
  .doc = "torch.cumulative_trapezoid.html"

TNS_OP (cumulative_trapezoid) = {
  GROWING_OP,
  .schema = "cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  .forward = forward_growing_points,
};

TNS_OP (cumulative_trapezoid_even) = {
  GROWING_OP,
  .schema = "cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  .forward = forward_growing_even,
};
