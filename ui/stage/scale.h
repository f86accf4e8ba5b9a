/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

/* The end of a colour scale that must reach @largest: three digits that count, rounded outwards so
 * that no number is cut. Whole numbers stay as they are. */
static inline double
tnu_scale_get_end (double largest)
{
  double unit;

  if (!isfinite (largest) || largest <= 0 || largest == floor (largest))
    return largest;
  unit = pow (10, 2 - floor (log10 (largest)));
  /* 9.1 as float32 is a little more; it must not become 9.11. */
  return largest >= 1000 ? ceil (largest) : ceil (largest * unit * (1 - 1e-6)) / unit;
}
