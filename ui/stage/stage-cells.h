/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/stage/stage-pane.h"
#include "ui/stage/stage-view.h"

G_BEGIN_DECLS

/* What the stage pane does with cells: the actions of the card menu and of keys. */

/**
 * tnu_stage_cells_install:
 * @klass: of the stage pane
 *
 * Actions: "cells.copy" (the selected range, or all of the selected tensor, in the form chosen
 * last), "cells.copy-as" (string: id of a TnuCopyFormat), "cells.pin" (the cell at the cursor).
 * Signal: "notice" (string): a sentence to show for a moment.
 */
void tnu_stage_cells_install (GtkWidgetClass *klass);

/* Their part of the menu of a card: the selected tensor's. */
void tnu_stage_cells_add_to_menu (TnuStagePane *pane, GMenu *menu);

G_END_DECLS
