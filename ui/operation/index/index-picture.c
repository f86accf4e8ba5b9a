/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index picture
 *
 * Wide: tensor, expression with derivation, result, side by side. Narrow: tensor and result above,
 * expression and derivation below. Every axis keeps the colour it has in the tensor, in the
 * expression, in the words and in the result, so that the eye can follow it. */
#include "ui/operation/index/index-picture-private.h"

#include <math.h>

#define WIDE 780
#define MARGIN 24
#define TABLE_TOP 40
/* Beside and under a table, for where its rows or columns go. */
#define MARK_WIDTH 48
#define MARK_HEIGHT 20
/* Over a table, below its title. */
#define RULER 20
/* Names may be dropped a little beside the cells. */
#define FAR_FROM_TABLE 32

typedef struct
{
  TnuRect source, middle, result;
  bool is_wide;
} Rooms;

static Rooms
divide (double w, double h)
{
  /* In a high room things hang a little lower than at its edge. */
  double top = TABLE_TOP + CLAMP (round ((h - 360) / 4), 0, 48);
  if (w >= WIDE)
    return (Rooms) {
      .is_wide = true,
      .source = { MARGIN, top, w * .4 - MARGIN - 24, h - top - 12 },
      .middle = { w * .4, top - 16, w * .31 - 40, h - top + 16 },
      .result = { w * .71, top, w * .29 - MARGIN, h - top - 72 },
    };
  double middle = round (h * .56);
  return (Rooms) {
    .source = { MARGIN, TABLE_TOP, w * .56 - MARGIN, middle - TABLE_TOP },
    .middle = { MARGIN, middle + 24, w - 2 * MARGIN, h - middle - 24 },
    .result = { w * .56 + 40, TABLE_TOP, w * .44 - 40 - MARGIN, middle - TABLE_TOP - 44 },
  };
}

/* ---- drawing ---- */

void
tnu_index_pen_write (TnuIndexPen *pen, int weight, const char *text, const TnuColor *color)
{
  TnuFont font = TNU_MONO (pen->size, weight);
  if (pen->draws)
    pen->x += tnu_text_show (pen->canvas->text, pen->canvas->cr, font, text, pen->x, pen->y,
                             TNU_ALIGN_START, color);
  else
    pen->x += tnu_text_get_width (pen->canvas->text, font, text);
}

static void
draw_arrow (const TnuCanvas *canvas, const Rooms *rooms, const TnuTables *tables)
{
  double x1 = rooms->result.x + 6, x0 = x1 - (rooms->is_wide ? 30 : 26);
  double y = tables->n_tables > 0 ? tables->grid.y + tables->grid.cell_h / 2 : rooms->result.y + 8;
  tnu_set_token (canvas, TNU_INK2, 1);
  cairo_set_line_width (canvas->cr, TNU_STROKE_RAIL);
  cairo_move_to (canvas->cr, x0, y);
  cairo_line_to (canvas->cr, x1 - 6, y);
  cairo_stroke (canvas->cr);
  tnu_arrow_head (canvas->cr, x1, y, 0, 4);
}

void
tnu_index_picture_draw (const TnuIndexPicture *self, const TnuCanvas *canvas, double w, double h,
                        TnuIndexPlaces *places)
{
  Rooms rooms = divide (w, h);
  TnuIndexOrder order = tnu_index_picture_get_order (self);
  TnuCells format;
  *places = (TnuIndexPlaces) { 0 };
  tnu_index_picture_init_cells (self, &format);
  rooms.source.w -= order == TNU_INDEX_ORDER_ROWS ? MARK_WIDTH : 0;
  rooms.source.h -= order == TNU_INDEX_ORDER_COLUMNS ? MARK_HEIGHT : 0;
  tnu_index_picture_draw_source (self, canvas, &format, &rooms.source, &places->source);
  tnu_index_picture_draw_words (self, canvas, &rooms.middle, rooms.is_wide);
  if (self->error != NULL)
    return;
  tnu_index_picture_draw_result (self, canvas, &format, &rooms.result, &places->result);
  draw_arrow (canvas, &rooms, &places->result);
}

/* ---- hits ---- */

TnuIndexHit
tnu_index_picture_hit (const TnuIndexPicture *self, const TnuIndexPlaces *places, double x,
                       double y, gint64 *at)
{
  int table, row, col;
  TnuTablesPart part = tnu_tables_hit (&places->source, x, y, &table, &row, &col);
  if (part != TNU_TABLES_NOTHING)
    {
      tnu_index_picture_get_place (self, table, row, col, at);
      return part == TNU_TABLES_CELL  ? TNU_INDEX_HIT_CELL
             : part == TNU_TABLES_ROW ? TNU_INDEX_HIT_ROW
                                      : TNU_INDEX_HIT_COLUMN;
    }
  gint64 to[TNU_INDEX_MAX_RESULT];
  if (self->error == NULL
      && tnu_tables_hit (&places->result, x, y, &table, &row, &col) == TNU_TABLES_CELL
      && tnu_index_result_get_place (self->result, &places->result, table, row, col, to))
    {
      tnu_index_result_locate (self->result, to, at);
      return TNU_INDEX_HIT_RESULT;
    }
  return TNU_INDEX_HIT_NOTHING;
}

void
tnu_index_picture_find_nearest (const TnuIndexPicture *self, const TnuIndexPlaces *places, double x,
                                double y, gint64 *at)
{
  int table, row, col;
  tnu_tables_find_nearest (&places->source, x, y, &table, &row, &col);
  tnu_index_picture_get_place (self, table, row, col, at);
}

int
tnu_index_picture_find_dim (const TnuIndexPicture *self, const TnuIndexPlaces *places, double x,
                            double y)
{
  const TnuTables *tables = &places->source;
  int rank = self->source->rank, table, row, col;
  TnuGrid grid;
  if (rank == 0 || tables->n_tables == 0 || x > tnu_tables_get_right (tables) + FAR_FROM_TABLE)
    return -1;
  tnu_tables_find_nearest (tables, x, y, &table, &row, &col);
  tnu_tables_get_grid (tables, table, &grid);
  double from_left = (x - grid.x) / tnu_grid_get_width (&grid, tables->n_cols);
  double from_top = (y - grid.y) / tnu_grid_get_height (&grid, tables->n_rows);
  if (rank > 2 && y < grid.y - RULER)
    return rank - 3;
  return rank > 1 && from_left < from_top ? rank - 2 : rank - 1;
}

void
tnu_index_picture_follow_cursor (TnuIndexPicture *self, const TnuIndexPlaces *places)
{
  const int shown[] = { places->source.n_tables, places->source.n_rows, places->source.n_cols };
  int rank = self->source->rank;
  for (int d = 0; d < rank - 3; d++)
    self->view[d] = self->cursor[d];
  for (int k = 0; k < 3; k++)
    {
      int dim = tnu_index_dim_from_end (rank, 3 - k);
      if (dim < 0 || shown[k] == 0)
        continue;
      gint64 lowest = MAX (self->cursor[dim] - shown[k] + 1, 0);
      self->first[k] = CLAMP (self->first[k], lowest, self->cursor[dim]);
    }
}
