/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* An axis chip on its way from one socket to another. The card shows the result while the chip
 * hangs over a socket; only dropping makes it stay. */
#include "ui/stage/stage-private.h"

#include <math.h>

#define FLIGHT_US 160000
#define CHIP_INSET 4
#define CLICK_DISTANCE 14

TnuRect
tnu_stage_get_chip_rect (TnuStageView *self, TnuStageCard *card, TnuSocket socket)
{
  TnuText *text = tnu_stage_ensure_text (self);
  const TnuRect *rect = &card->layout->sockets[socket];
  const int dim = card->content.map.dims[socket];
  double h = tnu_px (text, TNU_DRAG_CHIP_HEIGHT);
  double w;

  if (dim < 0)
    return *rect;
  w = tnu_drag_chip_get_width (text, dim, card->content.sizes[dim]);
  return (TnuRect){ rect->x + rect->w - tnu_px (text, CHIP_INSET) - w,
                    rect->y + (rect->h - h) / 2, w, h };
}

static void
show_drag (TnuStageView *self)
{
  const TnuStageLift *lift = &self->lift;
  TnuCardDrag *drag = &lift->card->content.drag;

  drag->is_set = true;
  drag->dim = lift->dim;
  drag->over = lift->over;
  drag->x = lift->x;
  drag->y = lift->y;
  tnu_stage_card_touch (lift->card);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The facets would become a slider: the tables stay, all but one drawn back. */
static bool
is_folding (const TnuStageLift *lift, int over)
{
  return over == TNU_SOCKET_SLIDER && lift->from == TNU_SOCKET_FACETS
         && lift->card->map.dims[TNU_SOCKET_SLIDER] < 0;
}

static int
get_bright_facet (TnuStageView *self)
{
  const TnuStageCard *card = self->lift.card;

  if (self->pin.card == card)
    return self->pin.facet;
  return (int) MIN (card->index[self->lift.dim], card->content.window.n_facets - 1);
}

static void
preview (TnuStageView *self)
{
  TnuStageLift *lift = &self->lift;
  TnuStageCard *card = lift->card;
  const int over = lift->over;

  tnu_stage_card_forget_changes (card);
  card->content.map = card->map;
  card->content.drag.from = lift->from;
  if (over >= 0 && over != (int) lift->from && !is_folding (lift, over))
    {
      tnu_axis_map_move (&card->content.map, lift->from, (TnuSocket) over);
      card->content.drag.from = (TnuSocket) over;
    }
  card->content.cursor.is_set = false;
  tnu_stage_card_refresh (card);
  if (is_folding (lift, over))
    tnu_stage_card_dim_facets (card, get_bright_facet (self));
  tnu_stage_queue_layout (self);
}

void
tnu_stage_lift_chip (TnuStageView *self, TnuStageCard *card, TnuSocket socket)
{
  const TnuRect chip = tnu_stage_get_chip_rect (self, card, socket);

  if (card->map.dims[socket] < 0)
    return;
  self->lift = (TnuStageLift){
    .card = card,
    .from = socket,
    .over = (int) socket,
    .dim = card->map.dims[socket],
    .x = chip.x,
    .y = chip.y + chip.h / 2,
    .home_x = chip.x,
    .home_y = chip.y + chip.h / 2,
  };
  card->content.drag.from = socket;
  card->content.cursor.is_set = false;
  show_drag (self);
}

void
tnu_stage_place_chip (TnuStageView *self, double x, double y)
{
  self->lift.x = x;
  self->lift.y = y;
  show_drag (self);
}

void
tnu_stage_carry_chip (TnuStageView *self, int over)
{
  TnuStageLift *lift = &self->lift;

  if (lift->over == over)
    return;
  lift->over = over;
  show_drag (self);
  preview (self);
}

static void
end (TnuStageView *self)
{
  TnuStageCard *card = self->lift.card;

  self->lift.card = NULL;
  card->content.drag.is_set = false;
  card->content.map = card->map;
  tnu_stage_card_forget_changes (card);
  tnu_stage_card_refresh (card);
  tnu_stage_queue_layout (self);
}

/* Taken and put back: a click. */
static bool
is_click (const TnuStageLift *lift)
{
  return hypot (lift->x - lift->home_x, lift->y - lift->home_y) < CLICK_DISTANCE;
}

void
tnu_stage_drop_chip (TnuStageView *self)
{
  TnuStageLift *lift = &self->lift;
  TnuStageCard *card = lift->card;

  if (lift->over == (int) lift->from && is_click (lift)
      && tnu_stage_card_find_resting_dim (card) >= 0)
    {
      tnu_stage_card_swap_in (card, lift->from);
      end (self);
      return;
    }
  if (lift->over < 0 || lift->over == (int) lift->from)
    {
      tnu_stage_send_chip_home (self);
      return;
    }
  if (is_folding (lift, lift->over))
    card->index[lift->dim] = get_bright_facet (self);
  tnu_axis_map_move (&card->map, lift->from, (TnuSocket) lift->over);
  card->zoom_window = (TnuCardWindow){ 0 };
  if (self->pin.card == card)
    tnu_stage_set_pin (self, NULL, -1, 0, 0);
  if (self->focused == card)
    self->focus_socket = (TnuSocket) lift->over;
  end (self);
}

void
tnu_stage_send_chip_home (TnuStageView *self)
{
  TnuStageLift *lift = &self->lift;

  if (lift->over != (int) lift->from)
    {
      lift->over = (int) lift->from;
      preview (self);
    }
  if (!tnu_stage_has_motion (self) || hypot (lift->x - lift->home_x, lift->y - lift->home_y) < 2)
    {
      end (self);
      return;
    }
  lift->over = -1;
  lift->home_at = tnu_stage_get_time (self);
  tnu_stage_animate (self);
}

void
tnu_stage_fly_chip (TnuStageView *self, gint64 now)
{
  TnuStageLift *lift = &self->lift;
  const double done = (now - lift->home_at) / (double) FLIGHT_US;
  const double left = pow (1 - CLAMP (done, 0, 1), 3);
  TnuCardDrag *drag = &lift->card->content.drag;

  if (done >= 1)
    {
      end (self);
      return;
    }
  drag->over = -1;
  drag->x = lift->home_x + (lift->x - lift->home_x) * left;
  drag->y = lift->home_y + (lift->y - lift->home_y) * left;
  tnu_stage_card_touch (lift->card);
}
