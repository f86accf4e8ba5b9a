/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The axis bar: five sockets, each with the chip of the axis that lies there, and the slider. */
#include "ui/draw/card-private.h"

#include <math.h>

static const char *const socket_names[TNU_N_SOCKETS] = { "Rows", "Columns", "Facets", "Slider",
                                                          "Fold" };

/* Sockets lie deeper than the card in both themes: well in the dark, stage in the light. */
static void
draw_socket_plate (const TnuCanvas *canvas, const TnuRect *rect, bool is_over, bool is_empty)
{
  const TnuTheme *theme = canvas->theme;
  double radius = tnu_px (canvas->text, TNU_RADIUS_NODE);
  TnuToken fill = is_over ? TNU_RAISED : theme->is_dark ? TNU_WELL : TNU_STAGE;

  tnu_fill_rounded (canvas, rect->x, rect->y, rect->w, rect->h, radius, &theme->colors[fill], 1.0);
  if (is_over)
    {
      tnu_set_token (canvas, TNU_STAR, 1.0);
      tnu_stroke_inside (canvas, rect->x, rect->y, rect->w, rect->h, radius,
                         TNU_STROKE_SELECTION);
    }
  else if (is_empty)
    {
      const double dashes[] = { 3.0, 3.0 };

      tnu_set_token (canvas, TNU_LINE, 1.0);
      cairo_set_dash (canvas->cr, dashes, G_N_ELEMENTS (dashes), 0.0);
      tnu_stroke_inside (canvas, rect->x, rect->y, rect->w, rect->h, radius, 1.0);
      cairo_set_dash (canvas->cr, NULL, 0, 0.0);
    }
  else
    {
      tnu_set_token (canvas, TNU_HAIR, 1.0);
      tnu_stroke_inside (canvas, rect->x, rect->y, rect->w, rect->h, radius, 1.0);
    }
}

/* What an empty socket is for, where there is room for words. */
static void
draw_hint (const TnuCanvas *canvas, TnuSocket socket, const TnuRect *rect, double name_w)
{
  static const TnuFont font = TNU_SANS (TNU_FONT_NOTE, 400);
  const char *const hints[]
    = { socket == TNU_SOCKET_FOLD ? "mean, sum …" : "drop an axis", "drop axis" };
  const double inset = tnu_px (canvas->text, 12.0);
  const double room = rect->w - 3.0 * inset - name_w;

  for (size_t i = 0; i < G_N_ELEMENTS (hints); i++)
    if (tnu_text_get_width (canvas->text, font, hints[i]) <= room)
      {
        tnu_text_show (canvas->text, canvas->cr, font, hints[i], rect->x + rect->w - inset,
                       rect->y + rect->h / 2.0, TNU_ALIGN_END, &canvas->theme->colors[TNU_INK3]);
        return;
      }
}

static void
draw_socket (const TnuCanvas *canvas, const TnuCardContent *content, TnuSocket socket,
             const TnuRect *rect)
{
  TnuText *text = canvas->text;
  const TnuTheme *theme = canvas->theme;
  int dim = content->map.dims[socket];
  bool is_dragging = content->drag.is_set;
  bool is_over = is_dragging && content->drag.over == (int) socket;
  double middle = rect->y + rect->h / 2.0;
  double inset = tnu_px (text, 4.0);
  const bool is_folded = socket == TNU_SOCKET_FOLD && dim >= 0;
  g_autofree char *upper
    = g_utf8_strup (is_folded ? tnu_fold_get_name (content->map.fold) : socket_names[socket], -1);

  draw_socket_plate (canvas, rect, is_over, dim < 0);
  tnu_text_show (text, canvas->cr, TNU_CAPS, upper, rect->x + tnu_px (text, 12.0), middle,
                 TNU_ALIGN_START, &theme->colors[is_over ? TNU_INK1 : TNU_INK3]);
  if (dim >= 0)
    {
      gint64 size = content->sizes[dim];
      bool has_left = is_dragging && content->drag.from == socket;

      tnu_drag_chip_draw (canvas, dim, size, has_left ? TNU_CHIP_LEFT : TNU_CHIP_REST,
                          rect->x + rect->w - inset - tnu_drag_chip_get_width (text, dim, size),
                          middle);
    }
  else if (!is_over)
    draw_hint (canvas, socket, rect, tnu_text_get_width (text, TNU_CAPS, upper));
}

/* "l = 3 of 10", without the number: the widest label keeps the trough in its place. */
static void
print_label (const TnuCardContent *content, gint64 at, char buffer[48])
{
  g_snprintf (buffer, 48, "%c = %" G_GINT64_FORMAT,
              tnu_axis_get_letter (content->map.dims[TNU_SOCKET_SLIDER]), at);
}

void
tnu_card_get_trough (TnuText *text, const TnuCardContent *content, const TnuCardLayout *layout,
                     double *x0, double *x1)
{
  char widest[48];

  print_label (content, tnu_card_get_size (content, TNU_SOCKET_SLIDER) - 1, widest);
  *x0 = layout->slider.x
        + ceil (tnu_text_get_width (text, TNU_MONO (TNU_FONT_CODE, 700), widest))
        + tnu_px (text, 20.0);
  *x1 = layout->slider.x + layout->slider.w - tnu_px (text, 10.0);
}

static void
draw_slider (const TnuCanvas *canvas, const TnuCardContent *content, const TnuCardLayout *layout,
             double x, double y)
{
  TnuText *text = canvas->text;
  int dim = content->map.dims[TNU_SOCKET_SLIDER];
  gint64 n = tnu_card_get_size (content, TNU_SOCKET_SLIDER);
  gint64 at = content->index == NULL ? 0 : content->index[dim];
  double middle = y + layout->slider.y + layout->slider.h / 2.0 - tnu_px (text, 2.0);
  double trough = tnu_px (text, 4.0);
  double x0;
  double x1;
  double knob;
  char label[48];

  tnu_card_get_trough (text, content, layout, &x0, &x1);
  knob = x0 + (n > 1 ? (x1 - x0) * (double) at / (double) (n - 1) : 0.0);
  print_label (content, at, label);
  tnu_text_show (text, canvas->cr, TNU_MONO (TNU_FONT_CODE, 700), label, x + layout->slider.x,
                 middle, TNU_ALIGN_START, tnu_theme_get_axis_color (canvas->theme, dim));
  tnu_fill_rounded (canvas, x + x0, round (middle - trough / 2.0), x1 - x0, trough, trough,
                    &canvas->theme->colors[TNU_HAIR], 1.0);
  tnu_fill_rounded (canvas, x + x0, round (middle - trough / 2.0), knob - x0, trough, trough,
                    &canvas->theme->colors[TNU_INK2], 1.0);
  tnu_set_token (canvas, TNU_STAR, 1.0);
  cairo_arc (canvas->cr, x + knob, middle, tnu_px (text, 14.0) / 2.0, 0.0, 2.0 * G_PI);
  cairo_fill (canvas->cr);
}

void
tnu_card_draw_axis_bar (const TnuCanvas *canvas, const TnuCardContent *content,
                        const TnuCardLayout *layout, double x, double y)
{
  for (TnuSocket socket = 0; socket < TNU_N_SOCKETS; socket++)
    {
      TnuRect rect = layout->sockets[socket];

      if (rect.w <= 0.0)
        continue;
      rect.x += x;
      rect.y += y;
      draw_socket (canvas, content, socket, &rect);
    }
  if (layout->slider.w > 0.0)
    draw_slider (canvas, content, layout, x, y);
}

void
tnu_card_draw_drag (const TnuCanvas *canvas, const TnuCardContent *content,
                    const TnuCardLayout *layout, double x, double y)
{
  const TnuCardDrag *drag = &content->drag;

  if (!drag->is_set || drag->dim < 0 || drag->dim >= content->rank)
    return;
  tnu_drag_chip_draw (canvas, drag->dim, content->sizes[drag->dim], TNU_CHIP_LIFTED, x + drag->x,
                      y + drag->y);
}
