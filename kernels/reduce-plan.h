/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/loop-plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * TnkReduceKind:
 * @TNK_REDUCE_INNER: each output folds a run of its own; the inner folded dim steps least
 * @TNK_REDUCE_OUTER: neighbouring outputs have neighbouring inputs, and folding steps over rows
 */
typedef enum
{
  TNK_REDUCE_INNER,
  TNK_REDUCE_OUTER,
} TnkReduceKind;

/**
 * TnkReducePlan:
 * @kind: which of the two loops walks through memory in order
 * @kept: loop over the outputs; operand 0 is out, operand 1 is in
 * @folded: loop over what one output folds; operand 0 is in
 *
 * A reduction: for each kept element, fold all folded ones. An empty fold has folded.n_elems 0.
 */
typedef struct
{
  TnkReduceKind kind;
  TnkLoopPlan kept;
  TnkLoopPlan folded;
} TnkReducePlan;

/**
 * tnk_reduce_plan_init:
 * @plan: (out): filled
 * @out: result; a folded dim has size 1
 * @in: operand of the same rank
 * @order: TNK_ORDER_ROW_MAJOR where the place of an element matters (argmin, argmax)
 *
 * Splits the dims into kept and folded ones and plans each side as a loop. A dim of size 1 on both
 * sides counts as neither.
 */
TNK_EXPORT void tnk_reduce_plan_init (TnkReducePlan *plan, const TnkArray *out, const TnkArray *in,
                                      TnkLoopOrder order);

/* One canonical line: kind, the kept loop, `|`, the folded loop. */
TNK_EXPORT void tnk_reduce_plan_print (const TnkReducePlan *plan, char *text, size_t n_bytes);

#ifdef __cplusplus
}
#endif
