/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul-word.h"

#include <string.h>

/* -1: any number of dims. */
static const struct
{
  const char *name, *tooltip, *rule;
  int rank_a, rank_b;
} words[] = {
  [TNU_MATMUL_WORD_AT] = { "@", "A @ B: any two tensors with dims to multiply",
                      "PyTorch refuses these two.", -1, -1 },
  [TNU_MATMUL_WORD_MATMUL] = { "matmul", "torch.matmul: the same as A @ B",
                          "PyTorch refuses these two.", -1, -1 },
  [TNU_MATMUL_WORD_BMM] = { "bmm", "torch.bmm: two stacks of as many matrices",
                       "~btorch.bmm| takes two stacks of matrices: three dims each, the first "
                       "ones equal. Nothing is broadcast.",
                       3, 3 },
  [TNU_MATMUL_WORD_MM] = { "mm", "torch.mm: two matrices",
                      "~btorch.mm| takes two matrices: two dims each.", 2, 2 },
  [TNU_MATMUL_WORD_MV] = { "mv", "torch.mv: a matrix and a vector",
                      "~btorch.mv| takes a matrix and a vector: two dims and one.", 2, 1 },
  [TNU_MATMUL_WORD_DOT] = { "dot", "torch.dot: two vectors, multiplied and added up",
                       "~btorch.dot| takes two vectors: one dim each.", 1, 1 },
  [TNU_MATMUL_WORD_OUTER] = { "outer", "torch.outer: every number of A times every one of B",
                         "~btorch.outer| takes two vectors: one dim each.", 1, 1 },
  [TNU_MATMUL_WORD_EINSUM] = { "einsum", "torch.einsum: an equation of letters, one per dim",
                          "The equation names every dim by one letter; the same letter is the same "
                          "size everywhere.",
                          -1, -1 },
};

const char *
tnu_matmul_word_get_name (TnuMatmulWord word)
{
  return words[word].name;
}

const char *
tnu_matmul_word_get_tooltip (TnuMatmulWord word)
{
  return words[word].tooltip;
}

const char *
tnu_matmul_word_get_rule (TnuMatmulWord word)
{
  return words[word].rule;
}

bool
tnu_matmul_word_takes (TnuMatmulWord word, const TnuShape *a, const TnuShape *b)
{
  if (words[word].rank_a < 0)
    return true;
  if (a->rank != words[word].rank_a || b->rank != words[word].rank_b)
    return false;
  return word != TNU_MATMUL_WORD_BMM || a->sizes[0] == b->sizes[0];
}

char *
tnu_matmul_word_dup_code (TnuMatmulWord word, const char *equation, const char *a, const char *b)
{
  if (word == TNU_MATMUL_WORD_AT)
    return g_strdup_printf ("%s @ %s", a, b);
  if (word == TNU_MATMUL_WORD_EINSUM)
    return g_strdup_printf ("torch.einsum('%s', %s, %s)", equation != NULL ? equation : "", a, b);
  return g_strdup_printf ("torch.%s(%s, %s)", words[word].name, a, b);
}

/* ---- reading ---- */

void
tnu_matmul_line_clear (TnuMatmulLine *self)
{
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->equation, g_free);
  g_clear_pointer (&self->operands[0], g_free);
  g_clear_pointer (&self->operands[1], g_free);
}

/* Two arguments with one comma between them that no bracket holds. */
static bool
split_arguments (const char *text, char *operands[2])
{
  const char *comma = NULL;
  int depth = 0;
  for (const char *at = text; *at != '\0'; at++)
    if (*at == '(' || *at == '[')
      depth++;
    else if (*at == ')' || *at == ']')
      depth--;
    else if (*at == ',' && depth == 0)
      {
        if (comma != NULL)
          return false;
        comma = at;
      }
  if (comma == NULL)
    return false;
  operands[0] = g_strstrip (g_strndup (text, (gsize)(comma - text)));
  operands[1] = g_strstrip (g_strdup (comma + 1));
  return true;
}

static bool
parse_call (TnuMatmulLine *self, const char *name, const char *equation, const char *arguments)
{
  for (int word = TNU_MATMUL_WORD_MATMUL; word < TNU_MATMUL_N_WORDS; word++)
    if (strcmp (words[word].name, name) == 0)
      {
        bool has_equation = equation != NULL && *equation != '\0';
        if (has_equation != (word == TNU_MATMUL_WORD_EINSUM)
            || !split_arguments (arguments, self->operands))
          return false;
        self->word = word;
        /* Without its quotes. */
        if (has_equation)
          self->equation = g_strndup (equation + 1, strlen (equation) - 2);
        return true;
      }
  return false;
}

bool
tnu_matmul_line_parse (TnuMatmulLine *self, const char *code)
{
  static GRegex *operator_pattern, *call_pattern;
  if (g_once_init_enter (&operator_pattern))
    g_once_init_leave (&operator_pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=([^=@]+)@([^@]+)$", 0, 0, NULL));
  if (g_once_init_enter (&call_pattern))
    g_once_init_leave (&call_pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=\\s*torch\\s*\\.\\s*(\\w+)\\s*\\(\\s*"
                                    "(?:('[^'\\\\]*'|\"[^\"\\\\]*\")\\s*,)?(.+)\\)\\s*$",
                                    0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL, call = NULL;
  *self = (TnuMatmulLine){ 0 };
  if (g_regex_match (operator_pattern, code, 0, &match))
    {
      self->target = g_match_info_fetch (match, 1);
      self->operands[0] = g_strstrip (g_match_info_fetch (match, 2));
      self->operands[1] = g_strstrip (g_match_info_fetch (match, 3));
      return true;
    }
  if (!g_regex_match (call_pattern, code, 0, &call))
    return false;
  g_autofree char *name = g_match_info_fetch (call, 2);
  g_autofree char *equation = g_match_info_fetch (call, 3);
  g_autofree char *arguments = g_match_info_fetch (call, 4);
  if (!parse_call (self, name, equation, arguments))
    return false;
  self->target = g_match_info_fetch (call, 1);
  return true;
}
