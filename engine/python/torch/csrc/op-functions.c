/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Every op of the table as a builtin function of torch._C._VariableFunctions (or _nn) and as
 * methods of TensorBase. The list is the op table itself: a C function per op is needed only
 * because a method descriptor has no other way to know which op it is. */

#include "csrc/binder.h"

#define X(id)                                                                                      \
  static PyObject *function_##id (PyObject *self, PyObject *const *args, Py_ssize_t n,             \
                                  PyObject *names)                                                 \
  {                                                                                                \
    return tns_py_call (&tns_op_##id, TNS_PY_FUNCTION, NULL, args, n, names);                      \
  }                                                                                                \
  static PyObject *method_##id (PyObject *self, PyObject *const *args, Py_ssize_t n,               \
                                PyObject *names)                                                   \
  {                                                                                                \
    return tns_py_call (&tns_op_##id, TNS_PY_METHOD, self, args, n, names);                        \
  }                                                                                                \
  static PyObject *inplace_##id (PyObject *self, PyObject *const *args, Py_ssize_t n,              \
                                 PyObject *names)                                                  \
  {                                                                                                \
    return tns_py_call (&tns_op_##id, TNS_PY_INPLACE, self, args, n, names);                       \
  }
TNS_OP_LIST (X)
#undef X

typedef PyObject *(*OpFunction) (PyObject *, PyObject *const *, Py_ssize_t, PyObject *);

static const OpFunction op_functions[TNS_N_OPS + 1][3] = {
#define X(id) [TNS_OP_##id] = { function_##id, method_##id, inplace_##id },
  TNS_OP_LIST (X)
#undef X
};

char *
tns_py_op_dup_doc (const TnsOp *op, TnsPyForm form)
{
  GString *text = g_string_new (NULL);
  const char *underscore = form == TNS_PY_INPLACE && !(op->flags & TNS_ONLY_INPLACE) ? "_" : "";
  for (const TnsOp *o = op; o != NULL; o = tns_op_get_next_overload (o))
    {
      const TnsPySignature *signature = tns_py_signature_get (o, form != TNS_PY_FUNCTION);
      g_autofree char *arguments = tns_py_signature_dup_text (signature);
      g_string_append_printf (text, "%s%s%s\n", signature->schema->name, underscore, arguments);
    }
  if (op->narration != NULL)
    g_string_append_printf (text, "\nThis op %s.\n", op->narration);
  if (op->formula != NULL)
    g_string_append_printf (text, "\nFormula:    %s\n", op->formula);
  if (op->derivative != NULL)
    g_string_append_printf (text, "Derivative: %s\n", op->derivative);
  if (op->doc != NULL)
    g_string_append_printf (text, "\nhttps://pytorch.org/docs/stable/generated/%s\n", op->doc);
  return g_string_free (text, FALSE);
}

/* Definitions must outlive the objects made from them, and those live as long as the process. */
static void
keep (void *definition)
{
  static GPtrArray *kept;
  if (kept == NULL)
    kept = g_ptr_array_new ();
  g_ptr_array_add (kept, definition);
}

static PyMethodDef *
definition_new (const TnsOp *op, TnsPyForm form, const char *name)
{
  PyMethodDef *definition = g_new0 (PyMethodDef, 1);
  definition->ml_name = g_strdup (name);
  definition->ml_meth = (PyCFunction) (void (*) (void)) op_functions[tns_op_get_id (op)][form];
  definition->ml_flags = METH_FASTCALL | METH_KEYWORDS;
  definition->ml_doc = tns_py_op_dup_doc (op, form);
  keep (definition);
  return definition;
}

static int
add_function (PyObject *holder, const TnsOp *op, const char *name)
{
  PyObject *function = PyCFunction_New (definition_new (op, TNS_PY_FUNCTION, name),
                                        (PyObject *) tns_py_tensor_base_type);
  int status = function != NULL ? PyObject_SetAttrString (holder, name, function) : -1;
  Py_XDECREF (function);
  return status;
}

static int
add_method (const TnsOp *op, TnsPyForm form, const char *name)
{
  PyObject *type = (PyObject *) tns_py_tensor_base_type;
  PyObject *method = PyDescr_NewMethod (tns_py_tensor_base_type, definition_new (op, form, name));
  int status = method != NULL ? PyObject_SetAttrString (type, name, method) : -1;
  Py_XDECREF (method);
  return status;
}

static PyObject *
get_property (PyObject *self, void *op)
{
  return tns_py_call (op, TNS_PY_METHOD, self, NULL, 0, NULL);
}

static int
add_property (const TnsOp *op, const char *name)
{
  PyGetSetDef *definition = g_new0 (PyGetSetDef, 1);
  definition->name = g_strdup (name);
  definition->get = get_property;
  definition->closure = (void *) op;
  definition->doc = tns_py_op_dup_doc (op, TNS_PY_METHOD);
  keep (definition);
  PyObject *property = PyDescr_NewGetSet (tns_py_tensor_base_type, definition);
  int status = property != NULL
                   ? PyObject_SetAttrString ((PyObject *)tns_py_tensor_base_type, name, property)
                   : -1;
  Py_XDECREF (property);
  return status;
}

/* Flags of all overloads with one public name together say where it is found. */
static unsigned
find_places (const TnsOp *first)
{
  unsigned places = 0;
  for (const TnsOp *op = first; op != NULL; op = tns_op_get_next_overload (op))
    {
      unsigned own = op->flags
                     & (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_AS_PROPERTY | TNS_AS_NN_FUNCTION);
      if (own == 0)
        own = TNS_AS_FUNCTION | TNS_AS_METHOD;
      if (own & TNS_AS_METHOD)
        own |= op->flags & TNS_HAS_INPLACE;
      if (!(op->flags & TNS_INTERNAL))
        places |= own;
    }
  return places;
}

static int
add_op (PyObject *functions, PyObject *nn, const TnsOp *first, const char *name)
{
  unsigned places = find_places (first);
  /* What belongs to torch.linalg has no methods, whatever the op has under its other names. */
  if (g_str_has_prefix (name, "linalg_"))
    places &= TNS_AS_FUNCTION;
  g_autofree char *inplace = g_strconcat (name, "_", NULL);
  bool is_added = (!(places & TNS_AS_PROPERTY) || add_property (first, name) == 0)
                  && (!(places & TNS_AS_FUNCTION) || add_function (functions, first, name) == 0)
                  && (!(places & TNS_AS_NN_FUNCTION) || add_function (nn, first, name) == 0)
                  && (!(places & TNS_AS_METHOD) || add_method (first, TNS_PY_METHOD, name) == 0)
                  && (!(places & TNS_HAS_INPLACE)
                      || add_method (first, TNS_PY_INPLACE, inplace) == 0);
  return is_added ? 0 : -1;
}

int
tns_py_ops_register (PyObject *module)
{
  PyObject *functions = PyModule_New ("torch._C._VariableFunctions");
  PyObject *nn = PyModule_New ("torch._C._nn");
  if (functions == NULL || nn == NULL)
    return -1;
  for (int id = 0; id < TNS_N_OPS; id++)
    {
      const TnsOp *op = tns_op_get ((TnsOpId) id);
      const char *name = tns_op_get_schema (op)->name;
      const TnsOp *first = tns_op_find (name);
      if (first != op)
        continue;
      if (add_op (functions, nn, first, name) < 0)
        return -1;
      g_auto (GStrv) aliases = g_strsplit (op->aliases != NULL ? op->aliases : "", " ", -1);
      for (char **alias = aliases; *alias != NULL; alias++)
        if (**alias != '\0' && add_op (functions, nn, first, *alias) < 0)
          return -1;
    }
  return PyModule_AddObject (module, "_VariableFunctions", functions) < 0
                 || PyModule_AddObject (module, "_nn", nn) < 0
             ? -1
             : 0;
}
