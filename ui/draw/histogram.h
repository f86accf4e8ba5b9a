/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/colormap.h"
#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* How often which number occurs, over the colour scale that is its legend. Borrows the counts. */
typedef struct
{
  const gint64 *counts; /* of n_bins equal bins from low to high */
  int n_bins;
  double low;           /* finite */
  double high;          /* finite, at least low */
  double vmax;          /* end of the colour scale, > 0; the picture spans -vmax to vmax */
  TnuMap map;
  double marked;        /* a value to point at, NaN: none */
} TnuHistogram;

/**
 * tnu_histogram_get_x:
 *
 * Returns: where @value stands between 0 and @width, clamped to the ends of the scale
 */
double tnu_histogram_get_x (const TnuHistogram *self, double width, double value);

/**
 * tnu_histogram_draw:
 * @h: of bars, ramp and the labels under it
 *
 * Every bar wears the colour of the numbers it counts.
 */
void tnu_histogram_draw (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y,
                         double w, double h);

G_END_DECLS
