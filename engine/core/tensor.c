/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Tensor
 *
 * A strided window on a storage. Sizes and strides of ranks up to TNS_INLINE_RANK live in the struct,
 * so that a small result costs two allocations: the tensor and its bytes. */
#include "engine/core/tensor-private.h"

#include <string.h>

#include "engine/autograd/autograd.h"

static uint64_t last_id;

/* ---- meta ---- */

void
tns_meta_set_dense_strides (TnsMeta *meta)
{
  int64_t stride = 1;
  for (int d = meta->rank - 1; d >= 0; d--)
    {
      meta->strides[d] = stride;
      int64_t size = MAX (meta->sizes[d], 1);
      /* An overflowing product is refused by tns_meta_count; here it must only stay defined. */
      if (__builtin_mul_overflow (stride, size, &stride))
        stride = 0;
    }
}

void
tns_meta_init_dense (TnsMeta *meta, TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes)
{
  meta->dtype = dtype;
  meta->device = device;
  meta->rank = rank;
  meta->alias_of = -1;
  meta->offset_elems = 0;
  if (rank > 0)
    memcpy (meta->sizes, sizes, (size_t) rank * sizeof *sizes);
  tns_meta_set_dense_strides (meta);
}

char *
tns_sizes_dup_text (int rank, const int64_t *sizes)
{
  GString *text = g_string_new ("[");
  for (int d = 0; d < rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "", sizes[d]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

bool
tns_fail_for_output_shape (GError **error, const TnsMeta *out, const TnsMeta *broadcast)
{
  g_autofree char *own = tns_sizes_dup_text (out->rank, out->sizes);
  g_autofree char *wide = tns_sizes_dup_text (broadcast->rank, broadcast->sizes);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "output with shape %s doesn't match the broadcast shape %s", own, wide);
}

bool
tns_meta_count (const TnsMeta *meta, int64_t *numel, GError **error)
{
  int64_t count = 1;
  bool overflows = false;
  for (int d = 0; d < meta->rank; d++)
    {
      if (meta->sizes[d] == 0)
        {
          *numel = 0;
          return true;
        }
      overflows |= __builtin_mul_overflow (count, meta->sizes[d], &count);
    }
  int64_t n_bytes;
  overflows |= __builtin_mul_overflow (count, (int64_t) tnk_dtype_size (meta->dtype), &n_bytes);
  if (overflows)
    {
      g_autofree char *sizes = tns_sizes_dup_text (meta->rank, meta->sizes);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "Storage size calculation overflowed with sizes=%s", sizes);
    }
  *numel = count;
  return true;
}

/* Bytes from the first to the last element of a window that starts at 0. */
static size_t
count_span_bytes (const TnsMeta *meta, int64_t numel)
{
  if (numel == 0)
    return 0;
  int64_t last = 0;
  for (int d = 0; d < meta->rank; d++)
    last += (meta->sizes[d] - 1) * meta->strides[d];
  return (size_t) (last + 1) * tnk_dtype_size (meta->dtype);
}

/* ---- construction ---- */

static bool
is_dense (const TnsTensor *self)
{
  int64_t expected = 1;
  for (int d = self->rank - 1; d >= 0; d--)
    {
      if (self->sizes[d] == 0)
        return true;
      if (self->sizes[d] != 1 && self->strides[d] != expected)
        return self->numel == 0;
      expected *= self->sizes[d];
    }
  return true;
}

static void
set_dims (TnsTensor *self, const TnsMeta *meta)
{
  self->rank = (uint8_t) meta->rank;
  self->dtype = (uint8_t) meta->dtype;
  if (meta->rank <= TNS_INLINE_RANK)
    {
      self->sizes = self->inline_dims;
      self->strides = self->inline_dims + TNS_INLINE_RANK;
    }
  else
    {
      self->sizes = g_new (int64_t, 2 * meta->rank);
      self->strides = self->sizes + meta->rank;
    }
  self->numel = 1;
  for (int d = 0; d < meta->rank; d++)
    {
      self->sizes[d] = meta->sizes[d];
      self->strides[d] = meta->strides[d];
      self->numel *= meta->sizes[d];
    }
  self->is_contiguous = is_dense (self);
}

TnsTensor *
tns_tensor_new_on_storage (TnsStorage *storage, const TnsMeta *meta)
{
  TnsTensor *self = g_new (TnsTensor, 1);
  self->ref_count = 1;
  self->id = __atomic_add_fetch (&last_id, 1, __ATOMIC_RELAXED);
  self->storage = tns_storage_ref (storage);
  self->offset_elems = meta->offset_elems;
  self->base = NULL;
  self->version = NULL;
  self->is_inference = tns_inference_mode_get ();
  self->creation = TNS_VIEW_DEFAULT;
  self->graph_version = tns_storage_get_graph_version (storage);
  self->autograd = NULL;
  self->wrapper = NULL;
  set_dims (self, meta);
  return self;
}

TnsTensor *
tns_tensor_new (const TnsMeta *meta, GError **error)
{
  int64_t numel;
  if (!tns_meta_count (meta, &numel, error))
    return NULL;
  g_autoptr (TnsStorage) storage
      = tns_storage_new (meta->device, count_span_bytes (meta, numel), error);
  if (storage == NULL)
    return NULL;
  TnsTensor *self = tns_tensor_new_on_storage (storage, meta);
  self->offset_elems = 0;
  return self;
}

TnsTensor *
tns_tensor_new_dense (TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes,
                      GError **error)
{
  TnsMeta meta;
  tns_meta_init_dense (&meta, dtype, device, rank, sizes);
  return tns_tensor_new (&meta, error);
}

void
tns_tensor_set_base (TnsTensor *self, TnsTensor *base)
{
  TnsTensor *root = base->base != NULL ? base->base : base;
  g_assert (self->base == NULL && root != self);
  self->base = tns_tensor_ref (root);
}

TnsTensor *
tns_tensor_new_beside (TnsTensor *other, const TnsMeta *meta)
{
  TnsTensor *self = tns_tensor_new_on_storage (other->storage, meta);
  self->is_inference = other->is_inference;
  if (other->version != NULL)
    {
      g_atomic_int_inc (&other->version->ref_count);
      self->version = other->version;
      self->graph_version = tns_tensor_get_version (self);
    }
  return self;
}

TnsTensor *
tns_tensor_new_view (TnsTensor *base, const TnsMeta *meta)
{
  TnsTensor *self = tns_tensor_new_beside (base, meta);
  tns_tensor_set_base (self, base);
  self->creation = base->creation;
  return self;
}

TnsTensor *
tns_tensor_new_alias (TnsTensor *self)
{
  TnsMeta meta;
  tns_tensor_get_meta (self, &meta);
  return tns_tensor_new_beside (self, &meta);
}

TnsTensor *
tns_tensor_new_scalar (TnkScalar value, TnkDtype dtype, TnsDevice device, GError **error)
{
  TnsTensor *self = tns_tensor_new_dense (dtype, device, 0, NULL, error);
  if (self == NULL || device.type == TNS_DEVICE_META)
    return self;
  if (device.type == TNS_DEVICE_CPU)
    {
      tns_scalar_write (value, dtype, tns_tensor_get_data (self));
      return self;
    }
  uint64_t element[2];
  tns_scalar_write (value, dtype, element);
  const TnkBackend *backend = tns_device_get_backend (device, error);
  TnkStatus status = backend->copy_from_host (MAX (device.index, 0), tns_tensor_get_data (self),
                                              element, tnk_dtype_size (dtype));
  if (!tns_check_status (status, "fill", dtype, error))
    g_clear_pointer (&self, tns_tensor_unref);
  return self;
}

TnsTensor *
tns_tensor_ref (TnsTensor *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
version_unref (TnsVersion *version)
{
  if (g_atomic_int_dec_and_test (&version->ref_count))
    g_free (version);
}

void
tns_tensor_unref (TnsTensor *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  if (self->autograd != NULL)
    tns_autograd_state_free (self);
  if (self->sizes != self->inline_dims)
    g_free (self->sizes);
  tns_storage_unref (self->storage);
  g_clear_pointer (&self->version, version_unref);
  g_clear_pointer (&self->base, tns_tensor_unref);
  g_free (self);
}

/* ---- getters ---- */

uint64_t
tns_tensor_get_id (const TnsTensor *self)
{
  return self->id;
}

TnkDtype
tns_tensor_get_dtype (const TnsTensor *self)
{
  return self->dtype;
}

TnsDevice
tns_tensor_get_device (const TnsTensor *self)
{
  return tns_storage_get_device (self->storage);
}

int
tns_tensor_get_rank (const TnsTensor *self)
{
  return self->rank;
}

const int64_t *
tns_tensor_get_sizes (const TnsTensor *self)
{
  return self->sizes;
}

const int64_t *
tns_tensor_get_strides (const TnsTensor *self)
{
  return self->strides;
}

int64_t
tns_tensor_get_numel (const TnsTensor *self)
{
  return self->numel;
}

int64_t
tns_tensor_get_offset (const TnsTensor *self)
{
  return self->offset_elems;
}

TnsStorage *
tns_tensor_get_storage (const TnsTensor *self)
{
  return self->storage;
}

void *
tns_tensor_get_data (const TnsTensor *self)
{
  char *data = tns_storage_get_data (self->storage);
  if (data == NULL || self->numel == 0)
    return NULL;
  return data + self->offset_elems * (int64_t) tnk_dtype_size (self->dtype);
}

void
tns_tensor_get_meta (const TnsTensor *self, TnsMeta *meta)
{
  meta->dtype = self->dtype;
  meta->device = tns_tensor_get_device (self);
  meta->rank = self->rank;
  meta->alias_of = -1;
  meta->offset_elems = self->offset_elems;
  memcpy (meta->sizes, self->sizes, self->rank * sizeof (int64_t));
  memcpy (meta->strides, self->strides, self->rank * sizeof (int64_t));
}

bool
tns_tensor_is_contiguous (const TnsTensor *self)
{
  return self->is_contiguous;
}

bool
tns_tensor_same_sizes (const TnsTensor *self, const TnsTensor *other)
{
  return self->rank == other->rank
         && memcmp (self->sizes, other->sizes, self->rank * sizeof (int64_t)) == 0;
}

bool
tns_tensor_same_window (const TnsTensor *self, const TnsTensor *other)
{
  return self->storage == other->storage && self->offset_elems == other->offset_elems
         && self->dtype == other->dtype && tns_tensor_same_sizes (self, other)
         && memcmp (self->strides, other->strides, self->rank * sizeof (int64_t)) == 0;
}

TnkArray
tns_tensor_get_array (const TnsTensor *self)
{
  return (TnkArray) {
    .data = tns_tensor_get_data (self),
    .dtype = self->dtype,
    .rank = self->rank,
    .sizes = self->sizes,
    .strides = self->strides,
  };
}

TnsTensor *
tns_tensor_get_base (const TnsTensor *self)
{
  return self->base;
}

uint32_t
tns_tensor_get_version (const TnsTensor *self)
{
  if (self->version != NULL)
    return (uint32_t) g_atomic_int_get (&self->version->count);
  return tns_storage_get_graph_version (self->storage);
}

bool
tns_tensor_is_inference (const TnsTensor *self)
{
  return self->is_inference;
}

void
tns_tensor_split_version (TnsTensor *self, uint32_t count)
{
  g_clear_pointer (&self->version, version_unref);
  self->version = g_new (TnsVersion, 1);
  *self->version = (TnsVersion) { .ref_count = 1, .count = (gint) count };
  self->graph_version = count;
}

void
tns_tensor_raise_version (TnsTensor *self)
{
  tns_storage_raise_version (self->storage);
  if (self->version != NULL)
    g_atomic_int_inc (&self->version->count);
  else
    tns_storage_raise_graph_version (self->storage);
}

bool
tns_tensor_get_item (const TnsTensor *self, TnkScalar *value, GError **error)
{
  if (self->numel != 1)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "a Tensor with %" G_GINT64_FORMAT " elements cannot be converted to Scalar",
                     self->numel);
  TnsDevice device = tns_tensor_get_device (self);
  if (device.type == TNS_DEVICE_CPU)
    {
      *value = tns_scalar_read (self->dtype, tns_tensor_get_data (self));
      return true;
    }
  const TnkBackend *backend = tns_device_get_backend (device, error);
  if (backend == NULL)
    return false;
  uint64_t element[2];
  TnkStatus status = backend->copy_to_host (MAX (device.index, 0), element,
                                            tns_tensor_get_data (self),
                                            tnk_dtype_size (self->dtype));
  if (!tns_check_status (status, "item", self->dtype, error))
    return false;
  *value = tns_scalar_read (self->dtype, element);
  return true;
}

void
tns_tensor_set_layout (TnsTensor *self, TnsStorage *storage, const TnsMeta *meta)
{
  if (storage != self->storage && self->version == NULL)
    tns_tensor_split_version (self, tns_tensor_get_version (self));
  tns_storage_ref (storage);
  tns_storage_unref (self->storage);
  self->storage = storage;
  if (self->sizes != self->inline_dims)
    g_free (self->sizes);
  self->offset_elems = meta->offset_elems;
  set_dims (self, meta);
}

void *
tns_tensor_get_wrapper (const TnsTensor *self)
{
  return self->wrapper;
}

void
tns_tensor_set_wrapper (TnsTensor *self, void *wrapper)
{
  self->wrapper = wrapper;
}

/* ---- autograd state ---- */

TnsAutogradState *
tns_tensor_ensure_autograd (TnsTensor *self)
{
  if (self->autograd == NULL)
    self->autograd = g_new0 (TnsAutogradState, 1);
  return self->autograd;
}

bool
tns_tensor_is_outdated_view (const TnsTensor *self)
{
  return self->base != NULL && self->graph_version != tns_tensor_get_version (self)
         && ((self->autograd != NULL && self->autograd->grad_fn != NULL)
             || tns_tensor_get_requires_grad (self->base));
}

bool
tns_tensor_get_requires_grad (const TnsTensor *self)
{
  const TnsAutogradState *autograd = self->autograd;
  return (autograd != NULL && (autograd->requires_grad || autograd->grad_fn != NULL))
         || (self->base != NULL
             && (tnk_dtype_is_floating (self->dtype) || tnk_dtype_is_complex (self->dtype))
             && tns_tensor_get_requires_grad (self->base));
}

bool
tns_tensor_set_requires_grad (TnsTensor *self, bool requires_grad, GError **error)
{
  if (!tns_tensor_is_leaf (self))
    {
      if (requires_grad)
        return true;
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "you can only change requires_grad flags of leaf variables. If you want to "
                       "use a computed variable in a subgraph that doesn't require differentiation "
                       "use var_no_grad = var.detach().");
    }
  if (requires_grad && !tnk_dtype_is_floating (self->dtype) && !tnk_dtype_is_complex (self->dtype))
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "only Tensors of floating point dtype can require gradients");
  if (requires_grad || self->autograd != NULL)
    tns_tensor_ensure_autograd (self)->requires_grad = requires_grad;
  return true;
}

bool
tns_tensor_is_leaf (const TnsTensor *self)
{
  return (self->autograd == NULL || self->autograd->grad_fn == NULL)
         && !tns_tensor_is_outdated_view (self);
}

TnsTensor *
tns_tensor_get_grad (const TnsTensor *self)
{
  return self->autograd != NULL ? self->autograd->grad : NULL;
}

void
tns_tensor_set_grad (TnsTensor *self, TnsTensor *grad)
{
  if (grad == NULL && self->autograd == NULL)
    return;
  TnsAutogradState *autograd = tns_tensor_ensure_autograd (self);
  if (grad != NULL)
    tns_tensor_ref (grad);
  g_clear_pointer (&autograd->grad, tns_tensor_unref);
  autograd->grad = grad;
}

bool
tns_tensor_retains_grad (const TnsTensor *self)
{
  return self->autograd != NULL && self->autograd->retains_grad;
}

TnkDtype
tns_tensor_get_grad_dtype (const TnsTensor *self)
{
  if (self->autograd == NULL || self->autograd->grad_dtype == 0)
    return self->dtype;
  return self->autograd->grad_dtype < 0 ? TNK_N_DTYPES : (TnkDtype) (self->autograd->grad_dtype - 1);
}

void
tns_tensor_set_grad_dtype (TnsTensor *self, TnkDtype dtype)
{
  tns_tensor_ensure_autograd (self)->grad_dtype
      = dtype == TNK_N_DTYPES ? -1 : (int8_t) ((int) dtype + 1);
}
