/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/stage/stage-menu.h"

#include "ui/stage/stage-private.h"

static TnuStageCard *
find_selected (TnuStageView *self)
{
  const char *name = tns_session_get_selected_name (self->session);

  for (guint k = 0; name != NULL && k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];

      if (card->exists && g_str_equal (card->name, name))
        return card;
    }
  return NULL;
}

/* ---- fold ---- */

void
tnu_stage_fold (TnuStageView *self, TnuStageCard *card, int dim, TnuFold fold)
{
  if (self->lift.card != NULL)
    tnu_stage_send_chip_home (self);
  tnu_stage_card_show_picture (card, false);
  if (!tnu_stage_card_fold (card, dim, fold))
    return;
  tnu_stage_clear_range (self);
  if (self->pin.card == card)
    tnu_stage_set_pin (self, NULL, -1, 0, 0);
  tnu_stage_queue_layout (self);
}

void
tnu_stage_fold_next (TnuStageView *self, TnuStageCard *card)
{
  const int dim = card->map.dims[TNU_SOCKET_FOLD];
  int fold = (int) card->map.fold;

  if (dim < 0)
    return;
  do
    fold = (fold + 1) % TNU_N_FOLDS;
  while (!tnu_stage_card_can_fold (card, dim, (TnuFold) fold) && fold != (int) card->map.fold);
  tnu_stage_fold (self, card, dim, (TnuFold) fold);
}

static void
fold_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TnuStageView *self = data;
  TnuStageCard *card = find_selected (self);
  int dim;
  int fold;

  g_variant_get (parameter, "(ii)", &dim, &fold);
  if (card != NULL)
    tnu_stage_fold (self, card, dim, (TnuFold) fold);
}

static void
append_fold (GMenu *menu, const char *label, int dim, int fold)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "card.fold", "(ii)", dim, fold);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_fold_menu (const TnuStageCard *card)
{
  GMenu *menu = g_menu_new ();

  for (int dim = 0; dim < card->content.rank; dim++)
    {
      g_autoptr (GMenu) folds = g_menu_new ();
      g_autofree char *label = g_strdup_printf ("axis %c (%" G_GINT64_FORMAT ")",
                                                tnu_axis_get_letter (dim),
                                                card->content.sizes[dim]);

      for (TnuFold fold = 0; fold < TNU_N_FOLDS; fold++)
        if (tnu_stage_card_can_fold (card, dim, fold))
          append_fold (folds, tnu_fold_get_name (fold), dim, (int) fold);
      g_menu_append_submenu (menu, label, G_MENU_MODEL (folds));
    }
  if (card->map.dims[TNU_SOCKET_FOLD] >= 0)
    append_fold (menu, "unfold", -1, TNU_N_FOLDS);
  return G_MENU_MODEL (menu);
}

/* ---- complex numbers ---- */

static void
polar_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TnuStageView *self = data;
  TnuStageCard *card = find_selected (self);

  if (card == NULL)
    return;
  card->content.is_polar = !card->content.is_polar;
  card->natural = 0;
  tnu_stage_card_refresh (card);
  if (self->pin.card == card)
    tnu_stage_show_pin (self, card);
  tnu_stage_queue_layout (self);
}

/* ---- picture ---- */

void
tnu_stage_toggle_picture (TnuStageView *self, TnuStageCard *card)
{
  if (self->lift.card != NULL)
    tnu_stage_send_chip_home (self);
  if (!tnu_stage_card_show_picture (card, card->map.n_channels == 0))
    return;
  tnu_stage_clear_range (self);
  if (self->pin.card == card)
    tnu_stage_set_pin (self, NULL, -1, 0, 0);
  tnu_stage_queue_layout (self);
}

static void
picture_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TnuStageCard *card = find_selected (data);

  if (card != NULL)
    tnu_stage_toggle_picture (data, card);
}

/* ---- zoom ---- */

static void
closer_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TnuStageCard *card = find_selected (data);

  if (card != NULL)
    tnu_stage_zoom_card (data, card, 2);
}

static void
all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TnuStageCard *card = find_selected (data);

  if (card != NULL)
    tnu_stage_show_all (data, card);
}

/* ---- the menu ---- */

GMenuModel *
tnu_stage_menu_new (TnuStageView *self)
{
  const TnuStageCard *card = find_selected (self);
  GMenu *menu = g_menu_new ();

  if (card != NULL && card->content.rank > 0 && tnu_stage_card_can_fold (card, 0, TNU_FOLD_MEAN))
    {
      g_autoptr (GMenuModel) folds = make_fold_menu (card);

      g_menu_append_submenu (menu, "fold", folds);
    }
  if (card != NULL && card->content.kind == TNU_CELLS_COMPLEX)
    g_menu_append (menu,
                   card->content.is_polar ? "write as a + bj" : "write as magnitude and phase",
                   "card.polar");
  if (card != NULL && tnu_stage_card_can_be_picture (card))
    g_menu_append (menu, card->map.n_channels > 0 ? "show as numbers" : "show as picture",
                   "card.picture");
  if (card != NULL && card->content.rank > 0)
    g_menu_append (menu, "look closer", "card.closer");
  if (card != NULL && card->zoom_window.n_rows > 0)
    g_menu_append (menu, "show all of it", "card.all");
  return G_MENU_MODEL (menu);
}

void
tnu_stage_menu_add_actions (TnuStageView *self, GtkWidget *owner)
{
  static const GActionEntry entries[] = {
    { "polar", polar_activated, NULL, NULL, NULL, { 0 } },
    { "picture", picture_activated, NULL, NULL, NULL, { 0 } },
    { "closer", closer_activated, NULL, NULL, NULL, { 0 } },
    { "all", all_activated, NULL, NULL, NULL, { 0 } },
    { "fold", fold_activated, "(ii)", NULL, NULL, { 0 } },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (owner, "card", G_ACTION_GROUP (group));
}
