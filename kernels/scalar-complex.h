/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/types.h"

#ifdef __CUDACC__
#include <thrust/complex.h>
#else
#include <complex.h>
#undef I
#endif

/* complex64 and complex128. The elementary functions are the C library's on the host and thrust's
 * on a GPU, which is also where PyTorch takes them from. */

#ifdef __CUDACC__
#define TNK_COMPLEX_FUNCTION(name, T, C, R, s)                                                     \
  TNK_FORMULA C tnk_##name##_##T (C a)                                                             \
  {                                                                                                \
    thrust::complex<R> z = thrust::name (thrust::complex<R> (a.re, a.im));                         \
    C out = { z.real (), z.imag () };                                                              \
    return out;                                                                                    \
  }
#define TNK_COMPLEX_POWER(T, C, R, s)                                                              \
  TNK_FORMULA C tnk_pow_##T (C a, C b)                                                             \
  {                                                                                                \
    thrust::complex<R> z                                                                           \
        = thrust::pow (thrust::complex<R> (a.re, a.im), thrust::complex<R> (b.re, b.im));          \
    C out = { z.real (), z.imag () };                                                              \
    return out;                                                                                    \
  }
#else
#define TNK_COMPLEX_FUNCTION(name, T, C, R, s)                                                     \
  TNK_FORMULA C tnk_##name##_##T (C a)                                                             \
  {                                                                                                \
    R _Complex z = c##name##s (__builtin_complex (a.re, a.im));                                    \
    C out = { creal##s (z), cimag##s (z) };                                                        \
    return out;                                                                                    \
  }
#define TNK_COMPLEX_POWER(T, C, R, s)                                                              \
  TNK_FORMULA C tnk_pow_##T (C a, C b)                                                             \
  {                                                                                                \
    R _Complex z;                                                                                  \
    z = cpow##s (__builtin_complex (a.re, a.im), __builtin_complex (b.re, b.im));                  \
    C out = { creal##s (z), cimag##s (z) };                                                        \
    return out;                                                                                    \
  }
#endif

#define TNK_COMPLEX_TESTS(T, C, R, s)                                                              \
  TNK_FORMULA R tnk_real_##T (C a) { return a.re; }                                                \
  TNK_FORMULA R tnk_imag_##T (C a) { return a.im; }                                                \
  TNK_FORMULA R tnk_abs_##T (C a) { return hypot##s (a.re, a.im); }                                \
  /* |a|²: ∞ where either part is infinite, whatever the other one. */                             \
  TNK_FORMULA double tnk_abs_square_##T (C a)                                                      \
  {                                                                                                \
    return isinf (a.re) || isinf (a.im) ? INFINITY                                                 \
                                        : (double) a.re * a.re + (double) a.im * a.im;             \
  }                                                                                                \
  TNK_FORMULA R tnk_angle_##T (C a) { return atan2##s (a.im, a.re); }                              \
  TNK_FORMULA uint8_t tnk_logical_not_##T (C a) { return a.re == 0 && a.im == 0; }                 \
  TNK_FORMULA uint8_t tnk_isnan_##T (C a) { return a.re != a.re || a.im != a.im; }                 \
  TNK_FORMULA uint8_t tnk_isinf_##T (C a)                                                          \
  {                                                                                                \
    return fabs##s (a.re) == (R) INFINITY || fabs##s (a.im) == (R) INFINITY;                       \
  }                                                                                                \
  TNK_FORMULA uint8_t tnk_isfinite_##T (C a)                                                       \
  {                                                                                                \
    return fabs##s (a.re) < (R) INFINITY && fabs##s (a.im) < (R) INFINITY;                         \
  }                                                                                                \
  TNK_FORMULA uint8_t tnk_eq_##T (C a, C b) { return a.re == b.re && a.im == b.im; }               \
  TNK_FORMULA uint8_t tnk_ne_##T (C a, C b) { return !tnk_eq_##T (a, b); }                         \
  TNK_FORMULA uint8_t tnk_logical_and_##T (C a, C b)                                               \
  {                                                                                                \
    return !tnk_logical_not_##T (a) && !tnk_logical_not_##T (b);                                   \
  }                                                                                                \
  TNK_FORMULA uint8_t tnk_logical_or_##T (C a, C b)                                                \
  {                                                                                                \
    return !tnk_logical_not_##T (a) || !tnk_logical_not_##T (b);                                   \
  }                                                                                                \
  TNK_FORMULA uint8_t tnk_logical_xor_##T (C a, C b)                                               \
  {                                                                                                \
    return tnk_logical_not_##T (a) != tnk_logical_not_##T (b);                                     \
  }

/* div divides both parts by the larger one of the divisor first, so that its square cannot overflow
 * (R. L. Smith 1962). */
#define TNK_COMPLEX_ARITHMETIC(T, C, R, s)                                                         \
  TNK_FORMULA C tnk_make_##T (R re, R im)                                                          \
  {                                                                                                \
    C z = { re, im };                                                                              \
    return z;                                                                                      \
  }                                                                                                \
  TNK_FORMULA C tnk_neg_##T (C a) { return tnk_make_##T (-a.re, -a.im); }                          \
  TNK_FORMULA C tnk_conj_##T (C a) { return tnk_make_##T (a.re, -a.im); }                          \
  TNK_FORMULA C tnk_add_##T (C a, C b) { return tnk_make_##T (a.re + b.re, a.im + b.im); }         \
  TNK_FORMULA C tnk_sub_##T (C a, C b) { return tnk_make_##T (a.re - b.re, a.im - b.im); }         \
  TNK_FORMULA C tnk_mul_##T (C a, C b)                                                             \
  {                                                                                                \
    return tnk_make_##T (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);                    \
  }                                                                                                \
  TNK_FORMULA C tnk_scale_##T (C a, R factor)                                                      \
  {                                                                                                \
    return tnk_make_##T (a.re * factor, a.im * factor);                                            \
  }                                                                                                \
  TNK_FORMULA C tnk_div_##T (C a, C b)                                                             \
  {                                                                                                \
    R ratio, scale;                                                                                \
    if (fabs##s (b.re) >= fabs##s (b.im))                                                          \
      {                                                                                            \
        if (b.re == 0 && b.im == 0)                                                                \
          return tnk_make_##T (a.re / fabs##s (b.re), a.im / fabs##s (b.im));                      \
        ratio = b.im / b.re;                                                                       \
        scale = 1 / (b.re + b.im * ratio);                                                         \
        return tnk_make_##T ((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale);        \
      }                                                                                            \
    ratio = b.re / b.im;                                                                           \
    scale = 1 / (b.re * ratio + b.im);                                                             \
    return tnk_make_##T ((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale);            \
  }                                                                                                \
  TNK_FORMULA C tnk_square_##T (C a) { return tnk_mul_##T (a, a); }                                \
  TNK_FORMULA C tnk_cube_##T (C a) { return tnk_mul_##T (tnk_mul_##T (a, a), a); }                 \
  TNK_FORMULA C tnk_reciprocal_##T (C a) { return tnk_div_##T (tnk_make_##T (1, 0), a); }          \
  TNK_FORMULA C tnk_inverse_square_##T (C a)                                                       \
  {                                                                                                \
    return tnk_reciprocal_##T (tnk_mul_##T (a, a));                                                \
  }                                                                                                \
  TNK_FORMULA C tnk_sign_##T (C a)                                                                 \
  {                                                                                                \
    R magnitude = tnk_abs_##T (a);                                                                 \
    return magnitude == 0 ? tnk_make_##T (0, 0)                                                    \
                          : tnk_make_##T (a.re / magnitude, a.im / magnitude);                     \
  }

/* expm1: e^x cos y - 1 = expm1 (x) cos y - 2 sin² (y/2), which keeps the digits near 0.
 * log1p: log |1 + z| from |1 + z|² - 1 when that is small. */
#define TNK_COMPLEX_COMPOSED(T, C, R, s)                                                           \
  TNK_FORMULA C tnk_rsqrt_##T (C a) { return tnk_reciprocal_##T (tnk_sqrt_##T (a)); }              \
  TNK_FORMULA C tnk_exp2_##T (C a)                                                                 \
  {                                                                                                \
    return tnk_exp_##T (tnk_scale_##T (a, (R) 0.69314718055994530942));                            \
  }                                                                                                \
  TNK_FORMULA C tnk_log2_##T (C a)                                                                 \
  {                                                                                                \
    return tnk_scale_##T (tnk_log_##T (a), (R) 1.44269504088896340736);                            \
  }                                                                                                \
  TNK_FORMULA C tnk_log10_##T (C a)                                                                \
  {                                                                                                \
    return tnk_scale_##T (tnk_log_##T (a), (R) 0.43429448190325182765);                            \
  }                                                                                                \
  TNK_FORMULA C tnk_sigmoid_##T (C a)                                                              \
  {                                                                                                \
    C one = { 1, 0 };                                                                              \
    return tnk_div_##T (one, tnk_add_##T (one, tnk_exp_##T (tnk_neg_##T (a))));                    \
  }                                                                                                \
  TNK_FORMULA C tnk_expm1_##T (C a)                                                                \
  {                                                                                                \
    R half_sine = sin##s (a.im / 2);                                                               \
    return tnk_make_##T (expm1##s (a.re) * cos##s (a.im) - 2 * half_sine * half_sine,              \
                         exp##s (a.re) * sin##s (a.im));                                           \
  }                                                                                                \
  TNK_FORMULA C tnk_log1p_##T (C a)                                                                \
  {                                                                                                \
    R excess = a.re * (2 + a.re) + a.im * a.im;                                                    \
    R length = excess > (R) -0.5 && excess < 1 ? log1p##s (excess) / 2                             \
                                               : log##s (hypot##s (1 + a.re, a.im));               \
    return tnk_make_##T (length, atan2##s (a.im, 1 + a.re));                                       \
  }                                                                                                \
  TNK_FORMULA C tnk_lerp_##T (C a, C b, C weight)                                                  \
  {                                                                                                \
    C way = tnk_sub_##T (b, a), left = { 1 - weight.re, -weight.im };                              \
    return tnk_abs_##T (weight) < (R) 0.5 ? tnk_add_##T (a, tnk_mul_##T (weight, way))             \
                                          : tnk_sub_##T (b, tnk_mul_##T (way, left));              \
  }                                                                                                \
  TNK_FORMULA C tnk_add_scaled_##T (C a, C b, C c)                                                 \
  {                                                                                                \
    return tnk_add_##T (a, tnk_mul_##T (c, b));                                                    \
  }

#define TNK_COMPLEX_FORMULAS(T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (sqrt, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (exp, T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (log, T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (sin, T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (cos, T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (tan, T, C, R, s)                                                           \
  TNK_COMPLEX_FUNCTION (asin, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (acos, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (atan, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (sinh, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (cosh, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (tanh, T, C, R, s)                                                          \
  TNK_COMPLEX_FUNCTION (asinh, T, C, R, s)                                                         \
  TNK_COMPLEX_FUNCTION (acosh, T, C, R, s)                                                         \
  TNK_COMPLEX_FUNCTION (atanh, T, C, R, s)                                                         \
  TNK_COMPLEX_POWER (T, C, R, s)                                                                   \
  TNK_COMPLEX_TESTS (T, C, R, s)                                                                   \
  TNK_COMPLEX_ARITHMETIC (T, C, R, s)                                                              \
  TNK_COMPLEX_COMPOSED (T, C, R, s)

TNK_COMPLEX_FORMULAS (complex64, TnkComplex64, float, f)
TNK_COMPLEX_FORMULAS (complex128, TnkComplex128, double, )

TNK_FORMULA TnkComplex64
tnk_complex_float32 (float a, float b)
{
  return tnk_make_complex64 (a, b);
}

TNK_FORMULA TnkComplex128
tnk_complex_float64 (double a, double b)
{
  return tnk_make_complex128 (a, b);
}
