/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/notebook.h"
#include "engine/session/runner.h"
#include "engine/trace/fixes.h"
#include "engine/trace/timeline.h"
#include "engine/trace/trial.h"

G_BEGIN_DECLS

/**
 * TnsSession:
 *
 * What the window looks at: one notebook, the thread that runs it, the timeline of what happened
 * and the one selection. Lives on the main thread; everything slow happens elsewhere and arrives
 * as a notify. Never waits for Python.
 *
 * Properties (all with notify): "notebook" (another one, with another runner, after opening a
 * file), "timeline" (TnsTimeline boxed), "cursor" (int, 0 … n_steps), "busy" (bool),
 * "selected-name" (string or NULL: a variable), "selected-step" (int, -1 none), "selected-cell"
 * (TnsCell or NULL).
 *
 * The cursor follows the end of the timeline, until the user moves it back.
 */
#define TNS_TYPE_SESSION (tns_session_get_type ())
G_DECLARE_FINAL_TYPE (TnsSession, tns_session, TNS, SESSION, GObject)

TnsSession *tns_session_new (void);
TnsNotebook *tns_session_get_notebook (TnsSession *self);
TnsRunner *tns_session_get_runner (TnsSession *self);

/* Reads @file off the main thread; the session keeps its notebook on error. A notebook is never run
 * on opening. Names and timeline start afresh. */
void tns_session_open_async (TnsSession *self, GFile *file, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
gboolean tns_session_open_finish (TnsSession *self, GAsyncResult *result, GError **error);
/* Atomic; @file NULL: where it came from (G_IO_ERROR_INVALID_ARGUMENT for a new notebook). */
void tns_session_save_async (TnsSession *self, GFile *file, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
gboolean tns_session_save_finish (TnsSession *self, GAsyncResult *result, GError **error);
GFile *tns_session_get_file (TnsSession *self);

void tns_session_run_cell (TnsSession *self, TnsCell *cell);
void tns_session_run_all (TnsSession *self);
/* KeyboardInterrupt in the running cell; queued cells are dropped. */
void tns_session_stop (TnsSession *self);
/* Fresh interpreter namespace, empty trace. */
void tns_session_restart (TnsSession *self);
gboolean tns_session_is_busy (TnsSession *self);

/* A mouse action: appends a code cell with @code after the current one and runs it; one undo
 * step. */
void tns_session_apply (TnsSession *self, const char *code);
/* Undoes the last document change; when it was an applied action, the variable it bound goes too
 * (its old value comes back if it had one). What an action wrote in place stays written: its cell
 * goes, the numbers do not come back. */
void tns_session_undo (TnsSession *self);
void tns_session_redo (TnsSession *self);
gboolean tns_session_can_undo (TnsSession *self);
gboolean tns_session_can_redo (TnsSession *self);

TnsTimeline *tns_session_get_timeline (TnsSession *self);
int tns_session_get_cursor (TnsSession *self);
void tns_session_set_cursor (TnsSession *self, int cursor);
const char *tns_session_get_selected_name (TnsSession *self);
/* Selects a variable (NULL: none), and with it the step that made it and its cell. */
void tns_session_select_name (TnsSession *self, const char *name);
int tns_session_get_selected_step (TnsSession *self);
void tns_session_select_step (TnsSession *self, int step);
TnsCell *tns_session_get_selected_cell (TnsSession *self);
void tns_session_select_cell (TnsSession *self, TnsCell *cell);

/* Blocks and statistics, read in a worker; the callback comes on the main thread. */
void tns_session_read_block_async (TnsSession *self, TnsMoment *moment,
                                   const TnsBlockRequest *request, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
TnsBlock *tns_session_read_block_finish (TnsSession *self, GAsyncResult *result, GError **error);
void tns_session_read_statistics_async (TnsSession *self, TnsMoment *moment,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer data);
gboolean tns_session_read_statistics_finish (TnsSession *self, GAsyncResult *result,
                                             TnsStatistics *statistics, GError **error);
/* (transfer full): TNS_HISTOGRAM_BINS counts from @low to @high, as tns_histogram_read(). */
void tns_session_read_histogram_async (TnsSession *self, TnsMoment *moment, double low,
                                       double high, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
int64_t *tns_session_read_histogram_finish (TnsSession *self, GAsyncResult *result,
                                            GError **error);
void tns_session_explain_async (TnsSession *self, int step, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
TnsGradStep *tns_session_explain_finish (TnsSession *self, GAsyncResult *result, GError **error);
/* What @call would give. */
void tns_session_try_async (TnsSession *self, const TnsEvent *call, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
TnsTrialResults *tns_session_try_finish (TnsSession *self, GAsyncResult *result, GError **error);
/* (element-type TnsFix): what makes @failure, an op's error, go away; at most @most. */
void tns_session_find_fixes_async (TnsSession *self, const TnsEvent *failure, int most,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *tns_session_find_fixes_finish (TnsSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
