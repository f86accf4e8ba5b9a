/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/kernel-list.h"
#include "kernels/types.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * TnkBackend:
 *
 * One kind of device. Arrays in, arrays out: no ownership, no reference counts, no errors beyond a
 * status. Operands of an element-wise call have the same rank and sizes (broadcast dims have
 * stride 0). A NULL entry means that this back end has no such kernel; the engine says so in
 * PyTorch's words. Every call is synchronous as far as its caller can see.
 */
typedef struct
{
  const char *name; /* "cpu", "cuda" */

  int (*n_devices) (void);

  /* 64-byte aligned, not cleared. n_bytes may be 0: *out is then NULL. */
  TnkStatus (*allocate) (int device, size_t n_bytes, void **out);
  void (*release) (int device, void *data, size_t n_bytes);

  /* Between this device and host memory. */
  TnkStatus (*copy_from_host) (int device, void *to, const void *from, size_t n_bytes);
  TnkStatus (*copy_to_host) (int device, void *to, const void *from, size_t n_bytes);

  /* Every element of out becomes value, converted as PyTorch's fill_ does. */
  TnkStatus (*fill) (TnkArray out, TnkScalar value);

  /* Element by element, converting from in.dtype to out.dtype: float to integer truncates, to bool
   * compares with zero, complex to real drops the imaginary part. */
  TnkStatus (*copy) (TnkArray out, TnkArray in);

  TnkStatus (*unary) (TnkUnary op, TnkArray out, TnkArray a);
  TnkStatus (*binary) (TnkBinary op, TnkArray out, TnkArray a, TnkArray b);
  TnkStatus (*ternary) (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c);

  /* The result is converted to out.dtype: integers may be summed straight into int64. */
  TnkStatus (*reduce) (TnkReduce op, TnkArray out, TnkArray in);
  TnkStatus (*scan) (TnkScan op, TnkArray out, TnkArray in, int dim);

  /* out[i] = start + i * step, computed in double or int64; out is one-dimensional. */
  TnkStatus (*arange) (TnkArray out, TnkScalar start, TnkScalar step);

  /* out[i] = from_data[offsets[i]]; offsets is int64 with out's shape and counts elements from
   * from_data. Checked by the caller. */
  TnkStatus (*take) (TnkArray out, const void *from_data, TnkArray offsets);

  /* to_data[offsets[i]] = in[i], or += in[i] when accumulate, in row-major order of i. */
  TnkStatus (*put) (void *to_data, TnkArray offsets, TnkArray in, bool accumulate);

  /* Row-major coordinates of the true elements of in (any dtype): out is int64 [n, in.rank], n from
   * COUNT_NONZERO. */
  TnkStatus (*nonzero) (TnkArray out, TnkArray in);

  /* Along dim, stable; NaN is the greatest. indices is int64. values may be in itself. */
  TnkStatus (*sort) (TnkArray values, TnkArray indices, TnkArray in, int dim, bool descending);

  /* out[b, m, n] = sum over k of a[b, m, k] * c[b, k, n]; rank 3, any strides, one dtype. */
  TnkStatus (*matmul) (TnkArray out, TnkArray a, TnkArray b);

  /* Softmax, or its logarithm, along the last dim, of which there is at least one, none empty; all
   * dense, of one floating dtype. Without these the engine goes step by step. */
  TnkStatus (*softmax) (bool is_log, TnkArray out, TnkArray in);

  /* The gradient of what gave result, from the gradient of result. */
  TnkStatus (*softmax_backward) (bool is_log, TnkArray out, TnkArray upstream, TnkArray result);
} TnkBackend;

/* Never NULL. */
TNK_EXPORT const TnkBackend *tnk_backend_cpu (void);

/* Loads the CUDA module on first use. NULL when it was not built, or no GPU is there. */
TNK_EXPORT const TnkBackend *tnk_backend_cuda (void);

/**
 * tnk_set_cancel_flag:
 * @flag: (nullable): watched by long CPU loops between chunks; non-zero stops them with
 *   TNK_CANCELLED. NULL turns the watching off.
 *
 * The flag belongs to the caller and must outlive its use. One for the whole process.
 */
TNK_EXPORT void tnk_set_cancel_flag (const int *flag);

/* Threads that large CPU loops may use; 0 asks for the number of processors. */
TNK_EXPORT void tnk_set_n_threads (int n_threads);
TNK_EXPORT int tnk_get_n_threads (void);

/* Bytes of released CPU memory that may be kept for the next allocation, 1 GiB at start; what is
 * above goes back to the system at once. */
TNK_EXPORT void tnk_set_max_kept (size_t n_bytes);

#ifdef __cplusplus
}
#endif
