/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "engine/trace/label.h"
#include "engine/trace/number-text.h"
#include "engine/trace/rule.h"
#include "engine/trace/timeline-private.h"

/* Sentences are Pango markup: code in <tt>, what they are about and results in <b>. */

#define N_PRODUCTS 3
#define MAX_HEAD_CHARS 60

static void
append_escaped (GString *text, const char *plain)
{
  g_autofree char *escaped = g_markup_escape_text (plain, -1);

  g_string_append (text, escaped);
}

static void
append_code (GString *text, const char *code)
{
  g_string_append (text, "<tt>");
  append_escaped (text, code);
  g_string_append (text, "</tt>");
}

static void
append_bold_code (GString *text, const char *code)
{
  g_string_append (text, "<tt><b>");
  append_escaped (text, code);
  g_string_append (text, "</b></tt>");
}

/* ": 2, 3, 4." or "." when the numbers are not known; numbers that go on end in "…" alone. */
static void
append_numbers (GString *text, TnsMoment *moment, bool as_fractions)
{
  g_autofree char *numbers = moment != NULL ? tns_moment_dup_numbers (moment, as_fractions) : NULL;

  if (numbers != NULL)
    g_string_append_printf (text, ": <b>%s</b>", numbers);
  if (numbers == NULL || !g_str_has_suffix (numbers, "…"))
    g_string_append_c (text, '.');
}

/* ---- forward ---- */

static void
append_param (GString *text, const TnsTold *told, int param)
{
  const TnsEvent *event = told->step.event;
  const int input = tns_event_get_input_of_param (event, param);
  const TnsValue *arg = &event->args[param];

  if (arg->kind == TNS_TENSORS)
    {
      for (int i = 0; i < arg->tensors.n && input >= 0; i++)
        {
          if (i > 0)
            g_string_append (text, i == arg->tensors.n - 1 ? " and " : ", ");
          append_code (text, told->inputs[input + i]);
        }
    }
  else if (input >= 0)
    append_code (text, told->inputs[input]);
  /* x[0::2] names no end. */
  else if (arg->kind == TNS_INT && arg->i == G_MAXINT64)
    return;
  else if (arg->kind == TNS_SCALAR || arg->kind == TNS_FLOAT)
    tns_number_append (text, arg->kind == TNS_FLOAT ? arg->f : arg->scalar.re, false);
  else
    {
      g_autofree char *plain = tns_value_dup_text (arg);

      append_escaped (text, plain);
    }
}

static void
append_shape (GString *text, TnsMoment *moment)
{
  g_autofree char *shape = moment != NULL ? tns_shape_dup_text (tns_moment_get_meta (moment))
                                          : NULL;

  append_escaped (text, shape != NULL ? shape : "");
}

/* One {word} of a narration template. */
static void
append_word (GString *text, const TnsTold *told, const char *word)
{
  const TnsEvent *event = told->step.event;
  const TnsSchema *schema = tns_op_get_schema (event->op);
  const bool is_shape = g_str_has_prefix (word, "shape:");
  const char *name = is_shape ? word + strlen ("shape:") : word;
  const int param = tns_schema_find_param (schema, name);
  const int input = param >= 0 ? tns_event_get_input_of_param (event, param) : -1;

  if (g_str_has_prefix (name, "result"))
    {
      if (is_shape)
        append_shape (text, event->n_outputs > 0 ? event->outputs[0] : NULL);
      else
        append_code (text, told->result);
    }
  else if (is_shape)
    append_shape (text, input >= 0 ? event->inputs[input] : NULL);
  else if (param >= 0)
    append_param (text, told, param);
}

/* dim=None and an empty list of dims mean all of them. */
static bool
is_every_dim (const TnsTold *told, const char *word)
{
  const TnsEvent *event = told->step.event;
  const int param = tns_schema_find_param (tns_op_get_schema (event->op), word);

  return strcmp (word, "dim") == 0 && param >= 0
         && (event->args[param].kind == TNS_NONE
             || (event->args[param].kind == TNS_INTS && event->args[param].ints.n == 0));
}

static void
append_template (GString *text, const TnsTold *told, const char *template)
{
  while (*template != '\0')
    {
      const char *open = strchr (template, '{');
      const char *close = open != NULL ? strchr (open, '}') : NULL;
      g_autofree char *plain = NULL;
      g_autofree char *word = NULL;

      if (close == NULL)
        {
          append_escaped (text, template);
          return;
        }
      plain = g_strndup (template, (gsize) (open - template));
      word = g_strndup (open + 1, (gsize) (close - open - 1));
      if (g_str_has_suffix (plain, "along dim ") && is_every_dim (told, word))
        {
          plain[strlen (plain) - strlen ("along dim ")] = '\0';
          append_escaped (text, plain);
          g_string_append (text, "over all elements");
        }
      else
        {
          append_escaped (text, plain);
          append_word (text, told, word);
        }
      template = close + 1;
    }
}

/* The line that did it, as far as a sentence can hold it. */
static char *
dup_head (const TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  const char *name = event->is_inplace ? NULL : told->step.result_name;
  const bool is_short = g_utf8_strlen (told->call, -1) <= MAX_HEAD_CHARS;

  if (event->kind == TNS_EVENT_BIND)
    return g_strdup (is_short ? told->call : name);
  if (name != NULL)
    return is_short ? g_strdup_printf ("%s = %s", name, told->call)
                    : g_strdup_printf ("%s = %s(…)", name, event->name);
  return is_short ? g_strdup (told->call) : g_strdup_printf ("%s(…)", event->name);
}

static char *
narrate_op (const TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  TnsMoment *result = event->n_outputs > 0 ? event->outputs[0] : NULL;
  g_autofree char *head = dup_head (told);
  g_autofree char *numbers = result != NULL ? tns_moment_dup_numbers (result, false) : NULL;
  GString *text = g_string_new (NULL);
  gsize predicate;

  append_bold_code (text, head);
  g_string_append_c (text, ' ');
  predicate = text->len;
  if (event->kind == TNS_EVENT_BIND)
    {
      g_string_append (text, "is a tensor ");
      append_shape (text, result);
    }
  else if (event->op != NULL && event->op->narration != NULL)
    append_template (text, told, event->op->narration);
  else
    g_string_append_printf (text, "computes %s", event->name);

  /* One colon a sentence. */
  if (numbers != NULL && strstr (text->str + predicate, ": ") != NULL)
    g_string_append_printf (text, "; it holds <b>%s</b>.", numbers);
  else
    append_numbers (text, result, false);
  return g_string_free (text, FALSE);
}

/* ---- backward ---- */

int
tns_event_find_contribution (const TnsEvent *node_event)
{
  for (int i = 0; i < node_event->n_outputs; i++)
    if (node_event->outputs[i] != NULL)
      return i;
  return -1;
}

static int64_t
get_numel (TnsMoment *moment)
{
  return moment != NULL ? tns_moment_get_numel (moment) : 0;
}

/* Whether contribution = upstream times something, element by element. */
static bool
is_elementwise (const TnsEvent *event, const TnsTold *forward, int input)
{
  const TnsCategory category = forward->step.event->op->category;

  return (category == TNS_CATEGORY_ARITHMETIC || category == TNS_CATEGORY_MATHS)
         && get_numel (event->inputs[0]) == get_numel (event->outputs[input]);
}

static bool
moves_elements (const TnsTold *forward)
{
  const TnsCategory category = forward->step.event->op->category;

  return category == TNS_CATEGORY_SHAPE || category == TNS_CATEGORY_INDEX
         || category == TNS_CATEGORY_JOIN || category == TNS_CATEGORY_MEMORY;
}

static bool
is_named_before (const TnsEvent *event, const TnsTold *forward, int input)
{
  for (int i = 0; i < input; i++)
    if (event->outputs[i] != NULL && g_str_equal (forward->inputs[i], forward->inputs[input]))
      return true;
  return false;
}

/* "a" or "a and w": the inputs that get a gradient. */
static void
append_receivers (GString *text, const TnsEvent *event, const TnsTold *forward)
{
  const int n_names = (int) g_strv_length (forward->inputs);
  bool is_first = true;

  for (int i = 0; i < MIN (event->n_outputs, n_names); i++)
    {
      if (event->outputs[i] == NULL || is_named_before (event, forward, i))
        continue;
      g_string_append (text, is_first ? "" : " and ");
      append_code (text, forward->inputs[i]);
      is_first = false;
    }
}

/* "1/3 · 4 = 4/3, …"; false when the local derivative cannot be told from the numbers. */
static bool
append_products (GString *text, TnsMoment *upstream, TnsMoment *contribution)
{
  double u[N_PRODUCTS], c[N_PRODUCTS];
  const int n = tns_moment_peek (upstream, u, N_PRODUCTS);

  if (n == 0 || tns_moment_peek (contribution, c, N_PRODUCTS) != n)
    return false;
  for (int i = 0; i < n; i++)
    if (u[i] == 0 || !isfinite (u[i]) || !isfinite (c[i]))
      return false;
  g_string_append (text, "<b>");
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      tns_number_append (text, u[i], true);
      g_string_append (text, " · ");
      /* The contribution was rounded to its own type: seven digits, no more. */
      tns_number_append (text, (double) (float) (c[i] / u[i]), true);
      g_string_append (text, " = ");
      tns_number_append (text, c[i], true);
    }
  g_string_append (text, get_numel (upstream) > n ? ", …</b>" : "</b>");
  return true;
}

/* What is told is the first input's share. */
static void
append_other_receivers (GString *text, const TnsEvent *event, const TnsTold *forward, int input)
{
  const int n_names = (int) g_strv_length (forward->inputs);

  for (int i = input + 1; i < MIN (event->n_outputs, n_names); i++)
    {
      if (event->outputs[i] == NULL)
        continue;
      if (g_str_equal (forward->inputs[i], forward->inputs[input]))
        g_string_append (text, ", and the same once more for its other place");
      else
        {
          g_string_append (text, "; ");
          append_code (text, forward->inputs[i]);
          g_string_append (text, " gets its own share");
        }
      return;
    }
}

static void
narrate_elementwise (GString *text, const TnsEvent *event, const TnsTold *forward, int input,
                     const char *local)
{
  if (local != NULL && g_str_equal (local, "1"))
    {
      g_string_append (text, " passes the gradient of ");
      append_code (text, forward->result);
      g_string_append (text, " on to ");
      append_receivers (text, event, forward);
      g_string_append (text, " unchanged");
      append_numbers (text, event->outputs[input], true);
      return;
    }
  g_string_append (text, " takes the gradient of ");
  append_code (text, forward->result);
  g_string_append (text, " and multiplies it, element by element, with the local derivative");
  if (local != NULL)
    {
      g_string_append_c (text, ' ');
      append_code (text, local);
    }
  g_string_append (text, ": ");
  if (!append_products (text, event->inputs[0], event->outputs[input]))
    {
      g_autofree char *numbers = tns_moment_dup_numbers (event->outputs[input], true);

      g_string_append_printf (text, "<b>%s</b>", numbers != NULL ? numbers : "…");
    }
  append_other_receivers (text, event, forward, input);
  g_string_append_c (text, '.');
}

static void
narrate_reduction (GString *text, const TnsEvent *event, const TnsTold *forward, int input,
                   const char *local)
{
  g_autofree char *factor = local != NULL ? tns_rule_dup_factor (local) : NULL;

  if (factor != NULL && g_str_has_prefix (factor, "÷ "))
    {
      g_string_append (text, " divides the gradient of ");
      append_code (text, forward->result);
      g_string_append_printf (text, " by <b>%s</b> and hands it to", factor + strlen ("÷ "));
    }
  else
    {
      g_string_append (text, " hands the gradient of ");
      append_code (text, forward->result);
      g_string_append (text, " to");
    }
  g_string_append_printf (text, " the %" G_GINT64_FORMAT " elements of ",
                          get_numel (event->outputs[input]));
  append_code (text, forward->inputs[input]);
  append_numbers (text, event->outputs[input], true);
}

static char *
narrate_node (const TnsTold *told, const TnsTold *forward)
{
  const TnsEvent *event = told->step.event;
  const int input = tns_event_find_contribution (event);
  GString *text = g_string_new (NULL);
  g_autofree char *local = NULL;

  g_string_append_printf (text, "<b>%s</b>", event->name);
  if (input < 0)
    {
      g_string_append (text, " has nothing to hand on.");
      return g_string_free (text, FALSE);
    }
  if (forward == NULL || input >= (int) g_strv_length (forward->inputs)
      || event->n_inputs == 0 || event->inputs[0] == NULL)
    {
      g_string_append (text, " hands the gradient on");
      append_numbers (text, event->outputs[input], true);
      return g_string_free (text, FALSE);
    }

  local = tns_rule_dup_local (forward->step.event, forward->inputs, forward->result, input);
  if (is_elementwise (event, forward, input))
    narrate_elementwise (text, event, forward, input, local);
  else if (forward->step.event->op->category == TNS_CATEGORY_REDUCE)
    narrate_reduction (text, event, forward, input, local);
  else
    {
      g_string_append (text, moves_elements (forward) ? " carries the gradient of "
                                                      : " works out, from the gradient of ");
      append_code (text, forward->result);
      g_string_append (text, moves_elements (forward)
                                 ? " back to where its elements came from in "
                                 : ", that of ");
      append_receivers (text, event, forward);
      append_numbers (text, event->outputs[input], true);
    }
  return g_string_free (text, FALSE);
}

static char *
narrate_seed (const TnsTold *told)
{
  GString *text = g_string_new ("Backward starts at ");

  append_bold_code (text, told->result);
  g_string_append (text, ": its gradient with respect to itself is ");
  {
    g_autofree char *numbers = tns_moment_dup_numbers (told->step.event->outputs[0], true);

    g_string_append_printf (text, "<b>%s</b>.", numbers != NULL ? numbers : "given");
  }
  return g_string_free (text, FALSE);
}

static char *
narrate_accumulate (const TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  g_autofree char *arrived = tns_moment_dup_numbers (event->inputs[0], true);
  g_autofree char *total = event->outputs[0] != NULL
                               ? tns_moment_dup_numbers (event->outputs[0], true)
                               : NULL;
  GString *text = g_string_new (NULL);

  append_bold_code (text, told->step.label);
  if (total != NULL && arrived != NULL && !g_str_equal (total, arrived))
    g_string_append_printf (text, " adds %s to what it held and is now <b>%s</b>.", arrived,
                            total);
  else
    {
      g_string_append (text, " keeps what arrived");
      append_numbers (text, event->outputs[0], true);
    }
  return g_string_free (text, FALSE);
}

char *
tns_narrate (const TnsTold *told, const TnsTold *forward)
{
  switch (told->step.kind)
    {
    case TNS_STEP_SEED:
      return narrate_seed (told);
    case TNS_STEP_NODE:
      return narrate_node (told, forward);
    case TNS_STEP_ACCUMULATE:
      return narrate_accumulate (told);
    default:
      return narrate_op (told);
    }
}
