/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/missing-name.h"

#include <stdbool.h>
#include <string.h>

/* @NAME@ stands for the name. Lines that begin with a blank belong to a block, and blocks to
 * functions oftener than to branches. */
static const char binding_line[]
  = "^(?:"
    "(?:[(\\[*\\s]*[\\w.]+[)\\]\\s]*,)*[(\\[*\\s]*@NAME@[)\\]\\s]*(?:,[^=]*)?(?::[^=]+)?=(?!=).*"
    "|(?:async +)?(?:def|class) +@NAME@\\b.*"
    "|(?:from +\\S+ +)?import\\b.*\\b@NAME@\\s*(?:,.*)?(?:#.*)?"
    "|for\\b.*\\b@NAME@\\b.*\\bin\\b.*"
    "|with\\b.*\\bas +@NAME@\\b.*"
    ")$";

/* Without the comment behind it. A # in a string shortens what is shown only. */
static char *
dup_code (const char *line)
{
  return g_strchomp (g_strndup (line, strcspn (line, "#")));
}

char *
tnu_missing_name_dup_line (const char *source, const char *name)
{
  g_autoptr (GString) pattern = g_string_new (binding_line);
  g_autofree char *escaped = g_regex_escape_string (name, -1);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  g_string_replace (pattern, "@NAME@", escaped, 0);
  regex = g_regex_new (pattern->str, 0, 0, NULL);
  g_return_val_if_fail (regex != NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (source, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!g_ascii_isspace (**line) && g_regex_match (regex, *line, 0, NULL))
      return dup_code (*line);
  return NULL;
}

static bool
sets (TnsCell *cell, const char *name)
{
  g_autofree char *line = NULL;

  if (tns_cell_get_cell_type (cell) != TNS_CELL_CODE)
    return false;
  line = tnu_missing_name_dup_line (tns_cell_get_source (cell), name);
  return line != NULL;
}

TnsCell *
tnu_missing_name_find_cell (TnsNotebook *notebook, TnsCell *user, const char *name)
{
  TnsCell *above = NULL;
  bool is_below = false;

  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    {
      TnsCell *cell = tns_notebook_get_cell (notebook, i);

      if (cell == user)
        {
          if (above != NULL)
            return above;
          is_below = true;
        }
      else if (sets (cell, name))
        {
          if (is_below)
            return cell;
          above = cell;
        }
    }
  return NULL;
}
