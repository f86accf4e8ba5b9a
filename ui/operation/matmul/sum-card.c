/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/matmul/sum-card.h"

#include <math.h>

#include "ui/draw/chips.h"
#include "ui/operation/op-head.h"

#define LABELS 84.0
/* A narrow card has no labels, only room for the zero. */
#define NARROW 480.0
#define NARROW_LABELS 22.0
#define PLUS 20.0
#define TIMES 14.0
/* Widths where the terms would not fit otherwise. */
#define TIGHT_PLUS 15.0
#define TIGHT_TIMES 11.0
#define FACTOR_MIN_W 40.0
#define TIGHT_FACTOR_MIN_W 30.0
#define NUMBER_FONT TNU_MONO (12, 500)

void
tnu_sum_card_begin (
    TnuSumCard *self, const TnuCanvas *canvas, double x, double y, double w, double h)
{
  *self = (TnuSumCard){
    .canvas = canvas,
    .x = x,
    .y = y,
    .w = w,
    .h = h,
    .labels = w >= NARROW ? LABELS : NARROW_LABELS,
  };
  tnu_plate_draw (canvas, x, y, w, h);
}

double
tnu_sum_card_say (const TnuSumCard *self,
                  TnuFont font,
                  const char *words,
                  double x,
                  double y,
                  TnuAlign align,
                  TnuToken token)
{
  return tnu_text_show (self->canvas->text, self->canvas->cr, font, words, x, y, align,
                        &self->canvas->theme->colors[token]);
}

void
tnu_sum_card_caption (const TnuSumCard *self, const char *words, double y)
{
  if (self->w >= NARROW)
    tnu_caps_draw (self->canvas, words, self->x + TNU_SUM_CARD_PADDING, y);
}

/* ---- titles ---- */

static double
write_index (const TnuSumCard *self, const TnuSumIndex *index, double size, double x, double y)
{
  return tnu_text_show (self->canvas->text, self->canvas->cr, TNU_MONO (size, 700), index->text, x,
                        y, TNU_ALIGN_START, index->color);
}

double
tnu_sum_card_write_element (
    const TnuSumCard *self, const char *name, const TnuSumIndex *index, int n, double x, double y)
{
  TnuFont font = TNU_MONO (14, 400);
  double at = x + tnu_sum_card_say (self, font, name, x, y, TNU_ALIGN_START, TNU_INK1);
  for (int k = 0; k < n; k++)
    {
      at += tnu_sum_card_say (self, font, k == 0 ? "[" : ", ", at, y, TNU_ALIGN_START, TNU_INK1);
      at += write_index (self, &index[k], 14, at, y);
    }
  if (n > 0)
    at += tnu_sum_card_say (self, font, "]", at, y, TNU_ALIGN_START, TNU_INK1);
  return at - x;
}

void
tnu_sum_card_write_place (const TnuSumCard *self,
                          const TnuSumIndex *letters,
                          const gint64 *values,
                          int n,
                          double x,
                          double y)
{
  TnuFont font = TNU_MONO (11, 400);
  TnuText *text = self->canvas->text;
  double w = 0;
  for (int pass = 0; pass < 2; pass++)
    {
      double at = x - w / 2;
      for (int k = 0; k < n; k++)
        {
          char value[32];
          g_snprintf (value, sizeof value, " = %" G_GINT64_FORMAT "%s", values[k],
                      k + 1 < n ? ", " : "");
          if (pass == 0)
            w += tnu_text_get_width (text, TNU_MONO (11, 700), letters[k].text)
                 + tnu_text_get_width (text, font, value);
          else
            {
              at += write_index (self, &letters[k], 11, at, y);
              at += tnu_sum_card_say (self, font, value, at, y, TNU_ALIGN_START, TNU_INK2);
            }
        }
    }
}

void
tnu_sum_card_write_count (const TnuSumCard *self, const char *words, double x, double y)
{
  TnuFont font = TNU_MONO (12, 400);
  double end = self->x + self->w - TNU_SUM_CARD_PADDING;
  if (x + tnu_text_get_width (self->canvas->text, font, words) + 16 <= end)
    tnu_sum_card_say (self, font, words, end, y, TNU_ALIGN_END, TNU_INK3);
}

/* ---- numbers ---- */

void
tnu_sum_card_draw_strip (const TnuSumCard *self,
                         const TnuCells *like,
                         const TnuStrip *strip,
                         double x,
                         double y,
                         double cell_w,
                         double cell_h,
                         bool is_ringed)
{
  TnuCells cells = *like;
  TnuGrid grid;
  cells.values = strip->values;
  cells.imag = strip->imaginary;
  cells.n_rows = strip->n_rows;
  cells.n_cols = strip->n_cols;
  cells.row_stride = strip->row_stride;
  cells.col_stride = strip->col_stride;
  cells.states = NULL;
  if (is_ringed)
    cells.current = (TnuCellRun){ 0, 0, strip->n_rows, strip->n_cols };
  tnu_grid_init (&grid, self->canvas->text, &cells, x, y, cell_w, cell_h);
  grid.gap = strip->n_rows * strip->n_cols > 1 && cell_h >= 12 ? 2 : 0;
  tnu_cells_draw (self->canvas, &cells, &grid, TNU_CARD);
}

void
tnu_sum_card_draw_number (const TnuSumCard *self,
                          const TnuCells *like,
                          const double *value,
                          const double *imaginary,
                          double x,
                          double y,
                          double w,
                          bool is_ringed)
{
  TnuStrip strip = { value, imaginary, 1, 1, 1, 1 };
  tnu_sum_card_draw_strip (self, like, &strip, x, y - TNU_SUM_CELL_H / 2, w, TNU_SUM_CELL_H,
                           is_ringed);
}

double
tnu_sum_card_get_cell_width (const TnuSumCard *self, const TnuCells *like, double least)
{
  double digit = tnu_text_get_width (self->canvas->text, NUMBER_FONT, "0");
  return ceil (MAX (like->format.n_chars * digit + 8, least));
}

/* ---- terms side by side ---- */

static void
set_pitch (TnuSumRow *self, int n_factors, double times, double plus)
{
  self->times = times;
  self->plus = plus;
  self->pitch = (n_factors - 1) * times + plus;
  for (int k = 0; k < n_factors; k++)
    self->pitch += self->widths[k];
}

void
tnu_sum_row_init (TnuSumRow *self,
                  const TnuSumCard *card,
                  const TnuCells *factors,
                  int n_factors,
                  gint64 n,
                  double x,
                  double w)
{
  *self = (TnuSumRow){ .n = n, .x = x };
  for (int k = 0; k < n_factors; k++)
    self->widths[k] = tnu_sum_card_get_cell_width (card, &factors[k], FACTOR_MIN_W);
  set_pitch (self, n_factors, TIMES, PLUS);
  if ((double)n * self->pitch > w)
    {
      double narrower = tnu_text_get_width (card->canvas->text, NUMBER_FONT, "0") / 6 + .5;
      for (int k = 0; k < n_factors; k++)
        self->widths[k] = ceil (
            MAX (self->widths[k] - factors[k].format.n_chars * narrower, TIGHT_FACTOR_MIN_W));
      set_pitch (self, n_factors, TIGHT_TIMES, TIGHT_PLUS);
    }
  int room = (int)MAX (floor (w / self->pitch), 1);
  self->n_shown = (int)MIN (n, room);
  self->has_gap = n > room;
}

/* The gap comes before the last term where there is room for three. */
gint64
tnu_sum_row_get_term (const TnuSumRow *self, int place)
{
  int gap = self->n_shown >= 3 ? self->n_shown - 2 : self->n_shown - 1;
  if (!self->has_gap || place < gap)
    return place;
  return place == gap ? -1 : self->n - 1;
}

bool
tnu_sum_row_begin_term (const TnuSumRow *self, const TnuSumCard *card, int place, double y)
{
  double x = self->x + place * self->pitch;
  if (place > 0)
    tnu_sum_card_say (card, TNU_MONO (14, 500), "+", x - self->plus / 2, y, TNU_ALIGN_CENTRE,
                      TNU_INK1);
  if (tnu_sum_row_get_term (self, place) >= 0)
    return true;
  g_autofree char *words
      = g_strdup_printf ("… %" G_GINT64_FORMAT " more", self->n - (self->n_shown - 1));
  tnu_sum_card_say (card, TNU_MONO (11, 400), words, x + (self->pitch - self->plus) / 2, y,
                    TNU_ALIGN_CENTRE, TNU_INK3);
  return false;
}
