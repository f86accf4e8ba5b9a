/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "engine/session/session.h"

G_BEGIN_DECLS

/**
 * TnaWindow:
 *
 * One notebook with everything that looks at it: notebook pane, stage and graph, inspector and
 * stepper; or the start page as long as there is none. Nothing in it waits for Python.
 *
 * Actions: "win.new", "win.open", "win.open-uri" (s), "win.save", "win.save-as", "win.run-all",
 * "win.stop", "win.restart", "win.undo", "win.redo", "win.view" (s: "stage", "graph"),
 * "win.show-notebook", "win.show-inspector", "win.find", "win.find-next", "win.find-previous".
 */
#define TNA_TYPE_WINDOW (tna_window_get_type ())
G_DECLARE_FINAL_TYPE (TnaWindow, tna_window, TNA, WINDOW, AdwApplicationWindow)

TnaWindow *tna_window_new (AdwApplication *application);

/* (transfer none) */
TnsSession *tna_window_get_session (TnaWindow *self);

/* Whether the window has nothing to lose: the start page, or an empty new notebook. */
gboolean tna_window_is_blank (TnaWindow *self);

/**
 * tna_window_open:
 * @file: a notebook; a lesson of the program's resources is opened as a copy without a file
 *
 * Reads @file in the background, in place of what the window shows. An error is shown in the
 * window, which stays as it is.
 */
void tna_window_open (TnaWindow *self, GFile *file);

/* Shows @message above the panes until it is closed. */
void tna_window_show_error (TnaWindow *self, const char *message);

G_END_DECLS
