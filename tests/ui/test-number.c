/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Expected texts: the look's pictures and rules (true minus, "7." for an integral float). */
#include "ui/draw/number.h"

#include <math.h>

static void
assert_prints (const double *values, int n_values, bool prefers_ratios, const char *expected)
{
  TnuNumberScan scan = { 0 };
  TnuNumberFormat format;
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[TNU_NUMBER_SIZE];

  for (int i = 0; i < n_values; i++)
    tnu_number_scan_add (&scan, values[i]);
  format = tnu_number_scan_choose (&scan, prefers_ratios);
  for (int i = 0; i < n_values; i++)
    {
      tnu_number_print (&format, values[i], 0.0, buffer);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", buffer);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

#define ASSERT_PRINTS(ratios, expected, ...)                                                       \
  assert_prints ((const double[]){ __VA_ARGS__ },                                                  \
                 G_N_ELEMENTS (((const double[]){ __VA_ARGS__ })), ratios, expected)

static void
test_integral (void)
{
  ASSERT_PRINTS (false, "0. 1. −11.", 0.0, 1.0, -11.0);
}

static void
test_decimals (void)
{
  ASSERT_PRINTS (false, "0.50 −0.06 2.31", 0.5, -0.06f, 2.31f);
  ASSERT_PRINTS (false, "0.007 0.993 0.500", 0.0066929f, 0.9933071f, 0.5);
  ASSERT_PRINTS (false, "−12.75 0.50", -12.75, 0.5);
  ASSERT_PRINTS (false, "120.2 0.5", 120.25f, 0.5);
  ASSERT_PRINTS (false, "3.50", 3.5);
  ASSERT_PRINTS (false, "12.667", 12.666667f);
}

static void
test_scientific (void)
{
  ASSERT_PRINTS (false, "1.2e−5 0. −3.0e−6", 1.2e-5, 0.0, -3e-6);
  ASSERT_PRINTS (false, "2.5e9 1.0e0", 2.5e9, 1.0);
}

static void
test_specials (void)
{
  ASSERT_PRINTS (false, "NaN ∞ −∞ 1.", NAN, INFINITY, -INFINITY, 1.0);
  ASSERT_PRINTS (false, "NaN", NAN);
}

static void
test_ratios (void)
{
  ASSERT_PRINTS (true, "4/3 2 8/3", (double) (4.0f / 3.0f), 2.0, (double) (8.0f / 3.0f));
  ASSERT_PRINTS (true, "−1/9 0", -1.0 / 9.0, 0.0);
  ASSERT_PRINTS (true, "−2.50 −0.31", -2.5, -0.31);
  ASSERT_PRINTS (false, "1.33 2.00", 4.0 / 3.0, 2.0);
}

static void
test_width (void)
{
  const TnuNumberFormat format = { .style = TNU_NUMBER_FIXED, .decimals = 2 };
  char buffer[TNU_NUMBER_SIZE];

  g_assert_cmpint (tnu_number_print (&format, -1.87, 0.0, buffer), ==, 5);
}

static void
test_extremes (void)
{
  const TnuNumberFormat as_int = { .style = TNU_NUMBER_INT };
  const TnuNumberFormat as_fixed = { .style = TNU_NUMBER_FIXED, .decimals = 2 };
  char buffer[TNU_NUMBER_SIZE];

  tnu_number_print (&as_int, -0x1p63, 0.0, buffer);
  g_assert_cmpstr (buffer, ==, "−9223372036854775808");
  tnu_number_print (&as_int, 0x1p63, 0.0, buffer);
  g_assert_cmpstr (buffer, ==, "9223372036854775807");
  /* Far longer than any cell: cut, never overrun. */
  tnu_number_print (&as_fixed, 1e300, 0.0, buffer);
  g_assert_cmpuint (strlen (buffer), <, TNU_NUMBER_SIZE);
}

static void
test_complex (void)
{
  const TnuNumberFormat format = { TNU_NUMBER_FIXED, .decimals = 2, .is_complex = true };
  char buffer[TNU_NUMBER_SIZE];

  tnu_number_print (&format, 1.0, -2.5, buffer);
  g_assert_cmpstr (buffer, ==, "1.00−2.50j");
}

static void
test_exact (void)
{
  char buffer[TNU_NUMBER_SIZE];

  tnu_number_print_exact (TNU_NUMBER_FIXED, -1.87f, buffer);
  g_assert_cmpstr (buffer, ==, "−1.87");
  tnu_number_print_exact (TNU_NUMBER_FIXED, 4.0, buffer);
  g_assert_cmpstr (buffer, ==, "4.");
  tnu_number_print_exact (TNU_NUMBER_FIXED, 1e-12, buffer);
  g_assert_cmpstr (buffer, ==, "1e−12");
  tnu_number_print_plain (-2.5, buffer);
  g_assert_cmpstr (buffer, ==, "−2.5");
  tnu_number_print_plain (3.0, buffer);
  g_assert_cmpstr (buffer, ==, "3");
  tnu_number_print_exact (TNU_NUMBER_BOOL, 1.0, buffer);
  g_assert_cmpstr (buffer, ==, "True");
}

/* abs () and cmath.phase () of Python. */
static void
test_polar (void)
{
  const TnuNumberFormat format = { .style = TNU_NUMBER_FIXED, .decimals = 2, .is_complex = true,
                                   .is_polar = true };
  char buffer[TNU_NUMBER_SIZE];

  tnu_number_print (&format, 1, 2, buffer);
  g_assert_cmpstr (buffer, ==, "2.24 63°");
  tnu_number_print (&format, -2, 0, buffer);
  g_assert_cmpstr (buffer, ==, "2.00 180°");
  tnu_number_print (&format, 0, -3.5, buffer);
  g_assert_cmpstr (buffer, ==, "3.50 −90°");
  tnu_number_print (&format, 0, 0, buffer);
  g_assert_cmpstr (buffer, ==, "0.00");
  g_assert_cmpint (tnu_number_print (&format, NAN, 1, buffer), ==, 3);
  g_assert_cmpstr (buffer, ==, "NaN");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/number/integral-floats-end-in-a-point", test_integral);
  g_test_add_func ("/ui/number/digits-follow-the-largest", test_decimals);
  g_test_add_func ("/ui/number/very-large-and-small-are-scientific", test_scientific);
  g_test_add_func ("/ui/number/specials-have-their-signs", test_specials);
  g_test_add_func ("/ui/number/gradients-are-small-ratios", test_ratios);
  g_test_add_func ("/ui/number/width-counts-characters", test_width);
  g_test_add_func ("/ui/number/extremes-do-not-overrun", test_extremes);
  g_test_add_func ("/ui/number/complex-writes-both-parts", test_complex);
  g_test_add_func ("/ui/number/read-out-has-six-digits", test_exact);
  g_test_add_func ("/ui/number/complex/magnitude-and-phase", test_polar);
  return g_test_run ();
}
