/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/broadcast/cast-table.h"

#include "ui/draw/cell-marks.h"
#include "ui/operation/broadcast/cast-words.h"

#define LINE 22.0
#define BOX_W 34.0
#define BOX_H 18.0
#define MAX_PITCH 104.0
#define NAME_W 76.0

double
tnu_cast_table_get_height (const TnuCastCall *call)
{
  return LINE * (call->plan.n + 3);
}

static void
draw_size (const TnuCanvas *canvas, const TnuCastPlan *plan, int operand, int axis, double x,
           double y)
{
  TnuCastVerdict verdict = tnu_cast_plan_judge (plan, operand, axis);
  const TnuColor *ink = verdict == TNU_CAST_CLASH   ? &canvas->theme->colors[TNU_ERR]
                        : verdict == TNU_CAST_EQUAL ? tnu_theme_get_axis_color (canvas->theme, axis)
                                                    : &canvas->theme->colors[TNU_INK2];
  g_autofree char *size
      = verdict == TNU_CAST_ADDED
            ? g_strdup ("+1")
            : g_strdup_printf ("%" G_GINT64_FORMAT, tnu_cast_plan_get_size (plan, operand, axis));
  if (verdict == TNU_CAST_STRETCHED || verdict == TNU_CAST_ADDED)
    tnu_mark_ghost (canvas, x - BOX_W / 2, y - BOX_H / 2, BOX_W, BOX_H, TNU_RADIUS_CELL);
  if (verdict == TNU_CAST_CLASH)
    {
      tnu_set_token (canvas, TNU_ERR, 1);
      tnu_stroke_inside (canvas, x - BOX_W / 2, y - BOX_H / 2, BOX_W, BOX_H, TNU_RADIUS_CELL,
                         1.25);
    }
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), size, x, y, TNU_ALIGN_CENTRE, ink);
}

static void
draw_name (const TnuCanvas *canvas, const char *name, double x, double y)
{
  tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (12, 700), name, x, y, NAME_W - 8,
                        &canvas->theme->colors[TNU_INK1]);
}

void
tnu_cast_table_draw (const TnuCastCall *call, const TnuCanvas *canvas, double x, double y, double w)
{
  const TnuCastPlan *plan = &call->plan;
  const char *names[TNU_CAST_MAX_OPERANDS];
  int rank = plan->result.rank;
  double pitch = MIN ((w - NAME_W) / MAX (rank, 1), MAX_PITCH);
  double right = x + w, top = y + LINE / 2;
  for (int k = 0; k < plan->n; k++)
    names[k] = tnu_cast_get_name (call, k);
  for (int k = 0; k < plan->n; k++)
    draw_name (canvas, names[k], x, top + LINE * (k + 1));
  double result_y = top + LINE * (plan->n + 1);
  draw_name (canvas, call->target, x, result_y);
  tnu_hline (canvas->cr, x, right, result_y - LINE / 2, &canvas->theme->colors[TNU_LINE], 1);
  for (int axis = 0; axis < rank; axis++)
    {
      double middle = right - pitch * (rank - axis - .5);
      const char letter[] = { tnu_axis_get_letter (axis), '\0' };
      bool clashes = false;
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (12, 700), letter, middle, top,
                     TNU_ALIGN_CENTRE, tnu_theme_get_axis_color (canvas->theme, axis));
      for (int k = 0; k < plan->n; k++)
        {
          clashes |= tnu_cast_plan_judge (plan, k, axis) == TNU_CAST_CLASH;
          draw_size (canvas, plan, k, axis, middle, top + LINE * (k + 1));
        }
      g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, plan->result.sizes[axis]);
      g_autofree char *verdict = tnu_cast_plan_dup_verdict (plan, axis, names);
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), clashes ? "?" : size, middle,
                     result_y, TNU_ALIGN_CENTRE,
                     clashes ? &canvas->theme->colors[TNU_ERR]
                             : tnu_theme_get_axis_color (canvas->theme, axis));
      double room = pitch - 8;
      double needed = tnu_text_get_width (canvas->text, TNU_SANS (TNU_FONT_NOTE, 400), verdict);
      tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (TNU_FONT_NOTE, 400), verdict,
                            middle - MIN (needed, room) / 2, result_y + LINE, room,
                            &canvas->theme->colors[clashes ? TNU_ERR : TNU_INK2]);
    }
  if (rank == 0)
    tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 400), "0-d: no axis to lay over",
                   x + NAME_W, top + LINE, TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
}
