/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/rule.h"

#include <math.h>
#include <string.h>

#include "engine/trace/label.h"
#include "engine/trace/number-text.h"

typedef struct
{
  const TnsEvent *event;
  char *const *inputs;
  const char *result;
  GString *text;
} Filler;

/* Index of the parameter that @input stems from. */
static int
get_param (const TnsEvent *event, int input)
{
  for (int i = event->n_args - 1; i >= 0; i--)
    {
      const int first = tns_event_get_input_of_param (event, i);

      if (first >= 0 && first <= input)
        return i;
    }
  return -1;
}

static int
get_param_of_symbol (gunichar symbol)
{
  switch (symbol)
    {
    case 'x':
    case 'a':
      return 0;
    case 'b':
      return 1;
    default:
      return -1;
    }
}

static bool
get_number (const TnsEvent *event, int param, double *number)
{
  if (param >= event->n_args)
    return false;
  if (event->args[param].kind == TNS_SCALAR)
    *number = event->args[param].scalar.re;
  else if (event->args[param].kind == TNS_INT)
    *number = (double) event->args[param].i;
  else if (event->args[param].kind == TNS_FLOAT)
    *number = event->args[param].f;
  else
    return false;
  return true;
}

static void
append_arg (Filler *self, int param)
{
  const int input = tns_event_get_input_of_param (self->event, param);
  double number;

  if (input >= 0)
    g_string_append (self->text, self->inputs[input]);
  else if (get_number (self->event, param, &number))
    tns_number_append (self->text, number, false);
  else
    g_string_append (self->text, "b");
}

static void
append_superscript (GString *text, double exponent)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *plain = NULL;

  if (exponent == 1)
    return;
  if (exponent != floor (exponent) || fabs (exponent) > 999)
    {
      g_string_append_c (text, '^');
      tns_number_append (text, exponent, false);
      return;
    }
  plain = g_strdup_printf ("%.0f", fabs (exponent));
  if (exponent < 0)
    g_string_append (text, "⁻");
  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (text, digits[*c - '0']);
}

/* "ᵇ" or "ᵇ⁻¹"; returns what follows. */
static const char *
append_power (Filler *self, const char *at)
{
  const char *after = at + strlen ("ᵇ");
  const bool is_less = g_str_has_prefix (after, "⁻¹");
  double number;

  if (is_less)
    after += strlen ("⁻¹");
  if (get_number (self->event, 1, &number))
    append_superscript (self->text, number - is_less);
  else
    {
      const int input = tns_event_get_input_of_param (self->event, 1);

      g_string_append_printf (self->text, is_less ? "^(%s − 1)" : "^%s",
                              input >= 0 ? self->inputs[input] : "b");
    }
  return after;
}

/* How many elements of the input one element of the result is made of. */
static void
append_count (Filler *self)
{
  const TnsEvent *event = self->event;
  const int64_t n_in = event->n_inputs > 0 && event->inputs[0] != NULL
                           ? tns_moment_get_numel (event->inputs[0])
                           : 1;
  const int64_t n_out = event->n_outputs > 0 && event->outputs[0] != NULL
                            ? tns_moment_get_numel (event->outputs[0])
                            : 1;

  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, n_in / MAX (n_out, 1));
}

static void
append_alpha (Filler *self)
{
  const int param = tns_schema_find_param (tns_op_get_schema (self->event->op), "alpha");
  double number = 1;

  if (param >= 0)
    get_number (self->event, param, &number);
  tns_number_append (self->text, number, false);
}

static bool
append_symbol (Filler *self, gunichar symbol)
{
  if (get_param_of_symbol (symbol) >= 0)
    append_arg (self, get_param_of_symbol (symbol));
  else if (symbol == 'y')
    g_string_append (self->text, self->result);
  else if (symbol == 'n')
    append_count (self);
  else if (symbol == 0x03b1) /* α */
    append_alpha (self);
  else
    return false;
  return true;
}

static bool
is_subscript (gunichar c)
{
  return c == 0x1d62 || c == 0x2c7c || c == 0x2096; /* ᵢ ⱼ ₖ */
}

static void
fill (Filler *self, const char *rule, const char *end)
{
  bool follows_letter = false;

  for (const char *at = rule; at < end;)
    {
      const gunichar c = g_utf8_get_char (at);
      const char *after = g_utf8_next_char (at);
      const bool stands_alone = !follows_letter && !(after < end && g_ascii_isalpha (*after));

      follows_letter = c < 128 && g_ascii_isalpha ((char) c);
      if (c == 0x1d47) /* ᵇ */
        after = append_power (self, at);
      else if (stands_alone && append_symbol (self, c))
        while (after < end && is_subscript (g_utf8_get_char (after)))
          after = g_utf8_next_char (after);
      else
        g_string_append_unichar (self->text, c);
      at = after;
    }
}

/* Where the words begin that explain a rule: "1 for every copy". */
static const char *
find_words (const char *rule, const char *end)
{
  static const char *const words[] = { " for ", " along ", " where ", ", 0 ", ", else ", ";" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = g_strstr_len (rule, end - rule, words[i]);

      if (found != NULL)
        end = found;
    }
  return end;
}

/* The right side of the clause "∂y/∂x = …" for parameter @param, between the result and *@end. */
static const char *
find_clause (const char *derivative, int param, const char **end)
{
  for (const char *clause = derivative; clause != NULL;)
    {
      const char *next = strstr (clause + 1, ", ∂");
      const char *stop = next != NULL ? next : clause + strlen (clause);
      const char *below = g_strstr_len (clause, stop - clause, "/∂");
      const char *equal = g_strstr_len (clause, stop - clause, " = ");

      if (below != NULL && equal != NULL && !g_str_has_prefix (clause, "∂L"))
        {
          const int own = get_param_of_symbol (g_utf8_get_char (below + strlen ("/∂")));

          if (own == param)
            {
              /* Of several forms the last is the shortest: "eˣ = y". */
              for (const char *more = equal; more != NULL;
                   more = g_strstr_len (equal, stop - equal, " = "))
                equal = more + strlen (" = ");
              *end = find_words (equal, stop);
              return equal;
            }
        }
      clause = next != NULL ? next + strlen (", ") : NULL;
    }
  return NULL;
}

static void
remove_blanks_around_dots (GString *text)
{
  g_string_replace (text, " · ", "·", 0);
}

char *
tns_rule_dup_local (const TnsEvent *event, char *const *inputs, const char *result, int input)
{
  Filler filler = { event, inputs, result, NULL };
  const char *rule, *end;

  if (event->op == NULL || event->op->derivative == NULL)
    return NULL;
  rule = find_clause (event->op->derivative, get_param (event, input), &end);
  if (rule == NULL || end == rule)
    return NULL;
  filler.text = g_string_new (NULL);
  fill (&filler, rule, end);
  remove_blanks_around_dots (filler.text);
  return g_string_free (filler.text, FALSE);
}

char *
tns_rule_dup_factor (const char *local)
{
  if (g_str_has_prefix (local, "1/") && strchr (local, ' ') == NULL)
    return g_strdup_printf ("÷ %s", local + 2);
  if (g_str_has_prefix (local, "1 / "))
    return g_strdup_printf ("÷ %s", local + 4);
  if (strchr (local, ' ') != NULL && strchr (local, '(') == NULL)
    return g_strdup_printf ("× (%s)", local);
  return g_strdup_printf ("× %s", local);
}
