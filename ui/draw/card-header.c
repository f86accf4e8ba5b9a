/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The words of a card: who it is (name, axes, badges), then either its dtype or, while a cell is
 * under the pointer, that cell's index, number and place in storage. Whatever does not fit leaves
 * in this order: dtype, the byte, the offset, the name inside the read-out. */
#include "ui/draw/card-private.h"

#include <math.h>

#define NAME_FONT TNU_MONO (TNU_FONT_NAME, 700)
#define DTYPE_FONT TNU_MONO (TNU_FONT_NOTE, 400)
#define READ_OUT_SIZE 12.0
#define NAME_SPACE 12.0
#define CHIP_SPACE 4.0
#define BADGE_SPACE 8.0
#define MIN_GAP 16.0
#define MAX_BADGES 5
#define PICTURE_LABEL "picture"

static void
print_count (char buffer[48], gint64 n, const char *what)
{
  g_snprintf (buffer, 48, "%" G_GINT64_FORMAT " %s", n, what);
}

/* The badges of a card, left to right; returns how many. */
static int
list_badges (const TnuCardContent *content, TnuBadge kinds[MAX_BADGES], char labels[MAX_BADGES][48])
{
  int n = 0;

  if (content->rank == 0)
    {
      kinds[n] = TNU_BADGE_PLAIN;
      g_strlcpy (labels[n++], "0-d", 48);
    }
  if (content->requires_grad)
    {
      kinds[n] = TNU_BADGE_AURORA;
      g_strlcpy (labels[n++], "∇ grad", 48);
    }
  if (content->map.dims[TNU_SOCKET_FOLD] >= 0 && content->map.dims[TNU_SOCKET_FOLD] < content->rank)
    {
      kinds[n] = TNU_BADGE_PLAIN;
      g_snprintf (labels[n++], 48, "%s over %c", tnu_fold_get_name (content->map.fold),
                  tnu_axis_get_letter (content->map.dims[TNU_SOCKET_FOLD]));
    }
  if (content->n_nan > 0)
    {
      kinds[n] = TNU_BADGE_ERROR;
      print_count (labels[n++], content->n_nan, "NaN");
    }
  if (content->can_be_picture || content->map.n_channels > 0)
    {
      kinds[n] = content->map.n_channels > 0 ? TNU_BADGE_SOLID : TNU_BADGE_OUTLINED;
      g_strlcpy (labels[n++], PICTURE_LABEL, 48);
    }
  return n;
}

bool
tnu_card_hit_picture (TnuText *text, const TnuCardContent *content, const TnuCardLayout *layout,
                      double x)
{
  /* It is the last badge. */
  double right = tnu_card_get_header_width (text, content, false)
                 - tnu_px (text, TNU_CARD_PADDING);

  return (content->can_be_picture || content->map.n_channels > 0) && x < right
         && right <= layout->width && x >= right - tnu_badge_get_width (text, PICTURE_LABEL);
}

double
tnu_card_get_header_width (TnuText *text, const TnuCardContent *content, bool with_dtype)
{
  TnuBadge kinds[MAX_BADGES];
  char labels[MAX_BADGES][48];
  int n_badges = list_badges (content, kinds, labels);
  double width = 2.0 * tnu_px (text, TNU_CARD_PADDING);

  width += tnu_text_get_width (text, NAME_FONT, content->name);
  if (content->rank > 0)
    width += tnu_px (text, NAME_SPACE) - tnu_px (text, CHIP_SPACE);
  for (int dim = 0; dim < content->rank; dim++)
    width += tnu_chip_get_width (text, dim, content->sizes[dim]) + tnu_px (text, CHIP_SPACE);
  for (int i = 0; i < n_badges; i++)
    width += tnu_px (text, BADGE_SPACE) + tnu_badge_get_width (text, labels[i]);
  if (with_dtype)
    width += tnu_px (text, MIN_GAP) + tnu_text_get_width (text, DTYPE_FONT, content->dtype);
  return ceil (width);
}

/* Where the element lies in the storage, as far as there is room to say it. */
typedef enum
{
  NO_PLACE,
  WITH_OFFSET,
  WITH_BYTE
} Place;

void
tnu_pen_write (TnuPen *self, int weight, const char *string, const TnuColor *color)
{
  TnuFont font = TNU_MONO (READ_OUT_SIZE, weight);

  if (self->canvas != NULL)
    tnu_text_show (self->text, self->canvas->cr, font, string, self->x, self->y, TNU_ALIGN_START,
                   color);
  self->x += tnu_text_get_width (self->text, font, string);
}

static void
write_place (TnuPen *pen, const TnuTheme *theme, const char *word, gint64 place)
{
  char number[32];

  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, place);
  tnu_pen_write (pen, 400, word, &theme->colors[TNU_INK2]);
  tnu_pen_write (pen, 700, number, &theme->colors[TNU_INK1]);
}

static void
write_read_out (TnuPen *pen, const TnuTheme *theme, const TnuCardContent *content, bool with_name,
                Place place)
{
  const TnuCardCursor *cursor = &content->cursor;
  g_autofree gint64 *index = g_new0 (gint64, MAX (1, content->rank));

  tnu_card_get_index (content, cursor->facet, cursor->row, cursor->col, index);
  if (with_name)
    tnu_pen_write (pen, 400, content->name, &theme->colors[TNU_INK2]);
  if (content->rank > 0)
    {
      TnuFont font = TNU_MONO (READ_OUT_SIZE, 400);

      if (pen->canvas != NULL)
        tnu_shape_draw (pen->canvas, font, index, content->rank, "[]", pen->x, pen->y);
      pen->x += tnu_shape_get_width (pen->text, font, index, content->rank, "[]");
    }
  if (cursor->value != NULL)
    {
      tnu_pen_write (pen, 400, with_name || content->rank > 0 ? " = " : "",
                 &theme->colors[TNU_INK2]);
      tnu_pen_write (pen, 700, cursor->value, &theme->colors[TNU_INK1]);
    }
  if (place >= WITH_OFFSET && cursor->offset >= 0)
    write_place (pen, theme, "  offset ", cursor->offset);
  if (place >= WITH_BYTE && cursor->offset >= 0 && cursor->item_size > 0)
    write_place (pen, theme, "  byte ", cursor->offset * cursor->item_size);
}

static double
measure_read_out (TnuText *text, const TnuTheme *theme, const TnuCardContent *content,
                  bool with_name, Place place)
{
  TnuPen pen = { .text = text };

  write_read_out (&pen, theme, content, with_name, place);
  return pen.x;
}

static void
draw_read_out (const TnuCanvas *canvas, const TnuCardContent *content, double left, double right,
               double y)
{
  static const struct
  {
    bool with_name;
    Place place;
  } forms[] = { { true, WITH_BYTE },
                { true, WITH_OFFSET },
                { false, WITH_OFFSET },
                { true, NO_PLACE },
                { false, NO_PLACE } };

  for (size_t i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double width = measure_read_out (canvas->text, canvas->theme, content, forms[i].with_name,
                                       forms[i].place);
      TnuPen pen = { canvas, canvas->text, right - width, y };

      if (width > right - left && i + 1 < G_N_ELEMENTS (forms))
        continue;
      write_read_out (&pen, canvas->theme, content, forms[i].with_name, forms[i].place);
      return;
    }
}

/* "drop i on the slider: one table at a time" */
static void
draw_promise (const TnuCanvas *canvas, const TnuCardContent *content, double right, double y)
{
  static const char *const promises[TNU_N_SOCKETS] = {
    " on the rows: down the table",
    " on the columns: across the table",
    " on the facets: tables side by side",
    " on the slider: one table at a time",
    " to fold it: one number of all along it",
  };
  TnuFont font = TNU_SANS (12, 400);
  TnuFont strong = TNU_MONO (12, 700);
  const TnuTheme *theme = canvas->theme;
  const char letter[2] = { tnu_axis_get_letter (content->drag.dim), '\0' };
  const char *rest = content->drag.over < 0 ? " on an axis" : promises[content->drag.over];
  double x = right - tnu_text_get_width (canvas->text, font, "drop ")
             - tnu_text_get_width (canvas->text, strong, letter)
             - tnu_text_get_width (canvas->text, font, rest);

  x += tnu_text_show (canvas->text, canvas->cr, font, "drop ", x, y, TNU_ALIGN_START,
                      &theme->colors[TNU_INK1]);
  x += tnu_text_show (canvas->text, canvas->cr, strong, letter, x, y, TNU_ALIGN_START,
                      tnu_theme_get_axis_color (theme, content->drag.dim));
  tnu_text_show (canvas->text, canvas->cr, font, rest, x, y, TNU_ALIGN_START,
                 &theme->colors[TNU_INK1]);
}

/* Name, chips and badges; returns the x after them. The name alone may be cut: it can be read in
 * the stage head when the card is selected. */
static double
draw_identity (const TnuCanvas *canvas, const TnuCardContent *content, double x, double right,
               double y)
{
  TnuText *text = canvas->text;
  TnuBadge kinds[MAX_BADGES];
  char labels[MAX_BADGES][48];
  int n_badges = list_badges (content, kinds, labels);
  double name_w = tnu_text_get_width (text, NAME_FONT, content->name);
  double others = tnu_card_get_header_width (text, content, false)
                  - 2.0 * tnu_px (text, TNU_CARD_PADDING) - name_w;
  double name_room = fmax (right - x - others, tnu_px (text, 24.0));

  x += tnu_text_show_within (text, canvas->cr, NAME_FONT, content->name, x, y, name_room,
                             &canvas->theme->colors[TNU_INK1]);
  if (content->rank > 0)
    x += tnu_px (text, NAME_SPACE) - tnu_px (text, CHIP_SPACE);
  for (int dim = 0; dim < content->rank; dim++)
    {
      if (x + tnu_px (text, CHIP_SPACE) + tnu_chip_get_width (text, dim, content->sizes[dim])
          > right)
        return x;
      x += tnu_px (text, CHIP_SPACE);
      x += tnu_chip_draw (canvas, dim, content->sizes[dim], x, y);
    }
  for (int i = 0; i < n_badges; i++)
    {
      if (x + tnu_px (text, BADGE_SPACE) + tnu_badge_get_width (text, labels[i]) > right + 1.0)
        return x;
      x += tnu_px (text, BADGE_SPACE);
      x += tnu_badge_draw (canvas, kinds[i], labels[i], x, y);
    }
  return x;
}

/* In a short line the number under the pointer and its place come before the chips, which are not
 * new. */
static void
draw_header_with_read_out (const TnuCanvas *canvas, const TnuCardContent *content, double left,
                           double right, double y)
{
  TnuText *text = canvas->text;
  double gap = tnu_px (text, BADGE_SPACE);
  double dtype_w = tnu_text_get_width (text, DTYPE_FONT, content->dtype);
  double placed = measure_read_out (text, canvas->theme, content, false, WITH_OFFSET);
  double shortest = measure_read_out (text, canvas->theme, content, false, NO_PLACE);
  double whole = measure_read_out (text, canvas->theme, content, true, WITH_OFFSET);
  double name_w = tnu_text_get_width (text, NAME_FONT, content->name);
  double identity = tnu_card_get_header_width (text, content, false)
                    - 2.0 * tnu_px (text, TNU_CARD_PADDING);
  double end = left;

  if (left + identity + gap + placed <= right)
    end = draw_identity (canvas, content, left, right, y);
  else if (left + name_w + gap + placed <= right)
    end += tnu_text_show (text, canvas->cr, NAME_FONT, content->name, left, y, TNU_ALIGN_START,
                          &canvas->theme->colors[TNU_INK1]);
  else if (left + identity + gap + shortest <= right)
    end = draw_identity (canvas, content, left, right, y);
  else if (right - left - gap - shortest >= tnu_px (text, 24.0))
    end += tnu_text_show_within (text, canvas->cr, NAME_FONT, content->name, left, y,
                                 right - left - gap - shortest,
                                 &canvas->theme->colors[TNU_INK1]);
  if (end + gap + dtype_w + tnu_px (text, MIN_GAP) + whole <= right)
    end += gap
           + tnu_text_show (text, canvas->cr, DTYPE_FONT, content->dtype, end + gap, y,
                            TNU_ALIGN_START, &canvas->theme->colors[TNU_INK3]);
  draw_read_out (canvas, content, end + gap, right, y);
}

void
tnu_card_draw_header (const TnuCanvas *canvas, const TnuCardContent *content,
                      const TnuCardLayout *layout, double x, double y)
{
  double middle = y + layout->header / 2.0;
  double left = x + tnu_px (canvas->text, TNU_CARD_PADDING);
  double right = x + layout->width - tnu_px (canvas->text, TNU_CARD_PADDING);

  if (content->box != NULL && content->reads_box && !content->drag.is_set)
    {
      tnu_card_draw_box_words (canvas, content, left, right, middle);
      return;
    }
  if (content->cursor.is_set && !content->drag.is_set)
    {
      draw_header_with_read_out (canvas, content, left, right, middle);
      return;
    }
  draw_identity (canvas, content, left, right, middle);
  if (content->drag.is_set)
    draw_promise (canvas, content, right, middle);
  else if (layout->dtype_in_header)
    tnu_text_show (canvas->text, canvas->cr, DTYPE_FONT, content->dtype, right, middle,
                   TNU_ALIGN_END, &canvas->theme->colors[TNU_INK3]);
}
