/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/cell-private.h"
#include "engine/session/json-text.h"
#include "engine/session/notebook-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Reading and writing the Jupyter notebook format.
 *
 * Source: the nbformat 4 schema, https://nbformat.readthedocs.io/en/latest/format_description.html
 */

#define FORMAT 4
#define FORMAT_MINOR 5

JsonObject *
tns_notebook_new_record (void)
{
  g_autoptr (JsonNode) node = json_from_string (
      "{\"cells\": [], \"metadata\": {\"kernelspec\": {\"display_name\": \"Python 3\","
      " \"language\": \"python\", \"name\": \"python3\"}, \"language_info\": {\"name\": \"python\"}},"
      " \"nbformat\": 4, \"nbformat_minor\": 5}",
      NULL);
  return json_node_dup_object (node);
}

static gint64
get_int (JsonObject *record, const char *key, gint64 fallback)
{
  JsonNode *node = json_object_get_member (record, key);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

static gboolean
check_version (JsonObject *record, GError **error)
{
  gint64 format = get_int (record, "nbformat", -1);
  if (format == FORMAT)
    return TRUE;
  if (format < 0)
    g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                 "Not a notebook: the key \"nbformat\" is missing");
  else if (format < FORMAT)
    g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_VERSION,
                 "The notebook has format %" G_GINT64_FORMAT ", which is older than 4: open and "
                 "save it once in Jupyter, or run jupyter nbconvert --to notebook --nbformat 4",
                 format);
  else
    g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_VERSION,
                 "The notebook has format %" G_GINT64_FORMAT ", which is newer than the known 4.x",
                 format);
  return FALSE;
}

static gboolean
read_cells (TnsNotebook *self, JsonObject *record, GError **error)
{
  JsonNode *node = json_object_get_member (record, "cells");
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "Not a notebook: the list \"cells\" is missing");
      return FALSE;
    }

  JsonArray *cells = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (cells); i++)
    {
      JsonNode *element = json_array_get_element (cells, i);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                       "Cell %u of the notebook is not an object", i + 1);
          return FALSE;
        }
      TnsCell *cell = tns_cell_new_from_json (json_node_get_object (element), error);
      if (cell == NULL)
        {
          g_prefix_error (error, "Cell %u of the notebook is not valid: ", i + 1);
          return FALSE;
        }
      tns_notebook_take_read_cell (self, cell);
    }
  return TRUE;
}

/* The root object of @text; NULL with a message that says where the text stops being JSON. */
static JsonObject *
parse_root (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) parse_error = NULL;
  const char *reason = NULL;

  if (!g_utf8_validate (text, (gssize) length, NULL))
    reason = "it is not UTF-8 text";
  else if (tns_json_is_too_deep (text, length))
    reason = "its brackets nest too deep";
  else if (!json_parser_load_from_data (parser, text, (gssize) length, &parse_error))
    reason = parse_error->message;
  else if (json_parser_get_root (parser) == NULL
           || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    reason = "its content is not a JSON object";

  if (reason != NULL)
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "The file is not a notebook: %s", reason);
      return NULL;
    }
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

TnsNotebook *
tns_notebook_load_text (const char *text, gssize length, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (JsonObject) record = parse_root (text, n_bytes, error);
  if (record == NULL || !check_version (record, error))
    return NULL;

  g_autoptr (TnsNotebook) self = tns_notebook_new ();
  if (!read_cells (self, record, error))
    return NULL;
  tns_notebook_set_json (self, record);
  tns_notebook_set_saved (self, NULL);
  return g_steal_pointer (&self);
}

TnsNotebook *
tns_notebook_load (GFile *file, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  if (!g_file_load_contents (file, NULL, &text, &length, NULL, error))
    return NULL;

  TnsNotebook *self = tns_notebook_load_text (text, (gssize) length, error);
  if (self != NULL)
    tns_notebook_set_saved (self, file);
  return self;
}

/* ---- writing ---- */

char *
tns_notebook_to_text (TnsNotebook *self)
{
  JsonObject *record = tns_notebook_get_json (self);
  JsonArray *cells = json_array_new ();
  for (guint i = 0; i < tns_notebook_get_n_cells (self); i++)
    json_array_add_object_element (
        cells, json_object_ref (tns_cell_get_json (tns_notebook_get_cell (self, i))));

  json_object_set_array_member (record, "cells", cells);
  if (!json_object_has_member (record, "metadata"))
    json_object_set_object_member (record, "metadata", json_object_new ());
  json_object_set_int_member (record, "nbformat", FORMAT);
  json_object_set_int_member (record, "nbformat_minor",
                              MAX (FORMAT_MINOR, get_int (record, "nbformat_minor", 0)));

  g_autoptr (JsonNode) root = json_node_alloc ();
  json_node_init_object (root, record);
  return tns_json_to_text (root);
}

static gboolean
fail_errno (GError **error, const char *what, const char *path)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "Cannot %s “%s”: %s", what,
               name, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n_written = write (fd, text, length);
      if (n_written < 0 && errno == EINTR)
        continue;
      if (n_written < 0)
        return FALSE;
      text += n_written;
      length -= (gsize) n_written;
    }
  return TRUE;
}

static mode_t
get_default_mode (void)
{
  /* The umask can only be read by setting it, which other threads would see; a file made the plain
   * way has it applied by the kernel, so 0644 is the honest guess for a new notebook. */
  return 0644;
}

/* Makes the rename itself durable. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

static gboolean
write_beside (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *beside = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
  struct stat old;
  gboolean is_new = stat (path, &old) != 0;

  int fd = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_errno (error, "write beside", path);

  gboolean ok = write_all (fd, text, strlen (text));
  ok = ok && fchmod (fd, is_new ? get_default_mode () : old.st_mode & 07777) == 0;
  /* Ownership can only be kept by root; a notebook of one's own has it anyway. */
  if (ok && !is_new && fchown (fd, old.st_uid, old.st_gid) != 0)
    errno = 0;
  ok = ok && fsync (fd) == 0;
  int write_errno = errno;
  close (fd);
  errno = write_errno;
  ok = ok && g_rename (beside, path) == 0;
  if (!ok)
    {
      fail_errno (error, "write", path);
      g_unlink (beside);
      return FALSE;
    }
  sync_folder (folder);
  return TRUE;
}

gboolean
tns_notebook_write_text (GFile *file, const char *text, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "Cannot save to “%s”: it is not a file on this machine", uri);
      return FALSE;
    }

  /* A link keeps pointing at the notebook: what it names is replaced, not the link. */
  g_autofree char *target = realpath (path, NULL);
  return write_beside (target != NULL ? target : path, text, error);
}

gboolean
tns_notebook_save (TnsNotebook *self, GFile *file, GError **error)
{
  if (file == NULL)
    file = tns_notebook_get_file (self);
  g_return_val_if_fail (file != NULL, FALSE);

  g_autofree char *text = tns_notebook_to_text (self);
  if (!tns_notebook_write_text (file, text, error))
    return FALSE;
  tns_notebook_set_saved (self, file);
  return TRUE;
}
