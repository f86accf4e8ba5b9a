/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The lines between pieces, by pointer and keys: what is cut where is always written as sizes or
 * places of the call. */
#include "ui/operation/join/join-form.h"
#include "ui/operation/join/join-panel-private.h"
#include "ui/text-scale.h"

static GArray *
dup_sizes (TnuJoinPanel *self)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint k = 0; k < self->plan.parts->len; k++)
    g_array_append_val (
        sizes, tnu_join_plan_get_part (&self->plan, (int) k)->seen.sizes[self->plan.axis]);
  return sizes;
}

static void
set_sizes (TnuJoinPanel *self, GArray *sizes)
{
  TnuJoinCall *call = tnu_join_call_copy (self->call);
  tnu_join_call_cut (call, (const gint64 *) sizes->data, (int) sizes->len);
  self->shows_end = true;
  tnu_join_panel_set_call (self, call);
  self->shows_end = false;
}

/* Lines can be moved while the pieces are those of the numbers. */
static bool
has_lines (TnuJoinPanel *self)
{
  return tnu_join_picture_has_cuts (&self->picture) && self->plan.trouble == TNU_JOIN_FITS
         && self->plan.parts->len <= TNU_JOIN_MAX_PARTS;
}

/* The two pieces beside a line share what they have. */
static void
move_line (TnuJoinPanel *self, int cut, gint64 to)
{
  g_autoptr (GArray) sizes = dup_sizes (self);
  gint64 *before = &g_array_index (sizes, gint64, cut);
  gint64 *after = &g_array_index (sizes, gint64, cut + 1);
  gint64 from = tnu_join_plan_get_part (&self->plan, cut)->offset, both = *before + *after;
  gint64 size = CLAMP (to - from, 0, both);
  if (size == *before)
    return;
  *before = size;
  *after = both - size;
  self->picture.cut = cut;
  set_sizes (self, sizes);
}

static void
remove_line (TnuJoinPanel *self, int cut)
{
  g_autoptr (GArray) sizes = dup_sizes (self);
  g_array_index (sizes, gint64, cut) += g_array_index (sizes, gint64, cut + 1);
  g_array_remove_index (sizes, (guint) cut + 1);
  set_sizes (self, sizes);
}

static void
add_line (TnuJoinPanel *self, gint64 at)
{
  g_autoptr (GArray) sizes = dup_sizes (self);
  for (guint k = 0; k < sizes->len; k++)
    {
      gint64 from = tnu_join_plan_get_part (&self->plan, (int) k)->offset;
      gint64 size = g_array_index (sizes, gint64, k), first = at - from, rest = size - first;
      if (first <= 0 || rest <= 0)
        continue;
      g_array_index (sizes, gint64, k) = first;
      g_array_insert_val (sizes, k + 1, rest);
      self->picture.cut = (int) k;
      set_sizes (self, sizes);
      return;
    }
}

static void
add_line_in_largest (TnuJoinPanel *self)
{
  g_autoptr (GArray) sizes = dup_sizes (self);
  int largest = 0;
  for (int k = 0; k < (int) sizes->len; k++)
    if (g_array_index (sizes, gint64, k) > g_array_index (sizes, gint64, largest))
      largest = k;
  if (sizes->len > 0 && g_array_index (sizes, gint64, largest) > 1)
    add_line (self, tnu_join_plan_get_part (&self->plan, largest)->offset
                        + (g_array_index (sizes, gint64, largest) + 1) / 2);
}

static void
drag_begun (GtkGestureDrag *drag, double x, double y, TnuJoinPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  self->held = has_lines (self)
                   ? tnu_join_picture_find_cut (&self->picture, x / scale, y / scale)
                   : -1;
  if (self->held < 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->picture.cut = self->held;
  gtk_widget_grab_focus (self->area);
  tnu_panel_finish (TNU_PANEL (self));
}

static void
dragged (GtkGestureDrag *drag, double dx, double dy, TnuJoinPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self)), x, y;
  if (self->held < 0 || !has_lines (self) || self->held + 1 >= (int) self->plan.parts->len
      || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  gint64 to = tnu_join_picture_find_place (&self->picture, (x + dx) / scale, (y + dy) / scale);
  if (to >= 0)
    move_line (self, self->held, to);
}

/* A line that was pushed onto its neighbour is gone. */
static void
drag_ended (GtkGestureDrag *drag, double dx, double dy, TnuJoinPanel *self)
{
  int held = self->held;
  if (held < 0 || held + 1 >= (int) self->plan.parts->len)
    return;
  g_autoptr (GArray) sizes = dup_sizes (self);
  if (sizes->len > 1 && ABS (dx) + ABS (dy) > 2
      && (g_array_index (sizes, gint64, held) == 0 || g_array_index (sizes, gint64, held + 1) == 0))
    remove_line (self, held);
  self->held = -1;
}

static void
pressed (GtkGestureClick *click, int n, double x, double y, TnuJoinPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  int heading = tnu_join_picture_find_heading (&self->picture, x / scale, y / scale);
  if (heading >= 0)
    {
      tnu_join_form_edit_name (TNU_JOIN_FORM (self->form), heading);
      return;
    }
  if (n != 2 || !has_lines (self)
      || tnu_join_picture_find_cut (&self->picture, x / scale, y / scale) >= 0)
    return;
  gint64 at = tnu_join_picture_find_place (&self->picture, x / scale, y / scale);
  if (at > 0)
    add_line (self, at);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuJoinPanel *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->held >= 0)
    return;
  int cut = has_lines (self)
                ? tnu_join_picture_find_cut (&self->picture, x / scale, y / scale)
                : -1;
  bool is_row = self->plan.axis < self->plan.whole.rank - 1;
  gtk_widget_set_cursor_from_name (self->area,
                                   cut >= 0 ? (is_row ? "ns-resize" : "ew-resize")
                                   : tnu_join_picture_find_heading (&self->picture, x / scale,
                                                                    y / scale)
                                           >= 0
                                       ? "text"
                                       : "default");
  if (cut == self->picture.cut || gtk_widget_has_focus (self->area))
    return;
  self->picture.cut = cut;
  gtk_widget_queue_draw (self->area);
}

/* Arrows along the axis move the line, those across it go to another one. */
static gboolean
area_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
          TnuJoinPanel *self)
{
  bool is_column = self->plan.axis == self->plan.whole.rank - 1;
  int n = (int) self->plan.parts->len - 1, cut = CLAMP (self->picture.cut, 0, MAX (n - 1, 0));
  int dx = key == GDK_KEY_Left ? -1 : key == GDK_KEY_Right ? 1 : 0;
  int dy = key == GDK_KEY_Up ? -1 : key == GDK_KEY_Down ? 1 : 0;
  if (!has_lines (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_plus || key == GDK_KEY_KP_Add)
    {
      add_line_in_largest (self);
      return GDK_EVENT_STOP;
    }
  if (n < 1 || (dx == 0 && dy == 0 && key != GDK_KEY_Delete))
    return GDK_EVENT_PROPAGATE;
  int along = is_column ? dx : dy, across = is_column ? dy : dx;
  self->picture.cut = CLAMP (cut + across, 0, n - 1);
  if (key == GDK_KEY_Delete)
    remove_line (self, cut);
  else if (along != 0)
    {
      const TnuJoinPart *piece = tnu_join_plan_get_part (&self->plan, cut);
      move_line (self, cut, piece->offset + piece->seen.sizes[self->plan.axis] + along);
    }
  gtk_widget_queue_draw (self->area);
  return GDK_EVENT_STOP;
}

static void
focus_changed (TnuJoinPanel *self)
{
  if (gtk_widget_has_focus (self->area) && self->picture.cut < 0 && has_lines (self)
      && self->plan.parts->len > 1)
    self->picture.cut = 0;
  gtk_widget_queue_draw (self->area);
}

void
tnu_join_panel_listen (TnuJoinPanel *self)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (area_key), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_changed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_changed), self);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->area, motion);
  gtk_widget_add_controller (self->area, keys);
  gtk_widget_add_controller (self->area, focus);
}
