/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/scale-choice.h"

#include <math.h>

#include "ui/stage/scale.h"

/* Limits narrower than this share of the numbers' span are looked at closer. */
#define NARROW_SHARE .05
/* Digits that a dragged limit keeps, of the span of the legend. */
#define STEPS 100

TnuRange
tnu_range_new (void)
{
  return (TnuRange){ NAN, NAN, NAN, NAN };
}

void
tnu_range_join (TnuRange *self, const TnuRange *other)
{
  /* fmin() and fmax() take the number when the other one is NaN. */
  self->low = fmin (self->low, other->low);
  self->high = fmax (self->high, other->high);
  self->robust_low = fmin (self->robust_low, other->robust_low);
  self->robust_high = fmax (self->robust_high, other->robust_high);
}

/* Rounded outwards, as the end of a scale is, on either side of 0. */
static double
get_low_end (double low)
{
  double unit;

  if (low < 0)
    return -tnu_scale_get_end (-low);
  if (!isfinite (low) || low == floor (low))
    return low;
  unit = pow (10, 2 - floor (log10 (low)));
  return floor (low * unit) / unit;
}

static double
get_high_end (double high)
{
  return high < 0 ? -get_low_end (-high) : tnu_scale_get_end (high);
}

static double
get_largest (double low, double high)
{
  const double largest = fmax (fabs (low), fabs (high));

  return isnan (largest) ? 0 : tnu_scale_get_end (largest);
}

TnuColorScale
tnu_scale_choice_resolve (const TnuScaleChoice *self, const TnuRange *range)
{
  const bool is_robust = self->limits == TNU_LIMITS_ROBUST && !isnan (range->robust_low);
  double low = is_robust ? range->robust_low : range->low;
  double high = is_robust ? range->robust_high : range->high;
  TnuColorScale scale = {
    .is_sequential = self->is_sequential,
    .is_chosen = self->is_sequential || self->limits != TNU_LIMITS_ALL,
  };

  if (self->limits == TNU_LIMITS_TYPED)
    {
      low = self->low;
      high = self->high;
    }
  if (!self->is_sequential)
    {
      scale.high = self->limits == TNU_LIMITS_TYPED ? fmax (fabs (low), fabs (high))
                                                    : get_largest (low, high);
      /* Mostly zeros: an end at 0 would clip every other number. */
      if (is_robust && scale.high == 0)
        scale.high = get_largest (range->low, range->high);
      scale.low = 0 - scale.high; /* no −0 */
      return scale;
    }
  if (is_robust && low == high)
    {
      low = range->low;
      high = range->high;
    }
  if (isnan (low) || isnan (high))
    low = high = 0;
  scale.low = self->limits == TNU_LIMITS_TYPED ? low : get_low_end (low);
  scale.high = self->limits == TNU_LIMITS_TYPED ? high : get_high_end (high);
  return scale;
}

bool
tnu_scale_choice_set_limit (TnuScaleChoice *self, const TnuColorScale *now, int side, double value)
{
  double low = now->low;
  double high = now->high;

  if (!isfinite (value))
    return false;
  if (self->is_sequential)
    {
      if (side < 0)
        low = value;
      else
        high = value;
      if (low >= high)
        return false;
    }
  else
    {
      /* The low end may be typed without its minus; dragged through 0 it is no scale. */
      if (value == 0 || (side > 0 && value < 0))
        return false;
      high = fabs (value);
      low = -high;
    }
  self->limits = TNU_LIMITS_TYPED;
  self->low = low;
  self->high = high;
  return true;
}

void
tnu_scale_get_axis (const TnuColorScale *scale, const TnuRange *range, double *low, double *high)
{
  const double width = scale->high - scale->low;

  *low = scale->low;
  *high = scale->high;
  if (!isnan (range->low) && !isnan (range->high))
    {
      const double largest = get_largest (range->low, range->high);

      *low = fmin (*low, scale->is_sequential ? get_low_end (range->low) : -largest);
      *high = fmax (*high, scale->is_sequential ? get_high_end (range->high) : largest);
    }
  if (width > 0 && width / NARROW_SHARE < *high - *low)
    {
      *low = scale->low - width;
      *high = scale->high + width;
    }
  /* One number, or none: some room around it. */
  if (!(*high > *low))
    {
      *low -= 1;
      *high += 1;
    }
}

double
tnu_scale_round (double value, double span)
{
  const double unit = pow (10, floor (log10 (span / STEPS)));

  return isfinite (unit) && unit > 0 ? round (value / unit) * unit : value;
}
