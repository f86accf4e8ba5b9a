/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/card.h"

G_BEGIN_DECLS

/* The part of one axis that is seen: elements [first, first + n). */
typedef struct
{
  gint64 first;
  gint64 n;
} TnuSpan;

/**
 * tnu_span_zoom:
 * @size: of the axis
 * @factor: above 1 fewer elements, below 1 more
 * @element: that is looked at, with its fraction
 * @to: where it comes to stand in the new span, 0 … 1, unless the axis ends before
 *
 * Always at least one element closer or further away, until there is one or all are seen.
 */
TnuSpan tnu_span_zoom (TnuSpan self, gint64 size, double factor, double element,
                       double to);

/**
 * tnu_span_resample:
 * @from, @to: windows on the same tables
 * @table: of @from
 * @values, @states: (out): n_rows x n_cols of @to
 *
 * What the numbers that are there already say about another window, for as long as the right ones
 * are being read: every cell takes the one over its middle; outside there is nothing.
 */
void tnu_span_resample (const TnuCardWindow *from, const double *table, const TnuCardWindow *to,
                        double *values, guint8 *states);

G_END_DECLS
