/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Products of many matrices in the cheapest order, products of rows, and Vandermonde matrices. */

#include "engine/ops/matrices.h"

/* ---- multi_dot ---- */

static int
rank_of (TnsTensor *x)
{
  return tns_tensor_get_rank (x);
}

static bool
check_chain_ranks (TnsTensor *const *items, int n, GError **error)
{
  int k;

  if (n < 2)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "multi_dot(): expected at least 2 tensors but got %d", n);
  for (k = 0; k < n; k += n - 1)
    if (rank_of (items[k]) != 1 && rank_of (items[k]) != 2)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "multi_dot(): the %s tensor must be 1D or 2D but got %dD",
                       k == 0 ? "first" : "last", rank_of (items[k]));
  for (k = 1; k < n - 1; k++)
    if (rank_of (items[k]) != 2)
      return tns_fail (error, TNS_ERROR_RUNTIME, "multi_dot(): tensor %d must be 2D but got %dD", k,
                       rank_of (items[k]));
  return true;
}

/* Sizes of the chain: item k is [sizes[k], sizes[k + 1]], a vector one row or one column. */
static bool
measure_chain (TnsTensor *const *items, int n, int64_t *sizes, GError **error)
{
  TnkDtype dtype = tns_tensor_get_dtype (items[0]);
  int k;

  for (k = 0; k < n; k++)
    {
      const int64_t *own = tns_tensor_get_sizes (items[k]);
      int64_t n_rows = rank_of (items[k]) == 1 ? (k == 0 ? 1 : own[0]) : own[0];

      if (tns_tensor_get_dtype (items[k]) != dtype)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "multi_dot(): all tensors must have be the same dtype but tensor 0 is %s "
                         "and tensor %d %s",
                         tns_dtype_get_c_name (dtype), k,
                         tns_dtype_get_c_name (tns_tensor_get_dtype (items[k])));
      if (k > 0 && sizes[k] != n_rows)
        {
          const int64_t *before = tns_tensor_get_sizes (items[k - 1]);
          g_autofree char *first = tns_layout_dup_sizes_text (before, rank_of (items[k - 1]));
          g_autofree char *second = tns_layout_dup_sizes_text (own, rank_of (items[k]));

          return tns_fail (error, TNS_ERROR_RUNTIME,
                           "multi_dot(): tensors %d and %d with shapes %s and %s cannot be "
                           "multiplied",
                           k - 1, k, first, second);
        }
      sizes[k] = n_rows;
      sizes[k + 1] = rank_of (items[k]) == 1 ? (k == 0 ? own[0] : 1) : own[1];
    }
  return true;
}

static bool
infer_multi_dot (TnsCall *call, GError **error)
{
  TnsTensor *const *items = call->args[0].tensors.items;
  int n = call->args[0].tensors.n, rank = 0;
  g_autofree int64_t *sizes = g_new (int64_t, n + 1);
  int64_t ends[2];

  if (!check_chain_ranks (items, n, error) || !measure_chain (items, n, sizes, error))
    return false;
  if (rank_of (items[0]) == 2)
    ends[rank++] = sizes[0];
  if (rank_of (items[n - 1]) == 2)
    ends[rank++] = sizes[n];
  tns_call_add_dense (call, tns_tensor_get_dtype (items[0]), tns_tensor_get_device (items[0]), rank,
                      ends);
  return true;
}

/* By dynamic programming over the lengths of partial chains (Cormen et al., Introduction to
 * Algorithms, 15.2): splits[i · n + j] is where the product of items i … j is best cut. */
static int *
find_splits (const int64_t *sizes, int n)
{
  int *splits = g_new0 (int, n * n), length, i, k;
  g_autofree int64_t *costs = g_new0 (int64_t, n * n);

  for (length = 2; length <= n; length++)
    for (i = 0; i + length <= n; i++)
      {
        int j = i + length - 1;

        costs[i * n + j] = G_MAXINT64;
        for (k = i; k < j; k++)
          {
            int64_t cost = costs[i * n + k] + costs[(k + 1) * n + j]
                           + sizes[i] * sizes[k + 1] * sizes[j + 1];

            /* Of two equal ways PyTorch takes the second for three matrices, the first for more. */
            if (cost < costs[i * n + j] || (n == 3 && cost == costs[i * n + j]))
              {
                costs[i * n + j] = cost;
                splits[i * n + j] = k;
              }
          }
      }
  return splits;
}

static TnsTensor *
multiply_chain (TnsScope *s, TnsTensor *const *items, const int *splits, int n, int i, int j)
{
  int split = splits[i * n + j];

  if (i == j)
    return items[i];
  return tns_do (s, mm, T (multiply_chain (s, items, splits, n, i, split)),
                 T (multiply_chain (s, items, splits, n, split + 1, j)));
}

static bool
multi_dot_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int n = call->args[0].tensors.n;
  g_autofree TnsTensor **items = g_memdup2 (call->args[0].tensors.items, n * sizeof *items);
  g_autofree int64_t *sizes = g_new (int64_t, n + 1);
  g_autofree int *splits = NULL;
  TnsTensor *result;

  if (!measure_chain (items, n, sizes, error))
    return false;
  tns_scope_init (s);
  if (rank_of (items[0]) == 1)
    items[0] = tns_do (s, unsqueeze, T (items[0]), I (0));
  if (rank_of (items[n - 1]) == 1)
    items[n - 1] = tns_do (s, unsqueeze, T (items[n - 1]), I (-1));
  splits = find_splits (sizes, n);
  result = s->error != NULL ? NULL : multiply_chain (s, items, splits, n, 0, n - 1);
  result = tns_do (s, view, T (result), tns_value_ints (call->outs[0].sizes, call->outs[0].rank));
  return tns_call_finish (call, s, result, error);
}

TNS_OP (linalg_multi_dot) = {
  .schema = "linalg_multi_dot(Tensor[] tensors) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_multi_dot,
  .forward = multi_dot_forward,
  .formula = "Y = A · B · C · …",
  .derivative = "by the rule of each product",
  .narration = "multiplies {tensors} in the order that takes the fewest multiplications",
  .doc = "torch.linalg.multi_dot.html",
};

static bool
infer_chain_matmul (TnsCall *call, GError **error)
{
  TnsTensor *const *items = call->args[0].tensors.items;
  int n = call->args[0].tensors.n, k;

  for (k = 0; k < n; k++)
    if (rank_of (items[k]) != 2)
      return tns_fail (error, TNS_ERROR_RUNTIME, "Tensor dimension is %d, expected 2 instead.",
                       rank_of (items[k]));
  if (n == 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "chain_matmul(): Expected one or more matrices");
  if (n == 1)
    return tns_call_infer_as (call, &tns_op_clone, (TnsValue[]){ T (items[0]) }, 1, error);
  return infer_multi_dot (call, error);
}

static bool
chain_matmul_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *const *items = call->args[0].tensors.items;

  tns_scope_init (s);
  return tns_call_finish (call, s,
                          call->args[0].tensors.n == 1
                              ? tns_do (s, clone, T (items[0]))
                              : tns_do (s, linalg_multi_dot, call->args[0]),
                          error);
}

TNS_OP (chain_matmul) = {
  .schema = "chain_matmul(Tensor[] matrices) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_chain_matmul,
  .forward = chain_matmul_forward,
  .formula = "Y = A · B · C · …",
  .derivative = "by the rule of each product",
  .narration = "multiplies {matrices} in the order that takes the fewest multiplications",
  .doc = "torch.chain_matmul.html",
};

/* ---- vecdot ---- */

static bool
infer_vecdot (TnsCall *call, GError **error)
{
  TnsMeta x = tns_call_get_meta (call, 0), y = tns_call_get_meta (call, 1), shape;
  TnsFold fold;

  if (!tns_check_inexact (x.dtype, "linalg.vecdot", error))
    return false;
  if (x.dtype != y.dtype)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "linalg.vecdot: Expected x and y to have the same dtype, but found x of type "
                     "%s and y of type %s instead",
                     tns_dtype_get_scalar_type_name (x.dtype),
                     tns_dtype_get_scalar_type_name (y.dtype));
  shape.rank = 0;
  shape.device = x.device;
  /* Two vectors are multiplied by vdot, which neither broadcasts nor looks at the dim. */
  if (x.rank == 1 && y.rank == 1)
    {
      if (x.sizes[0] != y.sizes[0])
        return tns_fail_for_vector_sizes (error, x.sizes[0], y.sizes[0]);
      tns_call_add_dense (call, x.dtype, x.device, 0, NULL);
      return true;
    }
  if (!tns_broadcast_sizes (&shape, x.sizes, x.rank, error)
      || !tns_broadcast_sizes (&shape, y.sizes, y.rank, error)
      || !tns_fold_init (&fold, &shape, &call->args[2], false, error))
    return false;
  tns_fold_add_out (&fold, call, &shape, x.dtype);
  return true;
}

static bool
vecdot_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  TnsTensor *x = call->args[0].tensor, *y = call->args[1].tensor, *product;

  tns_scope_init (s);
  if (rank_of (x) == 1 && rank_of (y) == 1)
    return tns_call_finish (call, s, tns_do (s, vdot, T (x), T (y)), error);
  product = tns_do (s, mul, T (tns_formula_conj (s, x)), T (y));
  return tns_call_finish (
      call, s, tns_do (s, sum, T (product), tns_value_ints (&call->args[2].i, 1)), error);
}

TNS_OP (linalg_vecdot) = {
  .schema = "linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION,
  .infer = infer_vecdot,
  .forward = vecdot_forward,
  .formula = "y = Σₖ conj (aₖ) · bₖ",
  .derivative = "∂y/∂a = b, ∂y/∂b = conj (a)",
  .narration = "multiplies {x} and {y} along dim {dim} and adds up",
  .doc = "torch.linalg.vecdot.html",
};

/* ---- diagonal ---- */

static bool
infer_diagonal (TnsCall *call, GError **error)
{
  return tns_call_infer_as (call, &tns_op_diagonal, call->args, 4, error);
}

static bool
diagonal_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (
      call, &scope, tns_scope_call (&scope, &tns_op_diagonal, false, call->args, 4), error);
}

TNS_OP (linalg_diagonal) = {
  .schema = "linalg_diagonal(Tensor A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_diagonal,
  .forward = diagonal_forward,
  .formula = "yᵢ = xᵢᵢ",
  .derivative = "∂yᵢ/∂xᵢᵢ = 1",
  .narration = "looks at the diagonal of {A}",
  .doc = "torch.linalg.diagonal.html",
};

/* ---- vander ---- */

static bool
infer_linalg_vander (TnsCall *call, GError **error)
{
  TnsMeta x = tns_call_get_meta (call, 0);
  TnsValue asked = call->args[1];
  int64_t n = asked.kind == TNS_INT ? asked.i : x.rank == 0 ? 1 : x.sizes[x.rank - 1];

  if (x.dtype == TNK_BOOL || x.dtype == TNK_FLOAT16 || x.dtype == TNK_BFLOAT16)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED,
                     "linalg.vander supports floating point, complex, and integer tensors, but got "
                     "%s",
                     tns_dtype_get_scalar_type_name (x.dtype));
  if (n <= 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "N must be greater than 1.");
  if (x.rank == 0)
    x.sizes[x.rank++] = 1;
  x.sizes[x.rank] = n;
  tns_call_add_dense (call, tnk_dtype_is_integral (x.dtype) ? TNK_INT64 : x.dtype, x.device,
                      x.rank + 1, x.sizes);
  return true;
}

/* 1, x, x², … along a new last dim of out's size: running products of x repeated. */
static TnsTensor *
list_powers (TnsScope *s, TnsValue x, TnsMeta out)
{
  int64_t n = out.sizes[out.rank - 1];
  TnsTensor *column = tns_do (s, unsqueeze, T (tns_do (s, atleast_1d, x)), I (-1)), *parts[2];

  parts[0] = tns_formula_full_like (s, column, out.dtype, 1);
  if (n < 2)
    return tns_do (s, narrow, T (parts[0]), I (-1), I (0), I (n));
  out.sizes[out.rank - 1] = n - 1;
  parts[1] = tns_do (s, expand, T (column), tns_value_ints (out.sizes, out.rank));
  parts[1] = tns_do (s, cumprod, T (parts[1]), I (-1));
  return s->error != NULL ? NULL : tns_do (s, cat, tns_value_tensors (parts, 2), I (-1));
}

static bool
linalg_vander_forward (TnsCall *call, GError **error)
{
  TnsScope scope;

  tns_scope_init (&scope);
  return tns_call_finish (call, &scope, list_powers (&scope, call->args[0], call->outs[0]), error);
}

TNS_OP (linalg_vander) = {
  .schema = "linalg_vander(Tensor x, *, int? N=None) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_linalg_vander,
  .forward = linalg_vander_forward,
  .formula = "yᵢⱼ = xᵢʲ",
  .derivative = "∂yᵢⱼ/∂xᵢ = j · xᵢʲ⁻¹",
  .narration = "lists the powers of every element of {x}, from 0 upwards",
  .doc = "torch.linalg.vander.html",
};

static bool
infer_vander (TnsCall *call, GError **error)
{
  TnsMeta x = tns_call_get_meta (call, 0);
  TnsValue asked = call->args[1];

  if (x.rank != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "x must be a one-dimensional tensor.");
  x.sizes[1] = asked.kind == TNS_INT ? asked.i : x.sizes[0];
  if (x.sizes[1] < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "N must be non-negative.");
  tns_call_add_dense (call, tnk_dtype_is_integral (x.dtype) ? TNK_INT64 : x.dtype, x.device, 2,
                      x.sizes);
  return true;
}

static bool
vander_forward (TnsCall *call, GError **error)
{
  TnsScope scope, *s = &scope;
  int64_t last = 1;
  TnsTensor *powers;

  tns_scope_init (s);
  powers = list_powers (s, call->args[0], call->outs[0]);
  if (!call->args[2].b)
    powers = tns_do (s, flip, T (powers), tns_value_ints (&last, 1));
  return tns_call_finish (call, s, tns_do (s, contiguous, T (powers)), error);
}

TNS_OP (vander) = {
  .schema = "vander(Tensor x, int? N=None, bool increasing=False) -> Tensor",
  .category = TNS_CATEGORY_MATRIX,
  .flags = TNS_AS_FUNCTION | TNS_NO_OUT,
  .infer = infer_vander,
  .forward = vander_forward,
  .formula = "yᵢⱼ = xᵢⁿ⁻¹⁻ʲ, or xᵢʲ when increasing",
  .derivative = "∂yᵢⱼ/∂xᵢ = k · xᵢᵏ⁻¹ for the power k",
  .narration = "lists the powers of every element of {x}",
  .doc = "torch.vander.html",
};
