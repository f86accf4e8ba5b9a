/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/trial.h"

#include <string.h>

#include "engine/trace/label.h"
#include "engine/trace/moment.h"

/* Above it a call is judged by the layouts alone. */
#define MAX_BYTES (1 << 20)

/* Same layout and bits; NULL when they were let go or are many. */
static TnsTensor *
copy_exactly (TnsMoment *moment)
{
  TnsMeta meta = *tns_moment_get_meta (moment);
  TnsContent *content = tns_moment_get_content (moment);
  const size_t n_bytes = tns_content_get_n_bytes (content);
  g_autoptr (TnsStorage) storage = NULL;
  TnsContentView view;
  bool ok = false;

  if (n_bytes > MAX_BYTES || meta.device.type != TNS_CPU.type)
    return NULL;
  storage = tns_storage_new (TNS_CPU, n_bytes, NULL);
  if (storage == NULL || !tns_content_open (content, &view))
    return NULL;
  if (view.data != NULL && n_bytes > 0)
    memcpy (tns_storage_get_data (storage), view.data, n_bytes);
  ok = view.data != NULL || n_bytes == 0;
  tns_content_close (content);
  return ok ? tns_tensor_new_on_storage (storage, &meta) : NULL;
}

static TnsTensor *
new_shadow (TnsMoment *moment)
{
  TnsMeta meta = *tns_moment_get_meta (moment);

  meta.device = (TnsDevice) { TNS_DEVICE_META, -1 };
  return tns_tensor_new (&meta, NULL);
}

static bool
load_inputs (TnsTrial *self, TnsTensor *(*load) (TnsMoment *moment))
{
  for (int i = 0; i < self->event->n_inputs; i++)
    {
      TnsMoment *moment = self->event->inputs[i];

      g_clear_pointer (&self->inputs[i], tns_tensor_unref);
      if (moment == NULL)
        continue;
      self->inputs[i] = load (moment);
      if (self->inputs[i] == NULL)
        return false;
      if (tns_moment_requires_grad (moment) && tns_moment_is_leaf (moment))
        tns_tensor_set_requires_grad (self->inputs[i], true, NULL);
    }
  return true;
}

void
tns_trial_get_args (const TnsTrial *self, TnsTensor *const *inputs, TnsValue *args)
{
  for (int p = 0; p < self->event->n_args; p++)
    {
      const int first = tns_event_get_input_of_param (self->event, p);

      args[p] = self->event->args[p];
      if (args[p].kind == TNS_TENSOR)
        args[p] = tns_value_tensor (inputs[first]);
      else if (args[p].kind == TNS_TENSORS && first >= 0)
        args[p].tensors.items = &inputs[first];
    }
}

bool
tns_trial_init (TnsTrial *self, const TnsEvent *event)
{
  const bool draws = event->op->category == TNS_CATEGORY_RANDOM;

  *self = (TnsTrial) {
    .event = event,
    .inputs = g_new0 (TnsTensor *, MAX (event->n_inputs, 1)),
  };
  self->has_numbers = !draws && load_inputs (self, copy_exactly);
  if (!self->has_numbers && !load_inputs (self, new_shadow))
    {
      tns_trial_clear (self);
      return false;
    }
  tns_trial_get_args (self, self->inputs, self->args);
  return true;
}

void
tns_trial_clear (TnsTrial *self)
{
  for (int i = 0; i < self->event->n_inputs; i++)
    g_clear_pointer (&self->inputs[i], tns_tensor_unref);
  g_clear_pointer (&self->inputs, g_free);
}

void
tns_trial_results_free (TnsTrialResults *self)
{
  for (int i = 0; i < MIN (self->n, TNS_TRIAL_MAX_RESULTS); i++)
    g_clear_pointer (&self->moments[i], tns_moment_unref);
  g_free (self);
}

static TnsTrialResults *
infer (TnsTrial *self, bool is_inplace, const TnsValue *args, GError **error)
{
  g_autoptr (TnsTrialResults) results = g_new0 (TnsTrialResults, 1);
  int n_outs = TNS_TRIAL_MAX_RESULTS;

  if (!tns_op_infer (self->event->op, is_inplace, args, self->event->n_args, results->metas,
                     &n_outs, error))
    return NULL;
  results->n = n_outs;
  return g_steal_pointer (&results);
}

static TnsTrialResults *
compute (TnsTrial *self, bool is_inplace, const TnsValue *args, GError **error)
{
  g_auto (TnsResults) made = { 0 };
  TnsTrialResults *results;

  if (!tns_op_call (self->event->op, is_inplace, args, self->event->n_args, &made, error))
    return NULL;
  results = g_new0 (TnsTrialResults, 1);
  results->n = made.n;
  for (int i = 0; i < MIN (made.n, TNS_TRIAL_MAX_RESULTS); i++)
    if (made.items[i] != NULL)
      {
        tns_tensor_get_meta (made.items[i], &results->metas[i]);
        results->moments[i] = tns_moment_new (made.items[i]);
      }
  /* It may have written into its inputs. */
  if (is_inplace && load_inputs (self, copy_exactly))
    tns_trial_get_args (self, self->inputs, self->args);
  return results;
}

TnsTrialResults *
tns_trial_call (TnsTrial *self, const TnsValue *args, GError **error)
{
  const bool is_inplace
    = self->event->is_inplace || (self->event->op->flags & TNS_ONLY_INPLACE) != 0;

  return self->has_numbers ? compute (self, is_inplace, args, error)
                           : infer (self, is_inplace, args, error);
}

TnsTrialResults *
tns_trial_run (const TnsEvent *event, GError **error)
{
  const bool was_muted = tns_trace_set_muted (true);
  TnsTrialResults *results = NULL;
  TnsTrial trial;

  if (!tns_trial_init (&trial, event))
    tns_fail (error, TNS_ERROR_RUNTIME, "The numbers of that moment were let go");
  else
    {
      results = tns_trial_call (&trial, trial.args, error);
      tns_trial_clear (&trial);
    }
  tns_trace_set_muted (was_muted);
  return results;
}
