/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/op-tooltip.h"

#include <string.h>

static void
append_line (GString *words, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, line);
}

char *
tnu_op_dup_tooltip (const TnsOp *op, const char *intro)
{
  GString *words;

  if (op == NULL)
    return g_strdup (intro);
  words = g_string_new (intro != NULL ? intro : tns_op_get_schema (op)->name);
  append_line (words, op->formula);
  append_line (words, op->derivative);
  if (op->doc != NULL)
    {
      const char *end = strstr (op->doc, ".html");
      g_autofree char *page
          = g_strndup (op->doc, end != NULL ? (gsize) (end - op->doc) : strlen (op->doc));
      g_autofree char *line = g_strconcat ("PyTorch’s page: ", page, NULL);

      append_line (words, line);
    }
  return g_string_free (words, FALSE);
}
