/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/histogram.h"

#include "ui/draw/cells.h"

#include <math.h>

#define RAMP_HEIGHT 8.0
#define LABEL_HEIGHT 24.0
#define EDGE_ALPHA .12
#define HANDLE_WIDTH 8.0
#define HANDLE_HEIGHT 18.0
/* px beside a handle that still take it */
#define HANDLE_REACH 12.0
#define LABEL_SPACE 8.0
#define LIMIT_ALPHA .45

double
tnu_histogram_get_x (const TnuHistogram *self, double width, double value)
{
  const double share = (value / 2.0 - self->axis_low / 2.0)
                       / (self->axis_high / 2.0 - self->axis_low / 2.0);

  return width * (isnan (share) ? .5 : CLAMP (share, 0.0, 1.0));
}

double
tnu_histogram_get_value (const TnuHistogram *self, double width, double x)
{
  const double share = width > 0.0 ? CLAMP (x / width, 0.0, 1.0) : 0.0;

  return self->axis_low * (1.0 - share) + self->axis_high * share;
}

int
tnu_histogram_find_handle (const TnuHistogram *self, TnuText *text, double width, double x)
{
  const double from_low = fabs (x - tnu_histogram_get_x (self, width, self->scale.low));
  const double from_high = fabs (x - tnu_histogram_get_x (self, width, self->scale.high));

  if (fmin (from_low, from_high) > tnu_px (text, HANDLE_REACH))
    return 0;
  return from_low < from_high ? -1 : 1;
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
      double t = tnu_color_scale_get_t (&self->scale, centre) * self->strength;
      double left = round (x + tnu_histogram_get_x (self, w, self->low + step * i));
      double right = round (x + tnu_histogram_get_x (self, w, self->low + step * (i + 1)));
      /* One element among a billion still has a bar. */
      double bar = fmax (2.0, round (h * (double) self->counts[i] / (double) MAX (most, 1)));
      double bar_w = fmax (right - left - gap, 2.0);

      if (self->counts[i] == 0)
        continue;
      tnu_fill_rounded (canvas, left, bottom - bar, bar_w, bar, 1.5,
                        tnu_colormap_get_color (canvas->theme, self->map, t), 1.0);
      if (canvas->theme->is_dark)
        tnu_set_token (canvas, TNU_LINE, fabs (t) < .06 ? .55 : 0.0);
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

/* A grip on the ramp, in a ring of the pane so that it is seen on every colour. */
static void
draw_handle (const TnuCanvas *canvas, double at, double middle, bool has_focus)
{
  double w = tnu_px (canvas->text, HANDLE_WIDTH);
  double h = tnu_px (canvas->text, HANDLE_HEIGHT);
  double x = round (at - w / 2.0);
  double y = round (middle - h / 2.0);
  double out = 4.0;

  tnu_fill_rounded (canvas, x - 2.0, y - 2.0, w + 4.0, h + 4.0, w / 2.0 + 2.0,
                    &canvas->theme->colors[TNU_PANE], 1.0);
  tnu_fill_rounded (canvas, x, y, w, h, w / 2.0, &canvas->theme->colors[TNU_STAR], 1.0);
  if (!has_focus)
    return;
  tnu_set_token (canvas, TNU_STAR, 1.0);
  tnu_stroke_inside (canvas, x - out, y - out, w + 2.0 * out, h + 2.0 * out, w / 2.0 + out,
                     TNU_STROKE_RING);
}

/* What lies beyond a limit is cut off by a line through the bars. */
static void
draw_limit (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y, double w,
            double ramp_y, double value, int side)
{
  double at = round (x + tnu_histogram_get_x (self, w, value));

  if (value > self->axis_low && value < self->axis_high)
    tnu_vline (canvas->cr, at, y, ramp_y, &canvas->theme->colors[TNU_STAR], LIMIT_ALPHA);
  draw_handle (canvas, at, ramp_y + tnu_px (canvas->text, RAMP_HEIGHT) / 2.0,
               self->focused_side == side);
}

/* The limits under their handles, apart from each other, and the 0 between them if it has room. */
static void
draw_labels (const TnuCanvas *canvas, const TnuHistogram *self, double x, double w, double y)
{
  TnuText *text = canvas->text;
  TnuFont font = TNU_MONO (TNU_FONT_NOTE, 400);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  double space = tnu_px (text, LABEL_SPACE);
  double zero = x + tnu_histogram_get_x (self, w, 0.0);
  char low[TNU_NUMBER_SIZE];
  char high[TNU_NUMBER_SIZE];
  double low_w;
  double high_w;
  double low_x;
  double high_x;

  tnu_number_print_plain (self->scale.low, low);
  tnu_number_print_plain (self->scale.high, high);
  low_w = tnu_text_get_width (text, font, low);
  high_w = tnu_text_get_width (text, font, high);
  low_x = x + tnu_histogram_get_x (self, w, self->scale.low) - low_w / 2.0;
  high_x = x + tnu_histogram_get_x (self, w, self->scale.high) - high_w / 2.0;
  low_x = CLAMP (low_x, x, fmax (x, x + w - high_w - space - low_w));
  high_x = CLAMP (high_x, low_x + low_w + space, fmax (low_x + low_w + space, x + w - high_w));
  low_x = fmax (x, fmin (low_x, high_x - space - low_w));
  tnu_text_show (text, canvas->cr, font, low, low_x, y, TNU_ALIGN_START, ink);
  tnu_text_show (text, canvas->cr, font, high, high_x, y, TNU_ALIGN_START, ink);
  if (self->scale.low < 0.0 && self->scale.high > 0.0 && zero - space * 1.5 > low_x + low_w
      && zero + space * 1.5 < high_x)
    tnu_text_show (text, canvas->cr, font, "0", zero, y, TNU_ALIGN_CENTRE, ink);
}

void
tnu_histogram_draw (const TnuCanvas *canvas, const TnuHistogram *self, double x, double y,
                    double w, double h)
{
  TnuText *text = canvas->text;
  double ramp = tnu_px (text, RAMP_HEIGHT);
  double bars = h - ramp - tnu_px (text, LABEL_HEIGHT) - tnu_px (text, 4.0);
  double ramp_y = round (y + bars + tnu_px (text, 4.0));

  if (self->counts != NULL)
    draw_bars (canvas, self, x, round (y + bars), w, bars);
  tnu_cells_draw_ramp (canvas, self->map, &self->scale, self->axis_low, self->axis_high,
                       self->strength, round (x), ramp_y, round (w), ramp);
  if (!isnan (self->marked))
    draw_marker (canvas, self, x, y, w, ramp_y + ramp - y);
  draw_limit (canvas, self, x, y, w, ramp_y, self->scale.low, -1);
  draw_limit (canvas, self, x, y, w, ramp_y, self->scale.high, 1);
  draw_labels (canvas, self, x, w, ramp_y + ramp + tnu_px (text, LABEL_HEIGHT) * .62);
}
