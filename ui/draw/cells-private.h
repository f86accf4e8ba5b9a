/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"

#include <math.h>

G_BEGIN_DECLS

/* Shared by cells.c and cell-images.c only. */

#define TNU_CELL_LIGHT_EDGE_ALPHA .12

/* The cells that a drawing reaches: row0 … row1 - 1. */
typedef struct
{
  int row0;
  int row1;
  int col0;
  int col1;
} TnuCellsVisible;

static inline ptrdiff_t
tnu_cells_get_place (const TnuCells *self, int row, int col)
{
  return row * self->row_stride + col * self->col_stride;
}

static inline double
tnu_cells_get_value (const TnuCells *self, int row, int col)
{
  return self->values[tnu_cells_get_place (self, row, col)];
}

static inline double
tnu_cells_get_imag (const TnuCells *self, int row, int col)
{
  return self->imag == NULL ? 0.0 : self->imag[tnu_cells_get_place (self, row, col)];
}

static inline guint8
tnu_cells_get_state (const TnuCells *self, int row, int col)
{
  return self->states == NULL ? 0 : self->states[(gsize) row * self->n_cols + col];
}

/* The number the colour stands for: the magnitude of a complex one. */
static inline double
tnu_cells_get_colour_value (const TnuCells *self, int row, int col)
{
  const double value = tnu_cells_get_value (self, row, col);

  return self->imag == NULL ? value : hypot (value, tnu_cells_get_imag (self, row, col));
}

static inline TnuMap
tnu_cells_get_map (const TnuCells *self)
{
  return self->is_gradient ? TNU_MAP_GRADIENTS : TNU_MAP_VALUES;
}

/* ---- cells.c ---- */

/* Above 0 when the number lies above a scale that marks it, below 0 likewise. */
int tnu_cells_get_clipped_side (const TnuCells *self, double value);
/* Where a number lies on the colour scale, as it is drawn. */
double tnu_cells_get_drawn_t (const TnuCells *self, double value, guint8 state);
/* The fill where no number is written; a mean of truth values lies between well and True. */
TnuColor tnu_cells_get_plain_fill (const TnuCells *self, const TnuTheme *theme, double value,
                                   guint8 state);
void tnu_cells_draw_ghost (const TnuCanvas *canvas, const TnuCells *self, const TnuGrid *grid,
                           int row, int col);

/* ---- cell-images.c ---- */

/* The heat map itself, one pixel per cell and one of nothing around it, scaled up softly. */
void tnu_cells_draw_halo (const TnuCanvas *canvas, const TnuCells *self, const TnuGrid *grid);
/* Cells of few pixels, one element each. */
void tnu_cells_draw_pixels (const TnuCanvas *canvas, const TnuCells *self, const TnuGrid *grid,
                            const TnuCellsVisible *visible);
/* Cells of many elements: top quarter the largest, body the mean, bottom quarter the smallest. */
void tnu_cells_draw_blocks (const TnuCanvas *canvas, const TnuCells *self, const TnuGrid *grid,
                            const TnuCellsVisible *visible);

G_END_DECLS
