/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-picture-private.h"

#include "ui/draw/chips.h"
#include "ui/draw/marquee.h"

static void
draw_brackets (const TnuCanvas *canvas, const TnuGrid *grid, int row, int col)
{
  double x, y, w = grid->cell_w, h = grid->cell_h, out = 7, arm = 8;
  cairo_t *cr = canvas->cr;
  tnu_grid_get_cell (grid, row, col, &x, &y);
  tnu_set_token (canvas, TNU_STAR, 1);
  cairo_set_line_width (cr, TNU_STROKE_RING);
  for (int corner = 0; corner < 4; corner++)
    {
      double sx = corner % 2 == 0 ? -1 : 1, sy = corner < 2 ? -1 : 1;
      double cx = x + w / 2 + sx * (w / 2 + out), cy = y + h / 2 + sy * (h / 2 + out);
      cairo_move_to (cr, cx - sx * arm, cy);
      cairo_line_to (cr, cx, cy);
      cairo_line_to (cr, cx, cy - sy * arm);
    }
  cairo_stroke (cr);
}

/* Part of a window axis that the index speaks of: cells @lo to @hi (excluded). */
static bool
get_span (const TnuIndexPicture *self, int dim, gint64 first, int n, int *lo, int *hi, bool *is_all)
{
  *lo = 0;
  *hi = n;
  if (dim < 0)
    return true;
  for (int k = 0; k < self->result->n_steps; k++)
    {
      const TnuIndexStep *step = &self->result->steps[k];
      if (step->n_dims == 0 || dim < step->dim || dim >= step->dim + step->n_dims)
        continue;
      if (step->kind == TNU_STEP_KEEP)
        return true;
      if (step->kind != TNU_STEP_DROP && step->kind != TNU_STEP_SLICE)
        return false;
      *is_all = *is_all && step->start == 0 && step->stop == self->source->sizes[dim];
      *lo = (int) CLAMP (step->start - first, 0, n);
      *hi = (int) CLAMP (step->stop - first, 0, n);
      return *lo < *hi;
    }
  return true;
}

static void
draw_marquee (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
              int table, const TnuGrid *grid)
{
  int rank = self->source->rank, row0, row1, col0, col1, table0, table1;
  bool is_all = true;
  if (!get_span (self, tnu_index_dim_from_end (rank, 2), self->first[1], tables->n_rows, &row0,
                 &row1, &is_all)
      || !get_span (self, tnu_index_dim_from_end (rank, 1), self->first[2], tables->n_cols, &col0,
                    &col1, &is_all)
      || !get_span (self, tnu_index_dim_from_end (rank, 3), self->first[0], tables->n_tables,
                    &table0, &table1, &is_all)
      || is_all || rank == 0 || table < table0 || table >= table1)
    return;
  tnu_marquee_draw (canvas, grid, &(TnuCellRun) { row0, col0, row1 - row0, col1 - col0 });
}

/* The condition of an index, when not all it picks is told; else NULL. */
static const TnuCondition *
find_open_condition (const TnuIndexPicture *self)
{
  for (int k = 0; self->error == NULL && k < self->index->n; k++)
    if (self->index->parts[k].kind == TNU_INDEX_CONDITION
        && (!self->result->has_places || self->result->n_told < self->result->n_picked))
      return &self->index->parts[k].condition;
  return NULL;
}

static bool
is_taken (const TnuIndexPicture *self, const gint64 *at, const TnuIndexNumbers *numbers, int cell)
{
  const TnuCondition *condition = find_open_condition (self);
  if (condition == NULL)
    return tnu_index_result_find (self->result, at, NULL);
  if ((numbers->states[cell] & TNU_CELL_EMPTY) != 0)
    return false;
  g_autoptr (GArray) mask = tnu_condition_dup_mask (
      condition, self->source->dtype, &numbers->values[cell],
      self->kind == TNU_CELLS_COMPLEX ? &numbers->imaginary[cell] : NULL, 1);
  return g_array_index (mask, gint64, 0) != 0;
}

static void
draw_source_table (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
                   const TnuTables *tables, int table, bool takes_all)
{
  int rank = self->source->rank, current_row = -1, current_col = -1;
  gint64 at[TNU_INDEX_MAX_RANK];
  TnuIndexNumbers numbers;
  TnuGrid grid;
  tnu_tables_get_grid (tables, table, &grid);
  tnu_index_numbers_init (&numbers, tables);
  for (int row = 0; row < tables->n_rows; row++)
    for (int col = 0; col < tables->n_cols; col++)
      {
        int cell = row * tables->n_cols + col;
        tnu_index_picture_get_place (self, table, row, col, at);
        tnu_index_numbers_read (&numbers, self, cell, at);
        if (tnu_index_picture_has_selection (self) && !takes_all)
          numbers.states[cell]
              |= is_taken (self, at, &numbers, cell) ? TNU_CELL_CHOSEN : TNU_CELL_NOT_CHOSEN;
        if (tnu_index_picture_is_current (self, at))
          {
            current_row = row;
            current_col = col;
          }
      }
  tnu_index_picture_draw_table (canvas, self, format, tables, &numbers, &grid, current_row,
                                current_col);
  tnu_index_numbers_clear (&numbers);
  TnuRulers rulers = {
    .row_dim = tnu_index_dim_from_end (rank, 2),
    .col_dim = tnu_index_dim_from_end (rank, 1),
    .row_first = self->first[1],
    .col_first = self->first[2],
    .row_step = 1,
    .col_step = 1,
  };
  if (current_row >= 0)
    rulers.marked = (TnuCellRun) { current_row, current_col, 1, 1 };
  if (rank > 0)
    tnu_rulers_draw (canvas, &rulers, &grid, tables->n_rows, tables->n_cols);
  if (tables->n_tables > 1)
    tnu_index_title_draw (canvas, tnu_index_dim_from_end (rank, 3), self->first[0] + table, &grid,
                          tables->pitch_x);
  if (tnu_index_picture_has_selection (self))
    draw_marquee (self, canvas, tables, table, &grid);
  tnu_index_picture_draw_order (self, canvas, tables, table, &grid);
  tnu_index_picture_draw_drop (self, canvas, tables, &grid);
  if (current_row >= 0 && self->shows_focus)
    draw_brackets (canvas, &grid, current_row, current_col);
}

/* "columns 8–15 of 100" where not all of it is shown. */
static void
append_window (GString *text, const char *word, gint64 first, int n, gint64 size)
{
  if (n < size)
    g_string_append_printf (text,
                            "%s%s %" G_GINT64_FORMAT "–%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT,
                            text->len > 0 ? ", " : "", word, first, first + n - 1, size);
}

char *
tnu_index_picture_dup_place (const char *name, const gint64 *at, int rank)
{
  GString *text = g_string_new (name);
  for (int d = 0; d < rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "[", at[d]);
  g_string_append (text, rank > 0 ? "]" : "");
  return g_string_free (text, FALSE);
}

/* `x[1, 2] = −6`, and where it goes. */
static void
draw_cursor_heading (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuRect *room)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  const TnuIndexSource *source = self->source;
  double x = room->x + 24, y = room->y - TNU_INDEX_HEADING, value, imaginary;
  int rank = source->rank;
  TnuText *text = canvas->text;
  char number[TNU_NUMBER_SIZE] = "…";
  gint64 to[TNU_INDEX_MAX_RESULT], offset = source->offset;
  for (int d = 0; d < rank; d++)
    offset += self->cursor[d] * source->strides[d];
  if (tnu_elements_get (self->elements, tnu_index_source_get_flat (source, self->cursor), &value,
                        &imaginary))
    tnu_number_print_exact (self->kind == TNU_CELLS_BOOL  ? TNU_NUMBER_BOOL
                            : self->kind == TNU_CELLS_INT ? TNU_NUMBER_INT
                                                          : TNU_NUMBER_FIXED,
                            value, number);
  x += tnu_text_show (text, canvas->cr, TNU_MONO (12, 500), self->name, x, y, TNU_ALIGN_START,
                      &canvas->theme->colors[TNU_INK1]);
  x += tnu_shape_draw (canvas, TNU_MONO (12, 500), self->cursor, rank, "[]", x, y);
  x += tnu_text_show (text, canvas->cr, TNU_MONO (12, 400), " = ", x, y, TNU_ALIGN_START, ink2);
  x += tnu_text_show (text, canvas->cr, TNU_MONO (12, 700), number, x, y, TNU_ALIGN_START,
                      &canvas->theme->colors[TNU_INK1]);
  if (self->error == NULL && self->result->has_places
      && tnu_index_result_find (self->result, self->cursor, to))
    {
      g_autofree char *place = tnu_index_picture_dup_place (self->target, to, self->result->rank);
      g_autofree char *words
          = g_strdup_printf (self->value != NULL ? "  is overwritten" : "  → %s", place);
      x += tnu_text_show_within (text, canvas->cr, TNU_MONO (12, 500), words, x, y,
                                 MAX (room->x + room->w - x, 40), ink2);
    }
  g_autofree char *where = g_strdup_printf ("   offset %" G_GINT64_FORMAT, offset);
  if (x + tnu_text_get_width (text, TNU_MONO (12, 400), where) < room->x + room->w)
    tnu_text_show (text, canvas->cr, TNU_MONO (12, 400), where, x, y, TNU_ALIGN_START,
                   &canvas->theme->colors[TNU_INK3]);
}

/* What part of the source is seen. */
static void
draw_window_heading (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
                     const TnuRect *room)
{
  const TnuIndexSource *source = self->source;
  double x = room->x + 24, y = room->y - TNU_INDEX_HEADING;
  int rank = source->rank;
  g_autoptr (GString) words = g_string_new (NULL);
  append_window (words, "tables", self->first[0], tables->n_tables,
                 tnu_index_size_from_end (source->sizes, rank, 3));
  append_window (words, "rows", self->first[1], tables->n_rows,
                 tnu_index_size_from_end (source->sizes, rank, 2));
  append_window (words, "columns", self->first[2], tables->n_cols,
                 tnu_index_size_from_end (source->sizes, rank, 1));
  for (int d = 0; d < rank - 3; d++)
    g_string_append_printf (words, "%s%c = %" G_GINT64_FORMAT, words->len > 0 ? ", " : "",
                            tnu_axis_get_letter (d), self->view[d]);
  tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (12, 400),
                        words->len > 0 ? words->str : self->invitation, x, y, room->w - 24,
                        &canvas->theme->colors[TNU_INK3]);
}

void
tnu_index_picture_draw_source (const TnuIndexPicture *self, const TnuCanvas *canvas,
                               const TnuCells *format, const TnuRect *room, TnuTables *tables)
{
  const TnuIndexSource *source = self->source;
  int rank = source->rank;
  gint64 numel = 1;
  for (int d = 0; d < rank; d++)
    numel *= source->sizes[d];
  tnu_tables_fit (tables, canvas->text, format, tnu_index_size_from_end (source->sizes, rank, 2),
                  tnu_index_size_from_end (source->sizes, rank, 1),
                  tnu_index_size_from_end (source->sizes, rank, 3), room, false);
  if (numel == 0)
    {
      tables->n_tables = 0;
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400), "no elements", room->x + 24,
                     room->y + 24, TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
      return;
    }
  bool takes_all = tnu_index_picture_has_selection (self) && self->result->is_view
                   && tnu_index_result_count (self->result) == numel;
  if (self->has_cursor)
    draw_cursor_heading (self, canvas, room);
  else
    draw_window_heading (self, canvas, tables, room);
  for (int table = 0; table < tables->n_tables; table++)
    draw_source_table (self, canvas, format, tables, table, takes_all);
}
