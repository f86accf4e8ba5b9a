/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/off-record.h"

#include "engine/autograd/autograd.h"

/* ---- numbers ---- */

static int64_t
get_size (const int64_t *sizes, int rank, int back)
{
  return rank >= back ? MAX (sizes[rank - back], 1) : 1;
}

static void
write_block (const TnsBlock *block, TnkDtype dtype, int64_t n, uint8_t *into)
{
  size_t size = tnk_dtype_size (dtype);
  for (int64_t k = 0; k < n; k++)
    {
      TnkScalar number = block->integers != NULL    ? tns_scalar_int (block->integers[k])
                         : block->imaginary != NULL ? tns_scalar_complex (block->mean[k],
                                                                          block->imaginary[k])
                                                    : tns_scalar_float (block->mean[k]);
      tns_scalar_write (number, dtype, into + (size_t) k * size);
    }
}

TnsTensor *
tnu_copy_new (TnsMoment *moment, const int64_t *sizes, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  if (sizes == NULL)
    sizes = meta->sizes;
  int64_t columns = get_size (sizes, meta->rank, 1), rows = get_size (sizes, meta->rank, 2);
  g_autoptr (TnsTensor) copy
      = tns_tensor_new_dense (meta->dtype, TNS_CPU, meta->rank, sizes, error);
  if (copy == NULL)
    return NULL;
  for (int64_t at = 0; at < tns_tensor_get_numel (copy); at += rows * columns)
    {
      TnsBlockRequest request = {
        .row_dim = MAX (meta->rank - 2, -1),
        .column_dim = meta->rank - 1,
        .n_rows = (int) rows,
        .n_columns = (int) columns,
        .row_step = 1,
        .column_step = 1,
      };
      int64_t table = at / (rows * columns);
      for (int d = meta->rank - 3; d >= 0; d--)
        {
          request.index[d] = table % sizes[d];
          table /= sizes[d];
        }
      g_autoptr (TnsBlock) block = tns_block_read (moment, &request, cancellable, error);
      if (block == NULL)
        return NULL;
      write_block (block, meta->dtype, rows * columns,
                   (uint8_t *) tns_tensor_get_data (copy)
                       + (size_t) at * tnk_dtype_size (meta->dtype));
    }
  return g_steal_pointer (&copy);
}

static double *
dup_parts (TnsTensor *tensor, bool are_imaginary)
{
  TnsMeta meta;
  tns_tensor_get_meta (tensor, &meta);
  int64_t numel = tns_tensor_get_numel (tensor);
  double *numbers = g_new0 (double, MAX (numel, 1));
  const uint8_t *data = tns_tensor_get_data (tensor);
  size_t size = tnk_dtype_size (meta.dtype);
  for (int64_t k = 0; k < numel; k++)
    {
      int64_t rest = k, place = 0;
      for (int d = meta.rank - 1; d >= 0; d--)
        {
          place += rest % meta.sizes[d] * meta.strides[d];
          rest /= meta.sizes[d];
        }
      TnkScalar number = tns_scalar_read (meta.dtype, data + (size_t) place * size);
      numbers[k] = are_imaginary ? number.im : tns_scalar_to_double (number);
    }
  return numbers;
}

double *
tnu_tensor_dup_numbers (TnsTensor *tensor)
{
  return dup_parts (tensor, false);
}

double *
tnu_tensor_dup_imaginary (TnsTensor *tensor)
{
  return tnk_dtype_is_complex (tns_tensor_get_dtype (tensor)) ? dup_parts (tensor, true) : NULL;
}

TnsTensor *
tnu_shadow_new (const TnsMeta *meta, TnkDtype dtype, GError **error)
{
  TnsMeta layout = *meta;
  layout.dtype = dtype;
  layout.device = (TnsDevice) { TNS_DEVICE_META, -1 };
  return tns_tensor_new (&layout, error);
}

/* ---- off the record ---- */

TnuOffRecord
tnu_off_record_begin (bool records_gradients)
{
  return (TnuOffRecord) { tns_trace_set_muted (true), tns_grad_mode_set (records_gradients) };
}

void
tnu_off_record_end (const TnuOffRecord *self)
{
  tns_grad_mode_set (self->was_recording);
  tns_trace_set_muted (self->was_muted);
}

TnsTensor *
tnu_gradient_new (TnsTensor *result, TnsTensor *input)
{
  TnsTensor *gradient = NULL;
  TnsMeta meta;
  if (!tns_tensor_get_requires_grad (result))
    return NULL;
  tns_tensor_get_meta (result, &meta);
  g_autoptr (TnsTensor) ones
      = tns_tensor_new_dense (meta.dtype, TNS_CPU, meta.rank, meta.sizes, NULL);
  if (ones == NULL)
    return NULL;
  for (int64_t k = 0; k < tns_tensor_get_numel (ones); k++)
    tns_scalar_write (tns_scalar_int (1), meta.dtype,
                      (uint8_t *) tns_tensor_get_data (ones)
                          + (size_t) k * tnk_dtype_size (meta.dtype));
  if (!tns_backward (&result, &ones, 1, false, false, &input, 1, &gradient, NULL))
    g_clear_pointer (&gradient, tns_tensor_unref);
  return gradient;
}
