/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

/* One text serves signed and unsigned types: "a < 0" is never true for the latter. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtype-limits"

/* bool and integers. Arithmetic is done in uint64_t, so that overflow wraps without undefined
 * behaviour; division by zero gives 0 here, and the back end reports it. */

#define TNK_INTEGER_UNARY(T, C)                                                                    \
  TNK_FORMULA C tnk_neg_##T (C a) { return (C) (0 - (uint64_t) a); }                               \
  TNK_FORMULA C tnk_abs_##T (C a) { return a < 0 ? (C) (0 - (uint64_t) a) : a; }                   \
  TNK_FORMULA C tnk_sign_##T (C a) { return (C) ((a > 0) - (a < 0)); }                             \
  TNK_FORMULA C tnk_square_##T (C a) { return (C) ((uint64_t) a * (uint64_t) a); }                 \
  TNK_FORMULA C tnk_floor_##T (C a) { return a; }                                                  \
  TNK_FORMULA C tnk_ceil_##T (C a) { return a; }                                                   \
  TNK_FORMULA C tnk_trunc_##T (C a) { return a; }                                                  \
  TNK_FORMULA C tnk_round_##T (C a) { return a; }                                                  \
  TNK_FORMULA C tnk_bitwise_not_##T (C a) { return (C) ~a; }                                       \
  TNK_FORMULA C tnk_conj_##T (C a) { return a; }                                                   \
  TNK_FORMULA uint8_t tnk_logical_not_##T (C a) { return a == 0; }                                 \
  TNK_FORMULA uint8_t tnk_isnan_##T (C a) { return (void) a, 0; }                                  \
  TNK_FORMULA uint8_t tnk_isinf_##T (C a) { return (void) a, 0; }                                  \
  TNK_FORMULA uint8_t tnk_isfinite_##T (C a) { return (void) a, 1; }                               \
  TNK_FORMULA uint8_t tnk_signbit_##T (C a) { return a < 0; }

#define TNK_INTEGER_BINARY(T, C)                                                                   \
  TNK_FORMULA C tnk_add_##T (C a, C b) { return (C) ((uint64_t) a + (uint64_t) b); }               \
  TNK_FORMULA C tnk_sub_##T (C a, C b) { return (C) ((uint64_t) a - (uint64_t) b); }               \
  TNK_FORMULA C tnk_mul_##T (C a, C b) { return (C) ((uint64_t) a * (uint64_t) b); }               \
  TNK_FORMULA C tnk_maximum_##T (C a, C b) { return a < b ? b : a; }                               \
  TNK_FORMULA C tnk_minimum_##T (C a, C b) { return b < a ? b : a; }                               \
  TNK_FORMULA C tnk_fmax_##T (C a, C b) { return a < b ? b : a; }                                  \
  TNK_FORMULA C tnk_fmin_##T (C a, C b) { return b < a ? b : a; }                                  \
  TNK_FORMULA C tnk_bitwise_and_##T (C a, C b) { return (C) (a & b); }                             \
  TNK_FORMULA C tnk_bitwise_or_##T (C a, C b) { return (C) (a | b); }                              \
  TNK_FORMULA C tnk_bitwise_xor_##T (C a, C b) { return (C) (a ^ b); }

/* The lowest number divided by -1 overflows: negating wraps instead. (C) -1 < 0 asks whether C is
 * signed. */
#define TNK_INTEGER_DIVISION(T, C)                                                                 \
  TNK_FORMULA C tnk_trunc_divide_##T (C a, C b)                                                    \
  {                                                                                                \
    if (b == 0)                                                                                    \
      return 0;                                                                                    \
    if ((C) -1 < 0 && b == (C) -1)                                                                 \
      return (C) (0 - (uint64_t) a);                                                               \
    return (C) (a / b);                                                                            \
  }                                                                                                \
  TNK_FORMULA C tnk_fmod_##T (C a, C b)                                                            \
  {                                                                                                \
    if (b == 0 || ((C) -1 < 0 && b == (C) -1))                                                     \
      return 0;                                                                                    \
    return (C) (a % b);                                                                            \
  }                                                                                                \
  TNK_FORMULA C tnk_floor_divide_##T (C a, C b)                                                    \
  {                                                                                                \
    C quotient = tnk_trunc_divide_##T (a, b);                                                      \
    C rest = tnk_fmod_##T (a, b);                                                                  \
    return rest != 0 && (rest < 0) != (b < 0) ? (C) (quotient - 1) : quotient;                     \
  }                                                                                                \
  TNK_FORMULA C tnk_remainder_##T (C a, C b)                                                       \
  {                                                                                                \
    C rest = tnk_fmod_##T (a, b);                                                                  \
    return rest != 0 && (rest < 0) != (b < 0) ? (C) (rest + b) : rest;                             \
  }

/* Euclid's algorithm on magnitudes, which always fit into uint64_t. */
#define TNK_INTEGER_GCD(T, C)                                                                      \
  TNK_FORMULA C tnk_gcd_##T (C a, C b)                                                             \
  {                                                                                                \
    uint64_t u = a < 0 ? 0 - (uint64_t) a : (uint64_t) a;                                          \
    uint64_t v = b < 0 ? 0 - (uint64_t) b : (uint64_t) b;                                          \
    while (v != 0)                                                                                 \
      {                                                                                            \
        uint64_t rest = u % v;                                                                     \
        u = v;                                                                                     \
        v = rest;                                                                                  \
      }                                                                                            \
    return (C) u;                                                                                  \
  }

/* Shifts by a negative or too wide amount: left gives 0, right fills with the sign. */
#define TNK_INTEGER_POWER(T, C)                                                                    \
  TNK_FORMULA C tnk_pow_##T (C a, C b)                                                             \
  {                                                                                                \
    uint64_t base = (uint64_t) a, power = 1, left = (uint64_t) b;                                  \
    if (b < 0)                                                                                     \
      {                                                                                            \
        if (a == (C) 1)                                                                            \
          return 1;                                                                                \
        return a == (C) -1 ? (C) (b % 2 ? -1 : 1) : (C) 0;                                         \
      }                                                                                            \
    for (; left != 0; left >>= 1)                                                                  \
      {                                                                                            \
        if (left & 1)                                                                              \
          power *= base;                                                                           \
        base *= base;                                                                              \
      }                                                                                            \
    return (C) power;                                                                              \
  }                                                                                                \
  TNK_FORMULA C tnk_shift_left_##T (C a, C b)                                                      \
  {                                                                                                \
    return b < 0 || (uint64_t) b >= 8 * sizeof (C) ? (C) 0 : (C) ((uint64_t) a << b);              \
  }                                                                                                \
  TNK_FORMULA C tnk_shift_right_##T (C a, C b)                                                     \
  {                                                                                                \
    if (b < 0 || (uint64_t) b >= 8 * sizeof (C))                                                   \
      return a < 0 ? (C) -1 : (C) 0;                                                               \
    return (C) (a >> b);                                                                           \
  }

#define TNK_COMPARISONS(T, C)                                                                      \
  TNK_FORMULA uint8_t tnk_eq_##T (C a, C b) { return a == b; }                                     \
  TNK_FORMULA uint8_t tnk_ne_##T (C a, C b) { return a != b; }                                     \
  TNK_FORMULA uint8_t tnk_lt_##T (C a, C b) { return a < b; }                                      \
  TNK_FORMULA uint8_t tnk_le_##T (C a, C b) { return a <= b; }                                     \
  TNK_FORMULA uint8_t tnk_gt_##T (C a, C b) { return a > b; }                                      \
  TNK_FORMULA uint8_t tnk_ge_##T (C a, C b) { return a >= b; }                                     \
  TNK_FORMULA uint8_t tnk_logical_and_##T (C a, C b) { return (a != 0) & (b != 0); }               \
  TNK_FORMULA uint8_t tnk_logical_or_##T (C a, C b) { return (a != 0) | (b != 0); }                \
  TNK_FORMULA uint8_t tnk_logical_xor_##T (C a, C b) { return (a != 0) ^ (b != 0); }

#define TNK_INTEGER_TERNARY(T, C)                                                                  \
  TNK_FORMULA C tnk_clamp_##T (C a, C low, C high)                                                 \
  {                                                                                                \
    return tnk_minimum_##T (tnk_maximum_##T (a, low), high);                                       \
  }                                                                                                \
  TNK_FORMULA C tnk_add_scaled_##T (C a, C b, C c)                                                 \
  {                                                                                                \
    return (C) ((uint64_t) a + (uint64_t) c * (uint64_t) b);                                       \
  }

#define TNK_INTEGER_FORMULAS(ID, T, C)                                                             \
  TNK_INTEGER_UNARY (T, C)                                                                         \
  TNK_INTEGER_BINARY (T, C)                                                                        \
  TNK_INTEGER_DIVISION (T, C)                                                                      \
  TNK_INTEGER_POWER (T, C)                                                                         \
  TNK_INTEGER_GCD (T, C)                                                                           \
  TNK_COMPARISONS (T, C)                                                                           \
  TNK_INTEGER_TERNARY (T, C)

TNK_INTEGER_TYPE_LIST (TNK_INTEGER_FORMULAS)

/* bool: + is or, * is and; stored as 0 or 1. */
#define TNK_BOOL_BINARY(name, expression)                                                          \
  TNK_FORMULA uint8_t tnk_##name##_bool (uint8_t a, uint8_t b) { return (uint8_t) (expression); }

TNK_BOOL_BINARY (add, a | b)
TNK_BOOL_BINARY (mul, a & b)
TNK_BOOL_BINARY (maximum, a | b)
TNK_BOOL_BINARY (minimum, a & b)
TNK_BOOL_BINARY (fmax, a | b)
TNK_BOOL_BINARY (fmin, a & b)
TNK_BOOL_BINARY (bitwise_and, a & b)
TNK_BOOL_BINARY (bitwise_or, a | b)
TNK_BOOL_BINARY (bitwise_xor, a ^ b)
TNK_COMPARISONS (bool, uint8_t)

#define TNK_BOOL_UNARY(name, expression)                                                           \
  TNK_FORMULA uint8_t tnk_##name##_bool (uint8_t a) { return (uint8_t) (expression); }

TNK_BOOL_UNARY (abs, a)
TNK_BOOL_UNARY (sign, a)
TNK_BOOL_UNARY (conj, a)
TNK_BOOL_UNARY (bitwise_not, a == 0)
TNK_BOOL_UNARY (logical_not, a == 0)
TNK_BOOL_UNARY (isnan, 0 & a)
TNK_BOOL_UNARY (isinf, 0 & a)
TNK_BOOL_UNARY (isfinite, 1 | a)
TNK_BOOL_UNARY (signbit, 0 & a)

TNK_FORMULA uint8_t
tnk_clamp_bool (uint8_t a, uint8_t low, uint8_t high)
{
  return (uint8_t) ((a | low) & high);
}

TNK_FORMULA uint8_t
tnk_add_scaled_bool (uint8_t a, uint8_t b, uint8_t c)
{
  return (uint8_t) (a | (c & b));
}

#pragma GCC diagnostic pop
