/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/cell/selection.h"

#include "ui/operation/variables.h"

struct _TnuSelection
{
  GObject parent_instance;

  TnsSession *session;
  char *name;        /* NULL: nothing is selected */
  TnuBox box;
  TnsMoment *moment; /* of the variable at the cursor */
  GCancellable *cancellable;
  TnsStatistics statistics;
  bool has_statistics;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuSelection, tnu_selection, G_TYPE_OBJECT)

/* ---- statistics ---- */

static void
statistics_are_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnuSelection) self = data;
  g_autoptr (GError) error = NULL;
  TnsStatistics statistics;

  if (!tns_session_read_statistics_finish (TNS_SESSION (source), result, &statistics, &error)
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  self->statistics = statistics;
  self->has_statistics = true;
  g_signal_emit (self, changed, 0);
}

static void
read_statistics (TnuSelection *self)
{
  g_autoptr (TnsMoment) part = NULL;
  gint64 sizes[TNK_MAX_RANK];

  for (int dim = 0; dim < self->box.rank; dim++)
    sizes[dim] = self->box.last[dim] - self->box.first[dim] + 1;
  part = tns_moment_new_part (self->moment, self->box.first, sizes);
  self->cancellable = g_cancellable_new ();
  tns_session_read_statistics_async (self->session, part, self->cancellable, statistics_are_read,
                                     g_object_ref (self));
}

/* ---- what is selected ---- */

static void
forget (TnuSelection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->moment, tns_moment_unref);
  self->has_statistics = false;
}

static bool
fits (TnuSelection *self)
{
  const TnsMeta *meta;

  if (self->moment == NULL)
    return false;
  meta = tns_moment_get_meta (self->moment);
  return tnu_box_fits (&self->box, meta->rank, meta->sizes);
}

static bool
is_same_content (TnsMoment *a, TnsMoment *b)
{
  return a != NULL && b != NULL && tns_moment_get_meta (a) == tns_moment_get_meta (b)
         && tns_moment_get_storage_id (a) == tns_moment_get_storage_id (b)
         && tns_moment_get_version (a) == tns_moment_get_version (b);
}

/* The cursor moved, or something ran. */
static void
follow (TnuSelection *self)
{
  g_autoptr (TnsMoment) moment = NULL;

  if (self->name == NULL)
    return;
  moment = tnu_variables_dup_moment (self->session, self->name);
  if (is_same_content (moment, self->moment))
    return;
  forget (self);
  self->moment = g_steal_pointer (&moment);
  if (fits (self))
    read_statistics (self);
  else
    {
      g_clear_pointer (&self->moment, tns_moment_unref);
      g_clear_pointer (&self->name, g_free);
    }
  g_signal_emit (self, changed, 0);
}

void
tnu_selection_set (TnuSelection *self, const char *name, const TnuBox *box)
{
  g_return_if_fail (TNU_IS_SELECTION (self));
  if (box == NULL && self->name == NULL)
    return;
  forget (self);
  g_free (self->name);
  self->name = box != NULL ? g_strdup (name) : NULL;
  if (box != NULL)
    {
      self->box = *box;
      self->moment = tnu_variables_dup_moment (self->session, name);
      if (fits (self))
        read_statistics (self);
      else
        g_clear_pointer (&self->name, g_free);
    }
  g_signal_emit (self, changed, 0);
}

const char *
tnu_selection_get_name (TnuSelection *self)
{
  g_return_val_if_fail (TNU_IS_SELECTION (self), NULL);
  return self->name;
}

const TnuBox *
tnu_selection_get_box (TnuSelection *self)
{
  g_return_val_if_fail (TNU_IS_SELECTION (self), NULL);
  return self->name != NULL ? &self->box : NULL;
}

TnsMoment *
tnu_selection_get_moment (TnuSelection *self)
{
  g_return_val_if_fail (TNU_IS_SELECTION (self), NULL);
  return self->moment;
}

char *
tnu_selection_dup_index (TnuSelection *self)
{
  g_return_val_if_fail (TNU_IS_SELECTION (self), NULL);
  if (self->name == NULL)
    return NULL;
  return tnu_box_dup_index (&self->box, tns_moment_get_meta (self->moment)->sizes);
}

const TnsStatistics *
tnu_selection_get_statistics (TnuSelection *self)
{
  g_return_val_if_fail (TNU_IS_SELECTION (self), NULL);
  return self->has_statistics ? &self->statistics : NULL;
}

/* ---- the object ---- */

static void
tnu_selection_dispose (GObject *object)
{
  TnuSelection *self = TNU_SELECTION (object);

  forget (self);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tnu_selection_parent_class)->dispose (object);
}

static void
tnu_selection_class_init (TnuSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_selection_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
}

static void
tnu_selection_init (TnuSelection *self)
{
}

TnuSelection *
tnu_selection_new (TnsSession *session)
{
  TnuSelection *self = g_object_new (TNU_TYPE_SELECTION, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::timeline", G_CALLBACK (follow), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::cursor", G_CALLBACK (follow), self,
                           G_CONNECT_SWAPPED);
  return self;
}
