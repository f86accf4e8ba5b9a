/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Fill, copy with conversion, and ranges. */

#include "kernels/cuda/loop.cuh"
#include "kernels/cuda/store.cuh"

#include <string.h>

/* Writes loop.value's first bytes; without an input. */
template <class E> struct Fill
{
  typedef E Out;
  typedef Absent A;
  typedef Absent B;
  typedef Absent C;
  static constexpr int n_inputs = 0;
  static constexpr int width = width_of<E, Absent> ();

  template <int V>
  static __device__ __forceinline__ void
  tile (const Loop &loop, typename E::Value (&out)[V], const uint8_t (&)[V], const uint8_t (&)[V],
        const uint8_t (&)[V])
  {
    TNK_CUDA_EACH out[j] = *(const typename E::Value *) &loop.value;
  }
};

static LoopKernel
find_fill (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return kernel_of<Fill<Bits<uint8_t>>> ();
    case 2:
      return kernel_of<Fill<Bits<uint16_t>>> ();
    case 4:
      return kernel_of<Fill<Bits<uint32_t>>> ();
    case 8:
      return kernel_of<Fill<Bits<uint64_t>>> ();
    default:
      return kernel_of<Fill<Bits<TnkComplex128>>> ();
    }
}

#define STORE_SCALAR(ID, name, bytes, C)                                                           \
  static void store_##name (void *to, TnkScalar x)                                                 \
  {                                                                                                \
    const TnkComplex128 z = { x.re, x.im };                                                        \
    const C element = x.kind <= TnkScalar::TNK_SCALAR_INT                                          \
                          ? tnk_##name##_from_int64 (x.i)                                          \
                          : (x.kind == TnkScalar::TNK_SCALAR_FLOAT                                 \
                                 ? tnk_##name##_from_float64 (x.re)                                \
                                 : tnk_##name##_from_complex128 (z));                              \
    memcpy (to, &element, sizeof element);                                                         \
  }
TNK_DTYPE_LIST (STORE_SCALAR)

static void
store_scalar (TnkDtype dtype, void *to, TnkScalar value)
{
  switch (dtype)
    {
#define X(ID, name, bytes, C)                                                                      \
  case TNK_##ID:                                                                                   \
    store_##name (to, value);                                                                      \
    break;
      TNK_DTYPE_LIST (X)
#undef X
    default:
      break;
    }
}

TnkStatus
tnk_cuda_fill (TnkArray out, TnkScalar value)
{
  const LoopKernel kernel = find_fill (tnk_dtype_size (out.dtype));
  Loop loop;

  plan_loop (&loop, &out, 1, kernel.width);
  store_scalar (out.dtype, &loop.value, value);
  return launch_loop (kernel, loop);
}

/* Two, so that pairs of 16-byte elements still move as one. */
#define COPY_WIDTH 2

template <int V>
static __device__ __forceinline__ void
find_places (const Loop &loop, int64_t first, int64_t (&out_places)[V], int64_t (&in_places)[V])
{
  TNK_CUDA_EACH
    {
      int64_t position = first + j * TNK_CUDA_THREADS, offsets[2] = { -1, -1 };

      if (position < loop.plan.n_elems)
        seek (loop.plan.rank, loop.plan.sizes, loop.plan.strides, loop.plan.n_elems, position,
              offsets);
      out_places[j] = offsets[0];
      in_places[j] = offsets[1];
    }
}

template <class C, int V>
static __device__ __forceinline__ void
store_tile (const Loop &loop, bool is_packed, int64_t first, const int64_t (&places)[V],
            const C (&out)[V])
{
  C *data = (C *) loop.data[0];

  if (is_packed)
    {
      Pack<C, V> pack;
      TNK_CUDA_EACH pack.at[j] = out[j];
      *(Pack<C, V> *) (data + first) = pack;
    }
  else
    TNK_CUDA_EACH
      {
        if (places[j] >= 0)
          data[places[j]] = out[j];
      }
}

/* Copies to one dtype from any: the source's dtype, loop.op, is looked at once for the elements of
 * a thread. A place of -1 lies beyond the end. */
#define CONVERT_LOAD(FROM, from, F, to)                                                            \
  case TNK_##FROM:                                                                                 \
    if (is_packed)                                                                                 \
      {                                                                                            \
        const Pack<F, V> pack = *(const Pack<F, V> *) ((const F *) loop.data[1] + first);          \
        TNK_CUDA_EACH out[j] = tnk_##to##_from_##from (pack.at[j]);                                \
      }                                                                                            \
    else                                                                                           \
      TNK_CUDA_EACH                                                                                \
        {                                                                                          \
          if (in_places[j] >= 0)                                                                   \
            out[j] = tnk_##to##_from_##from (((const F *) loop.data[1])[in_places[j]]);            \
        }                                                                                          \
    break;

#define CONVERT(TO, to, bytes, C)                                                                  \
  template <int V>                                                                                 \
  static __device__ __forceinline__ void load_##to (const Loop &loop, bool is_packed,              \
                                                    int64_t first, const int64_t (&in_places)[V],  \
                                                    C (&out)[V])                                   \
  {                                                                                                \
    switch (loop.op)                                                                               \
      {                                                                                            \
        CONVERT_LOAD (BOOL, bool, uint8_t, to)                                                     \
        CONVERT_LOAD (UINT8, uint8, uint8_t, to)                                                   \
        CONVERT_LOAD (INT8, int8, int8_t, to)                                                      \
        CONVERT_LOAD (INT16, int16, int16_t, to)                                                   \
        CONVERT_LOAD (INT32, int32, int32_t, to)                                                   \
        CONVERT_LOAD (INT64, int64, int64_t, to)                                                   \
        CONVERT_LOAD (FLOAT16, float16, uint16_t, to)                                              \
        CONVERT_LOAD (BFLOAT16, bfloat16, uint16_t, to)                                            \
        CONVERT_LOAD (FLOAT32, float32, float, to)                                                 \
        CONVERT_LOAD (FLOAT64, float64, double, to)                                                \
        CONVERT_LOAD (COMPLEX64, complex64, TnkComplex64, to)                                      \
        CONVERT_LOAD (COMPLEX128, complex128, TnkComplex128, to)                                   \
      default:                                                                                     \
        break;                                                                                     \
      }                                                                                            \
  }                                                                                                \
  __global__ void __launch_bounds__ (TNK_CUDA_THREADS)                                             \
  convert_to_##to (const __grid_constant__ Loop loop)                                              \
  {                                                                                                \
    constexpr int V = COPY_WIDTH;                                                                  \
    const int64_t tile = (int64_t) TNK_CUDA_THREADS * V, n_elems = loop.plan.n_elems;              \
    for (int64_t begin = blockIdx.x * tile; begin < n_elems; begin += gridDim.x * tile)            \
      {                                                                                            \
        const bool is_packed = loop.is_packed && begin + tile <= n_elems;                          \
        const int64_t first = begin + (int64_t) threadIdx.x * (is_packed ? V : 1);                 \
        int64_t out_places[V], in_places[V];                                                       \
        C out[V];                                                                                  \
        if (!is_packed)                                                                            \
          find_places<V> (loop, first, out_places, in_places);                                     \
        load_##to<V> (loop, is_packed, first, in_places, out);                                     \
        store_tile<C, V> (loop, is_packed, first, out_places, out);                                \
      }                                                                                            \
  }

TNK_DTYPE_LIST (CONVERT)

static LoopRun
find_convert (TnkDtype to)
{
  switch (to)
    {
#define X(ID, name, bytes, C)                                                                      \
  case TNK_##ID:                                                                                   \
    return convert_to_##name;
      TNK_DTYPE_LIST (X)
#undef X
    default:
      return NULL;
    }
}

TnkStatus
tnk_cuda_copy (TnkArray out, TnkArray in)
{
  const TnkArray operands[] = { out, in };
  const LoopKernel kernel = { find_convert (out.dtype), COPY_WIDTH };
  Loop loop;

  plan_loop (&loop, operands, 2, COPY_WIDTH);
  loop.op = in.dtype;
  loop.is_packed = loop.is_packed && loop.plan.kind == TNK_LOOP_CONTIGUOUS;
  if (out.dtype == in.dtype && loop.plan.kind == TNK_LOOP_CONTIGUOUS && loop.plan.n_elems > 0)
    {
      TnkStatus status = tnk_cuda_enter (out.data);
      if (status != TNK_OK)
        return status;
      return tnk_cuda_status (
          cudaMemcpyAsync (out.data, in.data,
                           (size_t) loop.plan.n_elems * tnk_dtype_size (out.dtype),
                           cudaMemcpyDeviceToDevice));
    }
  return launch_loop (kernel, loop);
}

/* Integers are counted in int64, everything else in double. */
__global__ void __launch_bounds__ (TNK_CUDA_THREADS)
write_range (void *data, TnkDtype dtype, int64_t n, int64_t stride, bool is_whole, int64_t start,
             int64_t step, double first, double width)
{
  const int64_t n_threads = (int64_t) gridDim.x * TNK_CUDA_THREADS;

  for (int64_t i = (int64_t) blockIdx.x * TNK_CUDA_THREADS + threadIdx.x; i < n; i += n_threads)
    if (is_whole)
      store (dtype, data, i * stride,
             (int64_t) ((uint64_t) start + (uint64_t) i * (uint64_t) step));
    else
      store (dtype, data, i * stride, first + (double) i * width);
}

TnkStatus
tnk_cuda_arange (TnkArray out, TnkScalar start, TnkScalar step)
{
  const int64_t n = out.rank == 0 ? 1 : out.sizes[0];
  const bool start_is_whole = start.kind <= TnkScalar::TNK_SCALAR_INT;
  const bool step_is_whole = step.kind <= TnkScalar::TNK_SCALAR_INT;
  TnkStatus status;

  if (n == 0)
    return TNK_OK;
  status = tnk_cuda_enter (out.data);
  if (status != TNK_OK)
    return status;
  write_range<<<n_blocks_for (n, TNK_CUDA_THREADS), TNK_CUDA_THREADS>>> (
      out.data, out.dtype, n, out.rank == 0 ? 0 : out.strides[0], start_is_whole && step_is_whole,
      start.i, step.i, start_is_whole ? (double) start.i : start.re,
      step_is_whole ? (double) step.i : step.re);
  return tnk_cuda_launched ();
}
