/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tnu_text_scale_get:
 *
 * The desktop's or the user's text scale, by which every length of the look is multiplied. GTK
 * keeps it in the resolution of its fonts, of which 96 is the plain one.
 *
 * Returns: 1 for plain text, 1.5 for text half as large again
 */
static inline double
tnu_text_scale_get (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  double dpi = pango_cairo_context_get_resolution (context);

  return dpi > 0 ? dpi / 96.0 : 1.0;
}

G_END_DECLS
