/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* How torch.Tensor objects come and go: each is around a TnsTensor. The tensor knows its object (not
 * owning it), so that the same tensor is always the same object while anybody in Python holds it.
 *
 * Every op makes an object, most of which soon die: the memory of some is kept for the next. */

#include "csrc/binding.h"

#define MAX_SPARE 32

/* Of torch.Tensor itself, not of its subclasses; the GIL guards it. */
static PyObject *spare[MAX_SPARE];
static int n_spare;

static PyObject *
allocate (PyTypeObject *type)
{
  if (type != tns_py_tensor_type || n_spare == 0)
    return type->tp_alloc (type, 0);
  PyObject *object = PyObject_Init (spare[--n_spare], type);
  ((TnsPyTensor *) object)->dict = NULL;
  ((TnsPyTensor *) object)->weak_references = NULL;
  PyObject_GC_Track (object);
  return object;
}

PyObject *
tns_py_tensor_take_as (PyTypeObject *type, TnsTensor *tensor)
{
  TnsPyTensor *self = (TnsPyTensor *) allocate (type);
  if (self == NULL)
    {
      tns_tensor_unref (tensor);
      return NULL;
    }
  self->tensor = tensor;
  tns_tensor_set_wrapper (tensor, self);
  return (PyObject *) self;
}

PyObject *
tns_py_tensor_wrap (TnsTensor *tensor)
{
  if (tensor == NULL)
    Py_RETURN_NONE;
  PyObject *known = tns_tensor_get_wrapper (tensor);
  if (known != NULL)
    return Py_NewRef (known);
  return tns_py_tensor_take_as (tns_py_tensor_type, tns_tensor_ref (tensor));
}

PyObject *
tns_py_tensor_take (TnsTensor *tensor, GError *error)
{
  if (error != NULL)
    return tns_py_raise (error);
  if (tensor == NULL)
    return NULL;
  PyObject *known = tns_tensor_get_wrapper (tensor);
  if (known == NULL)
    return tns_py_tensor_take_as (tns_py_tensor_type, tensor);
  Py_INCREF (known);
  tns_tensor_unref (tensor);
  return known;
}

int
tns_py_tensor_traverse (PyObject *object, visitproc visit, void *arg)
{
  TnsPyTensor *self = (TnsPyTensor *) object;
  Py_VISIT (self->dict);
  Py_VISIT (Py_TYPE (object));
  return 0;
}

int
tns_py_tensor_clear (PyObject *object)
{
  Py_CLEAR (((TnsPyTensor *) object)->dict);
  return 0;
}

void
tns_py_tensor_dealloc (PyObject *object)
{
  TnsPyTensor *self = (TnsPyTensor *) object;
  PyTypeObject *type = Py_TYPE (object);
  PyObject_GC_UnTrack (object);
  if (self->weak_references != NULL)
    PyObject_ClearWeakRefs (object);
  Py_CLEAR (self->dict);
  if (self->tensor != NULL)
    {
      tns_tensor_set_wrapper (self->tensor, NULL);
      g_clear_pointer (&self->tensor, tns_tensor_unref);
    }
  if (type == tns_py_tensor_type && n_spare < MAX_SPARE)
    spare[n_spare++] = object;
  else
    type->tp_free (object);
  Py_DECREF (type);
}
