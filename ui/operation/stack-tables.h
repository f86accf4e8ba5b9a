/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"
#include "ui/operation/table-stack.h"

G_BEGIN_DECLS

/* Of a number that has left its place, where the square is too small for a dashed edge. */
#define TNU_STACK_GHOST_ALPHA .25

/**
 * TnuStackTables:
 * @stack: where they stand
 * @shape: what they show
 * @axes: (nullable): which axis every dim is; NULL: as they are counted
 * @labels: (nullable): what every dim is called; NULL: by the letter of its axis
 * @look: kind, scale and format of the numbers; its own numbers are not looked at
 * @values: (array length=n): row-major
 * @imaginary: (nullable) (array length=n): of complex numbers
 * @states: (array length=n): TnuCellState
 * @n: elements there are; the last table need not be full
 *
 * The tables of a stack with their numbers, rulers and titles; squares where cells are too small.
 * On the stack of one drawing.
 */
typedef struct
{
  const TnuTableStack *stack;
  const TnuShape *shape;
  const int *axes;
  const char *const *labels;
  const TnuCells *look;
  const double *values;
  const double *imaginary;
  const guint8 *states;
  gint64 n;
} TnuStackTables;

void tnu_stack_tables_draw (const TnuStackTables *self, const TnuCanvas *canvas);

/* One outline per table, so that the shape is seen when it is empty. */
void tnu_stack_draw_frames (const TnuTableStack *stack, const TnuCanvas *canvas);

/* A number as a square of its colour. */
void tnu_stack_draw_square (const TnuCanvas *canvas, const TnuCells *look, double value,
                            double alpha, const TnuRect *place);

/* The first number of @cell under way, ringed where it is large enough; the others are not read. */
void tnu_stack_draw_traveller (const TnuCanvas *canvas, const TnuCells *cell, double x, double y,
                               double w, double h);

/* Slow, fast, slow: for 0 to 1. */
double tnu_ease (double t);

G_END_DECLS
