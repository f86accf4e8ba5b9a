/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "ui/operation/scrubber.h"

G_BEGIN_DECLS

/**
 * TnuMotionArea:
 *
 * A picture in which something travels for 900 ms, and the slider inside it that moves it by hand.
 * Without animations the end is shown at once.
 */
#define TNU_TYPE_MOTION_AREA (tnu_motion_area_get_type ())
G_DECLARE_FINAL_TYPE (TnuMotionArea, tnu_motion_area, TNU, MOTION_AREA, GtkWidget)

/**
 * tnu_motion_area_new:
 * @draw: draws the picture
 * @place: says where the slider stands in a picture of this size, px at scale 1
 */
GtkWidget *tnu_motion_area_new (GtkDrawingAreaDrawFunc draw,
                                TnuScrubber (*place) (gpointer data, double w, double h),
                                gpointer data);

/* (transfer none): the GtkDrawingArea. */
GtkWidget *tnu_motion_area_get_area (TnuMotionArea *self);

/* 0 all at home, 1 all arrived. */
double tnu_motion_area_get_progress (TnuMotionArea *self);

/**
 * tnu_motion_area_start:
 * @moves: there is something to travel; otherwise the end is shown
 *
 * Begins anew and places the slider anew.
 */
void tnu_motion_area_start (TnuMotionArea *self, bool moves);

/* Shows the end; the slider stays. */
void tnu_motion_area_finish (TnuMotionArea *self);

G_END_DECLS
