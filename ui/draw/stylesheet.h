/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/draw/theme.h"

G_BEGIN_DECLS

/**
 * tnu_theme_dup_css:
 * @scale: the text scale, 1 by default
 *
 * The whole style sheet: this theme's colours under GTK's, libadwaita's and our own names
 * (`tnu_card`, `tnu_ink1`, …), followed by the static rules of `resources/style.css` and
 * `resources/window.css`, which name colours and never state one.
 *
 * Style classes for widgets: `tnu-notebook`, `tnu-inspector`, `tnu-panel`, `tnu-stage`,
 * `tnu-graph`, `tnu-stepper`, `tnu-pane-head` (surfaces); `tnu-tabs`, `tnu-tab`, `tnu-op`,
 * `tnu-play`, `tnu-shape`, `tnu-tile` (buttons); `tnu-code-well` (with `current`, `draft`,
 * `error`), `tnu-cell-label`, `tnu-output`; `tnu-page`, `tnu-heading`, `tnu-panel-title`,
 * `tnu-narration`, `tnu-control`, `tnu-prose`, `tnu-key`, `tnu-value`, `tnu-note`, `tnu-caps`,
 * `tnu-name`, `tnu-mono`, `tnu-dim`, `tnu-error` (text).
 *
 * Returns: (transfer full): CSS for one gtk_css_provider_load_from_data()
 */
char *tnu_theme_dup_css (const TnuTheme *self, double scale);

/**
 * tnu_theme_get_scheme_id:
 *
 * Returns: id of the GtkSourceView style scheme that tnu_theme_dup_scheme() writes
 */
const char *tnu_theme_get_scheme_id (const TnuTheme *self);

/**
 * tnu_theme_dup_scheme:
 *
 * GtkSourceView reads schemes from folders: write it to a file named after the id with ".xml",
 * put the folder on a GtkSourceStyleSchemeManager's search path.
 *
 * Returns: (transfer full): the XML of a GtkSourceView 5 style scheme in this theme's colours
 */
char *tnu_theme_dup_scheme (const TnuTheme *self);

/**
 * tnu_theme_write_schemes:
 * @folder: is created when missing
 *
 * Writes both themes' schemes where a GtkSourceStyleSchemeManager can read them.
 *
 * Errors: those of writing a file.
 */
bool tnu_theme_write_schemes (const char *folder, GError **error);

G_END_DECLS
