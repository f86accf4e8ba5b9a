/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Storage
 *
 * Bytes with a reference count, a version and an owner. Own bytes come from the device's back end
 * and count against the process's budget; foreign bytes belong to somebody who is told when the
 * last tensor lets go. */
#include "engine/core/storage.h"

#include <string.h>
#include <unistd.h>

struct _TnsStorage
{
  gint ref_count;
  gint version;
  gint graph_version;
  bool is_shared;
  uint64_t id;
  void *data;
  size_t n_bytes;
  TnsDevice device;
  const TnkBackend *backend; /* NULL: foreign or without memory */
  GDestroyNotify release;
  void *owner;
};

/* Released bytes that the back end may keep besides what tensors hold. Small allocations do not look
 * whether it keeps too much. */
#define MAX_KEPT ((size_t) 1 << 30)
#define MIN_CHECKED 65536

static size_t memory_budget = SIZE_MAX; /* SIZE_MAX: not asked for yet */
static size_t memory_used;
static uint64_t last_id;

void
tns_memory_set_budget (size_t n_bytes)
{
  __atomic_store_n (&memory_budget, n_bytes, __ATOMIC_RELAXED);
}

size_t
tns_memory_get_budget (void)
{
  size_t budget = __atomic_load_n (&memory_budget, __ATOMIC_RELAXED);
  if (budget == SIZE_MAX)
    {
      budget = (size_t) sysconf (_SC_PHYS_PAGES) * (size_t) sysconf (_SC_PAGE_SIZE) / 2;
      tns_memory_set_budget (budget);
    }
  return budget;
}

size_t
tns_memory_get_used (void)
{
  return __atomic_load_n (&memory_used, __ATOMIC_RELAXED);
}

static bool
fail_for_memory (size_t n_bytes, GError **error)
{
  return tns_fail (error, TNS_ERROR_OUT_OF_MEMORY,
                   "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't "
                   "allocate memory: you tried to allocate %zu bytes. Error code 12 (Cannot "
                   "allocate memory)",
                   n_bytes);
}

static bool
take_memory (const TnkBackend *backend, int device, size_t n_bytes, void **data, GError **error)
{
  size_t budget = tns_memory_get_budget ();
  size_t used = __atomic_add_fetch (&memory_used, n_bytes, __ATOMIC_RELAXED);
  bool fits = budget == 0 || (used >= n_bytes && used <= budget);
  if (n_bytes >= MIN_CHECKED && fits)
    tnk_set_max_kept (budget == 0 ? MAX_KEPT : MIN (budget - used, MAX_KEPT));
  if (fits && backend->allocate (device, n_bytes, data) == TNK_OK)
    return true;
  __atomic_sub_fetch (&memory_used, n_bytes, __ATOMIC_RELAXED);
  return fail_for_memory (n_bytes, error);
}

static void
give_memory (const TnkBackend *backend, int device, size_t n_bytes, void *data)
{
  backend->release (device, data, n_bytes);
  __atomic_sub_fetch (&memory_used, n_bytes, __ATOMIC_RELAXED);
}

static TnsStorage *
storage_new (TnsDevice device, void *data, size_t n_bytes)
{
  TnsStorage *self = g_new (TnsStorage, 1);
  *self = (TnsStorage) {
    .ref_count = 1,
    .id = __atomic_add_fetch (&last_id, 1, __ATOMIC_RELAXED),
    .data = data,
    .n_bytes = n_bytes,
    .device = device,
  };
  return self;
}

TnsStorage *
tns_storage_new (TnsDevice device, size_t n_bytes, GError **error)
{
  if (device.type == TNS_DEVICE_META)
    return storage_new (device, NULL, n_bytes);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  void *data = NULL;
  if (backend == NULL || !take_memory (backend, MAX (device.index, 0), n_bytes, &data, error))
    return NULL;
  TnsStorage *self = storage_new (device, data, n_bytes);
  self->backend = backend;
  return self;
}

TnsStorage *
tns_storage_new_foreign (void *data, size_t n_bytes, GDestroyNotify release, void *owner)
{
  TnsStorage *self = storage_new (TNS_CPU, data, n_bytes);
  self->release = release;
  self->owner = owner;
  return self;
}

TnsStorage *
tns_storage_ref (TnsStorage *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
tns_storage_unref (TnsStorage *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (self->backend != NULL)
    give_memory (self->backend, MAX (self->device.index, 0), self->n_bytes, self->data);
  else if (self->release != NULL)
    self->release (self->owner);
  g_free (self);
}

void *
tns_storage_get_data (const TnsStorage *self)
{
  return self->data;
}

size_t
tns_storage_get_n_bytes (const TnsStorage *self)
{
  return self->n_bytes;
}

TnsDevice
tns_storage_get_device (const TnsStorage *self)
{
  return self->device;
}

bool
tns_storage_is_foreign (const TnsStorage *self)
{
  return self->backend == NULL && self->device.type != TNS_DEVICE_META;
}

bool
tns_storage_is_shared (const TnsStorage *self)
{
  return self->is_shared;
}

void
tns_storage_set_shared (TnsStorage *self)
{
  self->is_shared = true;
}

uint64_t
tns_storage_get_id (const TnsStorage *self)
{
  return self->id;
}

uint32_t
tns_storage_get_version (const TnsStorage *self)
{
  return (uint32_t) g_atomic_int_get (&self->version);
}

void
tns_storage_raise_version (TnsStorage *self)
{
  g_atomic_int_inc (&self->version);
}

uint32_t
tns_storage_get_graph_version (const TnsStorage *self)
{
  return (uint32_t) g_atomic_int_get (&self->graph_version);
}

void
tns_storage_raise_graph_version (TnsStorage *self)
{
  g_atomic_int_inc (&self->graph_version);
}

bool
tns_storage_resize (TnsStorage *self, size_t n_bytes, GError **error)
{
  if (self->backend == NULL)
    return tns_fail (error, TNS_ERROR_RUNTIME, "Trying to resize storage that is not resizable");
  int device = MAX (self->device.index, 0);
  void *data = NULL;
  if (!take_memory (self->backend, device, n_bytes, &data, error))
    return false;
  size_t n_kept = MIN (n_bytes, self->n_bytes);
  if (n_kept > 0 && self->device.type == TNS_DEVICE_CPU)
    memcpy (data, self->data, n_kept);
  else if (n_kept > 0)
    {
      g_autofree void *host = g_malloc (n_kept);
      if (self->backend->copy_to_host (device, host, self->data, n_kept) != TNK_OK
          || self->backend->copy_from_host (device, data, host, n_kept) != TNK_OK)
        {
          give_memory (self->backend, device, n_bytes, data);
          return tns_fail (error, TNS_ERROR_RUNTIME, "CUDA error: resize_ failed on the device");
        }
    }
  give_memory (self->backend, device, self->n_bytes, self->data);
  self->data = data;
  self->n_bytes = n_bytes;
  return true;
}
