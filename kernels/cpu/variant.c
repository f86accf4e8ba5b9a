/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/variant.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define TABLES(variant)                                                                            \
  .name = #variant, .unary = tnk_cpu_unary_##variant, .binary = tnk_cpu_binary_##variant,          \
  .ternary = tnk_cpu_ternary_##variant, .convert = tnk_cpu_convert_loops_##variant,                \
  .folds = tnk_cpu_folds_##variant

static const TnkCpuLoops baseline = { TABLES (baseline) };
#ifdef TNK_HAS_AVX2
static const TnkCpuLoops avx2 = { TABLES (avx2),
                                  .vector_unary = tnk_cpu_vector_unary_avx2,
                                  .vector_binary = tnk_cpu_vector_binary_avx2 };
#endif

/* Asked for more than the processor has, the baseline answers. */
static const TnkCpuLoops *
choose (void)
{
#ifdef TNK_HAS_AVX2
  const char *forced = getenv ("TENSARIUM_CPU");
  if ((forced == NULL || strcmp (forced, baseline.name) != 0) && __builtin_cpu_supports ("avx2")
      && __builtin_cpu_supports ("fma") && __builtin_cpu_supports ("bmi2"))
    return &avx2;
#endif
  return &baseline;
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
