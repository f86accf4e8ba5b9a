/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/builder/value-table.h"

G_BEGIN_DECLS

/**
 * TnuValueGrid:
 *
 * A table to type into, drawn as the cells of a tensor. Arrows, Tab, Enter, Home and End walk, with
 * Shift they select; typing replaces, F2 goes on with what is there, Escape gives it back; Delete
 * empties; Ctrl+A, C, X and V as everywhere. Tab behind the last cell adds a row; Ctrl+Tab leaves.
 *
 * Signals: ::changed () when the table has changed; ::told (string) what a key could not do.
 */
#define TNU_TYPE_VALUE_GRID (tnu_value_grid_get_type ())
G_DECLARE_FINAL_TYPE (TnuValueGrid, tnu_value_grid, TNU, VALUE_GRID, GtkWidget)

/* @table: borrowed, outlives the grid's use of it. */
GtkWidget *tnu_value_grid_new (TnuValueTable *table);

/* The table was changed by others. */
void tnu_value_grid_refresh (TnuValueGrid *self);

/* The cells that are selected; at least the cursor's. */
TnuCellRange tnu_value_grid_get_range (TnuValueGrid *self);

/* Asks the clipboard for a table and puts it from the cursor on. */
void tnu_value_grid_paste (TnuValueGrid *self);

/* The table is no longer there. */
void tnu_value_grid_forget (TnuValueGrid *self);

G_END_DECLS
