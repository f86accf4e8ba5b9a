/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuReshapePanel:
 *
 * Reshape by hand: the legal shapes of a variable, a live picture of every element on its way, what
 * happens to memory, and the line of code that Apply appends to the notebook and runs. The line can be
 * typed as well; a shape that does not fit says why and offers those that do.
 *
 * Legality, strides and view or copy come from the op table's own inference.
 *
 * Properties: "code" (string, notify): the line as it stands.
 * Signals: ::closed () after Apply or Cancel.
 */
#define TNU_TYPE_RESHAPE_PANEL (tnu_reshape_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuReshapePanel, tnu_reshape_panel, TNU, RESHAPE_PANEL, GtkWidget)

/* NULL when @name is no tensor at the session's cursor. */
GtkWidget *tnu_reshape_panel_new (TnsSession *session, const char *name);

/* The line as Apply would run it: "y = x.reshape(2, 6)". */
const char *tnu_reshape_panel_get_code (TnuReshapePanel *self);

/* As if the chip of @shape had been clicked. */
void tnu_reshape_panel_choose (TnuReshapePanel *self, const gint64 *sizes, int rank);

/* False when the shape as it stands cannot be applied. */
gboolean tnu_reshape_panel_apply (TnuReshapePanel *self);

G_END_DECLS
