/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What comes from elsewhere, pasted or dropped: notebooks are opened, everything else becomes a
 * tensor by way of the builder.
 *
 * Files and pictures are taken wherever they are dropped or pasted, before any part of the window
 * sees them; a text only where no part takes it: the notebook and entries do. */
#include "app/window-private.h"

#include "ui/builder/arrival.h"
#include "ui/builder/builder-panel.h"
#include "ui/builder/file-source.h"

/* ---- taking ---- */

/* The builder that is open, or a new one. */
static TnuBuilderPanel *
get_builder (TnaWindow *self)
{
  GtkWidget *panel = tnu_stage_pane_get_panel (self->stage);

  if (!TNU_IS_BUILDER_PANEL (panel))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.new-tensor", NULL);
      panel = tnu_stage_pane_get_panel (self->stage);
    }
  gtk_stack_set_visible_child_name (self->views, "stage");
  return TNU_BUILDER_PANEL (panel);
}

static bool
is_notebook (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_str_has_suffix (name, ".ipynb");
}

static bool
is_tensor (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return tnu_file_kind_find (name) != TNU_FILE_NONE;
}

static bool
take_files (TnaWindow *self, GSList *files)
{
  g_autoptr (GSList) tensors = NULL;
  bool is_taken = false;

  for (GSList *item = files; item != NULL; item = item->next)
    {
      if (is_tensor (item->data))
        tensors = g_slist_append (tensors, item->data);
      if (!is_notebook (item->data))
        continue;
      tna_window_open_somewhere (self, item->data);
      is_taken = true;
    }
  if (tensors != NULL)
    tnu_builder_panel_take_files (get_builder (self), tensors);
  return is_taken || tensors != NULL;
}

static bool
take (TnaWindow *self, TnuArrival *arrival)
{
  g_autoptr (GError) error = NULL;

  switch (arrival->kind)
    {
    case TNU_ARRIVAL_FILES:
      return take_files (self, arrival->files);
    case TNU_ARRIVAL_PICTURE:
      tnu_builder_panel_take_picture (get_builder (self), arrival->picture, arrival->mime_type);
      return true;
    case TNU_ARRIVAL_TABLE:
      if (!tnu_builder_panel_take_table (get_builder (self), &arrival->table, &error))
        tna_window_show_toast (self, error->message);
      return true;
    default:
      return false;
    }
}

/* ---- pasting ---- */

static void
pasted (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnaWindow) self = data;
  g_autoptr (TnuArrival) arrival = tnu_arrival_read_finish (result, NULL);

  if (self->session != NULL && (arrival == NULL || !take (self, arrival)))
    tna_window_show_toast (self, "There is no table, picture or file of a tensor to paste");
}

void
tna_window_paste (TnaWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  tnu_arrival_read_async (G_OBJECT (clipboard), NULL, pasted, g_object_ref (self));
}

static bool
is_in_notebook (TnaWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->notebook_view));
}

/* Nothing that has the keyboard can do anything with a picture or a file. */
static gboolean
paste_thing (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (gtk_widget_get_clipboard (widget));

  if (!tnu_arrival_is_thing (formats) || tnu_arrival_is_text (formats))
    return GDK_EVENT_PROPAGATE;
  tna_window_paste (TNA_WINDOW (widget));
  return GDK_EVENT_STOP;
}

static gboolean
paste_rest (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  if (is_in_notebook (TNA_WINDOW (widget)))
    return GDK_EVENT_PROPAGATE;
  tna_window_paste (TNA_WINDOW (widget));
  return GDK_EVENT_STOP;
}

static void
add_paste_key (TnaWindow *self, GtkPropagationPhase phase, GtkShortcutFunc callback)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut =
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                      gtk_callback_action_new (callback, NULL, NULL));

  gtk_event_controller_set_propagation_phase (controller, phase);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* ---- dropping ---- */

static void
dropped_read (GObject *drop, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnaWindow) self = data;
  g_autoptr (TnuArrival) arrival = tnu_arrival_read_finish (result, NULL);
  bool is_taken = self->session != NULL && arrival != NULL && take (self, arrival);

  gdk_drop_finish (GDK_DROP (drop), is_taken ? GDK_ACTION_COPY : 0);
  if (self->session != NULL && !is_taken)
    tna_window_show_toast (self,
                           "Notebooks, tables, pictures and files of tensors can be dropped here");
}

static gboolean
dropped (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, TnaWindow *self)
{
  gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_DROP_ACTIVE);
  tnu_arrival_read_async (G_OBJECT (drop), NULL, dropped_read, g_object_ref (self));
  return TRUE;
}

/* Decided when something comes over the window: also the words of the mark. */
static gboolean
accepts_thing (GtkDropTargetAsync *target, GdkDrop *drop, TnaWindow *self)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  gtk_label_set_text (GTK_LABEL (self->drop_words), tnu_arrival_is_files (formats)
                                                      ? "Drop to open it, or to make a tensor of it"
                                                      : "Drop to make a tensor of it");
  return tnu_arrival_is_thing (formats);
}

static gboolean
accepts_text (GtkDropTargetAsync *target, GdkDrop *drop, TnaWindow *self)
{
  GdkContentFormats *formats = gdk_drop_get_formats (drop);

  return tnu_arrival_is_text (formats) && !tnu_arrival_is_thing (formats);
}

static void
add_target (TnaWindow *self, GtkPropagationPhase phase, GCallback accepts)
{
  GtkDropTargetAsync *target = gtk_drop_target_async_new (NULL, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), phase);
  g_signal_connect (target, "accept", accepts, self);
  g_signal_connect (target, "drop", G_CALLBACK (dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* GTK marks the window while what is over it would be taken. */
static void
flags_changed (TnaWindow *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));

  gtk_widget_set_visible (gtk_widget_get_parent (self->drop_words),
                          (flags & GTK_STATE_FLAG_DROP_ACTIVE) != 0);
}

/* A frame round the window and a word, over everything. */
static void
add_mark (TnaWindow *self)
{
  AdwApplicationWindow *window = ADW_APPLICATION_WINDOW (self);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *frame = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autoptr (GtkWidget) content = g_object_ref (adw_application_window_get_content (window));

  self->drop_words = gtk_label_new ("");
  gtk_widget_add_css_class (self->drop_words, "tnu-drop-words");
  gtk_widget_set_hexpand (self->drop_words, TRUE);
  gtk_widget_set_halign (self->drop_words, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->drop_words, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (frame, "tnu-drop");
  gtk_widget_set_can_target (frame, FALSE);
  gtk_widget_set_visible (frame, FALSE);
  gtk_box_append (GTK_BOX (frame), self->drop_words);
  adw_application_window_set_content (window, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), content);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), frame);
  adw_application_window_set_content (window, overlay);
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (flags_changed), NULL);
}

void
tna_window_accept_arrivals (TnaWindow *self)
{
  add_mark (self);
  add_target (self, GTK_PHASE_CAPTURE, G_CALLBACK (accepts_thing));
  add_target (self, GTK_PHASE_BUBBLE, G_CALLBACK (accepts_text));
  add_paste_key (self, GTK_PHASE_CAPTURE, paste_thing);
  add_paste_key (self, GTK_PHASE_BUBBLE, paste_rest);
}
