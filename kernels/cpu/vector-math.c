/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Elementary functions of a whole vector at once, by SLEEF (error below 1 unit in the last place,
 * 1.5 for erfc). */

#include "kernels/cpu/vector.h"

#include <sleef.h>

#ifdef __AVX512F__
#define SLEEF_float32(name, accuracy) Sleef_##name##f16_##accuracy##avx512f
#define SLEEF_float64(name, accuracy) Sleef_##name##d8_##accuracy##avx512f
#else
#define SLEEF_float32(name, accuracy) Sleef_##name##f8_##accuracy##avx2
#define SLEEF_float64(name, accuracy) Sleef_##name##d4_##accuracy##avx2
#endif

/* X (ID, name, accuracy). SLEEF's sinh, cosh, asinh and acosh overflow before their result does:
 * those stay with libm. */
#define FUNCTION_LIST(X)                                                                           \
  X (EXP, exp, u10)                                                                                \
  X (EXP2, exp2, u10)                                                                              \
  X (EXPM1, expm1, u10)                                                                            \
  X (LOG, log, u10)                                                                                \
  X (LOG2, log2, u10)                                                                              \
  X (LOG10, log10, u10)                                                                            \
  X (LOG1P, log1p, u10)                                                                            \
  X (SIN, sin, u10)                                                                                \
  X (COS, cos, u10)                                                                                \
  X (TAN, tan, u10)                                                                                \
  X (ASIN, asin, u10)                                                                              \
  X (ACOS, acos, u10)                                                                              \
  X (ATAN, atan, u10)                                                                              \
  X (TANH, tanh, u10)                                                                              \
  X (ATANH, atanh, u10)                                                                            \
  X (ERFC, erfc, u15)

#define PAIR_LIST(X)                                                                               \
  X (POW, pow, u10)                                                                                \
  X (ATAN2, atan2, u10)                                                                            \
  X (HYPOT, hypot, u05)

#define FUNCTIONS(ID, name, accuracy)                                                              \
  UNARY (name, float32, float, SLEEF_float32 (name, accuracy) (x))                                 \
  UNARY (name, float64, double, SLEEF_float64 (name, accuracy) (x))
FUNCTION_LIST (FUNCTIONS)

#define PAIRS(ID, name, accuracy)                                                                  \
  BINARY (name, float32, float, SLEEF_float32 (name, accuracy) (x, y))                             \
  BINARY (name, float64, double, SLEEF_float64 (name, accuracy) (x, y))
PAIR_LIST (PAIRS)

/* SLEEF's erf for float32 is slow, and a call of its exp keeps the processor from working on
 * several vectors at once. Here:
 *
 *   erf x   = x + x P (x^2) up to 0.92; with the sign of x 1 - 2^-(t Q (t)) for t = |x| sqrt 2
 *             beyond, 1 from |x| = 4 on
 *   2^f     = 1 + f R (f) for f from -1/2 to 1/2
 *
 * P, Q and R are minimax fits of their own to these forms. The largest error of erf is 1.2 units in
 * the last place; 1 - 2^-(t Q (t)) is right to 5e-8 from 0 on. */
static inline Vector_float32
polynomial (const float *coefficients, int degree, Vector_float32 x)
{
  Vector_float32 y = repeat_float32 (coefficients[degree]);
  for (int k = degree - 1; k >= 0; k--)
    y = VECTOR (fmadd_ps) (y, x, repeat_float32 (coefficients[k]));
  return y;
}

static inline Vector_float32
choose (Vector_bits condition, Vector_float32 yes, Vector_float32 no)
{
  return (Vector_float32) ((condition & (Vector_bits) yes) | (~condition & (Vector_bits) no));
}

static inline Vector_float32
size_of (Vector_float32 x)
{
  return (Vector_float32) ((Vector_bits) x & 0x7fffffff);
}

static inline Vector_float32
with_sign_of (Vector_float32 x, Vector_float32 size)
{
  const Vector_bits sign = (Vector_bits) x & (Vector_bits) repeat_float32 (-0.0f);
  return (Vector_float32) ((Vector_bits) size | sign);
}

/* 2^-(a b) for a b from 0 to 126. Adding 1.5 * 2^23 rounds to an integer, which is then in the
 * lowest bits. */
static inline Vector_float32
two_to_minus (Vector_float32 a, Vector_float32 b)
{
  static const float fit[]
      = { 0.693147004f, 0.240222424f, 0.0555073395f, 0.00967151299f, 0.00132646656f };
  const Vector_float32 shift = repeat_float32 (12582912);
  const Vector_float32 integer = VECTOR (fnmadd_ps) (a, b, shift);
  const Vector_float32 f = VECTOR (fnmadd_ps) (a, b, shift - integer);
  const Vector_float32 power = VECTOR (fmadd_ps) (polynomial (fit, 4, f), f, repeat_float32 (1));

  return (Vector_float32) ((Vector_bits) power + ((Vector_bits) integer << 23));
}

/* The share of a normal distribution within size of its middle: |erf (size / sqrt 2)|. */
static inline Vector_float32
share_within (Vector_float32 size)
{
  static const float fit[]
      = { 1.15110517f,     0.45920819f,     0.0524961799f,    -0.00706342049f,
          0.000136936724f, 0.000186180085f, -3.93776572e-05f, 2.83490976e-06f };
  const Vector_float32 t = VECTOR (min_ps) (repeat_float32 (5.6568542f), size); /* keeps NaN */

  return 1 - two_to_minus (polynomial (fit, 7, t), t);
}

static inline Vector_float32
short_erf (Vector_float32 x)
{
  static const float near[] = { 0.12837915f, -0.37612507f, 0.11281955f,
                                -0.026771283f, 0.0049996013f, -0.00060218060f };
  const Vector_float32 size = size_of (x);
  const Vector_float32 inner = VECTOR (fmadd_ps) (polynomial (near, 5, x * x), x, x);
  const Vector_float32 outer = with_sign_of (x, share_within (size * 1.41421356f));

  return choose ((Vector_bits) (size < 0.92f), inner, outer);
}

/* The share of a normal distribution below x. */
static inline Vector_float32
share_below (Vector_float32 x)
{
  return (1 + with_sign_of (x, share_within (size_of (x)))) * 0.5f;
}

/* x times the density of a normal distribution there. */
static inline Vector_float32
weighted_density (Vector_float32 x)
{
  const Vector_float32 size = size_of (x), t = VECTOR (min_ps) (size, repeat_float32 (13.2f));
  const Vector_float32 power = two_to_minus (t, t * 0.72134752f); /* log2 (e) / 2 */

  return x * 0.39894228f * choose ((Vector_bits) (size < 13.2f), power, repeat_float32 (0));
}

UNARY (erf, float32, float, short_erf (x))
UNARY (erf, float64, double, SLEEF_float64 (erf, u10) (x))
UNARY (gelu, float32, float, x * share_below (x))
UNARY (gelu, float64, double, x * 0.5 * (1 + erf_of_float64 (x * 0.70710678118654752440)))
BINARY (gelu_backward, float32, float, x * (share_below (y) + weighted_density (y)))
BINARY (gelu_backward, float64, double,
        x * (0.5 * (1 + erf_of_float64 (y * 0.70710678118654752440))
             + y * 0.39894228040143267794 * exp_of_float64 (y * y * -0.5)))
UNARY (sigmoid, float32, float, 1 / (1 + exp_of_float32 (-x)))
UNARY (sigmoid, float64, double, 1 / (1 + exp_of_float64 (-x)))

#define UNARY_ENTRY(ID, name, ...)                                                                 \
  [TNK_UNARY_##ID] = { [TNK_FLOAT32] = name##_float32, [TNK_FLOAT64] = name##_float64 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_unary)[TNK_N_UNARY][TNK_N_DTYPES] = {
  FUNCTION_LIST (UNARY_ENTRY)
  UNARY_ENTRY (ERF, erf)
  UNARY_ENTRY (GELU, gelu)
  UNARY_ENTRY (SIGMOID, sigmoid)
};

/* The plain loops are as fast but for the elements at the end that fill no vector. */
#define PLAIN_LIST(X)                                                                              \
  X (ADD, add, x + y)                                                                              \
  X (SUB, sub, x - y)                                                                              \
  X (MUL, mul, x * y)                                                                              \
  X (DIV, div, x / y)

#define PLAIN(ID, name, TYPE, T, C, result)                                                        \
  DENSE_BINARY (name, T, C, result)                                                                \
  static void name##_##T (char *const *data, const int64_t *strides, int64_t n,                    \
                          const void *context)                                                     \
  {                                                                                                \
    if (!dense_##name##_##T (data, strides, n))                                                    \
      TNK_VARIANT (tnk_cpu_binary)[TNK_BINARY_##ID][TNK_##TYPE](data, strides, n, context);        \
  }
#define PLAIN_PAIR(ID, name, result)                                                               \
  PLAIN (ID, name, FLOAT32, float32, float, result)                                                \
  PLAIN (ID, name, FLOAT64, float64, double, result)
PLAIN_LIST (PLAIN_PAIR)

#define BINARY_ENTRY(ID, name, ...)                                                                \
  [TNK_BINARY_##ID] = { [TNK_FLOAT32] = name##_float32, [TNK_FLOAT64] = name##_float64 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_binary)[TNK_N_BINARY][TNK_N_DTYPES] = {
  PAIR_LIST (BINARY_ENTRY)
  PLAIN_LIST (BINARY_ENTRY)
  BINARY_ENTRY (GELU_BACKWARD, gelu_backward)
};
