/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Softmax of rows, made of the loops and folds that the single steps have, so that its numbers are
 * those of the steps; a row stays in the cache from one to the next. */

#include "kernels/cpu/variant.h"

typedef struct
{
  int64_t n; /* elements of a row */
  int64_t step; /* bytes of an element */
  const TnkCpuFold *max, *sum;
  TnkCpuLoop sub, exp, div;
} Rows;

/* max and sum of floats accumulate in the dtype itself: an accumulator is the result. */
typedef union
{
  max_align_t alignment;
  char bytes[TNK_CPU_MAX_ACC];
} Accumulator;

static void
fold_row (const Rows *rows, const TnkCpuFold *fold, Accumulator *acc, const char *row)
{
  fold->start (acc, 1);
  fold->fold (acc, row, rows->n, rows->step, 0);
}

static void
write_row (const Rows *rows, char *out, char *in)
{
  const int64_t strides[] = { rows->step, rows->step, 0 };
  Accumulator acc;

  fold_row (rows, rows->max, &acc, in);
  rows->sub ((char *[]){ out, in, acc.bytes }, strides, rows->n, NULL);
  rows->exp ((char *[]){ out, out }, strides, rows->n, NULL);
  fold_row (rows, rows->sum, &acc, out);
  rows->div ((char *[]){ out, out, acc.bytes }, strides, rows->n, NULL);
}

TnkStatus
tnk_cpu_softmax (TnkArray out, TnkArray in)
{
  const TnkDtype dtype = in.dtype;
  const Rows rows = {
    .n = in.sizes[in.rank - 1],
    .step = (int64_t) tnk_dtype_size (dtype),
    .max = tnk_cpu_fold (TNK_REDUCE_MAX, dtype),
    .sum = tnk_cpu_fold (TNK_REDUCE_SUM, dtype),
    .sub = tnk_cpu_binary_loop (TNK_BINARY_SUB, dtype),
    .exp = tnk_cpu_unary_loop (TNK_UNARY_EXP, dtype),
    .div = tnk_cpu_binary_loop (TNK_BINARY_DIV, dtype),
  };
  int64_t n_rows = 1;
  int n_threads, cancelled = 0;

  if (dtype != TNK_FLOAT32 && dtype != TNK_FLOAT64)
    return TNK_UNSUPPORTED;
  for (int d = 0; d < in.rank - 1; d++)
    n_rows *= in.sizes[d];
  if (n_rows == 1)
    {
      write_row (&rows, out.data, in.data);
      return TNK_OK;
    }
  n_threads = tnk_cpu_threads_for (n_rows * rows.n);
#pragma omp parallel for num_threads(n_threads) if (n_threads > 1) reduction(| : cancelled)
  for (int64_t r = 0; r < n_rows; r++)
    if (tnk_cpu_is_cancelled ())
      cancelled = 1;
    else
      write_row (&rows, (char *) out.data + r * rows.n * rows.step,
                 (char *) in.data + r * rows.n * rows.step);
  return cancelled ? TNK_CANCELLED : TNK_OK;
}
