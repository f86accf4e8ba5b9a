/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The message for arguments that fit no signature: what was given, and every signature with what is
 * wrong about it. Word for word PyTorch's format_invalid_args, oddities included. */

#include "csrc/binder.h"

/* As C++ has it: {-2,-1}. */
static char *
dup_ints_text (const TnsValue *value)
{
  if (value->ints.n == 0)
    return g_strdup ("()");
  GString *text = g_string_new ("{");
  for (int k = 0; k < value->ints.n; k++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, k > 0 ? "," : "", value->ints.items[k]);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

/* A switch that defaults to nothing is off. */
static char *
dup_default_text (const TnsParam *param)
{
  const TnsValue *value = &param->default_value;
  if (param->kind == TNS_BOOL && value->kind == TNS_NONE)
    return g_strdup ("False");
  if (param->default_text != NULL)
    return g_strdup (param->default_text);
  if (value->kind == TNS_STRING)
    return g_strdup_printf ("\"%s\"", value->string);
  return value->kind == TNS_INTS ? dup_ints_text (value) : tns_value_dup_text (value);
}

char *
tns_py_signature_dup_text (const TnsPySignature *signature)
{
  GString *text = g_string_new ("(");
  bool has_star = false;
  for (int i = 0; i < signature->n_params; i++)
    {
      const TnsParam *param = &signature->params[i];
      if (param->is_keyword_only && !has_star)
        g_string_append (text, text->len > 1 ? ", *" : "*");
      has_star |= param->is_keyword_only;
      g_string_append_printf (text, "%s%s %s", text->len > 1 ? ", " : "",
                              tns_py_param_get_type_name (param), tns_py_param_get_name (param));
      g_autofree char *value = param->has_default ? dup_default_text (param) : NULL;
      if (value != NULL)
        g_string_append_printf (text, " = %s", value);
    }
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

/* "Tensor"; with @is_detailed "list of [Tensor, int]". */
static void
append_type (GString *into, PyObject *object, bool is_detailed)
{
  g_string_append (into, tns_py_type_name (object));
  if (!is_detailed || !(PyTuple_Check (object) || PyList_Check (object)))
    return;
  bool is_tuple = PyTuple_Check (object);
  Py_ssize_t n = PySequence_Fast_GET_SIZE (object);
  g_string_append (into, is_tuple ? " of (" : " of [");
  for (Py_ssize_t i = 0; i < n; i++)
    g_string_append_printf (into, "%s%s", i > 0 ? ", " : "",
                            tns_py_type_name (PySequence_Fast_GET_ITEM (object, i)));
  g_string_append (into, is_tuple && n == 1 ? ",)" : is_tuple ? ")" : "]");
}

/* ---- the order of keywords ---- */

static uint64_t
mix (uint64_t x)
{
  return x ^ (x >> 47);
}

/* std::hash of libstdc++, for which see its hash_bytes.cc. */
static uint64_t
hash_text (const char *text)
{
  const uint64_t multiplier = 0xC6A4A7935BD1E995u;
  size_t length = strlen (text);
  uint64_t hash = 0xC70F6907u ^ (length * multiplier);
  for (size_t i = 0; i < length; i += sizeof (uint64_t))
    {
      uint64_t word = 0;
      memcpy (&word, text + i, MIN (length - i, sizeof word));
      if (length - i >= sizeof word)
        word = mix (word * multiplier) * multiplier;
      hash = (hash ^ word) * multiplier;
    }
  return mix (mix (hash) * multiplier);
}

/* PyTorch has the keywords in a std::unordered_map, which gives them out bucket by bucket: the one
 * that came last first, but right before others of its own bucket. */
static void
order_keywords (const TnsPyBinding *binding, PyObject **keywords, PyObject **values)
{
  const int n_buckets = 13;
  int buckets[TNS_PY_MAX_PARAMS];
  for (int k = 0; k < binding->n_keywords; k++)
    {
      int bucket = (int) (hash_text (PyUnicode_AsUTF8 (binding->keywords[k])) % n_buckets);
      int at = 0;
      while (at < k && buckets[at] != bucket)
        at++;
      at = at < k ? at : 0;
      for (int i = k; i > at; i--)
        {
          keywords[i] = keywords[i - 1];
          values[i] = values[i - 1];
          buckets[i] = buckets[i - 1];
        }
      keywords[at] = binding->keywords[k];
      values[at] = binding->keyword_values[k];
      buckets[at] = bucket;
    }
}

/* ---- what was given ---- */

/* The keyword that stands @place behind the other arguments: the one that @option is called by. */
static int
find_keyword (const TnsPyBinding *binding, Py_ssize_t place, const char *option)
{
  const char *blank = option != NULL ? strrchr (option, ' ') : NULL;
  for (int k = 0; k < binding->n_keywords && blank != NULL; k++)
    if (strcmp (PyUnicode_AsUTF8 (binding->keywords[k]), blank + 1) == 0)
      return k;
  return (int) place;
}

static void
append_given (GString *into, const TnsPyBinding *binding, PyObject *const *args, Py_ssize_t n_args,
              char **options)
{
  g_string_append_c (into, '(');
  for (Py_ssize_t i = 0; i < n_args + binding->n_keywords; i++)
    {
      const char *option = options != NULL ? options[i] : NULL;
      int keyword = i < n_args ? -1 : find_keyword (binding, i - n_args, option);
      PyObject *object = keyword < 0 ? args[i] : binding->keyword_values[keyword];
      const char *type = tns_py_type_name (object);
      g_autofree char *wanted = option != NULL ? dup_option_type (option) : NULL;
      const char *mark = wanted != NULL && strcmp (wanted, type) != 0 ? "!" : "";
      bool is_last = i + 1 == n_args + binding->n_keywords && (n_args > 0 || options != NULL);
      g_string_append (into, mark);
      if (keyword >= 0)
        g_string_append_printf (into, "%s=", PyUnicode_AsUTF8 (binding->keywords[keyword]));
      append_type (into, object, wanted != NULL);
      g_string_append_printf (into, "%s%s", mark, is_last ? "" : ", ");
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
      const char *key = PyUnicode_AsUTF8 (binding->keywords[k]);
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

/* PyTorch takes "()" for one parameter without a name. */
static char **
split_options (const char *text)
{
  g_autofree char *inner = g_strndup (text + 1, strlen (text) - 2);
  return *inner != '\0' ? g_strsplit (inner, ", ", -1) : g_strdupv ((char *[]) { inner, NULL });
}

/* What is wrong with one signature, if its number of parameters is the one given. */
static void
append_mismatch (GString *into,
                 const TnsPyBinding *binding,
                 PyObject *const *args,
                 Py_ssize_t n_args,
                 const char *text)
{
  g_auto (GStrv) options = split_options (text);
  if (g_strv_length (options) != (guint) (n_args + binding->n_keywords))
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
  g_auto (GStrv) options = split_options (text);
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

/* The only signature that as many arguments could have been meant for; NULL if there are several
 * or none. */
static const TnsPySignature *
find_plausible (const TnsPyOverloads *overloads, Py_ssize_t n_given)
{
  const TnsPySignature *plausible = NULL;
  for (int i = 0; i < overloads->n; i++)
    {
      const TnsPySignature *signature = overloads->items[i];
      if (n_given < signature->n_required || n_given > signature->n_params)
        continue;
      if (plausible != NULL)
        return NULL;
      plausible = signature;
    }
  return plausible;
}

void
tns_py_raise_no_match (TnsPyBinding *binding, const TnsPyOverloads *overloads,
                       PyObject *const *args, Py_ssize_t n_args)
{
  const TnsPySignature *plausible = find_plausible (overloads, n_args + binding->n_keywords);
  if (plausible != NULL)
    tns_py_bind (binding, plausible, args, n_args, true);
  if (PyErr_Occurred ())
    return;
  PyObject *keywords[TNS_PY_MAX_PARAMS], *values[TNS_PY_MAX_PARAMS];
  if (binding->n_keywords <= TNS_PY_MAX_PARAMS)
    {
      order_keywords (binding, keywords, values);
      binding->keywords = keywords;
      binding->keyword_values = values;
    }
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s() received an invalid combination of arguments - ",
                          binding->name);
  if (overloads->n == 1)
    {
      g_autofree char *signature = tns_py_signature_dup_text (overloads->items[0]);
      append_only_option (text, binding, args, n_args, signature);
    }
  else
    {
      g_string_append (text, "got ");
      append_given (text, binding, args, n_args, NULL);
      g_string_append (text, ", but expected one of:\n");
      for (int i = 0; i < overloads->n; i++)
        {
          g_autofree char *signature = tns_py_signature_dup_text (overloads->items[i]);
          g_string_append_printf (text, " * %s\n", signature);
          append_mismatch (text, binding, args, n_args, signature);
        }
    }
  binding->n_keywords = 0; /* what there was of them ends with this function */
  PyErr_SetString (PyExc_TypeError, text->str);
  g_string_free (text, TRUE);
}
