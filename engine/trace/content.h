/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/core/storage.h"

G_BEGIN_DECLS

/**
 * TnsContent:
 *
 * The bytes of one storage at one version: the live ones while the version holds, a copy once an
 * in-place write came, nothing once they were let go. One per (storage, version) that anybody
 * shows. Reference-counted; any thread.
 */
typedef struct _TnsContent TnsContent;

/* (transfer full): what @storage holds now. */
TnsContent *tns_content_dup_current (TnsStorage *storage);
/* Whether tns_content_dup_current (@storage) would return @self. */
bool tns_content_is_current (TnsContent *self, TnsStorage *storage);
TnsContent *tns_content_ref (TnsContent *self);
void tns_content_unref (TnsContent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsContent, tns_content_unref)

uint64_t tns_content_get_storage_id (const TnsContent *self);
uint32_t tns_content_get_version (const TnsContent *self);
size_t tns_content_get_n_bytes (const TnsContent *self);

/* Bytes that all contents together may keep from being freed; those of named values don't count. */
void tns_content_set_budget (size_t n_bytes);

/* What a storage with a name holds now is kept whatever the budget says: its owner keeps it too. */
void tns_content_pin (uint64_t storage_id);
void tns_content_unpin (uint64_t storage_id);

/* Around an in-place write of @storage, on one thread, properly nested. The first copies what is
 * there (transfer full: the content as it was) and keeps readers out until the second. */
TnsContent *tns_content_before_write (TnsStorage *storage);
void tns_content_after_write (TnsStorage *storage);

/**
 * TnsContentView:
 * @data: first byte; on the device when @backend is not NULL
 * @n_bytes: all of the storage
 * @backend: (nullable): how to fetch bytes from a device
 * @device: its index there
 */
typedef struct
{
  const uint8_t *data;
  size_t n_bytes;
  const TnkBackend *backend;
  int device;
} TnsContentView;

/* Between the two nobody writes: keep it short, look again for the next piece. False, and
 * nothing to close, when the bytes were let go. */
bool tns_content_open (TnsContent *self, TnsContentView *view);
void tns_content_close (TnsContent *self);

G_END_DECLS
