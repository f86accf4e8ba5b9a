/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/cell-private.h"
#include "engine/session/notebook.h"

#include <string.h>

/*
 * A cell keeps the JSON object it was read from, so that keys this program does not know survive;
 * the keys it does know are written over it when the notebook is saved. New cells start from an
 * object with the keys in the order Jupyter writes them.
 */

struct _TnsCell
{
  GObject parent_instance;

  JsonObject *record;
  char *id;
  char *source;
  TnsCellType type;
  TnsCellState state;
  gint64 execution_count;
  GListStore *outputs;
};

G_DEFINE_FINAL_TYPE (TnsCell, tns_cell, G_TYPE_OBJECT)

enum
{
  PROP_SOURCE = 1,
  PROP_CELL_TYPE,
  PROP_STATE,
  PROP_EXECUTION_COUNT,
  N_PROPS,
};

enum
{
  EDITED,
  OUTPUTS_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const type_names[] = {
  [TNS_CELL_CODE] = "code",
  [TNS_CELL_MARKDOWN] = "markdown",
  [TNS_CELL_RAW] = "raw",
};

static void
tns_cell_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TnsCell *self = TNS_CELL (object);

  switch (prop_id)
    {
    case PROP_SOURCE:
      g_value_set_string (value, self->source);
      break;
    case PROP_CELL_TYPE:
      g_value_set_int (value, (int) self->type);
      break;
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_EXECUTION_COUNT:
      g_value_set_int64 (value, self->execution_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tns_cell_finalize (GObject *object)
{
  TnsCell *self = TNS_CELL (object);

  g_clear_pointer (&self->record, json_object_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->source, g_free);
  g_clear_object (&self->outputs);

  G_OBJECT_CLASS (tns_cell_parent_class)->finalize (object);
}

static void
tns_cell_class_init (TnsCellClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tns_cell_get_property;
  object_class->finalize = tns_cell_finalize;

  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "", flags);
  properties[PROP_CELL_TYPE]
      = g_param_spec_int ("cell-type", NULL, NULL, TNS_CELL_CODE, TNS_CELL_RAW, TNS_CELL_CODE, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, TNS_CELL_IDLE, TNS_CELL_RUNNING,
                                             TNS_CELL_IDLE, flags);
  properties[PROP_EXECUTION_COUNT]
      = g_param_spec_int64 ("execution-count", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[OUTPUTS_CHANGED] = g_signal_new ("outputs-changed", G_TYPE_FROM_CLASS (class),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tns_cell_init (TnsCell *self)
{
  self->outputs = g_list_store_new (TNS_TYPE_OUTPUT);
}

static char *
dup_random_id (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  uuid[8] = '\0'; /* eight hexadecimal digits, as Jupyter makes them */
  return g_steal_pointer (&uuid);
}

/* nbformat's schema: ^[a-zA-Z0-9-_]+$, 1 to 64 characters. */
static gboolean
is_valid_id (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;
  if (length < 1 || length > 64)
    return FALSE;
  for (; *id != '\0'; id++)
    if (!g_ascii_isalnum (*id) && *id != '-' && *id != '_')
      return FALSE;
  return TRUE;
}

static JsonObject *
new_record (void)
{
  JsonObject *record = json_object_new ();
  json_object_set_string_member (record, "cell_type", "code");
  json_object_set_null_member (record, "execution_count");
  json_object_set_string_member (record, "id", "");
  json_object_set_object_member (record, "metadata", json_object_new ());
  json_object_set_array_member (record, "outputs", json_array_new ());
  json_object_set_array_member (record, "source", json_array_new ());
  return record;
}

TnsCell *
tns_cell_new (const char *id, TnsCellType type, const char *source)
{
  TnsCell *self = g_object_new (TNS_TYPE_CELL, NULL);
  self->record = new_record ();
  self->id = is_valid_id (id) ? g_strdup (id) : dup_random_id ();
  self->type = type;
  self->source = g_strdup (source);
  return self;
}

static gboolean
read_text (JsonNode *node, char **text)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  if (node != NULL && JSON_NODE_HOLDS_VALUE (node)
      && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_string_append (joined, json_node_get_string (node));
    }
  else if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *lines = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (lines); i++)
        {
          JsonNode *line = json_array_get_element (lines, i);
          if (!JSON_NODE_HOLDS_VALUE (line) || json_node_get_value_type (line) != G_TYPE_STRING)
            return FALSE;
          g_string_append (joined, json_node_get_string (line));
        }
    }
  else
    {
      return FALSE;
    }
  *text = g_string_free (g_steal_pointer (&joined), FALSE);
  return TRUE;
}

static gboolean
read_type (JsonObject *record, TnsCellType *type)
{
  JsonNode *node = json_object_get_member (record, "cell_type");
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++)
    if (g_strcmp0 (json_node_get_string (node), type_names[i]) == 0)
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_outputs (TnsCell *self, JsonObject *record, GError **error)
{
  JsonNode *node = json_object_get_member (record, "outputs");
  if (node == NULL || self->type != TNS_CELL_CODE)
    return TRUE;

  JsonArray *outputs = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; outputs != NULL && i < json_array_get_length (outputs); i++)
    {
      JsonNode *element = json_array_get_element (outputs, i);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          outputs = NULL;
          break;
        }
      g_autoptr (TnsOutput) output = tns_output_new_from_json (json_node_get_object (element));
      g_list_store_append (self->outputs, output);
    }
  if (outputs == NULL)
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "its \"outputs\" is not a list of objects");
      return FALSE;
    }
  return TRUE;
}

TnsCell *
tns_cell_new_from_json (JsonObject *record, GError **error)
{
  g_autoptr (TnsCell) self = g_object_new (TNS_TYPE_CELL, NULL);
  self->record = json_object_ref (record);

  if (!read_type (record, &self->type))
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "its \"cell_type\" is none of code, markdown and raw");
      return NULL;
    }
  if (!read_text (json_object_get_member (record, "source"), &self->source))
    {
      g_set_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT,
                   "its \"source\" is not a text");
      return NULL;
    }
  if (!read_outputs (self, record, error))
    return NULL;

  JsonNode *count = json_object_get_member (record, "execution_count");
  if (count != NULL && JSON_NODE_HOLDS_VALUE (count))
    self->execution_count = MAX (0, json_node_get_int (count));

  JsonNode *id = json_object_get_member (record, "id");
  const char *text = id != NULL && JSON_NODE_HOLDS_VALUE (id) ? json_node_get_string (id) : NULL;
  self->id = is_valid_id (text) ? g_strdup (text) : dup_random_id ();
  return g_steal_pointer (&self);
}

/* The format stores a text as a list of lines with their ends. */
static JsonArray *
new_lines (const char *text)
{
  JsonArray *lines = json_array_new ();
  while (*text != '\0')
    {
      const char *end = strchr (text, '\n');
      gsize length = end != NULL ? (gsize) (end - text) + 1 : strlen (text);
      g_autofree char *line = g_strndup (text, length);
      json_array_add_string_element (lines, line);
      text += length;
    }
  return lines;
}

static void
write_code_keys (TnsCell *self)
{
  if (self->type != TNS_CELL_CODE)
    {
      json_object_remove_member (self->record, "execution_count");
      json_object_remove_member (self->record, "outputs");
      return;
    }

  if (self->execution_count > 0)
    json_object_set_int_member (self->record, "execution_count", self->execution_count);
  else
    json_object_set_null_member (self->record, "execution_count");

  JsonArray *outputs = json_array_new ();
  guint n_outputs = g_list_model_get_n_items (G_LIST_MODEL (self->outputs));
  for (guint i = 0; i < n_outputs; i++)
    {
      g_autoptr (TnsOutput) output = g_list_model_get_item (G_LIST_MODEL (self->outputs), i);
      json_array_add_object_element (outputs, json_object_ref (tns_output_get_json (output)));
    }
  json_object_set_array_member (self->record, "outputs", outputs);
  /* Only text cells may have attachments. */
  json_object_remove_member (self->record, "attachments");
}

JsonObject *
tns_cell_get_json (TnsCell *self)
{
  json_object_set_string_member (self->record, "cell_type", type_names[self->type]);
  json_object_set_string_member (self->record, "id", self->id);
  if (!json_object_has_member (self->record, "metadata"))
    json_object_set_object_member (self->record, "metadata", json_object_new ());
  json_object_set_array_member (self->record, "source", new_lines (self->source));
  write_code_keys (self);
  return self->record;
}

void
tns_cell_renew_id (TnsCell *self)
{
  g_free (self->id);
  self->id = dup_random_id ();
}

const char *
tns_cell_get_id (TnsCell *self)
{
  return self->id;
}

TnsCellType
tns_cell_get_cell_type (TnsCell *self)
{
  return self->type;
}

void
tns_cell_restore_type (TnsCell *self, TnsCellType type)
{
  if (self->type == type)
    return;
  self->type = type;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CELL_TYPE]);
}

void
tns_cell_set_cell_type (TnsCell *self, TnsCellType type)
{
  if (self->type == type)
    return;
  g_signal_emit (self, signals[EDITED], 0, TNS_CELL_EDIT_TYPE, type_names[self->type]);
  tns_cell_restore_type (self, type);
}

const char *
tns_cell_get_source (TnsCell *self)
{
  return self->source;
}

void
tns_cell_restore_source (TnsCell *self, const char *source)
{
  if (strcmp (self->source, source) == 0)
    return;
  g_autofree char *old = self->source;
  self->source = g_strdup (source);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

void
tns_cell_set_source (TnsCell *self, const char *source)
{
  g_return_if_fail (source != NULL);

  if (strcmp (self->source, source) == 0)
    return;
  g_signal_emit (self, signals[EDITED], 0, TNS_CELL_EDIT_SOURCE, self->source);
  tns_cell_restore_source (self, source);
}

gint64
tns_cell_get_execution_count (TnsCell *self)
{
  return self->execution_count;
}

void
tns_cell_set_execution_count (TnsCell *self, gint64 count)
{
  if (self->execution_count == count)
    return;
  self->execution_count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXECUTION_COUNT]);
  g_signal_emit (self, signals[OUTPUTS_CHANGED], 0);
}

TnsCellState
tns_cell_get_state (TnsCell *self)
{
  return self->state;
}

void
tns_cell_set_state (TnsCell *self, TnsCellState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

GListModel *
tns_cell_get_outputs (TnsCell *self)
{
  return G_LIST_MODEL (self->outputs);
}

void
tns_cell_clear_outputs (TnsCell *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->outputs)) > 0)
    {
      g_list_store_remove_all (self->outputs);
      g_signal_emit (self, signals[OUTPUTS_CHANGED], 0);
    }
  tns_cell_set_execution_count (self, 0);
}

void
tns_cell_add_output (TnsCell *self, TnsOutput *output)
{
  guint n_outputs = g_list_model_get_n_items (G_LIST_MODEL (self->outputs));
  const char *stream = tns_output_get_stream_name (output);
  g_autoptr (TnsOutput) last
      = n_outputs > 0 ? g_list_model_get_item (G_LIST_MODEL (self->outputs), n_outputs - 1) : NULL;

  if (stream != NULL && last != NULL
      && g_strcmp0 (tns_output_get_stream_name (last), stream) == 0)
    tns_output_append_text (last, tns_output_get_text (output));
  else
    g_list_store_append (self->outputs, output);
  g_signal_emit (self, signals[OUTPUTS_CHANGED], 0);
}
