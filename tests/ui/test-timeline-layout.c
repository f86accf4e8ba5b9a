/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Places are computed by hand from the look: 20 px between rails, 10 px from a label to its rail,
 * every step the same share of what is left. */
#include "ui/stepper/timeline-layout.h"

static void
assert_rails (const TnuTimelineLayout *layout, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < layout->rails->len; i++)
    {
      const TnuRail *rail = &g_array_index (layout->rails, TnuRail, i);

      g_string_append_printf (text, "%s%g %g-%g", i > 0 ? ", " : "", rail->label_x, rail->start,
                              rail->end);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_shares (void)
{
  const int n_steps[] = { 1, 3 };
  const double widths[] = { 20, 30 };
  /* 490 - 20 - 10 - 20 - 30 - 10 = 400: 100 for each of 4 steps. */
  g_autoptr (TnuTimelineLayout) layout = tnu_timeline_layout_new (n_steps, widths, 2, 490, 1);

  assert_rails (layout, "0 30-130, 150 190-490");
  g_assert_cmpfloat (tnu_timeline_layout_get_x (layout, 0), ==, 80);
  g_assert_cmpfloat (tnu_timeline_layout_get_x (layout, 1), ==, 240);
  g_assert_cmpfloat (tnu_timeline_layout_get_x (layout, 3), ==, 440);
  g_assert_true (layout->shows_labels);
  g_assert_true (layout->shows_dots);
}

static void
test_scale (void)
{
  const int n_steps[] = { 2 };
  const double widths[] = { 40 };
  g_autoptr (TnuTimelineLayout) layout = tnu_timeline_layout_new (n_steps, widths, 1, 260, 2);

  assert_rails (layout, "0 60-260");
}

static void
test_cursor (void)
{
  const int n_steps[] = { 1, 3 };
  const double widths[] = { 20, 30 };
  g_autoptr (TnuTimelineLayout) layout = tnu_timeline_layout_new (n_steps, widths, 2, 490, 1);

  for (int step = 0; step < 4; step++)
    g_assert_cmpint (
      tnu_timeline_layout_get_cursor_at (layout, tnu_timeline_layout_get_x (layout, step)), ==,
      step + 1);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, 0), ==, 0);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, -50), ==, 0);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, 140), ==, 1);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, 170), ==, 2);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, 9999), ==, 4);
}

static void
test_crowd (void)
{
  int n_steps[60];
  double widths[60];
  g_autoptr (TnuTimelineLayout) layout = NULL;

  for (int i = 0; i < 60; i++)
    {
      n_steps[i] = 5;
      widths[i] = 25;
    }
  layout = tnu_timeline_layout_new (n_steps, widths, 60, 1000, 1);
  g_assert_false (layout->shows_labels);
  g_assert_false (layout->shows_dots);
  g_assert_cmpfloat (layout->share, >, 1.5);
  g_assert_cmpfloat (g_array_index (layout->rails, TnuRail, 59).end, <=, 1000.001);
}

static void
test_nothing (void)
{
  g_autoptr (TnuTimelineLayout) layout = tnu_timeline_layout_new (NULL, NULL, 0, 300, 1);

  g_assert_cmpint (layout->n_steps, ==, 0);
  g_assert_cmpint (tnu_timeline_layout_get_cursor_at (layout, 100), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/timeline-layout/steps-share-the-width", test_shares);
  g_test_add_func ("/ui/timeline-layout/lengths-follow-the-text-scale", test_scale);
  g_test_add_func ("/ui/timeline-layout/a-place-names-its-nearest-step", test_cursor);
  g_test_add_func ("/ui/timeline-layout/labels-give-way-to-many-runs", test_crowd);
  g_test_add_func ("/ui/timeline-layout/nothing-has-no-steps", test_nothing);
  return g_test_run ();
}
