/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

#include "engine/core/generator.h"

#include <string.h>
#include <sys/random.h>

struct _TnsGenerator
{
  gatomicrefcount ref_count;
  GMutex lock;
  TnkRandom random;
};

/* The state as PyTorch writes it (CPUGeneratorImpl.cpp, CPUGeneratorImplState on top of the older
 * CPUGeneratorImplStateLegacy): 624 words of 64 bits that each hold 32, and two kept normals. The
 * older part ends on a multiple of 8 bytes. */
typedef struct
{
  uint64_t initial_seed;
  int32_t left;
  int32_t is_seeded;
  uint64_t next;
  uint64_t words[624];
  double normal_x, normal_y, normal_rho;
  int32_t has_double_normal;
  int32_t padding;
  float float_normal;
  uint8_t has_float_normal;
  uint8_t tail[3];
} StateLayout;

G_STATIC_ASSERT (sizeof (StateLayout) == TNS_GENERATOR_STATE_BYTES);

TnsGenerator *
tns_generator_new (void)
{
  TnsGenerator *self = g_new0 (TnsGenerator, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  tnk_random_seed (&self->random, TNS_GENERATOR_DEFAULT_SEED);
  return self;
}

TnsGenerator *
tns_generator_ref (TnsGenerator *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tns_generator_unref (TnsGenerator *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->lock);
  g_free (self);
}

TnsGenerator *
tns_generator_get_default (void)
{
  static TnsGenerator *generator;
  if (g_once_init_enter (&generator))
    {
      TnsGenerator *made = tns_generator_new ();
      tns_generator_seed_randomly (made);
      g_once_init_leave (&generator, made);
    }
  return generator;
}

void
tns_generator_seed (TnsGenerator *self, uint64_t seed)
{
  tnk_random_seed (tns_generator_lock (self), seed);
  tns_generator_unlock (self);
}

uint64_t
tns_generator_seed_randomly (TnsGenerator *self)
{
  uint64_t seed = 0;
  if (getrandom (&seed, sizeof seed, 0) != (ssize_t) sizeof seed)
    seed = (uint64_t) g_get_real_time ();
  /* 53 bits, so that a language that keeps numbers as doubles can hold it. */
  seed &= (G_GUINT64_CONSTANT (1) << 53) - 1;
  tns_generator_seed (self, seed);
  return seed;
}

uint64_t
tns_generator_get_initial_seed (TnsGenerator *self)
{
  uint64_t seed = tns_generator_lock (self)->seed;
  tns_generator_unlock (self);
  return seed;
}

TnkRandom *
tns_generator_lock (TnsGenerator *self)
{
  g_mutex_lock (&self->lock);
  return &self->random;
}

void
tns_generator_unlock (TnsGenerator *self)
{
  g_mutex_unlock (&self->lock);
}

void
tns_generator_get_state (TnsGenerator *self, uint8_t bytes[TNS_GENERATOR_STATE_BYTES])
{
  StateLayout saved = { 0 };
  const TnkRandom *random = tns_generator_lock (self);
  saved.initial_seed = random->seed;
  saved.left = random->left;
  saved.is_seeded = 1;
  saved.next = random->next;
  for (int i = 0; i < 624; i++)
    saved.words[i] = random->state[i];
  saved.has_double_normal = random->has_next_double_normal;
  saved.normal_y = random->has_next_double_normal ? random->next_double_normal : 0;
  saved.has_float_normal = random->has_next_float_normal;
  saved.float_normal = random->has_next_float_normal ? random->next_float_normal : 0;
  tns_generator_unlock (self);
  memcpy (bytes, &saved, sizeof saved);
}

bool
tns_generator_set_state (TnsGenerator *self, const uint8_t *bytes, size_t n_bytes, GError **error)
{
  StateLayout saved;
  if (n_bytes != sizeof saved)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "Expected a CPUGeneratorImplState of size %d but found the input RNG state "
                     "size to be %" G_GSIZE_FORMAT,
                     TNS_GENERATOR_STATE_BYTES, n_bytes);
  memcpy (&saved, bytes, sizeof saved);
  if (saved.left <= 0 || saved.left > 624 || saved.next > 624 || saved.is_seeded != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Invalid mt19937 state");

  TnkRandom *random = tns_generator_lock (self);
  random->seed = saved.initial_seed;
  random->left = saved.left;
  random->next = (uint32_t) saved.next;
  for (int i = 0; i < 624; i++)
    random->state[i] = (uint32_t) saved.words[i];
  random->has_next_double_normal = saved.has_double_normal != 0;
  random->next_double_normal = saved.normal_y;
  random->has_next_float_normal = saved.has_float_normal != 0;
  random->next_float_normal = saved.float_normal;
  tns_generator_unlock (self);
  return true;
}
