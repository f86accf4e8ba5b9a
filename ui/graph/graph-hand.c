/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* What pointer and keys do in the graph: move it, walk along it, ask what an op is. */
#include "ui/graph/graph-view-private.h"

#include <math.h>

#include "ui/op-tooltip.h"

/* ---- the pointer ---- */

/* The item at a place in the widget, -1: none. */
static int
hit (TnuGraphView *self, double wx, double wy)
{
  double x, y;
  if (self->scene == NULL)
    return -1;
  tnu_graph_view_to_scene (self, wx, wy, &x, &y);
  return tnu_graph_layout_hit (self->scene->layout, x, y);
}

static void
activate_item (TnuGraphView *self, int index)
{
  const TnsGraphItem *item = &g_array_index (self->scene->graph->items, TnsGraphItem, index);
  if (item->kind == TNS_GRAPH_TENSOR)
    {
      TnsTimeline *timeline = tns_session_get_timeline (self->session);
      g_autofree char *name
          = timeline != NULL ? tns_timeline_dup_name (timeline, item->tensor_id,
                                                      tns_timeline_get_n_steps (timeline))
                             : NULL;
      if (name != NULL)
        tns_session_select_name (self->session, name);
      self->scene->selected = index;
    }
  if (item->step >= 0)
    {
      tns_session_select_step (self->session, item->step);
      tns_session_set_cursor (self->session, item->step + 1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pressed (GtkGestureClick *gesture, int n_press, double x, double y, TnuGraphView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
released (GtkGestureClick *gesture, int n_press, double x, double y, TnuGraphView *self)
{
  int item = hit (self, x, y);
  if (item >= 0)
    activate_item (self, item);
}

static void
drag_begin (GtkGestureDrag *gesture, double x, double y, TnuGraphView *self)
{
  self->drag_x = self->x;
  self->drag_y = self->y;
}

static void
drag_update (GtkGestureDrag *gesture, double dx, double dy, TnuGraphView *self)
{
  if (hypot (dx, dy) < 4)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->is_placed = true;
  self->x = self->drag_x - dx / tnu_graph_view_get_magnification (self);
  self->y = self->drag_y - dy / tnu_graph_view_get_magnification (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuGraphView *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), hit (self, x, y) >= 0 ? "pointer" : "grab");
}

static gboolean
scrolled (GtkEventControllerScroll *scroll, double dx, double dy, TnuGraphView *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  self->is_placed = true;
  if (state & GDK_CONTROL_MASK)
    tnu_graph_view_zoom_around (self, self->zoom * pow (1.15, -dy), self->pointer_x,
                                self->pointer_y);
  else
    {
      bool is_sideways = (state & GDK_SHIFT_MASK) != 0;
      self->x += (is_sideways ? dy : dx) * 60 / tnu_graph_view_get_magnification (self);
      self->y += (is_sideways ? 0 : dy) * 60 / tnu_graph_view_get_magnification (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  return GDK_EVENT_STOP;
}

static void
pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, TnuGraphView *self)
{
  self->pinch_zoom = self->zoom;
}

static void
pinched (GtkGestureZoom *gesture, double factor, TnuGraphView *self)
{
  self->is_placed = true;
  tnu_graph_view_zoom_around (self, self->pinch_zoom * factor, self->pointer_x, self->pointer_y);
}

/* ---- the keyboard ---- */

/* Along the flow with the sideways arrows, between neighbours in a layer with the others. */
static void
walk (TnuGraphView *self, int along, int across)
{
  if (self->scene == NULL || self->scene->layout->n == 0)
    return;
  const TnuGraphLayout *layout = self->scene->layout;
  int current
      = self->scene->selected >= 0 ? self->scene->selected : tnu_graph_view_find_current (self);
  if (current < 0)
    current = layout->order[0];
  const TnuGraphPlace *from = &layout->places[current];
  int best = -1;
  double best_distance = HUGE_VAL;
  for (int k = 0; k < layout->n; k++)
    {
      const TnuGraphPlace *to = &layout->places[k];
      int layers = to->layer - from->layer;
      double dy = to->y + to->h / 2 - from->y - from->h / 2;
      bool fits = along != 0 ? layers * along == 1 : layers == 0 && dy * across > 1;
      if (k != current && fits && fabs (dy) < best_distance)
        {
          best = k;
          best_distance = fabs (dy);
        }
    }
  if (best < 0)
    return;
  activate_item (self, best);
  self->scene->selected = best;
  tnu_graph_view_show_item (self, best);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             TnuGraphView *self)
{
  switch (key)
    {
    case GDK_KEY_Left:
      walk (self, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      walk (self, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      walk (self, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      walk (self, 0, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      tnu_graph_view_set_zoom (self, self->zoom * 1.25);
      return GDK_EVENT_STOP;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      tnu_graph_view_set_zoom (self, self->zoom / 1.25);
      return GDK_EVENT_STOP;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      tnu_graph_view_fit (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- words ---- */

/* The op of an op, or that a backward node undoes; (nullable): of tensors and leaves. */
static const TnsOp *
find_op (TnuGraphView *self, int index)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  const GArray *items = self->scene->graph->items;
  const TnsGraphItem *item = &g_array_index (items, TnsGraphItem, index);
  const TnsStep *step;

  if (item->kind == TNS_GRAPH_BACKWARD_NODE && item->mirror >= 0)
    item = &g_array_index (items, TnsGraphItem, item->mirror);
  if (timeline == NULL || item->kind != TNS_GRAPH_OP || item->step < 0
      || item->step >= tns_timeline_get_n_steps (timeline))
    return NULL;
  step = tns_timeline_get_step (timeline, item->step);
  return step->event != NULL ? step->event->op : NULL;
}

static gboolean
tooltip_asked (GtkWidget *widget, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip,
               gpointer data)
{
  TnuGraphView *self = TNU_GRAPH_VIEW (widget);
  g_autofree char *words = NULL;
  int index = self->scene != NULL ? self->scene->selected : -1;

  if (self->scene != NULL && !is_keyboard)
    index = hit (self, x, y);
  if (index < 0)
    return FALSE;
  words = tnu_op_dup_tooltip (find_op (self, index), NULL);
  gtk_tooltip_set_text (tooltip, words);
  return words != NULL;
}

/* ---- all ---- */

void
tnu_graph_view_add_controllers (TnuGraphView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinched), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  gtk_widget_add_controller (widget, motion);
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), self);
  gtk_widget_add_controller (widget, scroll);
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (tooltip_asked), NULL);
}
