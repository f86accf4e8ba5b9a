/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/**
 * TnuAxisRow:
 *
 * The axes of a tensor as chips that can be dragged into another order. By keyboard: arrows choose
 * a chip, Shift and arrows move it; or Space lifts it, arrows carry it, Space drops it and Escape
 * sends it home.
 *
 * Signals: ::changed () when a chip has moved, also while it is under the pointer.
 */
#define TNU_TYPE_AXIS_ROW (tnu_axis_row_get_type ())
G_DECLARE_FINAL_TYPE (TnuAxisRow, tnu_axis_row, TNU, AXIS_ROW, GtkWidget)

/* @swaps: a chip changes places with the one it is dropped on, and all others are at home. */
GtkWidget *tnu_axis_row_new (const TnuShape *shape, gboolean swaps);

/* @order: which axis stands at every place. */
void tnu_axis_row_set_order (TnuAxisRow *self, const TnuShape *order);
const TnuShape *tnu_axis_row_get_order (TnuAxisRow *self);

G_END_DECLS
