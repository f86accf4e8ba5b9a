/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TnaApplication:
 *
 * The graphical program: its windows, its keys, and how it looks (theme and text size, which
 * follow the desktop unless the user says otherwise and are remembered).
 *
 * Actions: "app.theme" (s: "system", "light", "dark"), "app.text-size" (i: percent, 0 follows the
 * desktop), "app.about", "app.quit".
 */
#define TNA_TYPE_APPLICATION (tna_application_get_type ())
G_DECLARE_FINAL_TYPE (TnaApplication, tna_application, TNA, APPLICATION, AdwApplication)

TnaApplication *tna_application_new (void);

G_END_DECLS
