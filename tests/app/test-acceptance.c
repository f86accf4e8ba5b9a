/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/*
 * Our first users' notebooks give what they give under PyTorch. The record, expected.json beside
 * them, was made with PyTorch 2.15.0 on CPU by `oracle.py record`; notebooks and record are kept
 * next to the repository, in ../shared/acceptance.
 */

typedef struct
{
  const char *name;
  int n_cells; /* how many of its first cells must agree; G_MAXINT: all */
} Book;

static const Book books[] = {
  { "repaired-001.ipynb", G_MAXINT },
  { "repaired-002.ipynb", G_MAXINT },
  { "repaired-004.ipynb", G_MAXINT },
  { "seed-000.ipynb", G_MAXINT },
  { "seed-001.ipynb", G_MAXINT },
  { "seed-002.ipynb", G_MAXINT },
  { "seed-003.ipynb", 24 }, /* up to the part on probability */
  { "seed-004.ipynb", G_MAXINT },
};

static char *
get_acceptance_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "acceptance", name, NULL);
}

/* The notebook in a folder of its own, as it writes beside that folder. */
static char *
copy_notebook (const char *name, const char *folder)
{
  g_autofree char *from = get_acceptance_path (name);
  char *to = g_build_filename (folder, "notebooks", name, NULL);
  g_autofree char *inner = g_path_get_dirname (to);
  g_autofree char *text = NULL;
  gsize length = 0;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) length, NULL));
  return to;
}

static char *
run_and_compare (const char *notebook)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "..", "app", "tensarium", NULL);
  g_autofree char *record = get_acceptance_path ("expected.json");
  g_autofree char *option = g_strconcat ("--compare=", record, NULL);
  const char *argv[] = { program, "--headless", option, notebook, NULL };
  g_autoptr (GError) error = NULL;
  char *report = NULL;
  int wait_status;

  /* The record's own: a shell command in one notebook names the shell. */
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "SHELL", "/bin/bash", TRUE);
  g_spawn_sync (NULL, (char **) argv, env, 0, NULL, NULL, &report, NULL, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  g_assert_cmpint (WEXITSTATUS (wait_status), <=, 1);
  return report;
}

static void
test_agrees (gconstpointer data)
{
  const Book *book = data;
  g_autofree char *source = get_acceptance_path (book->name);
  if (!g_file_test (source, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("../shared/acceptance is not there");
      return;
    }

  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tensarium-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = copy_notebook (book->name, folder);
  g_autofree char *report = run_and_compare (path);

  g_auto (GStrv) lines = g_strsplit (report, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "cell  verdict");
  int n_compared = 0, n_different = 0;
  for (guint i = 1; lines[i] != NULL && g_ascii_isspace (lines[i][0]); i++)
    if (n_compared < book->n_cells)
      {
        n_compared++;
        n_different += g_str_has_suffix (lines[i], " different");
      }
  if (n_different > 0)
    g_test_message ("%s", report);
  g_assert_cmpint (n_compared, >, 0);
  g_assert_cmpint (n_different, ==, 0);

  g_autofree char *command = g_strdup_printf ("rm -r '%s'", folder);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (books); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/app/acceptance/%s-agrees-with-pytorch", books[i].name);
      g_test_add_data_func (path, &books[i], test_agrees);
    }
  g_test_set_nonfatal_assertions ();
  return g_test_run ();
}
