/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* torch.Tensor: its operators and its type.
 *
 * Operators are looked up in the op table by PyTorch's names; a TypeError in one becomes
 * NotImplemented, so that Python tries the other side and words the final error. */

#include "csrc/binding.h"
#include "csrc/numpy.h"

#include <structmember.h>

PyTypeObject *tns_py_tensor_base_type;
PyTypeObject *tns_py_tensor_type;

/* ---- operators ---- */

/* Only the ops behind operators are named here; which overload fits and what happens is the table's
 * business. Looked up once. */
#define OP(name)                                                                                   \
  ({                                                                                               \
    static const TnsOp *found;                                                                     \
    if (found == NULL)                                                                             \
      found = tns_py_find_op ((name), NULL);                                                       \
    found;                                                                                         \
  })

static PyObject *
refuse_type_error (PyObject *result)
{
  if (result != NULL || !PyErr_ExceptionMatches (PyExc_TypeError))
    return result;
  PyErr_Clear ();
  Py_RETURN_NOTIMPLEMENTED;
}

static PyObject *
call_method (const TnsOp *op, TnsPyForm form, PyObject *self, PyObject *other)
{
  if (op == NULL)
    return NULL;
  return refuse_type_error (tns_py_call (op, form, self, &other, other != NULL, NULL));
}

static PyObject *
call_function (const TnsOp *op, PyObject *a, PyObject *b)
{
  if (op == NULL)
    return NULL;
  PyObject *args[] = { a, b };
  return refuse_type_error (tns_py_call (op, TNS_PY_FUNCTION, NULL, args, 2, NULL));
}

/* a ∘ b where ∘ commutes: the tensor comes first. */
#define COMMUTATIVE(slot, name)                                                                    \
  static PyObject *slot (PyObject *a, PyObject *b)                                                 \
  {                                                                                                \
    return tns_py_is_tensor (a) ? call_method (OP (name), TNS_PY_METHOD, a, b)                     \
                                : call_method (OP (name), TNS_PY_METHOD, b, a);                    \
  }

/* a ∘ b where the function takes a number on the left. */
#define ORDERED(slot, name)                                                                        \
  static PyObject *slot (PyObject *a, PyObject *b)                                                 \
  {                                                                                                \
    return tns_py_is_tensor (a) ? call_method (OP (name), TNS_PY_METHOD, a, b)                     \
                                : call_function (OP (name), a, b);                                 \
  }

#define INPLACE(slot, name)                                                                        \
  static PyObject *slot (PyObject *self, PyObject *other)                                          \
  {                                                                                                \
    return call_method (OP (name), TNS_PY_INPLACE, self, other);                                   \
  }

#define UNARY(slot, name)                                                                          \
  static PyObject *slot (PyObject *self)                                                           \
  {                                                                                                \
    const TnsOp *op = OP (name);                                                                   \
    return op != NULL ? tns_py_call (op, TNS_PY_METHOD, self, NULL, 0, NULL) : NULL;               \
  }

COMMUTATIVE (nb_add, "add")
COMMUTATIVE (nb_multiply, "mul")
COMMUTATIVE (nb_and, "bitwise_and")
COMMUTATIVE (nb_or, "bitwise_or")
COMMUTATIVE (nb_xor, "bitwise_xor")
ORDERED (nb_floor_divide, "floor_divide")
ORDERED (nb_remainder, "remainder")
ORDERED (nb_lshift, "bitwise_left_shift")
ORDERED (nb_rshift, "bitwise_right_shift")
ORDERED (nb_matrix_multiply, "matmul")
INPLACE (nb_inplace_add, "add")
INPLACE (nb_inplace_subtract, "sub")
INPLACE (nb_inplace_multiply, "mul")
INPLACE (nb_inplace_true_divide, "div")
INPLACE (nb_inplace_floor_divide, "floor_divide")
INPLACE (nb_inplace_remainder, "remainder")
INPLACE (nb_inplace_and, "bitwise_and")
INPLACE (nb_inplace_or, "bitwise_or")
INPLACE (nb_inplace_xor, "bitwise_xor")
INPLACE (nb_inplace_lshift, "bitwise_left_shift")
INPLACE (nb_inplace_rshift, "bitwise_right_shift")
UNARY (nb_negative, "neg")
UNARY (nb_absolute, "abs")
UNARY (nb_positive, "positive")

static PyObject *
nb_invert (PyObject *self)
{
  if (!tnk_dtype_is_integral (tns_tensor_get_dtype (tns_py_tensor_value (self))))
    return PyErr_Format (PyExc_TypeError, "~ (operator.invert) is only implemented on integer and "
                                          "Boolean-type tensors");
  const TnsOp *op = OP ("bitwise_not");
  return op != NULL ? tns_py_call (op, TNS_PY_METHOD, self, NULL, 0, NULL) : NULL;
}

static PyObject *
nb_subtract (PyObject *a, PyObject *b)
{
  return tns_py_is_tensor (a) ? call_method (OP ("sub"), TNS_PY_METHOD, a, b)
                              : call_function (OP ("rsub"), b, a);
}

/* number / tensor is number · (1 / tensor), as PyTorch's __rtruediv__. */
static PyObject *
nb_true_divide (PyObject *a, PyObject *b)
{
  if (tns_py_is_tensor (a))
    return call_method (OP ("div"), TNS_PY_METHOD, a, b);
  TnkScalar number;
  if (!tns_py_is_array (a) && !tns_py_scalar_read (a, &number))
    {
      PyErr_Clear ();
      Py_RETURN_NOTIMPLEMENTED;
    }
  PyObject *inverse = call_method (OP ("reciprocal"), TNS_PY_METHOD, b, NULL);
  if (inverse == NULL || inverse == Py_NotImplemented)
    return inverse;
  PyObject *result = PyNumber_Multiply (inverse, a);
  Py_DECREF (inverse);
  return result;
}

static PyObject *
nb_power (PyObject *a, PyObject *b, PyObject *modulus)
{
  return tns_py_is_tensor (a) ? call_method (OP ("pow"), TNS_PY_METHOD, a, b)
                              : call_function (OP ("pow"), a, b);
}

static PyObject *
nb_inplace_power (PyObject *self, PyObject *other, PyObject *modulus)
{
  return call_method (OP ("pow"), TNS_PY_INPLACE, self, other);
}

/* Comparing with something that is neither tensor nor number is unequal, not an error. */
/* == takes arrays too, the other comparisons do not. New reference. */
static PyObject *
array_as_tensor (PyObject *object)
{
  return tns_py_is_array (object)
             ? tns_py_tensor_take (tns_py_tensor_from_data (object, TNK_N_DTYPES, TNS_CPU, true),
                                   NULL)
             : Py_NewRef (object);
}

static PyObject *
tensor_compare (PyObject *self, PyObject *other, int how)
{
  static const char *const names[]
      = { [Py_LT] = "lt", [Py_LE] = "le", [Py_EQ] = "eq", [Py_NE] = "ne", [Py_GT] = "gt",
          [Py_GE] = "ge" };
  static const TnsOp *ops[G_N_ELEMENTS (names)];
  if (ops[how] == NULL)
    ops[how] = tns_py_find_op (names[how], NULL);
  if (how != Py_EQ)
    return call_method (ops[how], TNS_PY_METHOD, self, other);
  PyObject *tensor = array_as_tensor (other);
  PyObject *result
      = tensor != NULL ? call_method (ops[how], TNS_PY_METHOD, self, tensor) : NULL;
  Py_XDECREF (tensor);
  return result;
}

/* ---- conversions ---- */

PyObject *
tns_py_tensor_item (PyObject *self)
{
  TnkScalar value;
  GError *error = NULL;
  if (!tns_tensor_get_item (tns_py_tensor_value (self), &value, &error))
    return tns_py_raise (error);
  return tns_py_scalar_new (value);
}

static PyObject *
one_item (PyObject *self)
{
  if (tns_tensor_get_numel (tns_py_tensor_value (self)) == 1)
    return tns_py_tensor_item (self);
  PyErr_SetString (PyExc_ValueError,
                   "only one element tensors can be converted to Python scalars");
  return NULL;
}

static int
nb_bool (PyObject *self)
{
  int64_t numel = tns_tensor_get_numel (tns_py_tensor_value (self));
  if (numel != 1)
    {
      PyErr_Format (PyExc_RuntimeError, "Boolean value of Tensor with %s is ambiguous",
                    numel == 0 ? "no values" : "more than one value");
      return -1;
    }
  PyObject *item = tns_py_tensor_item (self);
  int truth = item != NULL ? PyObject_IsTrue (item) : -1;
  Py_XDECREF (item);
  return truth;
}

/* The only element, which must be real. */
static PyObject *
one_real_item (PyObject *self, const char *type)
{
  PyObject *item = one_item (self);
  if (item == NULL || !PyComplex_Check (item))
    return item;
  Py_complex number = PyComplex_AsCComplex (item);
  Py_DECREF (item);
  if (number.imag == 0)
    return PyFloat_FromDouble (number.real);
  return PyErr_Format (PyExc_RuntimeError, "value cannot be converted to type %s without overflow",
                       type);
}

static PyObject *
nb_int (PyObject *self)
{
  PyObject *item = one_real_item (self, "int64_t");
  PyObject *result = item != NULL ? PyNumber_Long (item) : NULL;
  Py_XDECREF (item);
  return result;
}

static PyObject *
nb_float (PyObject *self)
{
  PyObject *item = one_real_item (self, "double");
  PyObject *result = item != NULL ? PyNumber_Float (item) : NULL;
  Py_XDECREF (item);
  return result;
}

static PyObject *
nb_index (PyObject *self)
{
  TnkDtype dtype = tns_tensor_get_dtype (tns_py_tensor_value (self));
  if (!tnk_dtype_is_integral (dtype)
      || tns_tensor_get_numel (tns_py_tensor_value (self)) != 1)
    {
      PyErr_SetString (PyExc_TypeError,
                       "only integer tensors of a single element can be converted to an index");
      return NULL;
    }
  return nb_int (self);
}

static Py_ssize_t
tensor_length (PyObject *self)
{
  TnsTensor *tensor = tns_py_tensor_value (self);
  if (tns_tensor_get_rank (tensor) > 0)
    return (Py_ssize_t) tns_tensor_get_sizes (tensor)[0];
  PyErr_SetString (PyExc_TypeError, "len() of a 0-d tensor");
  return -1;
}

/* All rows are taken at once, as PyTorch's unbind does, so that unpacking is one op. */
static PyObject *
tensor_iterate (PyObject *self)
{
  TnsTensor *tensor = tns_py_tensor_value (self);
  if (tns_tensor_get_rank (tensor) == 0)
    {
      PyErr_SetString (PyExc_TypeError, "iteration over a 0-d tensor");
      return NULL;
    }
  const TnsOp *unbind = OP ("unbind");
  PyObject *zero = PyLong_FromLong (0);
  PyObject *rows
      = unbind != NULL ? tns_py_call (unbind, TNS_PY_METHOD, self, &zero, 1, NULL) : NULL;
  PyObject *iterator = rows != NULL ? PyObject_GetIter (rows) : NULL;
  Py_XDECREF (rows);
  Py_DECREF (zero);
  return iterator;
}

static int
tensor_contains (PyObject *self, PyObject *element)
{
  TnkScalar number;
  if (!tns_py_is_tensor (element) && !tns_py_scalar_read (element, &number))
    {
      if (!PyErr_Occurred ())
        PyErr_Format (PyExc_RuntimeError,
                      "Tensor.__contains__ only supports Tensor or scalar, but you passed in a %R.",
                      Py_TYPE (element));
      return -1;
    }
  PyObject *equal = tensor_compare (self, element, Py_EQ);
  PyObject *any = equal != NULL ? PyObject_CallMethod (equal, "any", NULL) : NULL;
  int truth = any != NULL ? PyObject_IsTrue (any) : -1;
  Py_XDECREF (any);
  Py_XDECREF (equal);
  return truth;
}

/* hash (id (self)), as PyTorch's. */
static Py_hash_t
tensor_hash (PyObject *self)
{
  Py_hash_t hash = (Py_hash_t) self;
  return hash == -1 ? -2 : hash;
}

/* ---- the type ---- */

static PyMemberDef tensor_members[] = {
  { "__dictoffset__", T_PYSSIZET, offsetof (TnsPyTensor, dict), READONLY },
  { "__weaklistoffset__", T_PYSSIZET, offsetof (TnsPyTensor, weak_references), READONLY },
  { NULL },
};

static PyType_Slot base_slots[] = {
  { Py_tp_traverse, tns_py_tensor_traverse },
  { Py_tp_clear, tns_py_tensor_clear },
  { Py_tp_dealloc, tns_py_tensor_dealloc },
  { Py_tp_repr, tns_py_tensor_repr },
  { Py_tp_hash, tensor_hash },
  { Py_tp_richcompare, tensor_compare },
  { Py_tp_iter, tensor_iterate },
  { Py_tp_members, tensor_members },
  { Py_tp_getset, tns_py_tensor_attributes },
  { Py_tp_methods, tns_py_tensor_methods },
  { Py_sq_contains, tensor_contains },
  { Py_mp_length, tensor_length },
  { Py_mp_subscript, tns_py_tensor_get_item },
  { Py_mp_ass_subscript, tns_py_tensor_set_item },
  { Py_nb_add, nb_add },
  { Py_nb_subtract, nb_subtract },
  { Py_nb_multiply, nb_multiply },
  { Py_nb_true_divide, nb_true_divide },
  { Py_nb_floor_divide, nb_floor_divide },
  { Py_nb_remainder, nb_remainder },
  { Py_nb_power, nb_power },
  { Py_nb_matrix_multiply, nb_matrix_multiply },
  { Py_nb_and, nb_and },
  { Py_nb_or, nb_or },
  { Py_nb_xor, nb_xor },
  { Py_nb_lshift, nb_lshift },
  { Py_nb_rshift, nb_rshift },
  { Py_nb_negative, nb_negative },
  { Py_nb_positive, nb_positive },
  { Py_nb_absolute, nb_absolute },
  { Py_nb_invert, nb_invert },
  { Py_nb_inplace_add, nb_inplace_add },
  { Py_nb_inplace_subtract, nb_inplace_subtract },
  { Py_nb_inplace_multiply, nb_inplace_multiply },
  { Py_nb_inplace_true_divide, nb_inplace_true_divide },
  { Py_nb_inplace_floor_divide, nb_inplace_floor_divide },
  { Py_nb_inplace_remainder, nb_inplace_remainder },
  { Py_nb_inplace_power, nb_inplace_power },
  { Py_nb_inplace_and, nb_inplace_and },
  { Py_nb_inplace_or, nb_inplace_or },
  { Py_nb_inplace_xor, nb_inplace_xor },
  { Py_nb_inplace_lshift, nb_inplace_lshift },
  { Py_nb_inplace_rshift, nb_inplace_rshift },
  { Py_nb_bool, nb_bool },
  { Py_nb_int, nb_int },
  { Py_nb_float, nb_float },
  { Py_nb_index, nb_index },
  { 0, NULL },
};

static PyType_Spec base_spec = {
  .name = "torch._C.TensorBase",
  .basicsize = sizeof (TnsPyTensor),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
  .slots = base_slots,
};

/* torch.Tensor (2, 3), torch.Tensor ([1, 2]): the legacy constructor, in Python beside its typed
 * sisters. */
static PyObject *
tensor_new (PyTypeObject *type, PyObject *args, PyObject *keywords)
{
  PyObject *module = PyImport_ImportModule ("torch._legacy");
  PyObject *function = module != NULL ? PyObject_GetAttrString (module, "construct") : NULL;
  Py_XDECREF (module);
  if (function == NULL)
    return NULL;
  Py_ssize_t n = PyTuple_GET_SIZE (args);
  PyObject *with_type = PyTuple_New (n + 1);
  if (with_type != NULL)
    {
      PyTuple_SET_ITEM (with_type, 0, Py_NewRef (type));
      for (Py_ssize_t i = 0; i < n; i++)
        PyTuple_SET_ITEM (with_type, i + 1, Py_NewRef (PyTuple_GET_ITEM (args, i)));
    }
  PyObject *result = with_type != NULL ? PyObject_Call (function, with_type, keywords) : NULL;
  Py_XDECREF (with_type);
  Py_DECREF (function);
  return result;
}

/* Arguments were used up by tensor_new; subclasses may take others. */
static int
tensor_init (PyObject *self, PyObject *args, PyObject *keywords)
{
  return 0;
}

static PyType_Slot tensor_slots[] = {
  { Py_tp_new, tensor_new },
  /* As inherited; else Python puts its own in front, for what classes written in Python may have. */
  { Py_tp_dealloc, tns_py_tensor_dealloc },
  { Py_tp_init, tensor_init },
  { 0, NULL },
};

/* Garbage collection is inherited from the base. */
static PyType_Spec tensor_spec = {
  .name = "torch.Tensor",
  .basicsize = sizeof (TnsPyTensor),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
  .slots = tensor_slots,
};

int
tns_py_tensor_register (PyObject *module)
{
  tns_py_tensor_base_type = (PyTypeObject *) PyType_FromSpec (&base_spec);
  if (tns_py_tensor_base_type == NULL || PyModule_AddType (module, tns_py_tensor_base_type) < 0)
    return -1;
  tns_py_tensor_type = (PyTypeObject *) PyType_FromSpecWithBases (
      &tensor_spec, (PyObject *) tns_py_tensor_base_type);
  if (tns_py_tensor_type == NULL)
    return -1;
  /* Python's own messages say 'Tensor', as for a class written in Python; its module stays torch.
   * */
  tns_py_tensor_type->tp_name = "Tensor";
  return PyModule_AddObjectRef (module, "Tensor", (PyObject *) tns_py_tensor_type);
}
