/* SPDX-FileCopyrightText: 2026 The Tensarium authors
 * SPDX-License-Identifier: MIT */
/* The plan, the fixes and the numbers of the matmul panel. Shapes, results and gradients are those
 * of PyTorch 2.15.0 (CPU): (a @ b).shape, .flatten().tolist() and, after backward(ones), .grad of
 * both, for a and b filled with torch.arange(n) % 7 - 3. */
#include "ui/operation/matmul/matmul-numbers.h"
#include "ui/operation/matmul/matmul-words.h"

static TnuShape
shape_of (const char *text)
{
  TnuShape shape;
  g_assert_true (tnu_shape_parse (text, &shape));
  return shape;
}

static TnuMatmulPlan
plan_of (const char *a, const char *b)
{
  TnuShape first = shape_of (a), second = shape_of (b);
  TnuMatmulPlan plan;
  tnu_matmul_plan_init (&plan, &first, &second);
  return plan;
}

/* ---- shapes ---- */

static void
test_shapes (void)
{
  static const struct
  {
    const char *a, *b, *result;
  } cases[] = {
    { "3, 4", "4, 5", "(3, 5)" },
    { "4", "4", "()" },
    { "4", "4, 5", "(5,)" },
    { "3, 4", "4", "(3,)" },
    { "4", "2, 4, 5", "(2, 5)" },
    { "2, 3, 4", "4", "(2, 3)" },
    { "2, 3, 4", "4, 5", "(2, 3, 5)" },
    { "2, 1, 3, 4", "5, 4, 2", "(2, 5, 3, 2)" },
    { "0, 3", "3, 2", "(0, 2)" },
    { "3, 0", "0, 2", "(3, 2)" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuMatmulPlan plan = plan_of (cases[k].a, cases[k].b);
      g_autofree char *text = tnu_shape_dup_text (&plan.result);
      g_assert_cmpint (plan.verdict, ==, TNU_MATMUL_FITS);
      g_assert_cmpstr (text, ==, cases[k].result);
    }
}

/* What PyTorch refuses, and for what: "mat1 and mat2 shapes cannot be multiplied", "must match the
 * size of tensor b", "need to be at least 1D". */
static void
test_refused (void)
{
  g_assert_cmpint (plan_of ("3, 4", "5, 4").verdict, ==, TNU_MATMUL_INNER);
  g_assert_cmpint (plan_of ("4", "5").verdict, ==, TNU_MATMUL_INNER);
  g_assert_cmpint (plan_of ("2, 3, 4", "5").verdict, ==, TNU_MATMUL_INNER);
  g_assert_cmpint (plan_of ("()", "3").verdict, ==, TNU_MATMUL_SCALAR);
  TnuMatmulPlan plan = plan_of ("2, 3, 4", "3, 4, 5");
  g_assert_cmpint (plan.verdict, ==, TNU_MATMUL_BATCH);
  g_assert_cmpint (plan.guilty, ==, 0);
}

/* A i k, B k j, C i j; one dim more in front moves all letters on. */
static void
test_letters (void)
{
  TnuMatmulPlan plan = plan_of ("3, 4", "4, 5");
  g_assert_cmpint (plan.row_dim, ==, 0);
  g_assert_cmpint (plan.column_dim, ==, 1);
  g_assert_cmpint (plan.inner_dim, ==, 2);
  plan = plan_of ("2, 3, 4", "4, 5");
  g_assert_cmpint (plan.inner_dim, ==, 3);
  plan = plan_of ("4", "4, 5");
  g_assert_cmpint (plan.row_dim, ==, -1);
  g_assert_cmpint (plan.column_dim, ==, 0);
  g_assert_cmpint (plan.inner_dim, ==, 1);
}

static void
test_batch (void)
{
  TnuMatmulPlan plan = plan_of ("2, 1, 3, 4", "5, 4, 2");
  gint64 index[TNU_SHAPE_MAX_RANK];
  g_assert_cmpint (plan.n_tables, ==, 10);
  tnu_matmul_plan_get_index (&plan, 7, index);
  g_assert_cmpint (index[0], ==, 1);
  g_assert_cmpint (index[1], ==, 2);
  g_assert_cmpint (tnu_matmul_plan_find_table (&plan, index), ==, 7);
  g_assert_cmpint (tnu_matmul_plan_get_table (&plan, &plan.a, 7), ==, 1);
  g_assert_cmpint (tnu_matmul_plan_get_table (&plan, &plan.b, 7), ==, 2);
  g_assert_true (tnu_matmul_plan_is_repeated (&plan, &plan.a, 1));
  g_assert_false (tnu_matmul_plan_is_repeated (&plan, &plan.a, 0));
  g_assert_true (tnu_matmul_plan_is_repeated (&plan, &plan.b, 0));
}

/* ---- steps ---- */

static void
test_steps (void)
{
  TnuMatmulExtent extent = { 3, 5, 4 };
  g_assert_cmpint (tnu_matmul_count_steps (&extent, TNU_MATMUL_DOT), ==, 15);
  g_assert_cmpint (tnu_matmul_count_steps (&extent, TNU_MATMUL_COLUMNS), ==, 5);
  g_assert_cmpint (tnu_matmul_count_steps (&extent, TNU_MATMUL_OUTER), ==, 4);
  TnuMatmulStep step = tnu_matmul_get_step (&extent, TNU_MATMUL_DOT, 7);
  g_assert_cmpint (step.row, ==, 1);
  g_assert_cmpint (step.column, ==, 2);
  g_assert_cmpint (step.inner, ==, -1);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_DOT, 7, 1, 2), ==, 4);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_DOT, 7, 1, 3), ==, -1);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_COLUMNS, 2, 2, 2), ==, 4);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_COLUMNS, 2, 0, 3), ==, -1);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_OUTER, 1, 2, 4), ==, 2);
  g_assert_cmpint (tnu_matmul_count_added (&extent, TNU_MATMUL_OUTER, -1, 2, 4), ==, -1);
  for (int mode = 0; mode < TNU_MATMUL_N_MODES; mode++)
    {
      gint64 last = tnu_matmul_find_step (&extent, mode, 2, 4);
      g_assert_cmpint (last, ==, tnu_matmul_count_steps (&extent, mode) - 1);
    }
  TnuMatmulExtent empty = { 0, 2, 3 };
  g_assert_cmpint (tnu_matmul_count_steps (&empty, TNU_MATMUL_OUTER), ==, 0);
}

/* ---- fixes ---- */

static char *
list_fixes (const char *a, const char *b)
{
  TnuShape first = shape_of (a), second = shape_of (b);
  g_autoptr (GArray) fixes = tnu_matmul_find_fixes (&first, &second, 10);
  GString *text = g_string_new (NULL);
  for (guint k = 0; k < fixes->len; k++)
    {
      const TnuMatmulFix *fix = &g_array_index (fixes, TnuMatmulFix, k);
      g_autofree char *code = tnu_matmul_fix_dup_code (fix, "A", &first, "B", &second);
      g_autofree char *shape = tnu_shape_dup_text (&fix->result);
      g_string_append_printf (text, "%s%s %s", k > 0 ? "; " : "", code, shape);
    }
  return g_string_free (text, FALSE);
}

static void
test_fixes (void)
{
  static const struct
  {
    const char *a, *b, *fixes;
  } cases[] = {
    { "3, 4", "4, 5", "" },
    { "3, 4", "5, 4", "A @ B.T (3, 5); B @ A.T (5, 3); A @ B.reshape(4, -1) (3, 5)" },
    { "3, 4", "2, 3", "B @ A (2, 4); A.T @ B.T (4, 2); A.reshape(-1, 2) @ B (6, 3)" },
    { "2, 3, 4", "2, 3, 4",
      "A @ B.mT (2, 3, 3); A.mT @ B (2, 4, 4); B @ A.mT (2, 3, 3); B.mT @ A (2, 4, 4); "
      "A @ B.reshape(4, -1) (2, 3, 6); A.reshape(-1, 3) @ B (2, 8, 4)" },
    { "3, 4", "3", "A.T @ B (4,); B @ A (4,); A.reshape(-1, 3) @ B (4,)" },
    { "4", "5", "A.unsqueeze(1) @ B.unsqueeze(0) (4, 5)" },
    { "2, 3, 4", "3, 4, 5",
      "A @ B.unsqueeze(1) (3, 2, 3, 5); A.unsqueeze(1) @ B (2, 3, 3, 5); "
      "A.unsqueeze(2) @ B (2, 3, 1, 5)" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree char *fixes = list_fixes (cases[k].a, cases[k].b);
      g_test_message ("%s @ %s: %s", cases[k].a, cases[k].b, fixes);
      g_assert_cmpstr (fixes, ==, cases[k].fixes);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *code, *again;
  } cases[] = {
    { "W", "W" },
    { " W.T ", "W.T" },
    { "W.t()", "W.T" },
    { "v.unsqueeze(1)", "v.unsqueeze(1)" },
    { "W.reshape(4, -1)", "W.reshape(4, -1)" },
    { "W.reshape((4, -1))", "W.reshape(4, -1)" },
  };
  static const char *const wrong[] = { "", "W.", "2 * W", "W.sum()", "W.unsqueeze()", "f(W)" };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuTurn turn;
      g_autofree char *name = NULL;
      g_assert_true (tnu_turn_parse (cases[k].code, &turn, &name));
      g_autofree char *again = tnu_turn_dup_code (&turn, name, 2);
      g_assert_cmpstr (again, ==, cases[k].again);
    }
  for (size_t k = 0; k < G_N_ELEMENTS (wrong); k++)
    {
      TnuTurn turn;
      g_autofree char *name = NULL;
      g_assert_false (tnu_turn_parse (wrong[k], &turn, &name));
    }
}

/* ---- numbers ---- */

static gint64
count (const TnuShape *shape)
{
  gint64 n = 1;
  for (int d = 0; d < shape->rank; d++)
    n *= shape->sizes[d];
  return n;
}

static double *
fill (const TnuShape *shape)
{
  gint64 n = count (shape);
  double *numbers = g_new (double, MAX (n, 1));
  for (gint64 k = 0; k < n; k++)
    numbers[k] = (double)(k % 7 - 3);
  return numbers;
}

static void
assert_numbers (const double *numbers, gint64 n, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gint64 k = 0; k < n; k++)
    g_string_append_printf (text, "%s%g", k > 0 ? " " : "", numbers[k]);
  g_assert_cmpstr (text->str, ==, expected);
}

/* Shares of the tables summed where the operand is broadcast: what PyTorch's .grad holds. */
static void
assert_gradient (const TnuMatmulPlan *plan,
                 const TnuShape *operand,
                 const double *shares,
                 const char *expected)
{
  gint64 n = count (operand);
  gint64 per_table = operand->rank == 1
                         ? operand->sizes[0]
                         : operand->sizes[operand->rank - 1] * operand->sizes[operand->rank - 2];
  g_autofree double *gradient = g_new0 (double, MAX (n, 1));
  for (gint64 table = 0; table < plan->n_tables; table++)
    for (gint64 k = 0; k < per_table; k++)
      gradient[tnu_matmul_plan_get_table (plan, operand, table) * per_table + k]
          += shares[table * per_table + k];
  assert_numbers (gradient, n, expected);
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *a, *b, *c, *da, *db;
  } cases[] = {
    { "2, 1, 2, 3", "3, 3, 2", "10 4 1 4 -5 10 -2 1 1 -5 -5 -2 -8 -10 4 4 15 -8 -3 4 17 15 -3 -3",
      "0 -9 3 0 -9 3 0 -9 3 0 -9 3", "-1 -1 -4 -4 0 0 -1 -1 -4 -4 0 0 -1 -1 -4 -4 0 0" },
    { "3", "2, 3, 2", "10 4 -5 10", "-5 -4 4", "-3 -3 -2 -2 -1 -1 -3 -3 -2 -2 -1 -1" },
    { "2, 2, 3", "3", "14 -4 -1 2", "-3 -2 -1 -3 -2 -1 -3 -2 -1 -3 -2 -1", "-1 -4 0" },
    { "3", "3", "14", "-3 -2 -1", "-3 -2 -1" },
    { "2, 0", "0, 2", "0 0 0 0", "", "" },
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuMatmulPlan plan = plan_of (cases[k].a, cases[k].b);
      g_autoptr (TnuMatmulNumbers) numbers
          = tnu_matmul_numbers_compute (&plan, fill (&plan.a), fill (&plan.b), NULL);
      g_assert_true (numbers->dc_is_ones);
      assert_numbers (numbers->c, count (&plan.result), cases[k].c);
      assert_gradient (&plan, &plan.a, numbers->da, cases[k].da);
      assert_gradient (&plan, &plan.b, numbers->db, cases[k].db);
    }
}

/* The lesson's tables; dC = torch.arange(15.).reshape(3, 5). */
static void
test_terms (void)
{
  static const double a[] = { 1, 0, 2, -1, .5, -1, 1, 2, -2, 1, 0, .5 };
  static const double b[]
      = { 1, -.5, -2, 0, 1.5, .5, 1, -1, 2, 0, -1, .5, 1.5, 1, -.5, 2, 0, .5, -1, 1 };
  TnuMatmulPlan plan = plan_of ("3, 4", "4, 5");
  double *dc = g_new (double, 15);
  for (int k = 0; k < 15; k++)
    dc[k] = k;
  g_autoptr (TnuMatmulNumbers) numbers
      = tnu_matmul_numbers_compute (&plan, g_memdup2 (a, sizeof a), g_memdup2 (b, sizeof b), dc);
  assert_numbers (numbers->c, 15, "-3 0.5 0.5 3 -0.5 3 -0.75 2.5 -3 2.25 -0.5 2 3.25 1.5 -2.5");
  assert_numbers (numbers->da, 12, "1.5 5 4.5 2 1.5 17.5 12 14.5 1.5 30 19.5 27");
  assert_numbers (numbers->db, 20,
                  "-17.5 -18 -18.5 -19 -19.5 5 5 5 5 5 5 8 11 14 17 15 16.5 18 19.5 21");
  static const struct
  {
    TnuMatmulView view;
    const char *products;
  } cases[] = {
    { TNU_MATMUL_C, "-1 1 1.5 1" },        /* C[1, 2] */
    { TNU_MATMUL_DA, "-5 3 10.5 8 -4.5" }, /* dA[1, 2] = Σj dC[1, j] · B[2, j] */
    { TNU_MATMUL_DB, "0 -7 12" },          /* dB[1, 2] = Σi A[i, 1] · dC[i, 2] */
  };
  for (size_t k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnuMatmulTerms terms = tnu_matmul_numbers_get_terms (numbers, &plan, cases[k].view, 0, 1, 2);
      double products[8];
      for (gint64 at = 0; at < terms.n; at++)
        products[at] = tnu_matmul_terms_get_product (&terms, at);
      assert_numbers (products, terms.n, cases[k].products);
    }
}

static void
test_limits (void)
{
  TnuMatmulPlan plan = plan_of ("100, 3", "3, 100");
  g_assert_true (tnu_matmul_numbers_are_few (&plan));
  plan = plan_of ("101, 3", "3, 100");
  g_assert_false (tnu_matmul_numbers_are_few (&plan));
  plan = plan_of ("2, 300000", "300000, 2");
  g_assert_false (tnu_matmul_numbers_are_few (&plan));
  plan = plan_of ("3, 4", "5, 4");
  g_assert_false (tnu_matmul_numbers_are_few (&plan));
}

static void
test_transpose (void)
{
  const TnuTurn turn = { .kind = TNU_TURN_TRANSPOSE };
  TnuShape shape = shape_of ("2, 2, 3");
  static const double numbers[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
  g_autofree double *turned = tnu_turn_apply_to_numbers (&turn, &shape, numbers);
  assert_numbers (turned, 12, "0 3 1 4 2 5 6 9 7 10 8 11");
}

/* ---- words ---- */

static void
test_words (void)
{
  static const char *const names[] = { "A", "W.T", "C" };
  TnuMatmulPlan plan = plan_of ("3, 4", "4, 5");
  g_autofree char *forward = tnu_matmul_dup_equation (TNU_MATMUL_C, names);
  g_autofree char *to_a = tnu_matmul_dup_equation (TNU_MATMUL_DA, names);
  g_autofree char *to_b = tnu_matmul_dup_equation (TNU_MATMUL_DB, names);
  g_autofree char *marked
      = tnu_matmul_dup_sentence (&plan, TNU_MATMUL_C, TNU_MATMUL_DOT, names, 7, -1, -1, "2.5");
  g_autofree char *sentence = tnu_matmul_words_dup_plain (marked);
  g_assert_cmpstr (forward, ==, "C = A @ W.T");
  g_assert_cmpstr (to_a, ==, "dA = dC · (W.T)ᵀ");
  g_assert_cmpstr (to_b, ==, "dW.T = Aᵀ · dC");
  g_assert_cmpstr (sentence, ==,
                   "C[1,\u00a02] = 2.5: row 1 of A meets column 2 of W.T, 4 products added up.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/matmul/plan/shapes-are-pytorchs", test_shapes);
  g_test_add_func ("/ui/matmul/plan/refuses-what-pytorch-refuses", test_refused);
  g_test_add_func ("/ui/matmul/plan/letters-are-those-of-the-result", test_letters);
  g_test_add_func ("/ui/matmul/plan/batch-dims-broadcast", test_batch);
  g_test_add_func ("/ui/matmul/steps/every-mode-ends-with-every-number", test_steps);
  g_test_add_func ("/ui/matmul/fixes/are-ranked-and-give-shapes", test_fixes);
  g_test_add_func ("/ui/matmul/fixes/turns-are-read-and-written", test_parse);
  g_test_add_func ("/ui/matmul/fixes/transpose-moves-numbers", test_transpose);
  g_test_add_func ("/ui/matmul/numbers/are-pytorchs", test_numbers);
  g_test_add_func ("/ui/matmul/numbers/terms-are-the-sums", test_terms);
  g_test_add_func ("/ui/matmul/numbers/have-limits", test_limits);
  g_test_add_func ("/ui/matmul/words/say-the-step", test_words);
  return g_test_run ();
}
