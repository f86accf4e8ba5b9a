/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuCastPanel:
 *
 * Two tensors of different shapes worked on number by number: how their axes are laid over each
 * other, which numbers are read again, the result, its type, and what comes back. Where shapes
 * clash, why, and what can be done.
 *
 * Selecting another variable while the panel is open makes that one the second. On the picture
 * arrows choose an element; Control+Page Up and Down go from word to word.
 */
#define TNU_TYPE_CAST_PANEL (tnu_cast_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuCastPanel, tnu_cast_panel, TNU, CAST_PANEL, TnuPanel)

/* NULL when @name is no tensor at the session's cursor, or has too many axes. */
GtkWidget *tnu_cast_panel_new (TnsSession *session, const char *name);

G_END_DECLS
