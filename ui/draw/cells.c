/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A table of numbers drawn in one go: the halo first, then fills, then digits, then rings, so
 * that the source and the font change once per kind of thing and not once per cell. Marks of
 * special values live in cell-marks.c, rulers in rulers.c. */
#include "ui/draw/cells-private.h"

#include "ui/draw/cell-marks.h"

#define ZERO_T .06
#define ZERO_EDGE_ALPHA .55

/* Prints the number of a cell; returns its characters. */
static int
print_at (const TnuCells *cells, const TnuNumberFormat *format, int row, int col,
          char buffer[TNU_NUMBER_SIZE])
{
  if (cells->integers != NULL && format->style == TNU_NUMBER_INT)
    return tnu_number_print_int (
      cells->integers[tnu_cells_get_place (cells, row, col)], buffer);
  return tnu_number_print (format, tnu_cells_get_value (cells, row, col),
                           tnu_cells_get_imag (cells, row, col), buffer);
}

static TnuColorScale
get_scale (const TnuCells *cells)
{
  return cells->scale != NULL ? *cells->scale : tnu_color_scale_new (cells->vmax);
}

int
tnu_cells_get_clipped_side (const TnuCells *cells, double value)
{
  const TnuColorScale scale = get_scale (cells);

  return cells->marks_clipped || scale.is_chosen ? tnu_color_scale_get_side (&scale, value) : 0;
}

double
tnu_cells_get_drawn_t (const TnuCells *cells, double value, guint8 state)
{
  const TnuColorScale scale = get_scale (cells);
  double t = tnu_color_scale_get_t (&scale, value);

  if (cells->kind == TNU_CELLS_INT && !scale.is_chosen)
    t *= TNU_INTEGER_T;
  if (state & TNU_CELL_NOT_CHOSEN)
    t *= TNU_NOT_CHOSEN_T;
  return t;
}

TnuColor
tnu_cells_get_plain_fill (const TnuCells *cells, const TnuTheme *theme, double value, guint8 state)
{
  if (cells->kind == TNU_CELLS_BOOL)
    {
      double share = state & TNU_CELL_NOT_CHOSEN ? TNU_NOT_CHOSEN_T * value : value;

      return tnu_color_over (theme->bool_true, CLAMP (share, 0.0, 1.0), theme->colors[TNU_WELL]);
    }
  return *tnu_colormap_get_color (theme, tnu_cells_get_map (cells),
                                  tnu_cells_get_drawn_t (cells, value, state));
}

void
tnu_cells_scan (const TnuCells *self, TnuNumberScan *scan)
{
  if (self->values == NULL)
    return;
  for (int row = 0; row < self->n_rows; row++)
    for (int col = 0; col < self->n_cols; col++)
      {
        tnu_number_scan_add (scan, tnu_cells_get_value (self, row, col));
        if (self->imag != NULL)
          tnu_number_scan_add (scan, tnu_cells_get_imag (self, row, col));
      }
}

void
tnu_cells_choose_format (TnuCells *self, const TnuNumberScan *scan)
{
  if (self->kind == TNU_CELLS_BOOL)
    self->format = (TnuNumberFormat){ .style = TNU_NUMBER_BOOL };
  else if (self->kind == TNU_CELLS_INT || self->kind == TNU_CELLS_IMAGE)
    self->format = (TnuNumberFormat){ .style = TNU_NUMBER_INT };
  else
    self->format = tnu_number_scan_choose (scan, self->is_gradient);
  self->format.is_complex = self->imag != NULL;
  self->format.is_polar = self->imag != NULL && self->is_polar;
}

void
tnu_cells_widen_format (const TnuCells *self, TnuNumberFormat *format)
{
  char buffer[TNU_NUMBER_SIZE];

  if (self->values == NULL)
    format->n_chars = MAX (format->n_chars, 1);
  else
    for (int row = 0; row < self->n_rows; row++)
      for (int col = 0; col < self->n_cols; col++)
        {
          int n_chars = print_at (self, format, row, col, buffer);

          format->n_chars = MAX (format->n_chars, n_chars);
        }
}

static TnuCellsVisible
find_visible (cairo_t *cr, const TnuCells *cells, const TnuGrid *grid)
{
  double pitch_w = grid->cell_w + grid->gap;
  double pitch_h = grid->cell_h + grid->gap;
  double x0;
  double y0;
  double x1;
  double y1;

  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  return (TnuCellsVisible){
    .row0 = (int) CLAMP (floor ((y0 - grid->y) / pitch_h), 0, cells->n_rows),
    .row1 = (int) CLAMP (ceil ((y1 - grid->y) / pitch_h), 0, cells->n_rows),
    .col0 = (int) CLAMP (floor ((x0 - grid->x) / pitch_w), 0, cells->n_cols),
    .col1 = (int) CLAMP (ceil ((x1 - grid->x) / pitch_w), 0, cells->n_cols),
  };
}

static double
corner (const TnuCells *cells, const TnuGrid *grid)
{
  return cells->is_gradient ? grid->cell_h / 2.0 : grid->radius;
}

/* Zeros stay countable in the dark; in the light every cell does. */
static void
draw_edge (const TnuCanvas *canvas, const TnuGrid *grid, double x, double y, double radius,
           double t)
{
  if (canvas->theme->is_dark)
    {
      if (fabs (t) >= ZERO_T)
        return;
      tnu_set_token (canvas, TNU_LINE, ZERO_EDGE_ALPHA);
    }
  else
    tnu_set_token (canvas, TNU_INK1, TNU_CELL_LIGHT_EDGE_ALPHA);
  tnu_stroke_inside (canvas, x, y, grid->cell_w, grid->cell_h, radius, 1.0);
}

static void
draw_number (const TnuCanvas *canvas,
             const TnuCells *cells,
             const TnuGrid *grid,
             int row,
             int col,
             double x,
             double y,
             int weight,
             const TnuColor *ink)
{
  char buffer[TNU_NUMBER_SIZE];

  print_at (cells, &cells->format, row, col, buffer);
  tnu_text_collect (canvas->text, TNU_MONO (grid->font_size, weight), buffer,
                    x + grid->cell_w / 2.0, y + grid->cell_h / 2.0, ink);
}

/* Sign and size without colour: a bar above or below the middle of the cell. */
static void
draw_tick (const TnuCanvas *canvas, const TnuGrid *grid, double x, double y, double level,
           const TnuColor *ink)
{
  double w = round (grid->cell_w * .66);
  double middle = y + grid->cell_h / 2.0 - (2.0 * level - 1.0) * (grid->cell_h / 2.0 - 3.0);

  tnu_set_color (canvas->cr, ink, 1.0);
  cairo_rectangle (canvas->cr, x + round ((grid->cell_w - w) / 2.0), round (middle - 1.0), w, 2.0);
  cairo_fill (canvas->cr);
}

/* Size and phase of a complex number without colour: a hand from the middle, 0 to the right, a
 * quarter turn upwards. */
static void
draw_hand (const TnuCanvas *canvas, const TnuGrid *grid, double x, double y, double phase,
           double level, const TnuColor *ink)
{
  double length = level * (fmin (grid->cell_w, grid->cell_h) / 2.0 - 1.0);
  double cx = x + grid->cell_w / 2.0;
  double cy = y + grid->cell_h / 2.0;

  tnu_set_color (canvas->cr, ink, 1.0);
  cairo_arc (canvas->cr, cx, cy, 1.0, 0.0, 2.0 * G_PI);
  cairo_fill (canvas->cr);
  cairo_move_to (canvas->cr, cx, cy);
  cairo_line_to (canvas->cr, cx + length * cos (phase), cy - length * sin (phase));
  cairo_set_line_width (canvas->cr, 1.5);
  cairo_stroke (canvas->cr);
}

static void
draw_bool (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col,
           double x, double y)
{
  const TnuTheme *theme = canvas->theme;
  bool is_true = tnu_cells_get_value (cells, row, col) != 0.0;
  bool is_quiet = tnu_cells_get_state (cells, row, col) & TNU_CELL_NOT_CHOSEN;
  const TnuColor *ink = &theme->colors[is_quiet ? TNU_INK3 : is_true ? TNU_ONSTAR : TNU_INK2];

  if (is_true && !is_quiet)
    tnu_fill_rounded (canvas, x, y, grid->cell_w, grid->cell_h, grid->radius, &theme->bool_true,
                      1.0);
  else
    {
      tnu_fill_rounded (canvas, x, y, grid->cell_w, grid->cell_h, grid->radius,
                        &theme->colors[is_true ? TNU_RAISED : TNU_WELL], 1.0);
      tnu_set_token (canvas, theme->is_dark ? TNU_LINE : TNU_HAIR, 1.0);
      tnu_stroke_inside (canvas, x, y, grid->cell_w, grid->cell_h, grid->radius, 1.0);
    }
  if (grid->zoom == TNU_ZOOM_READING)
    draw_number (canvas, cells, grid, row, col, x, y, is_true && !is_quiet ? 600 : 500, ink);
}

void
tnu_cells_draw_ghost (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row,
                      int col)
{
  double x;
  double y;

  tnu_grid_get_cell (grid, row, col, &x, &y);
  tnu_mark_ghost (canvas, x, y, grid->cell_w, grid->cell_h, corner (cells, grid));
  if (grid->zoom == TNU_ZOOM_READING && !(tnu_cells_get_state (cells, row, col) & TNU_CELL_EMPTY))
    draw_number (canvas, cells, grid, row, col, x, y, 400, &canvas->theme->colors[TNU_INK3]);
}

static void
draw_special (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, double value,
              double x, double y)
{
  double r = corner (cells, grid);

  if (isnan (value))
    tnu_mark_nan (canvas, x, y, grid->cell_w, grid->cell_h, r, grid->font_size);
  else
    {
      const TnuColorScale scale = get_scale (cells);
      const double t = tnu_color_scale_get_t (&scale, value);
      const TnuColor *ink = tnu_colormap_get_ink (canvas->theme, tnu_cells_get_map (cells), t);

      tnu_fill_rounded (canvas, x, y, grid->cell_w, grid->cell_h, r,
                        tnu_colormap_get_color (canvas->theme, tnu_cells_get_map (cells), t), 1.0);
      draw_edge (canvas, grid, x, y, r, t);
      tnu_mark_infinite (canvas, x, y, grid->cell_w, grid->cell_h, r, grid->font_size,
                         value > 0.0, ink);
    }
}

static void
draw_plain (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col,
            double value, double x, double y)
{
  guint8 state = tnu_cells_get_state (cells, row, col);
  bool is_quiet = state & TNU_CELL_NOT_CHOSEN;
  double t = tnu_cells_get_drawn_t (cells, value, state);
  double r = corner (cells, grid);
  const TnuColorScale scale = get_scale (cells);
  int side = tnu_cells_get_clipped_side (cells, value);
  const TnuColor *ink = is_quiet
                          ? tnu_colormap_get_quiet_ink (canvas->theme, tnu_cells_get_map (cells), t)
                          : tnu_colormap_get_ink (canvas->theme, tnu_cells_get_map (cells), t);

  tnu_fill_rounded (canvas, x, y, grid->cell_w, grid->cell_h, r,
                    tnu_colormap_get_color (canvas->theme, tnu_cells_get_map (cells), t), 1.0);
  draw_edge (canvas, grid, x, y, r, t);
  if (side != 0)
    tnu_mark_fold (canvas, x, y, grid->cell_w, grid->cell_h, r, side > 0);
  if (grid->zoom == TNU_ZOOM_READING)
    draw_number (canvas, cells, grid, row, col, x, y, is_quiet ? 400 : 500, ink);
  else if (cells->imag != NULL)
    draw_hand (canvas, grid, x, y,
               atan2 (tnu_cells_get_imag (cells, row, col), tnu_cells_get_value (cells, row, col)),
               fabs (tnu_color_scale_get_t (&scale, value)), ink);
  else
    draw_tick (canvas, grid, x, y, tnu_color_scale_get_level (&scale, value), ink);
}

static void
draw_cell (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col)
{
  guint8 state = tnu_cells_get_state (cells, row, col);
  double x;
  double y;
  double value;

  tnu_grid_get_cell (grid, row, col, &x, &y);
  if (cells->values == NULL)
    {
      tnu_mark_no_gradient (canvas, x, y, grid->cell_w, grid->cell_h);
      return;
    }
  if (state & TNU_CELL_GHOST)
    {
      tnu_cells_draw_ghost (canvas, cells, grid, row, col);
      return;
    }
  if (state & TNU_CELL_EMPTY)
    return;
  value = tnu_cells_get_colour_value (cells, row, col);
  if (cells->kind == TNU_CELLS_BOOL)
    draw_bool (canvas, cells, grid, row, col, x, y);
  else if (!isfinite (value))
    draw_special (canvas, cells, grid, value, x, y);
  else
    draw_plain (canvas, cells, grid, row, col, value, x, y);
}

/* Alarms and rings reach over neighbouring cells, so they come after all of them. */
static void
draw_over (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid, int row, int col)
{
  double x;
  double y;

  tnu_grid_get_cell (grid, row, col, &x, &y);
  if (grid->zoom == TNU_ZOOM_BLOCK && cells->block_flags != NULL
      && cells->block_flags[tnu_cells_get_place (cells, row, col)] != 0)
    tnu_mark_alarm (canvas, x, y, grid->cell_w, grid->cell_h);
  if (tnu_cells_get_state (cells, row, col) & TNU_CELL_CHOSEN)
    {
      tnu_set_token (canvas, TNU_INK1, 1.0);
      tnu_path_rounded (canvas->cr, x, y, grid->cell_w, grid->cell_h, corner (cells, grid));
      cairo_set_line_width (canvas->cr, TNU_STROKE_VALUE_EDGE);
      cairo_stroke (canvas->cr);
    }
}

void
tnu_ring_draw (const TnuCanvas *canvas, double x, double y, double w, double h, double radius,
               TnuToken surface)
{
  double ring = TNU_STROKE_RING;

  tnu_set_token (canvas, surface, 1.0);
  tnu_stroke_inside (canvas, x - 2 * ring, y - 2 * ring, w + 4 * ring, h + 4 * ring,
                     radius + 2 * ring, 2 * ring);
  tnu_set_token (canvas, TNU_INK1, 1.0);
  tnu_stroke_inside (canvas, x - ring, y - ring, w + 2 * ring, h + 2 * ring, radius + ring, ring);
}

static void
draw_current (const TnuCanvas *canvas, const TnuCells *cells, const TnuGrid *grid,
              TnuToken surface)
{
  const TnuCellRun *run = &cells->current;
  double x;
  double y;

  if (run->n_rows <= 0 || run->n_cols <= 0)
    return;
  tnu_grid_get_cell (grid, run->row0, run->col0, &x, &y);
  tnu_ring_draw (canvas, x, y, tnu_grid_get_width (grid, run->n_cols),
                 tnu_grid_get_height (grid, run->n_rows), corner (cells, grid), surface);
}

static void
draw_vectors (const TnuCanvas *canvas, const TnuCells *self, const TnuGrid *grid,
              const TnuCellsVisible *visible)
{
  for (int row = visible->row0; row < visible->row1; row++)
    for (int col = visible->col0; col < visible->col1; col++)
      draw_cell (canvas, self, grid, row, col);
  tnu_text_flush (canvas->text, canvas->cr);
}

void
tnu_cells_draw (const TnuCanvas *canvas,
                const TnuCells *self,
                const TnuGrid *grid,
                TnuToken surface)
{
  const TnuCellsVisible visible = find_visible (canvas->cr, self, grid);

  if (self->values != NULL)
    tnu_cells_draw_halo (canvas, self, grid);
  if (grid->zoom == TNU_ZOOM_PIXEL && self->values != NULL)
    tnu_cells_draw_pixels (canvas, self, grid, &visible);
  else if (grid->zoom == TNU_ZOOM_BLOCK && self->values != NULL)
    tnu_cells_draw_blocks (canvas, self, grid, &visible);
  else
    draw_vectors (canvas, self, grid, &visible);
  if (grid->zoom != TNU_ZOOM_PIXEL || self->values == NULL)
    for (int row = visible.row0; row < visible.row1; row++)
      for (int col = visible.col0; col < visible.col1; col++)
        draw_over (canvas, self, grid, row, col);
  draw_current (canvas, self, grid, surface);
}

void
tnu_cells_draw_ramp (const TnuCanvas *canvas, TnuMap map, const TnuColorScale *scale, double low,
                     double high, double strength, double x, double y, double w, double h)
{
  for (double at = 0.0; at < w; at += 1.0)
    {
      double share = w <= 1.0 ? .5 : at / (w - 1.0);
      double t = tnu_color_scale_get_t (scale, low * (1.0 - share) + high * share)
                 * strength;

      tnu_set_color (canvas->cr, tnu_colormap_get_color (canvas->theme, map, t), 1.0);
      cairo_rectangle (canvas->cr, x + at, y, fmin (1.0, w - at), h);
      cairo_fill (canvas->cr);
    }
  if (!canvas->theme->is_dark)
    {
      tnu_set_token (canvas, TNU_INK1, TNU_CELL_LIGHT_EDGE_ALPHA);
      tnu_stroke_inside (canvas, x, y, w, h, 0.0, 1.0);
    }
}
