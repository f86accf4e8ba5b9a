/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Formula
 *
 * A tree by recursive descent with Python's precedences; from it follow the code and, by way of the
 * op table on tensors without numbers, shape and dtype. */
#include "ui/builder/formula-private.h"

#include <gio/gio.h>
#include <string.h>

#include "ui/builder/number-text.h"

/* Deeper brackets than anyone writes; recursion stays shallow. */
#define MAX_DEPTH 100

/* Longer ones first. */
const TnuFormulaOperator tnu_formula_operators[] = {
  { "**", "**", "pow", TNU_LEVEL_POWER },
  { "^", "**", "pow", TNU_LEVEL_POWER },
  { "//", "//", "floor_divide", TNU_LEVEL_PRODUCT },
  { "*", "*", "mul", TNU_LEVEL_PRODUCT },
  { "/", "/", "div", TNU_LEVEL_PRODUCT },
  { "%", "%", "remainder", TNU_LEVEL_PRODUCT },
  { "+", "+", "add", TNU_LEVEL_SUM },
  { "-", "-", "sub", TNU_LEVEL_SUM },
  { "==", "==", "eq", TNU_LEVEL_COMPARE },
  { "!=", "!=", "ne", TNU_LEVEL_COMPARE },
  { "<=", "<=", "le", TNU_LEVEL_COMPARE },
  { ">=", ">=", "ge", TNU_LEVEL_COMPARE },
  { "<", "<", "lt", TNU_LEVEL_COMPARE },
  { ">", ">", "gt", TNU_LEVEL_COMPARE },
  { "&", "&", "bitwise_and", TNU_LEVEL_AND },
  { "|", "|", "bitwise_or", TNU_LEVEL_OR },
};

const TnuFormulaFunction tnu_formula_functions[] = {
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

const char *
tnu_formula_index_name (int dim)
{
  static const char *const names[] = { "i", "j", "k", "l", "m", "n", "o", "p", "q", "r" };
  g_return_val_if_fail (dim >= 0 && dim < TNU_SHAPE_MAX_RANK, NULL);
  return names[dim];
}

static void
node_free (TnuFormulaNode *node)
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

static TnuFormulaNode *parse_level (Parser *parser, TnuFormulaLevel level);

static TnuFormulaNode *
fail (Parser *parser, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Keeps the first error; says where it is, counted in characters. */
static TnuFormulaNode *
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

static TnuFormulaNode *
node_new (TnuFormulaNodeKind kind, int which)
{
  TnuFormulaNode *node = g_new0 (TnuFormulaNode, 1);
  node->kind = kind;
  node->which = which;
  node->size_of = -1;
  return node;
}

static TnuFormulaNode *
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
  TnuFormulaNode *node = node_new (TNU_NODE_NUMBER, 0);
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

static TnuFormulaNode *
parse_call (Parser *parser, const char *word)
{
  int which = -1;
  for (int k = 0; k < (int) G_N_ELEMENTS (tnu_formula_functions); k++)
    if (strcmp (tnu_formula_functions[k].name, word) == 0)
      which = k;
  if (which < 0)
    return fail (parser, "there is no function “%s” here", word);
  TnuFormulaNode *node = node_new (TNU_NODE_CALL, which);
  take (parser, '(');
  for (int k = 0; k < tnu_formula_functions[which].n_args; k++)
    {
      if (k > 0 && !take (parser, ','))
        fail (parser, "%s takes %d arguments", word, tnu_formula_functions[which].n_args);
      TnuFormulaNode *arg = *parser->error == NULL ? parse_level (parser, TNU_LEVEL_COMPARE) : NULL;
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

static TnuFormulaNode *
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
    return node_new (TNU_NODE_INDEX, index);
  TnuFormulaNode *node = node_new (TNU_NODE_NUMBER, 0);
  node->size_of = size;
  if (size < 0)
    {
      node->code = tnu_number_text_dup_code (word);
      node->value = value;
    }
  return node;
}

static TnuFormulaNode *
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
      TnuFormulaNode *inside = parse_level (parser, TNU_LEVEL_COMPARE);
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
find_operator (Parser *parser, TnuFormulaLevel level)
{
  skip_blanks (parser);
  for (int k = 0; k < (int) G_N_ELEMENTS (tnu_formula_operators); k++)
    if (g_str_has_prefix (parser->at, tnu_formula_operators[k].text))
      return tnu_formula_operators[k].level == level ? k : -1;
  return -1;
}

static TnuFormulaNode *
node_new_binary (int which, TnuFormulaNode *left, TnuFormulaNode *right)
{
  TnuFormulaNode *node = node_new (TNU_NODE_BINARY, which);
  node->args[0] = left;
  node->args[1] = right;
  node->n_args = 2;
  return node;
}

/* Binds to the right, and its right side may carry a sign: 2 ** -i. */
static TnuFormulaNode *
parse_power (Parser *parser)
{
  TnuFormulaNode *left = parse_atom (parser);
  int which = left != NULL ? find_operator (parser, TNU_LEVEL_POWER) : -1;
  if (which < 0)
    return left;
  parser->at += strlen (tnu_formula_operators[which].text);
  TnuFormulaNode *right = parse_level (parser, TNU_LEVEL_UNARY);
  if (right == NULL)
    {
      node_free (left);
      return NULL;
    }
  return node_new_binary (which, left, right);
}

static TnuFormulaNode *
parse_unary (Parser *parser)
{
  skip_blanks (parser);
  char sign = *parser->at;
  if (sign != '-' && sign != '+' && sign != '~')
    return parse_power (parser);
  parser->at++;
  TnuFormulaNode *inside = parse_level (parser, TNU_LEVEL_UNARY);
  if (inside == NULL || sign == '+')
    return inside;
  TnuFormulaNode *node = node_new (TNU_NODE_UNARY, 0);
  node->sign = sign;
  node->args[0] = inside;
  node->n_args = 1;
  return node;
}

static TnuFormulaNode *
parse_binary (Parser *parser, TnuFormulaLevel level)
{
  TnuFormulaNode *left = parse_level (parser, level + 1);
  int which;
  while (left != NULL && (which = find_operator (parser, level)) >= 0)
    {
      if (level == TNU_LEVEL_COMPARE && left->kind == TNU_NODE_BINARY
          && tnu_formula_operators[left->which].level == TNU_LEVEL_COMPARE && !left->is_bracketed)
        {
          node_free (left);
          return fail (parser, "compare two things at a time: (0 < i) & (i < 3)");
        }
      parser->at += strlen (tnu_formula_operators[which].text);
      TnuFormulaNode *right = parse_level (parser, level + 1);
      if (right == NULL)
        {
          node_free (left);
          return NULL;
        }
      left = node_new_binary (which, left, right);
    }
  return left;
}

static TnuFormulaNode *
parse_level (Parser *parser, TnuFormulaLevel level)
{
  TnuFormulaNode *node;
  if (*parser->error != NULL)
    return NULL;
  if (parser->depth >= MAX_DEPTH * TNU_LEVEL_ATOM)
    return fail (parser, "there are too many brackets inside each other");
  parser->depth++;
  node = level >= TNU_LEVEL_UNARY ? parse_unary (parser) : parse_binary (parser, level);
  parser->depth--;
  return node;
}

TnuFormula *
tnu_formula_parse (const char *text, int rank, GError **error)
{
  GError *problem = NULL;
  Parser parser = { text, text, rank, 0, &problem };
  TnuFormulaNode *root = parse_level (&parser, TNU_LEVEL_COMPARE);
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
