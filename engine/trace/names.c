/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/names.h"

struct _TnsNames
{
  GHashTable *bindings; /* name → BIND event, or NULL after its deletion */
  GPtrArray *order;     /* names as they first appeared */
  GHashTable *tensors;  /* tensor id → name */
};

TnsNames *
tns_names_new (void)
{
  TnsNames *self = g_new (TnsNames, 1);

  self->bindings = g_hash_table_new (g_str_hash, g_str_equal);
  self->order = g_ptr_array_new ();
  self->tensors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
tns_names_free (TnsNames *self)
{
  g_hash_table_unref (self->bindings);
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->tensors);
  g_free (self);
}

static uint64_t
get_bound_id (const TnsEvent *bind)
{
  return bind != NULL && bind->n_outputs > 0 ? tns_moment_get_tensor_id (bind->outputs[0]) : 0;
}

/* @name no longer stands for @tensor_id: another name of the same tensor may. */
static void
forget (TnsNames *self, const char *name, uint64_t tensor_id)
{
  const char *current = g_hash_table_lookup (self->tensors, &tensor_id);

  if (current == NULL || !g_str_equal (current, name))
    return;
  g_hash_table_remove (self->tensors, &tensor_id);
  for (guint i = 0; i < self->order->len; i++)
    {
      const char *other = self->order->pdata[i];

      if (get_bound_id (g_hash_table_lookup (self->bindings, other)) != tensor_id)
        continue;
      g_hash_table_insert (self->tensors, g_memdup2 (&tensor_id, sizeof tensor_id),
                           (gpointer) other);
      return;
    }
}

void
tns_names_note (TnsNames *self, const TnsEvent *event)
{
  gpointer old = NULL;
  uint64_t new_id, old_id;

  if (event->kind != TNS_EVENT_BIND)
    return;
  new_id = get_bound_id (event);
  if (!g_hash_table_lookup_extended (self->bindings, event->name, NULL, &old))
    g_ptr_array_add (self->order, event->name);
  old_id = get_bound_id (old);
  g_hash_table_insert (self->bindings, event->name, new_id != 0 ? (gpointer) event : NULL);
  if (old_id != 0 && old_id != new_id)
    forget (self, event->name, old_id);
  if (new_id != 0 && !g_hash_table_contains (self->tensors, &new_id))
    g_hash_table_insert (self->tensors, g_memdup2 (&new_id, sizeof new_id), event->name);
}

const char *
tns_names_get (TnsNames *self, uint64_t tensor_id)
{
  return g_hash_table_lookup (self->tensors, &tensor_id);
}

GArray *
tns_names_dup_bindings (TnsNames *self)
{
  GArray *bindings = g_array_new (FALSE, FALSE, sizeof (TnsBinding));

  for (guint i = 0; i < self->order->len; i++)
    {
      const char *name = self->order->pdata[i];
      const TnsEvent *event = g_hash_table_lookup (self->bindings, name);

      if (event != NULL)
        g_array_append_val (bindings, ((TnsBinding) { name, event }));
    }
  return bindings;
}
