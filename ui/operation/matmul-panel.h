/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuMatmulPanel:
 *
 * The product of two tensors, watched: A left, B on top, C in the corner, step by step in one of
 * three orders, forwards or on the way back; what does not fit, why, and what can be done; and the
 * line of code that Apply appends to the notebook and runs.
 *
 * Selecting another variable while the panel is open makes that one B.
 *
 * Properties: "code" (string, notify): the line as it stands.
 * Signals: ::closed () after Apply or Cancel.
 */
#define TNU_TYPE_MATMUL_PANEL (tnu_matmul_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuMatmulPanel, tnu_matmul_panel, TNU, MATMUL_PANEL, GtkWidget)

/* NULL when @name is no tensor at the session's cursor. */
GtkWidget *tnu_matmul_panel_new (TnsSession *session, const char *name);

/* The line as Apply would run it: "C = A @ B". */
const char *tnu_matmul_panel_get_code (TnuMatmulPanel *self);

/* False when the product as it stands cannot be applied. */
gboolean tnu_matmul_panel_apply (TnuMatmulPanel *self);

G_END_DECLS
