/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/operation/row-parts.h"
#include "ui/flow-box.h"

void
tnu_row_clear (GtkWidget *box)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

GtkWidget *
tnu_row_append_words (GtkWidget *box, const char *words, const char *style_class)
{
  GtkWidget *label = gtk_label_new (words);
  gtk_widget_add_css_class (label, style_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

void
tnu_row_append_chip (GtkWidget *box, GtkWidget *chip, const char *markup, const char *name)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_button_set_child (GTK_BUTTON (chip), label);
  gtk_widget_add_css_class (chip, "tnu-shape");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_FLOW_BOX (box))
    tnu_flow_box_append (box, chip);
  else
    gtk_box_append (GTK_BOX (box), chip);
}

GtkWidget *
tnu_row_append_toggle (GtkWidget *box, const char *label, const char *tooltip, GtkWidget *group)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), (GtkToggleButton *) group);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tnu-op");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}
