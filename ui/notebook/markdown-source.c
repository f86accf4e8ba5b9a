/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The two things that notebooks write and CommonMark does not know: formulas and tables. Both are
 * handled on the text, line by line, before or beside the parser. */
#include "ui/notebook/markdown-source.h"

#include <stdbool.h>
#include <string.h>

/* ---- formulas ---- */

static size_t
run_length (const char *text, char character)
{
  size_t n = 0;

  while (text[n] == character)
    n++;
  return n;
}

/* Length of a code span that starts at @text with a run of backticks; of the run if it is open. */
static size_t
code_span_length (const char *text)
{
  size_t opening = run_length (text, '`');
  const char *at = text + opening;

  while ((at = strchr (at, '`')) != NULL)
    {
      size_t closing = run_length (at, '`');

      at += closing;
      if (closing == opening)
        return (size_t) (at - text);
    }
  return opening;
}

/* Where the formula that starts at @text ends (behind the last dollar sign), NULL when it does not:
 * Jupyter's rule keeps prices apart from formulas by the blanks and digits around the signs. */
static const char *
formula_end (const char *text)
{
  size_t n_signs = run_length (text, '$');
  const char *at = text + n_signs;

  if (n_signs == 2)
    {
      const char *end = strstr (at, "$$");
      const char *gap = strstr (at, "\n\n");

      return end != NULL && end > at && (gap == NULL || end < gap) ? end + 2 : NULL;
    }
  if (n_signs != 1 || *at == '\0' || g_ascii_isspace (*at))
    return NULL;
  for (; *at != '\0' && *at != '\n'; at++)
    {
      if (*at == '\\' && at[1] != '\0' && at[1] != '\n')
        at++;
      else if (*at == '$')
        return g_ascii_isspace (at[-1]) || g_ascii_isdigit (at[1]) ? NULL : at + 1;
    }
  return NULL;
}

static void
append_formula (GString *result, const char *start, const char *end)
{
  size_t n_signs = run_length (start, '$');

  g_string_append (result, TNU_MATH_START);
  for (const char *at = start + n_signs; at < end - n_signs; at++)
    {
      if (g_ascii_ispunct (*at))
        g_string_append_c (result, '\\');
      g_string_append_c (result, *at == '\n' ? ' ' : *at);
    }
  g_string_append (result, TNU_MATH_END);
}

static bool
is_fence (const char *line)
{
  line += strspn (line, " ");
  return g_str_has_prefix (line, "```") || g_str_has_prefix (line, "~~~");
}

static size_t
line_length (const char *line)
{
  size_t n = strcspn (line, "\n");

  return line[n] == '\n' ? n + 1 : n;
}

/* One character, code span or formula of running text. */
static const char *
append_next (GString *result, const char *at)
{
  const char *end;
  size_t n = 1;

  if (*at == '`')
    n = code_span_length (at);
  else if (*at == '\\' && at[1] != '\0')
    n = 2;
  else if (*at == '$' && (end = formula_end (at)) != NULL)
    {
      append_formula (result, at, end);
      return end;
    }
  else if (g_str_has_prefix (at, TNU_MATH_START) || g_str_has_prefix (at, TNU_MATH_END))
    return at + strlen (TNU_MATH_START);
  g_string_append_len (result, at, (gssize) n);
  return at + n;
}

char *
tnu_markdown_protect_math (const char *source)
{
  GString *result = g_string_new (NULL);
  bool is_code = false;

  for (const char *at = source; *at != '\0';)
    {
      bool starts_line = at == source || at[-1] == '\n';

      if (starts_line && is_fence (at))
        is_code = !is_code;
      if (starts_line && (is_code || is_fence (at) || *at == '\t' || g_str_has_prefix (at, "    ")))
        {
          size_t n = line_length (at);

          g_string_append_len (result, at, (gssize) n);
          at += n;
        }
      else
        at = append_next (result, at);
    }
  return g_string_free (result, FALSE);
}

/* ---- tables ---- */

static bool
is_table_rule (const char *line)
{
  return strchr (line, '-') != NULL && strchr (line, '|') != NULL &&
         line[strspn (line, " |:-\t\r")] == '\0';
}

/* (element-type utf8): the trimmed cells of a row. */
static char **
split_row (const char *line)
{
  g_autofree char *row = g_strstrip (g_strdup (line));
  size_t n = strlen (row);
  char *start = row;
  char **cells;

  if (n > 1 && row[n - 1] == '|')
    row[n - 1] = '\0';
  if (*start == '|')
    start++;
  cells = g_strsplit (start, "|", -1);
  for (char **cell = cells; *cell != NULL; cell++)
    g_strstrip (*cell);
  return cells;
}

static void
append_row (GString *table, char **cells, GArray *widths)
{
  for (guint i = 0; i < widths->len && cells[i] != NULL; i++)
    {
      glong n = g_utf8_strlen (cells[i], -1);

      g_string_append (table, cells[i]);
      for (glong pad = n; cells[i + 1] != NULL && pad < g_array_index (widths, glong, i) + 2; pad++)
        g_string_append_c (table, ' ');
    }
  g_string_append_c (table, '\n');
}

char *
tnu_markdown_dup_table (const char *source)
{
  g_auto (GStrv) lines = g_strsplit (source, "\n", -1);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GArray) widths = g_array_new (FALSE, TRUE, sizeof (glong));
  GString *table;

  if (g_strv_length (lines) < 2 || strchr (lines[0], '|') == NULL || !is_table_rule (lines[1]))
    return NULL;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char **cells;

      if (i == 1 || *lines[i] == '\0')
        continue;
      cells = split_row (lines[i]);
      g_ptr_array_add (rows, cells);
      if (g_strv_length (cells) > widths->len)
        g_array_set_size (widths, g_strv_length (cells));
      for (guint j = 0; cells[j] != NULL; j++)
        g_array_index (widths, glong, j) =
          MAX (g_array_index (widths, glong, j), g_utf8_strlen (cells[j], -1));
    }
  table = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    append_row (table, g_ptr_array_index (rows, i), widths);
  g_string_truncate (table, table->len - 1);
  return g_string_free (table, FALSE);
}
