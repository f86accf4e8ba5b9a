/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Where the lists of an index take what they take: the place in the result is written beside every
 * row, column or cell of the source that is picked. And the axis that a name is held over. */
#include "ui/operation/index/index-picture-private.h"

/* Picks beyond this are not told one by one. */
#define MAX_MARKED 256
/* Places that are written for one row, column or cell. */
#define MAX_WRITTEN 3
#define RULER_LEFT 24
#define RULER_TOP 20
#define TITLE_TOP 40
#define TITLE_MIDDLE 30
#define TITLE_WIDTH 52
/* Cells smaller than this have no room for a mark. */
#define MIN_CELL_W 36
#define MIN_CELL_H 24

TnuIndexOrder
tnu_index_picture_get_order (const TnuIndexPicture *self)
{
  const TnuIndexResult *result = self->result;
  int rank = self->source->rank, n_dims = 0, dim = -1;
  if (self->error != NULL || !result->has_places || result->n_picked > MAX_MARKED)
    return TNU_INDEX_ORDER_NONE;
  for (int d = 0; d < rank; d++)
    if (result->picked[d] != NULL)
      {
        n_dims++;
        dim = d;
      }
  if (n_dims != 1)
    return n_dims == 0 ? TNU_INDEX_ORDER_NONE : TNU_INDEX_ORDER_CELLS;
  return dim == rank - 1   ? TNU_INDEX_ORDER_COLUMNS
         : dim == rank - 2 ? TNU_INDEX_ORDER_ROWS
         : dim == rank - 3 ? TNU_INDEX_ORDER_TABLES
                           : TNU_INDEX_ORDER_NONE;
}

/* (transfer full) (nullable): "0, 2": the places on the axes that the lists make; NULL: none */
static char *
dup_places (const TnuIndexResult *result, const gint64 *source)
{
  GString *text = g_string_new (NULL);
  int n = 0;
  for (gint64 pick = tnu_index_result_find_pick (result, source, -1); pick >= 0;
       pick = tnu_index_result_find_pick (result, source, pick))
    {
      gint64 at[TNU_INDEX_MAX_RANK];
      if (n++ == MAX_WRITTEN)
        {
          g_string_append (text, " …");
          break;
        }
      tnu_index_result_unravel_pick (result, pick, at);
      g_string_append (text, text->len > 0 ? ", " : "");
      for (int d = 0; d < result->n_picked_dims; d++)
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? "·" : "", at[d]);
    }
  return g_string_free (text, text->len == 0);
}

static void
draw_beside (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y,
             const char *arrow, const char *places, TnuAlign align)
{
  const TnuTheme *theme = canvas->theme;
  TnuFont font = TNU_MONO (11, 700);
  double width = tnu_text_get_width (canvas->text, font, arrow);
  double all = width + tnu_text_get_width (canvas->text, font, places);
  if (align == TNU_ALIGN_CENTRE)
    x -= all / 2;
  tnu_text_show (canvas->text, canvas->cr, font, arrow, x, y, TNU_ALIGN_START,
                 &theme->colors[TNU_INK3]);
  tnu_text_show (canvas->text, canvas->cr, font, places, x + width, y, TNU_ALIGN_START,
                 tnu_theme_get_axis_color (theme, self->result->source[self->result->picked_dim]));
}

static void
draw_row_marks (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
                int table, const TnuGrid *grid)
{
  gint64 at[TNU_INDEX_MAX_RANK];
  double x = grid->x + tnu_grid_get_width (grid, tables->n_cols) + 8, left, y;
  /* Tables side by side have the same rows: the last one of each line says it. */
  if (table % tables->n_across != tables->n_across - 1 && table != tables->n_tables - 1)
    return;
  for (int row = 0; row < tables->n_rows; row++)
    {
      tnu_index_picture_get_place (self, table, row, 0, at);
      g_autofree char *places = dup_places (self->result, at);
      tnu_grid_get_cell (grid, row, 0, &left, &y);
      if (places != NULL)
        draw_beside (self, canvas, x, y + grid->cell_h / 2, "→ ", places, TNU_ALIGN_START);
    }
}

static void
draw_column_marks (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
                   int table, const TnuGrid *grid)
{
  gint64 at[TNU_INDEX_MAX_RANK];
  double y = grid->y + tnu_grid_get_height (grid, tables->n_rows) + 12, x, top;
  if (table + tables->n_across < tables->n_tables)
    return;
  for (int col = 0; col < tables->n_cols; col++)
    {
      tnu_index_picture_get_place (self, table, 0, col, at);
      g_autofree char *places = dup_places (self->result, at);
      tnu_grid_get_cell (grid, 0, col, &x, &top);
      if (places != NULL)
        draw_beside (self, canvas, x + grid->cell_w / 2, y, "↓ ", places, TNU_ALIGN_CENTRE);
    }
}

/* Behind the title. */
static void
draw_table_mark (const TnuIndexPicture *self, const TnuCanvas *canvas, int table,
                 const TnuGrid *grid)
{
  gint64 at[TNU_INDEX_MAX_RANK];
  tnu_index_picture_get_place (self, table, 0, 0, at);
  g_autofree char *places = dup_places (self->result, at);
  if (places != NULL)
    draw_beside (self, canvas, grid->x + TITLE_WIDTH, grid->y - TITLE_MIDDLE, "→ ", places,
                 TNU_ALIGN_START);
}

static void
draw_cell_mark (const TnuCanvas *canvas, const TnuGrid *grid, int row, int col, const char *places)
{
  TnuFont font = TNU_MONO (9.5, 700);
  double x, y, w = tnu_text_get_width (canvas->text, font, places) + 8, h = 13;
  tnu_grid_get_cell (grid, row, col, &x, &y);
  x += grid->cell_w - w + 5;
  y -= 5;
  tnu_set_token (canvas, TNU_STAR, 1);
  tnu_path_rounded (canvas->cr, x, y, w, h, h / 2);
  cairo_fill (canvas->cr);
  tnu_text_show (canvas->text, canvas->cr, font, places, x + w / 2, y + h / 2, TNU_ALIGN_CENTRE,
                 &canvas->theme->colors[TNU_STAGE]);
}

static void
draw_cell_marks (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
                 int table, const TnuGrid *grid)
{
  gint64 at[TNU_INDEX_MAX_RANK];
  if (grid->cell_w < MIN_CELL_W || grid->cell_h < MIN_CELL_H)
    return;
  for (int row = 0; row < tables->n_rows; row++)
    for (int col = 0; col < tables->n_cols; col++)
      {
        tnu_index_picture_get_place (self, table, row, col, at);
        if (!tnu_index_result_find (self->result, at, NULL))
          continue;
        g_autofree char *places = dup_places (self->result, at);
        draw_cell_mark (canvas, grid, row, col, places);
      }
}

void
tnu_index_picture_draw_order (const TnuIndexPicture *self, const TnuCanvas *canvas,
                              const TnuTables *tables, int table, const TnuGrid *grid)
{
  switch (tnu_index_picture_get_order (self))
    {
    case TNU_INDEX_ORDER_ROWS:
      draw_row_marks (self, canvas, tables, table, grid);
      break;
    case TNU_INDEX_ORDER_COLUMNS:
      draw_column_marks (self, canvas, tables, table, grid);
      break;
    case TNU_INDEX_ORDER_TABLES:
      draw_table_mark (self, canvas, table, grid);
      break;
    case TNU_INDEX_ORDER_CELLS:
      draw_cell_marks (self, canvas, tables, table, grid);
      break;
    default:
      break;
    }
}

/* ---- what is held over the picture ---- */

void
tnu_index_picture_draw_drop (const TnuIndexPicture *self, const TnuCanvas *canvas,
                             const TnuTables *tables, const TnuGrid *grid)
{
  int rank = self->source->rank, dim = self->drop_dim;
  double w = tnu_grid_get_width (grid, tables->n_cols);
  double h = tnu_grid_get_height (grid, tables->n_rows);
  if (dim < 0)
    return;
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, dim);
  if (dim == rank - 1)
    tnu_path_rounded (canvas->cr, grid->x - 2, grid->y - RULER_TOP, w + 4, RULER_TOP - 2, 5);
  else if (dim == rank - 2)
    tnu_path_rounded (canvas->cr, grid->x - RULER_LEFT, grid->y - 2, RULER_LEFT - 2, h + 4, 5);
  else
    tnu_path_rounded (canvas->cr, grid->x - 6, grid->y - TITLE_TOP, w + 8, RULER_TOP - 2, 5);
  tnu_set_color (canvas->cr, color, .2);
  cairo_fill_preserve (canvas->cr);
  tnu_set_color (canvas->cr, color, 1);
  cairo_set_line_width (canvas->cr, 1.5);
  cairo_stroke (canvas->cr);
}
