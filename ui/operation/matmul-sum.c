/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The sum behind what is lit: pairs of factors, the sum as it grows, and what it has come to. For a
 * column of the result it is a sum of columns, for an outer product one table. */
#include "ui/operation/matmul-picture.h"

#include <math.h>

#include "ui/draw/chips.h"
#include "ui/operation/matmul-chips.h"
#include "ui/operation/op-head.h"

#define PADDING 20.0
#define LABELS 84.0
/* A narrow card has no labels, only room for the zero. */
#define NARROW 480.0
#define NARROW_LABELS 22.0
#define PLUS 20.0
#define TIMES 14.0
/* Widths where the terms would not fit otherwise. */
#define TIGHT_PLUS 15.0
#define TIGHT_TIMES 11.0
#define RESULT_MIN_W 62.0
#define CELL_H 30.0
#define NUMBER_FONT TNU_MONO (12, 500)

typedef struct
{
  const TnuMatmulPicture *picture;
  const TnuMatmulRoles *roles;
  const TnuCanvas *canvas;
  double x, y, w, h;
  double labels; /* px left of the terms */
  gint64 light[TNU_MATMUL_N_AXES];
  TnuCells first, second, target; /* how their numbers are drawn */
} Sum;

/* ---- pieces ---- */

static double
say (const Sum *sum,
     TnuFont font,
     const char *words,
     double x,
     double y,
     TnuAlign align,
     TnuToken token)
{
  return tnu_text_show (sum->canvas->text, sum->canvas->cr, font, words, x, y, align,
                        &sum->canvas->theme->colors[token]);
}

static void
caption (const Sum *sum, const char *words, double y)
{
  if (sum->w >= NARROW)
    tnu_caps_draw (sum->canvas, words, sum->x + PADDING, y);
}

/* A run of numbers, drawn as @like draws them. */
typedef struct
{
  const double *values;
  int n_rows, n_cols;
  gint64 row_stride, col_stride;
} Strip;

static void
draw_strip (const Sum *sum,
            const TnuCells *like,
            const Strip *strip,
            double x,
            double y,
            double cell_w,
            double cell_h,
            bool is_ringed)
{
  TnuCells cells = *like;
  TnuGrid grid;
  cells.values = strip->values;
  cells.n_rows = strip->n_rows;
  cells.n_cols = strip->n_cols;
  cells.row_stride = strip->row_stride;
  cells.col_stride = strip->col_stride;
  cells.states = NULL;
  if (is_ringed)
    cells.current = (TnuCellRun){ 0, 0, strip->n_rows, strip->n_cols };
  tnu_grid_init (&grid, sum->canvas->text, &cells, x, y, cell_w, cell_h);
  grid.gap = strip->n_rows * strip->n_cols > 1 && cell_h >= 12 ? 2 : 0;
  tnu_cells_draw (sum->canvas, &cells, &grid, TNU_CARD);
}

static void
draw_number (const Sum *sum,
             const TnuCells *like,
             double value,
             double x,
             double y,
             double w,
             bool is_ringed)
{
  Strip strip = { &value, 1, 1, 1, 1 };
  draw_strip (sum, like, &strip, x, y - CELL_H / 2, w, CELL_H, is_ringed);
}

static void
print_like (const TnuCells *like, double value, bool has_sign, char buffer[TNU_NUMBER_SIZE + 1])
{
  char *at = buffer;
  if (has_sign && !(value < 0) && !signbit (value))
    *at++ = '+';
  tnu_number_print (&like->format, value, 0, at);
}

static double
cell_width (const Sum *sum, const TnuCells *like, double least)
{
  return ceil (MAX (
      like->format.n_chars * tnu_text_get_width (sum->canvas->text, NUMBER_FONT, "0") + 8, least));
}

/* ---- the title ---- */

/* "A[1, k]": an index is a number where it is lit, ":" or the letter where it is summed. */
static double
write_element (const Sum *sum, TnuMatmulSide side, bool is_summed, double x, double y)
{
  const TnuMatmulPlan *plan = sum->picture->plan;
  TnuFont font = TNU_MONO (14, 400), bold = TNU_MONO (14, 700);
  TnuMatmulAxis axes[] = { tnu_matmul_get_row_axis (side), tnu_matmul_get_column_axis (side) };
  g_autofree char *name = tnu_matmul_picture_dup_name (sum->picture, side);
  double at = x;
  int n = 0;
  at += say (sum, font, name, at, y, TNU_ALIGN_START, TNU_INK1);
  for (int k = 0; k < 2; k++)
    {
      char index[24] = ":";
      gint64 lit = sum->light[axes[k]];
      char letter = tnu_matmul_get_letter (plan, axes[k]);
      if (letter == '\0')
        continue;
      if (lit >= 0)
        g_snprintf (index, sizeof index, "%" G_GINT64_FORMAT, lit);
      else if (axes[k] == sum->roles->inner && is_summed)
        g_snprintf (index, sizeof index, "%c", letter);
      at += say (sum, font, n++ == 0 ? "[" : ", ", at, y, TNU_ALIGN_START, TNU_INK1);
      at += tnu_text_show (sum->canvas->text, sum->canvas->cr, bold, index, at, y, TNU_ALIGN_START,
                           tnu_matmul_get_axis_color (plan, sum->canvas->theme, axes[k]));
    }
  if (n > 0)
    at += say (sum, font, "]", at, y, TNU_ALIGN_START, TNU_INK1);
  return at - x;
}

static void
draw_title (const Sum *sum, bool is_summed)
{
  const TnuMatmulPicture *picture = sum->picture;
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (picture->plan, picture->view);
  static const char *const words[] = { "cell", "column", "layer" };
  TnuFont font = TNU_MONO (14, 400);
  double x = sum->x + PADDING, y = sum->y + 22;
  char letter = tnu_matmul_get_letter (picture->plan, sum->roles->inner);
  x += write_element (sum, sum->roles->target, is_summed, x, y);
  x += say (sum, font, is_summed ? "  =  " : "  +=  ", x, y, TNU_ALIGN_START, TNU_INK2);
  if (is_summed)
    {
      char sigma[8];
      x += say (sum, font, "Σ", x, y, TNU_ALIGN_START, TNU_INK1);
      g_snprintf (sigma, sizeof sigma, "%c ", letter != '\0' ? letter : ' ');
      x += tnu_text_show (
          sum->canvas->text, sum->canvas->cr, TNU_MONO (14, 700), sigma, x, y, TNU_ALIGN_START,
          tnu_matmul_get_axis_color (picture->plan, sum->canvas->theme, sum->roles->inner));
    }
  x += write_element (sum, sum->roles->first, is_summed, x, y);
  x += say (sum, font, " · ", x, y, TNU_ALIGN_START, TNU_INK1);
  x += write_element (sum, sum->roles->second, is_summed, x, y);
  if (picture->probe_row >= 0)
    return;
  g_autofree char *count
      = g_strdup_printf ("%s %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, words[picture->mode],
                         picture->step + 1, tnu_matmul_count_steps (&extent, picture->mode));
  double end = sum->x + sum->w - PADDING;
  if (x + tnu_text_get_width (sum->canvas->text, TNU_MONO (12, 400), count) + 16 <= end)
    say (sum, TNU_MONO (12, 400), count, end, y, TNU_ALIGN_END, TNU_INK3);
}

/* ---- which terms ---- */

/* Terms side by side; where they do not all fit, the first ones and the last. */
typedef struct
{
  gint64 n;
  int n_shown;     /* places, the gap included */
  bool has_gap;    /* the place before the last stands for all between */
  double x, pitch; /* of the first place, from one to the next */
  double first_w, second_w, times, plus;
} Row;

static Row
row_init (const Sum *sum, gint64 n, double x, double w)
{
  Row row = { .n = n, .x = x, .plus = PLUS, .times = TIMES };
  row.first_w = cell_width (sum, &sum->first, 40);
  row.second_w = cell_width (sum, &sum->second, 40);
  row.pitch = row.first_w + row.second_w + row.times + row.plus;
  if ((double)n * row.pitch > w)
    {
      double narrower = tnu_text_get_width (sum->canvas->text, NUMBER_FONT, "0") / 6 + .5;
      row.times = TIGHT_TIMES;
      row.plus = TIGHT_PLUS;
      row.first_w = ceil (MAX (row.first_w - sum->first.format.n_chars * narrower, 30));
      row.second_w = ceil (MAX (row.second_w - sum->second.format.n_chars * narrower, 30));
      row.pitch = row.first_w + row.second_w + row.times + row.plus;
    }
  int room = (int)MAX (floor (w / row.pitch), 1);
  row.n_shown = (int)MIN (n, room);
  row.has_gap = n > room;
  return row;
}

/* -1: the gap, which comes before the last term where there is room for three. */
static gint64
row_get_term (const Row *row, int place)
{
  int gap = row->n_shown >= 3 ? row->n_shown - 2 : row->n_shown - 1;
  if (!row->has_gap || place < gap)
    return place;
  return place == gap ? -1 : row->n - 1;
}

static void
draw_gap (const Sum *sum, const Row *row, int place, double y)
{
  g_autofree char *words
      = g_strdup_printf ("… %" G_GINT64_FORMAT " more", row->n - (row->n_shown - 1));
  say (sum, TNU_MONO (11, 400), words, row->x + place * row->pitch + (row->pitch - row->plus) / 2,
       y, TNU_ALIGN_CENTRE, TNU_INK3);
}

static void
draw_index (const Sum *sum, gint64 term, double x, double y)
{
  const TnuMatmulPlan *plan = sum->picture->plan;
  g_autofree char *index = g_strdup_printf (" = %" G_GINT64_FORMAT, term);
  char letter[2] = { tnu_matmul_get_letter (plan, sum->roles->inner), '\0' };
  TnuFont font = TNU_MONO (11, 400), bold = TNU_MONO (11, 700);
  if (letter[0] == '\0')
    return;
  double w = tnu_text_get_width (sum->canvas->text, font, index)
             + tnu_text_get_width (sum->canvas->text, bold, letter);
  double at = x - w / 2;
  at += tnu_text_show (sum->canvas->text, sum->canvas->cr, bold, letter, at, y, TNU_ALIGN_START,
                       tnu_matmul_get_axis_color (plan, sum->canvas->theme, sum->roles->inner));
  say (sum, font, index, at, y, TNU_ALIGN_START, TNU_INK2);
}

/* ---- one number ---- */

typedef struct
{
  TnuMatmulTerms terms;
  double *so_far; /* [n] sum of the terms up to and with k */
  double low, high;
  TnuCells numbers; /* format and colours of products and sums */
  Row row;
  double result_w, result_x;
} Dot;

static void
scan_sums (const Sum *sum, Dot *dot)
{
  TnuNumberScan scan = { 0 };
  double total = 0;
  dot->so_far = g_new0 (double, MAX (dot->terms.n, 1));
  for (gint64 k = 0; k < dot->terms.n; k++)
    {
      double product = tnu_matmul_terms_get_product (&dot->terms, k);
      total += product;
      dot->so_far[k] = total;
      dot->low = fmin (dot->low, total);
      dot->high = fmax (dot->high, total);
      tnu_number_scan_add (&scan, product);
      tnu_number_scan_add (&scan, total);
    }
  dot->numbers = sum->target;
  tnu_cells_choose_format (&dot->numbers, &scan);
  Strip strip = { dot->so_far, 1, (int)MAX (dot->terms.n, 1), 1, 1 };
  TnuCells line = dot->numbers;
  line.values = strip.values;
  line.n_rows = 1;
  line.n_cols = strip.n_cols;
  line.row_stride = line.col_stride = 1;
  tnu_cells_widen_format (&line, &dot->numbers.format);
}

static double
get_total (const Dot *dot)
{
  return dot->terms.n > 0 ? dot->so_far[dot->terms.n - 1] : 0;
}

static void
draw_products (const Sum *sum, const Dot *dot, double y)
{
  const Row *row = &dot->row;
  for (int place = 0; place < row->n_shown; place++)
    {
      gint64 k = row_get_term (row, place);
      double x = row->x + place * row->pitch;
      if (place > 0)
        say (sum, TNU_MONO (14, 500), "+", x - row->plus / 2, y, TNU_ALIGN_CENTRE, TNU_INK1);
      if (k < 0)
        {
          draw_gap (sum, row, place, y);
          continue;
        }
      draw_index (sum, k, x + (row->pitch - row->plus) / 2, y - CELL_H / 2 - 10);
      draw_number (sum, &sum->first, dot->terms.first[k * dot->terms.first_stride], x, y,
                   row->first_w, false);
      say (sum, TNU_MONO (13, 400), "×", x + row->first_w + row->times / 2, y, TNU_ALIGN_CENTRE,
           TNU_INK2);
      draw_number (sum, &sum->second, dot->terms.second[k * dot->terms.second_stride],
                   x + row->first_w + row->times, y, row->second_w, false);
    }
  say (sum, TNU_MONO (14, 500), "=", dot->result_x - row->plus / 2, y, TNU_ALIGN_CENTRE, TNU_INK1);
  draw_number (sum, &dot->numbers, get_total (dot), dot->result_x, y, dot->result_w, true);
}

typedef struct
{
  double top, bottom, zero, scale; /* y, y, y, px per unit */
} Scale;

static Scale
scale_init (const Dot *dot, double top, double bottom)
{
  Scale scale = { .top = top, .bottom = bottom };
  double span = dot->high - dot->low;
  scale.scale = span > 0 && isfinite (span) ? (bottom - top) / span : 0;
  scale.zero
      = round (top + (span > 0 && isfinite (span) ? dot->high * scale.scale : (bottom - top) / 2));
  return scale;
}

/* One bar from @from to @to; its number inside where there is room, else beside it. */
static void
draw_bar (const Sum *sum,
          const Dot *dot,
          const Scale *scale,
          double from,
          double to,
          double value,
          double x,
          double w,
          bool has_sign)
{
  const TnuTheme *theme = sum->canvas->theme;
  TnuMap map = sum->target.is_gradient ? TNU_MAP_GRADIENTS : TNU_MAP_VALUES;
  double t = tnu_colormap_t (value, sum->target.vmax);
  double y0 = round (scale->zero - fmax (from, to) * scale->scale);
  double y1 = round (scale->zero - fmin (from, to) * scale->scale);
  double h = MAX (y1 - y0, 2);
  char label[TNU_NUMBER_SIZE + 1];
  if (!isfinite (from) || !isfinite (to))
    return;
  tnu_fill_rounded (sum->canvas, x, y0, w, h, w < 6 ? 0 : MIN (TNU_RADIUS_CELL, h / 2),
                    tnu_colormap_get_color (theme, map, t), 1);
  if (w < 6)
    return;
  tnu_set_token (sum->canvas, theme->is_dark ? TNU_LINE : TNU_INK1, theme->is_dark ? .8 : .25);
  tnu_stroke_inside (sum->canvas, x, y0, w, h, MIN (TNU_RADIUS_CELL, h / 2), 1);
  if (w < 30)
    return;
  print_like (&dot->numbers, value, has_sign, label);
  if (h >= 15)
    tnu_text_show (sum->canvas->text, sum->canvas->cr, NUMBER_FONT, label, x + w / 2, y0 + h / 2,
                   TNU_ALIGN_CENTRE, tnu_colormap_get_ink (theme, map, t));
  else
    say (sum, TNU_MONO (11, 400), label, x + w / 2, to >= from ? y0 - 8 : y1 + 8, TNU_ALIGN_CENTRE,
         TNU_INK2);
}

static void
draw_dots (const Sum *sum, double x0, double x1, double y)
{
  static const double dashes[] = { 1.5, 3 };
  cairo_save (sum->canvas->cr);
  cairo_set_dash (sum->canvas->cr, dashes, G_N_ELEMENTS (dashes), 0);
  tnu_set_token (sum->canvas, TNU_INK3, 1);
  cairo_set_line_width (sum->canvas->cr, 1);
  cairo_move_to (sum->canvas->cr, x0, round (y) + .5);
  cairo_line_to (sum->canvas->cr, x1, round (y) + .5);
  cairo_stroke (sum->canvas->cr);
  cairo_restore (sum->canvas->cr);
}

/* A bar under each pair, where the last one stopped; where the pairs do not fit, the sums so far as
 * thin bars that stand on zero. */
static void
draw_bars (const Sum *sum, const Dot *dot, const Scale *scale)
{
  const Row *row = &dot->row;
  double shown = sum->picture->reveal;
  bool is_thin = row->has_gap;
  double pitch = is_thin ? (dot->result_x - row->plus - row->x) / (double)row->n : row->pitch;
  double w
      = is_thin ? CLAMP (pitch - (pitch > 4 ? 1 : 0), 1, 56) : MIN (row->pitch - row->plus, 56);
  double inset = is_thin ? 0 : (row->pitch - row->plus - w) / 2;
  gint64 stride = is_thin ? (gint64)MAX (ceil (1 / pitch), 1) : 1;
  for (gint64 k = 0; k < row->n && (double)k < shown; k += stride)
    {
      gint64 last = MIN (k + stride, row->n) - 1;
      double from = is_thin || k == 0 ? 0 : dot->so_far[k - 1], to = dot->so_far[last];
      double x = row->x + (double)k * pitch + inset;
      if (!is_thin && (double)k + 1 > shown)
        to = from + (to - from) * (shown - (double)k);
      draw_bar (sum, dot, scale, from, to,
                is_thin ? to : tnu_matmul_terms_get_product (&dot->terms, k), round (x),
                MAX (round (x + w) - round (x), 1), !is_thin);
      if (!is_thin && isfinite (to))
        draw_dots (sum, x + w, k + 1 < row->n ? x + pitch : dot->result_x,
                   scale->zero - to * scale->scale);
    }
  if (shown >= (double)row->n)
    draw_bar (sum, dot, scale, 0, get_total (dot), get_total (dot), dot->result_x, dot->result_w,
              false);
}

static void
draw_so_far (const Sum *sum, const Dot *dot, double y)
{
  const Row *row = &dot->row;
  char label[TNU_NUMBER_SIZE + 1];
  if (row->has_gap)
    return;
  caption (sum, "SO FAR", y);
  for (int k = 0; k < row->n_shown && k < sum->picture->reveal; k++)
    {
      double x = row->x + k * row->pitch + (row->pitch - row->plus) / 2;
      print_like (&dot->numbers, dot->so_far[k], false, label);
      say (sum, NUMBER_FONT, label, x, y, TNU_ALIGN_CENTRE, TNU_INK2);
      if (k + 1 < row->n_shown)
        say (sum, TNU_MONO (12, 400), "→", x + row->pitch / 2, y, TNU_ALIGN_CENTRE, TNU_INK3);
    }
  if (sum->picture->reveal < (double)row->n)
    return;
  print_like (&dot->numbers, get_total (dot), false, label);
  say (sum, TNU_MONO (12, 400), "=", dot->result_x - row->plus / 2, y, TNU_ALIGN_CENTRE, TNU_INK3);
  say (sum, TNU_MONO (12, 700), label, dot->result_x + dot->result_w / 2, y, TNU_ALIGN_CENTRE,
       TNU_INK1);
}

static void
draw_dot (const Sum *sum)
{
  const TnuMatmulPicture *picture = sum->picture;
  Dot dot = {
    .terms
    = tnu_matmul_numbers_get_terms (picture->numbers, picture->plan, picture->view, picture->table,
                                    sum->light[sum->roles->row], sum->light[sum->roles->column]),
  };
  scan_sums (sum, &dot);
  dot.result_w = cell_width (sum, &dot.numbers, RESULT_MIN_W);
  double x = sum->x + PADDING + sum->labels, end = sum->x + sum->w - PADDING;
  dot.row = row_init (sum, dot.terms.n, x, end - dot.result_w - x);
  dot.result_x = round (MIN (x + dot.row.n_shown * dot.row.pitch, end - dot.result_w));
  draw_title (sum, true);
  caption (sum, "PRODUCT", sum->y + 66);
  draw_products (sum, &dot, sum->y + 66);
  bool has_so_far = !dot.row.has_gap;
  Scale scale = scale_init (&dot, sum->y + 98, sum->y + sum->h - (has_so_far ? 46 : 20));
  caption (sum, "RUNNING", sum->y + 112);
  caption (sum, "SUM", sum->y + 126);
  say (sum, TNU_MONO (11, 400), "0", x - 12, scale.zero, TNU_ALIGN_END, TNU_INK3);
  tnu_hline (sum->canvas->cr, x - 6, dot.result_x + dot.result_w, scale.zero,
             &sum->canvas->theme->colors[TNU_LINE], 1);
  draw_bars (sum, &dot, &scale);
  draw_so_far (sum, &dot, sum->y + sum->h - 20);
  g_free (dot.so_far);
}

/* ---- one column ---- */

/* A line of a table, standing upright: along @axis, at index @at of the other one. */
static Strip
get_upright (const Sum *sum, TnuMatmulSide side, TnuMatmulAxis axis, gint64 at)
{
  const TnuMatmulPicture *picture = sum->picture;
  const double *numbers = tnu_matmul_numbers_get_side (picture->numbers, picture->plan,
                                                       picture->view, side, picture->table);
  gint64 n_columns = tnu_matmul_plan_get_size (picture->plan, tnu_matmul_get_column_axis (side));
  bool is_column = tnu_matmul_get_row_axis (side) == axis;
  return (Strip){
    .values = numbers + (is_column ? at : at * n_columns),
    .n_rows = (int)tnu_matmul_plan_get_size (picture->plan, axis),
    .n_cols = 1,
    .row_stride = is_column ? n_columns : 1,
    .col_stride = 1,
  };
}

/* px per cell so that @n stand in the card. */
static double
upright_height (const Sum *sum, int n)
{
  return CLAMP (floor ((sum->h - 86) / MAX (n, 1)) - 2, 1, CELL_H - 4);
}

static void
draw_column (const Sum *sum)
{
  const TnuMatmulRoles *roles = sum->roles;
  const TnuMatmulPlan *plan = sum->picture->plan;
  gint64 column = sum->light[roles->column], n = tnu_matmul_plan_get_size (plan, roles->inner);
  double result_w = cell_width (sum, &sum->target, RESULT_MIN_W);
  double x = sum->x + PADDING + sum->labels, end = sum->x + sum->w - PADDING;
  Row row = row_init (sum, n, x, end - result_w - x);
  Strip made = get_upright (sum, roles->target, roles->row, column);
  Strip weights = get_upright (sum, roles->second, roles->inner, column);
  double cell_h = upright_height (sum, made.n_rows), top = sum->y + 64;
  double gap = cell_h >= 12 ? 2 : 0, middle = top + made.n_rows * (cell_h + gap) / 2;
  draw_title (sum, true);
  caption (sum, "SUM OF", middle - 7);
  caption (sum, "COLUMNS", middle + 7);
  for (int place = 0; place < row.n_shown; place++)
    {
      gint64 k = row_get_term (&row, place);
      double at = row.x + place * row.pitch;
      if (place > 0)
        say (sum, TNU_MONO (14, 500), "+", at - row.plus / 2, middle, TNU_ALIGN_CENTRE, TNU_INK1);
      if (k < 0)
        {
          draw_gap (sum, &row, place, middle);
          continue;
        }
      Strip line = get_upright (sum, roles->first, roles->row, k);
      draw_index (sum, k, at + (row.pitch - row.plus) / 2, top - 16);
      draw_number (sum, &sum->second, weights.values[k * weights.row_stride], at, middle,
                   row.second_w, false);
      say (sum, TNU_MONO (13, 400), "×", at + row.second_w + row.times / 2, middle,
           TNU_ALIGN_CENTRE, TNU_INK2);
      draw_strip (sum, &sum->first, &line, at + row.second_w + row.times, top, row.first_w, cell_h,
                  false);
    }
  double result_x = MIN (x + row.n_shown * row.pitch, end - result_w);
  say (sum, TNU_MONO (14, 500), "=", result_x - row.plus / 2, middle, TNU_ALIGN_CENTRE, TNU_INK1);
  draw_strip (sum, &sum->target, &made, result_x, top, result_w, cell_h, true);
}

/* ---- one outer product ---- */

static void
draw_outer (const Sum *sum)
{
  const TnuMatmulRoles *roles = sum->roles;
  gint64 inner = sum->light[roles->inner];
  Strip down = get_upright (sum, roles->first, roles->row, inner);
  Strip across = get_upright (sum, roles->second, roles->column, inner);
  gsize n = (gsize)down.n_rows * across.n_rows;
  g_autofree double *products = g_new0 (double, MAX (n, 1));
  for (int r = 0; r < down.n_rows; r++)
    for (int c = 0; c < across.n_rows; c++)
      products[r * across.n_rows + c]
          = down.values[r * down.row_stride] * across.values[c * across.row_stride];
  Strip table = { products, down.n_rows, across.n_rows, across.n_rows, 1 };
  TnuCells like = sum->target;
  TnuNumberScan scan = { 0 };
  for (gsize k = 0; k < n; k++)
    tnu_number_scan_add (&scan, products[k]);
  tnu_cells_choose_format (&like, &scan);
  TnuCells whole = like;
  whole.values = products;
  whole.n_rows = table.n_rows;
  whole.n_cols = table.n_cols;
  whole.row_stride = table.n_cols;
  tnu_cells_widen_format (&whole, &like.format);

  double first_w = cell_width (sum, &sum->first, 40);
  double x = sum->x + PADDING + sum->labels,
         free = sum->w - 2 * PADDING - sum->labels - first_w - 2 * PLUS;
  double cell_w = CLAMP (floor (free / 2 / MAX (across.n_rows, 1)) - 2, 1, 48);
  double cell_h = upright_height (sum, down.n_rows), top = sum->y + 60;
  double gap = cell_h >= 12 ? 2 : 0, middle = top + down.n_rows * (cell_h + gap) / 2;
  across.n_cols = across.n_rows;
  across.n_rows = 1;
  across.col_stride = across.row_stride;
  draw_title (sum, false);
  caption (sum, "ONE LAYER", middle);
  draw_strip (sum, &sum->first, &down, x, top, first_w, cell_h, false);
  x += first_w;
  say (sum, TNU_MONO (13, 400), "×", x + PLUS / 2, middle, TNU_ALIGN_CENTRE, TNU_INK2);
  x += PLUS;
  draw_strip (sum, &sum->second, &across, x, middle - MIN (cell_h, CELL_H) / 2, cell_w,
              MIN (cell_h, CELL_H), false);
  x += across.n_cols * (cell_w + gap);
  say (sum, TNU_MONO (14, 500), "=", x + PLUS / 2, middle, TNU_ALIGN_CENTRE, TNU_INK1);
  x += PLUS;
  draw_strip (sum, &like, &table, x, top, cell_w, cell_h, true);
}

/* ---- all ---- */

void
tnu_matmul_picture_draw_sum (
    const TnuMatmulPicture *self, const TnuCanvas *canvas, double x, double y, double w, double h)
{
  Sum sum = {
    .picture = self,
    .roles = tnu_matmul_get_roles (self->view),
    .canvas = canvas,
    .x = x,
    .y = y,
    .w = w,
    .h = h,
    .labels = w >= NARROW ? LABELS : NARROW_LABELS,
  };
  tnu_plate_draw (canvas, x, y, w, h);
  if (!tnu_matmul_picture_get_light (self, sum.light))
    {
      say (&sum, TNU_SANS (13, 400), "Play, or point at a number of the result.", x + w / 2,
           y + h / 2, TNU_ALIGN_CENTRE, TNU_INK3);
      return;
    }
  tnu_matmul_picture_init_cells (self, sum.roles->first, &sum.first);
  tnu_matmul_picture_init_cells (self, sum.roles->second, &sum.second);
  tnu_matmul_picture_init_cells (self, sum.roles->target, &sum.target);
  cairo_save (canvas->cr);
  cairo_rectangle (canvas->cr, x, y, w, h);
  cairo_clip (canvas->cr);
  if (sum.light[sum.roles->row] >= 0)
    draw_dot (&sum);
  else if (sum.light[sum.roles->column] >= 0)
    draw_column (&sum);
  else
    draw_outer (&sum);
  cairo_restore (canvas->cr);
}
