/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* Calls that make a tensor. Shapes, dtypes and messages are those of PyTorch 2.15.0 (CPU), asked
 * by running the same line there: python3 -c 'import torch; print(torch.arange(0, 1, .25).shape)' */
#include "ui/builder/names.h"
#include "ui/builder/number-text.h"
#include "ui/builder/recipe.h"

#define SETTINGS { .name = "x", .dtype = TNU_DTYPE_AUTO, .device = "cpu", .has_torch = true }

typedef struct
{
  const char *maker;
  TnuShape shape;
  const char *fields[TNU_MAKER_MAX_FIELDS];
  const char *code;
  const char *facts; /* shape and dtype */
} Case;

static const Case cases[] = {
  { "zeros", { 2, { 3, 4 } }, { NULL }, "x = torch.zeros(3, 4)", "(3, 4) float32" },
  { "zeros", { 0, { 0 } }, { NULL }, "x = torch.zeros(())", "() float32" },
  { "full", { 2, { 3, 4 } }, { "7" }, "x = torch.full((3, 4), 7)", "(3, 4) int64" },
  { "full", { 1, { 2 } }, { "inf" }, "x = torch.full((2,), float('inf'))", "(2,) float32" },
  { "full", { 1, { 2 } }, { "True" }, "x = torch.full((2,), True)", "(2,) bool" },
  { "eye", { 0, { 0 } }, { "4", "" }, "x = torch.eye(4)", "(4, 4) float32" },
  { "eye", { 0, { 0 } }, { "2", "3" }, "x = torch.eye(2, 3)", "(2, 3) float32" },
  { "arange", { 0, { 0 } }, { "0", "12", "1" }, "x = torch.arange(12)", "(12,) int64" },
  { "arange", { 0, { 0 } }, { "1", "12", "1" }, "x = torch.arange(1, 12)", "(11,) int64" },
  { "arange", { 0, { 0 } }, { "0", "1", "0.25" }, "x = torch.arange(0, 1, 0.25)", "(4,) float32" },
  { "range", { 0, { 0 } }, { "0", "11", "1" }, "x = torch.range(0, 11)", "(12,) float32" },
  { "linspace", { 0, { 0 } }, { "0", "1", "5" }, "x = torch.linspace(0, 1, 5)", "(5,) float32" },
  { "logspace", { 0, { 0 } }, { "0", "3", "4", "10" }, "x = torch.logspace(0, 3, 4)",
    "(4,) float32" },
  { "logspace", { 0, { 0 } }, { "0", "3", "4", "2" }, "x = torch.logspace(0, 3, 4, base=2)",
    "(4,) float32" },
  { "randint", { 2, { 3, 4 } }, { "0", "10" }, "x = torch.randint(10, (3, 4))", "(3, 4) int64" },
  { "randint", { 2, { 3, 4 } }, { "-5", "10" }, "x = torch.randint(-5, 10, (3, 4))",
    "(3, 4) int64" },
  { "randperm", { 0, { 0 } }, { "10" }, "x = torch.randperm(10)", "(10,) int64" },
  { "normal", { 2, { 3, 4 } }, { "0", "1" }, "x = torch.normal(0, 1, (3, 4))", "(3, 4) float32" },
  { "tril_indices", { 0, { 0 } }, { "4", "4", "0" }, "x = torch.tril_indices(4, 4)",
    "(2, 10) int64" },
  { "triu_indices", { 0, { 0 } }, { "3", "4", "1" }, "x = torch.triu_indices(3, 4, offset=1)",
    "(2, 6) int64" },
  { "full_like", { 0, { 0 } }, { "7" }, "x = torch.full_like(a, 7)", "(3, 4) float32" },
  { "randint_like", { 0, { 0 } }, { "0", "10" }, "x = torch.randint_like(a, 10)",
    "(3, 4) float32" },
};

static TnsTensor *
new_a (void)
{
  g_autoptr (GError) error = NULL;
  TnsTensor *a = tns_tensor_new_dense (TNK_FLOAT32, (TnsDevice) { TNS_DEVICE_META, -1 }, 2,
                                       (const gint64[]) { 3, 4 }, &error);
  g_assert_no_error (error);
  return a;
}

static void
init (TnuRecipe *recipe, const Case *test)
{
  tnu_recipe_init (recipe, tnu_maker_find (test->maker));
  recipe->shape = test->shape;
  recipe->like = g_strdup ("a");
  for (int k = 0; k < TNU_MAKER_MAX_FIELDS && test->fields[k] != NULL; k++)
    {
      g_free (recipe->fields[k]);
      recipe->fields[k] = g_strdup (test->fields[k]);
    }
}

static void
test_calls (void)
{
  g_autoptr (TnsTensor) a = new_a ();
  TnuMaking making = SETTINGS;
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuRecipe recipe;
      TnsMeta meta;
      TnuShape shape;
      g_autoptr (GError) error = NULL;
      init (&recipe, &cases[k]);
      g_autofree char *code = tnu_recipe_dup_code (&recipe, &making, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (code, ==, cases[k].code);
      tnu_recipe_infer (&recipe, &making, a, &meta, &error);
      g_assert_no_error (error);
      shape.rank = meta.rank;
      for (int d = 0; d < meta.rank; d++)
        shape.sizes[d] = meta.sizes[d];
      g_autofree char *sizes = tnu_shape_dup_text (&shape);
      g_autofree char *facts = g_strdup_printf ("%s %s", sizes, tns_dtype_get_name (meta.dtype));
      g_assert_cmpstr (facts, ==, cases[k].facts);
      tnu_recipe_clear (&recipe);
    }
}

static void
test_all_have_an_op (void)
{
  g_autoptr (TnsTensor) a = new_a ();
  TnuMaking making = SETTINGS;
  for (int k = 0; k < tnu_maker_get_n (); k++)
    {
      TnuRecipe recipe;
      TnsMeta meta;
      g_autoptr (GError) error = NULL;
      tnu_recipe_init (&recipe, k);
      recipe.like = g_strdup ("a");
      tnu_recipe_infer (&recipe, &making, a, &meta, &error);
      g_assert_no_error (error);
      tnu_recipe_clear (&recipe);
    }
}

static void
test_settings (void)
{
  TnuMaking making = { .name = "w",
                       .dtype = TNK_FLOAT64,
                       .device = "cuda",
                       .requires_grad = true,
                       .has_torch = false };
  TnuRecipe recipe;
  g_autoptr (GError) error = NULL;
  tnu_recipe_init (&recipe, tnu_maker_find ("randn"));
  recipe.seed = g_strdup ("0");
  g_autofree char *code = tnu_recipe_dup_code (&recipe, &making, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (code, ==,
                   "import torch\n"
                   "torch.manual_seed(0)\n"
                   "w = torch.randn(3, 4, dtype=torch.float64, device='cuda', requires_grad=True)");
  tnu_recipe_clear (&recipe);
}

static void
assert_refused (const Case *test, const TnuMaking *making, const char *words)
{
  g_autoptr (TnsTensor) a = new_a ();
  TnuRecipe recipe;
  TnsMeta meta;
  g_autoptr (GError) error = NULL;
  init (&recipe, test);
  g_assert_false (tnu_recipe_infer (&recipe, making, a, &meta, &error));
  g_assert_nonnull (error);
  if (words != NULL)
    g_assert_cmpstr (error->message, ==, words);
  tnu_recipe_clear (&recipe);
}

static void
test_refusals (void)
{
  TnuMaking making = SETTINGS, grad = SETTINGS;
  grad.requires_grad = true;
  grad.dtype = TNK_INT64;
  assert_refused (&(Case) { "zeros", { 1, { 3 } } }, &grad,
                  "Only Tensors of floating point and complex dtype can require gradients");
  assert_refused (&(Case) { "arange", { 0 }, { "0", "5", "0" } }, &making, "step must be nonzero");
  assert_refused (&(Case) { "zeros", { 2, { -1, 3 } } }, &making,
                  "zeros: Dimension size must be non-negative.");
  assert_refused (&(Case) { "linspace", { 0 }, { "0", "1", "-1" } }, &making,
                  "number of steps must be non-negative");
  /* 10^12 numbers, and more than 64 bits can count. */
  tns_memory_set_budget ((size_t) 8 << 30);
  assert_refused (&(Case) { "zeros", { 2, { 1000000, 1000000 } } }, &making,
                  "it would take 4.0 TB; tensors may take 8.6 GB on this machine");
  assert_refused (&(Case) { "zeros", { 2, { 4000000000, 4000000000 } } }, &making, NULL);
  assert_refused (&(Case) { "full", { 1, { 3 } }, { "seven" } }, &making,
                  "value is a number, not “seven”");
  assert_refused (&(Case) { "randperm", { 0 }, { "2.5" } }, &making,
                  "n is a whole number, not “2.5”");
}

static void
test_numbers (void)
{
  static const char *const good[][2] = {
    { "3", "3" },      { " -0.5 ", "-0.5" }, { "1_000", "1000" },          { ".5", ".5" },
    { "1e-3", "1e-3" }, { "007", "7" },      { "-inf", "-float('inf')" }, { "NaN", "float('nan')" },
    { "pi", "torch.pi" }, { "True", "True" }, { "−2", "-2" },             { "+4", "4" },
  };
  static const char *const bad[]
      = { "", "1,5", "0x10", "1e", "--1", "one", "1 2", "99999999999999999999" };
  for (size_t k = 0; k < G_N_ELEMENTS (good); k++)
    {
      g_autofree char *code = tnu_number_text_dup_code (good[k][0]);
      g_assert_cmpstr (code, ==, good[k][1]);
    }
  for (size_t k = 0; k < G_N_ELEMENTS (bad); k++)
    g_assert_null (tnu_number_text_dup_code (bad[k]));
}

static void
test_names (void)
{
  static const char *const taken[] = { "x", "y", "data", NULL };
  g_autofree char *name = tnu_name_choose (taken);
  g_assert_cmpstr (name, ==, "z");
  g_assert_cmpint (tnu_name_judge ("data", taken), ==, TNU_NAME_TAKEN);
  g_assert_cmpint (tnu_name_judge ("sum", taken), ==, TNU_NAME_BUILTIN);
  g_assert_cmpint (tnu_name_judge ("lambda", taken), ==, TNU_NAME_KEYWORD);
  g_assert_cmpint (tnu_name_judge ("2x", taken), ==, TNU_NAME_INVALID);
  g_assert_cmpint (tnu_name_judge ("a b", taken), ==, TNU_NAME_INVALID);
  g_assert_cmpint (tnu_name_judge ("", taken), ==, TNU_NAME_INVALID);
  g_assert_cmpint (tnu_name_judge ("größe", taken), ==, TNU_NAME_FREE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/builder/calls/are-what-pytorch-reads-and-gives", test_calls);
  g_test_add_func ("/ui/builder/calls/every-function-has-an-op", test_all_have_an_op);
  g_test_add_func ("/ui/builder/calls/settings-are-written-as-keywords", test_settings);
  g_test_add_func ("/ui/builder/calls/refusals-are-pytorch-words", test_refusals);
  g_test_add_func ("/ui/builder/numbers-are-read-as-typed", test_numbers);
  g_test_add_func ("/ui/builder/names-are-free-and-possible", test_names);
  return g_test_run ();
}
