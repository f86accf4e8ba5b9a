/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/index/index-hits.h"

#include <string.h>

/* Elements that are read at once. */
#define BLOCK 65536

/* ---- counting ---- */

typedef struct
{
  const TnuCondition *condition;
  gint64 count;
  gint64 *flats;
  int n_flats;
} Count;

/* @first: flat place of the first number of each of @n_rows rows, @pitch apart */
static void
count_block (Count *self, const TnsBlock *block, gint64 first, gint64 pitch)
{
  gint64 columns = block->n_columns;
  g_autoptr (GArray) mask = tnu_condition_dup_mask (self->condition, block->dtype, block->mean,
                                                    block->imaginary, block->n_rows * columns);
  for (guint k = 0; k < mask->len; k++)
    {
      if (g_array_index (mask, gint64, k) == 0)
        continue;
      if (self->n_flats < TNU_INDEX_MAX_HITS)
        self->flats[self->n_flats++] = first + k / columns * pitch + k % columns;
      self->count++;
    }
}

/* One table, by windows that follow each other in row-major order. */
static bool
count_table (Count *self, TnsMoment *moment, TnsBlockRequest *request, gint64 first, gint64 rows,
             gint64 columns, GCancellable *cancellable, GError **error)
{
  gint64 wide = MIN (columns, BLOCK), high = MAX (BLOCK / columns, 1);
  for (gint64 row = 0; row < rows; row += high)
    for (gint64 column = 0; column < columns; column += wide)
      {
        request->first_row = row;
        request->first_column = column;
        request->n_rows = (int) MIN (high, rows - row);
        request->n_columns = (int) MIN (wide, columns - column);
        g_autoptr (TnsBlock) block = tns_block_read (moment, request, cancellable, error);
        if (block == NULL)
          return false;
        count_block (self, block, first + row * columns + column, columns);
      }
  return true;
}

gint64
tnu_index_hits_count (TnsMoment *moment, const TnuCondition *condition, gint64 *flats, int *n_flats,
                      GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  gint64 numel = tns_moment_get_numel (moment);
  gint64 columns = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  gint64 rows = meta->rank > 1 ? meta->sizes[meta->rank - 2] : 1;
  Count count = { .condition = condition, .flats = flats };
  for (gint64 first = 0; first < numel; first += rows * columns)
    {
      TnsBlockRequest request = {
        .row_dim = MAX (meta->rank - 2, -1),
        .column_dim = meta->rank - 1,
        .row_step = 1,
        .column_step = 1,
      };
      gint64 table = first / (rows * columns);
      for (int d = meta->rank - 3; d >= 0; d--)
        {
          request.index[d] = table % meta->sizes[d];
          table /= meta->sizes[d];
        }
      if (!count_table (&count, moment, &request, first, rows, columns, cancellable, error))
        return -1;
    }
  *n_flats = count.n_flats;
  return count.count;
}

/* ---- in a worker ---- */

typedef struct
{
  TnsMoment *moment;
  TnuCondition condition;
  gint64 count;
  gint64 flats[TNU_INDEX_MAX_HITS];
  int n_flats;
} Job;

struct _TnuIndexCounter
{
  TnsMoment *moment;
  TnuCondition asked; /* n 0: none yet */
  bool is_counted;
  gint64 flats[TNU_INDEX_MAX_HITS];
  TnuIndexHits hits;
  GCancellable *cancellable;
  void (*counted) (void *data);
  void *data;
};

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job);
}

static void
count_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  job->count = tnu_index_hits_count (job->moment, &job->condition, job->flats, &job->n_flats,
                                     cancellable, &error);
  if (job->count < 0)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
count_arrived (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  /* Cancelled, or the numbers are gone: the count stays open. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  TnuIndexCounter *self = data;
  memcpy (self->flats, job->flats, sizeof self->flats);
  self->hits = (TnuIndexHits) { job->count, self->flats, job->n_flats };
  self->is_counted = true;
  self->counted (self->data);
}

TnuIndexCounter *
tnu_index_counter_new (TnsMoment *moment, void (*counted) (void *data), void *data)
{
  TnuIndexCounter *self = g_new0 (TnuIndexCounter, 1);
  self->moment = tns_moment_ref (moment);
  self->cancellable = g_cancellable_new ();
  self->counted = counted;
  self->data = data;
  return self;
}

void
tnu_index_counter_free (TnuIndexCounter *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tns_moment_unref (self->moment);
  g_free (self);
}

static void
start (TnuIndexCounter *self)
{
  Job *job = g_new0 (Job, 1);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  job->moment = tns_moment_ref (self->moment);
  job->condition = self->asked;
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, count_arrived, self);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, count_in_worker);
}

const TnuIndexHits *
tnu_index_counter_get (TnuIndexCounter *self, const TnuCondition *condition)
{
  if (!tnu_condition_equal (&self->asked, condition))
    {
      self->asked = *condition;
      self->is_counted = false;
      start (self);
    }
  return self->is_counted ? &self->hits : NULL;
}
