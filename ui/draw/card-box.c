/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* A range of cells on a card: the marquee in every table that it reaches into, and the line of the
 * header that says what it is. */
#include "ui/draw/card-private.h"
#include "ui/draw/marquee.h"

#include <math.h>

/* The cells of one axis that hold places from @from to @to; false: none of them is seen. */
static bool
find_span (gint64 from, gint64 to, gint64 first, gint64 step, int n, int *at, int *n_cells)
{
  const gint64 start = MAX (0, (from - first) / step);
  const gint64 end = MIN (n - 1, (to - first) / step);

  if (to < first || from >= first + n * step)
    return false;
  *at = (int) start;
  *n_cells = (int) (end - start + 1);
  return *n_cells > 0;
}

void
tnu_card_draw_box (const TnuCanvas *canvas, const TnuCardContent *content, const TnuGrid *grid,
                   int facet)
{
  const TnuBox *box = content->box;
  const TnuCardWindow *window = &content->window;
  const int row_dim = content->map.dims[TNU_SOCKET_ROWS];
  const int col_dim = content->map.dims[TNU_SOCKET_COLUMNS];
  gint64 index[TNK_MAX_RANK];
  TnuCellRun run = { 0, 0, 1, 1 };

  tnu_card_get_index (content, facet, 0, 0, index);
  for (int dim = 0; dim < content->rank; dim++)
    if (dim != row_dim && dim != col_dim
        && (index[dim] < box->first[dim] || index[dim] > box->last[dim]))
      return;
  if (row_dim >= 0
      && !find_span (box->first[row_dim], box->last[row_dim], window->first_row, window->row_step,
                     window->n_rows, &run.row0, &run.n_rows))
    return;
  if (col_dim >= 0
      && !find_span (box->first[col_dim], box->last[col_dim], window->first_col, window->col_step,
                     window->n_cols, &run.col0, &run.n_cols))
    return;
  tnu_marquee_draw (canvas, grid, &run);
}

/* ---- the words ---- */

static void
write_index (TnuPen *pen, const TnuTheme *theme, const TnuCardContent *content)
{
  const TnuColor *ink2 = &theme->colors[TNU_INK2];
  char axis[TNU_BOX_AXIS_SIZE];

  for (int dim = 0; dim < content->rank; dim++)
    {
      tnu_box_print_axis (content->box, content->sizes, dim, axis);
      tnu_pen_write (pen, 400, dim > 0 ? ", " : "[", ink2);
      tnu_pen_write (pen, 700, axis, tnu_theme_get_axis_color (theme, dim));
    }
  tnu_pen_write (pen, 400, "]", ink2);
}

static void
write_shape (TnuPen *pen, const TnuTheme *theme, const TnuCardContent *content)
{
  gint64 shape[TNK_MAX_RANK];
  const int rank = tnu_box_get_shape (content->box, content->sizes, shape);
  GString *words = g_string_new ("  ");

  for (int dim = 0; dim < rank; dim++)
    g_string_append_printf (words, "%s%" G_GINT64_FORMAT, dim > 0 ? " × " : "", shape[dim]);
  tnu_pen_write (pen, 700, words->str, &theme->colors[TNU_INK1]);
  g_string_free (words, TRUE);
}

static void
write_words (TnuPen *pen, const TnuTheme *theme, const TnuCardContent *content, int n_facts)
{
  static const char *const names[TNU_N_BOX_FACTS] = { "  mean ", "  sum ", "  min ", "  max " };
  char number[TNU_NUMBER_SIZE];

  write_index (pen, theme, content);
  write_shape (pen, theme, content);
  for (int k = 0; k < n_facts; k++)
    {
      if (isnan (content->box_facts[k]))
        continue;
      tnu_number_print_plain (content->box_facts[k], number);
      tnu_pen_write (pen, 400, names[k], &theme->colors[TNU_INK2]);
      tnu_pen_write (pen, 700, number, &theme->colors[TNU_INK1]);
    }
}

void
tnu_card_draw_box_words (const TnuCanvas *canvas, const TnuCardContent *content, double left,
                         double right, double y)
{
  const double name = tnu_text_get_width (canvas->text, TNU_MONO (TNU_FONT_NAME, 700),
                                          content->name);
  const double gap = tnu_px (canvas->text, 2 * TNU_UNIT);
  const TnuTheme *theme = canvas->theme;

  /* The name stands at the left while there is room for it; the facts go first. */
  for (int n_facts = content->has_box_facts ? TNU_N_BOX_FACTS : 0; n_facts >= 0; n_facts--)
    {
      TnuPen pen = { .text = canvas->text };

      write_words (&pen, theme, content, n_facts);
      if (left + name + gap + pen.x > right && n_facts > 0)
        continue;
      tnu_text_show_within (canvas->text, canvas->cr, TNU_MONO (TNU_FONT_NAME, 700), content->name,
                            left, y, fmax (right - left - gap - pen.x, tnu_px (canvas->text, 24.0)),
                            &theme->colors[TNU_INK1]);
      pen = (TnuPen){ canvas, canvas->text, right - pen.x, y };
      write_words (&pen, theme, content, n_facts);
      return;
    }
}
