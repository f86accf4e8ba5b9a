/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/notebook.h"

G_BEGIN_DECLS

typedef enum
{
  TNS_RUNNER_ERROR_PYTHON,  /* the code raised; the message is "Name: text" */
  TNS_RUNNER_ERROR_STOPPED, /* stopped or restarted before it was its turn */
  TNS_RUNNER_ERROR_START,   /* the interpreter does not start */
} TnsRunnerError;

#define TNS_RUNNER_ERROR (tns_runner_error_quark ())
GQuark tns_runner_error_quark (void);

/**
 * TnsRunnerState:
 * @TNS_RUNNER_COLD: no interpreter yet
 * @TNS_RUNNER_LOADING: the interpreter loads
 * @TNS_RUNNER_IDLE: ready
 * @TNS_RUNNER_BUSY: cells wait or run; questions of the window do not count
 * @TNS_RUNNER_FAILED: the interpreter does not start; ::failed told why
 */
typedef enum
{
  TNS_RUNNER_COLD,
  TNS_RUNNER_LOADING,
  TNS_RUNNER_IDLE,
  TNS_RUNNER_BUSY,
  TNS_RUNNER_FAILED,
} TnsRunnerState;

/**
 * TnsRunner:
 *
 * Runs the code cells of one notebook, in order, on the one thread that owns the Python
 * interpreter. No call of this interface waits for Python (except tns_runner_quit(), which is
 * bounded). Answers come back in the main context that was the thread default when the runner was
 * made, in the order in which things happened, at most 30 times a second while output floods.
 *
 * Properties (notify on change): "state" (int).
 *
 * Signals:
 *   ::cell-started (TnsCell *cell)
 *   ::cell-finished (TnsCell *cell, gboolean ok): its outputs are complete; FALSE after an error,
 *     a stop, or when it was taken from the queue before it ran
 *   ::restarted (): names are gone; cells keep their outputs
 *   ::failed (const char *message): the interpreter does not start
 *
 * Several runners share the interpreter and its thread; each has its own names.
 */
#define TNS_TYPE_RUNNER (tns_runner_get_type ())
G_DECLARE_FINAL_TYPE (TnsRunner, tns_runner, TNS, RUNNER, GObject)

TnsRunner *tns_runner_new (TnsNotebook *notebook);

/* Load the interpreter now, behind the window; a request does so by itself. */
void tns_runner_load (TnsRunner *self);

TnsRunnerState tns_runner_get_state (TnsRunner *self);

/**
 * tns_runner_run_cell:
 *
 * Queue @cell with the source it has now. Its outputs are cleared when its turn comes. A cell that
 * is not code does nothing.
 */
void tns_runner_run_cell (TnsRunner *self, TnsCell *cell);

/**
 * tns_runner_run_all:
 * @keep_going: whether cells after a failed one run too; FALSE takes them from the queue
 */
void tns_runner_run_all (TnsRunner *self, gboolean keep_going);

/**
 * tns_runner_stop:
 *
 * Raise KeyboardInterrupt in the running cell and empty the queue. May be called again for code
 * that swallows the first.
 */
void tns_runner_stop (TnsRunner *self);

/* Stop, then start over with no names and [1] as the next label. */
void tns_runner_restart (TnsRunner *self);

/**
 * tns_runner_evaluate_async:
 * @expression: Python source of one expression, evaluated among the notebook's names
 *
 * For the window's own questions: leaves no output, no [n], no trace in the history.
 * tns_runner_evaluate_finish() gives the repr() of the value, or TNS_RUNNER_ERROR_PYTHON.
 */
void tns_runner_evaluate_async (TnsRunner *self,
                                const char *expression,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *tns_runner_evaluate_finish (TnsRunner *self, GAsyncResult *result, GError **error);

/* Forget these names (NULL-terminated) if they are bound: the undo of a cell that made them. */
void tns_runner_forget_names (TnsRunner *self, const char *const *names);

/**
 * tns_runner_complete_async:
 * @cursor_chars: where the cursor stands in @code, in characters
 *
 * tns_runner_complete_finish() gives the completions, a NULL-terminated array of words that
 * replace the characters @start_chars … @end_chars of the code.
 */
void tns_runner_complete_async (TnsRunner *self,
                                const char *code,
                                int cursor_chars,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char **tns_runner_complete_finish (TnsRunner *self,
                                   GAsyncResult *result,
                                   int *start_chars,
                                   int *end_chars,
                                   GError **error);

/* What IPython tells about the object under the cursor (signature, docstring); "" for nothing. */
void tns_runner_inspect_async (TnsRunner *self,
                               const char *code,
                               int cursor_chars,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *tns_runner_inspect_finish (TnsRunner *self, GAsyncResult *result, GError **error);

/**
 * tns_runner_set_guard_lifted:
 * @lifted: TRUE lets cells write anywhere, start processes, open sockets and load native code
 *
 * FALSE at first. Takes effect with the next request.
 */
void tns_runner_set_guard_lifted (TnsRunner *self, gboolean lifted);

/**
 * tns_runner_set_cancel_flag:
 * @flag: (nullable): set to 1 by tns_runner_stop() and to 0 before each request, for kernels that
 *   poll it; must outlive the process's interpreter. One for the whole process.
 */
void tns_runner_set_cancel_flag (int *flag);

/**
 * tns_runner_set_python_path:
 * @folder: the folder that holds our packages torch and tensarium; first on sys.path
 *
 * Call before the first runner loads. Without it: the environment variable TENSARIUM_PYTHON_PATH,
 * else the build's folder, else the installed one.
 */
void tns_runner_set_python_path (const char *folder);

/* (transfer full): the folder in effect. */
char *tns_runner_dup_python_path (void);

/**
 * tns_runner_parse_position:
 * @filename: the co_filename of code that ran in a cell
 * @cell_id: (out) (optional) (transfer full): the cell's id
 * @count: (out) (optional): its [n] in that run
 *
 * Returns: FALSE when @filename is not that of a cell
 */
gboolean tns_runner_parse_position (const char *filename, char **cell_id, int *count);

/**
 * tns_runner_quit:
 * @timeout_us: how long to wait for a running cell to obey
 *
 * Stop everything in the process's interpreter and end its thread. After FALSE a cell is still
 * running: leave with _exit(), as destructors would run under its feet.
 */
gboolean tns_runner_quit (gint64 timeout_us);

G_END_DECLS
