/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* One op call from Python: bind, run, wrap the results. */

#include "csrc/binder.h"

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

/* One type per schema with named results, found again by the schema. */
static PyTypeObject *
return_type (const TnsSchema *schema)
{
  static GHashTable *types;
  if (types == NULL)
    types = g_hash_table_new (NULL, NULL);
  PyTypeObject *type = g_hash_table_lookup (types, schema);
  if (type != NULL)
    return type;

  PyStructSequence_Field fields[G_N_ELEMENTS (schema->return_names) + 1] = { 0 };
  for (int i = 0; i < schema->n_returns; i++)
    fields[i].name = schema->return_names[i];
  PyStructSequence_Desc description = {
    .name = g_strdup_printf ("torch.return_types.%s", schema->name),
    .fields = fields,
    .n_in_sequence = schema->n_returns,
  };
  type = PyStructSequence_NewType (&description);
  if (type != NULL)
    {
      type->tp_repr = return_type_repr;
      g_hash_table_insert (types, (gpointer) schema, type);
    }
  return type;
}

static PyObject *
wrap_many (const TnsSchema *schema, const TnsResults *results)
{
  bool is_named = schema->return_kind == TNS_TENSOR && schema->return_names[0] != NULL;
  PyTypeObject *type = is_named ? return_type (schema) : NULL;
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

/* Copies @result into @out, which takes its shape if it has another. */
static bool
write_out (TnsTensor *out, TnsTensor *result)
{
  TnkDtype from = tns_tensor_get_dtype (result), to = tns_tensor_get_dtype (out);
  if (!tns_dtype_can_cast (from, to))
    {
      PyErr_Format (PyExc_RuntimeError,
                    "result type %s can't be cast to the desired output type %s",
                    tns_dtype_get_scalar_type_name (from), tns_dtype_get_scalar_type_name (to));
      return false;
    }
  if (!tns_tensor_same_sizes (out, result)
      && !tns_py_tensor_resize (
          out, tns_tensor_get_rank (result), tns_tensor_get_sizes (result)))
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
  if (wants_gradient (binding->values, signature->schema->n_params))
    return PyErr_Format (PyExc_RuntimeError,
                         "%s(): functions with out=... arguments don't support automatic "
                         "differentiation, but one of the arguments requires grad.",
                         binding->name);
  g_auto (TnsResults) results = { 0 };
  if (!run (signature->op, false, binding->values, signature->schema->n_params, &results))
    return NULL;
  for (Py_ssize_t i = 0; i < n; i++)
    if (!write_out (tns_py_tensor_value (items[i]), results.items[i]))
      return NULL;
  return Py_NewRef (out);
}

/* ---- keywords that are not in the schema ---- */

typedef struct
{
  PyObject *out;
  PyObject *requires_grad;
  bool is_inplace; /* F.relu (x, inplace=True) */
} Extras;

static bool
is_key (PyObject *key, const char *name)
{
  return PyUnicode_CompareWithASCIIString (key, name) == 0;
}

/* Sorts keywords into the schema's and the ones that every op of its kind has. */
static bool
take_keywords (TnsPyBinding *binding, const TnsPySignature *first, PyObject *const *values,
               PyObject *names, Extras *extras)
{
  binding->n_keywords = 0;
  Py_ssize_t n = names != NULL ? PyTuple_GET_SIZE (names) : 0;
  if (n > TNS_PY_MAX_KEYWORDS)
    {
      PyErr_Format (PyExc_TypeError, "%s() got too many keyword arguments", binding->name);
      return false;
    }
  for (Py_ssize_t i = 0; i < n; i++)
    {
      PyObject *key = PyTuple_GET_ITEM (names, i);
      if (first->takes_out && is_key (key, "out"))
        extras->out = values[i] == Py_None ? NULL : values[i];
      else if (first->is_factory && is_key (key, "requires_grad"))
        extras->requires_grad = values[i];
      else if (first->takes_inplace && is_key (key, "inplace"))
        extras->is_inplace = PyObject_IsTrue (values[i]) == 1;
      else if (first->is_factory
               && ((is_key (key, "layout") && tns_schema_find_param (first->schema, "layout") < 0)
                   || (is_key (key, "pin_memory")
                       && tns_schema_find_param (first->schema, "pin_memory") < 0)))
        continue;
      else
        {
          binding->keys[binding->n_keywords] = key;
          binding->keyword_values[binding->n_keywords++] = values[i];
        }
    }
  return true;
}

static PyObject *
set_requires_grad (PyObject *result, const TnsPyBinding *binding, PyObject *wanted)
{
  GError *error = NULL;
  if (result == NULL || wanted == NULL || wanted == Py_False || wanted == Py_None)
    return result;
  if (wanted != Py_True)
    PyErr_Format (PyExc_TypeError, "%s(): argument 'requires_grad' must be bool, not %s",
                  binding->name, tns_py_type_name (wanted));
  else
    {
      TnsTensor *tensor = tns_py_tensor_value (result);
      if (tnk_dtype_is_integral (tns_tensor_get_dtype (tensor)))
        PyErr_SetString (PyExc_RuntimeError, "Only Tensors of floating point and complex dtype can "
                                             "require gradients");
      else if (tns_tensor_set_requires_grad (tensor, true, &error))
        return result;
      else
        tns_py_raise (error);
    }
  Py_DECREF (result);
  return NULL;
}

/* ---- the call ---- */

static bool
has_form (const TnsOp *op, TnsPyForm form)
{
  unsigned places = op->flags & (TNS_AS_FUNCTION | TNS_AS_METHOD | TNS_AS_NN_FUNCTION);
  if (form == TNS_PY_INPLACE)
    return (op->flags & (TNS_HAS_INPLACE | TNS_ONLY_INPLACE)) != 0;
  if (form == TNS_PY_METHOD)
    return places == 0 || (op->flags & (TNS_AS_METHOD | TNS_AS_PROPERTY));
  return places == 0 || (places & (TNS_AS_FUNCTION | TNS_AS_NN_FUNCTION));
}

#define MAX_OVERLOADS 12

static int
list_signatures (const TnsOp *op, TnsPyForm form, const TnsPySignature **signatures)
{
  int n = 0;
  for (; op != NULL && n < MAX_OVERLOADS; op = tns_op_get_next_overload (op))
    if (has_form (op, form))
      signatures[n++] = tns_py_signature_get (op, form != TNS_PY_FUNCTION);
  return n;
}

static PyObject *
run_bound (const TnsPyBinding *binding, const TnsPySignature *signature, bool is_inplace,
           const Extras *extras)
{
  if (extras->out != NULL)
    return call_into (binding, signature, extras->out);
  g_auto (TnsResults) results = { 0 };
  if (!run (signature->op, is_inplace, binding->values, signature->schema->n_params, &results))
    return NULL;
  return set_requires_grad (wrap (signature->schema, &results), binding, extras->requires_grad);
}

PyObject *
tns_py_call (const TnsOp *op, TnsPyForm form, PyObject *self, PyObject *const *args,
             Py_ssize_t n_args, PyObject *keyword_names)
{
  const TnsPySignature *signatures[MAX_OVERLOADS];
  int n = list_signatures (op, form, signatures);
  g_return_val_if_fail (n > 0, NULL);
  bool only_inplace = (op->flags & TNS_ONLY_INPLACE) != 0;
  char inplace_name[64];
  TnsPyBinding binding;
  binding.name = signatures[0]->schema->name;
  binding.n_words = binding.n_blocks = 0;
  if (form == TNS_PY_INPLACE && !only_inplace)
    {
      g_snprintf (inplace_name, sizeof inplace_name, "%s_", binding.name);
      binding.name = inplace_name;
    }

  Extras extras = { 0 };
  bool is_only = n == 1 && !signatures[0]->has_hidden_overload;
  PyObject *result = NULL;
  if (!take_keywords (&binding, signatures[0], args + n_args, keyword_names, &extras))
    return NULL;
  for (int i = 0; i < n; i++)
    {
      if (self != NULL)
        binding.values[signatures[i]->self_index] = tns_value_tensor (tns_py_tensor_value (self));
      if (tns_py_bind (&binding, signatures[i], args, n_args, is_only))
        {
          bool is_inplace = form == TNS_PY_INPLACE || extras.is_inplace
                            || (signatures[i]->op->flags & TNS_ONLY_INPLACE);
          result = run_bound (&binding, signatures[i], is_inplace, &extras);
          break;
        }
      if (PyErr_Occurred ())
        break;
    }
  if (result == NULL && !PyErr_Occurred ())
    tns_py_raise_no_match (&binding, signatures, n, args, n_args);
  tns_py_binding_clear (&binding);
  return result;
}
