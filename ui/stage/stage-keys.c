/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Tab walks the cards; inside a card arrows walk its cells, above them its slider and its chips.
 * Space lifts a chip, arrows choose the socket, Space drops it, Escape sends it home. */
#include "ui/stage/stage-private.h"

#define HANG 6

/* Keys that the stage answers itself do not reach the window, which would do this. */
static void
show_focus (TnuStageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_focus_visible (GTK_WINDOW (root), TRUE);
}

void
tnu_stage_set_focus (TnuStageView *self, TnuStageCard *card, TnuStageFocus focus)
{
  if (self->focused != NULL)
    tnu_stage_card_touch (self->focused);
  self->focused = card;
  self->focus = focus;
  self->walks_by_key = true;
  show_focus (self);
  if (card != NULL)
    {
      tnu_stage_card_touch (card);
      if (focus == TNU_FOCUS_CELL)
        tnu_stage_scroll_to_cursor (self, card);
      else if (card->layout != NULL)
        tnu_stage_scroll_to (self, card->y, card->y + card->layout->height);
    }
  tnu_stage_say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static TnuStageCard *
find_neighbour (TnuStageView *self, int step)
{
  guint at = 0;
  int k = step > 0 ? 0 : (int) self->cards->len - 1;

  if (self->focused != NULL && g_ptr_array_find (self->cards, self->focused, &at))
    k = (int) at + step;
  for (; k >= 0 && k < (int) self->cards->len; k += step)
    if (((TnuStageCard *) self->cards->pdata[k])->exists)
      return self->cards->pdata[k];
  return NULL;
}

gboolean
tnu_stage_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TnuStageView *self = TNU_STAGE_VIEW (widget);
  const bool has_focus = gtk_widget_is_focus (widget);
  TnuStageCard *next;

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return has_focus ? FALSE : gtk_widget_grab_focus (widget);
  if (self->lift.card != NULL)
    tnu_stage_send_chip_home (self);
  if (!has_focus)
    self->focused = NULL;
  next = find_neighbour (self, direction == GTK_DIR_TAB_FORWARD ? 1 : -1);
  if (next == NULL && has_focus)
    return FALSE;
  if (!has_focus && !gtk_widget_grab_focus (widget))
    return FALSE;
  tnu_stage_set_focus (self, next, TNU_FOCUS_CARD);
  return TRUE;
}

/* ---- chips ---- */

static void
hang_over (TnuStageView *self, int socket)
{
  TnuStageCard *card = self->lift.card;
  const TnuRect *rect = &card->layout->sockets[socket];
  TnuText *text = tnu_stage_ensure_text (self);
  const double w
      = tnu_drag_chip_get_width (text, self->lift.dim, card->content.sizes[self->lift.dim]);

  tnu_stage_place_chip (self, rect->x + rect->w - w - tnu_px (text, 4 + HANG),
                        rect->y + rect->h / 2 + tnu_px (text, HANG));
  tnu_stage_carry_chip (self, socket);
}

static bool
carry (TnuStageView *self, guint key)
{
  const int over = self->lift.over;

  switch (key)
    {
    case GDK_KEY_Left:
      hang_over (self, MAX (over - 1, 0));
      return true;
    case GDK_KEY_Right:
      hang_over (self, MIN (over + 1, TNU_N_SOCKETS - 1));
      return true;
    case GDK_KEY_space:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      tnu_stage_drop_chip (self);
      return true;
    case GDK_KEY_Escape:
      tnu_stage_send_chip_home (self);
      return true;
    default:
      return true;
    }
}

static bool
walk_chips (TnuStageView *self, TnuStageCard *card, guint key)
{
  const bool has_slider = card->layout->slider.w > 0;

  switch (key)
    {
    case GDK_KEY_Left:
      self->focus_socket = (TnuSocket) MAX ((int) self->focus_socket - 1, 0);
      break;
    case GDK_KEY_Right:
      self->focus_socket = (TnuSocket) MIN (self->focus_socket + 1, TNU_N_SOCKETS - 1);
      break;
    case GDK_KEY_Down:
      if (has_slider)
        tnu_stage_set_focus (self, card, TNU_FOCUS_SLIDER);
      else
        tnu_stage_walk_to (self, card, 0, 0, 0);
      return true;
    case GDK_KEY_Up:
      tnu_stage_set_focus (self, card, TNU_FOCUS_CARD);
      return true;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->focus_socket != TNU_SOCKET_FOLD || card->map.dims[TNU_SOCKET_FOLD] < 0)
        return false;
      tnu_stage_fold_next (self, card);
      return true;
    case GDK_KEY_space:
      tnu_stage_lift_chip (self, card, self->focus_socket);
      if (self->lift.card != NULL)
        hang_over (self, (int) self->focus_socket);
      return true;
    default:
      return false;
    }
  tnu_stage_set_focus (self, card, TNU_FOCUS_CHIP);
  return true;
}

static bool
walk_slider (TnuStageView *self, TnuStageCard *card, guint key)
{
  const int dim = card->map.dims[TNU_SOCKET_SLIDER];
  const gint64 at = dim >= 0 ? card->index[dim] : 0;

  switch (key)
    {
    case GDK_KEY_Left:
      tnu_stage_set_slider (self, card, at - 1);
      return true;
    case GDK_KEY_Right:
      tnu_stage_set_slider (self, card, at + 1);
      return true;
    case GDK_KEY_Home:
      tnu_stage_set_slider (self, card, 0);
      return true;
    case GDK_KEY_End:
      tnu_stage_set_slider (self, card, G_MAXINT64);
      return true;
    case GDK_KEY_Up:
      tnu_stage_set_focus (self, card, TNU_FOCUS_CHIP);
      return true;
    case GDK_KEY_Down:
      tnu_stage_walk_to (self, card, 0, 0, 0);
      return true;
    default:
      return false;
    }
}

static bool
use_card (TnuStageView *self, TnuStageCard *card, guint key, GdkModifierType state)
{
  const bool has_control = state & GDK_CONTROL_MASK;

  if (!has_control && self->focus == TNU_FOCUS_CHIP && walk_chips (self, card, key))
    return true;
  if (!has_control && self->focus == TNU_FOCUS_SLIDER && walk_slider (self, card, key))
    return true;
  if (tnu_stage_walk (self, card, key, state))
    return true;
  if (has_control && key == GDK_KEY_space)
    tnu_stage_toggle_card (self, card);
  if (has_control)
    return key == GDK_KEY_space || tnu_stage_use_cells (self, card, key);
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      tnu_stage_choose_card (self, card);
      if (key != GDK_KEY_space && self->focus == TNU_FOCUS_CELL && self->pin.card == card)
        tnu_stage_enter_cell (self, card);
      return true;
    case GDK_KEY_p:
      tnu_stage_toggle_picture (self, card);
      return true;
    case GDK_KEY_P:
      return tnu_stage_view_toggle_pin (self);
    case GDK_KEY_Escape:
      if (tnu_stage_clear_range (self))
        return true;
      if (self->focus == TNU_FOCUS_CARD && self->pin.card == NULL)
        return false;
      tnu_stage_set_pin (self, NULL, -1, 0, 0);
      tnu_stage_set_focus (self, card, TNU_FOCUS_CARD);
      return true;
    default:
      return false;
    }
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             TnuStageView *self)
{
  if (self->lift.card != NULL && key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab)
    return self->lift.home_at == 0 && carry (self, key);
  if (state & GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  if (!(state & GDK_CONTROL_MASK) && self->focused != NULL && self->focus == TNU_FOCUS_CELL
      && tnu_stage_zoom_key (self, self->focused, key))
    return GDK_EVENT_STOP;
  switch (state & GDK_CONTROL_MASK ? 0 : key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      tnu_stage_view_set_zoom (self, self->zoom * 1.25);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      tnu_stage_view_set_zoom (self, self->zoom / 1.25);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      tnu_stage_view_set_zoom (self, 1);
      return GDK_EVENT_STOP;
    default:
      break;
    }
  if (self->focused == NULL || self->focused->layout == NULL)
    return GDK_EVENT_PROPAGATE;
  return use_card (self, self->focused, key, state);
}

/* GTK takes the letting go of a key that the stage answered for the end of walking by keys. */
static void
key_released (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
              TnuStageView *self)
{
  if (self->walks_by_key && gtk_widget_is_focus (GTK_WIDGET (self)))
    show_focus (self);
}

/* The ring is drawn by the card: it must be drawn anew when the focus comes or goes. */
static void
focus_changed (TnuStageView *self)
{
  if (self->focused != NULL)
    tnu_stage_card_touch (self->focused);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
root_changed (TnuStageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    g_signal_connect_object (root, "notify::focus-visible", G_CALLBACK (focus_changed), self,
                             G_CONNECT_SWAPPED);
}

void
tnu_stage_add_keys (TnuStageView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_changed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_changed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (self, "notify::root", G_CALLBACK (root_changed), NULL);
}
