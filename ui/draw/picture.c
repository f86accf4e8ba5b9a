/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/picture.h"

#include "ui/draw/cell-marks.h"

#include <math.h>

/* Smaller ones are hardly looked at as pictures. */
#define LIKELY_SIDE 8
#define CHEQUER 4
#define CHEQUER_DARK .55
#define CHEQUER_LIGHT .75

static bool
is_channels (gint64 size)
{
  return size == 1 || size == 3 || size == 4;
}

bool
tnu_picture_find (int rank, const gint64 *sizes, TnuPicture *picture)
{
  const int last = rank - 1;

  if (rank < 2 || rank > 4)
    return false;
  *picture = (TnuPicture){ rank - 2, rank - 1, -1, -1, 1 };
  if (rank > 2 && is_channels (sizes[rank - 3]))
    picture->channel_dim = rank - 3;
  else if (rank > 2 && is_channels (sizes[last]))
    *picture = (TnuPicture){ rank - 3, rank - 2, last, -1, 1 };
  if (rank == 4 || (rank == 3 && picture->channel_dim < 0))
    picture->facet_dim = 0;
  if (rank == 4 && picture->channel_dim < 0)
    return false;
  if (picture->channel_dim >= 0)
    picture->n_channels = (int) sizes[picture->channel_dim];
  if (picture->n_channels == 1)
    picture->channel_dim = -1;
  return sizes[picture->row_dim] > 1 && sizes[picture->column_dim] > 1;
}

bool
tnu_picture_is_likely (const TnuPicture *picture, const gint64 *sizes, bool is_bytes)
{
  return sizes[picture->row_dim] >= LIKELY_SIDE && sizes[picture->column_dim] >= LIKELY_SIDE
         && (picture->n_channels > 1 || is_bytes);
}

static double
get_light (const TnuCardTable *table, gsize i, double white)
{
  const double value = table->values[i];

  return isnan (value) ? 0.0 : CLAMP (value / white, 0.0, 1.0);
}

static TnuColor
get_color (const TnuCardTable *tables, int n_channels, gsize i, double white, int row, int col)
{
  TnuColor color = { get_light (&tables[0], i, white), 0.0, 0.0, 1.0 };
  TnuColor ground = { 0.0, 0.0, 0.0, 1.0 };

  color.g = n_channels == 1 ? color.r : get_light (&tables[1], i, white);
  color.b = n_channels == 1 ? color.r : get_light (&tables[2], i, white);
  if (n_channels < 4)
    return color;
  ground.r = ground.g = ground.b
    = (row / CHEQUER + col / CHEQUER) % 2 == 0 ? CHEQUER_LIGHT : CHEQUER_DARK;
  return tnu_color_over (color, get_light (&tables[3], i, white), ground);
}

static bool
is_finite (const TnuCardTable *tables, int n_channels, gsize i)
{
  for (int c = 0; c < n_channels; c++)
    if (!isfinite (tables[c].values[i]) || (tables[c].flags != NULL && tables[c].flags[i] != 0))
      return false;
  return true;
}

void
tnu_picture_draw (const TnuCanvas *canvas, const TnuCardTable *tables, int n_channels, int n_rows,
                  int n_cols, double white, const TnuGrid *grid)
{
  cairo_t *cr = canvas->cr;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, n_cols, n_rows);
  guint32 *pixels;
  int stride;

  cairo_surface_flush (image);
  pixels = (guint32 *) (void *) cairo_image_surface_get_data (image);
  stride = cairo_image_surface_get_stride (image) / 4;
  for (int row = 0; pixels != NULL && row < n_rows; row++)
    for (int col = 0; col < n_cols; col++)
      pixels[row * stride + col] = tnu_color_pack (get_color (
        tables, n_channels, (gsize) row * (gsize) n_cols + (gsize) col, white, row, col));
  cairo_surface_mark_dirty (image);

  cairo_save (cr);
  cairo_translate (cr, grid->x, grid->y);
  cairo_scale (cr, grid->cell_w, grid->cell_h);
  cairo_set_source_surface (cr, image, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0.0, 0.0, n_cols, n_rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);

  for (int row = 0; row < n_rows; row++)
    for (int col = 0; col < n_cols; col++)
      if (!is_finite (tables, n_channels, (gsize) row * (gsize) n_cols + (gsize) col))
        tnu_mark_alarm (canvas, grid->x + col * grid->cell_w, grid->y + row * grid->cell_h,
                        grid->cell_w, grid->cell_h);
  /* A black picture ends somewhere too. */
  tnu_set_token (canvas, TNU_HAIR, 1.0);
  tnu_stroke_inside (canvas, grid->x - 1.0, grid->y - 1.0,
                     tnu_grid_get_width (grid, n_cols) + 2.0,
                     tnu_grid_get_height (grid, n_rows) + 2.0, 0.0, 1.0);
}
