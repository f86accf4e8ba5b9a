/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The sum behind what is lit: pairs of factors, the sum as it grows, and what it has come to. For a
 * column of the result it is a sum of columns, for an outer product one table. */
#include "ui/operation/matmul/matmul-picture.h"

#include <math.h>

#include "ui/operation/matmul/matmul-chips.h"
#include "ui/operation/matmul/sum-card.h"

#define SIGN_W 20.0
#define FACTOR_MIN_W 40.0
#define LAYER_CELL_MAX_W 48.0

typedef struct
{
  TnuSumCard card;
  const TnuMatmulPicture *picture;
  const TnuMatmulRoles *roles;
  gint64 light[TNU_MATMUL_N_AXES];
  TnuCells first, second, target; /* how their numbers are drawn */
} Sum;

/* ---- the title ---- */

static const TnuColor *
get_color (const Sum *sum, TnuMatmulAxis axis)
{
  return tnu_matmul_get_axis_color (sum->picture->plan, sum->card.canvas->theme, axis);
}

/* "A[1, k]": an index is a number where it is lit, ":" or the letter where it is summed. */
static double
write_element (const Sum *sum, TnuMatmulSide side, bool is_summed, double x, double y)
{
  TnuMatmulAxis axes[] = { tnu_matmul_get_row_axis (side), tnu_matmul_get_column_axis (side) };
  g_autofree char *name = tnu_matmul_picture_dup_name (sum->picture, side);
  TnuSumIndex index[2];
  int n = 0;
  for (int k = 0; k < 2; k++)
    {
      gint64 lit = sum->light[axes[k]];
      char letter = tnu_matmul_get_letter (sum->picture->plan, axes[k]);
      if (letter == '\0')
        continue;
      TnuSumIndex *one = &index[n++];
      *one = (TnuSumIndex){ .text = ":", .color = get_color (sum, axes[k]) };
      if (lit >= 0)
        g_snprintf (one->text, sizeof one->text, "%" G_GINT64_FORMAT, lit);
      else if (axes[k] == sum->roles->inner && is_summed)
        one->text[0] = letter;
    }
  return tnu_sum_card_write_element (&sum->card, name, index, n, x, y);
}

static void
draw_title (const Sum *sum, bool is_summed)
{
  static const char *const words[] = { "cell", "column", "layer" };
  const TnuMatmulPicture *picture = sum->picture;
  const TnuSumCard *card = &sum->card;
  TnuMatmulExtent extent = tnu_matmul_plan_get_extent (picture->plan, picture->view);
  TnuFont font = TNU_MONO (14, 400);
  double x = card->x + TNU_SUM_CARD_PADDING, y = card->y + TNU_SUM_TITLE_Y;
  x += write_element (sum, sum->roles->target, is_summed, x, y);
  x += tnu_sum_card_say (card, font, is_summed ? "  =  " : "  +=  ", x, y, TNU_ALIGN_START,
                         TNU_INK2);
  if (is_summed)
    {
      char letter = tnu_matmul_get_letter (picture->plan, sum->roles->inner);
      const char sigma[] = { letter != '\0' ? letter : ' ', ' ', '\0' };
      x += tnu_sum_card_say (card, font, "Σ", x, y, TNU_ALIGN_START, TNU_INK1);
      x += tnu_text_show (card->canvas->text, card->canvas->cr, TNU_MONO (14, 700), sigma, x, y,
                          TNU_ALIGN_START, get_color (sum, sum->roles->inner));
    }
  x += write_element (sum, sum->roles->first, is_summed, x, y);
  x += tnu_sum_card_say (card, font, " · ", x, y, TNU_ALIGN_START, TNU_INK1);
  x += write_element (sum, sum->roles->second, is_summed, x, y);
  if (picture->probe_row >= 0)
    return;
  g_autofree char *count
      = g_strdup_printf ("%s %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, words[picture->mode],
                         picture->step + 1, tnu_matmul_count_steps (&extent, picture->mode));
  tnu_sum_card_write_count (card, count, x, y);
}

static void
draw_index (gconstpointer data, gint64 term, double x, double y)
{
  const Sum *sum = data;
  TnuSumIndex letter = { .color = get_color (sum, sum->roles->inner) };
  letter.text[0] = tnu_matmul_get_letter (sum->picture->plan, sum->roles->inner);
  if (letter.text[0] != '\0')
    tnu_sum_card_write_place (&sum->card, &letter, &term, 1, x, y);
}

/* ---- one number ---- */

static void
draw_dot (const Sum *sum)
{
  const TnuMatmulPicture *picture = sum->picture;
  TnuMatmulTerms pairs = tnu_matmul_numbers_get_terms (
      picture->numbers, picture->plan, picture->view, picture->table, sum->light[sum->roles->row],
      sum->light[sum->roles->column]);
  TnuCells factors[] = { sum->first, sum->second };
  g_autoptr (TnuTerms) terms = tnu_terms_new (pairs.n, 2, false);
  for (gint64 k = 0; k < pairs.n; k++)
    {
      terms->factors.real[k] = pairs.first[k * pairs.first_stride];
      terms->factors.real[pairs.n + k] = pairs.second[k * pairs.second_stride];
    }
  tnu_terms_add_up (terms);
  draw_title (sum, true);
  tnu_sum_card_draw_dot (&sum->card, terms, factors, &sum->target, picture->reveal);
}

/* ---- one column ---- */

/* A line of a table, standing upright: along @axis, at index @at of the other one. */
static TnuStrip
get_upright (const Sum *sum, TnuMatmulSide side, TnuMatmulAxis axis, gint64 at)
{
  const TnuMatmulPicture *picture = sum->picture;
  const double *numbers = tnu_matmul_numbers_get_side (picture->numbers, picture->plan,
                                                       picture->view, side, picture->table);
  gint64 n_columns = tnu_matmul_plan_get_size (picture->plan, tnu_matmul_get_column_axis (side));
  bool is_column = tnu_matmul_get_row_axis (side) == axis;
  return (TnuStrip){
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
  return CLAMP (floor ((sum->card.h - 86) / MAX (n, 1)) - 2, 1, TNU_SUM_CELL_H - 4);
}

static void
draw_sign (const Sum *sum, const char *sign, double x, double y)
{
  tnu_sum_card_say (&sum->card, TNU_MONO (14, 500), sign, x, y, TNU_ALIGN_CENTRE, TNU_INK1);
}

/* A number of the second table times a column of the first. */
static void
draw_weighted (
    const Sum *sum, const TnuSumRow *row, gint64 k, double x, double top, double cell_h, double y)
{
  const TnuMatmulRoles *roles = sum->roles;
  TnuStrip weights = get_upright (sum, roles->second, roles->inner, sum->light[roles->column]);
  TnuStrip line = get_upright (sum, roles->first, roles->row, k);
  draw_index (sum, k, x + (row->pitch - row->plus) / 2, top - 16);
  tnu_sum_card_draw_number (&sum->card, &sum->second, &weights.values[k * weights.row_stride], NULL,
                            x, y, row->widths[0], false);
  x += row->widths[0] + row->times;
  draw_sign (sum, "×", x - row->times / 2, y);
  tnu_sum_card_draw_strip (&sum->card, &sum->first, &line, x, top, row->widths[1], cell_h, false);
}

static void
draw_column (const Sum *sum)
{
  const TnuMatmulRoles *roles = sum->roles;
  const TnuSumCard *card = &sum->card;
  gint64 n = tnu_matmul_plan_get_size (sum->picture->plan, roles->inner);
  double result_w = tnu_sum_card_get_cell_width (card, &sum->target, TNU_SUM_RESULT_MIN_W);
  double x = card->x + TNU_SUM_CARD_PADDING + card->labels;
  double end = card->x + card->w - TNU_SUM_CARD_PADDING - result_w;
  TnuCells factors[] = { sum->second, sum->first };
  TnuSumRow row;
  tnu_sum_row_init (&row, card, factors, 2, n, x, end - x);
  TnuStrip made = get_upright (sum, roles->target, roles->row, sum->light[roles->column]);
  double cell_h = upright_height (sum, made.n_rows), top = card->y + 64;
  double gap = cell_h >= 12 ? 2 : 0, middle = top + made.n_rows * (cell_h + gap) / 2;
  draw_title (sum, true);
  tnu_sum_card_caption (card, "SUM OF", middle - 7);
  tnu_sum_card_caption (card, "COLUMNS", middle + 7);
  for (int place = 0; place < row.n_shown; place++)
    if (tnu_sum_row_begin_term (&row, card, place, middle))
      draw_weighted (sum, &row, tnu_sum_row_get_term (&row, place), row.x + place * row.pitch, top,
                     cell_h, middle);
  double result_x = MIN (x + row.n_shown * row.pitch, end);
  draw_sign (sum, "=", result_x - row.plus / 2, middle);
  tnu_sum_card_draw_strip (card, &sum->target, &made, result_x, top, result_w, cell_h, true);
}

/* ---- one outer product ---- */

/* Every number of @down times every one of @across: (transfer full). */
static double *
dup_layer (const TnuStrip *down, const TnuStrip *across)
{
  double *products = g_new0 (double, MAX ((gsize)down->n_rows * across->n_rows, 1));
  for (int r = 0; r < down->n_rows; r++)
    for (int c = 0; c < across->n_rows; c++)
      products[r * across->n_rows + c]
          = down->values[r * down->row_stride] * across->values[c * across->row_stride];
  return products;
}

/* The look of the target for other numbers. */
static TnuCells
get_look (const Sum *sum, const TnuStrip *table)
{
  TnuCells look = sum->target;
  TnuNumberScan scan = { 0 };
  look.values = table->values;
  look.n_rows = table->n_rows;
  look.n_cols = table->n_cols;
  look.row_stride = table->row_stride;
  tnu_cells_scan (&look, &scan);
  tnu_cells_choose_format (&look, &scan);
  tnu_cells_widen_format (&look, &look.format);
  return look;
}

static void
draw_outer (const Sum *sum)
{
  const TnuMatmulRoles *roles = sum->roles;
  const TnuSumCard *card = &sum->card;
  gint64 inner = sum->light[roles->inner];
  TnuStrip down = get_upright (sum, roles->first, roles->row, inner);
  TnuStrip across = get_upright (sum, roles->second, roles->column, inner);
  g_autofree double *products = dup_layer (&down, &across);
  TnuStrip table = { products, NULL, down.n_rows, across.n_rows, across.n_rows, 1 };
  TnuCells look = get_look (sum, &table);
  double first_w = tnu_sum_card_get_cell_width (card, &sum->first, FACTOR_MIN_W);
  double x = card->x + TNU_SUM_CARD_PADDING + card->labels,
         free = card->x + card->w - TNU_SUM_CARD_PADDING - x - first_w - 2 * SIGN_W;
  double cell_w = CLAMP (floor (free / 2 / MAX (table.n_cols, 1)) - 2, 1, LAYER_CELL_MAX_W);
  double cell_h = upright_height (sum, down.n_rows), top = card->y + 60;
  double gap = cell_h >= 12 ? 2 : 0, middle = top + down.n_rows * (cell_h + gap) / 2;
  TnuStrip lying = { across.values, NULL, 1, table.n_cols, 1, across.row_stride };
  double lying_h = MIN (cell_h, TNU_SUM_CELL_H);
  draw_title (sum, false);
  tnu_sum_card_caption (card, "ONE LAYER", middle);
  tnu_sum_card_draw_strip (card, &sum->first, &down, x, top, first_w, cell_h, false);
  x += first_w + SIGN_W;
  draw_sign (sum, "×", x - SIGN_W / 2, middle);
  tnu_sum_card_draw_strip (card, &sum->second, &lying, x, middle - lying_h / 2, cell_w, lying_h,
                           false);
  x += table.n_cols * (cell_w + gap) + SIGN_W;
  draw_sign (sum, "=", x - SIGN_W / 2, middle);
  tnu_sum_card_draw_strip (card, &look, &table, x, top, cell_w, cell_h, true);
}

/* ---- all ---- */

void
tnu_matmul_picture_draw_sum (
    const TnuMatmulPicture *self, const TnuCanvas *canvas, double x, double y, double w, double h)
{
  Sum sum = { .picture = self, .roles = tnu_matmul_get_roles (self->view) };
  tnu_sum_card_begin (&sum.card, canvas, x, y, w, h);
  sum.card.draw_index = draw_index;
  sum.card.data = &sum;
  if (!tnu_matmul_picture_get_light (self, sum.light))
    {
      tnu_sum_card_say (&sum.card, TNU_SANS (13, 400), TNU_SUM_INVITATION, x + w / 2, y + h / 2,
                        TNU_ALIGN_CENTRE, TNU_INK3);
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
