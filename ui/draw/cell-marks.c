/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/cell-marks.h"

#include <math.h>

#define HATCH_WIDTH 1.5
#define HATCH_PITCH 6.0
#define HATCH_ALPHA .38
#define NAN_EDGE 1.25
#define FOLD 8.0
#define DASH 3.0

static void
hatch (const TnuCanvas *canvas, double x, double y, double w, double h)
{
  cairo_t *cr = canvas->cr;
  /* The pitch is measured across the lines, which run at 45°. */
  double step = HATCH_PITCH * canvas->scale * G_SQRT2;

  for (double at = x - h + step / 2.0; at < x + w; at += step)
    {
      cairo_move_to (cr, at, y + h);
      cairo_line_to (cr, at + h, y);
    }
  tnu_set_token (canvas, TNU_ERR, HATCH_ALPHA);
  cairo_set_line_width (cr, HATCH_WIDTH * canvas->scale);
  cairo_stroke (cr);
}

void
tnu_mark_nan (const TnuCanvas *canvas, double x, double y, double w, double h, double radius,
              double font_size)
{
  const TnuColor *well = &canvas->theme->colors[TNU_WELL];
  const TnuColor *err = &canvas->theme->colors[TNU_ERR];
  cairo_t *cr = canvas->cr;

  cairo_save (cr);
  tnu_path_rounded (cr, x, y, w, h, radius);
  cairo_clip (cr);
  tnu_set_color (cr, well, 1.0);
  cairo_paint (cr);
  hatch (canvas, x, y, w, h);
  cairo_restore (cr);
  tnu_set_color (cr, err, 1.0);
  tnu_stroke_inside (canvas, x, y, w, h, radius, NAN_EDGE);

  if (font_size > 0.0)
    {
      TnuFont font = TNU_MONO (font_size, 700);
      double text_w = ceil (tnu_text_get_width (canvas->text, font, "NaN")) + 4.0;
      double text_h = fmin (ceil (font_size * canvas->scale) + 2.0, h - 4.0);

      tnu_set_color (cr, well, 1.0);
      cairo_rectangle (cr, round (x + (w - text_w) / 2.0), round (y + (h - text_h) / 2.0), text_w,
                       text_h);
      cairo_fill (cr);
      tnu_text_show (canvas->text, cr, font, "NaN", x + w / 2.0, y + h / 2.0, TNU_ALIGN_CENTRE,
                     err);
    }
}

static void
chevron (cairo_t *cr, double x, double y, double half, double direction)
{
  cairo_move_to (cr, x - half, y + direction * half * .8);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x + half, y + direction * half * .8);
}

void
tnu_mark_infinite (const TnuCanvas *canvas, double x, double y, double w, double h,
                   double radius, double font_size, bool is_positive, const TnuColor *ink)
{
  cairo_t *cr = canvas->cr;
  double s = canvas->scale;
  bool has_number = font_size > 0.0;
  double inset = fmin (4.0 * s + radius * .3, h / 4.0);
  double half = fmin (3.25 * s, w / 4.0);
  /* Alone in a small cell the chevron stands in the middle. */
  double cx = has_number ? x + inset + half : x + w / 2.0;
  double first = is_positive ? y + inset - .5 : y + h - inset + .5;
  double direction = is_positive ? 1.0 : -1.0;

  tnu_set_color (cr, ink, 1.0);
  chevron (cr, cx, first, half, direction);
  chevron (cr, cx, first + direction * 4.0 * s, half, direction);
  cairo_set_line_width (cr, 1.5 * s);
  cairo_stroke (cr);
  if (has_number)
    tnu_text_show (canvas->text, cr, TNU_SANS (font_size + 3.0, 700),
                   is_positive ? "∞" : "−∞", x + w - fmax (5.0 * s, radius * .6), y + h / 2.0,
                   TNU_ALIGN_END, ink);
}

void
tnu_mark_fold (const TnuCanvas *canvas, double x, double y, double w, double h, double radius,
               bool is_above)
{
  cairo_t *cr = canvas->cr;
  double fold = fmin (FOLD * canvas->scale, fmin (w, h) / 2.0);
  double right = x + w;
  double edge = is_above ? y : y + h;
  double inner = is_above ? y + fold : y + h - fold;

  /* The corner is gone, and the paper's back lies on the cell. */
  cairo_save (cr);
  tnu_path_rounded (cr, x, y, w, h, radius);
  cairo_clip (cr);
  cairo_move_to (cr, right - fold, edge);
  cairo_line_to (cr, right + 1.0, edge);
  cairo_line_to (cr, right + 1.0, inner);
  cairo_line_to (cr, right, inner);
  cairo_close_path (cr);
  tnu_set_token (canvas, TNU_CARD, 1.0);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_move_to (cr, right - fold, edge);
  cairo_line_to (cr, right - fold, inner);
  cairo_line_to (cr, right, inner);
  cairo_close_path (cr);
  tnu_set_token (canvas, canvas->theme->is_dark ? TNU_WELL : TNU_INK1, .55);
  cairo_fill (cr);
  /* A dark fold on a dark cell is known by its edge. */
  if (canvas->theme->is_dark && fold >= 4.0)
    {
      cairo_move_to (cr, right - fold + .5, edge);
      cairo_line_to (cr, right - fold + .5, inner);
      cairo_line_to (cr, right, inner);
      tnu_set_token (canvas, TNU_LINE, .9);
      cairo_set_line_width (cr, 1.0);
      cairo_stroke (cr);
    }
}

void
tnu_mark_ghost (const TnuCanvas *canvas, double x, double y, double w, double h, double radius)
{
  const double dashes[] = { DASH, DASH };
  cairo_t *cr = canvas->cr;

  tnu_set_token (canvas, TNU_INK3, 1.0);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  tnu_stroke_inside (canvas, x, y, w, h, radius, 1.0);
  cairo_set_dash (cr, NULL, 0, 0.0);
}

void
tnu_mark_no_gradient (const TnuCanvas *canvas, double x, double y, double w, double h)
{
  const double dashes[] = { DASH, DASH };
  cairo_t *cr = canvas->cr;

  /* The gradient will flow from right to left, out of the later operation. */
  tnu_aurora_set (canvas, x + w, y, x, y, 1.0);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  tnu_stroke_inside (canvas, x, y, w, h, h / 2.0, 1.0);
  cairo_set_dash (cr, NULL, 0, 0.0);
  if (w >= 20.0 * canvas->scale)
    tnu_hline (cr, round (x + w / 2.0 - 5.0 * canvas->scale),
               round (x + w / 2.0 + 5.0 * canvas->scale), y + h / 2.0,
               &canvas->theme->colors[TNU_INK3], 1.0);
}

void
tnu_mark_alarm (const TnuCanvas *canvas, double x, double y, double w, double h)
{
  cairo_t *cr = canvas->cr;
  double dot = CLAMP (fmin (w, h) / 6.0, 1.0, 4.0 * canvas->scale);

  tnu_set_token (canvas, TNU_ERR, 1.0);
  tnu_stroke_inside (canvas, x - 1.0, y - 1.0, w + 2.0, h + 2.0, fmin (3.0, w / 3.0), 2.0);
  cairo_arc (cr, x + w / 2.0, y + h / 2.0, dot, 0.0, 2.0 * G_PI);
  if (dot >= 2.0)
    {
      tnu_set_token (canvas, TNU_WELL, 1.0);
      cairo_set_line_width (cr, 2.0);
      cairo_stroke_preserve (cr);
      tnu_set_token (canvas, TNU_ERR, 1.0);
    }
  cairo_fill (cr);
}
