/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/motion-area.h"

#include "ui/text-scale.h"

#define MIN_HEIGHT 240
#define ANIMATION_US 900000

struct _TnuMotionArea
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *area;
  GtkWidget *slider;
  TnuScrubber (*place) (gpointer data, double w, double h);
  gpointer data;
  double progress;
  bool is_moving; /* the slider follows the animation */
  guint tick;
  gint64 start_us;
};

G_DEFINE_FINAL_TYPE (TnuMotionArea, tnu_motion_area, GTK_TYPE_WIDGET)

static void
set_progress (TnuMotionArea *self, double progress)
{
  self->progress = progress;
  self->is_moving = true;
  gtk_range_set_value (GTK_RANGE (self->slider), progress);
  self->is_moving = false;
  gtk_widget_queue_draw (self->area);
}

static void
stop (TnuMotionArea *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static gboolean
advance (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnuMotionArea *self = TNU_MOTION_AREA (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  if (self->start_us == 0)
    self->start_us = now;
  set_progress (self, CLAMP ((double) (now - self->start_us) / ANIMATION_US, 0, 1));
  if (self->progress < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

void
tnu_motion_area_start (TnuMotionArea *self, bool moves)
{
  gboolean is_animated = TRUE;
  g_return_if_fail (TNU_IS_MOTION_AREA (self));
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &is_animated,
                NULL);
  stop (self);
  self->start_us = 0;
  set_progress (self, moves && is_animated ? 0 : 1);
  if (moves && is_animated)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), advance, NULL, NULL);
  gtk_widget_set_visible (self->slider, moves);
  gtk_widget_queue_allocate (self->overlay);
}

void
tnu_motion_area_finish (TnuMotionArea *self)
{
  g_return_if_fail (TNU_IS_MOTION_AREA (self));
  stop (self);
  set_progress (self, 1);
}

static void
slider_moved (GtkRange *range, TnuMotionArea *self)
{
  if (self->is_moving)
    return;
  stop (self);
  set_progress (self, gtk_range_get_value (range));
}

/* The slider stands in the picture. */
static gboolean
place_slider (GtkOverlay *overlay, GtkWidget *widget, GdkRectangle *place, TnuMotionArea *self)
{
  double scale = tnu_text_scale_get (GTK_WIDGET (self));
  TnuScrubber scrubber
      = self->place (self->data, gtk_widget_get_width (GTK_WIDGET (overlay)) / scale,
                     gtk_widget_get_height (GTK_WIDGET (overlay)) / scale);
  int width, height;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  place->x = (int) (scrubber.x * scale);
  place->y = (int) (scrubber.y * scale) - height / 2;
  place->width = MAX ((int) (scrubber.w * scale), width);
  place->height = height;
  return TRUE;
}

static void
tnu_motion_area_dispose (GObject *object)
{
  TnuMotionArea *self = TNU_MOTION_AREA (object);
  stop (self);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_motion_area_parent_class)->dispose (object);
}

static void
tnu_motion_area_class_init (TnuMotionAreaClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_motion_area_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_motion_area_init (TnuMotionArea *self)
{
  self->progress = 1;
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), MIN_HEIGHT);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->area);
  self->slider = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, .05);
  gtk_scale_set_draw_value (GTK_SCALE (self->slider), FALSE);
  gtk_widget_set_tooltip_text (self->slider, "Move the elements by hand");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "How far the elements have come", -1);
  g_signal_connect (self->slider, "value-changed", G_CALLBACK (slider_moved), self);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->slider);
  g_signal_connect (self->overlay, "get-child-position", G_CALLBACK (place_slider), self);
}

GtkWidget *
tnu_motion_area_new (GtkDrawingAreaDrawFunc draw,
                     TnuScrubber (*place) (gpointer data, double w, double h), gpointer data)
{
  TnuMotionArea *self = g_object_new (TNU_TYPE_MOTION_AREA, NULL);
  self->place = place;
  self->data = data;
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, data, NULL);
  return GTK_WIDGET (self);
}

GtkWidget *
tnu_motion_area_get_area (TnuMotionArea *self)
{
  g_return_val_if_fail (TNU_IS_MOTION_AREA (self), NULL);
  return self->area;
}

double
tnu_motion_area_get_progress (TnuMotionArea *self)
{
  g_return_val_if_fail (TNU_IS_MOTION_AREA (self), 1);
  return self->progress;
}
