/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The CPU back end: its vtable, memory, threads and the cancel flag.
 *
 * Freed blocks of the sizes that small tensors have are kept per thread, so that making and
 * dropping one takes no lock. A block may be freed on another thread than it came from: it then
 * simply joins that thread's list. */

#include "kernels/cpu/cpu.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64
#define N_CLASSES 7        /* 64 B, 128 B, … 4 KiB */
#define KEPT_PER_CLASS 32  /* at most 260 KiB per thread */

typedef struct
{
  bool is_known; /* to the thread's exit */
  int n_kept[N_CLASSES];
  void *kept[N_CLASSES][KEPT_PER_CLASS];
} BlockCache;

static _Atomic (const int *) cancel_flag;
static atomic_int wanted_threads;
static _Thread_local BlockCache cache;

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void
empty_cache (void *data)
{
  BlockCache *self = data;

  for (int class = 0; class < N_CLASSES; class++)
    while (self->n_kept[class] > 0)
      free (self->kept[class][--self->n_kept[class]]);
  self->is_known = false;
}

static void
make_cache_key (void)
{
  pthread_key_create (&cache_key, empty_cache);
}

/* Has the thread's exit empty its cache. */
static void
register_cache (void)
{
  pthread_once (&cache_once, make_cache_key);
  pthread_setspecific (cache_key, &cache);
  cache.is_known = true;
}

/* The size class of n_bytes, N_CLASSES when it is too large to keep. */
static int
class_of (size_t n_bytes)
{
  int class = 0;
  while (class < N_CLASSES && ((size_t) ALIGNMENT << class) < n_bytes)
    class++;
  return class;
}

static TnkStatus
allocate (int device, size_t n_bytes, void **out)
{
  int class;

  *out = NULL;
  if (n_bytes == 0)
    return TNK_OK;
  if (n_bytes > SIZE_MAX - ALIGNMENT)
    return TNK_OUT_OF_MEMORY;
  class = class_of (n_bytes);
  if (class < N_CLASSES && cache.n_kept[class] > 0)
    {
      *out = cache.kept[class][--cache.n_kept[class]];
      return TNK_OK;
    }
  n_bytes = class < N_CLASSES ? (size_t) ALIGNMENT << class
                              : (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  *out = aligned_alloc (ALIGNMENT, n_bytes);
  return *out != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

static void
release (int device, void *data, size_t n_bytes)
{
  int class;

  if (data == NULL)
    return;
  class = class_of (n_bytes);
  if (!cache.is_known)
    register_cache ();
  if (class < N_CLASSES && cache.n_kept[class] < KEPT_PER_CLASS)
    cache.kept[class][cache.n_kept[class]++] = data;
  else
    free (data);
}

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
  return wanted > 0 ? wanted : omp_get_num_procs ();
}

int
tnk_cpu_threads_for (int64_t n_elems)
{
  int64_t useful;
  int available;

  if (n_elems < 2 * TNK_CPU_GRAIN || omp_in_parallel ())
    return 1;
  useful = n_elems / TNK_CPU_GRAIN;
  available = tnk_get_n_threads ();
  return useful < available ? (int) useful : available;
}

const TnkBackend *
tnk_backend_cpu (void)
{
  static const TnkBackend backend = {
    .name = "cpu",
    .n_devices = n_devices,
    .allocate = allocate,
    .release = release,
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
  };
  return &backend;
}
