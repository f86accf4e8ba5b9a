/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Memory of the CPU back end.
 *
 * Freed blocks are kept for the next tensor of their size class, because a fresh one costs more
 * than most ops do: a lock and a search when it is small, a page fault every 4 KiB when it is large.
 *
 *   small   up to 4 KiB, cut from slabs that stay; each thread has some of every class at hand, the
 *           rest is in lists for the process. A block may be released on another thread than it
 *           came from
 *   large   from 64 KiB on, one list for the process, the oldest given back first; its total is
 *           limited by tnk_set_max_kept()
 *
 * Blocks in between are malloc's own business. Under AddressSanitizer nothing is kept, so that a
 * use after free is still seen. */

#include "kernels/cpu/cpu.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 64
#define N_CLASSES 7      /* 64 B, 128 B, … 4 KiB */
#define MAX_AT_HAND 32   /* of a class: at most 260 KiB per thread */
#define SLAB_BYTES 65536
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
  int n[N_CLASSES];
  void *blocks[N_CLASSES][MAX_AT_HAND];
} SmallBlocks;

/* Linked through their first bytes. */
static struct
{
  pthread_mutex_t lock;
  void *first[N_CLASSES];
} spare = { .lock = PTHREAD_MUTEX_INITIALIZER };

static _Thread_local SmallBlocks at_hand;
static pthread_key_t at_hand_key;
static pthread_once_t at_hand_once = PTHREAD_ONCE_INIT;

/* With the lock held. */
static void
push_spare (void *block, int class)
{
  *(void **) block = spare.first[class];
  spare.first[class] = block;
}

/* Leaves n_left blocks of a class at hand. */
static void
put_back (SmallBlocks *self, int class, int n_left)
{
  pthread_mutex_lock (&spare.lock);
  while (self->n[class] > n_left)
    push_spare (self->blocks[class][--self->n[class]], class);
  pthread_mutex_unlock (&spare.lock);
}

static void
put_back_all (void *data)
{
  SmallBlocks *self = data;

  for (int class = 0; class < N_CLASSES; class++)
    put_back (self, class, 0);
  self->is_known = false;
}

static void
make_at_hand_key (void)
{
  pthread_key_create (&at_hand_key, put_back_all);
}

/* Has the thread's exit put back what it has. */
static void
register_at_hand (void)
{
  pthread_once (&at_hand_once, make_at_hand_key);
  pthread_setspecific (at_hand_key, &at_hand);
  at_hand.is_known = true;
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

/* Half of what a thread may have of a class, from the spare blocks or a new slab. */
static void
fetch (int class)
{
  const size_t n_bytes = (size_t) ALIGNMENT << class;

  if (!at_hand.is_known)
    register_at_hand ();
  pthread_mutex_lock (&spare.lock);
  if (spare.first[class] == NULL)
    {
      char *slab = aligned_alloc (ALIGNMENT, SLAB_BYTES);
      for (size_t offset = SLAB_BYTES; slab != NULL && offset > 0; offset -= n_bytes)
        push_spare (slab + offset - n_bytes, class);
    }
  while (spare.first[class] != NULL && at_hand.n[class] < MAX_AT_HAND / 2)
    {
      void *block = spare.first[class];
      spare.first[class] = *(void **) block;
      at_hand.blocks[class][at_hand.n[class]++] = block;
    }
  pthread_mutex_unlock (&spare.lock);
}

static void *
take_small (int class)
{
  if (!KEEPS_BLOCKS)
    return aligned_alloc (ALIGNMENT, (size_t) ALIGNMENT << class);
  if (at_hand.n[class] == 0)
    fetch (class);
  return at_hand.n[class] > 0 ? at_hand.blocks[class][--at_hand.n[class]] : NULL;
}

static void
give_small (void *data, int class)
{
  if (!KEEPS_BLOCKS)
    {
      free (data);
      return;
    }
  if (!at_hand.is_known)
    register_at_hand ();
  if (at_hand.n[class] == MAX_AT_HAND)
    put_back (&at_hand, class, MAX_AT_HAND / 2);
  at_hand.blocks[class][at_hand.n[class]++] = data;
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
