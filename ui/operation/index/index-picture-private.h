/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/index/index-picture.h"

G_BEGIN_DECLS

/* Shared by the files of the picture only. */

/* Middle of the line over a table, above its room. */
#define TNU_INDEX_HEADING 22

/* ---- places ---- */

/* Axis of the rows, columns (@back 2, 1) or tables (3), -1: none. */
static inline int
tnu_index_dim_from_end (int rank, int back)
{
  return rank >= back ? rank - back : -1;
}

static inline gint64
tnu_index_size_from_end (const gint64 *sizes, int rank, int back)
{
  return rank >= back ? sizes[rank - back] : 1;
}

/* Whether index and result belong together: a line that cannot be read leaves both alone. */
bool tnu_index_picture_has_selection (const TnuIndexPicture *self);
/* The place in the source that a cell of its tables shows. */
void tnu_index_picture_get_place (const TnuIndexPicture *self, int table, int row, int col,
                                  gint64 *at);
gint64 tnu_index_source_get_flat (const TnuIndexSource *source, const gint64 *at);
/* The place in the result that a cell of its tables shows; a vector is broken into lines. False
 * behind its end, and where it is not told what comes there. */
bool tnu_index_result_get_place (const TnuIndexResult *result, const TnuTables *tables, int table,
                                 int row, int col, gint64 *at);
/* Whether the cursor is at that place of the source. */
bool tnu_index_picture_is_current (const TnuIndexPicture *self, const gint64 *at);

/* ---- numbers ---- */

/* Those of one table, row by row. */
typedef struct
{
  double *values;
  double *imaginary;
  guint8 *states;
} TnuIndexNumbers;

void tnu_index_numbers_init (TnuIndexNumbers *self, const TnuTables *tables);
void tnu_index_numbers_clear (TnuIndexNumbers *self);
/* The element at place @at of the source becomes number @cell. */
void tnu_index_numbers_read (TnuIndexNumbers *self, const TnuIndexPicture *picture, int cell,
                             const gint64 *at);

/* Format and scale; one for source and result. */
void tnu_index_picture_init_cells (const TnuIndexPicture *self, TnuCells *cells);
/* @current_row: -1: none */
void tnu_index_picture_draw_table (const TnuCanvas *canvas, const TnuIndexPicture *self,
                                   const TnuCells *format, const TnuTables *tables,
                                   const TnuIndexNumbers *numbers, const TnuGrid *grid,
                                   int current_row, int current_col);
/* "i = 1" over a table. */
void tnu_index_title_draw (const TnuCanvas *canvas, int dim, gint64 at, const TnuGrid *grid,
                           double width);

/* ---- marks ---- */

/* What the lists of an index pick as a whole. */
typedef enum
{
  TNU_INDEX_ORDER_NONE, /* nothing that could be marked */
  TNU_INDEX_ORDER_ROWS,
  TNU_INDEX_ORDER_COLUMNS,
  TNU_INDEX_ORDER_TABLES,
  TNU_INDEX_ORDER_CELLS
} TnuIndexOrder;

TnuIndexOrder tnu_index_picture_get_order (const TnuIndexPicture *self);
/* Where in the result a table goes, or its rows, columns or cells. */
void tnu_index_picture_draw_order (const TnuIndexPicture *self, const TnuCanvas *canvas,
                                   const TnuTables *tables, int table, const TnuGrid *grid);
/* The axis that a name is held over. */
void tnu_index_picture_draw_drop (const TnuIndexPicture *self, const TnuCanvas *canvas,
                                  const TnuTables *tables, const TnuGrid *grid);

/* ---- text ---- */

/* Writes, or only measures, one word after the other. */
typedef struct
{
  const TnuCanvas *canvas;
  double size, x, y;
  bool draws;
} TnuIndexPen;

void tnu_index_pen_write (TnuIndexPen *self, int weight, const char *text, const TnuColor *color);

/* ---- parts of the picture ---- */

void tnu_index_picture_draw_source (const TnuIndexPicture *self, const TnuCanvas *canvas,
                                    const TnuCells *format, const TnuRect *room,
                                    TnuTables *tables);
/* The expression and what every part of it does. */
void tnu_index_picture_draw_words (const TnuIndexPicture *self, const TnuCanvas *canvas,
                                   const TnuRect *room, bool is_wide);
void tnu_index_picture_draw_result (const TnuIndexPicture *self, const TnuCanvas *canvas,
                                    const TnuCells *format, const TnuRect *room,
                                    TnuTables *tables);

G_END_DECLS
