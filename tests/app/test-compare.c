/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
#include "app/compare.h"

#include <glib/gstdio.h>

/* The rules are those of the record's own checker: numbers within 1e-5 of the larger one. */

static TnaVerdict
compare (const char *expected, const char *got, gboolean is_volatile)
{
  TnaShown a = { .text = (char *) expected, .is_volatile = is_volatile, .is_recorded = TRUE };
  TnaShown b = { .text = (char *) got, .is_recorded = TRUE };
  return tna_compare (&a, &b);
}

static void
test_identical (void)
{
  g_assert_cmpint (compare ("tensor(1.)", "tensor(1.)", FALSE), ==, TNA_IDENTICAL);
  g_assert_cmpint (compare ("", "", TRUE), ==, TNA_IDENTICAL);
}

static void
test_close (void)
{
  g_assert_cmpint (compare ("tensor(12.6667)", "tensor(12.66671)", FALSE), ==, TNA_CLOSE);
  g_assert_cmpint (compare ("1.0000e-9", "0.", FALSE), ==, TNA_CLOSE);
  g_assert_cmpint (compare ("[nan, -inf]", "[nan,  -inf]", FALSE), ==, TNA_CLOSE);
}

static void
test_different (void)
{
  g_assert_cmpint (compare ("tensor(12.6667)", "tensor(12.6677)", FALSE), ==, TNA_DIFFERENT);
  g_assert_cmpint (compare ("[1, 2]", "[1, 2, 3]", FALSE), ==, TNA_DIFFERENT);
  g_assert_cmpint (compare ("nan", "1.0", FALSE), ==, TNA_DIFFERENT);
  g_assert_cmpint (compare ("inf", "-inf", FALSE), ==, TNA_DIFFERENT);
  g_assert_cmpint (compare ("tensor(1)", "tensor(1, dtype=torch.int32)", FALSE), ==, TNA_DIFFERENT);
  /* The digits of a name are no number. */
  g_assert_cmpint (compare ("float32", "float64", TRUE), ==, TNA_DIFFERENT);
}

static void
test_form (void)
{
  g_assert_cmpint (compare ("tensor([0.5, 0.25])", "tensor([0.1, -0.9])", TRUE), ==, TNA_FORM);
  g_assert_cmpint (compare ("Wall time: 568 us", "Wall time: 1.2 ms", TRUE), ==, TNA_FORM);
  g_assert_cmpint (compare ("<A at 0x7f12>", "<A at 0x55aa0>", TRUE), ==, TNA_FORM);
  g_assert_cmpint (compare ("tensor([0.5, 0.25])", "tensor([0.1])", TRUE), ==, TNA_DIFFERENT);
}

static void
test_unrecorded (void)
{
  TnaShown never = { .text = (char *) "" };
  TnaShown now = { .text = (char *) "x", .is_recorded = TRUE };
  g_assert_cmpint (tna_compare (&never, &now), ==, TNA_UNRECORDED);
}

static void
test_shown (void)
{
  static const char text[]
      = "{\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}, \"cells\": [{\"id\": \"a\","
        " \"cell_type\": \"code\", \"metadata\": {}, \"source\": \"\", \"execution_count\": 1,"
        " \"outputs\": ["
        "{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": \"torch 2.15.0\\n\"},"
        "{\"output_type\": \"stream\", \"name\": \"stderr\", \"text\": \"warning\"},"
        "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"text/plain\": \"d\"}},"
        "{\"output_type\": \"display_data\", \"metadata\": {}, \"data\": {\"text/plain\": \"<Figure>\","
        " \"image/png\": \"\"}},"
        "{\"output_type\": \"execute_result\", \"metadata\": {}, \"execution_count\": 1,"
        " \"data\": {\"text/plain\": \"r\"}},"
        "{\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"v\", \"traceback\": []}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (TnsNotebook) notebook = tns_notebook_load_text (text, -1, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) list = tna_shown_list_new (notebook, "2.15.0");
  const TnaShown *shown = g_ptr_array_index (list, 0);
  g_assert_cmpstr (shown->text, ==, "torch VERSION\nd\n\nr\nE: v");
}

static void
test_record (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("tensarium-XXXXXX.json", &path, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (
      path,
      "{\"n.ipynb\": {\"torch\": \"2.15\", \"cells\": ["
      "{\"stdout\": \"2.15\\n\", \"result\": null, \"error\": null, \"class\": \"exact\"},"
      "{\"stdout\": \"\", \"result\": \"1\", \"error\": [\"E\", \"v\"], \"class\": \"form\"}]}}",
      -1, NULL));

  g_autoptr (GPtrArray) list = tna_shown_list_load (path, "n.ipynb", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  const TnaShown *first = g_ptr_array_index (list, 0);
  const TnaShown *second = g_ptr_array_index (list, 1);
  g_assert_cmpstr (first->text, ==, "VERSION\n");
  g_assert_false (first->is_volatile);
  g_assert_cmpstr (second->text, ==, "1\nE: v");
  g_assert_true (second->is_volatile);

  g_assert_null (tna_shown_list_load (path, "other.ipynb", &error));
  g_assert_error (error, TNS_NOTEBOOK_ERROR, TNS_NOTEBOOK_ERROR_CORRUPT);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/compare/same-text-is-identical", test_identical);
  g_test_add_func ("/app/compare/numbers-within-1e-5-are-close", test_close);
  g_test_add_func ("/app/compare/words-lengths-and-dtypes-count", test_different);
  g_test_add_func ("/app/compare/volatile-cells-need-only-the-form", test_form);
  g_test_add_func ("/app/compare/a-cell-never-run-is-unrecorded", test_unrecorded);
  g_test_add_func ("/app/compare/shown-is-stdout-result-and-error", test_shown);
  g_test_add_func ("/app/compare/record-is-read", test_record);
  return g_test_run ();
}
