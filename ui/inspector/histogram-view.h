/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw/color-scale.h"

G_BEGIN_DECLS

/**
 * TnuHistogramView:
 *
 * How often which number occurs, over the colour scale; one value can be pointed at. The scale's
 * two ends are handles: dragged, or moved by the arrow keys (with Shift ten times as far; Tab goes
 * from one to the other).
 *
 * Signals: "limit-moved" (int side, double value): the low end (-1) or the high one (1) should be
 * at this number. "limit-dropped": the moving is over.
 */
#define TNU_TYPE_HISTOGRAM_VIEW (tnu_histogram_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuHistogramView, tnu_histogram_view, TNU, HISTOGRAM_VIEW, GtkWidget)

GtkWidget *tnu_histogram_view_new (void);

/* @counts: (nullable): TNS_HISTOGRAM_BINS counts from @low to @high, copied; NULL: none yet. */
void tnu_histogram_view_set_bars (TnuHistogramView *self, const gint64 *counts, double low,
                                  double high);
/* @scale: (nullable): copied; NULL: nothing is drawn. @is_quiet: as cells of integers are. While a
 * handle is dragged the axis stays. */
void tnu_histogram_view_set_scale (TnuHistogramView *self, const TnuColorScale *scale,
                                   bool is_quiet, double axis_low, double axis_high);
/* NAN: no value is pointed at. */
void tnu_histogram_view_set_marked (TnuHistogramView *self, double value);

G_END_DECLS
