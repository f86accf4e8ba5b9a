/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Binary primitives; light and heavy formulas as in unary.cu. */

#include "kernels/cuda/loop.cuh"

static constexpr bool
is_light (int op)
{
  switch (op)
    {
    case TNK_BINARY_FLOOR_DIVIDE:
    case TNK_BINARY_TRUNC_DIVIDE:
    case TNK_BINARY_REMAINDER:
    case TNK_BINARY_FMOD:
    case TNK_BINARY_POW:
    case TNK_BINARY_ATAN2:
    case TNK_BINARY_HYPOT:
    case TNK_BINARY_NEXTAFTER:
    case TNK_BINARY_XLOGY:
    case TNK_BINARY_XLOG1PY:
    case TNK_BINARY_LDEXP:
    case TNK_BINARY_LOGADDEXP:
    case TNK_BINARY_GELU_BACKWARD:
    case TNK_BINARY_GCD:
    case TNK_BINARY_ZETA:
    case TNK_BINARY_IGAMMA:
    case TNK_BINARY_IGAMMAC:
    case TNK_BINARY_CHEBYSHEV_T:
    case TNK_BINARY_CHEBYSHEV_U:
    case TNK_BINARY_CHEBYSHEV_V:
    case TNK_BINARY_CHEBYSHEV_W:
    case TNK_BINARY_HERMITE_H:
    case TNK_BINARY_HERMITE_HE:
    case TNK_BINARY_LAGUERRE:
    case TNK_BINARY_LEGENDRE:
      return false;
    default:
      return true;
    }
}

#define INLINE_CASE(ID, name, T)                                                                   \
  case TNK_BINARY_##ID:                                                                            \
    TNK_CUDA_EACH out[j] = tnk_##name##_##T (a[j], b[j]);                                          \
    break;
#define LIGHT_CASE(ID, name, T)                                                                    \
  case TNK_BINARY_##ID:                                                                            \
    if constexpr (is_light (TNK_BINARY_##ID))                                                      \
      TNK_CUDA_EACH out[j] = tnk_##name##_##T (a[j], b[j]);                                        \
    break;
#define HEAVY_CASE(ID, name, T)                                                                    \
  case TNK_BINARY_##ID:                                                                            \
    if constexpr (!is_light (TNK_BINARY_##ID))                                                     \
      return tnk_##name##_##T (a, b);                                                              \
    break;

#define INLINE_TILE(Tile, T, R, C, LIST, CASE)                                                     \
  struct Tile##_##T                                                                                \
  {                                                                                                \
    template <int V>                                                                               \
    static __device__ __forceinline__ void tile (int op, R (&out)[V], const C (&a)[V],             \
                                                 const C (&b)[V])                                  \
    {                                                                                              \
      switch (op)                                                                                  \
        {                                                                                          \
          LIST (CASE, T)                                                                           \
        default:                                                                                   \
          break;                                                                                   \
        }                                                                                          \
    }                                                                                              \
  };
#define HEAVY_TILE(T, C, LIST)                                                                     \
  static __device__ __noinline__ C heavy_##T (int op, C a, C b)                                    \
  {                                                                                                \
    switch (op)                                                                                    \
      {                                                                                            \
        LIST (HEAVY_CASE, T)                                                                       \
      default:                                                                                     \
        break;                                                                                     \
      }                                                                                            \
    return a;                                                                                      \
  }                                                                                                \
  struct Heavy_##T                                                                                 \
  {                                                                                                \
    template <int V>                                                                               \
    static __device__ __forceinline__ void tile (int op, C (&out)[V], const C (&a)[V],             \
                                                 const C (&b)[V])                                  \
    {                                                                                              \
      TNK_CUDA_EACH out[j] = heavy_##T (op, a[j], b[j]);                                           \
    }                                                                                              \
  };

#define BOOL_TILES(TYPE, T, C)                                                                     \
  INLINE_TILE (Light, T, C, C, TNK_BINARY_BOOL_LIST, INLINE_CASE)                                  \
  INLINE_TILE (Test, T, uint8_t, C, TNK_BINARY_REAL_TO_BOOL_LIST, INLINE_CASE)
#define SPLIT_TILES(T, C, LIST, TEST_LIST)                                                         \
  INLINE_TILE (Light, T, C, C, LIST, LIGHT_CASE)                                                   \
  HEAVY_TILE (T, C, LIST)                                                                          \
  INLINE_TILE (Test, T, uint8_t, C, TEST_LIST, INLINE_CASE)
#define INTEGER_TILES(TYPE, T, C)                                                                  \
  SPLIT_TILES (T, C, TNK_BINARY_INTEGER_LIST, TNK_BINARY_REAL_TO_BOOL_LIST)
#define FLOAT_TILES(TYPE, T, C)                                                                    \
  SPLIT_TILES (T, C, TNK_BINARY_FLOAT_LIST, TNK_BINARY_REAL_TO_BOOL_LIST)
#define COMPLEX_TILES(TYPE, T, C)                                                                  \
  SPLIT_TILES (T, C, TNK_BINARY_COMPLEX_LIST, TNK_BINARY_COMPLEX_TO_BOOL_LIST)

TNK_BOOL_TYPE_LIST (BOOL_TILES)
TNK_INTEGER_TYPE_LIST (INTEGER_TILES)
TNK_FLOAT_TYPE_LIST (FLOAT_TILES)
TNK_COMPLEX_TYPE_LIST (COMPLEX_TILES)

/* The next float32 is not the next half; and two reals make a complex number. */
#define ONLY_LIST(X, T) X (NEXTAFTER, nextafter, T)
INLINE_TILE (Light, float16, uint16_t, uint16_t, ONLY_LIST, INLINE_CASE)
INLINE_TILE (Light, bfloat16, uint16_t, uint16_t, ONLY_LIST, INLINE_CASE)
#define PAIR_LIST(X, T) X (COMPLEX, complex, T)
INLINE_TILE (Pair, float32, TnkComplex64, float, PAIR_LIST, INLINE_CASE)
INLINE_TILE (Pair, float64, TnkComplex128, double, PAIR_LIST, INLINE_CASE)

/* Tile's formulas on elements In, results kept as OutElement. */
template <class Tile, class OutElement, class In> struct Binary
{
  typedef OutElement Out;
  typedef In A;
  typedef In B;
  typedef Absent C;
  static constexpr int n_inputs = 2;
  static constexpr int width = width_of<Out, A> ();

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename Out::Value (&out)[V], const typename A::Value (&a)[V],
        const typename B::Value (&b)[V], const uint8_t (&)[V])
  {
    Tile::template tile<V> (loop.op, out, a, b);
  }
};

#define FIND_INLINE(ID, name, TYPE, T)                                                             \
  case TNK_BINARY_##ID:                                                                            \
    return kernel_of<Binary<Light_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ();
#define FIND_SPLIT(ID, name, TYPE, T)                                                              \
  case TNK_BINARY_##ID:                                                                            \
    return is_light (op)                                                                           \
               ? kernel_of<Binary<Light_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ()         \
               : kernel_of<Binary<Heavy_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ();
#define FIND_TEST(ID, name, TYPE, T)                                                               \
  case TNK_BINARY_##ID:                                                                            \
    return kernel_of<Binary<Test_##T, Element<TNK_BOOL>, Element<TNK_##TYPE>>> ();

#define FIND(name, LIST, TEST_LIST, CASE, TYPE, T)                                                 \
  static LoopKernel find_##name (TnkBinary op)                                                     \
  {                                                                                                \
    switch (op)                                                                                    \
      {                                                                                            \
        LIST (CASE, TYPE, T)                                                                       \
        TEST_LIST (FIND_TEST, TYPE, T)                                                             \
      default:                                                                                     \
        return { NULL, 1 };                                                                        \
      }                                                                                            \
  }
#define FIND_BOOL(TYPE, T, C)                                                                      \
  FIND (T, TNK_BINARY_BOOL_LIST, TNK_BINARY_REAL_TO_BOOL_LIST, FIND_INLINE, TYPE, T)
#define FIND_INTEGER(TYPE, T, C)                                                                   \
  FIND (T, TNK_BINARY_INTEGER_LIST, TNK_BINARY_REAL_TO_BOOL_LIST, FIND_SPLIT, TYPE, T)
#define FIND_FLOAT(TYPE, name, T)                                                                  \
  FIND (name, TNK_BINARY_FLOAT_LIST, TNK_BINARY_REAL_TO_BOOL_LIST, FIND_SPLIT, TYPE, T)
#define FIND_COMPLEX(TYPE, T, C)                                                                   \
  FIND (T, TNK_BINARY_COMPLEX_LIST, TNK_BINARY_COMPLEX_TO_BOOL_LIST, FIND_SPLIT, TYPE, T)

TNK_BOOL_TYPE_LIST (FIND_BOOL)
TNK_INTEGER_TYPE_LIST (FIND_INTEGER)
FIND_FLOAT (FLOAT16, float16, float32)
FIND_FLOAT (BFLOAT16, bfloat16, float32)
FIND_FLOAT (FLOAT32, float32, float32)
FIND_FLOAT (FLOAT64, float64, float64)
TNK_COMPLEX_TYPE_LIST (FIND_COMPLEX)

static LoopKernel
find (TnkBinary op, TnkDtype dtype)
{
  if (op == TNK_BINARY_COMPLEX && dtype == TNK_FLOAT32)
    return kernel_of<Binary<Pair_float32, Element<TNK_COMPLEX64>, Element<TNK_FLOAT32>>> ();
  if (op == TNK_BINARY_COMPLEX && dtype == TNK_FLOAT64)
    return kernel_of<Binary<Pair_float64, Element<TNK_COMPLEX128>, Element<TNK_FLOAT64>>> ();
  if (op == TNK_BINARY_NEXTAFTER && dtype == TNK_FLOAT16)
    return kernel_of<Binary<Light_float16, Bits<uint16_t>, Bits<uint16_t>>> ();
  if (op == TNK_BINARY_NEXTAFTER && dtype == TNK_BFLOAT16)
    return kernel_of<Binary<Light_bfloat16, Bits<uint16_t>, Bits<uint16_t>>> ();
  switch (dtype)
    {
#define X(ID, name, bytes, c_type)                                                                 \
  case TNK_##ID:                                                                                   \
    return find_##name (op);
      TNK_DTYPE_LIST (X)
#undef X
    default:
      return { NULL, 1 };
    }
}

/* Integers have no value for a division by zero: the divisor is looked through before anything is
 * written. */
static bool
divides_integers (TnkBinary op, TnkDtype dtype)
{
  return tnk_dtype_is_integral (dtype)
         && (op == TNK_BINARY_FLOOR_DIVIDE || op == TNK_BINARY_TRUNC_DIVIDE
             || op == TNK_BINARY_REMAINDER || op == TNK_BINARY_FMOD);
}

static TnkStatus
check_divisor (TnkArray divisor)
{
  int64_t ones[TNK_MAX_RANK], steps[TNK_MAX_RANK];
  TnkArray all = { NULL, TNK_BOOL, divisor.rank, ones, steps };
  uint8_t has_no_zero = 1;
  TnkStatus status;

  for (int d = 0; d < divisor.rank; d++)
    {
      if (divisor.sizes[d] == 0)
        return TNK_OK;
      ones[d] = steps[d] = 1;
    }
  status = tnk_cuda_enter (divisor.data);
  if (status == TNK_OK)
    status = tnk_cuda_borrow (1, &all.data);
  if (status == TNK_OK)
    status = tnk_cuda_reduce (TNK_REDUCE_ALL, all, divisor);
  if (status == TNK_OK)
    status = tnk_cuda_status (cudaMemcpy (&has_no_zero, all.data, 1, cudaMemcpyDeviceToHost));
  tnk_cuda_give_back (all.data, 1);
  return status == TNK_OK && !has_no_zero ? TNK_DIVISION_BY_ZERO : status;
}

TnkStatus
tnk_cuda_binary (TnkBinary op, TnkArray out, TnkArray a, TnkArray b)
{
  const TnkArray operands[] = { out, a, b };
  LoopKernel kernel = find (op, a.dtype);

  if (kernel.run != NULL && divides_integers (op, a.dtype))
    {
      TnkStatus status = check_divisor (b);
      if (status != TNK_OK)
        return status;
    }
  return run_kernel (kernel, op, operands, 3);
}
