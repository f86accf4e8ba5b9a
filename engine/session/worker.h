/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "engine/session/channel.h"

G_BEGIN_DECLS

/*
 * The one thread that owns the Python interpreter, and the queue of what it is asked. Requests of
 * all notebooks are served in order; each notebook is a client with names of its own.
 */

/**
 * TnsRequestKind:
 * @TNS_REQUEST_LOAD: only start the interpreter
 * @TNS_REQUEST_RUN: @text is the source of the cell @name
 * @TNS_REQUEST_EVALUATE: @text is an expression
 * @TNS_REQUEST_COMPLETE: @text is code, @cursor in characters
 * @TNS_REQUEST_INSPECT: as COMPLETE
 * @TNS_REQUEST_FORGET: @text holds names, one a line
 * @TNS_REQUEST_RESTART: drop every name
 */
typedef enum
{
  TNS_REQUEST_LOAD,
  TNS_REQUEST_RUN,
  TNS_REQUEST_EVALUATE,
  TNS_REQUEST_COMPLETE,
  TNS_REQUEST_INSPECT,
  TNS_REQUEST_FORGET,
  TNS_REQUEST_RESTART,
} TnsRequestKind;

/**
 * TnsRequest:
 * @serial: how the news that answer it name it; rises within a client
 * @group: requests of one group (not 0) are dropped after one of them failed
 * @folder: (nullable): the notebook's folder
 * @is_guard_lifted: whether the guard stays open for it
 */
typedef struct
{
  TnsRequestKind kind;
  guint64 serial;
  guint64 group;
  char *text;
  char *name;
  int cursor;
  char *folder;
  gboolean is_guard_lifted;
} TnsRequest;

typedef struct _TnsClient TnsClient;

/* A client whose news go to @channel. */
TnsClient *tns_client_new (TnsChannel *channel);

/* Takes what waits from the queue, stops what runs, and lets go of the names when it can. */
void tns_client_free (TnsClient *self);

/* Queue a request; its strings are taken. Starts the thread when it is the first. */
void tns_client_ask (TnsClient *self, const TnsRequest *request);

/* Drop what waits and raise KeyboardInterrupt in what runs. */
void tns_client_stop (TnsClient *self);

void tns_worker_set_packages (const char *folder);
char *tns_worker_dup_packages (void);
void tns_worker_set_cancel_flag (int *flag);
gboolean tns_worker_quit (gint64 timeout_us);

G_END_DECLS
