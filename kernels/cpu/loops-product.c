/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Products of floating-point and complex numbers.
 *
 * Every product is rounded to the operand's own type, halves too, and the multiplications come in
 * PyTorch's order, on which the last digit and whether one of them overflows depend. It is that of
 * aten/src/ATen/native/cpu/Reduce.h: one after the other, except that neighbours go into four
 * vectors of 32 bytes side by side as long as there are enough of them. */

#include "kernels/cpu/fold.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#include <string.h>

#define N_PARTS 4
#define VECTOR_BYTES 32

#define AS_IT_IS(x) (x)

#define ROUND_PRODUCT(T)                                                                           \
  static inline float multiply_##T (float a, float b)                                              \
  {                                                                                                \
    return tnk_float32_from_##T (tnk_##T##_from_float32 (a * b));                                  \
  }
ROUND_PRODUCT (float16)
ROUND_PRODUCT (bfloat16)

static const TnkComplex64 one_complex64 = { 1, 0 };
static const TnkComplex128 one_complex128 = { 1, 0 };

/* Elements of type C in memory, of type E after load. */
#define PRODUCTS(T, C, E, one, load, multiply)                                                     \
  enum                                                                                             \
  {                                                                                                \
    LANES_##T = VECTOR_BYTES / sizeof (C),                                                         \
    GROUP_##T = N_PARTS * LANES_##T                                                                \
  };                                                                                               \
  /* Of n_groups groups, one at least. */                                                          \
  static E product_of_groups_##T (const C *in, int64_t n_groups)                                   \
  {                                                                                                \
    const int w = LANES_##T;                                                                       \
    E lanes[GROUP_##T];                                                                            \
    for (int l = 0; l < GROUP_##T; l++)                                                            \
      lanes[l] = load (in[l]);                                                                     \
    for (int64_t g = 1; g < n_groups; g++)                                                         \
      for (int l = 0; l < GROUP_##T; l++)                                                          \
        lanes[l] = multiply (lanes[l], load (in[g * GROUP_##T + l]));                              \
    for (int l = 0; l < w; l++)                                                                    \
      lanes[l] = multiply (multiply (lanes[l], lanes[w + l]),                                      \
                           multiply (lanes[2 * w + l], lanes[3 * w + l]));                         \
    for (int l = 1; l < w; l++)                                                                    \
      lanes[0] = multiply (lanes[0], lanes[l]);                                                    \
    return lanes[0];                                                                               \
  }                                                                                                \
  static void fold_##T (void *acc, const char *in, int64_t n, int64_t stride, int64_t first)       \
  {                                                                                                \
    E product = *(E *) acc;                                                                        \
    int64_t i = 0;                                                                                 \
    if (stride == sizeof (C) && n >= GROUP_##T)                                                    \
      {                                                                                            \
        i = n / GROUP_##T * GROUP_##T;                                                             \
        product = multiply (product, product_of_groups_##T ((const C *) in, n / GROUP_##T));       \
      }                                                                                            \
    for (; i < n; i++)                                                                             \
      product = multiply (product, load (*(const C *) (in + i * stride)));                         \
    *(E *) acc = product;                                                                          \
  }                                                                                                \
  /* Groups of columns meet what was there before, be it 1, at the end, others at once: of infinite\
   * complex numbers the one makes NaN where the other does not. */                                \
  static void fold_rows_##T (void *accs, const char *in, int64_t n, int64_t n_rows,                \
                             int64_t row_stride, int64_t first)                                    \
  {                                                                                                \
    E *acc = accs;                                                                                 \
    int64_t i = 0;                                                                                 \
    for (; i + GROUP_##T <= n && n_rows > 0; i += GROUP_##T)                                       \
      {                                                                                            \
        E lanes[GROUP_##T];                                                                        \
        for (int l = 0; l < GROUP_##T; l++)                                                        \
          lanes[l] = load (((const C *) in)[i + l]);                                               \
        for (int64_t r = 1; r < n_rows; r++)                                                       \
          for (int l = 0; l < GROUP_##T; l++)                                                      \
            lanes[l] = multiply (lanes[l], load (((const C *) (in + r * row_stride))[i + l]));     \
        for (int l = 0; l < GROUP_##T; l++)                                                        \
          acc[i + l] = multiply (lanes[l], acc[i + l]);                                            \
      }                                                                                            \
    for (int64_t r = 0; r < n_rows; r++)                                                           \
      for (int64_t k = i; k < n; k++)                                                              \
        acc[k] = multiply (acc[k], load (((const C *) (in + r * row_stride))[k]));                 \
  }                                                                                                \
  static void start_##T (void *accs, int64_t n)                                                    \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      ((E *) accs)[i] = one;                                                                       \
  }                                                                                                \
  static void combine_##T (void *acc, const void *other)                                           \
  {                                                                                                \
    *(E *) acc = multiply (*(E *) acc, *(const E *) other);                                        \
  }                                                                                                \
  static void finish_##T (const void *accs, int64_t n, void *out)                                  \
  {                                                                                                \
    memcpy (out, accs, (size_t) n * sizeof (E));                                                   \
  }
PRODUCTS (float16, uint16_t, float, 1, tnk_float32_from_float16, multiply_float16)
PRODUCTS (bfloat16, uint16_t, float, 1, tnk_float32_from_bfloat16, multiply_bfloat16)
PRODUCTS (float32, float, float, 1, AS_IT_IS, tnk_mul_float32)
PRODUCTS (float64, double, double, 1, AS_IT_IS, tnk_mul_float64)
PRODUCTS (complex64, TnkComplex64, TnkComplex64, one_complex64, AS_IT_IS, tnk_mul_complex64)
PRODUCTS (complex128, TnkComplex128, TnkComplex128, one_complex128, AS_IT_IS, tnk_mul_complex128)

#define ENTRY(TYPE, T, E, RESULT)                                                                  \
  [TNK_##TYPE] = { sizeof (E), TNK_##RESULT,   TNK_##TYPE, start_##T,                              \
                   fold_##T,   fold_rows_##T,  combine_##T, finish_##T, .is_ordered = true },
const TnkCpuFold TNK_VARIANT (tnk_cpu_products)[TNK_N_DTYPES] = {
  ENTRY (FLOAT16, float16, float, FLOAT32)
  ENTRY (BFLOAT16, bfloat16, float, FLOAT32)
  ENTRY (FLOAT32, float32, float, FLOAT32)
  ENTRY (FLOAT64, float64, double, FLOAT64)
  ENTRY (COMPLEX64, complex64, TnkComplex64, COMPLEX64)
  ENTRY (COMPLEX128, complex128, TnkComplex128, COMPLEX128)
};
