/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Coordinates of true elements, in row-major order. Each block counts the true ones of its stretch;
 * the running sum of the counts tells where its rows go. */

#include "kernels/cuda/loop.cuh"

#define THREADS TNK_CUDA_THREADS
#define WARPS (THREADS / 32)
#define STRETCH (16 * THREADS)

/* counts[s]: true flags among elements [s STRETCH, (s + 1) STRETCH) of n. */
__global__ void __launch_bounds__ (THREADS)
count_flags (const uint8_t *flags, int64_t n, int64_t *counts)
{
  for (int64_t s = blockIdx.x; s * STRETCH < n; s += gridDim.x)
    {
      int count = 0;

      for (int k = 0; k < STRETCH; k += THREADS)
        {
          const int64_t i = s * STRETCH + k + threadIdx.x;
          count += __syncthreads_count (i < n && flags[i]);
        }
      if (threadIdx.x == 0)
        counts[s] = count;
    }
}

typedef struct
{
  const uint8_t *flags;
  const int64_t *ends; /* running sum of the counts */
  int64_t n_elems;
  int rank;
  int64_t sizes[TNK_MAX_RANK];
  int64_t *out;
  int64_t n_rows, row_stride, col_stride;
} Coordinates;

/* How many true flags come before this thread's in the block; *n_true receives the block's. */
static __device__ __forceinline__ int
rank_in_block (bool flag, int *warp_counts, int *n_true)
{
  const unsigned votes = __ballot_sync (0xFFFFFFFFu, flag);
  const int warp = (int) threadIdx.x / 32, lane = (int) threadIdx.x % 32;
  int before = __popc (votes & ((1u << lane) - 1));

  if (lane == 0)
    warp_counts[warp] = __popc (votes);
  __syncthreads ();
  *n_true = 0;
  for (int w = 0; w < WARPS; w++)
    {
      before += w < warp ? warp_counts[w] : 0;
      *n_true += warp_counts[w];
    }
  __syncthreads ();
  return before;
}

static __device__ __forceinline__ void
write_row (const Coordinates &job, int64_t row, int64_t position)
{
  for (int d = job.rank - 1; d >= 0; d--)
    {
      job.out[row * job.row_stride + d * job.col_stride] = position % job.sizes[d];
      position /= job.sizes[d];
    }
}

__global__ void __launch_bounds__ (THREADS)
write_coordinates (const __grid_constant__ Coordinates job)
{
  __shared__ int warp_counts[WARPS];

  for (int64_t s = blockIdx.x; s * STRETCH < job.n_elems; s += gridDim.x)
    {
      int64_t row = s == 0 ? 0 : job.ends[s - 1];

      for (int k = 0; k < STRETCH; k += THREADS)
        {
          const int64_t i = s * STRETCH + k + threadIdx.x;
          const bool flag = i < job.n_elems && job.flags[i];
          int n_true, before = rank_in_block (flag, warp_counts, &n_true);

          if (flag && row + before < job.n_rows)
            write_row (job, row + before, i);
          row += n_true;
        }
    }
}

static TnkStatus
launch (const Coordinates &job, int64_t *counts, int64_t n_stretches)
{
  const int64_t one = 1;
  const TnkArray sums = { counts, TNK_INT64, 1, &n_stretches, &one };
  const unsigned n_blocks = n_blocks_for (n_stretches, 1);
  TnkStatus status;

  count_flags<<<n_blocks, THREADS>>> (job.flags, job.n_elems, counts);
  status = tnk_cuda_launched ();
  if (status == TNK_OK)
    status = tnk_cuda_scan (TNK_SCAN_CUMSUM, sums, sums, 0);
  if (status != TNK_OK)
    return status;
  write_coordinates<<<n_blocks, THREADS>>> (job);
  return tnk_cuda_launched ();
}

TnkStatus
tnk_cuda_nonzero (TnkArray out, TnkArray in)
{
  Coordinates job = {};
  int64_t strides[TNK_MAX_RANK], n_stretches;
  TnkArray flags = { NULL, TNK_BOOL, in.rank, in.sizes, strides };
  void *counts = NULL;
  TnkStatus status;

  job.n_elems = 1;
  for (int d = in.rank - 1; d >= 0; d--)
    {
      job.sizes[d] = in.sizes[d];
      strides[d] = job.n_elems;
      job.n_elems *= in.sizes[d];
    }
  if (job.n_elems == 0 || out.sizes[0] == 0 || in.rank == 0)
    return TNK_OK;
  n_stretches = (job.n_elems + STRETCH - 1) / STRETCH;
  status = tnk_cuda_enter (in.data);
  if (status == TNK_OK)
    status = tnk_cuda_borrow ((size_t) job.n_elems, &flags.data);
  if (status == TNK_OK)
    status = tnk_cuda_borrow ((size_t) n_stretches * sizeof (int64_t), &counts);
  if (status == TNK_OK)
    status = tnk_cuda_copy (flags, in);
  job.flags = (const uint8_t *) flags.data;
  job.ends = (const int64_t *) counts;
  job.rank = in.rank;
  job.out = (int64_t *) out.data;
  job.n_rows = out.sizes[0];
  job.row_stride = out.strides[0];
  job.col_stride = out.strides[1];
  if (status == TNK_OK)
    status = launch (job, (int64_t *) counts, n_stretches);
  tnk_cuda_give_back (flags.data, (size_t) job.n_elems);
  tnk_cuda_give_back (counts, (size_t) n_stretches * sizeof (int64_t));
  return status;
}
