/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TnaToast:
 *
 * A line of words that comes over the content, lets the pointer through and goes by itself. A new
 * one takes the place of the one that is there.
 */
#define TNA_TYPE_TOAST (tna_toast_get_type ())
G_DECLARE_FINAL_TYPE (TnaToast, tna_toast, TNA, TOAST, GtkWidget)

void tna_toast_show (TnaToast *self, const char *text);

G_END_DECLS
