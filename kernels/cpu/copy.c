/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Copy with conversion, and fill. */

#include "kernels/cpu/loops.h"
#include "kernels/cpu/variant.h"

#define FILL(C)                                                                                    \
  static void fill_##C (char *const *data, const int64_t *strides, int64_t n, const void *context) \
  {                                                                                                \
    const C value = *(const C *) context;                                                          \
    if (strides[0] == sizeof (C))                                                                  \
      for (int64_t i = 0; i < n; i++)                                                              \
        ((C *) data[0])[i] = value;                                                                \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        *(C *) (data[0] + i * strides[0]) = value;                                                 \
  }
FILL (uint8_t)
FILL (uint16_t)
FILL (uint32_t)
FILL (uint64_t)
FILL (TnkComplex128)

static TnkCpuLoop
fill_loop (size_t n_bytes)
{
  switch (n_bytes)
    {
    case 1:
      return fill_uint8_t;
    case 2:
      return fill_uint16_t;
    case 4:
      return fill_uint32_t;
    case 8:
      return fill_uint64_t;
    default:
      return fill_TnkComplex128;
    }
}

TnkCpuLoop
tnk_cpu_convert_loop (TnkDtype to, TnkDtype from)
{
  const TnkCpuLoops *loops = tnk_cpu_loops ();
  TnkCpuLoop vector = loops->vector_convert != NULL ? loops->vector_convert[to][from] : NULL;
  return vector != NULL ? vector : loops->convert[to][from];
}

void
tnk_cpu_convert (TnkDtype to, void *out, TnkDtype from, const void *in, int64_t n)
{
  char *data[] = { out, (char *) in };
  int64_t strides[] = { (int64_t) tnk_dtype_size (to), (int64_t) tnk_dtype_size (from) };
  tnk_cpu_convert_loop (to, from) (data, strides, n, NULL);
}

void
tnk_cpu_store_scalar (TnkDtype dtype, void *out, TnkScalar value)
{
  TnkComplex128 z = { value.re, value.im };

  switch (value.kind)
    {
    case TNK_SCALAR_BOOL:
    case TNK_SCALAR_INT:
      tnk_cpu_convert (dtype, out, TNK_INT64, &value.i, 1);
      break;
    case TNK_SCALAR_FLOAT:
      tnk_cpu_convert (dtype, out, TNK_FLOAT64, &value.re, 1);
      break;
    case TNK_SCALAR_COMPLEX:
      tnk_cpu_convert (dtype, out, TNK_COMPLEX128, &z, 1);
      break;
    }
}

TnkStatus
tnk_cpu_fill (TnkArray out, TnkScalar value)
{
  TnkComplex128 element; /* the widest and most aligned element */

  tnk_cpu_store_scalar (out.dtype, &element, value);
  return tnk_cpu_run (&out, 1, TNK_ORDER_ANY, fill_loop (tnk_dtype_size (out.dtype)), &element);
}

TnkStatus
tnk_cpu_copy (TnkArray out, TnkArray in)
{
  const TnkArray operands[] = { out, in };
  return tnk_cpu_run (operands, 2, TNK_ORDER_ANY, tnk_cpu_convert_loop (out.dtype, in.dtype), NULL);
}
