/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/draw/color-scale.h"

#include <math.h>

#include "ui/draw/colormap.h"

TnuColorScale
tnu_color_scale_new (double vmax)
{
  return (TnuColorScale){ .low = -vmax, .high = vmax };
}

double
tnu_color_scale_get_t (const TnuColorScale *self, double value)
{
  if (!self->is_sequential)
    return tnu_colormap_t (value, self->high);
  if (isnan (value))
    return 0;
  if (isinf (value))
    return value > 0 ? 1 : 0;
  /* Halves first: high - low may overflow. */
  return self->high > self->low
             ? CLAMP ((value / 2 - self->low / 2) / (self->high / 2 - self->low / 2), 0, 1)
             : 0;
}

int
tnu_color_scale_get_side (const TnuColorScale *self, double value)
{
  if (!isfinite (value))
    return 0;
  return value > self->high ? 1 : value < self->low ? -1 : 0;
}

double
tnu_color_scale_get_level (const TnuColorScale *self, double value)
{
  const double t = tnu_color_scale_get_t (self, value);

  return self->is_sequential ? t : (t + 1) / 2;
}
