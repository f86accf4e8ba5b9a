/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* How far elements lie apart: variance and standard deviation, alone and with the mean. PyTorch has
 * three forms of each; those with `unbiased` are written in terms of the one with `correction`. */

#include "engine/ops/formula.h"

#include <math.h>

/* Places of the form with `correction`, which all gradients are recorded for. */
enum
{
  ARG_SELF,
  ARG_DIM,
  ARG_CORRECTION,
  ARG_KEEPDIM,
};

static double
correction_of (const TnsValue *value)
{
  return value->kind == TNS_NONE ? 1 : tns_scalar_to_double (value->scalar);
}

static bool
fold_call (
    TnsCall *call, int dim_arg, int keepdim_arg, TnsFold *fold, TnsMeta *meta, GError **error)
{
  TnsValue dims = dim_arg < 0 ? TNS_VALUE_NONE : call->args[dim_arg];
  bool keeps_dims = keepdim_arg >= 0 && call->args[keepdim_arg].b;

  tns_tensor_get_meta (call->args[ARG_SELF].tensor, meta);
  return tns_fold_init_in_turn (fold, meta, &dims, keeps_dims, error);
}

/* ---- shapes ---- */

static bool
infer_spread (
    TnsCall *call, int dim_arg, int keepdim_arg, const TnsValue *correction, GError **error)
{
  TnsMeta meta;
  TnsFold fold;
  bool with_mean = call->schema->n_returns == 2;

  tns_tensor_get_meta (call->args[ARG_SELF].tensor, &meta);
  if (tnk_dtype_is_integral (meta.dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "%s only support floating point and complex dtypes",
                     with_mean ? call->schema->name : "std and var");
  if ((correction != NULL && correction->kind == TNS_SCALAR
       && !tns_scalar_check_fits (correction->scalar, TNK_FLOAT64, error))
      || !fold_call (call, dim_arg, keepdim_arg, &fold, &meta, error))
    return false;
  tns_fold_add_out (&fold, call, &meta, tns_dtype_get_real (meta.dtype));
  if (with_mean)
    tns_fold_add_out (&fold, call, &meta, meta.dtype);
  return true;
}

static bool
infer_full (TnsCall *call, GError **error)
{
  return infer_spread (call, -1, -1, NULL, error);
}

static bool
infer_unbiased (TnsCall *call, GError **error)
{
  return infer_spread (call, 1, 3, NULL, error);
}

static bool
infer_correction (TnsCall *call, GError **error)
{
  return infer_spread (call, ARG_DIM, ARG_KEEPDIM, &call->args[ARG_CORRECTION], error);
}

/* ---- values ---- */

/* Σ |x − mean|² / max (0, n − correction); a complex number varies in both its parts. */
static TnsTensor *
variance (TnsScope *s, const TnsFold *fold, TnsTensor *x, double correction)
{
  TnkDtype dtype = tns_tensor_get_dtype (x), wide = dtype;
  TnsTensor *re, *im;

  if (tnk_dtype_is_complex (dtype))
    {
      re = tns_do (s, real, T (x));
      im = tns_do (s, imag, T (x));
      if (s->error != NULL)
        return NULL;
      return tns_do (s, add, T (variance (s, fold, re, correction)),
                     T (variance (s, fold, im, correction)));
    }
  if (dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16)
    wide = TNK_FLOAT32;
  /* Of nothing the variance is NaN, whatever the correction makes of it. */
  if (fold->n_items == 0)
    correction = 0;
  return tns_do (s, div, T (tns_fold_take (fold, s, TNK_REDUCE_M2, x, wide, wide)),
                 N ((double) fold->n_items > correction ? (double) fold->n_items - correction : 0));
}

/* PyTorch moves the mean from element to element: once it is infinite the next step makes it NaN. So
 * it stays infinite only where the last element is the only infinite one. */
static TnsTensor *
mean_beside (TnsScope *s, const TnsFold *fold, TnsTensor *x, const TnsValue *args)
{
  TnsTensor *mean = tns_do (s, mean, T (x), args[ARG_DIM], B (true)), *last = x, *infinite;
  TnsTensor *is_lost;

  if (mean == NULL || fold->n_items <= 1 || tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    return tns_do (s, mean, T (x), args[ARG_DIM], args[ARG_KEEPDIM]);
  infinite = tns_do (s, isinf, T (x));
  for (int dim = 0; dim < fold->rank; dim++)
    if (fold->is_folded[dim])
      {
        infinite = tns_do (s, sum, T (infinite), I (dim), B (true));
        last = tns_do (s, narrow, T (last), I (dim), I (-1), I (1));
      }
  is_lost = tns_do (s, logical_not, T (tns_do (s, isinf, T (last))));
  is_lost = tns_do (s, logical_or, T (is_lost), T (tns_do (s, gt, T (infinite), N (1))));
  is_lost = tns_do (s, logical_and, T (is_lost), T (tns_do (s, isinf, T (mean))));
  return tns_do (s, where, T (is_lost), N (NAN), T (mean));
}

/* The same of complex numbers too, part by part. */
static TnsTensor *
mean_of_parts (TnsScope *s, const TnsFold *fold, TnsTensor *x, const TnsValue *args)
{
  TnsTensor *re, *im;

  if (!tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    return mean_beside (s, fold, x, args);
  re = tns_do (s, real, T (x));
  im = tns_do (s, imag, T (x));
  if (s->error != NULL)
    return NULL;
  re = mean_beside (s, fold, re, args);
  return tns_do (s, complex, T (re), T (mean_beside (s, fold, im, args)));
}

static bool
spread_forward (TnsCall *call, bool is_root, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[ARG_SELF].tensor, *spread;
  TnsMeta meta;
  TnsFold fold;

  if (!fold_call (call, ARG_DIM, ARG_KEEPDIM, &fold, &meta, error))
    return false;
  tns_scope_init (s);
  spread = variance (s, &fold, x, correction_of (&call->args[ARG_CORRECTION]));
  if (is_root)
    spread = tns_do (s, sqrt, T (spread));
  tns_call_return (call, 0, tns_formula_cast (s, spread, call->outs[0].dtype));
  if (call->schema->n_returns == 2)
    {
      TnsMeta shape = call->outs[1];
      TnsTensor *mean = mean_of_parts (s, &fold, x, call->args), *out;

      mean = tns_do (s, reshape, T (mean), tns_value_ints (shape.sizes, shape.rank));
      out = mean != NULL ? tns_call_allocate (call, 1, &s->error) : NULL;
      if (out != NULL)
        tns_tensor_copy_from (out, mean, &s->error);
    }
  return tns_scope_finish (s, error);
}

static bool
var_forward (TnsCall *call, GError **error)
{
  return spread_forward (call, false, error);
}

static bool
std_forward (TnsCall *call, GError **error)
{
  return spread_forward (call, true, error);
}

/* ---- gradients ---- */

/* How many elements the gradient counts: an empty list of dims, which folds all, counts as one. */
static double
counted_items (TnsGrad *g, const TnsFold *fold)
{
  TnsValue dims = tns_grad_get_arg (g, ARG_DIM);

  return dims.kind == TNS_INTS && dims.ints.n == 0 ? 1 : (double) fold->n_items;
}

/* @upstream · 2 / (n − correction) · (x − mean) */
static TnsTensor *
variance_gradient (TnsGrad *g, const TnsFold *fold, TnsTensor *upstream)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, ARG_SELF).tensor, *mean, *local;
  TnsValue correction = tns_grad_get_arg (g, ARG_CORRECTION);
  bool is_full = fold->rank == 0 || tns_grad_get_arg (g, ARG_DIM).kind == TNS_NONE;
  double n = is_full ? (double) fold->n_items : counted_items (g, fold);

  n -= correction_of (&correction);
  mean = tns_do (s, mean, T (x), tns_grad_get_arg (g, ARG_DIM), B (true));
  upstream = tns_fold_restore (fold, s, upstream);
  /* Nothing is left to divide by: PyTorch's gradient is NaN, or infinite where x moved. */
  if (is_full && n <= 0)
    {
      local = tns_formula_full_like (s, x, tns_tensor_get_dtype (x), INFINITY);
      local = tns_do (s, where, T (tns_do (s, eq, T (x), T (mean))), N (NAN), T (local));
      return tns_do (s, mul, T (upstream), T (local));
    }
  local = tns_do (s, sub, T (x), T (mean));
  return tns_do (s, mul, T (tns_do (s, mul, T (upstream), N (2 / n))), T (local));
}

/* d√v = dv / (2 √v); where the deviation is 0 PyTorch's gradient is 0. */
static TnsTensor *
root_upstream (TnsScope *s, TnsTensor *upstream, TnsTensor *root)
{
  TnsTensor *half = tns_do (s, div, T (upstream), T (tns_do (s, mul, T (root), N (2))));

  return tns_do (s, where, T (tns_do (s, eq, T (root), N (0))), N (0), T (half));
}

static void
spread_backward (TnsGrad *g, bool is_root, bool with_mean)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *gradient;
  TnsFold fold;

  if (!tns_fold_init_grad (&fold, g, ARG_DIM, ARG_KEEPDIM))
    return;
  if (is_root)
    upstream = root_upstream (s, upstream, tns_grad_get_result (g, 0));
  gradient = variance_gradient (g, &fold, upstream);
  if (with_mean)
    {
      TnsTensor *of_mean = tns_fold_restore (&fold, s, tns_grad_get_upstream (g, 1));

      of_mean = tns_do (s, div, T (of_mean), N ((double)fold.n_items));
      gradient = tns_do (s, add, T (gradient), T (of_mean));
    }
  tns_grad_set (g, ARG_SELF, gradient);
}

static void
var_backward (TnsGrad *g)
{
  spread_backward (g, false, false);
}

static void
std_backward (TnsGrad *g)
{
  spread_backward (g, true, false);
}

static void
var_mean_backward (TnsGrad *g)
{
  spread_backward (g, false, true);
}

static void
std_mean_backward (TnsGrad *g)
{
  spread_backward (g, true, true);
}

/* ---- the forms with `unbiased` ---- */

static bool
forward_in_terms_of (TnsCall *call, const TnsOp *op, bool has_dim, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *results[2] = { NULL, NULL };
  int k, n = call->schema->n_returns;
  bool is_unbiased = call->args[has_dim ? 2 : 1].b;
  TnsValue args[] = {
    call->args[ARG_SELF],
    has_dim ? call->args[1] : TNS_VALUE_NONE,
    tns_value_scalar (tns_scalar_int (is_unbiased)),
    has_dim ? call->args[3] : B (false),
  };

  tns_scope_init (s);
  tns_scope_call_many (s, op, args, G_N_ELEMENTS (args), results, n);
  for (k = 0; k < n; k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (s, error);
}

#define STATISTIC_TEXTS(name, op_flags, formula_text, derivative_text)                                       \
  .category = TNS_CATEGORY_REDUCE, .flags = op_flags, .formula = formula_text,                     \
  .derivative = derivative_text, .doc = "torch." #name ".html"

/* Three overloads of one statistic; the one with `correction` has the plain name. */
#define STATISTIC(name, op_flags, returns, node_name, forward_function, formula_text, derivative_text,       \
                  narration_text)                                                                  \
  static bool name##_full_forward (TnsCall *call, GError **error)                                  \
  {                                                                                                \
    return forward_in_terms_of (call, &tns_op_##name, false, error);                               \
  }                                                                                                \
  static bool name##_unbiased_forward (TnsCall *call, GError **error)                              \
  {                                                                                                \
    return forward_in_terms_of (call, &tns_op_##name, true, error);                                \
  }                                                                                                \
  TNS_OP (name##_full) = {                                                                         \
    .schema = #name "(Tensor self, bool unbiased=True) -> " returns,                               \
    STATISTIC_TEXTS (name, (op_flags) | TNS_NO_OUT, formula_text, derivative_text),                          \
    .infer = infer_full,                                                                           \
    .forward = name##_full_forward,                                                                \
    .narration = narration_text " of all elements of {self}",                                      \
  };                                                                                               \
  TNS_OP (name##_unbiased) = {                                                                     \
    .schema                                                                                        \
    = #name ".dim(Tensor self, int[1]? dim, bool unbiased=True, bool keepdim=False) -> " returns,  \
    STATISTIC_TEXTS (name, op_flags, formula_text, derivative_text),                                         \
    .infer = infer_unbiased,                                                                       \
    .forward = name##_unbiased_forward,                                                            \
    .narration = narration_text " of {self} along dim {dim}",                                      \
  };                                                                                               \
  TNS_OP (name) = {                                                                                \
    .schema = #name ".correction(Tensor self, int[1]? dim=None, *, Scalar? correction=None, "      \
                    "bool keepdim=False) -> " returns,                                             \
    STATISTIC_TEXTS (name, op_flags, formula_text, derivative_text),                                         \
    .infer = infer_correction,                                                                     \
    .forward = forward_function,                                                                   \
    .node = node_name,                                                                             \
    .saves = "self for self; result0 for self",                                                    \
    .backward = name##_backward,                                                                   \
    .narration = narration_text " of {self} along dim {dim}",                                      \
  };

STATISTIC (var,
           0,
           "Tensor",
           "VarBackward0",
           var_forward,
           "y = Σ (xᵢ − x̄)² / (n − 1)",
           "∂y/∂xᵢ = 2 · (xᵢ − x̄) / (n − 1)",
           "takes the variance")

STATISTIC (std,
           0,
           "Tensor",
           "StdBackward0",
           std_forward,
           "y = √(Σ (xᵢ − x̄)² / (n − 1))",
           "∂y/∂xᵢ = (xᵢ − x̄) / ((n − 1) · y)",
           "takes the standard deviation")

STATISTIC (var_mean,
           TNS_AS_FUNCTION,
           "(Tensor, Tensor)",
           "VarMeanBackward0",
           var_forward,
           "y = Σ (xᵢ − x̄)² / (n − 1), and x̄",
           "∂y/∂xᵢ = 2 · (xᵢ − x̄) / (n − 1), ∂x̄/∂xᵢ = 1/n",
           "takes the variance and the mean")

STATISTIC (std_mean,
           TNS_AS_FUNCTION,
           "(Tensor, Tensor)",
           "StdMeanBackward0",
           std_forward,
           "y = √(Σ (xᵢ − x̄)² / (n − 1)), and x̄",
           "∂y/∂xᵢ = (xᵢ − x̄) / ((n − 1) · y), ∂x̄/∂xᵢ = 1/n",
           "takes the standard deviation and the mean")
