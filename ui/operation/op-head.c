/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/op-head.h"

#include <stdbool.h>

#define INSET 24
#define CHIP_GAP 4
/* Room below which the reason is left out. */
#define MIN_REASON 60

double
tnu_operand_draw (const TnuCanvas *canvas, const char *name, const TnuShape *shape,
                  const int *axes, double x, double y)
{
  double at = x;
  at += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), name, at, y,
                       TNU_ALIGN_START, &canvas->theme->colors[TNU_INK1])
        + 10;
  for (int d = 0; d < shape->rank; d++)
    at += tnu_chip_draw (canvas, axes != NULL ? axes[d] : d, shape->sizes[d], at, y) + CHIP_GAP;
  if (shape->rank == 0)
    at += tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "0-d", at, y) + CHIP_GAP;
  return at - x;
}

double
tnu_op_arrow_draw (const TnuCanvas *canvas, double x, double y)
{
  tnu_set_token (canvas, TNU_INK3, 1);
  cairo_set_line_width (canvas->cr, TNU_STROKE_RAIL);
  cairo_move_to (canvas->cr, x, y);
  cairo_line_to (canvas->cr, x + 14, y);
  cairo_stroke (canvas->cr);
  tnu_arrow_head (canvas->cr, x + 20, y, 0, 3.5);
  return 30;
}

void
tnu_op_head_begin (const TnuCanvas *canvas)
{
  tnu_set_token (canvas, TNU_PANE, 1);
  cairo_paint (canvas->cr);
}

void
tnu_op_head_finish (const TnuOpHead *self, const TnuCanvas *canvas, double x, double w)
{
  double y = TNU_OP_HEAD_HEIGHT / 2.0;
  double right = w - INSET - tnu_badge_get_width (canvas->text, self->badge);
  tnu_badge_draw (canvas, self->kind, self->badge, right, y);
  TnuFont font = TNU_SANS (12, 400);
  double room = right - x - 24, needed = tnu_text_get_width (canvas->text, font, self->reason);
  if (room > MIN_REASON)
    tnu_text_show_within (canvas->text, canvas->cr, font, self->reason,
                          right - 12 - MIN (needed, room), y, room,
                          &canvas->theme->colors[TNU_INK2]);
  tnu_hline (canvas->cr, 0, w, TNU_OP_HEAD_HEIGHT - 1, &canvas->theme->colors[TNU_HAIR], 1);
}

/* @is_drawn: else only measured. */
static double
lay_paragraph (const TnuCanvas *canvas, TnuFont font, const TnuColor *color, const char *words,
               double x, double y, double w, double line_height, bool is_drawn)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  for (int k = 0; parts[k] != NULL; k++)
    {
      if (*parts[k] == '\0')
        continue;
      g_autofree char *longer
          = line->len > 0 ? g_strdup_printf ("%s %s", line->str, parts[k]) : g_strdup (parts[k]);
      if (line->len > 0 && tnu_text_get_width (canvas->text, font, longer) > w)
        {
          if (is_drawn)
            tnu_text_show (canvas->text, canvas->cr, font, line->str, x, y, TNU_ALIGN_START, color);
          g_string_assign (line, parts[k]);
          y += line_height;
        }
      else
        g_string_assign (line, longer);
    }
  if (is_drawn)
    tnu_text_show (canvas->text, canvas->cr, font, line->str, x, y, TNU_ALIGN_START, color);
  return y + line_height;
}

double
tnu_paragraph_draw (const TnuCanvas *canvas, TnuFont font, TnuToken ink, const char *words,
                    double x, double y, double w, double line_height)
{
  return lay_paragraph (canvas, font, &canvas->theme->colors[ink], words, x, y, w, line_height,
                        true);
}

/* ---- facts ---- */

#define FACT_LABEL_W 84
#define FACT_LINE 18
#define FACT_GAP 2

static double
lay_facts (const TnuCanvas *canvas, const TnuFact *facts, int n, double x, double y, double w,
           bool is_drawn)
{
  double top = y;
  for (int k = 0; k < n; k++)
    {
      if (*facts[k].words == '\0')
        continue;
      if (is_drawn)
        tnu_caps_draw (canvas, facts[k].label, x, y + FACT_LINE / 2.0);
      y = lay_paragraph (canvas, TNU_SANS (12, 400), &canvas->theme->colors[TNU_INK2],
                         facts[k].words, x + FACT_LABEL_W, y + FACT_LINE / 2.0, w - FACT_LABEL_W,
                         FACT_LINE, is_drawn)
          - FACT_LINE / 2.0 + FACT_GAP;
    }
  return y - top;
}

double
tnu_facts_get_height (const TnuCanvas *canvas, const TnuFact *facts, int n, double w)
{
  return lay_facts (canvas, facts, n, 0, 0, w, false);
}

void
tnu_facts_draw (const TnuCanvas *canvas, const TnuFact *facts, int n, double x, double y, double w)
{
  lay_facts (canvas, facts, n, x, y, w, true);
}

/* ---- plates ---- */

void
tnu_plate_draw (const TnuCanvas *canvas, double x, double y, double w, double h)
{
  tnu_fill_rounded (canvas, x, y, w, h, TNU_RADIUS_CARD, &canvas->theme->colors[TNU_CARD], 1);
  tnu_set_token (canvas, TNU_HAIR, 1);
  tnu_stroke_inside (canvas, x, y, w, h, TNU_RADIUS_CARD, 1);
}
