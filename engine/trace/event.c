/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/event.h"

#include "engine/trace/diagnosis.h"
#include "engine/trace/trial.h"

#include <string.h>

/* One allocation holds an event with its arrays and its text; the edges and saved tensors of a node
 * and the diagnosis of an error come later and are their own. */

typedef struct
{
  TnsEvent event;
  int n_repeats; /* atomic */
} OwnedEvent;

static void
clear_event (gpointer data)
{
  TnsEvent *event = data;

  for (int i = 0; i < event->n_inputs; i++)
    g_clear_pointer (&event->inputs[i], tns_moment_unref);
  for (int i = 0; i < event->n_outputs; i++)
    g_clear_pointer (&event->outputs[i], tns_moment_unref);
  for (int i = 0; i < event->n_args; i++)
    tns_value_clear (&event->args[i]);
  for (int i = 0; i < event->n_saved; i++)
    g_clear_pointer (&event->saved[i], tns_moment_unref);
  g_free (event->saved);
  g_free (event->edges);
  g_clear_pointer (&event->diagnosis, tns_diagnosis_free);
}

const TnsEvent *
tns_event_ref (const TnsEvent *self)
{
  return g_atomic_rc_box_acquire ((TnsEvent *) self);
}

void
tns_event_unref (const TnsEvent *self)
{
  g_atomic_rc_box_release_full ((TnsEvent *) self, clear_event);
}

void
tns_event_free (gpointer data)
{
  if (data != NULL)
    tns_event_unref (data);
}

int
tns_event_get_n_repeats (const TnsEvent *self)
{
  return g_atomic_int_get (&((OwnedEvent *) self)->n_repeats);
}

TnsEvent *
tns_event_new (TnsEventKind kind, int n_inputs, int n_outputs, int n_args, const char *name,
               const char *text)
{
  const size_t n_moments = (size_t) (n_inputs + n_outputs);
  const size_t name_bytes = name != NULL ? strlen (name) + 1 : 0;
  const size_t text_bytes = text != NULL ? strlen (text) + 1 : 0;
  OwnedEvent *owned = g_atomic_rc_box_alloc0 (sizeof *owned + n_moments * sizeof (TnsMoment *)
                                              + (size_t) n_args * sizeof (TnsValue) + name_bytes
                                              + text_bytes);
  TnsEvent *event = &owned->event;
  char *tail;

  owned->n_repeats = 1;
  event->kind = kind;
  event->args = (TnsValue *) (owned + 1);
  event->n_args = n_args;
  event->inputs = (TnsMoment **) (event->args + n_args);
  event->n_inputs = n_inputs;
  event->outputs = event->inputs + n_inputs;
  event->n_outputs = n_outputs;
  tail = (char *) (event->outputs + n_outputs);
  if (name != NULL)
    event->name = memcpy (tail, name, name_bytes);
  if (text != NULL)
    event->text = memcpy (tail + name_bytes, text, text_bytes);
  event->position = (TnsPosition) { .cell = -1 };
  return event;
}

void
tns_event_add_repeats (const TnsEvent *self, int n_more)
{
  g_atomic_int_add (&((OwnedEvent *) self)->n_repeats, n_more);
}

const TnsEvent *
tns_event_new_call (const TnsOp *op, const TnsValue *args, TnsMoment *const *inputs, int n_inputs)
{
  const TnsSchema *schema = tns_op_get_schema (op);
  TnsEvent *event
    = tns_event_new (TNS_EVENT_OP, n_inputs, 0, schema->n_params, schema->name, NULL);

  event->op = op;
  for (int i = 0; i < schema->n_params; i++)
    event->args[i] = tns_value_copy (&args[i], false);
  for (int i = 0; i < n_inputs; i++)
    event->inputs[i] = inputs[i] != NULL ? tns_moment_ref (inputs[i]) : NULL;
  return event;
}
