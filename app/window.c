/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* The window makes its parts, hands them the session and shows in its header what the session is
 * doing. Views follow the session by themselves; the window only passes on what concerns two of
 * them. */
#include "app/window-private.h"

#include "ui/start/start-page.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (TnaWindow, tna_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- header ---- */

static char *
dup_place (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *path = folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("");
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (path, home) && (path[strlen (home)] == '/' || path[strlen (home)] == '\0'))
    return g_strconcat ("~", path + strlen (home), NULL);
  return g_steal_pointer (&path);
}

void
tna_window_update_title (TnaWindow *self)
{
  GFile *file = tns_session_get_file (self->session);
  bool is_lesson = file != NULL && g_file_has_uri_scheme (file, "resource");
  const char *state = tns_notebook_is_modified (tns_session_get_notebook (self->session))
                        ? "edited" : "saved";
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : g_strdup ("Untitled");
  g_autofree char *place = NULL;
  g_autofree char *subtitle = NULL;
  bool has_notebook = strcmp (gtk_stack_get_visible_child_name (self->pages), "start") != 0;

  if (file == NULL)
    subtitle = g_strdup ("not saved yet");
  else if (is_lesson)
    subtitle = g_strdup ("lesson · save it to keep your changes");
  else if (self->is_narrow)
    subtitle = g_strdup (state);
  else
    {
      place = dup_place (file);
      subtitle = g_strdup_printf ("%s · %s", place, state);
    }
  gtk_label_set_text (GTK_LABEL (self->title_label), has_notebook ? name : "Tensarium");
  gtk_label_set_text (GTK_LABEL (self->subtitle_label), has_notebook ? subtitle : "");
  gtk_widget_set_visible (self->subtitle_label, has_notebook);
  gtk_window_set_title (GTK_WINDOW (self), has_notebook ? name : "Tensarium");
}

static void
busy_changed (TnaWindow *self)
{
  bool is_busy = tns_session_is_busy (self->session);

  gtk_widget_set_visible (self->run_icon, !is_busy);
  gtk_widget_set_visible (self->run_spinner, is_busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->run_spinner), is_busy);
  gtk_label_set_text (GTK_LABEL (self->run_label), is_busy ? "Stop" : "Run all");
  gtk_widget_set_tooltip_text (self->run_button, is_busy ? "Stop what is running (Ctrl+.)"
                                                         : "Run all cells (F5)");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->run_button),
                                  is_busy ? "win.stop" : "win.run-all");
}

/* ---- what concerns two parts ---- */

static bool
is_variable (TnaWindow *self, const char *name)
{
  TnsTimeline *timeline = tns_session_get_timeline (self->session);
  g_autoptr (GPtrArray) variables = NULL;

  variables = tns_timeline_dup_variables (timeline, tns_session_get_cursor (self->session));
  for (guint i = 0; i < variables->len; i++)
    if (g_str_equal (((TnsVariable *) g_ptr_array_index (variables, i))->name, name))
      return true;
  return false;
}

static void
token_activated (TnaWindow *self, const char *name)
{
  if (is_variable (self, name))
    tns_session_select_name (self->session, name);
}

static void
selected_name_changed (TnaWindow *self)
{
  tnu_notebook_view_set_highlight (self->notebook_view,
                                   tns_session_get_selected_name (self->session));
}

static void
runner_failed (TnaWindow *self, const char *message)
{
  g_autofree char *text = g_strdup_printf ("Python does not start: %s", message);

  tna_window_show_error (self, text);
}

/* Each notebook has a runner of its own. */
static gboolean
load_interpreter (gpointer data)
{
  TnaWindow *self = data;
  TnsRunner *runner = tns_session_get_runner (self->session);

  g_signal_handlers_disconnect_by_func (runner, runner_failed, self);
  g_signal_connect_object (runner, "failed", G_CALLBACK (runner_failed), self, G_CONNECT_SWAPPED);
  tns_runner_load (runner);
  return G_SOURCE_REMOVE;
}

/* Python starts behind the first frame, not before it. */
static gboolean
after_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  g_idle_add_full (G_PRIORITY_LOW, load_interpreter, g_object_ref (widget), g_object_unref);
  return G_SOURCE_REMOVE;
}

/* ---- the notebook ---- */

static void
notebook_changed (TnaWindow *self)
{
  tna_window_update_title (self);
  tna_window_update_actions (self);
}

void
tna_window_show_notebook (TnaWindow *self)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);

  if (self->notebook != NULL)
    g_signal_handlers_disconnect_by_func (self->notebook, notebook_changed, self);
  g_set_object (&self->notebook, notebook);
  g_signal_connect_object (notebook, "notify", G_CALLBACK (notebook_changed), self,
                           G_CONNECT_SWAPPED);
  tnu_notebook_view_reload (self->notebook_view);
  gtk_stack_set_visible_child_name (self->pages, "notebook");
  gtk_widget_add_tick_callback (GTK_WIDGET (self), after_frame, NULL, NULL);
  gtk_widget_set_visible (self->run_button, TRUE);
  gtk_widget_set_visible (self->tabs, g_list_model_get_n_items (G_LIST_MODEL (
                                        gtk_stack_get_pages (self->views))) > 1);
  tna_window_size_changed (self);
  notebook_changed (self);
  tnu_notebook_view_focus (self->notebook_view);
}

TnsSession *
tna_window_get_session (TnaWindow *self)
{
  return self->session;
}

void
tna_window_show_error (TnaWindow *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->banner_label), message);
  gtk_revealer_set_reveal_child (self->banner, TRUE);
}

void
tna_window_show_toast (TnaWindow *self, const char *text)
{
  tna_toast_show (self->toast, text);
}

static void
close_banner (TnaWindow *self)
{
  gtk_revealer_set_reveal_child (self->banner, FALSE);
}

/* ---- parts ---- */

static void
connect_session (TnaWindow *self)
{
  g_signal_connect_object (self->session, "notify::busy", G_CALLBACK (busy_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::selected-name",
                           G_CALLBACK (selected_name_changed), self, G_CONNECT_SWAPPED);
}

static void
build_parts (TnaWindow *self)
{
  self->notebook_view = TNU_NOTEBOOK_VIEW (tnu_notebook_view_new (self->session));
  self->stepper = TNU_STEPPER (tnu_stepper_new (self->session));
  g_signal_connect_swapped (self->notebook_view, "token-activated", G_CALLBACK (token_activated),
                            self);
  g_signal_connect_swapped (self->banner_button, "clicked", G_CALLBACK (close_banner), self);
  gtk_box_append (GTK_BOX (self->start_slot), tnu_start_page_new ());
  gtk_widget_set_hexpand (gtk_widget_get_first_child (self->start_slot), TRUE);
  gtk_box_append (GTK_BOX (self->editor), GTK_WIDGET (self->stepper));
  tna_window_add_views (self);
  tna_window_build_layout (self);
}

/* ---- object ---- */

enum
{
  PROP_VIEW = 1,
};

static void
tna_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, gtk_stack_get_visible_child_name (TNA_WINDOW (object)->views));
}

static void
tna_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GtkStack *views = TNA_WINDOW (object)->views;

  if (gtk_stack_get_child_by_name (views, g_value_get_string (value)) != NULL)
    gtk_stack_set_visible_child_name (views, g_value_get_string (value));
}

static gboolean
tna_window_close_request (GtkWindow *window)
{
  if (tna_window_ask_before_close (TNA_WINDOW (window)))
    return TRUE;
  return GTK_WINDOW_CLASS (tna_window_parent_class)->close_request (window);
}

static void
view_changed (TnaWindow *self)
{
  g_object_notify (G_OBJECT (self), "view");
  tna_window_update_panes (self);
}

static void
tna_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (tna_window_parent_class)->size_allocate (widget, width, height, baseline);
  tna_window_size_changed (TNA_WINDOW (widget));
}

static void
tna_window_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tna_window_parent_class)->css_changed (widget, change);
  tna_window_size_changed (TNA_WINDOW (widget));
}

static void
tna_window_dispose (GObject *object)
{
  TnaWindow *self = TNA_WINDOW (object);

  g_clear_handle_id (&self->layout_id, g_source_remove);
  if (self->session != NULL && tns_session_is_busy (self->session))
    tns_session_stop (self->session);
  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->notebook);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tna_window_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, TnaWindow, name)

static void
tna_window_class_init (TnaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tna_window_dispose;
  G_OBJECT_CLASS (klass)->get_property = tna_window_get_property;
  G_OBJECT_CLASS (klass)->set_property = tna_window_set_property;
  g_object_class_install_property (
    G_OBJECT_CLASS (klass), PROP_VIEW,
    g_param_spec_string ("view", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  GTK_WINDOW_CLASS (klass)->close_request = tna_window_close_request;
  widget_class->size_allocate = tna_window_size_allocate;
  widget_class->css_changed = tna_window_css_changed;
  g_type_ensure (TNA_TYPE_TOAST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tensarium/Tensarium/window.ui");
  BIND (toast);
  BIND (tabs);
  BIND (notebook_button);
  BIND (inspector_button);
  BIND (search_button);
  BIND (title_label);
  BIND (subtitle_label);
  BIND (run_button);
  BIND (run_icon);
  BIND (run_spinner);
  BIND (run_label);
  BIND (banner);
  BIND (banner_label);
  BIND (banner_button);
  BIND (search_bar);
  BIND (search_entry);
  BIND (pages);
  BIND (start_slot);
  BIND (editor);
  BIND (left_paned);
  BIND (right_paned);
  BIND (views);
  BIND (left_drawer);
  BIND (right_drawer);
  tna_window_install_actions (widget_class);
}

#undef BIND

static void
tna_window_init (TnaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session = tns_session_new ();
  build_parts (self);
  connect_session (self);
  tna_window_connect_search (self);
  g_signal_connect_swapped (self->views, "notify::visible-child", G_CALLBACK (view_changed), self);
  tna_window_accept_arrivals (self);
  gtk_widget_set_visible (self->tabs, FALSE);
  gtk_widget_set_visible (self->run_button, FALSE);
  busy_changed (self);
  tna_window_update_title (self);
  tna_window_update_actions (self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), after_frame, NULL, NULL);
}

TnaWindow *
tna_window_new (AdwApplication *application)
{
  return g_object_new (TNA_TYPE_WINDOW, "application", application, NULL);
}
