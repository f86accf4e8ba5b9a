/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/paint.h"

#include <math.h>

#define LATTICE_ALPHA_DARK .34
#define LATTICE_ALPHA_LIGHT .30

double
tnu_px (const TnuText *text, double length)
{
  return round (length * tnu_text_get_scale (text));
}

void
tnu_set_color (cairo_t *cr, const TnuColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->r, color->g, color->b, color->a * alpha);
}

void
tnu_set_token (const TnuCanvas *canvas, TnuToken token, double alpha)
{
  tnu_set_color (canvas->cr, &canvas->theme->colors[token], alpha);
}

void
tnu_path_rounded (cairo_t *cr, double x, double y, double w, double h, double radius)
{
  double r = fmin (radius, fmin (w, h) / 2.0);

  if (r <= 0.0)
    {
      cairo_rectangle (cr, x, y, w, h);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI_2, 0.0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0.0, G_PI_2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, G_PI + G_PI_2);
  cairo_close_path (cr);
}

void
tnu_fill_rounded (const TnuCanvas *canvas,
                  double x,
                  double y,
                  double w,
                  double h,
                  double radius,
                  const TnuColor *color,
                  double alpha)
{
  tnu_path_rounded (canvas->cr, x, y, w, h, radius);
  tnu_set_color (canvas->cr, color, alpha);
  cairo_fill (canvas->cr);
}

void
tnu_stroke_inside (const TnuCanvas *canvas,
                   double x,
                   double y,
                   double w,
                   double h,
                   double radius,
                   double width)
{
  double half = width / 2.0;

  if (w <= width || h <= width)
    return;
  tnu_path_rounded (canvas->cr, x + half, y + half, w - width, h - width, radius - half);
  cairo_set_line_width (canvas->cr, width);
  cairo_stroke (canvas->cr);
}

void
tnu_hline (cairo_t *cr, double x0, double x1, double y, const TnuColor *color, double alpha)
{
  cairo_rectangle (cr, x0, floor (y), x1 - x0, 1.0);
  tnu_set_color (cr, color, alpha);
  cairo_fill (cr);
}

void
tnu_vline (cairo_t *cr, double x, double y0, double y1, const TnuColor *color, double alpha)
{
  cairo_rectangle (cr, floor (x), y0, 1.0, y1 - y0);
  tnu_set_color (cr, color, alpha);
  cairo_fill (cr);
}

/* Rings one px apart whose opacity falls with the square of the distance: no blur is needed, and
 * a vector file stays a vector file. */
void
tnu_glow (const TnuCanvas *canvas,
          double x,
          double y,
          double w,
          double h,
          double radius,
          double reach,
          const TnuColor *color,
          double alpha)
{
  cairo_t *cr = canvas->cr;

  for (double d = 0.0; d < reach; d += 1.0)
    {
      double left = 1.0 - d / reach;
      double out = d + .5;

      tnu_path_rounded (cr, x - out, y - out, w + 2 * out, h + 2 * out, radius + out);
      tnu_set_color (cr, color, alpha * left * left);
      cairo_set_line_width (cr, 1.0);
      cairo_stroke (cr);
    }
}

void
tnu_lattice (const TnuCanvas *canvas, double x, double y, double w, double h)
{
  double pitch = tnu_px (canvas->text, TNU_LATTICE_PITCH);
  double first = round (pitch / 2.0);

  for (double py = first + ceil ((y - first) / pitch) * pitch; py < y + h; py += pitch)
    for (double px = first + ceil ((x - first) / pitch) * pitch; px < x + w; px += pitch)
      cairo_rectangle (canvas->cr, px, py, 1.0, 1.0);
  tnu_set_token (canvas, TNU_LINE,
                 canvas->theme->is_dark ? LATTICE_ALPHA_DARK : LATTICE_ALPHA_LIGHT);
  cairo_fill (canvas->cr);
}

TnuColor
tnu_aurora_get_color (const TnuTheme *theme, double place)
{
  double p = CLAMP (place, 0.0, 1.0);

  if (p < .5)
    return tnu_color_over (theme->colors[TNU_GMID], p * 2.0, theme->colors[TNU_GNEG]);
  return tnu_color_over (theme->colors[TNU_GPOS], p * 2.0 - 1.0, theme->colors[TNU_GMID]);
}

cairo_pattern_t *
tnu_aurora_new (const TnuTheme *theme, double x0, double y0, double x1, double y1, double alpha)
{
  static const TnuToken stops[] = { TNU_GNEG, TNU_GMID, TNU_GPOS };
  cairo_pattern_t *pattern = cairo_pattern_create_linear (x0, y0, x1, y1);

  for (size_t i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      const TnuColor *color = &theme->colors[stops[i]];

      cairo_pattern_add_color_stop_rgba (pattern, i / 2.0, color->r, color->g, color->b, alpha);
    }
  return pattern;
}

void
tnu_aurora_set (const TnuCanvas *canvas, double x0, double y0, double x1, double y1, double alpha)
{
  cairo_pattern_t *pattern = tnu_aurora_new (canvas->theme, x0, y0, x1, y1, alpha);

  cairo_set_source (canvas->cr, pattern);
  cairo_pattern_destroy (pattern);
}

void
tnu_arrow_head (cairo_t *cr, double x, double y, double angle, double size)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, angle);
  cairo_move_to (cr, 0.0, 0.0);
  cairo_line_to (cr, -size * 1.8, -size);
  cairo_line_to (cr, -size * 1.8, size);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}
