/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuWordRow:
 *
 * The words of a family of operations in a row, one of them chosen. Arrows walk along it.
 *
 * Signals: ::changed () when the user has chosen another word.
 */
#define TNU_TYPE_WORD_ROW (tnu_word_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuWordRow, tnu_word_row, TNU, WORD_ROW, GtkWidget)

GtkWidget *tnu_word_row_new (void);

/* Words are counted from 0 as they are appended; the first one is chosen. */
void tnu_word_row_append (TnuWordRow *self, const char *name, const char *tooltip);

/* Without a signal. */
void tnu_word_row_set_word (TnuWordRow *self, int word);
int tnu_word_row_get_word (TnuWordRow *self);

/* Ctrl+Page Up and Down go from word to word, from anywhere in @panel. */
void tnu_word_row_listen (TnuWordRow *self, GtkWidget *panel);

G_END_DECLS
