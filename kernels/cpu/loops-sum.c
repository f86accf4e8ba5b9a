/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Sums of float32 and float64.
 *
 * The additions come in PyTorch's order, so that the last digit agrees as well. It is described in
 * aten/src/ATen/native/cpu/SumKernel.cpp: elements are added in spans of 16 or more, spans into
 * spans of spans, over four levels, which keeps the rounding error small; and four such cascades
 * run side by side, over vectors of 32 bytes where neighbours allow it. */

#include "kernels/cpu/fold.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#include <string.h>

#define N_LEVELS 4
#define N_PARTS 4
#define VECTOR_BYTES 32

/* Binary logarithm of the elements of a span, when n are to be added. */
static int
span_power (int64_t n)
{
  int power = n > 1 ? 64 - __builtin_clzll ((unsigned long long) n - 1) : 0;

  return power / N_LEVELS > 4 ? power / N_LEVELS : 4;
}

/* Four cascades: sums[p] is the sum over i < n of the E at in + i step + p apart. */
#define CASCADE(T, C, E)                                                                           \
  static inline void add_span_##T (E sums[N_PARTS], const char *in, int64_t n, int64_t step,       \
                                   int64_t apart)                                                  \
  {                                                                                                \
    E a = sums[0], b = sums[1], c = sums[2], d = sums[3];                                          \
    for (int64_t i = 0; i < n; i++, in += step)                                                    \
      {                                                                                            \
        a += *(const Unaligned_##T *) in;                                                          \
        b += *(const Unaligned_##T *) (in + apart);                                                \
        c += *(const Unaligned_##T *) (in + 2 * apart);                                            \
        d += *(const Unaligned_##T *) (in + 3 * apart);                                            \
      }                                                                                            \
    sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;                                            \
  }                                                                                                \
  static void cascade_##T (E sums[N_PARTS], const char *in, int64_t n, int64_t step,               \
                           int64_t apart)                                                          \
  {                                                                                                \
    const int power = span_power (n);                                                              \
    const int64_t span = (int64_t) 1 << power;                                                     \
    E levels[N_LEVELS][N_PARTS];                                                                   \
    int64_t i = 0;                                                                                 \
    int n_used = 1;                                                                                \
    memset (sums, 0, sizeof levels[0]);                                                            \
    if (n < span)                                                                                  \
      {                                                                                            \
        add_span_##T (sums, in, n, step, apart);                                                   \
        return;                                                                                    \
      }                                                                                            \
    memset (levels[0], 0, sizeof levels[0]);                                                       \
    while (i + span <= n)                                                                          \
      {                                                                                            \
        add_span_##T (levels[0], in + i * step, span, step, apart);                                \
        i += span;                                                                                 \
        for (int l = 1; l < N_LEVELS; l++)                                                         \
          {                                                                                        \
            for (int p = 0; p < N_PARTS; p++)                                                      \
              levels[l][p] = levels[l - 1][p] + (l < n_used ? levels[l][p] : (E){ 0 });            \
            n_used = l < n_used ? n_used : l + 1;                                                  \
            memset (levels[l - 1], 0, sizeof levels[l - 1]);                                       \
            if ((i & ((span - 1) << (l * power))) != 0)                                            \
              break;                                                                               \
          }                                                                                        \
      }                                                                                            \
    add_span_##T (levels[0], in + i * step, n - i, step, apart);                                   \
    for (int p = 0; p < N_PARTS; p++)                                                              \
      {                                                                                            \
        sums[p] = levels[0][p];                                                                    \
        for (int l = 1; l < n_used; l++)                                                           \
          sums[p] += levels[l][p];                                                                 \
      }                                                                                            \
  }                                                                                                \
  /* One sum of n E, step bytes apart. */                                                          \
  static void sum_line_##T (E *sum, const char *in, int64_t n, int64_t step)                       \
  {                                                                                                \
    const int64_t n_rounds = n / N_PARTS;                                                          \
    E sums[N_PARTS];                                                                               \
    cascade_##T (sums, in, n_rounds, N_PARTS * step, step);                                        \
    for (int64_t i = n_rounds * N_PARTS; i < n; i++)                                               \
      sums[0] += *(const Unaligned_##T *) (in + i * step);                                         \
    *sum = ((sums[0] + sums[1]) + sums[2]) + sums[3];                                              \
  }

#define SUMS(TYPE, T, C)                                                                           \
  enum                                                                                             \
  {                                                                                                \
    LANES_##T = VECTOR_BYTES / sizeof (C)                                                          \
  };                                                                                               \
  typedef C Vector_##T __attribute__ ((vector_size (VECTOR_BYTES)));                               \
  typedef C Unaligned_##T##s __attribute__ ((vector_size (VECTOR_BYTES), aligned (sizeof (C)),     \
                                             may_alias));                                          \
  typedef C Unaligned_##T __attribute__ ((may_alias));                                             \
  CASCADE (T, C, C)                                                                                \
  CASCADE (T##s, C, Vector_##T)                                                                    \
  static C sum_neighbours_##T (const char *in, int64_t n)                                          \
  {                                                                                                \
    const int64_t n_vectors = n / LANES_##T;                                                       \
    Vector_##T lanes;                                                                              \
    C total = 0;                                                                                   \
    sum_line_##T##s (&lanes, in, n_vectors, VECTOR_BYTES);                                         \
    for (int64_t i = n_vectors * LANES_##T; i < n; i++)                                            \
      total += ((const C *) in)[i];                                                                \
    for (int l = 0; l < LANES_##T; l++)                                                            \
      total += lanes[l];                                                                           \
    return total;                                                                                  \
  }                                                                                                \
  static void fold_##T (void *acc, const char *in, int64_t n, int64_t stride, int64_t first)       \
  {                                                                                                \
    C sum;                                                                                         \
    if (stride == sizeof (C) && n >= LANES_##T)                                                    \
      sum = sum_neighbours_##T (in, n);                                                            \
    else                                                                                           \
      sum_line_##T (&sum, in, n, stride);                                                          \
    *(C *) acc += sum;                                                                             \
  }                                                                                                \
  /* n columns: as many groups of four vectors as there are, then vectors, then single ones; of    \
   * fewer columns than a vector has, as many groups of four columns as there are. */              \
  static void fold_rows_##T (void *accs, const char *in, int64_t n, int64_t n_rows,                \
                             int64_t row_stride, int64_t first)                                    \
  {                                                                                                \
    C *acc = accs;                                                                                 \
    int64_t i = 0;                                                                                 \
    for (; i + N_PARTS * LANES_##T <= n; i += N_PARTS * LANES_##T)                                 \
      {                                                                                            \
        Vector_##T sums[N_PARTS];                                                                  \
        cascade_##T##s (sums, in + i * (int64_t) sizeof (C), n_rows, row_stride, VECTOR_BYTES);    \
        for (int p = 0; p < N_PARTS; p++)                                                          \
          *(Unaligned_##T##s *) (acc + i + p * LANES_##T) += sums[p];                              \
      }                                                                                            \
    for (; i + LANES_##T <= n; i += LANES_##T)                                                     \
      {                                                                                            \
        Vector_##T sums;                                                                           \
        sum_line_##T##s (&sums, in + i * (int64_t) sizeof (C), n_rows, row_stride);                \
        *(Unaligned_##T##s *) (acc + i) += sums;                                                   \
      }                                                                                            \
    for (; n < LANES_##T && i + N_PARTS <= n; i += N_PARTS)                                        \
      {                                                                                            \
        C sums[N_PARTS];                                                                           \
        cascade_##T (sums, in + i * (int64_t) sizeof (C), n_rows, row_stride, sizeof (C));         \
        for (int p = 0; p < N_PARTS; p++)                                                          \
          acc[i + p] += sums[p];                                                                   \
      }                                                                                            \
    for (; i < n; i++)                                                                             \
      {                                                                                            \
        C sum;                                                                                     \
        sum_line_##T (&sum, in + i * (int64_t) sizeof (C), n_rows, row_stride);                    \
        acc[i] += sum;                                                                             \
      }                                                                                            \
  }                                                                                                \
  static void start_##T (void *accs, int64_t n) { memset (accs, 0, (size_t) n * sizeof (C)); }     \
  static void combine_##T (void *acc, const void *other) { *(C *) acc += *(const C *) other; }     \
  static void finish_##T (const void *accs, int64_t n, void *out)                                  \
  {                                                                                                \
    memcpy (out, accs, (size_t) n * sizeof (C));                                                   \
  }
TNK_FLOAT_TYPE_LIST (SUMS)

#define ENTRY(TYPE, T, C)                                                                          \
  [TNK_##TYPE] = { sizeof (C), TNK_##TYPE,     TNK_##TYPE, start_##T,                              \
                   fold_##T,   fold_rows_##T,  combine_##T, finish_##T, .is_ordered = true },
const TnkCpuFold TNK_VARIANT (tnk_cpu_sums)[TNK_N_DTYPES] = { TNK_FLOAT_TYPE_LIST (ENTRY) };
