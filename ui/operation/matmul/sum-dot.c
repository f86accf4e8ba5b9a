/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* One number as the sum that it is: the products side by side, under each its bar, which starts
 * where the last one stopped, and what the sum has come to. Complex products have no bars: they are
 * no heights. */
#include <math.h>

#include "ui/draw/card.h"
#include "ui/operation/matmul/sum-card.h"

#define NUMBER_FONT TNU_MONO (12, 500)
#define BAR_MAX_W 56.0

typedef struct
{
  const TnuSumCard *card;
  const TnuTerms *terms;
  const TnuCells *factors;
  const TnuCells *target;
  double reveal;
  TnuCells numbers; /* format and colours of products and sums */
  TnuSumRow row;
  double result_w, result_x;
} Dot;

static TnuCells
get_line (const Dot *self, const TnuNumbers *numbers)
{
  TnuCells line = self->numbers;
  line.values = numbers->real;
  line.imag = numbers->imaginary;
  line.n_rows = 1;
  line.n_cols = (int)MAX (self->terms->n, 1);
  line.row_stride = line.col_stride = 1;
  return line;
}

static void
choose_format (Dot *self)
{
  TnuNumberScan scan = { 0 };
  self->numbers = *self->target;
  TnuCells products = get_line (self, &self->terms->products);
  TnuCells sums = get_line (self, &self->terms->so_far);
  tnu_cells_scan (&products, &scan);
  tnu_cells_scan (&sums, &scan);
  tnu_cells_choose_format (&self->numbers, &scan);
  sums.format = self->numbers.format;
  tnu_cells_widen_format (&sums, &self->numbers.format);
}

/* ---- the products ---- */

static void
draw_term (const Dot *self, gint64 term, double x, double y)
{
  const TnuTerms *terms = self->terms;
  for (int f = 0; f < terms->n_factors; f++)
    {
      gint64 at = f * terms->n + term;
      const double *imaginary
          = terms->factors.imaginary != NULL ? &terms->factors.imaginary[at] : NULL;
      if (f > 0)
        tnu_sum_card_say (self->card, TNU_MONO (13, 400), "×", x - self->row.times / 2, y,
                          TNU_ALIGN_CENTRE, TNU_INK2);
      tnu_sum_card_draw_number (self->card, &self->factors[f], &terms->factors.real[at], imaginary,
                                x, y, self->row.widths[f], false);
      x += self->row.widths[f] + self->row.times;
    }
}

static void
draw_products (const Dot *self, double y)
{
  const TnuSumRow *row = &self->row;
  for (int place = 0; place < row->n_shown; place++)
    {
      gint64 k = tnu_sum_row_get_term (row, place);
      double x = row->x + place * row->pitch;
      if (!tnu_sum_row_begin_term (row, self->card, place, y))
        continue;
      self->card->draw_index (self->card->data, k, x + (row->pitch - row->plus) / 2,
                              y - TNU_SUM_CELL_H / 2 - 10);
      draw_term (self, k, x, y);
    }
  double imaginary, total = tnu_terms_get_total (self->terms, &imaginary);
  tnu_sum_card_say (self->card, TNU_MONO (14, 500), "=", self->result_x - row->plus / 2, y,
                    TNU_ALIGN_CENTRE, TNU_INK1);
  tnu_sum_card_draw_number (self->card, &self->numbers, &total,
                            self->terms->so_far.imaginary != NULL ? &imaginary : NULL,
                            self->result_x, y, self->result_w, true);
}

/* ---- the bars ---- */

typedef struct
{
  double zero, scale; /* y, and px per unit */
} Scale;

static Scale
scale_init (const Dot *self, double top, double bottom)
{
  double low = 0, high = 0;
  for (gint64 k = 0; k < self->terms->n; k++)
    {
      low = fmin (low, self->terms->so_far.real[k]);
      high = fmax (high, self->terms->so_far.real[k]);
    }
  double span = high - low;
  if (!(span > 0) || !isfinite (span))
    return (Scale){ round ((top + bottom) / 2), 0 };
  double scale = (bottom - top) / span;
  return (Scale){ round (top + high * scale), scale };
}

static void
print (const Dot *self, double value, double imaginary, bool has_sign, char *buffer)
{
  if (has_sign && !(value < 0) && !signbit (value))
    *buffer++ = '+';
  tnu_number_print (&self->numbers.format, value, imaginary, buffer);
}

static void
label_bar (const Dot *self,
           double value,
           double t,
           TnuMap map,
           const TnuRect *bar,
           bool grows,
           bool has_sign)
{
  const TnuCanvas *canvas = self->card->canvas;
  char label[TNU_NUMBER_SIZE + 1];
  double middle = bar->x + bar->w / 2;
  print (self, value, 0, has_sign, label);
  if (bar->h >= 15)
    tnu_text_show (canvas->text, canvas->cr, NUMBER_FONT, label, middle, bar->y + bar->h / 2,
                   TNU_ALIGN_CENTRE, tnu_colormap_get_ink (canvas->theme, map, t));
  else
    tnu_sum_card_say (self->card, TNU_MONO (11, 400), label, middle,
                      grows ? bar->y - 8 : bar->y + bar->h + 8, TNU_ALIGN_CENTRE, TNU_INK2);
}

/* One bar from @from to @to; its number inside where there is room, else beside it. */
static void
draw_bar (const Dot *self,
          const Scale *scale,
          double from,
          double to,
          double value,
          double x,
          double w,
          bool has_sign)
{
  const TnuCanvas *canvas = self->card->canvas;
  const TnuTheme *theme = canvas->theme;
  TnuMap map = self->target->is_gradient ? TNU_MAP_GRADIENTS : TNU_MAP_VALUES;
  double t = tnu_colormap_t (value, self->target->vmax);
  if (!isfinite (from) || !isfinite (to))
    return;
  double top = round (scale->zero - fmax (from, to) * scale->scale);
  double bottom = round (scale->zero - fmin (from, to) * scale->scale);
  TnuRect bar = { x, top, w, MAX (bottom - top, 2) };
  double radius = w < 6 ? 0 : MIN (TNU_RADIUS_CELL, bar.h / 2);
  tnu_fill_rounded (canvas, bar.x, bar.y, bar.w, bar.h, radius,
                    tnu_colormap_get_color (theme, map, t), 1);
  if (w < 6)
    return;
  tnu_set_token (canvas, theme->is_dark ? TNU_LINE : TNU_INK1, theme->is_dark ? .8 : .25);
  tnu_stroke_inside (canvas, bar.x, bar.y, bar.w, bar.h, radius, 1);
  if (w >= 30)
    label_bar (self, value, t, map, &bar, to >= from, has_sign);
}

static void
draw_dots (const Dot *self, double x0, double x1, double y)
{
  static const double dashes[] = { 1.5, 3 };
  const TnuCanvas *canvas = self->card->canvas;
  cairo_save (canvas->cr);
  cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_set_token (canvas, TNU_INK3, 1);
  cairo_set_line_width (canvas->cr, 1);
  cairo_move_to (canvas->cr, x0, round (y) + .5);
  cairo_line_to (canvas->cr, x1, round (y) + .5);
  cairo_stroke (canvas->cr);
  cairo_restore (canvas->cr);
}

/* The sums so far as thin bars that stand on zero, where the pairs do not fit. */
static void
draw_thin_bars (const Dot *self, const Scale *scale)
{
  const TnuSumRow *row = &self->row;
  double pitch = (self->result_x - row->plus - row->x) / (double)row->n;
  double w = CLAMP (pitch - (pitch > 4 ? 1 : 0), 1, BAR_MAX_W);
  gint64 stride = (gint64)MAX (ceil (1 / pitch), 1);
  for (gint64 k = 0; k < row->n && (double)k < self->reveal; k += stride)
    {
      double to = self->terms->so_far.real[MIN (k + stride, row->n) - 1];
      double x = row->x + (double)k * pitch;
      draw_bar (self, scale, 0, to, to, round (x), MAX (round (x + w) - round (x), 1), false);
    }
}

/* A bar under each pair, where the last one stopped. */
static void
draw_bars (const Dot *self, const Scale *scale)
{
  const TnuSumRow *row = &self->row;
  const double *so_far = self->terms->so_far.real;
  double w = MIN (row->pitch - row->plus, BAR_MAX_W), inset = (row->pitch - row->plus - w) / 2;
  for (gint64 k = 0; k < row->n && (double)k < self->reveal; k++)
    {
      double from = k == 0 ? 0 : so_far[k - 1], to = so_far[k];
      double x = row->x + (double)k * row->pitch + inset;
      if ((double)k + 1 > self->reveal)
        to = from + (to - from) * (self->reveal - (double)k);
      draw_bar (self, scale, from, to, self->terms->products.real[k], round (x),
                round (x + w) - round (x), true);
      if (isfinite (to))
        draw_dots (self, x + w, k + 1 < row->n ? x + row->pitch : self->result_x,
                   scale->zero - to * scale->scale);
    }
}

static void
draw_running_sum (const Dot *self, double top, double bottom)
{
  const TnuSumCard *card = self->card;
  Scale scale = scale_init (self, top, bottom);
  double imaginary, total = tnu_terms_get_total (self->terms, &imaginary);
  tnu_sum_card_caption (card, "RUNNING", card->y + 112);
  tnu_sum_card_caption (card, "SUM", card->y + 126);
  tnu_sum_card_say (card, TNU_MONO (11, 400), "0", self->row.x - 12, scale.zero, TNU_ALIGN_END,
                    TNU_INK3);
  tnu_hline (card->canvas->cr, self->row.x - 6, self->result_x + self->result_w, scale.zero,
             &card->canvas->theme->colors[TNU_LINE], 1);
  if (self->row.has_gap)
    draw_thin_bars (self, &scale);
  else
    draw_bars (self, &scale);
  if (self->reveal >= (double)self->row.n)
    draw_bar (self, &scale, 0, total, total, self->result_x, self->result_w, false);
}

/* ---- what it has come to ---- */

static void
draw_so_far (const Dot *self, double y)
{
  const TnuSumCard *card = self->card;
  const TnuSumRow *row = &self->row;
  const TnuNumbers *so_far = &self->terms->so_far;
  char label[TNU_NUMBER_SIZE + 1];
  tnu_sum_card_caption (card, "SO FAR", y);
  for (int k = 0; k < row->n_shown && k < self->reveal; k++)
    {
      double x = row->x + k * row->pitch + (row->pitch - row->plus) / 2;
      print (self, so_far->real[k], so_far->imaginary != NULL ? so_far->imaginary[k] : 0, false,
             label);
      tnu_sum_card_say (card, NUMBER_FONT, label, x, y, TNU_ALIGN_CENTRE, TNU_INK2);
      if (k + 1 < row->n_shown)
        tnu_sum_card_say (card, TNU_MONO (12, 400), "→", x + row->pitch / 2, y, TNU_ALIGN_CENTRE,
                          TNU_INK3);
    }
  if (self->reveal < (double)row->n)
    return;
  double imaginary, total = tnu_terms_get_total (self->terms, &imaginary);
  print (self, total, imaginary, false, label);
  tnu_sum_card_say (card, TNU_MONO (12, 400), "=", self->result_x - row->plus / 2, y,
                    TNU_ALIGN_CENTRE, TNU_INK3);
  tnu_sum_card_say (card, TNU_MONO (12, 700), label, self->result_x + self->result_w / 2, y,
                    TNU_ALIGN_CENTRE, TNU_INK1);
}

void
tnu_sum_card_draw_dot (const TnuSumCard *self,
                       const TnuTerms *terms,
                       const TnuCells *factors,
                       const TnuCells *target,
                       double reveal)
{
  Dot dot = { self, terms, factors, target, reveal };
  choose_format (&dot);
  dot.result_w = tnu_sum_card_get_cell_width (self, &dot.numbers, TNU_SUM_RESULT_MIN_W);
  double x = self->x + TNU_SUM_CARD_PADDING + self->labels,
         end = self->x + self->w - TNU_SUM_CARD_PADDING;
  tnu_sum_row_init (&dot.row, self, factors, terms->n_factors, terms->n, x, end - dot.result_w - x);
  dot.result_x = round (MIN (x + dot.row.n_shown * dot.row.pitch, end - dot.result_w));
  tnu_sum_card_caption (self, terms->n_factors > 1 ? "PRODUCT" : "NUMBER", self->y + 66);
  draw_products (&dot, self->y + 66);
  bool has_bars = terms->n > 1 && terms->so_far.imaginary == NULL;
  bool has_so_far = terms->n > 1 && !dot.row.has_gap;
  if (has_bars)
    draw_running_sum (&dot, self->y + 98, self->y + self->h - (has_so_far ? 46 : 20));
  if (has_so_far)
    draw_so_far (&dot, has_bars ? self->y + self->h - 20 : self->y + 106);
}
