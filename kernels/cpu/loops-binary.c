/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#define LOOP(ID, name, T, C) TNK_LOOP_BINARY (tnk_##name##_##T, C, C)
#define LOOP_TO_BOOL(ID, name, T, C) TNK_LOOP_BINARY (tnk_##name##_##T, uint8_t, C)
#define ENTRY(ID, name, T, TYPE) [TNK_BINARY_##ID][TNK_##TYPE] = tnk_##name##_##T##_loop,

#define BOOL_LOOPS(TYPE, T, C)                                                                     \
  TNK_BINARY_BOOL_LIST (LOOP, T, C) TNK_BINARY_REAL_TO_BOOL_LIST (LOOP_TO_BOOL, T, C)
#define INTEGER_LOOPS(TYPE, T, C)                                                                  \
  TNK_BINARY_INTEGER_LIST (LOOP, T, C) TNK_BINARY_REAL_TO_BOOL_LIST (LOOP_TO_BOOL, T, C)
#define FLOAT_LOOPS(TYPE, T, C)                                                                    \
  TNK_BINARY_FLOAT_LIST (LOOP, T, C) TNK_BINARY_REAL_TO_BOOL_LIST (LOOP_TO_BOOL, T, C)
#define COMPLEX_LOOPS(TYPE, T, C)                                                                  \
  TNK_BINARY_COMPLEX_LIST (LOOP, T, C) TNK_BINARY_COMPLEX_TO_BOOL_LIST (LOOP_TO_BOOL, T, C)

TNK_BOOL_TYPE_LIST (BOOL_LOOPS)
TNK_INTEGER_TYPE_LIST (INTEGER_LOOPS)
TNK_FLOAT_TYPE_LIST (FLOAT_LOOPS)
TNK_COMPLEX_TYPE_LIST (COMPLEX_LOOPS)
TNK_LOOP_BINARY (tnk_complex_float32, TnkComplex64, float)
TNK_LOOP_BINARY (tnk_complex_float64, TnkComplex128, double)
TNK_LOOP_BINARY (tnk_nextafter_float16, uint16_t, uint16_t)
TNK_LOOP_BINARY (tnk_nextafter_bfloat16, uint16_t, uint16_t)

#define BOOL_ENTRIES(TYPE, T, C)                                                                   \
  TNK_BINARY_BOOL_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define INTEGER_ENTRIES(TYPE, T, C)                                                                \
  TNK_BINARY_INTEGER_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define FLOAT_ENTRIES(TYPE, T, C)                                                                  \
  TNK_BINARY_FLOAT_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define COMPLEX_ENTRIES(TYPE, T, C)                                                                \
  TNK_BINARY_COMPLEX_LIST (ENTRY, T, TYPE) TNK_BINARY_COMPLEX_TO_BOOL_LIST (ENTRY, T, TYPE)

const TnkCpuLoop TNK_VARIANT (tnk_cpu_binary)[TNK_N_BINARY][TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (BOOL_ENTRIES)
  TNK_INTEGER_TYPE_LIST (INTEGER_ENTRIES)
  TNK_FLOAT_TYPE_LIST (FLOAT_ENTRIES)
  TNK_COMPLEX_TYPE_LIST (COMPLEX_ENTRIES)
  [TNK_BINARY_COMPLEX][TNK_FLOAT32] = tnk_complex_float32_loop,
  [TNK_BINARY_COMPLEX][TNK_FLOAT64] = tnk_complex_float64_loop,
  [TNK_BINARY_NEXTAFTER][TNK_FLOAT16] = tnk_nextafter_float16_loop,
  [TNK_BINARY_NEXTAFTER][TNK_BFLOAT16] = tnk_nextafter_bfloat16_loop,
};
