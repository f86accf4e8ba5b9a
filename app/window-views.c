/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The views of the trace, and what they ask of each other. A view is one line in
 * tna_window_add_views(), an operation one line in new_panel(). */
#include "app/window-private.h"

#include "ui/builder/builder-panel.h"
#include "ui/cell/bits-panel.h"
#include "ui/graph/step-panel.h"
#include "ui/inspector/inspector.h"
#include "ui/operation/broadcast/cast-panel.h"
#include "ui/operation/call/op-panel.h"
#include "ui/operation/index/index-panel.h"
#include "ui/operation/join/join-panel.h"
#include "ui/operation/matmul/matmul-panel.h"
#include "ui/operation/reduce/reduce-panel.h"
#include "ui/operation/shape-panel.h"
#include "ui/stage/stage-pane.h"

/* ---- operations ---- */

static void
code_changed (TnaWindow *self, GParamSpec *pspec, GObject *panel)
{
  g_autofree char *code = NULL;

  g_object_get (panel, "code", &code, NULL);
  tnu_notebook_view_set_pending (self->notebook_view, code);
}

static void
panel_closed (TnaWindow *self)
{
  tnu_notebook_view_set_pending (self->notebook_view, NULL);
  tnu_stage_pane_set_panel (self->stage, NULL);
  self->has_panel = false;
  tna_window_update_panes (self);
}

/* A panel that serves several operations says which one it shows. */
static void
word_changed (TnaWindow *self, GParamSpec *pspec, GObject *panel)
{
  g_autofree char *word = NULL;

  g_object_get (panel, "word", &word, NULL);
  tnu_stage_pane_show_operation (self->stage, word);
}

static TnuSelection *
get_selection (TnaWindow *self)
{
  return tnu_stage_view_get_selection (tnu_stage_pane_get_stage (self->stage));
}

static GtkWidget *
new_bits_panel (TnaWindow *self, const char *name)
{
  gint64 index[TNK_MAX_RANK] = { 0 };

  tnu_stage_view_get_cell (tnu_stage_pane_get_stage (self->stage), name, index);
  return tnu_bits_panel_new (self->session, name, index);
}

/* (nullable): NULL when the program has no panel for @op, or @name is gone. */
static GtkWidget *
new_panel (TnaWindow *self, const char *op, const char *name)
{
  g_auto (GStrv) chosen = tnu_stage_pane_dup_chosen_names (self->stage);

  if (g_str_equal (op, "new"))
    return tnu_builder_panel_new (self->session);
  if (g_str_equal (op, "find"))
    return tnu_op_panel_new (self->session, name);
  if (g_str_equal (op, "index"))
    return tnu_index_panel_new_on (self->session, name, get_selection (self));
  if (g_str_equal (op, "bits"))
    return new_bits_panel (self, name);
  if (g_str_equal (op, "matmul"))
    return tnu_matmul_panel_new (self->session, name);
  if (g_str_equal (op, "broadcast"))
    return tnu_cast_panel_new (self->session, name);
  if (g_str_equal (op, "sum"))
    return tnu_reduce_panel_new (self->session, name);
  if (tnu_join_word_find (op, NULL))
    return tnu_join_panel_new (self->session, op, (const char *const *) chosen);
  return tnu_shape_panel_new (self->session, op, name);
}

static void
operation_activated (TnaWindow *self, const char *op, const char *name)
{
  GtkWidget *panel = new_panel (self, op, name);

  if (panel == NULL)
    {
      panel_closed (self);
      return;
    }
  g_signal_connect_object (panel, "notify::code", G_CALLBACK (code_changed), self,
                           G_CONNECT_SWAPPED);
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (panel), "word") != NULL)
    g_signal_connect_object (panel, "notify::word", G_CALLBACK (word_changed), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (panel, "closed", G_CALLBACK (panel_closed), self, G_CONNECT_SWAPPED);
  tnu_stage_pane_set_panel (self->stage, panel);
  self->has_panel = true;
  tna_window_update_panes (self);
  code_changed (self, NULL, G_OBJECT (panel));
}

/* ---- views ---- */

/* Adds @view with its tab: what stands in the middle of the window. */
static void
add_view (TnaWindow *self, GtkWidget *view, const char *name, const char *label,
          const char *tooltip)
{
  GtkWidget *tab = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *icon = g_strdup_printf ("tnu-%s-symbolic", name);

  gtk_stack_add_titled (self->views, view, name, label);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_button_set_child (GTK_BUTTON (tab), box);
  gtk_widget_add_css_class (tab, "tnu-tab");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tab), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_tooltip_text (tab, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tab), "win.view");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (tab), "s", name);
  gtk_box_append (GTK_BOX (self->tabs), tab);
}

void
tna_window_add_views (TnaWindow *self)
{
  self->stage = TNU_STAGE_PANE (tnu_stage_pane_new (self->session));
  self->inspector = tnu_inspector_new (self->session);
  add_view (self, GTK_WIDGET (self->stage), "stage", "Stage", "Tensors and their numbers (Ctrl+1)");
  add_view (self, tnu_graph_pane_new (self->session), "graph", "Graph",
            "Operations and the way of the gradient (Ctrl+2)");
  g_signal_connect_object (self->stage, "operation-activated", G_CALLBACK (operation_activated),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stage, "element-changed",
                           G_CALLBACK (tnu_inspector_set_element), self->inspector,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stage, "notice", G_CALLBACK (tna_window_show_toast), self,
                           G_CONNECT_SWAPPED);
  tnu_inspector_set_selection (TNU_INSPECTOR (self->inspector), get_selection (self));
}
