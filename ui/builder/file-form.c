/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* File form
 *
 * One TnuFileSource is the state. A worker looks at the file, Python tells which tensors it holds;
 * until then, and when they cannot, no line is written. A pasted picture becomes a file first; it
 * is deleted again if no line that reads it is applied. */
#include "ui/builder/file-form.h"

#include <string.h>

#include "engine/session/preview.h"
#include "ui/builder/file-look.h"
#include "ui/builder/file-options.h"
#include "ui/builder/file-source.h"
#include "ui/builder/picture-file.h"
#include "ui/operation/row-parts.h"

/* Larger files are not read for a preview. */
#define MAX_PREVIEW_BYTES ((goffset) 256 << 20)

struct _TnuFileForm
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuFileSource source;
  GStrv taken;      /* (nullable) */
  char *mistake;    /* (nullable): why nothing can be read from the file */
  const char *waits; /* (nullable): what is being done before lines can be written */
  bool is_costly;
  guint serial;     /* of the file, to know late answers */
  GQueue next;      /* (element-type GFile): a tensor each, after this one */
  GFile *file;      /* (nullable) */
  GFile *unused;    /* (nullable): pasted, and no line of the notebook reads it */
  GtkWidget *box;
  GtkWidget *choose;
  GtkWidget *path;
  GtkWidget *note;
  GtkWidget *options;
};

static void tnu_file_form_page_init (TnuBuilderPageInterface *iface);
static void ask_contents (TnuFileForm *self);
static void set_file (TnuFileForm *self, GFile *file);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuFileForm, tnu_file_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TNU_TYPE_BUILDER_PAGE,
                                                      tnu_file_form_page_init))

static void
form_changed (TnuFileForm *self)
{
  tnu_builder_page_changed (TNU_BUILDER_PAGE (self));
}

/* ---- the page ---- */

static char *
dup_code (TnuBuilderPage *page, const TnuMaking *making, GError **error)
{
  TnuFileForm *self = TNU_FILE_FORM (page);
  if (self->waits != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, self->waits);
  else if (self->mistake != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, self->mistake);
  else if (self->source.path == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING,
                         "Choose a file, drop one on the window, or paste a picture.");
  else
    return tnu_file_source_dup_code (&self->source, making, (const char *const *) self->taken);
  return NULL;
}

static bool
is_costly (TnuBuilderPage *page)
{
  return TNU_FILE_FORM (page)->is_costly;
}

/* The pasted file is read by a line now; one of several makes room for the next. */
static bool
go_on (TnuBuilderPage *page)
{
  TnuFileForm *self = TNU_FILE_FORM (page);
  g_autoptr (GFile) next = g_queue_pop_head (&self->next);
  g_clear_object (&self->unused);
  if (next != NULL)
    set_file (self, next);
  return next != NULL;
}

static void
tnu_file_form_page_init (TnuBuilderPageInterface *iface)
{
  iface->dup_code = dup_code;
  iface->is_costly = is_costly;
  iface->go_on = go_on;
}

/* ---- what lies in the file ---- */

/* @keys: (nullable): tensors in the file */
static void
show_options (TnuFileForm *self, const char *const *keys)
{
  tnu_file_options_show (TNU_FILE_OPTIONS (self->options), &self->source, keys);
}

static void
set_mistake (TnuFileForm *self, const char *mistake)
{
  g_free (self->mistake);
  self->mistake = g_strdup (mistake);
}

typedef struct
{
  TnuFileForm *form;
  guint serial;
} Question;

/* The answer is about another file, or nobody looks at the form any more. */
static bool
is_late (const Question *question)
{
  return question->serial != question->form->serial
         || gtk_widget_get_root (GTK_WIDGET (question->form)) == NULL;
}

/* The answer: "=" for a file that is one tensor, "-" and a mistake, else names of tensors. */
static void
contents_told (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (TnuFileForm) self = question->form;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = tns_session_ask_finish (TNS_SESSION (session), result, &error);
  if (is_late (question))
    return;
  if (g_error_matches (error, TNS_RUNNER_ERROR, TNS_RUNNER_ERROR_STOPPED))
    {
      ask_contents (self);
      return;
    }
  self->waits = NULL;
  if (lines == NULL)
    set_mistake (self, error->message);
  else if (lines[0] == NULL || *lines[0] == '\0')
    set_mistake (self, "there is no tensor in this file");
  else if (*lines[0] == '-')
    set_mistake (self, lines[0] + 1);
  else if (strcmp (lines[0], "=") != 0)
    {
      for (char **line = lines; *line != NULL; line++)
        memmove (*line, *line + 1, strlen (*line));
      self->source.key = g_strdup (lines[0]);
      show_options (self, (const char *const *) lines);
    }
  form_changed (self);
}

static void
ask_contents (TnuFileForm *self)
{
  Question *question = g_new (Question, 1);
  *question = (Question) { g_object_ref (self), self->serial };
  self->waits = "Looking into the file …";
  tns_session_ask_async (self->session, "contents", g_file_peek_path (self->file), NULL,
                         contents_told, question);
}

static void
look_told (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (TnuFileForm) self = question->form;
  g_autoptr (TnuFileLook) look = tnu_file_look_finish (result, NULL);
  if (is_late (question))
    return;
  self->waits = NULL;
  self->is_costly = look != NULL && look->n_bytes > MAX_PREVIEW_BYTES;
  if (look == NULL)
    set_mistake (self, "this file cannot be read");
  else if (tnu_file_kind_has_keys (self->source.kind))
    ask_contents (self);
  else if (self->source.kind == TNU_FILE_CSV)
    {
      tnu_file_source_guess_csv (&self->source, look->beginning);
      show_options (self, NULL);
    }
  form_changed (self);
}

static void
look_into (TnuFileForm *self)
{
  Question *question = g_new (Question, 1);
  *question = (Question) { g_object_ref (self), self->serial };
  self->waits = "Looking into the file …";
  tnu_file_look_async (self->file, look_told, question);
}

/* (transfer full) (nullable): of the notebook; a lesson of the program has none. */
static GFile *
dup_folder (TnuFileForm *self)
{
  GFile *notebook = tns_session_get_file (self->session);
  return notebook != NULL && g_file_is_native (notebook) ? g_file_get_parent (notebook) : NULL;
}

/* Below the notebook's folder, where it has one, the path from there. */
static char *
dup_path (TnuFileForm *self, GFile *file)
{
  g_autoptr (GFile) folder = dup_folder (self);
  char *relative = folder != NULL ? g_file_get_relative_path (folder, file) : NULL;
  return relative != NULL ? relative : g_file_get_path (file);
}

static void
tell (TnuFileForm *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->note), words != NULL ? words : "");
  gtk_widget_set_visible (self->note, words != NULL);
}

static void
tell_next (TnuFileForm *self)
{
  guint n = g_queue_get_length (&self->next);
  g_autofree char *words = g_strdup_printf (
      n == 1 ? "%u more file follows: Apply goes on to it."
             : "%u more files follow, a tensor each: Apply goes on to the next.",
      n);
  tell (self, n > 0 ? words : NULL);
}

static void
delete_unused (TnuFileForm *self)
{
  if (self->unused != NULL)
    g_file_delete_async (self->unused, G_PRIORITY_LOW, NULL, NULL, NULL);
  g_clear_object (&self->unused);
}

static void
begin (TnuFileForm *self)
{
  delete_unused (self);
  tnu_file_source_clear (&self->source);
  self->source = (TnuFileSource) { 0 };
  self->serial++;
  self->waits = NULL;
  self->is_costly = false;
  set_mistake (self, NULL);
}

static void
set_file (TnuFileForm *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  begin (self);
  g_set_object (&self->file, file);
  self->source = (TnuFileSource) { .kind = tnu_file_kind_find (name),
                                   .path = dup_path (self, file),
                                   .delimiter = ',',
                                   .is_channels_first = true,
                                   .is_float = true };
  gtk_label_set_text (GTK_LABEL (self->path), self->source.path != NULL ? self->source.path : name);
  gtk_widget_set_visible (self->path, TRUE);
  show_options (self, NULL);
  tell_next (self);
  if (self->source.path == NULL)
    set_mistake (self, "only files on this machine can be read");
  else if (self->source.kind == TNU_FILE_NONE)
    set_mistake (self, "tensors are read from .npy, .npz, .csv, .safetensors, .pt, .png and .jpg");
  else
    look_into (self);
  form_changed (self);
}

void
tnu_file_form_take_files (TnuFileForm *self, GSList *files)
{
  g_return_if_fail (TNU_IS_FILE_FORM (self) && files != NULL);
  g_queue_clear_full (&self->next, g_object_unref);
  for (GSList *item = files->next; item != NULL; item = item->next)
    g_queue_push_tail (&self->next, g_object_ref (item->data));
  set_file (self, files->data);
}

/* ---- a pasted picture ---- */

static void
picture_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (TnuFileForm) self = question->form;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = tnu_picture_save_finish (result, &error);
  if (is_late (question))
    {
      if (file != NULL)
        g_file_delete_async (file, G_PRIORITY_LOW, NULL, NULL, NULL);
      return;
    }
  if (file == NULL)
    {
      g_autofree char *mistake
          = g_strdup_printf ("the picture cannot be saved: %s", error->message);
      self->waits = NULL;
      set_mistake (self, mistake);
      form_changed (self);
      return;
    }
  set_file (self, file);
  self->unused = g_object_ref (file);
  tell (self, g_path_is_absolute (self->source.path)
                  ? "The pasted picture is kept in this file; the line finds it wherever the "
                    "notebook is saved."
                  : "The pasted picture lies in this file now, beside the notebook.");
}

void
tnu_file_form_take_picture (TnuFileForm *self, GBytes *picture, const char *mime_type)
{
  g_return_if_fail (TNU_IS_FILE_FORM (self));
  g_autoptr (GFile) folder = dup_folder (self);
  Question *question = g_new (Question, 1);
  begin (self);
  g_queue_clear_full (&self->next, g_object_unref);
  *question = (Question) { g_object_ref (self), self->serial };
  self->waits = "Saving the picture …";
  gtk_widget_set_visible (self->path, FALSE);
  show_options (self, NULL);
  tell (self, NULL);
  tnu_picture_save_async (picture, mime_type, folder, NULL, picture_saved, question);
  form_changed (self);
}

void
tnu_file_form_set_taken (TnuFileForm *self, const char *const *taken)
{
  g_return_if_fail (TNU_IS_FILE_FORM (self));
  g_strfreev (self->taken);
  self->taken = g_strdupv ((char **) taken);
}

/* ---- choosing ---- */

static void
file_chosen (GtkNativeDialog *dialog, int response, TnuFileForm *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      GSList files = { .data = file };
      tnu_file_form_take_files (self, &files);
    }
  g_object_unref (dialog);
}

static void
choose (TnuFileForm *self)
{
  static const char *const patterns[] = { "*.npy", "*.npz", "*.csv", "*.tsv", "*.safetensors",
                                          "*.pt", "*.pth", "*.png", "*.jpg", "*.jpeg" };
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      "A tensor from a file", window, GTK_FILE_CHOOSER_ACTION_OPEN, "_Open", "_Cancel");
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, "Tensors, tables and pictures");
  for (size_t k = 0; k < G_N_ELEMENTS (patterns); k++)
    gtk_file_filter_add_pattern (filter, patterns[k]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* ---- the object ---- */

static gboolean
tnu_file_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (TNU_FILE_FORM (widget)->choose);
}

static void
tnu_file_form_dispose (GObject *object)
{
  TnuFileForm *self = TNU_FILE_FORM (object);
  delete_unused (self);
  g_clear_object (&self->file);
  g_queue_clear_full (&self->next, g_object_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  tnu_file_source_clear (&self->source);
  g_clear_pointer (&self->taken, g_strfreev);
  g_clear_pointer (&self->mistake, g_free);
  G_OBJECT_CLASS (tnu_file_form_parent_class)->dispose (object);
}

static void
tnu_file_form_class_init (TnuFileFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_file_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = tnu_file_form_grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
append_words (TnuFileForm *self, const char *words, const char *style_class)
{
  GtkWidget *label = tnu_row_append_words (self->box, words, style_class);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  return label;
}

static void
append_ways (TnuFileForm *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *picture = gtk_button_new_with_label ("Paste a picture");
  self->choose = gtk_button_new_with_label ("Choose a file…");
  gtk_widget_set_tooltip_text (picture, "From the clipboard, anywhere in the window: Ctrl+V");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (picture), "win.paste-tensor");
  g_signal_connect_swapped (self->choose, "clicked", G_CALLBACK (choose), self);
  gtk_box_append (GTK_BOX (row), self->choose);
  gtk_box_append (GTK_BOX (row), picture);
  gtk_widget_set_margin_top (row, 6);
  gtk_box_append (GTK_BOX (self->box), row);
}

static void
tnu_file_form_init (TnuFileForm *self)
{
  g_queue_init (&self->next);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  append_ways (self);
  self->path = tnu_row_append_words (self->box, "", "tnu-value");
  gtk_widget_set_visible (self->path, FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->path), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->path), PANGO_ELLIPSIZE_START);
  self->note = append_words (self, "", "tnu-note");
  gtk_widget_set_visible (self->note, FALSE);
  self->options = tnu_file_options_new ();
  g_signal_connect_swapped (self->options, "changed", G_CALLBACK (form_changed), self);
  gtk_box_append (GTK_BOX (self->box), self->options);
  append_words (self,
                "NumPy (.npy, .npz), tables (.csv), .safetensors, PyTorch (.pt) and pictures "
                "(.png, .jpg). Files, tables and pictures can also be dropped on the window.",
                "tnu-note");
}

GtkWidget *
tnu_file_form_new (TnsSession *session)
{
  TnuFileForm *self = g_object_new (TNU_TYPE_FILE_FORM, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
