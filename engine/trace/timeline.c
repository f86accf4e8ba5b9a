/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/timeline-private.h"

#include <string.h>

#include "engine/trace/label.h"

/* One pass over the events replays the names, cuts segments and makes steps. Wording a step costs
 * more than everything else here, so steps of an earlier timeline are taken over; only its last few
 * are worded anew, since their results may have got a name meanwhile. */

#define N_REWORDED 8

typedef struct
{
  TnsTimeline *timeline;
  const TnsTimeline *before; /* nullable */
  guint next_before;
  char *(*get_source) (const char *cell_id, void *data);
  void *data;

  TnsNames *names;
  GHashTable *first_names; /* tensor id → the name it is first bound to */
  GHashTable *expressions; /* tensor id → text, of unnamed results */
  GHashTable *sources;     /* cell id → source */
  GHashTable *cell_ids;    /* position's cell → cell id */
  GHashTable *seen;        /* ids of tensors that an event gave */
  const char *running_cell; /* id of the cell whose run the events belong to */
  bool is_backward;
  int last_cell;
} Builder;

/* ---- steps ---- */

static void
told_unref (gpointer data)
{
  TnsTold *self = data;

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  tns_event_unref (self->step.event);
  g_free (self->step.label);
  g_free (self->step.op_label);
  g_free (self->step.sentence);
  g_free (self->step.result_name);
  g_free (self->call);
  g_free (self->op_title);
  g_strfreev (self->inputs);
  g_free (self->result);
  g_free (self);
}

static const char *
get_source (Builder *self, const TnsEvent *event)
{
  const char *cell_id = g_hash_table_lookup (self->cell_ids,
                                             GINT_TO_POINTER (event->position.cell));
  gpointer source = NULL;

  if (cell_id == NULL || self->get_source == NULL)
    return NULL;
  if (!g_hash_table_lookup_extended (self->sources, cell_id, NULL, &source))
    {
      source = self->get_source (cell_id, self->data);
      g_hash_table_insert (self->sources, g_strdup (cell_id), source);
    }
  return source;
}

static bool
same_position (const TnsEvent *a, const TnsEvent *b)
{
  return memcmp (&a->position, &b->position, sizeof a->position) == 0;
}

/* x[0] = 5 is at the position of x[0]. */
static bool
is_store (const TnsEvent *event)
{
  const char *name = event->op != NULL ? tns_op_get_schema (event->op)->name : "";

  return event->is_inplace && (g_str_equal (name, "fill_") || g_str_equal (name, "copy_"));
}

/* Several ops of one call have the call's position: its text is that of the last, whose result
 * is the call's; or of the view that a store writes to. */
static bool
is_inside_call (const GPtrArray *events, guint at)
{
  const TnsEvent *event = events->pdata[at];
  const TnsEvent *after = at + 1 < events->len ? events->pdata[at + 1] : NULL;

  return after != NULL && after->kind == TNS_EVENT_OP && after->op != event->op
         && same_position (after, event) && !is_store (after);
}

static char *
dup_store (const TnsWording *wording, char *target)
{
  g_autofree char *owned = target;
  g_autofree char *value = NULL;

  if (!g_str_has_suffix (target, "]"))
    return g_steal_pointer (&owned);
  value = wording->event->n_inputs > 1 ? tns_wording_dup_input (wording, 1)
                                       : tns_value_dup_text (&wording->event->args[1]);
  return g_strdup_printf ("%s = %s", target, value);
}

static char *
dup_call (Builder *self, guint at, const TnsWording *wording)
{
  const char *source = get_source (self, wording->event);
  char *text = NULL;

  if (source != NULL && !is_inside_call (self->timeline->events, at))
    text = tns_source_dup_expression (source, &wording->event->position);
  if (text != NULL && is_store (wording->event))
    text = dup_store (wording, text);
  return text != NULL ? text : tns_wording_dup_call (wording);
}

static bool
is_short (const char *text)
{
  return g_utf8_strlen (text, -1) <= TNS_LABEL_CHARS;
}

static uint64_t
get_result_id (const TnsEvent *event)
{
  return event->n_outputs > 0 && event->outputs[0] != NULL
             ? tns_moment_get_tensor_id (event->outputs[0])
             : 0;
}

static char **
dup_inputs (const TnsWording *wording)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **inputs;

  for (int i = 0; i < wording->event->n_inputs; i++)
    {
      g_autofree char *input = tns_wording_dup_input (wording, i);

      g_strv_builder_add (builder, input);
    }
  inputs = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return inputs;
}

static const char *
find_result_name (Builder *self, const TnsEvent *event)
{
  const uint64_t id = get_result_id (event);

  if (event->is_inplace && tns_names_get (self->names, id) != NULL)
    return tns_names_get (self->names, id);
  return g_hash_table_lookup (self->first_names, &id);
}

static char *
dup_op_step_label (const TnsTold *told)
{
  const char *name = told->step.result_name;
  g_autofree char *statement = NULL;

  if (name == NULL || told->step.event->is_inplace)
    return g_strdup (is_short (told->call) ? told->call : told->step.event->name);
  statement = g_strdup_printf ("%s = %s", name, told->call);
  return is_short (statement) ? g_steal_pointer (&statement) : g_strdup (name);
}

/* A name, or the expression in a form that can stand inside others. */
static char *
dup_result_text (const TnsTold *told)
{
  const char *call = is_short (told->call) ? told->call : told->step.event->name;

  if (told->step.result_name != NULL)
    return g_strdup (told->step.result_name);
  return tns_expression_dup_operand (call);
}

/* The line of a statement that bound what no op made: x = torch.tensor([1, 2]). */
static void
word_bind (Builder *self, TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  const char *source = get_source (self, event);
  g_autofree char *line = source != NULL
                              ? tns_source_dup_line (source, event->position.line)
                              : NULL;
  const bool is_own = line != NULL && g_str_has_prefix (line, event->name)
                      && strchr (line, '=') != NULL;

  told->call = g_strdup (is_own ? line : event->name);
  told->op_title = g_strdup ("");
  told->inputs = g_new0 (char *, 1);
  told->result = g_strdup (event->name);
  told->step.result_name = g_strdup (event->name);
  told->step.op_label = g_strdup ("tensor");
  told->step.label = g_strdup (is_short (told->call) ? told->call : event->name);
}

static void
word_op (Builder *self, guint at, TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  const TnsWording wording = { event, self->names, self->expressions };

  told->call = dup_call (self, at, &wording);
  told->op_title = tns_wording_dup_op (&wording);
  told->inputs = dup_inputs (&wording);
  told->step.result_name = g_strdup (find_result_name (self, event));
  told->result = dup_result_text (told);
  told->step.op_label = g_strdup (event->name);
  told->step.label = dup_op_step_label (told);
}

static char *
dup_tensor_text (Builder *self, uint64_t id)
{
  const char *text = tns_names_get (self->names, id);

  if (text == NULL)
    text = g_hash_table_lookup (self->expressions, &id);
  return g_strdup (text != NULL ? text : "…");
}

/* "Pow" of "PowBackward0". */
static char *
dup_short_node_name (const char *name)
{
  const char *backward = strstr (name, "Backward");

  return backward != NULL && backward > name ? g_strndup (name, (gsize) (backward - name))
                                             : g_strdup (name);
}

static void
word_backward (Builder *self, TnsTold *told)
{
  const TnsEvent *event = told->step.event;

  switch (event->kind)
    {
    case TNS_EVENT_SEED:
      told->result = dup_tensor_text (self, tns_moment_get_tensor_id (event->inputs[0]));
      told->step.label = g_strdup (is_short (told->result) ? told->result : "start");
      told->step.op_label = g_strdup ("backward");
      break;
    case TNS_EVENT_ACCUMULATE:
      told->result = dup_tensor_text (self, event->leaf);
      told->step.label = g_strdup_printf ("%s.grad", told->result);
      told->step.op_label = g_strdup ("AccumulateGrad");
      told->step.result_name = g_strdup (tns_names_get (self->names, event->leaf));
      break;
    default:
      told->step.label = dup_short_node_name (event->name);
      told->step.op_label = g_strdup (event->name);
      break;
    }
}

static TnsStepKind
get_step_kind (TnsEventKind kind)
{
  switch (kind)
    {
    case TNS_EVENT_SEED:
      return TNS_STEP_SEED;
    case TNS_EVENT_NODE:
      return TNS_STEP_NODE;
    case TNS_EVENT_ACCUMULATE:
      return TNS_STEP_ACCUMULATE;
    default:
      return TNS_STEP_OP;
    }
}

static TnsTold *
told_new (Builder *self, guint at)
{
  const TnsEvent *event = self->timeline->events->pdata[at];
  TnsTold *told = g_new0 (TnsTold, 1);

  g_atomic_ref_count_init (&told->n_refs);
  told->step.kind = get_step_kind (event->kind);
  told->step.event = tns_event_ref (event);
  told->step.n_repeats = tns_event_get_n_repeats (event);
  told->step.segment = (int) self->timeline->segments->len - 1;
  if (event->kind == TNS_EVENT_OP)
    word_op (self, at, told);
  else if (event->kind == TNS_EVENT_BIND)
    word_bind (self, told);
  else
    word_backward (self, told);
  told->step.sentence = tns_narrate (told, tns_timeline_get_forward (self->timeline, event->node));
  return told;
}

/* The step of the timeline before, if it has one for @event and it is settled. */
static TnsTold *
take_over (Builder *self, const TnsEvent *event)
{
  const TnsTimeline *before = self->before;

  if (before == NULL)
    return NULL;
  while (self->next_before + N_REWORDED < before->steps->len)
    {
      TnsTold *told = before->steps->pdata[self->next_before];

      if (told->step.event->index > event->index)
        return NULL;
      self->next_before++;
      if (told->step.event != event)
        continue;
      if (told->step.n_repeats != tns_event_get_n_repeats (event)
          || told->step.segment != (int) self->timeline->segments->len - 1)
        return NULL;
      g_atomic_ref_count_inc (&told->n_refs);
      return told;
    }
  return NULL;
}

/* ---- segments ---- */

static void
clear_segment (gpointer data)
{
  TnsSegment *segment = data;

  g_free (segment->label);
  g_free (segment->cell_id);
}

static void
begin_segment (Builder *self, int cell, bool is_backward)
{
  const char *cell_id = g_hash_table_lookup (self->cell_ids, GINT_TO_POINTER (cell));
  const TnsSegment segment = {
    .label = cell >= 0 ? g_strdup_printf ("[%d]", cell + 1) : g_strdup ("[ ]"),
    .cell_id = g_strdup (cell_id),
    .is_backward = is_backward,
    .first_step = (int) self->timeline->steps->len,
  };

  g_array_append_val (self->timeline->segments, segment);
  self->last_cell = cell;
}

static TnsSegment *
get_last_segment (Builder *self)
{
  GArray *segments = self->timeline->segments;

  return segments->len > 0 ? &g_array_index (segments, TnsSegment, segments->len - 1) : NULL;
}

/* What later ops call a result without a name. */
static void
note_expression (Builder *self, const TnsTold *told)
{
  const TnsEvent *event = told->step.event;
  const uint64_t id = get_result_id (event);
  const char *text = told->call;

  if (event->kind == TNS_EVENT_ACCUMULATE)
    text = told->step.label;
  /* Written in place it keeps what it was called. */
  if (id == 0 || text == NULL
      || (event->is_inplace && g_hash_table_contains (self->expressions, &id)))
    return;
  g_hash_table_insert (self->expressions, g_memdup2 (&id, sizeof id),
                       (char *) (is_short (text) ? text : event->name));
}

static void
add_step (Builder *self, guint at)
{
  TnsTimeline *timeline = self->timeline;
  const TnsEvent *event = timeline->events->pdata[at];
  const TnsSegment *last = get_last_segment (self);
  TnsTold *told;

  if (last == NULL || last->is_backward != self->is_backward
      || (!self->is_backward && self->last_cell != event->position.cell)
      || (event->kind == TNS_EVENT_SEED && last->n_steps > 0
          && ((TnsEvent *) timeline->events->pdata[at - 1])->kind != TNS_EVENT_SEED))
    begin_segment (self, event->position.cell, self->is_backward);

  told = take_over (self, event);
  if (told == NULL)
    told = told_new (self, at);
  g_ptr_array_add (timeline->steps, told);
  g_array_append_val (timeline->positions, at);
  get_last_segment (self)->n_steps++;

  note_expression (self, told);
  if (event->kind != TNS_EVENT_OP)
    return;
  if (event->node != 0 && !g_hash_table_contains (timeline->forwards, &event->node))
    g_hash_table_insert (timeline->forwards, g_memdup2 (&event->node, sizeof event->node),
                         GUINT_TO_POINTER (timeline->steps->len));
}

/* Whether no op made the tensor that is bound, and nothing has been bound to it before. */
static bool
is_from_nowhere (Builder *self, const TnsEvent *bind)
{
  const uint64_t id = get_result_id (bind);

  return id != 0 && !self->is_backward && !g_hash_table_contains (self->seen, &id);
}

static void
note_seen (Builder *self, const TnsEvent *event)
{
  for (int i = 0; i < event->n_outputs; i++)
    if (event->outputs[i] != NULL)
      {
        const uint64_t id = tns_moment_get_tensor_id (event->outputs[i]);

        if (!g_hash_table_contains (self->seen, &id))
          g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id));
      }
}

static void
failure_free (gpointer data)
{
  TnsFailure *failure = data;

  g_strfreev (failure->inputs);
  g_free (failure);
}

/* (transfer full): as it stands in the cell, where that is known. */
static char *
dup_input_name (const TnsWording *wording, int input)
{
  const TnsEvent *event = wording->event;
  const TnsDiagnosis *diagnosis = event->diagnosis;
  char *name = NULL;

  if (diagnosis->names != NULL)
    return g_strdup (diagnosis->names[input]);
  if (diagnosis->arg_positions != NULL)
    name = tns_source_dup_expression (diagnosis->source,
                                      &diagnosis->arg_positions[event->n_args + input]);
  return name != NULL ? name : tns_wording_dup_input (wording, input);
}

/* The events that the timeline owns keep the failure's alive. */
static void
note_failure (Builder *self, const TnsEvent *event)
{
  const TnsWording wording = { event, self->names, self->expressions };
  TnsFailure *failure;

  if (event->diagnosis == NULL || self->running_cell == NULL)
    return;
  failure = g_new0 (TnsFailure, 1);
  failure->event = event;
  failure->inputs = g_new0 (char *, event->n_inputs + 1);
  for (int i = 0; i < event->n_inputs; i++)
    failure->inputs[i] = dup_input_name (&wording, i);
  g_hash_table_replace (self->timeline->failures, g_strdup (self->running_cell), failure);
}

static void
note_event (Builder *self, guint at)
{
  const TnsEvent *event = self->timeline->events->pdata[at];

  switch (event->kind)
    {
    case TNS_EVENT_CELL:
      g_hash_table_insert (self->cell_ids, GINT_TO_POINTER (event->position.cell), event->text);
      self->running_cell = event->text;
      g_hash_table_remove (self->timeline->failures, event->text);
      self->is_backward = false;
      break;
    case TNS_EVENT_OP:
      add_step (self, at);
      break;
    case TNS_EVENT_SEED:
      self->is_backward = true;
      add_step (self, at);
      break;
    case TNS_EVENT_NODE:
    case TNS_EVENT_ACCUMULATE:
      if (self->is_backward && event->n_inputs > 0)
        add_step (self, at);
      break;
    case TNS_EVENT_BACKWARD_END:
      self->is_backward = false;
      break;
    case TNS_EVENT_BIND:
      if (is_from_nowhere (self, event))
        add_step (self, at);
      tns_names_note (self->names, event);
      break;
    case TNS_EVENT_ERROR:
      note_failure (self, event);
      break;
    }
  note_seen (self, event);
}

static GHashTable *
find_first_names (const GPtrArray *events)
{
  GHashTable *names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const TnsEvent *event = events->pdata[i];
      uint64_t id;

      if (event->kind != TNS_EVENT_BIND || event->n_outputs == 0)
        continue;
      id = tns_moment_get_tensor_id (event->outputs[0]);
      if (!g_hash_table_contains (names, &id))
        g_hash_table_insert (names, g_memdup2 (&id, sizeof id), event->name);
    }
  return names;
}

static TnsTimeline *
timeline_new_on_events (GPtrArray *events)
{
  TnsTimeline *self = g_new0 (TnsTimeline, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->events = events;
  self->steps = g_ptr_array_new_with_free_func (told_unref);
  self->positions = g_array_new (FALSE, FALSE, sizeof (guint));
  self->segments = g_array_new (FALSE, FALSE, sizeof (TnsSegment));
  g_array_set_clear_func (self->segments, clear_segment);
  self->forwards = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, failure_free);
  return self;
}

TnsTimeline *
tns_timeline_new_after (TnsTrace *trace, const TnsTimeline *before,
                        char *(*get_source) (const char *cell_id, void *data), void *data)
{
  TnsTimeline *self = timeline_new_on_events (tns_trace_dup_events (trace));
  Builder builder = {
    .timeline = self,
    .before = before,
    .get_source = get_source,
    .data = data,
    .names = tns_names_new (),
    .first_names = find_first_names (self->events),
    .expressions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .cell_ids = g_hash_table_new (NULL, NULL),
    .seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .last_cell = -1,
  };

  for (guint i = 0; i < self->events->len; i++)
    note_event (&builder, i);

  tns_names_free (builder.names);
  g_hash_table_unref (builder.first_names);
  g_hash_table_unref (builder.expressions);
  g_hash_table_unref (builder.sources);
  g_hash_table_unref (builder.cell_ids);
  g_hash_table_unref (builder.seen);
  return self;
}

TnsTimeline *
tns_timeline_new (TnsTrace *trace, char *(*get_source) (const char *cell_id, void *data),
                  void *data)
{
  return tns_timeline_new_after (trace, NULL, get_source, data);
}

G_DEFINE_BOXED_TYPE (TnsTimeline, tns_timeline, tns_timeline_ref, tns_timeline_unref)

TnsTimeline *
tns_timeline_ref (TnsTimeline *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
tns_timeline_unref (TnsTimeline *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_ptr_array_unref (self->steps);
  g_array_unref (self->positions);
  g_array_unref (self->segments);
  g_hash_table_unref (self->forwards);
  g_hash_table_unref (self->failures);
  g_ptr_array_unref (self->events);
  g_free (self);
}

/* ---- reading ---- */

int
tns_timeline_get_n_steps (const TnsTimeline *self)
{
  return (int) self->steps->len;
}

TnsTold *
tns_timeline_get_told (const TnsTimeline *self, int step)
{
  return step >= 0 && step < (int) self->steps->len ? self->steps->pdata[step] : NULL;
}

const TnsStep *
tns_timeline_get_step (const TnsTimeline *self, int index)
{
  TnsTold *told = tns_timeline_get_told (self, index);

  return told != NULL ? &told->step : NULL;
}

int
tns_timeline_get_n_segments (const TnsTimeline *self)
{
  return (int) self->segments->len;
}

const TnsSegment *
tns_timeline_get_segment (const TnsTimeline *self, int index)
{
  return index >= 0 && index < (int) self->segments->len
             ? &g_array_index (self->segments, TnsSegment, index)
             : NULL;
}

int
tns_timeline_find_forward (const TnsTimeline *self, uint64_t node)
{
  return node != 0 ? GPOINTER_TO_INT (g_hash_table_lookup (self->forwards, &node)) - 1 : -1;
}

TnsTold *
tns_timeline_get_forward (const TnsTimeline *self, uint64_t node)
{
  return tns_timeline_get_told (self, tns_timeline_find_forward (self, node));
}

const TnsFailure *
tns_timeline_get_failure (const TnsTimeline *self, const char *cell_id)
{
  return g_hash_table_lookup (self->failures, cell_id);
}

guint
tns_timeline_get_limit (const TnsTimeline *self, int cursor)
{
  if (cursor >= (int) self->steps->len)
    return self->events->len;
  return g_array_index (self->positions, guint, MAX (cursor, 0));
}

/* First step of the backward run that @step is in, -1 for an op. */
static int
get_run_start (const TnsTimeline *self, int step)
{
  const TnsStep *at = tns_timeline_get_step (self, step);

  if (at == NULL || at->kind == TNS_STEP_OP)
    return -1;
  return g_array_index (self->segments, TnsSegment, at->segment).first_step;
}

char *
tns_timeline_dup_root_name (const TnsTimeline *self, int step)
{
  const TnsTold *start = tns_timeline_get_told (self, get_run_start (self, step));

  return g_strdup (start != NULL && start->result != NULL ? start->result : "y");
}
