/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* A colour as the look states it: lightness 0 to 1, chroma, hue in degrees. */
typedef struct
{
  double l;
  double c;
  double h;
} TnuOklch;

/* The Cartesian form, in which two colours may be added or mixed. */
typedef struct
{
  double l;
  double a;
  double b;
} TnuOklab;

/* Gamma-encoded sRGB and opacity, each 0 to 1. */
typedef struct
{
  double r;
  double g;
  double b;
  double a;
} TnuColor;

/**
 * tnu_oklab_from_oklch:
 *
 * Returns: the same colour in Cartesian form
 */
TnuOklab tnu_oklab_from_oklch (TnuOklch lch);

/**
 * tnu_color_from_oklab:
 *
 * A colour outside sRGB loses chroma only: its lightness and hue stay.
 *
 * Returns: opaque sRGB
 */
TnuColor tnu_color_from_oklab (TnuOklab lab);

/**
 * tnu_color_from_oklch:
 *
 * Returns: opaque sRGB, chroma reduced until it is inside the gamut
 */
TnuColor tnu_color_from_oklch (TnuOklch lch);

/**
 * tnu_color_over:
 * @top: the colour laid on @bottom
 * @alpha: 0 shows @bottom, 1 shows @top
 * @bottom: an opaque colour
 *
 * Returns: the opaque colour seen
 */
TnuColor tnu_color_over (TnuColor top, double alpha, TnuColor bottom);

/**
 * tnu_color_contrast:
 *
 * Source: WCAG 2.1, relative luminance and contrast ratio
 *
 * Returns: 1 (same) to 21 (black on white)
 */
double tnu_color_contrast (TnuColor one, TnuColor other);

/**
 * tnu_color_to_hex:
 * @hex: (out): room for "#rrggbb" and the final zero
 */
void tnu_color_to_hex (TnuColor color, char hex[8]);

/**
 * tnu_color_pack:
 *
 * Returns: the colour as an opaque pixel of Cairo's 32-bit formats
 */
guint32 tnu_color_pack (TnuColor color);

G_END_DECLS
