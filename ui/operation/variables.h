/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/draw/cells.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* The tensors that a panel can be opened on. */

/* (transfer full) (element-type TnsVariable): what has a name at the session's cursor; empty before
 * anything ran. */
GPtrArray *tnu_variables_dup (TnsSession *session);

/* (nullable) (transfer none): @variables: (element-type TnsVariable); @name: (nullable) */
TnsVariable *tnu_variables_find (GPtrArray *variables, const char *name);

/* (transfer full) (nullable): the value of a name at the session's cursor. */
TnsMoment *tnu_variables_dup_moment (TnsSession *session, const char *name);

/* (transfer full) (element-type utf8): what cells that wait or run will bind at the beginning of a
 * line. */
GPtrArray *tnu_variables_dup_coming (TnsSession *session);

/* Sizes as a shape; false when there are more dims than panels can show. */
bool tnu_shape_from_meta (const TnsMeta *meta, TnuShape *shape);

/* How numbers of this type are drawn. */
TnuCellsKind tnu_cells_kind_from_dtype (TnkDtype dtype);

G_END_DECLS
