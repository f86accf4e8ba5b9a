/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-picture-private.h"

#include "ui/draw/chips.h"

/* Px between cells, as the tables have it. */
#define GAP 3

bool
tnu_index_result_get_place (const TnuIndexResult *result, const TnuTables *tables, int table,
                            int row, int col, gint64 *at)
{
  const gint64 *sizes = result->sizes;
  int rank = result->rank;
  if (rank == 1)
    {
      at[0] = (gint64) row * tables->n_cols + col;
      return at[0] < sizes[0] && tnu_index_result_tells (result, at);
    }
  if (rank > 0)
    at[rank - 1] = col;
  if (rank > 1)
    at[rank - 2] = row;
  for (int d = rank - 3; d >= 0; d--)
    {
      at[d] = table % sizes[d];
      table = (int) (table / sizes[d]);
    }
  return tnu_index_result_tells (result, at);
}

/* Numbers of a vector on one line: all, or as many as can be read. */
static gint64
choose_line (TnuText *text, const TnuCells *format, gint64 n, double room)
{
  static const int round_lengths[] = { 20, 10, 8, 5 };
  g_autofree char *widest = g_strnfill (MAX (format->format.n_chars, 1), '0');
  double width = tnu_text_get_width (text, TNU_MONO (10.5, 500), widest) + 10 + GAP;
  gint64 fits = MAX ((gint64) (room / width), 1);
  for (gsize k = 0; n > fits && k < G_N_ELEMENTS (round_lengths); k++)
    if (round_lengths[k] <= fits)
      return round_lengths[k];
  return MIN (n, fits);
}

static void
draw_result_table (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
                   const TnuTables *tables, int table)
{
  const TnuIndexResult *result = self->result;
  int rank = result->rank, current_row = -1, current_col = -1;
  gint64 at[TNU_INDEX_MAX_RESULT], from[TNU_INDEX_MAX_RANK];
  TnuIndexNumbers numbers;
  TnuGrid grid;
  tnu_tables_get_grid (tables, table, &grid);
  tnu_index_numbers_init (&numbers, tables);
  for (int row = 0; row < tables->n_rows; row++)
    for (int col = 0; col < tables->n_cols; col++)
      {
        int cell = row * tables->n_cols + col;
        if (!tnu_index_result_get_place (result, tables, table, row, col, at))
          {
            numbers.states[cell] = TNU_CELL_EMPTY;
            continue;
          }
        tnu_index_result_locate (result, at, from);
        tnu_index_numbers_read (&numbers, self, cell, from);
        if (tnu_index_picture_is_current (self, from) && current_row < 0)
          {
            current_row = row;
            current_col = col;
          }
      }
  tnu_index_picture_draw_table (canvas, self, format, tables, &numbers, &grid, current_row,
                                current_col);
  tnu_index_numbers_clear (&numbers);
  bool is_broken = rank == 1 && tables->n_rows > 1;
  int last_dim = rank > 0 ? result->source[rank - 1] : -1;
  TnuRulers rulers = {
    .row_dim = is_broken  ? last_dim
               : rank > 1 ? result->source[rank - 2]
                          : -1,
    .col_dim = is_broken ? -1 : last_dim,
    .row_step = is_broken ? tables->n_cols : 1,
    .col_step = 1,
  };
  tnu_rulers_draw (canvas, &rulers, &grid, tables->n_rows, tables->n_cols);
  if (tables->n_tables > 1 && rank == 3)
    tnu_index_title_draw (canvas, result->source[0], table, &grid, tables->pitch_x);
}

/* The shape in the colours of the axes it comes from. */
static double
draw_result_numbers (const TnuCanvas *canvas, const TnuIndexResult *result, const gint64 *numbers,
                     double size, double x, double y)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  TnuIndexPen pen = { .canvas = canvas, .size = size, .x = x, .y = y, .draws = true };
  tnu_index_pen_write (&pen, 400, "(", ink2);
  for (int d = 0; d < result->rank; d++)
    {
      g_autofree char *number
          = numbers[d] < 0 ? g_strdup ("?") : g_strdup_printf ("%" G_GINT64_FORMAT, numbers[d]);
      if (d > 0)
        tnu_index_pen_write (&pen, 400, ", ", ink2);
      tnu_index_pen_write (&pen, 700, number,
                           result->source[d] >= 0
                               ? tnu_theme_get_axis_color (canvas->theme, result->source[d])
                               : &canvas->theme->colors[TNU_INK1]);
    }
  tnu_index_pen_write (&pen, 400, result->rank == 1 ? ",)" : ")", ink2);
  return pen.x - x;
}

/* Offset and strides before and after, or the copy's size. */
static void
draw_memory (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y, double w)
{
  const TnuIndexResult *result = self->result;
  const TnuIndexSource *source = self->source;
  TnuText *text = canvas->text;
  const TnuColor *ink3 = &canvas->theme->colors[TNU_INK3];
  TnuFont mono = TNU_MONO (12, 400);
  if (!result->is_view)
    {
      gint64 n = tnu_index_result_count (result);
      g_autofree char *words = n < 0
                                   ? g_strdup ("the size is known when it runs")
                                   : g_strdup_printf ("%" G_GINT64_FORMAT
                                                      " × %d B = %" G_GINT64_FORMAT " B of its own",
                                                      n, self->item_size, n * self->item_size);
      tnu_text_show_within (text, canvas->cr, TNU_SANS (12, 400), words, x, y, w, ink3);
      return;
    }
  g_autofree char *before = g_strdup_printf ("%" G_GINT64_FORMAT " → ", source->offset);
  g_autofree char *after = g_strdup_printf ("%" G_GINT64_FORMAT, result->offset);
  double at = x + 48;
  tnu_text_show (text, canvas->cr, TNU_SANS (12, 400), "offset", x, y, TNU_ALIGN_START, ink3);
  at += tnu_text_show (text, canvas->cr, mono, before, at, y, TNU_ALIGN_START, ink3);
  tnu_text_show (text, canvas->cr, TNU_MONO (12, 700), after, at, y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_INK1]);
  at = x + 48;
  tnu_text_show (text, canvas->cr, TNU_SANS (12, 400), "stride", x, y + 20, TNU_ALIGN_START, ink3);
  at += tnu_shape_draw (canvas, mono, source->strides, source->rank, "()", at, y + 20);
  at += tnu_text_show (text, canvas->cr, mono, " → ", at, y + 20, TNU_ALIGN_START, ink3);
  draw_result_numbers (canvas, result, result->strides, 12, at, y + 20);
}

static bool
names_many (const TnuIndexPicture *self)
{
  for (int k = 0; k < self->index->n; k++)
    {
      const TnuIndexPart *part = &self->index->parts[k];
      const TnuIndexTensor *tensor
          = part->kind == TNU_INDEX_NAME
                ? tnu_index_tensor_find (self->source->tensors, self->source->n_tensors, part->name)
                : NULL;
      if (tensor != NULL && tnu_index_tensor_count (tensor) > TNU_ELEMENTS_MAX_WHOLE)
        return true;
    }
  return false;
}

/* Why there are no cells. */
static const char *
say_missing (const TnuIndexPicture *self)
{
  if (tnu_index_result_count (self->result) == 0)
    return "no elements";
  return names_many (self) ? "too many indices to look at here" : "the numbers are on their way";
}

static void
fit_result (const TnuIndexResult *result, TnuText *text, const TnuCells *format,
            const TnuRect *room, TnuTables *tables)
{
  gint64 rows = 1, columns = 1, n_tables = 1;
  int rank = result->rank;
  if (rank > 0)
    columns = result->sizes[rank - 1];
  if (rank > 1)
    rows = result->sizes[rank - 2];
  for (int d = 0; d < rank - 2; d++)
    n_tables *= result->sizes[d];
  if (rank == 1)
    {
      columns = choose_line (text, format, result->sizes[0], room->w - 24);
      rows = (result->sizes[0] + columns - 1) / columns;
    }
  tnu_tables_fit (tables, text, format, rows, columns, n_tables, room, false);
}

void
tnu_index_picture_draw_result (const TnuIndexPicture *self, const TnuCanvas *canvas,
                               const TnuCells *format, const TnuRect *room, TnuTables *tables)
{
  const TnuIndexResult *result = self->result;
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  gint64 n = tnu_index_result_count (result);
  double x = room->x + 24;
  const char *word = self->value != NULL ? "overwritten" : self->target;
  x += tnu_text_show (canvas->text, canvas->cr,
                      self->value != NULL ? TNU_SANS (13, 400) : TNU_MONO (13, 700), word, x,
                      room->y - TNU_INDEX_HEADING, TNU_ALIGN_START,
                      self->value != NULL ? ink2 : &canvas->theme->colors[TNU_INK1])
       + 10;
  draw_result_numbers (canvas, result, result->sizes, 13, x, room->y - TNU_INDEX_HEADING);
  *tables = (TnuTables) { 0 };
  double bottom = room->y + 8;
  if (!tnu_index_result_has_places (result))
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 400), say_missing (self),
                          room->x + 24, room->y + 8, room->w - 24, ink2);
  else
    {
      fit_result (result, canvas->text, format, room, tables);
      for (int table = 0; table < tables->n_tables; table++)
        draw_result_table (self, canvas, format, tables, table);
      bottom = tnu_tables_get_bottom (tables);
    }
  gint64 n_shown = (gint64) tables->n_rows * tables->n_cols * tables->n_tables;
  double y = bottom + 22;
  if (n > n_shown)
    {
      g_autofree char *words
          = g_strdup_printf ("the first %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, n_shown, n);
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 400), words, room->x + 24, y,
                     TNU_ALIGN_START, ink2);
      y += 20;
    }
  if (self->value == NULL)
    draw_memory (self, canvas, room->x + 24, y, room->w - 24);
  else
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (12, 400),
                          "written in place: every alias sees it", room->x + 24, y, room->w - 24,
                          &canvas->theme->colors[TNU_INK3]);
}
