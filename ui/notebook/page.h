/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnuPage:
 *
 * Holds one child that takes the width it is given; its height follows from that. Without it, GTK
 * asks wrapped text for its least width, also at a given height, which it finds by laying it out
 * many times, and boxes in boxes multiply that.
 */
#define TNU_TYPE_PAGE (tnu_page_get_type ())
G_DECLARE_FINAL_TYPE (TnuPage, tnu_page, TNU, PAGE, GtkWidget)

GtkWidget *tnu_page_new (GtkWidget *child);

G_END_DECLS
