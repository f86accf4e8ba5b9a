/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include <stdbool.h>

#include "engine/session/session.h"
#include "ui/cell/selection.h"

G_BEGIN_DECLS

/**
 * TnuStageView:
 *
 * The tensors at the session's cursor as cards, scrollable. Hover reads an element, a click selects
 * its tensor and keeps the element, Ctrl+click chooses another as well; axis chips are dragged
 * between their sockets, the slider is scrubbed, Ctrl+scroll or a pinch looks closer at a table, a
 * double click into one of its cells, and dragging moves the part that is seen; elsewhere it
 * selects a range of cells, as Shift does everywhere. Tab walks the cards, arrows their cells,
 * chips (Space lifts and drops) and slider, Shift+arrows select a range, Enter selects.
 *
 * Properties: "zoom" (double, notify), "summary" (string, notify): "8 tensors"; and those of
 * GtkScrollable.
 *
 * Signals: "element-changed" (string name, variant "ax"): the element under the pointer, or the one
 * kept; name NULL, variant NULL: none.
 */
#define TNU_TYPE_STAGE_VIEW (tnu_stage_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuStageView, tnu_stage_view, TNU, STAGE_VIEW, GtkWidget)

GtkWidget *tnu_stage_view_new (TnsSession *session);

TnsSession *tnu_stage_view_get_session (TnuStageView *self);
/* (transfer none): the range of cells that is selected. */
TnuSelection *tnu_stage_view_get_selection (TnuStageView *self);

/* @index: (out): rank entries, of the cell of @name on which the cursor stays; untouched, and
 * false, when there is none. */
bool tnu_stage_view_get_cell (TnuStageView *self, const char *name, gint64 *index);

/* Pins the cell at the cursor, or takes its pin away; false: there is no cursor. */
bool tnu_stage_view_toggle_pin (TnuStageView *self);
/* The cursor goes to the cell at this point of the widget, if there is one. */
void tnu_stage_view_keep_cell_at (TnuStageView *self, double x, double y);

double tnu_stage_view_get_zoom (TnuStageView *self);
/* 0.5 to 3; everything on the stage grows with it. */
void tnu_stage_view_set_zoom (TnuStageView *self, double zoom);

/* (transfer full): the tensors that are chosen, in the order in which they were. */
GStrv tnu_stage_view_dup_chosen_names (TnuStageView *self);

/* (nullable) (transfer none): the tensor whose card stands at this point of the widget. */
const char *tnu_stage_view_get_name_at (TnuStageView *self, double x, double y);

/**
 * tnu_stage_view_dup_description:
 *
 * Returns: (transfer full): one line per card: name, place, size and whether its numbers were read:
 *   "x 16,16 248x144 read"; the canonical form that tests compare
 */
char *tnu_stage_view_dup_description (TnuStageView *self);

G_END_DECLS
