/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/window-private.h"

#include <string.h>

/* ---- what there is to lose ---- */

static bool
has_text (TnsNotebook *notebook)
{
  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    if (*tns_cell_get_source (tns_notebook_get_cell (notebook, i)) != '\0')
      return true;
  return false;
}

static bool
is_lesson (GFile *file)
{
  return file != NULL && g_file_has_uri_scheme (file, "resource");
}

bool
tna_window_needs_saving (TnaWindow *self)
{
  TnsNotebook *notebook = tns_session_get_notebook (self->session);

  return tns_notebook_is_modified (notebook) &&
         (tns_session_get_file (self->session) != NULL || has_text (notebook));
}

gboolean
tna_window_is_blank (TnaWindow *self)
{
  return tns_session_get_file (self->session) == NULL &&
         !has_text (tns_session_get_notebook (self->session));
}

/* ---- opening ---- */

static void
add_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = {
    .mime_type = (char *) "application/x-ipynb+json",
    .app_name = (char *) "Tensarium",
    .app_exec = (char *) "tensarium %u",
  };

  if (!is_lesson (file))
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
opened (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (TnaWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (tns_session_open_finish (TNS_SESSION (session), result, &error))
    {
      gtk_revealer_set_reveal_child (self->banner, FALSE);
      add_recent (tns_session_get_file (self->session));
      tna_window_show_notebook (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *message = g_strdup_printf ("Could not open: %s", error->message);

      tna_window_show_error (self, message);
    }
}

void
tna_window_open (TnaWindow *self, GFile *file)
{
  tns_session_open_async (self->session, file, NULL, opened, g_object_ref (self));
}

void
tna_window_open_somewhere (TnaWindow *self, GFile *file)
{
  if (!tna_window_is_blank (self))
    {
      self = tna_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
      gtk_window_present (GTK_WINDOW (self));
    }
  tna_window_open (self, file);
}

static void
add_filter (GtkFileChooserNative *chooser)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, "Notebooks");
  gtk_file_filter_add_pattern (filter, "*.ipynb");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  g_object_unref (filter);
}

static void
file_chosen (GtkNativeDialog *dialog, int response, TnaWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      tna_window_open_somewhere (self, file);
    }
  g_object_unref (dialog);
}

void
tna_window_choose_file (TnaWindow *self)
{
  GtkFileChooserNative *chooser;

  if (self->question != NULL)
    return;
  chooser = gtk_file_chooser_native_new ("Open a notebook", GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_OPEN, "_Open", "_Cancel");
  g_set_weak_pointer (&self->question, chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_filter (chooser);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- saving ---- */

typedef struct
{
  TnaWindow *window;
  bool then_close;
} Save;

static void
saved (GObject *session, GAsyncResult *result, gpointer data)
{
  Save *save = data;
  g_autoptr (TnaWindow) self = save->window;
  g_autoptr (GError) error = NULL;

  if (tns_session_save_finish (TNS_SESSION (session), result, &error))
    {
      gtk_revealer_set_reveal_child (self->banner, FALSE);
      add_recent (tns_session_get_file (self->session));
      tna_window_update_title (self);
      if (save->then_close)
        {
          self->may_close = true;
          gtk_window_close (GTK_WINDOW (self));
        }
    }
  else
    {
      g_autofree char *message = g_strdup_printf ("Could not save: %s", error->message);

      tna_window_show_error (self, message);
    }
  g_free (save);
}

static void
save_to (TnaWindow *self, GFile *file, bool then_close)
{
  Save *save = g_new0 (Save, 1);

  save->window = g_object_ref (self);
  save->then_close = then_close;
  tns_session_save_async (self->session, file, NULL, saved, save);
}

static void
place_chosen (GtkNativeDialog *dialog, int response, TnaWindow *self)
{
  bool then_close = g_object_get_data (G_OBJECT (dialog), "then-close") != NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      save_to (self, file, then_close);
    }
  g_object_unref (dialog);
}

static void
choose_place (TnaWindow *self, bool then_close)
{
  GFile *file = tns_session_get_file (self->session);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : g_strdup ("Untitled.ipynb");
  GtkFileChooserNative *chooser;

  if (self->question != NULL)
    return;
  chooser = gtk_file_chooser_native_new ("Save the notebook", GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, "_Save", "_Cancel");
  g_set_weak_pointer (&self->question, chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_filter (chooser);
  if (file != NULL && !is_lesson (file))
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_object_set_data (G_OBJECT (chooser), "then-close", then_close ? self : NULL);
  g_signal_connect_object (chooser, "response", G_CALLBACK (place_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
tna_window_save (TnaWindow *self, bool asks_where, bool then_close)
{
  GFile *file = tns_session_get_file (self->session);

  if (asks_where || file == NULL || is_lesson (file))
    choose_place (self, then_close);
  else
    save_to (self, NULL, then_close);
}

/* ---- closing ---- */

static void
close_answered (TnaWindow *self, const char *response)
{
  /* The dialog is still there, and saving may ask where. */
  g_clear_weak_pointer (&self->question);
  if (strcmp (response, "save") == 0)
    tna_window_save (self, false, true);
  else if (strcmp (response, "discard") == 0)
    {
      self->may_close = true;
      gtk_window_close (GTK_WINDOW (self));
    }
}

bool
tna_window_ask_before_close (TnaWindow *self)
{
  GtkWidget *dialog;
  g_autofree char *name = NULL;
  GFile *file = tns_session_get_file (self->session);

  if (self->may_close || !tna_window_needs_saving (self))
    return false;
  if (self->question != NULL)
    return true;
  name = file != NULL ? g_file_get_basename (file) : g_strdup ("Untitled");
  dialog = adw_message_dialog_new (GTK_WINDOW (self), "Save changes?", NULL);
  g_set_weak_pointer (&self->question, dialog);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "“%s” has changes that are not saved. Without saving they "
                                  "are lost.",
                                  name);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "discard",
                                    "_Discard", "save", "_Save", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_answered), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return true;
}
