/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "csrc/binding.h"

typedef struct
{
  PyObject_HEAD
  TnsGenerator *generator; /* owned */
} GeneratorObject;

PyTypeObject *tns_py_generator_type;

TnsGenerator *
tns_py_generator_value (PyObject *object)
{
  return ((GeneratorObject *) object)->generator;
}

static PyObject *
take (TnsGenerator *generator)
{
  GeneratorObject *self = PyObject_New (GeneratorObject, tns_py_generator_type);
  if (self != NULL)
    self->generator = generator;
  else
    tns_generator_unref (generator);
  return (PyObject *) self;
}

static PyObject *
generator_new (PyTypeObject *type, PyObject *args, PyObject *keywords)
{
  static char *names[] = { "device", NULL };
  PyObject *wanted = NULL;
  TnsDevice device = TNS_CPU;
  GError *error = NULL;
  if (PyTuple_GET_SIZE (args) > 1)
    return PyErr_Format (PyExc_TypeError,
                         "Generator() takes from 0 to 1 positional arguments but %zd were given",
                         PyTuple_GET_SIZE (args));
  if (!PyArg_ParseTupleAndKeywords (args, keywords, "|O:Generator", names, &wanted))
    return NULL;
  if (wanted != NULL && PyFloat_Check (wanted))
    return PyErr_Format (PyExc_TypeError,
                         "Generator(): argument 'device' (position 1) must be torch.device, not %s",
                         tns_py_type_name (wanted));
  if (wanted != NULL && wanted != Py_None && !tns_py_device_convert (wanted, &device))
    return NULL;
  if (device.type == TNS_DEVICE_META)
    return PyErr_Format (PyExc_RuntimeError, "META device type not an accelerator.");
  if (tns_device_get_backend (device, &error) == NULL)
    return tns_py_raise (error);
  return take (tns_generator_new ());
}

static void
generator_dealloc (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  tns_generator_unref (tns_py_generator_value (self));
  type->tp_free (self);
  Py_DECREF (type);
}

/* Negative seeds count from 2^64 down, as in PyTorch. */
static bool
read_seed (PyObject *number, uint64_t *seed)
{
  int overflow;
  if (!PyLong_Check (number) || PyBool_Check (number))
    {
      PyErr_Format (PyExc_RuntimeError, "manual_seed expected a long, but got %s",
                    tns_py_type_name (number));
      return false;
    }
  long long negative = PyLong_AsLongLongAndOverflow (number, &overflow);
  *seed = overflow == 0 ? (uint64_t) negative : PyLong_AsUnsignedLongLong (number);
  if (!PyErr_Occurred () && overflow >= 0)
    return true;
  PyErr_SetString (PyExc_ValueError, "Overflow when unpacking long long");
  return false;
}

static PyObject *
generator_manual_seed (PyObject *self, PyObject *seed_object)
{
  uint64_t seed;
  if (!read_seed (seed_object, &seed))
    return NULL;
  tns_generator_seed (tns_py_generator_value (self), seed);
  return Py_NewRef (self);
}

static PyObject *
generator_seed (PyObject *self, PyObject *unused)
{
  return PyLong_FromUnsignedLongLong (tns_generator_seed_randomly (tns_py_generator_value (self)));
}

static PyObject *
generator_initial_seed (PyObject *self, PyObject *unused)
{
  return PyLong_FromUnsignedLongLong (
      tns_generator_get_initial_seed (tns_py_generator_value (self)));
}

static PyObject *
generator_get_state (PyObject *self, PyObject *unused)
{
  GError *error = NULL;
  int64_t n = TNS_GENERATOR_STATE_BYTES;
  TnsTensor *state = tns_tensor_new_dense (TNK_UINT8, TNS_CPU, 1, &n, &error);
  if (state != NULL)
    tns_generator_get_state (tns_py_generator_value (self), tns_tensor_get_data (state));
  return tns_py_tensor_take (state, error);
}

static PyObject *
generator_set_state (PyObject *self, PyObject *state)
{
  GError *error = NULL;
  if (!tns_py_is_tensor (state))
    return PyErr_Format (PyExc_TypeError, "expected a torch.ByteTensor, but got %s",
                         tns_py_type_name (state));
  TnsTensor *tensor = tns_py_tensor_value (state);
  if (tns_tensor_get_dtype (tensor) != TNK_UINT8
      || tns_tensor_get_device (tensor).type != TNS_DEVICE_CPU)
    return PyErr_Format (PyExc_TypeError, "RNG state must be a torch.ByteTensor");
  if (!tns_tensor_is_contiguous (tensor))
    return PyErr_Format (PyExc_RuntimeError, "RNG state must be contiguous");
  if (!tns_generator_set_state (tns_py_generator_value (self), tns_tensor_get_data (tensor),
                                (size_t) tns_tensor_get_numel (tensor), &error))
    return tns_py_raise (error);
  return Py_NewRef (self);
}

static PyObject *
generator_clone_state (PyObject *self, PyObject *unused)
{
  uint8_t bytes[TNS_GENERATOR_STATE_BYTES];
  TnsGenerator *clone = tns_generator_new ();
  tns_generator_get_state (tns_py_generator_value (self), bytes);
  tns_generator_set_state (clone, bytes, sizeof bytes, NULL);
  return take (clone);
}

/* For copy and pickle: a generator like a fresh one, then its state. */
static PyObject *
generator_reduce (PyObject *self, PyObject *unused)
{
  PyObject *state = generator_get_state (self, NULL);
  return state != NULL ? Py_BuildValue ("O()N", Py_TYPE (self), state) : NULL;
}

/* _draw_int63 (): what torch.empty((), dtype=torch.int64).random_() draws. */
static PyObject *
generator_draw_int63 (PyObject *self, PyObject *unused)
{
  TnsGenerator *generator = tns_py_generator_value (self);
  uint64_t draw = tnk_random_next_u64 (tns_generator_lock (generator));
  tns_generator_unlock (generator);
  return PyLong_FromUnsignedLongLong (draw & G_MAXINT64);
}

static PyObject *
generator_get_device (PyObject *self, void *data)
{
  return tns_py_device_new (TNS_CPU);
}

static PyMethodDef generator_methods[] = {
  { "manual_seed", generator_manual_seed, METH_O, "Starts the stream that belongs to a seed." },
  { "seed", generator_seed, METH_NOARGS, "Starts a stream nobody can foresee; returns its seed." },
  { "initial_seed", generator_initial_seed, METH_NOARGS, "The seed the stream was started with." },
  { "get_state", generator_get_state, METH_NOARGS, "The state as a ByteTensor." },
  { "set_state", generator_set_state, METH_O, "Goes back to a state of get_state()." },
  { "__reduce__", generator_reduce, METH_NOARGS, NULL },
  { "__setstate__", generator_set_state, METH_O, NULL },
  { "_draw_int63", generator_draw_int63, METH_NOARGS, NULL },
  { "clone_state", generator_clone_state, METH_NOARGS, "Another generator in the same state." },
  { NULL },
};

static PyGetSetDef generator_attributes[] = {
  { "device", generator_get_device },
  { NULL },
};

static PyType_Slot generator_slots[] = {
  { Py_tp_new, generator_new },
  { Py_tp_dealloc, generator_dealloc },
  { Py_tp_methods, generator_methods },
  { Py_tp_getset, generator_attributes },
  { 0, NULL },
};

static PyType_Spec generator_spec = {
  .name = "torch._C.Generator",
  .basicsize = sizeof (GeneratorObject),
  .flags = Py_TPFLAGS_DEFAULT,
  .slots = generator_slots,
};

int
tns_py_generator_register (PyObject *module)
{
  tns_py_generator_type = (PyTypeObject *) PyType_FromSpec (&generator_spec);
  if (tns_py_generator_type == NULL || PyModule_AddType (module, tns_py_generator_type) < 0)
    return -1;
  PyObject *standard = take (tns_generator_ref (tns_generator_get_default ()));
  return standard == NULL ? -1 : PyModule_AddObject (module, "default_generator", standard);
}
