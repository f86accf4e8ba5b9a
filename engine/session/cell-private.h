/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/cell.h"

G_BEGIN_DECLS

/* Between the cell and the notebook that holds it. */

/**
 * tns_cell_new:
 * @id: (nullable): NULL makes one
 */
TnsCell *tns_cell_new (const char *id, TnsCellType type, const char *source);

/**
 * tns_cell_new_from_json:
 * @record: one element of a notebook's "cells"; taken over as the cell's memory of unknown keys
 * @error: says what is wrong with @record
 */
TnsCell *tns_cell_new_from_json (JsonObject *record, GError **error);

/* (transfer none): the record, brought up to date with the cell. */
JsonObject *tns_cell_get_json (TnsCell *self);

/* Give the cell an id of its own, because the file has none or has it twice. */
void tns_cell_renew_id (TnsCell *self);

/* Set without telling the notebook's history. */
void tns_cell_restore_source (TnsCell *self, const char *source);
void tns_cell_restore_type (TnsCell *self, TnsCellType type);

/*
 * Signals besides notify, for the notebook:
 *   ::edited (int what, const char *before): the user changed source (what 0, @before the text it
 *     had) or type (what 1)
 *   ::outputs-changed (): outputs or execution count
 */
enum
{
  TNS_CELL_EDIT_SOURCE,
  TNS_CELL_EDIT_TYPE,
};

G_END_DECLS
