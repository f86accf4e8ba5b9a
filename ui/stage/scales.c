/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/scales.h"

#include <math.h>

#define SCALES_KEY "tnu-scales"
/* Ranges kept from one run to the next; a few numbers each. */
#define MAX_RANGES 1024

struct _TnuScales
{
  GObject parent_instance;

  TnsSession *session; /* owns this object */
  GHashTable *choices; /* name → TnuScaleChoice */
  TnuScaleChoice shared;
  bool is_shared;
  TnuRange shared_range;
  bool is_shared_range_found; /* for this cursor, from what has been read */
  GHashTable *ranges; /* of moments, key → TnuRange; all NaN while it is read */
  GCancellable *cancellable;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuScales, tnu_scales, G_TYPE_OBJECT)

/* ---- ranges ---- */

typedef struct
{
  GWeakRef scales;
  char *key;
} Reading;

static void
range_is_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (TnuScales) self = g_weak_ref_get (&reading->scales);
  TnsStatistics statistics;

  if (tns_session_read_statistics_finish (TNS_SESSION (source), result, &statistics, NULL)
      && self != NULL)
    {
      TnuRange *range = g_hash_table_lookup (self->ranges, reading->key);

      if (range != NULL)
        {
          *range = (TnuRange){ statistics.min, statistics.max, statistics.robust_low,
                               statistics.robust_high };
          self->is_shared_range_found = false;
          g_signal_emit (self, changed, 0);
        }
    }
  g_weak_ref_clear (&reading->scales);
  g_free (reading->key);
  g_free (reading);
}

static const TnuRange *
find_range (TnuScales *self, TnsMoment *moment)
{
  g_autofree char *key = g_strdup_printf (
      "%" G_GUINT64_FORMAT ".%u.%" G_GUINT64_FORMAT, tns_moment_get_storage_id (moment),
      tns_moment_get_version (moment), tns_moment_get_tensor_id (moment));
  TnuRange *range = g_hash_table_lookup (self->ranges, key);
  Reading *reading;

  if (range != NULL)
    return range;
  range = g_new (TnuRange, 1);
  *range = tnu_range_new ();
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->scales, self);
  reading->key = g_strdup (key);
  g_hash_table_insert (self->ranges, g_steal_pointer (&key), range);
  tns_session_read_statistics_async (self->session, moment, self->cancellable, range_is_read,
                                     reading);
  return range;
}

/* Of all tensors at the cursor that have colours. */
static void
find_shared_range (TnuScales *self)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autoptr (GPtrArray) variables = NULL;

  if (self->is_shared_range_found)
    return;
  self->is_shared_range_found = true;
  self->shared_range = tnu_range_new ();
  if (timeline == NULL)
    return;
  variables = tns_timeline_dup_variables (timeline, tns_session_get_cursor (self->session));
  for (guint k = 0; k < variables->len; k++)
    {
      const TnsVariable *variable = variables->pdata[k];

      if (tns_moment_get_meta (variable->value)->dtype != TNK_BOOL
          && tns_moment_get_numel (variable->value) > 0)
        tnu_range_join (&self->shared_range, find_range (self, variable->value));
    }
}

/* The ranges of the last run's moments are no longer asked for. */
static void
timeline_changed (TnuScales *self)
{
  self->is_shared_range_found = false;
  if (g_hash_table_size (self->ranges) >= MAX_RANGES)
    g_hash_table_remove_all (self->ranges);
}

static void
cursor_changed (TnuScales *self)
{
  self->is_shared_range_found = false;
}

/* ---- choices ---- */

TnuScaleChoice
tnu_scales_get_choice (TnuScales *self, const char *name)
{
  const TnuScaleChoice *choice = g_hash_table_lookup (self->choices, name);

  if (self->is_shared)
    return self->shared;
  return choice != NULL ? *choice : (TnuScaleChoice){ 0 };
}

void
tnu_scales_set_choice (TnuScales *self, const char *name, const TnuScaleChoice *choice)
{
  if (self->is_shared)
    self->shared = *choice;
  else
    g_hash_table_replace (self->choices, g_strdup (name), g_memdup2 (choice, sizeof *choice));
  g_signal_emit (self, changed, 0);
}

bool
tnu_scales_is_shared (TnuScales *self)
{
  return self->is_shared;
}

void
tnu_scales_set_shared (TnuScales *self, const char *name, bool is_shared)
{
  if (self->is_shared == is_shared)
    return;
  if (is_shared)
    self->shared = tnu_scales_get_choice (self, name);
  self->is_shared = is_shared;
  g_signal_emit (self, changed, 0);
}

TnuColorScale
tnu_scales_resolve (TnuScales *self, const char *name, TnsMoment *value, const TnuRange *own,
                    TnuRange *range)
{
  const TnuScaleChoice choice = tnu_scales_get_choice (self, name);
  TnuRange known = *own;

  if (self->is_shared)
    {
      find_shared_range (self);
      if (!isnan (self->shared_range.low))
        known = self->shared_range;
    }
  else if (choice.limits == TNU_LIMITS_ROBUST && isnan (own->robust_low)
           && tns_moment_get_numel (value) > 0)
    tnu_range_join (&known, find_range (self, value));
  if (range != NULL)
    *range = known;
  return tnu_scale_choice_resolve (&choice, &known);
}

/* ---- the object ---- */

static void
forget (TnuScales *self)
{
  g_hash_table_remove_all (self->choices);
  g_hash_table_remove_all (self->ranges);
  self->is_shared = false;
  g_signal_emit (self, changed, 0);
}

static void
tnu_scales_finalize (GObject *object)
{
  TnuScales *self = TNU_SCALES (object);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->choices);
  g_hash_table_unref (self->ranges);
  G_OBJECT_CLASS (tnu_scales_parent_class)->finalize (object);
}

static void
tnu_scales_class_init (TnuScalesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tnu_scales_finalize;
  changed = g_signal_new ("changed", TNU_TYPE_SCALES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
tnu_scales_init (TnuScales *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ranges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

TnuScales *
tnu_scales_get (TnsSession *session)
{
  TnuScales *self = g_object_get_data (G_OBJECT (session), SCALES_KEY);

  if (self == NULL)
    {
      self = g_object_new (TNU_TYPE_SCALES, NULL);
      self->session = session;
      g_object_set_data_full (G_OBJECT (session), SCALES_KEY, self, g_object_unref);
      g_signal_connect_object (session, "notify::notebook", G_CALLBACK (forget), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::timeline", G_CALLBACK (timeline_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (session, "notify::cursor", G_CALLBACK (cursor_changed), self,
                               G_CONNECT_SWAPPED);
    }
  return self;
}
