/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuTableStack:
 * @rows, @columns: of one table; the last two dims
 * @n_tables: one per index of the dims before them
 * @n_across: tables side by side
 * @line, @n_lines: cells in a line, and lines that one row takes: more than one where a row is too
 *   long for the room
 * @pitch_w, @pitch_h: from one cell to the next; far below 1 for large shapes
 * @gap: px of the pitch that stay free
 * @table_w, @table_h: from one table to the next
 * @row_dim, @column_dim: -1: none
 * @has_titles: there is room over every table for its title and ruler
 *
 * Where the elements of a shape stand in a drawing: a stack of equal tables. Pure arithmetic.
 */
typedef struct
{
  gint64 rows, columns, n_tables, n_across;
  gint64 line, n_lines;
  double x, y, w, h;
  double pitch_w, pitch_h, gap;
  double table_w, table_h;
  int row_dim, column_dim;
  bool has_titles;
} TnuTableStack;

/* Largest cells, px from one to the next; of complex numbers. */
#define TNU_STACK_MAX_W 63
#define TNU_STACK_MAX_H 37
#define TNU_STACK_COMPLEX_W 92

/* The largest cells with which all of @shape fits into the room, tables side by side where that
 * helps. */
void tnu_table_stack_init (TnuTableStack *self, const TnuShape *shape, double x, double y, double w,
                           double h);

/* The same with cells no larger than a limit: for stacks that are compared. */
void tnu_table_stack_init_within (TnuTableStack *self, const TnuShape *shape, double x, double y,
                                  double w, double h, double max_pitch_w, double max_pitch_h);

/* @index: of an element, row-major; (x, y) is the left top of its cell. */
void tnu_table_stack_get_cell (const TnuTableStack *self, gint64 index, double *x, double *y);

/* Lines counted over all tables, and the first and last element of one. */
gint64 tnu_table_stack_get_line (const TnuTableStack *self, gint64 index);
void tnu_table_stack_get_line_ends (const TnuTableStack *self, gint64 line, gint64 *first,
                                    gint64 *last);

/* Whether cells are large enough to carry numbers or levels, rulers and titles. */
bool tnu_table_stack_is_legible (const TnuTableStack *self);

G_END_DECLS
