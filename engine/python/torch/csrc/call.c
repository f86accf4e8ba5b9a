/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* One op call from Python: bind, run, wrap the results. */

#include "csrc/binder.h"
#include "engine/ops/layout.h"

#include <structmember.h>

/* Above this many elements the GIL is released while the op runs. */
#define LARGE_NUMEL 100000

const TnsOp *
tns_py_find_op (const char *name, const char *overload)
{
  for (const TnsOp *op = tns_op_find (name); op != NULL; op = tns_op_get_next_overload (op))
    if (overload == NULL || strcmp (tns_op_get_schema (op)->overload, overload) == 0)
      return op;
  PyErr_Format (PyExc_RuntimeError, "the op table has no %s%s%s", name, overload != NULL ? "." : "",
                overload != NULL ? overload : "");
  return NULL;
}

/* ---- running ---- */

static int64_t
count_elements (const TnsValue *values, int n)
{
  int64_t total = 0;
  for (int i = 0; i < n; i++)
    {
      int64_t product = 1;
      if (values[i].kind == TNS_TENSOR)
        total += tns_tensor_get_numel (values[i].tensor);
      else if (values[i].kind == TNS_INTS)
        {
          for (int k = 0; k < values[i].ints.n && product < LARGE_NUMEL; k++)
            product *= MAX (values[i].ints.items[k], 1);
          total += product;
        }
      else if (values[i].kind == TNS_TENSORS)
        for (int k = 0; k < values[i].tensors.n; k++)
          if (values[i].tensors.items[k] != NULL)
            total += tns_tensor_get_numel (values[i].tensors.items[k]);
    }
  return total;
}

/* false with a Python exception. */
static bool
run (const TnsOp *op, bool is_inplace, const TnsValue *values, int n, TnsResults *results)
{
  GError *error = NULL;
  bool is_done;
  if (count_elements (values, n) > LARGE_NUMEL)
    {
      Py_BEGIN_ALLOW_THREADS
      is_done = tns_op_call (op, is_inplace, values, n, results, &error);
      Py_END_ALLOW_THREADS
    }
  else
    is_done = tns_op_call (op, is_inplace, values, n, results, &error);
  if (!is_done)
    tns_py_raise (error);
  return is_done;
}

TnsTensor *
tns_py_run_tensor (const TnsOp *op, bool is_inplace, const TnsValue *values, int n)
{
  g_auto (TnsResults) results = { 0 };
  if (op == NULL || !run (op, is_inplace, values, n, &results))
    return NULL;
  return tns_tensor_ref (results.items[0]);
}

PyObject *
tns_py_run (const TnsOp *op, bool is_inplace, const TnsValue *values, int n)
{
  g_auto (TnsResults) results = { 0 };
  if (op == NULL || !run (op, is_inplace, values, n, &results))
    return NULL;
  return tns_py_tensor_wrap (results.items[0]);
}

/* ---- results ---- */

/* torch.return_types.max(\nvalues=tensor(…),\nindices=tensor(…)) */
static PyObject *
return_type_repr (PyObject *self)
{
  PyTypeObject *type = Py_TYPE (self);
  PyObject *text = PyUnicode_FromFormat ("%s(", type->tp_name);
  for (Py_ssize_t i = 0; text != NULL && i < PyTuple_GET_SIZE (self); i++)
    {
      PyObject *item = PyUnicode_FromFormat ("%s\n%s=%R", i > 0 ? "," : "",
                                             type->tp_members[i].name, PyTuple_GET_ITEM (self, i));
      PyUnicode_AppendAndDel (&text, item);
    }
  PyUnicode_AppendAndDel (&text, PyUnicode_FromString (")"));
  return text;
}

static bool
has_names (const TnsSchema *schema)
{
  return schema->return_kind == TNS_TENSOR && schema->return_names[0] != NULL;
}

/* One type per schema with named results, and one for results written into out=, found again by the
 * schema. */
static PyTypeObject *
return_type (const TnsSchema *schema, bool is_out)
{
  static GHashTable *tables[2];
  if (tables[is_out] == NULL)
    tables[is_out] = g_hash_table_new (NULL, NULL);
  PyTypeObject *type = g_hash_table_lookup (tables[is_out], schema);
  if (type != NULL)
    return type;

  PyStructSequence_Field fields[G_N_ELEMENTS (schema->return_names) + 1] = { 0 };
  for (int i = 0; i < schema->n_returns; i++)
    fields[i].name = schema->return_names[i];
  g_autofree char *name
      = g_strdup_printf ("torch.return_types.%s%s", schema->name, is_out ? "_out" : "");
  PyStructSequence_Desc description = {
    .name = name,
    .fields = fields,
    .n_in_sequence = schema->n_returns,
  };
  type = PyStructSequence_NewType (&description);
  if (type != NULL)
    {
      type->tp_repr = return_type_repr;
      g_hash_table_insert (tables[is_out], (gpointer) schema, type);
    }
  return type;
}

int
tns_py_return_types_register (PyObject *module)
{
  PyObject *types = PyModule_New ("torch._C._return_types");
  if (types == NULL)
    return -1;
  for (int id = 0; id < TNS_N_OPS; id++)
    {
      const TnsSchema *schema = tns_op_get_schema (tns_op_get ((TnsOpId) id));
      if (!has_names (schema) || schema->name[0] == '_')
        continue;
      for (int is_out = 0; is_out < 2; is_out++)
        {
          PyTypeObject *type = return_type (schema, is_out);
          /* The name behind "torch.return_types.". */
          if (type == NULL
              || PyModule_AddObjectRef (types, strrchr (type->tp_name, '.') + 1,
                                        (PyObject *) type) < 0)
            return -1;
        }
    }
  return PyModule_AddObject (module, "_return_types", types);
}

static PyObject *
wrap_many (const TnsSchema *schema, const TnsResults *results)
{
  bool is_named = has_names (schema);
  PyTypeObject *type = is_named ? return_type (schema, false) : NULL;
  PyObject *tuple = !is_named ? PyTuple_New (results->n)
                    : type != NULL ? PyStructSequence_New (type)
                                   : NULL;
  for (int i = 0; tuple != NULL && i < results->n; i++)
    PyTuple_SET_ITEM (tuple, i, tns_py_tensor_wrap (results->items[i]));
  return tuple;
}

static PyObject *
wrap_number (const TnsResults *results)
{
  TnkScalar value;
  GError *error = NULL;
  if (!tns_tensor_get_item (results->items[0], &value, &error))
    return tns_py_raise (error);
  return tns_py_scalar_new (value);
}

static PyObject *
wrap (const TnsSchema *schema, const TnsResults *results)
{
  switch (schema->return_kind)
    {
    case TNS_BOOL:
    case TNS_INT:
    case TNS_SCALAR:
    case TNS_FLOAT:
      return wrap_number (results);
    case TNS_TENSORS:
      return wrap_many (schema, results);
    default:
      return schema->n_returns > 1 ? wrap_many (schema, results)
                                   : tns_py_tensor_wrap (results->items[0]);
    }
}

/* ---- out= ---- */

/* Makes @out as large as @result, in the same order in memory. */
static bool
resize_like (TnsTensor *out, TnsTensor *result)
{
  TnsMeta meta, like;
  tns_tensor_get_meta (result, &like);
  if (!tns_py_tensor_resize (out, like.rank, like.sizes))
    return false;
  tns_layout_preserve_strides (&like);
  tns_tensor_get_meta (out, &meta);
  memcpy (meta.strides, like.strides, (size_t) meta.rank * sizeof *meta.strides);
  tns_tensor_set_layout (out, tns_tensor_get_storage (out), &meta);
  return true;
}

/* @op's own words for an out= of another dtype for result @index; with a Python exception. */
static void
refuse_out (const TnsOp *op, int index, TnkDtype expected, TnkDtype given)
{
  g_auto (GStrv) lines = g_strsplit (op->out_error, "\n", -1);
  const struct
  {
    const char *place, *name;
  } names[] = {
    { "{Expected}", tns_dtype_get_scalar_type_name (expected) },
    { "{Given}", tns_dtype_get_scalar_type_name (given) },
    { "{expected}", tns_dtype_get_c_name (expected) },
    { "{given}", tns_dtype_get_c_name (given) },
  };
  g_autoptr (GString) text = g_string_new (lines[MIN (index, (int) g_strv_length (lines) - 1)]);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_replace (text, names[i].place, names[i].name, 0);
  PyErr_SetString (PyExc_RuntimeError, text->str);
}

/* Copies @result, number @index of @op, into @out, which takes its shape if it has another. */
static bool
write_out (const TnsOp *op, int index, TnsTensor *out, TnsTensor *result)
{
  TnkDtype from = tns_tensor_get_dtype (result), to = tns_tensor_get_dtype (out);
  GError *error = NULL;
  if (!tns_check_no_overlap (out, &error))
    {
      tns_py_raise (error);
      return false;
    }
  if (op->out_error != NULL && from != to)
    {
      refuse_out (op, index, from, to);
      return false;
    }
  if (!tns_dtype_can_cast (from, to))
    {
      PyErr_Format (PyExc_RuntimeError,
                    "result type %s can't be cast to the desired output type %s",
                    tns_dtype_get_scalar_type_name (from), tns_dtype_get_scalar_type_name (to));
      return false;
    }
  if (!tns_tensor_same_sizes (out, result) && !resize_like (out, result))
    return false;
  g_autoptr (TnsTensor) written
      = tns_py_run_tensor (tns_py_find_op ("copy_", NULL), true,
                           (TnsValue[]) { tns_value_tensor (out), tns_value_tensor (result) }, 2);
  return written != NULL;
}

static bool
wants_gradient (const TnsValue *values, int n)
{
  for (int i = 0; i < n && tns_grad_mode_get (); i++)
    {
      if (values[i].kind == TNS_TENSOR && tns_tensor_get_requires_grad (values[i].tensor))
        return true;
      for (int k = 0; values[i].kind == TNS_TENSORS && k < values[i].tensors.n; k++)
        if (values[i].tensors.items[k] != NULL
            && tns_tensor_get_requires_grad (values[i].tensors.items[k]))
          return true;
    }
  return false;
}

/* The tensors of out= as they are returned: as given, or as a named tuple where there are names. */
static PyObject *
wrap_outs (const TnsSchema *schema, PyObject *out, PyObject **items)
{
  if (schema->n_returns == 1 || !has_names (schema))
    return Py_NewRef (out);
  PyTypeObject *type = return_type (schema, true);
  PyObject *tuple = type != NULL ? PyStructSequence_New (type) : NULL;
  for (int i = 0; tuple != NULL && i < schema->n_returns; i++)
    PyTuple_SET_ITEM (tuple, i, Py_NewRef (items[i]));
  return tuple;
}

static PyObject *
call_into (const TnsPyBinding *binding, const TnsPySignature *signature, PyObject *out)
{
  bool is_tuple = PyTuple_Check (out) || PyList_Check (out);
  Py_ssize_t n = is_tuple ? PySequence_Fast_GET_SIZE (out) : 1;
  PyObject **items = is_tuple ? PySequence_Fast_ITEMS (out) : &out;
  bool is_right = n == signature->schema->n_returns;
  for (Py_ssize_t i = 0; i < n; i++)
    is_right = is_right && tns_py_is_tensor (items[i]);
  if (!is_right)
    return PyErr_Format (PyExc_TypeError, "%s(): argument 'out' must be %s, not %s", binding->name,
                         signature->schema->n_returns > 1 ? "tuple of Tensors" : "Tensor",
                         tns_py_type_name (out));
  bool requires_grad = wants_gradient (binding->values, signature->schema->n_params);
  for (Py_ssize_t i = 0; i < n && tns_grad_mode_get (); i++)
    requires_grad |= tns_tensor_get_requires_grad (tns_py_tensor_value (items[i]));
  if (requires_grad)
    return PyErr_Format (PyExc_RuntimeError,
                         "%s(): functions with out=... arguments don't support automatic "
                         "differentiation, but one of the arguments requires grad.",
                         binding->name);
  g_auto (TnsResults) results = { 0 };
  if (!run (signature->op, false, binding->values, signature->schema->n_params, &results))
    return NULL;
  for (Py_ssize_t i = 0; i < n; i++)
    if (!write_out (signature->op, (int) i, tns_py_tensor_value (items[i]), results.items[i]))
      return NULL;
  return wrap_outs (signature->schema, out, items);
}

/* ---- the call ---- */

static PyObject *
run_bound (const TnsPyBinding *binding, const TnsPySignature *signature, bool is_inplace)
{
  if (binding->out != NULL)
    return call_into (binding, signature, binding->out);
  g_auto (TnsResults) results = { 0 };
  is_inplace |= binding->is_inplace || (signature->op->flags & TNS_ONLY_INPLACE);
  if (!run (signature->op, is_inplace, binding->values, signature->schema->n_params, &results))
    return NULL;
  return wrap (signature->schema, &results);
}

const TnsPySignature *
tns_py_parse (TnsPyBinding *binding, const TnsPyOverloads *overloads, PyObject *self,
              PyObject *const *args, Py_ssize_t n_args, PyObject *keyword_names)
{
  binding->name = overloads->name;
  binding->n_words = binding->n_blocks = 0;
  binding->n_keywords = keyword_names != NULL ? (int) PyTuple_GET_SIZE (keyword_names) : 0;
  binding->keywords = keyword_names != NULL ? PySequence_Fast_ITEMS (keyword_names) : NULL;
  binding->keyword_values = args + n_args;
  for (int i = 0; i < overloads->n; i++)
    {
      const TnsPySignature *signature = overloads->items[i];
      if (self != NULL)
        binding->values[signature->self_index] = tns_value_tensor (tns_py_tensor_value (self));
      if (tns_py_bind (binding, signature, args, n_args, overloads->is_only))
        return signature;
      if (PyErr_Occurred ())
        return NULL;
    }
  tns_py_raise_no_match (binding, overloads, args, n_args);
  return NULL;
}

PyObject *
tns_py_call_overloads (const TnsPyOverloads *overloads, PyObject *self, PyObject *const *args,
                       Py_ssize_t n_args, PyObject *keyword_names)
{
  TnsPyBinding binding;
  PyObject *result;
  if (tns_py_torch_function (overloads->name, overloads->form, self, args, n_args, keyword_names,
                             &result))
    return result;
  const TnsPySignature *signature
      = tns_py_parse (&binding, overloads, self, args, n_args, keyword_names);
  result = signature != NULL ? run_bound (&binding, signature, overloads->form == TNS_PY_INPLACE)
                          : NULL;
  tns_py_binding_clear (&binding);
  return result;
}

PyObject *
tns_py_call (const TnsOp *op, TnsPyForm form, PyObject *self, PyObject *const *args,
             Py_ssize_t n_args, PyObject *keyword_names)
{
  return tns_py_call_overloads (tns_py_overloads_get (op, form), self, args, n_args,
                                keyword_names);
}
