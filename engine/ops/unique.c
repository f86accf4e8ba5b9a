/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Different values and how often they occur: unique, unique_dim, unique_consecutive, bincount. */
#include "engine/ops/formula.h"
#include "engine/ops/ranks.h"

#include <string.h>

/**
 * Groups:
 * @n: number of items that were grouped
 * @n_groups: number of groups
 * @group: (array length=n): which group an item is in
 * @first: (array length=n_groups): first item of a group
 * @count: (array length=n_groups): items in a group
 */
typedef struct
{
  int64_t n, n_groups;
  int64_t *group, *first, *count;
} Groups;

static void
groups_init (Groups *groups, int64_t n)
{
  *groups = (Groups) { .n = n };
  groups->group = g_new0 (int64_t, MAX (n, 1));
  groups->first = g_new0 (int64_t, MAX (n, 1));
  groups->count = g_new0 (int64_t, MAX (n, 1));
}

static void
groups_clear (Groups *groups)
{
  g_free (groups->group);
  g_free (groups->first);
  g_free (groups->count);
}

static void
groups_add (Groups *groups, int64_t item, bool is_new)
{
  if (is_new)
    groups->first[groups->n_groups++] = item;
  groups->group[item] = groups->n_groups - 1;
  groups->count[groups->n_groups - 1]++;
}

static TnsTensor *
new_ints (TnsScope *scope, const int64_t *items, int rank, const int64_t *sizes, TnsDevice device)
{
  if (scope->error != NULL)
    return NULL;
  TnsTensor *host = tns_scope_take (
      scope, tns_tensor_new_dense (TNK_INT64, TNS_CPU, rank, sizes, &scope->error));
  if (host == NULL)
    return NULL;
  if (tns_tensor_get_numel (host) > 0)
    memcpy (tns_tensor_get_data (host), items,
            (size_t) tns_tensor_get_numel (host) * sizeof (int64_t));
  return tns_do (scope, to_copy, T (host), TNS_VALUE_NONE, tns_value_device (device));
}

/* Results 1 and 2: the group of every item in the shape @sizes, and the counts; empty when not
 * asked for. */
static void
return_groups (TnsCall *call, TnsScope *scope, const Groups *groups, bool inverse, bool counts,
               int rank, const int64_t *sizes)
{
  const int64_t none = 0;
  TnsDevice device = tns_tensor_get_device (call->args[0].tensor);
  TnsTensor *group
      = new_ints (scope, groups->group, inverse ? rank : 1, inverse ? sizes : &none, device);
  TnsTensor *count = new_ints (scope, groups->count, 1, counts ? &groups->n_groups : &none, device);
  if (group == NULL || count == NULL)
    return;
  tns_call_return (call, 1, group);
  tns_call_return (call, 2, count);
}

/* Result 0: the first item of every group, along @dim of @x; that dim is the slowest in memory. */
static void
return_firsts (TnsCall *call, TnsScope *scope, const Groups *groups, TnsTensor *x, int64_t dim)
{
  TnsValue front = tns_value_ints ((const int64_t[]) { 0 }, 1), place = tns_value_ints (&dim, 1);
  TnsDevice device = tns_tensor_get_device (call->args[0].tensor);
  TnsTensor *first = new_ints (scope, groups->first, 1, &groups->n_groups, device);
  TnsTensor *values = tns_do (scope, movedim, T (x), place, front);
  values = tns_do (scope, index_select, T (values), I (0), T (first));
  values = tns_do (scope, movedim, T (values), front, place);
  if (values != NULL)
    tns_call_return (call, 0, values);
}

/* ---- unique of all elements ---- */

static bool
forward_unique (TnsCall *call, GError **error)
{
  const int64_t all = -1;
  TnsTensor *self = call->args[0].tensor, *order = NULL;
  g_autoptr (TnsTensor) ranks = tns_ranks_new (self, true, &order, NULL, error);
  if (ranks == NULL)
    return false;
  Groups groups;
  TnsScope scope;
  int64_t n = tns_tensor_get_numel (self);
  const int64_t *rank = tns_tensor_get_data (ranks), *places = tns_tensor_get_data (order);
  groups_init (&groups, n);
  for (int64_t i = 0; i < n; i++)
    groups_add (&groups, places[i], i == 0 || rank[places[i]] != rank[places[i - 1]]);
  tns_scope_init (&scope);
  TnsTensor *flat = tns_do (&scope, reshape, T (self), tns_value_ints (&all, 1));
  return_firsts (call, &scope, &groups, flat, 0);
  return_groups (call, &scope, &groups, call->args[2].b, call->args[3].b,
                 tns_tensor_get_rank (self), tns_tensor_get_sizes (self));
  groups_clear (&groups);
  tns_tensor_unref (order);
  return tns_scope_finish (&scope, error);
}

#define UNIQUE_OP                                                                                  \
  .category = TNS_CATEGORY_INDEX, .flags = TNS_AS_FUNCTION, .backward = tns_formula_no_derivative, \
  .formula = "y = the different values of x", .derivative = "none: PyTorch has no formula for it", \
  .narration = "finds the different values of {self}"

TNS_OP (unique2) = {
  UNIQUE_OP,
  .schema = "_unique2(Tensor self, bool sorted=True, bool return_inverse=False, "
            "bool return_counts=False) -> (Tensor, Tensor, Tensor)",
  .forward = forward_unique,
  .node = "Unique2Backward0",
  .doc = "torch.unique.html",
};

/* ---- unique rows ---- */

/* @self as int64 ranks [n along dim, rest] on the host; equal ranks are equal values. */
static TnsTensor *
rank_rows (TnsScope *scope, TnsTensor *self, int64_t dim)
{
  int64_t n = tns_tensor_get_sizes (self)[dim];
  int64_t rows[] = { n, n > 0 ? tns_tensor_get_numel (self) / n : 0 };
  if (scope->error != NULL)
    return NULL;
  TnsTensor *ranks = tns_scope_take (scope, tns_ranks_new (self, true, NULL, NULL, &scope->error));
  ranks = tns_do (scope, reshape, T (ranks),
                  tns_value_ints (tns_tensor_get_sizes (self), tns_tensor_get_rank (self)));
  ranks = tns_do (scope, movedim, T (ranks), tns_value_ints (&dim, 1),
                  tns_value_ints ((const int64_t[]) { 0 }, 1));
  ranks = tns_do (scope, reshape, T (ranks), tns_value_ints (rows, 2));
  return tns_do (scope, contiguous, T (ranks));
}

static int
compare_rows (const void *a, const void *b, void *data)
{
  TnsTensor *ranks = data;
  int64_t width = tns_tensor_get_sizes (ranks)[1];
  const int64_t *all = tns_tensor_get_data (ranks);
  int64_t row_a = *(const int64_t *) a, row_b = *(const int64_t *) b;
  for (int64_t k = 0; k < width; k++)
    if (all[row_a * width + k] != all[row_b * width + k])
      return all[row_a * width + k] < all[row_b * width + k] ? -1 : 1;
  return row_a < row_b ? -1 : row_a > row_b;
}

static bool
is_same_row (TnsTensor *ranks, int64_t a, int64_t b)
{
  int64_t width = tns_tensor_get_sizes (ranks)[1];
  const int64_t *all = tns_tensor_get_data (ranks);
  /* Rows without elements are all alike. */
  return width == 0
         || memcmp (all + a * width, all + b * width, (size_t) width * sizeof (int64_t)) == 0;
}

/* Groups of equal rows along @dim: any order when @sorts, else only neighbours. */
static bool
unique_rows (TnsCall *call, int64_t dim, bool sorts, bool inverse, bool counts, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnsScope scope;
  if (!tns_wrap_dim (&dim, tns_tensor_get_rank (self), error))
    return false;
  if (tns_tensor_get_rank (self) == 0)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "Dimension specified as %" G_GINT64_FORMAT " but tensor has no dimensions",
                     dim);
  int64_t n = tns_tensor_get_sizes (self)[dim];
  tns_scope_init (&scope);
  TnsTensor *ranks = rank_rows (&scope, self, dim);
  if (ranks == NULL)
    return tns_scope_finish (&scope, error);
  Groups groups;
  groups_init (&groups, n);
  g_autofree int64_t *order = g_new (int64_t, MAX (n, 1));
  for (int64_t i = 0; i < n; i++)
    order[i] = i;
  if (sorts)
    g_qsort_with_data (order, (int) n, sizeof *order, compare_rows, ranks);
  for (int64_t i = 0; i < n; i++)
    groups_add (&groups, order[i], i == 0 || !is_same_row (ranks, order[i], order[i - 1]));
  return_firsts (call, &scope, &groups, self, dim);
  return_groups (call, &scope, &groups, inverse, counts, 1, &n);
  groups_clear (&groups);
  return tns_scope_finish (&scope, error);
}

static bool
forward_unique_dim (TnsCall *call, GError **error)
{
  return unique_rows (call, call->args[1].i, true, call->args[3].b, call->args[4].b, error);
}

TNS_OP (unique_dim) = {
  UNIQUE_OP,
  .schema = "unique_dim(Tensor self, int dim, bool sorted=True, bool return_inverse=False, "
            "bool return_counts=False) -> (Tensor, Tensor, Tensor)",
  .forward = forward_unique_dim,
  .node = "UniqueDimBackward0",
  .doc = "torch.unique.html",
};

/* ---- unique_consecutive ---- */

static bool
forward_unique_consecutive (TnsCall *call, GError **error)
{
  const int64_t all = -1;
  TnsTensor *self = call->args[0].tensor;
  bool inverse = call->args[1].b, counts = call->args[2].b;
  if (call->args[3].kind == TNS_INT)
    return unique_rows (call, call->args[3].i, false, inverse, counts, error);
  g_autoptr (TnsTensor) ranks = tns_ranks_new (self, true, NULL, NULL, error);
  if (ranks == NULL)
    return false;
  Groups groups;
  TnsScope scope;
  int64_t n = tns_tensor_get_numel (self);
  const int64_t *rank = tns_tensor_get_data (ranks);
  groups_init (&groups, n);
  for (int64_t i = 0; i < n; i++)
    groups_add (&groups, i, i == 0 || rank[i] != rank[i - 1]);
  tns_scope_init (&scope);
  TnsTensor *flat = tns_do (&scope, reshape, T (self), tns_value_ints (&all, 1));
  return_firsts (call, &scope, &groups, flat, 0);
  return_groups (call, &scope, &groups, inverse, counts, tns_tensor_get_rank (self),
                 tns_tensor_get_sizes (self));
  groups_clear (&groups);
  return tns_scope_finish (&scope, error);
}

TNS_OP (unique_consecutive) = {
  UNIQUE_OP,
  .schema = "_unique_consecutive(Tensor self, bool return_inverse=False, bool return_counts=False, "
            "int? dim=None) -> (Tensor, Tensor, Tensor)",
  .forward = forward_unique_consecutive,
  .node = "UniqueConsecutiveBackward0",
  .doc = "torch.unique_consecutive.html",
};

/* ---- bincount ---- */

static bool
check_bins (const TnsCall *call, GError **error)
{
  TnsMeta self = tns_call_get_meta (call, 0);
  if (!tnk_dtype_is_integral (self.dtype) || self.dtype == TNK_BOOL)
    return tns_fail (error, TNS_ERROR_NOT_IMPLEMENTED, "\"bincount_cpu\" not implemented for '%s'",
                     tns_dtype_get_scalar_type_name (self.dtype));
  if (call->args[2].i < 0)
    return tns_fail (error, TNS_ERROR_RUNTIME, "minlength should be >= 0");
  if (self.rank != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "bincount only supports 1-d non-negative integral inputs.");
  return true;
}

/* Weights count in their own floating type, others in double; for no bins they are not looked at. */
static TnsTensor *
get_weights (TnsScope *scope, const TnsCall *call, TnsTensor *bins)
{
  TnsValue weights = call->args[1];
  int64_t n = tns_tensor_get_numel (bins);
  if (weights.kind != TNS_TENSOR || n == 0)
    return tns_do (scope, ones_like, T (bins));
  if (tns_tensor_get_rank (weights.tensor) != 1 || tns_tensor_get_numel (weights.tensor) != n)
    {
      tns_fail (&scope->error, TNS_ERROR_RUNTIME,
                "weights should be 1-d and have the same length as input");
      return NULL;
    }
  TnkDtype dtype = tns_tensor_get_dtype (weights.tensor);
  return tns_do (scope, to, weights,
                 tns_value_dtype (dtype == TNK_FLOAT32 ? TNK_FLOAT32 : TNK_FLOAT64));
}

static bool
forward_bincount (TnsCall *call, GError **error)
{
  TnsScope scope;
  if (!check_bins (call, error))
    return false;
  TnsDevice device = tns_tensor_get_device (call->args[0].tensor);
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (call->args[0].tensor, error);
  if (host == NULL)
    return false;
  const int64_t *bins = tns_tensor_get_data (host);
  int64_t n = tns_tensor_get_numel (host), n_bins = call->args[2].i;
  for (int64_t i = 0; i < n; i++)
    {
      if (bins[i] < 0)
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "bincount only supports 1-d non-negative integral inputs.");
      n_bins = MAX (n_bins, bins[i] + 1);
    }
  tns_scope_init (&scope);
  TnsTensor *places = tns_do (&scope, to_copy, T (host), TNS_VALUE_NONE, tns_value_device (device));
  TnsTensor *weights = places != NULL ? get_weights (&scope, call, places) : NULL;
  TnsTensor *zeros = tns_do (&scope, new_zeros, T (weights), tns_value_ints (&n_bins, 1));
  TnsTensor *counts = tns_do (&scope, index_add, T (zeros), I (0), T (places), T (weights));
  return tns_call_finish (call, &scope, counts, error);
}

TNS_OP (bincount) = {
  .schema = "bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor",
  .category = TNS_CATEGORY_REDUCE,
  .flags = TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_NO_OUT,
  .forward = forward_bincount,
  .node = "NotImplemented",
  .backward = tns_formula_not_differentiable,
  .derivative = "none: PyTorch has no formula for it",
  .formula = "y[k] = how often k occurs in x",
  .narration = "counts how often each whole number occurs in {self}",
  .doc = "torch.bincount.html",
};
