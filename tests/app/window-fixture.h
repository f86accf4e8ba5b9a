/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "app/application.h"
#include "app/window.h"

#include <stdbool.h>

/* A real window of the program on the display that the tests are given, with a copy of the lesson
 * about the backward pass open in it. Keys come from xdotool, as from a keyboard. */

typedef struct
{
  TnaWindow *window;
  TnsSession *session;
  char *path;    /* of the notebook, which may be written */
  guint n_cells; /* of the notebook as it was opened */
} TntWindow;

typedef bool (*TntCondition) (TntWindow *self);
typedef void (*TntTest) (TntWindow *self, gconstpointer data);

/**
 * tnt_window_main:
 * @add_tests: adds the tests of this program, by tnt_window_add ()
 *
 * What main () does in a test of windows. Without a display all is skipped.
 *
 * Returns: what main () returns
 */
int tnt_window_main (int argc, char **argv, void (*add_tests) (void));

/**
 * tnt_window_add:
 *
 * Adds a test that gets a window of its own, in which nothing has run.
 */
void tnt_window_add (const char *path, TntTest test);

/**
 * tnt_window_get_folder:
 *
 * Returns: the folder of the notebook, for files that a test writes and removes
 */
const char *tnt_window_get_folder (void);

/**
 * tnt_window_wait:
 * @what: completes "waited in vain until …"
 *
 * Serves the window until @is_met; a minute is too long.
 */
void tnt_window_wait (TntWindow *self, TntCondition is_met, const char *what);

/**
 * tnt_window_wait_run:
 * @cell: id of a cell of the lesson
 *
 * Serves the window until @cell has run and nothing else does.
 */
void tnt_window_wait_run (TntWindow *self, const char *cell);

/**
 * tnt_window_wait_bound:
 *
 * Serves the window until @name is known and nothing runs.
 */
void tnt_window_wait_bound (TntWindow *self, const char *name);

/**
 * tnt_window_wait_unbound:
 *
 * Serves the window until @name is known no more.
 */
void tnt_window_wait_unbound (TntWindow *self, const char *name);

/**
 * tnt_window_settle:
 *
 * Serves all windows for a moment, long enough for what follows an event at once.
 */
void tnt_window_settle (void);

/**
 * tnt_window_can_press:
 *
 * Whether keys can be pressed; a test that needs them is skipped by this where not. Gives the
 * window the focus.
 */
bool tnt_window_can_press (TntWindow *self);

/**
 * tnt_window_press:
 * @key: as xdotool names it, "ctrl+shift+f"
 */
void tnt_window_press (const char *key);

/**
 * tnt_window_point:
 * @what: what xdotool shall do with the mouse, "mousemove 20 20"
 */
void tnt_window_point (const char *what);

/**
 * tnt_window_act:
 * @target: (nullable): of a string action
 *
 * Activates an action of the window: "operate" with "matmul".
 */
void tnt_window_act (TntWindow *self, const char *action, const char *target);

/**
 * tnt_window_run_first_cell:
 *
 * Runs the lesson's first code cell, which binds x = [2, 3, 4], y, a and b.
 */
void tnt_window_run_first_cell (TntWindow *self);

/**
 * tnt_window_undo_applied:
 * @name: what the appended cell has bound
 *
 * One undo takes the cell away that an operation appended, and its variable.
 */
void tnt_window_undo_applied (TntWindow *self, const char *name);

/**
 * tnt_window_get_cell:
 * @id: of the lesson: "forward", "backward", …
 */
TnsCell *tnt_window_get_cell (TntWindow *self, const char *id);

/**
 * tnt_window_get_n_cells:
 *
 * Returns: how many cells the notebook has now
 */
guint tnt_window_get_n_cells (TntWindow *self);

/**
 * tnt_window_get_part:
 * @name: of a part of the window's template
 */
GtkWidget *tnt_window_get_part (TntWindow *self, const char *name);

/**
 * tnt_window_find:
 *
 * Returns: (nullable) (transfer none): the first widget of @type in the window
 */
GtkWidget *tnt_window_find (TntWindow *self, GType type);

/**
 * tnt_window_find_in:
 *
 * Returns: (nullable) (transfer none): @root or the first widget of @type under it
 */
GtkWidget *tnt_window_find_in (GtkWidget *root, GType type);

/**
 * tnt_window_get_line:
 * @panel: of an operation
 *
 * Returns: (transfer none): the line of code under @panel
 */
GtkEditable *tnt_window_get_line (GtkWidget *panel);

/**
 * tnt_window_has_variable:
 */
bool tnt_window_has_variable (TntWindow *self, const char *name);
