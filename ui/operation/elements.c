/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/elements.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double value;
  double imaginary;
} Number;

struct _TnuElements
{
  TnsMoment *moment;
  int64_t numel;
  Number *whole;       /* NULL: not read, or too large */
  double *values;      /* the real parts of @whole */
  GHashTable *some;    /* int64 → Number, of tensors too large to be read as a whole */
  GHashTable *wanted;  /* int64 as a set */
  double largest;
  bool is_reading;
  GCancellable *cancellable;
  void (*arrived) (void *data);
  void *data;
};

/* What the worker reads, and what came back. */
typedef struct
{
  TnsMoment *moment;
  int64_t *flats; /* NULL: the first n */
  int64_t n;
  Number *numbers;
} Job;

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job->flats);
  g_free (job->numbers);
  g_free (job);
}

static int64_t
get_flat (const Job *job, int64_t k)
{
  return job->flats != NULL ? job->flats[k] : k;
}

/* Neighbours on the last axis are read together. */
static int64_t
measure_run (const Job *job, int64_t from, int64_t columns)
{
  int64_t first = get_flat (job, from), room = columns - first % columns, n = 1;
  while (from + n < job->n && n < room && get_flat (job, from + n) == first + n)
    n++;
  return n;
}

static bool
read_run (Job *job, int64_t from, int64_t n, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (job->moment);
  int64_t columns = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  int64_t row = get_flat (job, from) / columns;
  TnsBlockRequest request = {
    .row_dim = -1,
    .column_dim = meta->rank - 1,
    .first_column = get_flat (job, from) % columns,
    .n_rows = 1,
    .n_columns = (int) n,
    .row_step = 1,
    .column_step = 1,
  };
  for (int d = meta->rank - 2; d >= 0; d--)
    {
      request.index[d] = row % meta->sizes[d];
      row /= meta->sizes[d];
    }
  g_autoptr (TnsBlock) block = tns_block_read (job->moment, &request, cancellable, error);
  if (block == NULL)
    return false;
  for (int64_t k = 0; k < n; k++)
    job->numbers[from + k]
        = (Number) { block->mean[k], block->imaginary != NULL ? block->imaginary[k] : 0 };
  return true;
}

static void
read_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  const TnsMeta *meta = tns_moment_get_meta (job->moment);
  int64_t columns = meta->rank > 0 ? meta->sizes[meta->rank - 1] : 1;
  GError *error = NULL;
  job->numbers = g_new0 (Number, MAX (job->n, 1));
  for (int64_t k = 0; k < job->n;)
    {
      int64_t n = measure_run (job, k, columns);
      if (!read_run (job, k, n, cancellable, &error))
        {
          g_task_return_error (task, error);
          return;
        }
      k += n;
    }
  g_task_return_boolean (task, TRUE);
}

static void
note_magnitude (TnuElements *self, const Number *number)
{
  double magnitude = hypot (number->value, number->imaginary);
  if (isfinite (magnitude))
    self->largest = MAX (self->largest, magnitude);
}

static void
take_whole (TnuElements *self, Job *job)
{
  self->whole = g_steal_pointer (&job->numbers);
  self->values = g_new (double, MAX (self->numel, 1));
  for (int64_t k = 0; k < self->numel; k++)
    {
      self->values[k] = self->whole[k].value;
      note_magnitude (self, &self->whole[k]);
    }
}

static void
take_some (TnuElements *self, const Job *job)
{
  for (int64_t k = 0; k < job->n; k++)
    {
      note_magnitude (self, &job->numbers[k]);
      g_hash_table_insert (self->some, g_memdup2 (&job->flats[k], sizeof *job->flats),
                           g_memdup2 (&job->numbers[k], sizeof *job->numbers));
    }
}

static void
numbers_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  Job *job = g_task_get_task_data (G_TASK (result));
  bool is_read = g_task_propagate_boolean (G_TASK (result), &error);
  /* Cancelled: its owner is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  TnuElements *self = data;
  self->is_reading = false;
  if (!is_read)
    return;
  if (job->flats == NULL)
    take_whole (self, job);
  else
    take_some (self, job);
  self->arrived (self->data);
}

static void
start (TnuElements *self, int64_t *flats, int64_t n)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, numbers_are_read, self);
  job->moment = tns_moment_ref (self->moment);
  job->flats = flats;
  job->n = n;
  self->is_reading = true;
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_in_worker);
}

TnuElements *
tnu_elements_new (TnsMoment *moment, void (*arrived) (void *data), void *data)
{
  TnuElements *self = g_new0 (TnuElements, 1);
  self->moment = tns_moment_ref (moment);
  self->numel = tns_moment_get_numel (moment);
  self->some = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->wanted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->arrived = arrived;
  self->data = data;
  if (self->numel > 0 && self->numel <= TNU_ELEMENTS_MAX_WHOLE)
    start (self, NULL, self->numel);
  return self;
}

void
tnu_elements_free (TnuElements *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  tns_moment_unref (self->moment);
  g_hash_table_unref (self->some);
  g_hash_table_unref (self->wanted);
  g_free (self->whole);
  g_free (self->values);
  g_free (self);
}

bool
tnu_elements_get (TnuElements *self, int64_t flat, double *value, double *imaginary)
{
  const Number *number
      = self->whole != NULL ? &self->whole[flat] : g_hash_table_lookup (self->some, &flat);
  if (number == NULL)
    {
      if (self->numel > TNU_ELEMENTS_MAX_WHOLE && !g_hash_table_contains (self->wanted, &flat))
        g_hash_table_add (self->wanted, g_memdup2 (&flat, sizeof flat));
      return false;
    }
  *value = number->value;
  *imaginary = number->imaginary;
  return true;
}

static int
compare_flats (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
  return x < y ? -1 : x > y;
}

void
tnu_elements_read (TnuElements *self)
{
  GHashTableIter iter;
  gpointer key;
  int64_t n = 0, *flats;
  if (self->is_reading || g_hash_table_size (self->wanted) == 0)
    return;
  flats = g_new (int64_t, g_hash_table_size (self->wanted));
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    flats[n++] = *(int64_t *) key;
  g_hash_table_remove_all (self->wanted);
  qsort (flats, (size_t) n, sizeof *flats, compare_flats);
  start (self, flats, n);
}

const double *
tnu_elements_get_all (TnuElements *self)
{
  return self->values;
}

double
tnu_elements_get_largest (TnuElements *self)
{
  return self->largest;
}
