/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* x[i, j:k, None, ..., mask] read and written.
 *
 * The index is walked once from the left. Ints, slices and None become view ops (select, slice,
 * unsqueeze) at once; index tensors are collected with the dim they apply to, and one advanced
 * indexing op (index, index_put_) takes them all at the end. Writing without index tensors is a
 * copy into the view. The rules follow torch/csrc/autograd/python_variable_indexing.cpp. */

#include "csrc/binding.h"

#include "engine/trace/trace.h"

/**
 * Walk:
 * @view: (owned) what is left after the view ops so far
 * @dim: dim of @view that the next index item applies to
 * @real_dim: the same in the tensor that was indexed, for messages
 * @indices: (owned) per dim of @view, NULL where a whole dim stays
 */
typedef struct
{
  TnsTensor *view;
  int64_t dim;
  int64_t real_dim;
  int n_indices;
  TnsTensor *indices[TNK_MAX_RANK];
} Walk;

#define VIEW_OP(name, ...)                                                                         \
  tns_py_run_tensor (tns_py_find_op ((name), NULL), false, (TnsValue[]) { __VA_ARGS__ },           \
                     G_N_ELEMENTS (((TnsValue[]) { __VA_ARGS__ })))

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->view, tns_tensor_unref);
  for (int i = 0; i < walk->n_indices; i++)
    g_clear_pointer (&walk->indices[i], tns_tensor_unref);
}

static bool
replace_view (Walk *walk, TnsTensor *view)
{
  if (view == NULL)
    return false;
  tns_tensor_unref (walk->view);
  walk->view = view;
  return true;
}

/* ---- items ---- */

/* The op would say it in other words; the trace hears of it as if it had been called. */
static bool
fail_select (const Walk *walk, int64_t index, int64_t size)
{
  GError *error = NULL;
  const TnsCall call = {
    .op = &tns_op_select,
    .schema = tns_op_get_schema (&tns_op_select),
    .args = (TnsValue[]) { tns_value_tensor (walk->view), tns_value_int (walk->dim),
                           tns_value_int (index) },
  };
  tns_fail (&error, TNS_ERROR_INDEX,
            "index %" G_GINT64_FORMAT " is out of bounds for dimension %" G_GINT64_FORMAT
            " with size %" G_GINT64_FORMAT,
            index, walk->real_dim, size);
  tns_trace_op_failed (&call, error);
  tns_py_raise (error);
  return false;
}

static bool
apply_int (Walk *walk, int64_t index)
{
  int rank = tns_tensor_get_rank (walk->view);
  if (rank == 0)
    {
      PyErr_SetString (PyExc_IndexError,
                       "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
                       "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number");
      return false;
    }
  int64_t size = tns_tensor_get_sizes (walk->view)[walk->dim];
  if (index < -size || index >= size)
    return fail_select (walk, index, size);
  walk->real_dim++;
  return replace_view (walk, VIEW_OP ("select", tns_value_tensor (walk->view),
                                      tns_value_int (walk->dim), tns_value_int (index)));
}

/* @is_only: the slice is the whole index; in a tuple one that changes nothing is no op. */
static bool
apply_slice (Walk *walk, PyObject *slice, bool is_only)
{
  Py_ssize_t start, stop, step;
  if (PySlice_Unpack (slice, &start, &stop, &step) < 0)
    return false;
  if (step <= 0)
    {
      PyErr_SetString (PyExc_ValueError, "step must be greater than zero");
      return false;
    }
  int64_t size = tns_tensor_get_sizes (walk->view)[walk->dim];
  int64_t dim = walk->dim++;
  walk->real_dim++;
  if (start == 0 && step == 1 && stop >= size && !is_only)
    return true;
  return replace_view (walk,
                       VIEW_OP ("slice", tns_value_tensor (walk->view), tns_value_int (dim),
                                tns_value_int (start), tns_value_int (stop), tns_value_int (step)));
}

static bool
apply_none (Walk *walk)
{
  int64_t dim = walk->dim++;
  return replace_view (walk, VIEW_OP ("unsqueeze", tns_value_tensor (walk->view),
                                      tns_value_int (dim)));
}

/* @index is consumed; applies to the current dim and, when it is a mask, the following ones. */
static bool
collect (Walk *walk, TnsTensor *index)
{
  if (index == NULL)
    return false;
  TnkDtype dtype = tns_tensor_get_dtype (index);
  bool is_mask = dtype == TNK_BOOL || dtype == TNK_UINT8;
  int n_dims = is_mask ? MAX (tns_tensor_get_rank (index), 1) : 1;
  while (walk->n_indices < walk->dim)
    walk->indices[walk->n_indices++] = NULL;
  walk->indices[walk->n_indices++] = index;
  walk->dim += n_dims;
  walk->real_dim += n_dims;
  /* A mask of several dims stands in one place; the op reads how many dims it covers. */
  for (int i = 1; i < n_dims; i++)
    walk->dim--;
  return true;
}

/* x[True] adds a dim of one row, x[False] one of none. */
static bool
apply_bool (Walk *walk, bool truth)
{
  GError *error = NULL;
  int64_t n = truth ? 1 : 0;
  if (!apply_none (walk))
    return false;
  walk->dim--;
  TnsTensor *rows = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 1, &n, &error);
  if (rows == NULL)
    {
      tns_py_raise (error);
      return false;
    }
  if (truth)
    *(int64_t *) tns_tensor_get_data (rows) = 0;
  bool is_done = collect (walk, rows);
  walk->real_dim--;
  return is_done;
}

static bool
apply_tensor (Walk *walk, TnsTensor *index)
{
  TnkDtype dtype = tns_tensor_get_dtype (index);
  if (tns_tensor_get_rank (index) > 0 || !tnk_dtype_is_integral (dtype))
    return collect (walk, tns_tensor_ref (index));
  TnkScalar value;
  GError *error = NULL;
  if (!tns_tensor_get_item (index, &value, &error))
    {
      tns_py_raise (error);
      return false;
    }
  return dtype == TNK_BOOL || dtype == TNK_UINT8 ? apply_bool (walk, value.i != 0)
                                                 : apply_int (walk, value.i);
}

static bool
apply_sequence (Walk *walk, PyObject *item)
{
  TnsTensor *index = tns_py_tensor_from_data (item, TNK_N_DTYPES, TNS_CPU, true);
  if (index == NULL)
    return false;
  /* An empty list has no type of its own; as an index it is one of integers. */
  if (tns_tensor_get_numel (index) == 0 && tnk_dtype_is_floating (tns_tensor_get_dtype (index)))
    {
      TnsTensor *integers = tns_py_tensor_to (index, TNK_INT64, TNS_CPU, true);
      tns_tensor_unref (index);
      index = integers;
    }
  if (index == NULL)
    return false;
  bool is_done = tns_tensor_get_rank (index) > 0 ? collect (walk, tns_tensor_ref (index))
                                                 : apply_tensor (walk, index);
  tns_tensor_unref (index);
  return is_done;
}

/* Dims that the items name; the rest is what an ellipsis stands for. */
static int64_t
count_specified (PyObject *const *items, Py_ssize_t n)
{
  int64_t count = 0;
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *item = items[i];
      if (item == Py_Ellipsis || item == Py_None || PyBool_Check (item))
        continue;
      if (!tns_py_is_tensor (item))
        {
          count++;
          continue;
        }
      TnsTensor *tensor = tns_py_tensor_value (item);
      TnkDtype dtype = tns_tensor_get_dtype (tensor);
      bool is_mask = dtype == TNK_BOOL || dtype == TNK_UINT8;
      count += is_mask ? tns_tensor_get_rank (tensor) : 1;
    }
  return count;
}

static bool
apply_item (Walk *walk, PyObject *item, int64_t n_ellipsis, bool is_only)
{
  int64_t number;
  if (PyBool_Check (item))
    return apply_bool (walk, item == Py_True);
  if (tns_py_is_tensor (item))
    return apply_tensor (walk, tns_py_tensor_value (item));
  if (PyLong_Check (item))
    return tns_py_int_read (item, &number) && apply_int (walk, number);
  if (PySlice_Check (item))
    return apply_slice (walk, item, is_only);
  if (item == Py_None)
    return apply_none (walk);
  if (item == Py_Ellipsis)
    {
      walk->dim += n_ellipsis;
      walk->real_dim += n_ellipsis;
      return true;
    }
  if (PySequence_Check (item))
    return apply_sequence (walk, item);
  if (tns_py_int_read (item, &number))
    return apply_int (walk, number);
  if (!PyErr_Occurred ())
    PyErr_Format (
        PyExc_IndexError,
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are "
        "valid indices (got %s)",
        tns_py_type_name (item));
  return false;
}

/* A short list that holds sequences, slices or None means the tuple of its items, as old NumPy had
 * it. */
static bool
is_tuple_like (PyObject *index)
{
  if (PyTuple_Check (index))
    return true;
  if (!PyList_Check (index) || PyList_GET_SIZE (index) >= 32)
    return false;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE (index); i++)
    {
      PyObject *item = PyList_GET_ITEM (index, i);
      if (tns_py_is_tensor (item) || PySequence_Check (item) || PySlice_Check (item)
          || item == Py_Ellipsis || item == Py_None)
        return true;
    }
  return false;
}

static bool
fail_rank (PyObject *index, int rank)
{
  if (rank == 0 && PySlice_Check (index))
    PyErr_SetString (PyExc_IndexError, "slice() cannot be applied to a 0-dim tensor.");
  else
    PyErr_Format (PyExc_IndexError, "too many indices for tensor of dimension %d", rank);
  return false;
}

static bool
walk_index (Walk *walk, PyObject *self, PyObject *index)
{
  bool is_tuple = is_tuple_like (index);
  PyObject *const *items = is_tuple ? PySequence_Fast_ITEMS (index) : &index;
  Py_ssize_t n = is_tuple ? PySequence_Fast_GET_SIZE (index) : 1;
  TnsTensor *tensor = tns_py_tensor_value (self);
  int rank = tns_tensor_get_rank (tensor);
  int64_t n_specified = count_specified (items, n);
  walk->view = tns_tensor_ref (tensor);
  /* A single int on a 0-d tensor has a message of its own. */
  if (n_specified > rank && (is_tuple || rank > 0 || PySlice_Check (index)))
    return fail_rank (index, rank);
  for (Py_ssize_t i = 0; i < n; i++)
    if (!apply_item (walk, items[i], rank - n_specified, !is_tuple))
      return false;
  return true;
}

/* ---- reading ---- */

PyObject *
tns_py_tensor_get_item (PyObject *self, PyObject *index)
{
  PyObject *answer;
  if (tns_py_torch_function ("__getitem__", TNS_PY_METHOD, self, &index, 1, NULL, &answer))
    return answer;
  Walk walk = { 0 };
  TnsTensor *result = NULL;
  if (!walk_index (&walk, self, index))
    ;
  else if (walk.n_indices > 0)
    result = VIEW_OP ("index", tns_value_tensor (walk.view),
                      tns_value_tensors (walk.indices, walk.n_indices));
  else if (walk.view == tns_py_tensor_value (self))
    result = VIEW_OP ("_alias", tns_value_tensor (walk.view));
  else
    result = tns_tensor_ref (walk.view);
  walk_clear (&walk);
  return tns_py_tensor_take (result, NULL);
}

/* ---- writing ---- */

/* The value as a tensor: itself, or a number in the dtype of the destination. (transfer full) */
static TnsTensor *
value_tensor (TnsTensor *into, PyObject *value)
{
  TnkScalar number;
  GError *error = NULL;
  if (tns_py_is_tensor (value))
    return tns_tensor_ref (tns_py_tensor_value (value));
  TnkDtype dtype = tns_tensor_get_dtype (into);
  if (!tns_py_scalar_read (value, &number))
    {
      static const char *const types[TNK_N_DTYPES] = {
        "BoolTensor",     "ByteTensor",  "CharTensor",  "ShortTensor",        "IntTensor",
        "LongTensor",     "HalfTensor",  "BFloat16Tensor", "FloatTensor",     "DoubleTensor",
        "ComplexFloatTensor", "ComplexDoubleTensor",
      };
      if (!PyErr_Occurred ())
        PyErr_Format (PyExc_TypeError, "can't assign a %s to a torch.%s", tns_py_type_name (value),
                      types[dtype]);
      return NULL;
    }
  if (number.kind == TNK_SCALAR_COMPLEX && !tnk_dtype_is_complex (dtype))
    {
      PyErr_Format (PyExc_RuntimeError, "value cannot be converted to type %s without overflow",
                    tns_dtype_get_c_name (dtype));
      return NULL;
    }
  TnsTensor *tensor = tns_tensor_new_scalar (number, dtype, tns_tensor_get_device (into), &error);
  if (tensor == NULL)
    tns_py_raise (error);
  return tensor;
}

/* Leading dims of size 1 beyond the destination's rank do not count. (transfer full) */
static TnsTensor *
without_leading_ones (TnsTensor *value, int rank)
{
  TnsTensor *current = tns_tensor_ref (value);
  while (current != NULL && tns_tensor_get_rank (current) > rank
         && tns_tensor_get_sizes (current)[0] == 1)
    {
      TnsTensor *next
          = VIEW_OP ("select", tns_value_tensor (current), tns_value_int (0), tns_value_int (0));
      tns_tensor_unref (current);
      current = next;
    }
  return current;
}

/* A value of another shape is expanded first, which words the error when it cannot be. */
static bool
copy_into (TnsTensor *view, TnsTensor *value)
{
  bool is_number = tns_tensor_get_rank (value) == 0;
  const TnsOp *op = tns_py_find_op (is_number ? "fill_" : "copy_", NULL);
  g_autoptr (TnsTensor) fitted = NULL;
  if (is_number || tns_tensor_same_sizes (view, value))
    fitted = tns_tensor_ref (value);
  else
    fitted = VIEW_OP (
        "expand",
        tns_value_tensor (value),
        tns_value_ints (tns_tensor_get_sizes (view), tns_tensor_get_rank (view)));
  if (fitted == NULL)
    return false;
  g_autoptr (TnsTensor) written = tns_py_run_tensor (
      op, true, (TnsValue[]) { tns_value_tensor (view), tns_value_tensor (fitted) }, 2);
  return written != NULL;
}

int
tns_py_tensor_set_item (PyObject *self, PyObject *index, PyObject *value_object)
{
  if (value_object == NULL)
    {
      PyErr_SetString (PyExc_TypeError, "Tensor does not support deleting items");
      return -1;
    }
  Walk walk = { 0 };
  bool is_done = false;
  g_autoptr (TnsTensor) value = value_tensor (tns_py_tensor_value (self), value_object);
  if (value != NULL && walk_index (&walk, self, index))
    {
      g_autoptr (TnsTensor) fitted
          = without_leading_ones (value, tns_tensor_get_rank (walk.view));
      if (fitted == NULL)
        is_done = false;
      else if (walk.n_indices == 0)
        is_done = copy_into (walk.view, fitted);
      else
        {
          g_autoptr (TnsTensor) written = tns_py_run_tensor (
              tns_py_find_op ("index_put", NULL), true,
              (TnsValue[]) { tns_value_tensor (walk.view),
                             tns_value_tensors (walk.indices, walk.n_indices),
                             tns_value_tensor (fitted) },
              3);
          is_done = written != NULL;
        }
    }
  walk_clear (&walk);
  return is_done ? 0 : -1;
}
