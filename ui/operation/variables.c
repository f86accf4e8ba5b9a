/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/variables.h"

#include <string.h>

GPtrArray *
tnu_variables_dup (TnsSession *session)
{
  TnsTimeline *timeline = tns_session_get_timeline (session);
  if (timeline == NULL)
    return g_ptr_array_new ();
  return tns_timeline_dup_variables (timeline, tns_session_get_cursor (session));
}

TnsVariable *
tnu_variables_find (GPtrArray *variables, const char *name)
{
  for (guint k = 0; name != NULL && k < variables->len; k++)
    if (strcmp (((TnsVariable *) variables->pdata[k])->name, name) == 0)
      return variables->pdata[k];
  return NULL;
}

TnsMoment *
tnu_variables_dup_moment (TnsSession *session, const char *name)
{
  g_autoptr (GPtrArray) variables = tnu_variables_dup (session);
  const TnsVariable *variable = tnu_variables_find (variables, name);
  return variable != NULL ? tns_moment_ref (variable->value) : NULL;
}

/* "z" of "z = x + 1", both of "a, b = x". */
static void
append_bound (const char *source, GPtrArray *names)
{
  g_autoptr (GRegex) line
      = g_regex_new ("^(\\w+(?:\\s*,\\s*\\w+)*)\\s*=(?!=)", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_regex_match (line, source, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *targets = g_match_info_fetch (match, 1);
      g_auto (GStrv) parts = g_strsplit (targets, ",", -1);
      for (char **part = parts; *part != NULL; part++)
        g_ptr_array_add (names, g_strdup (g_strstrip (*part)));
    }
}

GPtrArray *
tnu_variables_dup_coming (TnsSession *session)
{
  TnsNotebook *notebook = tns_session_get_notebook (session);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (guint k = 0; k < tns_notebook_get_n_cells (notebook); k++)
    {
      TnsCell *cell = tns_notebook_get_cell (notebook, k);
      if (tns_cell_get_state (cell) != TNS_CELL_IDLE)
        append_bound (tns_cell_get_source (cell), names);
    }
  return names;
}

bool
tnu_shape_from_meta (const TnsMeta *meta, TnuShape *shape)
{
  if (meta->rank > TNU_SHAPE_MAX_RANK)
    return false;
  shape->rank = meta->rank;
  for (int d = 0; d < meta->rank; d++)
    shape->sizes[d] = meta->sizes[d];
  return true;
}

TnuCellsKind
tnu_cells_kind_from_dtype (TnkDtype dtype)
{
  if (dtype == TNK_BOOL)
    return TNU_CELLS_BOOL;
  if (tnk_dtype_is_complex (dtype))
    return TNU_CELLS_COMPLEX;
  return tnk_dtype_is_integral (dtype) ? TNU_CELLS_INT : TNU_CELLS_FLOAT;
}
