/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/ranks.h"

#include <math.h>

/* ---- ranks ---- */

static bool
is_equal (TnkDtype dtype, const char *a, const char *b, bool splits_nan)
{
  TnkScalar left = tns_scalar_read (dtype, a), right = tns_scalar_read (dtype, b);
  if (tnk_dtype_is_integral (dtype))
    return left.i == right.i;
  if (isnan (left.re) || isnan (right.re))
    return !splits_nan && isnan (left.re) && isnan (right.re);
  return left.re == right.re;
}

/* Ranks of one sorted line: @places says where each value came from. */
static int64_t
rank_line (const char *values, const int64_t *places, int64_t n, TnkDtype dtype, bool splits_nan,
           int64_t *ranks)
{
  size_t width = tnk_dtype_size (dtype);
  int64_t rank = 0;
  for (int64_t i = 0; i < n; i++)
    {
      if (i > 0
          && !is_equal (dtype, values + (size_t) (i - 1) * width, values + (size_t) i * width,
                        splits_nan))
        rank++;
      ranks[places[i]] = rank;
    }
  return n > 0 ? rank + 1 : 0;
}

/* @self with @dim last, contiguous on the CPU, sorted: values and places. */
static bool
sort_lines (TnsScope *scope, TnsTensor *self, int64_t dim, TnsTensor **values, TnsTensor **places)
{
  TnsTensor *both[2];
  TnsTensor *x = tns_do (scope, to_copy, T (self), TNS_VALUE_NONE, tns_value_device (TNS_CPU));
  if (tns_tensor_get_rank (self) > 0)
    x = tns_do (scope, movedim, T (x), tns_value_ints (&dim, 1),
                tns_value_ints ((const int64_t[]) { -1 }, 1));
  x = tns_do (scope, contiguous, T (x));
  tns_scope_call_many (scope, &tns_op_sort, (TnsValue[]) { T (x), I (-1), B (false) }, 3, both, 2);
  *values = tns_do (scope, contiguous, T (both[0]));
  *places = tns_do (scope, contiguous, T (both[1]));
  return scope->error == NULL;
}

TnsTensor *
tns_ranks_new (TnsTensor *self, bool splits_nan, TnsTensor **order, int64_t *n_distinct,
               GError **error)
{
  const int64_t all = -1;
  int64_t n = tns_tensor_get_numel (self);
  TnsTensor *values, *places, *ranks = NULL;
  TnsScope scope;
  tns_scope_init (&scope);
  TnsTensor *flat = tns_do (&scope, reshape, T (self), tns_value_ints (&all, 1));
  if (flat != NULL && sort_lines (&scope, flat, 0, &values, &places))
    ranks = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &n, &scope.error);
  if (ranks != NULL)
    {
      int64_t count
          = rank_line (tns_tensor_get_data (values), tns_tensor_get_data (places), n,
                       tns_tensor_get_dtype (self), splits_nan, tns_tensor_get_data (ranks));
      if (n_distinct != NULL)
        *n_distinct = count;
      if (order != NULL)
        *order = tns_tensor_ref (places);
    }
  tns_scope_finish (&scope, error);
  return ranks;
}

/* ---- the algorithms of PyTorch's CPU kernels, on ranks ---- */

typedef struct
{
  int64_t rank;
  int64_t place;
} Item;

/* Whether @a comes before @b: signs make "smallest" the same as "greatest". */
static inline bool
is_before (Item a, Item b)
{
  return a.rank > b.rank;
}

static inline void
swap_items (Item *a, Item *b)
{
  Item kept = *a;
  *a = *b;
  *b = kept;
}

/* libstdc++ std::__adjust_heap and std::__push_heap. */
static void
sift_down (Item *items, int64_t hole, int64_t n, Item value)
{
  int64_t top = hole, child = hole;
  while (child < (n - 1) / 2)
    {
      child = 2 * (child + 1);
      if (is_before (items[child], items[child - 1]))
        child--;
      items[hole] = items[child];
      hole = child;
    }
  if ((n & 1) == 0 && child == (n - 2) / 2)
    {
      child = 2 * (child + 1);
      items[hole] = items[child - 1];
      hole = child - 1;
    }
  for (int64_t parent = (hole - 1) / 2; hole > top && is_before (items[parent], value);
       parent = (hole - 1) / 2)
    {
      items[hole] = items[parent];
      hole = parent;
    }
  items[hole] = value;
}

/* std::partial_sort: a heap of the first @k, then the heap sorted. */
static void
heap_select (Item *items, int64_t k, int64_t n)
{
  for (int64_t parent = (k - 2) / 2; k >= 2 && parent >= 0; parent--)
    sift_down (items, parent, k, items[parent]);
  for (int64_t i = k; i < n; i++)
    if (is_before (items[i], items[0]))
      {
        Item value = items[i];
        items[i] = items[0];
        sift_down (items, 0, k, value);
      }
}

static void
heap_sort (Item *items, int64_t n)
{
  while (n > 1)
    {
      n--;
      Item value = items[n];
      items[n] = items[0];
      sift_down (items, 0, n, value);
    }
}

/* std::__move_median_to_first. */
static void
move_median (Item *result, Item *a, Item *b, Item *c)
{
  if (is_before (*a, *b))
    {
      if (is_before (*b, *c))
        swap_items (result, b);
      else if (is_before (*a, *c))
        swap_items (result, c);
      else
        swap_items (result, a);
    }
  else if (is_before (*a, *c))
    swap_items (result, a);
  else if (is_before (*b, *c))
    swap_items (result, c);
  else
    swap_items (result, b);
}

/* std::__unguarded_partition_pivot: returns the first place of the second part. */
static Item *
partition (Item *first, Item *last)
{
  Item *middle = first + (last - first) / 2, *pivot = first;
  move_median (first, first + 1, middle, last - 1);
  first++;
  for (;;)
    {
      while (is_before (*first, *pivot))
        first++;
      last--;
      while (is_before (*pivot, *last))
        last--;
      if (first >= last)
        return first;
      swap_items (first, last);
      first++;
    }
}

static void
insertion_sort (Item *first, Item *last)
{
  for (Item *i = first + 1; first < last && i < last; i++)
    {
      Item value = *i;
      Item *at = i;
      for (; at > first && is_before (value, at[-1]); at--)
        *at = at[-1];
      *at = value;
    }
}

static int
depth_limit (int64_t n)
{
  int depth = 0;
  while (n > 1)
    {
      n >>= 1;
      depth++;
    }
  return 2 * depth;
}

/* std::nth_element. */
static void
select_nth (Item *first, Item *nth, Item *last)
{
  int limit = depth_limit (last - first);
  while (last - first > 3)
    {
      if (limit-- == 0)
        {
          heap_select (first, nth + 1 - first, last - first);
          swap_items (first, nth);
          return;
        }
      Item *cut = partition (first, last);
      if (cut <= nth)
        first = cut;
      else
        last = cut;
    }
  insertion_sort (first, last);
}

/* std::sort; runs of up to 16 are left to the insertion sort at the end. */
static void
introsort (Item *first, Item *last, int limit)
{
  while (last - first > 16)
    {
      if (limit-- == 0)
        {
          heap_select (first, last - first, last - first);
          heap_sort (first, last - first);
          return;
        }
      Item *cut = partition (first, last);
      introsort (cut, last, limit);
      last = cut;
    }
}

static void
sort_items (Item *items, int64_t n)
{
  introsort (items, items + n, depth_limit (n));
  insertion_sort (items, items + n);
}

/* PyTorch's topk_impl_loop: a heap when few are wanted, else a partition. */
static void
pick_topk (Item *items, int64_t n, int64_t k, bool sorted)
{
  if (k == 0)
    return;
  if (k * 64 <= n)
    {
      heap_select (items, k, n);
      heap_sort (items, k);
      return;
    }
  select_nth (items, items + k - 1, items + n);
  if (sorted)
    sort_items (items, k - 1);
}

/* PyTorch's quick_select_template (Numerical Recipes), ascending; @k from 0. */
static void
quick_select (Item *items, int64_t n, int64_t k)
{
  int64_t left = 0, right = n - 1;
  while (left < right)
    {
      if (right == left + 1)
        {
          if (items[left].rank > items[right].rank)
            swap_items (&items[left], &items[right]);
          return;
        }
      swap_items (&items[left + (right - left) / 2], &items[left + 1]);
      if (items[left + 1].rank > items[right].rank)
        swap_items (&items[left + 1], &items[right]);
      if (items[left].rank > items[right].rank)
        swap_items (&items[left], &items[right]);
      if (items[left + 1].rank > items[left].rank)
        swap_items (&items[left + 1], &items[left]);
      int64_t i = left + 1, j = right;
      Item pivot = items[left];
      for (;;)
        {
          do
            i++;
          while (pivot.rank > items[i].rank);
          do
            j--;
          while (items[j].rank > pivot.rank);
          if (j < i)
            break;
          swap_items (&items[i], &items[j]);
        }
      swap_items (&items[left], &items[j]);
      if (j <= k)
        left = i;
      if (j >= k)
        right = j - 1;
    }
}

/* ---- lines ---- */

typedef struct
{
  bool is_kth;
  int64_t k;
  bool largest, sorted;
} Choice;

/* Ranks a line and leaves the chosen places in @out. */
static void
choose_in_line (const char *values, const int64_t *places, int64_t n, TnkDtype dtype,
                const Choice *choice, int64_t *ranks, Item *items, int64_t *out)
{
  rank_line (values, places, n, dtype, false, ranks);
  for (int64_t i = 0; i < n; i++)
    items[i] = (Item) { choice->is_kth || choice->largest ? ranks[i] : -ranks[i], i };
  if (choice->is_kth)
    {
      quick_select (items, n, choice->k - 1);
      out[0] = items[choice->k - 1].place;
      return;
    }
  pick_topk (items, n, choice->k, choice->sorted);
  for (int64_t i = 0; i < choice->k; i++)
    out[i] = items[i].place;
}

static TnsTensor *
choose (TnsTensor *self, int64_t dim, const Choice *choice, GError **error)
{
  int rank = tns_tensor_get_rank (self);
  int64_t n = rank > 0 ? tns_tensor_get_sizes (self)[dim] : 1;
  int64_t n_out = choice->is_kth ? 1 : choice->k;
  TnsTensor *values, *places, *result = NULL;
  TnsScope scope;
  tns_scope_init (&scope);
  g_autofree int64_t *ranks = g_try_new (int64_t, MAX (n, 1));
  g_autofree Item *items = g_try_new (Item, MAX (n, 1));
  if (ranks == NULL || items == NULL)
    tns_check_status (TNK_OUT_OF_MEMORY, "topk", TNK_INT64, &scope.error);
  else if (sort_lines (&scope, self, dim, &values, &places))
    {
      TnsMeta shape;
      tns_tensor_get_meta (places, &shape);
      if (rank > 0)
        shape.sizes[rank - 1] = n_out;
      result = tns_scope_take (&scope, tns_tensor_new_dense (TNK_INT64, TNS_CPU, rank, shape.sizes,
                                                             &scope.error));
    }
  int64_t n_lines = result != NULL && n_out > 0 ? tns_tensor_get_numel (result) / n_out : 0;
  TnkDtype dtype = tns_tensor_get_dtype (self);
  for (int64_t line = 0; line < n_lines; line++)
    choose_in_line ((const char *)tns_tensor_get_data (values)
                        + (size_t) (line * n) * tnk_dtype_size (dtype),
                    (const int64_t *)tns_tensor_get_data (places) + line * n, n, dtype, choice,
                    ranks, items, (int64_t *)tns_tensor_get_data (result) + line * n_out);
  if (rank > 0)
    result = tns_do (&scope, movedim, T (result), tns_value_ints ((const int64_t[]) { -1 }, 1),
                     tns_value_ints (&dim, 1));
  result = tns_do (&scope, clone, T (result), tns_value_string ("contiguous_format"));
  result = tns_do (&scope, to_copy, T (result), TNS_VALUE_NONE,
                   tns_value_device (tns_tensor_get_device (self)));
  if (result != NULL)
    tns_tensor_ref (result);
  return tns_scope_finish (&scope, error) ? result : NULL;
}

TnsTensor *
tns_ranks_new_topk (
    TnsTensor *self, int64_t dim, int64_t k, bool largest, bool sorted, GError **error)
{
  return choose (self, dim, &(Choice) { .k = k, .largest = largest, .sorted = sorted }, error);
}

TnsTensor *
tns_ranks_new_kth (TnsTensor *self, int64_t dim, int64_t k, GError **error)
{
  return choose (self, dim, &(Choice) { .is_kth = true, .k = k }, error);
}
