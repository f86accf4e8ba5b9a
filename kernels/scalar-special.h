/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* The error function's family, as far as libm lacks it, in float64; float32 rounds its result. */

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

/* e^(x²) erfc x. From 10 on the asymptotic series, Abramowitz and Stegun 7.1.23, which there ends
 * below 1e-17. In between the rounding of x² would show in the power: the missing part is added. */
TNK_FORMULA double
tnk_erfcx_float64 (double x)
{
  double square = x * x, rest = fma (x, x, -square), term = 1.0, sum = 1.0;
  int k;

  if (x < 10.0)
    return x < -27.0 ? (double) INFINITY : exp (square) * (1.0 + rest) * erfc (x);
  for (k = 1; fabs (term) > 1e-17; k++)
    {
      term *= -(2.0 * k - 1.0) / (2.0 * square);
      sum += term;
    }
  return sum / (x * 1.7724538509055160273);
}

/* The x below which a share p of the normal distribution lies: a rational start value (Hastings;
 * Abramowitz and Stegun 26.2.23) and two steps of Halley's method, each of which triples the
 * digits. Works in the lower half, where a small share keeps its digits. */
TNK_FORMULA double
tnk_ndtri_float64 (double p)
{
  double tail = p > 0.5 ? 1.0 - p : p, t, x, error;
  int step;

  if (!(p >= 0.0 && p <= 1.0))
    return (double) NAN;
  if (tail == 0.0)
    return p > 0.5 ? (double) INFINITY : -(double) INFINITY;
  t = sqrt (-2.0 * log (tail));
  x = ((0.010328 * t + 0.802853) * t + 2.515517)
          / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1.0)
      - t;
  for (step = 0; step < 2; step++)
    {
      error = (erfc (-x * 0.70710678118654752440) / 2.0 - tail) * 2.5066282746310005024
              * exp (x * x / 2.0);
      x -= error / (1.0 + x * error / 2.0);
    }
  return p > 0.5 ? -x : x;
}

TNK_ROUND_UNARY (erfinv)
TNK_ROUND_UNARY (erfcx)
TNK_ROUND_UNARY (ndtri)
