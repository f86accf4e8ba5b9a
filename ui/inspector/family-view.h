/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnuFamilyView:
 *
 * Who shares the memory of a tensor: a row for each, with the part of the storage that it reads,
 * and below them what was copied off it. A click selects the tensor.
 */
#define TNU_TYPE_FAMILY_VIEW (tnu_family_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuFamilyView, tnu_family_view, TNU, FAMILY_VIEW, GtkWidget)

GtkWidget *tnu_family_view_new (TnsSession *session);

/* @variables: (element-type TnsVariable): what has a name at the session's cursor. */
void tnu_family_view_set (TnuFamilyView *self, GPtrArray *variables, const TnsVariable *variable);

G_END_DECLS
