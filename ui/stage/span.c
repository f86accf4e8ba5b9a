/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/span.h"

#include <math.h>

TnuSpan
tnu_span_zoom (TnuSpan self, gint64 size, double factor, double element, double to)
{
  gint64 n = (gint64) fmin (round ((double) self.n / factor), (double) size);
  TnuSpan result;

  if (factor > 1 && n >= self.n)
    n = self.n - 1;
  else if (factor < 1 && n <= self.n)
    n = self.n + 1;
  result.n = CLAMP (n, MIN (1, size), size);
  result.first = (gint64) floor (element - to * (double) result.n + .5);
  result.first = CLAMP (result.first, 0, size - result.n);
  return result;
}

/* The cell of an axis of @from that lies over the middle of cell @at of @to; -1: none. */
static gint64
find_cell (gint64 from_first, gint64 from_step, int n_from, gint64 to_first, gint64 to_step, int at)
{
  const gint64 middle = to_first + at * to_step + to_step / 2;
  const gint64 cell = middle < from_first ? -1 : (middle - from_first) / from_step;

  return cell < n_from ? cell : -1;
}

void
tnu_span_resample (const TnuCardWindow *from, const double *table, const TnuCardWindow *to,
                   double *values, guint8 *states)
{
  for (int row = 0; row < to->n_rows; row++)
    {
      const gint64 r = find_cell (from->first_row, from->row_step, from->n_rows, to->first_row,
                                  to->row_step, row);

      for (int col = 0; col < to->n_cols; col++)
        {
          const gint64 c = find_cell (from->first_col, from->col_step, from->n_cols, to->first_col,
                                      to->col_step, col);
          const gsize i = (gsize) row * (gsize) to->n_cols + (gsize) col;

          states[i] = r < 0 || c < 0 ? TNU_CELL_EMPTY : 0;
          values[i] = states[i] != 0 ? 0 : table[r * from->n_cols + c];
        }
    }
}
