/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuCellView:
 *
 * One cell of the notebook: its label, its text (edited, or set when it is Markdown) and its
 * outputs. With the focus itself it is in command mode; with the focus in its text, in edit mode.
 *
 * Asks the notebook view around it through the actions "notebook.run" and
 * "notebook.insert-before".
 *
 * Signals:
 *   ::entered () the focus came into the cell
 *   ::token-activated (const char *name) a variable's name was clicked in the code
 */
#define TNU_TYPE_CELL_VIEW (tnu_cell_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuCellView, tnu_cell_view, TNU, CELL_VIEW, GtkWidget)

GtkWidget *tnu_cell_view_new (TnsSession *session, TnsCell *cell);

/* (transfer none) */
TnsCell *tnu_cell_view_get_cell (TnuCellView *self);

/* Whether this is the notebook's current cell, which wears a star edge. */
void tnu_cell_view_set_current (TnuCellView *self, bool is_current);

bool tnu_cell_view_is_editing (TnuCellView *self);

/* Edit mode: the cursor goes into the text; set Markdown opens. */
void tnu_cell_view_edit (TnuCellView *self);

/* Command mode, and Markdown is set again; keeps the focus where it is if that is elsewhere. */
void tnu_cell_view_leave (TnuCellView *self);
/* From the cell itself to the first of what would mend its error; false when there is nothing. */
bool tnu_cell_view_go_to_fixes (TnuCellView *self);

/**
 * tnu_cell_view_is_at_edge:
 * @direction: -1 above, +1 below
 *
 * Returns: whether the cursor stands in the first or last line, so that an arrow leaves the cell
 */
bool tnu_cell_view_is_at_edge (TnuCellView *self, int direction);

/* See tnu_code_editor_set_highlight() and tnu_code_editor_set_search(). */
void tnu_cell_view_set_highlight (TnuCellView *self, const char *name);
void tnu_cell_view_set_search (TnuCellView *self, const char *text);

/* Buttons that add a code or a text cell before @cell_id, or at the end when it is "". */
GtkWidget *tnu_cell_gap_new (const char *cell_id);

G_END_DECLS
