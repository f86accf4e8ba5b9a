/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The shapes of a product as chips: what is summed in a bracket, and what comes out, or why
 * nothing does. */
#include <math.h>

#include "ui/draw/chips.h"
#include "ui/operation/matmul/matmul-chips.h"

#define LINE_H 28
#define RESULT_H 26
#define BRACKET_ROOM 40

typedef struct
{
  const TnuMatmulPlan *plan;
  const TnuCanvas *canvas;
  double w;
  bool is_on_one_line; /* A and B */
  double a_inner, b_inner;
} Shapes;

static double
say (const Shapes *self, TnuFont font, const char *words, double x, double y)
{
  return tnu_text_show (self->canvas->text, self->canvas->cr, font, words, x, y, TNU_ALIGN_START,
                        &self->canvas->theme->colors[TNU_INK2]);
}

/* Its width. */
static double
draw_side (const Shapes *self, TnuMatmulSide side, int rank, double x, double y, double *inner)
{
  double w = tnu_matmul_chips_draw (self->plan, side, self->canvas, x, y, inner);
  if (rank == 0)
    w += tnu_badge_draw (self->canvas, TNU_BADGE_PLAIN, "0-d", x, y);
  return w;
}

/* On one line where there is room, else B under A. Returns the middle of the last line. */
static double
draw_operands (Shapes *self, double y)
{
  const TnuMatmulPlan *plan = self->plan;
  double x = draw_side (self, TNU_MATMUL_SIDE_A, plan->a.rank, 0, y, &self->a_inner) + 8;
  if (!self->is_on_one_line)
    {
      x = 0;
      y += LINE_H;
    }
  x += say (self, TNU_MONO (13, 500), "@", x, y) + 8;
  draw_side (self, TNU_MATMUL_SIDE_B, plan->b.rank, x, y, &self->b_inner);
  return y;
}

/* From the one summed axis to the other. */
static void
draw_bracket (const Shapes *self, double y)
{
  const TnuTheme *theme = self->canvas->theme;
  bool is_wrong = self->plan->verdict == TNU_MATMUL_INNER;
  double x0 = round (self->a_inner) + .5, x1 = round (self->b_inner) + .5;
  cairo_t *cr = self->canvas->cr;
  tnu_set_color (cr,
                 is_wrong ? &theme->colors[TNU_ERR]
                          : tnu_matmul_get_axis_color (self->plan, theme, TNU_MATMUL_K),
                 1);
  cairo_set_line_width (cr, TNU_STROKE_RAIL);
  cairo_move_to (cr, x0, y);
  cairo_line_to (cr, x0, y + 8);
  cairo_line_to (cr, x1, y + 8);
  cairo_line_to (cr, x1, y);
  cairo_stroke (cr);
  if (is_wrong)
    tnu_text_show (self->canvas->text, cr, TNU_SANS (15, 700), "×", (x0 + x1) / 2, y + 8,
                   TNU_ALIGN_CENTRE, &theme->colors[TNU_ERR]);
}

static double
draw_result (const Shapes *self, double y)
{
  double x = say (self, TNU_SANS (12, 400), "equal, so summed away", 0, y) + 10;
  double chips = tnu_matmul_chips_get_width (self->plan, TNU_MATMUL_SIDE_C, self->canvas->text);
  if (x + 20 + MAX (chips, 34) > self->w)
    {
      y += RESULT_H;
      x = 0;
    }
  x += say (self, TNU_MONO (12, 400), "→", x, y) + 10;
  draw_side (self, TNU_MATMUL_SIDE_C, self->plan->result.rank, x, y, NULL);
  return y;
}

/* "4 ≠ 5", under the bracket where there is one. */
static void
draw_clash (const Shapes *self, double y)
{
  const TnuMatmulPlan *plan = self->plan;
  gint64 left = plan->n_inner, right = plan->n_inner_b;
  bool is_inner = plan->verdict == TNU_MATMUL_INNER;
  if (plan->verdict == TNU_MATMUL_BATCH)
    {
      left = plan->a.sizes[plan->guilty - plan->batch.rank + tnu_matmul_count_batch (&plan->a)];
      right = plan->b.sizes[plan->guilty - plan->batch.rank + tnu_matmul_count_batch (&plan->b)];
    }
  g_autofree char *unequal
      = g_strdup_printf ("%" G_GINT64_FORMAT " ≠ %" G_GINT64_FORMAT, left, right);
  tnu_text_show (self->canvas->text, self->canvas->cr, TNU_MONO (14, 700), unequal,
                 self->is_on_one_line && is_inner ? (self->a_inner + self->b_inner) / 2
                                                  : self->w / 2,
                 y, TNU_ALIGN_CENTRE, &self->canvas->theme->colors[TNU_ERR]);
}

double
tnu_matmul_shapes_draw (const TnuMatmulPlan *plan, const TnuCanvas *canvas, double w)
{
  Shapes self = { .plan = plan, .canvas = canvas, .w = w };
  self.is_on_one_line = tnu_matmul_chips_get_width (plan, TNU_MATMUL_SIDE_A, canvas->text)
                            + tnu_matmul_chips_get_width (plan, TNU_MATMUL_SIDE_B, canvas->text)
                            + 30
                        <= w;
  double y = draw_operands (&self, 12);
  if (plan->verdict == TNU_MATMUL_SCALAR || plan->words != NULL)
    return y;
  if (self.is_on_one_line)
    draw_bracket (&self, y + 14);
  y += BRACKET_ROOM;
  if (plan->verdict == TNU_MATMUL_FITS)
    return draw_result (&self, y);
  draw_clash (&self, y);
  return y;
}
