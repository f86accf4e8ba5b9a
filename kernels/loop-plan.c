/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* How an element-wise loop is simplified before any back end runs it. Two rules carry it: a dim of
 * size 1 never moves a pointer, and dims d, d+1 are one dim when every operand's stride at d is its
 * stride at d+1 times the size of d+1. */

#include "kernels/loop-plan.h"

#include <stdio.h>

static int64_t
magnitude (int64_t stride)
{
  return stride < 0 ? -stride : stride;
}

/* Whether dim a belongs outside dim b: the first operand that can tell (both strides non-zero and
 * different) decides. */
static bool
is_outside (const TnkLoopPlan *plan, int a, int b)
{
  for (int k = 0; k < plan->n_operands; k++)
    {
      int64_t stride_a = magnitude (plan->strides[k][a]);
      int64_t stride_b = magnitude (plan->strides[k][b]);
      if (stride_a == 0 || stride_b == 0 || stride_a == stride_b)
        continue;
      return stride_a > stride_b;
    }
  return true;
}

static void
swap_dims (TnkLoopPlan *plan, int a, int b)
{
  int64_t size = plan->sizes[a];
  plan->sizes[a] = plan->sizes[b];
  plan->sizes[b] = size;
  for (int k = 0; k < plan->n_operands; k++)
    {
      int64_t stride = plan->strides[k][a];
      plan->strides[k][a] = plan->strides[k][b];
      plan->strides[k][b] = stride;
    }
}

/* Insertion sort: ranks are small, and equal dims keep their places. */
static void
order_by_stride (TnkLoopPlan *plan)
{
  for (int d = 1; d < plan->rank; d++)
    for (int e = d; e > 0 && !is_outside (plan, e - 1, e); e--)
      swap_dims (plan, e - 1, e);
}

static bool
joins (const TnkLoopPlan *plan, int outer, int inner)
{
  for (int k = 0; k < plan->n_operands; k++)
    if (plan->strides[k][outer] != plan->strides[k][inner] * plan->sizes[inner])
      return false;
  return true;
}

static void
coalesce (TnkLoopPlan *plan)
{
  int last = 0;

  for (int d = 1; d < plan->rank; d++)
    {
      if (joins (plan, last, d))
        plan->sizes[d] *= plan->sizes[last];
      else
        last++;
      if (last == d)
        continue;
      plan->sizes[last] = plan->sizes[d];
      for (int k = 0; k < plan->n_operands; k++)
        plan->strides[k][last] = plan->strides[k][d];
    }
  plan->rank = last + 1;
}

static TnkLoopKind
classify (const TnkLoopPlan *plan)
{
  TnkLoopKind kind = TNK_LOOP_CONTIGUOUS;

  if (plan->rank > 1)
    return TNK_LOOP_STRIDED;
  if (plan->sizes[0] == 1)
    return TNK_LOOP_CONTIGUOUS;
  for (int k = 0; k < plan->n_operands; k++)
    {
      if (plan->strides[k][0] == 0)
        kind = TNK_LOOP_SCALAR;
      else if (plan->strides[k][0] != 1)
        return TNK_LOOP_STRIDED;
    }
  return kind;
}

/* A single element is a contiguous loop of one step. */
static void
make_single (TnkLoopPlan *plan)
{
  plan->rank = 1;
  plan->sizes[0] = plan->n_elems;
  for (int k = 0; k < plan->n_operands; k++)
    plan->strides[k][0] = 1;
}

void
tnk_loop_plan_init (TnkLoopPlan *plan, const TnkArray *operands, int n_operands, TnkLoopOrder order)
{
  int rank = 0;

  plan->n_operands = n_operands;
  plan->n_elems = 1;
  for (int d = 0; d < operands[0].rank; d++)
    {
      int64_t size = operands[0].sizes[d];
      plan->n_elems *= size;
      if (size == 1)
        continue;
      plan->sizes[rank] = size;
      for (int k = 0; k < n_operands; k++)
        plan->strides[k][rank] = operands[k].strides[d];
      rank++;
    }
  plan->rank = rank;
  if (rank == 0 || plan->n_elems == 0)
    make_single (plan);
  else if (rank > 1)
    {
      if (order == TNK_ORDER_ANY)
        order_by_stride (plan);
      coalesce (plan);
    }
  plan->kind = classify (plan);
}

void
tnk_loop_plan_seek (const TnkLoopPlan *plan, int64_t position, int64_t *index, int64_t *offsets)
{
  for (int k = 0; k < plan->n_operands; k++)
    offsets[k] = 0;
  for (int d = plan->rank - 1; d >= 0; d--)
    {
      index[d] = position % plan->sizes[d];
      position /= plan->sizes[d];
      for (int k = 0; k < plan->n_operands; k++)
        offsets[k] += index[d] * plan->strides[k][d];
    }
}

static size_t
print_dims (char *text, size_t used, size_t n_bytes, const int64_t *dims, int rank,
            const char *ends)
{
  for (int d = 0; d < rank && used < n_bytes; d++)
    used += (size_t) snprintf (text + used, n_bytes - used, "%s%c%lld", d == 0 ? " " : "",
                               d == 0 ? ends[0] : ' ', (long long) dims[d]);
  if (used < n_bytes)
    used += (size_t) snprintf (text + used, n_bytes - used, "%c", ends[1]);
  return used;
}

void
tnk_loop_plan_print (const TnkLoopPlan *plan, char *text, size_t n_bytes)
{
  static const char *const kinds[] = { "contiguous", "scalar", "strided" };
  size_t used = (size_t) snprintf (text, n_bytes, "%s", kinds[plan->kind]);

  used = print_dims (text, used, n_bytes, plan->sizes, plan->rank, "[]");
  for (int k = 0; k < plan->n_operands; k++)
    used = print_dims (text, used, n_bytes, plan->strides[k], plan->rank, "()");
}
