/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Reading and writing an element of a dtype known only at run time, as the widest number of its
 * kind. Every thread of a launch sees the same dtype. */

#include "kernels/scalar.h"

#define TNK_CUDA_STORE_CASE(ID, name, bytes, C, from)                                              \
  case TNK_##ID:                                                                                   \
    ((C *) data)[place] = tnk_##name##_from_##from (value);                                        \
    break;

/* One copy per source file, called: a result is written once for many elements read. */
#define TNK_CUDA_STORE(from, F)                                                                    \
  static __device__ __noinline__ void store (TnkDtype dtype, void *data, int64_t place, F value)   \
  {                                                                                                \
    switch (dtype)                                                                                 \
      {                                                                                            \
        TNK_CUDA_STORE_LIST (from)                                                                 \
      default:                                                                                     \
        break;                                                                                     \
      }                                                                                            \
  }
#define TNK_CUDA_STORE_LIST(from)                                                                  \
  TNK_CUDA_STORE_CASE (BOOL, bool, 1, uint8_t, from)                                               \
  TNK_CUDA_STORE_CASE (UINT8, uint8, 1, uint8_t, from)                                             \
  TNK_CUDA_STORE_CASE (INT8, int8, 1, int8_t, from)                                                \
  TNK_CUDA_STORE_CASE (INT16, int16, 2, int16_t, from)                                             \
  TNK_CUDA_STORE_CASE (INT32, int32, 4, int32_t, from)                                             \
  TNK_CUDA_STORE_CASE (INT64, int64, 8, int64_t, from)                                             \
  TNK_CUDA_STORE_CASE (FLOAT16, float16, 2, uint16_t, from)                                        \
  TNK_CUDA_STORE_CASE (BFLOAT16, bfloat16, 2, uint16_t, from)                                      \
  TNK_CUDA_STORE_CASE (FLOAT32, float32, 4, float, from)                                           \
  TNK_CUDA_STORE_CASE (FLOAT64, float64, 8, double, from)                                          \
  TNK_CUDA_STORE_CASE (COMPLEX64, complex64, 8, TnkComplex64, from)                                \
  TNK_CUDA_STORE_CASE (COMPLEX128, complex128, 16, TnkComplex128, from)

TNK_CUDA_STORE (int64, int64_t)
TNK_CUDA_STORE (float64, double)
TNK_CUDA_STORE (complex128, TnkComplex128)

/**
 * Family:
 *
 * The dtypes whose numbers a kernel handles as one type. load reads N elements at once, so that the
 * dtype is looked at once for all of them; places are in elements, -1 for none.
 */
#define TNK_CUDA_LOAD_CASE(ID, C, expression)                                                      \
  case TNK_##ID:                                                                                   \
    _Pragma ("unroll") for (int j = 0; j < N; j++)                                                 \
    {                                                                                              \
      if (places[j] >= 0)                                                                          \
        {                                                                                          \
          const C x = ((const C *) data)[places[j]];                                               \
          values[j] = expression;                                                                  \
        }                                                                                          \
    }                                                                                              \
    break;
#define TNK_CUDA_FAMILY(Family, V, CASES)                                                          \
  struct Family                                                                                    \
  {                                                                                                \
    typedef V Value;                                                                               \
    template <int N>                                                                               \
    static __device__ __forceinline__ void load (TnkDtype dtype, const void *data,                 \
                                                 const int64_t (&places)[N], V (&values)[N])       \
    {                                                                                              \
      switch (dtype)                                                                               \
        {                                                                                          \
          CASES                                                                                    \
        default:                                                                                   \
          break;                                                                                   \
        }                                                                                          \
    }                                                                                              \
  };

TNK_CUDA_FAMILY (Integers, int64_t,
                 TNK_CUDA_LOAD_CASE (BOOL, uint8_t, x)
                 TNK_CUDA_LOAD_CASE (UINT8, uint8_t, x)
                 TNK_CUDA_LOAD_CASE (INT8, int8_t, x)
                 TNK_CUDA_LOAD_CASE (INT16, int16_t, x)
                 TNK_CUDA_LOAD_CASE (INT32, int32_t, x)
                 TNK_CUDA_LOAD_CASE (INT64, int64_t, x))
TNK_CUDA_FAMILY (Floats, float,
                 TNK_CUDA_LOAD_CASE (FLOAT16, uint16_t, tnk_float32_from_float16 (x))
                 TNK_CUDA_LOAD_CASE (BFLOAT16, uint16_t, tnk_float32_from_bfloat16 (x))
                 TNK_CUDA_LOAD_CASE (FLOAT32, float, x))
TNK_CUDA_FAMILY (Doubles, double, TNK_CUDA_LOAD_CASE (FLOAT64, double, x))
TNK_CUDA_FAMILY (Complexes, TnkComplex128,
                 TNK_CUDA_LOAD_CASE (COMPLEX64, TnkComplex64, tnk_complex128_from_complex64 (x))
                 TNK_CUDA_LOAD_CASE (COMPLEX128, TnkComplex128, x))
