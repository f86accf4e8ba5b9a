/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Reading and writing through element offsets. Where two values go to one place, which one stays is
 * not defined, and the order of a sum neither, as PyTorch has it on a GPU. */

#include "kernels/cuda/loop.cuh"

/* a holds offsets from loop.base. */
template <class E> struct Take
{
  typedef E Out;
  typedef Element<TNK_INT64> A;
  typedef Absent B;
  typedef Absent C;
  static constexpr int n_inputs = 1;
  static constexpr int width = 1; /* what is read lies anywhere: lanes hide that, not width */

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename E::Value (&out)[V], const int64_t (&a)[V], const uint8_t (&)[V],
        const uint8_t (&)[V])
  {
    TNK_CUDA_EACH out[j] = ((const typename E::Stored *) loop.base)[a[j]];
  }
};

static LoopKernel
find_take (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return kernel_of<Take<Bits<uint8_t>>> ();
    case 2:
      return kernel_of<Take<Bits<uint16_t>>> ();
    case 4:
      return kernel_of<Take<Bits<uint32_t>>> ();
    case 8:
      return kernel_of<Take<Bits<uint64_t>>> ();
    default:
      return kernel_of<Take<Bits<TnkComplex128>>> ();
    }
}

TnkStatus
tnk_cuda_take (TnkArray out, const void *from_data, TnkArray offsets)
{
  const TnkArray operands[] = { out, offsets };
  const LoopKernel kernel = find_take (tnk_dtype_size (out.dtype));
  Loop loop;

  plan_loop (&loop, operands, 2, kernel.width);
  loop.base = from_data;
  return launch_loop (kernel, loop);
}

/* How an element joins what is at its place. */
template <class C> struct Replace
{
  typedef C Stored;
  static __device__ __forceinline__ void join (C *at, C x) { *at = x; }
};

/* For narrow elements: the aligned word around the element is exchanged until nobody came between.
 * Blocks start and end on word boundaries, so the word is ours to read. */
template <class C, class Add>
static __device__ __forceinline__ void
exchange_word (C *at, C x, Add add)
{
  unsigned *word = (unsigned *) ((uintptr_t) at & ~(uintptr_t) 3);
  const unsigned shift = 8 * (unsigned) ((uintptr_t) at & 3);
  const unsigned mask = (sizeof (C) == 1 ? 0xFFu : 0xFFFFu) << shift;
  unsigned seen = *(volatile unsigned *) word, expected;

  do
    {
      const C sum = add ((C) ((seen & mask) >> shift), x);
      expected = seen;
      seen = atomicCAS (word, expected, (expected & ~mask) | (((unsigned) sum << shift) & mask));
    }
  while (seen != expected);
}

#define NARROW_ADD(T, C, add_text)                                                                 \
  struct Add_##T                                                                                   \
  {                                                                                                \
    typedef C Stored;                                                                              \
    static __device__ __forceinline__ void join (C *at, C x)                                       \
    {                                                                                              \
      exchange_word (at, x, [] (C a, C b) -> C { return add_text; });                              \
    }                                                                                              \
  };
NARROW_ADD (bool, uint8_t, tnk_add_bool (a, b))
NARROW_ADD (uint8, uint8_t, tnk_add_uint8 (a, b))
NARROW_ADD (int8, int8_t, tnk_add_int8 (a, b))
NARROW_ADD (int16, int16_t, tnk_add_int16 (a, b))
NARROW_ADD (float16, uint16_t,
            tnk_float16_from_float32 (tnk_float32_from_float16 (a) + tnk_float32_from_float16 (b)))
NARROW_ADD (bfloat16, uint16_t,
            tnk_bfloat16_from_float32 (tnk_float32_from_bfloat16 (a)
                                       + tnk_float32_from_bfloat16 (b)))

#define WIDE_ADD(T, C, join_text)                                                                  \
  struct Add_##T                                                                                   \
  {                                                                                                \
    typedef C Stored;                                                                              \
    static __device__ __forceinline__ void join (C *at, C x) { join_text; }                        \
  };
WIDE_ADD (int32, int32_t, atomicAdd (at, x))
WIDE_ADD (int64, int64_t, atomicAdd ((unsigned long long *) at, (unsigned long long) x))
WIDE_ADD (float32, float, atomicAdd (at, x))
WIDE_ADD (float64, double, atomicAdd (at, x))
WIDE_ADD (complex64, TnkComplex64, (atomicAdd (&at->re, x.re), atomicAdd (&at->im, x.im)))
WIDE_ADD (complex128, TnkComplex128, (atomicAdd (&at->re, x.re), atomicAdd (&at->im, x.im)))

/* Operand 0 holds the offsets, operand 1 the elements. */
template <class Join>
__global__ void __launch_bounds__ (TNK_CUDA_THREADS)
put_elements (const __grid_constant__ Loop loop)
{
  typedef typename Join::Stored Stored;
  const int64_t n_threads = (int64_t) gridDim.x * TNK_CUDA_THREADS;

  for (int64_t i = (int64_t) blockIdx.x * TNK_CUDA_THREADS + threadIdx.x; i < loop.plan.n_elems;
       i += n_threads)
    {
      int64_t offsets[2];

      seek (loop.plan.rank, loop.plan.sizes, loop.plan.strides, loop.plan.n_elems, i, offsets);
      Join::join ((Stored *) loop.base + ((const int64_t *) loop.data[0])[offsets[0]],
                  ((const Stored *) loop.data[1])[offsets[1]]);
    }
}

static LoopRun
find_replace (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return put_elements<Replace<uint8_t>>;
    case 2:
      return put_elements<Replace<uint16_t>>;
    case 4:
      return put_elements<Replace<uint32_t>>;
    case 8:
      return put_elements<Replace<uint64_t>>;
    default:
      return put_elements<Replace<TnkComplex128>>;
    }
}

static LoopRun
find_add (TnkDtype dtype)
{
  switch (dtype)
    {
#define X(ID, name, bytes, C)                                                                      \
  case TNK_##ID:                                                                                   \
    return put_elements<Add_##name>;
      TNK_DTYPE_LIST (X)
#undef X
    default:
      return NULL;
    }
}

TnkStatus
tnk_cuda_put (void *to_data, TnkArray offsets, TnkArray in, bool accumulate)
{
  const TnkArray operands[] = { offsets, in };
  const LoopKernel kernel
      = { accumulate ? find_add (in.dtype) : find_replace (tnk_dtype_size (in.dtype)), 1 };
  Loop loop;

  plan_loop (&loop, operands, 2, kernel.width);
  loop.base = to_data;
  return launch_loop (kernel, loop);
}
