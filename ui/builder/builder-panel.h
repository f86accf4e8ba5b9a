/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/builder/builder-page.h"
#include "ui/builder/table-text.h"
#include "ui/operation/panel.h"

G_BEGIN_DECLS

/**
 * TnuBuilderPanel:
 *
 * A new tensor by hand. A word at the top says where its numbers come from; left stand the
 * settings, right the tensor as it will be, below the line that Apply appends to the notebook and
 * runs. Ctrl+Page Up and Down go from word to word.
 *
 * Shape, dtype and what is illegal come at once from the op table's inference; the numbers follow
 * from the same line, run on a copy of the notebook's names and of its random stream.
 */
#define TNU_TYPE_BUILDER_PANEL (tnu_builder_panel_get_type ())
G_DECLARE_FINAL_TYPE (TnuBuilderPanel, tnu_builder_panel, TNU, BUILDER_PANEL, TnuPanel)

GtkWidget *tnu_builder_panel_new (TnsSession *session);

/* (nullable): the page called @word: "function". */
TnuBuilderPage *tnu_builder_panel_get_page (TnuBuilderPanel *self, const char *word);

/* As if the word had been clicked. */
void tnu_builder_panel_choose (TnuBuilderPanel *self, const char *word);

/* What was chosen, dropped or pasted. @files: (element-type GFile): a tensor each; Apply goes on to
 * the next. @picture: bytes of a file of @mime_type. */
void tnu_builder_panel_take_files (TnuBuilderPanel *self, GSList *files);
void tnu_builder_panel_take_picture (TnuBuilderPanel *self, GBytes *picture,
                                     const char *mime_type);
/* Errors: see tnu_value_table_take(). */
gboolean tnu_builder_panel_take_table (TnuBuilderPanel *self, TnuTableText *table, GError **error);

/* The numbers of the lines as they stand are shown. */
gboolean tnu_builder_panel_is_settled (TnuBuilderPanel *self);

G_END_DECLS
