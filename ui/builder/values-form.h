/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/builder-page.h"

G_BEGIN_DECLS

/**
 * TnuValuesForm:
 *
 * Numbers by hand: the size of a table and what fills it; the table itself is the page's picture.
 */
#define TNU_TYPE_VALUES_FORM (tnu_values_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuValuesForm, tnu_values_form, TNU, VALUES_FORM, GtkWidget)

GtkWidget *tnu_values_form_new (void);

/* A table from the clipboard or a file takes the place of what is there. Errors: see
 * tnu_value_table_paste(). */
bool tnu_values_form_take_text (TnuValuesForm *self, const char *text, GError **error);

G_END_DECLS
