/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuNotebookView:
 *
 * The notebook pane: its head, and the cells from top to bottom. One cell is current: it wears the
 * star edge, and keys and actions mean it. Keys are Jupyter's; in command mode (Escape): A, B
 * insert, D D deletes, M, Y change the type, Z takes back, arrows move, Enter edits.
 *
 * Actions: "notebook.run" (s: id of a cell), "notebook.insert-before" (ss: id or "", type).
 *
 * Signals: ::token-activated (const char *name) when a variable's name was clicked in code.
 */
#define TNU_TYPE_NOTEBOOK_VIEW (tnu_notebook_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuNotebookView, tnu_notebook_view, TNU, NOTEBOOK_VIEW, GtkWidget)

GtkWidget *tnu_notebook_view_new (TnsSession *session);

/* Shows the notebook that the session has now: after opening another one. */
void tnu_notebook_view_reload (TnuNotebookView *self);

/* Underlines the variable @name wherever code speaks of it; NULL: nothing. */
void tnu_notebook_view_set_highlight (TnuNotebookView *self, const char *name);

/* Shows @code in a dashed cell [+] after the current one: what Apply would append. NULL: none. */
void tnu_notebook_view_set_pending (TnuNotebookView *self, const char *code);

/* Puts the keyboard into the current cell. */
void tnu_notebook_view_focus (TnuNotebookView *self);

/**
 * tnu_notebook_view_search:
 * @text: (nullable): what to look for, ignoring case; NULL ends the search
 * @step: 0 stays if the current cell has it, +1 goes on, -1 goes back
 *
 * Marks @text in all cells and makes the nearest cell that contains it current.
 *
 * Returns: whether any cell contains it
 */
bool tnu_notebook_view_search (TnuNotebookView *self, const char *text, int step);

G_END_DECLS
