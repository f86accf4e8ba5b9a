/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <math.h>

#include "kernels/types.h"

/* float32 and float64. s is the suffix of libm's functions. */

#define TNK_FLOAT_UNARY(T, C, s)                                                                   \
  TNK_FORMULA C tnk_neg_##T (C a) { return -a; }                                                   \
  TNK_FORMULA C tnk_abs_##T (C a) { return fabs##s (a); }                                          \
  TNK_FORMULA C tnk_sign_##T (C a) { return (C) ((a > 0) - (a < 0)); }                             \
  TNK_FORMULA C tnk_square_##T (C a) { return a * a; }                                             \
  TNK_FORMULA C tnk_cube_##T (C a) { return a * a * a; }                                           \
  TNK_FORMULA C tnk_inverse_square_##T (C a) { return 1 / (a * a); }                               \
  TNK_FORMULA C tnk_reciprocal_##T (C a) { return 1 / a; }                                         \
  TNK_FORMULA C tnk_sqrt_##T (C a) { return sqrt##s (a); }                                         \
  TNK_FORMULA C tnk_rsqrt_##T (C a) { return 1 / sqrt##s (a); }                                    \
  TNK_FORMULA C tnk_exp_##T (C a) { return exp##s (a); }                                           \
  TNK_FORMULA C tnk_exp2_##T (C a) { return exp2##s (a); }                                         \
  TNK_FORMULA C tnk_expm1_##T (C a) { return expm1##s (a); }                                       \
  TNK_FORMULA C tnk_log_##T (C a) { return log##s (a); }                                           \
  TNK_FORMULA C tnk_log2_##T (C a) { return log2##s (a); }                                         \
  TNK_FORMULA C tnk_log10_##T (C a) { return log10##s (a); }                                       \
  TNK_FORMULA C tnk_log1p_##T (C a) { return log1p##s (a); }                                       \
  TNK_FORMULA C tnk_sin_##T (C a) { return sin##s (a); }                                           \
  TNK_FORMULA C tnk_cos_##T (C a) { return cos##s (a); }                                           \
  TNK_FORMULA C tnk_tan_##T (C a) { return tan##s (a); }                                           \
  TNK_FORMULA C tnk_asin_##T (C a) { return asin##s (a); }                                         \
  TNK_FORMULA C tnk_acos_##T (C a) { return acos##s (a); }                                         \
  TNK_FORMULA C tnk_atan_##T (C a) { return atan##s (a); }                                         \
  TNK_FORMULA C tnk_sinh_##T (C a) { return sinh##s (a); }                                         \
  TNK_FORMULA C tnk_cosh_##T (C a) { return cosh##s (a); }                                         \
  TNK_FORMULA C tnk_tanh_##T (C a) { return tanh##s (a); }                                         \
  TNK_FORMULA C tnk_asinh_##T (C a) { return asinh##s (a); }                                       \
  TNK_FORMULA C tnk_acosh_##T (C a) { return acosh##s (a); }                                       \
  TNK_FORMULA C tnk_atanh_##T (C a) { return atanh##s (a); }                                       \
  TNK_FORMULA C tnk_sigmoid_##T (C a) { return 1 / (1 + exp##s (-a)); }                            \
  TNK_FORMULA C tnk_erf_##T (C a) { return erf##s (a); }                                           \
  TNK_FORMULA C tnk_erfc_##T (C a) { return erfc##s (a); }                                         \
  TNK_FORMULA C tnk_gelu_##T (C a)                                                                 \
  {                                                                                                \
    return a * (C) 0.5 * (1 + erf##s (a * (C) 0.70710678118654752440));                            \
  }                                                                                                \
  TNK_FORMULA C tnk_gelu_backward_##T (C a, C b)                                                   \
  {                                                                                                \
    C share = (C) 0.5 * (1 + erf##s (b * (C) 0.70710678118654752440));                             \
    C density = (C) 0.39894228040143267794 * exp##s (b * b * (C) -0.5);                            \
    return a * (share + b * density);                                                              \
  }                                                                                                \
  TNK_FORMULA C tnk_floor_##T (C a) { return floor##s (a); }                                       \
  TNK_FORMULA C tnk_ceil_##T (C a) { return ceil##s (a); }                                         \
  TNK_FORMULA C tnk_trunc_##T (C a) { return trunc##s (a); }                                       \
  TNK_FORMULA C tnk_round_##T (C a) { return rint##s (a); }                                        \
  TNK_FORMULA C tnk_conj_##T (C a) { return a; }                                                   \
  TNK_FORMULA C tnk_angle_##T (C a)                                                                \
  {                                                                                                \
    return a != a ? a : (a < 0 ? (C) 3.14159265358979323846 : (C) 0);                              \
  }                                                                                                \
  TNK_FORMULA uint8_t tnk_logical_not_##T (C a) { return a == 0; }                                 \
  TNK_FORMULA uint8_t tnk_isnan_##T (C a) { return a != a; }                                       \
  TNK_FORMULA uint8_t tnk_isinf_##T (C a) { return fabs##s (a) == (C) INFINITY; }                  \
  TNK_FORMULA uint8_t tnk_isfinite_##T (C a) { return fabs##s (a) < (C) INFINITY; }                \
  TNK_FORMULA uint8_t tnk_signbit_##T (C a) { return copysign##s (1, a) < 0; }

/* floor_divide: (a - fmod (a, b)) / b is nearly whole, so it is rounded to the whole number next to
 * it; a zero quotient keeps the sign of a / b. As Python's float floor division. */
#define TNK_FLOAT_DIVISION(T, C, s)                                                                \
  TNK_FORMULA C tnk_div_##T (C a, C b) { return a / b; }                                           \
  TNK_FORMULA C tnk_trunc_divide_##T (C a, C b) { return trunc##s (a / b); }                       \
  TNK_FORMULA C tnk_fmod_##T (C a, C b) { return fmod##s (a, b); }                                 \
  TNK_FORMULA C tnk_remainder_##T (C a, C b)                                                       \
  {                                                                                                \
    C rest = fmod##s (a, b);                                                                       \
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;                                   \
  }                                                                                                \
  TNK_FORMULA C tnk_floor_divide_##T (C a, C b)                                                    \
  {                                                                                                \
    C rest, quotient, whole;                                                                       \
    if (b == 0)                                                                                    \
      return a / b;                                                                                \
    rest = fmod##s (a, b);                                                                         \
    quotient = (a - rest) / b;                                                                     \
    if (rest != 0 && (rest < 0) != (b < 0))                                                        \
      quotient -= 1;                                                                               \
    if (quotient == 0)                                                                             \
      return copysign##s (0, a / b);                                                               \
    whole = floor##s (quotient);                                                                   \
    return quotient - whole > (C) 0.5 ? whole + 1 : whole;                                         \
  }

/* maximum and minimum: a NaN on either side wins; | instead of || keeps them free of branches.
 * logaddexp: two equal infinities have no difference to take the logarithm of. */
#define TNK_FLOAT_BINARY(T, C, s)                                                                  \
  TNK_FORMULA C tnk_add_##T (C a, C b) { return a + b; }                                           \
  TNK_FORMULA C tnk_sub_##T (C a, C b) { return a - b; }                                           \
  TNK_FORMULA C tnk_mul_##T (C a, C b) { return a * b; }                                           \
  TNK_FORMULA C tnk_pow_##T (C a, C b) { return pow##s (a, b); }                                   \
  TNK_FORMULA C tnk_maximum_##T (C a, C b) { return (a != a) | (a > b) ? a : b; }                  \
  TNK_FORMULA C tnk_minimum_##T (C a, C b) { return (a != a) | (a < b) ? a : b; }                  \
  TNK_FORMULA C tnk_fmax_##T (C a, C b) { return fmax##s (a, b); }                                 \
  TNK_FORMULA C tnk_fmin_##T (C a, C b) { return fmin##s (a, b); }                                 \
  TNK_FORMULA C tnk_atan2_##T (C a, C b) { return atan2##s (a, b); }                               \
  TNK_FORMULA C tnk_hypot_##T (C a, C b) { return hypot##s (a, b); }                               \
  TNK_FORMULA C tnk_copysign_##T (C a, C b) { return copysign##s (a, b); }                         \
  TNK_FORMULA C tnk_nextafter_##T (C a, C b) { return nextafter##s (a, b); }                       \
  TNK_FORMULA C tnk_xlogy_##T (C a, C b)                                                           \
  {                                                                                                \
    return b != b ? b : (a == 0 ? (C) 0 : a * log##s (b));                                         \
  }                                                                                                \
  TNK_FORMULA C tnk_xlog1py_##T (C a, C b)                                                         \
  {                                                                                                \
    return b != b ? b : (a == 0 ? (C) 0 : a * log1p##s (b));                                       \
  }                                                                                                \
  TNK_FORMULA C tnk_ldexp_##T (C a, C b)                                                           \
  {                                                                                                \
    return b == trunc##s (b) && fabs##s (b) < 10000 ? ldexp##s (a, (int) b) : a * exp2##s (b);     \
  }                                                                                                \
  TNK_FORMULA C tnk_logaddexp_##T (C a, C b)                                                       \
  {                                                                                                \
    if (a == b && fabs##s (a) == (C) INFINITY)                                                     \
      return a;                                                                                    \
    return tnk_maximum_##T (a, b) + log1p##s (exp##s (-fabs##s (a - b)));                          \
  }

/* lerp starts from the nearer end, so that weight 1 gives b exactly. */
#define TNK_FLOAT_TERNARY(T, C, s)                                                                 \
  TNK_FORMULA C tnk_clamp_##T (C a, C low, C high)                                                 \
  {                                                                                                \
    return tnk_minimum_##T (tnk_maximum_##T (a, low), high);                                       \
  }                                                                                                \
  TNK_FORMULA C tnk_lerp_##T (C a, C b, C weight)                                                  \
  {                                                                                                \
    return fabs##s (weight) < (C) 0.5 ? a + weight * (b - a) : b - (b - a) * (1 - weight);         \
  }                                                                                                \
  TNK_FORMULA C tnk_add_scaled_##T (C a, C b, C c) { return a + c * b; }

#define TNK_FLOAT_FORMULAS(T, C, s)                                                                \
  TNK_FLOAT_UNARY (T, C, s)                                                                        \
  TNK_FLOAT_DIVISION (T, C, s)                                                                     \
  TNK_FLOAT_BINARY (T, C, s)                                                                       \
  TNK_COMPARISONS (T, C)                                                                           \
  TNK_FLOAT_TERNARY (T, C, s)

TNK_FLOAT_FORMULAS (float32, float, f)
TNK_FLOAT_FORMULAS (float64, double, )
