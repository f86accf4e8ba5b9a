/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The tensors between the brackets of x[i, mask, :]: masks become positions, indices are broadcast
 * against each other, and their dims find their place in the result (TnsIndexing of offsets.h). */
#include "engine/ops/offsets.h"

#include <string.h>

void
tns_indexing_clear (TnsIndexing *self)
{
  for (int k = 0; k < self->n; k++)
    g_clear_pointer (&self->items[k], tns_tensor_unref);
  self->n = 0;
}

static bool
is_mask (TnsTensor *index)
{
  TnkDtype dtype = index != NULL ? tns_tensor_get_dtype (index) : TNK_INT64;
  return dtype == TNK_BOOL || dtype == TNK_UINT8;
}

static bool
check_count (const TnsValue *indices, int rank, GError **error)
{
  int n = 0;
  for (int k = 0; k < indices->tensors.n; k++)
    {
      TnsTensor *index = indices->tensors.items[k];
      n += is_mask (index) ? tns_tensor_get_rank (index) : 1;
    }
  return n <= rank
         || tns_fail (error, TNS_ERROR_INDEX,
                      "too many indices for tensor of dimension %d (got %d)", rank, n);
}

/* A mask becomes one tensor of positions per dim it covers. */
static bool
add_mask (TnsIndexing *self, const TnsMeta *meta, TnsTensor *mask, GError **error)
{
  TnsMeta shape;
  tns_tensor_get_meta (mask, &shape);
  for (int d = 0; d < shape.rank; d++)
    if (shape.sizes[d] != meta->sizes[self->n + d])
      {
        g_autofree char *own = tns_layout_dup_sizes_text (shape.sizes, shape.rank);
        g_autofree char *other = tns_layout_dup_sizes_text (meta->sizes, meta->rank);
        return tns_fail (error, TNS_ERROR_INDEX,
                         "The shape of the mask %s at index %d does not match the shape of the "
                         "indexed tensor %s at index %d",
                         own, d, other, self->n + d);
      }
  g_autoptr (TnsTensor) found = tns_tensor_new_nonzero (mask, error);
  if (found == NULL)
    return false;
  TnsMeta column;
  tns_tensor_get_meta (found, &column);
  int64_t step = column.strides[1];
  column.rank = 1;
  for (int d = 0; d < shape.rank; d++)
    {
      g_autoptr (TnsTensor) one
          = tns_tensor_new_on_storage (tns_tensor_get_storage (found), &column);
      self->items[self->n] = tns_tensor_to_host_int64 (one, error);
      if (self->items[self->n++] == NULL)
        return false;
      column.offset_elems += step;
    }
  return true;
}

/* (transfer full): @index as int64 on the CPU, with its dims in the same order in memory, which the
 * results are laid out by. */
static TnsTensor *
to_host_in_its_order (TnsTensor *index, GError **error)
{
  if (tns_tensor_get_dtype (index) == TNK_INT64
      && tns_tensor_get_device (index).type == TNS_DEVICE_CPU)
    return tns_tensor_ref (index);
  return tns_tensor_new_converted (index, TNK_INT64, TNS_CPU, error);
}

static bool
add_index (TnsIndexing *self, const TnsMeta *meta, TnsTensor *index, GError **error)
{
  TnkDtype dtype = index != NULL ? tns_tensor_get_dtype (index) : TNK_INT64;
  if (is_mask (index))
    return add_mask (self, meta, index, error);
  if (dtype != TNK_INT64 && dtype != TNK_INT32)
    return tns_fail (error, TNS_ERROR_INDEX,
                     "tensors used as indices must be long, int, byte or bool tensors");
  self->n++;
  if (index == NULL)
    return true;
  self->items[self->n - 1] = to_host_in_its_order (index, error);
  return self->items[self->n - 1] != NULL;
}

static bool
fail_shapes (const TnsIndexing *self, GError **error)
{
  GString *text = g_string_new (NULL);
  for (int k = 0; k < self->n; k++)
    if (self->items[k] != NULL)
      {
        g_autofree char *own = tns_layout_dup_sizes_text (tns_tensor_get_sizes (self->items[k]),
                                                          tns_tensor_get_rank (self->items[k]));
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", own);
      }
  g_autofree char *shapes = g_string_free (text, FALSE);
  return tns_fail (
      error, TNS_ERROR_INDEX,
      "shape mismatch: indexing tensors could not be broadcast together with shapes %s", shapes);
}

static bool
broadcast_indices (TnsIndexing *self, GError **error)
{
  TnsMeta shape = { .rank = 0 };
  for (int k = 0; k < self->n; k++)
    if (self->items[k] != NULL
        && !tns_broadcast_sizes (&shape, tns_tensor_get_sizes (self->items[k]),
                                 tns_tensor_get_rank (self->items[k]), NULL))
      return fail_shapes (self, error);
  self->index_rank = shape.rank;
  memcpy (self->index_sizes, shape.sizes, (size_t) shape.rank * sizeof (int64_t));
  return true;
}

/* Indexed dims that stand together are replaced in their place, others go to the front. */
static bool
place_dims (TnsIndexing *self, const TnsMeta *meta, GError **error)
{
  int first = -1, last = -1, n_given = 0;
  for (int k = 0; k < self->n; k++)
    if (self->items[k] != NULL)
      {
        first = first < 0 ? k : first;
        last = k;
        n_given++;
      }
  bool is_together = last - first + 1 == n_given;
  self->first = n_given > 0 && is_together ? first : 0;
  self->out_rank = 0;
  if (meta->rank - n_given + self->index_rank > TNK_MAX_RANK)
    return tns_fail (error, TNS_ERROR_INDEX, "too many dimensions in the result of indexing");
  for (int d = 0, rest = 0; d <= meta->rank; d++)
    {
      if (rest == self->first && self->out_rank == rest)
        for (int k = 0; k < self->index_rank; k++)
          self->out_sizes[self->out_rank++] = self->index_sizes[k];
      if (d == meta->rank || (d < self->n && self->items[d] != NULL))
        continue;
      self->out_sizes[self->out_rank++] = meta->sizes[d];
      rest++;
    }
  return true;
}

/* An index into nothing can only be right when nothing is asked for. */
static bool
check_empty (const TnsIndexing *self, const TnsMeta *meta, GError **error)
{
  if (tns_layout_count (self->index_sizes, self->index_rank) == 0)
    return true;
  for (int k = 0; k < self->n; k++)
    if (self->items[k] != NULL && meta->sizes[k] == 0)
      return tns_fail (error, TNS_ERROR_INDEX,
                       "index is out of bounds for dimension with size 0");
  return true;
}

bool
tns_indexing_init (TnsIndexing *self, const TnsMeta *meta, const TnsValue *indices, GError **error)
{
  memset (self, 0, sizeof *self);
  if (!check_count (indices, meta->rank, error))
    return false;
  for (int k = 0; k < indices->tensors.n; k++)
    if (!add_index (self, meta, indices->tensors.items[k], error))
      {
        tns_indexing_clear (self);
        return false;
      }
  if (broadcast_indices (self, error) && place_dims (self, meta, error)
      && check_empty (self, meta, error))
    return true;
  tns_indexing_clear (self);
  return false;
}
