/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Formula
 *
 * A tree by recursive descent with Python's precedences; from it follow the code and, by way of the
 * op table on tensors without numbers, shape and dtype. */
#include "ui/builder/formula.h"

#include <gio/gio.h>
#include <string.h>

#include "ui/builder/number-text.h"

/* Deeper brackets than anyone writes; recursion stays shallow. */
#define MAX_DEPTH 100
#define MAX_ARGS 3

typedef enum
{
  NODE_NUMBER,
  NODE_INDEX,
  NODE_UNARY,
  NODE_BINARY,
  NODE_CALL
} NodeKind;

/* Binding strength, weak to strong, as in Python. */
typedef enum
{
  LEVEL_COMPARE,
  LEVEL_OR,
  LEVEL_XOR,
  LEVEL_AND,
  LEVEL_SUM,
  LEVEL_PRODUCT,
  LEVEL_UNARY,
  LEVEL_POWER,
  LEVEL_ATOM
} Level;

typedef struct
{
  const char *text;
  const char *code; /* in Python */
  const char *op;   /* in the op table */
  Level level;
} Operator;

/* Longer ones first. */
static const Operator operators[] = {
  { "**", "**", "pow", LEVEL_POWER },
  { "^", "**", "pow", LEVEL_POWER },
  { "//", "//", "floor_divide", LEVEL_PRODUCT },
  { "*", "*", "mul", LEVEL_PRODUCT },
  { "/", "/", "div", LEVEL_PRODUCT },
  { "%", "%", "remainder", LEVEL_PRODUCT },
  { "+", "+", "add", LEVEL_SUM },
  { "-", "-", "sub", LEVEL_SUM },
  { "==", "==", "eq", LEVEL_COMPARE },
  { "!=", "!=", "ne", LEVEL_COMPARE },
  { "<=", "<=", "le", LEVEL_COMPARE },
  { ">=", ">=", "ge", LEVEL_COMPARE },
  { "<", "<", "lt", LEVEL_COMPARE },
  { ">", ">", "gt", LEVEL_COMPARE },
  { "&", "&", "bitwise_and", LEVEL_AND },
  { "|", "|", "bitwise_or", LEVEL_OR },
};

static const struct
{
  const char *name;
  const char *code;
  const char *op;
  int n_args;
} functions[] = {
  { "sin", "torch.sin", "sin", 1 },       { "cos", "torch.cos", "cos", 1 },
  { "tan", "torch.tan", "tan", 1 },       { "exp", "torch.exp", "exp", 1 },
  { "log", "torch.log", "log", 1 },       { "log2", "torch.log2", "log2", 1 },
  { "log10", "torch.log10", "log10", 1 }, { "sqrt", "torch.sqrt", "sqrt", 1 },
  { "abs", "torch.abs", "abs", 1 },       { "floor", "torch.floor", "floor", 1 },
  { "ceil", "torch.ceil", "ceil", 1 },    { "round", "torch.round", "round", 1 },
  { "sign", "torch.sign", "sign", 1 },    { "tanh", "torch.tanh", "tanh", 1 },
  { "sigmoid", "torch.sigmoid", "sigmoid", 1 },
  { "relu", "torch.relu", "relu", 1 },    { "asin", "torch.asin", "asin", 1 },
  { "acos", "torch.acos", "acos", 1 },    { "atan", "torch.atan", "atan", 1 },
  { "sinh", "torch.sinh", "sinh", 1 },    { "cosh", "torch.cosh", "cosh", 1 },
  { "atan2", "torch.atan2", "atan2", 2 }, { "min", "torch.minimum", "minimum", 2 },
  { "max", "torch.maximum", "maximum", 2 }, { "where", "torch.where", "where", 3 },
};

typedef struct _Node Node;

struct _Node
{
  NodeKind kind;
  int which;      /* of operators, functions; dim of an index */
  char sign;      /* of UNARY: '-', '+', '~' */
  char *code;     /* of NUMBER, in Python */
  TnkScalar value;
  int size_of;    /* of NUMBER: the size along this dim; -1: a plain number */
  bool is_bracketed; /* as it was typed */
  int n_args;
  Node *args[MAX_ARGS];
};

struct _TnuFormula
{
  Node *root;
  int rank;
};

const char *
tnu_formula_index_name (int dim)
{
  static const char *const names[] = { "i", "j", "k", "l", "m", "n", "o", "p", "q", "r" };
  g_return_val_if_fail (dim >= 0 && dim < TNU_SHAPE_MAX_RANK, NULL);
  return names[dim];
}

static void
node_free (Node *node)
{
  if (node == NULL)
    return;
  for (int k = 0; k < node->n_args; k++)
    node_free (node->args[k]);
  g_free (node->code);
  g_free (node);
}

void
tnu_formula_free (TnuFormula *self)
{
  node_free (self->root);
  g_free (self);
}

/* ---- parsing ---- */

typedef struct
{
  const char *start;
  const char *at;
  int rank;
  int depth;
  GError **error;
} Parser;

static Node *parse_level (Parser *parser, Level level);

static Node *
fail (Parser *parser, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Keeps the first error; says where it is, counted in characters. */
static Node *
fail (Parser *parser, const char *format, ...)
{
  va_list args;
  if (*parser->error != NULL)
    return NULL;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (parser->error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s (at character %ld)",
               what, g_utf8_strlen (parser->start, parser->at - parser->start) + 1);
  return NULL;
}

static void
skip_blanks (Parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

static bool
take (Parser *parser, char c)
{
  skip_blanks (parser);
  if (*parser->at != c)
    return false;
  parser->at++;
  return true;
}

static Node *
node_new (NodeKind kind, int which)
{
  Node *node = g_new0 (Node, 1);
  node->kind = kind;
  node->which = which;
  node->size_of = -1;
  return node;
}

static Node *
parse_number (Parser *parser)
{
  const char *c = parser->at;
  while (g_ascii_isdigit (*c) || *c == '.' || *c == '_')
    c++;
  if ((*c == 'e' || *c == 'E')
      && (g_ascii_isdigit (c[1]) || ((c[1] == '-' || c[1] == '+') && g_ascii_isdigit (c[2]))))
    for (c += 2; g_ascii_isdigit (*c);)
      c++;
  g_autofree char *text = g_strndup (parser->at, (gsize) (c - parser->at));
  TnkScalar value;
  if (!tnu_number_text_parse (text, &value))
    return fail (parser, "“%s” is no number", text);
  Node *node = node_new (NODE_NUMBER, 0);
  node->code = tnu_number_text_dup_code (text);
  node->value = value;
  parser->at = c;
  return node;
}

static int
find_index (Parser *parser, const char *word)
{
  for (int d = 0; d < parser->rank; d++)
    if (strcmp (word, tnu_formula_index_name (d)) == 0)
      return d;
  return -1;
}

/* "ni": the size along i. */
static int
find_size (Parser *parser, const char *word)
{
  return *word == 'n' && word[1] != '\0' ? find_index (parser, word + 1) : -1;
}

static Node *
parse_call (Parser *parser, const char *word)
{
  int which = -1;
  for (int k = 0; k < (int) G_N_ELEMENTS (functions); k++)
    if (strcmp (functions[k].name, word) == 0)
      which = k;
  if (which < 0)
    return fail (parser, "there is no function “%s” here", word);
  Node *node = node_new (NODE_CALL, which);
  take (parser, '(');
  for (int k = 0; k < functions[which].n_args; k++)
    {
      if (k > 0 && !take (parser, ','))
        fail (parser, "%s takes %d arguments", word, functions[which].n_args);
      Node *arg = *parser->error == NULL ? parse_level (parser, LEVEL_COMPARE) : NULL;
      if (arg == NULL)
        {
          node_free (node);
          return NULL;
        }
      node->args[node->n_args++] = arg;
    }
  if (!take (parser, ')'))
    {
      node_free (node);
      return fail (parser, "the bracket of %s( is not closed", word);
    }
  return node;
}

static Node *
parse_word (Parser *parser)
{
  const char *c = parser->at;
  while (g_ascii_isalnum (*c) || *c == '_')
    c++;
  g_autofree char *word = g_strndup (parser->at, (gsize) (c - parser->at));
  int index = find_index (parser, word), size = find_size (parser, word);
  TnkScalar value;
  const char *behind = c + strspn (c, " \t");
  if (*behind == '(')
    {
      parser->at = c;
      return parse_call (parser, word);
    }
  if (index < 0 && size < 0 && !tnu_number_text_parse (word, &value))
    {
      g_autofree char *names = NULL;
      GString *all = g_string_new (NULL);
      for (int d = 0; d < parser->rank; d++)
        g_string_append_printf (all, "%s%s", d > 0 ? ", " : "", tnu_formula_index_name (d));
      names = g_string_free (all, FALSE);
      return parser->rank > 0 ? fail (parser, "“%s” is no index; there are %s", word, names)
                              : fail (parser, "“%s” is no index: a shape () has none", word);
    }
  parser->at = c;
  if (index >= 0)
    return node_new (NODE_INDEX, index);
  Node *node = node_new (NODE_NUMBER, 0);
  node->size_of = size;
  if (size < 0)
    {
      node->code = tnu_number_text_dup_code (word);
      node->value = value;
    }
  return node;
}

static Node *
parse_atom (Parser *parser)
{
  skip_blanks (parser);
  if (g_ascii_isdigit (*parser->at) || *parser->at == '.')
    return parse_number (parser);
  if (g_ascii_isalpha (*parser->at) || *parser->at == '_')
    return parse_word (parser);
  if (*parser->at == '(')
    {
      parser->at++;
      Node *inside = parse_level (parser, LEVEL_COMPARE);
      if (inside != NULL && !take (parser, ')'))
        {
          node_free (inside);
          return fail (parser, "a bracket is not closed");
        }
      if (inside != NULL)
        inside->is_bracketed = true;
      return inside;
    }
  if (*parser->at == '\0')
    return fail (parser, "something is missing at the end");
  return fail (parser, "“%.*s” cannot stand here",
               (int) (g_utf8_next_char (parser->at) - parser->at), parser->at);
}

static int
find_operator (Parser *parser, Level level)
{
  skip_blanks (parser);
  for (int k = 0; k < (int) G_N_ELEMENTS (operators); k++)
    if (g_str_has_prefix (parser->at, operators[k].text))
      return operators[k].level == level ? k : -1;
  return -1;
}

static Node *
node_new_binary (int which, Node *left, Node *right)
{
  Node *node = node_new (NODE_BINARY, which);
  node->args[0] = left;
  node->args[1] = right;
  node->n_args = 2;
  return node;
}

/* Binds to the right, and its right side may carry a sign: 2 ** -i. */
static Node *
parse_power (Parser *parser)
{
  Node *left = parse_atom (parser);
  int which = left != NULL ? find_operator (parser, LEVEL_POWER) : -1;
  if (which < 0)
    return left;
  parser->at += strlen (operators[which].text);
  Node *right = parse_level (parser, LEVEL_UNARY);
  if (right == NULL)
    {
      node_free (left);
      return NULL;
    }
  return node_new_binary (which, left, right);
}

static Node *
parse_unary (Parser *parser)
{
  skip_blanks (parser);
  char sign = *parser->at;
  if (sign != '-' && sign != '+' && sign != '~')
    return parse_power (parser);
  parser->at++;
  Node *inside = parse_level (parser, LEVEL_UNARY);
  if (inside == NULL || sign == '+')
    return inside;
  Node *node = node_new (NODE_UNARY, 0);
  node->sign = sign;
  node->args[0] = inside;
  node->n_args = 1;
  return node;
}

static Node *
parse_binary (Parser *parser, Level level)
{
  Node *left = parse_level (parser, level + 1);
  int which;
  while (left != NULL && (which = find_operator (parser, level)) >= 0)
    {
      if (level == LEVEL_COMPARE && left->kind == NODE_BINARY
          && operators[left->which].level == LEVEL_COMPARE && !left->is_bracketed)
        {
          node_free (left);
          return fail (parser, "compare two things at a time: (0 < i) & (i < 3)");
        }
      parser->at += strlen (operators[which].text);
      Node *right = parse_level (parser, level + 1);
      if (right == NULL)
        {
          node_free (left);
          return NULL;
        }
      left = node_new_binary (which, left, right);
    }
  return left;
}

static Node *
parse_level (Parser *parser, Level level)
{
  Node *node;
  if (*parser->error != NULL)
    return NULL;
  if (parser->depth >= MAX_DEPTH * LEVEL_ATOM)
    return fail (parser, "there are too many brackets inside each other");
  parser->depth++;
  node = level >= LEVEL_UNARY ? parse_unary (parser) : parse_binary (parser, level);
  parser->depth--;
  return node;
}

TnuFormula *
tnu_formula_parse (const char *text, int rank, GError **error)
{
  GError *problem = NULL;
  Parser parser = { text, text, rank, 0, &problem };
  Node *root = parse_level (&parser, LEVEL_COMPARE);
  skip_blanks (&parser);
  if (root != NULL && *parser.at == '=' && parser.at[1] != '=')
    fail (&parser, "write == to compare");
  else if (root != NULL && *parser.at != '\0')
    fail (&parser, "“%.*s” cannot stand here",
          (int) (g_utf8_next_char (parser.at) - parser.at), parser.at);
  if (problem != NULL)
    {
      node_free (root);
      g_propagate_error (error, problem);
      return NULL;
    }
  TnuFormula *self = g_new (TnuFormula, 1);
  *self = (TnuFormula) { root, rank };
  return self;
}

/* ---- code ---- */

static int
count_uses (const Node *node, int dim)
{
  int n = node->kind == NODE_INDEX && node->which == dim ? 1 : 0;
  for (int k = 0; k < node->n_args; k++)
    n += count_uses (node->args[k], dim);
  return n;
}

static bool
is_tensor (const Node *node)
{
  bool has_index = node->kind == NODE_INDEX;
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

static Level
get_level (const Node *node)
{
  if (node->kind == NODE_BINARY)
    return operators[node->which].level;
  if (node->kind == NODE_UNARY)
    return LEVEL_UNARY;
  return LEVEL_ATOM;
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

static void append_node (const Node *node, const Writing *how, Level least, GString *code);

/* A function of a plain number needs a tensor of it. */
static void
append_arg (const Node *node, const Writing *how, bool needs_tensor, GString *code)
{
  if (!needs_tensor || is_tensor (node))
    {
      append_node (node, how, LEVEL_COMPARE, code);
      return;
    }
  g_string_append (code, "torch.tensor(");
  append_node (node, how, LEVEL_COMPARE, code);
  if (how->device != NULL)
    g_string_append_printf (code, ", device='%s'", how->device);
  g_string_append_c (code, ')');
}

static void
append_call (const Node *node, const Writing *how, GString *code)
{
  bool is_where = strcmp (functions[node->which].name, "where") == 0;
  g_string_append_printf (code, "%s(", functions[node->which].code);
  for (int k = 0; k < node->n_args; k++)
    {
      if (k > 0)
        g_string_append (code, ", ");
      append_arg (node->args[k], how, !is_where || k == 0, code);
    }
  g_string_append_c (code, ')');
}

static void
append_binary (const Node *node, const Writing *how, GString *code)
{
  Level level = operators[node->which].level;
  /* Comparisons chain in Python: never one inside another without brackets. */
  Level left = level == LEVEL_POWER ? LEVEL_ATOM : level == LEVEL_COMPARE ? level + 1 : level;
  append_node (node->args[0], how, left, code);
  g_string_append_printf (code, " %s ", operators[node->which].code);
  append_node (node->args[1], how, level == LEVEL_POWER ? LEVEL_UNARY : level + 1, code);
}

static void
append_node (const Node *node, const Writing *how, Level least, GString *code)
{
  bool is_bracketed = get_level (node) < least;
  if (is_bracketed)
    g_string_append_c (code, '(');
  switch (node->kind)
    {
    case NODE_NUMBER:
      if (node->size_of >= 0)
        g_string_append_printf (code, "%" G_GINT64_FORMAT, how->shape->sizes[node->size_of]);
      else
        g_string_append (code, node->code);
      break;
    case NODE_INDEX:
      if (how->is_inline)
        append_arange (how, node->which, code);
      else
        g_string_append (code, tnu_formula_index_name (node->which));
      break;
    case NODE_UNARY:
      g_string_append_c (code, node->sign);
      append_node (node->args[0], how, LEVEL_UNARY, code);
      break;
    case NODE_BINARY:
      append_binary (node, how, code);
      break;
    case NODE_CALL:
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
  if (self->root->kind == NODE_INDEX)
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
      append_node (self->root, &how, LEVEL_COMPARE, code);
      if (device != NULL)
        g_string_append_printf (code, ", device='%s'", device);
      g_string_append_printf (code, ")%s", ending);
      return g_string_free (g_steal_pointer (&code), FALSE);
    }
  if (!how.is_inline)
    append_named (&how, code);
  g_string_append_printf (code, "%s = ", name);
  if (self->root->kind == NODE_INDEX && !how.is_inline)
    g_string_append_printf (code, "%s.clone()", tnu_formula_index_name (self->root->which));
  else
    append_node (self->root, &how, has_ending ? LEVEL_ATOM : LEVEL_COMPARE, code);
  g_string_append (code, ending);
  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* ---- verdict ---- */

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
      TnsValue args[MAX_ARGS];
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

static bool infer_node (const Node *node, const TnuShape *shape, Value *value, GError **error);

/* What an op of plain numbers gives: Python computes it, / in floating point. */
static TnkScalar
guess_number (const Node *node, const Value *args)
{
  bool is_float = node->kind == NODE_CALL
                  || (node->kind == NODE_BINARY && strcmp (operators[node->which].code, "/") == 0);
  bool is_truth = node->kind == NODE_BINARY && operators[node->which].level == LEVEL_COMPARE;
  for (int k = 0; k < node->n_args; k++)
    is_float |= args[k].number.kind == TNK_SCALAR_FLOAT;
  if (is_truth)
    return tns_scalar_bool (true);
  return is_float ? tns_scalar_float (1.5) : tns_scalar_int (1);
}

static bool
infer_op_node (const Node *node, Value *args, Value *value, GError **error)
{
  const char *name = node->kind == NODE_UNARY    ? (node->sign == '-' ? "neg" : "bitwise_not")
                     : node->kind == NODE_BINARY ? operators[node->which].op
                                                 : functions[node->which].op;
  bool has_tensor = false;
  TnsMeta meta;
  for (int k = 0; k < node->n_args; k++)
    has_tensor |= args[k].tensor != NULL;
  if (!has_tensor && node->kind != NODE_CALL)
    {
      value->number = guess_number (node, args);
      return true;
    }
  /* Functions get tensors, except where() for what it chooses from. */
  for (int k = 0; k < node->n_args; k++)
    if (node->kind == NODE_CALL && args[k].tensor == NULL
        && (k == 0 || strcmp (name, "where") != 0))
      args[k].tensor = new_shadow (tns_scalar_get_dtype (args[k].number), 0, NULL, NULL);
  /* A number on the left of an operator is a 0-d tensor's number to PyTorch. */
  if (node->kind == NODE_BINARY && args[0].tensor == NULL && strcmp (name, "pow") != 0)
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
infer_node (const Node *node, const TnuShape *shape, Value *value, GError **error)
{
  Value args[MAX_ARGS] = { { NULL, { 0 } } };
  bool is_fine = true;
  *value = (Value) { NULL, node->value };
  if (node->kind == NODE_NUMBER)
    {
      if (node->size_of >= 0)
        value->number = tns_scalar_int (shape->sizes[node->size_of]);
      return true;
    }
  if (node->kind == NODE_INDEX)
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
