/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-part.h"

#include <string.h>

TnuIndexPart
tnu_index_part_range (gint64 start, gint64 stop, gint64 step)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_SLICE,
                         .has_start = true,
                         .has_stop = true,
                         .start = start,
                         .stop = stop,
                         .step = step };
}

TnuIndexPart
tnu_index_part_all (void)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_SLICE, .step = 1 };
}

TnuIndexPart
tnu_index_part_int (gint64 at)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_INT, .at = at };
}

TnuIndexPart
tnu_index_part_list (void)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_LIST,
                         .rank = 1,
                         .items = g_array_new (FALSE, TRUE, sizeof (gint64)) };
}

void
tnu_index_part_append (TnuIndexPart *self, gint64 item)
{
  g_array_append_val (self->items, item);
  self->sizes[0] = self->items->len;
}

TnuIndexPart
tnu_index_part_mask (int rank, const gint64 *sizes)
{
  TnuIndexPart part = { .kind = TNU_INDEX_MASK, .rank = rank, .is_tensor = rank > 1 };
  gint64 n = 1;
  for (int d = 0; d < rank; d++)
    n *= part.sizes[d] = sizes[d];
  part.items = g_array_sized_new (FALSE, TRUE, sizeof (gint64), (guint) n);
  g_array_set_size (part.items, (guint) n);
  return part;
}

TnuIndexPart
tnu_index_part_name (const char *name)
{
  return (TnuIndexPart) { .kind = TNU_INDEX_NAME, .name = g_strdup (name), .n_dims = 1 };
}

void
tnu_index_part_clear (TnuIndexPart *self)
{
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->name, g_free);
}

TnuIndexPart
tnu_index_part_dup (const TnuIndexPart *self)
{
  TnuIndexPart part = *self;
  if (part.items != NULL)
    part.items = g_array_copy (part.items);
  part.name = g_strdup (part.name);
  return part;
}

bool
tnu_index_part_is_all (const TnuIndexPart *self)
{
  return self->kind == TNU_INDEX_SLICE && !self->has_start && !self->has_stop && self->step == 1;
}

int
tnu_index_part_count_dims (const TnuIndexPart *self, int rank)
{
  switch (self->kind)
    {
    case TNU_INDEX_NEW_AXIS:
    case TNU_INDEX_ELLIPSIS:
      return 0;
    case TNU_INDEX_MASK:
      return self->rank;
    case TNU_INDEX_CONDITION:
      return rank;
    case TNU_INDEX_NAME:
      return self->n_dims;
    default:
      return 1;
    }
}

void
tnu_index_clear (TnuIndex *self)
{
  for (int k = 0; k < self->n; k++)
    tnu_index_part_clear (&self->parts[k]);
  self->n = 0;
}

void
tnu_index_copy (const TnuIndex *self, TnuIndex *copy)
{
  copy->n = self->n;
  for (int k = 0; k < self->n; k++)
    copy->parts[k] = tnu_index_part_dup (&self->parts[k]);
}

/* ---- writing ---- */

static void
append_slice (GString *text, const TnuIndexPart *part)
{
  if (part->has_start)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, part->start);
  g_string_append_c (text, ':');
  if (part->has_stop)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, part->stop);
  if (part->step != 1)
    g_string_append_printf (text, ":%" G_GINT64_FORMAT, part->step);
}

/* The items from @first on that lie in the axes from @dim on, @n of them. */
static void
append_items (GString *text, const TnuIndexPart *part, int dim, gint64 first, gint64 n)
{
  gint64 size = part->sizes[dim], step = size > 0 ? n / size : 0;
  g_string_append_c (text, '[');
  for (gint64 k = 0; k < size; k++)
    {
      if (k > 0)
        g_string_append (text, ", ");
      if (dim + 1 < part->rank)
        append_items (text, part, dim + 1, first + k * step, step);
      else if (part->kind == TNU_INDEX_MASK)
        g_string_append (text, g_array_index (part->items, gint64, first + k) ? "True" : "False");
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT,
                                g_array_index (part->items, gint64, first + k));
    }
  g_string_append_c (text, ']');
}

static void
append_list (GString *text, const TnuIndexPart *part)
{
  g_string_append (text, part->is_tensor ? "torch.tensor(" : "");
  append_items (text, part, 0, 0, part->items->len);
  g_string_append (text, part->is_tensor ? ")" : "");
}

char *
tnu_index_part_dup_text (const TnuIndexPart *self, const char *name)
{
  if (self->kind == TNU_INDEX_CONDITION)
    return tnu_condition_dup_text (&self->condition, name);
  if (self->kind == TNU_INDEX_NAME)
    return g_strdup (self->name);
  GString *text = g_string_new (NULL);
  switch (self->kind)
    {
    case TNU_INDEX_SLICE:
      append_slice (text, self);
      break;
    case TNU_INDEX_INT:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, self->at);
      break;
    case TNU_INDEX_NEW_AXIS:
      g_string_append (text, "None");
      break;
    case TNU_INDEX_ELLIPSIS:
      g_string_append (text, "...");
      break;
    case TNU_INDEX_LIST:
    case TNU_INDEX_MASK:
      append_list (text, self);
      break;
    default:
      break;
    }
  return g_string_free (text, FALSE);
}

char *
tnu_index_dup_text (const TnuIndex *self, const char *name)
{
  if (self->n == 0)
    return g_strdup ("...");
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    {
      g_autofree char *part = tnu_index_part_dup_text (&self->parts[k], name);
      g_string_append_printf (text, "%s%s", k > 0 ? ", " : "", part);
    }
  return g_string_free (text, FALSE);
}

/* ---- names ---- */

const TnuIndexTensor *
tnu_index_tensor_find (const TnuIndexTensor *tensors, int n, const char *name)
{
  for (int k = 0; k < n; k++)
    if (strcmp (tensors[k].name, name) == 0)
      return &tensors[k];
  return NULL;
}

gint64
tnu_index_tensor_count (const TnuIndexTensor *self)
{
  gint64 n = 1;
  for (int d = 0; d < self->rank; d++)
    n *= self->sizes[d];
  return n;
}

int
tnu_index_tensor_count_dims (const TnuIndexTensor *self)
{
  return self->type == TNU_ITEMS_TRUTH ? self->rank : 1;
}

void
tnu_index_bind (TnuIndex *self, const TnuIndexTensor *tensors, int n)
{
  for (int k = 0; k < self->n; k++)
    {
      TnuIndexPart *part = &self->parts[k];
      const TnuIndexTensor *tensor = part->kind == TNU_INDEX_NAME
                                         ? tnu_index_tensor_find (tensors, n, part->name)
                                         : NULL;
      if (tensor != NULL)
        part->n_dims = tnu_index_tensor_count_dims (tensor);
    }
}
