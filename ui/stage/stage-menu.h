/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/stage/stage-view.h"

G_BEGIN_DECLS

/* How a card can be seen in another way, by menu. The actions mean the selected tensor. */

/* As the group "card" of @owner. */
void tnu_stage_menu_add_actions (TnuStageView *self, GtkWidget *owner);

/* (transfer full): for the selected tensor; empty when there is no choice. */
GMenuModel *tnu_stage_menu_new (TnuStageView *self);

G_END_DECLS
