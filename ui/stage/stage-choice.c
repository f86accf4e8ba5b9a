/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Several cards chosen at once, in the order in which they were: by Ctrl+click, or Ctrl+Space. The
 * session's selection is always among them; another selection ends the choice. */
#include "ui/stage/stage-private.h"

static bool
find_chosen (TnuStageView *self, const char *name, guint *at)
{
  return g_ptr_array_find_with_equal_func (self->chosen, name, g_str_equal, at);
}

bool
tnu_stage_is_chosen (TnuStageView *self, const TnuStageCard *card)
{
  return card->exists
         && (g_strcmp0 (card->name, tns_session_get_selected_name (self->session)) == 0
             || find_chosen (self, card->name, NULL));
}

void
tnu_stage_show_choice (TnuStageView *self)
{
  for (guint k = 0; k < self->cards->len; k++)
    {
      TnuStageCard *card = self->cards->pdata[k];
      const bool is_chosen = tnu_stage_is_chosen (self, card);

      if (is_chosen != card->content.is_selected)
        {
          card->content.is_selected = is_chosen;
          tnu_stage_card_touch (card);
        }
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tnu_stage_check_choice (TnuStageView *self)
{
  const char *selected = tns_session_get_selected_name (self->session);

  if (selected == NULL || !find_chosen (self, selected, NULL))
    g_ptr_array_set_size (self->chosen, 0);
}

void
tnu_stage_choose_card (TnuStageView *self, TnuStageCard *card)
{
  g_ptr_array_set_size (self->chosen, 0);
  tns_session_select_name (self->session, card->name);
  tnu_stage_show_choice (self);
}

void
tnu_stage_toggle_card (TnuStageView *self, TnuStageCard *card)
{
  const char *selected = tns_session_get_selected_name (self->session);
  const char *last;
  guint at;

  if (self->chosen->len == 0 && selected != NULL)
    g_ptr_array_add (self->chosen, g_strdup (selected));
  if (find_chosen (self, card->name, &at))
    g_ptr_array_remove_index (self->chosen, at);
  else
    g_ptr_array_add (self->chosen, g_strdup (card->name));
  last = self->chosen->len > 0 ? self->chosen->pdata[self->chosen->len - 1] : NULL;
  tns_session_select_name (self->session, last);
  tnu_stage_show_choice (self);
}

GStrv
tnu_stage_view_dup_chosen_names (TnuStageView *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *selected;

  g_return_val_if_fail (TNU_IS_STAGE_VIEW (self), NULL);
  selected = tns_session_get_selected_name (self->session);
  for (guint k = 0; k < self->chosen->len; k++)
    g_strv_builder_add (names, self->chosen->pdata[k]);
  if (self->chosen->len == 0 && selected != NULL)
    g_strv_builder_add (names, selected);
  return g_strv_builder_end (names);
}
