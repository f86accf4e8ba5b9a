/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/window-private.h"

#include <string.h>

static bool
shows_notebook (TnaWindow *self)
{
  return strcmp (gtk_stack_get_visible_child_name (self->pages), "notebook") == 0;
}

/* ---- file ---- */

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);
  TnsNotebook *notebook;

  if (!tna_window_is_blank (self))
    {
      self = tna_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
      gtk_window_present (GTK_WINDOW (self));
    }
  notebook = tns_session_get_notebook (self->session);
  if (tns_notebook_get_n_cells (notebook) == 0)
    tns_notebook_append_cell (notebook, TNS_CELL_CODE, "");
  tna_window_show_notebook (self);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tna_window_choose_file (TNA_WINDOW (widget));
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  tna_window_open_somewhere (TNA_WINDOW (widget), file);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tna_window_save (TNA_WINDOW (widget), strcmp (name, "win.save-as") == 0, false);
}

/* ---- running ---- */

static void
run_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tns_session_run_all (TNA_WINDOW (widget)->session);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tns_session_stop (TNA_WINDOW (widget)->session);
}

static void
restart_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);

  tns_session_restart (self->session);
  tna_window_show_toast (self, "Python starts over: all names are gone");
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);

  if (strcmp (name, "win.undo") == 0)
    tns_session_undo (self->session);
  else
    tns_session_redo (self->session);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *stepper = GTK_WIDGET (TNA_WINDOW (widget)->stepper);

  gtk_widget_activate_action (stepper, g_variant_get_string (parameter, NULL), NULL);
}

/* ---- views ---- */

static void
notebook_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tna_window_toggle_notebook (TNA_WINDOW (widget));
}

static void
inspector_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tna_window_toggle_inspector (TNA_WINDOW (widget));
}

/* ---- search ---- */

static void
find_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (self->search_entry);
}

static void
search (TnaWindow *self, int step)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  bool is_found = tnu_notebook_view_search (self->notebook_view, text, step);

  if (is_found || *text == '\0')
    gtk_widget_remove_css_class (self->search_entry, "error");
  else
    gtk_widget_add_css_class (self->search_entry, "error");
}

static void
find_step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  search (TNA_WINDOW (widget), strcmp (name, "win.find-next") == 0 ? 1 : -1);
}

static void
search_changed (TnaWindow *self)
{
  search (self, 0);
}

static void
search_activated (TnaWindow *self)
{
  search (self, 1);
}

static void
search_ended (TnaWindow *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  tnu_notebook_view_search (self->notebook_view, NULL, 0);
  tnu_notebook_view_focus (self->notebook_view);
}

static void
search_mode_changed (TnaWindow *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    tnu_notebook_view_search (self->notebook_view, NULL, 0);
}

void
tna_window_connect_search (TnaWindow *self)
{
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_object_bind_property (self->search_bar, "search-mode-enabled", self->search_button, "active",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_swapped (self->search_bar, "notify::search-mode-enabled",
                            G_CALLBACK (search_mode_changed), self);
  g_signal_connect_swapped (self->search_entry, "search-changed", G_CALLBACK (search_changed),
                            self);
  g_signal_connect_swapped (self->search_entry, "activate", G_CALLBACK (search_activated), self);
  g_signal_connect_swapped (self->search_entry, "stop-search", G_CALLBACK (search_ended), self);
}

/* ---- presentation ---- */

/* The whole screen and text for the last row; once more goes back. */
static void
present_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *window = GTK_WINDOW (widget);
  gboolean is_presenting = !gtk_window_is_fullscreen (window);

  if (is_presenting)
    gtk_window_fullscreen (window);
  else
    gtk_window_unfullscreen (window);
  g_action_group_change_action_state (G_ACTION_GROUP (gtk_window_get_application (window)),
                                      "presenting", g_variant_new_boolean (is_presenting));
}

/* ---- operations ---- */

static void
operate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);

  gtk_stack_set_visible_child_name (self->views, "stage");
  if (!tnu_stage_pane_operate (self->stage, g_variant_get_string (parameter, NULL)))
    tna_window_show_toast (self, "Select a tensor first");
}

static void
new_tensor_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnaWindow *self = TNA_WINDOW (widget);

  if (!shows_notebook (self))
    new_action (widget, name, parameter);
  gtk_stack_set_visible_child_name (self->views, "stage");
  tnu_stage_pane_begin (self->stage, "new");
}

static void
paste_tensor_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tna_window_paste (TNA_WINDOW (widget));
}

/* ---- all ---- */

void
tna_window_update_actions (TnaWindow *self)
{
  static const char *const notebook_actions[] = {
    "win.save", "win.save-as", "win.run-all", "win.stop", "win.restart", "win.find",
    "win.find-next", "win.find-previous", "win.view", "win.step", "win.show-notebook",
    "win.show-inspector", "win.operate",
  };
  GtkWidget *widget = GTK_WIDGET (self);
  bool enabled = shows_notebook (self);

  for (guint i = 0; i < G_N_ELEMENTS (notebook_actions); i++)
    gtk_widget_action_set_enabled (widget, notebook_actions[i], enabled);
  gtk_widget_action_set_enabled (widget, "win.undo",
                                 enabled && tns_session_can_undo (self->session));
  gtk_widget_action_set_enabled (widget, "win.redo",
                                 enabled && tns_session_can_redo (self->session));
  gtk_widget_set_visible (self->notebook_button, enabled);
  gtk_widget_set_visible (self->search_button, enabled && !self->is_narrow);
}

void
tna_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.new", NULL, new_action);
  gtk_widget_class_install_action (klass, "win.open", NULL, open_action);
  gtk_widget_class_install_action (klass, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (klass, "win.save", NULL, save_action);
  gtk_widget_class_install_action (klass, "win.save-as", NULL, save_action);
  gtk_widget_class_install_action (klass, "win.run-all", NULL, run_all_action);
  gtk_widget_class_install_action (klass, "win.stop", NULL, stop_action);
  gtk_widget_class_install_action (klass, "win.restart", NULL, restart_action);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (klass, "win.redo", NULL, undo_action);
  gtk_widget_class_install_action (klass, "win.step", "s", step_action);
  gtk_widget_class_install_action (klass, "win.operate", "s", operate_action);
  gtk_widget_class_install_action (klass, "win.new-tensor", NULL, new_tensor_action);
  gtk_widget_class_install_action (klass, "win.paste-tensor", NULL, paste_tensor_action);
  gtk_widget_class_install_action (klass, "win.present", NULL, present_action);
  gtk_widget_class_install_action (klass, "win.show-notebook", NULL, notebook_action);
  gtk_widget_class_install_action (klass, "win.show-inspector", NULL, inspector_action);
  gtk_widget_class_install_action (klass, "win.find", NULL, find_action);
  gtk_widget_class_install_action (klass, "win.find-next", NULL, find_step_action);
  gtk_widget_class_install_action (klass, "win.find-previous", NULL, find_step_action);
  gtk_widget_class_install_property_action (klass, "win.view", "view");
}
