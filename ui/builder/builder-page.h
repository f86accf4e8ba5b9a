/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/builder/recipe.h"

G_BEGIN_DECLS

/**
 * TnuBuilderPage:
 *
 * One way to make a tensor: the controls that stand left in the builder.
 *
 * Signals: ::changed () when the lines may be others.
 */
#define TNU_TYPE_BUILDER_PAGE (tnu_builder_page_get_type ())
G_DECLARE_INTERFACE (TnuBuilderPage, tnu_builder_page, TNU, BUILDER_PAGE, GtkWidget)

/**
 * TnuBuilderPageInterface:
 * @dup_code: (transfer full) (nullable): the lines; NULL with @error set when none can be written
 * @infer: what they give, without computing. NULL: only Python can tell.
 * @is_costly: (nullable): whether the lines take so long that no preview is made of them
 * @get_picture: (nullable): what stands on the stage in place of the preview
 * @go_on: (nullable): the lines were applied; true: there is another tensor to make
 */
struct _TnuBuilderPageInterface
{
  GTypeInterface parent_iface;

  char *(*dup_code) (TnuBuilderPage *self, const TnuMaking *making, GError **error);
  bool (*infer) (TnuBuilderPage *self, const TnuMaking *making, TnsMeta *out, GError **error);
  bool (*is_costly) (TnuBuilderPage *self);
  GtkWidget *(*get_picture) (TnuBuilderPage *self);
  bool (*go_on) (TnuBuilderPage *self);
};

void tnu_builder_page_changed (TnuBuilderPage *self);

/* A label and a control under each other in @box. */
void tnu_builder_append_row (GtkWidget *box, const char *label, GtkWidget *control);

/* An entry for a number, with @label for screen readers. */
GtkWidget *tnu_builder_entry_new (const char *label, const char *text, int width_chars);

G_END_DECLS
