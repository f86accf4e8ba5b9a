/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/notebook.h"

G_BEGIN_DECLS

/* Between the notebook and the reader and writer of its file. */

/* (transfer full): what an empty notebook's file says. */
JsonObject *tns_notebook_new_record (void);

/* Append a cell that was read; @cell is taken. */
void tns_notebook_take_read_cell (TnsNotebook *self, TnsCell *cell);

/* The file's object, whose unknown keys are kept. */
void tns_notebook_set_json (TnsNotebook *self, JsonObject *record);
JsonObject *tns_notebook_get_json (TnsNotebook *self);

/* The notebook is now what @file holds. */
void tns_notebook_set_saved (TnsNotebook *self, GFile *file);

/* Puts @text in @file's place as tns_notebook_save() does; on any thread. */
gboolean tns_notebook_write_text (GFile *file, const char *text, GError **error);

G_END_DECLS
