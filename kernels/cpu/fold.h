/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/cpu/cpu.h"

/* Widest accumulator: three doubles. */
#define TNK_CPU_MAX_ACC 32

/**
 * TnkCpuFold:
 * @acc_bytes: size of one accumulator, 0 when there is no such kernel
 * @result: dtype that @finish writes; converted to the output's dtype afterwards
 * @input: dtype that @fold reads: the operand's, or float32 for a half type
 * @start: sets n accumulators to the identity
 * @fold: folds n elements, stride bytes apart, into one accumulator; the first one has place @first
 *   in the row-major order of the folded dims
 * @fold_rows: folds n_rows rows of n neighbouring elements, row_stride bytes apart, into n
 *   accumulators, one per column; the first row has place @first
 * @combine: folds other into acc; other's elements come after acc's
 * @finish: turns n accumulators into n results
 * @is_ordered: the result's last digit depends on how far each call of @fold and @fold_rows
 *   reaches: they get a whole run and whole columns, and are cut only between threads
 *
 * One reduction over one dtype.
 */
typedef struct
{
  size_t acc_bytes;
  TnkDtype result;
  TnkDtype input;
  void (*start) (void *accs, int64_t n);
  void (*fold) (void *acc, const char *in, int64_t n, int64_t stride, int64_t first);
  void (*fold_rows) (void *accs, const char *in, int64_t n, int64_t n_rows, int64_t row_stride,
                     int64_t first);
  void (*combine) (void *acc, const void *other);
  void (*finish) (const void *accs, int64_t n, void *out);
  bool is_ordered;
} TnkCpuFold;
