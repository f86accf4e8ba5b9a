/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/content.h"

#include <string.h>

/* Two kinds of locks, always taken in this order:
 *
 * - write locks, a fixed set shared out by storage id: held by a writer around an in-place write
 *   and by a reader for one small piece. They guard `storage` and `copy`. Recursive, since an
 *   in-place op may be made of in-place ops.
 * - the register's lock, for the rest: which content is current, what is kept, reference counts.
 *
 * A reader holds one write lock at a time; only the computing thread ever holds several.
 */

#define N_WRITE_LOCKS 64
/* Never let go, so that a value can get its name before the budget takes it. */
#define N_NEWEST_KEPT 16
/* Above this size a storage written in a loop is copied the first few times, then now and then. */
#define ALWAYS_COPY_BYTES (64 * 1024)
#define N_ALWAYS_COPIED 64
#define COPY_EVERY 32

struct _TnsContent
{
  uint64_t storage_id;
  uint32_t version;
  size_t n_bytes;

  /* write lock */
  TnsStorage *storage; /* while these bytes are the live ones */
  uint8_t *copy;

  /* register */
  int n_refs;
  bool is_kept;    /* holds bytes: linked into the queue */
  bool is_current; /* in the table */
  bool is_charged; /* counts against the budget */
  GList link;
};

static GRecMutex write_locks[N_WRITE_LOCKS];

static struct
{
  GMutex lock;
  GHashTable *current; /* storage id → TnsContent, weak */
  GHashTable *pins;    /* storage id → how many names it has */
  GQueue kept;         /* oldest first */
  size_t n_kept_bytes; /* of those that are charged */
  size_t budget;
} contents = { .budget = (size_t) 512 << 20 };

static GRecMutex *
get_write_lock (uint64_t storage_id)
{
  return &write_locks[storage_id % N_WRITE_LOCKS];
}

/* ---- the register; its lock is held ---- */

static bool
is_pinned (const TnsContent *self)
{
  return self->is_current && g_hash_table_contains (contents.pins, &self->storage_id);
}

static void
update_charge (TnsContent *self)
{
  const bool is_charged = self->is_kept && !is_pinned (self);

  if (is_charged && !self->is_charged)
    contents.n_kept_bytes += self->n_bytes;
  else if (!is_charged && self->is_charged)
    contents.n_kept_bytes -= self->n_bytes;
  self->is_charged = is_charged;
}

static void
stop_keeping (TnsContent *self)
{
  if (!self->is_kept)
    return;
  self->is_kept = false;
  g_queue_unlink (&contents.kept, &self->link);
  update_charge (self);
}

static void
stop_being_current (TnsContent *self)
{
  if (!self->is_current)
    return;
  self->is_current = false;
  g_hash_table_remove (contents.current, &self->storage_id);
  update_charge (self);
}

static void
make_tables (void)
{
  if (contents.current != NULL)
    return;
  contents.current = g_hash_table_new (g_int64_hash, g_int64_equal);
  contents.pins = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* (transfer full) (nullable): the oldest content that may go while the budget is exceeded. */
static TnsContent *
pick_oldest (size_t n_bytes_more)
{
  guint n_left = contents.kept.length;

  if (contents.n_kept_bytes + n_bytes_more <= contents.budget)
    return NULL;
  for (GList *item = contents.kept.head; item != NULL && n_left > N_NEWEST_KEPT;
       item = item->next, n_left--)
    {
      TnsContent *content = item->data;

      if (!content->is_charged)
        continue;
      stop_keeping (content);
      stop_being_current (content);
      content->n_refs++;
      return content;
    }
  return NULL;
}

/* ---- letting go; no lock of the register is held ---- */

static void
let_go (TnsContent *self)
{
  GRecMutex *lock = get_write_lock (self->storage_id);
  TnsStorage *storage;
  uint8_t *copy;

  g_rec_mutex_lock (lock);
  storage = g_steal_pointer (&self->storage);
  copy = g_steal_pointer (&self->copy);
  g_rec_mutex_unlock (lock);

  g_clear_pointer (&storage, tns_storage_unref);
  g_free (copy);
}

static void
make_room (size_t n_bytes_more)
{
  while (true)
    {
      TnsContent *oldest;

      g_mutex_lock (&contents.lock);
      oldest = pick_oldest (n_bytes_more);
      g_mutex_unlock (&contents.lock);
      if (oldest == NULL)
        return;
      let_go (oldest);
      tns_content_unref (oldest);
    }
}

TnsContent *
tns_content_dup_current (TnsStorage *storage)
{
  const uint64_t id = tns_storage_get_id (storage);
  const uint32_t version = tns_storage_get_version (storage);
  TnsContent *self;
  bool is_over;

  g_mutex_lock (&contents.lock);
  make_tables ();
  self = g_hash_table_lookup (contents.current, &id);
  if (self != NULL && self->version == version)
    {
      self->n_refs++;
      g_mutex_unlock (&contents.lock);
      return self;
    }
  if (self != NULL)
    stop_being_current (self);

  self = g_new0 (TnsContent, 1);
  self->storage_id = id;
  self->version = version;
  self->n_bytes = tns_storage_get_n_bytes (storage);
  self->storage = tns_storage_ref (storage);
  self->n_refs = 1;
  self->link.data = self;
  self->is_kept = true;
  self->is_current = true;
  g_queue_push_tail_link (&contents.kept, &self->link);
  g_hash_table_insert (contents.current, &self->storage_id, self);
  update_charge (self);
  is_over = contents.n_kept_bytes > contents.budget;
  g_mutex_unlock (&contents.lock);

  if (is_over)
    make_room (0);
  return self;
}

bool
tns_content_is_current (TnsContent *self, TnsStorage *storage)
{
  bool is_current;

  if (self->storage_id != tns_storage_get_id (storage)
      || self->version != tns_storage_get_version (storage))
    return false;
  g_mutex_lock (&contents.lock);
  is_current = self->is_current;
  g_mutex_unlock (&contents.lock);
  return is_current;
}

TnsContent *
tns_content_ref (TnsContent *self)
{
  g_mutex_lock (&contents.lock);
  self->n_refs++;
  g_mutex_unlock (&contents.lock);
  return self;
}

void
tns_content_unref (TnsContent *self)
{
  bool is_last;

  g_mutex_lock (&contents.lock);
  is_last = --self->n_refs == 0;
  if (is_last)
    {
      stop_keeping (self);
      stop_being_current (self);
    }
  g_mutex_unlock (&contents.lock);

  if (!is_last)
    return;
  g_clear_pointer (&self->storage, tns_storage_unref);
  g_free (self->copy);
  g_free (self);
}

uint64_t
tns_content_get_storage_id (const TnsContent *self)
{
  return self->storage_id;
}

uint32_t
tns_content_get_version (const TnsContent *self)
{
  return self->version;
}

size_t
tns_content_get_n_bytes (const TnsContent *self)
{
  return self->n_bytes;
}

void
tns_content_set_budget (size_t n_bytes)
{
  g_mutex_lock (&contents.lock);
  contents.budget = n_bytes;
  g_mutex_unlock (&contents.lock);
  make_room (0);
}

static void
add_pins (uint64_t storage_id, int n_more)
{
  TnsContent *content;
  int n_pins;

  g_mutex_lock (&contents.lock);
  make_tables ();
  n_pins = GPOINTER_TO_INT (g_hash_table_lookup (contents.pins, &storage_id)) + n_more;
  if (n_pins > 0)
    g_hash_table_insert (contents.pins, g_memdup2 (&storage_id, sizeof storage_id),
                         GINT_TO_POINTER (n_pins));
  else
    g_hash_table_remove (contents.pins, &storage_id);
  content = g_hash_table_lookup (contents.current, &storage_id);
  if (content != NULL)
    update_charge (content);
  g_mutex_unlock (&contents.lock);
}

void
tns_content_pin (uint64_t storage_id)
{
  add_pins (storage_id, 1);
}

void
tns_content_unpin (uint64_t storage_id)
{
  add_pins (storage_id, -1);
}

/* ---- writing ---- */

static bool
is_worth_copying (const TnsContent *self)
{
  return self->n_bytes <= ALWAYS_COPY_BYTES || self->version < N_ALWAYS_COPIED
         || self->version % COPY_EVERY == 0;
}

/* (nullable): the bytes of @storage in host memory. */
static uint8_t *
copy_bytes (TnsStorage *storage)
{
  const TnsDevice device = tns_storage_get_device (storage);
  const size_t n_bytes = tns_storage_get_n_bytes (storage);
  const void *data = tns_storage_get_data (storage);
  const TnkBackend *backend;
  uint8_t *copy;

  if (data == NULL || device.type == TNS_DEVICE_META)
    return NULL;
  copy = g_try_malloc (n_bytes);
  if (copy == NULL)
    return NULL;
  if (device.type == TNS_DEVICE_CPU)
    {
      memcpy (copy, data, n_bytes);
      return copy;
    }
  backend = tns_device_get_backend (device, NULL);
  if (backend == NULL
      || backend->copy_to_host (MAX (device.index, 0), copy, data, n_bytes) != TNK_OK)
    g_clear_pointer (&copy, g_free);
  return copy;
}

/* Called with the storage's write lock held. */
static void
keep_copy (TnsContent *self)
{
  bool has_room;

  if (self->storage == NULL || self->copy != NULL)
    return;
  if (is_worth_copying (self))
    {
      make_room (self->n_bytes);
      g_mutex_lock (&contents.lock);
      has_room = contents.n_kept_bytes + self->n_bytes <= contents.budget;
      g_mutex_unlock (&contents.lock);
      /* Making room may have let go of this very content. */
      if (has_room && self->storage != NULL)
        self->copy = copy_bytes (self->storage);
    }

  g_clear_pointer (&self->storage, tns_storage_unref);
  g_mutex_lock (&contents.lock);
  stop_being_current (self);
  if (self->copy == NULL)
    stop_keeping (self);
  g_mutex_unlock (&contents.lock);
}

TnsContent *
tns_content_before_write (TnsStorage *storage)
{
  TnsContent *content;

  g_rec_mutex_lock (get_write_lock (tns_storage_get_id (storage)));
  content = tns_content_dup_current (storage);
  keep_copy (content);
  return content;
}

void
tns_content_after_write (TnsStorage *storage)
{
  g_rec_mutex_unlock (get_write_lock (tns_storage_get_id (storage)));
}

/* ---- reading ---- */

static bool
view_storage (TnsContent *self, TnsContentView *view)
{
  const TnsDevice device = tns_storage_get_device (self->storage);

  if (tns_storage_get_version (self->storage) != self->version)
    return false;
  view->data = tns_storage_get_data (self->storage);
  view->n_bytes = tns_storage_get_n_bytes (self->storage);
  view->backend = NULL;
  view->device = MAX (device.index, 0);
  if (device.type == TNS_DEVICE_META)
    return false;
  if (device.type == TNS_DEVICE_CPU)
    return true;
  view->backend = tns_device_get_backend (device, NULL);
  return view->backend != NULL;
}

bool
tns_content_open (TnsContent *self, TnsContentView *view)
{
  GRecMutex *lock = get_write_lock (self->storage_id);

  g_rec_mutex_lock (lock);
  if (self->copy != NULL)
    {
      *view = (TnsContentView) { .data = self->copy, .n_bytes = self->n_bytes };
      return true;
    }
  if (self->storage != NULL && view_storage (self, view))
    return true;
  g_rec_mutex_unlock (lock);
  return false;
}

void
tns_content_close (TnsContent *self)
{
  g_rec_mutex_unlock (get_write_lock (self->storage_id));
}
