/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/stage/scales.h"

G_BEGIN_DECLS

/**
 * TnuLegend:
 *
 * The colours of one tensor: its histogram over the colour scale, whose ends can be dragged, and
 * below it what else can be chosen: the middle of the colours, limits by number or without
 * outliers, one scale for all cards.
 *
 * Signals: "scale-changed": tnu_legend_get_scale() gives another one.
 */
#define TNU_TYPE_LEGEND (tnu_legend_get_type ())
G_DECLARE_FINAL_TYPE (TnuLegend, tnu_legend, TNU, LEGEND, GtkWidget)

GtkWidget *tnu_legend_new (TnsSession *session);

/* @name, @value: (nullable): both or neither. */
void tnu_legend_set_variable (TnuLegend *self, const char *name, TnsMoment *value);
/* @statistics: (nullable): of the variable; NULL while they are being read. */
void tnu_legend_set_statistics (TnuLegend *self, const TnsStatistics *statistics);
/* NAN: no value is pointed at. */
void tnu_legend_set_marked (TnuLegend *self, double value);

const TnuColorScale *tnu_legend_get_scale (TnuLegend *self);

G_END_DECLS
