/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/ops/op.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuTableText:
 * @rows: (element-type GPtrArray): of cells, which are texts
 * @n_cols: of the longest row
 * @leading: sizes of the axes before the last one: (n_rows) for a table, () for a list, (2, 3) for
 *   two tables of three rows, one below the other
 * @dtype: that a print names; TNU_DTYPE_AUTO: none
 *
 * What stands in a text that was copied from a spreadsheet, a file or a print. No GTK.
 */
typedef struct
{
  GPtrArray *rows;
  int n_cols;
  TnuShape leading;
  int dtype;
} TnuTableText;

/**
 * tnu_table_text_read:
 * @text: nested brackets, as PyTorch, NumPy and Python print them: "tensor([[1., 2.]])"; otherwise
 *   lines of cells, apart by tabs, semicolons, commas or blanks, whichever is found first in this
 *   order. Decimal commas are read where tabs or semicolons part the cells.
 *
 * Errors: nothing to read; a print that leaves numbers out.
 */
bool tnu_table_text_read (TnuTableText *self, const char *text, GError **error);
void tnu_table_text_clear (TnuTableText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnuTableText, tnu_table_text_clear)

/* Whether at least half of the cells that are not empty are numbers. */
bool tnu_table_text_is_table (const TnuTableText *self);

/* Takes a first row without a number away when numbers follow; returns whether there was one. */
bool tnu_table_text_drop_names (TnuTableText *self);

G_END_DECLS
