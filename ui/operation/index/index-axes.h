/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw/theme.h"
#include "ui/operation/index/index-choice.h"

G_BEGIN_DECLS

/**
 * TnuIndexAxes:
 *
 * One group of controls per axis: its chip, its part of the index as text, "every k-th" and a menu
 * of other ways to take it; between the groups a place for None.
 *
 * Signals:
 *   ::part-typed (int dim, const char *text)
 *   ::stepped (int dim, int by): every k-th, one more or less
 *   ::way-chosen (int dim, int way): a #TnuIndexWay
 *   ::axis-added (int dim), ::axis-removed (int dim): a None in front of @dim
 *   ::name-chosen (int dim, const char *name): a name of the menu, or one that was dropped
 */
#define TNU_TYPE_INDEX_AXES (tnu_index_axes_get_type ())
G_DECLARE_FINAL_TYPE (TnuIndexAxes, tnu_index_axes, TNU, INDEX_AXES, GtkWidget)

GtkWidget *tnu_index_axes_new (const gint64 *sizes, int rank);

/**
 * tnu_index_axes_show:
 * @wrong: axis whose text is not to be overwritten because it was refused, -1: none
 * @active: axis that the keys + and - change, -1: none
 */
void tnu_index_axes_show (TnuIndexAxes *self, const TnuIndex *index, const char *name,
                          const TnuTheme *theme, int wrong, int active);

/* The names that can stand for each axis, but for @name, that of the tensor itself. */
void tnu_index_axes_show_names (TnuIndexAxes *self, const TnuIndexSource *source,
                                const char *name);

G_END_DECLS
