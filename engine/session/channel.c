/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/channel.h"

/*
 * At most one source is attached at a time. It hands over all that is queued; a source attached
 * sooner than a frame after the last one waits out the rest of that frame.
 */

#define FRAME_US (G_USEC_PER_SEC / 30)

struct _TnsChannel
{
  gatomicrefcount ref_count;
  GMainContext *context;

  GMutex lock;
  GQueue queue;            /* of TnsNews */
  gboolean is_scheduled;   /* a source is attached */
  gboolean is_closed;
  gint64 last_delivery_us; /* monotonic */

  TnsNewsFunc receive; /* only on the receiver's thread */
  void *data;
};

static void
news_free (TnsNews *news)
{
  if (news->text != NULL)
    g_string_free (news->text, TRUE);
  g_free (news->name);
  g_free (news);
}

TnsChannel *
tns_channel_new (TnsNewsFunc receive, void *data)
{
  TnsChannel *self = g_new0 (TnsChannel, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_queue_init (&self->queue);
  self->context = g_main_context_ref_thread_default ();
  self->receive = receive;
  self->data = data;
  return self;
}

TnsChannel *
tns_channel_ref (TnsChannel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tns_channel_unref (TnsChannel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_queue_clear_full (&self->queue, (GDestroyNotify) news_free);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
tns_channel_close (TnsChannel *self)
{
  self->receive = NULL;
  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_queue_clear_full (&self->queue, (GDestroyNotify) news_free);
  g_mutex_unlock (&self->lock);
}

static gboolean
deliver (gpointer data)
{
  TnsChannel *self = data;

  g_mutex_lock (&self->lock);
  GQueue batch = self->queue;
  g_queue_init (&self->queue);
  self->is_scheduled = FALSE;
  self->last_delivery_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);

  for (TnsNews *news = g_queue_pop_head (&batch); news != NULL; news = g_queue_pop_head (&batch))
    {
      /* Asked anew each time: what one piece of news sets off may close the channel. */
      if (self->receive != NULL)
        self->receive (news, self->data);
      news_free (news);
    }
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
schedule (TnsChannel *self)
{
  if (self->is_scheduled)
    return;
  self->is_scheduled = TRUE;

  gint64 wait_us = self->last_delivery_us + FRAME_US - g_get_monotonic_time ();
  GSource *source = wait_us > 0 ? g_timeout_source_new ((guint) (wait_us / 1000 + 1))
                                : g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, tns_channel_ref (self),
                         (GDestroyNotify) tns_channel_unref);
  g_source_set_name (source, "tensarium: news from Python");
  g_source_attach (source, self->context);
  g_source_unref (source);
}

void
tns_channel_post (TnsChannel *self,
                  TnsNewsKind kind,
                  guint64 serial,
                  const char *text,
                  const char *name,
                  gint64 count,
                  gboolean flag)
{
  g_mutex_lock (&self->lock);
  TnsNews *last = g_queue_peek_tail (&self->queue);
  if (self->is_closed)
    {
      g_mutex_unlock (&self->lock);
      return;
    }
  if (kind == TNS_NEWS_STREAM && last != NULL && last->kind == kind && last->serial == serial
      && g_strcmp0 (last->name, name) == 0)
    {
      g_string_append (last->text, text);
    }
  else
    {
      TnsNews *news = g_new0 (TnsNews, 1);
      news->kind = kind;
      news->serial = serial;
      news->text = text != NULL ? g_string_new (text) : NULL;
      news->name = g_strdup (name);
      news->count = count;
      news->flag = flag;
      g_queue_push_tail (&self->queue, news);
    }
  schedule (self);
  g_mutex_unlock (&self->lock);
}
