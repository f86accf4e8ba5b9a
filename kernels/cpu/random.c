/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* PyTorch's CPU random stream: the generator, and the fills that draw from it. */

#include "kernels/random.h"

#include "kernels/cpu/cpu.h"
#include "kernels/scalar.h"

#include <math.h>

#define N 624
#define M 397
#define TWO_PI 6.28318530717958647692

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

  for (int i = 0; i < N; i++)
    state[i] = state[(i + M) % N] ^ twist (state[i], state[(i + 1) % N]);
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

TnkStatus
tnk_random_uniform (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, double from, double to)
{
  uint16_t *halves = out;
  const float low = (float) from, width = (float) to - (float) from;

  switch (dtype)
    {
    case TNK_FLOAT32:
      for (int64_t i = 0; i < n; i++)
        ((float *) out)[i] = uniform_float (random) * width + low;
      return TNK_OK;
    case TNK_FLOAT64:
      for (int64_t i = 0; i < n; i++)
        ((double *) out)[i] = uniform_double (random) * (to - from) + from;
      return TNK_OK;
    case TNK_FLOAT16:
      for (int64_t i = 0; i < n; i++)
        halves[i] = tnk_float16_from_float32 (
            (float) (tnk_random_next_u32 (random) & 0x7FFu) * 0x1p-11f * width + low);
      return TNK_OK;
    case TNK_BFLOAT16:
      for (int64_t i = 0; i < n; i++)
        halves[i] = tnk_bfloat16_from_float32 (
            (float) (tnk_random_next_u32 (random) & 0xFFu) * 0x1p-8f * width + low);
      return TNK_OK;
    default:
      return TNK_UNSUPPORTED;
    }
}

TnkStatus
tnk_random_integers (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, int64_t low,
                     int64_t high)
{
  uint64_t range = (uint64_t) high - (uint64_t) low;
  size_t step = tnk_dtype_size (dtype);

  for (int64_t i = 0; i < n; i++)
    {
      uint64_t draw = range > UINT32_MAX ? tnk_random_next_u64 (random)
                                         : tnk_random_next_u32 (random);
      int64_t value = (int64_t) (draw % range + (uint64_t) low);
      if (dtype == TNK_INT64)
        ((int64_t *) out)[i] = value;
      else
        tnk_cpu_convert (dtype, (char *) out + (size_t) i * step, TNK_INT64, &value, 1);
    }
  return TNK_OK;
}

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
  size_t step = tnk_dtype_size (dtype);

  if (p_dtype != TNK_FLOAT32 && p_dtype != TNK_FLOAT64)
    return TNK_UNSUPPORTED;
  for (int64_t i = 0; i < n; i++)
    {
      uint8_t drawn = p_dtype == TNK_FLOAT64 ? uniform_double (random) < ((const double *) p)[i]
                                             : uniform_float (random) < ((const float *) p)[i];
      tnk_cpu_convert (dtype, (char *) out + (size_t) i * step, TNK_BOOL, &drawn, 1);
    }
  return TNK_OK;
}
