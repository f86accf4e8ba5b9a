/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/variant.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define TABLES(variant)                                                                            \
  .unary = tnk_cpu_unary_##variant, .binary = tnk_cpu_binary_##variant,                            \
  .ternary = tnk_cpu_ternary_##variant, .convert = tnk_cpu_convert_loops_##variant,                \
  .folds = tnk_cpu_folds_##variant, .sums = tnk_cpu_sums_##variant,                              \
  .products = tnk_cpu_products_##variant

#define N_VARIANTS 4

static const TnkCpuLoops baseline = { .name = "baseline", TABLES (baseline) };
#ifdef TNK_HAS_X86_VARIANTS
#define VECTOR_TABLES(variant)                                                                     \
  TABLES (variant), .vector_unary = tnk_cpu_vector_unary_##variant,                                \
                    .vector_binary = tnk_cpu_vector_binary_##variant,                              \
                    .half_binary = tnk_cpu_half_binary_##variant,                                  \
                    .vector_convert = tnk_cpu_vector_convert_##variant
static const TnkCpuLoops avx2 = { .name = "avx2", VECTOR_TABLES (avx2) };
static const TnkCpuLoops avx512 = { .name = "avx512", VECTOR_TABLES (avx512) };
static const TnkCpuLoops avx512_bf16
    = { .name = "avx512_bf16", VECTOR_TABLES (avx512),
        .multiply_bfloat16 = tnk_cpu_multiply_bfloat16 };
#endif

/* The variants that this processor can run, best first; returns how many. */
static int
list_variants (const TnkCpuLoops **variants)
{
  int n = 0;

#ifdef TNK_HAS_X86_VARIANTS
  bool has_avx2 = __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
                  && __builtin_cpu_supports ("bmi2") && __builtin_cpu_supports ("f16c");
  bool has_avx512 = has_avx2 && __builtin_cpu_supports ("avx512f")
                    && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512cd")
                    && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl");
  if (has_avx512 && __builtin_cpu_supports ("avx512bf16"))
    variants[n++] = &avx512_bf16;
  if (has_avx512)
    variants[n++] = &avx512;
  if (has_avx2)
    variants[n++] = &avx2;
#endif
  variants[n++] = &baseline;
  return n;
}

/* Asked for one that the processor has not, the best one answers. */
static const TnkCpuLoops *
choose (void)
{
  const TnkCpuLoops *variants[N_VARIANTS];
  const char *forced = getenv ("TENSARIUM_CPU");
  int n = list_variants (variants);

  for (int i = 0; i < n && forced != NULL; i++)
    if (strcmp (forced, variants[i]->name) == 0)
      return variants[i];
  return variants[0];
}

const TnkCpuLoops *
tnk_cpu_loops (void)
{
  static _Atomic (const TnkCpuLoops *) chosen;
  const TnkCpuLoops *loops = atomic_load_explicit (&chosen, memory_order_acquire);

  if (loops == NULL)
    {
      loops = choose ();
      atomic_store_explicit (&chosen, loops, memory_order_release);
    }
  return loops;
}
