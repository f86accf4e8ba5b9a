/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Softmax of rows and its gradient, made of the loops and folds that the single steps have, so that
 * their numbers are those of the steps; a row stays in the cache from one to the next. */

#include "kernels/cpu/variant.h"

#define MAX_ROW_OPERANDS 3

/* Writes the row data[0] from the others. */
typedef struct _Rows Rows;
typedef void (*WriteRow) (const Rows *rows, char *const *data);

struct _Rows
{
  WriteRow write;
  int64_t n; /* elements of a row */
  int64_t step; /* bytes of an element */
  const TnkCpuFold *max, *sum;
  TnkCpuLoop sub, mul, div, exp, log, neg, add_scaled;
};

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

/* The element is repeated. */
static void
run_with_element (const Rows *rows, TnkCpuLoop loop, char *out, char *row, Accumulator *element)
{
  loop ((char *[]){ out, row, element->bytes }, (int64_t[]){ rows->step, rows->step, 0 }, rows->n,
        NULL);
}

static void
run_unary (const Rows *rows, TnkCpuLoop loop, char *out, char *in, int64_t n)
{
  loop ((char *[]){ out, in }, (int64_t[]){ rows->step, rows->step }, n, NULL);
}

/* out = a + factor * b */
static void
add_scaled (const Rows *rows, char *out, char *a, char *b, Accumulator *factor)
{
  rows->add_scaled ((char *[]){ out, a, b, factor->bytes },
                    (int64_t[]){ rows->step, rows->step, rows->step, 0 }, rows->n, NULL);
}

/* The exponentials would overflow: the greatest element is taken off first. */
static void
write_exponentials (const Rows *rows, char *out, char *in, Accumulator *greatest, Accumulator *sum)
{
  fold_row (rows, rows->max, greatest, in);
  run_with_element (rows, rows->sub, out, in, greatest);
  run_unary (rows, rows->exp, out, out, rows->n);
  fold_row (rows, rows->sum, sum, out);
}

static void
write_softmax (const Rows *rows, char *const *data)
{
  Accumulator greatest, sum;

  write_exponentials (rows, data[0], data[1], &greatest, &sum);
  run_with_element (rows, rows->div, data[0], data[0], &sum);
}

static void
write_log_softmax (const Rows *rows, char *const *data)
{
  Accumulator greatest, sum;

  write_exponentials (rows, data[0], data[1], &greatest, &sum);
  run_unary (rows, rows->log, sum.bytes, sum.bytes, 1);
  run_with_element (rows, rows->sub, data[0], data[1], &greatest);
  run_with_element (rows, rows->sub, data[0], data[0], &sum);
}

/* y g - y sum (y g), for the upstream gradient g and the result y */
static void
write_softmax_backward (const Rows *rows, char *const *data)
{
  char *out = data[0], *upstream = data[1], *result = data[2];
  Accumulator sum;

  rows->mul ((char *[]){ out, upstream, result },
             (int64_t[]){ rows->step, rows->step, rows->step }, rows->n, NULL);
  fold_row (rows, rows->sum, &sum, out);
  run_unary (rows, rows->neg, sum.bytes, sum.bytes, 1);
  add_scaled (rows, out, out, result, &sum);
}

/* g - e^y sum (g) */
static void
write_log_softmax_backward (const Rows *rows, char *const *data)
{
  char *out = data[0], *upstream = data[1], *result = data[2];
  Accumulator sum;

  fold_row (rows, rows->sum, &sum, upstream);
  run_unary (rows, rows->neg, sum.bytes, sum.bytes, 1);
  run_unary (rows, rows->exp, out, result, rows->n);
  add_scaled (rows, out, upstream, out, &sum);
}

/* Rows [begin, end); false when cancelled. */
static bool
write_some (const Rows *rows, const TnkArray *operands, int n_operands, int64_t begin, int64_t end)
{
  char *data[MAX_ROW_OPERANDS];

  for (int64_t row = begin; row < end; row++)
    {
      if (tnk_cpu_is_cancelled ())
        return false;
      for (int k = 0; k < n_operands; k++)
        data[k] = (char *) operands[k].data + row * rows->n * rows->step;
      rows->write (rows, data);
    }
  return true;
}

static TnkStatus
run_rows (WriteRow write, const TnkArray *operands, int n_operands)
{
  const TnkDtype dtype = operands[0].dtype;
  const int rank = operands[0].rank;
  const Rows rows = {
    .write = write,
    .n = operands[0].sizes[rank - 1],
    .step = (int64_t) tnk_dtype_size (dtype),
    .max = tnk_cpu_fold (TNK_REDUCE_MAX, dtype),
    .sum = tnk_cpu_fold (TNK_REDUCE_SUM, dtype),
    .sub = tnk_cpu_binary_loop (TNK_BINARY_SUB, dtype),
    .mul = tnk_cpu_binary_loop (TNK_BINARY_MUL, dtype),
    .div = tnk_cpu_binary_loop (TNK_BINARY_DIV, dtype),
    .exp = tnk_cpu_unary_loop (TNK_UNARY_EXP, dtype),
    .log = tnk_cpu_unary_loop (TNK_UNARY_LOG, dtype),
    .neg = tnk_cpu_unary_loop (TNK_UNARY_NEG, dtype),
    .add_scaled = tnk_cpu_loops ()->ternary[TNK_TERNARY_ADD_SCALED][dtype],
  };
  int64_t n_rows = 1;
  int n_threads, cancelled = 0;

  if (dtype != TNK_FLOAT32 && dtype != TNK_FLOAT64)
    return TNK_UNSUPPORTED;
  for (int d = 0; d < rank - 1; d++)
    n_rows *= operands[0].sizes[d];
  n_threads = tnk_cpu_threads_for (n_rows * rows.n);
  if (n_threads == 1) /* even a team of one takes as long to start as a small softmax */
    cancelled = !write_some (&rows, operands, n_operands, 0, n_rows);
  else
    {
#pragma omp parallel for num_threads(n_threads) reduction(| : cancelled)
      for (int64_t row = 0; row < n_rows; row++)
        cancelled |= !write_some (&rows, operands, n_operands, row, row + 1);
    }
  return cancelled ? TNK_CANCELLED : TNK_OK;
}

TnkStatus
tnk_cpu_softmax (bool is_log, TnkArray out, TnkArray in)
{
  return run_rows (is_log ? write_log_softmax : write_softmax, (TnkArray[]){ out, in }, 2);
}

TnkStatus
tnk_cpu_softmax_backward (bool is_log, TnkArray out, TnkArray upstream, TnkArray result)
{
  return run_rows (is_log ? write_log_softmax_backward : write_softmax_backward,
                   (TnkArray[]){ out, upstream, result }, 3);
}
