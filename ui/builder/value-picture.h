/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/builder/value-table.h"
#include "ui/draw/cells.h"

G_BEGIN_DECLS

/**
 * TnuValuePicture:
 * @values: numbers of the table, as the painter of cells needs them
 * @states: of the cells
 * @grid: px at scale 1
 *
 * How a table that is typed into is drawn. Zeroed: nothing is there.
 */
typedef struct
{
  double *values;
  guint8 *states;
  TnuCells cells;
  TnuGrid grid;
} TnuValuePicture;

void tnu_value_picture_clear (TnuValuePicture *self);

/* The table has changed: numbers, format and size follow. */
void tnu_value_picture_read (TnuValuePicture *self, const TnuValueTable *table, TnuText *text);

/* px at scale 1, with the room around. */
double tnu_value_picture_get_width (const TnuValuePicture *self);
double tnu_value_picture_get_height (const TnuValuePicture *self);

/* The room that is kept around a cell when it is scrolled to. */
#define TNU_VALUE_PICTURE_INSET 24

/* @row, @col: the cursor */
void tnu_value_picture_mark (TnuValuePicture *self, const TnuCellRange *range, int row, int col);

/* @typed: (nullable): text of the cell under the cursor while it is typed */
void tnu_value_picture_draw (const TnuValuePicture *self, const TnuValueTable *table,
                             const TnuCanvas *canvas, const char *typed);

G_END_DECLS
