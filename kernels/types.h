/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The widest rank a tensor can have, as in PyTorch. */
#define TNK_MAX_RANK 64

#define TNK_EXPORT __attribute__ ((visibility ("default")))

/**
 * TNK_DTYPE_LIST:
 * @X: macro called as X (ID, name, bytes, c_type)
 *
 * The element types, in the order of PyTorch's promotion lattice within a category. float16 and
 * bfloat16 are kept as their 16 bits and computed in float32.
 */
#define TNK_DTYPE_LIST(X)                                                                          \
  X (BOOL, bool, 1, uint8_t)                                                                       \
  X (UINT8, uint8, 1, uint8_t)                                                                     \
  X (INT8, int8, 1, int8_t)                                                                        \
  X (INT16, int16, 2, int16_t)                                                                     \
  X (INT32, int32, 4, int32_t)                                                                     \
  X (INT64, int64, 8, int64_t)                                                                     \
  X (FLOAT16, float16, 2, uint16_t)                                                                \
  X (BFLOAT16, bfloat16, 2, uint16_t)                                                              \
  X (FLOAT32, float32, 4, float)                                                                   \
  X (FLOAT64, float64, 8, double)                                                                  \
  X (COMPLEX64, complex64, 8, TnkComplex64)                                                        \
  X (COMPLEX128, complex128, 16, TnkComplex128)

typedef enum
{
#define X(ID, name, bytes, c_type) TNK_##ID,
  TNK_DTYPE_LIST (X)
#undef X
    TNK_N_DTYPES,
} TnkDtype;

typedef struct
{
  float re, im;
} TnkComplex64;

typedef struct
{
  double re, im;
} TnkComplex128;

/**
 * TnkStatus:
 * @TNK_OK: done
 * @TNK_OUT_OF_MEMORY: an allocation failed
 * @TNK_UNSUPPORTED: this back end has no kernel for these dtypes
 * @TNK_OUT_OF_RANGE: an index read by the kernel lies outside its dimension
 * @TNK_DIVISION_BY_ZERO: an integer division by zero
 * @TNK_CANCELLED: the cancel flag was raised; the output is partly written
 * @TNK_DEVICE_FAILED: the device reported an error
 *
 * What a kernel says. The engine turns it into a GError, once.
 */
typedef enum
{
  TNK_OK,
  TNK_OUT_OF_MEMORY,
  TNK_UNSUPPORTED,
  TNK_OUT_OF_RANGE,
  TNK_DIVISION_BY_ZERO,
  TNK_CANCELLED,
  TNK_DEVICE_FAILED,
} TnkStatus;

/**
 * TnkArray:
 * @data: the element at index [0, …, 0], on the back end's device
 * @dtype: element type
 * @rank: number of dims, 0 to TNK_MAX_RANK
 * @sizes: (array length=rank): elements per dim
 * @strides: (array length=rank): elements from one index to the next; 0 repeats, negative is not used
 *
 * A strided window on memory that somebody else owns. Two operands of one call never overlap unless
 * they are the same window.
 */
typedef struct
{
  void *data;
  TnkDtype dtype;
  int rank;
  const int64_t *sizes;
  const int64_t *strides;
} TnkArray;

/**
 * TnkScalar:
 * @kind: which of the fields holds the value
 * @i: bool or integer
 * @re: real part, or the float itself
 * @im: imaginary part
 *
 * One number outside an array, as wide as Python has it.
 */
typedef struct
{
  enum
  {
    TNK_SCALAR_BOOL,
    TNK_SCALAR_INT,
    TNK_SCALAR_FLOAT,
    TNK_SCALAR_COMPLEX,
  } kind;
  int64_t i;
  double re, im;
} TnkScalar;

static inline size_t
tnk_dtype_size (TnkDtype dtype)
{
  static const uint8_t sizes[] = {
#define X(ID, name, bytes, c_type) bytes,
    TNK_DTYPE_LIST (X)
#undef X
  };
  return sizes[dtype];
}

static inline bool
tnk_dtype_is_complex (TnkDtype dtype)
{
  return dtype >= TNK_COMPLEX64;
}

static inline bool
tnk_dtype_is_floating (TnkDtype dtype)
{
  return dtype >= TNK_FLOAT16 && dtype <= TNK_FLOAT64;
}

/* bool counts as integral, as PyTorch's isIntegralType (includeBool) does. */
static inline bool
tnk_dtype_is_integral (TnkDtype dtype)
{
  return dtype <= TNK_INT64;
}

#ifdef __cplusplus
}
#endif
