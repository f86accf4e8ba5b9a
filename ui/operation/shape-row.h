/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/draw/theme.h"
#include "ui/operation/shape-choices.h"

G_BEGIN_DECLS

/* Shapes looked for per number of axes. */
#define TNU_SHAPE_MAX_CHOICES 200

/**
 * TnuShapeRow:
 * @box: horizontal GtkBox; filling it takes out what was there
 * @present: the shape there is: dashed
 * @chosen: (nullable): the shape that is chosen
 * @theme: colours of the axes
 * @choose: called with @data when a chip is clicked
 *
 * The row of shapes to click on. On the stack of one filling; chips keep @choose and @data.
 */
typedef struct
{
  GtkWidget *box;
  const TnuShape *present;
  const TnuShape *chosen;
  const TnuTheme *theme;
  void (*choose) (const TnuShape *shape, gpointer data);
  gpointer data;
} TnuShapeRow;

/* All factorizations of @numel into one to four axes; beyond a handful behind "n more". */
void tnu_shape_row_fill_legal (const TnuShapeRow *self, gint64 numel);

/**
 * tnu_shape_row_fill_nearest:
 * @misfit: the shape that does not fit, with numbers in every place
 * @wanted: how it was asked for: "(5, ?)"
 * @reason: why it does not fit
 *
 * The wrong shape, the reason, and the shapes nearest to it that fit, best first.
 */
void tnu_shape_row_fill_nearest (const TnuShapeRow *self, gint64 numel, const TnuShape *misfit,
                                 const char *wanted, const char *reason);

G_END_DECLS
