/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/index/index-choice.h"

G_BEGIN_DECLS

/* A name on its way from a chip to an axis: what drop targets get. */
typedef struct
{
  char *text;
} TnuIndexName;

#define TNU_TYPE_INDEX_NAME (tnu_index_name_get_type ())
GType tnu_index_name_get_type (void);

/**
 * TnuIndexNameRow:
 *
 * The names that can index a tensor, as chips: dragged on an axis, or put on one from a menu.
 *
 * Signals: ::chosen (int dim, const char *name): of the menu.
 */
#define TNU_TYPE_INDEX_NAME_ROW (tnu_index_name_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuIndexNameRow, tnu_index_name_row, TNU, INDEX_NAME_ROW, GtkWidget)

GtkWidget *tnu_index_name_row_new (void);

/**
 * tnu_index_name_row_show:
 * @name: of the tensor that is indexed: it is left out
 *
 * Returns: how many chips there are
 */
int tnu_index_name_row_show (TnuIndexNameRow *self, const TnuIndexSource *source,
                             const char *name);

/* (transfer full): "idx (3,)" and "idx: 3 whole numbers". */
char *tnu_index_tensor_dup_label (const TnuIndexTensor *tensor);
char *tnu_index_tensor_dup_words (const TnuIndexTensor *tensor);

G_END_DECLS
