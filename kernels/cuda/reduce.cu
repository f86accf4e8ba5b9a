/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Runs a fold over a reduce plan. A block of threads serves several outputs ("slots"), each with
 * several threads ("lanes") that fold every lanes-th element and are joined by a tree in shared
 * memory. Neighbouring threads are neighbouring lanes when an output's elements lie together, and
 * neighbouring slots when the outputs do. Few outputs with much to fold are cut into pieces, whose
 * accumulators a second kernel joins. How the work is cut depends on the shape alone, never on the
 * GPU, so that a sum comes out the same everywhere. */

#include "kernels/cuda/fold.cuh"
#include "kernels/cuda/loop.cuh"
#include "kernels/reduce-plan.h"

#define THREADS TNK_CUDA_THREADS
#define TILE 4           /* elements a thread reads at once */
#define WANTED_BLOCKS 2048 /* enough to fill the largest GPU several times */

typedef struct
{
  int rank;
  int64_t n_elems;
  int64_t sizes[TNK_MAX_RANK];
  int64_t strides[2][TNK_MAX_RANK];
} Dims;

/**
 * Reduction:
 * @kept: loop over the outputs; strides of out and in
 * @folded: loop over what one output folds; strides of in only
 * @lanes: threads per output, a power of two up to THREADS
 * @lane_step: distance between two lanes of one output in the block
 * @n_pieces: 1, or into how many parts an output's elements are cut
 * @piece: elements of one part
 * @partials: accumulators [n_pieces, kept.n_elems], NULL for one piece
 */
typedef struct
{
  Dims kept;
  Dims folded;
  void *out;
  const void *in;
  TnkDtype out_dtype, in_dtype;
  int lanes, lane_step;
  int n_pieces;
  int64_t piece;
  void *partials;
} Reduction;

/* Joins the lanes of each output; lane 0 gets the result. */
template <class Fold>
static __device__ __forceinline__ void
join_lanes (typename Fold::Acc *accs, int lane, int lanes, int lane_step)
{
  __syncthreads ();
  for (int width = lanes / 2; width > 0; width /= 2)
    {
      if (lane < width)
        Fold::merge (accs[threadIdx.x], accs[threadIdx.x + width * lane_step]);
      __syncthreads ();
    }
}

/* Elements [begin, end) of the output whose first element is at offset, every lanes-th one. */
template <class Fold, class Family>
static __device__ __forceinline__ void
fold_lane (const Reduction &job, typename Fold::Acc &acc, int64_t offset, int64_t begin,
           int64_t end, int lane)
{
  const Dims &dims = job.folded;
  const int64_t step = job.lanes;

  for (int64_t i = begin + lane; i < end; i += TILE * step)
    {
      typename Fold::Value x[TILE];
      int64_t places[TILE];

#pragma unroll
      for (int j = 0; j < TILE; j++)
        {
          int64_t moved[1];
          places[j] = -1;
          if (i + j * step >= end)
            continue;
          seek (dims.rank, dims.sizes, dims.strides, dims.n_elems, i + j * step, moved);
          places[j] = offset + moved[0];
        }
      Family::load (job.in_dtype, job.in, places, x);
      if (places[TILE - 1] >= 0)
        Fold::tile (acc, x, i, step);
      else
#pragma unroll
        for (int j = 0; j < TILE - 1; j++)
          if (places[j] >= 0)
            Fold::step (acc, x[j], i + j * step);
    }
}

/* grid: x over groups of outputs, y over pieces. */
template <class Fold, class Family>
__global__ void __launch_bounds__ (THREADS)
fold_elements (const __grid_constant__ Reduction job)
{
  __shared__ typename Fold::Acc accs[THREADS];
  const int slots = THREADS / job.lanes;
  const int lane = (int) threadIdx.x / job.lane_step % job.lanes;
  const int slot = job.lane_step == 1 ? (int) threadIdx.x / job.lanes
                                      : (int) threadIdx.x % job.lane_step;
  const int64_t begin = blockIdx.y * job.piece;
  const int64_t end = min (begin + job.piece, job.folded.n_elems);

  for (int64_t first = (int64_t) blockIdx.x * slots; first < job.kept.n_elems;
       first += (int64_t) gridDim.x * slots)
    {
      const int64_t output = first + slot;
      typename Fold::Acc acc = Fold::start ();
      int64_t offsets[2] = { 0, 0 };

      if (output < job.kept.n_elems)
        {
          seek (job.kept.rank, job.kept.sizes, job.kept.strides, job.kept.n_elems, output, offsets);
          fold_lane<Fold, Family> (job, acc, offsets[1], begin, end, lane);
        }
      accs[threadIdx.x] = acc;
      join_lanes<Fold> (accs, lane, job.lanes, job.lane_step);
      if (lane == 0 && output < job.kept.n_elems)
        {
          if (job.partials == NULL)
            store (job.out_dtype, job.out, offsets[0], Fold::finish (accs[threadIdx.x]));
          else
            ((typename Fold::Acc *) job.partials)[blockIdx.y * job.kept.n_elems + output]
                = accs[threadIdx.x];
        }
      __syncthreads ();
    }
}

/* One block per output. */
template <class Fold>
__global__ void __launch_bounds__ (THREADS)
join_pieces (const __grid_constant__ Reduction job)
{
  __shared__ typename Fold::Acc accs[THREADS];
  const typename Fold::Acc *partials = (const typename Fold::Acc *) job.partials;

  for (int64_t output = blockIdx.x; output < job.kept.n_elems; output += gridDim.x)
    {
      typename Fold::Acc acc = Fold::start ();

      for (int p = (int) threadIdx.x; p < job.n_pieces; p += THREADS)
        Fold::merge (acc, partials[p * job.kept.n_elems + output]);
      accs[threadIdx.x] = acc;
      join_lanes<Fold> (accs, (int) threadIdx.x, THREADS, 1);
      if (threadIdx.x == 0)
        {
          int64_t offsets[2];
          seek (job.kept.rank, job.kept.sizes, job.kept.strides, job.kept.n_elems, output, offsets);
          store (job.out_dtype, job.out, offsets[0], Fold::finish (accs[0]));
        }
      __syncthreads ();
    }
}

typedef struct
{
  void (*fold) (const Reduction job); /* NULL: there is no such reduction */
  void (*join) (const Reduction job);
  size_t acc_bytes;
} FoldKernel;

template <class Fold, class Family>
static FoldKernel
fold_kernel (void)
{
  return { fold_elements<Fold, Family>, join_pieces<Fold>, sizeof (typename Fold::Acc) };
}

#define CASE(OP, Name, Kind)                                                                       \
  case TNK_REDUCE_##OP:                                                                            \
    return fold_kernel<Name##Kind, Kind> ();
#define COMMON_CASES(Kind)                                                                         \
  CASE (SUM, Sum, Kind)                                                                            \
  CASE (PROD, Prod, Kind)                                                                          \
  CASE (ANY, Any, Kind)                                                                            \
  CASE (ALL, All, Kind)                                                                            \
  CASE (COUNT_NONZERO, Count, Kind)
#define ORDER_CASES(Kind)                                                                          \
  CASE (MIN, Min, Kind)                                                                            \
  CASE (MAX, Max, Kind)                                                                            \
  CASE (ARGMIN, Argmin, Kind)                                                                      \
  CASE (ARGMAX, Argmax, Kind)
#define FIND(Kind, CASES)                                                                          \
  static FoldKernel find_##Kind (TnkReduce op)                                                     \
  {                                                                                                \
    switch (op)                                                                                    \
      {                                                                                            \
        CASES                                                                                      \
      default:                                                                                     \
        return { NULL, NULL, 0 };                                                                  \
      }                                                                                            \
  }
FIND (Integers, COMMON_CASES (Integers) ORDER_CASES (Integers))
FIND (Floats, COMMON_CASES (Floats) ORDER_CASES (Floats) CASE (M2, M2, Floats)
                  CASE (NORM2, Norm2, Floats))
FIND (Doubles, COMMON_CASES (Doubles) ORDER_CASES (Doubles) CASE (M2, M2, Doubles)
                   CASE (NORM2, Norm2, Doubles))
FIND (Complexes, COMMON_CASES (Complexes) CASE (NORM2, Norm2, Complexes))

static FoldKernel
find (TnkReduce op, TnkDtype dtype)
{
  if (tnk_dtype_is_complex (dtype))
    return find_Complexes (op);
  if (dtype == TNK_FLOAT64)
    return find_Doubles (op);
  return tnk_dtype_is_floating (dtype) ? find_Floats (op) : find_Integers (op);
}

static void
set_dims (Dims *dims, const TnkLoopPlan *plan)
{
  dims->rank = plan->rank;
  dims->n_elems = plan->n_elems;
  for (int d = 0; d < plan->rank; d++)
    {
      dims->sizes[d] = plan->sizes[d];
      dims->strides[0][d] = plan->strides[0][d];
      dims->strides[1][d] = plan->n_operands > 1 ? plan->strides[1][d] : 0;
    }
}

/* The smallest power of two that is at least n, no more than limit. */
static int
power_of_two (int64_t n, int limit)
{
  int power = 1;
  while (power < n && power < limit)
    power *= 2;
  return power;
}

/* Four elements or more for each lane; rows of at least 32 outputs where outputs are neighbours. */
static void
share_work (Reduction *job, TnkReduceKind kind)
{
  const int64_t n_kept = job->kept.n_elems, n_folded = job->folded.n_elems;
  int64_t n_groups, n_pieces;

  job->lanes = power_of_two ((n_folded + TILE - 1) / TILE, THREADS);
  if (kind == TNK_REDUCE_OUTER)
    {
      int most = THREADS / power_of_two (n_kept, 32);
      job->lanes = job->lanes < most ? job->lanes : most;
    }
  job->lane_step = kind == TNK_REDUCE_OUTER ? THREADS / job->lanes : 1;
  n_groups = (n_kept + THREADS / job->lanes - 1) / (THREADS / job->lanes);
  n_pieces = n_folded / (job->lanes * TILE * 4);
  if (n_pieces > WANTED_BLOCKS / n_groups)
    n_pieces = WANTED_BLOCKS / n_groups;
  if (n_pieces < 1)
    n_pieces = 1;
  job->n_pieces = (int) n_pieces;
  job->piece = (n_folded + n_pieces - 1) / n_pieces;
}

static TnkStatus
launch (const FoldKernel &kernel, const Reduction &job)
{
  const unsigned n_groups = n_blocks_for (job.kept.n_elems, THREADS / job.lanes);
  TnkStatus status;

  kernel.fold<<<dim3 (n_groups, (unsigned) job.n_pieces), THREADS>>> (job);
  status = tnk_cuda_launched ();
  if (status != TNK_OK || job.partials == NULL)
    return status;
  kernel.join<<<n_blocks_for (job.kept.n_elems, 1), THREADS>>> (job);
  return tnk_cuda_launched ();
}

TnkStatus
tnk_cuda_reduce (TnkReduce op, TnkArray out, TnkArray in)
{
  const FoldKernel kernel = find (op, in.dtype);
  const bool keeps_place = op == TNK_REDUCE_ARGMIN || op == TNK_REDUCE_ARGMAX;
  TnkReducePlan plan;
  Reduction job = {};
  size_t n_bytes;
  TnkStatus status;

  if (kernel.fold == NULL)
    return TNK_UNSUPPORTED;
  tnk_reduce_plan_init (&plan, &out, &in, keeps_place ? TNK_ORDER_ROW_MAJOR : TNK_ORDER_ANY);
  if (plan.kept.n_elems == 0)
    return TNK_OK;
  set_dims (&job.kept, &plan.kept);
  set_dims (&job.folded, &plan.folded);
  job.out = out.data;
  job.in = in.data;
  job.out_dtype = out.dtype;
  job.in_dtype = in.dtype;
  share_work (&job, plan.kind);
  n_bytes = job.n_pieces > 1 ? (size_t) job.n_pieces * (size_t) job.kept.n_elems * kernel.acc_bytes
                             : 0;
  status = tnk_cuda_enter (out.data);
  if (status == TNK_OK)
    status = tnk_cuda_borrow (n_bytes, &job.partials);
  if (status == TNK_OK)
    status = launch (kernel, job);
  tnk_cuda_give_back (job.partials, n_bytes);
  return status;
}
