/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/matmul/matmul-picture.h"
#include "ui/operation/matmul/matmul-product.h"

G_BEGIN_DECLS

/**
 * TnuMatmulControls:
 *
 * The column beside the picture: in which order the product is watched, its shapes, the rules that
 * apply, the tables of a batch, the way back, and when the shapes disagree what can be done.
 *
 * Signals: ::mode-chosen (int), ::view-chosen (int), ::table-chosen (int64), ::fix-chosen (int:
 * index into tnu_matmul_product_find_fixes()).
 */
#define TNU_TYPE_MATMUL_CONTROLS (tnu_matmul_controls_get_type ())
G_DECLARE_FINAL_TYPE (TnuMatmulControls, tnu_matmul_controls, TNU, MATMUL_CONTROLS, GtkWidget)

/* Fixes that are offered at most. */
#define TNU_MATMUL_MAX_FIXES 6

/* Both are borrowed and must outlive the widget. */
GtkWidget *tnu_matmul_controls_new (const TnuMatmulPicture *picture,
                                    const TnuMatmulProduct *product);

/* The product is another one: everything is made anew. */
void tnu_matmul_controls_rebuild (TnuMatmulControls *self);
/* Mode, view, table or the numbers have changed. */
void tnu_matmul_controls_update (TnuMatmulControls *self);

G_END_DECLS
