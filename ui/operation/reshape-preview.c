/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Reshape preview
 *
 * Left the old table, right the new one, between them the elements under way on rails that fork where
 * an old row breaks. Ranks above 2 are stacks of tables, one per leading index. */
#include "ui/operation/reshape-preview.h"

#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"

#define TABLE_TOP 66
#define TAPE_HEIGHT 112
#define MAX_TAPE 64
#define MAX_RAILS 40
/* Elements shown without a place, and the room they get beside the table. */
#define MAX_NO_PLACE 3
#define NO_PLACE_ROOM 150
/* Share of the time in which one element after the other starts. */
#define STAGGER .6

/* A stack of equal tables. */
typedef struct
{
  gint64 rows, columns; /* of one table */
  int n_tables, n_across;
  double x, y;          /* of the first cell */
  double cell_w, cell_h, gap, group_gap;
  int row_dim, column_dim;
} Stack;

void
tnu_reshape_preview_clear (TnuReshapePreview *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->wanted, g_free);
}

/* ---- stacks ---- */

static Stack
stack_init (const TnuShape *shape, int n_shown)
{
  Stack stack = { .rows = 1, .columns = 1, .n_tables = 1, .n_across = 1, .gap = 3, .group_gap = 14 };
  stack.column_dim = shape->rank - 1;
  stack.row_dim = shape->rank - 2;
  if (stack.column_dim >= 0)
    stack.columns = MAX (shape->sizes[stack.column_dim], 1);
  if (stack.row_dim >= 0)
    stack.rows = MAX (shape->sizes[stack.row_dim], 1);
  gint64 per_table = MAX (stack.rows * stack.columns, 1);
  stack.n_tables = (int) MAX ((n_shown + per_table - 1) / per_table, 1);
  return stack;
}

static gint64
rows_shown (const Stack *stack, int n_shown)
{
  return MIN (stack->rows, (n_shown + stack->columns - 1) / stack->columns);
}

/* The largest cells with which all tables fit into the room, tables side by side where that helps. */
static void
stack_fit (Stack *stack, int n_shown, double x, double y, double w, double h)
{
  double best = 0;
  gint64 columns = MIN (stack->columns, n_shown), rows = MAX (rows_shown (stack, n_shown), 1);
  for (int across = 1; across <= stack->n_tables; across++)
    {
      int down = (stack->n_tables + across - 1) / across;
      double cell_w = (w - (across - 1) * stack->group_gap) / across / columns - stack->gap;
      double cell_h = (h - (down - 1) * stack->group_gap) / down / rows - stack->gap;
      cell_w = MIN (cell_w, 60);
      cell_h = MIN (cell_h, 34);
      double quality = MIN (cell_w, cell_h * 1.7);
      if (quality > best)
        {
          best = quality;
          stack->n_across = across;
          stack->cell_w = MAX (floor (cell_w), 2);
          stack->cell_h = MAX (floor (MIN (cell_h, MAX (cell_w * .75, 4))), 2);
        }
    }
  if (stack->cell_w < 10)
    stack->gap = 1;
  int down = (stack->n_tables + stack->n_across - 1) / stack->n_across;
  double width = stack->n_across * columns * (stack->cell_w + stack->gap)
                 + (stack->n_across - 1) * stack->group_gap;
  double height
      = down * rows * (stack->cell_h + stack->gap) + (down - 1) * stack->group_gap;
  stack->x = round (x + (w - width) / 2);
  stack->y = round (y + MAX ((h - height) / 2, 0));
}

static void
stack_get_cell (const Stack *stack, int n_shown, gint64 index, double *x, double *y)
{
  gint64 per_table = stack->rows * stack->columns;
  gint64 table = index / per_table, row = index % per_table / stack->columns;
  gint64 column = index % stack->columns;
  gint64 rows = MAX (rows_shown (stack, n_shown), 1), columns = MIN (stack->columns, n_shown);
  double table_w = columns * (stack->cell_w + stack->gap) + stack->group_gap;
  double table_h = rows * (stack->cell_h + stack->gap) + stack->group_gap;
  *x = stack->x + table % stack->n_across * table_w + column * (stack->cell_w + stack->gap);
  *y = stack->y + table / stack->n_across * table_h + row * (stack->cell_h + stack->gap);
}

/* ---- cells ---- */

static void
init_cells (const TnuReshapePreview *self, TnuCells *cells)
{
  *cells = (TnuCells) {
    .n_rows = 1,
    .n_cols = self->n,
    .row_stride = self->n,
    .col_stride = 1,
    .values = self->values,
    .kind = self->kind,
    .vmax = self->vmax,
  };
  TnuNumberScan scan = { 0 };
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

static double
element_time (const TnuReshapePreview *self, int index)
{
  double start = self->n > 1 ? STAGGER * index / (self->n - 1) : 0;
  double t = CLAMP ((self->progress - start) / (1 - STAGGER), 0, 1);
  return t < .5 ? 4 * t * t * t : 1 - pow (2 - 2 * t, 3) / 2;
}

/* One table of the stack in one batch; @states says which cells are full and which are outlines. */
static void
draw_tables (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *stack,
             const TnuCells *format, const guint8 *states)
{
  gint64 per_table = stack->rows * stack->columns;
  for (int table = 0; table < stack->n_tables; table++)
    {
      gint64 first = table * per_table;
      int n_here = (int) MIN (per_table, self->n - first);
      if (n_here <= 0)
        return;
      TnuCells cells = *format;
      cells.n_cols = (int) MIN (stack->columns, n_here);
      cells.n_rows = (n_here + cells.n_cols - 1) / cells.n_cols;
      bool is_ragged = cells.n_rows * cells.n_cols != n_here;
      if (is_ragged)
        cells.n_rows--;
      cells.row_stride = cells.n_cols;
      cells.values = self->values + first;
      cells.states = states + first;
      TnuGrid grid;
      double x, y;
      stack_get_cell (stack, self->n, first, &x, &y);
      tnu_grid_init (&grid, canvas->text, &cells, x, y, stack->cell_w, stack->cell_h);
      grid.gap = stack->gap;
      if (cells.n_rows > 0)
        tnu_cells_draw (canvas, &cells, &grid, TNU_STAGE);
      TnuRulers rulers = {
        .row_dim = stack->row_dim,
        .col_dim = stack->column_dim,
        .row_step = 1,
        .col_step = 1,
      };
      if (stack->cell_h >= 12 && cells.n_rows > 0)
        tnu_rulers_draw (canvas, &rulers, &grid, cells.n_rows, cells.n_cols);
      if (is_ragged)
        {
          int done = cells.n_rows * cells.n_cols;
          cells.values += done;
          cells.states += done;
          cells.n_cols = n_here - done;
          cells.n_rows = 1;
          stack_get_cell (stack, self->n, first + done, &grid.x, &grid.y);
          tnu_cells_draw (canvas, &cells, &grid, TNU_STAGE);
        }
    }
}

/* ---- rails ---- */

typedef struct
{
  double x0, y0, x1, y1;
} Rail;

static Rail
rail_between (const TnuReshapePreview *self, const Stack *before, const Stack *after, int index)
{
  Rail rail;
  double x, y;
  gint64 row_end = (index / before->columns + 1) * before->columns - 1;
  stack_get_cell (before, self->n, MIN (row_end, self->n - 1), &x, &y);
  rail.x0 = x + before->cell_w + 8;
  rail.y0 = y + before->cell_h / 2;
  gint64 row_start = index / after->columns * after->columns;
  stack_get_cell (after, self->n, row_start, &x, &y);
  rail.x1 = x - 22;
  rail.y1 = y + after->cell_h / 2;
  return rail;
}

static void
rail_point (const Rail *rail, double t, double *x, double *y)
{
  double reach = (rail->x1 - rail->x0) / 2, u = 1 - t;
  double bx[] = { rail->x0, rail->x0 + reach, rail->x1 - reach, rail->x1 };
  double by[] = { rail->y0, rail->y0, rail->y1, rail->y1 };
  *x = u * u * u * bx[0] + 3 * u * u * t * bx[1] + 3 * u * t * t * bx[2] + t * t * t * bx[3];
  *y = u * u * u * by[0] + 3 * u * u * t * by[1] + 3 * u * t * t * by[2] + t * t * t * by[3];
}

/* One rail per pair of an old row and a new row that share an element. */
static void
draw_rails (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *before,
            const Stack *after)
{
  int n_rails = 0;
  gint64 last_old = -1, last_new = -1;
  for (int pass = 0; pass < 2; pass++)
    {
      last_old = last_new = -1;
      for (int k = 0; k < self->n; k++)
        {
          gint64 old_row = k / before->columns, new_row = k / after->columns;
          if (old_row == last_old && new_row == last_new)
            continue;
          last_old = old_row;
          last_new = new_row;
          if (pass == 0)
            {
              if (++n_rails > MAX_RAILS)
                return;
              continue;
            }
          Rail rail = rail_between (self, before, after, k);
          double t = element_time (self, k);
          double reach = (rail.x1 - rail.x0) / 2;
          bool is_lit = t > 0 && t < 1;
          tnu_set_token (canvas, is_lit ? TNU_INK2 : TNU_LINE, is_lit ? .9 : .5);
          cairo_set_line_width (canvas->cr, is_lit ? TNU_STROKE_RAIL : 1);
          cairo_move_to (canvas->cr, rail.x0, rail.y0);
          cairo_curve_to (canvas->cr, rail.x0 + reach, rail.y0, rail.x1 - reach, rail.y1, rail.x1,
                          rail.y1);
          cairo_stroke (canvas->cr);
          tnu_arrow_head (canvas->cr, rail.x1 + 5, rail.y1, 0, is_lit ? 4 : 3);
        }
    }
}

/* From its cell along its old row to the rail, over the rail, and along its new row to its place. */
static void
element_point (const TnuReshapePreview *self, const Stack *before, const Stack *after, int index,
               double t, double *x, double *y)
{
  Rail rail = rail_between (self, before, after, index);
  double from_x, from_y, to_x, to_y, rx, ry;
  stack_get_cell (before, self->n, index, &from_x, &from_y);
  stack_get_cell (after, self->n, index, &to_x, &to_y);
  double w = before->cell_w + (after->cell_w - before->cell_w) * t;
  double h = before->cell_h + (after->cell_h - before->cell_h) * t;
  if (t < .2)
    {
      double u = t / .2;
      *x = from_x + (rail.x0 - from_x) * u;
      *y = from_y;
      return;
    }
  if (t > .85)
    {
      double u = (t - .85) / .15;
      *x = rail.x1 - w + (to_x - rail.x1 + w) * u;
      *y = rail.y1 - h / 2 + (to_y - rail.y1 + h / 2) * u;
      return;
    }
  double u = (t - .2) / .65;
  rail_point (&rail, u, &rx, &ry);
  *x = rx - w * u;
  *y = ry - h / 2;
}

static void
draw_moving (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *before,
             const Stack *after, const TnuCells *format)
{
  for (int k = 0; k < self->n; k++)
    {
      double t = element_time (self, k), x, y;
      if (t <= 0 || t >= 1)
        continue;
      element_point (self, before, after, k, t, &x, &y);
      TnuCells cells = *format;
      cells.n_rows = cells.n_cols = 1;
      cells.values = self->values + k;
      cells.states = NULL;
      TnuGrid grid;
      tnu_grid_init (&grid, canvas->text, &cells, round (x), round (y),
                     round (before->cell_w + (after->cell_w - before->cell_w) * t),
                     round (before->cell_h + (after->cell_h - before->cell_h) * t));
      tnu_cells_draw (canvas, &cells, &grid, TNU_STAGE);
      if (grid.cell_w >= 20)
        {
          tnu_set_token (canvas, TNU_INK1, 1);
          tnu_stroke_inside (canvas, grid.x - 1, grid.y - 1, grid.cell_w + 2, grid.cell_h + 2, 4,
                             TNU_STROKE_VALUE_EDGE);
        }
    }
}

/* ---- headings, scrubber, words ---- */

static void
draw_heading (const TnuCanvas *canvas, const char *word, const TnuShape *shape, const char *wanted,
              const gint64 *strides, const char *note, double x, double y)
{
  TnuText *text = canvas->text;
  double at = x;
  at += tnu_text_show (text, canvas->cr, TNU_SANS (13, 400), word, at, y, TNU_ALIGN_START,
                       &canvas->theme->colors[TNU_INK2])
        + 10;
  TnuFont font = TNU_MONO (13, 700);
  if (wanted != NULL)
    at += tnu_text_show (text, canvas->cr, font, wanted, at, y, TNU_ALIGN_START,
                         &canvas->theme->colors[TNU_ERR]);
  else
    at += tnu_shape_draw (canvas, font, shape->sizes, shape->rank, "()", at, y);
  at += 10;
  if (strides != NULL && shape->rank > 0)
    {
      at += tnu_text_show (text, canvas->cr, TNU_MONO (12, 400), "stride ", at, y, TNU_ALIGN_START,
                           &canvas->theme->colors[TNU_INK3]);
      tnu_shape_draw (canvas, TNU_MONO (12, 400), strides, shape->rank, "()", at, y);
    }
  else if (note != NULL)
    tnu_text_show (text, canvas->cr, TNU_MONO (12, 400), note, at, y, TNU_ALIGN_START,
                   &canvas->theme->colors[TNU_INK3]);
}

static char *
dup_product (const TnuShape *shape)
{
  if (shape->rank == 0)
    return g_strdup ("one number");
  GString *text = g_string_new (NULL);
  for (int d = 0; d < shape->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? " × " : "", shape->sizes[d]);
  return g_string_free (text, FALSE);
}

static void
draw_scrubber (const TnuReshapePreview *self, const TnuCanvas *canvas, const TnuScrubber *place)
{
  double knob = place->x + place->w * self->progress;
  tnu_fill_rounded (canvas, place->x, place->y - 1.5, place->w, 3, 1.5,
                    &canvas->theme->colors[TNU_HAIR], 1);
  tnu_fill_rounded (canvas, place->x, place->y - 1.5, knob - place->x, 3, 1.5,
                    &canvas->theme->colors[TNU_STAR], 1);
  tnu_set_token (canvas, TNU_STAR, 1);
  cairo_arc (canvas->cr, knob, place->y, 7, 0, 2 * G_PI);
  cairo_fill (canvas->cr);
  g_autofree char *from = dup_product (&self->before);
  g_autofree char *to = dup_product (&self->after);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 400), from, place->x, place->y + 20,
                 TNU_ALIGN_START, ink);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 400), to, place->x + place->w, place->y + 20,
                 TNU_ALIGN_END, ink);
}

/* 12 = 5 · 2 + 2, with the sizes in the colours of their axes. */
static void
draw_equation (const TnuReshapePreview *self, const TnuCanvas *canvas, double x, double y)
{
  TnuFont font = TNU_MONO (26, 400), bold = TNU_MONO (26, 700);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  g_autofree char *total = g_strdup_printf ("%" G_GINT64_FORMAT " = ", self->numel);
  GString *plain = g_string_new (total);
  for (int d = 0; d < self->after.rank; d++)
    g_string_append_printf (plain, "%s%" G_GINT64_FORMAT, d > 0 ? " · " : "", self->after.sizes[d]);
  g_autofree char *rest = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (self->n_left));
  const char *sign = self->n_left < 0 ? " − " : " + ";
  double width = tnu_text_get_width (canvas->text, font, plain->str)
                 + tnu_text_get_width (canvas->text, font, sign)
                 + tnu_text_get_width (canvas->text, bold, rest);
  double at = x - width / 2;
  at += tnu_text_show (canvas->text, canvas->cr, font, total, at, y, TNU_ALIGN_START, ink);
  for (int d = 0; d < self->after.rank; d++)
    {
      g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, self->after.sizes[d]);
      if (d > 0)
        at += tnu_text_show (canvas->text, canvas->cr, font, " · ", at, y, TNU_ALIGN_START, ink);
      at += tnu_text_show (canvas->text, canvas->cr, bold, size, at, y, TNU_ALIGN_START,
                           tnu_theme_get_axis_color (canvas->theme, d));
    }
  at += tnu_text_show (canvas->text, canvas->cr, font, sign, at, y, TNU_ALIGN_START, ink);
  tnu_text_show (canvas->text, canvas->cr, bold, rest, at, y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_ERR]);
  g_string_free (plain, TRUE);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400),
                 self->n_left < 0 ? "there are not enough numbers for this shape"
                                  : "some numbers would have no place",
                 x, y + 36, TNU_ALIGN_CENTRE, ink);
}

/* ---- storage ---- */

static void
draw_bracket (const TnuCanvas *canvas, double x0, double x1, double y, double tick,
              const char *label, const TnuColor *color)
{
  cairo_t *cr = canvas->cr;
  double middle = (x0 + x1) / 2, half = 0;
  TnuFont font = TNU_MONO (11, 400);
  if (label != NULL && tnu_text_get_width (canvas->text, font, label) + 20 <= x1 - x0)
    {
      half = tnu_text_get_width (canvas->text, font, label) / 2 + 6;
      tnu_text_show (canvas->text, cr, font, label, middle, y, TNU_ALIGN_CENTRE, color);
    }
  tnu_set_color (cr, color, 1);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_move_to (cr, x0 + .75, y + tick);
  cairo_line_to (cr, x0 + .75, y);
  cairo_line_to (cr, middle - half, y);
  cairo_move_to (cr, middle + half, y);
  cairo_line_to (cr, x1 - .75, y);
  cairo_line_to (cr, x1 - .75, y + tick);
  cairo_stroke (cr);
}

static void
draw_brackets (const TnuReshapePreview *self, const TnuCanvas *canvas, const TnuShape *shape,
               const TnuGrid *grid, double y, double tick)
{
  gint64 length = shape->rank > 0 ? MAX (shape->sizes[shape->rank - 1], 1) : 1;
  gint64 n_rows = shape->rank > 1 ? 1 : 0;
  for (int d = 0; d < shape->rank - 1; d++)
    n_rows *= shape->sizes[d];
  n_rows = MAX (n_rows, 1);
  double pitch = grid->cell_w + grid->gap;
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, MAX (shape->rank - 2, 0));
  for (gint64 row = 0; row < n_rows && row * length < self->n; row++)
    {
      g_autofree char *label
          = n_rows == 1 ? g_strdup ("one row")
                        : g_strdup_printf ("row %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, row,
                                           n_rows);
      gint64 end = MIN ((row + 1) * length, self->n);
      draw_bracket (canvas, grid->x + row * length * pitch, grid->x + end * pitch - grid->gap, y, tick,
                    label, color);
    }
  gint64 placed = n_rows * length;
  if (!self->fits && shape == &self->after && placed < self->n)
    {
      g_autofree char *label = g_strdup_printf ("%" G_GINT64_FORMAT " left over", self->n - placed);
      draw_bracket (canvas, grid->x + placed * pitch, grid->x + self->n * pitch - grid->gap, y, tick,
                    label, &canvas->theme->colors[TNU_ERR]);
    }
}

static void
draw_storage (const TnuReshapePreview *self, const TnuCanvas *canvas, const TnuCells *format,
              double w, double top)
{
  double left = 48 + 136, room = w - left - 48;
  if (self->n != self->numel || self->n > MAX_TAPE || !self->is_contiguous || room < 200)
    return;
  TnuCells cells = *format;
  cells.n_rows = 1;
  cells.n_cols = self->n;
  cells.row_stride = self->n;
  TnuGrid grid;
  double cell_w = floor (MIN (58, room / self->n - 2));
  if (cell_w < 4)
    return;
  tnu_grid_init (&grid, canvas->text, &cells, left, top + 34, cell_w, 27);
  tnu_cells_draw (canvas, &cells, &grid, TNU_STAGE);
  tnu_caps_draw (canvas, "STORAGE", 48, top + 41);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), "never moves", 48, top + 58,
                 TNU_ALIGN_START, &canvas->theme->colors[TNU_INK3]);
  draw_brackets (self, canvas, &self->before, &grid, top + 20, 8);
  draw_brackets (self, canvas, &self->after, &grid, top + 34 + 27 + 14, -8);
}

/* ---- all of it ---- */

static void
draw_no_place (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *after,
               const TnuCells *format, gint64 placed)
{
  int n = (int) MIN (self->n - placed, MAX_NO_PLACE);
  if (n <= 0 || after->cell_w < 20)
    return;
  double x, y;
  stack_get_cell (after, (int) placed, MAX (placed - 1, 0), &x, &y);
  x += after->cell_w + 26;
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 600), "no place", x, y - 14, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_ERR]);
  tnu_set_token (canvas, TNU_ERR, 1);
  cairo_set_dash (canvas->cr, (double[]){ 3, 3 }, 2, 0);
  for (int k = 0; k < n; k++)
    tnu_stroke_inside (canvas, x + k * (after->cell_w + 3), y, after->cell_w, after->cell_h,
                       TNU_RADIUS_CELL, 1.25);
  cairo_set_dash (canvas->cr, NULL, 0, 0);
  for (int k = 0; k < n; k++)
    {
      char number[TNU_NUMBER_SIZE];
      tnu_number_print (&format->format, self->values[placed + k], 0, number);
      if (tnu_text_get_width (canvas->text, TNU_MONO (12, 500), number) <= after->cell_w - 4)
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 500), number,
                       x + k * (after->cell_w + 3) + after->cell_w / 2, y + after->cell_h / 2,
                       TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_ERR]);
    }
}

static gint64
count_places (const TnuShape *shape)
{
  gint64 n = 1;
  for (int d = 0; d < shape->rank; d++)
    n *= shape->sizes[d];
  return n;
}

static void
draw_legal (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *before,
            const Stack *after, const TnuCells *format)
{
  g_autofree guint8 *home = g_new0 (guint8, self->n);
  g_autofree guint8 *away = g_new0 (guint8, self->n);
  for (int k = 0; k < self->n; k++)
    {
      double t = element_time (self, k);
      home[k] = t > 0 ? TNU_CELL_GHOST : 0;
      away[k] = t < 1 ? TNU_CELL_GHOST : 0;
    }
  draw_rails (self, canvas, before, after);
  draw_tables (self, canvas, before, format, home);
  draw_tables (self, canvas, after, format, away);
  draw_moving (self, canvas, before, after, format);
}

static void
draw_illegal (const TnuReshapePreview *self, const TnuCanvas *canvas, const Stack *before,
              const Stack *after, const TnuCells *format, double middle, double y)
{
  g_autofree guint8 *plain = g_new0 (guint8, self->n);
  draw_tables (self, canvas, before, format, plain);
  gint64 placed = count_places (&self->after);
  if (placed > 0)
    {
      TnuReshapePreview fitting = *self;
      fitting.n = (int) MIN (placed, self->n);
      if (fitting.n > 0)
        draw_tables (&fitting, canvas, after, format, plain);
      draw_no_place (self, canvas, after, format, fitting.n);
      draw_equation (self, canvas, middle, y);
    }
}

void
tnu_reshape_preview_draw (const TnuReshapePreview *self, const TnuCanvas *canvas, double w, double h,
                          TnuScrubber *scrubber)
{
  *scrubber = (TnuScrubber) { 0 };
  double side = (w - 96) * .31, tape_top = h - TAPE_HEIGHT;
  double table_h = MAX (tape_top - TABLE_TOP - 10, 40);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT " numbers", self->numel);
  draw_heading (canvas, "before", &self->before, NULL, self->fits ? self->before_strides : NULL, count,
                48, 24);
  draw_heading (canvas, "after", &self->after, self->fits ? NULL : self->wanted,
                self->has_after_strides ? self->after_strides : NULL, NULL, w - 48 - side + 20, 24);
  if (self->n == 0 || self->values == NULL)
    {
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400),
                     self->numel == 0 ? "no elements: only the shape changes" : "reading …", w / 2,
                     h / 2, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK2]);
      return;
    }
  int n_after = self->fits ? self->n : (int) CLAMP (count_places (&self->after), 1, self->n);
  Stack before = stack_init (&self->before, self->n), after = stack_init (&self->after, n_after);
  stack_fit (&before, self->n, 64, TABLE_TOP, side - 16, table_h);
  stack_fit (&after, n_after, w - 48 - side + 24, TABLE_TOP,
             side - 24 - (self->fits ? 0 : NO_PLACE_ROOM), table_h);
  TnuCells format;
  init_cells (self, &format);
  if (!self->fits)
    draw_illegal (self, canvas, &before, &after, &format, w / 2, TABLE_TOP + table_h * .4);
  else
    {
      draw_legal (self, canvas, &before, &after, &format);
      *scrubber = (TnuScrubber) { 48 + side + 30, tape_top - 22, w - 96 - 2 * side - 60 };
      draw_scrubber (self, canvas, scrubber);
    }
  if (self->n < self->numel)
    {
      g_autofree char *note
          = g_strdup_printf ("the first %d of %" G_GINT64_FORMAT " elements", self->n, self->numel);
      tnu_text_show (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), note, w / 2,
                     tape_top + 50, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_INK3]);
    }
  draw_storage (self, canvas, &format, w, tape_top);
}
