/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/core/dtype.h"

G_BEGIN_DECLS

/* Comparisons of a tensor with numbers, which make a mask: `(x > 0) & (x.abs() < 2)`. */

typedef enum
{
  TNU_COMPARE_GREATER,
  TNU_COMPARE_GREATER_EQUAL,
  TNU_COMPARE_LESS,
  TNU_COMPARE_LESS_EQUAL,
  TNU_COMPARE_EQUAL,
  TNU_COMPARE_NOT_EQUAL,
  TNU_N_COMPARISONS
} TnuComparison;

/**
 * TnuClause:
 * @is_magnitude: `x.abs()` is compared, not `x`
 * @bound_is_float: the number is written with a point, which PyTorch promotes by
 * @is_alternative: joined to the clause before it by |, not by &; & binds tighter
 */
typedef struct
{
  bool is_magnitude;
  TnuComparison comparison;
  double bound;
  bool bound_is_float;
  bool is_alternative;
} TnuClause;

#define TNU_CONDITION_MAX_CLAUSES 4

typedef struct
{
  int n; /* at least 1 */
  TnuClause clauses[TNU_CONDITION_MAX_CLAUSES];
} TnuCondition;

/* ">", "!=" … */
const char *tnu_comparison_get_sign (TnuComparison comparison);
/* The same comparison with its sides exchanged: 3 < x is x > 3. */
TnuComparison tnu_comparison_turn (TnuComparison comparison);

/* The tensor itself compared with a number, which is written with a point if it is no whole one. */
TnuClause tnu_clause_new (TnuComparison comparison, double bound);

/* "x > 0"; with several clauses each in parentheses. */
char *tnu_condition_dup_text (const TnuCondition *self, const char *name);
/* The shortest decimals that name the number. */
void tnu_condition_append_bound (GString *text, const TnuClause *clause);

bool tnu_condition_equal (const TnuCondition *a, const TnuCondition *b);

/* The number with the fewest digits that @dtype keeps as @number. */
double tnu_condition_shorten_number (double number, TnkDtype dtype);

/**
 * tnu_condition_check:
 *
 * Errors: PyTorch's, when numbers of @dtype cannot be compared so.
 */
bool tnu_condition_check (const TnuCondition *self, TnkDtype dtype, GError **error);

/**
 * tnu_condition_dup_mask:
 * @imaginary: (nullable): of complex numbers
 *
 * Compares as PyTorch does: whole numbers with whole numbers, others after rounding to @dtype.
 *
 * Returns: (transfer full) (element-type gint64): 1 where it holds, else 0
 */
GArray *tnu_condition_dup_mask (const TnuCondition *self, TnkDtype dtype, const double *values,
                                const double *imaginary, gint64 n);

G_END_DECLS
