/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Tables typed and pasted. dtypes are those that torch.tensor (list) of PyTorch 2.15.0 gives;
 * prints are PyTorch's and those of NumPy 1.24, as repr() gives them. */
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

/* Pasted at a cell. */
static bool
paste (TnuValueTable *table, int row, int col, const char *text, GError **error)
{
  g_auto (TnuTableText) pasted = { 0 };
  return tnu_table_text_read (&pasted, text, error)
         && tnu_value_table_paste (table, row, col, &pasted, error);
}

/* Taken in place of what was there. */
static void
assert_pasted (const char *text, const char *expected, TnkDtype dtype)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnuTableText) pasted = { 0 };
  TnuValueTable table;
  tnu_value_table_init (&table, 2, 2);
  tnu_table_text_read (&pasted, text, &error);
  g_assert_no_error (error);
  g_assert_true (tnu_table_text_is_table (&pasted));
  tnu_value_table_take (&table, &pasted, &error);
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
test_paste_prints (void)
{
  assert_pasted ("tensor([[1., 2.],\n        [3., 4.]])", "[[1., 2.], [3., 4.]]", TNK_FLOAT32);
  assert_pasted ("x = torch.tensor([3, -1])", "[3, -1]", TNK_INT64);
  assert_pasted ("tensor([nan, -inf])", "[float('nan'), -float('inf')]", TNK_FLOAT32);
  assert_pasted ("tensor([1.0000e+10, 1.0000e-05])", "[1.0000e+10, 1.0000e-05]", TNK_FLOAT32);
  assert_pasted ("tensor([[[ 0,  1,  2],\n         [ 3,  4,  5]],\n\n        [[ 6,  7,  8],\n"
                 "         [ 9, 10, 11]]])",
                 "[[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]", TNK_INT64);
  assert_pasted ("tensor([[-1.1258, -1.1524, -0.2506,\n          0.3223],\n        [-0.1435, "
                 "-0.1116, -0.6136,\n         -0.8411]])",
                 "[[-1.1258, -1.1524, -0.2506, 0.3223], [-0.1435, -0.1116, -0.6136, -0.8411]]",
                 TNK_FLOAT32);
  assert_pasted ("[[0. 1. 2.]\n [3. 4. 5.]]", "[[0., 1., 2.], [3., 4., 5.]]", TNK_FLOAT32);
  assert_pasted ("array([[0, 1, 2],\n       [3, 4, 5]], dtype=int32)", "[[0, 1, 2], [3, 4, 5]]",
                 TNK_INT64);
  assert_pasted ("Parameter containing:\ntensor([[0., 0.]], requires_grad=True)", "[[0., 0.]]",
                 TNK_FLOAT32);
}

static void
assert_dtype (const char *text, int dtype)
{
  g_auto (TnuTableText) table = { 0 };
  g_assert_true (tnu_table_text_read (&table, text, NULL));
  g_assert_cmpint (table.dtype, ==, dtype);
}

static void
test_print_dtype (void)
{
  assert_dtype ("tensor([2., 5.], dtype=torch.float64, grad_fn=<MulBackward0>)", TNK_FLOAT64);
  assert_dtype ("array([[0, 1, 2]], dtype=int32)", TNK_INT32);
  assert_dtype ("array(['a', 'b'], dtype='<U1')", -1);
  assert_dtype ("tensor([1])", -1);
}

static void
assert_unread (const char *text, const char *mistake)
{
  g_autoptr (GError) error = NULL;
  TnuTableText table;
  g_assert_false (tnu_table_text_read (&table, text, &error));
  g_assert_cmpstr (error->message, ==, mistake);
}

static void
test_unread (void)
{
  assert_unread (" \n ", "there is no table here");
  assert_unread ("tensor([   0,    1,    2,  ..., 1997, 1998, 1999])",
                 "this print leaves numbers out: …");
  assert_unread ("[   0    1    2 ... 1997 1998 1999]", "this print leaves numbers out: …");
}

static void
test_words (void)
{
  g_auto (TnuTableText) prose = { 0 }, none = { 0 }, named = { 0 };
  g_assert_true (tnu_table_text_read (&prose, "Call me Ishmael, some 3 years ago", NULL));
  g_assert_false (tnu_table_text_is_table (&prose));
  g_assert_true (tnu_table_text_read (&none, "tensor([], size=(0, 3))", NULL));
  g_assert_false (tnu_table_text_is_table (&none));
  g_assert_true (tnu_table_text_read (&named, "height\tweight\n1,85\t80\n1,6\t55\n", NULL));
  g_assert_true (tnu_table_text_is_table (&named));
  g_assert_true (tnu_table_text_drop_names (&named));
  g_assert_false (tnu_table_text_drop_names (&named));
  g_assert_cmpint (named.rows->len, ==, 2);
  g_assert_cmpint (named.leading.sizes[0], ==, 2);
}

static void
test_paste_grows (void)
{
  TnuValueTable table;
  tnu_value_table_init (&table, 2, 2);
  tnu_value_table_set (&table, 0, 0, " 9 ");
  g_assert_true (paste (&table, 1, 1, "1\t2", NULL));
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
  g_assert_false (paste (&table, 0, 0, commas, &error));
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
  g_assert_true (tnu_value_table_set_vector (&table, true));
  assert_list (&table, "[0, 0, 0]", TNK_INT64);
  g_assert_true (tnu_value_table_set_vector (&table, false));
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
  g_test_add_func ("/ui/builder/table/paste-reads-prints-of-arrays", test_paste_prints);
  g_test_add_func ("/ui/builder/table/a-print-names-its-dtype", test_print_dtype);
  g_test_add_func ("/ui/builder/table/nothing-and-gaps-are-not-read", test_unread);
  g_test_add_func ("/ui/builder/table/words-make-no-table-but-may-head-one", test_words);
  g_test_add_func ("/ui/builder/table/paste-grows-the-table", test_paste_grows);
  g_test_add_func ("/ui/builder/table/paste-refuses-too-much", test_paste_refused);
  g_test_add_func ("/ui/builder/table/a-word-is-named", test_wrong_cell);
  g_test_add_func ("/ui/builder/table/fill-and-series-keep-to-the-range", test_fill);
  g_test_add_func ("/ui/builder/table/vectors-and-long-rows", test_vector_and_long);
  return g_test_run ();
}
