/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/mend.h"

#include <stdlib.h>
#include <string.h>

#include "engine/trace/label.h"

bool
tns_mend_can_edit (const TnsEvent *failure, int place)
{
  const TnsPosition *positions = failure->diagnosis->arg_positions;

  return positions != NULL && place >= 0 && place < failure->n_args + failure->n_inputs
         && positions[place].line > 0;
}

/* (transfer full) (nullable) */
static char *
dup_argument (const TnsEvent *failure, int place)
{
  if (!tns_mend_can_edit (failure, place))
    return NULL;
  return tns_source_dup_expression (failure->diagnosis->source,
                                    &failure->diagnosis->arg_positions[place]);
}

/* @pattern with its braces filled in. */
static char *
fill (const char *pattern, int place, const TnsEvent *failure)
{
  GString *text = g_string_new (NULL);

  for (const char *open; (open = strchr (pattern, '{')) != NULL;)
    {
      char *end;
      const long named = strtol (open + 1, &end, 10);
      g_autofree char *code = dup_argument (failure, end > open + 1 ? (int) named : place);

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

/* The failed expression in the mended source, @grown bytes longer. */
static char *
dup_call (const GString *text, const TnsDiagnosis *diagnosis, gssize grown)
{
  const TnsPosition *at = &diagnosis->position;
  const gssize start = tns_source_get_offset (diagnosis->source, at->line, at->column);
  const gssize end = tns_source_get_offset (diagnosis->source, at->end_line, at->end_column);
  g_autoptr (GRegex) blanks = g_regex_new ("\\s+", 0, 0, NULL);
  g_autofree char *call = NULL;

  if (start < 0 || end <= start || end + grown > (gssize) text->len)
    return NULL;
  call = g_strndup (text->str + start, (gsize) (end + grown - start));
  return g_regex_replace_literal (blanks, call, -1, 0, " ", 0, NULL);
}

/* False when there is no such place. */
static bool
find (Replacement *self, const TnsEvent *failure, const TnsEdit *edit)
{
  const char *source = failure->diagnosis->source;
  const TnsPosition *at;

  if (!tns_mend_can_edit (failure, edit->place))
    return false;
  at = &failure->diagnosis->arg_positions[edit->place];
  self->start = tns_source_get_offset (source, at->line, at->column);
  self->end = tns_source_get_offset (source, at->end_line, at->end_column);
  if (self->start < 0 || self->end <= self->start)
    return false;
  take_parentheses (self, source);
  return true;
}

bool
tns_mend (TnsFix *fix, const TnsEvent *failure, const TnsEdit *edits, int n_edits,
          const char *words)
{
  const char *source = failure->diagnosis->source;
  Replacement replacements[TNS_MAX_EDITS] = { 0 };
  GString *text;

  for (int i = 0; i < n_edits; i++)
    if (!find (&replacements[i], failure, &edits[i]))
      return false;
  for (int i = 0; i < n_edits; i++)
    {
      replacements[i].code = fill (edits[i].pattern, edits[i].place, failure);
      if (*edits[i].pattern == '(')
        adapt_list (replacements[i].code, source, &replacements[i]);
    }
  qsort (replacements, (size_t) n_edits, sizeof *replacements, compare_places);
  text = g_string_new (source);
  for (int i = 0; i < n_edits; i++)
    {
      g_string_erase (text, replacements[i].start, replacements[i].end - replacements[i].start);
      g_string_insert (text, replacements[i].start, replacements[i].code);
      g_free (replacements[i].code);
    }
  fix->call = dup_call (text, failure->diagnosis, (gssize) text->len - (gssize) strlen (source));
  fix->source = g_string_free (text, FALSE);
  fix->words = fill (words, edits[0].place, failure);
  return fix->call != NULL;
}
