/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/cell/selection.h"

G_BEGIN_DECLS

/**
 * TnuSelectionView:
 *
 * The section of the inspector about the selected range: its index in axis colours, its shape, and
 * smallest, largest, mean and sum. Not there while nothing is selected.
 */
#define TNU_TYPE_SELECTION_VIEW (tnu_selection_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuSelectionView, tnu_selection_view, TNU, SELECTION_VIEW, GtkWidget)

GtkWidget *tnu_selection_view_new (void);
void tnu_selection_view_set_selection (TnuSelectionView *self, TnuSelection *selection);

G_END_DECLS
