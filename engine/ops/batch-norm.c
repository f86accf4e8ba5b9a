/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Normalisation of each channel over the batch (batch_norm) or within each image (instance_norm),
 * with statistics that are kept from call to call. */
#include "engine/ops/norm-layers.h"

#include <string.h>

/* Places that native_batch_norm, batch_norm and instance_norm share. */
enum
{
  ARG_INPUT,
  ARG_WEIGHT,
  ARG_BIAS,
  ARG_RUNNING_MEAN,
  ARG_RUNNING_VAR,
  ARG_TRAINING,
  ARG_MOMENTUM,
  ARG_EPS,
};

static const char *const parameter_names[] = {
  [ARG_WEIGHT] = "weight",
  [ARG_BIAS] = "bias",
  [ARG_RUNNING_MEAN] = "running_mean",
  [ARG_RUNNING_VAR] = "running_var",
};

/* PyTorch makes a list of all dims but one before it looks at any. */
static bool
check_rank (const TnsValue *args, GError **error)
{
  return tns_tensor_get_rank (args[ARG_INPUT].tensor) > 0
         || tns_fail (error, TNS_ERROR_RUNTIME,
                      "SmallVector unable to grow. Requested capacity (18446744073709551615) is "
                      "larger than maximum value for size type (4294967295)");
}

/* Statistics that are not the batch's own must be there. */
static bool
check_given_statistics (const TnsValue *args, GError **error)
{
  for (int k = ARG_RUNNING_MEAN; k <= ARG_RUNNING_VAR && !args[ARG_TRAINING].b; k++)
    if (args[k].kind != TNS_TENSOR)
      return tns_fail (error, TNS_ERROR_VALUE, "%s must be defined in evaluation mode",
                       parameter_names[k]);
  return true;
}

/* One number for each channel. */
static bool
check_parameters (const TnsValue *args, GError **error)
{
  static const int order[] = { ARG_RUNNING_MEAN, ARG_RUNNING_VAR, ARG_WEIGHT, ARG_BIAS };
  TnsMeta self;
  tns_tensor_get_meta (args[ARG_INPUT].tensor, &self);
  int64_t n_features = self.rank > 1 ? self.sizes[1] : 0;
  for (size_t k = 0; k < G_N_ELEMENTS (order); k++)
    {
      const TnsValue *parameter = &args[order[k]];
      bool is_running = order[k] == ARG_RUNNING_MEAN || order[k] == ARG_RUNNING_VAR;
      if (parameter->kind != TNS_TENSOR && is_running && !args[ARG_TRAINING].b)
        return tns_fail (error, TNS_ERROR_RUNTIME, "%s must be defined in evaluation mode",
                         parameter_names[order[k]]);
      if (parameter->kind == TNS_TENSOR && tns_tensor_get_numel (parameter->tensor) != n_features)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "%s should contain %" G_GINT64_FORMAT " elements not %" G_GINT64_FORMAT,
                         parameter_names[order[k]], n_features,
                         tns_tensor_get_numel (parameter->tensor));
    }
  return true;
}

static bool
lies_without_gaps (const TnsTensor *tensor)
{
  TnsMeta meta;
  tns_tensor_get_meta (tensor, &meta);
  return tns_tensor_is_contiguous (tensor) || tns_layout_is_dense_channels_last (&meta);
}

static bool
all_lie_without_gaps (const TnsValue *args)
{
  bool is_dense = lies_without_gaps (args[ARG_INPUT].tensor);
  for (int k = ARG_WEIGHT; k <= ARG_RUNNING_VAR; k++)
    is_dense = is_dense
               && (args[k].kind != TNS_TENSOR || tns_tensor_is_contiguous (args[k].tensor));
  return is_dense;
}

static bool
check_batch (const TnsValue *args, GError **error)
{
  const TnsTensor *input = args[ARG_INPUT].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (input);
  int64_t dim = 1;
  /* The mean over a batch with gaps is taken at once. */
  if (args[ARG_TRAINING].b && tnk_dtype_is_integral (dtype) && !lies_without_gaps (input)
      && !tns_norm_is_mixed (args + ARG_WEIGHT, 4, dtype))
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "mean(): could not infer output dtype. Input dtype must be either a floating "
                     "point or complex dtype. Got: %s",
                     tns_dtype_get_scalar_type_name (dtype));
  if (args[ARG_TRAINING].b && !tns_wrap_dim (&dim, tns_tensor_get_rank (input), error))
    return false;
  if (args[ARG_RUNNING_MEAN].kind != args[ARG_RUNNING_VAR].kind)
    return tns_fail (error, TNS_ERROR_VALUE,
                     "running_mean and running_var must either both be None or neither be None");
  if (!tnk_dtype_is_floating (dtype))
    return tns_refuse_dtype ("batch_norm", dtype, error);
  for (int k = ARG_RUNNING_MEAN; k <= ARG_RUNNING_VAR; k++)
    if (args[k].kind == TNS_TENSOR && tns_tensor_get_rank (args[k].tensor) != 1)
      return tns_fail (error, TNS_ERROR_RUNTIME, "TensorAccessor expected 1 dims but tensor has %d",
                       tns_tensor_get_rank (args[k].tensor));
  return tns_norm_check_dtypes (args + ARG_WEIGHT, 4, dtype, error)
         && tns_wrap_dim (&dim, tns_tensor_get_rank (input), error)
         && (tns_tensor_get_numel (input) == 0
             || tns_norm_check_unmixed (args + ARG_WEIGHT, 4, dtype, error));
}

/* running ← (1 − m) running + m latest, in the dtype of running. */
static void
follow (TnsScope *s, const TnsValue *running, TnsTensor *latest, double momentum)
{
  TnsTensor *old = tns_do (s, mul, *running, N (1 - momentum));
  latest = tns_do (s, mul, T (latest), N (momentum));
  latest = tns_do (s, add, T (old), T (tns_do (s, reshape_as, T (latest), T (old))));
  tns_do_inplace (s, copy, *running, T (latest));
}

static void
update_running (TnsScope *s, const TnsValue *args, const TnsNormView *view, TnsTensor *mean)
{
  TnsTensor *x = tns_do (s, detach, args[ARG_INPUT]), *var;
  double momentum = args[ARG_MOMENTUM].f;
  if (args[ARG_RUNNING_MEAN].kind != TNS_TENSOR)
    return;
  follow (s, &args[ARG_RUNNING_MEAN], mean, momentum);
  if (x != NULL && tns_tensor_get_dtype (x) != TNK_FLOAT64)
    x = tns_formula_cast (s, x, TNK_FLOAT32);
  var = tns_do (s, var, T (x), tns_value_ints (view->dims, view->n_dims));
  follow (s, &args[ARG_RUNNING_VAR], var, momentum);
}

/* Every dim but the channels' (1) is normalised over. @results as tns_norm_run() gives them. */
static void
run_batch (TnsScope *s, const TnsValue *args, TnsTensor **results)
{
  TnsMeta self;
  TnsNormView view = { .n_dims = 0, .is_dense = all_lie_without_gaps (args) };
  bool is_training = args[ARG_TRAINING].b;
  int64_t dim = 1;
  tns_tensor_get_meta (args[ARG_INPUT].tensor, &self);
  if (!tns_wrap_dim (&dim, self.rank, &s->error))
    return;
  view.rank = self.rank;
  view.weight_rank = self.rank - 1;
  memcpy (view.sizes, self.sizes, (size_t) self.rank * sizeof (int64_t));
  for (int d = 0; d < self.rank; d++)
    {
      if (d != 1)
        view.dims[view.n_dims++] = d;
      if (d > 0)
        view.weight_sizes[d - 1] = d == 1 ? self.sizes[1] : 1;
    }
  tns_norm_run (s, &tns_op_batch_normalize, &view, args[ARG_INPUT].tensor, &args[ARG_WEIGHT],
                is_training ? NULL : &args[ARG_RUNNING_MEAN], args[ARG_EPS].f, results);
  if (is_training)
    update_running (s, args, &view, results[1]);
}

static bool
check_running_is_plain (const TnsCall *call, GError **error)
{
  for (int k = ARG_RUNNING_MEAN; k <= ARG_RUNNING_VAR; k++)
    if (call->args[k].kind == TNS_TENSOR && tns_tensor_get_requires_grad (call->args[k].tensor))
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "The function 'native_batch_norm' is not differentiable with respect to "
                       "argument '%s'. This input cannot have requires_grad True.",
                       parameter_names[k]);
  return true;
}

static bool
forward_native_batch_norm (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, ARG_INPUT);
  TnsScope scope, *s = &scope;
  TnsTensor *results[3] = { NULL };
  int64_t n = call->args[ARG_TRAINING].b && self.rank > 1 ? self.sizes[1] : 0;
  if (!check_running_is_plain (call, error) || !check_given_statistics (call->args, error)
      || !check_rank (call->args, error) || !check_batch (call->args, error))
    return false;
  if (call->args[ARG_TRAINING].b && tns_layout_count (self.sizes, self.rank) == 0)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (self.sizes, self.rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "input tensor must have at least one element, but got input_sizes = %s",
                       text);
    }
  if (!check_parameters (call->args, error))
    return false;
  tns_scope_init (s);
  run_batch (s, call->args, results);
  for (int k = 1; k < 3; k++)
    results[k] = n > 0 ? tns_do (s, reshape, T (results[k]), tns_value_ints (&n, 1))
                       : tns_do (s, new_empty, T (results[k]), tns_value_ints (&n, 1));
  for (int k = 0; k < 3; k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (s, error);
}

/* Nothing to normalise, and so nothing to check: PyTorch keeps weight and bias in the graph through
 * their first element. */
static TnsTensor *
touch_parameters (TnsScope *s, const TnsValue *args)
{
  TnsTensor *out = tns_do (s, clone, args[ARG_INPUT]);
  if (args[ARG_WEIGHT].kind == TNS_TENSOR)
    out = tns_do (s, mul, T (out), T (tns_do (s, select, args[ARG_WEIGHT], I (0), I (0))));
  if (args[ARG_BIAS].kind == TNS_TENSOR)
    out = tns_do (s, add, T (out), T (tns_do (s, select, args[ARG_BIAS], I (0), I (0))));
  return out;
}

/* @args: those of @call, or what stands for them. */
static TnsTensor *
normalize_batch (TnsScope *s, const TnsCall *call, const TnsValue *args)
{
  TnsTensor *results[3] = { NULL };
  if (s->error != NULL)
    return NULL;
  if (tns_tensor_get_numel (args[ARG_INPUT].tensor) == 0)
    return touch_parameters (s, args);
  if (check_parameters (args, &s->error) && check_rank (args, &s->error)
      && check_running_is_plain (call, &s->error) && check_batch (args, &s->error))
    run_batch (s, args, results);
  return results[0];
}

static bool
forward_batch_norm (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  tns_scope_init (s);
  return tns_call_finish (call, s, normalize_batch (s, call, call->args), error);
}

#define BATCH_OP                                                                                   \
  .category = TNS_CATEGORY_NETWORK, .flags = TNS_AS_FUNCTION,                                      \
  .formula = "y = (x − μ) / √(σ² + ε) · w + b for each channel",                                   \
  .derivative = "∂y/∂w = x̂, ∂y/∂b = 1; ∂y/∂x: w / σ, less what moves μ and σ",                     \
  .narration = "shifts and scales the channels of {input} to mean 0 and variance 1"

TNS_OP (native_batch_norm) = {
  BATCH_OP,
  .schema = "native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, "
            "Tensor? running_var, bool training, float momentum, float eps) -> (Tensor, Tensor, "
            "Tensor)",
  .forward = forward_native_batch_norm,
  .doc = "torch.nn.functional.batch_norm.html",
};

TNS_OP (batch_norm) = {
  BATCH_OP,
  .schema = "batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, "
            "Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) "
            "-> Tensor",
  .forward = forward_batch_norm,
  .doc = "torch.nn.functional.batch_norm.html",
};

/* ---- instance_norm ---- */

/* Each channel of each image is a channel of its own: [1, N · C, …]. */
static bool
forward_instance_norm (TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, ARG_INPUT);
  TnsValue args[ARG_EPS + 1];
  TnsScope scope, *s = &scope;
  TnsTensor *out;
  int64_t sizes[TNK_MAX_RANK], first = 0, dim = 1;
  if (!call->args[ARG_TRAINING].b
      && (call->args[ARG_RUNNING_MEAN].kind != TNS_TENSOR
          || call->args[ARG_RUNNING_VAR].kind != TNS_TENSOR))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected running_mean and running_var to be defined when use_input_stats is "
                     "false");
  if (!tns_wrap_dim_with_size (&first, self.rank, error)
      || !tns_wrap_dim (&dim, self.rank, error))
    return false;
  tns_scope_init (s);
  memcpy (args, call->args, sizeof args);
  memcpy (sizes, self.sizes, sizeof sizes);
  sizes[0] = 1;
  sizes[1] = self.sizes[0] * self.sizes[1];
  args[ARG_INPUT] = T (tns_do (s, view, T (tns_do (s, contiguous, args[ARG_INPUT])),
                               tns_value_ints (sizes, self.rank)));
  for (int k = ARG_WEIGHT; k <= ARG_RUNNING_VAR; k++)
    if (args[k].kind == TNS_TENSOR)
      args[k] = T (tns_do (s, repeat, args[k], tns_value_ints (&self.sizes[0], 1)));
  out = normalize_batch (s, call, args);
  for (int k = ARG_RUNNING_MEAN; k <= ARG_RUNNING_VAR && args[ARG_TRAINING].b; k++)
    if (s->error == NULL && args[k].kind == TNS_TENSOR)
      tns_do_inplace (s, copy, call->args[k],
                      T (tns_do (s, mean,
                                 T (tns_do (s, view, args[k], tns_value_ints (self.sizes, 2))),
                                 I (0))));
  out = tns_do (s, view, T (out), tns_value_ints (self.sizes, self.rank));
  return tns_call_finish (call, s, out, error);
}

TNS_OP (instance_norm) = {
  BATCH_OP,
  .schema = "instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, "
            "Tensor? running_var, bool use_input_stats, float momentum, float eps, "
            "bool cudnn_enabled) -> Tensor",
  .forward = forward_instance_norm,
  .doc = "torch.nn.functional.instance_norm.html",
};
