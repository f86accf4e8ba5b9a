/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Values with a given share of all elements below them: quantile, and nanquantile, which leaves NaN
 * out. Between two elements the result is read off by one of five rules. Messages say "quantile" for
 * both, as PyTorch's do. */
#include "engine/ops/formula.h"

#include <string.h>

typedef enum
{
  LINEAR,
  LOWER,
  HIGHER,
  MIDPOINT,
  NEAREST,
  N_RULES,
} Rule;

enum
{
  ARG_SELF,
  ARG_Q,
  ARG_DIM,
  ARG_KEEPDIM,
  ARG_INTERPOLATION,
};

static const char *const rule_names[N_RULES] = {
  [LINEAR] = "linear",     [LOWER] = "lower",     [HIGHER] = "higher",
  [MIDPOINT] = "midpoint", [NEAREST] = "nearest",
};

static bool
get_rule (const TnsCall *call, Rule *rule, GError **error)
{
  const char *name = call->args[ARG_INTERPOLATION].string;
  for (*rule = 0; *rule < N_RULES; (*rule)++)
    if (strcmp (name, rule_names[*rule]) == 0)
      return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "quantile() interpolation must be one of linear, lower, higher, midpoint or "
                   "nearest, but got %s",
                   name);
}

static bool
check_call (const TnsCall *call, TnsTensor *q, GError **error)
{
  TnsTensor *self = call->args[ARG_SELF].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  Rule rule;
  if (!get_rule (call, &rule, error))
    return false;
  if (tns_tensor_get_numel (self) == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "quantile() input tensor must be non-empty");
  if (q != NULL && tns_tensor_get_rank (q) > 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "quantile() q must be a scalar or 1D tensor");
  if (dtype != TNK_FLOAT32 && dtype != TNK_FLOAT64)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "quantile() input tensor must be either float or double dtype");
  if (q != NULL && tns_tensor_get_dtype (q) != dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "quantile() q tensor must be same dtype as the input tensor");
  return true;
}

static bool
check_range (TnsScope *s, TnsTensor *q)
{
  TnsTensor *inside = tns_do (s, logical_and, T (tns_do (s, ge, T (q), N (0))),
                              T (tns_do (s, le, T (q), N (1))));
  if (tns_formula_item (s, tns_do (s, all_full, T (inside))) == 0)
    tns_fail (&s->error, TNS_ERROR_RUNTIME, "quantile() q values must be in the range [0, 1]");
  return s->error == NULL;
}

/* Self in order along its last dim, to which the dim asked for has moved; all of it as one row when
 * none was. */
static TnsTensor *
sort_last (TnsScope *s, const TnsCall *call)
{
  TnsValue self = call->args[ARG_SELF], dim = call->args[ARG_DIM];
  TnsTensor *rows;
  if (dim.kind != TNS_INT)
    rows = tns_do (s, flatten, self);
  else if (tns_tensor_get_rank (self.tensor) == 0)
    rows = tns_do (s, unsqueeze, self, I (0));
  else
    {
      rows = tns_do (s, unsqueeze, self, I (-1));
      rows = tns_do (s, transpose, T (rows), dim.i < 0 ? I (dim.i - 1) : dim, I (-1));
      if (!call->args[ARG_KEEPDIM].b)
        rows = tns_do (s, squeeze_dim, T (rows), dim.i < 0 ? I (dim.i - 1) : dim);
    }
  return tns_do (s, sort, T (rows));
}

/* Position of each q in an ordered row, as a fraction; where NaN stands (last in order) it is what
 * every quantile is, or those elements do not count. In float64, whatever the elements are. */
static TnsTensor *
ranks_of (TnsScope *s, TnsTensor *sorted, TnsTensor *q, bool ignores_nan)
{
  int64_t n = sorted != NULL ? tns_tensor_get_sizes (sorted)[tns_tensor_get_rank (sorted) - 1] : 0;
  TnsTensor *is_nan = tns_do (s, isnan, T (sorted)), *last;
  q = tns_formula_cast (s, q, TNK_FLOAT64);
  if (ignores_nan)
    {
      last = tns_do (s, sum, T (tns_do (s, logical_not, T (is_nan))), I (-1), B (true));
      last = tns_do (s, mul, T (q), T (tns_do (s, sub, T (last), N (1))));
      return tns_do (s, clamp_min, T (last), N (0));
    }
  last = tns_do (s, mul, T (q), N ((double) (n - 1)));
  return tns_do (s, where, T (tns_do (s, any, T (is_nan), I (-1), B (true))),
                 N ((double) (n - 1)), T (last));
}

static TnsTensor *
read_off (TnsScope *s, TnsTensor *sorted, TnsTensor *ranks, Rule rule)
{
  TnsValue last = I (-1), index = tns_value_dtype (TNK_INT64);
  TnsTensor *below, *above, *weight, *at;
  if (rule == LOWER)
    ranks = tns_do (s, floor, T (ranks));
  else if (rule == HIGHER)
    ranks = tns_do (s, ceil, T (ranks));
  else if (rule == NEAREST)
    ranks = tns_do (s, round, T (ranks));
  at = tns_do (s, to_copy, T (ranks), index);
  below = tns_do (s, gather, T (sorted), last, T (at));
  if (rule != LINEAR && rule != MIDPOINT)
    return below;
  weight = rule == MIDPOINT ? tns_do (s, full_like, T (ranks), N (0.5))
                            : tns_do (s, sub, T (ranks), T (at));
  at = tns_do (s, to_copy, T (tns_do (s, ceil, T (ranks))), index);
  above = tns_do (s, gather, T (sorted), last, T (at));
  if (sorted != NULL)
    weight = tns_formula_cast (s, weight, tns_tensor_get_dtype (sorted));
  return tns_do (s, lerp, T (below), T (above), T (weight));
}

/* [kept dims…, q] in the order in which PyTorch returns it: q in front. */
static TnsTensor *
arrange (TnsScope *s, const TnsCall *call, TnsTensor *values, bool has_row_of_q)
{
  int rank = tns_tensor_get_rank (call->args[ARG_SELF].tensor);
  bool is_whole = call->args[ARG_DIM].kind != TNS_INT, keeps = call->args[ARG_KEEPDIM].b;
  for (int d = 0; is_whole && keeps && d < rank; d++)
    tns_do_inplace (s, unsqueeze_inplace, T (values), I (0));
  if (has_row_of_q)
    {
      tns_do_inplace (s, unsqueeze_inplace, T (values), I (0));
      tns_do_inplace (s, transpose_inplace, T (values), I (0), I (-1));
    }
  return tns_do_inplace (s, squeeze_inplace_dim, T (values), I (-1));
}

static bool
forward_for (TnsCall *call, TnsScope *s, TnsTensor *q, bool ignores_nan, GError **error)
{
  Rule rule;
  TnsTensor *sorted, *values, *row;
  int64_t dim = call->args[ARG_DIM].kind == TNS_INT ? call->args[ARG_DIM].i : 0;
  int rank = tns_tensor_get_rank (call->args[ARG_SELF].tensor);
  if (!get_rule (call, &rule, &s->error) || !tns_wrap_dim (&dim, rank, &s->error)
      || !check_range (s, q))
    return tns_call_finish (call, s, NULL, error);
  sorted = sort_last (s, call);
  row = tns_tensor_get_rank (q) == 0 ? tns_do (s, unsqueeze, T (q), I (0)) : q;
  values = ranks_of (s, sorted, row, ignores_nan);
  if (sorted != NULL && values != NULL)
    {
      TnsMeta meta;
      tns_tensor_get_meta (sorted, &meta);
      meta.sizes[meta.rank - 1] = tns_tensor_get_numel (row);
      values = tns_do (s, expand, T (values), tns_value_ints (meta.sizes, meta.rank));
    }
  values = read_off (s, sorted, values, rule);
  return tns_call_finish (call, s, arrange (s, call, values, row == q), error);
}

static bool
forward_tensor (TnsCall *call, bool ignores_nan, GError **error)
{
  TnsScope scope;
  if (!check_call (call, call->args[ARG_Q].tensor, error))
    return false;
  tns_scope_init (&scope);
  return forward_for (call, &scope, call->args[ARG_Q].tensor, ignores_nan, error);
}

static bool
forward_number (TnsCall *call, bool ignores_nan, GError **error)
{
  TnsScope scope;
  TnsTensor *self = call->args[ARG_SELF].tensor, *q;
  double share = call->args[ARG_Q].f;
  if (!(share >= 0 && share <= 1))
    return tns_fail (error, TNS_ERROR_RUNTIME, "quantile() q must be in the range [0, 1] but got %g", share);
  if (!check_call (call, NULL, error))
    return false;
  tns_scope_init (&scope);
  q = tns_scope_take (&scope,
                      tns_tensor_new_scalar (tns_scalar_float (share), tns_tensor_get_dtype (self),
                                             tns_tensor_get_device (self), &scope.error));
  if (q == NULL)
    return tns_call_finish (call, &scope, NULL, error);
  return forward_for (call, &scope, q, ignores_nan, error);
}

#define QUANTILE(id, name, q_type, forward_function, ignores_nan, narration_text)                  \
  static bool forward_##id (TnsCall *call, GError **error)                                         \
  {                                                                                                \
    return forward_function (call, ignores_nan, error);                                            \
  }                                                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = name "(Tensor self, " q_type " q, int? dim=None, bool keepdim=False, *, "            \
                   "str interpolation='linear') -> Tensor",                                        \
    .category = TNS_CATEGORY_REDUCE,                                                               \
    .forward = forward_##id,                                                                       \
    .formula = "y = the value in place q (n − 1) of x in order, between its two neighbours",       \
    .derivative = "∂y/∂x = the weights of the two neighbours, 0 for all others",                   \
    .narration = narration_text,                                                                   \
    .doc = "torch." #id ".html",                                                                   \
  };

QUANTILE (quantile, "quantile", "Tensor", forward_tensor, false,
          "finds the values below which the share {q} of {self} lies")
QUANTILE (quantile_scalar, "quantile.scalar", "float", forward_number, false,
          "finds the value below which the share {q} of {self} lies")
QUANTILE (nanquantile, "nanquantile", "Tensor", forward_tensor, true,
          "finds the values below which the share {q} of {self} lies, leaving NaN out")
QUANTILE (nanquantile_scalar, "nanquantile.scalar", "float", forward_number, true,
          "finds the value below which the share {q} of {self} lies, leaving NaN out")
