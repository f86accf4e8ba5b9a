/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/cell/selection.h"
#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuIndexPanel:
 *
 * Indexing by hand: a range is dragged over the cells of a variable, a mask is painted or made by a
 * comparison, every axis can be taken in other ways; the expression writes itself, and typing it
 * moves the selection. What each part does to the shape, and the result with its numbers, stand
 * beside. Apply appends `y = x[…]`, or in the other mode `x[…] = value`, and runs it.
 *
 * On the picture arrows move the cursor, Shift+arrows extend the selection, Space takes the
 * element, + and − change the step of the axis walked along last, n inserts None, e counts from the
 * end, Del takes the whole axis, . writes an ellipsis.
 */
#define TNU_TYPE_INDEX_PANEL (tnu_index_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuIndexPanel, tnu_index_panel, TNU, INDEX_PANEL, TnuPanel)

/* NULL when @name is no tensor at the session's cursor, or has more than 8 axes. */
GtkWidget *tnu_index_panel_new (TnsSession *session, const char *name);

/* The same, with the range that @selection holds of it chosen at first. */
GtkWidget *tnu_index_panel_new_on (TnsSession *session, const char *name, TnuSelection *selection);

G_END_DECLS
