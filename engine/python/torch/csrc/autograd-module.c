/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What torch.autograd in Python is built on: grad mode and one backward run. */

#include "csrc/binder.h"

/* ---- modes ---- */

static PyObject *
set_grad_enabled (PyObject *module, PyObject *mode)
{
  int truth = PyObject_IsTrue (mode);
  return truth < 0 ? NULL : PyBool_FromLong (tns_grad_mode_set (truth));
}

static PyObject *
is_grad_enabled (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (tns_grad_mode_get ());
}

static PyObject *
set_inference_mode (PyObject *module, PyObject *mode)
{
  int truth = PyObject_IsTrue (mode);
  return truth < 0 ? NULL : PyBool_FromLong (tns_inference_mode_set (truth));
}

static PyObject *
is_inference_mode_enabled (PyObject *module, PyObject *unused)
{
  return PyBool_FromLong (tns_inference_mode_get ());
}

/* ---- backward ---- */

/* Borrowed tensors of a tuple of tensors and None; NULL with an exception. Free with g_free. */
static TnsTensor **
read_tuple (PyObject *tuple)
{
  Py_ssize_t n = PyTuple_GET_SIZE (tuple);
  TnsTensor **tensors = g_new0 (TnsTensor *, MAX (n, 1));
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item = PyTuple_GET_ITEM (tuple, i);
      if (item != Py_None && !tns_py_is_tensor (item))
        {
          PyErr_Format (PyExc_TypeError, "expected Tensor as element %zd, but got %s", i,
                        tns_py_type_name (item));
          g_free (tensors);
          return NULL;
        }
      tensors[i] = item != Py_None ? tns_py_tensor_value (item) : NULL;
    }
  return tensors;
}

static PyObject *
take_tuple (TnsTensor **tensors, int n)
{
  PyObject *tuple = PyTuple_New (n);
  for (int i = 0; tuple != NULL && i < n; i++)
    PyTuple_SET_ITEM (
        tuple, i, tensors[i] != NULL ? tns_py_tensor_take (tensors[i], NULL) : Py_NewRef (Py_None));
  return tuple;
}

/* _run_backward (roots, gradients, retain_graph, create_graph, inputs, accumulate): gradients of
 * the inputs when accumulate is false, else None. */
static PyObject *
run_backward (PyObject *module, PyObject *args)
{
  PyObject *roots, *gradients, *inputs;
  int retain_graph, create_graph, accumulate;
  GError *error = NULL;
  if (!PyArg_ParseTuple (args, "O!O!ppO!p", &PyTuple_Type, &roots, &PyTuple_Type, &gradients,
                         &retain_graph, &create_graph, &PyTuple_Type, &inputs, &accumulate))
    return NULL;
  int n_roots = (int) PyTuple_GET_SIZE (roots);
  int n_inputs = (int) PyTuple_GET_SIZE (inputs);
  g_autofree TnsTensor **root_tensors = read_tuple (roots);
  g_autofree TnsTensor **gradient_tensors = root_tensors != NULL ? read_tuple (gradients) : NULL;
  g_autofree TnsTensor **input_tensors = gradient_tensors != NULL ? read_tuple (inputs) : NULL;
  g_autofree TnsTensor **input_gradients = g_new0 (TnsTensor *, MAX (n_inputs, 1));
  if (input_tensors == NULL)
    return NULL;
  if (PyTuple_GET_SIZE (gradients) != n_roots)
    return PyErr_Format (PyExc_RuntimeError, "got %d tensors and %zd gradients", n_roots,
                         PyTuple_GET_SIZE (gradients));
  if (!tns_backward (root_tensors, gradient_tensors, n_roots, retain_graph, create_graph,
                     n_inputs > 0 ? input_tensors : NULL, n_inputs,
                     accumulate ? NULL : input_gradients, &error))
    return tns_py_raise (error);
  if (accumulate)
    Py_RETURN_NONE;
  return take_tuple (input_gradients, n_inputs);
}

/* _tensor_at (node, number): a tensor that stands where that result of the node stands. */
static PyObject *
tensor_at (PyObject *module, PyObject *args)
{
  PyObject *object;
  int output_nr;
  GError *error = NULL;
  if (!PyArg_ParseTuple (args, "Oi", &object, &output_nr))
    return NULL;
  TnsNode *node = tns_py_node_value (object);
  if (node == NULL)
    return NULL;
  TnsTensor *tensor = tns_node_new_result (node, output_nr, &error);
  return tns_py_tensor_take (tensor, error);
}

static PyObject *
increment_version (PyObject *module, PyObject *tensor)
{
  if (!tns_py_is_tensor (tensor))
    return PyErr_Format (PyExc_TypeError, "expected a Tensor, not %s", tns_py_type_name (tensor));
  tns_tensor_raise_version (tns_py_tensor_value (tensor));
  Py_RETURN_NONE;
}

/* ---- process-wide switches ---- */

/* _set_cancel_flag (address): an int in memory that stops long kernels while it is not 0; 0: none.
 * */
static PyObject *
set_cancel_flag (PyObject *module, PyObject *address)
{
  void *flag = PyLong_AsVoidPtr (address);
  if (flag == NULL && PyErr_Occurred ())
    return NULL;
  tnk_set_cancel_flag (flag);
  Py_RETURN_NONE;
}

static PyObject *
memory_used (PyObject *module, PyObject *unused)
{
  return PyLong_FromSize_t (tns_memory_get_used ());
}

static PyObject *
set_num_threads (PyObject *module, PyObject *n)
{
  long number = PyLong_AsLong (n);
  if (number == -1 && PyErr_Occurred ())
    return NULL;
  if (number <= 0)
    return PyErr_Format (PyExc_RuntimeError, "set_num_threads expects a positive integer");
  tnk_set_n_threads ((int) number);
  Py_RETURN_NONE;
}

static PyObject *
get_num_threads (PyObject *module, PyObject *unused)
{
  return PyLong_FromLong (tnk_get_n_threads ());
}

static PyObject *
get_default_dtype (PyObject *module, PyObject *unused)
{
  return Py_NewRef (tns_py_dtype_get (tns_dtype_get_default ()));
}

static PyObject *
set_default_dtype (PyObject *module, PyObject *dtype)
{
  if (!tns_py_is_dtype (dtype))
    return PyErr_Format (PyExc_TypeError, "invalid dtype object: only floating-point types are "
                                          "supported as the default type");
  if (!tnk_dtype_is_floating (tns_py_dtype_value (dtype)))
    return PyErr_Format (PyExc_TypeError,
                         "only floating-point types are supported as the default type");
  tns_dtype_set_default (tns_py_dtype_value (dtype));
  Py_RETURN_NONE;
}

static PyObject *
promote_types (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  if (tns_py_parse (&call,
                    TNS_PY_SIGNATURES (
                        "promote_types(ScalarType type1, ScalarType type2) -> ScalarType"),
                    NULL, args, n, names)
      == NULL)
    return NULL;
  return Py_NewRef (
      tns_py_dtype_get (tns_dtype_promote (call.values[0].dtype, call.values[1].dtype)));
}

static PyObject *
can_cast (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  if (tns_py_parse (&call,
                    TNS_PY_SIGNATURES ("can_cast(ScalarType from_, ScalarType to) -> bool"), NULL,
                    args, n, names)
      == NULL)
    return NULL;
  return PyBool_FromLong (tns_dtype_can_cast (call.values[0].dtype, call.values[1].dtype));
}

static PyObject *
result_type (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  if (tns_py_parse (&call,
                    TNS_PY_SIGNATURES ("result_type(Tensor tensor, Tensor other) -> ScalarType\n"
                                       "result_type(Scalar scalar, Tensor tensor) -> ScalarType\n"
                                       "result_type(Tensor tensor, Scalar other) -> ScalarType\n"
                                       "result_type(Scalar scalar1, Scalar scalar2) -> ScalarType"),
                    NULL, args, n, names)
      == NULL)
    return NULL;
  return Py_NewRef (tns_py_dtype_get (tns_result_type (call.values, 2)));
}

#define KEYWORDS(function)                                                                         \
  (PyCFunction) (void (*) (void)) function, METH_FASTCALL | METH_KEYWORDS

static PyMethodDef autograd_functions[] = {
  { "_set_grad_enabled", set_grad_enabled, METH_O, NULL },
  { "is_grad_enabled", is_grad_enabled, METH_NOARGS, "Whether ops are recorded for backward()." },
  { "_set_inference_mode", set_inference_mode, METH_O, NULL },
  { "is_inference_mode_enabled", is_inference_mode_enabled, METH_NOARGS, NULL },
  { "_run_backward", run_backward, METH_VARARGS, NULL },
  { "_tensor_at", tensor_at, METH_VARARGS, NULL },
  { "_increment_version", increment_version, METH_O, NULL },
  { "_set_cancel_flag", set_cancel_flag, METH_O, NULL },
  { "_memory_used", memory_used, METH_NOARGS, NULL },
  { "set_num_threads", set_num_threads, METH_O, NULL },
  { "get_num_threads", get_num_threads, METH_NOARGS, NULL },
  { "get_default_dtype", get_default_dtype, METH_NOARGS, NULL },
  { "set_default_dtype", set_default_dtype, METH_O, NULL },
  { "promote_types", KEYWORDS (promote_types), NULL },
  { "can_cast", KEYWORDS (can_cast), NULL },
  { "result_type", KEYWORDS (result_type), NULL },
  { NULL },
};

int
tns_py_autograd_register (PyObject *module)
{
  return PyModule_AddFunctions (module, autograd_functions);
}
