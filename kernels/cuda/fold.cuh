/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* What a reduction does to one element: start gives the identity, step folds an element into an
 * accumulator, merge one accumulator into another, finish gives the result as the widest number of
 * its kind. Elements reach an accumulator in no particular order; place is the element's row-major
 * index. tile folds several at once. */

#include "kernels/cuda/store.cuh"

static __device__ __forceinline__ bool
is_true (int64_t x)
{
  return x != 0;
}

static __device__ __forceinline__ bool
is_true (float x)
{
  return x != 0;
}

static __device__ __forceinline__ bool
is_true (double x)
{
  return x != 0;
}

static __device__ __forceinline__ bool
is_true (TnkComplex128 x)
{
  return x.re != 0 || x.im != 0;
}

/* One element after the other. */
template <class Fold, class Acc, class Value, int N>
static __device__ __forceinline__ void
fold_each (Acc &acc, const Value (&x)[N], int64_t place, int64_t place_step)
{
#pragma unroll
  for (int j = 0; j < N; j++)
    Fold::step (acc, x[j], place + j * place_step);
}

#define TNK_CUDA_FOLD_EACH                                                                         \
  template <int N>                                                                                 \
  static __device__ __forceinline__ void tile (Acc &acc, const Value (&x)[N], int64_t place,       \
                                               int64_t place_step)                                 \
  {                                                                                                \
    fold_each<Self> (acc, x, place, place_step);                                                   \
  }

#define TNK_CUDA_FOLD(Name, V, A, R, start_value, step_text, merge_text, finish_text)              \
  struct Name                                                                                      \
  {                                                                                                \
    typedef Name Self;                                                                             \
    typedef V Value;                                                                               \
    typedef A Acc;                                                                                 \
    static __device__ __forceinline__ Acc start (void) { return start_value; }                     \
    static __device__ __forceinline__ void step (Acc &acc, Value x, int64_t place)                 \
    {                                                                                              \
      step_text;                                                                                   \
    }                                                                                              \
    static __device__ __forceinline__ void merge (Acc &acc, Acc x) { merge_text; }                 \
    static __device__ __forceinline__ R finish (Acc acc) { return finish_text; }                   \
    TNK_CUDA_FOLD_EACH                                                                             \
  };

#define TNK_CUDA_TRUTH_FOLDS(Kind, V)                                                              \
  TNK_CUDA_FOLD (Any##Kind, V, int, int64_t, 0, acc |= is_true (x), acc |= x, acc)                 \
  TNK_CUDA_FOLD (All##Kind, V, int, int64_t, 1, acc &= is_true (x), acc &= x, acc)                 \
  TNK_CUDA_FOLD (Count##Kind, V, int64_t, int64_t, 0, acc += is_true (x), acc += x, acc)
TNK_CUDA_TRUTH_FOLDS (Integers, int64_t)
TNK_CUDA_TRUTH_FOLDS (Floats, float)
TNK_CUDA_TRUTH_FOLDS (Doubles, double)
TNK_CUDA_TRUTH_FOLDS (Complexes, TnkComplex128)

/* A NaN stays once it is there. */
#define TNK_CUDA_LEAST acc = (acc != acc) | (acc < x) ? acc : x
#define TNK_CUDA_GREATEST acc = (acc != acc) | (acc > x) ? acc : x
#define TNK_CUDA_EXTREME_FOLDS(Kind, V, R, lowest, highest)                                        \
  TNK_CUDA_FOLD (Min##Kind, V, V, R, highest, TNK_CUDA_LEAST, TNK_CUDA_LEAST, acc)                 \
  TNK_CUDA_FOLD (Max##Kind, V, V, R, lowest, TNK_CUDA_GREATEST, TNK_CUDA_GREATEST, acc)
TNK_CUDA_EXTREME_FOLDS (Integers, int64_t, int64_t, INT64_MIN, INT64_MAX)
TNK_CUDA_EXTREME_FOLDS (Floats, float, double, -INFINITY, INFINITY)
TNK_CUDA_EXTREME_FOLDS (Doubles, double, double, -(double) INFINITY, (double) INFINITY)

/* Integers add up modulo 2^64, whatever width the result is cut to. */
TNK_CUDA_FOLD (SumIntegers, int64_t, uint64_t, int64_t, 0, acc += (uint64_t) x, acc += x,
               (int64_t) acc)
TNK_CUDA_FOLD (ProdIntegers, int64_t, uint64_t, int64_t, 1, acc *= (uint64_t) x, acc *= x,
               (int64_t) acc)
TNK_CUDA_FOLD (SumDoubles, double, double, double, 0, acc += x, acc += x, acc)
TNK_CUDA_FOLD (ProdDoubles, double, double, double, 1, acc *= x, acc *= x, acc)
TNK_CUDA_FOLD (ProdFloats, float, float, double, 1, acc *= x, acc *= x, acc)
TNK_CUDA_FOLD (SumComplexes, TnkComplex128, TnkComplex128, TnkComplex128,
               tnk_make_complex128 (0, 0), acc = tnk_add_complex128 (acc, x),
               acc = tnk_add_complex128 (acc, x), acc)
TNK_CUDA_FOLD (ProdComplexes, TnkComplex128, TnkComplex128, TnkComplex128,
               tnk_make_complex128 (1, 0), acc = tnk_mul_complex128 (acc, x),
               acc = tnk_mul_complex128 (acc, x), acc)
TNK_CUDA_FOLD (Norm2Floats, float, double, double, 0, acc += (double) x * x, acc += x, sqrt (acc))
TNK_CUDA_FOLD (Norm2Doubles, double, double, double, 0, acc += x * x, acc += x, sqrt (acc))
TNK_CUDA_FOLD (Norm2Complexes, TnkComplex128, double, double, 0,
               acc += tnk_abs_square_complex128 (x), acc += x, sqrt (acc))

/* Most GPUs do one float64 operation where they do 32 or 64 in float32: a tile is added pairwise in
 * float32, and only its sum goes into the float64 accumulator. */
struct SumFloats
{
  typedef float Value;
  typedef double Acc;

  static __device__ __forceinline__ Acc start (void) { return 0; }
  static __device__ __forceinline__ void step (Acc &acc, Value x, int64_t place) { acc += x; }
  static __device__ __forceinline__ void merge (Acc &acc, Acc x) { acc += x; }
  static __device__ __forceinline__ double finish (Acc acc) { return acc; }

  template <int N>
  static __device__ __forceinline__ void
  tile (Acc &acc, const Value (&x)[N], int64_t place, int64_t place_step)
  {
    Value sums[N];

#pragma unroll
    for (int j = 0; j < N; j++)
      sums[j] = x[j];
#pragma unroll
    for (int half = N / 2; half > 0; half /= 2)
#pragma unroll
      for (int j = 0; j < half; j++)
        sums[j] += sums[j + half];
    acc += sums[0];
  }
};

/* The first NaN, else the first extreme element wins; place -1 stands for none yet. */
template <class V> struct Place
{
  V value;
  int64_t place;
};

template <class V, bool is_min>
static __device__ __forceinline__ void
keep_winner (Place<V> &now, Place<V> other)
{
  const bool now_is_nan = now.value != now.value, other_is_nan = other.value != other.value;
  bool wins;

  if (other.place < 0)
    return;
  if (now.place < 0)
    wins = true;
  else if (now_is_nan || other_is_nan)
    wins = other_is_nan && (!now_is_nan || other.place < now.place);
  else if (now.value == other.value)
    wins = other.place < now.place;
  else
    wins = is_min ? other.value < now.value : other.value > now.value;
  if (wins)
    now = other;
}

template <class V, bool is_min> struct Arg
{
  typedef Arg Self;
  typedef V Value;
  typedef Place<V> Acc;

  static __device__ __forceinline__ Acc start (void) { return { 0, -1 }; }
  static __device__ __forceinline__ void
  step (Acc &acc, Value x, int64_t place)
  {
    keep_winner<V, is_min> (acc, { x, place });
  }
  static __device__ __forceinline__ void
  merge (Acc &acc, Acc other)
  {
    keep_winner<V, is_min> (acc, other);
  }
  static __device__ __forceinline__ int64_t finish (Acc acc) { return acc.place; }
  TNK_CUDA_FOLD_EACH
};
typedef Arg<int64_t, true> ArgminIntegers;
typedef Arg<int64_t, false> ArgmaxIntegers;
typedef Arg<float, true> ArgminFloats;
typedef Arg<float, false> ArgmaxFloats;
typedef Arg<double, true> ArgminDoubles;
typedef Arg<double, false> ArgmaxDoubles;

/* Joined by Chan, Golub and LeVeque's update (1979); a tile takes two passes over its registers. */
struct Moments
{
  double n, mean, m2;
};

template <class V> struct M2
{
  typedef V Value;
  typedef Moments Acc;

  static __device__ __forceinline__ Acc start (void) { return { 0, 0, 0 }; }
  static __device__ __forceinline__ void
  merge (Acc &acc, Acc other)
  {
    double n = acc.n + other.n, delta = other.mean - acc.mean;

    if (other.n == 0)
      return;
    acc.mean += delta * (other.n / n);
    acc.m2 += other.m2 + delta * delta * (acc.n * other.n / n);
    acc.n = n;
  }
  static __device__ __forceinline__ void
  step (Acc &acc, Value x, int64_t place)
  {
    merge (acc, { 1, (double) x, 0 });
  }
  static __device__ __forceinline__ double finish (Acc acc) { return acc.m2; }

  template <int N>
  static __device__ __forceinline__ void
  tile (Acc &acc, const Value (&x)[N], int64_t place, int64_t place_step)
  {
    Acc part = { N, 0, 0 };

#pragma unroll
    for (int j = 0; j < N; j++)
      part.mean += x[j];
    part.mean /= N;
#pragma unroll
    for (int j = 0; j < N; j++)
      part.m2 += (x[j] - part.mean) * (x[j] - part.mean);
    merge (acc, part);
  }
};
typedef M2<float> M2Floats;
typedef M2<double> M2Doubles;
