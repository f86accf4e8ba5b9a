/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The graph's tab: head, graph, step panel, held together here. */
#include "ui/graph/graph-view.h"
#include "ui/graph/step-panel.h"

#include <math.h>

typedef struct
{
  TnuGraphView *view;
  GtkLabel *title;
  GtkLabel *summary;
  GtkLabel *zoom;
} Head;

static void
title_changed (TnuGraphView *view, GParamSpec *pspec, Head *head)
{
  g_autofree char *title = NULL;
  g_autofree char *summary = NULL;
  g_object_get (view, "title", &title, "summary", &summary, NULL);
  gtk_label_set_text (head->title, title != NULL ? title : "Graph");
  gtk_label_set_text (head->summary, summary != NULL ? summary : "");
}

static void
zoom_changed (TnuGraphView *view, GParamSpec *pspec, Head *head)
{
  g_autofree char *text
      = g_strdup_printf ("%d %%", (int) lround (100 * tnu_graph_view_get_zoom (view)));
  gtk_label_set_text (head->zoom, text);
}

static void
search_changed (GtkSearchEntry *entry, Head *head)
{
  tnu_graph_view_search (head->view, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
zoom_out (GtkButton *button, Head *head)
{
  tnu_graph_view_set_zoom (head->view, tnu_graph_view_get_zoom (head->view) / 1.25);
}

static void
zoom_in (GtkButton *button, Head *head)
{
  tnu_graph_view_set_zoom (head->view, tnu_graph_view_get_zoom (head->view) * 1.25);
}

static void
fit (GtkButton *button, Head *head)
{
  tnu_graph_view_fit (head->view);
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *name, GCallback callback, Head *head)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", callback, head);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkLabel *
add_label (GtkWidget *box, const char *style_class)
{
  GtkWidget *label = gtk_label_new ("");
  gtk_widget_add_css_class (label, style_class);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
make_head (Head *head)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class (box, "tnu-pane-head");
  head->title = add_label (box, "tnu-name");
  head->summary = add_label (box, "tnu-dim");
  gtk_widget_set_hexpand (GTK_WIDGET (head->summary), TRUE);
  gtk_label_set_xalign (head->summary, 0);
  GtkWidget *search = gtk_search_entry_new ();
  g_object_set (search, "placeholder-text", "Find an op or a tensor", NULL);
  gtk_widget_set_valign (search, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (search), 22);
  g_signal_connect (search, "search-changed", G_CALLBACK (search_changed), head);
  gtk_box_append (GTK_BOX (box), search);
  add_button (box, "zoom-out-symbolic", "Zoom out", G_CALLBACK (zoom_out), head);
  head->zoom = add_label (box, "tnu-mono");
  gtk_label_set_width_chars (head->zoom, 5);
  gtk_label_set_xalign (head->zoom, .5);
  add_button (box, "zoom-in-symbolic", "Zoom in", G_CALLBACK (zoom_in), head);
  add_button (box, "tnu-fit-symbolic", "Fit the graph", G_CALLBACK (fit), head);
  return box;
}

/* The panel gets the height it asks for, as long as that leaves the graph the larger half; moved by
 * hand, the line stays where it was put. */
static gboolean
share_height (gpointer data)
{
  GtkPaned *split = data;
  int height;
  g_object_get (split, "max-position", &height, NULL);
  GtkWidget *panel = gtk_paned_get_end_child (split);
  int minimum, natural;
  gtk_widget_measure (panel, GTK_ORIENTATION_VERTICAL, -1, &minimum, &natural, NULL, NULL);
  int whole = height + minimum;
  gtk_paned_set_position (split, MAX (whole - natural, whole * 45 / 100));
  return G_SOURCE_REMOVE;
}

/* Told while sizes are given out, when the position must not change. */
static void
room_changed (GtkPaned *split, GParamSpec *pspec, gpointer data)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, share_height, g_object_ref (split), g_object_unref);
}

GtkWidget *
tnu_graph_pane_new (TnsSession *session)
{
  Head *head = g_new0 (Head, 1);
  GtkWidget *view = tnu_graph_view_new (session);
  head->view = TNU_GRAPH_VIEW (view);
  GtkWidget *pane = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (pane), make_head (head));
  GtkWidget *split = gtk_paned_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_vexpand (split, TRUE);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_paned_set_start_child (GTK_PANED (split), view);
  gtk_paned_set_end_child (GTK_PANED (split), tnu_step_panel_new (session));
  gtk_paned_set_resize_end_child (GTK_PANED (split), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (split), FALSE);
  g_signal_connect (split, "notify::max-position", G_CALLBACK (room_changed), NULL);
  gtk_box_append (GTK_BOX (pane), split);
  g_signal_connect (view, "notify::title", G_CALLBACK (title_changed), head);
  g_signal_connect (view, "notify::summary", G_CALLBACK (title_changed), head);
  g_signal_connect (view, "notify::zoom", G_CALLBACK (zoom_changed), head);
  g_object_set_data_full (G_OBJECT (pane), "head", head, g_free);
  title_changed (head->view, NULL, head);
  zoom_changed (head->view, NULL, head);
  return pane;
}
