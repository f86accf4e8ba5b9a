/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/stage-private.h"

#include <math.h>

/* px before a press on cells becomes a drag. */
#define DRAG_DISTANCE 6

/* ---- hover ---- */

static void
set_hovered (TnuStageView *self, TnuStageCard *card)
{
  if (self->hovered != NULL && self->hovered != card)
    tnu_stage_show_pin (self, self->hovered);
  self->hovered = card;
}

static void
read_cell (TnuStageView *self, TnuStageCard *card, const TnuCardHit *hit)
{
  const TnuCardCursor *cursor = &card->content.cursor;
  gint64 index[TNK_MAX_RANK];

  set_hovered (self, card);
  tnu_card_get_index (&card->content, hit->facet, hit->row, hit->col, index);
  /* The same cell may stand for another element by now. */
  if (cursor->is_set && cursor->facet == hit->facet && cursor->row == hit->row
      && cursor->col == hit->col && cursor->offset == tnu_stage_card_get_offset (card, index))
    return;
  tnu_stage_card_set_cursor (card, hit->facet, hit->row, hit->col);
  tnu_stage_tell_element (self, card);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
read_nothing (TnuStageView *self)
{
  if (self->hovered == NULL)
    return;
  set_hovered (self, NULL);
  tnu_stage_tell_element (self, self->pin.card);
}

static const char *
get_pointer_name (const TnuCardHit *hit)
{
  switch (hit->part)
    {
    case TNU_HIT_CHIP:
      return "grab";
    case TNU_HIT_SLIDER:
    case TNU_HIT_PICTURE:
      return "pointer";
    case TNU_HIT_SOCKET:
      return hit->socket == TNU_SOCKET_FOLD && hit->dim >= 0 ? "pointer" : "default";
    default:
      return "default";
    }
}

void
tnu_stage_point (TnuStageView *self)
{
  double x;
  double y;
  TnuStageCard *card;
  TnuCardHit hit = { .part = TNU_HIT_NOTHING };

  if (self->pointer_x < 0 || self->lift.card != NULL)
    return;
  card = tnu_stage_find_card (self, self->pointer_x, self->pointer_y, &x, &y);
  if (card != NULL)
    tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x, y, &hit);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), get_pointer_name (&hit));
  if (hit.part == TNU_HIT_CELL || hit.part == TNU_HIT_GRADIENT)
    read_cell (self, card, &hit);
  else
    read_nothing (self);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuStageView *self)
{
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  tnu_stage_point (self);
}

static void
pointer_left (GtkEventControllerMotion *motion, TnuStageView *self)
{
  self->pointer_x = -1;
  read_nothing (self);
}

/* ---- click ---- */

static void
pressed (GtkGestureClick *gesture, int n_press, double x, double y, TnuStageView *self)
{
  self->walks_by_key = false;
  self->press_x = x;
  self->press_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static bool
has_shift (GtkGesture *gesture)
{
  return gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture))
         & GDK_SHIFT_MASK;
}

static void
released (GtkGestureClick *gesture, int n_press, double wx, double wy, TnuStageView *self)
{
  double x;
  double y;
  TnuStageCard *card = tnu_stage_find_card (self, wx, wy, &x, &y);
  TnuCardHit hit;
  bool is_blocks;

  if (card == NULL)
    return;
  tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x, y, &hit);
  is_blocks = card->content.window.row_step > 1 || card->content.window.col_step > 1;
  self->focused = card;
  self->focus = TNU_FOCUS_CARD;
  if (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture))
      & GDK_CONTROL_MASK)
    {
      tnu_stage_toggle_card (self, card);
      return;
    }
  tnu_stage_choose_card (self, card);
  if (hit.part == TNU_HIT_CELL && has_shift (GTK_GESTURE (gesture)))
    tnu_stage_extend_range (self, card, hit.facet, hit.row, hit.col);
  else
    tnu_stage_clear_range (self);
  if (hit.part == TNU_HIT_CELL && n_press == 2 && is_blocks)
    tnu_stage_look_into (self, card, hit.row, hit.col);
  else if (hit.part == TNU_HIT_CELL || hit.part == TNU_HIT_GRADIENT)
    tnu_stage_set_pin (self, card, hit.facet, hit.row, hit.col);
  if (hit.part == TNU_HIT_CELL && n_press == 2 && !is_blocks)
    tnu_stage_open_bits (self);
  else if (hit.part == TNU_HIT_PICTURE)
    tnu_stage_toggle_picture (self, card);
  else if (hit.part == TNU_HIT_SOCKET && hit.socket == TNU_SOCKET_FOLD
           && hypot (wx - self->press_x, wy - self->press_y) < DRAG_DISTANCE)
    tnu_stage_fold_next (self, card);
}

/* ---- panning ---- */

static gint64
get_socket_size (const TnuStageCard *card, TnuSocket socket)
{
  const int dim = card->content.map.dims[socket];

  return dim < 0 ? 1 : card->content.sizes[dim];
}

static bool
is_part (const TnuStageCard *card)
{
  return card->zoom_window.n_rows > 0;
}

/* Moves the part of a large tensor that is seen, by cells. */
static void
pan (TnuStageView *self, TnuStageCard *card, const TnuCardWindow *from, double dx, double dy)
{
  TnuCardWindow *window = &card->zoom_window;
  const TnuGrid *grid = &card->layout->grids[0];
  const gint64 rows = llround (dy / (grid->cell_h + grid->gap));
  const gint64 cols = llround (dx / (grid->cell_w + grid->gap));

  window->first_row
    = CLAMP (from->first_row - rows * window->row_step, 0,
             MAX (0, get_socket_size (card, TNU_SOCKET_ROWS) - window->n_rows * window->row_step));
  window->first_col
    = CLAMP (from->first_col - cols * window->col_step, 0,
             MAX (0, get_socket_size (card, TNU_SOCKET_COLUMNS)
                       - window->n_cols * window->col_step));
  tnu_stage_queue_layout (self);
}

/* ---- chips and slider ---- */

static void
drag_begin (GtkGestureDrag *gesture, double wx, double wy, TnuStageView *self)
{
  double x;
  double y;
  TnuStageCard *card = tnu_stage_find_card (self, wx, wy, &x, &y);
  TnuCardHit hit = { .part = TNU_HIT_NOTHING };

  if (card != NULL)
    tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x, y, &hit);
  if (hit.part == TNU_HIT_SLIDER)
    {
      self->scrubbed = card;
      tnu_stage_set_slider (self, card, hit.slider_index);
    }
  else if (hit.part == TNU_HIT_CHIP && self->lift.card == NULL)
    {
      set_hovered (self, NULL);
      tnu_stage_lift_chip (self, card, hit.socket);
      self->lift.grip_x = x - self->lift.x;
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
    }
  else
    {
      /* A press on cells is a click until it moves. */
      if (hit.part != TNU_HIT_CELL)
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      else if (!is_part (card) || has_shift (GTK_GESTURE (gesture)))
        {
          self->ranged = card;
          if (!has_shift (GTK_GESTURE (gesture)) || self->range.card != card)
            tnu_stage_start_range (self, card, hit.facet, hit.row, hit.col);
        }
      else
        {
          self->panned = card;
          self->pan_from = card->zoom_window;
        }
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
scrub (TnuStageView *self, double x)
{
  TnuStageCard *card = self->scrubbed;
  const TnuRect *slider = &card->layout->slider;
  TnuCardHit hit;

  if (slider->w <= 0)
    return;
  x = CLAMP (x - card->x, slider->x, slider->x + slider->w - 1);
  tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x,
                slider->y + slider->h / 2, &hit);
  if (hit.part == TNU_HIT_SLIDER)
    tnu_stage_set_slider (self, card, hit.slider_index);
}

static void
drag_range (TnuStageView *self, double wx, double wy)
{
  double x;
  double y;
  TnuStageCard *card = tnu_stage_find_card (self, wx, wy, &x, &y);
  TnuCardHit hit;

  if (card != self->ranged)
    return;
  tnu_card_hit (tnu_stage_ensure_text (self), &card->content, card->layout, x, y, &hit);
  if (hit.part == TNU_HIT_CELL)
    tnu_stage_extend_range (self, card, hit.facet, hit.row, hit.col);
}

static int
find_socket (const TnuCardLayout *layout, double x, double y)
{
  for (int socket = 0; socket < TNU_N_SOCKETS; socket++)
    {
      const TnuRect *rect = &layout->sockets[socket];

      if (rect->w > 0 && x >= rect->x && x < rect->x + rect->w && y >= rect->y - rect->h / 2
          && y < rect->y + 1.5 * rect->h)
        return socket;
    }
  return -1;
}

static void
drag_update (GtkGestureDrag *gesture, double dx, double dy, TnuStageView *self)
{
  TnuStageCard *card = self->lift.card;
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  x += dx;
  y += dy;
  self->pointer_x = x;
  self->pointer_y = y;
  if (self->scrubbed != NULL)
    scrub (self, x);
  if (self->panned != NULL && hypot (dx, dy) >= DRAG_DISTANCE)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      pan (self, self->panned, &self->pan_from, dx, dy);
    }
  if (self->ranged != NULL && hypot (dx, dy) >= DRAG_DISTANCE)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      drag_range (self, x, y);
    }
  if (card == NULL || self->lift.home_at != 0)
    return;
  x -= card->x;
  y += tnu_stage_get_scroll (self) - card->y;
  tnu_stage_place_chip (self, x - self->lift.grip_x, y);
  tnu_stage_carry_chip (self, find_socket (card->layout, x, y));
}

static void
drag_end (GtkGestureDrag *gesture, double dx, double dy, TnuStageView *self)
{
  self->scrubbed = NULL;
  self->panned = NULL;
  self->ranged = NULL;
  if (self->lift.card != NULL && self->lift.home_at == 0)
    tnu_stage_drop_chip (self);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "default");
}

static void
drag_cancelled (GtkGesture *gesture, GdkEventSequence *sequence, TnuStageView *self)
{
  self->scrubbed = NULL;
  self->panned = NULL;
  self->ranged = NULL;
  if (self->lift.card != NULL && self->lift.home_at == 0)
    tnu_stage_send_chip_home (self);
}

void
tnu_stage_add_pointer (TnuStageView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancelled), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}
