/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Attributes of a tensor that are state, not ops: x.shape, x.grad, x.requires_grad = True … */

#include "csrc/binding.h"

#include "engine/trace/trace.h"

#define GETTER(attribute)                                                                          \
  static PyObject *get_##attribute (PyObject *object, void *data)                                  \
  {                                                                                                \
    G_GNUC_UNUSED TnsTensor *self = tns_py_tensor_value (object);

GETTER (shape)
  return tns_py_size_new (tns_tensor_get_sizes (self), tns_tensor_get_rank (self));
}

GETTER (dtype)
  return Py_NewRef (tns_py_dtype_get (tns_tensor_get_dtype (self)));
}

GETTER (device)
  return tns_py_device_new (tns_tensor_get_device (self));
}

GETTER (ndim)
  return PyLong_FromLong (tns_tensor_get_rank (self));
}

GETTER (itemsize)
  return PyLong_FromSize_t (tnk_dtype_size (tns_tensor_get_dtype (self)));
}

GETTER (nbytes)
  return PyLong_FromSize_t (tnk_dtype_size (tns_tensor_get_dtype (self))
                            * (size_t) tns_tensor_get_numel (self));
}

GETTER (requires_grad)
  return PyBool_FromLong (tns_tensor_get_requires_grad (self));
}

GETTER (is_leaf)
  return PyBool_FromLong (tns_tensor_is_leaf (self));
}

GETTER (retains_grad)
  return PyBool_FromLong (tns_tensor_retains_grad (self));
}

GETTER (output_nr)
  return PyLong_FromLong (tns_tensor_get_output_nr (self));
}

GETTER (version)
  if (tns_tensor_is_inference (self))
    return PyErr_Format (PyExc_RuntimeError, "Inference tensors do not track version counter.");
  return PyLong_FromUnsignedLong (tns_tensor_get_version (self));
}

GETTER (base)
  return tns_py_tensor_wrap (tns_tensor_get_base (self));
}

GETTER (grad_fn)
  GError *error = NULL;
  if (!tns_tensor_check_view (self, false, &error))
    return tns_py_raise (error);
  return tns_py_node_wrap (tns_tensor_get_grad_fn (self));
}

GETTER (is_cuda)
  return PyBool_FromLong (tns_tensor_get_device (self).type == TNS_DEVICE_CUDA);
}

GETTER (is_cpu)
  return PyBool_FromLong (tns_tensor_get_device (self).type == TNS_DEVICE_CPU);
}

GETTER (is_meta)
  return PyBool_FromLong (tns_tensor_get_device (self).type == TNS_DEVICE_META);
}

GETTER (false)
  Py_RETURN_FALSE;
}

GETTER (array_priority)
  return PyLong_FromLong (1000);
}

GETTER (layout)
  PyObject *module = PyImport_ImportModule ("torch._C");
  PyObject *layout = module != NULL ? PyObject_GetAttrString (module, "strided") : NULL;
  Py_XDECREF (module);
  return layout;
}

/* Asking for the gradient of a tensor that cannot have one is the commonest autograd mistake. */
GETTER (grad)
  TnsTensor *grad = tns_tensor_get_grad (self);
  if (grad == NULL && tns_tensor_get_requires_grad (self) && !tns_tensor_is_leaf (self)
      && !tns_tensor_retains_grad (self)
      && PyErr_WarnEx (
             PyExc_UserWarning,
             "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. "
             "Its .grad attribute won't be populated during autograd.backward(). If you "
             "indeed want the .grad field to be populated for a non-leaf Tensor, use "
             ".retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by "
             "mistake, make sure you access the leaf Tensor instead. See "
             "github.com/pytorch/pytorch/pull/30531 for more information. (Triggered internally at "
             "/__w/pytorch/pytorch/build/aten/src/ATen/core/TensorBody.h:488.)",
             1)
             < 0)
    return NULL;
  return tns_py_tensor_wrap (grad);
}

GETTER (grad_dtype)
  TnkDtype dtype = tns_tensor_get_grad_dtype (self);
  return Py_NewRef (dtype == TNK_N_DTYPES ? Py_None : tns_py_dtype_get (dtype));
}

/* Writes through it are not counted as writes to self. */
GETTER (data)
  PyObject *answer;
  if (tns_py_torch_function ("data", TNS_PY_METHOD, object, NULL, 0, NULL, &answer))
    return answer;
  TnsTensor *data_tensor = tns_tensor_detach (self);
  tns_tensor_split_version (data_tensor, 0);
  return tns_py_tensor_take (data_tensor, NULL);
}

#undef GETTER

static int
refuse (PyObject *type, const char *message)
{
  PyErr_SetString (type, message);
  return -1;
}

/* "[2, 3]" */
static char *
dup_sizes (TnsTensor *tensor)
{
  GString *text = g_string_new ("[");
  for (int i = 0; i < tns_tensor_get_rank (tensor); i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "",
                            tns_tensor_get_sizes (tensor)[i]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static const char *
device_type_name (const TnsTensor *tensor)
{
  switch (tns_tensor_get_device (tensor).type)
    {
    case TNS_DEVICE_CUDA:
      return "cuda";
    case TNS_DEVICE_META:
      return "meta";
    default:
      return "cpu";
    }
}

static int
set_grad (PyObject *object, PyObject *value, void *data)
{
  TnsTensor *self = tns_py_tensor_value (object);
  if (value == NULL || value == Py_None)
    {
      tns_tensor_set_grad (self, NULL);
      tns_trace_set_grad (self);
      return 0;
    }
  if (!tns_py_is_tensor (value))
    {
      PyErr_Format (PyExc_TypeError,
                    "assigned grad expected to be a Tensor or None but got grad of "
                    "type %s",
                    tns_py_type_name (value));
      return -1;
    }
  TnsTensor *grad = tns_py_tensor_value (value);
  TnkDtype dtype = tns_tensor_get_grad_dtype (self), other = tns_tensor_get_dtype (grad);
  if (grad == self)
    return refuse (PyExc_RuntimeError, "can't assign Variable as its own grad");
  if (dtype != TNK_N_DTYPES && dtype != other)
    {
      PyErr_Format (
          PyExc_RuntimeError,
          "attempting to assign a gradient with dtype '%s' to a tensor with grad_dtype "
          "'%s'. The gradient must match the tensor's grad_dtype (defaults to the tensor's "
          "dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or "
          "None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a "
          "tensor and its gradient may break downstream systems that assume they match.",
          tns_dtype_get_c_name (other), tns_dtype_get_scalar_type_name (dtype));
      return -1;
    }
  if (!tns_device_equal (tns_tensor_get_device (self), tns_tensor_get_device (grad)))
    {
      PyErr_Format (PyExc_RuntimeError,
                    "attempting to assign a gradient with device type '%s' to a tensor with device "
                    "type '%s'. Please ensure that the gradient and the tensor are on the same "
                    "device",
                    device_type_name (grad),
                    device_type_name (self));
      return -1;
    }
  if (!tns_tensor_same_sizes (self, grad))
    {
      g_autofree char *given = dup_sizes (grad);
      g_autofree char *wanted = dup_sizes (self);
      PyErr_Format (PyExc_RuntimeError,
                    "attempting to assign a gradient of size '%s' to a tensor of size '%s'. Please "
                    "ensure that the gradient and the tensor are the same size",
                    given, wanted);
      return -1;
    }
  tns_tensor_set_grad (self, grad);
  tns_trace_set_grad (self);
  return 0;
}

static int
set_grad_dtype (PyObject *object, PyObject *value, void *data)
{
  TnsTensor *self = tns_py_tensor_value (object);
  if (value == NULL || (value != Py_None && !tns_py_is_dtype (value)))
    {
      PyErr_Format (PyExc_RuntimeError, "grad_dtype must be a torch.dtype or None, but got %s",
                    value != NULL ? tns_py_type_name (value) : "NULL");
      return -1;
    }
  if (!tns_tensor_is_leaf (self))
    return refuse (PyExc_RuntimeError, "grad_dtype can only be set on leaf tensors.");
  TnkDtype dtype = value == Py_None ? TNK_N_DTYPES : tns_py_dtype_value (value);
  TnsTensor *grad = tns_tensor_get_grad (self);
  if (grad != NULL && dtype != TNK_N_DTYPES && tns_tensor_get_dtype (grad) != dtype)
    {
      PyErr_Format (PyExc_RuntimeError,
                    "Cannot set grad_dtype to '%s' because there is already a gradient with dtype "
                    "'%s'. Please clear the gradient (.grad = None) before changing grad_dtype, or "
                    "ensure the new grad_dtype matches the existing gradient's dtype.",
                    tns_dtype_get_scalar_type_name (dtype),
                    tns_dtype_get_c_name (tns_tensor_get_dtype (grad)));
      return -1;
    }
  tns_tensor_set_grad_dtype (self, dtype);
  return 0;
}

static int
set_requires_grad (PyObject *object, PyObject *value, void *data)
{
  TnsTensor *self = tns_py_tensor_value (object);
  GError *error = NULL;
  if (value == NULL || !PyBool_Check (value))
    return refuse (PyExc_RuntimeError, "requires_grad must be a bool");
  if (!tns_tensor_is_leaf (self))
    return refuse (PyExc_RuntimeError,
                   value == Py_True
                       ? "you can only change requires_grad flags of leaf variables."
                       : "you can only change requires_grad flags of leaf variables. If you want "
                         "to use a computed variable in a subgraph that doesn't require "
                         "differentiation use var_no_grad = var.detach().");
  if (value == Py_True && tnk_dtype_is_integral (tns_tensor_get_dtype (self)))
    return refuse (PyExc_RuntimeError,
                   "only Tensors of floating point and complex dtype can require "
                   "gradients");
  if (value == Py_True && tns_tensor_is_inference (self) && !tns_inference_mode_get ())
    return refuse (PyExc_RuntimeError,
                   "Setting requires_grad=True on inference tensor outside InferenceMode is not "
                   "allowed.");
  if (tns_tensor_set_requires_grad (self, value == Py_True, &error))
    return 0;
  tns_py_raise (error);
  return -1;
}

/* The other tensor's storage and layout; autograd sees nothing of it. */
static int
set_data (PyObject *object, PyObject *value, void *data)
{
  TnsTensor *self = tns_py_tensor_value (object);
  if (value == NULL)
    return refuse (PyExc_RuntimeError,
                   "Deleting tensor data is not allowed. Delete tensor instead!");
  if (!tns_py_is_tensor (value))
    {
      PyErr_Format (PyExc_TypeError, "Variable data has to be a tensor, but got %s",
                    tns_py_type_name (value));
      return -1;
    }
  TnsMeta meta;
  TnsTensor *other = tns_py_tensor_value (value);
  tns_tensor_get_meta (other, &meta);
  if (tnk_dtype_is_integral (meta.dtype) && tns_tensor_get_requires_grad (self))
    return refuse (PyExc_RuntimeError,
                   "data set to a tensor that requires gradients must be floating point or complex "
                   "dtype");
  tns_tensor_set_layout (self, tns_tensor_get_storage (other), &meta);
  return 0;
}

PyGetSetDef tns_py_tensor_attributes[] = {
  { "shape", get_shape, NULL, "Size of every dim, as torch.Size." },
  { "dtype", get_dtype, NULL, "Type of the elements." },
  { "device", get_device, NULL, "Where the elements are." },
  { "layout", get_layout, NULL, "Always torch.strided." },
  { "ndim", get_ndim, NULL, "Number of dims." },
  { "itemsize", get_itemsize, NULL, "Bytes of one element." },
  { "nbytes", get_nbytes, NULL, "Bytes of all elements." },
  { "grad", get_grad, set_grad, "Gradient accumulated by backward(), or None." },
  { "grad_dtype", get_grad_dtype, set_grad_dtype, "dtype that grad must have; None: any." },
  { "grad_fn", get_grad_fn, NULL, "Backward node of the op that made this tensor, or None." },
  { "requires_grad", get_requires_grad, set_requires_grad, "Whether gradients are wanted." },
  { "is_leaf", get_is_leaf, NULL, "Whether no recorded op made this tensor." },
  { "retains_grad", get_retains_grad, NULL, "Whether a non-leaf keeps its gradient." },
  { "output_nr", get_output_nr, NULL, "Which of grad_fn's results this is." },
  { "data", get_data, set_data, "The same numbers without autograd." },
  { "_version", get_version, NULL, "In-place writes so far." },
  { "_base", get_base, NULL, "Tensor that this is a view of, or None." },
  { "is_cuda", get_is_cuda },
  { "is_cpu", get_is_cpu },
  { "is_meta", get_is_meta },
  { "is_sparse", get_false },
  { "is_quantized", get_false },
  { "is_mps", get_false },
  { "is_mkldnn", get_false },
  { "is_xla", get_false },
  { "is_sparse_csr", get_false },
  { "is_vulkan", get_false },
  { "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict },
  { "is_xpu", get_false },
  { "is_nested", get_false },
  { "__array_priority__", get_array_priority },
  { NULL },
};
