/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-picture-private.h"

#include <string.h>

/* Whether @index and @result belong together: a line that cannot be read leaves both alone. */
bool
tnu_index_picture_has_selection (const TnuIndexPicture *self)
{
  return self->error == NULL || self->typed != NULL;
}

/* ---- places ---- */

void
tnu_index_picture_get_place (const TnuIndexPicture *self, int table, int row, int col, gint64 *at)
{
  int rank = self->source->rank;
  const int cells[] = { table, row, col };
  for (int d = 0; d < rank; d++)
    at[d] = self->view[d];
  for (int k = 0; k < 3; k++)
    if (tnu_index_dim_from_end (rank, 3 - k) >= 0)
      at[tnu_index_dim_from_end (rank, 3 - k)] = self->first[k] + cells[k];
}

gint64
tnu_index_source_get_flat (const TnuIndexSource *source, const gint64 *at)
{
  gint64 flat = 0;
  for (int d = 0; d < source->rank; d++)
    flat = flat * source->sizes[d] + at[d];
  return flat;
}

bool
tnu_index_picture_is_current (const TnuIndexPicture *self, const gint64 *at)
{
  return self->has_cursor
         && memcmp (at, self->cursor, (size_t) self->source->rank * sizeof *at) == 0;
}

/* ---- numbers ---- */

void
tnu_index_numbers_init (TnuIndexNumbers *self, const TnuTables *tables)
{
  gsize n = (gsize) MAX (tables->n_rows * tables->n_cols, 1);
  self->values = g_new0 (double, n);
  self->imaginary = g_new0 (double, n);
  self->states = g_new0 (guint8, n);
}

void
tnu_index_numbers_clear (TnuIndexNumbers *self)
{
  g_free (self->values);
  g_free (self->imaginary);
  g_free (self->states);
}

void
tnu_index_numbers_read (TnuIndexNumbers *self, const TnuIndexPicture *picture, int cell,
                        const gint64 *at)
{
  if (!tnu_elements_get (picture->elements, tnu_index_source_get_flat (picture->source, at),
                         &self->values[cell], &self->imaginary[cell]))
    self->states[cell] = TNU_CELL_GHOST | TNU_CELL_EMPTY;
}

/* Format and scale; one for source and result. */
void
tnu_index_picture_init_cells (const TnuIndexPicture *self, TnuCells *cells)
{
  TnuIndexNumbers numbers;
  TnuNumberScan scan = { 0 };
  TnuTables sample = { .n_rows = 16, .n_cols = 16 };
  int rank = self->source->rank;
  gint64 at[TNU_INDEX_MAX_RANK];
  sample.n_cols = (int) MIN (tnu_index_size_from_end (self->source->sizes, rank, 1), 16);
  sample.n_rows = (int) MIN (tnu_index_size_from_end (self->source->sizes, rank, 2), 16);
  tnu_index_numbers_init (&numbers, &sample);
  for (int row = 0; row < sample.n_rows; row++)
    for (int col = 0; col < sample.n_cols; col++)
      {
        tnu_index_picture_get_place (self, 0, 0, 0, at);
        if (tnu_index_dim_from_end (rank, 2) >= 0)
          at[tnu_index_dim_from_end (rank, 2)] = row;
        if (rank > 0)
          at[rank - 1] = col;
        tnu_index_numbers_read (&numbers, self, row * sample.n_cols + col, at);
      }
  *cells = (TnuCells) {
    .n_rows = sample.n_rows,
    .n_cols = sample.n_cols,
    .row_stride = sample.n_cols,
    .col_stride = 1,
    .values = numbers.values,
    .imag = self->kind == TNU_CELLS_COMPLEX ? numbers.imaginary : NULL,
    .kind = self->kind,
    .vmax = tnu_elements_get_largest (self->elements),
  };
  const double *all = tnu_elements_get_all (self->elements);
  if (all != NULL && self->kind != TNU_CELLS_COMPLEX)
    {
      gint64 n = 1;
      for (int d = 0; d < rank; d++)
        n *= self->source->sizes[d];
      cells->values = all;
      cells->n_rows = 1;
      cells->n_cols = (int) n;
      cells->row_stride = n;
    }
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
  cells->values = cells->imag = NULL;
  tnu_index_numbers_clear (&numbers);
}

void
tnu_index_picture_draw_table (const TnuCanvas *canvas, const TnuIndexPicture *self,
                              const TnuCells *format, const TnuTables *tables,
                              const TnuIndexNumbers *numbers, const TnuGrid *grid, int current_row,
                              int current_col)
{
  TnuCells cells = *format;
  cells.n_rows = tables->n_rows;
  cells.n_cols = tables->n_cols;
  cells.row_stride = tables->n_cols;
  cells.col_stride = 1;
  cells.values = numbers->values;
  cells.imag = self->kind == TNU_CELLS_COMPLEX ? numbers->imaginary : NULL;
  cells.states = numbers->states;
  if (current_row >= 0)
    cells.current = (TnuCellRun) { current_row, current_col, 1, 1 };
  tnu_cells_draw (canvas, &cells, grid, TNU_STAGE);
}

void
tnu_index_title_draw (const TnuCanvas *canvas, int dim, gint64 at, const TnuGrid *grid,
                      double width)
{
  const TnuColor *color
      = dim >= 0 ? tnu_theme_get_axis_color (canvas->theme, dim) : &canvas->theme->colors[TNU_INK2];
  char letter[] = { dim >= 0 ? tnu_axis_get_letter (dim) : ' ', '\0' };
  double x = grid->x, y = grid->y - 30;
  g_autofree char *text = g_strdup_printf (" = %" G_GINT64_FORMAT, at);
  if (dim >= 0)
    x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 700), letter, x, y, TNU_ALIGN_START,
                        color);
  if (width > 20)
    tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 500), dim >= 0 ? text : text + 3, x, y,
                   TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
}
