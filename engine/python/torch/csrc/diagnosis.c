/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "csrc/diagnosis.h"

#include "engine/trace/label.h"

/* A position is (line, column, end_line, end_column); an argument's may end with the positions of
 * its items, if it is a list written out. */

static bool
read_position (PyObject *tuple, TnsPosition *position)
{
  PyObject *items;
  return PyArg_ParseTuple (tuple, "iiii|O", &position->line, &position->column,
                           &position->end_line, &position->end_column, &items);
}

/* The items from @first on stand for one argument: a.view(3, 5). */
static bool
read_run (PyObject *items, Py_ssize_t first, TnsPosition *position)
{
  TnsPosition last;
  if (!read_position (PyList_GET_ITEM (items, first), position)
      || !read_position (PyList_GET_ITEM (items, PyList_GET_SIZE (items) - 1), &last))
    return false;
  position->end_line = last.end_line;
  position->end_column = last.end_column;
  return true;
}

/* @items: positions of one tensor each, of which @n were given from @first on. */
static bool
read_tensors (PyObject *items, Py_ssize_t first, int n, TnsPosition *positions)
{
  if (items == NULL || PySequence_Size (items) - first != n)
    return true;
  for (int i = 0; i < n; i++)
    {
      PyObject *item = PySequence_GetItem (items, first + i);
      bool ok = item != NULL && read_position (item, &positions[i]);
      Py_XDECREF (item);
      if (!ok)
        return false;
    }
  return true;
}

/* An argument written at @given; @inputs: positions of the op's tensors from its first on. */
static bool
read_argument (PyObject *given, const TnsValue *value, TnsPosition *position, TnsPosition *inputs)
{
  if (!read_position (given, position))
    return false;
  if (value->kind == TNS_TENSOR)
    *inputs = *position;
  else if (value->kind == TNS_TENSORS && PyTuple_GET_SIZE (given) > 4)
    return read_tensors (PyTuple_GET_ITEM (given, 4), 0, value->tensors.n, inputs);
  return true;
}

/* @given: positions in the order of the parameters, @keywords: name → position. */
static bool
read_arguments (const TnsEvent *op, PyObject *given, PyObject *keywords, TnsPosition *positions)
{
  const TnsSchema *schema = tns_op_get_schema (op->op);
  Py_ssize_t n_given = PyList_GET_SIZE (given);
  for (int i = 0; i < op->n_args; i++)
    {
      const TnsValue *value = &op->args[i];
      TnsPosition *inputs = positions + op->n_args + MAX (tns_event_get_input_of_param (op, i), 0);
      PyObject *keyword = PyDict_GetItemString (keywords, schema->params[i].name);
      if (schema->params[i].kind == TNS_INTS && value->kind == TNS_INTS && value->ints.n > 1
          && n_given - i == value->ints.n)
        return read_run (given, i, &positions[i]);
      if (value->kind == TNS_TENSORS && value->tensors.n > 1 && n_given - i == value->tensors.n)
        return read_tensors (given, i, value->tensors.n, inputs);
      if (i < n_given
          && !read_argument (PyList_GET_ITEM (given, i), value, &positions[i], inputs))
        return false;
      if (keyword != NULL && !read_argument (keyword, value, &positions[i], inputs))
        return false;
    }
  return true;
}

/* @known: index among the op's tensors → position. */
static bool
read_inputs (const TnsEvent *op, PyObject *known, TnsPosition *positions)
{
  PyObject *index, *position;
  Py_ssize_t at = 0;
  while (PyDict_Next (known, &at, &index, &position))
    {
      long input = PyLong_AsLong (index);
      if (PyErr_Occurred () != NULL)
        return false;
      if (input >= 0 && input < op->n_inputs
          && !read_position (position, &positions[op->n_args + input]))
        return false;
    }
  return true;
}

/* @list: (name, tensor) each. If they are as many as an op's inputs, these are the inputs' names. */
static bool
read_operands (PyObject *list, const TnsEvent *op, TnsDiagnosis *diagnosis, GPtrArray *operands)
{
  Py_ssize_t n = PyList_GET_SIZE (list);
  if (op != NULL && n == 0)
    return true;
  diagnosis->names = g_new0 (char *, n + 1);
  for (Py_ssize_t i = 0; i < n; i++)
    {
      const char *name;
      PyObject *tensor;
      if (!PyArg_ParseTuple (PyList_GET_ITEM (list, i), "sO", &name, &tensor))
        return false;
      if (!tns_py_is_tensor (tensor))
        {
          PyErr_SetString (PyExc_TypeError, "an operand is a tensor");
          return false;
        }
      diagnosis->names[i] = g_strdup (name);
      if (op == NULL || n != op->n_inputs)
        g_ptr_array_add (operands, tns_py_tensor_value (tensor));
    }
  return true;
}

/* @tuple: (cost, source, call, words, outcome, tensor). */
static TnsFix *
read_fix (PyObject *tuple)
{
  const char *source, *call, *words, *outcome;
  PyObject *tensor;
  int cost;
  if (!PyArg_ParseTuple (tuple, "issszO", &cost, &source, &call, &words, &outcome, &tensor))
    return NULL;
  TnsFix *fix = g_new0 (TnsFix, 1);
  fix->cost = cost;
  fix->source = g_strdup (source);
  fix->call = g_strdup (call);
  fix->words = g_strdup (words);
  fix->outcome = g_strdup (outcome);
  fix->has_meta = tns_py_is_tensor (tensor);
  if (fix->has_meta)
    {
      TnsTensor *value = tns_py_tensor_value (tensor);
      tns_tensor_get_meta (value, &fix->meta);
      if (fix->meta.device.type != TNS_DEVICE_META)
        fix->result = tns_moment_new (value);
    }
  return fix;
}

static bool
read_fixes (PyObject *list, TnsDiagnosis *diagnosis)
{
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE (list); i++)
    {
      TnsFix *fix = read_fix (PyList_GET_ITEM (list, i));
      if (fix == NULL)
        return false;
      g_ptr_array_add (diagnosis->fixes, fix);
    }
  return true;
}

TnsDiagnosis *
tns_py_read_diagnosis (PyObject *tuple, const TnsEvent *op, GPtrArray *operands)
{
  const char *source, *place, *code, *missing;
  PyObject *position, *given, *keywords, *inputs, *pairs, *fixes;
  if (!PyArg_ParseTuple (tuple, "sOzzzO!O!O!O!O!", &source, &position, &place, &code, &missing,
                         &PyList_Type, &given, &PyDict_Type, &keywords, &PyDict_Type, &inputs,
                         &PyList_Type, &pairs, &PyList_Type, &fixes))
    return NULL;
  g_autoptr (TnsDiagnosis) self = tns_diagnosis_new (source);
  self->place = g_strdup (place);
  self->code = g_strdup (code);
  self->missing = g_strdup (missing);
  if (!read_position (position, &self->position) || !read_fixes (fixes, self))
    return NULL;
  if (!read_operands (pairs, op, self, operands))
    return NULL;
  if (op == NULL || operands->len > 0)
    return g_steal_pointer (&self);
  self->arg_positions = g_new0 (TnsPosition, MAX (op->n_args + op->n_inputs, 1));
  if (!read_arguments (op, given, keywords, self->arg_positions)
      || !read_inputs (op, inputs, self->arg_positions))
    return NULL;
  return g_steal_pointer (&self);
}
