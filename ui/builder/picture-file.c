/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/picture-file.h"

#include <gdk/gdk.h>
#include <stdbool.h>

typedef struct
{
  GBytes *picture;
  bool is_jpeg;
  bool is_readable; /* by what the notebook reads pictures with, as it is */
  GFile *folder;    /* (nullable) */
} Job;

static void
job_free (Job *job)
{
  g_bytes_unref (job->picture);
  g_clear_object (&job->folder);
  g_free (job);
}

GFile *
tnu_picture_dup_folder (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "tensarium", "pasted", NULL);
  return g_file_new_for_path (path);
}

/* (transfer full) (nullable): a new file that nobody else has. */
static GFile *
create (GFile *folder, const char *ending, GFileOutputStream **stream, GError **error)
{
  for (int k = 1;; k++)
    {
      g_autofree char *name = g_strdup_printf ("pasted-%d.%s", k, ending);
      g_autoptr (GFile) file = g_file_get_child (folder, name);
      g_autoptr (GError) refusal = NULL;
      *stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, &refusal);
      if (*stream != NULL)
        return g_steal_pointer (&file);
      if (!g_error_matches (refusal, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return NULL;
        }
    }
}

static GFile *
write_into (GFile *folder, GBytes *bytes, const char *ending, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GFile) file = create (folder, ending, &stream, error);
  gsize n_bytes;
  const void *data = g_bytes_get_data (bytes, &n_bytes);
  if (file == NULL)
    return NULL;
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, n_bytes, NULL, cancellable, error)
      && g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error))
    return g_steal_pointer (&file);
  g_file_delete (file, NULL, NULL);
  return NULL;
}

static GFile *
write_kept (GBytes *bytes, const char *ending, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = tnu_picture_dup_folder ();
  if (g_mkdir_with_parents (g_file_peek_path (folder), 0700) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder %s cannot be made",
                   g_file_peek_path (folder));
      return NULL;
    }
  return write_into (folder, bytes, ending, cancellable, error);
}

static void
save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_ref (job->picture);
  g_autoptr (GFile) file = NULL;
  if (!job->is_readable)
    {
      g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (bytes, &error);
      g_clear_pointer (&bytes, g_bytes_unref);
      bytes = texture != NULL ? gdk_texture_save_to_png_bytes (texture) : NULL;
    }
  if (bytes != NULL && job->folder != NULL)
    file = write_into (job->folder, bytes, job->is_jpeg ? "jpg" : "png", cancellable, NULL);
  if (bytes != NULL && file == NULL)
    file = write_kept (bytes, job->is_jpeg ? "jpg" : "png", cancellable, &error);
  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
tnu_picture_save_async (GBytes *picture, const char *mime_type, GFile *folder,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new (Job, 1);
  bool is_jpeg = g_str_equal (mime_type, "image/jpeg");
  *job = (Job) {
    .picture = g_bytes_ref (picture),
    .is_jpeg = is_jpeg,
    .is_readable = is_jpeg || g_str_equal (mime_type, "image/png"),
    .folder = folder != NULL ? g_object_ref (folder) : NULL,
  };
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, save);
}

GFile *
tnu_picture_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
