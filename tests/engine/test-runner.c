/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/runner.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Expected outputs are what IPython 8.5.0 prints for the same cells. */

typedef struct
{
  TnsNotebook *notebook;
  TnsRunner *runner;
  GMainLoop *loop;
  guint n_finished;
  guint n_failed;
  guint n_wanted;
} Fixture;

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Fixture *fixture)
{
  fixture->n_finished++;
  fixture->n_failed += !ok;
  if (fixture->n_finished == fixture->n_wanted)
    g_main_loop_quit (fixture->loop);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->notebook = tns_notebook_new ();
  fixture->runner = tns_runner_new (fixture->notebook);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (fixture->runner, "cell-finished", G_CALLBACK (on_finished), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->runner);
  g_object_unref (fixture->notebook);
  g_main_loop_unref (fixture->loop);
}

/* The cells did not finish in a minute. */
static gboolean
on_too_late (gpointer data)
{
  g_assert_not_reached ();
  return G_SOURCE_REMOVE;
}

static void
wait_for_cells (Fixture *fixture, guint n_cells)
{
  guint timeout = g_timeout_add_seconds (60, on_too_late, NULL);
  fixture->n_finished = fixture->n_failed = 0;
  fixture->n_wanted = n_cells;
  g_main_loop_run (fixture->loop);
  g_source_remove (timeout);
}

static TnsCell *
add (Fixture *fixture, const char *source)
{
  return tns_notebook_append_cell (fixture->notebook, TNS_CELL_CODE, source);
}

static TnsCell *
run (Fixture *fixture, const char *source)
{
  TnsCell *cell = add (fixture, source);
  tns_runner_run_cell (fixture->runner, cell);
  wait_for_cells (fixture, 1);
  return cell;
}

static TnsOutput *
get_output (TnsCell *cell, guint position)
{
  TnsOutput *output = g_list_model_get_item (tns_cell_get_outputs (cell), position);
  g_assert_nonnull (output);
  g_object_unref (output); /* the cell keeps it */
  return output;
}

static guint
get_n_outputs (TnsCell *cell)
{
  return g_list_model_get_n_items (tns_cell_get_outputs (cell));
}

static void
assert_text (TnsCell *cell, guint position, const char *expected)
{
  g_assert_cmpstr (tns_output_get_text (get_output (cell, position)), ==, expected);
}

static void
assert_error (TnsCell *cell, const char *name, const char *value)
{
  TnsOutput *output = get_output (cell, get_n_outputs (cell) - 1);
  g_assert_cmpint (tns_output_get_kind (output), ==, TNS_OUTPUT_ERROR);
  g_assert_cmpstr (tns_output_get_error_name (output), ==, name);
  if (value != NULL)
    g_assert_cmpstr (tns_output_get_error_value (output), ==, value);
}

/* ---- outputs ---- */

static void
test_order (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "import sys\n"
                                "print('a'); print('b', file=sys.stderr); print('c')\n"
                                "display('d')\n"
                                "1 + 1");
  g_assert_cmpuint (get_n_outputs (cell), ==, 5);
  assert_text (cell, 0, "a\n");
  assert_text (cell, 1, "b\n");
  assert_text (cell, 2, "c\n");
  assert_text (cell, 3, "'d'");
  assert_text (cell, 4, "2");
  g_assert_cmpint (tns_output_get_kind (get_output (cell, 3)), ==, TNS_OUTPUT_DISPLAY);
  g_assert_cmpint (tns_output_get_kind (get_output (cell, 4)), ==, TNS_OUTPUT_RESULT);
  g_assert_cmpint (tns_cell_get_execution_count (cell), ==, 1);
  g_assert_cmpint (tns_output_get_execution_count (get_output (cell, 4)), ==, 1);
}

static void
test_echo (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (get_n_outputs (run (fixture, "x = 3")), ==, 0);
  g_assert_cmpuint (get_n_outputs (run (fixture, "x;")), ==, 0);
  g_assert_cmpuint (get_n_outputs (run (fixture, "None")), ==, 0);
  assert_text (run (fixture, "x"), 0, "3");
  assert_text (run (fixture, "_ + 1"), 0, "4");
  assert_text (run (fixture, "(y := 5)"), 0, "5");
}

static void
test_text_is_kept (Fixture *fixture, gconstpointer data)
{
  assert_text (run (fixture, "print('é\\0x\\ud800')"), 0, "é␀x\\ud800\n");
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "def f(x):\n    return 1 / x\nprint('before')\nf(0)");
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  assert_text (cell, 0, "before\n");
  assert_error (cell, "ZeroDivisionError", "division by zero");
  assert_text (
      cell, 1,
      "---------------------------------------------------------------------------\n"
      "ZeroDivisionError                         Traceback (most recent call last)\n"
      "Cell In [1], line 4\n"
      "      2     return 1 / x\n"
      "      3 print('before')\n"
      "----> 4 f(0)\n"
      "\n"
      "Cell In [1], line 2, in f(x)\n"
      "      1 def f(x):\n"
      "----> 2     return 1 / x\n"
      "\n"
      "ZeroDivisionError: division by zero");
  assert_error (run (fixture, "x = ("), "SyntaxError", NULL);
  assert_error (run (fixture, "nobody"), "NameError", "name 'nobody' is not defined");
}

static void
test_input (Fixture *fixture, gconstpointer data)
{
  assert_error (run (fixture, "input('?')"), "StdinNotImplementedError", NULL);
  assert_error (run (fixture, "import sys; sys.stdin.readline()"), "StdinNotImplementedError", NULL);
}

static void
test_magics (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "%%time\n6 * 7");
  g_assert_true (g_str_has_prefix (tns_output_get_text (get_output (cell, 0)), "CPU times: "));
  assert_text (cell, 1, "42");

  tns_runner_set_guard_lifted (fixture->runner, TRUE);
  assert_text (run (fixture, "!echo out"), 0, "out\r\n");
}

static void
test_figure (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "%matplotlib inline\n"
                                "import matplotlib.pyplot as plt\n"
                                "plt.plot([1, 2]);");
  g_assert_cmpuint (get_n_outputs (cell), ==, 1);
  assert_text (cell, 0, "<Figure size 640x480 with 1 Axes>");
  g_autoptr (GBytes) png = tns_output_dup_png (get_output (cell, 0));
  g_assert_nonnull (png);
  assert_error (run (fixture, "%matplotlib qt"), "ValueError", NULL);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "from IPython.display import clear_output\n"
                                "print('a'); clear_output(); print('b')");
  g_assert_cmpuint (get_n_outputs (cell), ==, 1);
  assert_text (cell, 0, "b\n");
  cell = run (fixture, "print('a'); clear_output(wait=True)");
  assert_text (cell, 0, "a\n");
  cell = run (fixture, "print('a'); clear_output(wait=True); print('b')");
  assert_text (cell, 0, "b\n");
}

static void
test_update (Fixture *fixture, gconstpointer data)
{
  TnsCell *shown = run (fixture, "h = display(1, display_id=True)");
  assert_text (shown, 0, "1");
  g_assert_cmpuint (get_n_outputs (run (fixture, "h.update(2)")), ==, 0);
  assert_text (shown, 0, "2");
}

static void
test_flood (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "for i in range(300000): print('0123456789')\n'end'");
  g_assert_cmpuint (get_n_outputs (cell), ==, 3);
  g_assert_cmpuint (strlen (tns_output_get_text (get_output (cell, 0))), <=, 1 << 20);
  g_assert_nonnull (strstr (tns_output_get_text (get_output (cell, 1)), "longer than 1 MiB"));
  assert_text (cell, 2, "'end'");
}

/* ---- control ---- */

static gboolean
on_stop_time (gpointer data)
{
  Fixture *fixture = data;
  tns_runner_stop (fixture->runner);
  return G_SOURCE_REMOVE;
}

static void
check_stops (Fixture *fixture, const char *source)
{
  run (fixture, "0"); /* the interpreter is there */
  TnsCell *cell = add (fixture, source);
  tns_runner_run_cell (fixture->runner, cell);
  g_timeout_add (300, on_stop_time, fixture);
  gint64 start = g_get_monotonic_time ();
  wait_for_cells (fixture, 1);
  /* A hang would be caught by the fixture's minute; this only tells a stop from an end by itself. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 50 * G_USEC_PER_SEC);
  assert_error (cell, "KeyboardInterrupt", "");
  assert_text (run (fixture, "'alive'"), 0, "'alive'");
}

static void
test_stop_loop (Fixture *fixture, gconstpointer data)
{
#ifdef __SANITIZE_THREAD__
  g_test_skip ("the thread sanitizer holds signals back until the code calls what it watches");
#else
  check_stops (fixture, "while True: pass");
#endif
}

static void
test_stop_sleep (Fixture *fixture, gconstpointer data)
{
  check_stops (fixture, "import time\ntime.sleep(100)");
}

static void
test_stop_flood (Fixture *fixture, gconstpointer data)
{
  check_stops (fixture, "while True: print('x' * 1000)");
}

static void
test_stop_queue (Fixture *fixture, gconstpointer data)
{
  run (fixture, "n = 0");
  TnsCell *loop = add (fixture, "import time\nwhile True: time.sleep(0.01)");
  TnsCell *waiting = add (fixture, "n = 1");
  tns_runner_run_cell (fixture->runner, loop);
  tns_runner_run_cell (fixture->runner, waiting);
  g_assert_cmpint (tns_cell_get_state (waiting), ==, TNS_CELL_QUEUED);
  g_timeout_add (200, on_stop_time, fixture);
  wait_for_cells (fixture, 2);
  g_assert_cmpint (tns_cell_get_state (waiting), ==, TNS_CELL_IDLE);
  g_assert_cmpint (tns_cell_get_execution_count (waiting), ==, 0);
  assert_text (run (fixture, "n"), 0, "0");
}

static void
test_cancel_flag (Fixture *fixture, gconstpointer data)
{
  static int flag;
  tns_runner_set_cancel_flag (&flag);
  run (fixture, "0");
  g_assert_cmpint (g_atomic_int_get (&flag), ==, 0);
  tns_runner_run_cell (fixture->runner, add (fixture, "import time\nwhile True: time.sleep(0.01)"));
  g_timeout_add (200, on_stop_time, fixture);
  wait_for_cells (fixture, 1);
  g_assert_cmpint (g_atomic_int_get (&flag), ==, 1);
  run (fixture, "0");
  g_assert_cmpint (g_atomic_int_get (&flag), ==, 0);
  tns_runner_set_cancel_flag (NULL);
}

static void
test_run_all (Fixture *fixture, gconstpointer data)
{
  add (fixture, "a = 1");
  add (fixture, "1 / 0");
  TnsCell *last = add (fixture, "a");
  tns_runner_run_all (fixture->runner, FALSE);
  wait_for_cells (fixture, 3);
  g_assert_cmpuint (fixture->n_failed, ==, 2);
  g_assert_cmpuint (get_n_outputs (last), ==, 0);

  tns_runner_run_all (fixture->runner, TRUE);
  wait_for_cells (fixture, 3);
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  assert_text (last, 0, "1");
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  run (fixture, "kept = 1");
  tns_runner_restart (fixture->runner);
  TnsCell *cell = run (fixture, "kept");
  assert_error (cell, "NameError", "name 'kept' is not defined");
  g_assert_cmpint (tns_cell_get_execution_count (cell), ==, 1);
}

static void
test_two_notebooks (Fixture *fixture, gconstpointer data)
{
  Fixture other = { 0 };
  set_up (&other, NULL);
  run (fixture, "name = 'first'");
  run (&other, "name = 'second'");
  assert_text (run (fixture, "name"), 0, "'first'");
  assert_text (run (&other, "name"), 0, "'second'");
  tear_down (&other, NULL);
  assert_text (run (fixture, "name"), 0, "'first'");
}

/* ---- questions ---- */

typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
} Answer;

static void
on_answer (GObject *runner, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;
  answer->result = g_object_ref (result);
  g_main_loop_quit (answer->loop);
}

static void
test_evaluate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer answer = { .loop = fixture->loop };
  run (fixture, "v = [1, 2]");

  tns_runner_evaluate_async (fixture->runner, "v + [3]", NULL, on_answer, &answer);
  g_main_loop_run (fixture->loop);
  g_autofree char *text = tns_runner_evaluate_finish (fixture->runner, answer.result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "[1, 2, 3]");
  g_clear_object (&answer.result);

  tns_runner_evaluate_async (fixture->runner, "nobody", NULL, on_answer, &answer);
  g_main_loop_run (fixture->loop);
  g_assert_null (tns_runner_evaluate_finish (fixture->runner, answer.result, &error));
  g_assert_error (error, TNS_RUNNER_ERROR, TNS_RUNNER_ERROR_PYTHON);
  g_assert_cmpstr (error->message, ==, "NameError: name 'nobody' is not defined");
  g_clear_object (&answer.result);
}

static void
test_complete (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Answer answer = { .loop = fixture->loop };
  int start = -1, end = -1;
  run (fixture, "import math");

  tns_runner_complete_async (fixture->runner, "é = math.facto", 14, NULL, on_answer, &answer);
  g_main_loop_run (fixture->loop);
  g_auto (GStrv) words
      = tns_runner_complete_finish (fixture->runner, answer.result, &start, &end, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (words), ==, 1);
  g_assert_nonnull (strstr (words[0], "factorial"));
  g_assert_cmpint (end, ==, 14);
  g_clear_object (&answer.result);

  tns_runner_inspect_async (fixture->runner, "math.factorial", 14, NULL, on_answer, &answer);
  g_main_loop_run (fixture->loop);
  g_autofree char *text = tns_runner_inspect_finish (fixture->runner, answer.result, &error);
  g_assert_nonnull (strstr (text, "Find n!"));
  g_clear_object (&answer.result);
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "gone", "never", NULL };
  run (fixture, "gone = 1");
  tns_runner_forget_names (fixture->runner, names);
  assert_error (run (fixture, "gone"), "NameError", NULL);
}

static void
test_position (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  int count = 0;
  TnsCell *cell = run (fixture, "print((lambda: 0).__code__.co_filename, end='')");
  g_assert_true (
      tns_runner_parse_position (tns_output_get_text (get_output (cell, 0)), &id, &count));
  g_assert_cmpstr (id, ==, tns_cell_get_id (cell));
  g_assert_cmpint (count, ==, 1);
  g_assert_false (tns_runner_parse_position ("/usr/lib/python3.11/os.py", NULL, NULL));
  g_assert_false (tns_runner_parse_position ("<cell #1>", NULL, NULL));
}

/* ---- guard ---- */

static void
test_guard (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "open('/usr/tensarium-test', 'w')",
    "import os; os.remove('/etc/hostname')",
    "import os; os.rename('a', '/usr/a')",
    "import os; os.makedirs('/usr/tensarium-test')",
    "import os; os.symlink('/etc/passwd', '/usr/tensarium-test')",
    "import os; os.system('true')",
    "import subprocess; subprocess.run(['true'])",
    "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()",
    "import socket; socket.socket().connect(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import ctypes; ctypes.CDLL('/tmp/x.so')",
    "import ctypes; ctypes.CDLL(None).system",
    "open('../../escape', 'w')",
    "open('../.hidden', 'w')",
  };
  static const char *const allowed[] = {
    "open('a.txt', 'w').write('x'); import os; os.remove('a.txt')",
    "import os; os.makedirs('../data'); open('../data/a.csv', 'w').close()",
    "import shutil; shutil.rmtree('../data')",
    "import tempfile; tempfile.NamedTemporaryFile().write(b'x')",
    "with tempfile.TemporaryDirectory() as d: open(d + '/x', 'w').close()",
    "open('/etc/hostname').close()",
    "import sqlite3; sqlite3.connect(':memory:').close()",
  };
  /* Not below /tmp, where anybody may write: the rules could not be told apart. */
  g_autofree char *build = g_test_build_filename (G_TEST_BUILT, "guard-XXXXXX", NULL);
  if (g_str_has_prefix (build, "/tmp/"))
    {
      g_test_skip ("the build folder lies below /tmp, where everything may be written");
      return;
    }
  g_assert_nonnull (g_mkdtemp (build));
  g_autofree char *folder = g_build_filename (build, "notebooks", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_autofree char *path = g_build_filename (folder, "n.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_assert_true (tns_notebook_save (fixture->notebook, file, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      assert_error (run (fixture, refused[i]), "PermissionError", NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      g_test_message ("%s", allowed[i]);
      run (fixture, allowed[i]);
      g_assert_cmpuint (fixture->n_failed, ==, 0);
    }
  tns_runner_set_guard_lifted (fixture->runner, TRUE);
  assert_text (run (fixture, "os.system('true')"), 0, "0");

  g_remove (path);
  g_rmdir (folder);
  g_rmdir (build);
}

/* ---- the end of the process ---- */

/* Runs @source in a process of its own and quits while it runs; the exit status says what
 * tns_runner_quit() found: 0 the thread ended, 3 the cell still runs. */
static int
quit_while_running (const char *source)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  g_autoptr (TnsRunner) runner = tns_runner_new (notebook);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, source);
  tns_runner_run_cell (runner, cell);
  while (g_list_model_get_n_items (tns_cell_get_outputs (cell)) == 0)
    g_main_context_iteration (NULL, TRUE);
  return tns_runner_quit (G_USEC_PER_SEC) ? 0 : 3;
}

static void
test_quit (void)
{
  if (g_test_subprocess ())
    _exit (quit_while_running ("print(1)\nimport time\ntime.sleep(1000)"));
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_quit_stubborn (void)
{
  /* One call into C that takes minutes and looks at no signal. */
  static const char stubborn[] = "print(1)\nsum(range(10 ** 12))";
  if (g_test_subprocess ())
    _exit (quit_while_running (stubborn) == 3 ? 0 : 1);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/engine/runner/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("output/keeps-the-order-of-streams-and-results", test_order);
  ADD ("output/echoes-the-last-expression", test_echo);
  ADD ("output/keeps-text-that-is-not-utf-8", test_text_is_kept);
  ADD ("output/error-has-ipythons-traceback", test_error);
  ADD ("output/input-is-refused", test_input);
  ADD ("output/magics-and-shell-commands-run", test_magics);
  ADD ("output/matplotlib-figure-is-a-png", test_figure);
  ADD ("output/clear-output-clears", test_clear);
  ADD ("output/update-display-reaches-its-output", test_update);
  ADD ("output/flood-is-cut-with-a-note", test_flood);
  ADD ("stop/ends-an-endless-loop", test_stop_loop);
  ADD ("stop/ends-a-sleep", test_stop_sleep);
  ADD ("stop/ends-a-flood", test_stop_flood);
  ADD ("stop/empties-the-queue", test_stop_queue);
  ADD ("stop/sets-the-kernels-flag", test_cancel_flag);
  ADD ("queue/run-all-may-stop-at-an-error", test_run_all);
  ADD ("queue/restart-forgets-names", test_restart);
  ADD ("queue/notebooks-have-their-own-names", test_two_notebooks);
  ADD ("question/evaluates-among-the-names", test_evaluate);
  ADD ("question/completes-and-inspects", test_complete);
  ADD ("question/forgets-names", test_forget);
  ADD ("question/position-leads-back-to-the-cell", test_position);
  ADD ("guard/refuses-and-allows", test_guard);
#undef ADD
  g_test_add_func ("/engine/runner/quit/ends-a-cell-that-obeys", test_quit);
  g_test_add_func ("/engine/runner/quit/leaves-a-cell-that-does-not", test_quit_stubborn);
  int status = g_test_run ();
  g_assert_true (tns_runner_quit (60 * G_USEC_PER_SEC));
  return status;
}
