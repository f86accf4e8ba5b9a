/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/cell/pins.h"

G_BEGIN_DECLS

/**
 * TnuPinsView:
 *
 * The pinned cells of a session: each with the numbers that it held (TnuPinStrip) and a button that
 * unpins it. Not there without pins.
 */
#define TNU_TYPE_PINS_VIEW (tnu_pins_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuPinsView, tnu_pins_view, TNU, PINS_VIEW, GtkWidget)

GtkWidget *tnu_pins_view_new (TnuPins *pins);

G_END_DECLS
