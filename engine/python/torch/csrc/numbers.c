/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Python numbers, NumPy scalars and 0-d tensors as the engine's scalars. NumPy is looked up only
 * when the program has imported it. */

#include "csrc/binding.h"

PyObject *
tns_py_scalar_new (TnkScalar value)
{
  switch (value.kind)
    {
    case TNK_SCALAR_BOOL:
      return PyBool_FromLong (value.i != 0);
    case TNK_SCALAR_INT:
      return PyLong_FromLongLong (value.i);
    case TNK_SCALAR_COMPLEX:
      return PyComplex_FromDoubles (value.re, value.im);
    case TNK_SCALAR_FLOAT:
      break;
    }
  return PyFloat_FromDouble (value.re);
}

static bool
is_numpy_scalar (PyObject *object)
{
  static PyObject *generic;
  if (generic == NULL)
    {
      PyObject *numpy = PyDict_GetItemString (PyImport_GetModuleDict (), "numpy");
      generic = numpy != NULL ? PyObject_GetAttrString (numpy, "generic") : NULL;
      PyErr_Clear ();
    }
  return generic != NULL && PyObject_TypeCheck (object, (PyTypeObject *) generic);
}

bool
tns_py_is_numpy_bool (PyObject *object)
{
  PyObject *item
      = is_numpy_scalar (object) ? PyObject_CallMethod (object, "item", NULL) : NULL;
  bool is_bool = item != NULL && PyBool_Check (item);
  Py_XDECREF (item);
  return is_bool;
}

/* An int beyond 64 bits: wraps for uint64 as PyTorch does, else raises. */
static bool
read_long (PyObject *object, TnkScalar *value)
{
  int overflow;
  long long i = PyLong_AsLongLongAndOverflow (object, &overflow);
  if (overflow != 0)
    {
      PyErr_SetString (PyExc_ValueError, "Overflow when unpacking long long");
      return false;
    }
  *value = tns_scalar_int (i);
  return true;
}

bool
tns_py_scalar_read (PyObject *object, TnkScalar *value)
{
  if (PyFloat_Check (object))
    *value = tns_scalar_float (PyFloat_AS_DOUBLE (object));
  else if (PyBool_Check (object))
    *value = tns_scalar_bool (object == Py_True);
  else if (PyLong_Check (object))
    return read_long (object, value);
  else if (PyComplex_Check (object))
    *value = tns_scalar_complex (PyComplex_RealAsDouble (object), PyComplex_ImagAsDouble (object));
  else if (is_numpy_scalar (object))
    {
      PyObject *item = PyObject_CallMethod (object, "item", NULL);
      bool is_read = item != NULL && !is_numpy_scalar (item) && tns_py_scalar_read (item, value);
      if (is_read && value->kind == TNK_SCALAR_BOOL)
        *value = tns_scalar_float ((double) value->i); /* PyTorch takes a NumPy bool for a float */
      Py_XDECREF (item);
      return is_read;
    }
  else
    return false;
  return true;
}

static bool
is_int_tensor (PyObject *object)
{
  if (!tns_py_is_tensor (object))
    return false;
  TnsTensor *tensor = tns_py_tensor_value (object);
  TnkDtype dtype = tns_tensor_get_dtype (tensor);
  return tns_tensor_get_rank (tensor) == 0 && tnk_dtype_is_integral (dtype) && dtype != TNK_BOOL;
}

bool
tns_py_is_int (PyObject *object)
{
  if (PyLong_Check (object))
    return !PyBool_Check (object);
  if (tns_py_is_tensor (object))
    return is_int_tensor (object);
  return PyIndex_Check (object) != 0;
}

bool
tns_py_int_read (PyObject *object, int64_t *value)
{
  if (!tns_py_is_int (object))
    return false;
  PyObject *index = PyNumber_Index (object);
  if (index == NULL)
    {
      PyErr_Clear (); /* a NumPy array has __index__ but not every array can be one */
      return false;
    }
  int overflow;
  *value = PyLong_AsLongLongAndOverflow (index, &overflow);
  Py_DECREF (index);
  if (overflow != 0)
    {
      PyErr_SetString (PyExc_ValueError, "Overflow when unpacking long long");
      return false;
    }
  return true;
}
