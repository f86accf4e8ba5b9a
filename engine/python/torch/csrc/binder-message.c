/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The message for arguments that fit no signature: what was given, and every signature with what is
 * wrong about it. Word for word PyTorch's format_invalid_args, oddities included. */

#include "csrc/binder.h"

/* A switch that defaults to nothing is off. */
static void
append_default (GString *into, const TnsParam *param)
{
  if (!param->has_default)
    return;
  bool is_switch = param->kind == TNS_BOOL && param->default_value.kind == TNS_NONE;
  g_autofree char *text = is_switch ? g_strdup ("False")
                                    : tns_value_dup_text (&param->default_value);
  g_string_append_printf (into, " = %s", text);
}

static void
append_out (GString *into, const TnsPySignature *signature)
{
  const char *type = signature->schema->n_returns > 1 ? "tuple of Tensors" : "Tensor";
  g_string_append_printf (into, "%s%s out = None", into->len > 1 ? ", " : "", type);
}

/* out= comes first among the keywords of a factory, last elsewhere. */
char *
tns_py_signature_dup_text (const TnsPySignature *signature)
{
  GString *text = g_string_new ("(");
  bool has_star = false;
  bool needs_out = signature->takes_out;
  for (int i = 0; i < signature->n_params; i++)
    {
      const TnsParam *param = tns_py_signature_get_param (signature, i);
      if (param->is_keyword_only && !has_star)
        {
          g_string_append (text, text->len > 1 ? ", *" : "*");
          has_star = true;
          if (needs_out && signature->is_factory)
            append_out (text, signature);
          needs_out = needs_out && !signature->is_factory;
        }
      g_string_append_printf (text,
                              "%s%s %s",
                              text->len > 1 ? ", " : "",
                              tns_py_param_get_type_name (param),
                              tns_py_param_get_name (signature, i));
      append_default (text, param);
    }
  if (needs_out && !has_star)
    g_string_append (text, text->len > 1 ? ", *" : "*");
  if (needs_out)
    append_out (text, signature);
  if (signature->is_factory && tns_schema_find_param (signature->schema, "requires_grad") < 0)
    g_string_append (text, ", bool requires_grad = False");
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

/* "Tensor" of "Tensor other"; PyTorch reads "Number alpha = 1" as the type "Number alpha =". */
static char *
dup_option_type (const char *option)
{
  const char *blank = strrchr (option, ' ');
  return blank != NULL ? g_strndup (option, (gsize) (blank - option)) : g_strdup (option);
}

static void
append_given (GString *into, const TnsPyBinding *binding, PyObject *const *args, Py_ssize_t n_args,
              char **options)
{
  g_string_append_c (into, '(');
  for (Py_ssize_t i = 0; i < n_args + binding->n_keywords; i++)
    {
      PyObject *object = i < n_args ? args[i] : binding->keyword_values[i - n_args];
      const char *type = tns_py_type_name (object);
      g_autofree char *wanted = options != NULL ? dup_option_type (options[i]) : NULL;
      const char *mark = wanted != NULL && strcmp (wanted, type) != 0 ? "!" : "";
      bool is_last = i + 1 == n_args + binding->n_keywords && (n_args > 0 || options != NULL);
      if (i >= n_args)
        g_string_append_printf (into, "%s=", PyUnicode_AsUTF8 (binding->keys[i - n_args]));
      g_string_append_printf (into, "%s%s%s%s", mark, type, mark, is_last ? "" : ", ");
    }
  g_string_append_c (into, ')');
}

/* Names of keywords that @options does not have, joined; NULL when all are known. */
static char *
dup_unknown_keywords (const TnsPyBinding *binding, char **options)
{
  GString *unknown = g_string_new (NULL);
  for (int k = 0; k < binding->n_keywords; k++)
    {
      const char *key = PyUnicode_AsUTF8 (binding->keys[k]);
      bool is_known = false;
      for (char **option = options; *option != NULL; option++)
        {
          g_autofree char *type = dup_option_type (*option);
          const char *name = *option + strlen (type);
          is_known |= strcmp (*name == ' ' ? name + 1 : name, key) == 0;
        }
      if (!is_known)
        g_string_append_printf (unknown, "%s%s", unknown->len > 0 ? ", " : "", key);
    }
  return g_string_free (unknown, unknown->len == 0);
}

/* What is wrong with one signature, if its number of parameters is the one given. */
static void
append_mismatch (GString *into,
                 const TnsPyBinding *binding,
                 PyObject *const *args,
                 Py_ssize_t n_args,
                 const char *text)
{
  g_autofree char *inner = g_strndup (text + 1, strlen (text) - 2);
  g_auto (GStrv) options = g_strsplit (inner, ", ", -1);
  if (g_strv_length (options) != (guint) (n_args + binding->n_keywords) || *options == NULL)
    return;
  g_autofree char *unknown = dup_unknown_keywords (binding, options);
  if (unknown != NULL)
    {
      g_string_append_printf (
          into, "      didn't match because some of the keywords were incorrect: %s\n", unknown);
      return;
    }
  g_string_append (into, "      didn't match because some of the arguments have invalid types: ");
  append_given (into, binding, args, n_args, options);
  g_string_append_c (into, '\n');
}

static void
append_only_option (GString *into, const TnsPyBinding *binding, PyObject *const *args,
                    Py_ssize_t n_args, const char *text)
{
  g_autofree char *inner = g_strndup (text + 1, strlen (text) - 2);
  g_auto (GStrv) options = g_strsplit (inner, ", ", -1);
  g_autofree char *unknown = dup_unknown_keywords (binding, options);
  if (unknown != NULL)
    g_string_append_printf (into, "got unrecognized keyword arguments: %s", unknown);
  else
    {
      bool is_counted = g_strv_length (options) == (guint) (n_args + binding->n_keywords);
      g_string_append (into, "got ");
      append_given (into, binding, args, n_args, is_counted ? options : NULL);
    }
  g_string_append_printf (into, ", but expected %s", text);
}

void
tns_py_raise_no_match (TnsPyBinding *binding, const TnsPySignature *const *signatures, int n,
                       PyObject *const *args, Py_ssize_t n_args)
{
  int n_given = (int) n_args + binding->n_keywords;
  const TnsPySignature *plausible = NULL;
  int n_plausible = 0;
  for (int i = 0; i < n; i++)
    {
      int n_most = signatures[i]->n_params + signatures[i]->takes_out
                   + (signatures[i]->is_factory ? 1 : 0);
      if (n_given < signatures[i]->n_required || n_given > n_most)
        continue;
      plausible = signatures[i];
      n_plausible++;
    }
  if (n_plausible == 1)
    {
      tns_py_bind (binding, plausible, args, n_args, true);
      if (PyErr_Occurred ())
        return;
    }
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s() received an invalid combination of arguments - ",
                          binding->name);
  if (n == 1)
    {
      g_autofree char *signature = tns_py_signature_dup_text (signatures[0]);
      append_only_option (text, binding, args, n_args, signature);
    }
  else
    {
      g_string_append (text, "got ");
      append_given (text, binding, args, n_args, NULL);
      g_string_append (text, ", but expected one of:\n");
      for (int i = 0; i < n; i++)
        {
          g_autofree char *signature = tns_py_signature_dup_text (signatures[i]);
          g_string_append_printf (text, " * %s\n", signature);
          append_mismatch (text, binding, args, n_args, signature);
        }
    }
  PyErr_SetString (PyExc_TypeError, text->str);
  g_string_free (text, TRUE);
}
