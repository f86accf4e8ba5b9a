/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/session-private.h"

#include "engine/session/applied.h"
#include "engine/session/teller.h"
#include "kernels/backend.h"

/* The session's own state lives on the main thread only. Python runs behind the runner,
 * timelines come from the teller, blocks and explanations from workers that hold references of
 * their own. */

/* What the trace may keep alive beside the variables, at most. */
#define MAX_TRACE_BYTES ((size_t) 1 << 30)

struct _TnsSession
{
  GObject parent_instance;

  TnsNotebook *notebook;
  TnsRunner *runner;
  TnsTrace *trace;
  TnsTeller *teller;
  TnsApplied *applied;
  GHashTable *sources; /* cell id → source as it was last run */

  TnsTimeline *timeline;
  int cursor;
  gboolean is_following;
  gboolean is_busy;
  char *selected_name;
  int selected_step;
  TnsCell *selected_cell;
};

enum
{
  PROP_0,
  PROP_NOTEBOOK,
  PROP_TIMELINE,
  PROP_CURSOR,
  PROP_BUSY,
  PROP_SELECTED_NAME,
  PROP_SELECTED_STEP,
  PROP_SELECTED_CELL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TnsSession, tns_session, G_TYPE_OBJECT)

static void
notify (TnsSession *self, int property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* ---- selection ---- */

static void
set_selected_name (TnsSession *self, const char *name)
{
  char *copy;

  if (g_strcmp0 (name, self->selected_name) == 0)
    return;
  copy = g_strdup (name);
  g_free (self->selected_name);
  self->selected_name = copy;
  notify (self, PROP_SELECTED_NAME);
}

static void
set_selected_step (TnsSession *self, int step)
{
  if (step == self->selected_step)
    return;
  self->selected_step = step;
  notify (self, PROP_SELECTED_STEP);
}

static void
set_selected_cell (TnsSession *self, TnsCell *cell)
{
  if (g_set_object (&self->selected_cell, cell))
    notify (self, PROP_SELECTED_CELL);
}

static void
select_cell_of_step (TnsSession *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self->timeline, step);
  const TnsSegment *segment = at != NULL ? tns_timeline_get_segment (self->timeline, at->segment)
                                         : NULL;
  TnsCell *cell = segment != NULL && segment->cell_id != NULL
                      ? tns_notebook_find_cell (self->notebook, segment->cell_id)
                      : NULL;

  if (cell != NULL)
    set_selected_cell (self, cell);
}

/* The last step before the cursor whose result has this name, -1 if none. */
static int
find_step_of_name (TnsSession *self, const char *name)
{
  for (int i = self->cursor - 1; i >= 0; i--)
    {
      const TnsStep *step = tns_timeline_get_step (self->timeline, i);

      if (step->kind == TNS_STEP_OP && g_strcmp0 (step->result_name, name) == 0)
        return i;
    }
  return -1;
}

const char *
tns_session_get_selected_name (TnsSession *self)
{
  return self->selected_name;
}

void
tns_session_select_name (TnsSession *self, const char *name)
{
  const int step = name != NULL ? find_step_of_name (self, name) : -1;

  g_object_freeze_notify (G_OBJECT (self));
  set_selected_name (self, name);
  set_selected_step (self, step);
  if (step >= 0)
    select_cell_of_step (self, step);
  g_object_thaw_notify (G_OBJECT (self));
}

int
tns_session_get_selected_step (TnsSession *self)
{
  return self->selected_step;
}

void
tns_session_select_step (TnsSession *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self->timeline, step);

  g_object_freeze_notify (G_OBJECT (self));
  set_selected_step (self, at != NULL ? step : -1);
  set_selected_name (self, at != NULL ? at->result_name : NULL);
  if (at != NULL)
    select_cell_of_step (self, step);
  g_object_thaw_notify (G_OBJECT (self));
}

TnsCell *
tns_session_get_selected_cell (TnsSession *self)
{
  return self->selected_cell;
}

void
tns_session_select_cell (TnsSession *self, TnsCell *cell)
{
  set_selected_cell (self, cell);
}

/* ---- timeline ---- */

/* Where the cursor stands in a timeline in which steps before it may have been folded. */
static int
find_cursor (TnsSession *self, TnsTimeline *timeline)
{
  const TnsStep *done = tns_timeline_get_step (self->timeline, self->cursor - 1);
  int low = 0, high = tns_timeline_get_n_steps (timeline);

  if (self->is_following)
    return high;
  if (done == NULL)
    return 0;
  while (low < high)
    {
      const int middle = (low + high) / 2;

      if (tns_timeline_get_step (timeline, middle)->event->index <= done->event->index)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
on_told (TnsTimeline *timeline, void *data)
{
  TnsSession *self = data;
  const int cursor = find_cursor (self, timeline);
  const gboolean is_moved = cursor != self->cursor;

  g_object_freeze_notify (G_OBJECT (self));
  tns_timeline_ref (timeline);
  tns_timeline_unref (self->timeline);
  self->timeline = timeline;
  self->cursor = cursor;
  notify (self, PROP_TIMELINE);
  if (is_moved)
    notify (self, PROP_CURSOR);
  if (self->selected_name != NULL)
    set_selected_step (self, find_step_of_name (self, self->selected_name));
  else if (self->selected_step >= tns_timeline_get_n_steps (timeline))
    set_selected_step (self, -1);
  g_object_thaw_notify (G_OBJECT (self));
}

static GHashTable *
dup_sources (void *data)
{
  TnsSession *self = data;
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer id, source;

  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, &id, &source))
    g_hash_table_insert (copy, g_strdup (id), g_strdup (source));
  return copy;
}

TnsTimeline *
tns_session_get_timeline (TnsSession *self)
{
  return self->timeline;
}

int
tns_session_get_cursor (TnsSession *self)
{
  return self->cursor;
}

void
tns_session_set_cursor (TnsSession *self, int cursor)
{
  const int n_steps = tns_timeline_get_n_steps (self->timeline);

  cursor = CLAMP (cursor, 0, n_steps);
  self->is_following = cursor == n_steps;
  if (cursor == self->cursor)
    return;
  self->cursor = cursor;
  notify (self, PROP_CURSOR);
}

/* ---- notebook and runner ---- */

static void
update_busy (TnsSession *self)
{
  const TnsRunnerState state = tns_runner_get_state (self->runner);
  const gboolean is_busy = state == TNS_RUNNER_LOADING || state == TNS_RUNNER_BUSY;

  if (is_busy == self->is_busy)
    return;
  self->is_busy = is_busy;
  notify (self, PROP_BUSY);
}

static void
on_restarted (TnsSession *self)
{
  tns_applied_forget_values (self->applied);
  self->is_following = TRUE;
  tns_teller_restart (self->teller);
}

static void
remember_source (TnsSession *self, TnsCell *cell)
{
  if (tns_cell_get_cell_type (cell) == TNS_CELL_CODE)
    g_hash_table_insert (self->sources, g_strdup (tns_cell_get_id (cell)),
                         g_strdup (tns_cell_get_source (cell)));
}

/* One that somebody ran through the runner itself. */
static void
on_cell_started (TnsSession *self, TnsCell *cell)
{
  if (!g_hash_table_contains (self->sources, tns_cell_get_id (cell)))
    remember_source (self, cell);
}

static void
drop_notebook (TnsSession *self)
{
  if (self->runner != NULL)
    g_signal_handlers_disconnect_by_data (self->runner, self);
  g_clear_object (&self->runner);
  g_clear_object (&self->notebook);
  g_clear_pointer (&self->applied, tns_applied_free);
}

/* Takes @notebook. */
static void
set_notebook (TnsSession *self, TnsNotebook *notebook)
{
  drop_notebook (self);
  self->notebook = notebook;
  self->runner = tns_runner_new (notebook);
  self->applied = tns_applied_new ();
  g_hash_table_remove_all (self->sources);
  g_signal_connect_object (self->runner, "notify::state", G_CALLBACK (update_busy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "cell-started", G_CALLBACK (on_cell_started), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "restarted", G_CALLBACK (on_restarted), self,
                           G_CONNECT_SWAPPED);
}

TnsNotebook *
tns_session_get_notebook (TnsSession *self)
{
  return self->notebook;
}

TnsRunner *
tns_session_get_runner (TnsSession *self)
{
  return self->runner;
}

gboolean
tns_session_is_busy (TnsSession *self)
{
  return self->is_busy;
}

void
tns_session_run_cell (TnsSession *self, TnsCell *cell)
{
  remember_source (self, cell);
  tns_runner_run_cell (self->runner, cell);
}

void
tns_session_run_all (TnsSession *self)
{
  for (guint i = 0; i < tns_notebook_get_n_cells (self->notebook); i++)
    remember_source (self, tns_notebook_get_cell (self->notebook, i));
  /* A cell that fails is often the lesson, and the cells after it are run all the same. */
  tns_runner_run_all (self->runner, TRUE);
}

void
tns_session_stop (TnsSession *self)
{
  tns_runner_stop (self->runner);
}

void
tns_session_restart (TnsSession *self)
{
  tns_runner_restart (self->runner);
}

void
tns_session_take_notebook (TnsSession *self, TnsNotebook *notebook)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_selected_cell (self, NULL);
  set_selected_name (self, NULL);
  set_selected_step (self, -1);
  set_notebook (self, notebook);
  tns_trace_clear (self->trace);
  on_restarted (self);
  update_busy (self);
  notify (self, PROP_NOTEBOOK);
  g_object_thaw_notify (G_OBJECT (self));
}

/* ---- actions ---- */

void
tns_session_apply (TnsSession *self, const char *code)
{
  const int at = self->selected_cell != NULL
                     ? tns_notebook_get_position (self->notebook, self->selected_cell)
                     : -1;
  TnsCell *cell;

  tns_notebook_break_edit (self->notebook);
  cell = at >= 0 ? tns_notebook_insert_cell (self->notebook, (guint) at + 1, TNS_CELL_CODE, code)
                 : tns_notebook_append_cell (self->notebook, TNS_CELL_CODE, code);
  tns_notebook_break_edit (self->notebook);
  tns_applied_begin (self->applied, self->runner, cell);
  set_selected_cell (self, cell);
  /* What comes of the action is looked at next, as soon as it is there. */
  g_auto (GStrv) names = tns_applied_dup_names (code);
  if (names[0] != NULL)
    set_selected_name (self, names[0]);
  tns_session_run_cell (self, cell);
}

void
tns_session_undo (TnsSession *self)
{
  TnsCell *cell = tns_notebook_undo (self->notebook);

  if (cell == NULL)
    return;
  if (tns_notebook_get_position (self->notebook, cell) >= 0)
    {
      set_selected_cell (self, cell);
      return;
    }
  if (cell == self->selected_cell)
    set_selected_cell (self, NULL);
  tns_applied_revert (self->applied, self->runner, cell);
}

void
tns_session_redo (TnsSession *self)
{
  TnsCell *cell = tns_notebook_redo (self->notebook);

  if (cell == NULL || tns_notebook_get_position (self->notebook, cell) < 0)
    return;
  set_selected_cell (self, cell);
  if (!tns_applied_is_reverted (self->applied, cell))
    return;
  tns_applied_begin (self->applied, self->runner, cell);
  tns_session_run_cell (self, cell);
}

gboolean
tns_session_can_undo (TnsSession *self)
{
  return tns_notebook_can_undo (self->notebook);
}

gboolean
tns_session_can_redo (TnsSession *self)
{
  return tns_notebook_can_redo (self->notebook);
}

/* ---- object ---- */

static void
tns_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TnsSession *self = TNS_SESSION (object);

  switch (prop_id)
    {
    case PROP_NOTEBOOK:
      g_value_set_object (value, self->notebook);
      break;
    case PROP_TIMELINE:
      g_value_set_boxed (value, self->timeline);
      break;
    case PROP_CURSOR:
      g_value_set_int (value, self->cursor);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->is_busy);
      break;
    case PROP_SELECTED_NAME:
      g_value_set_string (value, self->selected_name);
      break;
    case PROP_SELECTED_STEP:
      g_value_set_int (value, self->selected_step);
      break;
    case PROP_SELECTED_CELL:
      g_value_set_object (value, self->selected_cell);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tns_session_dispose (GObject *object)
{
  TnsSession *self = TNS_SESSION (object);

  g_clear_pointer (&self->teller, tns_teller_free);
  drop_notebook (self);
  if (self->trace != NULL && tns_trace_get_active () == self->trace)
    tns_trace_activate (NULL);
  g_clear_pointer (&self->trace, tns_trace_unref);
  g_clear_object (&self->selected_cell);
  G_OBJECT_CLASS (tns_session_parent_class)->dispose (object);
}

static void
tns_session_finalize (GObject *object)
{
  TnsSession *self = TNS_SESSION (object);

  tns_timeline_unref (self->timeline);
  g_hash_table_unref (self->sources);
  g_free (self->selected_name);
  G_OBJECT_CLASS (tns_session_parent_class)->finalize (object);
}

static void
tns_session_class_init (TnsSessionClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tns_session_get_property;
  object_class->dispose = tns_session_dispose;
  object_class->finalize = tns_session_finalize;

  properties[PROP_NOTEBOOK]
      = g_param_spec_object ("notebook", NULL, NULL, TNS_TYPE_NOTEBOOK, flags);
  properties[PROP_TIMELINE] = g_param_spec_boxed ("timeline", NULL, NULL, TNS_TYPE_TIMELINE, flags);
  properties[PROP_CURSOR] = g_param_spec_int ("cursor", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_SELECTED_NAME] = g_param_spec_string ("selected-name", NULL, NULL, NULL, flags);
  properties[PROP_SELECTED_STEP]
      = g_param_spec_int ("selected-step", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_SELECTED_CELL]
      = g_param_spec_object ("selected-cell", NULL, NULL, TNS_TYPE_CELL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tns_session_init (TnsSession *self)
{
  /* Read by kernels of whatever session computes. */
  static int cancel_flag;
  const size_t memory = tns_memory_get_budget ();
  const size_t budget = memory > 0 ? MIN (memory / 4, MAX_TRACE_BYTES) : MAX_TRACE_BYTES;

  tnk_set_cancel_flag (&cancel_flag);
  tns_runner_set_cancel_flag (&cancel_flag);
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->selected_step = -1;
  self->is_following = TRUE;
  self->trace = tns_trace_new (budget);
  self->timeline = tns_timeline_new (self->trace, NULL, NULL);
  self->teller = tns_teller_new (self->trace, on_told, dup_sources, self);
  tns_trace_activate (self->trace);
  set_notebook (self, tns_notebook_new ());
}

TnsSession *
tns_session_new (void)
{
  return g_object_new (TNS_TYPE_SESSION, NULL);
}
