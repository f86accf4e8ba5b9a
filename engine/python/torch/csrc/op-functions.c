/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Every op of the table as a builtin function of torch._C._VariableFunctions (or _nn) and as
 * methods of TensorBase. The list is the op table itself: a C function per op is needed only
 * because a method descriptor has no other way to know which op it is. Aliases have no line in the
 * list; their functions are numbered. Without any arguments a method is METH_NOARGS, so that
 * Python's own words refuse some. */

#include "csrc/binder.h"

#define NAMED(name, overloads)                                                                     \
  static PyObject *name (PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)     \
  {                                                                                                \
    return tns_py_call_overloads (overloads, self, args, n, names);                                \
  }                                                                                                \
  static PyObject *name##_plain (PyObject *self, PyObject *unused)                                 \
  {                                                                                                \
    (void) unused;                                                                                 \
    return tns_py_call_overloads (overloads, self, NULL, 0, NULL);                                 \
  }

typedef PyObject *(*OpFunction) (PyObject *, PyObject *const *, Py_ssize_t, PyObject *);

typedef struct
{
  OpFunction function; /* takes arguments */
  PyCFunction plain;   /* takes none */
} Entry;

#define X(id)                                                                                      \
  static PyObject *function_##id (PyObject *self, PyObject *const *args, Py_ssize_t n,             \
                                  PyObject *names)                                                 \
  {                                                                                                \
    (void) self;                                                                                   \
    return tns_py_call (&tns_op_##id, TNS_PY_FUNCTION, NULL, args, n, names);                      \
  }                                                                                                \
  NAMED (method_##id, tns_py_overloads_get (&tns_op_##id, TNS_PY_METHOD))                          \
  NAMED (inplace_##id, tns_py_overloads_get (&tns_op_##id, TNS_PY_INPLACE))
TNS_OP_LIST (X)
#undef X

static const Entry op_entries[TNS_N_OPS + 1][3] = {
#define X(id)                                                                                      \
  [TNS_OP_##id] = {                                                                                \
    [TNS_PY_FUNCTION] = { .function = function_##id },                                             \
    [TNS_PY_METHOD] = { method_##id, method_##id##_plain },                                        \
    [TNS_PY_INPLACE] = { inplace_##id, inplace_##id##_plain },                                     \
  },
  TNS_OP_LIST (X)
#undef X
};

/* ---- aliases ---- */

#define TEN(X, n)                                                                                  \
  X (n##0) X (n##1) X (n##2) X (n##3) X (n##4) X (n##5) X (n##6) X (n##7) X (n##8) X (n##9)
#define HUNDRED(X, n)                                                                              \
  TEN (X, n##0) TEN (X, n##1) TEN (X, n##2) TEN (X, n##3) TEN (X, n##4)                            \
  TEN (X, n##5) TEN (X, n##6) TEN (X, n##7) TEN (X, n##8) TEN (X, n##9)
#define ALIAS_NUMBERS(X)                                                                           \
  HUNDRED (X, 1) HUNDRED (X, 2) HUNDRED (X, 3) HUNDRED (X, 4) HUNDRED (X, 5)
#define FIRST_ALIAS 100
#define N_ALIASES 500

static const TnsPyOverloads *alias_overloads[N_ALIASES];

static PyObject *
call_alias (int number, PyObject *self, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
  const TnsPyOverloads *overloads = alias_overloads[number - FIRST_ALIAS];
  bool is_method = overloads->form != TNS_PY_FUNCTION;
  return tns_py_call_overloads (overloads, is_method ? self : NULL, args, n, names);
}

#define X(number)                                                                                  \
  static PyObject *alias_##number (PyObject *self, PyObject *const *args, Py_ssize_t n,            \
                                   PyObject *names)                                                \
  {                                                                                                \
    return call_alias (number, self, args, n, names);                                              \
  }                                                                                                \
  static PyObject *alias_##number##_plain (PyObject *self, PyObject *unused)                       \
  {                                                                                                \
    (void) unused;                                                                                 \
    return call_alias (number, self, NULL, 0, NULL);                                               \
  }
ALIAS_NUMBERS (X)
#undef X

static const Entry alias_entries[N_ALIASES] = {
#define X(number) { alias_##number, alias_##number##_plain },
  ALIAS_NUMBERS (X)
#undef X
};

/* ---- definitions ---- */

char *
tns_py_op_dup_doc (const TnsOp *op, TnsPyForm form)
{
  const TnsPyOverloads *overloads = tns_py_overloads_get (op, form);
  GString *text = g_string_new (NULL);
  for (int i = 0; i < overloads->n; i++)
    {
      g_autofree char *arguments = tns_py_signature_dup_text (overloads->items[i]);
      g_string_append_printf (text, "%s%s\n", overloads->name, arguments);
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

/* NULL with an exception when there are more aliases than numbers. */
static const Entry *
find_entry (const TnsOp *op, TnsPyForm form, const char *name, const TnsPyOverloads **overloads)
{
  static int n_aliases;
  if (strcmp (name, tns_op_get_schema (op)->name) == 0)
    {
      *overloads = tns_py_overloads_get (op, form);
      return &op_entries[tns_op_get_id (op)][form];
    }
  if (n_aliases == N_ALIASES)
    {
      PyErr_Format (PyExc_RuntimeError, "op-functions.c: more than %d aliases", N_ALIASES);
      return NULL;
    }
  *overloads = tns_py_overloads_new (op, name, form);
  alias_overloads[n_aliases] = *overloads;
  return &alias_entries[n_aliases++];
}

static PyMethodDef *
definition_new (const TnsOp *op, TnsPyForm form, const char *name)
{
  const TnsPyOverloads *overloads;
  const Entry *entry = find_entry (op, form, name, &overloads);
  if (entry == NULL)
    return NULL;
  bool is_plain = form != TNS_PY_FUNCTION && overloads->is_only
                  && overloads->items[0]->n_params == 0;
  PyMethodDef *definition = g_new0 (PyMethodDef, 1);
  definition->ml_name = overloads->name;
  definition->ml_meth = is_plain ? entry->plain
                                 : (PyCFunction) (void (*) (void)) entry->function;
  definition->ml_flags = is_plain ? METH_NOARGS : METH_FASTCALL | METH_KEYWORDS;
  definition->ml_doc = tns_py_op_dup_doc (op, form);
  keep (definition);
  return definition;
}

static PyObject *
function_new (const TnsOp *op, const char *name)
{
  PyMethodDef *definition = definition_new (op, TNS_PY_FUNCTION, name);
  return definition != NULL
             ? PyCFunction_New (definition, (PyObject *) tns_py_tensor_base_type)
             : NULL;
}

static int
add_function (PyObject *holder, const TnsOp *op, const char *name)
{
  PyObject *function = function_new (op, name);
  int status = function != NULL ? PyObject_SetAttrString (holder, name, function) : -1;
  Py_XDECREF (function);
  return status;
}

static int
add_method (const TnsOp *op, TnsPyForm form, const char *name)
{
  PyObject *type = (PyObject *) tns_py_tensor_base_type;
  PyMethodDef *definition = definition_new (op, form, name);
  PyObject *method
      = definition != NULL ? PyDescr_NewMethod (tns_py_tensor_base_type, definition) : NULL;
  int status = method != NULL ? PyObject_SetAttrString (type, definition->ml_name, method) : -1;
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
  bool is_added = (!(places & TNS_AS_PROPERTY) || add_property (first, name) == 0)
                  && (!(places & TNS_AS_FUNCTION) || add_function (functions, first, name) == 0)
                  && (!(places & TNS_AS_NN_FUNCTION) || add_function (nn, first, name) == 0)
                  && (!(places & TNS_AS_METHOD) || add_method (first, TNS_PY_METHOD, name) == 0)
                  && (!(places & TNS_HAS_INPLACE)
                      || add_method (first, TNS_PY_INPLACE, name) == 0);
  return is_added ? 0 : -1;
}

/* _function_called (op, name): the op under a name of its own in errors. */
static PyObject *
function_called (PyObject *module, PyObject *args)
{
  const char *op, *name;
  if (!PyArg_ParseTuple (args, "ss", &op, &name))
    return NULL;
  const TnsOp *first = tns_py_find_op (op, NULL);
  return first != NULL ? function_new (first, name) : NULL;
}

static PyMethodDef name_functions[] = {
  { "_function_called", function_called, METH_VARARGS, NULL },
  { NULL },
};

int
tns_py_ops_register (PyObject *module)
{
  if (PyModule_AddFunctions (module, name_functions) < 0)
    return -1;
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
