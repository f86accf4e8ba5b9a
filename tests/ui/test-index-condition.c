/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Conditions of an index, against real PyTorch 2.15.0 on CPU; see record-index.py. */
#include "ui/operation/index/index-parse.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  TnkDtype dtype;
  int n;
  double values[8];
  double imaginary[8];
} Compared;

typedef struct
{
  const char *tensor;
  const char *text;
  const char *expected; /* where it holds, or the error */
} Case;

/* clang-format off */
#include "tests/ui/condition-cases.h"
/* clang-format on */

static const Compared *
find_tensor (const char *name)
{
  for (gsize k = 0; k < G_N_ELEMENTS (compared); k++)
    if (strcmp (compared[k].name, name) == 0)
      return &compared[k];
  g_assert_not_reached ();
}

static char *
dup_places (const TnuCondition *condition, const Compared *tensor)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) mask = tnu_condition_dup_mask (
      condition, tensor->dtype, tensor->values,
      tnk_dtype_is_complex (tensor->dtype) ? tensor->imaginary : NULL, tensor->n);
  g_assert_cmpint (mask->len, ==, tensor->n);
  for (guint k = 0; k < mask->len; k++)
    if (g_array_index (mask, gint64, k) != 0)
      g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", k);
  return g_string_free (text, FALSE);
}

static void
test_pytorch (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      const Compared *tensor = find_tensor (cases[k].tensor);
      g_auto (TnuIndex) index = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *got = NULL;
      g_test_message ("%s: %s", cases[k].tensor, cases[k].text);
      g_assert_true (tnu_index_parse (cases[k].text, "x", &index, NULL));
      g_assert_cmpint (index.parts[0].kind, ==, TNU_INDEX_CONDITION);
      if (tnu_condition_check (&index.parts[0].condition, tensor->dtype, &error))
        got = dup_places (&index.parts[0].condition, tensor);
      else
        got = g_strdup (error->message);
      g_assert_cmpstr (got, ==, cases[k].expected);
    }
}

static void
assert_shortened (double number, TnkDtype dtype, const char *expected)
{
  TnuClause clause
      = tnu_clause_new (TNU_COMPARE_EQUAL, tnu_condition_shorten_number (number, dtype));
  g_autoptr (GString) text = g_string_new (NULL);
  tnu_condition_append_bound (text, &clause);
  g_assert_cmpstr (text->str, ==, expected);
}

/* As repr () of the number in Python has them. */
static void
test_shortened (void)
{
  assert_shortened (0.10000000149011612, TNK_FLOAT32, "0.1");
  assert_shortened (0.10000000149011612, TNK_FLOAT64, "0.10000000149011612");
  assert_shortened (0.0999755859375, TNK_FLOAT16, "0.1");
  assert_shortened (16777217, TNK_INT64, "16777217");
  assert_shortened (-3, TNK_INT8, "-3");
  assert_shortened (0, TNK_FLOAT32, "0");
}

static void
assert_text (const char *text, const char *expected)
{
  g_auto (TnuIndex) index = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  if (tnu_index_parse (text, "x", &index, &error))
    got = tnu_index_dup_text (&index, "x");
  else
    got = g_strdup (error->message);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_text (void)
{
  assert_text ("(x > 0)", "x > 0");
  assert_text ("( x>0 )&( x<2.0 )", "(x > 0) & (x < 2.0)");
  assert_text ("3 > x", "x < 3");
  assert_text ("torch.abs(x) <= 1e-9", "x.abs() <= 1e-09");
  assert_text ("abs(x) > 1, None", "x.abs() > 1, None");
  assert_text ("(x > 0) & (x < 2", "SyntaxError: '(' was never closed");
  assert_text ("(x > 0) and (x < 2)",
               "RuntimeError: Boolean value of Tensor with more than one value is ambiguous");
  assert_text ("x > 0 or x < 2",
               "RuntimeError: Boolean value of Tensor with more than one value is ambiguous");
  assert_text ("x > 0 & x < 2", "Python reads & and | before the comparisons: put each of them "
                                "into parentheses");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/index-condition/holds-where-it-does-in-pytorch", test_pytorch);
  g_test_add_func ("/ui/index-condition/numbers-have-as-few-digits-as-they-can", test_shortened);
  g_test_add_func ("/ui/index-condition/what-is-read-is-written-again", test_text);
  return g_test_run ();
}
