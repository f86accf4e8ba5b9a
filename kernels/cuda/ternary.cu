/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Ternary primitives. where only moves bits: one kernel per element size. */

#include "kernels/cuda/loop.cuh"

#define CASE(ID, name, T)                                                                          \
  case TNK_TERNARY_##ID:                                                                           \
    TNK_CUDA_EACH out[j] = tnk_##name##_##T (a[j], b[j], c[j]);                                    \
    break;
#define TILE(T, C, LIST)                                                                           \
  struct Tile_##T                                                                                  \
  {                                                                                                \
    template <int V>                                                                               \
    static __device__ __forceinline__ void tile (int op, C (&out)[V], const C (&a)[V],             \
                                                 const C (&b)[V], const C (&c)[V])                 \
    {                                                                                              \
      switch (op)                                                                                  \
        {                                                                                          \
          LIST (CASE, T)                                                                           \
        default:                                                                                   \
          break;                                                                                   \
        }                                                                                          \
    }                                                                                              \
  };
#define BOOL_TILE(TYPE, T, C) TILE (T, C, TNK_TERNARY_BOOL_LIST)
#define INTEGER_TILE(TYPE, T, C) TILE (T, C, TNK_TERNARY_INTEGER_LIST)
#define FLOAT_TILE(TYPE, T, C) TILE (T, C, TNK_TERNARY_FLOAT_LIST)
#define COMPLEX_TILE(TYPE, T, C) TILE (T, C, TNK_TERNARY_COMPLEX_LIST)

TNK_BOOL_TYPE_LIST (BOOL_TILE)
TNK_INTEGER_TYPE_LIST (INTEGER_TILE)
TNK_FLOAT_TYPE_LIST (FLOAT_TILE)
TNK_COMPLEX_TYPE_LIST (COMPLEX_TILE)

template <class Tile, class E> struct Ternary
{
  typedef E Out;
  typedef E A;
  typedef E B;
  typedef E C;
  static constexpr int n_inputs = 3;
  static constexpr int width = width_of<E, E> ();

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename E::Value (&out)[V], const typename E::Value (&a)[V],
        const typename E::Value (&b)[V], const typename E::Value (&c)[V])
  {
    Tile::template tile<V> (loop.op, out, a, b, c);
  }
};

template <class E> struct Where
{
  typedef E Out;
  typedef Bits<uint8_t> A;
  typedef E B;
  typedef E C;
  static constexpr int n_inputs = 3;
  static constexpr int width = width_of<E, E> ();

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename E::Value (&out)[V], const uint8_t (&a)[V],
        const typename E::Value (&b)[V], const typename E::Value (&c)[V])
  {
    TNK_CUDA_EACH out[j] = a[j] ? b[j] : c[j];
  }
};

#define FIND_CASE(ID, name, TYPE, T)                                                               \
  case TNK_TERNARY_##ID:                                                                           \
    return kernel_of<Ternary<Tile_##T, Element<TNK_##TYPE>>> ();
#define FIND(name, LIST, TYPE, T)                                                                  \
  static LoopKernel find_##name (TnkTernary op)                                                    \
  {                                                                                                \
    switch (op)                                                                                    \
      {                                                                                            \
        LIST (FIND_CASE, TYPE, T)                                                                  \
      default:                                                                                     \
        return { NULL, 1 };                                                                        \
      }                                                                                            \
  }
#define FIND_BOOL(TYPE, T, C) FIND (T, TNK_TERNARY_BOOL_LIST, TYPE, T)
#define FIND_INTEGER(TYPE, T, C) FIND (T, TNK_TERNARY_INTEGER_LIST, TYPE, T)
#define FIND_FLOAT(TYPE, name, T) FIND (name, TNK_TERNARY_FLOAT_LIST, TYPE, T)
#define FIND_COMPLEX(TYPE, T, C) FIND (T, TNK_TERNARY_COMPLEX_LIST, TYPE, T)

TNK_BOOL_TYPE_LIST (FIND_BOOL)
TNK_INTEGER_TYPE_LIST (FIND_INTEGER)
FIND_FLOAT (FLOAT16, float16, float32)
FIND_FLOAT (BFLOAT16, bfloat16, float32)
FIND_FLOAT (FLOAT32, float32, float32)
FIND_FLOAT (FLOAT64, float64, float64)
TNK_COMPLEX_TYPE_LIST (FIND_COMPLEX)

static LoopKernel
find_where (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return kernel_of<Where<Bits<uint8_t>>> ();
    case 2:
      return kernel_of<Where<Bits<uint16_t>>> ();
    case 4:
      return kernel_of<Where<Bits<uint32_t>>> ();
    case 8:
      return kernel_of<Where<Bits<uint64_t>>> ();
    default:
      return kernel_of<Where<Bits<TnkComplex128>>> ();
    }
}

static LoopKernel
find (TnkTernary op, TnkDtype dtype)
{
  if (op == TNK_TERNARY_WHERE)
    return find_where (tnk_dtype_size (dtype));
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
tnk_cuda_ternary (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c)
{
  const TnkArray operands[] = { out, a, b, c };
  return run_kernel (find (op, out.dtype), op, operands, 4);
}
