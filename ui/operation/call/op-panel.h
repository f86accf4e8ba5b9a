/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuOpPanel:
 *
 * Any op of the table: found by its name or by what it does, with a form made from its schema, its
 * result or PyTorch's reason while the form is filled in, and the line of code that Apply appends
 * to the notebook and runs.
 *
 * Properties: "code" (string, notify): the line as it stands.
 * Signals: ::closed () after Apply or Cancel.
 */
#define TNU_TYPE_OP_PANEL (tnu_op_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuOpPanel, tnu_op_panel, TNU, OP_PANEL, GtkWidget)

/* @name: (nullable): the tensor that ops begin with. */
GtkWidget *tnu_op_panel_new (TnsSession *session, const char *name);

/* Chooses an op by its public name, as a click in the list does; false when there is none. */
gboolean tnu_op_panel_choose (TnuOpPanel *self, const char *op);

/* False while the call as it stands is refused, or not yet tried. */
gboolean tnu_op_panel_apply (TnuOpPanel *self);

G_END_DECLS
