/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuWordBox:
 *
 * Buttons in a row. Those that do not fit, from the right, go into a menu behind "more…"; choosing
 * one there is a click on it.
 */
#define TNU_TYPE_WORD_BOX (tnu_word_box_get_type ())
G_DECLARE_FINAL_TYPE (TnuWordBox, tnu_word_box, TNU, WORD_BOX, GtkWidget)

GtkWidget *tnu_word_box_new (void);
/* Takes @button, which has a label. */
void tnu_word_box_append (TnuWordBox *self, GtkWidget *button);
/* (nullable) (transfer none): the button with this label. */
GtkWidget *tnu_word_box_find (TnuWordBox *self, const char *label);

G_END_DECLS
