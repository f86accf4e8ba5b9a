/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Unary primitives. Light formulas are inlined where memory is the limit; the heavy ones stand once
 * per type in a function of their own, which the elements call one after the other. */

#include "kernels/cuda/loop.cuh"

static constexpr bool
is_light (int op)
{
  switch (op)
    {
    case TNK_UNARY_NEG:
    case TNK_UNARY_ABS:
    case TNK_UNARY_SIGN:
    case TNK_UNARY_SQUARE:
    case TNK_UNARY_CUBE:
    case TNK_UNARY_INVERSE_SQUARE:
    case TNK_UNARY_RECIPROCAL:
    case TNK_UNARY_FLOOR:
    case TNK_UNARY_CEIL:
    case TNK_UNARY_TRUNC:
    case TNK_UNARY_ROUND:
    case TNK_UNARY_BITWISE_NOT:
    case TNK_UNARY_CONJ:
      return true;
    default:
      return false;
    }
}

#define INLINE_CASE(ID, name, T)                                                                   \
  case TNK_UNARY_##ID:                                                                             \
    TNK_CUDA_EACH out[j] = tnk_##name##_##T (a[j]);                                                \
    break;
#define LIGHT_CASE(ID, name, T)                                                                    \
  case TNK_UNARY_##ID:                                                                             \
    if constexpr (is_light (TNK_UNARY_##ID))                                                       \
      TNK_CUDA_EACH out[j] = tnk_##name##_##T (a[j]);                                              \
    break;
#define HEAVY_CASE(ID, name, T)                                                                    \
  case TNK_UNARY_##ID:                                                                             \
    if constexpr (!is_light (TNK_UNARY_##ID))                                                      \
      return tnk_##name##_##T (a);                                                                 \
    break;

#define INLINE_TILE(Tile, T, R, C, LIST, CASE)                                                     \
  struct Tile##_##T                                                                                \
  {                                                                                                \
    template <int V>                                                                               \
    static __device__ __forceinline__ void tile (int op, R (&out)[V], const C (&a)[V])             \
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
  static __device__ __noinline__ C heavy_##T (int op, C a)                                         \
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
    static __device__ __forceinline__ void tile (int op, C (&out)[V], const C (&a)[V])             \
    {                                                                                              \
      TNK_CUDA_EACH out[j] = heavy_##T (op, a[j]);                                                 \
    }                                                                                              \
  };

#define BOOL_TILES(TYPE, T, C)                                                                     \
  INLINE_TILE (Light, T, C, C, TNK_UNARY_BOOL_LIST, INLINE_CASE)                                   \
  INLINE_TILE (Test, T, uint8_t, C, TNK_UNARY_REAL_TO_BOOL_LIST, INLINE_CASE)
#define INTEGER_TILES(TYPE, T, C)                                                                  \
  INLINE_TILE (Light, T, C, C, TNK_UNARY_INTEGER_LIST, INLINE_CASE)                                \
  INLINE_TILE (Test, T, uint8_t, C, TNK_UNARY_REAL_TO_BOOL_LIST, INLINE_CASE)
#define FLOAT_TILES(TYPE, T, C)                                                                    \
  INLINE_TILE (Light, T, C, C, TNK_UNARY_FLOAT_LIST, LIGHT_CASE)                                   \
  HEAVY_TILE (T, C, TNK_UNARY_FLOAT_LIST)                                                          \
  INLINE_TILE (Test, T, uint8_t, C, TNK_UNARY_REAL_TO_BOOL_LIST, INLINE_CASE)
#define COMPLEX_TILES(T, C, R)                                                                     \
  INLINE_TILE (Light, T, C, C, TNK_UNARY_COMPLEX_LIST, LIGHT_CASE)                                 \
  HEAVY_TILE (T, C, TNK_UNARY_COMPLEX_LIST)                                                        \
  INLINE_TILE (Part, T, R, C, TNK_UNARY_COMPLEX_TO_REAL_LIST, INLINE_CASE)                         \
  INLINE_TILE (Test, T, uint8_t, C, TNK_UNARY_COMPLEX_TO_BOOL_LIST, INLINE_CASE)

TNK_BOOL_TYPE_LIST (BOOL_TILES)
TNK_INTEGER_TYPE_LIST (INTEGER_TILES)
TNK_FLOAT_TYPE_LIST (FLOAT_TILES)
COMPLEX_TILES (complex64, TnkComplex64, float)
COMPLEX_TILES (complex128, TnkComplex128, double)

/* Tile's formulas on elements In, results kept as OutElement. */
template <class Tile, class OutElement, class In> struct Unary
{
  typedef OutElement Out;
  typedef In A;
  typedef Absent B;
  typedef Absent C;
  static constexpr int n_inputs = 1;
  static constexpr int width = width_of<Out, A> ();

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename Out::Value (&out)[V], const typename A::Value (&a)[V],
        const uint8_t (&)[V], const uint8_t (&)[V])
  {
    Tile::template tile<V> (loop.op, out, a);
  }
};

#define FIND_INLINE(ID, name, TYPE, T)                                                             \
  case TNK_UNARY_##ID:                                                                             \
    return kernel_of<Unary<Light_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ();
#define FIND_SPLIT(ID, name, TYPE, T)                                                              \
  case TNK_UNARY_##ID:                                                                             \
    return is_light (op) ? kernel_of<Unary<Light_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ()\
                         : kernel_of<Unary<Heavy_##T, Element<TNK_##TYPE>, Element<TNK_##TYPE>>> ();
#define FIND_TEST(ID, name, TYPE, T)                                                               \
  case TNK_UNARY_##ID:                                                                             \
    return kernel_of<Unary<Test_##T, Element<TNK_BOOL>, Element<TNK_##TYPE>>> ();
#define FIND_PART(ID, name, TYPE, T, REAL)                                                         \
  case TNK_UNARY_##ID:                                                                             \
    return kernel_of<Unary<Part_##T, Element<TNK_##REAL>, Element<TNK_##TYPE>>> ();

#define FIND(name, CASES)                                                                          \
  static LoopKernel find_##name (TnkUnary op)                                                      \
  {                                                                                                \
    switch (op)                                                                                    \
      {                                                                                            \
        CASES                                                                                      \
      default:                                                                                     \
        return { NULL, 1 };                                                                        \
      }                                                                                            \
  }
#define FIND_BOOL(TYPE, T, C)                                                                      \
  FIND (T, TNK_UNARY_BOOL_LIST (FIND_INLINE, TYPE, T)                                              \
               TNK_UNARY_REAL_TO_BOOL_LIST (FIND_TEST, TYPE, T))
#define FIND_INTEGER(TYPE, T, C)                                                                   \
  FIND (T, TNK_UNARY_INTEGER_LIST (FIND_INLINE, TYPE, T)                                           \
               TNK_UNARY_REAL_TO_BOOL_LIST (FIND_TEST, TYPE, T))
#define FIND_FLOAT(TYPE, name, T)                                                                  \
  FIND (name, TNK_UNARY_FLOAT_LIST (FIND_SPLIT, TYPE, T)                                           \
                  TNK_UNARY_REAL_TO_BOOL_LIST (FIND_TEST, TYPE, T))
#define FIND_COMPLEX(TYPE, T, REAL)                                                                \
  FIND (T, TNK_UNARY_COMPLEX_LIST (FIND_SPLIT, TYPE, T)                                            \
               TNK_UNARY_COMPLEX_TO_REAL_LIST (FIND_PART, TYPE, T, REAL)                           \
                   TNK_UNARY_COMPLEX_TO_BOOL_LIST (FIND_TEST, TYPE, T))

TNK_BOOL_TYPE_LIST (FIND_BOOL)
TNK_INTEGER_TYPE_LIST (FIND_INTEGER)
FIND_FLOAT (FLOAT16, float16, float32)
FIND_FLOAT (BFLOAT16, bfloat16, float32)
FIND_FLOAT (FLOAT32, float32, float32)
FIND_FLOAT (FLOAT64, float64, float64)
FIND_COMPLEX (COMPLEX64, complex64, FLOAT32)
FIND_COMPLEX (COMPLEX128, complex128, FLOAT64)

static LoopKernel
find (TnkUnary op, TnkDtype dtype)
{
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

TnkStatus
tnk_cuda_unary (TnkUnary op, TnkArray out, TnkArray a)
{
  const TnkArray operands[] = { out, a };
  return run_kernel (find (op, a.dtype), op, operands, 2);
}
