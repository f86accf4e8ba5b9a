/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The CPU back end: its vtable, threads and the cancel flag. */

#include "kernels/cpu/cpu.h"

#include <omp.h>
#include <stdatomic.h>
#include <string.h>

static _Atomic (const int *) cancel_flag;
static atomic_int wanted_threads;

static TnkStatus
copy_bytes (int device, void *to, const void *from, size_t n_bytes)
{
  if (n_bytes > 0)
    memcpy (to, from, n_bytes);
  return TNK_OK;
}

static int
n_devices (void)
{
  return 1;
}

void
tnk_set_cancel_flag (const int *flag)
{
  atomic_store (&cancel_flag, flag);
}

bool
tnk_cpu_is_cancelled (void)
{
  const int *flag = atomic_load_explicit (&cancel_flag, memory_order_acquire);
  return flag != NULL && __atomic_load_n (flag, __ATOMIC_RELAXED) != 0;
}

void
tnk_set_n_threads (int n_threads)
{
  atomic_store (&wanted_threads, n_threads > 0 ? n_threads : 0);
}

int
tnk_get_n_threads (void)
{
  int wanted = atomic_load_explicit (&wanted_threads, memory_order_relaxed);
  return wanted > 0 ? wanted : omp_get_max_threads ();
}

int
tnk_cpu_threads_for (int64_t n_elems)
{
  int64_t useful;
  int available;

  if (n_elems < TNK_CPU_GRAIN || omp_in_parallel ())
    return 1;
  useful = (n_elems + TNK_CPU_GRAIN - 1) / TNK_CPU_GRAIN;
  available = tnk_get_n_threads ();
  return useful < available ? (int) useful : available;
}

const TnkBackend *
tnk_backend_cpu (void)
{
  static const TnkBackend backend = {
    .name = "cpu",
    .n_devices = n_devices,
    .allocate = tnk_cpu_allocate,
    .release = tnk_cpu_release,
    .copy_from_host = copy_bytes,
    .copy_to_host = copy_bytes,
    .fill = tnk_cpu_fill,
    .copy = tnk_cpu_copy,
    .unary = tnk_cpu_unary,
    .binary = tnk_cpu_binary,
    .ternary = tnk_cpu_ternary,
    .reduce = tnk_cpu_reduce,
    .scan = tnk_cpu_scan,
    .arange = tnk_cpu_arange,
    .take = tnk_cpu_take,
    .put = tnk_cpu_put,
    .nonzero = tnk_cpu_nonzero,
    .sort = tnk_cpu_sort,
    .matmul = tnk_cpu_matmul,
    .softmax = tnk_cpu_softmax,
    .softmax_backward = tnk_cpu_softmax_backward,
  };
  return &backend;
}
