/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/color-scale.h"
#include "ui/draw/colormap.h"
#include "ui/draw/paint.h"

G_BEGIN_DECLS

/* How often which number occurs, over the colour scale that is its legend. Borrows the counts. */
typedef struct
{
  const gint64 *counts; /* of n_bins equal bins from low to high; NULL: not known yet */
  int n_bins;
  double low;           /* finite */
  double high;          /* finite, at least low */
  TnuColorScale scale;
  double axis_low;      /* numbers at the left and right edge; they enclose the scale */
  double axis_high;
  double strength;      /* of the colours: 1, or TNU_INTEGER_T where cells are quiet */
  TnuMap map;
  double marked;        /* a value to point at, NaN: none */
  int focused_side;     /* handle with the keyboard's focus: -1 low, 1 high, 0: none */
} TnuHistogram;

/**
 * tnu_histogram_get_x:
 *
 * Returns: where @value stands between 0 and @width, clamped to the ends of the axis
 */
double tnu_histogram_get_x (const TnuHistogram *self, double width, double value);

/* The number at @x between 0 and @width. */
double tnu_histogram_get_value (const TnuHistogram *self, double width, double x);

/* The clip handle at @x: -1 low, 1 high, 0: none is near. */
int tnu_histogram_find_handle (const TnuHistogram *self, TnuText *text, double width, double x);

/**
 * tnu_histogram_draw:
 * @h: of bars, ramp and the labels under it
 *
 * Every bar wears the colour of the numbers it counts. Handles stand on the ramp where the scale
 * ends, with a line up through the bars that lie beyond.
 */
void tnu_histogram_draw (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y,
                         double w, double h);

G_END_DECLS
