/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* grad_fn objects. PyTorch has a Python type for every backward node ("MulBackward0"); here they
 * are made when a node of that name is first seen, all subclasses of torch._C._Node. */

#include "csrc/binding.h"

typedef struct
{
  PyObject_HEAD
  TnsNode *node; /* owned */
} NodeObject;

static PyTypeObject *node_base_type;

static TnsNode *
value_of (PyObject *self)
{
  return ((NodeObject *) self)->node;
}

static void
node_dealloc (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  tns_node_set_wrapper (value_of (self), NULL);
  tns_node_unref (value_of (self));
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
    .basicsize = sizeof (NodeObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
  };
  type = (PyTypeObject *) PyType_FromSpecWithBases (&spec, (PyObject *) node_base_type);
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
  NodeObject *self = type != NULL ? PyObject_New (NodeObject, type) : NULL;
  if (self == NULL)
    return NULL;
  self->node = tns_node_ref (node);
  tns_node_set_wrapper (node, self);
  return (PyObject *) self;
}

static PyObject *
node_name (PyObject *self, PyObject *unused)
{
  TnsNode *node = value_of (self);
  bool is_accumulate = tns_node_get_kind (node) == TNS_NODE_ACCUMULATE;
  return PyUnicode_FromFormat ("%s%s", is_accumulate ? "torch::autograd::" : "",
                               tns_node_get_name (node));
}

static PyObject *
node_sequence (PyObject *self, PyObject *unused)
{
  return PyLong_FromUnsignedLongLong (tns_node_get_sequence (value_of (self)));
}

static PyObject *
node_get_next_functions (PyObject *self, void *data)
{
  TnsNode *node = value_of (self);
  int n = tns_node_get_n_edges (node);
  PyObject *tuple = PyTuple_New (n);
  for (int i = 0; tuple != NULL && i < n; i++)
    {
      TnsEdge edge = tns_node_get_edge (node, i);
      PyTuple_SET_ITEM (tuple, i, Py_BuildValue ("(Ni)", tns_py_node_wrap (edge.node), edge.input));
    }
  return tuple;
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
  const TnsValue *args = op != NULL ? tns_node_get_args (node) : NULL;
  int param = args != NULL ? tns_schema_find_param (tns_op_get_schema (op), name) : -1;
  if (param < 0
      || (args[param].kind == TNS_NONE && tns_op_get_schema (op)->params[param].kind == TNS_TENSOR))
    return NULL;
  return value_as_object (&args[param]);
}

static PyObject *
node_get_attribute (PyObject *self, PyObject *key)
{
  const char *name = PyUnicode_AsUTF8 (key);
  TnsNode *node = value_of (self);
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
  TnsNode *node = value_of (self);
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
  .basicsize = sizeof (NodeObject),
  .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
  .slots = node_slots,
};

int
tns_py_node_register (PyObject *module)
{
  node_base_type = (PyTypeObject *) PyType_FromSpec (&node_spec);
  return node_base_type == NULL ? -1 : PyModule_AddType (module, node_base_type);
}
