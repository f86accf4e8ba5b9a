/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* float16 and bfloat16 a vector at a time: halves are widened to float32, and a result is rounded
 * once on its way back. */

#include "kernels/cpu/vector.h"
#include "kernels/scalar.h"

#define LANES_float16 LANES_float32
#define LANES_bfloat16 LANES_float32
typedef Vector_float32 Vector_float16, Vector_bfloat16;

#ifdef __AVX512F__
typedef __m256i Half_bits;
#else
typedef __m128i Half_bits;
#endif
typedef uint32_t Vector_words __attribute__ ((vector_size (sizeof (Vector_float32))));
typedef uint16_t Vector_halves __attribute__ ((vector_size (sizeof (Half_bits))));

static inline Vector_float32
load_float16 (const uint16_t *from)
{
  Half_bits halves;
  memcpy (&halves, from, sizeof halves);
  return VECTOR (cvtph_ps) (halves);
}

static inline void
store_float16 (uint16_t *to, Vector_float32 x)
{
  const Half_bits halves = VECTOR (cvtps_ph) (x, _MM_FROUND_TO_NEAREST_INT);
  memcpy (to, &halves, sizeof halves);
}

static inline Vector_float32
load_bfloat16 (const uint16_t *from)
{
  Vector_halves halves;
  memcpy (&halves, from, sizeof halves);
  return (Vector_float32) (__builtin_convertvector (halves, Vector_words) << 16);
}

/* As tnk_bfloat16_from_float32(). */
static inline void
store_bfloat16 (uint16_t *to, Vector_float32 x)
{
  const Vector_words bits = (Vector_words) x, is_nan = (Vector_words) (x != x);
  const Vector_words rounded = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
  const Vector_halves halves
      = __builtin_convertvector ((rounded & ~is_nan) | (0x7FC0 & is_nan), Vector_halves);
  memcpy (to, &halves, sizeof halves);
}

#define REPEAT(T)                                                                                  \
  static inline Vector_float32 repeat_##T (uint16_t x)                                             \
  {                                                                                                \
    return repeat_float32 (tnk_float32_from_##T (x));                                              \
  }
REPEAT (float16)
REPEAT (bfloat16)

SOME_BY_COPY (float16, uint16_t)
SOME_BY_COPY (bfloat16, uint16_t)

/* Strided and left-over elements go through a whole vector. */
#define CONVERT(to, R, from, C)                                                                    \
  static void to##_from_##from (char *const *data, const int64_t *strides, int64_t n,              \
                                const void *context)                                               \
  {                                                                                                \
    int64_t i = 0;                                                                                 \
    if (strides[0] == sizeof (R) && strides[1] == sizeof (C))                                      \
      for (; i + LANES_##to <= n; i += LANES_##to)                                                 \
        store_##to ((R *) data[0] + i, load_##from ((const C *) data[1] + i));                     \
    for (; i < n; i += LANES_##to)                                                                 \
      {                                                                                            \
        C x[LANES_##to] = { 0 };                                                                   \
        R y[LANES_##to];                                                                           \
        int m = n - i < LANES_##to ? (int) (n - i) : LANES_##to;                                   \
        for (int k = 0; k < m; k++)                                                                \
          x[k] = *(const C *) (data[1] + (i + k) * strides[1]);                                    \
        store_##to (y, load_##from (x));                                                           \
        for (int k = 0; k < m; k++)                                                                \
          *(R *) (data[0] + (i + k) * strides[0]) = y[k];                                          \
      }                                                                                            \
  }
CONVERT (float32, float, float16, uint16_t)
CONVERT (float16, uint16_t, float32, float)

const TnkCpuLoop TNK_VARIANT (tnk_cpu_vector_convert)[TNK_N_DTYPES][TNK_N_DTYPES] = {
  [TNK_FLOAT32][TNK_FLOAT16] = float32_from_float16,
  [TNK_FLOAT16][TNK_FLOAT32] = float16_from_float32,
};

#define PAIR_LIST(X)                                                                               \
  X (ADD, add, x + y)                                                                              \
  X (SUB, sub, x - y)                                                                              \
  X (MUL, mul, x * y)                                                                              \
  X (DIV, div, x / y)

#define PAIRS(ID, name, result)                                                                    \
  BINARY (name, float16, uint16_t, result)                                                         \
  BINARY (name, bfloat16, uint16_t, result)
PAIR_LIST (PAIRS)

#define ENTRY(ID, name, result)                                                                    \
  [TNK_BINARY_##ID] = { [TNK_FLOAT16] = name##_float16, [TNK_BFLOAT16] = name##_bfloat16 },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_half_binary)[TNK_N_BINARY][TNK_N_DTYPES] = {
  PAIR_LIST (ENTRY)
};
