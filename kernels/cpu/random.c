/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* PyTorch's CPU random stream: the generator, and the fills that draw from it. */

#include "kernels/random.h"

#include "kernels/cpu/cpu.h"

#include <math.h>

#define N 624
#define M 397

void
tnk_random_seed (TnkRandom *random, uint64_t seed)
{
  random->seed = seed;
  random->state[0] = (uint32_t) seed;
  for (uint32_t i = 1; i < N; i++)
    {
      uint32_t previous = random->state[i - 1];
      random->state[i] = 1812433253u * (previous ^ (previous >> 30)) + i;
    }
  random->left = 1;
  random->next = 0;
  random->has_next_float_normal = random->has_next_double_normal = false;
  random->next_float_normal = 0;
  random->next_double_normal = 0;
}

static uint32_t
twist (uint32_t high, uint32_t low)
{
  uint32_t mixed = (high & 0x80000000u) | (low & 0x7FFFFFFFu);
  return (mixed >> 1) ^ (low & 1u ? 0x9908B0DFu : 0u);
}

static void
refill (TnkRandom *random)
{
  uint32_t *state = random->state;
  int i = 0;

  for (; i < N - M; i++)
    state[i] = state[i + M] ^ twist (state[i], state[i + 1]);
  for (; i < N - 1; i++)
    state[i] = state[i + M - N] ^ twist (state[i], state[i + 1]);
  state[i] = state[i + M - N] ^ twist (state[i], state[0]);
  random->left = N;
  random->next = 0;
}

uint32_t
tnk_random_next_u32 (TnkRandom *random)
{
  uint32_t y;

  if (--random->left == 0)
    refill (random);
  y = random->state[random->next++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9D2C5680u;
  y ^= (y << 15) & 0xEFC60000u;
  return y ^ (y >> 18);
}

/* The first draw is the high half. */
uint64_t
tnk_random_next_u64 (TnkRandom *random)
{
  uint64_t high = tnk_random_next_u32 (random);
  return high << 32 | tnk_random_next_u32 (random);
}

static float
uniform_float (TnkRandom *random)
{
  return (float) (tnk_random_next_u32 (random) & 0xFFFFFFu) * 0x1p-24f;
}

static double
uniform_double (TnkRandom *random)
{
  return (double) (tnk_random_next_u64 (random) & 0x1FFFFFFFFFFFFFu) * 0x1p-53;
}

/* A draw that rounding to the half type lifts to the upper bound becomes the lower one. */
static void
fill_halves (TnkRandom *random, uint16_t *out, TnkDtype dtype, int64_t n, float from, float to)
{
  uint16_t bounds[2];
  const float ends[] = { from, to };

  tnk_cpu_convert (dtype, bounds, TNK_FLOAT32, ends, 2);
  for (int64_t i = 0; i < n; i++)
    {
      float draw = fmaf (uniform_float (random), to - from, from);
      tnk_cpu_convert (dtype, &out[i], TNK_FLOAT32, &draw, 1);
      if (out[i] == bounds[1])
        out[i] = bounds[0];
    }
}

/* x (to - from) + from is rounded once, as the processors PyTorch's binaries are built for do. */
TnkStatus
tnk_random_uniform (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, double from, double to)
{
  const float low = (float) from, width = (float) to - (float) from;

  switch (dtype)
    {
    case TNK_FLOAT32:
      for (int64_t i = 0; i < n; i++)
        ((float *) out)[i] = fmaf (uniform_float (random), width, low);
      return TNK_OK;
    case TNK_FLOAT64:
      for (int64_t i = 0; i < n; i++)
        ((double *) out)[i] = fma (uniform_double (random), to - from, from);
      return TNK_OK;
    case TNK_FLOAT16:
    case TNK_BFLOAT16:
      fill_halves (random, out, dtype, n, (float) from, (float) to);
      return TNK_OK;
    default:
      return TNK_UNSUPPORTED;
    }
}

/* The remainder of 32 bits favours small values; from a range of 2^28 on that would be felt, and 64
 * bits are drawn. */
TnkStatus
tnk_random_integers (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, uint64_t range,
                     int64_t low)
{
  bool wide = range == 0 || range >= UINT64_C (1) << 28;
  int64_t block[TNK_CPU_BLOCK];

  for (int64_t begin = 0; begin < n; begin += TNK_CPU_BLOCK)
    {
      int64_t m = n - begin < TNK_CPU_BLOCK ? n - begin : TNK_CPU_BLOCK;
      for (int64_t i = 0; i < m; i++)
        {
          uint64_t draw = wide ? tnk_random_next_u64 (random) : tnk_random_next_u32 (random);
          block[i] = (int64_t) ((range != 0 ? draw % range : draw) + (uint64_t) low);
        }
      tnk_cpu_convert (dtype, (char *) out + begin * (int64_t) tnk_dtype_size (dtype), TNK_INT64,
                       block, m);
    }
  return TNK_OK;
}

/* Fisher and Yates from the front. */
TnkStatus
tnk_random_permutation (TnkRandom *random, int64_t *out, int64_t n)
{
  for (int64_t i = 0; i < n; i++)
    out[i] = i;
  for (int64_t i = 0; i < n - 1; i++)
    {
      int64_t k = i + (int64_t) (tnk_random_next_u32 (random) % (uint64_t) (n - i));
      int64_t value = out[i];
      out[i] = out[k];
      out[k] = value;
    }
  return TNK_OK;
}

TnkStatus
tnk_random_bernoulli (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, const void *p,
                      TnkDtype p_dtype)
{
  uint8_t block[TNK_CPU_BLOCK];

  if (p_dtype != TNK_FLOAT32 && p_dtype != TNK_FLOAT64)
    return TNK_UNSUPPORTED;
  for (int64_t begin = 0; begin < n; begin += TNK_CPU_BLOCK)
    {
      int64_t m = n - begin < TNK_CPU_BLOCK ? n - begin : TNK_CPU_BLOCK;
      for (int64_t i = 0; i < m; i++)
        block[i] = p_dtype == TNK_FLOAT64
                       ? uniform_double (random) < ((const double *) p)[begin + i]
                       : uniform_float (random) < ((const float *) p)[begin + i];
      tnk_cpu_convert (dtype, (char *) out + begin * (int64_t) tnk_dtype_size (dtype), TNK_BOOL,
                       block, m);
    }
  return TNK_OK;
}
