/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Where the cells of a table stand, how large their numbers are, and which cell lies where. */
#include "ui/draw/cells.h"

#include <math.h>

#define READING_MIN_W 30.0
#define READING_MIN_H 20.0
#define LEVEL_MIN 10.0
/* Digits of JetBrains Mono are .6 em wide and 1 em would touch the edges of a low cell. */
#define FONT_PER_HEIGHT .56
#define FONT_LARGE 18.0
/* Of a number that was looked at until it filled the card. */
#define FONT_HUGE 72.0
/* A short table of floats keeps cells of one width, however short its numbers. */
#define SHORT_TABLE_COLS 8
#define SHORT_TABLE_CELL 46.0

/* The largest size, in half px, whose widest number leaves 2 px each side; 0 when under 10. */
static double
fit_font (TnuText *text, const TnuCells *cells, double cell_w, double cell_h)
{
  double scale = tnu_text_get_scale (text);
  double em = tnu_text_get_width (text, TNU_MONO (100, 500), "0") / (100.0 * scale);
  double free_w = cell_w / scale - 4.0 - (cells->is_gradient ? 4.0 : 0.0);
  double by_width = free_w / (em * MAX (1, cells->format.n_chars));
  double by_height = cell_h / scale * FONT_PER_HEIGHT;
  /* A cell drawn large on purpose may write larger than a table. */
  double most = cell_h / scale >= 96.0   ? FONT_HUGE
                : cell_h / scale >= 44.0 ? FONT_LARGE
                : cell_h / scale >= 32.0 ? TNU_FONT_CELL_MAX
                                         : TNU_FONT_CELL_MAX - 1.0;
  double size = floor (2.0 * fmin (most, fmin (by_width, by_height))) / 2.0;

  return size >= TNU_FONT_CELL_MIN ? size : 0.0;
}

double
tnu_grid_comfortable_width (TnuText *text, const TnuCells *cells)
{
  double em = tnu_text_get_width (text, TNU_MONO (100, 500), "0") / 100.0;
  double wanted = em * 12.0 * MAX (1, cells->format.n_chars) + tnu_px (text, 12);
  bool is_short = cells->n_cols <= SHORT_TABLE_COLS && cells->kind != TNU_CELLS_INT;

  return round (fmax (wanted, tnu_px (text, is_short ? SHORT_TABLE_CELL : READING_MIN_W)));
}

void
tnu_grid_init (TnuGrid *self,
               TnuText *text,
               const TnuCells *cells,
               double x,
               double y,
               double cell_w,
               double cell_h)
{
  double scale = tnu_text_get_scale (text);
  double side = fmin (cell_w, cell_h) / scale;

  *self = (TnuGrid){ .x = round (x), .y = round (y) };
  self->cell_w = fmax (1.0, floor (cell_w));
  self->cell_h = fmax (1.0, floor (cell_h));
  if (cells->block_max != NULL)
    self->zoom = TNU_ZOOM_BLOCK;
  else if (cell_w >= READING_MIN_W * scale && cell_h >= READING_MIN_H * scale
           && (self->font_size = fit_font (text, cells, cell_w, cell_h)) > 0.0)
    self->zoom = TNU_ZOOM_READING;
  else if (side >= LEVEL_MIN)
    self->zoom = TNU_ZOOM_LEVEL;
  else
    self->zoom = TNU_ZOOM_PIXEL;

  if (self->zoom == TNU_ZOOM_PIXEL || (self->zoom == TNU_ZOOM_BLOCK && side < LEVEL_MIN))
    return;
  self->gap = tnu_px (text, side >= 44.0 ? 3.0 : 2.0);
  if (self->zoom == TNU_ZOOM_READING)
    self->radius = tnu_px (text, side >= 44.0 ? 6.0 : TNU_RADIUS_CELL);
  else
    self->radius = tnu_px (text, 2.0);
}

double
tnu_grid_get_width (const TnuGrid *self, int n_cols)
{
  return n_cols <= 0 ? 0.0 : n_cols * (self->cell_w + self->gap) - self->gap;
}

double
tnu_grid_get_height (const TnuGrid *self, int n_rows)
{
  return n_rows <= 0 ? 0.0 : n_rows * (self->cell_h + self->gap) - self->gap;
}

void
tnu_grid_get_cell (const TnuGrid *self, int row, int col, double *x, double *y)
{
  *x = self->x + col * (self->cell_w + self->gap);
  *y = self->y + row * (self->cell_h + self->gap);
}

bool
tnu_grid_hit (const TnuGrid *self, int n_rows, int n_cols, double x, double y, int *row, int *col)
{
  double c = floor ((x - self->x + self->gap / 2.0) / (self->cell_w + self->gap));
  double r = floor ((y - self->y + self->gap / 2.0) / (self->cell_h + self->gap));

  if (!(c >= 0.0 && c < n_cols && r >= 0.0 && r < n_rows))
    return false;
  *row = (int) r;
  *col = (int) c;
  return true;
}
