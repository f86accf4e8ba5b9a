/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Normal draws by Box and Muller (1958), in PyTorch's order. */

#include "kernels/random.h"

#include "kernels/cpu/cpu.h"
#include "kernels/scalar.h"

#include <math.h>
#include <stdlib.h>

#define TWO_PI 6.28318530717958647692

static double
uniform (TnkRandom *random)
{
  return (double) (tnk_random_next_u64 (random) & 0x1FFFFFFFFFFFFFu) * 0x1p-53;
}

/* Of each pair the cosine comes first and the sine waits for the next draw. */
static double
single (TnkRandom *random)
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

/* Eight pairs: data[j] holds the radius' draw, data[j + 8] the angle's. */
static void
transform_double (double *data, double mean, double std)
{
  for (int j = 0; j < 8; j++)
    {
      double radius = sqrt (-2 * log (1 - data[j]));
      double theta = TWO_PI * data[j + 8];
      data[j] = radius * cos (theta) * std + mean;
      data[j + 8] = radius * sin (theta) * std + mean;
    }
}

static void
transform_float (float *data, float mean, float std)
{
  for (int j = 0; j < 8; j++)
    {
      float radius = sqrtf (-2 * logf (1 - data[j]));
      float theta = (float) (TWO_PI * data[j + 8]);
      data[j] = radius * cosf (theta) * std + mean;
      data[j + 8] = radius * sinf (theta) * std + mean;
    }
}

/* When n is no multiple of 16, the last 16 elements are drawn anew. */
#define FILL(T, C)                                                                                 \
  static void fill_##T (TnkRandom *random, C *out, int64_t n, C mean, C std)                       \
  {                                                                                                \
    tnk_random_uniform (random, out, n > 0 ? TNK_FILL_##T : TNK_FILL_##T, n, 0, 1);                \
    for (int64_t i = 0; i + 16 <= n; i += 16)                                                      \
      transform_##T (out + i, mean, std);                                                          \
    if (n % 16 != 0)                                                                               \
      {                                                                                            \
        tnk_random_uniform (random, out + n - 16, TNK_FILL_##T, 16, 0, 1);                         \
        transform_##T (out + n - 16, mean, std);                                                   \
      }                                                                                            \
  }
#define TNK_FILL_float TNK_FLOAT32
#define TNK_FILL_double TNK_FLOAT64
FILL (float, float)
FILL (double, double)

TnkStatus
tnk_random_normal (TnkRandom *random, void *out, TnkDtype dtype, int64_t n, double mean, double std)
{
  size_t step = tnk_dtype_size (dtype);

  if (!tnk_dtype_is_floating (dtype))
    return TNK_UNSUPPORTED;
  if (n >= 16 && dtype == TNK_FLOAT32)
    fill_float (random, out, n, (float) mean, (float) std);
  else if (n >= 16 && dtype == TNK_FLOAT64)
    fill_double (random, out, n, mean, std);
  else
    for (int64_t i = 0; i < n; i++)
      {
        double value = single (random) * std + mean;
        tnk_cpu_convert (dtype, (char *) out + (size_t) i * step, TNK_FLOAT64, &value, 1);
      }
  return TNK_OK;
}
