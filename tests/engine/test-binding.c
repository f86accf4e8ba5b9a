/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/runner.h"
#include "engine/trace/trace.h"

#include <string.h>

/*
 * What the trace is told of a cell's names: "x=T" when a statement bound x to a tensor, "x" when to
 * something else or to nothing, in order. Expected by Python's own rules of binding.
 */

typedef struct
{
  const char *claim;
  const char *code;
  const char *bound;
  const char *shown; /* the text of all outputs */
} Case;

static const Case cases[] = {
  { "assignment", "x = torch.ones(1)\ny = 1", "x=T y", "" },
  { "several-targets", "a = b = torch.ones(1)\nc, (d, *e) = 1, (2, 3)", "a=T b=T c d e", "" },
  { "augmented", "x = torch.ones(1)\nx += 1", "x=T x=T", "" },
  { "annotated", "x: int = 1\ny: int", "x", "" },
  { "elements-and-attributes-bind-nothing", "x = [0]\nx[0] = 1", "x", "" },
  { "loop", "for i in range(2):\n    x = i", "i x i x", "" },
  { "empty-loop", "for i in []:\n    x = i", "", "" },
  { "branches", "if 0:\n    x = 1\nelif 1:\n    y = 1\nelse:\n    z = 1", "y", "" },
  { "while", "n = 0\nwhile n < 2:\n    n += 1\nelse:\n    m = 1", "n n n m", "" },
  { "with", "from contextlib import nullcontext\nwith nullcontext(3) as w:\n    v = w",
    "nullcontext w v", "" },
  { "try", "try:\n    1 / 0\nexcept ZeroDivisionError:\n    x = 1\nfinally:\n    y = 1", "x y", "" },
  { "match", "match 1:\n    case 1:\n        x = 1", "x", "" },
  { "functions-are-not-entered", "def f():\n    inner = 1\n    return inner\nx = f()", "f x", "" },
  { "imports", "import os.path, math as m\nfrom math import pi, tau as t", "os m pi t", "" },
  { "walrus", "print((w := 1))\n(v := 2)", "w v", "1\n2" },
  { "walrus-in-a-condition", "while (n := 1) and not 'k' in dir():\n    k = 1", "n k n", "" },
  { "deletion", "x = torch.ones(1)\ndel x", "x=T x", "" },
  { "echo-is-kept", "x = 1\nx + 1", "x", "2" },
  { "silence-is-kept", "1\nx = 1", "x", "" },
  { "until-an-error", "x = 1\n1 / 0\ny = 1", "x", NULL },
  { "future-import", "from __future__ import annotations\nfrom __future__ import division\nx = 1",
    "x", "" },
  { "last-loop-shows-nothing", "for i in range(2):\n    i", "i i", "" },
};

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static char *
dup_bound (TnsTrace *trace, guint first)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = first; i < tns_trace_get_n_events (trace); i++)
    {
      const TnsEvent *event = tns_trace_get_event (trace, i);
      if (event->kind == TNS_EVENT_BIND)
        g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", event->name,
                                event->n_outputs > 0 ? "=T" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_shown (TnsCell *cell)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GListModel *outputs = tns_cell_get_outputs (cell);
  for (guint i = 0; i < g_list_model_get_n_items (outputs); i++)
    {
      g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, i);
      g_string_append (text, tns_output_get_text (output));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
run (TnsRunner *runner, TnsCell *cell)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gulong handler = g_signal_connect (runner, "cell-finished", G_CALLBACK (on_finished), loop);
  tns_runner_run_cell (runner, cell);
  g_main_loop_run (loop);
  g_signal_handler_disconnect (runner, handler);
}

static void
test_bound (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (TnsTrace) trace = tns_trace_new (1 << 20);
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  g_autoptr (TnsRunner) runner = tns_runner_new (notebook);
  tns_trace_activate (trace);

  run (runner, tns_notebook_append_cell (notebook, TNS_CELL_CODE, "import torch"));
  guint n_before = tns_trace_get_n_events (trace);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, test->code);
  run (runner, cell);

  g_autofree char *bound = dup_bound (trace, n_before);
  g_autofree char *shown = dup_shown (cell);
  tns_trace_activate (NULL);
  g_assert_cmpstr (bound, ==, test->bound);
  if (test->shown != NULL)
    g_assert_cmpstr (shown, ==, test->shown);
}

/* The inserted calls do not show in a traceback. */
static void
test_traceback (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  g_autoptr (TnsRunner) runner = tns_runner_new (notebook);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x = 1\nfor i in [0]:\n    x = x / i");
  run (runner, cell);
  g_autofree char *shown = dup_shown (cell);
  g_assert_cmpstr (shown, ==,
                   "---------------------------------------------------------------------------\n"
                   "ZeroDivisionError                         Traceback (most recent call last)\n"
                   "Cell In [1], line 3\n"
                   "      1 x = 1\n"
                   "      2 for i in [0]:\n"
                   "----> 3     x = x / i\n"
                   "\n"
                   "ZeroDivisionError: division by zero");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/binding/tells/%s", cases[i].claim);
      g_test_add_data_func (path, &cases[i], test_bound);
    }
  g_test_add_func ("/engine/binding/traceback-is-the-users-own", test_traceback);
  int status = g_test_run ();
  g_assert_true (tns_runner_quit (60 * G_USEC_PER_SEC));
  return status;
}
