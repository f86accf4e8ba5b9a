/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "kernels/cpu/loops.h"

static void
convert_strided (TnkDtype to, char *out, int64_t out_stride, TnkDtype from, char *in,
                 int64_t in_stride, int64_t n)
{
  char *data[] = { out, in };
  int64_t strides[] = { out_stride, in_stride };
  tnk_cpu_convert_loop (to, from) (data, strides, n, NULL);
}

void
tnk_cpu_widened_loop (char *const *data, const int64_t *strides, int64_t n, const void *context)
{
  const TnkCpuWidened *widened = context;
  float blocks[TNK_MAX_OPERANDS][TNK_CPU_BLOCK];
  char *block_data[TNK_MAX_OPERANDS];
  int64_t block_strides[TNK_MAX_OPERANDS];

  for (int64_t begin = 0; begin < n; begin += TNK_CPU_BLOCK)
    {
      int64_t m = n - begin < TNK_CPU_BLOCK ? n - begin : TNK_CPU_BLOCK;

      for (int k = 0; k < widened->n_operands; k++)
        {
          char *from = data[k] + begin * strides[k];
          bool is_half = tnk_dtype_is_half (widened->dtypes[k]);
          block_data[k] = is_half ? (char *) blocks[k] : from;
          block_strides[k] = is_half ? (int64_t) sizeof (float) : strides[k];
          if (is_half && k > 0)
            convert_strided (TNK_FLOAT32, block_data[k], sizeof (float), widened->dtypes[k], from,
                             strides[k], m);
        }
      widened->loop (block_data, block_strides, m, NULL);
      if (tnk_dtype_is_half (widened->dtypes[0]))
        convert_strided (widened->dtypes[0], data[0] + begin * strides[0], strides[0], TNK_FLOAT32,
                         block_data[0], sizeof (float), m);
    }
}

TnkStatus
tnk_cpu_run_widened (const TnkArray *operands, int n_operands, TnkCpuLoop widened, TnkCpuLoop loop)
{
  TnkCpuWidened context = { .loop = loop, .n_operands = n_operands };

  for (int k = 0; k < n_operands; k++)
    context.dtypes[k] = operands[k].dtype;
  return tnk_cpu_run (operands, n_operands, TNK_ORDER_ANY, widened, &context);
}
