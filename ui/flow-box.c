/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/flow-box.h"

/* In place of GTK's own way, which moves between the boxes around the widgets, and which in GTK 4.8
 * divides by the children of a line before there is one. */
static gboolean
move_cursor (GtkFlowBox *self, GtkMovementStep step, int count, gboolean extends,
             gboolean modifies)
{
  g_signal_stop_emission_by_name (self, "move-cursor");
  if (step == GTK_MOVEMENT_VISUAL_POSITIONS)
    gtk_widget_child_focus (GTK_WIDGET (self), count < 0 ? GTK_DIR_LEFT : GTK_DIR_RIGHT);
  else if (step == GTK_MOVEMENT_DISPLAY_LINES)
    gtk_widget_child_focus (GTK_WIDGET (self), count < 0 ? GTK_DIR_UP : GTK_DIR_DOWN);
  return TRUE;
}

GtkWidget *
tnu_flow_box_new (void)
{
  GtkWidget *self = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self), GTK_SELECTION_NONE);
  g_signal_connect (self, "move-cursor", G_CALLBACK (move_cursor), NULL);
  return self;
}

void
tnu_flow_box_append (GtkWidget *self, GtkWidget *widget)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), widget);
  gtk_flow_box_append (GTK_FLOW_BOX (self), child);
}
