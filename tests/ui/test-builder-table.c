/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Tables typed and pasted. dtypes are those that torch.tensor (list) of PyTorch 2.15.0 gives. */
#include "ui/builder/value-table.h"

#include <string.h>

static void
assert_list (const TnuValueTable *table, const char *expected, TnkDtype dtype)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *list = tnu_value_table_dup_list (table, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (list, ==, expected);
  g_assert_cmpint (tnu_value_table_get_dtype (table), ==, dtype);
}

static void
assert_pasted (const char *text, const char *expected, TnkDtype dtype)
{
  g_autoptr (GError) error = NULL;
  TnuValueTable table;
  tnu_value_table_init (&table, 0, 0);
  tnu_value_table_paste (&table, 0, 0, text, &error);
  g_assert_no_error (error);
  assert_list (&table, expected, dtype);
  tnu_value_table_clear (&table);
}

static void
test_paste (void)
{
  assert_pasted ("1\t2\n3\t4\n", "[[1, 2], [3, 4]]", TNK_INT64);
  assert_pasted ("1,5\t2\r\n3\t\r\n", "[[1.5, 2], [3, 0]]", TNK_FLOAT32);
  assert_pasted ("1,2.5\n-3,4e2", "[[1, 2.5], [-3, 4e2]]", TNK_FLOAT32);
  assert_pasted ("1;0,5\n2;3", "[[1, 0.5], [2, 3]]", TNK_FLOAT32);
  assert_pasted ("[[1, 2],\n [3, 4]]", "[[1, 2], [3, 4]]", TNK_INT64);
  assert_pasted ("1 2  3", "[[1, 2, 3]]", TNK_INT64);
  assert_pasted ("True,False", "[[True, False]]", TNK_BOOL);
  assert_pasted ("1\n2\n3", "[[1], [2], [3]]", TNK_INT64);
}

static void
test_paste_grows (void)
{
  TnuValueTable table;
  tnu_value_table_init (&table, 2, 2);
  tnu_value_table_set (&table, 0, 0, " 9 ");
  g_assert_true (tnu_value_table_paste (&table, 1, 1, "1\t2", NULL));
  assert_list (&table, "[[9, 0, 0], [0, 1, 2]]", TNK_INT64);
  tnu_value_table_clear (&table);
}

static void
test_paste_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *commas = g_strnfill (TNU_TABLE_MAX_CELLS + 1, ',');
  TnuValueTable table;
  tnu_value_table_init (&table, 1, 1);
  g_assert_false (tnu_value_table_paste (&table, 0, 0, " \n ", &error));
  g_assert_cmpstr (error->message, ==, "there is no table on the clipboard");
  g_clear_error (&error);
  g_assert_false (tnu_value_table_paste (&table, 0, 0, commas, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (table.n_cols, ==, 1);
  tnu_value_table_clear (&table);
}

static void
test_wrong_cell (void)
{
  g_autoptr (GError) error = NULL;
  TnuValueTable table;
  tnu_value_table_init (&table, 2, 2);
  tnu_value_table_set (&table, 1, 0, "abc");
  g_assert_null (tnu_value_table_dup_list (&table, 0, &error));
  g_assert_cmpstr (error->message, ==, "“abc” in row 1, column 0 is no number");
  tnu_value_table_clear (&table);
}

static void
test_fill (void)
{
  TnuValueTable table;
  tnu_value_table_init (&table, 2, 3);
  tnu_value_table_fill (&table, &(TnuCellRange) { 1, 2, 0, 1 }, "7");
  assert_list (&table, "[[0, 7, 7], [0, 7, 7]]", TNK_INT64);
  g_assert_true (tnu_value_table_fill_series (&table, &(TnuCellRange) { 0, 0, 1, 2 }, "0", "0.1"));
  assert_list (&table, "[[0, 0.1, 0.2], [0.3, 0.4, 0.5]]", TNK_FLOAT32);
  g_assert_true (tnu_value_table_fill_series (&table, &(TnuCellRange) { 0, 0, 1, 2 }, "5", "-2"));
  assert_list (&table, "[[5, 3, 1], [-1, -3, -5]]", TNK_INT64);
  g_assert_false (tnu_value_table_fill_series (&table, &(TnuCellRange) { 0, 0, 0, 0 }, "a", "1"));
  g_autofree char *copy = tnu_value_table_copy (&table, &(TnuCellRange) { 0, 1, 1, 2 });
  g_assert_cmpstr (copy, ==, "3\t1\n-3\t-5\n");
  tnu_value_table_clear (&table);
}

static void
test_vector_and_long (void)
{
  TnuValueTable table;
  tnu_value_table_init (&table, 1, 3);
  table.is_vector = true;
  assert_list (&table, "[0, 0, 0]", TNK_INT64);
  table.is_vector = false;
  g_assert_true (tnu_value_table_resize (&table, 2, 20));
  g_autofree char *list = tnu_value_table_dup_list (&table, 4, NULL);
  g_assert_nonnull (strstr (list, "],\n     [0"));
  g_assert_false (tnu_value_table_resize (&table, 1000000, 1000000));
  tnu_value_table_clear (&table);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/builder/table/paste-reads-tabs-commas-and-lists", test_paste);
  g_test_add_func ("/ui/builder/table/paste-grows-the-table", test_paste_grows);
  g_test_add_func ("/ui/builder/table/paste-refuses-nothing-and-too-much", test_paste_refused);
  g_test_add_func ("/ui/builder/table/a-word-is-named", test_wrong_cell);
  g_test_add_func ("/ui/builder/table/fill-and-series-keep-to-the-range", test_fill);
  g_test_add_func ("/ui/builder/table/vectors-and-long-rows", test_vector_and_long);
  return g_test_run ();
}
