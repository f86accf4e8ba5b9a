/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/travel-private.h"

#include <string.h>

#define LINE_HEIGHT 18

double
tnu_travel_draw_numbers (const TnuCanvas *canvas, TnuFont font, const gint64 *numbers, int rank,
                         const int *axes, const char *brackets, double x, double y)
{
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  TnuFont bold = font;
  const char opening[] = { brackets[0], '\0' };
  const char *closing = brackets + 1;
  double at = x;
  bold.weight = 700;
  if (*opening != '\0')
    at += tnu_text_show (canvas->text, canvas->cr, font, opening, at, y, TNU_ALIGN_START, ink);
  for (int d = 0; d < rank; d++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[d]);
      if (d > 0)
        at += tnu_text_show (canvas->text, canvas->cr, font, *opening != '\0' ? ", " : ",", at, y,
                             TNU_ALIGN_START, ink);
      at += tnu_text_show (canvas->text, canvas->cr, bold, number, at, y, TNU_ALIGN_START,
                           tnu_theme_get_axis_color (canvas->theme, axes != NULL ? axes[d] : d));
    }
  if (*opening != '\0')
    at += tnu_text_show (canvas->text, canvas->cr, font, rank == 1 ? ",)" : closing, at, y,
                         TNU_ALIGN_START, ink);
  return at - x;
}

/* ---- headings ---- */

typedef struct
{
  const char *word;
  const TnuShape *shape;
  const char *wanted; /* NULL: the shape is legal */
  const gint64 *strides;
  const int *axes;
} Heading;

/* Strides go on a line of their own where they find no room. */
static void
draw_heading (const TnuCanvas *canvas, const Heading *self, double x, double y, double w)
{
  TnuText *text = canvas->text;
  TnuFont bold = TNU_MONO (13, 700), mono = TNU_MONO (12, 400);
  double at = x;
  at += tnu_text_show (text, canvas->cr, TNU_SANS (13, 400), self->word, at, y, TNU_ALIGN_START,
                       &canvas->theme->colors[TNU_INK2])
        + 10;
  if (self->wanted != NULL)
    {
      tnu_text_show (text, canvas->cr, bold, self->wanted, at, y, TNU_ALIGN_START,
                     &canvas->theme->colors[TNU_ERR]);
      return;
    }
  at += tnu_travel_draw_numbers (canvas, bold, self->shape->sizes, self->shape->rank, self->axes,
                                 "()", at, y)
        + 10;
  if (self->strides == NULL || self->shape->rank == 0)
    return;
  g_autofree char *plain = NULL;
  TnuShape strides = { .rank = self->shape->rank };
  memcpy (strides.sizes, self->strides, (size_t) strides.rank * sizeof *strides.sizes);
  plain = tnu_shape_dup_text (&strides);
  double needed = tnu_text_get_width (text, mono, "stride ")
                  + tnu_text_get_width (text, TNU_MONO (12, 700), plain);
  if (at + needed > x + w)
    {
      at = x;
      y += LINE_HEIGHT;
    }
  at += tnu_text_show (text, canvas->cr, mono, "stride ", at, y, TNU_ALIGN_START,
                       &canvas->theme->colors[TNU_INK3]);
  tnu_travel_draw_numbers (canvas, mono, self->strides, self->shape->rank, self->axes, "()", at, y);
}

void
tnu_travel_draw_headings (const TnuTravelPicture *self, const TnuCanvas *canvas,
                          const TnuHeadingPlace *place)
{
  Heading before = { "before", &self->before, NULL, self->before_strides, NULL };
  Heading after = { "after", &self->after, self->wanted, NULL, self->axes };
  draw_heading (canvas, &before, place->left, place->y, place->side * 1.2);
  if (self->refusal == NULL)
    after.strides = self->after_strides;
  if (self->refusal == NULL || self->wanted != NULL)
    draw_heading (canvas, &after, place->right, place->y, place->side + 24);
}

/* ---- the slider ---- */

static char *
dup_product (const TnuShape *shape)
{
  if (shape->rank == 0)
    return g_strdup ("one number");
  GString *text = g_string_new (NULL);
  for (int d = 0; d < shape->rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? " × " : "", shape->sizes[d]);
  return g_string_free (text, FALSE);
}

void
tnu_travel_draw_scrubber_words (const TnuTravelPicture *self, const TnuCanvas *canvas,
                                const TnuScrubber *scrubber)
{
  g_autofree char *from = dup_product (&self->before);
  g_autofree char *to = dup_product (&self->after);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  TnuFont font = TNU_MONO (12, 400);
  double y = scrubber->y + 20, needed = tnu_text_get_width (canvas->text, font, from)
                                        + tnu_text_get_width (canvas->text, font, to) + 12;
  if (needed > scrubber->w)
    return;
  tnu_text_show (canvas->text, canvas->cr, font, from, scrubber->x, y, TNU_ALIGN_START, ink);
  tnu_text_show (canvas->text, canvas->cr, font, to, scrubber->x + scrubber->w, y, TNU_ALIGN_END,
                 ink);
}

/* ---- what is wrong ---- */

/* 12 = 5 · 2 + 2, with the sizes in the colours of their axes. */
void
tnu_travel_draw_equation (const TnuTravelPicture *self, const TnuCanvas *canvas, double x, double y)
{
  TnuFont font = TNU_MONO (26, 400), bold = TNU_MONO (26, 700);
  const TnuColor *ink = &canvas->theme->colors[TNU_INK2];
  gint64 n_left = self->numel - tnu_shape_count (&self->after);
  g_autofree char *total = g_strdup_printf ("%" G_GINT64_FORMAT " = ", self->numel);
  g_autoptr (GString) plain = g_string_new (total);
  for (int d = 0; d < self->after.rank; d++)
    g_string_append_printf (plain, "%s%" G_GINT64_FORMAT, d > 0 ? " · " : "", self->after.sizes[d]);
  g_autofree char *rest = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (n_left));
  const char *sign = n_left < 0 ? " − " : " + ";
  double width = tnu_text_get_width (canvas->text, font, plain->str)
                 + tnu_text_get_width (canvas->text, font, sign)
                 + tnu_text_get_width (canvas->text, bold, rest);
  double at = x - width / 2;
  at += tnu_text_show (canvas->text, canvas->cr, font, total, at, y, TNU_ALIGN_START, ink);
  for (int d = 0; d < self->after.rank; d++)
    {
      g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, self->after.sizes[d]);
      if (d > 0)
        at += tnu_text_show (canvas->text, canvas->cr, font, " · ", at, y, TNU_ALIGN_START, ink);
      at += tnu_text_show (canvas->text, canvas->cr, bold, size, at, y, TNU_ALIGN_START,
                           tnu_theme_get_axis_color (canvas->theme, d));
    }
  at += tnu_text_show (canvas->text, canvas->cr, font, sign, at, y, TNU_ALIGN_START, ink);
  tnu_text_show (canvas->text, canvas->cr, bold, rest, at, y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_ERR]);
  tnu_text_show (canvas->text, canvas->cr, TNU_SANS (13, 400),
                 n_left < 0 ? "there are not enough numbers for this shape"
                            : "some numbers would have no place",
                 x, y + 36, TNU_ALIGN_CENTRE, ink);
}
