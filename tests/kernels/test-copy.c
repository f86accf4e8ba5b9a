/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Conversion and fill. Half bit patterns are IEEE 754's; out-of-range floats are what PyTorch
 * 2.15.0 makes of them on x86: torch.tensor([300., -1, 1e10, nan]).to (dtype). */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <math.h>
#include <string.h>

static void
test_every_pair (void)
{
  const int64_t sizes[] = { 2, 3 };
  const double values[] = { 0, 1, 2, 3, 64, 100 }, truth[] = { 0, 1, 1, 1, 1, 1 };

  for (int from = 0; from < TNK_N_DTYPES; from++)
    for (int to = 0; to < TNK_N_DTYPES; to++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        {
          g_autoptr (TntArray) in = tnt_array_new (from, 2, sizes, layout, values);
          g_autoptr (TntArray) out = tnt_array_new (to, 2, sizes, TNT_ROW_MAJOR, NULL);

          g_assert_cmpint (tnk_backend_cpu ()->copy (out->array, in->array), ==, TNK_OK);
          tnt_assert_values (out, from == TNK_BOOL || to == TNK_BOOL ? truth : values, 0);
        }
}

static void
assert_converts (TnkDtype to, double from, double expected)
{
  g_autoptr (TntArray) in = tnt_array_new (TNK_FLOAT32, 0, NULL, TNT_ROW_MAJOR, &from);
  g_autoptr (TntArray) out = tnt_array_new (to, 0, NULL, TNT_ROW_MAJOR, NULL);

  tnk_backend_cpu ()->copy (out->array, in->array);
  tnt_assert_values (out, &expected, 0);
}

static void
test_float_to_integer (void)
{
  assert_converts (TNK_INT32, -2.9, -2);
  assert_converts (TNK_UINT8, 300, 44);
  assert_converts (TNK_UINT8, -1, 255);
  assert_converts (TNK_UINT8, 1e10, 0);
  assert_converts (TNK_INT8, 300, 44);
  assert_converts (TNK_INT16, 1e10, 0);
  assert_converts (TNK_INT32, 1e10, INT32_MIN);
  assert_converts (TNK_INT64, NAN, -0x1p63);
  assert_converts (TNK_INT64, INFINITY, -0x1p63);
  assert_converts (TNK_BOOL, 0.25, 1);
  assert_converts (TNK_BOOL, NAN, 1);
}

static uint16_t
half_bits (TnkDtype dtype, float value)
{
  const TnkArray in = { &value, TNK_FLOAT32, 0, NULL, NULL };
  uint16_t bits = 0;
  const TnkArray out = { &bits, dtype, 0, NULL, NULL };

  tnk_backend_cpu ()->copy (out, in);
  return bits;
}

static void
test_halves_round_to_even (void)
{
  g_assert_cmphex (half_bits (TNK_FLOAT16, 1.0f), ==, 0x3C00);
  g_assert_cmphex (half_bits (TNK_FLOAT16, -2.0f), ==, 0xC000);
  g_assert_cmphex (half_bits (TNK_FLOAT16, 2049.0f), ==, 0x6800); /* tie: 2048 */
  g_assert_cmphex (half_bits (TNK_FLOAT16, 2051.0f), ==, 0x6802); /* tie: 2052 */
  g_assert_cmphex (half_bits (TNK_FLOAT16, 65504.0f), ==, 0x7BFF);
  g_assert_cmphex (half_bits (TNK_FLOAT16, 65520.0f), ==, 0x7C00);
  g_assert_cmphex (half_bits (TNK_FLOAT16, 0x1p-24f), ==, 0x0001);
  g_assert_cmphex (half_bits (TNK_FLOAT16, 0x1p-25f), ==, 0x0000); /* tie: 0 */
  g_assert_cmphex (half_bits (TNK_FLOAT16, -0.0f), ==, 0x8000);
  g_assert_cmphex (half_bits (TNK_BFLOAT16, 1.0f), ==, 0x3F80);
  g_assert_cmphex (half_bits (TNK_BFLOAT16, 257.0f), ==, 0x4380); /* tie: 256 */
  g_assert_cmphex (half_bits (TNK_BFLOAT16, 259.0f), ==, 0x4382); /* tie: 260 */
  g_assert_cmphex (half_bits (TNK_BFLOAT16, -INFINITY), ==, 0xFF80);
  g_assert_cmphex (half_bits (TNK_BFLOAT16, 3.4e38f), ==, 0x7F80);
}

/* Each of the 65536 patterns survives the way to float32 and back, NaNs as some NaN. */
static void
test_halves_survive_widening (void)
{
  for (int d = 0; d < 2; d++)
    for (uint32_t bits = 0; bits < 65536; bits++)
      {
        uint16_t in_bits = (uint16_t) bits;
        TnkDtype dtype = d == 0 ? TNK_FLOAT16 : TNK_BFLOAT16;
        float wide;
        const TnkArray in = { &in_bits, dtype, 0, NULL, NULL };
        const TnkArray out = { &wide, TNK_FLOAT32, 0, NULL, NULL };

        tnk_backend_cpu ()->copy (out, in);
        if (!isnan (wide))
          g_assert_cmphex (half_bits (dtype, wide), ==, bits);
        else
          g_assert_cmphex (bits & 0x7FFF, >, d == 0 ? 0x7C00 : 0x7F80);
      }
}

static void
test_fill (void)
{
  const int64_t sizes[] = { 3, 4 };
  const TnkScalar scalars[] = { { .kind = TNK_SCALAR_BOOL, .i = 1 },
                                { .kind = TNK_SCALAR_INT, .i = 7 },
                                { .kind = TNK_SCALAR_FLOAT, .re = 2.5 },
                                { .kind = TNK_SCALAR_COMPLEX, .re = 3, .im = 4 } };
  const double values[] = { 1, 7, 2.5, 3 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    for (guint s = 0; s < G_N_ELEMENTS (scalars); s++)
      for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
        {
          g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, layout, NULL);
          double expected = dtype == TNK_BOOL              ? 1
                            : tnk_dtype_is_integral (dtype) ? trunc (values[s])
                                                            : values[s];

          g_assert_cmpint (tnk_backend_cpu ()->fill (out->array, scalars[s]), ==, TNK_OK);
          for (int64_t i = 0; i < out->n_elems; i++)
            {
              g_assert_cmpfloat (tnt_array_get (out, i), ==, expected);
              g_assert_cmpfloat (tnt_array_get_imag (out, i), ==,
                                 tnk_dtype_is_complex (dtype) && s == 3 ? 4 : 0);
            }
        }
}

/* The elements between those of a stepped window are not its own. */
static void
test_fill_stays_inside (void)
{
  const int64_t n = 5;
  g_autoptr (TntArray) out = tnt_array_new (TNK_UINT8, 1, &n, TNT_STEPPED, NULL);
  const uint8_t *bytes = out->storage;

  tnk_backend_cpu ()->fill (out->array, (TnkScalar){ .kind = TNK_SCALAR_INT, .i = 1 });
  for (int i = 0; i < 10; i++)
    g_assert_cmphex (bytes[i], ==, i % 2 == 0 ? 1 : 0xA5);
}

static void
test_full_int64 (void)
{
  int64_t value = 0;
  const TnkArray out = { &value, TNK_INT64, 0, NULL, NULL };

  tnk_backend_cpu ()->fill (out, (TnkScalar){ .kind = TNK_SCALAR_INT, .i = INT64_MAX });
  g_assert_cmpint (value, ==, INT64_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/copy/every-pair-of-dtypes", test_every_pair);
  g_test_add_func ("/kernels/copy/float-to-integer-truncates", test_float_to_integer);
  g_test_add_func ("/kernels/copy/halves-round-to-even", test_halves_round_to_even);
  g_test_add_func ("/kernels/copy/halves-survive-widening", test_halves_survive_widening);
  g_test_add_func ("/kernels/copy/fill-every-dtype", test_fill);
  g_test_add_func ("/kernels/copy/fill-stays-inside", test_fill_stays_inside);
  g_test_add_func ("/kernels/copy/fill-keeps-all-64-bits", test_full_int64);
  return g_test_run ();
}
