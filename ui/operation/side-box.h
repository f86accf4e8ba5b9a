/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuSideBox:
 *
 * A picture and the controls right of it. Where there is no room for both, the controls are hidden
 * until they are asked for by the button, and then stand in place of the picture if they must.
 */
#define TNU_TYPE_SIDE_BOX (tnu_side_box_get_type ())
G_DECLARE_FINAL_TYPE (TnuSideBox, tnu_side_box, TNU, SIDE_BOX, GtkWidget)

/**
 * tnu_side_box_new:
 * @least: px at scale 1 that both together must have
 * @button: a GtkToggleButton, shown while it is needed
 */
GtkWidget *tnu_side_box_new (GtkWidget *main, GtkWidget *side, double least, GtkWidget *button);

G_END_DECLS
