/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Schema
 *
 * A small recursive-descent reader of PyTorch's signature notation. Errors carry the text from where
 * reading stopped; they are for the author of an op, never for a user. */
#include "engine/ops/schema.h"

#include <string.h>

typedef struct
{
  const char *at;
  GError **error;
} Reader;

static void
skip_blanks (Reader *reader)
{
  while (*reader->at == ' ')
    reader->at++;
}

static bool
accept (Reader *reader, const char *token)
{
  skip_blanks (reader);
  size_t n = strlen (token);
  if (strncmp (reader->at, token, n) != 0)
    return false;
  reader->at += n;
  return true;
}

static bool
expect (Reader *reader, const char *token)
{
  if (accept (reader, token))
    return true;
  return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: expected '%s' before '%s'", token,
                   reader->at);
}

static char *
read_word (Reader *reader)
{
  skip_blanks (reader);
  const char *start = reader->at;
  while (g_ascii_isalnum (*reader->at) || *reader->at == '_')
    reader->at++;
  if (reader->at == start)
    {
      tns_fail (reader->error, TNS_ERROR_VALUE, "schema: expected a word before '%s'", start);
      return NULL;
    }
  return g_strndup (start, (size_t) (reader->at - start));
}

static bool
read_type (Reader *reader, TnsParam *param)
{
  static const struct
  {
    const char *name;
    TnsValueKind kind, list_kind;
  } types[] = {
    { "Tensor", TNS_TENSOR, TNS_TENSORS },
    { "Scalar", TNS_SCALAR, TNS_NONE },
    { "ScalarType", TNS_DTYPE, TNS_NONE },
    { "int", TNS_INT, TNS_INTS },
    { "float", TNS_FLOAT, TNS_NONE },
    { "bool", TNS_BOOL, TNS_NONE },
    { "Device", TNS_DEVICE_VALUE, TNS_NONE },
    { "str", TNS_STRING, TNS_NONE },
    { "Layout", TNS_STRING, TNS_NONE },
    { "MemoryFormat", TNS_STRING, TNS_NONE },
    { "Generator", TNS_GENERATOR, TNS_NONE },
    { "Object", TNS_NONE, TNS_NONE }, /* any Python object */
  };
  g_autofree char *word = read_word (reader);
  if (word == NULL)
    return false;
  size_t k = 0;
  while (k < G_N_ELEMENTS (types) && strcmp (types[k].name, word) != 0)
    k++;
  if (k == G_N_ELEMENTS (types))
    return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: unknown type '%s'", word);
  param->kind = types[k].kind;
  if (accept (reader, "|Scalar"))
    param->accepts_scalar = true;
  bool items_optional = accept (reader, "?");
  if (accept (reader, "["))
    {
      param->kind = types[k].list_kind;
      if (g_ascii_isdigit (*reader->at))
        param->n_items = (int) g_ascii_strtoll (reader->at, (char **) &reader->at, 10);
      param->has_optional_items = items_optional;
      if (param->kind == TNS_NONE || !expect (reader, "]"))
        return param->kind != TNS_NONE
                   ? false
                   : tns_fail (reader->error, TNS_ERROR_VALUE, "schema: no list of '%s'", word);
      items_optional = accept (reader, "?");
    }
  param->is_optional = items_optional;
  return true;
}

static bool
read_ints (Reader *reader, TnsValue *value)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (int64_t));
  while (!accept (reader, "]"))
    {
      skip_blanks (reader);
      char *end;
      int64_t item = g_ascii_strtoll (reader->at, &end, 10);
      if (end == reader->at)
        return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: expected a number before '%s'",
                         reader->at);
      reader->at = end;
      g_array_append_val (items, item);
      accept (reader, ",");
    }
  *value = tns_value_ints (NULL, (int) items->len);
  value->ints.items = (int64_t *) g_array_free (g_steal_pointer (&items), FALSE);
  return true;
}

static bool
read_number (Reader *reader, TnsParam *param)
{
  char *end;
  double number = g_ascii_strtod (reader->at, &end);
  if (end == reader->at)
    return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: expected a default before '%s'",
                     reader->at);
  bool is_integer = true;
  for (const char *c = reader->at; c < end; c++)
    is_integer &= *c == '-' || g_ascii_isdigit (*c);
  param->default_text = g_strndup (reader->at, (size_t) (end - reader->at));
  reader->at = end;
  TnkScalar scalar = is_integer ? tns_scalar_int ((int64_t) number) : tns_scalar_float (number);
  if (param->kind == TNS_INT)
    param->default_value = tns_value_int ((int64_t) number);
  else if (param->kind == TNS_FLOAT)
    param->default_value = tns_value_float (number);
  else if (param->kind == TNS_INTS)
    {
      int64_t item = (int64_t) number;
      param->default_value = tns_value_ints (g_memdup2 (&item, sizeof item), 1);
    }
  else
    param->default_value = tns_value_scalar (scalar);
  return true;
}

static bool
read_default (Reader *reader, TnsParam *param)
{
  skip_blanks (reader);
  param->has_default = true;
  if (accept (reader, "None"))
    param->default_value = TNS_VALUE_NONE;
  else if (accept (reader, "True"))
    param->default_value = tns_value_bool (true);
  else if (accept (reader, "False"))
    param->default_value = tns_value_bool (false);
  else if (accept (reader, "["))
    return read_ints (reader, &param->default_value);
  else if (*reader->at == '\'' || *reader->at == '"')
    {
      char quote = *reader->at++;
      const char *end = strchr (reader->at, quote);
      if (end == NULL)
        return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: open string '%s'", reader->at);
      param->default_value = tns_value_string (g_strndup (reader->at, (size_t) (end - reader->at)));
      reader->at = end + 1;
    }
  else
    return read_number (reader, param);
  return true;
}

static bool
read_param (Reader *reader, TnsSchema *self, bool is_keyword_only)
{
  if (self->n_params == TNS_MAX_PARAMS)
    return tns_fail (reader->error, TNS_ERROR_VALUE, "schema: more than %d parameters",
                     TNS_MAX_PARAMS);
  TnsParam *param = &self->params[self->n_params++];
  param->is_keyword_only = is_keyword_only;
  if (!read_type (reader, param))
    return false;
  param->name = read_word (reader);
  if (param->name == NULL)
    return false;
  return !accept (reader, "=") || read_default (reader, param);
}

static bool
read_params (Reader *reader, TnsSchema *self)
{
  bool is_keyword_only = false;
  while (!accept (reader, ")"))
    {
      if (accept (reader, "*"))
        is_keyword_only = true;
      else if (!read_param (reader, self, is_keyword_only))
        return false;
      skip_blanks (reader);
      if (*reader->at != ')' && !expect (reader, ","))
        return false;
    }
  return true;
}

static bool
read_returns (Reader *reader, TnsSchema *self)
{
  bool is_tuple = accept (reader, "(");
  do
    {
      TnsParam type = { 0 };
      if (self->n_returns == G_N_ELEMENTS (self->return_names) || !read_type (reader, &type))
        return false;
      self->return_kind = type.kind;
      skip_blanks (reader);
      if (is_tuple && g_ascii_isalpha (*reader->at))
        self->return_names[self->n_returns] = read_word (reader);
      self->n_returns++;
    }
  while (is_tuple && accept (reader, ","));
  return !is_tuple || expect (reader, ")");
}

TnsSchema *
tns_schema_parse (const char *text, GError **error)
{
  g_autoptr (TnsSchema) self = g_new0 (TnsSchema, 1);
  Reader reader = { text, error };
  self->name = read_word (&reader);
  if (self->name == NULL)
    return NULL;
  self->overload = accept (&reader, ".") ? read_word (&reader) : g_strdup ("");
  if (self->overload == NULL || !expect (&reader, "(") || !read_params (&reader, self)
      || !expect (&reader, "->") || !read_returns (&reader, self))
    return NULL;
  skip_blanks (&reader);
  if (*reader.at != '\0')
    {
      tns_fail (error, TNS_ERROR_VALUE, "schema: '%s' is left over", reader.at);
      return NULL;
    }
  self->requires_grad_param = tns_schema_find_param (self, "requires_grad");
  return g_steal_pointer (&self);
}

void
tns_schema_free (TnsSchema *self)
{
  for (int k = 0; k < self->n_params; k++)
    {
      g_free (self->params[k].name);
      g_free (self->params[k].default_text);
      tns_value_clear (&self->params[k].default_value);
    }
  for (size_t k = 0; k < G_N_ELEMENTS (self->return_names); k++)
    g_free (self->return_names[k]);
  g_free (self->name);
  g_free (self->overload);
  g_free (self);
}

int
tns_schema_find_param (const TnsSchema *self, const char *name)
{
  for (int k = 0; k < self->n_params; k++)
    if (strcmp (self->params[k].name, name) == 0)
      return k;
  return -1;
}
