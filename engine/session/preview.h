/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/session.h"

G_BEGIN_DECLS

/* What a panel asks Python before it writes a line. Python answers in its turn: behind a cell that
 * runs. */

/**
 * tns_session_preview_async:
 * @code: lines that the panel itself has written, never what was typed freely
 * @name: variable that they bind
 *
 * Runs @code on a copy of the notebook's names: nothing is bound or traced, and random numbers are
 * drawn from a copy of the stream, so that running the same lines later gives the same.
 * tns_session_preview_finish() gives the tensor, or G_IO_ERROR_FAILED with Python's words.
 */
void tns_session_preview_async (TnsSession *self, const char *code, const char *name,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
TnsMoment *tns_session_preview_finish (TnsSession *self, GAsyncResult *result, GError **error);

/**
 * tns_session_ask_async:
 * @function: of the module tensarium.preview: "taken"
 * @argument: (nullable): its argument; NULL: the notebook's names
 *
 * tns_session_ask_finish() gives the lines of the answer.
 */
void tns_session_ask_async (TnsSession *self, const char *function, const char *argument,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
char **tns_session_ask_finish (TnsSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
