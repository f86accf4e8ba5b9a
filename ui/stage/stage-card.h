/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/stage/numbers.h"
#include "ui/stage/scales.h"

G_BEGIN_DECLS

/**
 * TnuStageCard:
 * @exists: the variable is there at the cursor; otherwise its place waits for it
 * @map, @index: how the user laid its axes; kept while rank and sizes stay
 * @zoom_window: part of a large tensor that the user looked closer at; n_rows 0: all of it
 * @scales: (nullable): where its colours are chosen; not owned
 * @numbers, @grad_numbers: (nullable): what is drawn
 * @asked, @grad_asked: (nullable): what it waits for
 * @natural: px, never shrinks while name and shape stay, so that stepping moves no card
 * @node: (nullable): the drawing, kept until something in it changes
 *
 * One variable on the stage: what the painter of cards needs, kept together.
 */
typedef struct
{
  char *name;
  TnsMoment *value;
  TnsMoment *gradient;
  bool exists;
  bool requires_grad;
  bool is_leaf;
  bool is_stepped; /* a step changed the value: the next numbers show what is different */

  TnuAxisMap map;
  gint64 index[TNK_MAX_RANK];
  TnuCardWindow zoom_window;

  TnuScales *scales;
  TnuColorScale scale;

  TnuNumbers *numbers;
  TnuNumbers *asked;
  TnuNumbers *grad_numbers;
  TnuNumbers *grad_asked;

  TnuCardContent content;
  TnuCardLayout *layout;
  char value_text[2 * TNU_NUMBER_SIZE];
  char note[96];
  double natural;
  double x, y;
  double width_placed;   /* 0 before it was placed */
  double from_x, from_y; /* where the card came from */
  gint64 moved_at;       /* µs of the frame clock; 0: it stands */
  gint64 appeared_at;
  gint64 changed_at;
  guint8 *changed;       /* TnuCellState of all tables, one after the other; NULL: nothing */
  TnuCardTable *marked;  /* tables that carry states */
  TnuAxisMap numbers_map; /* of @numbers */
  TnuCardTable *stand_in; /* made of @numbers while another window is being read */
  int n_stand_in;
  GskRenderNode *node;
} TnuStageCard;

TnuStageCard *tnu_stage_card_new (const char *name);
void tnu_stage_card_free (TnuStageCard *self);

/**
 * tnu_stage_card_set_variable:
 *
 * Shows @variable. Numbers of the same shape stay until the new ones are there.
 */
void tnu_stage_card_set_variable (TnuStageCard *self, const TnsVariable *variable, bool exists);

/**
 * tnu_stage_card_is_wide:
 *
 * Returns: whether the card has an axis bar and takes a row of its own
 */
bool tnu_stage_card_is_wide (const TnuStageCard *self);

/**
 * tnu_stage_card_measure:
 * @width: px that the stage has for a card
 *
 * Brings @natural up to date.
 */
void tnu_stage_card_measure (TnuStageCard *self, TnuText *text, double width);

/* Lays the card out; drops the kept drawing. */
void tnu_stage_card_lay_out (TnuStageCard *self, TnuText *text, double width, double height);

/**
 * tnu_stage_card_ask:
 *
 * Asks for the numbers of the card's window if they are not there or on their way.
 *
 * Returns: whether they were there at once, so that the card has to be laid out again
 */
bool tnu_stage_card_ask (TnuStageCard *self, TnuNumberStore *store);

/**
 * tnu_stage_card_take:
 * @numbers: that arrived
 * @now: µs, for the ring around what changed; 0: no ring
 *
 * Returns: whether they are this card's
 */
bool tnu_stage_card_take (TnuStageCard *self, TnuNumbers *numbers, gint64 now);

/**
 * tnu_stage_card_fold:
 * @dim: -1: the one that is folded
 * @fold: %TNU_N_FOLDS: nothing is folded any more
 *
 * Returns: whether the card shows something else now
 */
bool tnu_stage_card_fold (TnuStageCard *self, int dim, TnuFold fold);

/**
 * tnu_stage_card_show_picture:
 *
 * Bytes, or numbers from 0 to 1, as a picture (or as numbers again).
 *
 * Returns: whether the card shows something else now
 */
bool tnu_stage_card_show_picture (TnuStageCard *self, bool is_picture);
bool tnu_stage_card_can_be_picture (const TnuStageCard *self);

/* Complex numbers have no smallest one; of nothing there is no mean. */
bool tnu_stage_card_can_fold (const TnuStageCard *self, int dim, TnuFold fold);

/* A dim with several places that lies in no socket, -1: none. */
int tnu_stage_card_find_resting_dim (const TnuStageCard *self);

/* Puts a dim without a socket into @socket; what was there rests instead. */
void tnu_stage_card_swap_in (TnuStageCard *self, TnuSocket socket);

/* Takes what tnu_stage_card_ask() found to be there. */
void tnu_stage_card_take_asked (TnuStageCard *self, gint64 now);

/* Points the painter at the numbers; they may have changed. */
void tnu_stage_card_refresh (TnuStageCard *self);

/* Puts the cursor on a cell, or (@facet -1) takes it away; the read-out is written. */
void tnu_stage_card_set_cursor (TnuStageCard *self, int facet, int row, int col);

/**
 * tnu_stage_card_dim_facets:
 * @facet: the table that stays bright
 *
 * What would vanish if the facets became a slider is drawn back.
 */
void tnu_stage_card_dim_facets (TnuStageCard *self, int facet);

/* Ends the ring around what changed, and the dimming. */
void tnu_stage_card_forget_changes (TnuStageCard *self);

/* Drops the kept drawing. */
void tnu_stage_card_touch (TnuStageCard *self);

/* Offset in the storage of the element at @index, in elements. */
gint64 tnu_stage_card_get_offset (const TnuStageCard *self, const gint64 *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnuStageCard, tnu_stage_card_free)

G_END_DECLS
