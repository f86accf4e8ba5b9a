/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* torch._C._trace (importable as tensarium._trace): what the program's Python shell tells the
 * active trace, and where in the code of a cell an op was called from. Without an active trace
 * every function does nothing. */

#include "csrc/binding.h"
#include "csrc/diagnosis.h"
#include "csrc/numpy.h"

#include "engine/trace/before.h"
#include "engine/trace/offered.h"
#include "engine/trace/trace.h"

/* File name of a cell's code → run number of its latest run; kept until the names are restarted,
 * since a function defined in one cell may be called from another. */
static GHashTable *cells;

static int
cell_of (PyCodeObject *code)
{
  gpointer number = NULL;
  const char *name = PyUnicode_AsUTF8 (code->co_filename);
  if (name != NULL && cells != NULL
      && g_hash_table_lookup_extended (cells, name, NULL, &number))
    return GPOINTER_TO_INT (number);
  return -1;
}

/* Where instructions of code objects stand, as asked last: decoding a place takes longer than a
 * small op. The code is held, so that no other takes its address. */
#define N_PLACES 64
static struct
{
  PyCodeObject *code;
  int instruction;
  TnsPosition position;
} places[N_PLACES];

static void
forget_places (void)
{
  for (int i = 0; i < N_PLACES; i++)
    Py_CLEAR (places[i].code);
}

static TnsPosition
get_position (PyCodeObject *code, int instruction)
{
  size_t key = ((size_t) code >> 4) + (size_t) instruction / 2;
  TnsPosition *position = &places[key % N_PLACES].position;
  if (places[key % N_PLACES].code == code && places[key % N_PLACES].instruction == instruction)
    return *position;
  *position = (TnsPosition) { .cell = cell_of (code) };
  if (position->cell >= 0)
    PyCode_Addr2Location (code, instruction, &position->line, &position->column,
                          &position->end_line, &position->end_column);
  Py_INCREF (code);
  Py_XSETREF (places[key % N_PLACES].code, code);
  places[key % N_PLACES].instruction = instruction;
  return *position;
}

/* The innermost frame that runs a cell's own code. */
static void
locate (TnsPosition *position, void *data)
{
  *position = (TnsPosition) { .cell = -1 };
  if (cells == NULL || !Py_IsInitialized ())
    return;
  PyGILState_STATE state = PyGILState_Ensure ();
  PyFrameObject *frame = PyThreadState_GetFrame (PyThreadState_Get ());
  while (frame != NULL)
    {
      PyCodeObject *code = PyFrame_GetCode (frame);
      *position = get_position (code, PyFrame_GetLasti (frame));
      Py_DECREF (code);
      PyFrameObject *back = position->cell < 0 ? PyFrame_GetBack (frame) : NULL;
      Py_DECREF (frame);
      frame = back;
    }
  PyGILState_Release (state);
}

/* begin_cell (cell_id, filename): the run's number. */
static PyObject *
begin_cell (PyObject *module, PyObject *args)
{
  const char *cell_id, *filename;
  if (!PyArg_ParseTuple (args, "ss", &cell_id, &filename))
    return NULL;
  TnsTrace *trace = tns_trace_get_active ();
  if (trace == NULL)
    return PyLong_FromLong (-1);
  if (cells == NULL)
    cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tns_trace_set_locator (trace, locate, NULL);
  int number = tns_trace_begin_cell (trace, cell_id);
  g_hash_table_replace (cells, g_strdup (filename), GINT_TO_POINTER (number));
  forget_places ();
  return PyLong_FromLong (number);
}

/* bound (names, line): a statement bound these names, given with their values. */
static PyObject *
bound (PyObject *module, PyObject *args)
{
  PyObject *names, *name, *value;
  int line = 0;
  Py_ssize_t position = 0;
  if (!PyArg_ParseTuple (args, "O!|i", &PyDict_Type, &names, &line))
    return NULL;
  TnsTrace *trace = tns_trace_get_active ();
  while (trace != NULL && PyDict_Next (names, &position, &name, &value))
    {
      const char *text = PyUnicode_AsUTF8 (name);
      if (text == NULL)
        return NULL;
      tns_trace_bind (trace, text, tns_py_is_tensor (value) ? tns_py_tensor_value (value) : NULL);
    }
  Py_RETURN_NONE;
}

/* The window that @array is on @tensor's memory; NULL when it lies elsewhere, or where elements of
 * its type do not. */
static TnsTensor *
view_as_array (TnsTensor *tensor, PyObject *array)
{
  TnsStorage *storage = tns_tensor_get_storage (tensor);
  const uint8_t *start = tns_storage_get_data (storage);
  TnsMeta meta = { .device = TNS_CPU, .alias_of = -1 };
  TnsTensor *view = NULL;
  Py_buffer buffer;
  if (start == NULL || tns_storage_get_device (storage).type != TNS_CPU.type
      || !tns_py_numpy_read_dtype (array, &meta.dtype)
      || PyObject_GetBuffer (array, &buffer, PyBUF_STRIDED_RO) < 0)
    {
      PyErr_Clear ();
      return NULL;
    }
  int64_t size = (int64_t) tnk_dtype_size (meta.dtype);
  int64_t bytes = (const uint8_t *) buffer.buf - start;
  bool fits = bytes >= 0 && bytes < (int64_t) tns_storage_get_n_bytes (storage)
              && bytes % size == 0 && buffer.ndim <= TNK_MAX_RANK;
  for (int i = 0; fits && i < buffer.ndim; i++)
    {
      fits = buffer.strides[i] >= 0 && buffer.strides[i] % size == 0;
      meta.sizes[i] = buffer.shape[i];
      meta.strides[i] = buffer.strides[i] / size;
    }
  meta.rank = buffer.ndim;
  meta.offset_elems = bytes / size;
  if (fits)
    view = tns_tensor_new_on_storage (storage, &meta);
  PyBuffer_Release (&buffer);
  return view;
}

/* bound_array (name, array, tensor): whether the array lies on the tensor's memory; then it is told. */
static PyObject *
bound_array (PyObject *module, PyObject *args)
{
  const char *name;
  PyObject *array, *tensor;
  if (!PyArg_ParseTuple (args, "sOO", &name, &array, &tensor))
    return NULL;
  TnsTrace *trace = tns_trace_get_active ();
  if (trace == NULL || !tns_py_is_tensor (tensor))
    Py_RETURN_FALSE;
  g_autoptr (TnsTensor) view = view_as_array (tns_py_tensor_value (tensor), array);
  if (view != NULL)
    tns_trace_bind_array (trace, name, view);
  return PyBool_FromLong (view != NULL);
}

/* (id, sizes) of a tensor; 0 and () for None. */
static PyObject *
describe_input (TnsMoment *moment)
{
  const TnsMeta *meta = moment != NULL ? tns_moment_get_meta (moment) : NULL;
  PyObject *sizes = PyTuple_New (meta != NULL ? meta->rank : 0);
  for (int d = 0; sizes != NULL && meta != NULL && d < meta->rank; d++)
    PyTuple_SET_ITEM (sizes, d, PyLong_FromLongLong (meta->sizes[d]));
  if (sizes == NULL)
    return NULL;
  return Py_BuildValue ("(KN)",
                        (unsigned long long) (moment != NULL ? tns_moment_get_tensor_id (moment) : 0),
                        sizes);
}

/* failed_inputs (message): the tensors given to the op that failed with it in the running cell; None
 * when there is no such op. */
static PyObject *
failed_inputs (PyObject *module, PyObject *message)
{
  const char *text = PyUnicode_AsUTF8 (message);
  TnsTrace *trace = tns_trace_get_active ();
  if (text == NULL)
    return NULL;
  const TnsEvent *event = trace != NULL ? tns_trace_get_failed_op (trace, text) : NULL;
  if (event == NULL)
    Py_RETURN_NONE;
  PyObject *inputs = PyList_New (event->n_inputs);
  for (int i = 0; inputs != NULL && i < event->n_inputs; i++)
    PyList_SET_ITEM (inputs, i, describe_input (event->inputs[i]));
  return inputs;
}

/* tensor_id (value): by which failed_inputs () tells a tensor; 0 for anything else. */
static PyObject *
tensor_id (PyObject *module, PyObject *value)
{
  return PyLong_FromUnsignedLongLong (
    tns_py_is_tensor (value) ? tns_tensor_get_id (tns_py_tensor_value (value)) : 0);
}

/* failed (message, …): the running cell ended with an error; the rest, if anything is known, as
 * tns_py_read_diagnosis () takes it. */
static PyObject *
failed (PyObject *module, PyObject *args)
{
  PyObject *text = PyTuple_GetItem (args, 0);
  const char *message = text != NULL ? PyUnicode_AsUTF8 (text) : NULL;
  TnsTrace *trace = tns_trace_get_active ();
  TnsDiagnosis *diagnosis = NULL;
  g_autoptr (GPtrArray) operands = g_ptr_array_new ();
  if (message == NULL)
    return NULL;
  if (trace == NULL)
    Py_RETURN_NONE;
  if (PyTuple_GET_SIZE (args) > 1)
    {
      PyObject *rest = PyTuple_GetSlice (args, 1, PyTuple_GET_SIZE (args));
      if (rest != NULL)
        diagnosis
          = tns_py_read_diagnosis (rest, tns_trace_get_failed_op (trace, message), operands);
      Py_XDECREF (rest);
      if (diagnosis == NULL)
        return NULL;
    }
  tns_trace_fail (trace, message, diagnosis, (TnsTensor *const *) operands->pdata,
                  (int) operands->len);
  Py_RETURN_NONE;
}

/* restarted (): the notebook's names are gone, and with them what is told of them. */
static PyObject *
restarted (PyObject *module, PyObject *unused)
{
  TnsTrace *trace = tns_trace_get_active ();
  if (cells != NULL)
    g_hash_table_remove_all (cells);
  forget_places ();
  if (trace != NULL)
    tns_trace_clear (trace);
  Py_RETURN_NONE;
}

static const char before_name[] = "tensarium.before";

static void
free_before (PyObject *capsule)
{
  tns_before_free (PyCapsule_GetPointer (capsule, before_name));
}

/* before (value): a tensor as it is now, for put_back (); None for anything else. */
static PyObject *
before (PyObject *module, PyObject *value)
{
  if (!tns_py_is_tensor (value))
    Py_RETURN_NONE;
  TnsBefore *self = tns_before_new (tns_py_tensor_value (value));
  PyObject *capsule = PyCapsule_New (self, before_name, free_before);
  if (capsule == NULL)
    tns_before_free (self);
  return capsule;
}

/* put_back (name, before): undoes what was written into the tensor since, and tells that @name
 * shows other numbers. */
static PyObject *
put_back (PyObject *module, PyObject *args)
{
  const char *name;
  PyObject *capsule;
  if (!PyArg_ParseTuple (args, "sO", &name, &capsule))
    return NULL;
  if (capsule == Py_None)
    Py_RETURN_NONE;
  TnsBefore *self = PyCapsule_GetPointer (capsule, before_name);
  GError *error = NULL;
  bool has_written;
  if (self == NULL)
    return NULL;
  if (!tns_before_put_back (self, &has_written, &error))
    return tns_py_raise (error);
  TnsTrace *trace = tns_trace_get_active ();
  if (has_written && trace != NULL)
    tns_trace_bind (trace, name, tns_before_get_tensor (self));
  Py_RETURN_NONE;
}

/* offer (tensor): the ticket under which the window fetches it as it is now. */
static PyObject *
offer (PyObject *module, PyObject *value)
{
  if (!tns_py_is_tensor (value))
    {
      PyErr_SetString (PyExc_TypeError, "offer() takes a tensor");
      return NULL;
    }
  return PyLong_FromUnsignedLongLong (tns_offered_put (tns_py_tensor_value (value)));
}

/* set_muted (is_muted): whether this thread's ops are told; returns what it was. */
static PyObject *
set_muted (PyObject *module, PyObject *is_muted)
{
  return PyBool_FromLong (tns_trace_set_muted (PyObject_IsTrue (is_muted) == 1));
}

static PyMethodDef trace_functions[] = {
  { "before", before, METH_O, NULL },
  { "begin_cell", begin_cell, METH_VARARGS, NULL },
  { "bound", bound, METH_VARARGS, NULL },
  { "bound_array", bound_array, METH_VARARGS, NULL },
  { "failed", failed, METH_VARARGS, NULL },
  { "failed_inputs", failed_inputs, METH_O, NULL },
  { "offer", offer, METH_O, NULL },
  { "put_back", put_back, METH_VARARGS, NULL },
  { "restarted", restarted, METH_NOARGS, NULL },
  { "set_muted", set_muted, METH_O, NULL },
  { "tensor_id", tensor_id, METH_O, NULL },
  { NULL },
};

static struct PyModuleDef trace_module = {
  PyModuleDef_HEAD_INIT,
  .m_name = "torch._C._trace",
  .m_size = -1,
  .m_methods = trace_functions,
};

int
tns_py_trace_register (PyObject *module)
{
  PyObject *trace = PyModule_Create (&trace_module);
  return trace == NULL ? -1 : PyModule_AddObject (module, "_trace", trace);
}
