/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Python arguments → TnsValue array, by the schema of an op.
 *
 * The rules and the words are those of PyTorch's PythonArgParser: overloads are tried in order; a
 * single overload raises its own reason, several raise the list of all signatures, unless the
 * number of arguments leaves only one that could have been meant. */

#include "csrc/binder.h"

/* ---- what a parameter is called ---- */

const char *
tns_py_param_get_type_name (const TnsParam *param)
{
  switch (param->kind)
    {
    case TNS_TENSOR:
      return "Tensor";
    case TNS_TENSORS:
      return "tuple of Tensors";
    case TNS_SCALAR:
      return "Number";
    case TNS_INT:
      return "int";
    case TNS_INTS:
      return "tuple of ints";
    case TNS_FLOAT:
      return "float";
    case TNS_BOOL:
      return "bool";
    case TNS_DTYPE:
      return "torch.dtype";
    case TNS_DEVICE_VALUE:
      return "torch.device";
    case TNS_GENERATOR:
      return "torch.Generator";
    case TNS_STRING:
      return tns_py_param_is (param, "layout")          ? "torch.layout"
             : tns_py_param_is (param, "memory_format") ? "torch.memory_format"
                                                 : "str";
    case TNS_NONE:
      break;
    }
  return "object";
}

const char *
tns_py_param_get_name (const TnsPySignature *signature, int position)
{
  const TnsParam *param = &signature->schema->params[signature->params[position]];
  return tns_py_param_is (param, "self") ? "input" : param->name;
}

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
is_keyword (const char *name, PyObject *key)
{
  return PyUnicode_CompareWithASCIIString (key, name) == 0 || is_numpy_name (name, key);
}

/* ---- signatures ---- */

static TnsPySignature *
signature_new (const TnsOp *op, bool is_method)
{
  const TnsSchema *schema = tns_op_get_schema (op);
  TnsPySignature *self = g_new0 (TnsPySignature, 1);
  self->op = op;
  self->schema = schema;
  self->self_index = -1;
  if (is_method)
    self->self_index = MAX (tns_schema_find_param (schema, "self"), 0);
  for (int i = 0; i < schema->n_params; i++)
    {
      if (i == self->self_index)
        continue;
      const TnsParam *param = &schema->params[i];
      self->params[self->n_params++] = i;
      self->n_positional += !param->is_keyword_only;
      self->n_required += !param->has_default;
      self->is_factory |= param->is_keyword_only && tns_py_param_is (param, "device");
    }
  for (int i = 0; i < schema->n_params; i++)
    {
      const TnsParam *param = &schema->params[i];
      self->has_hidden_overload
          |= param->is_keyword_only && param->kind == TNS_SCALAR
             && (tns_py_param_is (param, "alpha") || tns_py_param_is (param, "beta")
                 || tns_py_param_is (param, "value"));
    }
  self->takes_inplace = !is_method && (op->flags & TNS_AS_NN_FUNCTION)
                        && (op->flags & TNS_HAS_INPLACE);
  self->takes_varargs = self->n_positional == 1 && self->n_params > 0
                        && schema->params[self->params[0]].kind == TNS_INTS;
  self->takes_out = !is_method && schema->return_kind == TNS_TENSOR && schema->n_returns >= 1
                    && !(op->flags & (TNS_ONLY_INPLACE | TNS_AS_NN_FUNCTION))
                    && tns_schema_find_param (schema, "out") < 0;
  return self;
}

const TnsPySignature *
tns_py_signature_get (const TnsOp *op, bool is_method)
{
  static TnsPySignature *known[TNS_N_OPS + 1][2];
  TnsPySignature **slot = &known[tns_op_get_id (op)][is_method];
  if (*slot == NULL)
    *slot = signature_new (op, is_method);
  return *slot;
}

/* ---- one signature ---- */

static bool
fail_count (const TnsPyBinding *binding, const TnsPySignature *signature, Py_ssize_t n)
{
  if (signature->n_required < signature->n_positional)
    PyErr_Format (PyExc_TypeError,
                  "%s() takes from %d to %d positional arguments but %zd were given", binding->name,
                  signature->n_required, signature->n_positional, n);
  else if (signature->n_params == 0)
    PyErr_Format (PyExc_TypeError, "TensorBase.%s() takes no arguments (%zd given)", binding->name,
                  n);
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
    if (!tns_py_signature_get_param (signature, i)->has_default)
      g_string_append_printf (names, "%s\"%s\"", n++ > 0 ? ", " : "",
                              tns_py_param_get_name (signature, i));
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
             && !is_keyword (tns_py_param_get_name (signature, position), binding->keys[k]))
        position++;
      if (position == signature->n_params)
        {
          PyErr_Format (PyExc_TypeError, "%s() got an unexpected keyword argument '%U'",
                        binding->name, binding->keys[k]);
          return false;
        }
      if (position < n_args)
        {
          PyErr_Format (PyExc_TypeError, "%s() got multiple values for argument '%U'",
                        binding->name, binding->keys[k]);
          return false;
        }
    }
  PyErr_SetString (PyExc_TypeError, "invalid keyword arguments");
  return false;
}

static bool
fail_type (const TnsPyBinding *binding,
           const TnsPySignature *signature,
           int position,
           bool is_given_by_name,
           PyObject *object)
{
  const char *name = tns_py_param_get_name (signature, position);
  const char *wanted
      = tns_py_param_get_type_name (tns_py_signature_get_param (signature, position));
  if (is_given_by_name)
    PyErr_Format (PyExc_TypeError, "%s(): argument '%s' must be %s, not %s", binding->name, name,
                  wanted, tns_py_type_name (object));
  else
    PyErr_Format (PyExc_TypeError, "%s(): argument '%s' (position %d) must be %s, not %s",
                  binding->name, name, position + 1, wanted, tns_py_type_name (object));
  return false;
}

static PyObject *
find_keyword (const TnsPyBinding *binding, const char *name)
{
  for (int i = 0; i < binding->n_keywords; i++)
    if (is_keyword (name, binding->keys[i]))
      return binding->keyword_values[i];
  return NULL;
}

/* Fills binding->values. With @may_raise false only errors that no other overload could avoid are
 * raised. */
bool
tns_py_bind (TnsPyBinding *binding, const TnsPySignature *signature, PyObject *const *args,
             Py_ssize_t n_args, bool may_raise)
{
  int n_used = 0;
  if (n_args > signature->n_positional && !signature->takes_varargs)
    return may_raise ? fail_count (binding, signature, n_args) : false;
  for (int position = 0; position < signature->n_params; position++)
    {
      const TnsParam *param = tns_py_signature_get_param (signature, position);
      TnsValue *value = &binding->values[signature->params[position]];
      bool is_positional = position < n_args && !param->is_keyword_only;
      PyObject *object = is_positional ? args[position] : NULL;
      if (object == NULL && binding->n_keywords > 0)
        {
          object = find_keyword (binding, tns_py_param_get_name (signature, position));
          n_used += object != NULL;
        }
      if (object == NULL && !param->has_default)
        return may_raise ? fail_missing (binding, signature, position) : false;
      if (object == NULL
          || (object == Py_None && param->is_optional && param->kind != TNS_TENSORS))
        {
          *value = object == NULL ? param->default_value : TNS_VALUE_NONE;
          continue;
        }
      TnsPyFit fit = tns_py_convert (binding, signature, position, object, value, may_raise);
      if (fit == TNS_PY_UNFIT && position == 0 && is_positional && signature->takes_varargs)
        {
          fit = tns_py_convert_items (binding, param, args, n_args, value);
          n_args = MIN (n_args, 1);
        }
      if (fit == TNS_PY_UNFIT && may_raise)
        fail_type (binding, signature, position, !is_positional, object);
      if (fit != TNS_PY_FITS)
        return false;
    }
  if (n_args > signature->n_positional)
    return may_raise ? fail_count (binding, signature, n_args) : false;
  if (n_used < binding->n_keywords)
    return may_raise ? fail_keywords (binding, signature, n_args) : false;
  return true;
}
