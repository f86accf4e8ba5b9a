/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* grad_fn objects. PyTorch has a Python type for every backward node ("MulBackward0"); here they
 * are made when a node of that name is first seen, all subclasses of torch._C._Node. */

#include "csrc/binding.h"

PyTypeObject *tns_py_node_base_type;

static TnsNode *
value_of (PyObject *self)
{
  return ((TnsPyNode *) self)->node;
}

TnsNode *
tns_py_node_value (PyObject *object)
{
  if (!PyObject_TypeCheck (object, tns_py_node_base_type))
    PyErr_Format (PyExc_TypeError, "expected a node of the graph, not %s",
                  tns_py_type_name (object));
  else if (value_of (object) == NULL)
    PyErr_Format (
        PyExc_RuntimeError,
        "Attribute '%s' is invalid for this instance of _C._FunctionBase. Accessing this attribute "
        "directly on an instance of autograd.Function is a legacy access pattern that is no longer "
        "supported. For examples on how to use new-style autograd functions, see "
        "https://pytorch.org/docs/stable/autograd.html#torch.autograd.Function ",
        "next_functions");
  else
    return value_of (object);
  return NULL;
}

static void
node_dealloc (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  TnsPyNode *object = (TnsPyNode *) self;
  if (object->node != NULL)
    tns_node_set_wrapper (object->node, NULL);
  if (object->node != NULL && !object->is_borrowed)
    tns_node_unref (object->node);
  type->tp_free (self);
  Py_DECREF (type);
}

static PyTypeObject *
type_for (const char *name)
{
  static GHashTable *types;
  if (types == NULL)
    types = g_hash_table_new (g_str_hash, g_str_equal);
  PyTypeObject *type = g_hash_table_lookup (types, name);
  if (type != NULL)
    return type;

  char *kept = g_strdup (name);
  PyType_Slot slots[] = { { 0, NULL } };
  g_autofree char *full = g_strconcat ("builtins.", name, NULL);
  PyType_Spec spec = {
    .name = full,
    .basicsize = sizeof (TnsPyNode),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
  };
  type = (PyTypeObject *) PyType_FromSpecWithBases (&spec, (PyObject *) tns_py_node_base_type);
  if (type == NULL)
    return NULL;
  type->tp_name = kept;
  g_hash_table_insert (types, kept, type);
  return type;
}

PyObject *
tns_py_node_wrap (TnsNode *node)
{
  if (node == NULL)
    Py_RETURN_NONE;
  PyObject *known = tns_node_get_wrapper (node);
  if (known != NULL)
    return Py_NewRef (known);
  PyTypeObject *type = type_for (tns_node_get_name (node));
  TnsPyNode *self = type != NULL ? PyObject_New (TnsPyNode, type) : NULL;
  if (self == NULL)
    return NULL;
  self->node = tns_node_ref (node);
  self->is_borrowed = false;
  tns_node_set_wrapper (node, self);
  return (PyObject *) self;
}

static PyObject *
node_name (PyObject *self, PyObject *unused)
{
  TnsNode *node = tns_py_node_value (self);
  if (node == NULL)
    return NULL;
  TnsNodeKind kind = tns_node_get_kind (node);
  bool is_of_engine = kind == TNS_NODE_ACCUMULATE || kind == TNS_NODE_COPY_SLICES;
  return PyUnicode_FromFormat ("%s%s", is_of_engine ? "torch::autograd::" : "",
                               tns_node_get_name (node));
}

static PyObject *
node_sequence (PyObject *self, PyObject *unused)
{
  TnsNode *node = tns_py_node_value (self);
  return node != NULL ? PyLong_FromUnsignedLongLong (tns_node_get_sequence (node)) : NULL;
}

static void
free_metadata (void *metadata)
{
  PyGILState_STATE state = PyGILState_Ensure ();
  Py_DECREF ((PyObject *) metadata);
  PyGILState_Release (state);
}

/* Edges as PyTorch numbers them: those of arguments that can have a gradient, and none for a number
 * that stands in for a tensor. */
static PyObject *
node_get_next_functions (PyObject *self, void *data)
{
  TnsNode *node = tns_py_node_value (self);
  if (node == NULL)
    return NULL;
  g_autofree int *indices = g_new (int, tns_node_get_n_edges (node) + TNS_MAX_PARAMS);
  int n = tns_node_list_edges (node, indices);
  PyObject *tuple = PyTuple_New (n);
  for (int i = 0; tuple != NULL && i < n; i++)
    {
      TnsEdge edge = { NULL, 0 };
      if (indices[i] >= 0)
        edge = tns_node_get_edge (node, indices[i]);
      PyTuple_SET_ITEM (tuple, i, Py_BuildValue ("(Ni)", tns_py_node_wrap (edge.node), edge.input));
    }
  return tuple;
}

static PyObject *
node_get_metadata (PyObject *self, void *data)
{
  TnsNode *node = tns_py_node_value (self);
  if (node == NULL)
    return NULL;
  PyObject *metadata = tns_node_get_metadata (node);
  if (metadata == NULL)
    {
      metadata = PyDict_New ();
      tns_node_set_metadata (node, metadata, free_metadata);
    }
  return Py_XNewRef (metadata);
}

static PyObject *
node_get_requires_grad (PyObject *self, void *data)
{
  Py_RETURN_TRUE;
}

static PyObject *
value_as_object (const TnsValue *value)
{
  switch (value->kind)
    {
    case TNS_TENSOR:
      return tns_py_tensor_wrap (value->tensor);
    case TNS_SCALAR:
      return tns_py_scalar_new (value->scalar);
    case TNS_INT:
      return PyLong_FromLongLong (value->i);
    case TNS_INTS:
      return tns_py_ints_new (value->ints.items, value->ints.n);
    case TNS_FLOAT:
      return PyFloat_FromDouble (value->f);
    case TNS_BOOL:
      return PyBool_FromLong (value->b);
    case TNS_DTYPE:
      return Py_NewRef (tns_py_dtype_get (value->dtype));
    case TNS_STRING:
      return PyUnicode_FromString (value->string);
    default:
      Py_RETURN_NONE;
    }
}

/* The 0-d tensor that PyTorch makes of a number beside tensors. */
static PyObject *
wrapped_number (const TnsNode *node, const TnsValue *value)
{
  if (tns_node_is_released (node))
    return tns_py_raise (tns_node_new_released_error ());
  GError *error = NULL;
  static const TnkDtype dtypes[] = {
    [TNK_SCALAR_BOOL] = TNK_BOOL,
    [TNK_SCALAR_INT] = TNK_INT64,
    [TNK_SCALAR_FLOAT] = TNK_FLOAT64,
    [TNK_SCALAR_COMPLEX] = TNK_COMPLEX128,
  };
  TnsTensor *tensor
      = tns_tensor_new_scalar (value->scalar, dtypes[value->scalar.kind], TNS_CPU, &error);
  return tns_py_tensor_take (tensor, error);
}

/* _saved_self_sym_sizes: the shape of an argument that is itself not kept. */
static PyObject *
saved_sizes (const TnsNode *node, const char *name)
{
  g_autofree char *argument = g_strndup (name, strlen (name) - strlen ("_sym_sizes"));
  int param = tns_schema_find_param (tns_op_get_schema (tns_node_get_op (node)), argument);
  const int64_t *sizes;
  int rank;
  if (param < 0 || !tns_node_get_arg_sizes (node, param, &sizes, &rank))
    return NULL;
  return tns_py_ints_new (sizes, rank);
}

/* _saved_self, _saved_exponent: what the node keeps for its formula. */
static PyObject *
saved_value (TnsNode *node, const char *name)
{
  for (int i = 0; i < tns_node_get_n_saved (node); i++)
    {
      const char *saved_name = NULL;
      GError *error = NULL;
      tns_node_get_saved (node, i, &saved_name);
      if (g_strcmp0 (saved_name, name) != 0)
        continue;
      TnsTensor *saved = tns_node_unpack_saved (node, i, &error);
      return tns_py_tensor_take (saved, error);
    }
  const TnsOp *op = tns_node_get_op (node);
  if (op != NULL && g_str_has_suffix (name, "_sym_sizes"))
    return saved_sizes (node, name);
  const TnsValue *args = op != NULL ? tns_node_get_args (node) : NULL;
  int param = args != NULL ? tns_schema_find_param (tns_op_get_schema (op), name) : -1;
  if (param < 0
      || (args[param].kind == TNS_NONE && tns_op_get_schema (op)->params[param].kind == TNS_TENSOR))
    return NULL;
  if (tns_node_wraps_number (node, param))
    return wrapped_number (node, &args[param]);
  return value_as_object (&args[param]);
}

static PyObject *
node_get_attribute (PyObject *self, PyObject *key)
{
  const char *name = PyUnicode_AsUTF8 (key);
  TnsNode *node = value_of (self);
  if (node == NULL)
    return PyObject_GenericGetAttr (self, key);
  if (name != NULL && g_str_has_prefix (name, "_saved_"))
    {
      PyObject *value = saved_value (node, name + strlen ("_saved_"));
      if (value != NULL || PyErr_Occurred ())
        return value;
    }
  if (name != NULL && strcmp (name, "variable") == 0
      && tns_node_get_kind (node) == TNS_NODE_ACCUMULATE)
    return tns_py_tensor_wrap (tns_node_get_leaf (node));
  return PyObject_GenericGetAttr (self, key);
}

/* The saved names are not in the type; dir() must still show them. */
static PyObject *
node_dir (PyObject *self, PyObject *unused)
{
  TnsNode *node = tns_py_node_value (self);
  if (node == NULL)
    return NULL;
  PyObject *names = PyObject_CallMethod ((PyObject *) &PyBaseObject_Type, "__dir__", "O", self);
  PyObject *list = names != NULL ? PySequence_List (names) : NULL;
  Py_XDECREF (names);
  for (int i = 0; list != NULL && i < tns_node_get_n_saved (node); i++)
    {
      const char *saved_name = NULL;
      tns_node_get_saved (node, i, &saved_name);
      PyObject *name = PyUnicode_FromFormat ("_saved_%s", saved_name);
      if (name == NULL || PyList_Append (list, name) < 0)
        Py_CLEAR (list);
      Py_XDECREF (name);
    }
  return list;
}

static PyMethodDef node_methods[] = {
  { "name", node_name, METH_NOARGS, "Name of the node: 'MulBackward0'." },
  { "_sequence_nr", node_sequence, METH_NOARGS,
    "When its op ran; backward goes from high to low." },
  { "__dir__", node_dir, METH_NOARGS, NULL },
  { NULL },
};

static PyGetSetDef node_attributes[] = {
  { "next_functions", node_get_next_functions, NULL,
    "Pairs (node, which of its results) that gradients go to next." },
  { "metadata", node_get_metadata, NULL, "A dict of anything that is known of the node." },
  { "requires_grad", node_get_requires_grad, NULL, NULL },
  { NULL },
};

static PyType_Slot node_slots[] = {
  { Py_tp_dealloc, node_dealloc },
  { Py_tp_getattro, node_get_attribute },
  { Py_tp_methods, node_methods },
  { Py_tp_getset, node_attributes },
  { 0, NULL },
};

static PyType_Spec node_spec = {
  .name = "torch._C._Node",
  .basicsize = sizeof (TnsPyNode),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  .slots = node_slots,
};

int
tns_py_node_register (PyObject *module)
{
  tns_py_node_base_type = (PyTypeObject *) PyType_FromSpec (&node_spec);
  return tns_py_node_base_type == NULL ? -1 : PyModule_AddType (module, tns_py_node_base_type);
}
