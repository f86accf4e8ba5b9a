/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* repr() of tensors and the options behind torch.set_printoptions. */

#include "csrc/binding.h"

#include "engine/core/print.h"

#include <math.h>

PyObject *
tns_py_tensor_repr (PyObject *self)
{
  TnsTensor *tensor = tns_py_tensor_value (self);
  TnsNode *node = tns_tensor_get_grad_fn (tensor);
  GError *error = NULL;
  const char *name = tns_py_type_name (self);
  bool is_plain = Py_TYPE (self) == tns_py_tensor_type || strcmp (name, "Parameter") == 0;
  const char *grad_fn = node != NULL ? tns_node_get_name (node) : NULL;
  /* torch::autograd::NotImplemented is printed without its namespace. */
  const char *colon = grad_fn != NULL ? strrchr (grad_fn, ':') : NULL;
  char *text = tns_tensor_dup_text (tensor, is_plain ? "tensor" : name,
                                    colon != NULL ? colon + 1 : grad_fn, &error);
  if (text == NULL)
    return tns_py_raise (error);
  PyObject *result = PyUnicode_FromString (text);
  g_free (text);
  return result;
}

/* _set_print_options (precision, threshold, edgeitems, linewidth, sci_mode): sci_mode may be None.
 * */
static PyObject *
set_print_options (PyObject *module, PyObject *args)
{
  TnsPrintOptions options;
  PyObject *sci_mode;
  if (!PyArg_ParseTuple (args, "idiiO", &options.precision, &options.threshold, &options.edge_items,
                         &options.line_width, &sci_mode))
    return NULL;
  options.sci_mode = sci_mode == Py_None ? -1 : PyObject_IsTrue (sci_mode);
  if (options.sci_mode < 0 && sci_mode != Py_None)
    return NULL;
  tns_print_options_set (&options);
  Py_RETURN_NONE;
}

static PyObject *
get_print_options (PyObject *module, PyObject *unused)
{
  TnsPrintOptions options = tns_print_options_get ();
  PyObject *sci_mode
      = options.sci_mode < 0 ? Py_NewRef (Py_None) : PyBool_FromLong (options.sci_mode);
  PyObject *threshold = isinf (options.threshold)
                            ? PyFloat_FromDouble (options.threshold)
                            : PyLong_FromDouble (options.threshold);
  return Py_BuildValue ("{s:i,s:N,s:i,s:i,s:N}", "precision", options.precision, "threshold",
                        threshold, "edgeitems", options.edge_items, "linewidth", options.line_width,
                        "sci_mode", sci_mode);
}

static PyMethodDef print_functions[] = {
  { "_set_print_options", set_print_options, METH_VARARGS, NULL },
  { "_get_print_options", get_print_options, METH_NOARGS, NULL },
  { NULL },
};

int
tns_py_print_register (PyObject *module)
{
  return PyModule_AddFunctions (module, print_functions);
}
