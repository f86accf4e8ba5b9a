/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/matmul/einsum-numbers.h"

G_BEGIN_DECLS

/**
 * TnuEinsumPicture:
 * @plan: what is added up
 * @numbers: (nullable): NULL while they are read, or when there are too many
 * @title: the line
 * @is_equation: it is einsum, whose signs stand between the tensors: a comma, and an arrow
 * @note: (nullable): why there are no numbers
 * @names, @kinds: of the operands, then of the result; how their numbers are drawn
 * @step: numbers of the result up to it are done; -1: none
 * @probe: the one asked about, lit in place of the step; -1: none
 * @reveal: terms of the sum that are shown, 0 … n
 *
 * The tensors of an einsum side by side with its letters along them, and below them the sum behind
 * the number that is lit. Borrows everything. Apart from any widget.
 */
typedef struct
{
  const TnuEinsumPlan *plan;
  const TnuEinsumNumbers *numbers;
  const char *title;
  bool is_equation;
  const char *note;
  const char *names[TNU_EINSUM_MAX_OPERANDS + 1];
  TnuCellsKind kinds[TNU_EINSUM_MAX_OPERANDS + 1];
  gint64 step;
  gint64 probe;
  double reveal;
} TnuEinsumPicture;

/* The number of the result that is lit; -1: none. */
gint64 tnu_einsum_picture_get_light (const TnuEinsumPicture *self);

/* px at scale 1 in which everything can be read. */
double tnu_einsum_picture_get_height (const TnuEinsumPicture *self);

void
tnu_einsum_picture_draw (const TnuEinsumPicture *self, const TnuCanvas *canvas, double w, double h);

/* The card below the tables, in einsum-sum.c. @looks: of the operands, then of the result. */
double tnu_einsum_picture_get_sum_height (const TnuEinsumPicture *self);
void tnu_einsum_picture_draw_sum (const TnuEinsumPicture *self,
                                  const TnuCanvas *canvas,
                                  const TnuCells *looks,
                                  double x,
                                  double y,
                                  double w);

/* The number of the result at a place; -1: none. */
gint64 tnu_einsum_picture_hit (
    const TnuEinsumPicture *self, TnuText *text, double w, double h, double x, double y);

G_END_DECLS
