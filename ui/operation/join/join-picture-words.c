/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/join/join-picture-private.h"

#include "ui/operation/join/join-words.h"

#define MAX_NAMED 40

/* ---- headings ---- */

char *
tnu_join_picture_dup_part_name (const TnuJoinPicture *self, int part)
{
  const TnuJoinCall *call = self->call;
  if (!self->plan->splits)
    return part < (int) call->operands->len
               ? tnu_join_operand_dup_code (tnu_join_call_get_operand (call, part))
               : g_strdup ("");
  if (call->is_unpacked)
    return g_strdup (part < (int) call->targets->len ? call->targets->pdata[part] : "?");
  return g_strdup_printf ("%s[%d]", (char *) call->targets->pdata[0], part);
}

static char *
dup_whole_name (const TnuJoinPicture *self)
{
  if (!self->plan->splits)
    return g_strdup (self->call->targets->len > 0 ? self->call->targets->pdata[0] : "");
  return self->call->operands->len > 0
             ? tnu_join_operand_dup_code (tnu_join_call_get_operand (self->call, 0))
             : g_strdup ("");
}

/* "a (2, 3)" with every size in the colour of its axis; a wrong one in red. */
static double
draw_heading (const TnuJoinScene *scene, const char *name, const TnuShape *shape, const int *axes,
              int wrong_dim, bool is_guilty, double x, double y)
{
  const TnuCanvas *canvas = scene->canvas;
  const TnuColor *colors = canvas->theme->colors;
  TnuFont bold = TNU_MONO (13, 700), plain = TNU_MONO (13, 400);
  double at = x;
  at += tnu_text_show (canvas->text, canvas->cr, bold, name, at, y, TNU_ALIGN_START,
                       &colors[is_guilty ? TNU_ERR : TNU_INK1])
        + 8;
  at += tnu_text_show (canvas->text, canvas->cr, plain, "(", at, y, TNU_ALIGN_START,
                       &colors[TNU_INK2]);
  for (int d = 0; d < shape->rank; d++)
    {
      int axis = axes != NULL ? axes[d] : d;
      g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, shape->sizes[d]);
      if (d > 0)
        at += tnu_text_show (canvas->text, canvas->cr, plain, ", ", at, y, TNU_ALIGN_START,
                             &colors[TNU_INK2]);
      at += tnu_text_show (canvas->text, canvas->cr, bold, size, at, y, TNU_ALIGN_START,
                           is_guilty && (axis == wrong_dim || wrong_dim < 0)
                               ? &colors[TNU_ERR]
                               : tnu_theme_get_axis_color (canvas->theme, axis));
    }
  at += tnu_text_show (canvas->text, canvas->cr, plain, shape->rank == 1 ? ",)" : ")", at, y,
                       TNU_ALIGN_START, &colors[TNU_INK2]);
  return at - x;
}

static char *
dup_note (const TnsMeta *meta)
{
  TnuShape strides = { .rank = MIN (meta->rank, TNU_SHAPE_MAX_RANK) };
  for (int d = 0; d < strides.rank; d++)
    strides.sizes[d] = meta->strides[d];
  g_autofree char *text = tnu_shape_dup_text (&strides);
  return g_strdup_printf ("offset %" G_GINT64_FORMAT "  stride %s", (gint64) meta->offset_elems,
                          text);
}

void
tnu_join_draw_headings (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuJoinLayout *layout = scene->layout;
  const TnuCanvas *canvas = scene->canvas;
  bool has_axes = scene->plan->axis >= 0;
  for (int k = 0; k < layout->n_parts; k++)
    {
      const TnuJoinPart *part = tnu_join_plan_get_part (scene->plan, k);
      g_autofree char *name = tnu_join_picture_dup_part_name (picture, k);
      double x = layout->parts[k].x, y = layout->rooms[k].y + TNU_JOIN_HEADING_MIDDLE;
      bool is_nameless = scene->plan->splits && picture->call->is_unpacked
                         && k >= (int) picture->call->targets->len;
      draw_heading (scene, name, &part->own, has_axes ? part->axes : NULL,
                    is_nameless ? TNU_SHAPE_MAX_RANK : scene->plan->wrong_dim,
                    is_nameless || k == scene->plan->guilty, x, y);
      if (scene->plan->splits && k < picture->verdict->n_outs)
        {
          g_autofree char *note = dup_note (&picture->verdict->outs[k]);
          tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NOTE, 400), note, x,
                                y + 17, layout->rooms[k].w, &canvas->theme->colors[TNU_INK3]);
        }
    }
  if (!scene->plan->splits && !has_axes)
    return;
  g_autofree char *whole = dup_whole_name (picture);
  /* Given, or as far as it fits. */
  bool is_box = !scene->plan->splits && scene->plan->trouble != TNU_JOIN_FITS;
  if (is_box)
    tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 600), "does not fit together",
                   layout->whole.x, layout->whole_room.y + TNU_JOIN_HEADING_MIDDLE, TNU_ALIGN_START,
                   &canvas->theme->colors[TNU_ERR]);
  else
    draw_heading (scene, whole, scene->plan->splits ? &scene->plan->agreed : &scene->plan->whole,
                  NULL, -1, false, layout->whole.x, layout->whole_room.y + TNU_JOIN_HEADING_MIDDLE);
}

/* ---- what is wrong ---- */

/* A word of PyTorch's, broken into at most two lines. */
static void
draw_reason (
    const TnuJoinScene *scene, const char *name, const char *reason, double x, double y, double w)
{
  const TnuCanvas *canvas = scene->canvas;
  TnuFont bold = TNU_MONO (12, 700), mono = TNU_MONO (12, 400);
  double at = x + tnu_text_show (canvas->text, canvas->cr, bold, name, x, y, TNU_ALIGN_START,
                                 &canvas->theme->colors[TNU_ERR]);
  g_autofree char *rest = g_strdup_printf (": %s", reason);
  g_auto (GStrv) words = g_strsplit (rest, " ", -1);
  double space = tnu_text_get_width (canvas->text, mono, " ");
  for (int k = 0; words[k] != NULL; k++)
    {
      double needed = tnu_text_get_width (canvas->text, mono, words[k]);
      if (at + needed > x + w && at > x)
        {
          at = x;
          y += 16;
        }
      at += tnu_text_show (canvas->text, canvas->cr, mono, words[k], at, y, TNU_ALIGN_START,
                           &canvas->theme->colors[TNU_INK2])
            + space;
    }
}

static const char *
get_error_name (const TnuJoinPicture *self)
{
  if (self->verdict->is_name_error)
    return "ValueError";
  return self->plan->trouble == TNU_JOIN_DIM
                 || (self->plan->trouble == TNU_JOIN_SCALAR && self->call->word == TNU_JOIN_UNBIND)
             ? "IndexError"
             : "RuntimeError";
}

/* Words with the letters of axes in their colours. */
static void
draw_marked (const TnuJoinScene *scene, TnuFont font, const char *words, double x, double y)
{
  const TnuCanvas *canvas = scene->canvas;
  g_auto (GStrv) parts = g_strsplit (words, "{", -1);
  for (int k = 0; parts[k] != NULL; k++)
    {
      const char *text = parts[k];
      if (k > 0)
        {
          char *end;
          int dim = (int) g_ascii_strtoll (text, &end, 10);
          const char letter[] = { tnu_axis_get_letter (dim), '\0' };
          x += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (font.size, 700), letter, x, y,
                              TNU_ALIGN_START, tnu_theme_get_axis_color (canvas->theme, dim));
          text = end + 1;
        }
      x += tnu_text_show (canvas->text, canvas->cr, font, text, x, y, TNU_ALIGN_START,
                          &canvas->theme->colors[TNU_INK1]);
    }
}

void
tnu_join_draw_trouble (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuCanvas *canvas = scene->canvas;
  double x = 42, y = picture->h - TNU_JOIN_TROUBLE_FOOT + 14;
  if (!picture->verdict->is_name_error)
    {
      g_autofree char *equation = tnu_join_dup_equation (scene->plan, picture->call);
      g_autofree char *words = tnu_join_dup_trouble_words (scene->plan, picture->call);
      double at = x;
      if (equation != NULL)
        at += tnu_text_show (canvas->text, canvas->cr, TNU_MONO (20, 700), equation, at, y,
                             TNU_ALIGN_START, &canvas->theme->colors[TNU_ERR])
              + 14;
      draw_marked (scene, TNU_SANS (13, 400), words, at, y);
    }
  else
    tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400),
                   "every piece needs a name, or all of them one", x, y, TNU_ALIGN_START,
                   &canvas->theme->colors[TNU_INK1]);
  if (picture->verdict->reason != NULL && scene->plan->trouble != TNU_JOIN_NOTHING)
    draw_reason (scene, get_error_name (picture), picture->verdict->reason, x, y + 24,
                 picture->w - 2 * x);
}

/* ---- names of blocks ---- */

/* Between two lines across the axis: a bracket with the part's name. */
static void
draw_bracket (const TnuJoinScene *scene, int part, int index)
{
  const TnuCanvas *canvas = scene->canvas;
  const TnuJoinPart *shown = tnu_join_plan_get_part (scene->plan, part);
  gint64 size = shown->seen.sizes[scene->plan->axis];
  TnuRect from, to;
  g_autofree char *name = tnu_join_picture_dup_part_name (scene->picture, part);
  TnuFont font = TNU_MONO (11, 700);
  bool is_guilty = part == scene->plan->guilty;
  const TnuColor *ink = &canvas->theme->colors[is_guilty ? TNU_ERR : TNU_INK1];
  if (size == 0
      || !tnu_join_layout_get_cut (scene->layout, scene->plan, shown->offset, index, &from)
      || !tnu_join_layout_get_cut (scene->layout, scene->plan, shown->offset + size, index, &to))
    return;
  tnu_set_color (canvas->cr, is_guilty ? ink : tnu_theme_get_axis_color (canvas->theme,
                                                                        scene->plan->axis), .9);
  cairo_set_line_width (canvas->cr, TNU_STROKE_RAIL);
  if (from.w == 0)
    {
      double y = from.y + from.h - 1, x0 = from.x + 2, x1 = to.x - 2;
      cairo_move_to (canvas->cr, x0, y - 4);
      cairo_line_to (canvas->cr, x0, y);
      cairo_line_to (canvas->cr, x1, y);
      cairo_line_to (canvas->cr, x1, y - 4);
      cairo_stroke (canvas->cr);
      if (tnu_text_get_width (canvas->text, font, name) <= x1 - x0 + 4)
        tnu_text_show (canvas->text, canvas->cr, font, name, (x0 + x1) / 2, y + 9,
                       TNU_ALIGN_CENTRE, ink);
      return;
    }
  double x = from.x + from.w - 1, y0 = from.y + 2, y1 = to.y - 2;
  cairo_move_to (canvas->cr, x - 4, y0);
  cairo_line_to (canvas->cr, x, y0);
  cairo_line_to (canvas->cr, x, y1);
  cairo_line_to (canvas->cr, x - 4, y1);
  cairo_stroke (canvas->cr);
  if (y1 - y0 >= 8)
    tnu_text_show_within (canvas->text, canvas->cr, font, name, x + 5, (y0 + y1) / 2,
                          MAX (scene->picture->w - x - 9, 12), ink);
}

/* Over a table that belongs to one part alone. */
static void
draw_table_name (const TnuJoinScene *scene, int part)
{
  const TnuCanvas *canvas = scene->canvas;
  const TnuTableStack *stack = &scene->layout->whole;
  const TnuJoinPart *shown = tnu_join_plan_get_part (scene->plan, part);
  g_autofree char *name = tnu_join_picture_dup_part_name (scene->picture, part);
  gint64 place = shown->offset, stride = 1;
  double x, y;
  for (int d = scene->plan->axis + 1; d < scene->plan->whole.rank; d++)
    stride *= scene->plan->whole.sizes[d];
  if (tnu_shape_count (&shown->seen) == 0)
    return;
  tnu_table_stack_get_cell (stack, place * stride, &x, &y);
  double w = (double) stack->line * stack->pitch_w - stack->gap;
  double title = 44.0 * (scene->plan->whole.rank - 2);
  if (stack->has_titles && w > title + tnu_text_get_width (canvas->text, TNU_MONO (11, 700), name))
    tnu_text_show (canvas->text, canvas->cr, TNU_MONO (11, 700), name, x + w, y - 25,
                   TNU_ALIGN_END, &canvas->theme->colors[TNU_INK1]);
}

void
tnu_join_draw_block_names (const TnuJoinScene *scene)
{
  int n = scene->layout->n_parts;
  const TnuTableStack *stack = &scene->layout->whole;
  bool is_tables = scene->plan->axis < scene->plan->whole.rank - 2;
  bool is_columns = scene->plan->axis == scene->plan->whole.rank - 1;
  /* Beside the last table of a row, or under the last row of tables, is room. */
  int index = (int) (is_columns ? (stack->n_tables - 1) / stack->n_across * stack->n_across
                                : MIN (stack->n_across, stack->n_tables) - 1);
  if (!tnu_table_stack_is_legible (stack) || n > MAX_NAMED)
    return;
  for (int part = 0; part < n; part++)
    if (is_tables)
      draw_table_name (scene, part);
    else
      draw_bracket (scene, part, index);
}

/* ---- below ---- */

void
tnu_join_draw_foot (const TnuJoinScene *scene)
{
  const TnuJoinPicture *picture = scene->picture;
  const TnuCanvas *canvas = scene->canvas;
  const TnuColor *ink = &canvas->theme->colors[TNU_INK3];
  TnuFont font = TNU_SANS (TNU_FONT_NOTE, 400);
  TnuScrubber scrubber = tnu_join_picture_get_scrubber (picture, picture->w, picture->h);
  int n_hidden = (int) scene->plan->parts->len - scene->layout->n_parts;
  if (scrubber.w > 0)
    {
      const char *left = scene->plan->splits ? "whole" : "apart";
      const char *right = scene->plan->splits ? "in pieces" : "together";
      tnu_text_show (canvas->text, canvas->cr, font, left, scrubber.x - 8, scrubber.y,
                     TNU_ALIGN_END, &canvas->theme->colors[TNU_INK2]);
      tnu_text_show (canvas->text, canvas->cr, font, right, scrubber.x + scrubber.w + 8,
                     scrubber.y, TNU_ALIGN_START, &canvas->theme->colors[TNU_INK2]);
    }
  g_autofree char *note = NULL;
  if (n_hidden > 0)
    note = g_strdup_printf ("and %d more", n_hidden);
  else if (!picture->is_whole)
    note = g_strdup ("a sample of the numbers");
  else if (tnu_join_picture_has_cuts (picture) && scene->plan->parts->len > 1)
    note = g_strdup ("drag a line to cut elsewhere");
  if (note != NULL)
    tnu_text_show (canvas->text, canvas->cr, font, note, 24, picture->h - 26, TNU_ALIGN_START,
                   ink);
}
