/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Every kind of indexing comes down to a list of offsets; they are made and bounds-checked here, on
 * the host, and carried to the device that needs them. */
#include "engine/ops/offsets.h"

#include <string.h>

/* ---- walking a layout ---- */

/* Row-major counter over @sizes with the offset of the current place under @strides. */
typedef struct
{
  int rank;
  const int64_t *sizes;
  const int64_t *strides;
  int64_t index[TNK_MAX_RANK];
  int64_t offset;
} Walk;

static void
walk_init (Walk *walk, int rank, const int64_t *sizes, const int64_t *strides)
{
  *walk = (Walk) { .rank = rank, .sizes = sizes, .strides = strides };
}

static inline void
walk_step (Walk *walk)
{
  for (int d = walk->rank - 1; d >= 0; d--)
    {
      walk->offset += walk->strides[d];
      if (++walk->index[d] < walk->sizes[d])
        return;
      walk->offset -= walk->sizes[d] * walk->strides[d];
      walk->index[d] = 0;
    }
}

static TnsTensor *
new_offsets (int rank, const int64_t *sizes, GError **error)
{
  return tns_tensor_new_dense (TNK_INT64, TNS_CPU, rank, sizes, error);
}

TnsTensor *
tns_tensor_to_device (TnsTensor *tensor, TnsDevice device, GError **error)
{
  if (tns_device_equal (tns_tensor_get_device (tensor), device))
    return tns_tensor_ref (tensor);
  g_autoptr (TnsTensor) there
      = tns_tensor_new_dense (tns_tensor_get_dtype (tensor), device, tns_tensor_get_rank (tensor),
                              tns_tensor_get_sizes (tensor), error);
  if (there == NULL || !tns_tensor_copy_from (there, tensor, error))
    return NULL;
  return g_steal_pointer (&there);
}

TnsTensor *
tns_tensor_to_host_int64 (TnsTensor *tensor, GError **error)
{
  if (tns_tensor_get_dtype (tensor) == TNK_INT64 && tns_tensor_is_contiguous (tensor)
      && tns_tensor_get_device (tensor).type == TNS_DEVICE_CPU)
    return tns_tensor_ref (tensor);
  g_autoptr (TnsTensor) host
      = new_offsets (tns_tensor_get_rank (tensor), tns_tensor_get_sizes (tensor), error);
  if (host == NULL || !tns_tensor_copy_from (host, tensor, error))
    return NULL;
  return g_steal_pointer (&host);
}

/* Hands finished offsets over to @device; consumes @offsets. */
static TnsTensor *
send (TnsTensor *offsets, TnsDevice device, GError **error)
{
  TnsTensor *sent = tns_tensor_to_device (offsets, device, error);
  tns_tensor_unref (offsets);
  return sent;
}

TnsTensor *
tns_offsets_new (const TnsMeta *layout, GError **error)
{
  TnsTensor *offsets = new_offsets (layout->rank, layout->sizes, error);
  if (offsets == NULL)
    return NULL;
  int64_t n = tns_tensor_get_numel (offsets);
  int64_t *out = tns_tensor_get_data (offsets);
  Walk walk;
  walk_init (&walk, layout->rank, layout->sizes, layout->strides);
  for (int64_t i = 0; i < n; i++, walk_step (&walk))
    out[i] = layout->offset_elems + walk.offset;
  return send (offsets, layout->device, error);
}

/* ---- reading positions ---- */

bool
tns_tensor_count_nonzero (TnsTensor *tensor, int64_t *count, GError **error)
{
  TnsMeta meta;
  tns_tensor_get_meta (tensor, &meta);
  for (int d = 0; d < meta.rank; d++)
    meta.sizes[d] = 1;
  g_autoptr (TnsTensor) sum
      = tns_tensor_new_zeros (TNK_INT64, meta.device, meta.rank, meta.sizes, error);
  const TnkBackend *backend = tns_device_get_backend (meta.device, error);
  if (sum == NULL || backend == NULL)
    return false;
  TnkScalar value = tns_scalar_int (0);
  if (tns_tensor_get_numel (tensor) > 0)
    {
      TnkStatus status = backend->reduce (TNK_REDUCE_COUNT_NONZERO, tns_tensor_get_array (sum),
                                          tns_tensor_get_array (tensor));
      if (!tns_check_status (status, "nonzero_count", meta.dtype, error)
          || !tns_tensor_get_item (sum, &value, error))
        return false;
    }
  *count = value.i;
  return true;
}

TnsTensor *
tns_tensor_new_nonzero (TnsTensor *tensor, GError **error)
{
  TnsMeta meta;
  int64_t count;
  TnsDevice device = tns_tensor_get_device (tensor);
  if (!tns_tensor_count_nonzero (tensor, &count, error))
    return NULL;
  /* One coordinate after the other, as PyTorch lays the result out. */
  tns_meta_init_dense (&meta, TNK_INT64, device, 2,
                       (int64_t[]) { count, tns_tensor_get_rank (tensor) });
  meta.strides[0] = 1;
  meta.strides[1] = MAX (count, 1);
  g_autoptr (TnsTensor) found = tns_tensor_new (&meta, error);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  if (found == NULL || backend == NULL)
    return NULL;
  if (tns_tensor_get_numel (found) > 0
      && !tns_check_status (backend->nonzero (tns_tensor_get_array (found),
                                              tns_tensor_get_array (tensor)),
                            "nonzero", tns_tensor_get_dtype (tensor), error))
    return NULL;
  return g_steal_pointer (&found);
}

/* ---- advanced indexing ---- */

/* One indexed dim: adds index · stride to every position of the broadcast index. */
static bool
add_positions (const TnsIndexing *self,
               int dim,
               int number,
               const TnsMeta *meta,
               int64_t *positions,
               GError **error)
{
  const TnsTensor *index = self->items[dim];
  const int64_t *data = tns_tensor_get_data (index);
  const int64_t *sizes = tns_tensor_get_sizes (index), *strides = tns_tensor_get_strides (index);
  int shift = self->index_rank - tns_tensor_get_rank (index);
  int64_t repeated[TNK_MAX_RANK];
  for (int d = 0; d < self->index_rank; d++)
    repeated[d] = d < shift || sizes[d - shift] == 1 ? 0 : strides[d - shift];
  int64_t n = tns_layout_count (self->index_sizes, self->index_rank);
  int64_t size = meta->sizes[dim], stride = meta->strides[dim];
  Walk walk;
  walk_init (&walk, self->index_rank, self->index_sizes, repeated);
  for (int64_t i = 0; i < n; i++, walk_step (&walk))
    {
      int64_t value = data[walk.offset];
      if (value < -size || value >= size)
        return tns_fail (error, TNS_ERROR_INDEX,
                         "index %" G_GINT64_FORMAT
                         " is out of bounds for dimension %d with size %" G_GINT64_FORMAT,
                         value, number, size);
      positions[i] += (value < 0 ? value + size : value) * stride;
    }
  return true;
}

static bool
sum_positions (const TnsIndexing *self, const TnsMeta *meta, int64_t *positions, GError **error)
{
  int number = 0;
  for (int k = 0; k < self->n; k++)
    if (self->items[k] != NULL && !add_positions (self, k, number++, meta, positions, error))
      return false;
  return true;
}

TnsTensor *
tns_indexing_new_offsets (const TnsIndexing *self, const TnsMeta *meta, GError **error)
{
  int64_t n_index = tns_layout_count (self->index_sizes, self->index_rank);
  g_autofree int64_t *positions = g_try_new0 (int64_t, MAX (n_index, 1));
  TnsTensor *offsets
      = positions != NULL ? new_offsets (self->out_rank, self->out_sizes, error) : NULL;
  if (positions == NULL)
    tns_check_status (TNK_OUT_OF_MEMORY, "index", meta->dtype, error);
  if (offsets == NULL || !sum_positions (self, meta, positions, error))
    {
      g_clear_pointer (&offsets, tns_tensor_unref);
      return NULL;
    }
  /* The dims that are not indexed, before and behind the place of the index dims. */
  TnsMeta rest = { .rank = 0 };
  for (int d = 0; d < meta->rank; d++)
    if (d >= self->n || self->items[d] == NULL)
      {
        rest.sizes[rest.rank] = meta->sizes[d];
        rest.strides[rest.rank++] = meta->strides[d];
      }
  int64_t n_before = tns_layout_count (rest.sizes, self->first);
  int64_t n_behind = tns_layout_count (rest.sizes + self->first, rest.rank - self->first);
  int64_t *out = tns_tensor_get_data (offsets);
  Walk before, behind;
  walk_init (&before, self->first, rest.sizes, rest.strides);
  walk_init (&behind, rest.rank - self->first, rest.sizes + self->first,
             rest.strides + self->first);
  for (int64_t b = 0; b < n_before; b++, walk_step (&before))
    for (int64_t i = 0; i < n_index; i++)
      for (int64_t r = 0; r < n_behind; r++, walk_step (&behind))
        *out++ = before.offset + positions[i] + behind.offset;
  return send (offsets, meta->device, error);
}

/* ---- along one dim ---- */

static bool
fail_bounds (TnsError code, int64_t value, int64_t dim, int64_t size, GError **error)
{
  return tns_fail (error, code,
                   "index %" G_GINT64_FORMAT " is out of bounds for dimension %" G_GINT64_FORMAT
                   " with size %" G_GINT64_FORMAT,
                   value, dim, size);
}

TnsTensor *
tns_offsets_new_along (const TnsMeta *meta, int64_t dim, TnsTensor *index, TnsError code,
                       GError **error)
{
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (index, error);
  if (host == NULL)
    return NULL;
  int rank = tns_tensor_get_rank (host);
  g_autoptr (TnsTensor) offsets = new_offsets (rank, tns_tensor_get_sizes (host), error);
  if (offsets == NULL)
    return NULL;
  int64_t strides[TNK_MAX_RANK] = { 0 };
  int64_t size = meta->rank > 0 ? meta->sizes[dim] : 1;
  int64_t stride = meta->rank > 0 ? meta->strides[dim] : 0;
  for (int d = 0; d < rank && d < meta->rank; d++)
    strides[d] = d == dim ? 0 : meta->strides[d];
  int64_t n = tns_tensor_get_numel (host);
  const int64_t *in = tns_tensor_get_data (host);
  int64_t *out = tns_tensor_get_data (offsets);
  Walk walk;
  walk_init (&walk, rank, tns_tensor_get_sizes (host), strides);
  for (int64_t i = 0; i < n; i++, walk_step (&walk))
    {
      if (in[i] < 0 || in[i] >= size)
        {
          fail_bounds (code, in[i], dim, size, error);
          return NULL;
        }
      out[i] = walk.offset + in[i] * stride;
    }
  return send (g_steal_pointer (&offsets), meta->device, error);
}

TnsTensor *
tns_offsets_new_rows (const TnsMeta *meta, int64_t dim, TnsTensor *index, const TnsRowRules *rules,
                      GError **error)
{
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (index, error);
  if (host == NULL)
    return NULL;
  TnsMeta rows = *meta;
  int64_t n_rows = tns_tensor_get_numel (host), row = 0;
  int64_t size = meta->rank > 0 ? meta->sizes[dim] : 1,
          stride = meta->rank > 0 ? meta->strides[dim] : 0;
  g_autofree int64_t *in = g_new (int64_t, MAX (n_rows, 1));
  for (; row < n_rows; row++)
    {
      int64_t value = ((const int64_t *) tns_tensor_get_data (host))[row];
      if (value < (rules->allows_negative ? -size : 0) || value >= size)
        {
          rules->fail (value, dim, size, error);
          return NULL;
        }
      in[row] = (value < 0 ? value + size : value) * stride;
    }
  if (meta->rank > 0)
    rows.sizes[dim] = n_rows;
  TnsTensor *offsets = new_offsets (rows.rank, rows.sizes, error);
  if (offsets == NULL)
    return NULL;
  if (meta->rank > 0)
    rows.strides[dim] = 0;
  int64_t n = tns_tensor_get_numel (offsets);
  int64_t *out = tns_tensor_get_data (offsets);
  Walk walk;
  walk_init (&walk, rows.rank, rows.sizes, rows.strides);
  for (int64_t i = 0; i < n; i++, walk_step (&walk))
    out[i] = walk.offset + (meta->rank > 0 ? in[walk.index[dim]] : 0);
  return send (offsets, meta->device, error);
}

TnsTensor *
tns_offsets_new_flat (const TnsMeta *meta, TnsTensor *index, GError **error)
{
  g_autoptr (TnsTensor) host = tns_tensor_to_host_int64 (index, error);
  if (host == NULL)
    return NULL;
  g_autoptr (TnsTensor) offsets
      = new_offsets (tns_tensor_get_rank (host), tns_tensor_get_sizes (host), error);
  if (offsets == NULL)
    return NULL;
  int64_t numel = tns_layout_count (meta->sizes, meta->rank), n = tns_tensor_get_numel (host);
  const int64_t *in = tns_tensor_get_data (host);
  int64_t *out = tns_tensor_get_data (offsets);
  for (int64_t i = 0; i < n; i++)
    {
      if (in[i] < -numel || in[i] >= numel)
        {
          tns_fail (error, TNS_ERROR_INDEX,
                    "out of range: tried to access index %" G_GINT64_FORMAT
                    " on a tensor of %" G_GINT64_FORMAT " elements.",
                    in[i], numel);
          return NULL;
        }
      int64_t rest = in[i] < 0 ? in[i] + numel : in[i];
      out[i] = 0;
      for (int d = meta->rank - 1; d >= 0; d--)
        {
          out[i] += rest % meta->sizes[d] * meta->strides[d];
          rest /= meta->sizes[d];
        }
    }
  return send (g_steal_pointer (&offsets), meta->device, error);
}

/* ---- moving the elements ---- */

TnsTensor *
tns_call_begin_write (TnsCall *call, GError **error)
{
  if (call->is_inplace)
    {
      tns_call_return (call, 0, call->args[0].tensor);
      return call->args[0].tensor;
    }
  TnsTensor *out = tns_call_allocate (call, 0, error);
  return out != NULL && tns_tensor_copy_from (out, call->args[0].tensor, error) ? out : NULL;
}

bool
tns_offsets_take (TnsTensor *out, TnsTensor *from, TnsTensor *offsets, GError **error)
{
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (out), error);
  if (backend == NULL)
    return false;
  if (tns_tensor_get_numel (out) == 0)
    return true;
  TnkStatus status = backend->take (tns_tensor_get_array (out), tns_tensor_get_data (from),
                                    tns_tensor_get_array (offsets));
  return tns_check_status (status, "index", tns_tensor_get_dtype (out), error);
}

static bool
put (TnsTensor *to, TnkArray offsets, TnkArray values, bool accumulate, GError **error)
{
  const TnkBackend *backend = tns_device_get_backend (tns_tensor_get_device (to), error);
  if (backend == NULL)
    return false;
  if (tns_layout_count (offsets.sizes, offsets.rank) == 0)
    return true;
  TnkStatus status = backend->put (tns_tensor_get_data (to), offsets, values, accumulate);
  return tns_check_status (status, "index_put", tns_tensor_get_dtype (to), error);
}

bool
tns_offsets_put (
    TnsTensor *to, TnsTensor *offsets, TnkArray values, bool accumulate, GError **error)
{
  return put (to, tns_tensor_get_array (offsets), values, accumulate, error);
}

bool
tns_offsets_put_ordered (TnsTensor *to,
                         TnsTensor *offsets,
                         TnkArray values,
                         const TnsMeta *order,
                         bool accumulate,
                         GError **error)
{
  TnkArray arrays[] = { tns_tensor_get_array (offsets), values };
  int64_t sizes[TNK_MAX_RANK], strides[G_N_ELEMENTS (arrays)][TNK_MAX_RANK];
  int dims[TNK_MAX_RANK]; /* from the sparsest to the densest */
  for (int d = 0; d < order->rank; d++)
    {
      int at = d;
      for (; at > 0 && order->strides[dims[at - 1]] < order->strides[d]; at--)
        dims[at] = dims[at - 1];
      dims[at] = d;
    }
  for (size_t k = 0; k < G_N_ELEMENTS (arrays); k++)
    {
      for (int d = 0; d < order->rank; d++)
        {
          sizes[d] = order->sizes[dims[d]];
          strides[k][d] = arrays[k].strides[dims[d]];
        }
      arrays[k].sizes = sizes;
      arrays[k].strides = strides[k];
    }
  return put (to, arrays[0], arrays[1], accumulate, error);
}
