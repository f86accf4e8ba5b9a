/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/histogram-view.h"

#include <adwaita.h>
#include <math.h>

#include "engine/trace/block.h"
#include "ui/draw/histogram.h"
#include "ui/draw/number.h"
#include "ui/text-scale.h"

#define HEIGHT 164
#define NATURAL_WIDTH 256
/* Room at both sides for a handle at the end of the axis and its focus ring. */
#define INSET 8
/* Of the axis; what an arrow key moves a limit by. */
#define KEY_SHARE .01
#define KEY_FAR 10

struct _TnuHistogramView
{
  GtkWidget parent_instance;

  gint64 counts[TNS_HISTOGRAM_BINS];
  TnuHistogram histogram;
  bool has_scale;
  int side;    /* handle of the keyboard, -1 or 1 */
  int dragged; /* 0: none */
};

static guint limit_moved;
static guint limit_dropped;

G_DEFINE_FINAL_TYPE (TnuHistogramView, tnu_histogram_view, GTK_TYPE_WIDGET)

/* ---- drawing ---- */

static double
round_marked (double value)
{
  const double unit = pow (10, 3 - floor (log10 (fabs (value))));

  if (!isfinite (value))
    return NAN;
  return value == floor (value) ? value : round (value * unit) / unit;
}

static double
get_width (TnuHistogramView *self)
{
  const double scale = tnu_text_scale_get (GTK_WIDGET (self));

  return gtk_widget_get_width (GTK_WIDGET (self)) - 2 * round (INSET * scale);
}

static double
get_inset (TnuHistogramView *self)
{
  return round (INSET * tnu_text_scale_get (GTK_WIDGET (self)));
}

static void
tnu_histogram_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuHistogramView *self = TNU_HISTOGRAM_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  TnuHistogram histogram = self->histogram;
  g_autoptr (TnuText) text = NULL;
  TnuCanvas canvas;
  cairo_t *cr;

  if (!self->has_scale)
    return;
  histogram.marked = round_marked (histogram.marked);
  histogram.focused_side = gtk_widget_has_visible_focus (widget) ? self->side : 0;
  text = tnu_text_new (gtk_widget_get_pango_context (widget), tnu_text_scale_get (widget));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, 0, width + 4, height));
  canvas = tnu_canvas_init (cr, theme, text);
  tnu_histogram_draw (&canvas, &histogram, get_inset (self), 0, get_width (self), height);
  cairo_destroy (cr);
}

static void
tnu_histogram_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  const double scale = tnu_text_scale_get (widget);

  *natural = (int) (scale * (orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : NATURAL_WIDTH));
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? *natural : *natural / 2;
}

/* ---- handles ---- */

static void
say (TnuHistogramView *self)
{
  char low[TNU_NUMBER_SIZE];
  char high[TNU_NUMBER_SIZE];
  g_autofree char *words = NULL;

  tnu_number_print_plain (self->histogram.scale.low, low);
  tnu_number_print_plain (self->histogram.scale.high, high);
  words = g_strdup_printf ("Colours from %s to %s; arrows move the %s end", low, high,
                           self->side < 0 ? "low" : "high");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

static int
find_handle (TnuHistogramView *self, double x)
{
  g_autoptr (TnuText) text = tnu_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)),
                                           tnu_text_scale_get (GTK_WIDGET (self)));

  if (!self->has_scale)
    return 0;
  return tnu_histogram_find_handle (&self->histogram, text, get_width (self),
                                    x - get_inset (self));
}

static void
drag_begin (GtkGestureDrag *gesture, double x, double y, TnuHistogramView *self)
{
  self->dragged = find_handle (self, x);
  if (self->dragged == 0)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->side = self->dragged;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  say (self);
}

static void
drag_update (GtkGestureDrag *gesture, double dx, double dy, TnuHistogramView *self)
{
  double x;
  double y;

  if (self->dragged == 0 || dx == 0)
    return;
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  g_signal_emit (self, limit_moved, 0, self->dragged,
                 tnu_histogram_get_value (&self->histogram, get_width (self),
                                          x + dx - get_inset (self)));
}

static void
drag_end (TnuHistogramView *self)
{
  if (self->dragged == 0)
    return;
  self->dragged = 0;
  g_signal_emit (self, limit_dropped, 0);
}

static void
pointer_moved (GtkEventControllerMotion *motion, double x, double y, TnuHistogramView *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   find_handle (self, x) != 0 ? "ew-resize" : "default");
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             TnuHistogramView *self)
{
  const TnuHistogram *h = &self->histogram;
  const double step = (h->axis_high - h->axis_low) * KEY_SHARE
                      * (state & GDK_SHIFT_MASK ? KEY_FAR : 1);
  const double now = self->side < 0 ? h->scale.low : h->scale.high;

  if (!self->has_scale || (key != GDK_KEY_Left && key != GDK_KEY_Right))
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, limit_moved, 0, self->side, now + (key == GDK_KEY_Left ? -step : step));
  g_signal_emit (self, limit_dropped, 0);
  return GDK_EVENT_STOP;
}

/* Tab stops at both handles, from left to right. */
static gboolean
tnu_histogram_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  TnuHistogramView *self = TNU_HISTOGRAM_VIEW (widget);
  const int step = direction == GTK_DIR_TAB_FORWARD ? 1 : -1;

  if (!self->has_scale)
    return FALSE;
  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_is_focus (widget) ? FALSE : gtk_widget_grab_focus (widget);
  if (gtk_widget_is_focus (widget) && self->side == step)
    return FALSE;
  self->side = gtk_widget_is_focus (widget) ? step : -step;
  say (self);
  gtk_widget_queue_draw (widget);
  return gtk_widget_is_focus (widget) || gtk_widget_grab_focus (widget);
}

/* ---- what is shown ---- */

void
tnu_histogram_view_set_bars (TnuHistogramView *self, const gint64 *counts, double low, double high)
{
  g_return_if_fail (TNU_IS_HISTOGRAM_VIEW (self));
  self->histogram.counts = NULL;
  if (counts != NULL && isfinite (low) && isfinite (high))
    {
      memcpy (self->counts, counts, sizeof self->counts);
      self->histogram.counts = self->counts;
      self->histogram.low = low;
      self->histogram.high = high;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_histogram_view_set_scale (TnuHistogramView *self, const TnuColorScale *scale, bool is_quiet,
                              double axis_low, double axis_high)
{
  g_return_if_fail (TNU_IS_HISTOGRAM_VIEW (self));
  self->has_scale = scale != NULL && isfinite (axis_low) && isfinite (axis_high);
  if (scale != NULL)
    self->histogram.scale = *scale;
  self->histogram.strength = is_quiet ? TNU_INTEGER_T : 1;
  if (self->dragged == 0)
    {
      self->histogram.axis_low = axis_low;
      self->histogram.axis_high = axis_high;
    }
  if (self->has_scale)
    say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_histogram_view_set_marked (TnuHistogramView *self, double value)
{
  g_return_if_fail (TNU_IS_HISTOGRAM_VIEW (self));
  self->histogram.marked = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- the object ---- */

static void
tnu_histogram_view_dispose (GObject *object)
{
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), object);
  G_OBJECT_CLASS (tnu_histogram_view_parent_class)->dispose (object);
}

static void
tnu_histogram_view_class_init (TnuHistogramViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tnu_histogram_view_dispose;
  widget_class->measure = tnu_histogram_view_measure;
  widget_class->snapshot = tnu_histogram_view_snapshot;
  widget_class->focus = tnu_histogram_view_focus;
  limit_moved = g_signal_new ("limit-moved", TNU_TYPE_HISTOGRAM_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                              NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_DOUBLE);
  limit_dropped = g_signal_new ("limit-dropped", TNU_TYPE_HISTOGRAM_VIEW, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "tnu-histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tnu_histogram_view_init (TnuHistogramView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->side = -1;
  self->histogram.n_bins = TNS_HISTOGRAM_BINS;
  self->histogram.map = TNU_MAP_VALUES;
  self->histogram.marked = NAN;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Histogram over the colour scale", -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_end), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (widget, keys);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
tnu_histogram_view_new (void)
{
  return g_object_new (TNU_TYPE_HISTOGRAM_VIEW, NULL);
}
