/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/ops/layout.h"

#include <float.h>
#include <math.h>
#include <string.h>

TnsMeta *
tns_call_add_view (TnsCall *call, int arg)
{
  TnsMeta *out = tns_call_add_out (call);
  tns_tensor_get_meta (call->args[arg].tensor, out);
  out->alias_of = arg;
  return out;
}

TnsMeta *
tns_call_add_dense (TnsCall *call, TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes)
{
  TnsMeta *out = tns_call_add_out (call);
  tns_meta_init_dense (out, dtype, device, rank, sizes);
  return out;
}

TnsMeta *
tns_call_dup_metas_of (const TnsCall *call, const TnsOp *op, int *n, GError **error)
{
  int n_args = call->schema->n_params;
  TnsMeta first;
  *n = 1;
  if (!tns_op_infer (op, false, call->args, n_args, &first, n, error))
    return NULL;
  g_autofree TnsMeta *metas = g_new (TnsMeta, MAX (*n, 1));
  if (*n > 0 && !tns_op_infer (op, false, call->args, n_args, metas, n, error))
    return NULL;
  return g_steal_pointer (&metas);
}

TnsMeta
tns_call_get_meta (const TnsCall *call, int arg)
{
  TnsMeta meta;
  tns_tensor_get_meta (call->args[arg].tensor, &meta);
  return meta;
}

bool
tns_call_finish (TnsCall *call, TnsScope *scope, TnsTensor *result, GError **error)
{
  if (result != NULL)
    tns_call_return (call, 0, result);
  return tns_scope_finish (scope, error);
}

bool
tns_call_finish_laid_out (TnsCall *call, TnsScope *scope, TnsTensor *result, GError **error)
{
  TnsTensor *out = scope->error == NULL ? tns_call_allocate (call, 0, &scope->error) : NULL;
  if (out != NULL)
    tns_tensor_copy_from (out, result, &scope->error);
  return tns_scope_finish (scope, error);
}

bool
tns_call_finish_many (
    TnsCall *call, TnsScope *scope, TnsTensor *const *results, int n, GError **error)
{
  for (int k = 0; k < n && scope->error == NULL; k++)
    tns_call_return (call, k, results[k]);
  return tns_scope_finish (scope, error);
}

bool
tns_call_infer_as (
    TnsCall *call, const TnsOp *op, const TnsValue *args, int n_args, GError **error)
{
  TnsMeta outs[4];
  int n = G_N_ELEMENTS (outs);
  if (!tns_op_infer (op, false, args, n_args, outs, &n, error))
    return false;
  for (int k = 0; k < n; k++)
    *tns_call_add_out (call) = outs[k];
  return true;
}

bool
tns_call_relayout_self (TnsCall *call, GError **error)
{
  TnsTensor *self = call->args[0].tensor;
  TnsMeta meta = call->outs[0];
  tns_tensor_set_layout (self, tns_tensor_get_storage (self), &meta);
  tns_call_return (call, 0, self);
  return true;
}

/* ---- sizes ---- */

char *
tns_layout_dup_sizes_text (const int64_t *sizes, int rank)
{
  GString *text = g_string_new ("[");
  for (int d = 0; d < rank; d++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, d > 0 ? ", " : "", sizes[d]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

bool
tns_fail_for_few_sizes (TnkDtype dtype, const char *own, int own_rank, const char *asked, int rank,
                        GError **error)
{
  /* Types that came after torch.FloatTensor and its kin go by another name. */
  bool is_late = dtype == TNK_BOOL || dtype == TNK_BFLOAT16 || tnk_dtype_is_complex (dtype);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "expand(%s%s%s{%s}, size=%s): the number of sizes provided (%d) must be greater "
                   "or equal to the number of dimensions in the tensor (%d)",
                   is_late ? "CPU" : "torch.", tns_dtype_get_scalar_type_name (dtype),
                   is_late ? "Type" : "Tensor", own, asked, rank, own_rank);
}

bool
tns_check_expandable (const TnsTensor *tensor, int rank, const int64_t *sizes, GError **error)
{
  int own = tns_tensor_get_rank (tensor), dim;
  const int64_t *from = tns_tensor_get_sizes (tensor);
  g_autofree char *target = tns_layout_dup_sizes_text (sizes, rank);
  g_autofree char *source = tns_layout_dup_sizes_text (from, own);

  if (own > rank)
    return tns_fail_for_few_sizes (tns_tensor_get_dtype (tensor), source, own, target, rank, error);
  for (dim = rank - 1; dim >= rank - own; dim--)
    if (from[dim - rank + own] != sizes[dim] && from[dim - rank + own] != 1)
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "The expanded size of the tensor (%" G_GINT64_FORMAT
                       ") must match the existing size (%" G_GINT64_FORMAT
                       ") at non-singleton dimension %d.  Target sizes: %s.  Tensor sizes: %s",
                       sizes[dim], from[dim - rank + own], dim, target, source);
  return true;
}

int64_t
tns_layout_count (const int64_t *sizes, int rank)
{
  int64_t count = 1;
  for (int d = 0; d < rank; d++)
    count *= sizes[d];
  return count;
}

bool
tns_layout_check_sizes (const int64_t *sizes, int rank, GError **error)
{
  if (rank > TNK_MAX_RANK)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "tensors of more than %d dimensions are not supported", TNK_MAX_RANK);
  for (int d = 0; d < rank; d++)
    if (sizes[d] < 0)
      {
        g_autofree char *text = tns_layout_dup_sizes_text (sizes, rank);
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "Trying to create tensor with negative dimension %" G_GINT64_FORMAT ": %s",
                         sizes[d], text);
      }
  return true;
}

bool
tns_layout_check_view (const TnsMeta *meta, GError **error)
{
  uint64_t count = 1;
  bool overflows = false;
  int64_t numel;
  for (int d = 0; d < meta->rank; d++)
    overflows |= __builtin_mul_overflow (count, (uint64_t) meta->sizes[d], &count);
  if (overflows || count > G_MAXINT64)
    return tns_fail (error, TNS_ERROR_RUNTIME, "numel: integer multiplication overflow");
  /* Beside a size of 0 PyTorch lets one below 0 pass. */
  return tns_layout_check_sizes (meta->sizes, meta->rank, error)
         && tns_meta_count (meta, &numel, error);
}

static bool
fail_resolve (const int64_t *asked, int rank, int64_t numel, GError **error)
{
  g_autofree char *text = tns_layout_dup_sizes_text (asked, rank);
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "shape '%s' is invalid for input of size %" G_GINT64_FORMAT, text, numel);
}

bool
tns_layout_resolve_sizes (const int64_t *asked, int rank, int64_t numel, int64_t *sizes,
                          GError **error)
{
  int64_t product = 1;
  int unknown = -1;
  if (rank > TNK_MAX_RANK)
    return tns_layout_check_sizes (asked, rank, error);
  for (int d = 0; d < rank; d++)
    {
      sizes[d] = asked[d];
      if (asked[d] == -1 && unknown >= 0)
        return tns_fail (error, TNS_ERROR_RUNTIME, "only one dimension can be inferred");
      if (asked[d] == -1)
        unknown = d;
      else if (asked[d] < 0)
        {
          g_autofree char *text = tns_layout_dup_sizes_text (asked, rank);
          return tns_fail (error, TNS_ERROR_RUNTIME,
                           "invalid shape dimension %" G_GINT64_FORMAT " at index %d of shape %s",
                           asked[d], d, text);
        }
      else if (__builtin_mul_overflow (product, asked[d], &product))
        return fail_resolve (asked, rank, numel, error);
    }
  if (unknown < 0)
    return product == numel || fail_resolve (asked, rank, numel, error);
  if (product == 0 && numel == 0)
    {
      g_autofree char *text = tns_layout_dup_sizes_text (asked, rank);
      return tns_fail (error, TNS_ERROR_RUNTIME,
                       "cannot reshape tensor of 0 elements into shape %s because the unspecified "
                       "dimension size -1 can be any value and is ambiguous",
                       text);
    }
  if (product == 0 || numel % product != 0)
    return fail_resolve (asked, rank, numel, error);
  sizes[unknown] = numel / product;
  return true;
}

bool
tns_layout_wrap_dims (const int64_t *dims, int n, int rank, bool *is_set, GError **error)
{
  memset (is_set, 0, TNK_MAX_RANK * sizeof (bool));
  for (int k = 0; k < n; k++)
    {
      int64_t dim = dims[k];
      if (!tns_wrap_dim (&dim, rank, error))
        return false;
      if (is_set[dim])
        return tns_fail (error, TNS_ERROR_RUNTIME,
                         "dim %" G_GINT64_FORMAT " appears multiple times in the list of dims",
                         dim);
      is_set[dim] = true;
    }
  return true;
}

/* ---- strides ---- */

bool
tns_layout_is_contiguous (const TnsMeta *meta)
{
  int64_t expected = 1;
  for (int d = meta->rank - 1; d >= 0; d--)
    {
      if (meta->sizes[d] == 0)
        return true;
      if (meta->sizes[d] != 1 && meta->strides[d] != expected)
        return false;
      expected *= meta->sizes[d];
    }
  return true;
}

bool
tns_layout_restride (const TnsMeta *from, int rank, const int64_t *sizes, int64_t *strides)
{
  int64_t numel = tns_layout_count (from->sizes, from->rank);
  if (from->rank == 0)
    {
      for (int d = 0; d < rank; d++)
        strides[d] = 1;
      return true;
    }
  if (numel == 0)
    {
      TnsMeta dense = { .rank = rank };
      memcpy (dense.sizes, sizes, (size_t) rank * sizeof (int64_t));
      tns_meta_set_dense_strides (&dense);
      bool is_same = rank == from->rank
                     && memcmp (sizes, from->sizes, (size_t) rank * sizeof (int64_t)) == 0;
      memcpy (strides, is_same ? from->strides : dense.strides, (size_t) rank * sizeof (int64_t));
      return true;
    }
  /* From the last dim: @chunk collects old dims that lie as one run with step @base; new dims must
   * fit exactly into such runs. */
  int to = rank - 1;
  int64_t base = from->strides[from->rank - 1];
  int64_t chunk = 1, placed = 1;
  for (int d = from->rank - 1; d >= 0; d--)
    {
      chunk *= from->sizes[d];
      bool is_run_end = d == 0
                        || (from->sizes[d - 1] != 1 && from->strides[d - 1] != chunk * base);
      if (!is_run_end)
        continue;
      while (to >= 0 && (placed < chunk || sizes[to] == 1))
        {
          strides[to] = placed * base;
          placed *= sizes[to];
          to--;
        }
      if (placed != chunk)
        return false;
      if (d > 0)
        {
          base = from->strides[d - 1];
          chunk = placed = 1;
        }
    }
  return to < 0;
}

/* Dims of more than one element from the densest to the sparsest. Returns how many. */
static int
order_by_stride (const TnsMeta *meta, int *order)
{
  int n = 0;
  for (int d = meta->rank - 1; d >= 0; d--)
    {
      if (meta->sizes[d] == 1)
        continue;
      int at = n++;
      for (; at > 0 && meta->strides[order[at - 1]] > meta->strides[d]; at--)
        order[at] = order[at - 1];
      order[at] = d;
    }
  return n;
}

bool
tns_layout_is_dense (const TnsMeta *meta)
{
  int order[TNK_MAX_RANK];
  int n = order_by_stride (meta, order);
  int64_t expected = 1;
  if (tns_layout_is_contiguous (meta))
    return true;
  for (int k = 0; k < n; k++)
    {
      if (meta->strides[order[k]] != expected)
        return false;
      expected *= meta->sizes[order[k]];
    }
  return true;
}

/* Positive when dim @a must be slower than dim @b; 0 when no operand says. */
static int
compare_dims (const TnsMeta *out, const int64_t (*operands)[TNK_MAX_RANK], int n, int a, int b)
{
  for (int k = 0; k < n; k++)
    {
      int64_t stride_a = operands[k][a], stride_b = operands[k][b];
      if (stride_a == 0 || stride_b == 0)
        continue;
      if (stride_a != stride_b)
        return stride_a < stride_b ? -1 : 1;
      if (out->sizes[a] > out->sizes[b])
        return 1;
    }
  return 0;
}

/* Insertion sort that passes over undecided pairs; fast dims first, strides from there. */
void
tns_layout_set_iterator_strides (TnsMeta *out, const int64_t (*operands)[TNK_MAX_RANK], int n)
{
  int perm[TNK_MAX_RANK];
  for (int k = 0; k < out->rank; k++)
    perm[k] = out->rank - 1 - k;
  for (int i = 1; i < out->rank; i++)
    for (int at = i, below = i - 1; below >= 0; below--)
      {
        int order = compare_dims (out, operands, n, perm[below], perm[at]);
        if (order < 0)
          break;
        if (order == 0)
          continue;
        int swapped = perm[below];
        perm[below] = perm[at];
        perm[at] = swapped;
        at = below;
      }
  int64_t stride = 1;
  for (int k = 0; k < out->rank; k++)
    {
      out->strides[perm[k]] = stride;
      if (__builtin_mul_overflow (stride, MAX (out->sizes[perm[k]], 1), &stride))
        stride = 0;
    }
}

void
tns_layout_preserve_strides (TnsMeta *meta)
{
  if (!tns_layout_is_dense (meta))
    {
      int64_t own[1][TNK_MAX_RANK];
      memcpy (own[0], meta->strides, (size_t) meta->rank * sizeof (int64_t));
      tns_layout_set_iterator_strides (meta, own, 1);
    }
  meta->offset_elems = 0;
  meta->alias_of = -1;
}

TnsTensor *
tns_tensor_new_converted (TnsTensor *x, TnkDtype dtype, TnsDevice device, GError **error)
{
  TnsMeta meta;
  tns_tensor_get_meta (x, &meta);
  tns_layout_preserve_strides (&meta);
  meta.dtype = dtype;
  meta.device = device;
  g_autoptr (TnsTensor) copy = tns_tensor_new (&meta, error);
  return copy != NULL && tns_tensor_copy_from (copy, x, error) ? g_steal_pointer (&copy) : NULL;
}

/* The dims from the fastest to the slowest: channels, then the last to the first of the rest. */
static int
channels_last_dim (int rank, int k)
{
  return k == 0 ? 1 : k == rank - 1 ? 0 : rank - k;
}

bool
tns_layout_is_channels_last (const TnsMeta *meta)
{
  int64_t least = 0;
  if ((meta->rank != 4 && meta->rank != 5) || meta->strides[1] == 0)
    return false;
  for (int k = 0; k < meta->rank; k++)
    {
      int d = channels_last_dim (meta->rank, k);
      /* Batches of one pixel of one channel are plain images. */
      if (meta->sizes[d] == 0 || meta->strides[d] < least || (d == 0 && least == meta->strides[1]))
        return false;
      least = meta->strides[d] * MAX (meta->sizes[d], 1);
    }
  return true;
}

bool
tns_layout_set_channels_last (TnsMeta *meta, int rank, GError **error)
{
  if (meta->rank != rank)
    return tns_fail (error, TNS_ERROR_RUNTIME,
                     "required rank %d tensor to use channels_last%s format", rank,
                     rank == 5 ? "_3d" : "");
  int64_t stride = 1;
  for (int k = 0; k < rank; k++)
    {
      int d = channels_last_dim (rank, k);
      meta->strides[d] = stride;
      stride *= MAX (meta->sizes[d], 1);
    }
  meta->offset_elems = 0;
  meta->alias_of = -1;
  return true;
}

bool
tns_layout_is_dense_channels_last (const TnsMeta *meta)
{
  TnsMeta dense = *meta;
  if ((meta->rank != 4 && meta->rank != 5)
      || !tns_layout_set_channels_last (&dense, meta->rank, NULL))
    return false;
  for (int d = 0; d < meta->rank; d++)
    if (meta->sizes[d] != 1 && meta->strides[d] != dense.strides[d])
      return false;
  return true;
}

bool
tns_layout_apply_memory_format (TnsMeta *meta, const TnsValue *format, GError **error)
{
  const char *name = format->kind == TNS_STRING ? format->string : "preserve_format";
  if (g_str_has_prefix (name, "torch."))
    name += strlen ("torch.");
  if (strcmp (name, "preserve_format") == 0)
    tns_layout_preserve_strides (meta);
  else if (strcmp (name, "channels_last") == 0)
    return tns_layout_set_channels_last (meta, 4, error);
  else if (strcmp (name, "channels_last_3d") == 0)
    return tns_layout_set_channels_last (meta, 5, error);
  else
    {
      tns_meta_set_dense_strides (meta);
      meta->offset_elems = 0;
      meta->alias_of = -1;
    }
  return true;
}

/* ---- windows ---- */

TnkArray
tns_window (TnsTensor *tensor, const TnsMeta *meta)
{
  char *bytes = tns_storage_get_data (tns_tensor_get_storage (tensor));
  return (TnkArray){
    .data
    = bytes != NULL ? bytes + meta->offset_elems * (int64_t) tnk_dtype_size (meta->dtype) : NULL,
    .dtype = meta->dtype,
    .rank = meta->rank,
    .sizes = meta->sizes,
    .strides = meta->strides,
  };
}

/* Through the host: rare, and one path for every pair of devices. */
static bool
copy_between_devices (TnsTensor *to, const TnsMeta *to_meta, TnsTensor *from,
                      const TnsMeta *from_meta, GError **error)
{
  TnsMeta here = *from_meta, there = *to_meta;
  tns_meta_init_dense (&here, from_meta->dtype, from_meta->device, from_meta->rank,
                       from_meta->sizes);
  tns_meta_init_dense (&there, from_meta->dtype, to_meta->device, to_meta->rank, to_meta->sizes);
  g_autoptr (TnsTensor) packed = tns_tensor_new (&here, error);
  if (packed == NULL || !tns_window_copy (packed, &here, from, from_meta, error))
    return false;
  g_autoptr (TnsTensor) landed = tns_tensor_new (&there, error);
  if (landed == NULL)
    return false;
  size_t n_bytes = (size_t) tns_tensor_get_numel (packed) * tnk_dtype_size (from_meta->dtype);
  g_autofree void *host = g_try_malloc (MAX (n_bytes, 1));
  const TnkBackend *source = tns_device_get_backend (here.device, error);
  const TnkBackend *target = source != NULL ? tns_device_get_backend (there.device, error) : NULL;
  if (target == NULL)
    return false;
  if (host == NULL)
    return tns_check_status (TNK_OUT_OF_MEMORY, "copy_", here.dtype, error);
  TnkStatus status = source->copy_to_host (MAX (here.device.index, 0), host,
                                           tns_tensor_get_data (packed), n_bytes);
  if (status == TNK_OK)
    status = target->copy_from_host (MAX (there.device.index, 0), tns_tensor_get_data (landed),
                                     host, n_bytes);
  return tns_check_status (status, "copy_", here.dtype, error)
         && tns_window_copy (to, to_meta, landed, &there, error);
}

bool
tns_window_copy (TnsTensor *to, const TnsMeta *to_meta, TnsTensor *from, const TnsMeta *from_meta,
                 GError **error)
{
  if (tns_layout_count (to_meta->sizes, to_meta->rank) == 0
      || to_meta->device.type == TNS_DEVICE_META)
    return true;
  if (!tns_device_equal (to_meta->device, from_meta->device))
    return copy_between_devices (to, to_meta, from, from_meta, error);
  const TnkBackend *backend = tns_device_get_backend (to_meta->device, error);
  if (backend == NULL)
    return false;
  TnkStatus status = backend->copy (tns_window (to, to_meta), tns_window (from, from_meta));
  return tns_check_status (status, "copy_", from_meta->dtype, error);
}

bool
tns_tensor_copy_from (TnsTensor *to, TnsTensor *from, GError **error)
{
  TnsMeta to_meta, from_meta;
  tns_tensor_get_meta (to, &to_meta);
  tns_tensor_get_meta (from, &from_meta);
  return tns_window_copy (to, &to_meta, from, &from_meta, error);
}

bool
tns_tensor_fill (TnsTensor *tensor, TnkScalar value, GError **error)
{
  TnsDevice device = tns_tensor_get_device (tensor);
  if (device.type == TNS_DEVICE_META || tns_tensor_get_numel (tensor) == 0)
    return true;
  const TnkBackend *backend = tns_device_get_backend (device, error);
  if (backend == NULL)
    return false;
  return tns_check_status (backend->fill (tns_tensor_get_array (tensor), value), "fill_",
                           tns_tensor_get_dtype (tensor), error);
}

bool
tns_scalar_check_fits (TnkScalar value, TnkDtype dtype, GError **error)
{
  static const struct
  {
    const char *name;
    double lowest, highest;
  } types[] = {
    [TNK_UINT8] = { "uint8_t", -255, 255 },
    [TNK_INT8] = { "int8_t", -128, 127 },
    [TNK_INT16] = { "int16_t", -32768, 32767 },
    [TNK_INT32] = { "int", G_MININT32, G_MAXINT32 },
    /* 2^63 itself is the double that the largest int64 rounds to. */
    [TNK_INT64] = { "int64_t", -0x1p63, 0x1p63 },
    [TNK_FLOAT16] = { "c10::Half", -65504, 65504 },
    [TNK_BFLOAT16] = { "c10::BFloat16", -0x1.FEp127, 0x1.FEp127 },
    [TNK_FLOAT32] = { "float", -FLT_MAX, FLT_MAX },
    [TNK_FLOAT64] = { "double", -DBL_MAX, DBL_MAX },
    [TNK_COMPLEX64] = { "c10::complex<float>", -FLT_MAX, FLT_MAX },
    [TNK_COMPLEX128] = { "c10::complex<double>", -DBL_MAX, DBL_MAX },
  };
  /* Everything is true or false. */
  if (dtype == TNK_BOOL)
    return true;
  /* Only whole numbers wrap. */
  double lowest = dtype == TNK_UINT8 && value.kind == TNK_SCALAR_FLOAT ? 0 : types[dtype].lowest;
  bool has_special = !tnk_dtype_is_integral (dtype);
  bool is_complex = value.kind == TNK_SCALAR_COMPLEX;
  double parts[] = { value.re, is_complex ? value.im : 0 };
  bool fits = !is_complex || value.im == 0 || tnk_dtype_is_complex (dtype);
  for (int k = 0; k < 2 && fits; k++)
    fits = isfinite (parts[k]) ? parts[k] >= lowest && parts[k] <= types[dtype].highest
                               : has_special;
  if (fits)
    return true;
  return tns_fail (error, TNS_ERROR_RUNTIME,
                   "value cannot be converted to type %s without overflow", types[dtype].name);
}

bool
tns_scalar_check_fills (TnkScalar value, TnkDtype dtype, int64_t n, GError **error)
{
  bool is_half = dtype == TNK_FLOAT16 || dtype == TNK_BFLOAT16;
  return tns_scalar_check_fits (value, is_half && n == 1 ? TNK_FLOAT64 : dtype, error);
}

TnsTensor *
tns_tensor_new_zeros (TnkDtype dtype, TnsDevice device, int rank, const int64_t *sizes,
                      GError **error)
{
  g_autoptr (TnsTensor) zeros = tns_tensor_new_dense (dtype, device, rank, sizes, error);
  if (zeros == NULL || !tns_tensor_fill (zeros, tns_scalar_int (0), error))
    return NULL;
  return g_steal_pointer (&zeros);
}
