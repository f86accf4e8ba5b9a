/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/operation/join/join-call.h"
#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuJoinPanel:
 *
 * Several tensors made one, and one made several, by hand: stack, cat, vstack, hstack, dstack,
 * split, chunk, tensor_split and unbind. The tensors that take part are checked and brought into
 * order; below them numbers travel into the whole, or out of it. Lines between pieces are dragged,
 * with the arrows moved when the picture has the keyboard; Delete takes one away, + adds one.
 * Ctrl+Page Up and Down go from word to word. What does not fit is shown in red, with PyTorch's
 * words and what can be done about it.
 *
 * Legality, dtype, strides and memory come from the op table's own inference.
 *
 * Properties: "word" (string, notify): "stack".
 */
#define TNU_TYPE_JOIN_PANEL (tnu_join_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuJoinPanel, tnu_join_panel, TNU, JOIN_PANEL, TnuPanel)

/**
 * tnu_join_panel_new:
 * @names: (array zero-terminated=1): tensors in the order in which they were chosen
 *
 * Returns: (nullable): NULL when @word is none of the family or none of @names is a tensor at the
 *   session's cursor
 */
GtkWidget *tnu_join_panel_new (TnsSession *session, const char *word, const char *const *names);

G_END_DECLS
