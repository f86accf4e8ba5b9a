/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The inner loops of reductions, by operation and dtype.
 *
 * A contiguous run is folded in several independent accumulators, which gcc keeps in vector
 * registers, and the lanes of a block are joined with what came before. Sums here accumulate in
 * double, at the price of one conversion per element: right for norms, for complex numbers and for
 * half types; loops-sum.c has those of float32 and float64, loops-product.c the products of all
 * that is not an integer. */

#include "kernels/cpu/fold.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

/* Lanes of type A: four vector registers of them, so that one need not wait for another. */
#ifdef __AVX512F__
#define LANES(A) (256 / (int) sizeof (A))
#else
#define LANES(A) (128 / (int) sizeof (A))
#endif

/* Elements below which one accumulator does; elements folded before the lanes are joined; elements
 * that are still in the cache when they are read again. */
#define FEW 8
#define BLOCK 4096
#define CACHED 512

/* step (acc, x) folds one element into an accumulator of type A; merge joins two of them. */
#define FOLD(op, T, C, A, start, step, merge)                                                      \
  FOLD_RUN (op, T, C, A, start, step, merge)                                                       \
  FOLD_ROWS (op, T, C, A, start, step, merge)

#define FOLD_RUN(op, T, C, A, start, step, merge)                                                  \
  static A fold_block_##op##_##T (const C *in, int64_t n)                                          \
  {                                                                                                \
    A lanes[LANES (A)];                                                                            \
    int64_t i = 0;                                                                                 \
    for (int l = 0; l < LANES (A); l++)                                                            \
      lanes[l] = start;                                                                            \
    for (; i + LANES (A) <= n; i += LANES (A))                                                     \
      for (int l = 0; l < LANES (A); l++)                                                          \
        lanes[l] = step (lanes[l], in[i + l]);                                                     \
    for (int l = 0; i + l < n; l++)                                                                \
      lanes[l] = step (lanes[l], in[i + l]);                                                       \
    for (int half = LANES (A) / 2; half > 0; half /= 2)                                            \
      for (int l = 0; l < half; l++)                                                               \
        lanes[l] = merge (lanes[l], lanes[l + half]);                                              \
    return lanes[0];                                                                               \
  }                                                                                                \
  static void fold_##op##_##T (void *acc, const char *in, int64_t n, int64_t stride,               \
                               int64_t first)                                                      \
  {                                                                                                \
    A total = *(A *) acc;                                                                          \
    if (stride == sizeof (C) && n >= FEW)                                                          \
      for (int64_t i = 0; i < n; i += BLOCK)                                                       \
        {                                                                                          \
          const A part = fold_block_##op##_##T ((const C *) in + i, n - i < BLOCK ? n - i : BLOCK);\
          total = merge (total, part);                                                             \
        }                                                                                          \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        total = step (total, *(const C *) (in + i * stride));                                      \
    *(A *) acc = total;                                                                            \
  }

#define FOLD_ROWS(op, T, C, A, start, step, merge)                                                 \
  static void start_##op##_##T (void *accs, int64_t n)                                             \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      ((A *) accs)[i] = start;                                                                     \
  }                                                                                                \
  static void fold_rows_##op##_##T (void *accs, const char *in, int64_t n, int64_t n_rows,         \
                                    int64_t row_stride, int64_t first)                             \
  {                                                                                                \
    A *acc = accs;                                                                                 \
    int64_t i = 0;                                                                                 \
    for (; i + LANES (A) <= n; i += LANES (A))                                                     \
      {                                                                                            \
        A lanes[LANES (A)];                                                                        \
        memcpy (lanes, acc + i, sizeof lanes);                                                     \
        for (int64_t r = 0; r < n_rows; r++)                                                       \
          for (int l = 0; l < LANES (A); l++)                                                      \
            lanes[l] = step (lanes[l], ((const C *) (in + r * row_stride))[i + l]);                \
        memcpy (acc + i, lanes, sizeof lanes);                                                     \
      }                                                                                            \
    for (int64_t r = 0; i < n && r < n_rows; r++)                                                  \
      for (int64_t k = i; k < n; k++)                                                              \
        acc[k] = step (acc[k], ((const C *) (in + r * row_stride))[k]);                            \
  }                                                                                                \
  static void combine_##op##_##T (void *acc, const void *other)                                    \
  {                                                                                                \
    *(A *) acc = merge (*(A *) acc, *(const A *) other);                                           \
  }

/* Results that are the accumulators themselves. */
#define FINISH_AS_IS(op, T, A)                                                                     \
  static void finish_##op##_##T (const void *accs, int64_t n, void *out)                           \
  {                                                                                                \
    memcpy (out, accs, (size_t) n * sizeof (A));                                                   \
  }

#define ADD(a, b) ((a) + (b))
#define WRAP_ADD(a, b) ((uint64_t) (a) + (uint64_t) (b))
#define WRAP_MULTIPLY(a, b) ((uint64_t) (a) * (uint64_t) (b))
#define OR_TRUE(a, x) ((uint8_t) ((a) | ((x) != 0)))
#define AND_TRUE(a, x) ((uint8_t) ((a) & ((x) != 0)))
#define COUNT_TRUE(a, x) ((a) + ((x) != 0))
/* | where || would branch: gcc then blends whole vectors. */
#define LEAST(a, b) (((a) != (a)) | ((a) < (b)) ? (a) : (b))
#define GREATEST(a, b) (((a) != (a)) | ((a) > (b)) ? (a) : (b))
#define ADD_SQUARE(a, x) ((a) + (double) (x) * (double) (x))

#define FOLD_TRUTH(T, C)                                                                           \
  FOLD (any, T, C, uint8_t, 0, OR_TRUE, OR_TRUE)                                                   \
  FOLD (all, T, C, uint8_t, 1, AND_TRUE, AND_TRUE)                                                 \
  FOLD (count_nonzero, T, C, int64_t, 0, COUNT_TRUE, ADD)                                          \
  FINISH_AS_IS (any, T, uint8_t)                                                                   \
  FINISH_AS_IS (all, T, uint8_t)                                                                   \
  FINISH_AS_IS (count_nonzero, T, int64_t)

#define FOLD_EXTREMES(T, C, lowest, highest)                                                       \
  FOLD (min, T, C, C, highest, LEAST, LEAST)                                                       \
  FOLD (max, T, C, C, lowest, GREATEST, GREATEST)                                                  \
  FINISH_AS_IS (min, T, C)                                                                         \
  FINISH_AS_IS (max, T, C)

#define LANE_BYTES 32
#define N_PARTS 4
typedef float Lanes_float32 __attribute__ ((vector_size (LANE_BYTES), aligned (4), may_alias));
typedef double Lanes_float64 __attribute__ ((vector_size (LANE_BYTES), aligned (8), may_alias));
typedef int32_t Mask_float32 __attribute__ ((vector_size (LANE_BYTES)));
typedef int64_t Mask_float64 __attribute__ ((vector_size (LANE_BYTES)));
static const Mask_float32 places_float32 = { 0, 1, 2, 3, 4, 5, 6, 7 };
static const Mask_float64 places_float64 = { 0, 1, 2, 3 };

/* The extreme of a run of floats: the lanes of a block, as above, would be too many for the short
 * rows of a softmax. Meeting an element twice does no harm, so that the end is read as a whole
 * vector. */
#define EXTREME_RUN(op, T, C, beats, step)                                                         \
  /* Of x and best the one that beats the other; is_nan keeps in mind where an x was NaN. */       \
  static inline __attribute__ ((always_inline)) void                                               \
  op##_step_##T (Lanes_##T *best, Mask_##T *is_nan, Lanes_##T x)                                   \
  {                                                                                                \
    const Mask_##T wins = x beats *best;                                                           \
    *best = (Lanes_##T) (((Mask_##T) x & wins) | ((Mask_##T) *best & ~wins));                      \
    *is_nan |= x != x;                                                                             \
  }                                                                                                \
  static C op##_of_run_##T (const C *in, int64_t n)                                                \
  {                                                                                                \
    const int n_lanes = sizeof (Lanes_##T) / sizeof (C);                                           \
    const Lanes_##T last = *(const Lanes_##T *) (in + n - n_lanes);                                \
    Lanes_##T best[N_PARTS] = { last, last, last, last };                                          \
    Mask_##T is_nan[N_PARTS] = { last != last };                                                   \
    int64_t i = 0;                                                                                 \
    for (; i + N_PARTS * n_lanes <= n; i += N_PARTS * n_lanes)                                     \
      for (int p = 0; p < N_PARTS; p++)                                                            \
        op##_step_##T (&best[p], &is_nan[p], *(const Lanes_##T *) (in + i + p * n_lanes));         \
    for (; i + n_lanes <= n; i += n_lanes)                                                         \
      op##_step_##T (&best[0], &is_nan[0], *(const Lanes_##T *) (in + i));                         \
    for (int p = 1; p < N_PARTS; p++)                                                              \
      {                                                                                            \
        op##_step_##T (&best[0], &is_nan[0], best[p]);                                             \
        is_nan[0] |= is_nan[p];                                                                    \
      }                                                                                            \
    for (int half = n_lanes / 2; half > 0; half /= 2)                                              \
      {                                                                                            \
        op##_step_##T (&best[0], &is_nan[0], __builtin_shuffle (best[0], places_##T ^ half));      \
        is_nan[0] |= __builtin_shuffle (is_nan[0], places_##T ^ half);                             \
      }                                                                                            \
    return is_nan[0][0] ? (C) NAN : best[0][0];                                                    \
  }                                                                                                \
  static void fold_##op##_##T (void *acc, const char *in, int64_t n, int64_t stride,               \
                               int64_t first)                                                      \
  {                                                                                                \
    C total = *(C *) acc;                                                                          \
    if (stride == sizeof (C) && n * sizeof (C) >= sizeof (Lanes_##T))                              \
      {                                                                                            \
        const C part = op##_of_run_##T ((const C *) in, n);                                        \
        total = step (total, part);                                                                \
      }                                                                                            \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        total = step (total, *(const C *) (in + i * stride));                                      \
    *(C *) acc = total;                                                                            \
  }

#define FOLD_FLOAT_EXTREMES(T, C)                                                                  \
  FOLD_ROWS (min, T, C, C, (C) INFINITY, LEAST, LEAST)                                             \
  FOLD_ROWS (max, T, C, C, -(C) INFINITY, GREATEST, GREATEST)                                      \
  EXTREME_RUN (min, T, C, <, LEAST)                                                                \
  EXTREME_RUN (max, T, C, >, GREATEST)                                                             \
  FINISH_AS_IS (min, T, C)                                                                         \
  FINISH_AS_IS (max, T, C)

/* Integers add up modulo 2⁶⁴, whatever width the result is cut to. */
#define FOLD_INTEGER_SUMS(T, C)                                                                    \
  FOLD (sum, T, C, uint64_t, 0, WRAP_ADD, WRAP_ADD)                                                \
  FOLD (prod, T, C, uint64_t, 1, WRAP_MULTIPLY, WRAP_MULTIPLY)                                     \
  FINISH_AS_IS (sum, T, uint64_t)                                                                  \
  FINISH_AS_IS (prod, T, uint64_t)

#define FOLD_FLOAT_SUMS(T, C)                                                                      \
  FOLD (sum, T, C, double, 0, ADD, ADD)                                                            \
  FOLD (norm2, T, C, double, 0, ADD_SQUARE, ADD)                                                   \
  FINISH_AS_IS (sum, T, double)                                                                    \
  static void finish_norm2_##T (const void *accs, int64_t n, void *out)                            \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      ((double *) out)[i] = sqrt (((const double *) accs)[i]);                                     \
  }

#define INTEGER_FOLDS(TYPE, T, C, lowest, highest)                                                 \
  FOLD_TRUTH (T, C) FOLD_EXTREMES (T, C, lowest, highest) FOLD_INTEGER_SUMS (T, C)

INTEGER_FOLDS (BOOL, bool, uint8_t, 0, 1)
INTEGER_FOLDS (UINT8, uint8, uint8_t, 0, UINT8_MAX)
INTEGER_FOLDS (INT8, int8, int8_t, INT8_MIN, INT8_MAX)
INTEGER_FOLDS (INT16, int16, int16_t, INT16_MIN, INT16_MAX)
INTEGER_FOLDS (INT32, int32, int32_t, INT32_MIN, INT32_MAX)
INTEGER_FOLDS (INT64, int64, int64_t, INT64_MIN, INT64_MAX)
FOLD_TRUTH (float32, float)
FOLD_TRUTH (float64, double)
FOLD_FLOAT_EXTREMES (float32, float)
FOLD_FLOAT_EXTREMES (float64, double)
FOLD_FLOAT_SUMS (float32, float)
FOLD_FLOAT_SUMS (float64, double)

/* Complex: sums in double; truth is that either part is not zero. */
#define COMPLEX_FOLDS(TYPE, T, C)                                                                  \
  static inline TnkComplex128 add_step_##T (TnkComplex128 a, C x)                                  \
  {                                                                                                \
    return tnk_make_complex128 (a.re + x.re, a.im + x.im);                                         \
  }                                                                                                \
  static inline double square_step_##T (double a, C x)                                             \
  {                                                                                                \
    return a + tnk_abs_square_##T (x);                                                             \
  }                                                                                                \
  static inline uint8_t any_step_##T (uint8_t a, C x) { return a | tnk_bool_from_##T (x); }        \
  static inline uint8_t all_step_##T (uint8_t a, C x) { return a & tnk_bool_from_##T (x); }        \
  static inline int64_t count_step_##T (int64_t a, C x) { return a + tnk_bool_from_##T (x); }      \
  FOLD (sum, T, C, TnkComplex128, complex_zero, add_step_##T,                                      \
        tnk_add_complex128)                                                                        \
  FOLD (norm2, T, C, double, 0, square_step_##T, ADD)                                              \
  FOLD (any, T, C, uint8_t, 0, any_step_##T, OR_TRUE)                                              \
  FOLD (all, T, C, uint8_t, 1, all_step_##T, AND_TRUE)                                             \
  FOLD (count_nonzero, T, C, int64_t, 0, count_step_##T, ADD)                                      \
  FINISH_AS_IS (sum, T, TnkComplex128)                                                             \
  FINISH_AS_IS (any, T, uint8_t)                                                                   \
  FINISH_AS_IS (all, T, uint8_t)                                                                   \
  FINISH_AS_IS (count_nonzero, T, int64_t)                                                         \
  static void finish_norm2_##T (const void *accs, int64_t n, void *out)                            \
  {                                                                                                \
    finish_norm2_float64 (accs, n, out);                                                           \
  }

static const TnkComplex128 complex_zero = { 0, 0 };
TNK_COMPLEX_TYPE_LIST (COMPLEX_FOLDS)

/* Place of the extreme element; place -1 stands for none yet. The first NaN, else the first extreme
 * element wins. A block's or a few rows' extreme is found first, by vectors; only where it beats
 * what came before does a search for its place follow. */
#define FOLD_PLACE(op, extreme, T, C, beats)                                                       \
  typedef struct                                                                                   \
  {                                                                                                \
    int64_t place;                                                                                 \
    C value;                                                                                       \
  } Place_##op##_##T;                                                                              \
  static inline bool wins_##op##_##T (Place_##op##_##T now, C x)                                   \
  {                                                                                                \
    return now.place < 0 || (now.value == now.value && (x beats now.value || x != x));             \
  }                                                                                                \
  /* Of the first of n elements that is x, or NaN as x is. */                                      \
  static int64_t find_##op##_##T (C x, const char *in, int64_t n, int64_t stride)                  \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        C y = *(const C *) (in + i * stride);                                                      \
        if (y == x || (x != x && y != y))                                                          \
          return i;                                                                                \
      }                                                                                            \
    return n;                                                                                      \
  }                                                                                                \
  static void start_##op##_##T (void *accs, int64_t n)                                             \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      ((Place_##op##_##T *) accs)[i].place = -1;                                                   \
  }                                                                                                \
  static void fold_##op##_##T (void *acc, const char *in, int64_t n, int64_t stride,               \
                               int64_t first)                                                      \
  {                                                                                                \
    Place_##op##_##T *best = acc;                                                                  \
    for (int64_t i = 0; i < n; i += CACHED)                                                        \
      {                                                                                            \
        int64_t m = n - i < CACHED ? n - i : CACHED;                                               \
        const char *block = in + i * stride;                                                       \
        C x;                                                                                       \
        start_##extreme##_##T (&x, 1);                                                             \
        fold_##extreme##_##T (&x, block, m, stride, 0);                                            \
        if (wins_##op##_##T (*best, x))                                                            \
          *best = (Place_##op##_##T){ first + i + find_##op##_##T (x, block, m, stride), x };      \
      }                                                                                            \
  }                                                                                                \
  static void fold_rows_##op##_##T (void *accs, const char *in, int64_t n, int64_t n_rows,         \
                                    int64_t row_stride, int64_t first)                             \
  {                                                                                                \
    Place_##op##_##T *best = accs;                                                                 \
    C x[CACHED];                                                                                   \
    for (int64_t i = 0; i < n; i += CACHED)                                                        \
      {                                                                                            \
        int64_t m = n - i < CACHED ? n - i : CACHED;                                               \
        const char *block = in + i * (int64_t) sizeof (C);                                         \
        start_##extreme##_##T (x, m);                                                              \
        fold_rows_##extreme##_##T (x, block, m, n_rows, row_stride, 0);                            \
        for (int64_t k = 0; k < m; k++)                                                            \
          if (wins_##op##_##T (best[i + k], x[k]))                                                 \
            best[i + k] = (Place_##op##_##T){                                                      \
              first + find_##op##_##T (x[k], block + k * (int64_t) sizeof (C), n_rows, row_stride),\
              x[k]                                                                                 \
            };                                                                                     \
      }                                                                                            \
  }                                                                                                \
  static void combine_##op##_##T (void *acc, const void *other)                                    \
  {                                                                                                \
    const Place_##op##_##T *later = other;                                                         \
    if (later->place >= 0 && wins_##op##_##T (*(Place_##op##_##T *) acc, later->value))            \
      *(Place_##op##_##T *) acc = *later;                                                          \
  }                                                                                                \
  static void finish_##op##_##T (const void *accs, int64_t n, void *out)                           \
  {                                                                                                \
    for (int64_t i = 0; i < n; i++)                                                                \
      ((int64_t *) out)[i] = ((const Place_##op##_##T *) accs)[i].place;                           \
  }

#define PLACE_FOLDS(TYPE, T, C)                                                                    \
  FOLD_PLACE (argmin, min, T, C, <)                                                                \
  FOLD_PLACE (argmax, max, T, C, >)
TNK_BOOL_TYPE_LIST (PLACE_FOLDS)
TNK_INTEGER_TYPE_LIST (PLACE_FOLDS)
TNK_FLOAT_TYPE_LIST (PLACE_FOLDS)

/* Sum of squared distances from the mean: two passes over a block that stays in the cache, blocks
 * joined by Chan, Golub and LeVeque's update (1979). */
typedef struct
{
  double n, mean, m2;
} Moments;

static inline void
join_moments (Moments *a, Moments b)
{
  double n = a->n + b.n, delta = b.mean - a->mean;

  if (b.n == 0)
    return;
  a->mean += delta * (b.n / n);
  a->m2 += b.m2 + delta * delta * (a->n * b.n / n);
  a->n = n;
}

static void
start_moments (void *accs, int64_t n)
{
  memset (accs, 0, (size_t) n * sizeof (Moments));
}

static void
combine_moments (void *acc, const void *other)
{
  join_moments (acc, *(const Moments *) other);
}

static void
finish_moments (const void *accs, int64_t n, void *out)
{
  for (int64_t i = 0; i < n; i++)
    ((double *) out)[i] = ((const Moments *) accs)[i].m2;
}

#define MOMENT_FOLDS(TYPE, T, C)                                                                   \
  static double squares_around_##T (const C *in, int64_t n, double mean)                           \
  {                                                                                                \
    double lanes[LANES (double)] = { 0 }, total = 0;                                               \
    int64_t i = 0;                                                                                 \
    for (; i + LANES (double) <= n; i += LANES (double))                                           \
      for (int l = 0; l < LANES (double); l++)                                                     \
        lanes[l] += ((double) in[i + l] - mean) * ((double) in[i + l] - mean);                     \
    for (; i < n; i++)                                                                             \
      lanes[0] += ((double) in[i] - mean) * ((double) in[i] - mean);                               \
    for (int l = 0; l < LANES (double); l++)                                                       \
      total += lanes[l];                                                                           \
    return total;                                                                                  \
  }                                                                                                \
  static Moments moments_of_block_##T (const char *in, int64_t n, int64_t stride)                  \
  {                                                                                                \
    double sum = 0, m2 = 0, mean;                                                                  \
    if (stride == sizeof (C))                                                                      \
      {                                                                                            \
        mean = fold_block_sum_##T ((const C *) in, n) / (double) n;                                \
        return (Moments){ (double) n, mean, squares_around_##T ((const C *) in, n, mean) };        \
      }                                                                                            \
    for (int64_t i = 0; i < n; i++)                                                                \
      sum += *(const C *) (in + i * stride);                                                       \
    mean = sum / (double) n;                                                                       \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        double distance = *(const C *) (in + i * stride) - mean;                                   \
        m2 += distance * distance;                                                                 \
      }                                                                                            \
    return (Moments){ (double) n, mean, m2 };                                                      \
  }                                                                                                \
  static void fold_m2_##T (void *acc, const char *in, int64_t n, int64_t stride, int64_t first)    \
  {                                                                                                \
    for (int64_t i = 0; i < n; i += CACHED)                                                        \
      join_moments (acc, moments_of_block_##T (in + i * stride, n - i < CACHED ? n - i : CACHED,   \
                                               stride));                                           \
  }                                                                                                \
  static void fold_rows_m2_##T (void *accs, const char *in, int64_t n, int64_t n_rows,             \
                                int64_t row_stride, int64_t first)                                 \
  {                                                                                                \
    Moments *acc = accs;                                                                           \
    for (int64_t i = 0; i < n; i++)                                                                \
      join_moments (&acc[i], moments_of_block_##T (in + i * (int64_t) sizeof (C), n_rows,          \
                                                   row_stride));                                   \
  }
TNK_FLOAT_TYPE_LIST (MOMENT_FOLDS)

#define ENTRY(OP, op, TYPE, T, A, RESULT)                                                          \
  [TNK_REDUCE_##OP][TNK_##TYPE] = { sizeof (A),          TNK_##RESULT,      TNK_##TYPE,            \
                                    start_##op##_##T,    fold_##op##_##T,   fold_rows_##op##_##T,  \
                                    combine_##op##_##T,  finish_##op##_##T },
#define TRUTH_ENTRIES(TYPE, T, C)                                                                  \
  ENTRY (ANY, any, TYPE, T, uint8_t, BOOL)                                                         \
  ENTRY (ALL, all, TYPE, T, uint8_t, BOOL)                                                         \
  ENTRY (COUNT_NONZERO, count_nonzero, TYPE, T, int64_t, INT64)
#define ORDER_ENTRIES(TYPE, T, C)                                                                  \
  ENTRY (MIN, min, TYPE, T, C, TYPE)                                                               \
  ENTRY (MAX, max, TYPE, T, C, TYPE)                                                               \
  ENTRY (ARGMIN, argmin, TYPE, T, Place_argmin_##T, INT64)                                         \
  ENTRY (ARGMAX, argmax, TYPE, T, Place_argmax_##T, INT64)
#define INTEGER_ENTRIES(TYPE, T, C)                                                                \
  TRUTH_ENTRIES (TYPE, T, C)                                                                       \
  ORDER_ENTRIES (TYPE, T, C)                                                                       \
  ENTRY (SUM, sum, TYPE, T, uint64_t, INT64)                                                       \
  ENTRY (PROD, prod, TYPE, T, uint64_t, INT64)
#define FLOAT_ENTRIES(TYPE, T, C)                                                                  \
  TRUTH_ENTRIES (TYPE, T, C)                                                                       \
  ORDER_ENTRIES (TYPE, T, C)                                                                       \
  ENTRY (SUM, sum, TYPE, T, double, FLOAT64)                                                       \
  ENTRY (NORM2, norm2, TYPE, T, double, FLOAT64)                                                   \
  [TNK_REDUCE_M2][TNK_##TYPE] = { sizeof (Moments), TNK_FLOAT64,     TNK_##TYPE,                   \
                                  start_moments,    fold_m2_##T,     fold_rows_m2_##T,             \
                                  combine_moments,  finish_moments },
#define COMPLEX_ENTRIES(TYPE, T, C)                                                                \
  TRUTH_ENTRIES (TYPE, T, C)                                                                       \
  ENTRY (SUM, sum, TYPE, T, TnkComplex128, COMPLEX128)                                             \
  ENTRY (NORM2, norm2, TYPE, T, double, FLOAT64)

const TnkCpuFold TNK_VARIANT (tnk_cpu_folds)[TNK_N_REDUCE][TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (INTEGER_ENTRIES)
  TNK_INTEGER_TYPE_LIST (INTEGER_ENTRIES)
  TNK_FLOAT_TYPE_LIST (FLOAT_ENTRIES)
  TNK_COMPLEX_TYPE_LIST (COMPLEX_ENTRIES)
};
