/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* What tracing costs: measure-tracing runs a Python script as a cell of a notebook, first untraced,
 * then traced as the window does it. The script tells its times itself (tests/bench/tracing.py). */

#include "engine/session/session.h"

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, gboolean *has_finished)
{
  *has_finished = TRUE;
}

static void
run (TnsSession *session, const char *source)
{
  TnsNotebook *notebook = tns_session_get_notebook (session);
  gboolean has_finished = FALSE;
  const gulong handler = g_signal_connect (tns_session_get_runner (session), "cell-finished",
                                           G_CALLBACK (on_finished), &has_finished);

  tns_session_run_cell (session, tns_notebook_append_cell (notebook, TNS_CELL_CODE, source));
  while (!has_finished)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (tns_session_get_runner (session), handler);
}

int
main (int argc, char *argv[])
{
  g_autoptr (TnsSession) session = tns_session_new ();
  g_autoptr (TnsTrace) trace = tns_trace_ref (tns_trace_get_active ());
  g_autoptr (GError) error = NULL;
  g_autofree char *source = NULL;

  if (argc != 2 || !g_file_get_contents (argv[1], &source, NULL, &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "Usage: measure-tracing SCRIPT");
      return 1;
    }
  tns_trace_activate (NULL);
  run (session, source);
  tns_trace_activate (trace);
  run (session, source);
  return 0;
}
