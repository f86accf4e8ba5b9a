/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-words.h"

#include <string.h>

#include "ui/draw/theme.h"
#include "ui/operation/matmul/sum-card.h"

static const char axis_marks[]
    = { [TNU_MATMUL_I] = 'i', [TNU_MATMUL_J] = 'j', [TNU_MATMUL_K] = 'k' };

/* ---- marked text ---- */

char *
tnu_matmul_words_next (const char **words, char *mark, char **tail)
{
  const char *start = *words + strspn (*words, " ");
  size_t length = strcspn (start, " ");
  *mark = '\0';
  *tail = NULL;
  if (length == 0)
    return NULL;
  *words = start + length;
  g_autofree char *word = g_strndup (start, length);
  if (word[0] != '~' || word[1] == '\0')
    {
      *tail = g_strdup ("");
      return g_steal_pointer (&word);
    }
  *mark = word[1];
  char *end = strchr (word, '|');
  *tail = g_strdup (end != NULL ? end + 1 : "");
  if (end != NULL)
    *end = '\0';
  return g_strdup (word + 2);
}

char *
tnu_matmul_words_dup_plain (const char *words)
{
  GString *plain = g_string_new (NULL);
  char mark, *word, *tail;
  while ((word = tnu_matmul_words_next (&words, &mark, &tail)) != NULL)
    {
      g_string_append_printf (plain, "%s%s%s", plain->len > 0 ? " " : "", word, tail);
      g_free (word);
      g_free (tail);
    }
  return g_string_free (plain, FALSE);
}

/* ---- names ---- */

/* Wᵀ, (W.T)ᵀ */
static char *
dup_transposed (const char *name)
{
  return g_strdup_printf (strchr (name, '.') != NULL ? "(%s)ᵀ" : "%sᵀ", name);
}

char *
tnu_matmul_dup_equation (TnuMatmulView view, const char *const names[TNU_MATMUL_N_SIDES])
{
  const char *a = names[TNU_MATMUL_SIDE_A], *b = names[TNU_MATMUL_SIDE_B];
  const char *c = names[TNU_MATMUL_SIDE_C];
  g_autofree char *turned = dup_transposed (view == TNU_MATMUL_DA ? b : a);
  switch (view)
    {
    case TNU_MATMUL_DA:
      return g_strdup_printf ("d%s = d%s · %s", a, c, turned);
    case TNU_MATMUL_DB:
      return g_strdup_printf ("d%s = %s · d%s", b, turned, c);
    default:
      return g_strdup_printf ("%s = %s @ %s", c, a, b);
    }
}

/* The name of a side in a view: dC, dA, dB are gradients. */
static char *
dup_side_name (TnuMatmulView view, TnuMatmulSide side, const char *const names[TNU_MATMUL_N_SIDES])
{
  bool is_gradient = view != TNU_MATMUL_C
                     && (side == TNU_MATMUL_SIDE_C || side == tnu_matmul_get_roles (view)->target);
  return g_strdup_printf (is_gradient ? "d%s" : "%s", names[side]);
}

/* "row ~i1 of A": the line of @side at @value of @axis; a vector is its own line. */
static char *
dup_line (const TnuMatmulPlan *plan,
          TnuMatmulView view,
          TnuMatmulSide side,
          TnuMatmulAxis axis,
          gint64 value,
          const char *const names[TNU_MATMUL_N_SIDES])
{
  bool is_row = tnu_matmul_get_row_axis (side) == axis;
  g_autofree char *name = dup_side_name (view, side, names);
  if (tnu_matmul_plan_get_dim (plan, axis) < 0)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s ~%c%" G_GINT64_FORMAT "| of %s", is_row ? "row" : "column",
                          axis_marks[axis], value, name);
}

/* At the beginning of a sentence; a name stays as it is written. */
static const char *
capitalize (char *words)
{
  if (g_str_has_prefix (words, "row ~") || g_str_has_prefix (words, "column ~"))
    words[0] = g_ascii_toupper (words[0]);
  return words;
}

/* "C[~i1|, ~j2|]"; without the dims that are dropped. */
static char *
dup_element (const TnuMatmulPlan *plan,
             TnuMatmulView view,
             const char *const names[TNU_MATMUL_N_SIDES],
             gint64 row,
             gint64 column)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  g_autofree char *name = dup_side_name (view, roles->target, names);
  bool has_row = tnu_matmul_plan_get_dim (plan, roles->row) >= 0;
  bool has_column = tnu_matmul_plan_get_dim (plan, roles->column) >= 0;
  if (!has_row && !has_column)
    return g_strdup_printf ("~b%s", name);
  if (!has_row || !has_column)
    return g_strdup_printf ("~b%s[%" G_GINT64_FORMAT "]", name, has_row ? row : column);
  /* A space would end the bold part. */
  return g_strdup_printf ("~b%s[%" G_GINT64_FORMAT ",\u00a0%" G_GINT64_FORMAT "]", name, row,
                          column);
}

/* ---- sentences ---- */

typedef struct
{
  bool is_any; /* something is lit */
  bool is_one; /* one number is */
  TnuMatmulStep step;
} Light;

static Light
get_light (const TnuMatmulPlan *plan,
           TnuMatmulView view,
           TnuMatmulMode mode,
           gint64 step,
           gint64 probe_row,
           gint64 probe_column)
{
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (plan, view);
  if (probe_row >= 0)
    return (Light){ true, true, { probe_row, probe_column, -1 } };
  if (step < 0 || step >= tnu_matmul_count_steps (&extent, mode))
    return (Light){ .is_any = false };
  return (Light){ true, mode == TNU_MATMUL_DOT, tnu_matmul_get_step (&extent, mode, step) };
}

static char *
dup_mode_words (const TnuMatmulPlan *plan,
                TnuMatmulView view,
                TnuMatmulMode mode,
                const TnuMatmulStep *step,
                const char *const names[TNU_MATMUL_N_SIDES])
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  g_autofree char *first = dup_side_name (view, roles->first, names);
  g_autofree char *target = dup_side_name (view, roles->target, names);
  if (mode == TNU_MATMUL_COLUMNS)
    {
      g_autofree char *line
          = dup_line (plan, view, roles->second, roles->column, step->column, names);
      g_autofree char *made
          = dup_line (plan, view, roles->target, roles->column, step->column, names);
      const char *lines
          = tnu_matmul_get_row_axis (roles->first) == roles->inner ? "rows" : "columns";
      return g_strdup_printf ("%s says how much of each of the %s of %s goes into %s.",
                              capitalize (line), lines, first, made);
    }
  g_autofree char *one = dup_line (plan, view, roles->first, roles->inner, step->inner, names);
  g_autofree char *other = dup_line (plan, view, roles->second, roles->inner, step->inner, names);
  return g_strdup_printf ("%s times %s is a whole table; it is added onto %s.", capitalize (one),
                          other, target);
}

char *
tnu_matmul_dup_words (const TnuMatmulPlan *plan,
                      TnuMatmulView view,
                      TnuMatmulMode mode,
                      const char *const names[TNU_MATMUL_N_SIDES],
                      gint64 step,
                      gint64 probe_row,
                      gint64 probe_column)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  Light light = get_light (plan, view, mode, step, probe_row, probe_column);
  switch (plan->verdict)
    {
    case TNU_MATMUL_INNER:
      return g_strdup_printf ("~b%" G_GINT64_FORMAT "\u00a0≠\u00a0%" G_GINT64_FORMAT
                              "|: a row of %s and a column of %s have not the same length, so "
                              "their numbers cannot be paired.",
                              plan->n_inner, plan->n_inner_b, names[0], names[1]);
    case TNU_MATMUL_BATCH:
      return g_strdup ("The dims in front must be equal, or 1, or missing.");
    case TNU_MATMUL_SCALAR:
      return g_strdup_printf ("A single number has no row and no column. To scale, write ~b*| "
                              "in place of ~b@|.");
    case TNU_MATMUL_REFUSED:
    case TNU_MATMUL_UNPLAYED:
      return g_strdup (plan->words);
    default:
      break;
    }
  if (!light.is_any)
    return g_strdup ("Every number of the result is one row times one column.");
  if (!light.is_one)
    return dup_mode_words (plan, view, mode, &light.step, names);
  g_autofree char *first = dup_line (plan, view, roles->first, roles->row, light.step.row, names);
  g_autofree char *second
      = dup_line (plan, view, roles->second, roles->column, light.step.column, names);
  char inner = axis_marks[roles->inner];
  int dim = tnu_matmul_plan_get_dim (plan, roles->inner);
  char letter = dim >= 0 ? tnu_axis_get_letter (dim) : '1';
  return g_strdup_printf ("%s meets %s. Same ~%c%c|, same place: multiply, then add all "
                          "%" G_GINT64_FORMAT ".",
                          capitalize (first), second, inner, letter,
                          tnu_matmul_plan_get_size (plan, roles->inner));
}

char *
tnu_matmul_dup_sentence (const TnuMatmulPlan *plan,
                         TnuMatmulView view,
                         TnuMatmulMode mode,
                         const char *const names[TNU_MATMUL_N_SIDES],
                         gint64 step,
                         gint64 probe_row,
                         gint64 probe_column,
                         const char *number)
{
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (view);
  Light light = get_light (plan, view, mode, step, probe_row, probe_column);
  gint64 n = tnu_matmul_plan_get_size (plan, roles->inner);
  if (!light.is_any)
    return g_strdup (TNU_SUM_INVITATION);
  if (!light.is_one)
    return dup_mode_words (plan, view, mode, &light.step, names);
  g_autofree char *element = dup_element (plan, view, names, light.step.row, light.step.column);
  g_autofree char *first = dup_line (plan, view, roles->first, roles->row, light.step.row, names);
  g_autofree char *second
      = dup_line (plan, view, roles->second, roles->column, light.step.column, names);
  return g_strdup_printf ("%s%s%s|: %s meets %s, %" G_GINT64_FORMAT " %s added up.", element,
                          number != NULL ? " = ~b" : "", number != NULL ? number : "", first,
                          second, n, n == 1 ? "product" : "products");
}

/* ---- rules ---- */

static void
add_repeats (GString *text, const TnuMatmulPlan *plan, const TnuShape *operand, const char *name)
{
  gint64 n = 1;
  for (int d = 0; d < plan->batch.rank; d++)
    if (tnu_matmul_plan_is_repeated (plan, operand, d))
      n *= plan->batch.sizes[d];
  if (n != 1)
    g_string_append_printf (text,
                            "%sThe same numbers of ~b%s| serve %" G_GINT64_FORMAT
                            " tables; on the way back its gradient is their sum.",
                            text->len > 0 ? " " : "", name, n);
}

char *
tnu_matmul_dup_rules (const TnuMatmulPlan *plan, const char *const names[TNU_MATMUL_N_SIDES])
{
  GString *text = g_string_new (NULL);
  if (plan->is_row && plan->is_column)
    g_string_append (text, "Two vectors: both dims are summed, one number is left.");
  else if (plan->is_row)
    g_string_append_printf (text,
                            "~b%s| has one dim: it is taken as one row, and that dim of 1 is "
                            "dropped again.",
                            names[TNU_MATMUL_SIDE_A]);
  else if (plan->is_column)
    g_string_append_printf (text,
                            "~b%s| has one dim: it is taken as one column, and that dim of 1 is "
                            "dropped again.",
                            names[TNU_MATMUL_SIDE_B]);
  if (plan->verdict == TNU_MATMUL_FITS)
    {
      add_repeats (text, plan, &plan->a, names[TNU_MATMUL_SIDE_A]);
      add_repeats (text, plan, &plan->b, names[TNU_MATMUL_SIDE_B]);
    }
  return g_string_free (text, FALSE);
}
