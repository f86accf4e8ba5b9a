/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar.h"

#define LOOP(ID, name, T, C) TNK_LOOP_TERNARY (tnk_##name##_##T, C, C)
#define ENTRY(ID, name, T, TYPE) [TNK_TERNARY_##ID][TNK_##TYPE] = tnk_##name##_##T##_loop,

#define BOOL_LOOPS(TYPE, T, C) TNK_TERNARY_BOOL_LIST (LOOP, T, C)
#define INTEGER_LOOPS(TYPE, T, C) TNK_TERNARY_INTEGER_LIST (LOOP, T, C)
#define FLOAT_LOOPS(TYPE, T, C) TNK_TERNARY_FLOAT_LIST (LOOP, T, C)
#define COMPLEX_LOOPS(TYPE, T, C) TNK_TERNARY_COMPLEX_LIST (LOOP, T, C)

/* where only moves bits: one loop per element size. */
#define WHERE(C)                                                                                   \
  static inline C where_##C (uint8_t a, C b, C c) { return a ? b : c; }                            \
  TNK_LOOP_TERNARY (where_##C, uint8_t, C)
WHERE (uint8_t)
WHERE (uint16_t)
WHERE (uint32_t)
WHERE (uint64_t)
WHERE (TnkComplex128)

TNK_BOOL_TYPE_LIST (BOOL_LOOPS)
TNK_INTEGER_TYPE_LIST (INTEGER_LOOPS)
TNK_FLOAT_TYPE_LIST (FLOAT_LOOPS)
TNK_COMPLEX_TYPE_LIST (COMPLEX_LOOPS)

#define BOOL_ENTRIES(TYPE, T, C) TNK_TERNARY_BOOL_LIST (ENTRY, T, TYPE)
#define INTEGER_ENTRIES(TYPE, T, C) TNK_TERNARY_INTEGER_LIST (ENTRY, T, TYPE)
#define FLOAT_ENTRIES(TYPE, T, C) TNK_TERNARY_FLOAT_LIST (ENTRY, T, TYPE)
#define COMPLEX_ENTRIES(TYPE, T, C) TNK_TERNARY_COMPLEX_LIST (ENTRY, T, TYPE)

const TnkCpuLoop TNK_VARIANT (tnk_cpu_ternary)[TNK_N_TERNARY][TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (BOOL_ENTRIES)
  TNK_INTEGER_TYPE_LIST (INTEGER_ENTRIES)
  TNK_FLOAT_TYPE_LIST (FLOAT_ENTRIES)
  TNK_COMPLEX_TYPE_LIST (COMPLEX_ENTRIES)
  [TNK_TERNARY_WHERE] = {
    [TNK_BOOL] = where_uint8_t_loop,
    [TNK_UINT8] = where_uint8_t_loop,
    [TNK_INT8] = where_uint8_t_loop,
    [TNK_INT16] = where_uint16_t_loop,
    [TNK_INT32] = where_uint32_t_loop,
    [TNK_INT64] = where_uint64_t_loop,
    [TNK_FLOAT16] = where_uint16_t_loop,
    [TNK_BFLOAT16] = where_uint16_t_loop,
    [TNK_FLOAT32] = where_uint32_t_loop,
    [TNK_FLOAT64] = where_uint64_t_loop,
    [TNK_COMPLEX64] = where_uint64_t_loop,
    [TNK_COMPLEX128] = where_TnkComplex128_loop,
  },
};
