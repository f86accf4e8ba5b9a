/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/matmul/matmul-numbers.h"

G_BEGIN_DECLS

/**
 * TnuMatmulPicture:
 * @plan: the product
 * @numbers: (nullable): NULL while they are read, or when there are too many
 * @is_waiting: they are being read: their places are kept
 * @names: of A, B and C as they are written: "x", "W.T", "y"
 * @kinds: how their numbers are drawn
 * @title: (nullable): the line, where the tables cannot be drawn
 * @note: (nullable): why there are no numbers
 * @view, @mode, @step, @table: what is watched; @step -1: nothing is done yet
 * @probe_row, @probe_column: the number of the target asked about, -1 none; lit in place of the
 * step
 * @partial: (nullable): sums so far of the target's table, for the outer mode
 * @reveal: terms of the sum that are shown, 0 … n
 *
 * A left, B on top, C in the corner; below them the sum behind the number that is lit. Borrows
 * everything. Apart from any widget.
 */
typedef struct
{
  const TnuMatmulPlan *plan;
  const TnuMatmulNumbers *numbers;
  bool is_waiting;
  const char *names[TNU_MATMUL_N_SIDES];
  TnuCellsKind kinds[TNU_MATMUL_N_SIDES];
  const char *title;
  const char *note;
  TnuMatmulView view;
  TnuMatmulMode mode;
  gint64 step;
  gint64 table;
  gint64 probe_row, probe_column;
  const double *partial;
  double reveal;
} TnuMatmulPicture;

/* Where the target stands, to find what is under the pointer. */
typedef struct
{
  TnuGrid grid;
  int n_rows, n_columns;        /* cells */
  gint64 row_step, column_step; /* elements per cell */
} TnuMatmulPlace;

/**
 * tnu_matmul_picture_get_light:
 *
 * What is lit, per axis of the picture: the probe, else the step; -1: all.
 *
 * Returns: FALSE when nothing is lit
 */
bool tnu_matmul_picture_get_light (const TnuMatmulPicture *self, gint64 light[TNU_MATMUL_N_AXES]);

/* "dW" for a gradient, else the name: (transfer full). */
char *tnu_matmul_picture_dup_name (const TnuMatmulPicture *self, TnuMatmulSide side);

/* px at scale 1 in which everything can be read. */
double tnu_matmul_picture_get_height (const TnuMatmulPicture *self);

/* @place: (out): n_rows 0 when there is nothing to point at */
void tnu_matmul_picture_draw (const TnuMatmulPicture *self,
                              const TnuCanvas *canvas,
                              double w,
                              double h,
                              TnuMatmulPlace *place);

bool
tnu_matmul_place_hit (const TnuMatmulPlace *self, double x, double y, gint64 *row, gint64 *column);

/* The sum of the lit number in a card; in matmul-sum.c. */
void tnu_matmul_picture_draw_sum (
    const TnuMatmulPicture *self, const TnuCanvas *canvas, double x, double y, double w, double h);

/* Numbers of several tables in one format. */
void
tnu_matmul_picture_init_cells (const TnuMatmulPicture *self, TnuMatmulSide side, TnuCells *cells);

G_END_DECLS
