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
#else
#define LANES_float 8
#define LANES_double 4
#define SLEEF_float(name, accuracy) Sleef_##name##f8_##accuracy##avx2
#define SLEEF_double(name, accuracy) Sleef_##name##d4_##accuracy##avx2
#define VECTOR(operation) _mm256_##operation
typedef __m256 Vector_float;
typedef __m256d Vector_double;
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
  X (ERF, erf, u10)                                                                                \
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

UNARY (sigmoid, float32, float, 1 / (1 + exp_of_float32 (-x)))
UNARY (sigmoid, float64, double, 1 / (1 + exp_of_float64 (-x)))

#define UNARY_ENTRY(ID, name, ...)                                                                 \
  [TNK_UNARY_##ID] = { [TNK_FLOAT32] = name##_float32, [TNK_FLOAT64] = name##_float64 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_unary)[TNK_N_UNARY][TNK_N_DTYPES] = {
  FUNCTION_LIST (UNARY_ENTRY)
  UNARY_ENTRY (SIGMOID, sigmoid)
};

#define BINARY_ENTRY(ID, name, ...)                                                                \
  [TNK_BINARY_##ID] = { [TNK_FLOAT32] = name##_float32, [TNK_FLOAT64] = name##_float64 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_binary)[TNK_N_BINARY][TNK_N_DTYPES] = {
  PAIR_LIST (BINARY_ENTRY)
};
