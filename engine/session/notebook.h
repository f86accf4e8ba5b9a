/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/cell.h"

G_BEGIN_DECLS

/**
 * TnsNotebookError:
 * @TNS_NOTEBOOK_ERROR_CORRUPT: the file is not a notebook
 * @TNS_NOTEBOOK_ERROR_VERSION: a notebook of a format older or newer than 4.x
 */
typedef enum
{
  TNS_NOTEBOOK_ERROR_CORRUPT,
  TNS_NOTEBOOK_ERROR_VERSION,
} TnsNotebookError;

#define TNS_NOTEBOOK_ERROR (tns_notebook_error_quark ())
GQuark tns_notebook_error_quark (void);

/**
 * TnsNotebook:
 *
 * The document: a GListModel of #TnsCell, read from and written to the Jupyter format (4.x in,
 * 4.5 out), with unlimited undo of what the user did to it.
 *
 * Properties (notify on change): "file" (GFile or NULL), "modified", "can-undo", "can-redo".
 *
 * Signals: ::cell-changed (TnsCell *cell) when source, type or outputs of a cell changed.
 *
 * Belongs to the thread that made it.
 */
#define TNS_TYPE_NOTEBOOK (tns_notebook_get_type ())
G_DECLARE_FINAL_TYPE (TnsNotebook, tns_notebook, TNS, NOTEBOOK, GObject)

/* An empty, unsaved notebook with no cell. */
TnsNotebook *tns_notebook_new (void);

/**
 * tns_notebook_load:
 * @file: an .ipynb file
 *
 * Errors: those of reading @file; TNS_NOTEBOOK_ERROR otherwise, with a message for the user.
 *
 * Returns: (transfer full) (nullable): the notebook, NULL with @error set
 */
TnsNotebook *tns_notebook_load (GFile *file, GError **error);

/* The same from the text of a file; the notebook has no #GFile. */
TnsNotebook *tns_notebook_load_text (const char *text, gssize length, GError **error);

/**
 * tns_notebook_save:
 * @file: (nullable): where to; NULL for where it was loaded from or last saved
 *
 * Writes the whole file beside the old one, then puts it in its place: either the old or the new
 * file is there at every moment, with the old one's permissions. On success @file becomes the
 * notebook's file and "modified" is FALSE.
 */
gboolean tns_notebook_save (TnsNotebook *self, GFile *file, GError **error);

/* (transfer full): the text tns_notebook_save() writes. */
char *tns_notebook_to_text (TnsNotebook *self);

GFile *tns_notebook_get_file (TnsNotebook *self);
gboolean tns_notebook_is_modified (TnsNotebook *self);

guint tns_notebook_get_n_cells (TnsNotebook *self);

/* (transfer none): NULL past the end. */
TnsCell *tns_notebook_get_cell (TnsNotebook *self, guint position);

/* (transfer none): the cell with this id, or NULL. */
TnsCell *tns_notebook_find_cell (TnsNotebook *self, const char *id);

/* Where @cell stands, -1 when it is not in the notebook. */
int tns_notebook_get_position (TnsNotebook *self, TnsCell *cell);

/**
 * tns_notebook_insert_cell:
 * @position: 0 … n_cells; larger means at the end
 *
 * Returns: (transfer none): the new cell
 */
TnsCell *tns_notebook_insert_cell (TnsNotebook *self,
                                   guint position,
                                   TnsCellType type,
                                   const char *source);

/* tns_notebook_insert_cell() at the end. */
TnsCell *tns_notebook_append_cell (TnsNotebook *self, TnsCellType type, const char *source);

void tns_notebook_delete_cell (TnsNotebook *self, TnsCell *cell);

/* Put @cell where it stands at @position afterwards. */
void tns_notebook_move_cell (TnsNotebook *self, TnsCell *cell, guint position);

/**
 * tns_notebook_undo:
 *
 * Takes back the last edit: insertion, deletion, move, change of source or type. Consecutive
 * changes of one cell's source are one edit, until tns_notebook_break_edit() or another edit.
 * A deleted cell comes back as the same object, outputs included.
 *
 * Returns: (transfer none) (nullable): the cell that was touched (for a removed one, its object),
 *   NULL when there was nothing to undo
 */
TnsCell *tns_notebook_undo (TnsNotebook *self);
TnsCell *tns_notebook_redo (TnsNotebook *self);
gboolean tns_notebook_can_undo (TnsNotebook *self);
gboolean tns_notebook_can_redo (TnsNotebook *self);

/* The next change of source starts an edit of its own (the cell lost the focus, or ran). */
void tns_notebook_break_edit (TnsNotebook *self);

/* Edits between the two are undone together. Nestable. */
void tns_notebook_begin_group (TnsNotebook *self);
void tns_notebook_end_group (TnsNotebook *self);

G_END_DECLS
