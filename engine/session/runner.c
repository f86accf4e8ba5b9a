/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/runner.h"

#include "engine/session/worker.h"

#include <stdlib.h>
#include <string.h>

/*
 * The window's side of running code: it numbers requests, keeps what belongs to each until its
 * answer comes, and applies the news from the worker to the cells. Cells and tasks never leave this
 * thread; the worker knows them by their number.
 */

typedef struct
{
  guint64 serial; /* first: the key of the table */
  TnsCell *cell;  /* RUN */
  GTask *task;    /* EVALUATE, COMPLETE, INSPECT */
} Pending;

struct _TnsRunner
{
  GObject parent_instance;

  TnsNotebook *notebook;
  TnsChannel *channel;
  TnsClient *client;
  GHashTable *pending; /* Pending by serial … */
  guint n_cells;       /* … and how many of them are cells */
  guint64 last_serial;
  guint64 last_group;
  guint64 clearing_serial; /* the cell whose outputs go when the next one comes; 0: none */
  TnsRunnerState state;
  gboolean is_asked;
  gboolean is_loaded;
  gboolean is_failed;
  gboolean is_guard_lifted;
};

G_DEFINE_FINAL_TYPE (TnsRunner, tns_runner, G_TYPE_OBJECT)
G_DEFINE_QUARK (tns-runner-error-quark, tns_runner_error)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

enum
{
  CELL_STARTED,
  CELL_FINISHED,
  RESTARTED,
  FAILED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
pending_free (Pending *pending)
{
  g_clear_object (&pending->cell);
  g_clear_object (&pending->task);
  g_free (pending);
}

static void
update_state (TnsRunner *self)
{
  TnsRunnerState state = TNS_RUNNER_COLD;
  if (self->is_failed)
    state = TNS_RUNNER_FAILED;
  else if (self->is_loaded)
    state = self->n_cells > 0 ? TNS_RUNNER_BUSY : TNS_RUNNER_IDLE;
  else if (self->is_asked)
    state = TNS_RUNNER_LOADING;

  if (state == self->state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* ---- asking ---- */

static char *
dup_folder (TnsRunner *self)
{
  GFile *file = tns_notebook_get_file (self->notebook);
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  return folder != NULL ? g_file_get_path (folder) : NULL;
}

static void
ask (TnsRunner *self, TnsRequest *request, TnsCell *cell, GTask *task)
{
  request->serial = ++self->last_serial;
  request->folder = dup_folder (self);
  request->is_guard_lifted = self->is_guard_lifted;
  self->is_asked = TRUE;

  if (cell != NULL || task != NULL)
    {
      Pending *pending = g_new0 (Pending, 1);
      pending->serial = request->serial;
      pending->cell = cell != NULL ? g_object_ref (cell) : NULL;
      pending->task = task;
      g_hash_table_insert (self->pending, &pending->serial, pending);
      self->n_cells += cell != NULL ? 1 : 0;
    }
  tns_client_ask (self->client, request);
  update_state (self);
}

static void
ask_for_cell (TnsRunner *self, TnsCell *cell, guint64 group)
{
  if (tns_cell_get_cell_type (cell) != TNS_CELL_CODE)
    return;
  tns_notebook_break_edit (self->notebook);
  tns_cell_set_state (cell, TNS_CELL_QUEUED);
  TnsRequest request = {
    .kind = TNS_REQUEST_RUN,
    .group = group,
    .text = g_strdup (tns_cell_get_source (cell)),
    .name = g_strdup (tns_cell_get_id (cell)),
  };
  ask (self, &request, cell, NULL);
}

/* ---- news ---- */

static Pending *
steal_pending (TnsRunner *self, guint64 serial)
{
  Pending *pending = NULL;
  g_hash_table_steal_extended (self->pending, &serial, NULL, (gpointer *) &pending);
  self->n_cells -= pending != NULL && pending->cell != NULL ? 1 : 0;
  return pending;
}

static TnsCell *
get_pending_cell (TnsRunner *self, guint64 serial)
{
  Pending *pending = g_hash_table_lookup (self->pending, &serial);
  return pending != NULL ? pending->cell : NULL;
}

static void
on_started (TnsRunner *self, const TnsNews *news)
{
  TnsCell *cell = get_pending_cell (self, news->serial);
  self->clearing_serial = 0;
  tns_cell_clear_outputs (cell);
  tns_cell_set_execution_count (cell, news->count);
  tns_cell_set_state (cell, TNS_CELL_RUNNING);
  g_signal_emit (self, signals[CELL_STARTED], 0, cell);
}

/* The outputs of a cell that asked to clear them when the next one comes, and it comes now. */
static void
clear_if_waiting (TnsRunner *self, TnsCell *cell, guint64 serial)
{
  if (self->clearing_serial != serial)
    return;
  self->clearing_serial = 0;
  g_list_store_remove_all (G_LIST_STORE (tns_cell_get_outputs (cell)));
}

static void
on_stream (TnsRunner *self, const TnsNews *news)
{
  TnsCell *cell = get_pending_cell (self, news->serial);
  if (cell == NULL)
    return;
  clear_if_waiting (self, cell, news->serial);
  g_autoptr (TnsOutput) output = tns_output_new_stream (news->name, news->text->str);
  tns_cell_add_output (cell, output);
}

static JsonObject *
parse_output (const TnsNews *news)
{
  g_autoptr (JsonNode) node = json_from_string (news->text->str, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}

static void
on_output (TnsRunner *self, const TnsNews *news)
{
  TnsCell *cell = get_pending_cell (self, news->serial);
  g_autoptr (JsonObject) record = parse_output (news);
  if (cell == NULL || record == NULL)
    return;
  clear_if_waiting (self, cell, news->serial);
  g_autoptr (TnsOutput) output = tns_output_new_from_json (record);
  tns_output_set_display_id (output, news->name);
  tns_cell_add_output (cell, output);
}

static void
on_update (TnsRunner *self, const TnsNews *news)
{
  g_autoptr (JsonObject) record = parse_output (news);
  for (guint i = 0; record != NULL && i < tns_notebook_get_n_cells (self->notebook); i++)
    {
      GListModel *outputs = tns_cell_get_outputs (tns_notebook_get_cell (self->notebook, i));
      for (guint k = 0; k < g_list_model_get_n_items (outputs); k++)
        {
          g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, k);
          const char *display_id = tns_output_get_display_id (output);
          if (display_id != NULL && g_strcmp0 (display_id, news->name) == 0)
            tns_output_update_data (output, record);
        }
    }
}

static void
on_clear (TnsRunner *self, const TnsNews *news)
{
  TnsCell *cell = get_pending_cell (self, news->serial);
  if (cell == NULL)
    return;
  self->clearing_serial = news->serial;
  if (!news->flag)
    clear_if_waiting (self, cell, news->serial);
}

/* A request is over in a way that is not an answer. */
static void
end_pending (TnsRunner *self, guint64 serial, gboolean ok, TnsRunnerError code, const char *message)
{
  Pending *pending = steal_pending (self, serial);
  if (pending == NULL)
    return;
  update_state (self);
  if (pending->cell != NULL)
    {
      tns_cell_set_state (pending->cell, TNS_CELL_IDLE);
      g_signal_emit (self, signals[CELL_FINISHED], 0, pending->cell, ok);
    }
  if (pending->task != NULL)
    g_task_return_new_error (pending->task, TNS_RUNNER_ERROR, (int) code, "%s", message);
  pending_free (pending);
}

static void
on_answer (TnsRunner *self, const TnsNews *news)
{
  if (!news->flag)
    {
      end_pending (self, news->serial, FALSE, TNS_RUNNER_ERROR_PYTHON, news->text->str);
      return;
    }
  Pending *pending = steal_pending (self, news->serial);
  update_state (self);
  g_task_return_pointer (pending->task, g_strdup (news->text->str), g_free);
  pending_free (pending);
}

static void
on_failed (TnsRunner *self, const TnsNews *news)
{
  gboolean is_first = !self->is_failed;
  self->is_failed = TRUE;
  end_pending (self, news->serial, FALSE, TNS_RUNNER_ERROR_START, news->text->str);
  update_state (self);
  if (is_first)
    g_signal_emit (self, signals[FAILED], 0, news->text->str);
}

static void
receive (const TnsNews *news, void *data)
{
  g_autoptr (TnsRunner) self = g_object_ref (data);

  switch (news->kind)
    {
    case TNS_NEWS_LOADED:
      self->is_loaded = TRUE;
      update_state (self);
      break;
    case TNS_NEWS_FAILED:
      on_failed (self, news);
      break;
    case TNS_NEWS_STARTED:
      on_started (self, news);
      break;
    case TNS_NEWS_STREAM:
      on_stream (self, news);
      break;
    case TNS_NEWS_OUTPUT:
      on_output (self, news);
      break;
    case TNS_NEWS_UPDATE:
      on_update (self, news);
      break;
    case TNS_NEWS_CLEAR:
      on_clear (self, news);
      break;
    case TNS_NEWS_FINISHED:
      end_pending (self, news->serial, news->flag, TNS_RUNNER_ERROR_PYTHON, "");
      break;
    case TNS_NEWS_ANSWER:
      on_answer (self, news);
      break;
    case TNS_NEWS_SKIPPED:
      end_pending (self, news->serial, FALSE, TNS_RUNNER_ERROR_STOPPED, "Stopped before it ran");
      break;
    case TNS_NEWS_RESTARTED:
    default:
      g_signal_emit (self, signals[RESTARTED], 0);
    }
}

/* ---- object ---- */

static void
tns_runner_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_STATE)
    g_value_set_int (value, (int) TNS_RUNNER (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tns_runner_dispose (GObject *object)
{
  TnsRunner *self = TNS_RUNNER (object);

  if (self->channel != NULL)
    tns_channel_close (self->channel);
  g_clear_pointer (&self->client, tns_client_free);
  g_clear_pointer (&self->channel, tns_channel_unref);
  g_clear_pointer (&self->pending, g_hash_table_unref);
  g_clear_object (&self->notebook);

  G_OBJECT_CLASS (tns_runner_parent_class)->dispose (object);
}

static void
tns_runner_class_init (TnsRunnerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->get_property = tns_runner_get_property;
  object_class->dispose = tns_runner_dispose;

  properties[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, TNS_RUNNER_COLD, TNS_RUNNER_FAILED, TNS_RUNNER_COLD,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CELL_STARTED] = g_signal_new ("cell-started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, TNS_TYPE_CELL);
  signals[CELL_FINISHED]
      = g_signal_new ("cell-finished", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                      TNS_TYPE_CELL, G_TYPE_BOOLEAN);
  signals[RESTARTED] = g_signal_new ("restarted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tns_runner_init (TnsRunner *self)
{
  self->pending = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify) pending_free);
  self->channel = tns_channel_new (receive, self);
  self->client = tns_client_new (self->channel);
}

TnsRunner *
tns_runner_new (TnsNotebook *notebook)
{
  g_return_val_if_fail (TNS_IS_NOTEBOOK (notebook), NULL);

  TnsRunner *self = g_object_new (TNS_TYPE_RUNNER, NULL);
  self->notebook = g_object_ref (notebook);
  return self;
}

void
tns_runner_load (TnsRunner *self)
{
  if (self->is_loaded)
    return;
  TnsRequest request = { .kind = TNS_REQUEST_LOAD };
  ask (self, &request, NULL, NULL);
}

TnsRunnerState
tns_runner_get_state (TnsRunner *self)
{
  return self->state;
}

void
tns_runner_run_cell (TnsRunner *self, TnsCell *cell)
{
  ask_for_cell (self, cell, 0);
}

void
tns_runner_run_all (TnsRunner *self, gboolean keep_going)
{
  guint64 group = keep_going ? 0 : ++self->last_group;
  for (guint i = 0; i < tns_notebook_get_n_cells (self->notebook); i++)
    ask_for_cell (self, tns_notebook_get_cell (self->notebook, i), group);
}

void
tns_runner_stop (TnsRunner *self)
{
  tns_client_stop (self->client);
}

void
tns_runner_restart (TnsRunner *self)
{
  tns_client_stop (self->client);
  TnsRequest request = { .kind = TNS_REQUEST_RESTART };
  ask (self, &request, NULL, NULL);
}

void
tns_runner_forget_names (TnsRunner *self, const char *const *names)
{
  TnsRequest request = {
    .kind = TNS_REQUEST_FORGET,
    .text = g_strjoinv ("\n", (char **) names),
  };
  ask (self, &request, NULL, NULL);
}

static void
ask_question (TnsRunner *self,
              TnsRequestKind kind,
              const char *text,
              int cursor,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data,
              gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tag);
  TnsRequest request = { .kind = kind, .text = g_strdup (text), .cursor = cursor };
  ask (self, &request, NULL, task);
}

void
tns_runner_evaluate_async (TnsRunner *self,
                           const char *expression,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ask_question (self, TNS_REQUEST_EVALUATE, expression, 0, cancellable, callback, user_data,
                tns_runner_evaluate_async);
}

char *
tns_runner_evaluate_finish (TnsRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tns_runner_complete_async (TnsRunner *self,
                           const char *code,
                           int cursor_chars,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  ask_question (self, TNS_REQUEST_COMPLETE, code, cursor_chars, cancellable, callback, user_data,
                tns_runner_complete_async);
}

char **
tns_runner_complete_finish (TnsRunner *self,
                            GAsyncResult *result,
                            int *start_chars,
                            int *end_chars,
                            GError **error)
{
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), error);
  if (text == NULL)
    return NULL;

  /* [start, end, [word, …]], as tensarium/shell.py writes it. */
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonArray *found = json_node_get_array (node);
  *start_chars = (int) json_array_get_int_element (found, 0);
  *end_chars = (int) json_array_get_int_element (found, 1);
  JsonArray *words = json_array_get_array_element (found, 2);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (words); i++)
    g_strv_builder_add (builder, json_array_get_string_element (words, i));
  return g_strv_builder_end (builder);
}

void
tns_runner_inspect_async (TnsRunner *self,
                          const char *code,
                          int cursor_chars,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  ask_question (self, TNS_REQUEST_INSPECT, code, cursor_chars, cancellable, callback, user_data,
                tns_runner_inspect_async);
}

char *
tns_runner_inspect_finish (TnsRunner *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tns_runner_set_guard_lifted (TnsRunner *self, gboolean lifted)
{
  self->is_guard_lifted = lifted;
}

void
tns_runner_set_cancel_flag (int *flag)
{
  tns_worker_set_cancel_flag (flag);
}

void
tns_runner_set_python_path (const char *folder)
{
  tns_worker_set_packages (folder);
}

char *
tns_runner_dup_python_path (void)
{
  return tns_worker_dup_packages ();
}

/* The name is made by Compiler.get_code_name() in tensarium/shell.py: <cell ID #N>. */
gboolean
tns_runner_parse_position (const char *filename, char **cell_id, int *count)
{
  static const char prefix[] = "<cell ";
  const char *hash = filename != NULL ? strrchr (filename, '#') : NULL;
  if (hash == NULL || !g_str_has_prefix (filename, prefix) || hash[-1] != ' ')
    return FALSE;

  const char *id = filename + strlen (prefix);
  char *end = NULL;
  gint64 number = g_ascii_strtoll (hash + 1, &end, 10);
  if (id >= hash - 1 || end == hash + 1 || strcmp (end, ">") != 0)
    return FALSE;
  if (cell_id != NULL)
    *cell_id = g_strndup (id, (gsize) (hash - 1 - id));
  if (count != NULL)
    *count = (int) number;
  return TRUE;
}

gboolean
tns_runner_quit (gint64 timeout_us)
{
  return tns_worker_quit (timeout_us);
}
