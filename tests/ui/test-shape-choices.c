/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Shapes offered by the reshape panel; expected lists by hand, counts by d(n) and closed forms. */
#include "ui/operation/shape-choices.h"

static void
assert_choices (gint64 numel, int rank, const char *expected)
{
  g_autoptr (GArray) choices = tnu_shape_choices_new (numel, rank, 100);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint k = 0; k < choices->len; k++)
    {
      g_autofree char *shape = tnu_shape_dup_text (&g_array_index (choices, TnuShape, k));
      g_string_append_printf (text, "%s%s", k > 0 ? " " : "", shape);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (tnu_shape_choices_count (numel, rank), ==, choices->len);
}

static void
test_twelve (void)
{
  assert_choices (12, 1, "(12,)");
  assert_choices (12, 2, "(1, 12) (2, 6) (3, 4) (4, 3) (6, 2) (12, 1)");
  assert_choices (12, 3, "(2, 2, 3) (2, 3, 2) (3, 2, 2)");
}

static void
test_edges (void)
{
  assert_choices (0, 1, "(0,)");
  assert_choices (0, 2, "(0, 1)");
  assert_choices (1, 0, "()");
  assert_choices (1, 1, "(1,)");
  assert_choices (7, 3, "");
  assert_choices (13, 2, "(1, 13) (13, 1)");
}

/* 720720 = 2^4 · 3^2 · 5 · 7 · 11 · 13 has 240 divisors. */
static void
test_counts (void)
{
  g_assert_cmpint (tnu_shape_choices_count (720720, 2), ==, 240);
  g_autoptr (GArray) few = tnu_shape_choices_new (720720, 3, 10);
  g_assert_cmpuint (few->len, ==, 10);
  /* Beyond what is factored nothing is offered, and nothing hangs. */
  g_assert_cmpint (tnu_shape_choices_count (G_MAXINT64, 2), ==, 0);
}

static void
test_parse (void)
{
  TnuShape shape;
  const char *const good[] = { "2, 6", "(2, 6)", "[2,6]", " 2 6 ", "(2, 6,)" };
  for (size_t k = 0; k < G_N_ELEMENTS (good); k++)
    {
      g_assert_true (tnu_shape_parse (good[k], &shape));
      g_assert_cmpint (shape.rank, ==, 2);
      g_assert_cmpint (shape.sizes[0], ==, 2);
      g_assert_cmpint (shape.sizes[1], ==, 6);
    }
  g_assert_true (tnu_shape_parse ("5, -1", &shape));
  g_assert_cmpint (shape.sizes[1], ==, -1);
  g_assert_true (tnu_shape_parse ("()", &shape));
  g_assert_cmpint (shape.rank, ==, 0);
  const char *const bad[] = { "a", "2, b", "2x6", "-2", "1,1,1,1,1,1,1,1,1,1,1", "2.5" };
  for (size_t k = 0; k < G_N_ELEMENTS (bad); k++)
    g_assert_false (tnu_shape_parse (bad[k], &shape));
}

static void
test_text (void)
{
  TnuShape one = { .rank = 1, .sizes = { 12 } }, none = { 0 };
  g_autofree char *text = tnu_shape_dup_text (&one);
  g_assert_cmpstr (text, ==, "(12,)");
  g_autofree char *arguments = tnu_shape_dup_arguments (&none);
  g_assert_cmpstr (arguments, ==, "()");
}

/* (5, 2) for twelve numbers: (6, 2) is off by log 6/5, (4, 3) by log 5/4 + log 3/2. */
static void
test_nearest (void)
{
  TnuShape wanted = { .rank = 2, .sizes = { 5, 2 } };
  g_autoptr (GArray) nearest = tnu_shape_find_nearest (12, &wanted, 4);
  g_assert_cmpuint (nearest->len, ==, 4);
  g_autofree char *first = tnu_shape_dup_text (&g_array_index (nearest, TnuShape, 0));
  g_assert_cmpstr (first, ==, "(6, 2)");
  g_autofree char *second = tnu_shape_dup_text (&g_array_index (nearest, TnuShape, 1));
  g_assert_cmpstr (second, ==, "(4, 3)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/shape-choices/twelve/all-factorizations", test_twelve);
  g_test_add_func ("/ui/shape-choices/edges/zero-one-and-primes", test_edges);
  g_test_add_func ("/ui/shape-choices/counts/are-divisor-counts", test_counts);
  g_test_add_func ("/ui/shape-choices/parse/takes-what-python-takes", test_parse);
  g_test_add_func ("/ui/shape-choices/text/is-pythons-tuple", test_text);
  g_test_add_func ("/ui/shape-choices/nearest/most-alike-first", test_nearest);
  return g_test_run ();
}
