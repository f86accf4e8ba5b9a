/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/stack-tables.h"

#include <math.h>

#define MAX_FRAMES 64
/* "i = 0" with the room behind it; where tables are narrower, "i0". */
#define TITLE_W 46

static TnuColor
get_color (const TnuCells *look, const TnuTheme *theme, double value)
{
  if (isnan (value))
    return theme->colors[TNU_ERR];
  if (look->kind == TNU_CELLS_BOOL)
    return value != 0 ? theme->bool_true : theme->colors[TNU_RAISED];
  double t = tnu_colormap_t (value, look->vmax);
  return *tnu_colormap_get_color (theme, TNU_MAP_VALUES,
                                  look->kind == TNU_CELLS_INT ? t * TNU_INTEGER_T : t);
}

void
tnu_stack_draw_square (const TnuCanvas *canvas, const TnuCells *look, double value, double alpha,
                       const TnuRect *place)
{
  TnuColor color = get_color (look, canvas->theme, value);
  tnu_set_color (canvas->cr, &color, alpha);
  cairo_rectangle (canvas->cr, place->x, place->y, place->w, place->h);
  cairo_fill (canvas->cr);
}

void
tnu_stack_draw_traveller (const TnuCanvas *canvas, const TnuCells *cell, double x, double y,
                          double w, double h)
{
  TnuCells one = *cell;
  TnuGrid grid;
  one.n_rows = one.n_cols = 1;
  tnu_grid_init (&grid, canvas->text, &one, round (x), round (y), round (w), round (h));
  tnu_cells_draw (canvas, &one, &grid, TNU_STAGE);
  if (grid.cell_w < 20)
    return;
  tnu_set_token (canvas, TNU_INK1, 1);
  tnu_stroke_inside (canvas, grid.x - 1, grid.y - 1, grid.cell_w + 2, grid.cell_h + 2, 4,
                     TNU_STROKE_VALUE_EDGE);
}

double
tnu_ease (double t)
{
  return t < .5 ? 4 * t * t * t : 1 - pow (2 - 2 * t, 3) / 2;
}

/* ---- large enough to be read ---- */

static int
get_axis (const TnuStackTables *self, int dim)
{
  return self->axes != NULL && dim >= 0 ? self->axes[dim] : dim;
}

static void
draw_title (const TnuStackTables *self, const TnuCanvas *canvas, gint64 table, const TnuGrid *grid)
{
  const TnuShape *shape = self->shape;
  gint64 index[TNU_SHAPE_MAX_RANK];
  double x = grid->x;
  for (int d = shape->rank - 3; d >= 0; d--)
    {
      index[d] = table % shape->sizes[d];
      table /= shape->sizes[d];
    }
  double room = self->stack->table_w - 6;
  bool is_narrow = (shape->rank - 2) * TITLE_W > room;
  for (int d = 0; d < shape->rank - 2; d++)
    {
      int axis = get_axis (self, d);
      const char letter[] = { tnu_axis_get_letter (axis), '\0' };
      g_autofree char *number
          = g_strdup_printf (is_narrow ? "%" G_GINT64_FORMAT " " : " = %" G_GINT64_FORMAT "  ",
                             index[d]);
      x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 700),
                          self->labels != NULL ? self->labels[d] : letter, x, grid->y - 25,
                          TNU_ALIGN_START, tnu_theme_get_axis_color (canvas->theme, axis));
      x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 400), number, x, grid->y - 25,
                          TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
    }
}

static void
draw_rulers (const TnuStackTables *self, const TnuCanvas *canvas, const TnuCells *cells,
             const TnuGrid *grid)
{
  const TnuTableStack *stack = self->stack;
  if (stack->n_lines > 1 || (stack->n_tables > 1 && !stack->has_titles))
    return;
  TnuRulers rulers = {
    .row_dim = get_axis (self, stack->row_dim),
    .col_dim = get_axis (self, stack->column_dim),
    .row_step = 1,
    .col_step = 1,
  };
  tnu_rulers_draw (canvas, &rulers, grid, cells->n_rows, cells->n_cols);
}

/* @n cells from @first on, in lines of @columns. */
static TnuGrid
draw_cells (const TnuStackTables *self, const TnuCanvas *canvas, gint64 first, int n, int columns)
{
  const TnuTableStack *stack = self->stack;
  TnuCells cells = *self->look;
  TnuGrid grid;
  double x, y;
  cells.n_rows = n / columns;
  cells.n_cols = columns;
  cells.row_stride = columns;
  cells.col_stride = 1;
  cells.values = self->values + first;
  cells.imag = self->imaginary != NULL ? self->imaginary + first : NULL;
  cells.states = self->states + first;
  tnu_table_stack_get_cell (stack, first, &x, &y);
  tnu_grid_init (&grid, canvas->text, &cells, x, y, stack->pitch_w - stack->gap,
                 stack->pitch_h - stack->gap);
  grid.gap = stack->gap;
  if (cells.n_rows > 0)
    {
      tnu_cells_draw (canvas, &cells, &grid, TNU_STAGE);
      draw_rulers (self, canvas, &cells, &grid);
    }
  /* A table that is not full: what is left stands in a row of its own. */
  if (n % columns > 0)
    {
      TnuStackTables rest = *self;
      TnuTableStack without_rulers = *stack;
      without_rulers.row_dim = without_rulers.column_dim = -1;
      rest.stack = &without_rulers;
      draw_cells (&rest, canvas, first + n - n % columns, n % columns, n % columns);
    }
  return grid;
}

static void
draw_lines (const TnuStackTables *self, const TnuCanvas *canvas)
{
  gint64 first, last, n_lines = tnu_table_stack_get_line (self->stack, MAX (self->n - 1, 0)) + 1;
  for (gint64 line = 0; line < n_lines; line++)
    {
      tnu_table_stack_get_line_ends (self->stack, line, &first, &last);
      int n = (int) (MIN (last + 1, self->n) - first);
      TnuGrid grid = draw_cells (self, canvas, first, n, n);
      g_autofree char *index
          = g_strdup_printf ("%" G_GINT64_FORMAT, first % self->stack->columns);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_RULER, 500), index, grid.x - 6,
                     grid.y + grid.cell_h / 2, TNU_ALIGN_END,
                     tnu_theme_get_axis_color (canvas->theme,
                                               get_axis (self, self->shape->rank - 1)));
    }
}

static void
draw_legible (const TnuStackTables *self, const TnuCanvas *canvas)
{
  const TnuTableStack *stack = self->stack;
  gint64 per_table = stack->rows * stack->columns;
  if (stack->n_lines > 1)
    {
      draw_lines (self, canvas);
      return;
    }
  for (gint64 table = 0; table * per_table < self->n; table++)
    {
      int n = (int) MIN (per_table, self->n - table * per_table);
      TnuGrid grid = draw_cells (self, canvas, table * per_table, n,
                                 (int) MIN (stack->columns, n));
      if (stack->n_tables > 1 && stack->has_titles)
        draw_title (self, canvas, table, &grid);
    }
}

/* ---- too small to be read ---- */

void
tnu_stack_draw_frames (const TnuTableStack *stack, const TnuCanvas *canvas)
{
  gint64 per_table = stack->rows * stack->columns;
  double w = (double) stack->line * stack->pitch_w;
  double h = (double) (stack->rows * stack->n_lines) * stack->pitch_h;
  if (stack->n_tables > MAX_FRAMES || w < 3 || h < 3)
    return;
  tnu_set_token (canvas, TNU_LINE, .8);
  for (gint64 table = 0; table < stack->n_tables; table++)
    {
      double x, y;
      tnu_table_stack_get_cell (stack, table * per_table, &x, &y);
      tnu_stroke_inside (canvas, x - 2, y - 2, w + 4, h + 4, 2, 1);
    }
}

static void
draw_small (const TnuStackTables *self, const TnuCanvas *canvas)
{
  const TnuTableStack *stack = self->stack;
  TnuRect place = { .w = MAX (stack->pitch_w - stack->gap, 1),
                    .h = MAX (stack->pitch_h - stack->gap, 1) };
  tnu_stack_draw_frames (stack, canvas);
  /* Edges within a pixel would cost more than the squares. */
  cairo_save (canvas->cr);
  cairo_set_antialias (canvas->cr, CAIRO_ANTIALIAS_NONE);
  for (gint64 k = 0; k < self->n; k++)
    {
      if ((self->states[k] & TNU_CELL_EMPTY) != 0)
        continue;
      tnu_table_stack_get_cell (stack, k, &place.x, &place.y);
      double value = self->imaginary != NULL ? hypot (self->values[k], self->imaginary[k])
                                             : self->values[k];
      tnu_stack_draw_square (canvas, self->look, value,
                             self->states[k] != 0 ? TNU_STACK_GHOST_ALPHA : 1, &place);
    }
  cairo_restore (canvas->cr);
}

void
tnu_stack_tables_draw (const TnuStackTables *self, const TnuCanvas *canvas)
{
  if (tnu_table_stack_is_legible (self->stack))
    draw_legible (self, canvas);
  else
    draw_small (self, canvas);
}
