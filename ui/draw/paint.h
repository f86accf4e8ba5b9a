/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/text.h"
#include "ui/draw/theme.h"

G_BEGIN_DECLS

/* What every painter needs. On the stack of one drawing; owns nothing. */
typedef struct
{
  cairo_t *cr;
  const TnuTheme *theme;
  TnuText *text;
  double scale; /* text scale: every length but hairlines is multiplied by it */
} TnuCanvas;

/**
 * tnu_canvas_init:
 * @cr: of a widget's snapshot or of an SVG, PDF or PNG surface
 */
static inline TnuCanvas
tnu_canvas_init (cairo_t *cr, const TnuTheme *theme, TnuText *text)
{
  return (TnuCanvas){ cr, theme, text, tnu_text_get_scale (text) };
}

/**
 * tnu_px:
 *
 * Returns: @length scaled by @text and rounded to whole pixels, as cells and boxes need it
 */
double tnu_px (const TnuText *text, double length);

/**
 * tnu_set_color:
 * @alpha: 0 to 1, on top of the colour's own
 */
void tnu_set_color (cairo_t *cr, const TnuColor *color, double alpha);

/**
 * tnu_set_token:
 *
 * Makes a colour of the canvas's theme the source.
 */
void tnu_set_token (const TnuCanvas *canvas, TnuToken token, double alpha);

/**
 * tnu_path_rounded:
 *
 * Adds a rectangle with corners of @radius (at most half its shorter side) to the path.
 */
void tnu_path_rounded (cairo_t *cr, double x, double y, double w, double h, double radius);

/**
 * tnu_fill_rounded:
 */
void tnu_fill_rounded (const TnuCanvas *canvas,
                       double x,
                       double y,
                       double w,
                       double h,
                       double radius,
                       const TnuColor *color,
                       double alpha);

/**
 * tnu_stroke_inside:
 * @width: of the line, which lies wholly inside the rectangle; the source is already set
 */
void tnu_stroke_inside (const TnuCanvas *canvas,
                        double x,
                        double y,
                        double w,
                        double h,
                        double radius,
                        double width);

/**
 * tnu_hline:
 *
 * One device pixel from @x0 to @x1 at the pixel row of @y. tnu_vline() likewise.
 */
void tnu_hline (cairo_t *cr, double x0, double x1, double y, const TnuColor *color, double alpha);
void tnu_vline (cairo_t *cr, double x, double y0, double y1, const TnuColor *color, double alpha);

/**
 * tnu_glow:
 * @reach: px by which the light falls outwards around the rectangle
 * @alpha: at its edge
 *
 * The soft light of the selection and of the current gradient (dark theme).
 */
void tnu_glow (const TnuCanvas *canvas,
               double x,
               double y,
               double w,
               double h,
               double radius,
               double reach,
               const TnuColor *color,
               double alpha);

/**
 * tnu_lattice:
 * @x, @y, @w, @h: the part of the stage to cover
 *
 * The points of the stage, one px each, pitch 24, the first at 12 from the origin.
 */
void tnu_lattice (const TnuCanvas *canvas, double x, double y, double w, double h);

/**
 * tnu_aurora_new:
 *
 * The line colour of a gradient's structure, along its flow from (x0, y0) to (x1, y1).
 *
 * Returns: (transfer full): a linear pattern
 */
cairo_pattern_t *
tnu_aurora_new (const TnuTheme *theme, double x0, double y0, double x1, double y1, double alpha);

/**
 * tnu_aurora_get_color:
 * @place: 0 where the flow begins, 1 where it ends
 */
TnuColor tnu_aurora_get_color (const TnuTheme *theme, double place);

/**
 * tnu_aurora_set:
 *
 * Makes the aurora the source; the flow goes from (x0, y0) to (x1, y1).
 */
void tnu_aurora_set (const TnuCanvas *canvas, double x0, double y0, double x1, double y1,
                     double alpha);

/**
 * tnu_arrow_head:
 * @x, @y: its tip
 * @angle: radians, 0 points right
 * @size: half its width
 *
 * Fills with the current source.
 */
void tnu_arrow_head (cairo_t *cr, double x, double y, double angle, double size);

G_END_DECLS
