/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Bit patterns and neighbours: NumPy 1.24 (view, nextafter) and PyTorch 2.15 (to(torch.float16),
 * to(torch.bfloat16), view(torch.int16), nextafter); decimal expansions: Python's
 * decimal.Decimal. */
#include "tests/ui/stage-fixture.h"
#include "ui/cell/bits-panel.h"
#include "ui/cell/bits.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>


static void
test_patterns (void)
{
  static const TnkDtype dtypes[] = { TNK_FLOAT64, TNK_FLOAT32, TNK_FLOAT16, TNK_BFLOAT16 };
  static const struct
  {
    double value;
    guint64 bits[4];
  } cases[] = {
    { 0.1, { 0x3fb999999999999a, 0x3dcccccd, 0x2e66, 0x3dcd } },
    { -6.5, { 0xc01a000000000000, 0xc0d00000, 0xc680, 0xc0d0 } },
    { 65504, { 0x40effc0000000000, 0x477fe000, 0x7bff, 0x4780 } },
    { 1e-7, { 0x3e7ad7f29abcaf48, 0x33d6bf95, 0x2, 0x33d7 } },
    { 1e10, { 0x4202a05f20000000, 0x501502f9, 0x7c00, 0x5015 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (dtypes); k++)
      g_assert_cmphex (tnu_bits_from_double (dtypes[k], cases[i].value).bits, ==, cases[i].bits[k]);
}

static void
assert_step (TnkDtype dtype, double value, int by, const char *expected)
{
  const TnuBits bits = tnu_bits_from_double (dtype, value);
  TnuBits next;
  const bool is_there = tnu_bits_step (&bits, by, &next);
  g_autofree char *text = is_there ? tnu_bits_dup_number (&next) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_neighbours (void)
{
  assert_step (TNK_FLOAT32, 0.1, 1, "0.10000001");
  assert_step (TNK_FLOAT32, 0.1, -1, "0.099999994");
  assert_step (TNK_FLOAT16, 1, -1, "0.9995");
  assert_step (TNK_FLOAT32, 0, -1, "−1e−45");
  assert_step (TNK_FLOAT32, -0.0, 1, "1e−45");
  assert_step (TNK_FLOAT16, 65504, 1, "∞");
  assert_step (TNK_FLOAT16, INFINITY, 1, NULL);
  assert_step (TNK_FLOAT16, NAN, 1, NULL);
  assert_step (TNK_INT8, 127, 1, NULL);
  assert_step (TNK_INT8, -1, 1, "0");
  assert_step (TNK_UINT8, 0, -1, NULL);
}

static void
assert_words (TnkDtype dtype, guint64 pattern, const char *number, const char *sum,
              const char *exponent, const char *mantissa)
{
  const TnuBits bits = { dtype, pattern };
  g_autofree char *is_number = tnu_bits_dup_number (&bits);
  g_autofree char *is_sum = tnu_bits_dup_sum (&bits);
  g_autofree char *is_exponent = tnu_bits_dup_part (&bits, TNU_BIT_EXPONENT);
  g_autofree char *is_mantissa = tnu_bits_dup_part (&bits, TNU_BIT_MANTISSA);

  g_assert_cmpstr (is_number, ==, number);
  g_assert_cmpstr (is_sum, ==, sum);
  if (exponent == NULL)
    return;
  g_assert_cmpstr (is_exponent, ==, exponent);
  g_assert_cmpstr (is_mantissa, ==, mantissa);
}

static void
test_sums (void)
{
  assert_words (TNK_FLOAT32, 0xc0d00000, "−6.5", "−1 × 2² × 1.625", "129 − 127 = 2",
                "1 + 2⁻¹ + 2⁻³");
  assert_words (TNK_FLOAT16, 0x2e66, "0.1", "+1 × 2⁻⁴ × 1.599609375", "11 − 15 = −4",
                "1 + 2⁻¹ + 2⁻⁴ + 2⁻⁵ + 2⁻⁸ + 2⁻⁹");
  assert_words (TNK_FLOAT16, 0x0002, "1e−07", "+1 × 2⁻¹⁴ × 0.001953125",
                "0: counts as 1 − 15 = −14", "0 + 2⁻⁹");
  assert_words (TNK_FLOAT32, 0x7fc00001, "NaN", NULL, "255: all 1, no exponent",
                "payload 0x400001");
  assert_words (TNK_FLOAT32, 0xff800000, "−∞", NULL, "255: all 1, no exponent", "0");
  /* torch.tensor([-3], dtype=torch.int8).view(torch.uint8) is 253. */
  assert_words (TNK_INT8, 253, "−3", "−128 + 64 + 32 + 16 + 8 + 4 + 1", NULL, NULL);
  assert_words (TNK_UINT8, 253, "253", "128 + 64 + 32 + 16 + 8 + 4 + 1", NULL, NULL);
  assert_words (TNK_INT64, 0, "0", "0", NULL, NULL);
  assert_words (TNK_BOOL, 1, "True", NULL, NULL, NULL);
}

static void
test_exact (void)
{
  const TnuBits single = tnu_bits_from_double (TNK_FLOAT32, 0.1);
  const TnuBits three = tnu_bits_from_double (TNK_FLOAT64, 3);
  g_autofree char *text = tnu_bits_dup_exact (&single);
  g_autofree char *whole = tnu_bits_dup_exact (&three);

  g_assert_cmpstr (text, ==, "0.100000001490116119384765625");
  g_assert_cmpstr (whole, ==, "3.0");
}

static void
assert_kind (TnkDtype dtype, guint64 pattern, TnuBitsKind kind, const char *start)
{
  const TnuBits bits = { dtype, pattern };
  g_autofree char *sentence = tnu_bits_dup_sentence (&bits);

  g_assert_cmpint (tnu_bits_get_kind (&bits), ==, kind);
  g_assert_true (g_str_has_prefix (sentence, start));
}

static void
test_kinds (void)
{
  assert_kind (TNK_FLOAT32, 0x00000001, TNU_BITS_SUBNORMAL, "Subnormal: ");
  assert_kind (TNK_FLOAT32, 0x80000000, TNU_BITS_MINUS_ZERO, "Minus zero: ");
  assert_kind (TNK_BFLOAT16, 0x0000, TNU_BITS_ZERO, "Zero: ");
  assert_kind (TNK_BFLOAT16, 0x7f80, TNU_BITS_INFINITE, "Infinity: ");
  assert_kind (TNK_FLOAT64, 0x7ff8000000000000, TNU_BITS_NAN,
               "Not a number: the exponent is all 1, the mantissa is not 0. It is quiet, its "
               "payload is 0x0");
  assert_kind (TNK_FLOAT32, 0x7f800001, TNU_BITS_NAN,
               "Not a number: the exponent is all 1, the mantissa is not 0. It is signalling, its "
               "payload is 0x1");
  assert_kind (TNK_FLOAT32, 0x40400000, TNU_BITS_NORMAL,
               "Between 2¹ and 2² float32 has 2²³ numbers, 2⁻²² apart.");
  assert_kind (TNK_INT16, 0x8000, TNU_BITS_INTEGER, "Two's complement: the first bit counts −2¹⁵");
  assert_kind (TNK_BOOL, 1, TNU_BITS_BOOL, "A bool takes a byte");
}

static void
test_flip (void)
{
  const TnuBits one = tnu_bits_from_double (TNK_FLOAT32, 1);
  const TnuBits minus = tnu_bits_flip (&one, 0);
  const TnuBits next = tnu_bits_flip (&one, 31);
  const TnuBits is_true = { TNK_BOOL, 1 };

  g_assert_cmpfloat (tnu_bits_get_value (&minus), ==, -1);
  g_assert_cmpfloat (tnu_bits_get_value (&next), ==, 1 + ldexp (1, -23));
  g_assert_cmphex (tnu_bits_flip (&is_true, 0).bits, ==, 1);
  g_assert_cmphex (tnu_bits_flip (&is_true, 7).bits, ==, 0);
}

/* ---- the panel, on a tensor that was really made ---- */

static char *
dup_code (GtkWidget *panel)
{
  char *code = NULL;

  g_object_get (panel, "code", &code, NULL);
  return code;
}

/* Turns a bit over once the number is there. */
static void
assert_line (Fixture *fixture, const char *name, const gint64 *index, int place,
             const char *expected)
{
  GtkWidget *panel = g_object_ref_sink (tnu_bits_panel_new (fixture->session, name, index));
  g_autofree char *before = dup_code (panel);
  g_autofree char *code = NULL;

  g_assert_null (before);
  g_assert_false (tnu_bits_panel_apply (TNU_BITS_PANEL (panel)));
  while (code == NULL)
    {
      serve (10);
      tnu_bits_panel_flip (TNU_BITS_PANEL (panel), 0, place);
      code = dup_code (panel);
    }
  g_assert_cmpstr (code, ==, expected);
  g_object_unref (panel);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  run (fixture, "import torch\n"
                "x = torch.tensor([[1., float('nan')], [0.1, 2.]])\n"
                "n = torch.tensor([5, -3], dtype=torch.int16)\n"
                "w = torch.ones(2, requires_grad=True)\n"
                "z = torch.tensor([1 + 2j])\n"
                "s = torch.tensor(3.5)\n",
       "s");
  assert_line (fixture, "x", (gint64[]){ 1, 0 }, 0, "x[1, 0] = -0.1");
  assert_line (fixture, "x", (gint64[]){ 0, 1 }, 31, "x.view(torch.int32)[0, 1] = 2143289345");
  assert_line (fixture, "n", (gint64[]){ 1 }, 15, "n[1] = -4");
  assert_line (fixture, "w", (gint64[]){ 1 }, 0, "w.data[1] = -1.0");
  assert_line (fixture, "z", (gint64[]){ 0 }, 0, "z[0] = complex(-1.0, 2.0)");
  assert_line (fixture, "s", NULL, 0, "s[...] = -3.5");
}

static void
test_applies (Fixture *fixture, gconstpointer data)
{
  GtkWidget *panel;
  guint n_cells;

  run (fixture, "import torch\nx = torch.tensor([1., 2.])\n", "x");
  panel = g_object_ref_sink (tnu_bits_panel_new (fixture->session, "x", (gint64[]){ 1 }));
  n_cells = tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session));
  serve (200);
  tnu_bits_panel_flip (TNU_BITS_PANEL (panel), 0, 0);
  fixture->is_finished = false;
  g_assert_true (tnu_bits_panel_apply (TNU_BITS_PANEL (panel)));
  wait_until (fixture->is_finished);
  g_assert_true (fixture->is_ok);
  g_assert_cmpuint (tns_notebook_get_n_cells (tns_session_get_notebook (fixture->session)), ==,
                    n_cells + 1);
  wait_until (is_read (fixture, "x") && find_card (fixture, "x")->asked == NULL
              && find_card (fixture, "x")->content.tables[0].values[1] == -2);
  g_object_unref (panel);
}

int
main (int argc, char **argv)
{
  const bool has_display = gtk_init_check ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/bits/patterns-are-those-of-pytorch", test_patterns);
  g_test_add_func ("/ui/bits/neighbours-are-one-ulp-away", test_neighbours);
  g_test_add_func ("/ui/bits/sums-are-written-out", test_sums);
  g_test_add_func ("/ui/bits/all-digits-of-a-float", test_exact);
  g_test_add_func ("/ui/bits/special-numbers-are-explained", test_kinds);
  g_test_add_func ("/ui/bits/a-bit-can-be-turned", test_flip);
  if (has_display)
    {
      adw_init ();
      g_test_add ("/ui/bits/panel/writes-the-line", Fixture, NULL, set_up, test_lines, tear_down);
      g_test_add ("/ui/bits/panel/apply-writes-the-number", Fixture, NULL, set_up, test_applies,
                  tear_down);
    }
  return g_test_run ();
}
