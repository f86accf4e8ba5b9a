/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the rows of an operation panel are made of. */

/* Takes out everything. */
void tnu_row_clear (GtkWidget *box);

/* Returns: a label at the end of @box, in the style of @style_class. */
GtkWidget *tnu_row_append_words (GtkWidget *box, const char *words, const char *style_class);

/**
 * tnu_row_append_chip:
 * @chip: a GtkButton without a child
 * @markup: what stands on it
 * @name: what it does, for tooltip and screen reader
 *
 * Dresses @chip as a chip and appends it to @box, a GtkBox or a GtkFlowBox.
 */
void tnu_row_append_chip (GtkWidget *box, GtkWidget *chip, const char *markup, const char *name);

/* Returns: a flat toggle at the end of @box; @group: (nullable): only one of a group is on. */
GtkWidget *tnu_row_append_toggle (GtkWidget *box, const char *label, const char *tooltip,
                                  GtkWidget *group);

G_END_DECLS
