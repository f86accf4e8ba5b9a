/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/device.h"

G_BEGIN_DECLS

/**
 * TnsStorage:
 *
 * Reference-counted bytes on one device with a version counter that every in-place write raises.
 * Many tensors may look at one storage. Safe to share between threads; the bytes are not.
 */
typedef struct _TnsStorage TnsStorage;

/**
 * tns_storage_new:
 * @device: where
 * @n_bytes: size, 0 is allowed
 *
 * Uninitialised memory, counted against the budget.
 *
 * Errors: TNS_ERROR_OUT_OF_MEMORY in PyTorch's words, beyond the budget or when the device refuses.
 */
TNS_EXPORT TnsStorage *tns_storage_new (TnsDevice device, size_t n_bytes, GError **error);

/**
 * tns_storage_new_foreign:
 * @data: memory of somebody else (NumPy, DLPack, a mapped file), on the CPU
 * @n_bytes: its size
 * @release: (nullable): called with @owner when the last tensor is gone, on whatever thread that is
 * @owner: kept for @release
 *
 * Shares @data; writes are seen on both sides.
 */
TNS_EXPORT TnsStorage *tns_storage_new_foreign (void *data, size_t n_bytes, GDestroyNotify release,
                                                void *owner);

TNS_EXPORT TnsStorage *tns_storage_ref (TnsStorage *self);
TNS_EXPORT void tns_storage_unref (TnsStorage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsStorage, tns_storage_unref)

TNS_EXPORT void *tns_storage_get_data (const TnsStorage *self);
TNS_EXPORT size_t tns_storage_get_n_bytes (const TnsStorage *self);
TNS_EXPORT TnsDevice tns_storage_get_device (const TnsStorage *self);
TNS_EXPORT bool tns_storage_is_foreign (const TnsStorage *self);

/* Whether share_memory_ was asked for; processes share nothing here, so that only the answer changes. */
TNS_EXPORT bool tns_storage_is_shared (const TnsStorage *self);
TNS_EXPORT void tns_storage_set_shared (TnsStorage *self);

/* A number no other storage of this process has or had. */
TNS_EXPORT uint64_t tns_storage_get_id (const TnsStorage *self);

/* Writes so far, whoever made them. Raised once per in-place op, after the write. */
TNS_EXPORT uint32_t tns_storage_get_version (const TnsStorage *self);
TNS_EXPORT void tns_storage_raise_version (TnsStorage *self);

/* Writes that autograd may know of: those through x.data are left out. */
TNS_EXPORT uint32_t tns_storage_get_graph_version (const TnsStorage *self);
TNS_EXPORT void tns_storage_raise_graph_version (TnsStorage *self);

/* New bytes of another size, old content kept at the front; only for owned memory (resize_). */
TNS_EXPORT bool tns_storage_resize (TnsStorage *self, size_t n_bytes, GError **error);

/* Bytes that tensors may take in this process; half of RAM at start. 0: no limit. */
TNS_EXPORT void tns_memory_set_budget (size_t n_bytes);
TNS_EXPORT size_t tns_memory_get_budget (void);
TNS_EXPORT size_t tns_memory_get_used (void);

G_END_DECLS
