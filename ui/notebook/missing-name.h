/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/notebook.h"

G_BEGIN_DECLS

/**
 * tnu_missing_name_dup_line:
 * @source: of a cell
 *
 * Returns: (transfer full) (nullable): the first line, not inside a function or class, that gives
 *   @name a value, without its comment; NULL when none does
 */
char *tnu_missing_name_dup_line (const char *source, const char *name);

/**
 * tnu_missing_name_find_cell:
 * @user: a cell that needs @name
 *
 * Returns: (transfer none) (nullable): the code cell that gives @name a value: the last one above
 *   @user, else the first one below
 */
TnsCell *tnu_missing_name_find_cell (TnsNotebook *notebook, TnsCell *user, const char *name);

G_END_DECLS
