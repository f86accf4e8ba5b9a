/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/reduce-plan.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  int rank;
  int64_t sizes[TNK_MAX_RANK];
  int64_t out_strides[TNK_MAX_RANK];
  int64_t in_strides[TNK_MAX_RANK];
} Dims;

static void
append_dim (Dims *dims, int64_t size, int64_t out_stride, int64_t in_stride)
{
  dims->sizes[dims->rank] = size;
  dims->out_strides[dims->rank] = out_stride;
  dims->in_strides[dims->rank] = in_stride;
  dims->rank++;
}

/* Rows pay off only when the outputs lie closer together than the elements one output folds. */
static TnkReduceKind
classify (const TnkReducePlan *plan)
{
  int64_t kept_step = plan->kept.strides[1][plan->kept.rank - 1];
  int64_t folded_step = plan->folded.strides[0][plan->folded.rank - 1];

  if (plan->kept.n_elems <= 1 || plan->folded.n_elems <= 1)
    return TNK_REDUCE_INNER;
  return kept_step == 1 && folded_step != 1 ? TNK_REDUCE_OUTER : TNK_REDUCE_INNER;
}

void
tnk_reduce_plan_init (TnkReducePlan *plan, const TnkArray *out, const TnkArray *in,
                      TnkLoopOrder order)
{
  Dims kept, folded;
  TnkArray operands[2];

  kept.rank = folded.rank = 0;
  for (int d = 0; d < in->rank; d++)
    append_dim (out->sizes[d] == in->sizes[d] ? &kept : &folded, in->sizes[d], out->strides[d],
                in->strides[d]);

  operands[0] = (TnkArray) { NULL, out->dtype, kept.rank, kept.sizes, kept.out_strides };
  operands[1] = (TnkArray) { NULL, in->dtype, kept.rank, kept.sizes, kept.in_strides };
  tnk_loop_plan_init (&plan->kept, operands, 2, TNK_ORDER_ANY);
  operands[0] = (TnkArray) { NULL, in->dtype, folded.rank, folded.sizes, folded.in_strides };
  tnk_loop_plan_init (&plan->folded, operands, 1, order);
  plan->kind = classify (plan);
}

void
tnk_reduce_plan_print (const TnkReducePlan *plan, char *text, size_t n_bytes)
{
  size_t used = (size_t) snprintf (text, n_bytes, "%s ",
                                   plan->kind == TNK_REDUCE_OUTER ? "outer" : "inner");

  if (used < n_bytes)
    tnk_loop_plan_print (&plan->kept, text + used, n_bytes - used);
  used = strlen (text);
  if (used < n_bytes)
    used += (size_t) snprintf (text + used, n_bytes - used, " | ");
  if (used < n_bytes)
    tnk_loop_plan_print (&plan->folded, text + used, n_bytes - used);
}
