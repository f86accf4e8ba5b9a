/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuStepPanel:
 *
 * The current step in numbers, under the graph: upstream ⊙ local = contribution with the cells
 * themselves, the chain of factors, the step in words, the check against a difference and what
 * comes next. For a forward step: its formula and its local derivative.
 */
#define TNU_TYPE_STEP_PANEL (tnu_step_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuStepPanel, tnu_step_panel, TNU, STEP_PANEL, GtkWidget)

GtkWidget *tnu_step_panel_new (TnsSession *session);

/**
 * TnuGraphPane:
 *
 * The whole tab: head with title, counts, search and zoom; the graph; the step panel.
 */
GtkWidget *tnu_graph_pane_new (TnsSession *session);

G_END_DECLS
