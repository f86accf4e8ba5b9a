/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/label.h"

#include <string.h>

#include "engine/trace/number-text.h"
#include "engine/trace/trial.h"

static const struct
{
  const char *name;
  const char *sign;
} operators[] = {
  { "add", "+" },       { "sub", "-" },  { "mul", "*" },         { "div", "/" },
  { "pow", "**" },      { "matmul", "@" }, { "floor_divide", "//" }, { "remainder", "%" },
  { "eq", "==" },       { "ne", "!=" },  { "lt", "<" },          { "le", "<=" },
  { "gt", ">" },        { "ge", ">=" },  { "bitwise_and", "&" }, { "bitwise_or", "|" },
  { "bitwise_xor", "^" },
};

static const char *
find_operator (const TnsEvent *event)
{
  const char *name = tns_op_get_schema (event->op)->name;

  if (event->is_inplace)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (operators[i].name, name))
      return operators[i].sign;
  return NULL;
}

int
tns_event_get_input_of_param (const TnsEvent *event, int param)
{
  int input = 0;

  for (int i = 0; i < event->n_args; i++)
    {
      const TnsValue *arg = &event->args[i];

      if (i == param)
        return arg->kind == TNS_TENSOR || (arg->kind == TNS_TENSORS && arg->tensors.n > 0) ? input
                                                                                           : -1;
      if (arg->kind == TNS_TENSOR)
        input++;
      else if (arg->kind == TNS_TENSORS)
        input += arg->tensors.n;
    }
  return -1;
}

char *
tns_expression_dup_operand (const char *text)
{
  int depth = 0;

  for (const char *c = text; *c != '\0'; c++)
    {
      depth += (*c == '(' || *c == '[') - (*c == ')' || *c == ']');
      if (depth == 0 && strchr (" +-*/@%<>=&|^~", *c) != NULL)
        return g_strdup_printf ("(%s)", text);
    }
  return g_strdup (text);
}

/* A tensor that no op made and nothing names is written as its number, if it has only one. */
static char *
dup_only_number (TnsMoment *moment)
{
  char *number = NULL;

  if (tns_moment_get_numel (moment) == 1)
    number = tns_moment_dup_numbers (moment, false);
  return number != NULL ? number : g_strdup ("…");
}

char *
tns_wording_dup_input (const TnsWording *self, int index)
{
  TnsMoment *moment = index >= 0 && index < self->event->n_inputs ? self->event->inputs[index]
                                                                  : NULL;
  const char *text;
  uint64_t id;

  if (moment == NULL)
    return g_strdup ("None");
  id = tns_moment_get_tensor_id (moment);
  text = tns_names_get (self->names, id);
  if (text != NULL)
    return g_strdup (text);
  text = g_hash_table_lookup (self->expressions, &id);
  if (text == NULL)
    return dup_only_number (moment);
  return tns_expression_dup_operand (text);
}

static char *
dup_list (const TnsWording *self, int first, int n)
{
  GString *text = g_string_new ("[");

  for (int i = 0; i < n; i++)
    {
      g_autofree char *item = tns_wording_dup_input (self, first + i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", item);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static char *
dup_arg (const TnsWording *self, int param)
{
  const TnsValue *arg = &self->event->args[param];
  const int input = tns_event_get_input_of_param (self->event, param);

  if (arg->kind == TNS_TENSOR)
    return tns_wording_dup_input (self, input);
  if (arg->kind == TNS_TENSORS)
    return dup_list (self, MAX (input, 0), arg->tensors.n);
  if (arg->kind == TNS_SCALAR && arg->scalar.kind == TNK_SCALAR_FLOAT)
    {
      /* 0.1, not 0.10000000000000001. */
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.12g", arg->scalar.re));
    }
  /* "int[1]? dim" is given as a plain number. */
  if (arg->kind == TNS_INTS && arg->ints.n == 1
      && tns_op_get_schema (self->event->op)->params[param].n_items == 1)
    return g_strdup_printf ("%" G_GINT64_FORMAT, arg->ints.items[0]);
  return tns_value_dup_text (arg);
}

static bool
is_default (const TnsSchema *schema, const TnsEvent *event, int param)
{
  g_autofree char *given = NULL;
  g_autofree char *standard = NULL;

  if (event->args[param].kind == TNS_NONE)
    return true;
  if (!schema->params[param].has_default || event->args[param].kind == TNS_TENSOR)
    return false;
  given = tns_value_dup_text (&event->args[param]);
  standard = tns_value_dup_text (&schema->params[param].default_value);
  return g_str_equal (given, standard);
}

/* "2, dim=1": the arguments from @first_param on that say something. */
static char *
dup_args (const TnsWording *self, int first_param)
{
  const TnsSchema *schema = tns_op_get_schema (self->event->op);
  GString *text = g_string_new (NULL);
  bool must_name = false;

  for (int i = first_param; i < self->event->n_args; i++)
    {
      g_autofree char *arg = NULL;

      if (is_default (schema, self->event, i))
        {
          must_name = true;
          continue;
        }
      arg = dup_arg (self, i);
      if (text->len > 0)
        g_string_append (text, ", ");
      if (must_name || schema->params[i].is_keyword_only)
        g_string_append_printf (text, "%s=", schema->params[i].name);
      g_string_append (text, arg);
    }
  return g_string_free (text, FALSE);
}

/* Names that begin so belong to a module of their own. */
static const char *const modules[] = { "linalg_", "special_", "fft_", NULL };

static const char *
find_module (const char *name)
{
  for (int i = 0; modules[i] != NULL; i++)
    if (g_str_has_prefix (name, modules[i]))
      return modules[i];
  return NULL;
}

/* "torch.arange", "torch.linalg.inv", "torch.nn.functional.linear" */
static char *
dup_function (const TnsEvent *event)
{
  const char *module = find_module (event->name);

  if (module != NULL)
    return g_strdup_printf ("torch.%.*s.%s", (int) strlen (module) - 1, module,
                            event->name + strlen (module));
  if ((event->op->flags & TNS_AS_NN_FUNCTION) != 0)
    return g_strdup_printf ("torch.nn.functional.%s", event->name);
  return g_strdup_printf ("torch.%s", event->name);
}

/* Whether it is written x.op(…). */
static bool
has_subject (const TnsEvent *event)
{
  const TnsSchema *schema = tns_op_get_schema (event->op);
  const unsigned places
    = event->op->flags & (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_AS_PROPERTY | TNS_AS_NN_FUNCTION);

  return schema->n_params > 0 && g_str_equal (schema->params[0].name, "self")
         && (places == 0 || (places & (TNS_AS_METHOD | TNS_AS_PROPERTY)) != 0)
         && find_module (event->name) == NULL;
}

char *
tns_wording_dup_call (const TnsWording *self)
{
  const TnsEvent *event = self->event;
  const char *sign = find_operator (event);
  g_autofree char *subject = NULL;
  g_autofree char *args = NULL;

  if (event->op == NULL)
    return g_strdup (event->name);
  if (!has_subject (event))
    {
      g_autofree char *function = dup_function (event);

      args = dup_args (self, 0);
      return g_strdup_printf ("%s(%s)", function, args);
    }
  subject = dup_arg (self, 0);
  args = dup_args (self, 1);
  if (sign != NULL && *args != '\0' && strchr (args, '=') == NULL)
    return g_strdup_printf ("%s %s %s", subject, sign, args);
  if (g_str_equal (event->name, "neg"))
    return g_strdup_printf ("-%s", subject);
  if ((event->op->flags & TNS_AS_PROPERTY) != 0)
    return g_strdup_printf ("%s.%s", subject, event->name);
  return g_strdup_printf ("%s.%s(%s)", subject, event->name, args);
}

char *
tns_wording_dup_op (const TnsWording *self)
{
  const TnsEvent *event = self->event;
  const char *sign = event->op != NULL ? find_operator (event) : NULL;
  g_autofree char *args = NULL;
  g_autofree char *subject = NULL;

  if (event->op == NULL || !has_subject (event))
    return g_strdup (event->name);
  args = dup_args (self, 1);
  if (sign == NULL || strchr (args, '=') != NULL)
    return g_strdup (event->name);
  if (event->args[0].kind == TNS_TENSOR)
    return g_strdup_printf ("%s %s", sign, args);
  subject = dup_arg (self, 0);
  return g_strdup_printf ("%s %s", subject, sign);
}

char *
tns_event_dup_call (const TnsEvent *event, char *const *inputs)
{
  g_autoptr (TnsNames) names = tns_names_new ();
  g_autoptr (GHashTable) expressions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                              NULL);
  const TnsWording wording = { event, names, expressions };

  for (int i = 0; i < event->n_inputs; i++)
    if (event->inputs[i] != NULL)
      {
        uint64_t id = tns_moment_get_tensor_id (event->inputs[i]);

        g_hash_table_insert (expressions, g_memdup2 (&id, sizeof id), inputs[i]);
      }
  return tns_wording_dup_call (&wording);
}

/* Start of line @line (from 1), NULL past the end. */
static const char *
find_line (const char *source, int line)
{
  for (; line > 1 && source != NULL; line--)
    {
      source = strchr (source, '\n');
      if (source != NULL)
        source++;
    }
  return source;
}

char *
tns_source_dup_line (const char *source, int line)
{
  const char *start = line > 0 ? find_line (source, line) : NULL;
  char *text;

  if (start == NULL)
    return NULL;
  text = g_strndup (start, strcspn (start, "\n"));
  /* A # in a string is rare in the lines that this is for, and shortens a label only. */
  text[strcspn (text, "#")] = '\0';
  return g_strstrip (text);
}

gssize
tns_source_get_offset (const char *source, int line, int column)
{
  const char *start = line > 0 ? find_line (source, line) : NULL;

  if (start == NULL || strlen (start) < (size_t) MAX (column, 0))
    return -1;
  return start - source + MAX (column, 0);
}

char *
tns_source_dup_expression (const char *source, const TnsPosition *position)
{
  const gssize first = tns_source_get_offset (source, position->line, position->column);
  const gssize last = tns_source_get_offset (source, position->end_line, position->end_column);
  const char *start, *end;
  GString *text;
  bool is_blank = false;

  if (first < 0 || last <= first)
    return NULL;
  start = source + first;
  end = source + last;
  if (!g_utf8_validate (start, end - start, NULL))
    return NULL;

  text = g_string_new (NULL);
  for (const char *c = start; c < end; c++)
    {
      if (g_ascii_isspace (*c))
        {
          is_blank = true;
          continue;
        }
      if (is_blank && text->len > 0)
        g_string_append_c (text, ' ');
      is_blank = false;
      g_string_append_c (text, *c);
    }
  return g_string_free (text, FALSE);
}
