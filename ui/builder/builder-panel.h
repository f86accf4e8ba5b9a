/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/builder/builder-page.h"

G_BEGIN_DECLS

/**
 * TnuBuilderPanel:
 *
 * A new tensor by hand. A word at the top says where its numbers come from; left stand the settings,
 * right the tensor as it will be, below the line that Apply appends to the notebook and runs.
 * Ctrl+Page Up and Down go from word to word.
 *
 * Shape, dtype and what is illegal come at once from the op table's inference; the numbers follow
 * from the same line, run on a copy of the notebook's names and of its random stream.
 *
 * Properties: "code" (string, notify): the lines as they stand; long ones by their
 * beginning.
 * Signals: ::closed () after Apply or Cancel.
 */
#define TNU_TYPE_BUILDER_PANEL (tnu_builder_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuBuilderPanel, tnu_builder_panel, TNU, BUILDER_PANEL, GtkWidget)

GtkWidget *tnu_builder_panel_new (TnsSession *session);

/* The lines as Apply would run them; "" while they cannot be written. */
const char *tnu_builder_panel_get_code (TnuBuilderPanel *self);

/* (nullable): the page called @word: "function". */
TnuBuilderPage *tnu_builder_panel_get_page (TnuBuilderPanel *self, const char *word);

/* As if the word had been clicked. */
void tnu_builder_panel_choose (TnuBuilderPanel *self, const char *word);

/* The tensor in @file, as if it had been chosen. */
void tnu_builder_panel_take_file (TnuBuilderPanel *self, GFile *file);

/* False when the lines as they stand cannot be applied. */
gboolean tnu_builder_panel_apply (TnuBuilderPanel *self);

/* The numbers of the lines as they stand are shown. */
gboolean tnu_builder_panel_is_settled (TnuBuilderPanel *self);

G_END_DECLS
