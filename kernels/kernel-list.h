/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

/* The primitives. An op that can be composed of these has no line here.
 *
 * An element-wise primitive is one scalar formula in kernels/scalar.h, shared by every back end:
 * tnk_<name>_<type> (a[, b[, c]]). "real" primitives refuse complex input, "float" ones take only
 * floating (and complex, unless also real) input: the op table has promoted integers before. */

/* X (ID, name): out[i] = f (a[i]), out and a of one dtype unless said otherwise. */
#define TNK_UNARY_LIST(X)                                                                          \
  X (NEG, neg)                                                                                     \
  X (ABS, abs) /* complex: the real magnitude, out is the real dtype */                            \
  X (SIGN, sign)                                                                                   \
  X (SQUARE, square)                                                                               \
  X (CUBE, cube)                                                                                   \
  X (INVERSE_SQUARE, inverse_square)                                                               \
  X (RECIPROCAL, reciprocal)                                                                       \
  X (SQRT, sqrt)                                                                                   \
  X (RSQRT, rsqrt)                                                                                 \
  X (EXP, exp)                                                                                     \
  X (EXP2, exp2)                                                                                   \
  X (EXPM1, expm1)                                                                                 \
  X (LOG, log)                                                                                     \
  X (LOG2, log2)                                                                                   \
  X (LOG10, log10)                                                                                 \
  X (LOG1P, log1p)                                                                                 \
  X (SIN, sin)                                                                                     \
  X (COS, cos)                                                                                     \
  X (TAN, tan)                                                                                     \
  X (ASIN, asin)                                                                                   \
  X (ACOS, acos)                                                                                   \
  X (ATAN, atan)                                                                                   \
  X (SINH, sinh)                                                                                   \
  X (COSH, cosh)                                                                                   \
  X (TANH, tanh)                                                                                   \
  X (ASINH, asinh)                                                                                 \
  X (ACOSH, acosh)                                                                                 \
  X (ATANH, atanh)                                                                                 \
  X (SIGMOID, sigmoid)                                                                             \
  X (GELU, gelu) /* x Phi(x) */                                                                    \
  X (ERF, erf)                                                                                     \
  X (ERFC, erfc)                                                                                   \
  X (ERFINV, erfinv)                                                                               \
  X (ERFCX, erfcx)                                                                                 \
  X (NDTRI, ndtri)                                                                                 \
  X (LGAMMA, lgamma)                                                                               \
  X (DIGAMMA, digamma)                                                                             \
  X (TRIGAMMA, trigamma)                                                                           \
  X (I0, i0)                                                                                       \
  X (I0E, i0e) /* e^-|x| I0 */                                                                     \
  X (I1, i1)                                                                                       \
  X (I1E, i1e) /* e^-|x| I1 */                                                                     \
  X (K0E, k0e) /* e^x K0 */                                                                        \
  X (K1E, k1e) /* e^x K1 */                                                                        \
  X (J0, j0)                                                                                       \
  X (J1, j1)                                                                                       \
  X (Y0, y0)                                                                                       \
  X (Y1, y1)                                                                                       \
  X (FLOOR, floor)                                                                                 \
  X (CEIL, ceil)                                                                                   \
  X (TRUNC, trunc)                                                                                 \
  X (ROUND, round) /* half to even */                                                              \
  X (BITWISE_NOT, bitwise_not) /* bool: logical not */                                             \
  X (CONJ, conj)                                                                                   \
  X (REAL, real) /* complex in, real out */                                                        \
  X (IMAG, imag) /* complex in, real out */                                                        \
  X (ANGLE, angle) /* complex in, real out; real in: 0 or pi */                                    \
  X (LOGICAL_NOT, logical_not) /* out is bool */                                                   \
  X (ISNAN, isnan) /* out is bool */                                                               \
  X (ISINF, isinf) /* out is bool */                                                               \
  X (ISFINITE, isfinite) /* out is bool */                                                         \
  X (SIGNBIT, signbit) /* out is bool */

/* X (ID, name): out[i] = f (a[i], b[i]), all three of one dtype; comparisons write bool. */
#define TNK_BINARY_LIST(X)                                                                         \
  X (ADD, add) /* bool: or */                                                                      \
  X (SUB, sub)                                                                                     \
  X (MUL, mul) /* bool: and */                                                                     \
  X (DIV, div) /* floating and complex only */                                                     \
  X (FLOOR_DIVIDE, floor_divide) /* towards minus infinity, as Python's // */                      \
  X (TRUNC_DIVIDE, trunc_divide)                                                                   \
  X (REMAINDER, remainder) /* sign of the divisor, as Python's % */                                \
  X (FMOD, fmod) /* sign of the dividend */                                                        \
  X (POW, pow) /* integers: wraps; negative exponent: 0, or +-1 for bases 1 and -1 */              \
  X (GCD, gcd) /* integers; never negative */                                                      \
  X (MAXIMUM, maximum) /* NaN wins */                                                              \
  X (MINIMUM, minimum) /* NaN wins */                                                              \
  X (FMAX, fmax) /* NaN loses */                                                                   \
  X (FMIN, fmin)                                                                                   \
  X (ATAN2, atan2)                                                                                 \
  X (HYPOT, hypot)                                                                                 \
  X (COPYSIGN, copysign)                                                                           \
  X (NEXTAFTER, nextafter)                                                                         \
  X (XLOGY, xlogy)                                                                                 \
  X (XLOG1PY, xlog1py)                                                                             \
  X (LDEXP, ldexp)                                                                                 \
  X (LOGADDEXP, logaddexp)                                                                         \
  X (GELU_BACKWARD, gelu_backward) /* a times the derivative of gelu at b */                       \
  X (ZETA, zeta) /* Hurwitz */                                                                     \
  X (IGAMMA, igamma) /* regularised, lower */                                                      \
  X (IGAMMAC, igammac) /* regularised, upper */                                                    \
  X (CHEBYSHEV_T, chebyshev_t) /* polynomials: a in x, b the degree */                             \
  X (CHEBYSHEV_U, chebyshev_u)                                                                     \
  X (CHEBYSHEV_V, chebyshev_v)                                                                     \
  X (CHEBYSHEV_W, chebyshev_w)                                                                     \
  X (HERMITE_H, hermite_h)                                                                         \
  X (HERMITE_HE, hermite_he)                                                                       \
  X (LAGUERRE, laguerre)                                                                           \
  X (LEGENDRE, legendre)                                                                           \
  X (BITWISE_AND, bitwise_and)                                                                     \
  X (BITWISE_OR, bitwise_or)                                                                       \
  X (BITWISE_XOR, bitwise_xor)                                                                     \
  X (SHIFT_LEFT, shift_left)                                                                       \
  X (SHIFT_RIGHT, shift_right)                                                                     \
  X (COMPLEX, complex) /* two reals in, complex out */                                             \
  X (EQ, eq) /* from here on: out is bool */                                                       \
  X (NE, ne)                                                                                       \
  X (LT, lt)                                                                                       \
  X (LE, le)                                                                                       \
  X (GT, gt)                                                                                       \
  X (GE, ge)                                                                                       \
  X (LOGICAL_AND, logical_and)                                                                     \
  X (LOGICAL_OR, logical_or)                                                                       \
  X (LOGICAL_XOR, logical_xor)

/* X (ID, name): out[i] = f (a[i], b[i], c[i]). */
#define TNK_TERNARY_LIST(X)                                                                        \
  X (WHERE, where) /* a is bool; b, c and out of one dtype */                                      \
  X (CLAMP, clamp) /* a between b and c; NaN stays; b > c gives c */                               \
  X (LERP, lerp) /* a + c (b - a), from b's side when |c| >= 1/2 */                                \
  X (ADD_SCALED, add_scaled) /* a + c b */

/* X (ID, name): out has in's rank; the dims to fold have size 1 there. */
#define TNK_REDUCE_LIST(X)                                                                         \
  X (SUM, sum) /* pairwise; float16 and bfloat16 accumulate in float32 */                          \
  X (PROD, prod)                                                                                   \
  X (MIN, min) /* NaN wins */                                                                      \
  X (MAX, max) /* NaN wins */                                                                      \
  X (ANY, any) /* out is bool */                                                                   \
  X (ALL, all) /* out is bool */                                                                   \
  X (COUNT_NONZERO, count_nonzero) /* out is int64 */                                              \
  X (ARGMIN, argmin) /* out is int64: first place, row-major over the folded dims; NaN wins */     \
  X (ARGMAX, argmax)                                                                               \
  X (M2, m2) /* sum of squared distances from the mean (Welford); floating only */                 \
  X (NORM2, norm2) /* sqrt of the sum of squares; out is the real dtype */

/* X (ID, name): running fold along one dim, out has in's shape. */
#define TNK_SCAN_LIST(X)                                                                           \
  X (CUMSUM, cumsum)                                                                               \
  X (CUMPROD, cumprod)

typedef enum
{
#define X(ID, name) TNK_UNARY_##ID,
  TNK_UNARY_LIST (X)
#undef X
    TNK_N_UNARY,
} TnkUnary;

typedef enum
{
#define X(ID, name) TNK_BINARY_##ID,
  TNK_BINARY_LIST (X)
#undef X
    TNK_N_BINARY,
} TnkBinary;

typedef enum
{
#define X(ID, name) TNK_TERNARY_##ID,
  TNK_TERNARY_LIST (X)
#undef X
    TNK_N_TERNARY,
} TnkTernary;

typedef enum
{
#define X(ID, name) TNK_REDUCE_##ID,
  TNK_REDUCE_LIST (X)
#undef X
    TNK_N_REDUCE,
} TnkReduce;

typedef enum
{
#define X(ID, name) TNK_SCAN_##ID,
  TNK_SCAN_LIST (X)
#undef X
    TNK_N_SCAN,
} TnkScan;
