/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TNK_MAX_OPERANDS 4

/**
 * TnkLoopKind:
 * @TNK_LOOP_CONTIGUOUS: one dim, every operand steps by 1
 * @TNK_LOOP_SCALAR: one dim, every operand steps by 1 or, a repeated single element, by 0
 * @TNK_LOOP_STRIDED: anything else
 */
typedef enum
{
  TNK_LOOP_CONTIGUOUS,
  TNK_LOOP_SCALAR,
  TNK_LOOP_STRIDED,
} TnkLoopKind;

/**
 * TnkLoopPlan:
 * @kind: how simple the loop is
 * @n_operands: operands planned, the output first
 * @rank: dims left, at least 1
 * @n_elems: product of @sizes
 * @sizes: (array length=rank): the last dim is the inner one
 * @strides: per operand, in elements of that operand
 *
 * An element-wise loop over operands of one shape, with as few dims as it can have.
 */
typedef struct
{
  TnkLoopKind kind;
  int n_operands;
  int rank;
  int64_t n_elems;
  int64_t sizes[TNK_MAX_RANK];
  int64_t strides[TNK_MAX_OPERANDS][TNK_MAX_RANK];
} TnkLoopPlan;

/**
 * TnkLoopOrder:
 * @TNK_ORDER_ANY: dims may be reordered, so that memory is walked through in its order
 * @TNK_ORDER_ROW_MAJOR: elements come in row-major order of their index
 */
typedef enum
{
  TNK_ORDER_ANY,
  TNK_ORDER_ROW_MAJOR,
} TnkLoopOrder;

/**
 * tnk_loop_plan_init:
 * @plan: (out): filled; only the first @rank entries of its arrays are written
 * @operands: (array length=n_operands): arrays of equal sizes, the output first
 * @n_operands: 1 to TNK_MAX_OPERANDS
 * @order: whether dims may change places
 *
 * Drops dims of size 1, orders the rest by falling stride (the output decides, then the inputs),
 * joins neighbours that every operand walks through in one step, and classifies what is left.
 */
TNK_EXPORT void tnk_loop_plan_init (TnkLoopPlan *plan,
                                    const TnkArray *operands,
                                    int n_operands,
                                    TnkLoopOrder order);

/**
 * tnk_loop_plan_seek:
 * @plan: a plan
 * @position: index of an element in the plan's order, below n_elems
 * @index: (out) (array length=rank): its coordinates
 * @offsets: (out) (array length=n_operands): its distance from the first element, in elements
 */
TNK_EXPORT void tnk_loop_plan_seek (const TnkLoopPlan *plan,
                                    int64_t position,
                                    int64_t *index,
                                    int64_t *offsets);

/**
 * tnk_loop_plan_print:
 * @plan: a plan
 * @text: (out): receives a NUL-terminated line, cut off when it does not fit
 * @n_bytes: room in @text
 *
 * The plan in one canonical line: kind, sizes, and each operand's strides, such as
 * `strided [2 3] (3 1) (0 1)`.
 */
TNK_EXPORT void tnk_loop_plan_print (const TnkLoopPlan *plan, char *text, size_t n_bytes);

#ifdef __cplusplus
}
#endif
