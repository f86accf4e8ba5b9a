/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* __torch_function__: a subclass of Tensor, or any object that has this method, takes over the
 * calls it is an argument of. Tensor's own, in Python, runs the call as usual and gives the results
 * the subclass's type. */

#include "csrc/binder.h"

/* Set while Tensor.__torch_function__ runs the call itself; as everything here under the GIL, but
 * each thread has its own. */
static _Thread_local bool is_disabled;

/* What a class assigns as its __torch_function__ to have none. */
static PyObject *disabled_method;

/* New reference; NULL without an exception when @object takes over nothing. */
static PyObject *
get_method (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);
  if (type == tns_py_tensor_type || type == &PyLong_Type || type == &PyFloat_Type
      || type == &PyTuple_Type || type == &PyList_Type || type == &PyBool_Type
      || object == Py_None || type == tns_py_dtype_type || type == &PyUnicode_Type)
    return NULL;
  static PyObject *name;
  if (name == NULL)
    name = PyUnicode_InternFromString ("__torch_function__");
  PyObject *method = PyObject_GetAttr ((PyObject *) type, name);
  if (method == NULL)
    PyErr_Clear ();
  else if (method == disabled_method)
    Py_CLEAR (method);
  return method;
}

/* One object per type, a subclass before the classes it comes from. */
typedef struct
{
  PyObject *objects[TNS_PY_MAX_PARAMS];
  int n;
} Owners;

static void
collect (Owners *owners, PyObject *object)
{
  PyObject *method = get_method (object);
  if (method == NULL || owners->n == TNS_PY_MAX_PARAMS)
    return;
  Py_DECREF (method);
  int place = owners->n;
  for (int i = 0; i < owners->n; i++)
    {
      if (Py_TYPE (owners->objects[i]) == Py_TYPE (object))
        return;
      if (place == owners->n && PyType_IsSubtype (Py_TYPE (object), Py_TYPE (owners->objects[i])))
        place = i;
    }
  memmove (&owners->objects[place + 1], &owners->objects[place],
           (size_t) (owners->n - place) * sizeof *owners->objects);
  owners->objects[place] = object;
  owners->n++;
}

static void
collect_all (Owners *owners, PyObject *self, PyObject *const *args, Py_ssize_t n)
{
  if (self != NULL)
    collect (owners, self);
  for (Py_ssize_t i = 0; i < n; i++)
    {
      bool is_list = PyTuple_CheckExact (args[i]) || PyList_CheckExact (args[i]);
      if (!is_list)
        collect (owners, args[i]);
      for (Py_ssize_t k = 0; is_list && k < PySequence_Fast_GET_SIZE (args[i]); k++)
        collect (owners, PySequence_Fast_GET_ITEM (args[i], k));
    }
}

/* ---- the call as __torch_function__ sees it ---- */

/* torch.add, Tensor.add, or Tensor.T.__get__. */
static PyObject *
find_function (const char *name, TnsPyForm form)
{
  if (form != TNS_PY_FUNCTION)
    {
      PyObject *method = PyObject_GetAttrString ((PyObject *) tns_py_tensor_type, name);
      if (method != NULL && Py_IS_TYPE (method, &PyGetSetDescr_Type))
        Py_SETREF (method, PyObject_GetAttrString (method, "__get__"));
      return method;
    }
  static const struct
  {
    const char *module, *holder, *prefix;
  } places[] = {
    { "torch._C", "_VariableFunctions", "" },
    { "torch._C", "_nn", "" },
    { "torch", "special", "special_" },
  };
  PyObject *function = NULL;
  for (size_t i = 0; function == NULL && i < G_N_ELEMENTS (places); i++)
    {
      if (!g_str_has_prefix (name, places[i].prefix))
        continue;
      PyErr_Clear ();
      PyObject *module = PyImport_ImportModule (places[i].module);
      PyObject *holder = module != NULL ? PyObject_GetAttrString (module, places[i].holder) : NULL;
      function = holder != NULL
                     ? PyObject_GetAttrString (holder, name + strlen (places[i].prefix))
                     : NULL;
      Py_XDECREF (module);
      Py_XDECREF (holder);
    }
  return function;
}

static PyObject *
pack_args (PyObject *self, PyObject *const *args, Py_ssize_t n)
{
  int n_self = self != NULL;
  PyObject *tuple = PyTuple_New (n + n_self);
  if (tuple != NULL && n_self)
    PyTuple_SET_ITEM (tuple, 0, Py_NewRef (self));
  for (Py_ssize_t i = 0; tuple != NULL && i < n; i++)
    PyTuple_SET_ITEM (tuple, i + n_self, Py_NewRef (args[i]));
  return tuple;
}

static PyObject *
pack_named (PyObject *names, PyObject *const *values)
{
  PyObject *named = PyDict_New ();
  for (Py_ssize_t i = 0; named != NULL && i < PyTuple_GET_SIZE (names); i++)
    if (PyDict_SetItem (named, PyTuple_GET_ITEM (names, i), values[i]) < 0)
      Py_CLEAR (named);
  return named;
}

static PyObject *
fail_all (const Owners *owners, const char *name, TnsPyForm form)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "Multiple dispatch failed for '%s%s'; all __torch_function__ "
                                "handlers returned NotImplemented:\n\n",
                          form == TNS_PY_FUNCTION ? "torch." : "torch._C.TensorBase.", name);
  for (int i = 0; i < owners->n; i++)
    g_string_append_printf (text, "  - %s<class '%s'>\n",
                            tns_py_is_tensor (owners->objects[i]) ? "tensor subclass " : "",
                            tns_py_type_name (owners->objects[i]));
  g_string_append (text, "\nFor more information, try re-running with TORCH_LOGS=not_implemented");
  PyErr_SetString (PyExc_TypeError, text->str);
  return NULL;
}

/* The first answer that is not NotImplemented. */
static PyObject *
ask_owners (const Owners *owners, PyObject *function, PyObject *args, PyObject *named)
{
  PyObject *types = PyTuple_New (owners->n), *answer = Py_NewRef (Py_NotImplemented);
  for (int i = 0; types != NULL && i < owners->n; i++)
    PyTuple_SET_ITEM (types, i, Py_NewRef ((PyObject *) Py_TYPE (owners->objects[i])));
  if (types == NULL)
    Py_CLEAR (answer);
  for (int i = 0; answer == Py_NotImplemented && i < owners->n; i++)
    {
      PyObject *method = get_method (owners->objects[i]);
      Py_SETREF (answer, method != NULL ? PyObject_CallFunctionObjArgs (method, function, types,
                                                                        args, named, NULL)
                                        : NULL);
      Py_XDECREF (method);
    }
  Py_XDECREF (types);
  return answer;
}

bool
tns_py_torch_function (const char *name, TnsPyForm form, PyObject *self, PyObject *const *args,
                       Py_ssize_t n_args, PyObject *keyword_names, PyObject **answer)
{
  Owners owners = { .n = 0 };
  Py_ssize_t n_named = keyword_names != NULL ? PyTuple_GET_SIZE (keyword_names) : 0;
  if (is_disabled)
    return false;
  collect_all (&owners, self, args, n_args + n_named);
  if (owners.n == 0)
    return false;

  PyObject *function = find_function (name, form);
  PyObject *packed = pack_args (self, args, n_args);
  PyObject *named = n_named > 0 ? pack_named (keyword_names, args + n_args) : NULL;
  bool is_packed = function != NULL && packed != NULL && (named != NULL || n_named == 0);
  *answer = is_packed ? ask_owners (&owners, function, packed, named) : NULL;
  Py_XDECREF (function);
  Py_XDECREF (packed);
  Py_XDECREF (named);
  if (*answer == Py_NotImplemented)
    {
      Py_DECREF (*answer);
      *answer = fail_all (&owners, name, form);
    }
  return true;
}

/* ---- for Python ---- */

/* _disabled_torch_function_impl (func, types, args=(), kwargs=None) */
static PyObject *
run_disabled (PyObject *module, PyObject *args)
{
  PyObject *function, *types, *own = NULL, *named = NULL;
  if (!PyArg_ParseTuple (args, "OO|OO", &function, &types, &own, &named))
    return NULL;
  PyObject *packed = own != NULL ? PySequence_Tuple (own) : PyTuple_New (0);
  bool before = is_disabled;
  is_disabled = true;
  PyObject *result
      = packed != NULL ? PyObject_Call (function, packed, named != Py_None ? named : NULL) : NULL;
  is_disabled = before;
  Py_XDECREF (packed);
  return result;
}

/* _set_torch_function_disabled (mode): what it was before. */
static PyObject *
set_disabled (PyObject *module, PyObject *mode)
{
  bool before = is_disabled;
  is_disabled = mode == Py_True;
  return PyBool_FromLong (before);
}

/* _has_torch_function (object) */
static PyObject *
has_torch_function (PyObject *module, PyObject *object)
{
  PyObject *method = is_disabled ? NULL : get_method (object);
  Py_XDECREF (method);
  return PyBool_FromLong (method != NULL);
}

static PyMethodDef torch_functions[] = {
  { "_disabled_torch_function_impl", run_disabled, METH_VARARGS, NULL },
  { "_set_torch_function_disabled", set_disabled, METH_O, NULL },
  { "_has_torch_function", has_torch_function, METH_O, NULL },
  { NULL },
};

int
tns_py_torch_function_register (PyObject *module)
{
  if (PyModule_AddFunctions (module, torch_functions) < 0)
    return -1;
  disabled_method = PyObject_GetAttrString (module, "_disabled_torch_function_impl");
  return disabled_method != NULL ? 0 : -1;
}
