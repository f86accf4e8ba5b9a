/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/table-stack.h"

G_BEGIN_DECLS

/* What the numbers of a stack look like, and which one is under the pointer. */

/**
 * tnu_stack_cells_init:
 * @values: (array length=n): all numbers that share the scale and the format
 * @imaginary: (nullable) (array length=n): of complex numbers
 */
void tnu_stack_cells_init (TnuCells *cells, TnuCellsKind kind, bool is_gradient,
                           const double *values, const double *imaginary, gint64 n);

/* Where numbers of a kind stand: tnu_table_stack_init() with cells as wide as they need. */
void tnu_stack_init_for (TnuTableStack *stack, TnuCellsKind kind, const TnuShape *shape, double x,
                         double y, double w, double h);

/* The element whose cell is at a place; -1: none. Cells are those of @shape. */
gint64 tnu_stack_hit (const TnuTableStack *stack, gint64 n, double x, double y);

G_END_DECLS
