/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * TnuColorScale:
 * @is_sequential: one half of a colour map, its middle (the surface) at @low and its end at @high;
 *   otherwise all of it, centred at 0
 * @is_chosen: somebody set it: integers take full colours, and what lies beyond is marked
 * @low, @high: finite; @low is -@high when centred
 *
 * Which colour stands for which number.
 */
typedef struct
{
  bool is_sequential;
  bool is_chosen;
  double low;
  double high;
} TnuColorScale;

/* Centred, from -@vmax to @vmax. */
TnuColorScale tnu_color_scale_new (double vmax);

/**
 * tnu_color_scale_get_t:
 *
 * Returns: place in the colour map, -1 … 1 when centred, 0 … 1 when sequential; 0 for NaN
 */
double tnu_color_scale_get_t (const TnuColorScale *self, double value);

/* 1: @value lies above the scale, -1: below, 0: neither, or it is NaN or infinite. */
int tnu_color_scale_get_side (const TnuColorScale *self, double value);

/* Place between the ends, 0 … 1, that a level tick shows. */
double tnu_color_scale_get_level (const TnuColorScale *self, double value);

G_END_DECLS
