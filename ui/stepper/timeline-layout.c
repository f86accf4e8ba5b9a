/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stepper/timeline-layout.h"

#include <math.h>

#define GAP 20.0       /* between a rail and what comes next */
#define LABEL_GAP 10.0 /* between a label and its rail */
#define MIN_STEP 9.0   /* px per step under which the dots go */
#define MAX_IDLE .45   /* part of the width that labels and gaps may take */

static double
idle_width (const double *label_widths, int n_segments, double gap, double label_gap, bool labels)
{
  double width = gap * MAX (n_segments - 1, 0);

  for (int i = 0; labels && i < n_segments; i++)
    width += label_widths[i] + label_gap;
  return width;
}

TnuTimelineLayout *
tnu_timeline_layout_new (const int *n_steps,
                         const double *label_widths,
                         int n_segments,
                         double width,
                         double scale)
{
  TnuTimelineLayout *self = g_new0 (TnuTimelineLayout, 1);
  double gap = GAP * scale;
  double label_gap = LABEL_GAP * scale;
  double x = 0;

  self->rails = g_array_new (FALSE, FALSE, sizeof (TnuRail));
  self->width = width;
  for (int i = 0; i < n_segments; i++)
    self->n_steps += n_steps[i];
  self->shows_labels =
    idle_width (label_widths, n_segments, gap, label_gap, true) <= MAX_IDLE * width;
  if (!self->shows_labels && n_segments > 1)
    gap = fmin (gap, MAX_IDLE * width / (n_segments - 1));
  width -= idle_width (label_widths, n_segments, gap, label_gap, self->shows_labels);
  self->share = self->n_steps > 0 ? width / self->n_steps : width;
  self->shows_dots = self->share >= MIN_STEP * scale;
  for (int i = 0, first = 0; i < n_segments; first += n_steps[i++])
    {
      TnuRail rail = { .label_x = x, .first_step = first, .n_steps = n_steps[i] };

      rail.start = x + (self->shows_labels ? label_widths[i] + label_gap : 0);
      rail.end = rail.start + n_steps[i] * self->share;
      x = rail.end + gap;
      g_array_append_val (self->rails, rail);
    }
  return self;
}

void
tnu_timeline_layout_free (TnuTimelineLayout *self)
{
  g_array_unref (self->rails);
  g_free (self);
}

double
tnu_timeline_layout_get_x (const TnuTimelineLayout *self, int step)
{
  for (guint i = 0; i < self->rails->len; i++)
    {
      const TnuRail *rail = &g_array_index (self->rails, TnuRail, i);

      if (step < rail->first_step + rail->n_steps)
        return rail->start + (step - rail->first_step + .5) * self->share;
    }
  return self->width;
}

int
tnu_timeline_layout_get_cursor_at (const TnuTimelineLayout *self, double x)
{
  int cursor = 0;

  for (guint i = 0; i < self->rails->len; i++)
    {
      const TnuRail *rail = &g_array_index (self->rails, TnuRail, i);
      int step = (int) floor ((x - rail->start) / self->share);
      double previous_end = i > 0 ? g_array_index (self->rails, TnuRail, i - 1).end : rail->start;

      /* The gap before a rail belongs half to each neighbour. */
      if (rail->n_steps == 0 || x < (previous_end + rail->start) / 2)
        continue;
      cursor = rail->first_step + CLAMP (step, 0, rail->n_steps - 1) + 1;
    }
  return cursor;
}
