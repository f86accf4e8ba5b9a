/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "engine/session/session.h"
#include "ui/draw/color-scale.h"
#include "ui/draw/theme.h"

G_BEGIN_DECLS

/**
 * TnuMemoryView:
 *
 * The storage of a tensor as a tape, the way from its start to one element as hops per axis, and
 * the element with its neighbours under a lens. Reads the storage in a worker.
 */
#define TNU_TYPE_MEMORY_VIEW (tnu_memory_view_get_type ())
G_DECLARE_FINAL_TYPE (TnuMemoryView, tnu_memory_view, TNU, MEMORY_VIEW, GtkWidget)

GtkWidget *tnu_memory_view_new (void);

/* @moment: (nullable): whose storage. */
void tnu_memory_view_set_moment (TnuMemoryView *self, TnsMoment *moment);
/* @index: (nullable): rank entries; NULL: the first element. */
void tnu_memory_view_set_index (TnuMemoryView *self, const int64_t *index);
/* The scale that the tensor's cells are coloured by. */
void tnu_memory_view_set_scale (TnuMemoryView *self, const TnuColorScale *scale);

G_END_DECLS
