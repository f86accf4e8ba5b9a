/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/fixes.h"

#include <stdlib.h>
#include <string.h>

#include "engine/trace/label.h"

/* ---- code of the arguments ---- */

/* (transfer full) (nullable) */
static char *
dup_argument (const TnsEvent *failure, const char *source, int param)
{
  const TnsPosition *positions = failure->arg_positions;

  if (positions == NULL || param < 0 || param >= failure->n_args || positions[param].line < 1)
    return NULL;
  return tns_source_dup_expression (source, &positions[param]);
}

/* @pattern with its braces filled in. */
static char *
fill (const char *pattern, int param, const TnsEvent *failure, const char *source)
{
  GString *text = g_string_new (NULL);

  for (const char *open; (open = strchr (pattern, '{')) != NULL;)
    {
      char *end;
      const long named = strtol (open + 1, &end, 10);
      g_autofree char *code
        = dup_argument (failure, source, end > open + 1 ? (int) named : param);

      g_string_append_len (text, pattern, open - pattern);
      pattern = end + 1;
      if (code == NULL)
        continue;
      /* (a + b).T */
      if (*pattern == '.')
        {
          g_autofree char *operand = tns_expression_dup_operand (code);

          g_string_append (text, operand);
        }
      else
        g_string_append (text, code);
    }
  g_string_append (text, pattern);
  return g_string_free (text, FALSE);
}

char *
tns_fix_dup_words (const TnsFix *self, const TnsEvent *failure, const char *source)
{
  return fill (self->words, self->params[0], failure, source);
}

/* ---- the mended source ---- */

typedef struct
{
  gssize start, end;
  char *code;
} Replacement;

/* Of "(a + b) * 2" the whole first operand, not only what stands inside its parentheses. Those of
 * "f(a + b)" are the call's. */
static void
take_parentheses (Replacement *self, const char *source)
{
  const bool is_inside
    = self->start > 0 && source[self->start - 1] == '(' && source[self->end] == ')';
  const char before = is_inside && self->start > 1 ? source[self->start - 2] : ' ';

  if (!is_inside || g_ascii_isalnum (before) || strchr ("_)]", before) != NULL)
    return;
  self->start--;
  self->end++;
}

static int
compare_places (const void *a, const void *b)
{
  return ((const Replacement *) a)->start < ((const Replacement *) b)->start ? 1 : -1;
}

/* a.view(4, 2): the shape stands there without parentheses. */
static void
adapt_list (char *code, const char *source, const Replacement *at)
{
  const gsize length = strlen (code);

  if (strchr ("([", source[at->start]) != NULL)
    return;
  code[length - 1] = '\0';
  if (length > 2 && code[length - 2] == ',')
    code[length - 2] = '\0';
  memmove (code, code + 1, strlen (code));
}

/* Where the call ends in the mended source, @grown bytes longer. */
static char *
dup_call (const GString *text, const TnsEvent *failure, const char *source, gssize grown)
{
  const TnsPosition *at = &failure->position;
  const gssize start = tns_source_get_offset (source, at->line, at->column);
  const gssize end = tns_source_get_offset (source, at->end_line, at->end_column);
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autofree char *call = NULL;

  if (start < 0 || end <= start || end + grown > (gssize) text->len)
    return NULL;
  call = g_strndup (text->str + start, (gsize) (end + grown - start));
  return g_regex_replace_literal (blanks, call, -1, 0, " ", 0, NULL);
}

char *
tns_fix_dup_source (const TnsFix *self, const TnsEvent *failure, const char *source, char **call)
{
  Replacement replacements[TNS_FIX_MAX_EDITS] = { 0 };
  GString *text;
  gssize grown;

  for (int i = 0; i < self->n_edits; i++)
    {
      const TnsPosition *at
        = failure->arg_positions != NULL ? &failure->arg_positions[self->params[i]] : NULL;

      if (at != NULL)
        {
          replacements[i].start = tns_source_get_offset (source, at->line, at->column);
          replacements[i].end = tns_source_get_offset (source, at->end_line, at->end_column);
        }
      if (at == NULL || at->line < 1 || replacements[i].start < 0
          || replacements[i].end <= replacements[i].start)
        return NULL;
      take_parentheses (&replacements[i], source);
    }
  for (int i = 0; i < self->n_edits; i++)
    {
      replacements[i].code = fill (self->patterns[i], self->params[i], failure, source);
      if (*self->patterns[i] == '(')
        adapt_list (replacements[i].code, source, &replacements[i]);
    }
  qsort (replacements, (size_t) self->n_edits, sizeof *replacements, compare_places);
  text = g_string_new (source);
  for (int i = 0; i < self->n_edits; i++)
    {
      g_string_erase (text, replacements[i].start, replacements[i].end - replacements[i].start);
      g_string_insert (text, replacements[i].start, replacements[i].code);
      g_free (replacements[i].code);
    }
  grown = (gssize) text->len - (gssize) strlen (source);
  if (call != NULL)
    *call = dup_call (text, failure, source, grown);
  return g_string_free (text, FALSE);
}
