/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* t = v / vmax is the look's own formula; ends and axes are worked out by hand. */
#include "ui/stage/scale-choice.h"

#include <math.h>

static char *
print (const TnuScaleChoice *choice, const TnuRange *range)
{
  const TnuColorScale scale = tnu_scale_choice_resolve (choice, range);
  double low;
  double high;

  tnu_scale_get_axis (&scale, range, &low, &high);
  return g_strdup_printf ("%g %g%s, axis %g %g", scale.low, scale.high,
                          scale.is_chosen ? " chosen" : "", low, high);
}

static void
assert_text (char *found, const char *text)
{
  g_assert_cmpstr (found, ==, text);
  g_free (found);
}

static const TnuRange range = { -1.9234, 2.3156, -1.5, 2 };
static const TnuRange outlier = { -3.95, 10000, -2.42, 2.31 };

static void
test_ends (void)
{
  const TnuRange positive = { .1234, .98765, NAN, NAN };
  const TnuRange none = tnu_range_new ();

  assert_text (print (&(TnuScaleChoice){ 0 }, &range),
               "-2.32 2.32, axis -2.32 2.32");
  assert_text (print (&(TnuScaleChoice){ .is_sequential = true }, &range),
               "-1.93 2.32 chosen, axis -1.93 2.32");
  assert_text (print (&(TnuScaleChoice){ .is_sequential = true }, &positive),
               "0.123 0.988 chosen, axis 0.123 0.988");
  assert_text (print (&(TnuScaleChoice){ .limits = TNU_LIMITS_ROBUST }, &range),
               "-2 2 chosen, axis -2.32 2.32");
  assert_text (
      print (&(TnuScaleChoice){ .limits = TNU_LIMITS_TYPED, .low = -3, .high = 3 }, &range),
      "-3 3 chosen, axis -3 3");
  assert_text (print (&(TnuScaleChoice){ 0 }, &none),
               "0 0, axis -1 1");
}

static void
test_outliers (void)
{
  assert_text (print (&(TnuScaleChoice){ .limits = TNU_LIMITS_ROBUST }, &outlier),
               "-2.42 2.42 chosen, axis -7.26 7.26");
  assert_text (
      print (&(TnuScaleChoice){ .is_sequential = true, .limits = TNU_LIMITS_ROBUST }, &outlier),
      "-2.42 2.31 chosen, axis -7.15 7.04");
}

static void
test_hand (void)
{
  TnuScaleChoice choice = { 0 };
  TnuColorScale now = tnu_scale_choice_resolve (&choice, &range);

  /* Both ends of a centred scale move, also by the minus of the low one left out. */
  g_assert_true (tnu_scale_choice_set_limit (&choice, &now, -1, -1.5));
  assert_text (print (&choice, &range),
               "-1.5 1.5 chosen, axis -2.32 2.32");
  g_assert_true (tnu_scale_choice_set_limit (&choice, &now, -1, 1.25));
  assert_text (print (&choice, &range),
               "-1.25 1.25 chosen, axis -2.32 2.32");
  g_assert_false (tnu_scale_choice_set_limit (&choice, &now, 1, 0));
  g_assert_false (tnu_scale_choice_set_limit (&choice, &now, 1, -1));
  g_assert_false (tnu_scale_choice_set_limit (&choice, &now, 1, NAN));
  assert_text (print (&choice, &range),
               "-1.25 1.25 chosen, axis -2.32 2.32");

  choice = (TnuScaleChoice){ .is_sequential = true };
  now = tnu_scale_choice_resolve (&choice, &range);
  g_assert_true (tnu_scale_choice_set_limit (&choice, &now, -1, 0));
  assert_text (print (&choice, &range),
               "0 2.32 chosen, axis -1.93 2.32");
  now = tnu_scale_choice_resolve (&choice, &range);
  g_assert_false (tnu_scale_choice_set_limit (&choice, &now, 1, -.5));
  g_assert_cmpfloat_with_epsilon (tnu_scale_round (1.23456, 5), 1.23, 1e-12);
}

static void
test_places (void)
{
  const TnuColorScale centred = tnu_color_scale_new (4);
  const TnuColorScale from = { .is_sequential = true, .low = 10, .high = 20 };

  g_assert_cmpfloat (tnu_color_scale_get_t (&centred, -2), ==, -.5);
  g_assert_cmpfloat (tnu_color_scale_get_t (&centred, INFINITY), ==, 1);
  g_assert_cmpfloat (tnu_color_scale_get_level (&centred, 0), ==, .5);
  g_assert_cmpfloat (tnu_color_scale_get_t (&from, 15), ==, .5);
  g_assert_cmpfloat (tnu_color_scale_get_t (&from, 9), ==, 0);
  g_assert_cmpfloat (tnu_color_scale_get_t (&from, -INFINITY), ==, 0);
  g_assert_cmpfloat (tnu_color_scale_get_t (&from, NAN), ==, 0);
  g_assert_cmpint (tnu_color_scale_get_side (&from, 9), ==, -1);
  g_assert_cmpint (tnu_color_scale_get_side (&from, 20), ==, 0);
  g_assert_cmpint (tnu_color_scale_get_side (&from, 21), ==, 1);
  g_assert_cmpint (tnu_color_scale_get_side (&from, INFINITY), ==, 0);
}

static void
test_join (void)
{
  TnuRange all = tnu_range_new ();

  tnu_range_join (&all, &range);
  tnu_range_join (&all, &(TnuRange){ NAN, NAN, NAN, NAN });
  tnu_range_join (&all, &(TnuRange){ 0, 5, 1, 4 });
  assert_text (print (&(TnuScaleChoice){ .is_sequential = true }, &all),
               "-1.93 5 chosen, axis -1.93 5");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/scale-choice/ends-follow-the-numbers", test_ends);
  g_test_add_func ("/ui/scale-choice/outliers-do-not-widen-the-legend", test_outliers);
  g_test_add_func ("/ui/scale-choice/limits-set-by-hand", test_hand);
  g_test_add_func ("/ui/scale-choice/numbers-have-places", test_places);
  g_test_add_func ("/ui/scale-choice/one-scale-spans-all", test_join);
  return g_test_run ();
}
