/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* torch.Size: a tuple of ints that says its name, and stays one when sliced, added or repeated. */

#include "csrc/binding.h"

PyTypeObject *tns_py_size_type;

PyObject *
tns_py_size_new (const int64_t *sizes, int rank)
{
  PyObject *self = tns_py_size_type->tp_alloc (tns_py_size_type, rank);
  for (int i = 0; self != NULL && i < rank; i++)
    PyTuple_SET_ITEM (self, i, PyLong_FromLongLong (sizes[i]));
  return self;
}

PyObject *
tns_py_ints_new (const int64_t *items, int n)
{
  PyObject *tuple = PyTuple_New (n);
  for (int i = 0; tuple != NULL && i < n; i++)
    PyTuple_SET_ITEM (tuple, i, PyLong_FromLongLong (items[i]));
  return tuple;
}

static PyObject *
size_new (PyTypeObject *type, PyObject *args, PyObject *keywords)
{
  PyObject *self = PyTuple_Type.tp_new (type, args, keywords);
  for (Py_ssize_t i = 0; self != NULL && i < PyTuple_GET_SIZE (self); i++)
    {
      PyObject *item = PyTuple_GET_ITEM (self, i);
      if (PyLong_Check (item))
        continue;
      int64_t value;
      if (!tns_py_int_read (item, &value))
        {
          if (!PyErr_Occurred ())
            PyErr_Format (PyExc_TypeError,
                          "torch.Size() takes an iterable of 'int' (item %zd is '%s')", i,
                          tns_py_type_name (item));
          Py_DECREF (self);
          return NULL;
        }
      PyTuple_SET_ITEM (self, i, PyLong_FromLongLong (value));
      Py_DECREF (item);
    }
  return self;
}

static PyObject *
size_repr (PyObject *self)
{
  GString *text = g_string_new ("torch.Size([");
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (self); i++)
    g_string_append_printf (text, "%s%lld", i > 0 ? ", " : "",
                            PyLong_AsLongLong (PyTuple_GET_ITEM (self, i)));
  g_string_append (text, "])");
  PyObject *result = PyUnicode_FromString (text->str);
  g_string_free (text, TRUE);
  return result;
}

/* A tuple that came out of the tuple type's own method, as a Size; anything else as it is. */
static PyObject *
as_size (PyObject *tuple)
{
  if (tuple == NULL || !PyTuple_CheckExact (tuple))
    return tuple;
  PyObject *self = PyObject_CallOneArg ((PyObject *) tns_py_size_type, tuple);
  Py_DECREF (tuple);
  return self;
}

static PyObject *
size_concat (PyObject *self, PyObject *other)
{
  if (!PyTuple_Check (other))
    Py_RETURN_NOTIMPLEMENTED;
  return as_size (PyTuple_Type.tp_as_sequence->sq_concat (self, other));
}

/* Python asks number slots first, so that a tuple before a Size gives a Size too. */
static PyObject *
size_add (PyObject *a, PyObject *b)
{
  if (!PyTuple_Check (a) || !PyTuple_Check (b))
    Py_RETURN_NOTIMPLEMENTED;
  return as_size (PyTuple_Type.tp_as_sequence->sq_concat (a, b));
}

static PyObject *
size_repeat (PyObject *self, Py_ssize_t n)
{
  return as_size (PyTuple_Type.tp_as_sequence->sq_repeat (self, n));
}

static PyObject *
size_subscript (PyObject *self, PyObject *index)
{
  PyObject *item = PyTuple_Type.tp_as_mapping->mp_subscript (self, index);
  return PySlice_Check (index) ? as_size (item) : item;
}

static PyObject *
size_numel (PyObject *self, PyObject *unused)
{
  long long numel = 1;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (self); i++)
    numel *= PyLong_AsLongLong (PyTuple_GET_ITEM (self, i));
  return PyLong_FromLongLong (numel);
}

static PyObject *
size_reduce (PyObject *self, PyObject *unused)
{
  return Py_BuildValue ("O(N)", Py_TYPE (self), PySequence_Tuple (self));
}

static PyMethodDef size_methods[] = {
  { "numel", size_numel, METH_NOARGS, "Number of elements of a tensor of this size." },
  { "__reduce__", size_reduce, METH_NOARGS, NULL },
  { NULL },
};

static PyType_Slot size_slots[] = {
  { Py_tp_new, size_new },
  { Py_tp_repr, size_repr },
  { Py_tp_methods, size_methods },
  { Py_nb_add, size_add },
  { Py_sq_concat, size_concat },
  { Py_sq_repeat, size_repeat },
  { Py_mp_subscript, size_subscript },
  { 0, NULL },
};

static PyType_Spec size_spec = {
  .name = "torch.Size",
  .flags = Py_TPFLAGS_DEFAULT,
  .slots = size_slots,
};

int
tns_py_size_register (PyObject *module)
{
  tns_py_size_type
      = (PyTypeObject *) PyType_FromSpecWithBases (&size_spec, (PyObject *) &PyTuple_Type);
  return tns_py_size_type == NULL ? -1 : PyModule_AddType (module, tns_py_size_type);
}
