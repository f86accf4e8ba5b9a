/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tnu_flow_box_new:
 *
 * A GtkFlowBox of which nothing is selected: what stands in it is the button itself, which Tab and
 * arrows reach without a stop at the box around it. Fill it by tnu_flow_box_append(). One that
 * holds nothing to reach must be told so by gtk_widget_set_can_focus(), or Tab ends in it.
 */
GtkWidget *tnu_flow_box_new (void);

void tnu_flow_box_append (GtkWidget *self, GtkWidget *widget);

G_END_DECLS
