/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/marquee.h"

#define MARQUEE_OUT 3.5
#define MARQUEE_RADIUS 5
#define HANDLE 4.5

void
tnu_marquee_draw (const TnuCanvas *canvas, const TnuGrid *grid, const TnuCellRun *run)
{
  static const double dashes[] = { 4, 3 };
  cairo_t *cr = canvas->cr;
  double x, y, x1, y1, w, h;

  tnu_grid_get_cell (grid, run->row0, run->col0, &x, &y);
  tnu_grid_get_cell (grid, run->row0 + run->n_rows - 1, run->col0 + run->n_cols - 1, &x1, &y1);
  x -= MARQUEE_OUT;
  y -= MARQUEE_OUT;
  w = x1 + grid->cell_w + MARQUEE_OUT - x;
  h = y1 + grid->cell_h + MARQUEE_OUT - y;
  tnu_set_token (canvas, TNU_STAR, 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_stroke_inside (canvas, x, y, w, h, MARQUEE_RADIUS, TNU_STROKE_RAIL);
  cairo_set_dash (cr, NULL, 0, 0);
  for (int k = 0; k < 2; k++)
    {
      cairo_arc (cr, x + k * w, y + k * h, HANDLE, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}
