/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Looking closer at one card: by wheel and pinch around the pointer, by key around the cursor, by a
 * double click into one cell. */
#include "ui/stage/stage-private.h"

#include <math.h>

#include "ui/stage/span.h"

#define WHEEL_FACTOR 1.25

static gint64
get_size (const TnuStageCard *card, TnuSocket socket)
{
  const int dim = card->content.map.dims[socket];

  return dim < 0 ? 1 : card->content.sizes[dim];
}

static bool
is_part (const TnuStageCard *card)
{
  return card->zoom_window.n_rows > 0;
}

static TnuSpan
get_span (gint64 first, gint64 step, int n_cells, gint64 size)
{
  return (TnuSpan){ first, MIN (n_cells * step, size - first) };
}

/* What is seen, or will be at the next layout: several steps may come in one frame. */
static void
get_spans (const TnuStageCard *card, TnuSpan *rows, TnuSpan *cols)
{
  const TnuCardWindow *window = is_part (card) ? &card->zoom_window : &card->content.window;

  *rows = get_span (window->first_row, window->row_step, window->n_rows,
                    get_size (card, TNU_SOCKET_ROWS));
  *cols = get_span (window->first_col, window->col_step, window->n_cols,
                    get_size (card, TNU_SOCKET_COLUMNS));
}

static void
show_spans (TnuStageView *self, TnuStageCard *card, TnuSpan rows, TnuSpan cols)
{
  const bool is_all = rows.n >= get_size (card, TNU_SOCKET_ROWS)
                      && cols.n >= get_size (card, TNU_SOCKET_COLUMNS);

  tnu_stage_clear_range (self);
  card->zoom_window = (TnuCardWindow){ 0 };
  if (!is_all)
    {
      card->zoom_window.first_row = rows.first;
      card->zoom_window.first_col = cols.first;
      tnu_card_plan_part (tnu_stage_ensure_text (self), &card->content, card->layout->width, 0,
                          rows.n, cols.n, &card->zoom_window);
    }
  tnu_stage_queue_layout (self);
}

void
tnu_stage_show_all (TnuStageView *self, TnuStageCard *card)
{
  if (!is_part (card))
    return;
  card->zoom_window = (TnuCardWindow){ 0 };
  tnu_stage_queue_layout (self);
}

/* The element that is looked at, and its place in the table afterwards, 0 … 1. */
typedef struct
{
  double row, row_to;
  double col, col_to;
} Anchor;

static bool
look_closer (TnuStageView *self, TnuStageCard *card, double factor, const Anchor *anchor)
{
  TnuSpan rows;
  TnuSpan cols;

  if (card->layout == NULL || card->layout->n_tables == 0 || card->content.rank == 0
      || card->content.window.n_cols == 0 || (factor < 1 && !is_part (card)))
    return false;
  get_spans (card, &rows, &cols);
  show_spans (self, card,
              tnu_span_zoom (rows, get_size (card, TNU_SOCKET_ROWS), factor, anchor->row,
                             anchor->row_to),
              tnu_span_zoom (cols, get_size (card, TNU_SOCKET_COLUMNS), factor, anchor->col,
                             anchor->col_to));
  return true;
}

/* The table at a place in the card, NULL: none. */
static const TnuGrid *
find_grid (const TnuStageCard *card, double x, double y)
{
  const TnuCardWindow *window = &card->content.window;

  for (int t = 0; card->layout != NULL && t < card->layout->n_tables; t++)
    {
      const TnuGrid *grid = &card->layout->grids[t];

      if (x >= grid->x && x < grid->x + tnu_grid_get_width (grid, window->n_cols) && y >= grid->y
          && y < grid->y + tnu_grid_get_height (grid, window->n_rows))
        return grid;
    }
  return NULL;
}

/* Around the pointer; false when it is over no table, or all of one is seen already. */
static bool
look_at_pointer (TnuStageView *self, double factor)
{
  double x;
  double y;
  TnuStageCard *card = tnu_stage_find_card (self, self->pointer_x, self->pointer_y, &x, &y);
  const TnuGrid *grid = card != NULL ? find_grid (card, x, y) : NULL;
  const TnuCardWindow *window;
  Anchor anchor;

  if (grid == NULL)
    return false;
  window = &card->content.window;
  anchor.row_to = (y - grid->y) / tnu_grid_get_height (grid, window->n_rows);
  anchor.col_to = (x - grid->x) / tnu_grid_get_width (grid, window->n_cols);
  anchor.row = (double) window->first_row
               + anchor.row_to * (double) (window->n_rows * window->row_step);
  anchor.col = (double) window->first_col
               + anchor.col_to * (double) (window->n_cols * window->col_step);
  /* A part fills the card, which all of the table need not do. */
  if (!card->content.fills && card->layout->n_tables == 1)
    {
      TnuText *text = tnu_stage_ensure_text (self);
      const double width = card->layout->width - tnu_px (text, TNU_CARD_PADDING) - grid->x;

      anchor.col_to = CLAMP ((x - grid->x) / width, 0, 1);
      if (window->n_rows > 1)
        anchor.row_to = CLAMP ((y - grid->y) / tnu_px (text, TNU_CARD_TABLE_HEIGHT), 0, 1);
    }
  return look_closer (self, card, factor, &anchor);
}

void
tnu_stage_zoom_at_pointer (TnuStageView *self, double factor)
{
  if (!look_at_pointer (self, factor))
    tnu_stage_view_set_zoom (self, self->zoom * factor);
}

static double
get_middle (int at, int n)
{
  return n > 0 ? (at + .5) / n : .5;
}

/* The cursor stays where it stood in the table: over the same element. */
static void
follow_pin (TnuStageView *self, TnuStageCard *card, double row, double col)
{
  const TnuCardWindow *window = is_part (card) ? &card->zoom_window : NULL;

  if (window == NULL)
    return;
  self->pin.row = (int) CLAMP (row * window->n_rows, 0, window->n_rows - 1);
  self->pin.col = (int) CLAMP (col * window->n_cols, 0, window->n_cols - 1);
}

bool
tnu_stage_zoom_card (TnuStageView *self, TnuStageCard *card, double factor)
{
  const TnuCardWindow *window = &card->content.window;
  const bool has_cursor = self->pin.card == card;
  const double row = has_cursor ? get_middle (self->pin.row, window->n_rows) : .5;
  const double col = has_cursor ? get_middle (self->pin.col, window->n_cols) : .5;
  const Anchor anchor = {
    (double) window->first_row + row * (double) (window->n_rows * window->row_step), row,
    (double) window->first_col + col * (double) (window->n_cols * window->col_step), col,
  };

  if (!look_closer (self, card, factor, &anchor))
    return false;
  if (has_cursor)
    follow_pin (self, card, row, col);
  return true;
}

/* A cell of many elements becomes the table; one of a single element fills it; there, all comes
 * back. */
void
tnu_stage_look_into (TnuStageView *self, TnuStageCard *card, int row, int col)
{
  const TnuCardWindow window = card->content.window;
  TnuSpan rows = { window.first_row + row * window.row_step, window.row_step };
  TnuSpan cols = { window.first_col + col * window.col_step, window.col_step };

  if (window.n_rows == 1 && window.n_cols == 1 && window.row_step == 1 && window.col_step == 1)
    {
      tnu_stage_show_all (self, card);
      return;
    }
  rows.n = MIN (rows.n, get_size (card, TNU_SOCKET_ROWS) - rows.first);
  cols.n = MIN (cols.n, get_size (card, TNU_SOCKET_COLUMNS) - cols.first);
  if (self->pin.card == card)
    tnu_stage_set_pin (self, card, 0, 0, 0);
  show_spans (self, card, rows, cols);
}

bool
tnu_stage_zoom_key (TnuStageView *self, TnuStageCard *card, guint key)
{
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return tnu_stage_zoom_card (self, card, 2);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return tnu_stage_zoom_card (self, card, .5);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      tnu_stage_show_all (self, card);
      return true;
    default:
      return false;
    }
}

/* ---- gestures ---- */

static gboolean
wheel_turned (GtkEventControllerScroll *scroll, double dx, double dy, TnuStageView *self)
{
  const GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (!(state & GDK_CONTROL_MASK) || dy == 0)
    return GDK_EVENT_PROPAGATE;
  tnu_stage_zoom_at_pointer (self, pow (WHEEL_FACTOR, CLAMP (-dy, -4, 4)));
  return GDK_EVENT_STOP;
}

static void
pinch_begins (GtkGestureZoom *pinch, GdkEventSequence *sequence, TnuStageView *self)
{
  double x;
  double y;

  self->pinched = 1;
  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (pinch), &x, &y))
    return;
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pinched (GtkGestureZoom *pinch, double scale, TnuStageView *self)
{
  const double factor = scale / self->pinched;

  /* Steps large enough to be another window. */
  if (fabs (log (factor)) < log (WHEEL_FACTOR) / 2)
    return;
  self->pinched = scale;
  tnu_stage_zoom_at_pointer (self, factor);
}

void
tnu_stage_add_zoom (TnuStageView *self)
{
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (wheel_turned), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begins), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}
