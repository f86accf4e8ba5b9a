/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/teller.h"

#include <gio/gio.h>

/* The computing thread only flips `is_called` and wakes the main context; the rest happens there
 * or, for the timeline itself, in a worker that shares nothing but the trace. */

#define INTERVAL_US 50000

struct _TnsTeller
{
  gatomicrefcount n_refs; /* owner, calls on their way, the worker */
  TnsTrace *trace;
  GMainContext *context;
  gint is_called; /* atomic */

  /* owner's thread */
  gboolean is_closed;
  gboolean is_working;
  gboolean is_due;
  GSource *wait;
  gint64 last_start_us;
  gint64 rest_us; /* from one start to the next */
  guint generation;
  TnsTimeline *timeline;
  void (*told) (TnsTimeline *timeline, void *data);
  GHashTable *(*get_sources) (void *data);
  void *data;
};

typedef struct
{
  TnsTrace *trace;
  TnsTimeline *before;
  GHashTable *sources;
  guint generation;
} Job;

static void start_when_due (TnsTeller *self);

static TnsTeller *
teller_ref (TnsTeller *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
teller_unref (gpointer data)
{
  TnsTeller *self = data;

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  tns_trace_unref (self->trace);
  g_main_context_unref (self->context);
  g_free (self);
}

/* ---- in the worker ---- */

static void
job_free (gpointer data)
{
  Job *job = data;

  tns_trace_unref (job->trace);
  g_clear_pointer (&job->before, tns_timeline_unref);
  g_hash_table_unref (job->sources);
  g_free (job);
}

static char *
get_source (const char *cell_id, void *data)
{
  return g_strdup (g_hash_table_lookup (data, cell_id));
}

static void
make_timeline (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  g_task_return_pointer (task,
                         tns_timeline_new_after (job->trace, job->before, get_source, job->sources),
                         (GDestroyNotify) tns_timeline_unref);
}

/* ---- on the owner's thread ---- */

static void
on_timeline (GObject *source, GAsyncResult *result, gpointer data)
{
  TnsTeller *self = data;
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (TnsTimeline) timeline = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_working = FALSE;
  /* A long trace takes longer: never more than a quarter of a processor for it. */
  self->rest_us = MAX (INTERVAL_US, 4 * (g_get_monotonic_time () - self->last_start_us));
  if (!self->is_closed && job->generation == self->generation)
    {
      g_clear_pointer (&self->timeline, tns_timeline_unref);
      self->timeline = tns_timeline_ref (timeline);
      self->told (timeline, self->data);
    }
  if (!self->is_closed && self->is_due)
    start_when_due (self);
  teller_unref (self);
}

static void
start (TnsTeller *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_timeline, teller_ref (self));
  Job *job = g_new0 (Job, 1);

  self->is_due = FALSE;
  self->is_working = TRUE;
  self->last_start_us = g_get_monotonic_time ();
  job->trace = tns_trace_ref (self->trace);
  job->before = self->timeline != NULL ? tns_timeline_ref (self->timeline) : NULL;
  job->sources = self->get_sources (self->data);
  job->generation = self->generation;
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, make_timeline);
}

static gboolean
on_waited (gpointer data)
{
  TnsTeller *self = data;

  g_clear_pointer (&self->wait, g_source_unref);
  if (!self->is_closed && !self->is_working)
    start (self);
  return G_SOURCE_REMOVE;
}

static void
start_when_due (TnsTeller *self)
{
  const gint64 due_us = self->last_start_us + self->rest_us;
  const gint64 now_us = g_get_monotonic_time ();

  self->is_due = TRUE;
  if (self->is_working || self->wait != NULL)
    return;
  if (now_us >= due_us)
    {
      start (self);
      return;
    }
  self->wait = g_timeout_source_new ((guint) ((due_us - now_us) / 1000 + 1));
  g_source_set_callback (self->wait, on_waited, teller_ref (self), teller_unref);
  g_source_attach (self->wait, self->context);
}

static gboolean
on_called (gpointer data)
{
  TnsTeller *self = data;

  g_atomic_int_set (&self->is_called, 0);
  if (!self->is_closed)
    start_when_due (self);
  return G_SOURCE_REMOVE;
}

/* ---- on the computing thread ---- */

static void
on_events (void *data)
{
  TnsTeller *self = data;
  GSource *source;

  if (!g_atomic_int_compare_and_exchange (&self->is_called, 0, 1))
    return;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_called, teller_ref (self), teller_unref);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

TnsTeller *
tns_teller_new (TnsTrace *trace, void (*told) (TnsTimeline *timeline, void *data),
                GHashTable *(*get_sources) (void *data), void *data)
{
  TnsTeller *self = g_new0 (TnsTeller, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->trace = tns_trace_ref (trace);
  self->context = g_main_context_ref_thread_default ();
  self->told = told;
  self->get_sources = get_sources;
  self->data = data;
  tns_trace_set_notify (trace, on_events, self);
  return self;
}

void
tns_teller_free (TnsTeller *self)
{
  tns_trace_set_notify (self->trace, NULL, NULL);
  self->is_closed = TRUE;
  if (self->wait != NULL)
    g_source_destroy (self->wait);
  g_clear_pointer (&self->wait, g_source_unref);
  g_clear_pointer (&self->timeline, tns_timeline_unref);
  teller_unref (self);
}

void
tns_teller_restart (TnsTeller *self)
{
  self->generation++;
  g_clear_pointer (&self->timeline, tns_timeline_unref);
  start_when_due (self);
}
