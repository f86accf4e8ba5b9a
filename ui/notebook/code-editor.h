/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtksourceview/gtksource.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuCodeEditor:
 *
 * The text of one cell, editable: Python or Markdown source, coloured, as tall as its content.
 * What is typed goes to the cell at once, and what changes in the cell (undo) comes back.
 *
 * Signals: ::token-activated (const char *name) when a variable's name was clicked.
 */
#define TNU_TYPE_CODE_EDITOR (tnu_code_editor_get_type ())
G_DECLARE_FINAL_TYPE (TnuCodeEditor, tnu_code_editor, TNU, CODE_EDITOR, GtkSourceView)

GtkWidget *tnu_code_editor_new (TnsSession *session, TnsCell *cell);

/* An editor that shows @code and belongs to no cell; not editable. */
GtkWidget *tnu_code_editor_new_for_text (const char *code);

/* Underlines the variable @name wherever the code speaks of it; NULL: nothing. */
void tnu_code_editor_set_highlight (TnuCodeEditor *self, const char *name);

/* Underlines the expression at @position as wrong, until the text changes; NULL: nothing. */
void tnu_code_editor_set_failure (TnuCodeEditor *self, const TnsPosition *position);

/* Marks all places that contain @text, ignoring case; NULL: none. */
void tnu_code_editor_set_search (TnuCodeEditor *self, const char *text);

G_END_DECLS
