/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/applied.h"

#include <string.h>

/* Python is asked in order, so keeping, running and putting back need not wait for each other. */

typedef struct
{
  TnsCell *cell;
  char **names;
  char *written;  /* (nullable): name of what the cell writes into */
  guint serial;   /* of the names that its variables' old values wait under */
  gboolean is_kept; /* values of this interpreter wait */
  gboolean is_reverted;
} Action;

struct _TnsApplied
{
  GPtrArray *actions;
  guint last_serial;
};

static void
action_free (gpointer data)
{
  Action *action = data;

  g_object_unref (action->cell);
  g_strfreev (action->names);
  g_free (action->written);
  g_free (action);
}

TnsApplied *
tns_applied_new (void)
{
  TnsApplied *self = g_new0 (TnsApplied, 1);

  self->actions = g_ptr_array_new_with_free_func (action_free);
  return self;
}

void
tns_applied_free (TnsApplied *self)
{
  g_ptr_array_unref (self->actions);
  g_free (self);
}

static const char *
skip_blanks (const char *c)
{
  while (*c == ' ' || *c == '\t')
    c++;
  return c;
}

static const char *
skip_name (const char *c)
{
  if (!g_ascii_isalpha (*c) && *c != '_' && (guchar) *c < 128)
    return c;
  while (g_ascii_isalnum (*c) || *c == '_' || (guchar) *c >= 128)
    c++;
  return c;
}

/* Names before the "=" of one statement; none when it is no assignment to plain names. */
static GPtrArray *
dup_line_names (const char *line)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *c = skip_blanks (line);

  while (TRUE)
    {
      const char *end = skip_name (c);

      if (end == c)
        break;
      g_ptr_array_add (names, g_strndup (c, (gsize) (end - c)));
      c = skip_blanks (end);
      if (*c == '=' && c[1] != '=')
        return g_steal_pointer (&names);
      if (*c != ',')
        break;
      c = skip_blanks (c + 1);
    }
  g_ptr_array_set_size (names, 0);
  return g_steal_pointer (&names);
}

/* Where the next statement begins: behind the line's end that stands in no bracket and no string. */
static const char *
skip_statement (const char *c)
{
  int depth = 0;

  for (; *c != '\0'; c++)
    {
      depth += *c == '[' || *c == '(' || *c == '{' ? 1 : *c == ']' || *c == ')' || *c == '}' ? -1 : 0;
      if (*c == '"' || *c == '\'')
        {
          const char *end = strchr (c + 1, *c);

          c = end != NULL ? end : c;
        }
      if (*c == '\n' && depth <= 0)
        return c + 1;
    }
  return c;
}

char **
tns_applied_dup_names (const char *code)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (const char *line = code; *line != '\0'; line = skip_statement (line))
    {
      g_autoptr (GPtrArray) names = dup_line_names (line);

      for (guint i = 0; i < names->len; i++)
        if (!g_ptr_array_find_with_equal_func (all, names->pdata[i], g_str_equal, NULL))
          g_ptr_array_insert (all, (int) i, g_strdup (names->pdata[i]));
    }
  g_ptr_array_add (all, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&all), FALSE);
}

/* Behind the bracket that closes the one at @c; NULL when none does. */
static const char *
skip_brackets (const char *c)
{
  int depth = 0;

  do
    {
      depth += *c == '[' || *c == '(' ? 1 : *c == ']' || *c == ')' ? -1 : 0;
      if (*c == '\0' || *c == '#')
        return NULL;
      if (*c == '"' || *c == '\'')
        {
          c = strchr (c + 1, *c);
          if (c == NULL)
            return NULL;
        }
      c++;
    }
  while (depth > 0);
  return c;
}

char *
tns_applied_dup_written (const char *code)
{
  const char *name = skip_blanks (code), *end = skip_name (name), *c = skip_blanks (end);

  if (end == name || *c != '[')
    return NULL;
  while (c != NULL && *c == '[')
    {
      c = skip_brackets (c);
      if (c != NULL)
        c = skip_blanks (c);
    }
  if (c == NULL)
    return NULL;
  c += strspn (c, "+-*/%@&|^<>");
  return *c == '=' && c[1] != '=' ? g_strndup (name, (gsize) (end - name)) : NULL;
}

static Action *
find (TnsApplied *self, TnsCell *cell)
{
  for (guint i = 0; i < self->actions->len; i++)
    {
      Action *action = self->actions->pdata[i];

      if (action->cell == cell)
        return action;
    }
  return NULL;
}

gboolean
tns_applied_is_reverted (TnsApplied *self, TnsCell *cell)
{
  const Action *action = find (self, cell);

  return action != NULL && action->is_reverted;
}

/* An assignment that is an expression, asked for its effect. */
static void
ask (TnsRunner *runner, const char *expression)
{
  tns_runner_evaluate_async (runner, expression, NULL, NULL, NULL);
}

static char *
dup_hidden_name (const Action *action, int index)
{
  return g_strdup_printf ("_tensarium_before_%u_%d", action->serial, index);
}

/* The numbers of what is written into wait under the serial's first name: such a line binds none. */
static void
keep_numbers (const Action *action, TnsRunner *runner)
{
  g_autofree char *hidden = dup_hidden_name (action, 0);
  g_autofree char *expression = g_strdup_printf (
      "(lambda trace: trace and '%s' in globals() and "
      "globals().update({'%s': trace.before(globals()['%s'])}))"
      "(getattr(__import__('tensarium'), '_trace', None))",
      action->written, hidden, action->written);

  ask (runner, expression);
}

static void
put_numbers_back (const Action *action, TnsRunner *runner)
{
  g_autofree char *hidden = dup_hidden_name (action, 0);
  g_autofree char *expression = g_strdup_printf (
      "'%s' in globals() and __import__('tensarium')._trace.put_back('%s', globals().pop('%s'))",
      hidden, action->written, hidden);

  ask (runner, expression);
}

void
tns_applied_begin (TnsApplied *self, TnsRunner *runner, TnsCell *cell)
{
  Action *action = find (self, cell);

  if (action == NULL)
    {
      action = g_new0 (Action, 1);
      action->cell = g_object_ref (cell);
      g_ptr_array_add (self->actions, action);
    }
  g_strfreev (action->names);
  action->names = tns_applied_dup_names (tns_cell_get_source (cell));
  g_free (action->written);
  action->written = tns_applied_dup_written (tns_cell_get_source (cell));
  action->serial = ++self->last_serial;
  action->is_kept = TRUE;
  action->is_reverted = FALSE;
  if (action->written != NULL)
    keep_numbers (action, runner);
  for (int i = 0; action->names[i] != NULL; i++)
    {
      g_autofree char *hidden = dup_hidden_name (action, i);
      g_autofree char *expression = g_strdup_printf (
          "globals().update({'%s': globals()['%s']} if '%s' in globals() else {})", hidden,
          action->names[i], action->names[i]);

      ask (runner, expression);
    }
}

/* The name's old object under its name again, and the trace told so. */
static void
put_back (TnsRunner *runner, const char *name, const char *hidden)
{
  g_autofree char *expression = g_strdup_printf (
      "'%s' in globals() and (globals().update({'%s': globals().pop('%s')}), "
      "(lambda trace: trace and trace.bound({'%s': globals()['%s']}, 0))"
      "(getattr(__import__('tensarium'), '_trace', None)))",
      hidden, name, hidden, name, name);

  ask (runner, expression);
}

gboolean
tns_applied_revert (TnsApplied *self, TnsRunner *runner, TnsCell *cell)
{
  Action *action = find (self, cell);

  if (action == NULL)
    return FALSE;
  action->is_reverted = TRUE;
  if (!action->is_kept)
    return TRUE;
  action->is_kept = FALSE;
  if (action->written != NULL)
    put_numbers_back (action, runner);
  if (action->names[0] == NULL)
    return TRUE;
  tns_runner_forget_names (runner, (const char *const *) action->names);
  for (int i = 0; action->names[i] != NULL; i++)
    {
      g_autofree char *hidden = dup_hidden_name (action, i);

      put_back (runner, action->names[i], hidden);
    }
  return TRUE;
}

void
tns_applied_forget_values (TnsApplied *self)
{
  for (guint i = 0; i < self->actions->len; i++)
    ((Action *) self->actions->pdata[i])->is_kept = FALSE;
}
