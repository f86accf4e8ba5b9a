/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/turn.h"

G_BEGIN_DECLS

/* How shapes are laid over each other from the right. Pure arithmetic. */

#define TNU_CAST_MAX_OPERANDS 3

typedef enum
{
  TNU_CAST_EQUAL,
  TNU_CAST_STRETCHED, /* size 1, read as many times as the others are long */
  TNU_CAST_ADDED,     /* not there: put in front, then stretched */
  TNU_CAST_CLASH      /* neither equal nor 1 */
} TnuCastVerdict;

/**
 * TnuCastPlan:
 * @shapes: (array length=n)
 * @result: their common shape; where they clash, the larger size
 * @guilty: the clashing axis of @result that is farthest to the right; -1: they fit
 */
typedef struct
{
  int n;
  TnuShape shapes[TNU_CAST_MAX_OPERANDS];
  TnuShape result;
  int guilty;
} TnuCastPlan;

void tnu_cast_plan_init (TnuCastPlan *self, const TnuShape *shapes, int n);

/* @sample: (out): the same for the first so many places along every axis, @most results. */
void tnu_cast_plan_choose_sample (const TnuCastPlan *self, gint64 most, TnuCastPlan *sample);

/* Size of @operand along @axis of the result; -1: it has no such axis. */
gint64 tnu_cast_plan_get_size (const TnuCastPlan *self, int operand, int axis);
TnuCastVerdict tnu_cast_plan_judge (const TnuCastPlan *self, int operand, int axis);

/* The element of @operand that is read at element @place of the result; row-major. */
gint64 tnu_cast_plan_get_source (const TnuCastPlan *self, int operand, gint64 place);
/* The first place of the result where element @source of @operand is read. */
gint64 tnu_cast_plan_get_home (const TnuCastPlan *self, int operand, gint64 source);
/* Whether the number read at @place has been read before. */
bool tnu_cast_plan_is_ghost (const TnuCastPlan *self, int operand, gint64 place);
/* How often each number of @operand is read. */
gint64 tnu_cast_plan_count_reads (const TnuCastPlan *self, int operand);

/* "1 → 4", "equal", "added, 1 → 4", "3 ≠ 4": what happens along @axis. */
char *tnu_cast_plan_dup_verdict (const TnuCastPlan *self, int axis, const char *const *names);

/**
 * TnuCastFix:
 * @turns: what is done to the operands
 * @result: shape then
 */
typedef struct
{
  TnuTurn turns[2];
  TnuShape result;
} TnuCastFix;

/**
 * tnu_cast_find_fixes:
 *
 * What can be done so that two shapes fit, the least change first: a dim of 1 put in, a matrix
 * transposed, another reading of the numbers; then two of these.
 *
 * Returns: (transfer full) (element-type TnuCastFix): empty when they fit already
 */
GArray *tnu_cast_find_fixes (const TnuShape *a, const TnuShape *b, int most);

G_END_DECLS
