/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/core/dtype.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "kernels/backend.h"

const char *
tns_dtype_get_name (TnkDtype dtype)
{
  static const char *const names[] = {
#define X(ID, name, bytes, c_type) #name,
    TNK_DTYPE_LIST (X)
#undef X
  };
  return names[dtype];
}

const char *
tns_dtype_get_scalar_type_name (TnkDtype dtype)
{
  static const char *const names[] = {
    [TNK_BOOL] = "Bool",           [TNK_UINT8] = "Byte",
    [TNK_INT8] = "Char",           [TNK_INT16] = "Short",
    [TNK_INT32] = "Int",           [TNK_INT64] = "Long",
    [TNK_FLOAT16] = "Half",        [TNK_BFLOAT16] = "BFloat16",
    [TNK_FLOAT32] = "Float",       [TNK_FLOAT64] = "Double",
    [TNK_COMPLEX64] = "ComplexFloat", [TNK_COMPLEX128] = "ComplexDouble",
  };
  return names[dtype];
}

const char *
tns_dtype_get_c_name (TnkDtype dtype)
{
  static const char *const names[] = {
    [TNK_BOOL] = "bool",
    [TNK_UINT8] = "unsigned char",
    [TNK_INT8] = "signed char",
    [TNK_INT16] = "short int",
    [TNK_INT32] = "int",
    [TNK_INT64] = "long int",
    [TNK_FLOAT16] = "c10::Half",
    [TNK_BFLOAT16] = "c10::BFloat16",
    [TNK_FLOAT32] = "float",
    [TNK_FLOAT64] = "double",
    [TNK_COMPLEX64] = "c10::complex<float>",
    [TNK_COMPLEX128] = "c10::complex<double>",
  };
  return names[dtype];
}

TnkDtype
tns_dtype_promote (TnkDtype a, TnkDtype b)
{
  if (a == b)
    return a;
  TnkDtype low = MIN (a, b), high = MAX (a, b);
  if (low == TNK_UINT8 && high <= TNK_INT64)
    return MAX (high, TNK_INT16);
  if (low == TNK_FLOAT16 && high == TNK_BFLOAT16)
    return TNK_FLOAT32;
  if (low == TNK_FLOAT64 && high == TNK_COMPLEX64)
    return TNK_COMPLEX128;
  return high;
}

/* bool < integral < floating < complex */
static int
category_of (TnkDtype dtype)
{
  return dtype == TNK_BOOL ? 0 : tnk_dtype_is_integral (dtype) ? 1 : tnk_dtype_is_complex (dtype) ? 3 : 2;
}

bool
tns_dtype_can_cast (TnkDtype from, TnkDtype to)
{
  return category_of (from) <= category_of (to);
}

void
tns_dtype_get_int_range (TnkDtype dtype, int64_t *lowest, int64_t *highest)
{
  static const int64_t ranges[][2] = {
    [TNK_BOOL] = { 0, 1 },
    [TNK_UINT8] = { 0, 255 },
    [TNK_INT8] = { -128, 127 },
    [TNK_INT16] = { -32768, 32767 },
    [TNK_INT32] = { G_MININT32, G_MAXINT32 },
    [TNK_INT64] = { G_MININT64, G_MAXINT64 },
  };
  g_return_if_fail (tnk_dtype_is_integral (dtype));
  *lowest = ranges[dtype][0];
  *highest = ranges[dtype][1];
}

double
tns_dtype_get_max (TnkDtype dtype)
{
  switch (dtype)
    {
    case TNK_FLOAT16:
      return 65504;
    case TNK_BFLOAT16:
      return 0x1.fep127;
    case TNK_FLOAT32:
      return FLT_MAX;
    default:
      return DBL_MAX;
    }
}

TnkDtype
tns_dtype_get_real (TnkDtype dtype)
{
  return dtype == TNK_COMPLEX64 ? TNK_FLOAT32 : dtype == TNK_COMPLEX128 ? TNK_FLOAT64 : dtype;
}

TnkDtype
tns_dtype_get_complex (TnkDtype dtype)
{
  if (tnk_dtype_is_complex (dtype))
    return dtype;
  return dtype == TNK_FLOAT64 ? TNK_COMPLEX128 : TNK_COMPLEX64;
}

static int default_dtype = TNK_FLOAT32;

TnkDtype
tns_dtype_get_default (void)
{
  return g_atomic_int_get (&default_dtype);
}

void
tns_dtype_set_default (TnkDtype dtype)
{
  g_atomic_int_set (&default_dtype, dtype);
}

/* ---- one element ---- */

/* Any element through the copy kernel, which knows every conversion. */
static void
convert_element (TnkDtype to, void *to_data, TnkDtype from, const void *from_data)
{
  TnkArray out = { .data = to_data, .dtype = to };
  TnkArray in = { .data = (void *) from_data, .dtype = from };
  tnk_backend_cpu ()->copy (out, in);
}

TnkScalar
tns_scalar_read (TnkDtype dtype, const void *element)
{
  if (dtype == TNK_BOOL)
    return tns_scalar_bool (*(const uint8_t *) element != 0);
  if (tnk_dtype_is_integral (dtype))
    {
      int64_t value;
      convert_element (TNK_INT64, &value, dtype, element);
      return tns_scalar_int (value);
    }
  if (tnk_dtype_is_complex (dtype))
    {
      TnkComplex128 value;
      convert_element (TNK_COMPLEX128, &value, dtype, element);
      return tns_scalar_complex (value.re, value.im);
    }
  double value;
  convert_element (TNK_FLOAT64, &value, dtype, element);
  return tns_scalar_float (value);
}

void
tns_scalar_write (TnkScalar value, TnkDtype dtype, void *element)
{
  switch (dtype)
    {
    case TNK_FLOAT32:
      *(float *) element = (float) value.re;
      return;
    case TNK_FLOAT64:
      *(double *) element = value.re;
      return;
    case TNK_INT64:
      *(int64_t *) element = tns_scalar_to_int (value);
      return;
    default:
      break;
    }
  if (value.kind == TNK_SCALAR_COMPLEX)
    {
      TnkComplex128 wide = { value.re, value.im };
      convert_element (dtype, element, TNK_COMPLEX128, &wide);
    }
  else if (value.kind == TNK_SCALAR_FLOAT)
    convert_element (dtype, element, TNK_FLOAT64, &value.re);
  else
    convert_element (dtype, element, TNK_INT64, &value.i);
}

TnkScalar
tns_scalar_cast (TnkScalar value, TnkDtype dtype)
{
  TnkComplex128 element;
  tns_scalar_write (value, dtype, &element);
  return tns_scalar_read (dtype, &element);
}

TnkDtype
tns_scalar_get_dtype (TnkScalar value)
{
  switch (value.kind)
    {
    case TNK_SCALAR_BOOL:
      return TNK_BOOL;
    case TNK_SCALAR_INT:
      return TNK_INT64;
    case TNK_SCALAR_FLOAT:
      return tns_dtype_get_default ();
    case TNK_SCALAR_COMPLEX:
      return tns_dtype_get_complex (tns_dtype_get_default ());
    }
  return TNK_FLOAT32;
}

int64_t
tns_scalar_to_int (TnkScalar value)
{
  if (value.kind == TNK_SCALAR_BOOL || value.kind == TNK_SCALAR_INT)
    return value.i;
  /* What x86 gives for numbers outside the range, spelt out to stay defined. */
  if (!(value.re >= -9223372036854775808.0 && value.re < 9223372036854775808.0))
    return INT64_MIN;
  return (int64_t) value.re;
}
