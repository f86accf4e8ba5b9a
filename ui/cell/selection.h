/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"
#include "ui/draw/box.h"

G_BEGIN_DECLS

/**
 * TnuSelection:
 *
 * A range of cells of one variable at the session's cursor, with its statistics. Stays while
 * stepping as long as the variable keeps its shape.
 *
 * Signals: ::changed (): another range, none any more, or its statistics are there.
 */
#define TNU_TYPE_SELECTION (tnu_selection_get_type ())
G_DECLARE_FINAL_TYPE (TnuSelection, tnu_selection, TNU, SELECTION, GObject)

TnuSelection *tnu_selection_new (TnsSession *session);

/* @box: NULL: nothing is selected any more */
void tnu_selection_set (TnuSelection *self, const char *name, const TnuBox *box);

/* (nullable): the variable; NULL while nothing is selected, and then neither is the rest there. */
const char *tnu_selection_get_name (TnuSelection *self);
const TnuBox *tnu_selection_get_box (TnuSelection *self);
/* Of all of the variable. */
TnsMoment *tnu_selection_get_moment (TnuSelection *self);
/* (transfer full): what stands between the brackets: "1, :2". */
char *tnu_selection_dup_index (TnuSelection *self);

/* (nullable): NULL while they are being read. */
const TnsStatistics *tnu_selection_get_statistics (TnuSelection *self);

G_END_DECLS
