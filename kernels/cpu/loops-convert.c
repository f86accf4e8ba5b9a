/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#define CONVERT(to, C, from, F) TNK_LOOP_UNARY (tnk_##to##_from_##from, C, F)
#define CONVERT_TO(ID, to, bytes, C)                                                               \
  CONVERT (to, C, bool, uint8_t)                                                                   \
  CONVERT (to, C, uint8, uint8_t)                                                                  \
  CONVERT (to, C, int8, int8_t)                                                                    \
  CONVERT (to, C, int16, int16_t)                                                                  \
  CONVERT (to, C, int32, int32_t)                                                                  \
  CONVERT (to, C, int64, int64_t)                                                                  \
  CONVERT (to, C, float16, uint16_t)                                                               \
  CONVERT (to, C, bfloat16, uint16_t)                                                              \
  CONVERT (to, C, float32, float)                                                                  \
  CONVERT (to, C, float64, double)                                                                 \
  CONVERT (to, C, complex64, TnkComplex64)                                                         \
  CONVERT (to, C, complex128, TnkComplex128)
TNK_DTYPE_LIST (CONVERT_TO)

#define CONVERT_ROW(ID, to, bytes, C)                                                              \
  [TNK_##ID] = {                                                                                   \
    [TNK_BOOL] = tnk_##to##_from_bool_loop,                                                        \
    [TNK_UINT8] = tnk_##to##_from_uint8_loop,                                                      \
    [TNK_INT8] = tnk_##to##_from_int8_loop,                                                        \
    [TNK_INT16] = tnk_##to##_from_int16_loop,                                                      \
    [TNK_INT32] = tnk_##to##_from_int32_loop,                                                      \
    [TNK_INT64] = tnk_##to##_from_int64_loop,                                                      \
    [TNK_FLOAT16] = tnk_##to##_from_float16_loop,                                                  \
    [TNK_BFLOAT16] = tnk_##to##_from_bfloat16_loop,                                                \
    [TNK_FLOAT32] = tnk_##to##_from_float32_loop,                                                  \
    [TNK_FLOAT64] = tnk_##to##_from_float64_loop,                                                  \
    [TNK_COMPLEX64] = tnk_##to##_from_complex64_loop,                                              \
    [TNK_COMPLEX128] = tnk_##to##_from_complex128_loop,                                            \
  },
const TnkCpuLoop TNK_VARIANT (tnk_cpu_convert_loops)[TNK_N_DTYPES][TNK_N_DTYPES] = {
  TNK_DTYPE_LIST (CONVERT_ROW)
};
