/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Python arguments → TnsValue array, by the schema of an op.
 *
 * The rules and the words are those of PyTorch's PythonArgParser: overloads are tried in order; a
 * single overload raises its own reason, several raise the list of all signatures, unless the
 * number of arguments leaves only one that could have been meant. */

#include "csrc/binder.h"

/* Spellings that NumPy uses for the same thing. */
static bool
is_numpy_name (const char *name, PyObject *key)
{
  static const struct
  {
    const char *name, *numpy;
  } pairs[] = {
    { "dim", "axis" }, { "keepdim", "keepdims" }, { "input", "x" },
    { "input", "a" },  { "input", "x1" },         { "other", "x2" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (strcmp (pairs[i].name, name) == 0
        && PyUnicode_CompareWithASCIIString (key, pairs[i].numpy) == 0)
      return true;
  return false;
}

static bool
is_keyword (const TnsParam *param, PyObject *key)
{
  const char *name = tns_py_param_get_name (param);
  return PyUnicode_CompareWithASCIIString (key, name) == 0 || is_numpy_name (name, key);
}

/* ---- one signature ---- */

static bool
fail_count (const TnsPyBinding *binding, const TnsPySignature *signature, Py_ssize_t n)
{
  if (signature->n_required != signature->n_positional)
    PyErr_Format (PyExc_TypeError,
                  "%s() takes from %d to %d positional arguments but %zd were given", binding->name,
                  signature->n_required, signature->n_positional, n);
  else
    PyErr_Format (PyExc_TypeError, "%s() takes %d positional argument%s but %zd %s given",
                  binding->name, signature->n_positional, signature->n_positional == 1 ? "" : "s",
                  n, n == 1 ? "was" : "were");
  return false;
}

/* PyTorch puts the plural the wrong way round; so do we. */
static bool
fail_missing (const TnsPyBinding *binding, const TnsPySignature *signature, int position)
{
  GString *names = g_string_new (NULL);
  int n = 0;
  for (int i = position; i < signature->n_params; i++)
    if (!signature->params[i].has_default)
      g_string_append_printf (names, "%s\"%s\"", n++ > 0 ? ", " : "",
                              tns_py_param_get_name (&signature->params[i]));
  PyErr_Format (PyExc_TypeError, "%s() missing %d required positional argument%s: %s",
                binding->name, n, n == 1 ? "s" : "", names->str);
  g_string_free (names, TRUE);
  return false;
}

static bool
fail_keywords (const TnsPyBinding *binding, const TnsPySignature *signature, Py_ssize_t n_args)
{
  for (int k = 0; k < binding->n_keywords; k++)
    {
      int position = 0;
      while (position < signature->n_params
             && PyUnicode_CompareWithASCIIString (
                    binding->keywords[k], tns_py_param_get_name (&signature->params[position]))
                    != 0)
        position++;
      if (position == signature->n_params)
        {
          PyErr_Format (PyExc_TypeError, "%s() got an unexpected keyword argument '%U'",
                        binding->name, binding->keywords[k]);
          return false;
        }
      if (position < n_args)
        {
          PyErr_Format (PyExc_TypeError, "%s() got multiple values for argument '%U'",
                        binding->name, binding->keywords[k]);
          return false;
        }
    }
  PyErr_SetString (PyExc_TypeError, "invalid keyword arguments");
  return false;
}

/* PyTorch looks at the first item of a list only. */
static bool
fail_type (const TnsPyBinding *binding, const TnsParam *param, int position, bool is_given_by_name,
           PyObject *object)
{
  const char *name = tns_py_param_get_name (param);
  const char *wanted = tns_py_param_get_type_name (param);
  bool is_list = param->kind == TNS_INTS && (PyTuple_Check (object) || PyList_Check (object));
  if (is_given_by_name)
    PyErr_Format (PyExc_TypeError, "%s(): argument '%s' must be %s, not %s", binding->name, name,
                  wanted, tns_py_type_name (object));
  else if (is_list && PySequence_Fast_GET_SIZE (object) > 0)
    PyErr_Format (PyExc_TypeError,
                  "%s(): argument '%s' (position %d) must be %s, but found element of type %s at "
                  "pos 0",
                  binding->name, name, position + 1, wanted,
                  tns_py_type_name (PySequence_Fast_GET_ITEM (object, 0)));
  else
    PyErr_Format (PyExc_TypeError, "%s(): argument '%s' (position %d) must be %s, not %s",
                  binding->name, name, position + 1, wanted, tns_py_type_name (object));
  return false;
}

static PyObject *
find_keyword (const TnsPyBinding *binding, const TnsParam *param)
{
  for (int i = 0; i < binding->n_keywords; i++)
    if (is_keyword (param, binding->keywords[i]))
      return binding->keyword_values[i];
  return NULL;
}

/* What the signature does not name keeps its default. */
static void
bind_defaults (TnsPyBinding *binding, const TnsPySignature *signature)
{
  const TnsSchema *schema = signature->schema;
  for (int i = 0; i < schema->n_params; i++)
    if (i != signature->self_index)
      binding->values[i] = schema->params[i].default_value;
  binding->out = binding->object = NULL;
  binding->is_inplace = false;
}

/* None stands for a list of ints that is empty unless given. */
static bool
is_empty_by_default (const TnsParam *param)
{
  return param->has_default && param->default_value.kind == TNS_INTS
         && param->default_value.ints.n == 0;
}

/* Where PyTorch lists an int for what the op takes as a list, the op's type is what it gets. */
static TnsPyFit
bind_param (TnsPyBinding *binding, const TnsPySignature *signature, int position, PyObject *object)
{
  const TnsParam *param = &signature->params[position];
  int target = signature->targets[position];
  TnsValue ignored;
  TnsValue *value = target >= 0 ? &binding->values[target] : &ignored;
  if (object == NULL || (object == Py_None && is_empty_by_default (param)))
    *value = param->default_value;
  else if (object == Py_None && param->is_optional && param->kind != TNS_TENSORS)
    *value = TNS_VALUE_NONE;
  else
    {
      TnsPyFit fit = tns_py_convert (binding, param, position, object, value);
      const TnsParam *wanted = target >= 0 ? &signature->schema->params[target] : param;
      if (fit == TNS_PY_FITS && wanted->kind != param->kind && !wanted->accepts_scalar)
        fit = tns_py_convert (binding, wanted, position, object, value);
      if (fit != TNS_PY_FITS)
        return fit;
      if (target == TNS_PY_TARGET_OUT)
        binding->out = object;
      else if (target == TNS_PY_TARGET_INPLACE)
        binding->is_inplace = object == Py_True;
    }
  return TNS_PY_FITS;
}

/* An exception that waits: type, value and traceback. */
typedef PyObject *Waiting[3];

/* Keeps the first of several. */
static void
let_wait (Waiting waiting)
{
  if (waiting[0] == NULL)
    PyErr_Fetch (&waiting[0], &waiting[1], &waiting[2]);
  else
    PyErr_Clear ();
}

static bool
bind_params (TnsPyBinding *binding, const TnsPySignature *signature, PyObject *const *args,
             Py_ssize_t n_args, bool may_raise, Waiting waiting)
{
  Py_ssize_t n_left = n_args;
  int n_used = 0;
  if (n_args > signature->n_positional && !signature->takes_varargs)
    return may_raise ? fail_count (binding, signature, n_args) : false;
  bind_defaults (binding, signature);
  for (int position = 0; position < signature->n_params; position++)
    {
      const TnsParam *param = &signature->params[position];
      if (position < n_left && param->is_keyword_only)
        return may_raise ? fail_count (binding, signature, n_args) : false;
      bool is_positional = position < n_left;
      PyObject *object = is_positional ? args[position] : find_keyword (binding, param);
      n_used += !is_positional && object != NULL;
      if (object == NULL && !param->has_default)
        return may_raise ? fail_missing (binding, signature, position) : false;
      TnsPyFit fit = bind_param (binding, signature, position, object);
      if (fit == TNS_PY_UNFIT && is_positional && signature->takes_varargs)
        {
          fit = tns_py_convert_items (binding, param, args, n_args,
                                      &binding->values[signature->targets[0]]);
          n_left = 0;
        }
      if (fit == TNS_PY_UNFIT && may_raise && is_positional && n_args > signature->n_positional)
        fail_count (binding, signature, n_args);
      else if (fit == TNS_PY_UNFIT && may_raise)
        fail_type (binding, param, position, !is_positional, object);
      if (fit == TNS_PY_RAISED && param->kind != TNS_TENSORS)
        let_wait (waiting);
      else if (fit != TNS_PY_FITS)
        return false;
    }
  if (n_used < binding->n_keywords)
    return may_raise ? fail_keywords (binding, signature, n_args) : false;
  return true;
}

/* PyTorch matches types first: that a value has no place in its type, as a device that there is not,
 * is told only where everything else fits. */
bool
tns_py_bind (TnsPyBinding *binding, const TnsPySignature *signature, PyObject *const *args,
             Py_ssize_t n_args, bool may_raise)
{
  Waiting waiting = { NULL };
  bool fits = bind_params (binding, signature, args, n_args, may_raise, waiting);
  if (fits && waiting[0] != NULL)
    {
      PyErr_Restore (waiting[0], waiting[1], waiting[2]);
      return false;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (waiting); i++)
    Py_XDECREF (waiting[i]);
  return fits;
}
