/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/reduce/reduce-numbers.h"

void
tnu_reduce_numbers_free (TnuReduceNumbers *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->x_imaginary);
  g_free (self->y_imaginary);
  g_free (self->places);
  g_free (self->gradient);
  g_free (self);
}

static TnsTensor *
cast_to_float (TnsTensor *tensor, GError **error)
{
  g_autofree double *numbers = tnu_tensor_dup_numbers (tensor);
  TnsTensor *cast = tns_tensor_new_dense (TNK_FLOAT32, TNS_CPU, tns_tensor_get_rank (tensor),
                                          tns_tensor_get_sizes (tensor), error);
  for (int64_t k = 0; cast != NULL && k < tns_tensor_get_numel (cast); k++)
    ((float *) tns_tensor_get_data (cast))[k] = (float) numbers[k];
  return cast;
}

static bool
run (TnuReduceNumbers *self, const TnuReduceCall *call, TnsTensor *input, GError **error)
{
  g_auto (TnsResults) results = { 0 };
  bool is_recorded = tnk_dtype_is_floating (tns_tensor_get_dtype (input))
                     && tns_tensor_set_requires_grad (input, true, NULL);
  if (!tnu_reduce_call_run (call, input, &results, error))
    return false;
  bool is_place = call->part == TNU_REDUCE_INDICES;
  self->y = tnu_tensor_dup_numbers (results.items[is_place ? 1 : 0]);
  self->y_imaginary = tnu_tensor_dup_imaginary (results.items[is_place ? 1 : 0]);
  if (results.n > 1)
    self->places = tnu_tensor_dup_numbers (results.items[1]);
  g_autoptr (TnsTensor) gradient
      = is_recorded && !is_place ? tnu_gradient_new (results.items[0], input) : NULL;
  if (gradient != NULL)
    self->gradient = tnu_tensor_dup_numbers (gradient);
  return true;
}

TnuReduceNumbers *
tnu_reduce_numbers_compute (const TnuReduceCall *call, TnsMoment *moment,
                            const TnuShape *sample, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnsTensor) copy = tnu_copy_new (moment, sample->sizes, cancellable, error);
  g_autoptr (TnuReduceNumbers) self = g_new0 (TnuReduceNumbers, 1);
  TnuOffRecord off = tnu_off_record_begin (true);
  g_autoptr (TnsTensor) input = NULL;
  if (copy != NULL)
    input = call->casts ? cast_to_float (copy, error) : tns_tensor_ref (copy);
  bool has_run = input != NULL && run (self, call, input, error);
  tnu_off_record_end (&off);
  if (!has_run)
    return NULL;
  self->x = tnu_tensor_dup_numbers (input);
  self->x_imaginary = tnu_tensor_dup_imaginary (input);
  return g_steal_pointer (&self);
}
