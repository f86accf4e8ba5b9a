/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/cell-private.h"
#include "engine/session/notebook-private.h"

#include <string.h>

/*
 * The list of cells and the history of what the user did to it. Every change goes through one Edit
 * that knows how to be done and undone; outputs are no edits, so that undo never takes away what a
 * cell printed, but they do count as modifications of the file.
 */

typedef enum
{
  EDIT_INSERT,
  EDIT_DELETE,
  EDIT_MOVE,
  EDIT_SOURCE,
  EDIT_TYPE,
} EditKind;

typedef struct
{
  EditKind kind;
  TnsCell *cell;
  guint position;      /* INSERT, DELETE: where; MOVE: from */
  guint target;        /* MOVE: to */
  char *before;        /* SOURCE */
  char *after;         /* SOURCE; NULL while the edit is still open and the cell has the text */
  TnsCellType type[2]; /* TYPE: before, after */
  guint group;         /* edits of one group are undone together; 0: alone */
  guint64 serial;
} Edit;

struct _TnsNotebook
{
  GObject parent_instance;

  GPtrArray *cells;
  GPtrArray *done;
  GPtrArray *undone;
  gboolean is_edit_open; /* the last edit takes further changes of the same source */
  guint group;
  guint group_depth;
  guint last_group;
  guint64 last_serial;
  guint64 saved_serial;
  gboolean are_outputs_newer;
  gboolean was_modified;
  GFile *file;
  JsonObject *record; /* the file's object, for the keys that this program does not know */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TnsNotebook, tns_notebook, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

G_DEFINE_QUARK (tns-notebook-error-quark, tns_notebook_error)

enum
{
  PROP_FILE = 1,
  PROP_MODIFIED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS,
};

enum
{
  CELL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
edit_free (Edit *edit)
{
  g_object_unref (edit->cell);
  g_free (edit->before);
  g_free (edit->after);
  g_free (edit);
}

/* ---- GListModel ---- */

static GType
get_item_type (GListModel *model)
{
  return TNS_TYPE_CELL;
}

static guint
get_n_items (GListModel *model)
{
  return TNS_NOTEBOOK (model)->cells->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  TnsCell *cell = tns_notebook_get_cell (TNS_NOTEBOOK (model), position);
  return cell != NULL ? g_object_ref (cell) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- the list, without history ---- */

static void
notify_modified (TnsNotebook *self)
{
  gboolean is_modified = tns_notebook_is_modified (self);
  if (is_modified == self->was_modified)
    return;
  self->was_modified = is_modified;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODIFIED]);
}

static void
notify_history (TnsNotebook *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
  notify_modified (self);
}

static void
on_cell_outputs_changed (TnsNotebook *self, TnsCell *cell)
{
  self->are_outputs_newer = TRUE;
  notify_modified (self);
  g_signal_emit (self, signals[CELL_CHANGED], 0, cell);
}

static void
on_cell_notify (TnsNotebook *self, GParamSpec *pspec, TnsCell *cell)
{
  g_signal_emit (self, signals[CELL_CHANGED], 0, cell);
}

static void on_cell_edited (TnsNotebook *self, int what, const char *before, TnsCell *cell);

static void
put_cell (TnsNotebook *self, guint position, TnsCell *cell)
{
  g_ptr_array_insert (self->cells, (int) position, g_object_ref (cell));
  g_signal_connect_object (cell, "edited", G_CALLBACK (on_cell_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "outputs-changed", G_CALLBACK (on_cell_outputs_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::source", G_CALLBACK (on_cell_notify), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "notify::cell-type", G_CALLBACK (on_cell_notify), self,
                           G_CONNECT_SWAPPED);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static void
take_cell (TnsNotebook *self, guint position)
{
  g_autoptr (TnsCell) cell = g_object_ref (g_ptr_array_index (self->cells, position));
  g_signal_handlers_disconnect_by_data (cell, self);
  g_ptr_array_remove_index (self->cells, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
shift_cell (TnsNotebook *self, guint from, guint to)
{
  gpointer cell = g_ptr_array_steal_index (self->cells, from);
  g_ptr_array_insert (self->cells, (int) to, cell);
  guint first = MIN (from, to);
  guint n_touched = MAX (from, to) - first + 1;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_touched, n_touched);
}

/* ---- history ---- */

static Edit *
get_last (GPtrArray *edits)
{
  return edits->len > 0 ? g_ptr_array_index (edits, edits->len - 1) : NULL;
}

static Edit *
record_edit (TnsNotebook *self, EditKind kind, TnsCell *cell)
{
  Edit *edit = g_new0 (Edit, 1);
  edit->kind = kind;
  edit->cell = g_object_ref (cell);
  edit->group = self->group_depth > 0 ? self->group : 0;
  edit->serial = ++self->last_serial;

  tns_notebook_break_edit (self);
  g_ptr_array_set_size (self->undone, 0);
  g_ptr_array_add (self->done, edit);
  return edit;
}

static void
on_cell_edited (TnsNotebook *self, int what, const char *before, TnsCell *cell)
{
  if (what == TNS_CELL_EDIT_TYPE)
    {
      Edit *edit = record_edit (self, EDIT_TYPE, cell);
      edit->type[0] = tns_cell_get_cell_type (cell);
      /* The new type is filled in when the edit is undone, from the cell as it is then. */
      edit->type[1] = edit->type[0];
    }
  else
    {
      Edit *last = get_last (self->done);
      gboolean joins = self->is_edit_open && last != NULL && last->kind == EDIT_SOURCE
                       && last->cell == cell && last->serial != self->saved_serial;
      if (!joins)
        {
          record_edit (self, EDIT_SOURCE, cell)->before = g_strdup (before);
          self->is_edit_open = TRUE;
        }
    }
  notify_history (self);
}

void
tns_notebook_break_edit (TnsNotebook *self)
{
  self->is_edit_open = FALSE;
}

void
tns_notebook_begin_group (TnsNotebook *self)
{
  if (self->group_depth++ == 0)
    self->group = ++self->last_group;
  tns_notebook_break_edit (self);
}

void
tns_notebook_end_group (TnsNotebook *self)
{
  g_return_if_fail (self->group_depth > 0);
  self->group_depth--;
  tns_notebook_break_edit (self);
}

static void
revert (TnsNotebook *self, Edit *edit)
{
  switch (edit->kind)
    {
    case EDIT_INSERT:
      take_cell (self, edit->position);
      break;
    case EDIT_DELETE:
      put_cell (self, edit->position, edit->cell);
      break;
    case EDIT_MOVE:
      shift_cell (self, edit->target, edit->position);
      break;
    case EDIT_SOURCE:
      g_free (edit->after);
      edit->after = g_strdup (tns_cell_get_source (edit->cell));
      tns_cell_restore_source (edit->cell, edit->before);
      break;
    case EDIT_TYPE:
    default:
      edit->type[1] = tns_cell_get_cell_type (edit->cell);
      tns_cell_restore_type (edit->cell, edit->type[0]);
    }
}

static void
apply (TnsNotebook *self, Edit *edit)
{
  switch (edit->kind)
    {
    case EDIT_INSERT:
      put_cell (self, edit->position, edit->cell);
      break;
    case EDIT_DELETE:
      take_cell (self, edit->position);
      break;
    case EDIT_MOVE:
      shift_cell (self, edit->position, edit->target);
      break;
    case EDIT_SOURCE:
      tns_cell_restore_source (edit->cell, edit->after);
      break;
    case EDIT_TYPE:
    default:
      tns_cell_restore_type (edit->cell, edit->type[1]);
    }
}

/* Moves the last edit, and the rest of its group, from one stack to the other. */
static TnsCell *
step_history (TnsNotebook *self,
              GPtrArray *from,
              GPtrArray *to,
              void (*step) (TnsNotebook *self, Edit *edit))
{
  TnsCell *cell = NULL;
  guint group = 0;

  tns_notebook_break_edit (self);
  for (Edit *edit = get_last (from); edit != NULL; edit = get_last (from))
    {
      if (cell != NULL && (group == 0 || edit->group != group))
        break;
      g_ptr_array_steal_index (from, from->len - 1);
      g_ptr_array_add (to, edit);
      step (self, edit);
      cell = edit->cell;
      group = edit->group;
    }
  if (cell != NULL)
    notify_history (self);
  return cell;
}

TnsCell *
tns_notebook_undo (TnsNotebook *self)
{
  return step_history (self, self->done, self->undone, revert);
}

TnsCell *
tns_notebook_redo (TnsNotebook *self)
{
  return step_history (self, self->undone, self->done, apply);
}

gboolean
tns_notebook_can_undo (TnsNotebook *self)
{
  return self->done->len > 0;
}

gboolean
tns_notebook_can_redo (TnsNotebook *self)
{
  return self->undone->len > 0;
}

/* ---- cells ---- */

guint
tns_notebook_get_n_cells (TnsNotebook *self)
{
  return self->cells->len;
}

TnsCell *
tns_notebook_get_cell (TnsNotebook *self, guint position)
{
  return position < self->cells->len ? g_ptr_array_index (self->cells, position) : NULL;
}

TnsCell *
tns_notebook_find_cell (TnsNotebook *self, const char *id)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      TnsCell *cell = g_ptr_array_index (self->cells, i);
      if (g_strcmp0 (tns_cell_get_id (cell), id) == 0)
        return cell;
    }
  return NULL;
}

int
tns_notebook_get_position (TnsNotebook *self, TnsCell *cell)
{
  guint position;
  return g_ptr_array_find (self->cells, cell, &position) ? (int) position : -1;
}

TnsCell *
tns_notebook_insert_cell (TnsNotebook *self, guint position, TnsCellType type, const char *source)
{
  g_return_val_if_fail (source != NULL, NULL);

  g_autoptr (TnsCell) cell = tns_cell_new (NULL, type, source);
  while (tns_notebook_find_cell (self, tns_cell_get_id (cell)) != NULL)
    tns_cell_renew_id (cell);
  position = MIN (position, self->cells->len);

  record_edit (self, EDIT_INSERT, cell)->position = position;
  put_cell (self, position, cell);
  notify_history (self);
  return cell;
}

TnsCell *
tns_notebook_append_cell (TnsNotebook *self, TnsCellType type, const char *source)
{
  return tns_notebook_insert_cell (self, G_MAXUINT, type, source);
}

void
tns_notebook_delete_cell (TnsNotebook *self, TnsCell *cell)
{
  int position = tns_notebook_get_position (self, cell);
  g_return_if_fail (position >= 0);

  record_edit (self, EDIT_DELETE, cell)->position = (guint) position;
  take_cell (self, (guint) position);
  notify_history (self);
}

void
tns_notebook_move_cell (TnsNotebook *self, TnsCell *cell, guint position)
{
  int from = tns_notebook_get_position (self, cell);
  g_return_if_fail (from >= 0);

  position = MIN (position, self->cells->len - 1);
  if ((guint) from == position)
    return;
  Edit *edit = record_edit (self, EDIT_MOVE, cell);
  edit->position = (guint) from;
  edit->target = position;
  shift_cell (self, edit->position, edit->target);
  notify_history (self);
}

/* ---- the file ---- */

GFile *
tns_notebook_get_file (TnsNotebook *self)
{
  return self->file;
}

gboolean
tns_notebook_is_modified (TnsNotebook *self)
{
  Edit *last = get_last (self->done);
  return self->are_outputs_newer || (last != NULL ? last->serial : 0) != self->saved_serial;
}

void
tns_notebook_set_saved (TnsNotebook *self, GFile *file)
{
  Edit *last = get_last (self->done);
  tns_notebook_break_edit (self);
  self->saved_serial = last != NULL ? last->serial : 0;
  self->are_outputs_newer = FALSE;
  if (g_set_object (&self->file, file))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  notify_modified (self);
}

void
tns_notebook_take_read_cell (TnsNotebook *self, TnsCell *cell)
{
  while (tns_notebook_find_cell (self, tns_cell_get_id (cell)) != NULL)
    tns_cell_renew_id (cell);
  put_cell (self, self->cells->len, cell);
  g_object_unref (cell);
}

void
tns_notebook_set_json (TnsNotebook *self, JsonObject *record)
{
  json_object_ref (record);
  json_object_unref (self->record);
  self->record = record;
}

JsonObject *
tns_notebook_get_json (TnsNotebook *self)
{
  return self->record;
}

/* ---- object ---- */

static void
tns_notebook_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TnsNotebook *self = TNS_NOTEBOOK (object);

  switch (prop_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, tns_notebook_is_modified (self));
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, tns_notebook_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, tns_notebook_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tns_notebook_finalize (GObject *object)
{
  TnsNotebook *self = TNS_NOTEBOOK (object);

  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->undone, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->record, json_object_unref);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (tns_notebook_parent_class)->finalize (object);
}

static void
tns_notebook_class_init (TnsNotebookClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tns_notebook_get_property;
  object_class->finalize = tns_notebook_finalize;

  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CELL_CHANGED]
      = g_signal_new ("cell-changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, TNS_TYPE_CELL);
}

static void
tns_notebook_init (TnsNotebook *self)
{
  self->cells = g_ptr_array_new_with_free_func (g_object_unref);
  self->done = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);
  self->undone = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);
  self->record = tns_notebook_new_record ();
}

TnsNotebook *
tns_notebook_new (void)
{
  return g_object_new (TNS_TYPE_NOTEBOOK, NULL);
}
