/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/stack-cells.h"

#include <math.h>

/* ---- scale and format ---- */

void
tnu_stack_cells_init (TnuCells *cells, TnuCellsKind kind, bool is_gradient, const double *values,
                      const double *imaginary, gint64 n)
{
  TnuNumberScan scan = { 0 };
  *cells = (TnuCells) {
    .n_rows = 1,
    .n_cols = (int) n,
    .row_stride = n,
    .col_stride = 1,
    .kind = kind,
    .is_gradient = is_gradient,
    .values = values,
    .imag = imaginary,
  };
  for (gint64 k = 0; k < n; k++)
    {
      double magnitude = imaginary != NULL ? hypot (values[k], imaginary[k]) : fabs (values[k]);
      if (isfinite (magnitude))
        cells->vmax = MAX (cells->vmax, magnitude);
    }
  tnu_cells_scan (cells, &scan);
  tnu_cells_choose_format (cells, &scan);
  tnu_cells_widen_format (cells, &cells->format);
}

void
tnu_stack_init_for (TnuTableStack *stack, TnuCellsKind kind, const TnuShape *shape, double x,
                    double y, double w, double h)
{
  tnu_table_stack_init_within (stack, shape, x, y, w, h,
                               kind == TNU_CELLS_COMPLEX ? TNU_STACK_COMPLEX_W : TNU_STACK_MAX_W,
                               TNU_STACK_MAX_H);
}

/* ---- pointing ---- */

gint64
tnu_stack_hit (const TnuTableStack *stack, gint64 n, double x, double y)
{
  gint64 per_table = stack->rows * stack->columns;
  gint64 across = (gint64) floor ((x - stack->x) / stack->table_w);
  gint64 down = (gint64) floor ((y - stack->y) / stack->table_h);
  if (across < 0 || across >= stack->n_across || down < 0)
    return -1;
  gint64 line = (gint64) ((y - stack->y - (double) down * stack->table_h) / stack->pitch_h);
  gint64 place = (gint64) ((x - stack->x - (double) across * stack->table_w) / stack->pitch_w);
  gint64 row = line / stack->n_lines;
  gint64 column = line % stack->n_lines * stack->line + place;
  gint64 table = down * stack->n_across + across;
  if (place >= stack->line || row >= stack->rows || column >= stack->columns
      || table >= stack->n_tables)
    return -1;
  gint64 element = table * per_table + row * stack->columns + column;
  return element < n ? element : -1;
}
