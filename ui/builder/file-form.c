/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* File form
 *
 * One TnuFileSource is the state. Which tensors a file holds Python tells; until then, and when it
 * cannot, no line is written. */
#include "ui/builder/file-form.h"

#include <string.h>

#include "engine/session/preview.h"
#include "ui/builder/file-source.h"
#include "ui/operation/row-parts.h"

/* Larger files are not read for a preview. */
#define MAX_PREVIEW_BYTES ((goffset) 256 << 20)
#define BEGINNING_BYTES 4096

struct _TnuFileForm
{
  GtkWidget parent_instance;

  TnsSession *session;
  TnuFileSource source;
  GStrv taken;      /* (nullable) */
  char *mistake;    /* (nullable): why nothing can be read from the file */
  bool is_asking;   /* Python has not told yet what lies in it */
  bool is_costly;
  bool is_building;
  guint serial;     /* of the file, to know late answers */
  GtkWidget *box;
  GtkWidget *path;
  GtkWidget *options;
};

static void tnu_file_form_page_init (TnuBuilderPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnuFileForm, tnu_file_form, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TNU_TYPE_BUILDER_PAGE,
                                                      tnu_file_form_page_init))

static void
form_changed (TnuFileForm *self)
{
  if (!self->is_building)
    tnu_builder_page_changed (TNU_BUILDER_PAGE (self));
}

/* ---- the page ---- */

static char *
dup_code (TnuBuilderPage *page, const TnuMaking *making, GError **error)
{
  TnuFileForm *self = TNU_FILE_FORM (page);
  const char *problem = self->source.path == NULL ? "Choose a file, or drop one here."
                        : self->is_asking         ? "Looking into the file …"
                                                  : self->mistake;
  if (problem != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR,
                           self->source.path == NULL || self->is_asking
                               ? G_IO_ERROR_PENDING
                               : G_IO_ERROR_INVALID_ARGUMENT,
                           problem);
      return NULL;
    }
  return tnu_file_source_dup_code (&self->source, making, (const char *const *) self->taken);
}

static bool
is_costly (TnuBuilderPage *page)
{
  return TNU_FILE_FORM (page)->is_costly;
}

static void
tnu_file_form_page_init (TnuBuilderPageInterface *iface)
{
  iface->dup_code = dup_code;
  iface->is_costly = is_costly;
}

/* ---- options ---- */

static GtkWidget *
append_list (TnuFileForm *self, const char *label, const char *const *words, guint chosen,
             GCallback callback)
{
  GtkWidget *list = gtk_drop_down_new_from_strings (words);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (list, "notify::selected", callback, self);
  tnu_builder_append_row (self->options, label, list);
  return list;
}

static void
key_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileForm *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (list);
  g_free (self->source.key);
  self->source.key = g_strdup (gtk_string_object_get_string (item));
  form_changed (self);
}

static const char delimiters[] = { ',', ';', '\t', ' ' };

static void
delimiter_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileForm *self)
{
  self->source.delimiter = delimiters[gtk_drop_down_get_selected (list)];
  form_changed (self);
}

static void
header_toggled (GtkCheckButton *button, TnuFileForm *self)
{
  self->source.has_header = gtk_check_button_get_active (button);
  form_changed (self);
}

static void
pixels_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileForm *self)
{
  self->source.pixels = gtk_drop_down_get_selected (list);
  form_changed (self);
}

static void
layout_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileForm *self)
{
  self->source.is_channels_first = gtk_drop_down_get_selected (list) == 0;
  form_changed (self);
}

static void
range_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileForm *self)
{
  self->source.is_float = gtk_drop_down_get_selected (list) == 0;
  form_changed (self);
}

static void
append_csv (TnuFileForm *self)
{
  static const char *const words[] = { "comma", "semicolon", "tab", "blanks", NULL };
  const char *at = memchr (delimiters, self->source.delimiter, sizeof delimiters);
  GtkWidget *header = gtk_check_button_new_with_label ("first line holds names");
  append_list (self, "cells apart by", words, at != NULL ? (guint) (at - delimiters) : 0,
               G_CALLBACK (delimiter_chosen));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (header), self->source.has_header);
  g_signal_connect (header, "toggled", G_CALLBACK (header_toggled), self);
  gtk_box_append (GTK_BOX (self->options), header);
}

static void
append_image (TnuFileForm *self)
{
  static const char *const pixels[] = { "RGB", "RGBA", "grey", NULL };
  static const char *const layouts[] = { "C × H × W", "H × W × C", NULL };
  static const char *const ranges[] = { "0 to 1, float32", "0 to 255, uint8", NULL };
  append_list (self, "pixels", pixels, self->source.pixels, G_CALLBACK (pixels_chosen));
  append_list (self, "layout", layouts, self->source.is_channels_first ? 0 : 1,
               G_CALLBACK (layout_chosen));
  append_list (self, "numbers", ranges, self->source.is_float ? 0 : 1, G_CALLBACK (range_chosen));
}

/* @keys: (nullable): tensors in the file */
static void
fill_options (TnuFileForm *self, const char *const *keys)
{
  self->is_building = true;
  tnu_row_clear (self->options);
  if (self->source.kind == TNU_FILE_CSV)
    append_csv (self);
  else if (self->source.kind == TNU_FILE_IMAGE)
    append_image (self);
  else if (keys != NULL && keys[0] != NULL)
    append_list (self, "tensor", keys, 0, G_CALLBACK (key_chosen));
  self->is_building = false;
}

/* ---- what lies in the file ---- */

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

/* The answer: "=" for a file that is one tensor, "-" and a mistake, else names of tensors. */
static void
contents_told (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (TnuFileForm) self = question->form;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = tns_session_ask_finish (TNS_SESSION (session), result, &error);
  if (self->box == NULL || question->serial != self->serial)
    return;
  self->is_asking = false;
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
      fill_options (self, (const char *const *) lines);
    }
  form_changed (self);
}

static void
ask_contents (TnuFileForm *self, const char *path)
{
  Question *question = g_new (Question, 1);
  *question = (Question) { g_object_ref (self), self->serial };
  self->is_asking = true;
  tns_session_ask_async (self->session, "contents", path, NULL, contents_told, question);
}

static void
beginning_read (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autofree Question *question = data;
  g_autoptr (TnuFileForm) self = question->form;
  char text[BEGINNING_BYTES + 1];
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (file), result, NULL);
  gssize n = stream != NULL ? g_input_stream_read (G_INPUT_STREAM (stream), text, BEGINNING_BYTES,
                                                   NULL, NULL)
                            : -1;
  if (self->box == NULL || question->serial != self->serial || n < 0)
    return;
  text[n] = '\0';
  tnu_file_source_guess_csv (&self->source, text);
  fill_options (self, NULL);
  form_changed (self);
}

/* Below the notebook's folder, where it has one, the path from there. */
static char *
dup_path (TnuFileForm *self, GFile *file)
{
  GFile *notebook = tns_session_get_file (self->session);
  g_autoptr (GFile) folder = notebook != NULL ? g_file_get_parent (notebook) : NULL;
  char *relative = folder != NULL ? g_file_get_relative_path (folder, file) : NULL;
  return relative != NULL ? relative : g_file_get_path (file);
}

void
tnu_file_form_set_file (TnuFileForm *self, GFile *file)
{
  g_return_if_fail (TNU_IS_FILE_FORM (self));
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFileInfo) info
      = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);
  tnu_file_source_clear (&self->source);
  self->serial++;
  self->is_asking = false;
  set_mistake (self, NULL);
  self->source = (TnuFileSource) { .kind = tnu_file_kind_find (name),
                                   .path = dup_path (self, file),
                                   .delimiter = ',',
                                   .is_channels_first = true,
                                   .is_float = true };
  gtk_label_set_text (GTK_LABEL (self->path), self->source.path != NULL ? self->source.path : name);
  self->is_costly = info != NULL && g_file_info_get_size (info) > MAX_PREVIEW_BYTES;
  fill_options (self, NULL);
  if (path == NULL)
    set_mistake (self, "only files on this machine can be read");
  else if (info == NULL)
    set_mistake (self, "this file cannot be found");
  else if (self->source.kind == TNU_FILE_NONE)
    set_mistake (self, "tensors are read from .npy, .npz, .csv, .safetensors, .pt, .png and .jpg");
  else if (tnu_file_kind_has_keys (self->source.kind))
    ask_contents (self, path);
  else if (self->source.kind == TNU_FILE_CSV)
    {
      Question *question = g_new (Question, 1);
      *question = (Question) { g_object_ref (self), self->serial };
      g_file_read_async (file, G_PRIORITY_DEFAULT, NULL, beginning_read, question);
    }
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
      tnu_file_form_set_file (self, file);
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
  return gtk_widget_child_focus (TNU_FILE_FORM (widget)->box, GTK_DIR_TAB_FORWARD);
}

static void
tnu_file_form_dispose (GObject *object)
{
  TnuFileForm *self = TNU_FILE_FORM (object);
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

static void
tnu_file_form_init (TnuFileForm *self)
{
  GtkWidget *button = gtk_button_new_with_label ("Choose a file…");
  GtkWidget *hint;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_margin_top (button, 6);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose), self);
  gtk_box_append (GTK_BOX (self->box), button);
  self->path = tnu_row_append_words (self->box, "", "tnu-value");
  gtk_label_set_xalign (GTK_LABEL (self->path), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->path), PANGO_ELLIPSIZE_START);
  self->options = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->box), self->options);
  hint = tnu_row_append_words (self->box,
                               "NumPy (.npy, .npz), tables (.csv), .safetensors, PyTorch (.pt) and "
                               "pictures (.png, .jpg). A file can also be dropped on the window.",
                               "tnu-note");
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
}

GtkWidget *
tnu_file_form_new (TnsSession *session)
{
  TnuFileForm *self = g_object_new (TNU_TYPE_FILE_FORM, NULL);
  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
