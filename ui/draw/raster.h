/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuRaster:
 * @cr: draws in px; the place (0, 0) is that of the node
 *
 * A drawing that is made once and shown in many frames: pixels, where a node of Cairo would draw
 * everything again each time. On the stack of one drawing.
 */
typedef struct
{
  cairo_t *cr;
  graphene_rect_t bounds;
} TnuRaster;

/**
 * tnu_raster_begin:
 * @bounds: px
 * @scale: device pixels per px
 */
void tnu_raster_begin (TnuRaster *self, const graphene_rect_t *bounds, int scale);

/**
 * tnu_raster_end:
 *
 * Returns: (transfer full): what was drawn
 */
GskRenderNode *tnu_raster_end (TnuRaster *self);

G_END_DECLS
