/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Gestures of the index builder; expected expressions by hand. */
#include "ui/operation/index/index-choice.h"
#include "ui/operation/index/index-parse.h"

static const TnuIndexSource matrix = { .rank = 2, .sizes = { 4, 6 }, .strides = { 6, 1 } };
static const TnuIndexSource cube = { .rank = 3, .sizes = { 2, 3, 4 }, .strides = { 12, 4, 1 } };

static const TnuIndexSource deep = { .rank = 4, .sizes = { 3, 2, 2, 2 } };

static void
read_index (const char *text, TnuIndex *index)
{
  g_test_message ("x[%s]", text);
  g_assert_true (tnu_index_parse (text, "x", index, NULL));
}

static void
assert_index (const TnuIndex *index, const char *expected)
{
  g_autofree char *text = tnu_index_dup_text (index, "x");
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_box (const TnuIndexSource *source, const char *before, const gint64 *a, const gint64 *b,
            unsigned whole, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  read_index (before, &index);
  tnu_index_choose_box (&index, source, a, b, whole);
  assert_index (&index, expected);
}

static void
test_box (void)
{
  assert_box (&matrix, ":", (const gint64[]) { 1, 0 }, (const gint64[]) { 2, 5 }, 0, "1:3");
  assert_box (&matrix, ":", (const gint64[]) { 3, 4 }, (const gint64[]) { 1, 2 }, 0, "1:, 2:5");
  assert_box (&matrix, "::2", (const gint64[]) { 0, 0 }, (const gint64[]) { 2, 1 }, 0, ":3:2, :2");
  assert_box (&matrix, "x > 5", (const gint64[]) { 2, 3 }, (const gint64[]) { 2, 3 }, 0, "2, 3");
  assert_box (&matrix, ":", (const gint64[]) { 2, 0 }, (const gint64[]) { 2, 0 }, 2, "2:3");
  assert_box (&cube, "None", (const gint64[]) { 0, 1, 1 }, (const gint64[]) { 1, 1, 2 }, 0,
              "None, :, 1:2, 1:3");
  assert_box (&deep, ":", (const gint64[]) { 1, 0, 0, 0 }, (const gint64[]) { 1, 1, 0, 1 }, 0,
              "1, :, :1");
  assert_box (&deep, "::2", (const gint64[]) { 1, 0, 0, 0 }, (const gint64[]) { 1, 1, 0, 1 }, 0,
              "::2, :, :1");
}

static void
assert_way (const char *before, int dim, TnuIndexWay way, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  read_index (before, &index);
  g_assert_true (tnu_index_derive (&index, &matrix, &result, NULL));
  tnu_index_choose_way (&index, &matrix, &result, dim, way);
  assert_index (&index, expected);
}

static void
test_ways (void)
{
  assert_way ("1:3", 0, TNU_INDEX_WAY_ALL, ":");
  assert_way ("1:3", 0, TNU_INDEX_WAY_ONE, "1");
  assert_way ("1:3", 0, TNU_INDEX_WAY_LIST, "[1, 2]");
  assert_way ("1:3", 0, TNU_INDEX_WAY_MASK, "[False, True, True, False]");
  assert_way ("[3, 1]", 0, TNU_INDEX_WAY_RANGE, "1:4");
  assert_way (":", 1, TNU_INDEX_WAY_RANGE, ":, 0:6");
  assert_way ("2", 0, TNU_INDEX_WAY_RANGE, "2:3");
}

static void
test_from_end (void)
{
  assert_way ("1:3", 0, TNU_INDEX_WAY_FROM_END, "-3:-1");
  assert_way ("-3:-1", 0, TNU_INDEX_WAY_FROM_END, "1:3");
  assert_way ("1:4", 0, TNU_INDEX_WAY_FROM_END, "-3:");
  assert_way ("1:", 0, TNU_INDEX_WAY_FROM_END, "-3:");
  assert_way (":3", 0, TNU_INDEX_WAY_FROM_END, ":-1");
  assert_way ("1:-1", 0, TNU_INDEX_WAY_FROM_END, "1:3");
  assert_way ("3", 0, TNU_INDEX_WAY_FROM_END, "-1");
  assert_way ("-1", 0, TNU_INDEX_WAY_FROM_END, "3");
  assert_way (":", 0, TNU_INDEX_WAY_FROM_END, "-2:");
  assert_way ("4:", 0, TNU_INDEX_WAY_FROM_END, "4:4");
}

static void
test_step (void)
{
  g_auto (TnuIndex) index = { 0 };
  read_index ("1:", &index);
  tnu_index_change_step (&index, &matrix, 0, 1);
  assert_index (&index, "1::2");
  tnu_index_change_step (&index, &matrix, 1, 2);
  assert_index (&index, "1::2, ::3");
  tnu_index_change_step (&index, &matrix, 0, -5);
  assert_index (&index, "1:, ::3");
}

static void
test_list (void)
{
  g_auto (TnuIndex) index = { 0 };
  read_index ("1:", &index);
  tnu_index_add_to_list (&index, 2, 0, 2);
  tnu_index_add_to_list (&index, 2, 0, 0);
  tnu_index_add_to_list (&index, 2, 0, 0);
  assert_index (&index, "[2, 0, 0]");
}

static void
test_paint (void)
{
  g_auto (TnuIndex) index = { 0 };
  const TnuIndexSource small = { .rank = 3, .sizes = { 5, 2, 2 } };
  const TnuIndexSource vector = { .rank = 1, .sizes = { 3 } };
  const TnuIndexSource large = { .rank = 2, .sizes = { 100, 100 } };
  const gint64 at[] = { 4, 1, 0 };
  read_index ("0, 1", &index);
  g_assert_false (tnu_index_is_painted (&index, &small, at));
  g_assert_true (tnu_index_paint (&index, &small, at, true));
  assert_index (&index, "0, torch.tensor([[False, False], [True, False]])");
  g_assert_true (tnu_index_is_painted (&index, &small, at));
  g_assert_true (tnu_index_paint (&index, &small, at, false));
  assert_index (&index, "0, torch.tensor([[False, False], [False, False]])");
  tnu_index_clear (&index);
  g_assert_true (tnu_index_paint (&index, &vector, (const gint64[]) { 2 }, true));
  assert_index (&index, "[False, False, True]");
  g_assert_false (tnu_index_paint (&index, &large, (const gint64[]) { 0, 0 }, true));
  const TnuCondition condition = { 1, { tnu_clause_new (TNU_COMPARE_LESS, .5) } };
  tnu_index_set_condition (&index, &condition);
  assert_index (&index, "x < 0.5");
}

/* @tensor is put on an axis of a (4, 6) matrix. */
static void
assert_placed (const char *before, const TnuIndexTensor *tensor, int dim, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  read_index (before, &index);
  g_assert_true (tnu_index_place_tensor (&index, &matrix, tensor, dim));
  assert_index (&index, expected);
}

static void
test_names (void)
{
  const TnuIndexTensor list = { "idx", TNU_ITEMS_INTEGERS, 1, { 3 } };
  const TnuIndexTensor number = { "k", TNU_ITEMS_INTEGERS, 0, { 0 } };
  const TnuIndexTensor mask = { "rows", TNU_ITEMS_TRUTH, 1, { 4 } };
  const TnuIndexTensor all = { "cells", TNU_ITEMS_TRUTH, 2, { 4, 6 } };
  const TnuIndexTensor real = { "w", TNU_ITEMS_UNFIT, 1, { 4 } };
  assert_placed (":", &list, 0, "idx");
  assert_placed ("1:", &list, 1, "1:, idx");
  assert_placed ("x > 5", &number, 1, ":, k");
  assert_placed ("None, 2", &mask, 0, "None, rows");
  assert_placed ("1:, 2", &all, 1, "cells");
  g_assert_true (tnu_index_tensor_fits (&list, &matrix, 1));
  g_assert_true (tnu_index_tensor_fits (&mask, &matrix, 0));
  g_assert_false (tnu_index_tensor_fits (&mask, &matrix, 1));
  g_assert_true (tnu_index_tensor_fits (&all, &matrix, 0));
  g_assert_false (tnu_index_tensor_fits (&all, &matrix, 1));
  g_assert_false (tnu_index_tensor_fits (&real, &matrix, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/index-choice/two-corners-make-slices", test_box);
  g_test_add_func ("/ui/index-choice/an-axis-is-taken-in-another-way", test_ways);
  g_test_add_func ("/ui/index-choice/counting-from-the-end-turns-back", test_from_end);
  g_test_add_func ("/ui/index-choice/steps-stay-above-zero", test_step);
  g_test_add_func ("/ui/index-choice/a-list-grows-in-the-order-of-clicks", test_list);
  g_test_add_func ("/ui/index-choice/a-mask-is-painted", test_paint);
  g_test_add_func ("/ui/index-choice/names-stand-where-they-fit", test_names);
  return g_test_run ();
}
