/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* torch._C._FunctionBase: the context of a torch.autograd.Function, which is at the same time the
 * grad_fn of its results. The node owns the object; the object only knows the node. */

#include "csrc/binding.h"

typedef struct
{
  TnsPyNode base;
  PyObject *is_saved; /* tuple of bool: which arguments of save_for_backward were tensors */
} FunctionObject;

#define FUNCTION(object) ((FunctionObject *) (object))

static void
function_dealloc (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  Py_CLEAR (FUNCTION (self)->is_saved);
  type->tp_free (self);
  Py_DECREF (type);
}

/* ---- backward ---- */

static void
take_gradients (PyObject *tuple, TnsTensor **gradients, int n_gradients)
{
  if (!PyTuple_Check (tuple) || PyTuple_GET_SIZE (tuple) != n_gradients)
    PyErr_SetString (PyExc_RuntimeError, "function returned an incorrect number of gradients");
  for (int i = 0; !PyErr_Occurred () && i < n_gradients; i++)
    {
      PyObject *item = PyTuple_GET_ITEM (tuple, i);
      if (tns_py_is_tensor (item))
        gradients[i] = tns_tensor_ref (tns_py_tensor_value (item));
      else if (item != Py_None)
        PyErr_Format (PyExc_RuntimeError, "expected Variable or None (got %s)",
                      tns_py_type_name (item));
    }
}

/* Runs in the backward engine: the context's _run gets the upstream gradients. */
static bool
run_backward (void *data, TnsTensor *const *upstream, int n_upstream, TnsTensor **gradients,
              int n_gradients, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *arguments = PyTuple_New (n_upstream);
  for (int i = 0; arguments != NULL && i < n_upstream; i++)
    PyTuple_SET_ITEM (arguments, i, tns_py_tensor_wrap (upstream[i]));
  PyObject *method = arguments != NULL ? PyObject_GetAttrString (data, "_run") : NULL;
  PyObject *result = method != NULL ? PyObject_CallObject (method, arguments) : NULL;
  if (result != NULL)
    take_gradients (result, gradients, n_gradients);
  bool is_done = result != NULL && !PyErr_Occurred ();
  if (!is_done)
    tns_py_error_to_engine (error);
  Py_XDECREF (result);
  Py_XDECREF (method);
  Py_XDECREF (arguments);
  PyGILState_Release (state);
  return is_done;
}

static void
free_context (void *data)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  FUNCTION (data)->base.node = NULL;
  Py_DECREF ((PyObject *) data);
  PyGILState_Release (state);
}

/* ---- recording ---- */

static bool
save_all (PyObject *self, TnsNode *node, PyObject *to_save)
{
  Py_ssize_t n = PyTuple_GET_SIZE (to_save);
  PyObject *is_saved = PyTuple_New (n);
  GError *error = NULL;
  for (Py_ssize_t i = 0; is_saved != NULL && i < n; i++)
    {
      PyObject *item = PyTuple_GET_ITEM (to_save, i);
      PyTuple_SET_ITEM (is_saved, i, PyBool_FromLong (item != Py_None));
      if (item != Py_None && !tns_node_save_custom (node, tns_py_tensor_value (item), &error))
        {
          tns_py_raise (error);
          Py_CLEAR (is_saved);
        }
    }
  Py_XSETREF (FUNCTION (self)->is_saved, is_saved);
  return is_saved != NULL;
}

/* _record (name, inputs, results, is_written, to_save): @results has None where there is nothing to
 * differentiate. */
static PyObject *
function_record (PyObject *self, PyObject *args)
{
  const char *name;
  PyObject *inputs, *results, *is_written, *to_save;
  if (!PyArg_ParseTuple (args, "sO!O!O!O!", &name, &PyTuple_Type, &inputs, &PyTuple_Type, &results,
                         &PyTuple_Type, &is_written, &PyTuple_Type, &to_save))
    return NULL;
  int n_inputs = (int) PyTuple_GET_SIZE (inputs), n_results = (int) PyTuple_GET_SIZE (results);
  g_autofree TnsTensor **tensors = g_new (TnsTensor *, MAX (n_inputs, 1));
  for (int i = 0; i < n_inputs; i++)
    tensors[i] = tns_py_tensor_value (PyTuple_GET_ITEM (inputs, i));
  g_autoptr (TnsNode) node = tns_node_new_custom (name, tensors, n_inputs, n_results, run_backward,
                                                  Py_NewRef (self), free_context);
  FUNCTION (self)->base.node = node;
  FUNCTION (self)->base.is_borrowed = true;
  tns_node_set_wrapper (node, self);
  for (int i = 0; i < n_results; i++)
    {
      PyObject *item = PyTuple_GET_ITEM (results, i);
      if (item != Py_None)
        tns_node_set_result (node, i, tns_py_tensor_value (item),
                             PyTuple_GET_ITEM (is_written, i) == Py_True);
    }
  if (!save_all (self, node, to_save))
    return NULL;
  Py_RETURN_NONE;
}

static PyObject *
function_get_saved_tensors (PyObject *self, void *data)
{
  TnsNode *node = FUNCTION (self)->base.node;
  PyObject *is_saved = FUNCTION (self)->is_saved;
  if (node == NULL || is_saved == NULL)
    return PyTuple_New (0);
  if (tns_node_is_released (node))
    return tns_py_raise (tns_node_new_released_error ());
  Py_ssize_t n = PyTuple_GET_SIZE (is_saved);
  PyObject *tuple = PyTuple_New (n);
  int index = 0;
  for (Py_ssize_t i = 0; tuple != NULL && i < n; i++)
    {
      GError *error = NULL;
      bool was_tensor = PyTuple_GET_ITEM (is_saved, i) == Py_True;
      TnsTensor *saved = was_tensor ? tns_node_unpack_saved (node, index++, &error) : NULL;
      PyObject *item = was_tensor ? tns_py_tensor_take (saved, error) : Py_NewRef (Py_None);
      if (item != NULL)
        PyTuple_SET_ITEM (tuple, i, item);
      else
        Py_CLEAR (tuple);
    }
  return tuple;
}

static PyMethodDef function_methods[] = {
  { "_record", function_record, METH_VARARGS, NULL },
  { NULL },
};

static PyGetSetDef function_attributes[] = {
  { "saved_tensors", function_get_saved_tensors, NULL, "What save_for_backward kept." },
  { "saved_variables", function_get_saved_tensors, NULL, "The old name of saved_tensors." },
  { NULL },
};

static PyType_Slot function_slots[] = {
  { Py_tp_new, PyType_GenericNew },
  { Py_tp_dealloc, function_dealloc },
  { Py_tp_methods, function_methods },
  { Py_tp_getset, function_attributes },
  { 0, NULL },
};

static PyType_Spec function_spec = {
  .name = "torch._C._FunctionBase",
  .basicsize = sizeof (FunctionObject),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
  .slots = function_slots,
};

int
tns_py_function_register (PyObject *module)
{
  PyObject *type = PyType_FromSpecWithBases (&function_spec, (PyObject *) tns_py_node_base_type);
  return type == NULL ? -1 : PyModule_AddType (module, (PyTypeObject *) type);
}
