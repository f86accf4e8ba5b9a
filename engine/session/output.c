/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/output.h"

#include <string.h>

/*
 * An output keeps the JSON object of the file as its one truth. What readers ask for often, the
 * text to show, is joined from it once; a stream's text alone is kept apart while it grows, and
 * goes back into the object when the file is written.
 */

struct _TnsOutput
{
  GObject parent_instance;

  JsonObject *record;
  TnsOutputKind kind;
  GString *text;          /* stream, result, display: text/plain; error: traceback. NULL: none */
  gboolean is_text_newer; /* a stream's text is ahead of the record */
  GHashTable *joined;     /* mime → text, for data stored as a list of lines */
  char *display_id;
};

G_DEFINE_FINAL_TYPE (TnsOutput, tns_output, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The format stores a text as one string or as a list of strings to be joined. */
static char *
dup_joined (JsonNode *node, const char *separator)
{
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;

  JsonArray *lines = json_node_get_array (node);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (lines); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);
      if (!JSON_NODE_HOLDS_VALUE (line) || json_node_get_value_type (line) != G_TYPE_STRING)
        return NULL;
      if (i > 0)
        g_string_append (text, separator);
      g_string_append (text, json_node_get_string (line));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_string (JsonObject *record, const char *key)
{
  JsonNode *node = json_object_get_member (record, key);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static JsonObject *
get_data_object (TnsOutput *self)
{
  JsonNode *data = json_object_get_member (self->record, "data");
  return data != NULL && JSON_NODE_HOLDS_OBJECT (data) ? json_node_get_object (data) : NULL;
}

static TnsOutputKind
kind_from_name (const char *name)
{
  static const char *const names[] = {
    [TNS_OUTPUT_STREAM] = "stream",
    [TNS_OUTPUT_RESULT] = "execute_result",
    [TNS_OUTPUT_DISPLAY] = "display_data",
    [TNS_OUTPUT_ERROR] = "error",
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return i;
  return TNS_OUTPUT_OTHER;
}

static char *
dup_record_text (TnsOutput *self)
{
  JsonObject *data;
  switch (self->kind)
    {
    case TNS_OUTPUT_STREAM:
      return dup_joined (json_object_get_member (self->record, "text"), "");
    case TNS_OUTPUT_ERROR:
      return dup_joined (json_object_get_member (self->record, "traceback"), "\n");
    case TNS_OUTPUT_RESULT:
    case TNS_OUTPUT_DISPLAY:
      data = get_data_object (self);
      return data ? dup_joined (json_object_get_member (data, "text/plain"), "") : NULL;
    case TNS_OUTPUT_OTHER:
    default:
      return NULL;
    }
}

static void
read_record (TnsOutput *self)
{
  g_autofree char *text = dup_record_text (self);
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
  if (text != NULL)
    self->text = g_string_new (text);
  g_hash_table_remove_all (self->joined);
}

static JsonObject *
copy_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  json_node_init_object (node, object);
  /* json_node_copy() shares the members; a round through text is the only deep copy there is. */
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (JsonNode) copy = json_from_string (text, NULL);
  return json_node_dup_object (copy);
}

static JsonNode *
lines_node_new (const char *text)
{
  JsonArray *lines = json_array_new ();
  for (const char *line = text; *line != '\0';)
    {
      const char *end = strchr (line, '\n');
      gsize length = end != NULL ? (gsize) (end - line) + 1 : strlen (line);
      g_autofree char *copy = g_strndup (line, length);
      json_array_add_string_element (lines, copy);
      line += length;
    }
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, lines);
  return node;
}

static void
tns_output_finalize (GObject *object)
{
  TnsOutput *self = TNS_OUTPUT (object);

  g_clear_pointer (&self->record, json_object_unref);
  g_clear_pointer (&self->joined, g_hash_table_unref);
  g_clear_pointer (&self->display_id, g_free);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);

  G_OBJECT_CLASS (tns_output_parent_class)->finalize (object);
}

static void
tns_output_class_init (TnsOutputClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tns_output_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tns_output_init (TnsOutput *self)
{
  self->joined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

TnsOutput *
tns_output_new_from_json (JsonObject *record)
{
  TnsOutput *self = g_object_new (TNS_TYPE_OUTPUT, NULL);
  self->record = copy_object (record);
  self->kind = kind_from_name (get_string (record, "output_type"));
  read_record (self);
  return self;
}

TnsOutput *
tns_output_new_stream (const char *name, const char *text)
{
  g_autoptr (JsonObject) record = json_object_new ();
  json_object_set_string_member (record, "name", name);
  json_object_set_string_member (record, "output_type", "stream");
  json_object_set_string_member (record, "text", text);
  return tns_output_new_from_json (record);
}

TnsOutputKind
tns_output_get_kind (TnsOutput *self)
{
  return self->kind;
}

const char *
tns_output_get_stream_name (TnsOutput *self)
{
  return self->kind == TNS_OUTPUT_STREAM ? get_string (self->record, "name") : NULL;
}

const char *
tns_output_get_text (TnsOutput *self)
{
  return self->text != NULL ? self->text->str : NULL;
}

/* Skips one escape sequence: CSI … final byte, OSC … BEL or ST, or ESC and one character. */
static const char *
skip_escape (const char *p)
{
  p++;
  if (*p == '[')
    {
      p++;
      while (*p != '\0' && !(*p >= 0x40 && *p <= 0x7e))
        p++;
      return *p != '\0' ? p + 1 : p;
    }
  if (*p == ']')
    {
      while (*p != '\0' && *p != '\a' && !(p[0] == '\033' && p[1] == '\\'))
        p++;
      if (*p == '\0')
        return p;
      return *p == '\a' ? p + 1 : p + 2;
    }
  return *p != '\0' ? g_utf8_next_char (p) : p;
}

char *
tns_output_dup_clean_text (TnsOutput *self)
{
  const char *p = tns_output_get_text (self);
  if (p == NULL)
    return g_strdup ("");

  g_autoptr (GString) text = g_string_new (NULL);
  /* The current line as characters, because \r and \b move among them. */
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (gunichar));
  guint column = 0;
  for (;;)
    {
      if (*p == '\0' || *p == '\n')
        {
          for (guint i = 0; i < line->len; i++)
            g_string_append_unichar (text, g_array_index (line, gunichar, i));
          if (*p == '\0')
            break;
          g_string_append_c (text, '\n');
          g_array_set_size (line, 0);
          column = 0;
          p++;
        }
      else if (*p == '\033')
        {
          p = skip_escape (p);
        }
      else if (*p == '\r' || *p == '\b')
        {
          column = *p == '\r' || column == 0 ? 0 : column - 1;
          p++;
        }
      else
        {
          gunichar c = g_utf8_get_char (p);
          if (column < line->len)
            g_array_index (line, gunichar, column) = c;
          else
            g_array_append_val (line, c);
          column++;
          p = g_utf8_next_char (p);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
tns_output_get_data (TnsOutput *self, const char *mime)
{
  JsonObject *data = get_data_object (self);
  JsonNode *node = data != NULL ? json_object_get_member (data, mime) : NULL;
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);

  char *text = g_hash_table_lookup (self->joined, mime);
  if (text == NULL && (text = dup_joined (node, "")) != NULL)
    g_hash_table_insert (self->joined, g_strdup (mime), text);
  return text;
}

GBytes *
tns_output_dup_png (TnsOutput *self)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  const char *base64 = tns_output_get_data (self, "image/png");
  if (base64 == NULL)
    return NULL;

  gsize n_bytes = 0;
  g_autofree guchar *bytes = g_base64_decode (base64, &n_bytes);
  if (n_bytes < sizeof signature || memcmp (bytes, signature, sizeof signature) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), n_bytes);
}

gint64
tns_output_get_execution_count (TnsOutput *self)
{
  JsonNode *node = json_object_get_member (self->record, "execution_count");
  if (self->kind != TNS_OUTPUT_RESULT || node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return 0;
  return json_node_get_int (node);
}

const char *
tns_output_get_error_name (TnsOutput *self)
{
  return self->kind == TNS_OUTPUT_ERROR ? get_string (self->record, "ename") : NULL;
}

const char *
tns_output_get_error_value (TnsOutput *self)
{
  return self->kind == TNS_OUTPUT_ERROR ? get_string (self->record, "evalue") : NULL;
}

const char *
tns_output_get_display_id (TnsOutput *self)
{
  return self->display_id;
}

void
tns_output_set_display_id (TnsOutput *self, const char *display_id)
{
  g_free (self->display_id);
  self->display_id = g_strdup (display_id);
}

void
tns_output_append_text (TnsOutput *self, const char *text)
{
  g_return_if_fail (self->kind == TNS_OUTPUT_STREAM);

  if (self->text == NULL)
    self->text = g_string_new (NULL);
  g_string_append (self->text, text);
  self->is_text_newer = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tns_output_update_data (TnsOutput *self, JsonObject *record)
{
  static const char *const keys[] = { "data", "metadata" };
  g_autoptr (JsonObject) copy = copy_object (record);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (json_object_has_member (copy, keys[i]))
      json_object_set_member (self->record, keys[i], json_object_dup_member (copy, keys[i]));
  read_record (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

JsonObject *
tns_output_get_json (TnsOutput *self)
{
  if (self->is_text_newer)
    {
      json_object_set_member (self->record, "text", lines_node_new (self->text->str));
      self->is_text_newer = FALSE;
    }
  return self->record;
}
