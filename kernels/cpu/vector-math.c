/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Elementary functions of a whole vector at once, by SLEEF (error below 1 unit in the last place,
 * 1.5 for erfc). An element's result does not depend on its place: strided and left-over elements
 * are gathered into a whole vector first. */

#include "kernels/cpu/variant.h"

#include <immintrin.h>
#include <sleef.h>

#ifdef __AVX512F__
#define LANES_float 16
#define LANES_double 8
#define SLEEF_float(name, accuracy) Sleef_##name##f16_##accuracy##avx512f
#define SLEEF_double(name, accuracy) Sleef_##name##d8_##accuracy##avx512f
#define VECTOR(operation) _mm512_##operation
typedef __m512 Vector_float;
typedef __m512d Vector_double;
typedef int32_t Vector_bits __attribute__ ((vector_size (64)));
#else
#define LANES_float 8
#define LANES_double 4
#define SLEEF_float(name, accuracy) Sleef_##name##f8_##accuracy##avx2
#define SLEEF_double(name, accuracy) Sleef_##name##d4_##accuracy##avx2
#define VECTOR(operation) _mm256_##operation
typedef __m256 Vector_float;
typedef __m256d Vector_double;
typedef int32_t Vector_bits __attribute__ ((vector_size (32)));
#endif

/* Whole vectors of C; p is the suffix of its intrinsics. */
#define VECTORS(C, p)                                                                              \
  static inline Vector_##C load_##C (const void *from) { return VECTOR (loadu_##p) (from); }       \
  static inline void store_##C (void *to, Vector_##C x) { VECTOR (storeu_##p) (to, x); }           \
  static inline Vector_##C repeat_##C (C x) { return VECTOR (set1_##p) (x); }
VECTORS (float, ps)
VECTORS (double, pd)

#define UNARY(op, T, C, call)                                                                      \
  static inline Vector_##C op##_of_##T (Vector_##C x) { return call; }                             \
  static void op##_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    int64_t i = 0;                                                                                 \
    if (strides[0] == sizeof (C) && strides[1] == sizeof (C))                                      \
      for (; i + LANES_##C <= n; i += LANES_##C)                                                   \
        store_##C ((C *) data[0] + i, op##_of_##T (load_##C ((const C *) data[1] + i)));           \
    for (; i < n; i += LANES_##C)                                                                  \
      {                                                                                            \
        C x[LANES_##C] = { 0 };                                                                    \
        int m = n - i < LANES_##C ? (int) (n - i) : LANES_##C;                                     \
        for (int k = 0; k < m; k++)                                                                \
          x[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                    \
        store_##C (x, op##_of_##T (load_##C (x)));                                                 \
        for (int k = 0; k < m; k++)                                                                \
          *(C *) (data[0] + (i + k) * strides[0]) = x[k];                                          \
      }                                                                                            \
  }

/* A stride of 0 repeats one element. */
#define BINARY(op, T, C, call)                                                                     \
  static inline Vector_##C op##_of_##T (Vector_##C x, Vector_##C y) { return call; }               \
  static void op##_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    int64_t i = 0;                                                                                 \
    if (strides[0] == sizeof (C) && strides[1] == sizeof (C) && strides[2] == sizeof (C))          \
      for (; i + LANES_##C <= n; i += LANES_##C)                                                   \
        store_##C ((C *) data[0] + i, op##_of_##T (load_##C ((const C *) data[1] + i),             \
                                                   load_##C ((const C *) data[2] + i)));           \
    else if (strides[0] == sizeof (C) && strides[1] == sizeof (C) && strides[2] == 0)              \
      for (; i + LANES_##C <= n; i += LANES_##C)                                                   \
        store_##C ((C *) data[0] + i, op##_of_##T (load_##C ((const C *) data[1] + i),             \
                                                   repeat_##C (*(const C *) data[2])));            \
    for (; i < n; i += LANES_##C)                                                                  \
      {                                                                                            \
        C x[LANES_##C] = { 0 }, y[LANES_##C] = { 0 };                                              \
        int m = n - i < LANES_##C ? (int) (n - i) : LANES_##C;                                     \
        for (int k = 0; k < m; k++)                                                                \
          {                                                                                        \
            x[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                  \
            y[k] = *(const C *) (data[2] + (i + k) * strides[2]);                                  \
          }                                                                                        \
        store_##C (x, op##_of_##T (load_##C (x), load_##C (y)));                                   \
        for (int k = 0; k < m; k++)                                                                \
          *(C *) (data[0] + (i + k) * strides[0]) = x[k];                                          \
      }                                                                                            \
  }

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
  UNARY (name, float32, float, SLEEF_float (name, accuracy) (x))                                   \
  UNARY (name, float64, double, SLEEF_double (name, accuracy) (x))
FUNCTION_LIST (FUNCTIONS)

#define PAIRS(ID, name, accuracy)                                                                  \
  BINARY (name, float32, float, SLEEF_float (name, accuracy) (x, y))                               \
  BINARY (name, float64, double, SLEEF_double (name, accuracy) (x, y))
PAIR_LIST (PAIRS)

/* SLEEF's erf for float32 is slow. Here: x + x P(x²) up to 0.92, 1 − exp (−t − t Q(t)) with t = |x|
 * beyond, 1 from 4 on. P and Q are minimax fits of their own to these forms, of degrees 5 and 7;
 * the largest error is 1.2 units in the last place. */
static inline Vector_float
polynomial (const float *coefficients, int degree, Vector_float x)
{
  Vector_float y = repeat_float (coefficients[degree]);
  for (int k = degree - 1; k >= 0; k--)
    y = VECTOR (fmadd_ps) (y, x, repeat_float (coefficients[k]));
  return y;
}

static inline Vector_float
choose (Vector_bits condition, Vector_float yes, Vector_float no)
{
  return (Vector_float) ((condition & (Vector_bits) yes) | (~condition & (Vector_bits) no));
}

static inline Vector_float
short_erf (Vector_float x)
{
  static const float near[] = { 0.12837915f, -0.37612507f, 0.11281955f,
                                -0.026771283f, 0.0049996013f, -0.00060218060f };
  static const float far[] = { 0.12857381f, 0.63551599f, 0.10549019f, -0.022931712f,
                               0.0031013493f, -0.00011632800f, -3.1457050e-05f, 3.6871127e-06f };
  const Vector_bits sign = (Vector_bits) x & (Vector_bits) repeat_float (-0.0f);
  const Vector_float size = (Vector_float) ((Vector_bits) x ^ sign);
  const Vector_float t = VECTOR (min_ps) (repeat_float (4), size); /* keeps NaN */
  const Vector_float inner = VECTOR (fmadd_ps) (polynomial (near, 5, x * x), x, x);
  const Vector_float exponent = VECTOR (fmadd_ps) (polynomial (far, 7, t), t, t);
  const Vector_float outer = 1 - exp_of_float32 (-exponent);

  return choose ((Vector_bits) (size < 0.92f), inner,
                 (Vector_float) ((Vector_bits) outer | sign));
}

UNARY (erf, float32, float, short_erf (x))
UNARY (erf, float64, double, SLEEF_double (erf, u10) (x))
UNARY (gelu, float32, float, x * 0.5f * (1 + short_erf (x * 0.70710678f)))
UNARY (gelu, float64, double, x * 0.5 * (1 + erf_of_float64 (x * 0.70710678118654752440)))
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

#define BINARY_ENTRY(ID, name, ...)                                                                \
  [TNK_BINARY_##ID] = { [TNK_FLOAT32] = name##_float32, [TNK_FLOAT64] = name##_float64 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_binary)[TNK_N_BINARY][TNK_N_DTYPES] = {
  PAIR_LIST (BINARY_ENTRY)
};
