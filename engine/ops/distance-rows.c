/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The distances of all rows of one matrix from those of another, or from each other. */

#include "engine/ops/norm.h"

#include <math.h>

static TnsValue
last_dim (void)
{
  static const int64_t dim = -1;

  return tns_value_ints (&dim, 1);
}

/* ---- cdist ---- */

enum
{
  CDIST_P = 2,
  CDIST_MODE,
};

/* [batch…, rows of x1, rows of x2] */
static bool
find_shape (const TnsMeta *metas, TnsMeta *out, GError **error)
{
  int arg;

  out->rank = 0;
  for (arg = 0; arg < 2; arg++)
    if (!tns_broadcast_sizes (out, metas[arg].sizes, metas[arg].rank - 2, error))
      return false;
  for (arg = 0; arg < 2; arg++)
    out->sizes[out->rank++] = metas[arg].sizes[metas[arg].rank - 2];
  return true;
}

static bool
check_rows (const TnsMeta *metas, GError **error)
{
  int64_t n[2];
  int arg;

  for (arg = 0; arg < 2; arg++)
    {
      if (metas[arg].rank < 2)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "cdist only supports at least 2D tensors, X%d got: %dD", arg + 1,
                         metas[arg].rank);
      n[arg] = metas[arg].sizes[metas[arg].rank - 1];
    }
  if (n[0] != n[1])
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "X1 and X2 must have the same number of columns. X1: %" G_GINT64_FORMAT
                     " X2: %" G_GINT64_FORMAT,
                     n[0], n[1]);
  for (arg = 0; arg < 2; arg++)
    if (tnk_dtype_is_integral (metas[arg].dtype) || tnk_dtype_is_complex (metas[arg].dtype))
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "cdist only supports floating-point dtypes, X%d got: %s", arg + 1,
                       tns_dtype_get_scalar_type_name (metas[arg].dtype));
  return true;
}

/* Long lists of rows are measured by a matrix product, at the price of some digits. */
static bool
uses_product (const TnsCall *call)
{
  TnsMeta metas[2] = { tns_call_get_meta (call, 0), tns_call_get_meta (call, 1) };
  int64_t mode = call->args[CDIST_MODE].kind == TNS_INT ? call->args[CDIST_MODE].i : 0;
  bool is_long = false;
  int arg;

  for (arg = 0; arg < 2; arg++)
    {
      if (tns_tensor_get_numel (call->args[arg].tensor) == 0)
        return false;
      is_long |= metas[arg].sizes[metas[arg].rank - 2] > 25;
    }
  return call->args[CDIST_P].f == 2 && (mode == 1 || (mode == 0 && is_long));
}

static bool
measures_nothing (const TnsMeta *x1, const TnsMeta *out)
{
  return x1->sizes[x1->rank - 1] == 0 || tns_layout_count (out->sizes, out->rank) == 0;
}

static bool
infer_cdist (TnsCall *call, GError **error)
{
  TnsMeta metas[2] = { tns_call_get_meta (call, 0), tns_call_get_meta (call, 1) }, out;
  TnsValue mode = call->args[CDIST_MODE];

  if (!check_rows (metas, error))
    return false;
  if (!(call->args[CDIST_P].f >= 0))
    return tns_fail (error, TNS_ERROR_RUNTIME, "cdist only supports non-negative p values");
  if (mode.kind == TNS_INT && (mode.i < 0 || mode.i > 2))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "possible modes: 0, 1, 2, but was: %" G_GINT64_FORMAT, mode.i);
  if (!find_shape (metas, &out, error))
    return false;
  if (!uses_product (call) && !measures_nothing (&metas[0], &out))
    {
      if (metas[0].dtype == TNK_FLOAT16 || metas[0].dtype == TNK_BFLOAT16)
        return tns_refuse_dtype ("cdist", metas[0].dtype, error);
      if (!tns_check_scalar_type (metas[0].dtype, metas[1].dtype, error))
        return false;
    }
  tns_call_add_dense (call, metas[0].dtype, metas[0].device, out.rank, out.sizes);
  return true;
}

/* a − b for every row a of @x1 and b of @x2. */
static TnsTensor *
take_differences (TnsScope *s, TnsValue x1, TnsValue x2)
{
  return tns_do (s, sub, T (tns_do (s, unsqueeze, x1, I (-2))),
                 T (tns_do (s, unsqueeze, x2, I (-3))));
}

/* The p-norm of the last dim. Other than in a norm of its own, NaN is not counted as something but
 * stays, and is no maximum. */
static TnsTensor *
measure_last_dim (TnsScope *s, TnsTensor *x, double p)
{
  if (x == NULL)
    return NULL;
  if (tns_tensor_get_numel (x) == 0)
    p = 2;
  if (p == 0)
    {
      x = tns_do (s, ceil, T (tns_do (s, abs, T (x))));
      return tns_do (s, sum, T (tns_do (s, clamp_max, T (x), N (1))), last_dim ());
    }
  if (p != 1 && p != 2 && !isinf (p))
    {
      x = tns_do (s, pow, T (tns_do (s, abs, T (x))), N (p));
      return tns_do (s, pow, T (tns_do (s, sum, T (x), last_dim ())), N (1 / p));
    }
  if (isinf (p))
    x = tns_do (s, where, T (tns_do (s, isnan, T (x))), N (0), T (x));
  return tns_do (s, linalg_vector_norm, T (x), N (p), last_dim ());
}

/* The sign of every element, NaN for NaN. */
static TnsTensor *
take_signs (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, where, T (tns_do (s, isnan, T (x))), T (x), T (tns_do (s, sign, T (x))));
}

/* The gradient of @differences from that of their lengths. Other than in a norm of its own, all
 * elements of the extreme size get the whole gradient. */
static TnsTensor *
differences_backward (
    TnsScope *s, TnsTensor *differences, double p, TnsTensor *lengths, TnsTensor *upstream)
{
  TnsTensor *gap;

  lengths = tns_do (s, unsqueeze, T (lengths), I (-1));
  upstream = tns_do (s, unsqueeze, T (upstream), I (-1));
  if (p == 1)
    return tns_do (s, mul, T (take_signs (s, differences)), T (upstream));
  if (!isinf (p))
    return tns_norm_backward (s, differences, p, lengths, upstream, last_dim ());
  gap = tns_do (s, sub, T (tns_do (s, abs, T (differences))), T (lengths));
  gap = tns_do (s, clamp_max, T (tns_do (s, ceil, T (tns_do (s, abs, T (gap))))), N (1));
  gap = tns_do (s, rsub, T (gap), N (1));
  differences = tns_do (s, mul, T (take_signs (s, differences)), T (gap));
  return tns_do (s, mul, T (differences), T (upstream));
}

static bool
measure_pairs (TnsCall *call, GError **error)
{
  TnsMeta x1 = tns_call_get_meta (call, 0), *out = &call->outs[0];
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  if (measures_nothing (&x1, out))
    return tns_call_finish (
        call, s,
        tns_do (s, new_zeros, call->args[0], tns_value_ints (out->sizes, out->rank)), error);
  return tns_call_finish (
      call, s,
      measure_last_dim (s, take_differences (s, call->args[0], call->args[1]),
                        call->args[CDIST_P].f),
      error);
}

static void
measure_pairs_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *gradient;
  int64_t rows = -3, others = -2;

  gradient = differences_backward (
      s, take_differences (s, tns_grad_get_arg (g, 0), tns_grad_get_arg (g, 1)),
      tns_grad_get_arg (g, CDIST_P).f, tns_grad_get_result (g, 0), tns_grad_get_upstream (g, 0));
  if (tns_grad_wants (g, 0))
    tns_grad_set (g, 0, tns_do (s, sum, T (gradient), tns_value_ints (&others, 1)));
  if (tns_grad_wants (g, 1))
    tns_grad_set (
        g, 1, tns_do (s, neg, T (tns_do (s, sum, T (gradient), tns_value_ints (&rows, 1)))));
}

TNS_OP (cdist_forward) = {
  .schema = "_cdist_forward(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION,
  .infer = infer_cdist,
  .forward = measure_pairs,
  .node = "CdistBackward0",
  .saves = "x1 for x1; x2 for x1; result for x1; x1 for x2; x2 for x2; result for x2",
  .backward = measure_pairs_backward,
  .formula = "yᵢⱼ = (Σₖ |aᵢₖ − bⱼₖ|ᵖ)^(1/p)",
  .derivative = "∂yᵢⱼ/∂aᵢₖ = sign(aᵢₖ − bⱼₖ) · (|aᵢₖ − bⱼₖ| / yᵢⱼ)^(p − 1)",
  .narration = "measures the distance of every row of {x1} from every row of {x2}",
  .doc = "torch.cdist.html",
};

/* ‖a − b‖² = ‖a‖² − 2a·b + ‖b‖², the rows of [−2a, ‖a‖², 1] times the columns of [b, 1, ‖b‖²]. */
static bool
euclidean_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *parts[2][3], *sides[2], *squares;
  int arg;

  tns_scope_init (s);
  for (arg = 0; arg < 2; arg++)
    {
      squares = tns_do (s, square, call->args[arg]);
      squares = tns_do (s, sum, T (squares), last_dim (), B (true));
      parts[arg][0] = call->args[arg].tensor;
      parts[arg][1 + arg] = squares;
      parts[arg][2 - arg]
          = tns_formula_full_like (s, squares, tns_tensor_get_dtype (parts[arg][0]), 1);
    }
  parts[0][0] = tns_do (s, mul, T (parts[0][0]), N (-2));
  for (arg = 0; arg < 2; arg++)
    sides[arg]
        = s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts[arg], 3), I (-1));
  sides[1] = tns_do (s, transpose, T (sides[1]), I (-2), I (-1));
  squares = tns_do (s, matmul, T (sides[0]), T (sides[1]));
  return tns_call_finish (
      call, s, tns_do (s, sqrt, T (tns_do (s, clamp_min, T (squares), N (0)))), error);
}

/* With r = upstream / y, 0 where y is: x₁ Σⱼ r − r · x₂ for x₁, and likewise for x₂. */
static void
euclidean_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *lengths = tns_grad_get_result (g, 0), *ratio, *total;
  int arg;

  ratio = tns_do (s, div, T (tns_grad_get_upstream (g, 0)), T (lengths));
  ratio = tns_do (s, where, T (tns_do (s, eq, T (lengths), N (0))), N (0), T (ratio));
  for (arg = 0; arg < 2; arg++)
    {
      if (arg == 1)
        ratio = tns_do (s, transpose, T (ratio), I (-2), I (-1));
      if (!tns_grad_wants (g, arg))
        continue;
      total = tns_do (s, sum, T (ratio), last_dim (), B (true));
      total = tns_do (s, mul, tns_grad_get_arg (g, arg), T (total));
      tns_grad_set (g, arg,
                    tns_do (s, sub, T (total),
                            T (tns_do (s, matmul, T (ratio), tns_grad_get_arg (g, 1 - arg)))));
    }
}

TNS_OP (euclidean_dist) = {
  .schema = "_euclidean_dist(Tensor x1, Tensor x2, float p, int? compute_mode) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_INTERNAL | TNS_AS_FUNCTION,
  .infer = infer_cdist,
  .forward = euclidean_forward,
  .node = "EuclideanDistBackward0",
  .saves = "x1 for x1; x2 for x1; result for x1; x1 for x2; x2 for x2; result for x2",
  .backward = euclidean_backward,
  .formula = "yᵢⱼ = √(‖aᵢ‖² − 2 aᵢ · bⱼ + ‖bⱼ‖²)",
  .derivative = "∂yᵢⱼ/∂aᵢ = (aᵢ − bⱼ) / yᵢⱼ",
  .narration = "measures the distance of every row of {x1} from every row of {x2}",
  .doc = "torch.cdist.html",
};

static bool
cdist_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *result;

  tns_scope_init (s);
  if (!uses_product (call))
    return tns_call_finish (
        call, s, tns_scope_call (s, &tns_op_cdist_forward, false, call->args, 4), error);
  result = tns_scope_call (s, &tns_op_euclidean_dist, false, call->args, 4);
  return tns_call_finish (
      call, s,
      tns_do (s, view, T (result), tns_value_ints (call->outs[0].sizes, call->outs[0].rank)),
      error);
}

TNS_OP (cdist) = {
  .schema = "cdist(Tensor x1, Tensor x2, float p=2, int? compute_mode=None) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_cdist,
  .forward = cdist_forward,
  .formula = "yᵢⱼ = (Σₖ |aᵢₖ − bⱼₖ|ᵖ)^(1/p)",
  .derivative = "∂yᵢⱼ/∂aᵢₖ = sign(aᵢₖ − bⱼₖ) · (|aᵢₖ − bⱼₖ| / yᵢⱼ)^(p − 1)",
  .narration = "measures the distance of every row of {x1} from every row of {x2}",
  .doc = "torch.cdist.html",
};

/* ---- pdist ---- */

static bool
infer_pdist (TnsCall *call, GError **error)
{
  TnsMeta meta = tns_call_get_meta (call, 0);
  int64_t n, n_pairs;

  if (meta.rank != 2)
    return tns_fail (error, TNS_ERROR_RUNTIME, "pdist only supports 2D tensors, got: %dD",
                     meta.rank);
  if (tnk_dtype_is_integral (meta.dtype) || tnk_dtype_is_complex (meta.dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME, "pdist only supports floating-point dtypes");
  if (!(call->args[1].f >= 0))
    return tns_fail (error, TNS_ERROR_RUNTIME, "pdist only supports non-negative p values");
  n = meta.sizes[0];
  n_pairs = n < 2 ? 0 : n * (n - 1) / 2;
  if ((meta.dtype == TNK_FLOAT16 || meta.dtype == TNK_BFLOAT16) && n_pairs * meta.sizes[1] > 0)
    return tns_refuse_dtype ("pdist", meta.dtype, error);
  tns_call_add_dense (call, meta.dtype, meta.device, 1, &n_pairs);
  return true;
}

/* [pairs] row numbers of the first (0) or second (1) of every pair, in order. */
static TnsTensor *
list_pairs (TnsScope *s, TnsTensor *x, int side)
{
  TnsValue n = I (tns_tensor_get_sizes (x)[0]);
  TnsTensor *pairs = tns_do (s, triu_indices, n, n, I (1), tns_value_dtype (TNK_INT64),
                             TNS_VALUE_NONE, tns_value_device (tns_tensor_get_device (x)));

  return tns_do (s, select, T (pairs), I (0), I (side));
}

static TnsTensor *
take_pair_differences (TnsScope *s, TnsTensor *x)
{
  return tns_do (s, sub,
                 T (tns_do (s, index_select, T (x), I (0), T (list_pairs (s, x, 0)))),
                 T (tns_do (s, index_select, T (x), I (0), T (list_pairs (s, x, 1)))));
}

static bool
pdist_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;

  tns_scope_init (s);
  return tns_call_finish (
      call, s,
      measure_last_dim (s, take_pair_differences (s, call->args[0].tensor), call->args[1].f),
      error);
}

static void
pdist_backward (TnsGrad *g)
{
  TnsScope *s = g->scope;
  TnsTensor *x = tns_grad_get_arg (g, 0).tensor, *result, *gradient;

  gradient = differences_backward (s, take_pair_differences (s, x), tns_grad_get_arg (g, 1).f,
                                   tns_grad_get_result (g, 0), tns_grad_get_upstream (g, 0));
  result = tns_formula_zeros_of (g, 0);
  result = tns_do (s, index_add, T (result), I (0), T (list_pairs (s, x, 0)), T (gradient));
  result = tns_do (s, index_add, T (result), I (0), T (list_pairs (s, x, 1)), T (gradient), N (-1));
  tns_grad_set (g, 0, result);
}

TNS_OP (pdist) = {
  .schema = "pdist(Tensor self, float p=2) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_pdist,
  .forward = pdist_forward,
  .node = "PdistBackward0",
  .saves = "self for self; result for self",
  .backward = pdist_backward,
  .formula = "y = (Σₖ |xᵢₖ − xⱼₖ|ᵖ)^(1/p) for i < j",
  .derivative = "∂y/∂xᵢₖ = sign(xᵢₖ − xⱼₖ) · (|xᵢₖ − xⱼₖ| / y)^(p − 1)",
  .narration = "measures the distance of every two rows of {self}",
  .doc = "torch.nn.functional.pdist.html",
};
