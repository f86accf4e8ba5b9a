/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/trace/fold.h"

#include "engine/trace/event.h"

/* Events at one position that follow each other directly belong to one round (the ops inside a
 * layer, the nodes of a backward run), until the round's first event comes again. */

#define N_FIRST_ROUNDS 64
/* A single round may be long too: backward through a chain of a million nodes. */
#define N_FIRST_IN_ROUND 4096

typedef struct
{
  TnsPosition position;
  guint n_rounds;
  guint n_in_round;
  guint last_index;
  TnsEventKind first_kind;
  const TnsOp *first_op;
} Place;

/* Which round an event belongs to, and which event of it it is; parallel to the trace's events. */
typedef struct
{
  const Place *place;
  guint round;
  guint nth;
} Turn;

struct _TnsFold
{
  GHashTable *places; /* Place by position */
  GArray *turns;
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
  Place *place = g_hash_table_lookup (self->places, position);

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      place->position = *position;
      g_hash_table_insert (self->places, &place->position, place);
    }
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

GPtrArray *
tns_fold_thin_out (TnsFold *self, GPtrArray **events, guint n_wanted)
{
  GPtrArray *old = *events;
  GArray *old_turns = self->turns;
  const guint n_old = old->len - n_wanted / 8; /* the newest stay */
  const guint stride = choose_stride (self, n_old, n_wanted);
  /* The last event kept at a place takes over what is dropped there. */
  g_autoptr (GHashTable) last_kept = g_hash_table_new (NULL, NULL);

  *events = g_ptr_array_new_full (n_wanted, tns_event_free);
  self->turns = g_array_sized_new (FALSE, FALSE, sizeof (Turn), n_wanted);
  for (guint i = 0; i < old->len; i++)
    {
      const TnsEvent *event = old->pdata[i];
      const Turn turn = g_array_index (old_turns, Turn, i);
      const bool stays = i >= n_old || (stride > 0 ? is_kept (&turn, stride)
                                                   : i >= old->len - n_wanted);
      const TnsEvent *before;

      if (stays)
        {
          g_ptr_array_add (*events, (gpointer) tns_event_ref (event));
          g_array_append_val (self->turns, turn);
          g_hash_table_insert (last_kept, (gpointer) turn.place, (gpointer) event);
          continue;
        }
      before = g_hash_table_lookup (last_kept, turn.place);
      if (before != NULL && before->kind == event->kind && before->op == event->op)
        tns_event_add_repeats (before, tns_event_get_n_repeats (event));
    }
  g_array_unref (old_turns);
  return old;
}
