/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The extension module torch._C. Everything in it is registered by the source that owns it. */

#include "csrc/binding.h"

static struct PyModuleDef module_definition = {
  PyModuleDef_HEAD_INIT,
  .m_name = "torch._C",
  .m_doc = "Tensors, the op table and autograd of Tensarium's engine.",
  .m_size = -1,
};

/* Types first: methods of the op table are attached to the tensor type. */
static int (*const parts[]) (PyObject *module) = {
  tns_py_size_register,      tns_py_dtype_register,    tns_py_device_register,
  tns_py_generator_register, tns_py_tensor_register,   tns_py_node_register,
  tns_py_numpy_register,     tns_py_dlpack_register,   tns_py_construct_register,
  tns_py_print_register,     tns_py_autograd_register, tns_py_function_register,
  tns_py_hooks_register,     tns_py_trace_register,    tns_py_ops_register,
  tns_py_return_types_register, tns_py_signed_register, tns_py_torch_function_register,
};

PyMODINIT_FUNC PyInit__C (void);

PyMODINIT_FUNC
PyInit__C (void)
{
  PyObject *module = PyModule_Create (&module_definition);
  for (size_t i = 0; module != NULL && i < G_N_ELEMENTS (parts); i++)
    if (parts[i](module) < 0)
      Py_CLEAR (module);
  return module;
}
