/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/sample.h"

#include "ui/draw/theme.h"

bool
tnu_sample_choose (TnuShape *shape, const bool *is_whole, gint64 most)
{
  for (gint64 n = tnu_shape_count (shape); n > most; n = tnu_shape_count (shape))
    {
      int longest = -1;
      for (int d = 0; d < shape->rank; d++)
        if ((is_whole == NULL || !is_whole[d]) && shape->sizes[d] > 1
            && (longest < 0 || shape->sizes[d] > shape->sizes[longest]))
          longest = d;
      if (longest < 0)
        return false;
      gint64 size = shape->sizes[longest];
      shape->sizes[longest] = MAX (MIN (most / (n / size), size - 1), 1);
    }
  return true;
}

char *
tnu_sample_dup_fact (const TnuShape *shown, const TnuShape *whole)
{
  GString *text = g_string_new (NULL);
  for (int d = 0; d < whole->rank; d++)
    if (shown->sizes[d] != whole->sizes[d])
      g_string_append_printf (
          text, "%sthe first %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " places along %c",
          text->len > 0 ? ", " : "", shown->sizes[d], whole->sizes[d], tnu_axis_get_letter (d));
  if (text->len > 0)
    g_string_append (text, "; Apply computes all of them");
  return g_string_free (text, FALSE);
}
