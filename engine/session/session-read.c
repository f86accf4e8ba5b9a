/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/session.h"

/* What views ask for: read or computed in a worker that holds references of its own. */

typedef struct
{
  TnsMoment *moment;
  TnsBlockRequest request;
  double low, high; /* of a histogram */
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  tns_moment_unref (read->moment);
  g_free (read);
}

static GTask *
read_task_new (TnsSession *self, TnsMoment *moment, const TnsBlockRequest *request,
               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Read *read = g_new0 (Read, 1);

  read->moment = tns_moment_ref (moment);
  if (request != NULL)
    read->request = *request;
  g_task_set_task_data (task, read, read_free);
  return task;
}

static void
read_block (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Read *read = data;
  GError *error = NULL;
  TnsBlock *block = tns_block_read (read->moment, &read->request, cancellable, &error);

  if (block != NULL)
    g_task_return_pointer (task, block, (GDestroyNotify) tns_block_free);
  else
    g_task_return_error (task, error);
}

void
tns_session_read_block_async (TnsSession *self, TnsMoment *moment, const TnsBlockRequest *request,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = read_task_new (self, moment, request, cancellable, callback, data);

  g_task_run_in_thread (task, read_block);
}

TnsBlock *
tns_session_read_block_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
read_statistics (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Read *read = data;
  g_autofree TnsStatistics *statistics = g_new0 (TnsStatistics, 1);
  GError *error = NULL;

  if (tns_statistics_read (read->moment, statistics, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&statistics), g_free);
  else
    g_task_return_error (task, error);
}

void
tns_session_read_statistics_async (TnsSession *self, TnsMoment *moment, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = read_task_new (self, moment, NULL, cancellable, callback, data);

  g_task_run_in_thread (task, read_statistics);
}

gboolean
tns_session_read_statistics_finish (TnsSession *self, GAsyncResult *result,
                                    TnsStatistics *statistics, GError **error)
{
  g_autofree TnsStatistics *read = g_task_propagate_pointer (G_TASK (result), error);

  if (read == NULL)
    return FALSE;
  *statistics = *read;
  return TRUE;
}

static void
read_histogram (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Read *read = data;
  g_autofree int64_t *counts = g_new0 (int64_t, TNS_HISTOGRAM_BINS);
  GError *error = NULL;

  if (tns_histogram_read (read->moment, read->low, read->high, counts, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&counts), g_free);
  else
    g_task_return_error (task, error);
}

void
tns_session_read_histogram_async (TnsSession *self, TnsMoment *moment, double low, double high,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_autoptr (GTask) task = read_task_new (self, moment, NULL, cancellable, callback, data);
  Read *read = g_task_get_task_data (task);

  read->low = low;
  read->high = high;
  g_task_run_in_thread (task, read_histogram);
}

int64_t *
tns_session_read_histogram_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  TnsTimeline *timeline;
  int step;
} Explain;

static void
explain_free (gpointer data)
{
  Explain *explain = data;

  tns_timeline_unref (explain->timeline);
  g_free (explain);
}

static void
explain_step (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Explain *explain = data;

  g_task_return_pointer (task, tns_timeline_explain (explain->timeline, explain->step),
                         (GDestroyNotify) tns_grad_step_free);
}

void
tns_session_explain_async (TnsSession *self, int step, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Explain *explain = g_new0 (Explain, 1);

  explain->timeline = tns_timeline_ref (tns_session_get_timeline (self));
  explain->step = step;
  g_task_set_task_data (task, explain, explain_free);
  g_task_run_in_thread (task, explain_step);
}

TnsGradStep *
tns_session_explain_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- fixes ---- */

typedef struct
{
  const TnsEvent *failure;
  int most;
} FindFixes;

static void
find_fixes_free (gpointer data)
{
  FindFixes *find = data;

  tns_event_unref (find->failure);
  g_free (find);
}

static void
find_fixes (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const FindFixes *find = data;

  g_task_return_pointer (task, tns_fixes_find (find->failure, find->most),
                         (GDestroyNotify) g_ptr_array_unref);
}

void
tns_session_find_fixes_async (TnsSession *self, const TnsEvent *failure, int most,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  FindFixes *find = g_new (FindFixes, 1);

  *find = (FindFixes) { tns_event_ref (failure), most };
  g_task_set_task_data (task, find, find_fixes_free);
  g_task_run_in_thread (task, find_fixes);
}

GPtrArray *
tns_session_find_fixes_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- calls that are not made ---- */

static void
release_event (gpointer event)
{
  tns_event_unref (event);
}

static void
try_call (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TnsTrialResults *results = tns_trial_run (data, &error);

  if (results != NULL)
    g_task_return_pointer (task, results, (GDestroyNotify) tns_trial_results_free);
  else
    g_task_return_error (task, error);
}

void
tns_session_try_async (TnsSession *self, const TnsEvent *call, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_task_data (task, (gpointer) tns_event_ref (call), release_event);
  g_task_run_in_thread (task, try_call);
}

TnsTrialResults *
tns_session_try_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
