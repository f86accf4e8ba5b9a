/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The bridge to NumPy, both ways without copying, through Python's buffer protocol: NumPy is needed
 * neither to build nor to import torch.
 *
 * array → tensor: a foreign storage holds the Py_buffer; whoever frees it takes the GIL first.
 * tensor → array: a small object exports the tensor's bytes and keeps the tensor alive. */

#include "csrc/numpy.h"

static PyObject *
numpy_attribute (const char *name)
{
  PyObject *numpy = PyDict_GetItemString (PyImport_GetModuleDict (), "numpy");
  PyObject *attribute = numpy != NULL ? PyObject_GetAttrString (numpy, name) : NULL;
  if (attribute == NULL)
    PyErr_Clear ();
  return attribute;
}

static bool
is_instance (PyObject *object, const char *name, PyObject **type)
{
  if (*type == NULL)
    *type = numpy_attribute (name);
  return *type != NULL && PyObject_TypeCheck (object, (PyTypeObject *) *type);
}

bool
tns_py_is_array (PyObject *object)
{
  static PyObject *type;
  return is_instance (object, "ndarray", &type);
}

static PyObject *
fail_array_type (PyObject *array)
{
  PyObject *dtype = PyObject_GetAttrString (array, "dtype");
  PyObject *type = dtype != NULL ? PyObject_GetAttrString (dtype, "type") : NULL;
  PyObject *name = type != NULL ? PyObject_GetAttrString (type, "__name__") : NULL;
  if (name != NULL)
    PyErr_Format (
        PyExc_TypeError,
        "can't convert np.ndarray of type numpy.%U. The only supported types are: float64, "
        "float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, "
        "uint32, uint16, uint8, and bool.",
        name);
  Py_XDECREF (name);
  Py_XDECREF (type);
  Py_XDECREF (dtype);
  return NULL;
}

bool
tns_py_numpy_read_dtype (PyObject *object, TnkDtype *dtype)
{
  static PyObject *scalar_type;
  if (!tns_py_is_array (object) && !is_instance (object, "generic", &scalar_type))
    return false;
  PyObject *type = PyObject_GetAttrString (object, "dtype");
  PyObject *name = type != NULL ? PyObject_GetAttrString (type, "name") : NULL;
  Py_XDECREF (type);
  if (name == NULL)
    return false;
  bool is_found = false;
  for (int i = 0; i < TNK_N_DTYPES && !is_found; i++)
    {
      *dtype = (TnkDtype) i;
      is_found = PyUnicode_CompareWithASCIIString (name, tns_dtype_get_name (*dtype)) == 0;
    }
  Py_DECREF (name);
  if (!is_found)
    fail_array_type (object);
  return is_found;
}

/* ---- array → tensor ---- */

static void
release_buffer (void *owner)
{
  Py_buffer *buffer = owner;
  if (Py_IsInitialized ())
    {
      PyGILState_STATE state = PyGILState_Ensure ();
      PyBuffer_Release (buffer);
      PyGILState_Release (state);
    }
  g_free (buffer);
}

static bool
is_native_order (PyObject *array)
{
  PyObject *dtype = PyObject_GetAttrString (array, "dtype");
  PyObject *order = dtype != NULL ? PyObject_GetAttrString (dtype, "isnative") : NULL;
  bool is_native = order == Py_True;
  Py_XDECREF (order);
  Py_XDECREF (dtype);
  return is_native;
}

static Py_buffer *
get_buffer (PyObject *array, bool warns)
{
  Py_buffer *buffer = g_new0 (Py_buffer, 1);
  if (PyObject_GetBuffer (array, buffer, PyBUF_STRIDED) == 0)
    return buffer;
  PyErr_Clear ();
  if ((!warns
       || PyErr_WarnEx (
              PyExc_UserWarning,
              "The given NumPy array is not writable, and PyTorch does not support non-writable "
              "tensors. This means writing to this tensor will result in undefined behavior. You "
              "may "
              "want to copy the array to protect its data or make it writable before converting it "
              "to a tensor. This type of warning will be suppressed for the rest of this program.",
              1)
              == 0)
      && PyObject_GetBuffer (array, buffer, PyBUF_STRIDED_RO) == 0)
    return buffer;
  g_free (buffer);
  return NULL;
}

/* Layout in elements; -1 with an exception for layouts that a tensor cannot have. */
static int
read_layout (const Py_buffer *buffer, TnsMeta *meta, size_t *n_bytes)
{
  int64_t last = 0;
  bool is_empty = false;
  for (int i = 0; i < buffer->ndim; i++)
    {
      if (buffer->strides[i] < 0)
        {
          PyErr_SetString (
              PyExc_ValueError,
              "At least one stride in the given numpy array is negative, and tensors with negative "
              "strides are not currently supported. (You can probably work around this by making a "
              "copy of your array  with array.copy().) ");
          return -1;
        }
      if (buffer->strides[i] % buffer->itemsize != 0)
        {
          PyErr_SetString (
              PyExc_ValueError,
              "given numpy array strides not a multiple of the element byte size. Copy "
              "the numpy array to reallocate the memory.");
          return -1;
        }
      meta->sizes[i] = buffer->shape[i];
      meta->strides[i] = buffer->strides[i] / buffer->itemsize;
      is_empty |= meta->sizes[i] == 0;
      last += (meta->sizes[i] - 1) * meta->strides[i];
    }
  meta->rank = buffer->ndim;
  meta->alias_of = -1;
  meta->offset_elems = 0;
  *n_bytes = is_empty ? 0 : (size_t) (last + 1) * (size_t) buffer->itemsize;
  return 0;
}

TnsTensor *
tns_py_tensor_from_array (PyObject *array, bool warns)
{
  TnsMeta meta = { .device = TNS_CPU };
  size_t n_bytes;
  if (!tns_py_numpy_read_dtype (array, &meta.dtype))
    return NULL;
  if (!is_native_order (array))
    {
      PyErr_SetString (PyExc_ValueError,
                       "given numpy array has byte order different from the native byte order. "
                       "Conversion between byte orders is currently not supported.");
      return NULL;
    }
  Py_buffer *buffer = get_buffer (array, warns);
  if (buffer == NULL)
    return NULL;
  if (read_layout (buffer, &meta, &n_bytes) < 0)
    {
      release_buffer (buffer);
      return NULL;
    }
  g_autoptr (TnsStorage) storage
      = tns_storage_new_foreign (buffer->buf, n_bytes, release_buffer, buffer);
  return tns_tensor_new_on_storage (storage, &meta);
}

static PyObject *
torch_from_numpy (PyObject *module, PyObject *array)
{
  if (!tns_py_is_array (array))
    return PyErr_Format (PyExc_TypeError, "expected np.ndarray (got %s)", tns_py_type_name (array));
  return tns_py_tensor_take (tns_py_tensor_from_array (array, true), NULL);
}

/* ---- tensor → array ---- */

typedef struct
{
  PyObject_HEAD
  TnsTensor *tensor; /* owned */
} ExporterObject;

static PyTypeObject *exporter_type;

static void
exporter_dealloc (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  tns_tensor_unref (((ExporterObject *) self)->tensor);
  type->tp_free (self);
  Py_DECREF (type);
}

/* All bytes from the first element on; NumPy lays sizes and strides over them. */
static int
exporter_get_buffer (PyObject *self, Py_buffer *buffer, int flags)
{
  TnsTensor *tensor = ((ExporterObject *) self)->tensor;
  TnsStorage *storage = tns_tensor_get_storage (tensor);
  size_t skipped = (size_t) tns_tensor_get_offset (tensor)
                   * tnk_dtype_size (tns_tensor_get_dtype (tensor));
  return PyBuffer_FillInfo (buffer, self, tns_tensor_get_data (tensor),
                            (Py_ssize_t) (tns_storage_get_n_bytes (storage) - skipped), 0, flags);
}

static PyType_Slot exporter_slots[] = {
  { Py_tp_dealloc, exporter_dealloc },
  { Py_bf_getbuffer, exporter_get_buffer },
  { 0, NULL },
};

static PyType_Spec exporter_spec = {
  .name = "torch._C._Exporter",
  .basicsize = sizeof (ExporterObject),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  .slots = exporter_slots,
};

static PyObject *
byte_strides (TnsTensor *tensor)
{
  int rank = tns_tensor_get_rank (tensor);
  int64_t strides[TNK_MAX_RANK];
  for (int i = 0; i < rank; i++)
    strides[i] = tns_tensor_get_strides (tensor)[i]
                 * (int64_t) tnk_dtype_size (tns_tensor_get_dtype (tensor));
  return tns_py_ints_new (strides, rank);
}

PyObject *
tns_py_tensor_to_numpy (PyObject *self)
{
  TnsTensor *tensor = tns_py_tensor_value (self);
  TnkDtype dtype = tns_tensor_get_dtype (tensor);
  if (tns_tensor_get_requires_grad (tensor))
    return PyErr_Format (PyExc_RuntimeError, "Can't call numpy() on Tensor that requires grad. Use "
                                             "tensor.detach().numpy() instead.");
  if (tns_tensor_get_device (tensor).type != TNS_DEVICE_CPU)
    {
      PyObject *device = tns_py_device_new (tns_tensor_get_device (tensor));
      PyErr_Format (PyExc_TypeError,
                    "can't convert %S device type tensor to numpy. Use Tensor.cpu() "
                    "to copy the tensor to host memory first.",
                    device);
      Py_XDECREF (device);
      return NULL;
    }
  if (dtype == TNK_BFLOAT16)
    return PyErr_Format (PyExc_TypeError, "Got unsupported ScalarType BFloat16");

  PyObject *numpy = PyImport_ImportModule ("numpy");
  PyObject *shape = tns_py_ints_new (tns_tensor_get_sizes (tensor), tns_tensor_get_rank (tensor));
  PyObject *result = NULL;
  if (numpy != NULL && shape != NULL && tns_tensor_get_numel (tensor) == 0)
    result = PyObject_CallMethod (numpy, "empty", "Os", shape, tns_dtype_get_name (dtype));
  else if (numpy != NULL && shape != NULL)
    {
      ExporterObject *exporter = PyObject_New (ExporterObject, exporter_type);
      if (exporter != NULL)
        {
          exporter->tensor = tns_tensor_ref (tensor);
          result
              = PyObject_CallMethod (numpy, "ndarray", "OsNiN", shape, tns_dtype_get_name (dtype),
                                     exporter, 0, byte_strides (tensor));
        }
    }
  Py_XDECREF (shape);
  Py_XDECREF (numpy);
  return result;
}

static PyMethodDef numpy_functions[] = {
  { "from_numpy", torch_from_numpy, METH_O,
    "from_numpy(ndarray)\n\nA tensor on the array's own memory: writes are seen on both sides." },
  { NULL },
};

int
tns_py_numpy_register (PyObject *module)
{
  exporter_type = (PyTypeObject *) PyType_FromSpec (&exporter_spec);
  return exporter_type == NULL ? -1 : PyModule_AddFunctions (module, numpy_functions);
}
