/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#pragma once

#include "ui/stage/stage-private.h"

/* A stage in a real window on cells that are really run. */

typedef struct
{
  TnsSession *session;
  GtkWidget *window;
  TnuStageView *stage;
  bool is_finished;
  bool is_ok;
} Fixture;

static inline void
serve (int ms)
{
  const gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static inline gboolean
on_too_late (gpointer data)
{
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

/* Serves the main context until @condition holds; a minute is too long. */
#define wait_until(condition)                                                                      \
  do                                                                                               \
    {                                                                                              \
      const guint too_late = g_timeout_add_seconds (60, on_too_late, NULL);                        \
      while (!(condition))                                                                         \
        g_main_context_iteration (NULL, TRUE);                                                     \
      g_source_remove (too_late);                                                                  \
    }                                                                                              \
  while (FALSE)

static inline void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Fixture *fixture)
{
  fixture->is_finished = true;
  fixture->is_ok = ok;
}

static inline TnuStageCard *
find_card (Fixture *fixture, const char *name)
{
  for (guint k = 0; k < fixture->stage->cards->len; k++)
    {
      TnuStageCard *card = fixture->stage->cards->pdata[k];

      if (g_str_equal (card->name, name) && card->exists)
        return card;
    }
  return NULL;
}

static inline bool
is_read (Fixture *fixture, const char *name)
{
  TnuStageCard *card = find_card (fixture, name);

  return card != NULL && card->content.tables != NULL && fixture->stage->layout_source == 0;
}

/* @name: the variable bound last, which is on the stage afterwards. */
static inline void
run (Fixture *fixture, const char *source, const char *name)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, source);

  fixture->is_finished = false;
  tns_session_run_cell (fixture->session, cell);
  wait_until (fixture->is_finished && find_card (fixture, name) != NULL);
  g_assert_true (fixture->is_ok);
  serve (300);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  fixture->session = tns_session_new ();
  g_signal_connect (tns_session_get_runner (fixture->session), "cell-finished",
                    G_CALLBACK (on_finished), fixture);
  fixture->stage = TNU_STAGE_VIEW (tnu_stage_view_new (fixture->session));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (fixture->stage));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 768, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  serve (200);
}

/* Ends the threads that work for the stage: the leak checker stumbles over one that is just
 * going. */
static inline int
finish (int status)
{
  tns_runner_quit (G_USEC_PER_SEC);
  g_thread_pool_set_max_unused_threads (0);
  serve (200);
  return status;
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  serve (20);
  g_object_unref (fixture->session);
}
