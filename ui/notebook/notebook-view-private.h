/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/notebook/cell-view.h"
#include "ui/notebook/notebook-view.h"

/* What notebook-keys.c needs of notebook-view.c. */

TnsSession *tnu_notebook_view_get_session (TnuNotebookView *self);

/* (nullable) */
TnuCellView *tnu_notebook_view_get_current (TnuNotebookView *self);

/* Makes the cell @offset places from the current one current, with the focus; false at the ends. */
bool tnu_notebook_view_step (TnuNotebookView *self, int offset, bool edits);

/* Inserts an empty code cell there and makes it current. */
void tnu_notebook_view_insert (TnuNotebookView *self, guint position, TnsCellType type, bool edits);

/* Runs the current cell; text is set. */
void tnu_notebook_view_run_current (TnuNotebookView *self);

/* Adds the controllers of edit and command mode. */
void tnu_notebook_keys_attach (TnuNotebookView *self);
