/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* Which primitive has a formula for which kind of element type. A back end expands these lists into
 * its tables; an absent pair is TNK_UNSUPPORTED. X (ID, name, …). "TO_BOOL" lists write bool,
 * "TO_REAL" ones the real type of a complex one. */

#define TNK_BOOL_TYPE_LIST(X, ...) X (BOOL, bool, uint8_t, ##__VA_ARGS__)

#define TNK_INTEGER_TYPE_LIST(X, ...)                                                              \
  X (UINT8, uint8, uint8_t, ##__VA_ARGS__)                                                         \
  X (INT8, int8, int8_t, ##__VA_ARGS__)                                                            \
  X (INT16, int16, int16_t, ##__VA_ARGS__)                                                         \
  X (INT32, int32, int32_t, ##__VA_ARGS__)                                                         \
  X (INT64, int64, int64_t, ##__VA_ARGS__)

#define TNK_FLOAT_TYPE_LIST(X, ...)                                                                \
  X (FLOAT32, float32, float, ##__VA_ARGS__)                                                       \
  X (FLOAT64, float64, double, ##__VA_ARGS__)

#define TNK_COMPLEX_TYPE_LIST(X, ...)                                                              \
  X (COMPLEX64, complex64, TnkComplex64, ##__VA_ARGS__)                                            \
  X (COMPLEX128, complex128, TnkComplex128, ##__VA_ARGS__)

/* Unary */

#define TNK_UNARY_BOOL_LIST(X, ...)                                                                \
  X (ABS, abs, ##__VA_ARGS__)                                                                      \
  X (SIGN, sign, ##__VA_ARGS__)                                                                    \
  X (BITWISE_NOT, bitwise_not, ##__VA_ARGS__)                                                      \
  X (CONJ, conj, ##__VA_ARGS__)

#define TNK_UNARY_INTEGER_LIST(X, ...)                                                             \
  X (NEG, neg, ##__VA_ARGS__)                                                                      \
  X (ABS, abs, ##__VA_ARGS__)                                                                      \
  X (SIGN, sign, ##__VA_ARGS__)                                                                    \
  X (SQUARE, square, ##__VA_ARGS__)                                                                \
  X (FLOOR, floor, ##__VA_ARGS__)                                                                  \
  X (CEIL, ceil, ##__VA_ARGS__)                                                                    \
  X (TRUNC, trunc, ##__VA_ARGS__)                                                                  \
  X (ROUND, round, ##__VA_ARGS__)                                                                  \
  X (BITWISE_NOT, bitwise_not, ##__VA_ARGS__)                                                      \
  X (CONJ, conj, ##__VA_ARGS__)

/* Functions that float and complex types share. */
#define TNK_UNARY_FUNCTION_LIST(X, ...)                                                            \
  X (NEG, neg, ##__VA_ARGS__)                                                                      \
  X (SIGN, sign, ##__VA_ARGS__)                                                                    \
  X (SQUARE, square, ##__VA_ARGS__)                                                                \
  X (CUBE, cube, ##__VA_ARGS__)                                                                    \
  X (INVERSE_SQUARE, inverse_square, ##__VA_ARGS__)                                                \
  X (RECIPROCAL, reciprocal, ##__VA_ARGS__)                                                        \
  X (SQRT, sqrt, ##__VA_ARGS__)                                                                    \
  X (RSQRT, rsqrt, ##__VA_ARGS__)                                                                  \
  X (EXP, exp, ##__VA_ARGS__)                                                                      \
  X (EXP2, exp2, ##__VA_ARGS__)                                                                    \
  X (EXPM1, expm1, ##__VA_ARGS__)                                                                  \
  X (LOG, log, ##__VA_ARGS__)                                                                      \
  X (LOG2, log2, ##__VA_ARGS__)                                                                    \
  X (LOG10, log10, ##__VA_ARGS__)                                                                  \
  X (LOG1P, log1p, ##__VA_ARGS__)                                                                  \
  X (SIN, sin, ##__VA_ARGS__)                                                                      \
  X (COS, cos, ##__VA_ARGS__)                                                                      \
  X (TAN, tan, ##__VA_ARGS__)                                                                      \
  X (ASIN, asin, ##__VA_ARGS__)                                                                    \
  X (ACOS, acos, ##__VA_ARGS__)                                                                    \
  X (ATAN, atan, ##__VA_ARGS__)                                                                    \
  X (SINH, sinh, ##__VA_ARGS__)                                                                    \
  X (COSH, cosh, ##__VA_ARGS__)                                                                    \
  X (TANH, tanh, ##__VA_ARGS__)                                                                    \
  X (ASINH, asinh, ##__VA_ARGS__)                                                                  \
  X (ACOSH, acosh, ##__VA_ARGS__)                                                                  \
  X (ATANH, atanh, ##__VA_ARGS__)                                                                  \
  X (SIGMOID, sigmoid, ##__VA_ARGS__)                                                              \
  X (CONJ, conj, ##__VA_ARGS__)

#define TNK_UNARY_FLOAT_LIST(X, ...)                                                               \
  TNK_UNARY_FUNCTION_LIST (X, ##__VA_ARGS__)                                                       \
  X (ABS, abs, ##__VA_ARGS__)                                                                      \
  X (GELU, gelu, ##__VA_ARGS__)                                                                    \
  X (ERF, erf, ##__VA_ARGS__)                                                                      \
  X (ERFC, erfc, ##__VA_ARGS__)                                                                    \
  X (ERFINV, erfinv, ##__VA_ARGS__)                                                                \
  X (ERFCX, erfcx, ##__VA_ARGS__)                                                                  \
  X (NDTRI, ndtri, ##__VA_ARGS__)                                                                  \
  X (LGAMMA, lgamma, ##__VA_ARGS__)                                                                \
  X (DIGAMMA, digamma, ##__VA_ARGS__)                                                              \
  X (TRIGAMMA, trigamma, ##__VA_ARGS__)                                                            \
  X (I0, i0, ##__VA_ARGS__)                                                                        \
  X (I0E, i0e, ##__VA_ARGS__)                                                                      \
  X (I1, i1, ##__VA_ARGS__)                                                                        \
  X (I1E, i1e, ##__VA_ARGS__)                                                                      \
  X (K0E, k0e, ##__VA_ARGS__)                                                                      \
  X (K1E, k1e, ##__VA_ARGS__)                                                                      \
  X (J0, j0, ##__VA_ARGS__)                                                                        \
  X (J1, j1, ##__VA_ARGS__)                                                                        \
  X (Y0, y0, ##__VA_ARGS__)                                                                        \
  X (Y1, y1, ##__VA_ARGS__)                                                                        \
  X (FLOOR, floor, ##__VA_ARGS__)                                                                  \
  X (CEIL, ceil, ##__VA_ARGS__)                                                                    \
  X (TRUNC, trunc, ##__VA_ARGS__)                                                                  \
  X (ROUND, round, ##__VA_ARGS__)                                                                  \
  X (ANGLE, angle, ##__VA_ARGS__)

#define TNK_UNARY_COMPLEX_LIST(X, ...) TNK_UNARY_FUNCTION_LIST (X, ##__VA_ARGS__)

#define TNK_UNARY_COMPLEX_TO_REAL_LIST(X, ...)                                                     \
  X (ABS, abs, ##__VA_ARGS__)                                                                      \
  X (REAL, real, ##__VA_ARGS__)                                                                    \
  X (IMAG, imag, ##__VA_ARGS__)                                                                    \
  X (ANGLE, angle, ##__VA_ARGS__)

#define TNK_UNARY_COMPLEX_TO_BOOL_LIST(X, ...)                                                     \
  X (LOGICAL_NOT, logical_not, ##__VA_ARGS__)                                                      \
  X (ISNAN, isnan, ##__VA_ARGS__)                                                                  \
  X (ISINF, isinf, ##__VA_ARGS__)                                                                  \
  X (ISFINITE, isfinite, ##__VA_ARGS__)

#define TNK_UNARY_REAL_TO_BOOL_LIST(X, ...)                                                        \
  TNK_UNARY_COMPLEX_TO_BOOL_LIST (X, ##__VA_ARGS__)                                                \
  X (SIGNBIT, signbit, ##__VA_ARGS__)

/* Binary */

#define TNK_BINARY_BOOL_LIST(X, ...)                                                               \
  X (ADD, add, ##__VA_ARGS__)                                                                      \
  X (MUL, mul, ##__VA_ARGS__)                                                                      \
  X (MAXIMUM, maximum, ##__VA_ARGS__)                                                              \
  X (MINIMUM, minimum, ##__VA_ARGS__)                                                              \
  X (FMAX, fmax, ##__VA_ARGS__)                                                                    \
  X (FMIN, fmin, ##__VA_ARGS__)                                                                    \
  X (BITWISE_AND, bitwise_and, ##__VA_ARGS__)                                                      \
  X (BITWISE_OR, bitwise_or, ##__VA_ARGS__)                                                        \
  X (BITWISE_XOR, bitwise_xor, ##__VA_ARGS__)

#define TNK_BINARY_INTEGER_LIST(X, ...)                                                            \
  TNK_BINARY_BOOL_LIST (X, ##__VA_ARGS__)                                                          \
  X (SUB, sub, ##__VA_ARGS__)                                                                      \
  X (FLOOR_DIVIDE, floor_divide, ##__VA_ARGS__)                                                    \
  X (TRUNC_DIVIDE, trunc_divide, ##__VA_ARGS__)                                                    \
  X (REMAINDER, remainder, ##__VA_ARGS__)                                                          \
  X (FMOD, fmod, ##__VA_ARGS__)                                                                    \
  X (POW, pow, ##__VA_ARGS__)                                                                      \
  X (GCD, gcd, ##__VA_ARGS__)                                                                      \
  X (SHIFT_LEFT, shift_left, ##__VA_ARGS__)                                                        \
  X (SHIFT_RIGHT, shift_right, ##__VA_ARGS__)

#define TNK_BINARY_COMPLEX_LIST(X, ...)                                                            \
  X (ADD, add, ##__VA_ARGS__)                                                                      \
  X (SUB, sub, ##__VA_ARGS__)                                                                      \
  X (MUL, mul, ##__VA_ARGS__)                                                                      \
  X (DIV, div, ##__VA_ARGS__)                                                                      \
  X (POW, pow, ##__VA_ARGS__)

#define TNK_BINARY_FLOAT_LIST(X, ...)                                                              \
  TNK_BINARY_COMPLEX_LIST (X, ##__VA_ARGS__)                                                       \
  X (FLOOR_DIVIDE, floor_divide, ##__VA_ARGS__)                                                    \
  X (TRUNC_DIVIDE, trunc_divide, ##__VA_ARGS__)                                                    \
  X (REMAINDER, remainder, ##__VA_ARGS__)                                                          \
  X (FMOD, fmod, ##__VA_ARGS__)                                                                    \
  X (MAXIMUM, maximum, ##__VA_ARGS__)                                                              \
  X (MINIMUM, minimum, ##__VA_ARGS__)                                                              \
  X (FMAX, fmax, ##__VA_ARGS__)                                                                    \
  X (FMIN, fmin, ##__VA_ARGS__)                                                                    \
  X (ATAN2, atan2, ##__VA_ARGS__)                                                                  \
  X (HYPOT, hypot, ##__VA_ARGS__)                                                                  \
  X (COPYSIGN, copysign, ##__VA_ARGS__)                                                            \
  X (NEXTAFTER, nextafter, ##__VA_ARGS__)                                                          \
  X (XLOGY, xlogy, ##__VA_ARGS__)                                                                  \
  X (XLOG1PY, xlog1py, ##__VA_ARGS__)                                                              \
  X (LDEXP, ldexp, ##__VA_ARGS__)                                                                  \
  X (LOGADDEXP, logaddexp, ##__VA_ARGS__)                                                          \
  X (GELU_BACKWARD, gelu_backward, ##__VA_ARGS__)                                                  \
  X (ZETA, zeta, ##__VA_ARGS__)                                                                    \
  X (IGAMMA, igamma, ##__VA_ARGS__)                                                                \
  X (IGAMMAC, igammac, ##__VA_ARGS__)                                                              \
  X (CHEBYSHEV_T, chebyshev_t, ##__VA_ARGS__)                                                      \
  X (CHEBYSHEV_U, chebyshev_u, ##__VA_ARGS__)                                                      \
  X (CHEBYSHEV_V, chebyshev_v, ##__VA_ARGS__)                                                      \
  X (CHEBYSHEV_W, chebyshev_w, ##__VA_ARGS__)                                                      \
  X (HERMITE_H, hermite_h, ##__VA_ARGS__)                                                          \
  X (HERMITE_HE, hermite_he, ##__VA_ARGS__)                                                        \
  X (LAGUERRE, laguerre, ##__VA_ARGS__)                                                            \
  X (LEGENDRE, legendre, ##__VA_ARGS__)

/* COMPLEX (two reals in, complex out) is the one pair of its kind: float32 and float64. */

#define TNK_BINARY_COMPLEX_TO_BOOL_LIST(X, ...)                                                    \
  X (EQ, eq, ##__VA_ARGS__)                                                                        \
  X (NE, ne, ##__VA_ARGS__)                                                                        \
  X (LOGICAL_AND, logical_and, ##__VA_ARGS__)                                                      \
  X (LOGICAL_OR, logical_or, ##__VA_ARGS__)                                                        \
  X (LOGICAL_XOR, logical_xor, ##__VA_ARGS__)

#define TNK_BINARY_REAL_TO_BOOL_LIST(X, ...)                                                       \
  TNK_BINARY_COMPLEX_TO_BOOL_LIST (X, ##__VA_ARGS__)                                               \
  X (LT, lt, ##__VA_ARGS__)                                                                        \
  X (LE, le, ##__VA_ARGS__)                                                                        \
  X (GT, gt, ##__VA_ARGS__)                                                                        \
  X (GE, ge, ##__VA_ARGS__)

/* Ternary; WHERE only moves bits and exists for every type. */

#define TNK_TERNARY_BOOL_LIST(X, ...)                                                              \
  X (CLAMP, clamp, ##__VA_ARGS__)                                                                  \
  X (ADD_SCALED, add_scaled, ##__VA_ARGS__)

#define TNK_TERNARY_INTEGER_LIST(X, ...) TNK_TERNARY_BOOL_LIST (X, ##__VA_ARGS__)

#define TNK_TERNARY_COMPLEX_LIST(X, ...)                                                           \
  X (LERP, lerp, ##__VA_ARGS__)                                                                    \
  X (ADD_SCALED, add_scaled, ##__VA_ARGS__)

#define TNK_TERNARY_FLOAT_LIST(X, ...)                                                             \
  TNK_TERNARY_COMPLEX_LIST (X, ##__VA_ARGS__)                                                      \
  X (CLAMP, clamp, ##__VA_ARGS__)
