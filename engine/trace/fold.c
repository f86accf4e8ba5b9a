/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/fold.h"

#include "engine/trace/event.h"

/* Events at one position that follow each other directly belong to one round (the ops inside a
 * layer, the nodes of a backward run), until the round's first event comes again. */

#define N_FIRST_ROUNDS 64
/* A single round may be long too: backward through a chain of a million nodes. */
#define N_FIRST_IN_ROUND 4096
/* So many of the newest events stay in any case; older ones are decided on in batches as large. */
#define N_NEWEST 1024

typedef struct
{
  TnsPosition position;
  guint n_rounds;
  guint n_in_round;
  guint last_index;
  TnsEventKind first_kind;
  const TnsOp *first_op;
  guint stride;              /* every so many rounds stay */
  const TnsEvent *last_kept; /* (nullable): takes over what is dropped here */
} Place;

/* Which round an event belongs to, and which event of it it is; parallel to the trace's events. */
typedef struct
{
  Place *place;
  guint round;
  guint nth;
} Turn;

struct _TnsFold
{
  GHashTable *places; /* Place by position */
  Place *latest;      /* (nullable): of the last event */
  GArray *turns;
  guint n_settled; /* of the events, these have been decided on */
};

static guint
hash_position (gconstpointer key)
{
  const TnsPosition *p = key;

  return (guint) p->cell * 2654435761u ^ (guint) p->line * 40503u ^ (guint) p->column * 961u
         ^ (guint) p->end_line * 31u ^ (guint) p->end_column;
}

static gboolean
equal_position (gconstpointer a, gconstpointer b)
{
  const TnsPosition *p = a, *q = b;

  return p->cell == q->cell && p->line == q->line && p->column == q->column
         && p->end_line == q->end_line && p->end_column == q->end_column;
}

TnsFold *
tns_fold_new (void)
{
  TnsFold *self = g_new0 (TnsFold, 1);

  self->places = g_hash_table_new_full (hash_position, equal_position, NULL, g_free);
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  return self;
}

void
tns_fold_free (TnsFold *self)
{
  g_hash_table_unref (self->places);
  g_array_unref (self->turns);
  g_free (self);
}

static Place *
get_place (TnsFold *self, const TnsPosition *position)
{
  Place *place = self->latest;

  if (place != NULL && equal_position (&place->position, position))
    return place;
  place = g_hash_table_lookup (self->places, position);
  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      place->position = *position;
      place->stride = 1;
      g_hash_table_insert (self->places, &place->position, place);
    }
  self->latest = place;
  return place;
}

void
tns_fold_note (TnsFold *self, const TnsEvent *event)
{
  Place *place = get_place (self, &event->position);
  const bool goes_on = place->n_rounds > 0 && place->last_index + 1 == event->index
                       && (place->first_kind != event->kind || place->first_op != event->op);

  if (!goes_on)
    {
      place->n_rounds++;
      place->n_in_round = 0;
      place->first_kind = event->kind;
      place->first_op = event->op;
    }
  place->last_index = event->index;
  g_array_append_val (self->turns, ((Turn) {
                                     .place = place,
                                     .round = place->n_rounds,
                                     .nth = place->n_in_round++,
                                   }));
}

static bool
is_kept (const Turn *turn, guint stride)
{
  return (turn->round <= N_FIRST_ROUNDS || turn->round % stride == 0)
         && (turn->nth < N_FIRST_IN_ROUND || turn->nth % stride == 0);
}

static guint
count_kept (const TnsFold *self, guint n_old, guint stride)
{
  guint n_kept = self->turns->len - n_old;

  for (guint i = 0; i < n_old; i++)
    n_kept += is_kept (&g_array_index (self->turns, Turn, i), stride);
  return n_kept;
}

/* 0 when no stride helps: code without loops. */
static guint
choose_stride (const TnsFold *self, guint n_old, guint n_wanted)
{
  for (guint stride = 2; stride < G_MAXUINT / 4; stride *= 2)
    if (count_kept (self, n_old, stride) <= n_wanted)
      return stride;
  return 0;
}

/* Decides on the events from @first up to @end, of which those before @n_gone go in any case;
 * returns those that went. */
static GPtrArray *
settle (TnsFold *self, GPtrArray *events, guint first, guint end, guint n_gone)
{
  GPtrArray *dropped = g_ptr_array_new_full (end - first, tns_event_free);
  Turn *turns = (Turn *) self->turns->data;
  guint n = first;

  for (guint i = first; i < events->len; i++)
    {
      const Turn turn = turns[i];
      const TnsEvent *event = g_steal_pointer (&events->pdata[i]);
      const TnsEvent *before = turn.place->last_kept;

      if (i >= end || (i >= n_gone && is_kept (&turn, turn.place->stride)))
        {
          if (i < end)
            turn.place->last_kept = event;
          events->pdata[n] = (gpointer) event;
          turns[n++] = turn;
          continue;
        }
      if (before != NULL && before->kind == event->kind && before->op == event->op)
        tns_event_add_repeats (before, tns_event_get_n_repeats (event));
      g_ptr_array_add (dropped, (gpointer) event);
    }
  self->n_settled = n - (events->len - end);
  g_ptr_array_set_size (events, (int) n);
  g_array_set_size (self->turns, n);
  return dropped;
}

static GPtrArray *
thin_out (TnsFold *self, GPtrArray *events, guint n_wanted)
{
  const guint n_old = events->len - n_wanted / 8; /* the newest stay */
  const guint stride = choose_stride (self, n_old, n_wanted);

  for (guint i = 0; i < events->len; i++)
    {
      Place *place = g_array_index (self->turns, Turn, i).place;

      place->last_kept = NULL;
      place->stride = MAX (stride, 1);
    }
  return settle (self, events, 0, n_old, stride > 0 ? 0 : events->len - n_wanted);
}

GPtrArray *
tns_fold_drop (TnsFold *self, GPtrArray *events, guint max_events)
{
  if (events->len > max_events)
    return thin_out (self, events, max_events / 2);
  /* A loop that was thinned out goes on: what it lets go soon is still in the processor's cache
   * when it asks for memory again. */
  if (events->len >= self->n_settled + 2 * N_NEWEST)
    return settle (self, events, self->n_settled, events->len - N_NEWEST, 0);
  return NULL;
}
