/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Runs a fold over a reduce plan. Three shapes of work:
 *
 *   inner   each output folds its own runs, one output after the other
 *   outer   a block of neighbouring outputs folds row after row
 *   split   few outputs with much to fold each: the folded elements are cut into pieces, folded
 *           side by side and combined in order. Pieces have a fixed size, so that the result does
 *           not depend on the number of threads; only an ordered fold has one per thread, as
 *           PyTorch */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/reduce-plan.h"

#include <stdlib.h>

/* Outputs handled at once through accumulators on the stack. */
#define BLOCK 128

/* Rows folded before moving on to the next columns: few enough to be read ahead side by side. An
 * ordered fold takes them all. */
#define ROWS 16

/* Folded elements of one piece; also how often an inner fold looks at the cancel flag. */
#define PIECE 262144

/* Threads of an ordered fold share columns out in multiples of so many bytes. */
#define COLUMN_BYTES 128

typedef union
{
  max_align_t alignment;
  char bytes[BLOCK * TNK_CPU_MAX_ACC];
} Accumulators;

typedef struct
{
  const TnkReducePlan *plan;
  const TnkCpuFold *fold;
  int64_t piece;
  char *out;
  const char *in;
  TnkDtype out_dtype;
  TnkDtype in_dtype;
  int64_t out_step, in_step; /* bytes per element */
} Reduction;

static void
widen (const Reduction *job, float *block, const char *in, int64_t stride, int64_t n)
{
  char *data[] = { (char *) block, (char *) in };
  int64_t strides[] = { sizeof (float), stride };
  tnk_cpu_convert_loop (TNK_FLOAT32, job->in_dtype) (data, strides, n, NULL);
}

static void
fold_run (const Reduction *job, void *acc, const char *in, int64_t n, int64_t stride, int64_t first)
{
  float block[TNK_CPU_BLOCK];

  if (job->fold->input == job->in_dtype)
    {
      job->fold->fold (acc, in, n, stride, first);
      return;
    }
  for (int64_t i = 0; i < n; i += TNK_CPU_BLOCK)
    {
      int64_t m = n - i < TNK_CPU_BLOCK ? n - i : TNK_CPU_BLOCK;
      widen (job, block, in + i * stride, stride, m);
      job->fold->fold (acc, (const char *) block, m, sizeof (float), first + i);
    }
}

static void
fold_row_group (const Reduction *job, void *accs, const char *in, int64_t n, int64_t n_rows,
                int64_t row_stride, int64_t first)
{
  float block[BLOCK];

  if (job->fold->input == job->in_dtype)
    {
      job->fold->fold_rows (accs, in, n, n_rows, row_stride, first);
      return;
    }
  for (int64_t r = 0; r < n_rows; r++)
    {
      widen (job, block, in + r * row_stride, job->in_step, n);
      job->fold->fold_rows (accs, (const char *) block, n, 1, 0, first + r);
    }
}

/* Counts index up over the dims outside the inner one; returns how far operand k moves. */
static int64_t
next_row (const TnkLoopPlan *plan, int k, int64_t *index)
{
  int64_t moved = 0;

  for (int d = plan->rank - 2; d >= 0; d--)
    {
      moved += plan->strides[k][d];
      if (++index[d] < plan->sizes[d])
        break;
      moved -= plan->strides[k][d] * plan->sizes[d];
      index[d] = 0;
    }
  return moved;
}

/* Folded elements [begin, end) of the output whose first element is in. */
static void
fold_range (const Reduction *job, void *acc, const char *in, int64_t begin, int64_t end)
{
  const TnkLoopPlan *folded = &job->plan->folded;
  int inner = folded->rank - 1;
  int64_t index[TNK_MAX_RANK], offset, stride = folded->strides[0][inner];

  if (inner == 0)
    {
      in += begin * stride * job->in_step;
      fold_run (job, acc, in, end - begin, stride * job->in_step, begin);
      return;
    }
  tnk_loop_plan_seek (folded, begin, index, &offset);
  while (begin < end)
    {
      int64_t n = folded->sizes[inner] - index[inner];

      if (n > end - begin)
        n = end - begin;
      fold_run (job, acc, in + offset * job->in_step, n, stride * job->in_step, begin);
      begin += n;
      offset -= index[inner] * stride;
      index[inner] = 0;
      offset += next_row (folded, 0, index);
    }
}

/* Every folded element of n neighbouring outputs, a group of rows at a time. */
static void
fold_rows (const Reduction *job, void *accs, const char *in, int64_t n)
{
  const TnkLoopPlan *folded = &job->plan->folded;
  int64_t size = folded->sizes[folded->rank - 1];
  int64_t row_stride = folded->strides[0][folded->rank - 1] * job->in_step;
  int64_t group = job->fold->is_ordered ? size : ROWS;
  int64_t index[TNK_MAX_RANK] = { 0 }, offset = 0;

  for (int64_t place = 0; place < folded->n_elems; place += size)
    {
      for (int64_t i = 0; i < size; i += group)
        fold_row_group (job, accs, in + offset * job->in_step + i * row_stride, n,
                        size - i < group ? size - i : group, row_stride, place + i);
      offset += next_row (folded, 0, index);
    }
}

static void
write_results (const Reduction *job, const void *accs, int64_t n, char *out, int64_t out_stride)
{
  Accumulators results;
  char *data[] = { out, results.bytes };
  int64_t strides[] = { out_stride, (int64_t) tnk_dtype_size (job->fold->result) };

  job->fold->finish (accs, n, results.bytes);
  tnk_cpu_convert_loop (job->out_dtype, job->fold->result) (data, strides, n, NULL);
}

/* Outputs [begin, end), which lie in one row of the kept loop. */
static bool
reduce_block (const Reduction *job, const char *in, char *out, int64_t n)
{
  const TnkLoopPlan *kept = &job->plan->kept;
  int64_t in_stride = kept->strides[1][kept->rank - 1] * job->in_step;
  int64_t n_folded = job->plan->folded.n_elems;
  Accumulators accs;

  job->fold->start (accs.bytes, n);
  if (job->plan->kind == TNK_REDUCE_OUTER)
    fold_rows (job, accs.bytes, in, n);
  else
    for (int64_t i = 0; i < n; i++)
      for (int64_t begin = 0; begin < n_folded; begin += job->piece)
        {
          if (n_folded > PIECE && tnk_cpu_is_cancelled ())
            return false;
          fold_range (job, accs.bytes + i * (int64_t) job->fold->acc_bytes, in + i * in_stride,
                      begin, begin + job->piece < n_folded ? begin + job->piece : n_folded);
        }
  write_results (job, accs.bytes, n, out, kept->strides[0][kept->rank - 1] * job->out_step);
  return true;
}

static bool
reduce_range (const Reduction *job, int64_t begin, int64_t end)
{
  const TnkLoopPlan *kept = &job->plan->kept;
  int64_t index[TNK_MAX_RANK], offsets[TNK_MAX_OPERANDS];

  while (begin < end)
    {
      int64_t n;

      tnk_loop_plan_seek (kept, begin, index, offsets);
      n = kept->sizes[kept->rank - 1] - index[kept->rank - 1];
      if (n > end - begin)
        n = end - begin;
      /* So that only a row of few columns is a block of few columns. */
      if (n > BLOCK)
        n = n < BLOCK + BLOCK / 2 ? BLOCK / 2 : BLOCK;
      if (!reduce_block (job, job->in + offsets[1] * job->in_step,
                         job->out + offsets[0] * job->out_step, n))
        return false;
      begin += n;
    }
  return true;
}

static TnkStatus
reduce_side_by_side (const Reduction *job, int n_threads)
{
  bool is_outer = job->plan->kind == TNK_REDUCE_OUTER;
  int64_t n = job->plan->kept.n_elems, n_folded = job->plan->folded.n_elems;
  int64_t multiple = job->fold->is_ordered && is_outer ? COLUMN_BYTES / job->in_step : 1;
  int64_t chunk = (n + n_threads - 1) / n_threads;
  int64_t n_chunks;
  int cancelled = 0;

  if (multiple == 1 && chunk > TNK_CPU_CHUNK / (n_folded + 1) + 1)
    chunk = TNK_CPU_CHUNK / (n_folded + 1) + 1;
  if (multiple == 1 && chunk < BLOCK && is_outer)
    chunk = BLOCK;
  n_chunks = (n + chunk - 1) / chunk;
#pragma omp parallel for num_threads(n_threads) if (n_threads > 1) reduction(| : cancelled)
  for (int64_t c = 0; c < n_chunks; c++)
    {
      int64_t begin = c * chunk / multiple * multiple;
      int64_t end = (c + 1) * chunk < n ? (c + 1) * chunk / multiple * multiple : n;
      if (tnk_cpu_is_cancelled () || !reduce_range (job, begin, end))
        cancelled = 1;
    }
  return cancelled ? TNK_CANCELLED : TNK_OK;
}

/* One output, cut into pieces. */
static TnkStatus
reduce_split (const Reduction *job, const char *in, char *out, int n_threads)
{
  int64_t n_folded = job->plan->folded.n_elems, piece = job->piece;
  int64_t n_pieces = (n_folded + piece - 1) / piece;
  size_t acc_bytes = job->fold->acc_bytes;
  char *accs = malloc ((size_t) n_pieces * acc_bytes);
  int cancelled = 0;

  if (accs == NULL)
    return TNK_OUT_OF_MEMORY;
  job->fold->start (accs, n_pieces);
#pragma omp parallel for num_threads(n_threads) if (n_threads > 1) reduction(| : cancelled)
  for (int64_t p = 0; p < n_pieces; p++)
    {
      int64_t end = (p + 1) * piece < n_folded ? (p + 1) * piece : n_folded;
      if (tnk_cpu_is_cancelled ())
        cancelled = 1;
      else
        fold_range (job, accs + (size_t) p * acc_bytes, in, p * piece, end);
    }
  for (int64_t p = 1; p < n_pieces; p++)
    job->fold->combine (accs, accs + (size_t) p * acc_bytes);
  if (!cancelled)
    write_results (job, accs, 1, out, 0);
  free (accs);
  return cancelled ? TNK_CANCELLED : TNK_OK;
}

static TnkStatus
reduce_few (const Reduction *job, int n_threads)
{
  const TnkLoopPlan *kept = &job->plan->kept;
  int64_t index[TNK_MAX_RANK], offsets[TNK_MAX_OPERANDS];
  TnkStatus status = TNK_OK;

  for (int64_t i = 0; i < kept->n_elems && status == TNK_OK; i++)
    {
      tnk_loop_plan_seek (kept, i, index, offsets);
      status = reduce_split (job, job->in + offsets[1] * job->in_step,
                             job->out + offsets[0] * job->out_step, n_threads);
    }
  return status;
}

/* Elements of a piece, and how many threads share the work. */
static int64_t
choose_piece (const TnkReducePlan *plan, bool is_ordered, int *n_threads)
{
  int64_t n_folded = plan->folded.n_elems;
  int64_t n_elems = plan->kept.n_elems * (n_folded > 0 ? n_folded : 1);

  *n_threads = tnk_cpu_threads_for (n_elems);
  if (!is_ordered)
    return PIECE;
  return plan->kept.n_elems == 1 ? (n_folded + *n_threads - 1) / *n_threads : n_folded;
}

TnkStatus
tnk_cpu_reduce (TnkReduce op, TnkArray out, TnkArray in)
{
  bool keeps_place = op == TNK_REDUCE_ARGMIN || op == TNK_REDUCE_ARGMAX;
  const TnkCpuFold *fold = tnk_cpu_fold (op, in.dtype);
  TnkReducePlan plan;
  Reduction job = {
    .plan = &plan,
    .fold = fold,
    .out = out.data,
    .in = in.data,
    .out_dtype = out.dtype,
    .in_dtype = in.dtype,
    .out_step = (int64_t) tnk_dtype_size (out.dtype),
    .in_step = (int64_t) tnk_dtype_size (in.dtype),
  };
  int n_threads;

  if (fold->acc_bytes == 0)
    return TNK_UNSUPPORTED;
  tnk_reduce_plan_init (&plan, &out, &in, keeps_place ? TNK_ORDER_ROW_MAJOR : TNK_ORDER_ANY);
  if (plan.kept.n_elems == 0)
    return TNK_OK;
  job.piece = choose_piece (&plan, fold->is_ordered, &n_threads);
  if (n_threads == 1 && plan.kept.n_elems * plan.folded.n_elems <= PIECE)
    return reduce_range (&job, 0, plan.kept.n_elems) ? TNK_OK : TNK_CANCELLED;
  if (plan.folded.n_elems > job.piece && plan.kept.n_elems < 64)
    return reduce_few (&job, n_threads);
  return reduce_side_by_side (&job, n_threads);
}
