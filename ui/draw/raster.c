/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/raster.h"

#include <math.h>

void
tnu_raster_begin (TnuRaster *self, const graphene_rect_t *bounds, int scale)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceilf (bounds->size.width) * scale,
                                    (int) ceilf (bounds->size.height) * scale);

  self->bounds = GRAPHENE_RECT_INIT (bounds->origin.x, bounds->origin.y,
                                     ceilf (bounds->size.width), ceilf (bounds->size.height));
  cairo_surface_set_device_scale (surface, scale, scale);
  self->cr = cairo_create (surface);
  cairo_translate (self->cr, -bounds->origin.x, -bounds->origin.y);
  cairo_surface_destroy (surface);
}

GskRenderNode *
tnu_raster_end (TnuRaster *self)
{
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (self->cr));
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  GskRenderNode *node;

  g_clear_pointer (&self->cr, cairo_destroy);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize) height,
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
  node = gsk_texture_node_new (texture, &self->bounds);
  g_object_unref (texture);
  return node;
}
