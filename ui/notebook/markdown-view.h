/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * tnu_markdown_view_new:
 * @source: CommonMark
 *
 * Returns: (transfer floating): the text, set; a hint to write something when @source is empty
 */
GtkWidget *tnu_markdown_view_new (const char *source);

G_END_DECLS
