/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/builder-page.h"
#include "ui/builder/table-text.h"

G_BEGIN_DECLS

/**
 * TnuValuesForm:
 *
 * Numbers by hand: the size of a table and what fills it; the table itself is the page's picture.
 */
#define TNU_TYPE_VALUES_FORM (tnu_values_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuValuesForm, tnu_values_form, TNU, VALUES_FORM, GtkWidget)

GtkWidget *tnu_values_form_new (void);

/* @text takes the place of what is there; a first row of names is left out. Errors: see
 * tnu_value_table_take(). */
bool tnu_values_form_take (TnuValuesForm *self, TnuTableText *text, GError **error);

G_END_DECLS
