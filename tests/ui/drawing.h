/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/paint.h"

#include <math.h>
#include <stdlib.h>

/* A picture in memory to draw on and to look at. */
typedef struct
{
  cairo_surface_t *surface;
  TnuText *text;
  TnuCanvas canvas;
} TntDrawing;

/* An opaque @width x @height picture in the colour @background of a theme. */
static inline TntDrawing
tnt_drawing_init (bool is_dark, TnuToken background, int width, int height, double scale)
{
  TntDrawing self;
  cairo_t *cr;
  PangoContext *context;

  self.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (self.surface);
  context = pango_cairo_create_context (cr);
  self.text = tnu_text_new (context, scale);
  g_object_unref (context);
  self.canvas = tnu_canvas_init (cr, tnu_theme_get (is_dark), self.text);
  tnu_set_token (&self.canvas, background, 1.0);
  cairo_paint (cr);
  return self;
}

static inline void
tnt_drawing_clear (TntDrawing *self)
{
  g_assert_cmpint (cairo_status (self->canvas.cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (self->canvas.cr);
  cairo_surface_destroy (self->surface);
  tnu_text_free (self->text);
}

static inline guint32
tnt_drawing_get_pixel (TntDrawing *self, int x, int y)
{
  const guchar *data;

  cairo_surface_flush (self->surface);
  data = cairo_image_surface_get_data (self->surface);
  g_assert_cmpint (x, <, cairo_image_surface_get_width (self->surface));
  g_assert_cmpint (y, <, cairo_image_surface_get_height (self->surface));
  return ((const guint32 *) (const void *) (data
                                            + (gsize) y
                                                * cairo_image_surface_get_stride (self->surface)))
           [x]
         & 0xffffff;
}

/* Largest difference of a channel, 0 to 255. */
static inline int
tnt_drawing_distance (TntDrawing *self, int x, int y, TnuColor color)
{
  guint32 pixel = tnt_drawing_get_pixel (self, x, y);

  return MAX (MAX (labs ((long) (pixel >> 16) - lround (color.r * 255)),
                   labs ((long) (pixel >> 8 & 255) - lround (color.g * 255))),
              labs ((long) (pixel & 255) - lround (color.b * 255)));
}

/* How many pixels of a rectangle lie within 6 steps of @color. */
static inline int
tnt_drawing_count (TntDrawing *self, int x, int y, int w, int h, TnuColor color)
{
  int n = 0;

  for (int row = y; row < y + h; row++)
    for (int col = x; col < x + w; col++)
      n += tnt_drawing_distance (self, col, row, color) <= 6;
  return n;
}
