/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Signatures for functions written in Python, so that what they refuse is refused in the words of
 * PyTorch's argument parser. */

#include "csrc/binder.h"

#define CAPSULE_NAME "torch._C.signatures"

/* _signatures (lines): one schema per line. */
static PyObject *
make_signatures (PyObject *module, PyObject *lines)
{
  const char *text = PyUnicode_AsUTF8 (lines);
  return text != NULL ? PyCapsule_New ((void *) tns_py_overloads_parse (text), CAPSULE_NAME, NULL)
                      : NULL;
}

static int
find_signature (const TnsPyOverloads *overloads, const TnsPySignature *signature)
{
  int found = 0;
  while (overloads->items[found] != signature)
    found++;
  return found;
}

/* Python's own words for a method that is called without its object. */
static bool
check_self (const TnsPyOverloads *overloads, PyObject *args)
{
  if (overloads->items[0]->self_index != 0)
    return true;
  PyObject *self = PyTuple_GET_SIZE (args) > 0 ? PyTuple_GET_ITEM (args, 0) : NULL;
  if (self == NULL)
    PyErr_Format (PyExc_TypeError, "unbound method TensorBase.%s() needs an argument",
                  overloads->name);
  else if (!tns_py_is_tensor (self))
    PyErr_Format (PyExc_TypeError,
                  "descriptor '%s' for 'torch._C.TensorBase' objects doesn't apply to a "
                  "'%s' object",
                  overloads->name, tns_py_type_name (self));
  else
    return true;
  return false;
}

/* _match (signatures, args, named): number of the signature that the arguments fit. */
static PyObject *
match (PyObject *module, PyObject *arguments)
{
  PyObject *capsule, *args, *named;
  if (!PyArg_ParseTuple (arguments, "OO!O!", &capsule, &PyTuple_Type, &args, &PyDict_Type, &named))
    return NULL;
  const TnsPyOverloads *overloads = PyCapsule_GetPointer (capsule, CAPSULE_NAME);
  if (overloads == NULL || !check_self (overloads, args))
    return NULL;
  PyObject *names = PySequence_Tuple (named), *values = PyDict_Values (named);
  PyObject *all = names != NULL && values != NULL ? PySequence_List (args) : NULL;
  if (all != NULL)
    Py_SETREF (all, PySequence_InPlaceConcat (all, values));

  PyObject *found = NULL;
  if (all != NULL)
    {
      PyObject **items = PySequence_Fast_ITEMS (all);
      int n_self = overloads->items[0]->self_index == 0;
      TnsPyBinding binding;
      const TnsPySignature *signature
          = tns_py_parse (&binding, overloads, n_self ? items[0] : NULL, items + n_self,
                          PyTuple_GET_SIZE (args) - n_self, names);
      tns_py_binding_clear (&binding);
      if (signature != NULL)
        found = PyLong_FromLong (find_signature (overloads, signature));
    }
  Py_XDECREF (names);
  Py_XDECREF (values);
  Py_XDECREF (all);
  return found;
}

static PyMethodDef signed_functions[] = {
  { "_signatures", make_signatures, METH_O, NULL },
  { "_match", match, METH_VARARGS, NULL },
  { NULL },
};

int
tns_py_signed_register (PyObject *module)
{
  return PyModule_AddFunctions (module, signed_functions);
}
