/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/call/op-call.h"

#include <errno.h>
#include <string.h>

/* ---- what to begin with ---- */

static const TnsVariable *
find_variable (GPtrArray *variables, const char *name)
{
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *variable = variables->pdata[k];

      if (strcmp (variable->name, name) == 0)
        return variable;
    }
  return NULL;
}

/* Another tensor than @subject, where there is one. */
static const char *
choose_other (GPtrArray *variables, const char *subject, bool wants_indices)
{
  const char *other = subject;

  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *variable = variables->pdata[k];
      bool has_indices = tns_moment_get_meta (variable->value)->dtype == TNK_INT64;

      if (g_strcmp0 (variable->name, subject) == 0)
        continue;
      if (wants_indices == has_indices)
        return variable->name;
      if (other == subject || other == NULL)
        other = variable->name;
    }
  return other;
}

/* All dims of the subject in reverse order: something happens, and it is legal. */
static char *
dup_dims (GPtrArray *variables, const char *subject)
{
  const TnsVariable *variable = subject != NULL ? find_variable (variables, subject) : NULL;
  const int rank = variable != NULL ? tns_moment_get_meta (variable->value)->rank : 1;
  GString *dims = g_string_new (NULL);

  for (int d = rank - 1; d >= 0; d--)
    g_string_append_printf (dims, "%d%s", d, d > 0 ? ", " : "");
  return g_string_free (dims, FALSE);
}

static char *
dup_start (const TnsParam *param, const char *subject, GPtrArray *variables)
{
  const char *other;

  switch (param->kind)
    {
    case TNS_TENSOR:
      if (param->accepts_scalar)
        return g_strdup ("2");
      other = choose_other (variables, subject, strstr (param->name, "ind") != NULL);
      return g_strdup (other);
    case TNS_TENSORS:
      other = choose_other (variables, subject, false);
      return other != NULL && subject != NULL && strcmp (other, subject) != 0
               ? g_strdup_printf ("%s, %s", subject, other)
               : g_strdup (other);
    case TNS_INTS:
      if (strcmp (param->name, "dims") == 0)
        return dup_dims (variables, subject);
      return g_strdup (strstr (param->name, "dim") != NULL ? "0" : "2, 3");
    case TNS_INT:
      return g_strdup (strstr (param->name, "dim") != NULL ? "0" : "2");
    case TNS_SCALAR:
      return g_strdup ("2");
    case TNS_FLOAT:
      return g_strdup ("0.5");
    case TNS_BOOL:
      return g_strdup ("False");
    case TNS_DTYPE:
      return g_strdup ("float32");
    default:
      return NULL;
    }
}

static int
count_required (const TnsSchema *schema)
{
  int n = 0;

  for (int p = 0; p < schema->n_params; p++)
    n += !schema->params[p].has_default && !schema->params[p].is_optional;
  return n;
}

const TnsOp *
tnu_op_choose_overload (const TnsOp *first)
{
  const TnsOp *best = first;

  for (const TnsOp *op = first; op != NULL; op = tns_op_get_next_overload (op))
    {
      const TnsSchema *schema = tns_op_get_schema (op), *so_far = tns_op_get_schema (best);
      int fewer = count_required (so_far) - count_required (schema);

      if ((op->flags & TNS_INTERNAL) == 0
          && (fewer > 0 || (fewer == 0 && schema->n_params > so_far->n_params)))
        best = op;
    }
  return best;
}

void
tnu_op_call_init (TnuOpCall *self, const TnsOp *op, const char *subject, GPtrArray *variables)
{
  bool has_subject = false;

  *self = (TnuOpCall) { .op = op, .schema = tns_op_get_schema (op) };
  for (int p = 0; p < self->schema->n_params; p++)
    {
      const TnsParam *param = &self->schema->params[p];

      if (param->has_default || param->is_optional)
        continue;
      if (param->kind == TNS_TENSOR && !has_subject && subject != NULL)
        {
          self->texts[p] = g_strdup (subject);
          has_subject = true;
        }
      else
        self->texts[p] = dup_start (param, subject, variables);
    }
}

void
tnu_op_call_clear (TnuOpCall *self)
{
  for (int p = 0; p < TNS_MAX_PARAMS; p++)
    g_clear_pointer (&self->texts[p], g_free);
}

void
tnu_op_call_set_text (TnuOpCall *self, int param, const char *text)
{
  g_free (self->texts[param]);
  self->texts[param] = g_strdup (text);
}

/* ---- reading what was typed ---- */

const char *
tnu_op_call_get_hint (const TnsParam *param)
{
  static const char *const hints[] = {
    [TNS_NONE] = "",
    [TNS_TENSOR] = "a tensor",
    [TNS_TENSORS] = "tensors: x, y",
    [TNS_SCALAR] = "a number",
    [TNS_INT] = "an integer",
    [TNS_INTS] = "integers: 2, 3",
    [TNS_FLOAT] = "a number",
    [TNS_BOOL] = "True or False",
    [TNS_DTYPE] = "a dtype: float32",
    [TNS_DEVICE_VALUE] = "a device: cpu",
    [TNS_STRING] = "a word",
    [TNS_GENERATOR] = "left to the notebook",
  };

  return param->kind == TNS_TENSOR && param->accepts_scalar ? "a tensor or a number"
                                                            : hints[param->kind];
}

/* What is read so far; the values borrow from here. */
typedef struct
{
  GPtrArray *variables;
  GPtrArray *moments; /* TnsMoment, borrowed */
  GPtrArray *names;   /* char, owned: of the moments */
  GPtrArray *owned;   /* memory of the values */
} Reading;

static bool
fail (const TnsParam *param, GError **error)
{
  return tns_fail (error, TNS_ERROR_VALUE, "%s: %s is wanted here", param->name,
                   tnu_op_call_get_hint (param));
}

static bool
read_int (const char *text, int64_t *number)
{
  char *end;

  errno = 0;
  *number = g_ascii_strtoll (text, &end, 10);
  return end != text && *g_strchug (end) == '\0' && errno == 0;
}

static bool
read_number (const char *text, TnkScalar *number)
{
  int64_t integer;
  char *end;
  double real;

  if (strcmp (text, "True") == 0 || strcmp (text, "False") == 0)
    {
      *number = tns_scalar_bool (*text == 'T');
      return true;
    }
  if (read_int (text, &integer))
    {
      *number = tns_scalar_int (integer);
      return true;
    }
  real = g_ascii_strtod (text, &end);
  *number = tns_scalar_float (real);
  return end != text && *end == '\0';
}

static bool
read_tensor (Reading *self, const char *name, TnsValue *value)
{
  const TnsVariable *variable = find_variable (self->variables, name);

  if (variable == NULL)
    return false;
  g_ptr_array_add (self->moments, variable->value);
  g_ptr_array_add (self->names, g_strdup (name));
  *value = (TnsValue) { .kind = TNS_TENSOR };
  return true;
}

/* Without brackets, cut at the commas. */
static char **
split (const char *text)
{
  g_autofree char *inner = g_strdup (text);
  char **items;
  guint n = 0;

  g_strdelimit (inner, "()[]", ' ');
  items = g_strsplit (inner, ",", -1);
  for (guint k = 0; items[k] != NULL; k++)
    if (*g_strstrip (items[k]) != '\0')
      items[n++] = items[k];
    else
      g_free (items[k]);
  items[n] = NULL;
  return items;
}

static bool
read_list (Reading *self, const char *text, TnsValueKind kind, TnsValue *value)
{
  g_auto (GStrv) items = split (text);
  const guint n = g_strv_length (items);
  int64_t *ints = g_new0 (int64_t, MAX (n, 1));

  g_ptr_array_add (self->owned, ints);
  for (guint k = 0; k < n; k++)
    if (kind == TNS_INTS ? !read_int (items[k], &ints[k])
                         : !read_tensor (self, items[k], &(TnsValue) { 0 }))
      return false;
  *value = kind == TNS_INTS ? tns_value_ints (ints, (int) n) : tns_value_tensors (NULL, (int) n);
  return true;
}

static bool
read_dtype (const char *text, TnsValue *value)
{
  if (g_str_has_prefix (text, "torch."))
    text += strlen ("torch.");
  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    if (strcmp (tns_dtype_get_name ((TnkDtype) dtype), text) == 0)
      {
        *value = tns_value_dtype ((TnkDtype) dtype);
        return true;
      }
  return false;
}

static bool
read_string (Reading *self, const char *text, TnsValue *value)
{
  char *word = g_strdup (text);

  g_ptr_array_add (self->owned, word);
  g_strdelimit (word, "'\"", ' ');
  *value = tns_value_string (g_strstrip (word));
  return true;
}

static bool
read_value (Reading *self, const TnsParam *param, const char *text, TnsValue *value)
{
  TnkScalar number = tns_scalar_int (0);
  int64_t integer;

  switch (param->kind)
    {
    case TNS_TENSOR:
      if (read_tensor (self, text, value))
        return true;
      if (!param->accepts_scalar || !read_number (text, &number))
        return false;
      *value = tns_value_scalar (number);
      return true;
    case TNS_SCALAR:
    case TNS_FLOAT:
      if (!read_number (text, &number))
        return false;
      *value = param->kind == TNS_SCALAR ? tns_value_scalar (number)
                                         : tns_value_float (tns_scalar_to_double (number));
      return true;
    case TNS_INT:
      if (!read_int (text, &integer))
        return false;
      *value = tns_value_int (integer);
      return true;
    case TNS_TENSORS:
    case TNS_INTS:
      return read_list (self, text, param->kind, value);
    case TNS_BOOL:
      *value = tns_value_bool (strcmp (text, "True") == 0);
      return strcmp (text, "True") == 0 || strcmp (text, "False") == 0;
    case TNS_DTYPE:
      return read_dtype (text, value);
    case TNS_STRING:
      return read_string (self, text, value);
    case TNS_DEVICE_VALUE:
      *value = tns_value_device (TNS_CPU);
      return strcmp (text, "cpu") == 0;
    default:
      return false;
    }
}

static bool
read_all (Reading *reading, const TnuOpCall *self, TnsValue *args, GError **error)
{
  for (int p = 0; p < self->schema->n_params; p++)
    {
      const TnsParam *param = &self->schema->params[p];
      g_autofree char *text = g_strdup (self->texts[p] != NULL ? self->texts[p] : "");

      g_strstrip (text);
      if (*text == '\0' || strcmp (text, "None") == 0)
        {
          if (!param->has_default && !param->is_optional)
            return fail (param, error);
          args[p] = param->has_default ? param->default_value : TNS_VALUE_NONE;
        }
      else if (!read_value (reading, param, text, &args[p]))
        return fail (param, error);
    }
  return true;
}

const TnsEvent *
tnu_op_call_read (const TnuOpCall *self, GPtrArray *variables, char **code, GError **error)
{
  TnsValue args[TNS_MAX_PARAMS] = { 0 };
  g_autoptr (GPtrArray) moments = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  Reading reading = { variables, moments, names, owned };
  const TnsEvent *event;

  if (!read_all (&reading, self, args, error))
    return NULL;
  event = tns_event_new_call (self->op, args, (TnsMoment *const *) moments->pdata,
                              (int) moments->len);
  *code = tns_event_dup_call (event, (char *const *) names->pdata);
  return event;
}
