/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Index picture
 *
 * Wide: tensor, expression with derivation, result, side by side. Narrow: tensor and result above,
 * expression and derivation below. Every axis keeps the colour it has in the tensor, in the
 * expression, in the words and in the result, so that the eye can follow it. */
#include "ui/operation/index/index-picture.h"

#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/draw/marquee.h"

#define WIDE 780
#define MARGIN 24
/* Middle of the line over a table, above its room. */
#define HEADING 22
#define TABLE_TOP 40
#define STEP_HEIGHT 42
#define STEP_HEIGHT_LOW 24
/* Letters of a part that are shown in the expression; longer ones are called by what they are. */
#define MAX_PART_CHARS 22

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
      .source = { MARGIN, top, w * .42 - MARGIN - 24, h - top - 12 },
      .middle = { w * .42, top - 16, w * .33 - 40, h - top + 16 },
      .result = { w * .75, top, w * .25 - MARGIN, h - top - 72 },
    };
  double middle = round (h * .56);
  return (Rooms) {
    .source = { MARGIN, TABLE_TOP, w * .56 - MARGIN, middle - TABLE_TOP },
    .middle = { MARGIN, middle + 24, w - 2 * MARGIN, h - middle - 24 },
    .result = { w * .56 + 40, TABLE_TOP, w * .44 - 40 - MARGIN, middle - TABLE_TOP - 44 },
  };
}

/* Whether @index and @result belong together: a line that cannot be read leaves both alone. */
static bool
has_selection (const TnuIndexPicture *self)
{
  return self->error == NULL || self->typed != NULL;
}

/* ---- the source's axes ---- */

/* Axis of the rows, columns (@back 2, 1) or tables (3), -1: none. */
static int
get_dim (int rank, int back)
{
  return rank >= back ? rank - back : -1;
}

static gint64
get_size (const gint64 *sizes, int dim)
{
  return dim >= 0 ? sizes[dim] : 1;
}

static void
get_source_place (const TnuIndexPicture *self, int table, int row, int col, gint64 *at)
{
  int rank = self->source->rank;
  const int cells[] = { table, row, col };
  for (int d = 0; d < rank; d++)
    at[d] = self->view[d];
  for (int k = 0; k < 3; k++)
    if (get_dim (rank, 3 - k) >= 0)
      at[get_dim (rank, 3 - k)] = self->first[k] + cells[k];
}

static gint64
get_flat (const TnuIndexSource *source, const gint64 *at)
{
  gint64 flat = 0;
  for (int d = 0; d < source->rank; d++)
    flat = flat * source->sizes[d] + at[d];
  return flat;
}

/* ---- cells ---- */

typedef struct
{
  double *values;
  double *imaginary;
  guint8 *states;
} Numbers;

static void
numbers_init (Numbers *self, const TnuTables *tables)
{
  gsize n = (gsize) MAX (tables->n_rows * tables->n_cols, 1);
  self->values = g_new0 (double, n);
  self->imaginary = g_new0 (double, n);
  self->states = g_new0 (guint8, n);
}

static void
numbers_clear (Numbers *self)
{
  g_free (self->values);
  g_free (self->imaginary);
  g_free (self->states);
}

static void
numbers_read (Numbers *self, const TnuIndexPicture *picture, int cell, const gint64 *at)
{
  if (!tnu_elements_get (picture->elements, get_flat (picture->source, at), &self->values[cell],
                         &self->imaginary[cell]))
    self->states[cell] = TNU_CELL_GHOST | TNU_CELL_EMPTY;
}

/* Format and scale; one for source and result. */
static void
init_cells (const TnuIndexPicture *self, TnuCells *cells)
{
  Numbers numbers;
  TnuNumberScan scan = { 0 };
  TnuTables sample = { .n_rows = 16, .n_cols = 16 };
  int rank = self->source->rank;
  gint64 at[TNU_INDEX_MAX_RANK];
  sample.n_cols = (int) MIN (get_size (self->source->sizes, get_dim (rank, 1)), 16);
  sample.n_rows = (int) MIN (get_size (self->source->sizes, get_dim (rank, 2)), 16);
  numbers_init (&numbers, &sample);
  for (int row = 0; row < sample.n_rows; row++)
    for (int col = 0; col < sample.n_cols; col++)
      {
        get_source_place (self, 0, 0, 0, at);
        if (get_dim (rank, 2) >= 0)
          at[get_dim (rank, 2)] = row;
        if (rank > 0)
          at[rank - 1] = col;
        numbers_read (&numbers, self, row * sample.n_cols + col, at);
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
  numbers_clear (&numbers);
}

static void
draw_table (const TnuCanvas *canvas, const TnuIndexPicture *self, const TnuCells *format,
            const TnuTables *tables, const Numbers *numbers, const TnuGrid *grid, int current_row,
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

static void
draw_title (const TnuCanvas *canvas, int dim, gint64 at, const TnuGrid *grid, double width)
{
  const TnuColor *color = dim >= 0 ? tnu_theme_get_axis_color (canvas->theme, dim)
                                   : &canvas->theme->colors[TNU_INK2];
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

/* ---- the source ---- */

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
      gint64 start = step->start, stop, count;
      if (step->n_dims == 0 || dim < step->dim || dim >= step->dim + step->n_dims)
        continue;
      if (step->kind == TNU_STEP_KEEP)
        return true;
      if (step->kind == TNU_STEP_DROP)
        stop = start + 1;
      else if (step->kind == TNU_STEP_SLICE)
        tnu_index_slice_normalise (&self->index->parts[step->part], self->source->sizes[dim],
                                   &start, &stop, &count);
      else
        return false;
      *is_all = *is_all && start == 0 && stop == self->source->sizes[dim];
      *lo = (int) CLAMP (start - first, 0, n);
      *hi = (int) CLAMP (stop - first, 0, n);
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
  if (!get_span (self, get_dim (rank, 2), self->first[1], tables->n_rows, &row0, &row1, &is_all)
      || !get_span (self, get_dim (rank, 1), self->first[2], tables->n_cols, &col0, &col1, &is_all)
      || !get_span (self, get_dim (rank, 3), self->first[0], tables->n_tables, &table0, &table1,
                    &is_all)
      || is_all || rank == 0 || table < table0 || table >= table1)
    return;
  tnu_marquee_draw (canvas, grid, &(TnuCellRun) { row0, col0, row1 - row0, col1 - col0 });
}

static bool
is_current (const TnuIndexPicture *self, const gint64 *at)
{
  return self->has_cursor
         && memcmp (at, self->cursor, (size_t) self->source->rank * sizeof *at) == 0;
}

static void
draw_source_table (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
                   const TnuTables *tables, int table, bool takes_all)
{
  int rank = self->source->rank, current_row = -1, current_col = -1;
  gint64 at[TNU_INDEX_MAX_RANK];
  Numbers numbers;
  TnuGrid grid;
  tnu_tables_get_grid (tables, table, &grid);
  numbers_init (&numbers, tables);
  for (int row = 0; row < tables->n_rows; row++)
    for (int col = 0; col < tables->n_cols; col++)
      {
        int cell = row * tables->n_cols + col;
        get_source_place (self, table, row, col, at);
        numbers_read (&numbers, self, cell, at);
        if (has_selection (self) && !takes_all)
          numbers.states[cell] |= tnu_index_result_find (self->result, at, NULL)
                                      ? TNU_CELL_CHOSEN
                                      : TNU_CELL_NOT_CHOSEN;
        if (is_current (self, at))
          {
            current_row = row;
            current_col = col;
          }
      }
  draw_table (canvas, self, format, tables, &numbers, &grid, current_row, current_col);
  numbers_clear (&numbers);
  TnuRulers rulers = {
    .row_dim = get_dim (rank, 2),
    .col_dim = get_dim (rank, 1),
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
    draw_title (canvas, get_dim (rank, 3), self->first[0] + table, &grid, tables->pitch_x);
  if (has_selection (self))
    draw_marquee (self, canvas, tables, table, &grid);
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

/* `x[1, 2] = −6` or, without a cursor, what part of it is seen. */
static void
draw_source_heading (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuTables *tables,
                     const TnuRect *room)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  const TnuIndexSource *source = self->source;
  double x = room->x + 24, y = room->y - HEADING, value, imaginary;
  int rank = source->rank;
  TnuText *text = canvas->text;
  if (self->has_cursor)
    {
      char number[TNU_NUMBER_SIZE] = "…";
      gint64 to[TNU_INDEX_MAX_RESULT], offset = source->offset;
      for (int d = 0; d < rank; d++)
        offset += self->cursor[d] * source->strides[d];
      if (tnu_elements_get (self->elements, get_flat (source, self->cursor), &value, &imaginary))
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
      if (self->error == NULL && tnu_index_result_count (self->result) >= 0
          && tnu_index_result_find (self->result, self->cursor, to))
        {
          g_autofree char *place
              = tnu_index_picture_dup_place (self->target, to, self->result->rank);
          g_autofree char *words
              = g_strdup_printf (self->value != NULL ? "  is overwritten" : "  → %s", place);
          x += tnu_text_show_within (text, canvas->cr, TNU_MONO (12, 500), words, x, y,
                                     MAX (room->x + room->w - x, 40), ink2);
        }
      g_autofree char *where = g_strdup_printf ("   offset %" G_GINT64_FORMAT, offset);
      if (x + tnu_text_get_width (text, TNU_MONO (12, 400), where) < room->x + room->w)
        tnu_text_show (text, canvas->cr, TNU_MONO (12, 400), where, x, y, TNU_ALIGN_START,
                       &canvas->theme->colors[TNU_INK3]);
      return;
    }
  g_autoptr (GString) words = g_string_new (NULL);
  append_window (words, "tables", self->first[0], tables->n_tables,
                 get_size (source->sizes, get_dim (rank, 3)));
  append_window (words, "rows", self->first[1], tables->n_rows,
                 get_size (source->sizes, get_dim (rank, 2)));
  append_window (words, "columns", self->first[2], tables->n_cols,
                 get_size (source->sizes, get_dim (rank, 1)));
  for (int d = 0; d < rank - 3; d++)
    g_string_append_printf (words, "%s%c = %" G_GINT64_FORMAT, words->len > 0 ? ", " : "",
                            tnu_axis_get_letter (d), self->view[d]);
  tnu_text_show_within (text, canvas->cr, TNU_SANS (12, 400),
                        words->len > 0 ? words->str : "drag over the cells", x, y, room->w - 24,
                        &canvas->theme->colors[TNU_INK3]);
}

static void
draw_source (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
             const TnuRect *room, TnuTables *tables)
{
  const TnuIndexSource *source = self->source;
  int rank = source->rank;
  gint64 numel = 1;
  for (int d = 0; d < rank; d++)
    numel *= source->sizes[d];
  tnu_tables_fit (tables, canvas->text, format, get_size (source->sizes, get_dim (rank, 2)),
                  get_size (source->sizes, get_dim (rank, 1)),
                  get_size (source->sizes, get_dim (rank, 3)), room, false);
  if (numel == 0)
    {
      tables->n_tables = 0;
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400), "no elements", room->x + 24,
                     room->y + 24, TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
      return;
    }
  bool takes_all = has_selection (self) && self->result->is_view
                   && tnu_index_result_count (self->result) == numel;
  draw_source_heading (self, canvas, tables, room);
  for (int table = 0; table < tables->n_tables; table++)
    draw_source_table (self, canvas, format, tables, table, takes_all);
}

/* ---- the expression ---- */

static const TnuColor *
get_part_color (const TnuCanvas *canvas, const TnuIndexResult *result, int part)
{
  for (int k = 0; result != NULL && k < result->n_steps; k++)
    if (result->steps[k].part == part && result->steps[k].n_dims == 1
        && result->steps[k].kind != TNU_STEP_KEEP)
      return tnu_theme_get_axis_color (canvas->theme, result->steps[k].dim);
  for (int k = 0; result != NULL && k < result->n_steps; k++)
    if (result->steps[k].part == part && result->steps[k].n_dims == 1)
      return tnu_theme_get_axis_color (canvas->theme, result->steps[k].dim);
  return &canvas->theme->colors[TNU_INK1];
}

static char *
dup_short_part (const TnuIndexPicture *self, int part)
{
  const TnuIndexPart *it = &self->index->parts[part];
  g_autofree char *text = tnu_index_part_dup_text (it, self->name);
  if (g_utf8_strlen (text, -1) <= MAX_PART_CHARS)
    return g_steal_pointer (&text);
  return g_strdup (it->kind == TNU_INDEX_MASK   ? "mask"
                   : it->kind == TNU_INDEX_LIST ? "list"
                                                : text);
}

typedef struct
{
  const TnuCanvas *canvas;
  double size, x, y;
  bool draws;
} Pen;

static void
write_with (Pen *pen, int weight, const char *text, const TnuColor *color)
{
  TnuFont font = TNU_MONO (pen->size, weight);
  if (pen->draws)
    pen->x += tnu_text_show (pen->canvas->text, pen->canvas->cr, font, text, pen->x, pen->y,
                             TNU_ALIGN_START, color);
  else
    pen->x += tnu_text_get_width (pen->canvas->text, font, text);
}

static void
write_expression (const TnuIndexPicture *self, Pen *pen)
{
  const TnuTheme *theme = pen->canvas->theme;
  if (self->typed != NULL)
    {
      write_with (pen, 400, self->typed, &theme->colors[TNU_INK1]);
      return;
    }
  write_with (pen, 400, self->name, &theme->colors[TNU_INK2]);
  write_with (pen, 400, "[", &theme->colors[TNU_INK2]);
  for (int k = 0; k < self->index->n; k++)
    {
      g_autofree char *text = dup_short_part (self, k);
      if (k > 0)
        write_with (pen, 400, ", ", &theme->colors[TNU_INK2]);
      write_with (pen, 700, text,
                  get_part_color (pen->canvas, self->error == NULL ? self->result : NULL, k));
    }
  write_with (pen, 400, "]", &theme->colors[TNU_INK2]);
  if (self->value != NULL)
    {
      write_with (pen, 400, " = ", &theme->colors[TNU_INK2]);
      write_with (pen, 700, self->value, &theme->colors[TNU_INK1]);
    }
}

static void
draw_expression (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y, double w)
{
  static const double sizes[] = { 26, 22, 18, 15, 12 };
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      Pen pen = { .canvas = canvas, .size = sizes[k] };
      write_expression (self, &pen);
      if (pen.x > w && k + 1 < G_N_ELEMENTS (sizes))
        continue;
      pen.x = x;
      pen.y = y;
      pen.draws = true;
      cairo_save (canvas->cr);
      cairo_rectangle (canvas->cr, x, y - 24, w, 48);
      cairo_clip (canvas->cr);
      write_expression (self, &pen);
      cairo_restore (canvas->cr);
      return;
    }
}

/* ---- the derivation ---- */

/* "4 → 2": what became of the axis; the sizes stand in columns of their own. Returns where they
 * begin. */
static double
draw_sizes (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuIndexStep *step,
            double right, double y)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  const TnuColor *ink = step->dim >= 0 ? tnu_theme_get_axis_color (canvas->theme, step->dim)
                                       : &canvas->theme->colors[TNU_INK1];
  g_autoptr (GString) before = g_string_new (NULL);
  g_autofree char *after = NULL;
  for (int d = 0; d < step->n_dims; d++)
    g_string_append_printf (before, "%s%" G_GINT64_FORMAT, d > 0 ? "·" : "",
                            self->source->sizes[step->dim + d]);
  if (step->result_dim < 0)
    after = g_strdup (step->kind == TNU_STEP_PAIR ? "joined" : "gone");
  else if (self->result->sizes[step->result_dim] < 0)
    after = g_strdup ("?");
  else
    after = g_strdup_printf ("%" G_GINT64_FORMAT, self->result->sizes[step->result_dim]);
  bool is_word = step->result_dim < 0;
  TnuFont font = is_word ? TNU_SANS (12, 400) : TNU_MONO (13, 700);
  double column = right - 44;
  tnu_text_show (canvas->text, canvas->cr, font, after, column, y, TNU_ALIGN_START,
                 is_word ? ink2 : ink);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 400), "→", column - 8, y, TNU_ALIGN_END,
                 ink2);
  return column - 26
         - tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 400), before->str, column - 26, y,
                          TNU_ALIGN_END, ink2);
}

static void
draw_step (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuIndexStep *step, double x,
           double y, double w, bool is_low)
{
  g_autofree char *detail = NULL;
  g_autofree char *words = tnu_index_step_dup_words (self->result, step, self->index, &detail);
  double at = x, right = x + w;
  for (int d = 0; d < step->n_dims; d++)
    at += tnu_chip_draw (canvas, step->dim + d, -1, at, y) + 3;
  if (step->n_dims == 0)
    at += tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "new", at, y) + 3;
  at = MAX (at + 5, x + 44);
  double room = draw_sizes (self, canvas, step, right, y) - 12 - at;
  tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 400), words, at, y, room,
                        &canvas->theme->colors[TNU_INK1]);
  if (detail == NULL)
    return;
  double used = tnu_text_get_width (canvas->text, TNU_SANS (13, 400), words) + 12;
  if (!is_low)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (11.5, 400), detail, at, y + 17,
                          right - at, &canvas->theme->colors[TNU_INK3]);
  else if (room - used > 60)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (11.5, 400), detail, at + used, y,
                          room - used, &canvas->theme->colors[TNU_INK3]);
}

static void
draw_error (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y, double w)
{
  PangoLayout *layout = pango_cairo_create_layout (canvas->cr);
  PangoFontDescription *font = pango_font_description_from_string ("JetBrains Mono, monospace 500");
  const char *colon = strstr (self->error, ": ");
  const TnuColor *err = &canvas->theme->colors[TNU_ERR];
  const TnuColor *ink = &canvas->theme->colors[TNU_INK1];
  bool has_name = colon != NULL && (size_t) (colon - self->error) == strcspn (self->error, " :");
  double top = y;
  if (has_name)
    {
      g_autofree char *name = g_strndup (self->error, (gsize) (colon - self->error));
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), name, x, y, TNU_ALIGN_START,
                     err);
      top += 14;
    }
  pango_font_description_set_absolute_size (font, 12.5 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (w * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, has_name ? colon + 2 : self->error, -1);
  tnu_set_color (canvas->cr, ink, 1);
  cairo_move_to (canvas->cr, x, top);
  pango_cairo_show_layout (canvas->cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
draw_middle (const TnuIndexPicture *self,
             const TnuCanvas *canvas,
             const TnuRect *room,
             bool is_wide)
{
  double y = room->y + (is_wide ? 20 : 0);
  draw_expression (self, canvas, room->x, y, room->w);
  y += is_wide ? 42 : 32;
  if (self->error != NULL)
    {
      draw_error (self, canvas, room->x, y, room->w);
      return;
    }
  int n = self->result->n_steps, n_columns = 1;
  double left = room->y + room->h - y, pitch = STEP_HEIGHT;
  bool is_low = n * pitch > left || !is_wide;
  if (is_low)
    pitch = STEP_HEIGHT_LOW;
  if (n * pitch > left && room->w > 560)
    n_columns = 2;
  int per_column = (n + n_columns - 1) / n_columns;
  double width = (room->w - (n_columns - 1) * 32) / n_columns;
  for (int k = 0; k < n; k++)
    {
      double step_y = y + k % per_column * pitch;
      if (step_y < room->y + room->h)
        draw_step (self, canvas, &self->result->steps[k],
                   room->x + (k / per_column) * (width + 32), step_y, width, is_low);
    }
}

/* ---- the result ---- */

static void
get_result_place (const TnuIndexResult *result, int table, int row, int col, gint64 *at)
{
  const gint64 *sizes = result->sizes;
  int rank = result->rank;
  if (rank > 0)
    at[rank - 1] = col;
  if (rank > 1)
    at[rank - 2] = row;
  for (int d = rank - 3; d >= 0; d--)
    {
      at[d] = table % sizes[d];
      table = (int) (table / sizes[d]);
    }
}

static void
draw_result_table (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
                   const TnuTables *tables, int table)
{
  const TnuIndexResult *result = self->result;
  int rank = result->rank, current_row = -1, current_col = -1;
  gint64 at[TNU_INDEX_MAX_RESULT], from[TNU_INDEX_MAX_RANK];
  Numbers numbers;
  TnuGrid grid;
  tnu_tables_get_grid (tables, table, &grid);
  numbers_init (&numbers, tables);
  for (int row = 0; row < tables->n_rows; row++)
    for (int col = 0; col < tables->n_cols; col++)
      {
        get_result_place (result, table, row, col, at);
        tnu_index_result_locate (result, at, from);
        numbers_read (&numbers, self, row * tables->n_cols + col, from);
        if (is_current (self, from) && current_row < 0)
          {
            current_row = row;
            current_col = col;
          }
      }
  draw_table (canvas, self, format, tables, &numbers, &grid, current_row, current_col);
  numbers_clear (&numbers);
  TnuRulers rulers = {
    .row_dim = rank > 1 ? result->source[rank - 2] : -1,
    .col_dim = rank > 0 ? result->source[rank - 1] : -1,
    .row_step = 1,
    .col_step = 1,
  };
  tnu_rulers_draw (canvas, &rulers, &grid, tables->n_rows, tables->n_cols);
  if (tables->n_tables > 1 && rank == 3)
    draw_title (canvas, result->source[0], table, &grid, tables->pitch_x);
}

/* The shape in the colours of the axes it comes from. */
static double
draw_result_numbers (const TnuCanvas *canvas, const TnuIndexResult *result, const gint64 *numbers,
                     double size, double x, double y)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  Pen pen = { .canvas = canvas, .size = size, .x = x, .y = y, .draws = true };
  write_with (&pen, 400, "(", ink2);
  for (int d = 0; d < result->rank; d++)
    {
      g_autofree char *number = numbers[d] < 0 ? g_strdup ("?")
                                               : g_strdup_printf ("%" G_GINT64_FORMAT, numbers[d]);
      if (d > 0)
        write_with (&pen, 400, ", ", ink2);
      write_with (&pen, 700, number,
                  result->source[d] >= 0
                      ? tnu_theme_get_axis_color (canvas->theme, result->source[d])
                      : &canvas->theme->colors[TNU_INK1]);
    }
  write_with (&pen, 400, result->rank == 1 ? ",)" : ")", ink2);
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

static void
draw_result (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuCells *format,
             const TnuRect *room, TnuTables *tables)
{
  const TnuIndexResult *result = self->result;
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  gint64 n_tables = 1, n = tnu_index_result_count (result);
  double x = room->x + 24;
  int rank = result->rank;
  const char *word = self->value != NULL ? "overwritten" : self->target;
  x += tnu_text_show (canvas->text, canvas->cr,
                      self->value != NULL ? TNU_SANS (13, 400) : TNU_MONO (13, 700), word, x,
                      room->y - HEADING, TNU_ALIGN_START,
                      self->value != NULL ? ink2 : &canvas->theme->colors[TNU_INK1])
       + 10;
  draw_result_numbers (canvas, result, result->sizes, 13, x, room->y - HEADING);
  for (int d = 0; d < rank - 2; d++)
    n_tables *= result->sizes[d];
  *tables = (TnuTables) { 0 };
  double bottom = room->y + 8;
  if (n == 0 || n < 0)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 400),
                          n < 0 ? "too many numbers to compare here" : "no elements", room->x + 24,
                          room->y + 8, room->w - 24, ink2);
  else
    {
      tnu_tables_fit (tables, canvas->text, format, rank > 1 ? result->sizes[rank - 2] : 1,
                      rank > 0 ? result->sizes[rank - 1] : 1, n_tables, room, false);
      for (int table = 0; table < tables->n_tables; table++)
        draw_result_table (self, canvas, format, tables, table);
      bottom = tnu_tables_get_bottom (tables);
    }
  gint64 n_shown = (gint64) tables->n_rows * tables->n_cols * tables->n_tables;
  double y = bottom + 22;
  if (n > n_shown)
    {
      g_autofree char *words = g_strdup_printf (
          "the first %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, n_shown, n);
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
  TnuCells format;
  *places = (TnuIndexPlaces) { 0 };
  init_cells (self, &format);
  draw_source (self, canvas, &format, &rooms.source, &places->source);
  draw_middle (self, canvas, &rooms.middle, rooms.is_wide);
  if (self->error != NULL)
    return;
  draw_result (self, canvas, &format, &rooms.result, &places->result);
  draw_arrow (canvas, &rooms, &places->result);
}

/* ---- hits ---- */

TnuIndexHit
tnu_index_picture_hit (
    const TnuIndexPicture *self, const TnuIndexPlaces *places, double x, double y, gint64 *at)
{
  int table, row, col;
  TnuTablesPart part = tnu_tables_hit (&places->source, x, y, &table, &row, &col);
  if (part != TNU_TABLES_NOTHING)
    {
      get_source_place (self, table, row, col, at);
      return part == TNU_TABLES_CELL  ? TNU_INDEX_HIT_CELL
             : part == TNU_TABLES_ROW ? TNU_INDEX_HIT_ROW
                                      : TNU_INDEX_HIT_COLUMN;
    }
  if (self->error == NULL
      && tnu_tables_hit (&places->result, x, y, &table, &row, &col) == TNU_TABLES_CELL)
    {
      gint64 to[TNU_INDEX_MAX_RESULT];
      get_result_place (self->result, table, row, col, to);
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
  get_source_place (self, table, row, col, at);
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
      int dim = get_dim (rank, 3 - k);
      if (dim < 0 || shown[k] == 0)
        continue;
      gint64 lowest = MAX (self->cursor[dim] - shown[k] + 1, 0);
      self->first[k] = CLAMP (self->first[k], lowest, self->cursor[dim]);
    }
}
