/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Running folds along one dim. The dim is taken out of the loop; each step of the loop that is left
 * walks through the whole dim. Floats accumulate in double (half types in float32), as PyTorch's
 * do on the CPU; each step is rounded on its way out. */

#include "kernels/cpu/loops.h"
#include "kernels/scalar.h"

typedef struct
{
  int64_t size;
  int64_t out_stride, in_stride; /* bytes */
} ScanDim;

#define MULTIPLY(a, b) ((a) * (b))
#define ADD(a, b) ((a) + (b))

#define SCAN(op, T, C, A, start, widen, narrow, step)                                              \
  static void op##_##T (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    const ScanDim *dim = context;                                                                  \
    for (int64_t i = 0; i < n; i++)                                                                \
      {                                                                                            \
        char *out = data[0] + i * strides[0];                                                      \
        const char *in = data[1] + i * strides[1];                                                 \
        A acc = start;                                                                             \
        for (int64_t k = 0; k < dim->size; k++)                                                    \
          {                                                                                        \
            acc = step (acc, widen (*(const C *) (in + k * dim->in_stride)));                      \
            *(C *) (out + k * dim->out_stride) = narrow (acc);                                     \
          }                                                                                        \
      }                                                                                            \
  }
#define SCANS(T, C, A, zero, one, widen, narrow, add, multiply)                                    \
  SCAN (cumsum, T, C, A, zero, widen, narrow, add)                                                 \
  SCAN (cumprod, T, C, A, one, widen, narrow, multiply)

#define INTEGER_SCANS(TYPE, T, C) SCANS (T, C, uint64_t, 0, 1, (uint64_t), (C), ADD, MULTIPLY)
TNK_INTEGER_TYPE_LIST (INTEGER_SCANS)
SCANS (float16, uint16_t, float, 0, 1, tnk_float32_from_float16, tnk_float16_from_float32, ADD,
       MULTIPLY)
SCANS (bfloat16, uint16_t, float, 0, 1, tnk_float32_from_bfloat16, tnk_bfloat16_from_float32, ADD,
       MULTIPLY)
SCANS (float32, float, double, 0, 1, (double), (float), ADD, MULTIPLY)
SCANS (float64, double, double, 0, 1, (double), (double), ADD, MULTIPLY)

static const TnkComplex128 zero = { 0, 0 };
static const TnkComplex128 one = { 1, 0 };
SCANS (complex64, TnkComplex64, TnkComplex128, zero, one, tnk_complex128_from_complex64,
       tnk_complex64_from_complex128, tnk_add_complex128, tnk_mul_complex128)
SCANS (complex128, TnkComplex128, TnkComplex128, zero, one, tnk_complex128_from_complex128,
       tnk_complex128_from_complex128, tnk_add_complex128, tnk_mul_complex128)

#define ENTRY(TYPE, T, C)                                                                          \
  [TNK_SCAN_CUMSUM][TNK_##TYPE] = cumsum_##T, [TNK_SCAN_CUMPROD][TNK_##TYPE] = cumprod_##T,
static const TnkCpuLoop loops[TNK_N_SCAN][TNK_N_DTYPES] = {
  TNK_INTEGER_TYPE_LIST (ENTRY)
  ENTRY (FLOAT16, float16, uint16_t)
  ENTRY (BFLOAT16, bfloat16, uint16_t)
  TNK_FLOAT_TYPE_LIST (ENTRY)
  TNK_COMPLEX_TYPE_LIST (ENTRY)
};

TnkStatus
tnk_cpu_scan (TnkScan op, TnkArray out, TnkArray in, int dim)
{
  TnkArray operands[] = { out, in };
  int64_t sizes[TNK_MAX_RANK];
  ScanDim along = { 1, 0, 0 };
  TnkCpuLoop loop = loops[op][in.dtype];

  if (loop == NULL)
    return TNK_UNSUPPORTED;
  for (int d = 0; d < in.rank; d++)
    sizes[d] = in.sizes[d];
  if (in.rank > 0)
    {
      along.size = in.sizes[dim];
      along.out_stride = out.strides[dim] * (int64_t) tnk_dtype_size (out.dtype);
      along.in_stride = in.strides[dim] * (int64_t) tnk_dtype_size (in.dtype);
      sizes[dim] = 1;
    }
  operands[0].sizes = operands[1].sizes = sizes;
  return tnk_cpu_run_lines (operands, 2, loop, &along);
}
