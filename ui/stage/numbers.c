/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Numbers
 *
 * One cache, keyed by what is looked at: storage, its version, the layout on it and the window. The
 * store holds one reference to everything that is done, in order of use; readings under way belong
 * to those who asked and are cancelled when the last of them lets go. */
#include "ui/stage/numbers.h"

#include <math.h>

/* Cells kept, over all windows: 16 bytes each or more. */
#define MAX_KEPT_CELLS (1 << 20)

/* Statistics of all of a tensor, shared by the windows on it and read once; cancelled when the last
 * of them goes. */
typedef struct
{
  int n_refs;
  TnuNumberStore *store;
  char *key;
  TnsStatistics statistics;
  bool is_under_way;
  bool is_done;
  GCancellable *cancellable;
} Whole;

typedef struct
{
  TnuNumbers numbers; /* first */
  int n_refs;
  TnuNumberStore *store; /* NULL once the store is gone */
  char *key;
  TnsMoment *moment;
  GCancellable *cancellable;
  TnuCardTable *tables;
  TnsBlock **blocks;
  int n_tables;
  int n_left;       /* blocks still to come */
  Whole *whole;     /* the window is a part: the scale needs statistics; otherwise NULL */
  bool is_kept;     /* the store has a reference */
} Entry;

struct _TnuNumberStore
{
  TnsSession *session;
  TnuNumbersArrived arrived;
  void *data;
  GHashTable *entries; /* key → Entry, not owned */
  GHashTable *wholes;  /* key → Whole, not owned */
  GQueue kept;         /* Entry, owned, used longest ago first */
  gsize n_kept_cells;
  guint n_reads;
};

static gsize
count_cells (const Entry *entry)
{
  const TnuCardWindow *window = &entry->numbers.window;

  return (gsize) window->n_rows * (gsize) window->n_cols * (gsize) entry->n_tables;
}

static char *
dup_moment_key (TnsMoment *moment)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  GString *key = g_string_new (NULL);

  g_string_printf (key, "%" G_GUINT64_FORMAT ".%u %d+%" G_GINT64_FORMAT,
                   tns_moment_get_storage_id (moment), tns_moment_get_version (moment),
                   (int) meta->dtype, meta->offset_elems);
  for (int dim = 0; dim < meta->rank; dim++)
    g_string_append_printf (key, " %" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, meta->sizes[dim],
                            meta->strides[dim]);
  return g_string_free (key, FALSE);
}

static char *
dup_key (TnsMoment *moment, const TnuAxisMap *map, const gint64 *index, const TnuCardWindow *window)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);
  g_autofree char *moment_key = dup_moment_key (moment);
  GString *key = g_string_new (moment_key);

  for (int dim = 0; dim < meta->rank; dim++)
    if (dim != map->channel_dim && dim != map->dims[TNU_SOCKET_ROWS]
        && dim != map->dims[TNU_SOCKET_COLUMNS] && dim != map->dims[TNU_SOCKET_FACETS]
        && dim != map->dims[TNU_SOCKET_FOLD])
      g_string_append_printf (key, " [%d]=%" G_GINT64_FORMAT, dim, index[dim]);
  g_string_append_printf (key, " %d %d %d", map->dims[TNU_SOCKET_ROWS],
                          map->dims[TNU_SOCKET_COLUMNS], map->dims[TNU_SOCKET_FACETS]);
  if (map->n_channels > 0)
    g_string_append_printf (key, " channels %d %d", map->channel_dim, map->n_channels);
  if (map->dims[TNU_SOCKET_FOLD] >= 0)
    g_string_append_printf (key, " %s %d", tnu_fold_get_name (map->fold),
                            map->dims[TNU_SOCKET_FOLD]);
  g_string_append_printf (key,
                          " %" G_GINT64_FORMAT "+%dx%" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          "+%dx%" G_GINT64_FORMAT " %d",
                          window->first_row, window->n_rows, window->row_step, window->first_col,
                          window->n_cols, window->col_step, window->n_facets);
  return g_string_free (key, FALSE);
}

static void
whole_unref (Whole *self)
{
  if (--self->n_refs > 0)
    return;
  if (self->store != NULL)
    g_hash_table_remove (self->store->wholes, self->key);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self->key);
  g_free (self);
}

/* (transfer full) */
static Whole *
ask_whole (TnuNumberStore *self, TnsMoment *moment)
{
  g_autofree char *key = dup_moment_key (moment);
  Whole *whole = g_hash_table_lookup (self->wholes, key);

  if (whole == NULL)
    {
      whole = g_new0 (Whole, 1);
      whole->store = self;
      whole->cancellable = g_cancellable_new ();
      whole->key = g_steal_pointer (&key);
      g_hash_table_insert (self->wholes, whole->key, whole);
    }
  whole->n_refs++;
  return whole;
}

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->whole, whole_unref);
  if (entry->store != NULL)
    g_hash_table_remove (entry->store->entries, entry->key);
  g_cancellable_cancel (entry->cancellable);
  g_object_unref (entry->cancellable);
  for (int i = 0; i < entry->n_tables; i++)
    tns_block_free (entry->blocks[i]);
  g_free (entry->blocks);
  g_free (entry->tables);
  g_clear_pointer (&entry->moment, tns_moment_unref);
  g_free (entry->key);
  g_free (entry);
}

TnuNumbers *
tnu_numbers_ref (TnuNumbers *self)
{
  ((Entry *) self)->n_refs++;
  return self;
}

void
tnu_numbers_unref (TnuNumbers *self)
{
  Entry *entry = (Entry *) self;

  if (--entry->n_refs == 0)
    entry_free (entry);
}

/* ---- what is kept ---- */

static void
drop_oldest (TnuNumberStore *self)
{
  Entry *oldest = g_queue_pop_head (&self->kept);

  self->n_kept_cells -= count_cells (oldest);
  oldest->is_kept = false;
  tnu_numbers_unref (&oldest->numbers);
}

static void
keep (TnuNumberStore *self, Entry *entry)
{
  if (entry->is_kept)
    g_queue_remove (&self->kept, entry);
  else
    {
      entry->is_kept = true;
      self->n_kept_cells += count_cells (entry);
      tnu_numbers_ref (&entry->numbers);
    }
  g_queue_push_tail (&self->kept, entry);
  while (self->n_kept_cells > MAX_KEPT_CELLS && self->kept.length > 1)
    drop_oldest (self);
}

/* ---- reading ---- */

static double
get_magnitude (const TnsBlock *block, gsize i)
{
  if (block->imaginary != NULL)
    return hypot (block->mean[i], block->imaginary[i]);
  if (block->min != NULL)
    return fmax (fabs (block->min[i]), fabs (block->max[i]));
  return fabs (block->mean[i]);
}

/* @ends: smallest or largest elements of the cells; NULL: a cell is one element. */
static double
get_end (const TnsBlock *block, const double *ends, gsize i)
{
  if (block->imaginary != NULL)
    return get_magnitude (block, i);
  return ends != NULL ? ends[i] : block->mean[i];
}

/* What the blocks alone say about the scale and about special values. */
static void
scan_blocks (Entry *entry)
{
  TnuNumbers *numbers = &entry->numbers;

  for (int t = 0; t < entry->n_tables; t++)
    {
      const TnsBlock *block = entry->blocks[t];
      const gsize n = (gsize) block->n_rows * (gsize) block->n_columns;

      for (gsize i = 0; i < n; i++)
        {
          const double magnitude = get_magnitude (block, i);

          if (isfinite (magnitude))
            {
              numbers->vmax = fmax (numbers->vmax, magnitude);
              numbers->low = fmin (numbers->low, get_end (block, block->min, i));
              numbers->high = fmax (numbers->high, get_end (block, block->max, i));
            }
          if (block->min == NULL && block->flags[i] & TNS_CELL_HAS_NAN)
            numbers->n_nan++;
          else if (block->min == NULL && block->flags[i] != 0)
            numbers->n_infinite++;
        }
    }
}

static void
finish (Entry *entry)
{
  for (int t = 0; t < entry->n_tables; t++)
    {
      const TnsBlock *block = entry->blocks[t];

      entry->tables[t] = (TnuCardTable){ .values = block->mean,
                                         .imag = block->imaginary,
                                         .min = block->min,
                                         .max = block->max,
                                         .integers = block->integers,
                                         .flags = block->flags };
    }
  scan_blocks (entry);
  entry->numbers.tables = entry->tables;
  entry->numbers.is_done = true;
}

/* One reading's way back; holds no reference, so that nobody's interest means cancelled. */
typedef struct
{
  Entry *entry; /* valid while the reading is not cancelled */
  GCancellable *cancellable;
  int table;
} Reading;

static Reading *
reading_new (Entry *entry, int table)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->entry = entry;
  reading->cancellable = g_object_ref (entry->cancellable);
  reading->table = table;
  return reading;
}

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->cancellable);
  g_free (reading);
}

static void
take_statistics (TnuNumbers *numbers, const TnsStatistics *statistics)
{
  numbers->vmax = fmax (numbers->vmax, fmax (fabs (statistics->min), fabs (statistics->max)));
  numbers->low = fmin (numbers->low, statistics->min);
  numbers->high = fmax (numbers->high, statistics->max);
  numbers->n_nan = statistics->n_nan;
  numbers->n_infinite = statistics->n_positive_infinity + statistics->n_negative_infinity;
}

/* Those who look at the tensor now, each with a reference. */
static GPtrArray *
list_entries_of (const Whole *whole)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) tnu_numbers_unref);
  GHashTableIter iter;
  void *entry;

  g_hash_table_iter_init (&iter, whole->store->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (((Entry *) entry)->whole == whole && ((Entry *) entry)->numbers.is_done)
      g_ptr_array_add (found, tnu_numbers_ref (entry));
  return found;
}

/* Holds only what says whether @whole is still there. */
typedef struct
{
  Whole *whole; /* valid while the reading is not cancelled */
  GCancellable *cancellable;
} WholeReading;

static void
statistics_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  WholeReading *reading = data;
  TnsStatistics statistics;
  const bool is_read = tns_session_read_statistics_finish (TNS_SESSION (source), result,
                                                           &statistics, NULL);

  if (is_read && !g_cancellable_is_cancelled (reading->cancellable))
    {
      Whole *whole = reading->whole;
      TnuNumberStore *store = whole->store;
      g_autoptr (GPtrArray) entries = list_entries_of (whole);

      whole->statistics = statistics;
      whole->is_done = true;
      for (guint k = 0; k < entries->len; k++)
        {
          take_statistics (entries->pdata[k], &statistics);
          store->arrived (entries->pdata[k], store->data);
        }
    }
  g_object_unref (reading->cancellable);
  g_free (reading);
}

static void
read_whole (Entry *entry)
{
  Whole *whole = entry->whole;
  WholeReading *reading;

  if (whole->is_done)
    take_statistics (&entry->numbers, &whole->statistics);
  if (whole->is_done || whole->is_under_way)
    return;
  whole->is_under_way = true;
  reading = g_new0 (WholeReading, 1);
  reading->whole = whole;
  reading->cancellable = g_object_ref (whole->cancellable);
  tns_session_read_statistics_async (entry->store->session, entry->moment, whole->cancellable,
                                     statistics_are_read, reading);
}

static void
fail (Entry *entry, const GError *error)
{
  TnuNumberStore *store = entry->store;

  /* The only way a legal window fails: the trace gave the bytes back to stay within its budget. */
  entry->numbers.note = "numbers of this step are no longer kept";
  entry->numbers.is_done = true;
  g_debug ("numbers: %s", error->message);
  g_cancellable_cancel (entry->cancellable);
  store->arrived (&entry->numbers, store->data);
}

static void
complete (Entry *entry)
{
  TnuNumberStore *store = entry->store;

  finish (entry);
  keep (store, entry);
  if (entry->whole != NULL)
    read_whole (entry);
  store->arrived (&entry->numbers, store->data);
}

static void
block_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsBlock) block
      = tns_session_read_block_finish (TNS_SESSION (source), result, &error);

  if (!g_cancellable_is_cancelled (reading->cancellable))
    {
      Entry *entry = reading->entry;

      if (block == NULL)
        fail (entry, error);
      else
        {
          entry->blocks[reading->table] = g_steal_pointer (&block);
          if (--entry->n_left == 0)
            complete (entry);
        }
    }
  reading_free (reading);
}

static const TnsReduction reductions[TNU_N_FOLDS] = {
  [TNU_FOLD_MEAN] = TNS_REDUCE_MEAN,
  [TNU_FOLD_MIN] = TNS_REDUCE_MIN,
  [TNU_FOLD_MAX] = TNS_REDUCE_MAX,
  [TNU_FOLD_SUM] = TNS_REDUCE_SUM,
};

static void
read_table (Entry *entry, const TnuAxisMap *map, const gint64 *index, int table)
{
  TnuNumberStore *store = entry->store;
  const TnuCardWindow *window = &entry->numbers.window;
  const int rank = tns_moment_get_meta (entry->moment)->rank;
  TnsBlockRequest request = {
    .row_dim = map->dims[TNU_SOCKET_ROWS],
    .column_dim = map->dims[TNU_SOCKET_COLUMNS],
    .first_row = window->first_row,
    .first_column = window->first_col,
    .n_rows = window->n_rows,
    .n_columns = window->n_cols,
    .row_step = window->row_step,
    .column_step = window->col_step,
  };

  if (map->dims[TNU_SOCKET_FOLD] >= 0)
    {
      request.reduction = reductions[map->fold];
      request.reduced_dim = map->dims[TNU_SOCKET_FOLD];
    }
  for (int dim = 0; dim < rank; dim++)
    request.index[dim] = index[dim];
  if (map->dims[TNU_SOCKET_FACETS] >= 0)
    request.index[map->dims[TNU_SOCKET_FACETS]] = table / MAX (1, map->n_channels);
  if (map->channel_dim >= 0)
    request.index[map->channel_dim] = table % MAX (1, map->n_channels);
  store->n_reads++;
  tns_session_read_block_async (store->session, entry->moment, &request, entry->cancellable,
                                block_is_read, reading_new (entry, table));
}

static bool
window_covers_all (TnsMoment *moment, const TnuAxisMap *map, const TnuCardWindow *window)
{
  const TnsMeta *meta = tns_moment_get_meta (moment);

  for (int dim = 0; dim < meta->rank; dim++)
    {
      gint64 seen = 1;

      if (dim == map->dims[TNU_SOCKET_ROWS])
        seen = window->n_rows * window->row_step;
      else if (dim == map->dims[TNU_SOCKET_COLUMNS])
        seen = window->n_cols * window->col_step;
      else if (dim == map->dims[TNU_SOCKET_FACETS])
        seen = window->n_facets;
      else if (dim == map->channel_dim)
        seen = map->n_channels;
      if (seen < meta->sizes[dim])
        return false;
    }
  return true;
}

/* ---- the store ---- */

TnuNumberStore *
tnu_number_store_new (TnsSession *session, TnuNumbersArrived arrived, void *data)
{
  TnuNumberStore *self = g_new0 (TnuNumberStore, 1);

  self->session = g_object_ref (session);
  self->arrived = arrived;
  self->data = data;
  self->entries = g_hash_table_new (g_str_hash, g_str_equal);
  self->wholes = g_hash_table_new (g_str_hash, g_str_equal);
  g_queue_init (&self->kept);
  return self;
}

void
tnu_number_store_free (TnuNumberStore *self)
{
  GHashTableIter iter;
  void *entry;

  if (self == NULL)
    return;
  while (self->kept.length > 0)
    drop_oldest (self);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    {
      g_cancellable_cancel (((Entry *) entry)->cancellable);
      ((Entry *) entry)->store = NULL;
    }
  g_hash_table_iter_init (&iter, self->wholes);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    {
      g_cancellable_cancel (((Whole *) entry)->cancellable);
      ((Whole *) entry)->store = NULL;
    }
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->wholes);
  g_object_unref (self->session);
  g_free (self);
}

TnuNumbers *
tnu_number_store_ask (TnuNumberStore *self, TnsMoment *moment, const TnuAxisMap *map,
                      const gint64 *index, const TnuCardWindow *window)
{
  g_autofree char *key = dup_key (moment, map, index, window);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    {
      if (entry->is_kept)
        keep (self, entry);
      return tnu_numbers_ref (&entry->numbers);
    }
  entry = g_new0 (Entry, 1);
  entry->n_refs = 1;
  entry->store = self;
  entry->key = g_steal_pointer (&key);
  entry->moment = tns_moment_ref (moment);
  entry->cancellable = g_cancellable_new ();
  entry->numbers.window = *window;
  entry->numbers.low = entry->numbers.high = NAN;
  entry->numbers.covers_all = window_covers_all (moment, map, window);
  entry->n_tables = tnu_card_window_count_tables (window);
  entry->n_left = entry->n_tables;
  entry->tables = g_new0 (TnuCardTable, entry->n_tables);
  entry->blocks = g_new0 (TnsBlock *, entry->n_tables);
  /* A folded table has a scale of its own, from what is seen of it. Means hide how many of a
   * block's elements are NaN, so blocks need statistics too. */
  if (map->dims[TNU_SOCKET_FOLD] < 0
      && (!entry->numbers.covers_all || window->row_step > 1 || window->col_step > 1))
    entry->whole = ask_whole (self, moment);
  g_hash_table_insert (self->entries, entry->key, entry);
  for (int table = 0; table < entry->n_tables; table++)
    read_table (entry, map, index, table);
  return &entry->numbers;
}

guint
tnu_number_store_get_n_reads (TnuNumberStore *self)
{
  return self->n_reads;
}
