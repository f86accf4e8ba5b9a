/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/builder/table-text.h"

G_BEGIN_DECLS

/* As many cells as can be filled by hand or pasted. */
#define TNU_TABLE_MAX_SIDE 4096
#define TNU_TABLE_MAX_CELLS 16384

/**
 * TnuValueTable:
 *
 * A table of numbers as they were typed: every cell is a text, empty ones count as 0. Text can also
 * be wrong; then no line is written. No GTK.
 */
typedef struct
{
  int n_rows;
  int n_cols;
  TnuShape leading; /* sizes of the axes before the last one, as in TnuTableText */
  GPtrArray *texts; /* (element-type utf8), row by row, without blanks around */
} TnuValueTable;

/* Cells from (row0, col0) to (row1, col1), both included, in any order. */
typedef struct
{
  int row0, col0, row1, col1;
} TnuCellRange;

void tnu_value_table_init (TnuValueTable *self, int n_rows, int n_cols);
void tnu_value_table_clear (TnuValueTable *self);

/* False when that is too large; cells that stay keep their texts. */
bool tnu_value_table_resize (TnuValueTable *self, int n_rows, int n_cols);

const char *tnu_value_table_get (const TnuValueTable *self, int row, int col);
void tnu_value_table_set (TnuValueTable *self, int row, int col, const char *text);
/* False when the text is no number. */
bool tnu_value_table_get_number (const TnuValueTable *self, int row, int col, TnkScalar *number);

/* In order: least row and column first. */
TnuCellRange tnu_cell_range_sort (const TnuCellRange *self);

/* Every cell of @range gets @text. */
void tnu_value_table_fill (TnuValueTable *self, const TnuCellRange *range, const char *text);

/* The cells of @range, row by row, get @start, @start + @step … False when one is no number. */
bool tnu_value_table_fill_series (TnuValueTable *self, const TnuCellRange *range,
                                  const char *start, const char *step);

/* Its one row is an axis of its own: (4,) and not (1, 4). */
bool tnu_value_table_is_vector (const TnuValueTable *self);
/* False when the row would be too long. */
bool tnu_value_table_set_vector (TnuValueTable *self, bool is_vector);
/* Of the tensor. */
TnuShape tnu_value_table_get_shape (const TnuValueTable *self);

/* Puts the cells from (@row, @col) on; the table grows. Cells that are no numbers are pasted as
 * they are. Errors: more cells than fit. */
bool tnu_value_table_paste (TnuValueTable *self, int row, int col, const TnuTableText *text,
                            GError **error);

/* @text takes the place of the table. Errors: as above; the table stays. */
bool tnu_value_table_take (TnuValueTable *self, const TnuTableText *text, GError **error);

/* (transfer full): the cells of @range, tabs between them, a line each row. */
char *tnu_value_table_copy (const TnuValueTable *self, const TnuCellRange *range);

/* (transfer full) (nullable): "[[1, 2], [3, 4]]", rows on lines of their own when they are long;
 * NULL with @error set naming the first cell that is no number. @indent: columns before it. */
char *tnu_value_table_dup_list (const TnuValueTable *self, int indent, GError **error);

/* dtype that torch.tensor gives the list: bool, int64, float32. */
TnkDtype tnu_value_table_get_dtype (const TnuValueTable *self);

G_END_DECLS
