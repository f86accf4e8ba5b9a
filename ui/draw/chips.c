/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/chips.h"

#include <math.h>

#define CHIP_LETTER TNU_MONO (12.5, 700)
#define CHIP_SIZE TNU_MONO (12, 500)
#define CHIP_PAD 6.0
#define CHIP_SPACE 3.0
#define CHIP_EDGE_ALPHA .55
#define CHIP_LIFT 4.0
#define GRIP_WIDTH 12.0
#define BADGE_FONT TNU_SANS (11, 600)
#define BADGE_PAD 8.0

static void
print_letter (char buffer[2], int dim)
{
  buffer[0] = tnu_axis_get_letter (dim);
  buffer[1] = '\0';
}

static void
print_size (char buffer[24], gint64 size)
{
  g_snprintf (buffer, 24, "%" G_GINT64_FORMAT, size);
}

double
tnu_labelled_chip_get_width (TnuText *text, const char *label, gint64 size)
{
  char number[24];
  double width = 2.0 * tnu_px (text, CHIP_PAD);

  width += tnu_text_get_width (text, CHIP_LETTER, label);
  if (size >= 0)
    {
      print_size (number, size);
      width += tnu_px (text, CHIP_SPACE) + tnu_text_get_width (text, CHIP_SIZE, number);
    }
  return ceil (width);
}

double
tnu_chip_get_width (TnuText *text, int dim, gint64 size)
{
  char letter[2];

  print_letter (letter, dim);
  return tnu_labelled_chip_get_width (text, letter, size);
}

double
tnu_drag_chip_get_width (TnuText *text, int dim, gint64 size)
{
  return tnu_chip_get_width (text, dim, size) + tnu_px (text, GRIP_WIDTH);
}

static void
chip_plate (const TnuCanvas *canvas, int dim, double x, double top, double w, double h)
{
  const TnuColor *color = tnu_theme_get_axis_color (canvas->theme, dim);
  double radius = tnu_px (canvas->text, TNU_RADIUS_CHIP);

  tnu_fill_rounded (canvas, x, top, w, h, radius, color, canvas->theme->is_dark ? .17 : .13);
  tnu_set_color (canvas->cr, color, CHIP_EDGE_ALPHA);
  tnu_stroke_inside (canvas, x, top, w, h, radius, 1.0);
}

static void
chip_words (const TnuCanvas *canvas, const char *label, int dim, gint64 size, double x, double y)
{
  char number[24];

  x += tnu_text_show (canvas->text, canvas->cr, CHIP_LETTER, label, x, y, TNU_ALIGN_START,
                      tnu_theme_get_axis_color (canvas->theme, dim));
  if (size < 0)
    return;
  print_size (number, size);
  tnu_text_show (canvas->text, canvas->cr, CHIP_SIZE, number,
                 x + tnu_px (canvas->text, CHIP_SPACE), y, TNU_ALIGN_START,
                 &canvas->theme->colors[TNU_INK1]);
}

double
tnu_labelled_chip_draw (const TnuCanvas *canvas, const char *label, int dim, gint64 size, double x,
                        double y)
{
  double w = tnu_labelled_chip_get_width (canvas->text, label, size);
  double h = tnu_px (canvas->text, TNU_CHIP_HEIGHT);

  x = round (x);
  chip_plate (canvas, dim, x, round (y - h / 2.0), w, h);
  chip_words (canvas, label, dim, size, x + tnu_px (canvas->text, CHIP_PAD), y);
  return w;
}

double
tnu_chip_draw (const TnuCanvas *canvas, int dim, gint64 size, double x, double y)
{
  char letter[2];

  print_letter (letter, dim);
  return tnu_labelled_chip_draw (canvas, letter, dim, size, x, y);
}

static void
grip_dots (const TnuCanvas *canvas, int dim, double x, double y)
{
  double step = 4.0 * canvas->scale;
  double side = fmax (2.0, round (1.5 * canvas->scale));

  for (int row = -1; row <= 1; row++)
    for (int col = 0; col < 2; col++)
      cairo_rectangle (canvas->cr, round (x + col * step), round (y + row * step - side / 2.0),
                       side, side);
  tnu_set_color (canvas->cr, tnu_theme_get_axis_color (canvas->theme, dim), .8);
  cairo_fill (canvas->cr);
}

static void
chip_outline (const TnuCanvas *canvas, int dim, double x, double top, double w, double h)
{
  const double dashes[] = { 3.0, 3.0 };

  tnu_set_color (canvas->cr, tnu_theme_get_axis_color (canvas->theme, dim), 1.0);
  cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  tnu_stroke_inside (canvas, x, top, w, h, tnu_px (canvas->text, TNU_RADIUS_CHIP), 1.25);
  cairo_set_dash (canvas->cr, NULL, 0, 0.0);
}

static void
chip_lifted_plate (const TnuCanvas *canvas, double x, double top, double w, double h)
{
  static const TnuColor black = { 0.0, 0.0, 0.0, 1.0 };
  double radius = tnu_px (canvas->text, TNU_RADIUS_CHIP);

  tnu_glow (canvas, x, top + 3.0, w, h, radius, 8.0, &black,
            canvas->theme->is_dark ? .35 : .12);
  tnu_fill_rounded (canvas, x, top, w, h, radius, &canvas->theme->colors[TNU_CARD], 1.0);
}

double
tnu_drag_chip_draw (const TnuCanvas *canvas, int dim, gint64 size, TnuChipState state, double x,
                    double y)
{
  double w = tnu_drag_chip_get_width (canvas->text, dim, size);
  double h = tnu_px (canvas->text, TNU_DRAG_CHIP_HEIGHT);
  double top;
  char letter[2];

  x = round (x);
  if (state == TNU_CHIP_LIFTED)
    y -= tnu_px (canvas->text, CHIP_LIFT);
  top = round (y - h / 2.0);
  if (state == TNU_CHIP_LEFT)
    {
      chip_outline (canvas, dim, x, top, w, h);
      return w;
    }
  if (state == TNU_CHIP_LIFTED)
    chip_lifted_plate (canvas, x, top, w, h);
  chip_plate (canvas, dim, x, top, w, h);
  if (state == TNU_CHIP_LIFTED)
    {
      tnu_set_token (canvas, TNU_STAR, 1.0);
      tnu_stroke_inside (canvas, x, top, w, h, tnu_px (canvas->text, TNU_RADIUS_CHIP),
                         TNU_STROKE_SELECTION);
    }
  grip_dots (canvas, dim, x + tnu_px (canvas->text, 6.0), y);
  print_letter (letter, dim);
  chip_words (canvas, letter, dim, size, x + tnu_px (canvas->text, GRIP_WIDTH + CHIP_PAD), y);
  return w;
}

double
tnu_badge_get_width (TnuText *text, const char *label)
{
  return ceil (tnu_text_get_width (text, BADGE_FONT, label) + 2.0 * tnu_px (text, BADGE_PAD));
}

/* Fill and ink of a badge; its edge is a token, or the aurora. */
static const TnuColor *
badge_plate (const TnuCanvas *canvas, TnuBadge badge, double x, double top, double w, double h)
{
  const TnuTheme *theme = canvas->theme;
  double radius = h / 2.0;
  const TnuColor *ink = &theme->colors[TNU_INK1];
  TnuToken edge = TNU_INK3;
  double width = 1.0;

  switch (badge)
    {
    case TNU_BADGE_SOLID:
      tnu_fill_rounded (canvas, x, top, w, h, radius, &theme->colors[TNU_STAR], 1.0);
      return &theme->colors[TNU_ONSTAR];
    case TNU_BADGE_AURORA:
      tnu_aurora_set (canvas, x + w, top, x, top, theme->is_dark ? .24 : .12);
      tnu_path_rounded (canvas->cr, x, top, w, h, radius);
      cairo_fill (canvas->cr);
      tnu_aurora_set (canvas, x + w, top, x, top, 1.0);
      tnu_stroke_inside (canvas, x, top, w, h, radius, 1.5);
      return ink;
    case TNU_BADGE_ERROR:
      tnu_fill_rounded (canvas, x, top, w, h, radius, &theme->colors[TNU_ERR],
                        theme->is_dark ? .17 : .11);
      ink = &theme->colors[TNU_ERR];
      edge = TNU_ERR;
      break;
    case TNU_BADGE_OUTLINED:
      edge = TNU_INK2;
      width = 1.25;
      tnu_fill_rounded (canvas, x, top, w, h, radius, &theme->colors[TNU_RAISED], 1.0);
      break;
    case TNU_BADGE_PLAIN:
      ink = &theme->colors[TNU_INK2];
      tnu_fill_rounded (canvas, x, top, w, h, radius, &theme->colors[TNU_RAISED], 1.0);
      break;
    }
  tnu_set_token (canvas, edge, .9);
  tnu_stroke_inside (canvas, x, top, w, h, radius, width);
  return ink;
}

double
tnu_badge_draw (const TnuCanvas *canvas, TnuBadge badge, const char *label, double x, double y)
{
  double w = tnu_badge_get_width (canvas->text, label);
  double h = tnu_px (canvas->text, TNU_CHIP_HEIGHT);
  const TnuColor *ink;

  x = round (x);
  ink = badge_plate (canvas, badge, x, round (y - h / 2.0), w, h);
  tnu_text_show (canvas->text, canvas->cr, BADGE_FONT, label, x + w / 2.0, y, TNU_ALIGN_CENTRE,
                 ink);
  return w;
}

/* Draws when @canvas is given, measures otherwise. */
static double
shape_run (const TnuCanvas *canvas, TnuText *text, TnuFont font, const gint64 *numbers, int rank,
           const char *brackets, double x, double y)
{
  TnuFont strong = font;
  double start = x;
  char open[2] = { brackets[0], '\0' };
  char close[3] = { brackets[1], '\0' };
  char number[24];

  strong.weight = 700;
  for (int i = -1; i <= rank; i++)
    {
      bool is_number = i >= 0 && i < rank;
      const char *plain = i < 0 ? open : close;

      if (is_number)
        {
          /* All of an axis. */
          if (brackets[0] == '[' && numbers[i] == -1)
            g_strlcpy (number, ":", sizeof number);
          else
            print_size (number, numbers[i]);
          if (canvas != NULL)
            tnu_text_show (text, canvas->cr, strong, number, x, y, TNU_ALIGN_START,
                           tnu_theme_get_axis_color (canvas->theme, i));
          x += tnu_text_get_width (text, strong, number);
          if (i + 1 == rank && !(rank == 1 && brackets[0] == '('))
            continue;
          /* A lone size keeps Python's comma: (12,) */
          plain = rank == 1 ? "," : ", ";
        }
      if (canvas != NULL)
        tnu_text_show (text, canvas->cr, font, plain, x, y, TNU_ALIGN_START,
                       &canvas->theme->colors[TNU_INK2]);
      x += tnu_text_get_width (text, font, plain);
    }
  return x - start;
}

double
tnu_shape_get_width (TnuText *text, TnuFont font, const gint64 *numbers, int rank,
                     const char *brackets)
{
  return shape_run (NULL, text, font, numbers, rank, brackets, 0.0, 0.0);
}

double
tnu_shape_draw (const TnuCanvas *canvas, TnuFont font, const gint64 *numbers, int rank,
                const char *brackets, double x, double y)
{
  return shape_run (canvas, canvas->text, font, numbers, rank, brackets, x, y);
}

void
tnu_op_pill_draw (const TnuCanvas *canvas, const char *label, double x, double y, double w,
                  double h, bool is_current)
{
  const TnuTheme *theme = canvas->theme;

  tnu_fill_rounded (canvas, x, y, w, h, h / 2.0, &theme->colors[TNU_RAISED], 1.0);
  tnu_set_token (canvas, is_current ? TNU_STAR : TNU_LINE, 1.0);
  tnu_stroke_inside (canvas, x, y, w, h, h / 2.0, is_current ? TNU_STROKE_SELECTION : 1.0);
  tnu_text_show (canvas->text, canvas->cr, TNU_MONO (14, 600), label, x + w / 2.0, y + h / 2.0,
                 TNU_ALIGN_CENTRE, &theme->colors[TNU_INK1]);
}

double
tnu_caps_draw (const TnuCanvas *canvas, const char *label, double x, double y)
{
  g_autofree char *upper = g_utf8_strup (label, -1);

  return tnu_text_show (canvas->text, canvas->cr, TNU_CAPS, upper, x, y, TNU_ALIGN_START,
                        &canvas->theme->colors[TNU_INK3]);
}
