/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The border between GError and Python exceptions. A Python exception that has to pass through the
 * engine (raised in a hook or in a Function's backward) waits in `pending` and comes out unchanged
 * on the other side. */

#include "csrc/binding.h"

static struct
{
  PyObject *type, *value, *traceback;
} pending;

static GQuark
python_error_quark (void)
{
  return g_quark_from_static_string ("tns-py-error-quark");
}

void
tns_py_error_to_engine (GError **error)
{
  Py_XDECREF (pending.type);
  Py_XDECREF (pending.value);
  Py_XDECREF (pending.traceback);
  PyErr_Fetch (&pending.type, &pending.value, &pending.traceback);
  g_set_error_literal (error, python_error_quark (), 0, "a Python exception");
}

static PyObject *
import_exception (const char *module_name, const char *name)
{
  PyObject *module = PyImport_ImportModule (module_name);
  PyObject *type = module != NULL ? PyObject_GetAttrString (module, name) : NULL;
  Py_XDECREF (module);
  if (type == NULL)
    {
      PyErr_Clear ();
      type = Py_NewRef (PyExc_RuntimeError);
    }
  return type;
}

/* New reference. Running out of host memory is a plain RuntimeError in PyTorch; only a GPU's has a
 * type of its own. */
static PyObject *
exception_type (const GError *error)
{
  switch ((TnsError) error->code)
    {
    case TNS_ERROR_VALUE:
      return Py_NewRef (PyExc_ValueError);
    case TNS_ERROR_TYPE:
      return Py_NewRef (PyExc_TypeError);
    case TNS_ERROR_INDEX:
      return Py_NewRef (PyExc_IndexError);
    case TNS_ERROR_NOT_IMPLEMENTED:
      return Py_NewRef (PyExc_NotImplementedError);
    case TNS_ERROR_ASSERTION:
      return Py_NewRef (PyExc_AssertionError);
    case TNS_ERROR_CANCELLED:
      return Py_NewRef (PyExc_KeyboardInterrupt);
    case TNS_ERROR_LINALG:
      return import_exception ("torch.linalg", "LinAlgError");
    case TNS_ERROR_OUT_OF_MEMORY:
      return g_str_has_prefix (error->message, "CUDA")
                 ? import_exception ("torch", "OutOfMemoryError")
                 : Py_NewRef (PyExc_RuntimeError);
    case TNS_ERROR_RUNTIME:
      break;
    }
  return Py_NewRef (PyExc_RuntimeError);
}

PyObject *
tns_py_raise (GError *error)
{
  if (error == NULL)
    PyErr_SetString (PyExc_RuntimeError, "unknown error");
  else if (error->domain == python_error_quark ())
    {
      PyErr_Restore (pending.type, pending.value, pending.traceback);
      pending.type = pending.value = pending.traceback = NULL;
    }
  else if (error->domain == TNS_ERROR)
    {
      PyObject *type = exception_type (error);
      PyErr_SetString (type, error->code == TNS_ERROR_CANCELLED ? "" : error->message);
      Py_DECREF (type);
    }
  else
    PyErr_SetString (PyExc_RuntimeError, error->message);
  g_clear_error (&error);
  return NULL;
}

const char *
tns_py_type_name (PyObject *object)
{
  return Py_TYPE (object)->tp_name;
}
