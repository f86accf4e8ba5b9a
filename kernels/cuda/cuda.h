/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/backend.h"
#include "kernels/loop-plan.h"

#include <cuda_runtime_api.h>

/* Inside the CUDA back end. Kernels run on the legacy default stream, so that calls of all threads
 * follow one another and a freed block can be handed out again at once; only copies to the host and
 * calls that read a result wait for the device. */

/* What the runtime said, in the words of the vtable; the runtime's memory of it is cleared. */
TnkStatus tnk_cuda_status (cudaError_t error);

/* The status of the launch just made. */
TnkStatus tnk_cuda_launched (void);

/* Makes the device that data lies on the calling thread's current one. */
TnkStatus tnk_cuda_enter (const void *data);

/* Room for the length of a call, on the current device. */
TnkStatus tnk_cuda_borrow (size_t n_bytes, void **out);
void tnk_cuda_give_back (void *data, size_t n_bytes);

TnkStatus tnk_cuda_fill (TnkArray out, TnkScalar value);
TnkStatus tnk_cuda_copy (TnkArray out, TnkArray in);
TnkStatus tnk_cuda_unary (TnkUnary op, TnkArray out, TnkArray a);
TnkStatus tnk_cuda_binary (TnkBinary op, TnkArray out, TnkArray a, TnkArray b);
TnkStatus tnk_cuda_ternary (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c);
TnkStatus tnk_cuda_reduce (TnkReduce op, TnkArray out, TnkArray in);
TnkStatus tnk_cuda_scan (TnkScan op, TnkArray out, TnkArray in, int dim);
TnkStatus tnk_cuda_arange (TnkArray out, TnkScalar start, TnkScalar step);
TnkStatus tnk_cuda_take (TnkArray out, const void *from_data, TnkArray offsets);
TnkStatus tnk_cuda_put (void *to_data, TnkArray offsets, TnkArray in, bool accumulate);
TnkStatus tnk_cuda_nonzero (TnkArray out, TnkArray in);
TnkStatus tnk_cuda_sort (TnkArray values, TnkArray indices, TnkArray in, int dim, bool descending);
TnkStatus tnk_cuda_matmul (TnkArray out, TnkArray a, TnkArray b);

static inline bool
tnk_cuda_is_half (TnkDtype dtype)
{
  return dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;
}
