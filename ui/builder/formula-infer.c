/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/formula-private.h"

#include <gio/gio.h>
#include <string.h>

/* A tensor without numbers, or a number. */
typedef struct
{
  TnsTensor *tensor;
  TnkScalar number;
} Value;

static TnsTensor *
new_shadow (TnkDtype dtype, int rank, const gint64 *sizes, GError **error)
{
  return tns_tensor_new_dense (dtype, (TnsDevice) { TNS_DEVICE_META, -1 }, rank, sizes, error);
}

/* The first overload whose inference takes the arguments; the last one's error otherwise. */
static bool
infer_op (const char *name, const Value *values, int n, TnsMeta *out, GError **error)
{
  GError *problem = NULL;
  for (const TnsOp *op = tns_op_find (name); op != NULL; op = tns_op_get_next_overload (op))
    {
      const TnsSchema *schema = tns_op_get_schema (op);
      TnsValue args[TNU_FORMULA_MAX_ARGS];
      int n_outs = 1;
      bool fits = schema->n_params >= n;
      for (int k = 0; k < n && fits; k++)
        {
          const TnsParam *param = &schema->params[k];
          fits = values[k].tensor != NULL ? param->kind == TNS_TENSOR
                                          : param->kind == TNS_SCALAR || param->accepts_scalar;
          args[k] = values[k].tensor != NULL ? tns_value_tensor (values[k].tensor)
                                             : tns_value_scalar (values[k].number);
        }
      if (!fits)
        continue;
      g_clear_error (&problem);
      if (tns_op_infer (op, false, args, n, out, &n_outs, &problem))
        return true;
    }
  if (problem == NULL)
    g_set_error (&problem, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s does not take these",
                 name);
  g_propagate_error (error, problem);
  return false;
}

static bool infer_node (const TnuFormulaNode *node, const TnuShape *shape, Value *value,
                        GError **error);

/* What an op of plain numbers gives: Python computes it, / in floating point. */
static TnkScalar
guess_number (const TnuFormulaNode *node, const Value *args)
{
  const TnuFormulaOperator *operator
      = node->kind == TNU_NODE_BINARY ? &tnu_formula_operators[node->which] : NULL;
  bool is_float
      = node->kind == TNU_NODE_CALL || (operator != NULL && strcmp (operator->code, "/") == 0);
  bool is_truth = operator != NULL && operator->level == TNU_LEVEL_COMPARE;
  for (int k = 0; k < node->n_args; k++)
    is_float |= args[k].number.kind == TNK_SCALAR_FLOAT;
  if (is_truth)
    return tns_scalar_bool (true);
  return is_float ? tns_scalar_float (1.5) : tns_scalar_int (1);
}

static bool
infer_op_node (const TnuFormulaNode *node, Value *args, Value *value, GError **error)
{
  const char *name = node->kind == TNU_NODE_UNARY    ? (node->sign == '-' ? "neg" : "bitwise_not")
                     : node->kind == TNU_NODE_BINARY ? tnu_formula_operators[node->which].op
                                                 : tnu_formula_functions[node->which].op;
  bool has_tensor = false;
  TnsMeta meta;
  for (int k = 0; k < node->n_args; k++)
    has_tensor |= args[k].tensor != NULL;
  if (!has_tensor && node->kind != TNU_NODE_CALL)
    {
      value->number = guess_number (node, args);
      return true;
    }
  /* Functions get tensors, except where() for what it chooses from. */
  for (int k = 0; k < node->n_args; k++)
    if (node->kind == TNU_NODE_CALL && args[k].tensor == NULL
        && (k == 0 || strcmp (name, "where") != 0))
      args[k].tensor = new_shadow (tns_scalar_get_dtype (args[k].number), 0, NULL, NULL);
  /* A number on the left of an operator is a 0-d tensor's number to PyTorch. */
  if (node->kind == TNU_NODE_BINARY && args[0].tensor == NULL && strcmp (name, "pow") != 0)
    {
      if (strcmp (name, "sub") == 0)
        name = "rsub";
      Value swapped[2] = { args[1], args[0] };
      if (!infer_op (name, swapped, 2, &meta, error))
        return false;
    }
  else if (!infer_op (name, args, node->n_args, &meta, error))
    return false;
  value->tensor = new_shadow (meta.dtype, meta.rank, meta.sizes, error);
  return value->tensor != NULL;
}

static bool
infer_node (const TnuFormulaNode *node, const TnuShape *shape, Value *value, GError **error)
{
  Value args[TNU_FORMULA_MAX_ARGS] = { { NULL, { 0 } } };
  bool is_fine = true;
  *value = (Value) { NULL, node->value };
  if (node->kind == TNU_NODE_NUMBER)
    {
      if (node->size_of >= 0)
        value->number = tns_scalar_int (shape->sizes[node->size_of]);
      return true;
    }
  if (node->kind == TNU_NODE_INDEX)
    {
      gint64 sizes[TNU_SHAPE_MAX_RANK];
      for (int d = 0; d < shape->rank; d++)
        sizes[d] = d == node->which ? shape->sizes[d] : 1;
      value->tensor = new_shadow (TNK_INT64, shape->rank, sizes, error);
      return value->tensor != NULL;
    }
  for (int k = 0; k < node->n_args && is_fine; k++)
    is_fine = infer_node (node->args[k], shape, &args[k], error);
  is_fine = is_fine && infer_op_node (node, args, value, error);
  for (int k = 0; k < node->n_args; k++)
    g_clear_pointer (&args[k].tensor, tns_tensor_unref);
  return is_fine;
}

bool
tnu_formula_infer (const TnuFormula *self, const TnuShape *shape, TnsMeta *out, GError **error)
{
  Value value;
  for (int d = 0; d < shape->rank; d++)
    if (shape->sizes[d] < 0)
      {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                             "a size cannot be negative");
        return false;
      }
  if (!infer_node (self->root, shape, &value, error))
    return false;
  TnkDtype dtype = value.tensor != NULL ? tns_tensor_get_dtype (value.tensor)
                                        : tns_scalar_get_dtype (value.number);
  g_clear_pointer (&value.tensor, tns_tensor_unref);
  tns_meta_init_dense (out, dtype, tns_device_get_default (), shape->rank, shape->sizes);
  return true;
}
