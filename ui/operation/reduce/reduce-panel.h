/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuReducePanel:
 *
 * A tensor folded along the axes that are chosen: sum, mean, max and their like, one result written
 * out with its numbers, and how gradients come back.
 *
 * On the picture arrows choose a result; Control+Page Up and Down go from word to word.
 */
#define TNU_TYPE_REDUCE_PANEL (tnu_reduce_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuReducePanel, tnu_reduce_panel, TNU, REDUCE_PANEL, TnuPanel)

/* NULL when @name is no tensor at the session's cursor, or has too many axes. */
GtkWidget *tnu_reduce_panel_new (TnsSession *session, const char *name);

G_END_DECLS
