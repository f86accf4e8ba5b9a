/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Tensors from Python data: nested sequences of numbers, tensors and NumPy arrays. Two walks, as in
 * PyTorch: one settles shape and dtype, the other stores. */

#include "csrc/binder.h"
#include "csrc/numpy.h"

#include <math.h>

/* ---- shape and dtype ---- */

static PyObject *
fail_dtype (PyObject *object)
{
  if (PyUnicode_Check (object))
    return PyErr_Format (PyExc_TypeError, "new(): invalid data type 'str'");
  return PyErr_Format (PyExc_RuntimeError, "Could not infer dtype of %s",
                       tns_py_type_name (object));
}

/* TNK_N_DTYPES with an exception when @object is nothing a tensor can hold. */
static TnkDtype
infer_dtype (PyObject *object)
{
  TnkDtype dtype;
  TnkScalar scalar;
  if (tns_py_is_tensor (object))
    return tns_tensor_get_dtype (tns_py_tensor_value (object));
  if (tns_py_numpy_read_dtype (object, &dtype))
    return dtype;
  if (PyErr_Occurred ())
    return TNK_N_DTYPES;
  if (PyLong_Check (object) && !PyBool_Check (object))
    return TNK_INT64; /* however large: stored as a float it may fit */
  if (tns_py_scalar_read (object, &scalar))
    return tns_scalar_get_dtype (scalar);
  if (PyErr_Occurred () || PyUnicode_Check (object) || !PySequence_Check (object))
    {
      if (!PyErr_Occurred ())
        fail_dtype (object);
      return TNK_N_DTYPES;
    }

  Py_ssize_t n = PySequence_Length (object);
  if (n <= 0)
    return n == 0 ? tns_dtype_get_default () : TNK_N_DTYPES;
  dtype = TNK_N_DTYPES;
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item = PySequence_GetItem (object, i);
      TnkDtype other = item != NULL ? infer_dtype (item) : TNK_N_DTYPES;
      Py_XDECREF (item);
      if (other == TNK_N_DTYPES)
        return other;
      dtype = i == 0 ? other : tns_dtype_promote (dtype, other);
    }
  return dtype;
}

/* Sizes by the first item at each depth; -1 with an exception. */
static int
measure (PyObject *data, int64_t *sizes)
{
  int rank = 0;
  PyObject *level = Py_NewRef (data);
  while (!tns_py_is_tensor (level) && PySequence_Check (level))
    {
      Py_ssize_t n = PySequence_Length (level);
      if (n < 0 || rank == TNK_MAX_RANK)
        {
          if (!PyErr_Occurred ())
            PyErr_Format (PyExc_ValueError, "too many dimensions '%s'", tns_py_type_name (level));
          Py_DECREF (level);
          return -1;
        }
      sizes[rank++] = n;
      if (n == 0)
        break;
      PyObject *first = PySequence_GetItem (level, 0);
      if (first == NULL)
        {
          PyErr_Clear ();
          PyErr_Format (PyExc_ValueError, "could not determine the shape of object type '%s'",
                        tns_py_type_name (level));
          Py_DECREF (level);
          return -1;
        }
      Py_SETREF (level, first);
    }
  Py_DECREF (level);
  return rank;
}

/* ---- storing ---- */

typedef struct
{
  TnkDtype dtype;
  int rank;
  const int64_t *sizes;
  char *next; /* where the next element goes: row-major */
} Filler;

/* Python's own words for an object that is no number of the kind that @dtype holds. */
static bool
fail_number (PyObject *object, TnkDtype dtype)
{
  if (tnk_dtype_is_integral (dtype))
    PyErr_Format (PyExc_TypeError, "'%s' object cannot be interpreted as an integer",
                  tns_py_type_name (object));
  else
    PyErr_Format (PyExc_TypeError, "must be real number, not %s", tns_py_type_name (object));
  return false;
}

static bool
read_number (PyObject *object, TnkDtype dtype, TnkScalar *value)
{
  if (PyLong_Check (object) && !PyBool_Check (object) && !tnk_dtype_is_integral (dtype))
    {
      *value = tns_scalar_float (PyLong_AsDouble (object));
      return !PyErr_Occurred ();
    }
  if (!tns_py_scalar_read (object, value))
    return PyErr_Occurred () ? false : fail_number (object, dtype);
  bool is_lost = value->kind == TNK_SCALAR_COMPLEX && !tnk_dtype_is_complex (dtype);
  return is_lost && dtype != TNK_BOOL ? fail_number (object, dtype) : true;
}

/* PyTorch lets a negative int wrap round in uint8, but no further than once. */
static bool
check_range (TnkScalar value, TnkDtype dtype)
{
  if (!tnk_dtype_is_integral (dtype) || dtype == TNK_BOOL)
    return true;
  int n_bits = 8 * (int) tnk_dtype_size (dtype) - (dtype != TNK_UINT8);
  double limit = ldexp (1.0, n_bits);
  bool is_integer = value.kind != TNK_SCALAR_FLOAT;
  double number = is_integer ? (double) value.i : trunc (value.re);
  double least = dtype != TNK_UINT8 ? -limit : is_integer ? 1 - limit : 0;
  if (is_integer && dtype == TNK_INT64)
    return true;
  if (number >= least && number < limit)
    return true;
  PyErr_Format (PyExc_RuntimeError, "value cannot be converted to type %s without overflow",
                tns_dtype_get_name (dtype));
  return false;
}

static bool
fill_one (Filler *filler, PyObject *object)
{
  TnkScalar value;
  if (tns_py_is_tensor (object) && tns_tensor_get_numel (tns_py_tensor_value (object)) != 1)
    {
      PyErr_SetString (PyExc_ValueError,
                       "only one element tensors can be converted to Python scalars");
      return false;
    }
  PyObject *item = tns_py_is_tensor (object) ? tns_py_tensor_item (object) : Py_NewRef (object);
  bool is_read = item != NULL && read_number (item, filler->dtype, &value);
  Py_XDECREF (item);
  if (!is_read || !check_range (value, filler->dtype))
    return false;
  tns_scalar_write (value, filler->dtype, filler->next);
  filler->next += tnk_dtype_size (filler->dtype);
  return true;
}

static bool
fill (Filler *filler, PyObject *data, int dim)
{
  if (dim == filler->rank)
    return fill_one (filler, data);
  PyObject *list = tns_py_is_tensor (data) ? tns_py_tensor_to_list (data) : Py_NewRef (data);
  PyObject *items = list != NULL ? PySequence_Fast (list, "not a sequence") : NULL;
  Py_XDECREF (list);
  if (items == NULL)
    return false;
  Py_ssize_t n = PySequence_Fast_GET_SIZE (items);
  bool is_filled = n == filler->sizes[dim];
  if (!is_filled)
    PyErr_Format (PyExc_ValueError, "expected sequence of length %lld at dim %d (got %zd)",
                  (long long) filler->sizes[dim], dim, n);
  for (Py_ssize_t i = 0; is_filled && i < n; i++)
    is_filled = fill (filler, PySequence_Fast_GET_ITEM (items, i), dim + 1);
  Py_DECREF (items);
  return is_filled;
}

static TnsTensor *
from_sequence (PyObject *data, TnkDtype dtype)
{
  int64_t sizes[TNK_MAX_RANK];
  if (PyUnicode_Check (data))
    {
      fail_dtype (data);
      return NULL;
    }
  int rank = measure (data, sizes);
  if (rank >= 0 && dtype == TNK_N_DTYPES)
    dtype = infer_dtype (data);
  if (rank < 0 || dtype == TNK_N_DTYPES)
    return NULL;
  GError *error = NULL;
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (dtype, TNS_CPU, rank, sizes, &error);
  if (tensor == NULL)
    {
      tns_py_raise (error);
      return NULL;
    }
  Filler filler = { dtype, rank, sizes, tns_tensor_get_data (tensor) };
  return fill (&filler, data, 0) ? g_steal_pointer (&tensor) : NULL;
}

/* ---- conversion ---- */

TnsTensor *
tns_py_tensor_to (TnsTensor *tensor, TnkDtype dtype, TnsDevice device, bool copy)
{
  TnsDevice from = tns_tensor_get_device (tensor);
  if (dtype == TNK_N_DTYPES)
    dtype = tns_tensor_get_dtype (tensor);
  if (!copy && dtype == tns_tensor_get_dtype (tensor) && tns_device_equal (from, device))
    return tns_tensor_ref (tensor);
  GError *error = NULL;
  g_autoptr (TnsTensor) fresh
      = tns_tensor_new_dense (dtype, device, tns_tensor_get_rank (tensor),
                              tns_tensor_get_sizes (tensor), &error);
  if (fresh == NULL)
    {
      tns_py_raise (error);
      return NULL;
    }
  if (device.type == TNS_DEVICE_META)
    return g_steal_pointer (&fresh); /* has no numbers to copy */
  bool grad_mode = tns_grad_mode_set (false);
  TnsTensor *written = tns_py_run_tensor (
      tns_py_find_op ("copy_", NULL), true,
      (TnsValue[]) { tns_value_tensor (fresh), tns_value_tensor (tensor) }, 2);
  tns_grad_mode_set (grad_mode);
  return written;
}

TnsTensor *
tns_py_tensor_from_data (PyObject *data, TnkDtype dtype, TnsDevice device, bool may_share)
{
  g_autoptr (TnsTensor) source = NULL;
  bool is_ours = false;
  if (tns_py_is_tensor (data))
    source = may_share ? tns_tensor_ref (tns_py_tensor_value (data))
                       : tns_tensor_detach (tns_py_tensor_value (data));
  else if (tns_py_is_array (data))
    source = tns_py_tensor_from_array (data, false);
  else
    {
      source = from_sequence (data, dtype);
      is_ours = true;
    }
  if (source == NULL)
    return NULL;
  return tns_py_tensor_to (source, dtype, device, !may_share && !is_ours);
}

/* ---- functions ---- */

/* What the functions below are given, by the places of their signatures. */
typedef struct
{
  PyObject *data;
  TnkDtype dtype; /* TNK_N_DTYPES: infer */
  TnsDevice device;
  bool requires_grad;
} Options;

static Options
read_options (const TnsPyBinding *call, int dtype, int device, int requires_grad)
{
  Options options = { call->object, TNK_N_DTYPES, tns_device_get_default (), false };
  if (tns_py_is_tensor (options.data))
    options.device = tns_tensor_get_device (tns_py_tensor_value (options.data));
  if (call->values[dtype].kind != TNS_NONE)
    options.dtype = call->values[dtype].dtype;
  if (call->values[device].kind != TNS_NONE)
    options.device = call->values[device].device;
  if (requires_grad >= 0)
    options.requires_grad = call->values[requires_grad].b;
  return options;
}

static PyObject *
make_tensor (const Options *options, bool may_share)
{
  TnsTensor *tensor
      = tns_py_tensor_from_data (options->data, options->dtype, options->device, may_share);
  PyObject *self = tns_py_tensor_take (tensor, NULL);
  if (self == NULL || !options->requires_grad)
    return self;
  GError *error = NULL;
  if (tnk_dtype_is_integral (tns_tensor_get_dtype (tensor)))
    PyErr_SetString (PyExc_RuntimeError,
                     "Only Tensors of floating point and complex dtype can require gradients");
  else if (tns_tensor_set_requires_grad (tensor, true, &error))
    return self;
  else
    tns_py_raise (error);
  Py_DECREF (self);
  return NULL;
}

/* Copying a tensor has a better spelling; @function: "torch.tensor". */
static bool
warn_of_copy (PyObject *data, const char *function)
{
  return !tns_py_is_tensor (data)
         || PyErr_WarnFormat (PyExc_UserWarning, 1,
                              "To copy construct from a tensor, it is recommended to use "
                              "sourceTensor.detach().clone() or "
                              "sourceTensor.detach().clone().requires_grad_(True), rather than "
                              "%s(sourceTensor).",
                              function)
                == 0;
}

static PyObject *
torch_tensor (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "tensor(Object data, *, ScalarType? dtype=None, Device? device=None, bool pin_memory=False, "
      "bool requires_grad=False) -> Tensor");
  if (tns_py_parse (&call, signatures, NULL, args, n, names) == NULL
      || !warn_of_copy (call.object, "torch.tensor"))
    return NULL;
  Options options = read_options (&call, 1, 2, 4);
  return make_tensor (&options, false);
}

static PyObject *
torch_as_tensor (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "as_tensor(Object data, *, ScalarType? dtype=None, Device? device=None) -> Tensor");
  if (tns_py_parse (&call, signatures, NULL, args, n, names) == NULL)
    return NULL;
  Options options = read_options (&call, 1, 2, -1);
  return make_tensor (&options, true);
}

static PyObject *
torch_asarray (PyObject *module, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "asarray(Object obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, "
      "bool requires_grad=False) -> Tensor");
  if (tns_py_parse (&call, signatures, NULL, args, n, names) == NULL)
    return NULL;
  Options options = read_options (&call, 1, 2, 4);
  return make_tensor (&options, call.values[3].kind == TNS_NONE || !call.values[3].b);
}

/* A method: dtype and device are the tensor's own unless given. */
PyObject *
tns_py_tensor_new_tensor (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  TnsPyBinding call;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "new_tensor(Tensor self, Object data, *, ScalarType? dtype=None, Device? device=None, "
      "bool requires_grad=False) -> Tensor");
  if (tns_py_parse (&call, signatures, self, args, n, names) == NULL
      || !warn_of_copy (call.object, "tensor.new_tensor"))
    return NULL;
  TnsTensor *tensor = tns_py_tensor_value (self);
  if (call.values[2].kind == TNS_NONE)
    call.values[2] = tns_value_dtype (tns_tensor_get_dtype (tensor));
  if (call.values[3].kind == TNS_NONE)
    call.values[3] = tns_value_device (tns_tensor_get_device (tensor));
  Options options = read_options (&call, 2, 3, 4);
  return make_tensor (&options, false);
}

/* _as_subclass (tensor, cls): the same tensor, as far as autograd goes, in an object of another
 * class. */
static PyObject *
as_subclass (PyObject *module, PyObject *args)
{
  PyObject *type, *self;
  if (!PyArg_ParseTuple (args, "O!O!", tns_py_tensor_base_type, &self, &PyType_Type, &type))
    return NULL;
  TnsTensor *alias
      = tns_py_run_tensor (&tns_op_alias, false,
                           (TnsValue[]) { tns_value_tensor (tns_py_tensor_value (self)) }, 1);
  return alias != NULL ? tns_py_tensor_take_as ((PyTypeObject *) type, alias) : NULL;
}

/* _make_subclass (cls, data, require_grad=False): how Parameter is made. Shares the numbers. */
static PyObject *
make_subclass (PyObject *module, PyObject *args)
{
  PyObject *type, *data;
  int requires_grad = 0;
  GError *error = NULL;
  if (!PyArg_ParseTuple (args, "O!O!|p", &PyType_Type, &type, tns_py_tensor_base_type, &data,
                         &requires_grad))
    return NULL;
  PyObject *self = tns_py_tensor_take_as ((PyTypeObject *)type,
                                          tns_tensor_detach (tns_py_tensor_value (data)));
  if (self != NULL
      && !tns_tensor_set_requires_grad (tns_py_tensor_value (self), requires_grad, &error))
    {
      Py_DECREF (self);
      return tns_py_raise (error);
    }
  return self;
}

/* _on_storage (tensor, dtype, offset, sizes, strides): another window on a tensor's bytes; checked.
 * */
static PyObject *
on_storage (PyObject *module, PyObject *args)
{
  PyObject *object, *dtype, *sizes, *strides;
  long long offset;
  if (!PyArg_ParseTuple (args, "O!O!LO!O!", tns_py_tensor_base_type, &object, tns_py_dtype_type,
                         &dtype, &offset, &PyTuple_Type, &sizes, &PyTuple_Type, &strides))
    return NULL;
  TnsStorage *storage = tns_tensor_get_storage (tns_py_tensor_value (object));
  TnsMeta meta = {
    .dtype = tns_py_dtype_value (dtype),
    .device = tns_storage_get_device (storage),
    .rank = (int) MIN (PyTuple_GET_SIZE (sizes), TNK_MAX_RANK),
    .alias_of = -1,
    .offset_elems = offset,
  };
  int64_t last = offset;
  bool is_empty = false;
  bool is_legal = PyTuple_GET_SIZE (strides) == PyTuple_GET_SIZE (sizes)
                  && PyTuple_GET_SIZE (sizes) <= TNK_MAX_RANK;
  for (int i = 0; i < meta.rank && i < PyTuple_GET_SIZE (strides); i++)
    {
      meta.sizes[i] = PyLong_AsLongLong (PyTuple_GET_ITEM (sizes, i));
      meta.strides[i] = PyLong_AsLongLong (PyTuple_GET_ITEM (strides, i));
      if (PyErr_Occurred ())
        return NULL;
      is_empty |= meta.sizes[i] == 0;
      int64_t step;
      is_legal = is_legal && meta.sizes[i] >= 0 && meta.strides[i] >= 0
                 && !__builtin_mul_overflow (meta.sizes[i] - 1, meta.strides[i], &step)
                 && !__builtin_add_overflow (last, step, &last);
    }
  int64_t numel;
  size_t n_bytes = tns_storage_get_n_bytes (storage);
  if (!is_legal || offset < 0 || !tns_meta_count (&meta, &numel, NULL)
      || (!is_empty && (size_t) last + 1 > n_bytes / tnk_dtype_size (meta.dtype)))
    return PyErr_Format (PyExc_RuntimeError,
                         "setStorage: sizes and strides reach out of bounds for "
                         "storage of size %zu",
                         n_bytes);
  return tns_py_tensor_take (tns_tensor_new_on_storage (storage, &meta), NULL);
}

#define SIGNED(function)                                                                           \
  (PyCFunction) (void (*) (void)) function, METH_FASTCALL | METH_KEYWORDS

static PyMethodDef construct_functions[] = {
  { "tensor", SIGNED (torch_tensor),
    "tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False)\n\n"
    "Copies numbers, nested sequences, arrays or a tensor into a new tensor." },
  { "as_tensor", SIGNED (torch_as_tensor),
    "as_tensor(data, *, dtype=None, device=None)\n\nLike tensor(), sharing memory where it can." },
  { "asarray", SIGNED (torch_asarray),
    "asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=False)" },
  { "_as_subclass", as_subclass, METH_VARARGS, NULL },
  { "_make_subclass", make_subclass, METH_VARARGS, NULL },
  { "_on_storage", on_storage, METH_VARARGS, NULL },
  { NULL },
};

int
tns_py_construct_register (PyObject *module)
{
  return PyModule_AddFunctions (module, construct_functions);
}
