/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Methods that ask about a tensor or change what it is; everything that computes is on the op
 * table. */

#include "csrc/binder.h"

#define SELF tns_py_tensor_value (self)

/* ---- layout ---- */

/* One of @items when a dim is given; NULL with an exception. */
static PyObject *
item_of_dim (const int64_t *items, int rank, int64_t dim)
{
  GError *error = NULL;
  if (rank == 0)
    return PyErr_Format (PyExc_IndexError,
                         "Dimension specified as %lld but tensor has no dimensions",
                         (long long)dim);
  if (!tns_wrap_dim (&dim, rank, &error))
    return tns_py_raise (error);
  return PyLong_FromLongLong (items[dim]);
}

static PyObject *
tensor_size (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *size = TNS_PY_SIGNATURES ("size(Tensor self, int? dim=None) -> int");
  if (tns_py_parse (&call, size, self, args, n, names) == NULL)
    return NULL;
  int rank = tns_tensor_get_rank (SELF);
  const int64_t *sizes = tns_tensor_get_sizes (SELF);
  return call.values[1].kind == TNS_NONE ? tns_py_size_new (sizes, rank)
                                         : item_of_dim (sizes, rank, call.values[1].i);
}

static PyObject *
tensor_stride (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *stride = TNS_PY_SIGNATURES ("stride(Tensor self, int? dim=None) -> int");
  if (tns_py_parse (&call, stride, self, args, n, names) == NULL)
    return NULL;
  int rank = tns_tensor_get_rank (SELF);
  const int64_t *strides = tns_tensor_get_strides (SELF);
  return call.values[1].kind == TNS_NONE ? tns_py_ints_new (strides, rank)
                                         : item_of_dim (strides, rank, call.values[1].i);
}

static PyObject *
tensor_dim (PyObject *self, PyObject *unused)
{
  return PyLong_FromLong (tns_tensor_get_rank (SELF));
}

static PyObject *
tensor_numel (PyObject *self, PyObject *unused)
{
  return PyLong_FromLongLong (tns_tensor_get_numel (SELF));
}

static PyObject *
tensor_storage_offset (PyObject *self, PyObject *unused)
{
  return PyLong_FromLongLong (tns_tensor_get_offset (SELF));
}

static PyObject *
tensor_data_ptr (PyObject *self, PyObject *unused)
{
  return PyLong_FromVoidPtr (tns_tensor_get_data (SELF));
}

static PyObject *
tensor_element_size (PyObject *self, PyObject *unused)
{
  return PyLong_FromSize_t (tnk_dtype_size (tns_tensor_get_dtype (SELF)));
}

/* Whether the elements are dense with the dims in this order, the fastest first. */
static bool
lies_in_order (const TnsTensor *tensor, const int *dims, int n)
{
  int64_t expected = 1;
  if (tns_tensor_get_rank (tensor) != n)
    return false;
  for (int k = 0; k < n; k++)
    {
      int64_t size = tns_tensor_get_sizes (tensor)[dims[k]];
      if (size != 1 && tns_tensor_get_strides (tensor)[dims[k]] != expected)
        return false;
      expected *= size;
    }
  return true;
}

static PyObject *
tensor_is_contiguous (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "is_contiguous(Tensor self, *, MemoryFormat memory_format='contiguous_format') -> bool");
  if (tns_py_parse (&call, signatures, self, args, n, names) == NULL)
    return NULL;
  static const int last_2d[] = { 1, 3, 2, 0 }, last_3d[] = { 1, 4, 3, 2, 0 };
  const char *format = call.values[1].string;
  bool answer = tns_tensor_is_contiguous (SELF);
  if (strcmp (format, "channels_last") == 0)
    answer = lies_in_order (SELF, last_2d, G_N_ELEMENTS (last_2d));
  else if (strcmp (format, "channels_last_3d") == 0)
    answer = lies_in_order (SELF, last_3d, G_N_ELEMENTS (last_3d));
  return PyBool_FromLong (answer);
}

static PyObject *
tensor_is_shared (PyObject *self, PyObject *unused)
{
  bool is_cuda = tns_tensor_get_device (SELF).type == TNS_DEVICE_CUDA;
  return PyBool_FromLong (is_cuda || tns_storage_is_shared (tns_tensor_get_storage (SELF)));
}

static PyObject *
tensor_share_memory_ (PyObject *self, PyObject *unused)
{
  tns_storage_set_shared (tns_tensor_get_storage (SELF));
  return Py_NewRef (self);
}

static PyObject *
tensor_get_device (PyObject *self, PyObject *unused)
{
  TnsDevice device = tns_tensor_get_device (SELF);
  return PyLong_FromLong (device.type == TNS_DEVICE_CUDA ? MAX (device.index, 0) : -1);
}

static PyObject *
tensor_is_floating_point (PyObject *self, PyObject *unused)
{
  return PyBool_FromLong (tnk_dtype_is_floating (tns_tensor_get_dtype (SELF)));
}

static PyObject *
tensor_is_complex (PyObject *self, PyObject *unused)
{
  return PyBool_FromLong (tnk_dtype_is_complex (tns_tensor_get_dtype (SELF)));
}

static PyObject *
tensor_is_signed (PyObject *self, PyObject *unused)
{
  TnkDtype dtype = tns_tensor_get_dtype (SELF);
  return PyBool_FromLong (dtype != TNK_BOOL && dtype != TNK_UINT8);
}

static PyObject *
tensor_same (PyObject *self, PyObject *unused)
{
  return Py_NewRef (self);
}

static PyObject *
tensor_false (PyObject *self, PyObject *unused)
{
  Py_RETURN_FALSE;
}

static PyObject *
tensor_is_inference (PyObject *self, PyObject *unused)
{
  return PyBool_FromLong (tns_tensor_is_inference (SELF));
}

static PyObject *
tensor_is_view (PyObject *self, PyObject *unused)
{
  return PyBool_FromLong (tns_tensor_get_base (SELF) != NULL);
}

static PyObject *
tensor_is_set_to (PyObject *self, PyObject *other)
{
  if (!tns_py_is_tensor (other))
    return PyErr_Format (PyExc_TypeError,
                         "is_set_to(): argument 'tensor' (position 1) must be Tensor, "
                         "not %s",
                         tns_py_type_name (other));
  TnsTensor *a = SELF, *b = tns_py_tensor_value (other);
  int rank = tns_tensor_get_rank (a);
  size_t n_bytes = (size_t) rank * sizeof (int64_t);
  return PyBool_FromLong (
      tns_tensor_get_storage (a) == tns_tensor_get_storage (b)
      && tns_tensor_get_offset (a) == tns_tensor_get_offset (b) && tns_tensor_same_sizes (a, b)
      && memcmp (tns_tensor_get_strides (a), tns_tensor_get_strides (b), n_bytes) == 0);
}

/* ---- Python values ---- */

static PyObject *
tensor_item (PyObject *self, PyObject *unused)
{
  return tns_py_tensor_item (self);
}

/* Nested lists of the elements from @data on. */
static PyObject *
nest (TnsTensor *tensor, const char *data, int dim)
{
  TnkDtype dtype = tns_tensor_get_dtype (tensor);
  if (dim == tns_tensor_get_rank (tensor))
    return tns_py_scalar_new (tns_scalar_read (dtype, data));
  int64_t n = tns_tensor_get_sizes (tensor)[dim];
  int64_t step = tns_tensor_get_strides (tensor)[dim] * (int64_t) tnk_dtype_size (dtype);
  PyObject *list = PyList_New (n);
  for (int64_t i = 0; list != NULL && i < n; i++)
    {
      PyObject *item = nest (tensor, data + i * step, dim + 1);
      if (item != NULL)
        PyList_SET_ITEM (list, i, item);
      else
        Py_CLEAR (list);
    }
  return list;
}

PyObject *
tns_py_tensor_to_list (PyObject *self)
{
  g_autoptr (TnsTensor) host = tns_py_tensor_to (SELF, TNK_N_DTYPES, TNS_CPU, false);
  return host != NULL ? nest (host, tns_tensor_get_data (host), 0) : NULL;
}

static PyObject *
tensor_tolist (PyObject *self, PyObject *unused)
{
  return tns_py_tensor_to_list (self);
}

/* numpy (*, force=False): force also detaches and fetches from another device. */
static PyObject *
tensor_numpy (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures
      = TNS_PY_SIGNATURES ("numpy(Tensor self, *, bool force=False) -> Tensor");
  if (tns_py_parse (&call, signatures, self, args, n, names) == NULL)
    return NULL;
  if (!call.values[1].b)
    return tns_py_tensor_to_numpy (self);
  g_autoptr (TnsTensor) detached = tns_tensor_detach (SELF);
  PyObject *host
      = tns_py_tensor_take (tns_py_tensor_to (detached, TNK_N_DTYPES, TNS_CPU, false), NULL);
  PyObject *array = host != NULL ? tns_py_tensor_to_numpy (host) : NULL;
  Py_XDECREF (host);
  return array;
}

static PyObject *
tensor_array (PyObject *self, PyObject *args, PyObject *keywords)
{
  static char *names[] = { "dtype", "copy", NULL };
  PyObject *dtype = Py_None, *copy = Py_None;
  if (!PyArg_ParseTupleAndKeywords (args, keywords, "|OO:__array__", names, &dtype, &copy))
    return NULL;
  PyObject *array = tns_py_tensor_to_numpy (self);
  if (array == NULL || dtype == Py_None)
    return array;
  PyObject *converted = PyObject_CallMethod (array, "astype", "O", dtype);
  Py_DECREF (array);
  return converted;
}

/* A 0-d tensor formats as its number; any other only without a specification. */
static PyObject *
tensor_format (PyObject *self, PyObject *specification)
{
  if (tns_tensor_get_rank (SELF) == 0 && Py_TYPE (self) == tns_py_tensor_type)
    {
      PyObject *item = tns_py_tensor_item (self);
      PyObject *text = item != NULL ? PyObject_Format (item, specification) : NULL;
      Py_XDECREF (item);
      return text;
    }
  if (PyUnicode_GetLength (specification) == 0)
    return PyObject_Str (self);
  return PyErr_Format (PyExc_TypeError, "unsupported format string passed to %s.__format__",
                       tns_py_type_name (self));
}

static PyObject *
tensor_complex (PyObject *self, PyObject *unused)
{
  PyObject *item = tns_py_tensor_item (self);
  PyObject *number
      = item != NULL ? PyObject_CallOneArg ((PyObject *) &PyComplex_Type, item) : NULL;
  Py_XDECREF (item);
  return number;
}

static PyObject *
tensor_reversed (PyObject *self, PyObject *unused)
{
  if (tns_tensor_get_rank (SELF) == 0)
    return Py_NewRef (self);
  return PyObject_CallMethod (self, "flip", "i", 0);
}

/* ---- copies ---- */

/* Leaves only, as in PyTorch: a copy of a result would have no graph to belong to. */
static PyObject *
tensor_deepcopy (PyObject *self, PyObject *memo)
{
  if (!tns_tensor_is_leaf (SELF))
    return PyErr_Format (
        PyExc_RuntimeError,
        "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol "
        "at "
        "the moment.  If you were attempting to deepcopy a module, this may be because of a "
        "torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001");
  PyObject *key = PyLong_FromVoidPtr (self);
  PyObject *known = key != NULL ? PyObject_GetItem (memo, key) : NULL;
  if (known != NULL)
    {
      Py_DECREF (key);
      return known;
    }
  PyErr_Clear ();

  g_autoptr (TnsTensor) plain = tns_tensor_detach (SELF);
  TnsTensor *copy = tns_py_tensor_to (plain, TNK_N_DTYPES, tns_tensor_get_device (plain), true);
  PyObject *result = copy != NULL ? tns_py_tensor_take_as (Py_TYPE (self), copy) : NULL;
  if (result == NULL)
    goto out;
  if (!tns_tensor_set_requires_grad (copy, tns_tensor_get_requires_grad (SELF), NULL)
      || PyObject_SetItem (memo, key, result) < 0)
    Py_CLEAR (result);
  TnsTensor *grad = tns_tensor_get_grad (SELF);
  if (result != NULL && grad != NULL)
    {
      g_autoptr (TnsTensor) grad_copy
          = tns_py_tensor_to (grad, TNK_N_DTYPES, tns_tensor_get_device (grad), true);
      tns_tensor_set_grad (copy, grad_copy);
    }
  TnsPyTensor *from = (TnsPyTensor *) self;
  if (result != NULL && from->dict != NULL)
    {
      PyObject *copy_module = PyImport_ImportModule ("copy");
      ((TnsPyTensor *)result)->dict
          = copy_module != NULL
                ? PyObject_CallMethod (copy_module, "deepcopy", "OO", from->dict, memo)
                : NULL;
      Py_XDECREF (copy_module);
    }
out:
  Py_DECREF (key);
  return result;
}

/* ---- autograd ---- */

static PyObject *
tensor_requires_grad_ (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures
      = TNS_PY_SIGNATURES ("requires_grad_(Tensor self, bool requires_grad=True) -> Tensor");
  if (tns_py_parse (&call, signatures, self, args, n, names) == NULL)
    return NULL;
  PyObject *wanted = call.values[1].b ? Py_True : Py_False;
  if (wanted == Py_True && tnk_dtype_is_integral (tns_tensor_get_dtype (SELF)))
    return PyErr_Format (PyExc_RuntimeError,
                         "only Tensors of floating point dtype can require gradients");
  if (wanted == Py_True && !tns_tensor_is_leaf (SELF))
    return Py_NewRef (self);
  return PyObject_SetAttrString (self, "requires_grad", wanted) < 0 ? NULL : Py_NewRef (self);
}

static PyObject *
tensor_retain_grad (PyObject *self, PyObject *unused)
{
  if (!tns_tensor_get_requires_grad (SELF))
    return PyErr_Format (PyExc_RuntimeError,
                         "can't retain_grad on Tensor that has requires_grad=False");
  tns_tensor_retain_grad (SELF);
  Py_RETURN_NONE;
}

static PyObject *
tensor_detach_ (PyObject *self, PyObject *unused)
{
  if (tns_tensor_get_base (SELF) != NULL)
    return PyErr_Format (
        PyExc_RuntimeError,
        "Can't detach views in-place. Use detach() instead. If you are using "
        "DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, "
        "gradients are views of DDP buckets, and hence detach_() cannot be called on these "
        "gradients. To fix this error, please refer to the Optimizer.zero_grad() function in "
        "torch/optim/optimizer.py as the solution.");
  tns_tensor_leave_graph (SELF);
  return Py_NewRef (self);
}

/* ---- bytes ---- */

static bool
check_same_dtype (TnsTensor *self, TnsTensor *source)
{
  TnkDtype own = tns_tensor_get_dtype (self), other = tns_tensor_get_dtype (source);
  if (own != other)
    PyErr_Format (PyExc_RuntimeError, "Could not set tensor of type %s to a tensor of type %s",
                  tns_dtype_get_c_name (other), tns_dtype_get_c_name (own));
  return own == other;
}

/* _set_to (source=None): becomes the source's window, or an empty one on memory of its own. */
static PyObject *
tensor_set_to (PyObject *self, PyObject *args)
{
  PyObject *source = NULL;
  if (!PyArg_ParseTuple (args, "|O!:set_", tns_py_tensor_base_type, &source))
    return NULL;
  TnsMeta meta;
  GError *error = NULL;
  if (source != NULL)
    {
      TnsTensor *other = tns_py_tensor_value (source);
      if (!check_same_dtype (SELF, other))
        return NULL;
      tns_tensor_get_meta (other, &meta);
      tns_tensor_set_layout (SELF, tns_tensor_get_storage (other), &meta);
    }
  else
    {
      int64_t none = 0;
      tns_meta_init_dense (&meta, tns_tensor_get_dtype (SELF), tns_tensor_get_device (SELF), 1,
                           &none);
      g_autoptr (TnsStorage) storage = tns_storage_new (meta.device, 0, &error);
      if (storage == NULL)
        return tns_py_raise (error);
      tns_tensor_set_layout (SELF, storage, &meta);
    }
  tns_tensor_raise_version (SELF);
  return Py_NewRef (self);
}

/* _resize_storage (n_bytes) */
static PyObject *
tensor_resize_storage (PyObject *self, PyObject *n_bytes)
{
  GError *error = NULL;
  long long n = PyLong_AsLongLong (n_bytes);
  if (n == -1 && PyErr_Occurred ())
    return NULL;
  if (n < 0)
    return PyErr_Format (PyExc_RuntimeError,
                         "[enforce fail at alloc_cpu.cpp:98] ((ptrdiff_t)nbytes) >= 0. alloc_cpu() "
                         "seems to have been called with negative number: %llu",
                         (unsigned long long) n);
  if (!tns_storage_resize (tns_tensor_get_storage (SELF), (size_t) n, &error))
    return tns_py_raise (error);
  Py_RETURN_NONE;
}

static PyObject *
tensor_is_resizable (PyObject *self, PyObject *unused)
{
  return PyBool_FromLong (!tns_storage_is_foreign (tns_tensor_get_storage (SELF)));
}

bool
tns_py_tensor_resize (TnsTensor *tensor, int rank, const int64_t *sizes)
{
  TnsMeta meta;
  int64_t numel;
  GError *error = NULL;
  tns_tensor_get_meta (tensor, &meta);
  int64_t offset = meta.offset_elems;
  tns_meta_init_dense (&meta, meta.dtype, meta.device, rank, sizes);
  meta.offset_elems = offset;
  TnsStorage *storage = tns_tensor_get_storage (tensor);
  bool is_counted = tns_meta_count (&meta, &numel, &error);
  size_t needed = is_counted ? (size_t) (offset + numel) * tnk_dtype_size (meta.dtype) : 0;
  bool must_grow = is_counted && needed > tns_storage_get_n_bytes (storage);
  if (must_grow && tns_storage_is_foreign (storage))
    {
      PyErr_SetString (PyExc_RuntimeError, "Trying to resize storage that is not resizable");
      return false;
    }
  if (!is_counted || (must_grow && !tns_storage_resize (storage, needed, &error)))
    {
      tns_py_raise (error);
      return false;
    }
  tns_tensor_set_layout (tensor, storage, &meta);
  return true;
}

/* resize_ (*sizes): keeps the storage, which grows when it is too small. */
static PyObject *
tensor_resize_ (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "resize_(Tensor self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor");
  bool is_done = false;
  if (tns_py_parse (&call, signatures, self, args, n, names) != NULL)
    {
      const TnsValue *size = &call.values[1];
      bool is_negative = false;
      for (int i = 0; i < size->ints.n; i++)
        is_negative |= size->ints.items[i] < 0;
      if (tns_tensor_get_requires_grad (SELF))
        PyErr_SetString (PyExc_RuntimeError, "cannot resize variables that require grad");
      else if (is_negative)
        PyErr_SetString (PyExc_RuntimeError, "numel: integer multiplication overflow");
      else
        is_done = tns_py_tensor_resize (SELF, MIN (size->ints.n, TNK_MAX_RANK), size->ints.items);
    }
  tns_py_binding_clear (&call);
  return is_done ? Py_NewRef (self) : NULL;
}

static PyObject *
tensor_storage_bytes (PyObject *self, PyObject *unused)
{
  return PyLong_FromSize_t (tns_storage_get_n_bytes (tns_tensor_get_storage (SELF)));
}

static PyObject *
tensor_storage_ptr (PyObject *self, PyObject *unused)
{
  return PyLong_FromVoidPtr (tns_storage_get_data (tns_tensor_get_storage (SELF)));
}

#define KEYWORDS(function) (PyCFunction) (void (*) (void)) function, METH_VARARGS | METH_KEYWORDS
#define SIGNED(function)                                                                           \
  (PyCFunction) (void (*) (void)) function, METH_FASTCALL | METH_KEYWORDS

PyMethodDef tns_py_tensor_methods[] = {
  { "size", SIGNED (tensor_size), "size(dim=None)\n\nThe shape, or the size of one dim." },
  { "stride", SIGNED (tensor_stride),
    "stride(dim=None)\n\nElements from one index to the next." },
  { "dim", tensor_dim, METH_NOARGS, "Number of dims." },
  { "ndimension", tensor_dim, METH_NOARGS, "Number of dims." },
  { "numel", tensor_numel, METH_NOARGS, "Number of elements." },
  { "nelement", tensor_numel, METH_NOARGS, "Number of elements." },
  { "storage_offset", tensor_storage_offset, METH_NOARGS, "First element's place in the storage." },
  { "data_ptr", tensor_data_ptr, METH_NOARGS, "Address of the first element." },
  { "element_size", tensor_element_size, METH_NOARGS, "Bytes of one element." },
  { "is_contiguous", SIGNED (tensor_is_contiguous), "Whether the elements lie row by row." },
  { "get_device", tensor_get_device, METH_NOARGS, "Index of the GPU, -1 on the CPU." },
  { "is_floating_point", tensor_is_floating_point, METH_NOARGS, NULL },
  { "is_complex", tensor_is_complex, METH_NOARGS, NULL },
  { "is_signed", tensor_is_signed, METH_NOARGS, NULL },
  { "is_set_to", tensor_is_set_to, METH_O, "Whether both are the same window on one storage." },
  { "is_conj", tensor_false, METH_NOARGS, NULL },
  { "is_neg", tensor_false, METH_NOARGS, NULL },
  { "is_inference", tensor_is_inference, METH_NOARGS,
    "Whether it was made under inference_mode." },
  { "_is_view", tensor_is_view, METH_NOARGS, "Whether it is a view of another tensor." },
  { "is_pinned", tensor_false, METH_NOARGS, NULL },
  { "is_shared", tensor_is_shared, METH_NOARGS, NULL },
  { "resolve_conj", tensor_same, METH_NOARGS, NULL },
  { "resolve_neg", tensor_same, METH_NOARGS, NULL },
  { "share_memory_", tensor_share_memory_, METH_NOARGS, NULL },
  { "item", tensor_item, METH_NOARGS, "The only element as a Python number." },
  { "tolist", tensor_tolist, METH_NOARGS, "Nested lists of Python numbers." },
  { "numpy", SIGNED (tensor_numpy), "numpy(*, force=False)\n\nAn array on the same memory." },
  { "new_tensor", SIGNED (tns_py_tensor_new_tensor),
    "new_tensor(data, *, dtype=None, device=None, requires_grad=False)\n\n"
    "A tensor from data with this tensor's dtype and device." },
  { "__array__", KEYWORDS (tensor_array), NULL },
  { "__format__", tensor_format, METH_O, NULL },
  { "__complex__", tensor_complex, METH_NOARGS, NULL },
  { "__reversed__", tensor_reversed, METH_NOARGS, NULL },
  { "__deepcopy__", tensor_deepcopy, METH_O, NULL },
  { "requires_grad_", SIGNED (tensor_requires_grad_), "requires_grad_(requires_grad=True)" },
  { "retain_grad", tensor_retain_grad, METH_NOARGS, "Keeps .grad of a non-leaf." },
  { "detach_", tensor_detach_, METH_NOARGS, "Takes the tensor out of the graph." },
  { "_set_to", tensor_set_to, METH_VARARGS, NULL },
  { "_resize_storage", tensor_resize_storage, METH_O, NULL },
  { "_is_resizable", tensor_is_resizable, METH_NOARGS, NULL },
  { "resize_", SIGNED (tensor_resize_), NULL },
  { "_storage_bytes", tensor_storage_bytes, METH_NOARGS, NULL },
  { "_storage_ptr", tensor_storage_ptr, METH_NOARGS, NULL },
  { NULL },
};
