/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnsNewsKind:
 * @TNS_NEWS_LOADED: the interpreter is there
 * @TNS_NEWS_FAILED: it does not start: @text says why
 * @TNS_NEWS_STARTED: request @serial begins as [@count]
 * @TNS_NEWS_STREAM: @text for the stream @name
 * @TNS_NEWS_OUTPUT: @text is the JSON of an output, @name its display_id or NULL
 * @TNS_NEWS_UPDATE: @text is the JSON that replaces what was shown under the display_id @name
 * @TNS_NEWS_CLEAR: outputs go; @flag: only when the next one comes
 * @TNS_NEWS_FINISHED: request @serial is over; @flag: without an error
 * @TNS_NEWS_ANSWER: @text answers request @serial; @flag FALSE: it is the exception's text
 * @TNS_NEWS_SKIPPED: request @serial was taken from the queue before it ran
 * @TNS_NEWS_RESTARTED: names are gone
 */
typedef enum
{
  TNS_NEWS_LOADED,
  TNS_NEWS_FAILED,
  TNS_NEWS_STARTED,
  TNS_NEWS_STREAM,
  TNS_NEWS_OUTPUT,
  TNS_NEWS_UPDATE,
  TNS_NEWS_CLEAR,
  TNS_NEWS_FINISHED,
  TNS_NEWS_ANSWER,
  TNS_NEWS_SKIPPED,
  TNS_NEWS_RESTARTED,
} TnsNewsKind;

typedef struct
{
  TnsNewsKind kind;
  guint64 serial;
  GString *text;
  char *name;
  gint64 count;
  gboolean flag;
} TnsNews;

/* Called in the receiver's main context, once per piece of news, in order. */
typedef void (*TnsNewsFunc) (const TnsNews *news, void *data);

/**
 * TnsChannel:
 *
 * A queue of news from the worker to the thread that owns a runner. Reference-counted; may be used
 * from both. Consecutive texts of one stream are joined, and news are handed over at most 30 times
 * a second, so that a flood of output cannot drown the receiver.
 */
typedef struct _TnsChannel TnsChannel;

/* The receiver is the current thread's default main context. */
TnsChannel *tns_channel_new (TnsNewsFunc receive, void *data);
TnsChannel *tns_channel_ref (TnsChannel *self);
void tns_channel_unref (TnsChannel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnsChannel, tns_channel_unref)

/* The receiver is gone; called on its thread. News from now on are dropped. */
void tns_channel_close (TnsChannel *self);

/* Any thread. @text and @name may be NULL. */
void tns_channel_post (TnsChannel *self,
                       TnsNewsKind kind,
                       guint64 serial,
                       const char *text,
                       const char *name,
                       gint64 count,
                       gboolean flag);

G_END_DECLS
