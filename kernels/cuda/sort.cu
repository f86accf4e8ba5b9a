/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Stable sort along one dim by CUB's radix sort. Every number becomes a 64-bit key of the same
 * order, NaN the greatest; falling order turns the keys' bits around, which keeps it stable. All
 * lines are sorted at once: by key first, then, stably, by line. */

#include "kernels/cuda/loop.cuh"
#include "kernels/cuda/store.cuh"

#include <cub/device/device_radix_sort.cuh>

#define THREADS TNK_CUDA_THREADS

static __device__ __forceinline__ uint64_t
key_of (int64_t x)
{
  return (uint64_t) x ^ (UINT64_C (1) << 63);
}

/* Adding zero joins the two zeros. */
static __device__ __forceinline__ uint64_t
key_of (double x)
{
  const uint64_t bits = (uint64_t) __double_as_longlong (x + 0.0);

  if (x != x)
    return UINT64_MAX;
  return bits >> 63 ? ~bits : bits | UINT64_C (1) << 63;
}

static __device__ __forceinline__ uint64_t
key_of (float x)
{
  return key_of ((double) x);
}

/**
 * Sort:
 * @lines: loop over the lines, operands values, indices and in
 * @size: elements of a line
 * @value_stride: from one of a line's sorted values to the next
 * @index_stride: from one of a line's indices to the next
 * @in_stride: from one of a line's elements to the next
 * @n_elems: in all lines
 *
 * Element k of line l has number l size + k.
 */
typedef struct
{
  Loop lines;
  TnkDtype dtype;
  bool descending;
  int64_t size;
  int64_t value_stride, index_stride, in_stride;
  int64_t n_elems;
} Sort;

template <class Family>
__global__ void __launch_bounds__ (THREADS)
make_keys (const __grid_constant__ Sort job, uint64_t *keys, int64_t *numbers)
{
  const TnkLoopPlan &plan = job.lines.plan;
  const int64_t n_threads = (int64_t) gridDim.x * THREADS;

  for (int64_t i = (int64_t) blockIdx.x * THREADS + threadIdx.x; i < job.n_elems; i += n_threads)
    {
      typename Family::Value x[1] = {};
      int64_t offsets[3], places[1];

      seek (plan.rank, plan.sizes, plan.strides, plan.n_elems, i / job.size, offsets);
      places[0] = offsets[2] + i % job.size * job.in_stride;
      Family::load (job.dtype, job.lines.data[2], places, x);
      keys[i] = job.descending ? ~key_of (x[0]) : key_of (x[0]);
      numbers[i] = i;
    }
}

__global__ void __launch_bounds__ (THREADS)
make_line_keys (int64_t n, int64_t size, const int64_t *numbers, uint64_t *keys)
{
  const int64_t n_threads = (int64_t) gridDim.x * THREADS;

  for (int64_t i = (int64_t) blockIdx.x * THREADS + threadIdx.x; i < n; i += n_threads)
    keys[i] = (uint64_t) (numbers[i] / size);
}

/* Writes the indices, and for each value where it comes from, in the place of its number, and where
 * it goes to. */
__global__ void __launch_bounds__ (THREADS)
write_indices (const __grid_constant__ Sort job, int64_t *numbers, int64_t *targets)
{
  const TnkLoopPlan &plan = job.lines.plan;
  const int64_t n_threads = (int64_t) gridDim.x * THREADS;

  for (int64_t i = (int64_t) blockIdx.x * THREADS + threadIdx.x; i < job.n_elems; i += n_threads)
    {
      const int64_t k = numbers[i] % job.size;
      int64_t offsets[3];

      seek (plan.rank, plan.sizes, plan.strides, plan.n_elems, i / job.size, offsets);
      ((int64_t *) job.lines.data[1])[offsets[1] + i % job.size * job.index_stride] = k;
      numbers[i] = offsets[2] + k * job.in_stride;
      targets[i] = offsets[0] + i % job.size * job.value_stride;
    }
}

/* Room for the sort: keys and numbers, each twice, and what CUB asks for. */
typedef struct
{
  uint64_t *keys, *spare_keys;
  int64_t *numbers, *spare_numbers;
  void *scratch;
  size_t scratch_bytes;
} Room;

/* From keys and numbers to spare_keys and spare_numbers; room without scratch asks how much. */
static TnkStatus
sort_pairs (Room *room, int64_t n, int n_bits)
{
  return tnk_cuda_status (cub::DeviceRadixSort::SortPairs (
      room->scratch, room->scratch_bytes, room->keys, room->spare_keys, room->numbers,
      room->spare_numbers, n, 0, n_bits));
}

static void
swap_numbers (Room *room)
{
  int64_t *numbers = room->numbers;
  room->numbers = room->spare_numbers;
  room->spare_numbers = numbers;
}

static int
n_bits_of (int64_t n)
{
  int n_bits = 1;
  while (n_bits < 63 && n >> n_bits != 0)
    n_bits++;
  return n_bits;
}

/* Leaves the sorted numbers in room->numbers. */
static TnkStatus
sort_numbers (const Sort &job, Room *room)
{
  const unsigned n_blocks = n_blocks_for (job.n_elems, THREADS);
  const int64_t n_lines = job.n_elems / job.size;
  TnkStatus status;

  if (job.dtype == TNK_FLOAT64)
    make_keys<Doubles><<<n_blocks, THREADS>>> (job, room->keys, room->numbers);
  else if (tnk_dtype_is_floating (job.dtype))
    make_keys<Floats><<<n_blocks, THREADS>>> (job, room->keys, room->numbers);
  else
    make_keys<Integers><<<n_blocks, THREADS>>> (job, room->keys, room->numbers);
  status = tnk_cuda_launched ();
  if (status == TNK_OK)
    status = sort_pairs (room, job.n_elems, 64);
  swap_numbers (room);
  if (status != TNK_OK || n_lines == 1)
    return status;
  make_line_keys<<<n_blocks, THREADS>>> (job.n_elems, job.size, room->numbers, room->keys);
  status = tnk_cuda_launched ();
  if (status == TNK_OK)
    status = sort_pairs (room, job.n_elems, n_bits_of (n_lines));
  swap_numbers (room);
  return status;
}

/* The values go through a copy: they may be in itself. */
static TnkStatus
move_values (const Sort &job, const Room &room, TnkArray values, TnkArray in)
{
  const int64_t step = 1;
  const size_t n_bytes = (size_t) job.n_elems * tnk_dtype_size (values.dtype);
  const TnkArray sources = { room.numbers, TNK_INT64, 1, &job.n_elems, &step };
  const TnkArray targets = { room.spare_numbers, TNK_INT64, 1, &job.n_elems, &step };
  TnkArray sorted = { NULL, values.dtype, 1, &job.n_elems, &step };
  TnkStatus status = tnk_cuda_borrow (n_bytes, &sorted.data);

  if (status == TNK_OK)
    status = tnk_cuda_take (sorted, in.data, sources);
  if (status == TNK_OK)
    status = tnk_cuda_put (values.data, targets, sorted, false);
  tnk_cuda_give_back (sorted.data, n_bytes);
  return status;
}

static TnkStatus
sort_into (const Sort &job, Room *room, TnkArray values, TnkArray in)
{
  TnkStatus status = sort_numbers (job, room);

  if (status != TNK_OK)
    return status;
  write_indices<<<n_blocks_for (job.n_elems, THREADS), THREADS>>> (job, room->numbers,
                                                                   room->spare_numbers);
  status = tnk_cuda_launched ();
  return status == TNK_OK ? move_values (job, *room, values, in) : status;
}

static TnkStatus
sort_in_room (const Sort &job, TnkArray values, TnkArray in)
{
  const size_t part = (size_t) job.n_elems * sizeof (uint64_t);
  Room room = {};
  void *parts = NULL;
  TnkStatus status = tnk_cuda_borrow (4 * part, &parts);

  if (status == TNK_OK)
    status = sort_pairs (&room, job.n_elems, 64);
  if (status == TNK_OK)
    status = tnk_cuda_borrow (room.scratch_bytes, &room.scratch);
  room.keys = (uint64_t *) parts;
  room.spare_keys = room.keys + job.n_elems;
  room.numbers = (int64_t *) (room.spare_keys + job.n_elems);
  room.spare_numbers = room.numbers + job.n_elems;
  if (status == TNK_OK)
    status = sort_into (job, &room, values, in);
  tnk_cuda_give_back (room.scratch, room.scratch_bytes);
  tnk_cuda_give_back (parts, 4 * part);
  return status;
}

TnkStatus
tnk_cuda_sort (TnkArray values, TnkArray indices, TnkArray in, int dim, bool descending)
{
  TnkArray operands[] = { values, indices, in };
  int64_t sizes[TNK_MAX_RANK];
  Sort job = {};
  TnkStatus status;

  if (tnk_dtype_is_complex (in.dtype))
    return TNK_UNSUPPORTED;
  for (int d = 0; d < in.rank; d++)
    sizes[d] = in.sizes[d];
  job.size = 1;
  if (in.rank > 0)
    {
      job.size = in.sizes[dim];
      job.value_stride = values.strides[dim];
      job.index_stride = indices.strides[dim];
      job.in_stride = in.strides[dim];
      sizes[dim] = 1;
    }
  for (int k = 0; k < 3; k++)
    operands[k].sizes = sizes;
  plan_loop (&job.lines, operands, 3, 1);
  job.dtype = in.dtype;
  job.descending = descending;
  job.n_elems = job.lines.plan.n_elems * job.size;
  if (job.n_elems == 0)
    return TNK_OK;
  status = tnk_cuda_enter (in.data);
  return status == TNK_OK ? sort_in_room (job, values, in) : status;
}
