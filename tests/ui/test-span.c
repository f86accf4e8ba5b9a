/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Worked out by hand: new first = element - to · new n, within the axis. */
#include "ui/stage/span.h"

static void
assert_span (TnuSpan span, gint64 first, gint64 n)
{
  g_assert_cmpint (span.first, ==, first);
  g_assert_cmpint (span.n, ==, n);
}

static void
test_zoom (void)
{
  const TnuSpan all = { 0, 1000 };

  assert_span (tnu_span_zoom (all, 1000, 2, 500, .5), 250, 500);
  assert_span (tnu_span_zoom (all, 1000, 2, 0, 0), 0, 500);
  assert_span (tnu_span_zoom (all, 1000, 2, 1000, 1), 500, 500);
  /* Element 500 goes to three quarters of what is seen. */
  assert_span (tnu_span_zoom (all, 1000, 2, 500, .75), 125, 500);
  assert_span (tnu_span_zoom ((TnuSpan){ 250, 500 }, 1000, .5, 500, .5), 0, 1000);
  assert_span (tnu_span_zoom ((TnuSpan){ 900, 100 }, 1000, .25, 900, 0), 600, 400);
}

static void
test_ends (void)
{
  TnuSpan span = { 0, 1000000000 };
  int n_steps = 0;

  for (; span.n > 1; n_steps++)
    span = tnu_span_zoom (span, 1000000000, 1.25, 777777777.5, .7);
  g_assert_cmpint (n_steps, <, 100);
  g_assert_cmpint (ABS (span.first - 777777777), <=, 1);
  assert_span (tnu_span_zoom (span, 1000000000, 1.25, 777777777.5, .5), span.first, 1);
  for (n_steps = 0; span.n < 1000000000; n_steps++)
    span = tnu_span_zoom (span, 1000000000, .8, 777777777.5, .5);
  g_assert_cmpint (n_steps, <, 110);
  assert_span (span, 0, 1000000000);
  assert_span (tnu_span_zoom ((TnuSpan){ 0, 0 }, 0, 2, 0, .5), 0, 0);
}

static void
test_resample (void)
{
  const TnuCardWindow from = { 0, 0, 2, 2, 2, 2, 1 };
  const TnuCardWindow to = { 2, 1, 1, 1, 3, 3, 1 };
  const double table[] = { 1, 2, 3, 4 };
  double values[9];
  guint8 states[9];

  /* Rows 2 … 4 and columns 1 … 3 of four blocks of 2 x 2; row 4 lies outside. */
  tnu_span_resample (&from, table, &to, values, states);
  g_assert_cmpfloat (values[0], ==, 3);
  g_assert_cmpfloat (values[1], ==, 4);
  g_assert_cmpfloat (values[5], ==, 4);
  g_assert_cmpint (states[5], ==, 0);
  g_assert_cmpint (states[6], ==, TNU_CELL_EMPTY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/span/zoom-keeps-an-element-in-place", test_zoom);
  g_test_add_func ("/ui/span/from-a-billion-to-one-and-back", test_ends);
  g_test_add_func ("/ui/span/numbers-stand-in-for-others", test_resample);
  return g_test_run ();
}
