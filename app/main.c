/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/application.h"
#include "app/headless.h"
#include "engine/session/runner.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How long a cell that still runs is given to obey when the program ends. */
#define QUIT_TIMEOUT_US (2 * G_USEC_PER_SEC)

typedef struct
{
  gboolean is_headless;
  gboolean compare;
  char *expected;
  gboolean guard;
  gboolean print_python_path;
  gboolean print_version;
  char **paths;
} Arguments;

static gboolean
on_compare (const char *name, const char *value, gpointer data, GError **error)
{
  Arguments *arguments = data;
  arguments->compare = TRUE;
  g_free (arguments->expected);
  arguments->expected = *value != '\0' ? g_strdup (value) : NULL;
  return TRUE;
}

/* A --compare alone means the outputs saved in the file. GOption would take the file for its value,
 * so it is given an empty one. */
static void
complete_compare (int argc, char **argv)
{
  static char with_value[] = "--compare=";
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--compare"))
      argv[i] = with_value;
}

static gboolean
parse (Arguments *arguments, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "headless", 0, 0, G_OPTION_ARG_NONE, &arguments->is_headless,
      "Run every cell of FILE without a display and print what it shows", NULL },
    { "compare", 0, 0, G_OPTION_ARG_CALLBACK, (gpointer) on_compare,
      "With --headless: compare with a record, or alone with the outputs saved in FILE, cell by "
      "cell: identical, close (numbers within 1e-5), form (what changes from run to run), "
      "different",
      "RECORD.json" },
    { "guard", 0, 0, G_OPTION_ARG_NONE, &arguments->guard,
      "With --headless: confine the cells as in the window (no processes, no network, no writing "
      "far from FILE); without it they may do what you may",
      NULL },
    { "print-python-path", 0, 0, G_OPTION_ARG_NONE, &arguments->print_python_path,
      "Print the folder that holds the package torch, for PYTHONPATH", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->print_version, "Print the version", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->paths, NULL, "[FILE]" },
    { NULL },
  };
  complete_compare (*argc, *argv);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("main", NULL, NULL, arguments, NULL);
  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, "See what happens to tensors: a notebook in which every "
                                         "operation can be looked at.");
  g_option_context_set_description (
      context,
      "Exit status: 0 all went well; 1 a cell raised an error, or with --compare an output "
      "is different; 2 bad arguments or an unreadable file.");
  return g_option_context_parse (context, argc, argv, error);
}

static int
complain (const char *message)
{
  fprintf (stderr, "tensarium: %s\nTry --help.\n", message);
  return TNA_EXIT_USAGE;
}

static int
run_headless (const Arguments *arguments)
{
  if (arguments->paths == NULL || arguments->paths[1] != NULL)
    return complain ("--headless needs one notebook");
  TnaHeadlessOptions options = {
    .path = arguments->paths[0],
    .compare = arguments->compare,
    .expected = arguments->expected,
    .guard = arguments->guard,
  };
  return tna_headless_run (&options);
}

static int
print_python_path (void)
{
  g_autofree char *path = tns_runner_dup_python_path ();
  printf ("%s\n", path);
  return TNA_EXIT_OK;
}

/* The options are ours alone: GTK sees the program's name and the files. */
static int
run_window (const Arguments *arguments, char *program)
{
  g_autoptr (TnaApplication) application = tna_application_new ();
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, program);
  for (char **path = arguments->paths; path != NULL && *path != NULL; path++)
    g_ptr_array_add (words, *path);
  int n_words = (int) words->len;
  g_ptr_array_add (words, NULL);
  return g_application_run (G_APPLICATION (application), n_words, (char **) words->pdata);
}

static int
run (Arguments *arguments, char *program)
{
  if (arguments->print_version)
    {
      printf ("Tensarium %s\n", TNA_VERSION);
      return TNA_EXIT_OK;
    }
  if (arguments->print_python_path)
    return print_python_path ();
  if (arguments->is_headless)
    return run_headless (arguments);
  if (arguments->compare)
    return complain ("--compare goes with --headless");
  return run_window (arguments, program);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Arguments arguments = { 0 };

  setlocale (LC_ALL, "");
  int status = parse (&arguments, &argc, &argv, &error) ? run (&arguments, argv[0])
                                                        : complain (error->message);
  g_free (arguments.expected);
  g_strfreev (arguments.paths);
  fflush (NULL);
  /* With a cell still running the process must not run destructors under its feet. */
  if (!tns_runner_quit (QUIT_TIMEOUT_US))
    _exit (status);
  return status;
}
