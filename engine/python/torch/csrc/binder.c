/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Python arguments → TnsValue array, by the schema of an op.
 *
 * The rules and the words are those of PyTorch's PythonArgParser: overloads are tried in order; a
 * single overload raises its own reason, several raise the list of all signatures, unless the number
 * of arguments leaves only one that could have been meant. */

#include "csrc/binder.h"

/* ---- what a parameter is called ---- */

static bool
is_named (const TnsParam *param, const char *name)
{
  return strcmp (param->name, name) == 0;
}

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
      return is_named (param, "layout")          ? "torch.layout"
             : is_named (param, "memory_format") ? "torch.memory_format"
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
  return is_named (param, "self") ? "input" : param->name;
}

static const TnsParam *
param_at (const TnsPySignature *signature, int position)
{
  return &signature->schema->params[signature->params[position]];
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
    if (strcmp (pairs[i].name, name) == 0 && PyUnicode_CompareWithASCIIString (key, pairs[i].numpy) == 0)
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
      self->is_factory |= param->is_keyword_only && is_named (param, "device");
    }
  for (int i = 0; i < schema->n_params; i++)
    {
      const TnsParam *param = &schema->params[i];
      self->has_hidden_overload |= param->is_keyword_only && param->kind == TNS_SCALAR
                                   && (is_named (param, "alpha") || is_named (param, "beta")
                                       || is_named (param, "value"));
    }
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

/* ---- room for lists ---- */

void
tns_py_binding_clear (TnsPyBinding *binding)
{
  for (int i = 0; i < binding->n_blocks; i++)
    g_free (binding->blocks[i]);
  binding->n_blocks = 0;
  binding->n_words = 0;
}

/* @n words that live until the binding is cleared. */
static void *
take_words (TnsPyBinding *binding, Py_ssize_t n)
{
  if (binding->n_words + n <= TNS_PY_BINDING_WORDS)
    {
      void *room = &binding->words[binding->n_words];
      binding->n_words += (int) n;
      return room;
    }
  if (binding->n_blocks == (int) G_N_ELEMENTS (binding->blocks))
    return NULL;
  return binding->blocks[binding->n_blocks++] = g_new0 (int64_t, n);
}

/* ---- one value ---- */

typedef enum
{
  FITS,
  UNFIT,  /* another overload may fit */
  RAISED, /* an exception is set */
} Fit;

static Fit
convert_tensor (const TnsParam *param, PyObject *object, TnsValue *value)
{
  if (tns_py_is_tensor (object))
    {
      *value = tns_value_tensor (tns_py_tensor_value (object));
      return FITS;
    }
  TnkScalar scalar;
  if (!param->accepts_scalar || !tns_py_scalar_read (object, &scalar))
    return PyErr_Occurred () ? RAISED : UNFIT;
  *value = tns_value_scalar (scalar);
  return FITS;
}

static Fit
convert_tensors (TnsPyBinding *binding, int position, PyObject *object, TnsValue *value, bool may_raise)
{
  if (!PyTuple_Check (object) && !PyList_Check (object))
    return UNFIT;
  Py_ssize_t n = PySequence_Fast_GET_SIZE (object);
  TnsTensor **items = take_words (binding, MAX (n, 1));
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item = PySequence_Fast_GET_ITEM (object, i);
      if (!tns_py_is_tensor (item) && item != Py_None)
        {
          if (!may_raise)
            return UNFIT;
          PyErr_Format (PyExc_TypeError, "expected Tensor as element %zd in argument %d, but got %s",
                        i, position, tns_py_type_name (item));
          return RAISED;
        }
      items[i] = item == Py_None ? NULL : tns_py_tensor_value (item);
    }
  *value = tns_value_tensors (items, (int) n);
  return FITS;
}

static TnsTensor *
as_plain_number (PyObject *object)
{
  if (!tns_py_is_tensor (object))
    return NULL;
  TnsTensor *tensor = tns_py_tensor_value (object);
  return tns_tensor_get_rank (tensor) == 0 && !tns_tensor_get_requires_grad (tensor) ? tensor : NULL;
}

static Fit
convert_scalar (PyObject *object, TnkScalar *scalar)
{
  if (tns_py_scalar_read (object, scalar))
    return FITS;
  if (PyErr_Occurred ())
    return RAISED;
  TnsTensor *tensor = as_plain_number (object);
  GError *error = NULL;
  if (tensor == NULL)
    return UNFIT;
  if (!tns_tensor_get_item (tensor, scalar, &error))
    {
      tns_py_raise (error);
      return RAISED;
    }
  return FITS;
}

static Fit
convert_int (PyObject *object, int64_t *i)
{
  if (tns_py_is_tensor (object) && tns_tensor_get_requires_grad (tns_py_tensor_value (object)))
    return UNFIT;
  if (tns_py_int_read (object, i))
    return FITS;
  return PyErr_Occurred () ? RAISED : UNFIT;
}

/* Only the first item decides whether a sequence is one of ints, as in PyTorch; a later one that is
 * not raises. */
static Fit
convert_items (TnsPyBinding *binding, const TnsPySignature *signature, const TnsParam *param,
               PyObject *const *items, Py_ssize_t n, TnsValue *value)
{
  int64_t *ints = take_words (binding, MAX (n, 1));
  for (Py_ssize_t i = 0; i < n; i++)
    {
      Fit fit = convert_int (items[i], &ints[i]);
      if (fit == RAISED || (fit == UNFIT && i == 0))
        return fit;
      if (fit == UNFIT)
        {
          PyErr_Format (PyExc_TypeError,
                        "%s(): argument '%s' failed to unpack the object at pos %zd with error "
                        "\"type must be tuple of ints,but got %s\"",
                        binding->name, is_named (param, "self") ? "input" : param->name, i + 1,
                        tns_py_type_name (items[i]));
          return RAISED;
        }
    }
  *value = tns_value_ints (ints, (int) n);
  return FITS;
}

static Fit
convert_ints (TnsPyBinding *binding, const TnsPySignature *signature, const TnsParam *param,
              PyObject *object, TnsValue *value)
{
  if (PyTuple_Check (object) || PyList_Check (object))
    return convert_items (binding, signature, param, PySequence_Fast_ITEMS (object),
                          PySequence_Fast_GET_SIZE (object), value);
  int64_t number;
  Fit fit = param->n_items > 0 ? convert_int (object, &number) : UNFIT;
  if (fit != FITS)
    return fit;
  int64_t *ints = take_words (binding, param->n_items);
  for (int i = 0; i < param->n_items; i++)
    ints[i] = number;
  *value = tns_value_ints (ints, param->n_items);
  return FITS;
}

/* torch.float32, or Python's own float, int, bool and complex. */
static Fit
convert_dtype (PyObject *object, TnsValue *value)
{
  if (tns_py_is_dtype (object))
    *value = tns_value_dtype (tns_py_dtype_value (object));
  else if (object == (PyObject *) &PyFloat_Type)
    *value = tns_value_dtype (TNK_FLOAT64);
  else if (object == (PyObject *) &PyLong_Type)
    *value = tns_value_dtype (TNK_INT64);
  else if (object == (PyObject *) &PyBool_Type)
    *value = tns_value_dtype (TNK_BOOL);
  else if (object == (PyObject *) &PyComplex_Type)
    *value = tns_value_dtype (TNK_COMPLEX128);
  else
    return UNFIT;
  return FITS;
}

static Fit
convert_device (PyObject *object, TnsValue *value)
{
  TnsDevice device;
  if (!PyUnicode_Check (object) && Py_TYPE (object) != tns_py_device_type && !PyLong_Check (object))
    return UNFIT;
  if (!tns_py_device_convert (object, &device))
    return RAISED;
  *value = tns_value_device (device);
  return FITS;
}

static Fit
convert_string (const TnsParam *param, PyObject *object, TnsValue *value)
{
  const char *type = tns_py_param_get_type_name (param);
  const char *text = strcmp (type, "str") != 0    ? tns_py_constant_get_name (object, type)
                     : PyUnicode_Check (object) ? PyUnicode_AsUTF8 (object)
                                                : NULL;
  if (text == NULL)
    return PyErr_Occurred () ? RAISED : UNFIT;
  *value = tns_value_string (text);
  return FITS;
}

/* Numbers as the schema's type: a bool is no int, an int is a float. */
static Fit
convert_number (const TnsParam *param, PyObject *object, TnsValue *value)
{
  TnkScalar scalar;
  int64_t i;
  Fit fit;
  switch (param->kind)
    {
    case TNS_INT:
      fit = convert_int (object, &i);
      if (fit == FITS)
        *value = tns_value_int (i);
      return fit;
    case TNS_BOOL:
      if (!PyBool_Check (object)
          && !(tns_py_scalar_read (object, &scalar) && scalar.kind == TNK_SCALAR_BOOL))
        return PyErr_Occurred () ? RAISED : UNFIT;
      *value = tns_value_bool (PyObject_IsTrue (object) == 1);
      return FITS;
    default:
      fit = convert_scalar (object, &scalar);
      if (fit == FITS && param->kind == TNS_FLOAT && scalar.kind == TNK_SCALAR_COMPLEX)
        return UNFIT;
      if (fit == FITS)
        *value = param->kind == TNS_FLOAT ? tns_value_float (tns_scalar_to_double (scalar))
                                          : tns_value_scalar (scalar);
      return fit;
    }
}

static Fit
convert (TnsPyBinding *binding, const TnsPySignature *signature, int position, PyObject *object,
         TnsValue *value, bool may_raise)
{
  const TnsParam *param = param_at (signature, position);
  switch (param->kind)
    {
    case TNS_TENSOR:
      return convert_tensor (param, object, value);
    case TNS_TENSORS:
      return convert_tensors (binding, position, object, value, may_raise);
    case TNS_INTS:
      return convert_ints (binding, signature, param, object, value);
    case TNS_DTYPE:
      return convert_dtype (object, value);
    case TNS_DEVICE_VALUE:
      return convert_device (object, value);
    case TNS_STRING:
      return convert_string (param, object, value);
    case TNS_GENERATOR:
      if (Py_TYPE (object) != tns_py_generator_type)
        return UNFIT;
      *value = (TnsValue) { .kind = TNS_GENERATOR, .generator = tns_py_generator_value (object) };
      return FITS;
    case TNS_SCALAR:
    case TNS_INT:
    case TNS_FLOAT:
    case TNS_BOOL:
      return convert_number (param, object, value);
    case TNS_NONE:
      break;
    }
  return UNFIT;
}

/* ---- one signature ---- */

static bool
fail_count (const TnsPyBinding *binding, const TnsPySignature *signature, Py_ssize_t n)
{
  if (signature->n_required < signature->n_positional)
    PyErr_Format (PyExc_TypeError, "%s() takes from %d to %d positional arguments but %zd were given",
                  binding->name, signature->n_required, signature->n_positional, n);
  else if (signature->n_params == 0)
    PyErr_Format (PyExc_TypeError, "TensorBase.%s() takes no arguments (%zd given)", binding->name, n);
  else
    PyErr_Format (PyExc_TypeError, "%s() takes %d positional argument%s but %zd %s given",
                  binding->name, signature->n_positional, signature->n_positional == 1 ? "" : "s", n,
                  n == 1 ? "was" : "were");
  return false;
}

/* PyTorch puts the plural the wrong way round; so do we. */
static bool
fail_missing (const TnsPyBinding *binding, const TnsPySignature *signature, int position)
{
  GString *names = g_string_new (NULL);
  int n = 0;
  for (int i = position; i < signature->n_params; i++)
    if (!param_at (signature, i)->has_default)
      g_string_append_printf (names, "%s\"%s\"", n++ > 0 ? ", " : "",
                              tns_py_param_get_name (signature, i));
  PyErr_Format (PyExc_TypeError, "%s() missing %d required positional argument%s: %s", binding->name,
                n, n == 1 ? "s" : "", names->str);
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
          PyErr_Format (PyExc_TypeError, "%s() got multiple values for argument '%U'", binding->name,
                        binding->keys[k]);
          return false;
        }
    }
  PyErr_SetString (PyExc_TypeError, "invalid keyword arguments");
  return false;
}

static bool
fail_type (const TnsPyBinding *binding, const TnsPySignature *signature, int position, bool is_given_by_name,
           PyObject *object)
{
  const char *name = tns_py_param_get_name (signature, position);
  const char *wanted = tns_py_param_get_type_name (param_at (signature, position));
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
      const TnsParam *param = param_at (signature, position);
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
      if (object == NULL || (object == Py_None && (param->is_optional || param->has_default)))
        {
          *value = object == NULL || !param->is_optional ? param->default_value : TNS_VALUE_NONE;
          continue;
        }
      Fit fit = convert (binding, signature, position, object, value, may_raise);
      if (fit == UNFIT && position == 0 && is_positional && signature->takes_varargs)
        {
          fit = convert_items (binding, signature, param, args, n_args, value);
          n_args = MIN (n_args, 1);
        }
      if (fit == UNFIT && may_raise)
        fail_type (binding, signature, position, !is_positional, object);
      if (fit != FITS)
        return false;
    }
  if (n_args > signature->n_positional)
    return may_raise ? fail_count (binding, signature, n_args) : false;
  if (n_used < binding->n_keywords)
    return may_raise ? fail_keywords (binding, signature, n_args) : false;
  return true;
}

/* ---- no signature fits ---- */

static void
append_default (GString *into, const TnsParam *param)
{
  if (!param->has_default)
    return;
  g_autofree char *text = tns_value_dup_text (&param->default_value);
  g_string_append_printf (into, " = %s", text);
}

char *
tns_py_signature_dup_text (const TnsPySignature *signature)
{
  GString *text = g_string_new ("(");
  bool has_star = false;
#define SEPARATE (text->len > 1 ? ", " : "")
  for (int i = 0; i < signature->n_params; i++)
    {
      const TnsParam *param = param_at (signature, i);
      if (param->is_keyword_only && !has_star)
        g_string_append_printf (text, "%s*", SEPARATE);
      has_star |= param->is_keyword_only;
      g_string_append_printf (text, "%s%s %s", SEPARATE, tns_py_param_get_type_name (param),
                              tns_py_param_get_name (signature, i));
      append_default (text, param);
    }
  if (signature->takes_out)
    g_string_append_printf (text, "%s%s%s out = None", SEPARATE, has_star ? "" : "*, ",
                            signature->schema->n_returns > 1 ? "tuple of Tensors" : "Tensor");
  if (signature->is_factory)
    g_string_append (text, ", bool requires_grad = False");
#undef SEPARATE
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
append_mismatch (GString *into, const TnsPyBinding *binding, PyObject *const *args, Py_ssize_t n_args,
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
  g_string_append_printf (text, "%s() received an invalid combination of arguments - ", binding->name);
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
