/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/trace/block.h"

G_BEGIN_DECLS

/**
 * TnuHistogramView:
 *
 * How often which number occurs, over the colour scale; one value can be pointed at.
 */
#define TNU_TYPE_HISTOGRAM_VIEW (tnu_histogram_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuHistogramView, tnu_histogram_view, TNU, HISTOGRAM_VIEW, GtkWidget)

GtkWidget *tnu_histogram_view_new (void);

/* @statistics: (nullable): copied; NULL: nothing is drawn. */
void tnu_histogram_view_set_statistics (TnuHistogramView *self, const TnsStatistics *statistics);
/* NAN: no value is pointed at. */
void tnu_histogram_view_set_marked (TnuHistogramView *self, double value);

G_END_DECLS
