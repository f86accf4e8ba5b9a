/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "csrc/binder.h"

typedef struct
{
  PyObject_HEAD
  TnsDevice device;
} DeviceObject;

PyTypeObject *tns_py_device_type;

PyObject *
tns_py_device_new (TnsDevice device)
{
  DeviceObject *self = PyObject_New (DeviceObject, tns_py_device_type);
  if (self != NULL)
    self->device = device;
  return (PyObject *) self;
}

static TnsDevice
value_of (PyObject *self)
{
  return ((DeviceObject *) self)->device;
}

bool
tns_py_device_convert (PyObject *object, TnsDevice *device)
{
  if (Py_TYPE (object) == tns_py_device_type)
    {
      *device = value_of (object);
      return true;
    }
  if (PyUnicode_Check (object))
    {
      GError *error = NULL;
      const char *text = PyUnicode_AsUTF8 (object);
      if (text == NULL)
        return false;
      if (!tns_device_parse (text, device, &error))
        {
          tns_py_raise (error);
          return false;
        }
      return true;
    }
  int64_t index;
  if (tns_py_int_read (object, &index))
    {
      if (index < 0)
        {
          PyErr_SetString (PyExc_RuntimeError, "Device index must not be negative");
          return false;
        }
      *device = (TnsDevice) { TNS_DEVICE_CUDA, (int) index };
      return true;
    }
  if (!PyErr_Occurred ())
    PyErr_Format (PyExc_TypeError, "device must be torch.device, str or int, not %s",
                  tns_py_type_name (object));
  return false;
}

/* device (type, index) */
static bool
set_index (TnsDevice *device, const char *type, int64_t index)
{
  if (device->index >= 0)
    PyErr_Format (PyExc_RuntimeError,
                  "type (string) must not include an index because index was passed explicitly: %s",
                  type);
  else if (index < -1)
    PyErr_SetString (PyExc_RuntimeError, "Device index must not be negative");
  else
    device->index = (int) index;
  return !PyErr_Occurred ();
}

static PyObject *
device_vectorcall (PyObject *type, PyObject *const *args, size_t n_and_flag, PyObject *names)
{
  TnsPyBinding call;
  TnsDevice device;
  GError *error = NULL;
  const TnsPyOverloads *signatures = TNS_PY_SIGNATURES (
      "device(Device device) -> Device\ndevice(str type, int index=-1) -> Device");
  const TnsPySignature *found = tns_py_parse (&call, signatures, NULL, args,
                                              PyVectorcall_NARGS (n_and_flag), names);
  if (found == NULL)
    return NULL;
  if (found == signatures->items[0])
    return tns_py_device_new (call.values[0].device);
  if (!tns_device_parse (call.values[0].string, &device, &error))
    return tns_py_raise (error);
  return set_index (&device, call.values[0].string, call.values[1].i) ? tns_py_device_new (device)
                                                                      : NULL;
}

static const char *
type_name (TnsDevice device)
{
  static const char *const names[] = { "cpu", "cuda", "meta" };
  return names[device.type];
}

static PyObject *
device_repr (PyObject *self)
{
  TnsDevice device = value_of (self);
  if (device.index < 0)
    return PyUnicode_FromFormat ("device(type='%s')", type_name (device));
  return PyUnicode_FromFormat ("device(type='%s', index=%d)", type_name (device), device.index);
}

static PyObject *
device_str (PyObject *self)
{
  TnsDevice device = value_of (self);
  if (device.index < 0)
    return PyUnicode_FromString (type_name (device));
  return PyUnicode_FromFormat ("%s:%d", type_name (device), device.index);
}

static Py_hash_t
device_hash (PyObject *self)
{
  TnsDevice device = value_of (self);
  return (Py_hash_t) device.type << 16 | (device.index + 1);
}

/* PyTorch keeps "cuda" and "cuda:0" apart here. */
static PyObject *
device_compare (PyObject *self, PyObject *other, int how)
{
  if (Py_TYPE (other) != tns_py_device_type || (how != Py_EQ && how != Py_NE))
    Py_RETURN_NOTIMPLEMENTED;
  TnsDevice a = value_of (self), b = value_of (other);
  bool is_same = a.type == b.type && a.index == b.index;
  return PyBool_FromLong (is_same == (how == Py_EQ));
}

static PyObject *
device_get_type (PyObject *self, void *data)
{
  return PyUnicode_FromString (type_name (value_of (self)));
}

static PyObject *
device_get_index (PyObject *self, void *data)
{
  int index = value_of (self).index;
  if (index < 0)
    Py_RETURN_NONE;
  return PyLong_FromLong (index);
}

static PyObject *
device_reduce (PyObject *self, PyObject *unused)
{
  return Py_BuildValue ("O(N)", Py_TYPE (self), device_str (self));
}

/* with torch.device (…): the default device until the block ends. */
static GArray *outer_defaults;

static PyObject *
device_enter (PyObject *self, PyObject *unused)
{
  TnsDevice outer = tns_device_get_default ();
  if (outer_defaults == NULL)
    outer_defaults = g_array_new (FALSE, FALSE, sizeof (TnsDevice));
  g_array_append_val (outer_defaults, outer);
  tns_device_set_default (value_of (self));
  return Py_NewRef (self);
}

static PyObject *
device_exit (PyObject *self, PyObject *unused)
{
  if (outer_defaults != NULL && outer_defaults->len > 0)
    {
      guint last = outer_defaults->len - 1;
      tns_device_set_default (g_array_index (outer_defaults, TnsDevice, last));
      g_array_set_size (outer_defaults, last);
    }
  Py_RETURN_NONE;
}

static PyMethodDef device_methods[] = {
  { "__enter__", device_enter, METH_NOARGS, NULL },
  { "__exit__", device_exit, METH_VARARGS, NULL },
  { "__reduce__", device_reduce, METH_NOARGS, NULL },
  { NULL },
};

static PyGetSetDef device_attributes[] = {
  { "type", device_get_type },
  { "index", device_get_index },
  { NULL },
};

static PyType_Slot device_slots[] = {
  { Py_tp_repr, device_repr },
  { Py_tp_str, device_str },
  { Py_tp_hash, device_hash },
  { Py_tp_richcompare, device_compare },
  { Py_tp_methods, device_methods },
  { Py_tp_getset, device_attributes },
  { 0, NULL },
};

static PyType_Spec device_spec = {
  .name = "torch.device",
  .basicsize = sizeof (DeviceObject),
  .flags = Py_TPFLAGS_DEFAULT,
  .slots = device_slots,
};

static PyObject *
get_default_device (PyObject *module, PyObject *unused)
{
  return tns_py_device_new (tns_device_get_default ());
}

static PyObject *
set_default_device (PyObject *module, PyObject *object)
{
  TnsDevice device = TNS_CPU;
  if (object != Py_None && !tns_py_device_convert (object, &device))
    return NULL;
  tns_device_set_default (device);
  Py_RETURN_NONE;
}

static PyMethodDef device_functions[] = {
  { "get_default_device", get_default_device, METH_NOARGS,
    "The device on which factories put tensors." },
  { "set_default_device", set_default_device, METH_O,
    "set_default_device(device)\n\nMakes factories put tensors on the device; None: on the CPU." },
  { NULL },
};

int
tns_py_device_register (PyObject *module)
{
  tns_py_device_type = (PyTypeObject *) PyType_FromSpec (&device_spec);
  if (tns_py_device_type == NULL)
    return -1;
  tns_py_device_type->tp_vectorcall = device_vectorcall;
  return PyModule_AddType (module, tns_py_device_type) < 0
             ? -1
             : PyModule_AddFunctions (module, device_functions);
}
