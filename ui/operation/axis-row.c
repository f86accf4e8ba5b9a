/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/axis-row.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/chips.h"
#include "ui/text-scale.h"

#define HEIGHT 44
#define CHIP_Y 18
#define LABEL_Y 37
#define CHIP_HALF 12
#define GAP 10
#define PAD 6

struct _TnuAxisRow
{
  GtkWidget parent_instance;

  TnuShape shape;
  TnuShape order;
  TnuShape home; /* the order when the chip was lifted */
  bool swaps;
  int cursor;    /* place of the chip that keys move */
  int lifted;    /* axis under way, -1: none */
  bool is_dragged;
  double grab_x; /* of the pointer inside the chip, px at scale 1 */
  double pointer_x;
  TnuText *text;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuAxisRow, tnu_axis_row, GTK_TYPE_WIDGET)

/* ---- places ---- */

static TnuText *
get_text (TnuAxisRow *self)
{
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  return self->text;
}

static double
get_chip_width (TnuAxisRow *self)
{
  double w = 0;
  for (int d = 0; d < self->shape.rank; d++)
    w = MAX (w, tnu_drag_chip_get_width (get_text (self), d, self->shape.sizes[d]));
  return ceil (w);
}

static double
get_place_x (TnuAxisRow *self, int place)
{
  return PAD + place * (get_chip_width (self) + GAP);
}

static int
find_place (TnuAxisRow *self, double x)
{
  double pitch = get_chip_width (self) + GAP;
  return CLAMP ((int) floor ((x - PAD + GAP / 2.0) / pitch), 0, self->shape.rank - 1);
}

static int
get_place_of (const TnuAxisRow *self, int axis)
{
  for (int k = 0; k < self->order.rank; k++)
    if (self->order.sizes[k] == axis)
      return k;
  return 0;
}

/* ---- moving ---- */

static void
say (TnuAxisRow *self)
{
  g_autoptr (GString) words = g_string_new ("Order of the axes:");
  for (int k = 0; k < self->order.rank; k++)
    g_string_append_printf (words, " %c", tnu_axis_get_letter ((int) self->order.sizes[k]));
  if (self->order.rank > 0)
    g_string_append_printf (words, "; %s %c", self->lifted >= 0 ? "lifted:" : "chosen:",
                            tnu_axis_get_letter ((int) self->order.sizes[self->cursor]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_home_order (TnuAxisRow *self)
{
  self->order.rank = self->shape.rank;
  for (int d = 0; d < self->shape.rank; d++)
    self->order.sizes[d] = d;
}

static void
insert_at (TnuAxisRow *self, int from, int to)
{
  gint64 axis = self->order.sizes[from];
  int step = to > from ? 1 : -1;
  for (int k = from; k != to; k += step)
    self->order.sizes[k] = self->order.sizes[k + step];
  self->order.sizes[to] = axis;
}

static void
move_axis (TnuAxisRow *self, int axis, int place)
{
  place = CLAMP (place, 0, self->shape.rank - 1);
  if (get_place_of (self, axis) == place)
    return;
  if (self->swaps)
    {
      set_home_order (self);
      self->order.sizes[axis] = place;
      self->order.sizes[place] = axis;
    }
  else
    insert_at (self, get_place_of (self, axis), place);
  self->cursor = place;
  say (self);
  g_signal_emit (self, changed, 0);
}

static void
lift (TnuAxisRow *self, int axis)
{
  self->lifted = axis;
  self->home = self->order;
  say (self);
}

static void
drop (TnuAxisRow *self)
{
  self->lifted = -1;
  self->is_dragged = false;
  say (self);
}

static void
send_home (TnuAxisRow *self)
{
  int axis = self->lifted;
  self->order = self->home;
  self->cursor = get_place_of (self, axis);
  drop (self);
  g_signal_emit (self, changed, 0);
}

/* ---- pointer ---- */

static void
drag_begin (GtkGestureDrag *drag, double x, double y, TnuAxisRow *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (self->shape.rank == 0)
    return;
  x /= scale;
  self->cursor = find_place (self, x);
  self->grab_x = x - get_place_x (self, self->cursor);
  self->pointer_x = x;
  self->is_dragged = true;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  lift (self, (int) self->order.sizes[self->cursor]);
}

static void
drag_update (GtkGestureDrag *drag, double dx, double dy, TnuAxisRow *self)
{
  double x, y, scale = tnu_text_scale_get (GTK_WIDGET (self));
  if (!self->is_dragged || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  self->pointer_x = (x + dx) / scale;
  move_axis (self, self->lifted,
             find_place (self, self->pointer_x - self->grab_x + get_chip_width (self) / 2));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end (GtkGestureDrag *drag, double dx, double dy, TnuAxisRow *self)
{
  if (self->is_dragged)
    drop (self);
}

/* ---- keys ---- */

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuAxisRow *self)
{
  bool carries = self->lifted >= 0 || (state & GDK_SHIFT_MASK) != 0;
  int step = key == GDK_KEY_Left ? -1 : key == GDK_KEY_Right ? 1 : 0;
  if (self->shape.rank == 0 || self->is_dragged)
    return GDK_EVENT_PROPAGATE;
  if (step != 0 && carries)
    move_axis (self, (int) self->order.sizes[self->cursor], self->cursor + step);
  else if (step != 0)
    self->cursor = CLAMP (self->cursor + step, 0, self->shape.rank - 1);
  else if (key == GDK_KEY_space || (key == GDK_KEY_Return && self->lifted >= 0))
    {
      if (self->lifted >= 0)
        drop (self);
      else
        lift (self, (int) self->order.sizes[self->cursor]);
    }
  else if (key == GDK_KEY_Escape && self->lifted >= 0)
    send_home (self);
  else
    return GDK_EVENT_PROPAGATE;
  say (self);
  return GDK_EVENT_STOP;
}

static void
focus_left (GtkEventControllerFocus *focus, TnuAxisRow *self)
{
  if (self->lifted >= 0)
    drop (self);
}

/* ---- drawing ---- */

static void
draw (TnuAxisRow *self, cairo_t *cr)
{
  bool is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  TnuCanvas canvas = tnu_canvas_init (cr, tnu_theme_get (is_dark), get_text (self));
  double w = get_chip_width (self);
  for (int place = 0; place < self->order.rank; place++)
    {
      int axis = (int) self->order.sizes[place];
      double x = get_place_x (self, place);
      const char number[] = { (char) ('0' + place), '\0' };
      bool is_lifted = axis == self->lifted;
      tnu_drag_chip_draw (&canvas, axis, self->shape.sizes[axis],
                          is_lifted ? TNU_CHIP_LEFT : TNU_CHIP_REST, x, CHIP_Y);
      tnu_text_show (canvas.text, cr, TNU_MONO (TNU_FONT_RULER, 500), number, x + w / 2, LABEL_Y,
                     TNU_ALIGN_CENTRE, &canvas.theme->colors[TNU_INK3]);
      if (place == self->cursor && gtk_widget_has_visible_focus (GTK_WIDGET (self)))
        {
          tnu_set_token (&canvas, TNU_STAR, 1);
          tnu_stroke_inside (&canvas, x - 4, CHIP_Y - CHIP_HALF - 4, w + 8, 2 * CHIP_HALF + 8,
                             TNU_RADIUS_CHIP + 4, 2);
        }
    }
  if (self->lifted >= 0)
    {
      double x = self->is_dragged ? self->pointer_x - self->grab_x
                                  : get_place_x (self, get_place_of (self, self->lifted));
      tnu_drag_chip_draw (&canvas, self->lifted, self->shape.sizes[self->lifted], TNU_CHIP_LIFTED,
                          x, CHIP_Y);
    }
}

static void
tnu_axis_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuAxisRow *self = TNU_AXIS_ROW (widget);
  double scale = tnu_text_scale_get (widget);
  /* A chip in the hand may leave its row. */
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-40, -8, (float) gtk_widget_get_width (widget) + 80,
                                               (float) gtk_widget_get_height (widget) + 16);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_scale (cr, scale, scale);
  draw (self, cr);
  cairo_destroy (cr);
}

static void
tnu_axis_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuAxisRow *self = TNU_AXIS_ROW (widget);
  double length = orientation == GTK_ORIENTATION_HORIZONTAL
                      ? get_place_x (self, self->shape.rank) - GAP + PAD
                      : HEIGHT;
  *minimum = *natural = (int) ceil (MAX (length, 1) * tnu_text_scale_get (widget));
}

/* ---- the object ---- */

static void
tnu_axis_row_dispose (GObject *object)
{
  g_clear_pointer (&TNU_AXIS_ROW (object)->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_axis_row_parent_class)->dispose (object);
}

static void
tnu_axis_row_class_init (TnuAxisRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_axis_row_dispose;
  widget_class->snapshot = tnu_axis_row_snapshot;
  widget_class->measure = tnu_axis_row_measure;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_axis_row_init (TnuAxisRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  self->lifted = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_add_css_class (widget, "tnu-axes");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_cursor_from_name (widget, "grab");
  gtk_widget_set_tooltip_text (widget, "Drag an axis to its new place, or Shift and arrow keys");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Axes in their new order", -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, focus);
}

GtkWidget *
tnu_axis_row_new (const TnuShape *shape, gboolean swaps)
{
  TnuAxisRow *self = g_object_new (TNU_TYPE_AXIS_ROW, NULL);
  self->shape = *shape;
  self->swaps = swaps;
  set_home_order (self);
  say (self);
  return GTK_WIDGET (self);
}

void
tnu_axis_row_set_order (TnuAxisRow *self, const TnuShape *order)
{
  g_return_if_fail (TNU_IS_AXIS_ROW (self) && order->rank == self->shape.rank);
  if (tnu_shape_equal (&self->order, order))
    return;
  self->order = *order;
  say (self);
}

const TnuShape *
tnu_axis_row_get_order (TnuAxisRow *self)
{
  g_return_val_if_fail (TNU_IS_AXIS_ROW (self), NULL);
  return &self->order;
}
