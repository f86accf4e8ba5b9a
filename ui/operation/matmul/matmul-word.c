/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/matmul-word.h"

#include <string.h>

/* -1: any number of dims. */
static const struct
{
  const char *name, *tooltip, *rule;
  int rank_a, rank_b;
} words[] = {
  [TNU_MATMUL_WORD_AT]
  = { "@", "A @ B: any two tensors with dims to multiply", "PyTorch refuses these two.", -1, -1 },
  [TNU_MATMUL_WORD_MATMUL]
  = { "matmul", "torch.matmul: the same as A @ B", "PyTorch refuses these two.", -1, -1 },
  [TNU_MATMUL_WORD_BMM] = { "bmm", "torch.bmm: two stacks of as many matrices",
                            "~btorch.bmm| takes two stacks of matrices: three dims each, the first "
                            "ones equal. Nothing is broadcast.",
                            3, 3 },
  [TNU_MATMUL_WORD_MM]
  = { "mm", "torch.mm: two matrices", "~btorch.mm| takes two matrices: two dims each.", 2, 2 },
  [TNU_MATMUL_WORD_MV] = { "mv", "torch.mv: a matrix and a vector",
                           "~btorch.mv| takes a matrix and a vector: two dims and one.", 2, 1 },
  [TNU_MATMUL_WORD_DOT] = { "dot", "torch.dot: two vectors, multiplied and added up",
                            "~btorch.dot| takes two vectors: one dim each.", 1, 1 },
  [TNU_MATMUL_WORD_OUTER] = { "outer", "torch.outer: every number of A times every one of B",
                              "~btorch.outer| takes two vectors: one dim each.", 1, 1 },
  [TNU_MATMUL_WORD_EINSUM]
  = { "einsum", "torch.einsum: an equation of letters, one per dim",
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
tnu_matmul_form_dup_code (const TnuMatmulForm *self, const char *const *operands, int n)
{
  GString *text = g_string_new (NULL);
  const char *name = words[self->word].name;
  if (self->word == TNU_MATMUL_WORD_AT)
    g_string_printf (text, "%s @ %s", operands[0], operands[1]);
  else if (self->word == TNU_MATMUL_WORD_EINSUM)
    {
      g_string_printf (text, "torch.einsum('%s'", self->equation != NULL ? self->equation : "");
      for (int k = 0; k < n; k++)
        g_string_append_printf (text, ", %s", operands[k]);
      g_string_append_c (text, ')');
    }
  else if (self->is_method)
    g_string_printf (text, "%s.%s(%s)", operands[0], name, operands[1]);
  else
    g_string_printf (text, "torch.%s(%s, %s)", name, operands[0], operands[1]);
  return g_string_free (text, FALSE);
}

/* ---- reading ---- */

void
tnu_matmul_line_clear (TnuMatmulLine *self)
{
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->equation, g_free);
  for (int k = 0; k < self->n_operands; k++)
    g_clear_pointer (&self->operands[k], g_free);
  self->n_operands = 0;
}

static bool
append_operand (TnuMatmulLine *self, const char *begin, const char *end)
{
  g_autofree char *operand = g_strstrip (g_strndup (begin, (gsize)(end - begin)));
  if (self->n_operands == TNU_EINSUM_MAX_OPERANDS || *operand == '\0')
    return false;
  self->operands[self->n_operands++] = g_steal_pointer (&operand);
  return true;
}

/* What stands between the commas that no bracket holds. */
static bool
append_arguments (TnuMatmulLine *self, const char *text)
{
  const char *begin = text, *at = text;
  int depth = 0;
  for (; *at != '\0'; at++)
    if (*at == '(' || *at == '[')
      depth++;
    else if (*at == ')' || *at == ']')
      depth--;
    else if (*at == ',' && depth == 0)
      {
        if (!append_operand (self, begin, at))
          return false;
        begin = at + 1;
      }
  return append_operand (self, begin, at);
}

static bool
find_word (const char *name, TnuMatmulWord *word)
{
  for (int k = TNU_MATMUL_WORD_MATMUL; k < TNU_MATMUL_N_WORDS; k++)
    if (strcmp (words[k].name, name) == 0)
      {
        *word = k;
        return true;
      }
  return false;
}

static bool
parse_operator (TnuMatmulLine *self, const char *right)
{
  const char *at = strchr (right, '@');
  if (at == NULL || strchr (at + 1, '@') != NULL)
    return false;
  return append_operand (self, right, at) && append_arguments (self, at + 1)
         && self->n_operands == 2;
}

static bool
parse_function (TnuMatmulLine *self, const char *right)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern, g_regex_new ("^torch\\s*\\.\\s*(\\w+)\\s*\\(\\s*"
                                              "(?:('[^'\\\\]*'|\"[^\"\\\\]*\")\\s*,)?(.+)\\)$",
                                              0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (pattern, right, 0, &match))
    return false;
  g_autofree char *name = g_match_info_fetch (match, 1);
  g_autofree char *equation = g_match_info_fetch (match, 2);
  g_autofree char *arguments = g_match_info_fetch (match, 3);
  if (!find_word (name, &self->word) || !append_arguments (self, arguments)
      || (*equation != '\0') != (self->word == TNU_MATMUL_WORD_EINSUM))
    return false;
  /* Without its quotes. */
  if (*equation != '\0')
    self->equation = g_strndup (equation + 1, strlen (equation) - 2);
  return self->word == TNU_MATMUL_WORD_EINSUM || self->n_operands == 2;
}

static bool
parse_method (TnuMatmulLine *self, const char *right)
{
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (
        &pattern,
        g_regex_new ("^(.+?)\\s*\\.\\s*(matmul|bmm|mm|mv|dot|outer)\\s*\\((.+)\\)$", 0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  if (!g_regex_match (pattern, right, 0, &match))
    return false;
  g_autofree char *first = g_match_info_fetch (match, 1);
  g_autofree char *name = g_match_info_fetch (match, 2);
  g_autofree char *second = g_match_info_fetch (match, 3);
  self->is_method = true;
  return strcmp (first, "torch") != 0 && find_word (name, &self->word)
         && append_operand (self, first, first + strlen (first)) && append_arguments (self, second)
         && self->n_operands == 2;
}

bool
tnu_matmul_line_parse (TnuMatmulLine *self, const char *code)
{
  static bool (*const readers[]) (TnuMatmulLine *, const char *)
      = { parse_operator, parse_function, parse_method };
  static GRegex *pattern;
  if (g_once_init_enter (&pattern))
    g_once_init_leave (&pattern,
                       g_regex_new ("^\\s*([^\\W\\d]\\w*)\\s*=\\s*([^=].*?)\\s*$", 0, 0, NULL));
  g_autoptr (GMatchInfo) match = NULL;
  *self = (TnuMatmulLine){ 0 };
  if (!g_regex_match (pattern, code, 0, &match))
    return false;
  g_autofree char *right = g_match_info_fetch (match, 2);
  for (gsize k = 0; k < G_N_ELEMENTS (readers); k++)
    {
      if (readers[k](self, right))
        {
          self->target = g_match_info_fetch (match, 1);
          return true;
        }
      tnu_matmul_line_clear (self);
      *self = (TnuMatmulLine){ 0 };
    }
  return false;
}
