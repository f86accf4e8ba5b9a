/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Pointer and keys on the picture of the index panel. */
#include "ui/operation/index/index-panel-private.h"

#include <math.h>
#include <string.h>

#include "ui/text-scale.h"

/* ---- the pointer ---- */

static TnuIndexHit
hit (TnuIndexPanel *self, double x, double y, gint64 *at)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  return tnu_index_picture_hit (&self->picture, &self->places, x / scale, y / scale, at);
}

static void
say_cursor (TnuIndexPanel *self)
{
  double value, imaginary;
  gint64 flat = 0;
  g_autofree char *place
      = tnu_index_picture_dup_place (self->name, self->picture.cursor, self->source.rank);
  g_autofree char *line = tnu_index_panel_dup_line (self);
  for (int d = 0; d < self->source.rank; d++)
    flat = flat * self->source.sizes[d] + self->picture.cursor[d];
  bool is_there = tnu_elements_get (self->elements, flat, &value, &imaginary);
  g_autofree char *words = is_there ? g_strdup_printf ("%s is %g. %s", place, value, line)
                                    : g_strdup_printf ("%s. %s", place, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
set_cursor (TnuIndexPanel *self, const gint64 *at)
{
  self->picture.has_cursor = true;
  memcpy (self->picture.cursor, at, sizeof self->picture.cursor);
  say_cursor (self);
  gtk_widget_queue_draw (self->canvas);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuIndexPanel *self)
{
  gint64 at[TNU_INDEX_MAX_RANK] = { 0 };
  TnuIndexHit part = hit (self, x, y, at);
  if (self->is_dragging)
    return;
  if (part == TNU_INDEX_HIT_CELL || part == TNU_INDEX_HIT_RESULT)
    set_cursor (self, at);
  else if (!gtk_widget_has_focus (self->canvas) && self->picture.has_cursor)
    {
      self->picture.has_cursor = false;
      gtk_widget_queue_draw (self->canvas);
    }
  gtk_widget_set_cursor_from_name (self->canvas, part == TNU_INDEX_HIT_NOTHING  ? NULL
                                                 : part == TNU_INDEX_HIT_CELL   ? "cell"
                                                 : part == TNU_INDEX_HIT_RESULT ? NULL
                                                                                : "pointer");
}

static void
pointer_left (TnuIndexPanel *self)
{
  if (gtk_widget_has_focus (self->canvas) || self->is_dragging || !self->picture.has_cursor)
    return;
  self->picture.has_cursor = false;
  gtk_widget_queue_draw (self->canvas);
}

/* On a ruler the other axes are taken as a whole. */
static unsigned
get_whole (TnuIndexPanel *self)
{
  unsigned all = (1u << self->source.rank) - 1, last = 1u << (self->source.rank - 1);
  if (self->grip == TNU_INDEX_HIT_CELL || self->source.rank == 0)
    return 0;
  return all & ~(self->grip == TNU_INDEX_HIT_COLUMN ? last : last >> 1);
}

static void
paint (TnuIndexPanel *self, const gint64 *at)
{
  if (tnu_index_paint (&self->index, &self->source, at, self->paints))
    tnu_index_panel_index_changed (self);
  else
    tnu_index_panel_refuse (
        self, "A mask painted over more than 1024 cells would not fit into a line: compare "
              "the numbers instead");
}

static void
drag_begin (GtkGestureDrag *drag, double x, double y, TnuIndexPanel *self)
{
  gint64 at[TNU_INDEX_MAX_RANK] = { 0 };
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  int rank = self->source.rank;
  self->grip = hit (self, x, y, at);
  self->is_dragging = self->grip != TNU_INDEX_HIT_NOTHING && self->grip != TNU_INDEX_HIT_RESULT;
  gtk_widget_grab_focus (self->canvas);
  if (!self->is_dragging || rank == 0)
    return;
  set_cursor (self, at);
  self->active = self->grip == TNU_INDEX_HIT_ROW && rank > 1 ? rank - 2 : rank - 1;
  if (self->tool == TNU_INDEX_TOOL_PAINT && self->grip == TNU_INDEX_HIT_CELL)
    {
      self->paints = !tnu_index_is_painted (&self->index, &self->source, at);
      paint (self, at);
      return;
    }
  if (self->tool == TNU_INDEX_TOOL_COMPARE && self->grip == TNU_INDEX_HIT_CELL)
    {
      self->is_dragging = false;
      tnu_index_panel_compare_with (self, at);
      return;
    }
  if ((state & GDK_CONTROL_MASK) && self->grip != TNU_INDEX_HIT_CELL)
    {
      self->is_dragging = false;
      tnu_index_add_to_list (&self->index, rank, self->active, at[self->active]);
      tnu_index_panel_index_changed (self);
      return;
    }
  if (!(state & GDK_SHIFT_MASK) || !self->has_anchor)
    memcpy (self->anchor, at, sizeof at);
  self->has_anchor = true;
  if (self->grip != TNU_INDEX_HIT_CELL && !(state & GDK_SHIFT_MASK))
    {
      tnu_index_clear (&self->index);
      tnu_index_set_dim (&self->index, rank, self->active, tnu_index_part_int (at[self->active]));
    }
  else
    tnu_index_choose_box (&self->index, &self->source, self->anchor, at, get_whole (self));
  tnu_index_panel_index_changed (self);
}

static void
drag_update (GtkGestureDrag *drag, double dx, double dy, TnuIndexPanel *self)
{
  double x, y, scale = tnu_text_scale_get (GTK_WIDGET (self));
  gint64 at[TNU_INDEX_MAX_RANK] = { 0 };
  if (!self->is_dragging || self->source.rank == 0
      || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  tnu_index_picture_find_nearest (&self->picture, &self->places, (x + dx) / scale, (y + dy) / scale,
                                  at);
  if (memcmp (at, self->picture.cursor, sizeof at) == 0)
    return;
  set_cursor (self, at);
  if (self->tool == TNU_INDEX_TOOL_PAINT && self->grip == TNU_INDEX_HIT_CELL)
    {
      paint (self, at);
      return;
    }
  tnu_index_choose_box (&self->index, &self->source, self->anchor, at, get_whole (self));
  tnu_index_panel_index_changed (self);
}

static void
drag_end (GtkGestureDrag *drag, double dx, double dy, TnuIndexPanel *self)
{
  self->is_dragging = false;
}

/* ---- keys ---- */

/* Moves the window on the source by whole cells. */
static bool
pan (TnuIndexPanel *self, int k, int by)
{
  const int shown[]
      = { self->places.source.n_tables, self->places.source.n_rows, self->places.source.n_cols };
  int dim = self->source.rank - 3 + k;
  if (dim < 0 || shown[k] >= self->source.sizes[dim])
    return false;
  self->picture.first[k]
      = CLAMP (self->picture.first[k] + by, 0, self->source.sizes[dim] - shown[k]);
  gtk_widget_queue_draw (self->canvas);
  return true;
}

static gboolean
scrolled (GtkEventControllerScroll *scroll, double dx, double dy, TnuIndexPanel *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  bool is_sideways = fabs (dx) > fabs (dy) || (state & GDK_SHIFT_MASK);
  double by = fabs (dx) > fabs (dy) ? dx : dy;
  int cells = (int) (by > 0 ? ceil (by) : floor (by));
  return pan (self, is_sideways ? 2 : 1, cells) || (!is_sideways && pan (self, 0, cells));
}

static void
walk (TnuIndexPanel *self, int dim, int by, bool extends)
{
  gint64 at[TNU_INDEX_MAX_RANK];
  if (dim < 0)
    return;
  memcpy (at, self->picture.cursor, sizeof at);
  if (!self->picture.has_cursor)
    for (int d = 0; d < self->source.rank; d++)
      at[d] = d < self->source.rank - 3 ? self->picture.view[d]
                                        : self->picture.first[d - (self->source.rank - 3)];
  else
    at[dim] = CLAMP (at[dim] + by, 0, MAX (self->source.sizes[dim] - 1, 0));
  if (extends && !self->has_anchor)
    {
      memcpy (self->anchor, self->picture.has_cursor ? self->picture.cursor : at, sizeof at);
      self->has_anchor = true;
    }
  if (!extends)
    self->has_anchor = false;
  self->active = dim;
  set_cursor (self, at);
  tnu_index_picture_follow_cursor (&self->picture, &self->places);
  if (extends)
    {
      tnu_index_choose_box (&self->index, &self->source, self->anchor, at, 0);
      tnu_index_panel_index_changed (self);
    }
  else
    tnu_index_panel_show_controls (self);
}

static void
take_cursor (TnuIndexPanel *self)
{
  const gint64 *at = self->picture.cursor;
  if (!self->picture.has_cursor || self->source.rank == 0)
    return;
  if (self->tool == TNU_INDEX_TOOL_PAINT)
    {
      self->paints = !tnu_index_is_painted (&self->index, &self->source, at);
      paint (self, at);
      return;
    }
  if (self->tool == TNU_INDEX_TOOL_COMPARE)
    {
      tnu_index_panel_compare_with (self, at);
      return;
    }
  tnu_index_choose_box (&self->index, &self->source, at, at, 0);
  tnu_index_panel_index_changed (self);
}

static bool
change_axis (TnuIndexPanel *self, guint key)
{
  int dim = self->active;
  if (dim < 0 || dim >= self->source.rank)
    return false;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      tnu_index_panel_step_axis (self, dim, 1);
      return true;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      tnu_index_panel_step_axis (self, dim, -1);
      return true;
    case GDK_KEY_n:
      tnu_index_panel_add_axis (self, dim);
      return true;
    case GDK_KEY_e:
      tnu_index_panel_choose_way (self, dim, TNU_INDEX_WAY_FROM_END);
      return true;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      tnu_index_panel_choose_way (self, dim, TNU_INDEX_WAY_ALL);
      return true;
    case GDK_KEY_period:
      tnu_index_shorten (&self->index, self->source.rank);
      tnu_index_panel_index_changed (self);
      return true;
    default:
      return false;
    }
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuIndexPanel *self)
{
  bool extends = (state & GDK_SHIFT_MASK) != 0;
  int rank = self->source.rank;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
      walk (self, rank - 1, -1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      walk (self, rank - 1, 1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      walk (self, rank - 2, -1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      walk (self, rank - 2, 1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      walk (self, rank - 3, -1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      walk (self, rank - 3, 1, extends);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      take_cursor (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      tnu_panel_apply (TNU_PANEL (self));
      return GDK_EVENT_STOP;
    default:
      return change_axis (self, key);
    }
}

/* ---- all of it ---- */

void
tnu_index_panel_listen (TnuIndexPanel *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end), self);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (pointer_left), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self->canvas);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self->canvas);
  gtk_widget_add_controller (self->canvas, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (self->canvas, motion);
  gtk_widget_add_controller (self->canvas, keys);
  gtk_widget_add_controller (self->canvas, scroll);
  gtk_widget_add_controller (self->canvas, focus);
  gtk_widget_set_focusable (self->canvas, TRUE);
  gtk_widget_add_css_class (self->canvas, "tnu-index-picture");
}
