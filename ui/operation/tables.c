/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/tables.h"

#include <math.h>

/* Room for the rulers, left and above, and between tables. */
#define RULER_LEFT 24
#define RULER_TOP 18
#define TITLE 18
#define BETWEEN 14
#define MAX_CELL_W 72
#define MAX_CELL_H 44
/* Below this not all cells are shown, but as many as can be read. */
#define MIN_CELL 8
#define WINDOW_CELL_W 40
#define WINDOW_CELL_H 24
#define GAP 3

typedef struct
{
  double cell_w;
  double cell_h;
  int n_across;
} Fit;

static Fit
fit_across (gint64 rows, gint64 cols, gint64 tables, int across, const TnuRect *room)
{
  gint64 down = (tables + across - 1) / across;
  double title = tables > 1 ? TITLE : 0;
  double w = (room->w - (across - 1) * BETWEEN) / across - RULER_LEFT;
  double h = (room->h - (double) (down - 1) * BETWEEN) / (double) down - RULER_TOP - title;
  Fit fit = { floor (w / (double) cols) - GAP, floor (h / (double) rows) - GAP, across };
  fit.cell_w = MIN (fit.cell_w, MAX_CELL_W);
  fit.cell_h = MIN (fit.cell_h, MAX_CELL_H);
  fit.cell_h = MIN (fit.cell_h, MAX (fit.cell_w, MIN_CELL));
  return fit;
}

static double
rate (const Fit *fit)
{
  return MIN (fit->cell_w, fit->cell_h * 1.7);
}

static void
place (TnuTables *self, TnuText *text, const TnuCells *format, const Fit *fit, const TnuRect *room,
       bool is_centred)
{
  double title = self->n_tables > 1 ? TITLE : 0;
  tnu_grid_init (&self->grid, text, format, 0, 0, fit->cell_w, fit->cell_h);
  self->n_across = fit->n_across;
  self->pitch_x = tnu_grid_get_width (&self->grid, self->n_cols) + RULER_LEFT + BETWEEN;
  self->pitch_y = tnu_grid_get_height (&self->grid, self->n_rows) + RULER_TOP + title + BETWEEN;
  int down = (self->n_tables + self->n_across - 1) / self->n_across;
  double w = self->n_across * self->pitch_x - BETWEEN, h = down * self->pitch_y - BETWEEN;
  double x = is_centred ? MAX ((room->w - w) / 2, 0) : 0;
  double y = is_centred ? MAX ((room->h - h) / 2, 0) : 0;
  self->grid.x = round (room->x + x + RULER_LEFT);
  self->grid.y = round (room->y + y + RULER_TOP + title);
}

void
tnu_tables_fit (TnuTables *self, TnuText *text, const TnuCells *format, gint64 rows, gint64 cols,
                gint64 tables, const TnuRect *room, bool is_centred)
{
  Fit best = { 0, 0, 1 };
  *self = (TnuTables) { .n_rows = (int) MIN (rows, 4096),
                        .n_cols = (int) MIN (cols, 4096),
                        .n_tables = (int) MIN (tables, 64) };
  if (rows == 0 || cols == 0 || tables == 0)
    return;
  for (int across = 1; across <= self->n_tables; across++)
    {
      Fit fit = fit_across (rows, cols, tables, across, room);
      if (rate (&fit) > rate (&best))
        best = fit;
    }
  if (MIN (best.cell_w, best.cell_h) < MIN_CELL)
    {
      double title = tables > 1 ? TITLE : 0;
      self->n_cols = (int) CLAMP ((room->w - RULER_LEFT) / (WINDOW_CELL_W + GAP), 1, (double) cols);
      self->n_rows = (int) CLAMP ((room->h - RULER_TOP - title) / (WINDOW_CELL_H + GAP), 1,
                                  (double) rows);
      double h = self->n_rows * (WINDOW_CELL_H + GAP) + RULER_TOP + title + BETWEEN;
      double w = self->n_cols * (WINDOW_CELL_W + GAP) + RULER_LEFT + BETWEEN;
      int across = MAX ((int) ((room->w + BETWEEN) / w), 1);
      int down = MAX ((int) ((room->h + BETWEEN) / h), 1);
      self->n_tables = (int) MIN (tables, (gint64) across * down);
      best = (Fit) { WINDOW_CELL_W, WINDOW_CELL_H, MIN (across, self->n_tables) };
    }
  place (self, text, format, &best, room, is_centred);
}

void
tnu_tables_get_grid (const TnuTables *self, int table, TnuGrid *grid)
{
  *grid = self->grid;
  grid->x += table % self->n_across * self->pitch_x;
  grid->y += (table / self->n_across) * self->pitch_y;
}

double
tnu_tables_get_bottom (const TnuTables *self)
{
  int down = self->n_across > 0 ? (self->n_tables + self->n_across - 1) / self->n_across : 0;
  return self->grid.y + (down - 1) * self->pitch_y
         + tnu_grid_get_height (&self->grid, self->n_rows);
}

double
tnu_tables_get_right (const TnuTables *self)
{
  return self->grid.x + (MIN (self->n_across, self->n_tables) - 1) * self->pitch_x
         + tnu_grid_get_width (&self->grid, self->n_cols);
}

TnuTablesPart
tnu_tables_hit (const TnuTables *self, double x, double y, int *table, int *row, int *col)
{
  for (*table = 0; *table < self->n_tables; (*table)++)
    {
      TnuGrid grid;
      tnu_tables_get_grid (self, *table, &grid);
      if (tnu_grid_hit (&grid, self->n_rows, self->n_cols, x, y, row, col))
        return TNU_TABLES_CELL;
      if (x < grid.x && x >= grid.x - RULER_LEFT
          && tnu_grid_hit (&grid, self->n_rows, self->n_cols, grid.x + 1, y, row, col))
        return TNU_TABLES_ROW;
      if (y < grid.y && y >= grid.y - RULER_TOP
          && tnu_grid_hit (&grid, self->n_rows, self->n_cols, x, grid.y + 1, row, col))
        return TNU_TABLES_COLUMN;
    }
  *table = *row = *col = 0;
  return TNU_TABLES_NOTHING;
}

void
tnu_tables_find_nearest (const TnuTables *self, double x, double y, int *table, int *row, int *col)
{
  double best = HUGE_VAL;
  *table = *row = *col = 0;
  for (int t = 0; t < self->n_tables; t++)
    {
      TnuGrid grid;
      tnu_tables_get_grid (self, t, &grid);
      double w = tnu_grid_get_width (&grid, self->n_cols);
      double h = tnu_grid_get_height (&grid, self->n_rows);
      double inside_x = CLAMP (x, grid.x, grid.x + w - 1);
      double inside_y = CLAMP (y, grid.y, grid.y + h - 1);
      double distance = hypot (x - inside_x, y - inside_y);
      if (distance >= best)
        continue;
      best = distance;
      *table = t;
      *row = CLAMP ((int) ((inside_y - grid.y) / (grid.cell_h + grid.gap)), 0, self->n_rows - 1);
      *col = CLAMP ((int) ((inside_x - grid.x) / (grid.cell_w + grid.gap)), 0, self->n_cols - 1);
    }
}
