/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * TnuWordRow:
 *
 * The words of the shape family in a row, one of them chosen. Arrows walk along it.
 *
 * Signals: ::changed () when the user has chosen another word.
 */
#define TNU_TYPE_WORD_ROW (tnu_word_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuWordRow, tnu_word_row, TNU, WORD_ROW, GtkWidget)

GtkWidget *tnu_word_row_new (void);
/* Without a signal. */
void tnu_word_row_set_word (TnuWordRow *self, TnuShapeWord word);
TnuShapeWord tnu_word_row_get_word (TnuWordRow *self);

G_END_DECLS
