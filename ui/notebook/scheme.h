/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <gtksourceview/gtksource.h>
#include <stdbool.h>

G_BEGIN_DECLS

/**
 * tnu_scheme_get:
 *
 * The colours of source text. GtkSourceView reads schemes from files only: the theme's are written
 * once per process to the user's cache.
 *
 * Returns: (transfer none) (nullable): NULL when the cache cannot be written
 */
GtkSourceStyleScheme *tnu_scheme_get (bool is_dark);

G_END_DECLS
