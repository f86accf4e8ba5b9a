/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-condition.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *sign;
  const char *op; /* as PyTorch calls it */
  TnuComparison turned;
} comparisons[TNU_N_COMPARISONS] = {
  [TNU_COMPARE_GREATER] = { ">", "gt", TNU_COMPARE_LESS },
  [TNU_COMPARE_GREATER_EQUAL] = { ">=", "ge", TNU_COMPARE_LESS_EQUAL },
  [TNU_COMPARE_LESS] = { "<", "lt", TNU_COMPARE_GREATER },
  [TNU_COMPARE_LESS_EQUAL] = { "<=", "le", TNU_COMPARE_GREATER_EQUAL },
  [TNU_COMPARE_EQUAL] = { "==", "eq", TNU_COMPARE_EQUAL },
  [TNU_COMPARE_NOT_EQUAL] = { "!=", "ne", TNU_COMPARE_NOT_EQUAL },
};

const char *
tnu_comparison_get_sign (TnuComparison comparison)
{
  return comparisons[comparison].sign;
}

TnuComparison
tnu_comparison_turn (TnuComparison comparison)
{
  return comparisons[comparison].turned;
}

TnuClause
tnu_clause_new (TnuComparison comparison, double bound)
{
  return (TnuClause) { .comparison = comparison,
                      .bound = bound,
                      .bound_is_float = bound != trunc (bound) };
}

static bool
clause_equal (const TnuClause *a, const TnuClause *b)
{
  return a->is_magnitude == b->is_magnitude && a->comparison == b->comparison
         && a->bound == b->bound && a->bound_is_float == b->bound_is_float
         && a->is_alternative == b->is_alternative;
}

bool
tnu_condition_equal (const TnuCondition *a, const TnuCondition *b)
{
  for (int k = 0; k < MIN (a->n, b->n); k++)
    if (!clause_equal (&a->clauses[k], &b->clauses[k]))
      return false;
  return a->n == b->n;
}

/* ---- writing ---- */

void
tnu_condition_append_bound (GString *text, const TnuClause *clause)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 6; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      g_ascii_formatd (number, sizeof number, format, clause->bound);
      if (g_ascii_strtod (number, NULL) == clause->bound)
        break;
    }
  g_string_append (text, number);
  if (clause->bound_is_float && number[strcspn (number, ".ein")] == '\0')
    g_string_append (text, ".0");
}

char *
tnu_condition_dup_text (const TnuCondition *self, const char *name)
{
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    {
      const TnuClause *clause = &self->clauses[k];
      if (k > 0)
        g_string_append (text, clause->is_alternative ? " | " : " & ");
      g_string_append_printf (text, "%s%s%s %s ", self->n > 1 ? "(" : "", name,
                              clause->is_magnitude ? ".abs()" : "",
                              tnu_comparison_get_sign (clause->comparison));
      tnu_condition_append_bound (text, clause);
      if (self->n > 1)
        g_string_append_c (text, ')');
    }
  return g_string_free (text, FALSE);
}

/* ---- comparing ---- */

static bool
has_order (TnuComparison comparison)
{
  return comparison != TNU_COMPARE_EQUAL && comparison != TNU_COMPARE_NOT_EQUAL;
}

bool
tnu_condition_check (const TnuCondition *self, TnkDtype dtype, GError **error)
{
  for (int k = 0; k < self->n; k++)
    {
      const TnuClause *clause = &self->clauses[k];
      const char *op = NULL;
      if (clause->is_magnitude && dtype == TNK_BOOL)
        op = "abs";
      else if (!clause->is_magnitude && tnk_dtype_is_complex (dtype)
               && has_order (clause->comparison))
        op = comparisons[clause->comparison].op;
      if (op == NULL)
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "NotImplementedError: \"%s_cpu\" not implemented for '%s'", op,
                   tns_dtype_get_scalar_type_name (dtype));
      return false;
    }
  return true;
}

static bool
compare (TnuComparison comparison, double value, double bound)
{
  switch (comparison)
    {
    case TNU_COMPARE_GREATER:
      return value > bound;
    case TNU_COMPARE_GREATER_EQUAL:
      return value >= bound;
    case TNU_COMPARE_LESS:
      return value < bound;
    case TNU_COMPARE_LESS_EQUAL:
      return value <= bound;
    case TNU_COMPARE_EQUAL:
      return value == bound;
    default:
      return value != bound;
    }
}

/* Whole numbers too large for an integral @dtype wrap around, as they do in PyTorch. */
static double
round_to (double number, TnkDtype dtype)
{
  TnkScalar scalar = tnk_dtype_is_integral (dtype) ? tns_scalar_int ((int64_t) number)
                                                   : tns_scalar_float (number);
  return tns_scalar_to_double (tns_scalar_cast (scalar, dtype));
}

double
tnu_condition_shorten_number (double number, TnkDtype dtype)
{
  TnkDtype real = tnk_dtype_is_complex (dtype) ? tns_dtype_get_real (dtype) : dtype;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 1; digits < 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);
      double shorter = g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, number), NULL);
      if (round_to (shorter, real) == number)
        return shorter;
    }
  return number;
}

/* A number of the tensor's own kind is taken into its dtype; a fraction takes whole numbers to the
 * default dtype, and a whole number truth values to int64. */
static TnkDtype
choose_dtype (const TnuClause *clause, TnkDtype dtype)
{
  if (tnk_dtype_is_complex (dtype))
    return tns_dtype_get_real (dtype);
  if (tnk_dtype_is_floating (dtype))
    return dtype;
  if (clause->bound_is_float)
    return tns_dtype_get_default ();
  return dtype == TNK_BOOL ? TNK_INT64 : dtype;
}

static void
compare_all (const TnuClause *clause, TnkDtype dtype, const double *values, const double *imaginary,
             gint64 n, bool *holds)
{
  TnkDtype common = choose_dtype (clause, dtype);
  bool rounds = common != dtype;
  double bound = round_to (clause->bound, common);
  for (gint64 k = 0; k < n; k++)
    {
      double value = rounds ? round_to (values[k], common) : values[k];
      double rest = imaginary != NULL ? imaginary[k] : 0;
      if (clause->is_magnitude)
        holds[k] = compare (clause->comparison, round_to (hypot (value, rest), common), bound);
      else
        holds[k] = rest != 0 ? clause->comparison == TNU_COMPARE_NOT_EQUAL
                             : compare (clause->comparison, value, bound);
    }
}

/* Alternatives of what has to hold together. */
GArray *
tnu_condition_dup_mask (const TnuCondition *self, TnkDtype dtype, const double *values,
                        const double *imaginary, gint64 n)
{
  GArray *mask = g_array_sized_new (FALSE, TRUE, sizeof (gint64), (guint) n);
  g_autofree bool *group = g_new (bool, MAX (n, 1));
  g_autofree bool *holds = g_new (bool, MAX (n, 1));
  g_array_set_size (mask, (guint) n);
  for (int k = 0; k < self->n; k++)
    {
      const TnuClause *clause = &self->clauses[k];
      bool begins = k == 0 || clause->is_alternative;
      bool ends = k + 1 == self->n || self->clauses[k + 1].is_alternative;
      compare_all (clause, dtype, values, imaginary, n, holds);
      for (gint64 j = 0; j < n; j++)
        {
          group[j] = holds[j] && (begins || group[j]);
          if (ends && group[j])
            g_array_index (mask, gint64, j) = 1;
        }
    }
  return mask;
}
