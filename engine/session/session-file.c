/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/notebook-private.h"
#include "engine/session/session-private.h"

static void
load (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  GError *error = NULL;
  TnsNotebook *notebook = tns_notebook_load (file, &error);

  if (notebook != NULL)
    g_task_return_pointer (task, notebook, g_object_unref);
  else
    g_task_return_error (task, error);
}

/* The worker is done with the notebook: from here on it belongs to this thread. */
static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  TnsSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  TnsNotebook *notebook = g_task_propagate_pointer (G_TASK (result), &error);

  if (notebook == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tns_session_take_notebook (self, notebook);
  g_task_return_boolean (task, TRUE);
}

void
tns_session_open_async (TnsSession *self, GFile *file, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GTask) worker = g_task_new (NULL, cancellable, on_loaded, task);

  g_task_set_task_data (worker, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (worker, load);
}

gboolean
tns_session_open_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  GFile *file;
  char *text;
  TnsNotebook *notebook;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->file);
  g_object_unref (save->notebook);
  g_free (save->text);
  g_free (save);
}

static void
write_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  GError *error = NULL;

  if (tns_notebook_write_text (save->file, save->text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Save *save = g_task_get_task_data (task);
  g_autofree char *text_now = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Edited meanwhile: what was written is no longer what is shown. */
  text_now = tns_notebook_to_text (save->notebook);
  if (g_str_equal (text_now, save->text))
    tns_notebook_set_saved (save->notebook, save->file);
  g_task_return_boolean (task, TRUE);
}

void
tns_session_save_async (TnsSession *self, GFile *file, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  TnsNotebook *notebook = tns_session_get_notebook (self);
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autoptr (GTask) worker = NULL;
  Save *save;

  if (file == NULL)
    file = tns_notebook_get_file (notebook);
  if (file == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                               "The notebook has no file yet: choose one");
      g_object_unref (task);
      return;
    }
  save = g_new0 (Save, 1);
  save->file = g_object_ref (file);
  save->notebook = g_object_ref (notebook);
  save->text = tns_notebook_to_text (notebook);
  g_task_set_task_data (task, save, save_free);

  /* The outer task outlives the worker's and owns what both use. */
  worker = g_task_new (NULL, cancellable, on_written, task);
  g_task_set_task_data (worker, save, NULL);
  g_task_run_in_thread (worker, write_text);
}

gboolean
tns_session_save_finish (TnsSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GFile *
tns_session_get_file (TnsSession *self)
{
  return tns_notebook_get_file (tns_session_get_notebook (self));
}
