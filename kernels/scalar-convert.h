/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>
#include <string.h>

#include "kernels/types.h"

/* Conversions tnk_<to>_from_<from>. Narrowing to float16 and bfloat16 rounds to nearest, ties to
 * even. A float that does not fit an integer becomes what an x86 processor makes of it, as in
 * PyTorch: the lowest int32 or int64, its low bits for the narrower ones. */

TNK_FORMULA uint32_t
tnk_bits_from_float32 (float x)
{
  uint32_t bits;
  memcpy (&bits, &x, sizeof bits);
  return bits;
}

TNK_FORMULA float
tnk_float32_from_bits (uint32_t bits)
{
  float x;
  memcpy (&x, &bits, sizeof x);
  return x;
}

/* The two magic scalings (both exact) let the float unit renormalise subnormals, so that the loop
 * has no branch. Source: Maratyszcza/FP16, the form without denormal flushing. */
TNK_FORMULA float
tnk_float32_from_float16 (uint16_t half)
{
  uint32_t w = (uint32_t) half << 16;
  uint32_t sign = w & 0x80000000u;
  uint32_t twice = w + w;
  float normal = tnk_float32_from_bits ((twice >> 4) + (0xE0u << 23)) * 0x1p-112f;
  float subnormal = tnk_float32_from_bits ((twice >> 17) | (126u << 23)) - 0.5f;
  uint32_t bits = twice < (1u << 27) ? tnk_bits_from_float32 (subnormal)
                                     : tnk_bits_from_float32 (normal);
  return tnk_float32_from_bits (sign | bits);
}

TNK_FORMULA uint16_t
tnk_float16_from_float32 (float x)
{
  uint32_t w = tnk_bits_from_float32 (x);
  uint32_t twice = w + w;
  uint32_t sign = w & 0x80000000u;
  float magnitude = tnk_float32_from_bits (w & 0x7FFFFFFFu);
  float base = (magnitude * 0x1p112f) * 0x1p-110f;
  uint32_t bias = twice & 0xFF000000u;
  uint32_t bits, exponent_bits, mantissa_bits;

  if (bias < 0x71000000u)
    bias = 0x71000000u;
  base = tnk_float32_from_bits ((bias >> 1) + 0x07800000u) + base;
  bits = tnk_bits_from_float32 (base);
  exponent_bits = (bits >> 13) & 0x7C00u;
  mantissa_bits = bits & 0x0FFFu;
  return (uint16_t) ((sign >> 16)
                     | (twice > 0xFF000000u ? 0x7E00u : exponent_bits + mantissa_bits));
}

TNK_FORMULA float
tnk_float32_from_bfloat16 (uint16_t brain)
{
  return tnk_float32_from_bits ((uint32_t) brain << 16);
}

TNK_FORMULA uint16_t
tnk_bfloat16_from_float32 (float x)
{
  uint32_t bits = tnk_bits_from_float32 (x);
  uint32_t rounded = (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
  return (uint16_t) (x != x ? 0x7FC0u : rounded);
}

/* The next pattern towards b: magnitudes of one sign are ordered as their bits are. */
#define TNK_NEXTAFTER_HALF(T)                                                                      \
  TNK_FORMULA uint16_t tnk_nextafter_##T (uint16_t a, uint16_t b)                                  \
  {                                                                                                \
    float x = tnk_float32_from_##T (a), y = tnk_float32_from_##T (b);                              \
    if (x != x || y != y)                                                                          \
      return tnk_##T##_from_float32 (x + y);                                                       \
    if (x == y)                                                                                    \
      return b;                                                                                    \
    if (x == 0)                                                                                    \
      return (uint16_t) (y < 0 ? 0x8001 : 0x0001);                                                 \
    return (uint16_t) ((x < y) == (x > 0) ? a + 1 : a - 1);                                        \
  }
TNK_NEXTAFTER_HALF (float16)
TNK_NEXTAFTER_HALF (bfloat16)

TNK_FORMULA int32_t
tnk_truncate_to_int32 (double x)
{
  return x > -2147483649.0 && x < 2147483648.0 ? (int32_t) x : INT32_MIN;
}

TNK_FORMULA int64_t
tnk_truncate_to_int64 (double x)
{
  return x >= -0x1p63 && x < 0x1p63 ? (int64_t) x : INT64_MIN;
}

/* To an integer or float c_type, through CAST when the source is a float. */
#define TNK_CONVERT_REAL(to, c_type, CAST)                                                         \
  TNK_FORMULA c_type tnk_##to##_from_bool (uint8_t a) { return (c_type) (a != 0); }                \
  TNK_FORMULA c_type tnk_##to##_from_uint8 (uint8_t a) { return (c_type) a; }                      \
  TNK_FORMULA c_type tnk_##to##_from_int8 (int8_t a) { return (c_type) a; }                        \
  TNK_FORMULA c_type tnk_##to##_from_int16 (int16_t a) { return (c_type) a; }                      \
  TNK_FORMULA c_type tnk_##to##_from_int32 (int32_t a) { return (c_type) a; }                      \
  TNK_FORMULA c_type tnk_##to##_from_int64 (int64_t a) { return (c_type) a; }                      \
  TNK_FORMULA c_type tnk_##to##_from_float64 (double a) { return (c_type) CAST (a); }              \
  TNK_FORMULA c_type tnk_##to##_from_complex64 (TnkComplex64 a) { return (c_type) CAST (a.re); }   \
  TNK_FORMULA c_type tnk_##to##_from_complex128 (TnkComplex128 a) { return (c_type) CAST (a.re); }

#define TNK_CONVERT_WIDENED(to, c_type)                                                            \
  TNK_FORMULA c_type tnk_##to##_from_float16 (uint16_t a)                                          \
  {                                                                                                \
    return tnk_##to##_from_float32 (tnk_float32_from_float16 (a));                                 \
  }                                                                                                \
  TNK_FORMULA c_type tnk_##to##_from_bfloat16 (uint16_t a)                                         \
  {                                                                                                \
    return tnk_##to##_from_float32 (tnk_float32_from_bfloat16 (a));                                \
  }

#define TNK_CONVERT_INTEGER(to, c_type, CAST)                                                      \
  TNK_CONVERT_REAL (to, c_type, CAST)                                                              \
  TNK_FORMULA c_type tnk_##to##_from_float32 (float a) { return (c_type) CAST (a); }               \
  TNK_CONVERT_WIDENED (to, c_type)

TNK_CONVERT_INTEGER (uint8, uint8_t, tnk_truncate_to_int64)
TNK_CONVERT_INTEGER (int8, int8_t, tnk_truncate_to_int32)
TNK_CONVERT_INTEGER (int16, int16_t, tnk_truncate_to_int32)
TNK_CONVERT_INTEGER (int32, int32_t, tnk_truncate_to_int32)
TNK_CONVERT_INTEGER (int64, int64_t, tnk_truncate_to_int64)

TNK_CONVERT_REAL (float32, float, (float))
TNK_FORMULA float
tnk_float32_from_float32 (float a)
{
  return a;
}

TNK_CONVERT_REAL (float64, double, (double))
TNK_FORMULA double
tnk_float64_from_float32 (float a)
{
  return a;
}
TNK_CONVERT_WIDENED (float64, double)

/* Everything reaches the half types through float32, PyTorch's double rounding included. */
#define TNK_CONVERT_HALF_FROM(to, from, c_from)                                                    \
  TNK_FORMULA uint16_t tnk_##to##_from_##from (c_from a)                                           \
  {                                                                                                \
    return tnk_##to##_from_float32 (tnk_float32_from_##from (a));                                  \
  }
#define TNK_CONVERT_HALF(to)                                                                       \
  TNK_CONVERT_HALF_FROM (to, bool, uint8_t)                                                        \
  TNK_CONVERT_HALF_FROM (to, uint8, uint8_t)                                                       \
  TNK_CONVERT_HALF_FROM (to, int8, int8_t)                                                         \
  TNK_CONVERT_HALF_FROM (to, int16, int16_t)                                                       \
  TNK_CONVERT_HALF_FROM (to, int32, int32_t)                                                       \
  TNK_CONVERT_HALF_FROM (to, int64, int64_t)                                                       \
  TNK_CONVERT_HALF_FROM (to, float64, double)                                                      \
  TNK_CONVERT_HALF_FROM (to, complex64, TnkComplex64)                                              \
  TNK_CONVERT_HALF_FROM (to, complex128, TnkComplex128)

TNK_CONVERT_HALF (float16)
TNK_CONVERT_HALF (bfloat16)

TNK_FORMULA uint16_t
tnk_float16_from_float16 (uint16_t a)
{
  return a;
}

TNK_FORMULA uint16_t
tnk_bfloat16_from_bfloat16 (uint16_t a)
{
  return a;
}

TNK_CONVERT_HALF_FROM (float16, bfloat16, uint16_t)
TNK_CONVERT_HALF_FROM (bfloat16, float16, uint16_t)

#define TNK_CONVERT_BOOL_FROM(from, c_from)                                                        \
  TNK_FORMULA uint8_t tnk_bool_from_##from (c_from a) { return a != 0; }
TNK_CONVERT_BOOL_FROM (bool, uint8_t)
TNK_CONVERT_BOOL_FROM (uint8, uint8_t)
TNK_CONVERT_BOOL_FROM (int8, int8_t)
TNK_CONVERT_BOOL_FROM (int16, int16_t)
TNK_CONVERT_BOOL_FROM (int32, int32_t)
TNK_CONVERT_BOOL_FROM (int64, int64_t)
TNK_CONVERT_BOOL_FROM (float32, float)
TNK_CONVERT_BOOL_FROM (float64, double)
TNK_CONVERT_WIDENED (bool, uint8_t)

TNK_FORMULA uint8_t
tnk_bool_from_complex64 (TnkComplex64 a)
{
  return a.re != 0 || a.im != 0;
}

TNK_FORMULA uint8_t
tnk_bool_from_complex128 (TnkComplex128 a)
{
  return a.re != 0 || a.im != 0;
}

#define TNK_CONVERT_COMPLEX_FROM(to, C, R, real, from, c_from)                                     \
  TNK_FORMULA C tnk_##to##_from_##from (c_from a)                                                  \
  {                                                                                                \
    C z = { tnk_##real##_from_##from (a), 0 };                                                     \
    return z;                                                                                      \
  }
#define TNK_CONVERT_COMPLEX(to, C, R, real)                                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, bool, uint8_t)                                         \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, uint8, uint8_t)                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, int8, int8_t)                                          \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, int16, int16_t)                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, int32, int32_t)                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, int64, int64_t)                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, float16, uint16_t)                                     \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, bfloat16, uint16_t)                                    \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, float32, float)                                        \
  TNK_CONVERT_COMPLEX_FROM (to, C, R, real, float64, double)                                       \
  TNK_FORMULA C tnk_##to##_from_complex64 (TnkComplex64 a)                                         \
  {                                                                                                \
    C z = { (R) a.re, (R) a.im };                                                                  \
    return z;                                                                                      \
  }                                                                                                \
  TNK_FORMULA C tnk_##to##_from_complex128 (TnkComplex128 a)                                       \
  {                                                                                                \
    C z = { (R) a.re, (R) a.im };                                                                  \
    return z;                                                                                      \
  }

TNK_CONVERT_COMPLEX (complex64, TnkComplex64, float, float32)
TNK_CONVERT_COMPLEX (complex128, TnkComplex128, double, float64)
