/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Runs an inner loop over a plan: in place for small arrays, in chunks spread over threads for
 * large ones, with a look at the cancel flag before each chunk. Loops that cross an operand's order
 * in memory go tile by tile, with that operand's part turned first. */

#include "kernels/cpu/cpu.h"

/* Rows and columns of a tile: 16 KiB of float32 per operand. Wider elements than these are not
 * turned. */
#define TILE 64
#define MAX_TURNED 8

typedef struct
{
  const TnkLoopPlan *plan;
  char *data[TNK_MAX_OPERANDS];
  int64_t steps[TNK_MAX_OPERANDS]; /* bytes per element of each operand */
  TnkCpuLoop loop;
  const void *context;
  bool runs_in_tiles;
  bool crosses[TNK_MAX_OPERANDS];
} Run;

/* Elements [begin, end) of a loop of one dim. */
static void
run_line (const Run *run, int64_t begin, int64_t end)
{
  const TnkLoopPlan *plan = run->plan;
  int64_t strides[TNK_MAX_OPERANDS];
  char *data[TNK_MAX_OPERANDS];

  for (int k = 0; k < plan->n_operands; k++)
    {
      strides[k] = plan->strides[k][0] * run->steps[k];
      data[k] = run->data[k] + begin * strides[k];
    }
  run->loop (data, strides, end - begin, run->context);
}

/* Elements [begin, end) in the plan's order: inner dim by inner dim, counting the outer dims up
 * like an odometer. */
static void
run_range (const Run *run, int64_t begin, int64_t end)
{
  const TnkLoopPlan *plan = run->plan;
  int inner = plan->rank - 1;
  int64_t index[TNK_MAX_RANK], offsets[TNK_MAX_OPERANDS], strides[TNK_MAX_OPERANDS];
  char *data[TNK_MAX_OPERANDS];

  tnk_loop_plan_seek (plan, begin, index, offsets);
  for (int k = 0; k < plan->n_operands; k++)
    strides[k] = plan->strides[k][inner] * run->steps[k];
  while (begin < end)
    {
      int64_t n = plan->sizes[inner] - index[inner];

      if (n > end - begin)
        n = end - begin;
      for (int k = 0; k < plan->n_operands; k++)
        data[k] = run->data[k] + offsets[k] * run->steps[k];
      run->loop (data, strides, n, run->context);
      begin += n;
      for (int k = 0; k < plan->n_operands; k++)
        offsets[k] -= index[inner] * plan->strides[k][inner];
      index[inner] = 0;
      for (int d = inner - 1; d >= 0; d--)
        {
          bool wraps = ++index[d] == plan->sizes[d];
          for (int k = 0; k < plan->n_operands; k++)
            offsets[k] += plan->strides[k][d] * (wraps ? 1 - plan->sizes[d] : 1);
          if (!wraps)
            break;
          index[d] = 0;
        }
    }
}

/* Finds the operands that the inner dim strides through while their elements lie side by side along
 * the dim outside it, as in a transposed copy: each cache line is then needed in many rows. False
 * where there are none. */
static bool
find_crossing (Run *run)
{
  const TnkLoopPlan *plan = run->plan;
  bool any = false;

  if (plan->rank != 2 || plan->sizes[0] < TILE || plan->sizes[1] < TILE)
    return false;
  for (int k = 0; k < plan->n_operands; k++)
    {
      run->crosses[k] = plan->strides[k][0] == 1 && plan->strides[k][1] > TILE;
      any |= run->crosses[k];
    }
  return any;
}

/* Turns columns of neighbours, step bytes apart, into rows of TILE elements. */
#define TURN(C)                                                                                    \
  static void turn_##C (C *tile, const char *in, int64_t step, int64_t n_rows, int64_t n_columns)  \
  {                                                                                                \
    for (int64_t column = 0; column < n_columns; column++)                                         \
      for (int64_t row = 0; row < n_rows; row++)                                                   \
        tile[row * TILE + column] = ((const C *) (in + column * step))[row];                       \
  }
TURN (uint8_t)
TURN (uint16_t)
TURN (uint32_t)
TURN (uint64_t)

static void
turn (void *tile, const char *in, int64_t step, int64_t n_rows, int64_t n_columns,
      int64_t elem_bytes)
{
  if (elem_bytes == 1)
    turn_uint8_t (tile, in, step, n_rows, n_columns);
  else if (elem_bytes == 2)
    turn_uint16_t (tile, in, step, n_rows, n_columns);
  else if (elem_bytes == 4)
    turn_uint32_t (tile, in, step, n_rows, n_columns);
  else
    turn_uint64_t (tile, in, step, n_rows, n_columns);
}

/* The tile of two dims whose first element is at [top, left]. */
static void
run_tile (const Run *run, int64_t top, int64_t left, int64_t n_rows, int64_t n_columns)
{
  uint64_t tiles[TNK_MAX_OPERANDS - 1][TILE * TILE];
  int64_t strides[TNK_MAX_OPERANDS], row_strides[TNK_MAX_OPERANDS];
  char *data[TNK_MAX_OPERANDS];

  for (int k = 0; k < run->plan->n_operands; k++)
    {
      const int64_t elem_bytes = run->steps[k];
      strides[k] = run->plan->strides[k][1] * elem_bytes;
      row_strides[k] = run->plan->strides[k][0] * elem_bytes;
      data[k] = run->data[k] + top * row_strides[k] + left * strides[k];
      if (k == 0 || !run->crosses[k] || elem_bytes > MAX_TURNED)
        continue;
      turn (tiles[k - 1], data[k], strides[k], n_rows, n_columns, elem_bytes);
      data[k] = (char *) tiles[k - 1];
      strides[k] = elem_bytes;
      row_strides[k] = TILE * elem_bytes;
    }
  for (int64_t row = 0; row < n_rows; row++)
    {
      run->loop (data, strides, n_columns, run->context);
      for (int k = 0; k < run->plan->n_operands; k++)
        data[k] += row_strides[k];
    }
}

static int64_t
tile_size (int64_t n_left)
{
  return n_left < TILE ? n_left : TILE;
}

/* Rows [begin, end) of a loop of two dims, in tiles that stay in the cache. */
static void
run_tiles (const Run *run, int64_t begin, int64_t end)
{
  const int64_t n_columns = run->plan->sizes[1];

  for (int64_t top = begin; top < end; top += TILE)
    for (int64_t left = 0; left < n_columns; left += TILE)
      run_tile (run, top, left, tile_size (end - top), tile_size (n_columns - left));
}

/* Elements [begin, end), which are whole rows where the loop crosses. */
static void
run_part (const Run *run, int64_t begin, int64_t end)
{
  if (run->plan->rank == 1)
    run_line (run, begin, end);
  else if (run->runs_in_tiles)
    run_tiles (run, begin / run->plan->sizes[1], end / run->plan->sizes[1]);
  else
    run_range (run, begin, end);
}

static TnkStatus
run_chunks (const Run *run, int n_threads)
{
  int64_t n = run->plan->n_elems;
  int64_t chunk = n / n_threads + 1 < TNK_CPU_CHUNK ? n / n_threads + 1 : TNK_CPU_CHUNK;
  int64_t row = run->runs_in_tiles ? TILE * run->plan->sizes[1] : 1;
  int64_t n_chunks;
  int cancelled = 0;

  chunk = (chunk + row - 1) / row * row;
  n_chunks = (n + chunk - 1) / chunk;
#pragma omp parallel for num_threads(n_threads) if (n_threads > 1) reduction(| : cancelled)
  for (int64_t c = 0; c < n_chunks; c++)
    {
      int64_t begin = c * chunk;
      if (tnk_cpu_is_cancelled ())
        cancelled = 1;
      else
        run_part (run, begin, begin + chunk < n ? begin + chunk : n);
    }
  return cancelled ? TNK_CANCELLED : TNK_OK;
}

static TnkStatus
run_plan (const TnkArray *operands, int n_operands, TnkLoopOrder order, bool may_turn,
          TnkCpuLoop loop, const void *context)
{
  TnkLoopPlan plan;
  Run run;
  int n_threads = 1;

  tnk_loop_plan_init (&plan, operands, n_operands, order);
  if (plan.n_elems == 0)
    return TNK_OK;
  run.plan = &plan;
  run.loop = loop;
  run.context = context;
  for (int k = 0; k < n_operands; k++)
    {
      run.data[k] = operands[k].data;
      run.steps[k] = (int64_t) tnk_dtype_size (operands[k].dtype);
    }
  run.runs_in_tiles = may_turn && order == TNK_ORDER_ANY && find_crossing (&run);
  if (order == TNK_ORDER_ANY)
    n_threads = tnk_cpu_threads_for (plan.n_elems);
  if (n_threads > 1 || plan.n_elems > TNK_CPU_CHUNK)
    return run_chunks (&run, n_threads);
  run_part (&run, 0, plan.n_elems);
  return TNK_OK;
}

TnkStatus
tnk_cpu_run (const TnkArray *operands, int n_operands, TnkLoopOrder order, TnkCpuLoop loop,
             const void *context)
{
  return run_plan (operands, n_operands, order, true, loop, context);
}

TnkStatus
tnk_cpu_run_lines (const TnkArray *operands, int n_operands, TnkCpuLoop loop, const void *context)
{
  return run_plan (operands, n_operands, TNK_ORDER_ANY, false, loop, context);
}
