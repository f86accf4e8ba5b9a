/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/worker.h"

#include "engine/session/guard.h"
#include "engine/session/interpreter.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

/*
 * Stopping. The thread of the window cannot wait for Python's lock, so it only sends the worker's
 * thread a signal. The signal ends a system call such as sleep() and makes the interpreter run its
 * handler, which raises KeyboardInterrupt if user code is running. (PyErr_SetInterruptEx() would not
 * do: called on another thread than Python's main one it does not break a loop.) is_running
 * is true exactly while it is; a stop that comes earlier is kept in is_stopped and obeyed when user
 * code is about to begin.
 *
 * Floods. What one cell may show is bounded: past the limits its output is dropped, with one note.
 */

#define MAX_STREAM_BYTES (1 << 20)
#define MAX_OUTPUT_BYTES (64 << 20)
#define MAX_OUTPUTS 500

struct _TnsClient
{
  gatomicrefcount ref_count;
  TnsChannel *channel;

  /* Under the worker's lock. */
  guint64 last_serial;    /* the last one asked */
  guint64 stopped_serial; /* requests up to this one are dropped */
  guint64 failed_group;
  gboolean is_closed;

  /* Only the worker's thread. */
  TnsShell *shell;
};

typedef struct
{
  TnsClient *client;
  TnsRequest request;
  gboolean is_farewell; /* the client is freed */
} Job;

static struct
{
  GMutex lock;
  GCond changed;
  GThread *thread;
  pthread_t thread_id;
  GQueue jobs;
  Job *current;
  gboolean is_running; /* user code runs now */
  gboolean is_stopped; /* the current job is to end */
  gboolean is_quitting;
  gboolean is_finished;
  char *packages;
  int *cancel_flag;

  /* Only the worker's thread and, for what a cell shows, threads that the cell started. */
  gboolean is_started;
  char *failure;
  int n_stream_bytes; /* atomic */
  int n_output_bytes; /* atomic */
  int n_outputs;      /* atomic */
} worker;

static void
client_unref (TnsClient *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  tns_channel_unref (self->channel);
  g_free (self);
}

static void
job_free (Job *job)
{
  g_free (job->request.text);
  g_free (job->request.name);
  g_free (job->request.folder);
  client_unref (job->client);
  g_free (job);
}

static void
set_cancel_flag (gboolean is_set)
{
  if (worker.cancel_flag != NULL)
    __atomic_store_n (worker.cancel_flag, is_set ? 1 : 0, __ATOMIC_RELAXED);
}

/* ---- what the interpreter tells ---- */

/* The channel and serial that output belongs to; between cells, output of a thread that a cell
 * left behind goes to nobody. */
static TnsChannel *
ref_current_channel (guint64 *serial)
{
  TnsChannel *channel = NULL;
  g_mutex_lock (&worker.lock);
  if (worker.current != NULL && worker.current->request.kind == TNS_REQUEST_RUN)
    {
      channel = tns_channel_ref (worker.current->client->channel);
      *serial = worker.current->request.serial;
    }
  g_mutex_unlock (&worker.lock);
  return channel;
}

/* Adds @n to @counter; FALSE when the limit was passed, with @is_first only for the first time. */
static gboolean
spend (int *counter, int n, int limit, gboolean *is_first)
{
  int before = g_atomic_int_get (counter);
  *is_first = FALSE;
  if (before > limit)
    return FALSE;
  before = g_atomic_int_add (counter, MIN (n, limit + 1));
  *is_first = before <= limit && before + n > limit;
  return before + n <= limit;
}

static void
on_stream (const char *name, const char *text, void *data)
{
  guint64 serial;
  gboolean is_first;
  g_autoptr (TnsChannel) channel = ref_current_channel (&serial);
  if (channel == NULL)
    return;

  gsize length = MIN (strlen (text), (gsize) MAX_STREAM_BYTES + 1);
  gboolean fits = spend (&worker.n_stream_bytes, (int) length, MAX_STREAM_BYTES, &is_first);
  if (fits)
    tns_channel_post (channel, TNS_NEWS_STREAM, serial, text, name, 0, FALSE);
  else if (is_first)
    tns_channel_post (channel, TNS_NEWS_STREAM, serial,
                      "\n[The output of this cell is longer than 1 MiB; the rest is not kept.]\n",
                      "stderr", 0, FALSE);
}

static void
on_output (const char *json, const char *display_id, gboolean is_update, void *data)
{
  guint64 serial;
  gboolean is_first, is_first_byte;
  g_autoptr (TnsChannel) channel = ref_current_channel (&serial);
  if (channel == NULL)
    return;

  int length = (int) MIN (strlen (json), (gsize) MAX_OUTPUT_BYTES + 1);
  gboolean fits = spend (&worker.n_outputs, 1, MAX_OUTPUTS, &is_first);
  fits = spend (&worker.n_output_bytes, length, MAX_OUTPUT_BYTES, &is_first_byte) && fits;
  if (fits)
    tns_channel_post (channel, is_update ? TNS_NEWS_UPDATE : TNS_NEWS_OUTPUT, serial, json,
                      display_id, 0, FALSE);
  else if (is_first || is_first_byte)
    tns_channel_post (channel, TNS_NEWS_STREAM, serial,
                      "\n[This cell shows more than 500 outputs or 64 MiB; the rest is not kept.]\n",
                      "stderr", 0, FALSE);
}

static void
on_clear (gboolean wait, void *data)
{
  guint64 serial;
  g_autoptr (TnsChannel) channel = ref_current_channel (&serial);
  if (channel == NULL)
    return;
  g_atomic_int_set (&worker.n_stream_bytes, 0);
  g_atomic_int_set (&worker.n_outputs, 0);
  tns_channel_post (channel, TNS_NEWS_CLEAR, serial, NULL, NULL, 0, wait);
}

static gboolean
on_begin (void *data)
{
  g_mutex_lock (&worker.lock);
  gboolean is_stopped = worker.is_stopped;
  worker.is_running = TRUE;
  g_mutex_unlock (&worker.lock);
  return is_stopped;
}

static void
on_end (void *data)
{
  g_mutex_lock (&worker.lock);
  worker.is_running = FALSE;
  g_mutex_unlock (&worker.lock);
}

static gboolean
on_is_running (void *data)
{
  g_mutex_lock (&worker.lock);
  gboolean is_running = worker.is_running;
  g_mutex_unlock (&worker.lock);
  return is_running;
}

static const TnsShellListener listener = {
  .stream = on_stream,
  .output = on_output,
  .clear = on_clear,
  .begin = on_begin,
  .end = on_end,
  .is_running = on_is_running,
};

/* ---- jobs ---- */

static gboolean
ensure_started (void)
{
  if (worker.is_started)
    return worker.failure == NULL;
  worker.is_started = TRUE;
  g_autofree char *packages = tns_worker_dup_packages ();
  return tns_interpreter_start (packages, &listener, NULL, &worker.failure);
}

/* The client's shell, made when it is first needed; NULL after telling the client why not. */
static TnsShell *
ensure_shell (TnsClient *client, const TnsRequest *request)
{
  if (client->shell != NULL)
    return client->shell;

  g_autofree char *message = NULL;
  if (!ensure_started ())
    message = g_strdup (worker.failure);
  else
    client->shell = tns_shell_new (&message);

  if (client->shell != NULL)
    tns_channel_post (client->channel, TNS_NEWS_LOADED, 0, NULL, NULL, 0, TRUE);
  else
    tns_channel_post (client->channel, TNS_NEWS_FAILED, request->serial, message, NULL, 0, FALSE);
  return client->shell;
}

static void
run_cell (Job *job)
{
  TnsClient *client = job->client;
  const TnsRequest *request = &job->request;

  g_atomic_int_set (&worker.n_stream_bytes, 0);
  g_atomic_int_set (&worker.n_output_bytes, 0);
  g_atomic_int_set (&worker.n_outputs, 0);
  tns_channel_post (client->channel, TNS_NEWS_STARTED, request->serial, NULL, NULL,
                    tns_shell_get_next_count (client->shell), FALSE);
  gboolean ok = tns_shell_run (client->shell, request->name, request->text);
  if (!ok)
    {
      g_mutex_lock (&worker.lock);
      client->failed_group = request->group;
      g_mutex_unlock (&worker.lock);
    }
  tns_channel_post (client->channel, TNS_NEWS_FINISHED, request->serial, NULL, NULL, 0, ok);
}

static void
answer_question (Job *job)
{
  TnsShell *shell = job->client->shell;
  const TnsRequest *request = &job->request;
  g_autofree char *message = NULL;
  g_autofree char *text = NULL;

  if (request->kind == TNS_REQUEST_EVALUATE)
    text = tns_shell_evaluate (shell, request->text, &message);
  else if (request->kind == TNS_REQUEST_COMPLETE)
    text = tns_shell_complete (shell, request->text, request->cursor, &message);
  else
    text = tns_shell_inspect (shell, request->text, request->cursor, &message);
  tns_channel_post (job->client->channel, TNS_NEWS_ANSWER, request->serial,
                    text != NULL ? text : message, NULL, 0, text != NULL);
}

static void
forget_names (TnsShell *shell, const char *lines)
{
  g_auto (GStrv) names = g_strsplit (lines, "\n", -1);
  tns_shell_forget_names (shell, (const char *const *) names);
}

static void
close_shell (TnsClient *client, gboolean is_restart)
{
  tns_guard_open ();
  if (client->shell != NULL)
    tns_shell_free (client->shell, is_restart);
  client->shell = NULL;
}

static void
serve (Job *job)
{
  TnsClient *client = job->client;
  const TnsRequest *request = &job->request;

  if (request->kind == TNS_REQUEST_RESTART)
    {
      close_shell (client, TRUE);
      tns_channel_post (client->channel, TNS_NEWS_RESTARTED, request->serial, NULL, NULL, 0, TRUE);
      return;
    }

  tns_guard_open ();
  if (ensure_shell (client, request) == NULL)
    return;
  tns_shell_activate (client->shell, request->folder);
  if (!request->is_guard_lifted)
    tns_guard_close (request->folder);

  switch (request->kind)
    {
    case TNS_REQUEST_RUN:
      run_cell (job);
      break;
    case TNS_REQUEST_EVALUATE:
    case TNS_REQUEST_COMPLETE:
    case TNS_REQUEST_INSPECT:
      answer_question (job);
      break;
    case TNS_REQUEST_FORGET:
      forget_names (client->shell, request->text);
      break;
    case TNS_REQUEST_LOAD:
    case TNS_REQUEST_RESTART:
    default:
      break;
    }
}

/* Requests that are not to run any more still get an answer. */
static gboolean
is_dropped (Job *job)
{
  TnsClient *client = job->client;
  const TnsRequest *request = &job->request;
  if (client->is_closed || worker.is_quitting)
    return TRUE;
  if (request->kind == TNS_REQUEST_RESTART || request->kind == TNS_REQUEST_FORGET)
    return FALSE;
  return request->serial <= client->stopped_serial
         || (request->group != 0 && request->group == client->failed_group);
}

static void
end_client (TnsClient *client)
{
  g_mutex_lock (&worker.lock);
  gboolean is_quitting = worker.is_quitting;
  g_mutex_unlock (&worker.lock);
  /* The end of the process frees the names faster than the interpreter would. */
  if (is_quitting)
    return;
  close_shell (client, FALSE);
}

/* The worker's own thread may have another current folder than the rest of the program, so that a
 * notebook's relative paths mean its folder and the program's mean where it was started. */
static void
separate_current_folder (void)
{
  if (unshare (CLONE_FS) != 0)
    g_debug ("The current folder is shared with the interpreter");
}

static gpointer
work (gpointer data)
{
  separate_current_folder ();

  g_mutex_lock (&worker.lock);
  worker.thread_id = pthread_self ();
  for (;;)
    {
      while (g_queue_is_empty (&worker.jobs) && !worker.is_quitting)
        g_cond_wait (&worker.changed, &worker.lock);
      Job *job = g_queue_pop_head (&worker.jobs);
      if (job == NULL)
        break;

      gboolean drop = is_dropped (job);
      worker.current = job;
      worker.is_stopped = FALSE;
      set_cancel_flag (FALSE);
      g_mutex_unlock (&worker.lock);

      if (job->is_farewell)
        end_client (job->client);
      else if (drop)
        tns_channel_post (job->client->channel, TNS_NEWS_SKIPPED, job->request.serial, NULL, NULL,
                          0, FALSE);
      else
        serve (job);

      g_mutex_lock (&worker.lock);
      worker.current = NULL;
      g_mutex_unlock (&worker.lock);
      job_free (job);
      g_mutex_lock (&worker.lock);
    }
  g_mutex_unlock (&worker.lock);

  if (worker.is_started && worker.failure == NULL)
    tns_interpreter_finish ();

  g_mutex_lock (&worker.lock);
  worker.is_finished = TRUE;
  g_cond_broadcast (&worker.changed);
  g_mutex_unlock (&worker.lock);
  return NULL;
}

/* With the lock held. */
static void
push (TnsClient *client, const TnsRequest *request, gboolean is_farewell)
{
  Job *job = g_new0 (Job, 1);
  job->client = client;
  g_atomic_ref_count_inc (&client->ref_count);
  if (request != NULL)
    job->request = *request;
  job->is_farewell = is_farewell;
  g_queue_push_tail (&worker.jobs, job);
  if (worker.thread == NULL && !is_farewell)
    {
      tns_interpreter_prepare ();
      worker.thread = g_thread_new ("python", work, NULL);
    }
  g_cond_broadcast (&worker.changed);
}

/* With the lock held. The signal is sent only into user code, where Python's handler is set. */
static void
interrupt (void)
{
  worker.is_stopped = TRUE;
  set_cancel_flag (TRUE);
  if (worker.is_running)
    pthread_kill (worker.thread_id, tns_interpreter_get_signal ());
}

/* ---- clients ---- */

TnsClient *
tns_client_new (TnsChannel *channel)
{
  TnsClient *self = g_new0 (TnsClient, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->channel = tns_channel_ref (channel);
  return self;
}

void
tns_client_free (TnsClient *self)
{
  g_mutex_lock (&worker.lock);
  self->is_closed = TRUE;
  if (worker.current != NULL && worker.current->client == self)
    interrupt ();
  if (worker.thread != NULL && !worker.is_quitting)
    push (self, NULL, TRUE);
  g_mutex_unlock (&worker.lock);
  client_unref (self);
}

void
tns_client_ask (TnsClient *self, const TnsRequest *request)
{
  g_mutex_lock (&worker.lock);
  self->last_serial = request->serial;
  gboolean is_late = worker.is_quitting;
  if (!is_late)
    push (self, request, FALSE);
  g_mutex_unlock (&worker.lock);

  if (is_late)
    {
      tns_channel_post (self->channel, TNS_NEWS_SKIPPED, request->serial, NULL, NULL, 0, FALSE);
      g_free (request->text);
      g_free (request->name);
      g_free (request->folder);
    }
}

void
tns_client_stop (TnsClient *self)
{
  g_mutex_lock (&worker.lock);
  self->stopped_serial = self->last_serial;
  if (worker.current != NULL && worker.current->client == self)
    interrupt ();
  g_mutex_unlock (&worker.lock);
}

/* ---- the process ---- */

void
tns_worker_set_packages (const char *folder)
{
  g_mutex_lock (&worker.lock);
  g_free (worker.packages);
  worker.packages = g_strdup (folder);
  g_mutex_unlock (&worker.lock);
}

char *
tns_worker_dup_packages (void)
{
  g_mutex_lock (&worker.lock);
  char *packages = g_strdup (worker.packages);
  g_mutex_unlock (&worker.lock);
  if (packages != NULL)
    return packages;

  const char *wanted = g_getenv ("TENSARIUM_PYTHON_PATH");
  if (wanted != NULL && *wanted != '\0')
    return g_canonicalize_filename (wanted, NULL);
  if (g_file_test (TNS_BUILD_PACKAGES "/tensarium", G_FILE_TEST_IS_DIR))
    return g_strdup (TNS_BUILD_PACKAGES);
  return g_strdup (TNS_INSTALLED_PACKAGES);
}

void
tns_worker_set_cancel_flag (int *flag)
{
  g_mutex_lock (&worker.lock);
  worker.cancel_flag = flag;
  g_mutex_unlock (&worker.lock);
}

gboolean
tns_worker_quit (gint64 timeout_us)
{
  gint64 deadline = g_get_monotonic_time () + timeout_us;

  g_mutex_lock (&worker.lock);
  worker.is_quitting = TRUE;
  gboolean is_over = worker.thread == NULL || worker.is_finished;
  while (!is_over && g_get_monotonic_time () < deadline)
    {
      /* Asked again and again: code may swallow a KeyboardInterrupt. */
      if (worker.current != NULL)
        interrupt ();
      g_cond_broadcast (&worker.changed);
      gint64 next = MIN (deadline, g_get_monotonic_time () + G_USEC_PER_SEC / 10);
      g_cond_wait_until (&worker.changed, &worker.lock, next);
      is_over = worker.is_finished;
    }
  g_mutex_unlock (&worker.lock);

  if (is_over && worker.thread != NULL)
    g_thread_join (g_steal_pointer (&worker.thread));
  return is_over;
}
