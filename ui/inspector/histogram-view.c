/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/inspector/histogram-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/draw/histogram.h"
#include "ui/stage/scale.h"
#include "ui/text-scale.h"

#define HEIGHT 160
#define NATURAL_WIDTH 256

struct _TnuHistogramView
{
  GtkWidget parent_instance;

  TnsStatistics statistics;
  bool has_statistics;
  double marked;
};

G_DEFINE_FINAL_TYPE (TnuHistogramView, tnu_histogram_view, GTK_TYPE_WIDGET)

static double
round_marked (double value)
{
  const double unit = pow (10, 3 - floor (log10 (fabs (value))));

  if (!isfinite (value))
    return NAN;
  return value == floor (value) ? value : round (value * unit) / unit;
}

static void
tnu_histogram_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnuHistogramView *self = TNU_HISTOGRAM_VIEW (widget);
  const TnsStatistics *s = &self->statistics;
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  const double scale = tnu_text_scale_get (widget);
  const TnuTheme *theme
      = tnu_theme_get (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  const double largest = fmax (fabs (s->min), fabs (s->max));
  const TnuHistogram histogram = {
    .counts = s->histogram,
    .n_bins = TNS_HISTOGRAM_BINS,
    .low = s->low,
    .high = s->high,
    .vmax = largest > 0 ? tnu_scale_get_end (largest) : 1,
    .map = TNU_MAP_VALUES,
    .marked = round_marked (self->marked),
  };
  g_autoptr (TnuText) text = NULL;
  TnuCanvas canvas;
  cairo_t *cr;

  if (!self->has_statistics || !isfinite (s->low) || !isfinite (s->high))
    return;
  text = tnu_text_new (gtk_widget_get_pango_context (widget), scale);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-2, 0, width + 4, height));
  canvas = tnu_canvas_init (cr, theme, text);
  tnu_histogram_draw (&canvas, &histogram, 0, 0, width, height);
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

void
tnu_histogram_view_set_statistics (TnuHistogramView *self, const TnsStatistics *statistics)
{
  g_return_if_fail (TNU_IS_HISTOGRAM_VIEW (self));
  self->has_statistics = statistics != NULL && statistics->numel > 0;
  if (statistics != NULL)
    self->statistics = *statistics;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_histogram_view_set_marked (TnuHistogramView *self, double value)
{
  g_return_if_fail (TNU_IS_HISTOGRAM_VIEW (self));
  self->marked = value;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

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
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tnu_histogram_view_init (TnuHistogramView *self)
{
  self->marked = NAN;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Histogram over the colour scale", -1);
  g_signal_connect_swapped (adw_style_manager_get_default (), "notify::dark",
                            G_CALLBACK (gtk_widget_queue_draw), self);
}

GtkWidget *
tnu_histogram_view_new (void)
{
  return g_object_new (TNU_TYPE_HISTOGRAM_VIEW, NULL);
}
