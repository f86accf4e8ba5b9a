/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* The theme in effect. */
const TnuTheme *tnu_panel_get_theme (void);

/**
 * tnu_panel_begin_drawing:
 * @text: (inout): fonts of the panel, made when it is NULL
 * @width: of the drawing, px
 * @w: (out): px at scale 1, in which everything is drawn from now on
 */
TnuCanvas tnu_panel_begin_drawing (GtkWidget *panel, TnuText **text, cairo_t *cr, int width,
                                   double *w);

G_END_DECLS
