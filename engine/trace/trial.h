/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/trace/trace.h"

G_BEGIN_DECLS

/**
 * TnsTrial:
 * @event: an op with its inputs and arguments
 * @inputs: copies with the same layout, type and bits; or without numbers
 * @has_numbers: whether there are numbers: they are let go, many, or on a GPU otherwise, and an op
 *   that draws gets none: the stream of random numbers is the notebook's
 * @args: the op's arguments, on @inputs
 *
 * A call off the record, to see what would come of it. Not on the UI thread.
 */
typedef struct
{
  const TnsEvent *event;
  TnsTensor **inputs;
  bool has_numbers;
  TnsValue args[TNS_MAX_PARAMS];
} TnsTrial;

/* More results of one call are not kept. */
#define TNS_TRIAL_MAX_RESULTS 4

/**
 * TnsTrialResults:
 * @n: results there are, perhaps more than are kept
 * @metas: their layouts
 * @moments: (nullable elements): their numbers, NULL without
 */
typedef struct
{
  int n;
  TnsMeta metas[TNS_TRIAL_MAX_RESULTS];
  TnsMoment *moments[TNS_TRIAL_MAX_RESULTS];
} TnsTrialResults;

TNS_EXPORT void tns_trial_results_free (TnsTrialResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsTrialResults, tns_trial_results_free)

/* False, with nothing to clear, when the inputs cannot be copied in either way. */
TNS_EXPORT bool tns_trial_init (TnsTrial *self, const TnsEvent *event);
TNS_EXPORT void tns_trial_clear (TnsTrial *self);

/* (out) (array length=event->n_args) @args: the op's arguments with @inputs in place of its own,
 * which outlive them. */
TNS_EXPORT void tns_trial_get_args (const TnsTrial *self, TnsTensor *const *inputs, TnsValue *args);

/* @args: what to call the op with, self->args or a variant of them.
 * Returns: (transfer full): NULL with the op's error when it refuses. */
TNS_EXPORT TnsTrialResults *tns_trial_call (TnsTrial *self, const TnsValue *args, GError **error);

/**
 * tns_event_new_call:
 * @args: (array length=n_params of the op's schema): tensors among them without a value of their
 * own
 * @inputs: (array length=n_inputs): the tensors, in the order of @args, lists flattened
 *
 * Returns: (transfer full): a call that was not made
 */
TNS_EXPORT const TnsEvent *tns_event_new_call (const TnsOp *op, const TnsValue *args,
                                               TnsMoment *const *inputs, int n_inputs);
/* (transfer full): @event as a line of Python; @inputs are written so: "x.sum(dim=1)". */
TNS_EXPORT char *tns_event_dup_call (const TnsEvent *event, char *const *inputs);

/* All of it: the op of @event with its arguments as they are. */
TNS_EXPORT TnsTrialResults *tns_trial_run (const TnsEvent *event, GError **error);

G_END_DECLS
