/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/cell/selection.h"

G_BEGIN_DECLS

/**
 * TnuInspector:
 *
 * What there is to know about the session's selected tensor at the cursor: layout and autograd
 * state, the storage with the way to one element, statistics, histogram. Scrolls by itself.
 */
#define TNU_TYPE_INSPECTOR (tnu_inspector_get_type ())
G_DECLARE_FINAL_TYPE (TnuInspector, tnu_inspector, TNU, INSPECTOR, GtkWidget)

GtkWidget *tnu_inspector_new (TnsSession *session);

/**
 * tnu_inspector_set_element:
 * @name: (nullable): variable
 * @index: (nullable): variant of type "ax"
 *
 * The element to show the way to, as TnuStagePane::element-changed tells it; an element of another
 * variable than the selected one is not shown.
 */
void tnu_inspector_set_element (TnuInspector *self, const char *name, GVariant *index);

/* The range of cells to tell of. */
void tnu_inspector_set_selection (TnuInspector *self, TnuSelection *selection);

G_END_DECLS
