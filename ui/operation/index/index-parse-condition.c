/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-reader.h"

#include <string.h>

/* Takes the tensor's name, or its magnitude; nothing otherwise. */
static bool
take_subject (TnuReader *self, TnuClause *clause)
{
  const char *begin = self->at;
  clause->is_magnitude
      = tnu_reader_take_word (self, "torch.abs") || tnu_reader_take_word (self, "abs");
  if (clause->is_magnitude && tnu_reader_take (self, "(") && tnu_reader_take_word (self, self->name)
      && tnu_reader_take (self, ")"))
    return true;
  self->at = begin;
  if (clause->is_magnitude || !tnu_reader_take_word (self, self->name))
    return false;
  const char *behind = self->at;
  clause->is_magnitude = tnu_reader_take (self, ".") && tnu_reader_take_word (self, "abs")
                         && tnu_reader_take (self, "(") && tnu_reader_take (self, ")");
  if (!clause->is_magnitude)
    self->at = behind;
  return true;
}

bool
tnu_reader_take_comparison (TnuReader *self, TnuComparison *comparison)
{
  int found = -1;
  tnu_reader_skip_blanks (self);
  for (int k = 0; k < TNU_N_COMPARISONS; k++)
    {
      const char *sign = tnu_comparison_get_sign ((TnuComparison) k);
      if (g_str_has_prefix (self->at, sign)
          && (found < 0
              || strlen (sign) > strlen (tnu_comparison_get_sign ((TnuComparison) found))))
        found = k;
    }
  if (found < 0)
    return false;
  *comparison = (TnuComparison) found;
  return tnu_reader_take (self, tnu_comparison_get_sign (*comparison));
}

static bool
take_bound (TnuReader *self, TnuClause *clause)
{
  char *end;
  if (!tnu_reader_stands_at_number (self))
    return false;
  clause->bound = g_ascii_strtod (self->at, &end);
  g_autofree char *text = g_strndup (self->at, (gsize) (end - self->at));
  clause->bound_is_float = text[strcspn (text, ".eE")] != '\0';
  bool is_number = end != self->at && !tnu_reader_is_word_char (*end);
  self->at = end;
  return is_number;
}

bool
tnu_reader_take_clause (TnuReader *self, TnuClause *clause)
{
  const char *begin = self->at;
  *clause = (TnuClause) { 0 };
  if (take_subject (self, clause))
    {
      if (tnu_reader_take_comparison (self, &clause->comparison) && take_bound (self, clause))
        return true;
    }
  else if (take_bound (self, clause) && tnu_reader_take_comparison (self, &clause->comparison)
           && take_subject (self, clause))
    {
      clause->comparison = tnu_comparison_turn (clause->comparison);
      return true;
    }
  self->at = begin;
  return false;
}

#define AMBIGUOUS "RuntimeError: Boolean value of Tensor with more than one value is ambiguous"

static bool
take_join_word (TnuReader *self)
{
  return tnu_reader_take_word (self, "and") || tnu_reader_take_word (self, "or");
}

static bool
refuse_rest (TnuReader *self, GError **error)
{
  if (take_join_word (self))
    return tnu_reader_refuse (error, AMBIGUOUS);
  tnu_reader_skip_blanks (self);
  return tnu_reader_refuse (error, *self->at == '\0' ? "SyntaxError: '(' was never closed"
                                                     : TNU_CONDITION_NOT_DRAWN);
}

bool
tnu_reader_read_clauses (TnuReader *self, TnuCondition *condition, GError **error)
{
  bool is_alternative = false;
  do
    {
      TnuClause *clause = &condition->clauses[condition->n];
      if (condition->n == TNU_CONDITION_MAX_CLAUSES)
        return tnu_reader_refuse (error, "More comparisons than are drawn here");
      if (!tnu_reader_take (self, "(") || !tnu_reader_take_clause (self, clause)
          || !tnu_reader_take (self, ")"))
        return refuse_rest (self, error);
      clause->is_alternative = is_alternative;
      condition->n++;
      is_alternative = tnu_reader_take (self, "|");
    }
  while (is_alternative || tnu_reader_take (self, "&"));
  tnu_reader_skip_blanks (self);
  return *self->at == '\0' || *self->at == ',' || refuse_rest (self, error);
}

bool
tnu_reader_check_lone_clause (TnuReader *self, GError **error)
{
  if (tnu_reader_take (self, "&") || tnu_reader_take (self, "|"))
    return tnu_reader_refuse (error,
                              "Python reads & and | before the comparisons: put each of them into "
                              "parentheses");
  return !take_join_word (self) || tnu_reader_refuse (error, AMBIGUOUS);
}
