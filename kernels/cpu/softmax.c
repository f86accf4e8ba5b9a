/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Softmax of rows and its gradient, made of the loops and folds that the single steps have, so that
 * their numbers are those of the steps. A few rows at a time take each step together: they stay in
 * the cache from one to the next, and what short rows wait for is already there. */

#include "kernels/cpu/variant.h"

#define MAX_ROW_OPERANDS 3

/* Rows that take a step together, and how many elements they may have unless they are one. */
#define MAX_ROWS 16
#define MAX_ROWS_ELEMS 2048

/* Writes the n_rows rows from data[0] on from those of the others. */
typedef struct _Rows Rows;
typedef void (*WriteRows) (const Rows *rows, char *const *data, int n_rows);

struct _Rows
{
  WriteRows write;
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
fold_rows (const Rows *rows, const TnkCpuFold *fold, Accumulator *accs, const char *in, int n_rows)
{
  for (int r = 0; r < n_rows; r++, in += rows->n * rows->step)
    {
      fold->start (&accs[r], 1);
      fold->fold (&accs[r], in, rows->n, rows->step, 0);
    }
}

/* Each row meets its own element. */
static void
run_with_elements (const Rows *rows, TnkCpuLoop loop, char *out, char *in, Accumulator *elements,
                   int n_rows)
{
  for (int r = 0; r < n_rows; r++, out += rows->n * rows->step, in += rows->n * rows->step)
    loop ((char *[]){ out, in, elements[r].bytes }, (int64_t[]){ rows->step, rows->step, 0 },
          rows->n, NULL);
}

static void
run_unary (const Rows *rows, TnkCpuLoop loop, char *out, char *in, int n_rows)
{
  loop ((char *[]){ out, in }, (int64_t[]){ rows->step, rows->step }, n_rows * rows->n, NULL);
}

static void
run_on_elements (TnkCpuLoop loop, Accumulator *elements, int n)
{
  const int64_t strides[] = { sizeof *elements, sizeof *elements };
  loop ((char *[]){ elements->bytes, elements->bytes }, strides, n, NULL);
}

/* out = a + factor * b */
static void
add_scaled (const Rows *rows, char *out, char *a, char *b, Accumulator *factors, int n_rows)
{
  const int64_t strides[] = { rows->step, rows->step, rows->step, 0 };

  for (int r = 0; r < n_rows; r++)
    {
      const int64_t offset = r * rows->n * rows->step;
      rows->add_scaled ((char *[]){ out + offset, a + offset, b + offset, factors[r].bytes },
                        strides, rows->n, NULL);
    }
}

/* The exponentials would overflow: the greatest element is taken off first. */
static void
write_exponentials (const Rows *rows, char *out, char *in, Accumulator *greatest,
                    Accumulator *sums, int n_rows)
{
  fold_rows (rows, rows->max, greatest, in, n_rows);
  run_with_elements (rows, rows->sub, out, in, greatest, n_rows);
  run_unary (rows, rows->exp, out, out, n_rows);
  fold_rows (rows, rows->sum, sums, out, n_rows);
}

static void
write_softmax (const Rows *rows, char *const *data, int n_rows)
{
  Accumulator greatest[MAX_ROWS], sums[MAX_ROWS];

  write_exponentials (rows, data[0], data[1], greatest, sums, n_rows);
  run_with_elements (rows, rows->div, data[0], data[0], sums, n_rows);
}

static void
write_log_softmax (const Rows *rows, char *const *data, int n_rows)
{
  Accumulator greatest[MAX_ROWS], sums[MAX_ROWS];

  write_exponentials (rows, data[0], data[1], greatest, sums, n_rows);
  run_on_elements (rows->log, sums, n_rows);
  run_with_elements (rows, rows->sub, data[0], data[1], greatest, n_rows);
  run_with_elements (rows, rows->sub, data[0], data[0], sums, n_rows);
}

/* y g - y sum (y g), for the upstream gradient g and the result y */
static void
write_softmax_backward (const Rows *rows, char *const *data, int n_rows)
{
  char *out = data[0], *upstream = data[1], *result = data[2];
  Accumulator sums[MAX_ROWS];

  rows->mul ((char *[]){ out, upstream, result },
             (int64_t[]){ rows->step, rows->step, rows->step }, n_rows * rows->n, NULL);
  fold_rows (rows, rows->sum, sums, out, n_rows);
  run_on_elements (rows->neg, sums, n_rows);
  add_scaled (rows, out, out, result, sums, n_rows);
}

/* g - e^y sum (g) */
static void
write_log_softmax_backward (const Rows *rows, char *const *data, int n_rows)
{
  char *out = data[0], *upstream = data[1], *result = data[2];
  Accumulator sums[MAX_ROWS];

  fold_rows (rows, rows->sum, sums, upstream, n_rows);
  run_on_elements (rows->neg, sums, n_rows);
  run_unary (rows, rows->exp, out, result, n_rows);
  add_scaled (rows, out, upstream, out, sums, n_rows);
}

static int64_t
count_together (int64_t n)
{
  const int64_t n_rows = MAX_ROWS_ELEMS / n;
  return n_rows < 1 ? 1 : n_rows < MAX_ROWS ? n_rows : MAX_ROWS;
}

/* Rows [begin, end); false when cancelled. */
static bool
write_some (const Rows *rows, const TnkArray *operands, int n_operands, int64_t begin, int64_t end)
{
  const int64_t n_together = count_together (rows->n);
  char *data[MAX_ROW_OPERANDS];

  for (int64_t row = begin; row < end; row += n_together)
    {
      if (tnk_cpu_is_cancelled ())
        return false;
      for (int k = 0; k < n_operands; k++)
        data[k] = (char *) operands[k].data + row * rows->n * rows->step;
      rows->write (rows, data, (int) (end - row < n_together ? end - row : n_together));
    }
  return true;
}

static TnkStatus
run_rows (WriteRows write, const TnkArray *operands, int n_operands)
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
      const int64_t n_together = count_together (rows.n);
#pragma omp parallel for num_threads(n_threads) reduction(| : cancelled)
      for (int64_t row = 0; row < n_rows; row += n_together)
        cancelled |= !write_some (&rows, operands, n_operands, row,
                                  row + n_together < n_rows ? row + n_together : n_rows);
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
