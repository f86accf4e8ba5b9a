/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Running folds along a dim: every element becomes the fold of those up to it. Sums and products
 * have kernels; the others double their reach in each of log₂ n steps. */

#include "engine/autograd/autograd.h"
#include "engine/ops/formula.h"

#include <math.h>

/* ---- shapes ---- */

static bool
infer_scan (TnsCall *call, TnkDtype dtype, GError **error)
{
  TnsMeta meta;
  int64_t dim = call->args[1].i;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (!tns_wrap_dim (&dim, meta.rank, error))
    return false;
  tns_call_add_dense (call, dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
infer_running_total (TnsCall *call, GError **error)
{
  TnkDtype own = tns_tensor_get_dtype (call->args[0].tensor), dtype = own;

  /* What bools have no kernel for is found before how the tensor lies. */
  call->may_overlap = call->is_inplace && own == TNK_BOOL;
  if (call->args[2].kind == TNS_DTYPE)
    dtype = call->args[2].dtype;
  else if (tnk_dtype_is_integral (own) && !call->is_inplace)
    dtype = TNK_INT64;
  if (!infer_scan (call, dtype, error))
    return false;
  if (call->is_inplace && dtype != own)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Bad in-place call: input tensor dtype %s and output tensor dtype %s should "
                     "match",
                     tns_dtype_get_c_name (own), tns_dtype_get_c_name (dtype));
  return true;
}

static bool
infer_logcumsumexp (TnsCall *call, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (call->args[0].tensor);

  return infer_scan (call, dtype, error)
         && (!tnk_dtype_is_integral (dtype)
             || tns_refuse_dtype ("logcumsumexp_out_cpu", dtype, error));
}

static bool
infer_running_extreme (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_cpu", NULL);
  bool is_number = tns_tensor_get_rank (self) == 0;
  int64_t dim = call->args[1].i;

  if (is_number && dim != 0 && dim != -1)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "%s(): Expected reduction dim -1 or 0 for scalar but got %" G_GINT64_FORMAT,
                     call->schema->name, dim);
  if (!infer_scan (call, dtype, error) || !infer_scan (call, TNK_INT64, error))
    return false;
  return is_number || tns_tensor_get_numel (self) == 0 || !tnk_dtype_is_complex (dtype)
         || tns_refuse_dtype (kernel_name, dtype, error);
}

/* ---- sums and products ---- */

static bool
scan_forward (TnsCall *call, TnkScan scan, GError **error)
{
  TnsTensor *x = call->args[0].tensor, *in;
  TnsTensor *out = tns_call_allocate (call, 0, error);
  g_autoptr (TnsTensor) converted = NULL;
  TnsDevice device = tns_tensor_get_device (x);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  TnkDtype dtype = call->outs[0].dtype;
  int64_t dim = call->args[1].i;
  int rank = tns_tensor_get_rank (x);

  if (out == NULL || backend == NULL || !tns_wrap_dim (&dim, rank, error))
    return false;
  in = x;
  if (tns_tensor_get_dtype (x) != dtype)
    {
      converted = tns_tensor_new_dense (dtype, device, rank, tns_tensor_get_sizes (x), error);
      if (converted == NULL || !tns_tensor_copy_from (converted, x, error))
        return false;
      in = converted;
    }
  if (tns_tensor_get_numel (x) == 0)
    return true;
  if (rank == 0)
    return out == in || tns_tensor_copy_from (out, in, error);
  g_autofree char *kernel_name = g_strconcat (call->schema->name, "_out_cpu", NULL);
  return tns_check_status (
      backend->scan (scan, tns_tensor_get_array (out), tns_tensor_get_array (in), (int) dim),
      kernel_name, dtype, error);
}

static bool
cumsum_forward (TnsCall *call, GError **error)
{
  return scan_forward (call, TNK_SCAN_CUMSUM, error);
}

static bool
cumprod_forward (TnsCall *call, GError **error)
{
  return scan_forward (call, TNK_SCAN_CUMPROD, error);
}

/* Every element counts in the sums from it on: the running sum from the other end. */
static TnsTensor *
sum_from_here (TnsScope *s, TnsTensor *x, int64_t dim)
{
  TnsValue dims = tns_value_ints (&dim, 1);

  if (x == NULL || tns_tensor_get_rank (x) == 0 || tns_tensor_get_numel (x) == 0)
    return x;
  x = tns_do (s, cumsum, T (tns_do (s, flip, T (x), dims)), I (dim));
  return tns_do (s, flip, T (x), dims);
}

/* The upstream gradient in the operand's type: `dtype` may have asked for another. */
static TnsTensor *
take_upstream (TnsGrad *g)
{
  return tns_formula_cast (g->scope, tns_grad_get_upstream (g, 0),
                           tns_grad_get_meta (g, 0, 0)->dtype);
}

static void
cumsum_backward (TnsGrad *g)
{
  int64_t dim = tns_grad_get_arg (g, 1).i;

  tns_grad_set (g, 0, sum_from_here (g->scope, take_upstream (g), dim));
}

/* The gradient of element @k alone: Σ over i ≥ k of upstreamᵢ · Π of the others up to i. */
static TnsTensor *
product_gradient_at (TnsScope *s, TnsTensor *x, TnsTensor *upstream, int64_t dim, int64_t k)
{
  int64_t n = tns_tensor_get_sizes (x)[dim];
  TnsTensor *here = tns_do (s, narrow, T (x), I (dim), I (k), I (1)), *parts[2], *products;
  TnsValue before_dims = tns_value_ints (&dim, 1);
  TnsTensor *after = tns_do (s, narrow, T (x), I (dim), I (k + 1), I (n - k - 1));
  TnsTensor *before = tns_do (s, narrow, T (x), I (dim), I (0), I (k)), *lead;

  if (here == NULL || before == NULL)
    return NULL;
  lead = k == 0 ? tns_formula_full_like (s, here, tns_tensor_get_dtype (x), 1)
                : tns_do (s, prod, T (before), I (dim), B (true));
  parts[0] = lead;
  parts[1] = after;
  products = s->error != NULL
                 ? NULL
                 : tns_do (s, cumprod, T (tns_do (s, cat, tns_value_tensors (parts, 2), I (dim))),
                           I (dim));
  upstream = tns_do (s, narrow, T (upstream), I (dim), I (k), I (n - k));
  return tns_do (s, sum, T (tns_do (s, mul, T (upstream), T (tns_formula_conj (s, products)))),
                 before_dims, B (true));
}

/* Σ over j ≥ i of upstreamⱼ · yⱼ / xᵢ: right where no factor is 0. */
static TnsTensor *
quotient_gradient (TnsScope *s, TnsTensor *x, TnsTensor *terms, int64_t dim)
{
  return tns_do (s, div, T (sum_from_here (s, terms, dim)), T (tns_formula_conj (s, x)));
}

/* Along each line three parts: before the first zero the quotients of the sums up to it; at that zero
 * the product before it times the sum, up to the second zero, of upstream · product behind it; from
 * there on nothing. */
static TnsTensor *
gradient_around_zeros (TnsScope *s, TnsTensor *x, TnsTensor *y, TnsTensor *upstream, int64_t dim)
{
  TnsValue dims = tns_value_ints (&dim, 1);
  TnsTensor *is_zero = tns_do (s, eq, T (x), N (0));
  TnsTensor *n_zeros = tns_do (s, cumsum, T (is_zero), I (dim));
  TnsTensor *is_before = tns_do (s, eq, T (n_zeros), N (0));
  TnsTensor *is_behind = tns_do (s, eq, T (n_zeros), N (1));
  TnsTensor *is_first = tns_do (s, logical_and, T (is_zero), T (is_behind));
  TnsTensor *terms = tns_do (s, mul, T (upstream), T (tns_formula_conj (s, y)));
  TnsTensor *before, *at_first, *factors, *lead;

  before = quotient_gradient (s, x, tns_do (s, where, T (is_before), T (terms), N (0)), dim);
  factors = tns_do (s, where, T (tns_do (s, gt, T (n_zeros), N (0))), N (1), T (x));
  lead = tns_do (s, prod, T (factors), I (dim), B (true));
  is_behind = tns_do (s, logical_and, T (is_behind), T (tns_do (s, logical_not, T (is_first))));
  factors = tns_do (s, where, T (is_behind), T (x), N (1));
  factors = tns_do (s, cumprod, T (tns_formula_conj (s, factors)), I (dim));
  terms = tns_do (s, where, T (tns_do (s, eq, T (n_zeros), N (1))), T (upstream), N (0));
  at_first = tns_do (s, sum, T (tns_do (s, mul, T (factors), T (terms))), dims, B (true));
  at_first = tns_do (s, mul, T (at_first), T (tns_formula_conj (s, lead)));
  before = tns_do (s, where, T (is_before), T (before), N (0));
  return tns_do (s, where, T (is_first), T (at_first), T (before));
}

/* With zeros the quotients cannot be differentiated again: then every element is taken on its own. */
static TnsTensor *
gradient_one_by_one (TnsScope *s, TnsTensor *x, TnsTensor *upstream, int64_t dim)
{
  int64_t k, n = tns_tensor_get_sizes (x)[dim];
  g_autofree TnsTensor **parts = g_new0 (TnsTensor *, n);

  for (k = 0; k < n && s->error == NULL; k++)
    parts[k] = product_gradient_at (s, x, upstream, dim, k);
  return s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts, (int) n), I (dim));
}

static void
cumprod_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y = tns_grad_get_result (g, 0), *gradient;
  TnsTensor *upstream = take_upstream (g);
  int64_t dim = tns_grad_get_arg (g, 1).i;
  int rank = tns_tensor_get_rank (x);

  if (rank == 0 || tns_tensor_get_numel (x) == 0 || !tns_wrap_dim (&dim, rank, &s->error)
      || tns_tensor_get_sizes (x)[dim] == 1)
    gradient = upstream;
  else if (tns_formula_item (s, tns_do (s, any, T (tns_do (s, eq, T (x), N (0))))) == 0)
    gradient = quotient_gradient (
        s, x, tns_do (s, mul, T (upstream), T (tns_formula_conj (s, y))), dim);
  else if (tns_grad_mode_get ())
    gradient = gradient_one_by_one (s, x, upstream, dim);
  else
    gradient = gradient_around_zeros (s, x, y, upstream, dim);
  tns_formula_set_as_it_is (g, 0, gradient);
}

TNS_OP (cumsum) = {
  .schema = "cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_running_total,
  .forward = cumsum_forward,
  .node = "CumsumBackward0",
  .backward = cumsum_backward,
  .formula = "yᵢ = x₁ + … + xᵢ",
  .derivative = "∂yⱼ/∂xᵢ = 1 for i ≤ j, else 0",
  .narration = "adds up the elements of {self} step by step along dim {dim}",
  .doc = "torch.cumsum.html",
};

TNS_OP (cumprod) = {
  .schema = "cumprod(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_HAS_INPLACE,
  .infer = infer_running_total,
  .forward = cumprod_forward,
  .node = "CumprodBackward0",
  .saves = "self for self; result for self",
  .backward = cumprod_backward,
  .formula = "yᵢ = x₁ · … · xᵢ",
  .derivative = "∂yⱼ/∂xᵢ = yⱼ / xᵢ for i ≤ j, else 0",
  .narration = "multiplies the elements of {self} step by step along dim {dim}",
  .doc = "torch.cumprod.html",
};

/* ---- reach doubled in each step ---- */

/* The part of @x from @start on, and the part before it, joined again after @combined replaced the
 * first: the elements before @step have nothing further back to look at. */
static TnsTensor *
keep_head (TnsScope *s, TnsTensor *x, TnsTensor *combined, int64_t dim, int64_t step)
{
  TnsTensor *parts[2] = { tns_do (s, narrow, T (x), I (dim), I (0), I (step)), combined };

  return s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts, 2), I (dim));
}

/* One after the other: the order decides how often the angle of a complex sum goes round. Such sums
 * can cancel: @x comes in double precision. */
static TnsTensor *
add_logarithms_in_turn (TnsScope *s, TnsTensor *x, int64_t dim, int64_t n)
{
  g_autofree TnsTensor **sums = g_new (TnsTensor *, MAX (n, 1));
  int64_t k;

  if (x == NULL || tns_tensor_get_rank (x) == 0 || n == 0)
    return x;
  for (k = 0; k < n; k++)
    {
      TnsTensor *term = tns_do (s, select, T (x), I (dim), I (k));

      TnsTensor *before = k == 0 ? tns_do (s, full_like, T (term), N (-INFINITY)) : sums[k - 1];

      sums[k] = tns_do (s, logaddexp, T (term), T (before));
    }
  return s->error != NULL ? NULL
                          : tns_do (s, stack, tns_value_tensors (sums, (int) n), I (dim));
}

static bool
logcumsumexp_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *y;
  int64_t dim = call->args[1].i, n, step;
  int rank = tns_tensor_get_rank (x);

  if (!tns_wrap_dim (&dim, rank, error))
    return false;
  tns_scope_init (s);
  n = rank == 0 ? 1 : tns_tensor_get_sizes (x)[dim];
  y = tns_do (s, contiguous, T (x));
  if (tnk_dtype_is_complex (call->outs[0].dtype))
    {
      y = add_logarithms_in_turn (s, tns_formula_cast (s, y, TNK_COMPLEX128), dim, n);
      n = 0;
    }
  for (step = 1; step < n; step *= 2)
    {
      TnsTensor *earlier = tns_do (s, narrow, T (y), I (dim), I (0), I (n - step));
      TnsTensor *later = tns_do (s, narrow, T (y), I (dim), I (step), I (n - step));

      y = keep_head (s, y, tns_do (s, logaddexp, T (later), T (earlier)), dim, step);
    }
  y = tns_formula_cast (s, y, call->outs[0].dtype);
  return tns_call_finish (call, s, y == x ? tns_do (s, clone, T (x)) : y, error);
}

/* Σ over j ≥ i of e^(@logarithmⱼ + x̄ᵢ − ȳⱼ), summed as logarithms. */
static TnsTensor *
sum_shares (TnsScope *s, TnsTensor *logarithm, TnsTensor *x, TnsTensor *y, int64_t dim)
{
  const TnsValue dims = tns_value_ints (&dim, 1);
  TnsTensor *part = tns_do (s, sub, T (logarithm), T (tns_formula_conj (s, y)));

  part = tns_do (s, logcumsumexp, T (tns_do (s, flip, T (part), dims)), I (dim));
  part = tns_do (s, flip, T (part), dims);
  return tns_do (s, exp, T (tns_do (s, add, T (part), T (tns_formula_conj (s, x)))));
}

/* ∂L/∂xᵢ = Σ over j ≥ i of upstreamⱼ · e^(x̄ᵢ − ȳⱼ). The two signs of a real upstream gradient,
 * which have no logarithm together, are summed apart; so large x do not overflow. */
static void
logcumsumexp_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *y = tns_grad_get_result (g, 0);
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *parts[2] = { NULL, NULL };
  int64_t dim = tns_grad_get_arg (g, 1).i;
  int sign;

  if (tns_tensor_get_rank (x) == 0 || tns_tensor_get_numel (x) == 0)
    {
      tns_grad_set (g, 0, upstream);
      return;
    }
  if (tnk_dtype_is_complex (tns_tensor_get_dtype (x)))
    {
      tns_grad_set (g, 0, sum_shares (s, tns_do (s, log, T (upstream)), x, y, dim));
      return;
    }
  for (sign = 0; sign < 2; sign++)
    {
      TnsTensor *part = sign == 0 ? upstream : tns_do (s, neg, T (upstream));

      part = tns_do (s, log, T (tns_do (s, clamp_min, T (part), N (0))));
      parts[sign] = sum_shares (s, part, x, y, dim);
    }
  tns_grad_set (g, 0, tns_do (s, sub, T (parts[0]), T (parts[1])));
}

TNS_OP (logcumsumexp) = {
  .schema = "logcumsumexp(Tensor self, int dim) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_logcumsumexp,
  .forward = logcumsumexp_forward,
  .node = "LogcumsumexpBackward0",
  .saves = "self for self; result for self",
  .backward = logcumsumexp_backward,
  .out_error = "expected scalar_type {Expected} but found {Given}",
  .formula = "yᵢ = ln (e^x₁ + … + e^xᵢ)",
  .derivative = "∂yⱼ/∂xᵢ = e^(xᵢ − yⱼ) for i ≤ j, else 0",
  .narration = "takes running logarithms of sums of exponentials of {self} along dim {dim}",
  .doc = "torch.logcumsumexp.html",
};

/* ---- running extremes ---- */

static TnsTensor *
positions_along (TnsScope *s, TnsTensor *x, int64_t dim)
{
  TnsTensor *ones = tns_formula_full_like (s, x, TNK_INT64, 1);

  return tns_do (s, sub, T (tns_do (s, cumsum, T (ones), I (dim))),
                 tns_value_scalar (tns_scalar_int (1)));
}

/* Where the later element takes over: it is no worse, or it is NaN. */
static TnsTensor *
takes_over (TnsScope *s, TnsTensor *later, TnsTensor *earlier, bool is_max)
{
  TnsTensor *is_better
      = is_max ? tns_do (s, ge, T (later), T (earlier)) : tns_do (s, le, T (later), T (earlier));

  return tns_do (s, logical_or, T (is_better), T (tns_do (s, isnan, T (later))));
}

static bool
running_extreme_forward (TnsCall *call, bool is_max, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *values, *places;
  int64_t dim = call->args[1].i, n, step;
  int rank = tns_tensor_get_rank (x);

  if (!tns_wrap_dim (&dim, rank, error))
    return false;
  tns_scope_init (s);
  values = tns_do (s, clone, T (x));
  values = tns_do (s, contiguous, T (values));
  places = rank == 0 ? tns_formula_full_like (s, x, TNK_INT64, 0) : positions_along (s, x, dim);
  n = rank == 0 || tns_tensor_get_numel (x) == 0 ? 1 : tns_tensor_get_sizes (x)[dim];
  for (step = 1; step < n; step *= 2)
    {
      TnsTensor *earlier[2], *later[2], *wins;

      earlier[0] = tns_do (s, narrow, T (values), I (dim), I (0), I (n - step));
      earlier[1] = tns_do (s, narrow, T (places), I (dim), I (0), I (n - step));
      later[0] = tns_do (s, narrow, T (values), I (dim), I (step), I (n - step));
      later[1] = tns_do (s, narrow, T (places), I (dim), I (step), I (n - step));
      wins = takes_over (s, later[0], earlier[0], is_max);
      values = keep_head (s, values, tns_do (s, where, T (wins), T (later[0]), T (earlier[0])), dim,
                          step);
      places = keep_head (s, places, tns_do (s, where, T (wins), T (later[1]), T (earlier[1])), dim,
                          step);
    }
  tns_call_return (call, 0, values);
  tns_call_return (call, 1, places);
  return tns_scope_finish (s, error);
}

static bool
cummax_forward (TnsCall *call, GError **error)
{
  return running_extreme_forward (call, true, error);
}

static bool
cummin_forward (TnsCall *call, GError **error)
{
  return running_extreme_forward (call, false, error);
}

/* Several results may name one element: their gradients add up there. */
static void
running_extreme_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *upstream = tns_grad_get_upstream (g, 0), *places = tns_grad_get_result (g, 1);

  if (tns_grad_get_meta (g, 0, 0)->rank == 0)
    tns_grad_set (g, 0, upstream);
  else
    tns_grad_set (g, 0,
                  tns_do (s, scatter_add, T (tns_formula_zeros_of (g, 0)),
                          I (tns_grad_get_arg (g, 1).i), T (places), T (upstream)));
}

TNS_OP (cummax) = {
  .schema = "cummax(Tensor self, int dim) -> (Tensor values, Tensor indices)",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_COMPLEX_GRAD,
  .infer = infer_running_extreme,
  .forward = cummax_forward,
  .node = "CummaxBackward0",
  .saves = "result1 for self",
  .backward = running_extreme_backward,
  .out_error = "expected scalar_type {Expected} but found {Given}",
  .formula = "yᵢ = the greatest of x₁ … xᵢ",
  .derivative = "∂yⱼ/∂xᵢ = 1 where yⱼ was found at i, else 0",
  .narration = "keeps the greatest element of {self} so far along dim {dim}",
  .doc = "torch.cummax.html",
};

TNS_OP (cummin) = {
  .schema = "cummin(Tensor self, int dim) -> (Tensor values, Tensor indices)",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_NO_COMPLEX_GRAD,
  .infer = infer_running_extreme,
  .forward = cummin_forward,
  .node = "CumminBackward0",
  .saves = "result1 for self",
  .backward = running_extreme_backward,
  .out_error = "expected scalar_type {Expected} but found {Given}",
  .formula = "yᵢ = the least of x₁ … xᵢ",
  .derivative = "∂yⱼ/∂xᵢ = 1 where yⱼ was found at i, else 0",
  .narration = "keeps the least element of {self} so far along dim {dim}",
  .doc = "torch.cummin.html",
};

/* ---- differences ---- */

static bool
check_edge (TnsCall *call, int arg, int64_t dim, TnsMeta *meta, GError **error)
{
  TnsTensor *edge = call->args[arg].tensor;
  int k;

  if (call->args[arg].kind != TNS_TENSOR)
    return true;
  if (tns_tensor_get_rank (edge) != meta->rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "diff expects prepend or append to be the same dimension as input");
  for (k = 0; k < meta->rank; k++)
    if (k != dim && tns_tensor_get_sizes (edge)[k] != meta->sizes[k])
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "diff expects the shape of tensor to prepend or append to match that of "
                       "input except along the differencing dimension; input.size(%d) = "
                       "%" G_GINT64_FORMAT ", but got tensor.size(%d) = %" G_GINT64_FORMAT,
                       k, meta->sizes[k], k, tns_tensor_get_sizes (edge)[k]);
  meta->sizes[dim] += tns_tensor_get_sizes (edge)[dim];
  meta->dtype = tns_dtype_promote (meta->dtype, tns_tensor_get_dtype (edge));
  return true;
}

static bool
infer_diff (TnsCall *call, GError **error)
{
  int64_t n = call->args[1].i, dim = call->args[2].i;
  bool has_edge = call->args[3].kind == TNS_TENSOR || call->args[4].kind == TNS_TENSOR;
  TnsMeta meta;

  tns_tensor_get_meta (call->args[0].tensor, &meta);
  if (meta.rank == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "diff expects input to be at least one-dimensional");
  if (n < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "order must be non-negative but got %" G_GINT64_FORMAT, n);
  if ((n > 0 || has_edge) && !tns_wrap_dim (&dim, meta.rank, error))
    return false;
  if (!check_edge (call, 3, dim, &meta, error) || !check_edge (call, 4, dim, &meta, error))
    return false;
  if (n == 0)
    {
      tns_layout_preserve_strides (tns_call_add_view (call, 0));
      return true;
    }
  meta.sizes[dim] = MAX (0, meta.sizes[dim] - n);
  tns_call_add_dense (call, meta.dtype, meta.device, meta.rank, meta.sizes);
  return true;
}

static bool
diff_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *parts[3];
  int64_t n = call->args[1].i, dim = call->args[2].i, size;
  int n_parts = 0;

  tns_scope_init (s);
  if (n == 0)
    {
      TnsTensor *same = tns_do (s, zeros_like, T (x));

      return tns_call_finish (call, s, tns_do (s, copy, T (same), T (x)), error);
    }
  if (call->args[3].kind == TNS_TENSOR)
    parts[n_parts++] = call->args[3].tensor;
  parts[n_parts++] = x;
  if (call->args[4].kind == TNS_TENSOR)
    parts[n_parts++] = call->args[4].tensor;
  if (n_parts > 1)
    x = tns_do (s, cat, tns_value_tensors (parts, n_parts), I (dim));
  if (x == NULL || !tns_wrap_dim (&dim, tns_tensor_get_rank (x), &s->error))
    return tns_call_finish (call, s, NULL, error);
  size = tns_tensor_get_sizes (x)[dim];
  for (n = MIN (n, size); n > 0 && s->error == NULL; n--, size--)
    {
      TnsTensor *later = tns_do (s, narrow, T (x), I (dim), I (1), I (size - 1));
      TnsTensor *earlier = tns_do (s, narrow, T (x), I (dim), I (0), I (size - 1));

      x = call->outs[0].dtype == TNK_BOOL ? tns_do (s, logical_xor, T (later), T (earlier))
                                          : tns_do (s, sub, T (later), T (earlier));
    }
  return tns_call_finish (call, s, x, error);
}

TNS_OP (diff) = {
  .schema = "diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor? append=None)"
            " -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .infer = infer_diff,
  .forward = diff_forward,
  .formula = "yᵢ = xᵢ₊₁ − xᵢ",
  .derivative = "∂yᵢ/∂xᵢ₊₁ = 1, ∂yᵢ/∂xᵢ = −1",
  .narration = "subtracts each element of {self} from the next along dim {dim}",
  .doc = "torch.diff.html",
};
