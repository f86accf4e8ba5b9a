/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* torch.dtype: one immortal object per element type; torch.layout and torch.memory_format: named
 * constants of which only the strided ones mean anything here. */

#include "csrc/binding.h"

#include <structmember.h>

typedef struct
{
  PyObject_HEAD
  TnkDtype dtype;
} DtypeObject;

typedef struct
{
  PyObject_HEAD
  const char *name;
} ConstantObject;

PyTypeObject *tns_py_dtype_type;
static PyObject *dtype_objects[TNK_N_DTYPES];

PyObject *
tns_py_dtype_get (TnkDtype dtype)
{
  return dtype_objects[dtype];
}

bool
tns_py_is_dtype (PyObject *object)
{
  return Py_TYPE (object) == tns_py_dtype_type;
}

TnkDtype
tns_py_dtype_value (PyObject *object)
{
  return ((DtypeObject *) object)->dtype;
}

static PyObject *
dtype_repr (PyObject *self)
{
  return PyUnicode_FromFormat ("torch.%s", tns_dtype_get_name (tns_py_dtype_value (self)));
}

/* Pickled by its name in the module torch. */
static PyObject *
dtype_reduce (PyObject *self, PyObject *unused)
{
  return PyUnicode_FromString (tns_dtype_get_name (tns_py_dtype_value (self)));
}

static PyObject *
dtype_to_real (PyObject *self, PyObject *unused)
{
  return Py_NewRef (tns_py_dtype_get (tns_dtype_get_real (tns_py_dtype_value (self))));
}

static PyObject *
dtype_to_complex (PyObject *self, PyObject *unused)
{
  return Py_NewRef (tns_py_dtype_get (tns_dtype_get_complex (tns_py_dtype_value (self))));
}

static PyObject *
dtype_get_is_floating_point (PyObject *self, void *data)
{
  return PyBool_FromLong (tnk_dtype_is_floating (tns_py_dtype_value (self)));
}

static PyObject *
dtype_get_is_complex (PyObject *self, void *data)
{
  return PyBool_FromLong (tnk_dtype_is_complex (tns_py_dtype_value (self)));
}

static PyObject *
dtype_get_is_signed (PyObject *self, void *data)
{
  TnkDtype dtype = tns_py_dtype_value (self);
  return PyBool_FromLong (dtype != TNK_BOOL && dtype != TNK_UINT8);
}

static PyObject *
dtype_get_itemsize (PyObject *self, void *data)
{
  return PyLong_FromSize_t (tnk_dtype_size (tns_py_dtype_value (self)));
}

static PyMethodDef dtype_methods[] = {
  { "__reduce__", dtype_reduce, METH_NOARGS, NULL },
  { "to_real", dtype_to_real, METH_NOARGS, NULL },
  { "to_complex", dtype_to_complex, METH_NOARGS, NULL },
  { NULL },
};

static PyGetSetDef dtype_attributes[] = {
  { "is_floating_point", dtype_get_is_floating_point },
  { "is_complex", dtype_get_is_complex },
  { "is_signed", dtype_get_is_signed },
  { "itemsize", dtype_get_itemsize },
  { NULL },
};

static PyType_Slot dtype_slots[] = {
  { Py_tp_repr, dtype_repr },
  { Py_tp_methods, dtype_methods },
  { Py_tp_getset, dtype_attributes },
  { 0, NULL },
};

static PyType_Spec dtype_spec = {
  .name = "torch.dtype",
  .basicsize = sizeof (DtypeObject),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  .slots = dtype_slots,
};

/* ---- constants ---- */

static PyObject *
constant_repr (PyObject *self)
{
  return PyUnicode_FromFormat ("torch.%s", ((ConstantObject *) self)->name);
}

static PyObject *
constant_reduce (PyObject *self, PyObject *unused)
{
  return PyUnicode_FromString (((ConstantObject *) self)->name);
}

static PyMethodDef constant_methods[] = {
  { "__reduce__", constant_reduce, METH_NOARGS, NULL },
  { NULL },
};

static PyType_Slot constant_slots[] = {
  { Py_tp_repr, constant_repr },
  { Py_tp_methods, constant_methods },
  { 0, NULL },
};

const char *
tns_py_constant_get_name (PyObject *object, const char *type)
{
  return strcmp (Py_TYPE (object)->tp_name, type) == 0 ? ((ConstantObject *) object)->name : NULL;
}

static int
add_constants (PyObject *module, const char *type_name, const char *const *names)
{
  PyType_Spec spec = {
    .name = type_name,
    .basicsize = sizeof (ConstantObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = constant_slots,
  };
  PyTypeObject *type = (PyTypeObject *) PyType_FromSpec (&spec);
  if (type == NULL || PyModule_AddType (module, type) < 0)
    return -1;
  for (; *names != NULL; names++)
    {
      ConstantObject *constant = PyObject_New (ConstantObject, type);
      if (constant == NULL)
        return -1;
      constant->name = *names;
      if (PyModule_AddObject (module, *names, (PyObject *) constant) < 0)
        return -1;
    }
  Py_DECREF (type);
  return 0;
}

/* ---- registration ---- */

/* The other names that PyTorch has for some of them. */
static const struct
{
  const char *name;
  TnkDtype dtype;
} dtype_aliases[] = {
  { "half", TNK_FLOAT16 },      { "float", TNK_FLOAT32 },      { "double", TNK_FLOAT64 },
  { "short", TNK_INT16 },       { "int", TNK_INT32 },          { "long", TNK_INT64 },
  { "cfloat", TNK_COMPLEX64 },  { "cdouble", TNK_COMPLEX128 },
};

int
tns_py_dtype_register (PyObject *module)
{
  tns_py_dtype_type = (PyTypeObject *) PyType_FromSpec (&dtype_spec);
  if (tns_py_dtype_type == NULL || PyModule_AddType (module, tns_py_dtype_type) < 0)
    return -1;
  for (int i = 0; i < TNK_N_DTYPES; i++)
    {
      DtypeObject *object = PyObject_New (DtypeObject, tns_py_dtype_type);
      if (object == NULL)
        return -1;
      object->dtype = (TnkDtype) i;
      dtype_objects[i] = (PyObject *) object;
      if (PyModule_AddObjectRef (module, tns_dtype_get_name ((TnkDtype) i), dtype_objects[i]) < 0)
        return -1;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (dtype_aliases); i++)
    if (PyModule_AddObjectRef (module, dtype_aliases[i].name,
                               dtype_objects[dtype_aliases[i].dtype])
        < 0)
      return -1;

  static const char *const layouts[] = { "strided", "sparse_coo", "sparse_csr", NULL };
  static const char *const formats[]
      = { "contiguous_format", "preserve_format", "channels_last", "channels_last_3d", NULL };
  return add_constants (module, "torch.layout", layouts) < 0
                 || add_constants (module, "torch.memory_format", formats) < 0
             ? -1
             : 0;
}
