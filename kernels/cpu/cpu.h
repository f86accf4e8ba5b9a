/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/backend.h"
#include "kernels/loop-plan.h"

/* What the files of the CPU back end share. Nothing here is seen from outside the folder. */

/* Elements below which a loop stays on its thread: starting a team costs about as much as adding
 * this many numbers. */
#define TNK_CPU_GRAIN 32768

/* Elements between two looks at the cancel flag. */
#define TNK_CPU_CHUNK 262144

/* Elements of a block that is converted through the stack. */
#define TNK_CPU_BLOCK 256

/**
 * TnkCpuLoop:
 * @data: one pointer per operand, the output first
 * @strides: bytes from one element to the next, per operand
 * @n: elements
 * @context: what the caller of tnk_cpu_run gave
 *
 * The inner loop of an element-wise kernel.
 */
typedef void (*TnkCpuLoop) (char *const *data, const int64_t *strides, int64_t n,
                            const void *context);

/* Plans operands and runs loop over them, on several threads when that pays. */
TnkStatus tnk_cpu_run (const TnkArray *operands, int n_operands, TnkLoopOrder order,
                       TnkCpuLoop loop, const void *context);

/* Likewise, for a loop that reads a line from each element on: it gets the operands themselves,
 * never a copy of their elements. */
TnkStatus tnk_cpu_run_lines (const TnkArray *operands, int n_operands, TnkCpuLoop loop,
                             const void *context);

bool tnk_cpu_is_cancelled (void);

/* Threads worth starting for n_elems elements: 1 below the grain or inside a parallel region. */
int tnk_cpu_threads_for (int64_t n_elems);

/* The loop that converts from one dtype to another; never NULL. */
TnkCpuLoop tnk_cpu_convert_loop (TnkDtype to, TnkDtype from);

/* Converts n contiguous elements. */
void tnk_cpu_convert (TnkDtype to, void *out, TnkDtype from, const void *in, int64_t n);

/* Writes value into one element of dtype. */
void tnk_cpu_store_scalar (TnkDtype dtype, void *out, TnkScalar value);

/* Entries of the vtable. */
TnkStatus tnk_cpu_allocate (int device, size_t n_bytes, void **out);
void tnk_cpu_release (int device, void *data, size_t n_bytes);
TnkStatus tnk_cpu_fill (TnkArray out, TnkScalar value);
TnkStatus tnk_cpu_copy (TnkArray out, TnkArray in);
TnkStatus tnk_cpu_unary (TnkUnary op, TnkArray out, TnkArray a);
TnkStatus tnk_cpu_binary (TnkBinary op, TnkArray out, TnkArray a, TnkArray b);
TnkStatus tnk_cpu_ternary (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c);
TnkStatus tnk_cpu_reduce (TnkReduce op, TnkArray out, TnkArray in);
TnkStatus tnk_cpu_scan (TnkScan op, TnkArray out, TnkArray in, int dim);
TnkStatus tnk_cpu_arange (TnkArray out, TnkScalar start, TnkScalar step);
TnkStatus tnk_cpu_take (TnkArray out, const void *from_data, TnkArray offsets);
TnkStatus tnk_cpu_put (void *to_data, TnkArray offsets, TnkArray in, bool accumulate);
TnkStatus tnk_cpu_nonzero (TnkArray out, TnkArray in);
TnkStatus tnk_cpu_sort (TnkArray values, TnkArray indices, TnkArray in, int dim, bool descending);
TnkStatus tnk_cpu_softmax (bool is_log, TnkArray out, TnkArray in);
TnkStatus tnk_cpu_softmax_backward (bool is_log, TnkArray out, TnkArray upstream, TnkArray result);
TnkStatus tnk_cpu_matmul (TnkArray out, TnkArray a, TnkArray b);
