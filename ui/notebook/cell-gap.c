/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/notebook/cell-view.h"

static void
add_button (GtkWidget *gap, const char *label, const char *name, const char *id, const char *type)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "tnu-insert");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "notebook.insert-before");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", id, type);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_box_append (GTK_BOX (gap), button);
}

GtkWidget *
tnu_cell_gap_new (const char *cell_id)
{
  GtkWidget *gap = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_widget_add_css_class (gap, "tnu-gap");
  add_button (gap, "+ Code", "Insert a code cell here", cell_id, "code");
  add_button (gap, "+ Text", "Insert a text cell here", cell_id, "markdown");
  return gap;
}
