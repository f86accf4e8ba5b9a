/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/cpu/cpu.h"

/* Typed instantiation of inner loops. Each has contiguous paths that gcc vectorises, with single
 * repeated operands (stride 0) taken out of the loop, and a strided one. An output may be the very
 * window of an input (in place), which never carries a value from one step to another: hence ivdep
 * and no restrict. */

#define TNK_LOOP_UNARY(function, R, C)                                                             \
  static void function##_loop (char *const *data, const int64_t *strides, int64_t n,               \
                               const void *context)                                                \
  {                                                                                                \
    if (strides[0] == sizeof (R) && strides[1] == sizeof (C))                                      \
      {                                                                                            \
        R *out = (R *) data[0];                                                                    \
        const C *a = (const C *) data[1];                                                          \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i]);            \
      }                                                                                            \
    else if (strides[0] == sizeof (R) && strides[1] == 0)                                          \
      {                                                                                            \
        R *out = (R *) data[0];                                                                    \
        const R y = function (*(const C *) data[1]);                                               \
        for (int64_t i = 0; i < n; i++)                                                            \
          out[i] = y;                                                                              \
      }                                                                                            \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        *(R *) (data[0] + i * strides[0]) = function (*(const C *) (data[1] + i * strides[1]));    \
  }

#define TNK_LOOP_BINARY(function, R, C)                                                            \
  static void function##_loop (char *const *data, const int64_t *strides, int64_t n,               \
                               const void *context)                                                \
  {                                                                                                \
    R *out = (R *) data[0];                                                                        \
    const C *a = (const C *) data[1], *b = (const C *) data[2];                                    \
    if (strides[0] == sizeof (R) && strides[1] == sizeof (C) && strides[2] == sizeof (C))          \
      {                                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], b[i]);      \
      }                                                                                            \
    else if (strides[0] == sizeof (R) && strides[1] == sizeof (C) && strides[2] == 0)              \
      {                                                                                            \
        const C y = *b;                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], y);         \
      }                                                                                            \
    else if (strides[0] == sizeof (R) && strides[1] == 0 && strides[2] == sizeof (C))              \
      {                                                                                            \
        const C x = *a;                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (x, b[i]);         \
      }                                                                                            \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        *(R *) (data[0] + i * strides[0]) = function (*(const C *) (data[1] + i * strides[1]),     \
                                                      *(const C *) (data[2] + i * strides[2]));    \
  }

#define TNK_LOOP_TERNARY(function, A, C)                                                           \
  static void function##_loop (char *const *data, const int64_t *strides, int64_t n,               \
                               const void *context)                                                \
  {                                                                                                \
    C *out = (C *) data[0];                                                                        \
    const A *a = (const A *) data[1];                                                              \
    const C *b = (const C *) data[2], *c = (const C *) data[3];                                    \
    bool is_dense = strides[0] == sizeof (C) && strides[1] == sizeof (A);                          \
    if (is_dense && strides[2] == sizeof (C) && strides[3] == sizeof (C))                          \
      {                                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], b[i], c[i]);\
      }                                                                                            \
    else if (is_dense && strides[2] == sizeof (C) && strides[3] == 0)                              \
      {                                                                                            \
        const C z = *c;                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], b[i], z);   \
      }                                                                                            \
    else if (is_dense && strides[2] == 0 && strides[3] == sizeof (C))                              \
      {                                                                                            \
        const C y = *b;                                                                            \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], y, c[i]);   \
      }                                                                                            \
    else if (is_dense && strides[2] == 0 && strides[3] == 0)                                       \
      {                                                                                            \
        const C y = *b, z = *c;                                                                    \
        _Pragma ("GCC ivdep") for (int64_t i = 0; i < n; i++) out[i] = function (a[i], y, z);      \
      }                                                                                            \
    else                                                                                           \
      for (int64_t i = 0; i < n; i++)                                                              \
        *(C *) (data[0] + i * strides[0]) = function (*(const A *) (data[1] + i * strides[1]),     \
                                                      *(const C *) (data[2] + i * strides[2]),     \
                                                      *(const C *) (data[3] + i * strides[3]));    \
  }

/* float16 and bfloat16: a block of each half operand is widened to float32 on the stack, the
 * float32 loop runs there, and a half output is rounded once on its way out. */
typedef struct
{
  TnkCpuLoop loop; /* the float32 one */
  int n_operands;
  TnkDtype dtypes[TNK_MAX_OPERANDS];
} TnkCpuWidened;

/* context is a TnkCpuWidened. */
void tnk_cpu_widened_loop (char *const *data, const int64_t *strides, int64_t n,
                           const void *context);

/* Likewise, for a + c b of one half type. */
void tnk_cpu_add_scaled_half_loop (char *const *data, const int64_t *strides, int64_t n,
                                   const void *context);

/* Runs @loop over operands whose half dtypes it must not see: @widened is one of the two above. */
TnkStatus tnk_cpu_run_widened (const TnkArray *operands, int n_operands, TnkCpuLoop widened,
                               TnkCpuLoop loop);

static inline bool
tnk_dtype_is_half (TnkDtype dtype)
{
  return dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;
}
