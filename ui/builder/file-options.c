/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "ui/builder/file-options.h"

#include <string.h>

#include "ui/builder/builder-page.h"
#include "ui/operation/row-parts.h"

struct _TnuFileOptions
{
  GtkWidget parent_instance;

  TnuFileSource *source; /* (nullable) */
  GtkWidget *box;
};

static guint changed;

G_DEFINE_FINAL_TYPE (TnuFileOptions, tnu_file_options, GTK_TYPE_WIDGET)

static void
emit_changed (TnuFileOptions *self)
{
  g_signal_emit (self, changed, 0);
}

static GtkWidget *
append_list (TnuFileOptions *self, const char *label, const char *const *words, guint chosen,
             GCallback callback)
{
  GtkWidget *list = gtk_drop_down_new_from_strings (words);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (list, "notify::selected", callback, self);
  tnu_builder_append_row (self->box, label, list);
  return list;
}

static void
key_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileOptions *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (list);
  g_free (self->source->key);
  self->source->key = g_strdup (gtk_string_object_get_string (item));
  emit_changed (self);
}

static const char delimiters[] = { ',', ';', '\t', ' ' };

static void
delimiter_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileOptions *self)
{
  self->source->delimiter = delimiters[gtk_drop_down_get_selected (list)];
  emit_changed (self);
}

static void
header_toggled (GtkCheckButton *button, TnuFileOptions *self)
{
  self->source->has_header = gtk_check_button_get_active (button);
  emit_changed (self);
}

static void
pixels_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileOptions *self)
{
  self->source->pixels = gtk_drop_down_get_selected (list);
  emit_changed (self);
}

static void
layout_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileOptions *self)
{
  self->source->is_channels_first = gtk_drop_down_get_selected (list) == 0;
  emit_changed (self);
}

static void
range_chosen (GtkDropDown *list, GParamSpec *pspec, TnuFileOptions *self)
{
  self->source->is_float = gtk_drop_down_get_selected (list) == 0;
  emit_changed (self);
}

static void
append_csv (TnuFileOptions *self)
{
  static const char *const words[] = { "comma", "semicolon", "tab", "blanks", NULL };
  const char *at = memchr (delimiters, self->source->delimiter, sizeof delimiters);
  GtkWidget *header = gtk_check_button_new_with_label ("first line holds names");
  append_list (self, "cells apart by", words, at != NULL ? (guint) (at - delimiters) : 0,
               G_CALLBACK (delimiter_chosen));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (header), self->source->has_header);
  g_signal_connect (header, "toggled", G_CALLBACK (header_toggled), self);
  gtk_box_append (GTK_BOX (self->box), header);
}

static void
append_image (TnuFileOptions *self)
{
  static const char *const pixels[] = { "RGB", "RGBA", "grey", NULL };
  static const char *const layouts[] = { "C × H × W", "H × W × C", NULL };
  static const char *const ranges[] = { "0 to 1, float32", "0 to 255, uint8", NULL };
  append_list (self, "pixels", pixels, self->source->pixels, G_CALLBACK (pixels_chosen));
  append_list (self, "layout", layouts, self->source->is_channels_first ? 0 : 1,
               G_CALLBACK (layout_chosen));
  append_list (self, "numbers", ranges, self->source->is_float ? 0 : 1, G_CALLBACK (range_chosen));
}

void
tnu_file_options_show (TnuFileOptions *self, TnuFileSource *source, const char *const *keys)
{
  g_return_if_fail (TNU_IS_FILE_OPTIONS (self));
  self->source = source;
  tnu_row_clear (self->box);
  if (source->kind == TNU_FILE_CSV)
    append_csv (self);
  else if (source->kind == TNU_FILE_IMAGE)
    append_image (self);
  else if (keys != NULL && keys[0] != NULL)
    append_list (self, "tensor", keys, 0, G_CALLBACK (key_chosen));
}

/* ---- the object ---- */

static void
tnu_file_options_dispose (GObject *object)
{
  g_clear_pointer (&TNU_FILE_OPTIONS (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tnu_file_options_parent_class)->dispose (object);
}

static void
tnu_file_options_class_init (TnuFileOptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tnu_file_options_dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tnu_file_options_init (TnuFileOptions *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tnu_file_options_new (void)
{
  return g_object_new (TNU_TYPE_FILE_OPTIONS, NULL);
}
