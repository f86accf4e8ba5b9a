/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* Runs the built program as a user would. */

typedef struct
{
  char *folder;
  char *path; /* a notebook in a folder of its own, in @folder */
} Fixture;

typedef struct
{
  char *out;
  char *err;
  int status;
} Run;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("tensarium-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *inner = g_build_filename (fixture->folder, "notebooks", NULL);
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  fixture->path = g_build_filename (inner, "n.ipynb", NULL);
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          remove_tree (child);
        }
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static Run
run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  Run result = { 0 };
  va_list args;

  g_ptr_array_add (argv, g_test_build_filename (G_TEST_BUILT, "..", "app", "tensarium", NULL));
  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_ptr_array_add (argv, g_strdup (arg));
  va_end (args);
  g_ptr_array_add (argv, NULL);

  /* Without a display: headless means it. */
  g_auto (GStrv) env = g_environ_unsetenv (g_get_environ (), "DISPLAY");
  env = g_environ_unsetenv (env, "WAYLAND_DISPLAY");
  int wait_status;
  g_spawn_sync (NULL, (char **) argv->pdata, env, 0, NULL, NULL, &result.out, &result.err,
                &wait_status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  result.status = WEXITSTATUS (wait_status);
  g_test_message ("exit %d\n%s%s", result.status, result.out, result.err);
  return result;
}

static void
run_clear (Run *result)
{
  g_free (result->out);
  g_free (result->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* A notebook of code cells: source, recorded standard output (NULL: never run), source, … NULL. */
static void
write_notebook (Fixture *fixture, ...)
{
  g_autoptr (GString) cells = g_string_new (NULL);
  va_list args;
  va_start (args, fixture);
  for (const char *source = va_arg (args, const char *); source != NULL;
       source = va_arg (args, const char *))
    {
      const char *recorded = va_arg (args, const char *);
      g_string_append_printf (
          cells,
          "%s{\"cell_type\": \"code\", \"id\": \"c%u\", \"metadata\": {}, \"source\": \"%s\","
          " \"execution_count\": %s, \"outputs\": [",
          cells->len > 0 ? "," : "", (guint) cells->len, source, recorded != NULL ? "1" : "null");
      if (recorded != NULL)
        g_string_append_printf (
            cells, "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"%s\"}",
            recorded);
      g_string_append (cells, "]}");
    }
  va_end (args);
  g_autofree char *text = g_strdup_printf (
      "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [%s]}", cells->str);
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
test_prints (Fixture *fixture, gconstpointer data)
{
  write_notebook (fixture, "print('a'); 1 + 1", NULL, "x = 1", NULL, "x", NULL, NULL);
  g_autofree char *before = NULL;
  g_assert_true (g_file_get_contents (fixture->path, &before, NULL, NULL));

  g_auto (Run) result = run ("--headless", fixture->path, NULL);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.out, ==, "[1]\na\n2\n\n[3]\n1\n\n");
  g_autofree char *after = NULL;
  g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  write_notebook (fixture, "1 / 0", NULL, "print('goes on')", NULL, NULL);
  g_auto (Run) result = run ("--headless", fixture->path, NULL);
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.out, "ZeroDivisionError: division by zero"));
  g_assert_nonnull (strstr (result.out, "[2]\ngoes on\n"));
}

static void
test_bad_files (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) missing = run ("--headless", fixture->path, NULL);
  g_assert_cmpint (missing.status, ==, 2);
  g_assert_true (g_file_set_contents (fixture->path, "{", -1, NULL));
  g_auto (Run) corrupt = run ("--headless", fixture->path, NULL);
  g_assert_cmpint (corrupt.status, ==, 2);
  g_assert_nonnull (strstr (corrupt.err, "not a notebook"));
}

static void
test_usage (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) no_file = run ("--headless", NULL);
  g_assert_cmpint (no_file.status, ==, 2);
  g_auto (Run) unknown = run ("--no-such-option", NULL);
  g_assert_cmpint (unknown.status, ==, 2);
  g_auto (Run) help = run ("--help", NULL);
  g_assert_cmpint (help.status, ==, 0);
  g_assert_nonnull (strstr (help.out, "--headless"));
}

static void
test_compare (Fixture *fixture, gconstpointer data)
{
  write_notebook (fixture, "print(1)", "1\\n", "print(1.000001)", "1.0\\n",
                  "import time; print(time.time_ns())", "123\\n", "print(2)", NULL, NULL);
  g_auto (Run) same = run ("--headless", "--compare", fixture->path, NULL);
  g_assert_cmpint (same.status, ==, 0);
  g_assert_nonnull (
      strstr (same.out, "1 identical, 1 close, 1 form, 0 different, 1 unrecorded\n"));

  write_notebook (fixture, "print(1)", "2\\n", NULL);
  g_auto (Run) different = run ("--headless", "--compare", fixture->path, NULL);
  g_assert_cmpint (different.status, ==, 1);
  g_assert_nonnull (strstr (different.out, "--- cell 0\nexpected: 2\n"));
}

static void
test_compare_record (Fixture *fixture, gconstpointer data)
{
  g_autofree char *record = g_build_filename (fixture->folder, "expected.json", NULL);
  g_autofree char *option = g_strconcat ("--compare=", record, NULL);
  write_notebook (fixture, "print(1)", NULL, "1 / 0", NULL, NULL);
  g_assert_true (g_file_set_contents (
      record,
      "{\"n.ipynb\": {\"torch\": \"2\", \"cells\": ["
      "{\"stdout\": \"1\\n\", \"result\": null, \"error\": null, \"class\": \"exact\"},"
      "{\"stdout\": \"\", \"result\": null, \"error\": [\"ZeroDivisionError\","
      " \"division by zero\"], \"class\": \"exact\"}]}}",
      -1, NULL));
  g_auto (Run) same = run ("--headless", option, fixture->path, NULL);
  g_assert_cmpint (same.status, ==, 0);
  g_assert_nonnull (strstr (same.out, "2 identical, 0 close, 0 form, 0 different"));

  g_assert_true (g_file_set_contents (record, "{}", -1, NULL));
  g_auto (Run) none = run ("--headless", option, fixture->path, NULL);
  g_assert_cmpint (none.status, ==, 2);
}

static void
test_guard (Fixture *fixture, gconstpointer data)
{
  write_notebook (fixture, "!echo started", NULL, NULL);
  g_auto (Run) lifted = run ("--headless", fixture->path, NULL);
  g_assert_cmpint (lifted.status, ==, 0);
  g_assert_nonnull (strstr (lifted.out, "started"));
  g_auto (Run) guarded = run ("--headless", "--guard", fixture->path, NULL);
  g_assert_cmpint (guarded.status, ==, 1);
  g_assert_nonnull (strstr (guarded.out, "PermissionError"));
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  write_notebook (fixture, "import os; print(os.path.basename(os.getcwd()))", NULL, NULL);
  g_auto (Run) result = run ("--headless", fixture->path, NULL);
  g_assert_cmpstr (result.out, ==, "[1]\nnotebooks\n\n");
}

static void
test_python_path (Fixture *fixture, gconstpointer data)
{
  g_auto (Run) result = run ("--print-python-path", NULL);
  g_assert_cmpint (result.status, ==, 0);
  g_strchomp (result.out);
  g_autofree char *package = g_build_filename (result.out, "tensarium", "shell.py", NULL);
  g_assert_true (g_file_test (package, G_FILE_TEST_IS_REGULAR));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/app/headless/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("prints-outputs-in-order-and-leaves-the-file", test_prints);
  ADD ("goes-on-after-an-error-and-exits-1", test_error);
  ADD ("unreadable-file-exits-2", test_bad_files);
  ADD ("bad-arguments-exit-2", test_usage);
  ADD ("compares-with-recorded-outputs", test_compare);
  ADD ("compares-with-a-record", test_compare_record);
  ADD ("guards-on-request", test_guard);
  ADD ("runs-in-the-notebooks-folder", test_folder);
  ADD ("python-path-holds-our-packages", test_python_path);
#undef ADD
  return g_test_run ();
}
