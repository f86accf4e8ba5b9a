/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/histogram.h"

#include "ui/draw/cells.h"

#include <math.h>

#define RAMP_HEIGHT 8.0
#define LABEL_HEIGHT 20.0
#define EDGE_ALPHA .12

double
tnu_histogram_get_x (const TnuHistogram *self, double width, double value)
{
  return width * (tnu_colormap_t (value, self->vmax) + 1.0) / 2.0;
}

static gint64
largest_count (const TnuHistogram *self)
{
  gint64 most = 0;

  for (int i = 0; i < self->n_bins; i++)
    most = MAX (most, self->counts[i]);
  return most;
}

static void
draw_bars (const TnuCanvas *canvas, const TnuHistogram *self, double x, double bottom, double w,
           double h)
{
  gint64 most = largest_count (self);
  double step = (self->high - self->low) / self->n_bins;
  double gap = step > 0.0 ? 1.0 : 0.0;

  for (int i = 0; i < self->n_bins; i++)
    {
      double centre = self->low + step * (i + .5);
      double left = round (x + tnu_histogram_get_x (self, w, self->low + step * i));
      double right = round (x + tnu_histogram_get_x (self, w, self->low + step * (i + 1)));
      /* One element among a billion still has a bar. */
      double bar = fmax (2.0, round (h * (double) self->counts[i] / (double) MAX (most, 1)));
      double bar_w = fmax (right - left - gap, 2.0);

      if (self->counts[i] == 0)
        continue;
      tnu_fill_rounded (canvas, left, bottom - bar, bar_w, bar, 1.5,
                        tnu_colormap_get_color (canvas->theme, self->map,
                                                tnu_colormap_t (centre, self->vmax)),
                        1.0);
      if (canvas->theme->is_dark)
        tnu_set_token (canvas, TNU_LINE,
                       fabs (tnu_colormap_t (centre, self->vmax)) < .06 ? .55 : 0.0);
      else
        tnu_set_token (canvas, TNU_INK1, EDGE_ALPHA);
      tnu_stroke_inside (canvas, left, bottom - bar, bar_w, bar, 1.5, 1.0);
    }
}

static void
draw_marker (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y, double w,
             double h)
{
  char label[TNU_NUMBER_SIZE];
  double at = floor (x + tnu_histogram_get_x (self, w, self->marked));
  bool is_left = at - x < w / 2.0;

  tnu_number_print_plain (self->marked, label);
  tnu_set_token (canvas, TNU_STAR, 1.0);
  cairo_rectangle (canvas->cr, at - 1.0, y, 2.0, h);
  cairo_fill (canvas->cr);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NOTE, 500), label,
                 at + tnu_px (canvas->text, is_left ? 6.0 : -6.0), y + tnu_px (canvas->text, 6.0),
                 is_left ? TNU_ALIGN_START : TNU_ALIGN_END, &canvas->theme->colors[TNU_INK1]);
}

void
tnu_histogram_draw (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y,
                    double w, double h)
{
  TnuText *text = canvas->text;
  TnuFont font = TNU_MONO (TNU_FONT_NOTE, 400);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  double ramp = tnu_px (text, RAMP_HEIGHT);
  double bars = h - ramp - tnu_px (text, LABEL_HEIGHT) - tnu_px (text, 4.0);
  double ramp_y = round (y + bars + tnu_px (text, 4.0));
  double label_y = ramp_y + ramp + tnu_px (text, LABEL_HEIGHT) * .6;
  char label[TNU_NUMBER_SIZE];

  draw_bars (canvas, self, x, round (y + bars), w, bars);
  tnu_cells_draw_ramp (canvas, self->map, round (x), ramp_y, round (w), ramp);
  if (!isnan (self->marked))
    draw_marker (canvas, self, x, y, w, ramp_y + ramp - y);
  tnu_number_print_plain (-self->vmax, label);
  tnu_text_show (text, canvas->cr, font, label, x, label_y, TNU_ALIGN_START, ink);
  tnu_text_show (text, canvas->cr, font, "0", x + w / 2.0, label_y, TNU_ALIGN_CENTRE, ink);
  tnu_number_print_plain (self->vmax, label);
  tnu_text_show (text, canvas->cr, font, label, x + w, label_y, TNU_ALIGN_END, ink);
}
