/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-picture-private.h"

#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/index/index-words.h"
#include "ui/operation/op-head.h"

#define STEP_HEIGHT 42
#define STEP_HEIGHT_LOW 24
#define ERROR_LINE 18
/* Letters of a part that are shown in the expression; longer ones are called by what they are. */
#define MAX_PART_CHARS 22

static const TnuColor *
get_part_color (const TnuCanvas *canvas, const TnuIndexResult *result, int part)
{
  for (int k = 0; result != NULL && k < result->n_steps; k++)
    if (result->steps[k].part == part && result->steps[k].n_dims == 1
        && result->steps[k].kind != TNU_STEP_KEEP)
      return tnu_theme_get_axis_color (canvas->theme, result->steps[k].dim);
  for (int k = 0; result != NULL && k < result->n_steps; k++)
    if (result->steps[k].part == part && result->steps[k].n_dims == 1)
      return tnu_theme_get_axis_color (canvas->theme, result->steps[k].dim);
  return &canvas->theme->colors[TNU_INK1];
}

static char *
dup_short_part (const TnuIndexPicture *self, int part)
{
  const TnuIndexPart *it = &self->index->parts[part];
  g_autofree char *text = tnu_index_part_dup_text (it, self->name);
  if (g_utf8_strlen (text, -1) <= MAX_PART_CHARS)
    return g_steal_pointer (&text);
  return g_strdup (it->kind == TNU_INDEX_MASK   ? "a mask"
                   : it->kind == TNU_INDEX_LIST ? "a list"
                                                : text);
}

static void
write_expression (const TnuIndexPicture *self, TnuIndexPen *pen)
{
  const TnuTheme *theme = pen->canvas->theme;
  if (self->typed != NULL)
    {
      tnu_index_pen_write (pen, 400, self->typed, &theme->colors[TNU_INK1]);
      return;
    }
  tnu_index_pen_write (pen, 400, self->name, &theme->colors[TNU_INK2]);
  tnu_index_pen_write (pen, 400, "[", &theme->colors[TNU_INK2]);
  for (int k = 0; k < self->index->n; k++)
    {
      g_autofree char *text = dup_short_part (self, k);
      if (k > 0)
        tnu_index_pen_write (pen, 400, ", ", &theme->colors[TNU_INK2]);
      tnu_index_pen_write (
          pen, 700, text,
          get_part_color (pen->canvas, self->error == NULL ? self->result : NULL, k));
    }
  tnu_index_pen_write (pen, 400, "]", &theme->colors[TNU_INK2]);
  if (self->value != NULL)
    {
      tnu_index_pen_write (pen, 400, " = ", &theme->colors[TNU_INK2]);
      tnu_index_pen_write (pen, 700, self->value, &theme->colors[TNU_INK1]);
    }
}

static void
draw_expression (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y, double w)
{
  static const double sizes[] = { 26, 22, 18, 15, 12 };
  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      TnuIndexPen pen = { .canvas = canvas, .size = sizes[k] };
      write_expression (self, &pen);
      if (pen.x > w && k + 1 < G_N_ELEMENTS (sizes))
        continue;
      pen.x = x;
      pen.y = y;
      pen.draws = true;
      cairo_save (canvas->cr);
      cairo_rectangle (canvas->cr, x, y - 24, w, 48);
      cairo_clip (canvas->cr);
      write_expression (self, &pen);
      cairo_restore (canvas->cr);
      return;
    }
}

/* ---- the derivation ---- */

/* @size: -1: not known */
static void
append_size (GString *text, int at, gint64 size)
{
  g_string_append (text, at > 0 ? "·" : "");
  if (size < 0)
    g_string_append (text, "?");
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, size);
}

/* "4 → 2": what became of the axis; the sizes stand in columns of their own. Returns where they
 * begin. */
static double
draw_sizes (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuIndexStep *step,
            double right, double y)
{
  const TnuColor *ink2 = &canvas->theme->colors[TNU_INK2];
  const TnuColor *ink = step->dim >= 0 ? tnu_theme_get_axis_color (canvas->theme, step->dim)
                                       : &canvas->theme->colors[TNU_INK1];
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  for (int d = 0; d < step->n_dims; d++)
    append_size (before, d, self->source->sizes[step->dim + d]);
  if (step->result_dim < 0)
    g_string_append (after, step->kind == TNU_STEP_PAIR ? "joined" : "gone");
  for (int d = 0; d < step->n_result_dims; d++)
    append_size (after, d, self->result->sizes[step->result_dim + d]);
  bool is_word = step->result_dim < 0;
  TnuFont font = is_word ? TNU_SANS (12, 400) : TNU_MONO (13, 700);
  double column = right - 44;
  tnu_text_show (canvas->text, canvas->cr, font, after->str, column, y, TNU_ALIGN_START,
                 is_word ? ink2 : ink);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (12, 400), "→", column - 8, y, TNU_ALIGN_END,
                 ink2);
  return column - 26
         - tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 400), before->str, column - 26, y,
                          TNU_ALIGN_END, ink2);
}

static void
draw_step (const TnuIndexPicture *self, const TnuCanvas *canvas, const TnuIndexStep *step, double x,
           double y, double w, bool is_low)
{
  g_autofree char *detail = NULL;
  g_autofree char *words = tnu_index_step_dup_words (self->result, step, self->index, &detail);
  double at = x, right = x + w;
  for (int d = 0; d < step->n_dims; d++)
    at += tnu_chip_draw (canvas, step->dim + d, -1, at, y) + 3;
  if (step->n_dims == 0)
    at += tnu_badge_draw (canvas, TNU_BADGE_PLAIN, "new", at, y) + 3;
  at = MAX (at + 5, x + 44);
  double room = draw_sizes (self, canvas, step, right, y) - 12 - at;
  tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (13, 400), words, at, y, room,
                        &canvas->theme->colors[TNU_INK1]);
  if (detail == NULL)
    return;
  double used = tnu_text_get_width (canvas->text, TNU_SANS (13, 400), words) + 12;
  if (!is_low)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (11.5, 400), detail, at, y + 17,
                          right - at, &canvas->theme->colors[TNU_INK3]);
  else if (room - used > 60)
    tnu_text_show_within (canvas->text, canvas->cr, TNU_SANS (11.5, 400), detail, at + used, y,
                          room - used, &canvas->theme->colors[TNU_INK3]);
}

/* The exception's name, its words, and what would not have gone too far. */
static void
draw_error (const TnuIndexPicture *self, const TnuCanvas *canvas, double x, double y, double w)
{
  const char *colon = strstr (self->error, ": ");
  bool has_name = colon != NULL && (size_t) (colon - self->error) == strcspn (self->error, " :");
  if (has_name)
    {
      g_autofree char *name = g_strndup (self->error, (gsize) (colon - self->error));
      tnu_text_show (canvas->text, canvas->cr, TNU_MONO (13, 700), name, x, y, TNU_ALIGN_START,
                     &canvas->theme->colors[TNU_ERR]);
      y += ERROR_LINE + 2;
    }
  y = tnu_paragraph_draw (canvas, TNU_MONO (12.5, 500), TNU_INK1,
                          has_name ? colon + 2 : self->error, x, y, w, ERROR_LINE);
  g_autofree char *reach
      = self->typed == NULL ? tnu_index_dup_reach (self->index, self->source) : NULL;
  if (reach != NULL)
    tnu_paragraph_draw (canvas, TNU_SANS (13, 400), TNU_INK2, reach, x, y + 8, w, ERROR_LINE);
}

void
tnu_index_picture_draw_words (const TnuIndexPicture *self, const TnuCanvas *canvas,
                              const TnuRect *room, bool is_wide)
{
  double y = room->y + (is_wide ? 20 : 0);
  draw_expression (self, canvas, room->x, y, room->w);
  y += is_wide ? 42 : 32;
  if (self->error != NULL)
    {
      draw_error (self, canvas, room->x, y, room->w);
      return;
    }
  int n = self->result->n_steps, n_columns = 1;
  double left = room->y + room->h - y, pitch = STEP_HEIGHT;
  bool is_low = n * pitch > left || !is_wide;
  if (is_low)
    pitch = STEP_HEIGHT_LOW;
  if (n * pitch > left && room->w > 560)
    n_columns = 2;
  int per_column = (n + n_columns - 1) / n_columns;
  double width = (room->w - (n_columns - 1) * 32) / n_columns;
  for (int k = 0; k < n; k++)
    {
      double step_y = y + k % per_column * pitch;
      if (step_y < room->y + room->h)
        draw_step (self, canvas, &self->result->steps[k], room->x + (k / per_column) * (width + 32),
                   step_y, width, is_low);
    }
}
