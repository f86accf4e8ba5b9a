/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tnu_start_page_new:
 *
 * What a window without a notebook shows: a new one, opening one, those opened lately, and the
 * lessons that come with the program. Uses the window's actions "win.new", "win.open" and
 * "win.open-uri".
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *tnu_start_page_new (void);

G_END_DECLS
