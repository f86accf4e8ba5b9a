/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * TnkRandom:
 *
 * PyTorch's CPU generator: mt19937 (Matsumoto and Nishimura 1998) seeded by init_genrand with the
 * low 32 bits of the seed, plus the one normal draw that Box-Muller keeps for the next call.
 * The fills below take draws in exactly the order PyTorch's do, so that streams are bit-equal.
 */
typedef struct
{
  uint64_t seed;
  uint32_t state[624];
  int left;
  uint32_t next;
  bool has_next_float_normal;
  float next_float_normal;
  bool has_next_double_normal;
  double next_double_normal;
} TnkRandom;

TNK_EXPORT void tnk_random_seed (TnkRandom *random, uint64_t seed);
TNK_EXPORT uint32_t tnk_random_next_u32 (TnkRandom *random);
TNK_EXPORT uint64_t tnk_random_next_u64 (TnkRandom *random);

/* In [from, to): 53 random bits for float64, 24 for float32, from which float16 and bfloat16 are
 * rounded. out is contiguous with n elements. */
TNK_EXPORT TnkStatus tnk_random_uniform (TnkRandom *random, void *out, TnkDtype dtype, int64_t n,
                                         double from, double to);

/* Below 16 elements one draw after the other in double; from 16 on eight pairs at a time in the
 * element type (float32 for the half types), the last 16 anew when n is no multiple of 16. out is
 * contiguous. */
TNK_EXPORT TnkStatus tnk_random_normal (TnkRandom *random, void *out, TnkDtype dtype, int64_t n,
                                        double mean, double std);

/* range integers from low on, by remainder; range 0 stands for 2^64. 64 random bits from a range of
 * 2^28 on, else 32. */
TNK_EXPORT TnkStatus tnk_random_integers (TnkRandom *random, void *out, TnkDtype dtype, int64_t n,
                                          uint64_t range, int64_t low);

/* A permutation of 0 … n - 1 into int64 out, by PyTorch's randperm on the CPU. */
TNK_EXPORT TnkStatus tnk_random_permutation (TnkRandom *random, int64_t *out, int64_t n);

/* 1 with probability p[i] (contiguous, float32 or float64), else 0. */
TNK_EXPORT TnkStatus tnk_random_bernoulli (TnkRandom *random, void *out, TnkDtype dtype, int64_t n,
                                           const void *p, TnkDtype p_dtype);

#ifdef __cplusplus
}
#endif
