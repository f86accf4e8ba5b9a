/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/join/join-fixes.h"
#include "ui/operation/join/join-verdict.h"

G_BEGIN_DECLS

/**
 * TnuJoinForm:
 *
 * Everything about a call but its tensors: the dim as chips, from 0 and from behind, each with its
 * meaning; sizes or places of the pieces, and their names. Below, what the dim means, or what can
 * be done about a call that does not fit.
 *
 * Signals: ::changed () when the user has changed the call of tnu_join_form_get_call().
 */
#define TNU_TYPE_JOIN_FORM (tnu_join_form_get_type ())
G_DECLARE_FINAL_TYPE (TnuJoinForm, tnu_join_form, TNU, JOIN_FORM, GtkWidget)

GtkWidget *tnu_join_form_new (void);

/* Without a signal; what is being typed stays as it is. @call is copied. */
void tnu_join_form_show (TnuJoinForm *self, const TnuJoinCall *call, const TnuJoinPlan *plan,
                         const TnuJoinVerdict *verdict);

/* (transfer none): with what was changed. */
const TnuJoinCall *tnu_join_form_get_call (TnuJoinForm *self);

/* The keyboard goes to the names, that of @piece selected. */
void tnu_join_form_edit_name (TnuJoinForm *self, int piece);

G_END_DECLS
