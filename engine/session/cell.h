/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/output.h"

G_BEGIN_DECLS

typedef enum
{
  TNS_CELL_CODE,
  TNS_CELL_MARKDOWN,
  TNS_CELL_RAW,
} TnsCellType;

/**
 * TnsCellState:
 * @TNS_CELL_IDLE: nothing asked
 * @TNS_CELL_QUEUED: waits for its turn in the runner
 * @TNS_CELL_RUNNING: runs now
 */
typedef enum
{
  TNS_CELL_IDLE,
  TNS_CELL_QUEUED,
  TNS_CELL_RUNNING,
} TnsCellState;

/**
 * TnsCell:
 *
 * One cell of a notebook: a source text and, for code, its outputs. Cells are made by the notebook.
 *
 * Properties (all readable, notify on change): "source", "cell-type" (int), "state" (int),
 * "execution-count" (int64, 0 when never run). Outputs are a GListModel of #TnsOutput.
 *
 * Setting source or type of a cell that is in a notebook is recorded there for undo.
 */
#define TNS_TYPE_CELL (tns_cell_get_type ())
G_DECLARE_FINAL_TYPE (TnsCell, tns_cell, TNS, CELL, GObject)

/* The cell's id in the file: unique in its notebook, 1–64 letters, digits, '-' or '_'. */
const char *tns_cell_get_id (TnsCell *self);

TnsCellType tns_cell_get_cell_type (TnsCell *self);

/* Change the type; outputs are kept, but shown and saved only while the cell is code. */
void tns_cell_set_cell_type (TnsCell *self, TnsCellType type);

const char *tns_cell_get_source (TnsCell *self);
void tns_cell_set_source (TnsCell *self, const char *source);

/* How often the interpreter had run cells when this one ran: the [n] of its label; 0 for [ ]. */
gint64 tns_cell_get_execution_count (TnsCell *self);

TnsCellState tns_cell_get_state (TnsCell *self);

/* (transfer none): the live list of #TnsOutput; to be shown for code cells only. */
GListModel *tns_cell_get_outputs (TnsCell *self);

/* Forget outputs and execution count. */
void tns_cell_clear_outputs (TnsCell *self);

/* The rest belongs to the runner and to the file reader. */

void tns_cell_set_execution_count (TnsCell *self, gint64 count);
void tns_cell_set_state (TnsCell *self, TnsCellState state);

/**
 * tns_cell_add_output:
 * @output: text of the stream that the last output already shows is joined to it
 */
void tns_cell_add_output (TnsCell *self, TnsOutput *output);

G_END_DECLS
