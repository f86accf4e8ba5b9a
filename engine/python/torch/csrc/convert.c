/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* One Python object as the value of one parameter. What fits and what does not follows PyTorch's
 * FunctionParameter::check: a bool is no int, an int is a float, a 0-d tensor is a number. */

#include "csrc/binder.h"

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

/* PyTorch's last resort for an int beyond 64 bits is an unsigned one; the words are that one's. */
static bool
read_scalar (PyObject *object, TnkScalar *scalar)
{
  if (tns_py_scalar_read (object, scalar))
    return true;
  if (PyErr_Occurred () && PyLong_Check (object))
    PyLong_AsUnsignedLongLong (object);
  return false;
}

static TnsPyFit
convert_tensor (const TnsParam *param, PyObject *object, TnsValue *value)
{
  if (tns_py_is_tensor (object))
    {
      *value = tns_value_tensor (tns_py_tensor_value (object));
      return TNS_PY_FITS;
    }
  TnkScalar scalar;
  if (!param->accepts_scalar || !read_scalar (object, &scalar))
    return PyErr_Occurred () ? TNS_PY_RAISED : TNS_PY_UNFIT;
  *value = tns_value_scalar (scalar);
  return TNS_PY_FITS;
}

/* An item that is no tensor raises even where another overload would fit, as in PyTorch. The
 * schema's Tensor?[] lets items be None. */
static TnsPyFit
convert_tensors (TnsPyBinding *binding, const TnsParam *param, int position, PyObject *object,
                 TnsValue *value)
{
  if (!PyTuple_Check (object) && !PyList_Check (object))
    return TNS_PY_UNFIT;
  Py_ssize_t n = PySequence_Fast_GET_SIZE (object);
  TnsTensor **items = take_words (binding, MAX (n, 1));
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item = PySequence_Fast_GET_ITEM (object, i);
      bool is_none = item == Py_None && param->is_optional;
      if (!tns_py_is_tensor (item) && !is_none)
        {
          PyErr_Format (PyExc_TypeError,
                        "expected Tensor as element %zd in argument %d, but got %s", i, position,
                        tns_py_type_name (item));
          return TNS_PY_RAISED;
        }
      items[i] = is_none ? NULL : tns_py_tensor_value (item);
    }
  *value = tns_value_tensors (items, (int) n);
  return TNS_PY_FITS;
}

static TnsTensor *
as_plain_number (PyObject *object)
{
  if (!tns_py_is_tensor (object))
    return NULL;
  TnsTensor *tensor = tns_py_tensor_value (object);
  return tns_tensor_get_rank (tensor) == 0 && !tns_tensor_get_requires_grad (tensor) ? tensor
                                                                                     : NULL;
}

static TnsPyFit
convert_scalar (PyObject *object, TnkScalar *scalar)
{
  if (read_scalar (object, scalar))
    return TNS_PY_FITS;
  if (PyErr_Occurred ())
    return TNS_PY_RAISED;
  TnsTensor *tensor = as_plain_number (object);
  GError *error = NULL;
  if (tensor == NULL)
    return TNS_PY_UNFIT;
  if (!tns_tensor_get_item (tensor, scalar, &error))
    {
      tns_py_raise (error);
      return TNS_PY_RAISED;
    }
  return TNS_PY_FITS;
}

static TnsPyFit
convert_int (PyObject *object, int64_t *i)
{
  if (tns_py_is_tensor (object) && tns_tensor_get_requires_grad (tns_py_tensor_value (object)))
    return TNS_PY_UNFIT;
  if (tns_py_int_read (object, i))
    return TNS_PY_FITS;
  return PyErr_Occurred () ? TNS_PY_RAISED : TNS_PY_UNFIT;
}

static TnsPyFit
fail_item (const TnsPyBinding *binding, const TnsParam *param, Py_ssize_t i, PyObject *item,
           TnsPyFit fit)
{
  g_autofree char *reason
      = fit == TNS_PY_RAISED
            ? g_strdup ("Overflow when unpacking long long")
            : g_strdup_printf ("type must be tuple of ints,but got %s", tns_py_type_name (item));
  PyErr_Format (PyExc_TypeError,
                "%s(): argument '%s' failed to unpack the object at pos %zd with error \"%s\"",
                binding->name, tns_py_param_get_name (param), i + 1, reason);
  return TNS_PY_RAISED;
}

/* Only the first item decides whether a sequence is one of ints, as in PyTorch; a later one that is
 * not raises. */
TnsPyFit
tns_py_convert_items (TnsPyBinding *binding, const TnsParam *param, PyObject *const *items,
                      Py_ssize_t n, TnsValue *value)
{
  int64_t *ints = take_words (binding, MAX (n, 1));
  for (Py_ssize_t i = 0; i < n; i++)
    {
      TnsPyFit fit = convert_int (items[i], &ints[i]);
      if (fit == TNS_PY_UNFIT && i == 0)
        return fit;
      if (fit != TNS_PY_FITS)
        return fail_item (binding, param, i, items[i], fit);
    }
  *value = tns_value_ints (ints, (int) n);
  return TNS_PY_FITS;
}

static TnsPyFit
convert_ints (TnsPyBinding *binding, const TnsParam *param, PyObject *object,
              TnsValue *value)
{
  if (PyTuple_Check (object) || PyList_Check (object))
    return tns_py_convert_items (binding, param, PySequence_Fast_ITEMS (object),
                          PySequence_Fast_GET_SIZE (object), value);
  int64_t number;
  TnsPyFit fit = param->n_items > 0 ? convert_int (object, &number) : TNS_PY_UNFIT;
  if (fit != TNS_PY_FITS)
    return fit;
  int64_t *ints = take_words (binding, param->n_items);
  for (int i = 0; i < param->n_items; i++)
    ints[i] = number;
  *value = tns_value_ints (ints, param->n_items);
  return TNS_PY_FITS;
}

/* torch.float32, or Python's own float, int, bool and complex. */
static TnsPyFit
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
    return TNS_PY_UNFIT;
  return TNS_PY_FITS;
}

static TnsPyFit
convert_device (PyObject *object, TnsValue *value)
{
  TnsDevice device;
  bool is_index = PyLong_Check (object) && !PyBool_Check (object);
  if (!PyUnicode_Check (object) && Py_TYPE (object) != tns_py_device_type && !is_index)
    return TNS_PY_UNFIT;
  if (!tns_py_device_convert (object, &device))
    return TNS_PY_RAISED;
  *value = tns_value_device (device);
  return TNS_PY_FITS;
}

static TnsPyFit
convert_string (const TnsParam *param, PyObject *object, TnsValue *value)
{
  const char *type = tns_py_param_get_type_name (param);
  const char *text = strcmp (type, "str") != 0    ? tns_py_constant_get_name (object, type)
                     : PyUnicode_Check (object) ? PyUnicode_AsUTF8 (object)
                                                : NULL;
  if (text == NULL)
    return PyErr_Occurred () ? TNS_PY_RAISED : TNS_PY_UNFIT;
  *value = tns_value_string (text);
  return TNS_PY_FITS;
}

/* Whatever it is, the caller takes the object itself. */
static TnsPyFit
convert_object (TnsPyBinding *binding, const TnsParam *param, PyObject *object, TnsValue *value)
{
  if (tns_py_param_is_storage (param))
    {
      static PyObject *types; /* the class of all storages */
      PyObject *module = types == NULL ? PyImport_ImportModule ("torch.storage") : NULL;
      if (module != NULL)
        types = PyObject_GetAttrString (module, "_Storage");
      Py_XDECREF (module);
      int is_storage = types != NULL ? PyObject_IsInstance (object, types) : -1;
      if (is_storage <= 0)
        return is_storage < 0 ? TNS_PY_RAISED : TNS_PY_UNFIT;
    }
  binding->object = object;
  *value = TNS_VALUE_NONE;
  return TNS_PY_FITS;
}

/* Numbers as the schema's type: a bool is no int, an int is a float. */
static TnsPyFit
convert_number (const TnsParam *param, PyObject *object, TnsValue *value)
{
  TnkScalar scalar;
  int64_t i;
  TnsPyFit fit;
  switch (param->kind)
    {
    case TNS_INT:
      fit = convert_int (object, &i);
      if (fit == TNS_PY_FITS)
        *value = tns_value_int (i);
      return fit;
    case TNS_BOOL:
      if (!PyBool_Check (object) && !tns_py_is_numpy_bool (object))
        return TNS_PY_UNFIT;
      *value = tns_value_bool (PyObject_IsTrue (object) == 1);
      return TNS_PY_FITS;
    default:
      fit = convert_scalar (object, &scalar);
      if (fit == TNS_PY_FITS && param->kind == TNS_FLOAT && scalar.kind == TNK_SCALAR_COMPLEX)
        return TNS_PY_UNFIT;
      if (fit == TNS_PY_FITS)
        *value = param->kind == TNS_FLOAT ? tns_value_float (tns_scalar_to_double (scalar))
                                          : tns_value_scalar (scalar);
      return fit;
    }
}

TnsPyFit
tns_py_convert (TnsPyBinding *binding, const TnsParam *param, int position, PyObject *object,
                TnsValue *value)
{
  switch (param->kind)
    {
    case TNS_TENSOR:
      return convert_tensor (param, object, value);
    case TNS_TENSORS:
      return convert_tensors (binding, param, position, object, value);
    case TNS_INTS:
      return convert_ints (binding, param, object, value);
    case TNS_DTYPE:
      return convert_dtype (object, value);
    case TNS_DEVICE_VALUE:
      return convert_device (object, value);
    case TNS_STRING:
      return convert_string (param, object, value);
    case TNS_GENERATOR:
      if (Py_TYPE (object) != tns_py_generator_type)
        return TNS_PY_UNFIT;
      *value = (TnsValue) { .kind = TNS_GENERATOR, .generator = tns_py_generator_value (object) };
      return TNS_PY_FITS;
    case TNS_SCALAR:
    case TNS_INT:
    case TNS_FLOAT:
    case TNS_BOOL:
      return convert_number (param, object, value);
    case TNS_NONE:
      return convert_object (binding, param, object, value);
    }
  return TNS_PY_UNFIT;
}
