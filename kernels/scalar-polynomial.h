/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* Orthogonal polynomials p_n (x) by their three-term recurrences, Abramowitz and Stegun 22.7. The
 * degree comes as a number and is cut to a whole one; below zero there is no polynomial: 0. */

/* Where x is 1 or −1 they are whole numbers, however high the degree. */
#define TNK_RETURN_END(C, s, at_one, at_minus_one)                                                 \
  do                                                                                               \
    {                                                                                              \
      const C degree = trunc##s (n);                                                               \
      if (fabs##s (x) == 1 && degree >= 0 && degree < (C) 0x1p63)                                  \
        return x > 0 ? (at_one) : fmod##s (degree, 2) == 0 ? (at_minus_one) : -(at_minus_one);     \
    }                                                                                              \
  while (0)

/* Each step is a product and a difference rounded together, as PyTorch's are compiled: what is left
 * of numbers that cancel depends on it. */

/* p0 = 1, p1 = first, p(k+1) = next in terms of p(k), p(k−1), k and x. */
#define TNK_POLYNOMIAL(name, T, C, first, next)                                                    \
  TNK_FORMULA C tnk_##name##_##T (C x, C n)                                                        \
  {                                                                                                \
    C before = 1, p = (first);                                                                     \
    if (!(n >= 1 && n < (C) 0x1p63))                                                               \
      return n > -1 && n < 1 ? (C) 1 : (C) 0;                                                      \
    for (int64_t k = 1; k < (int64_t) n && p == p; k++)                                            \
      {                                                                                            \
        C after = (next);                                                                          \
        before = p;                                                                                \
        p = after;                                                                                 \
      }                                                                                            \
    return p;                                                                                      \
  }

/* Inside (−1, 1) Chebyshev's polynomials are sines and cosines of n · arccos x, which a high degree
 * reaches at once. */
#define TNK_CHEBYSHEV(name, T, C, s, first, closed, at_one, at_minus_one)                          \
  TNK_POLYNOMIAL (name##_recurrence, T, C, first, fma##s (2 * x, p, -before))                      \
  TNK_FORMULA C tnk_##name##_##T (C x, C n)                                                        \
  {                                                                                                \
    C angle, degree = trunc##s (n);                                                                \
    TNK_RETURN_END (C, s, at_one, at_minus_one);                                                   \
    if (!(degree > 8 && degree < (C) 0x1p63 && fabs##s (x) < 1))                                   \
      return tnk_##name##_recurrence_##T (x, n);                                                   \
    angle = acos##s (x);                                                                           \
    return closed;                                                                                 \
  }

/* Hermite's polynomials of a very high degree count as NaN, as in PyTorch. */
#define TNK_HERMITE(name, T, C, highest, first, next)                                              \
  TNK_POLYNOMIAL (name##_recurrence, T, C, first, next)                                            \
  TNK_FORMULA C tnk_##name##_##T (C x, C n)                                                        \
  {                                                                                                \
    return n >= highest + 1 ? (C) NAN : tnk_##name##_recurrence_##T (x, n);                        \
  }

#define TNK_LEGENDRE(T, C, s)                                                                      \
  TNK_POLYNOMIAL (legendre_recurrence, T, C, x,                                                    \
                  fma##s ((2 * k + 1) * x, p, -(k * before)) / (k + 1))                            \
  TNK_FORMULA C tnk_legendre_##T (C x, C n)                                                        \
  {                                                                                                \
    TNK_RETURN_END (C, s, (C) 1, (C) 1);                                                           \
    return tnk_legendre_recurrence_##T (x, n);                                                     \
  }

#define TNK_POLYNOMIALS(T, C, s, hermite_highest)                                                  \
  TNK_CHEBYSHEV (chebyshev_t, T, C, s, x, cos##s (degree * angle), (C) 1, (C) 1)                   \
  TNK_CHEBYSHEV (chebyshev_u, T, C, s, 2 * x, sin##s ((degree + 1) * angle) / sin##s (angle),      \
                 degree + 1, degree + 1)                                                           \
  TNK_CHEBYSHEV (chebyshev_v, T, C, s, 2 * x - 1,                                                  \
                 cos##s ((degree + (C) 0.5) * angle) / cos##s (angle / 2), (C) 1,                  \
                 2 * degree + 1)                                                                   \
  TNK_CHEBYSHEV (chebyshev_w, T, C, s, 2 * x + 1,                                                  \
                 sin##s ((degree + (C) 0.5) * angle) / sin##s (angle / 2),                         \
                 2 * degree + 1, (C) 1)                                                            \
  TNK_HERMITE (hermite_h, T, C, hermite_highest, 2 * x, fma##s (2 * x, p, -(2 * k * before)))      \
  TNK_HERMITE (hermite_he, T, C, hermite_highest, x, fma##s (x, p, -(k * before)))                 \
  TNK_POLYNOMIAL (laguerre, T, C, 1 - x, fma##s (2 * k + (1 - x), p, -(k * before)) / (k + 1))     \
  TNK_LEGENDRE (T, C, s)

TNK_POLYNOMIALS (float32, float, f, 128)
TNK_POLYNOMIALS (float64, double, , 512)
