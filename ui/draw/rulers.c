/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Which indices are written: all of them while they fit; else every 2nd, 5th, 10th, …; at pixel
 * and block zoom the quarters and the last, so that the size of the axis can be read off. */
#include "ui/draw/cells.h"

#include <math.h>

#define HAIRLINE_ALPHA .55
#define HAIRLINE_DISTANCE 3.0
#define MARKED_SIZE 11.0
#define LABEL_SPACE 6.0

typedef struct
{
  double pitch;   /* px from one cell to the next */
  double size;    /* px of one cell */
  double label;   /* px a label takes along the axis, space included */
  int n;
  bool is_coarse; /* quarters only */
} Track;

static void
print_index (char buffer[24], gint64 first, gint64 step, int at)
{
  g_snprintf (buffer, 24, "%" G_GINT64_FORMAT, first + step * at);
}

static double
widest_label (TnuText *text, gint64 first, gint64 step, int n)
{
  char buffer[24];

  print_index (buffer, first, step, MAX (0, n - 1));
  return tnu_text_get_width (text, TNU_MONO (TNU_FONT_RULER, 500), buffer);
}

static int
stride_of (const Track *track)
{
  static const int steps[] = { 1, 2, 5 };

  for (int decade = 1; decade < G_MAXINT / 10; decade *= 10)
    for (size_t i = 0; i < G_N_ELEMENTS (steps); i++)
      if (steps[i] * decade * track->pitch >= track->label)
        return steps[i] * decade;
  return track->n;
}

static bool
is_labelled (const Track *track, int stride, int at)
{
  if (track->is_coarse)
    {
      for (int quarter = 0; quarter <= 4; quarter++)
        {
          int stop = quarter == 4 ? track->n - 1 : (int) ((gint64) track->n * quarter / 4);

          if (at == stop
              && (quarter == 0 || quarter == 4
                  || track->n / 4.0 * track->pitch >= track->label))
            return true;
        }
      return false;
    }
  return at % stride == 0;
}

/* The step from one index that could be labelled to the next, so that long axes are not walked
 * cell by cell. */
static int
next_candidate (const Track *track, int stride, int at)
{
  int next = at + 1;

  if (!track->is_coarse)
    return at + stride;
  while (next < track->n && !is_labelled (track, stride, next))
    next++;
  return next;
}

static bool
crowds_marked (const Track *track, int at, int marked0, int n_marked)
{
  if (n_marked <= 0 || (at >= marked0 && at < marked0 + n_marked))
    return false;
  return MIN (abs (at - marked0), abs (at - (marked0 + n_marked - 1))) * track->pitch
         < track->label;
}

/* Over the middle of its column, but not far beyond the table's edges. */
static void
show_column (const TnuCanvas *canvas, const TnuGrid *grid, int n_cols, int at, TnuFont font,
             const char *label, double y, const TnuColor *color)
{
  const double w = tnu_text_get_width (canvas->text, font, label);
  const double middle = grid->x + at * (grid->cell_w + grid->gap) + grid->cell_w / 2.0;
  const double most = grid->x + fmax (tnu_grid_get_width (grid, n_cols), w) - w / 2.0;

  const double least = grid->x - tnu_px (canvas->text, TNU_UNIT) + w / 2.0;

  tnu_text_show (canvas->text, canvas->cr, font, label, fmax (fmin (middle, most), least), y,
                 TNU_ALIGN_CENTRE, color);
}

static void
draw_columns (const TnuCanvas *canvas, const TnuRulers *self, const TnuGrid *grid, int n_cols)
{
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, self->col_dim);
  const TnuCellRun *marked = &self->marked;
  Track track = {
    .pitch = grid->cell_w + grid->gap,
    .size = grid->cell_w,
    .label = widest_label (canvas->text, self->col_first, self->col_step, n_cols)
             + LABEL_SPACE * canvas->scale,
    .n = n_cols,
    .is_coarse = grid->zoom == TNU_ZOOM_PIXEL || grid->zoom == TNU_ZOOM_BLOCK,
  };
  int stride = stride_of (&track);
  double y = grid->y - tnu_px (canvas->text, 11.0);
  char buffer[24];

  tnu_hline (canvas->cr, grid->x, grid->x + tnu_grid_get_width (grid, n_cols),
             grid->y - HAIRLINE_DISTANCE, color, HAIRLINE_ALPHA);
  for (int at = 0; at < n_cols; at = next_candidate (&track, stride, at))
    if (is_labelled (&track, stride, at)
        && !(at >= marked->col0 && at < marked->col0 + marked->n_cols)
        && !crowds_marked (&track, at, marked->col0, marked->n_cols))
      {
        print_index (buffer, self->col_first, self->col_step, at);
        show_column (canvas, grid, n_cols, at, TNU_MONO (TNU_FONT_RULER, 500), buffer, y, color);
      }
  for (int at = marked->col0; at < MIN (n_cols, marked->col0 + marked->n_cols); at++)
    if (marked->n_cols == 1 || is_labelled (&track, stride, at))
      {
        print_index (buffer, self->col_first, self->col_step, at);
        show_column (canvas, grid, n_cols, at, TNU_MONO (MARKED_SIZE, 700), buffer, y, color);
      }
}

static void
draw_rows (const TnuCanvas *canvas, const TnuRulers *self, const TnuGrid *grid, int n_rows)
{
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, self->row_dim);
  const TnuCellRun *marked = &self->marked;
  Track track = {
    .pitch = grid->cell_h + grid->gap,
    .size = grid->cell_h,
    .label = (TNU_FONT_RULER + 3.0) * canvas->scale,
    .n = n_rows,
    .is_coarse = grid->zoom == TNU_ZOOM_PIXEL || grid->zoom == TNU_ZOOM_BLOCK,
  };
  int stride = stride_of (&track);
  double x = grid->x - HAIRLINE_DISTANCE - tnu_px (canvas->text, 5.0);
  char buffer[24];

  tnu_vline (canvas->cr, grid->x - HAIRLINE_DISTANCE, grid->y,
             grid->y + tnu_grid_get_height (grid, n_rows), color, HAIRLINE_ALPHA);
  for (int at = 0; at < n_rows; at = next_candidate (&track, stride, at))
    if (is_labelled (&track, stride, at)
        && !(at >= marked->row0 && at < marked->row0 + marked->n_rows)
        && !crowds_marked (&track, at, marked->row0, marked->n_rows))
      {
        print_index (buffer, self->row_first, self->row_step, at);
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_RULER, 500), buffer, x,
                       grid->y + at * track.pitch + track.size / 2.0, TNU_ALIGN_END, color);
      }
  for (int at = marked->row0; at < MIN (n_rows, marked->row0 + marked->n_rows); at++)
    if (marked->n_rows == 1 || is_labelled (&track, stride, at))
      {
        print_index (buffer, self->row_first, self->row_step, at);
        tnu_text_show (canvas->text, canvas->cr, TNU_MONO (MARKED_SIZE, 700), buffer, x,
                       grid->y + at * track.pitch + track.size / 2.0, TNU_ALIGN_END, color);
      }
}

double
tnu_rulers_get_row_width (const TnuRulers *self, TnuText *text, int n_rows)
{
  double label;

  if (self->row_dim < 0)
    return 0.0;
  label = widest_label (text, self->row_first, self->row_step, n_rows);
  return ceil (fmax (tnu_px (text, TNU_RULER),
                     label + HAIRLINE_DISTANCE + tnu_px (text, 5.0) + 1.0));
}

void
tnu_rulers_draw (const TnuCanvas *canvas,
                 const TnuRulers *self,
                 const TnuGrid *grid,
                 int n_rows,
                 int n_cols)
{
  if (self->col_dim >= 0 && n_cols > 0)
    draw_columns (canvas, self, grid, n_cols);
  if (self->row_dim >= 0 && n_rows > 0)
    draw_rows (canvas, self, grid, n_rows);
}
