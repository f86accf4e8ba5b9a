/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Compiled and linked while configuring: a toolkit whose host compiler, thrust or cuBLAS does not
 * work is as good as none. */

#include <cublas_v2.h>
#include <thrust/complex.h>

__global__ void
probe (thrust::complex<float> *z)
{
  *z = thrust::sqrt (*z);
}

extern "C" int
tnk_cuda_probe (void)
{
  cublasHandle_t handle;
  probe<<<1, 1>>> (nullptr);
  return cublasCreate (&handle);
}
