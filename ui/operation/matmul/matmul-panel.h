/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuMatmulPanel:
 *
 * The product of two tensors, watched: A left, B on top, C in the corner, step by step in one of
 * three orders, forwards or on the way back; any other einsum as the sums of products that it is;
 * what does not fit, why, and what can be done.
 *
 * Selecting another variable while the panel is open makes that one B.
 *
 * Opened on the result of a product, it shows the line that made it.
 */
#define TNU_TYPE_MATMUL_PANEL (tnu_matmul_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuMatmulPanel, tnu_matmul_panel, TNU, MATMUL_PANEL, TnuPanel)

/* NULL when @name is no tensor at the session's cursor. */
GtkWidget *tnu_matmul_panel_new (TnsSession *session, const char *name);

G_END_DECLS
