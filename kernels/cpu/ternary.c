/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"
#include "kernels/scalar.h"

#define LOOP(ID, name, T, C) TNK_LOOP_TERNARY (tnk_##name##_##T, C, C)
#define ENTRY(ID, name, T, TYPE) [TNK_TERNARY_##ID][TNK_##TYPE] = tnk_##name##_##T##_loop,

#define BOOL_LOOPS(TYPE, T, C) TNK_TERNARY_BOOL_LIST (LOOP, T, C)
#define INTEGER_LOOPS(TYPE, T, C) TNK_TERNARY_INTEGER_LIST (LOOP, T, C)
#define FLOAT_LOOPS(TYPE, T, C) TNK_TERNARY_FLOAT_LIST (LOOP, T, C)
#define COMPLEX_LOOPS(TYPE, T, C) TNK_TERNARY_COMPLEX_LIST (LOOP, T, C)

TNK_BOOL_TYPE_LIST (BOOL_LOOPS)
TNK_INTEGER_TYPE_LIST (INTEGER_LOOPS)
TNK_FLOAT_TYPE_LIST (FLOAT_LOOPS)
TNK_COMPLEX_TYPE_LIST (COMPLEX_LOOPS)

#define BOOL_ENTRIES(TYPE, T, C) TNK_TERNARY_BOOL_LIST (ENTRY, T, TYPE)
#define INTEGER_ENTRIES(TYPE, T, C) TNK_TERNARY_INTEGER_LIST (ENTRY, T, TYPE)
#define FLOAT_ENTRIES(TYPE, T, C) TNK_TERNARY_FLOAT_LIST (ENTRY, T, TYPE)
#define COMPLEX_ENTRIES(TYPE, T, C) TNK_TERNARY_COMPLEX_LIST (ENTRY, T, TYPE)

static const TnkCpuLoop loops[TNK_N_TERNARY][TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (BOOL_ENTRIES)
  TNK_INTEGER_TYPE_LIST (INTEGER_ENTRIES)
  TNK_FLOAT_TYPE_LIST (FLOAT_ENTRIES)
  TNK_COMPLEX_TYPE_LIST (COMPLEX_ENTRIES)
};

/* where only moves bits: one loop per element size. */
#define WHERE(C)                                                                                   \
  static inline C where_##C (uint8_t a, C b, C c) { return a ? b : c; }                            \
  TNK_LOOP_TERNARY (where_##C, uint8_t, C)

WHERE (uint8_t)
WHERE (uint16_t)
WHERE (uint32_t)
WHERE (uint64_t)
WHERE (TnkComplex128)

static TnkCpuLoop
where_loop (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return where_uint8_t_loop;
    case 2:
      return where_uint16_t_loop;
    case 4:
      return where_uint32_t_loop;
    case 8:
      return where_uint64_t_loop;
    default:
      return where_TnkComplex128_loop;
    }
}

TnkStatus
tnk_cpu_ternary (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c)
{
  const TnkArray operands[] = { out, a, b, c };
  TnkCpuLoop loop;

  if (op == TNK_TERNARY_WHERE)
    return tnk_cpu_run (operands, 4, TNK_ORDER_ANY, where_loop (tnk_dtype_size (out.dtype)), NULL);
  loop = loops[op][tnk_dtype_is_half (a.dtype) ? TNK_FLOAT32 : a.dtype];
  if (loop == NULL)
    return TNK_UNSUPPORTED;
  if (tnk_dtype_is_half (a.dtype))
    return tnk_cpu_run_widened (operands, 4, loop);
  return tnk_cpu_run (operands, 4, TNK_ORDER_ANY, loop, NULL);
}
