/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuBitsPanel:
 *
 * One number opened to its bits: what sign, exponent and mantissa say and amount to, its
 * neighbours, the same number in the other floating types. Bits can be turned over to see what
 * becomes of it; Apply then appends the line that writes it. Follows the session's cursor until a
 * bit is turned.
 *
 * Properties: "code" (string, notify): `x[1, 2] = 0.5`, NULL while no bit is turned.
 * Signals: ::closed () after Apply or Close.
 */
#define TNU_TYPE_BITS_PANEL (tnu_bits_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuBitsPanel, tnu_bits_panel, TNU, BITS_PANEL, GtkWidget)

/* @index: rank entries. NULL when @name is no tensor with elements at the session's cursor. */
GtkWidget *tnu_bits_panel_new (TnsSession *session, const char *name, const gint64 *index);

/* Turns a bit of the real (0) or imaginary (1) part over. */
void tnu_bits_panel_flip (TnuBitsPanel *self, int part, int place);

/* False when no bit is turned. */
gboolean tnu_bits_panel_apply (TnuBitsPanel *self);

G_END_DECLS
