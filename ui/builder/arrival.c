/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Arrival
 *
 * The kinds are tried one after the other, until one gives something. A picture is taken as the
 * bytes it comes in: nothing is decoded here. */
#include "ui/builder/arrival.h"

#include <string.h>

#define MAX_TEXT_BYTES ((size_t) 1 << 20)

/* Those that GTK reads, PNG first: it loses nothing. */
static const char *picture_types[]
    = { "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", NULL };

void
tnu_arrival_free (TnuArrival *self)
{
  g_slist_free_full (self->files, g_object_unref);
  tnu_table_text_clear (&self->table);
  g_clear_pointer (&self->picture, g_bytes_unref);
  g_free (self);
}

/* ---- formats ---- */

static bool
has_type (GdkContentFormats *formats, GType type)
{
  GdkContentFormats *readable
      = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (formats));
  bool has = gdk_content_formats_contain_gtype (readable, type);
  gdk_content_formats_unref (readable);
  return has;
}

static bool
has_picture (GdkContentFormats *formats)
{
  GdkContentFormats *written
      = gdk_content_formats_union_serialize_mime_types (gdk_content_formats_ref (formats));
  bool has = false;
  for (const char **type = picture_types; *type != NULL; type++)
    has = has || gdk_content_formats_contain_mime_type (written, *type);
  gdk_content_formats_unref (written);
  return has;
}

bool
tnu_arrival_is_files (GdkContentFormats *formats)
{
  return has_type (formats, GDK_TYPE_FILE_LIST);
}

bool
tnu_arrival_is_thing (GdkContentFormats *formats)
{
  return tnu_arrival_is_files (formats) || has_picture (formats);
}

bool
tnu_arrival_is_text (GdkContentFormats *formats)
{
  return has_type (formats, G_TYPE_STRING);
}

/* ---- reading: clipboards and drops differ by name only ---- */

static GdkContentFormats *
get_formats (GObject *source)
{
  return GDK_IS_DROP (source) ? gdk_drop_get_formats (GDK_DROP (source))
                              : gdk_clipboard_get_formats (GDK_CLIPBOARD (source));
}

static void
read_value (GTask *task, GType type, GAsyncReadyCallback callback)
{
  GObject *source = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  if (GDK_IS_DROP (source))
    gdk_drop_read_value_async (GDK_DROP (source), type, G_PRIORITY_DEFAULT, cancellable, callback,
                               task);
  else
    gdk_clipboard_read_value_async (GDK_CLIPBOARD (source), type, G_PRIORITY_DEFAULT, cancellable,
                                    callback, task);
}

/* (nullable): NULL when it cannot be read. */
static const GValue *
get_value (GObject *source, GAsyncResult *result)
{
  return GDK_IS_DROP (source)
             ? gdk_drop_read_value_finish (GDK_DROP (source), result, NULL)
             : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
give (GTask *task, TnuArrivalKind kind)
{
  TnuArrival *arrival = g_task_get_task_data (task);
  TnuArrival *given = g_new (TnuArrival, 1);
  *given = *arrival;
  *arrival = (TnuArrival) { 0 };
  given->kind = kind;
  g_task_return_pointer (task, given, (GDestroyNotify) tnu_arrival_free);
  g_object_unref (task);
}

/* ---- a picture ---- */

static void
picture_copied (GObject *memory, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TnuArrival *arrival = g_task_get_task_data (task);
  GError *error = NULL;
  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, &error) < 0)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  arrival->picture = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  give (task, TNU_ARRIVAL_PICTURE);
}

static void
picture_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TnuArrival *arrival = g_task_get_task_data (task);
  GError *error = NULL;
  const char *type = NULL;
  g_autoptr (GInputStream) stream
      = GDK_IS_DROP (source)
            ? gdk_drop_read_finish (GDK_DROP (source), result, &type, &error)
            : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, &error);
  if (stream == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  arrival->mime_type = g_intern_string (type);
  g_output_stream_splice_async (
      memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, g_task_get_cancellable (task), picture_copied, task);
}

static void
read_picture (GTask *task)
{
  GObject *source = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  if (!has_picture (get_formats (source)))
    give (task, TNU_ARRIVAL_OTHER);
  else if (GDK_IS_DROP (source))
    gdk_drop_read_async (GDK_DROP (source), picture_types, G_PRIORITY_DEFAULT, cancellable,
                         picture_opened, task);
  else
    gdk_clipboard_read_async (GDK_CLIPBOARD (source), picture_types, G_PRIORITY_DEFAULT,
                              cancellable, picture_opened, task);
}

/* ---- a text ---- */

static void
text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TnuArrival *arrival = g_task_get_task_data (task);
  const GValue *value = get_value (source, result);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  if (text != NULL && strlen (text) <= MAX_TEXT_BYTES
      && tnu_table_text_read (&arrival->table, text, NULL)
      && tnu_table_text_is_table (&arrival->table))
    give (task, TNU_ARRIVAL_TABLE);
  else
    read_picture (task);
}

static void
read_text (GTask *task)
{
  if (tnu_arrival_is_text (get_formats (g_task_get_source_object (task))))
    read_value (task, G_TYPE_STRING, text_read);
  else
    read_picture (task);
}

/* ---- files ---- */

static void
files_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  TnuArrival *arrival = g_task_get_task_data (task);
  const GValue *value = get_value (source, result);
  g_autoptr (GSList) files
      = value != NULL ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;
  /* A picture dragged out of a browser comes with its address in the web. */
  for (GSList *item = files; item != NULL; item = item->next)
    if (g_file_is_native (item->data))
      arrival->files = g_slist_append (arrival->files, g_object_ref (item->data));
  if (arrival->files != NULL)
    give (task, TNU_ARRIVAL_FILES);
  else
    read_text (task);
}

void
tnu_arrival_read_async (GObject *source, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (GDK_IS_CLIPBOARD (source) || GDK_IS_DROP (source));
  GTask *task = g_task_new (source, cancellable, callback, data);
  g_task_set_task_data (task, g_new0 (TnuArrival, 1), (GDestroyNotify) tnu_arrival_free);
  if (tnu_arrival_is_files (get_formats (source)))
    read_value (task, GDK_TYPE_FILE_LIST, files_read);
  else
    read_text (task);
}

TnuArrival *
tnu_arrival_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
