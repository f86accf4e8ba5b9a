/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */

/* Unary, binary and ternary kernels: against values recorded from real PyTorch 2.15.0 by
 * golden/record_elementwise.py, closed forms, and each other over layouts and dtypes. */

#include "kernels/backend.h"
#include "tests/kernels/arrays.h"

#include <math.h>
#include <string.h>

static const char *const unary_names[] = {
#define X(ID, name) #name,
  TNK_UNARY_LIST (X)
#undef X
};
static const char *const binary_names[] = {
#define X(ID, name) #name,
  TNK_BINARY_LIST (X)
#undef X
};

static int
find (const char *const *names, int n, const char *name)
{
  for (int i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static gboolean
writes_bool (int unary, int binary)
{
  return unary >= TNK_UNARY_LOGICAL_NOT || binary >= TNK_BINARY_EQ;
}

/* name dtype a [b] result */
static void
check_line (const char *line, int *n_checked)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  int n_words = (int) g_strv_length (words);
  int unary = n_words == 4 ? find (unary_names, TNK_N_UNARY, words[0]) : -1;
  int binary = n_words == 5 ? find (binary_names, TNK_N_BINARY, words[0]) : -1;
  TnkDtype dtype = strcmp (words[1], "int8") == 0 ? TNK_INT8 : TNK_FLOAT64;
  double x = g_ascii_strtod (words[2], NULL), y = g_ascii_strtod (words[3], NULL);
  double expected = g_ascii_strtod (words[n_words - 1], NULL);
  g_autoptr (TntArray) a = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, &x);
  g_autoptr (TntArray) b = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, &y);
  g_autoptr (TntArray) out = tnt_array_new (writes_bool (unary, binary) ? TNK_BOOL : dtype, 0, NULL,
                                            TNT_ROW_MAJOR, NULL);

  g_assert_true (unary >= 0 || binary >= 0);
  if (unary >= 0)
    g_assert_cmpint (cpu->unary (unary, out->array, a->array), ==, TNK_OK);
  else
    g_assert_cmpint (cpu->binary (binary, out->array, a->array, b->array), ==, TNK_OK);
  if (!tnt_is_close (tnt_array_get (out, 0), expected, 1e-13)
      || (expected == 0 && !signbit (expected) != !signbit (tnt_array_get (out, 0))))
    g_error ("%s: got %.17g", line, tnt_array_get (out, 0));
  ++*n_checked;
}

static void
test_golden (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "kernels/golden/elementwise.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  int n_checked = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0')
      check_line (lines[i], &n_checked);
  g_assert_cmpint (n_checked, >, 4000);
}

/* Small whole numbers, exact in every dtype. */
static const double left[12] = { 1, 0, 3, 2, 5, 1, 7, 2, 9, 4, 6, 8 };
static const double right[12] = { 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2 };

static void
test_every_dtype_and_layout (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  const int64_t sizes[] = { 3, 4 };
  double sum[12], truth[12];

  for (int i = 0; i < 12; i++)
    sum[i] = left[i] + right[i];
  for (int i = 0; i < 12; i++)
    truth[i] = left[i] != 0 || right[i] != 0;
  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS * TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 2, sizes, layout % TNT_N_LAYOUTS, left);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 2, sizes, layout / TNT_N_LAYOUTS, right);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, layout % TNT_N_LAYOUTS, NULL);

        g_assert_cmpint (cpu->binary (TNK_BINARY_ADD, out->array, a->array, b->array), ==, TNK_OK);
        tnt_assert_values (out, dtype == TNK_BOOL ? truth : sum, 0);
      }
}

static void
test_broadcast (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  const int64_t sizes[] = { 3, 4 }, row_sizes[] = { 1, 4 }, column_sizes[] = { 3, 1 };
  const double expected[]
      = { 10, 20, 30, 40, 20, 40, 60, 80, 30, 60, 90, 120 };
  const double row[] = { 10, 20, 30, 40 }, column[] = { 1, 2, 3 };

  for (int dtype = TNK_INT16; dtype < TNK_N_DTYPES; dtype++)
    {
      g_autoptr (TntArray) a = tnt_array_new (dtype, 2, row_sizes, TNT_ROW_MAJOR, row);
      g_autoptr (TntArray) b = tnt_array_new (dtype, 2, column_sizes, TNT_ROW_MAJOR, column);
      g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);
      int64_t s[2][4], t[2][4];

      g_assert_cmpint (cpu->binary (TNK_BINARY_MUL, out->array,
                                    tnt_array_expand (a, 0, 3, s[0], t[0]),
                                    tnt_array_expand (b, 1, 4, s[1], t[1])),
                       ==, TNK_OK);
      tnt_assert_values (out, expected, 0);
    }
}

static void
test_in_place (void)
{
  const int64_t sizes[] = { 3, 4 };
  g_autoptr (TntArray) a = tnt_array_new (TNK_FLOAT32, 2, sizes, TNT_TRANSPOSED, left);
  double expected[12];

  for (int i = 0; i < 12; i++)
    expected[i] = 4 * left[i] * left[i];
  tnk_backend_cpu ()->binary (TNK_BINARY_ADD, a->array, a->array, a->array);
  tnk_backend_cpu ()->unary (TNK_UNARY_SQUARE, a->array, a->array);
  tnt_assert_values (a, expected, 0);
}

/* One step in the last place: 1 + 2^-10 and 1 + 2^-7; the least subnormals 2^-24 and 2^-133. */
static void
test_nextafter_of_halves (void)
{
  static const struct
  {
    TnkDtype dtype;
    double a, b, expected;
  } cases[] = {
    { TNK_FLOAT16, 1, 2, 1 + 0x1p-10 },  { TNK_FLOAT16, 0, -1, -0x1p-24 },
    { TNK_FLOAT16, -1, -2, -1 - 0x1p-10 }, { TNK_FLOAT16, 65504, INFINITY, INFINITY },
    { TNK_BFLOAT16, 1, 2, 1 + 0x1p-7 },  { TNK_BFLOAT16, 0, 1, 0x1p-133 },
    { TNK_BFLOAT16, 3, 3, 3 },           { TNK_BFLOAT16, 1, NAN, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TntArray) a = tnt_array_new (cases[i].dtype, 0, NULL, TNT_ROW_MAJOR, &cases[i].a);
      g_autoptr (TntArray) b = tnt_array_new (cases[i].dtype, 0, NULL, TNT_ROW_MAJOR, &cases[i].b);

      tnk_backend_cpu ()->binary (TNK_BINARY_NEXTAFTER, a->array, a->array, b->array);
      tnt_assert_values (a, &cases[i].expected, 0);
    }
}

static void
test_zero_size (void)
{
  const TnkBackend *cpu = tnk_backend_cpu ();
  const int64_t sizes[] = { 3, 0 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    {
      g_autoptr (TntArray) a = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);
      a->array.data = NULL;
      g_assert_cmpint (cpu->binary (TNK_BINARY_ADD, a->array, a->array, a->array), ==, TNK_OK);
      g_assert_cmpint (cpu->unary (TNK_UNARY_CONJ, a->array, a->array), ==, TNK_OK);
    }
}

/* Long enough for several threads, blocks and tails. */
static void
test_long_arrays (void)
{
  const int64_t n = 200003;
  g_autofree double *values = g_new (double, n);
  g_autofree double *expected = g_new (double, n);

  for (int64_t i = 0; i < n; i++)
    {
      values[i] = (double) (i % 1000);
      expected[i] = -2 * values[i];
    }
  for (int dtype = TNK_INT16; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 1, &n, layout, values);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, NULL);

        tnk_backend_cpu ()->binary (TNK_BINARY_ADD, out->array, a->array, a->array);
        tnk_backend_cpu ()->unary (TNK_UNARY_NEG, out->array, out->array);
        tnt_assert_values (out, expected, tnt_tolerance (dtype));
      }
}

/* Where a formula that squares or exponentiates its argument would overflow before the result. */
static void
test_functions_keep_their_range (void)
{
  static const struct
  {
    TnkUnary op;
    double x, expected;
  } cases[] = {
    { TNK_UNARY_SINH, 89, 2.2448064095871728e38 }, { TNK_UNARY_COSH, -89, 2.2448064095871728e38 },
    { TNK_UNARY_ASINH, 1e30, 69.770699970316 },    { TNK_UNARY_ACOSH, 1e30, 69.770699970316 },
    { TNK_UNARY_EXP, 88.5, 2.7230878e38 },         { TNK_UNARY_EXP, -200, 0 },
    { TNK_UNARY_EXPM1, -200, -1 },                 { TNK_UNARY_SIGMOID, -200, 0 },
    { TNK_UNARY_TANH, 1e30, 1 },                   { TNK_UNARY_LOG1P, 1e-20, 1e-20 },
    { TNK_UNARY_SIN, 1e6, -0.3499935021712930 },   { TNK_UNARY_ERFC, 9, 4.1370317e-37 },
  };
  const int64_t n = 11;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        double x[11], expected[11];

        for (int k = 0; k < n; k++)
          {
            x[k] = cases[i].x;
            expected[k] = cases[i].expected;
          }
        g_autoptr (TntArray) a = tnt_array_new (TNK_FLOAT32, 1, &n, layout, x);
        tnk_backend_cpu ()->unary (cases[i].op, a->array, a->array);
        tnt_assert_values (a, expected, 1e-5);
      }
}

static void
test_integers_wrap (void)
{
  static const struct
  {
    TnkBinary op;
    double a, b, expected;
  } cases[] = {
    { TNK_BINARY_ADD, INT32_MAX, 1, INT32_MIN },  { TNK_BINARY_SUB, INT32_MIN, 1, INT32_MAX },
    { TNK_BINARY_MUL, INT32_MIN, -1, INT32_MIN },
    { TNK_BINARY_FLOOR_DIVIDE, INT32_MIN, -1, INT32_MIN },
    { TNK_BINARY_REMAINDER, INT32_MIN, -1, 0 },   { TNK_BINARY_POW, 3, 21, 1870418611 },
    { TNK_BINARY_POW, 2, -1, 0 },                 { TNK_BINARY_POW, -1, -3, -1 },
    { TNK_BINARY_POW, 0, 0, 1 },                  { TNK_BINARY_FLOOR_DIVIDE, -7, 2, -4 },
    { TNK_BINARY_TRUNC_DIVIDE, -7, 2, -3 },       { TNK_BINARY_REMAINDER, -7, 2, 1 },
    { TNK_BINARY_FMOD, -7, 2, -1 },               { TNK_BINARY_SHIFT_LEFT, 1, 32, 0 },
    { TNK_BINARY_SHIFT_RIGHT, -8, 99, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TntArray) a = tnt_array_new (TNK_INT32, 0, NULL, TNT_ROW_MAJOR, &cases[i].a);
      g_autoptr (TntArray) b = tnt_array_new (TNK_INT32, 0, NULL, TNT_ROW_MAJOR, &cases[i].b);

      tnk_backend_cpu ()->binary (cases[i].op, a->array, a->array, b->array);
      tnt_assert_values (a, &cases[i].expected, 0);
    }
}

static void
test_division_by_zero (void)
{
  static const TnkBinary ops[] = { TNK_BINARY_FLOOR_DIVIDE, TNK_BINARY_TRUNC_DIVIDE,
                                   TNK_BINARY_REMAINDER, TNK_BINARY_FMOD };
  const int64_t n = 3;
  const double a_values[] = { 1, 2, 3 }, b_values[] = { 1, 0, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    for (int dtype = TNK_UINT8; dtype <= TNK_FLOAT64; dtype++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, a_values);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 1, &n, TNT_ROW_MAJOR, b_values);
        TnkStatus status = tnk_backend_cpu ()->binary (ops[i], a->array, a->array, b->array);

        g_assert_cmpint (status, ==, dtype <= TNK_INT64 ? TNK_DIVISION_BY_ZERO : TNK_OK);
        if (status != TNK_OK)
          tnt_assert_values (a, a_values, 0);
      }
}

static void
test_complex (void)
{
  static const struct
  {
    TnkBinary op;
    double re, im;
  } cases[] = {
    { TNK_BINARY_ADD, 4, 1 },
    { TNK_BINARY_SUB, 2, 3 },
    { TNK_BINARY_MUL, 5, -1 },
    { TNK_BINARY_DIV, 0.5, 2.5 },
  };

  for (int dtype = TNK_COMPLEX64; dtype <= TNK_COMPLEX128; dtype++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, NULL);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 0, NULL, TNT_ROW_MAJOR, NULL);

        tnt_array_set_complex (a, 0, 3, 2);
        tnt_array_set_complex (b, 0, 1, -1);
        tnk_backend_cpu ()->binary (cases[i].op, a->array, a->array, b->array);
        g_assert_cmpfloat (tnt_array_get (a, 0), ==, cases[i].re);
        g_assert_cmpfloat (tnt_array_get_imag (a, 0), ==, cases[i].im);
      }
}

static void
test_complex_division_keeps_range (void)
{
  g_autoptr (TntArray) a = tnt_array_new (TNK_COMPLEX128, 0, NULL, TNT_ROW_MAJOR, NULL);

  tnt_array_set_complex (a, 0, 1e300, 1e300);
  tnk_backend_cpu ()->binary (TNK_BINARY_DIV, a->array, a->array, a->array);
  g_assert_cmpfloat (tnt_array_get (a, 0), ==, 1);
  g_assert_cmpfloat (tnt_array_get_imag (a, 0), ==, 0);
}

static void
test_complex_parts_are_real (void)
{
  static const struct
  {
    TnkUnary op;
    double expected;
  } cases[] = { { TNK_UNARY_ABS, 5 },
                { TNK_UNARY_REAL, -3 },
                { TNK_UNARY_IMAG, 4 },
                { TNK_UNARY_ANGLE, 2.214297435588181 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TntArray) a = tnt_array_new (TNK_COMPLEX64, 0, NULL, TNT_ROW_MAJOR, NULL);
      g_autoptr (TntArray) out = tnt_array_new (TNK_FLOAT32, 0, NULL, TNT_ROW_MAJOR, NULL);

      tnt_array_set_complex (a, 0, -3, 4);
      tnk_backend_cpu ()->unary (cases[i].op, out->array, a->array);
      tnt_assert_values (out, &cases[i].expected, 1e-6);
    }
}

static void
test_where_moves_every_dtype (void)
{
  const int64_t sizes[] = { 3, 4 };
  const double mask_values[12] = { 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1 };

  for (int dtype = 0; dtype < TNK_N_DTYPES; dtype++)
    for (int layout = 0; layout < TNT_N_LAYOUTS; layout++)
      {
        g_autoptr (TntArray) mask = tnt_array_new (TNK_BOOL, 2, sizes, layout, mask_values);
        g_autoptr (TntArray) a = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, left);
        g_autoptr (TntArray) b = tnt_array_new (dtype, 2, sizes, layout, right);
        g_autoptr (TntArray) out = tnt_array_new (dtype, 2, sizes, TNT_ROW_MAJOR, NULL);

        tnk_backend_cpu ()->ternary (TNK_TERNARY_WHERE, out->array, mask->array, a->array,
                                     b->array);
        for (int i = 0; i < 12; i++)
          {
            double chosen = mask_values[i] != 0 ? left[i] : right[i];
            g_assert_cmpfloat (tnt_array_get (out, i), ==,
                               dtype == TNK_BOOL ? chosen != 0 : chosen);
          }
      }
}

static void
test_ternary (void)
{
  static const struct
  {
    TnkTernary op;
    double a, b, c, expected;
  } cases[] = {
    { TNK_TERNARY_CLAMP, 5, 0, 3, 3 },      { TNK_TERNARY_CLAMP, -5, 0, 3, 0 },
    { TNK_TERNARY_CLAMP, 1, 4, 2, 2 },      { TNK_TERNARY_CLAMP, NAN, 0, 1, NAN },
    { TNK_TERNARY_LERP, 2, 4, 0.25, 2.5 },  { TNK_TERNARY_LERP, 1e8, 1, 1, 1 },
    { TNK_TERNARY_ADD_SCALED, 1, 2, 3, 7 },
  };
  static const TnkDtype dtypes[] = { TNK_FLOAT16, TNK_BFLOAT16, TNK_FLOAT32, TNK_FLOAT64 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint d = cases[i].a > 1e5 ? 1 : 0; d < G_N_ELEMENTS (dtypes); d++)
      {
        g_autoptr (TntArray) a = tnt_array_new (dtypes[d], 0, NULL, TNT_ROW_MAJOR, &cases[i].a);
        g_autoptr (TntArray) b = tnt_array_new (dtypes[d], 0, NULL, TNT_ROW_MAJOR, &cases[i].b);
        g_autoptr (TntArray) c = tnt_array_new (dtypes[d], 0, NULL, TNT_ROW_MAJOR, &cases[i].c);

        tnk_backend_cpu ()->ternary (cases[i].op, a->array, a->array, b->array, c->array);
        tnt_assert_values (a, &cases[i].expected, 0);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/elementwise/equals-pytorch", test_golden);
  g_test_add_func ("/kernels/elementwise/every-dtype-and-layout", test_every_dtype_and_layout);
  g_test_add_func ("/kernels/elementwise/broadcast-dims-repeat", test_broadcast);
  g_test_add_func ("/kernels/elementwise/works-in-place", test_in_place);
  g_test_add_func ("/kernels/elementwise/nextafter-of-halves", test_nextafter_of_halves);
  g_test_add_func ("/kernels/elementwise/zero-size-touches-nothing", test_zero_size);
  g_test_add_func ("/kernels/elementwise/long-arrays", test_long_arrays);
  g_test_add_func ("/kernels/elementwise/functions-keep-their-range",
                   test_functions_keep_their_range);
  g_test_add_func ("/kernels/elementwise/integers-wrap", test_integers_wrap);
  g_test_add_func ("/kernels/elementwise/division-by-zero-writes-nothing", test_division_by_zero);
  g_test_add_func ("/kernels/elementwise/complex-arithmetic", test_complex);
  g_test_add_func ("/kernels/elementwise/complex-division-keeps-range",
                   test_complex_division_keeps_range);
  g_test_add_func ("/kernels/elementwise/complex-parts-are-real", test_complex_parts_are_real);
  g_test_add_func ("/kernels/elementwise/where-moves-every-dtype", test_where_moves_every_dtype);
  g_test_add_func ("/kernels/elementwise/ternary-formulas", test_ternary);
  return g_test_run ();
}
