/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* What the sources of the extension module torch._C share. Everything here runs with the GIL held
 * unless it says otherwise; a function that returns NULL or -1 has set a Python exception. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "engine/autograd/autograd.h"
#include "engine/core/generator.h"
#include "engine/ops/op.h"

/* ---- errors ---- */

/* Raises @error (consumed) as the exception that PyTorch raises; returns NULL. */
PyObject *tns_py_raise (GError *error);
/* The pending Python exception as a GError, so that it can pass through the engine. tns_py_raise()
 * on it restores the very same exception. */
void tns_py_error_to_engine (GError **error);
/* Name of @object's type as PyTorch's messages write it. */
const char *tns_py_type_name (PyObject *object);

/* ---- torch.dtype, torch.layout, torch.memory_format ---- */

extern PyTypeObject *tns_py_dtype_type;
/* Borrowed, one object per dtype. */
PyObject *tns_py_dtype_get (TnkDtype dtype);
bool tns_py_is_dtype (PyObject *object);
TnkDtype tns_py_dtype_value (PyObject *object);
/* torch.strided, torch.contiguous_format … : (nullable) the name of such a constant, else NULL. */
const char *tns_py_constant_get_name (PyObject *object, const char *type);
int tns_py_dtype_register (PyObject *module);

/* ---- torch.Size ---- */

extern PyTypeObject *tns_py_size_type;
PyObject *tns_py_size_new (const int64_t *sizes, int rank);
PyObject *tns_py_ints_new (const int64_t *items, int n); /* a plain tuple */
int tns_py_size_register (PyObject *module);

/* ---- torch.device ---- */

extern PyTypeObject *tns_py_device_type;
PyObject *tns_py_device_new (TnsDevice device);
/* A torch.device, a string or an index; raises in PyTorch's words. */
bool tns_py_device_convert (PyObject *object, TnsDevice *device);
int tns_py_device_register (PyObject *module);

/* ---- torch.Generator ---- */

extern PyTypeObject *tns_py_generator_type;
TnsGenerator *tns_py_generator_value (PyObject *object);
int tns_py_generator_register (PyObject *module);

/* ---- torch.Tensor ---- */

typedef struct
{
  PyObject_HEAD
  TnsTensor *tensor; /* owned; NULL only while a constructor has failed */
  PyObject *dict;
  PyObject *weak_references;
} TnsPyTensor;

/* torch._C.TensorBase holds everything; torch.Tensor is its only direct subclass. */
extern PyTypeObject *tns_py_tensor_base_type;
extern PyTypeObject *tns_py_tensor_type;

static inline bool
tns_py_is_tensor (PyObject *object)
{
  return Py_TYPE (object) == tns_py_tensor_type
         || PyType_IsSubtype (Py_TYPE (object), tns_py_tensor_base_type);
}

static inline TnsTensor *
tns_py_tensor_value (PyObject *object)
{
  return ((TnsPyTensor *) object)->tensor;
}

/* The one object that stands for @tensor (borrowed), new or known; None for NULL. */
PyObject *tns_py_tensor_wrap (TnsTensor *tensor);
/* As above, but consumes @tensor; NULL stays NULL with the exception set from @error if given. */
PyObject *tns_py_tensor_take (TnsTensor *tensor, GError *error);
/* An object of @type for a tensor that has none yet: consumes @tensor. */
PyObject *tns_py_tensor_take_as (PyTypeObject *type, TnsTensor *tensor);
int tns_py_tensor_traverse (PyObject *object, visitproc visit, void *arg);
int tns_py_tensor_clear (PyObject *object);
void tns_py_tensor_dealloc (PyObject *object);
/* Row-major in the same storage, which grows where it must. */
bool tns_py_tensor_resize (TnsTensor *tensor, int rank, const int64_t *sizes);
int tns_py_tensor_register (PyObject *module);

extern PyGetSetDef tns_py_tensor_attributes[];
extern PyMethodDef tns_py_tensor_methods[];
PyObject *tns_py_tensor_get_item (PyObject *self, PyObject *index);
int tns_py_tensor_set_item (PyObject *self, PyObject *index, PyObject *value);
/* item(): the only element as a Python number. */
PyObject *tns_py_tensor_item (PyObject *self);

/* ---- numbers ---- */

/* Python number for a scalar. */
PyObject *tns_py_scalar_new (TnkScalar value);
/* bool, int, float, complex and NumPy scalars; false without an exception when @object is none. */
bool tns_py_scalar_read (PyObject *object, TnkScalar *value);
bool tns_py_is_numpy_bool (PyObject *object);
/* int (not bool), __index__, 0-d integer tensor; false without an exception for anything else. */
bool tns_py_is_int (PyObject *object);
bool tns_py_int_read (PyObject *object, int64_t *value);

/* ---- calling ops ---- */

typedef enum
{
  TNS_PY_FUNCTION, /* torch.add (a, b) */
  TNS_PY_METHOD,   /* a.add (b) */
  TNS_PY_INPLACE,  /* a.add_ (b) */
} TnsPyForm;

/* Binds Python arguments to one of the overloads that begin with @op and runs it. @self: NULL for
 * functions. Raises TypeError in PyTorch's words when none fits. */
PyObject *tns_py_call (const TnsOp *op, TnsPyForm form, PyObject *self, PyObject *const *args,
                       Py_ssize_t n_args, PyObject *keyword_names);
/* Whether an argument takes over the call by its __torch_function__; then @answer is what it says
 * (new reference), NULL with an exception. */
bool tns_py_torch_function (const char *name, TnsPyForm form, PyObject *self, PyObject *const *args,
                            Py_ssize_t n_args, PyObject *keyword_names, PyObject **answer);
/* Runs @op on bound values; first result as an object. Releases the GIL around large work. */
PyObject *tns_py_run (const TnsOp *op, bool is_inplace, const TnsValue *values, int n);
/* The same for C callers: first result, NULL with a Python exception. (transfer full) */
TnsTensor *tns_py_run_tensor (const TnsOp *op, bool is_inplace, const TnsValue *values, int n);
/* The op with this public name (and overload unless NULL); raises RuntimeError when the table has
 * none. */
const TnsOp *tns_py_find_op (const char *name, const char *overload);
/* Adds every public op of the table to torch._C._VariableFunctions, torch._C._nn and TensorBase. */
int tns_py_ops_register (PyObject *module);
int tns_py_return_types_register (PyObject *module);
/* (transfer full): docstring of the overloads that begin with @op. */
char *tns_py_op_dup_doc (const TnsOp *op, TnsPyForm form);

/* ---- making tensors from data ---- */

/* torch.tensor (data, dtype=, device=): copies. @dtype TNK_N_DTYPES: infer. (transfer full) */
TnsTensor *tns_py_tensor_from_data (PyObject *data, TnkDtype dtype, TnsDevice device,
                                    bool may_share);
/* Copies or converts; the tensor itself when nothing changes and @copy is false. (transfer full) */
TnsTensor *tns_py_tensor_to (TnsTensor *tensor, TnkDtype dtype, TnsDevice device, bool copy);
PyObject *tns_py_tensor_new_tensor (PyObject *self, PyObject *const *args, Py_ssize_t n,
                                    PyObject *names);
int tns_py_construct_register (PyObject *module);
int tns_py_signed_register (PyObject *module);
int tns_py_torch_function_register (PyObject *module);
int tns_py_numpy_register (PyObject *module);
int tns_py_dlpack_register (PyObject *module);
PyObject *tns_py_tensor_to_numpy (PyObject *self);
PyObject *tns_py_tensor_to_list (PyObject *self);

/* ---- autograd, trace ---- */

/* torch._C._Node, base of the types of all nodes. */
typedef struct
{
  PyObject_HEAD
  TnsNode *node;     /* NULL for a Function's context before it is recorded and after its node died */
  bool is_borrowed;  /* the context of a Function: the node owns the object */
} TnsPyNode;

extern PyTypeObject *tns_py_node_base_type;
/* Borrowed node → object with PyTorch's type name; None for NULL. */
PyObject *tns_py_node_wrap (TnsNode *node);
/* The node behind such an object; NULL with an exception when @object is none or has lost it. */
TnsNode *tns_py_node_value (PyObject *object);
int tns_py_node_register (PyObject *module);
int tns_py_function_register (PyObject *module);
int tns_py_hooks_register (PyObject *module);
int tns_py_autograd_register (PyObject *module);
int tns_py_trace_register (PyObject *module);

/* torch.set_printoptions and repr. */
PyObject *tns_py_tensor_repr (PyObject *self);
int tns_py_print_register (PyObject *module);
