/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Memory of the CPU back end.
 *
 * Freed blocks are kept for the next tensor of their size class, because a fresh one costs more than
 * most ops do: a lock and a search when it is small, a page fault every 4 KiB when it is large.
 *
 *   small   up to 4 KiB, per thread and without a lock; a block that is freed on another thread than
 *           it came from joins that thread's list
 *   large   from 64 KiB on, one list for the process, the oldest given back first; its total is
 *           limited by tnk_set_max_kept()
 *
 * Blocks in between are malloc's own business. Under AddressSanitizer nothing is kept, so that a use
 * after free is still seen. */

#include "kernels/cpu/cpu.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 64
#define N_CLASSES 7       /* 64 B, 128 B, … 4 KiB */
#define KEPT_PER_CLASS 32 /* at most 260 KiB per thread */
#define LARGE 65536
#define MAX_LARGE_KEPT 64
#define HUGE_PAGE ((size_t) 2 << 20)

#ifdef __SANITIZE_ADDRESS__
#define KEEPS_BLOCKS false
#else
#define KEEPS_BLOCKS true
#endif

/* ---- small blocks ---- */

typedef struct
{
  bool is_known; /* to the thread's exit */
  int n_kept[N_CLASSES];
  void *kept[N_CLASSES][KEPT_PER_CLASS];
} SmallBlocks;

static _Thread_local SmallBlocks small;
static pthread_key_t small_key;
static pthread_once_t small_once = PTHREAD_ONCE_INIT;

static void
empty_small (void *data)
{
  SmallBlocks *self = data;

  for (int class = 0; class < N_CLASSES; class++)
    while (self->n_kept[class] > 0)
      free (self->kept[class][--self->n_kept[class]]);
  self->is_known = false;
}

static void
make_small_key (void)
{
  pthread_key_create (&small_key, empty_small);
}

/* Has the thread's exit free what it kept. */
static void
register_small (void)
{
  pthread_once (&small_once, make_small_key);
  pthread_setspecific (small_key, &small);
  small.is_known = true;
}

/* The size class of n_bytes, N_CLASSES when it is not small. */
static int
class_of (size_t n_bytes)
{
  int class = 0;
  while (class < N_CLASSES && ((size_t) ALIGNMENT << class) < n_bytes)
    class++;
  return class;
}

static void *
take_small (int class)
{
  if (small.n_kept[class] > 0)
    return small.kept[class][--small.n_kept[class]];
  return aligned_alloc (ALIGNMENT, (size_t) ALIGNMENT << class);
}

static void
give_small (void *data, int class)
{
  if (!KEEPS_BLOCKS || small.n_kept[class] == KEPT_PER_CLASS)
    {
      free (data);
      return;
    }
  if (!small.is_known)
    register_small ();
  small.kept[class][small.n_kept[class]++] = data;
}

/* ---- large blocks ---- */

typedef struct
{
  void *data;
  size_t n_bytes;
} Block;

/* Oldest first. */
static struct
{
  pthread_mutex_t lock;
  int n;
  size_t n_bytes, max_bytes;
  Block kept[MAX_LARGE_KEPT];
} large = { .lock = PTHREAD_MUTEX_INITIALIZER, .max_bytes = (size_t) 1 << 30 };

/* Up to an eighth more than asked for, so that nearby sizes share blocks; what is not touched takes
 * no memory. */
static size_t
round_large (size_t n_bytes)
{
  size_t step = (size_t) 1 << (8 * sizeof (size_t) - 4 - (size_t) __builtin_clzl (n_bytes));
  return (n_bytes + step - 1) & ~(step - 1);
}

/* With the lock held: takes the block at i out of the list. */
static void *
remove_large (int i)
{
  void *data = large.kept[i].data;

  large.n_bytes -= large.kept[i].n_bytes;
  large.n--;
  memmove (&large.kept[i], &large.kept[i + 1], (size_t) (large.n - i) * sizeof (Block));
  return data;
}

/* With the lock held. */
static void
shrink_large (size_t max_bytes)
{
  while (large.n > 0 && large.n_bytes > max_bytes)
    free (remove_large (0));
}

static void *
take_large (size_t n_bytes)
{
  size_t alignment = n_bytes < 2 * HUGE_PAGE ? ALIGNMENT : HUGE_PAGE;
  void *data = NULL;

  pthread_mutex_lock (&large.lock);
  for (int i = large.n - 1; i >= 0 && data == NULL; i--)
    if (large.kept[i].n_bytes == n_bytes)
      data = remove_large (i);
  pthread_mutex_unlock (&large.lock);
  if (data != NULL)
    return data;
  data = aligned_alloc (alignment, n_bytes);
  if (data == NULL)
    {
      pthread_mutex_lock (&large.lock);
      shrink_large (0);
      pthread_mutex_unlock (&large.lock);
      data = aligned_alloc (alignment, n_bytes);
    }
  /* Only a wish: without huge pages the memory is as good, and dearer to touch first. */
  if (data != NULL && alignment == HUGE_PAGE)
    madvise (data, n_bytes, MADV_HUGEPAGE);
  return data;
}

static void
give_large (void *data, size_t n_bytes)
{
  pthread_mutex_lock (&large.lock);
  if (!KEEPS_BLOCKS || n_bytes > large.max_bytes)
    free (data);
  else
    {
      if (large.n == MAX_LARGE_KEPT)
        free (remove_large (0));
      shrink_large (large.max_bytes - n_bytes);
      large.kept[large.n++] = (Block){ data, n_bytes };
      large.n_bytes += n_bytes;
    }
  pthread_mutex_unlock (&large.lock);
}

void
tnk_set_max_kept (size_t n_bytes)
{
  pthread_mutex_lock (&large.lock);
  large.max_bytes = n_bytes;
  shrink_large (n_bytes);
  pthread_mutex_unlock (&large.lock);
}

/* ---- both ---- */

TnkStatus
tnk_cpu_allocate (int device, size_t n_bytes, void **out)
{
  int class;

  *out = NULL;
  if (n_bytes == 0)
    return TNK_OK;
  if (n_bytes > SIZE_MAX / 2)
    return TNK_OUT_OF_MEMORY;
  class = class_of (n_bytes);
  if (class < N_CLASSES)
    *out = take_small (class);
  else if (n_bytes >= LARGE)
    *out = take_large (round_large (n_bytes));
  else
    *out = aligned_alloc (ALIGNMENT, (n_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  return *out != NULL ? TNK_OK : TNK_OUT_OF_MEMORY;
}

void
tnk_cpu_release (int device, void *data, size_t n_bytes)
{
  int class = class_of (n_bytes);

  if (data == NULL)
    return;
  if (class < N_CLASSES)
    give_small (data, class);
  else if (n_bytes >= LARGE)
    give_large (data, round_large (n_bytes));
  else
    free (data);
}
