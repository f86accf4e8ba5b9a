/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/headless.h"

#include "app/compare.h"
#include "engine/session/runner.h"

#include <stdio.h>
#include <string.h>

#define SHOWN_CHARS 600

typedef struct
{
  const TnaHeadlessOptions *options;
  TnsNotebook *notebook;
  TnsRunner *runner;
  GMainLoop *loop;
  guint n_waiting; /* cells that have not finished */
  guint n_failed;
  gboolean is_silent;
  char *failure; /* the interpreter does not start */
  char *torch_version;
} Headless;

/* ---- printing ---- */

static void
print_text (const char *text)
{
  fputs (text, stdout);
  if (*text != '\0' && !g_str_has_suffix (text, "\n"))
    fputc ('\n', stdout);
}

static void
print_cell (TnsCell *cell)
{
  GListModel *outputs = tns_cell_get_outputs (cell);
  guint n_outputs = g_list_model_get_n_items (outputs);
  if (n_outputs == 0)
    return;

  printf ("[%" G_GINT64_FORMAT "]\n", tns_cell_get_execution_count (cell));
  for (guint i = 0; i < n_outputs; i++)
    {
      g_autoptr (TnsOutput) output = g_list_model_get_item (outputs, i);
      g_autofree char *text = tns_output_dup_clean_text (output);
      print_text (text);
    }
  fputc ('\n', stdout);
  fflush (stdout);
}

/* ---- running ---- */

static void
on_cell_finished (TnsRunner *runner, TnsCell *cell, gboolean ok, Headless *self)
{
  if (!ok)
    self->n_failed++;
  if (!self->is_silent)
    print_cell (cell);
  if (--self->n_waiting == 0)
    g_main_loop_quit (self->loop);
}

static void
on_failed (TnsRunner *runner, const char *message, Headless *self)
{
  if (self->failure == NULL)
    self->failure = g_strdup (message);
}

static guint
count_code_cells (TnsNotebook *notebook)
{
  guint n_cells = 0;
  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    if (tns_cell_get_cell_type (tns_notebook_get_cell (notebook, i)) == TNS_CELL_CODE)
      n_cells++;
  return n_cells;
}

static void
run_all (Headless *self)
{
  self->n_failed = 0;
  self->n_waiting = count_code_cells (self->notebook);
  if (self->n_waiting == 0)
    return;
  tns_runner_run_all (self->runner, TRUE);
  g_main_loop_run (self->loop);
}

static void
on_version (GObject *runner, GAsyncResult *result, gpointer data)
{
  Headless *self = data;
  self->torch_version = tns_runner_evaluate_finish (TNS_RUNNER (runner), result, NULL);
  g_main_loop_quit (self->loop);
}

/* What a printed version of torch is replaced by is the same on both sides of a comparison. */
static void
ask_torch_version (Headless *self)
{
  tns_runner_evaluate_async (self->runner, "__import__('torch').__version__", NULL, on_version,
                             self);
  g_main_loop_run (self->loop);
  /* repr() of a str: the version between quotes. */
  if (self->torch_version != NULL && strlen (self->torch_version) > 2)
    {
      self->torch_version[strlen (self->torch_version) - 1] = '\0';
      memmove (self->torch_version, self->torch_version + 1, strlen (self->torch_version));
    }
}

/* ---- comparing ---- */

static gboolean
has_verdict (GPtrArray *expected, GPtrArray *got, TnaVerdict verdict)
{
  for (guint i = 0; i < expected->len; i++)
    if (tna_compare (g_ptr_array_index (expected, i), g_ptr_array_index (got, i)) == verdict)
      return TRUE;
  return FALSE;
}

/* Outputs saved in a notebook do not say which of them change from run to run. A second run does:
 * what differs between our own two runs need only agree in form. */
static void
find_volatile (Headless *self, GPtrArray *expected, GPtrArray *got)
{
  tns_runner_restart (self->runner);
  run_all (self);
  g_autoptr (GPtrArray) again = tna_shown_list_new (self->notebook, self->torch_version);
  for (guint i = 0; i < expected->len; i++)
    {
      TnaShown *first = g_ptr_array_index (got, i);
      TnaShown *second = g_ptr_array_index (again, i);
      TnaShown *shown = g_ptr_array_index (expected, i);
      shown->is_volatile = strcmp (first->text, second->text) != 0;
    }
}

static void
print_different (guint index, const TnaShown *expected, const TnaShown *got)
{
  printf ("--- cell %u\nexpected: %.*s\ngot:      %.*s\n", index, SHOWN_CHARS, expected->text,
          SHOWN_CHARS, got->text);
}

static int
print_report (GPtrArray *expected, GPtrArray *got)
{
  guint counts[TNA_N_VERDICTS] = { 0 };

  printf ("cell  verdict\n");
  for (guint i = 0; i < expected->len; i++)
    {
      TnaVerdict verdict
          = tna_compare (g_ptr_array_index (expected, i), g_ptr_array_index (got, i));
      counts[verdict]++;
      printf ("%4u  %s\n", i, tna_verdict_get_name (verdict));
    }
  for (guint i = 0; i < expected->len; i++)
    {
      const TnaShown *want = g_ptr_array_index (expected, i);
      const TnaShown *have = g_ptr_array_index (got, i);
      if (tna_compare (want, have) == TNA_DIFFERENT)
        print_different (i, want, have);
    }
  printf ("%u identical, %u close, %u form, %u different, %u unrecorded\n", counts[TNA_IDENTICAL],
          counts[TNA_CLOSE], counts[TNA_FORM], counts[TNA_DIFFERENT], counts[TNA_UNRECORDED]);
  return counts[TNA_DIFFERENT] > 0 ? TNA_EXIT_FAILED : TNA_EXIT_OK;
}

static int
compare (Headless *self, GPtrArray *expected)
{
  ask_torch_version (self);
  g_autoptr (GPtrArray) got = tna_shown_list_new (self->notebook, self->torch_version);
  if (expected->len != got->len)
    {
      fprintf (stderr, "The record has %u code cells, the notebook %u\n", expected->len, got->len);
      return TNA_EXIT_USAGE;
    }
  if (self->options->expected == NULL && has_verdict (expected, got, TNA_DIFFERENT))
    find_volatile (self, expected, got);
  return print_report (expected, got);
}

static GPtrArray *
load_expected (Headless *self, GError **error)
{
  if (self->options->expected == NULL)
    return tna_shown_list_new (self->notebook, NULL);
  g_autofree char *name = g_path_get_basename (self->options->path);
  return tna_shown_list_load (self->options->expected, name, error);
}

/* ---- all of it ---- */

static int
run_and_report (Headless *self, GPtrArray *expected)
{
  self->is_silent = self->options->compare;
  run_all (self);
  if (self->failure != NULL)
    {
      fprintf (stderr, "%s\n", self->failure);
      return TNA_EXIT_FAILED;
    }
  if (self->options->compare)
    return compare (self, expected);
  return self->n_failed > 0 ? TNA_EXIT_FAILED : TNA_EXIT_OK;
}

int
tna_headless_run (const TnaHeadlessOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (options->path);
  g_autoptr (TnsNotebook) notebook = tns_notebook_load (file, &error);
  g_autoptr (GPtrArray) expected = NULL;
  Headless self = { .options = options, .notebook = notebook };

  if (notebook != NULL && options->compare)
    expected = load_expected (&self, &error);
  if (error != NULL)
    {
      fprintf (stderr, "%s: %s\n", options->path, error->message);
      return TNA_EXIT_USAGE;
    }

  g_autoptr (TnsRunner) runner = tns_runner_new (notebook);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  self.runner = runner;
  self.loop = loop;
  tns_runner_set_guard_lifted (runner, !options->guard);
  g_signal_connect (runner, "cell-finished", G_CALLBACK (on_cell_finished), &self);
  g_signal_connect (runner, "failed", G_CALLBACK (on_failed), &self);

  int status = run_and_report (&self, expected);
  g_signal_handlers_disconnect_by_data (runner, &self);
  g_free (self.failure);
  g_free (self.torch_version);
  fflush (stdout);
  return status;
}
