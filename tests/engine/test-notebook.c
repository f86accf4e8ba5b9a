/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "engine/session/notebook.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Round trips are compared as JSON by Python's own parser, and validated by python3-nbformat. */

static const char rich_notebook[]
    = "{\"cells\": ["
      "{\"cell_type\": \"markdown\", \"metadata\": {\"zeta\": 1, \"alpha\": [1.5, 2.0, null]},"
      " \"source\": \"# Título\\nzwei\", \"attachments\": {\"a.png\": {\"image/png\": \"QUJD\"}}},"
      "{\"cell_type\": \"code\", \"execution_count\": 7, \"metadata\": {}, \"outputs\": ["
      "{\"name\": \"stdout\", \"output_type\": \"stream\", \"text\": [\"a\\n\", \"b\\n\"]},"
      "{\"data\": {\"application/vnd.custom+json\": {\"k\": [1, {\"x\": \"\\u001b[0m\"}]},"
      " \"text/html\": [\"<b>\", \"x</b>\"], \"text/plain\": \"x\"}, \"execution_count\": 7,"
      " \"metadata\": {\"isolated\": true}, \"output_type\": \"execute_result\"}],"
      " \"source\": [\"x = 1\\n\", \"x\"]},"
      "{\"cell_type\": \"raw\", \"metadata\": {}, \"source\": []}],"
      "\"metadata\": {\"colab\": {\"gpu\": true, \"n\": 9007199254740993}, \"tiny\": 1e-300},"
      "\"nbformat\": 4, \"nbformat_minor\": 2}";

static TnsNotebook *
load_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  TnsNotebook *notebook = tns_notebook_load_text (text, -1, &error);
  g_assert_no_error (error);
  return notebook;
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("tensarium-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

/* Runs a Python program over two files and fails with what it prints. */
static void
check_with_python (const char *program, const char *before, const char *after)
{
  const char *argv[] = { "/usr/bin/python3", "-c", program, before, after, NULL };
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  /* The sanitizers' own settings would reach a program that is not built for them. */
  g_auto (GStrv) env = g_environ_unsetenv (g_get_environ (), "LD_PRELOAD");
  g_spawn_sync (NULL, (char **) argv, env, 0, NULL, NULL, &out, &err, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s%s", out, err);
  g_assert_cmpint (status, ==, 0);
}

/* The same document, but for the ids that 4.5 wants and the way a text is cut into lines. */
static const char same_document[]
    = "import json, sys\n"
      "def joined(x):\n"
      "    return ''.join(x) if isinstance(x, list) and all(isinstance(y, str) for y in x) else x\n"
      "def plain(path):\n"
      "    book = json.load(open(path))\n"
      "    for cell in book['cells']:\n"
      "        cell.pop('id', None); cell['source'] = joined(cell['source'])\n"
      "        for output in cell.get('outputs', []):\n"
      "            if 'text' in output: output['text'] = joined(output['text'])\n"
      "    book.pop('nbformat_minor')\n"
      "    return json.dumps(book)\n"
      "a, b = plain(sys.argv[1]), plain(sys.argv[2])\n"
      "assert a == b, a + '\\n' + b\n";

static const char validates[] = "import nbformat, sys\n"
                                "for path in sys.argv[1:]:\n"
                                "    book = nbformat.read(path, as_version=nbformat.NO_CONVERT)\n"
                                "    nbformat.validate(book)\n"
                                "assert (book.nbformat, book.nbformat_minor) == (4, 5)\n";

static void
check_round_trip (const char *path)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *saved = g_build_filename (folder, "saved.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) target = g_file_new_for_path (saved);
  g_autoptr (GError) error = NULL;

  g_autoptr (TnsNotebook) notebook = tns_notebook_load (file, &error);
  g_assert_no_error (error);
  g_assert_false (tns_notebook_is_modified (notebook));
  g_assert_true (tns_notebook_save (notebook, target, &error));
  g_assert_no_error (error);
  check_with_python (same_document, path, saved);
  check_with_python (validates, saved, saved);

  g_remove (saved);
  g_rmdir (folder);
}

static void
test_keeps_unknown (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "rich.ipynb", NULL);
  g_assert_true (g_file_set_contents (path, rich_notebook, -1, NULL));
  check_round_trip (path);
  g_remove (path);
  g_rmdir (folder);
}

static void
test_acceptance (void)
{
  g_autofree char *folder
      = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "acceptance", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  if (dir == NULL)
    {
      g_test_skip ("../shared/acceptance is not there");
      return;
    }
  int n_notebooks = 0;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".ipynb"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        check_round_trip (path);
        n_notebooks++;
      }
  g_assert_cmpint (n_notebooks, >, 0);
}

static void
test_layout (void)
{
  g_autoptr (TnsNotebook) notebook = load_text (
      "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {\"x\": 0.1, \"y\": 2.0, \"e\": {}},"
      " \"cells\": [{\"source\": \"é\\n\\\"q\\\"\", \"id\": \"c0\", \"metadata\": {},"
      " \"cell_type\": \"raw\"}]}");
  g_autofree char *text = tns_notebook_to_text (notebook);
  g_assert_cmpstr (text, ==,
                   "{\n \"nbformat\": 4,\n \"nbformat_minor\": 5,\n \"metadata\": {\n  \"x\": 0.1,\n"
                   "  \"y\": 2.0,\n  \"e\": {}\n },\n \"cells\": [\n  {\n   \"source\": [\n"
                   "    \"é\\n\",\n    \"\\\"q\\\"\"\n   ],\n   \"id\": \"c0\",\n"
                   "   \"metadata\": {},\n   \"cell_type\": \"raw\"\n  }\n ]\n}\n");
}

static void
test_ids (void)
{
  g_autoptr (TnsNotebook) notebook = load_text (
      "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": ["
      "{\"id\": \"a\", \"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"\"},"
      "{\"id\": \"a\", \"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"\"},"
      "{\"id\": \"not an id\", \"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"\"}]}");
  g_assert_cmpstr (tns_cell_get_id (tns_notebook_get_cell (notebook, 0)), ==, "a");
  g_assert_cmpstr (tns_cell_get_id (tns_notebook_get_cell (notebook, 1)), !=, "a");
  g_assert_null (strchr (tns_cell_get_id (tns_notebook_get_cell (notebook, 2)), ' '));
}

static void
check_refused (const char *text, TnsNotebookError code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (tns_notebook_load_text (text, -1, &error));
  g_assert_error (error, TNS_NOTEBOOK_ERROR, (int) code);
  if (strstr (error->message, words) == NULL)
    g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refuses (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');

  check_refused ("", TNS_NOTEBOOK_ERROR_CORRUPT, "not a notebook");
  check_refused ("{\"cells\": [", TNS_NOTEBOOK_ERROR_CORRUPT, "not a notebook");
  check_refused ("[]", TNS_NOTEBOOK_ERROR_CORRUPT, "not a JSON object");
  check_refused ("\xff\xfe", TNS_NOTEBOOK_ERROR_CORRUPT, "not UTF-8");
  check_refused (deep, TNS_NOTEBOOK_ERROR_CORRUPT, "nest too deep");
  check_refused ("{}", TNS_NOTEBOOK_ERROR_CORRUPT, "\"nbformat\" is missing");
  check_refused ("{\"nbformat\": 3, \"worksheets\": []}", TNS_NOTEBOOK_ERROR_VERSION, "older");
  check_refused ("{\"nbformat\": 5, \"cells\": []}", TNS_NOTEBOOK_ERROR_VERSION, "newer");
  check_refused ("{\"nbformat\": 4}", TNS_NOTEBOOK_ERROR_CORRUPT, "\"cells\" is missing");
  check_refused ("{\"nbformat\": 4, \"cells\": [1]}", TNS_NOTEBOOK_ERROR_CORRUPT, "Cell 1");
  check_refused ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"x\", \"source\": \"\"}]}",
                 TNS_NOTEBOOK_ERROR_CORRUPT, "\"cell_type\"");
  check_refused ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 1}]}",
                 TNS_NOTEBOOK_ERROR_CORRUPT, "\"source\"");
  check_refused ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\","
                 " \"outputs\": {}}]}",
                 TNS_NOTEBOOK_ERROR_CORRUPT, "\"outputs\"");
}

static void
test_outputs (void)
{
  g_autoptr (TnsNotebook) notebook = load_text (rich_notebook);
  TnsCell *cell = tns_notebook_get_cell (notebook, 1);
  GListModel *outputs = tns_cell_get_outputs (cell);
  g_assert_cmpint (tns_cell_get_execution_count (cell), ==, 7);
  g_assert_cmpuint (g_list_model_get_n_items (outputs), ==, 2);

  g_autoptr (TnsOutput) stream = g_list_model_get_item (outputs, 0);
  g_assert_cmpint (tns_output_get_kind (stream), ==, TNS_OUTPUT_STREAM);
  g_assert_cmpstr (tns_output_get_text (stream), ==, "a\nb\n");
  g_autoptr (TnsOutput) result = g_list_model_get_item (outputs, 1);
  g_assert_cmpstr (tns_output_get_data (result, "text/html"), ==, "<b>x</b>");
  g_assert_cmpint (tns_output_get_execution_count (result), ==, 7);
  g_assert_null (tns_output_get_data (result, "image/png"));
}

static void
test_stream_joins (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "");
  const char *const texts[] = { "a\n", "b" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (TnsOutput) output = tns_output_new_stream ("stdout", texts[i]);
      tns_cell_add_output (cell, output);
    }
  g_autoptr (TnsOutput) other = tns_output_new_stream ("stderr", "c");
  tns_cell_add_output (cell, other);

  g_assert_cmpuint (g_list_model_get_n_items (tns_cell_get_outputs (cell)), ==, 2);
  g_autofree char *text = tns_notebook_to_text (notebook);
  g_assert_nonnull (strstr (text, "\"a\\n\",\n      \"b\"\n"));
}

static void
test_clean_text (void)
{
  static const char *const cases[][2] = {
    { "a\rb\n", "b\n" },
    { " 10%\r 20%\r100%", "100%" },
    { "\033[31mred\033[0m", "red" },
    { "ab\bc", "ac" },
    { "x\r\ny", "x\ny" },
    { "\033]0;title\aé\033", "é" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnsOutput) output = tns_output_new_stream ("stdout", cases[i][0]);
      g_autofree char *text = tns_output_dup_clean_text (output);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* ---- history ---- */

static char *
dup_sources (TnsNotebook *notebook)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < tns_notebook_get_n_cells (notebook); i++)
    g_string_append_printf (text, "%s|",
                            tns_cell_get_source (tns_notebook_get_cell (notebook, i)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_sources (TnsNotebook *notebook, const char *expected)
{
  g_autofree char *sources = dup_sources (notebook);
  g_assert_cmpstr (sources, ==, expected);
}

static void
test_undo (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  TnsCell *a = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "a");
  TnsCell *b = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "b");
  tns_notebook_insert_cell (notebook, 1, TNS_CELL_MARKDOWN, "m");
  tns_notebook_move_cell (notebook, b, 0);
  tns_cell_set_source (a, "a1");
  tns_cell_set_source (a, "a12");
  tns_cell_set_cell_type (a, TNS_CELL_RAW);
  tns_notebook_delete_cell (notebook, b);
  assert_sources (notebook, "a12|m|");

  static const char *const states[] = { "b|a12|m|", "b|a12|m|", "b|a|m|", "a|m|b|", "a|b|", "a|", "" };
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_assert_nonnull (tns_notebook_undo (notebook));
      assert_sources (notebook, states[i]);
    }
  g_assert_null (tns_notebook_undo (notebook));
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_nonnull (tns_notebook_redo (notebook));
  g_assert_null (tns_notebook_redo (notebook));
  assert_sources (notebook, "a12|m|");
  g_assert_cmpint (tns_cell_get_cell_type (tns_notebook_get_cell (notebook, 0)), ==, TNS_CELL_RAW);
}

static void
test_undo_source (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "");
  tns_cell_set_source (cell, "1");
  tns_cell_set_source (cell, "12");
  tns_notebook_break_edit (notebook);
  tns_cell_set_source (cell, "123");

  tns_notebook_undo (notebook);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, "12");
  tns_notebook_undo (notebook);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, "");
  tns_notebook_redo (notebook);
  g_assert_cmpstr (tns_cell_get_source (cell), ==, "12");
  /* A new edit ends what could be redone. */
  tns_cell_set_source (cell, "x");
  g_assert_false (tns_notebook_can_redo (notebook));
}

static void
test_undo_group (void)
{
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  tns_notebook_append_cell (notebook, TNS_CELL_CODE, "kept");
  tns_notebook_begin_group (notebook);
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x");
  tns_cell_set_source (cell, "y");
  tns_notebook_end_group (notebook);

  tns_notebook_undo (notebook);
  assert_sources (notebook, "kept|");
  tns_notebook_redo (notebook);
  assert_sources (notebook, "kept|y|");
}

static void
test_deleted_cell_returns (void)
{
  g_autoptr (TnsNotebook) notebook = load_text (rich_notebook);
  TnsCell *cell = tns_notebook_get_cell (notebook, 1);
  tns_notebook_delete_cell (notebook, cell);
  g_assert_cmpint (tns_notebook_get_position (notebook, cell), ==, -1);
  g_assert_true (tns_notebook_undo (notebook) == cell);
  g_assert_cmpint (tns_notebook_get_position (notebook, cell), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (tns_cell_get_outputs (cell)), ==, 2);
}

/* ---- saving ---- */

static void
test_modified (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "n.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  TnsCell *cell = tns_notebook_append_cell (notebook, TNS_CELL_CODE, "");
  g_assert_true (tns_notebook_is_modified (notebook));
  g_assert_true (tns_notebook_save (notebook, file, NULL));
  g_assert_false (tns_notebook_is_modified (notebook));

  tns_cell_set_source (cell, "1");
  g_assert_true (tns_notebook_is_modified (notebook));
  tns_notebook_undo (notebook);
  g_assert_false (tns_notebook_is_modified (notebook));
  tns_cell_set_execution_count (cell, 3);
  g_assert_true (tns_notebook_is_modified (notebook));

  g_remove (path);
  g_rmdir (folder);
}

static void
test_save_keeps_mode (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "n.ipynb", NULL);
  g_autofree char *link = g_build_filename (folder, "link.ipynb", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  struct stat info;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("n.ipynb", link), ==, 0);
  g_assert_true (tns_notebook_save (notebook, file, NULL));
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  check_with_python (validates, path, path);

  g_remove (link);
  g_remove (path);
  /* Nothing else was left behind. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_save_fails_whole (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/proc/no-such-folder/n.ipynb");
  g_autoptr (TnsNotebook) notebook = tns_notebook_new ();
  g_autoptr (GError) error = NULL;
  tns_notebook_append_cell (notebook, TNS_CELL_CODE, "x");
  g_assert_false (tns_notebook_save (notebook, file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "n.ipynb"));
  g_assert_true (tns_notebook_is_modified (notebook));
  g_assert_null (tns_notebook_get_file (notebook));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/notebook/file/keeps-what-it-does-not-know", test_keeps_unknown);
  g_test_add_func ("/engine/notebook/file/acceptance-notebooks-survive", test_acceptance);
  g_test_add_func ("/engine/notebook/file/is-laid-out-as-jupyter-does", test_layout);
  g_test_add_func ("/engine/notebook/file/gives-each-cell-its-own-id", test_ids);
  g_test_add_func ("/engine/notebook/file/refuses-what-is-no-notebook", test_refuses);
  g_test_add_func ("/engine/notebook/output/reads-mime-bundles", test_outputs);
  g_test_add_func ("/engine/notebook/output/joins-one-stream", test_stream_joins);
  g_test_add_func ("/engine/notebook/output/clean-text-is-what-a-terminal-leaves", test_clean_text);
  g_test_add_func ("/engine/notebook/undo/takes-back-every-kind-of-edit", test_undo);
  g_test_add_func ("/engine/notebook/undo/joins-typing-until-a-break", test_undo_source);
  g_test_add_func ("/engine/notebook/undo/takes-a-group-together", test_undo_group);
  g_test_add_func ("/engine/notebook/undo/brings-a-cell-back-with-outputs",
                   test_deleted_cell_returns);
  g_test_add_func ("/engine/notebook/save/modified-follows-undo", test_modified);
  g_test_add_func ("/engine/notebook/save/keeps-mode-and-link", test_save_keeps_mode);
  g_test_add_func ("/engine/notebook/save/failure-changes-nothing", test_save_fails_whole);
  return g_test_run ();
}
