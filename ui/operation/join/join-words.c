/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-words.h"

#include <string.h>

#include "ui/draw/theme.h"

#define MINUS "−"
/* Sizes that are added up in words. */
#define MAX_TERMS 6

static const char *
ordinal (int axis, int n)
{
  return n == 1 ? "the only axis" : axis == 0 ? "the first axis" : axis == n - 1 ? "the last axis"
                                                                                 : NULL;
}

/* "2 + 3 = 5", or "5 = 2 + 3" */
static char *
dup_sum (const TnuJoinPlan *plan, bool total_first)
{
  gint64 total = 0;
  int n = (int) plan->parts->len;
  GString *text = g_string_new (NULL);
  for (int k = 0; k < n; k++)
    {
      gint64 size = tnu_join_plan_get_part (plan, k)->seen.sizes[plan->axis];
      total += size;
      if (k < MAX_TERMS || k == n - 1)
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT,
                                k == 0                            ? ""
                                : k == n - 1 && n > MAX_TERMS + 1 ? " + … + "
                                                                  : " + ",
                                size);
    }
  if (total_first)
    {
      g_autofree char *sum = g_strdup_printf ("%" G_GINT64_FORMAT " = ", total);
      g_string_prepend (text, sum);
    }
  else
    g_string_append_printf (text, " = %" G_GINT64_FORMAT, total);
  return g_string_free (text, FALSE);
}

/* Where a new axis comes to stand. */
static char *
dup_new_place (int axis, int n)
{
  if (n == 1)
    return g_strdup ("the only axis");
  if (axis == 0)
    return g_strdup_printf ("in front of {%d}", 1);
  if (axis == n - 1)
    return g_strdup ("behind the last axis");
  return g_strdup_printf ("between {%d} and {%d}", axis - 1, axis + 1);
}

static char *
dup_negative (const TnuJoinPlan *plan, const TnuJoinCall *call, gint64 dim, int axis, int n)
{
  g_autofree char *place = call->word == TNU_JOIN_STACK ? dup_new_place (axis, n) : NULL;
  const char *known = place != NULL ? place : ordinal (axis, n);
  g_autofree char *letter = g_strdup_printf ("{%d}", axis);
  return g_strdup_printf (MINUS "%" G_GINT64_FORMAT
                                " counts from behind: here it is dim %d, %s%s%s",
                          -dim, axis, known != NULL ? known : "the axis",
                          call->word == TNU_JOIN_STACK ? "" : " ",
                          call->word == TNU_JOIN_STACK ? "" : letter);
}

static char *
dup_stack_words (const TnuJoinPlan *plan, const TnuJoinCall *call, int axis, int n)
{
  g_autofree char *place = dup_new_place (axis, n);
  g_autofree char *first
      = tnu_join_operand_dup_code (tnu_join_call_get_operand (call, 0));
  if (n == 1)
    return g_strdup ("dim 0: numbers become a row, their axis {0} is new");
  if (axis == 0)
    return g_strdup_printf ("dim 0: the new axis {0} comes %s: place 0 on it is %s", place, first);
  if (axis == n - 1)
    return g_strdup_printf ("dim %d: the new axis {%d} comes %s: numbers of the same place stand "
                            "side by side",
                            axis, axis, place);
  return g_strdup_printf ("dim %d: the new axis {%d} opens %s", axis, axis, place);
}

static char *
dup_cat_words (const TnuJoinPlan *plan, int axis, int n)
{
  /* Sizes are added up only along the axis that is chosen. */
  g_autofree char *sum = plan->axis == axis && plan->trouble == TNU_JOIN_FITS
                             ? dup_sum (plan, false)
                             : NULL;
  return g_strdup_printf ("dim %d: blocks follow %s, {%d} grows%s%s", axis,
                          axis == n - 1 && n > 1 ? "side by side"
                          : axis == n - 2        ? "below each other"
                                                 : "one after the other",
                          axis, sum != NULL ? ": " : "", sum != NULL ? sum : "");
}

static char *
dup_split_words (const TnuJoinPlan *plan, const TnuJoinCall *call, int axis)
{
  gint64 size = plan->agreed.sizes[axis];
  if (call->word == TNU_JOIN_UNBIND)
    return g_strdup_printf ("dim %d: {%d} goes away, a tensor for each of its %" G_GINT64_FORMAT
                            " places",
                            axis, axis, size);
  g_autofree char *sum = plan->axis == axis && plan->trouble == TNU_JOIN_FITS
                             ? dup_sum (plan, true)
                             : NULL;
  return g_strdup_printf ("dim %d: cuts go across {%d}%s%s", axis, axis, sum != NULL ? ": " : "",
                          sum != NULL ? sum : "");
}

char *
tnu_join_dup_dim_words (const TnuJoinPlan *plan, const TnuJoinCall *call, gint64 dim)
{
  int n = tnu_join_plan_count_dims (plan);
  int axis = (int) (dim < 0 ? dim + n : dim);
  if (n == 0)
    return g_strdup ("a number has no axis");
  if (axis < 0 || axis >= n)
    return g_strdup_printf ("there is no dim %s%" G_GINT64_FORMAT ": they go from " MINUS
                            "%d to %d",
                            dim < 0 ? MINUS : "", ABS (dim), n, n - 1);
  if (dim < 0)
    return dup_negative (plan, call, dim, axis, n);
  switch (call->word)
    {
    case TNU_JOIN_STACK:
      return dup_stack_words (plan, call, axis, n);
    case TNU_JOIN_CAT:
      return dup_cat_words (plan, axis, n);
    default:
      return dup_split_words (plan, call, axis);
    }
}

char *
tnu_join_dup_word_words (const TnuJoinPlan *plan, const TnuJoinCall *call)
{
  const char *how = call->word == TNU_JOIN_VSTACK   ? "vstack joins along dim 0"
                    : call->word == TNU_JOIN_DSTACK ? "dstack joins along dim 2"
                    : plan->axis == 0               ? "hstack joins vectors along dim 0"
                                                    : "hstack joins along dim 1";
  for (guint k = 0; k < plan->parts->len; k++)
    {
      const TnuJoinPart *part = tnu_join_plan_get_part (plan, (int) k);
      if (part->own.rank == part->seen.rank)
        continue;
      g_autofree char *own = tnu_shape_dup_text (&part->own);
      g_autofree char *seen = tnu_shape_dup_text (&part->seen);
      return g_strdup_printf ("%s; %s counts as %s", how, own, seen);
    }
  return g_strdup (how);
}

/* ---- what is wrong ---- */

static char *
dup_code (const TnuJoinCall *call, int index)
{
  return tnu_join_operand_dup_code (tnu_join_call_get_operand (call, index));
}

char *
tnu_join_dup_equation (const TnuJoinPlan *plan, const TnuJoinCall *call)
{
  const TnuJoinPart *first
      = plan->parts->len > 0 ? tnu_join_plan_get_part (plan, 0) : NULL;
  const TnuJoinPart *guilty
      = plan->guilty >= 0 ? tnu_join_plan_get_part (plan, plan->guilty) : NULL;
  if (plan->trouble == TNU_JOIN_RANK && guilty != NULL)
    return g_strdup_printf ("%d axes ≠ %d", first->own.rank, guilty->own.rank);
  if (plan->trouble == TNU_JOIN_SIZE && guilty != NULL && plan->wrong_dim >= 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT " ≠ %" G_GINT64_FORMAT,
                            plan->agreed.sizes[plan->wrong_dim],
                            guilty->seen.sizes[plan->wrong_dim]);
  if (plan->trouble == TNU_JOIN_NUMBERS && call->is_list && call->word == TNU_JOIN_SPLIT
      && call->numbers->len > 0)
    {
      g_autofree char *numbers = tnu_join_call_dup_numbers (call);
      g_auto (GStrv) terms = g_strsplit (numbers, ", ", -1);
      g_autofree char *sum = g_strjoinv (" + ", terms);
      g_strdelimit (sum, ",", ' ');
      return g_strdup_printf ("%s ≠ %" G_GINT64_FORMAT, g_strstrip (sum),
                              plan->agreed.sizes[plan->axis]);
    }
  return NULL;
}

char *
tnu_join_dup_trouble_words (const TnuJoinPlan *plan, const TnuJoinCall *call)
{
  const char *word = tnu_join_word_get_name (call->word);
  switch (plan->trouble)
    {
    case TNU_JOIN_NOTHING:
      return g_strdup ("choose tensors above");
    case TNU_JOIN_SCALAR:
      if (plan->splits)
        return g_strdup_printf ("one number has no axis to %s along",
                                call->word == TNU_JOIN_UNBIND ? "unbind" : "cut");
      else
        {
          g_autofree char *scalar = dup_code (call, plan->guilty);
          return g_strdup_printf ("%s is one number: it has no axis to join along", scalar);
        }
    case TNU_JOIN_DIM:
      return tnu_join_dup_dim_words (plan, call, call->dim);
    case TNU_JOIN_RANK:
      {
        g_autofree char *first = dup_code (call, 0), *other = dup_code (call, plan->guilty);
        return g_strdup_printf ("%s and %s have different numbers of axes: %s needs the same",
                                first, other, word);
      }
    case TNU_JOIN_SIZE:
      {
        g_autofree char *other = dup_code (call, plan->guilty);
        if (call->word == TNU_JOIN_STACK)
          return g_strdup_printf ("along {%d} %s has another size: stack needs equal shapes",
                                  plan->wrong_dim, other);
        return g_strdup_printf ("along {%d} %s has another size: only {%d} may differ",
                                plan->wrong_dim, other, plan->axis);
      }
    case TNU_JOIN_NUMBERS:
      return g_strdup (call->word == TNU_JOIN_SPLIT && call->is_list
                           ? "the pieces must add up to the axis"
                       : call->word == TNU_JOIN_SPLIT ? "a piece needs a size above 0"
                                                      : "there must be at least one piece");
    case TNU_JOIN_FITS:
      break;
    }
  return g_strdup ("");
}

/* ---- marks ---- */

/* @dup_color: (nullable): plain letters */
static char *
replace_marks (const char *words, char *(*dup_color) (int dim))
{
  GString *text = g_string_new (NULL);
  for (const char *at = words; *at != '\0';)
    {
      const char *next = g_utf8_next_char (at);
      if (*at == '{')
        {
          char *end;
          int dim = (int) g_ascii_strtoll (at + 1, &end, 10);
          g_autofree char *color = dup_color != NULL ? dup_color (dim) : NULL;
          if (color != NULL)
            g_string_append_printf (text,
                                    "<span color=\"%s\" weight=\"bold\" font_family="
                                    "\"JetBrains Mono, monospace\">%c</span>",
                                    color, tnu_axis_get_letter (dim));
          else
            g_string_append_c (text, tnu_axis_get_letter (dim));
          at = end + 1;
          continue;
        }
      if (dup_color != NULL)
        {
          g_autofree char *escaped = g_markup_escape_text (at, next - at);
          g_string_append (text, escaped);
        }
      else
        g_string_append_len (text, at, next - at);
      at = next;
    }
  return g_string_free (text, FALSE);
}

char *
tnu_join_words_dup_plain (const char *words)
{
  return replace_marks (words, NULL);
}

char *
tnu_join_words_dup_markup (const char *words, char *(*dup_color) (int dim))
{
  return replace_marks (words, dup_color);
}
