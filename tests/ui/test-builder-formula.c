/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Formulas in indices. Shape and dtype of every line are those that PyTorch 2.15.0 (CPU) gives it:
 * python3 -c 'import torch; x = torch.arange(3)[:, None] * 4 + torch.arange(4); print (x.dtype)' */
#include "ui/builder/formula.h"

typedef struct
{
  TnuShape shape;
  const char *formula;
  const char *lines;
  TnkDtype dtype;
} Case;

#define NAMED "i, j = torch.meshgrid(torch.arange(3), torch.arange(4), indexing='ij')\n"

static const Case cases[] = {
  { { 2, { 3, 4 } }, "i*4 + j", "x = torch.arange(3)[:, None] * 4 + torch.arange(4)", TNK_INT64 },
  { { 2, { 3, 4 } }, "sin(i/3)", NAMED "x = torch.sin(i / 3)", TNK_FLOAT32 },
  { { 2, { 3, 4 } }, "(i==j)", "x = torch.arange(3)[:, None] == torch.arange(4)", TNK_BOOL },
  { { 2, { 3, 4 } }, "i", NAMED "x = i.clone()", TNK_INT64 },
  { { 2, { 3, 4 } }, "i*i + j", NAMED "x = i * i + j", TNK_INT64 },
  { { 1, { 5 } }, "i", "x = torch.arange(5)", TNK_INT64 },
  { { 1, { 5 } }, "i^2", "x = torch.arange(5) ** 2", TNK_INT64 },
  { { 1, { 5 } }, "-i**2", "x = -torch.arange(5) ** 2", TNK_INT64 },
  { { 1, { 5 } }, "2**-(i + 1.0)", "x = 2 ** -(torch.arange(5) + 1.0)", TNK_FLOAT32 },
  { { 1, { 5 } }, "1/(i+1)", "x = 1 / (torch.arange(5) + 1)", TNK_FLOAT32 },
  { { 1, { 5 } }, "10 - (i - 1)", "x = 10 - (torch.arange(5) - 1)", TNK_INT64 },
  { { 1, { 5 } }, "i / (ni - 1)", "x = torch.arange(5) / (5 - 1)", TNK_FLOAT32 },
  { { 2, { 3, 4 } }, "5", "x = torch.full((3, 4), 5)", TNK_INT64 },
  { { 0, { 0 } }, "pi/2", "x = torch.full((), torch.pi / 2)", TNK_FLOAT32 },
  { { 2, { 3, 4 } }, "where(i >= j, 1, 0)",
    "x = torch.where(torch.arange(3)[:, None] >= torch.arange(4), 1, 0)", TNK_INT64 },
  { { 2, { 3, 4 } }, "max(i, 1) * j",
    "x = torch.maximum(torch.arange(3)[:, None], torch.tensor(1)) * torch.arange(4)", TNK_INT64 },
  { { 2, { 3, 4 } }, "(i > 0) & (j < 2)",
    "x = (torch.arange(3)[:, None] > 0) & (torch.arange(4) < 2)", TNK_BOOL },
  { { 2, { 3, 4 } }, "(i == 1) == (j == 2)",
    "x = (torch.arange(3)[:, None] == 1) == (torch.arange(4) == 2)", TNK_BOOL },
  { { 3, { 2, 3, 4 } }, "i*100 + j*10 + k",
    "x = torch.arange(2)[:, None, None] * 100 + torch.arange(3)[:, None] * 10 + torch.arange(4)",
    TNK_INT64 },
  { { 2, { 3, 4 } }, "i // 2 + j % 2",
    "x = torch.arange(3)[:, None] // 2 + torch.arange(4) % 2", TNK_INT64 },
};

static void
test_lines (void)
{
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autoptr (GError) error = NULL;
      TnsMeta meta;
      g_autoptr (TnuFormula) formula
          = tnu_formula_parse (cases[k].formula, cases[k].shape.rank, &error);
      g_assert_no_error (error);
      g_autofree char *lines = tnu_formula_dup_lines (formula, &cases[k].shape, "x", "", NULL);
      g_assert_cmpstr (lines, ==, cases[k].lines);
      tnu_formula_infer (formula, &cases[k].shape, &meta, &error);
      g_assert_no_error (error);
      g_assert_cmpint (meta.dtype, ==, cases[k].dtype);
      g_assert_cmpint (meta.rank, ==, cases[k].shape.rank);
    }
}

static void
test_ending (void)
{
  const TnuShape shape = { 1, { 3 } };
  g_autoptr (TnuFormula) formula = tnu_formula_parse ("i + 1", 1, NULL);
  g_autofree char *lines
      = tnu_formula_dup_lines (formula, &shape, "w", ".to(torch.float64)", "cuda");
  g_assert_cmpstr (lines, ==, "w = (torch.arange(3, device='cuda') + 1).to(torch.float64)");
}

static void
test_mistakes (void)
{
  static const char *const bad[][2] = {
    { "", "something is missing at the end (at character 1)" },
    { "i +", "something is missing at the end (at character 4)" },
    { "i * k", "“k” is no index; there are i, j (at character 5)" },
    { "foo(i)", "there is no function “foo” here (at character 4)" },
    { "(i + 1", "a bracket is not closed (at character 7)" },
    { "i = j", "write == to compare (at character 3)" },
    { "0 < i < 3", "compare two things at a time: (0 < i) & (i < 3) (at character 7)" },
    { "i j", "“j” cannot stand here (at character 3)" },
    { "min(i)", "min takes 2 arguments (at character 6)" },
    { "i ? 2", "“?” cannot stand here (at character 3)" },
    { "1.2.3", "“1.2.3” is no number (at character 1)" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (bad); k++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (tnu_formula_parse (bad[k][0], 2, &error));
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, bad[k][1]);
    }
}

static void
test_depth (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = g_strnfill (100000, '(');
  g_assert_null (tnu_formula_parse (deep, 1, &error));
  g_assert_nonnull (error);
}

/* PyTorch: TypeError, "~" of a floating-point tensor. */
static void
test_refused (void)
{
  const TnuShape shape = { 1, { 3 } };
  TnsMeta meta;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnuFormula) formula = tnu_formula_parse ("(i / 2) & 1", 1, NULL);
  g_assert_false (tnu_formula_infer (formula, &shape, &meta, &error));
  g_assert_cmpstr (error->message, ==, "\"bitwise_and_cpu\" not implemented for 'Float'");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/builder/formula/lines-are-pytorch", test_lines);
  g_test_add_func ("/ui/builder/formula/settings-follow-the-expression", test_ending);
  g_test_add_func ("/ui/builder/formula/mistakes-say-what-and-where", test_mistakes);
  g_test_add_func ("/ui/builder/formula/deep-brackets-are-refused", test_depth);
  g_test_add_func ("/ui/builder/formula/refusals-are-pytorch-words", test_refused);
  return g_test_run ();
}
