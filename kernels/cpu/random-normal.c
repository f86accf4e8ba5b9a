/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Normal draws by Box and Muller (1958), in the order and the rounding of PyTorch on x86.
 *
 * In float32 PyTorch takes logarithm, sine and cosine from Cephes (S. L. Moshier, 1984: logf and
 * sincosf), evaluated with fused multiply-add on eight pairs at once. To be equal bit by bit the
 * formulas below name each fused step. float64 uses libm. */

#include "kernels/random.h"

#include "kernels/cpu/cpu.h"

#include <math.h>
#include <string.h>

#define TWO_PI 6.28318530717958647692
#define PAIRS 8
#define INLINE static inline __attribute__ ((always_inline))

static double
uniform (TnkRandom *random)
{
  return (double) (tnk_random_next_u64 (random) & 0x1FFFFFFFFFFFFFu) * 0x1p-53;
}

/* Of each pair the cosine comes first and the sine waits for the next draw. */
static double
draw_single (TnkRandom *random)
{
  double u1, u2, radius;

  if (random->has_next_double_normal)
    {
      random->has_next_double_normal = false;
      return random->next_double_normal;
    }
  u1 = uniform (random);
  u2 = uniform (random);
  radius = sqrt (-2.0 * log1p (-u2));
  random->next_double_normal = radius * sin (TWO_PI * u1);
  random->has_next_double_normal = true;
  return radius * cos (TWO_PI * u1);
}

/* Cephes logf for normal x in (0, 1]: x = 2^e m with m in [sqrt 1/2, sqrt 2), and a polynomial in
 * m - 1; log 2 is added in two parts. */
INLINE float
cephes_log (float x)
{
  uint32_t bits;
  float e, y, z;

  memcpy (&bits, &x, sizeof bits);
  e = (float) ((int32_t) (bits >> 23) - 126);
  bits = (bits & 0x007FFFFFu) | 0x3F000000u;
  memcpy (&x, &bits, sizeof x);
  e = x < 0.707106781186547524f ? e - 1 : e;
  x = x < 0.707106781186547524f ? (x - 1) + x : x - 1;
  z = x * x;
  y = 7.0376836292e-2f;
  y = fmaf (y, x, -1.1514610310e-1f);
  y = fmaf (y, x, 1.1676998740e-1f);
  y = fmaf (y, x, -1.2420140846e-1f);
  y = fmaf (y, x, 1.4249322787e-1f);
  y = fmaf (y, x, -1.6668057665e-1f);
  y = fmaf (y, x, 2.0000714765e-1f);
  y = fmaf (y, x, -2.4999993993e-1f);
  y = fmaf (y, x, 3.3333331174e-1f);
  y = fmaf (y * x, z, e * -2.12194440e-4f);
  y = fmaf (-z, 0.5f, y);
  return fmaf (e, 0.693359375f, x + y);
}

/* Cephes sincosf for x in [0, 2 pi): the octant picks polynomials and signs, pi/4 times the octant
 * is subtracted in three parts. */
INLINE void
cephes_sincos (float x, float *sine, float *cosine)
{
  int32_t octant = ((int32_t) (x * 1.27323954473516f) + 1) & ~1;
  bool swaps = (octant & 2) != 0;
  float y = (float) octant, z, c, s;

  x = fmaf (y, -0.78515625f, x);
  x = fmaf (y, -2.4187564849853515625e-4f, x);
  x = fmaf (y, -3.77489497744594108e-8f, x);
  z = x * x;
  c = 2.443315711809948e-5f;
  c = fmaf (c, z, -1.388731625493765e-3f);
  c = fmaf (c, z, 4.166664568298827e-2f);
  c = fmaf (c * z, z, -(z * 0.5f)) + 1;
  s = -1.9515295891e-4f;
  s = fmaf (s, z, 8.3321608736e-3f);
  s = fmaf (s, z, -1.6666654611e-1f);
  s = fmaf (s * z, x, x);
  y = swaps ? c : s;
  c = swaps ? s : c;
  *sine = octant & 4 ? -y : y;
  *cosine = (octant - 2) & 4 ? c : -c;
}

/* data[j] holds the draw of the radius, data[j + PAIRS] that of the angle. */
INLINE void
transform_pairs (float *data, float mean, float std)
{
  for (int j = 0; j < PAIRS; j++)
    {
      float radius = sqrtf (-2 * cephes_log (1 - data[j]));
      float sine, cosine;
      cephes_sincos ((float) TWO_PI * data[j + PAIRS], &sine, &cosine);
      data[j] = fmaf (radius * cosine, std, mean);
      data[j + PAIRS] = fmaf (radius * sine, std, mean);
    }
}

#ifdef __x86_64__
/* With the instruction instead of a call per fused step; the numbers are the same. */
__attribute__ ((target ("avx2,fma"))) static void
transform_floats_fma (float *data, float mean, float std)
{
  transform_pairs (data, mean, std);
}
#endif

static void
transform_floats (float *data, float mean, float std)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    {
      transform_floats_fma (data, mean, std);
      return;
    }
#endif
  transform_pairs (data, mean, std);
}

static void
transform_doubles (double *data, double mean, double std)
{
  for (int j = 0; j < PAIRS; j++)
    {
      double radius = sqrt (-2 * log (1 - data[j]));
      double theta = TWO_PI * data[j + PAIRS];
      data[j] = fma (radius * cos (theta), std, mean);
      data[j + PAIRS] = fma (radius * sin (theta), std, mean);
    }
}

static void
fill_floats (TnkRandom *random, float *out, int64_t n, float mean, float std)
{
  tnk_random_uniform (random, out, TNK_FLOAT32, n, 0, 1);
  for (int64_t i = 0; i + 16 <= n; i += 16)
    transform_floats (out + i, mean, std);
  if (n % 16 != 0)
    {
      tnk_random_uniform (random, out + n - 16, TNK_FLOAT32, 16, 0, 1);
      transform_floats (out + n - 16, mean, std);
    }
}

static void
fill_doubles (TnkRandom *random, double *out, int64_t n, double mean, double std)
{
  tnk_random_uniform (random, out, TNK_FLOAT64, n, 0, 1);
  for (int64_t i = 0; i + 16 <= n; i += 16)
    transform_doubles (out + i, mean, std);
  if (n % 16 != 0)
    {
      tnk_random_uniform (random, out + n - 16, TNK_FLOAT64, 16, 0, 1);
      transform_doubles (out + n - 16, mean, std);
    }
}

/* 16 at a time through float32. */
static void
fill_halves (TnkRandom *random, uint16_t *out, TnkDtype dtype, int64_t n, float mean, float std)
{
  float block[16];

  for (int64_t i = 0; i < n; i += 16)
    {
      fill_floats (random, block, 16, mean, std);
      tnk_cpu_convert (dtype, out + (i + 16 <= n ? i : n - 16), TNK_FLOAT32, block, 16);
    }
}

TnkStatus
tnk_random_normal (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, double mean, double std)
{
  size_t step = tnk_dtype_size (dtype);

  if (!tnk_dtype_is_floating (dtype))
    return TNK_UNSUPPORTED;
  if (n < 16)
    for (int64_t i = 0; i < n; i++)
      {
        double value = fma (draw_single (random), std, mean);
        tnk_cpu_convert (dtype, (char *) out + (size_t) i * step, TNK_FLOAT64, &value, 1);
      }
  else if (dtype == TNK_FLOAT32)
    fill_floats (random, out, n, (float) mean, (float) std);
  else if (dtype == TNK_FLOAT64)
    fill_doubles (random, out, n, mean, std);
  else
    fill_halves (random, out, dtype, n, (float) mean, (float) std);
  return TNK_OK;
}
