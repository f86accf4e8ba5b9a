/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-names.h"

#include <string.h>

#include "engine/session/preview.h"
#include "ui/operation/elements.h"
#include "ui/operation/index/index-parse.h"
#include "ui/operation/variables.h"

/* One name, and what keeps its numbers. */
typedef struct
{
  TnuIndexNames *names;
  char *name;
  TnsMoment *moment;     /* NULL: Python's */
  TnuElements *elements; /* NULL: not wanted yet */
  GArray *items;         /* (element-type gint64): NULL: not read */
} Entry;

struct _TnuIndexNames
{
  GPtrArray *entries; /* (element-type Entry) */
  GArray *tensors;    /* (element-type TnuIndexTensor), of the entries */
  int generation;
  GCancellable *cancellable;
  void (*changed) (void *data);
  void *data;
};

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->elements, tnu_elements_free);
  g_clear_pointer (&entry->moment, tns_moment_unref);
  g_clear_pointer (&entry->items, g_array_unref);
  g_free (entry->name);
  g_free (entry);
}

static Entry *
add_entry (TnuIndexNames *self, const char *name)
{
  Entry *entry = g_new0 (Entry, 1);
  entry->names = self;
  entry->name = g_strdup (name);
  g_ptr_array_add (self->entries, entry);
  return entry;
}

static void
add_tensor (TnuIndexNames *self, Entry *entry, TnuIndexTensor tensor)
{
  tensor.name = entry->name;
  tensor.items = entry->items != NULL ? (const gint64 *) entry->items->data : NULL;
  g_array_append_val (self->tensors, tensor);
}

/* ---- tensors ---- */

/* A single whole number of any type is an index; several have to be long or int. */
static TnuItemsType
choose_type (const TnsMeta *meta)
{
  if (meta->dtype == TNK_BOOL || meta->dtype == TNK_UINT8)
    return TNU_ITEMS_TRUTH;
  if (meta->dtype == TNK_INT64 || meta->dtype == TNK_INT32
      || (meta->rank == 0 && tnk_dtype_is_integral (meta->dtype)))
    return TNU_ITEMS_INTEGERS;
  return TNU_ITEMS_UNFIT;
}

static void
add_variable (TnuIndexNames *self, const TnsVariable *variable)
{
  const TnsMeta *meta = tns_moment_get_meta (variable->value);
  if (meta->rank > TNU_INDEX_MAX_RANK)
    return;
  TnuIndexTensor tensor = { .type = choose_type (meta), .rank = meta->rank };
  Entry *entry = add_entry (self, variable->name);
  for (int d = 0; d < meta->rank; d++)
    tensor.sizes[d] = meta->sizes[d];
  if (tensor.type != TNU_ITEMS_UNFIT)
    entry->moment = tns_moment_ref (variable->value);
  add_tensor (self, entry, tensor);
}

static void
numbers_arrived (void *data)
{
  Entry *entry = data;
  TnuIndexNames *self = entry->names;
  const double *values = tnu_elements_get_all (entry->elements);
  if (values == NULL || entry->items != NULL)
    return;
  entry->items = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 k = 0; k < tns_moment_get_numel (entry->moment); k++)
    {
      gint64 item = (gint64) values[k];
      g_array_append_val (entry->items, item);
    }
  for (guint k = 0; k < self->tensors->len; k++)
    {
      TnuIndexTensor *tensor = &g_array_index (self->tensors, TnuIndexTensor, k);
      if (tensor->name == entry->name)
        tensor->items = (const gint64 *) entry->items->data;
    }
  self->changed (self->data);
}

static void
read_entry (Entry *entry)
{
  if (entry->moment == NULL || entry->elements != NULL || entry->items != NULL)
    return;
  if (tns_moment_get_numel (entry->moment) == 0)
    {
      entry->items = g_array_new (FALSE, FALSE, sizeof (gint64));
      return;
    }
  entry->elements = tnu_elements_new (entry->moment, numbers_arrived, entry);
}

void
tnu_index_names_read (TnuIndexNames *self, const TnuIndex *index)
{
  for (int k = 0; k < index->n; k++)
    for (guint e = 0; index->parts[k].kind == TNU_INDEX_NAME && e < self->entries->len; e++)
      {
        Entry *entry = self->entries->pdata[e];
        if (strcmp (entry->name, index->parts[k].name) == 0)
          read_entry (entry);
      }
}

/* ---- Python's ---- */

bool
tnu_index_names_parse_python (const char *line, char **name, TnuIndexPart *part)
{
  const char *sign = strchr (line, '=');
  if (sign == NULL || !tnu_index_part_parse (sign + 1, "", part, NULL))
    return false;
  if (part->kind == TNU_INDEX_INT || part->kind == TNU_INDEX_LIST || part->kind == TNU_INDEX_MASK)
    {
      *name = g_strndup (line, (gsize) (sign - line));
      return true;
    }
  tnu_index_part_clear (part);
  return false;
}

static void
add_python (TnuIndexNames *self, const char *name, TnuIndexPart *part)
{
  TnuIndexTensor tensor
      = { .type = part->kind == TNU_INDEX_MASK ? TNU_ITEMS_TRUTH : TNU_ITEMS_INTEGERS };
  Entry *entry = add_entry (self, name);
  if (part->kind == TNU_INDEX_INT)
    {
      entry->items = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (entry->items, part->at);
    }
  else
    {
      tensor.rank = 1;
      tensor.sizes[0] = part->items->len;
      entry->items = g_steal_pointer (&part->items);
    }
  add_tensor (self, entry, tensor);
}

static void
python_told (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = tns_session_ask_finish (TNS_SESSION (session), result, &error);
  /* Its owner is gone, or Python is: the tensors are known all the same. */
  if (lines == NULL)
    return;
  TnuIndexNames *self = data;
  for (int k = 0; lines[k] != NULL; k++)
    {
      g_autofree char *name = NULL;
      TnuIndexPart part = { 0 };
      if (tnu_index_names_parse_python (lines[k], &name, &part))
        add_python (self, name, &part);
      tnu_index_part_clear (&part);
    }
  self->generation++;
  self->changed (self->data);
}

/* ---- all of it ---- */

TnuIndexNames *
tnu_index_names_new (TnsSession *session, void (*changed) (void *data), void *data)
{
  TnuIndexNames *self = g_new0 (TnuIndexNames, 1);
  g_autoptr (GPtrArray) variables = tnu_variables_dup (session);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->tensors = g_array_new (FALSE, FALSE, sizeof (TnuIndexTensor));
  self->cancellable = g_cancellable_new ();
  self->changed = changed;
  self->data = data;
  for (guint k = 0; k < variables->len; k++)
    add_variable (self, variables->pdata[k]);
  tns_session_ask_async (session, "indices", NULL, self->cancellable, python_told, self);
  return self;
}

void
tnu_index_names_free (TnuIndexNames *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_array_unref (self->tensors);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

const TnuIndexTensor *
tnu_index_names_get (TnuIndexNames *self, int *n)
{
  *n = (int) self->tensors->len;
  return (const TnuIndexTensor *) self->tensors->data;
}

int
tnu_index_names_get_generation (TnuIndexNames *self)
{
  return self->generation;
}
