/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "kernels/cpu/fold.h"
#include "kernels/cpu/matmul-bfloat16.h"

/* The files loops-*.c are compiled once per instruction set, with TNK_VARIANT_NAME set. The back
 * end takes the best one that the processor has; TENSARIUM_CPU=baseline (or avx2, avx512) forces a
 * lesser one. */

#define TNK_VARIANT_JOIN(name, variant) name##_##variant
#define TNK_VARIANT_EXPAND(name, variant) TNK_VARIANT_JOIN (name, variant)
#define TNK_VARIANT(name) TNK_VARIANT_EXPAND (name, TNK_VARIANT_NAME)

/**
 * TnkCpuLoops:
 * @name: what TENSARIUM_CPU calls it
 * @unary: by primitive and dtype; NULL where there is no kernel, as in all tables
 * @binary: likewise
 * @ternary: likewise
 * @convert: by target and source dtype, without gaps
 * @folds: by reduction and dtype
 * @sums: by dtype; preferred to @folds where not empty
 * @products: likewise
 * @vector_unary: (nullable): functions of whole vectors, preferred to @unary where not NULL
 * @vector_binary: (nullable): likewise
 * @half_binary: (nullable): likewise, for half types, which otherwise go through float32
 * @vector_convert: (nullable): likewise
 * @multiply_bfloat16: (nullable): preferred to float32 products where out has a tile's size
 *
 * Every inner loop, compiled for one instruction set.
 */
typedef struct
{
  const char *name;
  const TnkCpuLoop (*unary)[TNK_N_DTYPES];
  const TnkCpuLoop (*binary)[TNK_N_DTYPES];
  const TnkCpuLoop (*ternary)[TNK_N_DTYPES];
  const TnkCpuLoop (*convert)[TNK_N_DTYPES];
  const TnkCpuFold (*folds)[TNK_N_DTYPES];
  const TnkCpuFold *sums;
  const TnkCpuFold *products;
  const TnkCpuLoop (*vector_unary)[TNK_N_DTYPES];
  const TnkCpuLoop (*vector_binary)[TNK_N_DTYPES];
  const TnkCpuLoop (*half_binary)[TNK_N_DTYPES];
  const TnkCpuLoop (*vector_convert)[TNK_N_DTYPES];
  TnkBfloat16Multiply multiply_bfloat16;
} TnkCpuLoops;

#define TNK_DECLARE_VARIANT(variant)                                                               \
  extern const TnkCpuLoop tnk_cpu_unary_##variant[TNK_N_UNARY][TNK_N_DTYPES];                      \
  extern const TnkCpuLoop tnk_cpu_binary_##variant[TNK_N_BINARY][TNK_N_DTYPES];                    \
  extern const TnkCpuLoop tnk_cpu_ternary_##variant[TNK_N_TERNARY][TNK_N_DTYPES];                  \
  extern const TnkCpuLoop tnk_cpu_convert_loops_##variant[TNK_N_DTYPES][TNK_N_DTYPES];             \
  extern const TnkCpuFold tnk_cpu_folds_##variant[TNK_N_REDUCE][TNK_N_DTYPES];                     \
  extern const TnkCpuFold tnk_cpu_sums_##variant[TNK_N_DTYPES];                                    \
  extern const TnkCpuFold tnk_cpu_products_##variant[TNK_N_DTYPES];

#define TNK_DECLARE_VECTOR_VARIANT(variant)                                                        \
  TNK_DECLARE_VARIANT (variant)                                                                    \
  extern const TnkCpuLoop tnk_cpu_vector_unary_##variant[TNK_N_UNARY][TNK_N_DTYPES];               \
  extern const TnkCpuLoop tnk_cpu_vector_binary_##variant[TNK_N_BINARY][TNK_N_DTYPES];             \
  extern const TnkCpuLoop tnk_cpu_half_binary_##variant[TNK_N_BINARY][TNK_N_DTYPES];               \
  extern const TnkCpuLoop tnk_cpu_vector_convert_##variant[TNK_N_DTYPES][TNK_N_DTYPES];

TNK_DECLARE_VARIANT (baseline)
#ifdef TNK_HAS_X86_VARIANTS
TNK_DECLARE_VECTOR_VARIANT (avx2)
TNK_DECLARE_VECTOR_VARIANT (avx512)
#endif

/* The loops for this processor; chosen once. */
const TnkCpuLoops *tnk_cpu_loops (void);

static inline TnkCpuLoop
tnk_cpu_unary_loop (TnkUnary op, TnkDtype dtype)
{
  const TnkCpuLoops *loops = tnk_cpu_loops ();
  TnkCpuLoop vector = loops->vector_unary != NULL ? loops->vector_unary[op][dtype] : NULL;
  return vector != NULL ? vector : loops->unary[op][dtype];
}

/* NULL where the operands are to be widened to float32. */
static inline TnkCpuLoop
tnk_cpu_half_loop (TnkBinary op, TnkDtype dtype)
{
  const TnkCpuLoops *loops = tnk_cpu_loops ();
  return loops->half_binary != NULL ? loops->half_binary[op][dtype] : NULL;
}

static inline TnkCpuLoop
tnk_cpu_binary_loop (TnkBinary op, TnkDtype dtype)
{
  const TnkCpuLoops *loops = tnk_cpu_loops ();
  TnkCpuLoop vector = loops->vector_binary != NULL ? loops->vector_binary[op][dtype] : NULL;
  return vector != NULL ? vector : loops->binary[op][dtype];
}

/* dtype is the operand's; a half type is folded as the float32 that it is widened to, which its sum
 * accumulates in double: the order of additions then does not show. Products of halves are folded
 * as they are. */
static inline const TnkCpuFold *
tnk_cpu_fold (TnkReduce op, TnkDtype dtype)
{
  const TnkCpuLoops *loops = tnk_cpu_loops ();
  if (op == TNK_REDUCE_SUM && loops->sums[dtype].acc_bytes > 0)
    return &loops->sums[dtype];
  if (op == TNK_REDUCE_PROD && loops->products[dtype].acc_bytes > 0)
    return &loops->products[dtype];
  return &loops->folds[op][dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16 ? TNK_FLOAT32 : dtype];
}
