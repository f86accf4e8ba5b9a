/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"
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

#define BOOL_ENTRIES(TYPE, T, C)                                                                   \
  TNK_BINARY_BOOL_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define INTEGER_ENTRIES(TYPE, T, C)                                                                \
  TNK_BINARY_INTEGER_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define FLOAT_ENTRIES(TYPE, T, C)                                                                  \
  TNK_BINARY_FLOAT_LIST (ENTRY, T, TYPE) TNK_BINARY_REAL_TO_BOOL_LIST (ENTRY, T, TYPE)
#define COMPLEX_ENTRIES(TYPE, T, C)                                                                \
  TNK_BINARY_COMPLEX_LIST (ENTRY, T, TYPE) TNK_BINARY_COMPLEX_TO_BOOL_LIST (ENTRY, T, TYPE)

static const TnkCpuLoop loops[TNK_N_BINARY][TNK_N_DTYPES] = {
  TNK_BOOL_TYPE_LIST (BOOL_ENTRIES)
  TNK_INTEGER_TYPE_LIST (INTEGER_ENTRIES)
  TNK_FLOAT_TYPE_LIST (FLOAT_ENTRIES)
  TNK_COMPLEX_TYPE_LIST (COMPLEX_ENTRIES)
  [TNK_BINARY_COMPLEX][TNK_FLOAT32] = tnk_complex_float32_loop,
  [TNK_BINARY_COMPLEX][TNK_FLOAT64] = tnk_complex_float64_loop,
};

/* Integers have no value for a division by zero: the divisor is looked through before anything is
 * written. */
static bool
divides_integers (TnkBinary op, TnkDtype dtype)
{
  return tnk_dtype_is_integral (dtype)
         && (op == TNK_BINARY_FLOOR_DIVIDE || op == TNK_BINARY_TRUNC_DIVIDE
             || op == TNK_BINARY_REMAINDER || op == TNK_BINARY_FMOD);
}

#define FIND_ZERO(TYPE, T, C)                                                                      \
  static void find_zero_##T (char *const *data, const int64_t *strides, int64_t n,                 \
                             const void *context)                                                  \
  {                                                                                                \
    bool found = false;                                                                            \
    for (int64_t i = 0; i < n; i++)                                                                \
      found |= *(const C *) (data[0] + i * strides[0]) == 0;                                       \
    if (found)                                                                                     \
      __atomic_store_n (*(bool *const *) context, true, __ATOMIC_RELAXED);                         \
  }
TNK_INTEGER_TYPE_LIST (FIND_ZERO)

#define FIND_ZERO_ENTRY(TYPE, T, C) [TNK_##TYPE] = find_zero_##T,
static const TnkCpuLoop find_zero[TNK_N_DTYPES] = { TNK_INTEGER_TYPE_LIST (FIND_ZERO_ENTRY) };

static TnkStatus
check_divisor (TnkArray divisor)
{
  bool found = false, *found_pointer = &found;
  TnkStatus status
      = tnk_cpu_run (&divisor, 1, TNK_ORDER_ANY, find_zero[divisor.dtype], &found_pointer);

  return status == TNK_OK && found ? TNK_DIVISION_BY_ZERO : status;
}

TnkStatus
tnk_cpu_binary (TnkBinary op, TnkArray out, TnkArray a, TnkArray b)
{
  const TnkArray operands[] = { out, a, b };
  bool is_half = tnk_dtype_is_half (a.dtype);
  TnkCpuLoop loop = loops[op][is_half ? TNK_FLOAT32 : a.dtype];

  /* The next float32 is not the next half, and there is no half complex. */
  if (loop == NULL || (is_half && (op == TNK_BINARY_NEXTAFTER || op == TNK_BINARY_COMPLEX)))
    return TNK_UNSUPPORTED;
  if (divides_integers (op, a.dtype))
    {
      TnkStatus status = check_divisor (b);
      if (status != TNK_OK)
        return status;
    }
  if (is_half)
    return tnk_cpu_run_widened (operands, 3, loop);
  return tnk_cpu_run (operands, 3, TNK_ORDER_ANY, loop, NULL);
}
