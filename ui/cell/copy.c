/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/copy.h"

typedef struct
{
  TnsMoment *part;
  int rank;
  gint64 shape[TNK_MAX_RANK];
  TnuCopyFormat format;
  const char *note;
} Copy;

static void
copy_free (void *data)
{
  Copy *copy = data;

  tns_moment_unref (copy->part);
  g_free (copy);
}

static void
write_text (GTask *task, void *source, void *data, GCancellable *cancellable)
{
  Copy *copy = data;
  GError *error = NULL;
  g_autoptr (TnsTensor) read = tns_moment_read (copy->part, cancellable, &error);
  g_autoptr (TnsTensor) tensor = NULL;
  TnsMeta meta;

  if (read == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tns_meta_init_dense (&meta, tns_tensor_get_dtype (read), TNS_CPU, copy->rank, copy->shape);
  tensor = tns_tensor_new_view (read, &meta);
  g_task_return_pointer (task, tnu_copy_dup_text (tensor, copy->format, &copy->note), g_free);
}

void
tnu_copy_async (GObject *source, TnsMoment *moment, const TnuBox *box, TnuCopyFormat format,
                GCancellable *cancellable, GAsyncReadyCallback callback, void *data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, data);
  const TnsMeta *meta = tns_moment_get_meta (moment);
  const gint64 n = tnu_box_count (box);
  gint64 sizes[TNK_MAX_RANK];
  Copy *copy;

  if (n > tnu_copy_format_get_limit (format))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               "%" G_GINT64_FORMAT " elements are too many to copy: at most "
                               "%" G_GINT64_FORMAT " can be selected",
                               n, tnu_copy_format_get_limit (format));
      return;
    }
  for (int dim = 0; dim < box->rank; dim++)
    sizes[dim] = box->last[dim] - box->first[dim] + 1;
  copy = g_new0 (Copy, 1);
  copy->part = tns_moment_new_part (moment, box->first, sizes);
  copy->rank = tnu_box_get_shape (box, meta->sizes, copy->shape);
  copy->format = format;
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, write_text);
}

char *
tnu_copy_finish (GAsyncResult *result, const char **note, GError **error)
{
  const Copy *copy = g_task_get_task_data (G_TASK (result));

  *note = copy != NULL ? copy->note : NULL;
  return g_task_propagate_pointer (G_TASK (result), error);
}
