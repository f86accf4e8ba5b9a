/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The cards are the variables at the cursor and places for those that later steps make, so that
 * stepping moves nothing. */
#include "ui/stage/stage-private.h"

static TnsVariable *
find_variable (GPtrArray *variables, const char *name)
{
  for (guint k = 0; k < variables->len; k++)
    if (g_str_equal (((TnsVariable *) variables->pdata[k])->name, name))
      return variables->pdata[k];
  return NULL;
}

static TnuStageCard *
take_card (GPtrArray *cards, const char *name)
{
  for (guint k = 0; k < cards->len; k++)
    if (g_str_equal (((TnuStageCard *) cards->pdata[k])->name, name))
      return g_ptr_array_steal_index (cards, k);
  return NULL;
}

static void
add_card (TnuStageView *self, GPtrArray *old, const TnsVariable *variable, bool exists)
{
  TnuStageCard *card = take_card (old, variable->name);
  const bool is_seen = card == NULL || !card->exists;

  if (card == NULL)
    card = tnu_stage_card_new (variable->name);
  card->scales = tnu_scales_get (self->session);
  tnu_stage_card_set_variable (card, variable, exists);
  if (exists && is_seen && self->is_laid_out && tnu_stage_has_motion (self))
    {
      card->appeared_at = tnu_stage_get_time (self);
      tnu_stage_animate (self);
    }
  g_ptr_array_add (self->cards, card);
}

void
tnu_stage_merge_cards (TnuStageView *self, GPtrArray *now, GPtrArray *last)
{
  g_autoptr (GPtrArray) old = self->cards;
  guint at = 0;

  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) tnu_stage_card_free);
  for (guint k = 0; k < now->len; k++)
    {
      const TnsVariable *variable = now->pdata[k];

      if (find_variable (last, variable->name) != NULL)
        while (!g_str_equal (((TnsVariable *) last->pdata[at])->name, variable->name))
          {
            const TnsVariable *later = last->pdata[at++];

            if (find_variable (now, later->name) == NULL)
              add_card (self, old, later, false);
          }
      add_card (self, old, variable, true);
      if (at < last->len && g_str_equal (((TnsVariable *) last->pdata[at])->name, variable->name))
        at++;
    }
  for (; at < last->len; at++)
    if (find_variable (now, ((TnsVariable *) last->pdata[at])->name) == NULL)
      add_card (self, old, last->pdata[at], false);
}

static bool
has_card (TnuStageView *self, TnuStageCard *card)
{
  return card != NULL && g_ptr_array_find (self->cards, card, NULL);
}

void
tnu_stage_forget_lost_cards (TnuStageView *self)
{
  if (!has_card (self, self->hovered))
    self->hovered = NULL;
  if (!has_card (self, self->pin.card))
    self->pin.card = NULL;
  if (!has_card (self, self->range.card))
    self->range.card = NULL;
  if (!has_card (self, self->ranged))
    self->ranged = NULL;
  if (!has_card (self, self->lift.card))
    self->lift.card = NULL;
  if (!has_card (self, self->scrubbed))
    self->scrubbed = NULL;
  if (!has_card (self, self->panned))
    self->panned = NULL;
  if (!has_card (self, self->focused))
    self->focused = NULL;
}
