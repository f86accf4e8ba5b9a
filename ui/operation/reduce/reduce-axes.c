/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/reduce/reduce-axes.h"

#include <math.h>
#include <string.h>

#include "ui/draw/chips.h"
#include "ui/operation/panel-canvas.h"
#include "ui/text-scale.h"

#define HEIGHT 48
#define CHIP_Y 18
#define LABEL_Y 42
#define CHIP_HALF 12
#define GAP 10
#define PAD 6

struct _TnuReduceAxes
{
  GtkWidget parent_instance;

  TnuShape shape;
  bool chosen[TNU_SHAPE_MAX_RANK];
  bool is_single;
  int cursor;      /* the chip that keys turn */
  bool paints;     /* what a drag makes of the chips it goes over */
  bool is_painting;
  TnuText *text;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuReduceAxes, tnu_reduce_axes, GTK_TYPE_WIDGET)

/* ---- places ---- */

static TnuText *
get_text (TnuReduceAxes *self)
{
  if (self->text == NULL)
    self->text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)), 1);
  return self->text;
}

static double
get_x (TnuReduceAxes *self, int dim)
{
  double x = PAD;
  for (int d = 0; d < dim; d++)
    x += ceil (tnu_drag_chip_get_width (get_text (self), d, self->shape.sizes[d])) + GAP;
  return x;
}

/* -1: beside all chips. */
static int
find (TnuReduceAxes *self, double x)
{
  for (int d = 0; d < self->shape.rank; d++)
    if (x >= get_x (self, d) - GAP / 2.0 && x < get_x (self, d + 1) - GAP / 2.0)
      return d;
  return -1;
}

/* ---- turning ---- */

static void
say (TnuReduceAxes *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  for (int d = 0; d < self->shape.rank; d++)
    g_string_append_printf (words, "%s%c%s", d > 0 ? ", " : "", tnu_axis_get_letter (d),
                            self->chosen[d] ? " folds" : " stays");
  if (self->shape.rank > 0)
    g_string_append_printf (words, "; chosen: %c", tnu_axis_get_letter (self->cursor));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
turn (TnuReduceAxes *self, int dim, bool is_on, bool adds)
{
  bool before[TNU_SHAPE_MAX_RANK];
  memcpy (before, self->chosen, sizeof before);
  self->cursor = dim;
  if (self->is_single && is_on && !adds)
    memset (self->chosen, 0, sizeof self->chosen);
  self->chosen[dim] = is_on;
  say (self);
  if (memcmp (before, self->chosen, sizeof before) != 0)
    g_signal_emit (self, changed, 0);
}

static bool
adds (GdkModifierType state)
{
  return (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0;
}

static GdkModifierType
get_state (GtkGestureDrag *drag)
{
  return gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
}

static void
drag_begin (GtkGestureDrag *drag, double x, double y, TnuReduceAxes *self)
{
  int dim = find (self, x / tnu_text_scale_get (GTK_WIDGET (self)));
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->is_painting = dim >= 0;
  if (dim < 0)
    return;
  self->paints = !self->chosen[dim];
  turn (self, dim, self->paints, adds (get_state (drag)));
}

/* A drag over several asks for several, whatever the word takes: it is told why it cannot. */
static void
drag_update (GtkGestureDrag *drag, double dx, double dy, TnuReduceAxes *self)
{
  double x, y;
  if (!self->is_painting || !gtk_gesture_drag_get_start_point (drag, &x, &y))
    return;
  int dim = find (self, (x + dx) / tnu_text_scale_get (GTK_WIDGET (self)));
  if (dim >= 0 && dim != self->cursor)
    turn (self, dim, self->paints, true);
}

static void
turn_all (TnuReduceAxes *self)
{
  bool are_all = true;
  for (int d = 0; d < self->shape.rank; d++)
    are_all &= self->chosen[d];
  for (int d = 0; d < self->shape.rank; d++)
    self->chosen[d] = !are_all;
  say (self);
  g_signal_emit (self, changed, 0);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             TnuReduceAxes *self)
{
  int step = key == GDK_KEY_Left ? -1 : key == GDK_KEY_Right ? 1 : 0;
  if (self->shape.rank == 0)
    return GDK_EVENT_PROPAGATE;
  if (step != 0)
    self->cursor = CLAMP (self->cursor + step, 0, self->shape.rank - 1);
  else if (key == GDK_KEY_space)
    turn (self, self->cursor, !self->chosen[self->cursor], adds (state));
  else if (key == GDK_KEY_a && (state & GDK_CONTROL_MASK) == 0)
    turn_all (self);
  else
    return GDK_EVENT_PROPAGATE;
  say (self);
  return GDK_EVENT_STOP;
}

/* ---- drawing ---- */

static void
tnu_reduce_axes_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuReduceAxes *self = TNU_REDUCE_AXES (widget);
  double scale = tnu_text_scale_get (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_scale (cr, scale, scale);
  TnuCanvas canvas = tnu_canvas_init (cr, tnu_panel_get_theme (), get_text (self));
  for (int d = 0; d < self->shape.rank; d++)
    {
      double x = get_x (self, d);
      double w = ceil (tnu_drag_chip_get_width (canvas.text, d, self->shape.sizes[d]));
      tnu_drag_chip_draw (&canvas, d, self->shape.sizes[d], TNU_CHIP_REST, x, CHIP_Y);
      tnu_text_show (canvas.text, cr, TNU_SANS (TNU_FONT_RULER, self->chosen[d] ? 700 : 400),
                     self->chosen[d] ? "folds" : "stays", x + w / 2, LABEL_Y, TNU_ALIGN_CENTRE,
                     &canvas.theme->colors[self->chosen[d] ? TNU_INK1 : TNU_INK3]);
      tnu_set_token (&canvas, TNU_STAR, 1);
      if (self->chosen[d])
        tnu_stroke_inside (&canvas, x - 2, CHIP_Y - CHIP_HALF - 2, w + 4, 2 * CHIP_HALF + 4,
                           TNU_RADIUS_CHIP + 2, TNU_STROKE_VALUE_EDGE);
      if (d == self->cursor && gtk_widget_has_visible_focus (widget))
        tnu_stroke_inside (&canvas, x - 5, CHIP_Y - CHIP_HALF - 5, w + 10, 2 * CHIP_HALF + 10,
                           TNU_RADIUS_CHIP + 5, 2);
    }
  cairo_destroy (cr);
}

static void
tnu_reduce_axes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  TnuReduceAxes *self = TNU_REDUCE_AXES (widget);
  double length = orientation == GTK_ORIENTATION_HORIZONTAL
                      ? get_x (self, self->shape.rank) - GAP + PAD
                      : HEIGHT;
  *minimum = *natural = (int) ceil (MAX (length, 1) * tnu_text_scale_get (widget));
}

/* ---- the object ---- */

static void
tnu_reduce_axes_dispose (GObject *object)
{
  g_clear_pointer (&TNU_REDUCE_AXES (object)->text, tnu_text_free);
  G_OBJECT_CLASS (tnu_reduce_axes_parent_class)->dispose (object);
}

static void
tnu_reduce_axes_class_init (TnuReduceAxesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = tnu_reduce_axes_dispose;
  widget_class->snapshot = tnu_reduce_axes_snapshot;
  widget_class->measure = tnu_reduce_axes_measure;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_reduce_axes_init (TnuReduceAxes *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_add_css_class (widget, "tnu-axes");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_cursor_from_name (widget, "pointer");
  gtk_widget_set_tooltip_text (widget, "Click the axes that fold away, or drag over several");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Axes that fold away", -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, keys);
}

GtkWidget *
tnu_reduce_axes_new (const TnuShape *shape)
{
  TnuReduceAxes *self = g_object_new (TNU_TYPE_REDUCE_AXES, NULL);
  self->shape = *shape;
  say (self);
  return GTK_WIDGET (self);
}

void
tnu_reduce_axes_set_single (TnuReduceAxes *self, gboolean is_single)
{
  g_return_if_fail (TNU_IS_REDUCE_AXES (self));
  self->is_single = is_single;
}

void
tnu_reduce_axes_set_chosen (TnuReduceAxes *self, const bool *chosen)
{
  g_return_if_fail (TNU_IS_REDUCE_AXES (self));
  memcpy (self->chosen, chosen, sizeof self->chosen);
  say (self);
}

const bool *
tnu_reduce_axes_get_chosen (TnuReduceAxes *self)
{
  g_return_val_if_fail (TNU_IS_REDUCE_AXES (self), NULL);
  return self->chosen;
}
