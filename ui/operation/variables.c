/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/variables.h"

#include <string.h>

TnsVariable *
tnu_variables_find (GPtrArray *variables, const char *name)
{
  for (guint k = 0; k < variables->len; k++)
    if (strcmp (((TnsVariable *) variables->pdata[k])->name, name) == 0)
      return variables->pdata[k];
  return NULL;
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
