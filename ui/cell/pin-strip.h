/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/cell/pins.h"

G_BEGIN_DECLS

/**
 * TnuPinStrip:
 *
 * The numbers that one pinned cell held, in the order of time, the one at the session's cursor
 * ringed and what is still to come as ghosts. A click on a number goes to its step; arrows, Home
 * and End go from number to number.
 */
#define TNU_TYPE_PIN_STRIP (tnu_pin_strip_get_type ())
G_DECLARE_FINAL_TYPE (TnuPinStrip, tnu_pin_strip, TNU, PIN_STRIP, GtkWidget)

/* @at: of the pin among @pins. */
GtkWidget *tnu_pin_strip_new (TnuPins *pins, guint at);

/* The session's cursor has moved. */
void tnu_pin_strip_update (TnuPinStrip *self);

G_END_DECLS
