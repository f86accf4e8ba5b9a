/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/file-look.h"

#define BEGINNING_BYTES 4096

void
tnu_file_look_free (TnuFileLook *self)
{
  g_free (self->beginning);
  g_free (self);
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = source;
  GError *error = NULL;
  gsize n_read = 0;
  g_autoptr (TnuFileLook) self = g_new0 (TnuFileLook, 1);
  g_autoptr (GFileInfo) info
      = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, cancellable, &error);
  g_autoptr (GFileInputStream) stream
      = info != NULL ? g_file_read (file, cancellable, &error) : NULL;
  self->beginning = g_new0 (char, BEGINNING_BYTES + 1);
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), self->beginning, BEGINNING_BYTES,
                                   &n_read, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->n_bytes = g_file_info_get_size (info);
  g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) tnu_file_look_free);
}

void
tnu_file_look_async (GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (file, NULL, callback, data);
  g_task_run_in_thread (task, look);
}

TnuFileLook *
tnu_file_look_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
