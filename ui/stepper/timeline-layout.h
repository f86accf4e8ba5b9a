/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* px from the left edge. */
typedef struct
{
  double label_x;
  double start;
  double end;
  int first_step;
  int n_steps;
} TnuRail;

/**
 * TnuTimelineLayout:
 * @share: width of one step, px; the same for all
 * @shows_labels: whether the segments' labels have room before their rails
 * @shows_dots: whether steps are far enough apart to be told from each other
 */
typedef struct
{
  GArray *rails; /* (element-type TnuRail) */
  double width;
  double share;
  int n_steps;
  bool shows_labels;
  bool shows_dots;
} TnuTimelineLayout;

/**
 * tnu_timeline_layout_new:
 * @n_steps: (array length=n_segments)
 * @label_widths: (array length=n_segments): px
 * @width: px to fill
 * @scale: text scale
 *
 * One rail per segment, all steps of one width. Labels and gaps give way before the steps do.
 */
TnuTimelineLayout *tnu_timeline_layout_new (const int *n_steps,
                                            const double *label_widths,
                                            int n_segments,
                                            double width,
                                            double scale);

void tnu_timeline_layout_free (TnuTimelineLayout *self);

/* Middle of the dot of @step. */
double tnu_timeline_layout_get_x (const TnuTimelineLayout *self, int step);

/**
 * tnu_timeline_layout_get_cursor_at:
 *
 * Returns: how many steps are done when the playhead is at @x: 0 left of the first rail, otherwise
 *   the nearest step is the last one done
 */
int tnu_timeline_layout_get_cursor_at (const TnuTimelineLayout *self, double x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuTimelineLayout, tnu_timeline_layout_free)

G_END_DECLS
