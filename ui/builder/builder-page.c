/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/builder-page.h"

static guint changed;

G_DEFINE_INTERFACE (TnuBuilderPage, tnu_builder_page, GTK_TYPE_WIDGET)

static void
tnu_builder_page_default_init (TnuBuilderPageInterface *iface)
{
  changed = g_signal_new ("changed", TNU_TYPE_BUILDER_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

void
tnu_builder_page_changed (TnuBuilderPage *self)
{
  g_signal_emit (self, changed, 0);
}

void
tnu_builder_append_row (GtkWidget *box, const char *label, GtkWidget *control)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_label_new (label);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_add_css_class (words, "tnu-key");
  gtk_widget_add_css_class (words, "tnu-builder-label");
  gtk_box_append (GTK_BOX (row), words);
  gtk_widget_set_hexpand (control, TRUE);
  gtk_box_append (GTK_BOX (row), control);
  gtk_box_append (GTK_BOX (box), row);
}

GtkWidget *
tnu_builder_entry_new (const char *label, const char *text, int width_chars)
{
  GtkWidget *entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width_chars);
  gtk_widget_add_css_class (entry, "tnu-code");
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return entry;
}
