/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <gio/gio.h>
#include <sys/wait.h>

/*
 * Every lesson that comes with the program gives what it gives under PyTorch. The record,
 * lessons.json, was made with PyTorch 2.15.0 on CPU and IPython 8.5.0: the standard output and the
 * last result of each code cell, run in order in one shell; cells whose text names addresses are
 * of class "form".
 */

static void
test_agrees (gconstpointer data)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "..", "app", "tensarium", NULL);
  g_autofree char *record = g_test_build_filename (G_TEST_DIST, "app", "lessons.json", NULL);
  g_autofree char *option = g_strconcat ("--compare=", record, NULL);
  g_autofree char *lesson =
    g_test_build_filename (G_TEST_DIST, "..", "resources", "lessons", data, NULL);
  g_autofree char *report = NULL;
  const char *argv[] = { program, "--headless", option, lesson, NULL };
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &report, NULL, &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  if (WEXITSTATUS (wait_status) != 0)
    g_test_message ("%s", report);
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, 0);
  g_assert_nonnull (g_strstr_len (report, -1, " 0 different, 0 unrecorded"));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) lessons = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "..", "resources", "lessons", NULL);
  lessons = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (lessons);
  while ((name = g_dir_read_name (lessons)) != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/app/lessons/%s/agrees-with-pytorch", name);

      g_test_add_data_func_full (path, g_strdup (name), test_agrees, g_free);
    }
  return g_test_run ();
}
