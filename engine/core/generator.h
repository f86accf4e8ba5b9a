/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/device.h"
#include "kernels/random.h"

G_BEGIN_DECLS

/**
 * TnsGenerator:
 *
 * A stream of random numbers: PyTorch's CPU generator behind a lock. Reference-counted, safe to
 * share between threads.
 */
typedef struct _TnsGenerator TnsGenerator;

/* Seed of a generator that nobody seeded, as PyTorch's default_rng_seed_val. */
#define TNS_GENERATOR_DEFAULT_SEED G_GUINT64_CONSTANT (67280421310721)

/* Seeded with TNS_GENERATOR_DEFAULT_SEED. */
TNS_EXPORT TnsGenerator *tns_generator_new (void);
TNS_EXPORT TnsGenerator *tns_generator_ref (TnsGenerator *self);
TNS_EXPORT void tns_generator_unref (TnsGenerator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsGenerator, tns_generator_unref)

/* Borrowed: the one that ops use when none is given. Seeded from the system's entropy at first use.
 * */
TNS_EXPORT TnsGenerator *tns_generator_get_default (void);

TNS_EXPORT void tns_generator_seed (TnsGenerator *self, uint64_t seed);
/* A seed from the system's entropy; returns it. */
TNS_EXPORT uint64_t tns_generator_seed_randomly (TnsGenerator *self);
TNS_EXPORT uint64_t tns_generator_get_initial_seed (TnsGenerator *self);

/* Exclusive use of the stream until tns_generator_unlock(). */
TNS_EXPORT TnkRandom *tns_generator_lock (TnsGenerator *self);
TNS_EXPORT void tns_generator_unlock (TnsGenerator *self);

/* Bytes of a saved state, laid out as torch.get_rng_state lays them out. */
#define TNS_GENERATOR_STATE_BYTES 5056
TNS_EXPORT void tns_generator_get_state (TnsGenerator *self,
                                         uint8_t bytes[TNS_GENERATOR_STATE_BYTES]);
/* Errors: RuntimeError in PyTorch's words when @n_bytes or the content is wrong. */
TNS_EXPORT bool tns_generator_set_state (TnsGenerator *self, const uint8_t *bytes, size_t n_bytes,
                                         GError **error);

G_END_DECLS
