/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The layers that normalise: over the last dims (layer_norm, rms_norm), over groups of channels, over
 * the batch, over each instance. All but rms_norm are one computation (normalize.c) in different
 * shapes; the native forms give the statistics as well. */
#include "engine/ops/norm-layers.h"

#include <float.h>
#include <string.h>

/* ---- layer_norm ---- */

/* The last dims, as normalized_shape (argument 1) says, are one row to normalise. */
static bool
view_rows (const TnsCall *call, TnsNormView *view)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsValue row = call->args[1];
  view->rank = self.rank;
  memcpy (view->sizes, self.sizes, (size_t) self.rank * sizeof (int64_t));
  view->n_dims = view->weight_rank = row.ints.n;
  for (int k = 0; k < row.ints.n; k++)
    {
      view->dims[k] = self.rank - row.ints.n + k;
      view->weight_sizes[k] = row.ints.items[k];
    }
  return true;
}

static bool
check_layer (const TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  const TnsValue *parameters = &call->args[2];
  return tns_norm_check_dtypes (parameters, 2, self.dtype, error)
         && tns_norm_check_parameters (call, error) && tns_norm_check_rows (call, "*, ", error)
         && (tnk_dtype_is_floating (self.dtype)
             || tns_refuse_dtype ("LayerNormKernelImpl", self.dtype, error))
         && tns_norm_check_unmixed (parameters, 2, self.dtype, error);
}

static bool
run_layer (TnsCall *call, bool with_statistics, GError **error)
{
  TnsNormView view = { .is_dense = false };
  TnsScope scope, *s = &scope;
  TnsTensor *results[3] = { NULL };
  if (!check_layer (call, error))
    return false;
  tns_scope_init (s);
  view_rows (call, &view);
  tns_norm_run (s, &tns_op_layer_normalize, &view, call->args[0].tensor, &call->args[2], NULL,
                call->args[4].f, results);
  for (int k = 0; k < (with_statistics ? 3 : 1); k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (s, error);
}

static bool
forward_native_layer_norm (TnsCall *call, GError **error)
{
  return run_layer (call, true, error);
}

static bool
forward_layer_norm (TnsCall *call, GError **error)
{
  return run_layer (call, false, error);
}

#define LAYER_OP                                                                                   \
  .category = TNS_CATEGORY_NETWORK, .flags = TNS_AS_FUNCTION,                                      \
  .formula = "y = (x − μ) / √(σ² + ε) · w + b over the last dims",                                 \
  .derivative = "∂y/∂w = x̂, ∂y/∂b = 1; ∂y/∂x: w / σ, less what moves μ and σ",                     \
  .narration = "shifts and scales each row {normalized_shape} of {input} to mean 0 and variance 1", \
  .doc = "torch.nn.functional.layer_norm.html"

TNS_OP (native_layer_norm) = {
  LAYER_OP,
  .schema = "native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, "
            "Tensor? bias, float eps) -> (Tensor, Tensor, Tensor)",
  .forward = forward_native_layer_norm,
};

TNS_OP (layer_norm) = {
  LAYER_OP,
  .schema = "layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, "
            "Tensor? bias=None, float eps=1e-05, bool cudnn_enable=True) -> Tensor",
  .forward = forward_layer_norm,
};

/* ---- rms_norm ---- */

/* x / √(mean x² + ε), without an own node: its parts are recorded. */
static bool
forward_rms_norm (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnkDtype wide = self.dtype == TNK_FLOAT16 || self.dtype == TNK_BFLOAT16 ? TNK_FLOAT32 : self.dtype;
  TnsNormView view = { .is_dense = false };
  TnsScope scope, *s = &scope;
  TnsTensor *x, *mean, *y;
  double eps = tns_dtype_get_real (wide) == TNK_FLOAT64 ? DBL_EPSILON : FLT_EPSILON;
  if (!tns_norm_check_parameters (call, error))
    return false;
  if (self.rank < call->args[1].ints.n)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "Input tensor must have at least %d dimensions, but got %d",
                     call->args[1].ints.n, self.rank);
  if (!tns_norm_check_rows (call, "*", error))
    return false;
  if (tnk_dtype_is_integral (self.dtype))
    return tns_refuse_dtype ("rms_norm", self.dtype, error);
  if (call->args[3].kind == TNS_FLOAT)
    eps = call->args[3].f;
  tns_scope_init (s);
  view_rows (call, &view);
  x = tns_formula_cast (s, call->args[0].tensor, wide);
  mean = tns_do (s, mean, T (tns_do (s, pow, T (x), tns_value_scalar (tns_scalar_int (2)))),
                 tns_value_ints (view.dims, view.n_dims), B (true));
  y = tns_do (s, rsqrt, T (tns_do (s, add, T (mean), N (eps))));
  y = tns_do (s, mul, T (x), T (y));
  if (call->args[2].kind == TNS_TENSOR)
    y = tns_do (s, mul, T (y), call->args[2]);
  y = tns_formula_cast (s, y, self.dtype);
  return tns_call_finish (call, s, tns_do (s, contiguous, T (y)), error);
}

TNS_OP (rms_norm) = {
  .schema = "rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, "
            "float? eps=None) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_AS_FUNCTION,
  .forward = forward_rms_norm,
  .formula = "y = x / √(mean x² + ε) · w over the last dims",
  .derivative = "∂y/∂w = x / rms; ∂y/∂x: w / rms, less what moves rms",
  .narration = "scales each row {normalized_shape} of {input} to a mean square of 1",
  .doc = "torch.nn.functional.rms_norm.html",
};

/* ---- group_norm ---- */

static bool
check_channels (const TnsCall *call, int arg, const char *name, int64_t n_channels, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0), own;
  if (call->args[arg].kind != TNS_TENSOR)
    return true;
  tns_tensor_get_meta (call->args[arg].tensor, &own);
  if (own.rank == 1 && own.sizes[0] == n_channels)
    return true;
  g_autofree char *given = tns_layout_dup_sizes_text (own.sizes, own.rank);
  g_autofree char *input = tns_layout_dup_sizes_text (self.sizes, self.rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "Expected %s to be a vector of size equal to the number of channels in input, "
                   "but got %s of shape %s and input of shape %s",
                   name, name, given, input);
}

/* Arguments @weight_arg and the one behind it: weight and bias. */
static bool
check_group (const TnsCall *call,
             int weight_arg,
             int64_t n_channels,
             int64_t n_pixels,
             int64_t n_groups,
             GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  if (n_channels <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected number of channels to be greater than 0, got %" G_GINT64_FORMAT,
                     n_channels);
  if (n_pixels <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected HxW to be greater than 0, got %" G_GINT64_FORMAT, n_pixels);
  if (n_groups <= 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected num groups to be greater than 0, got %" G_GINT64_FORMAT, n_groups);
  if (n_channels % n_groups != 0)
    {
      g_autofree char *input = tns_layout_dup_sizes_text (self.sizes, self.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Expected number of channels in input to be divisible by num_groups, but "
                       "got input of shape %s and num_groups=%" G_GINT64_FORMAT,
                       input, n_groups);
    }
  return check_channels (call, weight_arg, "weight", n_channels, error)
         && check_channels (call, weight_arg + 1, "bias", n_channels, error);
}

/* Nothing is asked of the input's type and size where there are no images. */
static bool
check_images (const TnsCall *call,
              int weight_arg,
              int64_t n_images,
              int64_t n_groups,
              int64_t n_elements,
              GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  const TnsValue *parameters = call->args + weight_arg;
  int64_t grid[] = { n_images, n_groups };
  if (!tns_norm_check_dtypes (parameters, 2, self.dtype, error)
      || !tns_layout_check_sizes (grid, 2, error))
    return false;
  if (n_images == 0)
    return tns_formula_check_real_graph (call, "native_group_norm", error);
  if (!tnk_dtype_is_floating (self.dtype))
    return tns_refuse_dtype ("GroupNormKernelImpl", self.dtype, error);
  if (tns_layout_count (self.sizes, self.rank) != n_elements)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected X.numel() == N * C * HxW to be true, but got false.  (Could this "
                     "error message be improved?  If so, please report an enhancement request to "
                     "PyTorch.)");
  return tns_norm_check_unmixed (parameters, 2, self.dtype, error);
}

/* What comes of no images; their numbers are nobody's. */
static void
take_unwritten (TnsScope *s, TnsTensor *x, const int64_t *grid, TnsTensor **results)
{
  results[0] = tns_do (s, empty_like, T (x));
  for (int k = 1; k < 3; k++)
    results[k] = tns_do (s, new_empty, T (x), tns_value_ints (grid, 2));
}

/* [N, G, C / G, HxW], normalised over the last two dims. */
static void
run_group (TnsScope *s,
           const TnsCall *call,
           int weight_arg,
           int64_t n_images,
           int64_t n_channels,
           int64_t n_pixels,
           int64_t n_groups,
           double eps,
           TnsTensor **results)
{
  TnsNormView view
      = { .rank = 4,
          .sizes = { n_images, n_groups, n_channels / n_groups, n_pixels },
          .n_dims = 2,
          .dims = { 2, 3 },
          .weight_rank = 3,
          .weight_sizes = { n_groups, n_channels / n_groups, 1 } };
  TnsTensor *x = call->args[0].tensor;
  if (!check_images (call, weight_arg, n_images, n_groups, n_images * n_channels * n_pixels,
                     &s->error))
    return;
  if (n_images == 0
      && (tns_tensor_get_numel (x) > 0 || !tnk_dtype_is_floating (tns_tensor_get_dtype (x))))
    take_unwritten (s, x, view.sizes, results);
  else
    tns_norm_run (s, &tns_op_group_normalize, &view, x, &call->args[weight_arg], NULL, eps,
                  results);
}

static bool
forward_native_group_norm (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *results[3] = { NULL };
  int64_t n_images = call->args[3].i, n_channels = call->args[4].i, n_pixels = call->args[5].i;
  int64_t n_groups = call->args[6].i;
  if (!check_group (call, 1, n_channels, n_pixels, n_groups, error))
    return false;
  tns_scope_init (s);
  run_group (s, call, 1, n_images, n_channels, n_pixels, n_groups, call->args[7].f, results);
  for (int k = 0; k < 3; k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (s, error);
}

static bool
forward_group_norm (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  TnsScope scope, *s = &scope;
  TnsTensor *results[3] = { NULL };
  int64_t n_channels, n_pixels;
  for (int64_t dim = 0; dim < 2; dim++)
    {
      int64_t wrapped = dim;
      if (!tns_wrap_dim_with_size (&wrapped, self.rank, error))
        return false;
    }
  n_channels = self.sizes[1];
  n_pixels = tns_layout_count (self.sizes + 2, self.rank - 2);
  if (!check_group (call, 2, n_channels, n_pixels, call->args[1].i, error))
    return false;
  tns_scope_init (s);
  run_group (s, call, 2, self.sizes[0], n_channels, n_pixels, call->args[1].i, call->args[4].f,
             results);
  return tns_call_finish (call, s, results[0], error);
}

#define GROUP_OP                                                                                   \
  .category = TNS_CATEGORY_NETWORK, .flags = TNS_AS_FUNCTION,                                      \
  .formula = "y = (x − μ) / √(σ² + ε) · w + b over each group of channels",                        \
  .derivative = "∂y/∂w = x̂, ∂y/∂b = 1; ∂y/∂x: w / σ, less what moves μ and σ",                     \
  .narration = "shifts and scales groups of channels of {input} to mean 0 and variance 1",         \
  .doc = "torch.nn.functional.group_norm.html"

TNS_OP (native_group_norm) = {
  GROUP_OP,
  .schema = "native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, "
            "int group, float eps) -> (Tensor, Tensor, Tensor)",
  .forward = forward_native_group_norm,
};

TNS_OP (group_norm) = {
  GROUP_OP,
  .schema = "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, "
            "float eps=1e-05, bool cudnn_enabled=True) -> Tensor",
  .forward = forward_group_norm,
};
