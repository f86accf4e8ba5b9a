/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuCodeRow:
 *
 * The bottom of an operation panel: the line of code, Cancel and Apply.
 *
 * Signals: ::edited () when the line was typed in, ::apply () while the line may be applied,
 * ::cancel ().
 */
#define TNU_TYPE_CODE_ROW (tnu_code_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuCodeRow, tnu_code_row, TNU, CODE_ROW, GtkWidget)

GtkWidget *tnu_code_row_new (void);

const char *tnu_code_row_get_code (TnuCodeRow *self);
/* The same, but a very long line by its beginning. */
const char *tnu_code_row_get_shown (TnuCodeRow *self);
/* Without a signal. */
void tnu_code_row_set_code (TnuCodeRow *self, const char *code);

/* (transfer none): an empty box before the line, for what decides about its form. */
GtkWidget *tnu_code_row_get_start (TnuCodeRow *self);

/* Apply cannot be pressed yet, though nothing is wrong. */
void tnu_code_row_set_waiting (TnuCodeRow *self);

/* A line that only the panel writes can be read and copied, not typed in. */
void tnu_code_row_set_editable (TnuCodeRow *self, gboolean is_editable);

/* The keyboard goes to the line, with its last @n_chars selected. */
void tnu_code_row_select_end (TnuCodeRow *self, int n_chars);

/* Whether Apply can be pressed; a line that cannot be applied is edged as an error. */
void tnu_code_row_set_legal (TnuCodeRow *self, gboolean is_legal);
gboolean tnu_code_row_is_legal (TnuCodeRow *self);

/**
 * tnu_code_row_choose_target:
 * @session: whose cells will bind names too when their turn comes
 * @variables: (element-type TnsVariable): names that are taken
 *
 * Returns: (transfer full): a name for the result: y, z, then x_ and @word, x_ and @word and 2 …
 */
char *tnu_code_row_choose_target (TnsSession *session, const char *name, const char *word,
                                  GPtrArray *variables);

G_END_DECLS
