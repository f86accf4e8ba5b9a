/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-derivation-private.h"

#include <string.h>

#include "engine/core/tensor.h"

/* More picks are not followed one by one. */
#define TNU_INDEX_MAX_PICKS (1 << 20)

/* ---- what indexes ---- */

static TnuIndexTensor
make_tensor (TnuItemsType type, int rank, const gint64 *sizes, const gint64 *items)
{
  TnuIndexTensor tensor = { .type = type, .rank = rank, .items = items };
  for (int d = 0; d < rank; d++)
    tensor.sizes[d] = sizes[d];
  return tensor;
}

TnuIndexTensor
tnu_index_derivation_get_tensor (TnuIndexDerivation *self, const TnuIndexPart *part)
{
  const TnuIndexSource *source = self->source;
  if (part->kind == TNU_INDEX_NAME)
    return *tnu_index_tensor_find (source->tensors, source->n_tensors, part->name);
  if (part->kind == TNU_INDEX_CONDITION)
    return make_tensor (TNU_ITEMS_TRUTH, source->rank, source->sizes, NULL);
  return make_tensor (part->kind == TNU_INDEX_MASK ? TNU_ITEMS_TRUTH : TNU_ITEMS_INTEGERS,
                      part->rank, part->sizes, (const gint64 *) part->items->data);
}

/* ---- masks ---- */

static bool
check_mask (TnuIndexDerivation *self, const TnuIndexTensor *mask, int axis)
{
  gint64 sizes[TNU_INDEX_MAX_RESULT];
  for (int d = 0; d < self->n_axes; d++)
    sizes[d] = self->axes[d].size;
  for (int k = 0; k < mask->rank; k++)
    if (mask->sizes[k] != sizes[axis + k])
      {
        g_autofree char *shape = tns_sizes_dup_text (mask->rank, mask->sizes);
        g_autofree char *tensor = tns_sizes_dup_text (self->n_axes, sizes);
        return tnu_index_derivation_refuse (
            self,
            "IndexError: The shape of the mask %s at index %d does not match the shape of the "
            "indexed tensor %s at index %d",
            shape, k, tensor, axis + k);
      }
  return true;
}

static void
begin_lists (TnuIndexList *lists, const TnuIndexTensor *mask, gint64 count)
{
  for (int k = 0; k < mask->rank; k++)
    lists[k] = (TnuIndexList) { .is_there = true,
                               .rank = 1,
                               .sizes = { count },
                               .items = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

static void
append_place (TnuIndexList *lists, const TnuIndexTensor *mask, gint64 flat)
{
  for (int k = mask->rank - 1; k >= 0; k--)
    {
      gint64 at = flat % mask->sizes[k];
      g_array_append_val (lists[k].items, at);
      flat /= mask->sizes[k];
    }
}

/* The place of every True, axis by axis, in row-major order. */
static void
list_true (const TnuIndexTensor *mask, TnuIndexList *lists)
{
  gint64 n = tnu_index_tensor_count (mask);
  begin_lists (lists, mask, 0);
  for (gint64 flat = 0; flat < n; flat++)
    if (mask->items[flat] != 0)
      append_place (lists, mask, flat);
  for (int k = 0; k < mask->rank; k++)
    lists[k].sizes[0] = lists[k].items->len;
}

static void
list_condition (const TnuIndexSource *source, const TnuCondition *condition, TnuIndexTensor *mask,
                TnuIndexList *lists)
{
  const TnuIndexHits *hits = source->hits;
  if (source->values != NULL)
    {
      g_autoptr (GArray) holds
          = tnu_condition_dup_mask (condition, source->dtype, source->values, source->imaginary,
                                    tnu_index_tensor_count (mask));
      mask->items = (const gint64 *) holds->data;
      list_true (mask, lists);
    }
  else if (hits != NULL)
    {
      begin_lists (lists, mask, hits->count);
      for (int k = 0; k < hits->n_flats; k++)
        append_place (lists, mask, hits->flats[k]);
    }
}

static void
list_items (const TnuIndexTensor *tensor, TnuIndexList *list)
{
  gint64 n = tnu_index_tensor_count (tensor);
  *list = (TnuIndexList) { .is_there = true, .rank = tensor->rank };
  memcpy (list->sizes, tensor->sizes, sizeof list->sizes);
  if (tensor->items == NULL)
    return;
  list->items = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n);
  g_array_append_vals (list->items, tensor->items, (guint) n);
}

/* The lists of one part, whose first axis is @axis. */
static bool
list_part (TnuIndexDerivation *self, int axis, TnuIndexStep *step)
{
  const TnuIndexPart *part = &self->index->parts[step->part];
  TnuIndexList *lists = &self->result->lists[step->dim];
  TnuIndexTensor tensor = tnu_index_derivation_get_tensor (self, part);
  if (tensor.type == TNU_ITEMS_TRUTH && !check_mask (self, &tensor, axis))
    return false;
  for (int k = 0; k < step->n_dims; k++)
    lists[k] = (TnuIndexList) { .is_there = true, .rank = 1, .sizes = { -1 } };
  if (tensor.type == TNU_ITEMS_INTEGERS)
    list_items (&tensor, lists);
  else if (part->kind == TNU_INDEX_CONDITION)
    list_condition (self->source, &part->condition, &tensor, lists);
  else if (tensor.items != NULL)
    list_true (&tensor, lists);
  step->count = lists->items == NULL                ? -1
                : tensor.type == TNU_ITEMS_INTEGERS ? (gint64) lists->items->len
                                                    : lists->sizes[0];
  self->result->has_places &= lists->items != NULL;
  return true;
}

/* ---- lists ---- */

/* The common shape of the lists; a length that is not known yet fits every other. */
static bool
broadcast_lists (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  g_autoptr (GString) shapes = g_string_new (NULL);
  bool fits = true;
  for (int d = 0; d < self->source->rank; d++)
    result->n_picked_dims = MAX (result->n_picked_dims, result->lists[d].rank);
  for (int k = 0; k < result->n_picked_dims; k++)
    self->picked_sizes[k] = 1;
  for (int d = 0; d < self->source->rank; d++)
    {
      const TnuIndexList *list = &result->lists[d];
      gint64 *sizes = self->picked_sizes + result->n_picked_dims - list->rank;
      if (!list->is_there)
        continue;
      g_autofree char *shape = tns_sizes_dup_text (list->rank, list->sizes);
      g_string_append_printf (shapes, "%s%s", shapes->len > 0 ? ", " : "", shape);
      for (int k = 0; k < list->rank; k++)
        {
          fits &= list->sizes[k] == sizes[k] || list->sizes[k] == 1 || sizes[k] == 1
                  || list->sizes[k] < 0 || sizes[k] < 0;
          if (sizes[k] == 1 || (sizes[k] < 0 && list->sizes[k] > 1))
            sizes[k] = list->sizes[k];
        }
    }
  return fits
         || tnu_index_derivation_refuse (
             self,
             "IndexError: shape mismatch: indexing tensors could not be broadcast together with "
             "shapes %s",
             shapes->str);
}

/* Which item of @list stands at @pick of the common shape. */
static gint64
get_item (const TnuIndexDerivation *self, const TnuIndexList *list, gint64 pick)
{
  gint64 flat = 0, stride = 1;
  for (int k = self->result->n_picked_dims - 1, own = list->rank - 1; own >= 0; k--, own--)
    {
      if (list->sizes[own] != 1)
        flat += pick % self->picked_sizes[k] * stride;
      stride *= list->sizes[own];
      pick /= self->picked_sizes[k];
    }
  return g_array_index (list->items, gint64, flat);
}

/* How many of all picks are told one by one: no more than the lists tell themselves. */
static void
count_picks (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  result->n_picked = 1;
  for (int k = 0; k < result->n_picked_dims; k++)
    result->n_picked *= self->picked_sizes[k];
  result->n_told = MIN (result->n_picked, TNU_INDEX_MAX_PICKS);
  for (int d = 0; d < self->source->rank; d++)
    {
      const TnuIndexList *list = &result->lists[d];
      if (list->is_there && list->rank == 1 && (gint64) list->items->len < list->sizes[0])
        result->n_told = MIN (result->n_told, (gint64) list->items->len);
    }
}

static void
lay_lists (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  for (int d = 0; d < self->source->rank; d++)
    {
      if (!result->lists[d].is_there)
        continue;
      result->picked[d] = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (gint64 pick = 0; pick < result->n_told; pick++)
        {
          gint64 at = get_item (self, &result->lists[d], pick);
          g_array_append_val (result->picked[d], at);
        }
    }
}

/* Whether any element is read: PyTorch looks at indices only then. */
static bool
reads_any (const TnuIndexDerivation *self)
{
  bool reads = self->result->n_picked > 0;
  for (int a = 0; a < self->n_axes; a++)
    reads &= self->axes[a].waits || self->axes[a].size > 0;
  return reads;
}

/* Pick by pick, and for each pick list by list, as PyTorch meets them. */
static bool
check_picks (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  const gint64 *sizes = self->source->sizes;
  for (int d = 0; d < self->source->rank; d++)
    if (result->picked[d] != NULL && sizes[d] == 0 && result->n_picked > 0)
      return tnu_index_derivation_refuse (
          self, "IndexError: index is out of bounds for dimension with size 0");
  for (gint64 pick = 0; reads_any (self) && pick < result->n_told; pick++)
    {
      int n_lists = 0;
      for (int d = 0; d < self->source->rank; d++)
        {
          if (result->picked[d] == NULL)
            continue;
          gint64 at = g_array_index (result->picked[d], gint64, pick);
          if (at < -sizes[d] || at >= sizes[d])
            return tnu_index_derivation_refuse (
                self,
                "IndexError: index %" G_GINT64_FORMAT
                " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
                at, n_lists, sizes[d]);
          n_lists++;
        }
    }
  return true;
}

static void
count_from_start (GArray *items, gint64 size)
{
  for (guint k = 0; items != NULL && k < items->len; k++)
    if (g_array_index (items, gint64, k) < 0)
      g_array_index (items, gint64, k) += size;
}

static bool
check_types (TnuIndexDerivation *self)
{
  for (int a = 0; a < self->n_axes; a++)
    if (self->axes[a].waits)
      {
        const TnuIndexStep *step = &self->result->steps[self->axes[a].step];
        TnuIndexTensor tensor
            = tnu_index_derivation_get_tensor (self, &self->index->parts[step->part]);
        if (tensor.type == TNU_ITEMS_UNFIT)
          return tnu_index_derivation_refuse (
              self, "IndexError: tensors used as indices must be long, int, byte or bool tensors");
      }
  return true;
}

bool
tnu_index_derivation_gather (TnuIndexDerivation *self)
{
  TnuIndexResult *result = self->result;
  if (!check_types (self))
    return false;
  for (int a = 0; a < self->n_axes;)
    {
      TnuIndexStep *step = &result->steps[self->axes[a].step];
      if (self->axes[a].waits && !list_part (self, a, step))
        return false;
      a += self->axes[a].waits ? step->n_dims : 1;
    }
  if (!broadcast_lists (self))
    return false;
  if (!result->has_places || result->n_picked_dims == 0)
    return true;
  count_picks (self);
  lay_lists (self);
  if (!check_picks (self))
    return false;
  for (int d = 0; d < self->source->rank; d++)
    {
      count_from_start (result->picked[d], self->source->sizes[d]);
      count_from_start (result->lists[d].items, self->source->sizes[d]);
    }
  return true;
}
