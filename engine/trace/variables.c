/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/names.h"
#include "engine/trace/timeline-private.h"

/* What has a name at a cursor is replayed from the events before it. Most of a long trace concerns
 * tensors that nothing stands for any more, so only those asked for are followed. */

static TnsNames *
replay_names (const TnsTimeline *self, guint limit)
{
  TnsNames *names = tns_names_new ();

  for (guint i = 0; i < limit; i++)
    tns_names_note (names, self->events->pdata[i]);
  return names;
}

char *
tns_timeline_dup_name (const TnsTimeline *self, uint64_t tensor_id, int cursor)
{
  g_autoptr (TnsNames) names = replay_names (self, tns_timeline_get_limit (self, cursor));

  return g_strdup (tns_names_get (names, tensor_id));
}

void
tns_variable_free (TnsVariable *self)
{
  g_free (self->name);
  g_clear_pointer (&self->value, tns_moment_unref);
  g_clear_pointer (&self->gradient, tns_moment_unref);
  g_free (self);
}

/* What is known of one tensor. */
typedef struct
{
  TnsMoment *latest;   /* its newest layout */
  TnsMoment *gradient; /* .grad */
  int step;            /* that made or overwrote it */
} Known;

typedef struct
{
  GHashTable *tensors;  /* tensor id → Known, of those that are followed */
  GHashTable *storages; /* storage id → newest TnsMoment on it, of those that are followed */
} State;

static void
init_state (State *state)
{
  state->tensors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  state->storages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
clear_state (State *state)
{
  g_hash_table_unref (state->tensors);
  g_hash_table_unref (state->storages);
}

static void
follow_tensor (State *state, uint64_t id)
{
  Known *known;

  if (g_hash_table_contains (state->tensors, &id))
    return;
  known = g_new0 (Known, 1);
  known->step = -1;
  g_hash_table_insert (state->tensors, g_memdup2 (&id, sizeof id), known);
}

static void
follow_storage (State *state, TnsMoment *moment)
{
  const uint64_t id = tns_moment_get_storage_id (moment);

  if (!g_hash_table_contains (state->storages, &id))
    g_hash_table_insert (state->storages, g_memdup2 (&id, sizeof id), moment);
}

static void
note_tensor (State *state, TnsMoment *moment)
{
  const uint64_t id = moment != NULL ? tns_moment_get_tensor_id (moment) : 0;
  Known *known = g_hash_table_lookup (state->tensors, &id);

  if (known != NULL)
    known->latest = moment;
}

static void
note_storage (State *state, TnsMoment *moment)
{
  const uint64_t id = moment != NULL ? tns_moment_get_storage_id (moment) : 0;
  gpointer key, known;

  if (moment == NULL
      || !g_hash_table_lookup_extended (state->storages, &id, &key, &known))
    return;
  if (tns_moment_get_version (known) <= tns_moment_get_version (moment))
    g_hash_table_insert (state->storages, g_memdup2 (&id, sizeof id), moment);
}

static void
visit_moments (const TnsTimeline *self, guint limit, State *state,
               void (*visit) (State *state, TnsMoment *moment))
{
  for (guint i = 0; i < limit; i++)
    {
      const TnsEvent *event = self->events->pdata[i];

      for (int k = 0; k < event->n_inputs; k++)
        visit (state, event->inputs[k]);
      for (int k = 0; k < event->n_outputs; k++)
        visit (state, event->outputs[k]);
    }
}

/* Clearing a gradient is no step: it goes with the next one, so that a gradient is still there at
 * the cursor after the step that made it. At the end everything has happened. */
static void
note_gradients (const TnsTimeline *self, int cursor, State *state)
{
  const guint limit = tns_timeline_get_limit (self, cursor);
  const guint clear_limit = cursor < (int) self->steps->len
                                ? tns_timeline_get_limit (self, cursor - 1)
                                : limit;

  for (guint i = 0; i < limit; i++)
    {
      const TnsEvent *event = self->events->pdata[i];
      Known *known = event->kind == TNS_EVENT_ACCUMULATE
                         ? g_hash_table_lookup (state->tensors, &event->leaf)
                         : NULL;

      if (known != NULL && (event->n_inputs > 0 || i < clear_limit))
        known->gradient = event->outputs[0];
    }
}

static void
note_makers (const TnsTimeline *self, int cursor, State *state)
{
  for (int i = 0; i < MIN (cursor, (int) self->steps->len); i++)
    {
      const TnsEvent *event = tns_timeline_get_step (self, i)->event;

      const bool is_maker = event->kind == TNS_EVENT_OP || event->kind == TNS_EVENT_BIND;

      for (int k = 0; is_maker && k < event->n_outputs; k++)
        if (event->outputs[k] != NULL)
          {
            const uint64_t id = tns_moment_get_tensor_id (event->outputs[k]);
            Known *known = g_hash_table_lookup (state->tensors, &id);

            if (known != NULL)
              known->step = i;
          }
    }
}

/* (transfer full) (nullable): @moment with what was written into its storage since. */
static TnsMoment *
bring_up (const State *state, TnsMoment *moment)
{
  const uint64_t storage = moment != NULL ? tns_moment_get_storage_id (moment) : 0;
  TnsMoment *newest = g_hash_table_lookup (state->storages, &storage);

  if (moment == NULL)
    return NULL;
  if (newest == NULL || tns_moment_get_content (newest) == tns_moment_get_content (moment))
    return tns_moment_ref (moment);
  return tns_moment_new_with_content (moment, tns_moment_get_content (newest));
}

static TnsVariable *
variable_new (const State *state, const TnsBinding *binding)
{
  const uint64_t id = tns_moment_get_tensor_id (binding->event->outputs[0]);
  const Known *known = g_hash_table_lookup (state->tensors, &id);
  TnsVariable *variable = g_new0 (TnsVariable, 1);

  variable->name = g_strdup (binding->name);
  variable->value = bring_up (state, known->latest);
  variable->gradient = bring_up (state, known->gradient);
  variable->step = known->step;
  variable->requires_grad = tns_moment_requires_grad (variable->value);
  variable->is_leaf = tns_moment_is_leaf (variable->value);
  return variable;
}

GPtrArray *
tns_timeline_dup_variables (const TnsTimeline *self, int cursor)
{
  const guint limit = tns_timeline_get_limit (self, cursor);
  g_autoptr (TnsNames) names = replay_names (self, limit);
  g_autoptr (GArray) bindings = tns_names_dup_bindings (names);
  GPtrArray *variables = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_variable_free);
  GHashTableIter iter;
  gpointer known;
  State state;

  init_state (&state);
  for (guint i = 0; i < bindings->len; i++)
    follow_tensor (&state, tns_moment_get_tensor_id (
                               g_array_index (bindings, TnsBinding, i).event->outputs[0]));
  visit_moments (self, limit, &state, note_tensor);
  note_gradients (self, cursor, &state);
  note_makers (self, cursor, &state);

  g_hash_table_iter_init (&iter, state.tensors);
  while (g_hash_table_iter_next (&iter, NULL, &known))
    {
      follow_storage (&state, ((Known *) known)->latest);
      if (((Known *) known)->gradient != NULL)
        follow_storage (&state, ((Known *) known)->gradient);
    }
  visit_moments (self, limit, &state, note_storage);

  for (guint i = 0; i < bindings->len; i++)
    g_ptr_array_add (variables,
                     variable_new (&state, &g_array_index (bindings, TnsBinding, i)));
  clear_state (&state);
  return variables;
}

GPtrArray *
tns_timeline_dup_arrays (const TnsTimeline *self, int cursor)
{
  const guint limit = tns_timeline_get_limit (self, cursor);
  GPtrArray *arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) tns_variable_free);
  g_autoptr (GHashTable) bindings = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, binding;
  State state;

  init_state (&state);
  for (guint i = 0; i < limit; i++)
    {
      TnsEvent *event = self->events->pdata[i];

      if (event->kind == TNS_EVENT_BIND)
        g_hash_table_insert (bindings, event->name, event->n_inputs > 0 ? event : NULL);
      if (event->kind == TNS_EVENT_BIND && event->n_inputs > 0)
        follow_storage (&state, event->inputs[0]);
    }
  visit_moments (self, limit, &state, note_storage);
  g_hash_table_iter_init (&iter, bindings);
  while (g_hash_table_iter_next (&iter, &name, &binding))
    if (binding != NULL)
      {
        TnsVariable *array = g_new0 (TnsVariable, 1);

        array->name = g_strdup (name);
        array->value = bring_up (&state, ((TnsEvent *) binding)->inputs[0]);
        array->step = -1;
        array->is_leaf = true;
        g_ptr_array_add (arrays, array);
      }
  clear_state (&state);
  return arrays;
}

TnsMoment *
tns_timeline_dup_moment_at (const TnsTimeline *self, TnsMoment *moment, int cursor)
{
  const guint limit = tns_timeline_get_limit (self, cursor);
  const uint64_t storage = tns_moment_get_storage_id (moment);
  TnsMoment *newest = NULL;

  for (guint i = 0; i < limit; i++)
    {
      const TnsEvent *event = self->events->pdata[i];

      for (int k = 0; k < event->n_inputs + event->n_outputs; k++)
        {
          TnsMoment *one = k < event->n_inputs ? event->inputs[k]
                                               : event->outputs[k - event->n_inputs];

          if (one != NULL && tns_moment_get_storage_id (one) == storage
              && (newest == NULL
                  || tns_moment_get_version (one) >= tns_moment_get_version (newest)))
            newest = one;
        }
    }
  return newest != NULL ? tns_moment_new_with_content (moment, tns_moment_get_content (newest))
                        : NULL;
}
