/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Numbers of the worked example in closed form, as in test-timeline.c. */

#include "engine/session/applied.h"
#include "engine/session/session.h"
#include "engine/trace/block.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static const char example[]
    = "import torch\n"
      "x = torch.arange(3, dtype=torch.float32, requires_grad=True)\n"
      "a = x + 2\n"
      "b = a ** 2\n"
      "c = b + 3\n"
      "y = c.mean()\n";

typedef struct
{
  TnsSession *session;
  guint n_finished;
  guint n_failed;
  GThread *main_thread;
} Fixture;

static void
on_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Fixture *fixture)
{
  fixture->n_finished++;
  fixture->n_failed += !ok;
}

static void
on_notify (TnsSession *session, GParamSpec *property, Fixture *fixture)
{
  g_assert_true (g_thread_self () == fixture->main_thread);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->main_thread = g_thread_self ();
  fixture->session = tns_session_new ();
  g_signal_connect (fixture->session, "notify", G_CALLBACK (on_notify), fixture);
  g_signal_connect (tns_session_get_runner (fixture->session), "cell-finished",
                    G_CALLBACK (on_finished), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->session);
}

static gboolean
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

static int
count_steps (Fixture *fixture)
{
  return tns_timeline_get_n_steps (tns_session_get_timeline (fixture->session));
}

static guint
count_variables (Fixture *fixture, int cursor)
{
  g_autoptr (GPtrArray) variables
      = tns_timeline_dup_variables (tns_session_get_timeline (fixture->session), cursor);

  return variables->len;
}

static TnsCell *
run (Fixture *fixture, const char *source)
{
  TnsNotebook *notebook = tns_session_get_notebook (fixture->session);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, source);
  const guint n_before = fixture->n_finished;

  tns_session_run_cell (fixture->session, cell);
  wait_until (fixture->n_finished > n_before);
  return cell;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static char *
evaluate (Fixture *fixture, const char *expression)
{
  TnsRunner *runner = tns_session_get_runner (fixture->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  tns_runner_evaluate_async (runner, expression, NULL, on_result, &result);
  wait_until (result != NULL);
  text = tns_runner_evaluate_finish (runner, result, &error);
  return text != NULL ? text : g_strdup (error->message);
}

#define assert_evaluates(fixture, expression, expected)                                            \
  do                                                                                               \
    {                                                                                              \
      g_autofree char *text = evaluate (fixture, expression);                                      \
      g_assert_cmpstr (text, ==, expected);                                                        \
    }                                                                                              \
  while (FALSE)

static void
test_example (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "x",    "a = x + 2", "b = a ** 2", "c = b + 3",
                                        "y = c.mean()", "y", "Mean",      "Add",
                                        "Pow",  "Add",       "x.grad" };
  TnsSession *session = fixture->session;
  TnsTimeline *timeline;

  run (fixture, example);
  run (fixture, "y.backward()");
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  wait_until (count_steps (fixture) == 11);
  timeline = tns_session_get_timeline (session);
  for (int i = 0; i < 11; i++)
    g_assert_cmpstr (tns_timeline_get_step (timeline, i)->label, ==, labels[i]);
  g_assert_cmpint (tns_timeline_get_n_segments (timeline), ==, 2);
  g_assert_cmpstr (tns_timeline_get_segment (timeline, 1)->label, ==, "[2]");
  g_assert_cmpint (tns_session_get_cursor (session), ==, 11);
  g_assert_false (tns_session_is_busy (session));
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;

  run (fixture, example);
  wait_until (count_steps (fixture) == 5);
  g_assert_cmpint (tns_session_get_cursor (session), ==, 5);
  tns_session_set_cursor (session, 2);
  run (fixture, "z = y + 1");
  wait_until (count_steps (fixture) == 6);
  g_assert_cmpint (tns_session_get_cursor (session), ==, 2);
  tns_session_set_cursor (session, 100);
  g_assert_cmpint (tns_session_get_cursor (session), ==, 6);
  run (fixture, "z = z + 1");
  wait_until (count_steps (fixture) == 7);
  g_assert_cmpint (tns_session_get_cursor (session), ==, 7);
}

static void
test_selection (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;
  TnsCell *first = run (fixture, example);
  TnsCell *second = run (fixture, "z = b + c");

  wait_until (count_steps (fixture) == 6);
  tns_session_select_name (session, "b");
  g_assert_cmpint (tns_session_get_selected_step (session), ==, 2);
  g_assert_true (tns_session_get_selected_cell (session) == first);
  tns_session_select_step (session, 5);
  g_assert_cmpstr (tns_session_get_selected_name (session), ==, "z");
  g_assert_true (tns_session_get_selected_cell (session) == second);
  tns_session_select_name (session, NULL);
  g_assert_cmpint (tns_session_get_selected_step (session), ==, -1);
}

static void
test_undo_of_new_name (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;
  TnsNotebook *notebook = tns_session_get_notebook (session);
  g_autoptr (GPtrArray) variables = NULL;

  run (fixture, "import torch\nx = torch.arange(6)");
  tns_session_apply (session, "m = x.reshape(2, 3)");
  wait_until (fixture->n_finished == 2);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, 2);
  assert_evaluates (fixture, "m.shape", "torch.Size([2, 3])");
  wait_until (count_steps (fixture) == 2);

  tns_session_undo (session);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, 1);
  assert_evaluates (fixture, "'m' in globals()", "False");
  /* The step stays in the story; the variable is gone at its end. */
  wait_until (count_variables (fixture, 2) == 1);
  variables = tns_timeline_dup_variables (tns_session_get_timeline (session), 2);
  g_assert_cmpstr (((TnsVariable *) variables->pdata[0])->name, ==, "x");

  tns_session_redo (session);
  wait_until (fixture->n_finished == 3);
  g_assert_cmpuint (tns_notebook_get_n_cells (notebook), ==, 2);
  assert_evaluates (fixture, "m.shape", "torch.Size([2, 3])");
}

static void
test_undo_of_old_name (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;

  run (fixture, "b = [5]; kept = b");
  tns_session_apply (session, "b = [6]");
  wait_until (fixture->n_finished == 2);
  assert_evaluates (fixture, "b", "[6]");
  tns_session_undo (session);
  assert_evaluates (fixture, "b is kept", "True");
  assert_evaluates (fixture, "[name for name in globals() if 'tensarium' in name]", "[]");
}

static void
test_written_names (void)
{
  static const char *const cases[][2] = {
    { "x[1:] = 5", "x" },        { " y[0][1, :] += a[2]", "y" }, { "z['a]'] = b == c", "z" },
    { "x[0] == 5", NULL },       { "x = y[0]", NULL },           { "x[1:", NULL },
    { "x[y[0]] **= 2", "x" },    { "x.y[0] = 1", NULL },         { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = tns_applied_dup_written (cases[i][0]);

      g_assert_cmpstr (name, ==, cases[i][1]);
    }
}

static char *
dup_shown_numbers (Fixture *fixture, const char *name)
{
  g_autoptr (GPtrArray) variables = tns_timeline_dup_variables (
      tns_session_get_timeline (fixture->session), count_steps (fixture));
  TnsBlockRequest request
      = { .row_dim = -1, .n_rows = 1, .n_columns = 3, .row_step = 1, .column_step = 1 };

  for (guint i = 0; i < variables->len; i++)
    {
      const TnsVariable *variable = variables->pdata[i];

      if (!g_str_equal (variable->name, name))
        continue;
      g_autoptr (TnsBlock) block = tns_block_read (variable->value, &request, NULL, NULL);
      if (block != NULL)
        return g_strdup_printf ("%g %g %g", block->mean[0], block->mean[1], block->mean[2]);
    }
  return NULL;
}

static gboolean
shows (Fixture *fixture, const char *name, const char *numbers)
{
  g_autofree char *shown = dup_shown_numbers (fixture, name);

  return g_strcmp0 (shown, numbers) == 0;
}

/* All that looks at the same numbers gets them back, in Python and on the stage, and the graph that
 * the write had joined is left again. */
static void
test_undo_of_write (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;

  run (fixture, "import torch\n"
                "x = torch.arange(6).view(2, 3).float()\n"
                "row = x[1]\n"
                "w = torch.ones(3, requires_grad=True)");
  tns_session_apply (session, "x[1:] = w * 7");
  wait_until (fixture->n_finished == 2);
  assert_evaluates (fixture, "row.tolist(), x.requires_grad", "([7.0, 7.0, 7.0], True)");
  wait_until (shows (fixture, "row", "7 7 7"));

  tns_session_undo (session);
  assert_evaluates (fixture, "x.tolist()", "[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]");
  assert_evaluates (fixture, "row.tolist(), x.requires_grad", "([3.0, 4.0, 5.0], False)");
  assert_evaluates (fixture, "[name for name in globals() if 'tensarium' in name]", "[]");
  wait_until (shows (fixture, "row", "3 4 5"));

  tns_session_redo (session);
  wait_until (fixture->n_finished == 3);
  assert_evaluates (fixture, "row.tolist()", "[7.0, 7.0, 7.0]");
  tns_session_undo (session);
  assert_evaluates (fixture, "row.tolist()", "[3.0, 4.0, 5.0]");
}

/* A result goes back to the function that made it. */
static void
test_undo_of_write_into_graph (Fixture *fixture, gconstpointer data)
{
  run (fixture, "import torch\n"
                "w = torch.ones(3, requires_grad=True)\n"
                "x = w * 2");
  tns_session_apply (fixture->session, "x[1:] = 0");
  wait_until (fixture->n_finished == 2);
  tns_session_undo (fixture->session);
  assert_evaluates (fixture, "x.sum().backward(), w.grad.tolist(), x.tolist()",
                    "(None, [2.0, 2.0, 2.0], [2.0, 2.0, 2.0])");
}

/* Typing is undone without touching any variable. */
static void
test_undo_of_typing (Fixture *fixture, gconstpointer data)
{
  TnsCell *cell = run (fixture, "b = 5");

  tns_cell_set_source (cell, "b = 7");
  tns_session_undo (fixture->session);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, "b = 5");
  assert_evaluates (fixture, "b", "5");
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;
  TnsCell *cell = tns_notebook_append_cell (tns_session_get_notebook (session), TNS_CELL_CODE,
                                            "import torch\nx = torch.zeros(3)\n"
                                            "while True:\n    x = x + 1\n");

  tns_session_run_cell (session, cell);
  g_assert_true (tns_session_is_busy (session));
  wait_until (count_steps (fixture) > 1000);
  tns_session_stop (session);
  wait_until (!tns_session_is_busy (session));
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  assert_evaluates (fixture, "1 + 1", "2");
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  run (fixture, example);
  wait_until (count_steps (fixture) == 5);
  tns_session_restart (fixture->session);
  wait_until (count_steps (fixture) == 0);
  assert_evaluates (fixture, "'x' in globals()", "False");
  run (fixture, "import torch\nx = torch.zeros(2)");
  wait_until (count_steps (fixture) == 1);
  g_assert_cmpstr (
      tns_timeline_get_segment (tns_session_get_timeline (fixture->session), 0)->label, ==, "[1]");
}

static void
test_reads (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;
  g_autoptr (GAsyncResult) block_result = NULL;
  g_autoptr (GAsyncResult) statistics_result = NULL;
  g_autoptr (GAsyncResult) cancelled_result = NULL;
  g_autoptr (GAsyncResult) explain_result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) variables = NULL;
  g_autoptr (TnsBlock) block = NULL;
  g_autoptr (TnsGradStep) grad = NULL;
  g_autoptr (GError) error = NULL;
  const TnsBlockRequest request = {
    .row_dim = -1, .column_dim = 0, .n_rows = 1, .n_columns = 3, .row_step = 1, .column_step = 1
  };
  TnsStatistics statistics;
  TnsMoment *b;

  run (fixture, example);
  run (fixture, "y.backward()");
  wait_until (count_steps (fixture) == 11);
  variables = tns_timeline_dup_variables (tns_session_get_timeline (session), 11);
  b = ((TnsVariable *) variables->pdata[2])->value;

  tns_session_read_block_async (session, b, &request, NULL, on_result, &block_result);
  tns_session_read_statistics_async (session, b, NULL, on_result, &statistics_result);
  tns_session_explain_async (session, 8, NULL, on_result, &explain_result);
  g_cancellable_cancel (cancellable);
  tns_session_read_block_async (session, b, &request, cancellable, on_result, &cancelled_result);
  wait_until (block_result != NULL && statistics_result != NULL && cancelled_result != NULL
              && explain_result != NULL);

  block = tns_session_read_block_finish (session, block_result, NULL);
  g_assert_cmpfloat (block->mean[0], ==, 4);
  g_assert_cmpfloat (block->mean[2], ==, 16);
  g_assert_true (
      tns_session_read_statistics_finish (session, statistics_result, &statistics, NULL));
  g_assert_cmpfloat_with_epsilon (statistics.mean, 29.0 / 3, 1e-12);
  grad = tns_session_explain_finish (session, explain_result, NULL);
  g_assert_cmpstr (grad->local_rule, ==, "∂b/∂a = 2·a");
  g_assert_cmpint (grad->n_checks, ==, 3);
  g_assert_null (tns_session_read_block_finish (session, cancelled_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
open_file (Fixture *fixture, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tns_session_open_async (fixture->session, file, NULL, on_result, &result);
  wait_until (result != NULL);
  return tns_session_open_finish (fixture->session, result, error);
}

static gboolean
save_file (Fixture *fixture, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tns_session_save_async (fixture->session, file, NULL, on_result, &result);
  wait_until (result != NULL);
  return tns_session_save_finish (fixture->session, result, error);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  TnsSession *session = fixture->session;
  g_autofree char *folder = g_dir_make_tmp ("tensarium-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "saved.ipynb", NULL);
  g_autofree char *bad_path = g_build_filename (folder, "bad.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (bad_path);
  TnsNotebook *before = tns_session_get_notebook (session);
  GError *error = NULL;

  run (fixture, example);
  wait_until (count_steps (fixture) == 5);
  g_assert_false (save_file (fixture, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (save_file (fixture, file, &error));
  g_assert_no_error (error);
  g_assert_false (tns_notebook_is_modified (before));

  g_assert_true (g_file_set_contents (bad_path, "{ \"cells\": ", -1, NULL));
  g_assert_false (open_file (fixture, bad, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (tns_session_get_notebook (session) == before);
  g_assert_cmpint (count_steps (fixture), ==, 5);

  g_assert_true (open_file (fixture, file, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tns_notebook_get_n_cells (tns_session_get_notebook (session)), ==, 1);
  wait_until (count_steps (fixture) == 0);
  g_assert_null (tns_session_get_selected_cell (session));
  g_unlink (path);
  g_unlink (bad_path);
  g_rmdir (folder);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  add ("/engine/session/example/eleven-steps", test_example);
  add ("/engine/session/cursor/follows-until-moved-back", test_cursor);
  add ("/engine/session/selection/name-step-cell-go-together", test_selection);
  add ("/engine/session/undo/action-takes-its-variable-away", test_undo_of_new_name);
  add ("/engine/session/undo/old-value-comes-back", test_undo_of_old_name);
  add ("/engine/session/undo/written-numbers-come-back", test_undo_of_write);
  add ("/engine/session/undo/result-goes-back-to-its-function", test_undo_of_write_into_graph);
  g_test_add_func ("/engine/session/undo/knows-what-a-line-writes-into", test_written_names);
  add ("/engine/session/undo/typing-touches-no-variable", test_undo_of_typing);
  add ("/engine/session/stop/endless-loop", test_stop);
  add ("/engine/session/restart/empties-the-timeline", test_restart);
  add ("/engine/session/read/in-workers-with-cancel", test_reads);
  add ("/engine/session/file/keeps-notebook-on-error", test_files);
  result = g_test_run ();
  /* A cell that hangs must not keep the test from ending. */
  g_assert_true (tns_runner_quit (60 * G_USEC_PER_SEC));
  return result;
}
