/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/element-reader.h"

#include <string.h>

typedef struct
{
  TnsMoment *moment;
  gint64 *indices;
  int n;
} Job;

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job->indices);
  g_free (job);
}

static gint64
get_index (const Job *job, int k)
{
  return job->indices != NULL ? job->indices[k] : k;
}

/* How many of the elements from @at on follow each other in one row. */
static int
count_neighbours (const Job *job, int at, gint64 columns)
{
  gint64 first = get_index (job, at), end = (first / columns + 1) * columns;
  int n = 1;
  while (at + n < job->n && first + n < end && get_index (job, at + n) == first + n)
    n++;
  return n;
}

static TnsBlockRequest
make_request (const TnsMeta *meta, gint64 first, int n)
{
  TnsBlockRequest request = {
    .row_dim = -1,
    .column_dim = meta->rank - 1,
    .n_rows = 1,
    .n_columns = n,
    .row_step = 1,
    .column_step = 1,
  };
  for (int d = meta->rank - 1; d >= 0; d--)
    {
      request.index[d] = first % meta->sizes[d];
      first /= meta->sizes[d];
    }
  if (meta->rank > 0)
    request.first_column = request.index[meta->rank - 1];
  return request;
}

static void
read_elements (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  const TnsMeta *meta = tns_moment_get_meta (job->moment);
  g_autofree double *values = g_new0 (double, MAX (job->n, 1));
  gint64 columns = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  for (int at = 0; at < job->n;)
    {
      GError *error = NULL;
      int n = count_neighbours (job, at, columns);
      TnsBlockRequest request = make_request (meta, get_index (job, at), n);
      g_autoptr (TnsBlock) block = tns_block_read (job->moment, &request, cancellable, &error);
      if (block == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      memcpy (values + at, block->mean, (size_t) n * sizeof *values);
      at += n;
    }
  g_task_return_pointer (task, g_steal_pointer (&values), g_free);
}

void
tnu_elements_read_async (GObject *source, TnsMoment *moment, const gint64 *indices, int n,
                         GCancellable *cancellable, GAsyncReadyCallback callback)
{
  Job *job = g_new0 (Job, 1);
  job->moment = tns_moment_ref (moment);
  job->indices = indices != NULL ? g_memdup2 (indices, (gsize) n * sizeof *indices) : NULL;
  job->n = n;
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_elements);
}

double *
tnu_elements_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
