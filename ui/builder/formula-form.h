/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/builder-page.h"

G_BEGIN_DECLS

/**
 * TnuFormulaForm:
 *
 * A shape, and a formula in the indices of its elements.
 */
#define TNU_TYPE_FORMULA_FORM (tnu_formula_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuFormulaForm, tnu_formula_form, TNU, FORMULA_FORM, GtkWidget)

GtkWidget *tnu_formula_form_new (void);

/* As if it had been typed. */
void tnu_formula_form_set_text (TnuFormulaForm *self, const char *text);

G_END_DECLS
