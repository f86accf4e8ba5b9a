/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnaAppearance:
 *
 * Theme and text size of the program on one display: writes the style sheet when the desktop or
 * the user changes them, and remembers the user's choice.
 *
 * Properties (read, write, notify): "theme" (string: "system", "light", "dark"), "text-size" (int,
 * percent; 0 follows the desktop), "presenting" (bool, not remembered: text at least as large as a
 * projector needs it).
 */
#define TNA_TYPE_APPEARANCE (tna_appearance_get_type ())
G_DECLARE_FINAL_TYPE (TnaAppearance, tna_appearance, TNA, APPEARANCE, GObject)

TnaAppearance *tna_appearance_new (GdkDisplay *display);

G_END_DECLS
