/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* float16 to and from float32 by the processor's own conversion. */

#include "kernels/cpu/variant.h"

#include <immintrin.h>

#ifdef __AVX512F__
#define LANES 16

static inline void
widen (const uint16_t *from, float *to)
{
  _mm512_storeu_ps (to, _mm512_cvtph_ps (_mm256_loadu_si256 ((const __m256i *) from)));
}

static inline void
narrow (const float *from, uint16_t *to)
{
  _mm256_storeu_si256 ((__m256i *) to,
                       _mm512_cvtps_ph (_mm512_loadu_ps (from), _MM_FROUND_TO_NEAREST_INT));
}
#else
#define LANES 8

static inline void
widen (const uint16_t *from, float *to)
{
  _mm256_storeu_ps (to, _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) from)));
}

static inline void
narrow (const float *from, uint16_t *to)
{
  _mm_storeu_si128 ((__m128i *) to,
                    _mm256_cvtps_ph (_mm256_loadu_ps (from), _MM_FROUND_TO_NEAREST_INT));
}
#endif

/* Strided and left-over elements go through a whole vector. */
#define CONVERT(name, convert, R, C)                                                               \
  static void name (char *const *data, const int64_t *strides, int64_t n, const void *context)     \
  {                                                                                                \
    int64_t i = 0;                                                                                 \
    if (strides[0] == sizeof (R) && strides[1] == sizeof (C))                                      \
      for (; i + LANES <= n; i += LANES)                                                           \
        convert ((const C *) data[1] + i, (R *) data[0] + i);                                      \
    for (; i < n; i += LANES)                                                                      \
      {                                                                                            \
        C from[LANES] = { 0 };                                                                     \
        R to[LANES];                                                                               \
        int m = n - i < LANES ? (int) (n - i) : LANES;                                             \
        for (int k = 0; k < m; k++)                                                                \
          from[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                 \
        convert (from, to);                                                                        \
        for (int k = 0; k < m; k++)                                                                \
          *(R *) (data[0] + (i + k) * strides[0]) = to[k];                                         \
      }                                                                                            \
  }
CONVERT (float32_from_float16, widen, float, uint16_t)
CONVERT (float16_from_float32, narrow, uint16_t, float)

const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_convert)[TNK_N_DTYPES][TNK_N_DTYPES] = {
  [TNK_FLOAT32][TNK_FLOAT16] = float32_from_float16,
  [TNK_FLOAT16][TNK_FLOAT32] = float16_from_float32,
};
