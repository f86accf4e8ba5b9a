/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/value-picture.h"

#include "ui/operation/variables.h"
#include "ui/stage/scale.h"

#define INSET TNU_VALUE_PICTURE_INSET
#define RULER_HEIGHT 16
#define CELL_HEIGHT 30
#define MIN_CELL_WIDTH 56
#define MAX_CELL_WIDTH 160
#define TYPED_FONT 12

void
tnu_value_picture_clear (TnuValuePicture *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->states, g_free);
}

/* ---- reading ---- */

static void
place (TnuValuePicture *self, TnuText *text)
{
  TnuRulers rulers = { .row_dim = 0, .col_dim = 1, .row_step = 1, .col_step = 1 };
  double w = CLAMP (tnu_grid_comfortable_width (text, &self->cells), MIN_CELL_WIDTH,
                    MAX_CELL_WIDTH);
  double x = INSET + tnu_rulers_get_row_width (&rulers, text, self->cells.n_rows);
  tnu_grid_init (&self->grid, text, &self->cells, x, INSET + RULER_HEIGHT, w, CELL_HEIGHT);
}

void
tnu_value_picture_read (TnuValuePicture *self, const TnuValueTable *table, TnuText *text)
{
  int n = table->n_rows * table->n_cols;
  TnuNumberScan scan = { 0 };
  self->values = g_renew (double, self->values, MAX (n, 1));
  self->states = g_renew (guint8, self->states, MAX (n, 1));
  for (int k = 0; k < n; k++)
    {
      TnkScalar number = { 0 };
      bool is_number
          = tnu_value_table_get_number (table, k / table->n_cols, k % table->n_cols, &number);
      self->values[k] = number.re;
      self->states[k] = is_number ? 0 : TNU_CELL_EMPTY;
    }
  self->cells = (TnuCells) {
    .n_rows = table->n_rows,
    .n_cols = table->n_cols,
    .row_stride = table->n_cols,
    .col_stride = 1,
    .values = self->values,
    .states = self->states,
    .kind = tnu_cells_kind_from_dtype (tnu_value_table_get_dtype (table)),
  };
  tnu_cells_scan (&self->cells, &scan);
  tnu_cells_choose_format (&self->cells, &scan);
  tnu_cells_widen_format (&self->cells, &self->cells.format);
  self->cells.vmax = tnu_scale_get_end (scan.max_abs);
  place (self, text);
}

double
tnu_value_picture_get_width (const TnuValuePicture *self)
{
  return self->grid.x + tnu_grid_get_width (&self->grid, self->cells.n_cols) + INSET;
}

double
tnu_value_picture_get_height (const TnuValuePicture *self)
{
  return self->grid.y + tnu_grid_get_height (&self->grid, self->cells.n_rows) + INSET;
}

void
tnu_value_picture_mark (TnuValuePicture *self, const TnuCellRange *range, int row, int col)
{
  bool is_single = range->row0 == range->row1 && range->col0 == range->col1;
  int n_cols = self->cells.n_cols;
  for (int k = 0; k < self->cells.n_rows * n_cols; k++)
    {
      int r = k / n_cols, c = k % n_cols;
      bool is_in = !is_single && r >= range->row0 && r <= range->row1 && c >= range->col0
                   && c <= range->col1;
      self->states[k] = (guint8) ((self->states[k] & ~TNU_CELL_CHOSEN)
                                  | (is_in ? TNU_CELL_CHOSEN : 0));
    }
  self->cells.current = (TnuCellRun) { row, col, 1, 1 };
}

/* ---- drawing ---- */

static void
draw_wrong (const TnuValuePicture *self, const TnuValueTable *table, const TnuCanvas *canvas)
{
  for (int row = 0; row < table->n_rows; row++)
    for (int col = 0; col < table->n_cols; col++)
      {
        double x, y;
        if ((self->states[row * table->n_cols + col] & TNU_CELL_EMPTY) == 0)
          continue;
        tnu_grid_get_cell (&self->grid, row, col, &x, &y);
        tnu_set_token (canvas, TNU_ERR, 1);
        tnu_stroke_inside (canvas, x, y, self->grid.cell_w, self->grid.cell_h, TNU_RADIUS_CELL,
                           TNU_STROKE_NODE);
        tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TYPED_FONT, 700),
                              tnu_value_table_get (table, row, col), x + 5,
                              y + self->grid.cell_h / 2, self->grid.cell_w - 10,
                              &canvas->theme->colors[TNU_ERR]);
      }
}

/* The cell that is typed in lies over its neighbours when its text is long. */
static void
draw_typed (const TnuValuePicture *self, const TnuCanvas *canvas, const char *typed)
{
  double x, y;
  TnuFont font = TNU_MONO (TYPED_FONT, 500);
  double needed = tnu_text_get_width (canvas->text, font, typed) + 14;
  double w = MAX (self->grid.cell_w, needed), middle;
  tnu_grid_get_cell (&self->grid, self->cells.current.row0, self->cells.current.col0, &x, &y);
  middle = y + self->grid.cell_h / 2;
  tnu_fill_rounded (canvas, x, y, w, self->grid.cell_h, TNU_RADIUS_CELL,
                    &canvas->theme->colors[TNU_WELL], 1);
  tnu_set_token (canvas, TNU_STAR, 1);
  tnu_stroke_inside (canvas, x, y, w, self->grid.cell_h, TNU_RADIUS_CELL, TNU_STROKE_RING);
  tnu_text_show (canvas->text, canvas->cr, font, typed, x + 6, middle, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_INK1]);
  tnu_vline (canvas->cr, x + needed - 7, middle - 8, middle + 8, &canvas->theme->colors[TNU_STAR],
             1);
}

/* Where one table of a tensor ends and the next begins below it. */
static void
draw_ends (const TnuValuePicture *self, const TnuShape *leading, const TnuCanvas *canvas)
{
  int n = leading->rank > 1 ? (int) leading->sizes[leading->rank - 1] : self->cells.n_rows;
  double w = tnu_grid_get_width (&self->grid, self->cells.n_cols);
  for (int row = n; row < self->cells.n_rows; row += n)
    {
      double x, y;
      tnu_grid_get_cell (&self->grid, row, 0, &x, &y);
      tnu_hline (canvas->cr, x, x + w, y - self->grid.gap / 2, &canvas->theme->colors[TNU_INK2],
                 TNU_STROKE_RAIL);
    }
}

void
tnu_value_picture_draw (const TnuValuePicture *self, const TnuValueTable *table,
                        const TnuCanvas *canvas, const char *typed)
{
  TnuRulers rulers = {
    .row_dim = table->leading.rank - 1,
    .col_dim = table->leading.rank,
    .row_step = 1,
    .col_step = 1,
    .marked = self->cells.current,
  };
  tnu_cells_draw (canvas, &self->cells, &self->grid, TNU_STAGE);
  tnu_rulers_draw (canvas, &rulers, &self->grid, table->n_rows, table->n_cols);
  draw_ends (self, &table->leading, canvas);
  draw_wrong (self, table, canvas);
  if (typed != NULL)
    draw_typed (self, canvas, typed);
}
