/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* Bessel functions of order 0 and 1, in float64; float32 rounds their result. The modified ones are
 * computed scaled, so that they neither overflow nor vanish where the function itself does. "AS" is
 * Abramowitz and Stegun, Handbook of Mathematical Functions. */

#define TNK_BESSEL_PI 3.14159265358979323846

/* e^−|x| I_order (x): the power series AS 9.6.10, whose terms are all positive, and from 25 on the
 * asymptotic one, AS 9.7.1, which there ends below 1e-17. */
TNK_FORMULA double
tnk_bessel_i_scaled (int order, double x)
{
  double size = fabs (x), term = 1.0, sum;
  int k;

  if (size < 25.0)
    {
      term = order == 0 ? 1.0 : size / 2.0;
      sum = term;
      for (k = 1; term > 1e-17 * sum; k++)
        {
          term *= size * size / (4.0 * k * (k + order));
          sum += term;
        }
      sum *= exp (-size);
    }
  else
    {
      sum = term;
      for (k = 1; fabs (term) > 1e-17; k++)
        {
          term *= ((2.0 * k - 1.0) * (2.0 * k - 1.0) - 4.0 * order) / (8.0 * k * size);
          sum += term;
        }
      sum /= sqrt (2.0 * TNK_BESSEL_PI * size);
    }
  return order == 1 && x < 0.0 ? -sum : sum;
}

/* K₀ below 2, AS 9.6.13: −(ln (x/2) + γ) I₀(x) + Σ (x/2)^2k / k!² · (1 + 1/2 + … + 1/k). */
TNK_FORMULA double
tnk_bessel_k0_small (double x, double i0)
{
  const double euler = 0.57721566490153286061;
  double term = 1.0, harmonic = 0.0, sum = 0.0;
  int k;

  for (k = 1; k <= 14; k++)
    {
      term *= x * x / (4.0 * k * k);
      harmonic += 1.0 / k;
      sum += term * harmonic;
    }
  return sum - (log (x / 2.0) + euler) * i0;
}

/* eˣ K_order (x). Below 2 K₁ follows from the Wronskian I₀K₁ + I₁K₀ = 1/x, AS 9.6.15. Above, the
 * trapezoidal rule on ∫ e^(−x (cosh t − 1)) cosh (order · t) dt, AS 9.6.24: its error falls
 * exponentially with the step (Trefethen and Weideman, SIAM Review 56, 2014), and this one reaches
 * 1e-16. */
TNK_FORMULA double
tnk_bessel_k_scaled (int order, double x)
{
  double i0, i1, k0, sum = 0.5, step, half, term = 1.0;
  int k;

  if (x != x || x < 0.0)
    return (double) NAN;
  if (x == 0.0)
    return (double) INFINITY;
  if (x == (double) INFINITY)
    return 0.0;
  if (x <= 2.0)
    {
      i0 = exp (x) * tnk_bessel_i_scaled (0, x);
      k0 = tnk_bessel_k0_small (x, i0);
      if (order == 0)
        return exp (x) * k0;
      i1 = exp (x) * tnk_bessel_i_scaled (1, x);
      return exp (x) * (1.0 / x - i1 * k0) / i0;
    }
  step = 0.34 / sqrt (x);
  for (k = 1; term > 1e-17; k++)
    {
      half = sinh (k * step / 2.0);
      term = exp (-2.0 * x * half * half);
      if (order == 1)
        term *= cosh (k * step);
      sum += term;
    }
  return step * sum;
}

TNK_FORMULA double tnk_i0e_float64 (double x) { return tnk_bessel_i_scaled (0, x); }
TNK_FORMULA double tnk_i1e_float64 (double x) { return tnk_bessel_i_scaled (1, x); }
TNK_FORMULA double tnk_k0e_float64 (double x) { return tnk_bessel_k_scaled (0, x); }
TNK_FORMULA double tnk_k1e_float64 (double x) { return tnk_bessel_k_scaled (1, x); }

/* libm's, but with PyTorch's NaN where the wave has no phase (infinity) or no real value. */
TNK_FORMULA double
tnk_j0_float64 (double x)
{
  return fabs (x) == (double) INFINITY ? (double) NAN : j0 (x);
}

TNK_FORMULA double
tnk_j1_float64 (double x)
{
  return fabs (x) == (double) INFINITY ? (double) NAN : j1 (x);
}

TNK_FORMULA double
tnk_y0_float64 (double x)
{
  return x < 0.0 || x == (double) INFINITY ? (double) NAN : y0 (x);
}

TNK_FORMULA double
tnk_y1_float64 (double x)
{
  return x < 0.0 || x == (double) INFINITY ? (double) NAN : y1 (x);
}


TNK_ROUND_UNARY (i0e)
TNK_ROUND_UNARY (i1e)
TNK_ROUND_UNARY (k0e)
TNK_ROUND_UNARY (k1e)
TNK_ROUND_UNARY (j0)
TNK_ROUND_UNARY (j1)
TNK_ROUND_UNARY (y0)
TNK_ROUND_UNARY (y1)

/* The exponential is the type's own: it decides where the function overflows. */
TNK_FORMULA double tnk_i0_float64 (double x) { return exp (fabs (x)) * tnk_i0e_float64 (x); }
TNK_FORMULA double tnk_i1_float64 (double x) { return exp (fabs (x)) * tnk_i1e_float64 (x); }
TNK_FORMULA float tnk_i0_float32 (float x) { return expf (fabsf (x)) * tnk_i0e_float32 (x); }
TNK_FORMULA float tnk_i1_float32 (float x) { return expf (fabsf (x)) * tnk_i1e_float32 (x); }
