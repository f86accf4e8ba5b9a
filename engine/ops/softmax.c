/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* softmax, log_softmax and their gradients, which are ops of their own: one kernel per row, and
 * differentiable again. */

#include "engine/ops/call-private.h"
#include "engine/ops/formula.h"

#include <string.h>

static bool
infer_softmax (TnsCall *call, GError **error)
{
  TnsTensor *x = call->args[0].tensor;
  int rank = tns_tensor_get_rank (x);
  int64_t dim = call->args[1].i;
  bool is_inner = call->schema->n_params == 2;
  bool has_dtype = !is_inner && call->args[2].kind == TNS_DTYPE;
  bool is_log = strstr (call->schema->name, "log_") != NULL;
  TnkDtype dtype = has_dtype ? call->args[2].dtype : tns_tensor_get_dtype (x);

  if (!tns_wrap_dim (&dim, rank, error))
    return false;
  if (!tnk_dtype_is_floating (dtype) && tns_tensor_get_numel (x) > 0)
    {
      g_autofree char *kernel_name
          = g_strdup_printf ("%ssoftmax%s_kernel_impl", is_log ? "log_" : "",
                             dim == MAX (rank, 1) - 1 ? "_lastdim" : "");

      return tns_refuse_dtype (kernel_name, dtype, error);
    }
  if (is_inner && !tns_formula_check_real_graph (call, call->schema->name, error))
    return false;
  tns_call_add_dense (call, dtype, tns_tensor_get_device (x), rank, tns_tensor_get_sizes (x));
  return true;
}

/* The exponentials would overflow: the greatest element is taken off first. */
static bool
normalize_forward (TnsCall *call, bool is_log, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *greatest, *shifted, *exponentials, *total;
  TnkDtype dtype = call->outs[0].dtype, wide = tns_formula_inner_dtype (dtype);
  TnsValue dims = tns_value_ints (&call->args[1].i, 1);

  if (tns_tensor_get_numel (x) == 0)
    return tns_call_allocate (call, 0, error) != NULL;
  tns_scope_init (s);
  x = tns_do (s, contiguous, T (tns_formula_cast (s, x, wide)));
  greatest = tns_do (s, amax, T (x), dims, B (true));
  shifted = tns_do (s, sub, T (x), T (greatest));
  exponentials = is_log ? tns_do (s, exp, T (shifted)) : tns_do_inplace (s, exp, T (shifted));
  total = tns_do (s, sum, T (exponentials), dims, B (true));
  shifted = is_log ? tns_do_inplace (s, sub, T (shifted), T (tns_do (s, log, T (total))))
                   : tns_do_inplace (s, div, T (exponentials), T (total));
  return tns_call_finish (call, s, tns_formula_cast (s, shifted, dtype), error);
}

/* The device whose kernel takes rows of @x along @dim; NULL where there is none, or they are no rows
 * of float32 or float64. */
static const TnkBackend *
find_row_kernels (TnsTensor *x, int64_t dim)
{
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (x), NULL);
  TnkDtype dtype = tns_tensor_get_dtype (x);
  int rank = tns_tensor_get_rank (x);
  bool are_rows = rank > 0 && (dim == -1 || dim == rank - 1) && tns_tensor_is_contiguous (x)
                  && tns_tensor_get_numel (x) > 0
                  && (dtype == TNK_FLOAT32 || dtype == TNK_FLOAT64);

  return are_rows && backend != NULL && backend->softmax != NULL ? backend : NULL;
}

static bool
forward (TnsCall *call, bool is_log, GError **error)
{
  TnsTensor *x = call->args[0].tensor, *y;
  const TnkBackend *backend = find_row_kernels (x, call->args[1].i);

  if (backend == NULL)
    return normalize_forward (call, is_log, error);
  y = tns_call_allocate (call, 0, error);
  return y != NULL
         && tns_check_status (
             backend->softmax (is_log, tns_tensor_get_array (y), tns_tensor_get_array (x)),
             "softmax", call->outs[0].dtype, error);
}

static bool
softmax_inner_forward (TnsCall *call, GError **error)
{
  return forward (call, false, error);
}

static bool
log_softmax_inner_forward (TnsCall *call, GError **error)
{
  return forward (call, true, error);
}

/* ---- gradients ---- */

static TnsTensor *
sum_along (TnsScope *s, TnsTensor *x, int64_t dim)
{
  return tns_do (s, sum, T (x), tns_value_ints (&dim, 1), B (true));
}

/* y · g − y · Σ g · y */
static TnsTensor *
softmax_gradient (TnsScope *s, TnsTensor *upstream, TnsTensor *y, int64_t dim)
{
  TnsTensor *weighted = tns_do (s, mul, T (upstream), T (y));

  return tns_do (s, sub, T (weighted), T (tns_do (s, mul, T (y), T (sum_along (s, weighted, dim)))));
}

/* g − eʸ · Σ g */
static TnsTensor *
log_softmax_gradient (TnsScope *s, TnsTensor *upstream, TnsTensor *y, int64_t dim)
{
  TnsTensor *total = sum_along (s, upstream, dim);

  return tns_do (s, sub, T (upstream), T (tns_do (s, mul, T (tns_do (s, exp, T (y))), T (total))));
}

static bool
infer_gradient (TnsCall *call, GError **error)
{
  TnsTensor *y = call->args[1].tensor;

  tns_call_add_dense (call, tns_tensor_get_dtype (y), tns_tensor_get_device (y),
                      tns_tensor_get_rank (y), tns_tensor_get_sizes (y));
  return true;
}

static bool
gradient_forward (TnsCall *call, bool is_log, GError **error)
{
  TnsTensor *upstream = call->args[0].tensor, *y = call->args[1].tensor, *out;
  int64_t dim = call->args[2].i;
  const TnkBackend *backend = find_row_kernels (y, dim);
  TnsScope scope, *s = &scope;

  if (backend == NULL || !tns_tensor_is_contiguous (upstream)
      || tns_tensor_get_dtype (upstream) != tns_tensor_get_dtype (y))
    {
      tns_scope_init (s);
      return tns_call_finish (call, s, (is_log ? log_softmax_gradient : softmax_gradient) (
                                           s, upstream, y, dim), error);
    }
  out = tns_call_allocate (call, 0, error);
  return out != NULL
         && tns_check_status (
             backend->softmax_backward (is_log, tns_tensor_get_array (out),
                                        tns_tensor_get_array (upstream), tns_tensor_get_array (y)),
             "softmax_backward", call->outs[0].dtype, error);
}

static bool
softmax_gradient_forward (TnsCall *call, GError **error)
{
  return gradient_forward (call, false, error);
}

static bool
log_softmax_gradient_forward (TnsCall *call, GError **error)
{
  return gradient_forward (call, true, error);
}

static void
softmax_backward (TnsGrad *g)
{
  TnsValue dim = tns_grad_get_arg (g, 1);

  tns_grad_set (g, 0, tns_do (g->scope, softmax_gradient, T (tns_grad_get_upstream (g, 0)),
                              T (tns_grad_get_result (g, 0)), dim));
}

static void
log_softmax_backward (TnsGrad *g)
{
  TnsValue dim = tns_grad_get_arg (g, 1);

  tns_grad_set (g, 0, tns_do (g->scope, log_softmax_gradient, T (tns_grad_get_upstream (g, 0)),
                              T (tns_grad_get_result (g, 0)), dim));
}

/* With u upstream of y · (g − Σ g · y): for g the same of u, for y
 * u · (g − Σ g · y) − g · Σ u · y. */
static void
softmax_gradient_backward (TnsGrad *grad)
{
  TnsScope *s = grad->scope;
  TnsTensor *u = tns_grad_get_upstream (grad, 0), *g = tns_grad_get_arg (grad, 0).tensor;
  TnsTensor *y = tns_grad_get_arg (grad, 1).tensor, *inner, *outer;
  int64_t dim = tns_grad_get_arg (grad, 2).i;

  if (tns_grad_wants (grad, 0))
    tns_grad_set (grad, 0, softmax_gradient (s, u, y, dim));
  if (!tns_grad_wants (grad, 1))
    return;
  inner = tns_do (s, sub, T (g), T (sum_along (s, tns_do (s, mul, T (g), T (y)), dim)));
  outer = tns_do (s, mul, T (g), T (sum_along (s, tns_do (s, mul, T (u), T (y)), dim)));
  tns_grad_set (grad, 1, tns_do (s, sub, T (tns_do (s, mul, T (u), T (inner))), T (outer)));
}

/* With u upstream of g − eʸ · Σ g: for g u − Σ u · eʸ, for y −u · eʸ · Σ g. */
static void
log_softmax_gradient_backward (TnsGrad *grad)
{
  TnsScope *s = grad->scope;
  TnsTensor *u = tns_grad_get_upstream (grad, 0), *total;
  TnsTensor *shares = tns_do (s, exp, T (tns_grad_get_arg (grad, 1).tensor));
  TnsTensor *weighted = tns_do (s, mul, T (u), T (shares));
  int64_t dim = tns_grad_get_arg (grad, 2).i;

  if (tns_grad_wants (grad, 0))
    tns_grad_set (grad, 0, tns_do (s, sub, T (u), T (sum_along (s, weighted, dim))));
  if (!tns_grad_wants (grad, 1))
    return;
  total = tns_do (s, neg, T (sum_along (s, tns_grad_get_arg (grad, 0).tensor, dim)));
  tns_grad_set (grad, 1, tns_do (s, mul, T (weighted), T (total)));
}

/* ---- the public ops ---- */

static bool
softmax_public_forward (TnsCall *call, const TnsOp *inner, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x;

  tns_scope_init (s);
  x = tns_formula_cast (s, call->args[0].tensor, call->outs[0].dtype);
  return tns_call_finish (
      call, s, tns_scope_call (s, inner, false, (TnsValue[]){ T (x), call->args[1] }, 2), error);
}

static bool
softmax_forward (TnsCall *call, GError **error)
{
  return softmax_public_forward (call, &tns_op_softmax_inner, error);
}

static bool
log_softmax_forward (TnsCall *call, GError **error)
{
  return softmax_public_forward (call, &tns_op_log_softmax_inner, error);
}

#define SOFTMAX_TEXTS                                                                              \
  .category = TNS_CATEGORY_NETWORK, .formula = "yᵢ = e^xᵢ / Σⱼ e^xⱼ",                              \
  .derivative = "∂yᵢ/∂xⱼ = yᵢ · (δᵢⱼ − yⱼ)",                                                       \
  .narration = "turns {self} into shares that add up to 1 along dim {dim}",                        \
  .doc = "torch.nn.functional.softmax.html"

#define LOG_SOFTMAX_TEXTS                                                                          \
  .category = TNS_CATEGORY_NETWORK, .formula = "yᵢ = xᵢ − ln Σⱼ e^xⱼ",                             \
  .derivative = "∂yᵢ/∂xⱼ = δᵢⱼ − e^yⱼ",                                                            \
  .narration = "takes the logarithms of the softmax of {self} along dim {dim}",                    \
  .doc = "torch.nn.functional.log_softmax.html"

TNS_OP (softmax_inner) = {
  .schema = "_softmax(Tensor self, int dim) -> Tensor",
  .flags = TNS_INTERNAL,
  .infer = infer_softmax,
  .forward = softmax_inner_forward,
  .node = "SoftmaxBackward0",
  .saves = "result for self",
  .backward = softmax_backward,
  SOFTMAX_TEXTS,
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (softmax) = {
  .schema = "softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
  .infer = infer_softmax,
  .forward = softmax_forward,
  SOFTMAX_TEXTS,
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (log_softmax_inner) = {
  .schema = "_log_softmax(Tensor self, int dim) -> Tensor",
  .flags = TNS_INTERNAL,
  .infer = infer_softmax,
  .forward = log_softmax_inner_forward,
  .node = "LogSoftmaxBackward0",
  .saves = "result for self",
  .backward = log_softmax_backward,
  LOG_SOFTMAX_TEXTS,
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (log_softmax) = {
  .schema = "log_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
  .infer = infer_softmax,
  .forward = log_softmax_forward,
  LOG_SOFTMAX_TEXTS,
  .out_error = TNS_OUT_EXACT,
};

TNS_OP (softmax_gradient) = {
  .schema = "_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_INTERNAL,
  .infer = infer_gradient,
  .forward = softmax_gradient_forward,
  .node = "SoftmaxBackwardDataBackward0",
  .saves = "output for grad_output; grad_output for output; output for output",
  .backward = softmax_gradient_backward,
  .formula = "xᵢ' = yᵢ · (gᵢ − Σⱼ gⱼ · yⱼ)",
  .derivative = "∂xᵢ'/∂gⱼ = yᵢ · (δᵢⱼ − yⱼ)",
  .narration = "takes {grad_output} back through the softmax that gave {output}",
  .doc = "torch.nn.functional.softmax.html",
};

TNS_OP (log_softmax_gradient) = {
  .schema = "_log_softmax_backward_data(Tensor grad_output, Tensor output, int dim) -> Tensor",
  .category = TNS_CATEGORY_NETWORK,
  .flags = TNS_INTERNAL,
  .infer = infer_gradient,
  .forward = log_softmax_gradient_forward,
  .node = "LogSoftmaxBackwardDataBackward0",
  .saves = "output for grad_output; grad_output for output; output for output",
  .backward = log_softmax_gradient_backward,
  .formula = "xᵢ' = gᵢ − e^yᵢ · Σⱼ gⱼ",
  .derivative = "∂xᵢ'/∂gⱼ = δᵢⱼ − e^yᵢ",
  .narration = "takes {grad_output} back through the log_softmax that gave {output}",
  .doc = "torch.nn.functional.log_softmax.html",
};
