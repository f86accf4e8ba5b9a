/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/theme.h"

G_BEGIN_DECLS

/* Entries of a map: t = -1 stands at 0, t = 0 at 255, t = 1 at 510. */
#define TNU_COLORMAP_SIZE 511

typedef enum
{
  TNU_MAP_VALUES,
  TNU_MAP_GRADIENTS,
  TNU_N_MAPS
} TnuMap;

/**
 * tnu_colormap_t:
 * @value: any number; NaN gives 0
 * @vmax: the scale, > 0; with 0 every value lies in the middle
 *
 * Returns: @value / @vmax, clamped to -1 … 1
 */
double tnu_colormap_t (double value, double vmax);

/**
 * tnu_colormap_get_color:
 * @t: -1 … 1
 *
 * Returns: (transfer none): the fill of a cell at @t
 */
const TnuColor *tnu_colormap_get_color (const TnuTheme *theme, TnuMap map, double t);

/**
 * tnu_colormap_get_ink:
 *
 * Returns: (transfer none): the colour of a number on tnu_colormap_get_color() at @t; its
 *   contrast is at least 4.5 : 1
 */
const TnuColor *tnu_colormap_get_ink (const TnuTheme *theme, TnuMap map, double t);

/**
 * tnu_colormap_get_quiet_ink:
 * @t: where the cell stands in the map *after* it was drawn back
 *
 * The ink of a cell that is not chosen or not lit: the faintest of the three inks that is
 * still readable on it.
 *
 * Returns: (transfer none): ink3, ink2 or ink1
 */
const TnuColor *tnu_colormap_get_quiet_ink (const TnuTheme *theme, TnuMap map, double t);

/**
 * tnu_colormap_ink_on:
 * @fill: any opaque colour
 *
 * Returns: the better of the theme's inks on @fill, by the same rule as a cell's ink
 */
TnuColor tnu_colormap_ink_on (const TnuTheme *theme, TnuColor fill);

G_END_DECLS
