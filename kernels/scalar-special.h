/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* Functions that libm lacks, in float64; float32 rounds their result. */

/* Rational start values (P. Giacinto's fit, also in PyTorch's calc_erfinv) with two Newton steps
 * on erf, which bring them to full precision. */
TNK_FORMULA double
tnk_erfinv_float64 (double y)
{
  const double central_over = 0.7;
  double magnitude = fabs (y), x, z, numerator, denominator;

  if (!(magnitude <= 1.0))
    return (double) NAN;
  if (magnitude == 1.0)
    return copysign ((double) INFINITY, y);
  if (magnitude <= central_over)
    {
      z = y * y;
      numerator = ((-0.140543331 * z + 0.914624893) * z - 1.645349621) * z + 0.886226899;
      denominator
          = (((0.012229801 * z - 0.329097515) * z + 1.442710462) * z - 2.118377725) * z + 1.0;
      x = y * numerator / denominator;
    }
  else
    {
      z = sqrt (-log ((1.0 - magnitude) / 2.0));
      numerator = ((1.641345311 * z + 3.429567803) * z - 1.624906493) * z - 1.970840454;
      denominator = (1.637067800 * z + 3.543889200) * z + 1.0;
      x = copysign (numerator, y) / denominator;
    }
  x = x - (erf (x) - y) / ((2.0 / 1.7724538509055160273) * exp (-x * x));
  x = x - (erf (x) - y) / ((2.0 / 1.7724538509055160273) * exp (-x * x));
  return x;
}

/* Recurrence up to 10, then the asymptotic series in 1/x² (Bernoulli numbers B2 to B14 over 2k);
 * below zero by reflection. Zero is a pole with the sign of its approach, a negative integer has no
 * sign to take. Source: Abramowitz and Stegun 6.3.5, 6.3.7, 6.3.18. */
TNK_FORMULA double
tnk_digamma_float64 (double x)
{
  const double pi = 3.14159265358979323846;
  double sum = 0.0, z, series = 0.0, reflected = 0.0;

  if (x == 0.0)
    return copysign ((double) INFINITY, -x);
  if (x < 0.0)
    {
      double fraction = x - trunc (x);
      if (fraction == 0.0)
        return (double) NAN;
      reflected = -pi / tan (pi * fraction);
      x = 1.0 - x;
    }
  for (; x < 10.0; x += 1.0)
    sum -= 1.0 / x;
  if (x < 1.0e17)
    {
      z = 1.0 / (x * x);
      series = ((((((1.0 / 12.0 * z - 691.0 / 32760.0) * z + 1.0 / 132.0) * z - 1.0 / 240.0) * z
                   + 1.0 / 252.0) * z - 1.0 / 120.0) * z + 1.0 / 12.0) * z;
    }
  return reflected + sum + log (x) - 0.5 / x - series;
}

/* libm's lgamma writes the global signgam, which threads would race for. */
TNK_FORMULA double
tnk_lgamma_float64 (double x)
{
#ifdef __CUDA_ARCH__
  return lgamma (x);
#else
  int sign;
  return lgamma_r (x, &sign);
#endif
}

TNK_FORMULA float
tnk_erfinv_float32 (float x)
{
  return (float) tnk_erfinv_float64 (x);
}

TNK_FORMULA float
tnk_digamma_float32 (float x)
{
  return (float) tnk_digamma_float64 (x);
}

TNK_FORMULA float
tnk_lgamma_float32 (float x)
{
  return (float) tnk_lgamma_float64 (x);
}
