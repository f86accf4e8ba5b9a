/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/einsum-words.h"

#include "ui/operation/matmul/sum-card.h"

/* Marks have one digit. */
static char
get_mark (const TnuEinsumAxis *axis)
{
  return (char)('0' + MIN (axis->color, 9));
}

char
tnu_einsum_plan_get_mark (const TnuEinsumPlan *plan, char letter)
{
  const TnuEinsumAxis *axis = tnu_einsum_plan_find (plan, letter);
  return axis != NULL ? get_mark (axis) : '\0';
}

/* ---- axes ---- */

/* "A", "A and B", "A, B and D": the operands that have @axis; returns how many. */
static int
append_operands (GString *text, const TnuEinsumPlan *plan, int axis, const char *const *names)
{
  int n = 0, k = 0;
  for (int o = 0; o < plan->n_operands; o++)
    n += tnu_einsum_side_count (&plan->operands[o], axis) > 0;
  for (int o = 0; o < plan->n_operands; o++)
    if (tnu_einsum_side_count (&plan->operands[o], axis) > 0)
      {
        g_string_append_printf (text, "%s%s", k == 0 ? "" : k + 1 < n ? ", " : " and ", names[o]);
        k++;
      }
  return n;
}

static bool
is_repeated (const TnuEinsumSide *side, const TnuEinsumAxis *axis, int which)
{
  for (int d = 0; d < side->shape.rank; d++)
    if (side->axes[d] == which && side->shape.sizes[d] == 1 && axis->size != 1)
      return true;
  return false;
}

static void
append_axis (GString *text, const TnuEinsumPlan *plan, int which, const char *const *names)
{
  const TnuEinsumAxis *axis = &plan->axes[which];
  bool is_kept = axis->place >= 0;
  g_string_append_printf (text, "%s~%c%s|\u00a0(%" G_GINT64_FORMAT "): in ",
                          text->len > 0 ? "\n" : "", get_mark (axis), axis->label, axis->size);
  int n = append_operands (text, plan, which, names);
  if (n > 1)
    g_string_append (text, is_kept ? " and kept: numbers at the same place are multiplied"
                                   : ", not kept: multiplied at the same place, then added up");
  else
    g_string_append (text, is_kept ? " and kept" : " only, not kept: added up");
  for (int o = 0; o < plan->n_operands; o++)
    {
      if (tnu_einsum_side_count (&plan->operands[o], which) > 1)
        g_string_append_printf (text, "; more than once in %s, so only its diagonal is read",
                                names[o]);
      if (is_repeated (&plan->operands[o], axis, which))
        g_string_append_printf (text, "; 1 in %s, whose number is read again", names[o]);
    }
}

char *
tnu_einsum_dup_axes (const TnuEinsumPlan *plan, const char *const *names)
{
  GString *text = g_string_new (NULL);
  for (int k = 0; k < plan->n_axes; k++)
    append_axis (text, plan, k, names);
  return g_string_free (text, FALSE);
}

/* ---- one number ---- */

/* Spaces would end the bold part. */
static void
append_element (GString *text, const TnuEinsumSide *side, const char *name, const gint64 *index)
{
  g_string_append (text, name);
  for (int d = 0; d < side->shape.rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d == 0 ? "[" : ",\u00a0",
                            index[side->axes[d]]);
  if (side->shape.rank > 0)
    g_string_append_c (text, ']');
}

char *
tnu_einsum_dup_sentence (const TnuEinsumPlan *plan,
                         const char *const *names,
                         gint64 result,
                         const char *number)
{
  gint64 index[TNU_EINSUM_MAX_AXES] = { 0 };
  if (result < 0)
    return g_strdup (TNU_SUM_INVITATION);
  GString *text = g_string_new ("~b");
  tnu_einsum_plan_get_index (plan, result, 0, index);
  append_element (text, &plan->result, names[plan->n_operands], index);
  g_string_append_printf (text, "%s%s|: ", number != NULL ? "\u00a0=\u00a0" : "",
                          number != NULL ? number : "");
  if (plan->n_terms == 1 && plan->n_operands == 1)
    {
      g_string_append (text, "the number of ~b");
      append_element (text, &plan->operands[0], names[0], index);
      g_string_append (text, "| as it is.");
    }
  else if (plan->n_terms == 1)
    g_string_append_printf (text, "one product of %d numbers, nothing to add up.",
                            plan->n_operands);
  else if (plan->n_operands == 1)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " numbers, added up.", plan->n_terms);
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT " products of %d numbers each, added up.",
                            plan->n_terms, plan->n_operands);
  return g_string_free (text, FALSE);
}
