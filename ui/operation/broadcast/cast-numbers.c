/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/broadcast/cast-numbers.h"

#include <string.h>

TnuCastJob *
tnu_cast_job_new (const TnuCastCall *call)
{
  TnuCastJob *self = g_new0 (TnuCastJob, 1);
  self->word = call->word;
  self->sizes = call->sizes;
  self->result = call->plan.result;
  self->is_legal = call->reason == NULL;
  for (int k = 0; k < tnu_cast_call_count (call); k++)
    {
      self->operands[k] = call->operands[k];
      self->operands[k].name = self->operands[k].code = NULL;
      if (self->operands[k].moment != NULL)
        tns_moment_ref (self->operands[k].moment);
    }
  return self;
}

void
tnu_cast_job_free (TnuCastJob *self)
{
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    g_clear_pointer (&self->operands[k].moment, tns_moment_unref);
  g_free (self);
}

void
tnu_cast_numbers_free (TnuCastNumbers *self)
{
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    {
      g_free (self->operands[k]);
      g_free (self->operands_imaginary[k]);
      g_free (self->contributions[k]);
      g_free (self->gradients[k]);
    }
  g_free (self->result);
  g_free (self->result_imaginary);
  g_free (self);
}

/* ---- tensors ---- */

static TnsTensor *
call (const TnsOp *op, const TnsValue *args, int n, GError **error)
{
  g_auto (TnsResults) results = { 0 };
  return tns_op_call (op, false, args, n, &results, error) ? tns_tensor_ref (results.items[0])
                                                           : NULL;
}

/* The part of a variable that @operand->shape takes when it is turned: (out) @raw. */
static void
get_raw_part (const TnuCastOperand *operand, TnuShape *raw)
{
  const TnuShape *shape = &operand->shape;
  TnuShape whole;
  *raw = operand->raw;
  if (!tnu_turn_apply (&operand->turn, raw, &whole) || tnu_shape_equal (&whole, shape))
    return;
  switch (operand->turn.kind)
    {
    case TNU_TURN_NONE:
      *raw = *shape;
      break;
    case TNU_TURN_TRANSPOSE:
      *raw = *shape;
      raw->sizes[raw->rank - 1] = shape->sizes[raw->rank - 2];
      raw->sizes[raw->rank - 2] = shape->sizes[raw->rank - 1];
      break;
    default:
      break;
    }
}

static TnsTensor *
turn (TnsTensor *tensor, const TnuCastOperand *operand, GError **error)
{
  TnsValue args[3] = { tns_value_tensor (tensor) };
  switch (operand->turn.kind)
    {
    case TNU_TURN_TRANSPOSE:
      args[1] = tns_value_int (-2);
      args[2] = tns_value_int (-1);
      return call (&tns_op_transpose, args, 3, error);
    case TNU_TURN_UNSQUEEZE:
      args[1] = tns_value_int (operand->turn.dim);
      return call (&tns_op_unsqueeze, args, 2, error);
    case TNU_TURN_RESHAPE:
      args[1] = tns_value_ints (operand->shape.sizes, operand->shape.rank);
      return call (&tns_op_reshape, args, 2, error);
    default:
      return tns_tensor_ref (tensor);
    }
}

/* Every ghost as a number of its own. */
static TnsTensor *
spread (TnsTensor *tensor, const TnuShape *shape)
{
  TnsValue args[] = { tns_value_tensor (tensor), tns_value_ints (shape->sizes, shape->rank) };
  g_autoptr (TnsTensor) wide = call (&tns_op_broadcast_to, args, 2, NULL);
  if (wide == NULL)
    return NULL;
  TnsTensor *copy = tns_tensor_new_dense (tns_tensor_get_dtype (wide), TNS_CPU, shape->rank,
                                          shape->sizes, NULL);
  g_autofree double *numbers = tnu_tensor_dup_numbers (wide);
  size_t size = tnk_dtype_size (tns_tensor_get_dtype (wide));
  for (int64_t k = 0; copy != NULL && k < tns_tensor_get_numel (copy); k++)
    tns_scalar_write (tns_scalar_float (numbers[k]), tns_tensor_get_dtype (wide),
                      (uint8_t *) tns_tensor_get_data (copy) + (size_t) k * size);
  return copy;
}

/* ---- gradients ---- */

/* Gradient of operand @k, which is @input in this run. */
static double *
dup_gradient (const TnuCastJob *job, TnsTensor *const *tensors, int k, TnsTensor *input)
{
  TnsTensor *others[TNU_CAST_MAX_OPERANDS];
  memcpy (others, tensors, sizeof others);
  others[k] = input;
  if (input == NULL || !tns_tensor_set_requires_grad (input, true, NULL))
    return NULL;
  g_autoptr (TnsTensor) result
      = tnu_cast_run (job->word, job->operands, &job->sizes, others, NULL);
  g_autoptr (TnsTensor) gradient = result != NULL ? tnu_gradient_new (result, input) : NULL;
  tns_tensor_set_requires_grad (input, false, NULL);
  return gradient != NULL ? tnu_tensor_dup_numbers (gradient) : NULL;
}

static void
differentiate (TnuCastNumbers *self, const TnuCastJob *job, TnsTensor *const *tensors, int n)
{
  for (int k = 0; k < n; k++)
    {
      if (tensors[k] == NULL || !tnk_dtype_is_floating (tns_tensor_get_dtype (tensors[k])))
        continue;
      g_autoptr (TnsTensor) wide = spread (tensors[k], &job->result);
      self->gradients[k] = dup_gradient (job, tensors, k, tensors[k]);
      self->contributions[k] = dup_gradient (job, tensors, k, wide);
    }
}

/* ---- all ---- */

static bool
fill (TnuCastNumbers *self, const TnuCastJob *job, TnsTensor **tensors, int n,
      GCancellable *cancellable, GError **error)
{
  for (int k = 0; k < n; k++)
    {
      const TnuCastOperand *operand = &job->operands[k];
      if (operand->moment == NULL)
        {
          self->operands[k] = g_new (double, 1);
          *self->operands[k] = operand->number;
          continue;
        }
      TnuShape raw;
      get_raw_part (operand, &raw);
      g_autoptr (TnsTensor) copy = tnu_copy_new (operand->moment, raw.sizes, cancellable, error);
      tensors[k] = copy != NULL ? turn (copy, operand, error) : NULL;
      if (tensors[k] == NULL)
        return false;
      self->operands[k] = tnu_tensor_dup_numbers (tensors[k]);
      self->operands_imaginary[k] = tnu_tensor_dup_imaginary (tensors[k]);
    }
  if (!job->is_legal)
    return true;
  g_autoptr (TnsTensor) result
      = tnu_cast_run (job->word, job->operands, &job->sizes, tensors, error);
  if (result == NULL)
    return false;
  self->result = tnu_tensor_dup_numbers (result);
  self->result_imaginary = tnu_tensor_dup_imaginary (result);
  /* The gradient of a complex result is another matter. */
  if (self->result_imaginary == NULL)
    differentiate (self, job, tensors, n);
  return true;
}

TnuCastNumbers *
tnu_cast_numbers_compute (const TnuCastJob *job, GCancellable *cancellable, GError **error)
{
  TnsTensor *tensors[TNU_CAST_MAX_OPERANDS] = { NULL };
  g_autoptr (TnuCastNumbers) self = g_new0 (TnuCastNumbers, 1);
  TnuOffRecord off = tnu_off_record_begin (true);
  bool is_filled = fill (self, job, tensors, tnu_cast_word_count_operands (job->word),
                         cancellable, error);
  for (int k = 0; k < TNU_CAST_MAX_OPERANDS; k++)
    g_clear_pointer (&tensors[k], tns_tensor_unref);
  tnu_off_record_end (&off);
  return is_filled ? g_steal_pointer (&self) : NULL;
}
