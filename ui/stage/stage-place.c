/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Places everything once before a frame, however many numbers have arrived since the last one. */
#include "ui/stage/stage-private.h"

#include <math.h>

#include "ui/stage/flow.h"

/* Below this window width, in px of plain text, margins are narrow. */
#define NARROW_WIDTH 1180
#define NARROW_MARGIN 12
#define LAYOUT_PRIORITY (G_PRIORITY_HIGH_IDLE + 5)

static double
get_card_height (int k, double width, void *data)
{
  TnuStageView *self = data;
  TnuStageCard *card = self->cards->pdata[k];

  tnu_stage_card_lay_out (card, self->text, width, 0);
  return card->layout->height;
}

static double
get_margin (TnuStageView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const double width = root != NULL ? gtk_widget_get_width (GTK_WIDGET (root)) : 0;
  const bool is_narrow = width / self->text_scale < NARROW_WIDTH;

  return round (self->text_scale * (is_narrow ? NARROW_MARGIN : TNU_STAGE_MARGIN));
}

/* All gradients of the stage share one scale. */
static void
share_gradient_scale (TnuStageView *self)
{
  double vmax = 0;

  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (card->grad_numbers != NULL && card->exists)
        vmax = MAX (vmax, card->grad_numbers->vmax);
    }
  for (guint k = 0; k < self->cards->len; k++)
    ((TnuStageCard *) self->cards->pdata[k])->content.grad_vmax = vmax;
}

static void
move_card (TnuStageView *self, TnuStageCard *card, const TnuFlowItem *item)
{
  const bool stood = card->layout != NULL && self->is_laid_out && card->width_placed > 0;

  if (stood && (card->x != item->x || card->y != item->y) && tnu_stage_has_motion (self))
    {
      card->from_x = card->x;
      card->from_y = card->y;
      card->moved_at = tnu_stage_get_time (self);
      tnu_stage_animate (self);
    }
  else if (!stood || card->moved_at == 0)
    {
      card->from_x = item->x;
      card->from_y = item->y;
    }
  card->x = item->x;
  card->y = item->y;
  card->width_placed = item->width;
}

void
tnu_stage_configure_adjustments (TnuStageView *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  GtkAdjustment *across = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *down = self->adjustments[GTK_ORIENTATION_VERTICAL];

  if (across != NULL)
    gtk_adjustment_configure (across, 0, 0, width, width * .1, width * .9, width);
  if (down != NULL)
    {
      const double upper = MAX (self->height, height);

      gtk_adjustment_configure (down, MIN (gtk_adjustment_get_value (down), upper - height), 0,
                                upper, 48 * self->text_scale, height * .9, height);
    }
}

static TnuStageCard *
find_named (TnuStageView *self, const char *name)
{
  for (guint k = 0; name != NULL && k < self->cards->len; k++)
    if (g_str_equal (((TnuStageCard *) self->cards->pdata[k])->name, name))
      return self->cards->pdata[k];
  return NULL;
}

void
tnu_stage_scroll_to_selected (TnuStageView *self)
{
  TnuStageCard *card = find_named (self, tns_session_get_selected_name (self->session));

  if (!self->scrolls_to_selected || card == NULL || card->layout == NULL)
    return;
  self->scrolls_to_selected = false;
  tnu_stage_scroll_to (self, card->y, card->y + card->layout->height);
}

static void
place_cards (TnuStageView *self)
{
  const int n = (int) self->cards->len;
  g_autofree TnuFlowItem *items = g_new0 (TnuFlowItem, MAX (1, n));
  TnuText *text = tnu_stage_ensure_text (self);
  const double margin = get_margin (self);
  TnuFlow flow = { .width = gtk_widget_get_width (GTK_WIDGET (self)),
                   .margin = margin,
                   .gutter = margin,
                   .get_height = get_card_height,
                   .data = self };

  share_gradient_scale (self);
  for (int k = 0; k < n; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      card->content.is_selected = tnu_stage_is_chosen (self, card);
      tnu_stage_card_measure (card, text, flow.width - 2 * margin);
      items[k].natural = card->natural;
      items[k].is_wide = tnu_stage_card_is_wide (card);
    }
  self->height = n > 0 ? tnu_flow_place (&flow, items, n) : 0;
  for (int k = 0; k < n; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      move_card (self, card, &items[k]);
      tnu_stage_card_lay_out (card, text, items[k].width, items[k].height);
    }
  self->is_laid_out = true;
}

static void
lay_out (TnuStageView *self)
{
  if (gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return;
  place_cards (self);
  tnu_stage_configure_adjustments (self);
  tnu_stage_scroll_to_selected (self);
  tnu_stage_ask_visible (self);
  tnu_stage_point (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
lay_out_once (gpointer data)
{
  TnuStageView *self = data;

  self->layout_source = 0;
  lay_out (self);
  return G_SOURCE_REMOVE;
}

void
tnu_stage_queue_layout (TnuStageView *self)
{
  if (self->layout_source == 0)
    self->layout_source = g_idle_add_full (LAYOUT_PRIORITY, lay_out_once, self, NULL);
}

void
tnu_stage_scroll_to (TnuStageView *self, double top, double bottom)
{
  GtkAdjustment *adjustment = self->adjustments[GTK_ORIENTATION_VERTICAL];
  const double margin = get_margin (self);

  if (adjustment != NULL)
    gtk_adjustment_clamp_page (adjustment, top - margin,
                               MIN (bottom + margin,
                                    top - margin + gtk_adjustment_get_page_size (adjustment)));
}
