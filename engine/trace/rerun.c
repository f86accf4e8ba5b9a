/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/rerun.h"

#include <string.h>

#include "engine/trace/elements.h"
#include "engine/trace/label.h"

#define MAX_ELEMS 1000000

struct _TnsRerun
{
  const TnsEvent *event;
  TnsTensor **inputs;
};

static void
store (const TnsElements *elements, int64_t n, TnkDtype dtype, uint8_t *into)
{
  const size_t n_bytes = tnk_dtype_size (dtype);

  for (int64_t i = 0; i < n; i++)
    {
      const TnkScalar value = dtype == TNK_FLOAT64 ? tns_scalar_float (elements->re[i])
                                                   : tns_scalar_int (elements->ints[i]);

      tns_scalar_write (value, dtype, into + (size_t) i * n_bytes);
    }
}

static bool
copy_elements (TnsMoment *moment, TnsTensor *into)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  const int64_t n_wide = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  const int64_t numel = tns_moment_get_numel (moment);
  const TnkDtype dtype = tns_tensor_get_dtype (into);
  g_autofree TnsElements *elements = g_new (TnsElements, 1);

  for (int64_t done = 0; done < numel;)
    {
      const int64_t column = done % n_wide;
      TnsPiece piece = {
        .first = meta->offset_elems,
        .n_rows = 1,
        .n_columns = MIN (n_wide - column, TNS_PIECE_ELEMS),
        .column_stride = meta->rank > 0 ? meta->strides[meta->rank - 1] : 0,
      };
      int64_t at = done;

      for (int d = meta->rank - 1; d >= 0; d--)
        {
          piece.first += at % meta->sizes[d] * meta->strides[d];
          at /= meta->sizes[d];
        }
      if (!tns_elements_load (elements, tns_moment_get_content (moment), meta->dtype, &piece, NULL,
                              NULL))
        return false;
      store (elements, piece.n_columns, dtype,
             (uint8_t *) tns_tensor_get_data (into) + (size_t) done * tnk_dtype_size (dtype));
      done += piece.n_columns;
    }
  return true;
}

TnsTensor *
tns_moment_copy (TnsMoment *moment)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  const TnkDtype dtype = tnk_dtype_is_floating (meta->dtype) ? TNK_FLOAT64 : meta->dtype;
  g_autoptr (TnsTensor) copy = NULL;

  if (tnk_dtype_is_complex (meta->dtype) || tns_moment_get_numel (moment) > MAX_ELEMS)
    return NULL;
  copy = tns_tensor_new_dense (dtype, TNS_CPU, meta->rank, meta->sizes, NULL);
  if (copy == NULL || !copy_elements (moment, copy))
    return NULL;
  return g_steal_pointer (&copy);
}

TnsRerun *
tns_rerun_new (const TnsEvent *event)
{
  g_autoptr (TnsRerun) self = NULL;

  if (event->op == NULL || event->op->category == TNS_CATEGORY_RANDOM)
    return NULL;
  self = g_new0 (TnsRerun, 1);
  self->event = event;
  self->inputs = g_new0 (TnsTensor *, MAX (event->n_inputs, 1));
  for (int i = 0; i < event->n_inputs; i++)
    {
      if (event->inputs[i] == NULL)
        continue;
      self->inputs[i] = tns_moment_copy (event->inputs[i]);
      if (self->inputs[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
tns_rerun_free (TnsRerun *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < self->event->n_inputs; i++)
    g_clear_pointer (&self->inputs[i], tns_tensor_unref);
  g_free (self->inputs);
  g_free (self);
}

TnsTensor *
tns_rerun_get_input (TnsRerun *self, int index)
{
  return index >= 0 && index < self->event->n_inputs ? self->inputs[index] : NULL;
}

static TnsTensor *
call (TnsRerun *self)
{
  const TnsEvent *event = self->event;
  const bool must_write = (event->op->flags & TNS_ONLY_INPLACE) != 0;
  g_auto (TnsResults) results = { 0 };
  TnsValue args[TNS_MAX_PARAMS];

  for (int i = 0; i < event->n_args; i++)
    {
      const int first = tns_event_get_input_of_param (event, i);

      args[i] = event->args[i];
      if (args[i].kind == TNS_TENSOR)
        args[i] = tns_value_tensor (self->inputs[first]);
      else if (args[i].kind == TNS_TENSORS && first >= 0)
        args[i].tensors.items = &self->inputs[first];
      /* Everything is in float64 here, whatever the op was asked for. */
      else if (args[i].kind == TNS_DTYPE && tnk_dtype_is_floating (args[i].dtype))
        args[i].dtype = TNK_FLOAT64;
    }
  if (!tns_op_call (event->op, must_write, args, event->n_args, &results, NULL) || results.n == 0)
    return NULL;
  return results.items[0] != NULL ? tns_tensor_ref (results.items[0]) : NULL;
}

TnsTensor *
tns_rerun_call (TnsRerun *self)
{
  const bool was_muted = tns_trace_set_muted (true);
  const bool grad_mode = tns_grad_mode_set (false);
  TnsTensor *result = call (self);

  tns_grad_mode_set (grad_mode);
  tns_trace_set_muted (was_muted);
  return result;
}

TnsTensor *
tns_rerun_differentiate (TnsRerun *self, int index, TnsTensor *upstream)
{
  const bool was_muted = tns_trace_set_muted (true);
  const bool grad_mode = tns_grad_mode_set (true);
  TnsTensor *input = self->inputs[index];
  TnsTensor *gradient = NULL;
  g_autoptr (TnsTensor) result = NULL;

  if (tns_tensor_set_requires_grad (input, true, NULL))
    result = call (self);
  if (result != NULL && tns_tensor_get_requires_grad (result)
      && tns_tensor_same_sizes (result, upstream)
      && !tns_backward (&result, &upstream, 1, false, false, &input, 1, &gradient, NULL))
    g_clear_pointer (&gradient, tns_tensor_unref);
  tns_tensor_set_requires_grad (input, false, NULL);
  tns_grad_mode_set (grad_mode);
  tns_trace_set_muted (was_muted);
  return gradient;
}
