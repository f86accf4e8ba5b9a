/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Matmul picture
 *
 * The three tables share their axes: A has the rows of C, B its columns, so a cell of C stands
 * where a row of A and a column of B cross. On the way back the same places hold gradients: a cell
 * of dA stands beside the row of dC it is made of. What does not fit on the card is drawn with
 * several elements per cell. */
#include "ui/operation/matmul/matmul-picture.h"

#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/matmul/matmul-chips.h"
#include "ui/operation/matmul/matmul-words.h"
#include "ui/operation/matmul/sum-card.h"
#include "ui/operation/op-head.h"

#define MARGIN 12.0
#define PADDING 16.0
#define TITLE 26.0
#define RULER 18.0
#define ROW_RULER 20.0
#define ARROW_GAP 56.0
#define BETWEEN 10.0
/* Of the words in the free corner; less on a narrow card. */
#define CORNER_MIN 170.0
#define CORNER_SHARE .34
#define CELL_MAX_W 60.0
#define CELL_MAX_H 34.0
#define CELL_MIN 4.0
/* Smallest cells the picture asks room for, as long as there are few enough. */
#define CELL_WANTED_H 20.0
/* Beyond so many rows no number could be read without scrolling far. */
#define ROWS_READ 16
#define ROWS_WANTED 8
/* Cells per axis of a table that shows its shape only. */
#define MAX_OUTLINES 24

typedef struct
{
  gint64 step[TNU_MATMUL_N_AXES]; /* elements per cell */
  int n[TNU_MATMUL_N_AXES];       /* cells */
  gint64 size_top;                /* rows of B: other than of K when it does not fit */
  int n_top;                      /* cells of them */
  double cell_w, cell_h, gap;
  double x_left, x_right, y_top, y_bottom; /* first cells of A, of B and C, of B, of A and C */
  double card_x, card_y, card_w, card_h;
} Layout;

/* ---- cells ---- */

bool
tnu_matmul_picture_get_light (const TnuMatmulPicture *self, gint64 light[TNU_MATMUL_N_AXES])
{
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (self->plan, self->view);
  TnuMatmulStep step = { self->probe_row, self->probe_column, -1 };
  if (self->probe_row < 0)
    {
      if (self->step < 0 || self->step >= tnu_matmul_count_steps (&extent, self->mode))
        return false;
      step = tnu_matmul_get_step (&extent, self->mode, self->step);
    }
  tnu_matmul_get_light (self->view, &step, light);
  return true;
}

char *
tnu_matmul_picture_dup_name (const TnuMatmulPicture *self, TnuMatmulSide side)
{
  return g_strdup_printf (tnu_matmul_shows_gradient (self->view, side) ? "d%s" : "%s",
                          self->names[side]);
}

static bool
is_target (const TnuMatmulPicture *self, TnuMatmulSide side)
{
  return tnu_matmul_get_roles (self->view)->target == side;
}

void
tnu_matmul_picture_init_cells (const TnuMatmulPicture *self, TnuMatmulSide side, TnuCells *cells)
{
  gint64 rows = tnu_matmul_plan_get_size (self->plan, tnu_matmul_get_row_axis (side));
  gint64 columns = tnu_matmul_plan_get_size (self->plan, tnu_matmul_get_column_axis (side));
  bool is_gradient = tnu_matmul_shows_gradient (self->view, side);
  *cells = (TnuCells){
    .n_rows = (int)rows,
    .n_cols = (int)columns,
    .row_stride = columns,
    .col_stride = 1,
    .kind = is_gradient ? TNU_CELLS_FLOAT : self->kinds[side],
    .is_gradient = is_gradient,
    .vmax
    = is_gradient ? self->numbers->gradient_max : tnu_matmul_numbers_get_max (self->numbers, side),
    .values
    = tnu_matmul_numbers_get_side (self->numbers, self->plan, self->view, side, self->table),
  };
  TnuNumberScan scan = { 0 };
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

/* Sums of the outer mode stand in place of the finished numbers. */
static const double *
get_values (const TnuMatmulPicture *self, TnuMatmulSide side)
{
  if (self->partial != NULL && self->mode == TNU_MATMUL_OUTER && is_target (self, side)
      && self->probe_row < 0)
    return self->partial;
  return tnu_matmul_numbers_get_side (self->numbers, self->plan, self->view, side, self->table);
}

static gint64
count_added (const TnuMatmulPicture *self, gint64 row, gint64 column)
{
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (self->plan, self->view);
  return tnu_matmul_count_added (&extent, self->mode, self->step, row, column);
}

/* One cell for step × step elements: the largest of them, as means of many would all be grey. */
static void
shrink (const double *values,
        gint64 rows,
        gint64 columns,
        gint64 row_step,
        gint64 column_step,
        const TnuCells *cells,
        double *largest_of)
{
  for (int r = 0; r < cells->n_rows; r++)
    for (int c = 0; c < cells->n_cols; c++)
      {
        double largest = 0;
        for (gint64 y = r * row_step; y < MIN ((r + 1) * row_step, rows); y++)
          for (gint64 x = c * column_step; x < MIN ((c + 1) * column_step, columns); x++)
            {
              double value = values[y * columns + x];
              if (isnan (value) || fabs (value) > fabs (largest))
                largest = value;
            }
        largest_of[r * cells->n_cols + c] = largest;
      }
}

static bool
is_lit (gint64 light, gint64 step, int cell)
{
  return light < 0 || light / step == cell;
}

/* What a cell is besides its number. */
static guint8
get_state (const TnuMatmulPicture *self,
           TnuMatmulSide side,
           const Layout *layout,
           int row,
           int column,
           bool has_light,
           const gint64 *light)
{
  TnuMatmulAxis r = tnu_matmul_get_row_axis (side), c = tnu_matmul_get_column_axis (side);
  if (is_target (self, side))
    {
      bool is_probed = self->probe_row >= 0 && is_lit (light[r], layout->step[r], row)
                       && is_lit (light[c], layout->step[c], column);
      return count_added (self, row * layout->step[r], column * layout->step[c]) < 0 && !is_probed
                 ? TNU_CELL_GHOST | TNU_CELL_EMPTY
                 : 0;
    }
  return has_light && is_lit (light[r], layout->step[r], row)
                 && is_lit (light[c], layout->step[c], column)
             ? 0
             : TNU_CELL_NOT_CHOSEN;
}

/* ---- layout ---- */

static int
count_cells (gint64 size, gint64 step)
{
  return (int)MAX ((size + step - 1) / step, 1);
}

/* The largest cells that fit; axes get more elements per cell until they are large enough. */
static void
fit_cells (Layout *layout, const gint64 *size, double w, double h, double corner)
{
  for (;;)
    {
      int across = layout->n[TNU_MATMUL_K] + layout->n[TNU_MATMUL_J];
      int down = layout->n_top + layout->n[TNU_MATMUL_I];
      double pitch_w = floor (MIN (w / across, CELL_MAX_W + 3));
      double pitch_h = floor (MIN (h / down, CELL_MAX_H + 3));
      /* A narrow A leaves the corner its words, and C the rest. */
      if (layout->n[TNU_MATMUL_K] * pitch_w < corner)
        pitch_w = MIN (pitch_w, floor ((w - corner) / layout->n[TNU_MATMUL_J]));
      bool is_narrow = pitch_w < CELL_MIN, is_low = pitch_h < CELL_MIN;
      if (!is_narrow && !is_low)
        {
          layout->gap = MIN (pitch_w, pitch_h) >= 23 ? 3 : MIN (pitch_w, pitch_h) >= 12 ? 2 : 0;
          layout->cell_w = MAX (pitch_w - layout->gap, 2);
          layout->cell_h = MAX (MIN (pitch_h - layout->gap, MAX (layout->cell_w * .8, 20)), 2);
          if (layout->gap == 0)
            layout->cell_h = MIN (layout->cell_h, layout->cell_w * 1.5);
          return;
        }
      TnuMatmulAxis other = is_narrow ? TNU_MATMUL_J : TNU_MATMUL_I;
      int n_inner = is_narrow ? layout->n[TNU_MATMUL_K] : layout->n_top;
      TnuMatmulAxis axis = n_inner >= layout->n[other] ? TNU_MATMUL_K : other;
      layout->step[axis] *= 2;
      layout->n[axis] = count_cells (size[axis], layout->step[axis]);
      layout->n_top = count_cells (layout->size_top, layout->step[TNU_MATMUL_K]);
    }
}

static bool
keeps_places (const TnuMatmulPicture *self)
{
  return self->numbers != NULL || self->is_waiting;
}

static Layout
layout_init (const TnuMatmulPicture *self, double w, double h)
{
  Layout layout = { .card_x = MARGIN, .card_y = MARGIN, .card_w = w - 2 * MARGIN, .card_h = h };
  gint64 size[TNU_MATMUL_N_AXES];
  for (int axis = 0; axis < TNU_MATMUL_N_AXES; axis++)
    {
      size[axis] = tnu_matmul_plan_get_size (self->plan, axis);
      layout.step[axis] = keeps_places (self) || size[axis] <= MAX_OUTLINES
                              ? 1
                              : (size[axis] + MAX_OUTLINES - 1) / MAX_OUTLINES;
      layout.n[axis] = count_cells (size[axis], layout.step[axis]);
    }
  layout.size_top = self->plan->n_inner_b;
  layout.n_top = count_cells (layout.size_top, layout.step[TNU_MATMUL_K]);
  double bands = 2 * (TITLE + RULER) + BETWEEN + 2 * PADDING;
  double corner = MIN (CORNER_MIN, CORNER_SHARE * layout.card_w);
  fit_cells (&layout, size, layout.card_w - 2 * PADDING - 2 * ROW_RULER - ARROW_GAP, h - bands,
             corner);
  double pitch_w = layout.cell_w + layout.gap, pitch_h = layout.cell_h + layout.gap;
  double left = ROW_RULER + MAX (layout.n[TNU_MATMUL_K] * pitch_w, corner);
  double right = ROW_RULER + layout.n[TNU_MATMUL_J] * pitch_w;
  double free = MAX (layout.card_w - 2 * PADDING - left - right - ARROW_GAP, 0);
  double spread = MIN (free, 40);
  layout.x_right = round (layout.card_x + PADDING + left + ARROW_GAP + ROW_RULER + spread
                          + (free - spread) / 2);
  layout.x_left = round (layout.card_x + PADDING + (free - spread) / 2 + left
                         - layout.n[TNU_MATMUL_K] * pitch_w);
  double used = bands + (layout.n_top + layout.n[TNU_MATMUL_I]) * pitch_h;
  double above = MAX ((h - used) / 2, 0);
  layout.y_top = round (layout.card_y + PADDING + above + TITLE + RULER);
  layout.y_bottom = round (layout.y_top + layout.n_top * pitch_h + BETWEEN + TITLE + RULER);
  return layout;
}

static void
get_origin (const Layout *layout, TnuMatmulSide side, double *x, double *y)
{
  *x = side == TNU_MATMUL_SIDE_A ? layout->x_left : layout->x_right;
  *y = side == TNU_MATMUL_SIDE_B ? layout->y_top : layout->y_bottom;
}

double
tnu_matmul_picture_get_height (const TnuMatmulPicture *self)
{
  gint64 rows = self->plan->n_inner_b + self->plan->n_rows;
  double wanted = (double)(rows <= ROWS_READ ? rows : ROWS_WANTED) * CELL_WANTED_H;
  double height = 2 * MARGIN + 2 * (TITLE + RULER) + BETWEEN + 2 * PADDING + MAX (wanted, 100);
  return height + (keeps_places (self) ? MARGIN + TNU_SUM_CARD_HEIGHT : 0);
}

/* ---- tables ---- */

static void
init_rulers (const TnuMatmulPicture *self,
             TnuMatmulSide side,
             const Layout *layout,
             bool has_light,
             const gint64 *light,
             TnuRulers *rulers)
{
  TnuMatmulAxis r = tnu_matmul_get_row_axis (side), c = tnu_matmul_get_column_axis (side);
  *rulers = (TnuRulers){
    .row_dim = tnu_matmul_plan_get_dim (self->plan, r),
    .col_dim = tnu_matmul_plan_get_dim (self->plan, c),
    .row_step = layout->step[r],
    .col_step = layout->step[c],
  };
  if (!has_light)
    return;
  if (light[r] >= 0)
    {
      rulers->marked.row0 = (int)(light[r] / layout->step[r]);
      rulers->marked.n_rows = 1;
    }
  if (light[c] >= 0)
    {
      rulers->marked.col0 = (int)(light[c] / layout->step[c]);
      rulers->marked.n_cols = 1;
    }
}

static TnuCellRun
get_run (TnuMatmulSide side, const Layout *layout, const gint64 *light)
{
  TnuMatmulAxis r = tnu_matmul_get_row_axis (side), c = tnu_matmul_get_column_axis (side);
  TnuCellRun run = { 0, 0, layout->n[r], layout->n[c] };
  if (light[r] >= 0)
    {
      run.row0 = (int)(light[r] / layout->step[r]);
      run.n_rows = 1;
    }
  if (light[c] >= 0)
    {
      run.col0 = (int)(light[c] / layout->step[c]);
      run.n_cols = 1;
    }
  return run;
}

static void
draw_title (
    const TnuMatmulPicture *self, const TnuCanvas *canvas, TnuMatmulSide side, double x, double y)
{
  g_autofree char *name = tnu_matmul_picture_dup_name (self, side);
  x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), name, x, y,
                      TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1])
       + 10;
  x += tnu_matmul_chips_draw (self->plan, side, canvas, x, y, NULL) + 8;
  if (side == TNU_MATMUL_SIDE_C && self->plan->result.rank == 0
      && self->plan->verdict == TNU_MATMUL_FITS)
    tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "0-d", x - 8, y);
}

/* A table of outlines: nothing is known but its shape. */
static void
draw_outline (const TnuMatmulPicture *self,
              const TnuCanvas *canvas,
              TnuMatmulSide side,
              const Layout *layout)
{
  int rows = side == TNU_MATMUL_SIDE_B ? layout->n_top : layout->n[TNU_MATMUL_I];
  int columns = layout->n[tnu_matmul_get_column_axis (side)];
  bool is_wrong = side == TNU_MATMUL_SIDE_C && self->plan->verdict != TNU_MATMUL_FITS;
  double x, y;
  get_origin (layout, side, &x, &y);
  double w = columns * (layout->cell_w + layout->gap) - layout->gap;
  double h = rows * (layout->cell_h + layout->gap) - layout->gap;
  cairo_save (canvas->cr);
  static const double dashes[] = { 3, 3 };
  if (is_wrong)
    {
      cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
      tnu_set_token (canvas, TNU_ERR, 1);
      tnu_stroke_inside (canvas, x, y, w, h, TNU_RADIUS_CELL, 1.25);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_PANEL, 700), "?", x + w / 2,
                     y + h / 2, TNU_ALIGN_CENTRE, &canvas->theme->colors[TNU_ERR]);
    }
  else if (MIN (layout->cell_w, layout->cell_h) < 8)
    {
      tnu_set_token (canvas, TNU_INK3, 1);
      cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
      tnu_stroke_inside (canvas, x, y, w, h, TNU_RADIUS_CELL, 1);
    }
  else
    for (int r = 0; r < rows; r++)
      for (int c = 0; c < columns; c++)
        tnu_fill_rounded (canvas, x + c * (layout->cell_w + layout->gap),
                          y + r * (layout->cell_h + layout->gap), layout->cell_w, layout->cell_h,
                          TNU_RADIUS_CELL, &canvas->theme->colors[TNU_RAISED], 1);
  cairo_restore (canvas->cr);
}

static void
draw_rulers (const TnuMatmulPicture *self,
             const TnuCanvas *canvas,
             TnuMatmulSide side,
             const Layout *layout,
             const TnuGrid *grid,
             bool has_light,
             const gint64 *light)
{
  TnuRulers rulers;
  init_rulers (self, side, layout, has_light, light, &rulers);
  tnu_rulers_draw (canvas, &rulers, grid, layout->n[tnu_matmul_get_row_axis (side)],
                   layout->n[tnu_matmul_get_column_axis (side)]);
}

/* Where the tables without numbers stand, for their rulers. */
static TnuGrid
plain_grid (const Layout *layout, TnuMatmulSide side)
{
  TnuGrid grid = {
    .cell_w = layout->cell_w,
    .cell_h = layout->cell_h,
    .gap = layout->gap,
    .zoom = layout->cell_w < 10 ? TNU_ZOOM_PIXEL : TNU_ZOOM_LEVEL,
  };
  get_origin (layout, side, &grid.x, &grid.y);
  return grid;
}

static TnuGrid
draw_table (const TnuMatmulPicture *self,
            const TnuCanvas *canvas,
            TnuMatmulSide side,
            const Layout *layout,
            bool has_light,
            const gint64 *light)
{
  TnuMatmulAxis r = tnu_matmul_get_row_axis (side), c = tnu_matmul_get_column_axis (side);
  TnuCells cells;
  double x, y;
  get_origin (layout, side, &x, &y);
  tnu_matmul_picture_init_cells (self, side, &cells);
  cells.n_rows = MIN (layout->n[r], (int)tnu_matmul_plan_get_size (self->plan, r));
  cells.n_cols = MIN (layout->n[c], (int)tnu_matmul_plan_get_size (self->plan, c));
  cells.row_stride = cells.n_cols;
  gsize n = MAX ((gsize)cells.n_rows * cells.n_cols, 1);
  g_autofree double *values = g_new0 (double, n);
  g_autofree guint8 *states = g_new0 (guint8, n);
  shrink (get_values (self, side), tnu_matmul_plan_get_size (self->plan, r),
          tnu_matmul_plan_get_size (self->plan, c), layout->step[r], layout->step[c], &cells,
          values);
  for (int row = 0; row < cells.n_rows; row++)
    for (int column = 0; column < cells.n_cols; column++)
      {
        gsize at = (gsize)row * cells.n_cols + column;
        states[at] = get_state (self, side, layout, row, column, has_light, light);
        /* Pixels know no ghosts. */
        if (states[at] & TNU_CELL_EMPTY && layout->gap == 0)
          values[at] = 0;
      }
  cells.values = values;
  cells.states = states;
  if (has_light)
    cells.current = get_run (side, layout, light);
  TnuGrid grid;
  tnu_grid_init (&grid, canvas->text, &cells, x, y, layout->cell_w, layout->cell_h);
  grid.gap = layout->gap;
  tnu_cells_draw (canvas, &cells, &grid, TNU_CARD);
  return grid;
}

/* ---- arrows ---- */

static void
draw_arrow (const TnuCanvas *canvas, double x0, double y0, double x1, double y1)
{
  if (fabs (x1 - x0) + fabs (y1 - y0) < 10)
    return;
  tnu_set_token (canvas, TNU_INK2, 1);
  cairo_set_line_width (canvas->cr, TNU_STROKE_RAIL);
  cairo_move_to (canvas->cr, x0, y0);
  cairo_line_to (canvas->cr, x1, y1);
  cairo_stroke (canvas->cr);
  tnu_arrow_head (canvas->cr, x1, y1, atan2 (y1 - y0, x1 - x0), 4);
}

/* The lit row goes over to the target, and so does the lit column. */
static void
draw_arrows (const TnuMatmulPicture *self,
             const TnuCanvas *canvas,
             const Layout *layout,
             const gint64 *light,
             double title_end)
{
  double pitch_w = layout->cell_w + layout->gap, pitch_h = layout->cell_h + layout->gap;
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (self->view);
  if (light[TNU_MATMUL_I] >= 0 && roles->target != TNU_MATMUL_SIDE_B)
    {
      double y = round (layout->y_bottom
                        + (double)(light[TNU_MATMUL_I] / layout->step[TNU_MATMUL_I]) * pitch_h
                        + layout->cell_h / 2)
                 + .5;
      double from = layout->x_left + layout->n[TNU_MATMUL_K] * pitch_w + 8;
      double to = layout->x_right - ROW_RULER - 6;
      bool is_back = roles->target == TNU_MATMUL_SIDE_A;
      draw_arrow (canvas, is_back ? to : from, y, is_back ? from : to, y);
    }
  if (light[TNU_MATMUL_J] >= 0 && roles->target != TNU_MATMUL_SIDE_A)
    {
      double x = round (layout->x_right
                        + (double)(light[TNU_MATMUL_J] / layout->step[TNU_MATMUL_J]) * pitch_w
                        + layout->cell_w / 2)
                 + .5;
      double from = layout->y_top + layout->n[TNU_MATMUL_K] * pitch_h + 4;
      double to = x < title_end + 8 ? from + 11 : layout->y_bottom - RULER - 2;
      bool is_back = roles->target == TNU_MATMUL_SIDE_B;
      draw_arrow (canvas, x, is_back ? to : from, x, is_back ? from : to);
    }
}

/* ---- what does not fit ---- */

/* The guilty axis: a bracket along the columns of A, one along the rows of B. */
static void
draw_guilt (const TnuMatmulPicture *self, const TnuCanvas *canvas, const Layout *layout)
{
  double pitch_w = layout->cell_w + layout->gap, pitch_h = layout->cell_h + layout->gap;
  double ax0 = layout->x_left, ax1 = ax0 + layout->n[TNU_MATMUL_K] * pitch_w - layout->gap;
  double ay = layout->y_bottom - 8;
  double by0 = layout->y_top, by1 = by0 + layout->n_top * pitch_h - layout->gap;
  double bx = layout->x_right - 8;
  g_autofree char *a = g_strdup_printf ("%" G_GINT64_FORMAT, self->plan->n_inner);
  g_autofree char *b = g_strdup_printf ("%" G_GINT64_FORMAT, self->plan->n_inner_b);
  tnu_set_token (canvas, TNU_ERR, 1);
  cairo_set_line_width (canvas->cr, TNU_STROKE_RAIL);
  cairo_move_to (canvas->cr, ax0 + .5, ay + 5);
  cairo_line_to (canvas->cr, ax0 + .5, ay + .5);
  cairo_line_to (canvas->cr, ax1 - .5, ay + .5);
  cairo_line_to (canvas->cr, ax1 - .5, ay + 5);
  cairo_move_to (canvas->cr, bx + 5, by0 + .5);
  cairo_line_to (canvas->cr, bx + .5, by0 + .5);
  cairo_line_to (canvas->cr, bx + .5, by1 - .5);
  cairo_line_to (canvas->cr, bx + 5, by1 - .5);
  cairo_stroke (canvas->cr);
  const TnuColor *err = &canvas->theme->colors[TNU_ERR];
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), a, ax1 + 8, ay + 2, TNU_ALIGN_START,
                 err);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), b, bx - 6, (by0 + by1) / 2,
                 TNU_ALIGN_END, err);
}

/* ---- the corner ---- */

/* How the colours are to be read, or where the gradient comes from. */
static const char *
get_note (const TnuMatmulPicture *self)
{
  if (self->note != NULL)
    return self->note;
  if (self->numbers == NULL)
    return "";
  if (self->view != TNU_MATMUL_C)
    return self->numbers->dc_is_ones ? "No gradient was recorded here: the picture takes ones."
                                     : "The gradient that backward() recorded.";
  return tnu_matmul_numbers_have_two_scales (self->numbers)
             ? "The product is much larger than its factors: it has a colour scale of its own."
             : "One colour scale for all three: equal colour is equal number.";
}

static void
draw_corner (const TnuMatmulPicture *self, const TnuCanvas *canvas, const Layout *layout)
{
  double x = layout->card_x + PADDING, y = layout->card_y + PADDING + 8;
  double w = layout->x_right - ROW_RULER - 24 - x;
  TnuFont font = TNU_MONO (TNU_FONT_PANEL, 700);
  g_autofree char *title = tnu_matmul_dup_equation (self->view, self->names);
  tnu_text_show_within (canvas->text, canvas->cr, font, title, x, y, w,
                        &canvas->theme->colors[TNU_INK1]);
  g_autofree char *words = tnu_matmul_dup_words (self->plan, self->view, self->mode, self->names,
                                                 self->step, self->probe_row, self->probe_column);
  double limit = layout->y_bottom - RULER - TITLE - 8;
  y = tnu_matmul_words_draw (self->plan, canvas, TNU_SANS (13, 400), TNU_INK2, words, x, y + 28,
                             MIN (w, 300), limit);
  const char *note = get_note (self);
  tnu_matmul_words_draw (self->plan, canvas, TNU_SANS (TNU_FONT_NOTE, 400), TNU_INK3, note, x,
                         y + 8, MIN (w, 300), limit);
}

/* What cannot be drawn as two tables: the line, why, and the shape that comes out. */
static void
draw_plain (const TnuMatmulPicture *self, const TnuCanvas *canvas, const Layout *layout, double h)
{
  double x = layout->card_x + PADDING, y = layout->card_y + PADDING + 8;
  double w = layout->card_w - 2 * PADDING, limit = layout->card_y + h - PADDING;
  if (self->title != NULL)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_PANEL, 700), self->title, x,
                          y, w, &canvas->theme->colors[TNU_INK1]);
  y = tnu_matmul_words_draw (self->plan, canvas, TNU_SANS (13, 400), TNU_INK2, self->plan->words, x,
                             y + 28, MIN (w, 440), limit);
  if (self->plan->verdict != TNU_MATMUL_UNPLAYED)
    return;
  y += 16;
  x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700),
                      self->names[TNU_MATMUL_SIDE_C], x, y, TNU_ALIGN_START,
                      &canvas->theme->colors[TNU_INK1])
       + 10;
  tnu_matmul_chips_draw (self->plan, TNU_MATMUL_SIDE_C, canvas, x, y, NULL);
  if (self->plan->result.rank == 0)
    tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "0-d", x, y);
}

/* ---- all ---- */

static void
draw_titles (const TnuMatmulPicture *self, const TnuCanvas *canvas, const Layout *layout)
{
  for (int side = 0; side < TNU_MATMUL_N_SIDES; side++)
    {
      double x, y;
      get_origin (layout, side, &x, &y);
      draw_title (self, canvas, side, x, y - RULER - TITLE / 2);
    }
}

void
tnu_matmul_picture_draw (const TnuMatmulPicture *self,
                         const TnuCanvas *canvas,
                         double w,
                         double h,
                         TnuMatmulPlace *place)
{
  bool has_sum = self->numbers != NULL, has_place = keeps_places (self);
  double card_h = h - 2 * MARGIN - (has_place ? MARGIN + TNU_SUM_CARD_HEIGHT : 0);
  Layout layout = layout_init (self, w, card_h);
  gint64 light[TNU_MATMUL_N_AXES] = { -1, -1, -1 };
  bool has_light = tnu_matmul_picture_get_light (self, light);
  *place = (TnuMatmulPlace){ .n_rows = 0 };
  tnu_plate_draw (canvas, layout.card_x, layout.card_y, layout.card_w, card_h);
  if (self->plan->words != NULL)
    {
      draw_plain (self, canvas, &layout, card_h);
      return;
    }
  draw_corner (self, canvas, &layout);
  if (self->plan->verdict == TNU_MATMUL_SCALAR)
    return;
  draw_titles (self, canvas, &layout);
  if (self->plan->verdict != TNU_MATMUL_FITS)
    {
      for (int side = 0; side < TNU_MATMUL_N_SIDES; side++)
        draw_outline (self, canvas, side, &layout);
      if (self->plan->verdict == TNU_MATMUL_INNER)
        draw_guilt (self, canvas, &layout);
      return;
    }
  const TnuMatmulRoles *roles = tnu_matmul_get_roles (self->view);
  for (int side = 0; side < TNU_MATMUL_N_SIDES; side++)
    {
      TnuGrid grid = plain_grid (&layout, side);
      if (self->numbers == NULL)
        draw_outline (self, canvas, side, &layout);
      else
        grid = draw_table (self, canvas, side, &layout, has_light, light);
      draw_rulers (self, canvas, side, &layout, &grid, has_light && has_sum, light);
      if (side == (int)roles->target && has_sum)
        *place = (TnuMatmulPlace){
          .grid = grid,
          .n_rows = layout.n[roles->row],
          .n_columns = layout.n[roles->column],
          .row_step = layout.step[roles->row],
          .column_step = layout.step[roles->column],
        };
    }
  if (has_place && !has_sum)
    tnu_plate_draw (canvas, MARGIN, h - MARGIN - TNU_SUM_CARD_HEIGHT, w - 2 * MARGIN,
                    TNU_SUM_CARD_HEIGHT);
  if (!has_sum)
    return;
  double title_end = layout.x_right + 120;
  if (has_light)
    draw_arrows (self, canvas, &layout, light, title_end);
  tnu_matmul_picture_draw_sum (self, canvas, MARGIN, h - MARGIN - TNU_SUM_CARD_HEIGHT,
                               w - 2 * MARGIN, TNU_SUM_CARD_HEIGHT);
}

bool
tnu_matmul_place_hit (const TnuMatmulPlace *self, double x, double y, gint64 *row, gint64 *column)
{
  int r, c;
  if (self->n_rows == 0 || !tnu_grid_hit (&self->grid, self->n_rows, self->n_columns, x, y, &r, &c))
    return false;
  *row = r * self->row_step;
  *column = c * self->column_step;
  return true;
}
