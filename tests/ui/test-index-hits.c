/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Counts on tensors too large to be looked at; expected numbers by hand: the tensors count up. */
#include "ui/operation/index/index-hits.h"

#include "engine/core/tensor.h"
#include "ui/operation/index/index-parse.h"
#include "ui/operation/index/index-words.h"

/* 0, 1, 2, … over three axes. */
static TnsMoment *
make_moment (gint64 tables, gint64 rows, gint64 columns)
{
  const int64_t sizes[] = { tables, rows, columns };
  g_autoptr (TnsTensor) tensor = tns_tensor_new_dense (TNK_INT64, TNS_CPU, 3, sizes, NULL);
  int64_t *data = tns_tensor_get_data (tensor);
  for (gint64 k = 0; k < tables * rows * columns; k++)
    data[k] = k;
  return tns_moment_new (tensor);
}

static TnuCondition
read_condition (const char *text)
{
  g_auto (TnuIndex) index = { 0 };
  g_assert_true (tnu_index_parse (text, "x", &index, NULL));
  return index.parts[0].condition;
}

static void
assert_count (TnsMoment *moment, const char *text, gint64 count, gint64 first, gint64 second)
{
  TnuCondition condition = read_condition (text);
  g_autofree gint64 *flats = g_new0 (gint64, TNU_INDEX_MAX_HITS);
  int n_flats;
  g_assert_cmpint (tnu_index_hits_count (moment, &condition, flats, &n_flats, NULL, NULL), ==,
                   count);
  g_assert_cmpint (n_flats, ==, MIN (count, TNU_INDEX_MAX_HITS));
  g_assert_cmpint (flats[0], ==, first);
  g_assert_cmpint (flats[1], ==, second);
}

static void
test_count (void)
{
  g_autoptr (TnsMoment) deep = make_moment (3, 200, 150);
  g_autoptr (TnsMoment) wide = make_moment (2, 2, 70000);
  assert_count (deep, "x >= 89990", 10, 89990, 89991);
  assert_count (deep, "(x == 7) | (x == 60001)", 2, 7, 60001);
  assert_count (deep, "x != 0", 89999, 1, 2);
  assert_count (wide, "(x == 69999) | (x == 140000)", 2, 69999, 140000);
  assert_count (wide, "x > 65534", 280000 - 65535, 65535, 65536);
}

/* The count is the size of the result, and the first picks are told. */
static void
test_derivation (void)
{
  const gint64 flats[] = { 5, 149, 30001 };
  const TnuIndexHits hits = { 1000, flats, 3 };
  TnuIndexSource source = { .rank = 3,
                            .sizes = { 3, 200, 150 },
                            .strides = { 30000, 150, 1 },
                            .dtype = TNK_INT64,
                            .hits = &hits };
  g_auto (TnuIndex) index = { 0 };
  g_auto (TnuIndexResult) result = { 0 };
  g_autofree char *detail = NULL;
  gint64 at[TNU_INDEX_MAX_RANK];
  g_assert_true (tnu_index_parse ("x > 4", "x", &index, NULL));
  g_assert_true (tnu_index_derive (&index, &source, &result, NULL));
  g_assert_cmpint (tnu_index_result_count (&result), ==, 1000);
  g_assert_true (tnu_index_result_tells (&result, (const gint64[]) { 2 }));
  g_assert_false (tnu_index_result_tells (&result, (const gint64[]) { 3 }));
  tnu_index_result_locate (&result, (const gint64[]) { 2 }, at);
  g_assert_cmpint (at[0], ==, 1);
  g_assert_cmpint (at[1], ==, 0);
  g_assert_cmpint (at[2], ==, 1);
  g_autofree char *words = tnu_index_step_dup_words (&result, &result.steps[0], &index, &detail);
  g_assert_cmpstr (words, ==, "1000 True");
  g_assert_cmpstr (detail, ==, "of 90000; 3 axes become one");
}

static void
quit (void *loop)
{
  g_main_loop_quit (loop);
}

static void
test_counter (void)
{
  g_autoptr (TnsMoment) moment = make_moment (3, 200, 150);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TnuIndexCounter) counter = tnu_index_counter_new (moment, quit, loop);
  TnuCondition early = read_condition ("x > 3"), late = read_condition ("x < 3");
  g_assert_null (tnu_index_counter_get (counter, &early));
  g_assert_null (tnu_index_counter_get (counter, &late));
  g_main_loop_run (loop);
  const TnuIndexHits *hits = tnu_index_counter_get (counter, &late);
  g_assert_nonnull (hits);
  g_assert_cmpint (hits->count, ==, 3);
  g_assert_cmpint (hits->flats[2], ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/index-hits/every-window-is-counted-in-order", test_count);
  g_test_add_func ("/ui/index-hits/a-count-is-the-size-of-the-result", test_derivation);
  g_test_add_func ("/ui/index-hits/the-last-question-is-answered", test_counter);
  return g_test_run ();
}
