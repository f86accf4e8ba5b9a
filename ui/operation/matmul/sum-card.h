/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/cells.h"
#include "ui/operation/matmul/terms.h"

G_BEGIN_DECLS

#define TNU_SUM_CARD_HEIGHT 180
#define TNU_SUM_CARD_PADDING 20.0
#define TNU_SUM_TITLE_Y 22.0
#define TNU_SUM_CELL_H 30.0
#define TNU_SUM_RESULT_MIN_W 62.0
#define TNU_SUM_MAX_FACTORS 5
/* In place of a sum, where nothing is lit. */
#define TNU_SUM_INVITATION "Play, or point at a number of the result."

/**
 * TnuSumCard:
 * @labels: px left of the terms
 * @draw_index: writes which term it is, centred at (x, y)
 *
 * The plate on which a sum is written out. On the stack of one drawing.
 */
typedef struct
{
  const TnuCanvas *canvas;
  double x, y, w, h;
  double labels;
  void (*draw_index) (gconstpointer data, gint64 term, double x, double y);
  gconstpointer data;
} TnuSumCard;

/* Draws the plate. */
void tnu_sum_card_begin (
    TnuSumCard *self, const TnuCanvas *canvas, double x, double y, double w, double h);

/* Returns the width of the words. */
double tnu_sum_card_say (const TnuSumCard *self,
                         TnuFont font,
                         const char *words,
                         double x,
                         double y,
                         TnuAlign align,
                         TnuToken token);

/* What stands right of it; left out on a narrow card. */
void tnu_sum_card_caption (const TnuSumCard *self, const char *words, double y);

/* One index of an element: where it stands, or its letter; in the colour of its axis. */
typedef struct
{
  char text[24];
  const TnuColor *color;
} TnuSumIndex;

/* "A[1, k]"; without dims the name alone. Returns its width. */
double tnu_sum_card_write_element (
    const TnuSumCard *self, const char *name, const TnuSumIndex *index, int n, double x, double y);

/* "k = 0, l = 2", centred at (x, y): over a term. */
void tnu_sum_card_write_place (const TnuSumCard *self,
                               const TnuSumIndex *letters,
                               const gint64 *values,
                               int n,
                               double x,
                               double y);

/* At the end of the title, where the title ends before it: @x. */
void tnu_sum_card_write_count (const TnuSumCard *self, const char *words, double x, double y);

/* ---- numbers ---- */

/* A run of numbers. */
typedef struct
{
  const double *values;
  const double *imaginary; /* nullable */
  int n_rows, n_cols;
  gint64 row_stride, col_stride;
} TnuStrip;

/* @like: how they are drawn. */
void tnu_sum_card_draw_strip (const TnuSumCard *self,
                              const TnuCells *like,
                              const TnuStrip *strip,
                              double x,
                              double y,
                              double cell_w,
                              double cell_h,
                              bool is_ringed);

/* @y: its middle; @imaginary: (nullable) */
void tnu_sum_card_draw_number (const TnuSumCard *self,
                               const TnuCells *like,
                               const double *value,
                               const double *imaginary,
                               double x,
                               double y,
                               double w,
                               bool is_ringed);

/* Of a cell that holds the widest number of @like. */
double tnu_sum_card_get_cell_width (const TnuSumCard *self, const TnuCells *like, double least);

/* ---- terms side by side ---- */

/**
 * TnuSumRow:
 * @n: terms there are
 * @n_shown: places, the gap included
 * @has_gap: the place before the last stands for all between
 * @x, @pitch: of the first place, and from one to the next
 * @widths: of the factors
 * @times, @plus: between factors, and between terms
 *
 * Where they do not all fit, the first ones and the last.
 */
typedef struct
{
  gint64 n;
  int n_shown;
  bool has_gap;
  double x, pitch;
  double widths[TNU_SUM_MAX_FACTORS];
  double times, plus;
} TnuSumRow;

/* @factors: (array length=n_factors): how they are drawn; @w: room */
void tnu_sum_row_init (TnuSumRow *self,
                       const TnuSumCard *card,
                       const TnuCells *factors,
                       int n_factors,
                       gint64 n,
                       double x,
                       double w);

/* -1: the gap. */
gint64 tnu_sum_row_get_term (const TnuSumRow *self, int place);

/* "+" before a term but the first, and the gap in place of its term; returns whether it is one. */
bool tnu_sum_row_begin_term (const TnuSumRow *self, const TnuSumCard *card, int place, double y);

/* ---- one number ---- */

/**
 * tnu_sum_card_draw_dot:
 * @factors: (array length=n_factors): how the factors are drawn
 * @target: how the result is
 * @reveal: terms of the running sum that are shown, 0 … n
 *
 * The products, the sum as it grows and what it has come to, below the title.
 */
void tnu_sum_card_draw_dot (const TnuSumCard *self,
                            const TnuTerms *terms,
                            const TnuCells *factors,
                            const TnuCells *target,
                            double reveal);

G_END_DECLS
