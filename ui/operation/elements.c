/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/elements.h"

#include <math.h>
#include <string.h>

/* ---- reading ---- */

typedef struct
{
  TnsMoment *moment;
  int64_t *flats; /* (nullable): the first n */
  int64_t n;
  double *values;
  double *imaginary; /* (nullable): not wanted */
} Job;

static void
job_free (Job *job)
{
  tns_moment_unref (job->moment);
  g_free (job->flats);
  g_free (job->values);
  g_free (job->imaginary);
  g_free (job);
}

static int64_t
get_size (const TnsMeta *meta, int back)
{
  return meta->rank >= back ? MAX (meta->sizes[meta->rank - back], 1) : 1;
}

/* The axes before the last @n_shown: place @at on them, row-major. */
static void
fix_axes (const TnsMeta *meta, int n_shown, int64_t at, TnsBlockRequest *request)
{
  for (int d = meta->rank - n_shown - 1; d >= 0; d--)
    {
      request->index[d] = at % meta->sizes[d];
      at /= meta->sizes[d];
    }
}

/* All from the beginning of a table on that are wanted of it. */
static int64_t
request_table (const TnsMeta *meta, int64_t at, int64_t n, TnsBlockRequest *request)
{
  int64_t columns = get_size (meta, 1), rows = get_size (meta, 2);
  int64_t n_here = MIN (rows * columns, n - at);
  request->row_dim = MAX (meta->rank - 2, -1);
  request->n_rows = (int) ((n_here + columns - 1) / columns);
  request->n_columns = (int) MIN (columns, n_here);
  fix_axes (meta, 2, at / (rows * columns), request);
  return n_here;
}

/* Neighbours on the last axis, from @flats[0] on. */
static int64_t
request_run (const TnsMeta *meta, const int64_t *flats, int64_t n, TnsBlockRequest *request)
{
  int64_t columns = get_size (meta, 1), n_here = 1;
  int64_t room = columns - flats[0] % columns;
  while (n_here < MIN (n, room) && flats[n_here] == flats[0] + n_here)
    n_here++;
  request->row_dim = -1;
  request->n_rows = 1;
  request->first_column = flats[0] % columns;
  request->n_columns = (int) n_here;
  fix_axes (meta, 1, flats[0] / columns, request);
  return n_here;
}

bool
tnu_elements_load (TnsMoment *moment, const int64_t *flats, int64_t n, double *values,
                   double *imaginary, GCancellable *cancellable, GError **error)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  for (int64_t at = 0; at < n;)
    {
      TnsBlockRequest request
          = { .column_dim = meta->rank - 1, .row_step = 1, .column_step = 1 };
      int64_t n_here = flats == NULL ? request_table (meta, at, n, &request)
                                     : request_run (meta, flats + at, n - at, &request);
      g_autoptr (TnsBlock) block = tns_block_read (moment, &request, cancellable, error);
      if (block == NULL)
        return false;
      memcpy (values + at, block->mean, (size_t) n_here * sizeof *values);
      for (int64_t k = 0; imaginary != NULL && k < n_here; k++)
        imaginary[at + k] = block->imaginary != NULL ? block->imaginary[k] : 0;
      at += n_here;
    }
  return true;
}

static void
load_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  if (tnu_elements_load (job->moment, job->flats, job->n, job->values, job->imaginary, cancellable,
                         &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes @flats. */
static void
start_job (gpointer source, TnsMoment *moment, int64_t *flats, int64_t n, bool wants_imaginary,
           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, data);
  job->moment = tns_moment_ref (moment);
  job->flats = flats;
  job->n = n;
  job->values = g_new0 (double, MAX (n, 1));
  if (wants_imaginary)
    job->imaginary = g_new0 (double, MAX (n, 1));
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, load_in_worker);
}

void
tnu_elements_load_async (GObject *source, TnsMoment *moment, const int64_t *flats, int64_t n,
                         GCancellable *cancellable, GAsyncReadyCallback callback)
{
  int64_t *copy = flats != NULL ? g_memdup2 (flats, (gsize) n * sizeof *flats) : NULL;
  start_job (source, moment, copy, n, false, cancellable, callback, NULL);
}

double *
tnu_elements_load_finish (GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&job->values) : NULL;
}

/* ---- what a picture needs ---- */

typedef struct
{
  double value;
  double imaginary;
} Number;

struct _TnuElements
{
  TnsMoment *moment;
  int64_t numel;
  double *values;     /* NULL: not read as a whole, or too large */
  double *imaginary;  /* of @values */
  GHashTable *some;   /* int64 → Number, of tensors too large to be read as a whole */
  GHashTable *wanted; /* int64 as a set */
  double largest;
  bool is_reading;
  GCancellable *cancellable;
  void (*arrived) (void *data);
  void *data;
};

static void
note_magnitude (TnuElements *self, double value, double imaginary)
{
  double magnitude = hypot (value, imaginary);
  if (isfinite (magnitude))
    self->largest = MAX (self->largest, magnitude);
}

static void
take_some (TnuElements *self, const Job *job)
{
  for (int64_t k = 0; k < job->n; k++)
    {
      Number number = { job->values[k], job->imaginary[k] };
      g_hash_table_insert (self->some, g_memdup2 (&job->flats[k], sizeof *job->flats),
                           g_memdup2 (&number, sizeof number));
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
  for (int64_t k = 0; k < job->n; k++)
    note_magnitude (self, job->values[k], job->imaginary[k]);
  if (job->flats == NULL)
    {
      self->values = g_steal_pointer (&job->values);
      self->imaginary = g_steal_pointer (&job->imaginary);
    }
  else
    take_some (self, job);
  self->arrived (self->data);
}

/* Takes @flats. */
static void
start (TnuElements *self, int64_t *flats, int64_t n)
{
  self->is_reading = true;
  start_job (NULL, self->moment, flats, n, true, self->cancellable, numbers_are_read, self);
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
  g_free (self->values);
  g_free (self->imaginary);
  g_free (self);
}

bool
tnu_elements_get (TnuElements *self, int64_t flat, double *value, double *imaginary)
{
  if (self->values != NULL)
    {
      *value = self->values[flat];
      *imaginary = self->imaginary[flat];
      return true;
    }
  const Number *number = g_hash_table_lookup (self->some, &flat);
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
