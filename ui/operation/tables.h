/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"

G_BEGIN_DECLS

/**
 * TnuTables:
 * @grid: of the first table
 * @n_rows, @n_cols, @n_tables: shown, at most what there are
 * @n_across: tables side by side
 *
 * Equal tables of cells with their rulers, one per place on the third axis from the end, as large
 * as a room allows. Where not all cells fit, a window of them is shown.
 */
typedef struct
{
  TnuGrid grid;
  int n_rows;
  int n_cols;
  int n_tables;
  int n_across;
  double pitch_x; /* from table to table */
  double pitch_y;
} TnuTables;

/**
 * tnu_tables_fit:
 * @format: for the width of its numbers
 * @room: px at scale 1, rulers included
 * @is_centred: in the room; otherwise at its top left
 */
void tnu_tables_fit (TnuTables *self, TnuText *text, const TnuCells *format, gint64 rows,
                     gint64 cols, gint64 tables, const TnuRect *room, bool is_centred);

void tnu_tables_get_grid (const TnuTables *self, int table, TnuGrid *grid);

/* Where all of it ends. */
double tnu_tables_get_bottom (const TnuTables *self);
double tnu_tables_get_right (const TnuTables *self);

typedef enum
{
  TNU_TABLES_NOTHING,
  TNU_TABLES_CELL,
  TNU_TABLES_ROW,    /* its index on the ruler */
  TNU_TABLES_COLUMN
} TnuTablesPart;

/**
 * tnu_tables_hit:
 * @table, @row, @col: (out): of the cell, 0 where the part has none
 */
TnuTablesPart tnu_tables_hit (const TnuTables *self, double x, double y, int *table, int *row,
                              int *col);

/* The cell nearest to a place, for a drag that leaves the table. */
void tnu_tables_find_nearest (const TnuTables *self, double x, double y, int *table, int *row,
                              int *col);

G_END_DECLS
