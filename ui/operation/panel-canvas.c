/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/panel-canvas.h"

#include <adwaita.h>

#include "ui/text-scale.h"

const TnuTheme *
tnu_panel_get_theme (void)
{
  return tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

TnuCanvas
tnu_panel_begin_drawing (GtkWidget *panel, TnuText **text, cairo_t *cr, int width, double *w)
{
  double scale = tnu_text_scale_get (panel);
  if (*text == NULL)
    *text = tnu_text_new (gtk_widget_get_pango_context (panel), 1);
  cairo_scale (cr, scale, scale);
  *w = width / scale;
  return tnu_canvas_init (cr, tnu_panel_get_theme (), *text);
}
