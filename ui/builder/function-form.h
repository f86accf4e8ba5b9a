/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/builder/builder-page.h"

G_BEGIN_DECLS

/**
 * TnuFunctionForm:
 *
 * PyTorch's functions that make a tensor, as words grouped by what they do, and the arguments of
 * the one that is chosen.
 */
#define TNU_TYPE_FUNCTION_FORM (tnu_function_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuFunctionForm, tnu_function_form, TNU, FUNCTION_FORM, GtkWidget)

GtkWidget *tnu_function_form_new (TnsSession *session);

/* As if the word had been clicked; nothing for an unknown one. */
void tnu_function_form_choose (TnuFunctionForm *self, const char *maker);

G_END_DECLS
