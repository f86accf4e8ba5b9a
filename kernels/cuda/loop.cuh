/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* The element-wise loop on the device. A kernel is run_loop over a group: a set of formulas with
 * one type of output and of inputs, told apart inside the kernel by loop.op, which is the same for
 * all threads. That keeps the number of kernels at one per type, not one per formula and type.
 *
 * A thread handles width elements. Where every operand is contiguous and aligned they are
 * neighbours and move as one; otherwise they lie a block apart, so that neighbouring threads still
 * touch neighbouring elements. */

#include "kernels/cuda/cuda.h"
#include "kernels/scalar.h"

#define TNK_CUDA_THREADS 256

#define TNK_CUDA_EACH _Pragma ("unroll") for (int j = 0; j < V; j++)

/* What a dtype is in memory and while it is computed with. */
template <TnkDtype D> struct Element;

#define TNK_CUDA_ELEMENT(TYPE, T, C)                                                               \
  template <> struct Element<TNK_##TYPE>                                                           \
  {                                                                                                \
    typedef C Stored;                                                                              \
    typedef C Value;                                                                               \
    static __device__ Value widen (Stored x) { return x; }                                         \
    static __device__ Stored narrow (Value x) { return x; }                                        \
  };
TNK_BOOL_TYPE_LIST (TNK_CUDA_ELEMENT)
TNK_INTEGER_TYPE_LIST (TNK_CUDA_ELEMENT)
TNK_FLOAT_TYPE_LIST (TNK_CUDA_ELEMENT)
TNK_COMPLEX_TYPE_LIST (TNK_CUDA_ELEMENT)

#define TNK_CUDA_HALF_ELEMENT(TYPE, T)                                                             \
  template <> struct Element<TNK_##TYPE>                                                           \
  {                                                                                                \
    typedef uint16_t Stored;                                                                       \
    typedef float Value;                                                                           \
    static __device__ Value widen (Stored x) { return tnk_float32_from_##T (x); }                  \
    static __device__ Stored narrow (Value x) { return tnk_##T##_from_float32 (x); }               \
  };
TNK_CUDA_HALF_ELEMENT (FLOAT16, float16)
TNK_CUDA_HALF_ELEMENT (BFLOAT16, bfloat16)

/* An element of which only the bits matter. */
template <class C> struct Bits
{
  typedef C Stored;
  typedef C Value;
  static __device__ Value widen (Stored x) { return x; }
  static __device__ Stored narrow (Value x) { return x; }
};

/* No operand in this place. */
typedef Bits<uint8_t> Absent;

/**
 * Loop:
 * @plan: the loop; operand 0 is the output
 * @data: where each operand's first element lies
 * @op: TnkUnary, TnkBinary or TnkTernary
 * @is_packed: whether the operands that move are contiguous and aligned to width elements
 * @base: what offsets count from (take), or NULL
 * @value: the element to write (fill)
 *
 * A kernel's parameters; they stay in constant memory. Well below the 4 KiB a launch can carry.
 */
struct Loop
{
  TnkLoopPlan plan;
  void *data[TNK_MAX_OPERANDS];
  int op;
  bool is_packed;
  const void *base;
  TnkComplex128 value;
};

typedef void (*LoopRun) (const Loop loop);

struct LoopKernel
{
  LoopRun run; /* NULL: there is none */
  int width;
};

template <class T, int V> struct alignas (sizeof (T) * V) Pack
{
  T at[V];
};

/* Division by a 64-bit size costs several times one by a 32-bit size. */
template <class I, int N>
static __device__ __forceinline__ void
seek_in (int rank, const int64_t *sizes, const int64_t (*strides)[TNK_MAX_RANK], I position,
         int64_t (&offsets)[N])
{
  for (int d = rank - 1; d > 0; d--)
    {
      I size = (I) sizes[d], rest = position / size;
      int64_t index = (int64_t) (position - rest * size);
      position = rest;
#pragma unroll
      for (int k = 0; k < N; k++)
        offsets[k] += index * strides[k][d];
    }
#pragma unroll
  for (int k = 0; k < N; k++)
    offsets[k] += (int64_t) position * strides[k][0];
}

/* How far element position lies from the first one, for N operands. The position is below the
 * number of elements, so that what is left for dim 0 needs no division. */
template <int N>
static __device__ __forceinline__ void
seek (int rank, const int64_t *sizes, const int64_t (*strides)[TNK_MAX_RANK], int64_t n_elems,
      int64_t position, int64_t (&offsets)[N])
{
#pragma unroll
  for (int k = 0; k < N; k++)
    offsets[k] = 0;
  if (rank == 1 || n_elems > (int64_t) UINT32_MAX)
    seek_in<uint64_t> (rank, sizes, strides, (uint64_t) position, offsets);
  else
    seek_in<uint32_t> (rank, sizes, strides, (uint32_t) position, offsets);
}

template <class E, int V>
static __device__ __forceinline__ void
load_packed (const Loop &loop, int k, int64_t first, typename E::Value (&values)[V])
{
  typedef typename E::Stored Stored;
  const Stored *data = (const Stored *) loop.data[k];

  if (loop.plan.strides[k][0] == 0)
    {
      typename E::Value value = E::widen (*data);
      TNK_CUDA_EACH values[j] = value;
    }
  else
    {
      Pack<Stored, V> pack = *(const Pack<Stored, V> *) (data + first);
      TNK_CUDA_EACH values[j] = E::widen (pack.at[j]);
    }
}

template <class E>
static __device__ __forceinline__ typename E::Value
load_one (const Loop &loop, int k, int64_t offset)
{
  return E::widen (((const typename E::Stored *) loop.data[k])[offset]);
}

template <class G>
__global__ void __launch_bounds__ (TNK_CUDA_THREADS)
run_loop (const __grid_constant__ Loop loop)
{
  constexpr int V = G::width, N = G::n_inputs;
  typedef typename G::Out::Stored Stored;
  const int64_t tile = (int64_t) TNK_CUDA_THREADS * V, n_elems = loop.plan.n_elems;
  Stored *data = (Stored *) loop.data[0];

  for (int64_t begin = blockIdx.x * tile; begin < n_elems; begin += gridDim.x * tile)
    {
      const bool is_packed = loop.is_packed && begin + tile <= n_elems;
      const int64_t first = begin + (int64_t) threadIdx.x * (is_packed ? V : 1);
      typename G::Out::Value out[V];
      typename G::A::Value a[V] = {};
      typename G::B::Value b[V] = {};
      typename G::C::Value c[V] = {};
      int64_t places[V];

      if (is_packed)
        {
          if constexpr (N > 0)
            load_packed<typename G::A> (loop, 1, first, a);
          if constexpr (N > 1)
            load_packed<typename G::B> (loop, 2, first, b);
          if constexpr (N > 2)
            load_packed<typename G::C> (loop, 3, first, c);
        }
      else
        TNK_CUDA_EACH
          {
            int64_t position = first + j * TNK_CUDA_THREADS, offsets[N + 1];

            places[j] = -1;
            if (position >= n_elems)
              continue;
            seek (loop.plan.rank, loop.plan.sizes, loop.plan.strides, n_elems, position, offsets);
            places[j] = offsets[0];
            if constexpr (N > 0)
              a[j] = load_one<typename G::A> (loop, 1, offsets[1]);
            if constexpr (N > 1)
              b[j] = load_one<typename G::B> (loop, 2, offsets[2]);
            if constexpr (N > 2)
              c[j] = load_one<typename G::C> (loop, 3, offsets[3]);
          }
      G::template tile<V> (loop, out, a, b, c);
      if (is_packed)
        {
          Pack<Stored, V> pack;
          TNK_CUDA_EACH pack.at[j] = G::Out::narrow (out[j]);
          *(Pack<Stored, V> *) (data + first) = pack;
        }
      else
        TNK_CUDA_EACH if (places[j] >= 0) data[places[j]] = G::Out::narrow (out[j]);
    }
}

/* Elements per thread: 16 bytes of the widest operand, and no more than four. */
template <class Out, class A, class B = Absent, class C = Absent>
constexpr int
width_of (void)
{
  size_t widest = sizeof (typename Out::Stored);
  if (sizeof (typename A::Stored) > widest)
    widest = sizeof (typename A::Stored);
  if (sizeof (typename B::Stored) > widest)
    widest = sizeof (typename B::Stored);
  if (sizeof (typename C::Stored) > widest)
    widest = sizeof (typename C::Stored);
  return widest > 8 ? 1 : (widest > 4 ? 2 : 4);
}

template <class G>
static LoopKernel
kernel_of (void)
{
  return { run_loop<G>, G::width };
}

/**
 * plan_loop:
 * @loop: (out): plan and data set, everything else cleared
 * @operands: (array length=n_operands): the output first
 * @width: elements per thread, a power of two
 */
static inline void
plan_loop (Loop *loop, const TnkArray *operands, int n_operands, int width)
{
  *loop = Loop ();
  tnk_loop_plan_init (&loop->plan, operands, n_operands, TNK_ORDER_ANY);
  loop->is_packed = loop->plan.kind != TNK_LOOP_STRIDED;
  for (int k = 0; k < n_operands; k++)
    {
      size_t alignment = tnk_dtype_size (operands[k].dtype) * (size_t) width;
      loop->data[k] = operands[k].data;
      if (loop->plan.strides[k][0] != 0 && (uintptr_t) operands[k].data % alignment != 0)
        loop->is_packed = false;
    }
}

static inline unsigned
n_blocks_for (int64_t n, int64_t per_block)
{
  int64_t n_blocks = (n + per_block - 1) / per_block;
  return (unsigned) (n_blocks < INT32_MAX ? n_blocks : INT32_MAX);
}

static inline TnkStatus
launch_loop (const LoopKernel &kernel, const Loop &loop)
{
  TnkStatus status;

  if (loop.plan.n_elems == 0)
    return TNK_OK;
  status = tnk_cuda_enter (loop.data[0]);
  if (status != TNK_OK)
    return status;
  kernel.run<<<n_blocks_for (loop.plan.n_elems, TNK_CUDA_THREADS * kernel.width),
               TNK_CUDA_THREADS>>> (loop);
  return tnk_cuda_launched ();
}

/* The formulas op over operands, the output first. */
static inline TnkStatus
run_kernel (const LoopKernel &kernel, int op, const TnkArray *operands, int n_operands)
{
  Loop loop;

  if (kernel.run == NULL)
    return TNK_UNSUPPORTED;
  plan_loop (&loop, operands, n_operands, kernel.width);
  loop.op = op;
  return launch_loop (kernel, loop);
}
