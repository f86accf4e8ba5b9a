/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Loops over whole vectors, for the instruction set that the file is compiled for. An element's
 * result does not depend on its place: strided and left-over elements are gathered into a whole
 * vector first. */

#include "kernels/cpu/variant.h"

#include <immintrin.h>

#ifdef __AVX512F__
#define LANES_float32 16
#define LANES_float64 8
#define VECTOR(operation) _mm512_##operation
typedef __m512 Vector_float32;
typedef __m512d Vector_float64;
typedef int32_t Vector_bits __attribute__ ((vector_size (64)));
#else
#define LANES_float32 8
#define LANES_float64 4
#define VECTOR(operation) _mm256_##operation
typedef __m256 Vector_float32;
typedef __m256d Vector_float64;
typedef int32_t Vector_bits __attribute__ ((vector_size (32)));
#endif

/* Whole vectors of T, of which an element in memory is a C; p is the suffix of its intrinsics. */
#define VECTORS(T, C, p)                                                                           \
  static inline Vector_##T load_##T (const C *from) { return VECTOR (loadu_##p) (from); }          \
  static inline void store_##T (C *to, Vector_##T x) { VECTOR (storeu_##p) (to, x); }              \
  static inline Vector_##T repeat_##T (C x) { return VECTOR (set1_##p) (x); }
VECTORS (float32, float, ps)
VECTORS (float64, double, pd)

/* The first m elements of a vector; what is loaded beyond is 0. */
#define SOME_BY_COPY(T, C)                                                                         \
  static inline Vector_##T load_some_##T (const C *from, int64_t m)                                \
  {                                                                                                \
    C x[LANES_##T] = { 0 };                                                                        \
    for (int64_t k = 0; k < m; k++)                                                                \
      x[k] = from[k];                                                                              \
    return load_##T (x);                                                                           \
  }                                                                                                \
  static inline void store_some_##T (C *to, Vector_##T vector, int64_t m)                          \
  {                                                                                                \
    C x[LANES_##T];                                                                                \
    store_##T (x, vector);                                                                         \
    for (int64_t k = 0; k < m; k++)                                                                \
      to[k] = x[k];                                                                                \
  }

#ifdef __AVX512F__
#define SOME_BY_MASK(T, C, p, Mask)                                                                \
  static inline Vector_##T load_some_##T (const C *from, int64_t m)                                \
  {                                                                                                \
    return VECTOR (maskz_loadu_##p) ((Mask) ((1u << m) - 1), from);                                \
  }                                                                                                \
  static inline void store_some_##T (C *to, Vector_##T x, int64_t m)                               \
  {                                                                                                \
    VECTOR (mask_storeu_##p) (to, (Mask) ((1u << m) - 1), x);                                      \
  }
SOME_BY_MASK (float32, float, ps, __mmask16)
SOME_BY_MASK (float64, double, pd, __mmask8)
#else
SOME_BY_COPY (float32, float)
SOME_BY_COPY (float64, double)
#endif

/* A loop op_T with call for the vector x. */
#define UNARY(op, T, C, call)                                                                      \
  static inline Vector_##T op##_of_##T (Vector_##T x) { return call; }                             \
  static void op##_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    int64_t i = 0;                                                                                 \
    if (strides[0] == sizeof (C) && strides[1] == sizeof (C))                                      \
      {                                                                                            \
        C *out = (C *) data[0];                                                                    \
        const C *a = (const C *) data[1];                                                          \
        for (; i + LANES_##T <= n; i += LANES_##T)                                                 \
          store_##T (out + i, op##_of_##T (load_##T (a + i)));                                     \
        if (i < n)                                                                                 \
          store_some_##T (out + i, op##_of_##T (load_some_##T (a + i, n - i)), n - i);             \
        return;                                                                                    \
      }                                                                                            \
    for (; i < n; i += LANES_##T)                                                                  \
      {                                                                                            \
        C x[LANES_##T] = { 0 };                                                                    \
        int m = n - i < LANES_##T ? (int) (n - i) : LANES_##T;                                     \
        for (int k = 0; k < m; k++)                                                                \
          x[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                    \
        store_##T (x, op##_of_##T (load_##T (x)));                                                 \
        for (int k = 0; k < m; k++)                                                                \
          *(C *) (data[0] + (i + k) * strides[0]) = x[k];                                          \
      }                                                                                            \
  }

/* out[i] from x and y, which say where whole vectors come from, x_some and y_some for the rest. */
#define EACH_PAIR(op, T, x, y, x_some, y_some)                                                     \
  {                                                                                                \
    for (; i + LANES_##T <= n; i += LANES_##T)                                                     \
      store_##T (out + i, op##_of_##T (x, y));                                                     \
    if (i < n)                                                                                     \
      store_some_##T (out + i, op##_of_##T (x_some, y_some), n - i);                               \
    return true;                                                                                   \
  }

/* dense_op_T: runs call for the vectors x and y, one of which may be an element that repeats; false
 * where elements do not lie side by side. */
#define DENSE_BINARY(op, T, C, call)                                                               \
  static inline Vector_##T op##_of_##T (Vector_##T x, Vector_##T y) { return call; }               \
  static inline bool dense_##op##_##T (char *const *data, const int64_t *strides, int64_t n)       \
  {                                                                                                \
    C *out = (C *) data[0];                                                                        \
    const C *a = (const C *) data[1], *b = (const C *) data[2];                                    \
    int64_t i = 0;                                                                                 \
    if (strides[0] != sizeof (C))                                                                  \
      return false;                                                                                \
    if (strides[1] == sizeof (C) && strides[2] == sizeof (C))                                      \
      EACH_PAIR (op, T, load_##T (a + i), load_##T (b + i), load_some_##T (a + i, n - i),          \
                 load_some_##T (b + i, n - i))                                                     \
    if (strides[1] == sizeof (C) && strides[2] == 0)                                               \
      {                                                                                            \
        const Vector_##T y = repeat_##T (*b);                                                      \
        EACH_PAIR (op, T, load_##T (a + i), y, load_some_##T (a + i, n - i), y)                    \
      }                                                                                            \
    if (strides[1] == 0 && strides[2] == sizeof (C))                                               \
      {                                                                                            \
        const Vector_##T x = repeat_##T (*a);                                                      \
        EACH_PAIR (op, T, x, load_##T (b + i), x, load_some_##T (b + i, n - i))                    \
      }                                                                                            \
    return false;                                                                                  \
  }

/* A loop op_T with call for the vectors x and y. */
#define BINARY(op, T, C, call)                                                                     \
  DENSE_BINARY (op, T, C, call)                                                                    \
  static void op##_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    if (dense_##op##_##T (data, strides, n))                                                       \
      return;                                                                                      \
    for (int64_t i = 0; i < n; i += LANES_##T)                                                     \
      {                                                                                            \
        C x[LANES_##T] = { 0 }, y[LANES_##T] = { 0 };                                              \
        int m = n - i < LANES_##T ? (int) (n - i) : LANES_##T;                                     \
        for (int k = 0; k < m; k++)                                                                \
          {                                                                                        \
            x[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                  \
            y[k] = *(const C *) (data[2] + (i + k) * strides[2]);                                  \
          }                                                                                        \
        store_##T (x, op##_of_##T (load_##T (x), load_##T (y)));                                   \
        for (int k = 0; k < m; k++)                                                                \
          *(C *) (data[0] + (i + k) * strides[0]) = x[k];                                          \
      }                                                                                            \
  }
