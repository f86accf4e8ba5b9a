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
 * @theme: colours of the axes
 * @fits: (nullable): whether a shape would be accepted; one that would not is drawn back
 * @choose: called with @data when a chip is clicked
 *
 * The row of shapes to click on. On the stack of one filling; chips keep @choose and @data.
 */
typedef struct
{
  GtkWidget *box;
  const TnuShape *present;
  const TnuTheme *theme;
  bool (*fits) (const TnuShape *shape, gpointer data);
  void (*choose) (const TnuShape *shape, gpointer data);
  gpointer data;
} TnuShapeRow;

/* All factorizations of @numel into one to four axes; beyond a handful behind "n more". */
void tnu_shape_row_fill (const TnuShapeRow *self, gint64 numel);

/* Marks the chip of @shape in a row that was filled. */
void tnu_shape_row_mark (GtkWidget *box, const TnuShape *shape);

/**
 * tnu_shape_dup_markup:
 * @axes: (nullable): which axis every size belongs to
 *
 * Returns: (transfer full): "(2, 6)" with every size in the colour of its axis
 */
char *tnu_shape_dup_markup (const TnuTheme *theme, const TnuShape *shape, const int *axes);

G_END_DECLS
