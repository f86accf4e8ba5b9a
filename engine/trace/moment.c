/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/moment.h"

#include <string.h>

/* A moment is a layout on a content. Loops make the same few layouts over and over and TnsMeta is a
 * kilobyte wide, so moments of equal layout share one. */

typedef struct
{
  TnsMeta meta; /* first: the table's key */
  int n_refs;
} Layout;

struct _TnsMoment
{
  gatomicrefcount n_refs;
  Layout *layout;
  TnsContent *content;
  uint64_t tensor_id;
  bool requires_grad;
  bool is_leaf;
};

static struct
{
  GMutex lock;
  GHashTable *table; /* TnsMeta → Layout, weak */
} layouts;

static guint
hash_meta (gconstpointer key)
{
  const TnsMeta *meta = key;
  uint64_t hash = (uint64_t) meta->rank * 31 + (uint64_t) meta->dtype * 7
                  + (uint64_t) meta->offset_elems * 2654435761u;

  for (int d = 0; d < meta->rank; d++)
    {
      hash = hash * 0x9e3779b97f4a7c15u + (uint64_t) meta->sizes[d];
      hash = hash * 0x9e3779b97f4a7c15u + (uint64_t) meta->strides[d];
    }
  return (guint) (hash ^ (hash >> 32));
}

static gboolean
equal_meta (gconstpointer a, gconstpointer b)
{
  const TnsMeta *one = a, *two = b;
  const size_t n_bytes = (size_t) one->rank * sizeof one->sizes[0];

  return one->rank == two->rank && one->dtype == two->dtype
         && one->offset_elems == two->offset_elems && tns_device_equal (one->device, two->device)
         && memcmp (one->sizes, two->sizes, n_bytes) == 0
         && memcmp (one->strides, two->strides, n_bytes) == 0;
}

static Layout *
dup_layout (const TnsMeta *meta)
{
  Layout *layout;

  g_mutex_lock (&layouts.lock);
  if (layouts.table == NULL)
    layouts.table = g_hash_table_new (hash_meta, equal_meta);
  layout = g_hash_table_lookup (layouts.table, meta);
  if (layout == NULL)
    {
      layout = g_new (Layout, 1);
      layout->meta = *meta;
      layout->meta.alias_of = -1;
      layout->n_refs = 0;
      g_hash_table_insert (layouts.table, &layout->meta, layout);
    }
  layout->n_refs++;
  g_mutex_unlock (&layouts.lock);
  return layout;
}

static void
layout_unref (Layout *layout)
{
  bool is_last;

  g_mutex_lock (&layouts.lock);
  is_last = --layout->n_refs == 0;
  if (is_last)
    g_hash_table_remove (layouts.table, &layout->meta);
  g_mutex_unlock (&layouts.lock);
  if (is_last)
    g_free (layout);
}

/* Takes @content. */
static TnsMoment *
moment_new (TnsTensor *tensor, TnsContent *content)
{
  TnsMoment *self = g_new (TnsMoment, 1);
  TnsMeta meta;

  tns_tensor_get_meta (tensor, &meta);
  *self = (TnsMoment) {
    .layout = dup_layout (&meta),
    .content = content,
    .tensor_id = tns_tensor_get_id (tensor),
    .requires_grad = tns_tensor_get_requires_grad (tensor),
    .is_leaf = tns_tensor_is_leaf (tensor),
  };
  g_atomic_ref_count_init (&self->n_refs);
  return self;
}

TnsMoment *
tns_moment_new_on_content (TnsTensor *tensor, TnsContent *content)
{
  return moment_new (tensor, tns_content_ref (content));
}

TnsMoment *
tns_moment_new (TnsTensor *tensor)
{
  return moment_new (tensor, tns_content_dup_current (tns_tensor_get_storage (tensor)));
}

bool
tns_moment_still_shows (const TnsMoment *self, TnsTensor *tensor)
{
  TnsMeta meta;

  if (self->tensor_id != tns_tensor_get_id (tensor)
      || self->requires_grad != tns_tensor_get_requires_grad (tensor)
      || self->is_leaf != tns_tensor_is_leaf (tensor))
    return false;
  tns_tensor_get_meta (tensor, &meta);
  return equal_meta (&self->layout->meta, &meta)
         && tns_content_is_current (self->content, tns_tensor_get_storage (tensor));
}

TnsMoment *
tns_moment_new_with_content (TnsMoment *moment, TnsContent *content)
{
  TnsMoment *self = g_memdup2 (moment, sizeof *moment);

  self->layout = dup_layout (&moment->layout->meta);
  self->content = tns_content_ref (content);
  g_atomic_ref_count_init (&self->n_refs);
  return self;
}

TnsMoment *
tns_moment_new_part (TnsMoment *moment, const int64_t *first, const int64_t *sizes)
{
  TnsMoment *self = g_memdup2 (moment, sizeof *moment);
  TnsMeta meta = moment->layout->meta;

  for (int d = 0; d < meta.rank; d++)
    {
      meta.offset_elems += first[d] * meta.strides[d];
      meta.sizes[d] = sizes[d];
    }
  self->layout = dup_layout (&meta);
  self->content = tns_content_ref (moment->content);
  g_atomic_ref_count_init (&self->n_refs);
  return self;
}

TnsMoment *
tns_moment_ref (TnsMoment *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
tns_moment_unref (TnsMoment *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  layout_unref (self->layout);
  tns_content_unref (self->content);
  g_free (self);
}

const TnsMeta *
tns_moment_get_meta (const TnsMoment *self)
{
  return &self->layout->meta;
}

int64_t
tns_moment_get_numel (const TnsMoment *self)
{
  int64_t numel = 1;

  for (int d = 0; d < self->layout->meta.rank; d++)
    numel *= self->layout->meta.sizes[d];
  return numel;
}

uint64_t
tns_moment_get_tensor_id (const TnsMoment *self)
{
  return self->tensor_id;
}

uint64_t
tns_moment_get_storage_id (const TnsMoment *self)
{
  return tns_content_get_storage_id (self->content);
}

uint32_t
tns_moment_get_version (const TnsMoment *self)
{
  return tns_content_get_version (self->content);
}

size_t
tns_moment_get_storage_bytes (const TnsMoment *self)
{
  return tns_content_get_n_bytes (self->content);
}

bool
tns_moment_requires_grad (const TnsMoment *self)
{
  return self->requires_grad;
}

bool
tns_moment_is_leaf (const TnsMoment *self)
{
  return self->is_leaf;
}

TnsContent *
tns_moment_get_content (TnsMoment *self)
{
  return self->content;
}
