/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* The gamma function's family: ln Γ, its derivatives, the zeta function that the higher ones are
 * made of, and the incomplete gamma functions. In float64; float32 rounds their result. "AS" is
 * Abramowitz and Stegun, Handbook of Mathematical Functions; "DLMF" dlmf.nist.gov. */

#define TNK_GAMMA_PI 3.14159265358979323846

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

/* Recurrence up to 10, then the asymptotic series in 1/x² (Bernoulli numbers B2 to B14 over 2k);
 * below zero by reflection. Zero is a pole with the sign of its approach, a negative integer has no
 * sign to take. Source: AS 6.3.5, 6.3.7, 6.3.18. */
TNK_FORMULA double
tnk_digamma_float64 (double x)
{
  double sum = 0.0, z, series = 0.0, reflected = 0.0;

  if (x == 0.0)
    return copysign ((double) INFINITY, -x);
  if (x < 0.0)
    {
      double fraction = x - trunc (x);
      if (fraction == 0.0)
        return (double) NAN;
      reflected = -TNK_GAMMA_PI / tan (TNK_GAMMA_PI * fraction);
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

/* ψ′: six steps of the recurrence, then the asymptotic series, AS 6.4.6 and 6.4.12; below ½ by
 * reflection, AS 6.4.7. PyTorch stops the series after 1/x⁷ and works in the type itself, which
 * shows from the tenth digit on: so does this. */
#define TNK_TRIGAMMA(T, C, s)                                                                      \
  TNK_FORMULA C tnk_trigamma_##T (C x)                                                             \
  {                                                                                                \
    C sum = 0, inverse, square, sine;                                                              \
    bool is_left = x < (C) 0.5;                                                                    \
    if (is_left)                                                                                   \
      {                                                                                            \
        sine = sin##s ((C) TNK_GAMMA_PI * x);                                                      \
        sum = -(C) (TNK_GAMMA_PI * TNK_GAMMA_PI) / (sine * sine);                                  \
        x = 1 - x;                                                                                 \
      }                                                                                            \
    for (int step = 0; step < 6; step++, x += 1)                                                   \
      sum += 1 / (x * x);                                                                          \
    inverse = 1 / x;                                                                               \
    square = inverse * inverse;                                                                    \
    sum += (1 + inverse / 2 + square * ((C) 1 / 6 - square * ((C) 1 / 30 - square / 42)))          \
           * inverse;                                                                              \
    return is_left ? -sum : sum;                                                                   \
  }

TNK_TRIGAMMA (float32, float, f)
TNK_TRIGAMMA (float64, double, )

/* Σ (q + k)^−x by Euler and Maclaurin: at least ten terms are added one by one, until q is above 9,
 * then the integral and the corrections B2k / (2k)! stand for the rest. Source: DLMF 25.11.28. A
 * negative q has a real power only where x is whole. */
TNK_FORMULA double
tnk_zeta_float64 (double x, double q)
{
  const double corrections[] = { 1.0 / 12,
                                 -1.0 / 720,
                                 1.0 / 30240,
                                 -1.0 / 1209600,
                                 1.0 / 47900160,
                                 -691.0 / 1307674368000,
                                 1.0 / 74724249600,
                                 -3617.0 / 10670622842880000,
                                 43867.0 / 5109094217170944000,
                                 -174611.0 / 802857662698291200000.0 };
  const double epsilon = 1.1102230246251565e-16;
  double sum = 0.0, term, product;
  int k;

  if (x == 1.0)
    return (double) INFINITY;
  if (x < 1.0 || (q <= 0.0 && q != floor (q) && x != floor (x)))
    return (double) NAN;
  if (q <= 0.0 && q == floor (q))
    return (double) INFINITY;
  for (k = 0; k < 10 || q <= 9.0; k++, q += 1.0)
    {
      term = pow (q, -x);
      sum += term;
      if (fabs (term) < epsilon * fabs (sum))
        return sum;
    }
  term = pow (q, -x);
  sum += term * q / (x - 1.0) + term / 2.0;
  product = x * term / q;
  for (k = 0; k < 10; k++)
    {
      term = corrections[k] * product;
      sum += term;
      if (fabs (term) <= epsilon * fabs (sum))
        break;
      product *= (x + 2 * k + 1) * (x + 2 * k + 2) / (q * q);
    }
  return sum;
}

/* ---- incomplete gamma functions ---- */

/* t − ln (1 + t), for t near 0 by its series: the difference would cancel. */
TNK_FORMULA double
tnk_log1p_gap (double t)
{
  double power = t, sum = 0.0;
  int k;

  if (fabs (t) > 0.1)
    return t - log1p (t);
  for (k = 2; k < 20; k++)
    {
      power *= -t;
      sum -= power / k;
    }
  return sum;
}

/* xᵃ e⁻ˣ / Γ(a + 1). From 10 on with Stirling's series taken out (AS 6.1.41), where the plain form
 * subtracts large logarithms. */
TNK_FORMULA double
tnk_igamma_factor (double a, double x)
{
  double z = 1.0 / (a * a), stirling;

  if (a < 10.0)
    return exp (a * log (x) - x - tnk_lgamma_float64 (a + 1.0));
  stirling = ((((z / 1188.0 - 1.0 / 1680.0) * z + 1.0 / 1260.0) * z - 1.0 / 360.0) * z + 1.0 / 12.0)
             / a;
  if (x < a / 2.0)
    return exp (a * log (x / a) + (a - x) - stirling) / sqrt (2.0 * TNK_GAMMA_PI * a);
  return exp (-a * tnk_log1p_gap ((x - a) / a) - stirling) / sqrt (2.0 * TNK_GAMMA_PI * a);
}

/* P by its power series, AS 6.5.29. */
TNK_FORMULA double
tnk_igamma_series (double a, double x)
{
  double term = 1.0, sum = 1.0, n;

  for (n = 1.0; term > 1e-17 * sum; n += 1.0)
    {
      term *= x / (a + n);
      sum += term;
    }
  return tnk_igamma_factor (a, x) * sum;
}

/* Q by Legendre's continued fraction, AS 6.5.31, evaluated as Lentz does. */
TNK_FORMULA double
tnk_igammac_fraction (double a, double x)
{
  double b = x + 1.0 - a, c = 1e300, d = 1.0 / b, product = d, change = 0.0, numerator;
  int n;

  for (n = 1; n < 20000 && fabs (change - 1.0) > 1e-16; n++)
    {
      numerator = -n * (n - a);
      b += 2.0;
      d = 1.0 / (numerator * d + b);
      c = b + numerator / c;
      change = c * d;
      product *= change;
    }
  return a * tnk_igamma_factor (a, x) * product;
}

/* Q for small x, where it is 1 − P with a P near 1:
 * Q = −(xᵃ/Γ(a + 1) − 1) − xᵃ/Γ(a + 1) · Σ (−x)ⁿ a / (n! (a + n)). ln Γ(1 + a) of a tiny a comes
 * from its Taylor series (γ, ζ(2), ζ(3); AS 6.1.33). */
TNK_FORMULA double
tnk_igammac_complement (double a, double x)
{
  double term = 1.0, sum = 0.0, part = 1.0, power, n;
  double log_gamma = a < 1e-4 ? a * (-0.57721566490153286 + a * (0.82246703342411322
                                                                 - a * 0.40068563438653143))
                              : tnk_lgamma_float64 (a + 1.0);

  for (n = 1.0; fabs (part) > 1e-17 * fabs (sum); n += 1.0)
    {
      term *= -x / n;
      part = term * a / (a + n);
      sum += part;
    }
  power = a * log (x) - log_gamma;
  return -expm1 (power) - exp (power) * sum;
}

/* Temme's uniform expansion, DLMF 8.12.3, with c₀ and c₁ (as Taylor series near η = 0, from the
 * recurrence 8.12.12): sums of √a terms would be long. What it leaves out is below 1e-13 from
 * a = 10⁴ on. @side is 1 for Q and −1 for P. */
TNK_FORMULA double
tnk_igamma_uniform (double a, double x, double side)
{
  const double c0_taylor[] = { -1.0 / 3,        1.0 / 12,          -2.0 / 135,
                               1.0 / 864,       1.0 / 2835,        -139.0 / 777600,
                               1.0 / 25515,     -571.0 / 261273600, -281.0 / 151559100,
                               163879.0 / 197522841600.0 };
  const double c1_taylor[] = { -1.0 / 540, -1.0 / 288, 1.0 / 378, -77.0 / 77760, 1.0 / 4860 };
  double mu = (x - a) / a, gap = tnk_log1p_gap (mu), eta = copysign (sqrt (2.0 * gap), mu);
  double c0 = 0.0, c1 = 0.0;
  int k;

  if (fabs (eta) < 0.2)
    {
      for (k = 9; k >= 0; k--)
        c0 = c0 * eta + c0_taylor[k];
      for (k = 4; k >= 0; k--)
        c1 = c1 * eta + c1_taylor[k];
    }
  else
    {
      c0 = 1.0 / mu - 1.0 / eta;
      c1 = 1.0 / (eta * eta * eta) - 1.0 / (mu * mu * mu) - 1.0 / (mu * mu) - 1.0 / (12.0 * mu);
    }
  return erfc (side * eta * sqrt (a / 2.0)) / 2.0
         + side * exp (-a * gap) / sqrt (2.0 * TNK_GAMMA_PI * a) * (c0 + c1 / a);
}

/* P (side −1) or Q (side 1) where a and x are positive and finite: the smaller of the two is
 * computed, the other is what is left of 1. */
TNK_FORMULA double
tnk_igamma_exact (double a, double x, double side)
{
  double p;

  if (a >= 1e4)
    return tnk_igamma_uniform (a, x, side);
  if (x > 1.1 && x > a)
    {
      double q = tnk_igammac_fraction (a, x);
      return side > 0.0 ? q : 1.0 - q;
    }
  p = tnk_igamma_series (a, x);
  if (side < 0.0)
    return p;
  return p < 0.5 || x > 1.1 ? 1.0 - p : tnk_igammac_complement (a, x);
}

/* Where a is large and x near it PyTorch sums Temme's expansion, and divides what stands beside
 * erfc by √(2πa) with π in single precision. The ninth digit shows it: so does this. */
TNK_FORMULA double
tnk_igamma_side (double a, double x, double side)
{
  const double rounded = 0.9999999860862328; /* √(π / (float) π) */
  double mu = (x - a) / a, limit = a > 200.0 ? 4.5 / sqrt (a) : 0.3, half_erfc;
  double value = tnk_igamma_exact (a, x, side);

  if (a <= 20.0 || fabs (mu) >= limit)
    return value;
  half_erfc = erfc (side * copysign (sqrt (a * tnk_log1p_gap (mu)), mu)) / 2.0;
  return half_erfc + (value - half_erfc) * rounded;
}

/* The values at the ends come before NaN, as in PyTorch: where x is 0 or infinite, a may be NaN. */
TNK_FORMULA double
tnk_igamma_float64 (double a, double x)
{
  const double infinity = (double) INFINITY;

  if (a < 0.0 || x < 0.0 || (a == 0.0 && !(x > 0.0)) || (a == infinity && x == infinity))
    return (double) NAN;
  if (x == 0.0 || a == infinity)
    return 0.0;
  if (a == 0.0 || x == infinity)
    return 1.0;
  return a != a || x != x ? (double) NAN : tnk_igamma_side (a, x, -1.0);
}

TNK_FORMULA double
tnk_igammac_float64 (double a, double x)
{
  const double infinity = (double) INFINITY;

  if (a < 0.0 || x < 0.0 || (a == 0.0 && !(x > 0.0)) || (a == infinity && x == infinity))
    return (double) NAN;
  if (x == 0.0 || a == infinity)
    return 1.0;
  if (a == 0.0 || x == infinity)
    return 0.0;
  return a != a || x != x ? (double) NAN : tnk_igamma_side (a, x, 1.0);
}

TNK_ROUND_UNARY (lgamma)
TNK_ROUND_UNARY (digamma)
TNK_ROUND_BINARY (zeta)
TNK_ROUND_BINARY (igamma)
TNK_ROUND_BINARY (igammac)
