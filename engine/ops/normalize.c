/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What all layers that normalise share: the input, seen in some shape, loses its mean and is divided
 * by its spread over some dims; weight and bias are applied in a shape that broadcasts against it.
 * Three ops of this kind differ only in the name of their backward node. They give the statistics
 * too, with size 1 at the dims; only those of groups carry a gradient, as in PyTorch.
 *
 * Half types are computed in float32. */
#include "engine/ops/norm-layers.h"

#include <string.h>

enum
{
  ARG_SELF,
  ARG_SHAPE,
  ARG_DIM,
  ARG_WEIGHT_SHAPE,
  ARG_WEIGHT,
  ARG_BIAS,
  ARG_MEAN,
  ARG_VAR,
  ARG_EPS,
  ARG_IS_DENSE,
};

/* ---- forward ---- */

/* Where images with the channels next to each other give such images: layers never. */
static bool
gives_channels_last (const TnsCall *call, const TnsMeta *self)
{
  if (call->op == &tns_op_layer_normalize)
    return false;
  if (call->args[ARG_IS_DENSE].b)
    return !tns_layout_is_contiguous (self);
  return tns_layout_is_channels_last (self);
}

static bool
infer_normalize (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, ARG_SELF);
  TnsValue shape = call->args[ARG_SHAPE], dims = call->args[ARG_DIM];
  TnkDtype dtype = self.dtype;
  int rank = shape.ints.n;
  int64_t sizes[TNK_MAX_RANK];
  TnsMeta *out = tns_call_add_dense (call, self.dtype, self.device, self.rank, self.sizes);

  if (gives_channels_last (call, &self)
      && !tns_layout_set_channels_last (out, out->rank, error))
    return false;
  for (int k = ARG_VAR; k >= ARG_WEIGHT; k--)
    if (call->args[k].kind == TNS_TENSOR)
      dtype = tns_tensor_get_dtype (call->args[k].tensor);
  memcpy (sizes, shape.ints.items, (size_t) shape.ints.n * sizeof *sizes);
  for (int k = 0; k < dims.ints.n; k++)
    sizes[dims.ints.items[k]] = 1;
  /* The dims that a group folds are the last ones. */
  if (call->op == &tns_op_group_normalize)
    rank -= dims.ints.n;
  tns_call_add_dense (call, dtype, self.device, rank, sizes);
  tns_call_add_dense (call, dtype, self.device, rank, sizes);
  return true;
}

/* A number for each channel or element of a row, as it meets @x. */
static TnsTensor *
fit (TnsScope *s, TnsTensor *x, const TnsValue *parameter, const TnsValue *shape)
{
  if (x == NULL)
    return NULL;
  return tns_formula_cast (s, tns_do (s, reshape, *parameter, *shape), tns_tensor_get_dtype (x));
}

/* Mean and 1 / √(variance + ε): those that are given, computed in x's type, or x's own. */
static void
get_statistics (TnsScope *s, TnsTensor *x, const TnsValue *args, TnsTensor **mean, TnsTensor **rstd)
{
  TnsTensor *both[2] = { NULL, NULL };
  if (x == NULL)
    return;
  if (args[ARG_MEAN].kind == TNS_TENSOR)
    {
      *mean = fit (s, x, &args[ARG_MEAN], &args[ARG_WEIGHT_SHAPE]);
      *rstd = fit (s, x, &args[ARG_VAR], &args[ARG_WEIGHT_SHAPE]);
      *rstd = tns_do (s, sqrt, T (tns_do (s, add, T (*rstd), N (args[ARG_EPS].f))));
      *rstd = tns_do (s, reciprocal, T (*rstd));
      return;
    }
  tns_scope_call_many (
      s, &tns_op_var_mean,
      (TnsValue[]) { T (x), args[ARG_DIM], tns_value_scalar (tns_scalar_int (0)), B (true) }, 4,
      both, 2);
  /* The mean of nothing is 0 here. */
  *mean = tns_tensor_get_numel (x) == 0 ? tns_do (s, zeros_like, T (both[1])) : both[1];
  /* ε is a double, and the root is taken before anything is rounded to float32. */
  *rstd = tns_do (s, add, T (tns_formula_cast (s, both[0], TNK_FLOAT64)), N (args[ARG_EPS].f));
  *rstd = tns_formula_cast (s, tns_do (s, rsqrt, T (*rstd)), tns_tensor_get_dtype (x));
}

/* @x as it is once it has been kept in @dtype. */
static TnsTensor *
round_to (TnsScope *s, TnsTensor *x, TnkDtype dtype)
{
  return x != NULL ? tns_formula_cast (s, tns_formula_cast (s, x, dtype), tns_tensor_get_dtype (x))
                   : NULL;
}

/* Whether (x − μ) r w + b is computed in this order. Else it is x (r w) + (b − μ r w). */
static bool
is_centred (const TnsOp *op, const TnsValue *args)
{
  if (op == &tns_op_group_normalize)
    return args[ARG_WEIGHT].kind != TNS_TENSOR && args[ARG_BIAS].kind != TNS_TENSOR;
  return op == &tns_op_layer_normalize || !args[ARG_IS_DENSE].b;
}

/* (x − μ) r w + b. The other order rounds otherwise where x is close to μ; each of its products is
 * rounded together with the sum that follows, for which float32 is widened. */
static TnsTensor *
apply (TnsScope *s,
       const TnsOp *op,
       TnsTensor *x,
       const TnsValue *args,
       TnsTensor *mean,
       TnsTensor *rstd)
{
  TnsTensor *weight = NULL, *bias = NULL, *scale = rstd, *shift, *y;
  if (args[ARG_WEIGHT].kind == TNS_TENSOR)
    weight = fit (s, x, &args[ARG_WEIGHT], &args[ARG_WEIGHT_SHAPE]);
  if (args[ARG_BIAS].kind == TNS_TENSOR)
    bias = fit (s, x, &args[ARG_BIAS], &args[ARG_WEIGHT_SHAPE]);
  if (is_centred (op, args))
    {
      y = tns_do (s, sub, T (x), T (mean));
      tns_do_inplace (s, mul, T (y), T (rstd));
      if (weight != NULL)
        tns_do_inplace (s, mul, T (y), T (weight));
      if (bias != NULL)
        tns_do_inplace (s, add, T (y), T (bias));
      return y;
    }
  if (weight != NULL)
    scale = tns_do (s, mul, T (rstd), T (weight));
  shift = tns_do (s, mul, T (tns_formula_cast (s, scale, TNK_FLOAT64)), T (mean));
  shift = bias != NULL ? tns_do (s, sub, T (bias), T (shift)) : tns_do (s, neg, T (shift));
  shift = x != NULL ? tns_formula_cast (s, shift, tns_tensor_get_dtype (x)) : NULL;
  y = tns_do (s, mul, T (tns_formula_cast (s, x, TNK_FLOAT64)), T (scale));
  tns_do_inplace (s, add, T (y), T (shift));
  return x != NULL ? tns_formula_cast (s, y, tns_tensor_get_dtype (x)) : NULL;
}

static void
return_statistic (TnsCall *call, TnsScope *s, int index, TnsTensor *statistic)
{
  const TnsMeta *out = &call->outs[index];
  statistic = tns_do (s, reshape, T (tns_formula_cast (s, statistic, out->dtype)),
                      tns_value_ints (out->sizes, out->rank));
  tns_call_return (call, index, statistic);
}

static bool
forward_normalize (TnsCall *call, GError **error)
{
  const TnsValue *args = call->args;
  TnsMeta self = tns_call_get_meta (call, ARG_SELF);
  TnsScope scope, *s = &scope;
  TnsTensor *x, *y, *mean = NULL, *rstd = NULL, *out;
  bool is_batch = call->op == &tns_op_batch_normalize;
  bool is_given = args[ARG_MEAN].kind == TNS_TENSOR;
  TnkDtype wide = tns_formula_inner_dtype (self.dtype);
  TnkDtype dtype = is_batch && !args[ARG_IS_DENSE].b ? call->outs[1].dtype : wide;

  tns_scope_init (s);
  x = tns_formula_cast (s, args[ARG_SELF].tensor, is_given ? dtype : wide);
  x = tns_do (s, contiguous, T (tns_do (s, reshape, T (x), args[ARG_SHAPE])));
  get_statistics (s, x, args, &mean, &rstd);
  if (is_batch && !is_given)
    {
      mean = tns_formula_cast (s, round_to (s, mean, call->outs[1].dtype), dtype);
      rstd = tns_formula_cast (s, round_to (s, rstd, call->outs[2].dtype), dtype);
    }
  x = tns_formula_cast (s, x, dtype);
  y = apply (s, call->op, x, args, mean, rstd);
  y = tns_do (s, unsafe_view, T (tns_formula_cast (s, y, self.dtype)),
              tns_value_ints (self.sizes, self.rank));
  if (y != NULL && !tns_layout_is_contiguous (&call->outs[0]))
    {
      out = tns_call_allocate (call, 0, &s->error);
      if (out != NULL)
        tns_tensor_copy_from (out, y, &s->error);
    }
  else
    tns_call_return (call, 0, y);
  return_statistic (call, s, 1, mean);
  return_statistic (call, s, 2, rstd);
  return tns_scope_finish (s, error);
}

/* ---- backward ---- */

/* Gradient of weight or bias: added up over everything it was applied to. */
static void
set_parameter (TnsGrad *g, int arg, TnsTensor *gradient)
{
  const TnsMeta *meta = tns_grad_get_meta (g, arg, 0);
  gradient = tns_do (g->scope, sum_to_size, T (gradient), tns_grad_get_arg (g, ARG_WEIGHT_SHAPE));
  tns_grad_set (
      g, arg, tns_do (g->scope, reshape, T (gradient), tns_value_ints (meta->sizes, meta->rank)));
}

/* @gradient plus what comes back through the statistics themselves, where they are used: ∂μ/∂x = 1/n,
 * ∂r/∂x = −r² x̂ / n. */
static TnsTensor *
add_statistics_gradient (TnsGrad *g, TnsTensor *gradient, TnsTensor *standard, TnsTensor *rstd)
{
  TnsScope *s = g->scope;
  TnsTensor *part, *shifted;
  double n;
  if (gradient == NULL || g->n_upstream < 3 || (g->upstream[1] == NULL && g->upstream[2] == NULL))
    return gradient;
  n = (double) tns_tensor_get_numel (gradient) / (double) tns_tensor_get_numel (rstd);
  part = tns_do (s, reshape_as, T (tns_grad_get_upstream (g, 2)), T (rstd));
  part = tns_do (s, mul, T (part), T (tns_do (s, square, T (rstd))));
  part = tns_do (s, mul, T (standard), T (part));
  shifted = tns_do (s, reshape_as, T (tns_grad_get_upstream (g, 1)), T (rstd));
  part = tns_do (s, sub, T (shifted), T (part));
  return tns_do (s, add, T (gradient), T (tns_do (s, div, T (part), N (n))));
}

/* With x̂ = (x − μ) r and u the gradient that reaches x̂: r (u − mean u − x̂ mean (u x̂)); r u where the
 * statistics are given numbers. They are computed anew from x, so that a second derivative sees
 * them move. */
static void
normalize_grad (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsValue given = tns_grad_get_arg (g, ARG_SELF);
  TnsTensor *self = given.kind == TNS_TENSOR ? given.tensor : NULL;
  TnsTensor *x, *u, *centred, *mean = NULL, *rstd = NULL;
  const TnsMeta *meta = tns_grad_get_meta (g, ARG_SELF, 0);
  TnsValue args[ARG_IS_DENSE + 1], dims;

  for (int k = 0; k <= ARG_IS_DENSE; k++)
    args[k] = tns_grad_get_arg (g, k);
  dims = args[ARG_DIM];
  u = tns_formula_cast (s, tns_grad_get_upstream (g, 0), tns_formula_inner_dtype (meta->dtype));
  u = tns_do (s, reshape, T (u), args[ARG_SHAPE]);
  if (tns_grad_wants (g, ARG_BIAS))
    set_parameter (g, ARG_BIAS, u);
  if (self == NULL)
    return;
  x = tns_formula_cast (s, self, tns_formula_inner_dtype (meta->dtype));
  x = tns_do (s, reshape, T (x), args[ARG_SHAPE]);
  get_statistics (s, x, args, &mean, &rstd);
  x = tns_do (s, mul, T (tns_do (s, sub, T (x), T (mean))), T (rstd));
  if (tns_grad_wants (g, ARG_WEIGHT))
    set_parameter (g, ARG_WEIGHT, tns_do (s, mul, T (u), T (x)));
  if (!tns_grad_wants (g, ARG_SELF))
    return;
  if (args[ARG_WEIGHT].kind == TNS_TENSOR)
    u = tns_do (s, mul, T (u), T (fit (s, u, &args[ARG_WEIGHT], &args[ARG_WEIGHT_SHAPE])));
  if (args[ARG_MEAN].kind != TNS_TENSOR)
    {
      centred = tns_do (s, sub, T (u), T (tns_do (s, mean, T (u), dims, B (true))));
      u = tns_do (s, mean, T (tns_do (s, mul, T (u), T (x))), dims, B (true));
      u = tns_do (s, sub, T (centred), T (tns_do (s, mul, T (x), T (u))));
    }
  u = tns_do (s, mul, T (u), T (rstd));
  u = add_statistics_gradient (g, u, x, rstd);
  tns_grad_set (g, ARG_SELF,
                tns_do (s, reshape, T (u), tns_value_ints (meta->sizes, meta->rank)));
}

#define NORMALIZE_OP(id, node_name)                                                                \
  TNS_OP (id) = {                                                                                  \
    .schema = "_" #id "(Tensor self, int[] shape, int[] dim, int[] weight_shape, Tensor? weight, " \
              "Tensor? bias, Tensor? mean, Tensor? var, float eps, bool is_dense) -> "         \
              "(Tensor, Tensor, Tensor)",                                                          \
    .category = TNS_CATEGORY_NETWORK,                                                              \
    .flags = TNS_INTERNAL,                                                                         \
    .infer = infer_normalize,                                                                      \
    .forward = forward_normalize,                                                                  \
    .node = node_name,                                                                             \
    .saves = "self for self; self for weight; weight for self; mean for self; mean for weight; "   \
             "var for self; var for weight",                                                       \
    .backward = normalize_grad,                                                                    \
    .formula = "y = (x − μ) / √(σ² + ε) · w + b",                                                  \
    .derivative = "∂y/∂w = x̂, ∂y/∂b = 1; ∂y/∂x: w / σ, less what moves μ and σ",                   \
    .narration = "shifts and scales {self} to mean 0 and variance 1 along dim {dim}",              \
    .doc = "torch.nn.functional.layer_norm.html",                                                  \
  };

NORMALIZE_OP (layer_normalize, "NativeLayerNormBackward0")
NORMALIZE_OP (group_normalize, "NativeGroupNormBackward0")
NORMALIZE_OP (batch_normalize, "NativeBatchNormBackward0")

/* ---- for the layers ---- */

void
tns_norm_run (TnsScope *scope,
              const TnsOp *op,
              const TnsNormView *view,
              TnsTensor *x,
              const TnsValue *parameters,
              const TnsValue *statistics,
              double eps,
              TnsTensor **results)
{
  TnsValue args[] = {
    [ARG_SELF] = T (x),
    [ARG_SHAPE] = tns_value_ints (view->sizes, view->rank),
    [ARG_DIM] = tns_value_ints (view->dims, view->n_dims),
    [ARG_WEIGHT_SHAPE] = tns_value_ints (view->weight_sizes, view->weight_rank),
    [ARG_WEIGHT] = parameters[0],
    [ARG_BIAS] = parameters[1],
    [ARG_MEAN] = statistics != NULL ? statistics[0] : TNS_VALUE_NONE,
    [ARG_VAR] = statistics != NULL ? statistics[1] : TNS_VALUE_NONE,
    [ARG_EPS] = tns_value_float (eps),
    [ARG_IS_DENSE] = B (view->is_dense),
  };

  tns_scope_call_many (scope, op, args, G_N_ELEMENTS (args), results, 3);
  for (int k = 1; k < 3 && op != &tns_op_group_normalize; k++)
    results[k] = tns_do (scope, detach, T (results[k]));
}

static bool
check_row (const TnsCall *call, int arg, const char *name, GError **error)
{
  TnsValue row = call->args[1];
  TnsMeta own;
  if (call->schema->n_params <= arg || call->args[arg].kind != TNS_TENSOR)
    return true;
  tns_tensor_get_meta (call->args[arg].tensor, &own);
  if (own.rank == row.ints.n
      && memcmp (own.sizes, row.ints.items, (size_t) own.rank * sizeof (int64_t)) == 0)
    return true;
  g_autofree char *given = tns_layout_dup_sizes_text (own.sizes, own.rank);
  g_autofree char *wanted = tns_layout_dup_sizes_text (row.ints.items, row.ints.n);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected %s to be of same shape as normalized_shape, but got %s of shape %s "
                   "and normalized_shape = %s",
                   name, name, given, wanted);
}

bool
tns_norm_check_parameters (const TnsCall *call, GError **error)
{
  if (call->args[1].ints.n < 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected normalized_shape to be at least 1-dimensional, i.e., containing at "
                     "least one element, but got normalized_shape = []");
  return check_row (call, 2, "weight", error) && check_row (call, 3, "bias", error);
}

bool
tns_norm_check_rows (const TnsCall *call, const char *any, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue row = call->args[1];
  int n_leading = self.rank - row.ints.n;
  bool fits = n_leading >= 0;

  for (int k = 0; fits && k < row.ints.n; k++)
    fits = self.sizes[n_leading + k] == row.ints.items[k];
  if (fits)
    return true;
  g_autofree char *wanted = tns_layout_dup_sizes_text (row.ints.items, row.ints.n);
  g_autofree char *given = tns_layout_dup_sizes_text (self.sizes, self.rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Given normalized_shape=%s, expected input with shape [%s%s, but got input of "
                   "size%s",
                   wanted, any, wanted + 1, given);
}

bool
tns_norm_is_mixed (const TnsValue *parameters, int n, TnkDtype dtype)
{
  for (int k = 0; k < n; k++)
    if (parameters[k].kind == TNS_TENSOR)
      return tns_tensor_get_dtype (parameters[k].tensor) != dtype;
  return false;
}

bool
tns_norm_check_dtypes (const TnsValue *parameters, int n, TnkDtype dtype, GError **error)
{
  if (!tns_norm_is_mixed (parameters, n, dtype))
    return true;
  for (int k = 0; k < n; k++)
    if (parameters[k].kind == TNS_TENSOR
        && tns_tensor_get_dtype (parameters[k].tensor) != TNK_FLOAT32)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "mixed dtype (CPU): expect parameter to have scalar type of Float");
  return dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "mixed dtype (CPU): all inputs must share same datatype.");
}

bool
tns_norm_check_unmixed (const TnsValue *parameters, int n, TnkDtype dtype, GError **error)
{
  TnkDtype expected = dtype;
  bool is_first = true;
  for (int k = 0; k < n; k++)
    {
      TnkDtype own;
      if (parameters[k].kind != TNS_TENSOR)
        continue;
      own = tns_tensor_get_dtype (parameters[k].tensor);
      if (is_first)
        expected = own;
      is_first = false;
      if (!tns_check_scalar_type (expected, own, error))
        return false;
    }
  return true;
}
