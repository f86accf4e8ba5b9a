/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/color-scale.h"
#include "ui/draw/colormap.h"
#include "ui/draw/number.h"
#include "ui/draw/paint.h"

#include <stddef.h>

G_BEGIN_DECLS

typedef enum
{
  TNU_CELLS_FLOAT,
  TNU_CELLS_INT,     /* quiet colours, no halo */
  TNU_CELLS_BOOL,    /* solid or outlined, no colour scale */
  TNU_CELLS_COMPLEX, /* coloured by magnitude */
  TNU_CELLS_IMAGE    /* uint8: the full scale from 0 to vmax */
} TnuCellsKind;

/* What one cell is besides its number; flags of a byte. */
typedef enum
{
  TNU_CELL_NOT_CHOSEN = 1 << 0, /* drawn back: not chosen, not lit */
  TNU_CELL_GHOST = 1 << 1,      /* dashed outline: stride 0, moved away, not yet */
  TNU_CELL_CHOSEN = 1 << 2,     /* ringed */
  TNU_CELL_EMPTY = 1 << 3       /* nothing is drawn, and a ghost shows no number */
} TnuCellState;

/* A run of cells, [row0, row0 + n_rows) x [col0, col0 + n_cols); empty when n_rows is 0. */
typedef struct
{
  int row0;
  int col0;
  int n_rows;
  int n_cols;
} TnuCellRun;

/* A table of numbers to draw. Borrows every array; element (r, c) of each stands at
 * r * row_stride + c * col_stride. */
typedef struct
{
  int n_rows;
  int n_cols;
  ptrdiff_t row_stride;
  ptrdiff_t col_stride;
  const double *values;        /* NULL: no gradient yet, every cell a dashed capsule */
  const double *imag;          /* of complex numbers, else NULL */
  bool is_polar;               /* complex numbers are written by magnitude and phase */
  const gint64 *integers;      /* exact numbers of kind INT beyond 2^53, else NULL */
  const double *block_min;     /* with block_max: every cell stands for many elements */
  const double *block_max;
  const guint8 *block_flags;   /* not 0: a NaN or an infinity hides in the block; NULL: none */
  const guint8 *states;        /* TnuCellState per cell, n_rows x n_cols without gaps, NULL: none */
  TnuCellsKind kind;
  bool is_gradient;            /* capsules, and the map of gradients */
  double vmax;                 /* the scale; 0 when every number is 0 */
  const TnuColorScale *scale;  /* instead of vmax; NULL: from -vmax to vmax */
  bool marks_clipped;          /* the scale was typed: fold a corner beyond ±vmax */
  TnuNumberFormat format;      /* with n_chars of the widest number */
  TnuCellRun current;          /* hover, cursor, lit row or column: one ring */
} TnuCells;

typedef enum
{
  TNU_ZOOM_READING, /* numbers */
  TNU_ZOOM_LEVEL,   /* a tick at the height of the number */
  TNU_ZOOM_PIXEL,   /* colour only, no gaps */
  TNU_ZOOM_BLOCK    /* max, mean, min */
} TnuZoom;

/* Where a table stands; whole pixels. */
typedef struct
{
  double x;
  double y;
  double cell_w; /* of the filled cell, without the gap */
  double cell_h;
  double gap;
  double radius;
  double font_size; /* px at text scale 1; 0 where no number is written */
  TnuZoom zoom;
} TnuGrid;

/* The indices written along a table. */
typedef struct
{
  int row_dim;           /* axis along the rows, -1: no ruler */
  int col_dim;
  gint64 row_first;      /* index of row 0 */
  gint64 col_first;
  gint64 row_step;       /* elements per cell, at least 1 */
  gint64 col_step;
  TnuCellRun marked;     /* indices drawn larger; empty: none */
} TnuRulers;

/**
 * tnu_cells_scan:
 * @scan: accumulates, so that several tables can share one format
 */
void tnu_cells_scan (const TnuCells *self, TnuNumberScan *scan);

/**
 * tnu_cells_choose_format:
 * @scan: of all tables that share the format
 *
 * Sets the format for the cells' kind, with n_chars still 0; then call
 * tnu_cells_widen_format() for each table.
 */
void tnu_cells_choose_format (TnuCells *self, const TnuNumberScan *scan);

/**
 * tnu_cells_widen_format:
 * @format: whose n_chars grows to the widest number of the table
 */
void tnu_cells_widen_format (const TnuCells *self, TnuNumberFormat *format);

/**
 * tnu_grid_init:
 * @cells: for its format and whether it holds blocks
 * @cell_w: wanted size of a filled cell in px, scale included
 *
 * Chooses zoom, gap, radius and the one font size of the table; where a number would be smaller
 * than 10 px the zoom drops to level ticks.
 */
void tnu_grid_init (TnuGrid *self,
                    TnuText *text,
                    const TnuCells *cells,
                    double x,
                    double y,
                    double cell_w,
                    double cell_h);

/**
 * tnu_grid_get_width:
 *
 * Returns: px from the first cell's left edge to the last one's right edge
 */
double tnu_grid_get_width (const TnuGrid *self, int n_cols);
double tnu_grid_get_height (const TnuGrid *self, int n_rows);

/**
 * tnu_grid_get_cell:
 * @x: (out): left edge of the cell
 * @y: (out): its top edge
 */
void tnu_grid_get_cell (const TnuGrid *self, int row, int col, double *x, double *y);

/**
 * tnu_grid_hit:
 * @row: (out): set when inside
 * @col: (out): set when inside
 *
 * A gap belongs to its two neighbours, half to each.
 *
 * Returns: whether (x, y) lies on the table
 */
bool tnu_grid_hit (const TnuGrid *self, int n_rows, int n_cols, double x, double y, int *row,
                   int *col);

/**
 * tnu_grid_comfortable_width:
 * @cells: with its format
 *
 * Returns: the width of a cell that shows its widest number at 12 px with room around it
 */
double tnu_grid_comfortable_width (TnuText *text, const TnuCells *cells);

/**
 * tnu_cells_draw:
 * @surface: the colour the table stands on, seen around rings
 *
 * Draws halo, cells, numbers, marks and rings; only what the clip of the canvas lets through.
 */
void tnu_cells_draw (const TnuCanvas *canvas,
                     const TnuCells *self,
                     const TnuGrid *grid,
                     TnuToken surface);

/**
 * tnu_rulers_draw:
 *
 * Indices over and left of the table, in the colour of their axis, each with a hairline; as many
 * as fit without touching.
 */
void tnu_rulers_draw (const TnuCanvas *canvas,
                      const TnuRulers *self,
                      const TnuGrid *grid,
                      int n_rows,
                      int n_cols);

/**
 * tnu_rulers_get_row_width:
 *
 * Returns: px that the row indices need left of the table, at least 16 x scale; 0 without a ruler
 */
double tnu_rulers_get_row_width (const TnuRulers *self, TnuText *text, int n_rows);

/**
 * tnu_cells_draw_ramp:
 * @scale: whose colours
 * @low, @high: numbers at the left and right end; beyond the scale its end colours go on
 * @strength: 1, or TNU_INTEGER_T for quiet colours
 *
 * The colour scale as a strip.
 */
void tnu_cells_draw_ramp (const TnuCanvas *canvas, TnuMap map, const TnuColorScale *scale,
                          double low, double high, double strength, double x, double y, double w,
                          double h);

/**
 * tnu_ring_draw:
 * @radius: of the thing ringed
 *
 * The ring of what is current: 2 px of ink around the rectangle, 2 px of @surface around that.
 */
void tnu_ring_draw (const TnuCanvas *canvas, double x, double y, double w, double h,
                    double radius, TnuToken surface);

G_END_DECLS
