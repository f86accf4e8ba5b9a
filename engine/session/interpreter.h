/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The embedded CPython. Every function here is called on the worker's thread, which owns the
 * interpreter from tns_interpreter_start() on, but for those that say otherwise.
 */

/* One notebook's names and rules; a Python object of tensarium.shell.Shell. */
typedef struct _TnsShell TnsShell;

/**
 * TnsShellListener:
 *
 * What a running cell shows, told on the worker's thread, or on a thread the cell started. The
 * JSON texts are objects of the notebook format.
 */
typedef struct
{
  void (*stream) (const char *name, const char *text, void *data);
  void (*output) (const char *json, const char *display_id, gboolean is_update, void *data);
  void (*clear) (gboolean wait, void *data);
  /* User code begins; TRUE when the user has already asked to stop. */
  gboolean (*begin) (void *data);
  void (*end) (void *data);
  gboolean (*is_running) (void *data);
} TnsShellListener;

/* Sets the environment, before the worker's thread exists: the environment is not thread-safe. The
 * one function here for the thread that starts the worker. */
void tns_interpreter_prepare (void);

/**
 * tns_interpreter_start:
 * @packages: the folder with our torch and tensarium, first on sys.path
 * @message: (out): what went wrong, for the user
 *
 * Once per process. On success the interpreter is not held: background threads of Python run.
 */
gboolean tns_interpreter_start (const char *packages,
                                const TnsShellListener *listener,
                                void *data,
                                char **message);

/* Run what atexit holds. The interpreter itself stays: NumPy does not survive its end. */
void tns_interpreter_finish (void);

/* The signal on which user code stops; sent to the interpreter's thread it ends a system call. */
int tns_interpreter_get_signal (void);

/* NULL with @message set when IPython fails. */
TnsShell *tns_shell_new (char **message);

/* Forgets every name; @is_restart: and tells the trace so, because the notebook starts over. */
void tns_shell_free (TnsShell *self, gboolean is_restart);

/* @folder: (nullable): where relative paths of the notebook start. */
void tns_shell_activate (TnsShell *self, const char *folder);

/* Runs one cell; FALSE after an error, which the listener was told. */
gboolean tns_shell_run (TnsShell *self, const char *cell_id, const char *source);

/* The [n] of the next cell. */
gint64 tns_shell_get_next_count (TnsShell *self);

/* These return a new string, or NULL with @message set. */
char *tns_shell_evaluate (TnsShell *self, const char *expression, char **message);
char *tns_shell_complete (TnsShell *self, const char *code, int cursor, char **message);
char *tns_shell_inspect (TnsShell *self, const char *code, int cursor, char **message);

void tns_shell_forget_names (TnsShell *self, const char *const *names);

G_END_DECLS
