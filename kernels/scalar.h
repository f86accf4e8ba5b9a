/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* One formula per element-wise primitive and element type, tnk_<name>_<dtype>, shared by every back
 * end: the CPU loops and the CUDA kernels inline the same lines. float16 and bfloat16 have no
 * formulas of their own: they are widened to float32, computed there and rounded once.
 *
 *   scalar-list.h     which primitive exists for which kind of type
 *   scalar-convert.h  from each dtype to each other
 *   scalar-integer.h  bool and integers: wrap, never trap
 *   scalar-float.h    float32 and float64
 *   scalar-special.h  the error function's family
 *   scalar-gamma.h    the gamma function's family
 *   scalar-bessel.h   Bessel functions
 *   scalar-polynomial.h  orthogonal polynomials
 *   scalar-complex.h  complex64 and complex128 */

#ifdef __CUDACC__
#define TNK_HOST_DEVICE __host__ __device__
#else
#define TNK_HOST_DEVICE
#endif

/* A formula: inlined wherever it is used, no warning where it is not. */
#define TNK_FORMULA TNK_HOST_DEVICE static inline __attribute__ ((unused))

#include "kernels/types.h"

/* The lists carry dtype names through macro arguments, where stdbool's macro would turn bool into
 * _Bool. C11 7.18 lets a program do this. */
#ifndef __cplusplus
#undef bool
typedef _Bool bool;
#endif

#include "kernels/scalar-list.h"

#include "kernels/scalar-convert.h"

#include "kernels/scalar-integer.h"

/* The float32 form of a formula that is worked out in float64. */
#define TNK_ROUND_UNARY(name)                                                                      \
  TNK_FORMULA float tnk_##name##_float32 (float a) { return (float) tnk_##name##_float64 (a); }
#define TNK_ROUND_BINARY(name)                                                                     \
  TNK_FORMULA float tnk_##name##_float32 (float a, float b)                                        \
  {                                                                                                \
    return (float) tnk_##name##_float64 (a, b);                                                    \
  }

#include "kernels/scalar-special.h"

#include "kernels/scalar-gamma.h"

#include "kernels/scalar-bessel.h"

#include "kernels/scalar-polynomial.h"

#include "kernels/scalar-float.h"

#include "kernels/scalar-complex.h"
