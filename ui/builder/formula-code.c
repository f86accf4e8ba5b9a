/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/formula-private.h"

#include <string.h>

static int
count_uses (const TnuFormulaNode *node, int dim)
{
  int n = node->kind == TNU_NODE_INDEX && node->which == dim ? 1 : 0;
  for (int k = 0; k < node->n_args; k++)
    n += count_uses (node->args[k], dim);
  return n;
}

static bool
is_tensor (const TnuFormulaNode *node)
{
  bool has_index = node->kind == TNU_NODE_INDEX;
  for (int k = 0; k < node->n_args; k++)
    has_index |= is_tensor (node->args[k]);
  return has_index;
}

typedef struct
{
  const TnuShape *shape;
  const char *device; /* (nullable) */
  bool is_inline;     /* an index is written as its arange */
} Writing;

static TnuFormulaLevel
get_level (const TnuFormulaNode *node)
{
  if (node->kind == TNU_NODE_BINARY)
    return tnu_formula_operators[node->which].level;
  if (node->kind == TNU_NODE_UNARY)
    return TNU_LEVEL_UNARY;
  return TNU_LEVEL_ATOM;
}

static void
append_arange (const Writing *how, int dim, GString *code)
{
  int rank = how->shape->rank;
  g_string_append_printf (code, "torch.arange(%" G_GINT64_FORMAT, how->shape->sizes[dim]);
  if (how->device != NULL)
    g_string_append_printf (code, ", device='%s'", how->device);
  g_string_append_c (code, ')');
  if (dim == rank - 1)
    return;
  g_string_append (code, "[:");
  for (int d = dim + 1; d < rank; d++)
    g_string_append (code, ", None");
  g_string_append_c (code, ']');
}

static void append_node (const TnuFormulaNode *node, const Writing *how, TnuFormulaLevel least,
                         GString *code);

/* A function of a plain number needs a tensor of it. */
static void
append_arg (const TnuFormulaNode *node, const Writing *how, bool needs_tensor, GString *code)
{
  if (!needs_tensor || is_tensor (node))
    {
      append_node (node, how, TNU_LEVEL_COMPARE, code);
      return;
    }
  g_string_append (code, "torch.tensor(");
  append_node (node, how, TNU_LEVEL_COMPARE, code);
  if (how->device != NULL)
    g_string_append_printf (code, ", device='%s'", how->device);
  g_string_append_c (code, ')');
}

static void
append_call (const TnuFormulaNode *node, const Writing *how, GString *code)
{
  bool is_where = strcmp (tnu_formula_functions[node->which].name, "where") == 0;
  g_string_append_printf (code, "%s(", tnu_formula_functions[node->which].code);
  for (int k = 0; k < node->n_args; k++)
    {
      if (k > 0)
        g_string_append (code, ", ");
      append_arg (node->args[k], how, !is_where || k == 0, code);
    }
  g_string_append_c (code, ')');
}

static void
append_binary (const TnuFormulaNode *node, const Writing *how, GString *code)
{
  TnuFormulaLevel level = tnu_formula_operators[node->which].level;
  /* Comparisons chain in Python: never one inside another without brackets. */
  TnuFormulaLevel left = level == TNU_LEVEL_POWER     ? TNU_LEVEL_ATOM
                         : level == TNU_LEVEL_COMPARE ? level + 1
                                                      : level;
  append_node (node->args[0], how, left, code);
  g_string_append_printf (code, " %s ", tnu_formula_operators[node->which].code);
  append_node (node->args[1], how, level == TNU_LEVEL_POWER ? TNU_LEVEL_UNARY : level + 1, code);
}

static void
append_node (const TnuFormulaNode *node, const Writing *how, TnuFormulaLevel least, GString *code)
{
  bool is_bracketed = get_level (node) < least;
  if (is_bracketed)
    g_string_append_c (code, '(');
  switch (node->kind)
    {
    case TNU_NODE_NUMBER:
      if (node->size_of >= 0)
        g_string_append_printf (code, "%" G_GINT64_FORMAT, how->shape->sizes[node->size_of]);
      else
        g_string_append (code, node->code);
      break;
    case TNU_NODE_INDEX:
      if (how->is_inline)
        append_arange (how, node->which, code);
      else
        g_string_append (code, tnu_formula_index_name (node->which));
      break;
    case TNU_NODE_UNARY:
      g_string_append_c (code, node->sign);
      append_node (node->args[0], how, TNU_LEVEL_UNARY, code);
      break;
    case TNU_NODE_BINARY:
      append_binary (node, how, code);
      break;
    case TNU_NODE_CALL:
      append_call (node, how, code);
      break;
    }
  if (is_bracketed)
    g_string_append_c (code, ')');
}

/* Broadcasting gives the whole shape only when every index is there, or its axis has size 1. */
static bool
is_inline (const TnuFormula *self, const TnuShape *shape)
{
  if (self->root->kind == TNU_NODE_INDEX)
    return shape->rank == 1;
  for (int d = 0; d < shape->rank; d++)
    if (count_uses (self->root, d) != 1)
      return false;
  return true;
}

guint
tnu_formula_get_named (const TnuFormula *self, const TnuShape *shape)
{
  if (!is_tensor (self->root) || is_inline (self, shape))
    return 0;
  return (1u << shape->rank) - 1;
}

/* "i, j = torch.meshgrid(torch.arange(3), torch.arange(4), indexing='ij')" */
static void
append_named (const Writing *how, GString *code)
{
  int rank = how->shape->rank;
  for (int d = 0; d < rank; d++)
    g_string_append_printf (code, "%s%s", d > 0 ? ", " : "", tnu_formula_index_name (d));
  g_string_append (code, rank > 1 ? " = torch.meshgrid(" : " = ");
  for (int d = 0; d < rank; d++)
    {
      g_string_append_printf (code, "%storch.arange(%" G_GINT64_FORMAT, d > 0 ? ", " : "",
                              how->shape->sizes[d]);
      if (how->device != NULL)
        g_string_append_printf (code, ", device='%s'", how->device);
      g_string_append_c (code, ')');
    }
  g_string_append (code, rank > 1 ? ", indexing='ij')\n" : "\n");
}

char *
tnu_formula_dup_lines (const TnuFormula *self, const TnuShape *shape, const char *name,
                       const char *ending, const char *device)
{
  g_autoptr (GString) code = g_string_new (NULL);
  Writing how = { shape, device, is_inline (self, shape) };
  bool has_ending = *ending != '\0';
  if (!is_tensor (self->root))
    {
      g_autofree char *sizes = tnu_shape_dup_text (shape);
      g_string_append_printf (code, "%s = torch.full(%s, ", name, sizes);
      append_node (self->root, &how, TNU_LEVEL_COMPARE, code);
      if (device != NULL)
        g_string_append_printf (code, ", device='%s'", device);
      g_string_append_printf (code, ")%s", ending);
      return g_string_free (g_steal_pointer (&code), FALSE);
    }
  if (!how.is_inline)
    append_named (&how, code);
  g_string_append_printf (code, "%s = ", name);
  if (self->root->kind == TNU_NODE_INDEX && !how.is_inline)
    g_string_append_printf (code, "%s.clone()", tnu_formula_index_name (self->root->which));
  else
    append_node (self->root, &how, has_ending ? TNU_LEVEL_ATOM : TNU_LEVEL_COMPARE, code);
  g_string_append (code, ending);
  return g_string_free (g_steal_pointer (&code), FALSE);
}
