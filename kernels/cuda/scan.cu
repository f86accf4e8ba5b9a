/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Running folds along one dim. A block serves several lines, each with as many threads ("lanes") as
 * it has elements, up to the whole block; longer lines are taken a block's width at a time, with
 * the fold of what came before carried over. */

#include "kernels/cuda/fold.cuh"
#include "kernels/cuda/loop.cuh"

#define THREADS TNK_CUDA_THREADS

/* Products of float32 in double, as their sums. */
TNK_CUDA_FOLD (ProdWide, float, double, double, 1, acc *= x, acc *= x, acc)

/**
 * Scan:
 * @lines: loop over the lines, operands out and in
 * @size: elements of a line
 * @out_stride: from one element of a line to the next
 * @in_stride: likewise
 * @lanes: threads per line, a power of two
 */
typedef struct
{
  Loop lines;
  TnkDtype dtype;
  int64_t size;
  int64_t out_stride, in_stride;
  int lanes;
} Scan;

/* Folds each lane's element with those of the lanes before (Hillis and Steele 1986). */
template <class Fold>
static __device__ __forceinline__ void
scan_lanes (typename Fold::Acc *accs, int lane, int lanes)
{
  for (int width = 1; width < lanes; width *= 2)
    {
      typename Fold::Acc acc = accs[threadIdx.x];

      if (lane >= width)
        Fold::merge (acc, accs[threadIdx.x - width]);
      __syncthreads ();
      accs[threadIdx.x] = acc;
      __syncthreads ();
    }
}

template <class Fold, class Family>
__global__ void __launch_bounds__ (THREADS)
scan_lines (const __grid_constant__ Scan job)
{
  __shared__ typename Fold::Acc accs[THREADS];
  const TnkLoopPlan &plan = job.lines.plan;
  const int lane = (int) threadIdx.x % job.lanes, last = (int) threadIdx.x - lane + job.lanes - 1;
  const int64_t slots = THREADS / job.lanes;

  for (int64_t first = blockIdx.x * slots; first < plan.n_elems; first += gridDim.x * slots)
    {
      const int64_t line = first + (int) threadIdx.x / job.lanes;
      const bool is_there = line < plan.n_elems;
      typename Fold::Acc carry = Fold::start ();
      int64_t offsets[2] = { 0, 0 };

      if (is_there)
        seek (plan.rank, plan.sizes, plan.strides, plan.n_elems, line, offsets);
      for (int64_t begin = 0; begin < job.size; begin += job.lanes)
        {
          const int64_t k = begin + lane;
          const bool is_inside = is_there && k < job.size;
          const int64_t places[1] = { is_inside ? offsets[1] + k * job.in_stride : -1 };
          typename Fold::Acc acc = Fold::start ();
          typename Fold::Value x[1];

          Family::load (job.dtype, job.lines.data[1], places, x);
          if (is_inside)
            Fold::step (acc, x[0], k);
          accs[threadIdx.x] = acc;
          __syncthreads ();
          scan_lanes<Fold> (accs, lane, job.lanes);
          acc = carry;
          Fold::merge (acc, accs[threadIdx.x]);
          if (is_inside)
            store (job.dtype, job.lines.data[0], offsets[0] + k * job.out_stride,
                   Fold::finish (acc));
          Fold::merge (carry, accs[last]);
          __syncthreads ();
        }
    }
}

typedef void (*ScanRun) (const Scan job);

static ScanRun
find (TnkScan op, TnkDtype dtype)
{
  const bool is_sum = op == TNK_SCAN_CUMSUM;

  if (dtype == TNK_BOOL)
    return NULL;
  if (tnk_dtype_is_complex (dtype))
    return is_sum ? scan_lines<SumComplexes, Complexes> : scan_lines<ProdComplexes, Complexes>;
  if (dtype == TNK_FLOAT64)
    return is_sum ? scan_lines<SumDoubles, Doubles> : scan_lines<ProdDoubles, Doubles>;
  if (tnk_dtype_is_floating (dtype))
    return is_sum ? scan_lines<SumFloats, Floats> : scan_lines<ProdWide, Floats>;
  return is_sum ? scan_lines<SumIntegers, Integers> : scan_lines<ProdIntegers, Integers>;
}

TnkStatus
tnk_cuda_scan (TnkScan op, TnkArray out, TnkArray in, int dim)
{
  TnkArray operands[] = { out, in };
  int64_t sizes[TNK_MAX_RANK];
  const ScanRun run = find (op, in.dtype);
  Scan job = {};
  TnkStatus status;

  if (run == NULL)
    return TNK_UNSUPPORTED;
  for (int d = 0; d < in.rank; d++)
    sizes[d] = in.sizes[d];
  job.size = 1;
  if (in.rank > 0)
    {
      job.size = in.sizes[dim];
      job.out_stride = out.strides[dim];
      job.in_stride = in.strides[dim];
      sizes[dim] = 1;
    }
  operands[0].sizes = operands[1].sizes = sizes;
  plan_loop (&job.lines, operands, 2, 1);
  if (job.size == 0 || job.lines.plan.n_elems == 0)
    return TNK_OK;
  job.dtype = in.dtype;
  for (job.lanes = 1; job.lanes < job.size && job.lanes < THREADS;)
    job.lanes *= 2;
  status = tnk_cuda_enter (out.data);
  if (status != TNK_OK)
    return status;
  run<<<n_blocks_for (job.lines.plan.n_elems, THREADS / job.lanes), THREADS>>> (job);
  return tnk_cuda_launched ();
}
