/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* A range of cells: dragged over them, or the cursor walked with Shift. It is kept by index, so
 * that it stays when axes are put elsewhere. */
#include "ui/stage/stage-private.h"

#include <math.h>

/* The elements of one cell. */
static void
get_cell_box (const TnuStageCard *card, int facet, int row, int col, TnuBox *box)
{
  const TnuCardContent *content = &card->content;
  const int row_dim = content->map.dims[TNU_SOCKET_ROWS];
  const int col_dim = content->map.dims[TNU_SOCKET_COLUMNS];

  box->rank = content->rank;
  tnu_card_get_index (content, facet, row, col, box->first);
  for (int dim = 0; dim < content->rank; dim++)
    {
      gint64 step = 1;

      if (dim == content->map.dims[TNU_SOCKET_FOLD])
        {
          box->first[dim] = 0;
          step = content->sizes[dim];
        }
      else if (dim == row_dim)
        step = content->window.row_step;
      else if (dim == col_dim)
        step = content->window.col_step;
      box->last[dim] = MIN (box->first[dim] + step, content->sizes[dim]) - 1;
    }
}

void
tnu_stage_start_range (TnuStageView *self, TnuStageCard *card, int facet, int row, int col)
{
  self->range.card = card;
  get_cell_box (card, facet, row, col, &self->range.anchor);
}

void
tnu_stage_extend_range (TnuStageView *self, TnuStageCard *card, int facet, int row, int col)
{
  TnuBox box;

  if (self->range.card != card)
    {
      const bool has_cursor = self->pin.card == card;

      tnu_stage_start_range (self, card, has_cursor ? self->pin.facet : facet,
                             has_cursor ? self->pin.row : row, has_cursor ? self->pin.col : col);
    }
  if (self->focused != card)
    {
      self->focused = card;
      self->focus = TNU_FOCUS_CARD;
    }
  get_cell_box (card, facet, row, col, &box);
  tnu_box_join (&box, &self->range.anchor);
  tns_session_select_name (self->session, card->name);
  tnu_stage_set_pin (self, card, facet, row, col);
  tnu_selection_set (self->selection, card->name, tnu_box_count (&box) > 1 ? &box : NULL);
}

bool
tnu_stage_clear_range (TnuStageView *self)
{
  const bool was_there = tnu_selection_get_name (self->selection) != NULL;

  self->range.card = NULL;
  tnu_selection_set (self->selection, NULL, NULL);
  return was_there;
}

void
tnu_stage_select_all (TnuStageView *self, TnuStageCard *card)
{
  TnuBox box;

  if (tns_moment_get_numel (card->value) == 0)
    return;
  tnu_box_init_whole (&box, card->content.rank, card->content.sizes);
  self->range.card = card;
  self->range.anchor = box;
  tns_session_select_name (self->session, card->name);
  tnu_selection_set (self->selection, card->name, &box);
}

/* ---- what cards show of it ---- */

static void
tell_facts (TnuCardContent *content, const TnsStatistics *statistics, bool is_complex)
{
  content->has_box_facts = statistics != NULL && !is_complex;
  if (!content->has_box_facts)
    return;
  content->box_facts[TNU_BOX_MEAN] = statistics->mean;
  content->box_facts[TNU_BOX_SUM] = statistics->numel > statistics->n_nan ? statistics->sum : NAN;
  content->box_facts[TNU_BOX_MIN] = statistics->min;
  content->box_facts[TNU_BOX_MAX] = statistics->max;
}

void
tnu_stage_show_range (TnuStageView *self, TnuStageCard *card)
{
  const bool is_here = card->exists
                       && g_strcmp0 (card->name, tnu_selection_get_name (self->selection)) == 0;
  TnuCardContent *content = &card->content;
  const TnuCardCursor *cursor = &content->cursor;
  const bool is_at_pin = self->pin.card == card && cursor->facet == self->pin.facet
                         && cursor->row == self->pin.row && cursor->col == self->pin.col;

  content->box = is_here ? tnu_selection_get_box (self->selection) : NULL;
  if (content->box == NULL)
    return;
  /* Another cell under the pointer is read as ever. */
  content->reads_box = !cursor->is_set || is_at_pin;
  tell_facts (content, tnu_selection_get_statistics (self->selection),
              content->kind == TNU_CELLS_COMPLEX);
}

static void
selection_changed (TnuStageView *self)
{
  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (card->content.box != NULL
          || g_strcmp0 (card->name, tnu_selection_get_name (self->selection)) == 0)
        tnu_stage_card_touch (card);
    }
  if (tnu_selection_get_name (self->selection) == NULL)
    self->range.card = NULL;
  tnu_stage_say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_stage_add_range (TnuStageView *self)
{
  self->selection = tnu_selection_new (self->session);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (selection_changed), self,
                           G_CONNECT_SWAPPED);
}
