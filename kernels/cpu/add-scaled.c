/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* a + c b of halves, rounded where PyTorch rounds it: neighbours, of which its loop takes two vectors
 * of 32 bytes at once, at the end only; single elements after the multiplication as well. */

#include "kernels/cpu/loops.h"
#include "kernels/scalar.h"

#define N_AT_ONCE 32

#define SINGLE_ELEMENTS(T)                                                                         \
  static void add_scaled_##T (char *const *data, const int64_t *strides, int64_t begin, int64_t n) \
  {                                                                                                \
    for (int64_t i = begin; i < n; i++)                                                            \
      {                                                                                            \
        const float a = tnk_float32_from_##T (*(const uint16_t *) (data[1] + i * strides[1]));     \
        const float b = tnk_float32_from_##T (*(const uint16_t *) (data[2] + i * strides[2]));     \
        const float c = tnk_float32_from_##T (*(const uint16_t *) (data[3] + i * strides[3]));     \
        const float product = tnk_float32_from_##T (tnk_##T##_from_float32 (c * b));               \
        *(uint16_t *) (data[0] + i * strides[0]) = tnk_##T##_from_float32 (a + product);           \
      }                                                                                            \
  }
SINGLE_ELEMENTS (float16)
SINGLE_ELEMENTS (bfloat16)

/* Whether a and b lie side by side; a number may stand for one of them. */
static bool
are_neighbours (const int64_t *strides)
{
  const int64_t step = sizeof (uint16_t);
  bool a = strides[1] == step, b = strides[2] == step;

  return strides[0] == step && strides[3] == 0 && (a || b) && (a || strides[1] == 0)
         && (b || strides[2] == 0);
}

void
tnk_cpu_add_scaled_half_loop (char *const *data, const int64_t *strides, int64_t n,
                              const void *context)
{
  const TnkCpuWidened *widened = context;
  int64_t n_neighbours = are_neighbours (strides) ? n / N_AT_ONCE * N_AT_ONCE : 0;

  tnk_cpu_widened_loop (data, strides, n_neighbours, widened);
  if (widened->dtypes[0] == TNK_FLOAT16)
    add_scaled_float16 (data, strides, n_neighbours, n);
  else
    add_scaled_bfloat16 (data, strides, n_neighbours, n);
}
