/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/panel.h"
#include "ui/operation/shape-call.h"

G_BEGIN_DECLS

/**
 * TnuShapePanel:
 *
 * The shape family by hand: reshape, view, flatten, squeeze, unsqueeze, transpose, permute, T,
 * expand, repeat, flip and roll. One word is chosen at the top; below it a live picture of every
 * element on its way, what happens to memory, the arguments to click and drag, and the line of code
 * that Apply appends to the notebook and runs. Ctrl+Page Up and Down go from word to word. The line
 * can be typed as well; a call that is illegal says why and offers those that are not.
 *
 * Legality, strides and view or copy come from the op table's own inference.
 *
 * Properties: those of TnuPanel, and "word" (string, notify): "reshape".
 */
#define TNU_TYPE_SHAPE_PANEL (tnu_shape_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuShapePanel, tnu_shape_panel, TNU, SHAPE_PANEL, TnuPanel)

/* NULL when @word is none of the family or @name is no tensor at the session's cursor. */
GtkWidget *tnu_shape_panel_new (TnsSession *session, const char *word, const char *name);

/* As if the call had been clicked together. */
void tnu_shape_panel_set_call (TnuShapePanel *self, const TnuShapeCall *call);

G_END_DECLS
