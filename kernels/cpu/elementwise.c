/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Picks the inner loop of an element-wise primitive and runs it. */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"
#include "kernels/scalar-list.h"

TnkStatus
tnk_cpu_unary (TnkUnary op, TnkArray out, TnkArray a)
{
  const TnkArray operands[] = { out, a };
  bool is_half = tnk_dtype_is_half (a.dtype);
  TnkCpuLoop loop = tnk_cpu_unary_loop (op, is_half ? TNK_FLOAT32 : a.dtype);

  if (loop == NULL)
    return TNK_UNSUPPORTED;
  if (is_half)
    return tnk_cpu_run_widened (operands, 2, tnk_cpu_widened_loop, loop);
  return tnk_cpu_run (operands, 2, TNK_ORDER_ANY, loop, NULL);
}

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
  /* The next float32 is not the next half. */
  bool is_half = tnk_dtype_is_half (a.dtype) && op != TNK_BINARY_NEXTAFTER;
  TnkCpuLoop loop = tnk_cpu_binary_loop (op, is_half ? TNK_FLOAT32 : a.dtype);

  if (loop == NULL || (is_half && op == TNK_BINARY_COMPLEX)) /* there is no half complex */
    return TNK_UNSUPPORTED;
  if (divides_integers (op, a.dtype))
    {
      TnkStatus status = check_divisor (b);
      if (status != TNK_OK)
        return status;
    }
  /* A number beside halves may be a float32. */
  if (is_half && b.dtype == a.dtype && tnk_cpu_half_loop (op, a.dtype) != NULL)
    loop = tnk_cpu_half_loop (op, a.dtype);
  else if (is_half)
    return tnk_cpu_run_widened (operands, 3, tnk_cpu_widened_loop, loop);
  return tnk_cpu_run (operands, 3, TNK_ORDER_ANY, loop, NULL);
}

TnkStatus
tnk_cpu_ternary (TnkTernary op, TnkArray out, TnkArray a, TnkArray b, TnkArray c)
{
  const TnkArray operands[] = { out, a, b, c };
  bool is_half = tnk_dtype_is_half (out.dtype) && op != TNK_TERNARY_WHERE;
  TnkCpuLoop loop = tnk_cpu_loops ()->ternary[op][is_half ? TNK_FLOAT32 : out.dtype];

  if (loop == NULL)
    return TNK_UNSUPPORTED;
  if (is_half)
    return tnk_cpu_run_widened (operands, 4,
                                op == TNK_TERNARY_ADD_SCALED ? tnk_cpu_add_scaled_half_loop
                                                             : tnk_cpu_widened_loop,
                                loop);
  return tnk_cpu_run (operands, 4, TNK_ORDER_ANY, loop, NULL);
}
