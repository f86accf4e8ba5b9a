/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/stage/stage-view.h"

G_BEGIN_DECLS

/**
 * TnuStagePane:
 *
 * The stage's tab: the head with the selected tensor's name, its operations, the number of tensors
 * and the zoom; below it the scrolling stage, or the panel of an operation.
 *
 * Signals: "operation-activated" (string op, string variable): a word of the head was chosen, for
 * example ("reshape", "x"), or an item of a card's menu; whoever makes the panel answers with
 * tnu_stage_pane_set_panel().
 * "element-changed" (string name, variant "ax"): the element under the pointer or the one kept;
 * both NULL: none. The inspector follows it:
 *   g_signal_connect_object (pane, "element-changed", G_CALLBACK (tnu_inspector_set_element),
 *                            inspector, G_CONNECT_SWAPPED);
 */
#define TNU_TYPE_STAGE_PANE (tnu_stage_pane_get_type ())
G_DECLARE_FINAL_TYPE (TnuStagePane, tnu_stage_pane, TNU, STAGE_PANE, GtkWidget)

GtkWidget *tnu_stage_pane_new (TnsSession *session);

/* As if the word @op had been chosen for the selected tensor: FALSE when none is selected. */
gboolean tnu_stage_pane_operate (TnuStagePane *self, const char *op);

/* (transfer none) (nullable): the panel that stands in place of the stage. */
GtkWidget *tnu_stage_pane_get_panel (TnuStagePane *self);

/* Opens the panel of an operation that needs no tensor: "new". */
void tnu_stage_pane_begin (TnuStagePane *self, const char *op);

/* (transfer full): the tensors that are chosen, in the order in which they were. */
GStrv tnu_stage_pane_dup_chosen_names (TnuStagePane *self);

/* The panel went on to @op: checks its word if the head has it, else the one that opened the
 * panel. */
void tnu_stage_pane_show_operation (TnuStagePane *self, const char *op);

/* @panel: (nullable) (transfer floating): stands in the place of the stage; NULL: the stage. */
void tnu_stage_pane_set_panel (TnuStagePane *self, GtkWidget *panel);

TnuStageView *tnu_stage_pane_get_stage (TnuStagePane *self);

G_END_DECLS
