/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Hooks written in Python: of tensors, of nodes, around saved tensors, and the watcher of anomaly
 * detection. What torch.autograd.graph and Tensor.register_hook are built on. */

#include "csrc/binding.h"

static void
free_function (void *data)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  Py_DECREF ((PyObject *) data);
  PyGILState_Release (state);
}

/* "'name'" of a hook for messages. (transfer full) */
static PyObject *
hook_name (PyObject *hook)
{
  PyObject *name = PyObject_GetAttrString (hook, "__name__");
  if (name != NULL && PyUnicode_Check (name))
    return name;
  PyErr_Clear ();
  Py_XDECREF (name);
  return PyUnicode_FromString ("<unknown>");
}

static bool
has_same_type (const TnsTensor *a, const TnsTensor *b)
{
  return tns_tensor_get_dtype (a) == tns_tensor_get_dtype (b)
         && tns_tensor_get_device (a).type == tns_tensor_get_device (b).type;
}

/* Whether @result may stand in for @original; raises in PyTorch's words. */
static bool
check_replacement (PyObject *hook, TnsTensor *original, PyObject *result)
{
  if (original == NULL)
    PyErr_SetString (PyExc_RuntimeError, "can't replace a None gradient with a non-None value");
  else if (!tns_py_is_tensor (result))
    PyErr_Format (PyExc_TypeError, "expected Variable, but hook returned '%s'",
                  tns_py_type_name (result));
  if (PyErr_Occurred ())
    return false;
  TnsTensor *given = tns_py_tensor_value (result);
  bool same_type = has_same_type (original, given);
  if (same_type && tns_tensor_same_sizes (original, given))
    return true;
  PyObject *name = hook_name (hook);
  if (same_type)
    PyErr_Format (PyExc_RuntimeError, "hook '%U' has changed the size of value", name);
  else
    PyErr_Format (PyExc_RuntimeError,
                  "hook '%U' has changed the type of value (was torch.%sTensor got torch.%sTensor)",
                  name, tns_dtype_get_scalar_type_name (tns_tensor_get_dtype (original)),
                  tns_dtype_get_scalar_type_name (tns_tensor_get_dtype (given)));
  Py_XDECREF (name);
  return false;
}

/* ---- of tensors ---- */

static TnsTensor *
run_tensor_hook (TnsTensor *gradient, void *data, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *argument = tns_py_tensor_wrap (gradient);
  PyObject *result = argument != NULL ? PyObject_CallOneArg (data, argument) : NULL;
  TnsTensor *replacement = NULL;
  if (result != NULL && result != Py_None && check_replacement (data, gradient, result))
    replacement = tns_tensor_ref (tns_py_tensor_value (result));
  if (PyErr_Occurred ())
    tns_py_error_to_engine (error);
  Py_XDECREF (result);
  Py_XDECREF (argument);
  PyGILState_Release (state);
  return replacement;
}

/* The leaf itself; whatever the hook returns is not used. */
static TnsTensor *
run_accumulated_hook (TnsTensor *leaf, void *data, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *argument = tns_py_tensor_wrap (leaf);
  PyObject *result = argument != NULL ? PyObject_CallOneArg (data, argument) : NULL;
  if (result != NULL && result != Py_None)
    PyErr_Format (PyExc_TypeError, "expected Variable, but hook returned '%s'",
                  tns_py_type_name (result));
  if (PyErr_Occurred ())
    tns_py_error_to_engine (error);
  Py_XDECREF (result);
  Py_XDECREF (argument);
  PyGILState_Release (state);
  return NULL;
}

/* _add_tensor_hook (tensor, function, is_accumulated): the number that _remove_tensor_hook takes. */
static PyObject *
add_tensor_hook (PyObject *module, PyObject *args)
{
  PyObject *tensor, *function;
  int is_accumulated;
  if (!PyArg_ParseTuple (args, "O!Op", tns_py_tensor_base_type, &tensor, &function,
                         &is_accumulated))
    return NULL;
  TnsTensor *value = tns_py_tensor_value (tensor);
  Py_INCREF (function);
  return PyLong_FromUnsignedLong (
      is_accumulated
          ? tns_tensor_add_accumulated_hook (value, run_accumulated_hook, function, free_function)
          : tns_tensor_add_hook (value, run_tensor_hook, function, free_function));
}

static PyObject *
remove_tensor_hook (PyObject *module, PyObject *args)
{
  PyObject *tensor;
  unsigned id;
  int is_accumulated;
  if (!PyArg_ParseTuple (args, "O!Ip", tns_py_tensor_base_type, &tensor, &id, &is_accumulated))
    return NULL;
  if (is_accumulated)
    tns_tensor_remove_accumulated_hook (tns_py_tensor_value (tensor), id);
  else
    tns_tensor_remove_hook (tns_py_tensor_value (tensor), id);
  Py_RETURN_NONE;
}

/* ---- of nodes ---- */

static PyObject *
wrap_all (TnsTensor *const *tensors, int n)
{
  PyObject *tuple = PyTuple_New (n);
  for (int i = 0; tuple != NULL && i < n; i++)
    PyTuple_SET_ITEM (tuple, i, tns_py_tensor_wrap (tensors[i]));
  return tuple;
}

static void
replace_all (PyObject *hook, TnsTensor **gradients, int n, PyObject *result)
{
  if (!PyTuple_Check (result))
    {
      PyErr_Format (PyExc_TypeError, "expected tuple, but hook returned '%s'",
                    tns_py_type_name (result));
      return;
    }
  if (PyTuple_GET_SIZE (result) != n)
    {
      PyObject *name = hook_name (hook);
      PyErr_Format (PyExc_RuntimeError,
                    "hook '%U' has returned an incorrect number of values (got %zd, but expected "
                    "%d)",
                    name, PyTuple_GET_SIZE (result), n);
      Py_XDECREF (name);
    }
  for (int i = 0; !PyErr_Occurred () && i < n; i++)
    {
      PyObject *item = PyTuple_GET_ITEM (result, i);
      if (item != Py_None && !check_replacement (hook, gradients[i], item))
        break;
      TnsTensor *given = item != Py_None ? tns_tensor_ref (tns_py_tensor_value (item)) : NULL;
      g_clear_pointer (&gradients[i], tns_tensor_unref);
      gradients[i] = given;
    }
}

static bool
run_node_hook (TnsTensor **gradients, int n_gradients, TnsTensor *const *others, int n_others,
               void *data, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *first = wrap_all (gradients, n_gradients);
  PyObject *second = others != NULL ? wrap_all (others, n_others) : NULL;
  PyObject *result = NULL;
  if (first != NULL && (others == NULL || second != NULL))
    result = PyObject_CallFunctionObjArgs (data, first, second, NULL);
  if (result != NULL && result != Py_None)
    replace_all (data, gradients, n_gradients, result);
  bool is_done = !PyErr_Occurred ();
  if (!is_done)
    tns_py_error_to_engine (error);
  Py_XDECREF (result);
  Py_XDECREF (second);
  Py_XDECREF (first);
  PyGILState_Release (state);
  return is_done;
}

/* _add_node_hook (node, function, runs_before): the number that _remove_node_hook takes. */
static PyObject *
add_node_hook (PyObject *module, PyObject *args)
{
  PyObject *object, *function;
  int runs_before;
  if (!PyArg_ParseTuple (args, "OOp", &object, &function, &runs_before))
    return NULL;
  TnsNode *node = tns_py_node_value (object);
  if (node == NULL)
    return NULL;
  return PyLong_FromUnsignedLong (tns_node_add_hook (node, runs_before, run_node_hook,
                                                     Py_NewRef (function), free_function));
}

static PyObject *
remove_node_hook (PyObject *module, PyObject *args)
{
  PyObject *object;
  unsigned id;
  int runs_before;
  if (!PyArg_ParseTuple (args, "OIp", &object, &id, &runs_before))
    return NULL;
  TnsNode *node = tns_py_node_value (object);
  if (node == NULL)
    return NULL;
  tns_node_remove_hook (node, runs_before, id);
  Py_RETURN_NONE;
}

static PyObject *
will_run (PyObject *module, PyObject *object)
{
  TnsNode *node = tns_py_node_value (object);
  return node != NULL ? PyBool_FromLong (tns_backward_will_run (node)) : NULL;
}

/* ---- around saved tensors ---- */

/* The data of a pair is the tuple (pack, unpack). */
static void *
pack (TnsTensor *tensor, void *data, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *argument = tns_py_tensor_wrap (tensor);
  PyObject *result
      = argument != NULL ? PyObject_CallOneArg (PyTuple_GET_ITEM (data, 0), argument) : NULL;
  if (result == NULL)
    tns_py_error_to_engine (error);
  Py_XDECREF (argument);
  PyGILState_Release (state);
  return result;
}

static TnsTensor *
unpack (void *packed, void *data, GError **error)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *result = PyObject_CallOneArg (PyTuple_GET_ITEM (data, 1), packed);
  TnsTensor *tensor = NULL;
  if (result != NULL && tns_py_is_tensor (result))
    tensor = tns_tensor_ref (tns_py_tensor_value (result));
  else if (result != NULL)
    PyErr_Format (PyExc_TypeError,
                  "Output of saved tensor unpack_hook expected to be a Tensor but got result of "
                  "type %s",
                  tns_py_type_name (result));
  if (tensor == NULL)
    tns_py_error_to_engine (error);
  Py_XDECREF (result);
  PyGILState_Release (state);
  return tensor;
}

static PyObject *
push_saved_hooks (PyObject *module, PyObject *pair)
{
  if (!PyTuple_Check (pair) || PyTuple_GET_SIZE (pair) != 2)
    return PyErr_Format (PyExc_TypeError, "expected a pair of hooks");
  TnsSavedHooks hooks = { .pack = pack,
                          .unpack = unpack,
                          .free_packed = free_function,
                          .data = Py_NewRef (pair),
                          .free_data = free_function };
  tns_saved_hooks_push (&hooks);
  Py_RETURN_NONE;
}

static PyObject *
pop_saved_hooks (PyObject *module, PyObject *unused)
{
  tns_saved_hooks_pop ();
  Py_RETURN_NONE;
}

/* ---- anomaly detection ---- */

/* The stack is taken here, because a new node has no object yet that Python code could hold. */
static void
remember (TnsNode *node)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *module = PyImport_ImportModule ("torch.autograd.anomaly_mode");
  PyObject *parent = tns_py_node_wrap (tns_backward_get_running ());
  PyObject *metadata = module != NULL && parent != NULL
                           ? PyObject_CallMethod (module, "_remember", "O", parent)
                           : NULL;
  if (metadata != NULL)
    tns_node_set_metadata (node, metadata, free_function);
  else
    PyErr_WriteUnraisable (NULL);
  Py_XDECREF (parent);
  Py_XDECREF (module);
  PyGILState_Release (state);
}

static void
tell (TnsNode *node)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  PyObject *wrapped = tns_py_node_wrap (node);
  PyObject *module = PyImport_ImportModule ("torch.autograd.anomaly_mode");
  PyObject *result = module != NULL && wrapped != NULL
                         ? PyObject_CallMethod (module, "_tell", "O", wrapped)
                         : NULL;
  if (result == NULL)
    PyErr_WriteUnraisable (NULL);
  Py_XDECREF (result);
  Py_XDECREF (module);
  Py_XDECREF (wrapped);
  PyGILState_Release (state);
}

static PyObject *
set_anomaly_enabled (PyObject *module, PyObject *args, PyObject *keywords)
{
  static const TnsAnomalyWatcher watcher = { remember, tell };
  static char *names[] = { "enabled", "check_nan", NULL };
  int is_enabled, checks_nan = 1;
  if (!PyArg_ParseTupleAndKeywords (args, keywords, "p|p:set_anomaly_enabled", names, &is_enabled,
                                    &checks_nan))
    return NULL;
  tns_anomaly_set (is_enabled ? &watcher : NULL, checks_nan);
  Py_RETURN_NONE;
}

static PyObject *
is_anomaly_enabled (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (tns_anomaly_is_enabled ());
}

static PyObject *
is_anomaly_check_nan_enabled (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (tns_anomaly_checks_nan ());
}

static PyMethodDef hook_functions[] = {
  { "_add_tensor_hook", add_tensor_hook, METH_VARARGS, NULL },
  { "_remove_tensor_hook", remove_tensor_hook, METH_VARARGS, NULL },
  { "_add_node_hook", add_node_hook, METH_VARARGS, NULL },
  { "_remove_node_hook", remove_node_hook, METH_VARARGS, NULL },
  { "_will_engine_execute_node", will_run, METH_O, NULL },
  { "_push_saved_hooks", push_saved_hooks, METH_O, NULL },
  { "_pop_saved_hooks", pop_saved_hooks, METH_NOARGS, NULL },
  { "set_anomaly_enabled", (PyCFunction) (void (*) (void)) set_anomaly_enabled,
    METH_VARARGS | METH_KEYWORDS, NULL },
  { "is_anomaly_enabled", is_anomaly_enabled, METH_NOARGS, NULL },
  { "is_anomaly_check_nan_enabled", is_anomaly_check_nan_enabled, METH_NOARGS, NULL },
  { NULL },
};

int
tns_py_hooks_register (PyObject *module)
{
  return PyModule_AddFunctions (module, hook_functions);
}
