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
